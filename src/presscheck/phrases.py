"""Phrases of the word lists, found among words: "cannot|can't say|tell" is two words, the first of two kinds, the second of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from presscheck.words import Word

Phrase = tuple[frozenset[str], ...]


def found(tokens: Sequence[Word], phrases: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where one of the phrases stands among these words: (number of its first word, number behind its last), in order; the longest of
    those that begin at one word first."""
    begun = _by_first(phrases)
    for at, word in enumerate(tokens):
        for phrase in begun.get(word.lower, ()):
            run = tokens[at : at + len(phrase)]
            if len(run) == len(phrase) and all(other.lower in part for other, part in zip(run, phrase, strict=True)):
                yield at, at + len(phrase)


def may_begin(phrases: frozenset[str]) -> frozenset[str]:
    """The words, in lower case, with which one of the phrases can begin."""
    return frozenset(_by_first(phrases))


@lru_cache(maxsize=64)
def _by_first(phrases: frozenset[str]) -> dict[str, tuple[Phrase, ...]]:
    """The phrases by each word that one may begin with, the longest first."""
    begun: dict[str, list[Phrase]] = defaultdict(list)
    for told in sorted(phrases, key=lambda told: (-len(told.split()), told)):
        phrase = tuple(frozenset(part.split("|")) for part in told.split())
        for first in phrase[0]:
            begun[first].append(phrase)
    return {first: tuple(some) for first, some in begun.items()}
