"""One request to one place on the public web: the address that was checked is the one connected to, and a clock bounds it all.

No proxy, cookie, password or setting of the environment has a part in it.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from presscheck.errors import UnreadableError
from presscheck.webaddress import BY_HAND, IP, Place, is_public

if TYPE_CHECKING:
    import ssl

    import httpcore

Headers = tuple[tuple[bytes, bytes], ...]
Resolve = Callable[[str, int], list[str]]
LATER = f"Try later. {BY_HAND}"


class UnreachableError(UnreadableError):
    """The host is not there, is none that may be connected to, or does not answer in time."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Wire:
    """How the web is reached. `allows` says whether an address may be connected to; `connect`: seconds for a connection."""

    allows: Callable[[IP], bool] = is_public
    resolve: Resolve = resolved
    trust: ssl.SSLContext | None = None
    connect: float = 10.0


@dataclass
class Answer:
    """What came back, its body still on the wire: `pieces` reads it. `peer` is the address that was connected to."""

    status: int
    reason: str
    headers: Headers
    peer: str
    pieces: Iterator[bytes]

    def header(self, name: bytes) -> str:
        """The value of a header, the first where there are several; "" where there is none."""
        return next((value.decode("latin-1").strip() for key, value in self.headers if key.lower() == name), "")


@contextmanager
def get(url: str, here: Place, headers: Headers, wire: Wire, until: float) -> Iterator[Answer]:
    """The answer to a GET, to be read inside the `with`; over by `until`, of the monotonic clock. `url` is what the person gave, for
    messages. Raises UnreadableError, UnreachableError where there was no answer at all."""
    import httpcore

    backend = _Backend(url, wire, until)
    at = httpcore.URL(scheme=here.scheme, host=here.host, port=here.port, target=here.target)
    seconds = dict.fromkeys(("connect", "read", "write", "pool"), max(until - time.monotonic(), 0.001))
    try:
        with (
            httpcore.ConnectionPool(wire.trust, max_connections=1, network_backend=cast("httpcore.NetworkBackend", backend)) as pool,
            pool.stream("GET", at, headers=list(headers), extensions={"timeout": seconds}) as came,
        ):
            reason = bytes(came.extensions.get("reason_phrase", b"")).decode("latin-1")
            told = tuple((bytes(name), bytes(value)) for name, value in came.headers)
            yield Answer(came.status, reason, told, backend.peer, came.iter_stream())
    except httpcore.TimeoutException:
        raise UnreachableError(url, f"{here.host} was too slow: there was no whole page in time", LATER) from None
    except httpcore.ConnectError as problem:
        met = f"no connection to {here.host} could be made ({_short(problem)})"
        raise UnreachableError(url, met, "Check the address, and that this machine is online.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as problem:
        raise UnreadableError(url, f"{here.host} broke off, or does not speak HTTP ({_short(problem)})", LATER) from None


def _short(problem: Exception) -> str:
    return " ".join(str(problem).split())[:120] or type(problem).__name__


class _Backend:
    """Makes connections for httpcore: looks the host up once, checks what it found, and connects to just that, so that a name that is
    looked up again with another answer gains nothing."""

    def __init__(self, url: str, wire: Wire, until: float) -> None:
        import httpcore

        self._url, self._wire, self._until = url, wire, until
        self._plain = httpcore.SyncBackend()
        self.peer = ""

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **_: Any) -> _Stream:
        """A connection to the first address that answers."""
        import httpcore

        problem: Exception = httpcore.ConnectError("it has no address")
        for address in self._checked(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, min(self._wire.connect, _left(self._until)))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                problem = fault
                continue
            self.peer = address
            return _Stream(stream, self._until)
        raise problem

    def _checked(self, host: str, port: int) -> list[str]:
        """The host's addresses. Raises UnreachableError where one of them is none of the public web: who mixes them is up to something."""
        found = self._looked_up(host, port)
        for address in found:
            if not self._wire.allows(ipaddress.ip_address(address.partition("%")[0])):
                met = f"{host} is {address}, an address inside a network and not of the public web" if address != host else _inside(host)
                raise UnreachableError(self._url, met, f"It was not fetched. {BY_HAND}")
        return found

    def _looked_up(self, host: str, port: int) -> list[str]:
        """The addresses that the system knows, each once; asked beside, for a look-up heeds no clock."""
        found, faults = list[str](), list[Exception]()

        def ask() -> None:
            try:
                found.extend(dict.fromkeys(self._wire.resolve(host, port)))
            except (OSError, UnicodeError) as fault:
                faults.append(fault)

        asking = Thread(target=ask, daemon=True)
        asking.start()
        asking.join(min(self._wire.connect, _left(self._until)))
        if not found:
            why = "no such host is known" if faults else "its name was not looked up in time"
            raise UnreachableError(self._url, f"{host} cannot be found: {why}", "Check the address, and that this machine is online.")
        return found[:8]


def _inside(host: str) -> str:
    return f"{host} is an address inside a network and not of the public web"


def _left(until: float) -> float:
    """Seconds that are left. Raises httpcore.ReadTimeout where there are none."""
    import httpcore

    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


class _Stream:
    """A connection whose every step ends by the clock, so that a server that sends a byte now and then gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
