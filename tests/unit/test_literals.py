"""Literals of patterns: whatever a pattern matches holds them, so that no text is passed over that a rule would hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from presscheck.literals import worked_out
from presscheck.patterns import SPACE, Pattern, Screen, Text, pattern


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("paid the price", ["paid the price"]),
        (r"\bpaid the price\b", [" paid the price "]),
        ("commit(?:s|ted)? suicide", ["commit suicide|commits suicide|committed suicide"]),
        ("(?:some|many) (?:critics|experts)", ["many critics|many experts|some critics|some experts"]),
        ("in (?:the )?wake", ["in the wake|in wake"]),
        ("(?:ab)+cdefgh", ["cdefgh"]),
        ("(?:ab){2}cdef", ["ababcdef"]),
        (r"said [^.]{0,60}\bof tears\b", [" of tears &said "]),
        (r"(?:[a-z]+ )?tears? of", ["tear of|tears of"]),
        (r"\b(?:[a-z]+ )*tears\b", [" tears "]),
        (r"\b(?:[a-z]+)?tears\b", ["tears "]),
        (r"\bnaming\B", [" naming"]),
        (r"\w+ tears|\d+ of shame\b", [" of shame ", " tears"]),
        ("[a-z]+ming\\b", ["ming "]),
        ("(?-i:Named)", ["named"]),
        ("(?P<here>tears)", ["tears"]),
        (r"\p{Lu}ister", ["ister"]),
        (r"\[(?:source|link)\]", [" link | source &[]"]),
        ("[⟨[]source", [" source&[|⟨"]),
        ("naïve plan", ["na ve plan"]),
        ("a|b", []),
        ("the", []),
        (r"\d{3}", []),
        ("(?:long|x)", []),
        ("(", []),
        ("foo\tbar", ["foo bar"]),
        ("foo +(?: bar)", ["foo bar"]),
        ("[[:alpha:]]foo", []),
        ("(?:tears|" * 450 + "x" + ")" * 450, []),
        ("long\u017f odd", []),
        (r"long\x{17f} odd", []),
    ],
)
def test_literals(source: str, found: list[str]) -> None:
    """For each way to match, the rarest that must be there together (here with & between them); nothing where a way may hold nothing that
    is worth looking for."""
    told = ["&".join(sorted("|".join(sorted(each)) for each in way)) for way in worked_out(source)]
    assert told == ["&".join(sorted(way.split("&"))) for way in found]


Made = tuple[str, str]  # a pattern, and a text that it matches
WORDS = ("paid", "the", "price", "critics", "Said", "x", "naïve", "K", "İsled", "ſold", "kiss", "a_1", "going", "wakes")
CLASSES = ((r"\w", "a"), (r"\d", "7"), ("[a-z]", "b"), ("[^.]", "é"), (".", "x"), (r"\W", "é"), ("[⟨([]", "["), (r"\s", "\n"))
MARKS = ((r"\[", "["), (r"\?", "?"), ("%", "%"), ("–", "–"), ("é", "É"), ("[K-M]", "\u212a"), ("[sk]", "ſ"))
TIMES = (("?", 0), ("?", 1), ("*", 3), ("+", 2), ("{2}", 2), ("{1,2}", 1), ("{0,3}", 0), ("{5,6}", 6), ("??", 0), ("{0,12}", 2))
BLANKS = st.sampled_from((" ", "\n", "  \t"))


def one_after_another(pieces: list[Made], blank: str) -> Made:
    return " ".join(source for source, _ in pieces), blank.join(text for _, text in pieces)


def repeated(piece: Made, times: tuple[str, int]) -> Made:
    return f"(?:{piece[0]}){times[0]}", piece[1] * times[1]


def wrapped(piece: Made, form: str, blank: str) -> Made:
    """The form with the pattern, and with the text where it has none of RE2's signs but blanks."""
    return form.format(piece[0]), piece[1] if "\\" in form or "^" in form else form.strip("(?:)*").format(piece[1]).replace(" ", blank)


def built(inner: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    several = st.lists(inner, min_size=2, max_size=9)
    return st.one_of(
        st.builds(one_after_another, several, BLANKS),
        st.builds(lambda one, other: (one[0] + other[0], one[1] + other[1]), inner, inner),
        st.builds(lambda pieces, at: (f"(?:{'|'.join(source for source, _ in pieces)})", pieces[at][1]), several, st.sampled_from((0, 1))),
        st.builds(repeated, inner, st.sampled_from(TIMES)),
        st.builds(wrapped, inner, st.sampled_from(("(?:{} )?", "(?: {})*", r"\b{}", r"{}\b", r"{}\B", "^{}")), BLANKS),
    )


PIECES = st.recursive(st.one_of(st.sampled_from([(word, word) for word in WORDS]), st.sampled_from(CLASSES + MARKS)), built, max_leaves=15)
AROUND = st.sampled_from(("", " ", "a", "é", "ſ", ".", "\n", "\u212a", "("))


@settings(max_examples=1000)
@given(PIECES, st.booleans(), st.sampled_from((str, str.upper)), AROUND, AROUND)
def test_no_match_without_its_literals(made: Made, phrase: bool, case: Callable[[str], str], before: str, after: str) -> None:
    """Where a pattern stands in a text, the screen says that it may."""
    asked = pattern(made[0], {}, phrase)
    try:
        asked.prove()
    except ValueError:
        reject()  # what is counted inside of what is counted may be too much for RE2
    text = Text(before + case(made[1]) + after)
    stands = any(asked.find(text))
    assert not stands or 0 in Screen([(asked.full,)]).standing(text)


def test_what_is_counted_is_not_told_apart_where_it_is_screened() -> None:
    """A pattern without literals is screened with its counts left out, which says no less."""
    source = r"\([^)]{2,80}\?+\)"
    screen = Screen([(Pattern(source, source).full,)])
    assert screen.standing(Text("He left (to be asked ?)."))
    assert not screen.standing(Text("He left (to be asked)."))


def test_any_white_space_within_a_paragraph() -> None:
    """A pattern's blank is any white space to its literals too."""
    made = pattern("paid the price", {}, phrase=True)
    assert SPACE in made.full
    assert Screen([(made.full,)]).standing(Text("He paid\n the \t price"))


def test_a_text_with_a_long_s() -> None:
    """Letters that RE2 takes for an s or a k, and for no letter of a word, hide no literal, and make nothing stand that does not."""
    screen = Screen([(pattern(source, {}, phrase=True).full,) for source in ("a kiss of death", "the kingmaker")])
    assert screen.standing(Text("A \u212aiſs of death.")) == {0}
    assert not screen.standing(Text("A \u212aiſs of life."))
