"""Document to Sentences: they tile every block, with only white space between, and never cross one (cues of a transcript apart)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presscheck import language
from presscheck.model import Block, BlockKind, Document, Sentence, Span

# A full stop and what may close after it, the marks of notes too, then white space, then what can open a sentence.
END = re.compile(r"[.!?…][\"'”’»)\]*_]*(?:\[[^\[\]\n]{1,40}\]|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}){0,9}(?=\s)")
OPENS = re.compile(r"\s+[\"'“‘«(\[*_–—-]*\s*[^\W_a-z]")
NEXT = re.compile(r"[A-Z][a-z]+\b")
LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]]+$")
LONGEST, WIDEST = 1000, 5000  # characters; what runs on without a stop is cut, so that no work grows with the square of a sentence


def split(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a draft, in order; headers of mails and page furniture are no sentences."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.HEADER]
    return tuple(Sentence(n, span) for n, span in enumerate(spans(document, blocks)))


def spans(document: Document, blocks: Sequence[Block]) -> Iterator[Span]:
    """The spans of all sentences of these blocks. A row of a table is one; a sentence may run over several cues; none is longer than
    `LONGEST`, no row than `WIDEST`."""
    for start, end, whole in _regions(blocks):
        yield from _bounded(document.text, Span(start, end), WIDEST) if whole else spans_of(document.text, start, end)


def _regions(blocks: Sequence[Block]) -> Iterator[tuple[int, int, bool]]:
    """(start, end, is one sentence) of the stretches to split: rows, runs of cues, single blocks."""
    at = 0
    while at < len(blocks):
        first = last = blocks[at]
        at += 1
        while at < len(blocks) and _continues(last, blocks[at]):
            last = blocks[at]
            at += 1
        yield first.span.start, last.span.end, first.cell is not None


def _continues(last: Block, block: Block) -> bool:
    if last.cell and block.cell:
        return (last.cell.table, last.cell.row) == (block.cell.table, block.cell.row)
    return last.kind is block.kind is BlockKind.CUE


def spans_of(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences in `text[start:end]`, none longer than `LONGEST`."""
    at = start
    for match in END.finditer(text, start, end):
        if match.end() <= at or not _ends(text, at, match.start(), match.end(), end):
            continue
        if trimmed := _trim(text, at, match.end()):
            yield from _bounded(text, trimmed, LONGEST) if len(trimmed) > LONGEST else (trimmed,)
        at = match.end()
    if trimmed := _trim(text, at, end):
        yield from _bounded(text, trimmed, LONGEST)


def _ends(text: str, start: int, stop: int, after: int, end: int) -> bool:
    """Does a sentence end at this stop? Not after an abbreviation, an initial or a list number, nor before a small letter."""
    opening = OPENS.match(text, after, min(end, after + 12))
    if not opening:
        return False
    if text[stop] != "." or after - stop > 1:
        return True
    word = LAST_WORD.search(text, max(start, stop - 24), stop)
    if word is None:
        return True
    lower = word.group().lower()
    if lower in language.load().abbreviations or (len(lower) == 1 and lower.isalpha()):
        if lower in ("a.m", "p.m"):
            return text[opening.end() - 1].isupper()
        following = NEXT.match(text, opening.end() - 1)
        return "." in lower and following is not None and following[0].lower() in language.load().stopwords  # "in the U.S. The"
    return not (lower.isdecimal() and text[start:stop].strip() == word.group())


def _bounded(text: str, span: Span, bound: int) -> Iterator[Span]:
    """The span, cut where it is longer than any sentence: at the last line break, semicolon or white space, else in the word."""
    start = span.start
    while span.end - start > bound:
        half, end = start + bound // 2, start + bound
        cuts = (at for mark in ("\n", "; ", " ") if (at := text.rfind(mark, half, end)) >= 0)
        cut = next(cuts, end - 1) + 1
        if trimmed := _trim(text, start, cut):
            yield trimmed
        start = cut
    if trimmed := _trim(text, start, span.end):
        yield trimmed


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
