"""What an archive is made of: articles as rows, and batches of them that are known by their name and by what they hold."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from presscheck.errors import SettingsError

LONGEST_NAME = 500  # characters of an id, a section or a source's name; more is cut
_HALF = re.compile("[\ud800-\udfff]")  # half of a pair: JSON can say it, no text has it

Told = tuple[str, str]
"""A source as a row has it: its name and its text."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the input is what; "" for what it does not have. One of `text` and `html` is named."""

    id: str = ""
    text: str = "text"
    html: str = ""
    sources: str = ""
    date: str = ""
    language: str = ""
    section: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that must be there."""
        wanted = (self.id, self.text, self.html, self.sources, self.date, self.language, self.section)
        return tuple(dict.fromkeys(filter(None, wanted)))


@dataclass(frozen=True, slots=True)
class Article:
    """A row of the input. `place` is where it stands there ("a.jsonl, byte 1024"). `data` are its bytes, for the reader of that name; where
    that is "", for the one that the ending of `name` asks for. `fault`: why it cannot be checked, where its row shows that."""

    id: str
    place: str
    data: bytes
    reader: str = "plain"
    name: str = "article.txt"
    sources: tuple[Told, ...] = ()
    date: date | None = None
    language: str = ""
    section: str = ""
    fault: str = ""

    @property
    def size(self) -> int:
        """Bytes, of the text and its sources."""
        return len(self.data) + sum(len(text) for _, text in self.sources)

    def digest(self) -> str:
        """32 hex digits of all but its place."""
        small = (self.id, self.reader, self.name, str(self.date), self.language, self.section, self.fault)
        return digest(*small, self.data, *(part for told in self.sources for part in told))


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that are done together, in order; `id` is of where they stand, `stamp` of what they hold and where in the file; `stored`:
    bytes of the input that are done with it."""

    id: str
    articles: tuple[Article, ...]
    stored: int = 0

    @property
    def stamp(self) -> str:
        return digest(*(part for article in self.articles for part in (article.digest(), article.place)))


def digest(*parts: str | bytes) -> str:
    """32 hex digits that no other parts, or the same cut elsewhere, have."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "little"))
        made.update(data)
    return made.hexdigest()


def article(values: Mapping[str, Any], columns: Columns, file: str, at: str) -> Article:
    """The article of a row whose columns hold these values; what is wrong with them is its `fault`. Where it stands in the file is
    told only of one that has no id: else one article more would move all that stand behind it."""
    body, fault = _body(values, columns)
    sources, wrong = _sources(values.get(columns.sources)) if columns.sources else ((), "")
    reader, name = ("html", "article.html") if columns.html else ("plain", "article.txt")
    told = {name: _short(values.get(getattr(columns, name))) for name in ("id", "language", "section")}
    day = _day(values.get(columns.date)) if columns.date else None
    place = file if told["id"] else f"{file}, {at}"
    return Article(told["id"] or place, place, body, reader, name, sources, day, told["language"].lower(), told["section"], fault or wrong)


def _body(values: Mapping[str, Any], columns: Columns) -> tuple[bytes, str]:
    """The bytes of its text or page, and what is wrong with them."""
    column = columns.html or columns.text
    match values.get(column):
        case str(text):
            return whole(text).encode("utf-8"), ""
        case bytes(data):
            return data, ""
        case None:
            return b"", f"it has no text: its column {column!r} is empty or not there"
        case other:
            return b"", f"it has no text: its column {column!r} holds {_kind(other)}"


def _sources(value: Any) -> tuple[tuple[Told, ...], str]:
    """The sources of a row, a text, a list of texts or a list of {name, text}, and what is wrong with them."""
    given = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(given, list):
        return (), f"its sources are {_kind(value)}, not a list"
    made: list[Told] = []
    for number, one in enumerate(given, 1):
        name, text = (one.get("name"), one.get("text")) if isinstance(one, dict) else (None, one)
        if not isinstance(text, str):
            return (), f"its source number {number} is {_kind(one)}: neither a text nor an object with a name and a text"
        made.append((_short(name) or f"source {number}", whole(text)))
    return tuple(made), ""


def _kind(value: Any) -> str:
    """What a value of JSON or Arrow is, in words."""
    words = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "an object"}
    return "nothing" if value is None else words.get(type(value), "something else")


def _short(value: Any) -> str:
    """A name as it is kept: one line, not too long; "" for what is none."""
    if value is None or isinstance(value, list | dict | bytes):
        return ""
    return " ".join(whole(str(value)).split())[:LONGEST_NAME]


def _day(value: Any) -> date | None:
    """The day of a date or of a text that begins with one (2031-03-09); None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def whole(text: str) -> str:
    """The text, with U+FFFD for each half of a pair."""
    return _HALF.sub("�", text)


def of_line(line: bytes | None, columns: Columns, file: str, at: str) -> Article:
    """The article of a line of JSON; None for one that is too long."""
    fault, values = "", dict[str, Any]()
    try:
        values = json.loads(line) if line is not None else {}
    except (ValueError, RecursionError):
        fault = "this line is not valid JSON"
    if line is None:
        fault = "this line is too long"
    elif not fault and not isinstance(values, dict):
        fault, values = f"this line is {_kind(values)}, not an object", {}
    made = article(values, columns, file, at)
    return replace(made, fault=fault) if fault else made


def lacking(columns: Columns, there: Iterable[str], name: str) -> None:
    """Raises SettingsError, naming the columns that there are, where a file lacks one that is named."""
    known = sorted(there)
    if missing := [column for column in columns.named if column not in known]:
        shown = ", ".join(known[:40]) or "none"
        flags = "--id, --text, --html, --sources, --date, --language and --section"
        raise SettingsError(f"{name}: there is no column {', '.join(map(repr, missing))}; there are: {shown}. Name yours with {flags}.")


def batched(articles: Iterable[tuple[int, Article]], name: str, cut: int) -> Iterator[Batch]:
    """Articles that come with where they begin, in bytes, as batches of those that begin in one stretch of `cut` bytes: so what is put in,
    taken out or changed moves an article or two over each seam, and the batches keep their names."""
    number, held = -1, list[Article]()
    for begins, one in articles:
        if held and begins // cut != number:
            yield Batch(batch_id(name, str(number), str(cut)), tuple(held))
            held = []
        number = begins // cut
        held.append(one)
    if held:
        yield Batch(batch_id(name, str(number), str(cut)), tuple(held))


def batch_id(*parts: str) -> str:
    """16 hex digits: the name of a batch's parts."""
    return digest(*parts)[:16]


def running(articles: Iterable[Article]) -> Iterator[tuple[int, Article]]:
    """The articles, each with the bytes of all before it."""
    begins = 0
    for one in articles:
        yield begins, one
        begins += one.size
