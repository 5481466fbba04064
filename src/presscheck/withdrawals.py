"""Figures that a source takes back: "38 seconds, not 41" in a correction, "the 310 km in the programme no longer applies"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from presscheck import language
from presscheck.bindings import Part, parts
from presscheck.figures import CHANCE, Number, agree, numbers, same_unit
from presscheck.model import Block, Document, Evidence, Fact, Passage, Relation, Span
from presscheck.split import spans_of
from presscheck.words import Word, in_lower, telling, words

TOP = 8  # paragraphs and lines of a header among which a text says that it is a correction
OPENS = 3  # words with which a sentence or a line says so
LABEL = 30  # letters of "Clerk's note, 27 February:"
BEFORE = 5  # words before a figure among which "announced" stands
BEHIND = 8  # words behind a figure among which "no longer applies" stands
SHARED = 2  # telling words that the draft's sentence and the correction must have in common
SHARED_SURE = 1  # the same of a figure that its own length tells apart
ALIKE = 0.5  # share of the words of the shorter of two passages that tell of the same
LONGEST = 8  # figures of a paragraph that are looked at
PAIR = (" to ", "-", "–", "—", " – ", " votes to ")  # between the two figures of a vote or a score


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`old` is taken back and `new` stands for it; `beside`: what stands behind the old one in a vote or a score ("|23| to 20"), or 0;
    `around` are the telling words of what the correction speaks of."""

    old: Number
    new: Number
    beside: float
    told: Span
    around: frozenset[str]


def taken_back(fact: Fact, mine: Number, source: Document, evidence: Sequence[Evidence]) -> Evidence | None:
    """CONTRADICTS where the source takes back the draft's own figure and gives another, and the draft does not tell it as one of the past;
    SUPPORTS where what contradicts the draft is taken back, and the draft has what stands for it. `evidence` is what the sources say."""
    if not withdrawals(source) or _of_the_past(fact.statement):
        return None
    beside, theirs = _beside(fact.statement, mine), telling(fact.statement) - telling(fact.reading)
    for one in withdrawals(source):
        if beside != one.beside or len(theirs & one.around) < (SHARED_SURE if mine.exact else SHARED) or _counts_another(mine, one):
            continue
        if _is(mine, one.old) and _plainly_meant(fact, mine, one, source, evidence):
            note = f"draft says {' '.join(fact.reading.split())}, source says {source[one.new.span]} and takes {source[one.old.span]} back"
            return _told(one, source, Relation.CONTRADICTS, note)
        if _is(mine, one.new) and _only_against(one, evidence):
            note = f"source says {source[one.new.span]}, and takes {source[one.old.span]} back"
            return _told(one, source, Relation.SUPPORTS, note)
    return None


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
    return mine.exact or _one_matter(apart)


def _of_the_past(text: str) -> bool:
    return any(word.lower in language.load().withdrawals["past"] for word in words(text))


def _only_against(one: Withdrawal, evidence: Sequence[Evidence]) -> bool:
    """Is what contradicts the draft the figure that is taken back, and nothing else?"""
    against = [(e.passages[0], e.spans[0]) for e in evidence if e.relation is Relation.CONTRADICTS]
    told = [numbers(p.text, span.start - p.span.start, span.end - p.span.start) for p, span in against]
    return bool(told) and all(any(n.value == one.old.value for n in found) for found in told)


def _told(one: Withdrawal, source: Document, relation: Relation, note: str) -> Evidence:
    passage = Passage(source.id, one.told, source[one.told], source.where(one.told))
    inside = [n.span for n in (one.old, one.new) if n.span in one.told]  # the old figure may stand in an earlier bulletin
    both = Span(min(span.start for span in inside), max(span.end for span in inside))
    return Evidence((passage,), (both,), relation, "facts.number", 1.0, " ".join(note.split()))


def _counts_another(mine: Number, one: Withdrawal) -> bool:
    """Does the draft's figure count something else, or may it? A correction often tells only once what both of its figures count."""
    unit = one.old.unit or one.new.unit
    if not mine.unit or not unit:
        return mine.value < CHANCE or (same_unit(mine, one.old) is False)
    return mine.unit[0] not in unit and unit[0] not in mine.unit


def _one_matter(held: Sequence[Passage]) -> bool:
    """Do the passages all tell of the same, by their words?"""
    told = [telling(passage.text) for passage in held]
    return all(len(a & b) >= ALIKE * min(len(a), len(b)) for a, b in combinations(told, 2))


@lru_cache(maxsize=256)
def withdrawals(source: Document) -> tuple[Withdrawal, ...]:
    """The figures that a source takes back, in order."""
    lists = language.load().withdrawals
    if lists["signs"].isdisjoint(in_lower(source.text)):
        return ()
    head = [block for block in source.blocks[:TOP] if _opens(source[block.span])]
    inside = [one for block in source.blocks if block.cell is None for one in _in_block(source, block, head)]
    return (*inside, *_of_before(source))


def _opens(text: str) -> bool:
    """Do the first words say that what follows is a correction: "A correction to yesterday's release", "Subject: CORRECTION"?"""
    return any(word.lower in language.load().withdrawals["corrections"] for word in words(text)[:OPENS])


