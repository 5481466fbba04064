"""What a server has packed for the wire (gzip, deflate) is unpacked piece by piece, and never beyond a bound."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

ACCEPTED = "gzip, deflate"  # what a request may say it takes
PLAIN = ("", "identity")
_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # the window of zlib, with gzip's header where there is one
PIECE = 1 << 16  # bytes that come out of one step, so that a bomb is met before it goes off


@dataclass
class Room:
    """How many bytes more may come out of a file and all that is packed in it."""

    left: int


class CodingError(Exception):
    """The bytes cannot be unpacked; `str()` of it says what was met, without a full stop."""


class Unpacker:
    """Takes a body as it comes and keeps it unpacked, at most `most` bytes. `coding` is what Content-Encoding says (RFC 9110, 8.4.1)."""

    def __init__(self, coding: str, most: int) -> None:
        self._coding, self._most = coding.strip().lower(), most
        if self._coding not in (*PLAIN, *_BITS):
            raise CodingError(f"it is packed in a way that presscheck did not ask for (“{coding[:40]}”)")
        self._inflate = None if self._coding in PLAIN else zlib.decompressobj(_BITS[self._coding])
        self._parts: list[bytes] = []
        self._size = 0
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises CodingError where they are damaged, or unpack to too much."""
        if self._inflate is None:
            self._keep(data)
            return
        try:
            self._unpack(data)
        except zlib.error:
            raise CodingError("what came is damaged: it is not packed as its server says") from None

    @property
    def kept(self) -> bytes:
        """What was unpacked so far, at most `most` bytes."""
        return b"".join(self._parts)[: self._most]

    def whole(self) -> bytes:
        """All that was unpacked. Raises CodingError where the end is missing."""
        if self._inflate is not None and self._begun and not self._inflate.eof:
            raise CodingError("it is cut short")
        return self.kept

    def _unpack(self, data: bytes) -> None:
        assert self._inflate
        while data:
            if self._inflate.eof:
                if self._coding == "deflate" or not data.startswith(b"\x1f\x8b"):
                    return  # padding after the end says nothing
                self._inflate = zlib.decompressobj(31)  # gzip may come in several members
            data = self._step(data)

    def _step(self, data: bytes) -> bytes:
        """Unpack one piece; what is left of the data."""
        assert self._inflate
        try:
            out = self._inflate.decompress(data, PIECE)
        except zlib.error:
            if self._begun or self._coding != "deflate":
                raise
            self._inflate = zlib.decompressobj(-15)  # "deflate" without zlib's header, as some servers have always sent it
            out = self._inflate.decompress(data, PIECE)
        self._begun = True
        self._keep(out)
        return self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        self._parts.append(data)
        if self._size > self._most:
            raise CodingError(f"it is larger than {self._most / 2**20:,.0f} MB unpacked, more than presscheck takes")


def unpacked(pieces: Iterable[bytes], coding: str, most: int) -> bytes:
    """The body, unpacked, at most `most` bytes. Raises CodingError."""
    unpacker = Unpacker(coding, most)
    for piece in pieces:
        unpacker.feed(piece)
    return unpacker.whole()
