"""A draft is held to the terms on which its sources were given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from presscheck import Checker, Settings, onrecord
from presscheck.model import Document, Level, Origin
from presscheck.readers import markdown, plain

CHECKER = Checker(Settings(judge="overlap", packs=()))
NOTES = "Marit Oss, engineer of the water board, said: “The wall leaked for twelve days before we told them.” She said it twice."
DRAFT = "“The wall leaked for twelve days before we told them,” said Marit Oss. The meadow was empty."


def source(terms: str, name: str = "notes.txt", text: str = NOTES) -> Document:
    return replace(plain.read(text.encode(), name), origin=Origin("sources.toml", terms=terms))


def raised(*sources: Document, draft: str = DRAFT) -> list[tuple[str, Level, str]]:
    report = CHECKER.check(markdown.read(draft.encode(), "draft.md"), sources)
    return [(found.code, found.level, found.message) for found in report.findings if found.code in onrecord.LEVELS]


@pytest.mark.parametrize("terms", ["", "on the record", "embargoed until 2031-03-09"])
def test_on_the_record(terms: str) -> None:
    """What was given on the record, or on no terms that are known, may be said and named."""
    assert raised(source(terms)) == []


def test_off_the_record() -> None:
    """What nothing but a source off the record bears out is an error, once a sentence; who said it goes with it."""
    [(code, level, message)] = raised(source("off the record"))
    assert (code, level) == ("off-the-record", Level.ERROR)
    assert message == "no source but notes.txt has this, which was given off the record"


@pytest.mark.parametrize("terms", ["background", "deep background"])
def test_on_background(terms: str) -> None:
    """Words on background may be used, and who said them may not be named."""
    [(code, level, message)] = raised(source(terms))
    assert (code, level) == ("not-for-attribution", Level.WARNING)
    assert message.endswith(f"given on {terms}")
    assert raised(source(terms), draft="The wall leaked for twelve days before they were told. The meadow was empty.") == []


def test_another_source_frees_it() -> None:
    """What a source on the record says as well may be said and named, in whatever order the two are given."""
    open_, held = source("on the record", "interview.txt", NOTES + " She waited."), source("off the record")
    assert raised(open_, held) == raised(held, open_) == []
