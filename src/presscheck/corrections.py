"""The figures that a text takes back, and what it gives for them: "38 seconds, not 41" in a correction, "the earlier figure of 310 was
too high: it is 287", "we now expect 65 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.bindings import Part, parts
from presscheck.figures import Number, agree, numbers, same_unit
from presscheck.model import Block, Document, Span
from presscheck.retractions import (
    BEFORE,
    LABEL,
    TOP,
    Place,
    announced,
    at_first,
    corrected,
    denied,
    misnamed,
    misread,
    now,
    of_a_part,
    of_a_version,
    opens,
    paragraphs,
    places,
    replaced,
    revised,
    slip,
    void,
    wrongly,
)
from presscheck.split import spans_of
from presscheck.words import in_lower, telling, words

SHARED = 2  # telling words that an earlier bulletin and its correction must have in common
ALIKE = 0.5  # share of the words beside the new figure that stand beside the old one
LONGEST = 8  # figures of a paragraph that are looked at
PAIR = (" to ", "-", "–", "—", " – ", " votes to ")  # between the two figures of a vote or a score
LABELLED = re.compile(r"[a-z.,;:(]\s+[A-Z][a-z]+ $")
AKIN = 10  # times as much or as little that a figure is, at most, for which another stands
WAYS = (denied, void, corrected, announced, wrongly, replaced, revised, misread, slip, of_a_part, at_first, misnamed, of_a_version)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`old` is taken back and `new` stands for it; `beside`: what stands behind the old one in a vote or a score ("|23| to 20"), or 0;
    `around` are the telling words of what the correction speaks of, `still` those of what the old figure is true of all the same ("for
    private patients only"); of an `outlook` nobody says that it was wrong, only that it is no longer held."""

    old: Number
    new: Number
    beside: float
    told: Span
    around: frozenset[str]
    still: frozenset[str] = frozenset()
    outlook: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """`new` stands for a figure that the text does not tell: "52 tonnes; this replaces the estimate made on the day". `told` is where it
    says so, `around` the telling words of that; `estimate`: it calls the other one so."""

    new: Number
    told: Span
    around: frozenset[str]
    estimate: bool


@lru_cache(maxsize=256)
def withdrawals(source: Document) -> tuple[Withdrawal, ...]:
    """The figures that a source takes back, in order."""
    found = (_of_place(number, place) for number, place in places(source, _figures))
    return (*[one for one in found if one], *_of_before(source))


@lru_cache(maxsize=256)
def replacements(source: Document) -> tuple[Replacement, ...]:
    """The figures of which a source says that they stand for others, which it does not tell, in order."""
    lists = language.load().withdrawals
    signs = lists["replacing"] | lists["correcting"]
    return tuple(one for block in paragraphs(source, signs) for one in _open(source, block))


def _of_before(source: Document) -> Iterator[Withdrawal]:
    """Figures of earlier paragraphs that one which says that it corrects them tells anew: "Corrects bulletin 1. On board were 287", and
    in bulletin 1 "291 on board"."""
    blocks = [block for block in source.blocks if block.cell is None]
    for at, block in enumerate(blocks):
        first = next(spans_of(source.text, block.span.start, block.span.end), None)
        if at and first and opens(source[first]):
            before = [(part, one.span) for one in blocks[max(at - TOP, 0) : at] for part in _parts_of(source, one.span)]
            for new in _parts_of(source, block.span):
                olds = [(old, span) for old, span in before if _same_matter(old, new, source)]
                if len(olds) == 1 and not agree(olds[0][0].number, new.number) and akin(olds[0][0].number, new.number):
                    yield _anew(source, *olds[0], new, block)


def _anew(source: Document, old: Part, there: Span, new: Part, block: Block) -> Withdrawal:
    """What a later bulletin tells anew of a figure in the paragraph `there`. A long figure is told of all that stands around it."""
    told = next(span for span in spans_of(source.text, block.span.start, block.span.end) if new.number.span in span)
    around = telling(source[there]) if old.number.exact else old.words
    return Withdrawal(old.number, new.number, 0, told, around | new.words)


def _parts_of(source: Document, span: Span) -> list[Part]:
    """What each figure of a paragraph is told of, sentence by sentence."""
    told = [(sentence, numbers(source.text, sentence.start, sentence.end)) for sentence in spans_of(source.text, span.start, span.end)]
    return [part for sentence, found in told for part in parts(source[sentence], sentence.start, found[:LONGEST])]


def _same_matter(old: Part, new: Part, source: Document) -> bool:
    """Do the words beside the new figure, its "per cent" or its currency apart, stand beside the old one?"""
    if old.number.kind != new.number.kind:
        return False
    own = new.words - telling(source[new.number.span]) if new.number.kind else new.words
    return len(old.words & own) >= max(SHARED, ALIKE * len(own))


