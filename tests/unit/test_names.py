"""Names in running text: where one begins and ends, what stands before it, and what is no name."""

import pytest

from presscheck.names import bare, names, persons


def found(text: str) -> list[str]:
    return [name.text for name in names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Ruth Lind who left.", "Ruth Lind"),
        ("It was Ruth A. Lind who left.", "Ruth A Lind"),
        ("It was St. Ann Quay again.", "St Ann Quay"),
        ("They met Pieter van der Hoeven there.", "Pieter van der Hoeven"),
        ("They met the Bank of Selwick there.", "Bank of Selwick"),
        ("They met Okonjo-Reyes there.", "Okonjo Reyes"),
        ("They met Lind's brother there.", "Lind"),
        ("They met Lind’s brother there.", "Lind"),
        ("They met Mayor Ruth Lind there.", "Ruth Lind"),
        ("They met Lt. Col. Orm there.", "Orm"),
        ("They met Sen. Ruth Lind there.", "Ruth Lind"),
        ("They met Capt Ruth Lind there.", "Ruth Lind"),
        ("They met Maj Lind there.", "Maj Lind"),
        ("They met Ruth Sen there.", "Ruth Sen"),
        ("They met Ruth Lind KC there.", "Ruth Lind"),
        ("They met Élodie Orm there.", "Élodie Orm"),
        ("They met Ruth\nLind there.", ""),
        ("“Ruth Lind,” they wrote.", "Ruth Lind"),
    ],
)
def test_one_name(text: str, name: str) -> None:
    """Initials, particles and hyphens join; titles, suffixes and the possessive are not the name; a line's end parts two names."""
    assert found(text) == ([name] if name else ["Ruth", "Lind"])


@pytest.mark.parametrize(
    "text",
    [
        "nothing here has a capital",
        "The board met on Monday in May.",
        "I am here.",
        "He left. They stayed.",
        "31 letters",
        "Two of them left.",
        "A sign read 'I've waited' and 'We'll see' and “Don’t ask”.",
        "",
    ],
)
def test_no_name(text: str) -> None:
    """Days, months, pronouns and the openings of sentences name nobody."""
    assert [name.text for name in names(text) if not name.opens] == []


def test_stops_part_names() -> None:
    """A comma, a colon, a bracket or a possessive ends a name, and the next capital begins another."""
    assert found("Lind, Orm and Tove: Anna (Yara) met Lind's Orm.") == ["Lind", "Orm", "Tove", "Anna", "Yara", "Lind", "Orm"]


def test_spans_are_the_words() -> None:
    """A name's span is its own words in the text, without the title and the possessive, wherever the search began."""
    text = "Then Mayor Ruth Lind's brother Karl Orm spoke."
    assert [text[name.span.start : name.span.end] for name in names(text)] == ["Then", "Ruth Lind", "Karl Orm"][-len(names(text)) :]
    assert [text[name.span.start : name.span.end] for name in names(text, 10, 30)] == ["Ruth Lind"]


def test_titles_are_told() -> None:
    """What stands before a name as a post or an honorific is kept beside it, and such a name does not count as an opening."""
    (name,) = names("Prime Minister Ruth Lind left.")
    assert (name.title, name.opens) == (("prime", "minister"), False)
    (name,) = names("Lind left.")
    assert (name.title, name.opens) == ((), True)


def test_persons() -> None:
    """Two to four words look like a person, one word only where it is known, long words in capitals never."""
    text = "They met Ruth Lind, Orm, the NATO BOARD and the United Cities of Selwick Bay Area Trust."
    assert [name.text for name in persons(text)] == ["Ruth Lind"]
    assert [name.text for name in persons(text, {"Orm"})] == ["Ruth Lind", "Orm"]


def test_bare() -> None:
    """Only a possessive ending is taken off, and not an s of the name's own."""
    assert [bare(word) for word in ("Lind's", "Lind’s", "Hughes", "Hughes'", "s")] == ["Lind", "Lind", "Hughes", "Hughes'", "s"]
