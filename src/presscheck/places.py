"""A place that an author's note tells ("p. 14", "32:10", "row 12", "docket, 9 March") found in the source that it means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscheck.dating import own_date
from presscheck.facts.date import Day, dates
from presscheck.imprint import file_name, squeezed, title
from presscheck.model import Block, BlockKind, Document, Span

LONGEST = 600  # code points of a note that are read for places
MOST = 200  # spans of one place
RUN = 400  # blocks that one section, page or dated entry may go over
OPENING = 80  # code points of a block in which a date says of which day it is
BEFORE, AFTER = 15, 90  # seconds round a time in a recording: people write down when they pressed the key

_AND = r"\s?(?:[-–—,&]|\band\b|\bto\b)\s?"
_ALL = rf"\s{{0,2}}(\[?\d{{1,6}}\]?(?:{_AND}\[?\d{{1,6}}\]?){{0,9}}(?:\s?ff?\b)?)(?![\w:])"  # "14", "14–16", "3, 9 and 12", "14 ff."
_EACH = re.compile(r"(\d{1,6})\]?(?:\s?(?:[-–—]|\bto\b)\s?\[?(\d{1,6}))?\]?(?:\s?(ff?)\b)?")
_FOLLOWING = {"": 0, "f": 1, "ff": 9}
_PAGE = re.compile(rf"(?:(?<![\w.])(?:[Pp]ages?|[Pp]gs?\.|P?p{{1,2}}\.?|S\.)|#page=){_ALL}")  # not "410 U.S. 113"
_PARAGRAPH = re.compile(rf"(?:\bparagraphs?|\bparas?\.?|¶{{1,2}}|\bat(?=\s\[\d)){_ALL}", re.IGNORECASE)
_LINE = re.compile(rf"(?:\blines?|\bll?\.|#L){_ALL}", re.IGNORECASE)
_ROW = re.compile(rf"\brows?{_ALL}", re.IGNORECASE)
_CELL = re.compile(r"(?:\bcells?\s{0,2}|!)([A-Za-z]{1,3}\d{1,6})\b")
_ZONE = r"(?!\s?(?:[ap]\.?m|h|hrs|hours|local|GMT|UTC|CES?T|[ECMP][SD]T|BST)\b)"  # with these it is a time of day
_ONE_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?"
_CLOCK = re.compile(rf"(?<![\d:.]){_ONE_TIME}(?:{_AND}{_ONE_TIME}){{0,9}}(?![\d:]){_ZONE}", re.IGNORECASE)
_PERIOD = re.compile(rf"({_ONE_TIME})(?:\s?(?:[-–—]|\bto\b)\s?({_ONE_TIME}))?")
_TIME_TOLD = re.compile(_ONE_TIME)
_MINUTES = re.compile(r"(?<!\d)(?:(\d{1,2})h\s?)?(\d{1,3})\s?m(?:in)?\s?(\d{1,2})\s?s(?:ec)?\b")
_SECTION = re.compile(
    r"(?:\b((?i:sections?|sec\.|chapters?|ch\.|part|annexe?|appendix|exhibit|schedule|item|clause|article|art\.))|(§{1,2}))\s{0,2}"
    r"(\d{1,3}(?:\.\d{1,3}){0,4}|[A-Z]|[IVXL]{1,6})\b"
)
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{8,200})[”\"]")
_TIME = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?")
_NUMBERED = re.compile(r"([\[(]?)(\d{1,6})([\])]?[.)]?)\s")
_COUNTED = re.compile(r"para\. (\d{1,6})$")
_STOPPED = re.compile(r"[.!?…][\"”’)\]]{0,3}\s{0,9}\Z")
_LOOKED_UP = re.compile(r"\b(?:accessed|retrieved|visited|viewed|downloaded|consulted|seen|checked)(?: on)?:?\s{0,3}\Z", re.IGNORECASE)
_LEADS = re.compile(r"(?:^|[^\w\s]|\b(?:at|on|in|see|from|and))\s{0,3}\Z", re.IGNORECASE)  # what stands before a place, not "bus line 2"
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
    """The place in the source that the note tells; None where it tells none. Of several ("p. 14, para. 3") what they share, else all; left
    open where the source has no pages, and what stands beside the page may count from its top."""
    found = [place for look in _LOOKS for place in look(note[:LONGEST], source)]
    if found and not found[0].spans and not found[0].missing and _PAGE.search(note[:LONGEST]):
        return found[0]
    lost = next((place for place in found if place.missing), None)
    known = [place for place in found if place.spans]
    if lost or not known:
        return lost or next(iter(found), None)
    best = known[0]
    for other in known[1:]:
        both = _shared(best.spans, other.spans) or tuple(sorted({*best.spans, *other.spans})[:MOST])
        best = Place(f"{best.told}, {other.told}", both)
    return best


def address(source: Document, span: Span, like: str) -> str:
    """The address of words in the source, told as `like` tells one: a paragraph by the number that it bears, if it bears one."""
    block = source.block_at(span.start) if _PARAGRAPH.search(like) else None
    borne = next((number for number, span in _borne(source) if block and span == block.span), 0)
    return f"para. {borne}" if borne else source.where(span)


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


def _wanted(told: str) -> list[range]:
    """ "14" is 14 alone, "14–16" three, "114–16" ends at 116; "3, 9 and 12" are three, each alone."""
    found = []
    for first, last, following in _EACH.findall(told):
        end = int(first[: -len(last)] + last) if 0 < len(last) < len(first) else int(last or first)
        found.append(range(int(first), max(end, int(first)) + _FOLLOWING[following] + 1))
    return found


def _among(number: int, wanted: Sequence[range]) -> bool:
    return any(number in each for each in wanted)


def _undated(note: str) -> str:
    """The note with its days blanked, so that "p. 14, 9 March" tells one page."""
    for day in dates(note, 0, len(note)):
        if day.month and day.day:
            note = f"{note[: day.span.start]}{' ' * len(day.span)}{note[day.span.end :]}"
    return note


def _place(pattern: re.Pattern[str], note: str) -> tuple[str, list[range]] | None:
    """What the note tells there, and the numbers. In the midst of a sentence a word that may stand in any ("bus line 2") tells no place."""
    match = pattern.search(_undated(note))
    if not match or (pattern in (_LINE, _ROW) and not _stands_apart(note, match.start())):
        return None
    return match[0].strip(" ,"), _wanted(match[1])


def _stands_apart(note: str, at: int) -> bool:
    """Does a place begin there, behind a mark, a small word or nothing but a name?"""
    before = note[max(at - 80, 0) : at]
    return bool(_LEADS.search(before)) or (at < 80 and len(before.split()) < 3)


def _pages(note: str, source: Document) -> Iterator[Place]:
    if not (place := _place(_PAGE, note)):
        return
    told, wanted = place[0].replace("#page=", "p. "), place[1]
    pages = [int(paged[1]) if (paged := _PAGED.match(block.where)) else 0 for block in source.blocks]
    last = max(pages, default=0)
    printed = {page for page, number in _printed(source, pages) if _among(number, wanted)}
    meant = {page for page in pages if page in printed or (page and _among(page, wanted))}
    if last > 1 and not meant and any(len(each) == last for each in wanted):
        return  # where the whole of it stands in its journal
    if last and not printed and min(each.start for each in wanted) > last:
        yield Place(told, (), f"it ends at p. {last}")
    else:
        yield Place(told, tuple(block.span for block, page in zip(source.blocks, pages, strict=True) if page in meant)[:MOST])


def _printed(source: Document, pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(page of the file, number printed on it), for an author notes what the paper says: from what stands in its margins."""
    for block, page in zip(source.blocks, pages, strict=True):
        if block.where.endswith(("page header", "page footer")) and (number := _PRINTED.search(source[block.span].strip())):
            yield page, int(number[1] or number[2])


