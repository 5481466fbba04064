"""Questions of a transcript that are answered with "Yes" or "No", in a hearing or an interview."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Document, Span
from presscheck.split import spans_of
from presscheck.words import words

TAG = 4  # words of "did you not?" at the end of a question
LABEL = r"(?:\[[\d:. ]{1,12}\] ?)?(?:A|[^\W\d_][\w.'’-]{1,20}(?: [^\W\d_][\w.'’-]{1,20}){0,3})[.:] ?"  # "A.", "[12:04] A:", "Ms ORM:"
REPLY = re.compile(rf"\s{{1,9}}{LABEL}[\"“]?(?P<said>Yes|No)(?=[.,;:!—–-]|\s*\n|\s*$)")


@dataclass(frozen=True, slots=True)
class Reply:
    """`answer` is no more than the "Yes" or "No"."""

    question: Span
    answer: Span
    yes: bool


@lru_cache(maxsize=256)
def replies(source: Document) -> tuple[Reply, ...]:
    """The questions whose answer begins with "Yes" or "No", in order; none that asks with a "not" ("You never went?")."""
    found = []
    at = source.text.find("?")
    while at >= 0:
        match = REPLY.match(source.text, at + 1)
        question = _asked(source, at) if match else None
        if match and question and not _denies(source[question]):
            found.append(Reply(question, Span(*match.span("said")), match["said"] == "Yes"))
        at = source.text.find("?", at + 1)
    return tuple(found)


def _asked(source: Document, mark: int) -> Span | None:
    """The sentence that ends with this question mark, its label left out."""
    block = source.block_at(mark)
    if block is None:
        return None
    start = max(block.span.start, source.text.rfind("\n", 0, mark) + 1)
    return next((span for span in spans_of(source.text, start, mark + 1) if mark in range(span.start, span.end)), None)


def _denies(question: str) -> bool:
    """Has it a "not", other than in "did you not?" behind it?"""
    lists = language.load()
    told, comma, tag = question.rpartition(",")
    body = told if comma and len(words(tag)) <= TAG else question
    return any(word.lower in lists.negations or word.lower.endswith("n't") for word in words(body))
