"""The terminal report: what an editor sees, letter for letter."""

import re
from dataclasses import replace
from textwrap import dedent

import pytest

import reports
from presscheck.model import BlockKind, Document, Edit, Finding, Level, Outcome, Relation, Report, Sentence, Span, Unreadable, Verdict
from presscheck.writers.text import render, write


def shown(report: Report, width: int = 100) -> str:
    return render(report, width, colour=False)


def flag(draft: Document, words: str, *sources: Document, quote: str = "") -> Report:
    """A report with one finding on `words`, contradicted by `quote` in each source."""
    fact = reports.fact(draft, (Sentence(0, Span(0, len(draft.text))),), "number", words)
    said = tuple(reports.evidence(source, quote, Relation.CONTRADICTS, "facts.number", "") for source in sources)
    verdict = Verdict(fact, Outcome.CONTRADICTED, f"draft says {words}, source says {quote}", said)
    finding = reports.finding("number-contradicted", Level.ERROR, fact.span, verdict.reason, verdict)
    return Report(draft, sources, (Sentence(0, Span(0, len(draft.text))),), (verdict,), (finding,), reports.RUN)


def paragraph(text: str, name: str = "draft.md", media_type: str = "text/markdown") -> Document:
    return reports.document(name, media_type, [(BlockKind.PARAGRAPH, "para. 1", text)])


def test_a_contradiction() -> None:
    """The draft's line with its number and the words underlined, then the source's address, line and words."""
    pieces = [(BlockKind.HEADING, "line 1", "Title"), (BlockKind.PARAGRAPH, "line 3", "We had 31 letters.")]
    draft = reports.document("draft.md", "text/markdown", pieces)
    docket = paragraph("The clerk counted 13 letters.", "court/docket.txt", "text/plain")
    report = flag(draft, "31 letters", docket, quote="13 letters")
    text, mark = shown(report), report.findings[0].fingerprint[:8]
    assert text.startswith(
        dedent(f"""\
        error[number-contradicted]: draft says 31 letters, source says 13 letters
          --> draft.md:3:8  #{mark}
          |
        3 | We had 31 letters.
          |        ^^^^^^^^^^
          ::: court/docket.txt, para. 1 (contradicts)
          |
          | The clerk counted 13 letters.
          |                   ----------

        """)
    )


def test_summary() -> None:
    """After the findings: how many of each level, every outcome counted, and in words what was not checked and why."""
    text = shown(reports.ferry())
    assert text.endswith(
        dedent("""\
        ferry-inquiry.md: 5 errors, 1 warning, 2 notes
        16 sentences, 17 facts, checked against 5 sources:
            10 supported
             4 contradicted
             1 not found
             1 unclear
             1 NOT CHECKED
        Sources that were not read; nothing was checked against them:
          insurers-survey.pdf: its 6 pages are pictures without text. Run text recognition (OCR) on it and check again
        Not checked:
          1 fact: the judge was given no passage that speaks of it
          4 sentences assert nothing that a source could bear out
        Let stand:
          year-missing at ferry-inquiry.md: The mayor says so herself, on tape. (Ada Roth, 2026-03-14)
        presscheck explain quote-altered tells what a code means.
        """)
    )


def test_findings_about_the_whole_draft_come_last() -> None:
    """A finding without a place follows those with one, and names only the file."""
    text = shown(reports.ferry())
    assert re.search(
        r"note\[year-missing\]: No line of the draft gives the year of the grounding.\n   --> ferry-inquiry.md  #\w{8}\n\n", text
    )
    assert text.index("year-missing") > text.index("placeholder")


def test_edits_are_offered() -> None:
    """A finding that knows better words gives them."""
    text = shown(reports.ferry())
    assert "= write “47” for “46”" in text
    assert "= leave out “(TK source)”" in text


def test_no_sources() -> None:
    """A draft alone is reported as read alone, so that a clean report is not taken for a check."""
    text = shown(reports.alone())
    assert "no sources were given, so nothing was checked against any" in text
    assert "supported" not in text
    assert "1 sentence asserts nothing that a source could bear out" in text


def test_no_source_could_be_read() -> None:
    """Where every source failed, the report says so and names each."""
    scan = Unreadable("scan.pdf", "application/pdf", "", "scan.pdf: it is a picture. Run text recognition on it")
    text = shown(replace(reports.alone(), sources=(scan,)))
    assert "none of the sources could be read" in text
    assert "  scan.pdf: it is a picture. Run text recognition on it\n" in text


def test_a_word_processor_draft_is_addressed_by_paragraph() -> None:
    """Where lines of the text are not lines of the file, the address is the paragraph."""
    draft = paragraph("We had 31 letters.", "draft.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    text = shown(flag(draft, "31 letters", paragraph("There were 13.", "log.txt"), quote="13"))
    assert "--> draft.docx, para. 1  #" in text
    assert "  | We had 31 letters.\n" in text


def test_standard_input_by_its_name() -> None:
    """The draft from a pipe is called what people call it."""
    draft = paragraph("We had 31 letters.", "<stdin>", "text/plain")
    text = shown(flag(draft, "31 letters", paragraph("There were 13.", "log.txt"), quote="13"))
    assert "--> standard input:1:8" in text
    assert "standard input: 1 error" in text


def test_three_passages_are_shown() -> None:
    """Of many passages the first three are shown; the other formats have them all."""
    logs = [paragraph(f"Log {number}: there were 13.", f"log-{number}.txt") for number in range(5)]
    text = shown(flag(paragraph("We had 31 letters."), "31 letters", *logs, quote="13"))
    assert re.findall(r"::: (\S+),", text) == ["log-0.txt", "log-1.txt", "log-2.txt"]


@pytest.mark.parametrize("width", [20, 40, 64, 100, 300])
def test_excerpts_fit_the_terminal(width: int) -> None:
    """No line of an excerpt is wider than the terminal, down to forty columns."""
    framed = [line for line in shown(reports.ferry(), width).splitlines() if " | " in line[:6]]
    assert framed
    assert max(map(len, framed)) <= max(width, 40)


def test_colour_changes_nothing_but_colour() -> None:
    """Without its colour codes the coloured report is the plain one."""
    coloured = render(reports.ferry(), 100, colour=True)
    assert "\x1b[1;31merror[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(reports.ferry())


def test_hostile_text_cannot_drive_the_terminal() -> None:
    """Escape sequences and direction overrides in names, drafts, sources and messages are shown, not obeyed."""
    evil = "\x1b]0;owned\x07\x9b2J\u202e"
    draft = paragraph(f"We had 31{evil} letters.", f"dr{evil}aft.md")
    report = flag(draft, f"31{evil} letters", paragraph(f"There were 13{evil}.", f"lo\n{evil}g.txt"), quote=f"13{evil}")
    unread = Unreadable(f"s{evil}.pdf", "", "", f"met{evil}\nhere")
    whole = Finding(evil, Level.NOTE, None, evil, "", edits=(Edit(Span(7, 9), f"13{evil}"),))
    report = replace(report, sources=(*report.sources, unread), findings=(*report.findings, whole))
    data = write(report).decode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", data)
    assert "31␛]0;owned␇<U+009B>2J<U+202E> letters" in data


def test_odd_file_names() -> None:
    """A file name with a byte that is not UTF-8 is shown with that byte's number."""
    assert "caf\\xe9.txt: nothing to report" in write(reports.alone(name="caf\udce9.txt")).decode("utf-8")
