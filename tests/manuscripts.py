"""Word files as newsrooms have them, made by code: whole packages with notes, comments, changes, fields, text boxes and more."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from xml.sax.saxutils import escape

from soffice import converted
from word import p, t, zipped

SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = {  # of parts: relation, content type
    "styles": (f"{OFFICE}/styles", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"),
    "footnotes": (f"{OFFICE}/footnotes", "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"),
    "endnotes": (f"{OFFICE}/endnotes", "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"),
    "comments": (f"{OFFICE}/comments", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"),
    "commentsExtended": (
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
    ),
}
ROOTS = {"commentsExtended": "w15:commentsEx"}
BY = 'w:author="Oona Tressider" w:date="2031-03-14T09:00:00Z"'


def style(kind: str, identity: str, name: str, rest: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/>{rest}</w:style>'


STYLES = "".join(
    (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        style(
            "paragraph", "Heading1", "heading 1", '<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'
        ),
        style("paragraph", "FootnoteText", "footnote text", '<w:basedOn w:val="Normal"/>'),
        style("character", "FootnoteReference", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
        style("character", "CommentReference", "annotation reference", '<w:rPr><w:sz w:val="16"/></w:rPr>'),
        style("paragraph", "CommentText", "annotation text", '<w:basedOn w:val="Normal"/>'),
        style("character", "Hyperlink", "Hyperlink", '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'),
    )
)


def package(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A whole file: `parts` are the XML inside each part beside the body, by the names of `KINDS`."""
    held = {"styles": STYLES, **parts}
    overrides = [f'<Override PartName="/word/{kind}.xml" ContentType="{KINDS[kind][1]}"/>' for kind in held] + [
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    ]
    relations = [f'<Relationship Id="rId{n}" Type="{KINDS[kind][0]}" Target="{kind}.xml"/>' for n, kind in enumerate(held, 1)]
    relations += [
        f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for name, address in (links or {}).items()
    ]
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    roots = {kind: ROOTS.get(kind, f"w:{kind}") for kind in held}
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    ends = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return zipped(
        {
            "[Content_Types].xml": head
            + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>',
            "_rels/.rels": f'{head}<Relationships {space}><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f"{head}<Relationships {space}>{''.join(relations)}</Relationships>",
            "word/document.xml": f'{head}<w:document {SPACES} mc:Ignorable="w14 w15"><w:body>{body}{ends}</w:body></w:document>',
            **{
                f"word/{kind}.xml": f'{head}<{roots[kind]} {SPACES} mc:Ignorable="w14 w15">{xml}</{roots[kind]}>'
                for kind, xml in held.items()
            },
        }
    )


