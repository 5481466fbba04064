"""A place that an author's note tells ("p. 14", "32:10", "row 12", "docket, 9 March") found in the source that it means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from presscheck.dating import own_date
from presscheck.facts.date import Day, dates
from presscheck.model import Block, BlockKind, Document, Span

LONGEST = 600  # code points of a note that are read for places
MOST = 200  # spans of one place
RUN = 400  # blocks that one section, page or dated entry may go over
OPENING = 80  # code points of a block in which a date says of which day it is
BEFORE, AFTER = 15, 90  # seconds round a time in a recording: people write down when they pressed the key

_TO = r"(?:\s?[-–—]\s?(\d{1,6}))?"
_PAGE = re.compile(rf"(?:\bpages?|\bpgs?\.|\bpp?\.|\bS\.|#page=)\s{{0,2}}(\d{{1,6}}){_TO}(?![\d:])")
_PARAGRAPH = re.compile(rf"(?:\bparagraphs?|\bparas?\.?|¶{{1,2}})\s{{0,2}}\[?(\d{{1,6}})\]?{_TO}", re.IGNORECASE)
_LINE = re.compile(rf"(?:\blines?|\bll?\.|#L)\s{{0,2}}(\d{{1,6}}){_TO}", re.IGNORECASE)
_ROW = re.compile(rf"\brows?\s{{0,2}}(\d{{1,6}}){_TO}", re.IGNORECASE)
_CELL = re.compile(r"(?:\bcells?\s{0,2}|!)([A-Za-z]{1,3}\d{1,6})\b")
_CLOCK = re.compile(r"(?<![\d:.])(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?!\s?[ap]\.?m\b)", re.IGNORECASE)
_MINUTES = re.compile(r"(?<!\d)(?:(\d{1,2})h\s?)?(\d{1,3})\s?m(?:in)?\s?(\d{1,2})\s?s(?:ec)?\b")
_SECTION = re.compile(
    r"(?:\b(sections?|sec\.|chapters?|ch\.|part|annexe?|appendix|exhibit|schedule|item|clause|article|art\.)|(§{1,2}))\s{0,2}"
    r"(\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z]|[IVXL]{1,6})\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{8,200})[”\"]")
_TIME = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?")
_NUMBERED = re.compile(r"[\[(]?(\d{1,6})[\])]?[.)]?\s")
_PAGED = re.compile(r"p\. (\d{1,6})(?:,|$)")
_PRINTED = re.compile(r"^\W{0,3}(?:[Pp]age )?(\d{1,6})\b|\b(\d{1,6})\W{0,3}$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a note tells: `told` its words there, `spans` where that is in the source, in order; none where this kind of source has
    no such addresses. `missing` says, in words, that the source ends before it."""

    told: str
    spans: tuple[Span, ...] = ()
    missing: str = ""


def find(note: str, source: Document) -> Place | None:
    """The place in the source that the note tells; None where it tells none. Of several ("p. 14, para. 3") what they share, else the
    first."""
    found = [place for look in _LOOKS for place in look(note[:LONGEST], source)]
    lost = next((place for place in found if place.missing), None)
    known = [place for place in found if place.spans]
    if lost or not known:
        return lost or next(iter(found), None)
    best = known[0]
    for other in known[1:]:
        shared = _shared(best.spans, other.spans)
        if shared:
            best = Place(f"{best.told}, {other.told}", shared)
    return best


def address(source: Document, span: Span, like: str) -> str:
    """The address of words in the source, told as `like` tells one: a paragraph by the number that it bears, if it bears one."""
    block = source.block_at(span.start)
    borne = _NUMBERED.match(source.text, block.span.start) if block and _PARAGRAPH.search(like) else None
    return f"para. {borne[1]}" if borne else source.where(span)


