"""The report as one HTML page: the draft as a galley, every checked word marked, its evidence beside it; no request leaves the page.

Everything is in the page as written here; the script only shows and hides. Ids that a link may name: `f-<fingerprint>` a finding,
`v-<index>` a verdict by its place in `Report.verdicts`, `l-<number>` a line of the draft, `s-<number>` a source, `s-<number>-b-<index>`
one of its blocks. Text comes from drafts and sources that may be hostile: it becomes markup only through `tag`, which escapes it.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby, pairwise
from string import Template

from presscheck.model import (
    NOTHING_CHECKABLE,
    Block,
    BlockKind,
    Document,
    Event,
    Evidence,
    Finding,
    Outcome,
    Passage,
    Relation,
    Report,
    Sentence,
    Source,
    Span,
    Unreadable,
    Verdict,
)
from presscheck.wording import LEVELS, as_sentence, several

SUFFIX = ".html"
WHOLE_TEXT = 1_500_000  # code points of all sources together; above it the page holds excerpts
WHOLE_BLOCKS = 20_000  # as many blocks as a browser lays out at once without a pause
AROUND_BLOCKS = 2  # blocks, or rows of a table, that an excerpt keeps on each side of the evidence
AROUND_WORDS = 800  # code points that an excerpt keeps on each side of the evidence inside a long block
SHORT = 240  # code points of the draft that a heading quotes, and of a passage on each side of its words

RULE = "rule"  # the form of a finding that no source was asked about
WORDS = {
    Outcome.CONTRADICTED.value: "Contradicted",
    Outcome.NOT_FOUND.value: "Not found",
    Outcome.UNCLEAR.value: "Unclear",
    RULE: "Style and rules",
    Outcome.UNCHECKED.value: "Not checked",
    Outcome.SUPPORTED.value: "Supported",
}
"""The forms of a mark in words; of two on the same words the earlier is drawn."""
FIRST = {form: rank for rank, form in enumerate(WORDS)}
RELATIONS = {
    Relation.SUPPORTS: "Bears the draft out",
    Relation.CONTRADICTS: "Says otherwise",
    Relation.MENTIONS: "Mentions it without settling it",
}
KINDS = {
    "text/plain": "Plain text",
    "text/markdown": "Markdown",
    "text/html": "Web page",
    "text/vtt": "Transcript",
    "application/x-subrip": "Transcript",
    "message/rfc822": "E-mail",
    "text/csv": "Table",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Spreadsheet",
}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_QUOTES = '“"«„'
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class Html(str):
    """Text that is markup already; any other text is escaped on its way into `tag`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are marked: `opens` is the id of what they open, `form` a key of WORDS, `number` that of a finding; `told` says of a
    verdict that a finding tells it."""

    span: Span
    opens: str
    form: str
    number: int = 0
    told: bool = False

    def rank(self) -> tuple[int, int, bool]:
        """The mark that ranks lowest is drawn: the shortest, then the gravest, then a finding before a verdict."""
        return len(self.span), FIRST[self.form], not self.number


Draw = Callable[[int, Block], Html]
"""How the text of a block, and its number in the document, become markup."""


def write(report: Report) -> bytes:
    """UTF-8 HTML that needs no other file and no network; the same bytes for the same report."""
    script = _template("report.js")
    shelf = Shelf(report)
    galley = Galley(report)
    page = Template(_template("report.html")).substitute(
        version=escape(report.run.version),
        name=escape(report.draft.name),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=_template("report.css"),
        summary=_summary(report),
        bar=_bar(_counts(report)),
        filters=_filters(_counts(report)),
        findings=_contents(report),
        galley=galley.draw(),
        timeline=_timeline(report, galley, shelf),
        gaps=_gaps(report),
        details=_details(report, galley, shelf),
        shelf=shelf.draw(),
        colophon=_colophon(report),
    )
    return _NOT_TEXT.sub("\ufffd", page).encode()


def tag(name: str, *content: str, **attributes: str | int | bool | None) -> Html:
    """An element; text in `content` and all attributes are escaped, Html is not. `class_` gives class, `data_for` data-for; True gives
    a bare attribute, False and None give none."""
    words = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    if name in {"link", "br", "hr"}:
        return Html(f"<{name}{words}>")
    return Html(f"<{name}{words}>{join(content)}</{name}>")


def join(content: Iterable[str]) -> Html:
    """The pieces in a row, escaped where they are text."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece) for piece in content))


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _template(name: str) -> str:
    return files("presscheck").joinpath("data", "templates", name).read_text("utf-8")


