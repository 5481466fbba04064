"""Numbers: counts, money, measures and percentages, compared only with figures for the same thing.

`presscheck.figures` reads a number, `presscheck.stated` finds those of a passage, `presscheck.comparisons` tells how two compare. Where a
source has the draft's figure of something else, `presscheck.misplaced` says so; where none has it, `presscheck.unstated` works it out, and
`presscheck.reach` looks for what keeps it from being called missing or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from presscheck import bindings, comparisons, misplaced, rates, reach, unstated
from presscheck.charges import fewer
from presscheck.comparisons import at_odds, scale_slip
from presscheck.figures import ROUNDED, Number, agree, as_metres, may_be_metres, numbers, same_unit
from presscheck.frames import frame, shared
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence
from presscheck.parts import Older
from presscheck.stated import draft_says, in_passage, in_statement, not_surely, others, said, with_blank
from presscheck.statements import assertions
from presscheck.withdrawals import taken_back
from presscheck.words import figure

if TYPE_CHECKING:
    from presscheck.library import Library

YEAR = re.compile(r"(?:19|20)\d\d\b(?![.,]\d)")
SCALES = (5, 10, 20, 50, 100, 1000)  # out of which marks are given
OUT_OF = re.compile(r"\d(?:[.,]\d+)?\s+out\s+of\s+$")
SHORT = 30  # letters before a figure in which it is told to be what a mark is given out of
MOST = 40  # figures of one passage that are compared
AROUND = 0.2  # share of the statement's words that must stand around a figure that the page has parted
AS_TOLD = 0.9  # score of such a figure
PLAINLY = 0.5  # share of the statement's content words from which a passage may be the same sentence
SLIPPED = 0.75  # score of the same figures at another scale
SLIP_AROUND = 0.2  # share of the statement's words that must stand around them


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every number that is not part of a date, a time, a name or a list's own numbering."""
    for one in assertions(draft, sentences):
        for number in numbers(draft.text, one.sentence.span.start, one.sentence.span.end):
            shown = draft[number.span]
            figures = f"{number.value:.15g}"  # for the search: "$2.4 million" may be 2,412,300 in a source
            meant = "" if figures in map(figure, shown.split()) else f" ({figures})"
            soft = number.soft or rates.is_base(draft.text, number) or _end_of_scale(draft.text, number) or _may_be_year(shown)
            yield Fact("number", number.span, one.index, shown, one.statement + meant, soft)


def _may_be_year(shown: str) -> bool:
    """Does it begin as a year does: "the deed of |1951 bears| no more than a mark"?"""
    return bool(YEAR.match(shown))


