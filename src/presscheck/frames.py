"""What a figure is told of: the words around it, the nearest weighing most, and how much of that, or of its whole sentence, another place
shares."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from presscheck.model import Document, Fact, Passage, Span
from presscheck.words import Word, stopkeys, telling, words

FADES = 3.0  # words away at which a word weighs half of one beside the figure
LEAST = 0.1  # weight below which a word is not looked at
REACH = 60  # words on either side among which they are looked for
FAR = 0.35  # worth of a word that the passage has, but far from its figure, or that only its context has
FIGURE = 0.2  # what another figure of the sentence in the same passage adds to the share of words in common

Frame = dict[str, float]
"""Key of a content word -> its weight, 0..1."""


@lru_cache(maxsize=4096)
def frame(text: str, offset: int, at: Span) -> Frame:
    """The content words of `text`, which begins at `offset`, weighed by their distance from the words at `at`; figures left out."""
    tokens = words(text, offset)
    first = bisect_left(tokens, at.start, key=lambda word: word.span.start)
    last = bisect_left(tokens, at.end, key=lambda word: word.span.start)
    found: Frame = {}
    _walk(reversed(tokens[max(first - REACH, 0) : first]), found)
    _walk(iter(tokens[last : last + REACH]), found)
    return found


def _walk(outwards: Iterator[Word], found: Frame) -> None:
    steps = 0.0  # a stop word is half a step
    for word in outwards:
        if word.key in stopkeys():
            steps += 0.5
            continue
        weight = 1 / (1 + steps / FADES)
        if weight < LEAST:
            return
        steps += 1
        if not word.key[0].isdecimal():
            found[word.key] = max(found.get(word.key, 0.0), weight)


def likeness(mine: Frame, theirs: Frame, passage: Passage, source: Document) -> float:
    """The share of a frame, 0..1, that another place has: its words near the other figure in full, elsewhere in the passage or its
    context for less."""
    whole = sum(mine.values())
    if not whole:
        return 0.0
    around = [telling(passage.text), *(telling(source[span]) for span in passage.context)]
    worth = 0.0
    for key, weight in mine.items():
        if key in theirs:
            worth += weight * (FAR + (1 - FAR) * min(theirs[key] / weight, 1.0))
        elif any(key in there for there in around):
            worth += weight * FAR
    return worth / whole


def shared(fact: Fact, passage: Passage, source: Document) -> float:
    """The share, 0..1, of the statement's content words, the counted thing apart, that the passage and its context have; another of its
    figures there adds to it."""
    told = telling(fact.statement) - telling(fact.reading)
    mine = {key for key in told if not key[0].isdecimal()}
    around = frozenset().union(*(telling(source[span]) for span in passage.context))
    here = telling(passage.text)
    if not mine:
        return 0.0
    beside = FIGURE if any(len(key) > 1 for key in (told - mine) & here) else 0.0
    return min((len(mine & here) + 0.5 * len((mine & around) - here)) / min(len(mine), 12) + beside, 1.0)
