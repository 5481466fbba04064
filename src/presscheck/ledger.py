"""What a draft says its sources are: what points at them, the list of them, and the faults that show without the sources.

A reading by marks and word lists, meant to stay silent rather than guess.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from presscheck import language
from presscheck.attributions import attributions
from presscheck.model import Block, BlockKind, Document, Pointer, Span
from presscheck.sieve import Sieved
from presscheck.speech import STOPPERS, Attribution
from presscheck.words import Word, key, lines_of, words

LONGEST_ENTRY = 300  # code points of a line without a mark that can be an entry
LONGEST_BLOCK = 20_000  # code points of a paragraph that is read for phrases
RANGE = 20  # sources that one "[3–9]" may point at
SAID_IN = 120  # code points between a speaker and their "in a statement"
WITHIN = 6  # words from "released" to its "by", and from "by" to the end of a name
ACCORDING = 14  # words of who follows "according to"

ADDRESS = Sieved(r"https?://[^\s<>\])\"]{1,2000}[^\s<>\])\".,;:!?]|\bwww\.[^\s<>\])\"]{1,200}[^\s<>\])\".,;:!?]")
_FOOTNOTE = re.compile(r"\[\^([\w*†‡§][^\[\]\s]{0,199})\](?!:)")
_DEFINED = re.compile(r"[ \t]{0,3}(?:> ?)?\[(\^[^\[\]\s]{1,200}|\d{1,3})\]:[ \t]{0,20}(?=\S)")
_SECOND_HALF = re.compile(r"(?<=\]\[)(?!\^)[^\[\]\s]{1,201}(?=\])")  # of "[letter][1]", not of "[^1][^2]"
_NUMBERS = re.compile(r"\[(\d{1,3}(?: ?[,;–—-] ?\d{1,3}){0,20})\](?!\()")
_ROUND = re.compile(r"\((\d{1,3})\)")
_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNITS = re.compile(r"(?:\b(?:[kcmdh]?m|ft|in|yd|mi|km|cm|mm|CO|metres|meters|feet)|\d)$")
_CLOSES = re.compile(r"\s{0,3}(?:[.,;:!?)\[\]”\"’]|$|\n)|\s{1,3}[^\W\d_a-z]")
_BULLET = re.compile(r"[-*•‣–—·+]\s{1,4}(?=\S)")
_MARKED = re.compile(
    r"(?:[-*•‣–—·+]\s{1,4})?(?:\[\^?((?:[A-Za-z]{1,12}\.? )?\d{1,3})\]:?(?!\()|\((\d{1,3})\)|(\d{1,3})[.):](?!\d)"
    "|([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}))" + r"\s{0,9}(?=[^\s\[(])"
)
_TALK = re.compile(r"\?\s{0,9}\Z|\A\s{0,9}presscheck|\A(?:mailto|tel|javascript):|\A\s{0,9}\Z")  # asks, allows a finding, or is no note
_CODE = re.compile(r"`[^`\n]{1,300}`")
_TITLED = re.compile(r"[“\"‘'*_][^“”\"‘’'*_\n]{1,200}[”\"’'*_]")
_ENDED = re.compile(r"[.!?][”\"’]?\s|\n\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a source list: `span` with its mark and without the white space around it, `label` its number or footnote's name, empty
    where it has none, `text` what it says."""

    span: Span
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One pointing of the draft at a source. `form` is "footnote", "number", "link", "comment", "phrase" or "placeholder"; `label` what
    points; `target` what it says it points at: an address, a note's text, who made the statement; `entry` the line of the source list it
    means.

    Only phrases may overlap other citations; those of "[1, 2]" share their span.
    """

    span: Span
    form: str
    label: str
    target: str
    entry: Span | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A draft's citations and entries in order; `lines` are those of its source list, heading and bare stand-ins included, which are no
    part of the story."""

    citations: tuple[Citation, ...]
    entries: tuple[Entry, ...]
    lines: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The word lists of `data/ledger.toml`."""

    heading: re.Pattern[str]
    placeholder: Sieved
    documents: frozenset[tuple[str, ...]]  # keys of the words
    shows: frozenset[str]
    tells: frozenset[str]
    reports: frozenset[str]
    issued: frozenset[str]
    nobody: frozenset[str]
    vague: re.Pattern[str]
    explaining: frozenset[str]


@lru_cache
def _lists() -> _Lists:
    data = tomllib.loads((files("presscheck") / "data" / "ledger.toml").read_text("utf-8"))
    names = "|".join(re.escape(name) for name in sorted(data["headings"], key=len, reverse=True))
    heading = rf"[#*_>` \t]*+(?P<name>{names})(?: (?:and|&) (?:{names}))?[*_]{{0,3}}(?:[:：][*_]{{0,3}}|(?=[ *_#]{{0,9}}$))[ *_#]{{0,9}}"
    sets = {name: frozenset(data[name]) for name in ("shows", "tells", "reports", "issued", "nobody", "explaining")}
    documents = frozenset(tuple(word.key for word in words(name)) for name in data["documents"])
    placeholder = Sieved("|".join(data["placeholders"]), re.IGNORECASE)
    vague = re.compile("|".join(data["vague"]), re.IGNORECASE)
    return _Lists(re.compile(heading, re.IGNORECASE), placeholder, documents, vague=vague, **sets)


@lru_cache
def pointing() -> frozenset[str]:
    """The keys of words that say that something is a source, and not which."""
    lists = _lists()
    return frozenset(key(word) for word in (*lists.shows, *lists.reports, *lists.issued)) | {k for name in lists.documents for k in name}


def is_noted(draft: Document) -> bool:
    """Has it a note, a link or a list of sources? Asked in a twentieth of the time of `read`, which looks for what running text names."""
    entries, lines = _listed(draft)
    return bool(entries or lines or _pointings(draft, entries, lines))


@lru_cache(maxsize=4)
def read(draft: Document) -> Ledger:
    """The citations of a draft and its source list."""
    entries, lines = _listed(draft)
    return Ledger(tuple(_citations(draft, entries, lines)), tuple(entries), tuple(lines))


# The source list.


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that has words; `apart` where a blank line stands before it."""

    span: Span
    text: str
    apart: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A source list: its entries, its lines, and the number of the row after it."""

    entries: list[Entry]
    lines: list[Span]
    after: int


def _rows(text: str) -> Iterator[_Row]:
    blank = True
    for at, line in lines_of(text):
        if bare := line.strip():
            start = at + line.index(bare)
            yield _Row(Span(start, start + len(bare)), bare, blank)
        blank = not bare


def _listed(draft: Document) -> tuple[list[Entry], list[Span]]:
    """The entries of all lists and notes in the draft, and their lines."""
    entries = _notes(draft)
    lines = [entry.span for entry in entries]
    rows = [row for row in _rows(draft.text) if not inside(row.span, lines)]
    for found in list(_under_headings(draft, rows)) or [_at_end(draft, rows, bool(entries))]:
        entries += found.entries
        lines += found.lines
    return sorted(entries, key=lambda entry: entry.span), sorted(lines)


def inside(span: Span, spans: Sequence[Span]) -> bool:
    """Does the span overlap one of these, which stand in order and apart?"""
    at = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return at >= 0 and spans[at].overlaps(span)


def _notes(draft: Document) -> list[Entry]:
    """The definitions of footnotes, wherever they stand, and the notes of a Word document."""
    blocks = [block for block in draft.blocks if block.kind is BlockKind.FOOTNOTE]
    links = frozenset(_SECOND_HALF.findall(draft.text))
    notes = [_note(draft, where, list(parts), links) for where, parts in groupby(blocks, key=lambda block: block.where)]
    taken = [block.span for block in blocks]
    rows = [(row, defined) for row in _rows(draft.text) if (defined := _DEFINED.match(row.text)) and not inside(row.span, taken)]
    bare = [Entry(row.span, _plain(defined[1]), row.text[defined.end() :]) for row, defined in rows]
    return sorted([*filter(None, notes), *bare], key=lambda entry: entry.span)


def _note(draft: Document, where: str, parts: Sequence[Block], links: frozenset[str]) -> Entry | None:
    """The note whose paragraphs are these, which have one address; None where its label is that of a link."""
    span = Span(parts[0].span.start, parts[-1].span.end)
    noun, _, label = where.partition(" ")
    if defined := _DEFINED.match(draft.text, span.start, span.end):
        said = " ".join(draft.text[defined.end() : span.end].split())
        return None if defined[1] in links else Entry(span, _plain(defined[1]), said)
    if noun in ("footnote", "endnote", "note"):
        return Entry(span, f"e{label}" if noun == "endnote" else label, " ".join(draft[span].split()))
    return None


def _plain(label: str) -> str:
    """The label as citations and entries share it: "^A1" is a1, "³" is 3, "07" is 7."""
    bare = " ".join(label.translate(_LOWERED).removeprefix("^").casefold().split())
    return bare.lstrip("0") or "0" if bare.isdecimal() else bare


def _headed(row: _Row) -> int | None:
    """Where in the row the words after "Sources:" begin, its length where none do; None where it is no such heading."""
    head = _lists().heading.match(row.text)
    return head.end() if head and head["name"][0].isupper() else None


def _under_headings(draft: Document, rows: Sequence[_Row]) -> Iterator[_List]:
    """The lists that stand under, or beside, a heading of their own."""
    at = 0
    while at < len(rows):
        head = _headed(rows[at])
        found = _under(draft, rows, at, head) if head is not None else None
        if found:
            yield found
        at = found.after if found else at + 1


def _under(draft: Document, rows: Sequence[_Row], at: int, head: int) -> _List | None:
    """The list under the heading in row `at` and in that row from `head` on, where there is one and no more story follows than precedes."""
    beside = list(_beside(rows[at], head))
    if at + 1 < len(rows) and (_entry(draft, rows[at + 1]) or _stands_in(rows[at + 1])):
        below = _marked(draft, rows, at + 1)
    elif head < len(rows[at].text):
        below = _List([], [], at + 1)
    else:
        below = _unmarked(draft, rows, at + 1)
    if head == len(rows[at].text) and not below.lines:
        return None
    lines = [rows[at].span, *below.lines]
    closing = len(draft.text) - lines[-1].end <= lines[0].start or below.after == len(rows)
    return _List([*beside, *below.entries], lines, below.after) if closing else None


def _beside(row: _Row, head: int) -> Iterator[Entry]:
    """ "Sources: Harbour board; Selwick Tide" has two entries."""
    at = head
    for piece in row.text[head:].split(";"):
        if said := piece.strip(" *_"):
            start = row.span.start + at + piece.index(said)
            if not _lists().placeholder.fullmatch(said):
                yield Entry(Span(start, start + len(said)), "", said)
        at += len(piece) + 1


def _stands_in(row: _Row) -> bool:
    """Is nothing in the row but a stand-in for a source, with its bullet?"""
    said = _BULLET.sub("", row.text, count=1).strip("*_. ")
    return bool(_lists().placeholder.fullmatch(said) or _NUMBERS.fullmatch(said))


def _entry(draft: Document, row: _Row, place: int = 1) -> Entry | None:
    """The row as an entry by its own mark, or its block's; `place` is the number of one whose mark the format has taken away."""
    if _stands_in(row):
        return None
    if mark := _MARKED.match(row.text):
        return Entry(row.span, _plain(next(group for group in mark.groups() if group)), row.text[mark.end() :])
    if mark := _BULLET.match(row.text):
        return Entry(row.span, "", row.text[mark.end() :])
    block = draft.block_at(row.span.start)
    marks_lost = not draft.media_type.startswith("text/plain") and draft.media_type != "text/markdown"
    if block and block.kind is BlockKind.ITEM and marks_lost and row.span.start == block.span.start:
        return Entry(row.span, str(place), row.text)
    return None


