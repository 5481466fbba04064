"""What points at the draft's sources, the list of them at its end, and what is wrong with either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from presscheck import ledger
from presscheck.model import BlockKind, Document, Pointer, Span
from presscheck.readers import markdown, plain
from prose import prose


def md(text: str, name: str = "draft.md") -> Document:
    return markdown.read(text.encode("utf-8", "surrogatepass"), name)


def pointed(text: str) -> list[tuple[str, str, str]]:
    """(form, words, what its entry says) of every citation that is no phrase."""
    draft = md(text)
    told = ledger.read(draft)
    said = {entry.span: entry.text for entry in told.entries}
    return [(one.form, draft[one.span], said[one.entry] if one.entry else "") for one in told.citations if one.form != "phrase"]


def listed(text: str) -> list[tuple[str, str]]:
    return [(entry.label, entry.text) for entry in ledger.read(md(text)).entries]


PARAGRAPH = (
    "The lower wall of the Ostwick reservoir had been leaking for twelve days before anybody told the families in the meadow below it. "
    "Engineers measured the flow on a Monday and wrote it down in pencil. The warden walked the path with a lamp each night, counting "
    "the wet stones, and she says that there were nineteen of them when the snow came. A farmer moved forty sheep to the upper field. "
    "The school shut its lower gate. On the twelfth day a siren sounded, and the meadow was empty within an hour, though nobody had "
    "been asked to leave it."
)


# What points.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It leaked.[^1]\n\n[^1]: The letter.\n", [("footnote", "[^1]", "The letter.")]),
        ("It leaked.[^two]\n", [("footnote", "[^two]", "")]),
        ("It leaked [1].\n\nSources\n\n1. The letter\n", [("number", "[1]", "The letter")]),
        ("It leaked [1].\n\n[1] The letter\n", [("number", "[1]", "The letter")]),
        ("It leaked [Source 1].\n\n[Source 1] The letter\n", [("number", "[Source 1]", "The letter")]),
        ("It leaked [1, 2].\n\nNotes:\n[1] A letter\n[2] A log\n", [("number", "[1, 2]", "A letter"), ("number", "[1, 2]", "A log")]),
        ("It leaked (1).\n\nSources:\n1. The letter\n", [("number", "(1)", "The letter")]),
        ("It leaked.¹\n\nSources:\n1. The letter\n", [("number", "¹", "The letter")]),
        ("See [the letter](https://tarn.example/letter).\n", [("link", "the letter", "")]),
        ("See https://tarn.example/letter.\n", [("link", "https://tarn.example/letter", "")]),
        ("It leaked [Source 1].\n", [("placeholder", "[Source 1]", "")]),
        ("It leaked (source) [citation needed] [link].\n", [("placeholder", w, "") for w in ("(source)", "[citation needed]", "[link]")]),
        ("It leaked【4:2†source】.\n", [("placeholder", "【4:2†source】", "")]),
    ],
)
def test_what_points_at_a_source(text: str, found: list[tuple[str, str, str]]) -> None:
    """Footnotes, numbers, links and stand-ins, each with the line of the source list that it means."""
    assert pointed(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It leaked (1) by day and (2) by night.\n",
        "It covers 20 km² and 10² more.\n\nSources:\n1. The letter\n",
        "“We saw [12] leaks,” she said.\n",
        "“[The board] knew,” he said of a source close to it.\n",
        "He wrote to [her](mailto:pell@tarn.example).\n",
        "The mark of a note is `[^3]`, and `[4]` of a list.\n",
    ],
)
def test_what_does_not_point(text: str) -> None:
    """Counted clauses, powers, a quotation's changed words and a mail address."""
    assert pointed(text) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The wall leaked, according to the Tarn Courier.", "according to the Tarn Courier"),
        ("The Tarn Courier reported that the wall leaked.", "The Tarn Courier reported"),
        ("A report by the Tarn Valley Water Board put the leak at 12 days.", "A report by the Tarn Valley Water Board"),
        ("Court documents show that the wall leaked.", "Court documents show"),
        ("Papers released on Monday by the water board show a leak.", "Papers released on Monday by the water board"),
        ("“It leaked,” Ingrid Solberg said in a statement.", "in a statement"),
        ("In a letter to Tarn Council, Ingrid Solberg said it leaked.", "In a letter to Tarn Council"),
    ],
)
def test_phrases(sentence: str, words: str) -> None:
    """Running text that names its source."""
    draft = prose(sentence)
    assert [draft[one.span] for one in ledger.read(draft).citations] == [words]


@pytest.mark.parametrize(
    "sentence", ["She said it leaked.", "The letter was lost.", "It leaked, according to him.", "Police reported for duty."]
)
def test_no_phrases(sentence: str) -> None:
    """A speaker, a thing, and a pronoun name no source."""
    assert ledger.read(prose(sentence)).citations == ()


