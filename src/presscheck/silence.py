"""Sentences that no source speaks of: what a whole sentence tells has neither its words in the sources nor a place that has some of them.

A reporter rewords, so that a word which no source has tells little. A sentence most of whose words no source has, and of which no passage
holds more than a little, is told by none. How well that tells made-up sentences from true ones is in
`evals/results.toml` under "silence.py"."""

from __future__ import annotations

from collections.abc import Sequence

from presscheck import language
from presscheck.library import Library
from presscheck.model import Evidence, Fact, Outcome, Relation, Span, Verdict
from presscheck.premises import denials, telling
from presscheck.words import Word, words

BY = "silence"
LEAST_WORDS = 5  # words that carry content, which a sentence must have to be looked at: "Accounts of it differ" only leads on
LEAST_PASSAGES = 40  # of all sources together: of one short source a rewording may have no word
LACKING = 0.6  # share of them that no source has
HELD, AROUND = 0.25, 0.4  # share of what they are worth that one passage may hold, and one with what stands on either side
SETTLES = frozenset({"number", "time", "date", "quote", "speaker", "legal"})  # kinds of which one that is borne out speaks for its sentence


def unsourced(claim: Fact, inside: Sequence[Verdict], library: Library) -> Evidence | None:
    """That no source speaks of what the claim tells, with the passage that comes nearest: MENTIONS; None where one may. `inside` are the
    verdicts on what the sentence names. What denies is left alone: that something was not so is seldom told in the source's own words."""
    spoken = language.load().speech  # "he wrote" tells how it is known: a source that is his letter has no such word
    mine = [word for word in telling(claim.reading) if word.lower not in spoken or not library.lacks(word.key)]
    if len(mine) < LEAST_WORDS or len(library) < LEAST_PASSAGES or denials(claim.reading) or any(map(_speaks, inside)):
        return None
    lacking = [word for word in mine if not word.key[0].isdecimal() and library.lacks(word.key)]
    if len(lacking) < LACKING * len(mine):
        return None
    found = library.coverage([word.key for word in mine])
    if found.held > HELD or found.around > AROUND or found.passage is None:
        return None
    first, last = lacking[0].span.start, lacking[-1].span.end
    draft = Span(claim.span.start + first, claim.span.start + last)
    note = f"no source speaks of this: none has {_listed(lacking)}"
    return Evidence((found.passage,), (found.passage.span,), Relation.MENTIONS, BY, round(1 - found.around, 2), note, draft)


def _speaks(verdict: Verdict) -> bool:
    """Does a source have what is inside the sentence, or is it worked out from one, so that it is spoken of?"""
    if verdict.fact.kind in SETTLES and verdict.outcome is Outcome.SUPPORTED:
        return True
    reckoned = any(len(piece.passages) > 1 for piece in verdict.evidence)
    return verdict.fact.kind == "time" or (verdict.fact.kind == "number" and (reckoned or _lasts(verdict.fact)))


def _lasts(fact: Fact) -> bool:
    """Does the figure tell how long something took, which sources leave to be reckoned from their dates?"""
    return any(word.lower.rstrip("s") in language.load().durations for word in words(fact.reading))


def _listed(lacking: Sequence[Word]) -> str:
    """The first of these words, as the draft has them."""
    told = list(dict.fromkeys(f"“{word.text}”" for word in lacking))[:4]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"