def _marked(draft: Document, rows: Sequence[_Row], at: int) -> _List:
    """Entries with marks from row `at` on; a row without one goes on with the entry above it, where no blank line is between."""
    entries, lines = list[tuple[Entry, list[str]]](), list[Span]()
    while at < len(rows) and _headed(rows[at]) is None:
        row = rows[at]
        if entry := _entry(draft, row, len(entries) + 1):
            entries.append((entry, [entry.text]))
            lines.append(row.span)
        elif _stands_in(row):
            lines.append(row.span)
        elif row.apart or not entries or entries[-1][0].span.start != lines[-1].start:
            break
        else:
            entries[-1][1].append(row.text)
            lines[-1] = Span(lines[-1].start, row.span.end)
        at += 1
    whole = {line.start: line for line in lines}
    return _List([Entry(whole[entry.span.start], entry.label, " ".join(said)) for entry, said in entries], lines, at)


def _unmarked(draft: Document, rows: Sequence[_Row], at: int) -> _List:
    """Every row to the end of the draft, or to its next heading, where each is short enough to name a source."""
    entries = list[Entry]()
    for n in range(at, len(rows)):
        row, block = rows[n], draft.block_at(rows[n].span.start)
        if _headed(row) is not None or row.text.startswith("#") or (block and block.kind is BlockKind.HEADING):
            break
        if len(row.text) > LONGEST_ENTRY:
            return _List([], [], at)
        entries.append(Entry(row.span, "", row.text))
    return _List(entries, [entry.span for entry in entries], at + len(entries))


