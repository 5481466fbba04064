"""presscheck as a process among others: pipes that close, disks that fill up, signals, locales, and faults of its own."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "presscheck"]
PLAIN = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a draft that has many findings."""
    (tmp_path / "draft.txt").write_text("Zoë’s board met. [Source 1]\n\n" * 300, "utf-8")
    return tmp_path


def check(folder: Path, *argv: str, env: Mapping[str, str] = PLAIN, **how: Any) -> subprocess.CompletedProcess[bytes]:
    how.setdefault("stdout", subprocess.PIPE)
    run: subprocess.CompletedProcess[bytes] = subprocess.run(
        [*COMMAND, "check", *argv], cwd=folder, env=env, stderr=subprocess.PIPE, timeout=60, check=False, **how
    )
    return run


def test_a_reader_that_has_enough(folder: Path) -> None:
    """`presscheck check ... | head` ends quietly when its reader does."""
    read, write = os.pipe()
    os.close(read)
    run = check(folder, "draft.txt", stdout=write)
    os.close(write)
    assert (run.returncode, run.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_standard_output_on_a_full_disk(folder: Path) -> None:
    """Where standard output cannot take the report, one line says so."""
    with Path("/dev/full").open("wb") as full:
        run = check(folder, "draft.txt", stdout=full)
    assert run.returncode == 2
    assert (
        run.stderr
        == (
            "presscheck: error: standard output: the system says “No space left on device”. Check that the disk is in place and has room.\n"
        ).encode()
    )


def test_output_on_a_full_disk_never_leaves_half_a_file(folder: Path) -> None:
    """Where the report does not fit, what stood in the file before stays, whole, and nothing is left beside it."""
    (folder / "report.txt").write_text("yesterday's report")
    room = 4096
    run = check(folder, "draft.txt", "--output", "report.txt", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    assert run.returncode == 2
    said = "presscheck: error: report.txt: the report could not be written: the system says “File too large”."
    assert run.stderr.decode().startswith(said)
    assert run.stderr.endswith(b"Nothing was written.\n")
    assert (folder / "report.txt").read_text() == "yesterday's report"
    assert sorted(path.name for path in folder.iterdir()) == ["draft.txt", "report.txt"]


def test_closed_standard_output(folder: Path) -> None:
    """With no standard output at all, one line says what to do."""
    run = check(folder, "draft.txt", stdout=None, preexec_fn=lambda: os.close(1))
    assert run.returncode == 2
    assert run.stderr == b"presscheck: error: standard output is closed, so there is nowhere to write; use --output FILE.\n"


def test_interrupted(folder: Path) -> None:
    """Ctrl-C stops it with one line and the status that shells expect, and no file is left."""
    os.mkfifo(folder / "slow.txt")
    command = [*COMMAND, "check", "slow.txt", "--output", "report.txt"]
    with (
        subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, env=PLAIN) as process,
        (folder / "slow.txt").open("wb"),  # opens once presscheck has it open too, and then it waits for the draft
    ):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"presscheck: stopped; nothing was written\n")
    assert sorted(path.name for path in folder.iterdir()) == ["draft.txt", "slow.txt"]


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_utf_8_whatever_the_locale(folder: Path, locale: dict[str, str]) -> None:
    """In a locale that knows no accents, reports are UTF-8 all the same, from a file and from standard input."""
    run = check(folder, "draft.txt", env=PLAIN | locale)
    assert "Zoë’s board met." in run.stdout.decode("utf-8")
    run = check(folder, "-", "--format", "json", env=PLAIN | locale, input="Zoë’s board met.".encode())
    assert json.loads(run.stdout)["draft"]["text"] == "Zoë’s board met."
    run = check(folder, "Zoë.txt", env=PLAIN | locale)
    assert run.returncode == 2
    assert run.stderr.startswith(b"presscheck: error: Zo")


@pytest.fixture
def faulty(tmp_path: Path) -> dict[str, str]:
    """An environment with an installed package whose report format is broken."""
    home = tmp_path / "site"
    (home / "faulty-1.0.dist-info").mkdir(parents=True)
    (home / "faulty-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0\n")
    (home / "faulty-1.0.dist-info/entry_points.txt").write_text("[presscheck.writers]\nfaulty = faulty\n")
    (home / "faulty.py").write_text('SUFFIX = ".faulty"\ndef write(report):\n    return report["no such"]\n')
    return PLAIN | {"PYTHONPATH": str(home)}


def test_a_fault_of_its_own_is_told_in_a_sentence(folder: Path, faulty: dict[str, str]) -> None:
    """What nobody foresaw is told in one line that says whose fault it is and how to report it."""
    run = check(folder, "draft.txt", "--format", "faulty", env=faulty)
    said = run.stderr.decode()
    assert (run.returncode, run.stdout) == (2, b"")
    assert said.startswith("presscheck: this is a fault in presscheck itself (TypeError: 'Report' object is not subscriptable).")
    assert said.count("\n") == 1


def test_a_fault_with_its_traceback(folder: Path, faulty: dict[str, str]) -> None:
    """`--traceback` shows where the fault lies, for whoever is to mend it."""
    run = check(folder, "draft.txt", "--format", "faulty", "--traceback", env=faulty)
    assert b"Traceback (most recent call last)" in run.stderr
    assert b"faulty.py" in run.stderr
