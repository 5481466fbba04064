"""How two figures compare: whether they may tell of one thing, how near they are to one another by what they are told of, and which of a
passage's figures stand against the draft's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log10

from presscheck import language, rates, shares
from presscheck.alignment import run_beside
from presscheck.figures import AGE, RANGE, SHARES, Number, agree, durations, in_range, measure, meet, mistaken_unit, numbers, same_unit
from presscheck.frames import Frame, frame, likeness
from presscheck.model import Document, Fact, Passage, Span
from presscheck.stated import others
from presscheck.words import Word, in_lower, telling, words

ALONG = 0.4  # how near another figure must be, 0..1, by the words around both, to contradict
ALONG_SOFT = 0.42  # the same for a figure that may have been counted or worked out
ALONG_AKIN = 0.3  # the same for a figure of about the same size
ALONG_POINTS = 0.15  # the same for a figure of two digits or more in points, told in percent
ALONG_TIME = 0.45  # the same for days, weeks, years: two spans of time may begin and end anywhere
ALONG_AGE = 0.2  # the same for an age, which its owner's name tells apart
ALONG_RECKONED = 0.6  # the same for one told as the outcome of a sum
NEAR_TOO = 0.4  # how near the draft's own long figure must be, as a share of how near another is that counts the same
AKIN = 0.75  # of another figure
LIKELY = 5.0  # times as much or as little: two figures farther apart seldom tell of one thing
RANGED = 30  # letters before the upper end of a range among which its lower end stands
CHANGED, CLAUSE = 60, re.compile(r"[.;:!?\n]")  # letters before that end in which a change is told; where a clause ends
BESIDE = 4  # words before a figure among which it may be denied
LEFT_OUT, SCALED = 1000, 10**6  # a smaller figure without a scale may be one of so much or more: "revenue of 153"
IN_PLACE = 2.5  # words on both sides of two figures, the same in the same order, that make their places one


def comparable(mine: Number, theirs: Number) -> bool:
    """May the two tell of one thing: do they agree, or count, or may they count, the same, or are they one figure in two units?"""
    return agree(mine, theirs) or same_unit(mine, theirs) is not False or _confused(mine, theirs)


def _confused(mine: Number, theirs: Number) -> bool:
    """Is it the same figure of another unit: percent for points, pounds for euros, weeks for days?"""
    if mistaken_unit(mine, theirs):
        return True
    kinds = mine.kind and theirs.kind and mine.kind != theirs.kind and (mine.kind in SHARES) == (theirs.kind in SHARES)
    return bool(kinds) and meet(mine, theirs)


def scale_slip(mine: Number, theirs: Number) -> bool:
    """Are they the same figures, ten, a hundred, a thousand times as much or less: "$2.4 billion" for "$2.4 million"?"""
    if mine.digits < 2 or not theirs.value or not mine.value or is_fraction(mine):
        return False
    power = round(log10(mine.value / theirs.value))
    return power != 0 and abs(mine.value / 10**power - theirs.value) <= 1e-9 * theirs.value


def is_fraction(number: Number) -> bool:
    """Is it a share told in words, whose digits nobody wrote: "two-fifths" is no slip of 4 per cent?"""
    return number.kind == "percent" and number.span == number.figure


def unscaled(mine: Number, theirs: Number, cell: bool) -> bool:
    """May the draft's figure be told without its scale, in a cell in thousands or millions, or in speech ("a loss of 104, against 153")?"""
    left_out = theirs.value < LEFT_OUT and not theirs.unit and mine.value >= SCALED
    return (
        not theirs.kind
        and (left_out or (cell and bool(mine.kind)))
        and any(theirs.value * scale == mine.value for scale in (10**3, 10**6, 10**9))
    )


def _same_figure(mine: Number, theirs: Number) -> bool:
    """Are the two one figure in one place? "Nearly 60" is not "nearly 50" there."""
    apart = abs(mine.value - theirs.value)
    return agree(mine, theirs) and (
        not (mine.hedged and theirs.hedged) or apart <= (max(mine.step, theirs.step) / 2 if mine.step != theirs.step else 0)
    )


