"""Who answers in an interview of "Q:" and "A:": whoever gives their name there, until somebody is asked for theirs again; else the one
whose name stands over it."""

from __future__ import annotations

import re
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.names import names
from presscheck.sections import section
from presscheck.words import words

TURN = re.compile(
    r"^[ \t]*(?:[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?[ \t]*)?\*{0,2}(Q|A|Question|Answer)\*{0,2}[.:]\*{0,2}[ \t]+", re.MULTILINE
)
# "TOVE ASH, 58, cotton", "TOVE ASH", "Tove Ash, 58"
HEADING = re.compile(r"[#* ]{0,4}([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3})\*{0,2}(?:(, \d{1,3}\b)|,|$)")
SHORT = 200  # letters of a question that asks for a name
CLOSES = (".", ",", ";", "\n", "")


def answerer(text: str, at: int) -> str:
    """Who gives the answer at this offset; empty where it is no answer, or of somebody who gave no name."""
    return next((name for span, name in _turns(text) if span.start <= at < span.end), "")


def asks(text: str, at: int) -> bool:
    """Is the offset within a question, which nobody named puts?"""
    return any(not name and span.start <= at < span.end for span, name in _turns(text))


@lru_cache(maxsize=256)
def _turns(text: str) -> tuple[tuple[Span, str], ...]:
    """Each question, with no name, and each answer of those whose name is known, up to the next turn or the end of its paragraph."""
    turns = list(TURN.finditer(text))
    found: list[tuple[Span, str]] = []
    name, asked, headed = "", False, None
    for number, turn in enumerate(turns):
        if (here := section(text, turn.start())) != headed:
            name, asked, headed = here.owner if here else "", False, here
        name = _heading(text, turn.start()) or name
        stop = turns[number + 1].start() if number + 1 < len(turns) else len(text)
        said = text[turn.end() : stop].partition("\n\n")[0]
        if turn[1][0] == "Q":
            asked = len(said) < SHORT and any(phrase in said.lower() for phrase in language.load().voices["introductions"])
            name = "" if asked else name
            found.append((Span(turn.start(), turn.end() + len(said) + 1), ""))
            continue
        name, asked = _given(said) if asked else name, False
        if name and said:
            found.append((Span(turn.start(), turn.end() + len(said)), name))
    return tuple(found)


def _heading(text: str, at: int) -> str:
    """The name with which the line right over a turn opens, where nothing or a blank line stands over that: "TOVE ASH, 58, Lisk"."""
    if at < 2 or text[at - 1] != "\n" or text[at - 2] == "\n":
        return ""
    start = text.rfind("\n", 0, at - 1) + 1
    match = HEADING.match(text, start, at - 1)
    stands_first = start == 0 or text[start - 2 : start] == "\n\n"
    return match[1] if match and stands_first and (match[1].isupper() or match[2]) else ""


def _given(answer: str) -> str:
    """The name that an answer opens with: "Tove Ash, I'm 40.", "My name is Tove Ash."."""
    lists, lower = language.load(), answer.lower().replace("’", "'")
    opening = next((phrase for phrase in lists.voices["introducing"] if lower.startswith(phrase)), "")
    first = next(iter(names(answer, len(opening))), None)
    if first is None or len(first.words) < 2 or answer[first.span.end : first.span.end + 1] not in CLOSES:
        return ""
    titled = all(word.lower in lists.titles for word in words(answer[len(opening) : first.span.start]))
    return answer[first.span.start : first.span.end] if titled else ""
