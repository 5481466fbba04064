"""Which paths a robots.txt forbids, by the standard."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.robots import allowed, fits


@pytest.mark.parametrize(
    ("text", "path", "fetched"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("USER-AGENT : *\ndisallow : /x # not this", "/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: presscheck\nDisallow: /", "/x", False),
        ("User-agent: PressCheck/9\nDisallow: /", "/x", False),
        ("User-agent: presscheckers\nDisallow: /", "/x", True),
        ("User-agent: presscheck\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: presscheck\nDisallow: /a\n\nUser-agent: presscheck\nDisallow: /b", "/b", False),
        ("User-agent: presscheck\nUser-agent: *\nDisallow: /b", "/b", False),
        ("User-agent: presscheck\nCrawl-delay: 5\nSitemap: x\nDisallow: /b", "/b", False),
        ("Disallow: /", "/x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?session=", "/a?b=1", True),
        ("User-agent: *\nDisallow: /*?session=", "/a?session=1", False),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbyyc", False),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /%7Ejo/", "/~jo/x", False),
        ("User-agent: *\nDisallow: /å", "/%C3%A5/x", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>User-agent: *</html>\nDisallow: /", "/x", True),
    ],
)
def test_rules(text: str, path: str, fetched: bool) -> None:
    """The longest rule of the most specific group holds; * is any run of characters, a last $ the end; what is no rule says nothing."""
    assert allowed(text, "presscheck", path) is fetched


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text(text: str, path: str) -> None:
    """Whatever a site calls its robots.txt, there is an answer."""
    assert allowed(text, "presscheck", f"/{path}") in (True, False)


@settings(deadline=None)
@given(st.text("ab*$", max_size=8), st.text("ab", max_size=8))
def test_patterns_are_what_they_say(rule: str, path: str) -> None:
    """A pattern fits just what the same pattern as a regular expression fits."""
    import re

    ends = rule.endswith("$")
    pattern = "".join(".*" if char == "*" else re.escape(char) for char in rule.removesuffix("$"))
    assert fits(rule, path) == bool(re.match(pattern + (r"\Z" if ends else ""), path))


def test_hostile_patterns_end() -> None:
    """Many stars, and many rules, take no time."""
    began = time.monotonic()
    text = "User-agent: *\n" + f"Disallow: /{'*a' * 900}b$\n" * 250
    assert allowed(text, "presscheck", "/" + "a" * 4000)
    assert time.monotonic() - began < 3