def sameness(mine: Number, theirs: Number) -> int:
    """2 where the two count the same, 1 where they may, 0 where they do not."""
    return {True: 2, None: 1, False: 0}[same_unit(mine, theirs)]


def sure(mine: Number, theirs: Number, shared: float) -> bool:
    """Is the agreeing figure surely of the same thing: by what it counts, by its own length, or by the share of words, 0..1, `shared`
    by the sentence and the passage?"""
    same = same_unit(mine, theirs)
    alone = mine.exact and mine.value == theirs.value
    if not in_range(mine, theirs):
        return False  # the source rounds more than the draft
    return same is not False and (alone or (shared > 0 and (bool(same) or shared >= 0.2)))


def least_near(mine: Number, theirs: Number, told_from: bool = False) -> float:
    """How near a figure must be, 0..1 as of `nearness`, before it contradicts; `told_from` where the draft's is a time counted from
    another, as in "three days later"."""
    if mistaken_unit(mine, theirs):
        return ALONG_POINTS if mine.kind in SHARES and theirs.kind in SHARES and mine.digits > 1 else ALONG_AKIN
    if mine.reckoned or told_from or not 1 / LIKELY <= mine.value / max(theirs.value, 1e-9) <= LIKELY:
        return ALONG_RECKONED
    if mine.digits > 1 and theirs.digits > 1 and AKIN <= mine.value / max(theirs.value, 1e-9) <= 1 / AKIN:
        return ALONG_AKIN
    if mine.unit and mine.unit[0] in durations():
        return ALONG_TIME
    return ALONG_AGE if AGE in mine.unit else ALONG_SOFT if mine.soft else ALONG


def is_told_from(statement: str, mine: Number) -> bool:
    """Is it a time counted from another that the statement tells or means: "three days |later|", "four years |ago|"?"""
    behind = in_lower(statement[mine.span.end :])[:1]
    return bool(mine.unit) and mine.unit[0] in durations() and not language.load().counted_from.isdisjoint(behind)


def score(near: float, beside: float) -> float:
    """How near two figures are, 0..1: `near` as of `nearness`, and the same words right beside them, as of `words_beside`, counted once
    more."""
    return round(0.8 * near + 0.2 * min(beside / (2 * IN_PLACE), 1.0), 3)


def nearness(told: Frame, theirs: Number, passage: Passage, source: Document) -> float:
    """How much of what the draft's figure is told of (`told`), the source's is told of too, 0..1; a cell's figure by its row and its
    column."""
    block = source.block_at(theirs.span.start)
    if block is not None and block.cell:
        return likeness(told, dict.fromkeys(theirs.unit, 1.0), passage, source)
    around = frame(passage.text, passage.span.start, theirs.figure)
    return likeness(told, {**dict.fromkeys(theirs.unit[:1], 1.0), **around}, passage, source)  # "5 M" tells of men


def words_beside(fact: Fact, mine: Number, passage: Passage, theirs: Number) -> float:
    """How many words on either side of the two figures are the same, word by word outwards; a stop word counts half."""
    return run_beside(words(fact.statement), mine.figure, words(passage.text, passage.span.start), theirs.figure)


def in_its_place(mine: Number, beside: Mapping[Number, float]) -> Number | None:
    """Of these figures, each with the words that are the same beside it, as of `words_beside`, the other one that stands, between the same
    words, where the draft has its own; None where the draft's own stands as well."""
    there = max(beside, key=lambda n: beside[n], default=None)
    if there is None or beside[there] < IN_PLACE or _same_figure(mine, there) or (mine.reckoned and not there.reckoned):
        return None
    if mine.reckoned and not same_unit(mine, there) and not 1 / LIKELY <= mine.value / max(there.value, 1e-9) <= LIKELY:
        return None  # "855 fewer than in May" and "seven fewer than in May" are of two things
    if mine.kind in SHARES and not there.kind:
        return None  # "a quarter of them" and "61,000 of them" may be one
    return None if any(_same_figure(mine, n) and beside[n] > beside[there] - 1 for n in beside) else there


