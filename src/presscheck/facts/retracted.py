"""A statement that a source takes back in words, told as if it stood: "Please replace our statement, which said that we would appeal"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.disavowals import is_denied, retracted
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence
from presscheck.parts import Older
from presscheck.statements import assertions
from presscheck.words import in_lower, key, telling

if TYPE_CHECKING:
    from presscheck.library import Library

SAME = 0.8  # share of the telling words of what is taken back that the draft's sentence must have
TOLD = 0.6  # share of the draft's telling words that a passage which tells it must have
QUIET = True  # that nothing of it is taken back is no verdict worth showing


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every sentence that states something, outside headings, and says of nothing that it was wrong or is withdrawn."""
    for one in assertions(draft, sentences):
        if not one.heading and _as_it_stands(one.text):
            yield Fact("retracted", one.span, one.index, one.text, one.statement)


def _as_it_stands(text: str) -> bool:
    """Does the draft tell it neither as what was said before, nor as wrong?"""
    lists = language.load().withdrawals
    told = lists["early"] | lists["wrongly"] | lists["taking"] | lists["took"] | lists["faults"] | lists["correcting"] | lists["disowned"]
    return told.isdisjoint(in_lower(text))


def needs(library: Library) -> bool:
    """Has some source a word with which a statement is taken back?"""
    lists = language.load().withdrawals
    return not all(library.lacks(key(word)) for name in ("taking", "took", "wrongly", "versions") for word in lists[name])


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where a source that takes nothing back tells it: that may be a later one."""
    mine = telling(fact.statement)
    if not mine or retracted(source) or len(mine & telling(passage.text)) < TOLD * len(mine):
        return None
    return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.retracted", 1.0, "source tells it")


def taken_back_by(fact: Fact, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """CONTRADICTS where a sentence of the source takes back what the draft tells."""
    mine, denied = telling(fact.statement), is_denied(fact.statement)
    for one in retracted(source):
        if len(one.said & mine) >= SAME * len(one.said) and one.denied == denied and not mine & one.instead:  # "his brother does"
            there = Passage(source.id, one.sentence, source[one.sentence], source.where(one.sentence))
            note = " ".join(f"source takes it back: {source[one.sentence]}".split())
            return Evidence((there,), (one.sentence,), Relation.CONTRADICTS, "facts.retracted", 1.0, note)
    return None
