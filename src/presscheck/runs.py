"""The runs of a Word paragraph, cut at exact characters with their formatting kept, and the blocks of a draft laid on its paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from presscheck.docx import Docx, Mark, Paragraph, Piece
from presscheck.model import Block, Document
from presscheck.opc import MATH, W

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BOX = f"{W}txbxContent"
_FORMATTED = f"{W}rPrChange"
_WHOLE = frozenset(
    {f"{W}r", f"{MATH}oMath", f"{MATH}oMathPara", "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
)


@dataclass(frozen=True, slots=True)
class Unit:
    """An element of a paragraph that shows its characters `start` to `end`; `whole` where it cannot be cut: a formula, ruby, a form's
    field."""

    start: int
    end: int
    element: _Element
    whole: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """A block of the draft and its paragraph; `note` is the first reference to the note that it stands in."""

    block: Block
    paragraph: Paragraph
    note: Mark | None


def laid(docx: Docx, draft: Document) -> list[Laid]:
    """The blocks of the draft on the paragraphs of the file that it was read from. Raises ValueError where it is another file's."""
    filled = [(paragraph, note) for paragraph, note in docx.in_order() if paragraph.text.strip()]
    lengths = [len(block.span) for block in draft.blocks]
    if lengths != [paragraph.length for paragraph, _ in filled]:
        raise ValueError(f"{draft.name}: the draft was not read from this file")
    return [Laid(block, paragraph, note) for block, (paragraph, note) in zip(draft.blocks, filled, strict=True)]


def cut(paragraph: Paragraph, offsets: Collection[int]) -> list[Unit]:
    """What shows the paragraph's characters, with a border at each offset that lies between two of them, wherever one can be.

    Elements between the characters at a border (references to notes, ends of fields, pictures) stay outside the units beside it.
    """
    borders = sorted(set(offsets))
    units: list[Unit] = []
    for unit, pieces in held(paragraph):
        units += [unit] if unit.whole else _cut_run(unit, pieces, borders)
    return units


def held(paragraph: Paragraph) -> Iterator[tuple[Unit, list[Piece]]]:
    """What holds the paragraph's characters now, with their pieces."""
    at = 0
    for element, group in groupby(paragraph.pieces, key=lambda piece: unit_of(piece.element)):
        pieces = list(group)
        end = at + sum(len(piece.text) for piece in pieces)
        whole = element.tag != f"{W}r" or any(piece.element.getparent() is not element for piece in pieces)
        yield Unit(at, end, element, whole), pieces
        at = end


def within(units: Sequence[Unit], start: int, end: int) -> list[Unit]:
    """The units that show some of these characters."""
    first = bisect_right(units, start, key=lambda unit: unit.end)
    return list(units[first : bisect_left(units, end, key=lambda unit: unit.start)])


def alone(element: _Element) -> _Element:
    """The run of the paragraph that holds the element, made to hold nothing else; the element itself where it is in none."""
    child, run = element, unit_of(element)
    if run.tag != f"{W}r":
        return run
    for holder in element.iterancestors():
        if holder is run:
            break
        child = holder
    if (after := child.getnext()) is not None:
        _parted(run, after)
    return _parted(run, child) if any(before.tag != f"{W}rPr" for before in child.itersiblings(preceding=True)) else run


def unit_of(element: _Element) -> _Element:
    """The outermost run, formula or form's field that holds the element in its paragraph; itself where there is none."""
    found = element
    for holder in element.iterancestors():
        if holder.tag == f"{W}p":
            break
        if holder.tag in _WHOLE or _is_form(holder):
            found = holder
    return found


def look(run: _Element) -> _Element | None:
    """The run's formatting, its first child."""
    first = next(run.iterchildren(), None)
    return first if first is not None and first.tag == f"{W}rPr" else None


def drop(element: _Element) -> None:
    """Take the element out; the white space behind it stays."""
    holder, before = element.getparent(), element.getprevious()
    if holder is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        holder.text = (holder.text or "") + element.tail
    holder.remove(element)


def numbered(root: _Element, first: int) -> None:
    """Give the changes of formatting that were copied with the halves of a run numbers of their own, from `first` on."""
    copied = (change for change in root.iter(_FORMATTED) if not change.get(f"{W}id"))
    for number, change in enumerate(copied, first):
        change.set(f"{W}id", str(number))


def free_number(roots: Collection[_Element]) -> int:
    """A number above all that comments, changes and bookmarks have."""
    told = (element.get(f"{W}id", "") for root in roots for element in root.iter("{*}*"))
    return max((int(number) for number in told if number.isascii() and number.isdecimal() and len(number) < 10), default=-1) + 1


def _cut_run(unit: Unit, pieces: Sequence[Piece], borders: Sequence[int]) -> list[Unit]:
    """From the last border to the first, so that each child is moved once."""
    shown: list[tuple[int, _Element]] = []  # where each child begins
    at = unit.start
    for piece in pieces:
        for text, length in _cut_text(piece, at, borders):
            shown.append((at, text))
            at += length
    if _is_in(borders, at) and (behind := shown[-1][1].getnext()) is not None:
        _parted(unit.element, behind)
    units: list[Unit] = []
    for (_, before), (border, after) in reversed(list(pairwise(shown))):
        if _is_in(borders, border):
            units.append(Unit(border, at, _parted(unit.element, after), False))
            at = border
            if (between := before.getnext()) is not None:
                _parted(unit.element, between)
    run = unit.element
    if _is_in(borders, unit.start) and any(ahead.tag != f"{W}rPr" for ahead in shown[0][1].itersiblings(preceding=True)):
        run = _parted(run, shown[0][1])
    return [Unit(unit.start, at, run, False), *reversed(units)]


def _is_in(borders: Sequence[int], at: int) -> bool:
    found = bisect_left(borders, at)
    return found < len(borders) and borders[found] == at


def _cut_text(piece: Piece, start: int, borders: Sequence[int]) -> list[tuple[_Element, int]]:
    """The piece's element, or several in its place, each with its length: its text cut at the borders, and kept to the letter."""
    element, length = piece.element, len(piece.text)
    inner = [border - start for border in borders[bisect_right(borders, start) : bisect_left(borders, start + length)]]
    texts = [(element, inner[0] if inner else length)]
    for first, last in pairwise([*inner, length]):
        text = element.makeelement(element.tag, None, None)
        keep(text, piece.text[first:last])
        texts[-1][0].addnext(text)
        texts.append((text, last - first))
    if inner:
        keep(element, piece.text[: inner[0]])
    return texts


def keep(element: _Element, text: str) -> None:
    """Put the text into a `w:t` so that its white space is shown."""
    element.text = text
    element.set(SPACE, "preserve")


def _parted(run: _Element, child: _Element) -> _Element:
    """A run like this one behind it, with the child and all after it."""
    rest = run.makeelement(run.tag, None, None)
    for name, value in run.items():
        rest.set(name, value)
    properties = look(run)
    if properties is not None:
        rest.append(deepcopy(properties))
        for change in rest.iter(_FORMATTED):
            change.set(f"{W}id", "")  # no two changes have one number: see `numbered`
    rest.extend([child, *child.itersiblings()])
    run.addnext(rest)
    return rest


def _is_form(control: _Element) -> bool:
    """Is it a content control that Word fills anew from data when the file is opened, or one of plain text, from which LibreOffice 7 drops
    the words round a comment inside it?"""
    properties = control.find(f"{W}sdtPr") if control.tag == f"{W}sdt" else None
    return properties is not None and any(properties.find(f"{W}{name}") is not None for name in ("dataBinding", "text"))
