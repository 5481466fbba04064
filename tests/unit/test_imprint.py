"""What a source is, a paper or a report of one, and what it is called, as far as its own text tells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from presscheck import imprint
from presscheck.model import Document
from presscheck.readers import mail, plain


def txt(text: str, name: str) -> Document:
    return plain.read(text.encode("utf-8", "surrogatepass"), name)


LETTER = txt(
    "Tarn Valley Water Board\n3 March 2031\n\nRe: Leak at the Ostwick reservoir\n\nDear Councillor Pell,\n\n"
    "The wall leaked for 12 days.\n\nYours faithfully,\nIngrid Solberg\n",
    "board-letter.txt",
)
COURIER = txt(
    "Reservoir wall had leaked for twelve days, papers show\n\nBy Marit Oss, Tarn Courier\n\n5 March 2031\n\n"
    "OSTWICK — The wall of the reservoir had leaked, the board said.\n",
    "courier.txt",
)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("IN THE COUNTY COURT AT OSTWICK\n\nPell v Tarn\n", "primary", "court"),
        ("FORM 8-K\n\nTarn Holdings\n", "primary", "filing"),
        ("Tarn Council\n\nDear Ms Solberg,\n\nIt leaked.\n", "primary", "letter"),
        ("FOR IMMEDIATE RELEASE\n\nThe wall is mended.\n", "primary", "statement"),
        ("Interview with the warden, transcript\n\nQ: When?\n", "primary", "transcript"),
        ("From: warden@tarn.example\nTo: desk@tarn.example\nSubject: wall\n\nIt leaked.\n", "primary", "e-mail"),
        ("Wall leaks\n\nBy Marit Oss\n\nIt leaked.\n", "secondary", "byline"),
        ("OSTWICK, Tarn (TP) — The wall leaked.\n", "secondary", "agency"),
        ("The wall leaked.\n", "unknown", "nothing"),
        ("IN THE COUNTY COURT AT OSTWICK\n\nBy Marit Oss\n\nPell was heard.\n", "unknown", "but"),
    ],
)
def test_tier(text: str, kind: str, words: str) -> None:
    """By the marks at a source's top; where they do not agree, nothing is said."""
    told = imprint.tier(txt(text, "s.txt"))
    assert told.kind == kind
    assert words in told.reason


def test_tables_and_mails_are_primary() -> None:
    """By their format."""
    log = reports.document("log.csv", "text/csv", [], [("Day", "Flow"), ("1", "20"), ("2", "30")])
    sent = mail.read(
        b"From: Ingrid Solberg <i@tarn.example>\nSubject: The wall\nDate: Mon, 3 Mar 2031 09:00:00 +0000\n\nIt leaked.\n", "m.eml"
    )
    assert [imprint.tier(source).kind for source in (log, sent)] == ["primary", "primary"]
    assert imprint.describe(sent) == "The wall, 3 March 2031 (m.eml)"
    assert imprint.author(sent) == "Ingrid Solberg"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (LETTER, "Leak at the Ostwick reservoir, Tarn Valley Water Board, 3 March 2031 (board-letter.txt)"),
        (COURIER, "Reservoir wall had leaked for twelve days, papers show, Tarn Courier, 5 March 2031 (courier.txt)"),
        (txt("", "empty.txt"), "empty.txt"),
        (txt("It leaked.", "note.txt"), "note.txt"),
        (Document("It leaked.", (), "note.txt", "text/plain", "", date(2031, 3, 5)), "note.txt, 5 March 2031"),
        (reports.document("log.csv", "text/csv", [], [("Day", "Flow"), ("5 March 2031", "20")]), "log.csv"),
    ],
)
def test_describe(source: Document, words: str) -> None:
    """Title, publisher, day and file, as far as the source tells them."""
    assert imprint.describe(source) == words


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Wall leaks\n\nBy Marit Oss, Tarn Courier\n\nIt leaked.\n", "Tarn Courier"),
        ("Wall leaks\n\nBy Marit Oss, 5 March 2031\n\nIt leaked.\n", ""),
        ("OSTWICK, Tarn (TP) — The wall leaked.\n", "TP"),
        ("Department of Weirs\n\nThe wall leaked.\n", "Department of Weirs"),
        ("The board met at Ostwick\n\nThe wall leaked.\n", ""),
        ("The wall leaked.\n\n© 2031 Tarn Press\n", "Tarn Press"),
    ],
)
def test_publisher(text: str, publisher: str) -> None:
    """After the byline, by an agency's mark, in a letterhead, and by a copyright line; a date and a headline are nobody."""
    assert imprint.publisher(txt(text, "s.txt")) == publisher


def test_two_names_of_one_text() -> None:
    """What is kept of a source is never told of another that has its words and not its name."""
    one, other = txt("It leaked.", "note.txt"), txt("It leaked.", "copy.txt")
    assert [imprint.imprint_of(source).stem for source in (one, other)] == ["note", "copy"]
    assert [imprint.describe(source) for source in (one, other)] == ["note.txt", "copy.txt"]


MARKS = ("By ", "IN THE ", "COURT", "(AP) — ", "From: ", "Dear ", "Re: ", "Subject: ", "© ", "FORM 8-K", "# ")
TALK = ("Tarn Board", " v ", "5 March 2031", "thread @")
ODD = (",", ". ", "“", " | ", " ", "   ", "\n", "\n\n", "*", "\0", "\ud800", "\x85", "\u2028", "٣", "•")


@given(st.lists(st.sampled_from(MARKS + TALK + ODD) | st.text(max_size=8), max_size=40).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing in a source stops the reading, and its file's name is always told."""
    source = txt(text, "s.txt")
    assert imprint.tier(source).kind in ("primary", "secondary", "unknown")
    assert "s.txt" in imprint.describe(source)
    assert imprint.imprint_of(source).stem == "s"
