"""A plan told as settled: what a source has as considered, proposed, put off or possible, and the draft as what will be or was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from presscheck import language, phrases
from presscheck.clauses import clauses
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions, where_read
from presscheck.words import Word, flat, key, stopkeys, telling, words

LEAST = 3  # words of what is settled that a passage must have
SAME = 0.55  # share of the words behind "will" or "agreed"
ALL = 0.4  # share of the clause's words, where the passage says that it was put off
BEFORE = 3  # words before a decision among which a "not" or a "to" makes none of it
TAIL = 12  # words at the end of a clause that may only tell who says so
QUIET = True  # that something is settled in both is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Settled:
    """What a clause tells as settled: `decided` where a decision is told ("agreed"), else what will be. `span` runs from the telling word
    to the clause's end, `verb` to its first telling word ("will have to close"); `behind` are the keys of the words after it, `clause`
    those of the whole clause."""

    span: Span
    verb: Span
    decided: bool
    behind: frozenset[str]
    clause: frozenset[str]


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every "will" and every decision with what it is about, outside headings, questions and quotations."""
    for one in assertions(draft, sentences):
        for plan in () if one.heading else settled(one.text):
            span = one.at(plan.span)
            if not one.quotes(span):
                yield Fact("plan", one.at(plan.verb), one.index, draft[span], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage has the same as considered, proposed, put off or possible; SUPPORTS where it has no such word."""
    mine = where_read(fact, settled(fact.statement))
    if mine is None:
        return None
    here = telling(passage.text)
    near = len(mine.behind & here) >= max(LEAST, SAME * len(mine.behind))
    lists = language.load().plans
    if mine.decided and (late := _phrase(passage, "put-off")) and len(mine.clause & here) >= max(LEAST, ALL * len(mine.clause)):
        return _against(fact, passage, source, late)
    if not near:
        return None
    done = _settling(passage.text)
    if not mine.decided and (modal := _modal(passage, mine)):
        return _against(fact, passage, source, modal)
    unconditional = {"if", "unless", "subject", "provided", "pending", "conditional"}.isdisjoint(
        word.lower for word in words(fact.statement)
    )
    if unconditional and not mine.decided and (late := _phrase(passage, "conditional")):
        return _against(fact, passage, source, late)
    decided = not (lists["decisions"] | lists["done"]).isdisjoint(done)
    if (late := _phrase(passage, "open")) and not decided and lists["surely"].isdisjoint(done):
        return _against(fact, passage, source, late)
    if mine.decided and not decided:
        return None
    return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.plan", 0.6, "source tells it so")


def _settling(text: str) -> frozenset[str]:
    """The words of a text, without a "will" that only tells what will be thought over: "the council will consider it"."""
    tokens, pondering = words(text), language.load().plans["pondering"]
    return frozenset(word.lower for word, after in zip_longest(tokens, tokens[1:]) if after is None or after.lower not in pondering)


def _against(fact: Fact, passage: Passage, source: Document, there: Span) -> Evidence:
    note = f"draft says “{flat(fact.reading)}”, source says “{flat(source[there])}”"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.plan", 0.7, note)


def _modal(passage: Passage, mine: Settled) -> Span | None:
    """The "may", "might" or "could" of the clause that has most of what the draft says will be, up to the clause's end."""
    modals = language.load().hedges["modals"]
    for clause in clauses(passage.text):
        at = next((n for n, word in enumerate(clause[:-1]) if word.text in modals and clause[n + 1].lower != "not"), None)
        if at is not None and len(mine.behind & {word.key for word in clause[at:]}) >= max(LEAST, SAME * len(mine.behind)):
            return Span(clause[at].span.start, clause[-1].span.end).shifted(passage.span.start)
    return None


def _phrase(passage: Passage, name: str) -> Span | None:
    """The words of the list that the passage has: "under consideration", "deferred the decision"."""
    tokens = words(passage.text)
    runs = (run for run in phrases.found(tokens, language.load().plans[name]) if not _denied(tokens, run[0]))
    first = next(runs, None)
    return Span(tokens[first[0]].span.start, tokens[first[1] - 1].span.end).shifted(passage.span.start) if first else None


@lru_cache(maxsize=4096)
def settled(text: str) -> tuple[Settled, ...]:
    """What the clauses of a text tell as settled, with no word that leaves it open."""
    lists = language.load()
    left_open = lists.hedges["hedges"] | lists.hedges["open"] | lists.plans["unsettled"]
    found = []
    for clause in (_own(text, clause) for clause in clauses(text)):
        if any(word.text in left_open for word in clause):
            continue
        at = next((n for n, word in enumerate(clause[:-1]) if _settles(clause, n)), None)
        if at is None:
            continue
        decided = clause[at].lower in lists.plans["decisions"]
        behind = telling(text[clause[at].span.end : clause[-1].span.end])
        whole = telling(text[clause[0].span.start : clause[-1].span.end]) - {key(clause[at].text)}
        if len(behind if not decided else whole) >= LEAST:
            start, end = clause[at].span.start, clause[-1].span.end
            first = clause[at] if decided else next((word for word in clause[at + 1 :] if word.key not in stopkeys()), clause[at])
            found.append(Settled(Span(start, end), Span(start, first.span.end), decided, behind, whole))
    return tuple(found)


def _own(text: str, clause: Sequence[Word]) -> Sequence[Word]:
    """The clause without what tells who says so: "the state will build a lock|, she said|"."""
    for at in range(len(clause) - 1, 0, -1):
        if "," in text[clause[at - 1].span.end : clause[at].span.start]:
            behind = {word.lower for word in clause[at:]}
            says = not language.load().speech.isdisjoint(behind) and len(clause) - at <= TAIL
            return clause[:at] if says and behind.isdisjoint(language.load().plans["surely"]) else clause
    return clause


def _settles(clause: Sequence[Word], at: int) -> bool:
    """Is it a "will" or a decision, with no "not" or "to" about it?"""
    lists = language.load()
    word, after = clause[at].lower, clause[at + 1].lower
    if word in lists.plans["surely"]:
        return after not in lists.negations
    before = [other.lower for other in clause[max(at - BEFORE, 0) : at]]
    return word in lists.plans["decisions"] and not _denied(clause, at) and lists.plans["surely"].isdisjoint(before) and "to" not in before


def _denied(tokens: Sequence[Word], at: int) -> bool:
    before = [word.lower for word in tokens[max(at - BEFORE, 0) : at]]
    return any(word in language.load().negations or word.endswith("n't") for word in before)
