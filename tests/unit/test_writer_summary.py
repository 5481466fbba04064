"""The two reports for logs: a summary of a few lines, and workflow commands that a pull request shows beside the draft's lines."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

import anything
import reports
from presscheck.anchors import Lines, lined
from presscheck.model import BlockKind, Finding, Level, Report, Sentence, Span, Unreadable
from presscheck.writers import github, summary

QUICK = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def told(report: Report) -> list[str]:
    return summary.write(report).decode("utf-8").splitlines()


def test_the_summary() -> None:
    """Counts of findings and facts, each error on a line with its address and code, unread sources, what was let stand."""
    first, facts, *errors, unread, stood = told(reports.ferry())
    assert first == "ferry-inquiry.md: 5 errors, 1 warning, 2 notes"
    assert facts.startswith("16 sentences, 17 facts against 5 sources: 10 supported, 4 contradicted, 1 not found")
    assert len(errors) == 5
    assert errors[1] == "ferry-inquiry.md:5:9: error: draft says 31 letters, source says 13 [number-differs]"
    assert unread.startswith("not read: insurers-survey.pdf: its 6 pages")
    assert stood == "let stand: 1 finding"


def test_nothing_to_summarise() -> None:
    """A draft alone with no findings is two lines."""
    assert told(reports.alone()) == ["draft.txt: nothing to report", "1 sentence, 0 facts against no source: none was read"]


def in_pdf() -> Report:
    draft = reports.document("a.pdf", "application/pdf", [(BlockKind.PARAGRAPH, "p. 3", "We had 31.")])
    finding = Finding("x", Level.ERROR, Span(7, 9), "no", "0" * 16)
    return Report(draft, (), (Sentence(0, Span(0, 10)),), (), (finding,), reports.RUN)


def test_a_draft_without_lines_is_pointed_at_by_its_address() -> None:
    """In a PDF the place is the page, in both."""
    assert told(in_pdf())[2] == "a.pdf, p. 3: error: no [x]"
    name, properties, message = commands(in_pdf())[0]
    assert (name, properties, message) == ("error", {"file": "a.pdf", "title": "x"}, "p. 3: no")


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """The commands as the runner of GitHub reads a log: (name, properties, message) of each line that begins with two colons."""
    found = []
    for line in github.write(report).decode("utf-8").replace("\r", "\n").split("\n")[:-1]:
        assert line.startswith("::"), line
        info, _, message = line[2:].partition("::")
        name, _, properties = info.partition(" ")
        pairs = (pair.partition("=") for pair in properties.split(","))
        found.append((name, {key: unescaped(value, True) for key, _, value in pairs}, unescaped(message, False)))
    return found


def unescaped(text: str, of_property: bool) -> str:
    escapes = {"%0D": "\r", "%0A": "\n", **({"%3A": ":", "%2C": ","} if of_property else {}), "%25": "%"}
    for code, char in escapes.items():
        text = text.replace(code, char)
    return text


def test_a_finding_is_a_command() -> None:
    """Each finding is an error, warning or notice on its file, line and columns, with its code as title and its sources behind it."""
    found = commands(reports.ferry())
    assert " ".join(name for name, _, _ in found) == "notice error error notice error error warning error warning notice"
    assert found[2] == (
        "error",
        {"file": "ferry-inquiry.md", "line": "5", "endLine": "5", "col": "9", "endColumn": "18", "title": "number-differs"},
        "draft says 31 letters, source says 13 (inquiry-day-3.vtt, 12:40; harbour-log.xlsx, row 4, Letters received)",
    )
    assert found[0][1] == {"file": "ferry-inquiry.md", "title": "year-missing"}
    assert found[-2][1]["file"] == "insurers-survey.pdf"
    assert found[-1] == ("notice", {"title": "presscheck"}, "ferry-inquiry.md: 5 errors, 1 warning, 2 notes")


def test_words_over_lines_have_no_columns() -> None:
    """GitHub takes columns only within one line."""
    draft = reports.document("a.md", "text/markdown", [(BlockKind.PARAGRAPH, "line 1", "one\ntwo")])
    finding = Finding("x", Level.ERROR, Span(1, 6), "no", "0" * 16)
    ((_, properties, _), _) = commands(Report(draft, (), (Sentence(0, Span(0, 7)),), (), (finding,), reports.RUN))
    assert properties == {"file": "a.md", "line": "1", "endLine": "2", "title": "x"}


def test_no_draft_gives_commands_of_its_own() -> None:
    """Line breaks, colons, commas and per cent signs in a name or message are told, and begin no command."""
    hostile = "50%\n::error file=x::stop, 100%0A::add-mask::x\r\n::stop-commands::y"
    report = replace(reports.alone(name="a,b:c%.md"), sources=(Unreadable("x", "text/plain", "", hostile),))
    warning, notice = commands(report)
    assert warning[2].startswith("50% ::error file=x::stop, 100%0A::add-mask::x")
    assert notice == ("notice", {"title": "presscheck"}, "a,b:c%.md: nothing to report")
    ((_, properties, _), _) = commands(replace(report, sources=(), findings=(Finding("x", Level.NOTE, None, "no", "0" * 16),)))
    assert properties == {"file": "a,b:c%.md", "title": "x"}


@QUICK
@given(anything.reports())
def test_any_report_is_one_line_a_thing(report: Report) -> None:
    """Whatever a report holds, each finding is one command at its own place, and the summary has one line for each error and no more."""
    found = commands(report)
    unread = sum(isinstance(source, Unreadable) for source in report.sources)
    assert len(found) == len(report.findings) + unread + 1
    lines = Lines(report.draft.text)
    for finding, (name, properties, _) in zip(report.findings, found, strict=False):
        assert name == github.COMMANDS[finding.level]
        assert properties["title"] == finding.code
        assert ("line" in properties) == (finding.span is not None and lined(report.draft))
        assert not finding.span or properties.get("line") in (None, str(lines.place(finding.span).line))
    errors = sum(finding.level is Level.ERROR for finding in report.findings)
    assert len(summary.write(report).decode("utf-8").split("\n")) == 3 + errors + unread + bool(report.dismissed)
