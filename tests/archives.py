"""Archives for tests: ZIP files and web archives, as other programs make them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable

PAGE = b"<html><body><p>13 letters</p></body></html>"


def zipped(members: Iterable[tuple[str, bytes]], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", level) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def warc(url: str = "http://a.example/", body: bytes = PAGE, kind: str = "text/html") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-09T12:00:00Z\r\nContent-Length: {len(http)}\r\n"
    )
    return gzip.compress(head.encode() + b"\r\n" + http + b"\r\n\r\n", mtime=0)
