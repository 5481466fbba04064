"""The sensitive subjects that a draft treats, with the words that show it; terms in `data/subjects.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from presscheck.model import Span
from presscheck.patterns import Pattern, Screen, pattern

if TYPE_CHECKING:
    from presscheck.galley import Galley

SENTENCES = 3  # with such words, one of them in the headline or lead, for a story to be about a subject
SHORT, FEWER = 250, 2  # words of a story for which so many sentences are enough


@dataclass(frozen=True, slots=True)
class Subject:
    """`shown` are the words that show it; `central`: it is what the story is about, not a thing told by the way."""

    name: str
    title: str
    shown: tuple[Span, ...]
    central: bool
    helplines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Phrases of which each shows a subject; those that do beside one of them; and phrases that take a showing away where they overlap
    it."""

    title: str
    show: tuple[Pattern, ...]
    beside: tuple[Pattern, ...]
    hide: tuple[Pattern, ...]
    helplines: tuple[str, ...]


@lru_cache
def terms() -> Mapping[str, Terms]:
    """The terms of all subjects, by name."""
    table = tomllib.loads((files("presscheck") / "data" / "subjects.toml").read_text("utf-8"))
    lists = table.pop("words", {})
    return {
        name: Terms(
            row["title"],
            tuple(pattern(phrase, lists, phrase=True) for phrase in row["show"]),
            tuple(pattern(phrase, lists, phrase=True) for phrase in row.get("beside", ())),
            tuple(pattern(phrase, lists, phrase=True) for phrase in row.get("hide", ())),
            tuple(row.get("helplines", ())),
        )
        for name, row in table.items()
    }


@lru_cache
def screen() -> tuple[Screen, tuple[tuple[str, int], ...]]:
    """All terms in one pass, and for each number of an entry its subject and place."""
    entries = [(name, n, (shows.full,)) for name, row in terms().items() for n, shows in enumerate(row.show)]
    return Screen([parts for _, _, parts in entries]), tuple((name, n) for name, n, _ in entries)


@lru_cache
def ways(*names: str) -> tuple[tuple[str, ...], ...]:
    """The parts of the terms of these subjects, of all that help-lines are for where none is named: a text without them treats none."""
    wanted = names or tuple(name for name, row in terms().items() if row.helplines)
    return tuple((shows.full,) for name in wanted for shows in terms()[name].show)


def treated(galley: Galley) -> Mapping[str, Subject]:
    """The subjects of a draft, by name."""
    screened, entries = screen()
    standing: dict[str, list[Pattern]] = {}
    for number in sorted(screened.standing(galley.text)):
        name, at = entries[number]
        standing.setdefault(name, []).append(terms()[name].show[at])
    found = {}
    for name, patterns in standing.items():
        hidden = [hit.whole for term in terms()[name].hide for hit in term.find(galley.text)]
        hits = sorted({hit.span for each in patterns for hit in each.find(galley.text)})
        shown = tuple(span for span in hits if not any(span.overlaps(other) for other in hidden))
        if shown:
            found[name] = Subject(name, terms()[name].title, shown, _central(galley, name, shown), terms()[name].helplines)
    return found


def _central(galley: Galley, name: str, shown: tuple[Span, ...]) -> bool:
    """Is it told at the top, and in sentences enough?"""
    if not any(galley.is_in(span, "top") for span in shown):
        return False
    told = {sentence.index for span in shown if (sentence := galley.sentence(span))}
    enough = FEWER if len(galley.draft.text.split()) < SHORT else SENTENCES
    for each in terms()[name].beside if len(told) < enough else ():
        told |= {sentence.index for hit in each.find(galley.text) if (sentence := galley.sentence(hit.span))}
    return len(told) >= enough
