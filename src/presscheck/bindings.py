"""What each of several figures of a sentence is told of, and whether a draft tells one of them of what another is told of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.figures import Number, agree, numbers
from presscheck.model import Document, Passage, Span
from presscheck.words import telling, words

MOST = 8  # figures of a passage that are looked at
STOPS = frozenset(",;:.()!?\n—–|")
OWN, OTHER = 0.5, 0.67  # share of the words that only its own part has, at least, and of those that only another has, less than this
CROSSED = 2  # words that the draft must share with what the other figure is told of, if it tells that one's own figure nowhere


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence with one figure in it; `words` are the keys of its own words, `around` those of the stretches beside it that
    have no figure as well."""

    number: Number
    words: frozenset[str]
    around: frozenset[str]


def parts(text: str, offset: int, figures: Sequence[Number]) -> list[Part]:
    """The parts of a text, which begins at `offset`, in order; none where two figures stand in one stretch."""
    stretches = list(_stretches(text, offset, figures))
    held = [[n for n in figures if n.span.overlaps(stretch)] for stretch in stretches]
    if any(len(some) > 1 for some in held):
        return []
    told = [_told(text, offset, stretch, some) for stretch, some in zip(stretches, held, strict=True)]
    found = []
    for at, some in enumerate(held):
        if some:
            beside = [told[n] for n in (at - 1, at + 1) if 0 <= n < len(told) and not held[n]]
            found.append(Part(some[0], told[at], told[at].union(*beside)))
    return found


def of_both(statement: str, theirs: Sequence[Number], passage: Passage, source: Document) -> tuple[Sequence[Part], Sequence[Part]]:
    """The parts of a draft's sentence, and of a passage whose figures, those that may be compared, are `theirs`: two at least; none for a
    row of a table."""
    block = source.block_at(theirs[0].span.start)
    if not 1 < len(theirs) <= MOST or (block is not None and block.cell):
        return (), ()
    return _own(statement), parts(passage.text, passage.span.start, numbers(source.text, passage.span.start, passage.span.end))


@lru_cache(maxsize=256)
def _own(statement: str) -> tuple[Part, ...]:
    """The parts of a draft's sentence; every passage asks for them."""
    return tuple(parts(statement, 0, numbers(statement, 0, len(statement))))


def crossed(mine: Number, own: Sequence[Part], theirs: Sequence[Part], statement: frozenset[str]) -> Part | None:
    """The part of the source that the draft's words beside its figure speak of, where the draft's figure is that of another part: "road
    repairs overspent by £3.6m" for "road repairs overspent by £4.2m, and dredging by £3.6m". `own` are the parts of the draft's
    sentence, `statement` the keys of all its words."""
    if (pair := _pair(mine, own, theirs)) is None:
        return None
    here, there = pair
    for other in theirs:
        if other is there or other.number.kind != there.number.kind or agree(mine, other.number):
            continue
        shared = frozenset() if there.number.unit else frozenset(other.number.unit)  # "hires 40 pickers, will want about |10|"
        only_other, only_there = other.words - there.around - shared, there.around - other.words
        mutual = any(part.number.value == other.number.value and part.words & only_there and not part.words & only_other for part in own)
        alike = mine.unit[:1] == other.number.unit[:1] and bool(there.number.unit)
        done = alike and mine.lead and mine.lead == other.number.lead != there.number.lead  # "closed nine" for "closed five, nine remain"
        enough = len(here.words & only_other) >= (1 if mutual or done else CROSSED)
        elsewhere = statement & only_there if not mutual else here.around & only_there
        if enough and only_there and not elsewhere:
            return other
    return None


def bound(mine: Number, own: Sequence[Part], theirs: Sequence[Part]) -> bool:
    """Do the draft's words beside its figure speak of what the source tells that figure of, and of none that another one is told of?"""
    if (pair := _pair(mine, own, theirs)) is None:
        return False
    here, there = pair
    others = [part for part in theirs if part is not there and part.number.kind == mine.kind]
    return bool(others) and all(
        _held(here, there.words - other.words) >= OWN and _held(here, other.words - there.words) < OTHER for other in others
    )


def _pair(mine: Number, own: Sequence[Part], theirs: Sequence[Part]) -> tuple[Part, Part] | None:
    """The draft's part with its figure, and the only part of the source that has it."""
    here = next((part for part in own if part.number.figure == mine.figure), None)
    there = [part for part in theirs if part.number.value == mine.value and agree(mine, part.number)]
    return (here, there[0]) if here and len(there) == 1 else None


def _held(here: Part, only: frozenset[str]) -> float:
    """The share of some words that a part has; none of no words."""
    return len(here.words & only) / len(only) if only else 0.0


def _told(text: str, offset: int, stretch: Span, figures: Iterable[Number]) -> frozenset[str]:
    """The keys of a stretch's words, those of its figure left out."""
    keys = telling(text[stretch.start - offset : stretch.end - offset])
    return keys.difference(*(telling(text[n.figure.start - offset : n.figure.end - offset]) for n in figures))


def _stretches(text: str, offset: int, figures: Sequence[Number]) -> Iterable[Span]:
    """The text, cut at its stops and where a word joins one part to the next; no figure is cut."""
    tokens, joining = words(text, offset), language.load().parting
    start = offset
    for before, after in pairwise(tokens):
        end, begin = before.span.end, after.span.start
        if any(n.span.start < begin and end < n.span.end for n in figures):
            continue
        if set(text[end - offset : begin - offset]) & STOPS or after.lower in joining:
            yield Span(start, end)
            start = begin
    if tokens:
        yield Span(start, tokens[-1].span.end)
