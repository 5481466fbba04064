"""Whether a source takes back the draft's own figure, or what another source has against it; what it takes back is read in
`presscheck.corrections`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from presscheck import language
from presscheck.corrections import Replacement, Withdrawal, akin, beside, replacements, withdrawals
from presscheck.figures import CHANCE, Number, agree, durations, measure, numbers, same_unit
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Span
from presscheck.parts import Older
from presscheck.retractions import of_one_matter
from presscheck.words import flat, in_lower, telling, words

SHARED = 2  # telling words that the draft's sentence and the correction must have in common
SHARED_SURE = 1  # the same of a figure that its own length tells apart
AGO = 4  # words behind a figure among which "a day earlier" stands


def taken_back(fact: Fact, mine: Number, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """CONTRADICTS where the source takes back the draft's own figure and gives another, and the draft does not tell it as one of the past;
    SUPPORTS where what contradicts the draft is taken back, and the draft has what stands for it. `evidence` is what the sources say,
    `older` tells whether one of them is surely of an earlier day than this one."""
    if not (withdrawals(source) or replacements(source)) or _told_as_past(fact.statement, mine):
        return None
    mine_beside, theirs = beside(fact.statement, mine), telling(fact.statement) - telling(fact.reading)
    for one in withdrawals(source):
        if mine_beside != one.beside or not _of_it(mine, theirs, one.around) or theirs & one.still or _counts_another(mine, one):
            continue
        if one.outlook and not _foresees(fact.statement):
            continue
        if _is(mine, one.old) and _plainly_meant(fact, mine, one, source, evidence):
            note = f"draft says {flat(fact.reading)}, source says {source[one.new.span]} and takes {source[one.old.span]} back"
            return _told(one, source, Relation.CONTRADICTS, note)
        if _is(mine, one.new) and _only_against(one, evidence):
            note = f"source says {source[one.new.span]}, and takes {source[one.old.span]} back"
            return _told(one, source, Relation.SUPPORTS, note)
    return next((found for one in replacements(source) if (found := _stood_for(fact, mine, one, source, evidence, older))), None)


def names_only_in(statement: str, passage: str, source: Document) -> bool:
    """Does the sentence tell, with a passage, of somebody or some place that the source never names?"""
    named = {word.key for word in words(statement)[1:] if word.text[0].isupper()} & telling(passage)
    return not named <= telling(source.text)


def _of_it(mine: Number, theirs: frozenset[str], around: frozenset[str]) -> bool:
    """Does the draft's sentence speak of what the correction does?"""
    return len(theirs & around) >= (SHARED_SURE if mine.exact else SHARED)


def _foresees(statement: str) -> bool:
    """Does the sentence tell what is expected now, and not what was?"""
    told = set(in_lower(statement))
    return not told.isdisjoint(language.load().withdrawals["foreseeing"]) and told.isdisjoint(language.load().withdrawals["foreseen"])


