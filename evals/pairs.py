"""How the exact layer does on statement and premise pairs: what it catches by kind of error, what it doubts that is true.

    python evals/pairs.py PAIRS.jsonl.gz [--limit 2000] [--show caught|missed|alarms] [--kind number] [--count 20]

PAIRS holds a JSON object a line: premise, statements [{text, context?, label, error, span, note}]. Each statement, behind its context, is a
draft; its premise is the only source, or two, where a line "---" parts it. Caught: a finding whose words overlap the wrong ones. `--limit`
counts premises. Prints the figures; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from presscheck import Checker, Report, Span, read
from presscheck.model import Outcome


def statements(line: str) -> Iterator[dict[str, Any]]:
    """The statements of one line, each with its premise."""
    row = json.loads(line)
    for statement in row["statements"]:
        yield {**statement, "premise": row["premise"]}


def report_of(checker: Checker, row: dict[str, Any]) -> tuple[Report, int]:
    """The report of one pair, and where its statement begins in the draft."""
    before = f"{row['context']} " if row.get("context") else ""
    sources = [read(text.encode(), f"{number}.txt") for number, text in enumerate(row["premise"].split("\n---\n")) if text.strip()]
    return checker.check(read(f"{before}{row['text']}".encode(), "draft.txt"), sources), len(before)


def wrong_words(row: dict[str, Any], at: int) -> Span:
    """The wrong words, in the draft's offsets; the whole statement where none are marked."""
    start = row["text"].find(row["span"]) if row["span"] else -1
    return Span(at + start, at + start + len(row["span"])) if start >= 0 else Span(at, at + len(row["text"]))


def main() -> int:
    """Check every pair and print what was caught."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--show", choices=("caught", "missed", "alarms"))
    parser.add_argument("--kind", help="show only this kind of error")
    parser.add_argument("--count", type=int, default=20)
    arguments = parser.parse_args()
    checker, caught, total, shown = Checker(), Counter[str](), Counter[str](), 0
    right = wrong = ticked = 0
    with gzip.open(arguments.pairs, "rt", encoding="utf-8") as lines:
        rows = [row for line in islice(lines, arguments.limit) for row in statements(line)]
    for row in rows:
        report, at = report_of(checker, row)
        flags = [f for f in report.findings if f.outcome and f.span and f.span.end > at]
        kind = "true" if row["label"] == "supported" else str(row["error"])
        hits = [f for f in flags if kind != "true" and f.span and f.span.overlaps(wrong_words(row, at))]
        total[kind] += 1
        caught[kind] += bool(hits if kind != "true" else flags)
        right, wrong = right + len(hits), wrong + len(flags) - len(hits)
        ticked += kind == "true" and any(v.outcome is Outcome.SUPPORTED for v in report.verdicts)
        seen = "alarms" if len(flags) > len(hits) else "caught" if hits else "missed"
        if arguments.show == seen and shown < arguments.count and arguments.kind in (None, kind):
            shown += 1
            said = "; ".join(f"{f.code}: {f.message}" for f in flags)
            print(
                f"[{kind}] {row['text']}\n    {said or row['span']} ({row['note']})\n    PREMISE {row['premise'][:700]!r}\n",
                file=sys.stderr,
            )
    for kind, count in total.most_common():
        print(f"{kind:18} {caught[kind]:5} of {count:5}  {100 * caught[kind] / count:5.1f}%{'  doubted' if kind == 'true' else ''}")
    wrongs = sum(count for kind, count in total.items() if kind != "true")
    found = sum(count for kind, count in caught.items() if kind != "true")
    share = 100 * right / max(right + wrong, 1)
    print(f"errors caught {100 * found / max(wrongs, 1):.1f}%, findings right {share:.1f}% of {right + wrong}")
    true = max(total["true"], 1)
    print(f"true statements: doubted {100 * caught['true'] / true:.1f}%, with a tick {100 * ticked / true:.1f}%")
    return 0


if __name__ == "__main__":
    sys.exit(main())