def _paragraphs(note: str, source: Document) -> Iterator[Place]:
    """By the number that a paragraph bears, as a judgment's do; where few or none bear one, by how many stand before it."""
    if not (place := _place(_PARAGRAPH, note)):
        return
    told, wanted = place
    borne = _borne(source)
    found = {span for number, span in borne if _among(number, wanted)}
    if 2 * len(borne) < len(source.blocks) or not found:
        found |= {span for number, span in _counted(source) if _among(number, wanted)}
    yield Place(told, tuple(sorted(found)[:MOST]))


def _borne(source: Document) -> list[tuple[int, Span]]:
    """(number, paragraph) of those that bear one: "[11]", "11.", or a bare figure where its neighbour begins one too, which "12 people"
    seldom has."""
    numbers = [(number, block.span) for block in source.blocks if (number := _NUMBERED.match(source.text, block.span.start))]
    marked = [(int(number[2]), span) for number, span in numbers if number[1] or number[3]]
    if marked:
        return marked
    known = {int(number[2]) for number, _ in numbers}
    return [(int(number[2]), span) for number, span in numbers if {int(number[2]) - 1, int(number[2]) + 1} & known]


def _counted(source: Document) -> Iterator[tuple[int, Span]]:
    """(number, paragraph) as people count: from the top, or only those of whole sentences, without letterhead and salutation."""
    running = 0
    for block in source.blocks:
        if number := _COUNTED.match(block.where):
            yield int(number[1]), block.span
            if block.kind is not BlockKind.HEADING and _STOPPED.search(source[block.span][-16:]):
                running += 1
                yield running, block.span


