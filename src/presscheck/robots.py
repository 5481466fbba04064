"""What a site asks of programs in its robots.txt, by RFC 9309: the longest rule that fits holds, and of two as long the one that allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

LARGEST = 512 * 1024  # bytes that are read; the standard asks for 500 KiB at least
MOST_RULES = 20_000
LONGEST_PATH = 2_000  # code points of a rule that are looked at
_LINE = re.compile(r"[ \t]{0,99}([A-Za-z-]{1,40})[ \t]{0,99}:([^#\r\n]*)")
_TOKEN = re.compile(r"[a-z_-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """`path` in its normal form, with * and a last $ as the standard has them."""

    allows: bool
    path: str


def allowed(text: str, agent: str, path: str) -> bool:
    """May `agent` ("presscheck") fetch the path (with its query)? `text` is the robots.txt; a line that is no rule is passed over."""
    if path == "/robots.txt":
        return True
    here = _normal(path)
    fitting = [(len(rule.path), rule.allows) for rule in _rules(text, agent.lower()) if fits(rule.path, here)]
    return max(fitting, default=(0, True))[1]


def _rules(text: str, agent: str) -> list[Rule]:
    """The rules of the groups that name the agent, or else of those for all."""
    mine, everyones = list[Rule](), list[Rule]()
    named, is_new, is_mine = False, True, set[str]()
    for field, value in _lines(text):
        if field == "user-agent":
            is_mine = set() if is_new else is_mine
            is_new = False
            is_mine.add("*" if value.startswith("*") else (_TOKEN.match(value.lower()) or [""])[0])
            named = named or agent in is_mine
        elif field in ("allow", "disallow"):
            is_new = True
            rule = Rule(field == "allow", _normal(value[:LONGEST_PATH]))
            if value and len(mine) + len(everyones) < MOST_RULES:
                mine += [rule] if agent in is_mine else []
                everyones += [rule] if "*" in is_mine else []
    return mine if named else everyones


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        if found := _LINE.match(line):
            yield found[1].lower(), found[2].strip()


def _normal(path: str) -> str:
    """The path with each of its bytes written in one way, so that %7E and ~ are the same."""
    return quote(unquote_to_bytes(path.replace("%2F", "%252F").replace("%2f", "%252F").replace("%2A", "%252A")), safe="/*$?=&;:@,+!'()~%")


def fits(rule: str, path: str) -> bool:
    """Does the rule's path fit the beginning of the path? Every piece between two * is looked for from where the last one ended."""
    ends = rule.endswith("$")
    first, *rest = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not ends or len(path) == len(first)
    at = len(first)
    last = rest.pop() if ends else ""
    for piece in rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not ends or (path.endswith(last) and len(path) - len(last) >= at)
