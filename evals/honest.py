"""What a check finds in stories in which nothing is wrong: each finding about a fact is a false alarm.

    python evals/honest.py [FOLDER] [--judge NAME] [--show]

FOLDER, `evals/honest` where none is given, holds a folder for each story: `draft.md` and `sources/`. The stories were written to be hard
to clear: every statement is borne out, in other words, rounded, reckoned or put together, and the sources hold older versions, forecasts,
other years' rows and names like those that are meant. Prints the findings for 1,000 words with a 95% interval, stories drawn together,
and how many there are of each code. Needs nothing but the package, and keeps no text.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from presscheck import Checker, Finding, Settings, read

HONEST = Path(__file__).parent / "honest"
DRAWS = 2000


def alarms(folder: Path, checker: Checker) -> tuple[int, list[Finding]]:
    """The words of a story's draft, and the findings about its facts."""
    draft = read((folder / "draft.md").read_bytes(), "draft.md")
    sources = [read(path.read_bytes(), path.name) for path in sorted((folder / "sources").iterdir())]
    return len(draft.text.split()), [finding for finding in checker.check(draft, sources).findings if finding.outcome]


def main() -> int:
    """Check every story and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=HONEST)
    parser.add_argument("--judge", default="auto")
    parser.add_argument("--show", action="store_true", help="print each finding")
    told = parser.parse_args()
    folders = sorted(path.parent for path in told.folder.glob("*/draft.md"))
    if not folders:
        parser.error(f"{told.folder} holds no story: give a folder with one folder a story, each with draft.md and sources/")
    checker = Checker(Settings(judge=told.judge))
    found = {folder.name: alarms(folder, checker) for folder in folders}
    if told.show:
        print(*(f"{name} [{each.code}] {each.message}" for name, (_, some) in found.items() for each in some), sep="\n")
    words, counts = (np.array(column) for column in zip(*((words, len(some)) for words, some in found.values()), strict=True))
    drawn = np.random.default_rng(0).integers(len(words), size=(DRAWS, len(words)))
    low, high = np.percentile(1000 * counts[drawn].sum(1) / words[drawn].sum(1), (2.5, 97.5))
    rate = 1000 * counts.sum() / words.sum()
    print(f"{len(folders)} stories, {words.sum()} words: {counts.sum()} findings, {rate:.2f} ({low:.2f} to {high:.2f}) for 1,000 words")
    print(", ".join(f"{code} {count}" for code, count in Counter(each.code for _, some in found.values() for each in some).most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
