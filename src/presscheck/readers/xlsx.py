"""An Excel workbook becomes a Document: its sheets one after the other, a row is a line, values are written as the sheet shows them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from presscheck import grid, zipped
from presscheck.assembly import Text
from presscheck.decoding import digest
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document

SUFFIXES = (".xlsx", ".xlsm")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_MOST_CELLS = 500_000
_MOST_PLACES = 5_000_000  # cells and the empty places between them
_MOST_ROWS = 1_048_576  # of a sheet, by its own rules
_MOST_CHARACTERS = 30_000_000
_HEADS = 220  # rows, and columns, in which the columns' names are looked for
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[#0?.,]+|.', re.DOTALL)
_SMALLER = "Save the sheet that the draft rests on as a smaller workbook or as .csv and give that."
_AGAIN = "Open it in Excel or LibreOffice, save it again as .xlsx and run again."

Row = dict[int, str]
"""The words of a row's filled cells, by column from 1."""


def read(data: bytes, name: str) -> Document:
    """One block per filled cell, `where` "Votes!B12, Share": sheet, cell and the name of its column; a sheet's title is a heading.

    Numbers, percentages and dates are written as the cell's format shows them. Of a formula the result is read that the file
    keeps; one that has none yet is given as it is written, "=SUM(B2:B9)", and its place says so. Raises UnreadableError.
    """
    zipped.check(data, name, "workbook")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it passes over
        try:
            sheets = list(_sheets(data, name))
        except UnreadableError:
            raise
        except Exception as problem:  # openpyxl and the XML parsers below it raise anything on hostile bytes
            met = f"this workbook is damaged ({type(problem).__name__})"
            raise UnreadableError(name, met, _AGAIN) from problem
    return _document(sheets, data, name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's filled cells by row and column, and where formulas without a result stand."""

    title: str
    hidden: bool
    rows: dict[int, Row]
    unsolved: frozenset[tuple[int, int]]


def _document(sheets: list[Sheet], data: bytes, name: str) -> Document:
    text = Text()
    for table, sheet in enumerate((sheet for sheet in sheets if sheet.rows), 1):
        hidden = " (hidden)" if sheet.hidden else ""
        text.separate("\n\n")
        text.add(sheet.title, BlockKind.HEADING, f"{sheet.title}{hidden}")
        names = _names(sheet)
        for number, row in sheet.rows.items():
            called = names.get(number, [])
            cells = [(column, words, _where(sheet, number, column, called) + hidden) for column, words in row.items()]
            grid.add_row(text, cells, table, number)
    return text.document(name, MEDIA_TYPE, digest(data))


def _where(sheet: Sheet, row: int, column: int, names: list[str]) -> str:
    name = f", {grid.label(names, column)}" if column <= len(names) and names[column - 1] else ""
    unsolved = " (formula, not calculated)" if (row, column) in sheet.unsolved else ""
    return f"{sheet.title}!{grid.letter(column)}{row}{name}{unsolved}"


def _names(sheet: Sheet) -> dict[int, list[str]]:
    """The names of the columns, for each row that they stand over and for their own."""
    numbers = list(sheet.rows)
    first = [sheet.rows[number] for number in numbers[:_HEADS]]
    width = min(max(max(row) for row in first), _HEADS)
    at, names = grid.header([[row.get(column, "") for column in range(1, width + 1)] for row in first])
    return dict.fromkeys(numbers[at:], names) if names else {}


# ---- what openpyxl says


def _sheets(data: bytes, name: str) -> Iterator[Sheet]:
    workbook = _opened(data, results=True)
    room = Room(name)
    for at, worksheet in enumerate(workbook.worksheets):
        rows, blank = _rows(worksheet, room)
        unsolved = _formulas(_opened(data, results=False).worksheets[at], blank, room) if blank else {}
        for (row, column), formula in unsolved.items():
            rows.setdefault(row, {})[column] = formula
        ordered = {number: dict(sorted(rows[number].items())) for number in sorted(rows)}
        yield Sheet(" ".join(worksheet.title.split()) or "Sheet", worksheet.sheet_state != "visible", ordered, frozenset(unsolved))
    workbook.close()


def _opened(data: bytes, results: bool) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)


