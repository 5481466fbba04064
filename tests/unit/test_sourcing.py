"""What stands behind --sources: files, archives, lists of sources and pages of the web become sources, each with what is known of it."""

from __future__ import annotations

import gzip
import ipaddress
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archives import warc, zipped
from presscheck import imprint, ledger, provenance, sourcelist, sourcing, webarchive
from presscheck.errors import SettingsError, UnreadableError
from presscheck.fetching import Fetcher, Limits
from presscheck.inputs import WORDY, media_types
from presscheck.model import Document, Origin, Source, Unreadable
from presscheck.readers import markdown
from presscheck.sourcing import Pile, Shelf
from presscheck.webaddress import is_public
from presscheck.wire import Wire
from webserver import PAGE, Server, ok, onward, serving

LETTER = b"Tarn Valley Water Board\n\nThe wall leaked for 12 days.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/": ok(), "/two": ok(b"The second page.", "text/plain")}) as made:
        yield made


def put(name: str, data: bytes | str = LETTER) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return name


def gather(*given: str) -> Pile:
    return sourcing.gather(given, media_types(), WORDY)


def read(*given: str, shelf: Shelf | None = None) -> list[Source]:
    return sourcing.read(gather(*given), media_types(), WORDY, shelf or Shelf(Path("draft.md.sources.warc.gz")), lambda *_: None)


def documents(sources: list[Source]) -> dict[str, Document]:
    return {source.name: source for source in sources if isinstance(source, Document)}


def messages(sources: list[Source]) -> list[str]:
    return [source.message for source in sources if isinstance(source, Unreadable)]


def fetching() -> Shelf:
    """A shelf whose fetcher may reach the test's own server."""
    wire = Wire(lambda address: is_public(address) or address == ipaddress.ip_address("127.0.0.1"))
    return Shelf(Path("draft.md.sources.warc.gz"), Fetcher("0", media_types(), wire, Limits(seconds=3)))


# Files and bundles.


def test_folders_and_bundles() -> None:
    """A folder gives its files and what is in its archives, each under its own name; pictures are counted, wherever they are."""
    put("sources/a.txt")
    put("sources/b.zip", zipped([("c.md", b"# Letter"), ("d.png", b"x"), ("e.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument")]))
    put("sources/f.warc.gz", warc())
    put("sources/g.tar.gz", b"x")
    pile = gather("sources")
    found = sourcing.read(pile, media_types(), WORDY, Shelf(), lambda *_: None)
    assert list(documents(found)) == ["sources/a.txt", "sources/b.zip/c.md", "http://a.example/"]
    assert [message.partition(":")[0] for message in messages(found)] == ["sources/b.zip/e.doc"]
    assert pile.skipped == {".gz": 1, ".png": 1}


def test_a_page_of_an_archive() -> None:
    """A page is read as what its server says it is, in the encoding that it says, whatever its address ends in; its address is kept."""
    body = "<html><body><p>Der Hafen brannte fünf Stunden.</p></body></html>".encode("latin-1")
    put("kept.warc.gz", warc("http://a.example/story.txt", body, "text/html; charset=iso-8859-1"))
    kept = documents(read("kept.warc.gz"))["http://a.example/story.txt"]
    assert kept.text == "Der Hafen brannte fünf Stunden."
    assert kept.media_type == "text/html"
    assert kept.blocks[0].where == "para. 1"
    assert kept.origin == Origin(address="http://a.example/story.txt")


def test_an_encoding_that_a_server_states() -> None:
    """What a server says of the encoding holds where the bytes are not UTF-8."""
    for data, charset in (("Ошибка".encode("koi8-r"), "koi8-r"), ("Ошибка".encode(), "koi8-r"), ("Ошибка".encode(), "nonsense")):
        found = sourcing.page("http://a.example/", data, "text/plain", charset)
        assert isinstance(found, Document)
        assert found.text == "Ошибка"


# Lists of sources.


def listing(*entries: str) -> str:
    return "".join(f"[[source]]\n{entry}\n" for entry in entries)