def test_a_statement_has_a_speaker() -> None:
    """Whoever says it "in a statement" is what the phrase points at."""
    (one,) = ledger.read(prose("“It leaked,” Ingrid Solberg said in a statement.")).citations
    assert one.target == "Ingrid Solberg"


def test_notes_of_a_word_document() -> None:
    """A note is a citation and an entry; a comment, whose words are not in the text, is neither."""
    draft = reports.document(
        "d.docx", "application/x", [(BlockKind.PARAGRAPH, "para. 1", "It leaked."), (BlockKind.FOOTNOTE, "footnote 1", "Letter.")]
    )
    pointers = (Pointer(Span(3, 10), "Letter.", ""), Pointer(Span(0, 2), "Is this so?", ""))
    told = ledger.read(Document(draft.text, draft.blocks, draft.name, draft.media_type, draft.digest, pointers=pointers))
    assert [(one.form, one.label, one.target) for one in told.citations] == [("footnote", "1", "Letter.")]
    assert [(entry.label, entry.text) for entry in told.entries] == [("1", "Letter.")]


# The list.


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("It leaked.\n\n## Sources\n\n- A letter\n- A log\n", [("", "A letter"), ("", "A log")]),
        ("It leaked.\n\nReferences\n1. A letter\n   of March\n2) A log\n", [("1", "A letter of March"), ("2", "A log")]),
        ("It leaked.\n\n**Sources:**\n\nA letter\n\nA log\n", [("", "A letter"), ("", "A log")]),
        ("It leaked.\n\nSources: a letter; the log\n", [("", "a letter"), ("", "the log")]),
        ("It leaked for days.\n\nSources:\n- [1] A letter\n- [2] A log\n\nRing the line.\n", [("1", "A letter"), ("2", "A log")]),
        ("It leaked.\n\nSources\n\n– [Source 1]\n– [Source 2]\n", []),
        ("What we know:\n\n1. It leaked.\n2. It stopped.\n", []),
        ("Sources\n\nThe river has two sources.\n\n" + PARAGRAPH + "\n\n" + PARAGRAPH, []),
    ],
)
def test_the_source_list(text: str, entries: list[tuple[str, str]]) -> None:
    """Headed or not, marked or not; a list of anything else and prose under such a heading are none."""
    assert listed(text) == entries


def test_lines_of_the_list_are_no_story() -> None:
    """The heading, the entries and bare stand-ins; nothing of the story."""
    draft = md("It leaked.\n\nSources\n\n- A letter\n- [Source 2]\n")
    assert [draft[span] for span in ledger.read(draft).lines] == ["Sources", "- A letter", "- [Source 2]"]
    assert ledger.read(md("It leaked.\n\n– [Source 1]\n\n– [Source 2]\n")).lines == (Span(12, 24), Span(26, 38))


def test_faults() -> None:
    """An entry that nothing points at."""
    draft = md("It leaked [1] twice [3]. It stopped [source].\n\nSources\n\n1. A letter\n2. A log\n")
    told = ledger.read(draft)
    assert [entry.text for entry in ledger.uncited(told)] == ["A log"]


@pytest.mark.parametrize("text", ["It leaked.\n\nSources\n\n1. A letter\n2. A log\n", "It leaked.\n\nSources\n\n- A letter\n- A log\n"])
def test_a_list_that_nothing_points_at_is_no_fault(text: str) -> None:
    """Many desks put a list under the story and no numbers in it."""
    assert ledger.uncited(ledger.read(md(text))) == ()


# Any text at all.

NUMBERS = ("[1]", "[^1]", "[^1]: ", "[Source 1]", "(1)", "¹", "m²", "[a](", "https://x.example/a-b", ")")
LINES = ("Sources:", "\n", "\n\n", "- ", "1. ")
TALK = ("in a letter to ", "according to ", "Tarn Board", " reported ", "report by ", "documents show ")
ODD = (",", ". ", "“", "”", " ", "\0", "\ud800", "٣", "[٣]", "[^", "](", "•")
PIECES = st.sampled_from(NUMBERS + LINES + TALK + ODD)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    """Nothing in a draft stops the reading, and every span lies in the draft."""
    data = text.encode("utf-8", "surrogatepass")
    for draft in (markdown.read(data, "d.md"), plain.read(data, "d.txt")):
        told = ledger.read(draft)
        spans = [one.span for one in told.citations] + [entry.span for entry in told.entries] + list(told.lines)
        assert all(0 <= span.start < span.end <= len(draft.text) for span in spans)
        assert {one.entry for one in told.citations if one.entry} <= {entry.span for entry in told.entries}
        assert [one.span for one in told.citations] == sorted(one.span for one in told.citations)
