"""Rule packs prove themselves: each rule hits its own bad examples where they are bold, and none of its good ones."""

from __future__ import annotations

import pytest

from presscheck import packs, proof
from presscheck.packs import Pack, Rule

RULES = [pytest.param(rule, id=f"{name}: {rule.code}") for name in packs.names() for rule in packs.load(name).rules]
FAMILIES = {
    *("placeholder-citation", "weasel-attribution", "legal-stage", "content-note-missing", "content-note-misplaced", "helpline-missing"),
    *("helpline-without-contact", "victim-identified", "blaming-language", "minimising-language", "allegation-as-fact", "method-detail"),
    *("single-cause", "loaded-language", "unattributed-claim", "cliche", "headline-overstates"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_keeps_its_word(rule: Rule) -> None:
    """Each bad example is hit at its words in bold and nowhere else, one with none in bold as a whole, and no good example is hit."""
    assert not proof.faults(Pack("one", "", "", (rule,)))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_whole(rule: Rule) -> None:
    """Every pattern of a shipped rule is one that RE2 takes, and its tags are families or plain words."""
    for way in rule.compiled.ways:
        for part in way:
            packs.pattern_of(part)
    for near in (rule.needs, rule.unless):
        for each in (*near.sentence, *near.near, *near.anywhere):
            each.prove()
    assert all(tag in FAMILIES or "-" not in tag for tag in rule.tags), rule.tags


def test_no_two_rules_have_one_name() -> None:
    """A code names one rule over all packs, so that it can be allowed, levelled and explained."""
    codes = [rule.code for name in packs.names() for rule in packs.load(name).rules]
    assert sorted(codes) == sorted(set(codes))
