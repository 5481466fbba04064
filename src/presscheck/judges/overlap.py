"""The judge that needs no model: how many of a statement's telling words stand in one passage, and is one of the two negated.

It never contradicts: words in common show that a passage speaks of the matter, not that it denies it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from presscheck.model import Opinion, Question, Relation
from presscheck.parts import Judge
from presscheck.premises import denials
from presscheck.settings import Settings
from presscheck.words import ASCII_WORD, WORD, Word, key, stopkeys, words

BACKED = 0.8  # share of the telling words, names and figures counted twice, that must stand in one passage
TOLD = 6  # missing words that the reason names
ENOUGH = "the nearest passage has its words, but words alone do not settle it"
APART = 0.25  # below this share the passage does not speak of the matter


class Overlap:
    """Answers by words in common; holds no state."""

    name = "overlap"
    singly = True  # reads each passage by itself, without what stands around it

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        """One Opinion for each Question: SUPPORTS where one passage has nearly all telling words and the same negation, else MENTIONS."""
        return [_opinion(question) for question in questions]


def load(settings: Settings) -> Judge:
    """The judge; it has nothing to open."""
    return Overlap()


def _opinion(question: Question) -> Opinion:
    mine = _telling(question.statement)
    weights = {word.key: _weight(word) for word in mine}
    total = sum(weights.values()) or 1.0
    best = max([(_backed(weights, passage) / total, -n) for n, passage in enumerate(question.passages)], default=(0.0, 0))
    score, number = best[0], -best[1]
    if not mine or not question.passages or score < APART:
        return Opinion(Relation.MENTIONS, (), (), "no passage shares enough words with the draft's sentence", round(score, 3))
    passage = question.passages[number]
    missing = tuple(word.text for word in mine if word.key not in _keys(passage))
    quotes = (passage,)
    if score >= BACKED and denials(question.statement) == denials(passage):
        return Opinion(Relation.SUPPORTS, missing, quotes, "the passage has the sentence's telling words", round(score, 3))
    why = f"the nearest passage does not have: {', '.join(missing[:TOLD])}" if missing else ENOUGH
    return Opinion(Relation.MENTIONS, missing, quotes, why, round(score, 3))


def _telling(text: str) -> list[Word]:
    """The words that carry content, each once."""
    stops = stopkeys()
    return list({word.key: word for word in reversed(words(text)) if word.key not in stops}.values())[::-1]


def _weight(word: Word) -> float:
    return 2.0 if word.text[0].isupper() or word.text[0].isdecimal() else 1.0


def _backed(weights: dict[str, float], passage: str) -> float:
    return sum([weights[found] for found in weights.keys() & _keys(passage)])


@lru_cache(maxsize=8192)
def _keys(passage: str) -> frozenset[str]:
    """The keys of the passage's words."""
    return frozenset(map(key, (ASCII_WORD if passage.isascii() else WORD).findall(passage)))
