"""What stands beside one another is a row of cells, and rows that share a gap are a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from presscheck.layout.lines import NUMBER, STOP, Extent, Line, aligned, capitals, count, extents, gaps, joined, level, rows, words

_MARK = re.compile(r"[•‣◦▪●■□○–—*·-]|\(?(?:\d{1,3}|[ivxlc]{1,6}|[a-z])[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?", re.IGNORECASE)

Cells = list[list[Line]]
"""One cell is running text; two or more are a row of a table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (column, text); columns count from 1, an empty cell is left out."""

    rows: tuple[tuple[tuple[int, str], ...], ...]


def table_rows(lines: list[list[Line]]) -> list[Cells]:
    """A page's rows of pieces, as running text and rows of tables in turn."""
    return _settled([row for cells in _gathered(lines) for row in _exploded(cells)])


def _gathered(rows: Iterable[list[Line]]) -> Iterator[Cells]:
    """One cell is running text; two or more are a row of a table."""
    cells: Cells = []
    for row in rows:
        if cells and (tail := _beside(cells, row)):
            if before := cells[-1][:-tail]:
                yield [before]
                cells = [cells[-1][-tail:]]
            cells += [[line] for line in row]
        elif cells and len(row) == 1 and (len(cells) == 1 or _beneath(cells, row[0])):
            cells[-1].append(row[0])
        else:
            first = [row[0]]
            if len(cells) == 1 and len(row) > 1 and (above := _tight([*cells[0], row[0]], 1, row[1])):
                cells, first = [cells[0][:-above]], [*cells[0][-above:], row[0]]
            if cells and cells[0]:
                yield cells
            cells = [first, *([line] for line in row[1:])]
    if cells:
        yield cells


def _beside(cells: Cells, row: list[Line]) -> int:
    """How many of the last cell's lines the row stands to the right of, as the next cells of theirs; 0 where it does not."""
    last, line = cells[-1], row[0]
    if line.baseline < last[-1].baseline - 0.35 * line.size:
        return 0
    tail = 0
    while tail < min(len(last), 80) and last[-1 - tail].baseline < line.baseline + 0.35 * line.size:
        tail += 1
    on_level = tail > 0 and level(last[-tail].baseline, line.baseline, line.size)
    if not on_level and tail < len(last) and last[-1 - tail].baseline < line.baseline + line.size:
        tail += 1  # set against the middle of two lines
    if on_level:
        tail += _tight(last, tail, line)
    beside = last[-tail:] if tail else []
    long = words(beside) > 3 * tail
    prose = long and tail > 1 and (tail > 4 or (len(row) == 1 and count(line) > 3 and words(beside) > 5 * tail))
    whole = len(cells) == 1 or tail == len(last)
    return tail if whole and not prose and all(line.left > part.right + 0.4 * line.size for part in beside) else 0


def _tight(lines: Sequence[Line], tail: int, line: Line) -> int:
    """How many lines above the last `tail` ones are of the same cell, where the row is level with its middle or its last line."""
    more = 0
    while more < (3 if tail == 1 else tail - 1) and tail + more < len(lines):
        above, below = lines[-1 - tail - more], lines[-tail - more]
        alike = above.bold == below.bold and abs(above.size - below.size) < 0.1 * below.size
        if not alike or above.baseline - below.baseline > 1.25 * below.size or above.right + 0.4 * line.size > line.left or _ended(above):
            break
        more += 1
    return more


def _ended(line: Line) -> bool:
    return bool(STOP.search(line.text)) or capitals(line.text)


def _beneath(cells: Cells, line: Line) -> bool:
    """Does the line go on in the row's last cell, under its last line?"""
    above, before = cells[-1][-1], cells[-2]
    drop = above.baseline - line.baseline
    return 0.5 * line.size < drop <= 1.3 * line.size and line.left > max(part.right for part in before) and line.left < above.right


def _settled(items: list[Cells]) -> list[Cells]:
    """Rows stay rows where one near by shares a gap with them; other gaps are only white space in a line."""
    settled: list[Cells] = []
    for at, item in enumerate(items):
        row = len(item) > 1 and not _item(item) and any(_share_gap(item, other) for other in _near(items, at)) and not _justified(items, at)
        cells = item if row else [_flat(item)]
        if settled and len(settled[-1]) == len(cells) == 1:
            settled[-1][0].extend(cells[0])
        else:
            settled.append([list(cell) for cell in cells])
    return settled


def _item(cells: Cells) -> bool:
    """The mark of a list item and its words?"""
    mark = cells[0][0].text
    return len(cells) == 2 and bool(_MARK.fullmatch(mark) or (NUMBER.fullmatch(mark) and len(cells[0]) == 1 and words(cells[1]) > 5))


