"""Markdown keeps its file's text, and its blocks begin and end at the words."""

import textwrap
from datetime import date

from laws import assert_lawful
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers.markdown import read

MARKS = "#>*-+=_`~:.)0123456789"


def lawfully(text: str) -> Document:
    document = read(text.encode(), "draft.md")
    assert document.text == text
    assert_lawful(document, MARKS)
    return document


def found(text: str) -> list[tuple[str, str, str]]:
    document = lawfully(text)
    return [(block.kind.value, block.where, document[block.span]) for block in document.blocks]


def pointed(text: str) -> list[tuple[str, str, str]]:
    document = lawfully(text)
    return [(document[pointer.span], pointer.target, pointer.locus) for pointer in document.pointers]


def test_marks_before_the_words_are_outside() -> None:
    """Headings, items and quotations begin after their marks, and every block says what it is."""
    text = textwrap.dedent("""\
        # Tug *refused* #

        The board met.

        > “We asked,” she said.

        - a tug
        - a pilot
          for the night

        12. first
            1) nested

        Afterwards
        ---
        """)
    assert found(text) == [
        ("heading", "heading 1", "Tug *refused*"),
        ("paragraph", "para. 1", "The board met."),
        ("quoted", "para. 2", "“We asked,” she said."),
        ("item", "item 1", "a tug"),
        ("item", "item 2", "a pilot\n  for the night"),
        ("item", "item 3", "first"),
        ("item", "item 4", "nested"),
        ("heading", "heading 2", "Afterwards"),
    ]


def test_a_wrapped_paragraph_is_one_block_and_a_byline_is_not_part_of_it() -> None:
    """Lines wrapped by hand go on; lines that stand alone, and those before a hard line break, do not."""
    wrapped = textwrap.fill("The harbour board of Port Selwick was told that Captain Edda Holloway had asked three times for it. " * 3, 70)
    text = f"By Hanne Corrigan\nMarch 2, 2026\n\n{wrapped}\n\n12 Quay Street  \nport Selwick\n"
    assert [words for _, _, words in found(text)] == ["By Hanne Corrigan", "March 2, 2026", wrapped, "12 Quay Street", "port Selwick"]


def test_tables_have_cells_named_after_their_columns() -> None:
    """A cell is addressed by row and column name, in a quotation, with escaped bars, too few cells or too many."""
    text = "> | Day | Deaths |\n> |---|--:|\n> | Sunday \\| Monday | 15 |\n> | Friday |\n> | | 13 | * |\n"
    document = lawfully(text)
    assert [(document[b.span], b.where, b.cell) for b in document.blocks[2:]] == [
        ("Sunday \\| Monday", "row 2, Day", Cell(1, 2, 1)),
        ("15", "row 2, Deaths", Cell(1, 2, 2)),
        ("Friday", "row 3, Day", Cell(1, 3, 1)),
        ("13", "row 4, Deaths", Cell(1, 4, 2)),
        ("*", "row 4, column 3", Cell(1, 4, 3)),
    ]


def test_footnotes_are_blocks_and_their_references_point_to_them() -> None:
    """A footnote's text is a block named after it, and the place that refers to it carries the note."""
    text = "They wrote 17 letters[^1] in a year.[^Court]\n\n[^1]: Court file, p. 14\n[^court]: exhibit-b.pdf\n\n    Second paragraph.\n"
    assert found(text)[1:] == [
        ("footnote", "footnote 1", "[^1]: Court file, p. 14"),
        ("footnote", "footnote court", "[^court]: exhibit-b.pdf"),
        ("footnote", "footnote court", "Second paragraph."),
    ]
    assert pointed(text) == [("[^1]", "Court file, p. 14", ""), ("[^Court]", "exhibit-b.pdf", "")]


def test_links_point_to_their_address() -> None:
    """A link in any of its forms points from its words to its address, with the place in it apart."""
    text = (
        '[letters](court.pdf#page=3) and [the *file*][f], <https://tide.example/a> or https://tide.example/b.\n\n[f]: <file.html> "File"\n'
    )
    assert pointed(text) == [
        ("letters", "court.pdf", "page=3"),
        ("the *file*", "file.html", ""),
        ("https://tide.example/a", "https://tide.example/a", ""),
        ("https://tide.example/b", "https://tide.example/b", ""),
    ]


def test_front_matter_is_about_the_text() -> None:
    """The header lines of a page are header blocks, and their date is the document's own."""
    document = lawfully('---\ntitle: "Tug refused"\ndate: 2026-03-02T10:00\n---\n# Tug refused\n')
    assert [b.kind for b in document.blocks] == [BlockKind.HEADER, BlockKind.HEADER, BlockKind.HEADING]
    assert document.published == date(2026, 3, 2)
    assert lawfully("---\ndate: 2026-13-45\n---\nText\n").published is None


def test_a_drawn_line_at_the_start_is_no_front_matter() -> None:
    """Text between two drawn lines stays text."""
    assert [kind for kind, _, _ in found("---\n\nThe board met.\n\n---\n")] == ["paragraph"]


def test_code_and_html_are_not_lost() -> None:
    """What Markdown shows as code or passes on as HTML is covered; a comment is about the text."""
    text = "```py\nx = 1\n```\n\n    y = 2\n\n<div>\nWords.\n</div>\n\n<!-- ask Ruth -->\n"
    assert [(kind, words) for kind, _, words in found(text)] == [
        ("paragraph", "```py\nx = 1\n```"),
        ("paragraph", "y = 2"),
        ("paragraph", "<div>\nWords.\n</div>"),
        ("header", "<!-- ask Ruth -->"),
    ]


def test_nesting_beyond_all_sense_is_read() -> None:
    """Quotations and lists nested a thousand deep end in a Document, with every word covered."""
    assert lawfully("> " * 1000 + "Words.\n").text.endswith("Words.\n")
    assert lawfully("".join(" " * depth * 2 + "- a\n" for depth in range(300)))


def test_what_follows_a_comment_is_text() -> None:
    """A comment is about the text; words behind it on its line are text, and are checked."""
    document = read(b"<!-- a note --> The ferry carried 99 people.\n\nIt sank.\n", "a.md")
    assert [(block.kind.value, document[block.span].strip()) for block in document.blocks] == [
        ("header", "<!-- a note -->"),
        ("paragraph", "The ferry carried 99 people."),
        ("paragraph", "It sank."),
    ]
