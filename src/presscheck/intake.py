"""A file's bytes and name become a Document by the right reader, or an error that says what the file is and what to do."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from presscheck import parts
from presscheck.decoding import decode
from presscheck.errors import UnreadableError
from presscheck.model import Document

MAX_BYTES = 64 * 1024 * 1024

_AGAIN = "and run again"
_AS_DOCX = f"Open it in the program it was made with, save it as .docx {_AGAIN}"
_TRANSCRIBE = f"Put its words in a .txt or .docx file {_AGAIN}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is by its bytes: in words, the endings it should have, and what to do where no reader has any of these."""

    words: str
    suffixes: tuple[str, ...]
    advice: str = ""


TEXT = Kind("plain text", (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".vtt", ".srt", ".eml", ".html", ".htm", ".xhtml"))
HTML = Kind("a web page", (".html", ".htm", ".xhtml"))
MAIL = Kind("an e-mail", (".eml", *TEXT.suffixes))
CAPTIONS = Kind("a transcript in WebVTT", (".vtt", *TEXT.suffixes))
PDF = Kind("a PDF file", (".pdf",))
WORD = Kind("a Word document", (".docx", ".docm", ".dotx"))
EXCEL = Kind("an Excel workbook", (".xlsx", ".xlsm"))
LOCKED = Kind("an Office file that is protected with a password", (), f"Open it with its password, save it without one {_AGAIN}")
OLD_WORD = Kind("an old Word document (.doc)", (".doc",), f"Open it in Word or LibreOffice, save it as .docx {_AGAIN}")
OLD_EXCEL = Kind("an old Excel workbook (.xls)", (".xls",), f"Open it in Excel or LibreOffice, save it as .xlsx {_AGAIN}")
OUTLOOK = Kind("an Outlook message (.msg)", (".msg",), f"Save it from Outlook as .eml or .txt {_AGAIN}")
OLD_OFFICE = Kind("a file of an old Office program", (), _AS_DOCX)
RTF = Kind("an RTF document", (".rtf",), f"Open it in Word or LibreOffice, save it as .docx {_AGAIN}")
ODT = Kind("an OpenDocument text", (".odt",), f"Open it in LibreOffice or Word, save it as .docx {_AGAIN}")
ODS = Kind("an OpenDocument spreadsheet", (".ods",), f"Open it in LibreOffice or Excel, save it as .xlsx {_AGAIN}")
SLIDES = Kind("a PowerPoint presentation", (".pptx",), f"Save it as .pdf {_AGAIN}")
IWORK = Kind("an Apple iWork file (Pages, Numbers or Keynote)", (".pages", ".numbers", ".key"), f"Export it as .docx or .pdf {_AGAIN}")
EPUB = Kind("an e-book", (".epub",), f"Convert it to .docx or .html {_AGAIN}")
ZIP = Kind("a ZIP archive", (".zip",), f"Unpack it, give presscheck the files in it {_AGAIN}")
CUT_ZIP = Kind("an Office file or ZIP archive that is damaged or cut short", (*WORD.suffixes, *EXCEL.suffixes))
ARCHIVE = Kind("a compressed archive", (".gz", ".7z", ".rar"), f"Unpack it, give presscheck the files in it {_AGAIN}")
IMAGE = Kind("an image", (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".heic"), _TRANSCRIBE)
RECORDING = Kind("a sound or video recording", (".mp3", ".wav", ".m4a", ".mp4", ".ogg", ".flac", ".mkv"), _TRANSCRIBE)
BINARY = Kind("not text: it holds bytes that no text has", (), f"Check that it is the right file, save it as .docx or .txt {_AGAIN}")

_CONTROLS = re.compile(r"[\x00-\x08\x0d-\x1a\x1c-\x1f]")
_BEGINS = (
    (b"{\\rtf", RTF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"ID3", RECORDING),
    (b"OggS", RECORDING),
    (b"fLaC", RECORDING),
    (b"\x1aE\xdf\xa3", RECORDING),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
)
_IN_OLE = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", OLD_WORD),
    ("Workbook", OLD_EXCEL),
    ("__substg1.0_", OUTLOOK),
    ("__nameid_version", OUTLOOK),
)
_IN_ZIP = (
    (b"word/", WORD),
    (b"xl/", EXCEL),
    (b"ppt/", SLIDES),
    (b"Index/", IWORK),
    (b"Index.zip", IWORK),
    (b"META-INF/container.xml", EPUB),
)
_KNOWN = (TEXT, PDF, WORD, EXCEL)
_ENTRIES = 2000  # of a ZIP archive's directory are looked at
_PAGE = re.compile(r"(?:<\?xml[^>]{0,200}>)?\s{0,100}(?:<!--[^>]{0,500}-->\s{0,100})?<(?:!doctype\s{1,9}html|html)[\s>]", re.IGNORECASE)
_HEADER = re.compile(r"(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version):\s", re.IGNORECASE)