def _at_end(draft: Document, rows: Sequence[_Row], noted: bool) -> _List:
    """A list without a heading: the last rows, each "[1] ..." or a stand-in, or "1. ..." where the story has such numbers in brackets."""
    first = len(rows)
    while first and (_stands_in(rows[first - 1]) or _numbered(rows[first - 1])):
        first -= 1
    tail = rows[first:]
    entries = [entry for row in tail if (entry := _entry(draft, row))]
    labels = [entry.label for entry in entries]
    starts = not labels or (labels[0].removeprefix("source ") == "1" and (first > 0 or noted))
    if not starts or (any(row.text[0].isdecimal() for row in tail) and not _cited(draft.text[: tail[0].span.start], labels)):
        return _List([], [], len(rows))
    return _List(entries, [row.span for row in tail], len(rows))


def _numbered(row: _Row) -> bool:
    return bool(_MARKED.match(row.text)) and not row.text.startswith("(")


def _cited(story: str, labels: Sequence[str]) -> bool:
    """Does the story have one of these labels in brackets, or raised?"""
    numbers = {label for found in _NUMBERS.finditer(story) for label in _spread(found[1])}
    numbers.update(_plain(mark.group()) for mark in _RAISED.finditer(story))
    return not numbers.isdisjoint(labels)


