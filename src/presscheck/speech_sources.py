"""Who speaks: the noun phrase before a verb of speech, behind it, or the one that a sentence has carried on from."""

from __future__ import annotations

from collections.abc import Sequence

from presscheck import language
from presscheck.model import Span
from presscheck.quotations import helps
from presscheck.speech import STOPPERS, Attribution, Line

SHORT = 4  # words of "said the old mayor"
WIDE = 30  # words of a speaker's noun phrase, with what stands between commas


def subject(line: Line, first: int, told: Sequence[Attribution]) -> tuple[Span, int | None] | None:
    """(the noun phrase that speaks, the number of its first word, or None where it is another clause's)."""
    if not first:
        return None
    bracketed = "," in line.gap(first) and "," in line.gap(first + 1) and helps(line.words[first].lower)
    gap = "" if bracketed else line.gap(first)  # "Hale, however, said"
    last = first - 1
    before = line.words[last].lower
    if set(gap) & (STOPPERS - {","}):
        return None
    if "," in gap and _apposed(line, first):
        return Span(line.words[0].span.start, line.words[last].span.end), 0
    if "," in gap:
        opening = next((n for n in range(last, max(last - WIDE, 0), -1) if "," in line.gap(n)), None)
        if opening is None or opening == 0 or _has_verb(line, opening, last):
            return earlier(line, told)
        begins = phrase(line, opening - 1)
        if begins is None:
            return None
        relative = line.words[opening].lower in ("who", "which", "whose")
        return Span(line.words[begins].span.start, line.words[opening - 1 if relative else last].span.end), begins
    if before in ("and", "but"):
        return earlier(line, told)
    if before in ("who", "which", "that"):
        return (line.words[last].span, None) if before != "that" else None
    begins = phrase(line, last)
    return (Span(line.words[begins].span.start, line.words[last].span.end), begins) if begins is not None else None


def _is_verb(line: Line, at: int) -> bool:
    """Is word `at` a verb that ends the phrase of who speaks: not "a report", nor "in May"?"""
    lists, word = language.load(), line.words[at]
    before = line.words[at - 1].lower if at else ""
    if word.lower in lists.attribution["helping"]:
        return not (word.lower in lists.months and word.text[0].isupper() and at)
    noun = before in lists.determiners or before in ("a", "an", "no")
    return (word.lower in lists.attribution["clause"] or word.lower in lists.attribution["going"]) and not noun


def _has_verb(line: Line, first: int, last: int) -> bool:
    """Is there a verb of speech between, in no relative clause?"""
    if line.words[first].lower in ("who", "which", "whose", "where"):
        return False
    return any(line.words[n].lower in language.load().attribution["clause"] for n in range(first, last + 1))


def earlier(line: Line, told: Sequence[Attribution]) -> tuple[Span, int | None] | None:
    """The speaker of the sentence before its "and added": the last one, or the phrase that opens the sentence."""
    if told and told[-1].source:
        return told[-1].source, None
    if not line.words:
        return None
    opening = line.words[0]
    if opening.lower in ("he", "she", "they", "it", "i", "we"):
        return opening.span, None
    if opening.lower in language.load().attribution["prepositions"] or not opening.text[0].isupper():
        return None
    last = _opening_phrase(line)
    if not last and ":" in line.gap(1):
        return None
    return (Span(opening.span.start, line.words[last].span.end), None) if last or opening.lower not in language.load().stopwords else None


def _opening_phrase(line: Line) -> int:
    """The last word of the noun phrase that opens the sentence: its last capital before a verb, a preposition or a mark."""
    lists = language.load().attribution
    last = at = 0
    while at + 1 < len(line.words) and at < 8 and not line.stops(at + 1):
        at += 1
        lower = line.words[at].lower
        if (
            any(lower in lists[name] for name in ("helping", "prepositions", "clause", "view", "wish", "going", "openers"))
            or lower == "and"
        ):
            break
        if line.words[at].text[0].isupper():
            last = at
    return last