def test_what_a_list_says_of_a_source() -> None:
    """A file that a sources.toml lists has the publisher, day, tier and terms that it says; others of the folder still count."""
    put("s/letter.txt")
    put("s/other.txt", b"Something else entirely.")
    told = ('name = "The leak letter"', 'file = "letter.txt"', 'publisher = "Harbour Board"', "date = 2031-03-09", 'tier = "primary"')
    more = ('terms = "background"', 'contact = "Ingrid Solberg, 555 0134"', 'url = "https://board.example/leak"')
    put("s/sources.toml", listing("\n".join((*told, *more))))
    found = documents(read("s"))
    assert set(found) == {"s/letter.txt", "s/other.txt"}
    letter = found["s/letter.txt"]
    assert letter.published == date(2031, 3, 9)
    assert (imprint.title(letter), imprint.publisher(letter)) == ("The leak letter", "Harbour Board")
    assert imprint.tier(letter) == imprint.Tier("primary", "sources.toml says so")
    assert "Solberg" not in repr(letter)  # who can be reached, and where, stays in the list
    [standing, _] = provenance.standings([letter, found["s/other.txt"]], [])
    assert (standing.tier, standing.terms) == ("primary", "background")


def test_a_citation_finds_a_page_by_its_address() -> None:
    """A draft that links to the address of a page, or of a file that a list gives one, means that source."""
    put("s/letter.txt")
    put("s/sources.toml", listing('name = "Letter"\nfile = "letter.txt"\nurl = "https://board.example/leak"'))
    put("s/kept.warc.gz", warc("http://a.example/story"))
    given = list(documents(read("s")).values())
    draft = markdown.read(
        b"A [wall](https://board.example/leak) leaked, and [so did this](http://a.example/story#x). A story told it.", "d.md"
    )
    meant = [found.source.name if found.source else None for found in provenance.resolve(ledger.read(draft), given)]
    assert meant[:2] == ["s/letter.txt", "http://a.example/story"]


def test_listed_and_missing() -> None:
    """What a list names and is not there, is outside its folder, or has neither file nor address, is told or counted; a file in an archive
    is there."""
    put("s/box.zip", zipped([("in.txt", LETTER)]))
    put("secret.txt")
    entries = (
        'file = "gone.txt"',
        'file = "../secret.txt"',
        'file = "/etc/hostname"',
        'file = "box.zip/in.txt"',
        'file = "box.zip/no.txt"',
        "",
    )
    put("s/sources.toml", listing(*(f'name = "n{n}"\n{entry}' for n, entry in enumerate(entries))))
    pile = gather("s")
    found = sourcing.read(pile, media_types(), WORDY, Shelf(), lambda *_: None)
    assert list(documents(found)) == ["s/box.zip/in.txt"]
    assert documents(found)["s/box.zip/in.txt"].origin == Origin("s/sources.toml", "n3")
    outside, root, gone, no = messages(found)
    assert outside.startswith("s/sources.toml lists ../secret.txt, outside its folder. It was not read")
    assert root.startswith("s/sources.toml lists /etc/hostname, outside its folder.")
    assert gone == "s/sources.toml lists gone.txt (“n0”), and there is no such file. Put it there, or mend its entry."
    assert no.startswith("s/sources.toml lists box.zip/no.txt (“n4”), and there is no such file.")
    assert pile.skipped == {"listed with neither a file nor an address": 1}


def test_a_link_out_of_the_folder(folder: Path) -> None:
    """A link in the list's folder to a file outside is outside."""
    put("secret.txt")
    put("s/a.txt")
    Path("s/link.txt").symlink_to(folder / "secret.txt")
    put("s/sources.toml", listing('name = "x"\nfile = "link.txt"'))
    assert "outside its folder" in messages(read("s/sources.toml"))[0]


