"""The words around a figure, and how much of them another place shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.frames import FAR, LEAST, Frame, frame, likeness
from presscheck.model import Document, Passage, Span
from presscheck.words import key
from prose import passage, prose

WORDS = st.lists(st.sampled_from(["harbour", "ferry", "the", "of", "tonnes", "barley", "31", "lost", "pier", "and", ",", "."]), max_size=12)


def around(text: str, words: str) -> Frame:
    start = text.index(words)
    return frame(text, 0, Span(start, start + len(words)))


def whole(text: str) -> tuple[Passage, Document]:
    source = prose(text, name="source.txt")
    return passage(source), source


def alike(draft: str, mine: str, source: str, theirs: str) -> float:
    return likeness(around(draft, mine), around(source, theirs), *whole(source))


def test_the_nearest_words_weigh_most() -> None:
    """A word weighs the less, the farther it stands from the figure, on either side."""
    found = around("barge spilled barley: 412 tonnes harbour pier", "412")
    assert found[key("barley")] == found[key("tonnes")] == 1.0
    assert found[key("barley")] > found[key("spilled")] > found[key("barge")]
    assert found[key("tonnes")] > found[key("harbour")] > found[key("pier")]


def test_stop_words_and_figures_are_left_out() -> None:
    """Only what tells the matter is in a frame; a stop word still puts half a step between."""
    found = around("It lost 412 of the tonnes and 31 bags", "412")
    assert key("tonnes") in found
    assert found[key("tonnes")] < 1.0
    assert not {"of", "the", "and", "31", "412"} & set(found)


def test_far_words_are_not_looked_at() -> None:
    """Every weight is in LEAST..1, so that a long sentence does not drown what stands beside the figure."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = "412 " + " ".join(f"ox{a}{b}o" for a in letters for b in letters[:4])
    found = around(text, "412")
    assert 0 < len(found) < 40
    assert all(LEAST <= weight <= 1 for weight in found.values())


def test_an_offset_moves_only_the_span() -> None:
    """The frame of a passage is the same wherever its source has it."""
    text = "The barge lost 412 tonnes of barley"
    assert frame(text, 100, Span(115, 118)) == around(text, "412")


def test_the_figure_of_the_same_thing_is_more_alike() -> None:
    """Of two figures in one passage, the one that is told of the same thing is the liker."""
    source = "The storm killed 17 people in the valley, hurt 71 people and cut off 300 homes."
    draft = "The storm hurt 71 people."
    assert alike(draft, "71", source, "71") > alike(draft, "71", source, "17") > alike(draft, "71", source, "300")


def test_context_counts_for_less_than_the_passage() -> None:
    """A word that only the passage's context has is worth FAR; one that is nowhere is worth nothing."""
    source = prose("Barley", "The barge lost 412", name="source.txt")
    span = Span(source.text.index("The"), len(source.text))
    bare = Passage(source.id, span, source[span], "para. 2")
    headed = Passage(source.id, span, source[span], "para. 2", (Span(0, 6),))
    mine = {key("barley"): 1.0}
    assert likeness(mine, {}, bare, source) == 0.0
    assert likeness(mine, {}, headed, source) == pytest.approx(FAR)
    assert likeness(mine, mine, bare, source) == pytest.approx(1.0)


def test_nothing_around_a_figure_is_like_nothing() -> None:
    """A figure that stands alone is not like any place, and does not divide by nothing."""
    assert likeness({}, {key("barley"): 1.0}, *whole("barley")) == 0.0


@given(WORDS, WORDS, WORDS, WORDS)
def test_likeness_is_a_share(a: list[str], b: list[str], c: list[str], d: list[str]) -> None:
    """Whatever the two texts, likeness is in 0..1."""
    draft, source = " ".join([*a, "5000", *b]), " ".join([*c, "7000", *d])
    assert 0.0 <= alike(draft, "5000", source, "7000") <= 1.0 + 1e-9


@given(WORDS, WORDS)
def test_a_text_is_fully_like_itself(before: list[str], after: list[str]) -> None:
    """The same words around the same figure are alike in full, if any of them tells something."""
    text = " ".join([*before, "5000", *after])
    assert alike(text, "5000", text, "5000") == pytest.approx(1.0 if around(text, "5000") else 0.0)
