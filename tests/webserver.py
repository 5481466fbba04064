"""A server on this machine that answers as it is told to, byte for byte, so that every bad manner of the web can be tried."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Reply = bytes | Callable[[socket.socket], None]
PAGE = (
    b"<!doctype html><html><head><title>Harbour</title></head><body><p>The board received 13 letters about the sandbar.</p></body></html>"
)


@dataclass
class Server:
    """Answers each path with its reply and keeps the requests; what it has no reply for is not found."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        found = [request.split(" ")[1] for request in self.requests]
        return [path for path in found if path != "/robots.txt"]

    def answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request and (piece := connection.recv(4096)):
            request += piece
        if not request:
            return
        self.requests.append(request.decode("latin-1"))
        reply = self.replies.get(request.split(b" ")[1].decode("latin-1"), ok(b"", "text/plain", status="404 Not Found"))
        connection.sendall(reply) if isinstance(reply, bytes) else reply(connection)


def ok(body: bytes = PAGE, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `headers` have _ for -."""
    told = {"Content-Type": kind, "Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    return f"HTTP/1.1 {status}\r\n{''.join(f'{name}: {value}{chr(13)}{chr(10)}' for name, value in told.items())}\r\n".encode() + body


def onward(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return ok(b"", status=status, Location=location)


@contextmanager
def serving(replies: dict[str, Reply] | None = None, trust: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on 127.0.0.1, over when the `with` is."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(listening.getsockname()[1], replies or {}, scheme="https" if trust else "http")

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            with trust.wrap_socket(connection, server_side=True) if trust else connection as stream:
                server.answer(stream)

    def run() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