# What points at sources.


def _citations(draft: Document, entries: Sequence[Entry], lines: Sequence[Span]) -> list[Citation]:
    found = [*_pointings(draft, entries, lines), *_phrases(draft, lines)]
    return sorted(found, key=lambda citation: (citation.span, citation.form, len(citation.label), citation.label))


def _pointings(draft: Document, entries: Sequence[Entry], lines: Sequence[Span]) -> list[Citation]:
    """All that points at a source other than by naming it in running text."""
    known = {entry.label: entry.span for entry in reversed(entries) if entry.label}  # the first of a label
    page = _Page(draft.text)
    for span in (*(entry.span for entry in entries), *_code(draft)):
        page.blank(span)
    found = list(_footnotes(draft, entries, known, page))
    found += _links(draft, [*lines, *(note.span for note in found)], page)
    return [*found, *_stand_ins(page, known), *_numbers(page, known)]


def _code(draft: Document) -> Iterator[Span]:
    """What a Markdown draft shows as code, which points at nothing."""
    if draft.media_type == "text/markdown":
        yield from (Span(*code.span()) for code in _CODE.finditer(draft.text))


class _Page:
    """A text in which what was read is blanked out, so that nothing is read twice."""

    def __init__(self, text: str) -> None:
        self._whole, self._letters = text, list[str]()

    def blank(self, span: Span) -> None:
        self._letters = self._letters or list(self._whole)
        for at in range(span.start, span.end):
            if self._letters[at] != "\n":
                self._letters[at] = "\0"

    @property
    def text(self) -> str:
        return "".join(self._letters) or self._whole


def _footnotes(draft: Document, entries: Sequence[Entry], known: dict[str, Span], page: _Page) -> Iterator[Citation]:
    """ "[^1]", and the notes and comments of a Word document."""
    said = {entry.span: entry.text for entry in entries}
    for mark in _FOOTNOTE.finditer(page.text):
        span, label = Span(*mark.span()), _plain(mark[1])
        entry = known.get(label)
        page.blank(span)
        yield Citation(span, "footnote", label, said[entry] if entry else "", entry)
    if draft.media_type == "text/markdown":
        return
    by_text: dict[str, list[Entry]] = defaultdict(list)
    for each in reversed(entries):
        if each.label:
            by_text[each.text].append(each)
    for pointer in draft.pointers:
        if (same := by_text.get(pointer.target)) and not pointer.locus:
            note = same.pop() if len(same) > 1 else same[0]  # two that say "Ibid." are two
            yield Citation(pointer.span, "footnote", note.label, note.text, note.span)
        elif not _is_address(pointer) and not _TALK.search(pointer.target):
            yield Citation(pointer.span, "comment", " ".join(draft[pointer.span].split()), pointer.target)


