"""The JSON report: its field names are a contract."""

import json
from typing import Any

import pytest

import reports
from presscheck.model import Outcome, Unreadable
from presscheck.writers.json import write

ROWS = {
    "draft": {"name", "sha256", "media_type", "text"},
    "sources": {"name", "sha256", "media_type", "status", "message", "published"},
    "sentences": {"start", "end"},
    "verdicts": {"kind", "start", "end", "quote", "outcome", "reason", "evidence", "sentence", "reading", "statement"},
    "findings": {"code", "level", "start", "end", "quote", "message", "outcome", "sources", "tags", "fingerprint", "evidence", "edits"},
    "dismissed": {"reason", "by", "finding"},
    "citations": {"start", "end", "quote", "form", "target", "entry", "source", "locus", "place", "missing"},
    "ledger": {"source", "tier", "reason", "facts", "copy_of", "terms"},
    "timeline": {"year", "month", "day", "source", "place", "start", "end", "quote", "what", "who"},
    "unchecked": {"start", "end", "quote", "reason"},
    "run": {"version", "settings", "judge", "packs"},
}
EVIDENCE = {"source", "place", "start", "end", "quote", "relation", "by", "score", "note", "passage"}


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    """The report of the ferry, read back."""
    return dict(json.loads(write(reports.ferry())))


def test_the_contract(table: dict[str, Any]) -> None:
    """Every field of the contract is there by its name, in every row, and no field that this list does not know."""
    assert table.pop("version") == "1"
    assert table.keys() == ROWS.keys()
    for name, fields in ROWS.items():
        rows = table[name] if isinstance(table[name], list) else [table[name]]
        assert rows, f"the ferry's report has {name}"
        for row in rows:
            assert row.keys() == fields, name
    for row in (*table["verdicts"], *table["findings"]):
        assert all(item.keys() == EVIDENCE for item in row["evidence"])


def test_words_are_slices_of_the_text(table: dict[str, Any]) -> None:
    """Every quote of the draft is `draft.text[start:end]`, and a finding about the whole draft has none of the three."""
    text = table["draft"]["text"]
    whole = [row for row in table["findings"] if row["start"] is None]
    assert [(row["end"], row["quote"]) for row in whole] == [(None, None)]
    rows = [row for name in ("verdicts", "findings", "unchecked") for row in table[name] if row not in whole]
    assert all(row["quote"] == text[row["start"] : row["end"]] for row in rows)


def test_evidence_names_its_place_and_its_exact_words(table: dict[str, Any]) -> None:
    """A row of evidence names a source that was read, and its quote is what stands there."""
    texts = {source.name: source for source in reports.ferry_sources() if not isinstance(source, Unreadable)}
    rows = [row for verdict in table["verdicts"] for row in verdict["evidence"]]
    assert rows
    for row in rows:
        assert row["quote"] == texts[row["source"]].text[row["start"] : row["end"]]
        assert row["place"]
        assert row["relation"] in ("supports", "contradicts", "mentions")
        assert 0 <= row["score"] <= 1


def test_one_row_for_each_passage(table: dict[str, Any]) -> None:
    """The two sources that contradict the draft's 31 letters are two rows and two source names."""
    (row,) = [row for row in table["findings"] if row["quote"] == "31 letters"]
    assert [(item["source"], item["place"], item["quote"]) for item in row["evidence"]] == [
        ("inquiry-day-3.vtt", "12:40", "13 letters"),
        ("harbour-log.xlsx", "row 4, Letters received", "13"),
    ]
    assert row["sources"] == ["inquiry-day-3.vtt", "harbour-log.xlsx"]
    assert (row["level"], row["outcome"], row["tags"]) == ("error", "contradicted", ["number"])
    assert row["edits"][0]["text"] == "13"


def test_sources_say_whether_they_were_read(table: dict[str, Any]) -> None:
    """A source that could not be read says so and why; one that was read has its file's digest and no message."""
    *read, scan = table["sources"]
    assert {(row["status"], row["message"]) for row in read} == {("read", None)}
    assert all(len(row["sha256"]) == 64 for row in table["sources"])
    assert (scan["name"], scan["status"]) == ("insurers-survey.pdf", "unreadable")
    assert "OCR" in scan["message"]


def test_verdicts_are_all_there(table: dict[str, Any]) -> None:
    """No verdict is dropped, and every outcome has its own word."""
    report = reports.ferry()
    assert [row["outcome"] for row in table["verdicts"]] == [verdict.outcome.value for verdict in report.verdicts]
    assert {row["outcome"] for row in table["verdicts"]} == {outcome.value for outcome in Outcome}


def test_the_same_report_gives_the_same_bytes() -> None:
    """Two reports made alike are alike byte for byte, in UTF-8 with letters as they are."""
    data = write(reports.ferry())
    assert data == write(reports.ferry())
    assert "“We had 31 letters" in data.decode("utf-8")
    assert data.endswith(b"}\n")


def test_odd_file_names_survive() -> None:
    """A name with a byte that is not UTF-8 comes back from the JSON as Python knew it, and the file is valid UTF-8."""
    data = write(reports.alone(name="caf\udce9.txt"))
    assert json.loads(data.decode("utf-8"))["draft"]["name"] == "caf\udce9.txt"


def test_without_sources() -> None:
    """A draft alone gives empty lists, not missing fields."""
    table = json.loads(write(reports.alone()))
    assert (table["sources"], table["verdicts"], table["findings"]) == ([], [], [])
    assert table["unchecked"][0]["quote"] == "Nothing here."
