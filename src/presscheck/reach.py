"""What keeps a figure that no passage bears out from being called missing or wrong: it stands somewhere without what it counts, or two
figures that are told alike or side by side give it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING

from presscheck import cells, rates
from presscheck.comparisons import unscaled
from presscheck.figures import Number, converted, measure, same_unit
from presscheck.model import Document, Evidence, Fact, Passage
from presscheck.stated import in_passage, not_surely, perhaps, said
from presscheck.words import telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

REACHED_WORDS = 6_000  # words of all sources, up to which every figure is looked at before it is said that none has the draft's
FEW_PASSAGES = 12  # that are looked at where there are more
COUPLED = 60  # figures told alike of which two may give the draft's
ABREAST = 3  # figures in a source's order among which two, whatever they count, may give it
TELLING_DIGITS = 3  # of a figure that stands nowhere by chance
SHOWN = 3  # figures of a sum that are shown
ENTRY = re.compile(r"[^\W\d_]{3}[^:]{0,60}:\s*$")  # what a list, not a speaker's letter, tells a figure of: "Osk (hull and deck): 395"

Placed = tuple[Number, Passage]
"""A figure of a source, and the passage that holds it."""


def within_reach(fact: Fact, mine: Number, library: Library) -> Evidence | None:
    """MENTIONS where no passage was found that speaks of the number, and it cannot be said that no source has it: its figure stands
    somewhere without a unit ("Seventy-four.", a cell of a table), or two figures give it that stand near one another, in one column, or
    tell sums in one currency."""
    if mine.kind == "points":
        return None
    led = words(fact.statement[: mine.span.start])[-1:]
    margin = mine.reckoned or bool(led and led[0].lower == "by")  # "by 29 votes"
    every = library.everything(REACHED_WORDS)
    passages = every if every is not None else sorted(library.seeking(fact.reading, FEW_PASSAGES), key=lambda p: (p.document, p.span))
    alike: dict[tuple[str, int, int], list[Placed]] = defaultdict(list)
    near: list[Placed] = []
    for passage in passages:
        source = library[passage.document]
        speaks = bool(mine.kind) or not mine.unit or mine.unit[0] in telling(passage.text)
        for theirs in in_passage(passage, source, mine):
            cell = (block := source.block_at(theirs.span.start)) is not None and block.cell
            if mine.value != 1 and (_stands_alone(mine, theirs, bool(cell)) or unscaled(mine, theirs, bool(cell))):
                return perhaps((passage,), (theirs.span,), not_surely(said(source, theirs)))
            if cell and (mine.kind or margin or same_unit(mine, theirs)):
                alike[passage.document, cell.table, cell.column].append((theirs, passage))
            elif not cell and mine.reckoned and theirs.unit and theirs.digits > 1:  # "174 more than on Thursday"
                alike[theirs.unit[0], 0, 0].append((theirs, passage))
            elif not cell and mine.kind and theirs.kind == mine.kind and mine.kind != "percent":
                alike[mine.kind, 0, 0].append((theirs, passage))
            if (speaks or _of_a_kind(mine, theirs)) and (mine.kind == "percent" or theirs.kind in ("", mine.kind)):
                near.append((theirs, passage))
    grouped = (found for (document, table, _), some in alike.items() if table and (found := _of_group(mine, some, library[document])))
    coupled = (found for one, other in _couples(alike, near) if (found := _of_two(mine, one, other)))
    return next(chain(coupled, grouped), None)


def _couples(alike: Mapping[tuple[str, int, int], Sequence[Placed]], near: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each two of the figures that are told alike; then each two that stand near one another in a source."""
    for some in alike.values():
        yield from combinations(some[:COUPLED], 2)
    for at, one in enumerate(near):
        yield from ((one, other) for other in near[at + 1 : at + ABREAST] if one[1].document == other[1].document)


def _stands_alone(mine: Number, theirs: Number, cell: bool) -> bool:
    """Is it the draft's figure, of what it may count: in no unit of its own, or a cell's, or in the same?"""
    alone = not (theirs.unit or theirs.kind)
    return theirs.value == mine.value and (cell or same_unit(mine, theirs) is True or alone)


def _of_a_kind(mine: Number, theirs: Number) -> bool:
    """Are both lengths, weights, spans of time?"""
    return measure(mine) is not None and measure(theirs) is not None and converted(mine, theirs) is not None


