"""Made pairs teach what they claim to: the wrong words are marked where they stand, and nothing else is altered."""

from __future__ import annotations

import sys
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The module, found in its own folder: the package must not import it."""
    import importlib.util

    path = Path(__file__).parents[2] / "training" / "made.py"
    spec = importlib.util.spec_from_file_location("training_made", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SOURCE = (
    "Ingrid Solvang was elected chairman of the Tern Harbour Trust on Tuesday by 14 votes to 9.",
    "The trust bought two sheds from Marek Dolan for 2.4 million crowns on 12 July 2023.",
    "According to Solvang, the sheds are believed to have been empty since 2019 because of a dispute with the council.",
    'Dolan said: "We never wanted to leave the harbour, and nobody asked us what we thought."',
    "He was charged with fraud in March and did not enter a plea at Lund District Court.",
    "Some residents have supported the sale, which was opposed by the owner of the Blue Anchor inn.",
    "Rents in the harbour rose by about 12 per cent last year, and the number of boats fell from 96 to 81.",
)
WAYS = ("figure", "word", "phrase", "name", "agents", "negated", "quoted", "misplaced")


def test_one_seed_gives_one_set(made: ModuleType) -> None:
    """The same seed makes the same pairs, another seed others."""
    assert list(made.pairs(SOURCE, Random(5), 7)) == list(made.pairs(SOURCE, Random(5), 7))
    assert list(made.pairs(SOURCE, Random(5), 7)) != list(made.pairs(SOURCE, Random(6), 7))


@pytest.mark.parametrize("way", WAYS)
def test_an_alteration_alters_only_what_it_marks(made: ModuleType, way: str) -> None:
    """With the marked places taken out, the altered sentence has no word that the true one lacks; each way alters some sentence."""
    seen = 0
    for seed in range(40):
        for sentence in SOURCE:
            wrong = getattr(made, way)(sentence, " ".join(SOURCE), Random(seed))
            if wrong is None or wrong.text == sentence:
                continue
            seen += 1
            assert wrong.wrong, "an alteration marks what it altered"
            assert all(0 <= start < end <= len(wrong.text) for start, end in wrong.wrong)
            for tag, _, _, start, end in SequenceMatcher(None, sentence.split(), wrong.text.split()).get_opcodes():
                if tag in ("replace", "insert"):
                    at = len(" ".join(wrong.text.split()[:start])) + bool(start)
                    to = len(" ".join(wrong.text.split()[:end]))
                    assert any(a < to and at < b for a, b in wrong.wrong), (sentence, wrong)
    assert seen, f"{way} altered nothing"


def test_twins_differ_where_they_are_marked(made: ModuleType) -> None:
    """An altered statement follows its true twin, and what stands before its first mark is the twin's own text."""
    found = 0
    for seed in range(30):
        pairs = list(made.pairs(SOURCE, Random(seed), 7))
        for true, wrong in pairwise(pairs):
            if wrong.label == "contradicted":
                found += 1
                first = wrong.wrong[0][0]
                assert true.label == "supported"
                assert wrong.statement[:first] == true.statement[:first]
                assert wrong.statement != true.statement
    assert found > 100


def test_what_is_not_found_has_its_evidence_left_out(made: ModuleType) -> None:
    """A pair that is not found names the sentences that its premise must lack, and its mark covers what they told."""
    missing = [pair for seed in range(30) for pair in made.pairs(SOURCE, Random(seed), 7) if pair.label == "not_found"]
    assert {pair.kind for pair in missing} == {"added", "absent"}
    for pair in missing:
        assert pair.drop
        assert not set(pair.keep) & set(pair.drop)
        ((start, end),) = pair.wrong
        assert end == len(pair.statement)
        assert (start == 0) == (pair.kind == "absent")


@pytest.mark.parametrize(
    ("way", "before", "after"),
    [
        ("dated", "It closed on 12 July 2023 at noon.", "It closed on July 12, 2023 at noon."),
        ("dated", "It closed on July 12, 2023.", "It closed on 12 July 2023."),
        ("contracted", "He did not enter a plea.", "He didn't enter a plea."),
        ("without_aside", "Ola Berg, the chair of the trust, resigned.", "Ola Berg resigned."),
        ("said_first", "The sheds were empty all winter, Ola Berg said.", "Ola Berg said the sheds were empty all winter."),
    ],
)
def test_a_rewording_keeps_the_sense(made: ModuleType, way: str, before: str, after: str) -> None:
    """A date, a contraction, an aside and a speaker are put another way."""
    assert getattr(made, way)(before, Random(1)) == after


def test_a_figure_keeps_its_look(made: ModuleType) -> None:
    """A figure is replaced by one of the same kind: a year by a year, a decimal by a decimal."""
    for seed in range(60):
        wrong = made.figure(SOURCE[1], " ".join(SOURCE), Random(seed))
        if wrong is not None:
            ((start, end),) = wrong.wrong
            new = wrong.text[start:end]
            assert new not in SOURCE[1]
            assert (wrong.kind == "date") == bool(made.YEAR.fullmatch(new))
