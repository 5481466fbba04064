"""A web page is read for its article: what a reader of the page reads, in the characters the browser shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from presscheck.assembly import Text, headed, place
from presscheck.decoding import digest
from presscheck.model import BlockKind, Cell, Document, Pointer, Span
from presscheck.webpage import HEADINGS, body_of, chrome_of, container, parse, published, tag_of, unseen

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".html", ".htm", ".xhtml")
MEDIA_TYPE = "text/html"

_WHITE = re.compile(r"[ \t\n\r\f]+")
_BLOCKS = frozenset(
    {
        *HEADINGS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol"),
        *("option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_LONGEST_CELL = 1200  # characters; what is longer is the page's layout


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link's words start and end in a run of text, and its address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a run of text is part of; `where` is empty where the run is counted by itself."""

    kind: BlockKind = BlockKind.PARAGRAPH
    where: str = ""


def read(data: bytes, name: str) -> Document:
    """The article of a page; `where` is "para. 5", "heading 2", "item 3", "caption 1" or "row 3, Votes". Raises UnreadableError."""
    root = parse(data, name)
    if root is None:
        return Text().document(name, MEDIA_TYPE, digest(data))
    chrome = chrome_of(root)
    article = Article(chrome)
    article.read(container(root, chrome), root)
    if not len(article.text):  # nothing but what looks like chrome: then that is the page
        article = Article(unseen(root))
        article.read(body_of(root), root)
    return article.text.document(name, MEDIA_TYPE, digest(data), published(root), article.pointers)


