"""A judge that reads widely, asked about every claim of a draft: first all of them, then again what it doubts, or what the exact layer
sees otherwise, with more of the sources around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from presscheck import parts, premises
from presscheck.library import Library
from presscheck.model import Fact, Opinion, Outcome, Passage, Question, Relation, Span, Verdict

WHOLE = 5_000  # words of sources, up to which all of them are given for every claim
GIVEN, FROM, GIVEN_WORDS = 10, 5, 180  # passages of one source, sources, and words of all, that are given where they are longer
SOUGHT = 8  # passages found with the model's own words
AROUND = 2  # passages before and behind each at a second look
NEAR = 0.6  # how sure the exact layer must be of what it bears out, for its word to be put against the model's
SECOND_WORDS = 500  # words of passages at a second look
WRONG = (Outcome.CONTRADICTED, Outcome.NOT_FOUND)

Asked = tuple[tuple[Passage, ...], Opinion]


def consult(claims: Sequence[Fact], library: Library, judge: parts.Judge, exact: Mapping[int, Sequence[Verdict]]) -> dict[Fact, Asked]:
    """What the judge says of each claim of a draft, after a second look where there is cause for one, with the passages it was given.
    `exact` are the verdicts on the facts of each sentence."""
    every = library.everything(min(WHOLE, getattr(judge, "whole", WHOLE)))
    before = {fact.sentence: fact.statement[: len(fact.span)] for fact in claims}
    found: dict[Fact, Asked] = {}
    given = [every if every is not None else _near(fact, library) for fact in claims]
    questions = [_question(fact, some, before, library) for fact, some in zip(claims, given, strict=True)]
    for fact, passages, opinion in zip(claims, given, judge.judge(questions), strict=True):
        found[fact] = (passages, opinion)
    doubted = {fact: doubts for fact in claims if (doubts := _doubts(fact, found[fact][1], exact.get(fact.sentence, ())))}
    more = {fact: _more(fact, *found[fact], library) for fact in doubted}
    again = [replace(_question(fact, more[fact], before, library, alone=True), doubts=doubts) for fact, doubts in doubted.items()]
    for fact, second in zip(doubted, judge.judge(again) if again else (), strict=True):
        if second.asked and second.points:
            found[fact] = (more[fact], second)
        else:
            passages, first = found[fact]
            found[fact] = (passages, _unsure(first, second.reason))
    return found


def _question(fact: Fact, passages: Sequence[Passage], before: Mapping[int, str], library: Library, alone: bool = False) -> Question:
    sources = {document: number for number, document in enumerate(dict.fromkeys([p.document for p in passages]))}
    statement = fact.statement[: len(fact.span)]  # whom a pronoun means stands in the sentence before
    return Question(
        statement,
        before.get(fact.sentence - 1, "") if alone or premises.leans(statement) else "",
        tuple([p.text for p in passages]),
        tuple([premises.sense(p, library[p.document]) for p in passages]),
        tuple([(sources[p.document], p.span.start) for p in passages]),
        sources=tuple(library[document].name for document in sources),
    )


def _near(fact: Fact, library: Library) -> tuple[Passage, ...]:
    """A choice of passages, of the sources that hold most of the claim's words: the best of each, then the next best of each, and so on."""
    covering = library.covering(fact.statement, GIVEN, FROM)
    turns = [passage for turn in zip_longest(*covering) for passage in turn if passage]
    kept, room = list[Passage](), GIVEN_WORDS
    for passage in turns or library.search(fact, GIVEN):
        room -= len(passage.text.split())
        if room < 0 and kept:
            break
        kept.append(passage)
    return _ordered(kept, library)


def _more(fact: Fact, passages: Sequence[Passage], opinion: Opinion, library: Library) -> tuple[Passage, ...]:
    """What was quoted, what is nearest, and what the model's own words find, with what stands around each."""
    seeds = [p for point in opinion.points if point.seek for p in library.seeking(point.seek, SOUGHT)]
    seeds += library.search(fact, SOUGHT)
    quoted = [p for p in passages if any(quote in p.text for quote in _quotes(opinion))]
    kept, room = list[Passage](), SECOND_WORDS
    for some in (quoted, *(library.around([seed], AROUND) for seed in dict.fromkeys([*quoted, *seeds]))):
        near = [p for p in some if p not in kept]
        room -= sum(len(p.text.split()) for p in near)
        if room < 0 and kept:
            break
        kept += near
    return _ordered(kept, library)