def phrase(line: Line, last: int) -> int | None:
    """The first word of the noun phrase that ends at word `last`."""
    lists = language.load().attribution
    first = last
    if line.words[last].lower in lists["openers"] or line.words[last].lower in lists["helping"]:
        return None
    if line.words[last].lower in language.load().personal | {"they", "i", "we", "you", "it"}:
        return last
    while first and last - first < WIDE and not line.stops(first):
        before = line.words[first - 1].lower
        if before in lists["openers"] or _is_verb(line, first - 1):
            break
        if before == "and" and (both := _both(line, first - 1)) is not None:
            return both
        if before == "and" and not (line.words[first].text[0].isupper() and first > 1 and line.words[first - 2].text[0].isupper()):
            break
        if before in ("and", "but", "or") and first == 1:
            break
        first -= 1
    if line.words[first].lower in ("and", "but", "or", "so", "yet", "then", "now", "still", "also", "meanwhile") and first < last:
        first += 1
    if line.words[first].lower in lists["prepositions"] and first < last:
        return _after_preposition(line, first, last)
    return first


def _both(line: Line, at: int) -> int | None:
    """The word "both" to which the "and" at word `at` belongs."""
    return next((n for n in range(at - 1, max(at - 8, -1), -1) if line.words[n].lower == "both"), None)


def _after_preposition(line: Line, first: int, last: int) -> int:
    """Where the speaker begins behind "In a statement on Friday": after a day, a month or a figure, else with the last capitals."""
    lists = language.load()
    for n in range(last, first, -1):
        lower = line.words[n - 1].lower
        if lower in lists.weekdays or lower in lists.months or lower.isdecimal():
            return n
    n = last
    while n > first + 1 and line.words[n - 1].text[0].isupper():
        n -= 1
    if n == last and line.words[n - 1].lower in lists.determiners | {"a", "an"}:
        n -= 1
    return n


def _apposed(line: Line, at: int) -> bool:
    """Is what stands before the verb at word `at` a name with what it is, between commas ("Tove Ash, 71, a potter from Orm, said the kiln
    was cold"), and what stands behind it no short tag ("Tove Ash, 71, was late, said the mayor")?"""
    lists = language.load()
    opening = next((n for n in range(1, at) if "," in line.gap(n)), 0)
    named = all(word.text[0].isupper() or word.lower in lists.particles for word in line.words[:opening])
    behind = {word.lower for word in line.words[opening:at]}
    verbs = lists.attribution["helping"] | lists.attribution["clause"] | {"is", "are", "was", "were"}
    return opening > 1 and named and not behind & verbs and len(line.words) - at > SHORT


def inverted(line: Line, first: int, at: int) -> tuple[Span, int] | None:
    """(who speaks after the verb, their last word) in `..., said the mayor`."""
    gap = line.gap(first)
    if (not first and not line.quoted) or first != at or at + 1 >= len(line.words):
        return None
    quoted = any(
        quoted.end <= line.words[first].span.start and not line.text[quoted.end : line.words[first].span.start].strip(" ,")
        for quoted in line.quoted
    )
    if not quoted and ("," not in gap or line.words[at].lower in language.load().attribution["spoken_to"] or _apposed(line, at)):
        return None
    lists = language.load().attribution
    following = line.words[at + 1]
    if (
        line.stops(at + 1)
        or following.lower in lists["openers"]
        or following.lower in lists["prepositions"]
        or following.lower in lists["adverbs"]
    ):
        return None
    last = at + 1
    while last + 1 < len(line.words) and last - at < WIDE:
        nxt = line.words[last + 1].lower
        if nxt == "that" and not quoted:
            return None
        if (
            set(line.gap(last + 1)) & (STOPPERS - {","})
            or nxt in lists["openers"]
            or nxt in lists["going"]
            or nxt in ("in", "on", "during", "and")
        ):
            break
        if "," in line.gap(last + 1) and not (
            nxt in ("a", "an", "the", "who", "of", "chief", "president", "director") or line.words[last + 1].text[0].isupper()
        ):
            break
        if nxt in lists["helping"] or nxt in lists["clause"]:
            if not quoted:
                return None
            break
        last += 1
    return Span(following.span.start, line.words[last].span.end), last
