"""Numbers: counts, money, measures and percentages, compared only with figures for the same thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, combinations, pairwise, product
from math import log10
from typing import TYPE_CHECKING

from presscheck import bindings, cells, columns, derivations, entries, language, rates, shares, tabulations
from presscheck.alignment import run_beside
from presscheck.charges import fewer
from presscheck.figures import (
    AGE,
    CHANCE,
    ROUNDED,
    SHARES,
    YEARS,
    Number,
    agree,
    converted,
    durations,
    fractions,
    in_range,
    listed,
    measure,
    meet,
    mistaken_unit,
    numbers,
    same_unit,
)
from presscheck.frames import Frame, frame, likeness
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.parts import Older
from presscheck.statements import asserts, statements
from presscheck.withdrawals import taken_back
from presscheck.words import Word, figure, in_lower, key, keys, stopkeys, telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

SEPARATED = re.compile(r"(?<=\d)[.,](?=\d)")
AROUND = 0.2  # share of the statement's words that must stand around a figure that the page has parted
AROUND_FEW = 0.3  # the same for a figure below ten per another unit
NEAR_TOO = 0.4  # how near the draft's own long figure must be, as a share of how near another is that counts the same
ALONG = 0.4  # how near another figure must be, 0..1, by the words around both, to contradict
ALONG_SOFT = 0.42  # the same for a figure that may have been counted or worked out
FIGURE = 0.2  # what another figure of the sentence in the same passage adds to the share of words in common
ALONG_AKIN = 0.3  # the same for a figure of about the same size
ALONG_POINTS = 0.15  # the same for a figure of two digits or more in points, told in percent
AKIN = 0.75  # of another figure
ALONG_TIME = 0.45  # the same for days, weeks, years: two spans of time may begin and end anywhere
ALONG_AGE = 0.2  # the same for an age, which its owner's name tells apart
SLIPPED = 0.75  # score of the same figures at another scale
NEARBY = 2000  # characters on either side of the best passage from which figures are taken to be worked with
WORKED_OUT = 0.5  # score of a figure that no source states and that others give
AS_TOLD = 0.9  # the same, where the draft tells it as a sum: "40 fewer", "31 boats, 19 at Osk and 12 at Hollin"
MISPLACED = 0.75  # score of the figure of another row of a table, or another line of a list, than the draft names
IN_POINTS = 0.8  # score of two shares that differ by as many points as the draft tells per cent
MAYBE = 0.4  # the same, where the parts may count another thing
ROWS = 24  # rows of a table around one that is near, among which those are looked for that the statement names
FEW_ROWS = 8  # passages that have a figure, and rows around each, in which one that is points apart is looked for
BY_CHANCE = 0.1  # the same, where the sum may be chance
RECKONED = 0.6  # how near another figure must be to contradict one told as the outcome of a sum
LIKELY = 5.0  # times as much or as little: two figures farther apart seldom tell of one thing
NEARLY_BESIDE = 2  # words between the name of an entry and its figure
PARTED = re.compile(r"[,;:.(](?!\d)|\band\b")
CELL = " | "  # between two cells of a row
SHOWN = 3  # figures of a sum that are shown
REST = 6  # words behind a figure that tell which of what was counted it is told of
BESIDE = 4  # words before a figure among which it may be denied
YEAR = re.compile(r"(?:19|20)\d\d\b(?![.,]\d)")
SCALES = (5, 10, 20, 50, 100, 1000)  # out of which marks are given
OUT_OF = re.compile(r"\d(?:[.,]\d+)?\s+out\s+of\s+$")
ENTRY = re.compile(r"[^\W\d_]{3}[^:]{0,60}:\s*$")  # what a list, not a speaker's letter, tells a figure of: "Osk (hull and deck): 395"
SHORT = 30  # letters behind a figure in which a rate is told
LISTED_WORDS = 10_000  # of all sources together, in which a list that adds up to the figure is looked for everywhere
FEW_WORDS = 400  # of all sources together, in which a sum is looked for without a passage that speaks of the same
TABLES = 3  # that are reckoned with for one figure
HEAD = 300  # first characters of a source, where its date may stand
BASE = 100  # the least that a rate is told of
REACHED_WORDS = 6_000  # words of all sources, up to which every figure is looked at before it is said that none has the draft's
FEW_PASSAGES = 12  # that are looked at where there are more
COUPLED = 60  # figures told alike of which two may give the draft's
ABREAST = 3  # figures in a source's order among which two, whatever they count, may give it
TELLING_DIGITS = 3  # of a figure that stands nowhere by chance
LEFT_OUT, SCALED = 1000, 10**6  # a smaller figure without a scale may be one of so much or more: "revenue of 153"
MOST = 40  # figures of one passage that are compared
PLAINLY = 0.5  # share of the statement's content words from which a passage may be the same sentence
IN_PLACE = 2.5  # words on both sides of two figures, the same in the same order, that make their places one


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every number that is not part of a date, a time, a name or a list's own numbering."""
    told = statements(draft, sentences)
    for sentence in sentences:
        if asserts(draft, sentence):
            for number in numbers(draft.text, sentence.span.start, sentence.span.end):
                shown = draft[number.span]
                figures = f"{number.value:.15g}"  # for the search: "$2.4 million" may be 2,412,300 in a source
                meant = "" if figures in map(figure, shown.split()) else f" ({figures})"
                soft = number.soft or _base_of_rate(draft.text, number) or _end_of_scale(draft.text, number) or _may_be_year(shown)
                yield Fact("number", number.span, sentence.index, shown, told[sentence.index] + meant, soft)


def _may_be_year(shown: str) -> bool:
    """Does it begin as a year does: "the deed of |1951 bears| no more than a mark"?"""
    return bool(YEAR.match(shown))


def _end_of_scale(text: str, number: Number) -> bool:
    """Is it what a mark is given out of: "41 out of |100|"?"""
    return number.value in SCALES and bool(OUT_OF.search(text[max(number.span.start - SHORT, 0) : number.span.start]))


