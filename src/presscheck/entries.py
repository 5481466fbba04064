"""Entries of a table or a list, each with a name: whose figure a sentence tells, and whose it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice

from presscheck import language
from presscheck.cells import is_figure
from presscheck.figures import Number, numbers
from presscheck.model import Block, Document, Passage, Span
from presscheck.shares import one_clause
from presscheck.stated import in_passage, others
from presscheck.words import Word, in_lower, stopkeys, telling, words

MOST = 60  # entries of one table or list that are told apart
LINE = re.compile(r"^[ \t>*•–-]*([^\W\d_][^:|\n]{0,60}): *([^\n]{1,24})$")
FIGURE = re.compile(r"^[^\w]{0,3}\d[\d.,  ]*(?: ?%| ?[a-z]{1,3}\b)?\.?$")
BEGUN, LEDGER = re.compile(r"[-+−–(]?[$€£]?\d[\d.,]*\b(?![/:-])"), 24  # how such a cell begins, and its letters
PEOPLES = frozenset(("n", "an", "ian", "ns", "ans", "ians", "ese"))
LAND = 5  # letters of a country's name, from which on its people's begins so
# "Nov 2024", "2024-11", "Q3 2024", "12 March 2024", "2024/25"
WHEN = re.compile(r"(?i)(?:\d{1,2}[ ./-])?(?:[a-z]{3,9}\.?[ -])?(?:q[1-4] |fy ?)?(?:19|20)\d\d(?:[-/.]\d{1,2}){0,2}")
SHORT = 3  # letters of a name from which it tells by itself; "A" does after what its column is called: "Band A"
NEARLY_BESIDE = 2  # words between the name of an entry and its figure


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, or a line of a list: `name` is its first cell, the second where the first tells a time (`when`), or what stands before its
    colon; `kinds` what its column is called; `other` are the keys of its other cells' words."""

    name: str
    kinds: frozenset[str]
    other: frozenset[str]
    span: Span
    where: str
    when: str = ""


def beside(passage: Passage, source: Document) -> tuple[Entry, tuple[Entry, ...]] | None:
    """The entry that a passage is, and all of its table or list in order; None where it is none."""
    block = source.block_at(passage.span.start)
    if block is None:
        return None
    every = _of_table(source, block.cell.table) if block.cell else _of_list(source, passage.span)
    own = next((entry for entry in every if entry.span.overlaps(passage.span)), None)
    return (own, every) if own and len(every) > 1 else None


@lru_cache(maxsize=64)
def _of_table(source: Document, table: int) -> tuple[Entry, ...]:
    """The rows of a table whose first cell is a name, and that have a figure; not the one that names the columns."""
    cells = (block for block in source.blocks if block.cell and block.cell.table == table)
    rows = [list(row) for _, row in islice(groupby(cells, key=lambda block: block.cell.row if block.cell else 0), MOST + 1)]
    below = [row for row in rows[1:] if len(row) > 2]
    at = 1 if below and all(WHEN.fullmatch(source[row[0].span].strip()) and not is_figure(source[row[1].span]) for row in below) else 0
    kinds = frozenset().union(*(telling(source[row[at].span]) for row in rows[:2] if len(row) > at)) if rows else frozenset()
    named = [row for row in rows[1:] if row[0].cell and row[0].cell.column == 1 and len(row) > at]
    return tuple(_row(source, row, at, kinds) for row in named if any(_tells_figure(source[block.span]) for block in row[at + 1 :]))


def _tells_figure(cell: str) -> bool:
    """Is it a figure, with a word or two behind it perhaps: "41 (poor)", "$6.4 million"?"""
    return is_figure(cell) or (len(cell) <= LEDGER and bool(BEGUN.match(cell)))


def _row(source: Document, row: Sequence[Block], at: int, kinds: frozenset[str]) -> Entry:
    other = frozenset().union(*(telling(source[block.span]) for block in row[at + 1 :]))
    span, when = Span(row[0].span.start, row[-1].span.end), source[row[0].span].strip() if at else ""
    rest = frozenset(key for key in other if not key[0].isdecimal())
    return Entry(source[row[at].span].strip(), kinds, rest, span, row[0].where, when)


