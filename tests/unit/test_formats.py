"""Every format, chosen by name or by the suffix of the file to write, and written in time whatever the size of the report."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import reports
from presscheck import parts
from presscheck.model import BlockKind, Evidence, Fact, Finding, Level, Outcome, Passage, Relation, Report, Sentence, Span, Verdict

WRITERS = parts.names("writers")
PATIENCE = 4  # seconds of this process's time; what squares takes minutes


@pytest.mark.parametrize("name", WRITERS)
def test_the_suffix_chooses_the_format(name: str, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """A file to write with a format's suffix is written in it, as by the format's name; in capitals too."""
    (tmp_path / "draft.txt").write_text("The board met.\n", encoding="utf-8")
    suffix = parts.load("writers", name).SUFFIX
    for argv in (["--output", f"by{suffix}"], ["--output", f"BY{suffix.upper()}"], ["--output", "named", "--format", name]):
        status, out, _ = run("check", "draft.txt", "--judge", "overlap", *argv)
        assert (status, out) == (0, "")
    by, capital, named = ((tmp_path / file).read_bytes() for file in (f"by{suffix}", f"BY{suffix.upper()}", "named"))
    assert by == capital == named


def test_no_suffix_of_one_is_taken_for_another(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """The longer suffix goes first, and a suffix alone is no file name."""
    (tmp_path / "draft.txt").write_text("The board met.\n", encoding="utf-8")
    run("check", "draft.txt", "--judge", "overlap", "--output", "a.summary.txt")
    run("check", "draft.txt", "--judge", "overlap", "--output", "summary.txt")
    summary, text = ((tmp_path / file).read_bytes() for file in ("a.summary.txt", "summary.txt"))
    assert summary.startswith(b"draft.txt: nothing to report\n1 sentence")
    assert summary != text
    status, _, err = run("check", "draft.txt", "--output", ".csv")
    assert status == 2
    assert "the suffix is missing" in err


def long_report(text: str, facts: int) -> Report:
    """A draft of that text, a source of the same, and findings and verdicts all over them."""
    draft = reports.document("draft.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", text)])
    source = reports.document("source.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", f"{text} end")])
    spans = [Span(at * (len(text) - 9) // facts, at * (len(text) - 9) // facts + 8) for at in range(facts)]
    verdicts, findings = [], []
    for number, span in enumerate(spans):
        passage = Passage(source.id, span, source[span], "para. 1")
        evidence = (Evidence((passage,), (span,), Relation.CONTRADICTS, "facts.number", 0.5, "no"),)
        verdicts.append(Verdict(Fact("number", span, 0, "x", "x"), Outcome.CONTRADICTED, "no", evidence))
        findings.append(Finding("x", Level.ERROR, span, "no", f"{number:016x}", Outcome.CONTRADICTED, evidence))
    return Report(draft, (source,), (Sentence(0, Span(0, len(text))),), tuple(verdicts), tuple(findings), reports.RUN)


TEXTS = {"words": "word and word " * 7000, "one letter": "x" * 100_000, "lines": "line\n" * 20_000, "brackets": "[" * 100_000}


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
@pytest.mark.parametrize("name", sorted({*WRITERS} - {"text", "html", "docx"}))  # these have tests of their own
def test_a_long_report_is_written_in_time(name: str, text: str) -> None:
    """A draft of a hundred thousand letters with five hundred facts is written in a few seconds, whatever the letters."""
    report = long_report(text, 500)
    began = time.process_time()
    data = parts.load("writers", name).write(report)
    assert time.process_time() - began < PATIENCE
    assert len(data) < 60_000_000
