"""Readings of (statement, premise) pairs to Opinions: what a network says of each pair, weighed with the words that the two share."""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, NamedTuple

from presscheck import words
from presscheck.errors import SettingsError
from presscheck.model import Opinion, Question, Relation
from presscheck.premises import Premise, denials, joined, premises, telling

NEAR, MOST = 0.35, 4  # how much less of a statement another source may hold than the best, to be read too; how many are, at most
SPEAKS = 0.4  # share from which on a source speaks of the statement: one that was not read forbids to say that none backs it
KEPT = 20_000  # readings that a judge remembers
ALIKE, DENIED = 1.6, -1.0  # share from which on one denial more or less turns the sense, and the score that is left then
WORDED = 0.5  # how much lower a source read whole may score that has nearly all the words in one passage: as often right, on held pairs
NONE = -20.0  # the score where no passage speaks of the statement
HELD = 0.4  # share of words not backed that the passages may have nevertheless
SURE = 2.0  # score of a source read whole that a second reading would not take under 0
EDGE = 1e-6  # chances are kept so far from 0 and 1


class Pair(NamedTuple):
    """What a network reads: `context` stands before the statement in the draft, "" where it stands alone."""

    context: str
    statement: str
    premise: str


class Reading(NamedTuple):
    """What a network says of a pair: the chances of its three relations, and for each word of the statement, by where it begins, how sure
    it is that the premise backs it; None from a network that says nothing of words."""

    supports: float
    contradicts: float
    mentions: float
    backed: dict[int, float] | None = None


Read = Callable[[Sequence[Pair]], list[Reading]]


