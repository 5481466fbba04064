"""`presscheck references`: the list of a story's sources, from what lists say and what the sources tell of themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archives import zipped
from presscheck import references, sourcelist
from presscheck.sourcelist import Listed

Run = Callable[..., tuple[int, str, str]]
LETTER = "Tarn Valley Water Board\n\n3 March 2031\n\nRe: Leak at the Ostwick reservoir\n\nDear Councillor Pell,\n\nThe wall leaked.\n"


@pytest.fixture
def sources(run: Run) -> Run:
    Path("s").mkdir()
    Path("s/letter.txt").write_text(LETTER)
    Path("s/box.zip").write_bytes(zipped([("note.txt", b"A note.")]))
    Path("s/tip.txt").write_text("They knew in May.")
    Path("s/sources.toml").write_text('[[source]]\nname = "A tip"\nfile = "tip.txt"\nterms = "off the record"\ncontact = "555 0134"\n')
    return run


def test_a_first_list(sources: Run) -> None:
    """Every source stands in it: with what its list says, or with what it tells of itself; addresses that were not fetched, too; files as
    the list's folder sees them, so that it can be put there and read."""
    status, out, err = sources("references", "--sources", "s", "https://a.example/x", "--output", "s/new.sources.toml")
    assert (status, out) == (0, "")
    assert "s/new.sources.toml written: 4 sources" in err
    listed = sourcelist.parse(Path("s/new.sources.toml").read_text(), "new")
    assert listed == (
        Listed("note.txt", "box.zip/note.txt"),
        Listed("Leak at the Ostwick reservoir", "letter.txt", "", "Tarn Valley Water Board", "", "2031-03-03"),
        Listed("A tip", "tip.txt", contact="555 0134", terms="off the record"),
        Listed("https://a.example/x", url="https://a.example/x"),
    )
    assert sources("check", "s/letter.txt", "--sources", "s/new.sources.toml", "--judge", "overlap", "--fail-on", "never")[0] == 0


def test_a_date_in_a_table_is_not_its_own(sources: Run) -> None:
    """The first list states no day that a source does not tell of itself: not the first date in a table or a recording."""
    Path("t").mkdir()
    Path("t/air.csv").write_text("Day,Air\n2031-03-01,4\n2031-03-02,5\n")
    Path("t/call.vtt").write_text("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nIt was 9 March 2031.\n")
    assert sources("references", "--sources", "t", "--output", "t/sources.toml")[0] == 0
    assert [entry.date for entry in sourcelist.parse(Path("t/sources.toml").read_text(), "t")] == ["", ""]


@pytest.mark.parametrize(("name", "suffix"), [("list.json", ".json"), ("list.bib", ".bib"), ("list.ris", ".ris")])
def test_lists_for_other_programs(sources: Run, name: str, suffix: str) -> None:
    """The suffix chooses the format; who is not to be named is left out, and how many is told."""
    status, _, err = sources("references", "--sources", "s", "--output", name)
    assert status == 0
    assert "1 left out: given on terms on which the source is not to be named" in err
    assert [entry.name for entry in references.read(Path(name).read_bytes(), name, suffix)] == ["note.txt", "Leak at the Ostwick reservoir"]
    assert [entry.file for entry in references.read(Path(name).read_bytes(), name, suffix)] == ["s/box.zip/note.txt", "s/letter.txt"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--output", "s/letter.txt"), "this is the draft or one of its sources"),
        (("--output", "s/sources.toml"), "this is the draft or one of its sources"),
        (("--output", "list.doc"), "no list has the suffix “.doc”; there are .toml, .json, .bib, .ris"),
    ],
)
def test_nothing_is_written_over(sources: Run, arguments: tuple[str, ...], words: str) -> None:
    """A source or a list that was read is not written over, and a suffix that is no list's is told."""
    before = {path: path.read_bytes() for path in Path("s").iterdir()}
    status, out, err = sources("references", "--sources", "s", *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert {path: path.read_bytes() for path in Path("s").iterdir()} == before
