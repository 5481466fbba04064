"""An independent look at Word files: the words a comment lies on, whether parts fit together, what is left when changes are rejected."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from posixpath import join, normpath

from lxml import etree
from lxml.etree import _Element

import reports
from presscheck.model import Document, Finding, Level, Report, Span

WORD = re.compile(r"\w+")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
PASSED = {*("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "rt"), "footnoteRef", "endnoteRef"}
OURS = "presscheck"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, part: str) -> _Element:
    return etree.fromstring(parts(data)[part])


def commented(data: bytes) -> dict[str, tuple[str, str, list[str]]]:
    """By a comment's number: its author, the words between its ends in the document, and what else stands there (references, boxes)."""
    held = parts(data)
    if "word/comments.xml" not in held:
        return {}
    authors = {c.get(f"{W}id", ""): c.get(f"{W}author", "") for c in etree.fromstring(held["word/comments.xml"])}
    words: dict[str, str] = {}
    beside: dict[str, list[str]] = {}
    open_: set[str] = set()
    for name, text, number in _events(etree.fromstring(held["word/document.xml"])):
        if name == "commentRangeStart":
            assert number not in words, f"comment {number} begins twice"
            words[number], beside[number] = "", []
            open_.add(number)
        elif name == "commentRangeEnd":
            open_.remove(number)
        elif text:
            for each in open_:
                words[each] += text
        else:
            for each in open_:
                beside[each].append(name)
    assert not open_, f"comments without an end: {open_}"
    return {number: (authors[number], words[number], beside[number]) for number in words}


def _events(element: _Element) -> Iterator[tuple[str, str, str]]:
    """(element, its text, its number) of what is shown, and of the ends of comments; of alternatives the first."""
    name = str(element.tag).removeprefix(W)
    if name == f"{MC}AlternateContent":
        yield from _events(element[0])
    elif name == "t" and element.text:
        text = element.text.replace("\n", " ")
        yield name, text if "{http://www.w3.org/XML/1998/namespace}space" in element.attrib else text.strip(" \t"), ""
    elif name in SHOWN:
        yield name, SHOWN[name], ""
    elif name in ("commentRangeStart", "commentRangeEnd", "footnoteReference", "endnoteReference"):
        yield name, "", element.get(f"{W}id", "")
    elif name == "txbxContent":
        yield name, "", ""
    elif name not in PASSED and not (name == "r" and element.find(f"{W}rPr/{W}vanish") is not None):
        for child in element:
            yield from _events(child)


def comment_texts(data: bytes) -> dict[str, str]:
    """What each comment says, a line for each paragraph."""
    return {
        c.get(f"{W}id", ""): "\n".join("".join(x.text or "" for x in p.iter(f"{W}t")) for p in c.iter(f"{W}p"))
        for c in tree(data, "word/comments.xml")
    }


def assert_sound(data: bytes) -> None:
    """The parts fit together, and what a comment or a change is made of stands where ECMA-376 wants it."""
    held = parts(data)
    _assert_typed(held)
    for part in (name for name in held if name.endswith(".rels")):
        folder = part.rpartition("_rels/")[0]
        for relation in etree.fromstring(held[part]):
            if relation.get("TargetMode") != "External":
                target = normpath(join("/", folder, relation.get("Target", ""))).lstrip("/")
                assert target in held, f"{part} leads to {target}, which is not there"
    body = etree.fromstring(held["word/document.xml"])
    comments = etree.fromstring(held["word/comments.xml"]) if "word/comments.xml" in held else []
    numbers = [comment.get(f"{W}id") for comment in comments]
    assert len(numbers) == len(set(numbers)), "two comments have one number"
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        told = Counter(element.get(f"{W}id") for element in body.iter(f"{W}{name}"))
        assert all(times == 1 for times in told.values()), f"{name} twice for a comment"
        assert set(told) <= set(numbers), f"{name} of a comment that is not there"
    ours = {comment.get(f"{W}id") for comment in comments if comment.get(f"{W}author") == OURS}
    assert ours <= {element.get(f"{W}id") for element in body.iter(f"{W}commentReference")}
    for name in ("footnotes", "endnotes", "document"):
        if f"word/{name}.xml" in held:
            _assert_written(etree.fromstring(held[f"word/{name}.xml"]))


def _assert_typed(held: dict[str, bytes]) -> None:
    types = etree.fromstring(held["[Content_Types].xml"])
    named = [each.get("PartName", "") for each in types if each.get("PartName")]
    assert len(named) == len(set(named))
    endings = {each.get("Extension", "").lower() for each in types if each.get("Extension")}
    for part in held:
        assert part == "[Content_Types].xml" or f"/{part}" in named or part.rpartition(".")[2].lower() in endings, f"{part} has no type"
    assert all(name.lstrip("/") in held for name in named)


