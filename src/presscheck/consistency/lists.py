"""A count beside the list of what it counts: "three women: Ruth Lind and Ilva Orm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presscheck import language
from presscheck.figures import numbers
from presscheck.model import Document, Sentence, Span
from presscheck.parts import Match
from presscheck.words import words

MOST = 12  # a longer list is not counted out
REACH = 24  # characters before a count among which an "of" makes it the whole of which a part is listed
OPENING = re.compile(r"(?: [a-z][a-z-]*){1,4}(?:: |, namely | — | – )")
ITEM = re.compile(r"(?:the |The )?[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|of|de|da|van|der|den|von|al|the|bin)){0,4}")
BETWEEN = re.compile(r", and |, | and ")
ENDS = re.compile(r"[.!]?[\"”’)*_]*$")


def counted(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A small count of things followed by a list of names that has more or fewer of them."""
    for sentence in sentences:
        text = draft[sentence.span]
        if ": " not in text and ", namely " not in text and " — " not in text and " – " not in text:
            continue
        for number in numbers(draft.text, sentence.span.start, sentence.span.end):
            opening = OPENING.match(draft.text, number.figure.end, sentence.span.end)
            whole = " of " in draft.text[max(number.span.start - REACH, sentence.span.start) : number.span.start]  # "six of the 10 towns: "
            if opening is None or whole or number.kind or number.hedged or not number.plural or not 2 <= number.value <= MOST:
                continue
            told = _items(draft.text[opening.end() : sentence.span.end], opening.group().rstrip()[-1] in "—–")
            if told is None:
                continue
            low, high, length = told
            if not low <= number.value <= high:
                many = f"{low}" if low == high else f"{low} to {high}"
                listed = Span(opening.end(), opening.end() + length)
                said = f"draft says {' '.join(draft[number.span].split())} here, lists {many} there: {' '.join(draft[listed].split())}"
                yield Match(number.span, said, listed)


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
