"""What a draft says its sources are, and how that meets the sources that were given.

A reading by marks and word lists, meant to stay silent rather than guess: a citation that may mean two sources means none.
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
from urllib.parse import unquote

from presscheck import language, voices
from presscheck.attributions import attributions
from presscheck.dating import own_date
from presscheck.facts.date import dates
from presscheck.model import Block, BlockKind, Document, Outcome, Pointer, Relation, Sentence, Span, Verdict
from presscheck.speech import STOPPERS, Attribution
from presscheck.words import Word, fold, key, telling, words

LONGEST_ENTRY = 300  # code points of a line without a mark that can be an entry
LONGEST_BLOCK = 20_000  # code points of a paragraph that is read for phrases
RANGE = 20  # sources that one "[3–9]" may point at
SAID_IN = 120  # code points between a speaker and their "in a statement"
WITHIN = 6  # words from "released" to its "by", and from "by" to the end of a name
ACCORDING = 14  # words of who follows "according to"
TOP, TAIL = 2500, 400  # code points in which a text tells what it is, and whose
TOP_LINES = 12
TITLE = 140  # code points of a title that are shown
SHINGLE, LEAST_WORDS, HALF = 5, 60, 0.5
KNOWN = 50  # sources in which one run of words is looked up; what stands in more is boiler plate
SURE = 0.6  # share of a citation's telling words that a source's own name must have
SLUG = 3  # telling words of an address that may stand for a title

_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,200})\](?!:)")
_DEFINED = re.compile(r"[ \t]{0,3}(?:> ?)?\[(\^[^\[\]\s]{1,200}|\d{1,3})\]:[ \t]{0,20}(?=\S)")
_ADDRESS = re.compile(r"https?://[^\s<>\])\"]{1,2000}[^\s<>\])\".,;:!?]|\bwww\.[^\s<>\])\"]{1,200}[^\s<>\])\".,;:!?]")
_NUMBERS = re.compile(r"\[(\d{1,3}(?: ?[,;–—-] ?\d{1,3}){0,20})\](?!\()")
_ROUND = re.compile(r"\((\d{1,3})\)")
_RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNITS = re.compile(r"(?:\b(?:[kcmdh]?m|ft|in|yd|mi|km|cm|mm|CO|metres|meters|feet)|\d)$")
_CLOSES = re.compile(r"\s{0,3}(?:[.,;:!?)\]”\"’]|$|\n)|\s{1,3}[^\W\d_a-z]")
_BULLET = re.compile(r"[-*•‣–—·+]\s{1,4}(?=\S)")
_MARKED = re.compile(
    r"(?:[-*•‣–—·+]\s{1,4})?(?:\[\^?((?:[A-Za-z]{1,12}\.? )?\d{1,3})\]:?(?!\()|\((\d{1,3})\)|(\d{1,3})[.):](?!\d)"
    "|([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}))" + r"\s{0,9}(?=[^\s\[(])"
)
_MARKUP = "#*_>` \t"
_PIECES = re.compile(r"\s{2,}|\s?[|·:/]{1,3}\s|\s[-–—]\s|/{2,}")
_COPYRIGHT = re.compile(r"(?:©|\([cC]\)|\b[Cc]opyright)\s?(?:\d{4}\s)?([^\W\d_a-z][^\n.,;|]{2,50})")
_AGENCY = re.compile(r"^\W{0,6}[^\W\d_a-z][^\n()a-z]{2,60}(?:, [\w. ]{2,30})? \(([^\W\d_a-z][\w .]{1,20})\) ?[-–—]", re.MULTILINE)
_ENDED = re.compile(r"[.!?][”\"’]?\s|\n\n")
_APART = re.compile(r",$|\b\d{5}$")  # a salutation or an address
_HANDLE = re.compile(r"([^\W\d_a-z][\w.’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{1,30}){1,3}) \(?@\w")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a source list: `span` with its mark and without the white space around it, `label` its number or footnote's name, empty
    where it has none, `text` what it says."""

    span: Span
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One pointing of the draft at a source. `form` is "footnote", "number", "link", "phrase" or "placeholder"; `label` what points;
    `target` what it says it points at: an address, a note's text, who made the statement; `entry` the line of the source list it means.

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
class Resolved:
    """Which given source a citation means, None where none surely does; `by` is what told: "file name", "address", "title", "publisher",
    "author" or "words"."""

    citation: Citation
    source: Document | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """`kind` is "primary", "secondary" or "unknown"; `reason` in words."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a source is if one of the patterns stands at its top."""

    side: str
    what: str
    strong: bool
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of `data/ledger.toml`."""

    heading: re.Pattern[str]
    placeholder: re.Pattern[str]
    documents: frozenset[tuple[str, ...]]  # keys of the words
    shows: frozenset[str]
    reports: frozenset[str]
    issued: frozenset[str]
    nobody: frozenset[str]
    bodies: frozenset[str]
    chrome: tuple[str, ...]
    marks: tuple[Mark, ...]


@lru_cache
def _lists() -> Lists:
    data = tomllib.loads((files("presscheck") / "data" / "ledger.toml").read_text("utf-8"))
    names = "|".join(re.escape(name) for name in sorted(data["headings"], key=len, reverse=True))
    heading = rf"(?:{names})(?: (?:and|&) (?:{names}))?[*_]{{0,3}}(?:[:：][*_]{{0,3}}|(?=[ *_#]{{0,9}}$))[ *_#]{{0,9}}"
    sets = {name: frozenset(data[name]) for name in ("shows", "reports", "issued", "nobody", "bodies")}
    marks = [Mark(m["side"], m["what"], m["strong"], tuple(re.compile(p, re.MULTILINE) for p in m["patterns"])) for m in data["mark"]]
    documents = frozenset(tuple(word.key for word in words(name)) for name in data["documents"])
    placeholder = re.compile("|".join(data["placeholders"]), re.IGNORECASE)
    return Lists(re.compile(heading, re.IGNORECASE), placeholder, documents, chrome=tuple(data["chrome"]), marks=tuple(marks), **sets)


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


def _rows(text: str) -> list[_Row]:
    rows, at, blank = list[_Row](), 0, True
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = at + len(line) - len(line.lstrip())
            rows.append(_Row(Span(start, start + len(bare)), bare, blank))
        blank = not bare
        at += len(line) + 1
    return rows


def _listed(draft: Document) -> tuple[list[Entry], list[Span]]:
    """The entries of all lists and notes in the draft, and their lines."""
    entries = _notes(draft)
    lines = [entry.span for entry in entries]
    defined = {entry.span.start for entry in entries}
    rows = [row for row in _rows(draft.text) if not _inside(row.span, lines)]
    found, at = False, 0
    while at < len(rows):
        if (head := _headed(rows[at])) is not None and (taken := _under(draft, rows, at, head)):
            after, more, spans = taken
            entries += more
            lines += spans
            found, at = True, after
        else:
            at += 1
    if not found:
        more, spans = _at_end(draft, rows, bool(defined))
        entries += more
        lines += spans
    return sorted(entries, key=lambda entry: entry.span), sorted(lines)


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    """Does the span overlap one of these, which stand in order and apart?"""
    at = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return at >= 0 and spans[at].overlaps(span)


def _notes(draft: Document) -> list[Entry]:
    """The definitions of footnotes, wherever they stand, and the notes of a Word document."""
    found = []
    blocks = [block for block in draft.blocks if block.kind is BlockKind.FOOTNOTE]
    taken = [block.span for block in blocks]
    for where, group in groupby(blocks, key=lambda block: block.where):
        parts = list(group)
        span = Span(parts[0].span.start, parts[-1].span.end)
        defined = _DEFINED.match(draft.text, span.start, span.end)
        noun, _, label = where.partition(" ")
        said = " ".join(draft.text[defined.end() if defined else span.start : span.end].split())
        if defined and f"][{defined[1]}]" in draft.text:
            continue  # the address of a link "[letter][1]"
        if defined:
            found.append(Entry(span, _plain(defined[1]), said))
        elif noun in ("footnote", "endnote", "note"):
            found.append(Entry(span, label if noun != "endnote" else f"e{label}", said))
    found += [
        Entry(row.span, _plain(defined[1]), row.text[defined.end() :])
        for row in _rows(draft.text)
        if (defined := _DEFINED.match(row.text)) and not _inside(row.span, taken)
    ]
    return sorted(found, key=lambda entry: entry.span)


def _plain(label: str) -> str:
    """The label as citations and entries share it: "^A1" is a1, "³" is 3, "07" is 7."""
    bare = " ".join(label.translate(_LOWERED).removeprefix("^").casefold().split())
    return bare.lstrip("0") or "0" if bare.isdecimal() else bare


def _headed(row: _Row) -> int | None:
    """Where in the row the words after "Sources:" begin, its length where none do; None where it is no such heading."""
    lead = len(row.text) - len(row.text.lstrip(_MARKUP))
    head = _lists().heading.match(row.text, lead)
    return head.end() if head and row.text[lead].isupper() else None


def _under(draft: Document, rows: Sequence[_Row], at: int, head: int) -> tuple[int, list[Entry], list[Span]] | None:
    """The row after a list, its entries and its lines, where one stands under (or beside) the heading in row `at`."""
    entries, lines = list[Entry](), [rows[at].span]
    beside = head < len(rows[at].text)
    if beside:
        entries += _beside(rows[at], head)
    after = at + 1
    marked = after < len(rows) and _entry(draft, rows[after]) is not None
    bare = after < len(rows) and _stands_in(rows[after])
    if marked or bare:
        after, more, spans = _marked(draft, rows, after)
    elif beside:
        more, spans = [], []
    else:
        after, more, spans = _unmarked(draft, rows, after)
    if not (more or spans or beside):
        return None
    entries, lines = entries + more, lines + spans
    closing = len(draft.text) - lines[-1].end <= lines[0].start or after == len(rows)
    return (after, entries, lines) if closing else None


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


def _entry(draft: Document, row: _Row) -> Entry | None:
    """The row as an entry by its own mark, or its block's."""
    if _stands_in(row):
        return None
    if mark := _MARKED.match(row.text):
        return Entry(row.span, _plain(next(group for group in mark.groups() if group)), row.text[mark.end() :])
    if mark := _BULLET.match(row.text):
        return Entry(row.span, "", row.text[mark.end() :])
    block = draft.block_at(row.span.start)
    marks_lost = not draft.media_type.startswith("text/plain") and draft.media_type != "text/markdown"
    if block and block.kind is BlockKind.ITEM and marks_lost and row.span.start == block.span.start:
        return Entry(row.span, "#", row.text)  # numbered by its place
    return None


