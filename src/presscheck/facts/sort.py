"""One of a closed set told as another, before one noun: "monthly reports" for "quarterly overtime reports", the left leg for the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare, names
from presscheck.statements import assertions, where_read
from presscheck.words import Word, flat, fold, in_lower, named_times, stopkeys, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

QUIET = True  # that a word stands as in its source is no verdict worth showing
PARTING = frozenset('.,;:!?()[]|/\n"“”—–')
BACK = 3  # words before, among which a "not" makes something else of it
ALIKE = 0.5  # share of the statement's other words that a passage and its context must have
OWN = 0.35  # of which the passage itself must have this
LEAST = 3  # of them
MANY = 10  # words, from which on a statement is so long that its source need not have half of them
HELD = 24  # passages in which the draft's word is looked for with its noun


@dataclass(frozen=True, slots=True)
class Sort:
    """`row` and `place` tell which word of which set stands there; `behind` are the keys of the one or two words behind it."""

    span: Span
    row: int
    place: int
    behind: tuple[str, ...]

    def head(self, other: Sort) -> str:
        """The key of the noun that both stand before, with a word between at most on one side; "" for none."""
        mine, theirs = self.behind, other.behind
        pairs = ((0, 0), (0, 1), (1, 0))
        return next((mine[a] for a, b in pairs if a < len(mine) and b < len(theirs) and mine[a] == theirs[b]), "")


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every word of a set before a noun, outside quotations; a sentence that has two of a set compares them and is left alone."""
    for one in assertions(draft, sentences):
        for span in (one.at(sort.span) for sort in sorts(one.text) if not _compared(sort, one.text)):
            if not one.quotes(span):
                yield Fact("sort", span, one.index, draft[span], one.statement, derivable=True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the draft's word, or what tells the same, with the noun; CONTRADICTS where it has another of the set
    before that noun, and speaks of the same."""
    mine = where_read(fact, sorts(fact.statement))
    if mine is None:
        return None
    theirs = [one for one in sorts(passage.text) if one.row == mine.row]
    rivals = [one for one in theirs if one.place != mine.place and mine.head(one)]
    if any(one.place == mine.place and mine.head(one) for one in theirs):
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.sort", 0.8, "source has it so")
    if not rivals or _tells(mine, passage.text) or _of_another(fact.statement, passage.text):
        return None
    if not _same_matter(fact, mine, rivals[0], passage, source):
        return None
    there = rivals[0].span.shifted(passage.span.start)
    note = f"draft says {flat(fact.reading)}, source says {flat(source[there])}"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.sort", 0.7, note)


def _compared(one: Sort, text: str) -> bool:
    """Has the sentence another word of the set as well, denied or not: "monthly reports, not quarterly ones"?"""
    there = set(in_lower(text))
    others = (own for place, (own, _) in enumerate(language.load().sorts[one.row]) if place != one.place)
    return any(set(word.split()) <= there for own in others for word in own)


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a source has the draft's word, or what tells the same, in a sentence that has the noun: there may be both."""
    mine = where_read(fact, sorts(fact.statement))
    if mine is None:
        return None
    own, other = language.load().sorts[mine.row][mine.place]
    noun = fact.statement[mine.span.start : mine.span.end].split()[-1]
    for word in (*own, *other):
        for passage in library.holding(Fact("sort", fact.span, 0, f"{word} {noun}", fact.statement), HELD):
            if _tells(mine, passage.text):
                note = f"source has {word} with {noun}, not surely of this"
                return Evidence((passage,), (passage.span,), Relation.MENTIONS, "facts.sort", 0.4, note)
    return None


def _tells(mine: Sort, text: str) -> bool:
    """Has the text a word of the draft's sort, or one that tells the same?"""
    own, other = language.load().sorts[mine.row][mine.place]
    there = set(in_lower(text))
    return any(set(word.split()) <= there for word in own) or not other.isdisjoint(there)


def _of_another(statement: str, text: str) -> bool:
    """Do both name somebody or something, and none in common; or other days?"""
    mine, theirs = ({fold(bare(word.text)) for name in names(told) for word in name.words} for told in (statement, text))
    if mine and theirs and mine.isdisjoint(theirs):
        return True
    ours, other = named_times(statement), named_times(text)
    return bool(ours - other and other - ours)


def _same_matter(fact: Fact, mine: Sort, theirs: Sort, passage: Passage, source: Document) -> bool:
    """Has the passage most of the statement's other words, some of them itself?"""
    rest = telling(fact.statement) - telling(fact.reading) - frozenset(mine.behind) - frozenset(theirs.behind)
    here = telling(passage.text)
    around = telling_around(passage, source)
    size = min(len(rest), MANY)
    return len(rest & around) >= max(LEAST, ALIKE * size) and len(rest & here) >= max(LEAST - 1, OWN * size)


@lru_cache(maxsize=4096)
def sorts(text: str) -> tuple[Sort, ...]:
    """The words of a text that tell one of a set, in lower case and with a noun behind them, in order; none that is denied."""
    tokens, known = words(text), _known()
    return tuple(found for at in range(len(tokens) - 1) for found in _at(text, tokens, at, known))


def _at(text: str, tokens: Sequence[Word], at: int, known: dict[str, list[tuple[int, int]]]) -> Iterator[Sort]:
    places = known.get(tokens[at].text, [])
    last = at
    if not places and tokens[at].text in ("full", "part") and tokens[at + 1].text == "time":
        places, last = known.get(f"{tokens[at].text} time", []), at + 1
    if not places or _denied(tokens, at):
        return
    behind: list[Word] = []
    for before, word in zip(tokens[last:], tokens[last + 1 : last + 3], strict=False):
        if set(text[before.span.end : word.span.start]) & PARTING or word.key in stopkeys() or not word.text[0].islower():
            break
        behind.append(word)
    if behind:
        for row, place in places:
            yield Sort(Span(tokens[at].span.start, behind[0].span.end), row, place, tuple(word.key for word in behind))


def _denied(tokens: Sequence[Word], at: int) -> bool:
    return any(word.lower in language.load().negations or word.lower.endswith("n't") for word in tokens[max(at - BACK, 0) : at])


@lru_cache
def _known() -> dict[str, list[tuple[int, int]]]:
    """Word of a set -> the rows and places in which it stands."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(language.load().sorts):
        for place, (own, _) in enumerate(line):
            for word in own:
                found.setdefault(word, []).append((row, place))
    return found