def _base_of_rate(text: str, number: Number) -> bool:
    """Is it what a rate is told of, which the writer may choose: "2.4 per |100,000| crates"?"""
    tens = number.value >= BASE and number.value == 10 ** round(log10(number.value))
    return tens and text[: number.span.start].rstrip().lower().endswith(" per")


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has a number that agrees and counts the same; CONTRADICTS where it counts the same thing, speaks of
    the same matter, and no number in it agrees; MENTIONS where it has the figure, not surely of the same thing."""
    mine = _in_statement(fact)
    if mine is None:
        return None
    parted = _parted(fact.statement[mine.figure.start : mine.figure.end], passage, source)
    if parted and _shared(fact, passage, source) >= AROUND:
        note = f"source says {source[parted]}"
        return Evidence((passage,), (parted,), Relation.SUPPORTS, "facts.number", AS_TOLD, note)
    theirs = [n for n in _numbers_of(passage, source, mine) if _comparable(mine, n)][:MOST]
    if not theirs:
        return None
    shared = _shared(fact, passage, source)
    told = frame(fact.statement, 0, mine.figure)
    near = {n: round(_likeness(told, n, passage, source), 3) for n in theirs}
    beside = {n: _beside(fact, mine, passage, n) for n in theirs} if shared >= PLAINLY else {}
    if told_apart := _of_another_base(fact, mine, theirs, near, passage, source):
        return told_apart
    own, every = _parts(fact, theirs, passage, source)
    its_own = bindings.bound(mine, own, every)
    others = {n.value for n in numbers(fact.statement, 0, len(fact.statement)) if n.figure != mine.figure}
    there = None if its_own else _in_its_place(mine, beside)
    told_too = there is not None and there.value in others and any(n.value == mine.value for n in theirs) and not same_unit(mine, there)
    if there and not told_too and not _at_odds(fact, mine, passage, there):
        note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, there)}"
        return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.number", _raised(near[there], beside[there]), note)
    best = max((n for n in theirs if agree(mine, n)), key=lambda n: (_sameness(mine, n), near[n], -abs(n.value - mine.value)), default=None)
    rivals = sorted(_rivals(mine, theirs) if not its_own else [], key=lambda n: -near[n])
    rivals = [n for n in rivals if not _of_unnamed_row(fact, n, passage, source)]
    if _compound(fact.statement, mine, numbers(fact.statement, 0, len(fact.statement))):
        rivals = [n for n in rivals if _compound(source.text, n, theirs)]
    if _base_of_rate(fact.statement, mine):
        rivals = [n for n in rivals if _base_of_rate(source.text, n)]
    rivals = [n for n in rivals if near[n] < ALONG_AGE or not _own_other(fact, mine, n, passage, source)]
    if mine.kind and not _rate(fact.statement, mine):  # a whole, and what is paid a year
        rivals = [n for n in rivals if not _rate(source.text, n)]
    if shares.changes(fact.statement, mine):  # "down 20 per cent", and a source that tells how much is left
        rivals = [n for n in rivals if n.kind != "percent" or shares.changes(passage.text, n, passage.span.start) or _scale_slip(mine, n)]
    if best and rivals and _no_chance(fact, mine, best, rivals[0]) and near[best] >= NEAR_TOO * near[rivals[0]]:
        rivals = []
    if best and mine.value == best.value:  # "928 of its 1,046 posts", and a source that has both
        rivals = [n for n in rivals if n.value not in others or same_unit(mine, n)]
    contested = bool(best and rivals and same_unit(mine, best) is None)
    if contested:  # "killed 12 people and injured 40": which of the two is meant, only the word before can tell
        rivals = [n for n in rivals if n.lead == mine.lead != ""]
    if misplaced := _misplaced(fact, mine, best, own, every, passage, source):
        return misplaced
    if best and (best.lead == mine.lead != "" if contested else _sure(mine, best, shared)):
        if misplaced := _of_another_row(fact, mine, best, passage, source) or _of_earlier_column(fact, mine, best, passage, source):
            return misplaced
        score = _raised(near[best], beside.get(best, 0.0))
        return Evidence((passage,), (best.span,), Relation.SUPPORTS, "facts.number", score, f"source says {_said(source, best)}")
    if rivals and (slip := next((n for n in rivals if _scale_slip(mine, n)), None)) and shared >= ALONG_AGE:
        note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, slip)}"
        return Evidence((passage,), (slip.span,), Relation.CONTRADICTS, "facts.number", max(SLIPPED, near[slip]), note)
    if rivals and near[rivals[0]] >= _least(mine, rivals[0]) and not _at_odds(fact, mine, passage, rivals[0]):
        note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, rivals[0])}"
        score = _raised(near[rivals[0]], beside.get(rivals[0], 0.0))
        return Evidence((passage,), (rivals[0].span,), Relation.CONTRADICTS, "facts.number", score, note)
    if best and (shared > 0 or abs(best.value - mine.value) <= ROUNDED / 5 * mine.value):
        note = f"source has {_said(source, best)}, not surely of the same thing"
        return Evidence((passage,), (best.span,), Relation.MENTIONS, "facts.number", near[best], note)
    return None


def _misplaced(
    fact: Fact,
    mine: Number,
    best: Number | None,
    own: Sequence[bindings.Part],
    every: Sequence[bindings.Part],
    passage: Passage,
    source: Document,
) -> Evidence | None:
    """CONTRADICTS where the agreeing figure, `best`, is surely told of something else than the draft tells its own of; where none agrees,
    if another entry has it. `own` and `every` are what the figures of the draft's sentence and of the passage are told of."""
    if best is None:
        return _of_named_entry(fact, mine, passage, source)
    found = _of_another(fact, mine, best, passage, source) or _part_of(fact, mine, best, passage, source)
    if found := found or _of_them(fact, mine, best, passage, source):
        return found
    if (other := bindings.crossed(mine, own, every, telling(fact.statement))) is None:
        return None
    this, that = _said(source, other.number), _said(source, best)
    note = f"draft says {' '.join(fact.reading.split())}, source says {this} of this, and {that} of another"
    return Evidence((passage,), (other.number.span,), Relation.CONTRADICTS, "facts.number", MISPLACED, note)


def _of_another_base(
    fact: Fact, mine: Number, theirs: Sequence[Number], near: Mapping[Number, float], passage: Passage, source: Document
) -> Evidence | None:
    """CONTRADICTS where the passage has the draft's figure per another unit only: "5 per litre" for 5 per decilitre; SUPPORTS where it has
    the same rate, told otherwise: 50 per litre."""
    own = rates.base(fact.statement, mine)
    least = AROUND if mine.value >= CHANCE else AROUND_FEW
    if own is None or _shared(fact, passage, source) < least:
        return None
    bases = {n: rates.base(source.text, n) for n in theirs if same_unit(mine, n) is not False and n.kind == mine.kind}
    same = [n for n in bases if n.value == mine.value]
    others = [n for n, base in bases.items() if rates.other_base(own, base)]
    if agreeing := next((n for n in others if (base := bases[n]) and rates.converted(mine, own, n, base)), None):
        note = f"worked out from the source: {rates.told(source.text, agreeing)}"
        return Evidence((passage,), (agreeing.span,), Relation.SUPPORTS, "facts.number", near[agreeing], note)
    if not same or any(n not in others for n in same):
        return None
    there = max(same, key=lambda n: near[n])
    note = f"draft says {rates.told(fact.statement, mine)}, source says {rates.told(source.text, there)}"
    return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.number", max(near[there], ALONG_AGE), note)


