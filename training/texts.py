"""The data sets as rows of one shape, and sources cut into sentences by the code that cuts them at run time."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from presscheck import split, words
from presscheck.readers import plain

SUPPORTED, CONTRADICTED, NOT_FOUND, UNSUPPORTED = range(4)
LABELS = {"supported": SUPPORTED, "contradicted": CONTRADICTED, "not_found": NOT_FOUND, "unsupported": UNSUPPORTED, "partial": UNSUPPORTED}
# A statement that leans on the sentence before it.
LEANS = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|this|these|those|here|there)\b"
    r"|\b[Tt]he (?:company|firm|group|club|team|council|agency|court|couple|pair|bank|school|party|minister|union|charity|two)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """A statement and its source. `wrong` is None where a set marks no words; `page` is what a split keeps together."""

    statement: str
    premise: str
    label: int
    source: str
    page: str
    context: str = ""
    wrong: tuple[tuple[int, int], ...] | None = None
    kind: str = ""


@dataclass(frozen=True)
class Sentences:
    """A source's sentences in order, and the mark that stands before each when it is joined to the one before."""

    texts: tuple[str, ...]
    joints: tuple[str, ...]

    def joined(self, numbers: Sequence[int]) -> str:
        """These sentences in the source's order, as one premise."""
        parts: list[str] = []
        for number in sorted(set(numbers)):
            parts += [self.joints[number] if parts else "", self.texts[number]]
        return "".join(parts)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


TREEBANK = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"', "\ufffd": " "}


def untokenised(text: str) -> str:
    """Text whose marks stand apart, as it would be written."""
    for mark, letter in TREEBANK.items():
        text = text.replace(mark, letter)
    text = re.sub(r" (?=[.,;:!?%)\]](?:\s|$))|(?<=[(\[$£€]) | (?=(?:n't|'s|'re|'ve|'ll|'d|'m)\b)", "", text)
    return re.sub(r"[ \t]+", " ", text).strip()


@lru_cache(maxsize=2048)
def sentences(text: str) -> Sentences:
    """The sentences of a source read as plain text; a line "---" parts two sources."""
    texts: list[str] = []
    joints: list[str] = []
    for part in re.split(r"\n\s*---\s*\n", text):
        if not part.strip():
            continue
        document = plain.read(part.encode(), "source.txt")
        before = -1
        for span in split.spans(document, document.blocks):
            gap = document.text[before : span.start] if before >= 0 else "---"
            joints.append("\n---\n" if gap == "---" else "\n" if "\n" in gap else " ")
            texts.append(" ".join(document.text[span.start : span.end].split()))
            before = span.end
    return Sentences(tuple(texts), tuple(joints))


def fold(page: str, folds: int) -> int:
    """Which of so many folds a page falls in; the same on every machine."""
    return int.from_bytes(hashlib.sha256(page.encode()).digest()[:4], "big") % folds


def weights(text: str) -> dict[str, float]:
    """The telling words of a text with their weights: names and figures count twice."""
    found = {}
    for word in words.words(text):
        if word.key not in words.stopkeys():
            found[word.key] = 2.0 if word.text[0].isupper() or word.text[0].isdecimal() else 1.0
    return found


@lru_cache(maxsize=65536)
def keys(text: str) -> frozenset[str]:
    """The keys of a sentence's telling words."""
    return words.terms(text)


def cover(mine: dict[str, float], parts: Sequence[str], most: int = 4) -> tuple[list[int], float, float]:
    """The sentences that together hold most of these words, the best first; the share they hold; the share that the whole holds."""
    total = sum(mine.values()) or 1.0
    held = [keys(part) & mine.keys() for part in parts]
    left, chosen = dict(mine), list[int]()
    while len(chosen) < most and held:
        gains = [sum(left.get(key, 0.0) for key in part) - 0.02 * number / len(held) for number, part in enumerate(held)]
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] < max(0.99, 0.06 * total) or best in chosen:
            break
        chosen.append(best)
        left = {key: weight for key, weight in left.items() if key not in held[best]}
    whole = sum(mine[key] for key in frozenset().union(*held))
    return chosen, 1 - sum(left.values()) / total, whole / total


def newsroom(path: Path, source: str) -> Iterator[Row]:
    """Hand-written pairs: nine statements to a premise, the wrong words marked."""
    for line in lines(path):
        for told in line["statements"]:
            text, span = told["text"], told.get("span")
            at = text.find(span) if span else -1
            wrong = () if told["label"] == "supported" else ((at, at + len(span)),) if at >= 0 else ((0, len(text)),)
            context, kind = told.get("context") or "", told.get("error") or ""
            yield Row(text, line["premise"], LABELS[told["label"]], source, line["id"], context, wrong, kind)


def annotated(path: Path, source: str) -> Iterator[Row]:
    """A public set in its one shape."""
    for line in lines(path):
        text = line["claim"]
        spans = tuple((span["start"], span["end"]) for span in line.get("spans") or ())
        label = LABELS[line["label"]]
        wrong = spans or (() if label == SUPPORTED and source != "vitaminc_real" else None)
        premise = "\n---\n".join(part["text"] for part in line["sources"])
        page = str(line["meta"].get("page") or line["sources"][0]["id"])
        page = hashlib.sha256(premise.encode()).hexdigest()[:16] if page in ("evidence", "doc", "article") else page
        yield Row(text, premise, label, source, f"{source}:{page}", context_of(text, line.get("context") or ""), wrong)


def context_of(statement: str, before: str) -> str:
    """What stands before the statement, as far as it leans on it: the last sentence, none where the statement stands alone."""
    if not before.strip() or not LEANS.search(statement):
        return ""
    last = sentences(before).texts[-1:]
    return " ".join(" ".join(last).split()[-40:])
