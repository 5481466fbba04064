"""The rows of a store, counted: findings by rule, month and section, some of each to read, whatever the order in which they were made."""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from presscheck.archive.store import ARTICLES, FINDINGS, Store
from presscheck.model import Level, Outcome

SAMPLES = 6  # of each rule
MOST = 1_000  # sections, or reasons, that are told apart
OTHERS = "others"
_NUMBER = re.compile(r"\d[\d.,]*")

Sample = tuple[str, str, str, str, str]
"""A finding to read: its fingerprint, by which they are drawn, the article's id and date, the message and the words around it."""


@dataclass(slots=True)
class Census:
    """`rules` and `hit`: findings, and articles with one, of each (level, code); `months` and `sections`: articles, and articles with a
    finding at least a warning, of each; `when`: findings of each (code, month); `unchecked`: articles by why they were not checked."""

    articles: int = 0
    checked: int = 0
    words: int = 0
    undated: int = 0
    claims: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    hit: Counter[tuple[str, str]] = field(default_factory=Counter)
    months: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    sections: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    when: Counter[tuple[str, str]] = field(default_factory=Counter)
    unchecked: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))

    def add(self, articles: dict[str, list[Any]], findings: dict[str, list[Any]]) -> None:
        """Count the columns of one batch."""
        days = {row: self._article(values) for row, values in zip(articles["row"], _rows(articles), strict=True)}
        seen = set[tuple[int, str]]()
        for one in _rows(findings):
            kind, day = (one["level"], one["code"]), days.get(one["row"])
            self.rules[kind] += 1
            self.when[one["code"], _month(day)] += 1
            if (one["row"], one["code"]) not in seen:
                seen.add((one["row"], one["code"]))
                self.hit[kind] += 1
            self._draw(one, str(day or ""))

    def _article(self, one: dict[str, Any]) -> Any:
        """Count an article; its date."""
        self.articles += 1
        self.words += one["words"]
        self.claims += one["claims"]
        if one["error"]:
            self.unchecked[_apart(self.unchecked, _NUMBER.sub("…", one["error"])[:160])] += 1
        if not one["error"] or one["words"]:
            self.checked += 1
        self.undated += one["date"] is None
        for outcome in Outcome:
            self.outcomes[outcome.value] += one[outcome.value]
        for level in Level:
            self.levels[level.value] += one[f"{level.value}s"]
        grave = one["errors"] + one["warnings"] > 0
        for table, name in ((self.months, _month(one["date"])), (self.sections, _apart(self.sections, one["section"]))):
            table[name][0] += 1
            table[name][1] += grave
        return one["date"]

    def _draw(self, one: dict[str, Any], day: str) -> None:
        """Keep those with the lowest fingerprints, which are drawn as if by lot and always the same; of copies one."""
        drawn = self.samples[one["code"]]
        sample = (one["fingerprint"], one["id"], day, one["message"], one["context"])
        if len(drawn) == SAMPLES and sample > drawn[-1]:
            return
        twin = next((held for held in drawn if held[0] == sample[0]), None)
        if twin:
            drawn[drawn.index(twin)] = min(twin, sample)
        else:
            insort(drawn, sample)
            del drawn[SAMPLES:]


def _rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _month(day: Any) -> str:
    return f"{day:%Y-%m}" if day else ""


def _apart(table: Any, name: str) -> str:
    """The name under which it is counted: its own while there is room."""
    return name if name in table or len(table) < MOST else OTHERS


_OF_ARTICLES = ("row", "date", "section", "words", "claims", "error", *(o.value for o in Outcome), *(f"{level.value}s" for level in Level))
_OF_FINDINGS = ("row", "id", "code", "level", "message", "context", "fingerprint")


def taken(store: Store) -> Census:
    """All rows of a store, a batch at a time."""
    made = Census()
    for batch in store.batches():
        articles, findings = store.read(ARTICLES, batch, _OF_ARTICLES), store.read(FINDINGS, batch, _OF_FINDINGS)
        made.add(articles.to_pydict(), findings.to_pydict())
    return made
