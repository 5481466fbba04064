"""The unit of a table, told once for all its figures."""

import pytest

from presscheck.cells import Unit, is_share, is_title, told


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("USD millions (unaudited)", Unit("dollar", 1_000_000)),
        ("($ millions)", Unit("dollar", 1_000_000)),
        ("Outlay of the foundry, £ million", Unit("pound", 1_000_000)),
        ("£000", Unit("pound", 1000)),
        ("$'000", Unit("dollar", 1000)),
        ("Rents, £m", Unit("pound", 1_000_000)),
        ("Figures in EUR bn", Unit("euro", 1_000_000_000)),
        ("increase (GBP)", Unit("pound", 1)),
        ("cost_usd", Unit("dollar", 1)),
        ("(in millions of dollars)", Unit("dollar", 1_000_000)),
        ("In thousands, except per share data", Unit("", 1000)),
        ("Passengers (thousands)", Unit("", 1000)),
    ],
)
def test_a_head_tells_the_unit(label: str, unit: Unit) -> None:
    """By a sign, a code or a scale, however it is put."""
    assert told(label) == unit


@pytest.mark.parametrize(
    "label",
    ["year", "Town", "Pound Street", "$40 million for Osk", "Osk lost $4.6 million", "Turnout, %", "share, per cent", ""],
)
def test_what_tells_no_unit(label: str) -> None:
    """Names, sums of their own and shares."""
    assert told(label) is None


def test_heads_of_shares() -> None:
    """A share is told by its sign or its word."""
    assert is_share("seen_in_time_pct")
    assert is_share("Turnout (%)")
    assert not is_share("Turnout")


def test_a_title_stands_above_the_names() -> None:
    """It is one cell, or fewer than the names below it; names that leave the corner empty, or stand over figures, are no title."""
    assert is_title(["Rents by town"], ["town", "rent"])
    assert is_title(["# Water only. Gas", " power and waste are extra"], ["zone", "homes", "more"])
    assert not is_title(["", "Name", "Post"], ["1st", "Ann Lee", "chair"])
    assert not is_title(["homes", "more"], ["1", "300", "40"])
    assert not is_title(["town", "rent"], ["Osk", "300"])
