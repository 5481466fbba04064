"""A sentence made to stand alone, and whether it asserts anything."""

import pytest

import reports
from presscheck.model import BlockKind, Sentence, Span
from presscheck.split import split
from presscheck.statements import around, assertions, asserts, statements
from prose import prose, sentence


def told(*paragraphs: str) -> list[str]:
    draft = prose(*paragraphs)
    return list(statements(draft, split(draft)))


def test_he_is_told_beside_the_sentence() -> None:
    """A sentence with a pronoun for a person and no name of its own carries the last person named, in full."""
    assert told("Ruth Lind opened the gate. She had the key.", "He left.") == [
        *("Ruth Lind opened the gate.", "She had the key. (Ruth Lind)", "He left. (Ruth Lind)")
    ]
    assert told("Ruth Lind opened the gate.", "Lind left.", "She had the key.")[2] == "She had the key. (Ruth Lind)"


def test_nobody_is_made_up() -> None:
    """Without a person before it, with a name of its own, or with "it" alone, a sentence stays as it is."""
    for text in ("She had the key.", "Karl Orm said she had the key.", "It rained."):
        assert told(text) == [text]
    assert told("Ruth Lind opened the gate. It was old.")[1] == "It was old."


def test_names_in_quotation_marks_are_nobodys() -> None:
    """Whom a speaker names is not whom the next "she" means."""
    assert told("Ruth Lind wept. “Karl Orm did it,” said Ruth Lind. She left.")[2] == "She left. (Ruth Lind)"


@pytest.mark.parametrize(
    "text",
    [
        *("Did she leave?", "“Did she leave?”", "[photo to come]", "By Ruth Lind and Karl Orm", "Reporting by Ruth Lind"),
        *(
            "Trigger warning: this story tells of a death.",
            "If you have been affected, call a friend.",
            "Too short.",
            "It was what they had.",
        ),
        *("Editor's note: an earlier version was wrong.", "…", "31", "(((", ""),
        *("Here is a summary of the article in 90 words:", "Sure! Here’s the summary you requested:", "Below is the ferry board's letter:"),
    ],
)
def test_what_asserts_nothing(text: str) -> None:
    """Questions, bylines, notes, appeals, announcements, placeholders and scraps say nothing that a source could bear out."""
    draft = prose(text or " ")
    assert not asserts(draft, sentence(draft))


@pytest.mark.parametrize(
    "text",
    [
        "She left in May.",
        "- She left in May",
        "“She left in May.”",
        "By May the board had met.",
        "> 31 letters came",
        "Is it? She left in May.",
        "Here is the harbour where 31 people died.",
        "The board said here is where it stands: 31 letters came.",
    ],
)
def test_what_asserts(text: str) -> None:
    """A statement is one in a list, a quotation or after a mark too."""
    draft = prose(text)
    assert asserts(draft, sentence(draft))


def test_a_headline_asserts_with_two_words_of_content() -> None:
    """A label over a paragraph asserts nothing, a headline does."""
    for text, said in (("What we know", False), ("Harbour board refused tug", True)):
        head = reports.document("a.md", "text/markdown", [(BlockKind.HEADING, "h", text)])
        assert asserts(head, sentence(head)) is said


def test_a_headline_that_opens_with_a_date_asserts() -> None:
    """ "From June 2031" begins no by-line, though "From our reporter" does."""
    for text, said in (("From June 2031, Bus Fares Rise By 40%", True), ("From Our Courts Correspondent, June 3, 2031", False)):
        head = reports.document("a.md", "text/markdown", [(BlockKind.HEADING, "h", text)])
        assert asserts(head, sentence(head)) is said


def test_the_walk_over_what_a_draft_asserts() -> None:
    """Only sentences that assert something, each with its own number, its block, its places in the draft and what it quotes."""
    head = (BlockKind.HEADING, "h", "Harbour board refused tug")
    draft = reports.document("a.md", "text/markdown", [head, (BlockKind.PARAGRAPH, "p", "Who knew? Ruth Lind said “we did” in May.")])
    title, said = assertions(draft, split(draft))
    assert (title.index, title.heading, title.quoted) == (0, True, ())
    assert (said.index, said.heading, said.statement) == (2, False, "Ruth Lind said “we did” in May.")
    assert [draft[span] for span in said.quoted] == ["“we did”"]
    assert said.outside == "Ruth Lind said          in May."
    did, may = (said.at(reports.find(said.text, words)) for words in ("did", "May"))
    assert (draft[did], said.quotes(did), draft[may], said.quotes(may)) == ("did", True, "May", False)


def test_around_is_what_overlaps() -> None:
    """The sentences that share a letter with a span, and no neighbour that only touches it."""
    found = [Sentence(n, Span(at, at + 8)) for n, at in enumerate((0, 10, 20, 30))]
    for start in range(40):
        for end in range(start + 1, 41):
            wanted = [s for s in found if s.span.overlaps(Span(start, end))]
            assert list(around(found, Span(start, end))) == wanted
