"""--fetch from the outside: it is the only way to the web, it reaches nothing inside a network, and a killed run leaves a whole archive."""

from __future__ import annotations

import io
import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from presscheck import webarchive
from presscheck.model import Unreadable
from presscheck.webarchive import Capture
from webserver import PAGE, Server, ok, serving

Run = Callable[..., tuple[int, str, str]]
DRAFT = "The board received 13 letters about the sandbar.\n"
# the test's server is on this machine, where presscheck fetches nothing from; the fetcher of this program alone is let there
FETCH = """
import ipaddress, sys
from pathlib import Path
from presscheck import sourcing
from presscheck.fetching import Fetcher
from presscheck.inputs import WORDY, media_types
from presscheck.wire import Wire

wire = Wire(lambda address: address == ipaddress.ip_address("127.0.0.1"))
shelf = sourcing.Shelf(Path("draft.md.sources.warc.gz"), Fetcher("0", media_types(), wire))
pile = sourcing.gather(sys.argv[1:], media_types(), WORDY)
print(len(sourcing.read(pile, media_types(), WORDY, shelf, lambda *_: None)), flush=True)
"""


def fetching(folder: Path, *urls: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", FETCH, *urls], cwd=folder, text=True, stdout=subprocess.PIPE)


def kept(folder: Path) -> list[str]:
    """The addresses of the pages in the draft's archive, which is whole, or is not there at all."""
    path = folder / "draft.md.sources.warc.gz"
    if not path.exists():
        return []
    found = list(webarchive.captures(path.read_bytes(), "", lambda kind, name: True))
    assert not [each for each in found if isinstance(each, Unreadable)]
    return [each.url for each in found if isinstance(each, Capture)]


def test_an_archived_page_is_a_source(run: Run, tmp_path: Path) -> None:
    """What was fetched is read by `presscheck check`, offline, and bears the draft out; without it the page is told as not fetched."""
    Path("draft.md").write_text(DRAFT)
    with serving({"/": ok()}) as server:
        url = server.url("/")
        status, out, _ = run("check", "draft.md", "--sources", url, "--judge", "overlap", "--format", "json")
        assert (
            "not fetched. Run again with --fetch to fetch it and keep it in draft.md.sources.warc.gz"
            in json.loads(out)["sources"][0]["message"]
        )
        assert fetching(tmp_path, url).wait(30) == 0
    status, out, _ = run("check", "draft.md", "--sources", url, "--judge", "overlap", "--format", "json")
    report = json.loads(out)
    assert status == 0
    assert [(source["name"], source["status"]) for source in report["sources"]] == [(url, "read")]
    assert {evidence["source"] for verdict in report["verdicts"] for evidence in verdict["evidence"]} == {url}


def test_the_command_reaches_nothing_on_this_machine(run: Run) -> None:
    """`--fetch` refuses a page on this machine in words, and goes on with the check; nothing is written."""
    Path("draft.md").write_text(DRAFT)
    with serving({"/": ok()}) as server:
        _, out, err = run("check", "draft.md", "--sources", server.url("/"), server.url("/", "localhost"), "--fetch", "--judge", "overlap")
        assert server.requests == []
    assert err.count("an address inside a network and not of the public web. It was not fetched.") == 2
    assert "2 sources" not in out
    assert [path.name for path in Path().iterdir()] == ["draft.md"]


def test_no_setting_fetches(run: Run) -> None:
    """There is no setting that lets a presscheck.toml reach out, and a list of sources cannot."""
    from dataclasses import fields

    from presscheck.settings import Settings

    assert not [field.name for field in fields(Settings) if "fetch" in field.name]
    Path("draft.md").write_text(DRAFT)
    Path("presscheck.toml").write_text("fetch = true\n")
    status, _, err = run("check", "draft.md")
    assert status == 2
    assert "there is no setting 'fetch'" in err
    Path("presscheck.toml").unlink()
    with serving({"/": ok()}) as server:
        Path("sources").mkdir()
        Path("sources/sources.toml").write_text(f'[[source]]\nname = "x"\nurl = "{server.url("/")}"\n')
        status, _, err = run("check", "draft.md", "--sources", "sources", "--judge", "overlap")
        assert server.requests == []
    assert "this page was not fetched" in err


def test_a_draft_that_is_no_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept beside the draft, so that a draft from a pipe has none; --fetch says so."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DRAFT.encode())))
    status, _, err = run("check", "-", "--sources", "http://a.example/", "--fetch")
    assert status == 2
    assert "--fetch keeps pages beside the draft, so the draft must be a file" in err


def slowly(server: Server, path: str) -> None:
    """From now on the page comes piece by piece, for ten seconds."""

    def send(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.1)

    server.replies[path] = send


def test_a_run_that_is_killed_keeps_what_it_had(tmp_path: Path) -> None:
    """A run killed while a page comes leaves an archive that holds the pages before it, whole, and nothing of this one."""
    with serving({"/1": ok(), "/2": ok(PAGE + b"2")}) as server:
        slowly(server, "/3")
        running = fetching(tmp_path, *(server.url(f"/{n}") for n in (1, 2, 3)))
        until = time.monotonic() + 20
        while "/3" not in server.paths and time.monotonic() < until:
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        assert running.wait(10) == -signal.SIGKILL
        assert kept(tmp_path) == [server.url("/1"), server.url("/2")]
        server.replies["/3"] = ok(PAGE + b"3")
        assert fetching(tmp_path, *(server.url(f"/{n}") for n in (1, 2, 3))).wait(30) == 0
        assert kept(tmp_path) == [server.url(f"/{n}") for n in (1, 2, 3)]
        assert server.paths.count("/1") == 1


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_time(tmp_path: Path, seed: int) -> None:
    """Whenever a run that writes large pages is killed, the archive is whole: as it was before a page, or after it."""
    noise = random.Random(seed)
    pages = {f"/{n}": ok(noise.randbytes(3 << 20), "text/plain") for n in range(6)}
    with serving(dict(pages)) as server:
        running = fetching(tmp_path, *map(server.url, pages))
        until = time.monotonic() + 20
        while len(server.paths) < 2 and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(noise.random() * 0.6)
        running.kill()
        running.wait(10)
        found = kept(tmp_path)
        assert found == [server.url(f"/{n}") for n in range(len(found))]
