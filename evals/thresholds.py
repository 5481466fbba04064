"""Chooses a judge's thresholds on pairs that were held out of its training, and writes them into its config.json.

    python evals/thresholds.py DATA/dev [--held evals/held.jsonl] [--honest evals/honest] [--model FOLDER] [--public 150] [--write]

From which score on a statement is borne out: so that few of those that are not are called so. Sources read whole: hand-written pairs that
no training saw. Long ones: WiCE, RAGTruth and SummEdits, each claim by the weakest of its sentences. From where on one is doubted: so
that at most one true one in a thousand is, and none in the honest stories, in which nothing is wrong. Prints each choice
with what it gives; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from asked import scaled
from measures import f1

from presscheck import read, split, verify
from presscheck.entailment import Entailment, Scale, Weighed, lacking
from presscheck.facts import claim
from presscheck.judges import onnx
from presscheck.library import Library
from presscheck.model import Question
from presscheck.network import network
from presscheck.words import words

START = Scale(whole=50.0, lexical=4.0, bound=1.5, part=50.0, contradicts=2.0, silent=2.0, backed=0.3, unbacked=0.05)
HELD = Path(__file__).parent / "held.jsonl"
HONEST = Path(__file__).parent / "honest"
BACKED = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
PUBLIC = ("wice", "ragtruth_summary_sentences", "summedits_ectsum")
WRONGLY = 0.12  # share of statements that are not supported which may be called so
UNBACKED = (0.02, 0.05, 0.1, 0.2)
STEP, NEVER = 1e-3, 2.0  # how far above the last wrong doubt; a chance that is not reached
DOUBTED = 0.001  # share of the supported statements that may be doubted: a draft is mostly true, these sets are not


@dataclass(frozen=True)
class Case:
    """One statement with its label; `key` is the claim that it is part of, `wrong` its wrong words where they are marked."""

    source: str
    key: str
    label: str
    question: Question
    wrong: str = ""


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def asked(before: str, text: str, library: Library) -> Iterator[Question]:
    """What a judge is asked of the claims in the text; `before` stands ahead of it and is not judged."""
    draft = read(f"{before} {text}".strip().encode(), "draft.txt")
    claims = list(claim.find(draft, split.split(draft)))
    own = [fact for fact in claims if fact.span.end > len(before) + bool(before)]
    yield from (question for _, _, question in verify.questions(own, claims, library, 8))


def cases(held: Path, data: Path, public: int, honest: Path) -> Iterator[Case]:
    """The statements held out, those of so many claims of each public set, and those of the honest stories."""
    for row in rows(held):
        parts = [part for part in row["premise"].split("\n---\n") if part.strip()]
        library = Library([read(part.encode(), f"{number}.txt") for number, part in enumerate(parts)])
        for number, one in enumerate(row["statements"]):
            found = list(asked(one.get("context") or "", one["text"], library))
            marked = one.get("span") or ("" if one["label"] == "supported" else one["text"])
            yield from (Case("held", f"{row['id']}/{number}", one["label"], question, marked) for question in found if len(found) == 1)
    for name in PUBLIC:
        told = rows(data / f"{name}.jsonl.gz")
        for row in Random(1).sample(told, min(public, len(told))):
            library = Library([read(part["text"].encode(), f"{number}.txt") for number, part in enumerate(row["sources"])])
            yield from (Case(name, str(row["id"]), row["label"], question) for question in asked("", row["claim"], library))
    for story in sorted(path.parent for path in honest.glob("*/draft.md")):
        library = Library([read(path.read_bytes(), path.name) for path in sorted((story / "sources").iterdir())])
        draft = read((story / "draft.md").read_bytes(), "draft.md")
        yield from (Case("honest", story.name, "supported", question) for question in asked("", draft.text, library))


def least(scores: Sequence[tuple[float, bool]]) -> float:
    """The lowest score from which on at most `WRONGLY` of what is not supported lies."""
    wrong = sorted((score for score, good in scores if not good), reverse=True)
    return wrong[int(WRONGLY * len(wrong))] + STEP


def by_claim(found: Sequence[tuple[Case, list[Weighed]]], source: Sequence[str], whole: bool) -> list[tuple[float, bool]]:
    """(score, is it supported) of each claim: the best source of a sentence, and the weakest sentence."""
    scores: dict[str, list[float]] = defaultdict(list)
    good: dict[str, bool] = {}
    for case, weighed in found:
        if case.source in source and (kept := [one for one in weighed if one.premise.whole is whole]):
            good[case.key] = case.label == "supported"
            scores[case.key].append(max(one.score for one in kept) + START.whole)
    return [(min(some), good[key]) for key, some in scores.items()]


def pointed(judge: Entailment, found: Sequence[tuple[Case, list[Weighed]]], backed: float) -> float:
    """F1 of the words called wrong on the pairs held out, where words backed less than `backed` belong to the wrong ones."""
    twin = scaled(judge, backed=backed)
    marked = []
    for case, weighed in found:
        if case.source == "held" and weighed:
            said, _ = twin.wrong(case.question.statement, [one.reading for one in weighed])
            sides = [{word.key for word in words(text)} for text in (said, case.wrong)]
            marked.append((frozenset(map(hash, sides[0])), frozenset(map(hash, sides[1]))))
    return f1(marked)


class Doubt(NamedTuple):
    """A statement that could be doubted: the source of its case, the chance on which it would be, and is the doubt right?"""

    source: str
    value: float
    right: bool


def doubts(judge: Entailment, scale: Scale, found: Sequence[tuple[Case, list[Weighed]]], silent: bool = False) -> list[Doubt]:
    """What the judge could deny, or say that no passage backs, of what is not borne out."""
    told = []
    for case, weighed in found:
        wrong, low = judge.wrong(case.question.statement, [one.reading for one in weighed])
        if not wrong or any(_borne_out(scale, one) for one in weighed):
            continue
        if not silent and any(one.premise.whole for one in weighed):
            told.append(Doubt(case.source, max(one.reading.contradicts for one in weighed if one.premise.whole), case.label != "supported"))
        elif silent and low < scale.unbacked and lacking(wrong, case.question.passages):
            told.append(Doubt(case.source, min(one.reading.mentions for one in weighed), case.label != "supported"))
    return told


def strict(told: Sequence[Doubt], every: Sequence[Case]) -> float:
    """The lowest chance from which on few enough of all supported statements are doubted, and none of the honest stories; over 1 where that
    leaves no doubt that is right."""
    lowest = 0.0
    for source in ({case.source for case in every}, {"honest"}):
        allowed = 0 if source == {"honest"} else int(DOUBTED * sum(case.label == "supported" for case in every))
        wrong = sorted((one.value for one in told if not one.right and one.source in source), reverse=True)
        lowest = max(lowest, wrong[allowed] if len(wrong) > allowed else 0.0)
    above = round(lowest + STEP, 3)
    return above if any(one.value >= above and one.right for one in told) else NEVER


def main() -> int:
    """Read everything once, choose, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--held", type=Path, default=HELD)
    parser.add_argument("--model", type=Path, default=onnx.folder())
    parser.add_argument("--honest", type=Path, default=HONEST)
    parser.add_argument("--public", type=int, default=150, help="how many claims of each public set")
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    net = network(told.model)
    judge = Entailment("onnx", lambda pairs: onnx.read(net, pairs), START)
    every = list(cases(told.held, told.data, told.public, told.honest))
    found = list(zip(every, judge.weighed([case.question for case in every]), strict=True))
    backed = max(BACKED, key=lambda least: pointed(judge, found, least))
    print(f"backed: {backed}, F1 of wrong words {100 * pointed(judge, found, backed):.1f}")
    judge = scaled(judge, backed=backed)
    whole, part = by_claim(found, ("held",), True), by_claim(found, PUBLIC, False)
    scale = replace(START, backed=backed, whole=round(least(whole), 2), part=round(least(part), 2))
    for name, scores, least_ in (("whole", whole, scale.whole), ("part", part, scale.part)):
        good = [score >= least_ for score, true in scores if true]
        print(f"{name}: {least_}, supported called so {100 * sum(good) / max(len(good), 1):.1f}% of {len(good)} of {len(scores)}")
    denials, *silences = doubts(judge, scale, found), *(doubts(judge, replace(scale, unbacked=value), found, True) for value in UNBACKED)
    from_ = [strict(some, every) for some in silences]
    right = [sum(one.right for one in some if one.value >= value) for some, value in zip(silences, from_, strict=True)]
    at = right.index(max(right))
    scale = replace(scale, contradicts=strict(denials, every), silent=from_[at], unbacked=UNBACKED[at])
    for name, some, value in (("contradicts", denials, scale.contradicts), ("silent", silences[at], scale.silent)):
        flagged = [one.right for one in some if one.value >= value]
        print(f"{name}: {value}, {len(flagged)} of {len(found)} doubted, {sum(flagged)} rightly")
    thresholds = {name: getattr(scale, name) for name in Scale.__dataclass_fields__}
    print(json.dumps(thresholds))
    if told.write:
        path = told.model / "config.json"
        config = {**json.loads(path.read_text(encoding="utf-8")), "thresholds": thresholds}
        path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return 0


def _borne_out(scale: Scale, one: Weighed) -> bool:
    return one.score + START.whole >= (scale.whole if one.premise.whole else scale.part)


if __name__ == "__main__":
    sys.exit(main())
