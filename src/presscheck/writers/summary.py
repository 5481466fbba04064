"""The report in a few lines for a log: counts, every error on one line with its address, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from presscheck.anchors import Lines, lined
from presscheck.model import Document, Finding, Level, Report, Unreadable
from presscheck.terminal import visible
from presscheck.wording import OUTCOMES, several

SUFFIX = ".summary.txt"


def write(report: Report) -> bytes:
    """UTF-8 text, one line for each thing told."""
    return "".join(f"{line}\n" for line in _lines(report)).encode("utf-8")


def _lines(report: Report) -> Iterator[str]:
    counts = Counter(finding.level for finding in report.findings)
    told = ", ".join(several(counts[level], level.value) for level in Level if counts[level])
    yield f"{visible(report.draft.name)}: {told or 'nothing to report'}"
    yield _facts(report)
    lines = Lines(report.draft.text) if lined(report.draft) else None
    yield from (_error(report.draft, lines, finding) for finding in report.findings if finding.level is Level.ERROR)
    yield from (f"not read: {visible(source.message)}" for source in report.sources if isinstance(source, Unreadable))
    if report.dismissed:
        yield f"let stand: {several(len(report.dismissed), 'finding')}"


def _facts(report: Report) -> str:
    outcomes = Counter(verdict.outcome for verdict in report.verdicts)
    read = sum(isinstance(source, Document) for source in report.sources)
    told = ", ".join(f"{outcomes[outcome]:,} {words}" for outcome, words in OUTCOMES.items() if outcomes[outcome])
    against = f"against {several(read, 'source')}" if read else "against no source: none was read"
    return f"{several(len(report.sentences), 'sentence')}, {several(len(report.verdicts), 'fact')} {against}{': ' if told else ''}{told}"


def _error(draft: Document, lines: Lines | None, finding: Finding) -> str:
    """As compilers have it, so that an editor's terminal makes a link of the address."""
    address = visible(draft.name)
    if finding.span and lines:
        place = lines.place(finding.span)
        address += f":{place.line}:{place.column}"
    elif finding.span and (where := draft.where(finding.span)):
        address += f", {visible(where)}"
    return f"{address}: error: {visible(finding.message)} [{visible(finding.code)}]"
