"""The library: what a passage is, what gives it sense, and what is found for a fact."""

from __future__ import annotations

import random

import pytest

import reports
from presscheck import library as choosing
from presscheck.library import Library
from presscheck.model import BlockKind, Document, Fact, Passage, Span
from presscheck.readers import csv
from prose import prose

WANTED = "The harbour board of Port Selwick had refused a second tug in March for want of money, Ann Tove said."


def fact(reading: str, statement: str) -> Fact:
    return Fact("name", Span(0, len(reading)), 0, reading, statement)


def found(library: Library, reading: str, statement: str, limit: int = 5) -> list[str]:
    return [passage.text for passage in library.search(fact(reading, statement), limit)]


def told(library: Library, passage: Passage) -> list[str]:
    return [library[passage.document][span] for span in passage.context]


def only(library: Library, words: str) -> Passage:
    return library.search(fact(words, words), 1)[0]


def table() -> Document:
    rows = [["Party", "Votes"], ["Reed", "1,204"], ["Tern", "987"]]
    return reports.document("votes.csv", "text/csv", [], rows)


def test_the_nearest_passage_comes_first() -> None:
    """The passage with more of the statement's words, and rarer ones, ranks higher; one that shares none is not there."""
    source = prose("The tug and the board met.", "The board met the captain of the tug.", "Rain fell.")
    assert found(Library([source]), "tug", "The board told the captain of a tug.") == [
        *("The board met the captain of the tug.", "The tug and the board met.")
    ]
    assert found(Library([source]), "zebra", "Zebras everywhere.") == []


def test_the_facts_own_words_weigh_more() -> None:
    """A passage with the fact itself outranks one that has as much of the sentence around it."""
    source = prose("The board and the captain met.", "Nobody saw Pettifer there.")
    assert found(Library([source]), "Pettifer", "The board met Pettifer.")[0] == "Nobody saw Pettifer there."


def test_no_more_than_asked_for() -> None:
    """The limit is kept, and nothing is given twice."""
    library = Library([prose(*(f"The board met for the {n}th time." for n in range(50)))])
    assert len(set(library.search(fact("board", "The board met."), 7))) == 7
    assert library.search(fact("board", "The board met."), 0) == ()


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("Lindqvist", "Lindquist"),
        ("Pettifer", "Petifer"),
        ("2,400", "2,412"),
        ("UN", "U.N."),
        ("thirteen", "13"),
        ("São", "Sao"),
        ("km", "kilometres"),
    ],
)
def test_other_spellings_are_found(draft: str, source: str) -> None:
    """A name misspelt, a figure rounded, initials and number words find what the source writes otherwise."""
    library = Library(
        [prose(*(f"Nothing about {word} here." for word in ("rain", "wind", "snow", "fog"))), prose(f"Look: {source}.", name="b")]
    )
    assert found(library, draft, draft) == [f"Look: {source}."]


def test_another_word_is_not_found() -> None:
    """Short words and far figures find nothing but themselves."""
    library = Library([prose("Look: Lea, 2,900 and ox.")])
    for word in ("Lee", "2,400", "ax"):
        assert found(library, word, word) == []


def test_what_holds_all_words_is_found_however_many_are_nearer() -> None:
    """Thirty passages that resemble the sentence do not hide the one that has the name."""
    echoes = [f"The harbour board of Port Selwick had refused a second tug in March for want of money, paper {n} said." for n in range(30)]
    library = Library([prose(*echoes), prose("Ann Tove is the clerk, and Ann has a brother.", "Tove came.", "Ann came.", name="clerk.txt")])
    (held,) = library.holding(fact("Ann Tove", WANTED), 5)
    assert held.text == "Ann Tove is the clerk, and Ann has a brother."
    assert library.holding(fact("Ann Zebra", WANTED), 5) == ()
    assert library.holding(fact("it was", WANTED), 5) == (), "words without content are in every passage"


def test_those_nearest_to_the_sentence_are_held_first() -> None:
    """Of the passages that have all words of the fact, those that have more of its sentence come first."""
    library = Library([prose(*("Tove came.",) * 5, "Tove refused the tug.", *("Tove came.",) * 5)])
    assert library.holding(fact("Tove", "Tove refused a tug."), 1)[0].text == "Tove refused the tug."


def test_a_row_has_its_header() -> None:
    """A row of a table is a passage, and the table's first row gives it sense."""
    library = Library([table()])
    row = only(library, "1,204")
    assert (row.text, row.where, told(library, row)) == ("Reed | 1,204", "row 2, Party", ["Party | Votes"])
    assert told(library, only(library, "Party")) == []


