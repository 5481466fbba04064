"""Web archives: what was fetched becomes WARC 1.1, and of any WARC each page that can be read comes out, damaged parts told."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from presscheck.contentcoding import CodingError, Room, unpacked
from presscheck.model import Unreadable
from presscheck.webaddress import joined, normal

if TYPE_CHECKING:
    from presscheck.fetching import Exchange

MEDIA_TYPE = "application/warc"
MOST_RECORDS = 50_000  # of one archive are looked at
LARGEST = 1 << 30  # bytes of one archive, unpacked
LARGEST_PAGE = 64 << 20  # bytes of one page, unpacked
_HEAD = 1 << 16  # bytes that the headers of a record may take
_STEP = 1 << 20  # bytes that come out of one step
_PIECE = 1 << 16  # bytes that go into it
_GZIP = b"\x1f\x8b\x08"
_NEXT = b"\r\n\r\nWARC/1."
_SILENT = logging.NullHandler()
_ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")

Wanted = Callable[[str, str], bool]
"""Given a media type and the path of an address: can such a page be read?"""


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as it was kept: `data` unpacked, `charset` as its server stated it, `at` as the record has it (UTC, ISO 8601). `leads`: where
    a redirect leads on to, as its server said it, "" for a page."""

    url: str
    at: str
    media_type: str
    charset: str
    data: bytes
    leads: str = ""


# Written.


