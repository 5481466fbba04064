"""The sources, cut into passages and searchable: one verb, `search(fact, limit)`.

A passage is a sentence, a row of a table or a line of a docket; its context is what gives it sense: the heading above, the header
row, the start of its entry, the sentence before. Ranking is BM25 with term frequency 1 (a sentence seldom repeats a word), after
Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with k1 = 1.2 and b = 0.4.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from presscheck import cells, language, split, words
from presscheck.model import Block, BlockKind, Document, Fact, Passage, Span

K1, B = 1.2, 0.4
OWN = 2.5  # how much more the fact's own words weigh than the rest of its sentence
WORTH = 0.3  # of the best score; what scores less is not kept
MANY = 1000  # passages that are looked at for one question before its commoner words are left out
COMMON, FEW = 0.1, 1000  # a word in a larger share of all passages, and in more than a few, is common
ROUNDED = 0.1  # how far apart, as a share, two figures are that may be one, rounded
NEAR_WORDS = 3  # spellings tried for a word that no source has
TRIED = 24  # passages of one source, those that hold most, of which some are chosen to hold as much as they can together
LEAST_HELD = 0.12  # of a statement's words, names and figures counted twice, that a source holds which speaks of it at all
SHORT, SHORT_TEXT = 64, 2400  # passages, and characters, of a source that is read whole
WALKED = 8  # passages for each source, up to which all are walked over to find their sources
ADDS = 1.0  # what a passage must add to those chosen before it


class Coverage(NamedTuple):
    """How much of some words the sources hold: the share of what all are worth that one passage holds and one with those on either side
    of it, and the passage that holds most; a word is worth what it tells apart (its idf)."""

    held: float
    around: float
    passage: Passage | None


class Library:
    """All readable sources of a check; immutable once built."""

    def __init__(self, sources: Iterable[Document]) -> None:
        self._sources: list[Document] = []
        self._passages: list[Passage] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        lengths: list[int] = []
        postings = self._postings
        self._ranges: dict[str, tuple[int, int]] = {}
        self._ends: list[int] = []  # the number behind the last passage of each source
        self._source_of: list[int] = []  # for each passage
        for source in sources:
            self._sources.append(source)
            first = len(self._passages)
            for passage in _passages(source):
                number = len(self._passages)
                terms = words.terms(passage.text)
                for term in terms:
                    postings[term].append(number)
                lengths.append(len(terms))
                self._passages.append(passage)
            self._ranges[source.id] = (first, len(self._passages))
            self._ends.append(len(self._passages))
            self._source_of += [len(self._sources) - 1] * (len(self._passages) - first)
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [1 / (1 + K1 * (1 - B + B * length / max(mean, 1))) for length in lengths]
        self._by_id = {source.id: source for source in self._sources}
        self._figures = sorted((value, term) for term in self._postings if (value := _value(term)) is not None)
        self._initials: dict[str, list[str]] = defaultdict(list)
        for term in sorted(self._postings):
            self._initials[term[0]].append(term)
        self._ranked = lru_cache(maxsize=512)(self._rank)

    def __len__(self) -> int:
        return len(self._passages)

    def __getitem__(self, document: str) -> Document:
        """The source with this id."""
        return self._by_id[document]

    @property
    def documents(self) -> Sequence[Document]:
        """All sources, in their order."""
        return self._sources

    def search(self, fact: Fact, limit: int) -> tuple[Passage, ...]:
        """The passages most likely to speak of the fact, best first; at most `limit`, none that shares no word with it."""
        scores = dict(self._ranked(words.telling(fact.statement)))
        for number, score in self._ranked(words.telling(fact.reading)).items():
            scores[number] = scores.get(number, 0.0) + OWN * score
        best = _best(scores, limit)
        return tuple(self._passages[number] for number in best)

    def holding(self, fact: Fact, limit: int) -> tuple[Passage, ...]:
        """The passages that have every telling word of the fact's reading, those nearest to its sentence first; at most `limit`. They
        are found however many others are nearer to the sentence."""
        wanted = words.telling(fact.reading)
        wanted = wanted - _of_shares() or wanted  # the head of a column may tell that its figures are percentages
        postings = sorted((self._postings.get(term, ()) for term in wanted), key=len)
        if not postings:
            return ()
        held = [number for number in postings[0] if all(_in(number, others) for others in postings[1:])]
        near = self._ranked(words.telling(fact.statement))
        best = heapq.nsmallest(limit, held, key=lambda number: (-near.get(number, 0.0), number))
        return tuple(self._passages[number] for number in best)

    def standing(self, fact: Fact, document: str, places: Sequence[Span], limit: int) -> tuple[Passage, ...]:
        """The passages of one source, or of these places in it (in order), that are nearest to the fact's sentence; at most `limit`."""
        first, last = self._ranges[document]
        near = self._ranked(words.telling(fact.statement))
        numbers = [number for span in places for number in self._over(span, first, last)] if places else [*range(first, last)]
        best = heapq.nsmallest(limit, dict.fromkeys(numbers), key=lambda number: (-near.get(number, 0.0), number))
        return tuple([self._passages[number] for number in best])

    def _over(self, span: Span, first: int, last: int) -> range:
        """The numbers, from `first` on and before `last`, of the passages that overlap the span."""
        begin = bisect_right(self._passages, span.start, first, last, key=lambda held: held.span.end)
        return range(begin, max(bisect_left(self._passages, span.end, begin, last, key=lambda held: held.span.start), begin))

    def covering(self, statement: str, most: int, sources: int) -> tuple[tuple[Passage, ...], ...]:
        """For each source that holds some of the statement's telling words, the passages that together hold most of them, the best first,
        then what stands beside them; at most `most`, and of a short source everything. The sources that hold most come first, at most
        `sources` of them. What is chosen of one source does not hang on the others."""
        stops = words.stopkeys()
        mine = {word.key: word for word in words.words(statement) if word.key not in stops}
        doubled = sum(1 << bit for bit, word in enumerate(mine.values()) if word.text[0].isupper() or word.text[0].isdecimal())
        postings = [(1 << bit, self._postings[key]) for bit, key in enumerate(mine) if key in self._postings]
        together: dict[int, int] = defaultdict(int)
        for bit, numbers in postings:
            for source in self._holders(numbers):
                together[source] |= bit
        worths = _Worths(doubled)
        least = LEAST_HELD * worths[(1 << len(mine)) - 1]
        worth = {source: told for source, bits in together.items() if (told := worths[bits]) >= least}
        best = heapq.nsmallest(sources, worth, key=lambda source: (-worth[source], source))
        chosen = [_cover(self._held(source, postings), worths, most) for source in best]
        return tuple(tuple([self._passages[number] for number in self._among(numbers, most)]) for numbers in chosen)

    def lacks(self, word: str) -> bool:
        """Has no source this word, by its key?"""
        return word not in self._postings

    def coverage(self, keys: Sequence[str]) -> Coverage:
        """How much of these words, by their keys, the sources hold, and where most of them."""
        held, around, worth = defaultdict[int, float](float), defaultdict[int, float](float), 0.0
        for key, times in Counter(keys).items():
            numbers = self._postings.get(key, ())
            told = times * math.log((len(self._passages) + 1) / (len(numbers) + 0.5))
            worth += told
            for number in numbers:
                held[number] += told
            for near in {other for number in numbers for other in range(number - 1, number + 2)}:
                around[near] += told
        best = min(held, key=lambda number: (-held[number], number), default=None)
        if best is None or worth <= 0:
            return Coverage(0.0, 0.0, self._passages[0] if self._passages else None)
        return Coverage(held[best] / worth, max(around.values()) / worth, self._passages[best])

    def holders_of(self, word: str) -> frozenset[str]:
        """The ids of the sources that have a word, by its key."""
        return frozenset(self._passages[number].document for number in self._postings.get(word, ()))

    def has_begun(self, beginning: str) -> bool:
        """Has a source a word whose key begins so?"""
        terms = self._initials.get(beginning[:1], [])
        at = bisect_left(terms, beginning)
        return at < len(terms) and terms[at].startswith(beginning)

    def _holders(self, numbers: Sequence[int]) -> Collection[int]:
        """The sources in which these passages stand; where they are many, found without a walk over all of them."""
        ends, found, at = self._ends, list[int](), 0
        if len(numbers) < WALKED * len(ends):
            return set(map(self._source_of.__getitem__, numbers))
        while at < len(numbers):
            source = self._source_of[numbers[at]]
            found.append(source)
            at = bisect_left(numbers, ends[source], at)
        return found

    def _held(self, source: int, postings: Sequence[tuple[int, Sequence[int]]]) -> dict[int, int]:
        """Passage number -> bits of the words that it holds, for the passages of one source that hold any."""
        first, end = self._ends[source - 1] if source else 0, self._ends[source]
        held: dict[int, int] = {}
        for bit, numbers in postings:
            at = bisect_left(numbers, first)
            for number in numbers[at : bisect_left(numbers, end, at)]:
                held[number] = held.get(number, 0) | bit
        return held

    def _among(self, chosen: Sequence[int], most: int) -> list[int]:
        """These passages, and behind them their neighbours in the same source, or all others of a short one."""
        document = self._passages[chosen[0]].document
        first, last = self._ranges[document]
        if self.short(document):
            return list(dict.fromkeys([*chosen, *range(first, last)]))
        kept = dict.fromkeys(chosen)
        for step in (-1, 1, -2, 2):
            for number in chosen:
                if len(kept) >= most:
                    return list(kept)
                if first <= number + step < last:
                    kept[number + step] = None
        return list(kept)

    def everything(self, most: int) -> tuple[Passage, ...] | None:
        """All passages in order; None where they have more than `most` words."""
        if sum(len(source.text) for source in self._sources) > most * 12:
            return None
        total = sum(len(passage.text.split()) for passage in self._passages)
        return tuple(self._passages) if total <= most else None

    def around(self, passages: Collection[Passage], reach: int) -> tuple[Passage, ...]:
        """These passages with up to `reach` before and behind each in its source, in order."""
        kept: set[int] = set()
        for passage in passages:
            first, last = self._ranges[passage.document]
            at = bisect_left(self._passages, passage.span, first, last, key=lambda held: held.span)
            kept |= set(range(max(at - reach, first), min(at + reach + 1, last)))
        return tuple([self._passages[number] for number in sorted(kept)])

    def seeking(self, text: str, limit: int) -> tuple[Passage, ...]:
        """The passages nearest to these words, best first; at most `limit`."""
        return tuple([self._passages[number] for number in _best(self._ranked(words.telling(text)), limit)])

    def short(self, document: str) -> bool:
        """Is this source so short that all of it is read?"""
        first, last = self._ranges[document]
        return last - first <= SHORT and len(self._by_id[document].text) <= SHORT_TEXT

    def _rank(self, terms: frozenset[str]) -> dict[int, float]:
        """Passage number -> score, for those that score at least `WORTH` of the best."""
        scores: dict[int, float] = defaultdict(float)
        norms = self._norms
        for postings, weight in self._telling_postings(terms):
            idf = weight * math.log(1 + (len(self._passages) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number in postings:
                scores[number] += idf * norms[number]
        least = WORTH * max(scores.values(), default=0.0)
        return {number: score for number, score in scores.items() if score >= least}

    def _telling_postings(self, terms: frozenset[str]) -> list[tuple[list[int], float]]:
        """The postings to add up, rarest first, each with its weight; common words tell nothing beside rarer ones."""
        found = [(self._postings[spelling], weight) for term in sorted(terms) for spelling, weight in self._spellings(term)]
        found.sort(key=lambda pair: len(pair[0]))
        rare = sum(1 for postings, _ in found if len(postings) <= max(COMMON * len(self._passages), FEW))
        added = list(accumulate(len(postings) for postings, _ in found))
        return found[: max(min(rare, bisect_right(added, MANY)), 3)]

    def _spellings(self, term: str) -> list[tuple[str, float]]:
        """The term itself, or, where no source has it, the nearest spellings or rounded figures that one has, at less weight."""
        if term in self._postings:
            return [(term, 1.0)]
        if term[0].isdecimal():
            return [(other, 0.6) for other in self._rounded(term)]
        if len(term) < 4 or not term.isalpha():
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(term, self._initials.get(term[0], ()), scorer=OSA.distance, score_cutoff=2, limit=NEAR_WORDS)
        return [(spelling, 0.6) for spelling, _, _ in near]

    def _rounded(self, term: str) -> list[str]:
        """The figures of the sources that could be this one, rounded; the nearest first."""
        value = _value(term)
        if value is None:
            return []
        low, high = (bisect_left(self._figures, (bound, "")) for bound in (value * (1 - ROUNDED), value / (1 - ROUNDED)))
        near = heapq.nsmallest(NEAR_WORDS, ((abs(value - other), figure) for other, figure in self._figures[low:high]))
        return [figure for _, figure in near]


@lru_cache
def _of_shares() -> frozenset[str]:
    lists = language.load()
    return frozenset(
        words.key(word) for word in (*lists.percent, *(part for pair in lists.percent_pairs for part in pair)) if word.isalpha()
    )


def _value(term: str) -> float | None:
    """A figure's value; None for what is no figure, or for one that is none once read ("1.2.3")."""
    try:
        return float(term) if term[0].isdecimal() else None
    except ValueError:
        return None


class _Worths(dict[int, int]):
    """Bits of words -> what they are worth together, each reckoned once; those of `doubled` count twice."""

    def __init__(self, doubled: int) -> None:
        self._doubled = doubled

    def __missing__(self, bits: int) -> int:
        self[bits] = worth = bits.bit_count() + (bits & self._doubled).bit_count()
        return worth


def _cover(held: dict[int, int], worths: _Worths, most: int) -> list[int]:
    """Those few of the passages of one source that hold most together: neighbouring words count more. What a passage adds only grows
    less, so that one that would add most by what was reckoned last, and still does when it is reckoned anew, is the best."""
    tried = sorted([(-worths[bits], number) for number, bits in held.items()])[:TRIED]
    first = {held[number]: number for _, number in reversed(tried)}  # who holds the same as an earlier one adds nothing beside it
    waiting = [(-_gain(bits, worths), number) for bits, number in first.items()]
    heapq.heapify(waiting)
    chosen, told = list[int](), 0
    while waiting and len(chosen) < most and -waiting[0][0] >= ADDS:
        number = waiting[0][1]
        now = (-_gain(held[number] & ~told, worths), number)
        if now == waiting[0]:
            heapq.heappop(waiting)
            chosen.append(number)
            told |= held[number]
        else:
            heapq.heapreplace(waiting, now)
    return chosen


def _gain(bits: int, worths: _Worths) -> float:
    return worths[bits] + 0.5 * (bits & bits >> 1).bit_count()


def _in(number: int, postings: Sequence[int]) -> bool:
    at = bisect_left(postings, number)
    return at < len(postings) and postings[at] == number


def _best(scores: dict[int, float], limit: int) -> list[int]:
    """The passages of the highest scores, best first, the earlier one where two are equal."""
    least = sorted(scores.values(), reverse=True)[limit - 1] if len(scores) > limit else 0.0
    best = [number for number, score in scores.items() if score >= least]
    return sorted(best, key=lambda number: (-scores[number], number))[:limit]


def _passages(source: Document) -> Iterator[Passage]:
    """The passages of one source in order, each with its context."""
    heading: Span | None = None
    header: tuple[int, Span] | None = None
    title: Span | None = None  # of the table: what stands above the row that names the columns
    before: Span | None = None
    entry: Block | None = None
    blocks, at, text = source.blocks, 0, source.text
    for span in split.spans(source, blocks):
        while at + 1 < len(blocks) and blocks[at + 1].span.start <= span.start:
            at += 1
        block = blocks[at]
        if block.cell and (header is None or header[0] != block.cell.table):
            header, title = (block.cell.table, span), None
        elif block.cell and header and title is None and before == header[1] and _is_title(source, before, span):
            header, title = (block.cell.table, span), before
        context = [heading] if heading else []
        if block.cell and header and header[1] != span:
            context += [title, header[1]] if title else [header[1]]
        elif not block.cell:
            if entry is block and block.span.start < span.start and before and before.start > block.span.start:
                context.append(_opening(block))
            if before and block.kind is not BlockKind.HEADING:
                context.append(before)
        distinct = len({span.start for span in context}) == len(context)
        around = tuple(context if distinct else dict.fromkeys(context))
        yield Passage(source.id, span, text[span.start : span.end], block.where, around)
        heading = span if block.kind is BlockKind.HEADING else heading
        before, entry = (None if block.kind is BlockKind.HEADING else span), block


def _is_title(source: Document, row: Span, below: Span) -> bool:
    """Does a row of a table tell what it is about, and the one below it name the columns?"""
    told = [cells.row_of([block for block in source.within(span) if block.cell], source) for span in (row, below)]
    return cells.is_title(*told)


def _opening(block: Block) -> Span:
    """The first words of an entry, where a docket line has its date and a transcript its speaker."""
    end = min(block.span.end, block.span.start + 60)
    return Span(block.span.start, end)