def _ordered(passages: Sequence[Passage], library: Library) -> tuple[Passage, ...]:
    """Each once, in the order of the sources and of their text."""
    names = {p.document: library[p.document].name for p in passages}
    return tuple(sorted(dict.fromkeys(passages), key=lambda p: (names[p.document], p.document, p.span)))


def _quotes(opinion: Opinion) -> list[str]:
    return [quote for point in opinion.points for quote in point.quotes]


def _unsure(opinion: Opinion, why: str) -> Opinion:
    """The opinion with nothing called wrong: what nobody looked at twice is not put before an editor as wrong."""
    points = tuple(
        point
        if point.relation is Relation.SUPPORTS
        else replace(point, relation=Relation.MENTIONS, words=(), seek="", reason=f"{point.reason}; it had no second look: {why}")
        for point in opinion.points
    )
    return replace(opinion, points=points)


def _doubts(fact: Fact, opinion: Opinion, exact: Sequence[Verdict]) -> tuple[str, ...]:
    """Why the claim should be looked at again: what the model calls wrong, and where the exact layer sees it otherwise."""
    found: list[str] = []
    for point in opinion.points:
        place = span_of(fact, point)
        if place and point.relation is not Relation.SUPPORTS and not any(_agrees(place, verdict) for verdict in exact):
            found.append(f"at a first reading: {point.reason}")
        found += [f"compared exactly: {_told(verdict)}" for verdict in exact if disagree(fact, point, verdict)]
    return tuple(dict.fromkeys(found))


def _agrees(place: Span, verdict: Verdict) -> bool:
    """Does the exact layer call the same words wrong? What two ways of checking find needs no second look."""
    return verdict.outcome is Outcome.CONTRADICTED and verdict.fact.span.overlaps(place)


def disagree(fact: Fact, point: Opinion, verdict: Verdict) -> bool:
    """Does the model call borne out what the exact layer calls wrong, or wrong what it has found word for word?"""
    place = span_of(fact, point)
    if place is None or not place.overlaps(verdict.fact.span):
        return False
    if point.relation is Relation.SUPPORTS:
        return verdict.outcome in WRONG
    wrong = point.relation is Relation.CONTRADICTS or point.seek
    sure = verdict.outcome is Outcome.SUPPORTED and verdict.evidence[0].score >= NEAR
    return bool(wrong) and sure and place in verdict.fact.span


def span_of(fact: Fact, point: Opinion) -> Span | None:
    """Where the words that an opinion is about stand in the draft; None where it names none, or none of the sentence itself."""
    if not point.words or not all(point.words):
        return None
    words, around = point.words[0], point.words[-1]
    outer, inner = _at(around, fact.statement), _at(words, around)
    start = outer + inner if outer >= 0 and inner >= 0 else _at(words, fact.statement)
    if start < 0 or start + len(words) > len(fact.span):
        return None
    return Span(fact.span.start + start, fact.span.start + start + len(words))


def _at(wanted: str, text: str) -> int:
    """Where the words begin in the text: there where they are whole words, if anywhere; -1 where they do not stand in it."""
    at = whole(wanted, text)
    return at if at >= 0 else text.find(wanted)


def whole(wanted: str, text: str) -> int:
    """Where the words begin in the text as whole words; -1 where they do not stand in it so."""
    at = text.find(wanted)
    while at >= 0:
        before, behind = text[at - 1 : at + 1], text[at + len(wanted) - 1 : at + len(wanted) + 1]
        if not (len(before) == 2 and before.isalnum()) and not (len(behind) == 2 and behind.isalnum()):
            return at
        at = text.find(wanted, at + 1)
    return -1


def _told(verdict: Verdict) -> str:
    if verdict.outcome is Outcome.SUPPORTED and verdict.evidence:
        passage = " ".join(verdict.evidence[0].passages[0].text.split())[:300]
        return f"“{verdict.fact.reading}” stands in “{passage}”, which may speak of the same thing or of another"
    return verdict.reason
