"""A pattern of Python's `re` behind a sieve: RE2 says in a tenth of the time that it stands nowhere in a text, and is never wrong.

What Python's parser makes of a pattern is written down again for RE2. What takes a letter becomes a class of the ASCII letters that it
takes, of which Python itself is asked, and in a text that is not all ASCII of every other letter too. So RE2 finds whatever Python would;
what else it may find, Python is asked about.
"""

from __future__ import annotations

import re
import re._compiler as compiler  # type: ignore[import-not-found]
import re._constants as kinds  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

MEMORY = 1 << 20  # bytes for the automaton of one sieve
COUNTED = 4  # times that a sieve counts how often something is repeated
LETTERS = (kinds.LITERAL, kinds.NOT_LITERAL, kinds.IN, kinds.ANY)
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
FOLDED = "\u0130\u0131\u017f\u212a"  # those that are not, and in any case meet one that is
OTHER = r"[\x80-\xff]+"  # the bytes of letters that are not ASCII, one or more


class Sieved:
    """A pattern as `re.compile` makes it, for one that mostly stands nowhere; it is compiled when first asked."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    def stands(self, text: str) -> bool:
        """Does it match somewhere in the text?"""
        sieve, exact = self._of_ascii if text.isascii() else self._of_any
        return _passes(sieve, text) and (exact or self._pattern.search(text) is not None)

    def search(self, text: str) -> re.Match[str] | None:
        """Its first match."""
        return next(iter(self.finditer(text)), None)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """Its matches, left to right."""
        sieve, _ = self._of_ascii if text.isascii() else self._of_any
        return self._pattern.finditer(text) if _passes(sieve, text) else ()

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The whole text, where that is what it matches."""
        return self._pattern.fullmatch(text)

    def sub(self, new: str, text: str) -> str:
        """The text with other words for its matches."""
        return self._pattern.sub(new, text) if self.stands(text) else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    @cached_property
    def _of_ascii(self) -> tuple[Any, bool]:
        return _sieve(self._source, self._flags, ascii=True)

    @cached_property
    def _of_any(self) -> tuple[Any, bool]:
        return _sieve(self._source, self._flags, ascii=False)


def _passes(sieve: Any, text: str) -> bool:
    return sieve is None or sieve.search(text.encode("utf-8", "surrogatepass")) is not None


def _sieve(source: str, flags: int, ascii: bool) -> tuple[Any, bool]:
    """(what RE2 looks for in a text that is all ASCII, or is not, None where it cannot look; is that all that the pattern asks)."""
    import re2

    options = re2.Options()
    options.encoding, options.max_mem, options.log_errors = re2.Options.Encoding.LATIN1, MEMORY, False
    writing = _Writing(ascii)
    try:
        parsed = parser.parse(source, flags)
        return re2.compile(writing.all(parsed, parsed.state.flags).encode(), options), writing.exact
    except (re2.error, NotImplementedError):
        return None, False


class _Writing:
    """A parsed pattern written for RE2; `exact` until something of it was left out."""

    def __init__(self, ascii: bool) -> None:
        self._ascii = self.exact = ascii

    def all(self, items: Any, flags: int) -> str:
        return "".join(self._one(kind, value, flags) for kind, value in items)

    def _one(self, kind: Any, value: Any, flags: int) -> str:
        if kind in LETTERS:
            return _taken(kind, tuple(value) if kind is kinds.IN else value, flags, self._ascii)
        if kind is kinds.BRANCH:
            return f"(?:{'|'.join(self.all(branch, flags) for branch in value[1])})"
        if kind is kinds.SUBPATTERN:
            return f"(?:{self.all(value[3], (flags | value[1]) & ~value[2])})"
        if kind in REPEATS:
            return f"(?:{self.all(value[2], flags)})" + self._times(kind, value[0], value[1])
        if kind is kinds.AT and value is kinds.AT_BOUNDARY and self._ascii:  # what RE2 takes for a word is all ASCII
            return r"\b"
        self.exact = False
        if kind is kinds.ATOMIC_GROUP:
            return f"(?:{self.all(value, flags)})"
        if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):  # takes no letter
            return ""
        raise NotImplementedError(kind)

    def _times(self, kind: Any, least: int, most: int) -> str:
        """How often: what may stand many times may stand any number of times, or RE2's automaton would count them all at once."""
        counted = most <= COUNTED
        self.exact = self.exact and kind is not kinds.POSSESSIVE_REPEAT and (counted or (most is kinds.MAXREPEAT and least < 2))
        return f"{{{least},{most}}}" if counted else "+" if least else "*"


@lru_cache(maxsize=1024)
def _taken(kind: Any, value: Any, flags: int, ascii: bool) -> str:
    """The bytes that one thing in a pattern takes; one that no text has where it takes none."""
    state = parser.State()
    state.flags = flags
    takes = compiler.compile(parser.SubPattern(state, [(kind, list(value) if kind is kinds.IN else value)]), flags).fullmatch
    taken = "".join(f"\\x{number:02x}" for number in range(128) if takes(chr(number))) or r"\xff"
    other = not ascii and (not _is_ascii(kind, value) or any(map(takes, FOLDED)))
    return f"(?:[{taken}]|{OTHER})" if other else f"[{taken}]"


def _is_ascii(kind: Any, value: Any) -> bool:
    """Does it name ASCII letters only, one by one or in ranges?"""
    if kind is not kinds.IN:
        return kind is kinds.LITERAL and bool(value < 128)
    return all((one is kinds.LITERAL and what < 128) or (one is kinds.RANGE and what[1] < 128) for one, what in value)
