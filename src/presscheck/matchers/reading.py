"""A rule that hits where the reader finds a fault of its families: for what word lists cannot say, because careless copy has a thousand
forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck.model import Span
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"families": list, "message": str}
QUOTES = "skip"
ALSO = 0.05  # share of the likeliest family's chance that another must have to be told with it
BESIDE = 0.5  # share of the likeliest word's chance that the words beside it must have to be shown with it
GAP = 2  # tokens between two stretches that are shown as one


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with `families` that the reader knows and a `message` in which `{words}` are the words found; a hit's tags are the families
    that it may be of."""
    families, message = tuple(rule.get("families", ())), str(rule.get("message", ""))
    if not families or not message:
        raise ValueError('needs `families`, such as ["unattributed-claim"], and a `message`, what the editor reads')

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        for span, tags in _found(galley, families):
            yield Match(span, message.replace("{words}", " ".join(galley.draft[span].split())), tags=tags)

    return Compiled((), hits)


def _found(galley: Galley, families: Sequence[str]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """In each sentence the likeliest stretch of words, where it is likely enough, and the families that it may be of."""
    reader = galley.reader
    known = [family for family in families if reader and family in reader.families]
    if reader is None or not known:
        return
    spans, at = galley.tags.spans, 0
    for sentence in galley.sentences:
        while at < len(spans) and spans[at].end <= sentence.span.start:
            at += 1
        first = at
        while at < len(spans) and spans[at].start < sentence.span.end:
            at += 1
        if first == at:
            continue
        peaks = {family: max(range(first, at), key=galley.tags.chances[family].__getitem__) for family in known}
        chances = {family: galley.tags.chances[family][n] for family, n in peaks.items()}
        best = max(chances, key=chances.__getitem__)
        if chances[best] >= reader.threshold(best):
            likely = (family for family in known if chances[family] >= ALSO * chances[best])
            tags = tuple(sorted(likely, key=lambda family: -chances[family]))  # the likeliest first
            yield _stretch(galley.draft.text, spans, galley.tags.chances[best], range(first, at), peaks[best]), tags


def _stretch(text: str, spans: Sequence[Span], chances: Sequence[float], inside: range, best: int) -> Span:
    """The words around the likeliest that are likely too, whole."""
    first = last = best
    for step, stop in ((-1, inside.start - 1), (1, inside.stop)):
        missed = 0
        for n in range(best + step, stop, step):
            missed = 0 if chances[n] >= BESIDE * chances[best] else missed + 1
            if missed > GAP:
                break
            if not missed:
                first, last = min(first, n), max(last, n)
    start, end = spans[first].start, spans[last].end
    while start > spans[inside.start].start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < spans[inside.stop - 1].end and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while end > start + 1 and text[end - 1] in ".,;:":  # the words, without the stop behind them
        end -= 1
    return Span(start, end)
