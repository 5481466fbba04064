"""Every Markdown case under tests/cases holds; a case in misses/open is a known miss and moves to misses/closed when it passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import presscheck
from casebook import Case, parse, read
from presscheck.judges import onnx
from presscheck.model import Outcome

CASES = Path(__file__).parent / "cases"
BOTH = ("onnx",)  # beside words in common, for claims: nothing else asks a judge
REASON = "source says 12 euros, draft says 14 euros"
GOOD = f"two tens\nDraft\n> It cost **14 euros**, not 14 pounds.\n\nSource\n> It cost **12 euros**.\n\ncontradicted: {REASON}"


def every_case() -> Sequence[object]:
    """One parameter a case, named after its file and title."""
    found: list[object] = []
    for path in sorted(CASES.rglob("*.md")):
        file = path.relative_to(CASES)
        missed = [pytest.mark.xfail(strict=True, raises=AssertionError)] if file.parts[:2] == ("misses", "open") else []
        for case in read(path):
            name = f"{file.with_suffix('')}: {case.title}"
            both = file.parts[0] == "facts" and case.kind == "claim"
            judges = [case.judge] if case.judge else ["overlap", *BOTH] if both else ["overlap"]
            found += [pytest.param(case, judge, id=f"{name} [{judge}]" if judge != "overlap" else name, marks=missed) for judge in judges]
    return found


def assert_holds(case: Case, judge: str = "overlap") -> None:
    """The words in bold get the outcome, the reason and the evidence that the case promises."""
    report = presscheck.check(case.draft.document, [source.document for source in case.sources], presscheck.Settings(judge=judge))
    if case.outcome is None:
        weighed = [finding for finding in report.findings if finding.outcome]  # rules have their own tests
        assert not weighed, [(finding.code, finding.message) for finding in weighed]
        return
    span = case.draft.bold[0]
    verdicts = [v for v in report.verdicts if v.fact.span.overlaps(span) and v.fact.kind == (case.kind or v.fact.kind)]
    said = [(v.fact.kind, report.draft[v.fact.span], str(v.outcome), v.reason) for v in verdicts]
    assert {v.outcome for v in verdicts} == {case.outcome}, f"wanted {case.outcome} at {report.draft[span]!r}, all verdicts there: {said}"
    if case.reason is not None:
        assert case.reason in {v.reason for v in verdicts}, said
    for source in case.sources:
        evidence = [e for v in verdicts for e in v.evidence]
        spans = [span for e in evidence for p, span in zip(e.passages, e.spans, strict=True) if p.document == source.document.id]
        for bold in source.bold:
            assert any(span.overlaps(bold) for span in spans), f"no evidence rests on {source.document[bold]!r}: {said}"


@pytest.mark.parametrize(("case", "judge"), every_case())
def test_case(case: Case, judge: str) -> None:
    """The words in bold get the outcome, the reason and the evidence that the case promises."""
    if judge == "onnx" and not onnx.ready():
        pytest.skip("the shipped model, or what it needs, is not installed")
    assert_holds(case, judge)


def test_a_case_is_read_without_its_bold_marks() -> None:
    """Bold marks are cut out of draft and source, and become spans of the text that is left."""
    case = parse(GOOD, "number", "x.md")
    assert case.draft.document.text == "It cost 14 euros, not 14 pounds."
    assert [case.draft.document[span] for span in case.draft.bold] == ["14 euros"]
    assert [case.sources[0].document[span] for span in case.sources[0].bold] == ["12 euros"]
    assert (case.outcome, case.reason) == (Outcome.CONTRADICTED, REASON)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("contradicted:", "wrong:", "neither Draft, Source"),
        ("Draft\n", "Source\n", "one Draft and one outcome"),
        (f"contradicted: {REASON}", "", "one Draft and one outcome"),
        ("**14 euros**", "14 euros", "one piece in bold"),
    ],
)
def test_a_case_that_is_out_of_form_is_refused(old: str, new: str, says: str) -> None:
    """A slip of the pen in a case is an error with file and title, never a case that silently passes."""
    with pytest.raises(ValueError, match=says):
        parse(GOOD.replace(old, new), "number", "x.md")


def test_a_wrong_case_fails() -> None:
    """The runner can fail: a case that promises the opposite of what is so is not held to be true."""
    with pytest.raises(AssertionError, match="wanted supported"):
        assert_holds(parse(GOOD.replace(f"contradicted: {REASON}", "supported"), "number", "x.md"))
