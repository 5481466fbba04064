"""Figures worked out from others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.derivations import Derivation, same_unit, worked_out
from presscheck.figures import numbers

COUNTS = st.integers(21, 5000)


def derive(draft: str, source: str, figure: int = 0) -> Derivation | None:
    """The sum of the source's figures that gives the draft's figure of this number."""
    own = list(numbers(draft, 0, len(draft)))
    return worked_out(own[figure], list(numbers(source, 0, len(source))), own)


@pytest.mark.parametrize(
    ("draft", "source", "told"),
    [
        ("40 fewer patients", "310 patients before, 270 patients after", "310 - 270 = 40"),
        ("580 patients in all", "310 patients before, 270 patients after", "310 + 270 = 580"),
        ("608 seats in all", "16 cars with 38 seats each", "38 x 16 = 608"),
        ("a total of 96 boats", "31 boats, 40 boats and 25 boats", "31 + 40 + 25 = 96"),
        ("35% of the wells", "80 wells, 28 wells dry", "28 / 80 = 35%"),
        ("up 15% on the year", "46,000 boxes, last year 40,000 boxes", "from 40,000 to 46,000: +15%"),
    ],
)
def test_the_sum_is_told(draft: str, source: str, told: str) -> None:
    """Sums, differences, products, shares and changes are found, and told as an editor can check them."""
    found = derive(draft, source)
    assert found
    assert found.told == told
    assert len(found.parts) > 1


def test_what_counts_the_same_side_by_side_is_sure() -> None:
    """A difference of two counts of the same thing, side by side, is no chance."""
    found = derive("40 fewer patients", "310 patients before, 270 patients after")
    assert found
    assert found.sure
    assert found.alike


def test_what_counts_other_things_is_not_sure() -> None:
    """The same sum from counts of other things may be chance."""
    found = derive("41 patients", "They had 29 nets and 12 oars.")
    assert found is None or not found.sure


def test_the_surest_sum_is_taken() -> None:
    """Where several sums give the figure, the one from counts of the same thing is told."""
    found = derive("120 patients", "They had 90 nets and 30 oars. There were 70 patients on Monday and 50 patients on Tuesday.")
    assert found
    assert found.told == "70 + 50 = 120"


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("60 fewer patients", "310 patients before, 270 patients after"),
        ("seven divers", "Four divers went down. Eleven boats took part."),
        ("40 patients", "40 patients"),
        ("£40", "310 patients before, 270 patients after"),
        ("14 years", "two years and 12 months"),
    ],
)
def test_what_no_sum_gives(draft: str, source: str) -> None:
    """No sum is made up: of figures that do not give it, of other things, of the figure itself, of months with years."""
    assert derive(draft, source) is None


def test_months_are_not_added_to_years() -> None:
    """Two measures of one dimension count the same only in the same unit."""
    years, months = (numbers(text, 0, len(text))[0] for text in ("two years", "24 months"))
    assert same_unit(years, months) is False
    assert same_unit(years, years) is True


@given(COUNTS, COUNTS)
def test_a_difference_is_found_whichever_stands_first(a: int, b: int) -> None:
    """The order of two counts in the source does not decide whether their difference or sum is found."""
    for value in {abs(a - b), a + b} - {0, a, b}:
        draft = f"{value:,} patients fewer"
        one, other = (derive(draft, f"{x:,} patients and {y:,} patients") for x, y in ((a, b), (b, a)))
        assert one
        assert other
        assert (one.value, one.told.split(" = ")[1]) == (other.value, f"{value:,}")


@given(COUNTS, st.lists(COUNTS, max_size=6))
def test_what_is_told_gives_the_figure(value: int, others: list[int]) -> None:
    """Whatever the source's figures, a sum that is told comes out at the figure, and rests on figures that are there."""
    source = " and ".join(f"{n:,} patients" for n in others)
    found = derive(f"{value:,} patients", source)
    if found:
        assert found.value == pytest.approx(value, rel=0.1)
        assert {n.value for n in found.parts} <= {float(n) for n in others}