def _end_of_scale(text: str, number: Number) -> bool:
    """Is it what a mark is given out of: "41 out of |100|"?"""
    return number.value in SCALES and bool(OUT_OF.search(text[max(number.span.start - SHORT, 0) : number.span.start]))


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has a number that agrees and counts the same; CONTRADICTS where it counts the same thing, speaks of
    the same matter, and no number in it agrees; MENTIONS where it has the figure, not surely of the same thing."""
    mine = in_statement(fact)
    if mine is None:
        return None
    if found := _with_blank(fact, mine, passage, source):
        return found
    if may_be_metres(mine, fact.statement):
        figures = numbers(source.text, passage.span.start, passage.span.end)
        mine = next((metres for n in figures if (metres := as_metres(mine, fact.statement, n)) != mine), mine)
    theirs = [
        n
        for n in in_passage(passage, source, mine)
        if comparisons.comparable(mine, n) and not comparisons.ends_range_around(fact, mine, n, source)
    ][:MOST]
    if not theirs:
        return None
    in_common, told = shared(fact, passage, source), frame(fact.statement, 0, mine.figure)
    near = {n: round(comparisons.nearness(told, n, passage, source), 3) for n in theirs}
    beside = {n: comparisons.words_beside(fact, mine, passage, n) for n in theirs} if in_common >= PLAINLY else {}
    if found := misplaced.per_another_unit(fact, mine, theirs, near, passage, source):
        return found
    parts = bindings.of_both(fact.statement, theirs, passage, source)
    its_own = bindings.bound(mine, *parts)
    there = None if its_own else comparisons.in_its_place(mine, beside)
    if there and not _tells_both(fact, mine, there, theirs) and not at_odds(fact, mine, passage, there):
        return _contradicts(fact, there, comparisons.score(near[there], beside[there]), passage, source)
    agreeing = [n for n in theirs if agree(mine, n)]
    best = max(agreeing, key=lambda n: (comparisons.sameness(mine, n), near[n], -abs(n.value - mine.value)), default=None)
    if found := misplaced.of_another(fact, mine, best, parts, passage, source):
        return found
    rivals = [] if its_own else comparisons.rivals(fact, mine, theirs, near, passage, source)
    if best:
        rivals = comparisons.still_against(fact, mine, best, rivals, near)
    contested = bool(best and rivals and same_unit(mine, best) is None)
    if contested:  # "killed 12 people and injured 40": which of the two is meant, only the word before can tell
        rivals = [n for n in rivals if n.lead == mine.lead != ""]
    if best and (best.lead == mine.lead != "" if contested else comparisons.sure(mine, best, in_common)):
        score, note = comparisons.score(near[best], beside.get(best, 0.0)), f"source says {said(source, best)}"
        supports = Evidence((passage,), (best.span,), Relation.SUPPORTS, "facts.number", score, note)
        return misplaced.of_another_cell(fact, mine, best, passage, source) or supports
    if in_common >= SLIP_AROUND and (slip := next((n for n in rivals if scale_slip(mine, n)), None)):
        return _contradicts(fact, slip, max(SLIPPED, near[slip]), passage, source)
    if (
        rivals
        and near[rivals[0]] >= comparisons.least_near(mine, rivals[0], comparisons.is_told_from(fact.statement, mine))
        and not at_odds(fact, mine, passage, rivals[0])
    ):
        score = comparisons.score(near[rivals[0]], beside.get(rivals[0], 0.0))
        return _contradicts(fact, rivals[0], score, passage, source)
    if best and (in_common > 0 or abs(best.value - mine.value) <= ROUNDED / 5 * mine.value):
        return Evidence((passage,), (best.span,), Relation.MENTIONS, "facts.number", near[best], not_surely(said(source, best)))
    return None


def _with_blank(fact: Fact, mine: Number, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the figure with a blank in it."""
    at = with_blank(fact.statement[mine.figure.start : mine.figure.end], passage, source)
    if at is None or shared(fact, passage, source) < AROUND:
        return None
    return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.number", AS_TOLD, f"source says {source[at]}")


def _tells_both(fact: Fact, mine: Number, there: Number, theirs: Sequence[Number]) -> bool:
    """Do draft and source both tell the one figure and the other, and may the two count different things?"""
    beside = {n.value for n in others(fact.statement, mine)}
    return there.value in beside and any(n.value == mine.value for n in theirs) and not same_unit(mine, there)


def _contradicts(fact: Fact, there: Number, score: float, passage: Passage, source: Document) -> Evidence:
    """By the figure that the passage has for the same thing."""
    note = draft_says(fact, said(source, there))
    return Evidence((passage,), (there.span,), Relation.CONTRADICTS, "facts.number", score, note)


def taken_back_by(fact: Fact, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """What the source says where it takes the draft's figure back and gives another ("38 seconds, not 41", in a correction), takes back
    what the `evidence` has against the draft's, or tells that some of so many counts are over. `older` tells whether a source is of an
    earlier day."""
    mine = in_statement(fact)
    if mine is None:
        return None
    return taken_back(fact, mine, source, evidence, older) or fewer(fact, mine, source, evidence, older)


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What the figures of these passages, source by source, give by reckoning where none states the draft's."""
    mine = in_statement(fact)
    return unstated.given(fact, mine, passages, library) if mine else []


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """MENTIONS where no passage was found that speaks of the number, and it cannot be said that no source has it."""
    mine = in_statement(fact)
    return reach.within_reach(fact, mine, library) if mine else None


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a source has the draft's figure for the same thing or for nothing else: what contradicts it, `against`, may speak of
    another day or place."""
    mine = in_statement(fact)
    return reach.told_elsewhere(fact, mine, against, library) if mine else None
