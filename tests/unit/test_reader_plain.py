"""Plain text keeps every character and finds its paragraphs, entries and tables."""

import textwrap

import pytest

from laws import assert_lawful
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers.plain import read

RULES = "-=_*+~#:."
LONG = (
    "The harbour board of Port Selwick was told on Tuesday that Captain Edda Holloway had asked three times for a second tug. "
    "She wrote in March, in May and again on 9 June, when Councillor Ruth Abelard answered that there was no money for it in this year. "
    "“We asked, and we asked again,” she said. The board meets in Orrin House on Friday."
)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.where, document[block.span]) for document in [lawfully(text)] for block in document.blocks]


def lawfully(text: str) -> Document:
    document = read(text.encode(), "note.txt")
    assert document.text == text
    assert_lawful(document, RULES)
    return document


@pytest.mark.parametrize("width", [44, 60, 72, 80, 100])
def test_hard_wrapped_text_is_one_paragraph(width: int) -> None:
    """Lines broken by hand at any usual width stay one block, with the line breaks in it."""
    wrapped = textwrap.fill(LONG, width)
    assert blocks(f"{wrapped}\n\n{wrapped}\n") == [("para. 1", wrapped), ("para. 2", wrapped)]


def test_paragraphs_of_one_line_stand_alone() -> None:
    """Where a line is a paragraph, its neighbours are not drawn into it."""
    text = f"Tug refused\nBy Hanne Corrigan\n{LONG}\n{LONG}\nCaptain Holloway was not at home.\n"
    assert [words for _, words in blocks(text)] == text.splitlines()


def test_paragraphs_set_in_are_apart_without_a_blank_line() -> None:
    """An indented first line begins a paragraph in wrapped text."""
    wrapped = textwrap.fill(LONG, 70, initial_indent="    ")
    assert [words for _, words in blocks(f"{wrapped}\n{wrapped}\n")] == [wrapped.strip()] * 2


def test_a_register_has_a_block_for_each_entry() -> None:
    """Dated lines are entries, and an indented line belongs to the entry above it."""
    text = (
        "REGISTER OF ACTIONS\n\n06/14/2021  COMPLAINT FILED. Counts 1 to 3.\n            Bail continued.\n"
        "09/02/2022  Motion DENIED.\n2 May 2023  Panel sworn\n3 May 2023  MISTRIAL\n"
    )
    found = blocks(text)
    assert [where for where, _ in found] == ["para. 1", "line 3", "line 5", "line 6", "line 7"]
    assert found[1][1].endswith("Bail continued.")


def test_prose_that_breaks_before_a_date_is_no_register() -> None:
    """A wrapped line that happens to begin with a date or a time begins nothing."""
    text = (
        "The motion to sever was denied, and Judge Ruth Abelard said on\n14 March 2024 that she would hear it again at about\n"
        "5:52 p.m. in her own room, with no one there but a clerk and\nthe two lawyers.\n"
    )
    assert blocks(text) == [("para. 1", text.strip())]


def test_a_transcript_is_addressed_by_its_timecodes() -> None:
    """Lines with a timecode are cues whose address is the timecode, with blank lines between them or without."""
    cues = ["[00:00:41] PERRIN: No cold open today.", "[00:01:10] OKORO: I did, yeah.\nthanks for having me."]
    for gap in ("\n", "\n\n"):
        document = lawfully(gap.join(cues))
        assert [(b.where, document[b.span], b.kind) for b in document.blocks] == [
            ("00:00:41", cues[0], BlockKind.CUE),
            ("00:01:10", cues[1], BlockKind.CUE),
        ]


def test_speakers_begin_entries() -> None:
    """An interview with the speakers' names in capitals has a block for each turn."""
    text = "PERRIN: And then?\nOKORO: Nothing happened until the third of May.\nPERRIN: Nothing.\n"
    assert [words for _, words in blocks(text)] == text.splitlines()


def test_lists_have_an_item_for_each_mark() -> None:
    """Bulleted and numbered lines are items, after the words that lead to them."""
    document = lawfully("She asked for:\n- a tug\n- a pilot, who\n  stays the night\n\n1. First point.\n2. Second point.\n")
    assert [(b.kind, document[b.span]) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, "She asked for:"),
        (BlockKind.ITEM, "- a tug"),
        (BlockKind.ITEM, "- a pilot, who\n  stays the night"),
        (BlockKind.ITEM, "1. First point."),
        (BlockKind.ITEM, "2. Second point."),
    ]


def test_tables_have_cells_named_after_their_columns() -> None:
    """Rows of bars or tabs are cells, addressed by row and column name; the drawn line under the header is none."""
    for text in (
        "Results follow.\nParty | Votes\nReed | 1,204\nTern |  \n",
        "Results follow.\n| Party | Votes |\n|---|---:|\n| Reed | 1,204 |\n| Tern | |\n",
        "Results follow.\nParty\tVotes\nReed\t1,204\nTern\t\n",
    ):
        document = lawfully(text)
        assert [(document[b.span], b.where, b.cell) for b in document.blocks[1:]] == [
            ("Party", "row 1, Party", Cell(1, 1, 1)),
            ("Votes", "row 1, Votes", Cell(1, 1, 2)),
            ("Reed", "row 2, Party", Cell(1, 2, 1)),
            ("1,204", "row 2, Votes", Cell(1, 2, 2)),
            ("Tern", "row 3, Party", Cell(1, 3, 1)),
        ]


def test_a_table_may_begin_with_an_empty_cell() -> None:
    """An empty first cell does not move the row's other cells to the left."""
    for text in (
        " | Sunday | Friday\nDeaths | 15 | 13\n",
        "\tSunday\tFriday\nDeaths\t15\t13\n",
        "| | Sunday | Friday |\n| Deaths | 15 | 13 |\n",
    ):
        document = lawfully(text)
        assert [(document[b.span], b.where) for b in document.blocks[3:]] == [("15", "row 2, Sunday"), ("13", "row 2, Friday")]


def test_paragraphs_set_in_with_tabs_are_no_table() -> None:
    """A tab before a paragraph is an indent."""
    assert [words for _, words in blocks("\tShe asked in March.\n\tShe asked in May.\n")] == ["She asked in March.", "She asked in May."]


def test_a_single_bar_is_no_table() -> None:
    """A byline with a bar is a line of text."""
    assert blocks("By Gemma Tarn | Friday 7 May 2025\n") == [("para. 1", "By Gemma Tarn | Friday 7 May 2025")]


def test_headings() -> None:
    """A title on its own, lines in capitals and underlined lines are headings; a short sentence is not."""
    document = lawfully("Tug refused\n\nCHRONOLOGY\nShe asked.\n\nAfterwards\n----------\n\nNothing was done.\n")
    assert [document[b.span] for b in document.blocks if b.kind is BlockKind.HEADING] == ["Tug refused", "CHRONOLOGY", "Afterwards"]


def test_lines_laid_out_for_the_eye_stay_apart() -> None:
    """A centred title block and a line in columns are not run together."""
    text = "IN THE CROWN COURT                T2024\n\nDelaware               Boise\n(State)                (Office)\n"
    assert [words for _, words in blocks(text)][-2:] == ["Delaware               Boise", "(State)                (Office)"]


def test_an_empty_file_has_no_blocks() -> None:
    """White space alone is text without a block."""
    assert lawfully(" \n\u00a0\n\t").blocks == ()
