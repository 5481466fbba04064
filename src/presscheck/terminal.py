"""Text as a terminal can show it: how many columns each character takes, and nothing left in it that drives the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from presscheck.model import Span

TAB = "    "
ROWS = 6  # of one excerpt
_NEARBY = 300  # code points before and after the words that can be context
_LONGEST = 2000  # code points of the words that are looked at
_AIR = 24  # columns of context for words that fill their lines
_JOINERS = frozenset("\u200c\u200d")  # these shape the letters beside them
_ARABIC_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")  # format characters that are seen
_UNSEEN = frozenset("\u00ad\u180e\u200b\u2060\ufeff")  # terminals disagree about their width, and a reader misses nothing


@dataclass(frozen=True, slots=True)
class Glyph:
    """What stands in one place: a character with the marks on it, from the code points `start:end`, `width` columns wide."""

    shown: str
    width: int
    start: int
    end: int


Cells = list[tuple[Glyph, bool]]
"""Places, and whether each is marked."""


def glyphs(text: str) -> list[Glyph]:
    """The places of a text, in order; their code points tile it."""
    found: list[Glyph] = []
    for at, char in enumerate(text):
        shown = _shown(char)
        width = _width(shown)
        if width == 0 and found:
            last = found[-1]
            found[-1] = Glyph(last.shown + shown, last.width, last.start, at + 1)
        else:
            found.append(Glyph(shown, width, at, at + 1))
    return found


def visible(text: str) -> str:
    """The text on one line: line breaks become spaces, whatever could steer a terminal becomes a sign that can be seen."""
    line = " ".join(text.split("\n"))
    return line if line.isascii() and line.isprintable() else "".join(_shown(char) for char in line)


def _shown(char: str) -> str:
    code = ord(char)
    if char == "\t":
        return TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0x7F or char in _JOINERS or char in _ARABIC_SIGNS:
        return char
    if char in _UNSEEN:
        return ""
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file's name that is not UTF-8, as Python keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"<U+{code:04X}>" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char


def _width(shown: str) -> int:
    return len(shown) if shown.isascii() else sum(_char_width(char) for char in shown)


def _char_width(char: str) -> int:
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me") or 0x1160 <= ord(char) <= 0x11FF:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an excerpt: what is shown, and the marks below it. `line` is the offset where its line of the text begins,
    None where the row goes on from the one above or stands for what is left out."""

    line: int | None
    shown: str
    marks: str


_GAP = Row(None, "…", "")
_ELLIPSIS = (Glyph("…", 1, 0, 0), False)


def excerpt(text: str, spans: Sequence[Span], width: int, mark: str) -> list[Row]:
    """The lines that hold the spans, cut and wrapped to `width` columns around them, `mark` below each column of the spans."""
    start, stop = min(span.start for span in spans), max(span.end for span in spans)
    end = min(stop, start + _LONGEST)
    rows: list[Row] = []
    at = text.rfind("\n", 0, start) + 1
    while at < end:
        line_end = (text.find("\n", at) + 1 or len(text) + 1) - 1
        inside = [(max(span.start, at), min(span.end, line_end, end)) for span in spans]
        inside = [(first, last) for first, last in inside if first < last]
        if any(text[first:last].strip() for first, last in inside):
            cut = _line(text, at, line_end, inside, width)
            rows += [_row(at if number == 0 else None, cells, mark) for number, cells in enumerate(cut)]
        at = line_end + 1
    if len(rows) > ROWS:
        return [*rows[: ROWS - 2], _GAP, *rows[-2:]]
    return rows if end == stop else [*rows, _GAP]


def _line(text: str, at: int, line_end: int, inside: list[tuple[int, int]], width: int) -> list[Cells]:
    """One line of the text, `at:line_end`, as rows of places, those `inside` marked."""
    start = max(at, min(first for first, _ in inside) - _NEARBY)
    end = min(line_end, max(last for _, last in inside) + _NEARBY)
    places = glyphs(text[start:end])
    marked = [any(start + place.start < last and first < start + place.end for first, last in inside) for place in places]
    first, last = marked.index(True), len(marked) - marked[::-1].index(True)
    left, right = _window(places, first, last, width)
    cells = list(zip(places[left:right], marked[left:right], strict=True))
    before = [_ELLIPSIS] if start > at or left > 0 else []
    after = [_ELLIPSIS] if end < line_end or right < len(places) else []
    return _wrap([*before, *cells, *after], width)


def _window(places: list[Glyph], first: int, last: int, width: int) -> tuple[int, int]:
    """As much of the line around the places `first:last` as fits in `width` columns, cut between words; all of it where all fits."""
    if sum(place.width for place in places) <= width:
        return 0, len(places)
    room = max(width - 2 - sum(place.width for place in places[first:last]), _AIR)  # 2: an ellipsis at each end
    left, spare = _reach(places, range(first - 1, -1, -1), room // 2)
    reached, spare = _reach(places, range(last, len(places)), room - room // 2 + spare)
    more, _ = _reach(places, range(first - left - 1, -1, -1), spare)
    start, end = first - left - more, last + reached
    if start > 0:
        start = next((at for at in range(start, first) if places[at - 1].shown.isspace()), start)
    if end < len(places):
        end = next((at for at in range(end, last, -1) if places[at].shown.isspace()), end)
    return start, end


def _reach(places: list[Glyph], way: range, room: int) -> tuple[int, int]:
    """How many places along the way fit in `room` columns, and how many columns are left."""
    for count, at in enumerate(way):
        if places[at].width > room:
            return count, room
        room -= places[at].width
    return len(way), room


def _wrap(cells: Cells, width: int) -> list[Cells]:
    """Rows no wider than `width`, broken after a space where there is one."""
    rows: list[Cells] = []
    row: Cells = []
    used = after_space = 0
    for cell in cells:
        if row and used + cell[0].width > width:
            cut = after_space or len(row)
            rows.append(row[:cut])
            row = row[cut:]
            used, after_space = sum(place.width for place, _ in row), 0
        row.append(cell)
        used += cell[0].width
        if cell[0].shown.isspace():
            after_space = len(row)
    return [*rows, row]


def _row(line: int | None, cells: Cells, mark: str) -> Row:
    shown = "".join(place.shown for place, _ in cells)
    marks = "".join((mark if is_marked else " ") * place.width for place, is_marked in cells)
    return Row(line, shown.rstrip(), marks.rstrip())
