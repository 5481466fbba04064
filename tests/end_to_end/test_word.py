"""Word files through the command line and through the real LibreOffice: it opens what we write and finds each comment on its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element

import reports
from manuscripts import MADE, OF_OFFICE, manuscript, note, package, reference, separators
from presscheck import intake, redline
from presscheck.docx import open_docx
from presscheck.model import Document, Edit, Span
from presscheck.writers import docx as writer
from proofs import OURS, assert_exact, assert_sound, commented, rejected, report_of, some_words
from soffice import converted, needed
from word import p, t

Run = Callable[..., tuple[int, str, str]]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"


def spans_of(draft: Document, name: str) -> list[Span]:
    return some_words(draft, 300 if name == "long" else 3)


@cache
def written() -> Mapping[str, tuple[Document, bytes]]:
    """Each manuscript with our comments, the story of the ferry as a new file, and one with tracked changes."""
    made = {}
    for name in MADE:
        draft = intake.read(manuscript(name), f"{name}.docx")
        made[name] = draft, writer.into(report_of(draft, spans_of(draft, name)), manuscript(name))
    made["ferry"] = reports.ferry_draft(), writer.write(reports.ferry())
    draft = intake.read(manuscript("footnotes"), "footnotes.docx")
    edits = [Edit(span, f"{draft[span]}ly") for span in some_words(draft, 4)]
    made["changed"] = draft, redline.tracked(open_docx(manuscript("footnotes"), draft.name), draft, edits)
    return made


@cache
def through(to: str, *names: str) -> Mapping[str, bytes]:
    """What LibreOffice makes of them, or of those that are named."""
    given = {f"{name}.docx": data for name, (_, data) in written().items() if name in (names or written())}
    return {Path(name).stem: data for name, data in converted(given, to).items()}


@needed
@pytest.mark.parametrize("name", OF_OFFICE)
def test_files_of_libreoffice_come_back(name: str) -> None:
    """A file that LibreOffice wrote keeps its text, its comments lie on their words, and a second run changes no byte."""
    draft, out = written()[name]
    again = intake.read(out, draft.name)
    assert (again.text, again.pointers) == (draft.text, draft.pointers)
    assert_exact(out, draft, spans_of(draft, name))
    assert_sound(out)
    assert writer.into(report_of(again, spans_of(draft, name)), out) == out


@needed
@pytest.mark.parametrize("name", MADE)
def test_libreoffice_finds_each_comment_on_its_words(name: str) -> None:
    """LibreOffice opens the file and shows the same comments on the same words as we wrote, ours and those of people."""
    found = sorted(_annotated(etree.fromstring(through("fodt")[name])))
    wanted = sorted((author, words) for author, words, _ in commented(written()[name][1]).values() if words)
    assert [pair for pair in found if pair[1]] == wanted


@needed
def test_libreoffice_shows_our_changes() -> None:
    """LibreOffice lists the tracked changes as presscheck's."""
    root = etree.fromstring(through("fodt")["changed"])
    changes = list(root.iter(f"{TEXT}changed-region"))
    assert changes
    assert {creator.text for change in changes for creator in change.iter(f"{DC}creator")} == {OURS}


@needed
def test_libreoffice_reads_the_same_text() -> None:
    """What LibreOffice saves again reads as what it makes of the file without our comments."""
    names = [name for name in MADE if name != "long"]
    both = {f"{name}.{when}.docx": data for name in names for when, data in (("a", manuscript(name)), ("b", written()[name][1]))}
    again = converted(both, "docx:MS Word 2007 XML")
    for name in names:
        before, after = (intake.read(again[f"{name}.{when}.docx"], "d.docx").text for when in "ab")
        assert after == before


@needed
def test_libreoffice_prints_them() -> None:
    """Each file becomes a PDF whose pages hold its words."""
    for name, data in through("pdf", "ferry", "changed", "boxes", "tables").items():
        draft = written()[name][0]
        pages = intake.read(data, f"{name}.pdf").text
        longest = max(draft.text.split(), key=len)
        assert longest[:12] in pages


PASSED = {f"{TEXT}note", f"{TEXT}tracked-changes", f"{DRAW}frame", f"{DRAW}custom-shape"}
HOLDS_TEXT = {f"{TEXT}p", f"{TEXT}h"}


def _annotated(root: _Element) -> list[tuple[str, str]]:
    """(author, words) of each annotation that has words."""
    authors: dict[str, str] = {}
    words: dict[str, str] = {}
    open_: set[str] = set()

    def put(text: str | None) -> None:
        for name in open_:
            words[name] += text or ""

    def walk(element: _Element, deep: bool) -> None:
        name = element.get(f"{OFFICE}name", "")
        if element.tag == f"{OFFICE}annotation" and name:
            authors[name], words[name] = element.findtext(f"{DC}creator") or "", ""
            open_.add(name)
        elif element.tag == f"{OFFICE}annotation-end":
            open_.discard(name)
        elif element.tag not in (*PASSED, f"{OFFICE}annotation"):
            shown = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " " * int(element.get(f"{TEXT}c", "1"))}
            deep = deep or element.tag in HOLDS_TEXT
            put(shown.get(str(element.tag)))
            put(element.text if deep else None)
            for child in element:
                walk(child, deep)
                put(child.tail if deep else None)

    body = root.find(f"{OFFICE}body")
    assert body is not None
    walk(body, False)
    return [(authors[name], text) for name, text in words.items()]


# --- the command line ------------------------------------------------------------------------------------------------------------

