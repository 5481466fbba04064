"""A statement that a source takes back in words, told as if it stood: "Please replace our statement, which said that we would appeal"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.dating import later
from presscheck.disavowals import is_denied, retracted
from presscheck.model import BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence
from presscheck.statements import asserts, statements
from presscheck.words import in_lower, telling

if TYPE_CHECKING:
    from presscheck.library import Library

LOOKED_AT = 6  # passages among which a later source that tells it all the same is looked for
SAME = 0.8  # share of them that the draft's sentence must have
QUIET = True  # that nothing of it is taken back is no verdict worth showing


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every sentence that states something, outside headings, and says of nothing that it was wrong or is withdrawn."""
    told = statements(draft, sentences)
    for sentence in sentences:
        block, text = draft.block_at(sentence.span.start), draft[sentence.span]
        if block is not None and block.kind is not BlockKind.HEADING and asserts(draft, sentence) and _as_it_stands(text):
            yield Fact("retracted", sentence.span, sentence.index, text, told[sentence.index])


def _as_it_stands(text: str) -> bool:
    """Does the draft tell it neither as what was said before, nor as wrong?"""
    lists = language.load().withdrawals
    told = lists["early"] | lists["wrongly"] | lists["taking"] | lists["took"] | lists["faults"] | lists["correcting"]
    return told.isdisjoint(in_lower(text))


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where a sentence of the passage takes back what the draft tells."""
    mine, denied = telling(fact.statement), is_denied(fact.statement)
    for one in retracted(source):
        if not one.sentence.overlaps(passage.span) or len(one.said & mine) < SAME * len(one.said) or one.denied != denied:
            continue
        if not mine & one.instead:  # "his brother does"
            there = Passage(source.id, one.sentence, source[one.sentence], source.where(one.sentence))
            note = " ".join(f"source takes it back: {source[one.sentence]}".split())
            return Evidence((there,), (one.sentence,), Relation.CONTRADICTS, "facts.retracted", 1.0, note)
    return None


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a later source, which takes nothing back, tells it all the same."""
    back = library[against.passages[0].document]
    said = next((one.said for one in retracted(back) if one.sentence == against.spans[0]), frozenset[str]())
    for passage in library.seeking(fact.statement, LOOKED_AT):
        source = library[passage.document]
        if later(source, back) and not retracted(source) and len(said & telling(passage.text)) >= SAME * len(said):
            return Evidence((passage,), (passage.span,), Relation.MENTIONS, "facts.retracted", 0.5, "a later source tells it all the same")
    return None
