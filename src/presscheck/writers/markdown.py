"""The report as Markdown for a ticket or a pull request: each finding with the draft's words, the sources' words and what could be written.

Text comes from drafts and sources that may be hostile: all of it is escaped, so that it makes no link, image, heading, mention or tag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from presscheck.anchors import Lines, lined
from presscheck.model import (
    NOTHING_CHECKABLE,
    Dismissed,
    Document,
    Evidence,
    Finding,
    Level,
    Passage,
    Relation,
    Report,
    Span,
    Unreadable,
)
from presscheck.terminal import visible
from presscheck.wording import OUTCOMES, RELATIONS, as_sentence, several

SUFFIX = ".md"

AROUND = 160  # code points of a passage on each side of its words
LONGEST = 600  # code points of quoted words
_LIVE = re.compile(r"[\\`*_{}\[\]<>#|~$&]|\A[-+=]")
_LIST = re.compile(r"\A(\d{1,9})(?=[.)])")  # a number at the beginning makes a list by its stop
_MENTION = re.compile(r"(@|#(?=\d)|:(?=//)|\bwww(?=\.)|\b(?:GH|gh)(?=-\d))")
_JOINER = "\u2060"  # parts what a host would make a link or a mention of; nobody sees it


def write(report: Report) -> bytes:
    """UTF-8 Markdown (CommonMark with tables, as code hosts render it)."""
    places = _Places(report.draft)
    findings = (_finding(report, number, finding, places) for number, finding in enumerate(report.findings, 1))
    parts = [*_head(report), *findings, *_tail(report, places)]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """The text on one line, as words and nothing else."""
    parted = _MENTION.sub(rf"\1{_JOINER}", visible(text).strip())
    return _LIST.sub(r"\1\\", _LIVE.sub(r"\\\g<0>", parted))


class _Places:
    """Where words stand in the draft, as a person looks for them."""

    def __init__(self, draft: Document) -> None:
        self._draft = draft
        self._lines = Lines(draft.text) if lined(draft) else None

    def of(self, span: Span | None) -> str:
        if span is None:
            return "the whole draft"
        if not self._lines:
            return escaped(self._draft.where(span))
        place = self._lines.place(span)
        return f"line {place.line}, column {place.column}"


def _head(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.draft.name)}"
    counts = Counter(finding.level for finding in report.findings)
    told = [several(counts[level], level.value) for level in Level if counts[level]]
    read = sum(isinstance(source, Document) for source in report.sources)
    against = f"checked against {several(read, 'source')}" if read else "checked alone, no source was read"
    yield f"**{', '.join(told) or 'Nothing to report'}** in {several(len(report.sentences), 'sentence')}, {against}."
    outcomes = Counter(verdict.outcome for verdict in report.verdicts)
    if report.verdicts:
        yield "\n".join(
            ["| Facts | |", "|---|--:|", *(f"| {words.capitalize()} | {outcomes[outcome]:,} |" for outcome, words in OUTCOMES.items())]
        )


def _finding(report: Report, number: int, finding: Finding, places: _Places) -> str:
    head = f"## {number}. {finding.level.value.capitalize()}: {escaped(finding.code)}, {places.of(finding.span)}"
    words = [f"> {_quoted(report.draft, finding.span)}"] if finding.span else []
    edits = [_edit(report.draft[edit.span], edit.text) for edit in finding.edits]
    parts = [
        head,
        *words,
        escaped(as_sentence(finding.message)),
        *_sources(report, finding.evidence),
        *edits,
        f"`{finding.fingerprint[:8]}`",
    ]
    return "\n\n".join(parts)


def _quoted(document: Document, span: Span) -> str:
    """The words in bold with what stands beside them on their line, or as much of that as is good to read."""
    text, line = document.text, document.text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    before, after = text[line : span.start], text[span.end : line_end if line_end >= 0 else None]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    words = text[span.start : min(span.end, span.start + LONGEST)]
    more = " …" if len(span) > LONGEST else ""
    return f"{_beside(before)}<b>{escaped(words)}</b>{more}{_beside(after)}".strip()


def _beside(text: str) -> str:
    """What stands beside the words, with its spaces."""
    inner = escaped(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _sources(report: Report, evidence: Iterable[Evidence]) -> Iterator[str]:
    seen: set[tuple[Relation, str, Span]] = set()
    for item in evidence:
        for passage, span in zip(item.passages, item.spans, strict=True):
            if (item.relation, passage.document, span) not in seen:
                seen.add((item.relation, passage.document, span))
                yield _source(report, item.relation, passage, span)


def _source(report: Report, relation: Relation, passage: Passage, span: Span) -> str:
    source = report.source(passage.document)
    place = source.where(span) or passage.where
    address = escaped(f"{source.name}, {place}" if place else source.name)
    return f"{address} ({RELATIONS[relation]}):\n\n> {_quoted(source, span)}"


def _edit(old: str, new: str) -> str:
    return f"Suggested: write “{escaped(new)}” for “{escaped(old)}”." if new else f"Suggested: leave out “{escaped(old)}”."


def _tail(report: Report, places: _Places) -> Iterator[str]:
    unread = [source for source in report.sources if isinstance(source, Unreadable)]
    idle = Counter(item.reason for item in report.unchecked())
    if unread or idle:
        yield "## What was not checked"
        lines = [f"- {escaped(source.message)}" for source in unread]
        lines += [f"- {_what(reason, count)}: {escaped(reason)}" for reason, count in idle.items()]
        yield "\n".join(lines)
    if report.dismissed:
        yield "## Let stand"
        yield "\n".join(_stood(each, places) for each in report.dismissed)
    run = report.run
    yield f"presscheck {run.version}, judge {escaped(run.judge)}, settings {escaped(run.settings)}"


def _what(reason: str, count: int) -> str:
    return several(count, "sentence" if reason == NOTHING_CHECKABLE else "fact")


def _stood(each: Dismissed, places: _Places) -> str:
    return f"- {escaped(each.finding.code)}, {places.of(each.finding.span)}: {escaped(each.reason)} ({escaped(each.by)})"
