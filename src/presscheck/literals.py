"""What must stand in a text for a pattern to match it: literal strings, some of which have to be there together.

A thousand patterns with gaps and choices make one automaton explode; their literals do not. So texts are screened by literals, and only a
pattern whose literals stand is looked for. The idea is that of filtered matching in RE2 (its `FilteredRE2`).
"""

from __future__ import annotations

import hashlib
import json
import re
import re._constants as kinds  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import product
from string import ascii_letters, digits
from typing import Any

from presscheck import language

MOST = 24  # strings that a stretch of a pattern may be; where there would be more, it is cut
WAYS = 40  # ways of one pattern that are told apart
TOGETHER = 3  # sets of literals of one way, the rarest ones
TELLING = 2  # how rare those must be that are beside the rarest
LEAST = 3  # how rare the rarest of each way must be for a short pattern to be screened by literals
LONG = 600  # letters of a pattern that is screened by whatever literals it has
COPIES = 4  # of what is repeated
CHARS = 8  # of a class that is read as a choice
REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT)
CLASS = re.compile(r"\\p\{[A-Za-z]+\}|\\p[A-Z]")
FLAG = re.compile(r"\(\?-?[ims]+:")
NAMED = re.compile(r"\(\?P<\w+>")
POINT = re.compile(r"\\x\{([0-9a-fA-F]{1,6})\}")
FOLDED = re.compile("[\u017f\u212a]")  # that s and k meet when case is folded, and that are no letters of a word to RE2
UNREAD = re.compile(r"\[:|\{,")  # what Python reads otherwise than RE2
WORD = f"{ascii_letters}{digits}_"
LOWERED = bytes(ord(chr(n).lower()) if n < 128 and chr(n) in WORD else 32 for n in range(256))
PLENTY = "():;?!\u2013\u2014"
NO_MARKS = f"{WORD} \t\n\r\f\v.,'\"-".encode()

Strings = frozenset[str]
Way = tuple[Strings, ...]
Read = tuple[Strings | None, Way]
"""All strings that a piece of a pattern can be, None where they are open or too many; and sets of strings one of each of which must stand
in it."""


def words(data: bytes) -> bytes:
    """UTF-8 as words are looked for in it: lower case, with a blank for all that is between words, as RE2 has them."""
    return b" ".join(data.translate(LOWERED).split())


def marks(data: bytes) -> bytes:
    """What is left of UTF-8 without words, blanks and the commonest marks."""
    return data.translate(None, NO_MARKS)


def literals(source: str) -> tuple[Way, ...]:
    """What `worked_out` gives; for the shipped packs it is kept in `data/literals.json`, for working it out takes seconds."""
    kept = _kept().get(digest(source))
    return worked_out(source) if kept is None else tuple(tuple(map(frozenset, way)) for way in kept)


def digest(source: str) -> str:
    """Twelve hex digits by which a pattern is found in the table."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache
def _kept() -> dict[str, list[list[list[str]]]]:
    table: dict[str, list[list[list[str]]]] = json.loads((files("presscheck") / "data" / "literals.json").read_text("utf-8"))
    return table


@lru_cache(maxsize=8192)
def worked_out(source: str) -> tuple[Way, ...]:
    """For each way in which the RE2 pattern can match, sets of literals: one of each set stands in the words or the marks of every text
    that it matches so. None where that is not known of some way."""
    plain = NAMED.sub("(", FLAG.sub("(?:", CLASS.sub(r"\\w", POINT.sub(lambda match: re.escape(chr(int(match[1], 16))), source))))
    if UNREAD.search(source) or FOLDED.search(plain):
        return ()
    try:
        ways = {_rarest((*needed, *_told(strings))) for strings, needed in _read(list(parser.parse(plain, re.IGNORECASE)))}
    except (re.error, OverflowError, RecursionError, ValueError):
        return ()
    if not all(ways) or (len(source) < LONG and min(_value(way[0])[0] for way in ways) < LEAST):
        return ()
    return tuple(sorted(ways, key=lambda way: [sorted(each) for each in way]))


def _rarest(way: Way) -> Way:
    ranked = sorted(set(way), key=lambda each: (_value(each), sorted(each)), reverse=True)[:TOGETHER]
    return tuple(each for n, each in enumerate(ranked) if n == 0 or _value(each)[0] >= TELLING)


def _told(strings: Strings | None) -> Iterator[Strings]:
    """The literals of which one must stand where one of these strings does."""
    for cut in (_words, _marks) if strings else ():
        made = frozenset(map(cut, strings or ()))
        if all(made):
            yield made


def _words(string: str) -> str:
    """The string as it stands among a text's words, with a blank at an end that is the end of a word; "" without a word."""
    told = words(string.encode("utf-8", "replace")).decode()
    return told and f"{' ' * (string[0] not in WORD)}{told}{' ' * (string[-1] not in WORD)}"


def _marks(string: str) -> str:
    """The string as it stands among a text's marks; "" without one, or with a letter that has a case there."""
    bare = "".join(char for char in string if char not in WORD)
    return "" if bare.lower() != bare.upper() else marks(bare.encode("utf-8", "replace")).decode()


