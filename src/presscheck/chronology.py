"""The dated events of draft and sources on one timeline, and the places where the draft tells them in another order than a source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from itertools import islice, pairwise

from presscheck import language, words
from presscheck.dating import own_date
from presscheck.facts.date import dates
from presscheck.library import Library
from presscheck.model import Document, Event, Evidence, Fact, Outcome, Passage, Relation, Sentence, Span, Verdict
from presscheck.names import names, persons
from presscheck.split import spans
from presscheck.statements import assertions, statements, unquoted

KIND = "order"
LEAST = 2  # telling words that two tellings of one event must share
SHARE = 0.5  # of the words of the shorter telling
CORE = 3  # telling words
SHORT = 140  # characters of an event's words
SOON = 60  # days; a day without a year is no further ahead
MOST = 400  # events of a timeline
SEARCHED = 12  # passages whose sources are read for one order
REACH = 300  # letters of a clause
OPENING = 16  # letters from the beginning of an entry within which its date stands
CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d%])(?:\s?([ap])\.?m\b)?")
CLAUSE = re.compile(r"[,;:()—–]|\s-\s")


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as far as it is told; `minute` counts from midnight."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    minute: int | None = None

    def before(self, other: Moment) -> bool | None:
        """Is it earlier than the other? None where they may be the same, or cannot be compared."""
        for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day), (self.minute, other.minute)):
            if (mine is None) != (theirs is None):
                if (self.year, other.year) == (mine, theirs) and self.month and other.month:
                    continue  # one tells no year: both are taken to be of one
                return None
            if mine is not None and theirs is not None and mine != theirs:
                return mine < theirs
        return None


@dataclass(frozen=True, slots=True)
class Telling:
    """One sentence of a text: the keys of its telling words, those of its names among them, and when what it tells was, if it says."""

    span: Span
    keys: frozenset[str]
    names: frozenset[str]
    moment: Moment | None
    dated: Span | None


@dataclass(frozen=True, slots=True)
class Order:
    """Two events that one sentence, or two, put in order; `words` say so ("before", "soon afterwards"); `moment` dates the first."""

    first: frozenset[str]
    second: frozenset[str]
    words: Span
    moment: Moment | None = None


def timeline(draft: Document, sentences: Sequence[Sentence], weighed: Sequence[Verdict], library: Library) -> tuple[Event, ...]:
    """What the draft dates by day or month, and what the passages weighed for its dates date to the same days and months, the earliest
    first; what is of no known year comes last."""
    mine = list(_events(draft, [one.span for one in assertions(draft, sentences)]))
    told = {_told_as(event) for event in mine}
    passages = {p for v in weighed if v.fact.kind == "date" for e in v.evidence for p in e.passages}
    spans_by_source: dict[str, list[Span]] = defaultdict(list)
    for passage in sorted(passages, key=lambda p: (library[p.document].name, p.span)):
        spans_by_source[passage.document].append(passage.span)
    theirs = [event for id, found in spans_by_source.items() for event in _events(library[id], found) if _told_as(event) in told]
    years: dict[tuple[int | None, ...], set[int | None]] = defaultdict(set)
    for event in theirs:
        years[_told_as(event)].add(event.date[0])
    mine = [_in_year(event, years[_told_as(event)]) for event in mine]
    return tuple(
        sorted([*mine[:MOST], *theirs[:MOST]], key=lambda e: (e.date[0] or 9999, e.date[1] or 0, e.date[2] or 0, e.document != draft.id))
    )


def _in_year(event: Event, years: set[int | None]) -> Event:
    """A day that the draft tells without its year is of the one that all sources give it."""
    year, month, day = event.date
    told = next(iter(years), None)
    return replace(event, date=(told, month, day)) if year is None and len(years) == 1 else event


def _told_as(event: Event) -> tuple[int | None, ...]:
    """A day whatever its year, since many texts tell none; a month with its year."""
    year, month, day = event.date
    return (month, day) if day else (year, month, None)


def _events(document: Document, sentences: Sequence[Span]) -> Iterator[Event]:
    own = own_date(document)
    for span in sentences:
        for day in dates(document.text, span.start, span.end):
            if day.month and (day.day or day.year):
                told = (day.year or _year(own, day.month, day.day), day.month, day.day)
                who = tuple(dict.fromkeys(name.text for name in persons(document[span])))
                yield Event(told, day.span, document.id, document.where(day.span), _what(document, span, day.span), who)


def _year(own: date | None, month: int, day: int | None) -> int | None:
    """The year of a day told without one: the last such day before the text's own date, or one soon after it."""
    if own is None:
        return None
    ahead = own + timedelta(days=SOON) if own.year < MAXYEAR else own
    return (
        own.year + 1
        if (ahead.year > own.year and (month, day or 1) <= (ahead.month, ahead.day))
        else own.year - ((month, day or 1) > (ahead.month, ahead.day) and ahead.year == own.year)
    )


