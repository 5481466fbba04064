"""How well a judge tells what sources bear out: one command scores any judge on annotated pairs, beside word overlap and published systems.

    python evals/judge.py [--judge NAME] DATA...                 figures of each set, thresholds as shipped and from the other sets
    python evals/judge.py DATA... --save SCORES.json             the same, and every pair's score, by its id
    python evals/judge.py --compare BEFORE.json AFTER.json       which pairs flipped between two runs
    python evals/judge.py --floors [DATA...]                     fails where the judge alone scores under a floor in floors.json
    python evals/judge.py --floors --lower "REASON" [DATA...]    puts today's scores in, with the reason where one is lower
    python evals/judge.py --stories ../shared/stories            what `score_stories` says with this judge, and with word overlap

DATA are files, or folders of files, of the shapes that `corpora.py` reads; a set is named by its file. Every pair goes the way of a check:
its sources are read and searched, facts are weighed exactly, each sentence of its claim in which none is wrong is a question, and the
weakest sentence decides; word overlap, and a judge with `--alone`, are asked without the exact facts. The threshold "held" is best on
`held.jsonl`, hand-written pairs that no training saw, one for all sets; "others" is the best on all sets but those of the same make and
those that copy. Intervals are 95%, by drawing sources 1,000 times. Keeps no text.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asked
import corpora
import floors
import measures
import numpy as np
from corpora import Corpus
from measures import Flags, Rows, Scores

import presscheck
from presscheck import Relation, parts
from presscheck.settings import Settings

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
HELD = HERE / "held.jsonl"
DEV = HERE.parents[1] / "shared" / "data" / "dev"
WORDS = "overlap"
Saved = dict[str, Any]
Figures = dict[str, tuple[float, float, float]]
LABELS = {Relation.SUPPORTS: "supported", Relation.CONTRADICTS: "contradicted", Relation.MENTIONS: "not_found"}
COPIED = {"qags"}  # sets whose claims mostly copy their source word for word: no threshold for other claims is chosen on them
# Balanced accuracy, supported against the rest, as published for the test splits.
PUBLISHED = {
    "wice": "Bespoke-MiniCheck-7B 83.0, GPT-4-turbo 80.4, GPT-4o 78.5, FactCG-DeBERTa-L 74.2, MiniCheck-FT5 770M 72.2, "
    "MiniCheck-DeBERTa 69.4, plain word overlap 68.5, AlignScore 66.0, SummaC-ZS 62.8",
    "summedits": "news: human 90.0, GPT-4 83.3, QAFactEval 74.4, SummaC-Conv 61.9, DAE 60.9, plain word overlap 56.4",
}


@dataclass(frozen=True)
class Scored:
    """A set with what a judge said of each of its pairs."""

    corpus: Corpus
    judged: tuple[asked.Judged, ...]

    @property
    def scores(self) -> Scores:
        return np.array([one.score for one in self.judged], np.float64)

    @property
    def true(self) -> Flags:
        return np.array([pair.supported for pair in self.corpus.pairs], np.bool_)

    @property
    def ticked(self) -> Flags:
        """Supported by the judge's own thresholds."""
        return np.array([one.relation == Relation.SUPPORTS for one in self.judged], np.bool_)

    @property
    def groups(self) -> list[str]:
        """What is drawn together: pairs of one source."""
        return [str(hash(pair.sources)) for pair in self.corpus.pairs]

    @property
    def settled(self) -> bool:
        """Does the set part what is contradicted from what is not found?"""
        return {pair.label for pair in self.corpus.pairs} == set(LABELS.values())

    def three_way(self, likeliest: bool = False) -> Flags:
        """Which relations are right: the judge's, or those that its network thinks likeliest."""
        said = [one.likeliest if likeliest else one.relation for one in self.judged]
        return np.array([LABELS[Relation(one)] == pair.label for one, pair in zip(said, self.corpus.pairs, strict=True)], np.bool_)

    def marked(self) -> list[tuple[frozenset[int], frozenset[int]]]:
        """For each pair the words called wrong and those that are, by where they begin."""
        rows = zip(self.judged, self.corpus.pairs, strict=True)
        return [(asked.words_in(pair.claim, one.wrong), asked.words_in(pair.claim, pair.spans)) for one, pair in rows]


def files(given: Sequence[Path]) -> Iterator[Path]:
    """The files given, and those of the folders given."""
    for path in given:
        yield from sorted(path.glob("*.jsonl*")) if path.is_dir() else (path,)


def sets(given: Sequence[Path]) -> Iterator[Corpus]:
    """The sets of pairs among the files."""
    for path in files(given):
        if corpus := corpora.read(path):
            yield corpus
        else:
            print(f"{path.name}: no pairs of claim and source, passed over", file=sys.stderr)


