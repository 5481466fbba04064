"""Lines of text are grouped into the paragraphs or entries they stand for, whether a paragraph is a line or was wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDEST, _NARROWEST = 120, 36  # nobody wraps lines by hand beyond these
TIMECODE = re.compile(r"[\[(]((?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?)[\])]|(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,3})?)\b|(\d\d:\d\d)(?=\s|$)")
BULLET = re.compile(r"[-*•‣◦–—·]\s|\(?(?:\d{1,3}[.)/]|[a-zA-Z]\)|[ivxIVX]{1,5}\))\s")
_DATED = re.compile(  # "06/14/2021", "2024-01-25", "Tue  3 March", "March 3", "3 March", "3 mars 2026"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|[^\W\d_a-z][^\W\d_]{1,11}[.,]?\s{1,3}\d{1,2}\b|\d{1,2}\.?\s(?:[^\W\d_a-z]|[^\W\d_]{3,12}\.?\s\d{4}\b)"
)
_SPEAKER = re.compile(r"[^\W\d_a-z](?:[^\W\d_a-z]|[ .'’&/-]){0,40}:(?:\s|$)|[QA][.:]\s")
_LAID_OUT = re.compile(r"\S(?: {3}|\t)")
_FINISHED = re.compile(r"[.!?:;…\"”’»)\]*]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text from its first visible character, where that starts in the document, its number (from 1), its indent, and
    how many tabs are in that."""

    text: str
    start: int
    number: int
    indent: int
    tabs: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    def begins_softly(self) -> bool:
        """With a small letter, as only the continuation of a sentence does."""
        return self.text.lstrip("\"'“‘«([")[:1].islower()


def runs(whole: str) -> Iterator[list[Line]]:
    """The lines between blank lines."""
    run: list[Line] = []
    start = 0
    for number, line in enumerate(whole.split("\n"), 1):
        if words := line.lstrip():
            indent = len(line) - len(words)
            words = words.rstrip(" ") if "\t" in words else words.rstrip()
            run.append(Line(words, start + indent, number, indent, line.count("\t", 0, indent)))
        elif run:
            yield run
            run = []
        start += len(line) + 1
    if run:
        yield run


def wrapped_at(runs_of_file: Sequence[Sequence[Line]]) -> int:
    """The width at which the file's lines are wrapped by hand; 0 where they are not."""
    pairs = [(a, b) for run in runs_of_file for a, b in pairwise(run) if a.width <= WIDEST and not _laid_out(a, b)]
    softly = [a.width for a, b in pairs if b.begins_softly()]
    return max(softly) if 10 * len(softly) > 3 * len(pairs) else 0


def pieces(lines: Sequence[Line], width: int) -> Iterator[list[Line]]:
    """The paragraphs or entries of a stretch of text; `width` is `wrapped_at` of the whole file."""
    starts = _entries(lines)
    piece = [lines[0]]
    for line in lines[1:]:
        hangs = piece[0].number in starts and line.indent > piece[0].indent
        if line.number in starts or not (hangs or _goes_on(piece[-1], line, width)):
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _entries(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that begin an entry of a list, register or transcript: two or more of one shape, none too far apart."""
    entries: set[int] = set()
    for shape in (TIMECODE, BULLET, _DATED, _SPEAKER):
        starts = [line for line in lines if shape.match(line.text)]
        if len(starts) > 1:
            begun, first = {line.number for line in starts}, starts[0]
            loose = sum(line.number > first.number and line.indent <= first.indent and line.number not in begun for line in lines)
            if loose <= 3 * len(starts):
                entries |= begun
    return entries


def is_laid_out(line: Line) -> bool:
    """Is it in columns, for the eye?"""
    return bool(_LAID_OUT.search(line.text))


def _laid_out(line: Line, after: Line) -> bool:
    """Do the two stand where they do for the eye: in columns, in the middle, at the right?"""
    return abs(line.indent - after.indent) > 12 or is_laid_out(line) or is_laid_out(after)


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Was the text broken between these lines only because the first was full?"""
    if _laid_out(line, after):
        return False
    finished = bool(_FINISHED.search(line.text))
    if after.begins_softly():
        return not finished or line.width <= WIDEST
    if finished and after.indent > line.indent + 1:  # the first line of a paragraph, set in
        return False
    word = len(after.text.split(maxsplit=1)[0])
    ragged = width // 8 if finished else width // 5
    return width >= _NARROWEST and line.width <= WIDEST and line.width + 1 + min(word, 20) > width - ragged
