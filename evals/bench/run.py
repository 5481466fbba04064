"""Measures wall time and peak memory of whole processes: the example, a long draft against half a million words, the import.

The limit of the long draft is that of the judge by words in common; what the judge that ships takes for the same stands beside it.

    python evals/bench/run.py        prints a table, writes results.json beside this file; exit status 1 where a limit is not kept
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "harbour-fire"
PRESSCHECK = str(Path(sys.executable).with_name("presscheck"))
QUIET = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)


@dataclass(frozen=True)
class Row:
    """One command: medians over `runs`; `limit_*` are what it may take at most, where there is a limit."""

    name: str
    runs: int
    seconds: float
    peak_mb: float
    limit_seconds: float | None = None
    limit_mb: float | None = None

    @property
    def within(self) -> bool:
        return self.seconds <= (self.limit_seconds or self.seconds) and self.peak_mb <= (self.limit_mb or self.peak_mb)


def once(command: list[str]) -> tuple[float, float]:
    """Seconds of wall time and peak megabytes of one run, as the operating system counts them for the finished process.

    Linux starts the count of a new process at what this one holds, so a peak below this process's own (some 16 MB) shows as that.
    """
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=QUIET)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"exit status {os.waitstatus_to_exitcode(status)} from: {' '.join(command)}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def measure(name: str, command: list[str], runs: int, limit_seconds: float | None = None, limit_mb: float | None = None) -> Row:
    """The medians of `runs` runs after one that is not counted."""
    once(command)
    seconds, peaks = zip(*(once(command) for _ in range(runs)), strict=True)
    return Row(name, runs, round(median(seconds), 3), round(median(peaks), 1), limit_seconds, limit_mb)


def importing(runs: int) -> list[Row]:
    """`python -c pass` and `import presscheck`, run in turn so that both meet the same machine, and the median difference."""
    bare, full = [sys.executable, "-c", "pass"], [sys.executable, "-c", "import presscheck"]
    once(bare), once(full)
    pairs = [(once(bare), once(full)) for _ in range(runs)]
    rows = [
        Row(name, runs, round(median(pair[at][0] for pair in pairs), 3), round(median(pair[at][1] for pair in pairs), 1))
        for at, name in enumerate(("python -c pass", "import presscheck"))
    ]
    more = round(median(full[0] - bare[0] for bare, full in pairs), 3)
    return [*rows, Row("import presscheck, more than pass", runs, more, round(rows[1].peak_mb - rows[0].peak_mb, 1), 0.060)]


def check(story: Path, judge: str) -> list[str]:
    files = [str(story / "draft.md"), "--sources", str(story / "sources")]
    return [PRESSCHECK, "check", *files, "--judge", judge, "--fail-on", "never", "--format", "json"]


def main() -> int:
    """Measure everything, print it and write it down."""
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big"
        subprocess.run([sys.executable, HERE / "big_sources.py", big], check=True)  # apart: see `once`
        rows = [
            measure("the example, overlap", check(EXAMPLE, "overlap"), 9),
            measure("the example, shipped judge", check(EXAMPLE, "onnx"), 9),
            measure("1,500 words against 500,000, overlap", check(big, "overlap"), 5, limit_seconds=2.0, limit_mb=500.0),
            measure("the same, shipped judge", check(big, "onnx"), 5),
            *importing(9),
        ]
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "system": platform.system(), "python": platform.python_version()}
    for row in rows:
        limit = "" if row.limit_seconds is None else f"  limit {row.limit_seconds} s" + (f", {row.limit_mb:.0f} MB" if row.limit_mb else "")
        print(f"{row.name:36} {row.seconds:8.3f} s {row.peak_mb:8.1f} MB{limit}{'' if row.within else '  OVER'}")
    (HERE / "results.json").write_text(json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    return 0 if all(row.within for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
