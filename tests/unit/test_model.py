"""The nouns as keys of what was read of them."""

from presscheck import chronology, read, split
from presscheck.model import Document
from presscheck.roles import told

TEXT = b"# Staff\n\n- Ilva Orm, treasurer\n"


def documents() -> tuple[Document, Document]:
    return read(TEXT, "staff.txt"), read(TEXT, "staff.md")


def test_one_text_in_two_forms_is_two_documents() -> None:
    """The same text read as plain text and as Markdown has other blocks, so what is kept of one is not given for the other."""
    plain, marked = documents()
    assert plain.id == marked.id
    assert plain.blocks != marked.blocks
    assert len({plain, marked}) == 2
    assert told(plain) is not told(marked)
    for document in (plain, marked):  # what was kept of the first must not be given for the second
        assert [telling.span for telling in chronology._tellings(document)] == list(split.spans(document, document.blocks))


def test_a_document_read_twice_is_the_same_key() -> None:
    """Reading the same bytes again finds what was kept."""
    assert read(TEXT, "staff.md") in {read(TEXT, "staff.md")}
    assert told(documents()[1]) is told(documents()[1])
