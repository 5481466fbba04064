"""What a figure is told for each of: "5 micrograms per |litre|", "£3 an |hour|", "40 |weekly| flights", "2.4 per |100,000|"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from presscheck import language
from presscheck.clauses import ALL_STOPS, parted
from presscheck.figures import Number, durations
from presscheck.words import Word, figure, key, words

BEHIND = 60  # letters behind a figure in which its rate is told
NEXT = 30  # letters behind a figure in which the time stands that it is told of
UNIT = 4  # words between a figure and its "per": "40 |cubic metres of water| a second"
ABBREVIATED = 3  # letters, at most
ROUND = 100  # the least that a rate is told of
SLACK = 0.01  # of a converted rate: 52 weeks are not quite a year


@dataclass(frozen=True, slots=True)
class Base:
    """`end` is where it ends in its text; `name` is the unit or its size, `kind` tells which units may be told one for another, `size` how
    much it is; 0 where that cannot be reckoned, as of a head and a household."""

    end: int
    kind: str
    name: str
    size: float


def base(text: str, number: Number) -> Base | None:
    """What the figure, at its place in `text`, is told for each of."""
    lists, start = language.load(), number.figure.end
    behind = text[start : start + BEHIND]
    tokens = words(behind)[: UNIT + 2]
    for at, word in enumerate(tokens):
        before = behind[tokens[at - 1].span.end if at else 0 : word.span.start]
        if set(before) & ALL_STOPS:
            return None
        if at and "/" in before:
            return _base(lists.rate_signs.get(word.lower, word.key), start + word.span.end)
        if adverb := lists.rate_adverbs.get(word.lower):
            return _base(key(adverb), start + word.span.end)
        if word.lower in lists.each:
            return _led(behind, tokens[at : at + 3], start)
        if word.lower in lists.stopwords - {"of"}:
            return None
    return None


def _led(behind: str, tokens: Sequence[Word], start: int) -> Base | None:
    """What stands behind a "per" or an "a", the first of these words; "a year ago" is no rate."""
    if len(tokens) == 1 or parted(behind, tokens[:2]):
        return None
    per, end = tokens[0].lower == "per", start + tokens[1].span.end
    if per:
        return _base(_counted(tokens[1]), end)
    moment = len(tokens) > 2 and tokens[2].lower in language.load().rate_moments
    return None if moment else _base(tokens[1].key, end)


def _counted(word: Word) -> str:
    """The key of a unit, or the value of a figure of which a rate is told: "100,000", "million"."""
    lists = language.load()
    if word.text[0].isdecimal():
        return figure(word.text)
    scale = lists.scales.get(word.lower, 0) if len(word.text) > ABBREVIATED else 0  # "per m" is per metre
    return str(scale) if scale else key(lists.rate_adverbs.get(word.lower, word.text))


def _base(unit: str, end: int) -> Base | None:
    if unit[:1].isdecimal():
        return Base(end, "figure", unit, float(unit)) if unit.replace(".", "", 1).isdecimal() else None
    known = _units().get(unit)
    return Base(end, *known) if known else None


@lru_cache
def _units() -> dict[str, tuple[str, str, float]]:
    """Key of a unit -> kind, name and size; units of one size are one ("day" and "night"), as are a head and a person."""
    lists = language.load()
    found = {key(name): (str(number), str(size), size) for number, row in enumerate(lists.dimensions) for name, size in row.items()}
    return found | {key(name): ("head", row[0], 0.0) for row in lists.rate_heads for name in row}


def told(text: str, number: Number) -> str:
    """The figure as it is told, with what it is told for each of."""
    found = base(text, number)
    return " ".join(text[number.span.start : max(found.end, number.span.end) if found else number.span.end].split())


def per_time(text: str, number: Number) -> str:
    """The key of the time of which a figure, at its place in `text`, is told right behind it: "£2m a |year|"; "" where none is."""
    behind = words(text[number.span.end : number.span.end + NEXT])[:2]
    led = len(behind) == 2 and behind[0].lower in language.load().each
    return behind[1].key if led and behind[1].key in durations() else ""


def is_base(text: str, number: Number) -> bool:
    """Is it what a rate is told of, which the writer may choose: "2.4 per |100,000| crates"?"""
    tens = number.value >= ROUND and number.value == 10 ** round(log10(number.value))
    return tens and text[: number.span.start].rstrip().lower().endswith(" per")


def other_base(mine: Base, theirs: Base | None) -> bool:
    """Is the source's figure told of another unit of the same kind: of a week and of a month?"""
    return theirs is not None and mine.kind == theirs.kind and mine.name != theirs.name


def converted(mine: Number, own: Base, theirs: Number, other: Base) -> bool:
    """Is it the same rate: 50 per litre and 5 per decilitre, 12,000 a year and 1,000 a month?"""
    if mine.kind != theirs.kind or not own.size or not other.size:
        return False
    value = theirs.value * own.size / other.size
    return mine.low * (1 - SLACK) <= value <= mine.high * (1 + SLACK)
