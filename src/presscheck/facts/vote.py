"""How a vote ended: what was lost told as carried, what was withdrawn told as voted down, abstentions told as votes against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import asserts, statements
from presscheck.votes import Vote, simple, votes, within
from presscheck.words import key

READING = re.compile(r"(\w*) (\d+)-(\d+): ([^|]*) \| (.*)")
SHARED = 2  # words about what was voted on that both tell
ENDED = {"won": "carried", "lost": "lost", "withdrawn": "withdrawn", "deferred": "put off"}


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every vote that a sentence tells with its count, and every motion that it tells to be carried or lost; the reading is the result, the
    two figures and the words about it."""
    told = statements(draft, sentences)
    for sentence in sentences:
        for vote in votes(draft[sentence.span]):
            if (vote.counts or vote.result in ("won", "lost")) and asserts(draft, sentence):
                reading = f"{vote.result} {vote.yes}-{vote.no}: {' '.join(sorted(_subject(vote)))} | {' '.join(sorted(vote.turning))}"
                yield Fact("vote", vote.span.shifted(sentence.span.start), sentence.index, reading, told[sentence.index], True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage tells the same vote with the same end; CONTRADICTS where it ended otherwise, or where one of the draft's
    figures counts those who abstained. Which vote is the same, its count or most of the words about it tell."""
    read = READING.fullmatch(fact.reading)
    theirs = within(votes(source.text), passage.span)
    if not read or not theirs:
        return None
    result, counts, about = read[1], frozenset((int(read[2]), int(read[3]))) - {0}, frozenset(read[4].split())
    turning = frozenset(read[5].split())
    every = votes(source.text)
    if not counts:
        return _by_subject(result, about, turning, theirs, every, passage, source)
    same = [vote for vote in every if vote.counts == counts]
    for vote in theirs:
        shared = len(about & _subject(vote))
        if vote.counts == counts and shared:
            if not result or not vote.result or vote.result == result:
                return _evidence(vote, passage, Relation.SUPPORTS, f"source says {_told(vote, source)}")
            same_way = vote.turning == turning and (vote.told or simple(fact.statement))
            if same_way and shared >= SHARED and all(other.result not in ("", result) for other in same) and _all_read(source.text, same):
                note = f"draft says {ENDED[result]}, source says {_told(vote, source)}"
                return _evidence(vote, passage, Relation.CONTRADICTS, note)
        abstained = vote.abstained in counts and len(counts) == SHARED and not same
        if abstained and vote.sides and vote.counts & counts and vote.abstained not in vote.counts and shared >= SHARED:
            note = f"draft counts {vote.abstained} who abstained, source says {_told(vote, source)}"
            return _evidence(vote, passage, Relation.CONTRADICTS, note)
    return None


def _by_subject(
    result: str,
    about: frozenset[str],
    turning: frozenset[str],
    theirs: Sequence[Vote],
    every: Sequence[Vote],
    passage: Passage,
    source: Document,
) -> Evidence | None:
    """What a result with no count is held against: the one vote of the source that shares most words with it, and at least half of them."""
    ranked = sorted(every, key=lambda vote: -len(about & _subject(vote)))
    best = ranked[0]
    shared = len(about & _subject(best))
    next_best = len(about & _subject(ranked[1])) if len(ranked) > 1 else 0
    if best not in theirs or shared < SHARED or 2 * shared < len(about) or next_best == shared or not best.result:
        return None
    if best.result == result:
        return _evidence(best, passage, Relation.SUPPORTS, f"source says {_told(best, source)}")
    if best.turning != turning:
        return None
    return _evidence(best, passage, Relation.CONTRADICTS, f"draft says {ENDED[result]}, source says {_told(best, source)}")


def _all_read(text: str, same: Sequence[Vote]) -> bool:
    """Are all places where the text has the two figures side by side among the votes that were read, so that none of the same count ended
    as the draft has it?"""
    figures = [f"{figure:,}" for figure in same[0].counts]
    pair = "|".join(rf"\b{one}(?: votes?)?(?: to |[–—-]){other}\b" for one in figures for other in figures)
    return all(any(vote.span.start <= match.start() < vote.span.end for vote in same) for match in re.finditer(pair, text))


def _subject(vote: Vote) -> frozenset[str]:
    """The keys of what was voted on: no words of voting, and no figures."""
    lists = language.load().votes
    voting = frozenset(key(word) for name in ("motions", "won", "lost", "voting", "abstaining") for word in lists[name])
    return frozenset(word for word in vote.about - voting if not word.isdecimal())


def _told(vote: Vote, source: Document) -> str:
    said = " ".join(source[vote.span].split())
    ended = ENDED.get(vote.result, "")
    return said if not vote.counts or not ended else f"{ended}, {said}"


def _evidence(vote: Vote, passage: Passage, relation: Relation, note: str) -> Evidence:
    span = Span(vote.span.start, min(vote.span.end, passage.span.end))
    return Evidence((passage,), (span,), relation, "facts.vote", 0.8, note)
