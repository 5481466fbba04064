"""Readings to opinions: each pair is read once, the smallest wrong words are found, and thresholds decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from presscheck.entailment import Entailment, Pair, Reading, Scale
from presscheck.errors import SettingsError
from presscheck.model import Question, Relation
from presscheck.words import words

SCALE = Scale(whole=0.0, lexical=2.0, bound=2.0, part=3.0, contradicts=0.9, silent=0.9, backed=0.5, unbacked=0.1)
SAID = "The harbour board sold the old tug in June."


class Network:
    """Reads by a table, premise -> (supports, contradicts, mentions, words that are not backed), and keeps what it was asked."""

    def __init__(self, **table: tuple[float, float, float, str]) -> None:
        self.table, self.asked = table, list[Pair]()

    def __call__(self, pairs: Sequence[Pair]) -> list[Reading]:
        self.asked += pairs
        return [self._reading(pair) for pair in pairs]

    def _reading(self, pair: Pair) -> Reading:
        supports, contradicts, mentions, lacking = self.table[pair.premise.split()[0].lower().strip(",")]
        lacks = {word.key for word in words(lacking)}
        return Reading(supports, contradicts, mentions, {w.span.start: 0.02 if w.key in lacks else 0.9 for w in words(pair.statement)})


def judge(network: Network, **changes: float) -> Entailment:
    return Entailment("table", network, replace(SCALE, **changes))


def two(first: str, second: str) -> Question:
    return Question(SAID, "", (first, second), (), ((0, 0), (1, 0)), (0, 1))


def test_each_pair_is_read_once() -> None:
    """The same statement and premise, asked again, alone or in other company, come from memory."""
    network = Network(yes=(0.9, 0.05, 0.05, ""), no=(0.1, 0.1, 0.8, "tug"))
    one = judge(network)
    questions = [Question(SAID, "", ("Yes, the board.",)), Question(SAID, "", ("No board.",)), Question(SAID, "", ("Yes, the board.",))]
    first = one.judge(questions)
    assert len(network.asked) == 2
    assert one.judge(questions[::-1]) == first[::-1]
    assert len(network.asked) == 2


def test_other_sources_are_read_only_where_the_first_leaves_it_open() -> None:
    """What one source bears out is not asked of another."""
    network = Network(board=(0.9, 0.05, 0.05, ""), the=(0.9, 0.05, 0.05, ""))
    judge(network).judge([two("Board sold the harbour's old tug in June.", "The board sold a tug.")])
    assert [pair.premise.split()[0] for pair in network.asked] == ["Board"]


def test_support_anywhere_is_support() -> None:
    """One source that bears it out outweighs another that holds more of its words and does not."""
    network = Network(board=(0.1, 0.1, 0.8, "June"), the=(0.9, 0.05, 0.05, ""))
    (opinion,) = judge(network).judge([two("Board sold the harbour's old tug in June.", "The harbour board, in June, sold the old tug.")])
    assert (opinion.relation, opinion.quotes) == (Relation.SUPPORTS, ("The harbour board, in June, sold the old tug.",))


def test_the_smallest_wrong_words() -> None:
    """The run around the word least backed, up to words that are backed, without "the" and "in" at its ends."""
    network = Network(board=(0.1, 0.05, 0.85, "old tug in June"))
    (opinion,) = judge(network).judge([Question(SAID, "", ("Board of the harbour sold it.",))])
    assert opinion.words == ("old tug in June",)
    assert opinion.reason == "no passage backs: “old tug in June”"


def test_silence_needs_every_source_and_words_that_none_has() -> None:
    """Nothing found is said only where no source speaks of it, surely, and the sources lack the words; else a passage is named."""
    silent, spoken = (0.02, 0.02, 0.96, "old tug in June"), (0.2, 0.3, 0.5, "old tug in June")
    nothing = Question(SAID, "", ("Board of the harbour sold it.",))
    assert judge(Network(board=silent)).judge([nothing])[0].quotes == ()
    assert judge(Network(board=spoken)).judge([nothing])[0].quotes != ()
    there = Question(SAID, "", ("Board of the harbour sold it in June, an old tug.",))
    assert judge(Network(board=silent)).judge([there])[0].quotes != ()
    both = two("Board of the harbour sold it.", "The board of the harbour sold it.")
    assert judge(Network(board=silent, the=spoken)).judge([both])[0].quotes != ()


def test_silence_reads_what_was_left_out() -> None:
    """Before it is said that nothing backs the words, every source that speaks of the matter is read, however many there are."""
    texts = [f"P{n} of the harbour board sold it." for n in range(9)]
    question = Question(SAID, "", tuple(texts), (), tuple((n, 0) for n in range(9)), tuple(range(9)))
    silent = {f"p{n}": (0.02, 0.02, 0.96, "old tug in June") for n in range(8)}
    network = Network(**silent, p8=(0.99, 0.0, 0.01, ""))
    (opinion,) = judge(network).judge([question])
    assert (opinion.relation, opinion.quotes) == (Relation.SUPPORTS, (texts[8],))


def test_a_denial_needs_a_source_read_whole() -> None:
    """A contradiction counts where all of the source was read, from its threshold on."""
    network = Network(board=(0.02, 0.95, 0.03, "June"))
    whole = Question(SAID, "", ("Board sold it in July.",))
    (opinion,) = judge(network).judge([whole])
    assert (opinion.relation, opinion.words, opinion.quotes) == (Relation.CONTRADICTS, ("June",), whole.passages)
    assert judge(network, contradicts=0.96).judge([whole])[0].relation is Relation.MENTIONS
    part = replace(whole, places=((0, 0),), whole=())
    assert judge(network).judge([part])[0].relation is Relation.MENTIONS


def test_words_count_where_a_source_was_read_in_part() -> None:
    """Of two long sources with the same chance, the one that holds the statement's words bears it out."""
    network = Network(board=(0.5, 0.2, 0.3, ""), the=(0.5, 0.2, 0.3, ""))
    near = Question(SAID, "", ("The harbour board sold the old tug in June, then.",), (), ((0, 0),), ())
    far = replace(near, passages=("Board sold.",))
    assert [opinion.relation for opinion in judge(network).judge([near, far])] == [Relation.SUPPORTS, Relation.MENTIONS]


@pytest.mark.parametrize("wrong", [{}, {"supports": 1}, {**dict.fromkeys((f.name for f in fields(Scale)), 1.0), "whole": "high"}])
def test_thresholds_that_are_no_numbers_are_refused(wrong: dict[str, object]) -> None:
    """A config without its thresholds is an error that names them."""
    with pytest.raises(SettingsError, match=r"thresholds should give a number for .*whole"):
        Scale.of(wrong, "config.json")
