"""What was found in a story, remembered by all processes of a run on one machine, so that its copies are judged once."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from presscheck.archive.rows import Row

NEAR = 2_000  # stories that a process remembers itself
MOST = 200_000  # stories that are kept on disk; the oldest go first
_WAIT = 10.0  # seconds for another that writes


class Judged:
    """Stories and what was found in them: a few in memory, many in a file that processes share. The file is no more than a memory: where it
    cannot be used the work is done again."""

    def __init__(self, file: Path | None) -> None:
        self._near: OrderedDict[str, bytes] = OrderedDict()
        self._new: list[tuple[str, bytes]] = []
        self._shared = _opened(file) if file else None

    def __call__(self, story: str, find: Callable[[], Row]) -> Row:
        known = self._near.get(story) or self._kept(story)
        if known is None:
            known = zlib.compress(json.dumps(find(), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)
            self._new.append((story, known))
        self._near[story] = known
        self._near.move_to_end(story)
        if len(self._near) > NEAR:
            self._near.popitem(last=False)
        return dict(json.loads(zlib.decompress(known)))

    def _kept(self, story: str) -> bytes | None:
        try:
            found: Any = self._shared and self._shared.execute("SELECT found FROM judged WHERE story = ?", (story,)).fetchone()
        except sqlite3.Error:
            return None
        return bytes(found[0]) if found else None

    def keep(self) -> None:
        """Have the others know what was found since."""
        if self._shared and self._new:
            with suppress(sqlite3.Error), self._shared:
                self._shared.executemany("INSERT OR IGNORE INTO judged (story, found) VALUES (?, ?)", self._new)
                self._shared.execute("DELETE FROM judged WHERE number <= (SELECT max(number) FROM judged) - ?", (MOST,))
        self._new.clear()


def _opened(file: Path) -> sqlite3.Connection | None:
    try:
        made = sqlite3.connect(file, timeout=_WAIT)
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA synchronous = NORMAL")
        made.execute("CREATE TABLE IF NOT EXISTS judged (number INTEGER PRIMARY KEY, story TEXT UNIQUE, found BLOB)")
        made.commit()
    except sqlite3.Error:
        return None
    return made
