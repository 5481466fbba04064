"""Pairs put to a judge as a check puts claims: sources read and searched, facts weighed exactly, and then each sentence of a claim in which
nothing is wrong so far a question of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from time import monotonic

from corpora import Corpus, Pair, Spans

from presscheck import Checker, Document, Outcome, Relation, flow, parts, verify
from presscheck import read as read_document
from presscheck.entailment import Entailment
from presscheck.judges import onnx
from presscheck.library import Library
from presscheck.model import Opinion, Question, Verdict
from presscheck.secondlook import WRONG
from presscheck.settings import Settings
from presscheck.split import split
from presscheck.words import words

AT_ONCE = 256  # questions
NOTHING, UNDOUBTED = -1000.0, 1000.0  # how far a claim is borne out in which something is wrong, and one that asserts nothing
CHANCES = (Relation.SUPPORTS, Relation.CONTRADICTS, Relation.MENTIONS)  # as a reading has them
WORST = (Relation.CONTRADICTS, Relation.MENTIONS, Relation.SUPPORTS)


@dataclass(frozen=True)
class Asked:
    """One question of a pair; `start` is where its sentence begins in the claim."""

    pair: int
    start: int
    question: Question


@dataclass(frozen=True)
class Settled:
    """A sentence of a pair that no judge is asked of: something in it is wrong, compared exactly. `wrong` are these words in the claim."""

    pair: int
    relation: Relation
    wrong: Spans


@dataclass(frozen=True)
class Judged:
    """What a check says of a pair: how far its weakest sentence is borne out, the worst relation, the words called wrong in the claim, and
    the worst of the relations that its network thinks likeliest, whatever thresholds ship."""

    score: float
    relation: str
    wrong: Spans
    likeliest: str


Said = tuple[Asked, Opinion, float, Relation]


class Notes:
    """In a judge's place: writes the questions down and settles nothing."""

    name = "notes"

    def __init__(self) -> None:
        self.questions: list[Question] = []

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        """An opinion for each that says nothing."""
        self.questions += questions
        return [Opinion(Relation.MENTIONS, (), (), "", 0.0) for _ in questions]


@lru_cache(maxsize=64)
def library(sources: tuple[str, ...]) -> Library:
    """The sources as a check reads them."""
    found = [read_document(text.encode(), f"{number}.txt") for number, text in enumerate(sources)]
    return Library({document.id: document for document in found}.values())


def draft(pair: Pair) -> tuple[Document, int]:
    """What stands before the claim, and the claim, in one paragraph where sentences part them; and where the claim begins."""
    before = pair.context.strip()
    before += "" if not before else " " if before[-1] in ".!?…\"”'’)" else "\n\n"
    document = read_document(f"{before}{pair.claim}".encode(), "draft.txt")
    at = document.text.rfind(pair.claim[:24].split("\n")[0])
    return document, max(at, 0) if before else 0


def questions(number: int, pair: Pair) -> Iterator[Asked]:
    """The questions that a check would ask of the pair if nothing were compared exactly."""
    document, at = draft(pair)
    claims = list(parts.load("facts", verify.CLAIM).find(document, split(document)))
    first = next((n for n, fact in enumerate(claims) if fact.span.end > at), len(claims))
    ahead = claims[max(first - 1, 0) : first]  # what the first sentence may lean on
    told = [*ahead, *claims[first:]]
    for fact, _, question in verify.questions(told, told, library(pair.sources), Settings().passages)[len(ahead) :]:
        yield Asked(number, max(fact.span.start - at, 0), question)


def settled(number: int, pair: Pair) -> dict[int, Settled]:
    """The sentences of the claim in which something is wrong, compared exactly, by where they begin in it."""
    document, at = draft(pair)
    facts = [fact for fact in flow.facts_of(document, split(document)) if fact.span.end > at]
    claims = {fact.sentence: fact for fact in facts if fact.kind == verify.CLAIM}
    told = verify.verify([fact for fact in facts if fact.kind != verify.CLAIM], library(pair.sources), Notes(), (), Settings().passages)
    wrong: dict[int, list[Verdict]] = {}
    for verdict in told:
        if verdict.outcome in WRONG and verdict.fact.sentence in claims:
            wrong.setdefault(max(claims[verdict.fact.sentence].span.start - at, 0), []).append(verdict)
    return {start: _settled(number, at, verdicts) for start, verdicts in wrong.items()}


def _settled(number: int, at: int, verdicts: Sequence[Verdict]) -> Settled:
    denied = any(verdict.outcome is Outcome.CONTRADICTED for verdict in verdicts)
    wrong = tuple((max(verdict.fact.span.start - at, 0), verdict.fact.span.end - at) for verdict in verdicts)
    return Settled(number, Relation.CONTRADICTS if denied else Relation.MENTIONS, wrong)


def open_judge(name: str) -> parts.Judge:
    """The judge of this name, or the model in this folder, as a check opens it; one of `training/export.py`, as if it shipped."""
    if (place := Path(name)).is_dir() and "relations" in json.loads((place / "config.json").read_text("utf-8")):
        return onnx.opened(place)
    return Checker(Settings(judge=name))._judge