def _what(document: Document, sentence: Span, dated: Span) -> str:
    """The words of the sentence around the date, in one line."""
    start = max(sentence.start, min(dated.start - SHORT // 2, sentence.end - SHORT))
    start, end = words.whole_words(document.text, start, min(start + SHORT, sentence.end))
    told = words.flat(document.text[start:end])
    return f"{'… ' if start > sentence.start else ''}{told}{' …' if end < sentence.end else ''}"


def verdicts(draft: Document, sentences: Sequence[Sentence], library: Library) -> tuple[Verdict, ...]:
    """A verdict for each order of two events that the draft tells and that a source surely bears out or reverses; for others none. Only
    sources that the search finds for the sentence are read."""
    found = []
    for one in assertions(draft, sentences):
        for order in _orders(draft, sentences, one.sentence):
            fact = Fact(KIND, order.words, one.index, draft[order.words], one.statement, True)
            sources = sorted({p.document for p in library.search(fact, SEARCHED)}, key=lambda id: (library[id].name, id))
            evidence = [piece for id in sources if (piece := _weigh(order, draft, library[id]))]
            against = [e for e in evidence if e.relation is Relation.CONTRADICTS]
            support = [e for e in evidence if e.relation is Relation.SUPPORTS]
            if kept := support or against:
                outcome = Outcome.SUPPORTED if support else Outcome.CONTRADICTED
                found.append(Verdict(fact, outcome, kept[0].note, tuple(kept[:3])))
    return tuple(found)


# what the draft puts in order


def _orders(document: Document, sentences: Sequence[Sentence], sentence: Sentence) -> Iterator[Order]:
    text = unquoted(document[sentence.span])
    yield from _linked(document.text, text, sentence.span.start)
    if sentence.index and (later := _opened(text)):
        before = sentences[sentence.index - 1].span
        after = Span(sentence.span.start + later[1], sentence.span.end)
        if document.block_at(before.start) is document.block_at(after.start):
            first, second = words.telling(document[before]), _core(document, after)
            moments = [moment for moment, _ in _moments(document.text, before)]
            at = Span(sentence.span.start, sentence.span.start + later[1])
            if later[0]:
                yield Order(first, second, at, moments[0] if len(moments) == 1 else None)
            else:
                yield Order(second, first, at)


def _core(document: Document, span: Span) -> frozenset[str]:
    """The first telling words of a sentence: mostly who did what to what."""
    told = (word.key for word in words.words(document[span]))
    return frozenset(islice((key for key in told if key not in words.stopkeys()), CORE))


def _opened(text: str) -> tuple[bool, int] | None:
    """(does the sentence come later, where its words begin) where it opens with "soon afterwards", "two weeks earlier"."""
    tokens = words.words(text)
    lists = language.load().order
    for n, word in enumerate(tokens[:5]):
        if word.lower in lists.later or word.lower in lists.earlier:
            if all(other.lower in lists.spans or other.text.isdecimal() for other in tokens[:n]):
                return word.lower in lists.later, word.span.end
            return None
    return None


def _linked(text: str, sentence: str, offset: int) -> Iterator[Order]:
    """The events that "before", "after" and "once" put in order in one sentence."""
    lists = language.load().order
    tokens = words.words(sentence)
    for n, word in enumerate(tokens):
        if word.lower not in lists.before and word.lower not in lists.after:
            continue
        if n and tokens[n - 1].lower in lists.not_before_link:
            continue
        if n + 1 < len(tokens) and tokens[n + 1].lower in language.load().titles:  # "before Judge Vance"
            continue
        if n + 1 < len(tokens) and _is_of_day(sentence, word.span.end):
            continue
        left, right = _sides(sentence, word.span)
        if left is None or right is None:
            continue
        a, b = words.telling(sentence[left.start : left.end]), words.telling(sentence[right.start : right.end])
        a, b = a - b, b - a
        if len(b) < LEAST or len(a) < LEAST:
            continue
        start = tokens[n - 1].span.start if n and tokens[n - 1].lower in lists.only else word.span.start
        at = Span(start + offset, word.span.end + offset)
        moments = [moment for moment, _ in _moments(text, right.shifted(offset))] if word.lower in lists.after else []
        first, second = (a, b) if word.lower in lists.before else (b, a)
        yield Order(first, second, at, moments[0] if len(moments) == 1 else None)


def _is_of_day(sentence: str, at: int) -> bool:
    """Does a link lead to a day, and not to an event: "the ballots that came in after |2 November| had been added"?"""
    days = (day for day in dates(sentence, at, min(at + REACH, len(sentence))) if day.month or day.year)
    return any(not sentence[at : day.span.start].strip(" ") and not _of_noun(sentence, day.span.end) for day in days)


def _of_noun(sentence: str, at: int) -> bool:
    """Does a noun follow the day right away: "before |March| talks began"?"""
    behind = words.words(sentence[at : at + REACH])[:1]
    return bool(behind) and not sentence[at : at + behind[0].span.start].strip(" ") and behind[0].lower not in language.load().stopwords


def _sides(sentence: str, link: Span) -> tuple[Span | None, Span | None]:
    """The clause that a link stands after and the one that it opens; where it opens the sentence, the other follows its comma."""
    end = min(len(sentence), link.end + REACH)
    comma = CLAUSE.search(sentence, link.end, end)
    right = _span(link.end, comma.start() if comma else end)
    start = max(link.start - REACH, 0)
    if sentence[: link.start].strip():
        return _span(start, link.start), right
    return (_span(comma.end(), end) if comma else None), right


def _span(start: int, end: int) -> Span | None:
    return Span(start, end) if start < end else None


# when the sources say it was


def _weigh(order: Order, draft: Document, source: Document) -> Evidence | None:
    """SUPPORTS or CONTRADICTS where the source tells both events and when each was, or puts them in order itself."""
    first, second = _told(order.first, source), _told(order.second, source)
    return _linked_there(order, draft, source) or _by_moments(order, draft, source, first, second)


def _linked_there(order: Order, draft: Document, source: Document) -> Evidence | None:
    """What the source's own "before" and "after" say; one telling in the draft's order outranks others that seem turned round."""
    turned: tuple[Telling, Order] | None = None
    for telling in _tellings(source):
        if len(order.first & telling.keys) < LEAST or len(order.second & telling.keys) < LEAST:
            continue
        for theirs in _linked(source.text, source[telling.span], telling.span.start):
            straight = _common(order.first, theirs.first, order.second, theirs.second)
            crossed = _common(order.first, theirs.second, order.second, theirs.first)
            if straight and straight >= crossed:
                return _linked_evidence(order, draft, source, telling, theirs, Relation.SUPPORTS)
            turned = turned or ((telling, theirs) if crossed > straight else None)
    return _linked_evidence(order, draft, source, *turned, Relation.CONTRADICTS) if turned else None


def _linked_evidence(order: Order, draft: Document, source: Document, telling: Telling, theirs: Order, relation: Relation) -> Evidence:
    passage = Passage(source.id, telling.span, source[telling.span], source.where(telling.span))
    said = f"source says “{_around(source, theirs.words, telling.span)}”"
    note = said if relation is Relation.SUPPORTS else f"draft says {_line(draft, order.words)}, {said}"
    return Evidence((passage,), (theirs.words,), relation, "chronology", 0.8, note)


def _around(source: Document, link: Span, sentence: Span) -> str:
    """The words on both sides of a link."""
    start, end = words.whole_words(source.text, max(sentence.start, link.start - SHORT // 2), min(sentence.end, link.end + SHORT // 2))
    return f"{'… ' if start > sentence.start else ''}{words.flat(source.text[start:end])}{' …' if end < sentence.end else ''}"


def _common(a: frozenset[str], b: frozenset[str], c: frozenset[str], d: frozenset[str]) -> int:
    """How many words the first two and the last two have in common, 0 where either pair is not surely one event."""
    return len(a & b) + len(c & d) if _shares(a, b) and _shares(c, d) else 0


def _by_moments(order: Order, draft: Document, source: Document, first: Telling | None, second: Telling | None) -> Evidence | None:
    if second is None or second.moment is None or second.dated is None or (first is not None and first.span == second.span):
        return None
    when = first.moment if first and first.moment else order.moment
    earlier = when.before(second.moment) if when and (when.day is None) == (second.moment.day is None) else None
    if earlier is None:
        return None
    told = [telling for telling in (first, second) if telling and telling.dated]
    passages = tuple(Passage(source.id, t.span, source[t.span], source.where(t.span)) for t in told)
    marks = tuple(t.dated for t in told if t.dated)
    dates = " and ".join(dict.fromkeys(_line(source, mark) for mark in marks))
    if earlier:
        return Evidence(passages, marks, Relation.SUPPORTS, "chronology", 0.7, f"source says, in this order, {dates}")
    days = [_line(source, telling.dated) for telling in (first, second) if telling and telling.dated]
    note = f"draft says {_line(draft, order.words)}, source says {' and '.join(days)}"
    return Evidence(passages[::-1], marks[::-1], Relation.CONTRADICTS, "chronology", 0.7, note)


def _line(document: Document, span: Span) -> str:
    return words.flat(document[span])[:SHORT]


def _shares(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    common = len(mine & theirs)
    return common >= LEAST and common >= SHARE * min(len(mine), len(theirs))


def _told(keys: frozenset[str], source: Document) -> Telling | None:
    """The one sentence of the source that tells the event; None where none has enough of its words, or two have as many."""
    best: list[Telling] = []
    most = max(LEAST, SHARE * len(keys))
    for telling in _tellings(source):
        common = len(keys & telling.keys)
        if common >= most and not keys & telling.keys - telling.names:
            continue
        if common > most or (common == most and not best):
            best, most = [telling], common
        elif common == most:
            best.append(telling)
    return best[0] if len(best) == 1 else None


@lru_cache(maxsize=64)
def _tellings(document: Document) -> tuple[Telling, ...]:
    """The sentences of a source. One that tells no day has that of its entry's opening, or, with "that day", of the sentence before."""
    found: list[Telling] = []
    block, opening, last = None, None, None
    sentences = [Sentence(n, span) for n, span in enumerate(spans(document, document.blocks))]
    for sentence, meant in zip(sentences, statements(document, sentences), strict=True):
        span, text = sentence.span, document[sentence.span]
        here = document.block_at(span.start)
        told = _moments(document.text, span)
        if here is not block:
            block, last = here, None
            opening = told[0] if told and here and _heads(document.text, here.span.start, told[0][1].start) else None
        distinct = {moment for moment, _ in told}
        moment = told[0] if len(distinct) == 1 else None
        if not told:
            moment = last if last and _that_day(text) else opening
        named = frozenset(word.key for name in names(meant) for word in name.words)
        found.append(Telling(span, words.telling(meant), named, moment[0] if moment else None, moment[1] if moment else None))
        last = moment or last
    return tuple(found)


def _heads(text: str, start: int, dated: int) -> bool:
    """Does the date open its entry, with no word before it ("06/14/2031  COMPLAINT FILED")?"""
    return dated - start <= OPENING and not any(letter.isalpha() for letter in text[start:dated])


def _that_day(text: str) -> bool:
    lowered = [word.lower for word in words.words(text)]
    lists = language.load().order
    return any(a in lists.same and b in lists.days for a, b in pairwise(lowered))


def _moments(text: str, span: Span) -> list[tuple[Moment, Span]]:
    """The days told in a stretch of text, each with the time of day where one is told; or the times alone."""
    dated = [day for day in dates(text, span.start, span.end) if day.year or day.month]
    clock = [(_minute(match), Span(*match.span())) for match in CLOCK.finditer(text, span.start, span.end)]
    clock = [pair for pair in clock if not any(pair[1].overlaps(day.span) for day in dated)]
    minute = clock[0][0] if len(clock) == 1 else None
    if dated:
        return [(Moment(day.year, day.month, day.day, minute if len(dated) == 1 else None), day.span) for day in dated]
    return [(Moment(minute=clock[0][0]), clock[0][1])] if len(clock) == 1 else [(Moment(minute=m), at) for m, at in clock]


def _minute(match: re.Match[str]) -> int:
    hour = int(match[1]) % 12 + 12 * (match[3] == "p") if match[3] else int(match[1])
    return 60 * hour + int(match[2])
