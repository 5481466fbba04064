"""Times of day, read into minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.clocks import DAY, HALF_DAY, ROUNDED, Clock, agree, clocks
from presscheck.model import Span

MINUTES = st.integers(0, DAY - 1)
PIECES = st.sampled_from(
    ["half", "past", "ten", "to", "nine", "12", "7", ":", ".", "52", " ", "p.m.", "noon", "at", "in the morning", "o'clock", "minutes"]
)


def read(text: str) -> list[Clock]:
    return list(clocks(text, 0, len(text)))


def clock(minute: int, either: bool = False, about: bool = False) -> Clock:
    room = ROUNDED if about else 0
    return Clock(Span(0, 1), minute, either, room, room)


@pytest.mark.parametrize(
    ("words", "minute"),
    [
        *[("5:52 p.m.", 17 * 60 + 52), ("17:52", 17 * 60 + 52), ("10.15pm", 22 * 60 + 15), ("8 am", 480), ("0430 hours", 270)],
        *[("12:10 a.m.", 10), ("12:10 p.m.", 730), ("12 p.m.", 720), ("00:00", 0), ("four in the morning", 240)],
        *[("three in the afternoon", 900), ("ten to nine in the evening", 20 * 60 + 50), ("half past six in the morning", 390)],
        *[("8.15 in the morning", 495), ("8:15 in the evening", 20 * 60 + 15)],
    ],
)
def test_a_time_is_a_minute_of_the_day(words: str, minute: int) -> None:
    """Figures and words give one minute of the day, and the span is the words that tell it, "hours" apart."""
    text = f"The pumps stopped at {words}"
    (found,) = read(text)
    assert found.readings == (minute,)
    assert text[found.span.start : found.span.end] == words.removesuffix(" hours")


@pytest.mark.parametrize(
    ("words", "minute"), [("six o'clock", 360), ("half past six", 390), ("a quarter to nine", 525), ("two at night", 120), ("6:30", 390)]
)
def test_without_a_half_of_the_day_it_is_either(words: str, minute: int) -> None:
    """A time that does not tell the half of the day may be in both."""
    (found,) = read(f"It began at {words}, they said.")
    assert found.readings == (minute, minute + HALF_DAY)


def test_a_log_and_a_range_tell_times() -> None:
    """A time may have a colon behind it, as in a log, or a hyphen before it, as the end of a range."""
    assert [found.readings for found in read("23:58: call. Held 14:00-18:00.")] == [(1438,), (840,), (1080,)]


@pytest.mark.parametrize(("words", "minute"), [("noon", 720), ("midday", 720), ("midnight", 0)])
def test_noon_and_midnight_are_told_by_the_word_before(words: str, minute: int) -> None:
    """ "At noon" is a time; "the noon bulletin" is not."""
    assert [found.readings for found in read(f"It began at {words}.")] == [(minute,)]
    assert read(f"The {words} bulletin came late.") == []


@pytest.mark.parametrize(
    "text",
    [
        *("They lost 3:1.", "It cost 6.40 crowns.", "It cost $6.40.", "She learned it at six.", "The ratio was 1:25,000."),
        *("Genesis 12:30:11", "12:61", "25:10", "UTC-5:30"),
    ],
)
def test_what_is_no_time(text: str) -> None:
    """Scores, amounts, ratios and bare hours are no times."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("words", "about"), [("at 9:30 p.m.", False), ("about 9:30 p.m.", True), ("before 9:30 p.m.", True), ("at half past nine", True)]
)
def test_what_may_be_rounded(words: str, about: bool) -> None:
    """A time in words, or after "about" and "before", may be rounded; one in figures after "at" is taken at its word."""
    assert [found.about for found in read(f"It began {words}")] == [about]


@given(MINUTES, MINUTES)
def test_exact_times_agree_only_with_themselves(one: int, other: int) -> None:
    """Two times told to the minute, with their half of the day, agree where they are the same."""
    assert agree(clock(one), clock(other)) is (one == other)


@given(MINUTES, st.integers(-DAY, DAY))
def test_a_rounded_time_leaves_ten_minutes_either_way(minute: int, off: int) -> None:
    """ "About" leaves room, over midnight too, and no more than that."""
    apart = min(off % DAY, -off % DAY)
    assert agree(clock(minute, about=True), clock((minute + off) % DAY)) is (apart <= ROUNDED)


@pytest.mark.parametrize(
    ("words", "other", "meets"),
    [
        *[("before midnight", "23:40", True), ("before midnight", "00:40", False)],
        *[("by 5 a.m.", "04:35", True), ("by 5 a.m.", "05:20", False)],
        *[("after 9 p.m.", "21:45", True), ("after 9 p.m.", "20:45", False), ("at 9 p.m.", "21:01", False)],
    ],
)
def test_before_and_after_are_open_to_one_side(words: str, other: str, meets: bool) -> None:
    """ "Before midnight" may be some time earlier, never later."""
    (mine,), (theirs,) = read(f"It began {words}"), read(f"Log: {other}")
    assert agree(mine, theirs) is meets


@given(MINUTES, MINUTES)
def test_a_time_in_either_half_agrees_with_both(one: int, other: int) -> None:
    """Without "p.m." the twelve hours of the clock decide."""
    assert agree(clock(one, either=True), clock(other)) is (one % HALF_DAY == other % HALF_DAY)


@given(st.lists(PIECES | st.text(max_size=5), max_size=14).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    """No text is too odd: every time found lies in it, in order, and is a minute of the day."""
    found = read(text)
    assert [each.span for each in found] == sorted(each.span for each in found)
    for each in found:
        assert 0 <= each.span.start < each.span.end <= len(text)
        assert all(0 <= minute < DAY for minute in each.readings)
        assert agree(each, each)


def test_seconds_are_read_past() -> None:
    """A log's "09:24:50" is the minute, or the next one for whoever rounds; what may be how long a race took is not surely a time."""
    (at,) = read("09:24:50 second alarm")
    assert at.sure and agree(clock(9 * 60 + 24), at) and agree(clock(9 * 60 + 25), at) and not agree(clock(9 * 60 + 23), at)
    assert not agree(clock(9 * 60 + 25), read("09:24:10")[0])
    assert [one.sure for one in read("02:10:35 and 2:10:35 pm")] == [False, True]
    assert read("1:02:35") == read("00:01:04.000 --> 00:01:09.000") == []
