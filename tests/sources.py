"""Small source files of known content, made for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

Draw = Callable[[Any], None]


def pdf(*pages: Draw, **options: Any) -> bytes:
    """A PDF with one page for each function, which is given reportlab's canvas; `options` are the canvas's own."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont("Times-Roman", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def typed(lines: Sequence[str], x: float = 72, y: float = 760, step: float = 13) -> Draw:
    """Lines one below the other."""

    def draw(canvas: Any) -> None:
        for at, line in enumerate(lines):
            canvas.drawString(x, y - at * step, line)

    return draw


def ruled(rows: Sequence[Sequence[str]], x: float = 72, y: float = 600, wide: float = 130, high: float = 18) -> Draw:
    """A table, cell by cell and row by row; a cell "" is not drawn, one with line breaks is drawn line by line."""

    def draw(canvas: Any) -> None:
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                for line, words in enumerate(cell.split("\n")):
                    if words:
                        canvas.drawString(x + column * wide, y - at * high - line * 12, words)

    return draw


def together(*draws: Draw) -> Draw:
    """Several drawings on one page."""

    def draw(canvas: Any) -> None:
        for each in draws:
            each(canvas)

    return draw


def workbook(sheets: dict[str, Sequence[Sequence[Any]]], formats: dict[str, str] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """A workbook; `formats` are number formats by cell ("B2") of every sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cell, code in (formats or {}).items():
            sheet[cell].number_format = code
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def mail(plain: str = "", page: str = "", headers: dict[str, str] | None = None, **attached: bytes) -> bytes:
    """A mail with a plain body, a page, or both; `attached` are files by name, "letter_pdf" for letter.pdf."""
    from email.message import EmailMessage

    message = EmailMessage()
    usual = {"From": "Edda Holloway <edda@harbour.example>", "Date": "Fri, 13 Feb 2026 07:35:12 +0100"}
    for header, value in {**usual, **(headers or {})}.items():
        message[header] = value
    if plain:
        message.set_content(plain)
    if page and plain:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()