def test_a_row_has_its_title_and_its_header() -> None:
    """A row of one cell above the one that names the columns is the table's title, and stands with it."""
    text = '"Dams by the river, in megalitres",\nDam,Held\nOskar,400\n'
    library = Library([csv.read(text.encode(), "dams.csv")])
    assert told(library, only(library, "Oskar | 400")) == ["Dams by the river, in megalitres", "Dam | Held"]


def test_a_sentence_has_its_heading_and_the_one_before() -> None:
    """Prose is given the heading above and the sentence before, a heading nothing of what stood above it."""
    pieces = [
        *((BlockKind.HEADING, "h", "Fires of May"), (BlockKind.PARAGRAPH, "p", "The shed burned. Nobody was hurt.")),
        *((BlockKind.HEADING, "h", "Floods of June"), (BlockKind.PARAGRAPH, "p", "The mill drowned.")),
    ]
    library = Library([reports.document("a.md", "text/markdown", pieces)])
    assert told(library, only(library, "Nobody hurt")) == ["Fires of May", "The shed burned."]
    assert told(library, only(library, "mill drowned")) == ["Floods of June"]
    assert told(library, only(library, "Floods")) == ["Fires of May"]


def test_an_entry_keeps_its_opening() -> None:
    """Of a long entry, every sentence carries the words it begins with, where a docket has its date."""
    entry = "14 March. Orm was charged. " + "He waited. " * 20 + "Bail was set at 400 crowns."
    library = Library([prose(entry)])
    assert any(context.startswith("14 March.") for context in told(library, only(library, "400 crowns")))


def test_an_empty_library() -> None:
    """No sources, and sources without words, are a library in which nothing is found."""
    assert len(Library([])) == 0
    for library in (Library([]), Library([prose("…")]), Library([Document("", (), "a", "text/plain", "")])):
        assert library.search(fact("Tove", "Tove came."), 5) == ()
        assert library.holding(fact("Tove", "Tove came."), 5) == ()


def test_sources_are_known_by_their_id() -> None:
    """The library gives back the source that a passage names, and knows no other."""
    source = prose("Tove came.")
    library = Library([source])
    assert library[only(library, "Tove").document] is source
    with pytest.raises(KeyError):
        library["nothing"]


def step_by_step(held: dict[int, int], doubled: int, most: int) -> list[int]:
    """The choice of passages as it is told: each time the one of those tried that adds most, the earlier where two add as much."""
    worths = choosing._Worths(doubled)
    tried = sorted(held, key=lambda number: (-worths[held[number]], number))[: choosing.TRIED]
    chosen, left = list[int](), -1
    while tried and len(chosen) < most:
        best = max(tried, key=lambda number: (choosing._gain(held[number] & left, worths), -number))
        if choosing._gain(held[best] & left, worths) < choosing.ADDS:
            break
        chosen.append(best)
        tried.remove(best)
        left &= ~held[best]
    return chosen


@pytest.mark.parametrize("seed", range(200))
def test_the_quick_choice_of_passages_is_the_plain_one(seed: int) -> None:
    """What is chosen of a source without reckoning every passage anew at each step is what a reckoning at each step chooses."""
    dice = random.Random(seed)
    words, most = dice.randint(1, 20), dice.choice((1, 3, 16))
    held = {number: dice.getrandbits(words) & dice.getrandbits(words) or 1 for number in dice.sample(range(500), dice.randint(1, 60))}
    doubled = dice.getrandbits(words)
    assert choosing._cover(held, choosing._Worths(doubled), most) == step_by_step(held, doubled, most)


def test_the_sources_that_hold_most_are_covered() -> None:
    """As many sources as are asked for, those with most of the statement's words first, the earlier one where two hold as much; the order
    of many passages and of few is found the same way."""
    shared = prose(*["The board met."] * 30, "The board of Port Selwick met Ann Tove.")
    sources = [prose("Ann Tove spoke."), shared, prose("The board of Port Selwick sold a tug."), prose("Ann Tove slept.")]
    statement = "The board of Port Selwick met Ann Tove."
    covered = Library(sources).covering(statement, 16, 4)
    assert [passages[0].document for passages in covered] == [sources[at].id for at in (1, 2, 0, 3)]
    assert covered[0][0].text == "The board of Port Selwick met Ann Tove."
    assert Library(sources).covering(statement, 16, 2) == covered[:2]
    assert all(len(set(passages)) == len(passages) for passages in covered)