def _marked(draft: Document, rows: Sequence[_Row], at: int) -> tuple[int, list[Entry], list[Span]]:
    """Entries with marks from row `at` on; a row without one goes on with the entry above it, where no blank line is between."""
    entries, lines = list[Entry](), list[Span]()
    while at < len(rows) and _headed(rows[at]) is None:
        row = rows[at]
        entry = _entry(draft, row)
        if entry is not None:
            label = str(len(entries) + 1) if entry.label == "#" else entry.label
            entries.append(Entry(entry.span, label, entry.text))
        elif not _stands_in(row) and (row.apart or not entries or not lines or entries[-1].span != lines[-1]):
            break
        elif not _stands_in(row):
            last = entries[-1]
            whole = Span(last.span.start, row.span.end)
            entries[-1] = Entry(whole, last.label, f"{last.text} {row.text}")
            lines[-1] = whole
            at += 1
            continue
        lines.append(row.span)
        at += 1
    return at, entries, lines


def _unmarked(draft: Document, rows: Sequence[_Row], at: int) -> tuple[int, list[Entry], list[Span]]:
    """Every row to the end of the draft, or to its next heading, where each is short enough to name a source."""
    entries = list[Entry]()
    for row in rows[at:]:
        block = draft.block_at(row.span.start)
        if _headed(row) is not None or row.text.startswith("#") or (block and block.kind is BlockKind.HEADING):
            break
        if len(row.text) > LONGEST_ENTRY:
            return at, [], []
        entries.append(Entry(row.span, "", row.text))
    return at + len(entries), entries, [entry.span for entry in entries]


