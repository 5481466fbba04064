"""The source log that checking desks keep: a row for every fact of the draft with its source, place and evidence, and room for people.

Rows stand in the draft's order. A sentence without a fact has a row too, so that every line is accounted for; so have findings that no
source was asked about, findings that were let stand, and sources that could not be read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from presscheck.model import NOTHING_CHECKABLE, Dismissed, Evidence, Finding, Outcome, Report, Source, Span, Unreadable, Verdict


class Status(StrEnum):
    """How a row came out, in the words of a checking desk."""

    TICKED = "Ticked"
    CONTRADICTED = "Contradicted"
    NOT_FOUND = "Not found"
    UNCLEAR = "Unclear"
    UNCHECKED = "Not checked"
    NOTHING = "Nothing to check"
    LOOK = "To look at"
    LET_STAND = "Let stand"
    UNREAD = "Not read"


OUTCOMES = {
    Outcome.SUPPORTED: Status.TICKED,
    Outcome.CONTRADICTED: Status.CONTRADICTED,
    Outcome.NOT_FOUND: Status.NOT_FOUND,
    Outcome.UNCLEAR: Status.UNCLEAR,
    Outcome.UNCHECKED: Status.UNCHECKED,
}
COLUMNS = (
    *("Line", "Sentence", "Kind", "Words", "Status", "Reason", "Source", "Place", "Evidence", "Found by"),
    *("Decision", "Checker", "Date", "Note"),
)
PEOPLE = 4  # columns at the end are empty, for people: a name in them means that somebody looked
DECISIONS = ("Right", "Changed", "Cut", "Ask the author")
LONGEST = 30_000  # characters of a cell; Excel takes 32,767
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what makes a program take a cell for a formula, full-width signs included
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # neither XML nor a spreadsheet has these


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the log; `line` is the sentence's number, as the HTML report has it, 0 for the draft as a whole."""

    line: int
    sentence: str
    kind: str
    words: str
    status: Status
    reason: str
    source: str = ""
    place: str = ""
    evidence: str = ""
    by: str = ""

    def cells(self) -> tuple[str, ...]:
        """The texts of the columns, those for people empty, as a spreadsheet can show them."""
        line = str(self.line) if self.line else ""
        told = (line, self.sentence, self.kind, self.words, self.status.value, self.reason, self.source, self.place, self.evidence, self.by)
        return (*map(shown, told), *[""] * PEOPLE)


def rows(report: Report) -> Iterator[Row]:
    """The log of a report, in the draft's order; what belongs to no line comes last."""
    log = _Log(report)
    told = [*log.facts(), *log.idle(), *log.rules(), *log.let_stand()]
    yield from (row for _, row in sorted(told, key=lambda each: each[0]))
    unread = [source for source in report.sources if isinstance(source, Unreadable)]
    yield from (Row(0, "", "source", "", Status.UNREAD, source.message, source=log.name(source)) for source in unread)


def shown(text: str) -> str:
    """The text as a cell can hold it: no longer than a cell, and nothing in it that a spreadsheet cannot show."""
    clean = _UNSHOWN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= LONGEST else f"{clean[:LONGEST]} …"


def inert(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


Placed = tuple[tuple[int, int, int], Row]
"""A row with where it belongs: its first code point, its rank there, its last code point."""


class _Log:
    """Draws the rows of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._starts = [sentence.span.start for sentence in report.sentences]
        self._alike = Counter(PurePath(source.name).name for source in (report.draft, *report.sources))

    def name(self, source: Source) -> str:
        """The file's name without its folders, where no other file has the same; several must stand in one cell."""
        last = PurePath(source.name).name
        return last if self._alike[last] == 1 else source.name

    def facts(self) -> Iterator[Placed]:
        for verdict in self.report.verdicts:
            fact = verdict.fact
            yield (fact.span.start, 1, -fact.span.end), self._fact(verdict)

    def _fact(self, verdict: Verdict) -> Row:
        fact = verdict.fact
        source, place, words, by = self._evidence(verdict.evidence)
        sentence = self.report.draft[self.report.sentences[fact.sentence].span]
        kind, status = fact.kind.replace("_", " "), OUTCOMES[verdict.outcome]
        return Row(fact.sentence + 1, sentence, kind, self.report.draft[fact.span], status, verdict.reason, source, place, words, by)

    def idle(self) -> Iterator[Placed]:
        """The sentences that hold no fact."""
        for item in self.report.unchecked():
            if item.reason == NOTHING_CHECKABLE:
                line, sentence = self._line(item.span)
                yield (item.span.start, 0, 0), Row(line, sentence, "", "", Status.NOTHING, item.reason)

    def rules(self) -> Iterator[Placed]:
        """The findings that no source was asked about; the others are told by their facts."""
        for finding in self.report.findings:
            if finding.outcome is None:
                yield self._finding(finding, Status.LOOK, finding.message)

    def let_stand(self) -> Iterator[Placed]:
        yield from (self._finding(each.finding, Status.LET_STAND, _because(each)) for each in self.report.dismissed)

    def _finding(self, finding: Finding, status: Status, reason: str) -> Placed:
        line, sentence = self._line(finding.span)
        words = self.report.draft[finding.span] if finding.span else "the whole draft"
        source, place, told, by = self._evidence(finding.evidence)
        at = (finding.span.start, 2, -finding.span.end) if finding.span else (-1, 2, 0)
        return at, Row(line, sentence, finding.code, words, status, reason, source, place, told, by)

    def _line(self, span: Span | None) -> tuple[int, str]:
        """The number and the words of the sentence that `span` starts in."""
        if span is None or not self._starts:
            return 0, ""
        at = max(bisect_right(self._starts, span.start) - 1, 0)
        return at + 1, self.report.draft[self.report.sentences[at].span]

    def _evidence(self, evidence: Iterable[Evidence]) -> tuple[str, str, str, str]:
        """Sources, places, words and who found them, one line for each passage."""
        told = [self._passage(item, at) for item in evidence for at in range(len(item.passages))]
        lines = list(dict.fromkeys(told))
        columns = zip(*lines, strict=True) if lines else [()] * 4
        source, place, words, by = ("\n".join(column) for column in columns)
        return source, place, words, by

    def _passage(self, item: Evidence, at: int) -> tuple[str, str, str, str]:
        passage, span = item.passages[at], item.spans[at]
        source = self.report.source(passage.document)
        words = " ".join(source[span].split("\n"))
        return self.name(source), source.where(span) or passage.where, words, f"{item.by}, {item.score:.0%} sure"


def _because(each: Dismissed) -> str:
    return f"{each.finding.message.removesuffix('.')}. Let stand: {each.reason} ({each.by})"
