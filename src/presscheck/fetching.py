"""A page that a person names is fetched, if it is public, its site lets programs have it, presscheck can read it, and all is bounded."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec

from presscheck import robots
from presscheck.contentcoding import ACCEPTED, CodingError, Unpacker
from presscheck.errors import SettingsError, UnreadableError
from presscheck.webaddress import BY_HAND, PORTS, Place, onward, place, readable
from presscheck.wire import LATER, Answer, Headers, UnreachableError, Wire, get

INSTALL = "pip install 'presscheck[fetch]'"
AGENT = "presscheck"
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a page with its redirects and its site's robots.txt; bytes of a page as they come, and unpacked."""

    seconds: float = 60.0
    wire: int = 32 << 20
    unpacked: int = 64 << 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came back: `body` as it came, still packed as `headers` say; `at` in UTC; `peer` the address connected to."""

    place: Place
    at: datetime
    peer: str
    sent: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes


_Take = Callable[[str, Place, float], tuple[Exchange, str]]
"""Given what the person named, a place and when to be done: what came back, and where it leads on to, "" for nowhere."""


@dataclass
class Fetcher:
    """Fetches pages one after the other, one connection at a time. `types` are the media types that can be read, by suffix; `now` is asked
    for the time of each request."""

    version: str
    types: dict[str, str]
    wire: Wire = field(default_factory=Wire)
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _asked: dict[str, str | None] = field(default_factory=dict, repr=False)  # each origin's robots.txt, None: stay away for now

    def __post_init__(self) -> None:
        if not find_spec("httpcore"):
            raise SettingsError(f"pages are fetched with httpcore; run: {INSTALL}")

    def fetch(self, url: str) -> list[Exchange]:
        """The redirects that led to the page, then the page. Raises UnreadableError, in words, where it is not to be had."""
        return self._followed(url, time.monotonic() + self.limits.seconds, self._page)

    def _followed(self, url: str, until: float, take: _Take) -> list[Exchange]:
        """What `take` gives for the address, and for each that it leads on to."""
        here, chain = place(url), list[Exchange]()
        ports = {*PORTS.values(), here.port}  # a port that a person names is meant; a server may not pick one
        while True:
            if here.port not in ports:
                met = f"it leads on to port {here.port} of {here.host}"
                raise UnreachableError(url, met, f"It was not followed. {BY_HAND}")
            exchange, leads = take(url, here, until)
            chain.append(exchange)
            if not leads:
                return chain
            here = _onward(url, chain, leads)

    def _page(self, url: str, here: Place, until: float) -> tuple[Exchange, str]:
        """A redirect, or a page that can be read, if its site lets programs have it."""
        self._ask_leave(url, here, until)
        sent, at = self._headers(here), self.now()
        with get(url, here, sent, self.wire, until) as answer:
            leads = _leads(url, answer)
            body = b"" if leads else self._body(url, here, answer)
            return Exchange(here, at, answer.peer, sent, answer.status, answer.reason, answer.headers, body), leads

    def _headers(self, here: Place) -> Headers:
        return (
            (b"Host", here.authority.encode()),
            (b"User-Agent", f"{AGENT}/{self.version}".encode()),
            (b"Accept", b"text/html, application/pdf, text/*;q=0.9, */*;q=0.5"),
            (b"Accept-Encoding", ACCEPTED.encode()),
            (b"Connection", b"close"),
        )

    def _body(self, url: str, here: Place, answer: Answer) -> bytes:
        """The body as it came, proved to unpack within the limits. Raises UnreadableError."""
        _check_status(url, answer.status)
        self._check_type(url, here, answer.header(b"content-type"))
        stated, parts, size = answer.header(b"content-length"), list[bytes](), 0
        if stated.isdecimal() and int(stated[:20]) > self.limits.wire:
            raise self._too_large(url)
        try:
            unpacker = Unpacker(answer.header(b"content-encoding"), self.limits.unpacked)
            for piece in answer.pieces:
                size += len(piece)
                if size > self.limits.wire:
                    raise self._too_large(url)
                parts.append(piece)
                unpacker.feed(piece)
            unpacker.whole()
        except CodingError as problem:
            raise UnreadableError(url, f"this page was not taken: {problem}", BY_HAND) from None
        return b"".join(parts)

    def _too_large(self, url: str) -> UnreadableError:
        met = f"this page has more than the {self.limits.wire / 2**20:,.0f} MB that presscheck fetches"
        return UnreadableError(url, met, "Save the part that the draft rests on, and give that file as a source.")

    def _check_type(self, url: str, here: Place, stated: str) -> None:
        """Raise UnreadableError for what cannot be read anyway."""
        if not readable(stated, here.target.partition("?")[0], self.types):
            kind = stated.partition(";")[0].strip()
            told = f"“{kind[:60]}”" if kind else "of a kind that its server does not name"
            met = f"this is {told}, and not what presscheck can read"
            raise UnreadableError(url, met, f"It fetches pages, texts, PDF, Word and Excel files. {BY_HAND}")

    def _ask_leave(self, url: str, here: Place, until: float) -> None:
        """Raise UnreadableError where the site's robots.txt asks programs to stay away."""
        if here.origin not in self._asked:
            self._asked[here.origin] = self._robots(url, here, until)
        text = self._asked[here.origin]
        if text is None:  # RFC 9309, 2.3.1.4: then everything is forbidden
            raise UnreadableError(url, f"{here.host} does not tell what programs may fetch: its robots.txt cannot be had", LATER)
        if not robots.allowed(text, AGENT, here.target):
            raise UnreadableError(url, f"the robots.txt of {here.host} asks programs not to fetch it", BY_HAND)

    def _robots(self, url: str, here: Place, until: float) -> str | None:
        """What programs may fetch there; None where that cannot be told for now. What is not there forbids nothing (RFC 9309, 2.3.1.3)."""
        try:
            last = self._followed(f"{here.origin}/robots.txt", until, self._rules)[-1]
        except UnreachableError as problem:  # nor will the page be reached, and that is what was asked for
            raise UnreachableError(url, problem.met, problem.next_step) from None
        except UnreadableError:
            return None
        if last.status >= 500 or last.status == 429:
            return None
        return last.body.decode("utf-8", "replace") if last.status == 200 else ""

    def _rules(self, url: str, here: Place, until: float) -> tuple[Exchange, str]:
        """A redirect, or the beginning of a robots.txt, unpacked."""
        sent, at = self._headers(here), self.now()
        with get(url, here, sent, self.wire, until) as answer:
            leads = _leads(url, answer)
            body = _beginning(answer) if answer.status == 200 else b""
            return Exchange(here, at, answer.peer, sent, answer.status, answer.reason, answer.headers, body), leads


