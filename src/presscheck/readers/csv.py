"""A CSV or TSV file becomes a Document: a row is a line, its cells are parted by bars."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from presscheck import grid
from presscheck.assembly import Text
from presscheck.decoding import decode, digest
from presscheck.errors import UnreadableError
from presscheck.model import Document

SUFFIXES = (".csv", ".tsv")
MEDIA_TYPE = "text/csv"

_MOST_CELLS = 1_000_000
_SAMPLE = 60  # lines that tell what parts the cells


def read(data: bytes, name: str) -> Document:
    """One block per filled cell, `where` "row 12, Votes", or "row 12, column C" where no row names the columns.

    Rows count from 1 as in a spreadsheet, header and empty rows included. Raises UnreadableError.
    """
    whole = decode(data)
    lines = whole.split("\n")
    stated = lines[0][4:] if len(lines[0]) == 5 and lines[0].startswith("sep=") else ""
    delimiter = stated or _delimiter(lines[:_SAMPLE], "\t" if name.lower().endswith(".tsv") else ",")
    if whole.count(delimiter) + len(lines) > _MOST_CELLS:
        raise UnreadableError(name, f"this table has more than {_MOST_CELLS:,} cells", "Give only the rows that the draft rests on.")
    try:
        rows = list(_reader(lines[bool(stated) :], delimiter))
    except csv.Error:
        met = f"a cell of this table is longer than {csv.field_size_limit():,} characters"
        raise UnreadableError(name, met, "See whether a quotation mark in it is not closed, mend that and run again.") from None
    at, names = grid.header(rows)
    text = Text()
    for number, row in enumerate(rows):
        called = names if number >= at else []
        place = number + 1 + bool(stated)
        cells = [(column, words, f"row {place}, {grid.label(called, column)}") for column, words in enumerate(row, 1)]
        grid.add_row(text, cells, 1, place)
    return text.document(name, MEDIA_TYPE, digest(data))


def _reader(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    spaced = any(f'{delimiter} "' in line for line in lines[:_SAMPLE])
    return csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, skipinitialspace=spaced)


def _delimiter(lines: list[str], usual: str) -> str:
    """What parts most lines of the sample into equally many cells, more than one; `usual` where nothing does.

    A comma comes last: it is in figures and sentences too.
    """
    best, delimiter = 0, usual
    for candidate in ("\t", ";", "|", ","):
        counts = Counter(_count(line, candidate) for line in lines if line.strip())
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        if width > 1 and times > best:
            best, delimiter = times, candidate
    return delimiter


def _count(line: str, delimiter: str) -> int:
    """Cells of a line, delimiters within quotation marks not counted."""
    return 1 + sum(part.count(delimiter) for part in line.split('"')[::2])