def records(exchanges: Sequence[Exchange], version: str, *, begins: bool) -> bytes:
    """The exchanges as WARC records, each its own gzip member, so that more can be put behind them; `begins`: with a warcinfo record."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    if begins:
        told = {"software": f"presscheck/{version}", "format": "WARC File Format 1.1", "robots": "obey"}
        writer.write_record(writer.create_warcinfo_record(None, told))
    for each in exchanges:
        about = {"WARC-Date": each.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "WARC-IP-Address": each.peer}
        answered = StatusAndHeaders(f"{each.status} {each.reason}".strip(), _headers(each.headers), protocol="HTTP/1.1")
        asked = StatusAndHeaders(f"GET {each.place.target} HTTP/1.1", _headers(each.sent), is_http_request=True)
        response = _record(writer, each.place.url, "response", each.body, answered, about)
        writer.write_request_response_pair(_record(writer, each.place.url, "request", b"", asked, about), response)
    return out.getvalue()


def _headers(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """The headers as they are kept. The body is kept without its chunks, so what says that it has some goes under another name."""
    told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return [(f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value) for name, value in told]


def _record(writer: Any, url: str, kind: str, body: bytes, headers: Any, about: dict[str, str]) -> Any:
    digest = base64.b32encode(hashlib.sha256(body).digest()).decode("ascii")
    told = {**about, "WARC-Payload-Digest": f"sha256:{digest}"} if kind == "response" else about
    return writer.create_warc_record(url, kind, io.BytesIO(body), len(body), http_headers=headers, warc_headers_dict=dict(told))


# Read.


def captures(data: bytes, name: str, wanted: Wanted, room: Room | None = None) -> Iterator[Capture | Unreadable]:
    """The pages of an archive, in order, each once, and its redirects; what is damaged, false or too large is told in its place or at the
    end. `name` is the archive, for messages; `room`: what may come out of it."""
    spoilt, seen = _Spoilt(), set[tuple[str, str]]()
    for record in _records(data, spoilt, room or Room(LARGEST)):
        found = _capture(record, wanted)
        if isinstance(found, Capture) and not found.leads:
            mark = found.url, hashlib.sha256(found.data).hexdigest()
            if mark in seen:
                continue
            seen.add(mark)
        if found:
            yield found
    if met := spoilt.met:
        again = "What could be read was read. Get the archive again, or save the pages that you need from it."
        yield Unreadable(name, MEDIA_TYPE, "", f"{name}: {met}. {again}")


def streamed(file: BinaryIO, name: str, wanted: Wanted) -> Iterator[Capture | Unreadable]:
    """The pages of an archive of any size, in order, and its redirects, one in memory at a time. Where a record is damaged the rest is not
    read, and the last thing told is that."""
    from warcio.archiveiterator import ArchiveIterator

    met = ""
    try:
        for record in ArchiveIterator(file, verify_http=False):
            record.payload = record.raw_stream.read(LARGEST_PAGE)
            if record.rec_type in ("response", "resource") and (found := _capture(record, wanted)):
                yield found
    except Exception as problem:  # warcio raises many kinds on what is no record
        met = " ".join(f"{type(problem).__name__}: {problem}".split())[:120]
    if met:
        again = "What came before was read. Get the archive again."
        yield Unreadable(name, MEDIA_TYPE, "", f"{name}: the rest of this archive cannot be read: damaged or cut short ({met}). {again}")


@dataclass
class _Spoilt:
    """How many records of an archive could not be read, at least, and why reading it ended early."""

    places: int = 0
    ended: str = ""

    @property
    def met(self) -> str:
        """In words; "" where all was read."""
        damaged = f"{self.places} {'record' if self.places == 1 else 'records'} of this archive cannot be read: damaged or cut short"
        return "; ".join(part for part in (damaged if self.places else "", self.ended) if part)


def _records(data: bytes, spoilt: _Spoilt, room: Room) -> Iterator[Any]:
    """The records, each with its payload read."""
    from warcio.recordloader import ArcWarcRecordLoader

    logging.getLogger("warcio").addHandler(_SILENT)  # or it would tell of faults on standard error, past us
    loader, seen = ArcWarcRecordLoader(verify_http=False, arc2warc=False), 0
    for part in _parts(data, spoilt, room):
        at = 0
        while (at := _past_blanks(part, at)) < len(part):
            seen += 1
            if seen > MOST_RECORDS:
                spoilt.ended = f"only the first {MOST_RECORDS:,} records of this archive were looked at"
                return
            record, end = _record_at(loader, part, at)
            if record is None:
                spoilt.places += 1
                end = part.find(_NEXT, at)
                end = len(part) if end < 0 else end + 4
            else:
                yield record
            at = end


def _past_blanks(part: bytes, at: int) -> int:
    while part[at : at + 1] in (b"\r", b"\n"):
        at += 1
    return at


def _record_at(loader: Any, part: bytes, at: int) -> tuple[Any, int]:
    """The record that begins there, its payload in `payload`, and where it ends; None where it is damaged."""
    if (head := part.find(b"\r\n\r\n", at, at + _HEAD)) < 0:
        return None, at
    stated = [line for line in part[at:head].lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = stated[0].partition(b":")[2].strip() if len(stated) == 1 else b""
    end = head + 4 + int(length) if length.isdigit() and len(length) < 12 else -1
    if not head < end <= len(part):
        return None, at
    stream = io.BytesIO(part[at:end])
    try:
        record = loader.parse_record_stream(stream, known_format="warc")
        record.payload = record.raw_stream.read()
    except Exception:  # warcio raises many kinds on what is no record
        return None, at
    return record, end


def _parts(data: bytes, spoilt: _Spoilt, room: Room) -> Iterator[bytes]:
    """The archive unpacked: each gzip member that is whole, or all of it where it is not packed."""
    if not data.startswith(_GZIP):
        yield data
        return
    at, torn = 0, False
    for _ in range(2 * MOST_RECORDS):
        part, end = _member(data, at, room)
        spoilt.places += part is None and not torn  # what looks like a beginning inside a torn one is part of it
        torn = part is None
        if part is None:
            room.left -= max(end - at, _PIECE)  # what looks like a beginning a million times is looked at for no longer than a real archive
            end = data.find(_GZIP, at + 1)
        else:
            yield part
        if room.left <= 0:
            break
        if end < 0 or end >= len(data):
            return
        at = end
    spoilt.ended = "this archive unpacks to more than presscheck reads, so that only its beginning was read"


def _member(data: bytes, at: int, room: Room) -> tuple[bytes | None, int]:
    """The gzip member that begins there, as much of it as there is room for, and where the next one begins; None where it is damaged."""
    inflate, out = zlib.decompressobj(31), list[bytes]()
    try:
        while not inflate.eof:
            packed = inflate.unconsumed_tail or data[at : at + _PIECE]
            at += 0 if inflate.unconsumed_tail else len(packed)
            if not packed:
                return None, len(data)
            out.append(inflate.decompress(packed, _STEP))
            room.left -= len(out[-1])
            if room.left <= 0:
                break
    except zlib.error:
        return None, at
    end = at - len(inflate.unused_data)
    if end < len(data) and not data.startswith(_GZIP, end):
        end = data.find(_GZIP, end)  # padding
    return b"".join(out), end


def _capture(record: Any, wanted: Wanted) -> Capture | Unreadable | None:
    """What a record holds, if it is a redirect or a page that can be read."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    at = record.rec_headers.get_header("WARC-Date") or ""
    kind, charset = _stated(record)
    path = url.partition("#")[0].partition("?")[0]
    if record.rec_type not in ("response", "resource") or not url.lower().startswith(("http://", "https://")):
        return None
    if record.rec_type == "response":
        status = record.http_headers.get_statuscode() if record.http_headers else ""
        if status[:1] == "3" and (leads := record.http_headers.get_header("Location")):
            return Capture(url, at, kind, charset, b"", leads)
        if status != "200":
            return None
    if path.endswith("/robots.txt") or not wanted(kind, path):
        return None
    return _page(record, url, at, kind, charset)


