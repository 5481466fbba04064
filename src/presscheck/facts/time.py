"""Times of day: "5:52 p.m.", "17.52", "half past six", compared with the times that the sources give for the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.alignment import run_beside
from presscheck.clocks import Clock, agree, clocks
from presscheck.frames import frame, likeness
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence
from presscheck.statements import as_read, assertions
from presscheck.words import flat, in_lower, plainly, words

if TYPE_CHECKING:
    from presscheck.library import Library

ALONG = 0.4  # how near another time must be, 0..1, to contradict
NEARER = 0.1  # how much nearer it must be than one of the passage's own that agrees
IN_PLACE = 2.5  # words on both sides of two times, the same in the same order, that make their places one
SAME_ENDS = 0.5  # score of a passage that has both ends of the draft's span of time, be it told of as otherwise as it may
BETWEEN_ENDS = 12  # letters between the two ends: "11 p.m. |on Friday to| 5 a.m."
REACHED, REACHED_WORDS = 12, 6_000  # passages in which a time is looked for; words of all sources, up to which everywhere


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every time of day."""
    for one in assertions(draft, sentences):
        for clock in clocks(draft.text, one.span.start, one.span.end):
            if clock.sure:
                forms = " ".join(f"{at // 60:02}.{at % 60:02} {at // 60:02}:{at % 60:02}" for at in clock.readings)  # for the search
                yield Fact("time", clock.span, one.index, draft[clock.span], f"{one.statement} ({forms})", clock.about)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage or its entry has the time; CONTRADICTS where another time stands in a place that speaks of the same
    matter, and its own does not."""
    found = [clock for clock in clocks(fact.statement, 0, len(fact.statement)) if clock.sure]
    mine = as_read(fact, found)
    if mine is None:
        return None
    entry = [passage.span, *(span for span in passage.context if source.where(span) == passage.where)]
    here = clocks(source.text, passage.span.start, passage.span.end)
    theirs = [*here, *(clock for span in entry[1:] for clock in clocks(source.text, span.start, span.end))]
    if not theirs:
        return _bare_hour(mine, passage, source)
    told = frame(fact.statement, 0, mine.span)
    near = {clock: likeness(told, frame(passage.text, passage.span.start, clock.span), passage, source) for clock in theirs}
    agreed = max((clock for clock in theirs if agree(mine, clock)), key=lambda clock: near[clock], default=None)
    beside = [clock for clock in found if clock != mine]
    of_another = _of_another_in_order(fact.statement, mine, passage.text)
    rivals = [clock for clock in here if clock.sure and not agree(mine, clock) and not of_another]
    placed = next((clock for clock in rivals if _in_its_place(fact, mine, passage, clock)), None)
    free = [clock for clock in rivals if near[clock] >= ALONG and not any(agree(other, clock) for other in beside)]
    rival = placed or max(free, key=lambda clock: near[clock], default=None)
    if rival and (agreed is None or near[rival] > near[agreed] + (0 if placed else NEARER)):
        note = f"draft says {flat(fact.reading)}, source says {flat(source[rival.span])}"
        return Evidence((passage,), (rival.span,), Relation.CONTRADICTS, "facts.time", round(near[rival], 3), note)
    if agreed is None:
        return _bare_hour(mine, passage, source)
    at = agreed.span if agreed.span in passage.span else passage.span
    relation = Relation.SUPPORTS if near[agreed] > 0.1 and not of_another else Relation.MENTIONS
    score = max(near[agreed], SAME_ENDS) if _both_ends(mine, beside, here) and relation is Relation.SUPPORTS else near[agreed]
    return Evidence((passage,), (at,), relation, "facts.time", round(score, 3), f"source says {source[agreed.span]}")


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where the passage with another time has nothing but names in common with the sentence, and some source has the draft's."""
    mine = as_read(fact, [clock for clock in clocks(fact.statement, 0, len(fact.statement)) if clock.sure])
    if mine is None or not plainly(fact.statement).isdisjoint(plainly(against.passages[0].text)):
        return None
    for passage in library.everything(REACHED_WORDS) or library.seeking(fact.statement, REACHED):
        source = library[passage.document]
        there = (clock for clock in clocks(source.text, passage.span.start, passage.span.end) if clock.sure and agree(mine, clock))
        if passage not in against.passages and (clock := next(there, None)):
            note = f"source has {source[clock.span]}, not surely of the same thing"
            return Evidence((passage,), (clock.span,), Relation.MENTIONS, "facts.time", 0.1, note)
    return None


def _of_another_in_order(statement: str, mine: Clock, text: str) -> bool:
    """Does the draft tell the time of a second alarm, and the passage of a third? "First" may go without saying."""
    ordered = {a.lower: b.key for a, b in pairwise(words(statement)) if a.lower in language.load().days and b.span.end <= mine.span.start}
    name, noun = next(reversed(ordered.items()), ("", ""))
    theirs = {a.lower for a, b in pairwise(words(text)) if b.key == noun and a.lower in language.load().days}
    return bool(theirs) and name not in in_lower(text) and language.load().stages.ordinals.get(name) != 1


def _both_ends(mine: Clock, beside: Sequence[Clock], here: Sequence[Clock]) -> bool:
    """Does the passage have the draft's time and one right beside it, right beside one another: "from 11 p.m. to 5 a.m."?"""
    ends = [(one, mine) if one.span < mine.span else (mine, one) for one in beside if not agree(mine, one)]
    pairs = [(a, b) for a, b in pairwise(here) if _joined(a, b)]
    return any(_joined(first, last) and agree(first, a) and agree(last, b) for first, last in ends for a, b in pairs)


def _joined(first: Clock, last: Clock) -> bool:
    return 0 <= last.span.start - first.span.end <= BETWEEN_ENDS


def _bare_hour(mine: Clock, passage: Passage, source: Document) -> Evidence | None:
    """MENTIONS where the passage of a source that writes no time otherwise has the full hour as a bare figure: "let's make it 7"."""
    if any(clock.sure for clock in clocks(source.text, 0, len(source.text))):
        return None
    hours = {str(at // 60 % 12 or 12) for at in mine.readings if at % 60 == 0}
    at = next((word.span for word in words(passage.text, passage.span.start) if word.text in hours), None)
    if at is None:
        return None
    return Evidence((passage,), (at,), Relation.MENTIONS, "facts.time", 0.2, "source has the figure, not surely of the time")


def _in_its_place(fact: Fact, mine: Clock, passage: Passage, theirs: Clock) -> bool:
    return run_beside(words(fact.statement), mine.span, words(passage.text, passage.span.start), theirs.span) >= IN_PLACE
