"""A page is fetched only where it is public, welcome, readable and bounded; whatever else a server does is refused, in words, in time."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import fetching
from presscheck.errors import SettingsError, UnreadableError
from presscheck.fetching import Exchange, Fetcher, Limits
from presscheck.inputs import media_types
from presscheck.webaddress import IP, is_public, place
from presscheck.wire import Wire
from webserver import PAGE, Server, ok, onward, serving

HOME = ipaddress.ip_address("127.0.0.1")
LIMITS = Limits(seconds=1.5, wire=1 << 20, unpacked=2 << 20)
SOON = replace(LIMITS, seconds=0.5)


def at_home(address: IP) -> bool:
    """The web, and the test's own server, which stands for a part of it."""
    return is_public(address) or address == HOME


def fetcher(limits: Limits = LIMITS, wire: Wire | None = None) -> Fetcher:
    return Fetcher("0", media_types(), wire or Wire(at_home), limits)


def fetch(url: str, **changes: object) -> list[Exchange]:
    return replace(fetcher(), **changes).fetch(url)  # type: ignore[arg-type]


def refusal(url: str, **changes: object) -> str:
    """What is said of a page that is not fetched; it is always said soon."""
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        fetch(url, **changes)
    assert time.monotonic() - began < LIMITS.seconds + 1.5
    assert str(caught.value).endswith(".")
    assert "robots.txt:" not in str(caught.value)  # what is told is told of the page
    return str(caught.value)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/": ok()}) as made:
        yield made


# What is fetched.


def test_a_page(server: Server) -> None:
    """A page comes as its server sent it, with who asked, when, and which address answered; no cookie, no referrer."""
    [exchange] = fetch(server.url("/"))
    assert (exchange.status, exchange.body, exchange.peer) == (200, PAGE, "127.0.0.1")
    asked = server.requests[-1].lower()
    assert "user-agent: presscheck/0" in asked
    assert f"host: 127.0.0.1:{server.port}" in asked
    assert not any(word in asked for word in ("cookie", "referer", "authorization"))


def test_redirects_are_followed_and_kept(server: Server) -> None:
    """A page that has moved is found, and each step to it is kept."""
    server.replies |= {"/old": onward("/older/../new?a=1#top", "301 Moved Permanently"), "/new?a=1": onward(server.url("/"))}
    assert [(each.place.target, each.status) for each in fetch(server.url("/old"))] == [("/old", 301), ("/new?a=1", 302), ("/", 200)]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", lambda d: zlib.compress(d)[2:-4]), ("identity", bytes)],
    ids=["gzip", "deflate", "bare deflate", "identity"],
)
def test_packed_pages_are_kept_packed(server: Server, coding: str, pack: Callable[[bytes], bytes]) -> None:
    """The body is kept as it came."""
    packed = pack(PAGE)
    server.replies["/"] = ok(packed, Content_Encoding=coding)
    assert fetch(server.url("/"))[-1].body == packed


def test_chunks(server: Server) -> None:
    """A body in chunks is put together."""
    server.replies["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
    )
    assert fetch(server.url("/"))[-1].body == b"abcdefg"


def test_a_host_of_any_script(server: Server) -> None:
    """A name in another script is looked up in its ASCII form, once for each request, and the page's path is sent in UTF-8."""
    asked = list[str]()

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    server.replies["/%C3%A5rsm%C3%B6te"] = ok()
    [exchange] = fetch(server.url("/årsmöte", "hafenbehörde.example"), wire=Wire(at_home, resolve))
    assert set(asked) == {"xn--hafenbehrde-yfb.example"}
    assert exchange.place.url == f"http://xn--hafenbehrde-yfb.example:{server.port}/%C3%A5rsm%C3%B6te"


def test_tls_is_verified() -> None:
    """Over TLS the certificate must be the host's, of an authority that is trusted."""
    import trustme

    authority = trustme.CA()
    inside, trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("harbour.example").configure_cert(inside)
    authority.configure_trust(trusted)
    with serving({"/": ok()}, inside) as server:
        wire = Wire(at_home, lambda host, port: ["127.0.0.1"], trusted)
        assert fetch(server.url("/", "harbour.example"), wire=wire)[-1].body == PAGE
        assert "certificate" in refusal(server.url("/", "other.example"), wire=wire)
        assert "certificate" in refusal(server.url("/", "harbour.example"), wire=replace(wire, trust=None))


