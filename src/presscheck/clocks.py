"""Times of day in a text, read into minutes: "5:52 p.m.", "17:52", "half past six", "four in the morning"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.words import Word, words

HALF_DAY, DAY = 720, 1440  # minutes
ROUNDED = 10  # minutes that a time told in words may be off
LASTING = 6  # hours that what is recorded or run may take
HALF_MINUTE = 30  # seconds
OPEN = 120  # the same, on the open side of "before" and "after"
CLOCK = re.compile(r"(?<![\w.,:/])(?<![^\W\d]-)([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d/]|[.,:]\d|\s?%)")
SECONDS = re.compile(r"(?<![\w.,:/])(?<![^\W\d]-)([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)(?![\d/:]|[.,]\d|\s?-->)")
MERIDIEM = re.compile(r"\s?([ap])(?:\.\s?m\b\.?|\s?m\b)", re.IGNORECASE)
HOUR = re.compile(r"(?<![\w.,:/$£€-])(1[0-2]|0?[1-9])(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE)
MILITARY = re.compile(r"(?<![\w.,:/-])([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hrs|hours|GMT|UTC)\b)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: `minute` of the day, or of either half of it where the words do not tell which."""

    span: Span
    minute: int
    either: bool
    early: int = 0  # minutes that it may have been earlier: it is told in words, or after "about", "before", "until"
    late: int = 0  # the same for later
    sure: bool = True  # False for "23.52" and "at 6.40": they may be amounts; for "02:10:35": a race may have taken so long
    up: int = 0  # minutes by which it may be rounded up: one for "9:24:50"

    @property
    def about(self) -> bool:
        """May it be another minute than the one it tells?"""
        return bool(self.early or self.late)

    @property
    def readings(self) -> tuple[int, ...]:
        """The minutes of the day that it may be."""
        return (self.minute % HALF_DAY, self.minute % HALF_DAY + HALF_DAY) if self.either else (self.minute % DAY,)


def agree(mine: Clock, theirs: Clock) -> bool:
    """Could the two be one time? "About half past six" may be 6.35, "before midnight" 11.20, and a time without "p.m." may be in either
    half of the day."""
    return any((a - b) % DAY <= mine.early + theirs.up or (b - a) % DAY <= mine.late for a in mine.readings for b in theirs.readings)


@lru_cache(maxsize=1024)
def clocks(text: str, start: int, end: int) -> tuple[Clock, ...]:
    """The times of day in `text[start:end]`, in order."""
    return tuple(sorted([*_figures(text, start, end), *_worded(text, start, end)], key=lambda clock: clock.span))


