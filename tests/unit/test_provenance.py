"""Which of the sources given the draft means, and which of them are used, copied and carrying."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck import ledger, pointers, provenance
from presscheck.model import Cited, Document, Evidence, Fact, Outcome, Relation, Sentence, Span, Verdict
from presscheck.readers import markdown, plain
from presscheck.split import split
from prose import passage, prose


def md(text: str, name: str = "draft.md") -> Document:
    return markdown.read(text.encode("utf-8", "surrogatepass"), name)


def txt(text: str, name: str) -> Document:
    return plain.read(text.encode("utf-8", "surrogatepass"), name)


LETTER = txt(
    "Tarn Valley Water Board\n3 March 2031\n\nRe: Leak at the Ostwick reservoir\n\nDear Councillor Pell,\n\n"
    "The wall leaked for 12 days.\n\nYours faithfully,\nIngrid Solberg\n",
    "board-letter.txt",
)
COURIER = txt(
    "Reservoir wall had leaked for twelve days, papers show\n\nBy Marit Oss, Tarn Courier\n\n5 March 2031\n\n"
    "OSTWICK — The wall of the reservoir had leaked, the board said.\n",
    "courier.txt",
)
ORDER = txt("IN THE COUNTY COURT AT OSTWICK\n\nCase No. 31-2207\n\nPell v Tarn Valley Water Board\n\nThe claim is stayed.\n", "order.txt")
GIVEN = (LETTER, COURIER, ORDER)
STORY = (
    "The lower wall of the Ostwick reservoir had been leaking for twelve days before anybody told the families in the meadow below it. "
    "Engineers measured the flow on a Monday and wrote it down in pencil. The warden walked the path with a lamp each night, counting "
    "the wet stones, and she says that there were nineteen of them when the snow came. A farmer moved forty sheep to the upper field. "
    "The school shut its lower gate. On the twelfth day a siren sounded, and the meadow was empty within an hour, though nobody had "
    "been asked to leave it."
)


# Which source is meant.


@pytest.mark.parametrize(
    ("entry", "name", "by"),
    [
        ("board-letter.txt", "board-letter.txt", "file name"),
        ("Board letter", "board-letter.txt", "file name"),
        ("Leak at the Ostwick reservoir, a letter", "board-letter.txt", "title"),
        ("Tarn Courier, 5 March 2031", "courier.txt", "publisher"),
        ("https://tarncourier.example/", "courier.txt", "publisher"),
        ("https://tarncourier.example/news/31", None, ""),
        ("Tarn Courier, 4 May 2019", None, ""),
        ("The Tarn Courier was founded in 1890.", None, ""),
        ("https://x.example/2031/reservoir-wall-leaked-twelve-days", "courier.txt", "address"),
        ("A piece by Marit Oss", "courier.txt", "author"),
        ("An order of the county court in Pell v Tarn", "order.txt", "words"),
        ("A letter", None, ""),
        ("Ostwick", None, ""),
        ("The Ostwick Gazette, 9 May 2030", None, ""),
    ],
)
def test_which_source_an_entry_means(entry: str, name: str | None, by: str) -> None:
    """By what it tells of a source's name, title, address, publisher or author; by nothing less."""
    told = ledger.read(md(f"It leaked.[^1]\n\n[^1]: {entry}\n"))
    (one,) = provenance.resolve(told, GIVEN)
    assert (one.source.name if one.source else None, one.by) == (name, by)


def test_of_two_alike_the_day_tells() -> None:
    """Two reports of one outlet are told apart by their dates, and else neither is meant."""
    first, second = (
        txt(f"TARN PRESS\n{day} March 2031\n\nThe wall {word} on Monday.\n", f"w{day}.txt") for day, word in ((5, "leaked"), (7, "held"))
    )
    told = ledger.read(md("It leaked.[^1] It held.[^2]\n\n[^1]: Tarn Press, 7 March 2031\n[^2]: Tarn Press\n"))
    assert [one.source for one in provenance.resolve(told, (first, second))] == [second, None]


def test_a_stand_in_means_a_file_of_its_name() -> None:
    """ "[Source 1]" is source-1.txt where there is one, and nothing else."""
    told = ledger.read(md("It leaked [Source 1]. It stopped [Source 2].\n"))
    one = txt("The wall leaked.", "source-1.txt")
    assert [meant.source for meant in provenance.resolve(told, (one, LETTER))] == [one, None]


# Used, copied, carrying.


def verdict(draft: Document, line: Sentence, relation: Relation, outcome: Outcome, *sources: Document) -> Verdict:
    found = tuple(Evidence((passage(source),), (Span(0, len(source.text)),), relation, "facts.number", 0.9, "") for source in sources)
    return Verdict(Fact("number", line.span, line.index, "", draft[line.span]), outcome, "", found)


