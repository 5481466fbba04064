"""Chooses a judge's thresholds on pairs that were held out of its training, and writes them into its config.json.

    python evals/thresholds.py DATA/dev [--held evals/held.jsonl] [--model FOLDER] [--public 150] [--articles 12] [--write]

Sources read whole: hand-written pairs that no training saw. Long ones: WiCE, RAGTruth and SummEdits, each claim by the weakest of its
sentences. Articles of PolNeAR against themselves: nothing of them may be doubted. Prints each choice with what it gives; keeps no text.
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
from typing import Any

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

START = Scale(whole=50.0, lexical=4.0, part=50.0, contradicts=2.0, silent=2.0, backed=0.3, unbacked=0.05)
HELD = Path(__file__).parent / "held.jsonl"
BACKED = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
PUBLIC = ("wice", "ragtruth_summary_sentences", "summedits_ectsum")
WRONGLY = 0.11  # share of statements that are not supported which may be called so
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


def cases(held: Path, data: Path, public: int, articles: int) -> Iterator[Case]:
    """The statements held out, and those of so many claims and articles of each public set."""
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
    for number, row in enumerate(Random(1).sample(rows(data / "polnear_train.jsonl.gz"), articles)):
        library = Library([read(f"A copy on file.\n\n{row['text']}".encode(), "copy.txt")])
        yield from (Case("itself", str(number), "supported", question) for question in asked("", row["text"], library))


def least(scores: Sequence[tuple[float, bool]]) -> float:
    """The lowest score from which on at most `WRONGLY` of what is not supported lies."""
    wrong = sorted((score for score, good in scores if not good), reverse=True)
    return wrong[int(WRONGLY * len(wrong))] + 1e-3


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


def strict(told: Sequence[tuple[float, bool]], supported: int) -> float:
    """The lowest value from which on few enough supported statements are doubted, over 1 where none is; of (value, is the doubt right)."""
    wrong = sorted((value for value, right in told if not right), reverse=True)
    allowed = int(DOUBTED * supported)
    above = wrong[allowed] + 1e-3 if len(wrong) > allowed else min((value for value, _ in told), default=2.0)
    return above if any(value >= above for value, _ in told) else 2.0


def main() -> int:
    """Read everything once, choose, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--held", type=Path, default=HELD)
    parser.add_argument("--model", type=Path, default=onnx.folder())
    for name, count in (("public", 150), ("articles", 12)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    net = network(told.model)
    judge = Entailment("onnx", lambda pairs: onnx.read(net, pairs), START)
    every = list(cases(told.held, told.data, told.public, told.articles))
    found = list(zip(every, judge.weighed([case.question for case in every]), strict=True))
    backed = max(BACKED, key=lambda least: pointed(judge, found, least))
    print(f"backed: {backed}, F1 of wrong words {100 * pointed(judge, found, backed):.1f}")
    judge = scaled(judge, backed=backed)
    whole, part = by_claim(found, ("held",), True), by_claim(found, PUBLIC, False)
    scale = replace(START, backed=backed, whole=round(least(whole), 2), part=round(least(part), 2))
    for name, scores, least_ in (("whole", whole, scale.whole), ("part", part, scale.part)):
        good = [score >= least_ for score, true in scores if true]
        print(f"{name}: {least_}, supported called so {100 * sum(good) / max(len(good), 1):.1f}% of {len(good)} of {len(scores)}")
    doubted: dict[str, list[tuple[float, bool]]] = {"silent": [], "contradicts": []}
    for case, weighed in found:
        wrong, low = judge.wrong(case.question.statement, [one.reading for one in weighed])
        if not weighed or not wrong or any(_borne_out(scale, one) for one in weighed):
            continue
        right = case.label != "supported"
        if low < scale.unbacked and lacking(wrong, case.question.passages):
            doubted["silent"].append((min(one.reading.mentions for one in weighed), right))
        if any(one.premise.whole for one in weighed):
            doubted["contradicts"].append((max(one.reading.contradicts for one in weighed), right))
    chosen = {name: strict(some, sum(case.label == "supported" for case in every)) for name, some in doubted.items()}
    scale = replace(scale, silent=max(round(chosen["silent"], 3), 0.8), contradicts=max(round(chosen["contradicts"], 3), 0.8))
    for name, some in doubted.items():
        flagged = [right for value, right in some if value >= getattr(scale, name)]
        print(f"{name}: {getattr(scale, name)}, {len(flagged)} of {len(found)} doubted, {sum(flagged)} rightly")
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
