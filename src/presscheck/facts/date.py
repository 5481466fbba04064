"""Dates: a day, a month or a year as the draft gives it, compared with the dates that the sources give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import asserts, statements
from presscheck.words import Word, telling, words

ALONG = 0.3  # share of the statement's content words that a passage must have before its date contradicts
ALONG_YEAR = 0.5  # the same for a bare year, which stands in many sentences
MONTHLY = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
YEARS = range(1500, 2101)


@dataclass(frozen=True, slots=True)
class Day:
    """What a date tells; None where it does not tell. A slashed date that can be read two ways has `other`."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    other: tuple[int, int] | None = None  # (month, day) read the other way round

    @property
    def reading(self) -> str:
        """ISO 8601, with ".." for what is not told: "2024-01-19", "..-05-21", "2023-05"."""
        parts = [str(self.year) if self.year else "..", f"{self.month:02}" if self.month else "", f"{self.day:02}" if self.day else ""]
        return "-".join(part for part in parts if part)


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every date that tells a month or a year; bare weekdays are left to the exact layer that knows the draft's own date."""
    told = statements(draft, sentences)
    for sentence in sentences:
        if asserts(draft, sentence):
            for day in dates(draft.text, sentence.span.start, sentence.span.end):
                if day.month or day.year:
                    yield Fact("date", day.span, sentence.index, draft[day.span], told[sentence.index])


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage or its entry has a date that agrees; CONTRADICTS where it speaks of the same matter and every date in
    it, told as finely, differs."""
    mine = next(
        (d for d in dates(fact.statement, 0, len(fact.statement)) if fact.statement[d.span.start : d.span.end] == fact.reading), None
    )
    if mine is None:
        return None
    shared = _shared(fact, passage, source)
    spans = [passage.span, *(span for span in passage.context if source.where(span) == passage.where)]
    theirs = [day for span in spans for day in dates(source.text, span.start, span.end)]
    theirs += _told_from(theirs, passage, source)
    if mine.month is None:  # "no. 118/2016" and "Year-end report 2025" tell a year, though none that another could contradict
        theirs += [Day(word.span, mine.year) for word in words(passage.text, passage.span.start) if word.text == str(mine.year)]
    for day in theirs:
        if agree(mine, day) and (shared > 0.1 or mine.day):
            at = day.span if day.span in passage.span else passage.span
            return Evidence(
                (passage,), (at,), Relation.SUPPORTS, "facts.date", round(min(0.5 + shared, 1.0), 3), f"source says {source[day.span]}"
            )
    rivals = [day for day in dates(source.text, passage.span.start, passage.span.end) if comparable(mine, day)]
    if rivals and shared >= (ALONG if mine.month else ALONG_YEAR):
        note = f"draft says {' '.join(fact.reading.split())}, source says {' '.join(source[rivals[0].span].split())}"
        return Evidence((passage,), (rivals[0].span,), Relation.CONTRADICTS, "facts.date", round(shared, 3), note)
    if there := next((day.span for day in theirs if agree(mine, day) and day.span in passage.span), None):
        note = f"source has {source[there]}, not surely of the same thing"
        return Evidence((passage,), (there,), Relation.MENTIONS, "facts.date", round(shared, 3), note)
    return None


def _told_from(dated: Sequence[Day], passage: Passage, source: Document) -> Iterator[Day]:
    """The days that the passage tells by "yesterday" and "tomorrow", counted from the first date of its entry or the source's own."""
    own = source.published
    written = next(((d.year, d.month, d.day) for d in dated if d.month and d.day), (own.year, own.month, own.day) if own else None)
    if written is None:
        return
    year, month, day = written
    for word in words(passage.text, passage.span.start):
        if by := language.load().relative.get(word.lower):
            try:
                there = date(year or 2001, month, day) + timedelta(days=by)
            except (ValueError, OverflowError):  # "30 February", or the last day of the year 9999
                continue
            yield Day(word.span, there.year if year else None, there.month, there.day)


def agree(mine: Day, theirs: Day) -> bool:
    """Do the two agree in all that the draft tells? The source may tell less of the year, never less of the month and day."""
    if mine.year and theirs.year and mine.year != theirs.year:
        return False
    if mine.month is None:
        return mine.year is not None and mine.year == theirs.year
    told = filter(None, [(theirs.month, theirs.day), theirs.other])
    mine_told = filter(None, [(mine.month, mine.day), mine.other])
    return any(a == month and (b is None or b == day) for (a, b), (month, day) in product(mine_told, told))


def comparable(mine: Day, theirs: Day) -> bool:
    """Does the other tell as finely, so that not agreeing means differing?"""
    fields = [(mine.year, theirs.year)] if not mine.month else [(mine.month, theirs.month), (mine.day, theirs.day)]
    return all(b is not None for a, b in fields if a is not None) and not agree(mine, theirs)


@lru_cache(maxsize=1024)
def dates(text: str, start: int, end: int) -> tuple[Day, ...]:
    """The dates in `text[start:end]`, in order of their start."""
    found = [*_numeric(text, start, end), *_monthly(text, start, end), *_worded(text, start, end)]
    return tuple(sorted(found, key=lambda day: day.span))


