"""Web archives: what is written is read back by us and by others, what others wrote is read, and damage costs no more than it must."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from presscheck import webarchive
from presscheck.contentcoding import Room
from presscheck.fetching import Exchange
from presscheck.inputs import media_types
from presscheck.model import Unreadable
from presscheck.webaddress import place, readable
from presscheck.webarchive import Capture

NOON = datetime(2031, 3, 9, 12, 0, 0, 250, tzinfo=UTC)
PAGE = b"<html><body><p>13 letters</p></body></html>"
HTML = ("Content-Type", "text/html; charset=utf-8")


def exchange(url: str, body: bytes = PAGE, status: int = 200, headers: Sequence[tuple[bytes, bytes]] = ()) -> Exchange:
    told = ((b"Content-Type", b"text/html; charset=utf-8"), *headers)
    return Exchange(place(url), NOON, "192.0.2.7", ((b"Host", b"a.example"),), status, "OK", told, body)


def read(data: bytes, room: Room | None = None) -> list[Capture | Unreadable]:
    types = media_types()
    return list(webarchive.captures(data, "kept.warc.gz", lambda kind, path: readable(kind, path, types), room))


def record(kind: str, url: str, body: bytes, headers: Sequence[tuple[str, str]] = (HTML,), status: str = "200 OK", **about: str) -> bytes:
    """A record as other programs write them."""
    http = f"HTTP/1.1 {status}\r\n{''.join(f'{name}: {value}{chr(13)}{chr(10)}' for name, value in headers)}\r\n".encode()
    block = (http if kind == "response" else b"") + body
    named = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2031-03-09T12:00:00Z", "WARC-Record-ID": "<urn:uuid:0>"}
    told = named | {name.replace("_", "-"): value for name, value in about.items()} | {"Content-Length": str(len(block))}
    if kind != "response":
        told |= {"Content-Type": headers[0][1]}
    return f"WARC/1.0\r\n{''.join(f'{name}: {value}{chr(13)}{chr(10)}' for name, value in told.items())}\r\n".encode() + block + b"\r\n\r\n"


def b32(algorithm: str, body: bytes) -> str:
    return f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, body).digest()).decode()}"


# Written.


def test_what_is_written_is_a_warc() -> None:
    """Each exchange is a request and a response of WARC 1.1, with the time, the address that answered, and the SHA-256 of the payload; the
    archive begins with a warcinfo; another program finds all digests right."""
    data = webarchive.records([exchange("http://a.example/x?y=1")], "0.3", begins=True)
    records = list[Any]()
    for each in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        records.append((each.rec_type, dict(each.rec_headers.headers), each.content_stream().read()))
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request"]
    assert b"presscheck/0.3" in records[0][2]
    told = records[1][1]
    assert told["WARC-Target-URI"] == "http://a.example/x?y=1"
    assert told["WARC-Date"] == "2031-03-09T12:00:00.000250Z"
    assert told["WARC-IP-Address"] == "192.0.2.7"
    assert told["WARC-Payload-Digest"] == b32("sha256", PAGE)
    assert records[2][1]["WARC-Concurrent-To"] == told["WARC-Record-ID"]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=5))
def test_what_is_written_is_read_back(bodies: list[bytes]) -> None:
    """Whatever a page holds, the archive gives it back, byte for byte, in order, also where it was put behind others."""
    data = b"".join(webarchive.records([exchange(f"http://a.example/{n}", body)], "0", begins=not n) for n, body in enumerate(bodies))
    found = [capture for capture in read(data) if isinstance(capture, Capture)]
    assert [(capture.url, capture.data) for capture in found] == [(f"http://a.example/{n}", body) for n, body in enumerate(bodies)]


def test_chunks_leave_no_trace() -> None:
    """A body that came in chunks is kept without them, and no header says that it has some."""
    data = webarchive.records([exchange("http://a.example/", headers=[(b"transfer-encoding", b"chunked")])], "0", begins=True)
    assert b"X-Archive-Orig-transfer-encoding: chunked" in gzip.decompress(data)
    [capture] = read(data)
    assert isinstance(capture, Capture)
    assert capture.data == PAGE


def test_redirects_lead_on() -> None:
    """A page is found at the address that leads to it, the newest of several."""
    moved = exchange("http://a.example/old", b"", 301, [(b"Location", b"/new")])
    data = webarchive.records([moved, exchange("http://a.example/new")], "0", begins=True)
    pages = [capture for capture in read(data) if isinstance(capture, Capture)]
    found = webarchive.found(pages, "http://A.example/old#top")
    assert found
    assert (found.url, found.data) == ("http://a.example/new", PAGE)
    newer = replace(found, at="2032-01-01T00:00:00Z", data=b"newer")
    assert webarchive.found([newer, *pages], "http://a.example/old") == newer
    circle = [Capture("http://a.example/1", "", "", "", b"", "/2"), Capture("http://a.example/2", "", "", "", b"", "/1")]
    assert webarchive.found(circle, "http://a.example/1") is None
    assert webarchive.found(pages, "http://a.example/none") is None


# Read.


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "one gzip member"])
def test_only_pages_come_out(pack: Any) -> None:
    """Pages that can be read come out, each once; requests, revisits, redirects, errors, robots.txt, pictures and other notes do not."""
    data = b"".join(
        (
            record("warcinfo", "", b"software: x\r\n", [("", "application/warc-fields")]),
            record("response", "http://a.example/1", PAGE),
            record("response", "http://a.example/1", PAGE),
            record("response", "http://a.example/1", PAGE + b"<p>2</p>"),
            record("response", "http://a.example/2", b"\x89PNG", [("Content-Type", "image/png")]),
            record("response", "http://a.example/3", b"gone", status="404 Not Found"),
            record("response", "http://a.example/4", b"", [("Location", "/1"), HTML], status="302 Found"),
            record("response", "http://a.example/robots.txt", b"User-agent: *", [("Content-Type", "text/plain")]),
            record("request", "http://a.example/5", b"GET / HTTP/1.1\r\n\r\n", [("", "application/http; msgtype=request")]),
            record("revisit", "http://a.example/6", b"", [("", "application/http; msgtype=response")]),
            record("metadata", "http://a.example/7", b"x", [("", "text/plain")]),
            record("resource", "http://a.example/8", b"kept words", [("", "text/plain")]),
            record("response", "ftp://a.example/9", PAGE),
            record("response", "http://a.example/order.pdf", b"%PDF-", [("Content-Type", "application/octet-stream")]),
        )
    )
    found = [capture for capture in read(pack(data)) if isinstance(capture, Unreadable) or not capture.leads]
    assert [capture.url if isinstance(capture, Capture) else capture.message for capture in found] == [
        *("http://a.example/1", "http://a.example/1", "http://a.example/8", "http://a.example/order.pdf"),
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), [("Content-Encoding", "gzip")]),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), [("Transfer-Encoding", "chunked")]),
        (PAGE, [("Transfer-Encoding", "chunked")]),  # some tools leave the header and take the chunks
    ],
    ids=["packed", "in chunks", "chunks taken out"],
)
def test_bodies_as_they_came(body: bytes, headers: list[tuple[str, str]]) -> None:
    """A body that is kept packed, or in chunks, is unpacked; its digest may be that of any of these."""
    for digest in (b32("sha1", body), b32("sha256", PAGE), f"sha256:{hashlib.sha256(PAGE).hexdigest()}", "xxh3:1234"):
        [capture] = read(record("response", "http://a.example/", body, [HTML, *headers], WARC_Payload_Digest=digest))
        assert isinstance(capture, Capture)
        assert capture.data == PAGE


def test_a_false_digest_is_told() -> None:
    """A page whose digest is another is no source, and that is told."""
    [found] = read(record("response", "http://a.example/", PAGE, WARC_Payload_Digest=b32("sha1", PAGE + b" ")))
    assert isinstance(found, Unreadable)
    assert found.message.startswith("http://a.example/: what the archive holds is not what was kept: its digest is another.")


PAGES = [record("response", f"http://a.example/{n}", PAGE + b"%d" % n) for n in range(5)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_damage_costs_only_what_is_damaged(pack: Any) -> None:
    """Where the beginning of one record is damaged, the others are read, and the message says that one was not."""
    packed = [pack(page) for page in PAGES]
    packed[2] = b"\x1f\x8b\x08garbage" + packed[2][10:] if pack is gzip.compress else packed[2].replace(b"Content-Length", b"Cantent")
    *pages, told = read(b"".join(packed))
    assert [page.url for page in pages if isinstance(page, Capture)] == [f"http://a.example/{n}" for n in (0, 1, 3, 4)]
    assert isinstance(told, Unreadable)
    assert told.message.startswith(
        "kept.warc.gz: 1 record of this archive cannot be read: damaged or cut short. What could be read was read."
    )


@settings(deadline=None)
@given(st.integers(3, 2000), st.sampled_from([bytes, gzip.compress]))
def test_cut_anywhere(at: int, pack: Any) -> None:
    """Of an archive that is cut short, the whole records are read, and where one is torn it is told."""
    packed = [pack(page) for page in PAGES]
    data = b"".join(packed)[:at]
    whole = sum(sum(map(len, packed[: n + 1])) <= len(data) + (4 if pack is bytes else 0) for n in range(5))
    found = read(data)
    assert len([each for each in found if isinstance(each, Capture)]) == whole
    beside = range(-4, 1) if pack is bytes else range(3)  # the blank lines after a record; too little to tell that another begins
    ends = {sum(map(len, packed[:n])) + more for n in range(6) for more in beside}
    assert any(isinstance(each, Unreadable) for each in found) == (len(data) not in ends)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"WARC/1.0\r\n", b"WARC/1.1\r\nContent-Length: 9\r\n\r\n", b"\x1f\x8b\x08"]))
def test_any_bytes(noise: bytes, begin: bytes) -> None:
    """Whatever an archive holds, reading it ends, and prints nothing."""
    with redirect_stderr(io.StringIO()) as told:
        read(begin + noise)
        read(PAGES[0] + begin + noise)
        read(PAGES[0].replace(b"a.example/0", b"a.example/ 0 "))
    assert told.getvalue() == ""


def test_bounds() -> None:
    """An archive that unpacks to more than there is room for is read to there, and that is told; so is a page that is too large."""
    bomb = gzip.compress(record("response", "http://a.example/", bytes(3 << 20)))
    [told] = read(bomb, Room(1 << 20))
    assert isinstance(told, Unreadable)
    assert "unpacks to more than presscheck reads" in told.message
    packed = record("response", "http://a.example/", gzip.compress(bytes(65 << 20)), [HTML, ("Content-Encoding", "gzip")])
    [told] = read(packed)
    assert isinstance(told, Unreadable)
    assert "larger than 64 MB unpacked" in told.message


def test_what_only_looks_packed_is_not_read_for_long() -> None:
    """A few megabytes that seem to begin a packed record a million times are told in seconds, not minutes."""
    began = time.monotonic()
    [told] = read(b"\x1f\x8b\x08" * 1_000_000, Room(512 << 20))
    assert isinstance(told, Unreadable)
    assert "damaged or cut short" in told.message
    assert time.monotonic() - began < 20
