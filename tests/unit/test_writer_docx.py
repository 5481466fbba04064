"""Comments and tracked changes in Word files: on the exact words, with the text and everything else as it was."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reports
from manuscripts import MADE, OF_OFFICE, field, files, manuscript, on, package, run, said
from presscheck import read, redline
from presscheck.docx import open_docx
from presscheck.errors import UnreadableError
from presscheck.model import Block, BlockKind, Cell, Document, Edit, Level, Relation, Span
from presscheck.remarks import MOST
from presscheck.writers import docx as writer
from proofs import (
    OURS,
    assert_exact,
    assert_sound,
    comment_texts,
    commented,
    finding,
    ours,
    parts,
    rejected,
    report_of,
    some_words,
    tree,
)
from samples import with_part
from word import docx, p, t, table

CODED = [name for name in MADE if name not in OF_OFFICE]
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


# --- the author's own file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CODED)
def test_a_manuscript_comes_back_with_comments_on_the_exact_words(name: str) -> None:
    """The text of the file is what it was, each comment lies on its words, a second run changes no byte, and nothing else is touched."""
    data = manuscript(name)
    draft = read(data, f"{name}.docx")
    spans = some_words(draft, 150 if name == "long" else 2)
    assert spans
    report = report_of(draft, spans)
    out = writer.into(report, data)
    again = read(out, draft.name)
    assert again.text == draft.text
    assert again.blocks == draft.blocks
    assert again.pointers == draft.pointers, "our comments are not the author's pointers"
    assert_exact(out, draft, spans)
    assert_sound(out)
    assert writer.into(replace(report, draft=again), out) == out
    before, after = parts(data), parts(out)
    touched = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert {part: held for part, held in after.items() if part not in touched} == {
        part: held for part, held in before.items() if part not in touched
    }


@pytest.mark.parametrize("name", CODED)
def test_nothing_found_changes_no_byte(name: str) -> None:
    """Without findings the file comes back as it is; after a run with some, without our comments and with its text."""
    data = manuscript(name)
    draft = read(data, f"{name}.docx")
    assert writer.into(report_of(draft, []), data) is data
    out = writer.into(report_of(draft, some_words(draft, 200 if name == "long" else 7)), data)
    cleared = writer.into(report_of(read(out, draft.name), []), out)
    assert read(cleared, draft.name).text == draft.text
    assert not [each for each in commented(cleared).values() if each[0] == OURS]
    assert_sound(cleared)


@pytest.mark.parametrize("name", CODED)
def test_the_file_opens_in_python_docx(name: str) -> None:
    """Another program's reader opens the file and finds our comments, signed."""
    from io import BytesIO

    from docx import Document as WordDocument

    data = manuscript(name)
    draft = read(data, f"{name}.docx")
    out = writer.into(report_of(draft, some_words(draft, 150)), data)
    found = [comment for comment in WordDocument(BytesIO(out)).comments if comment.author == OURS]
    assert found
    assert all(comment.initials == "pc" and comment.text.startswith("Error: number-contradicted\n") for comment in found)


def test_people_keep_their_comments_and_answers() -> None:
    """Comments of people, their answers and their places are what they were, byte for byte."""
    data = manuscript("comments")
    draft = read(data, "comments.docx")
    out = writer.into(report_of(draft, some_words(draft)), data)
    assert {n: each for n, each in commented(out).items() if each[0] != OURS} == commented(data)
    held = parts(out)["word/comments.xml"]
    assert all(comment in held for comment in re.findall(rb"<w:comment .*?</w:comment>", parts(data)["word/comments.xml"]))
    assert parts(out)["word/commentsExtended.xml"] == parts(data)["word/commentsExtended.xml"]


def answered(settled: str = "0") -> bytes:
    """A file in which somebody has answered a comment of ours."""
    mine = said(1, OURS, "Error: x presscheck #00000000", "0000000A").replace('w:initials="OT"', 'w:initials="pc"')
    return package(
        p("It sank with ", on(1, on(2, t("31 letters"))), " aboard."),
        comments=mine + said(2, "Idris Falconer", "I counted them.", "0000000B"),
        commentsExtended=f'<w15:commentEx w15:paraId="0000000A" w15:done="{settled}"/>'
        '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/>',
    )


