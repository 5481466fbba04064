"""The source log as a workbook: the same rows as the CSV, laid out for people, with no clock and no formula in it."""

from __future__ import annotations

import csv
import io
import textwrap
import time
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

import anything
import reports
from presscheck.model import Finding, Level, Report, Span
from presscheck.sourcelog import COLUMNS, DECISIONS, Status, rows
from presscheck.writers import csv as csv_writer
from presscheck.writers.xlsx import COLOURS, STATUS, write

QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def sheet(report: Report) -> Any:
    """The one sheet of the workbook."""
    (found,) = load_workbook(io.BytesIO(write(report))).worksheets
    return found


@pytest.fixture(scope="module")
def ferry() -> Any:
    """The sheet of the ferry's report."""
    return sheet(reports.ferry())


def test_it_holds_what_the_csv_holds(ferry: Any) -> None:
    """Cell for cell the rows are those of the CSV, lines as numbers."""
    told = [["" if cell is None else str(cell) for cell in row] for row in ferry.iter_rows(values_only=True)]
    data = csv_writer.write(reports.ferry()).decode("utf-8-sig")
    assert told == list(csv.reader(io.StringIO(data, newline="")))
    assert all(isinstance(cell.value, int) for cell in ferry["A"][1:] if cell.value is not None)


def test_it_is_laid_out_for_people(ferry: Any) -> None:
    """The header stays in sight, every column can be filtered and is wide enough to read, text wraps, decisions are chosen from a list."""
    assert ferry.freeze_panes == "A2"
    assert ferry.auto_filter.ref == f"A1:N{ferry.max_row}"
    assert all(ferry.column_dimensions[cell.column_letter].width >= 6 for cell in ferry[1])
    assert all(cell.alignment.wrap_text for cell in ferry[2])
    (choices,) = ferry.data_validations.dataValidation
    assert choices.formula1 == f'"{",".join(DECISIONS)}"'
    assert COLUMNS[ferry["K1"].column - 1] == "Decision"
    assert str(choices.sqref).startswith("K2:K")


def test_rows_are_as_high_as_their_text(ferry: Any) -> None:
    """A row is high enough for the longest of its cells as it wraps, for a program may not find that out when it opens the file."""
    widths = [ferry.column_dimensions[cell.column_letter].width for cell in ferry[1]]
    for number, row in enumerate(ferry.iter_rows(min_row=2, values_only=True), 2):
        texts = zip((str(cell or "") for cell in row), widths, strict=True)
        lines = [sum(len(textwrap.wrap(part, width)) for part in text.split("\n")) for text, width in texts]
        assert ferry.row_dimensions[number].height >= 15 * max(lines)
    (long,) = [row for at, row in sheet(reports.alone("word " * 5000)).row_dimensions.items() if at == 2]
    assert long.height <= 409


def test_a_status_has_its_colour(ferry: Any) -> None:
    """Each status is inked and grounded as its kind, with contrast enough to read (WCAG AA: 4.5 to 1)."""
    assert set(COLOURS) == set(Status)
    for row in ferry.iter_rows(min_row=2):
        ink, ground = COLOURS[Status(row[STATUS - 1].value)]
        assert row[STATUS - 1].font.color.rgb.endswith(ink)
        assert row[STATUS - 1].fill.fgColor.rgb.endswith(ground)
    assert all(contrast(ink, ground) > 4.5 for ink, ground in COLOURS.values())


def contrast(ink: str, ground: str) -> float:
    """The ratio of luminance of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(ink), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example","x")', "=cmd|'/c calc'!A1"])
def test_words_are_never_worked_out(words: str) -> None:
    """What looks like a formula is a cell of text, marked as one, and no part of the file has a formula of a cell."""
    report = reports.alone(f"{words} so")
    report = replace(report, findings=(Finding("x", Level.NOTE, Span(0, len(words)), words, "0" * 16),))
    data = write(report)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = load_workbook(io.BytesIO(data)).active["D3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)


def test_there_is_no_clock_in_it() -> None:
    """A workbook made later is the same byte for byte, and tells no time."""
    first = write(reports.ferry())
    time.sleep(2.1)  # ZIP counts time in steps of two seconds
    assert write(reports.ferry()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


@QUICK
@given(anything.reports())
def test_any_report_is_a_workbook(report: Report) -> None:
    """Any report, with any letters in it, comes back from the workbook with as many rows and the same statuses."""
    told = [row[STATUS - 1] for row in sheet(report).iter_rows(min_row=2, values_only=True)]
    assert told == [row.status.value for row in rows(report)] or (told == [None] and not list(rows(report)))
