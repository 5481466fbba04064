"""Where something happened: a place that the sources, telling of the very same thing, have otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, names
from presscheck.statements import assertions
from presscheck.words import Word, flat, fold, stopkeys, telling, telling_around, words

QUIET = True  # that a place is told nowhere else is its name's own question
SHARE = 0.5  # share of the statement's other words that a passage must have before its place contradicts
LEAST, HERE = 4, 2  # so many words at least, and so many in the passage itself, its context apart
STANDS = 0.3  # share with which a passage that has the draft's place bears it out
UNIT = 600  # characters of a paragraph that tells of one thing
REACH = 7  # words between what was somewhere and the place, in the source
MARK = " ← "


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each place that a preposition ties to the word before it: "born in |Orm", "his home in |Orm"."""
    for one in assertions(draft, sentences):
        for name, anchor in _places(draft.text, one.span):
            if anchor and not one.quotes(name.span):
                yield Fact("place", name.span, one.index, f"{flat(draft[name.span])}{MARK}{anchor}", one.statement)


def _places(text: str, span: Span) -> Iterator[tuple[Name, str]]:
    """Names that a preposition makes a place, each with the word that is there or happens there, "" where none is before it."""
    lists = language.load()
    tokens = words(text[span.start : span.end], span.start)
    numbers = {word.span.start: at for at, word in enumerate(tokens)}
    for name in names(text, span.start, span.end):
        at = numbers.get(name.words[0].span.start)
        if at is None or name.title or not _lies_in(text, tokens, at, name):
            continue
        before = next(
            (word for word in reversed(tokens[max(at - 4, 0) : at]) if word.key not in stopkeys() and word.lower not in lists.lying), None
        )
        yield name, before.text if before and before.text[0].islower() else ""


def _lies_in(text: str, tokens: Sequence[Word], at: int, name: Name) -> bool:
    """Does "in", "near" or "the town of" stand before the name, or a state's letters behind it?"""
    lists = language.load()
    before = [word.lower for word in tokens[max(at - 2, 0) : at]]
    if before and before[-1] == "the":
        return False  # "in the Lancet"
    if before and before[-1] in lists.lying:
        return True
    if before[-1:] == ["of"] and before[0] in lists.settlements:
        return True
    after = text[name.span.end : name.span.end + 5]
    return after[:2] == ", " and after[2:4].isalpha() and after[2:4].isupper() and not after[4:5].isalpha()


@lru_cache(maxsize=8192)
def _told(text: str) -> tuple[tuple[Name, str], ...]:
    return tuple(_places(text, Span(0, len(text)))) if text.strip() else ()


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where a passage that shares the statement's words has the place; CONTRADICTS where one that shares most of them has the same
    thing in one other place, and this one nowhere."""
    place, _, anchor = fact.reading.partition(MARK)
    mine = telling(fact.statement) - telling(place)
    here = telling(passage.text)
    near = telling_around(passage, source)
    unit = _unit(passage, source)
    around = near | telling(unit.text)
    enough = max(LEAST, SHARE * min(len(mine), 14))
    if telling(place) <= here and len(mine & near) >= STANDS * min(len(mine), 12):
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.place", 0.8, f"source has {place} with it")
    if len(mine & here) < HERE or len(mine & around) < enough or telling(place) <= around:
        return None
    other = _other_country(place, anchor, unit.text) or _other_place(fact, place, anchor, unit.text)
    if other is None:
        return None
    span = other.span.shifted(unit.span.start)
    note = f"draft says {place}, source says {other.text}"
    return Evidence((unit,), (span,), Relation.CONTRADICTS, "facts.place", 0.8, note)


def _unit(passage: Passage, source: Document) -> Passage:
    """The paragraph or entry that the passage is part of, where it is short enough to tell of one thing; else the passage."""
    block = source.block_at(passage.span.start)
    if block is None or len(block.span) > UNIT or passage.span not in block.span:
        return passage
    return Passage(passage.document, block.span, source[block.span], block.where, passage.context)


def _other_country(place: str, anchor: str, text: str) -> Name | None:
    """The country in which the text has the very thing that the draft has in another: "the training camp in Lucerna, |Spain|". Other
    places that the text speaks of do not matter to it."""
    countries = language.load().countries
    mine = countries.get(place.lower())
    if mine is None or any(countries.get(word.lower) == mine for word in words(text)):
        return None
    same, found = _same(anchor), dict[str, Name]()
    for name, its in _told(text):
        if its and telling(its) <= same:
            behind = next((other for other in names(text) if other.span.start == name.span.end + 2), None)
            town = behind is not None and text[name.span.end : behind.span.start] == ", "
            country = behind if town and behind and behind.text.lower() in countries else name
            found[country.text.lower()] = country
    return next(iter(found.values())) if len(found) == 1 and next(iter(found)) in countries else None


def _other_place(fact: Fact, place: str, anchor: str, text: str) -> Name | None:
    """The one place of the text that the draft's sentence does not have, if what the draft has somewhere stands beside it."""
    lists = language.load()
    told = fold(fact.statement)
    others = {name.text: name for name, _ in _told(text) if fold(name.text) not in told}
    if len(others) != 1:
        return None
    other = next(iter(others.values()))
    mine_is_country, other_is_country = (name.lower() in lists.countries for name in (place, other.text))
    if mine_is_country != other_is_country:
        return None  # a town and its country are both right
    tokens = words(text)
    if mine_is_country and any(lists.countries.get(word.lower) == lists.countries[place.lower()] for word in tokens):
        return None
    at = next(n for n, word in enumerate(tokens) if word.span.start == other.words[0].span.start)
    beside = tokens[max(at - REACH, 0) : at] + tokens[at + 1 : at + 1 + REACH]
    same = _same(anchor)
    return other if any(word.key in same for word in beside) else None


@lru_cache(maxsize=4096)
def _same(word: str) -> frozenset[str]:
    """The keys of the word and of those that mean the same place ("home", "residence")."""
    group = next((group for group in language.load().homes if word.lower() in group), frozenset({word}))
    return telling(" ".join(group))
