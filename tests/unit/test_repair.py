"""A corrected copy: what is sure is mended, what is not is left to a person, and mending twice changes nothing more."""

from __future__ import annotations

import pytest

from presscheck import Checker, Settings, read
from presscheck.model import Document, Report
from presscheck.repair import Change, apply, changes, remarked

CHECKER = Checker(Settings(judge="overlap", profile="US-AP", reader="none"))
REGISTER = b"""STATE COURT OF ORM - REGISTER OF ACTIONS
State v. Lindgate, Case No. 12-417

3 May 2031  Complaint filed. One count of theft.
9 June 2031  Defendant Ruth Lindgate pleads guilty to one count of theft.
1 July 2031  Sentence: two years in prison.
"""
LETTER = """# Statement of the harbour board

By Ilva Ormstad, chair, 2 July 2031

The board paid 41,000 euros for the nets that were stolen. “We trusted her for eleven years,” said Ilva Ormstad, its chair.
""".encode()
SOURCES = (read(REGISTER, "sources/register.txt"), read(LETTER, "sources/statement.md"))


def fixed(text: str, name: str = "draft.md", sources: tuple[Document, ...] = SOURCES) -> tuple[str, list[Change], Report]:
    """(the draft as mended, all edits, the last report)."""
    made: list[Change] = []
    report = CHECKER.check(read(text.encode(), name), sources)
    for _ in range(6):
        if not (more := changes(report)):
            break
        made += more
        report = CHECKER.check(read(apply(report.draft.text, more).encode(), name), sources)
    return report.draft.text, made, report


DRAFT = """# Lindgate jailed over stolen nets

Ruth Lindgate was sentenced to two years in prison on 1 July 2031 after she pleaded guilty to theft.

The board paid 41,000 euros for the nets. “We trusted her for twelve years,” said Ilva Ormsted, its chair.

- [Source 1]
- [Source 2]
"""


def test_placeholders_become_sources_that_resolve() -> None:
    """Each mark in the copy has its entry, each entry is cited, and each entry names a source that carries what it is cited for."""
    text, _, report = fixed(DRAFT)
    assert "[Source" not in text
    assert "[^1]: " in text
    entries = {cited.target: cited for cited in report.citations if cited.form == "footnote"}
    assert len(entries) == 2
    assert all(cited.entry and cited.source for cited in report.citations if cited.form == "footnote")
    assert text.index("guilty to theft.[^1]") < text.index("[^2]")


def test_a_plain_text_has_a_list() -> None:
    """In plain text the marks are numbers, and the list has a heading."""
    text, _, _ = fixed(DRAFT, "draft.txt")
    assert "Sources:\n[1] " in text
    assert "theft. [1]" in text


def test_quotations_and_names_are_put_back() -> None:
    """Words of a quotation that its source has otherwise are the source's again, and a misspelt name is spelt as there, everywhere."""
    text, made, _ = fixed(DRAFT)
    assert "“We trusted her for eleven years,”" in text
    assert "Ormsted" not in text
    assert {"quote-contradicted", "name-contradicted"} <= {change.code for change in made}


def test_figures_are_left_to_a_person() -> None:
    """A wrong number is not changed: the copy says in a comment what the source has."""
    text, made, report = fixed(DRAFT.replace("41,000", "47,000"))
    assert "47,000" in text
    assert not any("000" in change.after and "000" in change.before for change in made)
    assert "<!-- presscheck #" in remarked(report)
    assert "41,000" in remarked(report)


def test_a_help_line_and_a_note_in_their_place() -> None:
    """Help that is pointed to gets the contact of the readers' country; a content note goes before what it warns of."""
    text, _, _ = fixed(
        "# Man jailed for rape\n\nA man was jailed on Monday for the rape of a woman in Orm. The court heard that she fought.\n\n"
        "He was convicted of rape in May.\n\nContent note: this story describes rape.\n\n"
        "Anyone affected by rape can ring a helpline for support.\n"
    )
    assert "800-656-4673" in text
    assert text.index("Content note") < text.index("A man was jailed")
    assert text.count("Content note") == 1


@pytest.mark.parametrize(
    "text", [DRAFT, DRAFT.replace("41,000", "47,000"), "He committed suicide in May. [source]\n", "TK\n", "# A\n\n[Source 1]\n"]
)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    """The copy, and the copy with its comments, come out as they went in."""
    once, _, report = fixed(text)
    assert fixed(once)[0] == once
    told = remarked(report)
    again, made, second = fixed(told)
    assert (again, made) == (told, [])
    assert remarked(second) == told


def test_what_nobody_vouches_for_stays() -> None:
    """Without sources no placeholder is replaced."""
    text, _, _ = fixed(DRAFT, sources=())
    assert "[Source 1]" in text
    assert "“We trusted her for twelve years,”" in text
