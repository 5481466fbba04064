"""Who said it: the person to whom the draft gives a quotation is the one whom the source has saying it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare
from presscheck.quotations import Quotation, label, mask, quotations, speaker, subject_before
from presscheck.statements import asserts, statements
from presscheck.words import fold, words

LEAST = 4  # words; shorter quotations are said by many
MARK = ": "


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for every quotation whose speaker the same sentences name; the reading is "name: words"."""
    told = statements(draft, sentences)
    for block in draft.blocks:
        found = quotations(draft.text, block.span.start, block.span.end)
        for quotation in found:
            around = [s for s in sentences if s.span.overlaps(quotation.span)]
            words_said = " ".join(draft[piece] for piece in quotation.pieces)
            if not around or not asserts(draft, around[0]) or len(words(words_said)) < LEAST:
                continue
            name = speaker(draft.text, quotation, found, around[0].span.start, around[-1].span.end)
            if name:
                holding = next(s for s in around if s.span.start <= name.span.start < s.span.end)
                yield Fact("speaker", name.span, holding.index, f"{name.text}{MARK}{words_said}", told[holding.index], True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the source gives the same words to a person of this name; CONTRADICTS where it gives them to another; MENTIONS where
    it does not name who says them; None where the words are not there."""
    who, _, said = fact.reading.partition(MARK)
    at = _place(said, passage, source)
    if at is None:
        return None
    theirs = _speaker(source, at)
    if not theirs:
        return Evidence(
            (passage,), (at,), Relation.MENTIONS, "facts.speaker", 0.5, "the source has the words, and does not name who says them"
        )
    mine = {fold(bare(part)) for part in who.split()}
    same = mine & {fold(bare(part.text)) for part in words(theirs)}
    relation = Relation.SUPPORTS if same else Relation.CONTRADICTS
    note = f"source has {theirs} saying it" if same else f"draft says {who} said it, source says {theirs} did"
    return Evidence((passage,), (at,), relation, "facts.speaker", 0.9, note)


def _place(said: str, passage: Passage, source: Document) -> Span | None:
    """Where in the passage the first words of the quotation stand."""
    wanted = [fold(word.text) for word in words(said)][:8]
    found = words(source.text[passage.span.start : min(passage.span.end + 120, len(source.text))], passage.span.start)
    folded = [fold(word.text) for word in found]
    for n in range(len(folded) - len(wanted) + 1):
        if folded[n : n + len(wanted)] == wanted:
            return Span(found[n].span.start, found[n + len(wanted) - 1].span.end)
    return None


def _speaker(source: Document, at: Span) -> str:
    """Whom the source has saying the words at this place: the label of a transcript's line, the name beside the nearest speech verb,
    or the last person who opens a sentence before it, in its paragraph or the one before, where only "she said" stands there."""
    if labelled := label(source, at.start):
        return labelled if len(labelled) > 2 else ""
    block = source.block_at(at.start)
    if block is None:
        return ""
    found = quotations(source.text, block.span.start, block.span.end)
    quotation = next((q for q in found if any(piece.overlaps(at) for piece in q.pieces)), None)
    if quotation is None:
        return ""
    start, end = _sentence_around(source.text, quotation, block.span)
    if name := speaker(source.text, quotation, found, start, end):
        return name.text
    if not _pronoun_speaks(source.text, found, start, end):
        return ""
    number = source.blocks.index(block)
    before = source.blocks[number - 1].span.start if number and source.blocks[number - 1].kind is block.kind else block.span.start
    for begin, stop in ((block.span.start, quotation.span.start), (before, block.span.start)):
        if begin < stop and (name := subject_before(source.text, stop, begin)):
            return name.text
    return ""


def _sentence_around(text: str, quotation: Quotation, block: Span) -> tuple[int, int]:
    """From the stop before the quotation's sentence to the stop after it."""
    before = max((text.rfind(mark, block.start, quotation.span.start - 1) for mark in (". ", "? ", "! ", ".” ", '." ')), default=-1)
    start = before + 1 if before >= 0 else block.start
    ends = [at for mark in (". ", "? ", "! ") if (at := text.find(mark, quotation.span.end, block.end)) >= 0]
    return start, min(ends, default=block.end - 1) + 1


def _pronoun_speaks(text: str, found: Sequence[Quotation], start: int, end: int) -> bool:
    """Do the sentences have "she said" outside their quotation marks?"""
    lists = language.load()
    outside = {word.lower for word in words(mask(text, found, start, end))}
    return bool(outside & lists.personal) and bool(outside & lists.speech)
