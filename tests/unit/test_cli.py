"""The command line: what it reads and writes, what it says, and its exit status."""

import io
import json
import os
import re
import time
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from presscheck import __version__, allegations, onrecord, parts, pointers, policy
from presscheck.inputs import SETTINGS
from presscheck.model import Outcome
from presscheck.settings import Settings

CLEAN = "The board met.\n"
MINUTES = "The minutes are short. The board met.\n"
FLAWED = "The board met on Orrin Quay. [Source 1]\n"
DOUBTFUL = "The board had 31 letters about the sandbar.\n"
Run = Callable[..., tuple[int, str, str]]


def put(**files: str) -> None:
    """Files in this folder; a double underscore in a name is a folder's slash, a single one before the suffix its dot."""
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "ascii"))


def test_nothing_to_report(run: Run) -> None:
    """A draft that its source bears out gives status 0 and says so."""
    put(draft_txt=CLEAN, log_txt=MINUTES)
    status, out, err = run("check", "draft.txt", "--sources", "log.txt")
    assert (status, err) == (0, "")
    assert "draft.txt: nothing to report" in out


def test_findings_give_status_1(run: Run) -> None:
    """A finding is shown and makes the exit status 1."""
    put(draft_txt=FLAWED)
    status, out, err = run("check", "draft.txt")
    assert (status, err) == (1, "")
    assert "error[placeholder-citation]" in out
    assert "--> draft.txt:1:30" in out


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [(FLAWED, "error", 1), (FLAWED, "never", 0), (DOUBTFUL, "warning", 1), (DOUBTFUL, "error", 0), (DOUBTFUL, "never", 0)],
)
def test_fail_on(run: Run, text: str, fail_on: str, status: int) -> None:
    """`--fail-on` chooses the least finding that makes the exit status 1; the report is the same."""
    put(draft_txt=text, log_txt="The sea was calm.")
    got, out, _ = run("check", "draft.txt", "--sources", "log.txt", "--fail-on", fail_on)
    assert got == status
    assert "nothing to report" not in out


def test_json_to_standard_output(run: Run) -> None:
    """`--format json` writes the contract's JSON and nothing else."""
    put(draft_txt=DOUBTFUL, sources__log_txt="The board had 13 letters about the sandbar.")
    status, out, err = run("check", "draft.txt", "--sources", "sources", "--format", "json")
    table = json.loads(out)
    assert (status, err) == (1, "")
    assert table["draft"]["text"] == DOUBTFUL
    assert [source["name"] for source in table["sources"]] == ["sources/log.txt"]


@pytest.mark.parametrize(
    ("name", "begins"), [("report.json", "{"), ("report.txt", "error["), ("report.html", "<!DOCTYPE html>"), ("REPORT.JSON", "{")]
)
def test_output_by_its_suffix(run: Run, name: str, begins: str) -> None:
    """`--output` takes the format from the file's suffix, writes the file alone and says so on standard error."""
    put(draft_txt=FLAWED)
    status, out, err = run("check", "draft.txt", "--output", name)
    assert (status, out, err) == (1, "", f"presscheck: {name} written\n")
    assert Path(name).read_text("utf-8").lower().startswith(begins.lower())
    assert sorted(path.name for path in Path().iterdir()) == sorted([name, "draft.txt"])


def test_format_outranks_the_suffix(run: Run) -> None:
    """Where `--format` is given, the suffix of `--output` means nothing."""
    put(draft_txt=CLEAN)
    run("check", "draft.txt", "--output", "report.data", "--format", "json")
    assert json.loads(Path("report.data").read_text("utf-8"))["version"] == "1"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["draft.txt", "--output", "a.pdf"], "--output a.pdf: no report has the suffix “.pdf”; there are .jsonld, .csv, "),
        (["draft.txt", "--format", "pdf"], "--format pdf: there is no such format; there are annotation, csv, "),
        (["draft.txt", "--judge", "oracle"], "there is no judge named 'oracle'; there are: "),
        (["draft.txt", "--settings", "no.toml"], "no.toml: there is no such file. Check its name and the folder that it is in."),
        (["draft.txt", "--output", "."], "--output .: this is a folder. Name the file to write, for instance report.html."),
        (["draft.txt", "--output", "no/report.txt"], "--output no/report.txt: there is no folder no. Make it first, or write to another."),
        (["draft.txt", "--output", "draft.txt"], "--output draft.txt: this is the draft or one of its sources. Name another file;"),
        (["draft.txt", "--fail-on", "sometimes"], "argument --fail-on: invalid choice"),
        (["--sources", "draft.txt"], "name the draft, before --sources: presscheck check DRAFT --sources PATH..."),
        (["."], ".: this is a folder. Name a file in it."),
    ],
)
def test_wrong_arguments(run: Run, argv: list[str], said: str) -> None:
    """A wrong argument gives status 2 and one line that names it and what there is instead; the draft stays as it was."""
    put(draft_txt=CLEAN)
    status, out, err = run("check", *argv)
    assert (status, out) == (2, "")
    assert err.startswith(f"presscheck: error: {said}")
    assert err.count("\n") == 1
    assert Path("draft.txt").read_text("utf-8") == CLEAN