def _justified(items: list[Cells], at: int) -> bool:
    """A line of a justified paragraph, stretched to its margin: its gaps are all alike."""
    row = [cell[0] for cell in items[at]]
    widths = [right - left for left, right in gaps(extents(row))]
    if max(widths) - min(widths) > 0.15 * row[0].size:
        return False
    if max(widths) > 5 * row[0].size:
        return False
    words_only = all(len(cell) == 1 and line.text[:1].islower() and " " not in line.text for cell, line in zip(items[at], row, strict=True))
    if words_only and not any(len(other) > 1 and not other[0][0].text[:1].islower() for other in items[max(at - 1, 0) : at + 2]):
        return True
    if max(widths) > 3 * row[0].size:
        return False
    above = next((items[other][0][-1] for other in range(at - 1, max(at - 5, -1), -1) if len(items[other]) == 1), None)
    below = next((items[other][0][0] for other in range(at + 1, min(at + 5, len(items))) if len(items[other]) == 1), None)
    return any(line is not None and abs(line.right - row[-1].right) < 0.2 * line.size for line in (above, below))


def _near(items: list[Cells], at: int) -> Iterator[Cells]:
    """The next row of cells above and below, at most three items and a few lines off."""
    for step in (-1, 1):
        for other in range(at + step, at + 4 * step, step):
            if 0 <= other < len(items) and len(items[other]) > 1:
                if abs(items[other][0][0].baseline - items[at][0][0].baseline) < 10 * items[at][0][0].size:
                    yield items[other]
                break


def _share_gap(cells: Cells, other: Cells) -> bool:
    return aligned(gaps([_extent(cell) for cell in cells]), gaps([_extent(cell) for cell in other]), 0.4 * cells[0][0].size)


def _flat(cells: Cells) -> list[Line]:
    """The cells as running lines: what stands on one baseline is one line."""
    return [joined(row) for row in rows(list(chain(*cells)))] if len(cells) > 1 else cells[0]


def runs(items: list[Cells]) -> Iterator[Table | list[Line]]:
    """Rows that follow one another as tables, everything else as running lines."""
    at = 0
    while at < len(items):
        end = at
        while end < len(items) and (end == at or _same_table(items[max(at, end - 6) : end], items[end])) and _is_row(items, at, end):
            end += 1
        run = items[at:end]
        if len(run) > 1 or (run and len(run[0]) > 2):
            yield _table(run)
        else:
            yield [line for cell in items[at] for line in cell]
        at = max(end, at + 1)


def _is_row(items: list[Cells], first: int, at: int) -> bool:
    """A row of cells, or a short line between two rows, within their width: the name of a group of rows."""
    if len(items[at]) > 1:
        return True
    if at == first or at + 1 == len(items) or len(items[at][0]) > 1 or len(items[at + 1]) < 2 or len(items[at - 1]) < 2:
        return False
    line, above, below = items[at][0][0], items[at - 1], items[at + 1]
    inside = above[0][0].left - line.size < line.left and line.right < above[-1][0].right
    return inside and count(line) <= 6 and _same_table([items[at]], below) and _share_gap(above, below)


def _same_table(rows: list[Cells], below: Cells) -> bool:
    """Does the row follow on the rows, with no wider gap than is between them?"""
    drops = [min(cell[-1].baseline for cell in row) - max(cell[0].baseline for cell in under) for row, under in pairwise([*rows, below])]
    size = below[0][0].size
    widest = max(2 * size, 1.6 * max(drops[:-1], default=2.5 * size))
    return -0.5 * size < drops[-1] < widest


def _exploded(cells: Cells) -> list[Cells]:
    """A table that the page gives column by column arrives as one row; it is taken apart into its rows."""
    count = len(cells[0])
    if len(cells) < 2 or count < 3 or any(len(cell) != count for cell in cells) or words(chain(*cells)) > 3 * count * len(cells):
        return [cells]
    rows = [[[cell[at]] for cell in cells] for at in range(count)]
    on_level = all(level(row[0][0].baseline, cell[0].baseline, cell[0].size) for row in rows for cell in row)
    return rows if on_level else [cells]


def _table(rows: list[Cells]) -> Table:
    columns = _columns(rows)
    return Table(tuple(tuple((column, "\n".join(line.text for line in cell)) for column, cell in _placed(row, columns)) for row in rows))


def _columns(rows: list[Cells]) -> list[Extent]:
    """Left and right of each column, from the rows with the most cells; none where they do not agree."""
    most = max(map(len, rows))
    extents = sorted(_extent(cell) for row in rows if len(row) == most for cell in row)
    columns: list[Extent] = []
    for left, right in extents:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns if len(columns) == most else []


def _extent(cell: Sequence[Line]) -> Extent:
    return min(line.left for line in cell), max(line.right for line in cell)


def _placed(row: Cells, columns: list[Extent]) -> list[tuple[int, list[Line]]]:
    """Each cell with the column that it shares most with; by count where two cells would share one."""
    counted = list(enumerate(row, 1))
    if len(row) == len(columns) or not 0 < len(columns) < 200:
        return counted
    placed = []
    for cell in row:
        left, right = _extent(cell)
        shares = [(min(right, end) - max(left, start), -at) for at, (start, end) in enumerate(columns, 1)]
        placed.append((-max(shares)[1], cell))
    numbers = [column for column, _ in placed]
    return placed if len(set(numbers)) == len(numbers) and numbers == sorted(numbers) else counted
