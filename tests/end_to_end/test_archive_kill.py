"""Runs over archives that are killed: whatever dies, and whenever, the next run ends with what an undisturbed one writes, byte for byte."""

from __future__ import annotations

import os
import random
import resource
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("PRESSCHECK_KILLS", "20"))  # on each engine
ARTICLES = 120
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")


def command(out: Path, *more: str) -> list[str]:
    flags = ["--id", "id", "--date", "date", "--section", "section", "--language", "language", "--batch", "0.01", "--workers", "2"]
    return [sys.executable, "-m", "presscheck", "archive", "news.jsonl", "--out", str(out), *flags, *more]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with made articles, and what an undisturbed run writes of them."""
    folder = tmp_path_factory.mktemp("news")
    bench = str(ROOT / "evals" / "bench" / "archive.py")
    subprocess.run([sys.executable, bench, "--make", str(ARTICLES), str(folder / "news.jsonl")], check=True, timeout=60)
    subprocess.run(command(folder / "undisturbed"), cwd=folder, check=True, capture_output=True, timeout=120)
    assert len(list((folder / "undisturbed" / "articles").iterdir())) > 20
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder but the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"
    }


def below(pid: int) -> Iterator[int]:
    """All processes below one."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text("utf-8").split()):
                yield child
                yield from below(child)


def workers(pid: int) -> list[int]:
    """The processes below one that check, and the actors of Ray that ask them."""
    return [child for child in below(pid) if any(mark in _called(child) for mark in (b"spawn_main", b"ray::MapWorker"))]


def _called(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def until_done(news: Path, out: Path, dice: random.Random, most: int, above: int | None, *more: str) -> int:
    """Run it until done, killing the driver or a worker at random moments, at most so often; the workers are below `above`, or the driver.
    It gives how often it was."""
    killed = 0
    while True:
        with (news / "log").open("wb") as log:
            driver = subprocess.Popen(command(out, *more), cwd=news, stdout=subprocess.DEVNULL, stderr=log)
        while driver.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                driver.wait(dice.uniform(0.05, 2.0))
                break
            if killed >= most:
                continue
            if dice.random() < (0.25 if above is None else 0.08):
                killed += 1
                driver.kill()
                driver.wait()
            elif some := workers(above or driver.pid):
                killed += 1
                kill(dice.choice(some))
        if driver.returncode == 0:
            return killed
        assert driver.returncode == -signal.SIGKILL, (news / "log").read_text("utf-8")


def test_one_machine(news: Path) -> None:
    """Killed 20 times at random, driver and workers, runs on one machine end with the files of an undisturbed one."""
    dice, killed, number = random.Random(8), 0, 0
    while killed < KILLS:
        number += 1
        killed += until_done(news, news / f"local-{number}", dice, KILLS - killed, None)
        assert files(news / f"local-{number}") == files(news / "undisturbed")


HOLD = """
import ray, sys
print(ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False).address_info["address"], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, str]]:
    """A Ray cluster of its own on this machine, with a token made for it: the process that holds it, and its address."""
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    monkeypatch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
    ends = subprocess.PIPE
    monkeypatch.chdir(tmp_path)  # whatever works there does not stand where the drivers do
    holder = subprocess.Popen([sys.executable, "-c", HOLD], text=True, stdin=ends, stdout=ends, stderr=subprocess.DEVNULL)
    assert holder.stdin and holder.stdout
    address = holder.stdout.readline().strip()
    assert address
    yield holder.pid, address
    holder.stdin.close()
    holder.wait(30)


def test_ray(news: Path, cluster: tuple[int, str]) -> None:
    """The same on a Ray cluster, where actors die too."""
    holder, address = cluster
    dice, killed, number = random.Random(9), 0, 0
    while killed < KILLS:
        number += 1
        killed += until_done(news, news / f"ray-{number}", dice, KILLS - killed, holder, "--engine", "ray", "--address", address)
        assert files(news / f"ray-{number}") == files(news / "undisturbed")


def test_a_full_disk_leaves_nothing_half(news: Path) -> None:
    """Where the disk takes no more, one line says so and no file is half there; with room again the run goes on."""
    out = news / "full"
    room = 6_000  # bytes of a file: most parts of articles are more
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))  # noqa: E731
    run = subprocess.run(command(out), cwd=news, capture_output=True, text=True, timeout=120, check=False, preexec_fn=limit)
    assert run.returncode == 2
    assert "these rows could not be written: the disk is full. What is done is kept" in run.stderr
    assert run.stderr.count("\n") == 1
    assert not list(out.rglob(".part-*"))
    whole = files(news / "undisturbed")
    assert all(data == whole[name] for name, data in files(out).items() if name.endswith(".parquet"))
    subprocess.run(command(out), cwd=news, capture_output=True, timeout=120, check=True)
    assert files(out) == whole


def test_interrupted(news: Path) -> None:
    """Ctrl-C ends driver and workers with one line and the status that shells expect; what is done is kept."""
    driver = subprocess.Popen(
        command(news / "stopped"), cwd=news, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not list((news / "stopped").glob("articles/*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    theirs = workers(driver.pid)
    os.killpg(driver.pid, signal.SIGINT)
    _, err = driver.communicate(timeout=30)
    assert driver.returncode == 130, err
    assert err == "presscheck: stopped; what is done is kept, and the next run goes on from there\n"
    assert not [pid for pid in theirs if _called(pid)]


def test_an_article_that_kills_gets_its_row(tmp_path: Path) -> None:
    """Where a process dies three times over one article, the article's row says so and the others of its batch are checked."""
    from collections import Counter

    import pyarrow.parquet as pq

    from presscheck import Settings
    from presscheck.archive.articles import Article, Batch
    from presscheck.archive.run import Asked, planned
    from presscheck.archive.worker import PATIENCE, Worker

    plan, _ = planned(Asked(("x",), tmp_path), Settings())
    long = Article("long", "x", b"The board met on Orrin Quay in the rain. " * 20_000)
    worker, deaths = Worker(plan), Counter[tuple[str, int]]()
    worker.give(Batch("b", (Article("first", "x", b"The board met."), long, Article("last", "x", b"It met again."))))
    for _ in range(PATIENCE):
        assert worker.take(deaths) is None  # it is ready
        deadline = time.monotonic() + 60
        while worker.at != 1 and time.monotonic() < deadline:
            time.sleep(0.005)
        kill(worker.pid)
        assert worker.take(deaths) is None  # it has died
    while (done := worker.take(deaths)) is None:
        pass
    worker.end()
    (tmp_path / "part.parquet").write_bytes(done.articles)
    errors = {row["id"]: row["error"] for row in pq.read_table(tmp_path / "part.parquet").to_pylist()}
    assert errors == {"first": "", "long": "the process that checked it died 3 times (signal 9)", "last": ""}
