"""Markdown: the file's own text, marks and all, with blocks over the words between the marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from presscheck.assembly import Text, place
from presscheck.decoding import decode, digest
from presscheck.lines import Line, pieces, runs, wrapped_at
from presscheck.model import BlockKind, Cell, Document, Pointer, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"

_MARKS = re.compile(r"[\s#>*+=_`~:.|)\d-]*")  # what may lie outside any block
_CONTAINER = re.compile(r"\s*(?:>|(?:[-*+]|\d{1,9}[.)])(?=\s|$))")
_BAR = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(r"(?:>\s?)*\[(\^?)([^\[\]\n]{1,200})\]:\s*")
_HARD_BREAK = re.compile(r"(?:  |\\)$")
_FRONT = re.compile(r"\A(---|\+\+\+)\n(?=[\w\"-]+\s?[:=])")
_PUBLISHED = re.compile(r"^(?:date|published|pubdate)\s?[:=]\s{0,9}[\"']?(\d{4}-\d\d-\d\d)", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]{1,500})\](?:\(\s?<?([^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\))?)[^()\n]{0,300}\)|\[([^\[\]\n]{1,200})\])")
_REFERENCE = re.compile(r"\[\^([^\[\]\s]{1,200})\](?!:)")
_ADDRESS = re.compile(r"<?\b(https?://[^\s<>\])\"]{1,2000}[^\s<>\])\".,;:!?])")


@dataclass(slots=True)
class Place:
    """A block to be, and how it is found again: code points of the file."""

    start: int
    end: int
    kind: BlockKind
    where: str
    cell: Cell | None = None


@dataclass(slots=True)
class Page:
    """The file's lines, and what was found in it so far."""

    whole: str
    lines: list[str]
    starts: list[int]
    visible: dict[int, Line]
    width: int
    places: list[Place] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)

    def next(self, noun: str) -> str:
        self.count[noun] += 1
        return f"{noun} {self.count[noun]}"

    def add(self, first: int, last: int, lead: int, kind: BlockKind, where: str) -> None:
        """The lines from `first` to `last`, counted from 0, but for the first `lead` characters."""
        end = self.starts[last] + len(self.lines[last])
        self.places.append(Place(min(self.starts[first] + lead, end), end, kind, where))


def read(data: bytes, name: str) -> Document:
    """A Document whose text is the decoded file; `where` is "para. 3", "heading 2", "item 4", "row 2, Deaths" or "footnote 1"."""
    whole = decode(data)
    front = _front(whole)
    page = _page(whole)
    for at in range(1, whole.count("\n", 0, front)):
        page.add(at, at, 0, BlockKind.HEADER, "front matter")
    _find(page, _tokens("\n" * whole.count("\n", 0, front) + whole[front:]))
    text = Text(whole)
    for found in _with_leftovers(page):
        text.cover(found.start, found.end, found.kind, found.where, found.cell)
    return text.document(name, MEDIA_TYPE, digest(data), _published(whole[:front]), _pointers(page))


def _front(whole: str) -> int:
    """Where the front matter's closing line begins; 0 where there is none."""
    begin = _FRONT.match(whole)
    return max(whole.find(f"\n{begin[1]}\n", begin.end()), -1) + 1 if begin else 0


def _published(front: str) -> date | None:
    stated = _PUBLISHED.search(front)
    try:
        return date.fromisoformat(stated[1]) if stated else None
    except ValueError:
        return None


def _page(whole: str) -> Page:
    lines = whole.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    paragraphs = list(runs(whole))
    return Page(whole, lines, starts, {line.number - 1: line for run in paragraphs for line in run}, wrapped_at(paragraphs))