def _at_end(draft: Document, rows: Sequence[_Row], noted: bool) -> tuple[list[Entry], list[Span]]:
    """A list without a heading: the last rows, each "[1] ..." or a stand-in, or "1. ..." where the story has such numbers in brackets."""
    first = len(rows)
    while first and (_stands_in(rows[first - 1]) or _numbered(rows[first - 1])):
        first -= 1
    tail = rows[first:]
    entries = [entry for row in tail if (entry := _entry(draft, row)) is not None]
    labels = [entry.label for entry in entries]
    if entries and (labels[0].removeprefix("source ") != "1" or (len(tail) == len(rows) and not noted)):
        return [], []
    if any(row.text[:1].isdecimal() for row in tail):
        body = draft.text[: tail[0].span.start]
        cited = {label for found in _NUMBERS.finditer(body) for label in _spread(found[1])}
        if not cited & set(labels) and not any(_plain(mark.group()) in labels for mark in _RAISED.finditer(body)):
            return [], []
    return entries, [row.span for row in tail]


def _numbered(row: _Row) -> bool:
    return bool(_MARKED.match(row.text)) and row.text[0] not in "("


# What points at sources.


def _citations(draft: Document, entries: Sequence[Entry], lines: Sequence[Span]) -> list[Citation]:
    known: dict[str, Span] = {}
    for entry in entries:
        if entry.label:
            known.setdefault(entry.label, entry.span)
    page = _Page(draft.text)
    for entry in entries:
        page.blank(entry.span)
    found = list(_footnotes(draft, entries, known, page))
    found += _links(draft, [*lines, *(note.span for note in found)], page)
    found += [*_stand_ins(page, known), *_numbers(page, known), *_phrases(draft, lines)]
    return sorted(found, key=lambda citation: (citation.span, citation.form, len(citation.label), citation.label))


class _Page:
    """A text in which what was read is blanked out, so that nothing is read twice."""

    def __init__(self, text: str) -> None:
        self._letters = list(text)

    def blank(self, span: Span) -> None:
        for at in range(span.start, span.end):
            if self._letters[at] != "\n":
                self._letters[at] = "\0"

    @property
    def text(self) -> str:
        return "".join(self._letters)


def _footnotes(draft: Document, entries: Sequence[Entry], known: dict[str, Span], page: _Page) -> Iterator[Citation]:
    """ "[^1]", and the notes of a Word document; a comment is none, for its words are not in the text."""
    said = {entry.span: entry.text for entry in entries}
    for mark in _FOOTNOTE.finditer(page.text):
        span, label = Span(*mark.span()), _plain(mark[1])
        entry = known.get(label)
        page.blank(span)
        yield Citation(span, "footnote", label, said[entry] if entry else "", entry)
    if draft.media_type == "text/markdown":
        return
    by_text = {entry.text: entry for entry in reversed(entries) if entry.label}
    for pointer in draft.pointers:
        if (note := by_text.get(pointer.target)) and not pointer.locus:
            yield Citation(pointer.span, "footnote", note.label, note.text, note.span)


