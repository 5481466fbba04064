"""The report as SARIF 2.1.0, for editors and code hosts: findings are results, the sources' words their related locations.

Plain text and Markdown are pointed into by line, column and character. In a file that is no text (DOCX, PDF, XLSX) characters count in its
text as it was read, which a draft's artifact carries (`contents.rendered`). In a file whose text is not the one read (HTML, CSV, mail,
subtitles) no region can be right: the words and their offsets in the text as read stand in the location's properties. The address that
people use is the logical location.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from presscheck import explain
from presscheck.anchors import Lines, lined, uri
from presscheck.dismissals import IN_DRAFT
from presscheck.model import Dismissed, Document, Edit, Evidence, Finding, Outcome, Passage, Relation, Report, Source, Span, Unreadable
from presscheck.wording import TOLD_IN_FULL

SUFFIX = ".sarif"
VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "presscheckFinding/v1"
UNREAD = "unreadable-source"

Row = dict[str, Any]


def write(report: Report) -> bytes:
    """UTF-8 JSON, offsets and columns in code points, the same bytes for the same report."""
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [_Log(report).run()]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


class _Log:
    """Writes the one run of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.artifacts: list[Source] = [report.draft, *report.sources]
        told = [*report.findings, *(each.finding for each in report.dismissed)]
        self.codes = list(dict.fromkeys(finding.code for finding in told))
        self._rules = {code: at for at, code in enumerate(self.codes)}
        self._lines: dict[str, Lines] = {}
        self._index = {source.id: at for at, source in reversed([*enumerate(self.artifacts)]) if isinstance(source, Document)}

    def run(self) -> Row:
        report = self.report
        return {
            "tool": {"driver": self._driver()},
            "automationDetails": {"id": f"presscheck/{uri(report.draft.name)}/"},  # keeps the drafts of one upload apart
            "invocations": [self._invocation()],
            "artifacts": [self._artifact(at, source) for at, source in enumerate(self.artifacts)],
            "results": [*(self._result(f, None) for f in report.findings), *(self._result(d.finding, d) for d in report.dismissed)],
            "columnKind": "unicodeCodePoints",
            "properties": self._properties(),
        }

    def _driver(self) -> Row:
        pages = explain.pages(("all",)) if self.codes else {}
        return {
            "name": "presscheck",
            "version": self.report.run.version,
            "rules": [_rule(code, pages.get(code, {})) for code in self.codes],
            "notifications": [{"id": UNREAD, "shortDescription": {"text": "A source could not be read."}}],
        }

    def _invocation(self) -> Row:
        unread = [(at, source) for at, source in enumerate(self.artifacts) if isinstance(source, Unreadable)]
        notes = [
            {
                "descriptor": {"id": UNREAD, "index": 0},
                "level": "warning",
                "message": _message(source.message),
                "locations": [{"physicalLocation": {"artifactLocation": self._location(at)}}],
            }
            for at, source in unread
        ]
        return {"executionSuccessful": True, "toolExecutionNotifications": notes}

    def _properties(self) -> Row:
        """What made the report, how the facts came out, and what was not checked."""
        report, draft = self.report, self.report.draft
        counts = Counter(verdict.outcome for verdict in report.verdicts)
        return {
            "settings": report.run.settings,
            "judge": report.run.judge,
            "packs": list(report.run.packs),
            "sentences": len(report.sentences),
            "outcomes": {outcome.value: counts[outcome] for outcome in Outcome},
            "unchecked": [{**_words(draft, item.span), "reason": item.reason} for item in report.unchecked()],
        }

    def _artifact(self, at: int, source: Source) -> Row:
        row: Row = {"location": self._location(at), "mimeType": source.media_type}
        if source.digest:
            row["hashes"] = {"sha-256": source.digest}
        if at == 0:
            row["roles"] = ["analysisTarget"]
            if _countable(self.report.draft) and not lined(self.report.draft):
                row["contents"] = {"rendered": {"text": self.report.draft.text}}
        return row

    def _location(self, at: int) -> Row:
        return {"uri": uri(self.artifacts[at].name), "index": at}

    def _result(self, finding: Finding, dismissed: Dismissed | None) -> Row:
        row: Row = {
            "ruleId": finding.code,
            "ruleIndex": self._rules[finding.code],
            "level": finding.level.value,
            "message": _message(finding.message),
            "locations": [self._place(self.report.draft, finding.span)],
            "relatedLocations": [self._source(*each) for each in enumerate(_passages(finding.evidence), 1)],
            "partialFingerprints": {FINGERPRINT: finding.fingerprint},
            "suppressions": [_suppression(dismissed)] if dismissed else [],  # all results have them, or none may
            "properties": {"tags": list(dict.fromkeys(finding.tags)), **({"outcome": finding.outcome.value} if finding.outcome else {})},
        }
        if finding.edits and lined(self.report.draft):
            row["fixes"] = [self._fix(finding.edits)]
        elif finding.edits:  # the offsets are those of the text: a program that wrote there into the file would break it
            row["properties"]["edits"] = [{**_words(self.report.draft, edit.span), "text": edit.text} for edit in finding.edits]
        return row

    def _place(self, document: Document, span: Span | None, context: Span | None = None) -> Row:
        physical: Row = {"artifactLocation": self._location(self._index[document.id])}
        if span is None:
            return {"physicalLocation": physical}
        block = document.block_at(span.start)
        logical = [{"fullyQualifiedName": block.where, "kind": block.kind.value}] if block and block.where else []
        location = {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}
        if not _countable(document):
            return {**location, "properties": _words(document, span)}
        physical["region"] = self._region(document, span)
        if context and context != span and span in context:
            physical["contextRegion"] = self._region(document, context)
        return location

    def _region(self, document: Document, span: Span) -> Row:
        region: Row = {}
        if lined(document):
            if document.id not in self._lines:
                self._lines[document.id] = Lines(document.text)
            place = self._lines[document.id].place(span)
            region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
        return {**region, "charOffset": span.start, "charLength": len(span), "snippet": {"text": document[span]}}

    def _source(self, number: int, each: tuple[Evidence, Passage, Span]) -> Row:
        evidence, passage, span = each
        source = self.report.source(passage.document)
        location = self._place(source, span, passage.span)
        place = source.where(span) or passage.where
        address = f"{source.name}, {place}" if place else source.name
        told = f"{address}, {TOLD_IN_FULL[evidence.relation]}: “{source[span]}”" + (f" ({evidence.note})" if evidence.note else "")
        about = {"relation": evidence.relation.value, "by": evidence.by, "score": round(evidence.score, 4)}
        return {"id": number, **location, "message": _message(told), "properties": {**location.get("properties", {}), **about}}

    def _fix(self, edits: Sequence[Edit]) -> Row:
        draft = self.report.draft
        replacements = [{"deletedRegion": self._region(draft, edit.span), "insertedContent": {"text": edit.text}} for edit in edits]
        told = "; ".join(f"write “{e.text}” for “{draft[e.span]}”" if e.text else f"leave out “{draft[e.span]}”" for e in edits)
        return {"description": _message(told), "artifactChanges": [{"artifactLocation": self._location(0), "replacements": replacements}]}


