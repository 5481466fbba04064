"""Plain text: the file as it is, a block for each paragraph, or for each entry where every line stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from presscheck.assembly import Text, headed, place
from presscheck.decoding import decode, digest
from presscheck.model import BlockKind, Cell, Document

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"

_WIDEST, _NARROWEST = 120, 36  # nobody wraps lines by hand beyond these
_TIMECODE = re.compile(r"[\[(]((?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?)[\])]|(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?)\b|(\d\d:\d\d)(?=\s|$)")
_BULLET = re.compile(r"[-*•‣◦–—·]\s|\(?(?:\d{1,3}[.)/]|[a-zA-Z]\)|[ivxIVX]{1,5}\))\s")
_DATED = re.compile(  # "06/14/2021", "2024-01-25", "Tue  3 March", "March 3", "3 March", "3 mars 2026"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|[^\W\d_a-z][^\W\d_]{1,11}[.,]?\s{1,3}\d{1,2}\b|\d{1,2}\.?\s(?:[^\W\d_a-z]|[^\W\d_]{3,12}\.?\s\d{4}\b)"
)
_SPEAKER = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[ .'’&/-]){0,40}:(?:\s|$)|[QA][.:]\s")
_RULE = re.compile(r"[\s|:+._=*~#-]{3,}")  # a line drawn with characters, nothing else in it
_LAID_OUT = re.compile(r"\S(?: {3}|\t)")
_FINISHED = re.compile(r"[.!?:;…\"”’»)\]*]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text from its first visible character, where that starts in the document, its number (from 1), its indent, and
    how many tabs are in that."""

    text: str
    start: int
    number: int
    indent: int
    tabs: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    def is_rule(self) -> bool:
        return bool(_RULE.fullmatch(self.text))

    def is_row(self) -> bool:
        """May it be a row of a table, with cells between bars or tabs?"""
        if self.is_rule():
            return False
        barred = self.text.endswith(" |") or self.is_full_row() or (self.text[0] == "|" and len(self.text) > 1)
        return barred or (self.text[-1] == "\t" and not self._is_entry())

    def is_full_row(self) -> bool:
        """Has it a bar or a tab between words?"""
        return " | " in self.text or self.text.count("|", 1, -1) > 1 or ("\t" in self.text.rstrip() and not self._is_entry())

    def _is_entry(self) -> bool:
        return bool(_TIMECODE.match(self.text) or _BULLET.match(self.text))

    def cells(self) -> list[tuple[int, str]]:
        """Where each cell of a row starts in the document, and its text."""
        bar = "|" if "|" in self.text else "\t"
        at = self.start
        cells = [(at, "")] * (self.tabs if bar == "\t" else 0)
        for part in self.text.split(bar):
            cells.append((at, part))
            at += len(part) + 1
        return cells

    def begins_softly(self) -> bool:
        """With a small letter, as only the continuation of a sentence does."""
        return self.text.lstrip("\"'“‘«([")[:1].islower()


def read(data: bytes, name: str) -> Document:
    """A Document whose text is the decoded file; `where` is "para. 4", "line 12", a timecode, or "row 3, Votes" in a table."""
    whole = decode(data)
    text, table = Text(whole), 0
    runs = list(_runs(whole))
    width, clocked = _wrapped_at(runs), sum(bool(_TIMECODE.match(run[0].text)) for run in runs) > 1
    for number, run in enumerate(runs, 1):
        for is_table, lines in _stretches(run):
            if is_table:
                table += 1
                _cover_table(text, lines, table)
                continue
            pieces = list(_pieces(lines, width))
            alone = len(pieces) == 1 and len(lines) == len(run)
            for piece in pieces:
                where = f"para. {number}" if alone else f"line {piece[0].number}"
                kind = _kind(piece, run, first=number == 1 < len(runs))
                if time := _timecode(piece[0], clocked or not alone):
                    where, kind = time, BlockKind.CUE
                text.cover(piece[0].start, piece[-1].end, kind, where)
    return text.document(name, MEDIA_TYPE, digest(data))


def _runs(whole: str) -> Iterator[list[Line]]:
    """The lines between blank lines."""
    run: list[Line] = []
    start = 0
    for number, line in enumerate(whole.split("\n"), 1):
        if words := line.lstrip():
            indent = len(line) - len(words)
            words = words.rstrip(" ") if "\t" in words else words.rstrip()
            run.append(Line(words, start + indent, number, indent, line.count("\t", 0, indent)))
        elif run:
            yield run
            run = []
        start += len(line) + 1
    if run:
        yield run