def _links(draft: Document, others: Sequence[Span], page: _Page) -> Iterator[Citation]:
    """Words that lead to an address, and bare addresses; those of a footnote or in the source list, `others`, are none."""
    others = sorted(others)
    for pointer in draft.pointers:
        if not _is_address(pointer) or _inside(pointer.span, others):
            continue
        address = f"{pointer.target}#{pointer.locus}" if pointer.locus else pointer.target
        page.blank(pointer.span)
        if draft.text.startswith("](", pointer.span.end):
            end = draft.text.find(")", pointer.span.end, pointer.span.end + 2500)
            page.blank(Span(pointer.span.start, end + 1 if end > 0 else pointer.span.end))
        yield Citation(pointer.span, "link", " ".join(draft[pointer.span].split()), address)
    for bare in _ADDRESS.finditer(page.text):
        span = Span(*bare.span())
        page.blank(span)
        if not _inside(span, others):
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
    text = page.text
    numbered = any(label.isdecimal() for label in known)
    for mark in _NUMBERS.finditer(text):
        defines = text.startswith(":", mark.end()) and text[mark.start() - 1 : mark.start()] in ("", "\n")
        if not defines and text[max(mark.start() - 2, 0) : mark.start()] != "\0]":  # the second half of "[letter][1]" is no citation
            labels = _spread(mark[1])
            if set(labels) & set(known) or (_closes(text, mark) and all(len(label) < 3 for label in labels)):
                for label in labels:
                    yield Citation(Span(*mark.span()), "number", label, "", known.get(label))
    for mark in _ROUND.finditer(text) if numbered else ():
        if _closes(text, mark) and text[max(mark.start() - 2, 0) : mark.start()].strip(" \n:;"):
            yield Citation(Span(*mark.span()), "number", _plain(mark[1]), "", known.get(_plain(mark[1])))
    for mark in _RAISED.finditer(text):
        before = text[max(mark.start() - 8, 0) : mark.start()]
        if before and not before[-1].isspace() and not _UNITS.search(before) and (numbered or before[-1] in '.,;:!?”"’)'):
            yield Citation(Span(*mark.span()), "number", _plain(mark.group()), "", known.get(_plain(mark.group())))


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
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTED) and len(block.span) <= LONGEST_BLOCK:
            if _inside(block.span, lines):
                continue
            last: Span | None = None
            for citation in sorted(_in_block(draft, block), key=lambda found: (found.span.start, -found.span.end)):
                if last is None or citation.span.start >= last.end:
                    last = citation.span
                    yield citation


def _in_block(draft: Document, block: Block) -> Iterator[Citation]:
    text, start, end = draft.text, block.span.start, block.span.end
    tokens = words(text[start:end], start)
    told = attributions(text, start, end)
    for at, word in enumerate(tokens):
        if word.lower == "according" and tokens[at + 1 : at + 2] and tokens[at + 1].lower == "to":
            last = _reach(text, tokens, at + 2, ACCORDING)
            if last >= at + 2 and tokens[at + 2].lower not in _lists().nobody:
                yield _phrase(text, Span(word.span.start, tokens[last].span.end), Span(tokens[at + 2].span.start, tokens[last].span.end))
        elif (length := _names_document(tokens, at)) and (span := _around_document(text, tokens, at, at + length)):
            speaker = _speaker(text, told, span) if span.end == tokens[at + length - 1].span.end or word.span.start > span.start else ""
            yield _phrase(text, span, span, speaker)
    for one in told:
        if one.source is None or one.how == "according" or abs(one.source.start - one.cue.start) > SAID_IN:
            continue
        who, cue = words(draft[one.source]), words(draft[one.cue])
        if not who or not cue or who[0].lower in _lists().nobody:
            continue
        outlet = cue[-1].lower in _lists().reports and any(word.text[0].isupper() for word in who)
        document = cue[-1].lower in _lists().shows and any(
            _names_document(who, n) + n == len(who) for n in range(len(who)) if _names_document(who, n)
        )
        if outlet or document:
            yield _phrase(text, Span(min(one.source.start, one.cue.start), max(one.source.end, one.cue.end)), one.source)


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
    return next((n for n in (2, 1) if tuple(word.key for word in tokens[at : at + n]) in documents), 0)


