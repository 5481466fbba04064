"""Up or down: what the draft says rose, where a source has it fall by or to the same figure, or in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.clauses import STOPS, parted
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import as_read, assertions
from presscheck.words import Word, key, stopkeys, telling, words

BACK, ON = 9, 8  # words before and after it that it may speak of
SENTENCE = 20  # words before "lost" among which the motion that was lost is named
DENIED = 4  # words before it among which a "not" turns it
LEAST = 2  # words of what it speaks of that draft and source share, where no figure tells
ALIKE = 0.5  # share of the statement's other words that the passage must have then
QUIET = True  # that something went the same way is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Move:
    """`up` or down; `of` are the keys of the words before it in its clause, `figures` those beside it, years apart, and `times` its months,
    years and quarters; `at` is its word, `span` its clause."""

    up: bool
    of: frozenset[str]
    figures: frozenset[str]
    times: frozenset[str]
    at: Span
    span: Span


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every rise and fall of something, outside quotations."""
    for one in assertions(draft, sentences):
        for move in moves(one.text):
            at = one.at(move.at)
            if not one.quotes(at):
                yield Fact("direction", at, one.index, draft[one.at(move.span)], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same thing go the same way, CONTRADICTS where it goes the other way only."""
    mine = as_read(fact, moves(fact.statement))
    if mine is None:
        return None
    theirs = [move for move in moves(passage.text) if mine.of & move.of]
    same = next((move for move in theirs if move.up == mine.up and _one(mine, move)), None)
    if same:
        at = same.at.shifted(passage.span.start)
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.direction", 0.8, f"source has {source[at]}")
    turned = next((move for move in theirs if move.up != mine.up and _surely_one(mine, move, fact, passage)), None)
    if turned is None:
        return None
    at = turned.at.shifted(passage.span.start)
    note = f"draft says {fact.statement[mine.at.start : mine.at.end]}, source says {source[at]}"
    return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.direction", 0.7, note)


def _one(mine: Move, theirs: Move) -> bool:
    """May the two be one?"""
    return not mine.figures or not theirs.figures or bool(mine.figures & theirs.figures)


def _surely_one(mine: Move, theirs: Move, fact: Fact, passage: Passage) -> bool:
    """Are the two one: by a figure that both have, or by what they speak of and the rest of the statement; at one time, if told."""
    if mine.times and not mine.times & theirs.times and (theirs.times or mine.times - telling(passage.text)):
        return False
    shared = mine.figures & theirs.figures
    if shared:
        alike = mine.of & theirs.of
        return len(alike) + sum(len(figure) > 1 for figure in shared) >= LEAST and not alike <= _units()  # "60 milligrams" of whatever
    if mine.figures and theirs.figures:
        return False
    rest = telling(fact.statement) - mine.of
    return len(mine.of & theirs.of) >= LEAST and len(rest & telling(passage.text)) >= ALIKE * max(len(rest), LEAST)


@lru_cache
def _units() -> frozenset[str]:
    """The keys of the words for measures, which a dose and a length have in common with any other."""
    return frozenset(map(key, language.load().measures.values()))


@lru_cache(maxsize=4096)
def moves(text: str) -> tuple[Move, ...]:
    """The rises and falls of a text, none that is denied or only feared."""
    opposites = language.load().opposites
    tokens = words(text)
    found = []
    places = [at for at, word in enumerate(tokens) if any(scale == 0 for scale, _ in opposites.get(word.lower, ()))]
    for n, at in enumerate(places):
        run_on = n > 0 and at - places[n - 1] <= BACK and not parted(text, tokens[places[n - 1] : at + 1])
        # "fallen by a half and risen by a third": what has risen was told before
        if _moves(tokens, at) and not run_on and not _of_motion(text, tokens, at):
            end = min(places[n + 1] if n + 1 < len(places) else len(tokens), at + ON)
            start = max(places[n - 1] + 1 if n else 0, at - BACK)
            if move := _move(text, tokens, start, at, end):
                found.append(move)
    return tuple(found)


def _moves(tokens: Sequence[Word], at: int) -> bool:
    """Does the word tell a move here? "Up" and "cut" do only beside a figure, "by", "from" or a verb of going."""
    lists = language.load()
    word, before = tokens[at], tokens[at - 1].lower if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    near = tokens[max(at - DENIED, 0) : at]
    recent = [other.lower for other in near if not (other.lower in lists.months and other.text[0].isupper())]
    if any(other in lists.negations or other in lists.unreal or other.endswith("n't") for other in recent):
        return False
    if word.lower not in lists.beside:
        return True
    figure = after is not None and (after.text[0].isdecimal() or after.lower in lists.after)
    return figure or before in lists.going or before[:1].isdecimal()


def _of_motion(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does the word tell how a vote on a motion ended: "a motion by the treasurer to charge more was |lost|"?"""
    votes = language.load().votes
    motions, joining = votes["motions"] & votes["papers"], language.load().hedges["joining"] | {"as"}
    if tokens[at].lower not in votes["lost"]:
        return False
    for n in range(at - 1, max(at - 1 - SENTENCE, -1), -1):
        if parted(text, tokens[n : n + 2], STOPS) or tokens[n].lower in joining:
            return False
        if tokens[n].lower in motions:
            return True
    return False


def _move(text: str, tokens: Sequence[Word], start: int, at: int, end: int) -> Move | None:
    first, last = at, at
    while first > start and not parted(text, tokens[first - 1 : first + 1], STOPS):
        first -= 1
    while last + 1 < end and not parted(text, tokens[last : last + 2], STOPS):
        last += 1
    clause = [*tokens[first:at], *tokens[at + 1 : last + 1]]
    lists = language.load()
    times = frozenset(word.key for word in clause if word.lower in lists.months or _is_year(word) or word.lower in lists.periods)
    of = frozenset(word.key for word in tokens[first:at] if not word.text[0].isdecimal()) - stopkeys() - times
    figures = frozenset(word.key for word in clause if word.key[0].isdecimal() and not _is_year(word)) - times
    side = next(side for scale, side in lists.opposites[tokens[at].lower] if scale == 0)
    span = Span(tokens[first].span.start, tokens[last].span.end)
    return Move(side > 0, of, figures, times, tokens[at].span, span) if of else None


def _is_year(word: Word) -> bool:
    return len(word.text) == 4 and word.text.isdecimal() and word.text[:2] in ("18", "19", "20")
