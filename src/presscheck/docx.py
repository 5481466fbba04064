"""A DOCX as Word shows it with all tracked changes accepted: its paragraphs, their exact text, its tables, notes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from presscheck.errors import UnreadableError
from presscheck.opc import MATH, MEND, Package, R, W

if TYPE_CHECKING:
    from lxml.etree import _Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_LEFT_OUT = frozenset(
    {
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "footnoteRef", "endnoteRef", "annotationRef"),
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "sectPr", "fldData", "ffData"),
    }
)
_SYMBOL = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | dict(
    zip(
        (0xA3, 0xA5, 0xAC, 0xAE, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB6, 0xB7, 0xB8, 0xB9, 0xBB, 0xBC, 0xD6, 0xDE, 0xE5, 0xF2),
        "≤∞←→°±″≥×∂•÷≠≈…√⇒∑∫",
        strict=True,
    )
)
_WINGDINGS = dict(zip((0x6C, 0x6E, 0x6F, 0x71, 0xA7, 0xA8, 0xD8, 0xE0, 0xFB, 0xFC, 0xFD, 0xFE), "●■□❑▪◻➢→✗✓☒☑", strict=True))
_SYMBOL_FONTS: dict[str, dict[int, str]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_MARKS = {
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "commentRangeStart": "start",
    "commentRangeEnd": "end",
    "commentReference": "comment",
}
AUTHOR = "presscheck"  # of the comments and changes that are ours
_FINGERPRINT = re.compile(r"presscheck #([0-9a-f]{8})")
_HYPERLINK = re.compile(r"\s{0,9}HYPERLINK\s{1,9}\"([^\"]{1,2000})\"", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"heading \d|title|subtitle", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list (?:paragraph|bullet|number)\b", re.IGNORECASE)
_QUOTE_STYLE = re.compile(r"(?:intense )?quote|block text", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a paragraph, and the element (`w:t`, `w:tab`, ...) they come from."""

    text: str
    element: _Element


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a paragraph, before its character number `offset`: the reference to a "footnote", an "endnote" or a "comment", or
    the "start" or "end" of the words that a comment is on; `id` names the note, `element` is what stands there."""

    offset: int
    kind: str
    id: str
    element: _Element


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link's words start and end in its paragraph, and its address."""

    start: int
    end: int
    address: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph; of several `w:p` elements where the marks that ended the others are deleted."""

    elements: list[_Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    in_box: bool = False
    length: int = 0

    @property
    def text(self) -> str:
        """Exactly what Word shows of it, without the number or bullet of a list."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with what is in it; `column` counts from 1 and passes over the columns that wider cells cover."""

    column: int
    content: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; `headed` where Word repeats the first one on every page."""

    rows: tuple[tuple[TableCell, ...], ...]
    headed: bool


@dataclass(frozen=True, slots=True)
class Docx:
    """An opened file: its main part, and what is read of the parts beside it. `parts` are the names of the parts beside the main one, by
    what they are to it ("comments"), and "main"; `roots` the XML of those that hold text, by the same words."""

    package: Package
    body: _Element
    parts: Mapping[str, str]
    roots: Mapping[str, _Element]
    _notes: Mapping[tuple[str, str], _Element]
    _styles: Mapping[str, _Element]
    _links: Mapping[str, Mapping[str, str]]

    def content(self) -> Iterator[Paragraph | Table]:
        """The paragraphs and tables of the text, in order; the paragraphs of a text box follow the one that holds it."""
        return _content(self.body, self._links["body"])

    def note(self, kind: str, identity: str) -> list[Paragraph | Table]:
        """What is in a "footnote", an "endnote" or a "comment"; nothing where the file has none of that id."""
        note = self._notes.get((kind, identity))
        return [] if note is None else list(_content(note, self._links.get(kind, {})))

    def in_order(self) -> Iterator[tuple[Paragraph, Mark | None]]:
        """Every paragraph, blank ones as well, in the order of a Document's blocks: those of the text, then those of the notes, each with
        the first reference to its note."""
        marks: dict[tuple[str, str], Mark] = {}
        for paragraph in paragraphs(self.content()):
            for mark in paragraph.marks:
                if mark.kind in ("footnote", "endnote"):
                    marks.setdefault((mark.kind, mark.id), mark)
            yield paragraph, None
        for note, mark in marks.items():
            for paragraph in paragraphs(self.note(*note)):
                yield paragraph, mark

    def styled(self, identity: str) -> bool:
        """Has the file a style of that id?"""
        return identity in self._styles

    def kind(self, paragraph: Paragraph) -> str:
        """One of "heading", "item", "quoted", "paragraph": by the paragraph's own outline and numbering, then by its style."""
        own = paragraph.elements[-1].find(f"{W}pPr")
        for properties, name in ((own, ""), *self._style_chain(_value(own, "pStyle"))):
            level, numbering = _value(properties, "outlineLvl"), _value(properties, "numPr", "numId")
            if (level.isdecimal() and len(level) == 1 and level != "9") or _HEADING_STYLE.fullmatch(name):
                return "heading"
            if (numbering and numbering != "0") or _LIST_STYLE.match(name):
                return "item"
            if _QUOTE_STYLE.fullmatch(name):
                return "quoted"
        return "paragraph"

    def _style_chain(self, identity: str) -> Iterator[tuple[_Element | None, str]]:
        """The properties and the name of a style and of those it is based on."""
        for _ in range(20):  # in a broken file the chain can be a ring
            style = self._styles.get(identity)
            if style is None:
                return
            yield style.find(f"{W}pPr"), _value(style, "name")
            identity = _value(style, "basedOn")


