"""A rule pack held to its own examples: each rule hits its bad ones at the words in bold and nowhere else, and none of its good ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presscheck import intake, reader
from presscheck.galley import Galley
from presscheck.model import Document, Span
from presscheck.packs import Pack, Rule
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook

BOLD = re.compile(r"\*\*([^*]+)\*\*")


def example(text: str) -> tuple[Document, tuple[Span, ...]]:
    """An example as a draft, and its words in bold; one that begins with a headline is Markdown."""
    pieces, bold, at = [], [], 0
    for n, piece in enumerate(BOLD.split(text)):
        if n % 2:
            bold.append(Span(at, at + len(piece)))
        pieces.append(piece)
        at += len(piece)
    name = "example.md" if text.startswith("# ") else "example.txt"
    return intake.read("".join(pieces).encode("utf-8", "replace"), name), tuple(bold)


def hits(rule: Rule, draft: Document) -> list[Span | None]:
    """Where the rule hits, under its own profile and turned on."""
    whose = profile(rule.profiles[0] if rule.profiles else "")
    book = Rulebook([Pack("one", "", "", (rule,))], whose, {rule.code: "on"})
    return [finding.span for finding in book.findings(Galley(draft, whose, reader=reader.load("auto")))]


def faults(pack: Pack) -> list[str]:
    """What does not hold, one line for each example."""
    return [line for rule in pack.rules for line in _faults(rule)]


def _faults(rule: Rule) -> Iterator[str]:
    for text in rule.bad:
        draft, bold = example(text)
        wanted: list[Span | None] = [*bold] if bold else [None]
        found = hits(rule, draft)
        if found != wanted:
            yield f"{rule.code}: bad example {text!r} should be hit {_told(draft, wanted)}, and is {_told(draft, found)}"
    for text in rule.good:
        draft, _ = example(text)
        if found := hits(rule, draft):
            yield f"{rule.code}: good example {text!r} should not be hit, and is {_told(draft, found)}"


def _told(draft: Document, spans: Sequence[Span | None]) -> str:
    if not spans:
        return "nowhere"
    return "at " + ", ".join(f"“{draft[span]}”" if span else "the draft as a whole" for span in spans)
