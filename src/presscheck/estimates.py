"""Whose figure it is: who puts a crowd, a cost or a toll at a number ("Police put the crowd at 60,000; organisers said 85,000")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language, speech_sources
from presscheck.figures import Number, numbers, same_unit
from presscheck.model import Evidence, Passage, Relation, Span
from presscheck.quotations import helps
from presscheck.speech import STOPPERS, Line, lines
from presscheck.words import telling, words

FAR = 90  # letters from "put" to its figure


@dataclass(frozen=True, slots=True)
class Estimate:
    """`source` is the noun phrase of whoever gives the figure, `cue` the verb."""

    source: Span
    cue: Span
    figure: Number


@lru_cache(maxsize=1024)
def estimates(text: str, start: int, end: int) -> tuple[Estimate, ...]:
    """The figures in `text[start:end]` that somebody gives, in order of their verbs."""
    figures = numbers(text, start, end)
    found: list[Estimate] = []
    for line in lines(text, start, end) if figures else ():
        for at in range(1, len(line.words)):
            figure = _figure(line, at, figures)
            subject = speech_sources.subject(line, _helped(line, at), ()) if figure else None
            if figure and subject and telling(text[subject[0].start : subject[0].end]):
                found.append(Estimate(subject[0], line.words[at].span, figure))
    return tuple(found)


def _figure(line: Line, at: int, figures: Sequence[Number]) -> Number | None:
    """The figure that the verb at word `at` gives: "put it at about 40", "said 40"."""
    lists, verb = language.load(), line.words[at]
    puts = verb.lower in lists.voices["putting"]
    if not puts and verb.lower not in lists.attribution["firm"]:
        return None
    figure = next((figure for figure in figures if figure.span.start > verb.span.end), None)
    between = line.text[verb.span.end : figure.span.start] if figure else ""
    if figure is None or len(between) > FAR or figure.span.end > line.span.end or set(between) & STOPPERS:
        return None
    told = [word.lower for word in words(between)]
    while told and told[-1] in lists.voices["about"]:
        told.pop()
    return figure if not told or told == ["at"] or (puts and told[-1] == "at") else None  # "said at least 40"


def _helped(line: Line, at: int) -> int:
    while at and helps(line.words[at - 1].lower) and not line.stops(at):
        at -= 1
    return at


def put(text: str, start: int, end: int) -> Iterator[Estimate]:
    """Those told by a verb that does nothing but give a figure."""
    putting = language.load().voices["putting"]
    yield from (one for one in estimates(text, start, end) if text[one.cue.start : one.cue.end].lower() in putting)


def is_figure(text: str) -> bool:
    """Is it a figure with what it counts, and nothing else?"""
    return any(len(number.span) == len(text) for number in numbers(text, 0, len(text)))


def weigh(who: str, figure: str, passage: Passage) -> Evidence | None:
    """SUPPORTS where the passage has the figure from the same ones; CONTRADICTS where it has it from others, and another from them."""
    mine = next(iter(numbers(figure, 0, len(figure))), None)
    found = estimates(passage.text, 0, len(passage.text))
    own = [one for one in found if telling(passage.text[one.source.start : one.source.end]) & telling(who)]
    same = [one for one in found if mine and one.figure.value == mine.value and same_unit(mine, one.figure) is not False]
    both = next((one for one in same if one in own), None)
    if both:
        note = f"source has {figure} from {passage.text[both.source.start : both.source.end]}"
        return _evidence(passage, (both,), Relation.SUPPORTS, note)
    if not same or not own:
        return None
    note = f"draft has {figure} from {who}, source has it from {passage.text[same[0].source.start : same[0].source.end]}"
    return _evidence(passage, (same[0], own[0]), Relation.CONTRADICTS, note)


def _evidence(passage: Passage, given: Sequence[Estimate], relation: Relation, note: str) -> Evidence:
    at = Span(min(one.source.start for one in given), max(one.figure.span.end for one in given)).shifted(passage.span.start)
    return Evidence((passage,), (at,), relation, "facts.attribution", 0.9, note)
