"""Who says what on annotated news: F1 of source, cue and content, exact and by overlap, beside the published figures.

    python evals/polnear.py CORPUS.jsonl.gz [--show 20]

CORPUS holds a JSON object a line: text, quotes [{parts: [[start, end], ...], type, speaker: {parts} or null, cue: {parts} or null}], after
PolNeAR (Newell et al., "An Attribution Relations Corpus for Political News", 2018). Exact: the same words, punctuation apart. Overlap: for
each span, the Jaccard index of its words with the best span of the other side, as the F1 of the two means. Prints figures; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from presscheck import read
from presscheck.attributions import attributions
from presscheck.words import WORD

PUBLISHED = {"source": (10.7, 82.2), "cue": (22.8, 74.9), "content": (5.6, 71.0)}  # rules, BERT-CRF; exact F1
Words = frozenset[int]


def places(text: str, pieces: Sequence[Sequence[int]]) -> Words:
    """The starts of the words that lie in the pieces."""
    return frozenset(match.start() for start, end in pieces for match in WORD.finditer(text, start, end))


def told(row: dict[str, Any], kind: str | None) -> dict[str, list[Words]]:
    """The annotated spans of a text: source, cue and content; of one kind of speech only, where one is given."""
    found: dict[str, list[Words]] = defaultdict(list)
    for quote in row["quotes"]:
        if kind in (None, quote["type"]):
            found["content"].append(places(row["text"], quote["parts"]))
            for name, part in (("source", quote["speaker"]), ("cue", quote["cue"])):
                if part:
                    found[name].append(places(row["text"], part["parts"]))
    return {name: list(dict.fromkeys(filter(None, spans))) for name, spans in found.items()}


def read_by_us(row: dict[str, Any]) -> dict[str, list[Words]]:
    """The same as `attributions` reads it."""
    found: dict[str, list[Words]] = defaultdict(list)
    document = read(row["text"].encode(), "text.txt")
    assert document.text == row["text"]
    for block in document.blocks:
        for one in attributions(document.text, block.span.start, block.span.end):
            found["content"].append(places(document.text, [(p.start, p.end) for p in one.content]))
            found["cue"].append(places(document.text, [(one.cue.start, one.cue.end)]))
            if one.source:
                found["source"].append(places(document.text, [(one.source.start, one.source.end)]))
    return {name: list(dict.fromkeys(filter(None, spans))) for name, spans in found.items()}


def best(span: Words, others: Collection[Words]) -> float:
    """The Jaccard index with the nearest of the others."""
    return max((len(span & other) / len(span | other) for other in others if span & other), default=0.0)


def f1(right: float, ours: float, recalled: float, theirs: float) -> float:
    """F1 in percent of a precision `right / ours` and a recall `recalled / theirs`."""
    precision, recall = right / max(ours, 1), recalled / max(theirs, 1)
    return 200 * precision * recall / max(precision + recall, 1e-9)


def main() -> int:
    """Read every text and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many of the texts, with what was missed and what was too much")
    arguments = parser.parse_args()
    sums: dict[tuple[str, str], float] = defaultdict(float)
    with gzip.open(arguments.corpus, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number, row in enumerate(rows):
        ours, gold = read_by_us(row), told(row, None)
        for name in PUBLISHED:
            mine, theirs = ours.get(name, []), gold.get(name, [])
            exact = set(mine) & set(theirs)
            for key, value in (
                ("ours", len(mine)),
                ("theirs", len(theirs)),
                ("exact", len(exact)),
                ("near ours", sum(best(span, theirs) for span in mine)),
                ("near theirs", sum(best(span, mine) for span in theirs)),
            ):
                sums[name, key] += value
        for kind in ("direct", "indirect", "mixed"):
            spans = told(row, kind).get("content", [])
            sums[kind, "theirs"] += len(spans)
            sums[kind, "near theirs"] += sum(best(span, ours.get("content", [])) for span in spans)
            sums[kind, "exact"] += len(set(spans) & set(ours.get("content", [])))
        if number < arguments.show:
            show(row, ours, gold)
    report(sums, len(rows))
    return 0


def show(row: dict[str, Any], ours: dict[str, list[Words]], gold: dict[str, list[Words]]) -> None:
    """What was missed and what was too much, to standard error."""
    for name in PUBLISHED:
        for sign, mine, others in (("-", gold, ours), ("+", ours, gold)):
            for span in sorted(set(mine.get(name, [])) - set(others.get(name, [])), key=min):
                words = " ".join(match.group() for match in WORD.finditer(row["text"]) if match.start() in span)
                print(f"{sign} {name:8} {words[:160]}", file=sys.stderr)


def report(sums: dict[tuple[str, str], float], texts: int) -> None:
    """The figures, a line a kind of span."""
    print(f"{texts} texts; F1: exact, by overlap | published exact: rules, BERT-CRF")
    for name, (rules, model) in PUBLISHED.items():
        of = {key: sums[name, key] for key in ("ours", "theirs", "exact", "near ours", "near theirs")}
        exact = f1(of["exact"], of["ours"], of["exact"], of["theirs"])
        near = f1(of["near ours"], of["ours"], of["near theirs"], of["theirs"])
        print(f"{name:8} {exact:5.1f} {near:5.1f} | {rules:5.1f} {model:5.1f}   ({of['ours']:.0f} found, {of['theirs']:.0f} annotated)")
    for kind in ("direct", "indirect", "mixed"):
        count = max(sums[kind, "theirs"], 1)
        exact, near = 100 * sums[kind, "exact"] / count, 100 * sums[kind, "near theirs"] / count
        print(f"content of {kind:8} speech: recalled {exact:.1f}% exactly, {near:.1f}% by overlap")


if __name__ == "__main__":
    sys.exit(main())
