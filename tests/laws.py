"""The law of offsets, as one assertion that the tests run over every reader."""

from presscheck.model import BlockKind, Document


def assert_lawful(document: Document, marks: str = "") -> None:
    """Blocks are ordered, apart, inside the text and addressed; every character outside them is white space, a table's separator,
    or one of `marks`, which formats need whose own text is the document's (`# ` of Markdown, a line drawn with hyphens)."""
    assert "\r" not in document.text, "newlines are \\n"
    at = 0
    for block in document.blocks:
        assert at <= block.span.start, f"blocks are in order and do not overlap: {block}"
        assert block.span.end <= len(document.text), f"blocks lie in the text: {block}"
        between = document.text[at : block.span.start]
        assert not "".join(between.split()).strip("|" + marks), f"text outside any block: {between!r}"
        assert block.where, f"every block has a native address: {block}"
        assert (block.cell is not None) == (block.kind is BlockKind.CELL), f"cells, and only cells, say where they stand: {block}"
        at = block.span.end
    assert not "".join(document.text[at:].split()).strip("|" + marks), f"text outside any block: {document.text[at:]!r}"