def run(text: str, properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def heading(text: str) -> str:
    return p(text, properties='<w:pStyle w:val="Heading1"/>')


def field(code: str, *shown: str) -> str:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{t(code, 'instrText')}{separate}{''.join(shown)}{end}"


def reference(kind: str, number: int) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def note(kind: str, number: int, *text: str) -> str:
    own = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:{kind}Ref/></w:r>'
    first, *rest = text
    return f'<w:{kind} w:id="{number}">{p(own, " ", first)}{"".join(p(words) for words in rest)}</w:{kind}>'


def separators(kind: str) -> str:
    return (
        f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
    )


def on(number: int, *runs: str) -> str:
    """Runs that a comment is on."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{"".join(runs)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )


def said(number: int, author: str, text: str, paragraph: str) -> str:
    words = f'<w:p w14:paraId="{paragraph}"><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{t(text)}</w:p>'
    return f'<w:comment w:id="{number}" w:author="{author}" w:date="2031-03-14T09:00:00Z" w:initials="OT">{words}</w:comment>'


LEAD = "The ferry Marrow Lass ran aground off Port Merrow on 14 March with 212 passengers aboard, an inquiry heard on Tuesday."


def comments() -> bytes:
    """People's comments, one of them answered, across runs of their own formatting."""
    body = heading("Ferry aground") + p(on(3, t("The ferry "), run("Marrow Lass", "<w:i/>")), " ran aground with ", on(4, on(5, t("212"))))
    return package(
        body + p(LEAD),
        comments=said(3, "Idris Falconer", "letters.pdf, p. 14", "00000001")
        + said(4, "Oona Tressider", "Who counted?", "00000002")
        + said(5, "Idris Falconer", "The purser.", "00000003"),
        commentsExtended='<w15:commentEx w15:paraId="00000001" w15:done="0"/><w15:commentEx w15:paraId="00000002" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000002" w15:done="0"/>',
    )


def footnotes() -> bytes:
    """Footnotes, one with two paragraphs and one in a table."""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{p("31 letters", reference("footnote", 3))}</w:tc>'
    grid = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
    body = heading("Letters") + p(f"{LEAD[:60]}", reference("footnote", 2), LEAD[60:], reference("footnote", 1))
    return package(
        f"{body}<w:tbl>{grid}<w:tr>{cell}</w:tr></w:tbl>{p('End of it.')}",
        footnotes=separators("footnote")
        + note("footnote", 1, "Harbour log, row 12.", "A second paragraph of 13 words.")
        + note("footnote", 2, "Letter of 9 March 2031.")
        + note("footnote", 3, "Counted by the clerk."),
    )


def endnotes() -> bytes:
    """Endnotes, one in the middle of a sentence."""
    return package(
        p("The board met", reference("endnote", 1), " on 4 May 2031.") + p("Nobody drowned.", reference("endnote", 2)),
        endnotes=separators("endnote") + note("endnote", 1, "Minutes, p. 3.") + note("endnote", 2, "Coastguard, 15 March."),
    )


def changes() -> bytes:
    """Tracked insertions, deletions, moves, changes of formatting, and a deleted end of a paragraph."""
    deleted, inserted = f'<w:rPr><w:del w:id="20" {BY}/></w:rPr>', f'<w:rPr><w:ins w:id="21" {BY}/></w:rPr>'
    formatted = f'<w:r><w:rPr><w:b/><w:rPrChange w:id="22" {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>on Tuesday afternoon</w:t></w:r>'
    first = p(
        "The board lists ",
        f'<w:del w:id="1" {BY}>{t("31", "delText")}</w:del><w:ins w:id="2" {BY}>{t("13 letters")}{run(" and a card", "<w:i/>")}</w:ins>',
        " from the quay. It met ",
        formatted,
        ".",
    )
    away = f'<w:moveFromRangeStart w:id="3" {BY} w:name="m1"/><w:moveFrom w:id="4" {BY}>{t("Nobody drowned. ")}</w:moveFrom>'
    come = f'<w:moveToRangeStart w:id="5" {BY} w:name="m1"/><w:moveTo w:id="6" {BY}>{t("Nobody drowned. ")}</w:moveTo>'
    moved = p(f'{away}<w:moveFromRangeEnd w:id="3"/>', "It was calm. ", f'{come}<w:moveToRangeEnd w:id="5"/>')
    joined = p("She said no, ", properties=deleted) + p("and left for Port Merrow.")
    new = p(f'<w:ins w:id="7" {BY}>{t("A new paragraph of 11 words.")}</w:ins>', properties=inserted)
    return package(first + moved + joined + new + p("End of 2031."))


def tables() -> bytes:
    """Merged and nested tables."""
    from docx import Document

    document = Document()
    document.add_paragraph("Soundings off Port Merrow")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for row, cells in enumerate((("Year", "Dredged", "Sounding"), ("2016", "yes", "4.1"), ("2019", "no", "3.6"), ("2022", "no", "3.4"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 1).merge(table.cell(3, 2))
    inner = table.cell(2, 1).add_table(rows=2, cols=2)
    inner.cell(0, 0).text, inner.cell(1, 1).text = "inner 46", "deep 47"
    table.cell(2, 1).add_paragraph("after the inner table")
    document.add_paragraph("The channel was last dredged in 2016.")
    return saved(document)


def lists() -> bytes:
    """Bulleted and numbered lists, headings, a quotation."""
    from docx import Document

    document = Document()
    document.add_heading("What happens next", 1)
    for words in ("The board meets on 2 June", "31 letters are read", "4.2 million crowns are spent"):
        document.add_paragraph(words, style="List Bullet")
    for words in ("First, the channel", "Then, the quay at 3.4 metres"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("We had 13 letters about that sandbar.", style="Quote")
    return saved(document)


def fields() -> bytes:
    """Fields: pages, a table of contents with links in it, links as elements and as fields, dates, a content control."""
    entry = f'<w:hyperlink w:anchor="a">{t("Letters")}<w:r><w:tab/></w:r>{field(" PAGEREF a ", t("12"))}</w:hyperlink>'
    contents = p(field(r' TOC \o "1-3" \h ', entry))
    look = '<w:rStyle w:val="Hyperlink"/>'
    link = f'<w:hyperlink r:id="rIdL">{run("the letter of 9 March", look)}</w:hyperlink>'
    day = '<w:alias w:val="Day"/><w:id w:val="77"/><w:text/>'
    control = f"<w:sdt><w:sdtPr>{day}</w:sdtPr><w:sdtContent>{t('14 March 2031')}</w:sdtContent></w:sdt>"
    page = field(' HYPERLINK "https://tide.example/b" ', t("the tide "), run("page", "<w:b/>"))
    shown = f'<w:fldSimple w:instr=" PAGE ">{t("7")}</w:fldSimple>'
    body = (
        contents
        + p('<w:bookmarkStart w:id="0" w:name="a"/>', "Letters of 2031", '<w:bookmarkEnd w:id="0"/>')
        + p("See ", link, " or ", page, " of ", control, ".")
        + p("Page ", shown, ", saved ", field(" DATE ", t("5 May")), "<w:r><w:br/></w:r>", "x")
    )
    return package(body, {"rIdL": "letters.pdf#page=3"})


def box(inside: str) -> str:
    """A drawn text box, for new programs and for old."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="900000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>'
    )
    drawing = (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="2000000" cy="900000"/><wp:docPr id="9" name="Box 9"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:150pt;height:70pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'


def boxes() -> bytes:
    """A text box between the words of a run."""
    inside = p("In the box: 46 boats.") + p("And a second line of 47.")
    return package(
        p(f'<w:r><w:t xml:space="preserve">Before 12 </w:t>{box(inside)}<w:t>after 13</w:t></w:r>')
        + p("The next paragraph, 14 words long.")
    )


def hebrew() -> bytes:
    """A paragraph from right to left, and a Hebrew run in an English one."""
    rtl = '<w:rFonts w:cs="David"/><w:rtl/><w:lang w:bidi="he-IL"/>'
    right = p(
        run("המעבורת עלתה על שרטון ב-14 במרץ", rtl),
        run(" עם 212 נוסעים.", rtl.replace("<w:rtl/>", "<w:b/><w:rtl/>")),
        properties="<w:bidi/>",
    )
    return package(right + p("The word ", run("שלום עולם", rtl), " was painted on 3 boats in 2031."))


def long() -> bytes:
    """Two hundred pages."""
    words = " ".join(f"The {n}th boat left the quay at {n % 24} o'clock with {n * 3} passengers," for n in range(1, 9))
    page = "".join(p(t(f"{words} page {{0}}, paragraph {n}. "), run("Nobody drowned.", "<w:i/>"), t(" It was calm.")) for n in range(5))
    return package("".join(page.replace("{0}", str(n)) + p('<w:r><w:br w:type="page"/></w:r>') for n in range(1, 201)))


HTML = """<html><body><h1>Ferry aground</h1><p>The ferry <b>Marrow</b> <i>Lass</i> ran aground with <a href="https://tide.example/b">212
passengers</a>.</p><ul><li>31 letters<ul><li>13 answered</li></ul></li></ul><table border=1><tr><th>Year</th><th>Sounding</th></tr><tr>
<td>2019</td><td>3.6</td></tr></table><blockquote>We had 13 letters.</blockquote></body></html>"""
ODT = """<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">Letters to the board</text:h><text:p>The clerk counted 31 letters<text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>Harbour log, row 12.</text:p></text:note-body></text:note> about
 the <office:annotation office:name="c1"><dc:creator>Idris Falconer</dc:creator>
<dc:date>2031-03-14T09:00:00</dc:date><text:p>letters.pdf, p. 2</text:p>
</office:annotation>sandbar<office:annotation-end office:name="c1"/> on 9 March.</text:p>
<text:p>Nobody drowned<text:tab/>in 2031.</text:p>
</office:text></office:body></office:document>"""


def from_html() -> bytes:
    """What LibreOffice makes of a web page."""
    return converted({"page.html": HTML.encode()}, "docx:MS Word 2007 XML")["page.docx"]


def from_odt() -> bytes:
    """What LibreOffice makes of an OpenDocument text with a note and a comment."""
    return converted({"text.fodt": ODT.encode()}, "docx:MS Word 2007 XML")["text.docx"]


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


MADE: Mapping[str, Callable[[], bytes]] = {
    "comments": comments,
    "footnotes": footnotes,
    "endnotes": endnotes,
    "changes": changes,
    "tables": tables,
    "lists": lists,
    "fields": fields,
    "boxes": boxes,
    "hebrew": hebrew,
    "long": long,
    "from_html": from_html,
    "from_odt": from_odt,
}
OF_OFFICE = ("from_html", "from_odt")


@cache
def manuscript(name: str) -> bytes:
    """The file of that name."""
    return MADE[name]()


def files() -> dict[str, bytes]:
    """All that need no other program."""
    return {name: manuscript(name) for name in MADE if name not in OF_OFFICE}
