"""A ZIP-based file is opened only where what it says it unpacks to is within bounds."""

from __future__ import annotations

import io
import zipfile

from presscheck.errors import UnreadableError

MOST_BYTES = 256 * 1024 * 1024
MOST_FILES = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an Office file with a password begins


def check(data: bytes, name: str, kind: str) -> None:
    """Raise UnreadableError where the data is no ZIP file, is locked, or unpacks to more than `MOST_BYTES`; `kind` is what it should be.

    zipfile itself never unpacks more of a file than its entry declares, so the declared sizes bound what comes out.
    """
    again = "Open it in the program it was made with, save it without a password in the current format and run again."
    if data.startswith(_OLE):
        raise UnreadableError(name, f"this {kind} is protected with a password, or of an old format", again)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as problem:  # zipfile meets broken headers with errors of many kinds
        raise UnreadableError(name, f"this {kind} is damaged or cut short", again) from problem
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError(name, f"this {kind} is locked with a ZIP password", "Save it without a password and run again.")
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        met = f"this {kind} unpacks to more than {MOST_BYTES // 2**20} MB or {MOST_FILES:,} files"
        raise UnreadableError(name, met, "Save only the part that the draft rests on, and give that.")