def _of_place(old: Number, place: Place) -> Withdrawal | None:
    """What the text takes back of a figure, if it does."""
    text = place.text
    for way in WAYS:
        reach = way(place)
        new = _instead(text, old, reach, way is replaced) if reach else None
        if new and (way is not announced or new.unit or not old.unit):
            still = _still(place, new) if way is of_a_part else frozenset[str]()
            return Withdrawal(old, new, beside(text, old), place.both(new.span), place.around, still)
    reach = now(place)
    new = _instead(text, old, reach, bare=True) if reach else None
    if reach and new and telling(text[reach.start : new.span.start]) <= telling(text[place.told[place.at].start : place.span.start]):
        return Withdrawal(old, new, 0, place.both(new.span), place.around, outlook=True)
    return None


def _still(place: Place, new: Number) -> frozenset[str]:
    """The telling words of what the old figure is true of all the same, which the sentence of the new one has not."""
    there = next((span for span in place.told if new.span in span), place.rest)
    return telling(place.text[place.rest.start : place.rest.end]) - telling(place.text[there.start : there.end])


def _open(source: Document, block: Block) -> Iterator[Replacement]:
    """What a paragraph says stands for figures that it does not tell: "That replaces the figures given last night", "corrects the sum to
    1.74 million"."""
    lists = language.load().withdrawals
    told = list(spans_of(source.text, block.span.start, block.span.end))
    for at, sentence in enumerate(told):
        found = words(source[sentence], sentence.start)
        for n, word in enumerate(found):
            behind = [one.lower for one in found[n + 1 :]]
            if word.lower in lists["correcting"] and "to" in behind:
                yield from _corrected_to(source, sentence, found[n + 1 + behind.index("to")].span.end)
            elif word.lower in lists["replacing"] and not lists["figures"].isdisjoint(behind[:BEFORE]):
                if _figures(source.text, word.span.end, sentence.end):
                    continue  # it tells what it replaces
                back = at and {one.lower for one in found[:n]} <= lists["pointing"] | lists["figures"]
                stretch = Span(told[at - 1].start if back else sentence.start, word.span.start)
                yield from _standing_for(source, stretch, Span(stretch.start, sentence.end), "estimate" in " ".join(behind[:BEFORE]))


def _corrected_to(source: Document, sentence: Span, start: int) -> Iterator[Replacement]:
    """ "Corrects the sum to be paid back to |3.61 million|", where the sentence tells no other."""
    found = numbers(source.text, sentence.start, sentence.end)
    if len(found) == 1 and found[0].span.start >= start and in_lower(source.text[sentence.start : found[0].span.start])[-1:] == ["to"]:
        yield Replacement(found[0], sentence, telling(source[sentence]) - telling(source[found[0].span]), False)


def _standing_for(source: Document, stretch: Span, told: Span, estimate: bool) -> Iterator[Replacement]:
    for new in numbers(source.text, stretch.start, stretch.end)[:LONGEST]:
        yield Replacement(new, told, telling(source[told]) - telling(source[new.span]), estimate)


def _instead(text: str, old: Number, reach: Span, by_size: bool = False, bare: bool = False) -> Number | None:
    """The figure that holds now: the nearest other one that may count the same, or the one of about the same size; None where the old one
    stands there once more. A `bare` one need not tell its currency again."""
    scored = beside(text, old) > 0
    near = [n for n in _figures(text, reach.start, reach.end) if n.span != old.span and not _whole(text, n)]
    near = [n for n in near if not scored or beside(text, n)]
    if any(n.value == old.value for n in near):
        return None
    fits = [n for n in near if _kin(old, n, bare) and same_unit(old, n) is not False and akin(old, n)]
    if by_size:
        return min(fits, key=lambda n: max(_times(n, old), 1 / _times(n, old)), default=None)
    return min(fits, key=lambda n: abs(n.span.start - old.span.start), default=None)


@lru_cache(maxsize=1024)
def _figures(text: str, start: int, end: int) -> tuple[Number, ...]:
    """The figures there, those left out that tell which one of several is meant: "in Bulletin |7|"."""
    return tuple([n for n in numbers(text, start, end) if n.kind or n.plural or not _label(text[start : n.span.start])])


def _label(before: str) -> bool:
    return bool(LABELLED.search(before[-LABEL:]))


def _whole(text: str, number: Number) -> bool:
    """Is it what another is told out of: "29 of |45|"?"""
    before = text[max(number.span.start - 5, 0) : number.span.start]
    return before.endswith(" of ") and before[:1].isdecimal()


def _kin(old: Number, new: Number, bare: bool) -> bool:
    return old.kind in ("", new.kind) or (bare and not new.kind and not new.unit)


def akin(old: Number, new: Number) -> bool:
    """May one stand for the other, by their size?"""
    return 1 / AKIN < _times(new, old) < AKIN


def _times(new: Number, old: Number) -> float:
    return max(new.value, 1e-9) / max(old.value, 1e-9)


def beside(text: str, number: Number) -> float:
    """The second figure of a vote or a score of which this is the first ("|23| to 20"); 0 where it is none ("from 9 per cent to 6")."""
    if text[: number.span.start].endswith("from "):
        return 0.0
    after = numbers(text, number.span.end, min(number.span.end + 20, len(text)))
    return after[0].value if after and text[number.span.end : after[0].span.start] in PAIR else 0.0
