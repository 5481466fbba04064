"""A file that holds files (.zip, .warc, .warc.gz, .wacz) gives each of them that can be read, within bounds, and tells of the rest."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from presscheck import webarchive
from presscheck.contentcoding import Room
from presscheck.model import Unreadable
from presscheck.webaddress import readable

SUFFIXES = (".zip", ".wacz", ".warc", ".warc.gz")
LARGEST = 256 << 20  # bytes of a bundle
LARGEST_MEMBER = 64 << 20  # bytes of one member, unpacked
MOST_BYTES = 512 << 20  # of all its members, unpacked
MOST_MEMBERS = 10_000
NESTED = 1  # bundles inside a bundle that are opened, one inside the other

_ZIP_TYPE = "application/zip"
_AGAIN = "Get it again, or unpack it and give the files in it."
_HIDDEN = (".", "~$", "__MACOSX")
_ENTRY = b"PK\x01\x02"  # begins each line of a ZIP archive's list of members


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a bundle. `media_type` and `charset` are what a web archive says of it, "" for other members."""

    name: str
    data: bytes
    media_type: str = ""
    charset: str = ""


def suffix_of(name: str) -> str:
    """The suffix that tells a file's format; ".warc.gz" is one."""
    path = PurePosixPath(name.replace("\\", "/"))
    return ".warc.gz" if path.name.lower().endswith(".warc.gz") else path.suffix.lower()


def is_bundle(name: str) -> bool:
    """Does the file's name say that it holds files?"""
    return suffix_of(name) in SUFFIXES


def members(
    data: bytes, name: str, types: Mapping[str, str], told: Collection[str], skipped: Counter[str], room: Room | None = None, depth: int = 0
) -> Iterator[Member | Unreadable]:
    """What a bundle holds, in its order. `types` are the media types that can be read, by suffix; a member with a suffix of `told` is one
    that its reader should say cannot be read; others are counted in `skipped`, by suffix. `room`: what may come out of it and of the
    bundles in it."""
    suffix, room = suffix_of(name), room or Room(MOST_BYTES)
    if suffix == ".zip":
        yield from _Zip(name, types, told, skipped, room, depth).members(data)
    elif suffix == ".wacz":
        yield from _wacz(data, name, types, room)
    else:
        yield from _pages(data, name, types, room)


def _pages(data: bytes, name: str, types: Mapping[str, str], room: Room) -> Iterator[Member | Unreadable]:
    """The pages of a WARC; where there are none, that is told."""
    if not data.startswith((b"WARC/", b"\x1f\x8b")):
        yield _unread(name, webarchive.MEDIA_TYPE, data, "this is no web archive (WARC)", "Check that it is the right file.")
        return
    some = False
    for found in webarchive.captures(data, name, lambda kind, path: readable(kind, path, types), room):
        if isinstance(found, Unreadable):
            yield found
        elif not found.leads:
            yield Member(found.url, found.data, found.media_type, found.charset)
        some = some or isinstance(found, Unreadable) or not found.leads
    if not some:
        yield _unread(
            name, webarchive.MEDIA_TYPE, data, "this web archive holds no page that presscheck can read", "Check that it is the one."
        )


def _unread(name: str, media_type: str, data: bytes, met: str, next_step: str) -> Unreadable:
    return Unreadable(name, media_type, hashlib.sha256(data).hexdigest(), f"{name}: {met}. {next_step}")


def _opened(data: bytes, name: str, media_type: str) -> zipfile.ZipFile | Unreadable:
    """The archive, opened, or why it is not."""
    if data.count(_ENTRY) > 4 * MOST_MEMBERS:  # before zipfile makes an object of each
        return _unread(
            name, media_type, data, f"this archive holds more than {MOST_MEMBERS:,} files", "Give those that the draft rests on."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # zipfile meets broken lists with errors of many kinds
        return _unread(name, media_type, data, "this archive is damaged, cut short, or no ZIP archive", _AGAIN)
    if len(archive.infolist()) > MOST_MEMBERS:
        return _unread(
            name, media_type, data, f"this archive holds more than {MOST_MEMBERS:,} files", "Give those that the draft rests on."
        )
    return archive


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int, room: Room) -> bytes | Unreadable:
    """A member's bytes, or why they cannot be had; zipfile never unpacks more of one than its entry declares."""
    if info.flag_bits & 1:
        return Unreadable(name, _ZIP_TYPE, "", f"{name}: this file is locked with a ZIP password. Unpack it with its password and give it.")
    if info.file_size > min(most, room.left):
        met = f"with this file the archive unpacks to more than presscheck takes: it alone has {info.file_size / 2**20:,.0f} MB"
        return Unreadable(name, _ZIP_TYPE, "", f"{name}: {met}. Unpack it and give the part that the draft rests on.")
    room.left -= info.file_size
    try:
        return archive.read(info)
    except Exception:  # zipfile and the codecs under it raise many kinds on damaged members
        return Unreadable(name, _ZIP_TYPE, "", f"{name}: this file is damaged, or packed in a way that is not known. {_AGAIN}")


