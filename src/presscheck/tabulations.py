"""Figures that a table gives without stating them: a row's share of the total, the sum of a row's like columns or of a whole column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from presscheck import cells, language
from presscheck.derivations import Derivation, gives
from presscheck.figures import SHARES, Number, numbers
from presscheck.model import Block, Document, Passage, Span
from presscheck.words import telling, words

MOST = 1200  # cells of a table that is reckoned with
TELLING = 3  # digits of a sum that is no chance
NEXT = 2  # words between a figure and the name of the row that is meant
SHORTEST = 3  # letters of a row's name that stands for itself
LONGEST = 6  # figures shown of a sum


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its first cell, the figures of the others by column, and the passage that it is."""

    label: Block
    figures: dict[int, Number]
    passage: Passage
    total: bool  # of the rows above it


@dataclass(frozen=True, slots=True)
class Table:
    """`heads`: the names of the columns, by number; `shares`: the columns of percentages, which are not added up."""

    heads: dict[int, str]
    shares: frozenset[int]
    rows: tuple[Row, ...]
    source: Document

    def place(self, figure: Span) -> tuple[Row, int] | None:
        """The row and the number of the column in which a figure of the source stands."""
        return next(((row, column) for row in self.rows for column, n in row.figures.items() if n.span == figure), None)


def around(theirs: Number, source: Document, mine: Number) -> Table | None:
    """The table in which a figure of the source stands, its figures read as those beside `mine`; None where it stands in none, or that is
    too large, or no row of it names the columns."""
    block = source.block_at(theirs.span.start)
    return table(block, source, mine) if block is not None and block.cell else None


def table(block: Block, source: Document, mine: Number) -> Table | None:
    """The table in which a cell stands, its figures read as those beside `mine`; None where it is too large, or no row names columns."""
    assert block.cell is not None
    blocks, number = source.blocks, block.cell.table
    first = end = bisect_left(blocks, block.span.start, key=lambda b: b.span.start)
    while first and _of(blocks[first - 1], number) and end - first <= MOST:
        first -= 1
    while end < len(blocks) and _of(blocks[end], number) and end - first <= MOST:
        end += 1
    if end - first > MOST:
        return None
    lines = [list(group) for _, group in groupby(blocks[first:end], key=lambda b: b.cell and b.cell.row)]
    told = [cells.row_of(line, source) for line in lines]
    at = next((at for at, (row, below) in enumerate(pairwise(told)) if not cells.is_title(row, below)), len(lines))
    if at >= len(lines) - 1:
        return None
    context = tuple(Span(line[0].span.start, line[-1].span.end) for line in lines[: at + 1])
    heads = {b.cell.column: source[b.span] for b in lines[at] if b.cell}
    shares = frozenset(column for column, head in heads.items() if cells.is_share(head))
    return Table(heads, shares, tuple(_row(line, context, source, mine) for line in lines[at + 1 :]), source)


def _of(block: Block, number: int) -> bool:
    return block.cell is not None and block.cell.table == number


def _row(line: Sequence[Block], context: tuple[Span, ...], source: Document, mine: Number) -> Row:
    label, span = line[0], Span(line[0].span.start, line[-1].span.end)
    passage = Passage(source.id, span, source[span], label.where, context)
    figures: dict[int, Number] = {}
    for block in line[1:]:
        found = numbers(source.text, block.span.start, block.span.end)
        if block.cell and len(found) == 1:
            figures[block.cell.column] = cells.figure_of(found[0], block, passage, source, mine)
    return Row(label, figures, passage, _names_total(source[label.span]))


def _names_total(label: str) -> bool:
    return any(word.lower in language.load().totals for word in words(label))


def worked_out(mine: Number, statement: str, held: Table) -> Iterator[tuple[Derivation, tuple[Passage, ...]]]:
    """What the table gives for the draft's figure, each with the rows it rests on. Sure where it is a share of what the draft names, or
    too long a figure to come out by chance."""
    named = telling(statement)
    found = _shares(named, held) if mine.kind == "percent" else [*_along_rows(named, held), *_down_columns(held)]
    for value, used, told, of_named in found:
        sure = mine.digits >= TELLING or (of_named and mine.digits > 1)
        derived = Derivation(value, tuple(figure for figure, _ in used), told, not mine.kind, sure)
        if gives(mine, derived):
            yield derived, tuple(row.passage for _, row in used)