def _of_list(source: Document, at: Span) -> tuple[Entry, ...]:
    """The lines around a place that each name something and tell a figure of it, without another line between them."""
    start = source.text.rfind("\n", 0, at.start) + 1
    if not (own := _line(source, start)):
        return ()
    return (*reversed([*_lines(source, own, -1)]), own, *_lines(source, own, 1))


def _lines(source: Document, own: Entry, step: int) -> Iterator[Entry]:
    """The entries behind a line of a list, or before it where `step` is -1, up to the first line that is none."""
    text, last = source.text, own
    for _ in range(MOST):
        start = last.span.end + 1 if step > 0 else text.rfind("\n", 0, max(last.span.start - 1, 0)) + 1
        found = _line(source, start) if start < len(text) and start != last.span.start else None
        if found is None:
            return
        yield found
        last = found


def _line(source: Document, start: int) -> Entry | None:
    """The entry that the line from here on is: "Hollin (boats): 41"."""
    end = source.text.find("\n", start)
    line = source.text[start : end if end >= 0 else len(source.text)]
    match = LINE.search(line) if len(line) < 100 else None
    if match is None or not FIGURE.search(match[2]):
        return None
    return Entry(
        match[1].partition("(")[0].strip(), frozenset(), frozenset(), Span(start, start + len(line)), source.where(Span(start, start + 1))
    )


def named(statement: str, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Span]]:
    """The entries whose name the statement has, each with its first place; a name inside a longer one that it has as well is none."""
    tokens = words(statement)
    left_out = _left_out(tokens)
    found = [(entry, span) for entry in entries if (span := _place(tokens, entry, left_out))]
    for entry, span in found:
        if not any(span in longer and len(span) < len(longer) for _, longer in found):
            yield entry, span


def _people_of(mine: Word, theirs: Word) -> bool:
    """Is the one what the people of the other are called: "Eritreans" of "Eritrea"?"""
    land = len(theirs.text) >= LAND and theirs.lower in language.load().countries
    return land and mine.text[0].isupper() and mine.lower.startswith(theirs.lower) and mine.lower.removeprefix(theirs.lower) in PEOPLES


def _place(tokens: Sequence[Word], entry: Entry, left_out: frozenset[str]) -> Span | None:
    """Where the words hold the entry's name, word by word, without those left out that it opens with."""
    name = words(entry.name)
    while len(name) > 1 and name[0].lower in left_out:
        name = name[1:]
    if not name or name[0].text[0].isdecimal():
        return None
    telling_ = any(len(word.text) >= SHORT and word.key not in stopkeys() for word in name)
    for at in range(len(tokens) - len(name) + 1):
        if last := _runs(tokens, at, name):
            led = at > 0 and tokens[at - 1].key in entry.kinds and tokens[at].text == name[0].text
            if telling_ or led:
                return Span(tokens[at].span.start, tokens[last - 1].span.end)
    return None


def _left_out(tokens: Sequence[Word]) -> frozenset[str]:
    """The words that a name of a row may open with and the sentence tells it without; "still in hospital" is not what "in hospital" names,
    but what "remain in hospital" does."""
    lists, told = language.load(), {word.lower for word in tokens}
    lasts = bool(told & lists.row_names["remaining"])
    denied = "yet" in told or not told.isdisjoint(lists.negations) or any(word.endswith("n't") for word in told)
    return lists.row_names["opening"].union(lists.row_names["denying"] if denied else (), lists.row_names["lasting"] if lasts else ())


def _runs(tokens: Sequence[Word], at: int, name: Sequence[Word]) -> int:
    """The number behind the last word where the words from here on are those of the name, a stop word between two of them perhaps
    ("applications by Eritreans" for "Applications - Eritrea"); 0 where they are not."""
    for number, theirs in enumerate(name):
        if number and at < len(tokens) and tokens[at].key in stopkeys() and theirs.key not in stopkeys():
            at += 1
        if at >= len(tokens) or not (tokens[at].key == theirs.key or _people_of(tokens[at], theirs)):
            return 0
        at += 1
    return at


