"""What a check makes of whole stories: which errors it catches, what it doubts that is true, what it ticks off.

    python evals/stories.py [FOLDER] [--judge NAME] [--show missed|alarms|wrong|unticked|extra]

FOLDER, `evals/stories` where none is given, holds a folder for each story: `draft.md`, `sources/` and `gold.json` with

    facts      [{quote, occurrence, verdict, kind, source, evidence, note, error}]: every checkable thing of the draft; `quote` are its
               words, of an error the smallest wrong ones; verdict is supported, contradicted or not_found
    standards  [{quote or null, rule, note}]: the clear faults of reporting, by the tag of a finding

Caught: a finding that names an outcome touches the wrong words. Alarm: one that touches no wrong words. Ticked: a verdict "supported" with
its evidence touches the true words. Doubted: a finding that names an outcome touches true words, and no wrong ones. Ticked wrongly: no
finding touches the wrong words, and a verdict "supported" does, of a name left aside, since a name can be right where the rest is not. In
brackets stand 95% intervals; what belongs to one story is drawn together. Needs nothing but the package, and keeps no text.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import measures
import numpy as np

from presscheck import Checker, Finding, Report, Settings, Span, read
from presscheck.model import Outcome

OURS = Path(__file__).parent / "stories"
SUPPORTED = "supported"
TOLD = {"legal-stage", "headline-overstates", "unattributed-claim"}  # faults that a finding about the facts tells as well


@dataclass
class Story:
    """What was found of one story: for each fact and fault, was it? `alarms` and `extra` are what touched none."""

    name: str
    words: int
    errors: list[tuple[dict[str, Any], bool, bool]] = field(default_factory=list)  # caught, ticked
    true: list[tuple[dict[str, Any], bool, bool]] = field(default_factory=list)  # ticked, doubted
    faults: list[tuple[dict[str, Any], bool]] = field(default_factory=list)
    alarms: list[Finding] = field(default_factory=list)
    flags: int = 0
    extra: list[Finding] = field(default_factory=list)


def place(text: str, entry: dict[str, Any]) -> Span | None:
    """Where an entry's words stand in the draft; nowhere where it speaks of the whole. An entry whose words are not there is an error."""
    if entry["quote"] is None:
        return None
    at = -1
    for _ in range(entry.get("occurrence", 1)):
        at = text.index(entry["quote"], at + 1)
    return Span(at, at + len(entry["quote"]))


def checked(folder: Path, checker: Checker) -> Story:
    """One story held against what is known of it."""
    draft = read((folder / "draft.md").read_bytes(), "draft.md")
    sources = [read(path.read_bytes(), path.name) for path in sorted((folder / "sources").iterdir())]
    return held(json.loads((folder / "gold.json").read_text("utf-8")), checker.check(draft, sources), folder.name)


def held(gold: dict[str, Any], report: Report, name: str) -> Story:
    """A report against what is known of its draft."""
    text = report.draft.text
    story = Story(name, len(text.split()))
    flags = [finding for finding in report.findings if finding.outcome]
    others = [finding for finding in report.findings if not finding.outcome]
    wrong = [(fact, place(text, fact)) for fact in gold["facts"] if fact["verdict"] != SUPPORTED]
    spans = [span for _, span in wrong if span]
    ticked = [one.fact for one in report.verdicts if one.outcome is Outcome.SUPPORTED and one.evidence]
    for fact, span in wrong:
        caught = any(_touch(finding, span) for finding in flags)
        story.errors.append((fact, caught, not caught and any(one.kind != "name" and span and one.span.overlaps(span) for one in ticked)))
    story.flags = len(flags)
    story.alarms = [finding for finding in flags if not any(_touch(finding, span) for span in spans)]
    for fact in gold["facts"]:
        if fact["verdict"] == SUPPORTED and (span := place(text, fact)):
            doubted = any(_touch(finding, span) for finding in flags) and not any(span.overlaps(one) for one in spans)
            story.true.append((fact, any(one.span.overlaps(span) for one in ticked), doubted))
    used: set[int] = set()
    for fault in gold["standards"]:
        span = place(text, fault)
        hits = {n for n, one in enumerate(others) if fault["rule"] in one.tags and (span is None or one.span is None or _touch(one, span))}
        told = fault["rule"] in TOLD and span is not None and any(_touch(finding, span) for finding in flags)
        story.faults.append((fault, bool(hits) or told))
        used |= hits
    story.extra = [finding for number, finding in enumerate(others) if number not in used]
    return story