def _of_group(mine: Number, column: Sequence[Placed], source: Document) -> Evidence | None:
    """MENTIONS where the figures of the rows that have a cell in common, all the bills of one firm, add up to the draft's, or leave it of
    another figure of the column."""
    if mine.digits < TELLING_DIGITS or len(column) > COUPLED:
        return None
    groups: dict[str, list[Placed]] = defaultdict(list)
    for number, passage in column:
        texts = {source[block.span].strip() for block in source.within(passage.span) if block.cell}
        for text in {"", *(text for text in texts if not cells.is_figure(text))}:
            groups[text].append((number, passage))
    for some in (some for some in groups.values() if len(some) > 1):
        for left in (None, *some):  # the row that tells the sum, or what it may come to at most, is none of them
            parts = [n for n in some if n is not left]
            total = sum(n.value for n, _ in parts)
            for value in (total, abs(left[0].value - total)) if left else (total,):
                if len(parts) > 1 and abs(value - mine.value) <= mine.step / 2:
                    note = f"it may be worked out from the source: {len(parts)} figures of a column give {value:,.10g}"
                    return perhaps(tuple(p for _, p in parts[:SHOWN]), tuple(n.span for n, _ in parts[:SHOWN]), note)
    return None


def _of_two(mine: Number, first: Placed, second: Placed) -> Evidence | None:
    """MENTIONS where two figures add up to the draft's, or differ by it, to the place to which it is told; for a percentage, where one is
    so much of the other, or more or less by so much. A bare figure beside a sum of money may be told in its scale: "of 258 billion, the
    issue brought 142"."""
    (one, held), (other, too) = first, second
    bare = mine.kind not in ("", "percent") and not (one.kind and other.kind)
    for scale in (1, 10**3, 10**6, 10**9) if bare else (1,):
        values = [n.value * (converted(mine, n) or 1) * (1 if n.kind else scale) for n in (one, other)]
        less, more = sorted(map(abs, values) if max(values) < 0 else values)  # a loss that grew
        if not less:
            return None
        given: tuple[tuple[float, str], ...] = ((more + less, "+"), (more - less, "-"))
        if mine.kind == "percent" and "percent" not in (one.kind, other.kind):
            given = ((100 * less / more, "as a share of"), (100 * (more - less) / less, "over"), (100 * (more - less) / more, "under"))
        elif mine.kind == "percent" and one.kind != other.kind:
            return None
        for value, sign in given:
            slack = mine.step / 2 if mine.kind == "percent" else 0.0  # 47 of 46.98
            if mine.low - slack <= value <= mine.high + slack and (mine.kind == "percent" or less >= mine.step):
                note = f"it may be worked out from the source: {more:,.10g} {sign} {less:,.10g} gives {value:,.10g}"
                return perhaps((held, too), (one.span, other.span), note)
    return None


def told_elsewhere(fact: Fact, mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where the draft's own count, of three digits or more, stands in a sentence of a source that has it for the same thing or for
    nothing else: what contradicts the draft, `against`, may speak of another day or place ("In 2024 it was 385. In 2026 it was 1,140.").
    Two sums of money are too seldom of one thing."""
    if (own := rates.base(fact.statement, mine)) and (there := _same_rate(fact, mine, own, against, library)):
        return there
    if mine.kind or mine.digits < TELLING_DIGITS:
        return None
    for passage in _that_may_have(fact.reading, library):
        source = library[passage.document]
        block = source.block_at(passage.span.start)
        if passage in against.passages or (block is not None and block.cell):
            continue
        for theirs in in_passage(passage, source, mine):
            if _stands_alone(mine, theirs, False) and not _entry(passage, source, theirs):
                return perhaps((passage,), (theirs.span,), not_surely(said(source, theirs)))
    return None


def _same_rate(fact: Fact, mine: Number, own: rates.Base, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a place has the draft's figure per the draft's unit, of whatever, beside one that has it per another."""
    if not any(n.value == mine.value for n in in_passage(against.passages[0], library[against.passages[0].document], mine)):
        return None
    for passage in _that_may_have(rates.told(fact.statement, mine), library):
        source = library[passage.document]
        for theirs in in_passage(passage, source, mine):
            base = rates.base(source.text, theirs) if theirs.value == mine.value else None
            if base and (base.kind, base.name) == (own.kind, own.name):
                return perhaps((passage,), (theirs.span,), not_surely(rates.told(source.text, theirs)))
    return None


def _that_may_have(told: str, library: Library) -> Sequence[Passage]:
    """All passages of the sources, where these are short; else the few that have most of a figure as it is told."""
    every = library.everything(REACHED_WORDS)
    return every if every is not None else library.seeking(told, FEW_PASSAGES)


def _entry(passage: Passage, source: Document, number: Number) -> bool:
    """Is it all that a line of a list tells: "Osk (hull and deck): 395"?"""
    before, behind = source.text[passage.span.start : number.span.start], source.text[number.span.end : passage.span.end]
    return bool(ENTRY.search(before)) and not behind.strip(" .;")
