"""Literals of patterns: whatever a pattern matches holds one of them, so that no text is passed over that a rule would hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.literals import literals
from presscheck.patterns import Screen, Text, pattern


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("paid the price", {"paid the price"}),
        ("commit(?:s|ted)? suicide", {"commit suicide", "commits suicide", "committed suicide"}),
        ("(?:some|many) (?:critics|experts)", {"some critics", "some experts", "many critics", "many experts"}),
        ("in (?:the )?wake", {"in wake", "in the wake"}),
        ("(?:ab)+cdef", {"cdef"}),
        ("[a-z]+ing\\b", {"ing"}),
        ("(?-i:Named)", {"named"}),
        ("(?P<here>tears)", {"tears"}),
        (r"\p{Lu}ister", {"ister"}),
        ("a|b", set()),
        (r"\d{3}", set()),
        ("(?:long|x)", set()),
        ("(", set()),
        ("foo\tbar", {"foo bar"}),
        ("foo +(?: bar)", {"foo bar"}),
        ("[[:alpha:]]foo", set()),
        ("ΟΔΟΣ odd", set()),
    ],
)
def test_literals(source: str, found: set[str]) -> None:
    """The longest and rarest stretch that must be there; none where a match may hold nothing that is worth looking for."""
    assert literals(source) == found


WORDS = st.sampled_from(["paid", "the", "price", "of", "critics", "Said", "ß", "x"])
PIECE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda pieces: f"(?:{'|'.join(pieces)})"),
        inner.map(lambda piece: f"(?:{piece})?"),
        inner.map(lambda piece: f"(?:{piece}){{1,2}}"),
    ),
    max_leaves=6,
)


@given(PIECE, st.lists(WORDS, max_size=12))
def test_no_match_without_a_literal(source: str, words: list[str]) -> None:
    """Where the pattern stands in a text, so does one of its literals in the text as it is screened."""
    made = pattern(source, {}, phrase=True)
    text = Text(" ".join(words))
    stands = any(made.find(text))
    assert not stands or 0 in Screen([made.parts]).standing(text)
