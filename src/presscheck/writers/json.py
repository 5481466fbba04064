"""The report as JSON for other programs: the field names are a contract that is added to and never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from presscheck.model import Cited, Dismissed, Document, Event, Evidence, Finding, Report, Run, Source, Span, Standing, Unchecked, Verdict

SUFFIX = ".json"
VERSION = "1"

Row = dict[str, Any]


def write(report: Report) -> bytes:
    """UTF-8 JSON, offsets in code points of `draft.text`, the same bytes for the same report."""
    table = {
        "version": VERSION,
        "draft": {**_file(report.draft), "text": report.draft.text},
        "sources": [_source(source) for source in report.sources],
        "sentences": [{"start": sentence.span.start, "end": sentence.span.end} for sentence in report.sentences],
        "verdicts": [_verdict(verdict, report) for verdict in report.verdicts],
        "findings": [_finding(finding, report) for finding in report.findings],
        "dismissed": [_dismissed(each, report) for each in report.dismissed],
        "citations": [_cited(each, report) for each in report.citations],
        "ledger": [_standing(each, report) for each in report.standings],
        "timeline": [_event(event, report) for event in report.timeline],
        "unchecked": [_unchecked(item, report.draft) for item in report.unchecked()],
        "run": _run(report.run),
    }
    # a file's name may hold bytes that are not UTF-8: Python keeps them as lone surrogates, which JSON can only escape
    return (json.dumps(table, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _file(source: Source) -> Row:
    return {"name": source.name, "sha256": source.digest or None, "media_type": source.media_type}


def _source(source: Source) -> Row:
    if isinstance(source, Document):
        published = source.published.isoformat() if source.published else None
        return {**_file(source), "status": "read", "message": None, "published": published}
    return {**_file(source), "status": "unreadable", "message": source.message, "published": None}


def _words(span: Span | None, document: Document) -> Row:
    if span is None:
        return {"start": None, "end": None, "quote": None}
    return {"start": span.start, "end": span.end, "quote": document[span]}


def _verdict(verdict: Verdict, report: Report) -> Row:
    fact = verdict.fact
    return {
        "kind": fact.kind,
        **_words(fact.span, report.draft),
        "outcome": verdict.outcome.value,
        "reason": verdict.reason,
        "evidence": _evidence(verdict.evidence, report),
        "sentence": fact.sentence,
        "reading": fact.reading,
        "statement": fact.statement,
    }


def _evidence(evidence: Iterable[Evidence], report: Report) -> list[Row]:
    """One row for each passage and its words."""
    return [_row(item, at, report) for item in evidence for at in range(len(item.passages))]


def _row(evidence: Evidence, at: int, report: Report) -> Row:
    passage, span = evidence.passages[at], evidence.spans[at]
    source = report.source(passage.document)
    return {
        "source": source.name,
        "place": source.where(span) or passage.where,
        **_words(span, source),
        "relation": evidence.relation.value,
        "by": evidence.by,
        "score": round(evidence.score, 4),
        "note": evidence.note,
        "passage": {"start": passage.span.start, "end": passage.span.end},
    }


def _finding(finding: Finding, report: Report) -> Row:
    evidence = _evidence(finding.evidence, report)
    return {
        "code": finding.code,
        "level": finding.level.value,
        **_words(finding.span, report.draft),
        "message": finding.message,
        "outcome": finding.outcome.value if finding.outcome else None,
        "sources": list(dict.fromkeys(row["source"] for row in evidence)),
        "tags": list(finding.tags),
        "fingerprint": finding.fingerprint,
        "evidence": evidence,
        "edits": [{**_words(edit.span, report.draft), "text": edit.text, "safe": edit.safe} for edit in finding.edits],
    }


def _dismissed(each: Dismissed, report: Report) -> Row:
    return {"reason": each.reason, "by": each.by, "finding": _finding(each.finding, report)}


def _cited(each: Cited, report: Report) -> Row:
    """`entry` is the line of the draft's own list, `source` the file that is meant, null where none surely is; `locus` the place in it that
    is told, `place` its words."""
    source = report.source(each.source).name if each.source else None
    entry = _words(each.entry, report.draft) if each.entry else None
    place = [_words(span, report.source(each.source)) for span in each.place] if each.source else []
    told = {"source": source, "locus": each.locus, "place": place, "missing": each.missing}
    return {**_words(each.span, report.draft), "form": each.form, "target": each.target, "entry": entry, **told}


def _standing(each: Standing, report: Report) -> Row:
    copy_of = report.source(each.copy_of).name if each.copy_of else None
    name = report.source(each.source).name
    return {"source": name, "tier": each.tier, "reason": each.reason, "facts": each.facts, "copy_of": copy_of, "terms": each.terms}


def _event(event: Event, report: Report) -> Row:
    """`source` is null for what the draft tells; a part of the date that is not told is null."""
    mine = event.document == report.draft.id
    document = report.draft if mine else report.source(event.document)
    date = dict(zip(("year", "month", "day"), event.date, strict=True))
    told = {"source": None if mine else document.name, "place": event.where, **_words(event.span, document)}
    return {**date, **told, "what": event.what, "who": list(event.who)}


def _unchecked(item: Unchecked, draft: Document) -> Row:
    return {**_words(item.span, draft), "reason": item.reason}


def _run(run: Run) -> Row:
    return {"version": run.version, "settings": run.settings, "judge": run.judge, "packs": list(run.packs)}
