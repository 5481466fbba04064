"""Rule packs prove themselves: each rule hits its own bad examples where they are bold, and none of its good ones."""

from __future__ import annotations

import pytest

from casebook import marked
from presscheck import packs
from presscheck.galley import Galley
from presscheck.model import Span
from presscheck.packs import Pack, Rule
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook

RULES = [pytest.param(rule, id=f"{name}: {rule.code}") for name in packs.names() for rule in packs.load(name).rules]
FAMILIES = {
    *("placeholder-citation", "weasel-attribution", "legal-stage", "content-note-missing", "content-note-misplaced", "helpline-missing"),
    *("helpline-without-contact", "victim-identified", "blaming-language", "minimising-language", "allegation-as-fact", "method-detail"),
    *("single-cause", "loaded-language", "unattributed-claim", "cliche", "headline-overstates"),
}


def hits(rule: Rule, example: str) -> tuple[str, list[Span | None], list[Span]]:
    """The text of an example, the spans that the rule hits in it, and those in bold; an example that begins with a headline is Markdown."""
    text = marked("example.md" if example.startswith("# ") else "example.txt", [example])
    whose = profile(rule.profiles[0] if rule.profiles else "")
    book = Rulebook([Pack("one", "", "", (rule,))], whose, {rule.code: "on"})
    return text.document.text, [finding.span for finding in book.findings(Galley(text.document, whose))], list(text.bold)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_hits_what_it_calls_bad(rule: Rule) -> None:
    """Each bad example is hit at its words in bold, and nowhere else; one with none in bold is hit as a whole."""
    for example in rule.bad:
        text, found, bold = hits(rule, example)
        assert found == (bold or [None]), (example, [text[span.start : span.end] if span else None for span in found])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_leaves_alone_what_it_calls_good(rule: Rule) -> None:
    """No good example is hit."""
    for example in rule.good:
        text, found, _ = hits(rule, example)
        assert not found, (example, [text[span.start : span.end] if span else None for span in found])


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
