"""Numbers in a text: what they stand for, what they count, and when two of them meet."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presscheck.figures import Number, agree, fractions, in_range, listed, measure, mistaken_unit, numbers, same_unit
from presscheck.model import Span
from presscheck.words import key

VALUES = st.integers(1, 10**7)
UNITS = st.sampled_from(
    ["days", "weeks", "months", "years", "km", "miles", "tonnes", "kilograms", "acres", "hectares", "litres", "bags", "people"]
)
PIECES = st.sampled_from(
    [
        *("one", "in", "five", "two", "-", "thirds", "of", "half", "the", "stations", "3", ",", "4", "and", "9", "F", "M", "12", "fourth"),
        *("day", " ", "%", "$", "m", "."),
    ]
)


def read(text: str) -> list[Number]:
    return list(numbers(text, 0, len(text)))


def one(text: str) -> Number:
    (found,) = read(text)
    return found


def counted(text: str) -> list[tuple[float, str]]:
    return [(n.value, n.unit[0]) for n in listed(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        *[("Two-thirds of the wells", 200 / 3), ("a third of the wells", 100 / 3), ("a quarter of them", 25)],
        *[("three quarters of them", 75)],
        *[("half the wells", 50), ("half of the wells", 50), ("one in five wells", 20), ("six in ten", 60), ("one in 40", 2.5)],
    ],
)
def test_a_share_in_words_is_a_percentage(text: str, share: float) -> None:
    """Shares told in words are read as percentages, so that they meet those in figures."""
    found = one(text)
    assert found.kind == "percent"
    assert found.value == pytest.approx(share)
    assert found.low <= share <= found.high


@pytest.mark.parametrize("text", ["one in 2019", "a third man came", "half past six", "the second of three"])
def test_what_is_no_share(text: str) -> None:
    """A year, an ordinal or a time of day is no share."""
    assert [n for n in read(text) if n.kind == "percent"] == []


def test_nearly_half_is_not_more_than_half() -> None:
    """A word before a share leaves room on its own side."""
    nearly, more = one("nearly half of the wells"), one("more than half of the wells")
    assert nearly.low < 48 < nearly.high
    assert more.low < 52 < more.high
    assert not agree(nearly, one("58 percent"))
    assert not agree(more, one("41 percent"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *[("stations 3, 4 and 9", (3, "stations")), ("Counts 1-3", (3, "counts")), ("counts 1 to 3 and 7", (4, "counts"))],
        *[("rooms 4 and 5", (2, "rooms"))],
        *[("boats 4 and 5", None), ("Counts: 4, 5", None)],
        *[("the fourth day of deliberations", (4, "day")), ("her third year", (3, "year"))],
    ],
)
def test_a_count_is_told_by_listing(text: str, count: tuple[int, str] | None) -> None:
    """Things that are numbered are counted by how many numbers there are; days by the last of them."""
    assert counted(text) == ([(count[0], key(count[1]))] if count else [])


def test_a_letter_tells_the_sex() -> None:
    """ "7 F, 5 M" counts women and men; one letter alone tells nothing."""
    assert counted("jury sworn (7 F, 5 M)") == [(7, key("women")), (5, key("men"))]
    assert counted("vitamin 5 M and 7 pills") == []


def test_numbers_of_things_are_names() -> None:
    """The figures of a list of numbered things count nothing; a figure with its own thing behind it does."""
    assert read("It closed stations 3, 4 and 9 for good.") == []
    assert read("On pages 4 and 40 people are named.")[-1].value == 40


@pytest.mark.parametrize(
    ("mine", "theirs", "meets"),
    [
        *[("24 months", "two years", True), ("two years", "24 months", True), ("18 months", "two years", False)],
        *[("two months", "60 days", True), ("12 miles", "19.3 km", True), ("500 acres", "202 hectares", True)],
        *[("3 tonnes", "3,000 kg", True)],
        *[("90 weeks", "90 days", False), ("5 km", "5 tonnes", False), ("2 percent", "2 percentage points", False)],
        *[("$40", "40 euros", False)],
        *[("$6.9m", "$6.8m", False), ("$2.4 million", "$2,412,300", True), ("62 seats", "61 seats", False), ("about 300", "312", True)],
    ],
)
def test_when_two_numbers_meet(mine: str, theirs: str, meets: bool) -> None:
    """Measures of one dimension are converted; another dimension, kind or currency never meets; what is told to one place must be equal."""
    assert agree(one(mine), one(theirs)) is meets


@pytest.mark.parametrize(
    ("mine", "theirs", "mistaken"),
    [
        *[("90 weeks", "90 days", True), ("47 km", "47 miles", True), ("58 million euros", "58 million forints", True)],
        *[("412 bags", "412 tonnes", True), ("90 days", "90 days", False), ("90 weeks", "91 days", False), ("$40", "$40", False)],
        *[("17 people", "17 homes", False), ("40 percent", "40 percentage points", True)],
    ],
)
def test_the_same_figure_in_another_measure(mine: str, theirs: str, mistaken: bool) -> None:
    """It is a slip of the unit where the figure is the same and the measure, currency or kind of share is another."""
    assert mistaken_unit(one(mine), one(theirs)) is mistaken


@pytest.mark.parametrize(
    ("text", "reckoned"),
    [
        *[("40 fewer patients", True), ("$12 each", True), ("a total of 31 boats", True), ("the other six boats", True)],
        *[("in all 31 boats", True), ("608 seats in all", True), ("all 31 boats", False)],
        *[("more than 40 patients", False), ("the storm left 64 people missing", False)],
        *[("40 patients. Fewer came", False), ("40 patients", False)],
    ],
)
def test_what_is_told_as_a_sum(text: str, reckoned: bool) -> None:
    """A word beside a figure, in its clause, tells that it is the outcome of a sum; "more than" does not."""
    assert one(text).reckoned is reckoned


@given(VALUES, UNITS, VALUES, UNITS)
def test_measures_compare_the_same_both_ways(a: int, unit: str, b: int, other: str) -> None:
    """Whether two measures are of one dimension, or mistaken for one another, does not depend on which is the draft's."""
    mine, theirs = one(f"{a:,} {unit}"), one(f"{b:,} {other}")
    assert same_unit(mine, theirs) == same_unit(theirs, mine)
    assert mistaken_unit(mine, theirs) == mistaken_unit(theirs, mine)


