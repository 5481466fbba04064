"""What a finding's code means: pages from `data/explain.toml`, and for a rule without one what its pack says."""

from __future__ import annotations

import difflib
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

from presscheck import packs as rulepacks
from presscheck.errors import SettingsError

Page = Mapping[str, str]
"""`title`, and any of the texts of HEADINGS."""

HEADINGS = {
    "means": "What it means",
    "why": "Why it matters",
    "do": "What to do",
    "basis": "What it rests on",
    "bad": "Wrong",
    "good": "Right",
}
_WIDTH = 84


def pages(packs: Sequence[str]) -> dict[str, Page]:
    """The pages of all codes, by code; `packs` are the names of rule packs. Raises PackError."""
    found: dict[str, Page] = {rule.code: _told(rule) for pack in rulepacks.chosen(packs) for rule in pack.rules}
    own = tomllib.loads((resources.files("presscheck") / "data" / "explain.toml").read_text("utf-8"))
    return found | {code: {**found.get(code, {}), **page} for code, page in own.items()}


def _told(rule: rulepacks.Rule) -> Page:
    title = rule.code.replace("-", " ").capitalize()
    return {
        "title": title,
        "why": rule.why,
        "basis": "; ".join(map(str, rule.basis)),
        "bad": _plain(rule.bad[0]),
        "good": _plain(rule.good[0]),
    }


def _plain(example: str) -> str:
    """An example of a rule without the marks on its words."""
    return example.replace("**", "")


def index(pages: Mapping[str, Page]) -> str:
    """One line for each code."""
    wide = max(map(len, pages))
    return "".join(f"{code:{wide}}  {page['title']}\n" for code, page in sorted(pages.items()))


def page(pages: Mapping[str, Page], code: str) -> str:
    """The page of a code as text; raises SettingsError, with the codes most like it, where there is none."""
    code = code.strip().lower()
    if code not in pages:
        near = difflib.get_close_matches(code, pages, 3, 0.5)
        hint = f" Near it: {', '.join(near)}." if near else ""
        raise SettingsError(f"there is no code “{code}”.{hint} `presscheck explain` lists all.")
    told = pages[code]
    parts = [f"{heading}\n{textwrap.indent(textwrap.fill(told[key], _WIDTH), '  ')}" for key, heading in HEADINGS.items() if key in told]
    return "\n\n".join([f"{code}: {told['title']}", *parts]) + "\n"
