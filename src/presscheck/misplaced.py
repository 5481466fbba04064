"""A figure that a source has, of another row, line, column, part or unit than the draft tells it of: "Band A pays £62.86", which is what
Band B pays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from presscheck import columns, entries, language, rates, tabulations
from presscheck.bindings import Part, crossed
from presscheck.cells import column
from presscheck.figures import CHANCE, Number, agree, measure, numbers, same_unit
from presscheck.frames import shared
from presscheck.model import Document, Evidence, Fact, Passage, Relation
from presscheck.stated import draft_says, in_passage, not_surely, others, said
from presscheck.words import flat, key, stopkeys, telling, words

MISPLACED = 0.75  # score of the figure of another row of a table, or another line of a list, than the draft names
OF_ANOTHER_CELL = 0.6  # the same, where the draft only tells it nearer to the other row, or to a later column
MAYBE = 0.4  # the same, where the row that the draft names has none, or the draft's own elsewhere
PER_ANOTHER = 0.2  # the same of a figure per another unit, at least
AROUND = 0.2  # share of the statement's words that must stand around a figure per another unit
AROUND_FEW = 0.3  # the same for a figure below ten
TELLING_DIGITS = 3  # of a figure that stands nowhere by chance
LONG = 10**6  # a figure of so much is another's even where the two are rounded
MOST = 40  # figures of one passage that are compared
REST = 6  # words behind a figure that tell which of what was counted it is told of
PARTED = re.compile(r"[,;:.(](?!\d)|\band\b")
CELL = " | "  # between two cells of a row


def per_another_unit(
    fact: Fact, mine: Number, theirs: Sequence[Number], near: Mapping[Number, float], passage: Passage, source: Document
) -> Evidence | None:
    """CONTRADICTS where the passage has the draft's figure per another unit only: "5 per litre" for 5 per decilitre; SUPPORTS where it has
    the same rate, told otherwise: 50 per litre. `theirs` are its figures that may be compared, `near` how near each is, 0..1."""
    own = rates.base(fact.statement, mine)
    if own is None or shared(fact, passage, source) < (AROUND if mine.value >= CHANCE else AROUND_FEW):
        return None
    bases = {n: rates.base(source.text, n) for n in theirs if same_unit(mine, n) is not False and n.kind == mine.kind}
    same = [n for n in bases if n.value == mine.value]
    apart = [n for n, base in bases.items() if rates.other_base(own, base)]
    if agreeing := next((n for n in apart if (base := bases[n]) and rates.converted(mine, own, n, base)), None):
        note = f"worked out from the source: {rates.told(source.text, agreeing)}"
        return Evidence((passage,), (agreeing.span,), Relation.SUPPORTS, "facts.number", near[agreeing], note)
    if not same or any(n not in apart for n in same):
        return None
    there = max(same, key=lambda n: near[n])
    note = f"draft says {rates.told(fact.statement, mine)}, source says {rates.told(source.text, there)}"
    return _contradicts(passage, there, max(near[there], PER_ANOTHER), note)


def of_another(
    fact: Fact, mine: Number, best: Number | None, parts: tuple[Sequence[Part], Sequence[Part]], passage: Passage, source: Document
) -> Evidence | None:
    """CONTRADICTS where the agreeing figure, `best`, is surely told of something else than the draft tells its own of: another row or line,
    a whole, a part; where none agrees (None), if another row or line has the draft's. `parts` are what the figures of the draft's
    sentence, and of the passage, are told of, as of `bindings.of_both`."""
    if best is None:
        return _of_named_entry(fact, mine, passage, source)
    found = _of_another_entry(fact, mine, best, passage, source) or _part_of(fact, mine, best, passage, source)
    if found := found or _of_them(fact, mine, best, passage, source):
        return found
    if (other := crossed(mine, *parts, telling(fact.statement))) is None or (measure(mine) is None) != (measure(best) is None):
        return None
    if _begins_a_range(best, passage, source):
        return None
    this, that = said(source, other.number), said(source, best)
    return _contradicts(passage, other.number, MISPLACED, draft_says(fact, f"{this} of this, and {that} of another"))


def _begins_a_range(number: Number, passage: Passage, source: Document) -> bool:
    """Is it the lower end of what is told in the unit of its upper end: "between |50| and 60 km/h"?"""
    if number.unit:
        return False
    following = next((n for n in in_passage(passage, source, None) if n.span.start > number.span.end), None)
    between = source.text[number.span.end : following.span.start].strip() if following else ""
    return following is not None and measure(following) is not None and between in ("and", "to", "-", "–")


def of_another_cell(fact: Fact, mine: Number, best: Number, passage: Passage, source: Document) -> Evidence | None:
    """What is to be said of an agreeing figure that stands in another row of a table than the draft names nearest to its own, or in an
    earlier column than it means: CONTRADICTS with the figure of that row or column, or MENTIONS; None of any other figure."""
    return _of_another_row(fact, mine, best, passage, source) or _of_earlier_column(fact, mine, best, passage, source)


def _of_another_row(fact: Fact, mine: Number, best: Number, passage: Passage, source: Document) -> Evidence | None:
    """Where the agreeing figure stands in a table, and the draft names another row beside its own: CONTRADICTS with that row's figure of
    the same column; MENTIONS where it has none there, or the draft's own elsewhere."""
    meant = tabulations.row_meant(fact.statement, mine, best, source)
    if meant is None:
        return None
    row, number = meant
    there = row.figures.get(number)
    if there is None or any(agree(mine, n) for n in row.figures.values()):
        return Evidence((passage,), (best.span,), Relation.MENTIONS, "facts.number", MAYBE, not_surely(said(source, best)))
    return _contradicts(row.passage, there, OF_ANOTHER_CELL, draft_says(fact, said(source, there)))


