"""Documents are put together here, block by block, so that no reader counts an offset itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from presscheck.model import Block, BlockKind, Cell, Document, Pointer, Span

_FIGURE = re.compile(r"[-+−(]?[$€£¥]?\s?\d")
_SURROGATE = re.compile("[\ud800-\udfff]")


def lawful(text: str) -> str:
    """The text with newlines as `\\n` and lone surrogates as U+FFFD; nothing else is touched."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def place(cell: Cell, header: Sequence[str] = ()) -> str:
    """A cell's native address: "row 3, Votes"; its column's number where the `header` row has no name for it."""
    table = f"table {cell.table}, " if cell.table > 1 else ""
    name = " ".join(header[cell.column - 1].split()) if cell.column <= len(header) else ""
    return f"{table}row {cell.row}, {name[:60] or f'column {cell.column}'}"


def headed(rows: Sequence[Sequence[str]]) -> bool:
    """Does the first row name the columns: no figure in it, but figures in the same column below?"""
    below = {column for row in rows[1:] for column, text in enumerate(row) if _FIGURE.match(text.strip())}
    return any(text.strip() for text in rows[0]) and bool(below) and not any(_FIGURE.match(text.strip()) for text in rows[0])


class Text:
    """A document's text in the making, and the blocks over it.

    Either `Text()`, with `add` and `separate` in reading order, or `Text(whole)` with `cover` for each block of the file's own text.
    """

    def __init__(self, text: str = "") -> None:
        self._pieces = [lawful(text)]
        self._length = len(self._pieces[0])
        self._blocks: list[Block] = []
        self._between: list[str] = []

    def __len__(self) -> int:
        """Code points so far, without a separator that nothing follows yet."""
        return self._length

    def add(self, text: str, kind: BlockKind, where: str, cell: Cell | None = None) -> Span | None:
        """Append a block that holds exactly `text`; None, and nothing appended, where it has no visible character."""
        if not text.strip():
            return None
        self._put("".join(self._between))
        self._between.clear()
        start = self._length
        self._put(lawful(text))
        return self._block(Span(start, self._length), kind, where, cell)

    def separate(self, separator: str) -> None:
        """What lies before the next block: white space and `|` only. Line breaks never pile up, the longest of a run counts."""
        between = self._between
        if separator.strip("\n"):
            between.append(separator)
        elif between and not between[-1].strip("\n"):
            between[-1] = max(between[-1], separator, key=len)
        elif between or self._blocks:
            between.append(separator)

    def cover(self, start: int, end: int, kind: BlockKind, where: str, cell: Cell | None = None) -> Span | None:
        """A block over text that is there already, without the white space at its ends; None where nothing else is in it."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        text = self._pieces[0][start:end]
        if not text.strip():
            return None
        start += len(text) - len(text.lstrip())
        return self._block(Span(start, start + len(text.strip())), kind, where, cell)

    def document(
        self, name: str, media_type: str, digest: str, published: date | None = None, pointers: Sequence[Pointer] = ()
    ) -> Document:
        """The finished document; `digest` is `decoding.digest` of the file's bytes."""
        return Document("".join(self._pieces), tuple(self._blocks), name, media_type, digest, published, tuple(pointers))

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _block(self, span: Span, kind: BlockKind, where: str, cell: Cell | None) -> Span:
        self._blocks.append(Block(span, kind, where, cell))
        return span