def _links(draft: Document, others: Sequence[Span], page: _Page) -> Iterator[Citation]:
    """Words that lead to an address, and bare addresses; those of a footnote or in the source list, `others`, are none."""
    others = sorted(others)
    for pointer in draft.pointers:
        if not _is_address(pointer) or inside(pointer.span, others):
            continue
        address = f"{pointer.target}#{pointer.locus}" if pointer.locus else pointer.target
        page.blank(pointer.span)
        if draft.text.startswith("](", pointer.span.end):
            end = draft.text.find(")", pointer.span.end, pointer.span.end + 2500)
            page.blank(Span(pointer.span.start, end + 1 if end > 0 else pointer.span.end))
        yield Citation(pointer.span, "link", " ".join(draft[pointer.span].split()), address)
    for bare in ADDRESS.finditer(page.text):
        span = Span(*bare.span())
        page.blank(span)
        if not inside(span, others):
            yield Citation(span, "link", bare.group(), bare.group())


def _is_address(pointer: Pointer) -> bool:
    """Does it lead somewhere: a web address, or a file's name with its ending?"""
    target = pointer.target
    if not target or any(letter.isspace() for letter in target) or target.startswith(("mailto:", "tel:", "javascript:")):
        return False
    return "://" in target or target.startswith("www.") or "/" in target or "." in target[:-1]


def _stand_ins(page: _Page, known: dict[str, Span]) -> Iterator[Citation]:
    """ "[Source 1]" is a stand-in unless the source list has a line for it."""
    for mark in _lists().placeholder.finditer(page.text):
        span, label = Span(*mark.span()), _plain(mark.group().strip("[](){}【】"))
        number = label.rsplit(" ", 1)[-1]
        entry = known.get(label) or (known.get(number) if number.isdecimal() else None)
        page.blank(span)
        yield Citation(span, "number" if entry else "placeholder", label, "", entry)


def _numbers(page: _Page, known: dict[str, Span]) -> Iterator[Citation]:
    """ "[1]", "[2, 4]" and "[3–5]"; "(1)" and raised figures where a list has numbers."""
    text, numbered = page.text, any(label.isdecimal() for label in known)
    found = [(mark, label) for mark in _NUMBERS.finditer(text) for label in _bracketed(text, mark, known)]
    found += [(mark, _plain(mark[0])) for mark in _RAISED.finditer(text) if _raised(text, mark, numbered)]
    if numbered and not any(label in known for _, label in found):  # else "(41)" is somebody's age
        found += [(mark, label) for mark in _ROUND.finditer(text) if (label := _plain(mark[1])) in known and _rounded(text, mark)]
    for mark, label in found:
        yield Citation(Span(*mark.span()), "number", label, "", known.get(label))


def _bracketed(text: str, mark: re.Match[str], known: dict[str, Span]) -> list[str]:
    """The labels in square brackets that cite: no definition, no second half of "[letter][1]", no word changed in a quotation."""
    before = text[max(mark.start() - 2, 0) : mark.start()]
    if before == "\0]" or (text.startswith(":", mark.end()) and before[-1:] in ("", "\n")):
        return []
    labels = _spread(mark[1])
    cites = any(label in known for label in labels) or (_closes(text, mark) and all(len(label) < 3 for label in labels))
    return labels if cites else []


def _rounded(text: str, mark: re.Match[str]) -> bool:
    """Does "(1)" end what it is about, rather than count what follows?"""
    return _closes(text, mark) and bool(text[max(mark.start() - 2, 0) : mark.start()].strip(" \n:;"))


def _raised(text: str, mark: re.Match[str], numbered: bool) -> bool:
    """Does a raised figure cite, rather than square a unit?"""
    before = text[max(mark.start() - 8, 0) : mark.start()]
    if not before or before[-1].isspace() or _UNITS.search(before):
        return False
    return numbered or before[-1] in '.,;:!?”"’)'


