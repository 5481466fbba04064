"""Quotations, word for word: case, punctuation and the shape of marks forgiven, a changed word never."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.quotations import Quotation, mask, quotations, with_tag
from presscheck.statements import around, asserts, statements
from presscheck.words import Word, content, fold, key, whole_words, words

TERM = 3  # words; a shorter quotation that nobody is said to say is a title, a nickname or a scare quote
CAPITAL = re.compile(r"\[(\w)\](?=\w)")  # "[T]he": only the letter's size is the editor's
CUT = re.compile(r"\[[^\]\n]{0,80}\]|\.{3}|…")  # an editor's own words or an ellipsis: what stands around it must be found in order
CLOSING, OPENING = frozenset("\"”»’'“"), frozenset("\"“«‘'„”")  # marks before and after a speech tag
HALVES = " … "  # stands in a reading where "she said" breaks a quotation
GAP = 40  # words that may stand where words were left out
ALIKE = 0.6  # share of its words that an altered quotation has in common, in order, with its original
PIECE = 3  # words on end that are surely of the same quotation, though others were left out before them
REPEATED = 10_000  # pairs of equal words; more than in any prose of this length, and no alignment of them means anything
LONG = 12  # words that a note repeats
RUN = 5  # or so many words on end
REACH = 80  # characters beside a passage that may hold the rest of a quotation


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every quotation that somebody is said to say, and every one longer than a term."""
    told = statements(draft, sentences)
    for sentence, quotation, attributed in attributed_quotations(draft, sentences):
        pieces = [draft[piece] for piece in quotation.pieces]
        count = sum(len(words(piece)) for piece in pieces)
        if count > TERM or (attributed and count > 1):
            yield Fact("quote", quotation.span, sentence.index, HALVES.join(pieces), told[sentence.index])


def attributed_quotations(draft: Document, sentences: Sequence[Sentence]) -> Iterable[tuple[Sentence, Quotation, bool]]:
    """(the sentence it starts in, the quotation, does a speech verb stand beside it)."""
    speech = language.load().speech
    for block in draft.blocks:
        start = block.span.start
        found = quotations(draft.text, start, block.span.end)
        outside = mask(draft.text, found, start, block.span.end)
        for quotation in found:
            whole = with_tag(draft.text, quotation, block.span.end)
            near = around(sentences, whole)
            if whole != quotation.span or any(asserts(draft, sentence) for sentence in near):
                beside = words(outside[max(near[0].span.start - start, 0) : near[-1].span.end - start])
                yield near[0], quotation, bool({word.lower for word in beside} & speech)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where all its words stand there in order (an ellipsis or a bracket in the draft may stand for some); CONTRADICTS where
    most of them do and others are changed, dropped or taken from elsewhere."""
    end = min(len(source.text), passage.span.end + len(fact.reading) + REACH)
    start, end = whole_words(source.text, max(0, passage.span.start - REACH), end)
    theirs = words(source.text[start:end], start)
    joined = _joined(theirs, source.text)
    for reading, found in product(dict.fromkeys((fact.reading, _own_capitals(fact.reading))), (theirs, joined)):
        parts = [words(part) for part in CUT.split(reading)]
        if at := _in_order([part for part in parts if part], found):
            return Evidence((_holding(passage, at, source),), (at,), Relation.SUPPORTS, "facts.quote", 1.0, "word for word in the source")
    return _altered(fact, passage, source, joined)


def _joined(found: Sequence[Word], text: str) -> Sequence[Word]:
    """The words, with those made whole that a hyphen parts at the end of a line, as in a PDF."""
    whole: list[Word] = []
    for word in found:
        if whole and text[whole[-1].span.end : word.span.start] == "-\n":
            last = whole.pop()
            word = Word(Span(last.span.start, word.span.end), last.text + word.text, key(last.text + word.text))  # noqa: PLW2901
        whole.append(word)
    return whole


def _in_order(parts: Sequence[Sequence[Word]], theirs: Sequence[Word]) -> Span | None:
    """Where the parts stand one after the other in the source; a speech tag that breaks the source's own quotation is passed over."""
    if not parts:
        return None
    folded = [fold(word.text) for word in theirs]
    at, first = 0, None
    for part in parts:
        wanted = [fold(word.text) for word in part]
        until = len(folded) if first is None else min(len(folded), at + GAP + len(wanted))
        found = next((n for n in range(at, until - len(wanted) + 1) if folded[n : n + len(wanted)] == wanted), None)
        if found is None:
            return None
        first = found if first is None else first
        at = found + len(wanted)
    assert first is not None
    return Span(theirs[first].span.start, theirs[at - 1].span.end)


def _own_capitals(reading: str) -> str:
    """The reading without the brackets round a changed first letter, as long as before."""
    return CAPITAL.sub(r"  \1", reading)