def scaled(judge: Entailment, **changes: float) -> Entailment:
    """The same network with other thresholds; what the one has read, the other need not read again."""
    twin = copy(judge)
    twin._scale = replace(judge._scale, **changes)
    return twin


def borne_out(judge: parts.Judge, questions: Sequence[Question], opinions: Sequence[Opinion]) -> list[float]:
    """How far each statement is borne out. Of a network its score, 0 where its thresholds lie; of another judge that of its opinion, which
    is how sure it is that the passages bear the statement out, or, where it says so, that they deny it."""
    if isinstance(judge, Entailment):
        return judge.scores(questions)
    return [1 - opinion.score if opinion.relation is Relation.CONTRADICTS else opinion.score for opinion in opinions]


def likeliest(judge: parts.Judge, questions: Sequence[Question], opinions: Sequence[Opinion]) -> list[Relation]:
    """Of a network the relation of the highest chance, its best source's first: what supports outranks what contradicts, and that what
    does neither. Of another judge its opinion's."""
    if not isinstance(judge, Entailment):
        return [opinion.relation for opinion in opinions]
    found = []
    for weighed in judge.weighed(questions):
        said = {max(zip(one.reading[:3], CHANCES, strict=True))[1] for one in weighed}
        found.append(next((relation for relation in CHANCES if relation in said), Relation.MENTIONS))
    return found


def ask(judges: Sequence[parts.Judge], corpus: Corpus, exact: Sequence[parts.Judge] = ()) -> list[list[Judged]]:
    """For each judge what it says of each pair; for those in `exact` what a check says that has it, in which facts that are wrong, compared
    exactly, outrank it. A claim that asserts nothing is asked nothing, and nobody doubts it."""
    pending: list[Asked] = []
    held: list[dict[int, Settled]] = []
    said: list[list[list[Said]]] = [[[] for _ in corpus.pairs] for _ in judges]
    progress = _Progress(corpus.name, len(corpus.pairs))
    for number, pair in enumerate(corpus.pairs):
        pending += questions(number, pair)
        held.append(settled(number, pair) if exact else {})
        if len(pending) >= AT_ONCE or number + 1 == len(corpus.pairs):
            new = [one.question for one in pending]
            for judge, by_pair in zip(judges, said, strict=True):
                opinions = judge.judge(new)
                scores, relations = borne_out(judge, new, opinions), likeliest(judge, new, opinions)
                for one, opinion, score, relation in zip(pending, opinions, scores, relations, strict=True):
                    by_pair[one.pair].append((one, opinion, score, relation))
            pending = []
            progress(number + 1)
    return [
        [_judged(pair, found, known if judge in exact else {}) for pair, found, known in zip(corpus.pairs, by_pair, held, strict=True)]
        for judge, by_pair in zip(judges, said, strict=True)
    ]


def _judged(pair: Pair, told: Sequence[Said], held: Mapping[int, Settled]) -> Judged:
    said = [one for one in told if one[0].start not in held]
    known = list(held.values())
    wrong = [span for one, opinion, _, _ in said if opinion.relation is not Relation.SUPPORTS for span in _places(pair.claim, one, opinion)]
    wrong += [span for one in known for span in one.wrong]
    relation = _worst([*(opinion.relation for _, opinion, _, _ in said), *(one.relation for one in known)])
    likely = _worst([*(likely for *_, likely in said), *(one.relation for one in known)])
    score = NOTHING if known else min((score for _, _, score, _ in said), default=UNDOUBTED)
    return Judged(score, relation.value, tuple(wrong), likely.value)


def _worst(relations: Sequence[Relation]) -> Relation:
    return next((worst for worst in WORST if worst in relations), Relation.SUPPORTS)


def _places(claim: str, one: Asked, opinion: Opinion) -> Iterator[tuple[int, int]]:
    """Where the words called wrong stand in the claim, each the first time after the one before it, else the first time at all."""
    at = one.start
    for text in opinion.words:
        start = _find(claim, text, at)
        start = start if start >= 0 else _find(claim, text, one.start)
        if start >= 0:
            at = start + len(text)
            yield start, at


def _find(claim: str, text: str, at: int) -> int:
    """Where these words begin as whole words."""
    start = claim.find(text, at)
    while start >= 0 and (claim[start - 1 : start].isalnum() or claim[start + len(text) : start + len(text) + 1].isalnum()):
        start = claim.find(text, start + 1)
    return start


def words_in(claim: str, spans: Spans) -> frozenset[int]:
    """The starts of the words that share a letter with the spans."""
    return frozenset(word.span.start for word in words(claim) if any(a < word.span.end and word.span.start < b for a, b in spans))


class _Progress:
    """A line on standard error that tells how far a set is and how fast it goes."""

    def __init__(self, name: str, count: int) -> None:
        self.name, self.count, self.began = name, count, monotonic()

    def __call__(self, done: int) -> None:
        rate = done / max(monotonic() - self.began, 1e-9)
        end = "\n" if done == self.count else "\r" if sys.stderr.isatty() else "\n"
        print(f"{self.name}: {done} of {self.count} pairs, {rate:.0f} a second", end=end, file=sys.stderr, flush=True)
