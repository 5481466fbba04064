"""Figures of one sentence that hang together: a change and its percentage, a part and its share, parts and their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.figures import Number, fractions, numbers
from presscheck.model import Document, Sentence, Span
from presscheck.parts import Match
from presscheck.sieve import Sieved
from presscheck.words import flat, key, words

ROUND = 100  # a total told in round hundreds, or in millions, is not added up
GAP = 48  # characters between two figures that hang together
SLACK = 0.5  # of a percentage: what rounding in between may have moved
IN_WORDS, LOOSELY = 5.0, 10.0  # points that a share told in words ("a third", "nearly half") may be off
ONWARD = re.compile(r"[^.;:()\d]{0,30} to [a-z ]{0,12}")  # from one figure to the other, with "in 2019" or "last year" between
BACK = re.compile(r"(?: [a-z]+)?(?:,? or [^,;:]{1,24},)?,? from (?:[a-z]+ ){0,2}")  # "to $46 million, or $1.20 a share, from $40 million"
TIMED = re.compile(r"\b(?:in|by) (?:1[5-9]|20)\d\d\b|\byears?\b|\bmonths?\b|\bquarters?\b")
PART_OF = re.compile(r" (?:[a-z]+ ){0,2}(?:out )?of (?:(?:the|its|their|all|his|her|our) )?")
OF_THE = re.compile(r"\b[Oo]f the $")
OF_OWN = re.compile(r" of (?:the|his|her|its|their|all|what) (?:[a-z-]+ )?([a-z-]+)")
NEXT_PART = re.compile(r"(?: [a-z-]+){0,3}(?:,| and|, and) (?:another )?")
OPENS_PARTS = re.compile(r"(?: [a-z-]+){0,4}(?::| —| –| \() ?")
CLOSES_PARTS = re.compile(r"(?: [a-z-]+){0,4}(?:[.)]| —| –|;|$)")
RANKED = re.compile(r"\b(?:rank|ranks|ranked|ranking|place|places|position|spot|seed|seeded|table)\b")


@lru_cache
def told_number() -> str:
    """A pattern for what may be a figure, in digits or words; RE2 and `re` both take it."""
    return rf"(?:\d[\d.,]*|\b(?:{'|'.join(sorted(map(re.escape, {*language.load().units, *language.load().tens})))})\b)"


@lru_cache
def may_change() -> str:
    """A pattern without which no sentence tells what something changed from."""
    return rf"\bfrom\s(?:[a-z]+\s){{0,3}}[^\w\s]{{0,3}}{told_number()}"


@lru_cache
def _may_change() -> Sieved:
    return Sieved(may_change(), re.IGNORECASE)


@lru_cache
def may_total() -> str:
    """A pattern without which no sentence tells parts and their total."""
    number, ends = told_number(), "|".join(map(re.escape, language.load().sums["totals"]))
    return rf"{number}(?:[\s-][a-z-]+){{0,5}}(?::|\s?[—–]|\s\()\s?{number}|\b(?:{ends})\b"


@lru_cache
def _may_total() -> Sieved:
    return Sieved(may_total(), re.IGNORECASE)


@lru_cache
def may_share() -> str:
    """A pattern without which no sentence tells a part and its whole."""
    return rf"\bof\s(?:(?:the|its|their|all|his|her|our)\s)?{told_number()}"


@lru_cache
def _may_share() -> Sieved:
    return Sieved(may_share(), re.IGNORECASE)


def changes(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A change told by two figures and by a third: "rose from 40 to 46, up 20 percent"; or a rise whose second figure is the smaller."""
    for sentence in sentences:
        text = draft[sentence.span]
        if " to " not in text or not _may_change().stands(text):
            continue
        told = numbers(draft.text, sentence.span.start, sentence.span.end)
        for a, b in _pairs(draft.text, told):
            yield from _change_told(draft.text, a, b, told)
            yield from _turned(draft.text, sentence, a, b, told)