class Flow:
    """A run of inline text as a browser lays it out: white space is one space, and none at the ends of a line."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._last = "\n"
        self._links: list[Link] = []
        self._open: list[tuple[int, str]] = []
        self._length = 0

    def put(self, text: str | None) -> None:
        shown = _WHITE.sub(" ", text or "")
        self.put_as_is(shown[1:] if shown.startswith(" ") and self._last in " \n" else shown)

    def put_as_is(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._last = text[-1]
            self._length += len(text)

    def break_line(self) -> bool:
        """A line break, but none at the beginning; False, and nothing done, where there is one already."""
        if self._last == " ":
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            self._last = "\n" if not self._length else ""
        if self._last == "\n":
            return not self._length
        self.put_as_is("\n")
        return True

    def open_link(self, address: str) -> None:
        self._open.append((self._length, address.strip()))

    def close_link(self) -> None:
        start, address = self._open.pop()
        if len(address) > 1 and not address.lower().startswith(("#", "javascript:", "mailto:", "tel:")):
            self._links.append(Link(start, self._length, address))

    def take(self) -> tuple[str, list[Link]]:
        """The text so far and its links; what follows is a new run."""
        text, links = "".join(self._parts).rstrip(" \n"), []
        for link in self._links:
            words = text[link.start : link.end]
            start = link.start + len(words) - len(words.lstrip())
            links += [Link(start, start + len(words.strip()), link.address)] if words.strip() else []
        self._parts, self._last, self._links, self._length = [], "\n", [], 0
        self._open = [(0, address) for _, address in self._open]
        return text, links


class Article:
    """The blocks of the article, filled by `read`."""

    def __init__(self, chrome: set[_Element]) -> None:
        self.text = Text()
        self.pointers: list[Pointer] = []
        self._chrome = chrome
        self._count: Counter[str] = Counter()
        self._flow = Flow()
        self._in_cell = False

    def read(self, holder: _Element, root: _Element) -> None:
        """The holder's text, after the page's title where that stands outside."""
        if not any(not self._is_chrome(title) for title in holder.iter("h1")):
            titles = [title for title in root.iter("h1") if not self._is_chrome(title)]
            if titles and not any(above is titles[0] for above in holder.iterancestors()):
                self._inside(titles[0], Context(BlockKind.HEADING))
        self._inside(holder, Context())

    def _is_chrome(self, element: _Element) -> bool:
        return element in self._chrome or any(above in self._chrome for above in element.iterancestors())

    def _inside(self, element: _Element, context: Context) -> None:
        """All that is in the element; a loop, for pages nest deeper than Python likes to call."""
        self._flow.put(element.text)
        around = [(element, iter(element), context)]
        while around:
            parent, children, context = around[-1]
            child = next(children, None)
            if child is None:
                around.pop()
                self._close(parent, context)
                self._flow.put(parent.tail if around else "")
            elif inner := self._open(child, context):
                self._flow.put(child.text)
                around.append((child, iter(child), inner))
            else:
                self._flow.put(child.tail)
        self._end_run(context)

    def _open(self, element: _Element, context: Context) -> Context | None:
        """The context of what is in the element; None where it is done with already."""
        tag = tag_of(element)
        if tag in _BLOCKS:
            self._end_run(context)
        if element in self._chrome or not tag:
            return None
        if tag == "br":
            if not self._flow.break_line():
                self._end_run(context)
            return None
        if tag == "pre":
            self._flow.put_as_is(_preformatted(element, self._chrome))
            self._end_run(context)
            return None
        if tag == "table" and not self._in_cell and (rows := self._rows(element)):
            self._table(element, rows)
            return None
        if tag == "a":
            self._flow.open_link(element.get("href", ""))
        elif tag == "q":
            self._flow.put_as_is("“")
        return self._context(tag, context)

    def _context(self, tag: str, around: Context) -> Context:
        if self._in_cell:
            return around
        if tag in HEADINGS:
            return Context(BlockKind.HEADING)
        if tag == "blockquote":
            return Context(BlockKind.QUOTED)
        if tag in ("li", "dt", "dd"):
            return Context(BlockKind.ITEM, self._next("item"))
        if tag in ("figcaption", "caption"):
            return Context(BlockKind.PARAGRAPH, self._next("caption"))
        return around

    def _close(self, element: _Element, context: Context) -> None:
        tag = tag_of(element)
        if tag == "a":
            self._flow.close_link()
        elif tag == "q":
            self._flow.put_as_is("”")
        elif tag in _BLOCKS:
            self._end_run(context)

    def _end_run(self, context: Context) -> None:
        """End the run of text: as a block, or in a cell as a line."""
        if self._in_cell:
            self._flow.break_line()
            return
        text, links = self._flow.take()
        if text.strip():
            self.text.separate("\n\n")
            where = context.where or self._next("heading" if context.kind is BlockKind.HEADING else "para.")
            self._add(text, links, context.kind, where)

    def _next(self, noun: str) -> str:
        self._count[noun] += 1
        return f"{noun} {self._count[noun]}"

    def _add(self, text: str, links: Sequence[Link], kind: BlockKind, where: str, cell: Cell | None = None) -> None:
        if block := self.text.add(text, kind, where, cell):
            for link in links:
                target, _, locus = link.address.partition("#")
                self.pointers.append(Pointer(Span(link.start, link.end).shifted(block.start), target, locus))

    def _rows(self, table: _Element) -> list[list[_Element]]:
        """The rows of a table of data; none for one that only lays out the page."""
        inner = any(True for _ in table.iterdescendants("table", *HEADINGS))
        if inner or table.get("role") in ("presentation", "none"):
            return []
        shown = [row for row in table.iter("tr") if not self._is_chrome(row)]
        rows = [[cell for cell in row.iterchildren("td", "th") if cell not in self._chrome] for row in shown]
        longest = max((sum(map(len, cell.itertext())) for row in rows for cell in row), default=0)
        wide = any(len(row) > 1 for row in rows)
        return [row for row in rows if row] if wide and longest < _LONGEST_CELL else []

    def _table(self, table: _Element, rows: Sequence[Sequence[_Element]]) -> None:
        for caption in table.iterchildren("caption"):
            if caption not in self._chrome:
                self._inside(caption, self._context("caption", Context()))
        self._next("table")
        placed = list(_placed(rows))
        found = [[self._cell(element) for element in row] for row in rows]
        header = _header(rows, placed, [[text for text, _ in row] for row in found])
        self.text.separate("\n\n")
        for row, (columns, cells) in enumerate(zip(placed, found, strict=True), 1):
            for at, (column, (text, links)) in enumerate(zip(columns, cells, strict=True)):
                if at:
                    self.text.separate(" | ")
                cell = Cell(self._count["table"], row, column)
                self._add(text, links, BlockKind.CELL, place(cell, header), cell)
            self.text.separate("\n")

    def _cell(self, element: _Element) -> tuple[str, list[Link]]:
        self._in_cell = True
        self._inside(element, Context())
        self._in_cell = False
        return self._flow.take()


def _preformatted(element: _Element, chrome: set[_Element]) -> str:
    """The text of a `pre`, with its white space, but for the line break it begins with."""
    parts = [element.text or ""]
    for child in element:
        if tag_of(child) == "br":
            parts.append("\n")
        elif child not in chrome:
            parts.append(_preformatted(child, chrome))
        parts.append(child.tail or "")
    text = "".join(parts).replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\n") if tag_of(element) == "pre" else text


def _placed(rows: Sequence[Sequence[_Element]]) -> Iterator[list[int]]:
    """Every cell's column, from 1, past the cells that reach down from rows above."""
    reaching: dict[int, int] = {}  # column: how many more rows are taken
    for row in rows:
        columns, column, taken = [], 1, set(reaching)
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1}
        for cell in row:
            while column in taken:
                column += 1
            columns.append(column)
            across, down = _span(cell, "colspan", 100), _span(cell, "rowspan", 1000)
            if down > 1:
                reaching.update(dict.fromkeys(range(column, column + across), down - 1))
            column += across
        yield columns


def _span(cell: _Element, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _header(rows: Sequence[Sequence[_Element]], placed: Sequence[Sequence[int]], texts: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns, from the first row where it is their header."""
    stated = all(tag_of(cell) == "th" for cell in rows[0]) or any(tag_of(above) == "thead" for above in rows[0][0].iterancestors())
    names: list[str] = []
    if stated or headed(texts):
        for column, cell, text in zip(placed[0], rows[0], texts[0], strict=True):
            names += [""] * (column - 1 - len(names)) + [text] * _span(cell, "colspan", 100)
    return names
