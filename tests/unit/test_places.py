"""A place that a note tells is found in its source, or said to be missing, or left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from presscheck import places
from presscheck.model import BlockKind, Cell, Document
from presscheck.readers import csv, markdown, plain, subtitles

LETTERS = reports.document(
    "letters.pdf",
    "application/pdf",
    [
        (BlockKind.PARAGRAPH, "p. 1", "The union wrote 11 letters."),
        (BlockKind.PARAGRAPH, "p. 2", "The fire burned for 14 hours."),
        (BlockKind.PARAGRAPH, "p. 3", "The damage came to 4.2 million crowns."),
        (BlockKind.HEADER, "p. 2, page footer", "Dock Union | 14"),
        (BlockKind.HEADER, "p. 3, page footer", "Dock Union | 15"),
    ],
)
JUDGMENT = plain.read(b"Pell v Board\n\n[11] The claim was late.\n\n[12] The board knew by May.\n\n[13] Costs follow.\n", "judgment.txt")
DOCKET = plain.read(b"Docket 31-2207\n\n3 March 2031  Claim filed.\n9 March 2031  Answer filed.\n12 March 2031  Stayed.\n", "docket.txt")
CALL = subtitles.read(
    b"WEBVTT\n\n00:02:43.000 --> 00:02:50.000\nIt was off.\n\n00:32:10.000 --> 00:32:20.000\nWe counted 23.\n\n"
    b"00:40:00.000 --> 00:40:05.000\nGoodbye.\n",
    "call.vtt",
)
TALLY = csv.read(b"Quay,Letters\nNorth,31\nSouth,19\n", "tally.csv")
REPORT = markdown.read(
    b"# Report\n\n## 2. Method\n\nWe asked.\n\n## 3. Result\n\nNine answered.\n\nNone lied.\n\n## 4. Thanks\n\nAll.\n", "report.md"
)
DIARY = markdown.read(b"## 3 March\n\nRain.\n\n## 9 March\n\nThe wall gave way.\n\nWe ran.\n\n## 12 March\n\nSun.\n", "diary.md")


@pytest.mark.parametrize(
    ("note", "source", "told", "words"),
    [
        ("letters.pdf, p. 2", LETTERS, "p. 2", ["The fire burned for 14 hours."]),
        ("letters.pdf, pp. 1-2", LETTERS, "pp. 1-2", ["The union wrote 11 letters.", "The fire burned for 14 hours."]),
        ("letters.pdf#page=3", LETTERS, "p. 3", ["The damage came to 4.2 million crowns."]),
        ("letters, page 15", LETTERS, "page 15", ["The damage came to 4.2 million crowns."]),
        ("judgment, para. 12", JUDGMENT, "para. 12", ["[12] The board knew by May."]),
        ("judgment at paragraphs [11]–13", JUDGMENT, "paragraphs [11]–13", ["[11] The claim was late.", "[13] Costs follow."]),
        ("docket, 9 March", DOCKET, "9 March", ["9 March 2031  Answer filed."]),
        ("docket, line 3", DOCKET, "line 3", ["3 March 2031  Claim filed."]),
        ("call 32:10", CALL, "32:10", ["We counted 23."]),
        ("call at 32 min 05 sec", CALL, "32 min 05 sec", ["We counted 23."]),
        ("call, 0:32:30", CALL, "0:32:30", ["We counted 23."]),
        ("tally.csv, row 3", TALLY, "row 3", ["South", "19"]),
        ("report, section 3", REPORT, "section 3", ["Nine answered.", "None lied."]),
        ("report § 2", REPORT, "§ 2", ["We asked."]),
        ("my diary, 9 March", DIARY, "9 March", ["The wall gave way.", "We ran."]),
        ("report, “Nine answered”", REPORT, "“Nine answered”", ["Nine answered."]),
    ],
)
def test_where_it_is(note: str, source: Document, told: str, words: list[str]) -> None:
    """Pages by the file's and by the printed number, numbered paragraphs, days of a docket, times, rows, sections, words."""
    place = places.find(note, source)
    assert place is not None
    assert (place.told, place.missing) == (told, "")
    shown = "\n".join(source[span] for span in place.spans)
    assert all(word in shown for word in words)
    rest = [source[block.span] for block in source.blocks if block.span not in place.spans and block.kind is not BlockKind.HEADER]
    assert rest, "a place is less than the whole source"