def _name(name: str) -> Html:
    return tag("bdi", name, class_="name")


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()} …"


# Marks, and words split where marks begin and end


def _form(finding: Finding) -> str:
    return finding.outcome.value if finding.outcome else RULE


def _finding_id(finding: Finding) -> str:
    return f"f-{finding.fingerprint}"


def marks_of(report: Report) -> list[Mark]:
    """A mark for each verdict and for each finding that has words."""
    told = _told(report)
    marks = [Mark(v.fact.span, f"v-{at}", v.outcome.value, told=at in told) for at, v in enumerate(report.verdicts)]
    marks += [Mark(f.span, _finding_id(f), _form(f), n) for n, f in enumerate(report.findings, 1) if f.span]
    return marks


def _told(report: Report) -> set[int]:
    """The places of the verdicts that a finding tells: one on the same words, or on some of them by the same evidence."""
    placed = [(finding, finding.span) for finding in report.findings if finding.span and finding.outcome]
    by_evidence: dict[tuple[Evidence, ...], list[Span]] = defaultdict(list)
    for finding, span in placed:
        by_evidence[finding.evidence].append(span)
    words = {(finding.outcome, span) for finding, span in placed}
    return {
        at
        for at, v in enumerate(report.verdicts)
        if (v.outcome, v.fact.span) in words or (v.evidence and any(span in v.fact.span for span in by_evidence[v.evidence]))
    }


def pieces(span: Span, marks: Iterable[Mark]) -> Iterator[tuple[Span, tuple[Mark, ...]]]:
    """`span` cut wherever a mark begins or ends, each piece with the marks that cover it, the one to draw first."""
    waiting = deque(sorted((mark for mark in marks if mark.span.overlaps(span)), key=lambda mark: mark.span))
    edges = {edge for mark in waiting for edge in (mark.span.start, mark.span.end) if span.start < edge < span.end}
    covering: list[Mark] = []
    for start, end in pairwise(sorted(edges | {span.start, span.end})):
        covering = [mark for mark in covering if mark.span.end > start]
        while waiting and waiting[0].span.start <= start:
            covering.append(waiting.popleft())
        yield Span(start, end), tuple(sorted(covering, key=Mark.rank))


