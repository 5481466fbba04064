"""A rule that hits where the reader finds a fault of its family: for what word lists cannot say, because careless copy has a thousand forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck.model import Span
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"family": str, "message": str, "part": str}
QUOTES = "skip"
SHOWN = 0.5  # share of the threshold that the words beside the likeliest must have to be shown with it
GAP = 2  # tokens between two stretches that are shown as one
PARTS = ("words", "sentence")


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `family`, a `message` in which `{words}` are the words found, and `part`, "words" or "sentence": what is shown."""
    family, message, part = (str(rule.get(field, "")) for field in ("family", "message", "part"))
    if not family or not message:
        raise ValueError("needs a `family` that the reader knows, and a `message`, what the editor reads")
    if part and part not in PARTS:
        raise ValueError(f"part = {part!r} should be one of {', '.join(PARTS)}")

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        for span in _found(galley, family):
            sentence = galley.sentence(span) if part == "sentence" else None
            shown = sentence.span if sentence else span
            yield Match(shown, message.replace("{words}", " ".join(galley.draft[shown].split())))

    return Compiled((), hits)


def _found(galley: Galley, family: str) -> Iterator[Span]:
    """In each sentence the likeliest stretch of words, where it is likely enough."""
    if galley.reader is None or family not in galley.reader.families:
        return
    tags, least = galley.tags, galley.reader.threshold(family)
    chances = tags.chances[family]
    at = 0
    for sentence in galley.sentences:
        while at < len(tags.spans) and tags.spans[at].end <= sentence.span.start:
            at += 1
        first = at
        while at < len(tags.spans) and tags.spans[at].start < sentence.span.end:
            at += 1
        inside = range(first, at)
        best = max(inside, key=lambda n: chances[n], default=None)
        if best is not None and chances[best] >= least:
            yield _stretch(galley.draft.text, tags.spans, chances, inside, best, SHOWN * least)


def _stretch(text: str, spans: Sequence[Span], chances: Sequence[float], inside: range, best: int, least: float) -> Span:
    """The words around the likeliest that are likely too, whole."""
    first = last = best
    for step, stop in ((-1, inside.start - 1), (1, inside.stop)):
        missed = 0
        for n in range(best + step, stop, step):
            missed = 0 if chances[n] >= least else missed + 1
            if missed > GAP:
                break
            if not missed:
                first, last = min(first, n), max(last, n)
    start, end = spans[first].start, spans[last].end
    while start > spans[inside.start].start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < spans[inside.stop - 1].end and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)
