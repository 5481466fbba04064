"""Votes as a text tells them: how many were for and against, who won, and what was voted on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from presscheck import language
from presscheck.model import Span
from presscheck.words import in_lower, lines_of, telling

LONGEST = 20_000  # letters of a line in which votes are looked for: what is longer is no minutes
BEFORE = 500  # letters before a count in which minutes tell what was voted on
BEHIND = 200  # letters behind it in which a sentence does
RESULT = 60  # letters between a count and "carried"
YEARS = re.compile(r"\d{4}[–—-]\d{2}")
DOWN = "voted down"
RESULTS = ("won", "lost", "withdrawn", "deferred")
FILLED = 4  # words between a result and its count: "carried |by a vote of| 28 to 14"
NEAR = 14  # letters before or behind "28 to 14" in which "by" or "voted" makes it a vote, and no score and no range
SENTENCE = re.compile(r"[.;!?]\s")


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote: `span` over its count, or over what tells that none was held; `result` is "won", "lost", "withdrawn", "deferred" or empty;
    `told` where that is said in words, and not by the count alone; `about` are the keys of what stands beside it. `sides` tells that `yes`
    and `no` are told apart; in "by 24 votes to 18" the greater is the winner's. `turning` are words that tell it from its opposite."""

    span: Span
    result: str
    told: bool
    yes: int
    no: int
    abstained: int | None
    sides: bool
    about: frozenset[str]
    turning: frozenset[str]

    @property
    def counts(self) -> frozenset[int]:
        """Both figures, in no order; none where no count is told."""
        return frozenset((self.yes, self.no)) if self.span and (self.yes or self.no) else frozenset()


class Count(NamedTuple):
    """The count of a vote at its place in a line; `sides` tells that `yes` and `no` are told apart."""

    place: Span
    yes: int
    no: int
    abstained: int | None
    sides: bool


@lru_cache(maxsize=256)
def votes(text: str) -> tuple[Vote, ...]:
    """The votes of a text in order, each with what its own line tells of it."""
    found: list[Vote] = []
    # "For: 14" and "Against: 28" on lines of their own are one count
    for at, line in lines_of(_joined().sub(" ", text)):
        if len(line) <= LONGEST and _motions() & set(in_lower(line)):
            found += _of_line(line, at)
    return tuple(found)


def _of_line(line: str, offset: int) -> Iterator[Vote]:
    """The votes of a line; what stands between two of them belongs to the one that ends its sentence there, as minutes have it."""
    counted = sorted(_counts(line))
    bare = [match for match in _results().finditer(line) if not _beside(match, counted) and _ends(line, match)]
    places = sorted([*(count.place for count in counted), *(Span(*match.span()) for match in bare)])
    by_place = {count.place: count for count in counted}
    by_more = simple(line)
    for number, place in enumerate(places):
        start = max(places[number - 1].end if number else 0, place.start - BEFORE)
        stop = places[number + 1].start if number + 1 < len(places) else len(line)
        end = next(
            (match.start() for match in SENTENCE.finditer(line, place.end, min(stop, place.end + BEHIND))), min(stop, place.end + BEHIND)
        )
        about = telling(line[start : place.start]) | telling(line[place.end : end])
        turning = language.load().votes["turning"] & {*in_lower(line[start : place.start]), *in_lower(line[place.end : end])}
        count = by_place.get(place)
        span = place.shifted(offset)
        if count is None:
            yield Vote(span, _result(line[place.start : place.end]), True, 0, 0, None, False, about, turning)
            continue
        _, yes, no, abstained, sides = count
        told = _nearest(line, place, start, stop)
        if not sides and told == "lost":
            yes, no = min(yes, no), max(yes, no)
        elif not sides and told == "won":
            yes, no = max(yes, no), min(yes, no)
        by_count = ("won" if yes > no else "lost" if no > yes else "") if sides and by_more else ""
        told = "" if sides and told == "won" and no > yes else told
        yield Vote(span, told or by_count, bool(told), yes, no, abstained, sides or bool(told), about, turning)


def simple(line: str) -> bool:
    """Does the line speak of no majority that is more than half?"""
    return language.load().votes["thresholds"].isdisjoint(in_lower(line))


def _beside(match: re.Match[str], counted: Sequence[Count]) -> bool:
    """Does a count, of all in order, stand near the match? The first that ends near it or behind it is the nearest that may."""
    first = bisect_right(counted, match.start() - RESULT, key=lambda count: count.place.end)
    return first < len(counted) and counted[first].place.start - RESULT < match.end()


def _ends(line: str, match: re.Match[str]) -> bool:
    """Does a result without a count tell how a vote ended: "was carried", "withdrawn", "voted down", "Lost."?"""
    lists, lower = language.load().votes, match[0].lower()
    if lower in lists["withdrawn"] | lists["deferred"] or lower == DOWN:
        return True
    before = in_lower(line[max(match.start() - RESULT, 0) : match.start()])
    return match[0].isupper() or bool(before and before[-1] in lists["held"] and lists["supposed"].isdisjoint(before))