def test_output_never_replaces_a_source(run: Run) -> None:
    """A report is not written over a source, by whatever name it goes."""
    put(draft_txt=CLEAN, sources__log_txt=MINUTES)
    Path("link.txt").symlink_to("sources/log.txt")
    status, _, err = run("check", "draft.txt", "--sources", "sources", "--output", "link.txt")
    assert status == 2
    assert "this is the draft or one of its sources" in err
    assert Path("sources/log.txt").read_text("utf-8") == MINUTES


def test_output_keeps_a_files_mode_and_link(run: Run) -> None:
    """Where the file to write exists, its mode stays, and a link to it stays a link."""
    put(draft_txt=CLEAN, kept__old_txt="old")
    Path("kept/old.txt").chmod(0o640)
    Path("report.txt").symlink_to("kept/old.txt")
    run("check", "draft.txt", "--output", "report.txt")
    assert Path("report.txt").is_symlink()
    assert "nothing to report" in Path("kept/old.txt").read_text("utf-8")
    assert Path("kept/old.txt").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path("kept").iterdir()] == ["old.txt"]


def test_output_to_a_device(run: Run) -> None:
    """A device is written to, never replaced by a file."""
    put(draft_txt=CLEAN)
    assert run("check", "draft.txt", "--output", os.devnull, "--format", "text")[0] == 0
    assert not Path(os.devnull).is_file()


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads the draft from standard input, UTF-8 whatever the locale."""
    pipe(monkeypatch, "Zoë’s board met. [Source 1]\n".encode())
    status, out, _ = run("check", "-")
    assert status == 1
    assert "--> standard input:1:18" in out
    assert "Zoë’s board met." in out


def test_standard_input_with_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--stdin-name` says what format standard input has, and is its name in the report."""
    pipe(monkeypatch, b"# Title\n\nThe board met. [Source 1]\n")
    _, out, _ = run("check", "-", "--stdin-name", "draft.md", "--format", "json")
    draft = json.loads(out)["draft"]
    assert (draft["name"], draft["media_type"]) == ("draft.md", "text/markdown")


def test_folders_of_sources(run: Run) -> None:
    """Folders are walked in order, hidden files, lock files and formats without words left out, and one line says how many."""
    put(draft_txt=CLEAN, s__b_txt="B met.", s__a_md="A met.", s__deep__c_txt="C met.", s__z_css="z", s__y_css="y")
    put(s__deep__plain="no suffix")
    Path("s/.hidden.txt").write_text("hidden")
    Path("s/.git").mkdir()
    Path("s/.git/d.txt").write_text("hidden")
    Path("s/~$lock.docx").write_text("lock")
    _, out, err = run("check", "draft.txt", "--sources", "s", "--format", "json")
    assert [source["name"] for source in json.loads(out)["sources"]] == ["s/a.md", "s/b.txt", "s/deep/c.txt"]
    assert err == "presscheck: skipped 6 files in the folders of sources: 2 .css, 3 hidden, 1 no suffix\n"


def test_a_source_given_twice_is_read_once(run: Run) -> None:
    """A file that is named, and is in a folder that is named, and is linked to, is one source."""
    put(draft_txt=CLEAN, s__a_txt=MINUTES)
    Path("s/same.txt").symlink_to("a.txt")
    _, out, _ = run("check", "draft.txt", "--sources", "s/a.txt", "s", "./s/", "--sources", "s/a.txt", "--format", "json")
    assert [source["name"] for source in json.loads(out)["sources"]] == ["s/a.txt"]


def test_links_in_circles(run: Run) -> None:
    """A link to the folder above does not lead round and round."""
    put(draft_txt=CLEAN, s__a_txt=MINUTES)
    Path("s/up").symlink_to("..")
    assert run("check", "draft.txt", "--sources", "s")[0] == 0


