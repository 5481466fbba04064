"""How a vote ended and who voted how: what was lost told as carried, what was withdrawn told as voted down, abstentions told as votes
against; one who is on the list of those against told as having backed it, or another than the one who dissented."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.rolls import VOTED, Roll, Stand, about, bearers, beside_sides, papers, rolls, stands, unsettled
from presscheck.statements import Assertion, assertions
from presscheck.votes import Vote, simple, votes, within
from presscheck.words import flat, in_lower, key

if TYPE_CHECKING:
    from presscheck.library import Library

READING = re.compile(r"(\w*) (\d+)-(\d+): ([^|]*) \| (.*)")
SHARED = 2  # words about what was voted on that both tell
STOOD = re.compile(r"(\w+): ([^|]*) \| ([^|]*) \| (\d+)-(\d+) \| ([^|]*) \| ([^|]*) \| (.*)")
BACK = 8  # sentences before one, the last of which that names the same motion tells more of it
MARGIN = 2  # words that the motion meant must share beyond the next one
OPENING = 12  # first words of a motion, in which it is told what it is to do
SAID = {
    "yes": "in favour",
    "no": "against",
    "abstained": "abstaining",
    "away": "away or not voting",
    "moved": "moving it",
    "seconded": "seconding it",
}
ENDED = {"won": "carried", "lost": "lost", "withdrawn": "withdrawn", "deferred": "put off"}


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every vote that a sentence tells with its count, and every motion that it tells to be carried or lost; the reading is the result, the
    two figures and the words about it."""
    for one in assertions(draft, sentences):
        counted = votes(one.text)
        for vote in counted:
            mixed = len(counted) == 1 and _of_both(vote.result, one.text)
            if (vote.counts or vote.result in ("won", "lost")) and not mixed:
                reading = f"{vote.result} {vote.yes}-{vote.no}: {' '.join(sorted(_subject(vote)))} | {' '.join(sorted(vote.turning))}"
                yield Fact("vote", one.at(vote.span), one.index, reading, one.statement, True)
        yield from _stood(one, [draft[sentence.span] for sentence in sentences[max(one.index - BACK, 0) : one.index]])


def _of_both(result: str, text: str) -> bool:
    """Does the sentence of one count have a word of the other result as well: "backed by 40 to 30, fell short of two thirds"?"""
    other = {"won": "lost", "lost": "won"}.get(result, "")
    return bool(other) and not language.load().votes[other].isdisjoint(in_lower(text))


