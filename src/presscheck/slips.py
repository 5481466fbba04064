"""Slips of the pen that no single pattern shows: a sentence told twice, a quotation left open, a note number that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from presscheck.model import Block, BlockKind, Span
from presscheck.parts import Match
from presscheck.words import in_lower

if TYPE_CHECKING:
    from presscheck.galley import Galley

LETTERS = 60  # of a sentence that nobody writes twice by chance
PIECES = re.compile(r"[.!?”\"\n](?:(?<!\n)\s+|(?<=\n)\n*)")  # a stop and white space, or new lines
RUNNING = (BlockKind.PARAGRAPH, BlockKind.ITEM)
MARKER = re.compile(r"(?<=[\w.,;:!?)”\"’%])[ \u00a0]?\[(\d{1,2})\](?=\s*(?:[.,;:)\[—–A-Z“\"]|$))", re.MULTILINE)
ENTRY = re.compile(r"\W{0,3}(\d{1,3})(?:[.\])]|:)?\s")
INCH = re.compile(r"\d[\"”]|[\"“”][a-z]?\s?\d{1,2}[\"”]")


def repeated(galley: Galley) -> Iterator[Match]:
    """A sentence of the running text that stands word for word further up; not one that was set again as a quotation."""
    cut = (piece.strip(' .!?”"') for piece in PIECES.split(galley.draft.text.lower()))
    pieces = [piece for piece in cut if len(piece) >= LETTERS // 2]
    if len(set(pieces)) == len(pieces):  # nearly every draft: its sentences need not be looked at
        return
    first: dict[tuple[str, ...], Span] = {}
    for sentence in galley.sentences:
        block = galley.draft.block_at(sentence.span.start)
        if len(sentence.span) < LETTERS or block is None or block.kind not in RUNNING:
            continue
        told = tuple(in_lower(galley.draft[sentence.span]))
        if told in first and not galley.quoted(Span(sentence.span.start + 1, sentence.span.start + 2)):
            yield Match(sentence.span, "this sentence stands in the draft twice, word for word", first[told])
        first.setdefault(told, sentence.span)


def left_open(galley: Galley) -> Iterator[Match]:
    """A paragraph whose quotation marks do not pair, where the next one does not go on with the quotation."""
    running = [block for block in galley.body if block.kind in RUNNING]
    for block, after in zip_longest(running, running[1:]):
        span = _unpaired(galley.draft[block.span], block)
        goes_on = after is not None and galley.draft[after.span].lstrip()[:1] in '"“'
        if span and not (goes_on and galley.draft[span] != "”"):
            yield Match(span, "a quotation mark here has no partner in its paragraph: where do the speaker's words begin and end?")


def _unpaired(text: str, block: Block) -> Span | None:
    """The first mark that has no partner; feet and inches are no quotation."""
    if text.count("“") == text.count("”") and text.count('"') % 2 == 0:
        return None
    inches = {match.end() - 1 for match in INCH.finditer(text)}
    marks = [(at, sign) for at, sign in enumerate(text) if sign in '"“”' and not (at in inches and text.count('"') % 2)]
    opened: list[int] = []
    for at, sign in marks:
        closes = sign == "”" or (sign == '"' and bool(opened))
        if closes and not opened:
            return Span(block.span.start + at, block.span.start + at + 1)
        if closes:
            opened.pop()
        else:
            opened.append(at)
    return Span(block.span.start + opened[0], block.span.start + opened[0] + 1) if opened else None


def unlisted(galley: Galley) -> Iterator[Match]:
    """A note number, [4], of which the draft has no note."""
    entries = {int(match[1]) for block in galley.draft.blocks if (match := ENTRY.match(galley.draft[block.span][:12]))}
    for block in galley.body:
        for match in MARKER.finditer(galley.draft.text, block.span.start, block.span.end):
            if int(match[1]) not in entries:
                start = match.start(1) - 1
                yield Match(Span(start, match.end()), f"note [{match[1]}] leads nowhere: the draft has no such note; name the source")