def _stood_for(fact: Fact, mine: Number, one: Replacement, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """CONTRADICTS where all that has the draft's figure is older than one that the source gives for an earlier figure, and is of the same
    matter."""
    held = [passage for piece in evidence if piece.relation is Relation.SUPPORTS for passage in piece.passages]
    before = all(older(p.document) or (p.document == source.id and p.span.end <= one.told.start) for p in held)
    if not held or not before or any(names_only_in(fact.statement, p.text, source) for p in held):
        return None
    if agree(mine, one.new) or same_unit(mine, one.new) is False or not akin(mine, one.new):
        return None
    if any(n.value == one.new.value for n in numbers(fact.statement, 0, len(fact.statement))):
        return None
    if not _of_it(mine, telling(fact.statement) - telling(fact.reading), one.around) and not _only_measure(mine, one, source, held):
        return None
    note = f"draft says {flat(fact.reading)}, source says {source[one.new.span]} and takes an earlier figure back"
    return _piece(source, one.told, one.new.span, Relation.CONTRADICTS, note)


def _only_measure(mine: Number, one: Replacement, source: Document, held: Sequence[Passage]) -> bool:
    """Is it an estimate of what is told in a measure ("cubic metres") in which the correction tells nothing else, as each passage that has
    the draft's figure tells only that? Then the words need not be the same: "oil spilled", "losses of fuel"."""
    mine_in, told = _measure(mine), [source.text, *(passage.text for passage in held)]
    if not one.estimate or not mine_in or _measure(one.new) != mine_in or mine.unit[0] in durations():
        return False
    values = {n.value for text in told for n in numbers(text, 0, len(text)) if _measure(n) == mine_in}
    return values == {mine.value, one.new.value} and all(_estimated(passage.text) for passage in held)


def _measure(number: Number) -> tuple[str, ...]:
    """The measure that a figure is told in, "cubic metres", by its keys; none where it counts something."""
    plain, second = measure(number), number.unit[1:2] and measure(replace(number, unit=number.unit[1:]))
    return number.unit[:1] if plain else number.unit[:2] if second else ()


def _estimated(text: str) -> bool:
    """Does somebody put it at so much?"""
    lists = language.load().voices
    return not (lists["putting"] | lists["about"]).isdisjoint(in_lower(text))


def _told_as_past(statement: str, mine: Number) -> bool:
    """Does the sentence tell the figure as one of the past? That another was cut ("his fine was cut to 300") says nothing of this one."""
    start = max(statement.rfind(sign, 0, mine.span.start) for sign in (", ", "; "))
    ends = [at for sign in (", ", "; ") if (at := statement.find(sign, mine.span.end)) >= 0]
    clause = statement[max(start, 0) : min(ends, default=len(statement))]
    return _of_the_past(_compared(statement, mine)) or not language.load().withdrawals["cut"].isdisjoint(in_lower(clause))


def _compared(statement: str, mine: Number) -> str:
    """The statement without "a day earlier" behind a figure that another is compared with ("down from |9,340| a day earlier"): that tells
    what the figure is of, not who gave it."""
    before, behind = words(statement[: mine.span.start])[-1:], words(statement[mine.span.end :], mine.span.end)[:AGO]
    if before and before[0].lower in language.load().withdrawals["compared"]:
        for ago, word in pairwise(behind):
            if word.lower in ("earlier", "before") and ago.key in durations():
                return statement[: mine.span.end] + statement[word.span.end :]
    return statement


def _is(mine: Number, theirs: Number) -> bool:
    return (mine.value, mine.step) == (theirs.value, theirs.step) and theirs.kind in ("", mine.kind)


def _plainly_meant(fact: Fact, mine: Number, one: Withdrawal, source: Document, evidence: Sequence[Evidence]) -> bool:
    """Does the sentence not tell both figures, and all that the sources tell with the old one speak of one matter? A long figure is its
    matter's own."""
    if any(n.value == one.new.value for n in numbers(fact.statement, 0, len(fact.statement))):
        return False
    held = [p for e in evidence if e.relation is Relation.SUPPORTS for p in e.passages]
    its_own = [p for p in held if p.document == source.id and (p.span.overlaps(one.told) or p.span.overlaps(one.old.span))]
    apart = [p for p in held if p not in its_own]
    if any(p.document == source.id and not _of_the_past(p.text) for p in apart):
        return False  # the source has the figure of something else too
    others = {key for key in telling(fact.statement) - telling(fact.reading) if key[0].isdecimal()} - one.around
    if not mine.exact and any(others & telling(p.text) for p in apart):
        return False  # another figure, or the year, tells that it is another matter
    return mine.exact or of_one_matter(apart)


def _of_the_past(text: str) -> bool:
    return not language.load().withdrawals["past"].isdisjoint(in_lower(text))


def _only_against(one: Withdrawal, evidence: Sequence[Evidence]) -> bool:
    """Is what contradicts the draft the figure that is taken back, and nothing else?"""
    against = [(e.passages[0], e.spans[0]) for e in evidence if e.relation is Relation.CONTRADICTS]
    told = [numbers(p.text, span.start - p.span.start, span.end - p.span.start) for p, span in against]
    return bool(told) and all(any(n.value == one.old.value for n in found) for found in told)


def _told(one: Withdrawal, source: Document, relation: Relation, note: str) -> Evidence:
    inside = [n.span for n in (one.old, one.new) if n.span in one.told]  # the old figure may stand in an earlier bulletin
    both = Span(min(span.start for span in inside), max(span.end for span in inside))
    return _piece(source, one.told, both, relation, note)


def _piece(source: Document, told: Span, place: Span, relation: Relation, note: str) -> Evidence:
    passage = Passage(source.id, told, source[told], source.where(told))
    return Evidence((passage,), (place,), relation, "facts.number", 1.0, flat(note))


def _counts_another(mine: Number, one: Withdrawal) -> bool:
    """Does the draft's figure count something else, or may it? A correction often tells only once what both of its figures count."""
    if mine.kind:
        return same_unit(mine, one.old) is False
    unit = one.old.unit or one.new.unit
    if not mine.unit or not unit:
        return mine.value < CHANCE or (same_unit(mine, one.old) is False)
    return mine.unit[0] not in unit and unit[0] not in mine.unit
