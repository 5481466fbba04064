"""A PDF with a text layer becomes a Document: paragraphs and table rows in the page's own order, addressed by page."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Any

from presscheck import grid, layout
from presscheck.assembly import Text
from presscheck.decoding import digest
from presscheck.errors import UnreadableError
from presscheck.layout import Line, Page, Paragraph, Table, Word
from presscheck.model import BlockKind, Document

SUFFIXES = (".pdf",)
MEDIA_TYPE = "application/pdf"

_MOST_PAGES = 5_000
_MOST_CHARACTERS = 15_000_000  # some 5,000 full pages
_SPLIT = "Split the PDF and give the part that the draft rests on."
_AGAIN = "Get the file again, or open it in a PDF viewer and print it to a new PDF."
_HYPHEN = "\x02"  # pdfium's sign for a hyphen, soft or hard, at the end of a line; the printed page shows the same "-" for both
_ENDS_WORD = frozenset(" \t\r\n" + _HYPHEN)
_MEANINGLESS = frozenset({*range(32), 0x7F, 0xFFFE, 0xFFFF} - set(map(ord, _ENDS_WORD)))
_RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_SPECIAL = frozenset("0123456789" + _HYPHEN)
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\d+|[^\w\s]")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ONE_AT_A_TIME = Lock()  # pdfium is not made for threads


def read(data: bytes, name: str) -> Document:
    """One block per paragraph, `where` "p. 3"; rows of tables as cells, "p. 2, row 3, Votes".

    Lines of a paragraph are parted by a line break, and a hyphen at the end of a line stays where it is printed: "docu-\\nment".
    Blocks are parted by an empty line, by one line break where the words run on into the next page. Footnotes ("p. 3,
    footnote 2") and running heads (HEADER, "p. 3, page header") stand after the last page, so that they part no sentence.
    Letters whose meaning the PDF does not say are U+FFFD. Raises UnreadableError.
    """
    with _ONE_AT_A_TIME:
        pages = _pages(data, name)
    _has_text(pages, name)
    return _document(layout.arrange(pages), data, name)


def _document(pages: list[Page], data: bytes, name: str) -> Document:
    text = Text()
    tables = 0
    before: Paragraph | Table | None = None
    for number, page in enumerate(pages, 1):
        many = sum(isinstance(part, Table) for part in page.body) > 1
        first = tables
        for part in page.body:
            text.separate("\n" if before and layout.runs_on(before, part) else "\n\n")
            if isinstance(part, Table):
                tables += 1
                _add_table(text, part, tables, f"p. {number}, table {tables - first}" if many else f"p. {number}")
            else:
                text.add(part.text, part.kind, f"p. {number}")
            before = part
    for number, page in enumerate(pages, 1):
        _add_margins(text, page, f"p. {number}")
    return text.document(name, MEDIA_TYPE, digest(data))


def _add_margins(text: Text, page: Page, where: str) -> None:
    for note in page.footnotes:
        mark = _NOTE_MARK.match(note.text)
        text.separate("\n\n")
        text.add(note.text, note.kind, f"{where}, footnote {mark[0] if mark else ''}".rstrip())
    for place, words in page.margins:
        text.separate("\n\n")
        text.add(words, BlockKind.HEADER, f"{where}, {place}")


def _add_table(text: Text, table: Table, number: int, where: str) -> None:
    width = max(column for row in table.rows for column, _ in row)
    at, names = grid.header([[dict(row).get(column, "") for column in range(1, width + 1)] for row in table.rows])
    for row, cells in enumerate(table.rows, 1):
        called = {column: f", {grid.label(names, column)}" for column, _ in cells if names and row > at and names[column - 1]}
        grid.add_row(text, [(column, words, f"{where}, row {row}{called.get(column, '')}") for column, words in cells], number, row)


def _has_text(pages: list[list[Line]], name: str) -> None:
    letters = unknown = 0
    for page in pages:
        for line in page:
            letters += len(line.text)
            unknown += line.text.count("\ufffd")
    if not letters:
        raise UnreadableError(name, "this PDF has no text layer (a scan?)", "Run OCR on it, or give a text version.")
    if unknown > letters / 2:
        raise UnreadableError(name, "the fonts of this PDF do not say what their letters mean", "Run OCR on it, or give a text version.")


# ---- what pdfium says


def _pages(data: bytes, name: str) -> list[list[Line]]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise _not_opened(problem, data, name) from None
    try:
        if len(pdf) > _MOST_PAGES:
            raise UnreadableError(name, f"this PDF has {len(pdf):,} pages, more than the {_MOST_PAGES:,} that are read", _SPLIT)
        pages: list[list[Line]] = []
        room = _MOST_CHARACTERS
        for number in range(len(pdf)):
            try:
                room, found = _page(pdf, number, room)
            except pypdfium2.PdfiumError:
                raise UnreadableError(name, f"page {number + 1} of this PDF is damaged", _AGAIN) from None
            if room < 0:
                raise UnreadableError(name, f"this PDF has more than {_MOST_CHARACTERS:,} characters", _SPLIT)
            pages.append(found)
        return pages
    finally:
        pdf.close()


def _not_opened(problem: Any, data: bytes, name: str) -> UnreadableError:
    if getattr(problem, "err_code", None) == _PASSWORD:
        return UnreadableError(name, "this PDF is locked with a password", "Save a copy without the password and give that.")
    if b"%PDF-" not in data[:1024]:
        return UnreadableError(name, "this is not a PDF, whatever its name says", "Give it with the ending of its real format.")
    return UnreadableError(name, "this PDF is damaged or cut short", _AGAIN)


def _page(pdf: Any, number: int, room: int) -> tuple[int, list[Line]]:
    """The lines of one page, and how many characters may still come; below 0 nothing was read."""
    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            room -= text_page.count_chars()
            return room, layout.lines(_Characters(text_page).words()) if room >= 0 else []
        finally:
            text_page.close()
    finally:
        page.close()


class _Characters:
    """The characters of one page, with their places turned so that most of the text runs to the right."""

    def __init__(self, text_page: Any) -> None:
        from pypdfium2 import raw

        self._raw, self._page = raw, text_page.raw
        self._origin, self._loose = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetLooseCharBox
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        self._x_ref, self._y_ref, self._box_ref = ctypes.byref(self._x), ctypes.byref(self._y), ctypes.byref(self._box)
        self._font, self._light = ctypes.create_string_buffer(64), math.nan
        unicode = raw.FPDFText_GetUnicode
        self._chars = [_char(unicode(self._page, at)) for at in range(text_page.count_chars())]
        self._turn = self._usual_turn()

    def words(self) -> Iterator[Word]:
        """Words in pdfium's order; a hyphen at the end of a line ends its word."""
        start = 0
        for at, char in enumerate(self._chars):
            if char in _ENDS_WORD:
                end = at + (char == _HYPHEN)
                yield from self._parts(start, end)
                start = at + 1
        yield from self._parts(start, len(self._chars))

    def _parts(self, start: int, end: int) -> Iterator[Word]:
        """One word, or several where pdfium has run the letters of several lines together."""
        while start < end:
            left, right, size = self._extent(start)
            height, until = self._up(start), end
            if end - start > 1:
                if abs(self._up(end - 1) - height) > size / 2 and self._quarter(start) == self._turn:
                    until = next(at for at in range(start + 1, end) if abs(self._up(at) - height) > size / 2)
                other_left, other_right, _ = self._extent(until - 1)
                left, right = min(left, other_left), max(right, other_right)
            yield Word(self._written(start, until, size), left, right, height, size, self._bold(start, height))
            start = until

    def _written(self, start: int, end: int, size: float) -> str:
        text = "".join(self._chars[start:end])
        if any(char in _SPECIAL for char in text[1:]):
            text = "".join(self._raised(at, start, size) for at in range(start, end)).replace(_HYPHEN, "-")
        return text if text.isascii() else _paired(text)

    def _raised(self, at: int, start: int, size: float) -> str:
        """The character; a small raised figure as what it is, so that no footnote's mark becomes part of a number."""
        char = self._chars[at]
        if at == start or char not in _RAISED:
            return char
        raised = self._up(at) - self._up(start) > size / 8 and self._extent(at)[2] < 0.85 * size
        return _RAISED[char] if raised else char

    def _usual_turn(self) -> int:
        letters = [at for at, char in enumerate(self._chars) if char.isalnum()]
        sample = letters[:: max(len(letters) // 32, 1)]
        return Counter(map(self._quarter, sample)).most_common(1)[0][0] if sample else 0

    def _quarter(self, at: int) -> int:
        """The direction of a character's line in quarter turns clockwise."""
        angle = self._raw.FPDFText_GetCharAngle(self._page, at)
        return round(angle / (math.pi / 2)) % 4 if math.isfinite(angle) else 0

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (-y, x), (-x, -y), (y, -x))[self._turn]

    def _up(self, at: int) -> float:
        """The height of a character's baseline."""
        self._origin(self._page, at, self._x_ref, self._y_ref)
        return self._turned(self._x.value, self._y.value)[1] if self._turn else self._y.value

    def _extent(self, at: int) -> tuple[float, float, float]:
        """Left, right and the height of the type."""
        box = self._box
        self._loose(self._page, at, self._box_ref)
        if not self._turn:
            return box.left, box.right, max(0.1, box.top - box.bottom)
        left, low = self._turned(box.left, box.bottom)
        right, high = self._turned(box.right, box.top)
        return min(left, right), max(left, right), max(0.1, abs(high - low))

    def _bold(self, at: int, height: float) -> bool:
        """Is the word in a bold font? Only asked while all words of its line are: a line is bold as a whole."""
        if height == self._light:
            return False
        self._raw.FPDFText_GetFontInfo(self._page, at, self._font, len(self._font), None)
        bold = bool(_BOLD.search(self._font.value))
        self._light = math.nan if bold else height
        return bold


def _char(code: int) -> str:
    """A character as text; what has no meaning, or none in text, is U+FFFD."""
    if code in _MEANINGLESS or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _paired(text: str) -> str:
    """Characters beyond U+FFFF come from pdfium as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
