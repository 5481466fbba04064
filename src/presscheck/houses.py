"""Of which house or side a text says that somebody is: what is named beside their name, as in "Tove Ash of Orm Rail", "Ash, chair of the
Dockers' Union", "Ash (Orm Rail)" and "Orm Rail's chair, Tove Ash"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.names import Name, bare, names
from presscheck.posts import names_post, post_in
from presscheck.speakers import Speaker
from presscheck.words import fold, key, words

REACH = 90  # letters beside a name among which its house stands
STOPS = re.compile(r"[.!?;:…\"“”\n()<\[]")
BESIDE = re.compile(r"(,|\n| [(–—-]|[ ,]+(?:of|for|at|from|with)\b)[ \n]*")  # behind a name, before its house


@dataclass(frozen=True, slots=True)
class House:
    """`words` are the folded words of what stands beside a person's name; `sure`: it is a body or a side, and no place; `own`: it stands
    there alone or behind a post, so that the person is of it, and no "critic of Orm Rail"."""

    words: frozenset[str]
    sure: bool
    own: bool


def houses(text: str, who: frozenset[str]) -> Iterator[House]:
    """All that a text names beside this person, who is told by folded words of the name."""
    for name in _of(text, who):
        opens, piece = _behind(text, name)
        if opens:
            yield from _told(piece, opens.strip() == "(", opens == ",", who)
        if names_post(piece := _before(text, name)):
            yield from _told(piece, False, False, who)


def holds_post(text: str, who: frozenset[str]) -> bool:
    """Does a post stand beside this person's name, or in it? Who has none speaks for nobody but themselves."""
    pieces = ((_behind(text, name)[1], _before(text, name), name.text) for name in _of(text, who))
    return any(post_in(piece) is not None for some in pieces for piece in some)


def _of(text: str, who: frozenset[str]) -> Iterator[Name]:
    """Where a text names this person."""
    for name in _named(text):
        folded = _folded(name)
        if folded & who and (folded <= who or who <= folded):
            yield name


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


def _behind(text: str, name: Name) -> tuple[str, str]:
    """(what joins it to the name: ",", " (", " of"; the words behind that, up to a verb or a stop); "" where nothing is joined to it."""
    opens = BESIDE.match(text, name.span.end, name.span.end + REACH)
    if opens is None:
        return "", ""
    piece = STOPS.split(text[opens.end() : opens.end() + REACH])[0]
    return opens[1], piece[: next((word.span.start for word in words(piece) if _ends(word.lower)), len(piece))]


def _before(text: str, name: Name) -> str:
    """The words ahead of the name, from the last verb or stop on."""
    piece = STOPS.split(text[max(name.span.start - REACH, 0) : name.span.start])[-1]
    return piece[next((word.span.end for word in reversed(words(piece)) if _ends(word.lower)), 0) :]


def _told(piece: str, bracketed: bool, apposed: bool, who: frozenset[str]) -> Iterator[House]:
    """The names of a piece beside a person's name, and the sides that it tells in small letters."""
    sides, bodies, posted = language.load().voices["sides"], language.load().voices["bodies"], names_post(piece)
    for name in names(piece):
        if not (folded := _folded(name)) & who:
            several = len(folded) > 1 and (bracketed or (apposed and not words(piece[: name.span.start])))
            alone = not words(piece[: name.span.start]) and not words(piece[name.span.end :])
            yield House(folded, posted or several or bool(folded & (sides | bodies)), posted or alone)
    for word in words(piece):
        if word.text in sides:
            yield House(frozenset({word.text}), True, posted)


def _ends(word: str) -> bool:
    """Does the word begin or end a clause, so that what stands beyond it is no apposition?"""
    lists = language.load()
    return word in lists.speech or word in lists.attribution["helping"] or word in ("who", "whose", "which", "when", "while", "is", "was")
