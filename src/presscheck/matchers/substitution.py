"""A rule that offers other words for some: "died by suicide" for "committed suicide"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck.model import Edit
from presscheck.parts import Compiled, Match
from presscheck.patterns import Hit, pattern

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"swap": dict, "message": str}
QUOTES = "skip"
GROUP = re.compile(r"\\([1-9])")
MESSAGE = "“{words}”: write “{instead}”"


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    r"""A rule with `swap`, phrases and what to write for each (`\1` is the phrase's first group; "" offers nothing, "-" leaves it out)."""
    swap, message = rule.get("swap"), rule.get("message", MESSAGE)
    if not swap or not all(isinstance(instead, str) for instead in swap.values()):
        raise ValueError('needs `swap`, a table such as { "committed suicide" = "died by suicide" }')
    looked_for = [(pattern(phrase, lists, phrase=True), instead) for phrase, instead in swap.items()]

    def hits(galley: Galley, standing: Sequence[int]) -> Iterable[Match]:
        for number in standing:
            each, offered = looked_for[number]
            for hit in each.find(galley.text):
                words = galley.draft[hit.span]
                instead = _filled(offered, hit, words)
                edits = (Edit(hit.span, instead),) if instead or offered == "-" else ()
                told = message.replace("{words}", " ".join(words.split())).replace("{instead}", instead)
                yield Match(hit.span, told, edits=edits)

    return Compiled(tuple((each.full,) for each, _ in looked_for), hits)


def _filled(offered: str, hit: Hit, words: str) -> str:
    """The offered words with their groups filled in, and a capital where the draft's have one."""
    if offered == "-":
        return ""
    filled = GROUP.sub(lambda match: hit.groups[int(match[1]) - 1] if int(match[1]) <= len(hit.groups) else "", offered)
    return filled[:1].upper() + filled[1:] if words[:1].isupper() else filled
