"""The places where a text takes something back that it or another has told: "|41|, not 38" in a correction, "wrongly gave |3 May|",
"for |Kerr| read Karr". What stands for it is looked for by whoever knows what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeVar

from presscheck import language
from presscheck.model import Block, Document, Passage, Span
from presscheck.split import spans_of
from presscheck.words import Placed, Word, in_lower, telling, words

TOP = 8  # paragraphs and lines of a header among which a text says that it is a correction
OPENS = 3  # words with which a sentence or a line says so
LABEL = 30  # letters of "Clerk's note, 27 February:"
BEFORE = 5  # words before a figure among which "announced" stands
REPLACED = 8  # words before it among which "replaces" stands
FAR = 16  # words before it among which "misidentified" stands, of "misidentified the woman who died in the fire as"
BEHIND = 8  # words behind a figure among which "no longer applies" stands
LONGEST = 900  # letters of a sentence in which something is taken back
NEAR = 240  # letters before and behind that are looked at
ALIKE = 0.5  # share of the words of the shorter of two passages that tell of the same
SHORT = 9  # words of a sentence that says no more than that what stands before it is a slip

HOLDS = re.compile(r"[^.;:\d\n]{0,60}(?:,| and) not \W{0,2}\d")  # behind "12,000 homes" in "12,000 homes at Hollin, not 22,000"


T = TypeVar("T", bound=Placed)  # a figure, a date or a name


@dataclass(frozen=True, slots=True)
class Place:
    """A figure, a date or a name in its sentence, `told[at]` of its paragraph, with the words before it and behind it. `around`: the
    telling words of the paragraph, and of what stands over a correction. `corrects`: the text is one; `noted`: or a label says that
    somebody sets something right."""

    text: str
    span: Span
    told: Sequence[Span]
    at: int
    before: Sequence[Word]
    behind: Sequence[Word]
    corrects: bool
    noted: bool
    around: frozenset[str]

    def reach(self, before: int, behind: int) -> Span:
        """From so many sentences before this one to so many behind it."""
        return Span(self.told[max(self.at - before, 0)].start, self.told[min(self.at + behind, len(self.told) - 1)].end)

    @property
    def rest(self) -> Span:
        """What stands behind the figure in its sentence."""
        return Span(self.span.end, max(self.told[self.at].end, self.span.end + 1))

    def both(self, other: Span) -> Span:
        """The sentences from one of the two to the other."""
        first, last = min(self.span.start, other.start), max(self.span.end, other.end)
        held = [span for span in self.told if span.start <= last and first < span.end]
        return Span(held[0].start, held[-1].end)

    def of_next(self) -> str:
        return self.text[self.told[self.at + 1].start : self.told[self.at + 1].end] if self.at + 1 < len(self.told) else ""


def places(source: Document, read: Callable[[str, int, int], Sequence[T]], kind: str = "signs") -> Iterator[tuple[T, Place]]:
    """What `read` finds in the paragraphs of a source that may take something back, in order: those with a word of the list `kind`, and all
    of a text that says at its head that it is a correction."""
    signs = language.load().withdrawals[kind]
    blocks = paragraphs(source, signs)
    head = _head(source) if blocks else []
    for block in blocks:
        if head or not signs.isdisjoint(in_lower(source[block.span])):
            yield from _in_block(source, block, head, read)


def paragraphs(source: Document, signs: frozenset[str]) -> tuple[Block, ...]:
    """All that stands in no table of a source which has one of these words, in lower case, somewhere; none of any other source."""
    return () if signs.isdisjoint(in_lower(source.text)) else tuple(block for block in source.blocks if block.cell is None)


def _in_block(
    source: Document, block: Block, head: Sequence[Block], read: Callable[[str, int, int], Sequence[T]]
) -> Iterator[tuple[T, Place]]:
    text = source.text
    told = list(spans_of(text, block.span.start, block.span.end))
    corrects, noted = bool(head), _is_note(source[block.span])
    around = frozenset().union(telling(source[block.span]), *(telling(source[one.span]) for one in head))
    for at, sentence in enumerate(told):
        corrects = corrects or opens(source[sentence])
        if len(sentence) > LONGEST:
            continue
        for one in read(text, sentence.start, sentence.end):
            first, last = max(sentence.start, one.span.start - NEAR), min(sentence.end, one.span.end + NEAR)
            before = words(text[first : one.span.start], first)
            behind = words(text[one.span.end : last], one.span.end)
            if _holds(behind) or HOLDS.match(text, one.span.end, sentence.end):
                continue
            yield one, Place(text, one.span, told, at, before, behind, corrects, noted or corrects, around)


def _holds(behind: Sequence[Word]) -> bool:
    """Is it the one that holds: "|38 seconds|, not 41", "|13| sted 14"?"""
    first = [word.lower for word in behind[:2]]
    sted = language.load().withdrawals["instead"]
    return first[:1] == ["not"] or not sted.isdisjoint(first[:1]) or first in (["and", "not"], ["instead", "of"], ["rather", "than"])


def _head(source: Document) -> list[Block]:
    """The lines at the head of a text with which it says that it is a correction."""
    return [block for block in source.blocks[:TOP] if opens(source[block.span])]


def opens(text: str) -> bool:
    """Do the first words say that what follows is a correction: "A correction to yesterday's release", "Subject: CORRECTION"?"""
    first = [word.lower for word in words(text)[:OPENS]]
    return not language.load().withdrawals["corrections"].isdisjoint(first) and "appended" not in first  # that stands over the story itself


def _is_note(text: str) -> bool:
    """Does a label say that somebody sets something right: "Clerk's note, 27 February: ..."?"""
    label, colon, _ = text[:LABEL].partition(":")
    return bool(colon) and any(word.lower in language.load().withdrawals["notes"] for word in words(label))


def denied(place: Place) -> Span | None:
    """ "38 seconds, not |41|", in a correction; "13 sted |14|"."""
    last = [word.lower for word in place.before[-2:]]
    sure = not language.load().withdrawals["instead"].isdisjoint(last[-1:])
    denies = _apart(place, last) or last in (["instead", "of"], ["rather", "than"])
    return place.reach(0, 0) if sure or (place.corrects and denies) else None


def _apart(place: Place, last: Sequence[str]) -> bool:
    """ "..., not |41|", "and not |41|", "not |41| but 38": the other stands beside it, as in "was not |Lind's| only issue" none does."""
    if last[-1:] != ["not"]:
        return False
    comma = place.text[: place.before[-1].span.start].rstrip().endswith((",", ";", "(", "–", "—"))
    return comma or last[0] in ("and", "but") or "but" in [word.lower for word in place.behind[:BEFORE]]


def void(place: Place) -> Span | None:
    """ "The figure of |310| was withdrawn", "the |310 km| in the programme no longer applies", "an early count of |19| was too high"."""
    lists = language.load().withdrawals
    called = not lists["figures"].isdisjoint(word.lower for word in place.before[-BEFORE:])
    if _phrase(place.behind[:BEHIND], "void") or (called and _phrase(place.behind[:BEHIND], "withdrawn")):
        return place.reach(1, 1)
    return place.reach(0, 1) if _is_called(place) and _faulty(place) and _firmly(place) else None


def _is_called(place: Place) -> bool:
    """Is it "the figure of |310|" or "the estimate, |310|,", and no "number |12| bus"?"""
    lists, near = language.load().withdrawals, [word.lower for word in place.before[-BEFORE:]]
    while near and near[-1] in language.load().voices["about"]:
        near.pop()
    return bool(near) and (near[-1] in lists["counts"] or (near[-1] == "of" and not lists["figures"].isdisjoint(near)))


def _faulty(place: Place) -> bool:
    """Does what stands behind it say that it is wrong: "was an error", "was too high"? Not "is too low for promotion"."""
    lists, behind = language.load().withdrawals, [word.lower for word in place.behind[:BEHIND]]
    counted = "counted" in behind and "twice" in behind
    too = [at for at, pair in enumerate(pairwise(behind)) if pair in (("too", "high"), ("too", "low"))]
    excess = bool(too) and {"for", "to"}.isdisjoint(behind[too[0] + 2 : too[0] + 3])
    return counted or excess or not lists["faulty"].isdisjoint(behind)


def corrected(place: Place) -> Span | None:
    """ "Corrects |430| in the release of Monday"."""
    near = {word.lower for word in place.before[-BEFORE:]}
    if place.before and ":" in place.text[place.before[max(len(place.before) - BEFORE, 0)].span.start : place.span.start]:
        return None  # "the utility corrects itself: 12,000 homes"
    return place.reach(0, 0) if not language.load().withdrawals["correcting"].isdisjoint(near) and "to" not in near else None


def announced(place: Place) -> Span | None:
    """ "The Mayor announced |23| to 20", in a clerk's note."""
    near = [word.lower for word in place.before[-BEFORE:]]
    told = place.noted and not language.load().withdrawals["announced"].isdisjoint(near)
    return place.reach(0, 1) if told and _firmly(place) else None


