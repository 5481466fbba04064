"""Two places in two texts, compared word by word outwards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from presscheck.model import Span
from presscheck.words import Word, stopkeys

REACH = 5  # words compared on each side


def run_beside(ours: Sequence[Word], mine: Span, other: Sequence[Word], theirs: Span) -> float:
    """How many words before and after the two spans are the same, up to the first that differs; a stop word counts half, and so do two
    texts that begin, or end, at the spans."""
    before = _run([*ours[: _first(ours, mine.start)]][-REACH:][::-1], [*other[: _first(other, theirs.start)]][-REACH:][::-1])
    at, there = _first(ours, mine.end), _first(other, theirs.end)
    return before + _run(ours[at : at + REACH], other[there : there + REACH])


def _first(tokens: Sequence[Word], start: int) -> int:
    """The number of the first word that begins at `start` or later."""
    return bisect_left(tokens, start, key=lambda word: word.span.start)


def _run(ours: Sequence[Word], other: Sequence[Word]) -> float:
    if not ours and not other:
        return 0.5
    same = 0.0
    for a, b in zip(ours, other, strict=False):
        if a.key != b.key:
            break
        same += 0.5 if a.key in stopkeys() else 1.0
    return same