def _parts(
    fact: Fact, theirs: Sequence[Number], passage: Passage, source: Document
) -> tuple[Sequence[bindings.Part], Sequence[bindings.Part]]:
    """What each figure of the draft's sentence, and of a passage with several, is told of; nothing for a row of a table."""
    block = source.block_at(theirs[0].span.start)
    if not 1 < len(theirs) <= bindings.MOST or (block is not None and block.cell):
        return (), ()
    return _own_parts(fact.statement), bindings.parts(
        passage.text, passage.span.start, numbers(source.text, passage.span.start, passage.span.end)
    )


@lru_cache(maxsize=256)
def _own_parts(statement: str) -> tuple[bindings.Part, ...]:
    """What each figure of a statement is told of; every passage asks for it."""
    return tuple(bindings.parts(statement, 0, numbers(statement, 0, len(statement))))


def _of_another_row(fact: Fact, mine: Number, best: Number, passage: Passage, source: Document) -> Evidence | None:
    """Where the agreeing figure stands in a table, and the draft names another row beside its own: CONTRADICTS with that row's figure of
    the same column; MENTIONS where it has none there, or the draft's own elsewhere."""
    meant = _row_meant(fact, mine, best, source)
    if meant is None:
        return None
    row, column = meant
    there = row.figures.get(column)
    if there is None or any(agree(mine, n) for n in row.figures.values()):
        note = f"source has {_said(source, best)}, not surely of the same thing"
        return Evidence((passage,), (best.span,), Relation.MENTIONS, "facts.number", MAYBE, note)
    note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, there)}"
    return Evidence((row.passage,), (there.span,), Relation.CONTRADICTS, "facts.number", RECKONED, note)


def _of_earlier_column(fact: Fact, mine: Number, best: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the agreeing figure stands in a column of an earlier time, and the draft, which has no word of that, has the
    latest one's figure nowhere."""
    block = source.block_at(best.span.start)
    held = tabulations.table(block, source, mine) if block is not None and block.cell else None
    found = columns.earlier(fact.statement, mine.span, held, best.span) if held else None
    if found is None or any(agree(n, found.latest) for n in numbers(fact.statement, 0, len(fact.statement))):
        return None
    note = (
        f"draft says {' '.join(fact.reading.split())}, source has that for {found.head}, and {_said(source, found.latest)} for {found.of}"
    )
    return Evidence((passage,), (found.latest.span,), Relation.CONTRADICTS, "facts.number", RECKONED, note)


def _of_unnamed_row(fact: Fact, theirs: Number, passage: Passage, source: Document) -> bool:
    """Does the figure stand in a row of a table of which the draft has no word? It may speak of another row, or of all together."""
    block, label = source.block_at(theirs.span.start), source.block_at(passage.span.start)
    if block is None or label is None or not block.cell or block is label or not passage.context:
        return False
    named = telling(source[label.span])
    return bool(named) and named.isdisjoint(telling(fact.statement))


def _row_meant(fact: Fact, mine: Number, theirs: Number, source: Document) -> tuple[tabulations.Row, int] | None:
    """The row of a table that the draft names beside its figure, and the column, where the other figure stands in another row."""
    block = source.block_at(theirs.span.start)
    held = tabulations.table(block, source, mine) if block is not None and block.cell else None
    return tabulations.row_meant(fact.statement, mine.figure, held, theirs.span) if held else None


def _of_another(fact: Fact, mine: Number, agreeing: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the agreeing figure is of another row of a table, or line of a list, than the one that the draft names beside its
    own, and that one's is another figure: "Band A pays £62.86", which is what Band B pays."""
    exactly = mine.value == agreeing.value or (mine.value >= SCALED and mine.digits >= TELLING_DIGITS)
    if (mine.value < CHANCE and mine.digits < 2) or not exactly or (found := entries.beside(passage, source)) is None:
        return None
    own, every = found
    called = list(entries.named(fact.statement, every))
    if own.when:  # a row for each time: those of the time at which the figure stands
        if any(mine.value == n.value for entry, _ in called if entry.name != own.name for n in _figures(entry, passage, source, mine)):
            return None
        called = [(entry, span) for entry, span in called if entry.when == own.when]
    if len(called) > 1 and len({entry.name for entry, _ in called}) == 1:
        called = list(_of_one_name(fact, mine, called, source))
    meant = _meant(fact, mine, own, called, source)
    if meant is None or entries.totals(own) or entries.totals(meant):
        return None
    rows = [entry for entry in every if entry.name == meant.name]  # of one station, a row an hour
    if len(rows) > 1:
        if any(n.value == mine.value for entry in rows for n in _figures(entry, passage, source, mine)):
            return None
        cells_of_own = set(source[own.span].split(CELL))
        meant = max(rows, key=lambda entry: (len(cells_of_own & set(source[entry.span].split(CELL))), entry == meant))
    there = entries.as_passage(meant, passage, source)
    figures = list(_numbers_of(there, source, mine))
    told = {n.value for n in numbers(fact.statement, 0, len(fact.statement)) if n.figure != mine.figure}
    column = _column(source, agreeing)
    theirs = [n for n in figures if _column(source, n) == column]
    swapped = any(entry == own for entry, _ in called)  # each is told of the other
    if len(theirs) != 1 or any(agree(mine, n) for n in figures) or (theirs[0].value in told and not swapped):
        return None
    if any(mine.value in (a.value + b.value, abs(a.value - b.value)) for a, b in combinations(figures[:MOST], 2)):
        return None  # what its own figures add up to, or differ by
    if len(rows) > 1 and mine.value == sum(
        n.value for row in rows for n in _figures(row, passage, source, mine) if _column(source, n) == column
    ):
        return None
    percent = language.load().percent.union(*language.load().percent_pairs)
    if bool(own.other & percent) != bool(meant.other & percent):
        return None  # the unit stands in a cell of its row
    note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, theirs[0])} for {meant.name} (and that for {own.name})"
    return Evidence((there,), (theirs[0].span,), Relation.CONTRADICTS, "facts.number", MISPLACED, note)


def _part_of(fact: Fact, mine: Number, whole: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the draft's figure is a whole of which what the draft counts is a part: "48 homes" for "48 (31 homes, 17
    outbuildings)"."""
    unit = mine.unit[:1]
    bare = not (set(whole.unit) - {key(word) for word in language.load().totals})  # "142 people", 136 of them cases, may be told as cases
    if not unit or mine.value != whole.value or not bare or mine.kind or whole.kind:
        return None
    told = [n for n in _numbers_of(passage, source, mine) if n.span != whole.span and not n.kind and n.value < whole.value][:MOST]
    for one in told:
        others = (n for n in told if n.span != one.span and unit[0] not in n.unit and n.unit and one.value + n.value == whole.value)
        if unit[0] in one.unit and any(others):
            note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, one)} of {_said(source, whole)}"
            return Evidence((passage,), (one.span,), Relation.CONTRADICTS, "facts.number", MISPLACED, note)
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
    note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, whole[0])}, and that of some of them"
    return Evidence((passage,), (whole[0].span,), Relation.CONTRADICTS, "facts.number", MISPLACED, note)


