"""Bytes become text here, once: the file's own characters, line breaks as `\\n`, and U+FFFD for what cannot be decoded."""

from __future__ import annotations

import codecs
import hashlib
import re

from presscheck.assembly import lawful

_MARKS = (  # longest first: the mark of UTF-32 LE begins with that of UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 1 << 16  # bytes with something to tell that a guess is made from
_GAPS = (b"\n", b" ", b",", b".", b"-", b"/", b"'", b'"', b"!")  # never the second byte of a character
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŠŒŽšœžŸ"
_NOT_WESTERN = re.compile(  # what another encoding looks like when it is read as windows-1252
    rf"([¡-ÿ])(?!\1)[¡-ÿ]{{3}}|[À-ÿ][¡-¿]{{1,3}}[À-ÿ]|[{_LETTER}][‚„†‡‰‹›€™ˆ˜¡¢£¤¥¦§¨©ª«¬®¯±²³µ¶¸¹º»¼¾¿×÷](?=[{_LETTER}])"
)
_NOT_STATED = ("utf_7", "utf_16", "utf_32", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
_WESTERN = frozenset({"ascii", "iso8859-1"})  # what says so is windows-1252, as browsers know


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes, stated: str | None = None) -> str:
    """The text of a file; never fails.

    A byte order mark decides, then strict UTF-8, then `stated` (the encoding that a page or mail names for itself), then
    UTF-8 with a few broken bytes, windows-1252 where it reads like Western text, and the best guess from a sample.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return lawful(data[len(mark) :].decode(encoding, "replace"))
    for attempt in (_wide(data), "" if stated and data.isascii() else "utf-8", _stated(stated), "utf-8"):
        if attempt and (text := _strictly(data, attempt)) is not None:
            return lawful(text)
    return lawful(_guessed(data))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes) -> str:
    """UTF-16 without its mark, which every second byte of NUL gives away."""
    even, odd = data[0:4096:2], data[1:4096:2]
    few, many = len(odd) // 20, len(odd) * 2 // 5
    if len(odd) < 4:
        return ""
    if odd.count(0) > many and even.count(0) <= few:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > many and odd.count(0) <= few else ""


def _stated(encoding: str | None) -> str:
    """The encoding by Python's name, "" where it is unknown or no encoding of text in bytes."""
    try:
        name = codecs.lookup((encoding or "").strip()).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return ""
    if name.replace("-", "_").startswith(_NOT_STATED):
        return ""
    return "cp1252" if name in _WESTERN else name


def _guessed(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(not char.isascii() for char in text) > 3 * broken:
        return text
    sample = _telling(data)
    western = _strictly(sample, "cp1252")
    if western is not None and not _NOT_WESTERN.search(western):
        return data.decode("cp1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _telling(data: bytes) -> bytes:
    """The first lines that are not ASCII, some `_LOOKED_AT` bytes of them."""
    lines, length = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            length += len(line)
            if length > _LOOKED_AT:
                break
    sample = b"\n".join(lines)
    if len(sample) <= _LOOKED_AT:
        return sample
    cut = max(sample.rfind(gap, 0, _LOOKED_AT) for gap in _GAPS)  # between characters, where there is a gap
    return sample[: cut if cut > _LOOKED_AT // 2 else _LOOKED_AT]
