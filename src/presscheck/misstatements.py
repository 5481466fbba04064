"""Dates and names that a source takes back: "21 May, not 12 May" in a correction, "was misidentified as Elsa Brandt", "set for 3 May, has
been moved to 10 June"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Span
from presscheck.retractions import Place, at_first, denied, misnamed, misread, moved, of_a_version, of_one_matter, places, slip, wrongly
from presscheck.words import Placed, flat, in_lower, telling

SHARED = 2  # telling words that the draft's sentence and the correction must have in common
NAMED = 0.7  # share of the words for what was moved that the draft's sentence must have
OF_DATES = (denied, wrongly, misread, slip, at_first, misnamed, of_a_version, moved)
OF_NAMES = (denied, misread, misnamed)  # who is named in a sentence that was wrong need not be whom it was wrong of
ELSEWHERE = (wrongly, of_a_version)  # of which another date in the same sentence is as wrong
END = 20  # letters beside a date among which the other end of its range begins
RANGE = frozenset(("to", "until", "and"))
T = TypeVar("T", bound=Placed)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How dates, or names, are read (`read`); whether one may stand for another (`fits`); whether the draft's is the one that is taken
    back (`same`); the `ways` in which a text takes it back, and the list of words (`signs`) without one of which it does not. `by` is for
    the evidence."""

    by: str
    read: Callable[[str, int, int], Sequence[T]]
    fits: Callable[[T, T], bool]
    ways: tuple[Callable[[Place], Span | None], ...]
    signs: str = "signs"


@dataclass(frozen=True, slots=True)
class Misstatement(Generic[T]):
    """`old` is taken back and `new` stands for it; `around` are the telling words of what the correction speaks of; `moved`: it was right
    until then, for that alone which they name."""

    old: T
    new: T
    told: Span
    around: frozenset[str]
    moved: bool


@lru_cache(maxsize=512)
def misstatements(source: Document, kind: Kind[T]) -> tuple[Misstatement[T], ...]:
    """What a source takes back of that kind, in order."""
    found = []
    for old, place in places(source, kind.read, kind.signs):
        if _of_a_range(place, kind):
            continue
        for way in kind.ways:
            reach = way(place) if not _of_the_telling(place) else None
            near = kind.read(place.text, reach.start, reach.end) if reach else ()
            here = place.told[place.at] if way in ELSEWHERE else old.span
            near = [one for one in near if not one.span.overlaps(here)]
            if new := min((one for one in near if kind.fits(old, one)), key=lambda one: abs(one.span.start - old.span.start), default=None):
                about = place.around if way is not moved else telling(place.text[place.told[place.at].start : old.span.start])
                around = about - telling(place.text[old.span.start : old.span.end])
                found.append(Misstatement(old, new, place.both(new.span), around, way is moved))
                break
    return tuple(found)


def _of_a_range(place: Place, kind: Kind[T]) -> bool:
    """Is it one end of "June to August"?"""
    first, last = max(place.span.start - END, 0), place.span.end + END
    return any(one.span != place.span for one in kind.read(place.text, first, last)) and not RANGE.isdisjoint(
        in_lower(place.text[first : place.span.start])[-1:] + in_lower(place.text[place.span.end : last])[:1]
    )


def _of_the_telling(place: Place) -> bool:
    """Does it tell when it was said, and not what: "a release of |3 May| wrongly said", "wrongly told us on |3 May|"?"""
    lists, last = language.load(), [word.lower for word in place.before[-2:]]
    if last[-1:] and last[-1] in ("on", "in", "of", "at", "from"):
        last.pop()
    return bool(last) and (last[-1] in lists.withdrawals["announced"] | lists.withdrawals["texts"] or last[-1] in lists.attribution["firm"])


def misstated(fact: Fact, source: Document, evidence: Sequence[Evidence], kind: Kind[T], same: Callable[[T], bool]) -> Evidence | None:
    """CONTRADICTS where the source takes back what the draft tells, of the same matter, and the draft does not tell it as one of the past.
    `same` tells whether it is the draft's; `evidence` is what the sources say."""
    theirs = telling(fact.statement) - telling(fact.reading)
    for one in misstatements(source, kind):
        old, new = source[one.old.span], source[one.new.span]
        enough = max(SHARED, NAMED * len(one.around) if one.moved else 0)
        if not same(one.old) or len(theirs & one.around) < enough or new in fact.statement or _of_the_past(fact.statement, one.moved):
            continue
        if _one_matter(one, source, evidence):
            note = f"draft says {flat(fact.reading)}, source says {flat(new)} and takes {flat(old)} back"
            passage = Passage(source.id, one.told, source[one.told], source.where(one.told))
            both = Span(min(one.old.span.start, one.new.span.start), max(one.old.span.end, one.new.span.end))
            return Evidence((passage,), (both,), Relation.CONTRADICTS, kind.by, 1.0, note)
    return None


def _of_the_past(statement: str, moved: bool) -> bool:
    """Does the sentence tell it as what was said before, or what was set before something was moved?"""
    lists = language.load().withdrawals
    before = ("moved_past", "moving") if moved else ("early", "wrongly", "misnaming", "faults", "slips", "taking", "took", "correcting")
    return any(not lists[name].isdisjoint(in_lower(statement)) for name in before)


def _one_matter(one: Misstatement[T], source: Document, evidence: Sequence[Evidence]) -> bool:
    """Do all passages that have it speak of what the correction speaks of?"""
    held = [p for e in evidence if e.relation is Relation.SUPPORTS for p in e.passages]
    apart = [p for p in held if not (p.document == source.id and p.span.overlaps(one.told))]
    return all(len(telling(passage.text) & one.around) >= SHARED for passage in apart) and of_one_matter(apart)
