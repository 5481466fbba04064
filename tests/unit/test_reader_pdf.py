"""A PDF keeps its words, gives its tables as rows of cells, and says where everything stands."""

import textwrap
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import BlockKind, Document
from presscheck.readers.pdf import read
from sources import pdf, ruled, together, typed

FIRST = (
    "The harbour office of Port Selwick was told in March that Captain Edda Holloway had asked three times for a second tug, "
    "and that Councillor Ruth Abelard had answered each letter within a week. Nobody on the board could say on Tuesday where "
    "the letters are now, nor who had signed for them."
)
SECOND = (
    "A spokesman for the water company said that oil had been found in one of five samples, taken on 14 February in Chandler Row. "
    "The pipe was flushed and tested again, and the notice was lifted on the following Wednesday."
)
VOTES = [["Ward", "Votes", "Share"], ["Old Harbour", "1,204", "60.2%"], ["Mill Lane", "796", "39.8%"], ["Total", "2,000", "100.0%"]]


def wrapped(text: str, width: int = 84) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def lawfully(data: bytes, name: str = "notice.pdf") -> Document:
    document = read(data, name)
    assert_lawful(document)
    return document


def blocks(document: Document) -> list[tuple[str, BlockKind, str]]:
    return [(block.where, block.kind, document[block.span]) for block in document.blocks]


def texts(document: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [document[block.span] for block in document.blocks if block.kind is kind]


def places(document: Document) -> dict[str, str]:
    return {block.where: document[block.span] for block in document.blocks if block.kind is BlockKind.CELL}


def test_a_paragraph_keeps_its_lines() -> None:
    """A paragraph is one block, its lines parted by line breaks, and its place is its page."""
    lines = wrapped(FIRST)
    assert blocks(lawfully(pdf(typed(lines)))) == [("p. 1", BlockKind.PARAGRAPH, "\n".join(lines))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"y": 690}, id="a wider gap"),
        pytest.param({}, {"y": 760 - 13 * len(wrapped(FIRST))}, id="a short last line"),
    ],
)
def test_paragraphs_are_told_apart(first: dict[str, float], second: dict[str, float]) -> None:
    """A wider gap, or a line that ends early, parts two paragraphs."""
    one, other = wrapped(FIRST), wrapped(SECOND)
    assert texts(lawfully(pdf(together(typed(one, **first), typed(other, **second))))) == ["\n".join(one), "\n".join(other)]


def test_an_indent_begins_a_paragraph() -> None:
    """In text without gaps a line that is set in begins a paragraph."""
    one, other = wrapped(FIRST), wrapped(SECOND + " " + FIRST[:60])
    y = 760 - 13 * len(one)
    page = together(typed(one), typed(other[:1], x=92, y=y), typed(other[1:], y=y - 13))
    assert texts(lawfully(pdf(page))) == ["\n".join(one), "\n".join(other)]


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    """Soft or hard, a hyphen that is printed at the end of a line is kept there and joins nothing."""
    lines = ["The board was told of the unbear-", "able smell and of a well-", "known remedy for it."]
    assert lawfully(pdf(typed(lines))).text == "\n".join(lines)


def test_letters_stay_as_they_are() -> None:
    """Curly quotes, dashes, accents and signs reach the text as they are printed."""
    line = "“Trop tard”, said Zoë – ‘late’ — for €5 or £4 … at 20° §7"
    assert lawfully(pdf(typed([line]))).text == line


def test_a_table_is_rows_of_cells() -> None:
    """Each row is a line of cells parted by bars; a cell's place is its page, row and column's name."""
    document = lawfully(pdf(together(typed(["The votes of Sunday were counted in the guildhall."]), ruled(VOTES))))
    assert document.text.split("\n")[2:] == [" | ".join(row) for row in VOTES]
    assert places(document)["p. 1, row 3, Votes"] == "796"
    assert places(document)["p. 1, row 1, Share"] == "Share"


def test_an_empty_cell_leaves_its_column_empty() -> None:
    """A cell after an empty one stays in its own column."""
    rows = [["Ward", "Votes", "Share"], ["Old Harbour", "", "60.2%"], ["Mill Lane", "796", "39.8%"]]
    document = lawfully(pdf(ruled(rows)))
    assert places(document)["p. 1, row 2, Share"] == "60.2%"
    assert "Old Harbour |  | 60.2%" in document.text


def test_a_cell_of_several_lines_is_one_cell() -> None:
    """Words that wrap inside a cell stay one cell, beside the figures of their row."""
    rows = [["Ward", "Votes"], ["Old Harbour with\nthe outer quays", "1,204"], ["Mill Lane", "796"]]
    assert places(lawfully(pdf(ruled(rows, high=30))))["p. 1, row 2, Ward"] == "Old Harbour with\nthe outer quays"


