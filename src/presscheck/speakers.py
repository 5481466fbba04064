"""Whom a noun phrase names as the one who speaks: a person, a body, or both of two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.names import bare, names
from presscheck.words import fold, key, telling, words

SHORT = 4  # words of a speaker that a note tells in full


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: `names` are folded words of a proper name, empty for "the driver"; `others` the keys of the rest; `text` as written."""

    text: str
    names: frozenset[str]
    others: frozenset[str]
    person: bool


@lru_cache(maxsize=2048)
def speakers(text: str) -> list[Speaker]:
    """The person or body that a noun phrase names; two for "both X and Y"; none for a pronoun."""
    lists = language.load()
    if text.lower() in lists.pronouns or text.lower() in ("who", "which", "that"):
        return []
    parts = re.split(r" and |, ", text, maxsplit=3) if " and " in text else [text]
    if len(parts) == 2 or text.lower().startswith("both "):
        both = [_one(part.removeprefix("Both ").removeprefix("both ")) for part in parts[:2]]
        if all(speaker is not None and (speaker.names or text.lower().startswith("both ")) for speaker in both):
            return [speaker for speaker in both if speaker]
    one = _one(text)
    return [one] if one else []


def _one(text: str) -> Speaker | None:
    lists = language.load()
    head, _, rest = text.partition(",")
    named = [name for name in names(head) if not source_of(head, name.span)] or [
        name for name in names(rest) if not source_of(rest, name.span)
    ]
    chosen = named[-1] if named else None
    behind = r"\b(?:of|for|at|from|in|with)\b|\("  # "Ash of the Trust", "Tom Ash (CFO)"; and "CHAIR (Tom Ash)"
    if chosen and len(named) > 1 and re.search(behind, head[: chosen.span.start]) and (len(named[0].words) > 1 or "(" not in head):
        chosen = named[0]
    if chosen and chosen.words[0].lower.partition("'")[0] in lists.pronouns:
        return None
    kept = frozenset(fold(bare(word.text)) for word in chosen.words if word.lower not in lists.particles) if chosen else frozenset()
    others = telling(text) - {key(word.text) for word in chosen.words} if chosen else telling(text)
    if not kept and not others:
        return None
    prepositional = chosen is not None and bool(re.search(r"\b(?:of|for|at|from|in|with)\b", head[: chosen.span.start]))
    if prepositional:
        return Speaker(" ".join(text.split()), frozenset(), telling(text), False)
    kept -= lists.voices["bodies"]
    if chosen and not kept:
        return Speaker(" ".join(text.split()), frozenset(), telling(text), False)
    person = chosen is not None and (len(chosen.words) >= 2 or bool(chosen.title) or head.strip() == chosen.text) and not is_body(text)
    short = chosen is None or len(head.split()) <= SHORT
    return Speaker(" ".join(head.split()) if short or chosen is None else chosen.text, kept, others, person)


def source_of(text: str, span: Span) -> bool:
    """Is the name a possessive, whose holder is not the speaker?"""
    return text[span.end : span.end + 2] in ("'s", "’s") or text[span.end : span.end + 1] in ("'", "’")


def is_body(text: str) -> bool:
    lists = language.load()
    found = {word.lower for word in words(text)}
    return bool(found & lists.voices["bodies"]) or text.lower().startswith("the ")


def same_speaker(mine: Speaker, theirs: Speaker) -> bool | None:
    """Do the two name one speaker? None where that is not sure."""
    if mine.names & theirs.names:
        alike = any(a.startswith(b) or b.startswith(a) for a in mine.names - theirs.names for b in theirs.names - mine.names)
        return None if mine.names - theirs.names and theirs.names - mine.names and not alike else True
    stems = {key(word) for word in mine.names}, {key(word) for word in theirs.names}
    if stems[0] & theirs.others or stems[1] & mine.others:
        return None
    if mine.names and theirs.names and mine.person and theirs.person:
        return False
    if mine.others & theirs.others:
        return True if mine.others and mine.others == theirs.others else None
    return False if (mine.names or mine.others) and (theirs.names or theirs.others) else None
