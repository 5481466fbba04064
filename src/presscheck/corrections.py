"""The figures that a text takes back, and what it gives for them: "38 seconds, not 41" in a correction, "the earlier figure of 310 was
too high: it is 287", "we now expect 65 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.bindings import Part, parts
from presscheck.figures import Number, agree, numbers, same_unit
from presscheck.model import Block, Document, Span
from presscheck.split import spans_of
from presscheck.words import Word, in_lower, telling, words

TOP = 8  # paragraphs and lines of a header among which a text says that it is a correction
OPENS = 3  # words with which a sentence or a line says so
LABEL = 30  # letters of "Clerk's note, 27 February:"
BEFORE = 5  # words before a figure among which "announced" stands
REPLACED = 8  # words before it among which "replaces" stands
BEHIND = 8  # words behind a figure among which "no longer applies" stands
SHORT = 9  # words of a sentence that says no more than that what stands before it is a slip
SHARED = 2  # telling words that an earlier bulletin and its correction must have in common
ALIKE = 0.5  # share of the words beside the new figure that stand beside the old one
LONGEST = 8  # figures of a paragraph that are looked at
PAIR = (" to ", "-", "–", "—", " – ", " votes to ")  # between the two figures of a vote or a score
LABELLED = re.compile(r"[a-z.,;:(]\s+[A-Z][a-z]+ $")
AKIN = 10  # times as much or as little that a figure is, at most, for which another stands


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`old` is taken back and `new` stands for it; `beside`: what stands behind the old one in a vote or a score ("|23| to 20"), or 0;
    `around` are the telling words of what the correction speaks of, `still` those of what the old figure is true of all the same ("for
    private patients only"); of an `outlook` nobody says that it was wrong, only that it is no longer held."""

    old: Number
    new: Number
    beside: float
    told: Span
    around: frozenset[str]
    still: frozenset[str] = frozenset()
    outlook: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """`new` stands for a figure that the text does not tell: "52 tonnes; this replaces the estimate made on the day". `told` is where it
    says so, `around` the telling words of that, `kind` what it calls the other: "figure", "estimate"."""

    new: Number
    told: Span
    around: frozenset[str]
    estimate: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure in its sentence, `told[at]` of its paragraph, with the words before it and behind it. `corrects`: the text is a correction;
    `noted`: or a label says that somebody sets something right."""

    text: str
    number: Number
    told: Sequence[Span]
    at: int
    before: Sequence[Word]
    behind: Sequence[Word]
    corrects: bool
    noted: bool

    def reach(self, before: int, behind: int) -> Span:
        """From so many sentences before this one to so many behind it."""
        return Span(self.told[max(self.at - before, 0)].start, self.told[min(self.at + behind, len(self.told) - 1)].end)

    @property
    def rest(self) -> Span:
        """What stands behind the figure in its sentence."""
        return Span(self.number.span.end, max(self.told[self.at].end, self.number.span.end + 1))

    def of_next(self) -> str:
        return self.text[self.told[self.at + 1].start : self.told[self.at + 1].end] if self.at + 1 < len(self.told) else ""


@lru_cache(maxsize=256)
def withdrawals(source: Document) -> tuple[Withdrawal, ...]:
    """The figures that a source takes back, in order."""
    signs = language.load().withdrawals["signs"]
    if signs.isdisjoint(in_lower(source.text)):
        return ()
    head = _head(source)
    blocks = [block for block in source.blocks if block.cell is None and (head or not signs.isdisjoint(in_lower(source[block.span])))]
    return (*[one for block in blocks for one in _in_block(source, block, head)], *_of_before(source))


@lru_cache(maxsize=256)
def replacements(source: Document) -> tuple[Replacement, ...]:
    """The figures of which a source says that they stand for others, which it does not tell, in order."""
    lists = language.load().withdrawals
    if (lists["replacing"] | lists["correcting"]).isdisjoint(in_lower(source.text)):
        return ()
    return tuple(one for block in source.blocks if block.cell is None for one in _open(source, block))


def _head(source: Document) -> list[Block]:
    """The lines at the head of a text with which it says that it is a correction."""
    return [block for block in source.blocks[:TOP] if _opens(source[block.span])]


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
            before = [(part, one.span) for one in blocks[max(at - TOP, 0) : at] for part in _parts_of(source, one.span)]
            for new in _parts_of(source, block.span):
                olds = [(old, span) for old, span in before if old.number.kind == new.number.kind and _same_matter(old, new)]
                if len(olds) == 1 and not agree(olds[0][0].number, new.number) and akin(olds[0][0].number, new.number):
                    yield _anew(source, *olds[0], new, block)


def _anew(source: Document, old: Part, there: Span, new: Part, block: Block) -> Withdrawal:
    """What a later bulletin tells anew of a figure in the paragraph `there`. A long figure is told of all that stands around it."""
    told = next(span for span in spans_of(source.text, block.span.start, block.span.end) if new.number.span in span)
    around = telling(source[there]) if old.number.exact else old.words
    return Withdrawal(old.number, new.number, 0, told, around | new.words)


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
    corrects, noted = bool(head), _is_note(source[block.span])
    around = frozenset().union(telling(source[block.span]), *(telling(source[one.span]) for one in head))
    for at, sentence in enumerate(told):
        corrects = corrects or _opens(source[sentence])
        for number in _figures(text, sentence):
            before = words(text[sentence.start : number.span.start], sentence.start)
            behind = words(text[number.span.end : sentence.end], number.span.end)
            place = _Place(text, number, told, at, before, behind, corrects, noted or corrects)
            for way in (_simply, _replaced, _revised, _misread, _slip, _of_a_part, _at_first):
                if (reach := way(place)) and (new := _instead(text, number, reach, way is _replaced)):
                    yield Withdrawal(number, new, beside(text, number), _both(place, new), around, _still(place, new, way is _of_a_part))
                    break
            else:
                if (reach := _now(place)) and (new := _instead(text, number, reach, bare=True)):
                    yield Withdrawal(number, new, 0, _both(place, new), around, outlook=True)


def _both(place: _Place, new: Number) -> Span:
    """The sentences from one of the two figures to the other."""
    first, last = min(place.number.span.start, new.span.start), max(place.number.span.end, new.span.end)
    held = [span for span in place.told if span.start <= last and first < span.end]
    return Span(held[0].start, held[-1].end)


def _still(place: _Place, new: Number, of_a_part: bool) -> frozenset[str]:
    """The telling words of what the old figure is true of all the same, which the sentence of the new one has not."""
    if not of_a_part:
        return frozenset()
    there = next((span for span in place.told if new.span in span), place.rest)
    return telling(place.text[place.rest.start : place.rest.end]) - telling(place.text[there.start : there.end])


def _simply(place: _Place) -> Span | None:
    """ "38 seconds, not |41|" in a correction, "the figure of |310| was withdrawn", "corrects |23|", "wrongly gave |23|"."""
    lists, near = language.load().withdrawals, [word.lower for word in place.before[-BEFORE:]]
    last = near[-2:]
    if last and (
        last[-1] in lists["instead"] or (place.corrects and (last[-1] == "not" or last in (["instead", "of"], ["rather", "than"])))
    ):
        return place.reach(0, 0)
    called = not lists["figures"].isdisjoint(near)
    if _phrase(place.behind[:BEHIND], "void") or (called and _phrase(place.behind[:BEHIND], "withdrawn")):
        return place.reach(1, 1)
    if called and not lists["faulty"].isdisjoint(word.lower for word in place.behind[:BEHIND]) and _firmly(place):
        return place.reach(0, 1)
    if not lists["correcting"].isdisjoint(near) and "to" not in near:
        return place.reach(0, 0)
    announced = place.noted and not lists["announced"].isdisjoint(near)
    return place.reach(0, 1) if announced or not lists["wrongly"].isdisjoint(near) else None


def _firmly(place: _Place) -> bool:
    """Does the text itself say so, and nobody in it? That a figure is too high is what the other side says of it, too."""
    told = place.text[place.told[place.at].start : place.reach(0, 1).end]
    lists = language.load()
    return lists.withdrawals["views"].isdisjoint(in_lower(told)) and not any(sign in told for sign in '"“”')


def _replaced(place: _Place) -> Span | None:
    """ "These figures replace the first estimate of about |34 million|", behind the sentence that tells them."""
    near = [word.lower for word in place.before[-REPLACED:]]
    lists = language.load().withdrawals
    at = next((n for n, word in enumerate(near) if word in lists["replacing"]), None)
    return place.reach(2, 0) if at is not None and not lists["figures"].isdisjoint(near[at:]) else None


def _revised(place: _Place) -> Span | None:
    """ "Growth was revised to 0.4 per cent from |0.7|": a figure that was measured, not a plan or an offer."""
    lists = language.load().withdrawals
    before = [word.lower for word in place.before]
    told = in_lower(place.text[place.told[place.at].start : place.told[place.at].end])
    if before[-1:] != ["from"] or lists["revising"].isdisjoint(before[-REPLACED:]) or "to" not in told:
        return None
    return place.reach(0, 0) if not lists["measured"].isdisjoint(told) and lists["plans"].isdisjoint(told) else None


def _misread(place: _Place) -> Span | None:
    """ "For |17 weeks| read 11 weeks", "|17 weeks| should read 11 weeks"."""
    behind = [word.lower for word in place.behind[:BEHIND]]
    read = behind[:1] == ["read"] and [word.lower for word in place.before[-1:]] == ["for"]
    return place.rest if read or _phrase(place.behind[:BEHIND], "misread") else None


def _slip(place: _Place) -> Span | None:
    """ "The leaflet gives it |214 members|. That is a misprint. There are 241": in a correction, any word for a mistake will do."""
    next_one = in_lower(place.of_next())
    lists = language.load().withdrawals
    faults = lists["slips"] | lists["faults"] if place.noted else lists["slips"]
    says_so = 0 < len(next_one) <= SHORT and next_one[0] in lists["pointing"] and not faults.isdisjoint(next_one) and "not" not in next_one
    return Span(place.told[place.at + 1].start, place.reach(0, 2).end) if says_so else None


def _of_a_part(place: _Place) -> Span | None:
    """ "The wait in Tuesday's release is wrong. The figure of |31 days| is for private patients only. Over all, it was 47", in a
    correction."""
    lists = language.load().withdrawals
    last = [word.lower for word in place.before[-2:]]
    if not place.corrects or len(last) < 2 or last[0] not in lists["figures"] or last[1] != "of" or not place.at:
        return None
    ahead = in_lower(place.text[place.reach(1, 0).start : place.told[place.at].start])
    return place.reach(0, 1) if not lists["faults"].isdisjoint(ahead) and "not" not in ahead else None


def _at_first(place: _Place) -> Span | None:
    """ "The toll, first given as |23|, is 21", "21 died, down from an early count of |23|"."""
    lists, near = language.load().withdrawals, [word.lower for word in place.before[-BEFORE:]]
    while near and near[-1] in language.load().voices["about"]:
        near.pop()
    given = near[-1:] and near[-1] in ("as", "at") and len(near) > 1 and near[-2] in lists["given"]
    early = given and not lists["early"].isdisjoint(near)
    counted = near[-1:] == ["of"] and len(near) > 2 and near[-2] in lists["counts"] and near[-3] in lists["early"]
    return place.reach(0, 0) if early or counted else None


def _now(place: _Place) -> Span | None:
    """ "In August we guided to savings of |80 million|. We now expect 65 million": where that is told, behind the words "now expect"."""
    lists = language.load().withdrawals
    ahead = [word.lower for word in place.before]
    if lists["foreseen"].isdisjoint(ahead) or place.at + 1 >= len(place.told):
        return None
    found = words(place.of_next(), place.told[place.at + 1].start)
    at = next((n for n, word in enumerate(found[1:]) if word.lower in lists["foreseeing"] and found[n].lower == "now"), None)
    return Span(found[at + 1].span.end, max(place.told[place.at + 1].end, found[at + 1].span.end + 1)) if at is not None else None


def _open(source: Document, block: Block) -> Iterator[Replacement]:
    """What a paragraph says stands for figures that it does not tell: "That replaces the figures given last night", "corrects the sum to
    1.74 million"."""
    lists = language.load().withdrawals
    told = list(spans_of(source.text, block.span.start, block.span.end))
    for at, sentence in enumerate(told):
        found = words(source[sentence], sentence.start)
        for n, word in enumerate(found):
            behind = [one.lower for one in found[n + 1 :]]
            if word.lower in lists["correcting"] and "to" in behind:
                yield from _corrected_to(source, sentence, found[n + 1 + behind.index("to")].span.end)
            elif word.lower in lists["replacing"] and not lists["figures"].isdisjoint(behind[:BEFORE]):
                if _figures(source.text, Span(word.span.end, sentence.end)):
                    continue  # it tells what it replaces
                back = at and {one.lower for one in found[:n]} <= lists["pointing"] | lists["figures"]
                stretch = Span(told[at - 1].start if back else sentence.start, word.span.start)
                yield from _standing_for(source, stretch, Span(stretch.start, sentence.end), "estimate" in " ".join(behind[:BEFORE]))


