"""Text as a terminal shows it: columns, marks below the right words, and nothing that steers the terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.model import Span
from presscheck.terminal import Row, excerpt, glyphs, visible

UNRULY = "ab \t\n é\u0301\u200d\u202e\x1b\x07\x9b漢字か゛👩🏽‍🔬ﷺ\ufeff\u00ad\u2028\udcff"
TEXTS = st.text(st.one_of(st.sampled_from(UNRULY), st.characters()), min_size=1, max_size=300)


@st.composite
def placed(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a span of it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def wide(shown: str) -> int:
    """Columns, counted anew."""
    return sum(glyph.width for glyph in glyphs(shown))


def above(rows: list[Row]) -> str:
    """The words that the marks stand below, read column by column."""
    words = ""
    for row in rows:
        at = 0
        for glyph in glyphs(row.shown):
            words += glyph.shown if row.marks[at : at + 1] == "^" else ""
            at += glyph.width
    return words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines", "two lines"),
        ("a\x1b[31mred", "a␛[31mred"),
        ("bell\x07 null\x00 delete\x7f", "bell␇ null␀ delete␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("exit \u202e reversed", "exit <U+202E> reversed"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("co\u00adop\ufeff", "coop"),
        ("name\udcff", "name\\xff"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Zoë 漢字 é", "Zoë 漢字 é"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Control characters and bidi overrides become signs that can be seen; letters of any script stay as they are."""
    assert visible(text) == shown


@given(TEXTS)
def test_visible_text_cannot_steer_a_terminal(text: str) -> None:
    """No control, line-breaking or direction character is left, and what is shown is one line that UTF-8 can carry."""
    shown = visible(text)
    left = {char for char in shown if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")}
    assert not left
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert shown.encode().decode() == shown


@given(TEXTS)
def test_glyphs_tile_the_text(text: str) -> None:
    """Every code point lies in one glyph, in order."""
    places = glyphs(text)
    assert [place.start for place in places] == [0, *(place.end for place in places[:-1])]
    assert places[-1].end == len(text)


@given(placed(), st.integers(40, 120))
def test_excerpt_fits_and_is_harmless(case: tuple[str, Span], width: int) -> None:
    """However hostile the text, no row is wider than the terminal or holds a control character, and marks never outrun their row."""
    text, span = case
    for row in excerpt(text, [span], width, "^"):
        assert wide(row.shown) <= width
        assert len(row.marks) <= width
        assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in row.shown)


@given(st.text("ab漢é\u0301 ", max_size=400).map(lambda text: "a" + text), st.data())
def test_marks_stand_below_the_words(text: str, data: st.DataObject) -> None:
    """Reading the columns above the marks gives back the words, whatever was cut or wrapped around them."""
    start = data.draw(st.integers(0, len(text) - 1).filter(lambda at: not unicodedata.combining(text[at])))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)).filter(lambda at: not unicodedata.combining((text + " ")[at])))
    words = text[start:end]
    rows = excerpt(text, [Span(start, end)], 40, "^")
    assert above(rows).replace(" ", "") == words.replace(" ", "")


def test_wide_letters_take_two_marks() -> None:
    """A Chinese character is marked over both of its columns, and what stands before it is counted in columns."""
    assert excerpt("市長は漢字を", [Span(3, 5)], 60, "^") == [Row(0, "市長は漢字を", " " * 6 + "^^^^")]


def test_combining_marks_and_tabs() -> None:
    """A letter with its accent takes one column, a tab four."""
    assert excerpt("e\u0301te\u0301\t31", [Span(6, 8)], 60, "^") == [Row(0, "e\u0301te\u0301    31", " " * 7 + "^^")]


def test_a_long_paragraph_is_cut_between_words() -> None:
    """Around the words stands as much as fits, cut between words, with an ellipsis on each cut side."""
    text = "first second third " * 20 + "thirty-one letters " + "and more words to come " * 20
    at = text.index("thirty-one letters")
    (row,) = excerpt(text, [Span(at, at + 18)], 60, "^")
    assert row.shown == "…first second third thirty-one letters and more words to…"
    assert row.shown[row.marks.index("^") : len(row.marks)] == "thirty-one letters"


def test_a_span_over_lines_marks_each_line() -> None:
    """Words on several lines are marked on each, the line's own offset with them; blank lines between are left out."""
    text = "one\ntwo three\n\nfour\nfive"
    rows = excerpt(text, [Span(8, 19)], 60, "^")
    assert rows == [Row(4, "two three", "    ^^^^^"), Row(15, "four", "^^^^")]


def test_a_very_long_quote_keeps_its_two_ends() -> None:
    """Of words that fill a page the first rows and the last are shown."""
    text = "start " + "filler " * 100 + "finish"
    rows = excerpt(text, [Span(0, len(text))], 60, "^")
    assert len(rows) < 8
    assert rows[0].shown.startswith("start")
    assert rows[-1].shown.endswith("finish")
    assert Row(None, "…", "") in rows


def test_several_places_of_one_line() -> None:
    """Two places on a line are marked together."""
    assert excerpt("13 or 31", [Span(0, 2), Span(6, 8)], 60, "-") == [Row(0, "13 or 31", "--    --")]


def test_a_line_of_ten_million_characters_is_quick() -> None:
    """Only the neighbourhood of the words is looked at."""
    text = "x" * 5_000_000 + " 31 letters " + "y" * 5_000_000
    (row,) = excerpt(text, [Span(5_000_001, 5_000_011)], 60, "^")
    assert "31 letters" in row.shown
