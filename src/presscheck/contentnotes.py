"""Content notes ("Trigger warning: this article describes ..."): where a draft has one, and what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from presscheck.model import Span
from presscheck.sieve import Sieved

if TYPE_CHECKING:
    from presscheck.galley import Galley

LABEL = re.compile(
    r"[\W_]*(?:heads[ -]up|(?:trigger|content|graphic content|reader|readers'?|spoiler)[ -](?:warning|note|advisory|alert)s?\b"
    r"|(?:editor'?s?|author'?s?|reader'?s?)[ '-]{1,2}note\b|(?:please )?note\b|warning\b|caution\b"
    r"|sensitive content\b|tw\b|cw\b|disclaimer\b)[^.!?\n]{0,12}?[:.!—–-]",
    re.IGNORECASE,
)
SAYS = Sieved(
    r"\b(?:this|the following|our)\s(?:[\w-]{1,20}\s)?"
    r"(?:article|story|report|piece|post|text|page|copy|feature|account|item|column|interview|podcast)s?\b[^.!?\n]{0,60}?"
    r"\b(?:contain|contains|include|includes|describes?|discuss|discusses|details|mentions?|deals with|covers|refers|references|has"
    r"|talks? about|tells of|touches on)\b"
    r"|\bmay\sfind\s(?:\w{1,12}\s){0,5}?(?:distressing|disturbing|upsetting|triggering|difficult)"
    r"|\breaders? (?:should|please) (?:be aware|know|note)|\bplease (?:be aware|note) that this|\breader discretion"
    r"|\bdistressing (?:details|content|material)|\b(?:readers may|may be|is) (?:distress|disturb|upset)ing (?:to|for)",
    re.IGNORECASE,
)
TROUBLES = Sieved(
    r"distress|disturb|upset|trigger|graphic|descri|discuss|sensitive|abuse|assault|rape|suicid|violen|self-harm|death|killing|injur|discretion|trauma",
    re.IGNORECASE,
)
LONGEST = 400  # letters of a note
OPENS = 40  # letters before the words that say what the story contains


@dataclass(frozen=True, slots=True)
class ContentNote:
    """`span` is the whole note; `block` the paragraph that it stands in; `alone`: it is all of that paragraph."""

    span: Span
    block: Span
    alone: bool


def notes(galley: Galley) -> Iterator[ContentNote]:
    """The content notes of a draft, in order."""
    text = galley.text.plain
    for block in galley.draft.blocks:
        piece = text[block.span.start : block.span.end]
        if len(piece) <= LONGEST and LABEL.match(piece) and TROUBLES.stands(piece) and (SAYS.stands(piece) or len(piece) < LONGEST // 2):
            yield ContentNote(block.span, block.span, alone=True)
            continue
        if not TROUBLES.stands(piece) or not SAYS.stands(piece):
            continue
        for sentence in galley.sentences:
            if sentence.span in block.span and len(sentence.span) <= LONGEST and _is_note(text[sentence.span.start : sentence.span.end]):
                yield ContentNote(sentence.span, block.span, alone=sentence.span == block.span)


def _is_note(sentence: str) -> bool:
    """Does the sentence itself warn readers of what the text tells?"""
    if not TROUBLES.stands(sentence):
        return False
    told, lower = SAYS.search(sentence), sentence.lower()
    if told is None:
        return False
    return bool(LABEL.match(sentence)) or told.start() <= OPENS or "may find" in lower or "discretion" in lower


def words_before(galley: Galley, span: Span) -> int:
    """How many words of running text stand before."""
    return sum(len(galley.draft[block.span].split()) for block in galley.body if block.span.end <= span.start)


def first_detail(galley: Galley, apart: Span) -> Span | None:
    """The first words of the running text that tell of a sensitive subject, the note itself apart."""
    shown = sorted(
        span
        for subject in galley.subjects.values()
        if subject.helplines
        for span in subject.shown
        if not span.overlaps(apart) and galley.body and span.start >= galley.body[0].span.start
    )
    return shown[0] if shown else None