def _of_named_entry(fact: Fact, mine: Number, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage is the entry that stands beside the draft's figure, and another entry has that figure in a column where
    this one has another: "matchday income £12.2m", which is what commerce brought in."""
    if mine.digits < TELLING_DIGITS or (found := entries.beside(passage, source)) is None:
        return None
    own, every = found
    beside = [entry for entry, span in entries.named(fact.statement, every) if _adjoins(fact.statement, mine.span, span)]
    if beside != [own] or entries.totals(own):
        return None
    figures = {_column(source, n): n for n in _numbers_of(entries.as_passage(own, passage, source), source, mine)}
    for other in every:
        if other != own and not entries.totals(other):
            for n in _numbers_of(entries.as_passage(other, passage, source), source, mine):
                there = figures.get(_column(source, n))
                if there and there.span != n.span and (n.kind == mine.kind or not n.kind) and agree(mine, n):
                    said = f"source says {_said(source, there)} for {own.name} (and {_said(source, n)} for {other.name})"
                    note = f"draft says {' '.join(fact.reading.split())}, {said}"
                    return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.number", MISPLACED, note)
    return None


def _figures(entry: entries.Entry, like: Passage, source: Document, mine: Number) -> Iterator[Number]:
    """The figures of an entry, read as those of the passage, another of its table."""
    return _numbers_of(entries.as_passage(entry, like, source), source, mine)


def _of_one_name(
    fact: Fact, mine: Number, called: Sequence[tuple[entries.Entry, Span]], source: Document
) -> Sequence[tuple[entries.Entry, Span]]:
    """Of rows of one name, a row a year, the only one that has another figure of the draft's sentence, where none has this one."""
    figures = [{n.value for n in numbers(source.text, entry.span.start, entry.span.end)} for entry, _ in called]
    others = {n.value for n in numbers(fact.statement, 0, len(fact.statement)) if n.figure != mine.figure and n.digits > 1}
    having = [one for one, told in zip(called, figures, strict=True) if others & told]
    return having if len(having) == 1 and not any(mine.value in told for told in figures) else called


def _meant(
    fact: Fact, mine: Number, own: entries.Entry, called: Sequence[tuple[entries.Entry, Span]], source: Document
) -> entries.Entry | None:
    """The entry that a figure of the draft is told of, if that is surely not `own`: the only one that the sentence names, in the
    figure's own clause or with another of its figures, where it has no word of `own`; or the one right beside the figure ("395 in
    Munich", "Munich 395")."""
    joined = next((entry for entry, span in called if _adjoins(fact.statement, mine.span, span)), None)
    if joined is not None:
        return joined if joined.name != own.name else None
    if len(called) != 1 or called[0][0] == own:
        return None
    meant = called[0][0]
    if not shares.one_clause(fact.statement, mine.span, called[0][1]) and not _tells_too(fact, mine, own, meant, source):
        return None
    words_of_own = (telling(own.name) | own.other) - telling(meant.name) - meant.other - own.kinds
    return meant if mine.digits > 1 and not words_of_own & telling(fact.statement) else None


def _tells_too(fact: Fact, mine: Number, own: entries.Entry, meant: entries.Entry, source: Document) -> bool:
    """Does the sentence tell another figure, of two digits or more, that this entry has and the other has not?"""
    others = {n.value for n in numbers(fact.statement, 0, len(fact.statement)) if n.figure != mine.figure and n.digits > 1}
    here, there = ({n.value for n in numbers(source.text, one.span.start, one.span.end)} for one in (meant, own))
    return bool(others & (here - there))


def _adjoins(statement: str, figure: Span, name: Span) -> bool:
    """Does the name follow the figure, with no more than "in" or "for" between, or the figure the name, with a word or two between:
    "matchday income £12.2m"?"""
    if name.end <= figure.start:
        between = statement[name.end : figure.start]
        led = in_lower(between)
        return not set(between) & set(",;:.()") and len(led) <= NEARLY_BESIDE and language.load().set_off.isdisjoint(led)
    between = statement[figure.end : name.start].strip() if name.start > figure.end else ""
    return between.lower() in language.load().placing


def _column(source: Document, number: Number) -> int:
    """The column of a table in which a figure stands; 0 where it stands in none."""
    block = source.block_at(number.span.start)
    return block.cell.column if block and block.cell else 0


def _parted(figure: str, passage: Passage, source: Document) -> Span | None:
    """Where the source has the figure with a blank behind its comma or point, as text from a page may have: "3, 800" for "3,800"."""
    if not SEPARATED.search(figure):
        return None
    apart = re.compile(rf"(?<![\d.,]){SEPARATED.sub(lambda mark: re.escape(mark[0]) + ' ?', figure)}(?![\d]|[.,]\d)")
    start, end = max(passage.span.start - len(figure), 0), min(passage.span.end + len(figure), len(source.text))
    match = apart.search(source.text, start, end) if ", " in source.text[start:end] or ". " in source.text[start:end] else None
    return Span(*match.span()) if match and " " in match[0] else None


def _no_chance(fact: Fact, mine: Number, best: Number, rival: Number) -> bool:
    """Is it a long figure, seldom another's by chance ("142 people tested positive, 136 cases are confirmed"), and not changed with one?"""
    told = {n.value for n in numbers(fact.statement, 0, len(fact.statement))}
    return mine.exact and best.value == mine.value != rival.value and rival.value not in told


def _own_other(fact: Fact, mine: Number, theirs: Number, passage: Passage, source: Document) -> bool:
    """Is it another figure of the draft's own sentence, told there of the same, or as a part of it: "|17| of the 30 counts"?"""
    if theirs.value == mine.value:
        return False
    own = [n for n in numbers(fact.statement, 0, len(fact.statement)) if n.value == theirs.value and same_unit(n, theirs) is not False]
    if not own:
        return False
    if any(_is_part(fact.statement, n, mine) or _is_part(fact.statement, mine, n) for n in own):
        return True
    of_mine, *of_own = (_likeness(frame(fact.statement, 0, n.figure), theirs, passage, source) for n in (mine, *own))
    return max(of_own) >= of_mine


def _rate(statement: str, mine: Number) -> str:
    """The key of the time of which a figure is told: "£2m a |year|"; "" where none is."""
    behind = words(statement[mine.span.end : mine.span.end + SHORT])[:2]
    led = len(behind) == 2 and behind[0].lower in language.load().each
    return behind[1].key if led and behind[1].key in durations() else ""


def _compound(text: str, number: Number, found: Sequence[Number]) -> bool:
    """Is a length of time one of two that are told together: "six years and |three months|"?"""
    for a, b in pairwise(found):
        if number.span in (a.span, b.span) and measure(a) and measure(b) and a.unit[0] in durations() and b.unit[0] in durations():
            between = text[a.span.end : b.span.start].strip(" ,")
            if a.unit[0] != b.unit[0] and between in ("", "and"):
                return True
    return False


def _is_part(statement: str, part: Number, whole: Number) -> bool:
    """Does one figure count a part of what the other counts: "|11| of the |14| felonies"?"""
    between = statement[part.span.end : whole.span.start].split() if part.span.end < whole.span.start else []
    return between[:1] == ["of"] and len(between) <= 2 and all(word in language.load().determiners for word in between[1:])


def taken_back_by(fact: Fact, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """What the source says where it takes the draft's figure back and gives another ("38 seconds, not 41", in a correction), takes back
    what the `evidence` has against the draft's, or tells that some of so many counts are over. `older` tells
    whether a source is of an earlier day."""
    mine = _in_statement(fact)
    if mine is None:
        return None
    return taken_back(fact, mine, source, evidence, older) or fewer(fact, mine, source, evidence, older)


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What the figures of these passages, source by source, give by reckoning: SUPPORTS where the figure shows two digits or more, else
    MENTIONS, as a small figure comes out of many sums; CONTRADICTS where it is percentage points that they give for per cent."""
    mine = _in_statement(fact)
    if mine is None:
        return []
    own = [*numbers(fact.statement, 0, len(fact.statement)), *fractions(fact.statement, 0, len(fact.statement))]
    behind = words(fact.statement[mine.span.end :])[:1]
    changed = mine.kind != "percent" or not behind or behind[0].lower not in language.load().wholes  # "half of the claims" is a share
    way, rate = shares.way(fact.statement, mine), _rate(fact.statement, mine)
    found, points = list[Evidence](), list[Evidence]()
    rows = tuple(_rows(fact, mine, own, passages, library)) if way is not None else ()
    passages = tuple(dict.fromkeys((*rows, *passages)))
    if way is not None:
        passages = tuple(dict.fromkeys((*passages, *_of_told_shares(fact, mine, own, library))))
    for document in dict.fromkeys(passage.document for passage in passages):
        places = _around(mine, [passage for passage in passages if passage.document == document], library[document])
        if not language.load().middles.isdisjoint(in_lower(fact.statement)):
            places = _middles(places, library[document]) | places
        if way and mine.digits > 1 and (change := shares.change(mine, way, own, rows, places, library[document])):
            (found if change.right else points).append(_changed(fact, change, library[document]))
        if way is not None and (apart := shares.points_apart(fact, mine, own, places, library[document])):
            points.append(_in_points(fact, apart, library[document]))
        derived = derivations.worked_out(mine, list(places), own, changed, rate, way)
        if derived and not any(_row_meant(fact, mine, part, library[document]) for part in derived.parts):
            telling = mine.digits > 1 or (any(n.digits > 1 for n in derived.parts) and derived.value == mine.value)
            held = tuple(places[n] for n in derived.parts if n in places)
            spans = tuple(n.span for n in derived.parts if n in places)
            relation = Relation.SUPPORTS if telling and derived.sure else Relation.MENTIONS
            note = f"worked out from the source: {derived.told}"
            its_own = {n.value for n in derived.parts} <= {n.value for n in own}
            surely = AS_TOLD if mine.reckoned or its_own else WORKED_OUT
            score = surely if derived.sure else MAYBE if derived.alike else BY_CHANCE
            found.append(Evidence(held, spans, relation, "facts.number", score, note))
    found += _tabulated(fact, mine, passages, library)
    found += _from_birth(fact, mine, passages, library) if AGE in mine.unit or not (mine.unit or mine.kind) else []
    if points and not any(e.relation is Relation.SUPPORTS and _of_the_same(fact, e, library) for e in found):
        return points
    everything = passages or library.everything(FEW_WORDS) or ()
    return found or _worked_out_apart(mine, everything, library) or _listed_sum(mine, library.everything(LISTED_WORDS) or passages, library)


def _of_told_shares(fact: Fact, mine: Number, own: Sequence[Number], library: Library) -> Iterator[Passage]:
    """The passages that have another percentage of the figure's clause, and the rows around those in a table: "turnout, at |55 per cent|,
    was three per cent lower"."""
    for told in own:
        if told.kind == "percent" and told.span != mine.span and shares.one_clause(fact.statement, mine.span, told.span):
            holding = library.holding(replace(fact, reading=fact.statement[told.span.start : told.span.end]), FEW_ROWS)
            yield from library.around([p for p in holding if (at := library[p.document].block_at(p.span.start)) and at.cell], FEW_ROWS)


def _from_birth(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where a source tells a year of birth that may make the age: "born on 3 March 1978" in a source of 2025."""
    found: list[Evidence] = []
    for passage in passages:
        tokens, source = words(passage.text, passage.span.start), library[passage.document]
        if language.load().birth.isdisjoint(word.lower for word in tokens):
            continue
        told = {int(word.text) for word in words(f"{fact.statement} {source.text[:HEAD]}") if _is_year(word)}
        told |= {source.published.year} if source.published else set()
        for word in filter(_is_year, tokens):
            if any(year - int(word.text) - mine.value in (0, 1) for year in told):
                note = f"it may be worked out from the source: born in {word.text}"
                found.append(Evidence((passage,), (word.span,), Relation.MENTIONS, "facts.number", BY_CHANCE, note))
    return found


def _is_year(word: Word) -> bool:
    return word.text.isdecimal() and len(word.text) == 4 and int(word.text) in YEARS


def _tabulated(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What the tables in which these passages stand give by reckoning."""
    found: dict[tuple[str, int], list[Evidence]] = {}
    for passage in passages:
        block = library[passage.document].block_at(passage.span.start)
        if block is None or block.cell is None or (place := (passage.document, block.cell.table)) in found or len(found) == TABLES:
            continue
        found[place] = []
        if held := tabulations.table(block, library[passage.document], mine):
            for derived, rows in tabulations.worked_out(mine, fact.statement, held):
                relation = Relation.SUPPORTS if derived.sure else Relation.MENTIONS
                score, note = WORKED_OUT if derived.sure else MAYBE, f"worked out from the source: {derived.told}"
                found[place].append(Evidence(rows, tuple(n.span for n in derived.parts), relation, "facts.number", score, note))
    return [evidence for some in found.values() for evidence in some]


def _rows(fact: Fact, mine: Number, own: Sequence[Number], passages: Sequence[Passage], library: Library) -> Iterator[Passage]:
    """The rows, near these passages of tables, that the statement names by their first cell; or by a figure in a column that it names,
    and then the row before as well: "deaths fell to 17". Where the figure's clause names none, those that sum up the others too."""
    clause = frozenset(word.key for word in words(fact.statement) if shares.one_clause(fact.statement, mine.span, word.span))
    told, values = frozenset(keys(fact.statement)), {n.value for n in own}
    named, totals = False, list[Passage]()
    tabled = [p for p in passages if (block := library[p.document].block_at(p.span.start)) and block.cell]
    before: Passage | None = None
    for passage in library.around(tabled, ROWS):
        source = library[passage.document]
        first = source.block_at(passage.span.start)
        if first is None or first.cell is None:
            continue
        name = [key for key in keys(source[first.span]) if key not in stopkeys()]
        if name and told.issuperset(name):
            named = named or clause.issuperset(name)
            yield passage
        elif name and entries.is_total(source[first.span]):
            totals.append(passage)
        elif any(n.value in values and len(told.intersection(n.unit)) > 1 for n in _numbers_of(passage, source, None)):
            yield from (passage, before) if before and before.document == passage.document else (passage,)
        before = passage
    if not named:
        yield from totals


def _in_points(fact: Fact, apart: shares.Apart, source: Document) -> Evidence:
    """CONTRADICTS by two shares that are so many points apart; both are told."""
    first, second = (source[share.span] for share in apart.shares)
    points = f"{apart.points:.4g} percentage point{'' if apart.points == 1 else 's'}"
    note = f"draft says {' '.join(fact.reading.split())}, source says {points} (between {first} and {second})"
    spans = tuple(share.span for share in apart.shares)
    return Evidence(apart.passages, spans, Relation.CONTRADICTS, "facts.number", IN_POINTS, note)


def _changed(fact: Fact, change: shares.Change, source: Document) -> Evidence:
    """SUPPORTS by the change between two figures; CONTRADICTS where the draft tells it as a share of the later one."""
    first, then = (source[figure.span] for figure in change.figures)
    spans = tuple(figure.span for figure in change.figures)
    if change.right:
        note = f"worked out from the source: from {first} to {then}: {change.percent:.4g}%"
        return Evidence(change.passages, spans, Relation.SUPPORTS, "facts.number", WORKED_OUT, note)
    note = f"draft says {' '.join(fact.reading.split())}, source says from {first} to {then}, which is {change.percent:.3g} per cent"
    return Evidence(change.passages, spans, Relation.CONTRADICTS, "facts.number", IN_POINTS, note)


def _of_the_same(fact: Fact, reckoned: Evidence, library: Library) -> bool:
    """Do the figures of a sum count something that the statement names?"""
    told = telling(fact.statement)
    return any(
        n.span in reckoned.spans and told.intersection(n.unit)
        for passage in reckoned.passages
        for n in _numbers_of(passage, library[passage.document], None)
    )


def _worked_out_apart(mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where two figures of these passages, of whatever source, give the draft's."""
    places: dict[Number, Passage] = {}
    for passage in passages:
        for number in _numbers_of(passage, library[passage.document], mine):
            places.setdefault(number, passage)
    derived = derivations.apart(mine, list(places))
    if derived is None:
        return []
    held, spans = tuple(places[n] for n in derived.parts), tuple(n.span for n in derived.parts)
    return [Evidence(held, spans, Relation.MENTIONS, "facts.number", BY_CHANCE, f"it may be worked out from the source: {derived.told}")]


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """MENTIONS where no passage was found that speaks of the number, and it cannot be said that no source has it: its figure stands
    somewhere without a unit ("Seventy-four.", a cell of a table), or two figures give it that stand near one another, in one column, or
    tell sums in one currency."""
    mine = _in_statement(fact)
    if mine is None or mine.kind == "points":
        return None
    led = words(fact.statement[: mine.span.start])[-1:]
    margin = mine.reckoned or bool(led and led[0].lower == "by")  # "by 29 votes"
    every = library.everything(REACHED_WORDS)
    passages = every if every is not None else sorted(library.seeking(fact.reading, FEW_PASSAGES), key=lambda p: (p.document, p.span))
    alike: dict[tuple[str, int, int], list[tuple[Number, Passage]]] = defaultdict(list)
    near: list[tuple[Number, Passage]] = []
    for passage in passages:
        source = library[passage.document]
        speaks = bool(mine.kind) or not mine.unit or mine.unit[0] in telling(passage.text)
        for theirs in _numbers_of(passage, source, mine):
            cell = (block := source.block_at(theirs.span.start)) is not None and block.cell
            if mine.value != 1 and (_stands_alone(mine, theirs, bool(cell)) or _unscaled(mine, theirs, bool(cell))):
                note = f"source has {_said(source, theirs)}, not surely of the same thing"
                return Evidence((passage,), (theirs.span,), Relation.MENTIONS, "facts.number", BY_CHANCE, note)
            if cell and (mine.kind or margin or same_unit(mine, theirs)):
                alike[passage.document, cell.table, cell.column].append((theirs, passage))
            elif not cell and mine.reckoned and theirs.unit and theirs.digits > 1:  # "174 more than on Thursday"
                alike[theirs.unit[0], 0, 0].append((theirs, passage))
            elif not cell and mine.kind and theirs.kind == mine.kind and mine.kind != "percent":
                alike[mine.kind, 0, 0].append((theirs, passage))
            if (speaks or _of_a_kind(mine, theirs)) and (mine.kind == "percent" or theirs.kind in ("", mine.kind)):
                near.append((theirs, passage))
    couples = (couple for some in alike.values() for couple in combinations(some[:COUPLED], 2))
    side_by_side = (
        (one, other) for at, one in enumerate(near) for other in near[at + 1 : at + ABREAST] if one[1].document == other[1].document
    )
    grouped = (found for (document, table, _), some in alike.items() if table and (found := _of_group(mine, some, library[document])))
    return next(chain((found for couple in chain(couples, side_by_side) if (found := _of_two(mine, *couple))), grouped), None)


def _of_group(mine: Number, column: Sequence[tuple[Number, Passage]], source: Document) -> Evidence | None:
    """MENTIONS where the figures of the rows that have a cell in common, all the bills of one firm, add up to the draft's, or leave it of
    another figure of the column."""
    if mine.digits < TELLING_DIGITS or len(column) > COUPLED:
        return None
    groups: dict[str, list[tuple[Number, Passage]]] = defaultdict(list)
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
                    held, spans = tuple(p for _, p in parts[:SHOWN]), tuple(n.span for n, _ in parts[:SHOWN])
                    return Evidence(held, spans, Relation.MENTIONS, "facts.number", BY_CHANCE, note)
    return None


def _stands_alone(mine: Number, theirs: Number, cell: bool) -> bool:
    """Is it the draft's figure, of what it may count: in no unit of its own, or a cell's, or in the same?"""
    alone = not (theirs.unit or theirs.kind)
    return theirs.value == mine.value and (cell or same_unit(mine, theirs) is True or alone)


def _unscaled(mine: Number, theirs: Number, cell: bool) -> bool:
    """May the draft's figure be told without its scale, in a cell in thousands or millions, or in speech ("a loss of 104, against 153")?"""
    left_out = theirs.value < LEFT_OUT and not theirs.unit and mine.value >= SCALED
    return (
        not theirs.kind
        and (left_out or (cell and bool(mine.kind)))
        and any(theirs.value * scale == mine.value for scale in (10**3, 10**6, 10**9))
    )


def _of_a_kind(mine: Number, theirs: Number) -> bool:
    """Are both lengths, weights, spans of time?"""
    return measure(mine) is not None and measure(theirs) is not None and converted(mine, theirs) is not None


def _of_two(mine: Number, first: tuple[Number, Passage], second: tuple[Number, Passage]) -> Evidence | None:
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
                return Evidence((held, too), (one.span, other.span), Relation.MENTIONS, "facts.number", BY_CHANCE, note)
    return None


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where the draft's own count, of three digits or more, stands in a sentence of a source that has it for the same thing or for
    nothing else: what contradicts the draft may speak of another day or place ("In 2024 it was 385. In 2026 it was 1,140."). Two sums of
    money are too seldom of one thing."""
    mine = _in_statement(fact)
    if mine and (own := rates.base(fact.statement, mine)) and (there := _same_rate(fact, mine, own, against, library)):
        return there
    if mine is None or mine.kind or mine.digits < TELLING_DIGITS:
        return None
    every = library.everything(REACHED_WORDS)
    passages = every if every is not None else library.seeking(fact.reading, FEW_PASSAGES)
    for passage in passages:
        source = library[passage.document]
        block = source.block_at(passage.span.start)
        if passage in against.passages or (block is not None and block.cell):
            continue
        for theirs in _numbers_of(passage, source, mine):
            if _stands_alone(mine, theirs, False) and not _entry(passage, source, theirs):
                note = f"source has {_said(source, theirs)}, not surely of the same thing"
                return Evidence((passage,), (theirs.span,), Relation.MENTIONS, "facts.number", BY_CHANCE, note)
    return None


def _same_rate(fact: Fact, mine: Number, own: rates.Base, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a place has the draft's figure per the draft's unit, of whatever, beside one that has it per another."""
    if not any(n.value == mine.value for n in _numbers_of(against.passages[0], library[against.passages[0].document], mine)):
        return None
    every = library.everything(REACHED_WORDS)
    passages = every if every is not None else library.seeking(rates.told(fact.statement, mine), FEW_PASSAGES)
    for passage in passages:
        source = library[passage.document]
        for theirs in _numbers_of(passage, source, mine):
            base = rates.base(source.text, theirs) if theirs.value == mine.value else None
            if base and (base.kind, base.name) == (own.kind, own.name):
                note = f"source has {rates.told(source.text, theirs)}, not surely of the same thing"
                return Evidence((passage,), (theirs.span,), Relation.MENTIONS, "facts.number", BY_CHANCE, note)
    return None


def _entry(passage: Passage, source: Document, number: Number) -> bool:
    """Is it all that a line of a list tells: "Osk (hull and deck): 395"?"""
    before, behind = source.text[passage.span.start : number.span.start], source.text[number.span.end : passage.span.end]
    return bool(ENTRY.search(before)) and not behind.strip(" .;")


def _listed_sum(mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where figures that stand one after another in a passage add up to the draft's, whatever they count: "41 cars, 22 lorries
    and 11 vans" for 74 vehicles."""
    if mine.digits < 2:
        return []
    for passage in passages:
        found = [n for n in _numbers_of(passage, library[passage.document], mine) if n.kind == mine.kind][: bindings.MOST]
        for first, last in combinations(range(len(found) + 1), 2):
            some = found[first:last]
            if len(some) > 1 and abs(sum(n.value for n in some) - mine.value) < 1e-9 * mine.value:
                told = " + ".join(f"{n.value:,.6g}" for n in some)
                note = f"it may be worked out from the source: {told} = {mine.value:,.6g}"
                return [Evidence((passage,) * len(some), tuple(n.span for n in some), Relation.MENTIONS, "facts.number", BY_CHANCE, note)]
        if mine.kind and (term := _over_its_term(mine, found, passage, library[passage.document])):
            return [term]
    return []


def _over_its_term(mine: Number, found: Sequence[Number], passage: Passage, source: Document) -> Evidence | None:
    """MENTIONS where a rate and the time that it is paid for give the figure: "for two years at $640,000 a year"."""
    times = [n for n in numbers(source.text, passage.span.start, passage.span.end) if n.unit[:1] and n.unit[0] in durations()]
    for rate, time in product(found, times[: bindings.MOST]):
        if _rate(source.text, rate) == time.unit[0] and abs(rate.value * time.value - mine.value) <= max(mine.step / 2, 1e-9 * mine.value):
            note = f"it may be worked out from the source: {rate.value:,.6g} x {time.value:,.6g} = {rate.value * time.value:,.6g}"
            return Evidence((passage,) * 2, (rate.span, time.span), Relation.MENTIONS, "facts.number", BY_CHANCE, note)
    return None


def _around(mine: Number, passages: Sequence[Passage], source: Document) -> dict[Number, Passage]:
    """The figures of these passages, and those that stand near the best of them, each with a passage that holds it; nearest first."""
    places: dict[Number, Passage] = {}
    for passage in passages:
        for number in (*_numbers_of(passage, source, mine), *fractions(source.text, passage.span.start, passage.span.end)):
            places.setdefault(number, passage)
    known = {number.span for number in places}
    start, end = max(passages[0].span.start - NEARBY, 0), min(passages[0].span.end + NEARBY, len(source.text))
    for block in source.within(Span(start, end)):
        if block.cell is None:
            holds = Passage(source.id, block.span, source[block.span], block.where)
            for number in numbers(source.text, block.span.start, block.span.end):
                if number.span not in known:
                    places.setdefault(number, holds)
    return places


def _middles(places: dict[Number, Passage], source: Document) -> dict[Number, Passage]:
    """The middle of each two figures that are the ends of a range: "$5.4 million to $5.6 million"."""
    found: dict[Number, Passage] = {}
    for low, high in pairwise(sorted(places, key=lambda n: n.span)):
        between = source.text[low.span.end : high.span.start].strip()
        if low.kind == high.kind and low.value < high.value and (between in "-–" or between in language.load().joins):
            span = Span(low.span.start, high.span.end)
            if span in places[low].span:
                found[replace(high, span=span, figure=span, value=(low.value + high.value) / 2)] = places[low]
    return found


def _denied(tokens: Sequence[Word], at: Span) -> bool:
    """Is what a figure tells denied close by: "was not heard at 3 of the points"?"""
    first = bisect_left(tokens, at.start, key=lambda word: word.span.start)
    told = language.load().denied
    return sum(word.lower in told or word.lower.endswith("n't") for word in tokens[max(first - BESIDE, 0) : first]) % 2 == 1


def _at_odds(fact: Fact, mine: Number, passage: Passage, theirs: Number) -> bool:
    """Is one of the two figures denied, and the other told?"""
    return _denied(words(fact.statement), mine.figure) != _denied(words(passage.text, passage.span.start), theirs.figure)


def _comparable(mine: Number, theirs: Number) -> bool:
    return agree(mine, theirs) or same_unit(mine, theirs) is not False or _confused(mine, theirs)


def _least(mine: Number, theirs: Number) -> float:
    """How near a figure must be, 0..1, before it contradicts."""
    if mistaken_unit(mine, theirs):
        return ALONG_POINTS if mine.kind in SHARES and theirs.kind in SHARES and mine.digits > 1 else ALONG_AKIN
    if mine.reckoned or not 1 / LIKELY <= mine.value / max(theirs.value, 1e-9) <= LIKELY:
        return RECKONED
    if mine.digits > 1 and theirs.digits > 1 and AKIN <= mine.value / max(theirs.value, 1e-9) <= 1 / AKIN:
        return ALONG_AKIN
    if mine.unit and mine.unit[0] in durations():
        return ALONG_TIME
    return ALONG_AGE if AGE in mine.unit else ALONG_SOFT if mine.soft else ALONG


def _raised(near: float, beside: float) -> float:
    """How near two figures are, 0..1, the same words right beside them counted once more."""
    return round(0.8 * near + 0.2 * min(beside / (2 * IN_PLACE), 1.0), 3)


def _likeness(told: Frame, theirs: Number, passage: Passage, source: Document) -> float:
    """How much of what the draft's figure is told of, the source's is told of too, 0..1; a cell's figure by its row and its column."""
    block = source.block_at(theirs.span.start)
    if block is not None and block.cell:
        return likeness(told, dict.fromkeys(theirs.unit, 1.0), passage, source)
    around = frame(passage.text, passage.span.start, theirs.figure)
    return likeness(told, {**dict.fromkeys(theirs.unit[:1], 1.0), **around}, passage, source)  # "5 M" tells of men


def _beside(fact: Fact, mine: Number, passage: Passage, theirs: Number) -> float:
    """How many words on either side of the two figures are the same, word by word outwards; a stop word counts half."""
    return run_beside(words(fact.statement), mine.figure, words(passage.text, passage.span.start), theirs.figure)


def _in_its_place(mine: Number, beside: dict[Number, float]) -> Number | None:
    """The other figure that stands, between the same words, where the draft has its own; None where the draft's own stands as well."""
    there = max(beside, key=lambda n: beside[n], default=None)
    if there is None or beside[there] < IN_PLACE or _same_figure(mine, there) or (mine.reckoned and not there.reckoned):
        return None
    if mine.reckoned and not same_unit(mine, there) and not 1 / LIKELY <= mine.value / max(there.value, 1e-9) <= LIKELY:
        return None  # "855 fewer than in May" and "seven fewer than in May" are of two things
    if mine.kind in SHARES and not there.kind:
        return None  # "a quarter of them" and "61,000 of them" may be one
    return None if any(_same_figure(mine, n) and beside[n] > beside[there] - 1 for n in beside) else there


def _same_figure(mine: Number, theirs: Number) -> bool:
    """Are the two one figure in one place? "Nearly 60" is not "nearly 50" there."""
    apart = abs(mine.value - theirs.value)
    return agree(mine, theirs) and (
        not (mine.hedged and theirs.hedged) or apart <= (max(mine.step, theirs.step) / 2 if mine.step != theirs.step else 0)
    )


def _sure(mine: Number, theirs: Number, shared: float) -> bool:
    """Is the agreeing figure surely of the same thing: by what it counts, by its own length, or by the words around it?"""
    same = same_unit(mine, theirs)
    alone = mine.exact and mine.value == theirs.value
    if not in_range(mine, theirs):
        return False  # the source rounds more than the draft
    return same is not False and (alone or (shared > 0 and (bool(same) or shared >= 0.2)))


def _rivals(mine: Number, theirs: Sequence[Number]) -> list[Number]:
    """The numbers that count the same thing, if none of them agrees (a difference in points is worked out, not copied, and "40 fewer" is
    no rival of a count); or, where none counts it, the same figure in percent for points, or in pounds for euros."""
    theirs = [n for n in theirs if not (_scale_slip(mine, n) and _unscaled(mine, n, False))]
    same = [n for n in theirs if same_unit(mine, n) and (n.reckoned or not mine.reckoned)]
    if (mine.kind == "points" and same) or any(agree(mine, n) for n in same):
        return []
    return [n for n in theirs if _confused(mine, n)] or same


def _confused(mine: Number, theirs: Number) -> bool:
    if mistaken_unit(mine, theirs):
        return True
    shares = ("percent", "points")
    kinds = mine.kind and theirs.kind and mine.kind != theirs.kind and (mine.kind in shares) == (theirs.kind in shares)
    return bool(kinds) and meet(mine, theirs)


def _scale_slip(mine: Number, theirs: Number) -> bool:
    """The same figures, ten, a hundred, a thousand times as much or less: "$2.4 billion" for "$2.4 million"."""
    if mine.digits < 2 or not theirs.value or not mine.value:
        return False
    power = round(log10(mine.value / theirs.value))
    return power != 0 and abs(mine.value / 10**power - theirs.value) <= 1e-9 * theirs.value


def _sameness(mine: Number, theirs: Number) -> int:
    return {True: 2, None: 1, False: 0}[same_unit(mine, theirs)]


def _in_statement(fact: Fact) -> Number | None:
    """The number read in its sentence, where what it counts and its "about" stand beside it."""
    found = numbers(fact.statement, 0, len(fact.statement))
    return next((number for number in found if fact.statement[number.span.start : number.span.end] == fact.reading), None)


def _numbers_of(passage: Passage, source: Document, mine: Number | None) -> Iterator[Number]:
    """The passage's numbers; a cell's figure counts what its column's head and its row's first cell say, in the unit of the table where
    the draft's figure may be told in it."""
    yield from listed(source.text, passage.span.start, passage.span.end)
    for number in numbers(source.text, passage.span.start, passage.span.end):
        block = source.block_at(number.span.start)
        yield number if block is None or block.cell is None else cells.figure_of(number, block, passage, source, mine)
    if mine and mine.value in YEARS:
        for block in source.within(passage.span):
            if block.cell and (count := cells.like_a_year(block, source)):
                yield cells.figure_of(count, block, passage, source, mine)


def _shared(fact: Fact, passage: Passage, source: Document) -> float:
    """The share of the statement's content words, the counted thing apart, that the passage and its context have; another of its figures
    there adds to it."""
    told = telling(fact.statement) - telling(fact.reading)
    mine = {key for key in told if not key[0].isdecimal()}
    around = frozenset().union(*(telling(source[span]) for span in passage.context))
    here = telling(passage.text)
    if not mine:
        return 0.0
    beside = FIGURE if any(len(key) > 1 for key in (told - mine) & here) else 0.0
    return min((len(mine & here) + 0.5 * len((mine & around) - here)) / min(len(mine), 12) + beside, 1.0)


def _said(source: Document, number: Number) -> str:
    return " ".join(source[number.span].split())
