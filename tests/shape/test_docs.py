"""The docs are whole: every command, option and setting has its place, examples are true, and the site builds without a warning."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest

from presscheck import assistant, cli, settings
from presscheck.commands.completion import SHELLS
from presscheck.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SETTINGS = (DOCS / "settings.md").read_text("utf-8")


def commands(parser: argparse.ArgumentParser, name: str = "presscheck") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that takes arguments of its own, by its whole name."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for word, inner in action.choices.items():
            yield from commands(inner, f"{name} {word}")
    if not below:
        yield name, parser


COMMANDS = dict(commands(cli.parser()))


def test_what_is_made_is_as_the_program_has_it() -> None:
    """Tables of options and settings, lists of pages, completions and the manual page are what `python docs/make.py --write` makes."""
    run = subprocess.run([sys.executable, DOCS / "make.py"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_command_has_its_section() -> None:
    """docs/commands.md has a section for each command and none for one that is gone; it tells what the command does, and at least one line
    below its table is written by hand."""
    sections = re.split(r"^## ", (DOCS / "commands.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert [section.partition("\n")[0] for section in sections] == sorted(COMMANDS)
    for section in sections:
        assert section.partition("<!-- end -->")[2].strip(), f"say more of {section.partition(chr(10))[0]}, below its table"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_argument_is_told(name: str) -> None:
    """Every option and every argument of a command stands in its section, each with a meaning; no option stands there that is gone."""
    (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    shown = [action for action in COMMANDS[name]._actions if action.help != argparse.SUPPRESS and "--help" not in action.option_strings]
    for action in shown:
        assert action.help, f"{name}: {action.dest} has no help"
        written = (*action.option_strings, str(action.metavar))[0]
        assert re.search(rf"^\| `\[?{re.escape(written)}", section, re.MULTILINE), written
    told = set(re.findall(r"^\| `(--[\w-]+)", section, re.MULTILINE))
    assert told == {option for action in shown for option in action.option_strings}


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_each_setting_is_told(name: str) -> None:
    """Every setting has a heading of its own, some words, and an example in which it is set."""
    (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", SETTINGS, re.MULTILINE | re.DOTALL)
    words, _, example = section.partition("```toml\n")
    assert words.strip()
    assert name in tomllib.loads(example.partition("```")[0])


def test_no_setting_is_told_that_is_gone() -> None:
    """docs/settings.md has headings for settings and desks only."""
    assert set(re.findall(r"^## (\w+)", SETTINGS, re.MULTILINE)) == {"Desks"} | {field.name for field in fields(Settings)}


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", SETTINGS, re.DOTALL))
def test_examples_of_settings_are_settings(example: str) -> None:
    """Every example of docs/settings.md is a settings file that changes something."""
    assert settings.parse(example, "presscheck.toml", "sport" if "desk.sport" in example else "") != Settings()


def test_limits_of_the_tools_for_models_are_told() -> None:
    """The bounds that docs/mcp.md gives are those of the program."""
    page = " ".join((DOCS / "mcp.md").read_text("utf-8").split())
    assert (
        f"{assistant.LONGEST_DRAFT:,} characters as text, {assistant.LONGEST_FILE:,} as a file; a query {assistant.LONGEST_QUERY:,}" in page
    )
    assert f"all sources of one call {assistant.MOST_BYTES // 2**20} MB" in page
    assert f"about {assistant.ROOM * 3 // 2:,} characters" in page
    assert f"{assistant.MOST_PASSAGES} at most" in page


def test_inputs_of_the_action_are_told() -> None:
    """docs/ci.md tells of every input of the action, and of none that is gone."""
    declared = re.findall(r"^  ([\w-]+):$", (ROOT / "action.yml").read_text("utf-8").partition("\noutputs:")[0], re.MULTILINE)
    page = (DOCS / "ci.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?) \|", page.partition("| Input |")[2], re.MULTILINE)
    assert declared
    assert sorted(re.findall(r"`([\w-]+)`", " ".join(rows))) == sorted(declared)


class Asked(HTMLParser):
    """What a browser asks for when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset", "data") and value]


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """Sphinx has nothing to say against any page or link; there is a page for each of ours, and none asks another server for anything."""
    where = ["-d", str(tmp_path / "doctrees"), str(DOCS), str(tmp_path / "site")]
    build = [sys.executable, "-m", "sphinx", "-b", "html", "-n", "-W", "--keep-going", "-q", *where]
    run = subprocess.run(build, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, ""), run.stderr
    built = {page.relative_to(tmp_path / "site").with_suffix("") for page in (tmp_path / "site").rglob("*.html")}
    assert {page.relative_to(DOCS).with_suffix("") for page in DOCS.rglob("*.md")} <= built
    asked = Asked()
    for page in (tmp_path / "site").rglob("*.html"):
        asked.feed(page.read_text("utf-8"))
    assert asked.addresses
    assert not [address for address in asked.addresses if re.match(r"(?:\w+:)?//", address)]