def _stretches(run: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The run as tables (True), of two rows or more, and other text, which a drawn line cuts; drawn lines are left out."""
    stretch: list[Line] = []
    for barred, group in groupby(run, key=lambda line: line.is_row() or line.is_rule()):
        lines = list(group)
        rows = [line for line in lines if not line.is_rule()]
        is_table = barred and len(rows) > 1 and any(line.is_full_row() for line in rows)
        for line in lines:
            if not is_table and not line.is_rule():
                stretch.append(line)
            elif stretch:
                yield False, stretch
                stretch = []
        if is_table:
            yield True, rows
    if stretch:
        yield False, stretch


def _cover_table(text: Text, rows: Sequence[Line], table: int) -> None:
    framed, closed = all(row.text[0] == "|" for row in rows), all(row.text[-1] == "|" for row in rows)
    cells = [row.cells()[1 if framed else 0 : -1 if closed else None] for row in rows]
    contents = [[content for _, content in row] for row in cells]
    header = contents[0] if rows[1].number > rows[0].number + 1 or headed(contents) else []
    for row, line in enumerate(cells, 1):
        for column, (start, content) in enumerate(line, 1):
            cell = Cell(table, row, column)
            text.cover(start, start + len(content), BlockKind.CELL, place(cell, header), cell)


def _wrapped_at(runs: Sequence[Sequence[Line]]) -> int:
    """The width at which the file's lines are wrapped by hand; 0 where they are not."""
    pairs = [(a, b) for run in runs for a, b in pairwise(run) if a.width <= _WIDEST and not _laid_out(a, b)]
    softly = [a.width for a, b in pairs if b.begins_softly()]
    return max(softly) if 10 * len(softly) > 3 * len(pairs) else 0


def _pieces(lines: Sequence[Line], width: int) -> Iterator[list[Line]]:
    """The paragraphs or entries of a stretch of text."""
    starts = _entries(lines)
    piece = [lines[0]]
    for line in lines[1:]:
        hangs = piece[0].number in starts and line.indent > piece[0].indent
        if line.number in starts or not (hangs or _goes_on(piece[-1], line, width)):
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _entries(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that begin an entry of a list, register or transcript: two or more of one shape, none too far apart."""
    entries: set[int] = set()
    for shape in (_TIMECODE, _BULLET, _DATED, _SPEAKER):
        starts = [line for line in lines if shape.match(line.text)]
        if len(starts) > 1:
            loose = sum(line.number > starts[0].number and line.indent <= starts[0].indent for line in lines) - len(starts)
            if loose <= 3 * len(starts):
                entries |= {line.number for line in starts}
    return entries


def _laid_out(line: Line, after: Line) -> bool:
    """Do the two stand where they do for the eye: in columns, in the middle, at the right?"""
    return abs(line.indent - after.indent) > 12 or bool(_LAID_OUT.search(line.text) or _LAID_OUT.search(after.text))


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Was the text broken between these lines only because the first was full?"""
    if _laid_out(line, after):
        return False
    finished = bool(_FINISHED.search(line.text))
    if after.begins_softly():
        return not finished or line.width <= _WIDEST
    if finished and after.indent > line.indent + 1:  # the first line of a paragraph, set in
        return False
    word = len(after.text.split(maxsplit=1)[0])
    ragged = width // 8 if finished else width // 5
    return width >= _NARROWEST and line.width <= _WIDEST and line.width + 1 + min(word, 20) > width - ragged


def _kind(piece: Sequence[Line], run: Sequence[Line], first: bool) -> BlockKind:
    line = piece[0]
    if _BULLET.match(line.text):
        return BlockKind.ITEM
    if len(piece) > 1 or len(line.text) > _WIDEST or _LAID_OUT.search(line.text):
        return BlockKind.PARAGRAPH
    after = line.number - run[0].number + 1
    underlined = after < len(run) and len(set(run[after].text)) == 1 and run[after].text[0] in "=-~"
    title = first and len(run) == 1 and line.text[-1] not in ".!?:;,"
    capitals = line.text.isupper() and line.text[-1] not in ".,;" and sum(char.isalpha() for char in line.text) > 2
    return BlockKind.HEADING if underlined or title or capitals else BlockKind.PARAGRAPH


def _timecode(line: Line, clock: bool) -> str:
    """The timecode that the line begins with; a bare "12:40" is one only where `clock`."""
    found = _TIMECODE.match(line.text)
    return (found[1] or found[2] or (found[3] if clock else "") or "") if found else ""
