"""The real LibreOffice, without a window: files in, converted files out, in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needed = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")


def converted(given: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Each file as LibreOffice converts it, by its new name; all in one start of the program. It takes some seconds."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    with tempfile.TemporaryDirectory() as folder:
        home, out = Path(folder), Path(folder, "out")
        for name, data in given.items():
            (home / name).write_bytes(data)
        command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", str(out)]
        run = subprocess.run([*command, *(str(home / name) for name in given)], capture_output=True, text=True, timeout=120, check=False)
        made = {path.name: path.read_bytes() for path in sorted(out.iterdir())} if out.is_dir() else {}
        assert len(made) == len(given), f"LibreOffice could not open all of them: {run.stdout}{run.stderr}"
        return made
