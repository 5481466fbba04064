"""The source log as an Excel workbook: header that stays, filter, colours by status, a list to choose decisions from; no clock in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from presscheck.model import Report
from presscheck.sourcelog import COLUMNS, DECISIONS, PEOPLE, Row, Status, rows, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIX = ".xlsx"
BINARY = True  # not for a terminal

WIDTHS = (6, 44, 12, 28, 18, 40, 28, 24, 40, 24, 16, 14, 12, 30)
COLOURS = {  # dark ink on a light ground: legible, and told apart in grey
    Status.TICKED: ("1E5631", "DDF1E3"),
    Status.CONTRADICTED: ("8A1C14", "FBDAD6"),
    Status.NOT_FOUND: ("7A4A00", "FCE8CC"),
    Status.UNCLEAR: ("4B3A8C", "E6E1FA"),
    Status.UNCHECKED: ("444444", "E4E4E4"),
    Status.NOTHING: ("666666", "F5F5F5"),
    Status.LOOK: ("0B5566", "D8EFF5"),
    Status.LET_STAND: ("444444", "F0EBD8"),
    Status.UNREAD: ("FFFFFF", "8A1C14"),
}
FONT = "Calibri"  # which every workbook has for its plain cells
LINE = 15  # points
MOST_LINES = 27  # Excel takes no row higher than 409 points
STATUS, DECISION = COLUMNS.index("Status") + 1, COLUMNS.index("Decision") + 1
_LAST = "N"  # the last column's letter
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # where the clock of ZIP begins


def write(report: Report) -> bytes:
    """The workbook; the same bytes for the same report."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "presscheck"
    book.properties.title = shown(f"Source log of {report.draft.name}")
    sheet: Worksheet = book.active
    sheet.title = "Source log"
    _header(sheet)
    for number, row in enumerate(rows(report), 2):
        _row(sheet, number, row)
    _setup(sheet)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue())


def _header(sheet: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, (words, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, words)
        cell.font = Font(FONT, 11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", "33506B" if column <= len(COLUMNS) - PEOPLE else "6B5A33")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = width


def _row(sheet: Worksheet, number: int, row: Row) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    rule = Border(bottom=Side("hair", color="999999"))
    wrapped, numbered = (Alignment(vertical="top", wrap_text=True, horizontal=side) for side in (None, "center"))
    for column, words in enumerate(row.cells(), 1):
        cell = sheet.cell(number, column)
        cell.alignment, cell.border = (numbered if column == 1 else wrapped), rule
        if words:
            _fill(cell, words, column == 1)
    sheet.row_dimensions[number].height = LINE * min(max(map(_lines, row.cells(), WIDTHS)), MOST_LINES)
    ink, ground = COLOURS[row.status]
    sheet.cell(number, STATUS).font = Font(FONT, 11, bold=True, color=ink)
    sheet.cell(number, STATUS).fill = PatternFill("solid", ground)


def _lines(words: str, width: int) -> int:
    """How many lines the words take in a cell so wide; not every program finds that out when it opens the file."""
    return sum(1 + len(line) // (width - 2) for line in words.split("\n"))


def _fill(cell: Any, words: str, number: bool) -> None:
    """A number as one, words as text whatever they begin with: a cell of text is never worked out, and stays text when it is edited."""
    if number:
        cell.value = int(words)
        return
    cell.value = words
    cell.data_type = "s"  # openpyxl takes what begins with "=" for a formula
    cell.quotePrefix = True


def _setup(sheet: Worksheet) -> None:
    """What holds for the sheet: panes, filter, choices, and a page as it is printed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(sheet.max_row, 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{_LAST}{last}"
    choices = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True, showErrorMessage=False)
    letter = sheet.cell(1, DECISION).column_letter
    choices.add(f"{letter}2:{letter}{last + 200}")  # people add rows
    sheet.add_data_validation(choices)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _timeless(data: bytes) -> bytes:
    """The workbook without the times that openpyxl and zipfile write into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as told:
        for entry in made.infolist():
            part = made.read(entry)
            part = _DATES.sub(b"", part) if entry.filename == "docProps/core.xml" else part
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            told.writestr(info, part)
    return out.getvalue()