def figures(one: Scored, others: Sequence[Scored]) -> Figures:
    """Each figure of a set in percent with its interval; a figure that the set does not allow is left out."""
    scores, true, ticked, groups = one.scores, one.true, one.ticked, one.groups
    ours = HELD.name.partition(".")[0]
    cut = measures.best_threshold([(o.scores, o.true) for o in others if o.corpus.family not in {one.corpus.family, ours, *COPIED}])
    held = measures.best_threshold([(o.scores, o.true) for o in others if o.corpus.family == ours])
    told: dict[str, Callable[[Rows], float]] = {
        "balanced": lambda rows: measures.balanced(ticked[rows], true[rows]),
        "balanced_held": lambda rows: measures.balanced(scores[rows] >= held, true[rows]),
        "balanced_others": lambda rows: measures.balanced(scores[rows] >= cut, true[rows]),
        "auroc": lambda rows: measures.auroc(scores[rows], true[rows]),
    }
    known = {"balanced_held": np.isfinite(held), "balanced_others": np.isfinite(cut)}
    told = {name: figure for name, figure in told.items() if known.get(name, True)}
    told = told if true.any() and not true.all() else {}
    if one.settled:
        right, likeliest = one.three_way(), one.three_way(likeliest=True)
        told["three_way"] = lambda rows: float(right[rows].mean())
        told["three_way_likeliest"] = lambda rows: float(likeliest[rows].mean())
    if any(pair.spans for pair in one.corpus.pairs):
        marked = one.marked()
        told["span_f1"] = lambda rows: measures.f1(marked[row] for row in rows)
        wrong = np.array([bool(theirs) for _, theirs in marked])
        told["span_f1_of_wrong"] = lambda rows: measures.f1(marked[row] for row in rows if wrong[row])
    every = np.arange(len(true))
    return {name: (100 * figure(every), *measures.interval(figure, groups)) for name, figure in told.items()}


def told(name: str, found: Figures) -> str:
    """A judge's figures of a set on one line."""
    return f"  {name:14} " + "  ".join(f"{key} {value:.1f} [{low:.1f} {high:.1f}]" for key, (value, low, high) in found.items())


def confusion(one: Scored) -> str:
    """Rows: what it is; columns: what the judge says."""
    counts = Counter((pair.label, LABELS[Relation(said.relation)]) for pair, said in zip(one.corpus.pairs, one.judged, strict=True))
    rows = [f"    {label:13}" + "".join(f"{counts[label, said]:14}" for said in LABELS.values()) for label in LABELS.values()]
    return "\n".join([f"    {'it is / said':13}" + "".join(f"{said:>14}" for said in LABELS.values()), *rows])


def report(name: str, ours: Sequence[Scored], plain: Sequence[Scored]) -> dict[str, Figures]:
    """Print every set's figures, the judge's beside word overlap's and the published; return the judge's by set."""
    found = {}
    for one, other in zip(ours, plain, strict=True):
        labels = Counter(pair.label for pair in one.corpus.pairs)
        print(f"\n{one.corpus.name}: {len(one.judged)} pairs, " + ", ".join(f"{count} {label}" for label, count in labels.most_common()))
        found[one.corpus.name] = figures(one, ours)
        print(told(name, found[one.corpus.name]))
        if other is not one:
            print(told(WORDS, figures(other, plain)))
        if one.corpus.family in PUBLISHED:
            print(f"  published, test split: {PUBLISHED[one.corpus.family]}")
        if one.settled:
            print(confusion(one))
    return found


def saved(judge: str, ours: Sequence[Scored]) -> Saved:
    """Every pair's label, score, relation and the places of the words called wrong, by id."""
    held: dict[str, Any] = {}
    for one in ours:
        rows = {
            pair.id: [pair.label, round(said.score, 5), said.relation, [list(span) for span in said.wrong]]
            for pair, said in zip(one.corpus.pairs, one.judged, strict=True)
        }
        held[one.corpus.name] = {"digest": one.corpus.digest, "pairs": rows}
    return {"judge": judge, "version": presscheck.__version__, "commit": commit(), "sets": held}


def commit() -> str:
    """The commit that ran, with a "+" where files were changed since; empty outside of git."""
    run = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=HERE, capture_output=True, text=True, check=False)
    return run.stdout.strip()


def compare(before: Saved, after: Saved, show: int) -> Iterator[str]:
    """Lines on which pairs flipped between two saved runs, supported or not, by set."""
    yield f"{before['judge']} {before['commit']} -> {after['judge']} {after['commit']}"
    for name in before["sets"].keys() & after["sets"].keys():
        old, new = before["sets"][name], after["sets"][name]
        if old["digest"] != new["digest"]:
            yield f"{name}: the set itself differs between the two runs; score both on the same file"
            continue
        right = {id: [(row[2] == Relation.SUPPORTS) == (row[0] == corpora.SUPPORTED) for row in (old["pairs"][id], new["pairs"][id])]
                 for id in old["pairs"]}  # fmt: skip
        better = [id for id, (was, now) in right.items() if now and not was]
        worse = [id for id, (was, now) in right.items() if was and not now]
        chance = measures.sign_test(len(better), len(worse))
        yield f"{name}: {len(right)} pairs, {len(better)} mended, {len(worse)} broken, by chance {chance:.3f}"
        for sign, ids in (("+", better), ("-", worse)):
            for id in ids[:show]:
                (label, was, said, _), (_, now, says, _) = old["pairs"][id], new["pairs"][id]
                yield f"  {sign} {id}: {said} {was:.3f} -> {says} {now:.3f}; it is {label}"


