"""The Markdown report: what a ticket shows, and that nothing in a draft or source becomes more than words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

import anything
import reports
from presscheck.model import BlockKind, Edit, Finding, Level, Report, Sentence, Span
from presscheck.terminal import visible
from presscheck.writers.markdown import escaped, write

QUICK = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"<b>", "</b>"}
LIVE = {"link_open", "image", "html_block", "em_open", "strong_open", "s_open", "hr", "code_block", "fence"}
CALLS = re.compile(r"://|www\.|@\w|#\d|GH-\d", re.IGNORECASE)  # what hosts make links and mentions of, beyond CommonMark


def tokens(text: str) -> Iterator[Token]:
    """Everything that a code host would make of the text."""
    for token in RENDERER.parse(text):
        yield token
        yield from token.children or ()


def words(text: str) -> str:
    """What a reader sees, without the joiners that nobody sees."""
    shown = "".join(token.content for token in tokens(text) if token.type in ("text", "code_inline", "text_special"))
    return shown.replace("\u2060", "")


def alive(text: str) -> list[str]:
    """What is more than words: links, mentions, images, tags that are not ours."""
    found = [token.type for token in tokens(text) if token.type in LIVE]
    found += [token.content for token in tokens(text) if token.type == "html_inline" and token.content not in OURS]
    return found + [token.content for token in tokens(text) if token.type == "text" and CALLS.search(token.content)]


@pytest.fixture(scope="module")
def ferry() -> str:
    """The ferry's report."""
    return write(reports.ferry()).decode("utf-8")


def test_a_finding_is_told_whole(ferry: str) -> None:
    """Level, code and place, the draft's words in bold, the message, each source's address and words, and the edit, in that order."""
    at = ferry.index("## 3. Error: number-differs, line 5, column 9")
    told = ferry[at : ferry.index("## 4.")].split("\n\n")
    assert told[1].startswith("> “We had <b>31 letters</b> about that sandbar")
    assert told[2] == "Draft says 31 letters, source says 13"
    assert told[3:5] == [
        "inquiry-day-3.vtt, 12:40 (contradicts):",
        "> FALCONER: We had <b>13 letters</b> about that sandbar and we read every one of them.",
    ]
    assert told[5].startswith("harbour-log.xlsx, row 4")
    assert told[7] == "Suggested: write “13” for “31”."
    assert "## 1. Note: year-missing, the whole draft" in ferry
    assert "Suggested: leave out “(TK source)”." in ferry


def test_it_begins_with_the_counts(ferry: str) -> None:
    """The head counts findings by level, sentences, sources read, and facts by how they came out."""
    assert ferry.startswith("# ferry-inquiry.md\n\n**5 errors, 1 warning, 2 notes** in 16 sentences, checked against 5 sources.\n")
    assert "| Contradicted | 4 |" in ferry
    (table,) = [token for token in tokens(ferry) if token.type == "table_open"]
    assert table


def test_it_ends_with_what_it_does_not_cover(ferry: str) -> None:
    """Unread sources, unchecked facts, idle sentences and what was let stand, with who and why, are all told."""
    tail = ferry[ferry.index("## What was not checked") :]
    assert "its 6 pages are pictures without text" in tail
    assert "1 fact: the judge was given no passage" in tail
    assert "4 sentences: asserts nothing" in tail
    assert "year-missing, the whole draft: The mayor says so herself, on tape. (Ada Roth, 2026-03-14)" in tail


def test_nothing_to_report() -> None:
    """A draft without findings says so, and that no source was read."""
    assert "**Nothing to report** in 1 sentence, checked alone, no source was read." in write(reports.alone()).decode("utf-8")


def test_a_draft_without_lines_is_pointed_at_by_its_address() -> None:
    """In a PDF the place is the page, as people name it."""
    draft = reports.document("a.pdf", "application/pdf", [(BlockKind.PARAGRAPH, "p. 3", "We had 31.")])
    finding = Finding("x", Level.NOTE, Span(7, 9), "no", "0" * 16)
    assert "## 1. Note: x, p. 3" in write(Report(draft, (), (Sentence(0, Span(0, 10)),), (), (finding,), reports.RUN)).decode("utf-8")


def test_long_lines_are_cut_between_words() -> None:
    """Of a paragraph without end as much is shown as is good to read, and no half word."""
    text = "alpha " * 200 + "HERE " + "omega " * 200
    draft = reports.document("a.txt", "text/plain", [(BlockKind.PARAGRAPH, "para. 1", text)])
    finding = Finding("x", Level.NOTE, reports.find(text, "HERE"), "no", "0" * 16)
    shown = write(Report(draft, (), (Sentence(0, Span(0, len(text))),), (), (finding,), reports.RUN)).decode("utf-8")
    (line,) = [line for line in shown.splitlines() if "HERE" in line]
    assert len(line) < 400
    assert set(line.split()) == {">", "…", "alpha", "<b>HERE</b>", "omega"}


@pytest.mark.parametrize(
    "text",
    [
        *("[x](http://x.example)", "![x](http://x.example/x.png)", "<img src=x onerror=y>", "<!-- x", "**x**", "_x_", "~~x~~", "`x`"),
        *("- x", "+ x", "1. x", "12) x", "---", "===", "> x", "| a | b |", "&lt;b&gt;", "\\", "a\nb", "$x$", "<b>", "<http://x.example>"),
        *("http://x.example/a", "www.x.example", "x  ", "# x"),
    ],
)
def test_hostile_words_stay_words(text: str) -> None:
    """Whatever stands in a draft is shown letter for letter, and makes no link, image, tag, list or heading."""
    for wrapped in (escaped(text), f"> {escaped(text)}", f"- {escaped(text)}"):
        assert not alive(wrapped)
        assert words(wrapped) == visible(text).strip()


@pytest.mark.parametrize("text", ["@someone", "thanks @desk/team", "#12", "GH-12"])
def test_nobody_is_called(text: str) -> None:
    """A name or a number in a draft notifies nobody and links to no ticket on a code host: its sign is parted or escaped."""
    assert text not in escaped(text)


@QUICK
@given(anything.WORDS | st.text(max_size=40))
def test_any_words_stay_words(text: str) -> None:
    """The same for any words at all."""
    shown = visible(text).strip()
    assert not alive(escaped(text))
    assert words(escaped(text)).split() == shown.replace("\u2060", "").split()


@QUICK
@given(anything.reports())
def test_any_report_is_only_words(report: Report) -> None:
    """No report, whatever is in it, has a link, an image, a tag or an emphasis but our own bold; one heading for each finding."""
    text = write(report).decode("utf-8")
    assert alive(text) == ["strong_open"]
    heads = [token for token in tokens(text) if token.type == "heading_open"]
    tails = bool(report.dismissed) + bool(report.unchecked() or any(not hasattr(source, "text") for source in report.sources))
    assert len(heads) == 1 + len(report.findings) + tails


def test_edits_show_both_words() -> None:
    """An edit is told with the old words and the new, escaped."""
    report = reports.alone("a *b* c")
    finding = Finding("x", Level.NOTE, Span(2, 5), "no", "0" * 16, edits=(Edit(Span(2, 5), "<b>"),))
    assert r"Suggested: write “\<b\>” for “\*b\*”." in write(replace(report, findings=(finding,))).decode("utf-8")
