"""A rule that hits a headline that its body does not bear out, by words of both, or by a `check` that names what is held against what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import headlines
from presscheck.parts import Compiled, Match
from presscheck.patterns import pattern

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"check": str, "says": list, "told": list, "doubt": list, "weaker": list, "excused": list, "message": str}
QUOTES = "flag"
CHECKS: dict[str, tuple[tuple[str, ...], Callable[[Galley], Iterable[Match]]]] = {
    "size": ((r"\b(?:dozens|scores|hundreds|thousands|millions)\b",), headlines.size),
    "untold": ((), headlines.untold),
    "quoted": (("[\"']",), headlines.quoted),
    "plural": ((headlines.SPEAKS,), headlines.plural),
}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`, or with `says` and a `message` (`{words}` of the headline, `{less}` of the body) and, of the body, `told`,
    `doubt` and `weaker` (see `headlines.Terms`); raises ValueError where it has neither."""
    name, says, message = rule.get("check"), rule.get("says", []), rule.get("message", "")
    if name is not None and name not in CHECKS:
        raise ValueError(f"needs a `check`, one of {', '.join(CHECKS)}; not {name!r}")
    if name is not None:
        needs, check = CHECKS[name]
        return Compiled((needs,) if needs else (), lambda galley, standing: check(galley))
    if not says or not message:
        raise ValueError("needs a `check`, or `says`, words of the headline, and a `message`, what the editor reads")
    looked_for = [pattern(each, lists, phrase=True) for each in says]
    terms = headlines.Terms(*(tuple(pattern(each, lists, phrase=True) for each in rule.get(field, [])) for field in TERMS))

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        if galley.headline is None:
            return ()
        found = [hit for number in standing for hit in looked_for[number].find(galley.text, galley.headline)]
        return headlines.claimed(galley, found, terms, message) if found else ()

    return Compiled(tuple((each.full,) for each in looked_for), hits)


TERMS = ("told", "doubt", "weaker", "excused")
