"""A sentence that no source speaks of is said to be in none; one that a source tells in other words is left alone."""

from __future__ import annotations

import pytest

import presscheck
from presscheck import Document, Settings

MINUTES = (
    "Councillor Orm moved that the harbour wall at Osk be repaired before winter. Mr Lind asked what the repair would cost. The surveyor "
    "put it at 2.4 million crowns. Councillor Holt said the wall had stood since 1911. She had seen the sea come over it twice. "
)
PLACES = ("quay", "slip", "crane", "light", "chapel", "school", "bakery", "ferry", "lock", "mill")


def source(name: str = "minutes.txt") -> Document:
    """Minutes of fifty sentences."""
    more = (f"The {place} at Osk was looked at in turn, and item {n} of the list was agreed." for n in range(4) for place in PLACES)
    return presscheck.read((MINUTES + " ".join(more)).encode(), name)


def told(sentence: str) -> list[str]:
    """The codes of what is found about facts in a draft of this sentence."""
    draft = presscheck.read(f"The council met on the harbour wall.\n\n{sentence}\n".encode(), "draft.txt")
    return [f.code for f in presscheck.check(draft, [source()], Settings(judge="overlap")).findings if f.outcome]


def test_what_nobody_told_is_in_no_source() -> None:
    """Most of its words are in no source, and no passage has more than a few of the rest."""
    assert told("A grieving pelican trainer unveiled purple lanterns beside the tramway on Sunday evening.") == ["claim-not-found"]


def test_who_wrote_it_does_not_hide_what_nobody_wrote() -> None:
    """Without its "she wrote", a sentence made up still has words enough that no source has."""
    assert told("A grieving pelican trainer unveiled purple lanterns beside the tramway, she wrote.") == ["claim-not-found"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Lind asked at what price the harbour wall at Osk could be mended before the cold.",
        "Mending the wall would cost 2.4 million crowns, according to an expert.",
        "The harbour wall at Osk, which the surveyor inspected in spring, was condemned.",
        "He would render both defences much sturdier, he wrote.",
    ],
)
def test_what_is_told_in_other_words_is_left_alone(sentence: str) -> None:
    """A reporter rewords: half of a sentence's words may be in no source."""
    assert told(sentence) == []
