"""Whether words taken out of a sentence keep its sense: what stood beside or between them and turned it, and the draft leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presscheck import language
from presscheck.model import Span
from presscheck.statements import QUOTED
from presscheck.words import Word, words

EDGE = 240  # letters beside the words in which their sentence is looked at
BOUND = re.compile(r"[.!?;:][\"”’»)]*\s|\n\s*\n|[\"“”«»„]")  # ends what belongs to the words: a stop, a paragraph, a quotation mark
PAST = 3  # words behind the quoted ones among which they are called a lie
GAP = 2  # words left out that may be no more than a "not"
LEAD = 3  # words before an "I do not think" that are shown with it
CONDITION = 3  # words that an "if" before the quoted ones has at least


def turned(text: str, at: Span, statement: str) -> Span | None:
    """The words of the source that stand beside the quoted ones in their sentence and turn their sense ("not", "I doubt that", "unless
    ..."), where the draft's statement has nothing of the kind outside its own quotation marks; None where the sense is kept."""
    lists = language.load()
    before, after = _sentence(text, at)
    left, right = words(text[before : at.start], before), words(text[at.end : after], at.end)
    own = [word.lower for word in words(QUOTED.sub(" ", statement))]
    inside = [word.lower for word in words(text[at.start : at.end])]
    cut = None
    if not any(negates(word) or word in lists.excerpts["against"] for word in own):
        cut = _denied_before(left, inside) or _untrue_behind(right)
    if cut is None and not set(own) & lists.excerpts["conditions"]:
        cut = _condition(text, at, left, right, inside)
    return cut if cut and not has(statement, text[cut.start : cut.end]) else None


def has(statement: str, said: str) -> bool:
    """Has the draft's statement these words, on end? A quotation in another one is cut off nothing."""
    wanted, own = ([word.key for word in words(text)] for text in (said, statement))
    return any(own[at : at + len(wanted)] == wanted for at in range(len(own) - len(wanted) + 1))


def negates(word: str) -> bool:
    """Is the word, in lower case, a "not"?"""
    return word in language.load().excerpts["nots"] or word.endswith("n't")


def left_out(text: str, here: Span, there: Span, reading: str) -> Span | None:
    """The "not" that stands alone between two stretches of the source, or right before the second, which the draft's reading joins."""
    gap = words(text[here.end : there.start], here.end)
    if not gap or BOUND.search(text, here.end, there.start) or any(negates(word.lower) for word in words(reading)):
        return None
    if negates(gap[-1].lower) or (len(gap) <= GAP and any(negates(word.lower) for word in gap)):
        return Span(gap[0].span.start, gap[-1].span.end)
    return None


def _sentence(text: str, at: Span) -> tuple[int, int]:
    """From the last bound before the words to the first one behind them."""
    start = max(at.start - EDGE, 0)
    before = [match.end() for match in BOUND.finditer(text, start, at.start)]
    behind = BOUND.search(text, at.end, min(at.end + EDGE, len(text)))
    return before[-1] if before else start, behind.start() if behind else min(at.end + EDGE, len(text))


def _denied_before(left: Sequence[Word], inside: Sequence[str]) -> Span | None:
    """The "not", "I do not think that", "I doubt that" or "they say" right before the words."""
    lists = language.load().excerpts
    if not left or inside[0] in lists["not_only"]:
        return None
    at = len(left) - 1
    if at and left[at].lower in lists["degree"]:
        at -= 1
    if negates(left[at].lower) and not (at and left[at - 1].lower in ("or", "why", "if")):
        return Span(left[at].span.start, left[-1].span.end)
    at = len(left) - 1
    if at and left[at].lower in ("that", "whether", "if"):
        at -= 1
    first = at
    while first and left[first - 1].lower in lists["degree"]:
        first -= 1
    verb, before = left[at].lower, left[first - 1].lower if first else ""
    said = verb in lists["unsaid"] and (negates(before) or before in lists["others"])
    if said or verb in lists["doubting"]:
        return Span(left[max(first - LEAD, 0)].span.start, left[-1].span.end)
    return None


def _untrue_behind(right: Sequence[Word]) -> Span | None:
    """ "... is a lie" behind the words."""
    lists = language.load()
    if not right or right[0].lower not in lists.copulas:
        return None
    at = next((n for n, word in enumerate(right[1 : PAST + 1], 1) if word.lower in lists.excerpts["untrue"]), None)
    return Span(right[0].span.start, right[at].span.end) if at else None


def _condition(text: str, at: Span, left: Sequence[Word], right: Sequence[Word], inside: Sequence[str]) -> Span | None:
    """The "unless ..." behind the words, or the "If ..., " that opens their sentence."""
    lists = language.load().excerpts
    first = next((n for n, word in enumerate(right[:3]) if word.lower not in ("but", "and", "only")), len(right))
    if first < len(right) - 1 and inside[-1] not in lists["asking"] and not _aside(right[first:]):
        lower = right[first].lower
        if lower in lists["condition"] or (lower in lists["until"] and any(negates(word) for word in inside)):
            return Span(right[0].span.start, right[-1].span.end)
    if len(left) > CONDITION and left[0].lower in lists["condition"] and not _aside(left) and "," in text[left[-1].span.end : at.start]:
        return Span(left[0].span.start, left[-1].span.end)
    return None


def _aside(clause: Sequence[Word]) -> bool:
    """Is it no condition but a way of speaking: "if you ask me"?"""
    said = " ".join(word.lower for word in clause[:4])
    return any(said.startswith(aside) for aside in language.load().excerpts["asides"])
