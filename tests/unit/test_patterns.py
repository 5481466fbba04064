"""Patterns of rules: what their words mean, that places are code points, and that no pattern and no text hangs or crashes anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import packs
from presscheck.errors import PackError
from presscheck.galley import Galley
from presscheck.model import Span
from presscheck.patterns import Screen, Text, pattern
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook
from prose import prose


def found(source: str, text: str, *, phrase: bool = True, **lists: list[str]) -> list[str]:
    """The words that a pattern shows in a text."""
    return [text[hit.span.start : hit.span.end] for hit in pattern(source, lists, phrase).find(Text(text))]


@pytest.mark.parametrize(
    ("source", "text", "shown"),
    [
        ("paid the price", "He paid the price. Repaid the prices.", ["paid the price"]),
        ("paid the price", "He Paid\nthe  price.", ["Paid\nthe  price"]),
        ("paid the price", "He paid\n\nthe price.", []),
        ("it's (?:over|done)", "It’s over; it's done.", ["It’s over", "it's done"]),
        ("left … in tears", "She left the hall of Orm in tears.", ["left the hall of Orm in tears"]),
        ("left … in tears", "She left. He was in tears.", []),
        ("left … in tears", f"She left {'very ' * 20}much in tears.", []),
        ("the (?P<here>so-called) experts", "The so-called experts met.", ["so-called"]),
        ("[a b]c", "bc c", ["bc", " c"]),
        ("naïve plan", "Ünïcödé 😀 naïve plan", ["naïve plan"]),
    ],
)
def test_phrases(source: str, text: str, shown: list[str]) -> None:
    """Any case, white space of any kind within a paragraph, straight quotes for curly ones, gaps within a sentence; places are code
    points."""
    assert found(source, text, phrase=not source.startswith("[")) == shown


def test_lists() -> None:
    """A name in braces is one of the phrases of its list; a number in braces stays a number."""
    assert found("{who} said", "Many said. Most say.", who=["many", "most"]) == ["Many said"]
    assert found("a{2}b", "aab ab", phrase=False) == ["aab"]
    with pytest.raises(ValueError, match="names the list 'who'"):
        pattern("{who} said", {}, phrase=True)


@pytest.mark.parametrize("source", ["(a", "a(?=b)", r"(a)\1", "(?<!x)y", "[z-a]", "a**", r"\p{Nothing}", "(a … b)"])
def test_what_re2_does_not_take(source: str) -> None:
    """Look-around, back-references and what is no pattern are refused in words."""
    with pytest.raises(ValueError, match="is not one that RE2 takes"):
        pattern(source, {}, phrase=True).prove()


def test_the_longest_pattern() -> None:
    """A pattern that lists blow up is refused, not compiled."""
    with pytest.raises(ValueError, match="make two rules of it"):
        pattern("{many}", {"many": ["word" * 20] * 500}, phrase=True)


@given(st.text(max_size=200), st.lists(st.sampled_from(["tk", "said …  so", "a+b", "[^x]y", "ß|é"]), min_size=1, max_size=4))
def test_places_are_code_points(text: str, sources: list[str]) -> None:
    """Whatever the text holds, what is found is what the screen says may stand, and lies in the text."""
    patterns = [pattern(source, {}, phrase=True) for source in sources]
    standing = Screen([(each.full,) for each in patterns]).standing(Text(text))
    for number, each in enumerate(patterns):
        hits = list(each.find(Text(text)))
        assert not hits or number in standing
        assert all(0 <= hit.span.start < hit.span.end <= len(text) for hit in hits)


SNIPPETS = [
    "tk",
    "(",
    ")",
    "[",
    "]",
    "*",
    "+",
    "?",
    "|",
    "{2,9}",
    "{x}",
    "…",
    "^",
    "$",
    ".",
    "\\b",
    "\\",
    "a",
    " ",
    "é",
    "(?i)",
    "(?P<here>",
    "[^a]",
    "{1000}",
]


@given(st.lists(st.sampled_from(SNIPPETS), min_size=1, max_size=12), st.text(max_size=300), st.sampled_from(["phrases", "patterns"]))
def test_no_pack_and_no_text_hangs_or_crashes(pieces: list[str], text: str, field: str) -> None:
    """A pack with any pattern is taken or refused in words; one that is taken runs over any text."""
    source = "".join(pieces).replace("'", "")
    pack = f"""[rule.x]
matcher = "existence"
level = "note"
why = "w"
basis = ["House style"]
message = "m"
{field} = ['{source}']
unless = ['{source}']
bad = ["b"]
good = ["g"]
"""
    try:
        made = packs.parse(pack, "any.toml")
    except PackError as problem:
        assert str(problem).startswith("any.toml")
        return
    draft = prose(text or " ")
    for finding in Rulebook([made]).findings(Galley(draft, profile(""))):
        assert finding.span is None or finding.span in Span(0, len(draft.text))


@given(st.text(max_size=400))
def test_any_text_is_no_pack_or_one(text: str) -> None:
    """Any text at all is a pack, or is refused with its name."""
    try:
        packs.parse(text, "any.toml")
    except PackError as problem:
        assert str(problem).startswith("any.toml")


@pytest.mark.parametrize("source", ["(a+)+$", "(a|aa)+$", "(.*)(.*)(.*)x", "(?:a?){60}a{60}", "[^x]*y"])
def test_patterns_that_kill_others_are_linear(source: str) -> None:
    """What takes a backtracking engine for ever is done: a hundred thousand letters, and the next rule has its turn."""
    text = Text("a" * 100_000 + "!")
    list(pattern(source, {}, phrase=False).find(text))
    Screen([(pattern(source, {}, phrase=False).full,)]).standing(text)
