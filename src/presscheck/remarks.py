"""Comments in a Word file: ours on exactly the words they are about, those of people kept with their replies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, join
from typing import TYPE_CHECKING

from presscheck.docx import AUTHOR, Docx, Paragraph, fingerprint
from presscheck.model import Document, Span
from presscheck.opc import W
from presscheck.runs import BOX, Laid, Unit, alone, cut, drop, free_number, keep, laid, numbered, within

if TYPE_CHECKING:
    from lxml.etree import _Element

INITIALS = "pc"
MOST = 10_000  # comments; Word opens no file with more than 32,767 (MS-OI29500, commentRangeStart)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"

_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_THREADS = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML can hold these


@dataclass(frozen=True, slots=True)
class Remark:
    """What one comment says: a `heading` and `lines` about the words at `span`, or about the draft where that is None; `mark` is the
    beginning of the finding's fingerprint."""

    span: Span | None
    mark: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Where a comment goes: from character `start` of one paragraph to `end` of the same or another."""

    first: Paragraph
    start: int
    last: Paragraph
    end: int


@dataclass(frozen=True, slots=True)
class _Place:
    """The words of a comment, or the one element that stands for them; `told` says which words are meant where they cannot carry it."""

    words: _Words | None
    element: _Element | None
    told: str = ""


def commented(docx: Docx, draft: Document, remarks: Sequence[Remark]) -> bytes:
    """The file that the draft was read from, with these comments in place of those of an earlier run; its text is what it was.

    Word knows no comments in notes and text boxes: there the comment goes to the note's reference, or to the box. An earlier comment of
    ours that somebody has answered is kept, as settled where its finding is gone. Raises ValueError where the draft is another file's.
    """
    shelf = _Shelf(docx)
    if not remarks and not shelf.ours:
        return docx.package.data
    ids = [shelf.put(remark) for remark in remarks]
    shelf.clear()
    blocks = laid(docx, draft)
    places = [_place(blocks, draft, remark.span) for remark in remarks]
    for remark, identity, place in zip(remarks, ids, places, strict=True):
        shelf.write(identity, remark, place.told)
    _anchor(docx, ids, places)
    numbered(docx.roots["main"], free_number(list(docx.roots.values())))
    return docx.package.saved(shelf.changed(), docx.parts["main"])


def fit(text: str) -> str:
    """The text with what XML cannot hold as U+FFFD; no longer and no shorter."""
    return _UNFIT.sub("\ufffd", text)


# --- the comments ----------------------------------------------------------------------------------------------------------------


class _Shelf:
    """The comments of the file and the parts beside them."""

    def __init__(self, docx: Docx) -> None:
        self._docx = docx
        root = docx.roots.get("comments")
        self._root = _new_root() if root is None else root
        self.ours = [comment for comment in self._root.iterchildren(f"{W}comment") if fingerprint(comment)]
        self._earlier: dict[str, deque[_Element]] = defaultdict(deque)
        for comment in self.ours:
            self._earlier[fingerprint(comment)].append(comment)
        self._placed: dict[str, _Element] = {}
        self._free = free_number([docx.roots["main"], self._root])
        self._beside = {kind: tree for kind in ("commentsExtended", "commentsIds") if (tree := self._tree(kind)) is not None}
        self._entries: dict[str, list[tuple[str, _Element]]] = defaultdict(list)  # in the parts beside, by the paragraphs they are about
        for kind, tree in self._beside.items():
            for entry in tree:
                self._entries[_attribute(entry, "paraId")].append((kind, entry))
        self._answered = {_attribute(entry, "paraIdParent") for tree in self._beside.values() for entry in tree} - {""}
        self._touched: set[str] = set()

    def put(self, remark: Remark) -> str:
        """The number of the comment for a remark: that of the same finding's in an earlier run, or a new one."""
        waiting = self._earlier[remark.mark]
        if waiting:
            comment = waiting.popleft()
        else:
            comment = self._root.makeelement(f"{W}comment", None, None)
            for name, value in (("id", str(self._free)), ("author", AUTHOR), ("initials", INITIALS)):
                comment.set(f"{W}{name}", value)
            self._root.append(comment)
            self._free += 1
        identity = comment.get(f"{W}id", "")
        self._placed[identity] = comment
        return identity

    def clear(self) -> None:
        """Take the earlier comments out, and the ends of those that get new places."""
        gone = set(self._placed)
        for comment in (comment for waiting in self._earlier.values() for comment in waiting):
            if self._settle(comment):
                continue
            gone.add(comment.get(f"{W}id", ""))
            self._forget(_paragraph_id(comment))
            drop(comment)
        for end in list(self._docx.roots["main"].iter(*(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd")))):
            if end.get(f"{W}id") in gone:
                drop(end)
        for reference in list(self._docx.roots["main"].iter(f"{W}commentReference")):
            if reference.get(f"{W}id") in gone:
                _drop_reference(reference)

    def write(self, identity: str, remark: Remark, told: str) -> None:
        """What the comment says; the number of its last paragraph, on which answers hang, stays."""
        comment = self._placed[identity]
        number = _paragraph_id(comment)
        for child in list(comment):
            comment.remove(child)
        lines = [remark.heading, *([told] if told else ()), *remark.lines, f"{AUTHOR} #{remark.mark}"]
        for at, line in enumerate(lines):
            comment.append(self._paragraph(line, at == 0))
        if number:
            comment[-1].set(_PARAGRAPH, number)

    def changed(self) -> dict[str, _Element]:
        """The parts to write."""
        docx = self._docx
        parts = {docx.parts["main"]: docx.roots["main"]}
        if "comments" in docx.roots:
            parts[docx.parts["comments"]] = self._root
        else:
            folder = dirname(docx.parts["main"])
            new = next(name for n in range(10_000) if (name := join(folder, f"comments{n or ''}.xml")) not in docx.package)
            docx.package.related(parts, docx.parts["main"], "comments", new, CONTENT_TYPE)
            parts[new] = self._root
        return parts | {docx.parts[kind]: self._beside[kind] for kind in sorted(self._touched)}

    def _paragraph(self, line: str, is_heading: bool) -> _Element:
        paragraph = _element(self._root, "p")
        if self._docx.styled("CommentText"):
            _element(_element(paragraph, "pPr"), "pStyle").set(f"{W}val", "CommentText")
        if is_heading:
            _element(_run(paragraph, self._docx), "annotationRef")
        run = _element(paragraph, "r")
        if is_heading:
            _element(_element(run, "rPr"), "b")
        keep(_element(run, "t"), " ".join(fit(line).split()))
        self._root.remove(paragraph)
        return paragraph

    def _tree(self, kind: str) -> _Element | None:
        return self._docx.package.tree(self._docx.parts[kind]) if kind in self._docx.parts else None

    def _settle(self, comment: _Element) -> bool:
        """Mark the comment as settled where somebody has answered it; have they?"""
        number = _paragraph_id(comment)
        if number not in self._answered:
            return False
        for kind, entry in self._entries[number]:
            if kind == "commentsExtended" and entry.get(f"{_THREADS}done") != "1":
                entry.set(f"{_THREADS}done", "1")
                self._touched.add(kind)
        return True

    def _forget(self, number: str) -> None:
        """Take the paragraph's entries out of the parts beside the comments."""
        for kind, entry in self._entries.pop(number, []) if number else []:
            drop(entry)
            self._touched.add(kind)


def _new_root() -> _Element:
    from lxml import etree

    return etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})


def _paragraph_id(comment: _Element) -> str:
    """The number of the comment's last paragraph, by which answers name it."""
    last = next(iter(reversed(comment.findall(f"{W}p"))), None)
    return "" if last is None else last.get(_PARAGRAPH, "")


def _attribute(entry: _Element, name: str) -> str:
    """The value of an attribute, whatever the year of its name space."""
    return next((str(value) for key, value in entry.items() if str(key).endswith(f"}}{name}")), "")


def _drop_reference(reference: _Element) -> None:
    run = reference.getparent()
    drop(reference)
    if run is not None and run.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in run):
        drop(run)


