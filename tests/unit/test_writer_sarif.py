"""The SARIF report: what an editor or a code host reads of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

import anything
import reports
from presscheck.dismissals import IN_DRAFT
from presscheck.model import BlockKind, Dismissed, Document, Edit, Finding, Level, Outcome, Relation, Report, Sentence, Span, Verdict
from presscheck.writers.sarif import FINGERPRINT, write

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def log(report: Report) -> dict[str, Any]:
    """The run of a report, valid by the official schema (as models made of it, which let nothing unknown pass)."""
    data = write(report)
    Schema.model_validate(json.loads(data.decode("utf-8")), strict=False)
    (run,) = json.loads(data)["runs"]
    return dict(run)


@pytest.fixture(scope="module")
def ferry() -> dict[str, Any]:
    """The run of the ferry's report."""
    return log(reports.ferry())


def places(run: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every location of every result."""
    for result in run["results"]:
        yield from (*result["locations"], *result["relatedLocations"])


def cut(text: str, region: dict[str, int]) -> str:
    """The words of a region by its lines and columns, as a viewer that counts code points finds them."""
    lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def flagged(text: str, words: str, media_type: str, **fields: Any) -> Report:
    """One finding on `words` of a draft of that type."""
    draft = reports.document("draft", media_type, [(BlockKind.PARAGRAPH, "p. 1", text)])
    finding = Finding("number-contradicted", Level.ERROR, reports.find(draft.text, words), "no", "0" * 16, **fields)
    return Report(draft, (), (Sentence(0, Span(0, len(text))),), (), (finding,), reports.RUN)


def test_a_finding_is_a_result_on_its_words(ferry: dict[str, Any]) -> None:
    """Level, message, fingerprint and rule are the finding's, and line, column, offset and snippet all name its words."""
    report = reports.ferry()
    (row,) = [row for row in ferry["results"] if row["partialFingerprints"][FINGERPRINT] == report.findings[2].fingerprint]
    assert (row["level"], row["message"]["text"], row["ruleId"]) == ("error", "draft says 31 letters, source says 13", "number-differs")
    region = row["locations"][0]["physicalLocation"]["region"]
    assert region == {
        "startLine": 5,
        "startColumn": 9,
        "endLine": 5,
        "endColumn": 19,
        "charOffset": 196,
        "charLength": 10,
        "snippet": {"text": "31 letters"},
    }
    assert cut(report.draft.text, region) == "31 letters"
    assert row["properties"] == {"tags": ["number"], "outcome": "contradicted"}


def test_the_whole_draft_has_no_region(ferry: dict[str, Any]) -> None:
    """A finding about the whole draft names the file and no words in it."""
    (row,) = [row for row in ferry["results"] if row["ruleId"] == "year-missing" and not row["suppressions"]]
    assert row["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "ferry-inquiry.md", "index": 0}}}]


def test_what_the_sources_say_is_related(ferry: dict[str, Any]) -> None:
    """Each passage is a related location in its own file, at the address that people use, with the source's words."""
    (row,) = [row for row in ferry["results"] if row["locations"][0]["physicalLocation"].get("region", {}).get("charOffset") == 196]
    vtt, xlsx = row["relatedLocations"]
    assert vtt["physicalLocation"] == {"artifactLocation": {"uri": "inquiry-day-3.vtt", "index": 1}}
    assert vtt["logicalLocations"] == [{"fullyQualifiedName": "12:40", "kind": "cue"}]
    assert (vtt["properties"]["quote"], vtt["properties"]["relation"]) == ("13 letters", "contradicts")
    assert xlsx["physicalLocation"]["region"] == {"charOffset": 108, "charLength": 2, "snippet": {"text": "13"}}
    assert xlsx["physicalLocation"]["contextRegion"]["snippet"]["text"] == "2022 | no | 3.4 | 13"
    assert "“13 letters” (another figure for letters)" in vtt["message"]["text"]


def test_markup_is_not_pointed_into() -> None:
    """The text of a web page is not that of its file, so no viewer is led to a wrong place: words and offsets stand in properties."""
    (row,) = log(flagged("<b> stands for 31", "31", "text/html"))["results"]
    (location,) = row["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["properties"] == {"charOffset": 15, "charLength": 2, "quote": "31"}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "p. 1"


def test_a_draft_that_is_no_text_carries_its_text() -> None:
    """In a PDF, offsets count in the rendered text that the artifact carries, there are no lines, and no fix writes into the file."""
    run = log(flagged("We had 😀 31 letters", "31", "application/pdf", edits=(Edit(Span(9, 11), "13"),)))
    (row,) = run["results"]
    region = row["locations"][0]["physicalLocation"]["region"]
    text = run["artifacts"][0]["contents"]["rendered"]["text"]
    assert text[region["charOffset"] : region["charOffset"] + region["charLength"]] == "31"
    assert "startLine" not in region
    assert "fixes" not in row
    assert row["properties"]["edits"] == [{"charOffset": 9, "charLength": 2, "quote": "31", "text": "13"}]


def test_edits_are_fixes(ferry: dict[str, Any]) -> None:
    """What could be written instead is a fix of the draft at the words it replaces; a deletion inserts nothing."""
    fixes = [row["fixes"] for row in ferry["results"] if "fixes" in row]
    assert len(fixes) == 4
    (change,) = fixes[-1][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert change["artifactLocation"]["uri"] == "ferry-inquiry.md"
    assert replacement["deletedRegion"]["snippet"]["text"] == "(TK source)"
    assert replacement["insertedContent"] == {"text": ""}
    assert fixes[-1][0]["description"]["text"] == "leave out “(TK source)”"


def test_what_was_let_stand_is_suppressed() -> None:
    """A dismissed finding is a result with its reason: in the source where a comment in the draft allows it, else external."""
    report = reports.ferry()
    both = (*report.dismissed, Dismissed(report.findings[3], "Her own words.", IN_DRAFT))
    run = log(replace(report, dismissed=both))
    told = [row["suppressions"] for row in run["results"]]
    assert told[: len(report.findings)] == [[]] * len(report.findings)
    assert [(each[0]["kind"], each[0]["justification"]) for each in told[len(report.findings) :]] == [
        ("external", "The mayor says so herself, on tape."),
        ("inSource", "Her own words."),
    ]


def test_rules_tell_what_codes_mean(ferry: dict[str, Any]) -> None:
    """A code's page is its rule, a code without a page is named after itself, and every result points at its own."""
    rules = ferry["tool"]["driver"]["rules"]
    assert all(rules[row["ruleIndex"]]["id"] == row["ruleId"] for row in ferry["results"])
    by_id = {rule["id"]: rule for rule in rules}
    assert "Read the passage in the source" in by_id["claim-contradicted"]["help"]["text"]
    assert by_id["quote-altered"] == {"id": "quote-altered", "shortDescription": {"text": "Quote altered"}}


def test_unread_sources_are_notified(ferry: dict[str, Any]) -> None:
    """A source that could not be read is a warning of the run, which did succeed, with its message and its file."""
    (invocation,) = ferry["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True
    assert "OCR" in note["message"]["text"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "insurers-survey.pdf"


def test_what_was_not_checked_is_told(ferry: dict[str, Any]) -> None:
    """The run's properties count the outcomes and list the words that nobody checked."""
    report = reports.ferry()
    assert ferry["properties"]["outcomes"]["supported"] == sum(v.outcome is Outcome.SUPPORTED for v in report.verdicts)
    told = [(row["quote"], row["reason"]) for row in ferry["properties"]["unchecked"]]
    assert told == [(report.draft[item.span], item.reason) for item in report.unchecked()]


def test_hostile_words_make_no_link() -> None:
    """What looks like a link in a message stays words: no viewer makes one of it."""
    report = flagged("x", "x", "text/plain")
    run = log(replace(report, findings=(replace(report.findings[0], message="see [here](http://x.example)"),)))
    assert "](" not in run["results"][0]["message"]["text"]


def test_drafts_are_kept_apart() -> None:
    """Reports of two drafts, uploaded together, are two analyses, each under its draft's name."""
    one, other = (log(reports.alone(name=name))["automationDetails"]["id"] for name in ("a/one.md", "b/one.md"))
    assert (one, other) == ("presscheck/a/one.md/", "presscheck/b/one.md/")


def test_names_are_uris() -> None:
    """A file's name becomes a URI reference that names the same file, whatever is in it."""
    for name in ("a b.md", "100%.md", "what?#.md", "a:b.md", "näher/é.md"):
        (artifact,) = log(reports.alone(name=name))["artifacts"]
        parts = urlsplit(artifact["location"]["uri"])
        assert (parts.scheme, parts.query, parts.fragment) == ("", "", "")
        assert unquote(parts.path) == name
    assert log(reports.alone(name="caf\udce9.md"))["artifacts"][0]["location"]["uri"] == "caf%E9.md"
    assert log(reports.alone(name="/a/b.md"))["artifacts"][0]["location"]["uri"] == "file:///a/b.md"
    assert log(reports.alone(name="C:\\a\\b c.md"))["artifacts"][0]["location"]["uri"] == "file:///C:/a/b%20c.md"


def test_evidence_in_the_draft_itself_is_related() -> None:
    """A draft that contradicts itself points at its own other place."""
    draft = reports.document("d.md", "text/markdown", [(BlockKind.PARAGRAPH, "line 1", "Of 31 letters 13 letters came.")])
    said = (reports.evidence(draft, "13 letters", Relation.CONTRADICTS, "facts.number", ""),)
    lines = (Sentence(0, Span(0, len(draft.text))),)
    verdict = Verdict(reports.fact(draft, lines, "number", "31 letters"), Outcome.CONTRADICTED, "no", said)
    finding = reports.finding("x", Level.ERROR, verdict.fact.span, "no", verdict)
    (row,) = log(Report(draft, (), lines, (verdict,), (finding,), reports.RUN))["results"]
    assert row["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"] == 15


def documents_of(report: Report) -> list[Document | None]:
    return [document if isinstance(document, Document) else None for document in (report.draft, *report.sources)]


@QUICK
@given(anything.reports())
def test_any_report_is_valid(report: Report) -> None:
    """Any report is valid by the schema and keeps what that cannot say: indices meet, regions are their snippets, context is wider."""
    run, known = log(report), documents_of(report)
    assert len(run["results"]) == len(report.findings) + len(report.dismissed)
    for place in places(run):
        physical = place["physicalLocation"]
        at = physical["artifactLocation"]["index"]
        assert run["artifacts"][at]["location"]["uri"] == physical["artifactLocation"]["uri"]
        document, region, context = known[at], physical.get("region"), physical.get("contextRegion")
        if region:
            assert document
            end = region["charOffset"] + region["charLength"]
            assert document.text[region["charOffset"] : end] == region["snippet"]["text"]
            assert "startLine" not in region or cut(document.text, region) == region["snippet"]["text"]
        if region and context:
            assert context["charOffset"] <= region["charOffset"]
            assert end <= context["charOffset"] + context["charLength"]
            assert context != region
    assert all(isinstance(row["suppressions"], list) for row in run["results"])
    assert write(report) == write(report)