def _stops(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a mark that parts clauses stand before word `at`, or a full stop that ends a sentence?"""
    between = text[tokens[at - 1].span.end : tokens[at].span.start]
    return bool(set(between) & (STOPPERS | {".", "?", "!", "\0"})) and not (between == ". " and len(tokens[at - 1].text) <= 2)


def _reach(text: str, tokens: Sequence[Word], at: int, most: int) -> int:
    """The last word of the phrase that begins with word `at`."""
    last = at
    while last + 1 < len(tokens) and last + 1 - at < most and not _stops(text, tokens, last + 1):
        last += 1
    return min(last, len(tokens) - 1)


def _around_document(text: str, tokens: Sequence[Word], first: int, after: int) -> Span | None:
    """The phrase that points at the document named by words `first:after`: "in a statement (to ...)", "a report by ...", "papers show"."""
    begin = _led(text, tokens, first)
    by = _author(text, tokens, after)
    if begin is not None and tokens[begin].lower in ("in", "through"):
        last = by if by else _addressed(text, tokens, after)
        return Span(tokens[begin].span.start, tokens[last or after - 1].span.end)
    if by:
        return Span(tokens[first if begin is None else begin].span.start, tokens[by].span.end)
    shown = (
        after < len(tokens)
        and tokens[after].lower in _lists().shows
        and tokens[after].lower.endswith(("show", "shows", "showed", "reveal", "reveals"))
    )
    if shown and not _stops(text, tokens, after):
        return Span(tokens[first if begin is None else begin].span.start, tokens[after].span.end)
    return None


def _led(text: str, tokens: Sequence[Word], first: int) -> int | None:
    """The "in", or else the article, that leads up to the document's name, over at most three words."""
    lists = language.load()
    for at in range(first - 1, max(first - 5, -1), -1):
        if _stops(text, tokens, at + 1):
            return None
        if tokens[at].lower in lists.determiners or tokens[at].lower in ("a", "an", "its", "his", "her", "their"):
            led = at > 0 and tokens[at - 1].lower in ("in", "through") and not _stops(text, tokens, at)
            return at - 1 if led else at
        if tokens[at].lower in lists.stopwords:
            return None
    return None


def _author(text: str, tokens: Sequence[Word], after: int) -> int:
    """The last word of "by the harbour board" or "released on Monday by ...": a name in it has a capital; 0 where there is none."""
    at = after
    if at < len(tokens) and tokens[at].lower in _lists().issued:
        at += 1
        while at < len(tokens) and at - after < WITHIN and tokens[at].lower not in ("by", "from") and not _stops(text, tokens, at):
            at += 1
    if at >= len(tokens) or tokens[at].lower not in ("by", "from") or any(_stops(text, tokens, n) for n in range(after, at + 1)):
        return 0
    named = at > after
    last = at
    for n in range(at + 1, min(at + 1 + WITHIN, len(tokens))):
        if _stops(text, tokens, n):
            break
        if tokens[n].text[0].isupper() or (named and tokens[n].lower not in language.load().stopwords):
            last = n
        elif tokens[n].lower not in ("the", "a", "an", "of", "and", "for") and last > at:
            break
    return last if last > at else 0


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


def dangling(ledger: Ledger) -> tuple[Citation, ...]:
    """Citations whose number or footnote has no entry."""
    return tuple(one for one in ledger.citations if one.form in ("footnote", "number") and one.entry is None)


def uncited(ledger: Ledger) -> tuple[Entry, ...]:
    """Numbered entries that nothing in the story points at, where it points at others."""
    cited = {one.entry for one in ledger.citations if one.entry}
    return tuple(entry for entry in ledger.entries if entry.label and entry.span not in cited) if cited else ()


def placeholders(ledger: Ledger) -> tuple[Citation, ...]:
    """Stand-ins for a source that nobody named."""
    return tuple(one for one in ledger.citations if one.form == "placeholder")


# Against the sources given.


@dataclass(frozen=True, slots=True)
class _Imprint:
    """How a source may be named."""

    source: Document
    stem: str
    title: str
    publisher: str
    author: str
    edges: str  # where its own address may stand

    @property
    def keys(self) -> frozenset[str]:
        return telling(" ".join((_spaced(self.stem), self.title, self.publisher, self.author)))


@lru_cache(maxsize=512)
def _imprint(source: Document) -> _Imprint:
    stem = source.name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    edges = source.text[:TOP] + "\n" + source.text[-TAIL:]
    return _Imprint(source, stem, title(source), publisher(source), author(source), edges.casefold())


def resolve(ledger: Ledger, sources: Sequence[Document]) -> tuple[Resolved, ...]:
    """For each citation the given source that it surely means; of copies of one story the first stands for all."""
    firsts = {copy.id: group[0] for group in copies(sources) for copy in group}
    distinct = {(firsts.get(source.id, source)).id: firsts.get(source.id, source) for source in sources}
    named = {source.name: firsts.get(source.id, source) for source in sources}
    imprints = [_imprint(source) for source in distinct.values()]
    said = {entry.span: entry.text for entry in ledger.entries}
    kept: dict[tuple[str, str], tuple[Document | None, str]] = {}
    found = []
    for one in ledger.citations:
        reference = said[one.entry] if one.entry in said else _reference(one)
        asked = (one.form, reference)
        if asked not in kept:
            kept[asked] = _meant(one, reference, imprints, named)
        found.append(Resolved(one, *kept[asked]))
    return tuple(found)


def _reference(citation: Citation) -> str:
    """All that the citation itself says of its source."""
    return " ".join(part for part in (citation.label, citation.target) if part)


def _meant(citation: Citation, reference: str, imprints: Sequence[_Imprint], named: dict[str, Document]) -> tuple[Document | None, str]:
    by_name = {source.id: source for name, source in named.items() if _has_name(reference, name)}
    if len(by_name) == 1:
        return next(iter(by_name.values())), "file name"
    if by_name or citation.form == "placeholder" or (citation.form in ("footnote", "number") and citation.entry is None):
        return None, ""
    addresses = [address.group() for address in _ADDRESS.finditer(reference)]
    told = _ADDRESS.sub(" ", reference) if citation.form != "link" else citation.label
    for by, fits in (("address", _at_address), ("title", _titled), ("publisher", _published_by), ("author", _written_by)):
        meant = [imprint for imprint in imprints if fits(imprint, told, addresses)]
        if len(meant) > 1:
            meant = _narrowed(meant, told)
            if len(meant) > 1:
                return None, ""
        if meant:
            return meant[0].source, by
    if one := _by_words(imprints, told, citation.form):
        return one, "words"
    return None, ""


def _has_name(reference: str, name: str) -> bool:
    """Does the reference give the file's name, whole, or nothing but its stem?"""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rsplit(".", 1)[0]
    lower, wanted = unquote(reference).casefold(), base.casefold()
    at = lower.find(wanted) if wanted else -1
    if at >= 0 and not lower[max(at - 1, 0) : at].isalnum() and not lower[at + len(wanted) : at + len(wanted) + 1].isalnum():
        return True
    return len(_squeezed(stem)) > 3 and _squeezed(stem) == _squeezed(reference)


def _squeezed(text: str) -> str:
    return "".join(letter for letter in fold(text[:LONGEST_ENTRY]) if letter.isalnum())


def _spaced(stem: str) -> str:
    return re.sub(r"[_\W]+", " ", stem)


def _at_address(imprint: _Imprint, told: str, addresses: Sequence[str]) -> bool:
    """Does the source give this address as its own, or does the address end in the words of its title?"""
    for address in addresses:
        bare = re.sub(r"^https?://(?:www\.)?", "", address.casefold()).partition("#")[0].partition("?")[0].rstrip("/")
        if "/" in bare and re.search(re.escape(bare) + r"(?![\w/-])", imprint.edges):
            return True
        slug = telling(_spaced(unquote(bare.rsplit("/", 1)[-1]).rsplit(".", 1)[0])) if "/" in bare else frozenset()
        worded = frozenset(word for word in slug if not word.isdecimal())
        if len(worded) >= SLUG and len(worded & telling(imprint.title)) >= max(SLUG, 0.8 * len(worded)):
            return True
    return False


def _titled(imprint: _Imprint, told: str, addresses: Sequence[str]) -> bool:
    """Are the title's words all there, three that tell or more?"""
    mine = telling(imprint.title)
    return len(mine) >= 3 and mine <= telling(told)


def _published_by(imprint: _Imprint, told: str, addresses: Sequence[str]) -> bool:
    """Is the publisher named, or does the address begin with its name?"""
    mine = _squeezed(imprint.publisher)
    if len(mine) < 4 and not (imprint.publisher.isupper() and mine):
        return False
    hosts = [re.sub(r"^(?:https?://)?(?:www\.)?", "", address.casefold()).partition("/")[0] for address in addresses]
    return _in_words(imprint.publisher, told) or any(host.partition(".")[0].replace("-", "") == mine for host in hosts)


def _written_by(imprint: _Imprint, told: str, addresses: Sequence[str]) -> bool:
    return len(imprint.author.split()) > 1 and _in_words(imprint.author, told)


def _in_words(name: str, told: str) -> bool:
    """Does the name stand in the text, word for word?"""
    mine, theirs = [key(word) for word in _TOKEN.findall(name)], [key(word) for word in _TOKEN.findall(told)]
    return bool(mine) and any(theirs[at : at + len(mine)] == mine for at in range(len(theirs) - len(mine) + 1))


def _narrowed(meant: list[_Imprint], told: str) -> list[_Imprint]:
    """Those of the day that the reference tells, and of those the one whose name shares most words with it."""
    days = {(day.year, day.month, day.day) for day in dates(told, 0, len(told)) if day.month and day.day} if told else set()
    if days:
        own = [(imprint, own_date(imprint.source)) for imprint in meant]
        meant = [
            imprint
            for imprint, day in own
            if day and any(year in (None, day.year) and (month, number) == (day.month, day.day) for year, month, number in days)
        ]
    if len(meant) > 1:
        shared = [len(imprint.keys & telling(told)) for imprint in meant]
        meant = [imprint for imprint, count in zip(meant, shared, strict=True) if count == max(shared)]
    return meant


@lru_cache
def _pointing() -> frozenset[str]:
    """The keys of words that say that something is a source, and not which."""
    lists = _lists()
    return frozenset(key(word) for word in (*lists.shows, *lists.reports, *lists.issued)) | {k for name in lists.documents for k in name}


def _by_words(imprints: Sequence[_Imprint], told: str, form: str) -> Document | None:
    """The one source whose names hold most of the reference's telling words, two or more."""
    mine = frozenset(word for word in telling(told) if not word.isdecimal())
    mine -= _pointing() if form == "phrase" else frozenset()
    shares = sorted(((len(mine & imprint.keys), n) for n, imprint in enumerate(imprints)), reverse=True)
    if not shares or shares[0][0] < max(2, SURE * len(mine)) or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return None
    return imprints[shares[0][1]].source


def unused(sources: Sequence[Document], verdicts: Sequence[Verdict]) -> list[Document]:
    """The given sources that bear out, contradict or mention no fact of the draft, and are no copies of one that does."""
    used = {passage.document for verdict in verdicts for one in verdict.evidence for passage in one.passages}
    for group in copies(sources):
        if any(source.id in used for source in group):
            used.update(source.id for source in group)
    return [source for source in sources if source.id not in used]


def carriers(
    draft: Document, sentences: Sequence[Sentence], verdicts: Sequence[Verdict], sources: Sequence[Document]
) -> list[tuple[Document, list[Verdict]]]:
    """The sources that carry the article, each with the supported verdicts that rest on it in the draft's order; the one that most rest on
    first. Facts in the draft's own source list do not count, and of copies the first stands for all."""
    lines = read(draft).lines
    story = {sentence.index for sentence in sentences if not _inside(sentence.span, lines)}
    firsts = {copy.id: group[0].id for group in copies(sources) for copy in group}
    carried: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda verdict: verdict.fact.span):
        if verdict.outcome is Outcome.SUPPORTED and verdict.fact.sentence in story:
            supporting = [one for one in verdict.evidence if one.relation is Relation.SUPPORTS]
            for document in dict.fromkeys(firsts.get(p.document, p.document) for one in supporting for p in one.passages):
                carried[document].append(verdict)
    by_id = {source.id: source for source in reversed(sources)}
    found = [(by_id[document], rested) for document, rested in carried.items() if document in by_id]
    order = {source.id: n for n, source in reversed(list(enumerate(sources)))}
    return sorted(found, key=lambda pair: (-len(pair[1]), order[pair[0].id]))


