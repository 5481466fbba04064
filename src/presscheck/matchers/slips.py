"""A rule that hits a slip of the pen that no single pattern shows; `check` names which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import slips
from presscheck.checks import Check, compiled
from presscheck.parts import Compiled

if TYPE_CHECKING:
    pass

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
CHECKS: dict[str, tuple[tuple[str, ...], Check]] = {
    "repeated": ((), slips.repeated),
    "left-open": (('"',), slips.left_open),
    "unlisted": ((r"\[\d{1,3}\]",), slips.unlisted),
}


TABLE = {name: ((needs,) if needs else (), check) for name, (needs, check) in CHECKS.items()}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, TABLE)
