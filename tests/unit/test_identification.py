"""Who is given away: what the rules' own examples do not show: consent told elsewhere, profiles, the case around a child, odd texts."""

from __future__ import annotations

import pytest

from presscheck import packs
from presscheck.galley import Galley
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook
from prose import prose

TRIAL = (
    "A tennis coach, Dean Webb, 51, went on trial on Monday accused of raping two women. He denies all charges. "
    "The trial is expected to last for three weeks.\n\n"
)


def told(text: str, whose: str = "") -> dict[str, list[str]]:
    """Rule -> the words that it hits."""
    chosen = profile(whose)
    found: dict[str, list[str]] = {}
    for finding in Rulebook([packs.load("identification")], chosen).findings(Galley(prose(text), chosen)):
        assert finding.span
        found.setdefault(finding.code, []).append(text[finding.span.start : finding.span.end])
    return found


def test_consent_told_in_the_next_sentence_counts() -> None:
    """Consent may stand beside the sentence with the name."""
    named = "Ellen Marsh says Webb raped her at a party."
    assert told(named) == {"complainant-named": ["Ellen Marsh"]}
    assert told(f"{named} She has waived her right to anonymity.") == {}


def test_consent_of_another_does_not_count() -> None:
    """One woman's consent is not the other's."""
    agreed = "Ellen Marsh, who agreed to be named, says Webb raped her. The trial goes on."
    text = f"{agreed} The judge rose early. It rained. Ruth Lind says he raped her."
    assert told(text) == {"complainant-named": ["Ruth Lind"]}


def test_a_name_is_told_once() -> None:
    """The first place is enough."""
    assert told("Webb raped Ellen Marsh, a jury heard. Marsh said he raped her twice.") == {"complainant-named": ["Ellen Marsh"]}


@pytest.mark.parametrize(
    ("whose", "code"),
    [
        ("", "complainant-given-away"),
        ("US-AP", "complainant-given-away"),
        ("UK-IPSO", "complainant-given-away-by-law"),
        ("IE", "complainant-given-away-by-law"),
        ("ZA", "complainant-given-away-by-law"),
        ("IN", "complainant-given-away-india"),
    ],
)
def test_each_profile_has_one_rule_for_facts_together(whose: str, code: str) -> None:
    """Nobody reads of the same words twice."""
    text = TRIAL + "The complainant, a cellist with the Tarn Orchestra who lives in Kirk Street, gave evidence."
    found = {key: words for key, words in told(text, whose).items() if "given-away" in key}
    assert found == {code: ["a cellist with the Tarn Orchestra who lives in Kirk Street"]}


def test_one_fact_is_enough_in_india_alone() -> None:
    """A school alone gives away there, by law."""
    text = TRIAL + "The complainant, a student at Orm College, gave evidence."
    assert told(text) == {}
    assert told(text, "IN") == {"complainant-given-away-india": ["student at Orm College"]}


def test_the_message_lists_the_facts() -> None:
    """A checker is told what adds up."""
    text = TRIAL + "The complainant, a 19-year-old barmaid at the Fox and Hounds in Orm, gave evidence."
    findings = Rulebook([packs.load("identification")]).findings(Galley(prose(text), profile("")))
    assert [finding.message for finding in findings] == ["age, job and place together tell those who know this person who it is"]


def test_facts_of_the_accused_are_his() -> None:
    """What follows another's name is told of the other."""
    assert told(TRIAL + "The woman met Webb, a roofer from Orm whose brother is the mayor, at a party.") == {}
    assert told(TRIAL + "Webb lives in Kirk Street and plays for Orm. He is a former county champion.") == {}


def test_accused_of_rape_is_named_in_ireland_after_conviction_only() -> None:
    """The same words, before and after."""
    assert told("Sean Lacey (34) denies rape.", "IE") == {"rape-accused-named": ["Sean Lacey"]}
    assert told("Sean Lacey (34) denies rape.") == {}
    assert told("Sean Lacey (34) was convicted of rape. He had been charged with rape in May.", "IE") == {}


def test_a_child_of_a_case_and_one_of_none() -> None:
    """The same words, in a story about a trial and in one about a show."""
    child = "His daughter Freya, 11, saw it all."
    assert told(f"Oskar Brandt, 44, is on trial, charged with wounding a neighbour. {child}") == {"child-in-case-named": ["Freya"]}
    assert told(f"Oskar Brandt, 44, has opened a show of paintings. {child}") == {}


def test_a_dead_child_may_be_named() -> None:
    """Killed children are named by police and parents; their brothers and sisters are left to the editor too."""
    assert told("Oskar Brandt is charged with murder. Freya Lind, 11, was found dead in May.") == {}
    assert told("Oskar Brandt is charged with the murder of a girl. Freya, 11, loved trains, her mother told the court.") == {}


@pytest.mark.parametrize(
    "piece",
    ["woman who ", "Ellen Marsh, ", "raped his ", "the girl ", "Jane Doe ", "Ann, 9, ", "a-", "\ua000\ua001 ", "\ud800 "],
)
def test_odd_texts_neither_crash_nor_hang(piece: str) -> None:
    """Much of one thing, letters that stand for names inside, and half a letter."""
    told("The court heard of rape and child abuse. " + piece * (6000 // len(piece)))


def test_no_profile_and_no_case_is_silent() -> None:
    """Words of the rules with no case around them."""
    text = "The orchestra's first cellist, a 19-year-old student at Orm College whose mother is the mayor, played Bach. Ann, nine, sang."
    assert told(text) == {}