def test_a_list_that_is_named() -> None:
    """A list that is named itself brings the files that it lists, and no others."""
    put("s/a.txt")
    put("s/b.txt")
    put("s/sources.toml", listing('name = "A"\nfile = "a.txt"'))
    assert list(documents(read("s/sources.toml"))) == ["s/a.txt"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]\n", "this is not valid TOML"),
        ("x = 1\n", "should hold tables [[source]] and nothing else"),
        ("source = 3\n", "should hold tables [[source]]"),
        ("source = [3]\n", "should be tables [[source]]"),
        (listing('name = "a"', 'name = "b"\npublischer = "x"'), "line 5: there is no field 'publischer'; there are: name, file"),
        (listing('name = "a"\n\ndate = "March"'), "line 4: this source date = “March” should be a date"),
        (listing('name = "a"\ndate = "2031-13"'), "line 3: this source date = “2031-13” should be a date"),
        (listing('file = "a"'), "line 1: this source has no name"),
        (listing('name = "a"\ntier = "first"'), "line 3: this source tier = “first” should be one of primary, secondary"),
        (listing('name = "a"\nterms = "embargoed"'), "line 3: this source terms = “embargoed” should be one of on the record"),
        (listing('name = "a"\nterms = "embargoed until noon"'), "should be one of on the record"),
        (listing('name = "a"\nfile = 3'), "line 3: file = 3 should be a text"),
        (listing('name = "a"\ndate = 2031-03-09T10:00:00'), "line 3: date = "),
        (b"name = \xff", "this is not UTF-8 (byte 7)"),
        ("a=" + "[" * 5000, "this is not valid TOML"),
    ],
    ids=range(15),
)
def test_wrong_lists(text: str | bytes, words: str) -> None:
    """What is wrong in a sources.toml is told with its file, line and words."""
    put("s/sources.toml", text)
    with pytest.raises(SettingsError) as caught:
        gather("s")
    assert str(caught.value).startswith("s/sources.toml")
    assert words in str(caught.value)


def test_lists_of_other_programs() -> None:
    """CSL-JSON, BibTeX and RIS say what a sources.toml says; one that is damaged is told, JSON that is no list is counted."""
    for name in ("a.txt", "b.txt", "c.txt"):
        put(f"s/{name}", name.encode())
    put(
        "s/l.json",
        json.dumps([{"id": "1", "type": "report", "title": "A", "custom": {"file": "a.txt"}, "issued": {"date-parts": [[2031, 3, 9]]}}]),
    )
    put(
        "s/l.bib",
        "@misc{b, title={B {\\'e}}, journal={The Tide}, year=2031, month=mar, day=9, file={b.txt}, author={Oss, Marit and {A and B}}}",
    )
    put("s/l.ris", "TY  - GEN\nT1  - C\nPB  - Board\nL1  - c.txt\nPY  - 2031/03/09/\nER  - \n")
    put("s/other.json", '{"a": 1}')
    put("s/bad.bib", "@misc{b, title={B")
    pile = gather("s")
    found = documents(sourcing.read(pile, media_types(), WORDY, Shelf(), lambda *_: None))
    assert [(imprint.title(found[f"s/{name}"]), found[f"s/{name}"].published) for name in ("a.txt", "b.txt", "c.txt")] == [
        *(("A", date(2031, 3, 9)), ("B é", date(2031, 3, 9)), ("C", date(2031, 3, 9))),
    ]
    origin = found["s/b.txt"].origin
    assert origin
    assert (origin.publisher, origin.author) == ("The Tide", "Marit Oss; A and B")
    assert pile.skipped == {".json": 1}
    assert [source.message for source in pile.unread] == [
        "s/bad.bib: this is not valid BibTeX: the entry at line 1 cannot be read. Mend it and run again."
    ]
    [message] = messages(read("s/other.json"))
    assert "this JSON is no list of references" in message


# Pages of the web.


