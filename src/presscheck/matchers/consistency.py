"""A rule that hits where a draft does not agree with itself; `check` names what is held against what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck.checks import Check, compiled
from presscheck.consistency import cases, days, headlines, lists, people, sums
from presscheck.model import Document, Sentence
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    pass

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
FIGURE = r"\d"
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Document, Sequence[Sentence]], Iterable[Match]]]] = {
    "spellings": ((), people.spellings),
    "ages": ((FIGURE,), people.ages),
    "changes": ((sums.may_change(),), sums.changes),
    "shares": ((r"%|per\s?cent|half|third|quarter|fifth|sixth|eighth|tenth", sums.may_share()), sums.shares),
    "totals": ((sums.may_total(),), sums.totals),
    "lists": ((lists.may_count(),), lists.counted),
    "headline": ((), headlines.figures),
    "weekdays": ((r"(mon|tues|wednes|thurs|fri|satur|sun)day|\b(mon|tue|wed|thu|fri|sat|sun)\b",), days.weekdays),
    "spans": ((r"\d",), days.spans),
    "unconvicted": ((r"sentenced|jailed|imprisoned|sent\s+to\s+(prison|jail)",), cases.unconvicted),
    "unended": ((r"sentenced|jailed|imprisoned|sent\s+to\s+(prison|jail)",), cases.unended),
}


def _held(check: Callable[[Document, Sequence[Sentence]], Iterable[Match]]) -> Check:
    return lambda galley: check(galley.draft, galley.sentences)


TABLE = {name: ((needs,) if needs else (), _held(check)) for name, (needs, check) in CHECKS.items()}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, TABLE)
