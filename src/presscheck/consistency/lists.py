"""A count beside the list of what it counts: "three women: Ruth Lind and Ilva Orm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from presscheck import language
from presscheck.consistency import sums
from presscheck.figures import Number, numbers
from presscheck.model import Document, Sentence, Span
from presscheck.parts import Match
from presscheck.sieve import Sieved
from presscheck.words import flat, words

MOST = 12  # a longer list is not counted out
REACH = 24  # characters before a count among which an "of" makes it the whole of which a part is listed
OPENING = re.compile(r"(?: [a-z][a-z-]*){1,4}(?:: |, namely | — | – )")
CLOSING = re.compile(r"(?: [a-z][a-z-]*){1,2}, ")
ITEM = re.compile(r"(?:the |The )?[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|of|de|da|van|der|den|von|al|the|bin)){0,4}")
BETWEEN = re.compile(r", and |, | and ")
ENDS = re.compile(r"[.!]?[\"”’)*_]*$")


@lru_cache
def may_count() -> str:
    """A pattern without which no sentence has a count beside a list; the names are looked at closer."""
    number = sums.told_number()
    return rf"{number}(?:\s[a-z][a-z-]*){{1,4}}(?::\s|,\snamely\s|\s[—–]\s)|,\sthe\s{number}(?:\s[a-z][a-z-]*){{1,2}},\s"


@lru_cache
def _may_count() -> Sieved:
    return Sieved(may_count(), re.IGNORECASE)


def counted(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A small count of things before a list of names that has more or fewer of them, or after it ("Lind and Orm, the two women,")."""
    for sentence in sentences:
        text = draft[sentence.span]
        if not _may_count().stands(text):
            continue
        for number in numbers(draft.text, sentence.span.start, sentence.span.end):
            if number.kind or number.hedged or not number.plural or not 2 <= number.value <= MOST:
                continue
            if clash := _clash(draft, sentence, number):
                low, high, listed = clash
                many = f"{low}" if low == high else f"{low} to {high}"
                said = f"draft says {flat(draft[number.span])} here, lists {many} there: {flat(draft[listed])}"
                yield Match(number.span, said, listed)


def _clash(draft: Document, sentence: Sentence, number: Number) -> tuple[int, int, Span] | None:
    """(least, most, place) of the list beside the count, where it has another length."""
    text, start = draft.text, sentence.span.start
    if opening := OPENING.match(text, number.figure.end, sentence.span.end):
        told, place = _items(text[opening.end() : sentence.span.end], opening.group().rstrip()[-1] in "—–"), opening.end()
        whole = " of " in text[max(number.span.start - REACH, start) : number.span.start]  # "six of the 10 towns: "
    elif text.endswith(", the ", start, number.span.start) and CLOSING.match(text, number.figure.end, sentence.span.end):
        told, place, whole = _items(text[start : number.span.start - len(", the ")], False), start, False
    else:
        return None
    if told is None or whole or told[0] <= number.value <= told[1]:
        return None
    return told[0], told[1], Span(place, place + told[2])


def _items(text: str, dashed: bool) -> tuple[int, int, int] | None:
    """(least, most, letters) of a list that is nothing but names up to its sentence's end, or the next dash; None where it is not one.

    "Marks and Spencer, Boots and Next" may be three or four."""
    listed = re.split(r" [—–]|[—–] ", text)[0] if dashed else text
    listed = ENDS.sub("", listed)
    if not listed or ";" in listed or not language.load().sums["parts"].isdisjoint(word.lower for word in words(listed)):
        return None
    pieces = BETWEEN.split(listed)
    marks = BETWEEN.findall(listed)
    if len(pieces) < 2 or not all(ITEM.fullmatch(piece) for piece in pieces) or "and" not in marks[-1]:
        return None
    low = len(marks) + 1 - max(sum(mark == " and " for mark in marks) - (marks[-1] == " and "), 0)
    return low, len(pieces), len(listed)
