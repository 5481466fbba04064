"""What is caught of order turned round: one "before" or "after" of a true text swapped, the text itself its only source.

    python evals/order.py CORPUS.jsonl.gz [CORPUS.jsonl.gz ...] [--limit 400] [--show missed|caught|wrong]

Each CORPUS holds one JSON object a line with a `text`. Every link of two events that presscheck reads in a text is swapped, one at a time
("before" for "after" and the other way round), and the text is checked against itself. A finding of kind order on the swapped word is
right; any other of that kind, and any in the unaltered text, is wrong. Prints the figures; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from presscheck import Document, Finding, Span, read
from presscheck.chronology import verdicts
from presscheck.library import Library
from presscheck.model import Sentence
from presscheck.policy import findings
from presscheck.split import split

SWAPS = {"before": "after", "after": "before"}
LINK = re.compile(r"(?<![\w-])(?:before|after)(?![\w-])", re.IGNORECASE)


def texts(paths: list[Path], limit: int) -> Iterator[str]:
    """The first `limit` texts of each corpus."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in islice(lines, limit))


def order_findings(draft: Document, source: Document) -> tuple[list[Finding], tuple[Sentence, ...]]:
    """The findings about order, and the draft's sentences."""
    sentences = split(draft)
    return list(findings(draft, sentences, verdicts(draft, sentences, Library([source])))), sentences


def swapped(text: str) -> Iterator[tuple[Span, str]]:
    """Each link with what stands there instead."""
    for match in LINK.finditer(text):
        other = SWAPS[match.group().lower()]
        yield Span(*match.span()), other.title() if match.group()[0].isupper() else other


def main() -> int:
    """Swap, check, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=400, help="texts of each")
    parser.add_argument("--show", choices=("missed", "caught", "wrong"))
    arguments = parser.parse_args()
    told: Counter[str] = Counter()
    for text in texts(arguments.corpora, arguments.limit):
        source = read(f"A copy on file.\n\n{text}".encode(), "copy.txt")
        draft = read(text.encode(), "draft.txt")
        before, sentences = order_findings(draft, source)
        told["texts"] += 1
        told["false"] += len(before)
        supported = [v.fact.span for v in verdicts(draft, sentences, Library([source]))]
        for span, other in swapped(draft.text):
            altered = draft.text[: span.start] + other + draft.text[span.end :]
            hits, _ = order_findings(read(altered.encode(), "draft.txt"), source)
            there = Span(span.start, span.start + len(other))
            right = [f for f in hits if f.span and f.span.overlaps(there)]
            read_as_order = any(known.overlaps(span) for known in supported)
            told["links"] += 1
            told["read"] += read_as_order
            told["caught"] += bool(right)
            told["wrong"] += len(hits) - len(right)
            kind = "wrong" if len(hits) > len(right) else "caught" if right else "missed"
            if arguments.show == kind and (read_as_order or kind != "missed"):
                line = " ".join(altered[max(there.start - 90, 0) : there.end + 70].split())
                print(f"{kind}: {line}", file=sys.stderr)
    raised = told["caught"] + told["wrong"] + told["false"]
    print(f"{told['texts']} texts, {told['links']} links, {told['read']} of them read as the order of two events")
    of_read, of_all = (100 * told["caught"] / max(told[total], 1) for total in ("read", "links"))
    print(f"caught {told['caught']}: {of_read:.1f}% of those read, {of_all:.1f}% of all")
    print(f"precision {100 * told['caught'] / max(raised, 1):.1f}% of {raised}; false alarms in unaltered text: {told['false']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
