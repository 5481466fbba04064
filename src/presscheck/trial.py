"""A rule pack tried on articles before it goes live: how often each of its rules hits, and where."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import intake
from presscheck.errors import UnreadableError
from presscheck.galley import Galley
from presscheck.model import Document, Finding
from presscheck.packs import Pack
from presscheck.profiles import Profile
from presscheck.rulebook import Rulebook
from presscheck.terminal import visible

if TYPE_CHECKING:
    from presscheck.archive.run import Progress
    from presscheck.settings import Settings

LINES = (".jsonl", ".jsonl.gz", ".ndjson")
LONGEST_LINE = 16 << 20  # bytes
EXAMPLES = 3  # of each rule
BIG = 50 << 20  # bytes of a file that is tried as an archive is
BESIDE = 60  # letters shown on each side of a hit


@dataclass(slots=True)
class Tried:
    """What trying found so far: `articles` read, `words` in them, `hit` how many articles each rule hit, `raised` its findings, `shown`
    some."""

    articles: int = 0
    words: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    shown: dict[str, list[str]] = field(default_factory=dict)

    def add(self, draft: Document, findings: Sequence[Finding], examples: int) -> None:
        """Count one article's findings."""
        self.articles += 1
        self.words += len(draft.text.split())
        self.hit.update({finding.code for finding in findings})
        for finding in findings:
            self.raised[finding.code] += 1
            examples_of = self.shown.setdefault(finding.code, [])
            if len(examples_of) < examples:
                examples_of.append(f"{draft.name}: {around(draft, finding)}")


def tried(pack: Pack, articles: Iterable[Document], profile: Profile, examples: int = EXAMPLES) -> Tried:
    """The pack's rules, those that are off too, over the articles."""
    book, found = Rulebook([pack], profile, {rule.code: "on" for rule in pack.rules}), Tried()
    for draft in articles:
        found.add(draft, book.findings(Galley(draft, profile)), examples)
    return found


def is_archive(name: str) -> bool:
    """Is it for the archive's engine: a table, a web archive, what is packed with zstd, an address, a big file?"""
    low, path = name.lower(), Path(name)
    return "://" in low or low.endswith((".parquet", ".zst", ".warc", ".warc.gz")) or (path.is_file() and path.stat().st_size > BIG)


def over(pack: Pack, where: str, given: Sequence[str], field_name: str, settings: Settings, examples: int, told: Progress) -> Tried:
    """The same over archives, by all cores, as `presscheck archive` does it; `where` is how the pack is named. The examples are drawn
    by lot. Raises PresscheckError."""
    import tempfile
    from dataclasses import replace

    from presscheck.archive import census, run
    from presscheck.archive.articles import Columns
    from presscheck.archive.store import Store

    every = replace(settings, packs=(where,), levels=tuple((rule.code, "on") for rule in pack.rules), judge="overlap", reader="none")
    codes, found = {rule.code for rule in pack.rules}, Tried()
    with tempfile.TemporaryDirectory() as folder:
        run.run(run.Asked(tuple(given), Path(folder), Columns(text=field_name), workers=run.cores()), every, told)
        counted = census.taken(Store(Path(folder)))
    found.articles, found.words = counted.articles, counted.words
    for (_, code), times in counted.rules.items():
        if code in codes:
            found.raised[code] += times
            found.hit[code] += counted.hit[_, code]
            found.shown[code] = [f"{name}: {words or message}" for _, name, _, message, words in counted.samples[code][:examples]]
    return found


def around(draft: Document, finding: Finding) -> str:
    """The words of a finding in their surroundings, on one line."""
    if finding.span is None:
        return finding.message
    start, end = max(0, finding.span.start - BESIDE), finding.span.end + BESIDE
    told = f"{draft.text[start : finding.span.start]}[[{draft[finding.span]}]]{draft.text[finding.span.end : end]}"
    return " ".join(told.split())


def articles(path: Path, field_name: str) -> Iterator[Document]:
    """The articles of a file: one, or each line of JSON Lines, whose field `field_name` is the text. Raises UnreadableError."""
    name = path.as_posix()
    if not name.lower().endswith(LINES):
        yield intake.read(path.read_bytes()[: intake.MAX_BYTES + 1], name)
        return
    with gzip.open(path, "rb") if name.endswith(".gz") else path.open("rb") as file:
        number = 0
        try:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if line.strip():
                    yield intake.read(_text(line, field_name, name, number).encode("utf-8", "replace"), f"{name}:{number}.txt")
        except (EOFError, gzip.BadGzipFile) as problem:
            raise UnreadableError(name, f"this is no whole gzip file ({problem})", "Make it anew.") from None


def _text(line: bytes, field_name: str, name: str, number: int) -> str:
    """The text of one row."""
    here = f"line {number} is no JSON object with a text in its field {field_name!r}"
    if len(line) > LONGEST_LINE:
        raise UnreadableError(name, f"line {number} is longer than {LONGEST_LINE >> 20} MiB", "Split it.")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise UnreadableError(name, here, "Name the field with --field, or mend the line.") from None
    if not isinstance(row, dict) or not isinstance(row.get(field_name), str):
        raise UnreadableError(name, here, "Name the field with --field, or mend the line.")
    return str(row[field_name])


def report(pack: Pack, found: Tried) -> str:
    """What trying found, as text: the rule that hits most first."""
    lines = [f"{pack.name}: {len(pack.rules)} rules over {found.articles:,} articles of {found.words:,} words"]
    for rule in sorted(pack.rules, key=lambda rule: (-found.hit[rule.code], rule.code)):
        times = 1000 * found.hit[rule.code] / max(found.articles, 1)
        lines.append(f"\n{rule.code} ({rule.level.value}): {times:.1f} of 1,000 articles, {found.raised[rule.code]:,} findings")
        lines += [f"  {visible(example)}" for example in found.shown.get(rule.code, ())]
    return "\n".join(lines) + "\n"
