"""Quotations: marks of several habits, nested and broken ones, marks that are none, and whose words they are."""

import pytest

import reports
from presscheck.model import BlockKind
from presscheck.quotations import LONGEST, between, label, mask, quotations, speaker, subject_before
from prose import prose


def quoted(text: str) -> list[str]:
    return [" | ".join(text[piece.start : piece.end] for piece in quotation.pieces) for quotation in quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said “we knew”.", ["we knew"]),
        ('She said "we knew".', ["we knew"]),
        ("She said «we knew».", ["we knew"]),
        ("She said „we knew“.", ["we knew"]),
        ("She said ‘we knew’.", ["we knew"]),
        ("She said 'we knew'.", ["we knew"]),
        ("“We knew,” she said, “and waited.”", ["We knew, | and waited."]),
        ('"We knew," said Orm, "and waited," he added, "for a year."', ["We knew, | and waited, | for a year."]),
        ("“We knew,” she said. “We waited.”", ["We knew,", "We waited."]),
        ("“We knew” and “we waited” are two.", ["We knew", "we waited"]),
        ("“He said ‘we knew’ to me,” she said.", ["He said ‘we knew’ to me,", "we knew"]),
        ("“It’s Lind’s,” she said.", ["It’s Lind’s,"]),
        ("“A quotation that goes on", ["A quotation that goes on"]),
        ("(“we knew”)", ["we knew"]),
    ],
)
def test_what_is_quoted(text: str, words: list[str]) -> None:
    """The words inside the marks, the halves of one broken by “she said” as one quotation, an inner one after its outer."""
    assert quoted(text) == words


@pytest.mark.parametrize(
    "text", ["Lind’s and Orm's", "the '90s and ’80s", 'a 6" pipe', "“”", '""', "‘ ’", '" "', "'tis rain", "5' 4\" tall", "no marks"]
)
def test_what_is_not_quoted(text: str) -> None:
    """Apostrophes, inches and decades, and marks with nothing between them, quote nothing."""
    assert quoted(text) == []


def test_marks_of_two_paragraphs_do_not_meet() -> None:
    """Only the stretch asked for is read, and a mark left open is closed at its end."""
    text = "“We knew.\n\nNobody else did.”"
    assert [text[q.span.start : q.span.end] for q in quotations(text, 0, 9)] == ["We knew."]
    assert quotations(text, 11, len(text)) == ()


def test_quotations_are_bounded() -> None:
    """Marks further apart than any quotation are long do not belong together."""
    assert quotations("“" + "x " * LONGEST + "”") == ()
    assert quotations('"we knew it," she said, ' * 1000)[0].span.end <= LONGEST + 1


def test_mask_blanks_the_quoted_words() -> None:
    """Every other letter stays in its place."""
    text = "Orm: “we knew,” she said, “and ‘waited’.” End."
    shown = mask(text, quotations(text), 0, len(text))
    assert len(shown) == len(text)
    assert shown.split() == ["Orm:", "“", "”", "she", "said,", "“", "”", "End."]
    assert mask(text, quotations(text), 5, 20) == shown[5:20]


def test_between_leaves_out_no_quotation_that_reaches_in() -> None:
    """Those that may touch a stretch are among the ones given, outer ones that began long before included."""
    text = "“a” " * 50 + "“" + "word ‘in’ " * 100 + "” " + "“b” " * 50
    found = quotations(text)
    for start in range(0, len(text) - 10, 37):
        touching = [q for q in found if q.span.start < start + 10 and q.span.end > start]
        assert set(touching) <= set(between(found, start, start + 10))


def who(text: str) -> str:
    found = quotations(text)
    name = speaker(text, found[0], mask(text, found, 0, len(text)), 0)
    if name:
        assert text[name.span.start : name.span.end] == name.text
    return name.text if name else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We knew it,” said Ruth Lind.", "Ruth Lind"),
        ("“We knew it,” Lind said.", "Lind"),
        ("Ruth Lind told Karl Orm: “We knew it.”", "Ruth Lind"),
        ("“We knew it,” said the mayor, Ruth Lind.", "Ruth Lind"),
        ("“We knew it,” said the mayor, and Ruth Lind left.", ""),
        ("“We knew it,” she said.", ""),
        ("“Ruth Lind knew it,” said Orm.", "Orm"),
        ("Orm left. Tove wept. “We knew it,” Ruth Lind said.", "Ruth Lind"),
        ("“We knew it.” Ruth Lind was there.", ""),
    ],
)
def test_who_says_it(text: str, name: str) -> None:
    """The name beside a speech verb and nearest to the quotation says it; never one inside the marks, nor the one spoken to."""
    assert who(text) == name


def test_who_she_is() -> None:
    """The last name that opens a sentence or speaks in it, outside quotation marks, is whom “she said” is likely to mean."""
    text = "Ruth Lind wrote in May. “Karl Orm Never came.” She met Tove. “We knew it,” she said."
    name = subject_before(text, text.index("“We knew"), 0)
    assert name is not None
    assert name.text == "Ruth Lind"
    assert subject_before("It rained. “We knew it,” she said.", 11, 0) is None


def test_labels_of_a_transcript() -> None:
    """The label of the line, or the last one before it in the same block, speaks; a line of prose is no label."""
    interview = prose("PERRIN: And then?\nOKORO: Nothing happened.\nNothing at all.", "He said: nothing at all.")
    at = interview.text.index
    assert label(interview, at("And then")) == "PERRIN"
    assert label(interview, at("Nothing at all")) == "OKORO"
    assert label(interview, at("He said")) == ""
    cues = reports.document("a.vtt", "text/vtt", [(BlockKind.CUE, "1", "Orm: We knew."), (BlockKind.CUE, "2", "And waited.")])
    assert label(cues, cues.text.index("waited")) == "Orm"
