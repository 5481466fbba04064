"""Annotated pairs of claim and sources as rows of one shape, from files of either shape in which such sets are kept here."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Spans = tuple[tuple[int, int], ...]
SUPPORTED = "supported"


@dataclass(frozen=True)
class Pair:
    """A claim and its sources; `label` is as in the file, `spans` are the wrong words of the claim, where the set marks any."""

    id: str
    sources: tuple[str, ...]
    claim: str
    context: str
    label: str
    spans: Spans = ()

    @property
    def supported(self) -> bool:
        return self.label == SUPPORTED


@dataclass(frozen=True)
class Corpus:
    """A set: `name` is its file's without the endings, `digest` the SHA-256 of its unpacked bytes."""

    name: str
    digest: str
    pairs: tuple[Pair, ...]

    @property
    def family(self) -> str:
        """What it shares with sets of the same make: the first part of its name."""
        return self.name.partition("_")[0]


def read(path: Path) -> Corpus | None:
    """The set in a JSONL file, gzipped or not; None where its objects are no pairs."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in data.splitlines() if line.strip()]
    if not rows or not ({"premise", "statements"} <= rows[0].keys() or {"claim", "sources", "label"} <= rows[0].keys()):
        return None
    pairs = tuple(pair for row in rows for pair in (_of_premise(row) if "premise" in row else _of_claim(row)))
    return Corpus(path.name.partition(".")[0], hashlib.sha256(data).hexdigest(), pairs)


def _of_premise(row: dict[str, Any]) -> Iterator[Pair]:
    """A premise, or several parted by a line "---", with its statements."""
    sources = tuple(part.strip("\n") for part in row["premise"].split("\n---\n") if part.strip())
    for number, told in enumerate(row["statements"], 1):
        text, span = told["text"], told.get("span")
        at = text.find(span) if span else -1
        whole: Spans = () if told["label"] == SUPPORTED else ((0, len(text)),)
        spans = ((at, at + len(span)),) if at >= 0 else whole
        yield Pair(f"{row['id']}.{number}", sources, text, told.get("context") or "", told["label"], spans)


def _of_claim(row: dict[str, Any]) -> Iterator[Pair]:
    sources = tuple(source["text"] for source in row["sources"])
    spans = tuple((span["start"], span["end"]) for span in row.get("spans") or ())
    yield Pair(row["id"], sources, row["claim"], row.get("context") or "", row["label"], spans)
