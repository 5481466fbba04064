"""What the draft tells the day of by its weekday alone: that somebody said or published something, which heads the source that has it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from presscheck import language
from presscheck.model import Span
from presscheck.names import names
from presscheck.statements import QUOTED
from presscheck.words import fold, words

REACH = 9  # words between a weekday and the verb of which it tells the day
LEAST_QUOTED = 4  # words of a quotation by which its place is known
STOPS = frozenset(';:!?()\n“”"—–')


class Told(NamedTuple):
    """What a sentence tells of a weekday: who said or published something on it, in folded words, () where nobody is named, what of
    it stands in quotation marks, and whether it was told to somebody."""

    who: tuple[str, ...]
    quoted: tuple[str, ...]
    heard: bool = False


def told_on(statement: str, weekday: Span) -> Told | None:
    """What the sentence says was said or published on the weekday; None where it tells the day of something else."""
    lists, tokens = language.load(), words(statement)
    first = bisect_right(tokens, weekday.start, key=lambda word: word.span.start) - 1
    verbs = lists.speech | lists.publishing
    at = next((n for n in range(first - 1, max(first - REACH, 0) - 1, -1) if tokens[n].lower in verbs), None)
    if at is None or set(statement[tokens[at].span.end : weekday.start]) & STOPS or "," in statement[tokens[at].span.end : weekday.start]:
        return None
    own = {word.lower for word in tokens[at + 1 : first]}
    if own & lists.speech or (first - at > 2 and {"that", "which", "who"} & own):  # "said that on Monday he had"
        return None
    called = names(statement)
    by = next((name for name in called if tokens[at].span.end <= name.span.start and _led_by(statement, name.span.start)), None)
    before = [name for name in called if name.span.end <= tokens[at].span.start]
    name = by or (before[-1] if before and tokens[at].lower in lists.speech else None)
    quotes = [match[0][1:-1].strip(" ,.;!?") for match in QUOTED.finditer(statement) if len(match[0].split()) >= LEAST_QUOTED]
    who = tuple(fold(word.text) for word in name.words) if name else ()
    return Told(who, tuple(quotes), tokens[at].lower in lists.telling_somebody) if who or quotes else None


def _led_by(statement: str, start: int) -> bool:
    before = statement[:start].split()[-2:]
    return bool(before) and ("by" in (before[-1].lower(), before[0].lower() if before[-1].lower() in ("the", "a") else ""))


def names_them(line: str, who: Sequence[str]) -> bool:
    """Does the line that tells a source's day say that it is of this person or house?"""
    told = {fold(word.text) for word in words(line)}
    return bool(who) and who[-1] in told and (len(who) == 1 or bool(set(who[:-1]) & told))
