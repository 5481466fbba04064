"""Counts of an indictment that are over for somebody who, the draft says, faces all of them: "two of the 14 counts were dismissed"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from presscheck import language
from presscheck.figures import Number
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Span
from presscheck.names import bare, names
from presscheck.parts import Older
from presscheck.split import spans_of
from presscheck.words import fold, in_lower, words


def fewer(fact: Fact, mine: Number, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """CONTRADICTS where somebody faces so many counts, by the draft, and the source tells that some of them are over, below or later than
    all that tells the draft's figure."""
    if not mine.unit or mine.unit[0] not in _counts() or not _at_present(fact.statement):
        return None
    held = [p for piece in evidence if piece.relation is Relation.SUPPORTS for p in piece.passages]
    who = frozenset(fold(bare(name.words[-1].text)) for name in names(fact.statement))
    for sentence, named in _over(source):
        before = all(older(p.document) or (p.document == source.id and p.span.start <= sentence.start) for p in held)
        if held and before and who & named:
            passage = Passage(source.id, sentence, source[sentence], source.where(sentence))
            note = " ".join(f"draft says {fact.reading}, source tells that some are over: {source[sentence]}".split())
            return Evidence((passage,), (sentence,), Relation.CONTRADICTS, "facts.number", 1.0, note)
    return None


def _at_present(statement: str) -> bool:
    """Does somebody face the counts now, of which none is said to be over?"""
    lists, told = language.load().withdrawals, set(in_lower(statement))
    return not lists["facing"].isdisjoint(told) and (lists["moved_past"] | lists["over"]).isdisjoint(told)


@lru_cache(maxsize=256)
def _over(source: Document) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences that tell of counts which are over, each with the words of the names in it."""
    lists = language.load().withdrawals
    if (lists["over"] | {"granted"}).isdisjoint(in_lower(source.text)):
        return ()
    told = (span for block in source.blocks for span in spans_of(source.text, block.span.start, block.span.end))
    return tuple([(span, _named(source[span])) for span in told if _tells_the_end(source[span])])


def _named(text: str) -> frozenset[str]:
    return frozenset(fold(bare(word.text)) for name in names(text) for word in name.words)


def _tells_the_end(text: str) -> bool:
    """ "Counts 4 and 5 were dismissed", "motion for acquittal on counts 10, 11: GRANTED as to 11"; not what was asked, or refused."""
    lists, told = language.load().withdrawals, set(in_lower(text))
    if "had" in told or not any(word.key in _counts() for word in words(text)):  # "had been dismissed", before what is told beside it
        return False
    granted = "granted" in told and not lists["ending"].isdisjoint(told) and "not" not in told
    return granted or (not lists["over"].isdisjoint(told) and lists["asked"].isdisjoint(told))


@lru_cache(maxsize=1)
def _counts() -> frozenset[str]:
    return frozenset(word.key for name in ("count", "counts", "charge", "charges") for word in words(name))