def rivals(
    fact: Fact, mine: Number, theirs: Sequence[Number], near: Mapping[Number, float], passage: Passage, source: Document
) -> list[Number]:
    """Those of a passage's comparable figures that may stand against the draft's, the nearest first; `near`: how near each is, 0..1. None
    of a row that the draft does not name, none that the draft tells itself; of one of two times told together, a base of a rate, a sum
    that is no rate, and a change, only others of that sort."""
    statement = fact.statement
    found = sorted(_of_one_thing(mine, theirs), key=lambda n: -near[n])
    found = [n for n in found if not _of_unnamed_row(fact, n, passage, source)]
    compound = _compound(statement, mine, numbers(statement, 0, len(statement)))
    found = [n for n in found if _compound(source.text, n, theirs) == compound or not measure(n)]
    if rates.is_base(statement, mine):
        found = [n for n in found if rates.is_base(source.text, n)]
    found = [n for n in found if near[n] < ALONG_AGE or not _own_other(fact, mine, n, passage, source)]
    if mine.kind and not rates.per_time(statement, mine):  # a whole, and what is paid a year
        found = [n for n in found if not rates.per_time(source.text, n)]
    if shares.changes(statement, mine):  # "down 20 per cent", and a source that tells how much is left
        found = [n for n in found if n.kind != "percent" or shares.changes(passage.text, n, passage.span.start) or scale_slip(mine, n)]
        if mine.kind != "percent":
            found = [n for n in found if not ((block := source.block_at(n.span.start)) and block.cell) or scale_slip(mine, n)]
    return found


def _of_one_thing(mine: Number, theirs: Sequence[Number]) -> list[Number]:
    """The numbers that count the same thing, if none of them agrees (a difference in points is worked out, not copied, and "40 fewer" is
    no rival of a count); or, where none counts it, the same figure in percent for points, or in pounds for euros."""
    theirs = [n for n in theirs if not (scale_slip(mine, n) and unscaled(mine, n, False))]
    same = [n for n in theirs if same_unit(mine, n) and (n.reckoned or not mine.reckoned)]
    if (mine.kind == "points" and same) or any(agree(mine, n) for n in same):
        return []
    if mine.unit and any(n.value == mine.value and not (n.unit or n.kind) for n in theirs):  # "from eight hours to |five|"
        same = []
    return [n for n in theirs if _confused(mine, n)] or same


def _of_unnamed_row(fact: Fact, theirs: Number, passage: Passage, source: Document) -> bool:
    """Does the figure stand in a row of a table of which the draft has no word? It may speak of another row, or of all together."""
    block, label = source.block_at(theirs.span.start), source.block_at(passage.span.start)
    if block is None or label is None or not block.cell or block is label or not passage.context:
        return False
    named = telling(source[label.span])
    return bool(named) and named.isdisjoint(telling(fact.statement))


def ends_range_around(fact: Fact, mine: Number, theirs: Number, source: Document) -> bool:
    """Is it the upper end of a range in which the draft's figure lies: "6 to |20| migraine days" for 10 days? No change, "from
    6 to 20" or "by 6 to 20", and no range of the draft's own, "6 to 10 days"."""
    start, at = max(theirs.span.start - RANGED, 0), theirs.span.start
    if theirs.value <= mine.value or not source.text[start:at].rstrip().lower().endswith(RANGE) or agree(mine, theirs):
        return False
    before = numbers(source.text, start, at)[-1:]
    if not before or source.text[before[0].span.end : at].strip().lower() not in RANGE or before[0].value >= mine.value:
        return False
    lower = before[0]
    unlike = lower.kind not in ("", theirs.kind) or (same_unit(lower, theirs) is False and AGE not in lower.unit)  # "12% to 80 crowns"
    told = {number.value for number in others(fact.statement, mine)}
    return not unlike and lower.value not in told and not _led_by_change(source.text[max(lower.span.start - CHANGED, 0) : lower.span.start])


