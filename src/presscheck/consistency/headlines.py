"""A headline's figure held against the body's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from presscheck.figures import Number, durations, meet, numbers
from presscheck.model import BlockKind, Document, Sentence
from presscheck.parts import Match
from presscheck.words import flat, telling

NEAR = 8  # sentences of the body among which the headline's figure is told again
MOST = 16  # words of a headline
SHARED = 3  # telling words that such a sentence has in common with the headline


def figures(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """A figure of the headline that the body does not have, where one of its first sentences tells the same with another."""
    if not sentences or not _heads(draft, sentences[0]) or draft[sentences[0].span].count(" ") >= MOST:
        return
    headline = sentences[0]
    told = [n for n in numbers(draft.text, headline.span.start, headline.span.end) if not n.hedged]
    if not told:
        return
    body = [sentence for sentence in sentences if not _heads(draft, sentence)]
    all_of_body = [n for sentence in body for n in numbers(draft.text, sentence.span.start, sentence.span.end)]
    for number in told:
        if any(meet(number, n) for n in all_of_body):
            continue
        rivals = [n for sentence in islice(body, NEAR) for n in _rivals(draft, headline, sentence, number)]
        if rivals and len({n.value for n in rivals}) == 1:
            said = (
                f"draft says {flat(draft[number.span])} here, {flat(draft[rivals[0].span])} in {draft.where(rivals[0].span) or 'its body'}"
            )
            yield Match(number.span, said, rivals[0].span)


def _heads(draft: Document, sentence: Sentence) -> bool:
    block = draft.block_at(sentence.span.start)
    return block is not None and block.kind is BlockKind.HEADING


def _rivals(draft: Document, headline: Sentence, sentence: Sentence, number: Number) -> list[Number]:
    """The figures of a sentence that count what the headline's does, if it tells the same."""
    if len(telling(draft[headline.span]) & telling(draft[sentence.span])) < SHARED:
        return []
    found = numbers(draft.text, sentence.span.start, sentence.span.end)
    return [n for n in found if n.kind == number.kind and (_counts_the_same(n, number) or n.lead == number.lead != "")]


def _counts_the_same(a: Number, b: Number) -> bool:
    """By their nouns: of two sums of money or two spans of time that says little."""
    return not a.kind and bool({*a.unit[:1]} & {*b.unit[:1]}) and a.unit[0] not in durations()
