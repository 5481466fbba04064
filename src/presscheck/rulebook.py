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
from presscheck.model import Document, Evidence, Finding, Level, Passage, Relation, Sentence, Span
from presscheck.policy import fingerprint
from presscheck.statements import around

TEXTS, LISTS = ("matcher", "level", "why", "basis"), ("bad", "good")


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
    for word, table in data.items():
        if word not in ("pack", "rule") or not isinstance(table, dict):
            raise PackError(f"{name}, line {_line(text, word)}: {word} is no part of a pack; it has a table [pack] and tables [rule.name]")
    head = data.get("pack", {})
    rules = tuple(_rule(code, rule, text, name) for code, rule in data.get("rule", {}).items())
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Pack(f"{head.get('name', name)} {head.get('version', '0')} {digest}", rules)


def _rule(code: str, rule: Any, text: str, name: str) -> Rule:
    where = f"{name}, line {_line(text, f'rule.{code}')}, rule {code}"
    if wrong := _wrong(rule):
        raise PackError(f"{where}: {wrong}")
    try:
        hits = parts.load("matchers", rule["matcher"]).compile(rule)
    except (ValueError, SettingsError) as problem:
        raise PackError(f"{where}: {problem}") from None
    tags, bad, good = (tuple(rule.get(field, ())) for field in ("tags", *LISTS))
    return Rule(code, Level(rule["level"]), tags, rule["why"], rule["basis"], bad, good, hits)


def _wrong(rule: Any) -> str:
    """What keeps this from being a rule, its matcher's own fields apart; empty where nothing does."""
    if not isinstance(rule, dict):
        return f"{rule!r} should be a table"
    if missing := [field for field in (*TEXTS, *LISTS) if field not in rule]:
        return f"has no {', '.join(missing)}"
    for field in TEXTS:
        if not isinstance(rule[field], str) or not rule[field].strip():
            return f"{field} = {rule[field]!r} should be a text"
    for field in (*LISTS, "tags"):
        found = rule.get(field, [])
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            return f"{field} = {found!r} should be a list of texts"
    return "" if rule["level"] in list(Level) else f"level = {rule['level']!r} should be one of {', '.join(Level)}"


def _line(text: str, word: str) -> int:
    """The number of the first line that begins a table or value of this name; 1 where it is written in some other way."""
    openings = (f"[{word}]", f"[{word}.", f"{word} ", f"{word}=")
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.startswith(openings)), 1)


def findings(packs: Sequence[Pack], draft: Document, sentences: Sequence[Sentence]) -> tuple[Finding, ...]:
    """All hits of all rules, in the draft's order."""
    seen: Counter[tuple[str, str, str]] = Counter()
    raised = []
    for pack in packs:
        for rule in pack.rules:
            for span, message, other in rule.hits(draft, sentences):
                sentence = next(iter(around(sentences, span)), None)
                mark = fingerprint(rule.code, draft, span, sentence, seen)
                evidence = (_elsewhere(draft, sentences, other, message),) if other else ()
                raised.append(Finding(rule.code, rule.level, span, message, mark, evidence=evidence, tags=rule.tags))
    return tuple(sorted(raised, key=lambda finding: finding.span or Span(0, 1)))


def _elsewhere(draft: Document, sentences: Sequence[Sentence], other: Span, message: str) -> Evidence:
    """The draft as a witness against itself: the sentence that does not agree with the words found."""
    held = next((sentence.span for sentence in around(sentences, other) if other in sentence.span), other)
    return Evidence((Passage(draft.id, held, draft[held], draft.where(held)),), (other,), Relation.CONTRADICTS, "rulebook", 1.0, message)
