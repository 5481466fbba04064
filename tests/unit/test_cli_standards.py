"""The commands of the standards: a corrected copy, a finding let stand, a pack proven and tried."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from presscheck import cli

Run = Callable[..., tuple[int, str, str]]
DRAFT = """# Nets stolen

The board paid for the nets in May, Ilva Orm said. It cost [source] money.

Anyone affected by rape can ring a helpline for support.
"""
PACK = """[pack]
name = "house"
version = "1"

[rule.nets]
matcher = "substitution"
level = "warning"
why = "Nets are gear here."
basis = ["Our stylebook"]
swap = { "nets?" = "gear" }
safe = true
bad = ["The **nets** sank."]
good = ["The gear sank."]
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in an empty folder: (status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(DRAFT, "utf-8")
    (tmp_path / "house.toml").write_text(PACK, "utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = cli.main([*arguments, *(("--judge", "overlap") if arguments[0] in ("check", "fix") else ())])
        except SystemExit as stop:
            status = int(stop.code or 0)
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_fix_writes_a_copy(run: Run) -> None:
    """The draft stays as it was, the copy has the contact, and what needs a person is a comment in it."""
    status, out, err = run("fix", "draft.md", "--profile", "UK-IPSO")
    copy = Path("draft.fixed.md").read_text("utf-8")
    assert Path("draft.md").read_text("utf-8") == DRAFT
    assert "line 5: " in out
    assert "samaritans" in copy.lower() or "247sexualabusesupport" in copy
    assert "placeholder-citation: " in copy
    assert (status, "draft.fixed.md written: 1 edits; 1 findings need a person" in err) == (1, True)


def test_fix_in_place(run: Run) -> None:
    """Only when told to is the draft written over; with nothing left to do it is left as it is."""
    assert run("fix", "draft.md", "--in-place", "--no-comments", "--profile", "UK-IPSO")[0] == 1
    once = Path("draft.md").read_text("utf-8")
    assert once != DRAFT
    run("fix", "draft.md", "--in-place", "--no-comments", "--profile", "UK-IPSO")
    assert Path("draft.md").read_text("utf-8") == once


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--in-place", "--output", "x.md"), "choose one of the two"),
        (("--output", "draft.md"), "this is the draft or one of its sources"),
        (("--profile", "UK"), "there is no profile 'UK'; there are: US-AP, UK-IPSO"),
        (("--desk", "sport"), "there is no presscheck.toml here"),
    ],
)
def test_fix_that_cannot_be(run: Run, arguments: tuple[str, ...], says: str) -> None:
    """What cannot be done is said, and nothing is written."""
    status, _, err = run("fix", "draft.md", *arguments)
    assert (status, says in err) == (2, True), err
    assert Path("draft.md").read_text("utf-8") == DRAFT


def test_fix_of_a_page(run: Run) -> None:
    """A draft whose text is not its file's is refused, with what to do."""
    Path("draft.html").write_text("<p>Ilva Orm ran the ferry for years and years.</p>", "utf-8")
    status, _, err = run("fix", "draft.html")
    assert (status, "fix writes Markdown, plain text and Word files" in err) == (2, True)


def test_a_finding_is_let_stand(run: Run) -> None:
    """A mark from the report, a reason and a name: the next check tells of it and raises it no more."""
    _, out, _ = run("check", "draft.md", "--format", "json")
    mark = next(row["fingerprint"] for row in json.loads(out)["findings"] if row["code"] == "placeholder-citation")
    assert run("dismiss", "draft.md", f"#{mark[:8]}", "--reason", 'A "band"', "--by", "Ada Roth")[0] == 0
    _, out, _ = run("check", "draft.md", "--format", "json")
    table = json.loads(out)
    assert "placeholder-citation" not in {row["code"] for row in table["findings"]}
    assert [(row["reason"], row["by"].split(",")[0]) for row in table["dismissed"]] == [('A "band"', "Ada Roth")]
    assert "Let stand:" in run("check", "draft.md")[1]


@pytest.mark.parametrize("arguments", [("draft.md", "zz"), ("nothing.md", "12345678")])
def test_a_dismissal_that_cannot_be(run: Run, arguments: tuple[str, str]) -> None:
    """A mark that is none, or a draft that is not there, leaves no file."""
    assert run("dismiss", *arguments, "--reason", "r", "--by", "b")[0] == 2
    assert not list(Path.cwd().glob("*.dismissed.toml"))


def test_a_pack_is_proven(run: Run) -> None:
    """A pack whose rules keep their word gives 0; a rule that does not is told with its example and gives 1; a wrong file gives 2."""
    assert run("pack", "check", "house.toml") == (0, "house.toml: 1 rules, 0 that do not keep their word\n", "")
    Path("house.toml").write_text(PACK.replace("The gear sank", "The net sank"), "utf-8")
    status, out, _ = run("pack", "check", "house.toml")
    assert (status, "nets: good example 'The net sank.' should not be hit, and is at “net”" in out) == (1, True)
    Path("house.toml").write_text(PACK.replace("swap", "swop"), "utf-8")
    status, _, err = run("pack", "check", "house.toml")
    assert (status, "there is no field 'swop'; did you mean 'swap'?" in err) == (2, True)


def test_a_pack_is_tried(run: Run) -> None:
    """Hits for 1,000 articles with their surroundings, over files and over lines of JSON."""
    Path("archive.jsonl").write_text('{"body": "The nets sank."}\n\n{"body": "It rained."}\n', "utf-8")
    status, out, _ = run("pack", "try", "house.toml", "archive.jsonl", "--field", "body")
    assert status == 0
    assert "1 rules over 2 articles of 5 words" in out
    assert "nets (warning): 500.0 of 1,000 articles, 1 findings\n  archive.jsonl:1.txt: The [[nets]] sank." in out
    assert "1000.0 of 1,000 articles" in run("pack", "try", "house.toml", "draft.md")[1]
    status, _, err = run("pack", "try", "house.toml", "archive.jsonl")
    assert (status, "line 1 is no JSON object with a text in its field 'text'" in err) == (2, True)


def test_a_house_pack_and_a_desk(run: Run) -> None:
    """Settings add a pack of the house, turn rules off and let a desk differ."""
    Path("presscheck.toml").write_text(
        'packs = ["hygiene", "house.toml"]\nreader = "none"\n[levels]\nnets = "error"\n[desk.sport]\nlevels = { nets = "off" }\n', "utf-8"
    )
    found = {row["code"]: row["level"] for row in json.loads(run("check", "draft.md", "--format", "json")[1])["findings"]}
    assert found == {"nets": "error", "placeholder-citation": "error"}
    sport = {row["code"] for row in json.loads(run("check", "draft.md", "--format", "json", "--desk", "sport")[1])["findings"]}
    assert sport == {"placeholder-citation"}
    Path("presscheck.toml").write_text('[levels]\nnet = "off"\n', "utf-8")
    status, _, err = run("check", "draft.md")
    assert (status, "no finding has the code 'net'" in err) == (2, True)
