"""A draft that is checked again after an edit gives the report of a check that has never seen it, byte for byte."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presscheck import entailment, network, reader
from presscheck.flow import Checker
from presscheck.inputs import report_of
from presscheck.intake import read
from presscheck.model import Document, Report, Source, Unreadable
from presscheck.recheck import Desk
from presscheck.settings import Settings
from presscheck.writers.json import write
from prose import prose

STORY = Path(__file__).parents[2] / "examples" / "harbour-fire"
DRAFT = (STORY / "draft.md").read_text("utf-8")
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OVERLAP = Settings(judge="overlap")
# What is typed and pasted: letters, figures, names, marks that open or close something, whole sentences and paragraphs.
TYPED = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4),
    st.sampled_from(
        [
            *("e", " ", "\n", "\n\n", ".", "“", "”", "[1]", "[^1]", "# ", "<!--", "-->", "😋"),
            *("7", "28", "Osk ", "not ", "March ", "\u2028"),
            *(" He said so.", " She was charged on Tuesday.", "\n\nInsiders say the board has known of it for years.\n\n", "## Sources\n"),
            *(block + "\n\n" for block in DRAFT.split("\n\n")[:12]),
        ]
    ),
)
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 60) | st.integers(0, 900), TYPED), min_size=1, max_size=4)
PIECES = st.sampled_from(
    [
        *("Ann Tove ", "Tove ", "Mayor Ruth Lind ", "the Harbour Board ", "31 letters ", "13 letters ", "$40 "),
        *("2.4 percent ", "3 May 2021 ", "“we knew it all along” ", "he said", "she wrote ", "counted ", "did not "),
        *("was charged ", "may ", ". ", ", ", "\n", "\n\n", "said Tove. "),
    ]
)
PROSE = st.lists(PIECES, min_size=1, max_size=40).map("".join)


def document(text: str, name: str = "draft.md") -> Document:
    return read(f"{text or '-'}\nx".encode("utf-8", "replace"), name)  # never empty


@lru_cache
def sources() -> tuple[Source, ...]:
    read_ = [read(path.read_bytes(), path.name) for path in sorted((STORY / "sources").iterdir())]
    return (*read_, Unreadable("scan.pdf", "application/pdf", "", "scan.pdf: there is no text in this file."))


def fresh(chosen: Settings, draft: Document, given_: tuple[Source, ...]) -> bytes:
    """The report of a checker that remembers nothing."""
    entailment._premises.cache_clear()
    reader._opened.cache_clear()
    return write(report_of(Checker(chosen), draft, given_, lambda *_: None))


def edited(text: str, at: int, cut: int, typed: str) -> str:
    at %= len(text) + 1
    return text[:at] + typed + text[at + cut :]


@settings(QUICK, max_examples=15)
@given(EDITS)
def test_edits_of_a_story(edits: list[tuple[int, int, str]]) -> None:
    """Whatever is typed, cut or pasted, in whatever order, the report is that of a fresh check."""
    desk, text = Desk(Checker(OVERLAP), sources()), DRAFT
    desk.check(document(text))
    for edit in edits:
        text = edited(text, *edit)
        assert write(desk.check(document(text))) == fresh(OVERLAP, document(text), sources())


@pytest.mark.skipif(not network.installed(), reason="the extra “judge” is not installed")
@settings(QUICK, max_examples=3)
@given(EDITS)
def test_edits_with_the_networks(edits: list[tuple[int, int, str]]) -> None:
    """The same with the judge and the reader that ship, which remember what they have read."""
    chosen, text = Settings(judge="onnx"), DRAFT + DRAFT.replace("# ", "## ")  # long enough for several windows
    desk = Desk(Checker(chosen), sources())
    desk.check(document(text))
    for edit in edits[:2]:
        text = edited(text, *edit)
        assert write(desk.check(document(text))) == fresh(chosen, document(text), sources())


@settings(QUICK, max_examples=100)
@given(PROSE, PROSE, PROSE, EDITS)
def test_edits_of_any_draft(told: str, source: str, other: str, edits: list[tuple[int, int, str]]) -> None:
    """The same of drafts and sources that are made of a newsroom's words in any order."""
    given_ = (document(source, "a.txt"), document(other, "b.md"))
    checker, text = Checker(OVERLAP), told
    desk = Desk(checker, given_)
    for edit in edits:
        assert write(desk.check(document(text))) == write(report_of(checker, document(text), given_, lambda *_: None))
        text = edited(text, *edit)


def test_a_draft_that_becomes_a_source() -> None:
    """A draft with the very words of a source cannot vouch for itself; with one letter more it is a draft with that source again."""
    source = prose("The board counted 31 letters.", name="letters.txt")
    desk = Desk(Checker(OVERLAP), [source])
    same, other = prose("The board counted 31 letters."), prose("The board counted 31 letters!")
    told = [desk.check(draft) for draft in (other, same, other)]
    assert [isinstance(report.sources[0], Unreadable) for report in told] == [False, True, False]
    assert told[0] == told[2]


class Enough(Exception):
    """An editor has typed on."""


def test_a_check_that_is_given_up() -> None:
    """A check may be given up midway, and the next is as right as ever."""

    def give_up(doing: str, done: int, of: int) -> None:
        if done == 20:
            raise Enough

    desk = Desk(Checker(OVERLAP), sources())
    with pytest.raises(Enough):
        desk.check(document(DRAFT), progress=give_up)
    assert write(desk.check(document(DRAFT))) == fresh(OVERLAP, document(DRAFT), sources())


def outcomes(report: Report) -> dict[str, str]:
    return {report.draft[verdict.fact.span]: verdict.outcome.value for verdict in report.verdicts if verdict.fact.kind == "number"}


def test_an_edit_is_seen() -> None:
    """A figure that is changed is contradicted, and put right again is borne out, wherever else the draft was edited between."""
    source = prose("The board counted 31 letters on Monday. It met at noon.", name="letters.txt")
    desk = Desk(Checker(OVERLAP), [source])
    assert outcomes(desk.check(prose("The board counted 31 letters on Monday."))) == {"31 letters": "supported"}
    assert outcomes(desk.check(prose("It rained.", "The board counted 13 letters on Monday."))) == {"13 letters": "contradicted"}
    assert outcomes(desk.check(prose("It rained. Hard.", "The board counted 31 letters on Monday."))) == {"31 letters": "supported"}
