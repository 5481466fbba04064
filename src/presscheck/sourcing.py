"""Everything behind --sources becomes Sources: files, folders, archives, pages of the web, and what lists say of each."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import bundles, files, intake, references, sourcelist, webarchive
from presscheck.errors import PresscheckError, SettingsError, UnreadableError
from presscheck.model import Origin, Source, Unreadable
from presscheck.sourcelist import Listed
from presscheck.webaddress import UNTOLD, is_address, normal, readable
from presscheck.webarchive import Capture

if TYPE_CHECKING:
    from presscheck.fetching import Fetcher

ARCHIVE = ".sources.warc.gz"  # behind the draft's name: where its pages are kept
MOST_FETCHED = 100  # pages of one run
LISTS = (sourcelist.NAME, *references.MEDIA_TYPES)
_WEB_PAGE = "text/html"
_NOWHERE = "listed with neither a file nor an address"
_FULL = "the archive beside the draft is full"

Told = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


@dataclass(frozen=True)
class Pile:
    """What stands behind --sources, in order: the `files` to read, the `addresses` of pages, what lists say of each by its key, and the
    lists and listed files that cannot be had. `skipped` counts other files by their suffix, and goes on counting while bundles are read."""

    files: tuple[Path, ...] = ()
    addresses: tuple[str, ...] = ()
    listed: Mapping[str, tuple[Listed, str]] = field(default_factory=dict)
    unread: tuple[Unreadable, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass
class Shelf:
    """Where the draft's pages are kept, None for nowhere; what fetches those that are not there, None where nobody may; and how many were
    put there."""

    archive: Path | None = None
    fetcher: Fetcher | None = None
    kept: int = 0


# What there is.


def gather(given: Sequence[str], types: Mapping[str, str], told: Collection[str]) -> Pile:
    """The pile of what is named. `types` are the media types that can be read, by suffix; in folders, files with a suffix of `told` are
    taken too, so that it is told that they cannot be read. Raises UnreadableError where a path is not there or there are too many files,
    SettingsError where a sources.toml is wrong."""
    named = [name for name in given if not is_address(name)]
    found = files.gather(named, {*types, *told, *bundles.SUFFIXES, *LISTS})
    pile = _Pile(found.skipped, {os.path.realpath(name) for name in named})
    for path in found.files:
        pile.take(path)
    for name in given:
        if is_address(name):
            pile.addresses.setdefault(normal(name), name)
    return pile.whole()


def key_of(name: str) -> str:
    """What a source's name and a list's entry have in common: the address in its normal form, or the file's real path."""
    return normal(name) if is_address(name) else os.path.realpath(name)


class _Pile:
    """A pile in the making."""

    def __init__(self, skipped: Counter[str], named: Collection[str]) -> None:
        self.files: dict[str, Path] = {}
        self.addresses: dict[str, str] = {}
        self.listed: dict[str, tuple[Listed, str]] = {}
        self.unread: list[Unreadable] = []
        self.skipped = skipped
        self._named = named

    def whole(self) -> Pile:
        return Pile(tuple(self.files.values()), tuple(self.addresses.values()), self.listed, tuple(self.unread), self.skipped)

    def take(self, path: Path) -> None:
        """A file, or what a list says."""
        if path.name.lower().endswith(sourcelist.NAME):
            self._list(path, sourcelist.parse(_text(path), path.as_posix()))
        elif (suffix := path.suffix.lower()) not in references.MEDIA_TYPES:
            self.files.setdefault(os.path.realpath(path), path)
        else:
            self._references(path, suffix)

    def _references(self, path: Path, suffix: str) -> None:
        """A list of another program; JSON that is none counts as skipped, unless it was named."""
        data = b""
        try:
            data = files.load(path, sourcelist.LARGEST)
            if suffix == ".json" and not references.is_csl(data) and os.path.realpath(path) not in self._named:
                self.skipped[suffix] += 1
                return
            self._list(path, references.read(data, path.as_posix(), suffix))
        except UnreadableError as problem:
            digest = hashlib.sha256(data).hexdigest() if data else ""
            self.unread.append(Unreadable(path.as_posix(), references.MEDIA_TYPES[suffix], digest, str(problem)))

    def _list(self, path: Path, entries: Iterable[Listed]) -> None:
        """Each source of a list: its file, its address, or a note that it has neither."""
        for entry in entries:
            if entry.file:
                self._file(path, entry)
            elif entry.url and is_address(entry.url):
                self.addresses.setdefault(normal(entry.url), entry.url)
                self.listed.setdefault(normal(entry.url), (entry, path.as_posix()))
            else:
                self.skipped[_NOWHERE] += 1

    def _file(self, path: Path, entry: Listed) -> None:
        """A listed file; none outside the list's own folder, so that a list from elsewhere opens no file of this machine."""
        home, file = os.path.realpath(path.parent), path.parent / entry.file
        real = os.path.realpath(file)
        if not real.startswith(home.rstrip(os.sep) + os.sep):
            advice = "It was not read: a list reaches the files of its own folder only. Name it with --sources if it is a source."
            self.unread.append(Unreadable(file.as_posix(), "", "", f"{path.as_posix()} lists {entry.file}, outside its folder. {advice}"))
            return
        self.listed.setdefault(real, (entry, path.as_posix()))
        if os.path.isfile(real):  # noqa: PTH113 — a path with a NUL is no file, and no error
            self.files.setdefault(real, file)


