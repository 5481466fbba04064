"""The report as Web Annotations: valid by the model, every selector at its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import anything
import reports
from presscheck.anchors import FAR, around, uri
from presscheck.model import Document, Report, Span
from presscheck.writers.annotation import write

QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "annotation.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)

Row = dict[str, Any]


def items_of(report: Report) -> list[Row]:
    """The annotations of a report, whose collection is valid by the model and counts them right, each under a name of its own."""
    collection = json.loads(write(report))
    VALID.validate(collection)
    items = list(collection["first"]["items"])
    assert collection["total"] == len(items)
    assert collection["first"]["partOf"] == collection["id"]
    names = [collection["id"], collection["first"]["id"], *(item["id"] for item in items)]
    assert len(set(names)) == len(names)
    return items


def selections(items: list[Row]) -> Iterator[Row]:
    """Every selection of words, in the draft and in sources."""
    for item in items:
        for part in (item["target"], *item["body"]):
            if part.get("type") == "SpecificResource":
                yield part


@pytest.fixture(scope="module")
def ferry() -> list[Row]:
    """The annotations of the ferry's report."""
    return items_of(reports.ferry())


def of(items: list[Row], motivation: str, words: str) -> Row:
    """The one annotation with that motivation on these words."""
    (found,) = [
        item
        for item in items
        if item["motivation"] == motivation and item["target"].get("selector") and item["target"]["selector"][0]["exact"] == words
    ]
    return found


def values(item: Row, purpose: str) -> list[str]:
    return [body["value"] for body in item["body"] if body["purpose"] == purpose and "value" in body]


def test_schema_is_one() -> None:
    """The schema that the annotations are held to is itself valid, and refuses what the model does not know."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    collection = json.loads(write(reports.ferry()))
    collection["first"]["items"][0]["motivation"] = "scolding"
    assert not VALID.is_valid(collection)


def test_a_finding_is_a_comment(ferry: list[Row]) -> None:
    """A finding's message is a comment on its words, tagged with code and level, with the words of both sources beside it."""
    item = of(ferry, "commenting", "31 letters")
    assert values(item, "commenting") == ["draft says 31 letters, source says 13"]
    assert values(item, "tagging") == ["number-differs", "error"]
    linked = [body for body in item["body"] if body["purpose"] == "linking"]
    assert [(body["source"]["id"], body["selector"][0]["exact"]) for body in linked] == [
        ("inquiry-day-3.vtt", "13 letters"),
        ("harbour-log.xlsx", "13"),
    ]
    assert values(item, "describing")[0] == "inquiry-day-3.vtt, 12:40, says otherwise: another figure for letters"


def test_a_ticked_fact_is_an_assessment(ferry: list[Row]) -> None:
    """A fact that a source bears out is assessed as supported, with the source's words as a body."""
    item = of(ferry, "assessing", "212 passengers")
    assert values(item, "tagging") == ["supported", "number"]
    assert [body["selector"][0]["exact"] for body in item["body"] if body["purpose"] == "linking"] == ["212 passengers"]


def test_every_finding_and_verdict_is_there(ferry: list[Row]) -> None:
    """Nothing is left out: findings, edits, what was let stand, verdicts of every outcome."""
    report = reports.ferry()
    edits = sum(len(finding.edits) for finding in report.findings)
    kinds = [item["motivation"] for item in ferry]
    assert kinds.count("commenting") == len(report.findings) + len(report.dismissed)
    assert kinds.count("editing") == edits
    assert kinds.count("assessing") == len(report.verdicts)


def test_an_edit_is_a_wish(ferry: list[Row]) -> None:
    """What could be written instead is the body of an annotation on the words it would replace."""
    (placeholder,) = of(ferry, "editing", "(TK source)")["body"]
    assert (placeholder["purpose"], placeholder["value"]) == ("editing", "")


def test_the_whole_draft_is_a_target_without_selector(ferry: list[Row]) -> None:
    """A finding about the whole draft targets the file; one that was let stand says why and by whom."""
    whole = [item for item in ferry if "selector" not in item["target"]]
    assert [item["target"]["id"] for item in whole] == ["ferry-inquiry.md", "ferry-inquiry.md"]
    assert values(whole[1], "replying") == ["The mayor says so herself, on tape. (Ada Roth, 2026-03-14)"]


def test_names_last() -> None:
    """The same report gives the same names and bytes; another draft gives other names."""
    assert write(reports.ferry()) == write(reports.ferry())
    assert json.loads(write(reports.alone("One.")))["id"] != json.loads(write(reports.alone("Two.")))["id"]


def unique(text: str, prefix: str, exact: str, suffix: str) -> bool:
    words = prefix + exact + suffix
    return text.find(words, text.find(words) + 1) < 0


@QUICK
@given(anything.reports())
def test_selectors_name_the_same_words(report: Report) -> None:
    """By quotation with what stands around it, and by position, the words are the same; the quotation stands once in the text, or its
    text repeats itself for longer than anybody would quote."""
    known: dict[str, list[Document]] = {}
    for document in (report.draft, *report.sources):
        if isinstance(document, Document):
            known.setdefault(uri(document.name), []).append(document)
    for part in selections(items_of(report)):
        quote, position = part["selector"]
        at, end = position["start"], position["end"]
        texts = [d.text for d in known[part["source"]["id"]] if d.text[at:end] == quote["exact"]]
        fitting = [text for text in texts if text[at - len(quote["prefix"]) : end + len(quote["suffix"])] == "".join(
            (quote["prefix"], quote["exact"], quote["suffix"]))]  # fmt: skip
        assert fitting
        assert any(unique(text, quote["prefix"], quote["exact"], quote["suffix"]) or len(quote["prefix"]) >= FAR for text in fitting)


@QUICK
@given(st.text("ab", min_size=1, max_size=300), st.data())
def test_what_stands_around_tells_words_apart(text: str, data: st.DataObject) -> None:
    """In a text of two letters, any words are told from the same words elsewhere by what stands around them."""
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    prefix, suffix = around(text, span)
    assert text.startswith(prefix + text[span.start : span.end] + suffix, span.start - len(prefix))
    assert unique(text, prefix, text[span.start : span.end], suffix)


def test_a_text_that_repeats_itself_is_bounded() -> None:
    """Words of a text without end of the same letter get no more around them than FAR on each side."""
    prefix, suffix = around("x" * 200_000, Span(100_000, 100_001))
    assert len(prefix) == len(suffix) == FAR
