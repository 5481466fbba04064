"""Words of a page become lines: what stands on one baseline, cut at gaps wider than a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

STOP = re.compile(r"[.!?:;…][\"'”’»)\]]{0,3}$")
NUMBER = re.compile(r"\d{1,3}")
_FIGURE = re.compile(r"[(+−–$€£-]?\d|[–-]$")


@dataclass(frozen=True, slots=True)
class Word:
    """Points grow rightwards and upwards as the page is read; `size` is the height of its line of type, about 1.2 em."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one baseline with no wide gap between them; `opening` is the width of the first word."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    opening: float


Extent = tuple[float, float]
"""Left and right."""


def lines(words: Iterable[Word]) -> list[Line]:
    """The words of one page, in the page's own order, as lines."""
    found: list[Line] = []
    run: list[Word] = []
    for word in words:
        if run and not level(run[-1].baseline, word.baseline, max(run[-1].size, word.size)):
            found += _cut(run)
            run = []
        run.append(word)
    return found + _cut(run)


def level(one: float, other: float, size: float) -> bool:
    """On one baseline, a raised figure or mark included?"""
    return abs(one - other) < 0.35 * size


def _cut(words: Sequence[Word]) -> list[Line]:
    """Words of one baseline, cut where the gap is wider than a space: whether it parts two cells is seen later."""
    gaps = [_gap(before, word) for before, word in pairwise(words)]
    widest = _widest_space(words, gaps) if gaps else 0.0
    starts = [0, *(at for at, gap in enumerate(gaps, 1) if gap > widest * (0.8 if _FIGURE.match(words[at].text) else 1)), len(words)]
    return [_line(words[start:end]) for start, end in pairwise(starts)] if words else []


def _gap(before: Word, word: Word) -> float:
    return max(word.left - before.right, before.left - word.right)  # the second where a script runs leftwards


def _widest_space(words: Sequence[Word], gaps: Sequence[float]) -> float:
    """Half as much again as a letter, or as the tightest space of this line."""
    letter = sum(word.right - word.left for word in words) / sum(len(word.text) for word in words)
    tightest, limit = max(min(gaps), 0.0), 1.5 * letter
    return limit if tightest > limit else max(limit, 1.6 * tightest)


def _line(words: Sequence[Word]) -> Line:
    longest = max(words, key=lambda word: len(word.text))
    left, right = min(word.left for word in words), max(word.right for word in words)
    text = " ".join(word.text for word in words)
    return Line(text, left, right, longest.baseline, longest.size, all(word.bold for word in words), words[0].right - words[0].left)


def count(line: Line) -> int:
    return line.text.count(" ") + 1


def words(lines: Iterable[Line]) -> int:
    return sum(map(count, lines))


def joined(row: Sequence[Line]) -> Line:
    """Pieces of one line, put together over their gaps."""
    first, longest = row[0], max(row, key=lambda line: len(line.text))
    text = " ".join(line.text for line in row)
    bold = all(line.bold for line in row)
    return Line(text, first.left, max(line.right for line in row), longest.baseline, longest.size, bold, first.opening)


def rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in lines:
        if rows and level(rows[-1][-1].baseline, line.baseline, line.size) and line.left > rows[-1][-1].right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def extents(row: Iterable[Line]) -> list[Extent]:
    return [(line.left, line.right) for line in row]


def gaps(extents: Sequence[Extent]) -> list[Extent]:
    return [(left[1], right[0]) for left, right in pairwise(extents)]


def aligned(gaps: Sequence[Extent], others: Sequence[Extent], least: float) -> bool:
    """Is any gap of the one row, for the `least` width of a gutter, also one of the other?"""
    at = back = 0
    while at < len(gaps) and back < len(others):
        if min(gaps[at][1], others[back][1]) - max(gaps[at][0], others[back][0]) >= least:
            return True
        if gaps[at][1] < others[back][1]:
            at += 1
        else:
            back += 1
    return False


def capitals(text: str) -> bool:
    return text.isupper() and sum(char.isalpha() for char in text) >= 4