Given = tuple[float, list[tuple[Number, Row]], str, bool]


def is_named(label: str, told: frozenset[str]) -> bool:
    """Has what is told all telling words of a row's or column's name?"""
    keys = telling(label)
    return bool(keys) and keys <= told


def row_meant(statement: str, mine: Number, theirs: Number, source: Document) -> tuple[Row, int] | None:
    """The row of a table that the draft names beside its figure, and the number of the column, where the figure of the source stands in
    another row, which the draft does not name: 10.2 in the row of 2021 for "in 2020, at 10.2"."""
    held = around(theirs, source, mine)
    place = held.place(theirs.span) if held else None
    if held is None or place is None or place[0].total or is_named(held.source[place[0].label.span], telling(statement)):
        return None
    near = [row for row in held.rows if not row.total and _beside(_called(row, held), statement, mine.figure)]
    return (near[0], place[1]) if len(near) == 1 and near[0] != place[0] else None


def _called(row: Row, held: Table) -> str:
    """A row's name; a letter with the name of its column: "Band A"."""
    name = held.source[row.label.span]
    head = held.heads.get(row.label.cell.column, "") if row.label.cell else ""
    return f"{head} {name}".strip() if len(name) < SHORTEST else name


def _beside(label: str, statement: str, at: Span) -> bool:
    """Does a row's name stand before the figure or behind it, `NEXT` words between at most, and not as what it is set off from ("up from
    2020 to 10.2")? A letter alone is no name."""
    if len(label) < SHORTEST:
        return False
    wanted, told = [word.key for word in words(label)], words(statement)
    for first in range(len(told) - len(wanted) + 1) if wanted else ():
        if [word.key for word in told[first : first + len(wanted)]] == wanted:
            start, end = told[first].span.start, told[first + len(wanted) - 1].span.end
            between = statement[end : at.start] if end <= at.start else statement[at.end : start]
            led = told[first - 1].lower if first else ""
            if between and len(words(between)) <= NEXT and not set(between) & set(".;:") and led not in language.load().set_off:
                return True
    return False


def _shares(named: frozenset[str], held: Table) -> Iterator[Given]:
    """Of a row that the draft names, what each figure is of the total below it, in percent."""
    for total in (row for row in held.rows if row.total):
        for row in held.rows:
            if not row.total and is_named(held.source[row.label.span], named):
                for column in sorted((row.figures.keys() & total.figures.keys()) - held.shares):
                    part, whole = row.figures[column], total.figures[column]
                    if whole.value > part.value and part.kind == whole.kind not in SHARES:
                        share = 100 * part.value / whole.value
                        yield share, [(part, row), (whole, total)], f"{_shown(part)} / {_shown(whole)} = {share:,.4g}%", True


def _along_rows(named: frozenset[str], held: Table) -> Iterator[Given]:
    """Of a total, or a row that the draft names, the sum of the columns whose names have a word in common: "killed 2023", "killed 2024"."""
    words_of = {column: telling(head) for column, head in held.heads.items() if column not in held.shares}
    alike = [{column for column, own in words_of.items() if key in own} for key in sorted(frozenset().union(*words_of.values()))]
    for row in held.rows:
        if row.total or is_named(held.source[row.label.span], named):
            for columns in alike:
                figures = [figure for column, figure in row.figures.items() if column in columns]
                if len(columns) > 1 and len(figures) == len(columns) and not any(figure.kind in SHARES for figure in figures):
                    yield _sum(figures, [row] * len(figures))


def _down_columns(held: Table) -> Iterator[Given]:
    """The sum of each column that has a figure in every row, where no row is a total."""
    if len(held.rows) < 2 or any(row.total for row in held.rows):
        return
    for column in sorted(held.heads.keys() - held.shares):
        figures = [row.figures[column] for row in held.rows if column in row.figures and row.figures[column].kind not in SHARES]
        if len(figures) == len(held.rows):
            yield _sum(figures, held.rows)


def _sum(figures: Sequence[Number], rows: Sequence[Row]) -> Given:
    total = sum(figure.value for figure in figures)
    shown = [_shown(figure) for figure in figures]
    shown = shown if len(shown) <= LONGEST else [*shown[: LONGEST - 1], "...", shown[-1]]
    return total, list(zip(figures, rows, strict=True)), f"{' + '.join(shown)} = {total:,.10g}", False


def _shown(number: Number) -> str:
    return f"{number.value:,.10g}"
