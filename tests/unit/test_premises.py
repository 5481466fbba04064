"""Premises: joined in the source's order, with what gives them sense, and no source's hanging on another's."""

from __future__ import annotations

from presscheck import premises, read, verify
from presscheck.facts import claim
from presscheck.library import Library
from presscheck.model import Document, Question
from presscheck.split import split
from prose import prose

TABLE = b"Vote,For,Against\nTug,31,12\nCrane,8,40\n"
LETTER = "On day {0} the harbour board of Ostvik heard letter {0} from the owners of the boats and put it aside."
LONG = "\n\n".join(LETTER.format(n) for n in range(60))


def questions(draft: Document, *sources: Document) -> list[Question]:
    facts = list(claim.find(draft, split(draft)))
    return [question for _, _, question in verify.questions(facts, facts, Library(sources), 8)]


def test_a_short_source_is_read_whole() -> None:
    """Of a source of a few sentences all are in the premise, in their order, lines parted as they were."""
    (question,) = questions(prose("Ruth Lind sold the tug."), prose("Ruth Lind met the board. Rain fell.", "She sold the tug."))
    (premise,) = premises.premises(question)
    assert (premise.text, premise.whole) == ("Ruth Lind met the board. Rain fell.\nShe sold the tug.", True)


def test_passages_of_a_long_source_stand_in_its_order() -> None:
    """A statement that rests on two places of a long source gets one premise with both, the earlier first, within its length."""
    source = prose("Ruth Lind bought the tug Alma.", LONG, "The tug Alma sank off Farsund.")
    (question,) = questions(prose("The tug Alma, which Ruth Lind bought, sank off Farsund."), source)
    (premise,) = premises.premises(question)
    assert premise.text.index("Ruth Lind bought") < premise.text.index("sank off Farsund")
    assert not premise.whole
    assert len(premise.text.split()) <= premises.WIDE + 20


def test_a_row_has_its_header() -> None:
    """A row of a table stands behind the header row, each told once."""
    source = read(TABLE + b"".join(b"Berth %d,%d,%d\n" % (n, n, n) for n in range(300)), "votes.csv")
    (question,) = questions(prose("The tug had 31 votes for and 12 against."), source)
    (premise,) = premises.premises(question)
    lines = premise.text.splitlines()
    assert lines[0].startswith("Vote")
    assert sum(line.startswith("Vote") for line in lines) == 1
    assert any(line.startswith("Tug") for line in lines)


def test_a_sentence_that_leans_has_the_one_before() -> None:
    """ "She" is told of in the sentence before, which stands before the passage."""
    source = prose("Ruth Lind chairs the board.", f"{LONG}", "Ruth Lind came late. She sold the tug to Farsund. Rain fell on the quay.")
    (question,) = questions(prose("The tug was sold to Farsund."), source)
    number = question.passages.index("She sold the tug to Farsund.")
    assert question.before[number] == ("Ruth Lind came late. ",)


def test_each_source_has_its_own_premise() -> None:
    """What one source gives is the same whichever others are there, and in whatever order; several short ones are one premise more, which
    has them all."""
    draft = prose("Ruth Lind sold the tug to Farsund in May.")
    sold, met, rain = prose("Ruth Lind sold the tug to Farsund in May."), prose("Ruth Lind met the board in May."), prose("Rain fell.")
    (alone,) = premises.premises(questions(draft, sold)[0])
    for others in ((sold, met, rain), (rain, met, sold), (met, sold)):
        found = premises.premises(questions(draft, *others)[0])
        together = [premise for premise in found if len(premise.numbers) > 1]
        own = [premise for premise in found if premise not in together]
        assert own[0].text == alone.text
        assert own[0].share == alone.share
        assert len(own) == 2
        assert all(premise.text in together[0].text for premise in own)
        assert len(together) == 1


def test_share_counts_words_pairs_names_and_figures() -> None:
    """All words side by side hold the whole statement, none of them nothing; a name or a figure that is lacking costs more than a word."""
    mine = premises.telling("Ruth Lind sold 31 boats cheaply")
    whole = premises.lexical(mine, ["Ruth Lind sold 31 boats cheaply."])
    assert whole == 2.0
    assert premises.lexical(mine, ["Rain fell."]) < 0
    word, figure, name = (
        premises.lexical(mine, [text])
        for text in ("Ruth Lind sold 31 boats.", "Ruth Lind sold boats cheaply.", "Lind sold 31 boats cheaply.")
    )
    assert whole > word > max(figure, name)


def test_a_question_without_places_is_one_source() -> None:
    """Plain passages, as another caller may give them, are read as one source in their order."""
    (premise,) = premises.premises(Question("The tug sank.", "", ("The tug left.", "", "It sank.")))
    assert (premise.text, premise.numbers, premise.whole) == ("The tug left. It sank.", (0, 2), True)
