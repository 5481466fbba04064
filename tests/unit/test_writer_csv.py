"""The source log as CSV: every line of the draft accounted for, and no cell that a spreadsheet would work out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import anything
import reports
from presscheck.model import NOTHING_CHECKABLE, Finding, Level, Report, Span, Unreadable
from presscheck.sourcelog import COLUMNS, LONGEST, OUTCOMES, PEOPLE, Status, inert, rows
from presscheck.writers.csv import write

QUICK = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table(report: Report) -> list[dict[str, str]]:
    """The rows as a program reads them back."""
    return list(csv.DictReader(io.StringIO(write(report).decode("utf-8-sig"), newline="")))


def test_it_opens_in_a_spreadsheet() -> None:
    """The file begins with the mark of UTF-8, its first row names the columns, and its lines end as RFC 4180 has them."""
    data = write(reports.ferry())
    assert data.startswith(b"\xef\xbb\xbfLine,Sentence,Kind,Words,Status,Reason,Source,Place,Evidence,Found by,")
    assert data.split(b"\r\n")[0].endswith(b",Decision,Checker,Date,Note")
    assert data.endswith(b"\r\n")


def test_a_fact_has_a_row() -> None:
    """Each fact stands once, with its sentence, words, status and what its sources say, in the draft's order."""
    report = reports.ferry()
    (row,) = [row for row in table(report) if row["Words"] == "31 letters"]
    assert (row["Line"], row["Kind"], row["Status"]) == ("4", "number", "Contradicted")
    assert row["Sentence"].startswith("“We had 31 letters")
    assert row["Reason"] == "draft says 31 letters, source says 13"
    assert row["Source"] == "inquiry-day-3.vtt\nharbour-log.xlsx"
    assert row["Place"] == "12:40\nrow 4, Letters received"
    assert row["Evidence"] == "13 letters\n13"
    assert row["Found by"] == "facts.number, 90% sure\nfacts.number, 90% sure"
    assert sorted(r["Words"] for r in table(report) if r["Status"] in set(OUTCOMES.values())) == sorted(
        report.draft[verdict.fact.span] for verdict in report.verdicts
    )


def test_every_line_is_accounted_for() -> None:
    """Each sentence of the draft has a row, in order, if only to say that it asserts nothing."""
    report = reports.ferry()
    told = [int(row["Line"]) for row in table(report) if row["Line"]]
    assert told == sorted(told)
    assert set(told) == set(range(1, len(report.sentences) + 1))
    idle = [row for row in table(report) if row["Status"] == "Nothing to check"]
    assert {row["Reason"] for row in idle} == {NOTHING_CHECKABLE}


def test_what_no_source_was_asked_about_has_a_row() -> None:
    """Findings of rules, what was let stand and unread sources are rows too; findings that a fact tells are not told twice."""
    report = reports.ferry()
    told = table(report)
    assert [row["Kind"] for row in told if row["Status"] == "To look at"] == ["year-missing", "cliche", "placeholder"]
    (stood,) = [row for row in told if row["Status"] == "Let stand"]
    assert stood["Reason"].endswith("year of the grounding. Let stand: The mayor says so herself, on tape. (Ada Roth, 2026-03-14)")
    assert (told[-1]["Status"], told[-1]["Source"]) == ("Not read", "insurers-survey.pdf")


def test_people_find_their_columns_empty() -> None:
    """Decision, checker, date and note are for people: presscheck puts its name into none of them."""
    assert COLUMNS[-PEOPLE:] == ("Decision", "Checker", "Date", "Note")
    assert {row[name] for row in table(reports.ferry()) for name in COLUMNS[-PEOPLE:]} == {""}


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x.example","x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(words: str) -> None:
    """Words that a spreadsheet would take for a formula have an apostrophe before them."""
    report = reports.alone(f"{words} and so on")
    finding = Finding("x", Level.NOTE, Span(0, len(words)), words, "0" * 16)
    told = table(replace(report, findings=(finding,), sources=(Unreadable("=x.pdf", "application/pdf", "", words),)))
    assert told[1]["Words"].startswith("'")
    assert told[1]["Reason"].startswith("'")
    assert told[-1]["Source"] == "'=x.pdf"


def test_other_words_stay_as_they_are() -> None:
    """A quotation mark, a hyphen inside, letters of any script are nothing to take for a formula."""
    for words in ("“We knew”", "x=1", "שלום", "1-2", "", "'tis"):
        assert inert(words) == words


def test_a_source_is_named_short() -> None:
    """A source is named without its folders, unless another file has the same name in another folder."""
    away, near, near_too = (Unreadable(f"{name}.pdf", "application/pdf", "", "no") for name in ("a/log", "b/order", "c/order"))
    told = table(replace(reports.alone(), sources=(away, near, near_too)))
    assert [row["Source"] for row in told[1:]] == ["log.pdf", "b/order.pdf", "c/order.pdf"]


def test_a_long_cell_is_cut() -> None:
    """A sentence that no cell takes is cut, and says so."""
    (row,) = table(reports.alone("word " * 20_000))
    assert row["Sentence"].endswith(" …")
    assert len(row["Sentence"]) == LONGEST + 2


@QUICK
@given(anything.reports())
def test_any_report_is_a_table(report: Report) -> None:
    """Any report comes back as rows of fourteen cells, none a formula, one row for each fact, rule finding, dismissal, idle sentence and
    unread source."""
    told = list(csv.reader(io.StringIO(write(report).decode("utf-8-sig"), newline="")))
    assert {len(row) for row in told} == {len(COLUMNS)}
    assert not [cell for row in told[1:] for cell in row if cell.lstrip(" ").startswith(FORMULA)]
    rules = sum(finding.outcome is None for finding in report.findings)
    idle = sum(item.reason == NOTHING_CHECKABLE for item in report.unchecked())
    unread = sum(isinstance(source, Unreadable) for source in report.sources)
    assert len(told) - 1 == len(report.verdicts) + rules + idle + unread + len(report.dismissed)
    assert [row.status for row in rows(report)][len(told) - 1 - unread :] == [Status.UNREAD] * unread