def _countable(document: Document) -> bool:
    """Can a character of its text be told by its number? Not in a file of markup: its characters are not those of the text as read."""
    markup = document.media_type.startswith(("text/", "message/")) or document.media_type == "application/x-subrip"
    return lined(document) or not markup


def _words(document: Document, span: Span) -> Row:
    """Words by their offsets in the text as it was read."""
    return {"charOffset": span.start, "charLength": len(span), "quote": document[span]}


def _rule(code: str, page: explain.Page) -> Row:
    """What a code means, from its page; a rule of a house's own pack has none here, and is named after its code."""
    row: Row = {"id": code, "shortDescription": {"text": page.get("title") or code.replace("-", " ").capitalize()}}
    if full := page.get("means") or page.get("why"):
        row["fullDescription"] = {"text": full.strip()}
    told = [f"{heading}: {page[key].strip()}" for key, heading in explain.HEADINGS.items() if page.get(key)]
    return {**row, "help": {"text": "\n\n".join(told)}} if told else row


def _suppression(dismissed: Dismissed) -> Row:
    kind = "inSource" if dismissed.by == IN_DRAFT else "external"
    return {"kind": kind, "justification": dismissed.reason, "properties": {"by": dismissed.by}}


def _message(text: str) -> Row:
    """Plain text. A word joiner parts "](", which a viewer would make a link of: messages quote drafts and sources that may be hostile."""
    return {"text": text.replace("](", "]\u2060(")}


def _passages(evidence: Iterable[Evidence]) -> list[tuple[Evidence, Passage, Span]]:
    """Each passage with its exact words, each once."""
    found: dict[tuple[Relation, str, Span], tuple[Evidence, Passage, Span]] = {}
    for item in evidence:
        for passage, span in zip(item.passages, item.spans, strict=True):
            found.setdefault((item.relation, passage.document, span), (item, passage, span))
    return list(found.values())
