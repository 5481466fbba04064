"""A sieved pattern against Python's own: never another answer, whatever the pattern and the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import contentnotes, dismissals, helplines, identification, ledger
from presscheck.consistency import days, lists, people, sums
from presscheck.sieve import FOLDED, Sieved

LETTERS = "abkisé12 -_.\n\x0b\x1c—’“\U0001f600\ud800" + FOLDED + "AIKSÉ"
SIGNS = r"a b k i s é ı 1 - — \. . \w \W \d \s \S [a-c] [^a] [\w-] [ée] [^\W\d_a-z] [A-Z] [^é] \b \B ^ $ \Z (?<=a) (?<!\w) (?=b) (?-i:k)"
SINGLE = st.sampled_from([" ", "(?s:.)", *SIGNS.split(" ")])
TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,3}", "{2,60}", "{3,}", "*?", "{1,9}?", "*+"])


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, min_size=1, max_size=4)
    grouped = st.builds(lambda parts, join, times: f"(?:{join.join(parts)}){times}", many, st.sampled_from(["", "|"]), TIMES)
    return grouped | st.builds("".join, many) | st.builds("(?P<who>{})".format, inner.filter(lambda each: "who" not in each))


PATTERNS = st.recursive(SINGLE, _repeated, max_leaves=12)
TEXTS = st.text(LETTERS, max_size=30) | st.text(max_size=20)


def _same(source: str, flags: int, text: str) -> None:
    pattern, sieved = re.compile(source, flags), Sieved(source, flags)
    assert sieved.stands(text) == (pattern.search(text) is not None)
    assert [match.span() for match in sieved.finditer(text)] == [match.span() for match in pattern.finditer(text)]
    assert sieved.sub("x", text) == pattern.sub("x", text)


@given(PATTERNS, st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.IGNORECASE | re.DOTALL]), TEXTS)
def test_it_answers_as_the_pattern_does(source: str, flags: int, text: str) -> None:
    """Whatever pattern is sieved, its answers are those of Python's `re`."""
    try:
        re.compile(source, flags)
    except re.error:  # two groups of one name
        return
    _same(source, flags, text)


def _shipped() -> list[Sieved]:
    tables = ("complainants", "protected", "kin", "accused", "children")
    found = [each for table in tables for name in identification._table()[table] for each in identification._patterns(table, name)]
    found += [identification._phrases(name) for name in identification._table()["consent"]]
    found += [*days._dated(), days._after(), days._before(), *people._patterns(), lists._may_count()]
    found += [sums._may_change(), sums._may_total(), sums._may_share(), contentnotes.SAYS, contentnotes.TROUBLES, dismissals.COMMENT]
    return [*found, ledger.ADDRESS, ledger._lists().placeholder, helplines._names()[0], *helplines.OFFERS, *helplines.TOLD]


SHIPPED = _shipped()
WORDS = sorted({word for each in SHIPPED for word in re.findall(r"[a-zé]{3,}", each._source)})
COPY = st.lists(
    st.sampled_from(WORDS)
    | st.sampled_from(
        ["the", "of", "was", "a", "Monday", "3 March 2026", "from 2010 to 2015", "12", "seven", "Ruth Lind, 34,", "[1]", "www.a.org"]
    )
    | st.sampled_from(
        [identification.PERSON * 5, identification.OTHER * 4, "é", "İ", "ı", "ſhe", "—", "\n", "\x0b", "(", ")", ",", ".", "’s"]
    ),
    max_size=14,
).map(" ".join)


@given(st.sampled_from(SHIPPED), COPY | COPY.map(str.upper) | COPY.map(lambda text: text.replace(" ,", ",").replace("  ", "")))
def test_the_shipped_patterns_answer_as_before(sieved: Sieved, text: str) -> None:
    """Each pattern that is sieved finds in copy made of its own words what it found unsieved."""
    _same(sieved._source, sieved._flags, text)


@pytest.mark.parametrize("sieved", SHIPPED, ids=range(len(SHIPPED)))
def test_every_shipped_pattern_has_its_sieve(sieved: Sieved) -> None:
    """RE2 takes each of them, for texts in ASCII and for others: none is looked for by Python alone."""
    assert sieved._of_ascii[0] is not None
    assert sieved._of_any[0] is not None


def test_which_letters_meet_ascii_in_any_case() -> None:
    """No letters but the four that are told apart are taken for ASCII ones when case is folded."""
    others = "".join(map(chr, range(128, 0x110000)))
    assert set(re.findall(r"[\x00-\x7f]", others, re.IGNORECASE)) == set(FOLDED)
    assert {found for number in range(128) for found in re.findall(re.escape(chr(number)), others, re.IGNORECASE)} == set(FOLDED)
