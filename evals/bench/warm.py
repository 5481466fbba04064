"""Time of one check inside a running process: a 1,000-word draft against ten sources of 2,000 words, as an editor's tool would call it.

    python evals/bench/warm.py [--runs 15] [--judge onnx]

Prints minimum, median and maximum in milliseconds, a first run not counted: of the check alone, and of reading the
files and checking. The claims are judged by `overlap`, which needs no model, where no other judge is named; a model remembers what it has
read, so each run has a new Checker.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

import big_sources

from presscheck import Checker, Document, Settings, read

LIMIT, WITH_MODEL = 150.0, 700.0  # milliseconds, of the check alone: with words in common, and with a model


def documents(folder: Path) -> tuple[Document, list[Document]]:
    """The draft and its sources, read."""
    sources = [read(path.read_bytes(), path.name) for path in sorted((folder / "sources").iterdir())]
    return read((folder / "draft.md").read_bytes(), "draft.md"), sources


def spread(seconds: list[float]) -> str:
    """Minimum, median and maximum, in milliseconds."""
    return f"{1000 * min(seconds):6.0f} {1000 * median(seconds):6.0f} {1000 * max(seconds):6.0f} ms"


def main() -> int:
    """Measure and print; exit status 1 where the median is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--judge", default="overlap")
    told = parser.parse_args()
    runs, limit = told.runs, LIMIT if told.judge == "overlap" else WITH_MODEL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "story"
        big_sources.write(folder, words=20_000, draft_words=1_000)
        checks, wholes = list[float](), list[float]()
        for run in range(runs + 1):
            checker = Checker(Settings(judge=told.judge))
            began = time.perf_counter()
            draft, sources = documents(folder)
            ready = time.perf_counter()
            report = checker.check(draft, sources)
            if run:
                checks.append(time.perf_counter() - ready)
                wholes.append(time.perf_counter() - began)
    words = sum(len(source.text.split()) for source in sources)
    print(f"{len(draft.text.split())} words against {words} in {len(sources)} sources, {len(report.verdicts)} facts, {runs} runs")
    print(f"check           {spread(checks)}  limit {limit:.0f} ms, judge {report.run.judge}")
    print(f"read and check  {spread(wholes)}")
    return int(1000 * median(checks) > limit)


if __name__ == "__main__":
    raise SystemExit(main())
