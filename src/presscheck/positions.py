"""Places in a text as editors count them: lines from 0, ended by CR, LF or both and by nothing else, columns in units of an encoding.

After the Language Server Protocol 3.17, "Text Documents" and "Position".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

ENCODINGS = ("utf-16", "utf-8", "utf-32")
_LINE_END = re.compile(r"\r\n?|\n")


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_UNITS: dict[str, Callable[[str], int]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


class Positions:
    """The places of one text. Offsets are code points of the text; columns are units of `encoding`, one of ENCODINGS."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self._text, self._units = text, _UNITS[encoding]
        ends = [match.span() for match in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]

    def at(self, offset: int) -> tuple[int, int]:
        """(line, column) of a code point; the end of its line for one that is part of a line's end."""
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        return line, self._units(self._text[start : min(offset, self._ends[line])])

    def offset(self, line: int, column: int) -> int:
        """The code point at a place; the nearest one before it where there is no such place."""
        if line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[line], self._ends[line]
        told = self._text[start:end]
        if self._units is len or told.isascii():
            return min(start + column, end)
        low, high = 0, len(told)
        while low < high:  # the last code point that begins at the column or before it
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._units(told[:middle]) <= column else (low, middle - 1)
        return start + low

    def replaced(self, first: tuple[int, int], last: tuple[int, int], text: str) -> str:
        """The whole text with `text` in place of what stands between two places."""
        start, end = self.offset(*first), self.offset(*last)
        return self._text[:start] + text + self._text[max(start, end) :]
