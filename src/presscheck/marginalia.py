"""What an editor shows of a report: findings as diagnostics, what bears a fact out as a hover, repairs as quick fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from presscheck import repair
from presscheck.anchors import lined
from presscheck.model import BlockKind, Document, Evidence, Finding, Level, Outcome, Passage, Report, Span, Verdict
from presscheck.positions import Positions
from presscheck.webaddress import is_address

SOURCE = "presscheck"
SEVERITY = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.NOTE: types.DiagnosticSeverity.Information,
}
SHOWN = 400  # characters of a passage, or of words, that are shown
MOST = 1_000  # findings of one draft that are shown
Piece = tuple[Span, str]
"""Words of the draft, and what is written in their place."""


class Offer(NamedTuple):
    """Something that can be done about a finding with this `code`; it is offered on the words that it is `about`."""

    title: str
    kind: types.CodeActionKind
    code: str
    pieces: tuple[Piece, ...]
    about: tuple[Span, ...]


class Marginalia:
    """One report as an editor shows it. `uri` is the draft's in the editor, `encoding` how it counts columns, `crlf` whether its lines end
    in CRLF; `related`: it can show places in other files."""

    def __init__(self, report: Report, uri: str, encoding: str = "utf-16", crlf: bool = False, related: bool = True) -> None:
        self.report, self._uri, self._encoding, self._crlf, self._related = report, uri, encoding, crlf, related
        self._positions = Positions(report.draft.text, encoding)

    # Findings.

    def diagnostics(self) -> list[types.Diagnostic]:
        """The findings, in the draft's order."""
        return [self._diagnostic(finding) for finding in self.report.findings[:MOST]]

    def _diagnostic(self, finding: Finding) -> types.Diagnostic:
        places = [self._place(evidence.passages[0], evidence.spans[0]) for evidence in finding.evidence[:1]]
        return types.Diagnostic(
            range=self._range(finding.span),
            message=finding.message + "".join(f" ({place})" for place in places),
            severity=SEVERITY[finding.level],
            code=finding.code,
            source=SOURCE,
            related_information=[*self._passages(finding.evidence)] if self._related else None,
            data={"mark": finding.fingerprint[:8], "tags": list(finding.tags)},
        )

    def _range(self, span: Span | None) -> types.Range:
        """Where words stand; a finding about the whole draft is shown on its first line."""
        return _range(self._positions, span or self._first_line())

    def _first_line(self) -> Span:
        text = self.report.draft.text
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        return Span(start, max(end if end >= 0 else len(text), start + 1))

    def _place(self, passage: Passage, span: Span) -> str:
        """The source and the place in it, in words."""
        source = self.report.source(passage.document)
        told = source.where(span) or passage.where
        return ", ".join(filter(None, ("this draft" if source is self.report.draft else Path(source.name).name, told)))

    def _passages(self, evidence: Iterable[Evidence]) -> Iterator[types.DiagnosticRelatedInformation]:
        """The passages, each where it stands: on its words in files of plain text and Markdown, else at the head of the file."""
        for one in evidence:
            for passage, span in zip(one.passages, one.spans, strict=True):
                source = self.report.source(passage.document)
                location = self._location(source, span)
                if location:
                    told = f"{self._place(passage, span)}: " if location.range.end.line == location.range.end.character == 0 else ""
                    yield types.DiagnosticRelatedInformation(location, f"{told}“{shortened(passage.text)}”")

    def _location(self, source: Document, span: Span) -> types.Location | None:
        if source is self.report.draft:
            return types.Location(self._uri, _range(self._positions, span))
        uri, whole = address(source.name)
        if not uri:
            return None
        start = types.Position(0, 0)
        return types.Location(
            uri, _range(_positions_of(source.text, self._encoding), span) if whole and lined(source) else types.Range(start, start)
        )

    # Facts.

    def hover(self, line: int, column: int) -> types.Hover | None:
        """What is known of the facts at a place, the shortest first, or why what stands there was not checked. As plain text: the words of
        a source draw no pictures and make no links."""
        at = self._positions.offset(line, column)
        verdicts = sorted(self._at(at), key=lambda verdict: len(verdict.fact.span))
        if verdicts:
            told, span = "\n\n".join(self._told(verdict) for verdict in verdicts), verdicts[0].fact.span
        else:
            unchecked = next((one for one in self.report.unchecked() if one.span.start <= at < one.span.end), None)
            if unchecked is None:
                return None
            told, span = f"not checked: {unchecked.reason}", unchecked.span
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, told), self._range(span))

    def _at(self, offset: int) -> Iterator[Verdict]:
        return (verdict for verdict in self.report.verdicts if verdict.fact.span.start <= offset < verdict.fact.span.end)

    def _told(self, verdict: Verdict) -> str:
        outcome = verdict.outcome.value.replace("_", " ")
        lines = [f"{outcome}: “{shortened(verdict.fact.reading)}” ({verdict.fact.kind})"]
        if verdict.outcome is not Outcome.SUPPORTED:
            lines.append(verdict.reason)
        lines += [
            f"“{shortened(evidence.passages[0].text)}”\n{self._place(evidence.passages[0], evidence.spans[0])}"
            for evidence in verdict.evidence
        ]
        return "\n".join(lines)

    # Quick fixes.

    def actions(self, wanted: types.Range, context: types.CodeActionContext) -> list[types.CodeAction]:
        """What can be done about the findings in a range: what stands there mended, all that can be mended with certainty, and a comment
        with which a finding may stand."""
        start, end = (self._positions.offset(place.line, place.character) for place in (wanted.start, wanted.end))
        shown = {str(diagnostic.code): diagnostic for diagnostic in context.diagnostics if diagnostic.source == SOURCE}
        offers = (*self._mended(), *self._let_stand(), *self._all_mended())
        return [
            self._action(offer, shown.get(offer.code))
            for offer in offers
            if _is_asked(offer.kind, context.only) and any(span.start <= end and start <= span.end for span in offer.about)
        ]

    def _mended(self) -> Iterator[Offer]:
        """What the rules offer, and what a correction of the whole draft would change, each once."""
        told = set[tuple[Piece, ...]]()
        for code, why, pieces, about in (*self._offered(), *self._changed()):
            if pieces and pieces not in told and all(a.end <= b.start for (a, _), (b, _) in pairwise(pieces)):
                told.add(pieces)
                yield Offer(self._title(pieces, why), types.CodeActionKind.QuickFix, code, pieces, (*about, *(span for span, _ in pieces)))

    def _offered(self) -> Iterator[tuple[str, str, tuple[Piece, ...], tuple[Span, ...]]]:
        for finding in self.report.findings:
            pieces = tuple(sorted((edit.span, edit.text) for edit in finding.edits))
            yield finding.code, finding.message, pieces, (finding.span or self._first_line(),)

    def _changed(self) -> Iterator[tuple[str, str, tuple[Piece, ...], tuple[Span, ...]]]:
        groups: dict[tuple[str, str, str], list[Piece]] = {}
        for change in self._changes():
            groups.setdefault((change.code, change.why, change.group), []).append((change.span, change.after))
        yield from ((code, why, tuple(sorted(pieces)), ()) for (code, why, _), pieces in groups.items())

    def _changes(self) -> tuple[repair.Change, ...]:
        return repair.changes(self.report) if self.report.draft.media_type in repair.FORMATS else ()

    def _title(self, pieces: Sequence[Piece], why: str) -> str:
        if len(pieces) > 1:
            return shortened(why[:1].upper() + why[1:], 100)
        (span, text) = pieces[0]
        before, after = (shortened(words, 60) for words in (self.report.draft[span], text))
        return f"Write “{after}” in place of “{before}”" if after else f"Take out “{before}”"

    def _let_stand(self) -> Iterator[Offer]:
        """A comment that lets a finding stand in its paragraph, once a person has written the reason in it."""
        draft = self.report.draft
        for finding in self.report.findings if draft.media_type == repair.MARKDOWN else ():
            block = draft.block_at(finding.span.start) if finding.span else None
            if finding.span is None or block is None or block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
                continue  # in a list, a table or front matter a line more would break it
            line = draft.text.rfind("\n", 0, block.span.start) + 1
            piece = (Span(line, line + 1), f"<!-- presscheck: allow {finding.code}: -->\n\n{draft.text[line]}")
            title = f"Let “{finding.code}” stand in this paragraph: write the reason in a comment"
            yield Offer(title, types.CodeActionKind.QuickFix, finding.code, (piece,), (finding.span,))

    def _all_mended(self) -> Iterator[Offer]:
        """Everything that `presscheck fix` would change in one round."""
        if pieces := tuple((change.span, change.after) for change in self._changes()):
            whole = Span(0, len(self.report.draft.text) + 1)
            yield Offer("Mend all that can be mended with certainty", types.CodeActionKind.SourceFixAll, "", pieces, (whole,))

    def _action(self, offer: Offer, shown: types.Diagnostic | None) -> types.CodeAction:
        edits = [types.TextEdit(self._range(span), text.replace("\n", "\r\n") if self._crlf else text) for span, text in offer.pieces]
        edit = types.WorkspaceEdit({self._uri: edits})
        return types.CodeAction(offer.title, offer.kind, [shown] if shown else None, edit=edit)


def _is_asked(kind: types.CodeActionKind, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Is this kind, or one that it is a part of, among those asked for?"""
    told = [getattr(one, "value", one) for one in only or ()]
    return not told or any(kind.value == one or kind.value.startswith(f"{one}.") for one in told)


def _range(positions: Positions, span: Span) -> types.Range:
    return types.Range(types.Position(*positions.at(span.start)), types.Position(*positions.at(span.end)))


@lru_cache(maxsize=64)
def _positions_of(text: str, encoding: str) -> Positions:
    return Positions(text, encoding)


def address(name: str) -> tuple[str, bool]:
    """(the URI of a source, is it a file of its own): the page's own address, the file, or the archive that holds it; "" for none."""
    if is_address(name):
        return name, False
    path = Path(name).absolute()
    for place in (path, *path.parents):
        if place.is_file():
            return place.as_uri(), place == path
    return "", False


def shortened(words: str, most: int = SHOWN) -> str:
    """On one line, cut where it is long."""
    told = " ".join(words.split())
    return told if len(told) <= most else f"{told[: most - 1]}…"
