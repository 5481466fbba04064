"""Sentences: where one ends, where none does, and what is cut because it runs on."""

import pytest

import reports
from presscheck.model import Block, BlockKind, Document, Span
from presscheck.split import LONGEST, WIDEST, spans, split
from prose import prose


def lines(*paragraphs: str) -> list[str]:
    draft = prose(*paragraphs)
    return [draft[sentence.span] for sentence in split(draft)]


@pytest.mark.parametrize(
    "text",
    [
        *("Dr. Lind met Mr. Orm on St. Ann's Quay.", "J. R. Orm left.", "It opens at 8 a.m. and shuts at 5 p.m. daily.", "It cost £4.20."),
        *(
            "See p. 14 and fig. 3.",
            "1. First point of the list.",
            "She wrote e.g. of rain.",
            "Well… maybe not.",
            "He asked “why?” and left.",
        ),
        *(
            "The U.S. embassy shut.",
            "The D.C. Office of Tenants shut.",
            "“No! never,” she said.",
            "He left (as of 5 May). it is said",
            "No stop at the end",
            "Lind v. Orm was heard.",
        ),
    ],
)
def test_no_sentence_ends_here(text: str) -> None:
    """A full stop after an abbreviation, an initial or a list's number, inside a figure or before a small letter ends nothing."""
    assert lines(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("She left.", "He stayed."),
        ("“She left.”", "He stayed."),
        ("She left (in May).)", "“He stayed,” said Orm."),
        ("Did she leave?", "He stayed."),
        ("She left!", "31 people stayed."),
        ("She left at 8 a.m.", "He stayed."),
        ("She left the U.S.", "The embassy shut."),
        ("She left…", "He stayed."),
        ("She left. [1]".removesuffix(" [1]"), "[1] He stayed."),
        ("It cost £4.", "He paid."),
        ("It was 1974.", "He paid."),
        ("She left.", "Élise stayed."),
        ("She left.", "他留下了。"),
        ("**She left.**", "*He* stayed."),
    ],
)
def test_a_sentence_ends_here(first: str, second: str) -> None:
    """A stop ends a sentence, with the marks that close after it, where what follows can open one."""
    assert lines(f"{first} {second}") == [first, second]
    assert lines(f"{first}\n{second}") == [first, second]


def test_sentences_do_not_cross_paragraphs() -> None:
    """A paragraph without a stop is a sentence of its own, and sentences are numbered through the draft."""
    draft = prose("A headline", "She left. He stayed")
    assert [(s.index, draft[s.span]) for s in split(draft)] == [(0, "A headline"), (1, "She left."), (2, "He stayed")]


def test_a_row_is_one_sentence() -> None:
    """The cells of a row are read together, stops and all; rows and tables are told apart."""
    table = reports.document(
        "table.csv", "text/csv", [(BlockKind.PARAGRAPH, "para. 1", "Votes")], [["Party. A", "Votes"], ["Reed", "1,204"]]
    )
    assert [table[span] for span in spans(table, table.blocks)] == ["Votes", "Party. A | Votes", "Reed | 1,204"]


def test_a_sentence_runs_over_cues() -> None:
    """In a transcript a sentence may begin in one cue and end in the next."""
    cues = reports.document(
        "day.vtt", "text/vtt", [(BlockKind.CUE, "12:40", "We had 31"), (BlockKind.CUE, "12:44", "letters. We read them.")]
    )
    assert [cues[span] for span in spans(cues, cues.blocks)] == ["We had 31\n\nletters.", "We read them."]


def test_headers_are_no_sentences() -> None:
    """Lines about the text are not checked, and are searched all the same."""
    mail = reports.document(
        "a.eml", "message/rfc822", [(BlockKind.HEADER, "From", "From: Ann Tove"), (BlockKind.PARAGRAPH, "p", "She left.")]
    )
    assert [mail[sentence.span] for sentence in split(mail)] == ["She left."]
    assert len(list(spans(mail, mail.blocks))) == 2


def cut(text: str) -> list[str]:
    document = Document(text, (Block(Span(0, len(text)), BlockKind.PARAGRAPH, "para. 1"),), "a.txt", "text/plain", "")
    return [document[span] for span in spans(document, document.blocks)]


@pytest.mark.parametrize(("mark", "left"), [("\n", ""), ("; ", ";"), (" ", "")])
def test_what_runs_on_is_cut(mark: str, left: str) -> None:
    """A sentence longer than any is cut at the last line break, else semicolon, else white space, and no letter is lost."""
    text = ("x" * 300 + mark) * 20 + "end"
    found = cut(text)
    assert all(len(piece) <= LONGEST for piece in found)
    assert all(piece.endswith("x" + left) for piece in found[:-1])
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_word_without_end_is_cut() -> None:
    """Where nothing parts the letters, they are cut at the bound."""
    assert [len(piece) for piece in cut("x" * (2 * LONGEST + 5))] == [LONGEST, LONGEST, 5]


def test_a_cut_leaves_short_sentences_alone() -> None:
    """Only what is longer than the bound is cut, and a row of a table may be longer than a sentence."""
    assert len(cut("x " * (LONGEST // 2 - 1))) == 1
    row = reports.document("wide.csv", "text/csv", [], [[f"Column {n}" for n in range(WIDEST // 20)]])
    assert LONGEST < len(row.text) < WIDEST
    assert len(list(spans(row, row.blocks))) == 1