LETTER = plain.read(
    b"Dock Union\n3 March 2031\n\nTo the Harbour Board\n\nDear members,\n\nWe wrote to you in May.\n\n12 people saw it.\n\nNobody came.\n",
    "letter.txt",
)
JOURNAL = reports.document("f.pdf", "application/pdf", [(BlockKind.PARAGRAPH, f"p. {n}", "x") for n in (1, 2, 3)])
PAPER = plain.read(b"Fire on the north quay\n\nBy Marit Oss\n\nThe hall burned.\n\nPart of it fell at 14:30, and I ran.\n", "paper.txt")


@pytest.mark.parametrize(
    ("note", "source", "words"),
    [
        ("letters.pdf, pp. 1, 3", LETTERS, ["The union wrote 11 letters.", "The damage came to 4.2 million crowns."]),
        ("letters.pdf, p. 1 and 3", LETTERS, ["The union wrote 11 letters.", "The damage came to 4.2 million crowns."]),
        ("letters.pdf, pp. 2 f.", LETTERS, ["The fire burned for 14 hours.", "The damage came to 4.2 million crowns."]),
        ("Letters.pdf, Page 2, 9 March 2031", LETTERS, ["The fire burned for 14 hours."]),
        ("Pell v Board [2031] EWHC 12 at [12]", JUDGMENT, ["[12] The board knew by May."]),
        ("judgment, paras 11 and 13", JUDGMENT, ["[11] The claim was late.", "[13] Costs follow."]),
        ("tally.csv, rows 2, 3", TALLY, ["North", "31", "South", "19"]),
        ("call, 2:43–33:00", CALL, ["It was off.", "We counted 23."]),
        ("call, 2:43 and 32:10", CALL, ["It was off.", "We counted 23."]),
        ("letter.txt, para. 1", LETTER, ["We wrote to you in May."]),
        ("letter.txt, para. 3", LETTER, ["Nobody came."]),
        ("letter.txt, para. 5", LETTER, ["12 people saw it."]),
    ],
)
def test_several_places_and_ways_to_count(note: str, source: Document, words: list[str]) -> None:
    """Every page, row and time that a note lists; paragraphs are counted from the top, or without letterhead and salutation, and a figure
    that begins a sentence is no number of one."""
    place = places.find(note, source)
    assert place is not None
    blocks = {source[block.span] for block in source.blocks if block.span in place.spans and block.kind is not BlockKind.HEADER}
    assert set(words) <= blocks
    assert len(blocks) <= len(words) + 1


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("paper.txt; compare 410 U.S. 113", PAPER),
        ("Tarn Courier, “Fire on the north quay”", PAPER),
        ("paper.txt, and the driver of bus line 3 saw it", PAPER),
        ("paper.txt, in part a report of others", PAPER),
        ("call, recorded on 9 March 2031 at 14:30", CALL),
        ("call, 14:30 CET", CALL),
        ("letter.txt (accessed 3 May 2031)", LETTER),
        ("Exhibit B", reports.document("exhibit-b.txt", "text/plain", [(BlockKind.HEADING, "heading 1", "Exhibit B")])),
        ("Fire Journal 12, pp. 233–235", JOURNAL),
    ],
)
def test_what_is_no_place(note: str, source: Document) -> None:
    """Reports of cases, titles, running words, times of day, days of looking up, and where the whole of a paper stands."""
    assert places.find(note, source) is None


def test_a_part_begins_with_its_label() -> None:
    """ "10 people" is no section 10, nor does "I ran" begin a chapter I; a page of a text without pages leaves its paragraph open."""
    source = plain.read(b"Note\n\n10 people ran.\n\nI ran too.\n", "note.txt")
    for note in ("note.txt, section 10", "note.txt, chapter I", "note.txt, p. 2, para. 1"):
        place = places.find(note, source)
        assert place is not None
        assert (place.spans, place.missing) == ((), "")