def _value(strings: Strings) -> tuple[int, int]:
    """How seldom the commonest of them is likely to stand in copy."""
    return min(map(_rarity, strings)), -len(strings)


@lru_cache(maxsize=65536)
def _rarity(string: str) -> int:
    told = string.split()
    if not words(string.encode()):
        return sum(TELLING if mark in PLENTY else LEAST for mark in string)
    common = language.load().stopwords
    lengths = [1 if word in common else len(word) for word in told]
    lengths[0] -= string[0] != " "
    lengths[-1] -= string[-1] != " "
    return max(lengths) + min(2 * len(told) - 2, 4)


def _read(items: Sequence[tuple[Any, Any]]) -> list[Read]:
    """The ways in which these items match one after the other."""
    ways: list[tuple[Strings, Way, bool]] = [(frozenset([""]), (), True)]
    for kind, value in _flat(items):
        nexts = _one(kind, value)
        if len(ways) * len(nexts) > WAYS:
            nexts = _as_one(nexts)
        if len(ways) * len(nexts) > WAYS:
            ways = [(frozenset([""]), way, False) for _, way in _as_one([(run, needed) for run, needed, _ in ways])]
        spaced = kind in REPEATS and _ends_spaced(value[2])
        ways = [_then(*way, *each, spaced) for way, each in product(ways, nexts)]
    return _merged([(run, needed) if closed else (None, (*needed, *_told(run))) for run, needed, closed in ways])


def _flat(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The items, with those of groups, and of what is repeated at least once, in their place."""
    for kind, value in items:
        if kind is parser.SUBPATTERN:
            yield from _flat(value[3])
        elif kind in REPEATS and value[0] and not _is_space(value[2]):
            least, most, inner = value
            copies = min(least, COPIES)
            for _ in range(copies):
                yield from _flat(inner)
            if most > copies:
                yield kind, (0, most - copies, inner)
        else:
            yield kind, value


def _then(run: Strings, needed: Way, closed: bool, strings: Strings | None, inside: Way, spaced: bool) -> tuple[Strings, Way, bool]:
    """What a way is, that has come as far as the strings `run` without a cut, with the next item; `closed`: it has never been cut;
    `spaced`: the item is nothing or ends in white space."""
    needed = (*needed, *inside)
    if strings is not None and len(run) * len(strings) <= MOST:
        return frozenset(left + right for left in run for right in strings), needed, closed
    edge = " " if (strings or spaced) and all(left[-1:] == " " for left in run) else ""
    return frozenset(edge + right for right in strings or [""]), (*needed, *_told(run)), False


def _ends_spaced(items: Iterable[tuple[Any, Any]]) -> bool:
    return any(_is_space(value[2] if kind in REPEATS and value[0] else [(kind, value)]) for kind, value in list(_flat(items))[-1:])


def _as_one(ways: Sequence[Read]) -> list[Read]:
    """One way for all of these: of each the rarest of what must stand."""
    sure = [max((*needed, *_told(strings)), key=_value, default=frozenset()) for strings, needed in ways]
    return [(None, (frozenset().union(*sure),) if all(sure) else ())]


def _merged(ways: list[Read]) -> list[Read]:
    """The ways, those of which all strings are known together as far as they go."""
    known = [strings for strings, needed in ways if strings is not None and not needed]
    merged: list[Strings] = []
    for strings in known:
        if merged and len(merged[-1] | strings) <= MOST:
            merged[-1] |= strings
        else:
            merged.append(strings)
    made = [(strings, ()) for strings in merged] + [way for way in ways if way[0] is None or way[1]]
    return made if len(made) <= WAYS else _as_one(made)


def _one(kind: Any, value: Any) -> list[Read]:
    """The ways in which one item of a pattern matches; an edge of a word is a blank."""
    if kind is parser.LITERAL:
        return [(frozenset([_lower(value)]), ())]
    if kind is parser.AT:
        return [(frozenset(["" if value is kinds.AT_NON_BOUNDARY else " "]), ())]
    if kind is parser.IN and len(value) <= CHARS and all(each is parser.LITERAL for each, _ in value):
        return [(frozenset(_lower(number) for _, number in value), ())]
    if kind is parser.BRANCH:
        return _merged([way for branch in value[1] for way in _read(list(branch))])
    if _is_space([(kind, value)]):
        return [(frozenset([" "]), ())]
    if kind in REPEATS and _is_space(value[2]):
        return [(frozenset([" "] if value[0] else ["", " "]), ())]
    if kind in REPEATS and value[1] == 1:
        (strings, _), *more = _read(list(value[2]))
        return [(None if strings is None or more else strings | {""}, ())]
    return [(None, ())]


def _lower(point: int) -> str:
    return chr(point).lower() if point < 128 else chr(point)


def _is_space(inner: Any) -> bool:
    """Is it white space, of which there may be any amount?"""
    items = list(inner)
    if len(items) != 1 or items[0][0] is not parser.IN:
        return len(items) == 1 and items[0] == (parser.LITERAL, ord(" "))
    told = items[0][1]
    return bool(told) and all(
        (kind is parser.LITERAL and chr(value).isspace()) or (kind is parser.CATEGORY and value is kinds.CATEGORY_SPACE)
        for kind, value in told
    )