def called(
    statement: str, mine: Number, own: Entry, every: Sequence[Entry], passage: Passage, source: Document
) -> list[tuple[Entry, Span]]:
    """Of all the entries of a table or list those that the draft names, each with its first place; `own` is the one that the passage is.
    Where each row is of a time, those of its time only, and none where another that the draft names has the draft's figure; of rows of one
    name the one that another figure of the sentence tells."""
    found = list(named(statement, every))
    if own.when:
        if any(mine.value == n.value for entry, _ in found if entry.name != own.name for n in figures(entry, passage, source, mine)):
            return []
        found = [(entry, span) for entry, span in found if entry.when == own.when]
    return _of_one_name(statement, mine, found, source) if len({entry.name for entry, _ in found}) == 1 < len(found) else found


def meant(statement: str, mine: Number, own: Entry, found: Sequence[tuple[Entry, Span]], source: Document) -> Entry | None:
    """Of the entries that the draft names, as of `called`, the one that it tells its figure of, where that is surely not `own`: the only
    one, in the figure's own clause or with another of its figures in the sentence, which has no word of `own`; or the one right beside the
    figure ("395 in Munich", "Munich 395")."""
    joined = [entry for entry, span in found if adjoins(statement, mine.span, span)]
    if joined:  # "338 against closure and 51 in favour": one stands on either side
        return joined[0] if all(entry.name != own.name for entry in joined) else None
    if len(found) != 1 or found[0][0] == own:
        return None
    only, place = found[0]
    if not one_clause(statement, mine.span, place) and not _tells_too(statement, mine, own, only, source):
        return None
    words_of_own = (telling(own.name) | own.other) - telling(only.name) - only.other - own.kinds
    return only if mine.digits > 1 and not words_of_own & telling(statement) else None


def _of_one_name(statement: str, mine: Number, found: list[tuple[Entry, Span]], source: Document) -> list[tuple[Entry, Span]]:
    """Of rows of one name, a row a year, the only one that has another figure of the draft's sentence, where none has this one."""
    told = [_values(entry, source) for entry, _ in found]
    beside = {n.value for n in others(statement, mine) if n.digits > 1}
    having = [one for one, values in zip(found, told, strict=True) if beside & values]
    return having if len(having) == 1 and not any(mine.value in values for values in told) else found


def _tells_too(statement: str, mine: Number, own: Entry, only: Entry, source: Document) -> bool:
    """Does the sentence tell another figure, of two digits or more, that this entry has and its own has not?"""
    beside = {n.value for n in others(statement, mine) if n.digits > 1}
    return bool(beside & (_values(only, source) - _values(own, source)))


def _values(entry: Entry, source: Document) -> set[float]:
    return {n.value for n in numbers(source.text, entry.span.start, entry.span.end)}


def adjoins(statement: str, figure: Span, name: Span) -> bool:
    """Does the name follow the figure, with no more than "in" or "for" between, or the figure the name, with a word or two between:
    "matchday income £12.2m"? `tabulations.row_meant` is less strict, as it takes no row where two stand so near ("Osk 21, Rye 19")."""
    if name.end <= figure.start:
        between = statement[name.end : figure.start]
        led = in_lower(between)
        return not set(between) & set(",;:.()") and len(led) <= NEARLY_BESIDE and language.load().set_off.isdisjoint(led)
    between = statement[figure.end : name.start].strip() if name.start > figure.end else ""
    return between.lower() in language.load().placing


def totals(entry: Entry) -> bool:
    """Is it the sum of the others?"""
    return is_total(entry.name)


def is_total(name: str) -> bool:
    """Does the first cell of a row tell that it sums up the others?"""
    lists = language.load()
    return any(word.lower in lists.reckoned or word.lower in lists.scope["whole"] for word in words(name))


def figures(entry: Entry, like: Passage, source: Document, mine: Number) -> Iterator[Number]:
    """The figures of an entry, read beside the draft's as those of the passage `like`, another of its table."""
    return in_passage(as_passage(entry, like, source), source, mine)


def as_passage(entry: Entry, like: Passage, source: Document) -> Passage:
    """The passage that the entry is, with the context of another of its table."""
    return Passage(source.id, entry.span, source[entry.span], entry.where, like.context)
