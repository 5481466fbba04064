"""Where a web address leads, in one normal form, and whether a machine's address is one of the public internet."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

from presscheck.errors import UnreadableError

PORTS = {"http": 80, "https": 443}
WEB_PAGES = ("text/html", "application/xhtml+xml")
UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
LONGEST = 4_000  # code points
BY_HAND = "Open it in a browser, save the page, and give that file as a source."
IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,30}://", re.IGNORECASE)
_SAFE = "/%:@!$&'()*+,;=~-._"  # what stands in a path as it is
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9._-]{1,253}")
_GLOBAL, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: `host` in ASCII, `target` the path and query as they are sent."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host, with its port where that is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The scheme, host and port as one."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address in its normal form, without a fragment."""
        return self.origin + self.target


def is_address(name: str) -> bool:
    """Is the name a web address, and no file's?"""
    return bool(_ADDRESS.match(name))


def place(url: str) -> Place:
    """Where an address leads. Raises UnreadableError where presscheck has nothing to do with such an address."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as problem:
        raise UnreadableError(url, f"this is no web address ({problem})", "Check it.") from None
    if parts.scheme not in PORTS:
        raise UnreadableError(url, f"this address begins with “{parts.scheme}:”", f"Only http and https are fetched. {BY_HAND}")
    if parts.username is not None or parts.password is not None:
        raise UnreadableError(url.replace(parts.netloc, "…"), "this address holds a name or a password", f"Leave it out. {BY_HAND}")
    if not host or _UNFIT.search(url) or len(url) > LONGEST:
        raise UnreadableError(url[:200], "this is no web address: it has no host, holds a space, or is too long", "Check it.")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")
    return Place(parts.scheme, _ascii(host, url), PORTS[parts.scheme] if port is None else port, target)


def onward(here: Place, location: str) -> Place:
    """Where a redirect leads to. Raises UnreadableError."""
    try:
        return place(urljoin(here.url, location))
    except ValueError:
        raise UnreadableError(location[:200], "this is no web address", "Check it.") from None


@lru_cache(maxsize=4096)  # each page of an archive is held against each address that is given
def normal(url: str) -> str:
    """The address in its normal form, or as it is where it has none."""
    try:
        return place(url).url
    except UnreadableError:
        return url


def joined(url: str, location: str) -> str:
    """Where a redirect from `url` leads, in its normal form where it has one."""
    try:
        return normal(urljoin(url, location))
    except ValueError:
        return location


def readable(kind: str, path: str, types: Mapping[str, str]) -> bool:
    """Can a page be read that its server calls `kind`? `types` are the media types that can be read, by suffix; one that tells nothing is
    told by the suffix of the path."""
    kind = kind.partition(";")[0].strip().lower()
    return kind in WEB_PAGES or kind in types.values() or (kind in UNTOLD and path.lower().endswith(tuple(types)))


def _ascii(host: str, url: str) -> str:
    """The host as it is looked up: "müller.example" is "xn--mller-kva.example"."""
    try:
        if ":" in host:
            return str(ipaddress.IPv6Address(host))
        name = host.encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError is one
        name = ""
    if not _HOST.fullmatch(name):
        raise UnreadableError(url, "no host can have this name", "Check the address.")
    return name


def is_public(address: IP) -> bool:
    """Is it an address of the public internet, for one machine? Of an IPv6 address that wraps an IPv4 one (IPv4-mapped, 6to4, NAT64) the
    inner one is asked. What is special is told by `ipaddress`, which follows IANA's registries."""
    if isinstance(address, ipaddress.IPv6Address):
        if (inner := _wrapped(address)) is not None:
            return is_public(inner)
        if address not in _GLOBAL or address.teredo:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback)


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