# --- their places ----------------------------------------------------------------------------------------------------------------


def _place(blocks: Sequence[Laid], draft: Document, span: Span | None) -> _Place:
    if span is None:
        return _whole_draft(blocks)
    at = max(bisect_right(blocks, span.start, key=lambda each: each.block.span.start) - 1, 0)
    if not blocks[at].block.span.overlaps(span) and at + 1 < len(blocks) and blocks[at + 1].block.span.overlaps(span):
        at += 1
    first = blocks[at]
    end = at
    while end + 1 < len(blocks) and blocks[end + 1].block.span.overlaps(span) and _beside(blocks[end], blocks[end + 1]):
        end += 1
    element = _bearer(first)
    if element is not None:
        words = " ".join(draft[span].split())
        return _Place(None, element, f"In {first.block.where}, on “{words[:200]}{'…' if len(words) > 200 else ''}”:")
    last = blocks[end]
    start, stop = span.start - first.block.span.start, span.end - last.block.span.start
    if at == end and not first.block.span.overlaps(span):
        return _first_word(first)
    return _Place(_Words(first.paragraph, max(start, 0), last.paragraph, min(stop, last.paragraph.length)), None)


def _whole_draft(blocks: Sequence[Laid]) -> _Place:
    """The first word of the text; where all the text is in boxes, the first box."""
    first = next((each for each in blocks if _bearer(each) is None), blocks[0])
    element = _bearer(first)
    return _first_word(first) if element is None else _Place(None, element)