def open_docx(data: bytes, name: str) -> Docx:
    """Open the file, `name` being for messages. Raises UnreadableError for what is damaged, protected, too large or no DOCX."""
    package = Package(data, name)
    main = next((each.target for each in package.relations("").values() if each.kind == "officeDocument"), "word/document.xml")
    root = package.tree(main)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise UnreadableError(name, "there is no Word document in this file", MEND)
    parts = {"main": main} | {each.kind: each.target for each in package.relations(main).values() if not each.outside}
    notes: dict[tuple[str, str], _Element] = {}
    links, roots = {"body": _addresses(package, main)}, {"main": root}
    for kind in ("footnote", "endnote", "comment"):
        part = package.tree(parts.get(f"{kind}s", ""))
        if part is not None:
            notes |= {(kind, note.get(f"{W}id", "")): note for note in part.iterchildren(f"{W}{kind}") if not fingerprint(note)}
            links[kind] = _addresses(package, parts[f"{kind}s"])
            roots[f"{kind}s"] = part
    styles = package.tree(parts.get("styles", ""))
    named = {} if styles is None else {style.get(f"{W}styleId", ""): style for style in styles.iterchildren(f"{W}style")}
    return Docx(package, body, parts, roots, notes, named, links)


def fingerprint(note: _Element) -> str:
    """The beginning of a finding's fingerprint, of a comment that presscheck wrote; "" for any other note."""
    if note.get(f"{W}author") != AUTHOR:
        return ""
    found = _FINGERPRINT.search("".join(text.text or "" for text in note.iter(f"{W}t")))
    return found[1] if found else ""


def paragraphs(contents: Iterable[Paragraph | Table]) -> Iterator[Paragraph]:
    """The paragraphs, those in tables cell by cell, in order."""
    for content in contents:
        if isinstance(content, Table):
            for row in content.rows:
                for cell in row:
                    yield from paragraphs(cell.content)
        else:
            yield content


def _addresses(package: Package, part: str) -> dict[str, str]:
    return {identity: each.target for identity, each in package.relations(part).items() if each.outside}


# --- what is in it ---------------------------------------------------------------------------------------------------------------


def _content(holder: _Element, links: Mapping[str, str], in_box: bool = False) -> Iterator[Paragraph | Table]:
    paragraph = Paragraph(in_box=in_box)
    for element in _blocks(holder):
        if element.tag == f"{W}p":
            _Reading(paragraph, links).read(element)
            if is_mark_deleted(element):
                continue
        yield from _with_boxes(paragraph, links)
        paragraph = Paragraph(in_box=in_box)
        if element.tag == f"{W}tbl":
            yield _table(element, links)
    yield from _with_boxes(paragraph, links)


def _with_boxes(paragraph: Paragraph, links: Mapping[str, str]) -> Iterator[Paragraph | Table]:
    if paragraph.elements:
        yield paragraph
        for box in paragraph.boxes:
            yield from _content(box, links, in_box=True)


def _blocks(holder: _Element) -> Iterator[_Element]:
    """The paragraphs and tables right inside, through content controls and insertions; what is deleted is left out."""
    for element in _children(holder):
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif _local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _blocks(element)


def _children(holder: _Element) -> Iterator[_Element]:
    """The elements right inside; of alternatives for old and new programs, the one for new ones."""
    for element in holder.iterchildren("*"):
        if element.tag == f"{_MC}AlternateContent":
            branch = next(element.iterchildren(f"{_MC}Choice", f"{_MC}Fallback"), None)
            if branch is not None:
                yield from _children(branch)
        else:
            yield element


def _table(table: _Element, links: Mapping[str, str]) -> Table:
    rows = [row for row in _wrapped(table, "tr") if not _is_on(row, "trPr", "del")]
    return Table(tuple(tuple(_cells(row, links)) for row in rows), bool(rows) and _is_on(rows[0], "trPr", "tblHeader"))