def wrongly(place: Place) -> Span | None:
    """ "We wrongly gave |3 May|"; not "was wrongly convicted of killing |Tom Berg|"."""
    lists, near = language.load(), [word.lower for word in place.before[-FAR:]]
    telling_so = lists.withdrawals["announced"] | lists.withdrawals["naming"] | lists.attribution["firm"]
    at = next((n for n, word in enumerate(near) if word in lists.withdrawals["wrongly"]), None)
    return place.reach(0, 1) if at is not None and not telling_so.isdisjoint(near[max(at - 1, 0) : at + 3]) else None


def _firmly(place: Place) -> bool:
    """Does the text itself say so, and nobody in it? That a figure is too high is what the other side says of it, too."""
    told = place.text[place.told[place.at].start : place.reach(0, 1).end]
    lists = language.load()
    return lists.withdrawals["views"].isdisjoint(in_lower(told)) and not any(sign in told for sign in '"“”')


def replaced(place: Place) -> Span | None:
    """ "These figures replace the first estimate of about |34 million|", behind the sentence that tells them."""
    near = [word.lower for word in place.before[-REPLACED:]]
    lists = language.load().withdrawals
    at = next((n for n, word in enumerate(near) if word in lists["replacing"]), None)
    return place.reach(2, 0) if at is not None and not lists["figures"].isdisjoint(near[at:]) else None


