"""The degree of an offence: murder in the second degree told as first-degree murder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from presscheck import language
from presscheck.clauses import ALL_STOPS
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare, persons
from presscheck.statements import assertions
from presscheck.words import Word, flat, fold, stopkeys, words

REACH = 4  # words before or behind a degree among which the offence stands: "first-degree |criminal sexual conduct|"
DEGREE = "degree"
OFFENCES = frozenset(("conduct", "contact"))  # last words of offences that are none alone: "criminal sexual |conduct|"


@dataclass(frozen=True, slots=True)
class Graded:
    """An offence with its degree (1 is the first): `head` is the key of its last word, `span` runs over both."""

    span: Span
    head: str
    degree: int


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every offence that is told with its degree."""
    for one in assertions(draft, sentences):
        for offence in graded(one.text, one.span.start) if DEGREE in one.text.lower() else ():
            yield Fact("degree", offence.span, one.index, draft[offence.span], one.statement, True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same offence in the same degree, CONTRADICTS where it has it in others only."""
    mine = next(iter(graded(fact.reading)), None)
    if mine is None or DEGREE not in passage.text.lower():
        return None
    named = {fold(bare(name.words[-1].text)) for name in persons(passage.text)}
    if named and named.isdisjoint(fold(word.text) for word in words(fact.statement)):
        return None
    theirs = [one for one in graded(passage.text, passage.span.start) if one.head == mine.head]
    if not theirs:
        return None
    same = next((one for one in theirs if one.degree == mine.degree), None)
    there = same or theirs[0]
    said = flat(source[there.span])
    if same:
        return Evidence((passage,), (there.span,), Relation.SUPPORTS, "facts.degree", 0.9, f"source says {said}")
    note = f"draft says {flat(fact.reading)}, source says {said}"
    return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.degree", 0.8, note)


def graded(text: str, offset: int = 0) -> Iterator[Graded]:
    """The offences of a text that are told with their degree, in order; `text` begins at `offset`."""
    lists, tokens = language.load(), words(text, offset)
    for at, word in enumerate(tokens):
        degree = lists.degrees.get(tokens[at - 1].lower, 0) if at and word.lower == DEGREE else 0
        if not degree:
            continue
        if behind := _offence(text, offset, tokens[at : at + REACH + 1]):
            yield Graded(Span(tokens[at - 1].span.start, behind[-1].span.end), behind[-1].key, degree)
            continue
        first = at - 1
        while first and tokens[first - 1].lower in ("in", "the", "of", "a"):
            first -= 1
        before = tokens[first - 1] if first else None
        if before is not None and before.lower in lists.stages.crimes | OFFENCES:
            yield Graded(Span(before.span.start, word.span.end), before.key, degree)


def _offence(text: str, offset: int, tokens: Sequence[Word]) -> list[Word]:
    """The words right behind a degree, the first of `tokens`, that name the offence."""
    found: list[Word] = []
    for last, word in pairwise(tokens):
        if set(text[last.span.end - offset : word.span.start - offset]) & ALL_STOPS or word.key in stopkeys() or word.text[0].isdecimal():
            break
        found.append(word)
    crimes = language.load().stages.crimes
    known = [at for at, word in enumerate(found) if word.lower in crimes]
    return found[: known[-1] + 1] if known else found[:3] if any(word.lower in ("criminal", "sexual") for word in found) else []