REGISTER = b"""STATE COURT OF ORM - REGISTER OF ACTIONS
State v. Lindgate, Case No. 12-417

3 May 2031  Complaint filed. One count of theft.
9 June 2031  Defendant Ruth Lindgate pleads guilty to one count of theft.
1 July 2031  Sentence: two years in prison.
"""
LETTER = """# Statement of the harbour board

By Ilva Ormstad, chair, 2 July 2031

The board paid 41,000 euros for the nets that were stolen. “We trusted her for eleven years,” said Ilva Ormstad, its chair.
""".encode()
DRAFT = package(
    p("Lindgate jailed over stolen nets", properties='<w:outlineLvl w:val="0"/>')
    + p("Ruth Lindgate was sentenced to two years in prison on 1 July 2031 after she pleaded guilty to theft.")
    + p(
        "The board paid 47,000 euros for the nets. “We trusted her for twelve years,” said ",
        t("Ilva Ormsted"),
        ", its chair.",
        reference("footnote", 1),
    )
    + p("[Source 1]")
    + p("[Source 2]"),
    footnotes=separators("footnote") + note("footnote", 1, "Letter of Ilva Ormsted to the board."),
)


@pytest.fixture
def desk(run: Run) -> Run:
    """A folder with a draft and its sources."""
    Path("draft.docx").write_bytes(DRAFT)
    Path("register.txt").write_bytes(REGISTER)
    Path("statement.md").write_bytes(LETTER)

    def ran(command: str, draft: str, *more: str) -> tuple[int, str, str]:
        chosen = ("--judge", "overlap", "--profile", "US-AP", "--sources", "register.txt", "statement.md")
        return run(command, draft, *more, *chosen)

    return ran


def test_check_writes_into_the_draft(desk: Run) -> None:
    """`check --output x.docx` gives the author's file with comments; another draft becomes a new file; its name must be told."""
    status, _, err = desk("check", "draft.docx", "--output", "checked.docx")
    assert status == 1
    assert err.endswith("checked.docx written\n")
    out = Path("checked.docx").read_bytes()
    assert intake.read(out, "d.docx").text == intake.read(DRAFT, "d.docx").text
    assert (OURS, "47,000 euros", []) in commented(out).values()
    assert desk("check", "checked.docx", "--output", "again.docx")[0] == 1
    assert Path("again.docx").read_bytes() == out
    Path("draft.txt").write_text("The board paid 47,000 euros for the nets.\n", encoding="utf-8")
    assert desk("check", "draft.txt", "--format", "docx", "--output", "new.docx")[0] == 1
    assert (OURS, "47,000 euros", []) in commented(Path("new.docx").read_bytes()).values()
    status, out_, err = desk("check", "draft.docx", "--format", "docx")
    assert (status, out_) == (2, "")
    assert "name it with --output FILE" in err


def test_fix_writes_tracked_changes(desk: Run) -> None:
    """`fix` mends names, quotations and sources as tracked changes, comments on what needs a person, and mends nothing twice."""
    status, told, err = desk("fix", "draft.docx")
    assert status == 1
    assert "para. 2: “Ormsted” → “Ormstad”" in told
    assert "each is a comment in the copy" in err
    data = Path("draft.fixed.docx").read_bytes()
    text = intake.read(data, "d.docx").text
    assert "“We trusted her for eleven years,” said Ilva Ormstad, its chair." in text
    assert "theft. [1]" in text
    assert "Sources:\n\n[1] " in text
    assert text.endswith("Letter of Ilva Ormstad to the board."), "a note is mended too, and no list is put into it"
    assert (OURS, "47,000 euros", []) in commented(data).values()
    assert_sound(data)
    assert intake.read(rejected(data), "d.docx").text == intake.read(DRAFT, "d.docx").text
    assert desk("fix", "draft.fixed.docx", "--output", "twice.docx")[1] == ""
    assert Path("twice.docx").read_bytes() == data


def test_fix_in_place_without_comments(desk: Run) -> None:
    """In place the draft itself is mended; without comments it has none; what needs no mending is not written."""
    assert desk("fix", "draft.docx", "--in-place", "--no-comments")[0] == 1
    mended = Path("draft.docx").read_bytes()
    assert "Ormstad" in intake.read(mended, "d.docx").text
    assert commented(mended) == {}
    assert desk("fix", "draft.docx", "--in-place", "--no-comments")[1] == ""
    assert Path("draft.docx").read_bytes() == mended


@pytest.mark.parametrize("name", ["mended.txt", "mended.docm", "mended", "mended.pdf"])
def test_fix_keeps_the_format_of_the_draft(desk: Run, name: str) -> None:
    """A copy whose name promises another format is refused before anything is written, and the message gives a name."""
    status, _, err = desk("fix", "draft.docx", "--output", name)
    assert (status, Path(name).exists()) == (2, False)
    assert "Name the copy mended.docx." in err
    Path("draft.md").write_text("The board paid 47,000 euros for the nets.\n", encoding="utf-8")
    assert desk("fix", "draft.md", "--output", "mended.docx")[0] == 2
    assert desk("fix", "draft.md", "--output", "mended.text")[0] == 1


def test_a_file_with_macros_keeps_its_name(desk: Run) -> None:
    """A .docm comes back as a .docm: Word opens none under the name .docx."""
    Path("draft.docm").write_bytes(DRAFT)
    status, _, err = desk("check", "draft.docm", "--output", "checked.docx")
    assert (status, Path("checked.docx").exists()) == (2, False)
    assert "the copy of a .docm must be one too. Use --output checked.docm --format docx." in err
    assert desk("check", "draft.docm", "--output", "checked.docm", "--format", "docx")[0] == 1
    assert (OURS, "47,000 euros", []) in commented(Path("checked.docm").read_bytes()).values()


def test_a_name_without_a_suffix(desk: Run) -> None:
    """An output without a suffix is told so."""
    assert "--output report: the suffix is missing; there are " in desk("check", "draft.docx", "--output", "report")[2]
