"""What the sources have as one side's word, and the draft as its own: who says so is to be named, and who denies it heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from presscheck.model import Document, Finding, Level, Outcome, Relation, Sentence, Verdict
from presscheck.policy import fingerprint

KIND = "allegation"
FAMILY = "allegation-as-fact"
LEVELS = {"one-side-as-fact": Level.WARNING}


def findings(draft: Document, sentences: Sequence[Sentence], verdicts: Sequence[Verdict], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding for each act that a source gives to one side only, in the draft's order; none where one of the `others` says as much."""
    told = [other.span for other in others if other.span and FAMILY in other.tags]
    seen: Counter[tuple[str, str, str]] = Counter()
    raised: list[Finding] = []
    for verdict in verdicts:
        if verdict.fact.kind != KIND or verdict.outcome is not Outcome.CONTRADICTED:
            continue
        span = verdict.evidence[0].draft or verdict.fact.span
        if any(span.overlaps(other) for other in told):
            continue
        mark = fingerprint("one-side-as-fact", draft, span, sentences[verdict.fact.sentence], seen)
        message = f"“{' '.join(draft[span].split())}” is one side's word: say who says so, and what the other side says"
        evidence = tuple(one for one in verdict.evidence if one.relation is Relation.CONTRADICTS)
        raised.append(Finding("one-side-as-fact", LEVELS["one-side-as-fact"], span, message, mark, None, evidence, tags=(FAMILY,)))
    return tuple(raised)