def test_an_answer_keeps_the_comment_it_answers() -> None:
    """A comment of ours that is raised again keeps the number that an answer hangs on; one that is not is settled, with its answer."""
    data = answered()
    draft = read(data, "d.docx")
    assert not draft.pointers or [pointer.target for pointer in draft.pointers] == ["I counted them."]
    again = writer.into(report_of(draft, [reports.find(draft.text, "31")]), data)
    (words, _, says) = ours(again)[0]
    assert (words, "draft says 31" in says) == ("31", True)
    last = tree(again, "word/comments.xml")[0][-1]
    assert "0000000A" in last.attrib.values()
    assert parts(again)["word/commentsExtended.xml"] == parts(data)["word/commentsExtended.xml"]
    gone = writer.into(report_of(draft, []), data)
    assert commented(gone) == commented(data)
    assert b'w15:paraId="0000000A" w15:done="1"' in parts(gone)["word/commentsExtended.xml"]
    assert writer.into(report_of(read(gone, "d.docx"), []), gone) == gone


def test_a_person_named_as_we_are_is_a_person() -> None:
    """A comment signed presscheck without our mark is somebody's own: it stays, and it points."""
    data = package(p("It sank with ", on(1, t("31 letters"))), comments=said(1, OURS, "letters.pdf, p. 3", "0000000A"))
    draft = read(data, "d.docx")
    assert [pointer.target for pointer in draft.pointers] == ["letters.pdf, p. 3"]
    out = writer.into(report_of(draft, [reports.find(draft.text, "sank")]), data)
    assert [words for _, words, _ in commented(out).values()] == ["sank", "31 letters"]


def test_a_finding_about_the_whole_draft_is_on_its_first_word() -> None:
    """What is about no words in particular stands at the first word of the text."""
    data = docx(p("  ") + p(" The ferry sank."))
    draft = read(data, "d.docx")
    assert ours(writer.into(report_of(draft, [None]), data))[0][0] == "The"


def test_a_comment_over_two_paragraphs() -> None:
    """Words from one paragraph into the next have one comment; from a cell into another it ends with the cell."""
    data = docx(p("One two.") + p("Three four.") + table(["five six", "seven"]))
    draft = read(data, "d.docx")
    spans = [Span(4, draft.text.index("four") - 1), Span(draft.text.index("six"), draft.text.index("seven") + 3)]
    out = writer.into(report_of(draft, spans), data)
    assert [ours(out)[number][0] for number in (0, 1)] == ["two.Three", "six"]
    assert_sound_text(out, draft)


def assert_sound_text(data: bytes, draft: Document) -> None:
    assert read(data, draft.name).text == draft.text


