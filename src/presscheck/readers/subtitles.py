"""A transcript in WebVTT or SubRip becomes a Document: a block for each cue, and its place is the time at which it starts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from presscheck.assembly import Text
from presscheck.decoding import decode, digest
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document

SUFFIXES = (".vtt", ".srt")
MEDIA_TYPE = "text/vtt"

_ARROW = "-->"
_TIMES = re.compile(r"\s{0,9}(?:(\d{1,4}):)?(\d{1,3}):(\d\d?)(?:[.,]\d{0,9})?\s{0,9}-->")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_NOTE = re.compile(r"NOTE(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]([^<>]{0,200})>\s{0,3}")
_TAG = re.compile(r"</?(?:v|c|i|b|u|s|ruby|rt|lang|font)(?:[.\s][^<>]{0,200})?>|<\d[\d:.]{0,20}>|\{\\[^{}\n]{0,80}\}", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)


def read(data: bytes, name: str) -> Document:
    """One block per cue, parted by one line break, so that a sentence can run on; `where` is "12:40" or "1:02:05".

    The text is what is said, without styles. A speaker that a cue names stands before the words, "Ines Holt: ...", where the
    speaker changes: a cue without a name is said by the last one named. A title after WEBVTT is a HEADER block, and so is a note
    before the first cue, which tells where and when it was recorded; later notes are left out. A cue whose time cannot be read is
    "after" the one before it. Raises UnreadableError where there is no cue.
    """
    lines = decode(data).split("\n")
    text, speaker = Text(), ""
    webvtt = lines[0].startswith("WEBVTT")
    if webvtt and (title := lines[0][6:].strip().lstrip("-–— ")):
        text.add(title, BlockKind.HEADER, "title")
    for note in _notes(lines[1:]) if webvtt else ():
        text.separate("\n\n")
        text.add(note, BlockKind.HEADER, "note")
    said = False
    for where, payload in _cues(lines[1:] if webvtt else lines):
        words, speaker = _spoken("\n".join(payload), speaker)
        text.separate("\n" if said else "\n\n")
        said = text.add(words, BlockKind.CUE, where) is not None or said
    if not said:
        raise UnreadableError(name, "no timed cue is in this file", "If it is not a transcript in WebVTT or SubRip, give it as .txt.")
    return text.document(name, MEDIA_TYPE, digest(data))


def _notes(lines: Sequence[str]) -> Iterator[str]:
    """The words of the notes before the first cue."""
    for paragraph in _paragraphs(lines):
        if any(_ARROW in line for line in paragraph):
            return
        if _NOTE.match(paragraph[0]) and (words := "\n".join([paragraph[0][4:], *paragraph[1:]]).strip()):
            yield words


def _cues(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(where, lines) of each cue; of a cue with an empty line in it, and of cues with none between them, too."""
    where = ""
    for paragraph in _paragraphs(lines):
        times = [at for at, line in enumerate(paragraph) if _ARROW in line]
        if not times and where and not _ASIDE.match(paragraph[0]) and not paragraph[0].strip().isdecimal():
            yield where, paragraph
        for at, following in pairwise([*times, len(paragraph)] if times else []):
            where = _start(paragraph[at]) or (where if where.startswith("after ") else f"after {where or 'the beginning'}")
            numbered = following < len(paragraph) and paragraph[following - 1].strip().isdecimal()
            yield where, paragraph[at + 1 : following - 1 if numbered else following]


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []


def _start(line: str) -> str:
    """The start of a cue as people write it: "0:04", "12:40", "1:02:05"; "" where it cannot be read."""
    match = _TIMES.match(line)
    if not match:
        return ""
    minutes = int(match[1] or 0) * 60 + int(match[2])
    seconds = int(match[3])
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 60 else f"{minutes}:{seconds:02d}"


def _spoken(payload: str, speaker: str) -> tuple[str, str]:
    """The words of a cue without tags, each new speaker's name before them; and who speaks last."""
    pieces, at, begun = [], 0, False
    for match in _VOICE.finditer(payload):
        before, named = payload[at : match.start()], " ".join(match[1].split())
        begun = begun or bool(before.strip())
        pieces.append(before)
        if named and named != speaker:
            pieces.append(f"\n{named}: " if begun and not before.endswith("\n") else f"{named}: ")
            speaker = named
        at = match.end()
    words = _TAG.sub("", "".join([*pieces, payload[at:]]))
    return _ENTITY.sub(lambda match: html.unescape(match[0]), words), speaker
