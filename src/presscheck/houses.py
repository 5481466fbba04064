"""Of which house or side a text says that somebody is: what is named beside their name, as in "Tove Ash of Orm Rail", "Ash, chair of the
Dockers' Union", "Ash (Orm Rail)" and "Orm Rail's chair, Tove Ash"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.names import Name, bare, names
from presscheck.posts import names_post
from presscheck.speakers import Speaker
from presscheck.words import fold, key, words

REACH = 90  # letters beside a name among which its house stands
STOPS = re.compile(r"[.!?;:…\"“”\n()<\[]")
BESIDE = re.compile(r"(,|\n| [(–—-]|[ ,]+(?:of|for|at|from|with)\b)[ \n]*")  # behind a name, before its house


@dataclass(frozen=True, slots=True)
class House:
    """`words` are the folded words of what stands beside a person's name; `sure`: it is a body or a side, and no place."""

    words: frozenset[str]
    sure: bool


def houses(text: str, who: frozenset[str]) -> Iterator[House]:
    """All that a text names beside this person, who is told by folded words of the name."""
    for name in _named(text):
        folded = _folded(name)
        if folded & who and (folded <= who or who <= folded):
            yield from _behind(text, name, who)
            yield from _before(text, name, who)


def is_person(text: str, who: Speaker) -> bool:
    """Is it a person, and no body whose name looks like a person's: told with a title, or by the name's last word and not its first?"""
    named = [name for name in _named(text) if _folded(name) & who.names]
    if any(name.title and _folded(name) <= who.names for name in named):
        return True
    full = [name for name in named if len(name.words) > 1 and who.names <= _folded(name) and " " in text[name.span.start : name.span.end]]
    alone = {fold(name.text) for name in named if len(name.words) == 1}
    first, last = ({_part(name, at) for name in full} for at in (0, -1))
    return bool(full) and (not first & alone or bool(last & alone)) and (len(who.names) > 1 or who.names <= last)


def same_house(house: House, mine: Speaker) -> bool:
    """Does it name the body that the draft has speak, in full or in part?"""
    told = mine.names or mine.others
    here = house.words if mine.names else {key(word) for word in house.words}
    return bool(told & here) and (told <= here or house.words <= mine.names)


def other_house(house: House, mine: Speaker) -> bool:
    """Is it surely another: by another name, or, of "the union" without one, another sort of house?"""
    sides = language.load().voices["sides"]
    if mine.names:
        return house.sure and not house.words <= sides and not same_house(house, mine)
    sort = {word.lower for word in words(mine.text)} & sides
    named = house.sure and len(house.words) > 1 and bool(sort & language.load().voices["unaffiliated"])  # "the union", and Tarn Buses
    return bool(sort) and (named or bool(house.words & sides)) and not house.words & sort


@lru_cache(maxsize=64)
def _named(text: str) -> tuple[Name, ...]:
    return tuple(names(text))


def _folded(name: Name) -> frozenset[str]:
    return frozenset(fold(bare(word.text)) for word in name.words)


def _part(name: Name, at: int) -> str:
    return fold(bare(name.words[at].text))


def _behind(text: str, name: Name, who: frozenset[str]) -> Iterator[House]:
    opens = BESIDE.match(text, name.span.end, name.span.end + REACH)
    if opens is None:
        return
    piece = STOPS.split(text[opens.end() : opens.end() + REACH])[0]
    verb = next((word.span.start for word in words(piece) if _ends(word.lower)), len(piece))
    yield from _told(piece[:verb], opens[1].strip() == "(", opens[1] == ",", who)


def _before(text: str, name: Name, who: frozenset[str]) -> Iterator[House]:
    start = max(name.span.start - REACH, 0)
    piece = STOPS.split(text[start : name.span.start])[-1]
    verb = next((word.span.end for word in reversed(words(piece)) if _ends(word.lower)), 0)
    if names_post(piece[verb:]):
        yield from _told(piece[verb:], False, False, who)


def _told(piece: str, bracketed: bool, apposed: bool, who: frozenset[str]) -> Iterator[House]:
    """The names of a piece beside a person's name, and the sides that it tells in small letters."""
    sides, bodies, posted = language.load().voices["sides"], language.load().voices["bodies"], names_post(piece)
    for name in names(piece):
        if not (folded := _folded(name)) & who:
            several = len(folded) > 1 and (bracketed or (apposed and not words(piece[: name.span.start])))
            yield House(folded, posted or several or bool(folded & (sides | bodies)))
    for word in words(piece):
        if word.text in sides:
            yield House(frozenset({word.text}), True)


def _ends(word: str) -> bool:
    """Does the word begin or end a clause, so that what stands beyond it is no apposition?"""
    lists = language.load()
    return word in lists.speech or word in lists.attribution["helping"] or word in ("who", "whose", "which", "when", "while", "is", "was")