def _spread(numbers: str) -> list[str]:
    """The labels in "1, 3–5": 1, 3, 4 and 5."""
    labels = list[str]()
    for piece in re.split(r" ?[,;] ?", numbers):
        ends = [int(number) for number in re.split(r" ?[–—-] ?", piece)]
        first, last = ends[0], ends[-1]
        labels += map(str, range(first, last + 1) if first <= last < first + RANGE else dict.fromkeys(ends))
    return list(dict.fromkeys(labels))


def _closes(text: str, mark: re.Match[str]) -> bool:
    """Does it stand where a citation does, and not before the words that a bracket in a quotation changes ("[12] ships")?"""
    return bool(_CLOSES.match(text, mark.end()))


def _phrases(draft: Document, lines: Sequence[Span]) -> Iterator[Citation]:
    """Sources named in running text: "according to X", "X reported", "a report by X", "in a statement", "court documents show"."""
    for block in draft.blocks:
        running = block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTED) and len(block.span) <= LONGEST_BLOCK
        if running and not inside(block.span, lines):
            end = 0
            for citation in sorted(_in_block(draft, block), key=lambda found: (found.span.start, -found.span.end)):
                if citation.span.start >= end:
                    end = citation.span.end
                    yield citation


def _in_block(draft: Document, block: Block) -> Iterator[Citation]:
    """All phrases of a block that name a source; some overlap."""
    text, start, end = draft.text, block.span.start, block.span.end
    tokens, told = words(text[start:end], start), attributions(text, start, end)
    for at, word in enumerate(tokens):
        if word.lower == "according" and (who := _after_according(text, tokens, at)):
            yield _phrase(text, Span(word.span.start, who.end), who)
        elif (length := _names_document(tokens, at)) and (span := _around_document(text, tokens, at, at + length)):
            led = span.start < word.span.start
            yield _phrase(text, span, span, _speaker(text, told, span) if led else "")
    for who, cue in _tellers(draft, told):
        yield _phrase(text, Span(min(who.start, cue.start), max(who.end, cue.end)), who)


def _after_according(text: str, tokens: Sequence[Word], at: int) -> Span | None:
    """Who follows "according to", where it is somebody with a name."""
    if at + 2 >= len(tokens) or tokens[at + 1].lower != "to" or tokens[at + 2].lower in _lists().nobody:
        return None
    last = at + 2
    while last + 1 < min(at + 2 + ACCORDING, len(tokens)) and not _stops(text, tokens, last + 1):
        last += 1
    return Span(tokens[at + 2].span.start, tokens[last].span.end)


def _tellers(draft: Document, told: Sequence[Attribution]) -> Iterator[tuple[Span, Span]]:
    """Each outlet that "reported" and each document that "says" something, with its verb."""
    for one in told:
        if one.source is None or one.how == "according" or abs(one.source.start - one.cue.start) > SAID_IN:
            continue
        who, cue = words(draft[one.source]), words(draft[one.cue])
        if not who or not cue or who[0].lower in _lists().nobody:
            continue
        outlet = cue[-1].lower in _lists().reports and any(word.text[0].isupper() for word in who)
        before = one.source.start < one.cue.start and cue[-1].lower in _lists().shows
        if outlet or (before and any(_names_document(who, at) == len(who) - at for at in range(len(who)))):
            yield one.source, one.cue


def _speaker(text: str, told: Sequence[Attribution], span: Span) -> str:
    """Who says it "in a statement": the speaker named nearest in its sentence, before it or after."""
    best, least = "", SAID_IN
    for one in told:
        if one.source is None or one.source.overlaps(span):
            continue
        first, last = (one.source, span) if one.source.start < span.start else (span, one.source)
        apart = last.start - first.end
        if 0 <= apart < least and not _ENDED.search(text, first.end, last.start):
            best, least = " ".join(text[one.source.start : one.source.end].split()), apart
    return "" if best.lower() in _lists().nobody or best.endswith(("'s", "’s")) else best


def _phrase(text: str, span: Span, who: Span, target: str = "") -> Citation:
    return Citation(span, "phrase", " ".join(text[who.start : who.end].split()), target)


def _names_document(tokens: Sequence[Word], at: int) -> int:
    """How many words from `at` on name a kind of document; 0 where none do."""
    documents = _lists().documents
    return next((n for n in (2, 1) if at + n <= len(tokens) and tuple(word.key for word in tokens[at : at + n]) in documents), 0)