def _cells(row: _Element, links: Mapping[str, str]) -> Iterator[TableCell]:
    column = 1 + _number(_value(row.find(f"{W}trPr"), "gridBefore"), 0)
    for cell in _wrapped(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        merge = None if properties is None else properties.find(f"{W}vMerge")
        if not _is_on(cell, "tcPr", "cellDel") and (merge is None or merge.get(f"{W}val") == "restart"):
            yield TableCell(column, tuple(_content(cell, links)))
        column += max(_number(_value(properties, "gridSpan"), 1), 1)


def _wrapped(holder: _Element, name: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, in content controls or not."""
    for element in _children(holder):
        if element.tag == f"{W}{name}":
            yield element
        elif _local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _wrapped(element, name)


@dataclass(slots=True)
class _Field:
    """A field that is being read: its code is not shown, its result is."""

    start: int
    code: str = ""
    shown: bool = False


class _Reading:
    """One `w:p` read into a paragraph."""

    def __init__(self, paragraph: Paragraph, links: Mapping[str, str]) -> None:
        self._paragraph = paragraph
        self._links = links
        self._fields: list[_Field] = []

    def read(self, element: _Element) -> None:
        self._paragraph.elements.append(element)
        self._inside(element)

    def _inside(self, holder: _Element) -> None:
        for element in _children(holder):
            name = _local(element)
            if name in _CHARACTERS:
                self._put(_CHARACTERS[name], element)
            elif name == "t":
                self._put(_shown(element), element)
            elif name == "txbxContent":
                self._paragraph.boxes.append(element)
            elif name == "hyperlink":
                self._link(element, self._links.get(element.get(f"{R}id", ""), ""))
            elif name == "fldSimple":
                self._link(element, _hyperlink(element.get(f"{W}instr", "")))
            elif not self._mark(name, element) and name not in _LEFT_OUT and not (name == "r" and _is_on(element, "rPr", "vanish")):
                self._inside(element)

    def _mark(self, name: str, element: _Element) -> bool:
        """What stands between the characters: fields, symbols, references to notes, the ends of comments."""
        if name == "fldChar":
            self._field(element.get(f"{W}fldCharType", ""))
        elif name == "instrText" and self._fields:
            self._fields[-1].code += (element.text or "")[:2000]
        elif name == "sym":
            self._put(_symbol(element), element)
        elif name in _MARKS and not self._is_code():
            self._paragraph.marks.append(Mark(self._paragraph.length, _MARKS[name], element.get(f"{W}id", ""), element))
        else:
            return False
        return True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field(self._paragraph.length))
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self._add_link(ended.start, _hyperlink(ended.code))

    def _is_code(self) -> bool:
        return any(not found.shown for found in self._fields)

    def _put(self, text: str, element: _Element) -> None:
        if text and not self._is_code():
            self._paragraph.pieces.append(Piece(text, element))
            self._paragraph.length += len(text)

    def _link(self, element: _Element, address: str) -> None:
        start = self._paragraph.length
        self._inside(element)
        self._add_link(start, address)

    def _add_link(self, start: int, address: str) -> None:
        if address and self._paragraph.length > start:
            self._paragraph.links.append(Link(start, self._paragraph.length, address))


def _local(element: _Element) -> str:
    """The element's name where it is one of WordprocessingML, or the text of a formula; else the name in full."""
    name = str(element.tag)
    return "t" if name == f"{MATH}t" else name.removeprefix(W)


def _shown(element: _Element) -> str:
    """The text of a `w:t`: Word keeps the white space at its ends only where it is told to, and shows a line break as a space."""
    text = (element.text or "").replace("\n", " ").replace("\r", " ")
    return text if element.get(_SPACE) == "preserve" or element.tag == f"{MATH}t" else text.strip(" \t")


def _symbol(element: _Element) -> str:
    """The character of a `w:sym`; one of the font's own, in the private area of Unicode, where it has no other."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    known = _SYMBOL_FONTS.get(element.get(f"{W}font", "").lower(), {}).get(code & 0xFF, "")
    if known and (code < 0x100 or 0xF000 <= code < 0xF100):
        return known
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""


def _hyperlink(code: str) -> str:
    found = _HYPERLINK.match(code)
    return found[1] if found else ""


def is_mark_deleted(paragraph: _Element) -> bool:
    """Is the mark at the paragraph's end deleted, so that the next paragraph goes on in it?"""
    return _is_on(paragraph, "pPr", "rPr", "del") or _is_on(paragraph, "pPr", "rPr", "moveFrom")


def _find(holder: _Element | None, *path: str) -> _Element | None:
    for name in path:
        holder = None if holder is None else holder.find(f"{W}{name}")
    return holder


def _value(holder: _Element | None, *path: str) -> str:
    found = _find(holder, *path)
    return "" if found is None else found.get(f"{W}val", "")


def _is_on(holder: _Element, *path: str) -> bool:
    found = _find(holder, *path)
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off")


def _number(value: str, otherwise: int) -> int:
    return min(int(value), 100) if value.isascii() and value.isdecimal() and len(value) < 6 else otherwise
