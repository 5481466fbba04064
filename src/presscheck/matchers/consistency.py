"""A rule that hits where a draft does not agree with itself; `check` names what is held against what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from presscheck.consistency import cases, days, headlines, lists, people, sums
from presscheck.model import Document, Sentence
from presscheck.parts import Match

CHECKS: dict[str, Callable[[Document, Sequence[Sentence]], Iterable[Match]]] = {
    "spellings": people.spellings,
    "ages": people.ages,
    "changes": sums.changes,
    "shares": sums.shares,
    "totals": sums.totals,
    "lists": lists.counted,
    "headline": headlines.figures,
    "weekdays": days.weekdays,
    "spans": days.spans,
    "unconvicted": cases.unconvicted,
    "unended": cases.unended,
}


def compile(rule: dict[str, Any]) -> Callable[[Document, Sequence[Sentence]], Iterable[Match]]:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    check = rule.get("check")
    if check not in CHECKS:
        raise ValueError(f"needs a `check`, one of {', '.join(CHECKS)}; not {check!r}")
    return CHECKS[check]
