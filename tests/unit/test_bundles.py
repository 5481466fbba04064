"""Files that hold files: what can be read comes out, and everything else is counted or told, within bounds."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
import zipfile
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import PAGE, warc, zipped
from presscheck import bundles
from presscheck.bundles import Member
from presscheck.contentcoding import Room
from presscheck.inputs import WORDY, media_types
from presscheck.model import Unreadable


def read(data: bytes, name: str = "box.zip", room: Room | None = None) -> tuple[list[Member | Unreadable], Counter[str]]:
    skipped = Counter[str]()
    return list(bundles.members(data, name, media_types(), WORDY, skipped, room)), skipped


def names(found: Iterable[Member | Unreadable]) -> list[str]:
    return [each.name for each in found if isinstance(each, Member)]


def messages(found: Iterable[Member | Unreadable]) -> list[str]:
    return [each.message for each in found if isinstance(each, Unreadable)]


# ZIP.


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-zå]{1,8}\.(?:txt|md|csv|html)", fullmatch=True), st.binary(max_size=200), min_size=1, max_size=6))
def test_members_come_as_they_are(files: dict[str, bytes]) -> None:
    """Each file that can be read comes out under the archive's name and its own, byte for byte, in the archive's order."""
    found, skipped = read(zipped(files.items()))
    assert found == [Member(f"box.zip/{name}", data) for name, data in files.items()]
    assert not skipped


def test_what_is_passed_over() -> None:
    """Hidden files, those that a Mac puts beside others, lock files and pictures are counted; files with words that nobody can read yet
    come out, so that it is told."""
    files = [".hidden.txt", "__MACOSX/._a.txt", "~$a.docx", "sub/.git/x.txt", "logo.png", "LICENSE", "sub/A.TXT", "old.doc", "sub/"]
    found, skipped = read(zipped((name, b"x") for name in files))
    assert names(found) == ["box.zip/sub/A.TXT", "box.zip/old.doc"]
    assert skipped == {"hidden": 4, ".png": 1, "no suffix": 1}


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../passwd.txt", "..\\..\\passwd.txt", "./passwd.txt"])
def test_no_name_leads_out(name: str) -> None:
    """A member's name never leads out of its archive's."""
    [found], _ = read(zipped([(name, b"x")]))
    assert found.name.startswith("box.zip/")
    assert ".." not in found.name
    assert found.name.endswith("passwd.txt")


def test_an_archive_in_an_archive() -> None:
    """An archive in an archive is opened, one in that is not, and is told."""
    inner = zipped([("a.txt", b"1"), ("deep.zip", zipped([("b.txt", b"2")])), ("page.warc.gz", warc())])
    found, _ = read(zipped([("inner.zip", inner), ("page.warc.gz", warc())]))
    assert names(found) == ["box.zip/inner.zip/a.txt", "http://a.example/"]
    assert [message.partition(":")[0] for message in messages(found)] == ["box.zip/inner.zip/deep.zip", "box.zip/inner.zip/page.warc.gz"]
    assert all("an archive in an archive in an archive" in message for message in messages(found))


def locked() -> bytes:
    data = bytearray(zipped([("a.txt", b"secret"), ("b.txt", b"open")]))
    for begin, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(begin) + flags] |= 1
    return bytes(data)


def torn() -> bytes:
    data = bytearray(zipped([("a.txt", b"torn" * 99), ("b.txt", b"open")], zipfile.ZIP_STORED))
    data[50] ^= 255
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"), [(locked(), "box.zip/a.txt: this file is locked"), (torn(), "box.zip/a.txt: this file is damaged")]
)
def test_one_bad_member(data: bytes, words: str) -> None:
    """A member that is locked or damaged costs itself, and is told."""
    found, _ = read(data)
    assert names(found) == ["box.zip/b.txt"]
    assert messages(found)[0].startswith(words)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged, cut short, or no ZIP archive"),
        (b"PK\x03\x04nonsense", "damaged, cut short, or no ZIP archive"),
        (zipped([("a.txt", b"x" * 999)])[:-30], "damaged, cut short, or no ZIP archive"),
        (zipped([]), "holds no file that presscheck can read"),
        (zipped([("a.png", b"x")]), "holds no file that presscheck can read"),
        (zipped((f"{n}.txt", b"") for n in range(10_001)), "more than 10,000 files"),
        (b"PK\x01\x02" * 50_000, "more than 10,000 files"),
    ],
    ids=range(7),
)
def test_archives_that_give_nothing(data: bytes, words: str) -> None:
    """An archive that is none, holds nothing to read, or too much, is told as a whole."""
    [message] = messages(read(data)[0])
    assert words in message
    assert message.startswith("box.zip: ")


def test_bombs() -> None:
    """What unpacks to more than there is room for is not unpacked, also where it is spread over members and archives."""
    began = time.monotonic()
    large = zipped([("a.txt", bytes(65 << 20))])
    assert "unpacks to more than presscheck takes" in messages(read(large)[0])[0]
    small = zipped([("a.txt", bytes(2 << 20))])
    found, _ = read(zipped((f"{n}.zip", small) for n in range(300)), room=Room(8 << 20))
    assert len(names(found)) == 3
    assert len(messages(found)) == 297
    pages, _ = read(zipped((f"{n}.warc.gz", warc(f"http://a.example/{n}", bytes(2 << 20))) for n in range(300)), room=Room(8 << 20))
    assert len(names(pages)) <= 4
    assert time.monotonic() - began < 10


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["box.zip", "box.wacz", "box.warc", "box.warc.gz"]))
def test_any_bytes(noise: bytes, name: str) -> None:
    """Whatever the file holds, there is an answer, and at least one message."""
    assert messages(read(noise, name)[0])


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_any_damage(at: int, byte: int) -> None:
    """Wherever a byte of an archive is changed, reading it gives members or messages, and no error."""
    data = bytearray(zipped([("a.txt", b"1" * 50), ("b.zip", zipped([("c.txt", b"2")]))]))
    data[at % len(data)] = byte
    assert read(bytes(data))[0]


# Web archives.


def wacz(members: dict[str, bytes], stated: dict[str, bytes] | None = None) -> bytes:
    listed = [{"path": path, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"} for path, data in (stated or members).items()]
    return zipped([*members.items(), ("datapackage.json", json.dumps({"resources": listed}).encode())])


def test_wacz() -> None:
    """The pages of all WARCs of a WACZ come out under their addresses; its other files are no sources."""
    data = wacz({"archive/a.warc.gz": warc(), "archive/b.warc": gzip.decompress(warc("http://b.example/")), "pages/pages.jsonl": b"{}"})
    found, _ = read(data, "kept.wacz")
    assert found == [Member("http://a.example/", PAGE, "text/html"), Member("http://b.example/", PAGE, "text/html")]


def test_a_false_wacz() -> None:
    """A WARC that is not the one that the package states is told and not read; a list that cannot be read states nothing."""
    [told] = messages(read(wacz({"archive/a.warc.gz": warc()}, {"archive/a.warc.gz": b"other"}), "kept.wacz")[0])
    assert told.startswith("kept.wacz/archive/a.warc.gz: its digest is not the one that the package states")
    for listed in (b"nonsense", b"[]", b'{"resources": [{"hash": 3}]}', b"[" * 9999):
        assert names(read(zipped([("archive/a.warc.gz", warc()), ("datapackage.json", listed)]), "kept.wacz")[0]) == ["http://a.example/"]
    [told] = messages(read(zipped([("pages/pages.jsonl", b"{}")]), "kept.wacz")[0])
    assert "holds no WARC" in told


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"hello", "this is no web archive"), (warc()[:20], "cannot be read"), (gzip.compress(b"\n", mtime=0), "holds no page")],
)
def test_warcs_that_give_nothing(data: bytes, words: str) -> None:
    """A web archive without a page is told."""
    [message] = messages(read(data, "kept.warc.gz")[0])
    assert words in message