def _of_before(source: Document) -> Iterator[Withdrawal]:
    """Figures of earlier paragraphs that one which says that it corrects them tells anew: "Corrects bulletin 1. On board were 287", and
    in bulletin 1 "291 on board"."""
    blocks = [block for block in source.blocks if block.cell is None]
    for at, block in enumerate(blocks):
        first = next(spans_of(source.text, block.span.start, block.span.end), None)
        if at and first and _opens(source[first]):
            before = [part for one in blocks[max(at - TOP, 0) : at] for part in _parts_of(source, one.span)]
            for new in _parts_of(source, block.span):
                olds = [one for one in before if one.number.kind == new.number.kind and _same_matter(one, new)]
                if len(olds) == 1 and not agree(olds[0].number, new.number):
                    told = next(span for span in spans_of(source.text, block.span.start, block.span.end) if new.number.span in span)
                    yield Withdrawal(olds[0].number, new.number, 0, told, olds[0].words | new.words)


def _parts_of(source: Document, span: Span) -> list[Part]:
    """What each figure of a paragraph is told of, sentence by sentence."""
    told = [(sentence, numbers(source.text, sentence.start, sentence.end)) for sentence in spans_of(source.text, span.start, span.end)]
    return [part for sentence, found in told for part in parts(source[sentence], sentence.start, found[:LONGEST])]


def _same_matter(old: Part, new: Part) -> bool:
    """Do the words beside the new figure stand beside the old one?"""
    return len(old.words & new.words) >= max(SHARED, ALIKE * len(new.words))


def _in_block(source: Document, block: Block, head: Sequence[Block]) -> Iterator[Withdrawal]:
    text = source.text
    told = list(spans_of(text, block.span.start, block.span.end))
    corrects = bool(head)
    around = frozenset().union(telling(source[block.span]), *(telling(source[one.span]) for one in head))
    for at, sentence in enumerate(told):
        corrects = corrects or _opens(source[sentence])
        mine = numbers(text, sentence.start, sentence.end)
        for number in mine:
            noted = corrects or _is_note(source[block.span])
            reach = _reach(text, sentence, number, noted, corrects)
            if not reach:
                continue
            near = [n for span in told[max(at - reach[0], 0) : at + 1 + reach[1]] for n in numbers(text, span.start, span.end)]
            if new := _instead(text, number, near):
                first, last = min(number.span.start, new.span.start), max(number.span.end, new.span.end)
                held = [span for span in told if span.start <= last and first < span.end]
                yield Withdrawal(number, new, _beside(text, number), Span(held[0].start, held[-1].end), around)


def _reach(text: str, sentence: Span, number: Number, noted: bool, corrects: bool) -> tuple[int, int] | None:
    """(sentences before, sentences behind) in which the figure that holds now is looked for; None where this one is not taken back."""
    lists = language.load().withdrawals
    before = words(text[sentence.start : number.span.start], sentence.start)
    behind = words(text[number.span.end : sentence.end])[:BEHIND]
    last = [word.lower for word in before[-2:]]
    if before and (last[-1] in lists["instead"] or (corrects and (last[-1] == "not" or last in (["instead", "of"], ["rather", "than"])))):
        return 0, 0
    near = before[-BEFORE:]
    called = any(word.lower in lists["figures"] for word in near)
    if _phrase(behind, "void") or (called and _phrase(behind, "withdrawn")):
        return 1, 1
    if any(word.lower in lists["correcting"] for word in near) and "to" not in {word.lower for word in near}:
        return 0, 0
    announced = any(word.lower in lists["announced"] for word in near)
    wrongly = any(word.lower in lists["wrongly"] for word in near)
    return (0, 1) if (announced and noted) or wrongly else None


def _phrase(found: Sequence[Word], kind: str) -> bool:
    told = f" {' '.join(word.lower for word in found)} "
    return any(f" {phrase} " in told for phrase in language.load().withdrawals[kind])


def _is_note(text: str) -> bool:
    """Does a label say that somebody sets something right: "Clerk's note, 27 February: ..."?"""
    label, colon, _ = text[:LABEL].partition(":")
    return bool(colon) and any(word.lower in language.load().withdrawals["notes"] for word in words(label))


def _instead(text: str, old: Number, near: Sequence[Number]) -> Number | None:
    """The figure that holds now: the nearest other one that may count the same; None where the old one stands there once more."""
    beside = _beside(text, old)
    others = [n for n in near if n.span != old.span and (not beside or _beside(text, n))]
    if any(n.value == old.value for n in others):
        return None
    fits = [n for n in others if old.kind in (n.kind, "") and same_unit(old, n) is not False and 0.1 < n.value / max(old.value, 1e-9) < 10]
    return min(fits, key=lambda n: abs(n.span.start - old.span.start), default=None)


def _beside(text: str, number: Number) -> float:
    """The second figure of a vote or a score of which this is the first ("|23| to 20"); 0 where it is none."""
    after = numbers(text, number.span.end, min(number.span.end + 20, len(text)))
    return after[0].value if after and text[number.span.end : after[0].span.start] in PAIR else 0.0
