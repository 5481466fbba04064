"""Two places compared word by word outwards."""

from hypothesis import given
from hypothesis import strategies as st

from presscheck.alignment import REACH, run_beside
from presscheck.model import Span
from presscheck.words import words

WORDS = st.lists(st.sampled_from(["harbour", "ferry", "the", "of", "barley", "lost", "pier"]), max_size=8)


def beside(one: str, mine: str, other: str, theirs: str) -> float:
    spans = [Span(text.index(part), text.index(part) + len(part)) for text, part in ((one, mine), (other, theirs))]
    return run_beside(words(one), spans[0], words(other), spans[1])


def test_words_count_up_to_the_first_that_differs() -> None:
    """Equal words beyond one that differs do not count."""
    assert beside("barge lost 412 tonnes", "412", "barge lost 512 tonnes", "512") == 3.0
    assert beside("barge lost 412 tonnes", "412", "barge gained 512 tonnes", "512") == 1.0


def test_a_stop_word_counts_half() -> None:
    """Stop words tell less of a place than other words."""
    assert beside("x lost 412 y", "412", "z lost 512 u", "512") == 1.0
    assert beside("x the 412 y", "412", "z the 512 u", "512") == 0.5


def test_two_beginnings_or_ends_count_half() -> None:
    """Where both texts begin, or both end, at the spans, that counts as much as a stop word; where one goes on, nothing."""
    assert beside("412 x", "412", "512 y", "512") == 0.5
    assert beside("412", "412", "512", "512") == 1.0
    assert beside("412 x", "412", "512", "512") == 0.5


def test_forms_of_a_word_are_one() -> None:
    """Words meet by their keys: "letters" and "letter"."""
    assert beside("x 412 letters y", "412", "z 512 letter u", "512") == 1.0


@given(WORDS, WORDS, WORDS, WORDS)
def test_it_does_not_matter_which_is_which(a: list[str], b: list[str], c: list[str], d: list[str]) -> None:
    """The run is the same both ways, never less than nothing, and no more than REACH words on each side."""
    one, other = " ".join([*a, "5000", *b]), " ".join([*c, "7000", *d])
    run = beside(one, "5000", other, "7000")
    assert run == beside(other, "7000", one, "5000")
    assert 0 <= run <= 2 * REACH


@given(WORDS, WORDS, WORDS)
def test_the_same_place_is_the_longest_run(before: list[str], after: list[str], others: list[str]) -> None:
    """No other place has a longer run beside a span than its own."""
    text, other = " ".join([*before, "5000", *after]), " ".join([*others, "7000"])
    assert beside(text, "5000", other, "7000") <= beside(text, "5000", text, "5000")