def _laid(spans: Sequence[Span], marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    """The marks on each of `spans`, by its number; `spans` are in order and apart."""
    laid: dict[int, list[Mark]] = defaultdict(list)
    starts = [span.start for span in spans]
    for mark in marks:
        at = max(bisect_right(starts, mark.span.start) - 1, 0)
        while at < len(spans) and spans[at].start < mark.span.end:
            if spans[at].overlaps(mark.span):
                laid[at].append(mark)
            at += 1
    return laid


# Blocks of a draft or a source


def _flow(document: Document, key: str, heading: str, shown: Sequence[int], draw: Draw) -> Html:
    """The blocks numbered `shown`, as paragraphs, lists and tables, each with its native address; `key` begins their ids."""
    parts, before = [], -1
    for _, group in groupby(shown, key=lambda at: _group(document.blocks[at], at)):
        numbers = list(group)
        parts.append(_left_out(numbers[0] - before - 1))
        parts.append(_grouped(document, key, heading, numbers, draw))
        before = numbers[-1]
    parts.append(_left_out(len(document.blocks) - before - 1) if shown else Html(""))
    return join(parts)


def _group(block: Block, at: int) -> tuple[str, int]:
    if block.cell:
        return "table", block.cell.table
    return ("list", 0) if block.kind is BlockKind.ITEM else ("alone", at)


def _grouped(document: Document, key: str, heading: str, numbers: list[int], draw: Draw) -> Html:
    first = document.blocks[numbers[0]]
    if first.cell:
        return _table(document, key, numbers, draw)
    if first.kind is BlockKind.ITEM:
        return tag("ul", *(_block(document, key, "li", at, draw) for at in numbers), class_="items", role="list")
    blank = not document[first.span].strip()
    return _block(document, key, heading if first.kind is BlockKind.HEADING and not blank else "p", numbers[0], draw)


def _block(document: Document, key: str, element: str, at: int, draw: Draw) -> Html:
    block = document.blocks[at]
    item = element == "li"
    words = tag("p" if item else element, draw(at, block), dir="auto", class_=_breaks(document[block.span]))
    where = tag("span", block.where, class_="where")
    return tag("li" if item else "div", where, words, class_=f"block {block.kind.value}", id=f"{key}-b-{at}")


def _breaks(text: str) -> str | None:
    """Lines that are all long were wrapped by a machine and may be wrapped anew, short ones a writer broke; columns keep their spaces."""
    lines = text.split("\n")
    if len(lines) > 1 and min(map(len, lines[:-1])) > 48:
        return "wrapped"
    return "spaced" if "\t" in text or "  " in text else None


def _table(document: Document, key: str, numbers: list[int], draw: Draw) -> Html:
    rows, before = [], numbers[0] - 1
    table = _group(document.blocks[numbers[0]], 0)[1]
    for number, group in groupby(numbers, key=lambda at: _row(document.blocks[at])):
        cells = list(group)
        if out := cells[0] - before - 1:
            rows.append(tag("tr", tag("td", _left_out(out), colspan=len(cells) + 1), class_="left-out"))
        before = cells[-1]
        where = tag("th", f"row {number}", scope="row", class_="where")
        head = "th" if number == 1 else "td"
        rows.append(tag("tr", where, *(_cell(document, key, head, at, draw) for at in cells)))
    return tag("div", tag("table", *rows), class_="table", tabindex="0", role="group", aria_label=f"Table {table}")


def _row(block: Block) -> int:
    return block.cell.row if block.cell else 0


def _cell(document: Document, key: str, element: str, at: int, draw: Draw) -> Html:
    block = document.blocks[at]
    scope = "col" if element == "th" else None
    return tag(element, draw(at, block), dir="auto", id=f"{key}-b-{at}", title=block.where, scope=scope)


def _left_out(blocks: int) -> Html:
    return tag("p", f"{several(blocks, 'block')} left out", class_="left-out") if blocks else Html("")


# The draft


class Galley:
    """The draft with its marks; `company[id]` are the marks that share words with the one that opens `id`."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.company: dict[str, dict[str, Mark]] = defaultdict(dict)
        self.told = _told(report)
        self._busy = {verdict.fact.sentence for verdict in report.verdicts}
        self._ends: dict[str, int] = {}
        self._seen: set[str] = set()
        spans = [sentence.span for sentence in report.sentences]
        self._starts = [span.start for span in spans]
        laid = _laid(spans, marks_of(report))
        self._pieces = [list(pieces(span, laid.get(at, ()))) for at, span in enumerate(spans)]
        for piece, marks in (cut for line in self._pieces for cut in line):
            self._note(piece, marks)

    def _note(self, piece: Span, marks: tuple[Mark, ...]) -> None:
        for mark in marks:
            self.company[mark.opens].update({other.opens: other for other in marks if other is not mark})
        if marks:
            self._ends[marks[0].opens] = piece.end

    def draw(self) -> Html:
        draft = self.report.draft
        return _flow(draft, "d", "h3", range(len(draft.blocks)), lambda _, block: self._sentences(block.span))

    def line(self, span: Span) -> int:
        """The number, from 1, of the line that `span` starts in."""
        return max(bisect_right(self._starts, span.start), 1)

    def _sentences(self, block: Span) -> Html:
        """The block's words: each sentence an element, what stands between them as it is."""
        text, at, parts = self.report.draft.text, block.start, []
        for sentence in self.report.sentences[bisect_right(self._starts, block.start - 1) : bisect_right(self._starts, block.end - 1)]:
            parts += [text[at : sentence.span.start], self._sentence(sentence)]
            at = sentence.span.end
        return join([*parts, text[at : block.end]])

    def _sentence(self, sentence: Sentence) -> Html:
        idle = "" if sentence.index in self._busy else " idle"
        words = [self._piece(piece, marks) for piece, marks in self._pieces[sentence.index]]
        return tag("span", *words, class_=f"line{idle}", id=f"l-{sentence.index + 1}", data_n=sentence.index + 1)

    def _piece(self, piece: Span, marks: tuple[Mark, ...]) -> str:
        words = self.report.draft[piece]
        if not marks:
            return words
        top = marks[0]
        again = top.opens in self._seen
        self._seen.add(top.opens)
        return tag(
            "a",
            words,
            href=f"#{top.opens}",
            class_=f"mark {top.form}" + (" told" if top.told else "") + (" end" if piece.end == self._ends[top.opens] else ""),
            data_n=top.number or None,
            data_opens=" ".join(mark.opens for mark in marks),
            tabindex="-1" if again else None,
            aria_label=None if again else f"{words}: {_said(top)}",
        )


def _said(mark: Mark) -> str:
    """What a screen reader says after the marked words."""
    return f"{WORDS[mark.form]}, finding {mark.number}" if mark.number else WORDS[mark.form]


# The sources


class Shelf:
    """The sources, whole or in excerpts, with the words that evidence rests on marked; knows where a passage stands in the page."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._keys: dict[str, str] = {}
        for number, source in enumerate(report.sources, 1):
            if isinstance(source, Document):
                self._keys.setdefault(source.id, f"s-{number}")
        read = [source for source in report.sources if isinstance(source, Document)]
        self.size = sum(len(source.text) for source in read)
        self.whole = self.size <= WHOLE_TEXT and sum(len(source.blocks) for source in read) <= WHOLE_BLOCKS
        self._marks = self._collect()

    def _collect(self) -> dict[str, dict[Mark, None]]:
        """The marks of each source by its id, each once, in the report's order."""
        marks: dict[str, dict[Mark, None]] = defaultdict(dict)
        for opens, form, items in self._opened():
            for item in items:
                for passage, span in zip(item.passages, item.spans, strict=True):
                    marks[passage.document][Mark(span, opens, form)] = None
        return marks

    def _opened(self) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
        for at, verdict in enumerate(self.report.verdicts):
            yield f"v-{at}", verdict.outcome.value, verdict.evidence
        for finding in self.report.findings:
            yield _finding_id(finding), _form(finding), finding.evidence

    def place(self, passage: Passage, span: Span, galley: Galley) -> Html:
        """The name of the source and the place in it, linked to where it stands in the page; the draft may be its own source."""
        source = self.document(passage)
        where = source.where(span) or passage.where
        words = join([_name(source.name), f", {where}" if where else ""])
        if passage.document not in self._keys:
            return tag("a", words, href=f"#l-{galley.line(span)}")
        at = max(bisect_right(source.blocks, span.start, key=lambda block: block.span.start) - 1, 0)
        return tag("a", words, href=f"#{self._keys[passage.document]}" + (f"-b-{at}" if source.blocks else ""), class_="place")

    def spot(self, document: str, span: Span) -> Html:
        """A link to a place of a source that no evidence rests on: in a page of excerpts, to the source's beginning."""
        source, key = self.report.source(document), self._keys[document]
        where = source.where(span)
        at = max(bisect_right(source.blocks, span.start, key=lambda block: block.span.start) - 1, 0)
        anchor = f"#{key}-b-{at}" if self.whole and source.blocks else f"#{key}"
        return tag("a", _name(source.name), f", {where}" if where else "", href=anchor)

    def document(self, passage: Passage) -> Document:
        if passage.document == self.report.draft.id and passage.document not in self._keys:
            return self.report.draft
        return self.report.source(passage.document)

    def draw(self) -> Html:
        numbered = list(enumerate(self.report.sources, 1))
        if not numbered:
            return tag("p", "No sources were given; the draft was checked alone.", class_="hint")
        names = (tag("li", tag("a", _name(source.name), *_flag(source), href=f"#s-{n}")) for n, source in numbered)
        said = "" if self.whole else _said_of_excerpts(self.size)
        return join(
            [
                tag("ul", *names, class_="names", role="list"),
                tag("p", said, class_="notice") if said else Html(""),
                *(self._source(n, source) for n, source in numbered),
            ]
        )

    def _source(self, number: int, source: Source) -> Html:
        title = tag("h3", _name(source.name), tabindex="-1")
        if isinstance(source, Unreadable):
            return tag("article", title, tag("p", source.message, class_="notice"), class_="source", id=f"s-{number}")
        date = f", dated {source.published.isoformat()}" if source.published else ""
        key = self._keys[source.id]
        if key != f"s-{number}":
            twin = tag("a", "another source", href=f"#{key}")
            said = tag("p", "It has the same text as ", twin, ", where its passages are shown.", class_="hint")
            return tag("article", title, said, class_="source", id=f"s-{number}")
        about = tag("p", f"{_kind(source.media_type)}{date}, {several(len(source.text), 'character')}", class_="about")
        return tag("article", title, about, self._text(key, source), class_="source", id=key)

    def _text(self, key: str, source: Document) -> Html:
        laid = _laid([block.span for block in source.blocks], self._marks[source.id])
        shown = range(len(source.blocks)) if self.whole else _around(source, sorted(laid))
        if not shown:
            return tag("p", "No passage of this source bears on the draft." if source.blocks else "It holds no text.", class_="hint")
        return _flow(source, key, "h4", shown, lambda at, block: self._words(source, block.span, laid.get(at, [])))

    def _words(self, source: Document, block: Span, marks: list[Mark]) -> Html:
        parts: list[str] = []
        for window in [block] if self.whole else _windows(block, marks):
            parts += [" … "] if window.start > block.start else []
            parts += [_marked(source[piece], covering) for piece, covering in pieces(window, marks)]
        return join([*parts, " …" if not self.whole and window.end < block.end else ""])


def _kind(media_type: str) -> str:
    return KINDS.get(media_type, media_type)


def _marked(words: str, marks: tuple[Mark, ...]) -> str:
    return tag("mark", words, data_for=" ".join(dict.fromkeys(mark.opens for mark in marks))) if marks else words


def _flag(source: Source) -> tuple[Html, ...]:
    return (tag("span", " could not be read", class_="flag"),) if isinstance(source, Unreadable) else ()


def _said_of_excerpts(size: int) -> str:
    return (
        f"Excerpts only: the sources hold {size:,} characters together, more than a page can carry. "
        "Shown are the passages that bear on the draft and what stands around them; open the file itself for the rest."
    )


def _around(source: Document, numbers: Sequence[int]) -> list[int]:
    """The blocks at `numbers` and their neighbours; for a cell its row, the rows around it and its table's first row."""
    headers: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(source.blocks):
        if block.cell and block.cell.row == 1:
            headers[block.cell.table].append(at)
    shown: set[int] = set()
    for at in numbers:
        cell = source.blocks[at].cell
        shown |= {at, *_reach(source, at, -1), *_reach(source, at, 1), *(headers[cell.table] if cell else ())}
    return sorted(shown)


def _reach(source: Document, at: int, step: int) -> Iterator[int]:
    """The neighbours of block `at` in one direction: a few blocks, or the cells of a few rows."""
    cell, other = source.blocks[at].cell, at + step
    while 0 <= other < len(source.blocks):
        beside = source.blocks[other].cell
        if cell and not (beside and beside.table == cell.table and abs(beside.row - cell.row) <= AROUND_BLOCKS):
            return
        if not cell and abs(other - at) > AROUND_BLOCKS:
            return
        yield other
        other += step


def _windows(block: Span, marks: Iterable[Mark]) -> list[Span]:
    """The parts of a long block that an excerpt keeps: around each mark, or its beginning."""
    if len(block) <= 3 * AROUND_WORDS:
        return [block]
    windows: list[Span] = []
    for mark in sorted(marks, key=lambda mark: mark.span):
        start, end = max(mark.span.start - AROUND_WORDS, block.start), min(mark.span.end + AROUND_WORDS, block.end)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        else:
            windows.append(Span(start, end))
    return windows or [Span(block.start, block.start + AROUND_WORDS)]


# What is said of each fact


def _contents(report: Report) -> Html:
    """The findings as a table of contents."""
    if not report.findings:
        return tag("p", "Nothing calls for an editor’s eye.", class_="hint")
    return tag("ol", *(_entry(report, n, finding) for n, finding in enumerate(report.findings, 1)), role="list")


def _entry(report: Report, number: int, finding: Finding) -> Html:
    about = tag("span", tag("b", LEVELS[finding.level], class_=f"level {finding.level.value}"), " ", _code(finding.code), class_="about")
    words = tag("span", _quoted(report, finding.span, 80), class_="words")
    said = tag("span", as_sentence(finding.message), class_="said")
    link = tag("a", tag("span", str(number), class_="number"), about, words, said, href=f"#{_finding_id(finding)}")
    return tag("li", link, data_form=_form(finding))


def _code(code: str) -> Html:
    return tag("code", code)


def _quoted(report: Report, span: Span | None, most: int) -> str:
    if span is None:
        return "The whole draft"
    words = report.draft[span]
    words = words if len(words) <= most else f"{words[:most].rstrip()} …"
    return words if words[0] in _QUOTES else f"“{words}”"


def _draft_words(report: Report, span: Span | None, evidence: Iterable[Evidence]) -> Html:
    """The draft's words as a heading quotes them, those that evidence finds wrong marked where they are not all of them."""
    if span is None:
        return join(["The whole draft"])
    shown = Span(span.start, min(span.end, span.start + SHORT))
    wrong = [Mark(item.draft, "", RULE) for item in evidence if item.draft and item.draft != span]
    words = join(tag("b", report.draft[p], class_="wrong") if marks else report.draft[p] for p, marks in pieces(shown, wrong))
    more = " …" if shown.end < span.end else ""
    return join([words, more] if report.draft.text[span.start] in _QUOTES else ["“", words, more, "”"])


def _details(report: Report, galley: Galley, shelf: Shelf) -> Html:
    findings = [_finding(report, n, finding, galley, shelf) for n, finding in enumerate(report.findings, 1)]
    verdicts = [_verdict(report, at, verdict, galley, shelf) for at, verdict in enumerate(report.verdicts)]
    headings = tag("span", "Every fact checked", class_="on-screen"), tag("span", "Every other fact checked", class_="on-paper")
    return join(
        [
            tag("section", tag("h2", "The findings in full", id="in-full"), *findings, aria_labelledby="in-full", class_="in-full"),
            tag("section", tag("h2", *headings, id="facts"), *verdicts, aria_labelledby="facts", class_="facts"),
        ]
    )


def _finding(report: Report, number: int, finding: Finding, galley: Galley, shelf: Shelf) -> Html:
    key, form = _finding_id(finding), _form(finding)
    line = f"line {galley.line(finding.span)}, " if finding.span else ""
    return tag(
        "article",
        _title(form, _draft_words(report, finding.span, finding.evidence), f"Finding {number}"),
        tag("p", as_sentence(finding.message), class_="reason"),
        *(_edit(report, edit.span, edit.text) for edit in finding.edits),
        tag("p", f"{LEVELS[finding.level]}, {line}", _code(finding.code), class_="about"),
        _evidence(finding.evidence, galley, shelf),
        _company(report, galley.company[key]),
        class_="detail finding",
        id=key,
        data_form=form,
    )


def _verdict(report: Report, at: int, verdict: Verdict, galley: Galley, shelf: Shelf) -> Html:
    key, fact, form = f"v-{at}", verdict.fact, verdict.outcome.value
    read = f", read as {fact.reading}" if fact.reading and fact.reading != report.draft[fact.span] else ""
    return tag(
        "article",
        _title(form, _draft_words(report, fact.span, verdict.evidence)),
        tag("p", as_sentence(verdict.reason), class_="reason"),
        tag("p", f"{fact.kind.replace('_', ' ').capitalize()}, line {galley.line(fact.span)}{_short(read)}", class_="about"),
        _evidence(verdict.evidence, galley, shelf),
        _company(report, galley.company[key]),
        class_="detail verdict" + (" told" if at in galley.told else ""),
        id=key,
        data_form=form,
    )


def _title(form: str, words: Html, above: str = "") -> Html:
    over = [tag("span", above, class_="over"), " "] if above else []
    return tag("h3", *over, _badge(form), " ", tag("span", words, class_="words", dir="auto"), tabindex="-1")


def _badge(form: str) -> Html:
    return tag("span", WORDS[form], class_=f"badge {form}")


def _edit(report: Report, span: Span, text: str) -> Html:
    old = tag("del", _short(report.draft[span]))
    if not text:
        return tag("p", "Suggested: delete ", old, class_="edit")
    return tag("p", "Suggested: ", old, " becomes ", tag("ins", _short(text)), class_="edit")


def _company(report: Report, marks: dict[str, Mark]) -> Html:
    if not marks:
        return Html("")
    links = (tag("li", tag("a", _badge(m.form), " ", _quoted(report, m.span, 60), href=f"#{m.opens}")) for m in marks.values())
    return tag("div", tag("h4", "Also on these words"), tag("ul", *links, role="list"), class_="company")


def _evidence(evidence: tuple[Evidence, ...], galley: Galley, shelf: Shelf) -> Html:
    if not evidence:
        return Html("")
    return tag("ul", *(_one(item, galley, shelf) for item in evidence), class_="evidence", role="list")


def _one(item: Evidence, galley: Galley, shelf: Shelf) -> Html:
    quotes = (_passage(passage, span, galley, shelf) for passage, span in zip(item.passages, item.spans, strict=True))
    note = tag("p", as_sentence(item.note), class_="note") if item.note else Html("")
    by = tag("p", f"{item.by}, {item.score:.0%} sure", class_="by")
    return tag("li", tag("p", RELATIONS[item.relation], class_="relation"), *quotes, note, by, class_=item.relation.value)


def _passage(passage: Passage, span: Span, galley: Galley, shelf: Shelf) -> Html:
    source = shelf.document(passage)
    context = " · ".join(source[part].strip() for part in passage.context)
    start, end = max(passage.span.start, span.start - SHORT), min(passage.span.end, span.end + SHORT)
    before, after = "… " if start > passage.span.start else "", " …" if end < passage.span.end else ""
    mark = tag("mark", source[span], class_="on")
    words = tag("p", before, source.text[start : span.start], mark, source.text[span.end : end], after, dir="auto")
    quote = tag("blockquote", tag("p", _short(context), class_="context", dir="auto") if context else Html(""), words)
    return tag("figure", quote, tag("figcaption", shelf.place(passage, span, galley)))


# What was when


def _timeline(report: Report, galley: Galley, shelf: Shelf) -> Html:
    """The dated events of draft and sources, day by day, each linked to its place; nothing where the draft dates nothing."""
    if not report.timeline:
        return Html("")
    days = (_day(date, list(events), report, galley, shelf) for date, events in groupby(report.timeline, key=lambda event: event.date))
    title = tag("h2", "Timeline", id="timeline-title")
    said = tag("p", "What the draft dates, and what the sources date to the same days and months.", class_="hint")
    table = tag("ol", *days, role="list")
    return tag("section", title, said, table, class_="timeline", id="timeline", aria_labelledby="timeline-title", tabindex="-1")


def _day(date: tuple[int | None, int | None, int | None], events: Sequence[Event], report: Report, galley: Galley, shelf: Shelf) -> Html:
    year, month, day = date
    told = " ".join(str(part) for part in (day, MONTHS[month - 1] if month else None, year) if part)
    entries = (_event(event, report, galley, shelf) for event in events)
    return tag("li", tag("p", told, class_="day"), tag("ul", *entries, role="list"))


def _event(event: Event, report: Report, galley: Galley, shelf: Shelf) -> Html:
    if event.document == report.draft.id:
        line = galley.line(event.span)
        link, origin = tag("a", f"Draft, line {line}", href=f"#l-{line}"), "of-draft"
    else:
        link, origin = shelf.spot(event.document, event.span), "of-source"
    return tag("li", tag("span", event.what, class_="what", dir="auto"), " ", tag("span", link, class_="about"), class_=origin)


# Numbers, and what was not checked


def _counts(report: Report) -> dict[str, int]:
    """How many marks there are of each form; unchecked counts facts and sentences."""
    counted = Counter(verdict.outcome.value for verdict in report.verdicts)
    counted[Outcome.UNCHECKED.value] = len(report.unchecked())
    counted[RULE] = sum(finding.outcome is None for finding in report.findings)
    return {form: counted[form] for form in WORDS}


def _summary(report: Report) -> Html:
    counts = Counter(verdict.outcome for verdict in report.verdicts)
    checked = len(report.verdicts) - counts[Outcome.UNCHECKED]
    unread = [source for source in report.sources if isinstance(source, Unreadable)]
    read = len(report.sources) - len(unread)
    against = f"checked against {several(read, 'source')}" if report.sources else "checked alone: no sources were given"
    said = {
        Outcome.CONTRADICTED: "contradicted",
        Outcome.NOT_FOUND: "not found in any source",
        Outcome.UNCLEAR: "unclear",
        Outcome.SUPPORTED: "supported",
    }
    told = ", ".join(f"{counts[outcome]:,} {words}" for outcome, words in said.items() if counts[outcome])
    first = tag("p", f"{several(checked, 'fact')} {against}{': ' if told else ''}{told}.", class_="lead")
    return join([first, _not_covered(report, counts[Outcome.UNCHECKED], unread)])


def _not_covered(report: Report, facts: int, unread: list[Unreadable]) -> Html:
    idle = sum(item.reason == NOTHING_CHECKABLE for item in report.unchecked())
    said = [f"{several(facts, 'fact')} not checked"] if facts else []
    said += [f"{several(idle, 'sentence')} that {'asserts' if idle == 1 else 'assert'} nothing a source could bear out"] if idle else []
    said += [f"{several(len(unread), 'source')} that could not be read"] if unread else []
    if not said:
        return tag("p", "Nothing was left unchecked.")
    return tag("p", "Not covered: ", "; ".join(said), ". ", tag("a", "See which", href="#not-covered", class_="on-screen"))


def _bar(counts: dict[str, int]) -> Html:
    """A bar as long as the report, each form its share; the filters below say the same in words."""
    shares = (tag("span", class_=form, style=f"flex-grow:{count}") for form, count in counts.items() if count and form != RULE)
    return tag("div", *shares, class_="bar", aria_hidden="true")


def _filters(counts: dict[str, int]) -> Html:
    return join(
        tag("button", tag("span", WORDS[form], class_=f"sample {form}"), " ", tag("span", f"{count:,}", class_="count"),
            type="button", disabled=True, aria_pressed="true", data_form=form)
        for form, count in counts.items()
    )  # fmt: skip


def _gaps(report: Report) -> Html:
    """What the check does not cover: unread sources, unchecked facts, sentences that assert nothing."""
    starts = [sentence.span.start for sentence in report.sentences]
    unread = [source for source in report.sources if isinstance(source, Unreadable)]
    items = [tag("li", _ended(source.message), " Facts that rest on it could not be checked.") for source in unread]
    idle = []
    for item in report.unchecked():
        line = bisect_right(starts, item.span.start)
        if item.reason == NOTHING_CHECKABLE:
            idle.append(tag("a", str(line), href=f"#l-{line}"))
        else:
            link = tag("a", f"Line {line}", href=f"#l-{line}")
            items.append(tag("li", link, f": {_quoted(report, item.span, SHORT)} — {_ended(item.reason)}"))
    if idle:
        items.append(tag("li", "Line " if len(idle) == 1 else "Lines ", Html(", ".join(idle)), f": {NOTHING_CHECKABLE}."))
    return tag("ul", *items) if items else tag("p", "Every sentence was checked, and every source was read.")


def _colophon(report: Report) -> Html:
    run = report.run
    packs = ", ".join(run.packs) or "none"
    made = {"Made by": f"presscheck {run.version}", "Settings": run.settings, "Judge": run.judge, "Rule packs": packs}
    rows = [tag("tr", tag("th", key, scope="row"), tag("td", value, colspan=2)) for key, value in made.items()]
    rows += [_file("Draft", report.draft)]
    rows += [_file(f"Source {n}", source) for n, source in enumerate(report.sources, 1)]
    return tag("table", *rows)


def _file(what: str, source: Source) -> Html:
    digest = tag("td", tag("code", source.digest), class_="digest")
    return tag("tr", tag("th", what, scope="row"), tag("td", _name(source.name), *_flag(source)), digest)
