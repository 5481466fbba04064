"""What was told on terms is kept to them: nothing rests on words off the record alone, and nobody on background is named."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from presscheck.imprint import file_name
from presscheck.model import Document, Finding, Level, Outcome, Relation, Sentence, Verdict
from presscheck.policy import fingerprint
from presscheck.sourcelist import HIDDEN_TERMS, OFF

LEVELS = {"off-the-record": Level.ERROR, "not-for-attribution": Level.WARNING}
NAMING = ("speaker", "attribution")  # kinds of facts that say who spoke


def findings(
    draft: Document, sentences: Sequence[Sentence], verdicts: Sequence[Verdict], sources: Sequence[Document]
) -> tuple[Finding, ...]:
    """One finding for each sentence and code, in the draft's order. Terms are those that a list of sources states."""
    if not any(source.origin and source.origin.terms for source in sources):
        return ()
    starts = [sentence.span.start for sentence in sentences]
    seen: Counter[tuple[str, str, str]] = Counter()
    told, raised = set[tuple[str, int]](), list[Finding]()
    for code, verdict, message in _broken(verdicts, {source.id: source for source in sources}):
        at = max(bisect_right(starts, verdict.fact.span.start) - 1, 0)
        if (code, at) not in told:
            told.add((code, at))
            mark = fingerprint(code, draft, verdict.fact.span, sentences[at], seen)
            raised.append(Finding(code, LEVELS[code], verdict.fact.span, message, mark, None, verdict.evidence))
    return tuple(raised)


def _broken(verdicts: Sequence[Verdict], sources: dict[str, Document]) -> Iterator[tuple[str, Verdict, str]]:
    """Each fact that stands on such a source alone, with the code and the message."""
    for verdict in verdicts:
        resting = _resting(verdict, sources)
        terms = {source.origin.terms if source.origin else "" for source in resting}
        if verdict.outcome is not Outcome.SUPPORTED or not resting:
            continue
        name = " and ".join(sorted({file_name(source.name) for source in resting}))
        if terms == {OFF}:
            yield "off-the-record", verdict, f"no source but {name} has this, which was given off the record"
        elif verdict.fact.kind in NAMING and terms <= set(HIDDEN_TERMS):
            yield (
                "not-for-attribution",
                verdict,
                f"this says who spoke, and no source but {name} does, which was given on {sorted(terms)[0]}",
            )


def _resting(verdict: Verdict, sources: dict[str, Document]) -> list[Document]:
    """The sources that bear the fact out."""
    ids = {passage.document for one in verdict.evidence if one.relation is Relation.SUPPORTS for passage in one.passages}
    return [sources[own] for own in sorted(ids) if own in sources]
