"""Places as editors count them: every code point has one, in every encoding, and what stands between two places is what is replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.positions import ENCODINGS, Positions

PIECES = st.sampled_from(["a", " ", "é", "“", "😋", "👩‍🚒", "\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\ud83d", "שלום"])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=20).map("".join)
UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXTS)
def test_every_code_point_has_a_place(encoding: str, text: str) -> None:
    """The place of an offset leads back to it; only the LF of a CRLF shares that of its CR."""
    positions = Positions(text, encoding)
    for offset in range(len(text) + 1):
        back = positions.offset(*positions.at(offset))
        assert back == offset or (back == offset - 1 and text[back : offset + 1] == "\r\n")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXTS)
def test_lines_and_columns(encoding: str, text: str) -> None:
    """A line is as many line ends down as stand before it, and a column as many units as its encoding has for what stands before it."""
    codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
    positions, lines = Positions(text, encoding), text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    offset = 0
    for number, line in enumerate(lines):
        for at in range(len(line) + 1):
            units = len(line[:at].encode(codec, "surrogatepass")) // UNIT[encoding]
            assert positions.at(offset + at) == (number, units)
        offset += len(line) + (2 if text[offset + len(line) : offset + len(line) + 2] == "\r\n" else 1)


@given(TEXTS, st.integers(0, 30), st.integers(0, 30), st.text(max_size=3))
def test_what_is_replaced(text: str, start: int, length: int, typed: str) -> None:
    """What stands between two places goes, and everything else stays."""
    start, end = min(start, len(text)), min(start + length, len(text))
    positions = Positions(text)
    if any(text[at - 1 : at + 1] == "\r\n" for at in (start, end)):
        return  # no editor puts a cursor there
    assert positions.replaced(positions.at(start), positions.at(end), typed) == text[:start] + typed + text[end:]


@given(TEXTS, st.integers(0, 9), st.integers(0, 99))
def test_places_that_are_not_there(text: str, line: int, column: int) -> None:
    """Any numbers lead into the text: past a line's end to its end, past the last line to the text's."""
    positions = Positions(text)
    assert 0 <= positions.offset(line, column) <= len(text)
    assert positions.offset(9_999, column) == len(text)


def test_in_the_middle_of_a_character() -> None:
    """A column inside a character is where it begins."""
    assert Positions("a😋b").offset(0, 2) == 1
    assert Positions("a😋b", "utf-8").offset(0, 3) == 1
