"""A figure told as the least or the most of something: "at least 12", "up to 74", "not to exceed 12 years"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from presscheck import language
from presscheck.figures import Number
from presscheck.model import Span
from presscheck.words import Word, words

LONGEST = 4  # words of a bound
CLAUSE = frozenset(';:()!?"“”')  # what ends the clause of a figure
LEAST, MOST = "least", "most"


def bound(text: str, offset: int, number: Number) -> tuple[str, Span]:
    """(`LEAST`, `MOST` or "", as the words right before a figure of the text, which begins at `offset`, or right behind it tell; where the
    figure stands together with them)."""
    tokens = words(text, offset)
    first, last = (bisect_left(tokens, at, key=lambda word: word.span.start) for at in (number.span.start, number.span.end))
    while first and tokens[first - 1].lower in language.load().about:
        first -= 1
    for size in range(LONGEST, 0, -1):
        before, behind = tokens[max(first - size, 0) : first], tokens[last : last + size]
        for side in (LEAST, MOST):
            if _is(text, offset, before, side):
                return side, Span(before[0].span.start, number.span.end)
            if _is(text, offset, behind, f"{side}_behind"):
                return side, Span(number.span.start, behind[-1].span.end)
    return "", number.span


def _is(text: str, offset: int, run: Sequence[Word], side: str) -> bool:
    """Are these words, with nothing but blanks between, such a bound?"""
    if tuple(word.lower for word in run) not in language.load().bounds[side]:
        return False
    return "," not in text[run[0].span.start - offset : run[-1].span.end - offset]


def opposite(mine: str, theirs: str) -> bool:
    """Is one of two bounds the least, and the other the most?"""
    return {mine, theirs} == {LEAST, MOST}


def certain(statement: str, figure: Span) -> bool:
    """Does the figure's clause say that something will be, without a word that leaves open how much of it: "74 people will go"?"""
    lists = language.load()
    tokens = words(statement)
    at = bisect_left(tokens, figure.start, key=lambda word: word.span.start)
    first, last = at, at
    while first and not set(statement[tokens[first - 1].span.end : tokens[first].span.start]) & CLAUSE:
        first -= 1
    while last + 1 < len(tokens) and not set(statement[tokens[last].span.end : tokens[last + 1].span.start]) & CLAUSE:
        last += 1
    clause = {word.lower for word in tokens[first : last + 1] if not (word.lower in lists.months and word.text[0].isupper())}
    return bool(clause & lists.certainly) and clause.isdisjoint(lists.limiting | lists.about | lists.above | lists.below)