def _touch(finding: Finding, span: Span | None) -> bool:
    return bool(finding.span and span and finding.span.overlaps(span))


FIGURES: dict[str, Callable[[Story], tuple[int, int]]] = {
    "caught": lambda story: (sum(caught for _, caught, _ in story.errors), len(story.errors)),
    "ticked wrongly": lambda story: (sum(ticked for _, _, ticked in story.errors), len(story.errors)),
    "precision": lambda story: (story.flags - len(story.alarms), story.flags),
    "doubted": lambda story: (sum(doubted for _, _, doubted in story.true), len(story.true)),
    "ticked": lambda story: (sum(ticked for _, ticked, _ in story.true), len(story.true)),
    "faults caught": lambda story: (sum(caught for _, caught in story.faults), len(story.faults)),
}


def table(stories: Sequence[Story]) -> Iterator[str]:
    """The figures of all stories, and the errors caught by kind."""
    for name, figure in FIGURES.items():
        counts = np.array([figure(story) for story in stories])

        def share(rows: measures.Rows, counts: Any = counts) -> float:
            some, of = counts[rows].sum(0)
            return float(some / of) if of else float("nan")

        low, high = measures.interval(share, [story.name for story in stories])
        some, of = counts.sum(0)
        yield f"{name:14} {100 * share(np.arange(len(stories))):5.1f} ({low:.1f} to {high:.1f}), {some} of {of}"
    words, extra = sum(story.words for story in stories), sum(len(story.extra) for story in stories)
    yield f"{'extra':14} {1000 * extra / words:5.2f} findings about standards in 1,000 words beside the marked ones"
    errors = [(fact["kind"], caught) for story in stories for fact, caught, _ in story.errors]
    faults = [(fault["rule"], caught) for story in stories for fault, caught in story.faults]
    for title, marked in (("errors", errors), ("faults", faults)):
        every, found = Counter(sort for sort, _ in marked), Counter(sort for sort, caught in marked if caught)
        yield f"{title}: " + ", ".join(f"{sort} {found[sort]}/{every[sort]}" for sort in sorted(every))


def shown(story: Story, what: str) -> Iterator[str]:
    """The entries or findings of one sort."""
    if what == "missed":
        yield from (f"{story.name} [{e['kind']}] {e['quote']!r}: {e['note']}" for e, caught, _ in story.errors if not caught)
        yield from (f"{story.name} [{f['rule']}] {f['quote']!r}: {f['note']}" for f, caught in story.faults if not caught)
    elif what == "wrong":
        yield from (f"{story.name} [{e['kind']}] {e['quote']!r}: {e['note']}" for e, _, ticked in story.errors if ticked)
    elif what == "unticked":
        yield from (f"{story.name} [{e['kind']}] {e['quote']!r}: {e['note']}" for e, ticked, _ in story.true if not ticked)
    else:
        for finding in story.alarms if what == "alarms" else story.extra:
            yield f"{story.name} [{finding.code}] {finding.message}"


def main() -> int:
    """Check every story and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=OURS)
    parser.add_argument("--judge", default="auto")
    parser.add_argument("--show", choices=("missed", "alarms", "wrong", "unticked", "extra"))
    told = parser.parse_args()
    folders = sorted(path.parent for path in told.folder.glob("*/gold.json"))
    if not folders:
        parser.error(f"{told.folder} holds no story: give a folder with one folder a story, each with draft.md, sources/ and gold.json")
    checker = Checker(Settings(judge=told.judge))
    stories = [checked(folder, checker) for folder in folders]
    for story in stories:
        if told.show:
            print(*shown(story, told.show), sep="\n")
    print(*table(stories), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
