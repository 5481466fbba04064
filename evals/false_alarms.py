"""False alarms per 1,000 words: each text of a corpus is checked as a draft whose only source is itself, so every finding is wrong.

    python evals/false_alarms.py CORPUS.jsonl.gz [--field text] [--show 20]

CORPUS holds one JSON object a line; `--field` names the text in it. Prints the figures; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from presscheck import Checker, read


def texts(corpus: Path, field: str) -> Iterator[str]:
    """The texts of a corpus, in order."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)[field]


def main() -> int:
    """Check every text against itself and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--show", type=int, default=0, help="so many of the false alarms, in full")
    arguments = parser.parse_args()
    checker, words, alarms, verdicts, shown = Checker(), 0, Counter[str](), Counter[str](), 0
    for text in texts(arguments.corpus, arguments.field):
        draft = read(text.encode(), "draft.txt")
        # a line more makes it another document: a draft cannot vouch for itself
        report = checker.check(draft, [read(f"A copy on file.\n\n{text}".encode(), "copy.txt")])
        words += len(text.split())
        verdicts.update(f"{verdict.fact.kind} {verdict.outcome}" for verdict in report.verdicts)
        for finding in report.findings:
            alarms[finding.code] += 1
            if shown < arguments.show:
                shown += 1
                print(f"{finding.code}: {finding.message}", file=sys.stderr)
    total = alarms.total()
    print(f"{words} words, {total} false alarms, {1000 * total / max(words, 1):.2f} per 1,000 words: {dict(alarms)}")
    print(", ".join(f"{name} {count}" for name, count in sorted(verdicts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
