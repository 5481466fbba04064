"""Verdict to Finding or nothing: what deserves an editor's eye, after the table in `data/policy.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from presscheck import silence
from presscheck.model import BlockKind, Document, Finding, Level, Outcome, Sentence, Span, Verdict
from presscheck.statements import shown

WEIGHED = "claim"  # not found, it is raised only where a judge names the words: most sentences are told in other words


@lru_cache
def table() -> dict[tuple[str, Outcome], Level]:
    """(kind of fact, outcome) -> level of the finding."""
    data = tomllib.loads((files("presscheck") / "data" / "policy.toml").read_text("utf-8"))
    return {(kind, Outcome(outcome)): Level(level) for kind, row in data.items() for outcome, level in row.items()}


def codes() -> frozenset[str]:
    """The codes of all findings that the table can raise."""
    return frozenset(code(kind, outcome) for kind, outcome in table())


def code(kind: str, outcome: Outcome) -> str:
    """The code of the finding for this kind of fact and outcome: "number-contradicted", "name-not-found"."""
    return f"{kind}-{outcome.value.replace('_', '-')}"


def findings(
    draft: Document, sentences: Sequence[Sentence], verdicts: Iterable[Verdict], phrases: Sequence[Span] = ()
) -> tuple[Finding, ...]:
    """What an editor should look at, in the draft's order; the same misspelling or figure told again is raised once. That no source has a
    stock phrase ("a house of cards", at one of `phrases`) is no finding."""
    raised: list[Finding] = []
    page, told = shown(draft), set[tuple[str, str]]()
    seen: Counter[tuple[str, str, str]] = Counter()
    for verdict in verdicts:
        level = table().get((verdict.fact.kind, verdict.outcome))
        if level is None or (verdict.fact.kind == WEIGHED and verdict.outcome is Outcome.NOT_FOUND and not verdict.evidence):
            continue
        name = code(verdict.fact.kind, verdict.outcome)
        span = verdict.evidence[0].draft if verdict.evidence and verdict.evidence[0].draft else verdict.fact.span
        if verdict.fact.kind == WEIGHED and verdict.outcome is Outcome.NOT_FOUND and _colour(draft, verdict, span, phrases):
            continue
        once = (name, f"{draft[span].casefold()} {verdict.reason}")
        if once in told:
            continue
        told.add(once)
        words = " ".join(page[span].split())
        weighed = verdict.outcome is Outcome.CONTRADICTED or verdict.evidence
        message = verdict.reason if weighed else f"“{words}” is in none of the sources"
        mark = fingerprint(name, draft, span, sentences[verdict.fact.sentence], seen)
        raised.append(Finding(name, level, span, message, mark, verdict.outcome, verdict.evidence))
    return tuple(sorted(raised, key=lambda finding: finding.span or Span(0, 1)))


def _colour(draft: Document, verdict: Verdict, span: Span, phrases: Sequence[Span]) -> bool:
    """Is what no source has a stock phrase, or, where none speaks of the sentence at all, a headline or a sentence around such a phrase?"""
    if verdict.evidence[0].by != silence.BY:
        return any(span in phrase for phrase in phrases)
    block = draft.block_at(span.start)
    return (block is not None and block.kind is BlockKind.HEADING) or any(phrase.overlaps(verdict.fact.span) for phrase in phrases)


def fingerprint(name: str, draft: Document, span: Span | None, sentence: Sentence | None, seen: Counter[tuple[str, str, str]]) -> str:
    """16 hex digits from the code, the quoted words, their sentence and how often the three came before: edits elsewhere leave it."""
    key = (name, draft[span] if span else "", draft[sentence.span] if sentence else "")
    seen[key] += 1
    return hashlib.sha256("\x1f".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()[:16]