def _first_word(first: Laid) -> _Place:
    text = first.paragraph.text
    start = len(text) - len(text.lstrip())
    return _Place(_Words(first.paragraph, start, first.paragraph, start + len(text.split(maxsplit=1)[0])), None)


def _beside(one: Laid, other: Laid) -> bool:
    """Are the two in the same cell, note or text?"""
    return one.note == other.note and one.paragraph.elements[-1].getparent() is other.paragraph.elements[0].getparent()


def _bearer(each: Laid) -> _Element | None:
    """What carries a comment on words that can carry none: the reference to their note, or the outermost text box around them."""
    element = each.paragraph.elements[0] if each.note is None else each.note.element
    boxes = list(element.iterancestors(BOX))
    if boxes:
        return boxes[-1]
    return None if each.note is None else each.note.element


def _anchor(docx: Docx, ids: Sequence[str], places: Sequence[_Place]) -> None:
    """Put the ends of each comment, and the reference to it, into the text."""
    bearers = [None if place.element is None else alone(place.element) for place in reversed(places)][::-1]  # so that each run moves once
    units = _cut(place.words for place in places if place.words)
    edges: list[tuple[_Element, _Element]] = []
    for place, bearer in zip(places, bearers, strict=True):
        if bearer is not None:
            edges.append((bearer, bearer))
        elif words := place.words:
            first = within(units[id(words.first)], words.start, words.first.length)[0]
            last = within(units[id(words.last)], 0, words.end)[-1]
            edges.append((first.element, last.element))
    for identity, (first_element, _) in zip(ids, edges, strict=True):
        start = first_element.makeelement(f"{W}commentRangeStart", None, None)
        start.set(f"{W}id", identity)
        first_element.addprevious(start)
    for identity, (_, last_element) in reversed(list(zip(ids, edges, strict=True))):
        end = last_element.makeelement(f"{W}commentRangeEnd", None, None)
        end.set(f"{W}id", identity)
        last_element.addnext(end)
        run = last_element.makeelement(f"{W}r", None, None)
        _style(run, docx)
        _element(run, "commentReference").set(f"{W}id", identity)
        end.addnext(run)


def _cut(words: Iterable[_Words]) -> Mapping[int, list[Unit]]:
    """The paragraphs cut where a comment begins or ends, by their identity."""
    offsets: dict[int, set[int]] = defaultdict(set)
    found: dict[int, Paragraph] = {}
    for each in words:
        for paragraph, offset in ((each.first, each.start), (each.last, each.end)):
            found[id(paragraph)] = paragraph
            offsets[id(paragraph)].add(offset)
    return {key: cut(paragraph, offsets[key]) for key, paragraph in found.items()}


def _run(paragraph: _Element, docx: Docx) -> _Element:
    run = _element(paragraph, "r")
    _style(run, docx)
    return run


def _style(run: _Element, docx: Docx) -> None:
    """The look of a comment's mark, where the file knows it."""
    if docx.styled("CommentReference"):
        _element(_element(run, "rPr"), "rStyle").set(f"{W}val", "CommentReference")


def _element(holder: _Element, name: str) -> _Element:
    from lxml import etree

    return etree.SubElement(holder, f"{W}{name}")