def read(data: bytes, name: str, media_type: str | None = None) -> Document:
    """The Document of a file; `media_type` helps where the name has no ending that a reader knows. Raises UnreadableError."""
    if len(data) > MAX_BYTES:
        met = f"this file has {len(data) / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB that presscheck reads"
        raise UnreadableError(name, met, f"Cut it into parts, or save only its text, {_AGAIN}.")
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableError(name, "this file is empty", f"Save it again from the program it was made with {_AGAIN}.")
    kind = _kind(data)
    document = _read(_reader(kind, name, media_type), data, name)
    if not document.text.strip():
        mend = "It may be a scan: have its words recognised (OCR)" if kind is PDF else "Check that it is the right file"
        raise UnreadableError(name, "there is no text in this file", f"{mend} {_AGAIN}.")
    return document


def _read(reader: parts.Reader, data: bytes, name: str) -> Document:
    try:
        return reader.read(data, name)
    except UnreadableError:
        raise
    except Exception as problem:  # readers rest on parsers of other people, which can raise anything on hostile bytes
        detail = " ".join(f"{type(problem).__name__}: {problem}".split())[:120]
        met = f"this file is damaged, or it is not really {_expected(reader.SUFFIXES[0])} ({detail})"
        raise UnreadableError(name, met, f"Open it in the program it was made with, save it again {_AGAIN}.") from problem


@lru_cache
def _readers() -> dict[str, parts.Reader]:
    """Every reader, by each of its file endings."""
    readers = [parts.load("readers", name) for name in parts.names("readers")]
    return {suffix: reader for reader in readers for suffix in reader.SUFFIXES}


def _reader(kind: Kind, name: str, media_type: str | None) -> parts.Reader:
    """The reader for a file of that name and kind; raises UnreadableError where there is none, or where the two do not agree."""
    readers, suffix = _readers(), PurePath(name).suffix.lower()
    fitting = next((suffix for suffix in kind.suffixes if suffix in readers), "")
    if suffix in readers:
        if suffix in kind.suffixes or not any(suffix in known.suffixes for known in _KNOWN):
            return readers[suffix]
        instead = f", not {_expected(suffix)}" if kind.suffixes else ""
        rename = f"Rename it to {PurePath(name).stem}{fitting} {_AGAIN}"
        raise UnreadableError(name, f"this is {kind.words}{instead}", f"{rename if fitting else kind.advice}.")
    if not fitting:
        raise UnreadableError(name, f"this is {kind.words}", f"{kind.advice}. presscheck reads {', '.join(sorted(readers))}.")
    stated = (media_type or "").partition(";")[0].strip().lower()
    fits = [reader for ending, reader in readers.items() if ending in kind.suffixes and stated == reader.MEDIA_TYPE]
    return fits[0] if fits else readers[fitting]


def _expected(suffix: str) -> str:
    """What a file with that ending should be, in words."""
    return next((kind.words for kind in (PDF, WORD, EXCEL, HTML) if suffix in kind.suffixes), f"a {suffix} file")


def _kind(data: bytes) -> Kind:
    """What the file is by its bytes."""
    head = data[:1024]
    if b"%PDF-" in head:
        return PDF
    for begin, kind in _BEGINS:
        if head.startswith(begin):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for entry, kind in _IN_OLE if entry.encode("utf-16-le") in data), OLD_OFFICE)
    if head[:4] == b"RIFF":
        return IMAGE if head[8:12] == b"WEBP" else RECORDING
    if head[4:8] == b"ftyp":
        return IMAGE if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else RECORDING
    return _text_kind(data)


def _text_kind(data: bytes) -> Kind:
    sample = decode(data[:65536])
    controls = len(_CONTROLS.findall(sample))
    if controls * 50 > len(sample) or (b"\0" in data and "\0" in decode(data)):
        return BINARY
    start = sample.lstrip()
    if _PAGE.match(start):
        return HTML
    if start.startswith("WEBVTT"):
        return CAPTIONS
    lines = start.split("\n", 2)[:2]
    return MAIL if len(lines) > 1 and all(_HEADER.match(line) for line in lines) else TEXT


def _zip_kind(data: bytes) -> Kind:
    entries = list(_entries(data))
    for begin, kind in _IN_ZIP:
        if any(entry.startswith(begin) for entry in entries):
            return kind
    if data[30:38] == b"mimetype":
        return ODS if b"spreadsheet" in data[38:100] else ODT
    return ZIP if b"PK\x05\x06" in data[-66_000:] else CUT_ZIP


def _entries(data: bytes) -> Iterator[bytes]:
    """The names in a ZIP archive, from its directory, or from its beginning where it is cut off."""
    end = data.rfind(b"PK\x05\x06", -66_000)
    at = struct.unpack_from("<I", data, end + 16)[0] if 0 <= end <= len(data) - 22 else 0
    header, lengths, name = (b"PK\x01\x02", 28, 46) if data[at : at + 4] == b"PK\x01\x02" else (b"PK\x03\x04", 26, 30)
    for _ in range(_ENTRIES):
        at = data.find(header, at)
        if at < 0 or at + name > len(data):
            return
        length = struct.unpack_from("<H", data, at + lengths)[0]
        yield data[at + name : at + name + length]
        at += name + length