def _pairs(text: str, told: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Two figures told as the beginning and end of a change: "from 40 in 2019 to 46", "to $46 million from $40 million"."""
    for at, a in enumerate(told):
        for b in told[at + 1 : at + 3]:
            between = text[a.span.end : b.span.start]
            if len(between) > GAP or not _alike(a, b):
                continue
            if b is told[at + 1] and _led(text, a, "from") and ONWARD.fullmatch(_without_years(between)):
                yield a, b
            elif _led(text, a, "to") and BACK.fullmatch(between):
                yield b, a


def _without_years(text: str) -> str:
    return re.sub(r"\b(?:1[5-9]|20)\d\d\b", "then", text)


def _alike(a: Number, b: Number) -> bool:
    """Are the two of one kind and scale, neither of them "about", so that the change between them can be reckoned?"""
    kinds = a.kind == b.kind or any(not n.kind and not n.unit for n in (a, b))
    same = kinds and (not a.unit or not b.unit or bool({*a.unit} & {*b.unit}))
    return same and not a.hedged and not b.hedged and a.value > 0 and b.value > 0 and max(a.value, b.value) < 50 * min(a.value, b.value)


def _led(text: str, number: Number, word: str) -> bool:
    return text[: number.span.start][-len(word) - 2 :].strip().endswith(word) and text[number.span.start - 1] == " "


def _change_told(text: str, a: Number, b: Number, told: Sequence[Number]) -> Iterator[Match]:
    """The percentage told beside the two figures, if it is not theirs."""
    if a.kind in ("percent", "points"):
        return
    first, last = sorted((a, b), key=lambda n: n.span)
    for change in told:
        apart = [n for n in told if n.kind == a.kind and abs(n.value - abs(a.value - b.value)) < 1e-6 * a.value]
        if change.kind != "percent" or not (_beside(text, first, last, change) or any(_beside_both(text, last, n, change) for n in apart)):
            continue
        (from_least, from_most), (to_least, to_most) = _meant(text, a), _meant(text, b)
        low, high = 100 * (to_least / from_most - 1), 100 * (to_most / from_least - 1)
        if low < 0:
            low, high = (-high, -low) if high < 0 else (0.0, max(-low, high))
        least, most = _meant(text, change)
        if most + SLACK < low or least - SLACK > high:
            exact = abs(100 * (b.value / a.value - 1))
            shown = f"from {_said(text, a)} to {_said(text, b)} is {exact:.3g} percent"
            yield Match(change.span, f"draft says {_said(text, change)} here, {shown}", Span(first.span.start, last.span.end))


def _meant(text: str, number: Number) -> tuple[float, float]:
    """The values that a figure beside others stands for: half of its last place either way, of a round thousand half of one percent; a
    small count is exact."""
    if number.hedged:
        return number.low, number.high
    shown = text[number.figure.start : number.figure.end].split(maxsplit=1)[0].replace(",", "")
    places = len(shown.partition(".")[2])
    scaled = shown.replace(".", "").isdecimal() and float(shown) != number.value
    scale = number.value / float(shown) if scaled and float(shown) else 1.0
    half = scale * 10.0**-places / 2 if scaled or places or number.kind == "percent" else 0.0
    if not half and number.step >= 100:
        half = number.value / 200
    return number.value - half, number.value + half


def _beside(text: str, first: Number, last: Number, change: Number) -> bool:
    """Does the change stand right after the two figures, or right before them ("rose 20 percent from 40 to 46")?"""
    if change.span.start > last.span.end:
        between = text[last.span.end : change.span.start]
        return len(between) <= GAP and _is_link(between)
    between = text[change.span.end : first.span.start]
    return change.span.end < first.span.start and re.fullmatch(r",? (?:[a-z]+ )?(?:from|to) ", between) is not None


def _beside_both(text: str, last: Number, apart: Number, change: Number) -> bool:
    """Does the difference of the two stand right after them, and the change right after that: ", a loss of $267, or 16 percent"?"""
    if not last.span.end < apart.span.start < apart.span.end < change.span.start:
        return False
    between, behind = text[last.span.end : apart.span.start], text[apart.span.end : change.span.start]
    return len(between) <= GAP and _is_link(between) and re.fullmatch(r",? or |, | \(", behind) is not None


def _is_link(text: str) -> bool:
    """After at most three words of what is counted, a comma, dash or bracket, then words that link: ", an increase of nearly "."""
    match = re.fullmatch(r"(?: [a-z]+){0,3}(?: (?:in|by) \d{4}| (?:this|last) year)?(?:,| —| –| \(|, or) ?((?:[a-z-]+ )*)", text)
    lists = language.load().sums
    known = lists["links"] | lists["rises"] | lists["falls"]
    return match is not None and all(word in known for word in match[1].split())


def _turned(text: str, sentence: Sentence, a: Number, b: Number, told: Sequence[Number]) -> Iterator[Match]:
    """A rise to less, or a fall to more, where it is surely one of a figure over time."""
    lists = language.load().sums
    first, last = sorted((a, b), key=lambda n: n.span)
    before = [n for n in told if n.span.end < first.span.start and text[n.span.end : first.span.start] in (" from ", ", from ")]
    start = before[0].span.start if before else first.span.start
    lead = re.search(r"([a-z]+)(?: by)?(?: from)?(?: to)?(?: about| nearly)? ?$", text[max(sentence.span.start, start - 30) : start])
    over_time = TIMED.search(text[first.span.start : last.span.end + 24]) or a.kind or before
    if lead is None or not over_time or RANKED.search(text[sentence.span.start : sentence.span.end]) or a.value == b.value:
        return
    word = lead[1]
    if (word in lists["rises"] and b.value < a.value) or (word in lists["falls"] and b.value > a.value):
        at = max(sentence.span.start, start - 30) + lead.start(1)
        said = f"draft says {word} here, from {_said(text, a)} to {_said(text, b)} there"
        yield Match(Span(at, at + len(word)), said, Span(first.span.start, last.span.end))


def shares(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A part, its whole and its share: "12 of the 30 seats, or half"."""
    for sentence in sentences:
        text = draft[sentence.span]
        if not _may_share().stands(text) or not any(sign.isdecimal() for sign in text):
            continue
        told = numbers(draft.text, sentence.span.start, sentence.span.end)
        for first, second in pairwise(told):
            part, whole = first, second
            between = draft.text[first.figure.end : second.figure.start]
            if OF_THE.search(draft.text[sentence.span.start : part.figure.start]) and re.fullmatch(r"(?: [a-z-]+){1,3}, ", between):
                part, whole = whole, part  # "Of the 30 members, 12 voted"
            elif not PART_OF.fullmatch(between):
                continue
            if part.kind or whole.kind or part.value >= whole.value or part.hedged or whole.hedged:
                continue
            yield from _share_told(draft.text, sentence, part, whole, told)


def _share_told(text: str, sentence: Sentence, part: Number, whole: Number, told: Sequence[Number]) -> Iterator[Match]:
    exact = [(n, SLACK) for n in told if n.kind == "percent"]
    spelt = [(n, IN_WORDS) for n in fractions(text, sentence.span.start, sentence.span.end)]
    for share, slack in (*exact, *spelt):
        first, last = sorted((part, whole), key=lambda n: n.span)
        if share.span.start > last.span.end:
            between = text[last.span.end : share.span.start]
            linked = len(between) <= GAP and _is_link(between) and not _of_another(text, share, whole)
        else:  # "40 percent of members, 12 of 30, voted"
            between = text[share.span.end : first.span.start]
            linked = re.fullmatch(r" of (?:[a-z-]+ ?){1,4}(?:, | \(|\()", between) is not None and text[
                last.span.end : last.span.end + 1
            ] in {",", ")"}
        if not linked:
            continue
        hedged = slack == IN_WORDS and any(word.lower in language.load().sums["links"] - {"a", "or"} for word in words(between))
        reckoned, room = 100 * part.value / whole.value, LOOSELY if hedged else slack
        least, most = _meant(text, share) if slack == SLACK else (share.value, share.value)
        if least - room > reckoned or most + room < reckoned:
            said = f"draft says {_said(text, share)} here, {_said(text, first, last)} is {reckoned:.3g} percent"
            yield Match(share.span, said, Span(first.span.start, last.span.end))


def _of_another(text: str, share: Number, whole: Number) -> bool:
    """Is the share told of a whole of its own: "5 of his 40 fields, a third of |his usual crop|"?"""
    told = OF_OWN.match(text, share.span.end)
    return told is not None and key(told[1]) not in whole.unit


def totals(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Parts and what they make: "15 people: 9 women and 5 men", "9 women and 5 men, 15 people in all"."""
    for sentence in sentences:
        text = draft[sentence.span]
        if not _may_total().stands(text):
            continue
        told = numbers(draft.text, sentence.span.start, sentence.span.end)
        if len(told) < 3:
            continue
        for first, last in _runs(draft.text, told):  # what ends a row may be its sum
            parts = told[first : last + 1]
            if any(n.hedged or n.kind != parts[0].kind or n.kind in ("percent", "points") for n in parts):
                continue
            if found := _total(draft.text, sentence, told, first, last, text):
                total, place = found
                reckoned = sum(n.value for n in parts)
                if total.kind == parts[0].kind and not total.hedged and total.value != reckoned and total.step < ROUND:
                    added = " and ".join(_said(draft.text, n) for n in parts)
                    said = f"draft says {_said(draft.text, total)} here, {added} make {reckoned:,.10g}"
                    yield Match(place, said, Span(parts[0].span.start, parts[-1].span.end))


def _runs(text: str, told: Sequence[Number]) -> Iterator[tuple[int, int]]:
    """(first, last) of the longest rows of two or more figures that stand beside one another as parts."""
    at = 0
    while at < len(told) - 1:
        end = at
        while end + 1 < len(told) and NEXT_PART.fullmatch(text[told[end].figure.end : told[end + 1].span.start]):
            end += 1
        if end > at:
            yield at, end
        if end > at + 1:
            yield at, end - 1
        at = end + 1


def _total(text: str, sentence: Sentence, told: Sequence[Number], first: int, last: int, shown: str) -> tuple[Number, Span] | None:
    """What the parts are said to make: before a colon, dash or bracket where all are counts of people, or after them with "a total of"."""
    lists = language.load().sums
    if last + 1 < len(told) and told[last + 1].span.start - told[last].span.end <= GAP:
        total = told[last + 1]
        before = text[told[last].figure.end : total.span.start]
        after = text[total.figure.end : min(total.figure.end + 40, sentence.span.end)]
        led = any(re.fullmatch(rf"(?: [a-z-]+){{0,3}}(?:,| —| –| \()? {words}:? ", before) for words in lists["totals"])
        closed = re.fullmatch(r"(?: [a-z-]+){0,6}(?:,| —| –) ", before) and any(
            re.match(rf"(?: [a-z-]+){{0,2}} {words}\b", after) for words in lists["totals"]
        )
        return (total, total.span) if led or closed else None
    if first and CLOSES_PARTS.match(text, told[last].figure.end, sentence.span.end):
        total, parts = told[first - 1], told[first : last + 1]
        opened = OPENS_PARTS.fullmatch(text[total.figure.end : parts[0].span.start])
        counted = all(_counts_people(n) for n in (total, *parts))
        left_out = any(word.lower in lists["parts"] for word in words(shown))
        return (total, total.span) if opened and counted and not left_out else None
    return None


def _counts_people(number: Number) -> bool:
    return not number.kind and bool(number.unit) and not _people().isdisjoint(number.unit)


@lru_cache
def _people() -> frozenset[str]:
    return frozenset(map(key, language.load().sums["people"]))


def _said(text: str, number: Number, other: Number | None = None) -> str:
    return flat(text[number.span.start : (other or number).span.end])