def test_a_folder_of_old_formats(run: Run) -> None:
    """A file in a folder that holds words nobody can read is a source that could not be read, not one that was never there."""
    put(draft_txt=DOUBTFUL, s__a_txt="The sea was calm.")
    Path("s/letters.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    _, out, err = run("check", "draft.txt", "--sources", "s")
    assert "warning: s/letters.doc: this is an old Word document (.doc). Open it in Word or LibreOffice, save it as .docx" in err
    assert "number-not-found" not in out


@pytest.mark.parametrize("limit", [SETTINGS, "mine.toml"])
def test_settings_file(run: Run, limit: str) -> None:
    """`presscheck.toml` in this folder is read unless another is named, and decides."""
    put(draft_txt=FLAWED)
    Path(limit).write_text("packs = []\n")
    status, out, _ = run("check", "draft.txt", *(["--settings", limit] if limit != SETTINGS else []))
    assert status == 0
    assert "nothing to report" in out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"packs = [", "presscheck.toml: this is not valid TOML"),
        (b"colour = 'red'", "presscheck.toml: there is no setting 'colour'; there are: judge,"),
        (b"judge = '\xff'", "presscheck.toml: this is not UTF-8 (byte 9); save it as UTF-8 and run again."),
    ],
)
def test_wrong_settings(run: Run, data: bytes, said: str) -> None:
    """A settings file that is wrong stops the check with its name and what is wrong."""
    put(draft_txt=CLEAN)
    Path(SETTINGS).write_bytes(data)
    status, _, err = run("check", "draft.txt")
    assert status == 2
    assert err.startswith(f"presscheck: error: {said}")


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_colour(run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool) -> None:
    """A pipe gets no colour unless FORCE_COLOR asks for it, and NO_COLOR outranks it; the words are the same."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    put(draft_txt=FLAWED)
    _, out, _ = run("check", "draft.txt")
    assert ("\x1b[" in out) == coloured
    assert "error[placeholder-citation]: “[Source 1]” stands" in re.sub(r"\x1b\[[\d;]*m", "", out)


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, work that takes over half a second tells how far it is, and wipes that away when it ends."""
    put(draft_txt=CLEAN, s__a_txt=MINUTES, s__b_txt="Other.")
    screen, clock = Terminal(), iter(range(10_000))
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    run("check", "draft.txt", "--sources", "s")
    shown = screen.getvalue()
    assert "\r\x1b[Kreading sources 0/2" in shown
    assert "\r\x1b[Kreading sources 1/2" in shown
    assert "\r\x1b[Kweighing facts 0/" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize(("term", "seconds"), [("xterm", 0.0), ("dumb", 1.0)])
def test_no_progress(run: Run, monkeypatch: pytest.MonkeyPatch, term: str, seconds: float) -> None:
    """Quick work, and a terminal that cannot go back on a line, show none."""
    put(draft_txt=CLEAN)
    screen, clock = Terminal(), iter(range(10_000))
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock) * seconds)
    run("check", "draft.txt")
    assert screen.getvalue() == ""


def test_odd_file_names(run: Run) -> None:
    """A file name with a byte that is not UTF-8 is read, shown with the byte's number, and comes back from the JSON as it was."""
    name = os.fsdecode(b"caf\xe9 \x1b[2J.txt")
    Path(name).write_text(FLAWED)
    _, out, _ = run("check", name)
    assert "--> caf\\xe9 ␛[2J.txt:1:30" in out
    _, out, _ = run("check", name, "--format", "json")
    assert json.loads(out)["draft"]["name"] == name
    status, _, err = run("check", os.fsdecode(b"gone\xe9\n.txt"))
    assert (status, err.count("\n")) == (2, 1)


def test_version(run: Run) -> None:
    """`--version` names the program and its version."""
    assert run("--version") == (0, f"presscheck {__version__}\n", "")


@pytest.mark.parametrize("argv", [["--help"], ["check", "--help"], ["explain", "--help"]])
def test_help(run: Run, argv: list[str]) -> None:
    """Every command explains itself."""
    status, out, _ = run(*argv)
    assert status == 0
    assert out.startswith("usage: presscheck")


def test_no_command(run: Run) -> None:
    """Without a command one line says how to get help."""
    status, _, err = run()
    assert status == 2
    assert err == "presscheck: error: the following arguments are required: COMMAND. See: presscheck --help\n"


def raised() -> list[str]:
    """Every code that policy, notes and the packs can raise."""
    from presscheck import packs

    codes = [*(policy.code(kind, outcome) for kind, outcome in policy.table()), *pointers.LEVELS, *onrecord.LEVELS, *allegations.LEVELS]
    return codes + [rule.code for pack in packs.chosen(Settings().packs) for rule in pack.rules]


OWN_PAGES = frozenset(tomllib.loads((files("presscheck") / "data" / "explain.toml").read_text("utf-8")))


@pytest.mark.parametrize("code", raised())
def test_every_code_is_explained(run: Run, code: str) -> None:
    """Each code that a finding can carry has a page that says why it matters, and what it means and what to do or, of a rule, what it
    rests on and what is wrong and right."""
    status, out, _ = run("explain", code)
    assert status == 0
    assert out.startswith(f"{code}: ")
    told = ("What it means", "What to do") if code in OWN_PAGES else ("What it rests on", "Wrong", "Right")
    assert all(f"\n\n{heading}\n  " in out for heading in ("Why it matters", *told))
    assert max(map(len, out.splitlines())) <= 90


def test_explain_alone_lists_all(run: Run) -> None:
    """`presscheck explain` lists every code with one line."""
    status, out, _ = run("explain")
    assert status == 0
    assert set(raised()) <= {line.split()[0] for line in out.splitlines()}


def test_every_page_is_of_a_kind() -> None:
    """There is no page for a kind of fact that is gone."""
    from presscheck import explain

    kinds = {policy.code(kind, outcome) for kind in parts.names("facts") for outcome in (Outcome.CONTRADICTED, Outcome.NOT_FOUND)}
    assert set(explain.pages(())) <= kinds | set(raised())


def test_explain_an_unknown_code(run: Run) -> None:
    """An unknown code gives status 2 and names the codes that are most like it."""
    status, _, err = run("explain", "numbr-contradicted")
    assert status == 2
    assert err.startswith("presscheck: error: there is no code “numbr-contradicted”. Near it: number-contradicted, ")
