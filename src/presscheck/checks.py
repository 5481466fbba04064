"""Rules that are code: a matcher with a table of named checks, of which a rule names one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

Ways = tuple[tuple[str, ...], ...]
Check = Callable[["Galley"], Iterable[Match]]


def compiled(rule: Mapping[str, Any], checks: Mapping[str, tuple[Ways, Check]]) -> Compiled:
    """The check that the rule's `check` names, with the parts that must stand in a text. Raises ValueError with the word where there is
    none."""
    name = str(rule.get("check", ""))
    if name not in checks:
        raise ValueError(f"needs a `check`, one of {', '.join(checks)}; not {name!r}")
    ways, check = checks[name]
    return Compiled(ways, lambda galley, standing: check(galley))
