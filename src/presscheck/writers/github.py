"""The report as workflow commands of GitHub Actions, which show each finding beside its line of the draft in a pull request.

Printed to the log of a step, each line is a command; nothing that stands in a draft or source can begin another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from presscheck.anchors import Lines, lined
from presscheck.model import Finding, Level, Report, Unreadable
from presscheck.terminal import visible

SUFFIX = ".github.txt"

COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}
_MESSAGE, _PROPERTY = str.maketrans(_IN_MESSAGE), str.maketrans(_IN_PROPERTY)


def write(report: Report) -> bytes:
    """UTF-8 text, one command a line: the findings in the draft's order, unread sources, and a last one that counts."""
    return "".join(f"{line}\n" for line in _commands(report)).encode("utf-8", "replace")


def _commands(report: Report) -> Iterator[str]:
    lines = Lines(report.draft.text) if lined(report.draft) else None
    for finding in report.findings:
        yield _command(COMMANDS[finding.level], _told(report, finding), **_place(report, finding, lines), title=finding.code)
    for source in report.sources:
        if isinstance(source, Unreadable):
            yield _command("warning", source.message, file=source.name, title="source not read")
    counts = Counter(finding.level for finding in report.findings)
    told = ", ".join(f"{counts[level]} {level.value}{'' if counts[level] == 1 else 's'}" for level in Level if counts[level])
    yield _command("notice", f"{report.draft.name}: {told or 'nothing to report'}", title="presscheck")


def _place(report: Report, finding: Finding, lines: Lines | None) -> dict[str, str | int]:
    """The file and, where a line of the text is one of the file, lines and columns from 1, the last ones included. GitHub takes columns
    only within one line."""
    if not (finding.span and lines):
        return {"file": report.draft.name}
    place = lines.place(finding.span)
    whole: dict[str, str | int] = {"file": report.draft.name, "line": place.line, "endLine": place.end_line}
    return {**whole, "col": place.column, "endColumn": place.end_column - 1} if place.line == place.end_line else whole


def _told(report: Report, finding: Finding) -> str:
    """The message, before it the place in a draft that has no lines, behind it where the sources say so."""
    where = report.draft.where(finding.span) if finding.span and not lined(report.draft) else ""
    sources = "; ".join(dict.fromkeys(_sources(report, finding)))
    return (f"{where}: " if where else "") + finding.message + (f" ({sources})" if sources else "")


def _sources(report: Report, finding: Finding) -> Iterator[str]:
    for item in finding.evidence:
        for passage, span in zip(item.passages, item.spans, strict=True):
            source = report.source(passage.document)
            place = source.where(span) or passage.where
            yield f"{source.name}, {place}" if place else source.name


def _command(name: str, message: str, **properties: str | int) -> str:
    told = ",".join(f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{visible(message).translate(_MESSAGE)}"
