"""Running heads, page numbers and line numbers stand in the margins: about the text, not the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from presscheck.layout.lines import NUMBER, Line, aligned, count, extents, gaps, level

_FOLIO = re.compile(r"[-–—(\[|]?\d{1,4}(?:/\d{1,4})?[-–—)\].,|]?")


def running_heads(pages: Sequence[Sequence[Line]]) -> list[list[tuple[str, list[Line]]]]:
    """For each page the rows that say the same, but for a page number, on other pages too: ("page header", lines)."""
    edges = [(_edge(page, True), _edge(page, False)) for page in pages]
    counts = Counter[tuple[bool, str]]()
    for top, bottom in edges:
        counts.update({(True, _key(row)) for row in top[:3]} | {(False, _key(row)) for row in bottom[:3]})
    enough = 2 if len(pages) <= 4 else 3
    running = {place for place, count in counts.items() if count >= enough and place[1]}
    return [
        [("page header", row) for row in _outer(top, True, running)] + [("page footer", row) for row in _outer(bottom, False, running)]
        for top, bottom in edges
    ]


def line_numbers(page: Sequence[Line]) -> list[Line]:
    """The numbers 1, 2, 3... beside the lines of a page of prose, as on pleading paper."""
    numbers = sorted((line for line in page if NUMBER.fullmatch(line.text)), key=lambda line: -line.baseline)
    start = next((at for at, line in enumerate(numbers) if line.text == "1"), len(numbers))
    found: list[Line] = []
    for line in numbers[start:]:
        if int(line.text) == len(found) + 1 and (not found or abs(line.right - found[0].right) < line.size):
            found.append(line)
    heights = [line.baseline for line in page]
    if len(found) < 10 or found[0].baseline - found[-1].baseline < 0.6 * (max(heights) - min(heights)):
        return []
    others = [count(line) for line in page if not NUMBER.fullmatch(line.text)]
    return found if others and median(others) >= 5 else []


def _edge(page: Sequence[Line], top: bool) -> list[list[Line]]:
    """The four outermost rows of a page, from the edge inwards."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: -line.baseline if top else line.baseline):
        if rows and level(rows[-1][0].baseline, line.baseline, line.size):
            rows[-1].append(line)
        elif len(rows) < 4:
            rows.append([line])
        else:
            break
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _outer(edge: list[list[Line]], top: bool, running: set[tuple[bool, str]]) -> list[list[Line]]:
    """The rows from the edge inwards that run, as far as a gap parts them from the text."""
    count = 0
    while count < min(len(edge), 3) and (top, _key(edge[count])) in running:
        count += 1
    if 0 < count < len(edge) and _header_row(edge[count - 1], edge[count]):
        count -= 1
    while count and not _apart(edge, count):
        count -= 1
    return edge[:count]


def _apart(edge: list[list[Line]], count: int) -> bool:
    if count == len(edge):
        return True
    row, inner = edge[count - 1][0], edge[count][0]
    return abs(row.baseline - inner.baseline) > 1.6 * inner.size


def _header_row(row: Sequence[Line], inner: Sequence[Line]) -> bool:
    """The header row of a table that goes on from page to page?"""
    size = row[0].size
    return abs(row[0].baseline - inner[0].baseline) < 2.5 * size and aligned(gaps(extents(row)), gaps(extents(inner)), 0.4 * size)


def _key(row: Sequence[Line]) -> str:
    """What repeats: the words, any page number as 0; "" for a row of nothing but several numbers."""
    words = ["0" if _FOLIO.fullmatch(word) else word for line in row for word in line.text.split(" ")]
    return "" if len(words) > 1 and not any(char.isalpha() for word in words for char in word) else " ".join(words)
