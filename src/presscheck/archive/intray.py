"""Where articles come from: Parquet, JSON Lines, web archives and folders of files, here or at any address that fsspec knows."""

from __future__ import annotations

import hashlib
import io
import json
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from presscheck import intake, parts
from presscheck.archive.articles import Article, Batch, Columns, article, batch_id, batched, lacking, of_line, running
from presscheck.errors import PresscheckError, UnreadableError
from presscheck.files import refused

if TYPE_CHECKING:
    from presscheck.webarchive import Capture

LONGEST_LINE = 16 << 20  # bytes
LINES = (".jsonl", ".ndjson")
PACKED = {".gz": "gzip", ".zst": "zstd"}
TABLES = (".parquet", ".parq")
WEB = (".warc", ".warc.gz")
PAGES = ("text/html", "application/xhtml+xml", "")
INSTALL = "pip install 'presscheck[archive]'"
FIRST = 100  # lines that are looked at for the columns that are named
SEAM = 64  # of so many files in a folder one, by its name, begins a batch
MOST_FILES = 256  # in a batch
BUFFER = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of the input that is read by itself: `kind` is "lines" (of which the stretch `number`), "packed", "table" (of which the row
    group `number`, of so many `rows`), "web" or "files"; `size` in bytes, as stored; `root`: the folder from which a path is meant."""

    url: str
    kind: str
    size: int
    number: int = 0
    files: tuple[tuple[str, int], ...] = ()
    rows: int = 0
    root: str = field(default_factory=lambda: Path.cwd().as_posix())


def pieces(given: Sequence[str], columns: Columns, cut: int) -> Iterator[Piece]:
    """The pieces of all that is given, in order; of a folder those of each file in it. Raises UnreadableError for what is not there, and
    SettingsError where a column is not."""
    for url in dict.fromkeys(each for name in given for each in _expanded(name)):
        fs, path = _place(url)
        if fs.isdir(path):
            yield from _of_folder(url, columns, cut)
        elif kind_of(url) == "file":
            yield Piece(url, "files", fs.size(path) or 0, files=((url, fs.size(path) or 0),))
        else:
            yield from _of_file(url, fs.size(path) or 0, columns, cut)


def batches(piece: Piece, columns: Columns, cut: int) -> Iterator[Batch]:
    """The articles of a piece, in batches. What cannot be read of it becomes an article that says so. Of what is packed nobody knows how
    far it is read: all of it counts as done with its last batch."""
    before: Batch | None = None
    for batch in _batches(piece, columns, cut):
        if before:
            yield before
        before = replace(batch, stored=piece.size * len(batch.articles) // piece.rows if piece.rows else 0)
    if before:
        yield before if piece.rows else replace(before, stored=piece.size)


def _batches(piece: Piece, columns: Columns, cut: int) -> Iterator[Batch]:
    match piece.kind:
        case "files":
            yield Batch(batch_id(piece.url, piece.files[0][0]), tuple(_of_files(piece)))
        case "lines":
            found = list(_guarded(_stretch(piece, columns, cut), piece))
            if found:
                yield Batch(batch_id(piece.url, str(piece.number), str(cut)), tuple(one for _, one in found))
        case "packed":
            yield from batched(_guarded(_packed_lines(piece, columns), piece), piece.url, cut)
        case "table":
            name = f"{piece.url}\n{piece.number}"
            yield from batched(_guarded(running(_rows(piece, columns)), piece), name, cut)
        case _:
            yield from batched(_guarded(running(_captures(piece)), piece), piece.url, cut)


def limited(found: Iterable[Batch], most: int) -> Iterator[Batch]:
    """The batches, until they hold `most` articles."""
    left = most
    for batch in found:
        if left <= 0:
            return
        yield batch if len(batch.articles) <= left else replace(batch, articles=batch.articles[:left])
        left -= len(batch.articles)


def kind_of(name: str) -> str:
    """What a file is by its name: "lines", "packed", "table", "web", "file" for one that a reader takes, "" for others."""
    low = name.lower()
    if low.endswith(LINES):
        return "lines"
    if low.endswith(tuple(line + pack for line in LINES for pack in PACKED)):
        return "packed"
    if low.endswith(TABLES):
        return "table"
    if low.endswith(WEB):
        return "web"
    return "file" if low.endswith(_readable()) else ""


@cache
def _readable() -> tuple[str, ...]:
    return tuple(suffix for name in parts.names("readers") for suffix in parts.load("readers", name).SUFFIXES)


# Addresses.


def _place(url: str) -> tuple[Any, str]:
    """The file system of an address and the path in it."""
    from fsspec.core import url_to_fs

    try:
        fs, path = url_to_fs(url)
    except (ImportError, ValueError) as problem:
        raise UnreadableError(url, f"this address cannot be opened ({problem})", "Check it, and install what it names.") from None
    return fs, path


def _expanded(name: str) -> list[str]:
    """What an input stands for: itself, or what fits its stars. Raises UnreadableError where there is nothing."""
    fs, path = _place(name)
    scheme = f"{name.partition('://')[0]}://" if "://" in name else ""
    if fs.exists(path):
        return [name.rstrip("/") or name]
    found = sorted(fs.glob(path)) if "*" in name else []
    if not found:
        raise UnreadableError(name, "there is no such file or folder", "Check its name, and that this machine may read it.")
    if not scheme and not name.startswith("/"):  # fsspec tells whole paths: names are kept as they are given
        return [Path(each).relative_to(Path.cwd()).as_posix() for each in found]
    return [f"{scheme}{each.removeprefix('/') if scheme and not path.startswith('/') else each}" for each in found]


@contextmanager
def _opened(url: str, root: str = "") -> Iterator[Any]:
    """The file, its address meant from `root`. Raises UnreadableError where it is not there."""
    fs, path = _place(url if not root or "://" in url else (Path(root) / url).as_posix())
    try:
        file = fs.open(path, "rb")
    except FileNotFoundError:
        met = f"this file is gone, or cannot be reached from {platform.node() or 'this machine'}"
        raise UnreadableError(url, met, "Every machine that works on a run must be able to read its input.") from None
    with file:
        yield file


def _of_file(url: str, size: int, columns: Columns, cut: int) -> Iterator[Piece]:
    """The pieces of a file that holds many articles."""
    match kind := kind_of(url):
        case "lines":
            _proven(url, columns)
            yield from (Piece(url, kind, min(cut, size - at), at // cut) for at in range(0, size, cut))
        case "packed":
            _proven(url, columns)
            yield Piece(url, kind, size)
        case "table":
            yield from _groups(url, columns)
        case "web":
            yield Piece(url, kind, size)
        case _:
            endings = ", ".join((*LINES, *(line + pack for line in LINES for pack in PACKED), *TABLES, *WEB))
            next_step = f"It reads {endings}, folders, and {', '.join(_readable())}."
            raise UnreadableError(url, "this is no archive that presscheck reads", next_step)


def _of_folder(url: str, columns: Columns, cut: int) -> Iterator[Piece]:
    """The files of each folder before its folders, by name."""
    fs, path = _place(url)
    for here, folders, files in fs.walk(path, detail=True):
        for name in sorted(folders):
            if name.startswith("."):
                del folders[name]
        ordered = dict(sorted(folders.items()))
        folders.clear()
        folders.update(ordered)
        base = url + here.removeprefix(path.rstrip("/"))
        found = [(f"{base}/{name}", files[name].get("size") or 0) for name in sorted(files) if not name.startswith((".", "~$"))]
        for name, size in found:
            if kind_of(name) not in ("", "file"):
                yield from _of_file(name, size, columns, cut)
        yield from _seamed(url, [(name, size) for name, size in found if kind_of(name) == "file"], cut)


def _seamed(url: str, files: Sequence[tuple[str, int]], cut: int) -> Iterator[Piece]:
    """Files in batches. A name tells by itself whether it begins one, so that a new file touches the batch that it falls into and no
    other."""
    held, size = list[tuple[str, int]](), 0
    for name, length in files:
        seam = hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=2).digest()
        if held and (int.from_bytes(seam, "little") % SEAM == 0 or len(held) >= MOST_FILES or size + length > 4 * cut):
            yield Piece(url, "files", size, files=tuple(held))
            held, size = [], 0
        held.append((name, length))
        size += length
    if held:
        yield Piece(url, "files", size, files=tuple(held))


# What is read.


def _guarded(found: Iterator[tuple[int, Article]], piece: Piece) -> Iterator[tuple[int, Article]]:
    """The articles; where the file breaks off, one that says so."""
    begins = piece.number
    while True:
        try:
            begins, one = next(found)
        except StopIteration:
            return
        except PresscheckError:
            raise
        except Exception as problem:  # parsers of other people raise anything on damaged files
            if isinstance(problem, OSError) and problem.errno is not None:  # no fault of the file's: the next run may read it
                raise refused(piece.url, problem) from None
            detail = " ".join(f"{type(problem).__name__}: {problem}".split())[:200]
            place = f"{piece.url}, after its last article that can be read"
            yield begins + 1, Article(place, place, b"", fault=f"the rest of this file cannot be read ({detail})")
            return
        yield begins, one


def _proven(url: str, columns: Columns) -> None:
    """Raises SettingsError where none of the first lines has a column that is named."""
    found: set[str] = set()
    with suppress(Exception), _lines_of(url) as file:  # a file that breaks off is told where its articles are read
        for _, line in islice(_split(file, 0, LONGEST_LINE), FIRST):
            found |= _values(line).keys()
            if found >= set(columns.named):
                break
    if found:
        lacking(columns, found, url)


def _values(line: bytes | None) -> dict[str, Any]:
    try:
        values = json.loads(line or b"null")
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


@contextmanager
def _lines_of(url: str, root: str = "") -> Iterator[Any]:
    """A file of lines, unpacked as it is read."""
    kind = next((kind for suffix, kind in PACKED.items() if url.lower().endswith(suffix)), "")
    with _opened(url, root) as file:
        if not kind:
            yield file
            return
        import pyarrow as pa

        yield io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(file, mode="r"), kind), BUFFER >> 4)


def _split(file: Any, at: int, until: int | None) -> Iterator[tuple[int, bytes | None]]:
    """The lines that begin from `at` on and before `until`, each with where it begins; None for one that is too long. Empty ones are
    passed over."""
    while until is None or at < until:
        line = file.readline(LONGEST_LINE + 1)
        if not line:
            return
        begins, at = at, at + len(line)
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (more := file.readline(BUFFER)) and not more.endswith(b"\n"):
                at += len(more)
            at += len(more)
            yield begins, None
        elif line.strip():
            yield begins, line


def _stretch(piece: Piece, columns: Columns, cut: int) -> Iterator[tuple[int, Article]]:
    """The lines that begin in one stretch of a file."""
    start = piece.number * cut
    with _opened(piece.url, piece.root) as file:
        if start:
            file.seek(start - 1)
            while (rest := file.readline(BUFFER)) and not rest.endswith(b"\n"):
                pass
            start = file.tell()
        for begins, line in _split(file, start, (piece.number + 1) * cut):
            yield begins, of_line(line, columns, piece.url, f"byte {begins}")


def _packed_lines(piece: Piece, columns: Columns) -> Iterator[tuple[int, Article]]:
    with _lines_of(piece.url, piece.root) as file:
        for begins, line in _split(file, 0, None):
            yield begins, of_line(line, columns, piece.url, f"byte {begins} unpacked")


def _groups(url: str, columns: Columns) -> Iterator[Piece]:
    """The row groups of a Parquet file."""
    import pyarrow.parquet as pq

    with _opened(url) as file:
        try:
            told = pq.ParquetFile(file)
            groups = [told.metadata.row_group(number) for number in range(told.metadata.num_row_groups)]
        except Exception as problem:  # pyarrow raises many kinds on what is no Parquet
            detail = " ".join(str(problem).split())[:160]
            raise UnreadableError(url, f"this is not a whole Parquet file ({detail})", "Make it anew, or leave it out.") from None
        lacking(columns, told.schema_arrow.names, url)
    yield from (Piece(url, "table", group.total_byte_size, number, rows=group.num_rows) for number, group in enumerate(groups))


def _rows(piece: Piece, columns: Columns) -> Iterator[Article]:
    """The rows of a row group, read a little at a time."""
    import pyarrow.parquet as pq

    with _opened(piece.url, piece.root) as file:
        told = pq.ParquetFile(file, buffer_size=BUFFER, pre_buffer=False)
        number = sum(told.metadata.row_group(before).num_rows for before in range(piece.number))
        for some in told.iter_batches(batch_size=64, row_groups=[piece.number], columns=list(columns.named), use_threads=False):
            for values in some.to_pylist():
                yield article(values, columns, piece.url, f"row {number}")
                number += 1


def _captures(piece: Piece) -> Iterator[Article]:
    """The pages of a web archive."""
    from presscheck import webarchive
    from presscheck.model import Unreadable

    with _opened(piece.url, piece.root) as file:
        for number, found in enumerate(webarchive.streamed(file, piece.url, _is_page), 1):
            place = f"{piece.url}, page {number}"
            if isinstance(found, Unreadable):
                yield Article(found.name, place, b"", fault=found.message)
            elif not found.leads:
                yield _page(found, place)


def _is_page(media_type: str, path: str) -> bool:
    return media_type in PAGES and PurePosixPath(path).suffix.lower() in ("", ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".shtml")


def _page(found: Capture, place: str) -> Article:
    data = found.data
    if found.charset:
        try:
            data = data.decode(found.charset, "replace").encode("utf-8")
        except LookupError:
            data = found.data
    return Article(found.url[:2000], place, data, "html", "page.html")


def _of_files(piece: Piece) -> Iterator[Article]:
    """Each file as an article, or why it is none."""
    for url, size in piece.files:
        data, fault = b"", ""
        if size > intake.MAX_BYTES:
            fault = f"this file has {size / 2**20:,.0f} MB, more than the {intake.MAX_BYTES >> 20} MB that presscheck reads"
        else:
            try:
                with _opened(url, piece.root) as file:
                    data = file.read(intake.MAX_BYTES + 1)
            except OSError as problem:
                fault = f"this file cannot be read: the system says “{problem.strerror or problem}”"
        yield Article(url, url, data, "", url, fault=fault)