# Where nobody goes.

INSIDE = [
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.0.1"),
    *("0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *(
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
    ),
    *("::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "100::1", "fec0::1", "4000::1"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_networks(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved and documentation addresses are none of the public web, however they are
    wrapped in IPv6."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_addresses_of_the_web(address: str) -> None:
    """Global addresses are public, and those of IPv4 that a network without it wraps."""
    assert is_public(ipaddress.ip_address(address))


@settings(deadline=None)
@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="192.168.0.0/16") | st.ip_addresses(network="127.0.0.0/8"))
def test_wrapped_addresses(inner: ipaddress.IPv4Address) -> None:
    """No wrapping makes a private address public."""
    number = int(inner)
    for wrapped in ((0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80), number):
        assert not is_public(ipaddress.IPv6Address(wrapped))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0"]
)
def test_a_host_that_is_this_machine(server: Server, host: str) -> None:
    """However this machine is written, it is not connected to."""
    told = refusal(server.url("/", host), wire=Wire())
    assert "inside a network and not of the public web" in told or "cannot be found" in told or "no host can have this name" in told
    assert server.requests == []


@pytest.mark.parametrize("found", [["10.1.2.3"], ["8.8.8.8", "10.1.2.3"], ["fe80::1%eth0"], ["::ffff:192.168.0.1"]])
def test_a_name_that_leads_inside(found: list[str]) -> None:
    """A name that its owner points at an address inside a network is refused, though others of its addresses are public."""
    assert "an address inside a network" in refusal("http://evil.example/", wire=Wire(resolve=lambda host, port: found))


def test_the_address_that_was_checked_is_the_one_connected_to(server: Server) -> None:
    """A name whose second look-up gives another address gains nothing: each connection looks up once, and goes where that said."""
    asked = list[str]()

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) < 3 else ["10.0.0.1"]

    assert fetch(server.url("/", "flip.example"), wire=Wire(at_home, resolve))[-1].peer == "127.0.0.1"
    assert len(asked) == 2  # robots.txt and the page
    assert "10.0.0.1" in refusal(server.url("/", "flip.example"), wire=Wire(at_home, resolve))


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://127.0.0.2/", "127.0.0.2 is an address inside a network"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is an address inside a network"),
        ("http://[::1]/", "::1 is an address inside a network"),
        ("http://[::ffff:10.0.0.1]/", "inside a network"),
        ("//192.168.1.1/admin", "192.168.1.1 is an address inside a network"),
        ("file:///etc/passwd", "begins with “file:”"),
        ("ftp://127.0.0.1/x", "begins with “ftp:”"),
        ("javascript:alert(1)", "begins with “javascript:”"),
        ("http://user:secret@127.0.0.1/", "holds a name or a password"),
        ("http://127.0.0.1:22/", "leads on to port 22"),
        ("http://[bad", "this is no web address"),
        ("", "does not say where"),
    ],
)
def test_redirects_are_checked_again(server: Server, location: str, words: str) -> None:
    """Every place that a redirect leads to is checked as the first was."""
    server.replies["/"] = onward(location)
    assert words in refusal(server.url("/"))
    assert server.paths == ["/"]


def test_a_circle_and_a_long_way(server: Server) -> None:
    """Redirects that lead round, or on and on, end."""
    server.replies |= {"/a": onward("/b"), "/b": onward("/a")} | {f"/{n}": onward(f"/{n + 1}") for n in range(20)}
    assert "leads round in a circle" in refusal(server.url("/a"))
    assert "leads on more than 5 times" in refusal(server.url("/0"))
    assert server.paths.count("/6") == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://a.example/", "begins with “ftp:”"),
        ("file:///etc/passwd", "begins with “file:”"),
        ("http://", "no web address"),
        ("http://user@a.example/", "holds a name or a password"),
        ("http://a.example:99999/", "no web address"),
        ("http://a b.example/", "no web address"),
        ("http://a.example/\\@b", "no web address"),
        (f"http://a.example/{'x' * 5000}", "too long"),
        (f"http://{'x' * 70}.example/", "no host can have this name"),
    ],
)
def test_addresses_that_are_none(url: str, words: str) -> None:
    """What is no address of a page is refused before anything is looked up."""
    assert words in refusal(url, wire=Wire(resolve=lambda host, port: pytest.fail("looked up")))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_as_an_address(text: str) -> None:
    """Whatever follows http://, there is a place or a sentence; a place's own address leads to it again."""
    try:
        there = place(f"http://{text}")
    except UnreadableError:
        return
    assert place(there.url) == there


