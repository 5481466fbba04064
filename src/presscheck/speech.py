"""A paragraph as speech is read in it: its sentences with their words outside quotation marks, and what an attribution is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscheck import language
from presscheck.model import Span
from presscheck.quotations import Quotation, between, quotations
from presscheck.split import spans_of
from presscheck.words import Word, words

QUOTE_MARKS = frozenset("\"“”«»„''‘’")
# where and by whom a report was sent, before its first sentence: "OSTWICK, Norway (AP) — The ..."
DATELINE = re.compile(r"\s*[A-ZÀ-Þ]{3,20}[A-ZÀ-Þ .'’-]{0,30}(?:, [\w .]{1,30}){0,2}(?: \([^()\n]{1,40}\))? (?:[—–-]|--)\s+(?=[A-ZÀ-Þ\"“])")
STOPPERS = frozenset(',;:—–()[]\n"“”«»')


@dataclass(frozen=True, slots=True)
class Attribution:
    """`source` is the speaker's noun phrase, where there is one; `cue` the verb with its helpers, or the noun; `content` what is said, in
    one piece or more; `direct` where it stands in quotation marks; `how` the class of the cue in the language's lists."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    direct: bool
    how: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the text with its words outside quotation marks and the quotations that begin in it."""

    text: str
    span: Span
    words: tuple[Word, ...]
    quoted: tuple[Span, ...]  # with their marks

    def gap(self, at: int) -> str:
        """What stands between word `at - 1` (or the sentence's start) and word `at` (or its end)."""
        start = self.words[at - 1].span.end if at else self.span.start
        end = self.words[at].span.start if at < len(self.words) else self.span.end
        return self.text[start:end]

    def stops(self, at: int) -> bool:
        """Does a mark that parts clauses stand before word `at`?"""
        return bool(set(self.gap(at)) & STOPPERS)


def lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The sentences of a paragraph. A stop inside a quotation ends none, unless it closes it; a quotation alone is one with the speech tag
    that follows."""
    found = quotations(text, start, end)
    masked = _masked(text, found, start, end, " ")
    held: Span | None = None
    parts = [part.shifted(start) for part in spans_of(_masked(text, found, start, end, "X"), 0, end - start)]
    for number, part in enumerate(parts):
        span = Span(held.start, part.end) if held else part
        if not number and (dateline := DATELINE.match(text, span.start, span.end)) and dateline.end() < span.end:
            span = Span(dateline.end(), span.end)
        held = None
        outside = words(masked[span.start - start : span.end - start], span.start)
        if not outside and number + 1 < len(parts) and not text[span.end : parts[number + 1].start].strip(" "):
            following = words(masked[parts[number + 1].start - start : parts[number + 1].end - start], 0)
            if _tag(following):
                held = span
                continue
        pieces = [piece for q in between(found, span.start, span.end) for piece in q.pieces if piece.start >= span.start]
        yield Line(text, span, tuple(outside), tuple(_with_marks(text, piece, start, end) for piece in pieces))


def _tag(following: Sequence[Word]) -> bool:
    """Do the words look like a speech tag: "Ms Hale said", "he asked"?"""
    return any(word.lower in language.load().attribution["clause"] for word in following[:6])


def _masked(text: str, found: Sequence[Quotation], start: int, end: int, blank: str) -> str:
    """The paragraph with each quoted letter replaced, a stop at the end of a quotation kept."""
    letters = list(text[start:end])
    for quotation in found:
        for piece in quotation.pieces:
            first, last = piece.start - start, piece.end - start
            kept = letters[last - 1]
            letters[first:last] = blank * (last - first)
            if kept in ".!?…":
                letters[last - 1] = kept
    return "".join(letters)


def _with_marks(text: str, piece: Span, start: int, end: int) -> Span:
    first = piece.start - 1 if piece.start > start and text[piece.start - 1] in QUOTE_MARKS else piece.start
    last = piece.end + 1 if piece.end < end and text[piece.end] in QUOTE_MARKS else piece.end
    return Span(first, last)
