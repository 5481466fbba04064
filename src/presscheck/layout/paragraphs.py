"""Running lines become paragraphs, headings, list items and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median

from presscheck.layout.lines import NUMBER, STOP, Line, capitals, words
from presscheck.model import BlockKind

_BULLET = re.compile(r"[•‣◦▪●■□○–—*·-]\s")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,3}|[ivxlc]{1,6}|[a-z])[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|§\s?\d{1,4})\s", re.IGNORECASE)
_NOTE = re.compile(r"(\d{1,3}|[*†‡])[.)]?\s?\S")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, parted by line breaks in `text`."""

    text: str
    kind: BlockKind


def usual_step(flows: Iterable[Sequence[Line]]) -> float:
    """The page's usual step from line to line, in heights of type: the tightest quarter of its steps."""
    pairs = chain(*(pairwise(flow) for flow in flows))
    stacked = [(above, line) for above, line in pairs if line.left < above.right and above.left < line.right]
    steps = sorted(step for above, line in stacked if 0.5 < (step := (above.baseline - line.baseline) / line.size) < 3)
    return steps[(len(steps) - 1) // 4] if steps else 1.2


def split(lines: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for at, line in enumerate(lines):
        if paragraph and _breaks(paragraph, line, lines[at + 1] if at + 1 < len(lines) else None, leading, _margin(lines, at - 1)):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _margin(lines: Sequence[Line], at: int) -> float:
    """Where the lines around this one, of the same column, end at the right."""
    line = lines[at]
    near = lines[max(at - 8, 0) : at + 9]
    return max(other.right for other in near if abs(other.left - line.left) < 4 * line.size)


def _breaks(paragraph: list[Line], line: Line, after: Line | None, leading: float, margin: float) -> bool:
    """Does a new paragraph begin with this line?"""
    above = paragraph[-1]
    size = max(above.size, line.size)
    drop = above.baseline - line.baseline
    stop = bool(STOP.search(above.text))
    if drop <= 0.3 * size:  # the next column, or the same line further on
        return stop or not line.text[:1].islower()
    if drop > 1.25 * leading * size or abs(above.size - line.size) > 0.2 * size:
        return True
    if stop and len(paragraph) == 1 and drop > 1.7 * size and not line.text[:1].islower():
        return True  # wide apart and a sentence each: paragraphs of one line, not a page set with double space
    forced = above.right + line.opening + 0.7 * size < margin  # the next word had room: the break was meant
    if _next_number(paragraph[0], line):
        return True
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return stop or forced or line.left < above.left - 0.4 * size or above.text.endswith((",", " and", " or"))
    if line.left > above.left + 0.6 * size and not (len(paragraph) == 1 and _listed(above)):
        back = after is not None and after.left < line.left - 0.3 * size
        return (stop and (back or after is None)) or (forced and back)
    if line.left < above.left - 0.6 * size and len(paragraph) > 1:
        return stop or forced
    return forced and _meant(above, line, stop, margin)


def _next_number(first: Line, line: Line) -> bool:
    """Footnotes and items numbered without a dot: this one's number follows on the last one's."""
    last, this = first.text.split(" ", 1)[0], line.text.split(" ", 1)[0]
    return bool(NUMBER.fullmatch(last) and NUMBER.fullmatch(this)) and int(this) == int(last) + 1


def _meant(above: Line, line: Line, stop: bool, margin: float) -> bool:
    """A line that ends early: the end of a paragraph, a heading, a line of an address?"""
    short = above.right - above.left < 0.6 * (margin - above.left)
    starts = line.text[:1].isupper() or line.text[:1].isdecimal()
    return stop or above.bold != line.bold or capitals(above.text) or (short and starts)


def _listed(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _NUMBERED.match(line.text))


def made(lines: Sequence[Line], body_size: float) -> Paragraph:
    return Paragraph("\n".join(line.text for line in lines), _kind(lines, body_size))


def _kind(paragraph: Sequence[Line], body_size: float) -> BlockKind:
    first, size = paragraph[0], median(line.size for line in paragraph)
    large = size > 1.15 * body_size or all(line.bold or capitals(line.text) for line in paragraph)
    if large and len(paragraph) <= 3 and words(paragraph) <= 20 and not paragraph[-1].text.endswith((".", ",", ";")):
        return BlockKind.HEADING
    if size < 0.9 * body_size and _NOTE.match(first.text):
        return BlockKind.FOOTNOTE
    return BlockKind.ITEM if _listed(first) else BlockKind.PARAGRAPH