def test_carriers() -> None:
    """By how many supported facts rest on each; a copy counts with the first, and a fact in the source list not at all."""
    draft = prose("It leaked for 12 days.", "It stopped on Monday.", "Sources: a letter of 12 pages")
    lines = split(draft)
    one, copy, other = prose(STORY, name="a.txt"), prose("TARN PRESS", STORY, name="b.txt"), prose("It stopped on Monday.", name="c.txt")
    yes, weak = (Relation.SUPPORTS, Outcome.SUPPORTED), (Relation.MENTIONS, Outcome.NOT_FOUND)
    first, second = verdict(draft, lines[0], *yes, one, copy, other), verdict(draft, lines[1], *yes, other)
    weighed = [second, first, verdict(draft, lines[2], *yes, one), verdict(draft, lines[1], *weak, one)]
    assert provenance.carriers(draft, lines, weighed, (one, copy, other)) == [(other, [first, second]), (one, [first])]


def test_copies() -> None:
    """One story under two headings is one; another story, a short one and a paper that a report quotes are not."""
    cut = STORY[: len(STORY) * 3 // 4]
    one, copy, shorter = (
        prose(STORY, name="a.txt"),
        prose("By Marit Oss", STORY, "Subscribe", name="b.txt"),
        prose("More.", cut, name="c.txt"),
    )
    other = prose(" ".join(reversed(STORY.split())), name="d.txt")
    assert provenance.copies((other, one, copy, shorter)) == ((one, copy, shorter),)
    assert provenance.copies((prose("It leaked.", name="a.txt"), prose("It leaked.", name="b.txt"))) == ()
    release, report = prose("FOR IMMEDIATE RELEASE", STORY, name="r.txt"), prose("By Marit Oss", STORY, name="s.txt")
    assert provenance.copies((release, report)) == ()


def test_the_same_words_in_another_order_are_no_copy() -> None:
    """What was printed again keeps its order."""
    sentences = STORY.split(". ")
    turned = prose(". ".join(reversed(sentences)), name="b.txt")
    assert provenance.copies((prose(STORY, name="a.txt"), turned)) == ()


# All of it.


def test_the_ledger_of_a_report() -> None:
    """Each citation with the line and the source it means, each source with what it is, what rests on it and whose copy it is."""
    draft = md("It leaked for 12 days [1].\n\nSources\n\n1. board-letter.txt\n")
    line = split(draft)[0]
    one, copy = txt(f"{STORY}\n", "a.txt"), txt(f"TARN PRESS\n\n{STORY}\n", "b.txt")
    weighed = [verdict(draft, line, Relation.SUPPORTS, Outcome.SUPPORTED, LETTER, copy)]
    cited, standings = pointers.read(draft, (LETTER, one, copy)), provenance.standings((LETTER, one, copy), weighed)
    start = draft.text.index("1. board")
    assert cited == (Cited(Span(22, 25), "number", "", Span(start, start + len("1. board-letter.txt")), LETTER.id),)
    assert [(each.source, each.tier, each.facts, each.copy_of) for each in standings] == [
        (LETTER.id, "primary", 1, ""),
        (one.id, "unknown", 0, ""),
        (copy.id, "unknown", 1, one.id),
    ]


def test_a_ledger_without_sources() -> None:
    """What the draft cites is told all the same."""
    assert [(each.form, each.source) for each in pointers.read(md("It leaked [source].\n"), ())] == [("placeholder", None)]
    assert provenance.standings((), ()) == ()


def test_sources_with_one_text() -> None:
    """A text given under two names is one source, no copy of itself, and either name means it."""
    one, other = txt(f"{STORY}\n", "a.txt"), txt(f"{STORY}\n", "b.txt")
    draft = md("It leaked.[^1] It held.[^2]\n\n[^1]: a.txt\n[^2]: b.txt\n")
    for given_twice in ((one, other), (other, one)):
        standings = provenance.standings(given_twice, ())
        assert [each.source for each in pointers.read(draft, given_twice)] == [one.id, one.id]
        assert [each.copy_of for each in standings] == ["", ""]


def test_two_files_of_one_name() -> None:
    """Where two sources have the name that a draft tells, neither is meant, in whatever order they come."""
    told = ledger.read(md("It leaked.[^1]\n\n[^1]: log.txt\n"))
    one, other = txt("The wall leaked.", "log.txt"), txt("The gate held.", "log.txt")
    assert [meant.source for order in ((one, other), (other, one)) for meant in provenance.resolve(told, order)] == [None, None]


MARKS = ("[1]", "[^1]", "[^1]: ", "[Source 1]", "Sources:", "\n", "\n\n", "- ", "1. ")
TALK = ("s.txt", "https://x.example/a-b", "according to ", "Tarn Board", "5 March 2031")
TEXTS = st.lists(st.sampled_from(MARKS + TALK) | st.text(max_size=8), max_size=40).map("".join)


@given(TEXTS, TEXTS)
def test_any_two_texts_can_meet(text: str, other: str) -> None:
    """Nothing in a draft or a source stops the reading, whichever of the sources comes first."""
    draft, source = md(text), txt(other, "s.txt")
    sources = (source, txt(text, "t.txt"))
    cited, standings = pointers.read(draft, sources), provenance.standings(sources, ())
    assert {each.span for each in cited} == {each.span for each in ledger.read(draft).citations}
    assert [each.source for each in standings] == [each.id for each in sources]
    assert pointers.read(draft, sources[::-1]) == cited
    assert provenance.standings(sources[::-1], ()) == standings[::-1]
    assert provenance.carriers(draft, split(draft), [], sources) == []
