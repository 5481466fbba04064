"""Answers that a model gave, kept on disk by the digest of what was asked, so that no question is paid for twice."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

LARGEST = 1 << 20  # bytes of one answer
FOLDER = "presscheck/answers"


def folder(named: str) -> Path | None:
    """Where answers are kept: the folder named, else that of the user's caches; None for "none", and for a home that there is not."""
    if named == "none":
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    with suppress(RuntimeError):
        return Path(named).expanduser() if named else Path(base).expanduser() / FOLDER
    return None


def digest(parts: Sequence[object]) -> str:
    """The name under which the answer to a question is kept; every part of the question changes it."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


class Answers:
    """A folder of answers, a file for each. What cannot be read is asked again; what cannot be written is asked again the next time. Each
    file appears whole or not at all, and only its owner may read it."""

    def __init__(self, place: Path | None) -> None:
        self._place = place

    def get(self, name: str) -> dict[str, Any] | None:
        """The answer kept under this digest, None where there is none."""
        if self._place is None:
            return None
        with suppress(OSError, ValueError, RecursionError):
            with (self._place / name[:2] / f"{name}.json").open("rb") as file:
                told = json.loads(file.read(LARGEST))
            return told if isinstance(told, dict) else None
        return None

    def put(self, name: str, answer: dict[str, Any]) -> None:
        """Keep an answer."""
        if self._place is None:
            return
        with suppress(OSError, ValueError):
            place = self._place / name[:2]
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(dir=place, suffix=".part")  # readable by its owner alone
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(answer, file)
                Path(part).replace(place / f"{name}.json")
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise
