"""Corrections in a Word file as tracked changes, so that a person accepts or rejects each."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import TYPE_CHECKING

from presscheck.docx import AUTHOR, Docx, Paragraph, is_mark_deleted
from presscheck.model import Document, Edit
from presscheck.opc import W
from presscheck.runs import BOX, SPACE, Laid, Unit, cut, free_number, held, keep, laid, look, numbered, within

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOKENS = re.compile(r"\w+|\s|[^\w\s]")
_MOST_TOKENS = 2000  # of one correction that are compared, word by word
_NAMES = {"\t": "tab", "\n": "br"}
_CHARACTERS = re.compile(r"[\t\n]|[^\t\n]+")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML can hold these
_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_AROUND = frozenset(f"{W}{name}" for name in ("hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo"))
_BETWEEN = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"))
_AFTER_RUN_PROPERTIES = (f"{W}sectPr", f"{W}pPrChange")
_UNINHERITED = (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange", f"{W}framePr")


@dataclass(frozen=True, slots=True)
class _Step:
    """In one paragraph, the characters `start` to `end` go and `text` comes; either may be nothing."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an edit does: steps in paragraphs, and paragraphs whose end goes, so that the next joins them; `blocks` are the numbers of the
    first and the last block that it touches."""

    steps: tuple[tuple[Paragraph, _Step], ...]
    joined: tuple[_Element, ...]
    blocks: tuple[int, int] = (0, 0)


def possible(docx: Docx, draft: Document, edits: Sequence[Edit]) -> list[bool]:
    """Which of these edits, in order, can be tracked changes of the file that the draft was read from, all at once? Not those inside
    formulas and fields of forms, nor from one cell to another; new paragraphs stand between old ones, and none is left empty."""
    return [plan is not None for plan in _plans(docx, draft, edits)]


def tracked(docx: Docx, draft: Document, edits: Sequence[Edit]) -> bytes:
    """The file with the edits as tracked changes: read again, its text is the draft's with the edits made. They are in order and do not
    overlap; raises ValueError for one that is not `possible`."""
    steps: dict[int, list[_Step]] = defaultdict(list)
    found: dict[int, Paragraph] = {}
    joined: list[_Element] = []
    for edit, plan in zip(edits, _plans(docx, draft, edits), strict=True):
        if plan is None:
            raise ValueError(f"{draft.name}: no tracked change can be made at {edit.span.start}")
        joined += plan.joined
        for paragraph, step in plan.steps:
            found[id(paragraph)] = paragraph
            steps[id(paragraph)].append(step)
    pen = _Pen(docx)
    for key, paragraph in found.items():
        pen.write(paragraph, steps[key])
    for element in joined:
        pen.join(element)
    parts = {docx.parts[kind]: root for kind, root in docx.roots.items() if kind in pen.touched}
    for root in parts.values():
        numbered(root, free_number(list(docx.roots.values())))
    return docx.package.saved(parts, docx.parts["main"])


# --- what an edit does -----------------------------------------------------------------------------------------------------------


def _plans(docx: Docx, draft: Document, edits: Sequence[Edit]) -> list[_Plan | None]:
    """A plan for each edit that can be made beside those before it."""
    blocks = laid(docx, draft)
    taken: list[tuple[_Plan, Edit]] = []
    found: list[_Plan | None] = []
    fixed: dict[int, list[Unit]] = {}
    for edit in edits:
        plan = _plan(docx, draft, blocks, edit, fixed)
        if plan:
            taken.append((plan, edit))
            if not _leaves_letters(draft, blocks, taken):
                taken.pop()
                plan = None
        found.append(plan)
    return found


def _leaves_letters(draft: Document, blocks: Sequence[Laid], made: Sequence[tuple[_Plan, Edit]]) -> bool:
    """With the last edit made after those before it, has each paragraph that it touches letters left?"""
    plan, edit = made[-1]
    if edit.text.strip() and "\n\n" not in edit.text:
        return True
    first, last = plan.blocks
    pieces, end = [], blocks[last].block.span.end
    for plan, edit in reversed(made):
        if plan.blocks[1] < first:
            break
        first = min(first, plan.blocks[0])
        pieces += [draft.text[edit.span.end : end], edit.text]
        end = edit.span.start
    pieces.append(draft.text[blocks[first].block.span.start : end])
    return all(part.strip() for part in "".join(reversed(pieces)).split("\n\n"))


def _plan(docx: Docx, draft: Document, blocks: Sequence[Laid], edit: Edit, fixed: dict[int, list[Unit]]) -> _Plan | None:
    """None where it cannot be done soundly; `fixed` keeps what cannot be cut in the paragraphs that were looked at."""
    at = bisect_right(blocks, edit.span.start, key=lambda each: each.block.span.start) - 1
    last = bisect_right(blocks, edit.span.end - 1, key=lambda each: each.block.span.start) - 1
    if at < 0 or edit.span.start >= blocks[at].block.span.end or edit.span.end > blocks[last].block.span.end or _UNFIT.search(edit.text):
        return None
    plan = _inside(blocks[at], draft[edit.span], edit) if at == last else _across(docx, blocks[at : last + 1], edit)
    sound = plan is not None and all(_is_sound(paragraph, step, fixed) for paragraph, step in plan.steps)
    return replace(plan, blocks=(at, last)) if plan and sound else None


def _inside(each: Laid, old: str, edit: Edit) -> _Plan:
    """Word by word, so that what stays keeps its formatting and its place."""
    start = edit.span.start - each.block.span.start
    return _Plan(tuple((each.paragraph, step) for step in _steps(old, edit.text, start)), ())


def _steps(old: str, new: str, start: int) -> Iterator[_Step]:
    if new.endswith(old) and (start == 0 or not new.startswith(old)):
        yield _Step(start, start, new.removesuffix(old))
        return
    if new.startswith(old):
        yield _Step(start + len(old), start + len(old), new.removeprefix(old))
        return
    mine, theirs = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(mine) + len(theirs) > _MOST_TOKENS:
        yield _Step(start, start + len(old), new)
        return
    edges = [start]
    for token in mine:
        edges.append(edges[-1] + len(token))
    for kind, first, end, begin, stop in _merged(difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes(), mine):
        if kind != "equal":
            yield _Step(edges[first], edges[end], "".join(theirs[begin:stop]))


Opcode = tuple[str, int, int, int, int]


def _merged(opcodes: Sequence[Opcode], mine: Sequence[str]) -> list[Opcode]:
    """Changes that only white space parts are one: a person reads phrases."""
    found: list[Opcode] = []
    for at, (kind, first, end, begin, stop) in enumerate(opcodes):
        thin = 0 < at < len(opcodes) - 1 and not "".join(mine[first:end]).strip() and "\n" not in mine[first:end]
        if kind == "equal" and not thin:
            found.append((kind, first, end, begin, stop))
        elif found and found[-1][0] != "equal":
            _, start, _, begun, _ = found.pop()
            found.append(("replace", start, end, begun, stop))
        else:
            found.append(("replace", first, end, begin, stop))
    return found


def _across(docx: Docx, blocks: Sequence[Laid], edit: Edit) -> _Plan | None:
    """From one paragraph into another beside it: what lies between goes, and the two become one."""
    first, last = blocks[0], blocks[-1]
    start, stop = edit.span.start - first.block.span.start, edit.span.end - last.block.span.start
    between = _siblings(first.paragraph.elements[-1], last.paragraph.elements[0])
    if between is None or first.note != last.note or any(each.paragraph.boxes for each in blocks[:-1]):
        return None
    if "\n\n" in edit.text and start:
        return None  # new paragraphs go before the first
    steps = [(first.paragraph, _Step(start, first.paragraph.length, edit.text))]
    steps += [(paragraph, _Step(0, paragraph.length, "")) for paragraph in _between(docx, first.paragraph, last.paragraph)]
    return _Plan((*steps, (last.paragraph, _Step(0, stop, ""))), tuple(between))


def _siblings(first: _Element, last: _Element) -> list[_Element] | None:
    """The paragraphs from the first to before the last; None where they do not follow one another, or where a section ends in one."""
    found = [first]
    for element in first.itersiblings():
        if element is last:
            ends = any(paragraph.find(f"{W}pPr/{W}sectPr") is not None for paragraph in found)
            return None if ends else found
        if element.tag == f"{W}p":
            found.append(element)
        elif element.tag not in _BETWEEN:
            return None
    return None


def _between(docx: Docx, first: Paragraph, last: Paragraph) -> Iterator[Paragraph]:
    """The paragraphs between the two, blank ones as well."""
    inside = False
    for paragraph, _ in docx.in_order():
        if paragraph.elements[0] is last.elements[0]:
            return
        if inside and paragraph.pieces:
            yield paragraph
        inside = inside or paragraph.elements[0] is first.elements[0]


def _is_sound(paragraph: Paragraph, step: _Step, fixed: dict[int, list[Unit]]) -> bool:
    """Can all that goes be taken out run by run, and does what comes have a place?"""
    key = id(paragraph.elements[0])
    if key not in fixed:
        fixed[key] = [unit for unit, _ in held(paragraph) if unit.whole]
    if any(unit.start < max(step.end, step.start) and step.start < unit.end for unit in within(fixed[key], step.start, step.end + 1)):
        return False
    if "\n\n" not in step.text:
        return True
    last = paragraph.elements[-1]
    behind = step.end == paragraph.length and not paragraph.boxes and not is_mark_deleted(last)
    return (step.start == 0 or behind) and next(last.iterancestors(f"{W}tc", BOX), None) is None


# --- the changes -----------------------------------------------------------------------------------------------------------------


class _Pen:
    """Writes changes into the parts of one file; `touched` are the kinds of those it wrote into."""

    def __init__(self, docx: Docx) -> None:
        self.touched: set[str] = set()
        self._docx = docx
        self._numbers = count(free_number(list(docx.roots.values())))

    def write(self, paragraph: Paragraph, steps: Sequence[_Step]) -> None:
        """Make the steps, which are in order; from the last to the first, so that each finds its place as it was."""
        root = paragraph.elements[0].getroottree().getroot()
        self.touched |= {kind for kind, each in self._docx.roots.items() if each is root}
        units = cut(paragraph, self._borders(paragraph, steps))
        for step in reversed(steps):
            self._step(paragraph, units, step)

    def join(self, paragraph: _Element) -> None:
        """Mark the paragraph's end as deleted."""
        properties = _mark_properties(paragraph)
        mark = self._change(properties, "del")
        inserted = properties.find(f"{W}ins")
        if inserted is not None:
            inserted.addnext(mark)
        else:
            properties.insert(0, mark)

    def _borders(self, paragraph: Paragraph, steps: Sequence[_Step]) -> set[int]:
        """Where the runs are cut: round each step, and in what goes at every piece, so that nothing but characters goes with it."""
        begins = list(accumulate((len(piece.text) for piece in paragraph.pieces), initial=0))
        found = {edge for step in steps for edge in (step.start, step.end)}
        for step in steps:
            found |= set(begins[bisect_right(begins, step.start) : bisect_left(begins, step.end)])
        return found

    def _step(self, paragraph: Paragraph, units: Sequence[Unit], step: _Step) -> None:
        gone = within(units, step.start, step.end) if step.end > step.start else []
        before = gone or [unit for unit in within(units, step.start - 1, step.start) if unit.end == step.start]
        style = _look(units, gone[0] if gone else before[-1] if before else units[0], bool(gone))
        parts = step.text.split("\n\n")
        if len(parts) > 1 and step.start == 0:
            for part in parts[:-1]:
                paragraph.elements[0].addprevious(self._paragraph(paragraph, part, style))
            inline = parts[-1]
        else:
            for part in reversed(parts[1:]):
                paragraph.elements[-1].addnext(self._paragraph(paragraph, part, style))
            inline = parts[0]
        if inline:
            inserted = self._inserted(paragraph.elements[0], inline, style)
            if before:
                self._behind(before[-1].element, bool(gone)).addnext(inserted)
            else:
                self._ahead(units[0].element).addprevious(inserted)
        self._delete(gone)

    def _behind(self, element: _Element, instead: bool) -> _Element:
        """What an insertion goes behind: past a change that holds the element, and past the end of a link or a field, unless it stands
        instead of words of the link."""
        while (holder := element.getparent()) is not None:
            follows = element.getnext()
            if holder.tag in _CHANGES:
                if follows is not None:
                    self._split(holder, follows)
                element = holder
            elif not instead and follows is not None and _ends_field(follows):
                element = follows
            elif not instead and follows is None and holder.tag in _AROUND:
                element = holder
            else:
                break
        return element

    def _ahead(self, element: _Element) -> _Element:
        """What an insertion goes before, at the paragraph's beginning."""
        while (holder := element.getparent()) is not None and holder.tag in (_CHANGES | _AROUND):
            if element.getprevious() is None:
                element = holder
            elif holder.tag in _CHANGES:
                element = self._split(holder, element)
            else:
                break
        return element

    def _split(self, change: _Element, child: _Element) -> _Element:
        """Part a change in two before the child; the second part."""
        rest = change.makeelement(change.tag, None, None)
        for name, value in change.items():
            rest.set(name, value)
        rest.set(f"{W}id", str(next(self._numbers)))
        rest.extend([child, *child.itersiblings()])
        change.addnext(rest)
        return rest

    def _delete(self, gone: Sequence[Unit]) -> None:
        last: _Element | None = None
        for unit in gone:
            run = unit.element
            holder = run.getparent()
            if holder is not None and holder.tag == f"{W}ins" and holder.get(f"{W}author") == AUTHOR:
                holder.remove(run)  # what presscheck itself put in and nobody has accepted
                if not len(holder) and (above := holder.getparent()) is not None:
                    above.remove(holder)
                continue
            if last is None or run.getprevious() is not last:
                last = self._change(run, "del")
                run.addprevious(last)
            last.append(run)
            _strike(run)

    def _change(self, like: _Element, name: str) -> _Element:
        change = like.makeelement(f"{W}{name}", None, None)
        change.set(f"{W}id", str(next(self._numbers)))
        change.set(f"{W}author", AUTHOR)
        return change

    def _inserted(self, like: _Element, text: str, style: _Element | None) -> _Element:
        change = self._change(like, "ins")
        run = change.makeelement(f"{W}r", None, None)
        change.append(run)
        if style is not None:
            run.append(deepcopy(style))
            for former in run[0].findall(f"{W}rPrChange"):
                run[0].remove(former)
        for piece in _CHARACTERS.findall(text):
            shown = run.makeelement(f"{W}{_NAMES.get(piece, 't')}", None, None)
            if shown.tag == f"{W}t":
                keep(shown, piece)
            run.append(shown)
        return change

    def _paragraph(self, beside: Paragraph, text: str, style: _Element | None) -> _Element:
        """A new paragraph, its end an insertion too; it looks like the one beside it where that is plain text."""
        model = beside.elements[-1]
        paragraph = model.makeelement(f"{W}p", None, None)
        properties = model.find(f"{W}pPr")
        is_plain = self._docx.kind(beside) == "paragraph"
        if properties is not None and is_plain:
            paragraph.append(deepcopy(properties))
            for child in [child for child in paragraph[0] if child.tag in _UNINHERITED]:
                paragraph[0].remove(child)
        _mark_properties(paragraph).append(self._change(paragraph, "ins"))
        if text:
            paragraph.append(self._inserted(paragraph, text, style if is_plain else None))
        return paragraph