def stories(folder: Path, judge: str) -> None:
    """Print the scorer's figures with this judge and with word overlap."""
    command = Path(sys.executable).with_name("presscheck")
    scorer = folder.parent / "tools" / "score_stories"
    for name in dict.fromkeys((judge, WORDS)):
        with tempfile.TemporaryDirectory() as place:
            script = Path(place) / "check"  # the scorer calls it with arguments of its own
            script.write_text(f'exec {shlex.quote(str(command))} "$@" --judge {shlex.quote(name)}\n', encoding="utf-8")
            run = [str(scorer), str(folder), "--command", f"sh {shlex.quote(str(script))}"]
            print(f"stories, judge {name}", flush=True)
            subprocess.run(run, check=True)


def scored(judge: parts.Judge, plain: parts.Judge, corpora_: Iterable[Corpus], alone: bool) -> tuple[list[Scored], list[Scored]]:
    """Every set with what each of the two says of it; the first with facts weighed exactly ahead of it, unless it is to stand alone."""
    judges = [judge] if judge.name == plain.name else [judge, plain]
    rows = [[Scored(corpus, tuple(said)) for said in asked.ask(judges, corpus, () if alone else [judge])] for corpus in corpora_]
    return [row[0] for row in rows], [row[-1] for row in rows]


def held(judge: str, found: dict[str, Figures], ours: Sequence[Scored], path: Path, lower: str | None) -> int:
    """Hold today's figures against the floors, or put them in; the exit status."""
    digests = {one.corpus.name: one.corpus.digest for one in ours}
    now = {name: {key: round(value, 1) for key, (value, _, _) in told.items()} for name, told in found.items()}
    known = floors.read(path)
    if lower is not None:
        floors.write(path, floors.moved(known, judge, now, digests, lower))
        print(f"{path}: written")
        return 0
    lines = floors.under(known, judge, now, digests)
    print("\n".join(lines) or f"no figure is under its floor ({len(known['sets'].keys() & now.keys())} sets)")
    return int(bool(lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="*", type=Path, help="files or folders of pairs; with --floors ../shared/data/dev if not given")
    parser.add_argument("--judge", default=Settings().judge, help="a module in judges/, or a folder with a model (%(default)s)")
    parser.add_argument("--alone", action="store_true", help="the judge alone, without facts weighed exactly ahead of it")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write every pair's score here, by id")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"), help="two saved runs: which pairs flipped")
    parser.add_argument("--show", type=int, default=10, help="so many flipped pairs of each set and way (%(default)s)")
    parser.add_argument("--floors", action="store_true", help="fail where a figure is under its floor")
    parser.add_argument("--floors-file", type=Path, default=FLOORS, metavar="FILE", help="where the floors are kept (floors.json)")
    parser.add_argument("--lower", metavar="REASON", help="with --floors: put today's figures in, and why one may be lower")
    parser.add_argument("--stories", type=Path, metavar="FOLDER", help="annotated stories; their scorer lies in ../tools")
    return parser


def main() -> int:
    """Score, compare or hold against the floors, as asked."""
    parser = _parser()
    told = parser.parse_args()
    if told.compare:
        before, after = (json.loads(path.read_text(encoding="utf-8")) for path in told.compare)
        print("\n".join(compare(before, after, told.show)))
        return 0
    if told.stories:
        stories(told.stories, told.judge)
        return 0
    data = told.data or [DEV] if told.floors else told.data
    if told.floors and not all(path.exists() for path in data):
        print(f"skipped: {', '.join(str(path) for path in data)} is not here, so no floor was checked")
        return 0
    if not data or (told.lower and not told.floors):
        parser.error("name the files of pairs; --lower goes with --floors")
    wanted = None if told.data else floors.read(told.floors_file)["sets"].keys()
    judge, plain = asked.open_judge(told.judge), asked.open_judge(WORDS)
    every = [path for path in files(data) if path.resolve() != HELD]
    chosen = [corpus for corpus in sets(every) if not wanted or corpus.name in wanted]
    ours, others = scored(judge, plain, [*chosen, *sets([HELD])], told.alone or told.floors)
    found = report(judge.name, ours, others)
    if told.save:
        told.save.write_text(json.dumps(saved(judge.name, ours)) + "\n", encoding="utf-8")
    return held(judge.name, found, ours, told.floors_file, told.lower) if told.floors else 0


if __name__ == "__main__":
    sys.exit(main())
