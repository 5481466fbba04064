"""Small valid files of every format, made here, for the tests that break them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

TITLE = "Harbour board was warned"
LETTERS = "The clerk counted 13 letters about the sandbar on 4 March 2026."
SPEECH = "“We read every one of them,” said Idris Falconer, the harbour master."


def txt() -> bytes:
    return f"{TITLE}\n\n{LETTERS}\n\n{SPEECH}\n".encode()


def md() -> bytes:
    table = "| Year | Letters |\n|---|---|\n| 2026 | 13 |\n"
    return f"# {TITLE}\n\n{LETTERS} [See](https://letters.example/13).\n\n> {SPEECH}\n\n- one\n- two\n\n{table}".encode()


def html() -> bytes:
    rows = "<table><tr><th>Year</th><th>Letters</th></tr><tr><td>2026</td><td>13</td></tr></table>"
    body = f"<nav><a href='/'>Home</a></nav><article><h1>{TITLE}</h1><p>{LETTERS}</p><p>{SPEECH}</p>{rows}</article>"
    return f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>".encode()


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE)
    document.add_paragraph(LETTERS)
    document.add_paragraph(SPEECH)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "2026", "13 letters"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(password: str = "") -> bytes:
    """Two pages, under a password where one is given."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password, strength=128) if password else None, invariant=1)
    for line in (TITLE, LETTERS):
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (("Year", "Letters"), (2025, 5), (2026, 13)):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv() -> bytes:
    return b'Year,Letters,"Said, by whom"\n2025,5,"Idris ""the harbour"" Falconer"\n2026,13,\n'


def tsv() -> bytes:
    return b"Year\tLetters\n2025\t5\n2026\t13\n"


def vtt() -> bytes:
    return f"WEBVTT\n\n00:12.000 --> 00:15.000\n<v Idris Falconer>{LETTERS}\n\n2\n01:00:12.000 --> 01:00:15.500\nYes.\n".encode()


def srt() -> bytes:
    return f"1\n00:00:12,000 --> 00:00:15,000\n{LETTERS}\n\n2\n01:00:12,000 --> 01:00:15,500\nYes.\n".encode()


def eml() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Idris Falconer <idris@harbour.example>", "desk@courier.example", TITLE
    mail["Date"] = "Wed, 04 Mar 2026 10:00:00 +0000"
    mail.set_content(f"{LETTERS}\n\nOn Tuesday, the desk wrote:\n> How many?\n")
    mail.add_alternative(html().decode(), subtype="html")
    return bytes(mail)


def xhtml() -> bytes:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{LETTERS}</p></body></html>'.encode()


_MADE: Mapping[str, Callable[[], bytes]] = {
    **dict.fromkeys((".txt", ".text"), txt),
    **dict.fromkeys((".md", ".markdown"), md),
    **dict.fromkeys((".html", ".htm"), html),
    **dict.fromkeys((".docx", ".docm", ".dotx"), docx),
    **dict.fromkeys((".xlsx", ".xlsm"), xlsx),
    ".xhtml": xhtml,
    ".pdf": pdf,
    ".csv": csv,
    ".tsv": tsv,
    ".vtt": vtt,
    ".srt": srt,
    ".eml": eml,
}


@cache
def sample(suffix: str) -> bytes:
    """A valid file of the format with that suffix; KeyError where nobody wrote one."""
    return _MADE[suffix]()


def zipped(**files: bytes) -> bytes:
    """A ZIP archive of text files."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.txt", data)
    return file.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """An Office file with one of its parts replaced."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return file.getvalue()


def bomb(data: bytes, name: str, megabytes: int) -> bytes:
    """An Office file whose part `name` unpacks to so many megabytes of spaces inside its root element."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        start, _, end = old.read(name).rpartition(b"</")
        with new.open(name, "w") as part:
            part.write(start)
            for _ in range(megabytes):
                part.write(b" " * 2**20)
            part.write(b"</" + end)
    return file.getvalue()
