"""Columns of prose that a page gives line by line across the gutter are read one after the other."""

from __future__ import annotations

from itertools import chain
from statistics import median

from presscheck.layout.lines import Extent, Line, count, extents, gaps


def columns_apart(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows of columns of prose, column after column; tables, whose cells hold few words, stay rows."""
    apart: list[list[Line]] = []
    at = 0
    while at < len(rows):
        runs = [_gutter_run(rows, at, gap) for gap in gaps(extents(rows[at]))] if len(rows[at]) <= 8 else []
        end, gutter = max(runs, default=(at, (0.0, 0.0)))
        sides = [[[line for line in row if (line.left < gutter[1]) is left] for row in rows[at:end]] for left in (True, False)]
        if end - at >= 4 and all(sum(map(bool, side)) >= 4 and median(map(count, chain(*side))) >= 4 for side in sides):
            for side in sides:
                apart += columns_apart([row for row in side if row])
            at = end
        else:
            apart += rows[at : max(end, at + 1)]
            at = max(end, at + 1)
    return apart


def _gutter_run(rows: list[list[Line]], at: int, gutter: Extent) -> tuple[int, Extent]:
    """How far down the rows the gap goes on, and what is left of its width."""
    end = at
    least = 0.4 * rows[at][0].size
    while end < len(rows):
        row = rows[end]
        if len(row) == 1 and (row[0].left >= gutter[1] or row[0].right <= gutter[0]):
            end += 1
            continue
        shared = [(max(left, gutter[0]), min(right, gutter[1])) for left, right in gaps(extents(row))]
        widest = max(shared, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))
        if widest[1] - widest[0] < least:
            break
        gutter = widest
        end += 1
    return end, gutter
