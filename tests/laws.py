"""The law of offsets, as one assertion that the tests run over every reader."""

from presscheck.model import BlockKind, Document


def assert_lawful(document: Document) -> None:
    """Blocks are ordered, apart, inside the text and addressed; every character outside them is white space or a table's separator."""
    assert "\r" not in document.text, "newlines are \\n"
    at = 0
    for block in document.blocks:
        assert at <= block.span.start, f"blocks are in order and do not overlap: {block}"
        assert block.span.end <= len(document.text), f"blocks lie in the text: {block}"
        assert not document.text[at : block.span.start].strip(" \t\n|"), f"text outside any block: {document.text[at : block.span.start]!r}"
        assert block.where, f"every block has a native address: {block}"
        assert (block.cell is not None) == (block.kind is BlockKind.CELL), f"cells, and only cells, say where they stand: {block}"
        at = block.span.end
    assert not document.text[at:].strip(" \t\n|"), f"text outside any block: {document.text[at:]!r}"
