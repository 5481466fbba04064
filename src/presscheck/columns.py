"""Columns of a table that tell the same of one time after another: whether a draft's figure is of an earlier one than it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from presscheck import language
from presscheck.figures import Number
from presscheck.model import Span
from presscheck.tabulations import Row, Table
from presscheck.words import telling, words

PARTING = re.compile(r"[,;:.](?= |$)| and | while | but ")
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"(?:fy)?((?:19|20)\d\d)")
QUARTER = re.compile(r"[qh]([1-4])")

Period = tuple[int, int, int]
"""Year, quarter or half, and month; 0 where a head does not tell it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure's row and the head of its column, and the figure of the latest column that tells the same, with its head."""

    row: Row
    head: str
    latest: Number
    of: str


def earlier(statement: str, at: Span, held: Table, span: Span) -> Earlier | None:
    """Where the figure at `span`, the draft's at `at`, stands in a column of an earlier time than the latest that tells the same, in a
    row that the draft names, and the draft tells it as the latest and has no word of an earlier time."""
    place = held.place(span)
    if place is None or not _names(_stretch(statement, at), place[0], held):
        return None
    if _of_another_time(statement) or not _of_now(statement, at):
        return None
    row, column = place
    series = _series(column, held)
    if len(series) < 2:
        return None
    last = max(series, key=lambda c: series[c])
    there = row.figures.get(last)
    if there is None or series[last] == series[column] or there.value == row.figures[column].value:
        return None
    return Earlier(row, held.heads[column].strip(), there, held.heads[last].strip())


def _series(column: int, held: Table) -> Mapping[int, Period]:
    """The columns that tell the same as this one of some time that has passed, with the time."""
    told = {c: read for c, head in held.heads.items() if (read := _head(head))}
    if column not in told:
        return {}
    return {c: period for c, (period, what) in told.items() if what == told[column][1]}


def _head(head: str) -> tuple[Period, frozenset[str]] | None:
    """(the time that a column's head tells, the other words); None where it tells no year, or what is only expected."""
    year = quarter = month = 0
    rest = set[str]()
    for word in WORD.findall(head.lower()):
        if match := YEAR.fullmatch(word):
            year = int(match[1])
        elif match := QUARTER.fullmatch(word):
            quarter = int(match[1])
        elif word in language.load().months:
            month = language.load().months[word]
        else:
            rest.add(word)
    return ((year, quarter, month), frozenset(rest)) if year and rest.isdisjoint(language.load().expected) else None


def _names(statement: str, row: Row, held: Table) -> bool:
    """Does the draft name this row, and no other as well as this one?"""
    told = telling(statement)
    near = {id(other): len(telling(held.source[other.label.span]) & told) for other in held.rows}
    own = near.pop(id(row))
    return own > 0 and all(count < own for count in near.values())


def _stretch(statement: str, at: Span) -> str:
    """The words around the draft's figure, up to the next comma or stop or "and"."""
    cuts = [match.start() for match in PARTING.finditer(statement)]
    before, behind = [cut for cut in cuts if cut < at.start], [cut for cut in cuts if cut >= at.end]
    return statement[before[-1] if before else 0 : behind[0] if behind else len(statement)]


def _of_now(statement: str, at: Span) -> bool:
    """Does the draft tell its figure as the latest: of what is so now, or as what something came to ("dropped to |239.5|")?"""
    lists, before = language.load(), [word.lower for word in words(statement[: at.start])[-3:]]
    moved = before[-1:] == ["to"] and any(word in lists.opposites for word in before[:-1])
    present = not lists.present.isdisjoint(word.lower for word in words(_stretch(statement, at)))
    return moved or (present and not set(before[-1:]) & lists.determiners)


def _of_another_time(statement: str) -> bool:
    """Has the draft a word of an earlier time, a year or a month?"""
    lists = language.load()
    return any(
        word.lower in lists.bygone or word.lower in lists.months or YEAR.fullmatch(word.text) is not None for word in words(statement)
    )