@given(
    st.integers(1, 900),
    st.sampled_from([("weeks", 7, "days"), ("hours", 60, "minutes"), ("tonnes", 1000, "kilograms"), ("km", 1000, "metres")]),
)
def test_conversions_are_symmetric(amount: int, units: tuple[str, int, str]) -> None:
    """So many of the greater measure meet so many times as many of the lesser, whichever the draft has."""
    greater, times, lesser = units
    mine, theirs = one(f"{amount:,} {greater}"), one(f"{amount * times:,} {lesser}")
    assert agree(mine, theirs)
    assert agree(theirs, mine)


@given(VALUES, UNITS)
def test_a_number_meets_itself(value: int, unit: str) -> None:
    """Every number agrees with itself, lies in its own range and counts what it counts."""
    number = one(f"{value:,} {unit}")
    assert agree(number, number)
    assert in_range(number, number)
    assert same_unit(number, number)
    assert not mistaken_unit(number, number)


def test_only_measures_have_a_size() -> None:
    """Money, ages and things counted are not converted."""
    assert measure(one("90 days"))
    assert measure(one("90 bags")) is None
    assert measure(one("90 pounds")) is None  # money, unless the other figure shows that it is a weight
    assert measure(replace(one("90 days"), kind="percent")) is None


@given(st.lists(PIECES | st.text(max_size=4), max_size=16).map("".join))
@example("They won 3 to 0.")
def test_any_text_can_be_read(text: str) -> None:
    """No text is too odd: every number lies in it, and in its own range."""
    for number in (*numbers(text, 0, len(text)), *listed(text, 0, len(text)), *fractions(text, 0, len(text))):
        assert Span(0, len(text)).start <= number.span.start < number.span.end <= len(text)
        assert number.figure in number.span
        assert number.low <= number.value <= number.high
