"""DOCX files for tests, from the XML of their paragraphs."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="urn:shape" xmlns:v="urn:vml"'
)


def docx(body: str, footnotes: str = "", comments: str = "", styles: str = "", links: Mapping[str, str] | None = None) -> bytes:
    """A file with that body; notes, comments and styles as the XML inside their parts, links as {id: address}."""
    parts = {kind: xml for kind, xml in (("footnotes", footnotes), ("comments", comments), ("styles", styles)) if xml}
    relations = [f'<Relationship Id="p{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts]
    relations += [
        f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for name, address in (links or {}).items()
    ]
    main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{"".join(relations)}</Relationships>',
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            **{f"word/{kind}.xml": f"<w:{kind} {SPACES}>{xml}</w:{kind}>" for kind, xml in parts.items()},
        }
    )


def zipped(parts: Mapping[str, str | bytes], stored: bool = False) -> bytes:
    """A ZIP archive of these parts, compressed or `stored` as they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def t(text: str, tag: str = "t") -> str:
    """A run of text, its white space kept."""
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph of these runs; plain text becomes a run."""
    runs = "".join(piece if piece.startswith("<") else t(piece) for piece in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of cells, each the XML of its blocks or the text of its one paragraph."""
    cells = ["".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
