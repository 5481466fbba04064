"""What tests share: a way to run the command line in this process, in a folder of its own, and how examples are drawn in CI."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from presscheck import cli

# CI tries the same examples each time, so that what lands is judged by what changed; at a desk they are drawn anew.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in an empty folder; gives exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def ran(*argv: str) -> tuple[int, str, str]:
        try:
            status = cli.main(argv)
        except SystemExit as stopped:
            assert isinstance(stopped.code, int)
            status = stopped.code
        out, err = capsysbinary.readouterr()
        return status, out.decode("utf-8"), err.decode("utf-8")

    return ran