# Bad manners.


def drip(pieces: Iterator[bytes] | list[bytes], pause: float = 0.02) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        with suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)

    return send


def forever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        drip(forever(b"x")),
        drip([HEAD, *[b"X-A: b\r\n"] * 500]),
        drip([HEAD + b"\r\n", *[b"x"] * 500]),
        drip([HEAD + b"Content-Length: 400\r\n\r\n", *[b"x"] * 400]),
        drip([HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 400]),
        drip(forever(b"HTTP/1.1 102 Processing\r\n\r\n")),
        lambda connection: time.sleep(4),
    ],
    ids=["status line", "headers", "body", "long body", "chunks", "informational answers", "silence"],
)
def test_slow_drips(server: Server, reply: Callable[[socket.socket], None]) -> None:
    """A server that sends a little now and then is left when the time for the page is over."""
    server.replies["/"] = reply
    assert "too slow" in refusal(server.url("/"), limits=SOON)


def test_a_slow_handshake() -> None:
    """The time for the page is over for a server that does not finish TLS, too."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "too slow" in refusal(f"https://127.0.0.1:{silent.getsockname()[1]}/", limits=SOON)


def test_a_slow_look_up() -> None:
    """A name that nobody answers for does not hold the run."""

    def resolve(host: str, port: int) -> list[str]:
        time.sleep(5)
        return []

    assert "was not looked up in time" in refusal("http://slow.example/", wire=Wire(resolve=resolve, connect=0.3))


def huge(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.sendall(HEAD + b"\r\n")
        for _ in range(200):
            connection.sendall(b"x" * 65536)


def test_huge_bodies(server: Server) -> None:
    """A body that is announced as huge is not begun, and one that turns out so is left."""
    server.replies |= {"/told": HEAD + b"Content-Length: 99999999999\r\n\r\nx", "/untold": huge}
    for path in ("/told", "/untold"):
        assert "more than the 1 MB that presscheck fetches" in refusal(server.url(path))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bombs(server: Server, coding: str) -> None:
    """A small body that unpacks to a huge one is met before it goes off."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    bomb = b"".join(deflate.compress(bytes(1 << 20)) for _ in range(64)) + deflate.flush()
    server.replies["/"] = ok(bomb, Content_Encoding=coding)
    assert len(bomb) < 1 << 17
    assert "larger than 2 MB unpacked" in refusal(server.url("/"))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (ok(PAGE, Content_Encoding="br"), "packed in a way that presscheck did not ask for"),
        (ok(PAGE, Content_Encoding="gzip, gzip"), "packed in a way that presscheck did not ask for"),
        (ok(PAGE, Content_Encoding="gzip"), "is damaged"),
        (ok(gzip.compress(PAGE)[:-9], Content_Encoding="gzip"), "cut short"),
        (ok(b"\0\1", "image/png"), "this is “image/png”"),
        (ok(b"\0\1", "application/octet-stream"), "this is “application/octet-stream”"),
        (ok(b"{}", "application/json"), "this is “application/json”"),
        (HEAD.replace(b"Content-Type: text/html\r\n", b"") + b"\r\nx", "of a kind that its server does not name"),
        (ok(b"no", status="404 Not Found"), "there is no such page (status 404)"),
        (ok(b"no", status="410 Gone"), "there is no such page (status 410)"),
        (ok(b"no", status="403 Forbidden"), "does not let it be read like this (status 403)"),
        (ok(b"no", status="429 Too Many Requests"), "cannot give it now (status 429)"),
        (ok(b"no", status="500 Oops"), "cannot give it now (status 500)"),
        (ok(b"", status="206 Partial Content"), "answered with status 206"),
        (b"nonsense\r\n\r\n", "does not speak HTTP"),
        (b"", "broke off, or does not speak HTTP"),
        (HEAD + b"Content-Length: 100\r\n\r\nshort", "broke off, or does not speak HTTP"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx", "does not speak HTTP"),
        (HEAD + b"Content-Length: 1\r\nContent-Length: 9\r\n\r\nx", "does not speak HTTP"),
        (HEAD + b"X: " + b"y" * 300_000 + b"\r\n\r\n", "does not speak HTTP"),
    ],
    ids=range(20),
)
def test_answers_that_are_no_page(server: Server, reply: bytes, words: str) -> None:
    """Whatever else a server answers is told in a sentence."""
    server.replies["/"] = reply
    assert words in refusal(server.url("/"))


