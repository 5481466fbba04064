"""Drafts and sources made of paragraphs, for tests that need no file format."""

from __future__ import annotations

import reports
from presscheck import parts
from presscheck.model import BlockKind, Document, Fact, Passage, Report, Sentence, Span, Verdict
from presscheck.split import split


def prose(*paragraphs: str, name: str = "draft.txt") -> Document:
    """A document with one block for each paragraph, a blank line apart."""
    return reports.document(name, "text/plain", [(BlockKind.PARAGRAPH, f"para. {n}", words) for n, words in enumerate(paragraphs, 1)])


def facts(kind: str, draft: Document) -> list[Fact]:
    """The facts of this kind in the draft."""
    return list(parts.load("facts", kind).find(draft, split(draft)))


def passage(source: Document, words: str = "") -> Passage:
    """The first place in the source that has these words, or all of it, as a passage."""
    span = reports.find(source.text, words or source.text)
    return Passage(source.id, span, source[span], source.where(span))


def sentence(document: Document) -> Sentence:
    """All of the document as one sentence."""
    return Sentence(0, Span(0, len(document.text)))


def verdict(report: Report, words: str, kind: str) -> Verdict:
    """The verdict on the fact of this kind that these words of the draft are."""
    (found,) = [v for v in report.verdicts if v.fact.kind == kind and report.draft[v.fact.span] == words]
    return found
