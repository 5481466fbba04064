"""The source log as CSV that spreadsheet programs open as it is: UTF-8 with its mark, a row for every fact, no cell a formula."""

from __future__ import annotations

import csv
import io

from presscheck.model import Report
from presscheck.sourcelog import COLUMNS, inert, rows

SUFFIX = ".csv"


def write(report: Report) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which Excel takes it for another encoding."""
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([inert(cell) for cell in row.cells()] for row in rows(report))
    return sheet.getvalue().encode("utf-8-sig")
