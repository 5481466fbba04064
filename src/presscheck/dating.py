"""The day that a text is of, so that a later source can outrank an earlier one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache
from itertools import islice

from presscheck import language
from presscheck.facts.date import Day, dates
from presscheck.model import Document
from presscheck.split import spans
from presscheck.words import in_lower

TOP = 8  # sentences among which a text tells its own date


@lru_cache(maxsize=1024)
def own_date(document: Document) -> date | None:
    """The day that a text is of: its metadata's, or the first one told in full among its first lines; before any other that
    of a line that tells when it appeared ("Published 12 March 2025"), as a report's title may tell the day of what it is about."""
    if document.published:
        return document.published
    told = list(islice(spans(document, document.blocks), TOP))
    headed = [span for span in told if in_lower(document[span])[:1] and in_lower(document[span])[0] in language.load().voices["dated"]]
    days = (day for span in (*headed, *told) for day in dates(document.text, span.start, span.end))
    return next((day for one in days if (day := _in_full(one))), None)


def _in_full(day: Day) -> date | None:
    """The day, where it is told in full and there is such a day: no "30 February"."""
    if not (day.year and day.month and day.day and day.day <= monthrange(day.year, day.month)[1]):
        return None
    return date(day.year, day.month, day.day)


def is_of(told: Day, day: date) -> bool:
    """Is what a date tells, be it no more than a year, true of the day?"""
    pairs = ((told.year, day.year), (told.month, day.month), (told.day, day.day))
    return bool(told.year or told.month) and all(mine in (None, own) for mine, own in pairs)


def later(one: Document, other: Document) -> bool:
    """Is the first surely of a later day than the second?"""
    mine, theirs = own_date(one), own_date(other)
    return mine is not None and theirs is not None and mine > theirs
