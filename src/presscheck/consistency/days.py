"""Weekdays that do not fall on their dates, and spans of time that are not as long as they are said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from presscheck import language
from presscheck.model import Document, Sentence, Span
from presscheck.parts import Match
from presscheck.sieve import Sieved
from presscheck.words import flat

SHOWN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GREGORIAN = 1800  # years before which calendars differ
YEAR = r"(?:1[5-9]|20)\d\d"
LEAP = 2024  # a year that has every day


def weekdays(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A weekday beside a date of a year that is told, or of the draft's own, that fell on another day."""
    lists = language.load()
    for pattern in _dated():
        for match in pattern.finditer(draft.text):
            day, month = int(match["d1"] or match["d2"]), lists.months[(match["m1"] or match["m2"]).lower()]
            years = [int(match["year"])] if match["year"] else _years(draft)
            fell = [told.weekday() for year in years if year >= GREGORIAN and (told := _date(year, month, day))]
            if fell and lists.weekdays[match["weekday"].lower()] not in fell:
                span, dated = Span(*match.span("weekday")), Span(*match.span("date"))
                own = "" if match["year"] else f" {years[0]}"
                said = f"draft says {match['weekday']} here, {flat(draft[dated])}{own} is a {SHOWN[fell[0]]}"
                yield Match(span, said, dated)


def _years(draft: Document) -> list[int]:
    """The years of which a date without one may be: the draft's own, the one before and the next."""
    return [draft.published.year, draft.published.year - 1, draft.published.year + 1] if draft.published else []


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache
def _dated() -> tuple[Sieved, Sieved]:
    """ "Monday, 3 November 2026" and "November 3, 2026, a Monday,"."""
    lists = language.load()
    weekday = rf"(?P<weekday>{'|'.join(word.title() for word in lists.weekdays if word.endswith('day'))})"
    month = "|".join(word.title() for word in sorted(lists.months, key=len, reverse=True))
    ending = f"(?:{'|'.join(sorted(lists.ordinals))})?"
    day = (
        rf"(?P<date>(?:(?P<d1>\d{{1,2}}){ending} (?:of )?(?P<m1>{month})\b|(?P<m2>{month})\.? (?P<d2>\d{{1,2}}){ending}\b)"
        rf"(?:,? (?P<year>(?:1[89]|20)\d\d)\b)?)"
    )
    before, after = rf"\b{weekday},? (?:the )?{day}", rf"\b{day}(?:, a |, | \(){weekday}(?=[,.;)])"
    return Sieved(before), Sieved(after)


def spans(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A number of years or days beside the two years or days that it lies between: "from 2010 to 2015, eight years"."""
    for pattern in (_after(), _before()):
        for match in pattern.finditer(draft.text):
            count, unit = _count(match["n"]), match["unit"]
            length = _length(match)
            if count is None or length is None or (_years_told(match)[0] is None) == (unit == "year"):
                continue
            per = {"year": 1, "day": 1, "week": 7}[unit]
            least, most = (count - 1, count + 1) if per == 1 else (per * count - 3, per * count + 3)
            if not least <= length <= most:
                told, dates = Span(*match.span("told")), Span(*match.span("dates" if match["dates"] else "y3"))
                long = f"{length} {'years' if unit == 'year' else 'days'}"
                yield Match(told, f"draft says {flat(draft[told])} here, {flat(draft[dates])} is {long}", dates)


def _count(word: str) -> int | None:
    lists = language.load()
    return int(word) if word.isdecimal() else lists.units.get(word.lower()) or lists.tens.get(word.lower())


def _years_told(match: re.Match[str]) -> tuple[str | None, str | None]:
    bracketed = match.groupdict()
    return match["y1"] or bracketed.get("y3"), match["y2"] or bracketed.get("y4")


def _length(match: re.Match[str]) -> int | None:
    """Years, or days within one year, from the first date to the last."""
    opened, closed = _years_told(match)
    if opened and closed:
        return int(closed) - int(opened)
    months = language.load().months
    last = months[(match["m2"] or match["m4"]).lower()]
    first = months[(match["m1"] or match["m3"] or match["m2"] or match["m4"]).lower()]
    a, b = _date(LEAP, first, int(match["d1"] or match["d3"])), _date(LEAP, last, int(match["d2"] or match["d4"]))
    return (b - a).days if a and b and a < b else None


@lru_cache
def _range() -> str:
    lists = language.load()
    month = "|".join(word.title() for word in sorted(lists.months, key=len, reverse=True))
    return (
        rf"(?P<dates>(?:[Ff]rom|[Bb]etween) (?:(?P<y1>{YEAR}) (?:to|and|until) (?P<y2>{YEAR})\b"
        rf"|(?P<d1>\d{{1,2}})(?: (?P<m1>{month}))? (?:to|and|until) (?P<d2>\d{{1,2}}) (?P<m2>{month})\b"
        rf"|(?P<m3>{month}) (?P<d3>\d{{1,2}}) (?:to|and|until) (?P<m4>{month}) (?P<d4>\d{{1,2}})\b))"
    )


@lru_cache
def _number() -> str:
    lists = language.load()
    return rf"(?P<told>(?P<n>\d{{1,3}}|{'|'.join(sorted({*lists.units, *lists.tens}))})[ -](?P<unit>year|day|week)s?)\b"


@lru_cache
def _after() -> Sieved:
    linked = r"(?:,| —| –| \() ?(?:a (?:period|span|stretch) of |(?:for |all )?(?:a )?(?:total of )?)"
    return Sieved(rf"\b{_range()}{linked}{_number()}(?=[,.;)]| in all)")


@lru_cache
def _before() -> Sieved:
    return Sieved(rf"\b[Ff]or {_number()}(?:,? (?!between){_range()}| \((?P<y3>{YEAR})[–-](?P<y4>{YEAR})\))")
