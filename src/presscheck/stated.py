"""A figure as it is stated: the draft's read in its sentence, a source's in its passage, and how notes and evidence tell of the two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from presscheck import cells
from presscheck.figures import YEARS, Number, as_metres, listed, numbers
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Span
from presscheck.statements import as_read
from presscheck.words import flat

SEPARATED = re.compile(r"(?<=\d)[.,](?=\d)")
BY_CHANCE = 0.1  # score of a figure that may stand where it does, or come out of a sum, by chance


def in_statement(fact: Fact) -> Number | None:
    """The number read in its sentence, where what it counts and its "about" stand beside it; its spans are of `fact.statement`."""
    return as_read(fact, numbers(fact.statement, 0, len(fact.statement)))


def others(statement: str, mine: Number) -> list[Number]:
    """The other numbers of the sentence in which `mine` stands, in order."""
    return [number for number in numbers(statement, 0, len(statement)) if number.figure != mine.figure]


def in_passage(passage: Passage, source: Document, mine: Number | None) -> Iterator[Number]:
    """The passage's numbers, their spans of the source; a cell's figure counts what its column's head and its row's first cell say, in the
    unit of the table where the draft's figure, `mine`, may be told in it."""
    yield from listed(source.text, passage.span.start, passage.span.end)
    for number in numbers(source.text, passage.span.start, passage.span.end):
        block = source.block_at(number.span.start)
        found = number if block is None or block.cell is None else cells.figure_of(number, block, passage, source, mine)
        yield as_metres(found, source.text, mine) if mine else found
    if mine and mine.value in YEARS:
        for block in source.within(passage.span):
            if block.cell and (count := cells.like_a_year(block, source)):
                yield cells.figure_of(count, block, passage, source, mine)


def with_blank(figure: str, passage: Passage, source: Document) -> Span | None:
    """Where the source has the figure, as the draft writes it, with a blank behind its comma or point, as text from a page may have:
    "3, 800" for "3,800"."""
    if not SEPARATED.search(figure):
        return None
    apart = re.compile(rf"(?<![\d.,]){SEPARATED.sub(lambda mark: re.escape(mark[0]) + ' ?', figure)}(?![\d]|[.,]\d)")
    start, end = max(passage.span.start - len(figure), 0), min(passage.span.end + len(figure), len(source.text))
    match = apart.search(source.text, start, end) if ", " in source.text[start:end] or ". " in source.text[start:end] else None
    return Span(*match.span()) if match and " " in match[0] else None


def said(source: Document, number: Number) -> str:
    """The figure in the source's words, with what it counts, on one line."""
    return flat(source[number.span])


def draft_says(fact: Fact, theirs: str) -> str:
    """The note of a contradiction: the draft's figure, and what the source says in its place."""
    return f"draft says {flat(fact.reading)}, source says {theirs}"


def not_surely(theirs: str) -> str:
    """The note of a figure that a source has, of whatever."""
    return f"source has {theirs}, not surely of the same thing"


def perhaps(held: tuple[Passage, ...], spans: tuple[Span, ...], note: str) -> Evidence:
    """MENTIONS, with the least score: the figures at these places of the passages, a passage for each, may be, or give, the draft's by
    chance."""
    return Evidence(held, spans, Relation.MENTIONS, "facts.number", BY_CHANCE, note)
