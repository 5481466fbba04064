"""Figures of scores against labels: balanced accuracy, AUROC, the best threshold, intervals by bootstrap, F1 of marked words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]
DRAWS = 1000


def balanced(says: Flags, true: Flags) -> float:
    """The mean of the shares that are right among the true and among the rest; not a number where either is missing."""
    if not true.any() or true.all():
        return float("nan")
    return float((says[true].mean() + (~says[~true]).mean()) / 2)


def auroc(scores: Scores, true: Flags) -> float:
    """The chance that a true one scores above another, ties by half; not a number where either is missing."""
    if not true.any() or true.all():
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[place]
    ours = int(true.sum())
    return float((ranks[true].sum() - ours * (ours + 1) / 2) / (ours * (len(true) - ours)))


def best_threshold(sets: Sequence[tuple[Scores, Flags]]) -> float:
    """The least score to call true at which the mean balanced accuracy over these sets is highest, the middle one of several; not a
    number where no set has both."""
    mixed = [(scores, true) for scores, true in sets if true.any() and not true.all()]
    if not mixed:
        return float("nan")
    every = np.concatenate([scores for scores, _ in mixed])
    cuts = np.append(np.quantile(every, np.linspace(0, 1, 201)), every.max() + 1)
    curve = np.mean([[balanced(scores >= cut, true) for cut in cuts] for scores, true in mixed], axis=0)
    best = np.flatnonzero(curve >= curve.max() - 1e-12)
    return float(cuts[best[len(best) // 2]])


def interval(figure: Callable[[Rows], float], groups: Sequence[str], draws: int = DRAWS) -> tuple[float, float]:
    """The 95% interval, in percent, of a figure of row numbers, by drawing groups (rows of one source) anew; the same in every run."""
    chance = np.random.default_rng(20261126)
    members = _members(groups)
    found = []
    for _ in range(draws):
        drawn = chance.integers(0, len(members), len(members))
        found.append(figure(np.concatenate([members[number] for number in drawn])))
    low, high = 100 * np.nanquantile(found, [0.025, 0.975]) if np.isfinite(found).any() else (float("nan"), float("nan"))
    return float(low), float(high)


def _members(groups: Sequence[str]) -> list[Rows]:
    held: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        held.setdefault(group, []).append(number)
    return [np.array(numbers, np.int64) for numbers in held.values()]


def f1(marked: Iterable[tuple[frozenset[int], frozenset[int]]]) -> float:
    """F1 of words said to be wrong against words that are, over all rows together."""
    said = wrong = both = 0
    for ours, theirs in marked:
        said, wrong, both = said + len(ours), wrong + len(theirs), both + len(ours & theirs)
    return 2 * both / (said + wrong) if said + wrong else float("nan")


def sign_test(better: int, worse: int) -> float:
    """How likely chance alone would part so many flips so unevenly, two-sided (McNemar's exact test)."""
    count = better + worse
    tail = sum(comb(count, k) for k in range(min(better, worse) + 1))
    return float(min(1.0, 2 * tail / 2**count))
