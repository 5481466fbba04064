"""Word documents (.docx): every paragraph's exact text with all tracked changes accepted, its notes and comments as pointers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from presscheck.assembly import Text, headed, place
from presscheck.decoding import digest
from presscheck.docx import Docx, Link, Mark, Paragraph, Table, TableCell, open_docx, paragraphs
from presscheck.model import BlockKind, Cell, Document, Pointer, Span

SUFFIXES = (".docx", ".docm", ".dotx")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LONGEST_CELL = 1200  # characters; what is longer is the page's layout, as on a web page
_RUNNING = 80  # characters of a paragraph; two such in a cell are running text
_KINDS = {kind.value: kind for kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTED, BlockKind.PARAGRAPH)}


def read(data: bytes, name: str) -> Document:
    """A Document with a block for each paragraph that has text; `where` is "para. 12", "heading 2", "row 3, Votes", "text box 1"
    or "footnote 2". Footnotes and endnotes follow the text. Raises UnreadableError."""
    story = Story(open_docx(data, name))
    story.read()
    return story.text.document(name, MEDIA_TYPE, digest(data), pointers=sorted(story.pointers, key=lambda pointer: pointer.span))


class Story:
    """The blocks of a document, filled by `read`."""

    def __init__(self, docx: Docx) -> None:
        self.text = Text()
        self.pointers: list[Pointer] = []
        self._docx = docx
        self._count: Counter[str] = Counter()
        self._notes: dict[tuple[str, str], str] = {}  # kind and id of a note that is referred to: its address
        self._begun: dict[str, int] = {}  # where the words of a comment begin
        self._waiting: list[str] = []  # comments whose words begin with the next block
        self._commented: dict[str, Span] = {}
        self._noted: list[tuple[Mark, Span]] = []

    def read(self) -> None:
        for content in self._docx.content():
            self._put(content)
        for note, where in list(self._notes.items()):
            for paragraph in paragraphs(self._docx.note(*note)):
                self.text.separate("\n\n")
                self._add(paragraph, BlockKind.FOOTNOTE, where)
        said = {(mark.kind, mark.id): "" for mark, _ in self._noted}
        for note in said:
            said[note] = " ".join(" ".join(paragraph.text for paragraph in paragraphs(self._docx.note(*note))).split())
        self.pointers += [Pointer(words, said[mark.kind, mark.id], "") for mark, words in self._noted if said[mark.kind, mark.id]]

    def _put(self, content: Paragraph | Table) -> None:
        self.text.separate("\n\n")
        if isinstance(content, Table):
            self._put_table(content) if _is_grid(content) else self._put_layout(content)
            return
        kind = _KINDS[self._docx.kind(content)]
        noun = "text box" if content.in_box else "heading" if kind is BlockKind.HEADING else "para."
        if content.text.strip():
            self._count[noun] += 1
        self._add(content, kind, f"{noun} {self._count[noun]}")

    def _put_layout(self, table: Table) -> None:
        """What is in a table that only lays out the page: running text, cell by cell."""
        for row in table.rows:
            for cell in row:
                for content in cell.content:
                    self._put(content)
        self.text.separate("\n\n")

    def _put_table(self, table: Table) -> None:
        self._count["table"] += 1
        number, header = self._count["table"], _header(table)
        for row, cells in enumerate(table.rows, 1):
            for at, cell in enumerate(cells):
                if at:
                    self.text.separate(" | ")
                self._put_cell(cell, Cell(number, row, cell.column), header)
            self.text.separate("\n")

    def _put_cell(self, cell: TableCell, address: Cell, header: Sequence[str]) -> None:
        for content in cell.content:
            if content is not cell.content[0]:
                self.text.separate("\n")
            if isinstance(content, Table):
                self._put_table(content)
            else:
                self._add(content, BlockKind.CELL, place(address, header), address)

    def _add(self, paragraph: Paragraph, kind: BlockKind, where: str, cell: Cell | None = None) -> None:
        text = paragraph.text
        block = self.text.add(text, kind, where, cell)
        if block:
            self.pointers += [_pointer(link, block.start) for link in paragraph.links]
            self._begun |= dict.fromkeys(self._waiting, block.start)
            self._waiting.clear()
        for mark in paragraph.marks:
            self._mark(mark, block, text)

    def _mark(self, mark: Mark, block: Span | None, text: str) -> None:
        at = block.start + mark.offset if block else None
        if mark.kind == "start" and at is None:
            self._waiting.append(mark.id)
        elif mark.kind == "start":
            self._begun[mark.id] = at or 0
        elif mark.kind == "end":
            start = self._begun.pop(mark.id, None)
            end = len(self.text) if at is None else at
            if start is not None and start < end:
                self._commented[mark.id] = Span(start, end)
        else:
            if mark.kind != "comment" and (mark.kind, mark.id) not in self._notes:
                self._count[mark.kind] += 1
                self._notes[mark.kind, mark.id] = f"{mark.kind} {self._count[mark.kind]}"
            words = self._commented.get(mark.id) if mark.kind == "comment" else None
            if words is None and block:
                words = _word_before(text, mark.offset).shifted(block.start)
            self._noted += [(mark, words)] if words else []


def _pointer(link: Link, start: int) -> Pointer:
    target, _, locus = link.address.partition("#")
    return Pointer(Span(link.start, link.end).shifted(start), target, locus)


def _is_grid(table: Table) -> bool:
    """Are its rows lines to be read across? Not where it has but one column, nor where a cell holds running text: a fact box, or the form
    that a newsroom writes its stories in."""
    cells = [[len(paragraph.text.strip()) for paragraph in paragraphs(cell.content)] for row in table.rows for cell in row]
    running = any(sum(lengths) >= _LONGEST_CELL or sum(length >= _RUNNING for length in lengths) > 1 for lengths in cells)
    return any(len(row) > 1 for row in table.rows) and not running


def _header(table: Table) -> list[str]:
    """The names of the columns, from the first row where it is their header."""
    rows = [[" ".join(paragraph.text for paragraph in paragraphs(cell.content)) for cell in row] for row in table.rows]
    names: list[str] = []
    if rows and rows[0] and (table.headed or headed(rows)):
        for cell, text in zip(table.rows[0], rows[0], strict=True):
            names += [""] * (cell.column - 1 - len(names)) + [text]
    return names


def _word_before(text: str, offset: int) -> Span:
    """The word that ends at the offset, white space between them passed over; the text's first word where there is none."""
    end = len(text[:offset].rstrip()) or len(text) - len(text.lstrip()) + len(text.split(maxsplit=1)[0])
    return Span(end - len(text[:end].rsplit(maxsplit=1)[-1]), end)
