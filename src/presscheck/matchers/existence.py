"""A rule that hits wherever one of its phrases or patterns stands: RE2 syntax, so every pattern runs in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck.parts import Compiled, Match
from presscheck.patterns import pattern

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"phrases": list, "patterns": list, "message": str}
QUOTES = "skip"


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with `phrases` or `patterns` and a `message`, in which `{words}` are the words found."""
    phrases, patterns, message = rule.get("phrases", []), rule.get("patterns", []), rule.get("message", "")
    if not phrases and not patterns:
        raise ValueError('needs `phrases`, such as ["ended in tears"], or `patterns`, such as ["\\\\[source \\\\d+\\\\]"]')
    if not message:
        raise ValueError("needs a `message`, what the editor reads")
    looked_for = [pattern(each, lists, phrase=True) for each in phrases] + [pattern(each, lists, phrase=False) for each in patterns]

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        for number in standing:
            for hit in looked_for[number].find(galley.text):
                yield Match(hit.span, message.replace("{words}", " ".join(galley.draft[hit.span].split())))

    return Compiled(tuple((each.full,) for each in looked_for), hits)