def _led_by_change(text: str) -> bool:
    """Do the last words of a text, in its last clause, tell of a change ("rose |by some| 3 to 18"), or of what is numbered ("stage 2")?"""
    sums, clause = language.load().sums, CLAUSE.split(text)[-1]
    return not (sums["rises"] | sums["falls"] | sums["unranged"]).isdisjoint(in_lower(clause)[-BESIDE:])


def _own_other(fact: Fact, mine: Number, theirs: Number, passage: Passage, source: Document) -> bool:
    """Is it another figure of the draft's own sentence, told there of the same, or as a part of it: "|17| of the 30 counts"?"""
    if theirs.value == mine.value:
        return False
    own = [n for n in numbers(fact.statement, 0, len(fact.statement)) if n.value == theirs.value and same_unit(n, theirs) is not False]
    if not own:
        return False
    if any(n.unit[:1] == theirs.unit[:1] != mine.unit[:1] for n in own):  # "nine hours over |three days|"
        return True
    if any(_is_part(fact.statement, n, mine) or _is_part(fact.statement, mine, n) for n in own):
        return True
    of_mine, *of_own = (nearness(frame(fact.statement, 0, n.figure), theirs, passage, source) for n in (mine, *own))
    return max(of_own) >= of_mine


def _is_part(statement: str, part: Number, whole: Number) -> bool:
    """Does one figure count a part of what the other counts: "|11| of the |14| felonies"?"""
    between = statement[part.span.end : whole.span.start].split() if part.span.end < whole.span.start else []
    return between[:1] == ["of"] and len(between) <= 2 and all(word in language.load().determiners for word in between[1:])


def _compound(text: str, number: Number, found: Sequence[Number]) -> bool:
    """Is a length of time one of two that are told together: "six years and |three months|"?"""
    for a, b in pairwise(found):
        if number.span in (a.span, b.span) and measure(a) and measure(b) and a.unit[0] in durations() and b.unit[0] in durations():
            between = text[a.span.end : b.span.start].strip(" ,")
            if a.unit[0] != b.unit[0] and between in ("", "and"):
                return True
    return False


def still_against(fact: Fact, mine: Number, best: Number, found: Sequence[Number], near: Mapping[Number, float]) -> list[Number]:
    """Of the rivals, the nearest first, those that stand against the draft's figure beside one of the passage that agrees, `best`; `near`:
    how near each is, 0..1."""
    if found and _no_chance(fact, mine, best, found[0]) and near[best] >= NEAR_TOO * near[found[0]]:
        return []
    if mine.value != best.value:
        return list(found)
    told = {n.value for n in others(fact.statement, mine)}  # "928 of its 1,046 posts", and a source that has both
    return [n for n in found if n.value not in told or same_unit(mine, n)]


def _no_chance(fact: Fact, mine: Number, best: Number, rival: Number) -> bool:
    """Is it a long figure, seldom another's by chance ("142 people tested positive, 136 cases are confirmed"), and not changed with one?"""
    told = {n.value for n in numbers(fact.statement, 0, len(fact.statement))}
    return mine.exact and best.value == mine.value != rival.value and rival.value not in told


def at_odds(fact: Fact, mine: Number, passage: Passage, theirs: Number) -> bool:
    """Is one of the two figures denied, and the other told?"""
    return _denied(words(fact.statement), mine.figure) != _denied(words(passage.text, passage.span.start), theirs.figure)


def _denied(tokens: Sequence[Word], at: Span) -> bool:
    """Is what a figure tells denied close by: "was not heard at 3 of the points"?"""
    first = bisect_left(tokens, at.start, key=lambda word: word.span.start)
    told = language.load().denied
    return sum(word.lower in told or word.lower.endswith("n't") for word in tokens[max(first - BESIDE, 0) : first]) % 2 == 1
