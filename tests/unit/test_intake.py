"""A file is read for what it is, and what cannot be read says what it is and what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import samples
import word
from presscheck import intake, parts
from presscheck.errors import UnreadableError
from presscheck.intake import MAX_BYTES, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCX = word.docx(word.p("She wrote 17 letters."))
PAGE = b"<!-- saved --><!DOCTYPE html><p>She wrote 17 letters.</p>"
MAIL = b"From: edda@tide.example\nSubject: Letters\n\nShe wrote 17 letters.\n"


def ole(entry: str) -> bytes:
    return OLE + bytes(500) + entry.encode("utf-16-le") + bytes(500)


def opendocument(media_type: str) -> bytes:
    inside = "META-INF/container.xml" if "epub" in media_type else "content.xml"
    return word.zipped({"mimetype": media_type, inside: "<x/>"}, stored=True)


def message(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(data, name)
    assert caught.value.name == name
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("letters.txt", b"She wrote 17 letters.", "text/plain"),
        ("LETTERS.MD", b"She wrote 17 letters.", "text/markdown"),
        ("letters.htm", PAGE, "text/html"),
        ("letters.html", b"She wrote <b>17</b> letters.", "text/html"),
        ("letters.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("letters", b"She wrote 17 letters.", "text/plain"),
        ("letters.rst", b"She wrote 17 letters.", "text/plain"),
        ("-", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("letters", PAGE, "text/html"),
        ("letters", samples.pdf(), "application/pdf"),
        ("letters", MAIL, "message/rfc822"),
        ("letters.txt", MAIL, "text/plain"),
        ("letters.doc", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_the_reader_is_found_by_ending_and_by_content(name: str, data: bytes, media_type: str) -> None:
    """The ending says how a text is read; without one that is known, the bytes do."""
    document = read(data, name)
    assert (document.media_type, document.name) == (media_type, name)
    assert "letters" in document.text


def test_a_stated_media_type_helps() -> None:
    """Where the name says nothing, the media type that a server gave does, but not against the bytes."""
    assert read(b"# Letters", "letters", "text/markdown; charset=utf-8").media_type == "text/markdown"
    assert read(b"# Letters", "letters", "application/pdf").media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "data", "met", "next_step"),
    [
        ("court.docx", samples.pdf(), "this is a PDF file, not a Word document", "Rename it to court.pdf and run again."),
        ("in/court.docx", PAGE, "this is a web page, not a Word document", "Rename it to court.html and run again."),
        ("court.docx", b"She wrote", "this is plain text, not a Word document", "Rename it to court.txt and run again."),
        ("court.txt", PAGE, "this is a web page, not a .txt file", "Rename it to court.html and run again."),
        ("court.pdf", DOCX, "this is a Word document, not a PDF file", "Rename it to court.docx and run again."),
        ("court.docx", ole("WordDocument"), "an old Word document (.doc)", "save it as .docx and run again."),
        ("court.doc", ole("WordDocument"), "an old Word document (.doc)", "save it as .docx and run again."),
        ("court.docx", ole("EncryptedPackage"), "an Office file that is protected with a password", "save it without one"),
        ("court.xls", ole("Workbook"), "an old Excel workbook (.xls)", "save it as .xlsx and run again."),
        ("court.msg", ole("__nameid_version1.0"), "an Outlook message (.msg)", "as .eml or .txt and run again."),
        ("court.rtf", b"{\\rtf1 She wrote}", "this is an RTF document", "save it as .docx and run again."),
        ("court.odt", opendocument("application/vnd.oasis.opendocument.text"), "this is an OpenDocument text", "save it as .docx"),
        ("court.ods", opendocument("application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument spreadsheet", "as .xlsx"),
        ("court.epub", opendocument("application/epub+zip"), "this is an e-book", "Convert it to .docx or .html"),
        ("court.pages", word.zipped({"Index/Document.iwa": "x"}), "an Apple iWork file", "Export it as .docx or .pdf and run again."),
        ("court.zip", word.zipped({"a.txt": "x"}), "this is a ZIP archive", "Unpack it"),
        ("court.docx", b"\x89PNG\r\n\x1a\n123", "this is an image, not a Word document", "Put its words in a .txt or .docx file"),
        ("court.mp3", b"ID3\x04123", "this is a sound or video recording", "Put its words in a .txt or .docx file"),
        ("court.txt", b"She\0wrote", "this is not text: it holds bytes that no text has", "Check that it is the right file"),
        ("court", bytes(range(1, 256)), "this is not text: it holds bytes that no text has", "Check that it is the right file"),
        ("court.txt", b"", "this file is empty", "Save it again from the program it was made with and run again."),
        ("court.md", "\ufeff \u00a0\n".encode(), "there is no text in this file", "Check that it is the right file and run again."),
        ("court.docx", word.docx(word.p("")), "there is no text in this file", "Check that it is the right file and run again."),
        ("court.docx", DOCX[:20], "this is not a Word document (.docx), or it is damaged or cut short", "save it again as .docx"),
        ("court.docx", DOCX[:200], "this is not a Word document (.docx), or it is damaged or cut short", "save it again as .docx"),
    ],
    ids=lambda told: "data" if isinstance(told, bytes) else None,  # what is zipped holds the second it was made in, and workers must agree
)
def test_what_cannot_be_read_says_what_it_is(name: str, data: bytes, met: str, next_step: str) -> None:
    """The message names the file, what was met and the next step."""
    said = message(data, name)
    assert said.startswith(f"{name}: ")
    assert met in said
    assert next_step in said


def test_an_ending_that_nothing_reads_lists_those_that_are() -> None:
    """A format without a reader gets the list of those with one."""
    assert "presscheck reads .csv, .docm, .docx, " in message(b"GIF89a", "court.gif")


def test_wide_encodings_are_text() -> None:
    """UTF-16, whose bytes hold NULs, is no binary file, with its mark or without."""
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        assert read("She wrote 17 letters.".encode(encoding), "court.txt").text == "She wrote 17 letters."


def test_too_large_files_are_refused_unread() -> None:
    """A byte over the limit is refused, in megabytes."""
    assert "this file has 64 MB, more than the 64 MB that presscheck reads" in message(b"a" * (MAX_BYTES + 1), "court.txt")


@pytest.fixture
def frail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package that offers a reader of `.frail` files which raises what the file says."""
    (tmp_path / "frail_reader.py").write_text(
        "SUFFIXES = ('.frail',)\nMEDIA_TYPE = 'text/frail'\n"
        "def read(data, name):\n"
        "    if data == b'deep': return read(data, name)\n"
        "    raise {b'memory': MemoryError, b'value': ValueError}[data]('of no\\nuse')\n"
    )
    metadata = tmp_path / "frail-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: frail\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[presscheck.readers]\nfrail = frail_reader\n")
    monkeypatch.syspath_prepend(tmp_path)
    forget_parts()
    yield
    monkeypatch.undo()
    forget_parts()


def forget_parts() -> None:
    for cached in [*vars(parts).values(), *vars(intake).values()]:
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


@pytest.mark.usefixtures("frail")
@pytest.mark.parametrize(("data", "detail"), [(b"value", "ValueError: of no use"), (b"memory", "MemoryError"), (b"deep", "RecursionError")])
def test_whatever_a_reader_raises_becomes_a_message(data: bytes, detail: str) -> None:
    """A parser's own error, too little memory and nesting too deep are told in words, with the detail in brackets."""
    said = message(data, "court.frail")
    assert said.startswith(f"court.frail: this file is damaged, or it is not really a .frail file ({detail}")
    assert said.endswith("save it again and run again.")
