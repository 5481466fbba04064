"""A cause told as settled, where a source says that it cannot be told, has not been found, or is not the only one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language, phrases
from presscheck.clauses import ALL_STOPS, cut, parted
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions, where_read
from presscheck.words import Word, flat, in_lower, key, stopkeys, telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

SOUGHT = 48  # passages that are looked at for each word with which a source speaks of causes
NEAR = 9  # words between what leaves it open and the word that speaks of the cause
OF = 4  # words behind "the cause of" that name whose
HALF = 0.5  # share of the words of each side that a passage must have which tells the same cause as settled
LEAST, SHARE = 2, 0.4  # words of both sides, and share of them, that the open place and what stands beside it must have
SURELY = 3  # words of the effect alone that it must have, or of both sides where it speaks of "this"
POINTING = frozenset({"this", "these"})
QUIET = True  # that both tell one cause is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Link:
    """One thing told as the cause of another: `span` from the first telling word of the effect or cause to the end of the clause; the keys
    of the words on either side."""

    span: Span
    cause: frozenset[str]
    effect: frozenset[str]


@dataclass(frozen=True, slots=True)
class Open:
    """A place that leaves a cause open: the keys of its words, and of those of the passages on either side; whether it points to what was
    told before it ("this"); the keys of what it names as that of which the cause is open ("the cause of the |crash|")."""

    passage: Passage
    span: Span
    here: frozenset[str]
    around: frozenset[str]
    pointing: bool
    of: frozenset[str]


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every cause that the draft tells in its own words as settled, headlines too."""
    for one in assertions(draft, sentences):
        for span in (one.at(link.span) for link in links(one.text)):
            if not one.quotes(span):
                yield Fact("cause", span, one.index, draft[span], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage tells the same cause as settled; what leaves it open is sought in all sources (`worked_out`)."""
    mine = where_read(fact, links(fact.statement))
    if mine is None or _opens(passage.text):
        return None
    for link in links(passage.text):
        both = link.cause | link.effect
        if len(mine.cause & both) >= HALF * len(mine.cause) and len(mine.effect & both) >= HALF * len(mine.effect):
            there = link.span.shifted(passage.span.start)
            return Evidence((passage,), (there,), Relation.SUPPORTS, "facts.cause", 0.6, "source tells it so")
    return None


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """CONTRADICTS where a source leaves open what caused this, and none tells it as the draft does."""
    mine = where_read(fact, links(fact.statement))
    if mine is None:
        return []
    both = mine.cause | mine.effect
    near = [(len(both & place.around), place) for place in _left_open(library) if _speaks_of(mine, place)]
    if not near:
        return []
    place = max(near, key=lambda pair: pair[0])[1]
    said = flat(library[place.passage.document][place.span])
    note = f"draft says “{flat(fact.reading)}”, source says “{said}”"
    return [Evidence((place.passage,), (place.span,), Relation.CONTRADICTS, "facts.cause", 0.6, note)]


def _speaks_of(mine: Link, place: Open) -> bool:
    """Does the place speak of this effect and of this cause, itself or with what stands beside it?"""
    both, effect = mine.cause | mine.effect, mine.effect & place.around
    if place.of and not place.of & mine.effect and place.of & mine.cause:  # what the crash led to, and the cause of the crash
        return False
    if len(effect) >= SURELY and len(effect) >= HALF * len(mine.effect) and effect & place.here:  # "why the eleven did so"
        return True
    if place.pointing and len(both & place.around) >= max(SURELY, HALF * len(both)):  # "all of this is our doing"
        return True
    return bool(effect and mine.cause & place.around and both & place.here) and len(both & place.around) >= max(LEAST, SHARE * len(both))


@lru_cache(maxsize=4)  # of one library or a few: every fact of a draft asks for the same
def _left_open(library: Library) -> tuple[Open, ...]:
    """The places of all sources that leave a cause open."""
    lists = language.load().causes
    sought = sorted({key(word) for word in lists["speaking"]} - stopkeys())
    passages = dict.fromkeys(passage for word in sought for passage in library.seeking(word, SOUGHT))
    found = []
    for passage in passages:
        if span := _opens(passage.text):
            beside = library.around([passage], 1)
            heads = (library[passage.document][place] for place in passage.context)
            around = frozenset[str]().union(*(telling(one.text) for one in beside), *map(telling, heads))
            pointing = not POINTING.isdisjoint(in_lower(passage.text))
            found.append(Open(passage, span.shifted(passage.span.start), telling(passage.text), around, pointing, _of_what(passage.text)))
    return tuple(found)


def _of_what(text: str) -> frozenset[str]:
    """The keys of that whose cause the text speaks of: "the cause of |the crash|", "what caused |the crash|"."""
    tokens, causes, found = words(text), language.load().causes["of"], set[str]()
    for at, word in enumerate(tokens[:-1]):
        led = word.lower in causes and tokens[at + 1].lower in ("of", "for", "why")
        if led or (word.lower == "caused" and at and tokens[at - 1].lower == "what"):
            found |= {other.key for other in tokens[at + 1 : at + 1 + OF] if other.key not in stopkeys()}
    return frozenset(found)


def _opens(text: str) -> Span | None:
    """The clause in which the text says that a cause cannot be told or is not the only one."""
    lists, tokens = language.load().causes, words(text)
    speaking = [at for at, word in enumerate(tokens) if word.lower in lists["speaking"]]
    if not speaking:
        return None
    for at, end in phrases.found(tokens, lists["open"]):
        near = [other for other in speaking if at - NEAR <= other < end + NEAR]
        if near:
            first, last = min(at, *near), max(end - 1, *near)
            return Span(tokens[first].span.start, tokens[last].span.end)
    return None


@lru_cache(maxsize=4096)
def links(text: str) -> tuple[Link, ...]:
    """What the text tells as the cause of what, as settled, in order."""
    lists, tokens = language.load().causes, words(text)
    if not any(True for kind in ("because", "causing", "origins") for _ in phrases.found(tokens, lists[kind])):
        return ()
    found = []
    for run in _stretches(text, tokens):
        if not {word.lower for word in run}.isdisjoint(lists["asked"]):
            continue
        for behind, kind in ((True, "because"), (False, "causing"), (True, "origins")):
            at, end = next(phrases.found(run, lists[kind]), (0, 0))
            if end:
                before, after = run[:at], run[end:]
                cause, effect = (_keys(part) for part in ((after, _core(before)) if behind else (before, _core(after))))
                if cause and effect:
                    start = run[at].span.start if behind else run[0].span.start
                    found.append(Link(Span(start, run[-1].span.end), cause, effect))
                break
    return tuple(found)


def _stretches(text: str, tokens: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words between one comma or stop and the next; a colon leads on."""
    return cut(tokens, lambda before, word: parted(text, (before, word), ALL_STOPS - {":"}))


def _core(run: Sequence[Word]) -> Sequence[Word]:
    """What happened, without where, when and to what, from such a word up to the next verb: "two men died |in the fire|", "fares |on the
    coast line| rose"."""
    lists, kept, away = language.load(), list[Word](), False
    for word in run:
        if word.lower in lists.causes["circumstances"]:
            away = bool(_keys(kept))
        elif away and (word.lower.endswith("ed") or word.lower in lists.inflected):
            away = False
        kept += [] if away else [word]
    return kept


def _keys(run: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.key for word in run if word.key not in stopkeys())
