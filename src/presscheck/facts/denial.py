"""What a source says did not happen, or is not decided, told as having happened: "both were disciplined", and "no discipline has been
decided"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.denials import Told, denied, told, undecided
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions
from presscheck.voices import voice
from presscheck.words import flat, in_lower, key, stopkeys, telling, telling_around, terms

if TYPE_CHECKING:
    from presscheck.library import Library

DECIDING = ("decided", "decide", "deciding", "decision", "undecided")
COVERED = 0.7  # share of what a denial is about that the draft must have
NEAR = 2  # telling words beside it that they must share where the draft does not name of whom it is told
OPENING = 300  # letters of a letter or a statement in which the "we" of it is named
QUIET = True  # that something happened in both is no verdict worth showing


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every clause that tells something as having happened which a source could deny by a noun; outside quotations. Where "both" or
    "they" did it, the sentence ahead tells who they are."""
    for one in assertions(draft, sentences):
        ahead = f" ({draft[sentences[one.index - 1].span]})" if one.index else ""
        for event in told(one.text):
            span = one.at(event.span)
            if not one.quotes(span):
                yield Fact("denial", span, one.index, draft[span], one.statement if event.who else one.statement + ahead)


def naming(fact: Fact, library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages that deny it or tell it, however few other words of the draft they have: "no penalty has been imposed"."""
    mine = _mine(fact)
    return _told_anywhere(library, mine.acts, limit) if mine else ()


@lru_cache(maxsize=64)  # of one library: many facts of a draft ask for the same
def _told_anywhere(library: Library, acts: frozenset[int], limit: int) -> tuple[Passage, ...]:
    if not acts:
        passages = dict.fromkeys(passage for word in DECIDING for passage in library.seeking(word, limit))
        return tuple(passage for passage in passages if undecided(passage.text))
    lists = language.load().denied_acts
    spelt = sorted({key(word) for row in acts for column in lists[row] for word in column} - stopkeys())
    passages = dict.fromkeys(passage for word in spelt if not library.lacks(word) for passage in library.seeking(word, limit))
    return tuple(p for p in passages if _has(p.text, acts))


def _has(text: str, acts: frozenset[int]) -> bool:
    """Does the text deny one of these, or tell it?"""
    return any(one.acts & acts for one in denied(text)) or any(one.acts & acts for one in told(text))


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage denies it, or has it undecided, of the same; SUPPORTS where it tells it."""
    mine = _mine(fact)
    if mine is None:
        return None
    if against := _denial(fact, mine, passage, source) or _left_undecided(fact, mine, passage, source):
        there = against.shifted(passage.span.start)
        note = f"draft says “{flat(fact.reading)}”, source says “{flat(source[there])}”"
        return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.denial", 0.6, note)
    if _tells(fact, mine, passage) and _of_the_same(fact, mine, telling_around(passage, source)):
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.denial", 0.6, "source tells it so")
    return None


def _mine(fact: Fact) -> Told | None:
    """What the fact tells, as it was read from the draft."""
    at = fact.statement.find(fact.reading)
    return next((one for one in told(fact.statement) if one.span == Span(at, at + len(fact.reading))), None)


def _denial(fact: Fact, mine: Told, passage: Passage, source: Document) -> Span | None:
    """Where the passage denies it, of the same, of no other name, and not of what somebody else did."""
    here = telling(fact.statement)
    for one in denied(passage.text):
        if not one.acts & mine.acts or one.names - here or len(one.about & here) < COVERED * len(one.about):
            continue
        if (one.who and not one.who & here) or (one.own and not _may_speak(mine, passage, source)):
            continue
        if _of_the_same(fact, mine, telling_around(passage, source)) and (one.about or not _said_before(fact, passage, source)):
            return one.span
    return None


def _said_before(fact: Fact, passage: Passage, source: Document) -> bool:
    """Does what stands before the denial say the draft's words by another verb: "inspectors say the lift failed. They make no finding"?"""
    rest, lists = telling(fact.statement) - telling(fact.reading), language.load().denials
    if lists["with-that"].isdisjoint(in_lower(fact.reading)):
        return False
    before = [source[span] for span in passage.context]
    return any(len(rest & telling(text)) >= COVERED * len(rest) and lists["asking"].isdisjoint(in_lower(text)) for text in before)


def _left_undecided(fact: Fact, mine: Told, passage: Passage, source: Document) -> Span | None:
    """Where the passage says that whoever does it in the draft has not decided whether to."""
    here, lists = telling(fact.reading), language.load().denials
    does = not lists["doing"].isdisjoint(in_lower(fact.reading))
    for one in undecided(passage.text):
        if not one.matter <= here or not (one.verb in here or (does and one.matter)):
            continue
        around = telling_around(passage, source) | (_speaker(passage, source) if one.own else frozenset())
        who = mine.who or telling(fact.statement) - here
        if len(who & around) >= (1 if mine.who or one.own else NEAR):
            return one.span
    return None


def _may_speak(mine: Told, passage: Passage, source: Document) -> bool:
    """May the "we" of the passage be whoever did it in the draft?"""
    parties = terms(" ".join(language.load().stages.parties))  # "the company"
    return not mine.who or bool(mine.who & (_speaker(passage, source) | terms(source.text) | parties))


def _of_the_same(fact: Fact, mine: Told, around: frozenset[str]) -> bool:
    """Is it told of the same: of whom the draft's clause tells it, or of enough of what stands beside it there?"""
    if mine.who:
        return bool((mine.who | mine.what) & around)
    return len((telling(fact.statement) - telling(fact.reading)) & around) >= NEAR


def _speaker(passage: Passage, source: Document) -> frozenset[str]:
    """Words of who says "we" in the passage."""
    return telling(voice(source, passage.span.start)) | telling(source.text[:OPENING])


def _tells(fact: Fact, mine: Told, passage: Passage) -> bool:
    """Does the passage tell the same as having happened, or as settled?"""
    if denied(passage.text) or undecided(passage.text):
        return False
    if mine.acts:
        return any(one.acts & mine.acts for one in told(passage.text))
    here = telling(fact.reading)
    return len(here & telling(passage.text)) >= COVERED * len(here)
