"""The rows on disk: two Parquet files a batch, each there whole or not at all, the articles' last, so that it says that both are done."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from presscheck.archive.articles import Batch
from presscheck.archive.rows import Scored
from presscheck.errors import PresscheckError, SettingsError

ARTICLES, FINDINGS = "articles", "findings"
LOCK = ".lock"
MEMORY = ".judged.sqlite"
_STAMP = b"presscheck"  # of a file's metadata: the batch, what it holds and what made it
_OUTCOMES = ("supported", "contradicted", "not_found", "unclear", "unchecked")


@dataclass(frozen=True, slots=True)
class Done:
    """A batch's rows as files, both empty where those on disk still hold; `count` articles, `stored` bytes of the input."""

    id: str
    articles: bytes
    findings: bytes
    count: int
    stored: int

    @classmethod
    def still(cls, batch: Batch) -> Done:
        """Of a batch whose rows on disk still hold."""
        return cls(batch.id, b"", b"", len(batch.articles), batch.stored)


@cache
def schemas() -> dict[str, Any]:
    """The columns of the articles and of the findings. `batch` and `row` say of both which article it is, even where ids are not unique."""
    import pyarrow as pa

    text, count, texts = pa.string(), pa.int32(), pa.list_(pa.string())
    where = [("batch", text), ("row", count)]
    about = [("date", pa.date32()), ("section", text), ("language", text), ("words", count), ("sources", count), ("claims", count)]
    counts = [*((name, count) for name in _OUTCOMES), ("errors", count), ("warnings", count), ("notes", count)]
    digests = [("digest", text), ("story", text), ("key", text)]
    kind = [("code", text), ("level", text), ("outcome", text)]
    words = [("start", count), ("end", count), ("quote", text), ("context", text), ("message", text)]
    return {
        ARTICLES: pa.schema([("id", text), *about, *counts, ("error", text), ("place", text), *digests, *where]),
        FINDINGS: pa.schema([("id", text), *kind, *words, ("sources", texts), ("tags", texts), ("fingerprint", text), *where]),
    }


def stamp_of(batch: Batch, made_by: str) -> str:
    """What a batch's files hang on, as they say it themselves."""
    return json.dumps({"batch": batch.id, "made_by": made_by, "stamp": batch.stamp})


def files_of(batch: Batch, rows: Sequence[Scored], made_by: str) -> Done:
    """The two files of a batch, the same bytes for the same rows."""
    stamp = stamp_of(batch, made_by)
    where = [{"batch": batch.id, "row": number} for number in range(len(rows))]
    both = zip(rows, batch.articles, where, strict=True)
    articles = [{**one.article, "place": source.place, **at} for one, source, at in both]
    findings = [{"id": one.article["id"], **finding, **at} for one, at in zip(rows, where, strict=True) for finding in one.findings]
    return Done(batch.id, _file(articles, ARTICLES, stamp), _file(findings, FINDINGS, stamp), len(rows), batch.stored)


