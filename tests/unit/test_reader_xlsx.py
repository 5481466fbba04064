"""A workbook's cells are read as the sheet shows them, each with its address and its column's name."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers.xlsx import read
from sources import workbook

ROWS: list[list[Any]] = [["Ward", "Votes", "Share"], ["Old Harbour", 1204, 0.602], ["Mill Lane", 796, 0.398]]


def lawfully(data: bytes) -> Document:
    document = read(data, "votes.xlsx")
    assert_lawful(document)
    return document


def places(document: Document) -> dict[str, str]:
    return {block.where: document[block.span] for block in document.blocks}


def repacked(data: bytes, part: str, change: Any) -> bytes:
    """The workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == part else old.read(entry))
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_have_their_address_and_their_columns_name() -> None:
    """A sheet is a heading and rows of cells; a place is sheet, cell and column."""
    document = lawfully(workbook({"Result": ROWS}, {"C2": "0.0%", "C3": "0.0%"}))
    assert document.text == "Result\nWard | Votes | Share\nOld Harbour | 1204 | 60.2%\nMill Lane | 796 | 39.8%"
    assert places(document)["Result!B3, Votes"] == "796"
    assert document.blocks[0].kind is BlockKind.HEADING
    assert document.blocks[4].cell == Cell(1, 2, 1)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (17, "General", "17"),
        (17.0, "General", "17"),
        (0.1 + 0.2, "General", "0.3"),
        (-4.25, "General", "-4.25"),
        (0.631, "0.0%", "63.1%"),
        (0.6305, "0%", "63%"),
        (0.125, "0.0%", "12.5%"),
        (176495, "#,##0", "176,495"),
        (1234.5, "#,##0.00", "1,234.50"),
        (2.5, "0", "3"),
        (-1234, "#,##0;[Red](#,##0)", "-1,234"),
        (4.3, "[$€-407]#,##0.00", "€4.30"),
        (4.3, "#,##0.00\\ [$kr-414]", "4.30 kr"),
        (12, '0" km"', "12 km"),
        (4300000, '0.0,,"m"', "4.3m"),
        (1234, "General", "1234"),
        (7, "000", "007"),
        (0.5, "# ?/?", "0.5"),
        (0.75, "0.###", "0.75"),
        (3, "0.###", "3"),
        (3, "+0;-0", "+3"),
        (-3, "+0", "-3"),
        (123456789012345, "General", "123456789012345"),
        (1e300, "#,##0", "1e+300"),
        (True, "General", "TRUE"),
        (date(2026, 2, 13), "dd/mm/yyyy", "2026-02-13"),
        (datetime(2026, 2, 13, 7, 35), "yyyy-mm-dd hh:mm", "2026-02-13 07:35"),
        (datetime(2026, 2, 13, 7, 35), "d mmm yyyy", "2026-02-13"),
        (date(2026, 2, 1), "mmm yyyy", "2026-02"),
        (date(2026, 2, 1), "yyyy", "2026"),
        (time(0, 4), "hh:mm", "00:04"),
        (timedelta(hours=26, minutes=3), "[h]:mm:ss", "26:03:00"),
        ("  “as it is”\nand on ", "General", "  “as it is”\nand on "),
    ],
)
def test_a_value_is_written_as_the_sheet_shows_it(value: Any, code: str, shown: str) -> None:
    """Figures, shares, money and dates come as their format shows them, words untouched."""
    document = lawfully(workbook({"S": [[value]]}, {"A1": code}))
    assert places(document)["S!A1"] == shown


def test_titles_above_the_header_do_not_hide_it() -> None:
    """The row that names the columns is found under a title."""
    assert places(lawfully(workbook({"S": [["Votes of Sunday"], [], *ROWS]})))["S!B5, Votes"] == "796"


def test_years_can_name_columns() -> None:
    """A row of years is a header row."""
    assert places(lawfully(workbook({"S": [["Ward", 2020, 2024], ["Mill Lane", 8, 17]]})))["S!C2, 2024"] == "17"


def test_all_sheets_are_read_hidden_ones_too() -> None:
    """Sheets follow one another, and the place says which of them are hidden."""
    document = lawfully(workbook({"One": ROWS, "Empty": [], "Two": [["a", 1]]}, hidden=["Two"]))
    assert places(document)["Two!B1 (hidden)"] == "1"
    assert "\n\nTwo\n" in document.text
    assert document.blocks[-1].cell == Cell(2, 1, 2)


def test_empty_cells_keep_columns_apart() -> None:
    """A bar stands for each empty cell between two."""
    assert lawfully(workbook({"S": [["a", None, None, "b"], [None, "c"]]})).text == "S\na |  |  | b\n | c"


def test_a_formula_without_a_result_is_told() -> None:
    """A formula that no program has calculated is given as it is written, and its place says so; its neighbours are read."""
    document = lawfully(workbook({"S": [["Ward", "Votes"], ["North", 12], ["Total", "=SUM(B2:B2)"]]}))
    assert places(document)["S!B3, Votes (formula, not calculated)"] == "=SUM(B2:B2)"
    assert places(document)["S!B2, Votes"] == "12"


def test_a_formula_with_its_result_is_the_result() -> None:
    """What a program has calculated and kept is what is read."""
    data = workbook({"S": [["Ward", "Votes"], ["Total", "=SUM(B2:B2)"]]})
    assert data != (solved := repacked(data, SHEET, lambda xml: re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>12</v>", xml)))
    assert places(lawfully(solved))["S!B2, Votes"] == "12"


def test_a_stated_size_is_not_believed() -> None:
    """A sheet that says it has a million rows of 16,000 columns is read at once, for what it has."""
    data = repacked(workbook({"S": ROWS}), SHEET, lambda xml: xml.replace(b'ref="A1:C3"', b'ref="A1:XFD1048576"'))
    assert places(lawfully(data))["S!B3, Votes"] == "796"


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(SHEET, "w") as part:
        for _ in range(300):
            part.write(b"0" * 2**20)
    return buffer.getvalue()


def far_away(xml: bytes) -> bytes:
    return xml.replace(b'<row r="3"', b'<row r="999999999"')


def entities(xml: bytes) -> bytes:
    declared = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    body = xml[xml.index(b"<worksheet") :].replace(b"<v>796</v>", b"<v>&e11;</v>")
    return f'<!DOCTYPE worksheet [<!ENTITY e0 "12">{declared}]>'.encode() + body


@pytest.mark.parametrize(
    ("data", "met"),
    [
        pytest.param(bomb(), "this workbook unpacks to more than 256 MB", id="zip bomb"),
        pytest.param(repacked(workbook({"S": ROWS}), SHEET, entities), "this workbook is damaged", id="entity bomb"),
        pytest.param(repacked(workbook({"S": ROWS}), SHEET, far_away), "this workbook is too large", id="far away"),
        pytest.param(workbook({"S": ROWS})[:2000], "this workbook is damaged or cut short", id="cut short"),
        pytest.param(repacked(workbook({"S": ROWS}), "xl/workbook.xml", lambda _: b"<a>"), "this workbook is damaged", id="damaged"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "this workbook is protected with a password", id="locked"),
        pytest.param(b"Ward,Votes\n", "this workbook is damaged", id="mislabelled"),
        pytest.param(b"", "this workbook is damaged", id="empty"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, met: str) -> None:
    """A workbook that is locked, broken or made to do harm is named, with what was met and the next step."""
    with pytest.raises(UnreadableError) as raised:
        read(data, "votes.xlsx")
    assert raised.value.name == "votes.xlsx"
    assert raised.value.met.startswith(met)
    assert raised.value.next_step.endswith(".")
