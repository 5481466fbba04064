"""The rule packs on annotated drafts, and on articles that professionals wrote.

    python evals/standards.py drafts FILE.jsonl... [--show misses|extras] [--family NAME]
    python evals/standards.py articles CORPUS.jsonl.gz... [--field text] [--show CODE] [--limit 20] [--toml FILE]

An annotated draft is {"id", "draft" (Markdown), "standards": [{"quote" or null, "rule" (a family), "note"}]}. `drafts` prints, by family,
how many
of the marked faults a finding with that tag meets, and how many findings meet none. `articles` prints each rule's hits for 1,000 articles
and the
findings for 1,000 words at level warning or above; `--show` prints hits of one rule with their surroundings, to be read by hand; `--toml`
keeps the figures from which the rules' pages are made. Nothing of the texts is kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presscheck import flow, read, reader
from presscheck.galley import Galley
from presscheck.model import Document, Finding, Level, Span
from presscheck.rulebook import Rulebook
from presscheck.settings import Settings, change

READER = reader.load("auto")
RAISED = (Level.ERROR, Level.WARNING)


def rows(files: list[Path]) -> Iterator[dict[str, Any]]:
    """The objects of JSON Lines files, gzipped or not."""
    for file in files:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def book(profile: str) -> Rulebook:
    """All shipped packs as a check uses them."""
    return flow.rulebook_of(change(Settings(), {"profile": profile}, "--profile"))


def found(rules: Rulebook, draft: Document) -> tuple[Finding, ...]:
    return rules.findings(Galley(draft, rules.profile, reader=READER))


def place(text: str, quote: str) -> Span | None:
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), text)
    return Span(*match.span()) if match else None


def drafts(arguments: argparse.Namespace) -> None:
    """Recall by family, and findings that meet no mark."""
    rules, caught, all_of, extras, words = book(arguments.profile), Counter[str](), Counter[str](), Counter[str](), 0
    for row in rows(arguments.files):
        draft = read(row["draft"].encode(), "draft.md")
        words += len(draft.text.split())
        findings, used = found(rules, draft), set[int]()
        for mark in row["standards"]:
            span = place(draft.text, mark["quote"]) if mark["quote"] else None
            hits = [
                n for n, f in enumerate(findings) if mark["rule"] in f.tags and (span is None or f.span is None or f.span.overlaps(span))
            ]
            used.update(hits)
            all_of[mark["rule"]] += 1
            caught[mark["rule"]] += bool(hits)
            if not hits and arguments.show == "misses" and arguments.family in ("", mark["rule"]):
                print(f"MISS {row['id']} [{mark['rule']}] {mark['quote']!r}: {mark.get('note', '')}")
        for n, finding in enumerate(findings):
            if n not in used:
                extras[finding.code] += 1
                if arguments.show == "extras" and arguments.family in ("", finding.code, *finding.tags):
                    print(f"EXTRA {row['id']} [{finding.code}] {shown(draft, finding)}")
    for family in sorted(all_of):
        print(f"{family:28} {caught[family]:4}/{all_of[family]:<4} {100 * caught[family] / all_of[family]:5.1f}%")
    total, told = caught.total(), all_of.total()
    beside = 1000 * extras.total() / max(words, 1)
    print(f"all {total}/{told} {100 * total / max(told, 1):.1f}%; beside the marks {beside:.2f} per 1,000 words")
    print("beside the marks, by rule:", dict(extras.most_common()))


def shown(draft: Document, finding: Finding) -> str:
    """The finding's words in their surroundings."""
    if finding.span is None:
        return f"(whole draft) {finding.message}"
    before, after = draft.text[max(0, finding.span.start - 90) : finding.span.start], draft.text[finding.span.end : finding.span.end + 90]
    return " ".join(f"{before}[[{draft[finding.span]}]]{after}".split())


def articles(arguments: argparse.Namespace) -> None:
    """Hits for 1,000 articles by rule, and findings for 1,000 words."""
    rules, hit, raised, count, words, samples = book(arguments.profile), Counter[str](), Counter[str](), 0, 0, []
    for row in rows(arguments.files):
        draft = read(row[arguments.field].encode(), "draft.txt")
        count, words = count + 1, words + len(draft.text.split())
        findings = found(rules, draft)
        hit.update({finding.code for finding in findings})
        raised.update(f.code for f in findings if f.level in RAISED)
        samples += [
            f"[{f.code}] {shown(draft, f)}"
            for f in findings
            if arguments.show
            and (f.code == arguments.show or (arguments.show == "raised" and f.level in RAISED) or arguments.show == "all")
        ]
    random.Random(6).shuffle(samples)
    print("\n".join(samples[: arguments.limit]))
    levels = {rule.code: level for rule, level in rules.rules}
    for code, times in hit.most_common():
        print(f"{code:40} {levels[code]:8} {1000 * times / count:6.1f} per 1,000 articles")
    print(f"{count} articles, {words} words; at warning or above {1000 * raised.total() / max(words, 1):.2f} findings per 1,000 words")
    if arguments.toml:
        lines = [f'"{rule.code}" = {1000 * hit[rule.code] / count:.1f}' for rule, _ in rules.rules]
        arguments.toml.write_text("\n".join([f"# hits for 1,000 of {count} articles", *sorted(lines)]) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, run in (("drafts", drafts), ("articles", articles)):
        command = commands.add_parser(name)
        command.add_argument("files", type=Path, nargs="+")
        command.add_argument("--profile", default="")
        command.add_argument("--show", default="")
        command.set_defaults(run=run)
        if name == "drafts":
            command.add_argument("--family", default="")
        else:
            command.add_argument("--field", default="text")
            command.add_argument("--limit", type=int, default=20)
            command.add_argument("--toml", type=Path)
    arguments = parser.parse_args()
    arguments.run(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