def revised(place: Place) -> Span | None:
    """ "Growth was revised to 0.4 per cent from |0.7|": a figure that was measured, not a plan or an offer."""
    lists = language.load().withdrawals
    before = [word.lower for word in place.before]
    told = in_lower(place.text[place.told[place.at].start : place.told[place.at].end])
    if before[-1:] != ["from"] or lists["revising"].isdisjoint(before[-REPLACED:]) or "to" not in told:
        return None
    return place.reach(0, 0) if not lists["measured"].isdisjoint(told) and lists["plans"].isdisjoint(told) else None


def misread(place: Place) -> Span | None:
    """ "For |17 weeks| read 11 weeks", "|17 weeks| should read 11 weeks"."""
    behind = [word.lower for word in place.behind[:BEHIND]]
    read = behind[:1] == ["read"] and [word.lower for word in place.before[-1:]] == ["for"]
    return place.rest if read or (behind[:1] == ["should"] and _phrase(place.behind[:3], "misread")) else None


def slip(place: Place) -> Span | None:
    """ "The leaflet gives it |214 members|. That is a misprint. There are 241": in a correction, any word for a mistake will do."""
    next_one = in_lower(place.of_next())
    lists = language.load().withdrawals
    faults = lists["slips"] | lists["faults"] if place.noted else lists["slips"]
    says_so = 0 < len(next_one) <= SHORT and next_one[0] in lists["pointing"] and not faults.isdisjoint(next_one) and "not" not in next_one
    return Span(place.told[place.at + 1].start, place.reach(0, 2).end) if says_so else None


