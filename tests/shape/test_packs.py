"""Rule packs prove themselves: each rule hits its own bad examples where they are bold, and none of its good ones."""

from __future__ import annotations

from importlib.resources import files

import pytest

from casebook import marked
from presscheck import rulebook
from presscheck.split import split

DATA = files("presscheck") / "data"
PACKS = sorted(file.name.removesuffix(".toml") for file in (DATA / "packs").iterdir() if file.name.endswith(".toml"))
RULES = [pytest.param(rule, id=f"{pack}: {rule.code}") for pack in PACKS for rule in rulebook.load(pack).rules]


def named(example: str) -> str:
    """An example that begins with a headline is Markdown."""
    return "example.md" if example.startswith("# ") else "example.txt"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_hits_what_it_calls_bad(rule: rulebook.Rule) -> None:
    """Each bad example is hit at its words in bold, and nowhere else."""
    assert rule.bad
    for example in rule.bad:
        text = marked(named(example), [example])
        hits = [match.span for match in rule.hits(text.document, split(text.document))]
        assert hits == list(text.bold), (example, [text.document[span] for span in hits])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_leaves_alone_what_it_calls_good(rule: rulebook.Rule) -> None:
    """No good example is hit."""
    assert rule.good
    for example in rule.good:
        text = marked(named(example), [example])
        assert not list(rule.hits(text.document, split(text.document))), example