@pytest.mark.parametrize(
    ("note", "source", "why"),
    [
        ("letters.pdf, p. 40", LETTERS, "it ends at p. 3"),
        ("docket, line 90", DOCKET, "it has 6 lines"),
        ("tally.csv, row 12", TALLY, "its table ends at row 3"),
        ("call 1:59:10", CALL, "its last words stand at 40:00"),
    ],
)
def test_where_it_ends(note: str, source: Document, why: str) -> None:
    """A place behind the end of its source is missing, and the end is told."""
    place = places.find(note, source)
    assert place is not None
    assert (place.spans, place.missing) == ((), why)


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("A letter", LETTERS),
        ("The docket", DOCKET),
        ("Interview on 5 May", CALL),
        ("docket of 3 March 2031", DOCKET),
        ("seen at 9:30 a.m.", CALL),
    ],
)
def test_no_place(note: str, source: Document) -> None:
    """A note without a place tells none, nor does the day that the whole source is of, nor the time of day."""
    assert places.find(note, source) is None


@pytest.mark.parametrize(("note", "source"), [("call, p. 4", CALL), ("letters, row 4", LETTERS), ("diary, section 9", DIARY)])
def test_left_open(note: str, source: Document) -> None:
    """Where a format has no such addresses the place is told, and neither found nor missing."""
    place = places.find(note, source)
    assert place is not None
    assert not place.spans
    assert not place.missing


def test_both_places_bind() -> None:
    """A page and a paragraph in it: what they share."""
    kinds = [
        (BlockKind.PARAGRAPH, "p. 1", "[1] One."),
        (BlockKind.PARAGRAPH, "p. 2", "[2] Two."),
        (BlockKind.PARAGRAPH, "p. 2", "[3] Three."),
    ]
    source = reports.document("x.pdf", "application/pdf", kinds)
    place = places.find("x.pdf, p. 2, para. 3", source)
    assert place is not None
    assert [source[span] for span in place.spans] == ["[3] Three."]


@pytest.mark.parametrize(
    ("note", "bare"),
    [
        ("interview 32:10", "interview"),
        ("docket, 9 March", "docket"),
        ("letters.pdf, pp. 14–16", "letters.pdf"),
        ("Board letter, para. 3", "Board letter"),
    ],
)
def test_what_names_the_source(note: str, bare: str) -> None:
    """Without its place, a note is the source's name."""
    assert places.without(note) == bare


TOLD = st.sampled_from(
    ["p. 3", "pp. 9-12", "32:10", "row 2", "line 4", "para. 1", "§ 3", "section IV", "9 March", "“so”", "cell B2", "#page=1", "12m3s"]
)


@given(
    st.lists(TOLD | st.text(max_size=20), max_size=6).map(" ".join),
    st.sampled_from([LETTERS, JUDGMENT, DOCKET, CALL, TALLY, REPORT, DIARY]),
)
def test_whatever_a_note_says(note: str, source: Document) -> None:
    """A place lies in its source, in order, and a missing one is nowhere."""
    place = places.find(note, source)
    if place:
        assert list(place.spans) == sorted(place.spans)
        assert all(span.end <= len(source.text) for span in place.spans)
        assert not (place.spans and place.missing)
    assert len(places.without(note)) <= max(len(note), 1)


def test_cells() -> None:
    """A cell of a workbook, by the name that it has there."""
    source = reports.document("v.xlsx", "application/x", [(BlockKind.CELL, "Result!B12, Share", "41")])
    source = Document(source.text, tuple(type(b)(b.span, b.kind, b.where, Cell(1, 12, 2)) for b in source.blocks), "v.xlsx", "x", "d")
    place = places.find("v.xlsx, Result!B12", source)
    assert place is not None
    assert [source[span] for span in place.spans] == ["41"]
