"""The readers of drafts: the law of offsets holds, what was written is what is read, and no bytes bring anything down."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence

from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import samples
import word
from laws import assert_lawful
from presscheck import parts
from presscheck.assembly import lawful
from presscheck.errors import UnreadableError
from presscheck.intake import read
from presscheck.model import BlockKind, Document

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
PLAIN_MARKS, MARKDOWN_MARKS = "-=_*+~#:.", "#>*-+=_`~:.)0123456789"

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
# What XML and HTML can carry; among it decomposed accents, no-break and zero-width spaces, emoji, right-to-left text
ODD = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzäéß’", min_size=1, max_size=9), min_size=3, max_size=40).map(" ".join)
SENTENCE = WORDS.map(lambda words: f"The {words}.")
MARKUP = st.lists(
    st.sampled_from(
        [
            *("# ", "## ", "> ", "- ", "* ", "1. ", "    ", "\t", "\n", "\n\n", "word ", "Two words.", "---\n", "===\n", "```", "`", "**"),
            *("[^1]", "[^1]: ", "[a](b)", "[a]: c", "<div>", "<!-- x -->", "\\", "  \n", "\u00a0", "\u2028", "\x0b", "é", "+++\n"),
            *("a: b\n", "[00:01:10] ", "1/2/2024 ", "| ", " | ", "|", "|---|---|\n", "\\|"),
        ]
    ),
    max_size=40,
).map("".join)
TAGS = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div>", "<div class=ad>", "</div>", "<table>", "<tr>", "<td>", "<td rowspan=2>", "<th>", "</table>", "<li>"),
            *("<ul>", "<br>", "<pre>", "</pre>", "<a href=x#y>", "</a>", "<b>", "</b>", "word ", " ", "\n", "\u00a0", "é", "<h1>", "</h1>"),
            *("<blockquote>", "<q>", "<article>", "<main>", "</main>", "<nav>", "</nav>", "<!-- x -->", "&amp;", "&#13;", "&#xD800;", "\0"),
            *("<script>", "</script>", "<caption>", "<header>", "<footer>", "<form>", "<title>", "<span hidden>", "<dt>", "<aside>"),
            *("\u200b", "<svg>", "<select>", "<?x", "<![CDATA["),
        ]
    ),
    max_size=40,
).map("".join)


def lawfully(reader: str, data: bytes, marks: str = "") -> Document:
    document = parts.load("readers", reader).read(data, "draft")
    assert_lawful(document, marks)
    for pointer in document.pointers:
        assert pointer.span.end <= len(document.text), "what an author notes lies in the text"
    return document


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [document[block.span] for block in document.blocks if not kinds or block.kind in kinds]


@QUICK
@given(ANY | MARKUP)
def test_text_files_are_their_own_text(text: str) -> None:
    """Of a text or Markdown file, not a character is changed, lost or left outside a block, but for marks and white space."""
    wanted = lawful(text.removeprefix("\ufeff"))
    for reader, marks in (("plain", PLAIN_MARKS), ("markdown", MARKDOWN_MARKS)):
        assert lawfully(reader, text.encode(), marks).text == wanted


@QUICK
@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_paragraphs_of_text_are_blocks_in_order(paragraphs: list[str]) -> None:
    """Sentences between blank lines come back as one block each, in order, in a text file and in Markdown."""
    data = "\n\n".join(paragraphs).encode()
    assert texts(lawfully("plain", data)) == texts(lawfully("markdown", data)) == paragraphs


@QUICK
@given(st.lists(ODD, max_size=6), st.data())
def test_paragraphs_of_a_page_are_what_the_browser_shows(paragraphs: list[str], data: st.DataObject) -> None:
    """A page's paragraphs come back in order, their white space collapsed, nothing else changed, whatever inline marks are in them."""
    marked = []
    for paragraph in paragraphs:
        cut = data.draw(st.integers(0, len(paragraph)))
        inline = data.draw(st.sampled_from(["<b>", "<i></i>", "<a href='x'>", "<!-- c -->", "<wbr>", "<span>"]))
        marked.append(f"<p>\n {html.escape(paragraph[:cut])}{inline}{html.escape(paragraph[cut:])} </p>")
    shown = [re.sub("[ \t\n\r\f]+", " ", paragraph).strip(" ") for paragraph in paragraphs]
    document = lawfully("html", f"<meta charset=utf-8>{''.join(marked)}".encode())
    assert texts(document) == [text for text in shown if text.strip()]


@QUICK
@given(TAGS)
def test_a_soup_of_tags_is_lawful(page: str) -> None:
    """However the tags of a page are tangled, the law of offsets holds."""
    lawfully("html", page.encode())


@QUICK
@given(st.lists(st.lists(ODD, min_size=2, max_size=3), min_size=1, max_size=4))
def test_cells_of_a_table_keep_their_place(rows: list[list[str]]) -> None:
    """In a page and in a Word document, a table's cells have their text and stand in their row and column."""
    cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    page = lawfully("html", f"<meta charset=utf-8><table>{cells}</table>".encode())
    file = lawfully("docx", word.docx(word.table(*[[word.p(word.t(cell)) for cell in row] for row in rows])))
    wanted = {(row, column): cell for row, line in enumerate(rows, 1) for column, cell in enumerate(line, 1) if cell.strip()}
    assert {(block.cell.row, block.cell.column): file[block.span] for block in file.blocks if block.cell} == wanted
    collapsed = {place: re.sub("[ \t\n\r\f]+", " ", cell).strip(" ") for place, cell in wanted.items()}
    assert {(block.cell.row, block.cell.column): page[block.span] for block in page.blocks if block.cell} == collapsed


