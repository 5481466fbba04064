"""The story's own list of its sources, `sources.toml`: what each is called, who published it and when, where it lies, on what terms it was
given."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from presscheck.errors import SettingsError
from presscheck.settings import rows_of

NAME = "sources.toml"
MOST = 5_000  # sources of one list
LARGEST = 8 << 20  # bytes of one list
LONGEST = 2_000  # code points of one value
TIERS = ("primary", "secondary")
OFF = "off the record"
TERMS = ("on the record", "background", "deep background", OFF)
EMBARGO = "embargoed until "
HIDDEN_TERMS = TERMS[1:]  # those on which a source is not to be named

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_HEADER = re.compile(r"[ \t]{0,99}\[\[[ \t]{0,99}source[ \t]{0,99}\]\]")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Listed:
    """One source of a list. `file` is relative to the list's folder; `authors` stand apart by semicolons; `date` is ISO 8601, to the year,
    month or day; what is not told is ""."""

    name: str
    file: str = ""
    url: str = ""
    publisher: str = ""
    author: str = ""
    date: str = ""
    tier: str = ""
    contact: str = ""
    terms: str = ""

    @property
    def day(self) -> datetime.date | None:
        """The date, where it is told to the day."""
        return datetime.date.fromisoformat(self.date) if len(self.date) == len("2031-03-09") else None


FIELDS = tuple(field.name for field in fields(Listed))


def plain(value: object) -> str:
    """A value as it is kept: one line, without what no text has, and not too long."""
    return " ".join(_UNFIT.sub("\ufffd", " ".join(str(value)[: 2 * LONGEST].split())).split())[:LONGEST].strip()


def listed(values: Mapping[str, object]) -> Listed:
    """A source from its values. Raises ValueError, with the offending words, where one of them is not what it should be."""
    told = {field: plain(value) for field, value in values.items()}
    told["author"] = "; ".join(name for part in told.get("author", "").split(";") if (name := part.strip()))
    if not told.get("name"):
        raise ValueError("has no name")
    for field, check in _CHECKS.items():
        if told.get(field) and (wrong := check(told[field])):
            raise ValueError(f"{field} = “{told[field][:80]}” {wrong}")
    return Listed(**told)


def _wrong_date(told: str) -> str:
    """ "" for a date of ISO 8601 to the year, month or day."""
    try:
        fits = bool(_DATE.fullmatch(told)) and bool(datetime.date.fromisoformat(f"{told}-01-01"[:10]))
    except ValueError:
        fits = False
    return "" if fits else "should be a date: 2031-03-09, 2031-03 or 2031"


def _wrong_tier(told: str) -> str:
    return "" if told in TIERS else f"should be one of {', '.join(TIERS)}"


def _wrong_terms(told: str) -> str:
    if told in TERMS or (told.startswith(EMBARGO) and not _wrong_date(told.removeprefix(EMBARGO))):
        return ""
    return f"should be one of {', '.join(TERMS)}, or “{EMBARGO}2031-03-09”"


_CHECKS = {"date": _wrong_date, "tier": _wrong_tier, "terms": _wrong_terms}


def parse(text: str, name: str) -> tuple[Listed, ...]:
    """The sources of a `sources.toml`; `name` is the file, for messages. Raises SettingsError with file, line and words."""
    rows = rows_of(text, name, "source", MOST)
    return tuple(_entry(row, text, number, name) for number, row in enumerate(rows))


def _entry(row: Any, text: str, number: int, name: str) -> Listed:
    if not isinstance(row, dict):
        raise SettingsError(f"{name}: source should be tables [[source]], each with a name")
    for field, value in row.items():
        where = f"{name}, line {_line(text, number, field)}"
        if field not in FIELDS:
            raise SettingsError(f"{where}: there is no field {field!r}; there are: {', '.join(FIELDS)}")
        if not isinstance(value, str | datetime.date) or isinstance(value, datetime.datetime):
            raise SettingsError(f"{where}: {field} = {value!r} should be a text in quotation marks")
    try:
        return listed(row)
    except ValueError as problem:
        field = str(problem).partition(" ")[0]
        raise SettingsError(f"{name}, line {_line(text, number, field)}: this source {problem}") from None


def _line(text: str, number: int, field: str) -> int:
    """The line of a field in the table [[source]] of that number, or else of the table's head."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if number >= len(heads):
        return 1
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    own = re.compile(rf"[ \t]{{0,99}}[\"']?{re.escape(field)}[\"']?[ \t]{{0,99}}=")
    return next((at for at in range(heads[number], end) if own.match(lines[at])), heads[number]) + 1


def write(sources: Iterable[Listed]) -> str:
    """The text of a `sources.toml`, which `parse` reads back."""
    return _HEAD + "".join(f"\n[[source]]\n{''.join(_lines(source))}" for source in sources)


def _lines(source: Listed) -> Sequence[str]:
    told = {field: value for field in FIELDS if (value := getattr(source, field))}
    return [f"{field} = {json.dumps(value, ensure_ascii=False)}\n" for field, value in told.items()]


_HEAD = f"""# The sources of the story. presscheck reads this file where it lies in a folder of sources, or is named with --sources.
# file: relative to this one; date: 2031-03-09, or the month or year; tier: {" or ".join(TIERS)};
# terms: {", ".join(TERMS)}, or {EMBARGO}2031-03-09.
"""
