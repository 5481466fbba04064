"""A rule that hits wherever one of its patterns stands: RE2 syntax, so every pattern runs in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from presscheck.model import Document, Sentence, Span
from presscheck.parts import Match

SURROGATE = re.compile("[\ud800-\udfff]")  # a lone one is no text to RE2


def compile(rule: dict[str, Any]) -> Callable[[Document, Sequence[Sentence]], Iterable[Match]]:
    """A rule with `patterns` (RE2, any case) and a `message`; raises ValueError with the pattern that RE2 does not take."""
    import re2

    patterns, message = rule.get("patterns"), rule.get("message")
    if not isinstance(patterns, list) or not patterns or not all(isinstance(p, str) and p for p in patterns):
        raise ValueError('needs `patterns`, a list of texts such as ["\\\\[source \\\\d+\\\\]"]')
    if not isinstance(message, str):
        raise ValueError("needs a `message`, what the editor reads")
    for pattern in patterns:
        try:
            re2.compile(pattern)
        except re2.error as problem:
            raise ValueError(f"pattern {pattern!r} is not one that RE2 takes ({problem})") from None
    screen = re2.compile("(?im)" + "|".join(f"(?:{pattern})" for pattern in patterns))

    def hits(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Match]:
        for match in screen.finditer(SURROGATE.sub("\ufffd", draft.text)):
            if match.end() > match.start():
                yield Match(Span(match.start(), match.end()), message.replace("{words}", " ".join(match.group().split())))

    return hits
