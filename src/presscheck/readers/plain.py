"""Plain text: the file as it is, a block for each paragraph, or for each entry where every line stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from presscheck import language
from presscheck.assembly import Text, headed, place
from presscheck.cells import is_figure
from presscheck.decoding import decode, digest
from presscheck.lines import BULLET, TIMECODE, WIDEST, Line, is_laid_out, pieces, runs, wrapped_at
from presscheck.model import BlockKind, Cell, Document

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"

FEWEST_ROWS, WIDEST_CELL = 3, 48  # lines in columns that are a table, and letters of a cell there
_CELL = re.compile(r"\S+(?: \S+)*")
_FIGURE = re.compile(r"[-+−–(]?[$€£]?\d")
_DATE = re.compile(r"(?!(?:1\d|20)\d\d[-–]\d\d\b(?!-))\d{1,4}[/.:-]\d{1,2}\b(?![-–])")
_RULE = re.compile(r"[\s|:+._=*~#-]{3,}")  # a line drawn with characters, nothing else in it


def read(data: bytes, name: str) -> Document:
    """A Document whose text is the decoded file; `where` is "para. 4", "line 12", a timecode, or "row 3, Votes" in a table."""
    whole = decode(data)
    text, table = Text(whole), 0
    run_list = list(runs(whole))
    width, clocked = wrapped_at(run_list), sum(bool(TIMECODE.match(run[0].text)) for run in run_list) > 1
    for number, run in enumerate(run_list, 1):
        for is_table, lines in (part for stretch in _stretches(run) for part in _in_columns(*stretch)):
            if is_table:
                table += 1
                _cover_table(text, lines, table)
                continue
            found = list(pieces(lines, width))
            alone = len(found) == 1 and len(lines) == len(run)
            for piece in found:
                where = f"para. {number}" if alone else f"line {piece[0].number}"
                kind = _kind(piece, run, first=number == 1 < len(run_list))
                if time := _timecode(piece[0], clocked or not alone):
                    where, kind = time, BlockKind.CUE
                text.cover(piece[0].start, piece[-1].end, kind, where)
    return text.document(name, MEDIA_TYPE, digest(data))


def _stretches(run: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The run as tables (True), of two rows or more, and other text, which a drawn line cuts; drawn lines are left out."""
    stretch: list[Line] = []
    for barred, group in groupby(run, key=lambda line: _is_row(line) or _is_rule(line)):
        lines = list(group)
        rows = [line for line in lines if not _is_rule(line)]
        is_table = barred and len(rows) > 1 and any(_is_full_row(line) for line in rows)
        for line in lines:
            if not is_table and not _is_rule(line):
                stretch.append(line)
            elif stretch:
                yield False, stretch
                stretch = []
        if is_table:
            yield True, rows
    if stretch:
        yield False, stretch


def _in_columns(is_table: bool, lines: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """The stretch, with what stands in columns parted by blanks as tables: three lines or more of as many cells, in which every line but
    the first tells a figure of something."""
    at = begun = 0
    while not is_table and at < len(lines):
        count, end = len(_columns(lines[at])), at + 1
        while count > 1 and end < len(lines) and len(_columns(lines[end])) == count and _tells_figure(lines[end]):
            end += 1
        if end - at < FEWEST_ROWS:
            at += 1
            continue
        if at > begun:
            yield False, lines[begun:at]
        yield True, lines[at:end]
        at = begun = end
    if begun < len(lines):
        yield is_table, lines[begun:]


def _columns(line: Line) -> list[re.Match[str]]:
    """The cells of a line that blanks part; none where one is as long as a sentence."""
    found = list(_CELL.finditer(line.text)) if "  " in line.text.strip() else []
    return found if all(len(cell[0]) <= WIDEST_CELL for cell in found) else []


def _tells_figure(line: Line) -> bool:
    first, *rest = _columns(line)
    lists = language.load()
    day = {word.lower() for cell in (first, *rest[:1]) for word in re.findall(r"[^\W\d_]+", cell[0])}
    dated = _DATE.match(first[0]) or not day.isdisjoint(lists.months.keys() | lists.weekdays.keys())  # a docket's, a diary's or a log's
    return not dated and any(_FIGURE.match(cell[0]) for cell in rest)


def _is_rule(line: Line) -> bool:
    return bool(_RULE.fullmatch(line.text))


def _is_row(line: Line) -> bool:
    """May it be a row of a table, with cells between bars or tabs?"""
    text = line.text
    barred = text.endswith(" |") or _is_full_row(line) or (text[0] == "|" and len(text) > 1)
    return not _is_rule(line) and (barred or (text[-1] == "\t" and not _is_entry(line)))


def _is_full_row(line: Line) -> bool:
    """Has it a bar or a tab between words?"""
    text = line.text
    return " | " in text or text.count("|", 1, -1) > 1 or ("\t" in text.rstrip() and not _is_entry(line))


def _is_entry(line: Line) -> bool:
    return bool(TIMECODE.match(line.text) or BULLET.match(line.text))


def _cells(row: Line) -> list[tuple[int, str]]:
    """Where each cell of a row starts in the document, and its text."""
    if not (_is_row(row) or "|" in row.text):
        return [(row.start + cell.start(), cell[0]) for cell in _columns(row)]
    bar = "|" if "|" in row.text else "\t"
    at = row.start
    cells = [(at, "")] * (row.tabs if bar == "\t" else 0)
    for part in row.text.split(bar):
        cells.append((at, part))
        at += len(part) + 1
    return cells


def _cover_table(text: Text, rows: Sequence[Line], table: int) -> None:
    framed, closed = all(row.text[0] == "|" for row in rows), all(row.text[-1] == "|" for row in rows)
    cells = [_cells(row)[1 if framed else 0 : -1 if closed else None] for row in rows]
    contents = [[content for _, content in row] for row in cells]
    named = not (_is_row(rows[0]) or any(map(is_figure, contents[0])))  # in columns, whose rows all tell figures
    header = contents[0] if rows[1].number > rows[0].number + 1 or named or headed(contents) else []
    for row, line in enumerate(cells, 1):
        for column, (start, content) in enumerate(line, 1):
            cell = Cell(table, row, column)
            text.cover(start, start + len(content), BlockKind.CELL, place(cell, header), cell)


def _kind(piece: Sequence[Line], run: Sequence[Line], first: bool) -> BlockKind:
    line = piece[0]
    if BULLET.match(line.text):
        return BlockKind.ITEM
    if len(piece) > 1 or len(line.text) > WIDEST or is_laid_out(line):
        return BlockKind.PARAGRAPH
    after = line.number - run[0].number + 1
    underlined = after < len(run) and len(set(run[after].text)) == 1 and run[after].text[0] in "=-~"
    title = first and len(run) == 1 and line.text[-1] not in ".!?:;,"
    capitals = line.text.isupper() and line.text[-1] not in ".,;" and sum(char.isalpha() for char in line.text) > 2
    return BlockKind.HEADING if underlined or title or capitals else BlockKind.PARAGRAPH


def _timecode(line: Line, clock: bool) -> str:
    """The timecode that the line begins with; a bare "12:40" is one only where `clock`."""
    found = TIMECODE.match(line.text)
    return (found[1] or found[2] or (found[3] if clock else "") or "") if found else ""
