"""The words of a language: all lower case, complete, and an error where there is no such language."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from presscheck import language
from presscheck.errors import SettingsError


def strings(value: Any) -> Iterator[str]:
    """All words in a list, map or group of lists."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, Iterable):
        for item in value:
            yield from strings(item)


def test_every_list_has_words() -> None:
    """No list of English is empty, so that no check is silently off."""
    english = language.load()
    assert [field.name for field in fields(english) if not getattr(english, field.name)] == []


def test_words_are_lower_case() -> None:
    """What is compared with folded words is itself in lower case; the names by which a body is called are compared capitals and all."""
    assert {word for word in strings(replace(language.load(), aliases=())) if word != word.lower()} == set()


def test_months_and_weekdays_count() -> None:
    """January is the first month, Monday the day before Tuesday, and short forms mean the same."""
    english = language.load()
    assert (english.months["january"], english.months["dec"], set(english.months.values())) == (1, 12, set(range(1, 13)))
    assert (english.weekdays["mon"], english.weekdays["sunday"]) == (0, 6)


@pytest.mark.parametrize("code", ["xx", "", "../en", "en.toml", "en/", "e n"])
def test_no_such_language(code: str) -> None:
    """A code without a file, or one that is a path, is an error that names it."""
    with pytest.raises(SettingsError, match="there is no language") as raised:
        language.load(code)
    assert repr(code) in str(raised.value)
