"""What the sources have as one side's word is told as a fault of sourcing too."""

from __future__ import annotations

from presscheck import Checker, Settings, allegations
from presscheck.model import Finding, Level
from presscheck.readers import markdown, plain

CHECKER = Checker(Settings(judge="overlap"))
SOURCE = "Ms Ruiz alleged that €2.4m had been spent on advisers. Mr Lund said that the sum covered four years."
DRAFT = "The harbour board is asleep. This year it wasted €2.4m on advisers."


def raised(draft: str) -> list[Finding]:
    found = CHECKER.check(markdown.read(draft.encode(), "draft.md"), [plain.read(SOURCE.encode(), "minutes.txt")]).findings
    return [finding for finding in found if finding.code in allegations.LEVELS]


def test_one_side() -> None:
    """An accusation in the draft's own voice is a warning of the family, with no outcome and with the source's words."""
    [finding] = raised(DRAFT)
    assert (finding.code, finding.level, finding.outcome, finding.tags) == (
        "one-side-as-fact",
        Level.WARNING,
        None,
        ("allegation-as-fact",),
    )
    assert finding.message == "“wasted €2.4m on advisers” is one side's word: say who says so, and what the other side says"
    assert "alleged that €2.4m" in finding.evidence[0].passages[0].text


def test_named() -> None:
    """None where the draft says who alleges it."""
    assert raised("Ms Ruiz alleged that this year it wasted €2.4m on advisers.") == []


def test_told_once() -> None:
    """A rule that says as much of the same words has said it."""
    assert raised(f"{DRAFT} Mr Lund denies all claims.")[0].code == "one-side-as-fact"
    told = CHECKER.check(
        markdown.read(b"The harbour board denies all claims.\n\nIt squandered 2.4m on advisers.", "draft.md"),
        [plain.read(b"Ms Ruiz alleged that it squandered 2.4m on advisers.", "minutes.txt")],
    ).findings
    assert [finding.code for finding in told if allegations.FAMILY in finding.tags] == ["accusation-unattributed"]