def _tokens(source: str) -> Sequence[Token]:
    """The block structure; definitions of links stay paragraphs, for they are the file's text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    tokens: list[Token] = []
    parser.block.parse(source.replace("\0", "\ufffd"), parser, {}, tokens)
    return tokens


def _find(page: Page, tokens: Sequence[Token]) -> None:
    """Fill `page.places` from the tokens."""
    inside: list[tuple[str, str]] = []  # the block quotations and list items around, with their address
    table: list[list[tuple[int, int]]] | None = None
    for token, after in zip_longest(tokens, tokens[1:]):
        first, last = token.map or (0, 0)
        match token.type:
            case "blockquote_open":
                inside.append(("quote", ""))
            case "list_item_open":
                inside.append(("item", page.next("item")))
            case "blockquote_close" | "list_item_close":
                inside.pop()
            case "table_open":
                table = []
                page.count["table"] += 1
            case "tr_open" if table is not None:
                table.append(_cells(page, first, len(inside)))
            case "table_close":
                _add_table(page, table or [])
                table = None
            case "heading_open" if after:
                _add_heading(page, first, after)
            case "paragraph_open" if after:
                _add_paragraph(page, first, after, inside)
            case "fence" | "code_block" | "html_block":
                _add_verbatim(page, first, min(last, len(page.lines)) - 1, token)


def _lead(page: Page, at: int, inline: Token) -> int:
    """How many characters of line `at` are marks before the words of the heading or paragraph."""
    line, words = page.lines[at].rstrip().replace("\0", "\ufffd"), inline.content.split("\n", 1)[0].rstrip()
    return max(line.rfind(words) if words else len(line), 0)


def _add_heading(page: Page, first: int, inline: Token) -> None:
    page.add(first, first + inline.content.count("\n"), _lead(page, first, inline), BlockKind.HEADING, page.next("heading"))
    if "\n" not in inline.content:  # the line may end in marks, too
        page.places[-1].end = page.places[-1].start + len(inline.content)


def _add_paragraph(page: Page, first: int, inline: Token, inside: Sequence[tuple[str, str]]) -> None:
    last = first + inline.content.count("\n")
    cuts = [at for at in range(first, last + 1) if _DEFINITION.match(page.lines[at].lstrip())]
    for begin, end in zip([first, *cuts], [*cuts, last + 1], strict=True):
        if begin == end:
            continue
        lead = _lead(page, begin, inline) if begin == first else 0
        if note := _DEFINITION.match(page.lines[begin].lstrip()):
            page.add(begin, end - 1, lead, BlockKind.FOOTNOTE, f"{'footnote' if note[1] else 'link'} {note[2]}")
        elif inside and inside[-1][0] == "item":
            page.add(begin, end - 1, lead, BlockKind.ITEM, inside[-1][1])
        elif inside:
            page.add(begin, end - 1, lead, BlockKind.QUOTED, page.next("para."))
        else:
            _add_prose(page, begin, end - 1)


def _add_prose(page: Page, first: int, last: int) -> None:
    """A paragraph; a block for each of its lines where they stand alone, as the byline under a title does."""
    where = page.next("para.")
    stretch: list[Line] = []
    found: list[list[Line]] = []
    for at in range(first, last + 1):
        stretch += [page.visible[at]] if at in page.visible else []  # a line of odd white space is none
        if stretch and (at == last or _HARD_BREAK.search(page.lines[at])):
            found += pieces(stretch, page.width)
            stretch = []
    for piece in found:
        page.places.append(
            Place(piece[0].start, piece[-1].end, BlockKind.PARAGRAPH, where if len(found) == 1 else f"line {piece[0].number}")
        )


def _add_verbatim(page: Page, first: int, last: int, token: Token) -> None:
    """Code and HTML, a comment being about the text; an indented paragraph after a footnote belongs to it."""
    before = page.places[-1] if page.places else None
    if token.type == "code_block" and before and before.kind is BlockKind.FOOTNOTE:
        page.add(first, last, 0, before.kind, before.where)
    elif token.type == "html_block" and token.content.lstrip().startswith("<!--"):
        start, end = page.starts[first], page.starts[last] + len(page.lines[last])
        closing = page.whole.find("-->", start, end)  # what stands behind it on its line is read by everybody
        page.places.append(Place(start, closing + 3 if closing >= 0 else end, BlockKind.HEADER, page.next("comment")))
    else:
        page.add(first, last, 0, BlockKind.PARAGRAPH, page.next("para."))


def _cells(page: Page, at: int, depth: int) -> list[tuple[int, int]]:
    """Where the cells of a table's row stand in the file."""
    line = page.lines[at]
    lead = 0
    for _ in range(depth):
        mark = _CONTAINER.match(line, lead)
        lead = mark.end() if mark else lead
    bars = [bar.start() for bar in _BAR.finditer(line, lead)]
    edges = [lead - 1, *bars, len(line)]
    cells = [(a + 1, b) for a, b in pairwise(edges)]
    if len(cells) > 1 and not line[cells[-1][0] :].strip():
        cells.pop()
    if len(cells) > 1 and not line[lead : cells[0][1]].strip():
        cells.pop(0)
    return [(page.starts[at] + start, page.starts[at] + end) for start, end in cells]


def _add_table(page: Page, rows: Sequence[Sequence[tuple[int, int]]]) -> None:
    header = [page.whole[start:end] for start, end in rows[0]] if rows else []
    for row, cells in enumerate(rows, 1):
        for column, (start, end) in enumerate(cells, 1):
            cell = Cell(page.count["table"], row, column)
            page.places.append(Place(start, end, BlockKind.CELL, place(cell, header), cell))


def _with_leftovers(page: Page) -> Iterator[Place]:
    """The places in order, and a place for every line between them that is more than marks: no word of the file is lost."""
    at = 0
    for found in sorted(page.places, key=lambda found: found.start):
        yield from _leftovers(page, at, found.start)
        yield Place(max(found.start, at), found.end, found.kind, found.where, found.cell)
        at = max(at, found.end)
    yield from _leftovers(page, at, len(page.whole))


def _leftovers(page: Page, start: int, end: int) -> Iterator[Place]:
    while start < end:
        stop = page.whole.find("\n", start, end)
        stop = end if stop < 0 else stop
        if not _MARKS.fullmatch(page.whole, start, stop):
            yield Place(start, stop, BlockKind.PARAGRAPH, f"line {bisect_right(page.starts, start)}")
        start = stop + 1


def _pointers(page: Page) -> list[Pointer]:
    """Links and references to footnotes, in order."""
    notes: dict[str, str] = {}
    for found in page.places:
        if found.kind is BlockKind.FOOTNOTE and (note := _DEFINITION.match(page.whole, found.start, found.end)):
            notes.setdefault(note[1] + note[2].lower(), " ".join(page.whole[note.end() : found.end].split()))
    links = [(Span(*link.span(1)), link[2] or _address(notes.get((link[3] or "").lower(), ""))) for link in _LINK.finditer(page.whole)]
    pointers = [_link(span, target) for span, target in links if target]
    references = [(Span(*mark.span()), notes.get("^" + mark[1].lower(), "")) for mark in _REFERENCE.finditer(page.whole)]
    pointers += [Pointer(span, target, "") for span, target in references if target]
    taken = {pointer.target for pointer in pointers}
    pointers += [_link(Span(*bare.span(1)), bare[1]) for bare in _ADDRESS.finditer(page.whole) if bare[1] not in taken]
    return sorted(pointers, key=lambda pointer: pointer.span)


def _address(definition: str) -> str:
    """The address of a link's definition, without its title."""
    return definition.partition(" ")[0].strip("<>")


def _link(span: Span, address: str) -> Pointer:
    target, _, locus = address.partition("#")
    return Pointer(span, target, locus)