def of_a_part(place: Place) -> Span | None:
    """ "The wait in Tuesday's release is wrong. The figure of |31 days| is for private patients only. Over all, it was 47", in a
    correction."""
    lists = language.load().withdrawals
    last = [word.lower for word in place.before[-2:]]
    if not place.corrects or len(last) < 2 or last[0] not in lists["figures"] or last[1] != "of" or not place.at:
        return None
    ahead = in_lower(place.text[place.reach(1, 0).start : place.told[place.at].start])
    return place.reach(0, 1) if not lists["faults"].isdisjoint(ahead) and "not" not in ahead else None


def at_first(place: Place) -> Span | None:
    """ "The toll, first given as |23|, is 21", "21 died, down from an early count of |23|"."""
    lists, near = language.load().withdrawals, [word.lower for word in place.before[-BEFORE:]]
    while near and near[-1] in language.load().voices["about"]:
        near.pop()
    given = near[-1:] and near[-1] in ("as", "at") and len(near) > 1 and near[-2] in lists["given"]
    early = given and not lists["early"].isdisjoint(near)
    counted = near[-1:] == ["of"] and len(near) > 2 and near[-2] in lists["counts"] and near[-3] in lists["early"] and "from" in near
    return place.reach(0, 0) if early or counted else None


def misnamed(place: Place) -> Span | None:
    """ "Was misidentified as |Elsa Brandt|. She is Ilse Brandauer", "misstated the year as |1640|"."""
    near = [word.lower for word in place.before[-FAR:]]
    while near and near[-1] in language.load().determiners:
        near.pop()
    lists = language.load().withdrawals
    wrong = near[-1:] == ["as"] and not (lists["misnaming"] | lists["wrongly"]).isdisjoint(near)
    return place.reach(0, 1) if wrong else None


def of_a_version(place: Place) -> Span | None:
    """ "An earlier version of this article had the mill burn down in |March 2019|", beside a sentence that has it otherwise."""
    before = [word.lower for word in place.before]
    lists = language.load().withdrawals
    at = next((n for n, two in enumerate(pairwise(before)) if two[0] in lists["early"] and two[1] in lists["versions"]), None)
    saying = lists["announced"] | lists["given"] | lists["naming"] | lists["misnaming"] | {"said", "wrote"}
    return place.reach(1, 1) if at is not None and not saying.isdisjoint(before[at:]) else None


def moved(place: Place) -> Span | None:
    """ "The trial, set for |3 May|, has been moved to 10 June"; where the new day is told."""
    lists = language.load().withdrawals
    set_for = not lists["set"].isdisjoint(word.lower for word in place.before[-BEFORE:])
    at = next((n for n, word in enumerate(place.behind[:BEHIND]) if word.lower in lists["moving"]), None)
    to = at is not None and not {"to", "until", "till"}.isdisjoint(word.lower for word in place.behind[at : at + BEFORE])
    return place.rest if to and set_for else None


def now(place: Place) -> Span | None:
    """ "In August we guided to savings of |80 million|. We now expect 65 million": where that is told, behind the words "now expect"."""
    lists = language.load().withdrawals
    ahead = [word.lower for word in place.before]
    if lists["foreseen"].isdisjoint(ahead) or place.at + 1 >= len(place.told):
        return None
    found = words(place.of_next(), place.told[place.at + 1].start)
    at = next((n for n, word in enumerate(found[1:]) if word.lower in lists["foreseeing"] and found[n].lower == "now"), None)
    return Span(found[at + 1].span.end, max(place.told[place.at + 1].end, found[at + 1].span.end + 1)) if at is not None else None


def of_one_matter(held: Sequence[Passage]) -> bool:
    """Do the passages all tell of the same, by their words?"""
    told = [telling(passage.text) for passage in held]
    return all(len(a & b) >= ALIKE * min(len(a), len(b)) for a, b in combinations(told, 2))


def _phrase(found: Sequence[Word], kind: str) -> bool:
    told = f" {' '.join(word.lower for word in found)} "
    return any(f" {phrase} " in told for phrase in language.load().withdrawals[kind])