def _lines(note: str, source: Document) -> Iterator[Place]:
    if not (place := _place(_LINE, note)):
        return
    told, wanted = place
    lines = source.text.split("\n") if source.media_type.startswith("text/") else []
    if lines and min(each.start for each in wanted) > len(lines):
        yield Place(told, (), f"it has {len(lines)} lines")
        return
    at, found = 0, []
    for number, line in enumerate(lines, 1):
        if line and _among(number, wanted):
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    yield Place(told, tuple(found[:MOST]))


def _cells(note: str, source: Document) -> Iterator[Place]:
    if match := _CELL.search(note):
        name = match[1].upper()
        wanted = re.compile(rf"!{name}\b")
        yield Place(match[0].lstrip("!"), tuple(block.span for block in source.blocks if wanted.search(block.where))[:MOST])
    elif place := _place(_ROW, note):
        told, rows = place
        cells = [(block.cell.row, block.span) for block in source.blocks if block.cell]
        last = max((row for row, _ in cells), default=0)
        if cells and min(each.start for each in rows) > last:
            yield Place(told, (), f"its table ends at row {last}")
        else:
            yield Place(told, tuple(span for row, span in cells if _among(row, rows))[:MOST])


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)


def _time(match: re.Match[str]) -> int:
    """ "32:10" in seconds, and "1:02:10"."""
    return _seconds(match[1], match[2], match[3]) if match[3] else _seconds(None, match[1], match[2])


def _periods(note: str) -> tuple[str, list[tuple[int, int]]] | None:
    """What the note tells and, in seconds, from when to when. Beside a day, "14:30" is the time of day of a talk, and no place in it."""
    if match := _CLOCK.search(note):
        ends = [(_TIME.match(first), _TIME.match(last or first)) for first, last in _PERIOD.findall(match[0])]
        dated = any(day.month and day.day for day in dates(note, 0, len(note)))
        if dated and all(first and int(first[1]) < 24 and not first[3] for first, _ in ends):
            return None
        return match[0], [(_time(first), _time(last)) for first, last in ends if first and last]
    if match := _MINUTES.search(note):
        at = _seconds(match[1], match[2], match[3])
        return match[0], [(at, at)]
    return None


def _times(note: str, source: Document) -> Iterator[Place]:
    """What is said about then in a recording; in another text, where the time stands."""
    if not (told := _periods(note)):
        return
    starts = [(_time(time), block.span) for block in source.blocks if block.kind is BlockKind.CUE and (time := _TIME.match(block.where))]
    if len(starts) > 1:
        yield _said(told[0], told[1], starts, source)
    else:
        pattern = re.compile(rf"(?<![\d:])(?:{'|'.join(_TIME_TOLD.findall(told[0])) or re.escape(told[0])})(?![\d:])")
        blocks = [block for block in source.blocks if block.kind is not BlockKind.HEADER]
        yield Place(told[0], tuple(block.span for block in blocks if pattern.search(source.text, block.span.start, block.span.end))[:MOST])


def _said(told: str, periods: Sequence[tuple[int, int]], starts: Sequence[tuple[int, Span]], source: Document) -> Place:
    """The cues of these periods; `starts` are (second, cue) of all."""
    if starts[-1][0] + 10 * AFTER < min(first for first, _ in periods):
        return Place(told, (), f"its last words stand at {source.where(starts[-1][1])}")
    found = {span for start, span in starts for first, last in periods if first - BEFORE <= start <= last + AFTER}
    running = [[span for start, span in starts if start <= first][-1:] for first, _ in periods]
    return Place(told, tuple(sorted({*found, *(span for each in running for span in each)})))


