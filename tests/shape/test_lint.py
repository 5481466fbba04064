"""The code is clean: ruff, mypy in strict mode and the import contracts say nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["mypy"],
        ["mypy", "examples/make_sources.py"],
        ["lint-imports"],
    ],
    ids=" ".join,
)
def test_lint(command: list[str]) -> None:
    """The tool passes over the whole repository."""
    tool, *arguments = command
    run = subprocess.run([SCRIPTS / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
