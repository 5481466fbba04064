"""A rule that hits a slip of the pen that no single pattern shows; `check` names which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import slips
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Galley], Iterable[Match]]]] = {
    "repeated": ((), slips.repeated),
    "left-open": (('"',), slips.left_open),
    "unlisted": ((r"\[\d{1,3}\]",), slips.unlisted),
}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    name = rule.get("check")
    if name not in CHECKS:
        raise ValueError(f"needs a `check`, one of {', '.join(CHECKS)}; not {name!r}")
    needs, check = CHECKS[name]

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        return check(galley)

    return Compiled((needs,) if needs else (), hits)
