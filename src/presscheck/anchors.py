"""Where words stand, as other programs address it: lines and columns, words with what stands around them, files as URIs."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import quote

from presscheck.model import Document, Span

LINED = frozenset({"text/plain", "text/markdown"})  # of these a line of the text is a line of the file
NEAR = 32  # code points on each side of the words that tell them from the same words elsewhere
FAR = 1024  # as many at the most: a text that repeats itself for longer is told apart by position alone
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")  # how an absolute path of Windows begins
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # lone surrogates that stand for no byte of a file's name


@dataclass(frozen=True, slots=True)
class Place:
    """Lines and columns from 1, columns in code points; `end_column` is the first one behind the words."""

    line: int
    column: int
    end_line: int
    end_column: int


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]

    def place(self, span: Span) -> Place:
        return Place(*self._at(span.start), *self._at(span.end))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def lined(document: Document) -> bool:
    """Does a line of its text stand for a line of its file?"""
    return document.media_type in LINED


def around(text: str, span: Span) -> tuple[str, str]:
    """What stands before and behind the words: enough that all three together stand once in the text, or FAR on each side."""
    reach = NEAR
    while True:
        start, end = max(span.start - reach, 0), min(span.end + reach, len(text))
        if reach >= FAR or (start == 0 and end == len(text)) or _once(text, start, end):
            return text[start : span.start], text[span.end : end]
        reach *= 2


def _once(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    first = text.find(words)
    return first == start and text.find(words, first + 1) < 0


def uri(name: str) -> str:
    """A file's name as a URI reference (RFC 3986): a relative path stays one, bytes that are not UTF-8 stay themselves."""
    if _DRIVE.match(name):
        return f"file:///{name[:2]}{_escaped(name[2:].replace(chr(92), '/'))}"
    return f"file://{_escaped(name)}" if name.startswith("/") else _escaped(name)


def _escaped(path: str) -> str:
    return quote(_NO_BYTES.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