def test_nothing_is_fetched_unasked(server: Server) -> None:
    """Without a fetcher, no request is made, for an address that is named or listed; it is told how to have it fetched."""
    put("s/sources.toml", listing(f'name = "Two"\nurl = "{server.url("/two")}"'))
    found = read(server.url("/"), "s")
    assert server.requests == []
    assert len(messages(found)) == 2
    assert "Run again with --fetch to fetch it and keep it in draft.md.sources.warc.gz, or save it and give the file." in messages(found)[0]


def test_a_page_is_fetched_once_and_read_from_the_archive_after(server: Server) -> None:
    """What is fetched is kept beside the draft and read from there, offline, the next time; only what is not there is fetched."""
    first = read(server.url("/"), shelf=fetching())
    [page] = documents(first).values()
    assert (page.name, page.text) == (server.url("/"), "The board received 13 letters about the sandbar.")
    assert read(server.url("/")) == first
    again = read(server.url("/"), server.url("/two"), shelf=fetching())
    assert again[0] == first[0]
    assert server.paths == ["/", "/two"]
    data = Path("draft.md.sources.warc.gz").read_bytes()
    kept = [each for each in webarchive.captures(data, "", lambda kind, path: True) if isinstance(each, webarchive.Capture)]
    assert [(each.url, each.data) for each in kept] == [(server.url("/"), PAGE), (server.url("/two"), b"The second page.")]


def test_a_page_that_has_moved_is_kept_under_the_address_that_was_given(server: Server) -> None:
    """The source bears the address that was given, and is found under it again offline."""
    server.replies["/old"] = onward("/")
    found = read(server.url("/old"), shelf=fetching())
    assert list(documents(found)) == [server.url("/old")]
    assert read(server.url("/old#x"))[0].digest == found[0].digest


def test_a_page_that_is_not_to_be_had_costs_itself(server: Server) -> None:
    """A page that cannot be fetched is told, and nothing of it is kept; the others are there."""
    found = read(server.url("/gone"), server.url("/two"), "http://10.0.0.1/", "ftp://a.example/", shelf=fetching())
    assert list(documents(found)) == [server.url("/two")]
    gone, inside, ftp = messages(found)
    assert "there is no such page (status 404)" in gone
    assert "10.0.0.1 is an address inside a network" in inside
    assert "Only http and https are fetched" in ftp
    assert b"gone" not in gzip.decompress(Path("draft.md.sources.warc.gz").read_bytes())


def test_a_folder_that_holds_the_archive(server: Server) -> None:
    """A page that comes both by its address and in a folder's archive is one source."""
    read(server.url("/"), shelf=fetching())
    assert [source.name for source in read(".", server.url("/"))] == [server.url("/")]


def test_a_damaged_archive_is_told(server: Server) -> None:
    """Where the draft's archive is damaged, what can be read of it is read, the rest is told, and more can be fetched behind it."""
    read(server.url("/"), server.url("/two"), shelf=fetching())
    path = Path("draft.md.sources.warc.gz")
    path.write_bytes(path.read_bytes()[:-700])
    found = read(server.url("/"), server.url("/two"), shelf=fetching())
    assert set(documents(found)) == {server.url("/"), server.url("/two")}
    assert "cannot be read: damaged or cut short" in messages(found)[0]


def test_too_many(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One run fetches so many pages and no more, and says so; a pile has so many sources."""
    monkeypatch.setattr(sourcing, "MOST_FETCHED", 1)
    found = read(server.url("/"), server.url("/two"), shelf=fetching())
    assert "one run fetches 1 pages" in messages(found)[0]
    put("many.zip", zipped((f"{n}.txt", b"x%d" % n) for n in range(2001)))
    with pytest.raises(UnreadableError, match="more than 2,000 sources"):
        read("many.zip")


def test_a_written_list_is_found_again() -> None:
    """A sources.toml that presscheck writes for a pile says of it what it was told."""
    put("s/letter.txt")
    put("s/sources.toml", sourcelist.write([sourcelist.Listed("Letter", "letter.txt", tier="primary", terms="on the record")]))
    assert documents(read("s"))["s/letter.txt"].origin == Origin("s/sources.toml", "Letter", tier="primary", terms="on the record")