def test_a_file_whose_server_does_not_know_it(server: Server) -> None:
    """What a server calls a stream of bytes is taken where its address ends as a file that can be read does."""
    server.replies["/order.pdf"] = ok(b"%PDF-1.4", "application/octet-stream")
    assert fetch(server.url("/order.pdf"))[-1].body == b"%PDF-1.4"


def test_no_host() -> None:
    """A name that nobody has, and a port that nobody listens on, are told."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "no connection to 127.0.0.1 could be made" in refusal(f"http://127.0.0.1:{port}/")

    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "no such host is known" in refusal("http://nobody.example/", wire=Wire(resolve=resolve))


def test_no_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies is nobody's business."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://10.0.0.1:9")
    assert fetch(server.url("/"))[-1].body == PAGE


# What sites ask for.


def robots(text: str, **changes: str) -> bytes:
    return ok(text.encode(), "text/plain", **changes)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (robots("User-agent: *\nDisallow: /\n"), "asks programs not to fetch it"),
        (robots("User-agent: presscheck\nDisallow: /page\n"), "asks programs not to fetch it"),
        (robots("", status="500 Oops"), "its robots.txt cannot be had"),
        (robots("", status="429 Too Many"), "its robots.txt cannot be had"),
        (b"nonsense", "its robots.txt cannot be had"),
        (drip(forever(b"x")), "too slow"),
        (onward("http://10.0.0.1/robots.txt"), "10.0.0.1 is an address inside a network"),
        (onward("/robots.txt"), "its robots.txt cannot be had"),
    ],
    ids=range(8),
)
def test_a_site_that_asks_to_be_left(server: Server, reply: bytes, words: str) -> None:
    """A page that robots.txt asks programs to leave is left, and all of a site whose robots.txt fails; no request for the page is made."""
    server.replies |= {"/robots.txt": reply, "/page": ok()}
    assert words in refusal(server.url("/page"))
    assert server.paths == []


@pytest.mark.parametrize(
    "reply",
    [
        robots("", status="404 Not Found"),
        robots("", status="403 Forbidden"),
        robots("User-agent: *\nDisallow: /\nUser-agent: presscheck\nDisallow: /private\n"),
        robots("User-agent: *\nDisallow: /\nAllow: /page\n"),
        ok(b"User-agent: *\nDisallow: /pag$" + b"\n#" * 400_000, "text/plain"),
        ok(b"\x89PNG", "image/png"),
        ok(gzip.compress(b"User-agent: *\nDisallow: /x"), Content_Encoding="gzip"),
    ],
    ids=range(7),
)
def test_a_site_that_lets_programs_in(server: Server, reply: bytes) -> None:
    """What a robots.txt does not forbid is fetched, and so is all of a site that has none; it is asked for once."""
    server.replies |= {"/robots.txt": reply, "/page": ok(), "/page2": ok()}
    ours = fetcher()
    for path in ("/page", "/page2"):
        assert ours.fetch(server.url(path))[-1].status == 200
    assert len(server.requests) == 3


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package that fetches is missing, one sentence says what to run."""
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pages are fetched with httpcore; run: pip install 'presscheck\[fetch\]'"):
        fetcher()