@pytest.mark.parametrize(
    ("runs", "words", "lies_on"),
    [
        ("<m:oMath><m:r><m:t>x = 12</m:t></m:r></m:oMath>", "12", ""),  # the proof reads no formulas: the comment is round all of it
        (f"<w:r><w:ruby><w:rt>{t('r')}</w:rt><w:rubyBase>{t('base 12')}</w:rubyBase></w:ruby></w:r>", "12", "base 12"),
        (f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{t('12 May')}</w:sdtContent></w:sdt>", "12", "12 May"),
        (f"<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a'/></w:sdtPr><w:sdtContent>{t('12 May')}</w:sdtContent></w:sdt>", "12", "12 May"),
        ("<w:r><w:t> trimmed 12 </w:t></w:r>", "12", "12"),
        ("<w:r><w:t>a\n12</w:t><w:tab/></w:r>", "12\t", "12\t"),
    ],
)
def test_what_cannot_be_cut_is_commented_whole(runs: str, words: str, lies_on: str) -> None:
    """A comment on part of a formula, of ruby or of a form's field goes round all of it; text is cut to the letter."""
    data = docx(f"<w:p>{t('It cost ')}{runs}{t(' or so.')}</w:p>")
    draft = read(data, "d.docx")
    out = writer.into(report_of(draft, [reports.find(draft.text, words)]), data)
    assert ours(out)[0][0] == lies_on
    assert_sound_text(out, draft)


def test_a_file_in_strict_open_xml_stays_one() -> None:
    """A file saved as Strict Open XML comes back in its own dialect, comments and all."""
    strict = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    data = docx(p("It sank with 31 letters."))
    for name in ("word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels"):
        part = parts(data)[name]
        for usual, other in strict.items():
            part = part.replace(usual, other)
        data = with_part(data, name, part)
    draft = read(data, "d.docx")
    out = writer.into(report_of(draft, [reports.find(draft.text, "31")]), data)
    assert_sound_text(out, draft)
    assert b"openxmlformats.org/wordprocessingml/2006/main" not in parts(out)["word/document.xml"] + parts(out)["word/comments.xml"]
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts(out)["word/_rels/document.xml.rels"]
    assert writer.into(report_of(read(out, "d.docx"), [reports.find(draft.text, "31")]), out) == out


def test_hostile_words_do_no_harm() -> None:
    """Control characters, lone surrogates and markup in names and messages come out as harmless text."""
    data = docx(p("It sank with 31 letters."))
    draft = read(data, "d.docx")
    bad = replace(finding(draft, Span(0, 2)), message="a\x00b\x0b\ud800<w:p>&amp; ]]>\ufffe", edits=(Edit(Span(0, 2), "\x01<b>"),))
    says = ours(writer.into(replace(report_of(draft, []), findings=(bad,)), data))[0][2]
    assert "a\ufffdb\ufffd\ufffd<w:p>&amp; ]]>\ufffd" in says
    assert "write “\ufffd<b>” for “It”" in says


def test_another_file_is_refused() -> None:
    """A draft that was read from another file is not written into this one."""
    draft = read(docx(p("One two.")), "d.docx")
    with pytest.raises(ValueError, match="not read from this file"):
        writer.into(report_of(draft, [Span(0, 3)]), docx(p("One two three.")))


def test_a_document_type_is_refused() -> None:
    """A file with entities of its own is not written again: no program of the trade makes one, and Word opens none."""
    data = docx(p("One two."))
    xml = parts(data)["word/document.xml"].replace(b"<w:document", b'<!DOCTYPE w [<!ENTITY a "ha">]><w:document', 1)
    data = with_part(data, "word/document.xml", xml)
    draft = read(data, "d.docx")
    with pytest.raises(UnreadableError, match=r"d\.docx: this file declares a document type"):
        writer.into(report_of(draft, [Span(0, 3)]), data)


def test_more_than_word_can_open() -> None:
    """Of too many findings the gravest have comments, and one comment tells how many are left out."""
    draft = read(docx(p("One two.")), "d.docx")
    found = [finding(draft, Span(0, 3), number) for number in range(MOST + 5)]
    found[:5] = [replace(each, level=Level.NOTE) for each in found[:5]]
    report = replace(report_of(draft, []), findings=tuple(found))
    remarks = writer.remarks(report)
    assert len(remarks) == MOST + 1
    assert {remark.heading.partition(":")[0] for remark in remarks[:-1]} == {"Error"}
    assert remarks[-1].lines[0].startswith("5 more findings")


# --- what a comment says, and a copy of a draft that is no Word file --------------------------------------------------------------


def test_a_comment_says_what_and_where() -> None:
    """Level and code, draft against source, the source with its place and its words, what to write instead, and the mark."""
    report = reports.ferry()
    says = "\n\n".join(comment_texts(writer.write(report)).values())
    assert "Error: quote-altered\n" in says
    assert "inquiry-day-3.vtt, 12:40 (contradicts): “FALCONER: We had 13 letters about that sandbar and we read every one of them.”" in says
    for each in report.findings:
        assert f"presscheck #{each.fingerprint[:8]}" in says
        for edit in each.edits:
            assert f"“{report.draft[edit.span]}”" in says


def test_a_long_quotation_is_cut_between_words() -> None:
    """A source's words are shown with some around them, never the whole page."""
    source = reports.document("s.txt", "text/plain", [(BlockKind.PARAGRAPH, "p. 1", "before " * 40 + "the 13 letters " + "after " * 40)])
    told = reports.evidence(source, "13 letters", Relation.CONTRADICTS, "facts.number", "another figure")
    draft = reports.document("d.txt", "text/plain", [(BlockKind.PARAGRAPH, "line 1", "31 letters")])
    found = replace(finding(draft, Span(0, 2)), evidence=(told,))
    (says,) = comment_texts(writer.write(replace(report_of(draft, []), sources=(source,), findings=(found,)))).values()
    quoted = re.findall("“(…before.*after…)”", says)
    assert len(quoted) == 1
    assert len(quoted[0]) < 200


def test_a_draft_of_another_format_becomes_a_word_file() -> None:
    """Headings, items and paragraphs are such, a comment lies on its words, and the same report gives the same bytes."""
    report = reports.ferry()
    out = writer.write(report)
    again = read(out, "ferry.docx")
    assert [again[block.span] for block in again.blocks] == [report.draft[block.span] for block in report.draft.blocks]
    assert [block.kind for block in again.blocks] == [block.kind for block in report.draft.blocks]
    assert_sound(out)
    assert writer.write(report) == out
    words = {words for author, words, _ in commented(out).values() if author == OURS}
    assert {report.draft[each.span] for each in report.findings if each.span} <= words


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTED, BlockKind.FOOTNOTE, BlockKind.CUE]),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=30).filter(
            lambda text: bool(text.strip())
        ),
    ),
    min_size=1,
    max_size=6,
)


