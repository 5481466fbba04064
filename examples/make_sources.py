"""Makes the binary sources of the harbour-fire example (DOCX, PDF, XLSX) again, the same content every time."""

from __future__ import annotations

import re
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle  # type: ignore[import-untyped]

SOURCES = Path(__file__).parent / "harbour-fire" / "sources"
WHEN = datetime(2026, 3, 1, 9, 0, 0)  # office formats keep no time zone

LETTERS = (
    ("11 March 2024", "Scorched socket, chamber 1", "No"),
    ("2 May 2024", "Cables in standing water", "Yes"),
    ("19 August 2024", "Junction boxes without lids", "No"),
    ("7 October 2024", "Lights failing on the night shift", "No"),
    ("13 January 2025", "Shock from a cold room door", "No"),
    ("24 February 2025", "Request for an inspection", "No"),
    ("3 June 2025", "Smell of burning, east wall", "No"),
    ("22 July 2025", "Second request for an inspection", "Yes"),
    ("30 September 2025", "Alarm tested without result", "No"),
    ("18 November 2025", "Smell of burning, east wall", "No"),
    ("12 January 2026", "Alarm switched off", "No"),
)


def letter() -> bytes:
    """The board chair's letter: paragraphs, a table of the union's letters, a footnote."""
    document = Document()
    document.core_properties.author = "Port Selwick Harbour Board"
    document.core_properties.created = document.core_properties.modified = WHEN
    document.add_heading("Port Selwick Harbour Board", level=1)
    document.add_paragraph("24 February 2026")
    document.add_paragraph("To: Owen Lasker, Leader, Port Selwick Council")
    document.add_paragraph("Dear Mr Lasker,")
    document.add_paragraph(
        "You asked what the Board was told about the wiring in the cold store on Orrin Quay. Between March 2024 and January 2026 "
        "the Amalgamated Dock Union sent us 11 letters about it. They are listed below. I regret that only two were answered."
    )
    table = document.add_table(rows=1, cols=4)
    rows = [(str(number), *row) for number, row in enumerate(LETTERS, 1)]
    for cell, text in zip(table.rows[0].cells, ("No.", "Date of letter", "Subject", "Answered"), strict=True):
        cell.text = text
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    repairs = document.add_paragraph("In the same period the Board spent £38,500 on electrical repairs in the store.")
    footnote(document, repairs._p, "The surveyor's report of May 2024 had advised works costing £120,000.")
    document.add_paragraph("The Board will give the inquiry every paper it has.")
    document.add_paragraph("Yours sincerely,")
    document.add_paragraph("Philippa Storrow, Chair")
    return saved(document)


def footnote(document: Docx, paragraph: object, text: str) -> None:
    """Add one footnote at the end of the paragraph (python-docx has no call for it)."""
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))  # type: ignore[attr-defined]


def notice() -> bytes:
    """The water company's notice: one page, a table of samples."""
    out = BytesIO()
    page = SimpleDocTemplate(out, pagesize=A4, title="Boil water notice lifted", author="Selwick Water", invariant=1, pageCompression=0)
    styles = getSampleStyleSheet()
    samples = (
        ("Sample point", "Taken", "Result"),
        ("Fore Street", "14 February 2026", "Clear"),
        ("Chandler Row", "14 February 2026", "Oil found"),
        ("Net Loft Lane", "15 February 2026", "Clear"),
        ("St Brannoc's School", "16 February 2026", "Clear"),
        ("Guildhall", "17 February 2026", "Clear"),
    )
    grid = Table(samples, colWidths=(170, 130, 100), hAlign="LEFT")
    grid.setStyle(TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")]))
    page.build(
        [
            Paragraph("Selwick Water: boil water notice lifted", styles["Title"]),
            Paragraph("Port Selwick, 18 February 2026", styles["Normal"]),
            Spacer(1, 12),
            Paragraph(
                "The notice of 13 February 2026 to boil drinking water, which covered 1,900 properties near Orrin Quay, "
                "ends today, 18 February 2026. You do not need to boil your water any more.",
                styles["Normal"],
            ),
            Spacer(1, 12),
            Paragraph(
                "Oil was found in one of five samples. The pipe in Chandler Row has been flushed and tested again.", styles["Normal"]
            ),
            Spacer(1, 12),
            grid,
        ]
    )
    return out.getvalue()


def berths() -> bytes:
    """The harbour master's spreadsheet: which vessel left which berth, and when."""
    book = Workbook()
    book.properties.creator = "Port Selwick Harbour Office"
    book.properties.created = book.properties.modified = WHEN
    sheet = book.active
    assert sheet is not None
    sheet.title = "Berths"
    for row in (
        ("Vessel", "Kind", "Berth", "Left at"),
        ("Selwick Pilot", "pilot boat", 1, "00:04"),
        ("Morning Tithe", "crabber", 3, "00:09"),
        ("Ada Penrose", "trawler", 4, "00:12"),
        ("Gull of Moor", "tug", 6, "00:17"),
        ("Lantern", "yacht", 7, "00:21"),
        ("Corrie Belle", "trawler", 9, "00:26"),
    ):
        sheet.append(row)
    return saved(book)


def saved(file: Docx | Workbook) -> bytes:
    """The file's bytes with no clock in them: a ZIP with one date on all members, and `modified` as we set it."""
    made, fixed = BytesIO(), BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the hour of saving whatever we set
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + WHEN.isoformat().encode() + b"Z", data)
            new.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


MADE = {"board-letter.docx": letter, "water-notice.pdf": notice, "berths.xlsx": berths}


def main() -> None:
    """Write all three into the folder given, or into the example's own."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    for name, make in MADE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
