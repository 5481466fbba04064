"""The report as comments in Word: in the author's own file, or in a plain copy of a draft that is no Word file."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from string import Template
from xml.sax.saxutils import escape

from presscheck.docx import open_docx
from presscheck.model import Block, BlockKind, Document, Edit, Evidence, Finding, Level, Passage, Report, Span
from presscheck.remarks import MOST, Remark, commented, fit
from presscheck.wording import LEVELS, RELATIONS

SUFFIX = ".docx"
BINARY = True  # not for a terminal

PASSAGES = 3  # shown for one finding; JSON and HTML have them all
WORDS = 300  # code points of a quotation that are shown
AROUND = 80  # code points beside the words that give them sense
COLUMNS = 63  # of a table in Word
_STYLES = {
    BlockKind.HEADING: "Heading1",
    BlockKind.ITEM: "ListBullet",
    BlockKind.QUOTED: "Quote",
    BlockKind.FOOTNOTE: "FootnoteText",
}
_PARTS = {  # of a new file, by the names of their templates
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.rels",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}
_CHARACTERS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_PIECES = re.compile(r"[\t\n]|[^\t\n]+")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same report gives the same bytes


def write(report: Report) -> bytes:
    """A Word file of the draft's blocks, letter by letter but for characters that XML cannot hold, with a comment for each finding."""
    return commented(open_docx(_copy(report.draft), report.draft.name), report.draft, remarks(report))


def into(report: Report, original: bytes) -> bytes:
    """The Word file that the draft was read from, with a comment for each finding and its text untouched; those of an earlier run are
    replaced. The same bytes where there is nothing to say and never was. Raises ValueError where the draft is another file's."""
    return commented(open_docx(original, report.draft.name), report.draft, remarks(report))


def remarks(report: Report) -> list[Remark]:
    """A comment for each finding, in their order; of more than Word can open, the gravest, and one that says how many are left out."""
    findings = report.findings
    if len(findings) <= MOST:
        return [_remark(finding, report) for finding in findings]
    order = {level: at for at, level in enumerate(Level)}
    kept = sorted(sorted(range(len(findings)), key=lambda at: (order[findings[at].level], at))[:MOST])
    told = f"{len(findings) - MOST:,} more findings are not shown here: Word opens no file with so many comments. See the report."
    return [*(_remark(findings[at], report) for at in kept), Remark(None, "0" * 8, "Note: left out", (told,))]


# --- what a comment says ---------------------------------------------------------------------------------------------------------


def _remark(finding: Finding, report: Report) -> Remark:
    lines = [finding.message, *_sources(finding.evidence, report), *(_suggestion(edit, report.draft) for edit in finding.edits)]
    return Remark(finding.span, finding.fingerprint[:8], f"{LEVELS[finding.level]}: {finding.code}", tuple(lines))


def _sources(evidence: Iterable[Evidence], report: Report) -> list[str]:
    """The first passages, each once: the source, the place in it, what it does to the draft's words, and its own words."""
    found: dict[tuple[str, Span], str] = {}
    for item in evidence:
        for passage, span in zip(item.passages, item.spans, strict=True):
            source = report.source(passage.document)
            place = source.where(span) or passage.where
            told = f"{source.name}, {place}" if place else source.name
            found.setdefault((passage.document, span), f"{told} ({RELATIONS[item.relation]}): “{_quoted(source, passage, span)}”")
    return list(found.values())[:PASSAGES]


def _quoted(source: Document, passage: Passage, span: Span) -> str:
    """The source's words with some around them, from the same passage."""
    low, high = min(passage.span.start, span.start), max(passage.span.end, span.end)
    start, end = max(low, span.start - AROUND), min(high, max(span.start, min(span.end, span.start + WORDS)) + AROUND)
    before, after = source.text[start : span.start], source.text[span.start : end]
    if start > low:
        before = f"…{before.partition(' ')[2]}"
    if end < high:
        after = f"{after.rpartition(' ')[0] or after}…"
    return " ".join((before + after).split())


def _suggestion(edit: Edit, draft: Document) -> str:
    words = " ".join(draft[edit.span].split())
    shown = f"{words[:WORDS]}…" if len(words) > WORDS else words
    return f"Suggested: write “{edit.text}” for “{shown}”." if edit.text else f"Suggested: leave out “{shown}”."


# --- a copy of the draft ---------------------------------------------------------------------------------------------------------


def _copy(draft: Document) -> bytes:
    """A Word file with a paragraph for each block."""
    parts = {name: _template(template) for name, template in _PARTS.items()}
    parts["word/document.xml"] = Template(_template("document.xml")).substitute(body="".join(_body(draft)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8", "replace"))
    return file.getvalue()


def _template(name: str) -> str:
    return files("presscheck").joinpath("data", "templates", "docx", name).read_text(encoding="utf-8")


def _body(draft: Document) -> Iterator[str]:
    for cells, blocks in groupby(_tabled(draft.blocks), key=lambda pair: pair[0]):
        held = [block for _, block in blocks]
        columns = sorted({block.cell.column for block in held if block.cell})
        if cells and len(columns) <= COLUMNS:
            yield _table(draft, held, columns)
        else:
            yield from (_paragraph(draft, block) for block in held)


def _tabled(blocks: Iterable[Block]) -> Iterator[tuple[int, Block]]:
    """Each block with the number of its table, 0 for none; cells that do not follow one another begin a new one."""
    tables, last = 0, None
    for block in blocks:
        cell = block.cell
        if cell and (last is None or cell.table != last.table or (cell.row, cell.column) < (last.row, last.column)):
            tables += 1
        last = cell
        yield (tables if cell else 0), block


def _table(draft: Document, blocks: Sequence[Block], columns: Sequence[int]) -> str:
    width = 9026 // len(columns)  # of the page between its margins, in twentieths of a point
    rows = []
    for _, row in groupby(blocks, key=lambda block: block.cell.row if block.cell else 0):
        held = dict.fromkeys(columns, "")
        for block in row:
            if block.cell:
                held[block.cell.column] += _paragraph(draft, block)
        cells = (f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or "<w:p/>"}</w:tc>' for cell in held.values())
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = f'<w:gridCol w:w="{width}"/>' * len(columns)
    properties = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def _paragraph(draft: Document, block: Block) -> str:
    style = f'<w:pStyle w:val="{_STYLES[block.kind]}"/>' if block.kind in _STYLES else ""
    text = fit(draft[block.span])
    bidi, rtl = ("<w:bidi/>", "<w:rPr><w:rtl/></w:rPr>") if _is_right_to_left(text) else ("", "")
    shown = (_CHARACTERS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in _PIECES.findall(text))
    return f"<w:p><w:pPr>{style}{bidi}</w:pPr><w:r>{rtl}{''.join(shown)}</w:r></w:p>"


def _is_right_to_left(text: str) -> bool:
    """Is the first letter that has a direction one of a script written from right to left?"""
    found = (direction for char in text[:1000] if (direction := unicodedata.bidirectional(char)) in ("L", "R", "AL"))
    return next(found, "L") != "L"