def _stops(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a mark that parts clauses stand before word `at`, or a full stop that ends a sentence?"""
    between = text[tokens[at - 1].span.end : tokens[at].span.start]
    return bool(set(between) & (STOPPERS | {".", "?", "!", "\0"})) and not (between == ". " and len(tokens[at - 1].text) <= 2)


def _around_document(text: str, tokens: Sequence[Word], first: int, after: int) -> Span | None:
    """The phrase that points at the document named by words `first:after`: "in a statement (to ...)", "a report by ...", "papers show"."""
    begin, last = _led(text, tokens, first), _by_whom(text, tokens, after)
    if tokens[begin].lower in ("in", "through"):
        last = last or _addressed(text, tokens, after) or after - 1
    elif not last and after < len(tokens) and tokens[after].lower in _lists().tells and not _stops(text, tokens, after):
        last = after
    return Span(tokens[begin].span.start, tokens[last].span.end) if last else None


def _led(text: str, tokens: Sequence[Word], first: int) -> int:
    """The "in", or else the article, that leads up to the document's name over at most three words; `first` itself where none does."""
    lists = language.load()
    for at in range(first - 1, max(first - 5, -1), -1):
        if _stops(text, tokens, at + 1):
            return first
        if tokens[at].lower in lists.determiners or tokens[at].lower in ("a", "an", "its", "his", "her", "their"):
            led = at > 0 and tokens[at - 1].lower in ("in", "through") and not _stops(text, tokens, at)
            return at - 1 if led else at
        if tokens[at].lower in lists.stopwords:
            return first
    return first


def _by_whom(text: str, tokens: Sequence[Word], after: int) -> int:
    """The last word of "by the harbour board" or "released on Monday by ...": a name in it has a capital; 0 where there is none."""
    by = _by(text, tokens, after)
    last, issued = 0, by > after
    for n in range(by + 1, min(by + 1 + WITHIN, len(tokens))) if by else ():
        word = tokens[n]
        if _stops(text, tokens, n) or word.lower in _lists().shows:
            break
        if word.text[0].isupper() or (issued and word.lower not in language.load().stopwords):
            last = n
        elif last and word.lower not in ("the", "a", "an", "of", "and", "for"):
            break
    return last


def _by(text: str, tokens: Sequence[Word], after: int) -> int:
    """The "by" or "from" that follows a document's name, at once or within a few words of "released"; 0 where none does."""
    issued = after < len(tokens) and tokens[after].lower in _lists().issued
    for n in range(after, min(after + WITHIN + 1 if issued else after + 1, len(tokens))):
        if _stops(text, tokens, n):
            return 0
        if tokens[n].lower in ("by", "from"):
            return n
    return 0


def _addressed(text: str, tokens: Sequence[Word], after: int) -> int:
    """The last word of whom it is "to" or "with", up to its last capital; 0 where none is told."""
    if after >= len(tokens) or tokens[after].lower not in ("to", "with", "on") or _stops(text, tokens, after):
        return 0
    last = 0
    for n in range(after + 1, min(after + 1 + WITHIN, len(tokens))):
        if _stops(text, tokens, n):
            break
        if tokens[n].text[0].isupper():
            last = n
        elif last and tokens[n].lower not in ("of", "and", "the", "for"):
            break
    return last


# Faults of the draft alone.


def is_vague(note: str) -> bool:
    """Does a note say that there is a source, and nothing of which ("various reports", "Google")?"""
    return bool(_lists().vague.fullmatch(" ".join(note[:LONGEST_ENTRY].split()).strip(" .,;:()[]")))


def explains(note: str) -> bool:
    """Is a note a sentence that tells something, and no reference ("The board did not reply.", "The union represents 400 dockers.")? Words
    in quotation marks are a title's."""
    lists, bare = _lists(), _TITLED.sub(" ", note[:LONGEST_ENTRY])
    said = words(bare)
    if any(word.lower in lists.explaining for word in said):
        return True
    runs = len(said) > 4 and bare.rstrip().endswith(".") and "," not in bare
    return runs and not any(word.key in pointing() for word in said)


def uncited(ledger: Ledger) -> tuple[Entry, ...]:
    """Numbered entries that nothing in the story points at, where it points at others."""
    cited = {one.entry for one in ledger.citations if one.entry}
    return tuple(entry for entry in ledger.entries if entry.label and entry.span not in cited) if cited else ()