def _numeric(text: str, start: int, end: int) -> Iterator[Day]:
    for match in ISO.finditer(text, start, end):
        year, month, day = (int(group) for group in match.groups())
        if year in YEARS and 1 <= month <= 12 and 1 <= day <= 31:
            yield Day(Span(*match.span()), year, month, day)
    for match in SLASHED.finditer(text, start, end):
        a, b, year = (int(group) for group in match.groups())
        year += 2000 if year < 100 else 0
        ways = [(m, d) for m, d in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
        if ways and year in YEARS:
            other = ways[1] if len(ways) > 1 and ways[1] != ways[0] else None
            yield Day(Span(*match.span()), year, ways[0][0], ways[0][1], None, other)


def _monthly(text: str, start: int, end: int) -> Iterator[Day]:
    for match in MONTHLY.finditer(text, start, end):
        if 1 <= int(match.group(1)) <= 12 and int(match.group(2)) in YEARS:
            yield Day(Span(*match.span()), int(match.group(2)), int(match.group(1)))


def _worded(text: str, start: int, end: int) -> Iterator[Day]:
    tokens = _without_endings(words(text[start:end], start))
    months = language.load().months
    used: set[int] = set()
    for at, word in enumerate(tokens):
        if word.lower not in months or not word.text[0].isupper():
            continue
        first, last, day = _with_day(text, tokens, at)
        year = _year_after(text, tokens, last)
        last += year is not None
        if day or year or _is_month(text, tokens, at):
            used.update(range(first, last + 1))
            yield Day(Span(tokens[first].span.start, tokens[last].span.end), year, months[word.lower], day)
    for at, word in enumerate(tokens):
        if at not in used and _year(word) and _year_alone(text, tokens, at):
            yield Day(word.span, int(word.text))


def _with_day(text: str, tokens: Sequence[Word], at: int) -> tuple[int, int, int | None]:
    """(first token, last token, day) of the month at token `at`: "19 January", "19th of January", "January 19"."""
    before = at - 2 if at > 1 and tokens[at - 1].lower == "of" else at - 1
    if before >= 0 and (day := _day(tokens[before])) and text[tokens[before].span.end : tokens[at].span.start].split() in ([], ["of"]):
        return before, at, day
    after = at + 1
    if after < len(tokens) and (day := _day(tokens[after])) and not text[tokens[at].span.end : tokens[after].span.start].strip(" ."):
        return at, after, day
    return at, at, None


def _year_after(text: str, tokens: Sequence[Word], at: int) -> int | None:
    if at + 1 < len(tokens) and _year(tokens[at + 1]) and not text[tokens[at].span.end : tokens[at + 1].span.start].strip(" .,"):
        return int(tokens[at + 1].text)
    return None


def _without_endings(tokens: Sequence[Word]) -> list[Word]:
    """The words, an ordinal's ending taken into its figure's place: "3rd" is the word 3 and three letters long."""
    kept: list[Word] = []
    for word in tokens:
        last = kept[-1] if kept else None
        if last and last.text.isdecimal() and last.span.end == word.span.start and word.lower in language.load().ordinals:
            kept[-1] = Word(Span(last.span.start, word.span.end), last.text, last.key)
        else:
            kept.append(word)
    return kept


def _is_month(text: str, tokens: Sequence[Word], at: int) -> bool:
    """A month with no day or year: told by the word before it, or neither "may" nor a given name ("June Castellane")."""
    if at and tokens[at - 1].lower in ("in", "of", "last", "this", "early", "late", "mid", "since", "until", "by"):
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    named = after is not None and after.text[0].isupper() and text[tokens[at].span.end : after.span.start] == " "
    return tokens[at].lower != "may" and not named


def _day(word: Word) -> int | None:
    return int(word.text) if word.text.isdecimal() and len(word.text) <= 2 and 1 <= int(word.text) <= 31 else None


def _year(word: Word) -> bool:
    return word.text.isdecimal() and len(word.text) == 4 and int(word.text) in YEARS


def _year_alone(text: str, tokens: Sequence[Word], at: int) -> bool:
    """A year is told by a word before it ("in 1974", "since 2008") or stands in brackets; "2000 letters" is a count."""
    lead = (
        "in",
        "since",
        "until",
        "by",
        "from",
        "to",
        "of",
        "and",
        "during",
        "before",
        "after",
        "early",
        "late",
        "mid",
        "between",
        "summer",
        "spring",
        "autumn",
        "winter",
        "fall",
        "year",
    )
    before = text[max(tokens[at].span.start - 1, 0) : tokens[at].span.start]
    after = text[tokens[at].span.end : tokens[at].span.end + 1]
    if before in "-/.," and before and tokens[at].span.start > 1 and text[tokens[at].span.start - 2].isalnum():
        return False
    return before == "(" or after == ")" or (at > 0 and tokens[at - 1].lower in lead)


def _shared(fact: Fact, passage: Passage, source: Document) -> float:
    mine = {k for k in telling(fact.statement) if not k[0].isdecimal()} - telling(fact.reading)
    here = telling(passage.text) | frozenset().union(*(telling(source[span]) for span in passage.context))
    return len(mine & here) / min(len(mine), 12) if mine else 0.0