def _altered(fact: Fact, passage: Passage, source: Document, theirs: Sequence[Word]) -> Evidence | None:
    mine = words(_own_capitals(fact.reading))
    wanted, there = [fold(word.text) for word in mine], [fold(word.text) for word in theirs]
    often = Counter(there)
    if sum(often[word] for word in wanted) > REPEATED:
        return None
    matcher = SequenceMatcher(None, wanted, there, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    longest = max(blocks, key=lambda block: block.size)
    near = [
        block
        for block in blocks
        if abs((block.b - block.a) - (longest.b - longest.a)) <= (GAP if block.size >= PIECE else max(3, len(mine) // 3))
    ]
    same = sum(block.size for block in near)
    telling = content(word.key for word in mine[longest.a : longest.a + longest.size])
    if len(mine) < 4 or not telling or (same < ALIKE * len(mine) and not (longest.size >= RUN and len(telling) >= 2)):
        return None
    if same == len(mine):
        return _gapped(fact, passage, source, mine, theirs, [(a.a, a.b, a.size) for a in near])
    return _difference(fact, passage, source, mine, theirs, [(b.a, b.b, b.size) for b in near], same / len(mine))


def _gapped(
    fact: Fact, passage: Passage, source: Document, mine: Sequence[Word], theirs: Sequence[Word], blocks: Sequence[tuple[int, int, int]]
) -> Evidence:
    """SUPPORTS where only speech tags stand between the stretches that the source has; CONTRADICTS, with the first words left out, where
    others do."""
    at = Span(theirs[blocks[0][1]].span.start, theirs[blocks[-1][1] + blocks[-1][2] - 1].span.end)
    holding = _holding(passage, at, source)
    for here, after in pairwise(blocks):
        last, first = theirs[here[1] + here[2] - 1], theirs[after[1]]
        between = source.text[last.span.end : first.span.start]
        if here[1] + here[2] == after[1] or _speech_tag(between):
            continue
        join = Span(mine[after[0] - 1].span.start, mine[after[0]].span.end)
        note = f"draft quotes “{fact.reading[join.start : join.end]}” and leaves out “{_short(between)}”"
        place = join.shifted(fact.span.start) if len(fact.reading) == len(fact.span) else None
        return Evidence((holding,), (at,), Relation.CONTRADICTS, "facts.quote", 1.0, " ".join(note.split()), place)
    note = "word for word, broken by a speech tag in the source"
    return Evidence((holding,), (at,), Relation.SUPPORTS, "facts.quote", 0.95, note)


def _short(text: str) -> str:
    """The words, or the first and last of many."""
    found = text.strip(" ,.;:–—-\n").split()
    return " ".join(found if len(found) <= LONG else [*found[: LONG // 2], "…", *found[-LONG // 2 :]])


def _speech_tag(between: str) -> bool:
    """Do the words stand outside two pairs of marks, with a speech verb: `,” she said, “`?"""
    marks = between.strip(" .,;:?!–—-\n")
    outside = len(marks) > 2 and marks[0] in CLOSING and marks[-1] in OPENING
    return outside and bool({word.lower for word in words(between)} & language.load().speech)


def _difference(
    fact: Fact,
    passage: Passage,
    source: Document,
    mine: Sequence[Word],
    theirs: Sequence[Word],
    blocks: Sequence[tuple[int, int, int]],
    score: float,
) -> Evidence:
    """CONTRADICTS, with the first stretch that differs told from both sides."""
    covered = {a + n for a, _, size in blocks for n in range(size)}
    wrong = [n for n in range(len(mine)) if n not in covered]
    first, last = wrong[0], wrong[0]
    while last + 1 in wrong:
        last += 1
    before = max((block for block in blocks if block[0] + block[2] <= first), default=None)
    after = min((block for block in blocks if block[0] > last), default=None)
    start = before[1] + before[2] if before else max(blocks[0][1] - (last - first + 1), 0)
    stop = after[1] if after else min(start + last - first + 1, len(theirs))
    at = Span(theirs[blocks[0][1]].span.start, theirs[blocks[-1][1] + blocks[-1][2] - 1].span.end)
    if stop > start:
        at = Span(min(at.start, theirs[start].span.start), max(at.end, theirs[stop - 1].span.end))
    says = fact.reading[mine[first].span.start : mine[last].span.end]
    other = source.text[theirs[start].span.start : theirs[stop - 1].span.end] if stop > start else "nothing in that place"
    whole = len(wrong) > len(mine) // 2 or "\n" in says or len(fact.reading) != len(fact.span)
    words_wrong = None if whole else Span(fact.span.start + mine[first].span.start, fact.span.start + mine[last].span.end)
    note = (
        f"draft quotes “{says}”, source says “{other}”" if stop > start else f"draft quotes “{says}”, which the source does not have there"
    )
    return Evidence(
        (_holding(passage, at, source),), (at,), Relation.CONTRADICTS, "facts.quote", round(score, 3), " ".join(note.split()), words_wrong
    )


def _holding(passage: Passage, at: Span, source: Document) -> Passage:
    """The passage, widened to hold the span."""
    if at in passage.span:
        return passage
    span = Span(min(passage.span.start, at.start), max(passage.span.end, at.end))
    return Passage(passage.document, span, source[span], source.where(at), passage.context)
