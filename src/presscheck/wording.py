"""The words in which reports of several formats tell levels, outcomes, relations and counts."""

from __future__ import annotations

from presscheck.model import Level, Outcome, Relation

LEVELS = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.NOTE: "Note"}
OUTCOMES = {
    Outcome.SUPPORTED: "supported",
    Outcome.CONTRADICTED: "contradicted",
    Outcome.NOT_FOUND: "not found",
    Outcome.UNCLEAR: "unclear",
    Outcome.UNCHECKED: "not checked",
}
RELATIONS = {Relation.SUPPORTS: "supports", Relation.CONTRADICTS: "contradicts", Relation.MENTIONS: "speaks of it"}
TOLD_IN_FULL = {
    Relation.SUPPORTS: "bears the draft out",
    Relation.CONTRADICTS: "says otherwise",
    Relation.MENTIONS: "speaks of it without settling it",
}


def several(count: int, noun: str) -> str:
    """A count with its noun, which ends in "s" where there is not one: "1,200 facts"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def as_sentence(text: str) -> str:
    """A reason as a sentence begins; a file's name or quoted words at its beginning stay as they are."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text
