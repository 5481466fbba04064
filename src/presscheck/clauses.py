"""The clauses of a sentence, as runs of words: no parse, but cuts at stops and at the words that join one clause to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from presscheck import language
from presscheck.words import Word, words

STOPS = frozenset('.;:!?()[]|\n"“”—–')  # between two words, these end a clause; a comma does not


def clauses(text: str) -> Iterator[Sequence[Word]]:
    """The text cut at stops, commas apart, and at words that join one clause to another, "and" apart."""
    joining = language.load().hedges["joining"] - {"and"}
    run: list[Word] = []
    for word in words(text):
        if run and (set(text[run[-1].span.end : word.span.start]) & STOPS or word.lower in joining):
            yield run
            run = []
        run.append(word)
    if run:
        yield run
