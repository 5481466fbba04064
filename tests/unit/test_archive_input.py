"""What archives are read from: every article once, in batches that keep their names, and what is damaged told in its place."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck.archive import intray
from presscheck.archive.articles import Article, Batch, Columns
from presscheck.archive.intray import batches, limited, pieces

NAMED = Columns(id="id")
CUT = 400


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def rows(count: int) -> list[dict[str, Any]]:
    return [{"id": f"n{n}", "text": f"The board met in room {n}." * (1 + n % 7)} for n in range(count)]


def lines(some: Sequence[dict[str, Any]]) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in some).encode()


def taken(*given: str, columns: Columns = NAMED, cut: int = CUT) -> list[Batch]:
    return [batch for piece in pieces(given, columns, cut) for batch in batches(piece, columns, cut)]


def articles(found: Sequence[Batch]) -> list[Article]:
    return [one for batch in found for one in batch.articles]


def put(name: str, data: bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 300), max_size=30), st.integers(1, 700), st.booleans())
def test_each_line_is_read_once_wherever_the_cuts_fall(lengths: list[int], cut: int, ended: bool) -> None:
    """Cut into stretches of any length, a file of lines gives each article once, in order, whether or not its last line ends."""
    data = b"".join(json.dumps({"id": n, "text": "é" * length}).encode() + b"\n" for n, length in enumerate(lengths, 1))
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "a.jsonl"
        name.write_bytes(data if ended else data.removesuffix(b"\n"))
        found = taken(str(name), cut=cut)
    assert [one.id for one in articles(found)] == [str(n) for n in range(1, len(lengths) + 1)]
    assert len({batch.id for batch in found}) == len(found)


def made(kind: str, some: list[dict[str, Any]]) -> str:
    """A file of that kind with these rows."""
    match kind:
        case "jsonl":
            return put("a.jsonl", lines(some))
        case "jsonl.gz":
            return put("a.jsonl.gz", gzip.compress(lines(some), mtime=0))
        case "jsonl.zst":
            sink = pa.BufferOutputStream()
            with pa.CompressedOutputStream(sink, "zstd") as packed:
                packed.write(lines(some))
            return put("a.jsonl.zst", bytes(sink.getvalue()))
        case "memory":
            with fsspec.open("memory://desk/a.jsonl", "wb") as file:
                file.write(lines(some))
            return "memory://desk/a.jsonl"
        case _:
            pq.write_table(pa.Table.from_pylist(some), "a.parquet", row_group_size=17)
            return "a.parquet"


KINDS = ("jsonl", "jsonl.gz", "jsonl.zst", "memory", "parquet")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_articles(kind: str) -> None:
    """Lines, packed or not, here or at an address, and tables give the same articles in the same order, more than a batch of them."""
    found = taken(made(kind, rows(60)))
    assert [(one.id, one.data.decode(), one.fault) for one in articles(found)] == [(row["id"], row["text"], "") for row in rows(60)]
    assert len(found) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_one_article_more_moves_only_what_stands_at_a_seam(kind: str) -> None:
    """An article put in at the beginning leaves the batches' names, and most articles in theirs; one at the end changes the last."""
    some = rows(60)
    before = {batch.id: batch for batch in taken(made(kind, some))}
    after = {batch.id: batch for batch in taken(made(kind, [*some, {"id": "new", "text": "It met again."}]))}
    changed = [name for name in after if name not in before or before[name].stamp != after[name].stamp]
    assert len(changed) <= 2
    first = {batch.id: batch for batch in taken(made(kind, [{"id": "new", "text": "It met before."}, *some]))}
    stayed = sum(
        len({a.id for a in batch.articles} & {a.id for a in first[name].articles}) for name, batch in before.items() if name in first
    )
    assert stayed >= 40


def test_sources_dates_and_sections_come_along() -> None:
    """A table's lists of texts, or of objects with a name and a text, are sources; its dates and its other columns are the article's."""
    table = pa.table(
        {
            "body": ["The board met."],
            "notes": pa.array([[{"name": "log.txt", "text": "It met."}]]),
            "at": pa.array([datetime(2031, 3, 9, 23, 0, tzinfo=UTC)]),
            "desk": pa.array(["Local"]).dictionary_encode(),
        }
    )
    pq.write_table(table, "a.parquet")
    (one,) = articles(taken("a.parquet", columns=Columns(text="body", sources="notes", date="at", section="desk")))
    assert (one.id, one.sources, str(one.date), one.section) == ("a.parquet, row 0", (("log.txt", "It met."),), "2031-03-09", "Local")


