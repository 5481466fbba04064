"""Names: quick ways through a text give what the plain way gives."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from presscheck.facts.name import _capitalised
from presscheck.words import ASCII_WORD, WORD

ODD = st.text(st.sampled_from("AbZz'. -39_\n@"), max_size=40)


@given(ODD)
def test_capitals_of_ascii_text(text: str) -> None:
    """Looking at capitals alone finds the words, and the ones after them, that a walk over all words finds."""
    walked = [
        (word.group(), other.group() if other and other.group()[0].isupper() and text[word.end() : other.start()] == " " else "")
        for word, other in pairwise((*WORD.finditer(text), None))
        if word and word.group()[0].isupper()
    ]
    assert list(_capitalised(text)) == walked


@given(ODD)
def test_words_of_ascii_text(text: str) -> None:
    """The pattern for ASCII finds the words that the pattern for all text finds, at the same places."""
    assert [match.span() for match in ASCII_WORD.finditer(text)] == [match.span() for match in WORD.finditer(text)]