def without(note: str) -> str:
    """The note without the words that tell a place: what is left names the source."""
    bare = note[:LONGEST]
    for pattern in (_PAGE, _PARAGRAPH, _LINE, _ROW, _CELL, _CLOCK, _MINUTES, _SECTION):
        bare = pattern.sub(" ", bare)
    for day in reversed(dates(bare, 0, len(bare))):
        bare = f"{bare[: day.span.start]} {bare[day.span.end :]}"
    return " ".join(bare.split()).rstrip(" ,;:@")


def _shared(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """What lies in both, in order."""
    starts = [span.start for span in other]
    found = []
    for span in one:
        at = max(bisect_right(starts, span.start) - 1, 0)
        while at < len(other) and other[at].start < span.end:
            if other[at].overlaps(span):
                found.append(Span(max(span.start, other[at].start), min(span.end, other[at].end)))
            at += 1
    return tuple(found)


def _range(match: re.Match[str]) -> range:
    """ "14" is 14 alone, "14–16" three, and "114–16" ends at 116."""
    first, last = match[1], match[2] or match[1]
    end = int(first[: -len(last)] + last) if len(last) < len(first) else int(last)
    return range(int(first), max(end, int(first)) + 1)


def _blocks(source: Document, wanted: Callable[[Block], bool]) -> tuple[Span, ...]:
    return tuple(block.span for block in source.blocks if wanted(block))[:MOST]


def _pages(note: str, source: Document) -> Iterator[Place]:
    if not (match := _PAGE.search(note)):
        return
    told = match[0].replace("#page=", "p. ")
    pages = [int(paged[1]) if (paged := _PAGED.match(block.where)) else 0 for block in source.blocks]
    wanted = _range(match)
    meant = {*wanted, *(page for page, number in _printed(source, pages) if number in wanted)}
    last = max(pages, default=0)
    if last and min(meant) > last:
        yield Place(told, (), f"it ends at p. {last}")
    else:
        yield Place(told, tuple(block.span for block, page in zip(source.blocks, pages, strict=True) if page in meant)[:MOST])


def _printed(source: Document, pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(page of the file, number printed on it), for an author notes what the paper says: from what stands in its margins."""
    for block, page in zip(source.blocks, pages, strict=True):
        if block.where.endswith(("page header", "page footer")) and (number := _PRINTED.search(source[block.span].strip())):
            yield page, int(number[1] or number[2])


def _paragraphs(note: str, source: Document) -> Iterator[Place]:
    """By the number that a paragraph bears, as a judgment's do; else by how many stand before it."""
    if match := _PARAGRAPH.search(note):
        wanted = _range(match)
        numbers = {block: _NUMBERED.match(source.text, block.span.start) for block in source.blocks}
        borne = _blocks(source, lambda block: (number := numbers[block]) is not None and int(number[1]) in wanted)
        counted = {f"para. {number}" for number in wanted[:MOST]}
        yield Place(match[0], borne or _blocks(source, lambda block: block.where in counted))


def _lines(note: str, source: Document) -> Iterator[Place]:
    if not (match := _LINE.search(note)):
        return
    wanted, lines = _range(match), source.text.split("\n") if source.media_type.startswith("text/") else []
    if lines and wanted.start > len(lines):
        yield Place(match[0], (), f"it has {len(lines)} lines")
        return
    at, found = 0, []
    for number, line in enumerate(lines, 1):
        if number in wanted and line:
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    yield Place(match[0], tuple(found[:MOST]))


def _cells(note: str, source: Document) -> Iterator[Place]:
    if match := _CELL.search(note):
        name = match[1].upper()
        wanted = re.compile(rf"!{name}\b")
        yield Place(match[0].lstrip("!"), _blocks(source, lambda block: bool(wanted.search(block.where))))
    elif match := _ROW.search(note):
        rows, cells = _range(match), [(block.cell.row, block.span) for block in source.blocks if block.cell]
        last = max((row for row, _ in cells), default=0)
        if cells and rows.start > last:
            yield Place(match[0], (), f"its table ends at row {last}")
        else:
            yield Place(match[0], tuple(span for row, span in cells if row in rows)[:MOST])


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)


def _time(match: re.Match[str]) -> int:
    """ "32:10" in seconds, and "1:02:10"."""
    return _seconds(match[1], match[2], match[3]) if match[3] else _seconds(None, match[1], match[2])


def _times(note: str, source: Document) -> Iterator[Place]:
    """What is said about then in a recording; in another text, where the time stands."""
    if match := _CLOCK.search(note):
        wanted = _time(match)
    elif match := _MINUTES.search(note):
        wanted = _seconds(match[1], match[2], match[3])
    else:
        return
    starts = [(_time(time), block.span) for block in source.blocks if block.kind is BlockKind.CUE and (time := _TIME.match(block.where))]
    if len(starts) > 1:
        told = [span for start, span in starts if wanted - BEFORE <= start <= wanted + AFTER]
        running = [span for start, span in starts if start <= wanted][-1:]
        if starts[-1][0] + 10 * AFTER < wanted:
            yield Place(match[0], (), f"its last words stand at {source.where(starts[-1][1])}")
        else:
            yield Place(match[0], tuple(sorted({*running, *told})))
    else:
        pattern = re.compile(rf"(?<![\d:]){re.escape(match[0])}(?![\d:])")
        yield Place(match[0], _blocks(source, lambda block: bool(pattern.search(source.text, block.span.start, block.span.end))))


def _sections(note: str, source: Document) -> Iterator[Place]:
    """From the heading, or the block, that bears the label to the next heading."""
    if not (match := _SECTION.search(note)):
        return
    word, label = (match[1] or "section").rstrip("s.").lower(), match[3]
    opens = re.compile(rf"(?:#{{1,6}} )?[*_]{{0,3}}(?:(?:{re.escape(word)}\w{{0,6}}|§)\.?\s{{1,3}})?{re.escape(label)}\b", re.IGNORECASE)
    named = [n for n, block in enumerate(source.blocks) if opens.match(source.text, block.span.start) and not _dated(source, block)]
    headed = [n for n in named if source.blocks[n].kind is BlockKind.HEADING]
    spans: list[Span] = []
    for n in (headed or named)[:1]:
        spans.append(source.blocks[n].span)
        for block in source.blocks[n + 1 : n + RUN] if headed else ():
            if block.kind is BlockKind.HEADING:
                break
            spans.append(block.span)
    yield Place(match[0], tuple(spans[:MOST]))


def _days(note: str, source: Document) -> Iterator[Place]:
    """The entries of that day in a docket, a diary or minutes; a day that the whole source is of is no place in it."""
    told = [day for day in dates(note, 0, len(note)) if day.month and day.day]
    own = own_date(source)
    if not told or (own and _is(told[0], own.year, own.month, own.day)):
        return
    spans: list[Span] = []
    running = False
    for block in source.blocks:
        opening = dates(source.text, block.span.start, min(block.span.end, block.span.start + OPENING))
        here = [day for day in opening if day.month and day.day]
        if here:
            running = any(_is(told[0], day.year, day.month, day.day) for day in here[:1])
        if running and len(spans) < MOST:
            spans.append(block.span)
    if spans:
        yield Place(note[told[0].span.start : told[0].span.end], tuple(spans))


def _dated(source: Document, block: Block) -> bool:
    """Does the block begin with a date ("9 March"), so that its number counts no section?"""
    return any(day.span.start == block.span.start and day.month for day in dates(source.text, block.span.start, block.span.end))


def _is(told: Day, year: int | None, month: int | None, day: int | None) -> bool:
    return (told.month, told.day) == (month, day) and (told.year is None or year is None or told.year == year)


def _words(note: str, source: Document) -> Iterator[Place]:
    """Words in quotation marks that the source has as they stand."""
    for match in _QUOTED.finditer(note):
        if (at := source.text.find(match[1])) >= 0:
            block = source.block_at(at)
            yield Place(match[0], (block.span if block else Span(at, at + len(match[1])),))


_LOOKS = (_pages, _cells, _times, _lines, _paragraphs, _sections, _words, _days)