# A piece of a Word paragraph: its XML, and what Word shows of it
FIELD = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
BOX = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
PIECE = st.one_of(
    ODD.map(lambda text: (word.t(text), text)),
    st.sampled_from(
        [
            ("<w:r><w:tab/></w:r>", "\t"),
            ("<w:r><w:br/></w:r>", "\n"),
            ("<w:r><w:cr/></w:r>", "\n"),
            ("<w:r><w:noBreakHyphen/></w:r>", "\u2011"),
            ("<w:r><w:softHyphen/></w:r>", "\u00ad"),
            ("<w:r><w:lastRenderedPageBreak/></w:r><w:bookmarkStart w:id='1'/><w:proofErr/>", ""),
            ('<w:commentRangeStart w:id="1"/>', ""),
            ('<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', ""),
            ('<w:r><w:footnoteReference w:id="2"/></w:r>', ""),
        ]
    ),
    ODD.map(lambda text: (f"<w:del>{word.t(text, 'delText')}</w:del><w:moveFrom>{word.t(text)}</w:moveFrom>", "")),
    ODD.map(lambda text: (f"<w:ins>{word.t(text)}</w:ins>", text)),
    ODD.map(lambda text: (f"{FIELD[0]}{word.t(text, 'instrText')}{FIELD[1]}{word.t(text)}{FIELD[2]}", text)),
    ODD.map(lambda text: (f"<w:hyperlink><w:sdt><w:sdtContent>{word.t(text)}</w:sdtContent></w:sdt></w:hyperlink>", text)),
    ODD.map(lambda text: (f"<w:r>{BOX.format(f'<w:txbxContent>{word.p(word.t(text))}</w:txbxContent>')}</w:r>", "\0" + text)),
)


@QUICK
@given(st.lists(st.lists(PIECE, max_size=6), max_size=5), ODD)
def test_paragraphs_of_word_are_their_exact_text(paragraphs: Sequence[Sequence[tuple[str, str]]], note: str) -> None:
    """Tabs, breaks, fields, notes, text boxes and tracked changes in any mixture: a block's text is its paragraph's text, in order."""
    wanted = []
    for pieces in paragraphs:
        wanted.append("".join(shown for _, shown in pieces if not shown.startswith("\0")))
        wanted += [shown[1:] for _, shown in pieces if shown.startswith("\0")]
    referred = any("footnoteReference" in xml for pieces in paragraphs for xml, _ in pieces)
    body = "".join(f"<w:p>{''.join(xml for xml, _ in pieces)}</w:p>" for pieces in paragraphs)
    footnote, comment = (f'<w:{kind} w:id="{n}">{word.p(word.t(note))}</w:{kind}>' for n, kind in ((2, "footnote"), (1, "comment")))
    document = lawfully("docx", word.docx(body, footnote, comment))
    assert texts(document, BlockKind.PARAGRAPH) == [text for text in wanted if text.strip()]
    assert texts(document, BlockKind.FOOTNOTE) == ([note] if referred and note.strip() else [])


@settings(QUICK, max_examples=20)
@given(st.lists(ODD, max_size=4), st.lists(st.lists(ODD, min_size=2, max_size=2), max_size=3))
def test_another_programs_paragraphs_have_the_same_text_here(paragraphs: list[str], rows: list[list[str]]) -> None:
    """A file that python-docx wrote has, block for block, the text that python-docx reads in it."""
    written, packed = WordDocument(), io.BytesIO()
    for paragraph in paragraphs:
        written.add_paragraph(paragraph)
    table = written.add_table(len(rows), 2)
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            table.cell(row, column).text = cell
    written.save(packed)
    document = lawfully("docx", packed.getvalue())
    assert texts(document, BlockKind.PARAGRAPH) == [paragraph.text for paragraph in written.paragraphs if paragraph.text.strip()]
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert texts(document, BlockKind.CELL) == [text for text in cells if text.strip()]


SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf", ".vtt", ".srt", ".eml", ".csv", ".xlsx", ".doc", "")
WHOLE = {suffix: samples.sample(suffix) for suffix in (".txt", ".md", ".html", ".docx")}


@QUICK
@given(st.binary(max_size=200) | ANY.map(str.encode) | TAGS.map(str.encode), st.sampled_from(SUFFIXES))
def test_any_bytes_are_a_document_or_a_message(data: bytes, suffix: str) -> None:
    """Whatever the bytes and whatever they are called, the answer is a Document that obeys the law, or an error meant for people."""
    _read_or_tell(data, f"draft{suffix}")


@QUICK
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_broken_files_are_a_document_or_a_message(suffix: str, data: st.DataObject) -> None:
    """A valid file cut short or with bytes changed is read or refused in words."""
    broken = bytearray(WHOLE[suffix][: data.draw(st.integers(1, len(WHOLE[suffix])))])
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), max_size=8)):
        broken[at] = data.draw(st.integers(0, 255))
    _read_or_tell(bytes(broken), f"draft{suffix}")


def _read_or_tell(data: bytes, name: str) -> None:
    try:
        document = read(data, name)
    except UnreadableError as refused:
        assert str(refused).startswith(f"{name}: ")
        assert str(refused).endswith(".")
    else:
        assert document.text.strip()
        document.text.encode("utf-8")
        assert_lawful(document, PLAIN_MARKS + MARKDOWN_MARKS)
