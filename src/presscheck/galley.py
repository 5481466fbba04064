"""A draft laid out for the rules: its headline, lead, quotations, subjects and the stage of its case, each worked out when first asked
for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from presscheck import subjects
from presscheck.model import Block, BlockKind, Document, Sentence, Span
from presscheck.patterns import Text
from presscheck.profiles import Profile
from presscheck.quotations import quotations
from presscheck.reader import Reader, Tags
from presscheck.split import split
from presscheck.stages import Stage, told_in
from presscheck.statements import around

LEAD = 450  # letters of running text, headline and byline apart
TITLE = 150  # letters; a first line that is longer, or ends in a stop, is no headline
BYLINE = re.compile(r"(?:by\s|\W*(?:trigger|content) (?:warning|note)|.{0,80}\b\d{4}\W*$)", re.IGNORECASE)
UNDERWAY = frozenset(("arrested", "charged", "tried", "pleaded-not-guilty", "no-plea", "held", "freed"))
DECIDED = frozenset(("convicted", "pleaded-guilty"))


class Galley:
    """One draft under check; lives as long as its check, and never changes what it says."""

    def __init__(
        self, draft: Document, profile: Profile, sentences: Sequence[Sentence] | None = None, reader: Reader | None = None
    ) -> None:
        """`reader` is the network that tags what word lists miss, None where there is none."""
        self.draft = draft
        self.profile = profile
        self.reader = reader
        self._sentences = tuple(sentences) if sentences is not None else None

    @cached_property
    def text(self) -> Text:
        """The draft's text as patterns read it."""
        return Text(self.draft.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return split(self.draft) if self._sentences is None else self._sentences

    @cached_property
    def tags(self) -> Tags:
        """What the reader says of each word."""
        return self.reader.tags(self.draft.text) if self.reader else Tags((), {})

    @cached_property
    def headline(self) -> Span | None:
        """The title: the first heading before any running text, or a short first line with no full stop."""
        for at, block in enumerate(self.draft.blocks[:4]):
            if block.kind is BlockKind.HEADING:
                return block.span
            text = self.draft[block.span].strip()
            longer = any(len(other.span) > len(block.span) for other in self.draft.blocks[at + 1 : at + 4])
            if block.kind is BlockKind.PARAGRAPH and text:
                return block.span if len(text) <= TITLE and text[-1] not in ".!?:;,”\"'" and longer and not BYLINE.match(text) else None
        return None

    @cached_property
    def body(self) -> tuple[Block, ...]:
        """The blocks of running text: no headings, no bylines, no notes."""
        kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTED, BlockKind.CELL, BlockKind.CUE)
        blocks = [block for block in self.draft.blocks if block.kind in kinds and block.span != self.headline]
        opening = next((n for n, block in enumerate(blocks) if not BYLINE.match(self.draft[block.span])), 0)
        return tuple(blocks[opening:])

    @cached_property
    def lead(self) -> Span | None:
        """The first 450 letters of running text, to the end of the sentence that they reach into."""
        if not self.body:
            return None
        start, room, end = self.body[0].span.start, LEAD, 0
        for block in self.body:
            end = min(block.span.end, block.span.start + room)
            room -= len(block.span)
            if room <= 0:
                break
        reached = around(self.sentences, Span(max(end - 1, 0), max(end, 1)))
        return Span(start, max(end, reached[-1].span.end if reached else end))

    def is_in(self, span: Span, where: str) -> bool:
        """Does the span begin in the part of the draft called so: headline, body, lead, top (headline or lead), all?"""
        title = self.headline is not None and span.start < self.headline.end and span.end > self.headline.start
        lead = self.lead is not None and self.lead.start <= span.start < self.lead.end
        return {"headline": title, "body": not title, "lead": lead, "top": title or lead}.get(where, True)

    def sentence(self, span: Span) -> Sentence | None:
        """The sentence in which the span begins."""
        return next(iter(around(self.sentences, span)), None)

    def near(self, span: Span) -> Span:
        """The span's sentence and the two after it."""
        sentence = self.sentence(span)
        if sentence is None:
            return span
        at = bisect_right(self.sentences, sentence.span.start, key=lambda other: other.span.start) - 1
        return Span(sentence.span.start, self.sentences[min(at + 2, len(self.sentences) - 1)].span.end)

    @cached_property
    def remarks(self) -> tuple[Span, ...]:
        """Comments of a Markdown draft, which no reader sees."""
        found, at = [], self.draft.text.find("<!--")
        while at >= 0:
            end = self.draft.text.find("-->", at)
            if end < 0:
                break
            found.append(Span(at, end + 3))
            at = self.draft.text.find("<!--", end)
        return tuple(found)

    def remarked(self, span: Span) -> bool:
        """Does the span lie in a comment?"""
        return any(span in remark for remark in self.remarks)

    def quoted(self, span: Span) -> bool:
        """Does the span begin inside quotation marks?"""
        block = self.draft.block_at(span.start)
        if block is None:
            return False
        told = quotations(self.draft.text, block.span.start, block.span.end)
        return any(piece.start <= span.start < piece.end for quotation in told for piece in quotation.pieces)

    @cached_property
    def subjects(self) -> Mapping[str, subjects.Subject]:
        """The sensitive subjects that the draft treats, by name."""
        return subjects.treated(self)

    @cached_property
    def stages(self) -> tuple[tuple[Sentence, Stage], ...]:
        """The stages of a case that the draft tells in its own words."""
        return told_in(self.draft, self.sentences)

    @cached_property
    def stage(self) -> str:
        """How far the case has gone that the draft tells of: "underway" with nobody convicted, "decided", or ""."""
        told = {stage.name for _, stage in self.stages if not stage.mood}
        return "decided" if told & DECIDED else "underway" if told & UNDERWAY else ""