@dataclass(frozen=True, slots=True)
class Scale:
    """How a network's chances and the words in common make a relation; kept with the model, chosen on other texts than it is measured on.

    The score of a source that was read whole is logit(chance of supports) - `whole`, a little more where one passage has nearly all the
    words; of one that was read in part, where words tell what the network has not seen, the mean of logit(chance of supports) of its two
    readings + `lexical` x the share of the statement's words that the source has + `bound` x how well its names and figures are bound
    there - `part`. From 0 on it bears the statement out. Below, `contradicts` is the least chance with which a source that was read whole
    denies it, `silent` the least with which every source does not speak of it; and one of the words must be backed less than `unbacked`.
    Words belong to the wrong ones where they are backed less than `backed`. `spread` turns a score into 0 to 1. A chance above 1 is never
    reached."""

    whole: float
    lexical: float
    bound: float
    part: float
    contradicts: float
    silent: float
    backed: float
    unbacked: float
    spread: float = 2.0

    @classmethod
    def of(cls, told: dict[str, Any], name: str) -> Scale:
        """The scale that a model's config.json tells. Raises SettingsError where a value is missing or no number."""
        known = {field.name for field in fields(cls)}
        values = {key: value for key, value in told.items() if key in known}
        missing = sorted(known - {"spread"} - values.keys())
        wrong = missing or sorted(key for key, value in values.items() if isinstance(value, bool) or not isinstance(value, int | float))
        if wrong:
            raise SettingsError(f"{name}: thresholds should give a number for {', '.join(wrong)}; mend it or take another model.")
        return cls(**{key: float(value) for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A premise with a reading of it or of its parts; its score is NONE where it was read only to see whether it speaks of the matter."""

    premise: Premise
    reading: Reading
    score: float
    numbers: tuple[int, ...]


class _Step(NamedTuple):
    """A text to read: a premise, or some of its passages by their numbers in the question. `scored`: does it tell how far the premise bears
    the statement out?"""

    premise: Premise
    numbers: tuple[int, ...]
    text: str
    scored: bool = True


class Entailment:
    """A judge that reads pairs. The readings of pairs are kept by their digest, so that each is read once. `weights` tells which network
    it is, "" where that is not known."""

    def __init__(self, name: str, read: Read, scale: Scale, weights: str = "") -> None:
        self.name, self.weights = name, weights
        self._read, self._scale = read, scale
        self._known: OrderedDict[bytes, Reading] = OrderedDict()

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        """One Opinion for each Question, in order. The best source's premise is read first; others, and more of each, only where that
        leaves the statement open, and as far as the question has room."""
        found, weighed = self._read_all(questions)
        opinions = [self._opinion(question, one) for question, one in zip(questions, weighed, strict=True)]
        silent = [number for number, opinion in enumerate(opinions) if weighed[number] and not opinion.quotes]
        self._weigh(questions, weighed, {number: _rest(questions[number], found[number], weighed[number]) for number in silent})
        return [self._opinion(questions[n], _settled(weighed[n])) if n in silent else opinion for n, opinion in enumerate(opinions)]

    def weighed(self, questions: Sequence[Question]) -> list[list[Weighed]]:
        """For measuring: what was read for each question and what it scores. From 0 on the best of these bears the statement out."""
        return self._read_all(questions)[1]

    def scores(self, questions: Sequence[Question]) -> list[float]:
        """For measuring: the score of the best source of each question; from 0 on it is borne out."""
        return [max((one.score for one in some), default=NONE) for some in self.weighed(questions)]

    def _read_all(self, questions: Sequence[Question]) -> tuple[list[tuple[Premise, ...]], list[list[Weighed]]]:
        found = [_premises(replace(question, context="", room=0)) if question.statement.strip() else () for question in questions]
        weighed: list[list[Weighed]] = [[] for _ in questions]
        for step in (_first, _others, _wider):
            enough = _sure if step is _wider else _borne
            open_ = [number for number in range(len(questions)) if not any(map(enough, _settled(weighed[number])))]
            self._weigh(questions, weighed, {number: step(questions[number], found[number], weighed[number]) for number in open_})
        return found, [_settled(some) for some in weighed]

    def _weigh(self, questions: Sequence[Question], weighed: Sequence[list[Weighed]], steps: dict[int, list[_Step]]) -> None:
        """Add the readings of what these steps tell to read, by the number of the question."""
        wanted = [(number, one) for number, step in steps.items() for one in step]
        readings = self._readings([_pair(questions[number], one.text) for number, one in wanted])
        for (number, one), reading in zip(wanted, readings, strict=True):
            score = self._score(questions[number], one.premise, reading) if one.scored else NONE
            weighed[number].append(Weighed(one.premise, reading, score, one.numbers))

    def _score(self, question: Question, premise: Premise, reading: Reading) -> float:
        scale = self._scale
        score = logit(reading.supports) - scale.whole + (WORDED if premise.share >= ALIKE else 0)
        if not premise.whole:
            score = logit(reading.supports) + scale.lexical * premise.share + scale.bound * premise.bound - scale.part
        denied = premise.share >= ALIKE and denials(question.statement) != denials(question.passages[premise.numbers[0]])
        return min(score, DENIED) if denied else score

    def _readings(self, pairs: Sequence[Pair]) -> list[Reading]:
        """The readings of these pairs, known ones from memory."""
        digests = [hashlib.sha256("\x1f".join(pair).encode("utf-8", "surrogatepass")).digest() for pair in pairs]
        new = {digest: pair for digest, pair in zip(digests, pairs, strict=True) if digest not in self._known}
        told = {digest: self._known[digest] for digest in digests if digest in self._known}
        told |= dict(zip(new, self._read(list(new.values())), strict=True)) if new else {}
        self._known |= told
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return [told[digest] for digest in digests]

    # What is made of it.

    def _opinion(self, question: Question, weighed: Sequence[Weighed]) -> Opinion:
        """The opinion on one statement."""
        if not weighed:
            return Opinion(Relation.MENTIONS, (), (), "no passage shares enough words with the draft's sentence", 0.0)
        scale, best = self._scale, max(weighed, key=lambda one: one.score)
        quotes = tuple(question.passages[number] for number in best.numbers)
        sure = round(1 / (1 + math.exp(-best.score / scale.spread)), 2)
        if best.score >= 0:
            return Opinion(Relation.SUPPORTS, (), quotes, "the passage says so, in these words or others", sure)
        wrong, least = self.wrong(question.statement, [one.reading for one in weighed])
        against = max((one for one in weighed if one.premise.whole), key=lambda one: one.reading.contradicts, default=None)
        if against and against.reading.contradicts >= scale.contradicts and (wrong or against.reading.backed is None):
            told = f"the passage says otherwise: “{words.flat(wrong)}”" if wrong else "the passage says otherwise"
            rests = tuple(question.passages[number] for number in against.numbers)
            return Opinion(Relation.CONTRADICTS, _some(wrong), rests, told, round(against.reading.contradicts, 2))
        if not wrong:
            return Opinion(Relation.MENTIONS, (), quotes, "a passage speaks of it and does not settle it", sure)
        why, silent = f"no passage backs: “{words.flat(wrong)}”", min(one.reading.mentions for one in weighed)
        nowhere = silent >= scale.silent and least < scale.unbacked and lacking(wrong, question.passages)
        return Opinion(Relation.MENTIONS, _some(wrong), () if nowhere else quotes, why, round(silent, 2) if nowhere else sure)

    def wrong(self, statement: str, readings: Sequence[Reading]) -> tuple[str, float]:
        """The smallest wrong words, and the chance of the least backed of them: the run of words that no reading backs around that one,
        without what carries no content at its ends; "" where all are backed, or where the network says nothing of words."""
        told = [reading.backed for reading in readings if reading.backed]
        mine = [word for word in words.words(statement) if any(word.span.start in one for one in told)]
        backed = [max(one.get(word.span.start, 0.0) for one in told) for word in mine]
        carries = [word.key not in words.stopkeys() for word in mine]
        open_ = [at for at, value in enumerate(backed) if carries[at] and value < self._scale.backed]
        if not open_:
            return "", 1.0
        first = last = min(open_, key=lambda at: backed[at])
        while first and (backed[first - 1] < self._scale.backed or not carries[first - 1]):
            first -= 1
        while last + 1 < len(mine) and (backed[last + 1] < self._scale.backed or not carries[last + 1]):
            last += 1
        kept = [at for at in range(first, last + 1) if carries[at] and backed[at] < self._scale.backed]
        return statement[mine[kept[0]].span.start : mine[kept[-1]].span.end], min(backed[at] for at in kept)


# What is read, in steps.


@lru_cache(maxsize=1024)
def _premises(question: Question) -> tuple[Premise, ...]:
    """The question's premises; a draft that is checked again asks most of its questions again, though with other room."""
    return tuple(premises(question))


def _first(question: Question, found: Sequence[Premise], weighed: Sequence[Weighed]) -> list[_Step]:
    """The premise that holds most of the statement."""
    return [step for premise in found[:1] for step in _steps(question, premise)]


def _others(question: Question, found: Sequence[Premise], weighed: Sequence[Weighed]) -> list[_Step]:
    """The premises of other sources that hold about as much."""
    return [step for premise in found[1:MOST] if premise.share >= found[0].share - NEAR for step in _steps(question, premise)]


def _steps(question: Question, premise: Premise) -> list[_Step]:
    """A premise, and beside a part of a source the passage of it that by itself holds most of the statement: what the network says of
    either alone hangs much on how long the text is."""
    alone = [_Step(premise, premise.alone, joined(question, premise.alone))] if premise.alone else []
    return [_Step(premise, premise.numbers, premise.text), *alone]


def _wider(question: Question, found: Sequence[Premise], weighed: Sequence[Weighed]) -> list[_Step]:
    """Parts of the sources that were read whole, the best first, as far as the question has room. What was read in part has its score by
    now: the best of ever more readings would say more of their number than of the source."""
    room = question.room - sum(len(one.premise.text.split()) for one in weighed)
    steps: list[_Step] = []
    for premise in dict.fromkeys(one.premise for one in sorted(weighed, key=lambda one: -one.score) if one.premise.whole):
        for numbers in premise.others:
            text = joined(question, numbers)
            room -= len(text.split())
            if room < 0:
                return steps
            steps.append(_Step(premise, numbers, text))
    return steps


def _borne(one: Weighed) -> bool:
    return one.score >= 0


def _sure(one: Weighed) -> bool:
    """Would no second reading change that it is borne out? More of a source can only raise the score of one read in part."""
    return one.score >= (SURE if one.premise.whole else 0)


def _settled(weighed: Sequence[Weighed]) -> list[Weighed]:
    """What was read, a premise that was read more than once with one score for all: of a source that was read whole and in part the mean of
    the whole and of the best part, which overlooks less; of one read in part the mean of all its readings. The best stands first."""
    parts: dict[Premise, list[Weighed]] = {}
    for one in weighed:
        parts.setdefault(one.premise, []).append(one)
    found: list[Weighed] = []
    for premise, read in parts.items():
        first, *others = scored = [one for one in read if one.score > NONE] or read
        ranked = sorted(others if premise.whole else scored, key=lambda one: -one.score)
        kept = [*ranked[:1], first] if premise.whole and others else ranked or scored
        mean = sum(one.score for one in kept) / len(kept)
        found += [replace(one, score=mean) for one in kept] + [one for one in read if one not in scored]
    return found


def _rest(question: Question, found: Sequence[Premise], weighed: Sequence[Weighed]) -> list[_Step]:
    """What was not read of all that speaks of the statement, before it is said that nothing backs it."""
    read = {id(one.premise) for one in weighed}
    others = [step for premise in found if id(premise) not in read and premise.share >= SPEAKS for step in _steps(question, premise)]
    parts = [premise for premise in found if not premise.whole and (id(premise) in read or premise.share >= SPEAKS)]
    return others + [_Step(premise, numbers, joined(question, numbers), False) for premise in parts for numbers in premise.others]


def logit(chance: float) -> float:
    """ln(p / (1 - p)), p kept from 0 and 1."""
    chance = min(max(chance, EDGE), 1 - EDGE)
    return math.log(chance / (1 - chance))


def _pair(question: Question, premise: str) -> Pair:
    """The pair to read: whom a "he" means is told before the statement, not behind it."""
    statement, ahead = question.statement, question.context
    if statement.endswith(")") and (at := statement.rfind(" (")) > 0:
        statement, ahead = statement[:at], f"{ahead} {statement[at + 2 : -1]}.".lstrip() if statement[at + 2 : -1] not in ahead else ahead
    return Pair(ahead, statement, premise)


def _some(wrong: str) -> tuple[str, ...]:
    return (wrong,) if wrong else ()


def lacking(wrong: str, passages: Sequence[str]) -> bool:
    """Do the passages lack most of these words, so that they are not only told in another order? One word may be another's synonym."""
    mine = telling(wrong)
    held = {word.key for passage in passages for word in telling(passage)}
    return len(mine) > 1 and sum(word.key in held for word in mine) <= HELD * len(mine)
