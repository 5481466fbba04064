"""The claim that a sentence makes as a whole: found here, left to a judge, since no exact comparison settles it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from presscheck.model import Document, Evidence, Fact, Passage, Sentence
from presscheck.statements import assertions


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One claim for each sentence that asserts something."""
    for one in assertions(draft, sentences):
        yield Fact("claim", one.span, one.index, one.text, one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """Nothing: whether a passage bears out a whole sentence is a judge's question."""
    return None