def _stated(record: Any) -> tuple[str, str]:
    """The media type and the character set that its server stated, each "" where it did not."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    stated = (headers.get_header("Content-Type") if headers else "") or ""
    kind, _, rest = stated.partition(";")
    charset = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return kind.strip().lower(), charset[:40]


def _page(record: Any, url: str, at: str, kind: str, charset: str) -> Capture | Unreadable:
    """The page, unpacked and proved by its digest."""
    payload = record.payload
    body = _unchunked(payload) if _says(record, "Transfer-Encoding") == "chunked" else payload
    try:
        data = unpacked((body,), _says(record, "Content-Encoding"), LARGEST_PAGE)
    except CodingError as problem:
        return Unreadable(url, kind, "", f"{url}: this archived page cannot be read: {problem}. Get the archive again.")
    stated = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    if stated and not _agrees(stated, (payload, body, data)):  # tools differ in whether they take it before or after unpacking
        met = "what the archive holds is not what was kept: its digest is another"
        return Unreadable(url, kind, hashlib.sha256(data).hexdigest(), f"{url}: {met}. Get the archive again, or fetch the page anew.")
    return Capture(url, at, kind, charset, data)


def _says(record: Any, header: str) -> str:
    return ((record.http_headers.get_header(header) if record.http_headers else "") or "").strip().lower()


def _unchunked(payload: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    return bytes(ChunkedDataReader(io.BytesIO(payload)).read())


def _agrees(stated: str, bodies: Sequence[bytes]) -> bool:
    """Is it the digest of one of these? In base 32, as the standard has it, or hexadecimal; an unknown algorithm says nothing."""
    algorithm, _, value = stated.strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return True
    for body in bodies:
        digest = hashlib.new(algorithm, body, usedforsecurity=False).digest()
        if value.lower() == digest.hex() or value.upper().rstrip("=") == base64.b32encode(digest).decode("ascii").rstrip("="):
            return True
    return False


# Looked up.


def found(pages: Sequence[Capture], url: str, most: int = 5) -> Capture | None:
    """The page that an address leads to in an archive, the newest where there are several, over at most `most` redirects."""
    newest = {normal(page.url): page for page in sorted(pages, key=lambda page: page.at)}
    here = newest.get(normal(url))
    for _ in range(most):
        if here is None or not here.leads:
            break
        here = newest.get(joined(here.url, here.leads))
    return here if here and not here.leads else None