def _corrected_to(source: Document, sentence: Span, start: int) -> Iterator[Replacement]:
    """ "Corrects the sum to be paid back to |3.61 million|", where the sentence tells no other."""
    found = numbers(source.text, sentence.start, sentence.end)
    if len(found) == 1 and found[0].span.start >= start and in_lower(source.text[sentence.start : found[0].span.start])[-1:] == ["to"]:
        yield Replacement(found[0], sentence, telling(source[sentence]) - telling(source[found[0].span]), False)


def _standing_for(source: Document, stretch: Span, told: Span, estimate: bool) -> Iterator[Replacement]:
    for new in numbers(source.text, stretch.start, stretch.end)[:LONGEST]:
        yield Replacement(new, told, telling(source[told]) - telling(source[new.span]), estimate)


def _phrase(found: Sequence[Word], kind: str) -> bool:
    told = f" {' '.join(word.lower for word in found)} "
    return any(f" {phrase} " in told for phrase in language.load().withdrawals[kind])


def _is_note(text: str) -> bool:
    """Does a label say that somebody sets something right: "Clerk's note, 27 February: ..."?"""
    label, colon, _ = text[:LABEL].partition(":")
    return bool(colon) and any(word.lower in language.load().withdrawals["notes"] for word in words(label))


def _instead(text: str, old: Number, reach: Span, by_size: bool = False, bare: bool = False) -> Number | None:
    """The figure that holds now: the nearest other one that may count the same, or the one of about the same size; None where the old one
    stands there once more. A `bare` one need not tell its currency again."""
    scored, kinds = beside(text, old) > 0, ("", old.kind) if bare else (old.kind,)
    near = [n for n in _figures(text, reach) if n.span != old.span and (not scored or beside(text, n))]
    if any(n.value == old.value for n in near):
        return None
    fits = [n for n in near if (not old.kind or n.kind in kinds) and same_unit(old, n) is not False and akin(old, n)]
    if by_size:
        return min(fits, key=lambda n: max(_times(n, old), 1 / _times(n, old)), default=None)
    return min(fits, key=lambda n: abs(n.span.start - old.span.start), default=None)


def _figures(text: str, reach: Span) -> list[Number]:
    """The figures there, those left out that tell which one of several is meant: "in Bulletin |7|"."""
    return [n for n in numbers(text, reach.start, reach.end) if n.kind or n.plural or not _label(text[reach.start : n.span.start])]


def _label(before: str) -> bool:
    return bool(LABELLED.search(before[-LABEL:]))


def akin(old: Number, new: Number) -> bool:
    """May one stand for the other, by their size?"""
    return 1 / AKIN < _times(new, old) < AKIN


def _times(new: Number, old: Number) -> float:
    return max(new.value, 1e-9) / max(old.value, 1e-9)


def beside(text: str, number: Number) -> float:
    """The second figure of a vote or a score of which this is the first ("|23| to 20"); 0 where it is none ("from 9 per cent to 6")."""
    if text[: number.span.start].endswith("from "):
        return 0.0
    after = numbers(text, number.span.end, min(number.span.end + 20, len(text)))
    return after[0].value if after and text[number.span.end : after[0].span.start] in PAIR else 0.0
