"""What must stand in a text for a pattern to match it: for each pattern a few literal strings of which one has to be there.

A thousand patterns with gaps and choices make one automaton explode; their literals do not. So texts are screened by literals, and only a
pattern
one of whose literals stands is looked for. The idea is that of filtered matching in RE2 (its `FilteredRE2`, which has no binding for
Python).
"""

from __future__ import annotations

import hashlib
import json
import re
import re._constants as kinds  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from presscheck import language

LEAST = 3  # letters of a literal that is worth looking for
MOST = 24  # literals of one pattern; where there would be more, a longer stretch is cut
REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT)
CLASS = re.compile(r"\\p\{[A-Za-z]+\}|\\p[A-Z]")
FLAG = re.compile(r"\(\?-?[ims]+:")
NAMED = re.compile(r"\(\?P<\w+>")
SPACES = re.compile(r"\s+")
FOLDS = re.compile("[ſςσΣµμθϑβϐKÅİıẞß]")  # letters that meet others when case is folded
POINT = re.compile(r"\\x\{([0-9a-fA-F]{1,6})\}")

Strings = frozenset[str]


def literals(source: str) -> Strings:
    """What `worked_out` gives; for the shipped packs it is kept in `data/literals.json`, for working it out takes half a second."""
    kept = _kept().get(digest(source))
    return worked_out(source) if kept is None else frozenset(kept)


def digest(source: str) -> str:
    """Twelve hex digits by which a pattern is found in the table."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache
def _kept() -> dict[str, list[str]]:
    table: dict[str, list[str]] = json.loads((files("presscheck") / "data" / "literals.json").read_text("utf-8"))
    return table


@lru_cache(maxsize=8192)
def worked_out(source: str) -> Strings:
    """Lower-case strings with single spaces, of which one stands in every text (lowered, its white space squeezed) that the RE2 pattern
    matches; none where that is not known."""
    if "[:" in source or (not source.isascii() and FOLDS.search(source)):
        return frozenset()
    plain = NAMED.sub("(", FLAG.sub("(?:", CLASS.sub(r"\\w", POINT.sub(lambda match: re.escape(chr(int(match[1], 16))), source))))
    try:
        parsed = parser.parse(plain, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError, ValueError):
        return frozenset()
    exact, needed = _read(list(parsed))
    return _squeezed(_better(needed, exact) or frozenset())


def _squeezed(strings: Strings) -> Strings:
    """The strings as they stand in a text whose white space is squeezed; at their ends it may be an end of the text."""
    return frozenset(SPACES.sub(" ", string) for string in strings)


def _value(strings: Strings) -> tuple[int, int]:
    """How seldom the commonest of them is likely to stand in copy: the length of its longest word that is not among the commonest words."""
    return min(map(_rarity, strings)), -len(strings)


@lru_cache(maxsize=65536)
def _rarity(string: str) -> int:
    common = language.load().stopwords
    telling = [word for word in string.split() if word not in common]
    return max(map(len, telling), default=0) + min(len(string) // 4, 3) if telling else 0


def _better(one: Strings | None, other: Iterable[str] | None) -> Strings | None:
    """The set that is the rarer to meet; strings too short are no set."""
    made = frozenset(other) if other is not None else frozenset()
    second = made if made and min(map(len, made)) >= LEAST else None
    if one is None or second is None:
        return one or second
    return one if _value(one) >= _value(second) else second


def _read(items: Sequence[tuple[Any, Any]]) -> tuple[set[str] | None, Strings | None]:
    """(all strings that these can be, None where they are open or too many; strings one of which must stand in them)."""
    run, needed, closed = {""}, None, True
    for kind, value in items:
        strings, inside = _one(kind, value)
        needed = _better(needed, inside)
        if strings is not None and len(run) * len(strings) <= MOST:
            run = {left + right for left in run for right in strings}
            continue
        needed = _better(_better(needed, run), strings)
        run, closed = {""}, False
    if closed:
        return run, needed
    return None, _better(needed, run)


def _one(kind: Any, value: Any) -> tuple[set[str] | None, Strings | None]:
    """The same of one item of a pattern."""
    if kind is parser.LITERAL:
        return {chr(value).lower()}, None
    if kind is parser.AT:
        return {""}, None
    if kind is parser.IN and len(value) <= 4 and all(each is parser.LITERAL for each, _ in value):
        return {chr(number).lower() for _, number in value}, None
    if kind is parser.SUBPATTERN:
        return _read(list(value[3]))
    if kind is parser.BRANCH:
        return _choice([_read(list(branch)) for branch in value[1]])
    if kind in REPEATS:
        return _repeated(*value)
    return None, None


def _choice(branches: Sequence[tuple[set[str] | None, Strings | None]]) -> tuple[set[str] | None, Strings | None]:
    told = [strings for strings, _ in branches if strings is not None]
    open_ = len(told) < len(branches)
    strings = None if open_ else set().union(*told)
    sure = [_better(needed, exact) for exact, needed in branches]
    needed = frozenset().union(*(each for each in sure if each)) if all(sure) else None
    return (strings if strings is not None and len(strings) <= MOST else None), needed


def _repeated(least: int, most: int, inner: Any) -> tuple[set[str] | None, Strings | None]:
    strings, needed = _read(list(inner))
    if _is_space(inner):
        return {" "} if least else {"", " "}, None
    if not least:
        return ({*strings, ""} if strings is not None and most == 1 else None), None
    if least == most == 1:
        return strings, needed
    return None, _better(needed, strings)


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
