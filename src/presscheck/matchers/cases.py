"""A rule that hits where a draft's way of telling a case is ahead of the case; `check` names what is held against what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import courtroom
from presscheck.checks import Check, compiled
from presscheck.parts import Compiled

if TYPE_CHECKING:
    pass

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "skip"
# check -> names of phrases each of which must stand in a draft, and what looks closer
CHECKS: dict[str, tuple[tuple[str, ...], Check]] = {
    "cleared-by-mistrial": (("hung", "cleared"), courtroom.cleared_by_mistrial),
    "exonerated-by-dropping": (("dropped", "freed-of-guilt"), courtroom.exonerated_by_dropping),
    "no-next-step": (("hung",), courtroom.no_next_step),
    "guilty-in-civil-case": (("civil",), courtroom.guilty_in_civil_case),
    "guilty-at-inquiry": (("inquiry",), courtroom.guilty_at_inquiry),
    "charged-and-uncharged": (("nobody-charged", "charged-now"), courtroom.charged_and_uncharged),
    "sentenced-first": (("sentence-first", "denial"), courtroom.sentenced_first),
    "two-pleas": (("admits", "denies"), courtroom.two_pleas),
    "deeds": (("underway",), courtroom.deeds),
    "denied-deeds": (("then-denied",), courtroom.denied_deeds),
    "headline-verdict": ((), courtroom.headline_verdict),
    "headline-deed": (("deeds-of-title", "underway"), courtroom.headline_deed),
    "no-answer": ((), courtroom.no_answer),
    "open-charge": (("charged-man",), courtroom.open_charge),
    "unequal-numbers": (("verdict-number", "accused-number"), courtroom.unequal_numbers),
    "person-of-interest": (("person-of-interest",), courtroom.person_of_interest),
}


TABLE = {name: ((courtroom.screens(*needs),) if needs else (), check) for name, (needs, check) in CHECKS.items()}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, TABLE)