def _assert_written(root: _Element) -> None:
    for change in root.iter(f"{W}ins", f"{W}del"):
        assert change.get(f"{W}id") is not None
        assert change.get(f"{W}author") is not None
    mine = Counter(each.get(f"{W}id") for each in root.iter(f"{W}ins", f"{W}del") if each.get(f"{W}author") == OURS)
    assert all(times == 1 for times in mine.values())
    for element in root.iter(f"{W}p", f"{W}r"):
        first = f"{W}pPr" if element.tag == f"{W}p" else f"{W}rPr"
        assert all(child.tag != first for child in list(element)[1:]), f"{first} is not the first"
    for text in root.iter(f"{W}delText"):
        assert next(text.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None
    for text in root.iter(f"{W}t"):
        assert next(text.iterancestors(f"{W}del"), None) is None
    for mark in root.iter(f"{W}rPr"):
        holder = mark.getparent()
        if holder is not None and holder.tag == f"{W}pPr":
            after = [str(child.tag).removeprefix(W) for child in mark.itersiblings()]
            assert set(after) <= {"sectPr", "pPrChange"}
            order = [str(child.tag).removeprefix(W) for child in mark]
            assert order == sorted(order, key=lambda name: {"ins": 0, "del": 1}.get(name, 2))
    assert not [each for each in root.iter(f"{W}commentRangeStart") if next(each.iterancestors(f"{W}txbxContent"), None) is not None]


def rejected(data: bytes) -> bytes:
    """The file with presscheck's changes rejected, as Word does it."""
    held = parts(data)
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in held:
            root = etree.fromstring(held[name])
            _reject(root)
            held[name] = etree.tostring(root)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return file.getvalue()


def _reject(root: _Element) -> None:
    for change in [each for each in root.iter(f"{W}ins", f"{W}del") if each.get(f"{W}author") == OURS]:
        holder = change.getparent()
        assert holder is not None
        if holder.tag == f"{W}rPr" and change.tag == f"{W}ins":
            paragraph = next(change.iterancestors(f"{W}p"))
            assert not [run for run in paragraph.iter(f"{W}t") if _is_kept(run)], "a new paragraph holds what is new"
            above = paragraph.getparent()
            assert above is not None
            above.remove(paragraph)
        elif change.tag == f"{W}del":
            for text in change.iter(f"{W}delText"):
                text.tag = f"{W}t"
            for child in list(change):
                change.addprevious(child)
            holder.remove(change)
        else:
            holder.remove(change)


def _is_kept(text: _Element) -> bool:
    return not any(each.get(f"{W}author") == OURS for each in text.iterancestors(f"{W}ins"))


# --- reports with findings on given words ----------------------------------------------------------------------------------------


def finding(draft: Document, span: Span | None, number: int = 0) -> Finding:
    mark = f"{number:08x}{'0' * 8}"
    return Finding("number-contradicted", Level.ERROR, span, f"draft says {draft[span] if span else 'nothing'}", mark)


def report_of(draft: Document, spans: Sequence[Span | None]) -> Report:
    found = tuple(finding(draft, span, number) for number, span in enumerate(spans))
    return Report(draft, (), (), (), found, reports.RUN)


def some_words(draft: Document, every: int = 3) -> list[Span]:
    """Words of the draft here and there, alone, two together, and parts of words."""
    found = []
    for at, match in enumerate(WORD.finditer(draft.text)):
        block = draft.block_at(match.start())
        if at % every or not block or match.end() > block.span.end:
            continue
        end = min(match.end() + (0, 4, 0)[at % 3], block.span.end)
        found.append(Span(match.start() + (1 if at % 5 == 4 and len(match[0]) > 1 else 0), end))
    return found


def ours(data: bytes) -> dict[int, tuple[str, list[str], str]]:
    """By the number in its fingerprint: the words a comment of ours lies on, what stands among them, and what it says."""
    said_, found = comment_texts(data), {}
    for number, (author, words, beside) in commented(data).items():
        if author == OURS:
            found[int(re.findall(r"presscheck #([0-9a-f]{8})", said_[number])[-1], 16)] = (words, beside, said_[number])
    return found


def assert_exact(data: bytes, draft: Document, spans: Sequence[Span]) -> None:
    """Each comment lies on its words; where its words are in a note or a box, on what stands for them, and names the words."""
    found = ours(data)
    assert len(found) == len(spans)
    for number, span in enumerate(spans):
        block = draft.block_at(span.start)
        assert block
        words, beside, says = found[number]
        if block.where.startswith(("footnote", "endnote", "text box")):
            assert words == ""
            assert beside[0] in ("footnoteReference", "endnoteReference", "txbxContent")
            assert f"In {block.where}, on “{' '.join(draft[span].split())[:200]}" in says
        elif "14 March 2031" in words:
            assert draft[span] in words  # a form's field is commented whole
        else:
            assert words == draft[span]
