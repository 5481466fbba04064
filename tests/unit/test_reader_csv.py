"""A CSV file's cells keep their characters, and each says its row and its column's name."""

import pytest

from laws import assert_lawful
from presscheck.errors import UnreadableError
from presscheck.model import Cell, Document
from presscheck.readers.csv import read

VOTES = [["Ward", "Votes", "Share"], ["Old Harbour", "1204", "60.2%"], ["Mill Lane", "796", "39.8%"]]


def lawfully(text: str | bytes, name: str = "votes.csv") -> Document:
    document = read(text.encode() if isinstance(text, str) else text, name)
    assert_lawful(document)
    return document


def places(document: Document) -> dict[str, str]:
    return {block.where: document[block.span] for block in document.blocks}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_are_lines_and_cells_are_parted_by_bars(delimiter: str, newline: str) -> None:
    """Whatever parts the cells of the file, a row is a line with bars, and a place is row and column."""
    document = lawfully(newline.join(delimiter.join(row) for row in VOTES) + newline)
    assert document.text == "\n".join(" | ".join(row) for row in VOTES)
    assert places(document)["row 3, Votes"] == "796"
    assert document.blocks[-1].cell == Cell(1, 3, 3)


def test_without_a_header_columns_have_letters() -> None:
    """Where no row names the columns, they are called as a spreadsheet calls them."""
    assert places(lawfully("2026-02-13,96\n2026-02-14,187\n"))["row 2, column B"] == "187"


def test_words_alone_can_have_a_header() -> None:
    """A table without figures is headed by its row of short, different words."""
    assert places(lawfully("Name,Post\nEdda Holloway,harbour master\n"))["row 2, Post"] == "harbour master"


def test_years_can_name_columns() -> None:
    """A row of years is a header row."""
    assert places(lawfully("Ward,2020,2024\nMill Lane,8,17\n"))["row 2, 2024"] == "17"


def test_titles_and_empty_rows_count() -> None:
    """Rows are counted as a spreadsheet counts them, and a title above the header does not hide it."""
    assert places(lawfully("Votes of Sunday\n\nWard,Votes\nMill Lane,796\n"))["row 4, Votes"] == "796"


def test_quoted_cells_keep_commas_quotes_and_line_breaks() -> None:
    """What stands between quotation marks is one cell, with everything in it."""
    document = lawfully('Name,Words,Times\nHolloway,"“No”, she said, ""never"",\nand left.",3\n')
    assert places(document)["row 2, Words"] == '“No”, she said, "never",\nand left.'
    assert places(document)["row 2, Times"] == "3"


def test_decimal_commas_do_not_part_cells() -> None:
    """A file of semicolons keeps the commas of its figures."""
    assert places(lawfully("1,5;2,25\n3,5;4,75\n"))["row 2, column B"] == "4,75"


def test_a_line_that_states_the_delimiter_is_believed() -> None:
    """Excel's first line "sep=;" is obeyed, and counted."""
    assert places(lawfully("sep=;\nWard;Votes\nMill Lane;796\n"))["row 3, Votes"] == "796"


def test_empty_cells_keep_columns_apart() -> None:
    """A bar stands for each empty cell between two, none for those at the end."""
    assert lawfully("a,,,b,,\n,c\n").text == "a |  |  | b\n | c"


def test_spaces_in_cells_stay() -> None:
    """A cell is not trimmed."""
    assert places(lawfully("Ward,Votes\n Mill Lane ,796\n"))["row 2, Ward"] == " Mill Lane "


def test_a_title_with_commas_names_no_columns() -> None:
    """What stands above the columns' names, in fewer cells than they are, is none; a row of figures is no such names."""
    assert "row 3, homes" in places(lawfully("# Water only. Gas, power and waste are extra\nzone,homes,more\nA,300,40\n"))
    assert "row 2, homes" in places(lawfully("homes,more\n1,300,40\n2,410,60\n"))


def test_older_encodings_are_read() -> None:
    """A file in windows-1252 keeps its accents and its currency."""
    assert places(lawfully("Café,€\nZoë,4\n".encode("cp1252")))["row 2, Café"] == "Zoë"


@pytest.mark.parametrize(
    ("text", "met"),
    [
        pytest.param("," * 1_000_001, "this table has more than 1,000,000 cells", id="too many cells"),
        pytest.param('a,"b' + "c" * 200_000, "a cell of this table is longer than 131,072 characters", id="open quote"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, met: str) -> None:
    """A table that is too large, or has a quotation mark that nothing closes, is named with what to do."""
    with pytest.raises(UnreadableError) as raised:
        read(text.encode(), "votes.csv")
    assert (raised.value.name, raised.value.met) == ("votes.csv", met)
    assert raised.value.next_step.endswith(".")
