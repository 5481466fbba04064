"""What somebody owns up to and what they dispute: "the firm accepts liability", and a source in which the firm denies it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import QUOTED, asserts, statements
from presscheck.words import Word, stopkeys, telling, words

QUIET = True  # that nobody's stance is turned round is no verdict worth showing
BEFORE = 8  # words before the verb among which whoever accepts or disputes is looked for
NEAR = 3  # words before the verb among which a "not" turns it round
HELD = 0.6  # share of what is accepted or disputed that the source's must have
SHORT = 2  # telling words of one that is told so shortly that the rest of its sentence must be the same too
BOUNDS = re.compile(r"[,;:()\"“”—–]|\n|[.!?]\s")


@dataclass(frozen=True, slots=True)
class Stance:
    """`accepts`: owns up to it, or disputes it; `who` and `what` are keys of telling words, `span` the verb and what it is about."""

    accepts: bool
    who: frozenset[str]
    what: frozenset[str]
    span: Span


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every stance told outside of quotations; crimes are left to what is read of cases."""
    told = statements(draft, sentences)
    for sentence in sentences:
        text = draft[sentence.span]
        quoted = [Span(*match.span()) for match in QUOTED.finditer(text)]
        for stance in stances(text) if asserts(draft, sentence) else ():
            if not any(stance.span.overlaps(span) for span in quoted):
                span = stance.span.shifted(sentence.span.start)
                yield Fact("stance", span, sentence.index, draft[span], told[sentence.index])


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same person with the same stance, CONTRADICTS where it has them with the other one."""
    mine = next((one for one in stances(fact.statement) if fact.statement[one.span.start : one.span.end] == fact.reading), None)
    theirs = [one for one in stances(passage.text) if _same(one, mine, fact, passage)] if mine else []
    if mine is None or not theirs:
        return None
    alike = next((one for one in theirs if one.accepts == mine.accepts), None)
    at = (alike or theirs[0]).span.shifted(passage.span.start)
    said = " ".join(source[at].split())
    if alike:
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.stance", 0.8, f"source has {said}")
    note = f"draft says {' '.join(fact.reading.split())}, source says {said}"
    return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.stance", 0.8, note)


def _same(theirs: Stance, mine: Stance, fact: Fact, passage: Passage) -> bool:
    """Is it the same person's, on the same thing? What is told in a word or two is, where more of the sentence is the same."""
    if not mine.who & theirs.who or len(mine.what & theirs.what) < HELD * len(mine.what):
        return False
    around = telling(fact.statement) & telling(passage.text)
    return len(mine.what) > SHORT or len(around - mine.what) >= SHORT


@lru_cache(maxsize=4096)
def stances(text: str) -> tuple[Stance, ...]:
    """The stances of a text, in order."""
    lists = language.load().stances
    tokens = words(text)
    return tuple(
        one
        for at, word in enumerate(tokens)
        if (word.lower in lists["accepts"] or word.lower in lists["disputes"]) and (one := _stance(text, tokens, at)) is not None
    )


def _stance(text: str, tokens: Sequence[Word], at: int) -> Stance | None:
    lists = language.load()
    last = at
    while last + 1 < len(tokens) and not BOUNDS.search(text[tokens[last].span.end : tokens[last + 1].span.start]):
        if tokens[last + 1].lower in lists.stances["ends"]:
            break
        last += 1
    what = frozenset(word.key for word in tokens[at + 1 : last + 1]) - stopkeys()
    first = at
    while first and at - first < NEAR and not BOUNDS.search(text[tokens[first - 1].span.end : tokens[first].span.start]):
        first -= 1
    near = {word.lower for word in tokens[first:at]}
    crimes = any(word.lower in lists.stages.crimes for word in tokens[at + 1 : last + 1])
    open_ = {word.lower for word in tokens[max(at - BEFORE, 0) : last + 1]} & (lists.unreal - lists.negations)
    if not what or crimes or near & (lists.being | {"to"}) or open_:  # "it was accepted that", "he is to accept"
        return None
    who = frozenset(_who(tokens, at)) - stopkeys()
    turned = bool(near & lists.negations) or any(word.endswith("n't") for word in near)
    accepts = (tokens[at].lower in lists.stances["accepts"]) != turned
    return Stance(accepts, who, what, Span(tokens[at].span.start, tokens[last].span.end)) if who else None


def _who(tokens: Sequence[Word], at: int) -> Iterator[str]:
    """The words before the verb, up to another verb of speech."""
    speech = language.load().speech
    for word in reversed(tokens[max(at - BEFORE, 0) : at]):
        if word.lower in speech:
            return
        yield word.key
