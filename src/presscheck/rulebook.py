"""Rule packs: load them, and run their matchers over a draft."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from presscheck import parts
from presscheck.errors import PackError, SettingsError
from presscheck.model import Document, Finding, Level, Sentence, Span
from presscheck.policy import fingerprint
from presscheck.statements import around

FIELDS = ("matcher", "level", "why", "basis", "bad", "good")


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is its name in the pack; `hits` finds its matches in a draft."""

    code: str
    level: Level
    tags: tuple[str, ...]
    why: str
    basis: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    hits: Callable[[Document, Sequence[Sentence]], Iterable[parts.Match]]


@dataclass(frozen=True, slots=True)
class Pack:
    """A file of rules; `digest` is its name, version and the first digits of its SHA-256."""

    digest: str
    rules: tuple[Rule, ...]


def load(name: str) -> Pack:
    """The pack `data/packs/<name>.toml`; raises PackError where it is not there or wrong."""
    file = files("presscheck") / "data" / "packs" / f"{name}.toml"
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise PackError(f"there is no rule pack {name!r}; see `packs` in presscheck.toml")
    return parse(file.read_text("utf-8"), f"{name}.toml")


def parse(text: str, name: str) -> Pack:
    """A pack from its TOML text; raises PackError with file, line and words."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PackError(f"{name}: not valid TOML ({problem})") from None
    head = data.get("pack", {})
    rules = tuple(_rule(code, rule, text, name) for code, rule in data.get("rule", {}).items())
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Pack(f"{head.get('name', name)} {head.get('version', '0')} {digest}", rules)


def _rule(code: str, rule: dict[str, Any], text: str, name: str) -> Rule:
    where = f"{name}, line {_line(text, code)}, rule {code}"
    if missing := [field for field in FIELDS if field not in rule]:
        raise PackError(f"{where}: has no {', '.join(missing)}")
    try:
        level = Level(rule["level"])
        hits = parts.load("matchers", rule["matcher"]).compile(rule)
    except (ValueError, SettingsError) as problem:
        raise PackError(f"{where}: {problem}") from None
    return Rule(code, level, tuple(rule.get("tags", ())), rule["why"], rule["basis"], tuple(rule["bad"]), tuple(rule["good"]), hits)


def _line(text: str, code: str) -> int:
    return text[: max(text.find(f"[rule.{code}]"), 0)].count("\n") + 1


def findings(packs: Sequence[Pack], draft: Document, sentences: Sequence[Sentence]) -> tuple[Finding, ...]:
    """All hits of all rules, in the draft's order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    raised = []
    for pack in packs:
        for rule in pack.rules:
            for span, message in rule.hits(draft, sentences):
                sentence = next(iter(around(sentences, span)), None)
                raised.append(
                    Finding(rule.code, rule.level, span, message, fingerprint(rule.code, draft, span, sentence, seen), tags=rule.tags)
                )
    return tuple(sorted(raised, key=lambda finding: finding.span or Span(0, 1)))
