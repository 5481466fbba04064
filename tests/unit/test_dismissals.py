"""What somebody let stand: comments in a draft, a file beside it; neither counts without a reason, and the report tells of both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import Checker, Settings, read
from presscheck.dismissals import Dismissal, parse, write
from presscheck.errors import SettingsError
from presscheck.model import Report

BARE = Settings(packs=("hygiene",), judge="overlap", reader="none")


def checked(text: str, *let_stand: Dismissal) -> Report:
    return Checker(BARE).check(read(text.encode(), "draft.md"), let_stand=let_stand)


def codes(report: Report) -> tuple[list[str], list[str]]:
    """(what stands, what was let stand)."""
    return [f.code for f in report.findings], [each.finding.code for each in report.dismissed]


def test_a_comment_in_its_paragraph() -> None:
    """A comment allows a rule in its own paragraph and nowhere else, with its reason in the report."""
    why = "the bracket is the band's name"
    text = f"It cost [source] money. <!-- presscheck: allow placeholder-citation: {why} -->\n\nIt cost [source] more.\n"
    report = checked(text)
    assert codes(report) == (["placeholder-citation"], ["placeholder-citation"])
    assert (report.dismissed[0].reason, report.dismissed[0].by) == (why, "a comment in the draft")


def test_a_comment_that_stands_alone() -> None:
    """A comment on a line of its own is for the paragraph after it."""
    comment = "<!-- presscheck: allow placeholder-citation: a name -->"
    text = f"It cost [source] one.\n\n{comment}\n\nIt cost [source] two.\n\nIt cost [source] three.\n"
    report = checked(text)
    assert codes(report) == (["placeholder-citation"] * 2, ["placeholder-citation"])
    assert report.dismissed[0].finding.span is not None
    assert report.dismissed[0].finding.span.start > text.index("allow")


def test_throughout() -> None:
    """`allow-throughout` is for the whole draft, and may name several rules."""
    comment = "<!-- presscheck: allow-throughout note-to-self, placeholder-citation: a poem -->"
    text = f"{comment}\n\nIt cost [source] one.\n\nIt cost [check date] two.\n"
    assert codes(checked(text)) == ([], ["placeholder-citation", "note-to-self"])


@pytest.mark.parametrize(
    "comment",
    ["allow placeholder-citation", "allow placeholder-citation:", "allow", "allow no-such-rule: why", "disallow placeholder-citation: x"],
)
def test_without_a_reason_nothing_is_allowed(comment: str) -> None:
    """A comment that gives no reason, no rule or another rule allows nothing."""
    assert codes(checked(f"It cost [source] money. <!-- presscheck: {comment} -->\n"))[0] == ["placeholder-citation"]


def test_a_comment_is_no_copy() -> None:
    """Rules do not read comments: what stands in one is not printed."""
    assert codes(checked("It rained.\n\n<!-- [source] TK -->\n\nIt rained on.\n")) == ([], [])


def test_a_dismissal_survives_edits_elsewhere() -> None:
    """A finding that was dismissed stays so when the draft changes around its sentence, and comes back when its own sentence changes."""
    mark = checked("It cost [source] money.\n").findings[0].fingerprint
    dismissal = Dismissal(mark[:8], "A band", "Ada Roth", "2031-05-03")
    report = checked("Something came before it, at length.\n\nIt cost [source] money.\n", dismissal)
    assert codes(report) == ([], ["placeholder-citation"])
    assert report.dismissed[0].by == "Ada Roth, 2031-05-03"
    assert codes(checked("It cost [source] euros.\n", dismissal))[0] == ["placeholder-citation"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1", "this should hold tables [[dismissed]] and nothing else"),
        ("[[dismissed]]\nreason = 3", "this should be a table of texts"),
        ('[[dismissed]]\nfingerprint = "12345678"\nreason = "r"', "has no by; a dismissal needs a reason and a name"),
        ('[[dismissed]]\nfingerprint = "123"\nreason = "r"\nby = "b"', "fingerprint = '123' should be 8 to 16 digits"),
        ('[[dismissed]]\nfingerprint = "12345678"\nreason = "r"\nby = "b"\nwhen = "x"', "there is no field 'when'"),
        ("[[dismissed]", "this is not valid TOML"),
    ],
)
def test_a_wrong_file(text: str, says: str) -> None:
    """What is wrong with a file of dismissals is told with its name."""
    with pytest.raises(SettingsError) as raised:
        parse(text, "d.toml")
    assert str(raised.value).startswith("d.toml")
    assert says in str(raised.value)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_what_is_written_is_read_back(reason: str, by: str) -> None:
    """Whatever a reason or a name holds, the file that is written can be read."""
    told = [Dismissal("12345678", reason, by, "2031-05-03")]
    (back,) = parse(write(told), "d.toml")
    assert back.fingerprint == "12345678"
    assert len(back.reason) == len(reason)


def test_words_in_prose_allow_nothing() -> None:
    """A story that speaks of such comments has none: only a comment is one."""
    assert codes(checked("Write `presscheck: allow-throughout placeholder-citation: why` for it. It cost [source].\n"))[1] == []


def test_a_comment_right_under_a_paragraph() -> None:
    """With no blank line between, it is for the paragraph above."""
    text = "It cost [source] one.\n<!-- presscheck: allow placeholder-citation: a name -->\n\nIt cost [source] two.\n"
    report = checked(text)
    assert report.dismissed[0].finding.span is not None
    assert report.dismissed[0].finding.span.start < text.index("presscheck")
