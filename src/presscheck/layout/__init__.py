"""Words placed on pages become paragraphs, tables and running heads, in the order in which each page gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from presscheck.layout.columns import columns_apart
from presscheck.layout.lines import STOP, Line, Word, lines, rows
from presscheck.layout.margins import line_numbers, running_heads
from presscheck.layout.paragraphs import Paragraph, made, split, usual_step
from presscheck.layout.tables import Table, runs, table_rows
from presscheck.model import BlockKind

__all__ = ["Line", "Page", "Paragraph", "Table", "Word", "arrange", "lines", "runs_on"]


@dataclass(frozen=True, slots=True)
class Page:
    """The body in reading order, its footnotes, and what stands in the margins: ("page header", its words)."""

    body: tuple[Paragraph | Table, ...]
    footnotes: tuple[Paragraph, ...]
    margins: tuple[tuple[str, str], ...]


def arrange(pages: Sequence[Sequence[Line]]) -> list[Page]:
    """The lines of all pages of a document, page by page, as paragraphs, tables, footnotes and what stands in the margins."""
    sizes = Counter[float]()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    body_size = sizes.most_common(1)[0][0] if sizes else 1.0
    numbers = [line_numbers(page) for page in pages]
    unnumbered = [_without(page, away) for page, away in zip(pages, numbers, strict=True)]
    arranged = []
    for page, beside, heads in zip(unnumbered, numbers, running_heads(unnumbered), strict=True):
        margins = [(place, " ".join(line.text for line in row)) for place, row in [*heads, ("line numbers", beside)] if row]
        arranged.append(_page(_without(page, chain(*(row for _, row in heads))), body_size, tuple(margins)))
    return arranged


def _without(page: Sequence[Line], away: Iterable[Line]) -> Sequence[Line]:
    gone = {id(line) for line in away}
    return [line for line in page if id(line) not in gone] if gone else page


def runs_on(above: Paragraph | Table, below: Paragraph | Table) -> bool:
    """Do the last words of a page go on in the first of the next, in mid-sentence?"""
    if not isinstance(above, Paragraph) or not isinstance(below, Paragraph) or above.kind is BlockKind.HEADING:
        return False
    return not STOP.search(above.text) and below.text[:1].islower()


def _page(lines: Sequence[Line], body_size: float, margins: tuple[tuple[str, str], ...]) -> Page:
    items = table_rows(columns_apart(rows(lines)))
    step = usual_step(cells[0] for cells in items if len(cells) == 1)
    parts: list[Paragraph | Table] = []
    for part in runs(items):
        parts += [part] if isinstance(part, Table) else [made(found, body_size) for found in split(part, step)]
    footnotes = tuple(part for part in parts if isinstance(part, Paragraph) and part.kind is BlockKind.FOOTNOTE)
    return Page(tuple(part for part in parts if isinstance(part, Table) or part.kind is not BlockKind.FOOTNOTE), footnotes, margins)