class Room:
    """What may still be read; raises UnreadableError where a workbook is too large."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells, self.places, self.characters = _MOST_CELLS, _MOST_PLACES, _MOST_CHARACTERS

    def take(self, cells: int = 0, places: int = 0, characters: int = 0) -> None:
        self.cells -= cells
        self.places -= places
        self.characters -= characters
        if min(self.cells, self.places, self.characters) < 0:
            met = f"this workbook is too large: more than {_MOST_CELLS:,} cells or {_MOST_CHARACTERS:,} characters"
            raise UnreadableError(self.name, met, _SMALLER)


def _rows(worksheet: Any, room: Room) -> tuple[dict[int, Row], set[tuple[int, int]]]:
    """The filled cells, and the places of cells that are there but hold nothing: blank ones, and formulas without a result."""
    rows: dict[int, Row] = {}
    blank: set[tuple[int, int]] = set()
    for number, cells in _cells(worksheet, room):
        row: Row = {}
        for cell in cells:
            if cell.value is None:
                blank.add((number, cell.column))
            elif (words := _shown(cell.value, cell)).strip():
                row[cell.column] = words
        room.take(len(row), characters=sum(map(len, row.values())))
        if row:
            rows[number] = row
    return rows, blank


def _cells(worksheet: Any, room: Room) -> Iterator[tuple[int, list[Any]]]:
    """Row by row the cells that the file has; what it states of its size is not believed, it may be a million empty rows."""
    from openpyxl.cell.read_only import ReadOnlyCell

    worksheet.reset_dimensions()
    for number, row in enumerate(worksheet.iter_rows(), 1):
        room.take(places=1 + len(row) if number <= _MOST_ROWS else _MOST_PLACES + 1)
        yield number, [cell for cell in row if isinstance(cell, ReadOnlyCell)]


def _formulas(worksheet: Any, wanted: set[tuple[int, int]], room: Room) -> dict[tuple[int, int], str]:
    found = {}
    for number, cells in _cells(worksheet, room):
        for cell in cells:
            if cell.data_type == "f" and (number, cell.column) in wanted:
                found[number, cell.column] = str(getattr(cell.value, "text", None) or cell.value)
                room.take(1, characters=len(found[number, cell.column]))
    return found


# ---- values as the sheet shows them


def _shown(value: Any, cell: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General")
    if isinstance(value, datetime | date):
        return _date(value, (cell.number_format or "").lower())
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return f"{value:%H:%M:%S}".removesuffix(":00") if isinstance(value, time) else str(value)


def _date(value: date, form: str) -> str:
    """ISO, as exactly as the format shows it: "2026-02-13", "2026-02-13 07:35", "2026-02" where it shows no day."""
    form = _QUOTED.sub("", form)
    if "y" in form and "d" not in form and "h" not in form:
        return f"{value:%Y-%m}" if "m" in form else f"{value:%Y}"
    if isinstance(value, datetime) and ("h" in form or (not form and value.time() != time())):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00") if "y" in form or "d" in form else f"{value:%H:%M}"
    return f"{value:%Y-%m-%d}"


def _number(value: float, code: str) -> str:
    """The number in the sheet's own digits: "63.1%", "176,495", "€4.30"; all that it holds where the format is not a plain one."""
    shape = _shape(code)
    try:
        number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))  # a sheet keeps 15 digits, the rest is noise
        if shape is None:
            return format(number, "f") if abs(number.adjusted()) < 21 else str(value)
        rounded = abs(number * shape.factor).quantize(Decimal(1).scaleb(-shape.most), ROUND_HALF_UP)
    except ArithmeticError:
        return str(value)
    whole, _, decimals = format(rounded, ",f" if shape.thousands else "f").partition(".")
    decimals = decimals[: shape.least] + decimals[shape.least :].rstrip("0")
    digits = whole.zfill(shape.whole) + (f".{decimals}" if decimals else "")
    return f"-{shape.before.removesuffix('+')}{digits}{shape.after}" if number < 0 and rounded else f"{shape.before}{digits}{shape.after}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a number format asks for: words before and after, digits before the point at least, after it at least and at most."""

    before: str
    after: str
    factor: Decimal
    thousands: bool
    whole: int
    least: int
    most: int


@lru_cache(1024)
def _shape(code: str) -> Shape | None:
    """The shape of a format like `#,##0.00" km"` or `0.0%`; None for General, text, fractions, powers and what else is no plain number."""
    around = ["", ""]
    digits = ""
    percent = False
    for part in _TOKEN.findall(code[:255]):
        if part == ";":  # the format of negative numbers, which shows the same with a sign
            break
        if part[0] in "#0?.,":
            if digits:
                return None
            digits = part
        elif part[0] not in "_*[" or part.startswith("[$"):
            if part[0].isalpha():
                return None
            percent = percent or part == "%"
            around[bool(digits)] += part[2:-1].partition("-")[0] if part[0] == "[" else part.strip('"').removeprefix("\\")
    whole, _, decimals = digits.rstrip(",").partition(".")
    if not digits.strip(".,"):
        return None
    factor = Decimal(100 if percent else 1).scaleb(-3 * (len(digits) - len(digits.rstrip(","))))
    return Shape(around[0], around[1], factor, "," in whole, whole.count("0"), decimals.count("0"), len(decimals))
