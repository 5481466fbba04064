"""Who says what in running text: the source, the cue and the content of every attribution, of direct and of indirect speech.

A reading by word lists and punctuation, not a parse: the speaker's noun phrase beside a verb of speech or thought, what it governs
after it, or what stands before it up to the opening of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.quotations import Quotation, between, quotations
from presscheck.split import spans_of
from presscheck.words import Word, words

WIDE = 30  # words of a speaker's noun phrase, with what stands between commas
LISTENER = 10  # words in which "that" is looked for after "told"
QUOTE_MARKS = frozenset("\"“”«»„''‘’")
STOPPERS = frozenset(',;:—–()[]\n"“”«»')
CLOSED = re.compile(r"[\"”»’']\s*$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """`source` is the speaker's noun phrase, where there is one; `cue` the verb with its helpers, or the noun; `content` what is said, in
    one piece or more; `direct` where it stands in quotation marks; `how` the class of the cue in the language's lists."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    direct: bool
    how: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the text with its words outside quotation marks and the quotations that begin in it."""

    text: str
    span: Span
    words: tuple[Word, ...]
    quoted: tuple[Span, ...]  # with their marks

    def gap(self, at: int) -> str:
        """What stands between word `at - 1` (or the sentence's start) and word `at` (or its end)."""
        start = self.words[at - 1].span.end if at else self.span.start
        end = self.words[at].span.start if at < len(self.words) else self.span.end
        return self.text[start:end]

    def stops(self, at: int) -> bool:
        """Does a mark that parts clauses stand before word `at`?"""
        return bool(set(self.gap(at)) & STOPPERS)


@lru_cache(maxsize=1024)
def attributions(text: str, start: int, end: int) -> tuple[Attribution, ...]:
    """The attributions in `text[start:end]` (one paragraph), in order of their cues."""
    found: list[Attribution] = []
    lines = list(_lines(text, start, end))
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        told: list[Attribution] = []
        for at in range(len(line.words)):
            if one := _attribution(line, at, told, after):
                told.append(one)
        found += told
    return tuple(found)


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The sentences of a paragraph. A stop inside a quotation ends none, unless it closes it; a quotation alone is one with the speech tag
    that follows."""
    found = quotations(text, start, end)
    masked = _masked(text, found, start, end, " ")
    held: Span | None = None
    parts = [part.shifted(start) for part in spans_of(_masked(text, found, start, end, "X"), 0, end - start)]
    for number, part in enumerate(parts):
        span = Span(held.start, part.end) if held else part
        held = None
        outside = words(masked[span.start - start : span.end - start], span.start)
        if not outside and number + 1 < len(parts) and not text[span.end : parts[number + 1].start].strip(" "):
            following = words(masked[parts[number + 1].start - start : parts[number + 1].end - start], 0)
            if _tag(following):
                held = span
                continue
        pieces = [piece for q in between(found, span.start, span.end) for piece in q.pieces if piece.start >= span.start]
        yield Line(text, span, tuple(outside), tuple(_with_marks(text, piece, start, end) for piece in pieces))


def _tag(following: Sequence[Word]) -> bool:
    """Do the words look like a speech tag: "Ms Hale said", "he asked"?"""
    return any(word.lower in language.load().attribution["clause"] for word in following[:6])


def _masked(text: str, found: Sequence[Quotation], start: int, end: int, blank: str) -> str:
    """The paragraph with each quoted letter replaced, a stop at the end of a quotation kept."""
    letters = list(text[start:end])
    for quotation in found:
        for piece in quotation.pieces:
            first, last = piece.start - start, piece.end - start
            kept = letters[last - 1]
            letters[first:last] = blank * (last - first)
            if kept in ".!?…":
                letters[last - 1] = kept
    return "".join(letters)


def _with_marks(text: str, piece: Span, start: int, end: int) -> Span:
    first = piece.start - 1 if piece.start > start and text[piece.start - 1] in QUOTE_MARKS else piece.start
    last = piece.end + 1 if piece.end < end and text[piece.end] in QUOTE_MARKS else piece.end
    return Span(first, last)


def _attribution(line: Line, at: int, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    lists = language.load().attribution
    word = line.words[at]
    lower = word.lower
    if told and any(word.span in piece for piece in told[-1].content[-1:]) and told[-1].how in ("noun",):
        return None
    if lower == "according" and at + 1 < len(line.words) and line.words[at + 1].lower == "to":
        return _according(line, at)
    if lower in lists["nouns"] and at + 1 < len(line.words) and line.words[at + 1].lower == "that" and not line.stops(at + 1):
        return _noun(line, at)
    how = next((name for name in ("clause", "mind", "view", "wish") if lower in lists[name]), None)
    if lower in lists["going"]:
        return _going(line, at, told, after)
    if how is None or (word.text[0].isupper() and at):
        return None
    if how == "mind" and not _governs(line, at):
        return None
    if lower in lists["wish"] and at + 1 < len(line.words) and line.words[at + 1].lower == "to":
        how = "wish"
    first = _helped(line, at)
    if first is None:
        return None
    return _with_subject(line, at, first, how, told, after)


def _helped(line: Line, at: int) -> int | None:
    """The first word of the verb group that ends at word `at`; None where the word is no finite verb there."""
    lists = language.load().attribution
    first = at
    while first and not set(line.gap(first).strip()) - {","} and _helps(line.words[first - 1].lower):
        first -= 1
    group = [line.words[n].lower for n in range(first, at)]
    passive = {"is", "was", "are", "were", "been", "be"} & set(group)
    if passive and not (line.words[at].lower.endswith("ing")):
        return None
    before = line.words[first - 1].lower if first else ""
    if first == at and (
        before in lists["prepositions"] or before in language.load().determiners or before in ("a", "an", "no", "to", "any")
    ):
        return None
    return first if before != "to" else None


def _helps(lower: str) -> bool:
    lists = language.load().attribution
    return lower in lists["helping"] or lower in lists["adverbs"] or (lower.endswith("ly") and len(lower) > 4)


def _governs(line: Line, at: int) -> bool:
    """Does a clause follow a verb of the mind: "that", "how", or the subject of another sentence?"""
    if at + 1 >= len(line.words):
        return bool(line.gap(at).strip())
    following = line.words[at + 1].lower
    lists = language.load()
    clause = following in ("that", "how", "whether", "what", "why", "if")
    return (
        clause
        or (not line.stops(at + 1) and following in ("he", "she", "it", "they", "i", "we", "you", "there"))
        or (
            not line.stops(at + 1)
            and following in lists.determiners
            and any(w.lower in lists.attribution["helping"] for w in line.words[at + 2 : at + 8])
        )
    )


def _with_subject(line: Line, at: int, first: int, how: str, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    cue = Span(line.words[first].span.start, line.words[at].span.end)
    if how == "clause" and (inverted := _inverted(line, first, at)):
        source, last = inverted
        content = _before(line, first)
        if content:
            return Attribution(source, cue, (*content, *_rest(line, last, after)), _quotes(line, content), how)
    subject = _subject(line, first, told)
    if subject is None:
        return None
    source, begins = subject
    if how in ("clause", "mind") and begins is not None and _closes_with_tag(line, begins, at) and (content := _before(line, begins)):
        return Attribution(source, cue, (*content, *_rest(line, at, after)), _quotes(line, content), how)
    content = _following(line, at, how)
    if not content:
        return None
    if (
        how == "clause"
        and _quotes(line, content)
        and after
        and not after.words
        and after.quoted
        and line.quoted[-1].end >= line.span.end - 1
    ):
        content = (*content, Span(after.span.start, after.span.end))
    return Attribution(source, cue, content, _quotes(line, content), how)


def _quotes(line: Line, content: Sequence[Span]) -> bool:
    """Is the content a quotation and nothing else?"""
    return any(content[0].start >= quoted.start and content[0].end <= quoted.end + 1 for quoted in line.quoted)


def _subject(line: Line, first: int, told: Sequence[Attribution]) -> tuple[Span, int | None] | None:
    """(the noun phrase that speaks, the number of its first word, or None where it is another clause's)."""
    if not first:
        return None
    bracketed = "," in line.gap(first) and "," in line.gap(first + 1) and _helps(line.words[first].lower)
    gap = "" if bracketed else line.gap(first)  # "Hale, however, said"
    last = first - 1
    before = line.words[last].lower
    if set(gap) & (STOPPERS - {","}):
        return None
    if "," in gap:
        opening = next((n for n in range(last, max(last - WIDE, 0), -1) if "," in line.gap(n)), None)
        if opening is None or opening == 0 or _has_verb(line, opening, last):
            return _earlier(line, told)
        begins = _phrase(line, opening - 1)
        if begins is None:
            return None
        relative = line.words[opening].lower in ("who", "which", "whose")
        return Span(line.words[begins].span.start, line.words[opening - 1 if relative else last].span.end), begins
    if before in ("and", "but"):
        return _earlier(line, told)
    if before in ("who", "which", "that"):
        return (line.words[last].span, None) if before != "that" else None
    begins = _phrase(line, last)
    return (Span(line.words[begins].span.start, line.words[last].span.end), begins) if begins is not None else None


def _has_verb(line: Line, first: int, last: int) -> bool:
    """Is there a verb of speech between, in no relative clause?"""
    if line.words[first].lower in ("who", "which", "whose", "where"):
        return False
    return any(line.words[n].lower in language.load().attribution["clause"] for n in range(first, last + 1))


def _earlier(line: Line, told: Sequence[Attribution]) -> tuple[Span, int | None] | None:
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


def _phrase(line: Line, last: int) -> int | None:
    """The first word of the noun phrase that ends at word `last`."""
    lists = language.load().attribution
    first = last
    if line.words[last].lower in lists["openers"] or line.words[last].lower in lists["helping"]:
        return None
    if line.words[last].lower in language.load().personal | {"they", "i", "we", "you", "it"}:
        return last
    while first and last - first < WIDE and not line.stops(first):
        before = line.words[first - 1].lower
        if before in lists["openers"] or before in lists["helping"] or before in lists["clause"] or before in lists["going"]:
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


def _inverted(line: Line, first: int, at: int) -> tuple[Span, int] | None:
    """(who speaks after the verb, their last word) in `..., said the mayor`."""
    gap = line.gap(first)
    if (not first and not line.quoted) or first != at or at + 1 >= len(line.words):
        return None
    quoted = any(
        quoted.end <= line.words[first].span.start and not line.text[quoted.end : line.words[first].span.start].strip(" ,")
        for quoted in line.quoted
    )
    if not quoted and ("," not in gap or line.words[at].lower in language.load().attribution["spoken_to"]):
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


def _closes_with_tag(line: Line, begins: int, at: int) -> bool:
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


def _before(line: Line, begins: int) -> tuple[Span, ...]:
    """What is said before the speech tag that begins at word `begins`."""
    end = line.words[begins].span.start
    start = line.span.start
    quoted = [q for q in line.quoted if q.end <= end]
    if quoted and not line.text[quoted[-1].end : end].strip(" ,"):
        whole = any(line.span.start <= word.span.start < quoted[0].start for word in line.words[:begins])
        return (Span(start if whole else quoted[0].start, quoted[-1].end),)
    stretch = line.text[start:end].rstrip(" ,—–-\n")
    return (Span(start, start + len(stretch)),) if len(stretch.split()) > 1 else ()


def _rest(line: Line, last: int, after: Line | None) -> tuple[Span, ...]:
    """What is said behind the speech tag that ends at word `last`: the other half of a sentence, or the quotation that follows."""
    end = line.words[last].span.end
    quoted = [q for q in line.quoted if q.start >= end]
    tail = line.text[end : line.span.end]
    if quoted:
        return (Span(quoted[0].start, quoted[-1].end),)
    if tail.startswith(",") and len(tail.split()) > 2 and last + 1 < len(line.words):
        lower = line.words[last + 1].lower
        if lower not in language.load().attribution["going"] and lower not in ("who", "which", "a", "an", "when", "after", "while"):
            return _trimmed(line, line.words[last + 1].span.start, line.span.end)
        return ()
    if after and not after.words and after.quoted and line.quoted:
        return (after.span,)
    return ()


def _following(line: Line, at: int, how: str) -> tuple[Span, ...]:
    """What is said after the verb, up to the sentence's end or another clause."""
    lists = language.load().attribution
    if how == "wish" and not (at + 1 < len(line.words) and (line.words[at + 1].lower == "to" or _to_follows(line, at))):
        return ()
    n = at + 1
    quoted = [q for q in line.quoted if q.start >= line.words[at].span.end]
    if n >= len(line.words) or (quoted and quoted[0].start < line.words[n].span.start):
        start = quoted[0].start if quoted else None
        return _trimmed(line, start, _stop(line, at)) if start is not None else ()
    lower = line.words[at].lower
    if how in ("clause", "mind"):
        past = _past_listener(line, at, lower in lists["spoken_to"])
        if past is None:
            start = quoted[0].start if quoted else None
            return _trimmed(line, start, _stop(line, at)) if start is not None else ()
        n = past
        if how == "clause" and "," in line.gap(n) and not quoted:
            return ()
    start = line.words[n].span.start
    if quoted and quoted[0].start < start:
        start = quoted[0].start
    return _trimmed(line, start, _stop(line, n))


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


def _trimmed(line: Line, start: int, end: int) -> tuple[Span, ...]:
    quoted = next((q for q in line.quoted if q.start < end <= q.end + 1 and q.end >= end - 1), None)
    text = line.text[start:end]
    kept = text if quoted and text.rstrip()[-1:] in QUOTE_MARKS else text.rstrip(" .,!?;:—–-\n")
    return (Span(start, start + len(kept)),) if len(kept.split()) > 0 and kept.strip() else ()


def _according(line: Line, at: int) -> Attribution | None:
    if at + 2 >= len(line.words):
        return None
    cue = Span(line.words[at].span.start, line.words[at + 1].span.end)
    last = at + 2
    while last + 1 < len(line.words) and not line.stops(last + 1):
        last += 1
    if not at or not line.text[line.span.start : line.words[at].span.start].strip(" \"'“"):
        source = Span(line.words[at + 2].span.start, line.words[last].span.end)
        if last + 1 >= len(line.words):
            quoted = [q for q in line.quoted if q.start >= source.end]
            return Attribution(source, cue, (quoted[0],), True, "according") if quoted else None
        start = min([line.words[last + 1].span.start, *(q.start for q in line.quoted if q.start >= source.end)])
        content = _trimmed(line, start, line.span.end)
        return Attribution(source, cue, content, _quotes(line, content), "according") if content else None
    while (
        last + 1 < len(line.words)
        and "," in line.gap(last + 1)
        and not set(line.gap(last + 1)) & (STOPPERS - {","})
        and (line.words[last + 1].lower in ("a", "an", "the", "who"))
    ):
        last += 1
        while last + 1 < len(line.words) and not line.stops(last + 1):
            last += 1
    source = Span(line.words[at + 2].span.start, line.words[last].span.end)
    content = _before(line, at)
    return Attribution(source, cue, content, _quotes(line, content), "according") if content else None


def _noun(line: Line, at: int) -> Attribution | None:
    """ "his claim that ...", "the board's promise that ..."."""
    content = _trimmed(line, line.words[at + 1].span.start, line.span.end)
    first = at - 1
    source = None
    if first >= 0 and line.words[first].lower in ("his", "her", "their", "its", "my", "our"):
        source = line.words[first].span
    elif first >= 0 and line.words[first].text.endswith(("'s", "’s", "s'", "s’")) and (begins := _phrase(line, first)) is not None:
        source = Span(line.words[begins].span.start, line.words[first].span.end - (2 if line.words[first].text[-1] == "s" else 1))
    return Attribution(source, line.words[at].span, content, False, "noun") if content else None


def _going(line: Line, at: int, told: Sequence[Attribution], after: Line | None) -> Attribution | None:
    """ "..., adding that ...": the speaker is the sentence's own."""
    lists = language.load().attribution
    group = at
    while group and _helps(line.words[group - 1].lower) and not line.stops(group):
        group -= 1
    if any(line.words[n].lower in ("is", "was", "are", "were", "been") for n in range(group, at)):
        subject = _subject(line, group, told)
    elif "," in line.gap(group) or (group and line.words[group - 1].lower in ("and", "while", "before", "after", "by", "in")):
        subject = _earlier(line, told)
    else:
        return None
    how = (
        "clause"
        if line.words[at].lower.removesuffix("ing") + "ed" in lists["clause"] or line.words[at].lower in ("saying", "telling")
        else "view"
    )
    content = _following(line, at, how)
    if not content or subject is None:
        return None
    return Attribution(subject[0], line.words[at].span, content, _quotes(line, content), "going")