def _of_earlier_column(fact: Fact, mine: Number, best: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the agreeing figure stands in a column of an earlier time, and the draft, which has no word of that, has the
    latest one's figure nowhere."""
    held = tabulations.around(best, source, mine)
    found = columns.earlier(fact.statement, mine.span, held, best.span) if held else None
    if found is None or any(agree(n, found.latest) for n in numbers(fact.statement, 0, len(fact.statement))):
        return None
    note = f"draft says {flat(fact.reading)}, source has that for {found.head}, and {said(source, found.latest)} for {found.of}"
    return _contradicts(passage, found.latest, OF_ANOTHER_CELL, note)


def _of_another_entry(fact: Fact, mine: Number, agreeing: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the agreeing figure is of another row of a table, or line of a list, than the one that the draft names beside its
    own, and that one's is another figure: "Band A pays £62.86", which is what Band B pays."""
    exactly = mine.value == agreeing.value or (mine.value >= LONG and mine.digits >= TELLING_DIGITS)
    if (mine.value < CHANCE and mine.digits < 2) or not exactly or (found := entries.beside(passage, source)) is None:
        return None
    own, every = found
    called = entries.called(fact.statement, mine, own, every, passage, source)
    meant = entries.meant(fact.statement, mine, own, called, source)
    if meant is None or entries.totals(own) or entries.totals(meant):
        return None
    rows = [entry for entry in every if entry.name == meant.name]  # of one station, a row an hour
    if len(rows) > 1:
        if any(n.value == mine.value for row in rows for n in entries.figures(row, passage, source, mine)):
            return None
        cells_of_own = set(source[own.span].split(CELL))
        meant = max(rows, key=lambda entry: (len(cells_of_own & set(source[entry.span].split(CELL))), entry == meant))
    figures = list(entries.figures(meant, passage, source, mine))
    at = column(source, agreeing)
    theirs = [n for n in figures if column(source, n) == at]
    swapped = any(entry == own for entry, _ in called)  # each is told of the other
    told = {n.value for n in others(fact.statement, mine)}
    if len(theirs) != 1 or any(agree(mine, n) for n in figures) or (theirs[0].value in told and not swapped):
        return None
    if any(mine.value in (a.value + b.value, abs(a.value - b.value)) for a, b in combinations(figures[:MOST], 2)):
        return None  # what its own figures add up to, or differ by
    in_column = (n.value for row in rows for n in entries.figures(row, passage, source, mine) if column(source, n) == at)
    if len(rows) > 1 and mine.value == sum(in_column):
        return None
    percent = language.load().percent.union(*language.load().percent_pairs)
    if bool(own.other & percent) != bool(meant.other & percent):
        return None  # the unit stands in a cell of its row
    note = draft_says(fact, f"{said(source, theirs[0])} for {meant.name} (and that for {own.name})")
    return _contradicts(entries.as_passage(meant, passage, source), theirs[0], MISPLACED, note)


def _of_named_entry(fact: Fact, mine: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage is the entry that stands beside the draft's figure, and another entry has that figure in a column where
    this one has another: "matchday income £12.2m", which is what commerce brought in."""
    if mine.digits < TELLING_DIGITS or (found := entries.beside(passage, source)) is None:
        return None
    own, every = found
    beside = [entry for entry, span in entries.named(fact.statement, every) if entries.adjoins(fact.statement, mine.span, span)]
    if beside != [own] or entries.totals(own):
        return None
    figures = {column(source, n): n for n in entries.figures(own, passage, source, mine)}
    apart = (entry for entry in every if entry != own and not entries.totals(entry))
    for other, n in ((entry, n) for entry in apart for n in entries.figures(entry, passage, source, mine)):
        there = figures.get(column(source, n))
        if there and there.span != n.span and (n.kind == mine.kind or not n.kind) and agree(mine, n):
            note = draft_says(fact, f"{said(source, there)} for {own.name} (and {said(source, n)} for {other.name})")
            return _contradicts(passage, there, MISPLACED, note)
    return None


def _part_of(fact: Fact, mine: Number, whole: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the draft's figure is a whole of which what the draft counts is a part: "48 homes" for "48 (31 homes, 17
    outbuildings)"."""
    unit = mine.unit[:1]
    bare = not (set(whole.unit) - {key(word) for word in language.load().totals})  # "142 people", 136 of them cases, may be told as cases
    if not unit or mine.value != whole.value or not bare or mine.kind or whole.kind:
        return None
    told = [n for n in in_passage(passage, source, mine) if n.span != whole.span and not n.kind and n.value < whole.value][:MOST]
    for one in told:
        rest = (n for n in told if n.span != one.span and unit[0] not in n.unit and n.unit and one.value + n.value == whole.value)
        if unit[0] in one.unit and any(rest):
            return _contradicts(passage, one, MISPLACED, draft_says(fact, f"{said(source, one)} of {said(source, whole)}"))
    return None


def _of_them(fact: Fact, mine: Number, part: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the source tells the draft's figure of some only of what it counts, and the draft of all: "interviewed 19 people"
    for "interviewed 23 witnesses, 19 of them current employees"."""
    rest = PARTED.split(source.text[part.figure.end : passage.span.end], maxsplit=1)[0]
    behind = words(rest, part.figure.end)[:REST]
    if len(behind) < 2 or behind[0].lower != "of" or behind[1].lower not in language.load().scope["them"] or mine.value != part.value:
        return None
    whole = [n for n in numbers(source.text, passage.span.start, part.span.start) if n.kind == part.kind == ""][-1:]
    told, led = telling(fact.statement), words(fact.statement[mine.figure.end :])[:1]
    qualifying = frozenset(word.key for word in behind[2:]) - stopkeys()
    if not whole or whole[0].value <= part.value or (led and led[0].lower == "of") or not qualifying or qualifying & told:
        return None
    if any(n.value == whole[0].value for n in numbers(fact.statement, 0, len(fact.statement))):
        return None
    if not (mine.lead and mine.lead == whole[0].lead) and not (set(mine.unit[:2]) & set(whole[0].unit)):
        return None
    return _contradicts(passage, whole[0], MISPLACED, draft_says(fact, f"{said(source, whole[0])}, and that of some of them"))


def _contradicts(passage: Passage, there: Number, score: float, note: str) -> Evidence:
    """By what the passage has in the figure's stead."""
    return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.number", score, note)
