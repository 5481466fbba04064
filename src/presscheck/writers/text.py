"""The report for a terminal: the draft's line with the words underlined, then the source's line with its address and its words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from presscheck.model import NOTHING_CHECKABLE, Document, Evidence, Finding, Level, Outcome, Passage, Relation, Report, Span, Unreadable
from presscheck.terminal import excerpt, visible
from presscheck.wording import RELATIONS, several

SUFFIX = ".txt"

WIDTH = 100
NARROWEST = 40
PASSAGES = 3  # shown for one finding; JSON and HTML have them all
NOTES, NOTED = 12, 160  # notes without a source that are listed, and letters of each
LINED = ("text/plain", "text/markdown")  # a line of the text is a line of the file

_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36", "source": "1;34", "frame": "34", "strong": "1", "good": "32"}
_NAMES = {"<stdin>": "standard input"}
_OUTCOMES = {
    Outcome.SUPPORTED: ("supported", "good"),
    Outcome.CONTRADICTED: ("contradicted", "error"),
    Outcome.NOT_FOUND: ("not found", "warning"),
    Outcome.UNCLEAR: ("unclear", "note"),
    Outcome.UNCHECKED: ("NOT CHECKED", "warning"),
}


def write(report: Report) -> bytes:
    """UTF-8 text, a hundred columns wide, with no colour."""
    return render(report, WIDTH, colour=False).encode("utf-8")


def render(report: Report, width: int, colour: bool) -> str:
    """The report for a terminal of `width` columns, with ANSI colours or without."""
    page = _Page(report, max(width, NARROWEST), colour)
    placed = [finding for finding in report.findings if finding.span]
    unplaced = [finding for finding in report.findings if not finding.span]
    parts = [page.finding(finding) for finding in (*placed, *unplaced)]
    return "\n\n".join(["\n".join(line.rstrip() for line in part) for part in (*parts, page.summary())]) + "\n"


class _Page:
    """Draws the parts of one report."""

    def __init__(self, report: Report, width: int, colour: bool) -> None:
        self.report = report
        self.colour = colour
        self.lined = report.draft.media_type in LINED
        self.starts = [0, *(at + 1 for at, char in enumerate(report.draft.text) if char == "\n")]
        last = max((finding.span.end for finding in report.findings if finding.span), default=0)
        self.gutter = len(str(self._line(last))) if self.lined else 1
        self.width = width - self.gutter - len(" | ")

    def ink(self, style: str, text: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colour and text else text

    def finding(self, finding: Finding) -> Iterator[str]:
        head = self.ink(finding.level.value, f"{finding.level.value}[{visible(finding.code)}]")
        yield head + self.ink("strong", f": {visible(finding.message)}")
        yield f"{' ' * self.gutter} {self.ink('frame', '-->')} {self._address(finding.span)}  #{finding.fingerprint[:8]}"
        if finding.span:
            yield from self._excerpt(self.report.draft, [finding.span], "^", finding.level.value)
        for relation, passage, spans in _passages(finding.evidence):
            yield from self._passage(relation, passage, spans)
        for edit in finding.edits:
            words = visible(self.report.draft[edit.span])
            yield self._aside(f"write “{visible(edit.text)}” for “{words}”" if edit.text else f"leave out “{words}”")

    def _address(self, span: Span | None) -> str:
        draft = self.report.draft
        name = _name(draft.name)
        if span is None:
            return name
        if not self.lined:
            return f"{name}, {visible(draft.where(span))}"
        line = self._line(span.start)
        return f"{name}:{line}:{span.start - self.starts[line - 1] + 1}"

    def _line(self, offset: int) -> int:
        """The line of the draft that holds the offset, counted from 1."""
        return bisect_right(self.starts, offset)

    def _passage(self, relation: Relation, passage: Passage, spans: Sequence[Span]) -> Iterator[str]:
        source = self.report.source(passage.document)
        place = visible(source.where(spans[0]) or passage.where)
        address = self.ink("strong", f"{_name(source.name)}, {place}" if place else _name(source.name))
        yield f"{' ' * self.gutter} {self.ink('frame', ':::')} {address} ({RELATIONS[relation]})"
        yield from self._excerpt(source, spans, "-", "source")

    def _excerpt(self, document: Document, spans: Sequence[Span], mark: str, style: str) -> Iterator[str]:
        numbered = document is self.report.draft and self.lined
        yield self._framed("", "")
        for row in excerpt(document.text, spans, self.width, mark):
            yield self._framed(str(self._line(row.line)) if numbered and row.line is not None else "", row.shown)
            if row.marks:
                yield self._framed("", self.ink(style, row.marks))

    def _framed(self, number: str, text: str) -> str:
        frame = self.ink("frame", f"{number:>{self.gutter}} |")
        return f"{frame} {text}" if text else frame

    def _aside(self, text: str) -> str:
        return f"{' ' * self.gutter} {self.ink('frame', '=')} {text}"

    def summary(self) -> Iterator[str]:
        report = self.report
        counts = Counter(finding.level for finding in report.findings)
        told = ", ".join(self.ink(level.value, several(counts[level], level.value)) for level in Level if counts[level])
        yield f"{self.ink('strong', _name(report.draft.name))}: {told or self.ink('good', 'nothing to report')}"
        yield from self._coverage()
        yield from self._unread()
        yield from self._unchecked()
        yield from self._ledger()
        yield from self._dismissed()
        if report.findings:
            code = next((finding.code for finding in report.findings if finding.span), report.findings[0].code)
            yield f"presscheck explain {visible(code)} tells what a code means."

    def _coverage(self) -> Iterator[str]:
        report = self.report
        read = sum(isinstance(source, Document) for source in report.sources)
        looked = f"{several(len(report.sentences), 'sentence')}, {several(len(report.verdicts), 'fact')}"
        if not report.sources:
            yield f"{looked}; no sources were given, so nothing was checked against any: the draft was read alone."
        elif not read:
            yield f"{looked}; none of the sources could be read, so nothing was checked against any: the draft was read alone."
        else:
            yield f"{looked}, checked against {several(read, 'source')}:"
        outcomes = Counter(verdict.outcome for verdict in report.verdicts)
        for outcome, (words, style) in _OUTCOMES.items():
            if outcomes[outcome] or (read and outcome is not Outcome.UNCHECKED):
                yield f"{outcomes[outcome]:>6} " + (self.ink(style, words) if outcomes[outcome] else words)

    def _unread(self) -> Iterator[str]:
        unread = [source for source in self.report.sources if isinstance(source, Unreadable)]
        if unread:
            yield self.ink("warning", "Sources that were not read; nothing was checked against them:")
        for source in unread:
            yield f"  {_name(source.name)}: {visible(source.message.removeprefix(f'{source.name}: '))}"

    def _unchecked(self) -> Iterator[str]:
        reasons = Counter(item.reason for item in self.report.unchecked())
        if reasons:
            yield self.ink("strong", "Not checked:")
        for reason, count in reasons.items():
            if reason == NOTHING_CHECKABLE:
                verb = "asserts" if count == 1 else "assert"
                yield f"  {several(count, 'sentence')} {verb} nothing that a source could bear out"
            else:
                yield f"  {several(count, 'fact')}: {visible(reason)}"

    def _ledger(self) -> Iterator[str]:
        """Sources on which nothing rests, those that print one and the same story, and notes whose source was not given."""
        report, used = self.report, {p.document for v in self.report.verdicts for e in v.evidence for p in e.passages}
        if idle := [each.source for each in report.standings if each.source not in used]:
            yield self.ink("strong", "Sources that say nothing of any fact of the draft:")
            yield from (f"  {_name(report.source(source).name)}" for source in idle)
        for each in report.standings:
            if each.copy_of:
                told = f"{_name(report.source(each.source).name)} prints the same story as {_name(report.source(each.copy_of).name)}"
                yield f"{told}: the two are one source."
        named = [one for one in report.citations if one.entry and not one.source and report.standings]
        if absent := list(dict.fromkeys(" ".join(report.draft[one.entry].split()) for one in named if one.entry)):
            yield self.ink("strong", "Notes that name no source given; what stands on them was checked against the others:")
            yield from (f"  {visible(line)[:NOTED]}" for line in absent[:NOTES])
        if len(absent) > NOTES:
            yield f"  and {len(absent) - NOTES:,} more"

    def _dismissed(self) -> Iterator[str]:
        """What was let stand, with who and why."""
        if self.report.dismissed:
            yield self.ink("strong", "Let stand:")
        for each in self.report.dismissed:
            finding = each.finding
            yield f"  {visible(finding.code)} at {self._address(finding.span)}: {visible(each.reason)} ({visible(each.by)})"


def _name(name: str) -> str:
    return visible(_NAMES.get(name, name))


def _passages(evidence: Iterable[Evidence]) -> list[tuple[Relation, Passage, list[Span]]]:
    """The first passages of the evidence, each once, with all its words."""
    found: dict[tuple[Relation, str, Span], tuple[Relation, Passage, list[Span]]] = {}
    for item in evidence:
        for passage, span in zip(item.passages, item.spans, strict=True):
            entry = found.setdefault((item.relation, passage.document, passage.span), (item.relation, passage, []))
            entry[2].append(span)
    return list(found.values())[:PASSAGES]
