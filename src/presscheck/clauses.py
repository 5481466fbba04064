"""The clauses of a sentence, as runs of words: no parse, but cuts at stops and at the words that join one clause to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from presscheck import language
from presscheck.words import Word, words

STOPS = frozenset('.;:!?()[]|\n"“”—–')  # between two words, these end a clause; a comma does not
ALL_STOPS = STOPS | {","}


def clauses(text: str) -> Iterator[Sequence[Word]]:
    """The text cut at stops, commas apart, and at words that join one clause to another, "and" apart."""
    joining = language.load().hedges["joining"] - {"and"}
    return cut(words(text), lambda before, word: parted(text, (before, word), STOPS) or word.lower in joining)


def cut(tokens: Sequence[Word], ends: Callable[[Word, Word], bool]) -> Iterator[Sequence[Word]]:
    """The words in runs, one behind the other; between two words of which `ends` is true the one run ends and the next begins."""
    first = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or ends(tokens[at - 1], tokens[at]):
            yield tokens[first:at]
            first = at


def parted(text: str, run: Sequence[Word], signs: frozenset[str] = ALL_STOPS) -> bool:
    """Does one of the signs stand between any two words of a run?"""
    return any(not signs.isdisjoint(text[before.span.end : word.span.start]) for before, word in pairwise(run))
