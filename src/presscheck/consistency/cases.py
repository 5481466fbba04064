"""Stages of a case that a draft tells and that cannot follow one another: a sentence without a conviction, or after a mistrial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from presscheck import language
from presscheck.model import BlockKind, Document, Sentence, Span
from presscheck.parts import Match
from presscheck.stages import Stage, told_in
from presscheck.words import Word, flat, in_lower, words

LEAD = 450  # letters, headlines apart; further down a sentence is mostly background
BEFORE = 6  # words before "sentenced" in its clause that tell whether it is the news
BREAKS = frozenset(",;:()–—")


def unconvicted(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Somebody sentenced in the headline or lead, of whom the draft nowhere tells a conviction, a plea or anything like it."""
    found = _without_conviction(draft, sentences)
    if found:
        _, stage = found
        who = _named(draft, stage)
        yield Match(stage.span, f"draft says {who} was {flat(draft[stage.span])}, and nowhere of a conviction or guilty plea")


def unended(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """The same, where the draft tells of a trial that ended without a conviction: a mistrial, an acquittal, charges dropped."""
    found = _without_conviction(draft, sentences)
    if found is None:
        return
    stages = [stage for _, stage in told_in(draft, tuple(sentences))]
    ends = language.load().stages.ends
    if any(stage.name == "retrial" for stage in stages):
        return
    _, mine = found
    end = next((s for s in stages if s.name in ends and not s.mood and s.who & mine.who and not s.counts), None)
    if end:
        said = f"draft says {flat(draft[end.span])} here, {flat(draft[mine.span])} {_there(draft, mine.span)}"
        yield Match(end.span, f"{said}, and of no conviction between the two", mine.span)


def _without_conviction(draft: Document, sentences: Sequence[Sentence]) -> tuple[Sentence, Stage] | None:
    """The first sentence passed on somebody in the headline or lead, where nothing in the draft tells that they were found guilty."""
    lists = language.load().stages
    lowered = draft.text.lower()
    if not any(word in lowered for word in lists.passed):
        return None
    told = told_in(draft, tuple(sentences))
    mine = next(((s, stage) for s, stage in told if stage.name == "sentenced" and _is_news(draft, s, stage)), None)
    if mine is None or any(_convicts(draft, s, stage, mine[1]) for s, stage in told) or _hints(draft.text):
        return None
    return mine


def _is_news(draft: Document, sentence: Sentence, stage: Stage) -> bool:
    """Is it told of somebody named, in the headline or lead, as what just happened: not "who was jailed in 1998", "had been sentenced"?"""
    if stage.mood or not stage.who or stage.years or _in_body(draft, stage.span) > LEAD:
        return False
    lists = language.load()
    tokens = words(draft[sentence.span], sentence.span.start)
    at = next(n for n, word in enumerate(tokens) if word.span.end > stage.span.start)
    clause: list[Word] = []
    for n in range(at - 1, max(at - 1 - BEFORE, -1), -1):
        if set(draft.text[tokens[n].span.end : tokens[n + 1].span.start]) & BREAKS:
            break
        clause.append(tokens[n])
    told = {word.lower for word in clause}
    if told & lists.stages.background:
        return False
    block = draft.block_at(stage.span.start)
    heading = block is not None and block.kind is BlockKind.HEADING
    return heading or bool(told & lists.stages.passive) or (bool(clause) and bool(told & lists.stages.courts))


def _in_body(draft: Document, span: Span) -> int:
    """How many letters of running text come before."""
    text = [block.span for block in draft.blocks if block.span.start < span.start and block.kind is not BlockKind.HEADING]
    return sum(min(block.end, span.start) - block.start for block in text)


def _convicts(draft: Document, sentence: Sentence, stage: Stage, mine: Stage) -> bool:
    """Does the stage tell that this person, or somebody who may be, was found guilty? "A convicted robber" may be anybody."""
    if stage.name not in language.load().stages.convicting or stage.mood == "not" or (stage.who and not stage.who & mine.who):
        return False
    before = draft.text[max(sentence.span.start, stage.span.start - 3) : stage.span.start].split()
    return bool(stage.who) or not before or before[-1].lower() not in ("a", "an")


def _hints(text: str) -> bool:
    """Does any word speak of a conviction or plea: "his guilty plea", "admitted", "after the verdict"?"""
    lists = language.load().stages
    found = in_lower(text)
    return any(word in lists.hints and (word != "guilty" or found[n - 1 : n] != ["not"]) for n, word in enumerate(found))


def _named(draft: Document, stage: Stage) -> str:
    """The person's surname as the draft has it."""
    return next((word.text for word in words(draft.text) if word.text.lower() in stage.who and word.text[0].isupper()), "somebody")


def _there(draft: Document, span: Span) -> str:
    where = draft.where(span)
    return f"in {where}" if where else "elsewhere"
