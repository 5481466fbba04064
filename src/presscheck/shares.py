"""Percent for percentage points: a share that goes from 60 to 45 per cent falls by 15 points, and by 25 per cent."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from presscheck import language
from presscheck.figures import SHARES, Number, agree, same_unit
from presscheck.frames import frame, likeness
from presscheck.model import Block, Document, Fact, Passage, Span
from presscheck.words import Word, keys, stopkeys, telling, words

REACH = 5  # words before a figure among which what rose or fell by it is looked for
SUM = 3  # words of a sum at most: "40 |million Swiss francs|"
CLAUSE = frozenset(';:()!?"“”')  # between two figures, these part what the one is told of from what the other is
BESIDE = 160  # characters between two shares that are told beside one another
ALIKE = 0.4  # how near, 0..1, two shares must be to a sentence that tells neither
PERIOD = re.compile(r"(?:h|q|fy|cy)?\d{0,4}")  # what names a column of one time: "H1 2025", "2024"
OR = ("or",)
TWICE = 150  # per cent, from which on "18 times as much" may be told as a rise by 1,800 per cent
EXACT = 1e-6  # of what is reckoned, beside what is told


@dataclass(frozen=True, slots=True)
class Apart:
    """Two shares of a source, `points` percentage points apart, the later told first; `passages` hold them."""

    points: float
    shares: tuple[Number, Number]
    passages: tuple[Passage, Passage]


def changes(statement: str, mine: Number, offset: int = 0) -> bool:
    """Is the figure told as what something rose or fell by?"""
    return way(statement, mine, offset) is not None


def way(statement: str, mine: Number, offset: int = 0) -> int | None:
    """1 where the figure is told as what something rose by, -1 as what it fell by ("down 22 per cent", "a fall of 22 per cent", "4.3
    percent lower"), 0 where the words do not tell which. None where it fell to that, or by that share of something ("lost 20 per cent of
    its staff"). `offset`: where the statement begins."""
    lists = language.load()
    tokens = words(statement, offset)
    first, last = (bisect_left(tokens, at, key=lambda word: word.span.start) for at in (mine.span.start, mine.span.end))
    behind = tokens[last : last + 1]
    if mine.kind != "percent" or (behind and behind[0].lower in lists.wholes):
        return None
    first = _before_the_sum(tokens, first)
    for at in range(first - 1, max(first - REACH, 0) - 1, -1):
        if set(statement[tokens[at].span.end - offset : tokens[at + 1].span.start - offset]) & CLAUSE:
            break
        if side := _move(tokens[at].lower) or lists.moved.get(tokens[at].lower, 0):
            return side
        if tokens[at].lower not in lists.amounts:
            break
    if not behind or set(statement[mine.span.end - offset : behind[0].span.start - offset]) - {" ", "-"}:
        return None
    return _move(behind[0].lower) or lists.compared.get(behind[0].lower)


def _before_the_sum(tokens: Sequence[Word], first: int) -> int:
    """The first token of the sum told right before the same in per cent: "a loss of |$267|, or 16 percent", "|300 jobs|, or 2.5 percent";
    else the percentage's own, `first`."""
    if not first or tokens[first - 1].lower not in OR:
        return first
    for at in range(first - 2, max(first - 2 - SUM, -1), -1):
        if tokens[at].text[0].isdecimal():
            return at
        if tokens[at].lower in language.load().stopwords:
            break
    return first


def _move(word: str) -> int:
    """1 for a word of a rise, -1 for one of a fall, 0 for another."""
    return next((side for scale, side in language.load().opposites.get(word, ()) if scale == 0), 0)


@dataclass(frozen=True, slots=True)
class Change:
    """From one figure of a source to another, in per cent; `right`: as the draft tells it; else it tells it as a share of the later figure,
    or how many times as much the later is. `passages` hold them."""

    percent: float
    right: bool
    figures: tuple[Number, Number]
    passages: tuple[Passage, Passage]


def change(
    mine: Number, side: int, own: Sequence[Number], rows: Collection[Passage], places: Mapping[Number, Passage], source: Document
) -> Change | None:
    """The change between two figures, both of one of these rows, in columns of one name but for the time, or both told in the sentence,
    that is as many per cent as it tells; else one that is so only of the later figure, from 80 to 60 is a fall by a quarter, a third of 60,
    or of how many times as much it is, from 4 to 72 is a rise by 1,700 per cent. For those the sentence need tell only one of two that
    stand side by side."""
    told = {n.value for n in own if n.span != mine.span}
    near = {places[n] for n in places if n.value in told}
    counts = [n for n in places if n.kind not in SHARES and n.value and (places[n] in rows or places[n] in near)]
    found: Change | None = None
    for one, other in combinations(counts, 2):
        less, more = sorted((one, other), key=lambda n: n.value)
        of_row = places[one] == places[other] and places[one] in rows and _one_column(one, other, places[one], source)
        of_draft = {one.value, other.value} <= told and same_unit(one, other) is not False
        later = less if side < 0 else more
        beside = later.value in told and _side_by_side(one, other, places, source)
        if one.kind != other.kind or less.value == more.value or not (of_row or of_draft or beside):
            continue
        base, then = (more, less) if side < 0 else (less, more)
        apart, held = 100 * (more.value - less.value), (places[base], places[then])
        if _as_told(mine, apart / base.value):
            if of_row or of_draft:
                return Change(apart / base.value, True, (base, then), held)
            continue
        times = 100 * then.value / base.value if side > 0 and mine.value > TWICE else 0.0
        if _as_told(mine, apart / then.value) or _as_told(mine, times):
            found = found or Change(apart / base.value, False, (base, then), held)
    return found


def _side_by_side(one: Number, other: Number, places: Mapping[Number, Passage], source: Document) -> bool:
    """May two figures of one passage, in no table, count the same?"""
    return (
        places[one] == places[other]
        and source.block_at(one.span.start) is not None
        and not _in_table(one, source)
        and same_unit(one, other) is not False
    )


def _in_table(number: Number, source: Document) -> bool:
    block = source.block_at(number.span.start)
    return block is not None and block.cell is not None


def _one_column(one: Number, other: Number, row: Passage, source: Document) -> bool:
    """Do the names of two cells' columns say the same, but for figures and months: "visits 2026" and "visits 2031"?"""
    names = []
    for number in (one, other):
        block = source.block_at(number.span.start)
        if block is None or block.cell is None or (over := head(block, row, source)) is None:
            return False
        names.append({key for key in _words_of(source, over) if not key[0].isdecimal()})
    return names[0] == names[1]


def points_apart(fact: Fact, mine: Number, own: Sequence[Number], places: Mapping[Number, Passage], source: Document) -> Apart | None:
    """The two shares of these places that are as many percentage points apart as the sentence tells per cent, though that is not their
    change in per cent; None where it may be. Surely of the same: the sentence tells one of the two in the same clause, or what row and
    column, or the words around the two, say."""
    shares, side = [n for n in places if n.kind == "percent"], way(fact.statement, mine)
    told = [n for n in own if n.kind == "percent" and n.span != mine.span and one_clause(fact.statement, mine.span, n.span)]
    for one, other in combinations(shares, 2):
        apart = abs(one.value - other.value)
        less, more = sorted((one, other), key=lambda n: n.value)
        bases = (less,) if side == 1 else (more,) if side == -1 else (less, more)
        if not _as_told(mine, apart) or any(_as_told(mine, 100 * apart / n.value) for n in bases if n.value):
            continue
        held = (places[one], places[other])
        if (_beside(one, other, source) or _of_one_thing(fact, mine, told, (one, other), held)) and (
            _told_of(fact, told, (one, other), held) or _alike(fact, mine, (one, other), held, source)
        ):
            return Apart(apart, (one, other), held)
    return None


def _as_told(mine: Number, value: float) -> bool:
    """Is it the value, to half a unit of the last figure shown?"""
    return abs(value - mine.value) <= mine.step / 2 + EXACT


def one_clause(statement: str, one: Span, other: Span) -> bool:
    """Is there no stop between the two, and no word that joins another clause?"""
    first, last = sorted((one, other))
    between = statement[first.end : max(last.start, first.end)]
    lists = language.load()
    return not set(between) & CLAUSE and not any(word.lower in lists.joining for word in words(between))


def _beside(one: Number, other: Number, source: Document) -> bool:
    """Do the two stand near one another, in two cells of one row or one column, or in none?"""
    cells = [block.cell for n in (one, other) if (block := source.block_at(n.span.start))]
    if len(cells) == 2 and cells[0] and cells[1]:
        return cells[0].table == cells[1].table and (cells[0].row == cells[1].row) != (cells[0].column == cells[1].column)
    return not any(cells) and max(one.span.end, other.span.end) - min(one.span.start, other.span.start) < BESIDE


def _of_one_thing(fact: Fact, mine: Number, told: Sequence[Number], shares: tuple[Number, Number], held: tuple[Passage, Passage]) -> bool:
    """Does the sentence tell one of two shares of a source of what both are told of: "|sensitivity| climbed 12 percent, to 83 percent"?"""
    if not any(n.value == share.value for n in told for share in shares):
        return False
    ahead = [word for word in words(fact.statement[: mine.span.start]) if word.key not in stopkeys() and not word.key[0].isdecimal()]
    lists = language.load()
    subject = next((word.key for word in reversed(ahead) if not _move(word.lower) and word.lower not in lists.amounts), "")
    return bool(subject) and all(subject in telling(passage.text) for passage in held)


def _told_of(fact: Fact, told: Sequence[Number], shares: tuple[Number, Number], held: tuple[Passage, Passage]) -> bool:
    """Does the sentence tell one of the two shares, in words that one of their places has?"""
    mine = {key for key in telling(fact.statement) if not key[0].isdecimal()}
    return any(agree(n, share) for n in told for share in shares) and any(mine & telling(p.text) for p in held)


def _alike(fact: Fact, mine: Number, shares: tuple[Number, Number], held: tuple[Passage, Passage], source: Document) -> bool:
    """Do both places speak of what the sentence speaks of: by row and column, or by the words around them?"""
    blocks = [source.block_at(n.span.start) for n in shares]
    if blocks[0] and blocks[1] and blocks[0].cell and blocks[1].cell:
        return _named(fact.statement, (blocks[0], blocks[1]), held, source)
    told = frame(fact.statement, 0, mine.figure)
    return any(likeness(told, frame(p.text, p.span.start, n.figure), p, source) >= ALIKE for n, p in zip(shares, held, strict=True))


def _named(statement: str, cells: tuple[Block, Block], held: tuple[Passage, Passage], source: Document) -> bool:
    """Has the statement all the words of the rows' first cells, and some of what both columns' names have in common?"""
    told = frozenset(keys(statement))
    rows = [_words_of(source, source.block_at(passage.span.start)) for passage in held]
    heads = [_words_of(source, head(block, passage, source)) for block, passage in zip(cells, held, strict=True)]
    common = heads[0] & heads[1] if heads[0] != heads[1] else heads[0]
    of_times = all(PERIOD.fullmatch(key) for keys_ in heads for key in keys_)
    return all(row and row <= told for row in rows) and (of_times or bool(common & told))


def head(block: Block, passage: Passage, source: Document) -> Block | None:
    """The cell that names the column of another: the first over it that its passage has as context."""
    for span in passage.context:
        for over in source.within(span):
            if over.cell and block.cell and over.cell.column == block.cell.column:
                return over
    return None


def _words_of(source: Document, block: Block | None) -> frozenset[str]:
    """The keys of what a cell says, its "per cent" and its months apart."""
    lists = language.load()
    apart = {*lists.percent, *lists.months, *(word for pair in lists.percent_pairs for word in pair)}
    return frozenset(word.key for word in words(source[block.span]) if word.lower not in apart) - stopkeys() if block else frozenset()
