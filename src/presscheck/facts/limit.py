"""A limit told as the thing itself: four years for up to four, at least twelve for at most, in September for September at the earliest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.clauses import cut, parted
from presscheck.figures import Number, is_year, numbers, same_unit
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions
from presscheck.words import Word, flat, telling, telling_around, words

BEHIND = 3  # words after a figure among which "at most" and "or more" are looked for
BOUND_AHEAD = 4  # words before "more than" among which "no farm will receive" stands
REACH = 8  # words before a bound among which a "no" or a "brings" is looked for: "|no| hearing is expected before September"
LEAST = 0.2  # share of the statement's other words that the passage and its context must have, one at least in the passage itself
MORE = 2  # of them, for a figure that the passage does not leave open ("may", "would") as the draft should have
QUIET = True  # that a figure is told as its source tells it is no verdict worth showing
AGAINST = {"": ("ceiling", "earliest"), "ceiling": ("floor",), "floor": ("ceiling",)}
"""How the draft may tell a figure or a day -> how its source tells it where the draft is wrong."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, or a month, day or year, as a text tells it: `bound` is "ceiling", "floor", "earliest" or ""; `span` its own words, `shown`
    those with what bounds it; `number` or `day` (year, month, day; 0 where it is not told) is what it is compared by."""

    span: Span
    shown: Span
    bound: str
    number: Number | None = None
    day: tuple[int, int, int] = (0, 0, 0)


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every figure that is told with a limit, or as what surely will be, and every day on which something surely will be."""
    for one in assertions(draft, sentences):
        for bounded in told(one.text):
            if (bounded.bound in ("ceiling", "floor") or _surely(one.text, bounded)) and not one.quotes(one.at(bounded.span)):
                span = one.at(bounded.shown)
                yield Fact("limit", span, one.index, draft[span], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage tells the same figure or day without the limit that would contradict it, CONTRADICTS where it tells it
    only with that."""
    at = fact.statement.find(fact.reading)
    mine = next((one for one in told(fact.statement) if one.shown.start == at), None)
    if mine is None:
        return None
    common = _common(fact, passage, source)
    if not common:
        return None
    theirs = [one for one in told(passage.text) if _one(mine, one, fact)]
    against = next((one for one in theirs if one.bound in AGAINST[mine.bound]), None)
    if against is None:
        same = next((one for one in theirs if _surely_one(mine, one)), None)
        if same is None:
            return None
        there = same.shown.shifted(passage.span.start)
        return Evidence((passage,), (there,), Relation.SUPPORTS, "facts.limit", 0.6, f"source has {flat(source[there])}")
    if len(theirs) > 1 or common < MORE - (mine.number is None or (mine.bound == "" and _left_open(passage.text))):
        return None
    there = against.shown.shifted(passage.span.start)
    note = f"draft says {flat(fact.reading)}, source says {flat(source[there])}"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.limit", 0.7, note)


def _one(mine: Told, theirs: Told, fact: Fact) -> bool:
    """Is it the same figure of the same thing, or the same day?"""
    if mine.number is None or theirs.number is None:
        return mine.number is theirs.number and _same_day(mine.day, theirs.day)
    if mine.number.value != theirs.number.value or mine.number.kind != theirs.number.kind:
        return False
    counted = theirs.number.unit[:1]  # "74 people will be made redundant" counts the redundancies
    return same_unit(mine.number, theirs.number) is not False or any(key in telling(fact.statement) for key in counted)


def _surely_one(mine: Told, theirs: Told) -> bool:
    """Does what counts the same, or has the same limit, bear the draft out? A bare "Not guilty: 12" does not."""
    if mine.number is None or theirs.number is None or mine.bound == theirs.bound != "":
        return True
    return same_unit(mine.number, theirs.number) is True


def _same_day(mine: tuple[int, int, int], theirs: tuple[int, int, int]) -> bool:
    (year, *rest), (other, *others) = mine, theirs
    return rest == others and (year == other or (0 in (year, other) and any(rest)))


def _common(fact: Fact, passage: Passage, source: Document) -> int:
    """How many of the statement's other words the passage and its context have; 0 where they are too few."""
    rest = telling(fact.statement) - telling(fact.reading)
    here = telling(passage.text)
    common = telling_around(passage, source) & rest
    return len(common) if not rest.isdisjoint(here) and len(common) >= LEAST * min(len(rest), 10) else 0


def _left_open(text: str) -> bool:
    """Has it a "may", "could" or "would"?"""
    lists = language.load()
    return any(word.text in lists.hedges["modals"] or word.text in lists.limits["modals"] for word in words(text))


def _surely(text: str, one: Told) -> bool:
    """Does its clause say that it will be so, with no word that leaves it open?"""
    lists = language.load()
    clause = {word.text for word in _clause(text, one.span)}
    left_open = lists.hedges["hedges"] | lists.hedges["open"] | lists.limits["open"]
    hedged = one.number is not None and one.number.hedged
    return one.bound == "" and not hedged and not clause.isdisjoint(lists.limits["surely"]) and clause.isdisjoint(left_open)


def _clause(text: str, at: Span) -> Sequence[Word]:
    """The words around it up to the next stop, or the next word that joins one clause to another."""
    joining = language.load().hedges["joining"]
    run: Sequence[Word] = ()
    for run in cut(words(text), lambda before, word: word.lower in joining or parted(text, (before, word))):
        if run[-1].span.end >= at.end:
            break
    return run


def _reads(run: Sequence[Word], phrase: tuple[str, ...]) -> bool:
    return tuple(word.lower for word in run) == phrase


@lru_cache(maxsize=4096)
def told(text: str) -> tuple[Told, ...]:
    """The figures and the days of a text, each with its limit."""
    tokens = words(text)
    figures = [_figure(text, tokens, number) for number in numbers(text, 0, len(text))]
    return tuple(sorted([*figures, *_days(text, tokens)], key=lambda one: one.span.start))


def _figure(text: str, tokens: Sequence[Word], number: Number) -> Told:
    at = next((n for n, word in enumerate(tokens) if word.span.start >= number.figure.start), len(tokens))
    for bound in ("ceiling", "floor"):
        if lead := _before(text, tokens, at, bound):
            return Told(number.span, Span(lead.span.start, number.span.end), _turned(text, tokens, lead, bound), number)
        if last := _behind(text, tokens, at, bound):
            return Told(number.span, Span(number.span.start, max(last.span.end, number.span.end)), bound, number)
    return Told(number.span, number.span, "", number)


def _before(text: str, tokens: Sequence[Word], at: int, bound: str) -> Word | None:
    """The first word of a phrase right before token `at` that bounds what follows: "|not| to exceed 12 years"."""
    lists = language.load().limits
    for phrase in _phrases(f"{bound}-before"):
        first = at - len(phrase)
        run = tokens[max(first, 0) : at + 1]
        if first < 0 or not _reads(run[:-1], phrase) or parted(text, run):
            continue
        raised = not lists["raising"].isdisjoint(word.lower for word in tokens[max(first - REACH, 0) : first])
        ends = raised or (first > 0 and tokens[first - 1].lower in lists["adding"])  # "brings the total up to 300"
        return None if ends and phrase == ("up", "to") else tokens[first]
    return None


def _turned(text: str, tokens: Sequence[Word], lead: Word, bound: str) -> str:
    """ "Should not be more than 12" is a ceiling, and so is "no farm will receive more than 12"."""
    at = next(n for n, word in enumerate(tokens) if word is lead)
    before = [word.lower for word in tokens[max(at - BOUND_AHEAD, 0) : at]]
    denied = any(word in ("not", "never", "cannot") or word.endswith("n't") for word in before[-2:])
    if lead.lower == "more" and "no" in before and not parted(text, tokens[max(at - BOUND_AHEAD, 0) : at + 1]):
        lists = language.load()
        denied |= not (lists.limits["surely"] | lists.limits["modals"] | lists.hedges["modals"]).isdisjoint(
            before[before.index("no") + 2 :]
        )
    return {"floor": "ceiling", "ceiling": ""}[bound] if denied else bound


def _behind(text: str, tokens: Sequence[Word], at: int, bound: str) -> Word | None:
    """The last word of a phrase that bounds the figure before it: "four years |at most|"."""
    for phrase in _phrases(f"{bound}-behind"):
        for first in range(at + 1, min(at + 1 + BEHIND, len(tokens))):
            run = tokens[at : first + len(phrase)]
            if _reads(tokens[first : first + len(phrase)], phrase) and not parted(text, run):
                return run[-1]
    return None


def _phrases(name: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a list, the longest first: "not more than" before "more than"."""
    return iter(sorted((tuple(phrase.split()) for phrase in language.load().limits[name]), key=lambda phrase: (-len(phrase), phrase)))


def _days(text: str, tokens: Sequence[Word]) -> Iterator[Told]:
    """The months, with their day and year, and the years that stand alone."""
    lists, at = language.load(), 0
    while at < len(tokens):
        word = tokens[at]
        month = lists.months.get(word.lower, 0) if word.text[0].isupper() else 0
        if not month and not is_year(word):
            at += 1
            continue
        first = last = at
        day = 0
        if month and at and tokens[at - 1].text.isdecimal() and len(tokens[at - 1].text) < 3 and not parted(text, tokens[at - 1 : at + 1]):
            first, day = at - 1, int(tokens[at - 1].text)
        elif month and at + 1 < len(tokens) and tokens[at + 1].text.isdecimal() and len(tokens[at + 1].text) < 3:
            last, day = at + 1, int(tokens[at + 1].text)
        year = int(word.text) if not month else 0
        if month and last + 1 < len(tokens) and is_year(tokens[last + 1]):
            last, year = last + 1, int(tokens[last + 1].text)
        span = Span(tokens[first].span.start, tokens[last].span.end)
        lead, end = _earliest_before(text, tokens, first), _behind(text, tokens, last, "earliest")
        shown = Span(lead.span.start if lead else span.start, end.span.end if end else span.end)
        yield Told(span, shown, "earliest" if lead or end else "", None, (year, month, day))
        at = last + 1


def _earliest_before(text: str, tokens: Sequence[Word], at: int) -> Word | None:
    """The "no" or "not" with which the day at token `at` is the earliest: "|no| hearing is expected before September"."""
    if not any(_reads(tokens[max(at - len(phrase), 0) : at], phrase) for phrase in _phrases("earliest-before")):
        return None
    past = language.load().limits["past"]
    for n in range(at - 1, max(at - 1 - REACH, -1), -1):
        if parted(text, tokens[n : n + 2]) or tokens[n].lower in past:
            return None
        if tokens[n].lower in ("no", "not", "never", "cannot") or tokens[n].lower.endswith("n't"):
            return None if {word.lower for word in tokens[max(n - 2, 0) : n + 1]} & past else tokens[n]
    return None