@QUICK
@given(BLOCKS, st.lists(st.lists(st.sampled_from(["", "a", "b c", "13"]), min_size=1, max_size=4), max_size=4))
def test_any_draft_can_be_written(blocks: list[tuple[BlockKind, str]], rows: list[list[str]]) -> None:
    """Whatever is in a draft's blocks stands letter by letter in the paragraphs of the copy, but for what no XML can hold."""
    width = max((len(row) for row in rows), default=0)
    table_rows = [["Head"] * width, *([*row, *[""] * (width - len(row))] for row in rows)] if rows else []
    draft = _with_cells(blocks, table_rows)
    out = writer.write(report_of(draft, [block.span for block in draft.blocks]))
    again = read(out, "d.docx")
    unfit = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    assert [again[block.span] for block in again.blocks] == [unfit.sub("\ufffd", draft[block.span]) for block in draft.blocks]
    assert [ours(out)[number][0] for number in range(len(draft.blocks))] == [again[block.span] for block in again.blocks]
    assert_sound(out)


def _with_cells(blocks: Sequence[tuple[BlockKind, str]], rows: Sequence[Sequence[str]]) -> Document:
    whole = reports.document("d.txt", "text/plain", [(kind, "line 1", text) for kind, text in blocks], [])
    text, found = whole.text, list(whole.blocks)
    for number, row in enumerate(rows, 1):
        for column, words in enumerate(row, 1):
            if words:
                text += "\n"
                span = Span(len(text), len(text) + len(words))
                found.append(Block(span, BlockKind.CELL, "row", Cell(1, number, column)))
                text += words
    return Document(text, tuple(found), "d.txt", "text/plain", reports.digest(text))


# --- any file, any words ---------------------------------------------------------------------------------------------------------

TEXT = st.text(st.sampled_from("ab 1.“é\u00a0של"), min_size=1, max_size=6)
CHANGED = 'w:id="90" w:author="Oona"'


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("".join)
    return st.one_of(
        several,
        several.map(lambda runs: f"<w:ins {CHANGED}>{runs}</w:ins>"),
        several.map(lambda runs: f'<w:hyperlink w:anchor="x">{runs}</w:hyperlink>'),
        several.map(lambda runs: f"<w:sdt><w:sdtContent>{runs}</w:sdtContent></w:sdt>"),
        several.map(lambda runs: f'<w:fldSimple w:instr="PAGE">{runs}</w:fldSimple>'),
    )


