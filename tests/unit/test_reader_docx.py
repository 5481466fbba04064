"""Word documents are read as Word shows them with all changes accepted."""

import io
import zipfile

import pytest
from docx import Document as WordDocument

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers.docx import read
from presscheck.split import split
from word import SPACES, W, docx, p, t, table, zipped


def lawfully(data: bytes) -> Document:
    document = read(data, "court.docx")
    assert_lawful(document)
    return document


def blocks(body: str, **parts: str) -> list[str]:
    document = lawfully(docx(body, **parts))  # type: ignore[arg-type]
    return [document[block.span] for block in document.blocks]


def field(instruction: str, result: str, code: str = "") -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{t(instruction, 'instrText')}{code}{separate}{t(result)}{end}"


def symbol(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


BOX = f"<wps:txbx><w:txbxContent>{p('In a box')}</w:txbxContent></wps:txbx>"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (t(" a  b ") + t("c"), " a  b c"),
        ("<w:r><w:t>  trimmed\t</w:t></w:r>" + t("!"), "trimmed!"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a\tb\nc\nd"),
        ("<w:r><w:t>pro</w:t><w:noBreakHyphen/><w:t>state</w:t><w:softHyphen/><w:t>s</w:t></w:r>", "pro\u2011state\u00ads"),
        (symbol("Symbol", "F0B3") + symbol("Wingdings", "F0FC") + symbol("Any", "20AC") + symbol("Any", "D800"), "≥✓€"),
        (f'{t("13")}<w:del w:id="1">{t("14", "delText")}</w:del><w:ins w:id="2">{t(" dead")}</w:ins>', "13 dead"),
        (f"<w:moveFrom>{t('gone')}</w:moveFrom><w:moveTo>{t('come')}</w:moveTo>", "come"),
        (f"{t('on ')}{field(' DATE ', '5 May')}", "on 5 May"),
        (f"{t('a')}{field('IF', 'yes', code=field('PAGE', '7') + t(' = 7'))}", "ayes"),
        (f'<w:fldSimple w:instr="PAGE">{t("7")}</w:fldSimple>', "7"),
        (f"<w:hyperlink w:anchor='x'>{t('a')}</w:hyperlink><w:smartTag>{t('b')}</w:smartTag>", "ab"),
        (f"<w:sdt><w:sdtPr>{t('z')}</w:sdtPr><w:sdtContent>{t('c')}</w:sdtContent></w:sdt>", "c"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r>", "shown"),
        (f"<w:ruby><w:rt>{t('ruby')}</w:rt><w:rubyBase>{t('base')}</w:rubyBase></w:ruby>", "base"),
        ("<m:oMath><m:r><m:t>x = 2</m:t></m:r></m:oMath>", "x = 2"),
        (t("e\u0301\u00a0\u200b“q”"), "e\u0301\u00a0\u200b“q”"),
    ],
)
def test_the_text_of_a_paragraph(runs: str, shown: str) -> None:
    """A paragraph's block holds exactly what Word shows: breaks, symbols, results of fields and insertions, not what is deleted."""
    assert blocks(f"<w:p>{runs}</w:p>") == [shown]


def test_paragraphs_join_where_their_mark_is_deleted() -> None:
    """A deleted paragraph mark makes one paragraph of two, and a paragraph deleted whole is gone."""
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    whole = p(f"<w:del>{t('All', 'delText')}</w:del>", properties=deleted)
    body = p("He said no, ", properties=deleted) + p("and left.") + whole + p("End.")
    assert blocks(body) == ["He said no, and left.", "End."]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    """Of the two copies of a text box, for new Word and for old, one is read, as paragraphs of its own."""
    choice = f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback><v:x>{BOX}</v:x></mc:Fallback>"
    run = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    document = lawfully(docx(p("Before ", run, "after") + p("Next")))
    assert [(document[b.span], b.where) for b in document.blocks] == [
        ("Before after", "para. 1"),
        ("In a box", "text box 1"),
        ("Next", "para. 2"),
    ]


def test_tables_have_cells() -> None:
    """Cells are addressed by row and column name; merged cells keep their neighbours in their columns; tables nest."""
    wide = f"<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p('Votes')}"
    inner = p("see") + table(["x", "1"], ["y", "2"]) + p("")
    body = table(["Party", wide], ["Reed", "12", "7"], [f"<w:tcPr><w:vMerge/></w:tcPr>{p('')}", inner, p("a") + p("b")])
    document = lawfully(docx(p("Result") + body + p("End")))
    assert document.text == "Result\n\nParty | Votes\nReed | 12 | 7\nsee\nx | 1\ny | 2\n | a\nb\n\nEnd"
    found = {document[b.span]: (b.where, b.cell) for b in document.blocks if b.cell}
    assert found["7"] == ("row 2, column 3", Cell(1, 2, 3))
    assert found["see"] == ("row 3, Votes", Cell(1, 3, 2))
    assert found["2"] == ("table 2, row 2, column 2", Cell(2, 2, 2))
    assert found["b"] == ("row 3, column 3", Cell(1, 3, 3))


@pytest.mark.parametrize(
    "rows",
    [
        [["Slug", "ferry"], ["Story", "".join(p(f"The ferry ran aground on {day} March. {'It was calm. ' * 6}") for day in (13, 14))]],
        [["Slug", "ferry"], ["Story", "The ferry ran aground on 14 March, and nobody drowned. " * 24]],
        [[p("What happened", properties='<w:outlineLvl w:val="0"/>') + p("She ran aground on 14 March. Nobody drowned.")]],
    ],
)
def test_a_table_that_lays_out_the_page_is_running_text(rows: list[list[str]]) -> None:
    """A story in a newsroom's form, or a fact box of one cell, is paragraphs: every sentence of it is one, not a row read across."""
    document = lawfully(docx(table(*rows) + p("End of it.")))
    assert not [block for block in document.blocks if block.cell]
    assert {block.where.split()[0] for block in document.blocks} <= {"para.", "heading"}
    assert " | " not in document.text
    assert len(split(document)) >= len(document.blocks) + 1


def test_deleted_rows_are_gone() -> None:
    """A row of a table that a tracked change deletes is not read."""
    row = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{p('old')}</w:tc></w:tr>"
    assert blocks(table(["new"]).replace("<w:tbl>", f"<w:tbl>{row}")) == ["new"]


def test_footnotes_follow_the_text_and_their_references_point() -> None:
    """A note is a block after the text, numbered by its first reference; the word before the reference carries it."""
    notes = f'<w:footnote w:id="0" w:type="separator">{p("---")}</w:footnote><w:footnote w:id="7">{p("Court file,", " p. 14")}</w:footnote>'
    notes += f'<w:footnote w:id="8">{p("First.")}{p("Second.")}</w:footnote><w:footnote w:id="9">{p("Never referred to.")}</w:footnote>'
    eighth, seventh = (f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in (8, 7))
    body = p("They wrote 17 letters", eighth, " in a year.", seventh)
    document = lawfully(docx(body, notes))
    assert [(document[b.span], b.where, b.kind) for b in document.blocks[1:]] == [
        ("First.", "footnote 1", BlockKind.FOOTNOTE),
        ("Second.", "footnote 1", BlockKind.FOOTNOTE),
        ("Court file, p. 14", "footnote 2", BlockKind.FOOTNOTE),
    ]
    assert [(document[n.span], n.target) for n in document.pointers] == [("letters", "First. Second."), ("year.", "Court file, p. 14")]


def test_comments_point_and_are_no_text() -> None:
    """A comment lies on its words, across paragraphs too; without words, on the word before it."""
    comments = "".join(f'<w:comment w:id="{n}">{p(f"exhibit-b.pdf, tab {n}")}</w:comment>' for n in (1, 2, 3))
    start = [f'<w:commentRangeStart w:id="{n}"/>' for n in range(4)]
    end = [f'<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(4)]
    body = p("They wrote ", start[1], "17 letters", end[1], ".") + p(start[2]) + p("One") + p("Two", end[2], " three", end[3])
    document = lawfully(docx(body, comments=comments))
    assert document.text == "They wrote 17 letters.\n\nOne\n\nTwo three"
    assert [(document[n.span], n.target) for n in document.pointers] == [
        ("17 letters", "exhibit-b.pdf, tab 1"),
        ("One\n\nTwo", "exhibit-b.pdf, tab 2"),
        ("three", "exhibit-b.pdf, tab 3"),
    ]


def test_links_point_to_their_address() -> None:
    """A hyperlink points from its words, whether it is an element or a field."""
    page = field(' HYPERLINK "https://tide.example/b" ', "the page")
    body = p("See ", f'<w:hyperlink r:id="a">{t("the file")}</w:hyperlink>', " or ", page)
    document = lawfully(docx(body, links={"a": "court.pdf#page=3"}))
    assert [(document[n.span], n.target, n.locus) for n in document.pointers] == [
        ("the file", "court.pdf", "page=3"),
        ("the page", "https://tide.example/b", ""),
    ]


def test_kinds_come_from_styles_and_properties() -> None:
    """Headings, items and quotations are told by style name, inherited styles, outline level and numbering."""
    styles = (
        '<w:style w:styleId="Ueberschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Crosshead"><w:name w:val="Crosshead"/><w:basedOn w:val="Ueberschrift1"/></w:style>'
        '<w:style w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>'
        '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    )
    properties = {
        "heading": ['<w:pStyle w:val="Ueberschrift1"/>', '<w:pStyle w:val="Crosshead"/>', '<w:outlineLvl w:val="2"/>'],
        "item": ['<w:numPr><w:numId w:val="3"/></w:numPr>'],
        "quoted": ['<w:pStyle w:val="Zitat"/>'],
        "paragraph": ['<w:pStyle w:val="Ring"/>', '<w:numPr><w:numId w:val="0"/></w:numPr>', '<w:outlineLvl w:val="9"/>', ""],
    }
    for kind, several in properties.items():
        for one in several:
            assert lawfully(docx(p("Words", properties=one), styles=styles)).blocks[0].kind == kind


def test_a_file_of_python_docx_is_read_alike() -> None:
    """Another program's paragraphs have the same text here."""
    word, packed = WordDocument(), io.BytesIO()
    for text in ("Tug refused", " two  spaces\tand a tab\nand a break ", "“Zoë”", ""):
        word.add_paragraph(text)
    word.save(packed)
    document = lawfully(packed.getvalue())
    assert [document[b.span] for b in document.blocks] == [paragraph.text for paragraph in word.paragraphs if paragraph.text]


def test_strict_files_are_read() -> None:
    """A file saved as Strict Open XML has the same words under other names."""
    with zipfile.ZipFile(io.BytesIO(docx(p("Words")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert lawfully(zipped(parts)).text == "Words"


def message(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(data, "court.docx")
    return str(caught.value)


def test_damaged_files_have_a_message() -> None:
    """A file cut short, without its main part, with broken XML or with a thousand nested elements says so and what to do."""
    whole = docx(p("Words"))
    assert "damaged or cut short" in message(whole[:300])
    assert "damaged or cut short" in message(b"")
    assert message(zipped({"a.txt": "x"})).startswith("court.docx: there is no Word document in this file. Open it in Word")
    assert "damaged" in message(docx("<w:p>"))
    assert "damaged" in message(docx("<w:sdt><w:sdtContent>" * 500 + "</w:sdtContent></w:sdt>" * 500))


def test_bombs_are_defused() -> None:
    """Entities are not expanded, and a file that unpacks to hundreds of megabytes is refused before it does."""
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = f"{entities}<w:document {SPACES}><w:body>{p('Words')}<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    assert lawfully(zipped({"word/document.xml": bomb})).text == "Words"
    assert "more than 48 MB when it is unpacked" in message(docx(f"{p('x')}<!--{' ' * (100 << 20)}-->"))


def test_a_locked_part_is_told() -> None:
    """An archive encrypted by a ZIP program names the password as the reason."""
    data = bytearray(docx(p("Words")))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert "protected with a password" in message(bytes(data))
