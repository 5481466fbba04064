"""Patterns of rules, on RE2: each runs in time linear in the text, and all of them are screened in one pass.

A pattern is RE2 syntax, any case, with four conveniences. A space is any white space within a paragraph. `{name}` is one of a list of
phrases
that the pack calls so. `…` is up to 60 letters within a sentence. In a phrase, both ends of each part are ends of words. A group named
`here` holds the words that are shown, where they are fewer than the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from presscheck.literals import FOLDED, literals, marks, words
from presscheck.model import Span

GAP = "…"
REACH = 60  # letters that a gap stands for at most
BETWEEN = rf"[^.!?;:\n]{{0,{REACH}}}?"
MOST = 16_000  # letters of one pattern with its lists filled in
MEMORY = 1 << 28  # bytes for the automaton of a screen, of which it takes what it needs; with too few RE2 would fall back to something slow
COMPILED = 1024  # patterns that stay compiled, with what RE2 learns of texts by them: of all that ship it would fill 100 MB in the end
LISTED = re.compile(r"\{([a-z][a-z-]*)\}")
PIECE = re.compile(r"\\.?|\[(?:\\.?|[^\]\\])*| ", re.DOTALL)  # of a pattern: what is escaped, a class, a space
SPACE = r"(?:[ \t]+|[ \t]*\n[ \t]*)"
FLAGS = "(?im)"
COUNTED = re.compile(r"(?<=[^\[^\\:]\])\{(\d+),\d{2,}\}")  # ten times and more, of what a class holds

Lists = Mapping[str, Sequence[str]]
Thing = TypeVar("Thing")
Other = TypeVar("Other")


class Text:
    """A text made ready for RE2: UTF-8, with straight quotation marks, plain spaces and hyphens, code point for code point."""

    __slots__ = ("_ascii", "_squeezed", "data", "folded", "plain", "screened")

    def __init__(self, text: str) -> None:
        self.plain = plain(text)
        self.data = self.plain.encode("utf-8", "replace")  # a lone surrogate becomes "?"
        self._ascii = len(self.data) == len(self.plain)
        self._squeezed = b""
        self.folded = not self._ascii and FOLDED.search(self.plain) is not None
        # as literals are looked for
        self.screened = self._unfolded() if self.folded else b" %b \0%b" % (words(self.data), marks(self.data))

    def _unfolded(self) -> bytes:
        """The same where a letter of a word may be none to RE2, so that words are not told apart."""
        data = self.plain.replace("ſ", "s").replace("\u212a", "k").encode("utf-8", "replace")
        return b"%b\0%b" % (words(data).replace(b" ", b""), marks(data))

    @property
    def squeezed(self) -> bytes:
        """In lower case, with single blanks."""
        if not self._squeezed:
            self._squeezed = f" {' '.join(self.plain.lower().replace('ſ', 's').split())} ".encode("utf-8", "replace")
        return self._squeezed

    def place(self, at: int) -> int:
        """The code point at which the byte number `at` begins."""
        return at if self._ascii else len(self.data[:at].decode("utf-8"))

    def byte(self, at: int) -> int:
        """The byte at which the code point number `at` begins."""
        return at if self._ascii else len(self.plain[:at].encode("utf-8", "replace"))


PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u2009": " "}


def plain(text: str) -> str:
    """The text with one kind of quotation mark, space and hyphen, code point for code point."""
    if not text.isascii():
        for mark, other in PLAIN.items():
            text = text.replace(mark, other)
    return text


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern's match: `whole`, and the words to show; `groups` are those of the pattern's numbered groups, "" where one took no part."""

    whole: Span
    span: Span
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern, and the regular expression that it is, without flags."""

    source: str
    full: str = field(repr=False)

    @property
    def _compiled(self) -> Any:
        return _compile(self.full, self.source)

    @cached_property
    def _shown(self) -> int:
        """The number of the group that holds the words to show."""
        return int(self._compiled.groupindex.get(b"here", 0))

    def prove(self) -> None:
        """Raises ValueError, with the words, where RE2 does not take the pattern. A shipped one is proven by the tests."""
        _compile(self.full, self.source)

    def find(self, text: Text, within: Span | None = None) -> Iterator[Hit]:
        """Its matches, left to right, not overlapping; none is empty."""
        start, end = (text.byte(within.start), text.byte(within.end)) if within else (0, len(text.data))
        shown = self._shown
        for match in self._compiled.finditer(text.data, start, end):
            first, last = match.span(shown)
            if first < last:
                whole = Span(text.place(match.start()), text.place(match.end()))
                groups = tuple((group or b"").decode("utf-8", "replace") for group in match.groups())
                yield Hit(whole, Span(text.place(first), text.place(last)) if shown else whole, groups)


def pattern(source: str, lists: Lists, phrase: bool) -> Pattern:
    """A pattern from its source; raises ValueError, with the words, for one that cannot be. Whether RE2 takes it, `Pattern.prove` says."""
    source = plain(source)
    if not source.strip() or source.strip(GAP + " ") != source.strip():
        raise ValueError(f"pattern {source!r} is empty, or has nothing on one side of “{GAP}”")
    if GAP in source and any(bare.count("(") != bare.count(")") for bare in PIECE.sub("", source).split(GAP)):
        raise ValueError(f"pattern {source!r} is not one that RE2 takes (a bracket that is not closed, or not on its side of “{GAP}”)")
    full = BETWEEN.join(_part(part.strip(), lists, phrase) for part in source.split(GAP))
    if len(full) > MOST:
        raise ValueError(f"pattern {source!r} is longer than {MOST} letters with its lists filled in; make two rules of it")
    return Pattern(source, full)


def _part(source: str, lists: Lists, phrase: bool) -> str:
    filled = LISTED.sub(lambda match: _listed(match[1], source, lists), source)
    spaced = _spaced(filled)
    return rf"\b(?:{spaced})\b" if phrase else f"(?:{spaced})"


def _listed(name: str, source: str, lists: Lists) -> str:
    if name not in lists:
        raise ValueError(f"pattern {source!r} names the list {name!r}, which the pack does not have")
    return f"(?:{'|'.join(lists[name])})"


def _spaced(source: str) -> str:
    """Spaces outside of a class as any white space within a paragraph."""
    return PIECE.sub(lambda piece: SPACE if piece[0] == " " else piece[0], source)


@lru_cache(maxsize=COMPILED)
def _compile(full: str, source: str = "") -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile((FLAGS + full).encode("utf-8", "replace"), options)
    except re2.error as problem:
        told = problem.args[0] if problem.args else problem
        told = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
        raise ValueError(f"pattern {source or full!r} is not one that RE2 takes ({told})") from None


class Screen:
    """Many patterns, looked for in one pass: by the literals that each must hold, those without any by themselves."""

    def __init__(self, sources: Iterable[Sequence[str]]) -> None:
        """`sources`: for each entry, regular expressions all of which must stand in a text; an entry with none stands in every text."""
        entries = [tuple(entry) for entry in sources]
        number = _numbered(source for entry in entries for source in entry)
        self._needs = tuple(frozenset(number[source] for source in entry) for entry in entries)
        self._always = frozenset(n for n, needs in enumerate(self._needs) if not needs)
        self._entries = _listed_by((source, n) for n, needs in enumerate(self._needs) for source in needs)
        told = {n: literals(source.replace(SPACE, " ")) for source, n in number.items()}
        bare = _listed_by((FLAGS + COUNTED.sub(_uncounted, source), n) for source, n in number.items() if not told[n])
        self._bare, self._of_bare = _set(bare), tuple(bare.values())
        # a way is thought of where one of its rarest literals is met, and stands where all its other sets are met too
        ways = [(n, way) for n, each in told.items() for way in each]
        others = _numbered(each for _, way in ways for each in way[1:])
        self._of_way = [(n, frozenset(others[each] for each in way[1:])) for n, way in ways]
        rarest = _listed_by((literal, at) for at, (_, way) in enumerate(ways) for literal in way[0])
        beside = _listed_by((literal, n) for each, n in others.items() for literal in each)
        self._every = tuple(dict.fromkeys((*rarest, *beside)))
        self._literals = _set(self._every, literal=True)
        self._ways, self._others = ([of.get(literal, []) for literal in self._every] for of in (rarest, beside))

    @cached_property
    def _unspaced(self) -> Any:
        return _set((literal.replace(" ", "") for literal in self._every), literal=True)

    def standing(self, text: Text) -> frozenset[int]:
        """The numbers of the entries that may stand in the text: no other does."""
        numbers = _met(self._unspaced if text.folded else self._literals, text.screened)
        others = {each for n in numbers for each in self._others[n]}
        ways = {way for n in numbers for way in self._ways[n]}
        met = {source for source, needs in map(self._of_way.__getitem__, ways) if needs <= others}
        met |= {source for n in _met(self._bare, text.data) for source in self._of_bare[n]}
        near = {entry for source in met for entry in self._entries[source]}
        return self._always | {entry for entry in near if self._needs[entry] <= met}


def _uncounted(count: re.Match[str]) -> str:
    """Any number of times, for an automaton that would have to tell all the counts apart."""
    return "*" if count[1] == "0" else "+"


def _numbered(things: Iterable[Thing]) -> dict[Thing, int]:
    """Each thing with its number, in the order in which they come."""
    return {thing: n for n, thing in enumerate(dict.fromkeys(things))}


def _listed_by(pairs: Iterable[tuple[Thing, Other]]) -> dict[Thing, list[Other]]:
    """For each first the seconds that come with it."""
    listed: dict[Thing, list[Other]] = {}
    for thing, other in pairs:
        listed.setdefault(thing, []).append(other)
    return listed


def _set(sources: Iterable[str], literal: bool = False) -> Any:
    """RE2's set of these patterns; None of none."""
    import re2

    options = re2.Options()
    options.max_mem, options.log_errors, options.literal = MEMORY, False, literal
    made, count = re2.Set.SearchSet(options), 0
    for source in sources:
        made.Add(source.encode("utf-8", "replace"))
        count += 1
    if count:
        made.Compile()
    return made if count else None


def _met(patterns: Any, text: bytes) -> Iterable[int]:
    return (patterns.Match(text) or ()) if patterns else ()