def test_a_table_given_column_by_column_is_read_by_rows() -> None:
    """The order in which a PDF draws a table does not matter to its rows."""

    def draw(canvas: Any) -> None:
        for column in range(3):
            for at, row in enumerate(VOTES):
                canvas.drawString(72 + 130 * column, 700 - 14 * at, row[column])

    assert lawfully(pdf(draw)).text == "\n".join(" | ".join(row) for row in VOTES)


def test_two_tables_of_a_page_are_counted() -> None:
    """Where a page has two tables, a place says which."""
    document = lawfully(pdf(together(ruled(VOTES), typed(wrapped(FIRST), y=480), ruled(VOTES, y=380))))
    assert places(document)["p. 1, table 2, row 2, Votes"] == "1,204"
    assert {block.cell.table for block in document.blocks if block.cell} == {1, 2}


def test_stretched_lines_are_no_table() -> None:
    """The wide spaces of a justified column do not make cells of its words."""

    def draw(canvas: Any) -> None:
        for at, line in enumerate(lines):
            gaps = line.count(" ")
            text = canvas.beginText(72, 700 - 13 * at)
            text.setWordSpace((190 - canvas.stringWidth(line, "Times-Roman", 11)) / gaps if gaps and at < len(lines) - 1 else 0)
            text.textOut(line)
            canvas.drawText(text)

    lines = wrapped(FIRST.replace("Councillor Ruth Abelard", "incomprehensibly uncommunicative administrators"), 36)
    document = lawfully(pdf(draw))
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert " ".join(document.text.split()) == " ".join(lines)


@pytest.mark.parametrize("across", [False, True])
def test_columns_are_read_one_after_the_other(across: bool) -> None:
    """Two columns of prose come one after the other, whether the PDF draws them so or line by line across the gutter."""
    left, right = wrapped(FIRST, 40), wrapped(SECOND, 40)

    def draw(canvas: Any) -> None:
        for at, (one, other) in enumerate(zip(left, right, strict=False)):
            canvas.drawString(72, 760 - 13 * at, one)
            canvas.drawString(310, 760 - 13 * at, other)

    apart = together(typed(left), typed(right, x=310))
    both = lawfully(pdf(draw if across else apart))
    assert " ".join(both.text.split()).startswith(" ".join(left[:6]))
    assert not [block for block in both.blocks if block.kind is BlockKind.CELL]


def test_headings_items_and_footnotes_are_named() -> None:
    """A large or bold line is a heading, a numbered or dotted one an item, small numbered lines below are footnotes."""

    def draw(canvas: Any) -> None:
        canvas.setFont("Times-Bold", 11)
        canvas.drawString(72, 800, "What the board knew")
        canvas.setFont("Times-Roman", 11)
        typed(wrapped(FIRST))(canvas)
        typed(["1. The letter of 3 March is not in the file of the board,", "nor is its copy.", "2. The tug was sold."], y=690)(canvas)
        canvas.setFont("Times-Roman", 8)
        typed(["1 Minutes of 4 May, p. 12.", "2 Letter of 9 June."], y=80, step=10)(canvas)

    found = blocks(lawfully(pdf(draw)))
    assert found[0] == ("p. 1", BlockKind.HEADING, "What the board knew")
    assert [words.split()[0] for _, kind, words in found if kind is BlockKind.ITEM] == ["1.", "2."]
    assert found[-2:] == [
        ("p. 1, footnote 1", BlockKind.FOOTNOTE, "1 Minutes of 4 May, p. 12."),
        ("p. 1, footnote 2", BlockKind.FOOTNOTE, "2 Letter of 9 June."),
    ]


def test_a_raised_figure_is_no_part_of_a_number() -> None:
    """The mark of a footnote after a year stays raised, so that 2024 does not become 20241."""

    def draw(canvas: Any) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 11)
        text.textOut("It rained in 2024")
        text.setFont("Times-Roman", 7)
        text.setRise(4)
        text.textOut("1")
        text.setFont("Times-Roman", 11)
        text.setRise(0)
        text.textOut(" and in 2025.")
        canvas.drawText(text)

    assert lawfully(pdf(draw)).text == "It rained in 2024¹ and in 2025."


def numbered(page: int, lines: list[str]) -> Any:
    """A page with a running head and its number."""
    head = typed(["Selwick Water Annual notice"], y=810)
    return together(head, typed(lines), typed([f"Page {page} of 3"], y=40))