RUNS = st.one_of(
    TEXT.map(t),
    st.tuples(TEXT, TEXT).map(lambda two: f"<w:r><w:rPr><w:b/></w:rPr><w:t>{two[0]}</w:t><w:tab/><w:t>{two[1]}</w:t><w:br/></w:r>"),
    TEXT.map(lambda text: f'<w:r><w:t xml:space="preserve">{text}</w:t><w:footnoteReference w:id="1"/><w:t>{text}</w:t></w:r>'),
    TEXT.map(lambda text: f"<w:del {CHANGED}>{t(text, 'delText')}</w:del>"),
    TEXT.map(lambda text: f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>"),
    TEXT.map(lambda text: field("X", t(text))),
    st.just('<w:bookmarkStart w:id="91" w:name="b"/><w:bookmarkEnd w:id="91"/>'),
    st.just('<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>'),
)  # fmt: skip
INLINE = st.lists(_wrapped(_wrapped(RUNS)), max_size=4).map("".join)
MARK = st.sampled_from(["", "", "", f"<w:rPr><w:del {CHANGED}/></w:rPr>"])
PARAGRAPH = st.tuples(INLINE, MARK).map(lambda two: p(two[0] or "<w:r/>", properties=two[1]))
ROWS = st.lists(st.lists(PARAGRAPH, min_size=1, max_size=2), min_size=1, max_size=2)
BODY = st.lists(st.one_of(PARAGRAPH, ROWS.map(lambda rows: table(*rows))), max_size=5).map(lambda blocks: "".join(blocks) + p("End."))
NOTES = '<w:footnote w:id="1"><w:p><w:r><w:t>A note of 12.</w:t></w:r></w:p></w:footnote>'


def _spans(draw: st.DataObject, draft: Document, most: int) -> list[Span]:
    ends = st.integers(0, len(draft.text))
    pairs = draw.draw(st.lists(st.tuples(ends, ends), max_size=most))
    return [Span(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


@QUICK
@given(BODY, st.data())
def test_comments_never_change_the_text(body: str, data: st.DataObject) -> None:
    """Whatever stands in a file and whatever is commented, the text is what it was, comments on words of one block lie on all of them, and
    a second run changes no byte."""
    file = docx(body, NOTES)
    draft = read(file, "d.docx")
    spans = _spans(data, draft, 5)
    report = report_of(draft, spans)
    out = writer.into(report, file)
    again = read(out, "d.docx")
    assert (again.text, again.blocks, again.pointers) == (draft.text, draft.blocks, draft.pointers)
    assert writer.into(replace(report, draft=again), out) == out
    found = ours(out) if spans else {}
    for number, span in enumerate(spans):
        if "oMath" not in body and any(span in block.span and "note" not in block.where for block in draft.blocks):
            assert found[number][0] == draft[span]


# --- tracked changes -------------------------------------------------------------------------------------------------------------


def applied(text: str, edits: Sequence[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def assert_tracked(file: bytes, draft: Document, edits: Sequence[Edit]) -> bytes:
    out = redline.tracked(open_docx(file, draft.name), draft, edits)
    assert read(out, draft.name).text == applied(draft.text, edits)
    assert read(rejected(out), draft.name).text == draft.text
    return out


NEW = st.one_of(TEXT, st.just(""), st.sampled_from(["x\ny\tz", "new\n\npart", "a b 1.", "\n\nend", "x\n\n"]))


@QUICK
@given(BODY, st.data())
def test_changes_read_as_the_edits_made_and_reject_to_the_draft(body: str, data: st.DataObject) -> None:
    """Where the edits can be made, the file reads as the text with them made, and with them rejected it reads as the draft."""
    file = docx(body, NOTES)
    draft = read(file, "d.docx")
    edits: list[Edit] = []
    for span in sorted(_spans(data, draft, 4)):
        if not edits or edits[-1].span.end <= span.start:
            edits.append(Edit(span, data.draw(NEW)))
    can = redline.possible(open_docx(file, draft.name), draft, edits)
    kept = [edit for edit, possible in zip(edits, can, strict=True) if possible]
    if kept:
        assert_tracked(file, draft, kept)


@pytest.mark.parametrize("name", CODED)
def test_words_of_a_manuscript_are_changed(name: str) -> None:
    """Words in paragraphs, tables, notes, links, fields and boxes become others as tracked changes, formatting kept."""
    file = manuscript(name)
    draft = read(file, f"{name}.docx")
    edits = [Edit(span, draft[span][::-1] + "X") for span in some_words(draft, 150 if name == "long" else 3)]
    can = redline.possible(open_docx(file, draft.name), draft, edits)
    kept = [edit for edit, possible in zip(edits, can, strict=True) if possible]
    assert [draft[edit.span] for edit in edits if edit not in kept] == (["2031"] if name == "fields" else [])  # a form's field
    out = assert_tracked(file, draft, kept)
    assert_sound(out)


def test_formatting_is_kept() -> None:
    """New words look as those they stand for, and words that stay keep their runs."""
    file = docx(p(t("Said "), run("Ilva Ormsted", "<w:b/>"), run(", chair", "<w:i/>")))
    draft = read(file, "d.docx")
    edits = [Edit(reports.find(draft.text, "Ilva Ormsted, chair"), "Ilva Ormstad, chair")]
    xml = parts(assert_tracked(file, draft, edits))["word/document.xml"].decode()
    assert re.search(r'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Ilva </w:t></w:r><w:del ', xml)
    assert '<w:rPr><w:b/></w:rPr><w:delText xml:space="preserve">Ormsted</w:delText>' in xml
    assert re.search(r'<w:ins [^>]*w:author="presscheck"[^>]*><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Ormstad</w:t>', xml)


def test_a_link_takes_in_its_own_words_only() -> None:
    """Words that replace those of a link are in it; a mark after it is not, nor is one after a field."""
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + t("p. 7")
    file = docx(
        p("See ", f'<w:hyperlink w:anchor="x">{t("the page")}</w:hyperlink>', " on ", f'{field}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )
    draft = read(file, "d.docx")
    page, last = reports.find(draft.text, "page"), reports.find(draft.text, "7")
    xml = parts(assert_tracked(file, draft, [Edit(page, "leaf [1]"), Edit(last, "7 [2]")]))["word/document.xml"].decode()
    link, _, after = xml.partition("</w:hyperlink>")
    assert "leaf [1]" in link
    assert after.index('"end"') < after.index(" [2]")


def test_new_paragraphs_are_insertions() -> None:
    """Paragraphs come before the first or after the last, each with its end marked as inserted; a heading's look is not theirs."""
    file = docx(p("Title", properties='<w:outlineLvl w:val="0"/>') + p("It sank.", properties='<w:jc w:val="both"/>'))
    draft = read(file, "d.docx")
    end = Span(len(draft.text) - 1, len(draft.text))
    out = assert_tracked(file, draft, [Edit(Span(0, 1), "Note: war.\n\nT"), Edit(end, ". [1]\n\nSources:\n\n[1] Log")])
    kinds = [(block.kind, read(out, "d.docx")[block.span]) for block in read(out, "d.docx").blocks]
    assert kinds == [
        (BlockKind.PARAGRAPH, "Note: war."),
        (BlockKind.HEADING, "Title"),
        (BlockKind.PARAGRAPH, "It sank. [1]"),
        (BlockKind.PARAGRAPH, "Sources:"),
        (BlockKind.PARAGRAPH, "[1] Log"),
    ]
    assert [p_.find("{*}pPr/{*}jc") is not None for p_ in tree(out, "word/document.xml").iter("{*}p")] == [False, False, True, True, True]


def test_what_we_put_in_and_nobody_accepted_is_simply_changed() -> None:
    """A second correction of a word that we inserted replaces it: no deletion of what never stood there."""
    file = docx(p("It sank in 2016."))
    draft = read(file, "d.docx")
    once = assert_tracked(file, draft, [Edit(reports.find(draft.text, "2016"), "2019")])
    draft = read(once, "d.docx")
    twice = redline.tracked(open_docx(once, "d.docx"), draft, [Edit(reports.find(draft.text, "2019"), "2022")])
    assert read(twice, "d.docx").text == "It sank in 2022."
    assert b"2019" not in parts(twice)["word/document.xml"]
    assert read(rejected(twice), "d.docx").text == "It sank in 2016."


@pytest.mark.parametrize(
    ("body", "words", "new"),
    [
        (p("<m:oMath><m:r><m:t>x = 12</m:t></m:r></m:oMath>"), "12", "13"),
        (table(["one", "two"]), "one | two", "three"),
        (table(["one", "two"]), "two", "two\n\nthree"),
        (p("one two"), "two", ""),
        (p("one two three"), "two", "two\n\nparts"),
        (p("one"), "one", " "),
        (p("one") + table(["x"]) + p("two"), "one\n\nx\n\ntwo", "three"),
    ],
)
def test_what_cannot_be_a_tracked_change_is_said(body: str, words: str, new: str) -> None:
    """No change is made in a formula, across cells, or so that a paragraph is cut in two or left empty; only the plain one can be."""
    file = docx(body)
    draft = read(file, "d.docx")
    edit = Edit(reports.find(draft.text, words), new)
    can = redline.possible(open_docx(file, "d.docx"), draft, [edit])
    assert can == [body == p("one two")]
    if not can[0]:
        with pytest.raises(ValueError, match="no tracked change"):
            redline.tracked(open_docx(file, "d.docx"), draft, [edit])


def test_two_hundred_pages_take_seconds() -> None:
    """A book's length with a thousand comments is written in seconds."""
    import time

    data = manuscript("long")
    draft = read(data, "long.docx")
    spans = random.Random(7).sample(some_words(draft, 1), 1000)
    began = time.monotonic()
    out = writer.into(report_of(draft, spans), data)
    assert time.monotonic() - began < 10
    assert_exact(out, draft, spans)


def test_every_manuscript_is_sound_before() -> None:
    """The proof itself passes the files as their makers wrote them, and fails one whose comment has no reference."""
    for data in files().values():
        assert_sound(data)
    broken = with_part(
        manuscript("comments"),
        "word/document.xml",
        parts(manuscript("comments"))["word/document.xml"].replace(b'commentReference w:id="3"', b'commentReference w:id="33"'),
    )
    with pytest.raises(AssertionError):
        assert_sound(broken)


@pytest.mark.parametrize("name", CODED)
def test_the_schema_has_nothing_against_it(name: str, tmp_path: Path) -> None:
    """By the schema of the Open XML SDK, comments and changes bring no fault into a file."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed here")
    draft = read(manuscript(name), f"{name}.docx")
    spans = some_words(draft, 300 if name == "long" else 3)
    edits = [Edit(span, f"{draft[span]}\tx") for span in spans]
    can = redline.possible(open_docx(manuscript(name), draft.name), draft, edits)
    kept = [edit for edit, possible in zip(edits, can, strict=True) if possible]
    changed = redline.tracked(open_docx(manuscript(name), draft.name), draft, kept)
    both = writer.into(report_of(read(changed, draft.name), some_words(read(changed, draft.name), 300 if name == "long" else 4)), changed)
    faults = []
    for data in (manuscript(name), both):
        (tmp_path / "d.docx").write_bytes(data)
        found = audit.OpenXmlValidator().validate(str(tmp_path / "d.docx")).errors
        faults.append({(fault.part_uri, fault.description) for fault in found})
    assert faults[1] <= faults[0]