def _stood(here: Assertion, before: Sequence[str]) -> Iterable[Fact]:
    """How each of those whom the sentence names stood, outside quotations; read with what tells which motion is meant, in it or in the
    sentences `before` it."""
    text = here.text
    for stand in (stand for stand in stands(text) if stand.side != "away" and not here.quotes(here.at(stand.span))):
        named = papers(text[stand.span.start :]) or papers(text)
        first = min(named, key=lambda paper: text.lower().find(paper[0]), default=("", ""))
        earlier = next((one for one in reversed(before) if first[0] and first[0] in {paper[0] for paper in papers(one)}), "")
        counts = next((vote for one in (text, earlier) for vote in votes(one) if vote.counts), None)
        count = f"{counts.yes}-{counts.no}" if counts else "0-0"
        own, more = (" ".join(sorted(about(one))) for one in (text, earlier or " ".join(before[-2:])))
        reading = f"{stand.side}: {stand.who} | {' '.join(stand.given)} | {count} | {' '.join(first)} | {own} | {more}"
        yield Fact("vote", here.at(stand.told), here.index, reading, here.statement, True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage tells the same vote with the same end; CONTRADICTS where it ended otherwise, or where one of the draft's
    figures counts those who abstained. Which vote is the same, its count or most of the words about it tell."""
    if stood := STOOD.fullmatch(fact.reading):
        return _by_roll(stood, fact, passage, source)
    read = READING.fullmatch(fact.reading)
    theirs = within(votes(source.text), passage.span)
    if not read or not theirs:
        return None
    result, counts, about = read[1], frozenset((int(read[2]), int(read[3]))) - {0}, frozenset(read[4].split())
    turning = frozenset(read[5].split())
    if not counts:
        return _by_subject(result, about, turning, theirs, passage, source)
    same = _by_counts(source.text).get(counts, ())
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
    passage: Passage,
    source: Document,
) -> Evidence | None:
    """What a result with no count is held against: the one vote of the source that shares most words with it, and at least half of them."""
    best, shared, next_best = _nearest(about, source.text)
    if best not in theirs or shared < SHARED or 2 * shared < len(about) or next_best == shared or not best.result:
        return None
    if best.result == result:
        return _evidence(best, passage, Relation.SUPPORTS, f"source says {_told(best, source)}")
    if best.turning != turning:
        return None
    return _evidence(best, passage, Relation.CONTRADICTS, f"draft says {ENDED[result]}, source says {_told(best, source)}")


@lru_cache(maxsize=64)
def _nearest(about: frozenset[str], text: str) -> tuple[Vote, int, int]:
    """Of a text's votes the one that shares most of these words, how many it shares, and how many the next one does; kept, as every passage
    of a source asks for it."""
    ranked = sorted(((len(about & _subject(vote)), -number, vote) for number, vote in enumerate(votes(text))), key=lambda one: one[:2])
    return ranked[-1][2], ranked[-1][0], ranked[-2][0] if len(ranked) > 1 else 0


@lru_cache(maxsize=64)
def _by_counts(text: str) -> dict[frozenset[int], tuple[Vote, ...]]:
    """A text's votes by their two figures."""
    found: dict[frozenset[int], list[Vote]] = {}
    for vote in votes(text):
        found.setdefault(vote.counts, []).append(vote)
    return {counts: tuple(some) for counts, some in found.items()}


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
    said = flat(source[vote.span])
    ended = ENDED.get(vote.result, "")
    return said if not vote.counts or not ended else f"{ended}, {said}"


def _evidence(vote: Vote, passage: Passage, relation: Relation, note: str) -> Evidence:
    span = Span(vote.span.start, min(vote.span.end, passage.span.end))
    return Evidence((passage,), (span,), relation, "facts.vote", 0.8, note)


def _by_roll(read: re.Match[str], fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """What the roll of the same motion says of one who voted, moved or seconded."""
    roll = _same_motion(fact.reading, source.text)
    side, who, given = read[1], read[2], tuple(read[3].split())
    if roll is None or not roll.span.overlaps(passage.span) or _two_of_a_name(who, given, source.text):
        return None
    mine = [stand for stand in roll.stands if stand.who == who and (side in VOTED) == (stand.side in VOTED)]
    if same := next((stand for stand in mine if stand.side == side and stand.told.overlaps(passage.span)), None):
        return _on_roll(same, passage, Relation.SUPPORTS, f"source has {source[same.span]} {SAID[side]}")
    if any(stand.side == side for stand in mine) or not roll.sure or who in unsettled(source.text) or _turned(read, fact, roll, source):
        return None
    told = [stand for stand in mine if stand.side in VOTED and {side, stand.side} != {"abstained", "away"}]
    if told and side in VOTED and told[0].told.overlaps(passage.span):
        note = f"draft has {read[2].title()} {SAID[side]}, source {SAID[told[0].side]}: {flat(source[told[0].told])}"
        return _on_roll(told[0], passage, Relation.CONTRADICTS, note)
    others = roll.of(side)
    if mine or side == "yes" or not roll.names_all(side) or not others[0].told.overlaps(passage.span):
        return None
    if who not in bearers(source.text) or (who, side) in beside_sides(source.text):
        return None
    note = f"draft has {read[2].title()} {SAID[side]}, source has only {flat(source[others[0].told])}"
    return _on_roll(others[0], passage, Relation.CONTRADICTS, note)


def naming(fact: Fact, library: Library, most: int) -> tuple[Passage, ...]:
    """The passages with the roll of the motion, which share no word with the sentence but a name in a list."""
    read = STOOD.fullmatch(fact.reading)
    if not read:
        return ()
    found: list[Passage] = []
    for document in sorted(library.holders_of(key(read[2]))):
        roll = _same_motion(fact.reading, library[document].text)
        places = [stand.told for stand in roll.stands if stand.who == read[2] or stand.side == read[1]] if roll else []
        found += library.standing(fact, document, places, most) if places else ()
    return tuple(found[:most])


@lru_cache(maxsize=256)
def _same_motion(reading: str, text: str) -> Roll | None:
    """The one motion of a source that the draft speaks of: by its number, else by the count, else by most words about it, its own before
    those of the sentences ahead of it; the only motion must share one of these. Kept, as every passage of the source asks for it."""
    read, every = STOOD.fullmatch(reading), rolls(text)
    if not read:
        return None
    counts, (paper, _, number) = frozenset((int(read[4]), int(read[5]))) - {0}, read[6].partition(" ")
    own, more = frozenset(read[7].split()), frozenset(read[8].split())
    if number:
        same = [roll for roll in every if (paper, number) in papers(roll.text)]
        return same[0] if len(same) == 1 else None
    if counts and (counted := [roll for roll in every if any(vote.counts == counts for vote in roll.counts)]):
        return counted[0] if len(counted) == 1 and (len(every) == 1 or _shares(counted[0], own | more, paper)) else None
    held = [roll for roll in every if paper and paper in {told for told, _ in papers(roll.text)}] or list(every)
    if len(held) == 1 and len(every) == 1:
        return held[0] if (own | more) & about(held[0].text) else None
    for known in (own, own | more):
        ranked = sorted(held, key=lambda roll: -len(known & about(roll.text)))
        first, *rest = [len(known & about(roll.text)) for roll in ranked[:2]] or [0]
        if first >= SHARED and first - (rest[0] if rest else 0) >= MARGIN:
            return ranked[0]
    return None


def _shares(roll: Roll, known: frozenset[str], paper: str) -> bool:
    """Has a vote of the same count a word about it too? Many a motion of an evening carries 5-1."""
    return bool(known & about(roll.text)) or paper in {told for told, _ in papers(roll.text)}


def _turned(read: re.Match[str], fact: Fact, roll: Roll, source: Document) -> bool:
    """May one who is for the one be against the other: a motion to keep and one to close, one to table an amendment and the amendment;
    or may another of the source's motions be meant, on which they stood as the draft has it?"""
    side, who, number = read[1], read[2], read[6].partition(" ")[2]
    elsewhere = any(stand.who == who and stand.side == side for one in rolls(source.text) for stand in one.stands)
    if side not in VOTED or (elsewhere and not number and read[4] == read[5] == "0"):
        return side in VOTED or elsewhere
    ended = {vote.result for vote in votes(fact.statement) if vote.result}, {vote.result for vote in roll.counts if vote.result}
    if all(ended) and ended[0].isdisjoint(ended[1]):
        return True  # "the request failed 3-4" where the motion was to refuse it
    lists = language.load().votes
    turning = (lists["turning"] | lists["procedural"]) - lists["against"] - lists["siding_against"]
    return turning & {*in_lower(roll.text)[:OPENING]} != turning & {*in_lower(fact.statement)}


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """Another source's vote of another count that may be the one meant, as of the day before, in which the draft's may have stood so."""
    read = STOOD.fullmatch(fact.reading)
    here = against.passages[0].document
    mine = _same_motion(fact.reading, library[here].text)
    counts = {vote.counts for vote in mine.counts} if mine else set()
    if read is None or not counts:
        return None
    for document in sorted(library.holders_of(key(read[2])) - {here}):
        roll = _same_motion(fact.reading, library[document].text)
        other = {vote.counts for vote in roll.counts} if roll else set()
        if roll and other and not counts & other and not any(stand.who == read[2] for stand in roll.stands):
            passage = library.standing(fact, document, [roll.span], 1)[0]
            note = f"{library[document].name} has a vote that may be meant"
            return Evidence((passage,), (passage.span,), Relation.MENTIONS, "facts.vote", 0.5, note)
    return None


def _two_of_a_name(who: str, given: Sequence[str], text: str) -> bool:
    """May another of the same surname be meant: two given names stand before it in the source, or none is the draft's?"""
    firsts = bearers(text).get(who, frozenset())
    return len(firsts) > 1 or bool(given and firsts and firsts.isdisjoint(given))


def _on_roll(stand: Stand, passage: Passage, relation: Relation, note: str) -> Evidence:
    span = Span(max(stand.told.start, passage.span.start), min(stand.told.end, passage.span.end))
    return Evidence((passage,), (span,), relation, "facts.vote", 0.8, note)