# Copies of one story.


def copies(sources: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    """Groups of sources that are one story printed more than once, each in the order given: runs of five words in the same order, over half
    of those of the shorter. A statement and the report that quotes it are two; sources under 60 words are never copies."""
    shingles = [_shingles(source) for source in sources]
    leaders = list(range(len(sources)))
    postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, mine in enumerate(shingles):
        shared: dict[int, int] = defaultdict(int)
        for shingle in mine:
            holders = postings[shingle]
            for other in holders:
                shared[other] += 1
            if len(holders) < KNOWN:
                holders.append(n)
        for other in sorted(shared):
            shorter = min(len(mine), len(shingles[other]))
            if shared[other] > HALF * shorter and _leader(leaders, other) != _leader(leaders, n) and _alike(sources[n], sources[other]):
                places = [shingles[other][shingle] for shingle in mine if shingle in shingles[other]]
                if _in_order(places) > HALF * shorter:
                    low, high = sorted((_leader(leaders, n), _leader(leaders, other)))
                    leaders[high] = low
    groups: dict[int, list[Document]] = defaultdict(list)
    for n, source in enumerate(sources):
        groups[_leader(leaders, n)].append(source)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _leader(leaders: list[int], n: int) -> int:
    while leaders[n] != n:
        leaders[n] = leaders[leaders[n]]
        n = leaders[n]
    return n


def _alike(one: Document, other: Document) -> bool:
    """May the two be the same thing: not one a paper and the other a report of it?"""
    return {tier(one).kind, tier(other).kind} != {"primary", "secondary"}


@lru_cache(maxsize=256)
def _shingles(source: Document) -> dict[tuple[str, ...], int]:
    """Every run of five words of the story, with where it first stands; nothing of a short one."""
    told = [word for line in _story(source) for word in _TOKEN.findall(line.lower())]
    if len(told) < LEAST_WORDS:
        return {}
    found: dict[tuple[str, ...], int] = {}
    for at in range(len(told) - SHINGLE + 1):
        found.setdefault(tuple(told[at : at + SHINGLE]), at)
    return found


def _story(source: Document) -> Iterator[str]:
    """The lines of running text: no headers, tables, bylines or what a page puts around any story."""
    for block in source.blocks:
        if block.kind not in (BlockKind.HEADER, BlockKind.CELL, BlockKind.HEADING):
            for line in source[block.span].split("\n"):
                bare = line.strip(_MARKUP)
                lower = bare.lower()
                byline = len(bare) < 100 and lower.split(" ", 1)[0] in language.load().bylines and not bare.endswith(".")
                if bare and not byline and not (len(bare) < 200 and lower.startswith(_lists().chrome)):
                    yield bare


def _in_order(places: Sequence[int]) -> int:
    """The length of the longest run of places that grow, gaps allowed."""
    ends = list[int]()
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


# What a source is.


@lru_cache(maxsize=512)
def tier(document: Document) -> Tier:
    """Whether a source is a paper itself or a report of one, by the marks at its top; unknown where they are too few or do not agree."""
    top = document.text[:TOP]
    found = list(_shape(document))
    for mark in _lists().marks:
        hit = next((hit for pattern in mark.patterns if (hit := pattern.search(top))), None)
        if hit:
            found.append((mark.side, mark.strong, f"{mark.what}: “{' '.join(hit.group().split())[:60]}”"))
    strong = [one for one in found if one[1]]
    for marks, least in ((strong, 1), (found, 2)):
        sides = {side for side, _, _ in marks}
        if len(sides) == 1 and len(marks) >= least:
            return Tier(marks[0][0], marks[0][2])
        if len(sides) > 1:
            return Tier("unknown", "; but ".join(next(why for side, _, why in marks if side == one) for one in sorted(sides)))
    return Tier("unknown", found[0][2] + ", and nothing else" if found else "nothing at its top tells")


def _shape(document: Document) -> Iterator[tuple[str, bool, str]]:
    """What its format and its blocks tell."""
    kinds = [block.kind for block in document.blocks]
    cells = sum(len(block.span) for block in document.blocks if block.kind is BlockKind.CELL)
    if document.media_type == "message/rfc822":
        yield "primary", True, "an e-mail"
    elif document.media_type in ("text/vtt", "application/x-subrip"):
        yield "primary", True, "a transcript"
    elif cells > 0.8 * sum(len(block.span) for block in document.blocks):
        yield "primary", True, "a table of data"
    elif kinds.count(BlockKind.CUE) > 3:
        yield "primary", False, "a text with times"


# What a source is called.


def _top(document: Document) -> list[str]:
    """The first lines of the text, without marks of the format."""
    lines = []
    for block in document.blocks[:TOP_LINES]:
        if block.kind not in (BlockKind.CELL, BlockKind.CUE, BlockKind.HEADER):
            lines += [line.strip(_MARKUP) for line in document[block.span][:TOP].split("\n")]
    return [line for line in lines if line][:TOP_LINES]


@lru_cache(maxsize=512)
def title(document: Document) -> str:
    """Its subject, its first heading, or the first line that reads like one; a letterhead, a date or a byline is none. Empty where there
    is none."""
    top = _top(document)
    subject = next((document[block.span] for block in document.blocks[:TOP_LINES] if block.where == "header Subject"), "")
    subject = subject or next((line for line in top if line.lower().startswith("re:")), "")
    if subject.partition(":")[2].strip():
        return " ".join(subject.partition(":")[2].split())[:TITLE]
    headings = [document[block.span].strip(_MARKUP) for block in document.blocks[:TOP_LINES] if block.kind is BlockKind.HEADING]
    for lines, least in ((headings, 4), (top, 4), (headings, 2), (top, 2), (headings, 1)):
        for line in lines:
            piece = re.split(r"\s{3,}", line)[0]
            if _titles(piece, least):
                return " ".join(piece.split())
    return ""


def _titles(line: str, least: int) -> bool:
    found = line[: 2 * TITLE].split()
    if not least <= len(found) <= 24 or len(line) > TITLE or line.endswith(".") or line[0] in "[(*" or not words(line):
        return False
    if found[0].lower() in language.load().bylines or (least > 1 and _letterhead(line)) or line.lower().startswith(_lists().chrome):
        return False
    if _APART.search(line) or line.lower().startswith(language.load().salutations):
        return False
    days = [day.span for day in dates(line, 0, len(line))]
    return 2 * sum(map(len, days)) < len(line) and not any(len(line[: day.start].split()) < 2 for day in days)


def _letterhead(line: str) -> str:
    """The name of a body in a line that holds little else; empty where there is none."""
    small = ("of", "the", "and", "for", "de", "do", "da", "&")
    for piece in _PIECES.split(line.strip(_MARKUP))[:3]:
        found = piece.replace(",", " ").replace(".", "").split()
        if not 2 <= len(found) <= 8 or not found[0][0].isupper() or {"in", "to", "on", "over", "by"} & {word.lower() for word in found}:
            continue
        heads = [n for n, word in enumerate(found) if word.lower() in _lists().bodies]
        capital = all(word[0].isupper() or word.lower() in small for word in found)
        if heads and capital and (heads[-1] == len(found) - 1 or found[heads[-1] + 1].lower() in ("of", "for")):
            return " ".join(piece.split()).strip(", ")
    return ""


@lru_cache(maxsize=512)
def publisher(document: Document) -> str:
    """Who published it, as its text tells: after the byline, in a letterhead, by an agency's mark or a copyright line; else the one host
    that all its addresses have. Empty where it does not tell."""
    top = _top(document)
    for line in top:
        if line.split(" ", 1)[0].lower() == "by" and len(line) < TITLE:
            after = re.split(r",\s|\s[|·]\s", line)
            if (
                len(after) > 1
                and (name := after[1].strip())
                and name[0].isupper()
                and not dates(name, 0, len(name))
                and len(name.split()) <= 6
            ):
                return name
    if agency := _AGENCY.search(document.text[:TOP]):
        return agency[1]
    if named := next((named for line in top[:4] if (named := _letterhead(line))), ""):
        return named
    if right := _COPYRIGHT.search(document.text, max(len(document.text) - TAIL, 0)):
        return right[1].strip()
    return _host(document)


def _host(document: Document) -> str:
    """The host of the document's own links, where all of them, and at least two, have the same."""
    targets = [pointer.target for pointer in document.pointers if "://" in pointer.target]
    hosts = {target.split("://", 1)[1].split("/", 1)[0].casefold().removeprefix("www.") for target in targets}
    return hosts.pop() if len(hosts) == 1 and len(targets) > 1 else ""


@lru_cache(maxsize=512)
def author(document: Document) -> str:
    """Who wrote it, by its byline, its sender or its signature; empty where it does not tell of one."""
    for line in _top(document):
        found = words(line)
        if 3 <= len(found) <= 16 and found[0].lower == "by" and len(line) < TITLE:
            name = re.split(r",\s|\s[|·]\s|\sand\s|\sin\s", line[found[1].span.start :])[0]
            if 2 <= len(name.split()) <= 4 and all(word[0].isupper() for word in name.split()):
                return name
    if tier(document).kind == "secondary" or any(block.kind is BlockKind.CUE for block in document.blocks):
        return ""
    if posting := _HANDLE.search(document.text[:TOP]):
        return posting[1]
    size = len(document.text)
    speaking = {voices.voice(document, size * part // 4) for part in (1, 2, 3)} - {"", publisher(document)} if size else set()
    name = speaking.pop() if len(speaking) == 1 else ""  # a file of letters has several
    return "" if name.isupper() else name


def describe(document: Document) -> str:
    """How a source list should name it: its title, who published it, its day, and the file; what it does not tell is left out."""
    called, by, day = title(document), publisher(document), own_date(document)
    if all(block.kind in (BlockKind.CELL, BlockKind.CUE) for block in document.blocks):
        day = document.published  # the first date in a table or a recording is one of many
    parts = [called, by if _squeezed(by) not in _squeezed(called) else "", f"{day.day} {day:%B} {day.year}" if day else ""]
    if not called:
        return ", ".join(part for part in (document.name, *parts) if part)
    return f"{', '.join(part for part in parts if part)} ({document.name})"
