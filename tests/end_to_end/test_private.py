"""What the README promises about privacy: a check opens no connection and writes no file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STORY = Path(__file__).parents[2] / "examples" / "harbour-fire"
WATCHED = """
import os, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"{event} {arguments}")
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(refuse)
"""
CHECK = f"""
from presscheck.cli import main
sys.exit(main(["check", {str(STORY / "draft.md")!r}, "--sources", {str(STORY / "sources")!r}, "--fail-on", "never"]))
"""


def watched(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the code in a Python whose every connection and every file opened for writing is an error."""
    return subprocess.run([sys.executable, "-B", "-c", WATCHED + code], cwd=folder, capture_output=True, text=True, check=False)


def test_a_check_opens_no_connection_and_writes_no_file(tmp_path: Path) -> None:
    """The example is checked, every kind of source read, with neither the network nor the disk written to."""
    run = watched(CHECK, tmp_path)
    assert run.returncode == 0, run.stderr
    assert "number-contradicted" in run.stdout
    assert "could not be read" not in run.stdout


def test_the_watch_sees_what_it_forbids(tmp_path: Path) -> None:
    """A connection and a file opened for writing are refused, so the test above can fail."""
    assert "socket." in watched("import socket; socket.socket()", tmp_path).stderr
    assert "open" in watched("open('x', 'w')", tmp_path).stderr