def test_a_sentence_runs_on_over_the_page() -> None:
    """Running heads and page numbers stand after the text, and one line break is all that parts a sentence at a page's end."""
    lines = wrapped(FIRST)
    document = lawfully(pdf(numbered(1, lines[:2]), numbered(2, [*lines[2:], *wrapped(SECOND)]), numbered(3, wrapped(SECOND))))
    assert "\n".join(lines) in document.text
    heads = [(block.where, document[block.span]) for block in document.blocks if block.kind is BlockKind.HEADER]
    assert heads[:2] == [("p. 1, page header", "Selwick Water Annual notice"), ("p. 1, page footer", "Page 1 of 3")]
    assert len(heads) == 6
    assert document.block_at(document.text.index(SECOND[:20])).where == "p. 2"  # type: ignore[union-attr]


def test_a_table_over_two_pages_keeps_its_header_row() -> None:
    """A header row that a table repeats on each page is no running head."""
    page = ruled(VOTES, y=800)
    document = lawfully(pdf(page, page, page))
    assert places(document)["p. 3, row 2, Votes"] == "1,204"
    assert not texts(document, BlockKind.HEADER)


def test_line_numbers_are_not_in_the_text() -> None:
    """The numbers beside the lines of a pleading stand apart from it."""
    lines = wrapped((FIRST + " " + SECOND) * 3, 70)
    numbers = [typed([str(at + 1)], x=40, y=760 - 13 * at) for at in range(len(lines))]
    line_by_line = [draw for at, line in enumerate(lines) for draw in (numbers[at], typed([line], y=760 - 13 * at))]
    for page in (together(*numbers, typed(lines)), together(*line_by_line)):
        document = lawfully(pdf(page))
        assert document.text.startswith("\n".join(lines))
        assert [block.where for block in document.blocks if block.kind is BlockKind.HEADER] == ["p. 1, line numbers"]


@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    """A page that is stored sideways, as wide tables are, gives the same rows."""

    def draw(canvas: Any) -> None:
        canvas.setPageRotation(turn)
        canvas.rotate(turn)
        x, y = {0: (0, 0), 90: (0, -842), 270: (-842, 0)}[turn]
        canvas.translate(x, y)
        ruled(VOTES, x=90, y=700)(canvas)

    assert lawfully(pdf(draw)).text == "\n".join(" | ".join(row) for row in VOTES)


def scan(canvas: Any) -> None:
    canvas.rect(72, 72, 300, 500, fill=1)


def meaningless(canvas: Any) -> None:
    registerFont(TTFont("Vera", "Vera.ttf"))  # it has no Hebrew letters
    canvas.setFont("Vera", 11)
    canvas.drawString(72, 700, "שלום עליכם")


@pytest.mark.parametrize(
    ("data", "met"),
    [
        pytest.param(pdf(scan), "this PDF has no text layer (a scan?)", id="scan"),
        pytest.param(pdf(scan, encrypt=StandardEncryption("secret", "owner")), "this PDF is locked with a password", id="locked"),
        pytest.param(pdf(typed(wrapped(FIRST)))[:400], "this PDF is damaged or cut short", id="cut short"),
        pytest.param(b"PK\x03\x04 and so on", "this is not a PDF, whatever its name says", id="mislabelled"),
        pytest.param(b"", "this is not a PDF, whatever its name says", id="empty"),
        pytest.param(pdf(*[lambda _: None] * 5001), "this PDF has 5,001 pages, more than the 5,000 that are read", id="long"),
        pytest.param(pdf(meaningless), "the fonts of this PDF do not say what their letters mean", id="meaningless"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, met: str) -> None:
    """A PDF without words, or one that cannot be opened, is named, with what was met and the next step."""
    with pytest.raises(UnreadableError) as raised:
        read(data, "notice.pdf")
    assert raised.value.name == "notice.pdf"
    assert raised.value.met == met
    assert raised.value.next_step.endswith(".")


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    """An owner's password that forbids copying or printing hides nothing from a reader."""
    data = pdf(typed(["The notice is lifted."]), encrypt=StandardEncryption("", "owner", canCopy=0))
    assert lawfully(data).text == "The notice is lifted."


def test_one_paragraph_of_two_lines_among_single_ones() -> None:
    """One step within a paragraph among three gaps between paragraphs is still the step from line to line."""
    longer = ["The harbour master left town that Monday and did", "not come back until the inquiry had been closed."]
    first, second = "The quay was closed to ships for the whole week.", "Nobody on the quay was told why it was closed."
    paragraphs = [[first], [second], longer, ["It rained."]]
    y, draws = 780.0, []
    for lines in paragraphs:
        draws.append(typed(lines, y=y))
        y -= 13 * len(lines) + 14
    document = read(pdf(together(*draws)), "notice.pdf")
    assert [document[block.span] for block in document.blocks] == ["\n".join(lines) for lines in paragraphs]
