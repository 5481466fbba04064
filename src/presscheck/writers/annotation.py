"""The report as W3C Web Annotations (JSON-LD): every finding, verdict and edit tied to its words by quotation and by position.

A finding is a comment on words of the draft (`commenting`), a verdict an assessment of them (`assessing`), an edit a wish to change them
(`editing`). What a source says is a body of its own: the source's words, by the same two selectors. Positions count code points of the
text as it was read, as the model asks for.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from presscheck.anchors import around, uri
from presscheck.model import Dismissed, Document, Edit, Evidence, Finding, Passage, Report, Span, Verdict
from presscheck.wording import TOLD_IN_FULL

SUFFIX = ".jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"

Row = dict[str, Any]


def write(report: Report) -> bytes:
    """UTF-8 JSON: one collection with one page of annotations; the same bytes for the same report, names without a clock."""
    return (json.dumps(_Pages(report).collection(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


class _Pages:
    """Writes the annotations of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._named: Counter[str] = Counter()
        self._near: dict[tuple[str, Span], tuple[str, str]] = {}

    def collection(self) -> Row:
        items = list(self._items())
        name = self._name("collection")
        page = {"id": self._name("page"), "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
        return {
            "@context": CONTEXT,
            "id": name,
            "type": "AnnotationCollection",
            "label": f"{self.report.draft.name}, checked against its sources",
            "total": len(items),
            "first": page,
        }

    def _items(self) -> Iterator[Row]:
        report = self.report
        for finding in report.findings:
            yield self._comment(finding)
            yield from (self._edit(finding, edit) for edit in finding.edits)
        yield from (self._comment(each.finding, each) for each in report.dismissed)
        yield from map(self._assessment, report.verdicts)

    def _name(self, key: str) -> str:
        """An IRI that the same words keep, as long as the draft is the same."""
        self._named[key] += 1
        return uuid.uuid5(uuid.NAMESPACE_OID, f"presscheck {self.report.draft.id} {key} {self._named[key]}").urn

    def _annotation(self, key: str, motivation: str, bodies: list[Row], span: Span | None) -> Row:
        draft = self.report.draft
        target = self._words(draft, span) if span else _file(draft)
        maker = {"type": "Software", "name": f"presscheck {self.report.run.version}"}
        return {"id": self._name(key), "type": "Annotation", "motivation": motivation, "generator": maker, "body": bodies, "target": target}

    def _comment(self, finding: Finding, dismissed: Dismissed | None = None) -> Row:
        bodies = [_text("commenting", finding.message), _tag(finding.code), _tag(finding.level.value)]
        if dismissed:
            bodies += [_tag("dismissed"), _text("replying", f"{dismissed.reason} ({dismissed.by})")]
        bodies += self._evidence(finding.evidence)
        return self._annotation(f"finding {finding.fingerprint}", "commenting", bodies, finding.span)

    def _edit(self, finding: Finding, edit: Edit) -> Row:
        body = {"type": "TextualBody", "purpose": "editing", "value": edit.text, "format": "text/plain"}
        return self._annotation(f"edit {finding.fingerprint}", "editing", [body], edit.span)

    def _assessment(self, verdict: Verdict) -> Row:
        fact = verdict.fact
        bodies = [_text("assessing", verdict.reason), _tag(verdict.outcome.value), _tag(fact.kind), *self._evidence(verdict.evidence)]
        return self._annotation(f"verdict {fact.kind} {fact.span.start} {fact.span.end}", "assessing", bodies, fact.span)

    def _evidence(self, evidence: Iterable[Evidence]) -> Iterator[Row]:
        """For each passage its exact words in the source, and before them who says what of the draft."""
        for item in evidence:
            for passage, span in zip(item.passages, item.spans, strict=True):
                source = self.report.source(passage.document)
                yield _text("describing", _told(item, passage, source, span))
                yield {**self._words(source, span), "purpose": "linking"}

    def _words(self, document: Document, span: Span) -> Row:
        key = document.id, span
        if key not in self._near:
            self._near[key] = around(document.text, span)
        prefix, suffix = self._near[key]
        quote = {"type": "TextQuoteSelector", "exact": document[span], "prefix": prefix, "suffix": suffix}
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        return {"type": "SpecificResource", "source": _file(document), "selector": [quote, position]}


def _file(document: Document) -> Row:
    return {"id": uri(document.name), "type": "Text", "format": document.media_type}


def _told(item: Evidence, passage: Passage, source: Document, span: Span) -> str:
    place = source.where(span) or passage.where
    address = f"{source.name}, {place}" if place else source.name
    return f"{address}, {TOLD_IN_FULL[item.relation]}" + (f": {item.note}" if item.note else "")


def _text(purpose: str, value: str) -> Row:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _tag(value: str) -> Row:
    return {"type": "TextualBody", "purpose": "tagging", "value": value}
