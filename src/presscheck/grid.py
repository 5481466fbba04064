"""Rows of a table file become blocks of cells parted by bars; the row that names the columns is found here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from presscheck.assembly import Text
from presscheck.cells import is_figure, is_title
from presscheck.model import BlockKind, Cell

_FIRST = 20  # rows in which the columns' names are looked for
_LOOKED_AT = 200  # rows that tell whether a row above them names their columns
_BARS = 60  # at most, between two cells of a row: a cell in column XFD is not worth 16,000
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")


def header(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Which row (from 0) names the columns, and their names; (0, []) where none does.

    It is the first row with two filled cells that is no title above the names, and it names the columns where it has no figures but
    years and there are figures below it, or where nothing has figures and it is full of short, different words.
    """
    at = next((at for at, row in enumerate(rows[:_FIRST]) if sum(map(bool, map(str.strip, row))) > 1), 0)
    if len(rows) > at + 1 and is_title(rows[at], rows[at + 1]):
        at += 1
    first = [" ".join(cell.split()) for cell in rows[at]] if len(rows) > at + 1 else []
    filled = [cell for cell in first if cell]
    if len(filled) < 2 or all(map(is_figure, filled)) or any(is_figure(cell) and not _YEAR.match(cell) for cell in filled):
        return 0, []
    figures = any(is_figure(cell) for row in rows[at + 1 : at + 1 + _LOOKED_AT] for cell in row)
    distinct = len(filled) == len(first) == len(set(filled)) and max(map(len, filled)) <= 40
    return (at, first) if figures or distinct else (0, [])


def add_row(text: Text, cells: Iterable[tuple[int, str, str]], table: int, row: int) -> None:
    """Append a row of (column from 1, words, where); empty cells may be left out, only a bar stands for them."""
    text.separate("\n")
    at = 1
    for column, words, where in cells:
        if words.strip():
            for _ in range(min(column - at, _BARS)):
                text.separate(" | ")
            text.add(words, BlockKind.CELL, where, Cell(table, row, column))
            at = column


def label(names: Sequence[str], column: int) -> str:
    """The column's name, cut where it is long; "column C" where it has none."""
    name = names[column - 1] if column <= len(names) else ""
    return name[:60].rstrip() or f"column {letter(column)}"


def letter(column: int) -> str:
    """The column as spreadsheets call it: A, B, ... Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
