"""`presscheck hook`, and the two files by which others run it: for pre-commit, and as a GitHub Action."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from presscheck import parts

ROOT = Path(__file__).parents[2]
FIRE = ROOT / "examples/harbour-fire"
HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SCRIPTS = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
TAGS = {".md": "markdown", ".txt": "plain-text"}  # of pre-commit, for the files of these tests
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A repository with two stories: one with faults and its sources beside it, one that is right, with a source of its own."""
    repository = tmp_path / "desk"
    shutil.copytree(FIRE, repository / "stories" / "fire story")
    right = repository / "stories" / "right"
    (right / "vote.md.sources").mkdir(parents=True)
    (right / "vote.md").write_text("The council voted by 11 to 4 on Tuesday.\n", "utf-8")
    (right / "vote.md.sources" / "minutes.txt").write_text("The council voted by 11 to 4 on Tuesday.\n", "utf-8")
    (repository / "presscheck.toml").write_text('judge = "overlap"\n', "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=repository, check=True)
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    return repository


def command(folder: Path, *argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a shell would that has the presscheck of these tests on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, **variables}
    return subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_each_draft_has_the_sources_beside_it(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each draft is held against its own sources and the folder's, and the worst of all decides the exit status."""
    monkeypatch.chdir(desk)
    assert run("hook", "stories/right/vote.md", "--format", "json")[:1] == (0,)
    status, out, _ = run("hook", "stories/right/vote.md", "stories/fire story/draft.md", "--format", "json")
    assert status == 1
    reports = [json.loads(part) for part in re.split(r"(?<=^\})\n", out, flags=re.MULTILINE) if part.strip()]
    assert [{source["name"] for source in report["sources"]} for report in reports] == [
        {"stories/right/vote.md.sources/minutes.txt"},
        {f"stories/fire story/sources/{path.name}" for path in (FIRE / "sources").iterdir()},
    ]
    assert run("hook", "stories/fire story/draft.md", "--fail-on", "never")[0] == 0


def test_an_empty_folder_of_sources_hides_no_other(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that git keeps for sources to come takes nothing from those that the draft has; where it is all there is, that is told."""
    monkeypatch.chdir(desk / "stories/right")
    (desk / "stories/right/sources").mkdir()
    (desk / "stories/right/sources/.gitkeep").touch()
    (desk / "stories/right/vote.md").write_text("The council voted by 12 to 4 on Tuesday.\n", "utf-8")
    status, out, _ = run("hook", "vote.md")
    assert status == 1 and "source says 11" in out
    shutil.rmtree(desk / "stories/right/vote.md.sources")
    status, _, err = run("hook", "vote.md")
    assert status == 2 and "holds no file that presscheck can read" in err


def test_sources_that_are_named_stand_for_all(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --sources the folders beside the drafts are passed over."""
    monkeypatch.chdir(desk)
    _, out, _ = run("hook", "--format", "json", "--sources", "stories/right/vote.md.sources", "--", "stories/fire story/draft.md")
    assert [source["name"] for source in json.loads(out)["sources"]] == ["stories/right/vote.md.sources/minutes.txt"]


def test_a_draft_that_cannot_be_read_stops_no_other(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """One draft that is no text gives one line and exit status 2; the others are checked and reported."""
    monkeypatch.chdir(desk)
    (desk / "broken.docx").write_bytes(b"\x00\x01")
    status, out, err = run("hook", "absent.md", "broken.docx", "stories/fire story/draft.md")
    assert status == 2
    assert [line.partition(": ")[2].partition(":")[0] for line in err.splitlines()] == ["error"] * 2
    assert "draft says 21 letters, source says 11 letters" in out
    assert run("hook", "stories/right/vote.md", "--format", "papyrus")[0] == 2


def test_findings_that_were_let_stand_do(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding that was dismissed beside its draft fails no run."""
    monkeypatch.chdir(desk)
    (desk / "one.md").write_text("The Amalgamated Dock Union sent 21 letters about the wiring.\n", "utf-8")
    sources = ("--sources", "stories/fire story/sources/board-letter.docx")
    status, out, _ = run("hook", "one.md", *sources, "--format", "json")
    assert status == 1
    (finding,) = json.loads(out)["findings"]
    assert run("dismiss", "one.md", finding["fingerprint"][:8], "--reason", "Two lists", "--by", "Ada Roth")[0] == 0
    assert run("hook", "one.md", *sources)[0] == 0


def test_a_sarif_file_for_each_draft(desk: Path, run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --sarif each draft has a file of its own in the folder, those of one name too, and none lands outside of it; each has an id of
    its own, without which a code host takes one of several."""
    monkeypatch.chdir(desk / "stories")
    assert run("hook", "right/vote.md", "../stories/right/vote.md", "fire story/draft.md", "--sarif", "../out/sarif")[0] == 1
    written = {path.relative_to(desk / "out/sarif").as_posix() for path in (desk / "out").rglob("*") if path.is_file()}
    assert written == {"right/vote.md.sarif", "stories/right/vote.md.sarif", "fire story/draft.md.sarif"}
    table = json.loads((desk / "out/sarif/fire story/draft.md.sarif").read_text("utf-8"))
    assert table["version"] == "2.1.0"
    assert table["runs"][0]["results"]
    assert table["runs"][0]["automationDetails"] == {"id": "presscheck/fire%20story/draft.md/"}


def picked(repository: Path, hook: dict[str, Any]) -> list[str]:
    """The files that pre-commit would give to the hook, by its types and what it excludes."""
    listed = command(repository, "git", "ls-files", "-z").stdout.split("\0")
    fitting = [name for name in listed if TAGS.get(Path(name).suffix) in hook["types_or"]]
    return [name for name in fitting if not re.search(hook["exclude"], name)]


def test_the_hook_as_pre_commit_runs_it(desk: Path) -> None:
    """The hook has what pre-commit asks for; run on the files that it would be given, which are drafts and no sources, it fails for the one
    with faults and passes once that is taken out."""
    assert (
        {"id", "name", "entry", "language"}
        <= HOOK.keys()
        <= {"description", "types_or", "exclude", "require_serial"} | {*("id", "name", "entry", "language")}
    )
    drafts = picked(desk, HOOK)
    assert drafts == ["stories/fire story/draft.md", "stories/fire story/planted.md", "stories/right/vote.md"]
    failed = command(desk, *shlex.split(HOOK["entry"]), *drafts)
    assert failed.returncode == 1, failed.stderr
    assert "draft says 21 letters, source says 11 letters" in failed.stdout
    passed = command(desk, *shlex.split(HOOK["entry"]), "stories/right/vote.md")
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_the_action_is_whole() -> None:
    """Every input that the action uses is declared with a description, each that is declared is used, and what is given never becomes a
    part of a script."""
    text = (ROOT / "action.yml").read_text("utf-8")
    assert ACTION["runs"]["using"] == "composite"
    assert set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text)) == ACTION["inputs"].keys()
    assert all(each["description"] for each in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))
    assert all(step["shell"] == "bash" for step in ACTION["runs"]["steps"] if "run" in step)
    assert not any("${{" in script for script in SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=["install", "check"])
def test_the_scripts_of_the_action_are_bash(script: str) -> None:
    """Bash reads every script of the action without a complaint."""
    run = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def acted(desk: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """What the action's check prints with these inputs, and what it gives out; as Actions runs it."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | inputs
    variables = {name: given[re.sub(r"\W*inputs\.|\W*$", "", value)] for name, value in step["env"].items()}
    script, output = desk / "step.sh", desk / "output.txt"
    script.write_text(step["run"], "utf-8")
    output.write_text("", "utf-8")
    ran = command(desk, "bash", "--noprofile", "--norc", "-eo", "pipefail", script.name, GITHUB_OUTPUT=str(output), **variables)
    return ran, output.read_text("utf-8")


def test_the_action_marks_what_is_wrong(desk: Path) -> None:
    """The check prints an annotation at the line of each finding, writes SARIF where asked, and its exit status is an output."""
    ran, output = acted(desk, drafts="\n  stories/fire story/draft.md  \n\n", sarif="sarif")
    assert ran.returncode == 1, ran.stderr
    assert output == "exit-status=1\n"
    assert re.search(r"^::error .*file=stories/fire story/draft\.md,.*line=11,.*::.*21 letters", ran.stdout, re.MULTILINE), ran.stdout
    assert (desk / "sarif/stories/fire story/draft.md.sarif").is_file()


def test_the_action_takes_patterns_and_sources(desk: Path) -> None:
    """Patterns become files, names with spaces stay whole, sources and levels are passed on; a pattern that fits nothing is an error."""
    ran, output = acted(desk, drafts="stories/**/vote.md\nstories/fire */draft.md", **{"fail-on": "never"})
    assert (ran.returncode, output) == (0, "exit-status=0\n"), ran.stderr
    assert "file=stories/fire story/draft.md" in ran.stdout
    alone, _ = acted(desk, drafts="stories/right/vote.md", sources="stories/fire story/sources\n")
    assert alone.returncode in (0, 1), alone.stderr
    none, output = acted(desk, drafts="nothing/*.md")
    assert (none.returncode, output) == (2, "exit-status=2\n")
    assert none.stdout.startswith("::error title=presscheck::no draft is named by: nothing/*.md")


def test_the_action_checks_each_draft_once_and_no_source(desk: Path) -> None:
    """A pattern over all folders takes no source for a draft, two patterns that fit one draft have it checked once, and a name with the
    signs of patterns in it is a name."""
    (desk / "stories" / "vote [1].md").write_text("The council voted by 11 to 4.\n", "utf-8")
    sources = desk / "stories" / "right" / "vote.md.sources"
    (sources / "minutes.txt").rename(sources / "minutes.md")
    (desk / "stories" / "fire story" / "sources" / "note.md").write_text("It burned.\n", "utf-8")
    ran, _ = acted(desk, drafts="stories/right/*.md\nstories/**/*.md\nstories/vote [1].md")
    told = re.findall(r"^::notice title=presscheck::(.*?): ", ran.stdout, re.MULTILINE)
    assert sorted(told) == ["stories/fire story/draft.md", "stories/fire story/planted.md", "stories/right/vote.md", "stories/vote [1].md"]


def test_nothing_that_is_given_is_run(desk: Path) -> None:
    """Inputs that are written as commands or options are names of files that are not there, and nothing else."""
    ran, output = acted(desk, drafts="$(touch a-trap)\n`touch a-trap`\n--traceback; touch a-trap")
    assert (ran.returncode, output) == (2, "exit-status=2\n")
    assert not (desk / "a-trap").exists()
    assert ran.stderr.count("there is no such file") == 3


def test_the_action_knows_its_formats() -> None:
    """The formats that the action and the hook name are there."""
    assert {"github", "sarif"} <= set(parts.names("writers"))