def test_no_page_holds_a_directive() -> None:
    """Pages are Markdown that reads well where the repository is read: what only the site knows stands in docs/conf.py."""
    assert not [
        str(page)
        for page in DOCS.rglob("*.md")
        if re.search(r"^(?:```|:::)\{|\{(?:doc|ref|term)\}`", page.read_text("utf-8"), re.MULTILINE)
    ]


COMPLETED = [
    (["comp"], "completion"),
    (["check", "--fail-on", "w"], "warning"),
    (["check", "--format", "js"], "json"),
    (["check", "--sou"], "--sources"),
    (["check", "dra"], "draft.md"),
    (["check", "draft.md", "--sources", "let"], "letters"),
    (["check", "draft.md", "--profile", "UK"], "UK-IPSO"),
    (["mcp", "--root", "let"], "letters"),
    (["pack", "t"], "try"),
    (["completion", "z"], "zsh"),
]


@pytest.mark.parametrize(("words", "whole"), COMPLETED, ids=[" ".join(words) for words, _ in COMPLETED])
def test_bash_completes(words: list[str], whole: str, tmp_path: Path) -> None:
    """In a bash that has read the script, the Tab key makes the whole word of its beginning: commands, options, values, files, folders."""
    (tmp_path / "draft.md").touch()
    (tmp_path / "letters").mkdir()
    data = resources.files("presscheck") / "data" / "completion" / "presscheck.bash"
    script = (
        f'source "{data}"\nCOMP_WORDS=(presscheck "$@") COMP_CWORD=$# COMP_LINE="presscheck $*"\nCOMP_POINT=${{#COMP_LINE}}\n'
        'function=$(complete -p presscheck | sed "s/.*-F \\([^ ]*\\).*/\\1/")\n"$function"\nprintf "%s\\n" "${COMPREPLY[@]}"'
    )
    run = subprocess.run(["bash", "-c", script, "bash", *words], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [whole], run.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_are_printed(shell: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`presscheck completion` prints the script of each shell, which names every command."""
    assert cli.main(["completion", shell]) == 0
    out = capfdbinary.readouterr().out.decode("utf-8")
    assert all(re.search(rf"\b{name.split()[1]}\b", out) for name in COMMANDS)


MANUAL = ROOT / "src" / "presscheck" / "data" / "man" / "presscheck.1"


def test_the_manual_page_tells_of_every_command() -> None:
    """The manual page is presscheck(1), and has a section for each command."""
    text = MANUAL.read_text("utf-8").replace("\\-", "-")
    assert text.startswith('.TH PRESSCHECK "1"')
    assert all(name in text for name in COMMANDS)


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_reads_the_manual_page() -> None:
    """The program behind `man` has nothing to say against the page, and sets it."""
    run = subprocess.run(["groff", "-man", "-Tutf8", "-ww", MANUAL], capture_output=True, text=True, check=True)
    assert not run.stderr
    assert "check a draft against its sources" in run.stdout
