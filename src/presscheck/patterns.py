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
from typing import Any

from presscheck.literals import literals
from presscheck.model import Span

GAP = "…"
REACH = 60  # letters that a gap stands for at most
MOST = 16_000  # letters of one pattern with its lists filled in
MEMORY = 1 << 28  # bytes for the automaton of a screen, of which it takes what it needs; with too few RE2 would fall back to something slow
COMPILED = 1024  # patterns that stay compiled, with what RE2 learns of texts by them: of all that ship it would fill 100 MB in the end
LISTED = re.compile(r"\{([a-z][a-z-]*)\}")
SPACE = r"(?:[ \t]+|[ \t]*\n[ \t]*)"
FLAGS = "(?im)"

Lists = Mapping[str, Sequence[str]]


class Text:
    """A text made ready for RE2: UTF-8, with straight quotation marks, plain spaces and hyphens, code point for code point."""

    __slots__ = ("_ascii", "data", "plain", "squeezed")

    def __init__(self, text: str) -> None:
        self.plain = plain(text)
        self.data = self.plain.encode("utf-8", "replace")  # a lone surrogate becomes "?"
        self._ascii = len(self.data) == len(self.plain)
        self.squeezed = f" {' '.join(self.plain.lower().replace('ſ', 's').split())} ".encode(
            "utf-8", "replace"
        )  # as literals are looked for

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
    """One compiled pattern; `parts` are the pieces between its gaps, all of which must stand in a text in which it is to be found."""

    source: str
    parts: tuple[str, ...]
    _full: str = field(repr=False)

    @property
    def _compiled(self) -> Any:
        return _compile(self._full, self.source)

    @cached_property
    def _shown(self) -> int:
        """The number of the group that holds the words to show."""
        return int(self._compiled.groupindex.get(b"here", 0))

    def prove(self) -> None:
        """Raises ValueError, with the words, where RE2 does not take the pattern. A shipped one is proven by the tests."""
        for each in (*self.parts, self._full):
            _compile(each, self.source)

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
    parts = tuple(_part(part.strip(), lists, phrase) for part in source.split(GAP))
    between = rf"[^.!?;:\n]{{0,{REACH}}}?"
    full = between.join(parts)
    if len(full) > MOST:
        raise ValueError(f"pattern {source!r} is longer than {MOST} letters with its lists filled in; make two rules of it")
    return Pattern(source, parts, full)


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
    found, inside, at = [], False, 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            found.append(source[at : at + 2])
            at += 2
            continue
        inside = (inside or char == "[") and char != "]"
        found.append(SPACE if char == " " and not inside else char)
        at += 1
    return "".join(found)


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
    """Many patterns, looked for in one pass: by the literals one of which each must hold, those without any by themselves."""

    def __init__(self, sources: Iterable[Sequence[str]]) -> None:
        """`sources`: for each entry, regular expressions all of which must stand in a text; an entry with none stands in every text."""
        entries = [tuple(entry) for entry in sources]
        self._always = frozenset(n for n, entry in enumerate(entries) if not entry)
        parts = list(dict.fromkeys(source for entry in entries for source in entry))
        number = {source: n for n, source in enumerate(parts)}
        self._needs = tuple(frozenset(number[source] for source in entry) for entry in entries)
        self._entries: dict[int, list[int]] = {}
        for n, needs in enumerate(self._needs):
            for part in needs:
                self._entries.setdefault(part, []).append(n)
        by_literal: dict[str, list[int]] = {}
        bare: dict[str, list[int]] = {}
        for source, n in number.items():
            for literal in (told := literals(source.replace(SPACE, " "))):
                by_literal.setdefault(literal, []).append(n)
            if not told:
                bare.setdefault(FLAGS + source, []).append(n)
        self._literals, self._of_literal = _set(map(re.escape, by_literal)), tuple(by_literal.values())
        self._bare, self._of_bare = _set(bare), tuple(bare.values())

    def standing(self, text: Text) -> frozenset[int]:
        """The numbers of the entries that may stand in the text: no other does."""
        met = {part for n in _met(self._literals, text.squeezed) for part in self._of_literal[n]}
        met |= {part for n in _met(self._bare, text.data) for part in self._of_bare[n]}
        near = {entry for part in met for entry in self._entries[part]}
        return self._always | {entry for entry in near if self._needs[entry] <= met}


def _set(sources: Iterable[str]) -> Any:
    """RE2's set of these patterns; None of none."""
    import re2

    options = re2.Options()
    options.max_mem, options.log_errors = MEMORY, False
    made, count = re2.Set.SearchSet(options), 0
    for source in sources:
        made.Add(source.encode("utf-8", "replace"))
        count += 1
    if count:
        made.Compile()
    return made if count else None


def _met(patterns: Any, text: bytes) -> Iterable[int]:
    return (patterns.Match(text) or ()) if patterns else ()