def _beginning(answer: Answer) -> bytes:
    """The first half megabyte of a body, unpacked; what cannot be unpacked ends it."""
    try:
        unpacker = Unpacker(answer.header(b"content-encoding"), robots.LARGEST)
    except CodingError:
        return b""
    try:
        for piece in answer.pieces:
            unpacker.feed(piece)
    except CodingError:
        pass
    return unpacker.kept


def _leads(url: str, answer: Answer) -> str:
    """Where a redirect leads on to; "" for an answer that is none. Raises UnreadableError where it does not say."""
    if answer.status not in REDIRECTS:
        return ""
    if location := answer.header(b"location"):
        return location.encode("latin-1").decode("utf-8", "replace")
    raise UnreadableError(url, "its server sends readers on and does not say where", BY_HAND)


def _onward(url: str, chain: list[Exchange], location: str) -> Place:
    """The place that a redirect leads to. Raises UnreadableError where that is none, or where there were too many."""
    try:
        there = onward(chain[-1].place, location)
    except UnreadableError as problem:
        met = f"it leads on to “{location[:120]}”: {problem.met}"
        raise UnreadableError(url, met, f"It was not followed. {BY_HAND}") from None
    if there.url in {each.place.url for each in chain}:
        raise UnreadableError(url, "it leads round in a circle", BY_HAND)
    if len(chain) > MOST_REDIRECTS:
        raise UnreadableError(url, f"it leads on more than {MOST_REDIRECTS} times", BY_HAND)
    return there


def _check_status(url: str, status: int) -> None:
    """Raise UnreadableError for every answer that is not the page."""
    if status in (401, 402, 403, 407):
        raise UnreadableError(url, f"its server does not let it be read like this (status {status})", BY_HAND)
    if status in (404, 410):
        raise UnreadableError(url, f"there is no such page (status {status})", "Check the address; a web archive may have kept it.")
    if status == 429 or status >= 500:
        raise UnreadableError(url, f"its server cannot give it now (status {status})", LATER)
    if status != 200:
        raise UnreadableError(url, f"its server answered with status {status}, which is no page", BY_HAND)