def _sections(note: str, source: Document) -> Iterator[Place]:
    """From the heading, or the block, that bears the label to the next heading."""
    match = _SECTION.search(note)
    if not match or not _stands_apart(note, match.start()) or _names(source, match[0]):
        return
    word, label = (match[1] or "section").rstrip("s.").lower(), re.escape(match[3])
    worded = rf"(?P<sure>(?i:{re.escape(word)}\w{{0,6}}|§)\.?\s{{1,3}}{label}\b)"
    opens = re.compile(rf"(?:#{{1,6}} )?[*_]{{0,3}}(?:{worded}|{label}(?:(?P<mark>[.):](?!\d))|(?![\w.])))")
    found = [(n, opens.match(source.text, block.span.start, block.span.end), block) for n, block in enumerate(source.blocks)]
    named = [n for n, opened, block in found if opened and _labelled(opened, block) and not _dated(source, block)]
    headed = [n for n in named if source.blocks[n].kind is BlockKind.HEADING]
    spans: list[Span] = []
    for n in (headed or named)[:1]:
        spans.append(source.blocks[n].span)
        for block in source.blocks[n + 1 : n + RUN] if headed else ():
            if block.kind is BlockKind.HEADING:
                break
            spans.append(block.span)
    yield Place(match[0], tuple(spans[:MOST]))


def _labelled(opened: re.Match[str], block: Block) -> bool:
    """Is the label one, and no figure that begins a sentence ("10 people")?"""
    return block.kind is BlockKind.HEADING or bool(opened["sure"] or opened["mark"])


def days_of(note: str) -> list[Day]:
    """The days and years that a note tells of its source, not on which it was looked up."""
    return [day for day in dates(note, 0, len(note)) if not _LOOKED_UP.search(note[max(day.span.start - 40, 0) : day.span.start])]


def _days(note: str, source: Document) -> Iterator[Place]:
    """The entries of that day in a docket, a diary or minutes, which have several; a day that the whole source is of is no place in it."""
    told = next((day for day in days_of(note) if day.month and day.day), None)
    own = own_date(source)
    if told is None or (own and _is(told, own.year, own.month, own.day)):
        return
    entries, spans = set[tuple[int | None, int | None]](), list[Span]()
    running = False
    for block in source.blocks:
        if day := _entered(source, block):
            entries.add((day.month, day.day))
            running = _is(told, day.year, day.month, day.day)
        if running and len(spans) < MOST:
            spans.append(block.span)
    if spans and len(entries) > 1:
        yield Place(note[told.span.start : told.span.end], tuple(spans))


def _entered(source: Document, block: Block) -> Day | None:
    """The day that a heading tells, or that a block begins with, but for a number and marks."""
    opening = dates(source.text, block.span.start, min(block.span.end, block.span.start + OPENING))
    day = next((day for day in opening if day.month and day.day), None)
    before = source.text[block.span.start : day.span.start] if day else ""
    begins = block.kind is BlockKind.HEADING or not any(letter.isalpha() for letter in before)
    return day if begins else None


def _dated(source: Document, block: Block) -> bool:
    """Does the block begin with a date ("9 March"), so that its number counts no section?"""
    return any(day.span.start == block.span.start and day.month for day in dates(source.text, block.span.start, block.span.end))


def _is(told: Day, year: int | None, month: int | None, day: int | None) -> bool:
    return (told.month, told.day) == (month, day) and (told.year is None or year is None or told.year == year)


def _words(note: str, source: Document) -> Iterator[Place]:
    """Words in quotation marks that the source has as they stand; those that are its title, or a line of their own, name it."""
    for match in _QUOTED.finditer(note):
        at = source.text.find(match[1])
        block = source.block_at(at) if at >= 0 else None
        if not block or block.kind in (BlockKind.HEADING, BlockKind.HEADER) or _names(source, match[1]):
            continue
        if not _is_line(source.text, at, at + len(match[1])):
            yield Place(match[0], (block.span,))


def _names(source: Document, told: str) -> bool:
    """Is it in the source's own name: the "exhibit B" that it is as a whole, or its title?"""
    mine = squeezed(told)
    return len(mine) > 3 and (mine in squeezed(title(source)) or mine in squeezed(file_name(source.name)))


def _is_line(text: str, start: int, end: int) -> bool:
    """Is there nothing else in the line?"""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = text[begin:start] + text[end : stop if stop >= 0 else len(text)]
    return not rest.strip("#*_>“”\"' \t")


_LOOKS = (_pages, _cells, _times, _lines, _paragraphs, _sections, _words, _days)