def _text(path: Path) -> str:
    """The text of a sources.toml. Raises SettingsError where it is not UTF-8."""
    try:
        return files.load(path, sourcelist.LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{path}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again.") from None


# What it says.


def read(pile: Pile, types: Mapping[str, str], told: Collection[str], shelf: Shelf, progress: Told) -> list[Source]:
    """Every source of the pile, in its order, each once, with what the lists say of it. Pages that are fetched are kept on the shelf."""
    found = list[Source]()
    for number, path in enumerate(pile.files):
        progress("reading sources", number, len(pile.files))
        found += _read(path, types, told, pile.skipped)
        if len(found) > files.MOST_FILES:
            met = f"with this file there are more than {files.MOST_FILES:,} sources"
            raise UnreadableError(path.as_posix(), met, "Name the files that this story rests on.")
    found += pages(pile.addresses, types, shelf, progress)
    known = {(source.name, source.digest): _as_listed(source, pile.listed) for source in found}
    return [*known.values(), *pile.unread, *_missing(pile, found)]


def _read(path: Path, types: Mapping[str, str], told: Collection[str], skipped: Counter[str]) -> Iterator[Source]:
    """The source in a file, or those in a bundle, or why they cannot be read."""
    name, data, bundle = path.as_posix(), b"", bundles.is_bundle(path.name)
    most = bundles.LARGEST if bundle else intake.MAX_BYTES
    try:
        data = files.load(path, most)
    except UnreadableError as problem:
        yield Unreadable(name, types.get(path.suffix.lower(), "application/octet-stream"), "", str(problem))
        return
    if not bundle:
        yield document(name, data, types)
        return
    for member in bundles.members(data, name, types, told, skipped):
        if isinstance(member, Unreadable):
            yield member
        elif member.media_type or is_address(member.name):
            yield page(member.name, member.data, member.media_type, member.charset)
        else:
            yield document(member.name, member.data, types)


def document(name: str, data: bytes, types: Mapping[str, str]) -> Source:
    """The source, or why it could not be read."""
    try:
        return intake.read(data, name)
    except UnreadableError as problem:
        digest = hashlib.sha256(data).hexdigest() if 0 < len(data) <= intake.MAX_BYTES else ""
        return Unreadable(name, types.get(bundles.suffix_of(name), "application/octet-stream"), digest, str(problem))


def page(url: str, data: bytes, media_type: str, charset: str) -> Source:
    """The page at an address, or why it could not be read: its server tells what it is, not the end of its address."""
    digest = hashlib.sha256(data).hexdigest()
    suffix = bundles.suffix_of(url.partition("#")[0].partition("?")[0]) if media_type in UNTOLD else ""
    try:
        return replace(intake.read(_in_utf8(data, media_type, charset), f"page{suffix}", media_type), name=url, digest=digest)
    except UnreadableError as problem:
        return Unreadable(url, media_type, digest, f"{url}: {problem.met}. {problem.next_step}")


def _in_utf8(data: bytes, media_type: str, charset: str) -> bytes:
    """The bytes of a text in UTF-8, where its server states an encoding that they are in and UTF-8 is not it already."""
    if not charset or not (media_type.startswith("text/") or media_type in ("application/xhtml+xml",)):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(charset).encode("utf-8")
        except (LookupError, UnicodeError):
            return data
    return data


def _as_listed(source: Source, listed: Mapping[str, tuple[Listed, str]]) -> Source:
    """The document with what the lists say of it; without a list an address is still told."""
    if isinstance(source, Unreadable):
        return source
    entry, by = listed.get(key_of(source.name), (None, ""))
    if entry is None:
        return replace(source, origin=Origin(address=source.name)) if is_address(source.name) else source
    address = source.name if is_address(source.name) else entry.url
    origin = Origin(by, entry.name, entry.publisher, entry.author, address, entry.tier, entry.terms)
    return replace(source, published=entry.day or source.published, origin=origin)


def _missing(pile: Pile, found: Iterable[Source]) -> Iterator[Unreadable]:
    """A note for each listed file that is not there."""
    there = {key_of(source.name) for source in found} | {os.path.realpath(path) for path in pile.files}
    for key, (entry, by) in pile.listed.items():
        if entry.file and key not in there:
            name = (Path(by).parent / entry.file).as_posix()
            advice = "Put it there, or mend its entry."
            yield Unreadable(name, "", "", f"{by} lists {entry.file} (“{entry.name}”), and there is no such file. {advice}")


# Pages of the web.


def pages(addresses: Sequence[str], types: Mapping[str, str], shelf: Shelf, progress: Told) -> Iterator[Source]:
    """The page at each address: from the shelf, or fetched and put there, or why it is not to be had."""
    if not addresses:
        return
    kept = _Kept(shelf, types)
    yield from kept.unread
    for number, url in enumerate(addresses):
        if shelf.fetcher:
            progress("fetching pages", number, len(addresses))
        capture = webarchive.found(kept.pages, url)
        try:
            capture = capture or kept.fetch(url)
            yield page(url, capture.data, capture.media_type, capture.charset)
        except UnreadableError as problem:
            yield Unreadable(url, _WEB_PAGE, "", str(problem))


class _Kept:
    """The pages of a draft's archive."""

    def __init__(self, shelf: Shelf, types: Mapping[str, str]) -> None:
        self._shelf, self._types = shelf, types
        self.pages: list[Capture] = []
        self.unread: list[Unreadable] = []
        self._data = b""
        self._fetched = 0
        if shelf.archive and shelf.archive.is_file():
            self._data = files.load(shelf.archive, bundles.LARGEST)
            self._take(self._data)

    def _take(self, records: bytes) -> None:
        name = self._shelf.archive.as_posix() if self._shelf.archive else ""
        for capture in webarchive.captures(records, name, lambda kind, path: readable(kind, path, self._types)):
            if isinstance(capture, Unreadable):
                self.unread.append(capture)
            else:
                self.pages.append(capture)

    def fetch(self, url: str) -> Capture:
        """The page, fetched, kept beside the draft, and read from there. Raises UnreadableError where it is not to be had."""
        if not (fetcher := self._shelf.fetcher) or not self._shelf.archive:
            kept = f" and keep it in {self._shelf.archive.as_posix()}" if self._shelf.archive else ""
            raise UnreadableError(
                url, "this page was not fetched", f"Run again with --fetch to fetch it{kept}, or save it and give the file."
            )
        if self._fetched >= MOST_FETCHED:
            raise UnreadableError(url, f"this page was not fetched: one run fetches {MOST_FETCHED} pages", "Run again for the rest.")
        self._fetched += 1
        records = webarchive.records(fetcher.fetch(url), fetcher.version, begins=not self._data)
        if len(self._data) + len(records) > bundles.LARGEST:
            raise UnreadableError(
                url, f"this page was not kept: {_FULL}", f"Move {self._shelf.archive.name} away, and name it with --sources."
            )
        self._data += records
        self._shelf.kept += 1
        files.save(self._shelf.archive, self._data)  # whole, after each page: who stops a long run keeps what it has
        self._take(records)
        if capture := webarchive.found(self.pages, url):
            return capture
        raise PresscheckError(f"{url}: this page was fetched and cannot be found in {self._shelf.archive}; please report it.")
