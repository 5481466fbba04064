"""Words and the keys under which two spellings of one word meet."""

import pytest

from presscheck.words import content, figure, fold, key, keys, telling, whole_words, words


def test_words_know_their_places() -> None:
    """A word is its letters with an apostrophe inside, or a figure with its separators; hyphens and stops part words."""
    text = "Ann's ex-wife paid 1,146.50 (net) – “don’t”, x2 v2.1. ٣١ São"
    found = words(text, 100)
    assert [word.text for word in found] == ["Ann's", "ex", "wife", "paid", "1,146.50", "net", "don’t", "x", "2", "v", "2.1", "٣١", "São"]
    assert all(text[word.span.start - 100 : word.span.end - 100] == word.text for word in found)
    assert words("“”… – \n\u200b") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[
            ("1,146", "1146"),
            ("28.0", "28"),
            ("2.40", "2.4"),
            ("1,000,000", "1000000"),
            ("thirteen", "13"),
            ("Thirty", "30"),
            ("dozen", "12"),
        ],
        *[("letters", "letter"), ("Lind's", "Lind"), ("Lind’s", "Lind"), ("São", "sao"), ("ﬁre", "fire"), ("Løvås", "lovas")],
        *[("İstanbul", "istanbul"), ("STRASSE", "straße"), ("e\u0301lite", "élite"), ("km", "kilometres"), ("harbours", "Harbour")],
    ],
)
def test_keys_meet(one: str, other: str) -> None:
    """Case, accents, endings, separators and short forms do not keep a word from itself."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("31", "13"), ("1,46", "146"), ("1.146", "1146"), ("2.4", "24"), ("one", "1"), ("Lee", "Lea"), ("1,1,146", "1146")]
)
def test_keys_differ(one: str, other: str) -> None:
    """What a reader would not take for the other does not meet: decimals, transposed digits, "one", another name."""
    assert key(one) != key(other)


def test_figures_keep_what_is_no_separator() -> None:
    """A comma counts as a separator only before three digits, and a figure with two points stays as it is."""
    assert [figure(text) for text in ("12,345", "1,5", "1.2.3", "0.50", "100", "10.0", "1,000.10")] == [
        *("12345", "1,5", "1.2.3", "0.5", "100", "10", "1000.1")
    ]


@pytest.mark.parametrize("text", ["U.N.", "U. N.", "U N", "UN"])
def test_initials_are_one_word(text: str) -> None:
    """However they are written, initials side by side meet; one initial between words stays one."""
    assert keys(f"the {text} said") == ["the", "un", "say"]
    assert keys("Ruth A. Lind") == ["ruth", "a", "lind"]


def test_words_without_content_are_left_out() -> None:
    """Articles, pronouns and the like tell nothing; figures do."""
    assert telling("It was the 31 letters that they had.") == {"31", key("letters")}
    assert content(["the", "letter"]) == {"letter"}
    assert telling("It was what they had.") == frozenset()


def test_fold_keeps_what_is_no_mark() -> None:
    """Folding takes marks from letters and leaves letters of other scripts."""
    assert fold("Ünïcödé") == "unicode"
    assert fold("שלום") == "שלום"
    assert fold("’") == "'"


def test_ranges_are_moved_to_the_ends_of_words() -> None:
    """A range that begins or ends within a word takes in the whole word; within a word of a hundred letters it gives up."""
    text = "the harbour board met"
    assert text[slice(*whole_words(text, 6, 14))] == "harbour board"
    assert whole_words(text, 4, 11) == (4, 11)
    assert whole_words(text, 0, len(text)) == (0, len(text))
    assert whole_words("x" * 200, 100, 110) == (60, 150)