@dataclass
class _Zip:
    """Goes through one ZIP archive."""

    name: str
    types: Mapping[str, str]
    told: Collection[str]
    skipped: Counter[str]
    room: Room
    depth: int
    some: bool = False

    def members(self, data: bytes) -> Iterator[Member | Unreadable]:
        """Each member that can be read, or why it cannot; names go on from the archive's: "letters.zip/1.docx"."""
        opened = _opened(data, self.name, _ZIP_TYPE)
        if isinstance(opened, Unreadable):
            yield opened
            return
        with opened as archive:
            for info in archive.infolist():
                for found in self._member(archive, info):
                    self.some = True
                    yield found
        if not self.some:
            yield _unread(
                self.name, _ZIP_TYPE, data, "this archive holds no file that presscheck can read", "Check that it is the right one."
            )

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Member | Unreadable]:
        steps = [step for step in info.filename.replace("\\", "/").split("/") if step not in ("", ".", "..")]
        if info.filename.endswith("/") or not steps:
            return
        if any(step.startswith(_HIDDEN) for step in steps):
            self.skipped["hidden"] += 1
            return
        name, suffix = f"{self.name}/{'/'.join(steps)}", suffix_of(steps[-1])
        if suffix not in self.types and suffix not in SUFFIXES and suffix not in self.told:
            self.skipped[suffix or "no suffix"] += 1
            return
        if suffix in SUFFIXES and self.depth >= NESTED:
            yield Unreadable(
                name, _ZIP_TYPE, "", f"{name}: this is an archive in an archive in an archive. Unpack it and give the files in it."
            )
            return
        content = _content(archive, info, name, LARGEST if suffix in SUFFIXES else LARGEST_MEMBER, self.room)
        if isinstance(content, Unreadable):
            yield content
        elif suffix in SUFFIXES:
            yield from members(content, name, self.types, self.told, self.skipped, self.room, self.depth + 1)
        else:
            yield Member(name, content)


def _wacz(data: bytes, name: str, types: Mapping[str, str], room: Room) -> Iterator[Member | Unreadable]:
    """The pages of the WARCs in a WACZ; one whose digest is not the one that the package states is told and not read."""
    opened = _opened(data, name, "application/wacz")
    if isinstance(opened, Unreadable):
        yield opened
        return
    with opened as archive:
        inner = [
            info
            for info in archive.infolist()
            if info.filename.startswith("archive/") and suffix_of(info.filename) in (".warc", ".warc.gz")
        ]
        stated = _stated(archive)
        for info in inner:
            within = f"{name}/{info.filename}"
            content = _content(archive, info, within, LARGEST, room)
            if isinstance(content, Unreadable):
                yield content
                continue
            if not _is_whole(content, stated.get(info.filename, "")):
                met = "its digest is not the one that the package states: it was changed or is damaged"
                yield _unread(within, webarchive.MEDIA_TYPE, content, met, "Get the archive again.")
                continue
            yield from _pages(content, within, types, room)
    if not inner:
        yield _unread(name, "application/wacz", data, "this web archive (WACZ) holds no WARC", "Check that it is the right file.")


def _stated(archive: zipfile.ZipFile) -> dict[str, str]:
    """The digest of each file, as the package's own list states it; empty where it has no list that can be read."""
    try:
        info = archive.getinfo("datapackage.json")
        listed = json.loads(archive.read(info))["resources"] if info.file_size <= LARGEST_MEMBER else []
        return {str(each["path"]): str(each["hash"]) for each in listed if "hash" in each}
    except Exception:  # what zipfile, zlib and json raise on damage, and what is no such list; then nothing is stated
        return {}


def _is_whole(content: bytes, stated: str) -> bool:
    algorithm, _, value = stated.lower().partition(":")
    if algorithm not in ("md5", "sha1", "sha256", "sha512"):
        return True
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest() == value
