"""A corrected copy: what is sure is mended, what is not is left to a person, and mending twice changes nothing more."""

from __future__ import annotations

import pytest

from presscheck import Checker, Settings, read
from presscheck.model import Document, Report, Span
from presscheck.repair import Change, apply, changes, line, remarked
from word import docx, p

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


def test_a_list_that_has_its_heading_gets_no_second() -> None:
    """Under "Sources" in a plain text the entries alone come in place of the placeholders, and every mark resolves."""
    text, _, report = fixed(DRAFT.replace("- [Source 1]", "Sources\n\n[Source 1]").replace("- [Source 2]", "[Source 2]"), "draft.txt")
    assert text.count("Sources") == 1
    assert "Sources\n\n[1] " in text
    assert all(cited.entry and cited.source for cited in report.citations)


def test_the_reason_of_an_edit_is_for_people() -> None:
    """A name put right in two places is told by what draft and source say, and by nothing of our own bookkeeping."""
    _, made, _ = fixed(DRAFT + "\nOrmsted left.\n")
    told = [change.why for change in made if change.code == "name-contradicted"]
    assert told == ["draft says Ormsted, source says Ormstad"] * 2


def test_what_cannot_be_mended_keeps_nothing_else_back() -> None:
    """Of two findings in the same words, one in an address that stays, the other is mended."""
    text, _, _ = fixed("# Nets\n\nHe committed suicide in May. See https://tide.example/committed suicide or [it](a committed suicide).\n")
    assert "He died by suicide in May." in text
    assert "[it](a committed suicide)" in text


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


def test_a_source_is_listed_once() -> None:
    """Two placeholders in one paragraph whose sentences rest on one source: both go, one mark and one entry stand."""
    text, _, report = fixed(
        "# Nets\n\nThe board paid 41,000 euros for the nets that were stolen [citation needed]. "
        "Ruth Lindgate was sentenced to two years in prison on 1 July 2031 [citation needed].\n\nEnd of it.\n"
    )
    assert "citation needed" not in text
    assert len([line for line in text.split("\n") if line.startswith("[^")]) == len({c.target for c in report.citations if c.entry})
    assert "].[" not in text.replace("].[^", "")


def test_the_end_of_a_draft_is_not_doubled() -> None:
    """A mark and a list at the draft's last letter: the stop stands once."""
    text, _, _ = fixed("# Nets\n\nIt cost [source].\n\nThe board paid 41,000 euros for the nets that were stolen.\n")
    assert "stolen.[^1]\n\n[^1]: " in text


PLACES = {
    "front matter": "---\nnote: he committed suicide\n---\n\n# A\n\nIt rained in Orm.\n",
    "code": "# A\n\nIt rained `he committed suicide` in Orm.\n",
    "an address": "# A\n\nIt rained [there](https://orm.example/he-committed suicide) in Orm.\n",
}


@pytest.mark.parametrize("text", list(PLACES.values()), ids=list(PLACES))
def test_what_is_no_copy_is_left(text: str) -> None:
    """Front matter, code and addresses stay as they are."""
    assert fixed(text)[0] == text


def test_names_of_others_and_in_quotations_stay() -> None:
    """A misspelt surname is put right where it is this person's: not in an address, not his brother's, not in somebody's mouth."""
    draft = (
        "# Nets\n\n“We trusted her for eleven years,” said Ilva Ormsted, its chair. Her brother Karl Ormsted ran the inn. "
        "Ormsted has a [page](https://orm.example/Ormsted). “Ormsted lies,” Lind said.\n"
    )
    text, _, _ = fixed(draft)
    assert "Ilva Ormstad" in text
    assert "Karl Ormsted" in text
    assert "orm.example/Ormsted" in text
    assert "“Ormsted lies,”" in text


STRUCTURES = (
    "# A\n\n| a | b |\n|---|---|\n| TK [source] | 2 |\n| 3 | 4 |\n\nEnd of it.\n",
    "# A\n\n> He said TK.\n>\n> And more.\n\nEnd of it.\n",
    "TK title [source]\n=======\n\nIt rained in Orm and the ferry sank.\n",
    "# A\n\n1. One TK.\n2. Two.\n\nEnd of it.\n",
)


@pytest.mark.parametrize("text", STRUCTURES)
def test_comments_break_nothing(text: str) -> None:
    """Tables, quotations, titles and lists are what they were when comments have been written, and a second time none is added."""
    _, _, report = fixed(text)
    told = remarked(report)
    before = [(block.kind, report.draft[block.span]) for block in report.draft.blocks]
    again = read(told.encode(), "draft.md")
    after = [(block.kind, again[block.span]) for block in again.blocks if not again[block.span].startswith("<!--")]
    assert after == before
    assert remarked(fixed(told)[2]) == told


def test_the_list_of_a_word_file_stands_at_the_end_of_its_text() -> None:
    """In a Word file the list of sources is a paragraph each after the last paragraph, not in the notes that its text ends with, and an
    edit is told by its paragraph."""
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>Minutes of May.</w:t></w:r></w:p></w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = p("Nets") + p("The board paid 41,000 euros for the nets that were stolen [citation needed].", mark) + p("End of it.")
    report = CHECKER.check(read(docx(body, note), "draft.docx"), SOURCES)
    made = changes(report)
    text = apply(report.draft.text, made)
    assert "stolen. [1]" in text
    assert "\n\nEnd of it.\n\nSources:\n\n[1] " in text
    assert text.endswith("\n\nMinutes of May.")
    assert line(report.draft, made[0]).startswith("para. 2: ")


def test_a_list_for_readers_has_no_folders() -> None:
    """A source is listed by its file's name alone, unless two files share it."""
    text, _, _ = fixed(DRAFT)
    assert "(statement.md)" in text
    assert "sources/" not in text
    alike = (read(REGISTER, "a/papers.txt"), read(LETTER, "b/papers.txt"))
    text, _, _ = fixed(DRAFT, sources=alike)
    assert "(a/papers.txt)" in text or "(b/papers.txt)" in text


def test_a_mark_is_told_with_its_word() -> None:
    """What is put behind a full stop is told with the word before it."""
    draft = read(DRAFT.encode(), "draft.md")
    at = draft.text.index("theft.") + 5
    change = Change(Span(at, at + 1), ".", ".[^1]", "placeholder-citation", "why", "")
    assert "“theft.” → “theft.[^1]”" in line(draft, change)