def _nearest(line: str, place: Span, start: int, stop: int) -> str:
    """The result right beside a count, before it first: "|Lost|: 14 for", "3 abstentions. |Carried|.", "|approved| by 24 votes to 18"."""
    beside = []
    for match in _results().finditer(line, max(start, place.start - RESULT), min(stop, place.end + RESULT)):
        before = match.end() <= place.start
        between = line[match.end() : place.start] if before else line[place.end : match.start()]
        if len(between.split()) <= FILLED + 1 and not (before and SENTENCE.search(between)):
            beside.append((not before, len(between), _result(match[0])))
    return min(beside)[2] if beside else ""


def _counts(line: str) -> Iterator[Count]:
    """Every count in a line, the surest shapes first; no two share a letter."""
    taken = bytearray(len(line))  # 1 for each letter of a count that is found: a line may have thousands
    on_motion = not language.load().votes["motions"].isdisjoint(in_lower(line))
    for pattern, order in _patterns():
        for match in pattern.finditer(line):
            span = Span(*match.span())
            if taken.find(1, span.start, span.end) >= 0 or ("second" in order and not _voted(line, span, on_motion)):
                continue
            taken[span.start : span.end] = b"\1" * len(span)
            first, second = (_number(match[name]) for name in order)
            gone = match.groupdict().get("beside") or match["abstained"]
            abstained = _number(gone) if gone else None
            yield Count(span, first, second, abstained, "second" not in order)


def _voted(line: str, span: Span, on_motion: bool) -> bool:
    """Does something beside "28 to 14" make it a vote, or the line's own motion and a result near it? "2024-25" is none."""
    lists = language.load().votes
    if YEARS.match(line, span.start, span.end):
        return False
    near = set(in_lower(line[max(span.start - NEAR, 0) : span.end + NEAR]))
    if near & lists["voting"]:
        return True
    return on_motion and bool(near & (lists["won"] | lists["lost"] | {"by"}))


def _number(text: str) -> int:
    return language.load().units.get(text.lower(), 0) if text[0].isalpha() else int(text.replace(",", ""))


def _result(text: str) -> str:
    lower, lists = " ".join(text.lower().split()), language.load().votes
    return next((name for name in RESULTS if lower in lists[name]), "lost")  # "not carried"


@lru_cache(maxsize=4)
def _motions() -> frozenset[str]:
    lists = language.load().votes
    return lists["motions"] | lists["proposals"]


@lru_cache(maxsize=4)
def _joined() -> re.Pattern[str]:
    """The end of a line before one that tells no more than a side and its figure."""
    lists = language.load().votes
    sides = "|".join(sorted(lists["for"] | lists["against"] | lists["abstaining"], key=len, reverse=True))
    return re.compile(rf"\n(?=\W{{0,6}}(?:{sides})\b\W{{1,5}}\d)", re.IGNORECASE)


@lru_cache(maxsize=4)
def _results() -> re.Pattern[str]:
    """Any of the words that tell how a vote ended."""
    lists = language.load().votes
    told = sorted((phrase for name in RESULTS for phrase in lists[name]), key=len, reverse=True)
    return re.compile(rf"\b(?:not )?(?:{'|'.join(told)})\b", re.IGNORECASE)


@lru_cache(maxsize=4)
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, str]], ...]:
    """The shapes of a count, the surest first, each with the names of its two figures in the order (for, against)."""
    lists = language.load().votes
    words = "|".join(sorted(language.load().units, key=len, reverse=True))
    figure = rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,6}}|{words})"
    yes, no, gone = ("|".join(sorted(lists[name], key=len, reverse=True)) for name in ("for", "against", "abstaining"))
    votes, gap = r"(?: (?:votes?|members|delegates))?(?: were| was| voted| voting)?", r"[ ,;.|/]{1,4}(?:(?:and|with|to) )?"
    behind = rf"(?:{gap}(?P<abstained>{figure}){votes} (?:{gone})\b)?"
    labelled = rf"(?:[ ,;.|/*•-]{{1,6}}(?:{gone})\b ?[:=–-]? ?(?P<abstained>{figure})\b)?"
    shapes = (
        (rf"\b(?P<yes>{figure}){votes} (?:{yes})\b{gap}(?P<no>{figure}){votes} (?:{no})\b{behind}", ("yes", "no")),
        (rf"\b(?P<no>{figure}){votes} (?:{no})\b{gap}(?P<yes>{figure}){votes} (?:{yes})\b{behind}", ("yes", "no")),
        (rf"\b(?:{yes}) ?[:=–-]? ?(?P<yes>{figure})\b[ ,;.|/*•-]{{1,6}}(?:{no}) ?[:=–-]? ?(?P<no>{figure})\b{labelled}", ("yes", "no")),
        (
            rf"\b(?P<first>{figure})(?: votes?)?(?: to |[–—-])(?P<second>{figure})\b"
            rf"(?:[–-](?P<abstained>{figure})\b|,? with (?P<beside>{figure}) (?:{gone}))?(?! ?(?:per ?cent|%))",
            ("first", "second"),
        ),
    )
    return tuple((re.compile(shape, re.IGNORECASE), order) for shape, order in shapes)


def within(found: tuple[Vote, ...], span: Span) -> tuple[Vote, ...]:
    """Those of the votes that begin in a stretch of the text."""
    first = bisect_left(found, span.start, key=lambda vote: vote.span.start)
    return found[first : bisect_left(found, span.end, lo=first, key=lambda vote: vote.span.start)]
