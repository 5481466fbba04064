"""Names that a text lists: "in Harnwick, Osk and Dunmere", "Lind, Orm, Berg and Vale"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.names import Name, names
from presscheck.words import words

LEAST = 3  # names: two are told together by chance
JOINED = re.compile(r" ?, |,? (?:and|or) ")  # what stands between two of a list, a title apart: "Osk and |Mayor| Ann Lind"
LAST = re.compile(r" (?:and|or) ")
FIRM = " & "  # joins the names of one firm
BEFORE = 30  # letters before a list in which "including" leaves it open


@dataclass(frozen=True, slots=True)
class Listed:
    """Names on end; `span` runs over them all, `open` tells that others belong to them ("including Osk and Harnwick")."""

    span: Span
    members: tuple[Name, ...]
    open: bool


@lru_cache(maxsize=4096)
def enumerations(text: str) -> tuple[Listed, ...]:
    """The lists of a sentence of three names or more with an "and" or "or" before the last."""
    found: list[Listed] = []
    run: list[Name] = []
    for name in _firms(text):
        if run and not _joins(text, run[-1], name):
            _close(text, run, found)
            run = []
        run.append(name)
        if len(run) > 1 and LAST.search(_between(text, run[-2], name)):
            _close(text, run, found)
            run = []
    return tuple(found)


def _firms(text: str) -> Iterator[Name]:
    """The names of a text, "Lind & Vale" as one."""
    last: Name | None = None
    for name in names(text):
        if last and text[last.span.end : name.span.start] == FIRM:
            last = Name(Span(last.span.start, name.span.end), last.words + name.words, last.title, last.opens)
            continue
        if last:
            yield last
        last = name
    if last:
        yield last


def _between(text: str, first: Name, second: Name) -> str:
    """What stands between two names, without the titles of the second."""
    between = text[first.span.end : second.span.start]
    for title in second.title:
        between = re.sub(rf"\b{re.escape(title)}\b\.? ", "", between, count=1, flags=re.IGNORECASE)
    lists = language.load()
    return "".join(part for part in re.split(r"(\W+)", between) if part.lower() not in lists.articles).replace("  ", " ")


def _joins(text: str, first: Name, second: Name) -> bool:
    return JOINED.fullmatch(_between(text, first, second)) is not None


def _close(text: str, run: Sequence[Name], found: list[Listed]) -> None:
    """Keep the run as a list where it is one."""
    if len(run) >= LEAST and LAST.search(_between(text, run[-2], run[-1])):
        start, end = run[0].span.start, run[-1].span.end
        lead = {word.lower for word in words(text[max(start - BEFORE, 0) : start])[-3:]}
        behind = {word.lower for word in words(text[end : end + BEFORE])[:2]}
        partly = not language.load().listing["partly"].isdisjoint(lead | behind)
        found.append(Listed(Span(start, end), tuple(run), partly))
