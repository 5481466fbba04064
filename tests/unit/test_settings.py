"""Settings: from a file, with an error that a person can act on for everything that is wrong in it."""

import pytest

from presscheck.errors import SettingsError
from presscheck.flow import Checker
from presscheck.settings import Settings, change, parse


def test_an_empty_file_changes_nothing() -> None:
    """What the file does not say stays as it was."""
    assert parse("", "presscheck.toml") == Settings()
    assert parse("passages = 3\n", "presscheck.toml") == Settings(passages=3)


def test_lists_become_tuples() -> None:
    """A list of packs is kept as a frozen value, an empty one too."""
    assert parse('packs = ["hygiene", "house"]', "a.toml").packs == ("hygiene", "house")
    assert parse("packs = []", "a.toml").packs == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("passages = ", "not valid TOML"),
        ("pasages = 3", "there is no setting 'pasages'; there are: judge, packs, profile"),
        ('passages = "3"', "passages = '3' should be a whole number"),
        ("passages = true", "passages = True should be a whole number"),
        ("passages = 2.5", "passages = 2.5 should be a whole number"),
        ("passages = 0", "passages = 0 should be 1 or more"),
        ("passages = -1", "passages = -1 should be 1 or more"),
        ("max_cost = nan", "max_cost = nan should be 0 or more"),
        ("max_cost = inf", "max_cost = inf should be 0 or more, up to a billion"),
        ("price_prompt = 1" + "0" * 400, "should be a number"),
        ("timeout = 1" + "0" * 400, "should be 1 or more, up to a billion"),
        ('packs = "hygiene"', "packs = 'hygiene' should be a list of words"),
        ("packs = [1]", "packs = [1] should be a list of words"),
        ("judge = 1", "judge = 1 should be a text"),
        ("[judge]\nname = 1", "judge = {'name': 1} should be a text"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    """The error names the file, what was met and what should stand there."""
    with pytest.raises(SettingsError) as raised:
        parse(text, "presscheck.toml")
    assert str(raised.value).startswith("presscheck.toml: ")
    assert says in str(raised.value)


def test_changes_do_not_touch_the_old_settings() -> None:
    """Settings are frozen: a change makes new ones, and their digests differ."""
    old = Settings()
    new = change(old, {"passages": 4, "packs": ["a"]}, "command line")
    assert (old.passages, new.passages, new.packs) == (8, 4, ("a",))
    assert old.digest() == Settings().digest() != new.digest()


def test_a_judge_that_is_not_there() -> None:
    """The name of a judge that no module has is an error that lists those there are."""
    with pytest.raises(SettingsError, match=r"there is no judge named 'nobody'; there are: .*overlap"):
        Checker(Settings(judge="nobody"))
