"""Time from an edit to the new report: a 1,000-word draft, open in an editor, with ten sources of 2,000 words.

    python evals/bench/recheck.py [--edits 15] [--judge onnx]

Prints minimum, median and maximum in milliseconds for each kind of edit, made at places drawn by a seed, with the judge and the reader that
ship; beside them, in the same run, a full check of the same texts by a checker whose networks are open and that has seen neither draft nor
sources. Each text is read from bytes in the time that is taken; every report is held against that of the full check.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import big_sources
from warm import documents, spread

from presscheck import Checker, Document, Settings, entailment, read, reader
from presscheck.recheck import Desk
from presscheck.writers.json import write

LIMIT = 150.0  # milliseconds, of the median of each kind
Edit = Callable[[str, random.Random], str]


def typed(text: str, drawn: random.Random) -> str:
    """A letter typed in a word of a sentence."""
    at = drawn.choice([match.start() for match in re.finditer(r"(?<=[a-z])(?=[a-z])", text)])
    return text[:at] + drawn.choice("aeiost") + text[at:]


def sentence(text: str, drawn: random.Random) -> str:
    """A sentence written behind another."""
    at = drawn.choice([match.end() for match in re.finditer(r"[a-z]\.(?=\s)", text)])
    return f"{text[:at]} The inspector told the meeting on Tuesday that 14 of the pumps had been replaced.{text[at:]}"


def deleted(text: str, drawn: random.Random) -> str:
    """A paragraph taken out."""
    paragraphs = text.split("\n\n")
    del paragraphs[drawn.randrange(1, len(paragraphs))]
    return "\n\n".join(paragraphs)


def figure(text: str, drawn: random.Random) -> str:
    """A figure changed."""
    match = drawn.choice(list(re.finditer(r"\d+", text)))
    return f"{text[: match.start()]}{int(match[0]) + drawn.randrange(1, 9)}{text[match.end() :]}"


EDITS: tuple[Edit, ...] = (typed, sentence, deleted, figure)


def forget() -> None:
    """What the networks remember of texts that they have read."""
    entailment._premises.cache_clear()
    reader._opened.cache_clear()


def measured(edit: Edit, count: int, draft: Document, sources: list[Document], settings: Settings) -> tuple[list[float], list[float]]:
    """Seconds of each check after an edit, and of a full check of the same text."""
    drawn, again, full = random.Random(big_sources.SEED), list[float](), list[float]()
    desk = Desk(Checker(settings), sources)
    desk.check(draft)
    texts, reports = [draft.text], list[bytes]()
    for _ in range(count):
        texts.append(edit(texts[-1] if edit is typed else draft.text, drawn))
        data = texts[-1].encode()
        began = time.perf_counter()
        report = desk.check(read(data, draft.name))
        again.append(time.perf_counter() - began)
        reports.append(write(report))
    for text, told in zip(texts[1:], reports, strict=True):
        forget()
        checker, data = Checker(settings), text.encode()
        checker.check(read(b"Nothing.", draft.name))  # opens the networks
        began = time.perf_counter()
        report = checker.check(read(data, draft.name), sources)
        full.append(time.perf_counter() - began)
        if write(report) != told:
            raise SystemExit(f"{edit.__name__}: the report after the edit is not that of a full check")
    return again, full


def main() -> int:
    """Measure and print; exit status 1 where a median is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=15)
    parser.add_argument("--judge", default="onnx")
    told = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "story"
        big_sources.write(folder, words=20_000, draft_words=1_000)
        draft, sources = documents(folder)
        print(f"{len(draft.text.split())} words, {len(sources)} sources, {told.edits} edits of each kind, judge {told.judge}")
        print(f"{'':40} {'after the edit':>24}   {'full check':>24}")
        for edit in EDITS:
            again, full = measured(edit, told.edits, draft, sources, Settings(judge=told.judge))
            print(f"{edit.__doc__!s:40} {spread(again)}   {spread(full)}")
            worst = max(worst, median(again))
    print(f"limit {LIMIT:.0f} ms for each median after an edit")
    return int(1000 * worst > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
