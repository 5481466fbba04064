"""What is said: the clause or quotation that a verb of speech governs, behind it or before it."""

from __future__ import annotations

import re

from presscheck import language
from presscheck.model import Span
from presscheck.speech import QUOTE_MARKS, Line

LISTENER = 10  # words in which "that" is looked for after "told"
CLOSED = re.compile(r"[\"”»’']\s*$")


def closes_with_tag(line: Line, begins: int, at: int) -> bool:
    """Is "X said" a tag after what is said: a comma or a quotation before it, and nothing of a clause behind it?"""
    if not begins and not any(quoted.end <= line.words[0].span.start for quoted in line.quoted):
        return False
    gap = line.gap(begins)
    if not ("," in gap or any(mark in gap for mark in "\"”’'»—–")):
        return False
    if at + 1 >= len(line.words):
        return not any(quoted.start >= line.words[at].span.end for quoted in line.quoted) or bool(
            CLOSED.search(line.text[: line.words[begins].span.start].rstrip(" ,")[-2:])
        )
    following = line.words[at + 1].lower
    lists = language.load()
    if "," in line.gap(at + 1) or "." in line.gap(at + 1):
        return True
    if following == "that" or ":" in line.gap(at + 1):
        return False
    quoted_before = any(
        quoted.end <= line.words[begins].span.start and line.words[begins].span.start - quoted.end <= 2 for quoted in line.quoted
    )
    day = following in lists.weekdays or following in lists.attribution["prepositions"] or following in lists.attribution["adverbs"]
    heard = line.words[at].lower in lists.attribution["spoken_to"]
    clause = any(word.lower in lists.attribution["helping"] or word.lower == "that" for word in line.words[at + 1 : at + 14])
    return quoted_before or ((day or heard) and not clause)


def before(line: Line, begins: int) -> tuple[Span, ...]:
    """What is said before the speech tag that begins at word `begins`."""
    end = line.words[begins].span.start
    start = line.span.start
    quoted = [q for q in line.quoted if q.end <= end]
    if quoted and not line.text[quoted[-1].end : end].strip(" ,"):
        whole = any(line.span.start <= word.span.start < quoted[0].start for word in line.words[:begins])
        return (Span(start if whole else quoted[0].start, quoted[-1].end),)
    stretch = line.text[start:end].rstrip(" ,—–-\n")
    return (Span(start, start + len(stretch)),) if len(stretch.split()) > 1 else ()


def rest(line: Line, last: int, after: Line | None) -> tuple[Span, ...]:
    """What is said behind the speech tag that ends at word `last`: the other half of a sentence, or the quotation that follows."""
    end = line.words[last].span.end
    quoted = [q for q in line.quoted if q.start >= end]
    tail = line.text[end : line.span.end]
    if quoted:
        return (Span(quoted[0].start, quoted[-1].end),)
    if tail.startswith(",") and len(tail.split()) > 2 and last + 1 < len(line.words):
        lower = line.words[last + 1].lower
        if lower not in language.load().attribution["going"] and lower not in ("who", "which", "a", "an", "when", "after", "while"):
            return trimmed(line, line.words[last + 1].span.start, line.span.end)
        return ()
    if after and not after.words and after.quoted and line.quoted:
        return (after.span,)
    return ()


def following(line: Line, at: int, how: str) -> tuple[Span, ...]:
    """What is said after the verb, up to the sentence's end or another clause."""
    lists = language.load().attribution
    if how == "wish" and not (at + 1 < len(line.words) and (line.words[at + 1].lower == "to" or _to_follows(line, at))):
        return ()
    n = at + 1
    quoted = [q for q in line.quoted if q.start >= line.words[at].span.end]
    if n >= len(line.words) or (quoted and quoted[0].start < line.words[n].span.start):
        start = quoted[0].start if quoted else None
        return trimmed(line, start, _stop(line, at)) if start is not None else ()
    lower = line.words[at].lower
    if how in ("clause", "mind"):
        past = _past_listener(line, at, lower in lists["spoken_to"])
        if past is None:
            start = quoted[0].start if quoted else None
            return trimmed(line, start, _stop(line, at)) if start is not None else ()
        n = past
        if how == "clause" and "," in line.gap(n) and not quoted:
            return ()
    start = line.words[n].span.start
    if quoted and quoted[0].start < start:
        start = quoted[0].start
    return trimmed(line, start, _stop(line, n))


def _to_follows(line: Line, at: int) -> bool:
    return any(word.lower == "to" for word in line.words[at + 2 : at + 8])


def _past_listener(line: Line, at: int, heard: bool) -> int | None:
    """The word at which what is said begins: "that", or the first one behind the listener and the day."""
    lists = language.load()
    n = at + 1
    first = line.words[n].lower
    if first in ("that", "how", "whether", "what", "why", "if"):
        return n
    if not (heard or first in lists.attribution["prepositions"] or first in lists.weekdays or first in lists.attribution["adverbs"]):
        return n
    for m in range(n, min(n + LISTENER, len(line.words))):
        if line.words[m].lower in ("that", "how", "whether", "what", "why", "if"):
            return m
    if not heard:
        skipped = n + 1
        while (
            skipped < len(line.words)
            and skipped - n < 5
            and (line.words[skipped - 1].lower in lists.attribution["prepositions"] | lists.determiners | {"a", "an"})
        ):
            skipped += 1
        return skipped if skipped < len(line.words) else None
    quoted = [q for q in line.quoted if q.start >= line.words[at].span.end]
    if quoted:
        return None
    m = n + 1
    if first in lists.determiners or first in ("a", "an"):
        m += 1
    while m < len(line.words) and line.words[m].text[0].isupper() and line.words[m - 1].text[0].isupper():
        m += 1
    return m if m < len(line.words) else None


def _stop(line: Line, at: int) -> int:
    """Where what is said after word `at` ends: the sentence's end, or before ", adding", "and said", a semicolon, another's tag."""
    lists = language.load().attribution
    for n in range(at + 1, len(line.words)):
        lower, gap = line.words[n].lower, line.gap(n)
        if lower in lists["going"] and "," in gap:
            return line.words[n - 1].span.end
        if ";" in gap or "(" in gap:
            return line.words[n - 1].span.end
        if lower == "according" and n + 1 < len(line.words):
            return line.words[n - 1].span.end
        if lower in ("and", "but") and n + 1 < len(line.words) and line.words[n + 1].lower in lists["clause"]:
            return line.words[n - 1].span.end
        if "," in gap and lower in ("but", "although", "though", "while") and n + 1 < len(line.words):
            return line.words[n - 1].span.end
    return line.span.end


def trimmed(line: Line, start: int, end: int) -> tuple[Span, ...]:
    quoted = next((q for q in line.quoted if q.start < end <= q.end + 1 and q.end >= end - 1), None)
    text = line.text[start:end]
    kept = text if quoted and text.rstrip()[-1:] in QUOTE_MARKS else text.rstrip(" .,!?;:—–-\n")
    return (Span(start, start + len(kept)),) if len(kept.split()) > 0 and kept.strip() else ()