def _file(rows: Sequence[dict[str, Any]], kind: str, stamp: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schemas()[kind].with_metadata({_STAMP: stamp.encode()})
    table = pa.Table.from_pylist(list(rows), schema=schema)
    out = pa.BufferOutputStream()
    pq.write_table(table, out, compression="zstd", version="2.6")
    made = bytes(out.getvalue().to_pybytes())
    pa.default_memory_pool().release_unused()  # else what is held for the next grows with every batch
    return made


class Store:
    """The folder that holds the rows of a run. To read, any number may; to write, one `Writing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def part(self, kind: str, batch: str) -> Path:
        """Where a batch's articles or findings stand."""
        return self.folder / kind / f"part-{batch}.parquet"

    def batches(self) -> Iterator[str]:
        """The batches that are done, by name."""
        names = sorted(path.name for path in (self.folder / ARTICLES).glob("part-*.parquet"))
        yield from (name.removeprefix("part-").removesuffix(".parquet") for name in names)

    def stamp(self, batch: str) -> str:
        """What the batch's files say that they hang on; "" where it is not done."""
        articles, findings = (self._stamp(self.part(kind, batch)) for kind in (ARTICLES, FINDINGS))
        return articles if articles == findings else ""

    def _stamp(self, path: Path) -> str:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not path.is_file():
            return ""
        try:
            return bytes((pq.read_schema(path).metadata or {}).get(_STAMP, b"")).decode()
        except (OSError, pa.ArrowException):  # no file of ours, or one that a disk has spoilt: it is made anew
            return ""

    def holds(self, batch: Batch, made_by: str) -> bool:
        """Are its rows there, and of what it holds now?"""
        return self.stamp(batch.id) == stamp_of(batch, made_by)

    def rows(self, batch: str, made_by: str) -> dict[str, Scored]:
        """The rows that were made of a batch in the same way, by their key."""
        told = self.stamp(batch)
        if not told or json.loads(told)["made_by"] != made_by:
            return {}
        articles, findings = (self.read(kind, batch).to_pylist() for kind in (ARTICLES, FINDINGS))
        of: dict[int, list[dict[str, Any]]] = {}
        for finding in findings:
            of.setdefault(finding["row"], []).append({name: value for name, value in finding.items() if name not in ("id", "batch", "row")})
        return {row["key"]: Scored(row, tuple(of.get(row["row"], ()))) for row in articles}

    def read(self, kind: str, batch: str, columns: Sequence[str] | None = None) -> Any:
        """A batch's articles or findings as an Arrow table."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        pa.default_memory_pool().release_unused()  # what the batch before has taken
        return pq.ParquetFile(self.part(kind, batch)).read(columns=list(columns) if columns else None, use_threads=False)


class Writing:
    """The one that may write to a store: it puts batches in, takes them out, and clears away what a run that was cut off has left."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def put(self, done: Done) -> None:
        """Both files of a batch, the articles' last. Raises PresscheckError where the disk does not take them; then none is half there."""
        for kind, data in ((FINDINGS, done.findings), (ARTICLES, done.articles)):
            _put(self.store.part(kind, done.id), data)

    def drop(self, batch: str) -> None:
        """Take a batch out."""
        for kind in (ARTICLES, FINDINGS):
            self.store.part(kind, batch).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Clear away what is half done."""
        for kind in (ARTICLES, FINDINGS):
            (self.store.folder / kind).mkdir(parents=True, exist_ok=True)
            for left in (self.store.folder / kind).glob(".part-*"):
                left.unlink(missing_ok=True)
        for path in (self.store.folder / FINDINGS).glob("part-*.parquet"):
            if not (self.store.folder / ARTICLES / path.name).exists():
                path.unlink()


def _put(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name}")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _settle(target.parent)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        met = "the disk is full" if full else f"the system says “{problem.strerror or problem}”"
        again = "What is done is kept; make room there and run the same command again: it goes on from here."
        raise PresscheckError(f"{target}: these rows could not be written: {met}. {again}") from None


def _settle(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system offers that."""
    if os.name == "posix":
        here = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(here)
        finally:
            os.close(here)


@contextmanager
def writing(folder: Path) -> Iterator[Writing]:
    """The right to write to a folder, which is made if need be. Raises SettingsError where another run has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("a+b") as lock:
            if not _locked(lock.fileno()):
                raise SettingsError(f"--out {folder}: another run is writing there. Wait until it is done, or name another folder.")
            made = Writing(Store(folder))
            made.sweep()
            yield made
    except (FileExistsError, NotADirectoryError):
        raise SettingsError(f"--out {folder}: there is a file of that name. Name a folder.") from None
    except PermissionError:
        raise SettingsError(f"--out {folder}: permission to write there was denied. Name a folder of your own.") from None


def _locked(file: int) -> bool:
    """Take a lock that ends with the process, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