@pytest.mark.parametrize(
    ("value", "says"),
    [("x", ""), (["x", None], "number 2 is nothing"), ([{"name": "a"}], "number 1 is an object"), (7, "a number, not a list")],
)
def test_sources_that_are_none(value: object, says: str) -> None:
    """Sources that are no texts are told with their number; one text alone is one source."""
    put("a.jsonl", lines([{"text": "The board met.", "sources": value}]))
    (one,) = articles(taken("a.jsonl", columns=Columns(sources="sources")))
    assert says in one.fault
    assert bool(one.fault) == bool(says)


def test_lines_that_are_no_articles_are_told_and_the_others_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is no JSON, no object, without a text or too long is an article that says so; those around it are read."""
    monkeypatch.setattr(intray, "LONGEST_LINE", 120)
    odd = [b"{no", b"[1]", b'{"id": "c"}', b'{"id": "d", "text": "%s"}' % (b"x" * 300), b"", b"\xff\xfe"]
    data = b"\n".join([lines(rows(1)).strip(), *odd, lines(rows(2)).split(b"\n")[1]])
    found = articles(taken(put("a.jsonl", data), cut=10_000))
    faults = [one.fault for one in found]
    assert [bool(fault) for fault in faults] == [False, True, True, True, True, True, False]
    assert "not valid JSON" in faults[1]
    assert "a list, not an object" in faults[2]
    assert "is empty or not there" in faults[3]
    assert "too long" in faults[4]


@pytest.mark.parametrize("kind", ["jsonl.gz", "jsonl.zst", "parquet"])
def test_a_file_that_breaks_off_is_told_at_its_end(kind: str) -> None:
    """Of a file that is cut short or damaged what comes before is read, and one article more says why the rest is not."""
    name = made(kind, rows(4000))
    data = Path(name).read_bytes()
    half = len(data) // 2
    spoilt = data[:half] + bytes(200) + data[half + 200 :] if kind == "parquet" else data[: len(data) * 2 // 3]
    found = articles(taken(put(name, spoilt)))
    assert [one.fault for one in found if one.fault]
    assert all("the rest of this file cannot be read" in one.fault for one in found if one.fault)
    assert len(found) > 1000


def test_folders() -> None:
    """A folder gives its files that a reader takes, those of lines and tables row by row, its folders too, hidden files not."""
    put("in/a.txt", b"The board met.")
    put("in/b/c.html", b"<html><body><p>It met again.</p></body></html>")
    put("in/b/d.jsonl", lines(rows(3)))
    put("in/.hidden.txt", b"x")
    put("in/picture.png", b"x")
    found = articles(taken("in"))
    assert [one.id for one in found] == ["in/a.txt", "n0", "n1", "n2", "in/b/c.html"]


def test_a_new_file_touches_one_batch() -> None:
    """A file put into a folder of many changes the batch that it falls into, and at most one begins anew."""
    for number in range(300):
        put(f"in/{number:04}.txt", b"The board met.")
    before = {batch.id: batch.stamp for batch in taken("in", cut=1_000_000)}
    put("in/0150-b.txt", b"The board met.")
    after = {batch.id: batch.stamp for batch in taken("in", cut=1_000_000)}
    assert len(before) >= 3
    assert len([name for name in after if before.get(name) != after[name]]) <= 2


def test_web_archives() -> None:
    """Of a web archive each page is an article, by its address; pictures and redirects are none, a torn end is told."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number, kind in enumerate(("text/html; charset=iso-8859-1", "image/png", "text/html")):
        body = f"<html><body><p>Caf\u00e9 {number} closed.</p></body></html>".encode("iso-8859-1" if number == 0 else "utf-8")
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(f"https://paper.example/{number}", "response", payload=io.BytesIO(body), http_headers=headers)
        writer.write_record(record)
    found = articles(taken(put("a.warc.gz", out.getvalue()), columns=Columns()))
    assert [(one.id, one.fault) for one in found] == [("https://paper.example/0", ""), ("https://paper.example/2", "")]
    assert "Café 0" in found[0].data.decode()
    torn = articles(taken(put("a.warc.gz", out.getvalue()[:-40]), columns=Columns()))
    assert [bool(one.fault) for one in torn] == [False, True]


def test_patterns_stand_for_their_files() -> None:
    """A star in a name stands for all files that fit, in order; a file given twice counts once."""
    put("in/b.jsonl", lines(rows(1)))
    put("in/a.jsonl", lines(rows(2)))
    assert [one.place for one in articles(taken("in/*.jsonl", "in/a.jsonl"))] == ["in/a.jsonl", "in/a.jsonl", "in/b.jsonl"]


def test_a_limit_cuts_the_last_batch() -> None:
    """With a limit just so many articles are taken, the first ones."""
    found = list(limited(taken(made("jsonl", rows(60))), 31))
    assert [one.id for one in articles(found)] == [f"n{n}" for n in range(31)]
