"""A rule on the content note of a draft: missing, standing after what it warns of, or warning of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from presscheck import contentnotes, subjects
from presscheck.checks import Check, Ways, compiled
from presscheck.model import BlockKind, Edit, Span
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
NOTED = ((r"warning|note\b|advisory|may\s+find|discretion|\b[tc]w\b|this\s+(?:\w+\s+)?(?:article|story|report|piece|post)",),)
TOLD = 60  # words of running text before a note, after which it warns of nothing
WARNED = ("sexual-violence", "child-abuse", "suicide", "domestic-abuse", "mass-violence")


def missing(galley: Galley) -> Iterator[Match]:
    """A story about something that a house wants readers to be told of first, with no note."""
    about = [subject for subject in galley.subjects.values() if subject.central and subject.name in WARNED]
    if about and not any(contentnotes.notes(galley)):
        told = f"This story tells of {about[0].title}."
        yield Match(None, f"the story is about {about[0].title}, and has no content note", edits=_at_top(galley, told))


def misplaced(galley: Galley) -> Iterator[Match]:
    """A note that stands after the first telling of what it warns of, or after a paragraph of the story."""
    text = galley.draft.text
    for note in contentnotes.notes(galley):
        detail = contentnotes.first_detail(galley, note.span)
        after = detail is not None and detail.end <= note.span.start
        if not after and contentnotes.words_before(galley, note.span) < TOLD:
            continue
        words = " ".join(text[note.span.start : note.span.end].split())
        block = galley.draft.block_at(note.span.start)
        moved = _at_top(galley, words) if block and block.kind is BlockKind.PARAGRAPH else ()
        gone = _without(galley, note) if moved else ()
        other = detail if after else None
        yield Match(
            note.span, "the content note stands after what it warns of; it belongs before the first paragraph", other, (*moved, *gone)
        )


def untrue(galley: Galley) -> Iterator[Match]:
    """A note that warns of a subject of which the story tells nothing."""
    for note in contentnotes.notes(galley):
        for subject in galley.subjects.values():
            mine = [span for span in subject.shown if span.overlaps(note.span)]
            if subject.name in WARNED and mine and len(mine) == len(subject.shown) and not _kin(galley, subject.name, note.span):
                yield Match(mine[0], f"the note warns of {subject.title}, of which the story tells nothing")


KIN = {
    "child-abuse": ("sexual-violence",),
    "sexual-violence": ("child-abuse",),
    "domestic-abuse": ("sexual-violence", "crime"),
    "mass-violence": ("crime",),
}


def _kin(galley: Galley, name: str, note: Span) -> bool:
    """Does the story tell of something near to the subject, so that the note may be right in other words?"""
    near = (galley.subjects.get(other) for other in KIN.get(name, ()))
    return any(not span.overlaps(note) for subject in near if subject for span in subject.shown)


CHECKS: dict[str, tuple[Ways, Check]] = {
    "missing": (subjects.ways(*WARNED), missing),
    "misplaced": (NOTED, misplaced),
    "untrue": (NOTED, untrue),
}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, CHECKS)


def _at_top(galley: Galley, told: str) -> tuple[Edit, ...]:
    """The words as a paragraph of their own before the running text."""
    if not galley.body or galley.body[0].kind is not BlockKind.PARAGRAPH:
        return ()
    start = galley.body[0].span.start
    return (Edit(Span(start, start + 1), f"{told}\n\n{galley.draft.text[start]}"),)


def _without(galley: Galley, note: contentnotes.ContentNote) -> tuple[Edit, ...]:
    """The note taken out, with the blank lines or the space that parted it from what stood before."""
    start = note.span.start
    while start > 0 and galley.draft.text[start - 1].isspace():
        start -= 1
    return (Edit(Span(start, note.span.end), ""),)
