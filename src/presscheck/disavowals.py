"""Statements that a text takes back in words: "Please replace our statement, which said that |we would appeal|", "an earlier version
wrongly said that |the mayor owns a share|", "the statement that |guards checked him| was withdrawn"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.model import Document, Passage, Span
from presscheck.retractions import paragraphs
from presscheck.split import spans_of
from presscheck.words import Word, in_lower, telling, words

LEAST = 3  # telling words that what is taken back must have
NEAR = 3  # words from "wrongly" to its verb


@dataclass(frozen=True, slots=True)
class Retracted:
    """What a sentence takes back: `said` are its telling words, `denied` whether it has a "not"; `instead` are those of the sentence
    behind, which may tell how it is."""

    sentence: Span
    said: frozenset[str]
    denied: bool
    instead: frozenset[str]


@lru_cache(maxsize=256)
def retracted(source: Document) -> tuple[Retracted, ...]:
    """What a source takes back in words, in order."""
    lists = language.load().withdrawals
    signs = lists["taking"] | lists["took"] | lists["wrongly"] | lists["versions"]
    return tuple(one for block in paragraphs(source, signs) for one in _in_block(source, block.span))


def takes_back(passage: Passage, source: Document) -> bool:
    """Does some sentence of the passage take a statement back, which it tells for that alone?"""
    return any(one.sentence.overlaps(passage.span) for one in retracted(source))


def _in_block(source: Document, block: Span) -> Iterator[Retracted]:
    told = list(spans_of(source.text, block.start, block.end))
    for sentence, behind in zip(told, [*told[1:], None], strict=True):
        end = source.text.find(";", sentence.start, sentence.end)
        said = _said(words(source.text[sentence.start : end if end > 0 else sentence.end], sentence.start))
        if said and len(telling(source[said])) >= LEAST:
            instead = telling(source.text[said.end : behind.end if behind else sentence.end])
            yield Retracted(sentence, telling(source[said]), is_denied(source[said]), instead - telling(source[said]))


def _said(tokens: Sequence[Word]) -> Span | None:
    """What a sentence takes back, if it takes anything back itself, and nobody in it says so."""
    told = [word.lower for word in tokens]
    return _behind_a_verb(tokens, told) or _of_a_statement(tokens, told)


def _behind_a_verb(tokens: Sequence[Word], told: Sequence[str]) -> Span | None:
    """ "Please replace our statement, which said that |...|", "an earlier version wrongly said that |...|"."""
    lists = language.load().withdrawals
    first = next((n for n, word in enumerate(told) if word in lists["taking"] | lists["wrongly"]), None)
    if first is None:
        first = next((n for n, (a, b) in enumerate(pairwise(told)) if a in lists["early"] and b in lists["versions"]), None)
    verb = _verb(told, first) if first is not None else None
    if first is None or verb is None or verb + 1 >= len(told):
        return None
    if told[first] in lists["taking"]:
        by_itself = (lists["views"] | lists["asked"]).isdisjoint(told[:first]) and not (lists["texts"] | {"what"}).isdisjoint(
            told[first:verb]
        )
    else:
        by_itself = lists["views"].isdisjoint(told[: max(first - 1, 0)])
    return Span(tokens[verb + 1].span.start, tokens[-1].span.end) if by_itself else None


def _of_a_statement(tokens: Sequence[Word], told: Sequence[str]) -> Span | None:
    """ "The statement that |...| was withdrawn"."""
    lists = language.load()
    was = next((n for n, (a, b) in enumerate(pairwise(told)) if b in lists.withdrawals["took"] and a in lists.copulas | {"been"}), None)
    that = next((n for n, (a, b) in enumerate(pairwise(told)) if b == "that" and a in lists.withdrawals["texts"]), None)
    if was is None or that is None or was < that + 3 or not lists.withdrawals["views"].isdisjoint(told[:that]):
        return None
    return Span(tokens[that + 2].span.start, tokens[was - 1].span.end)


def _verb(told: Sequence[str], first: int) -> int | None:
    """The word behind which it stands what was said: "said", or the "that" of it."""
    lists = language.load()
    saying = lists.attribution["firm"] | {"said", "told", "stated", "reported"}
    verb = next((n for n in range(first, len(told)) if told[n] in saying), None)
    if verb is None or (told[first] in lists.withdrawals["wrongly"] and verb > first + NEAR):
        return None
    return next((n for n in range(verb, len(told)) if told[n] == "that"), verb)


def is_denied(text: str) -> bool:
    """Has the text a "not"?"""
    denied = language.load().denied
    return sum(word in denied or word.endswith("n't") for word in in_lower(text)) % 2 == 1