def _figures(text: str, start: int, end: int) -> Iterator[Clock]:
    for match in CLOCK.finditer(text, start, end):
        hour, minute = int(match[1]), int(match[2])
        half = MERIDIEM.match(text, match.end(), end) or _told_half().match(text, match.end(), end)
        sure = half is not None or ":" in match.group()
        if not sure and len(match[1]) < 2 and not _led(text, match.start()):
            continue
        clock = _clock(text, match.start(), half.end() if half else match.end(), hour, minute, half, hour < 13 and len(match[1]) < 2)
        yield clock if sure else replace(clock, sure=False)
    for match in SECONDS.finditer(text, start, end):
        half = MERIDIEM.match(text, match.end(), end)
        told = not text[max(match.start() - 2, 0) : match.start()].rstrip(" ")[-1:].isalpha() or _led(text, match.start())
        if half or (told and len(match[1]) == 2):  # no "Genesis 12:30:11"
            clock = _clock(text, match.start(), half.end() if half else match.end(), int(match[1]), int(match[2]), half, either=False)
            yield replace(clock, sure=bool(half) or int(match[1]) >= LASTING, up=int(match[3]) // HALF_MINUTE)
    for match in HOUR.finditer(text, start, end):
        half = MERIDIEM.match(text, match.end(), end)
        yield _clock(text, match.start(), half.end() if half else match.end(), int(match[1]), 0, half, either=True)
    for match in MILITARY.finditer(text, start, end):
        yield _clock(text, match.start(), match.end(), int(match[1]), int(match[2]), None, either=False)


def _clock(text: str, start: int, end: int, hour: int, minute: int, half: re.Match[str] | None, either: bool) -> Clock:
    early, late = _room(text, start)
    if half is None:
        return Clock(Span(start, end), 60 * hour + minute, either, early, late)
    later = half[1] in "pP" or dict(language.load().parts_of_day).get(half[1].lower(), 0) > 0
    return Clock(Span(start, end), 60 * (hour % 12) + minute + (HALF_DAY if later else 0), False, early, late)


@lru_cache
def _told_half() -> re.Pattern[str]:
    """ "In the morning", "in the afternoon": what tells the half of the day in words."""
    told = "|".join(re.escape(words) for words, hours in language.load().parts_of_day if hours >= 0)
    return re.compile(rf"\s({told})\b", re.IGNORECASE)


def _led(text: str, start: int) -> bool:
    """Does "at", "by" or "from" stand before?"""
    return any(word.lower in language.load().clock_leads for word in words(text[max(start - 16, 0) : start])[-1:])


def _room(text: str, start: int, least: int = 0) -> tuple[int, int]:
    """Minutes that the time at `start` may have been earlier or later, as the word before it tells."""
    lists = language.load()
    before = {word.lower for word in words(text[max(start - 16, 0) : start])[-1:]}
    least = ROUNDED if before & (lists.about | lists.clock_leads - {"at"}) else least
    return (OPEN if before & lists.clock_before else least), (OPEN if before & lists.clock_after else least)


def _worded(text: str, start: int, end: int) -> Iterator[Clock]:
    """ "Half past six", "ten to nine", "at four in the morning", "noon"."""
    lists = language.load()
    tokens = words(text[start:end], start)
    for at, word in enumerate(tokens):
        if word.lower in lists.hours_named:
            first, minute = _before(tokens, at)
            if first < at or (at and tokens[at - 1].lower in lists.clock_leads):
                at_minute = (lists.hours_named[word.lower] + minute) % DAY
                start = tokens[first].span.start
                yield Clock(Span(start, word.span.end), at_minute, False, *_room(text, start, ROUNDED))
            continue
        if not (hour := _hour(word)):
            continue
        first, minute = _before(tokens, at)
        part, last = _part_of_day(tokens, at)
        if first == at and part is None:
            continue
        base = 60 * (hour % 12) + minute
        span, room = Span(tokens[first].span.start, tokens[last].span.end), _room(text, tokens[first].span.start, ROUNDED)
        yield Clock(span, base + 60 * max(part or 0, 0), part is None or part < 0, *room)


def _hour(word: Word) -> int:
    lists = language.load()
    value = lists.units.get(word.lower, 0) or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
    return value if 1 <= value <= 12 else 0


def _before(tokens: Sequence[Word], at: int) -> tuple[int, int]:
    """(first token of what is told from the hour at `at`, its minutes): "half past |six" is 30, "ten to |nine" -10."""
    lists = language.load()
    if at < 2 or (sign := lists.past.get(tokens[at - 1].lower)) is None:
        return at, 0
    part = tokens[at - 2].lower
    minutes = lists.parts_of_hour.get(part, 0)
    if not minutes and at > 2 and part in ("minutes", "minute"):
        minutes, part = _minutes(tokens[at - 3]), "minutes"
    minutes = minutes or _minutes(tokens[at - 2])
    if not minutes or (sign < 0 and part == "half") or (part not in lists.parts_of_hour and minutes % 5 and part != "minutes"):
        return at, 0
    return at - 2 - (part == "minutes"), sign * minutes


def _minutes(word: Word) -> int:
    lists = language.load()
    return (
        lists.units.get(word.lower, 0)
        or lists.tens.get(word.lower, 0)
        or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
    )


def _part_of_day(tokens: Sequence[Word], at: int) -> tuple[int | None, int]:
    """(hours to add for "in the afternoon", the last token); -1 where the words do not tell the half of the day ("o'clock"), None where
    nothing tells that it is a time."""
    for told, offset in language.load().parts_of_day:
        wanted = told.split()
        behind = [word.lower for word in tokens[at + 1 : at + 1 + len(wanted)]]
        if behind == wanted:
            return offset, at + len(wanted)
    return None, at