def _look(units: Sequence[Unit], beside: Unit, instead: bool) -> _Element | None:
    """The formatting that new words take over: of the words they stand for or follow, but not a link's."""
    if not instead and _in_link(beside):
        beside = next((unit for unit in reversed(units) if unit.end <= beside.start and not _in_link(unit)), beside)
    return None if not instead and _in_link(beside) else look(beside.element)


def _in_link(unit: Unit) -> bool:
    return next(unit.element.iterancestors(f"{W}hyperlink", f"{W}p"), unit.element).tag == f"{W}hyperlink"


def _strike(run: _Element) -> None:
    for text in run.iterchildren(f"{W}t"):
        shown = (text.text or "").replace("\n", " ").replace("\r", " ")
        kept = text.get(SPACE) == "preserve"
        text.tag = f"{W}delText"
        keep(text, shown if kept else shown.strip(" \t"))


def _ends_field(run: _Element) -> bool:
    """Does the run hold the end of a field and no character?"""
    inner = [child for child in run if child.tag != f"{W}rPr"]
    return bool(inner) and all(child.tag == f"{W}fldChar" and child.get(f"{W}fldCharType") == "end" for child in inner)


def _mark_properties(paragraph: _Element) -> _Element:
    """The properties of the paragraph's end, made where there are none, at their place."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr", None, None)
        paragraph.insert(0, properties)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = properties.makeelement(f"{W}rPr", None, None)
        later = next((child for child in properties if child.tag in _AFTER_RUN_PROPERTIES), None)
        properties.append(mark) if later is None else later.addprevious(mark)
    return mark
