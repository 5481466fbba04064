"""What the network brings, what words in common bring, and both; and which weight and thresholds to keep with a model.

    python evals/ablation.py [--judge NAME] DATA...

Reads the sets as `judge.py` does. AUROC by set of the network alone, of words in common alone and of both; balanced accuracy of each set
with weight and thresholds chosen on sets of other make; the weight and thresholds that all would choose together, those apart that copy
their sources, by the names that a model's config.json has for them; three-way accuracy by the least chance that makes a contradiction.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import asked
import judge
import measures
import numpy as np
from corpora import Corpus
from measures import Flags, Scores

from presscheck import Relation
from presscheck.entailment import Entailment
from presscheck.premises import premises
from presscheck.settings import Settings

WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
FEW = 50  # pairs of a kind that a set must have to speak for it
CHANCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True)
class Weighed:
    """A set: for each weight of the words in common its pairs' scores with no threshold taken off, the words' own share, and whether its
    sources were read whole."""

    corpus: Corpus
    scores: Mapping[float, Scores]
    share: Scores
    whole: Flags
    true: Flags
    questions: Sequence[asked.Asked]


def weighed(network: Entailment, corpus: Corpus, limit: int | None) -> Weighed:
    """The set's pairs with every weight."""
    pairs = corpus.pairs[:limit]
    put = [one for number, pair in enumerate(pairs) for one in asked.questions(number, pair)]
    questions = [one.question for one in put]
    print(f"{corpus.name}: {len(put)} questions", file=sys.stderr)
    plain = {weight: asked.scaled(network, lexical=weight, whole=0.0, part=0.0) for weight in WEIGHTS}
    scores = {weight: _weakest(put, scaled.scores(questions), len(pairs)) for weight, scaled in plain.items()}
    found = [premises(question) for question in questions]
    share = _weakest(put, [max((one.share for one in some), default=0.0) for some in found], len(pairs))
    whole = _weakest(put, [float(all(one.whole for one in some)) for some in found], len(pairs)) > 0
    return Weighed(corpus, scores, share, whole, np.array([pair.supported for pair in pairs], np.bool_), put)


def _weakest(put: Sequence[asked.Asked], scores: Sequence[float], count: int) -> Scores:
    """The least score of each pair's questions."""
    found = np.full(count, np.inf)
    for one, score in zip(put, scores, strict=True):
        found[one.pair] = min(found[one.pair], score)
    return np.where(np.isinf(found), asked.NOTHING, found)


def thresholds(sets: Sequence[Weighed], weight: float) -> tuple[float, float]:
    """The best threshold of sources read whole and of sources read in part; one stands in for the other where these sets have none."""
    whole, part = (
        measures.best_threshold([(one.scores[weight][rows], one.true[rows]) for one, rows in chosen_rows if rows.sum() >= FEW])
        for chosen_rows in ([(one, one.whole) for one in sets], [(one, ~one.whole) for one in sets])
    )
    return whole if np.isfinite(whole) else part, part if np.isfinite(part) else whole


def reached(one: Weighed, weight: float, cuts: tuple[float, float]) -> float:
    """The set's balanced accuracy with this weight and these thresholds."""
    return measures.balanced(one.scores[weight] >= np.where(one.whole, *cuts), one.true)


def chosen(sets: Sequence[Weighed]) -> tuple[float, tuple[float, float]]:
    """The weight and the thresholds with the best mean over these sets."""
    tried = {weight: thresholds(sets, weight) for weight in WEIGHTS}
    best = max(WEIGHTS, key=lambda weight: float(np.nanmean([reached(one, weight, tried[weight]) for one in sets])))
    return best, tried[best]


def table(sets: Sequence[Weighed], shipped: float) -> None:
    """Print what each kind of evidence brings, set by set."""
    print(f"{'AUROC':28} {'whole':>6} {'network':>8} {'words':>6} {'both':>6}   weight, thresholds and balanced from the others")
    for one in sets:
        aurocs = [100 * measures.auroc(scores, one.true) for scores in (one.scores[0.0], one.share, one.scores[shipped])]
        others = [other for other in sets if other.corpus.family not in {one.corpus.family, *judge.COPIED}]
        weight, cuts = chosen(others) if others else (shipped, (np.nan, np.nan))
        told = f"{weight:g}, whole {cuts[0]:.2f}, part {cuts[1]:.2f}: {100 * reached(one, weight, cuts):.1f}"
        print(f"{one.corpus.name:28} {100 * one.whole.mean():5.0f}% {aurocs[0]:8.1f} {aurocs[1]:6.1f} {aurocs[2]:6.1f}   {told}")


def three_ways(network: Entailment, sets: Sequence[Weighed], values: Mapping[str, float]) -> None:
    """Print three-way accuracy, and how many of the contradictions that are said are right, by the least chance of one."""
    for one in sets:
        labels = [pair.label for pair in one.corpus.pairs[: len(one.true)]]
        if set(labels) != set(judge.LABELS.values()):
            continue
        for chance in CHANCES:
            opinions = asked.scaled(network, **values, contradicts=chance).judge([asking.question for asking in one.questions])
            said = ["not_found"] * len(labels)
            for asking, opinion in zip(one.questions, opinions, strict=True):
                said[asking.pair] = judge.LABELS[opinion.relation]
            right = sum(a == b for a, b in zip(labels, said, strict=True)) / len(labels)
            against = [a for a, b in zip(labels, said, strict=True) if b == judge.LABELS[Relation.CONTRADICTS]]
            sure = sum(a == judge.LABELS[Relation.CONTRADICTS] for a in against) / max(len(against), 1)
            shares = f"three-way {100 * right:.1f}, of {len(against)} contradictions {100 * sure:.0f}% right"
            print(f"{one.corpus.name}: contradicts {chance}: {shares}")


def main() -> int:
    """Ask, tabulate, choose."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--judge", default=Settings().judge)
    parser.add_argument("--limit", type=int, help="only so many pairs of each set")
    told = parser.parse_args()
    network = asked.open_judge(told.judge)
    if not isinstance(network, Entailment):
        parser.error(f"{told.judge} is no network with words in common beside it")
    sets = [weighed(network, corpus, told.limit) for corpus in judge.sets(told.data)]
    table(sets, network._scale.lexical)
    weight, (whole, part) = chosen([one for one in sets if one.corpus.family not in judge.COPIED] or sets)
    print(f'from all: "whole": {whole:.2f}, "lexical": {weight:g}, "part": {part:.2f}; mean balanced '
          f"{100 * np.nanmean([reached(one, weight, (whole, part)) for one in sets]):.1f}")  # fmt: skip
    three_ways(network, sets, {"whole": whole, "lexical": weight, "part": part})
    return 0


if __name__ == "__main__":
    sys.exit(main())
