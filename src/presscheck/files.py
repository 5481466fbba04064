"""Paths in, bytes in and out: which files a folder of sources holds, what an operating system's refusal means, and whole files only."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from presscheck.errors import PresscheckError, SettingsError, UnreadableError

MOST_FILES = 2_000  # sources of one check
MOST_SEEN = 100_000  # entries of a folder that are looked at
_HIDDEN = (".", "~$")  # ~$ is the lock file that a word processor leaves beside an open document


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to read, in order, each once; and how many others the folders held, by their suffix ("hidden" for hidden ones)."""

    files: tuple[Path, ...]
    skipped: Counter[str]


def gather(given: Sequence[str], suffixes: Collection[str]) -> Gathered:
    """The files that are named, and those under the folders that are named, where their name ends in one of `suffixes`.

    Raises UnreadableError where a path is not there, a folder holds nothing to read, or there are too many files.
    """
    files: dict[str, Path] = {}
    skipped: Counter[str] = Counter()
    for name in given:
        found = list(_under(Path(name), name, suffixes, skipped)) if _is_folder(name) else [Path(name)]
        if not found:
            raise UnreadableError(name, "this folder holds no file that presscheck can read", f"It reads {', '.join(sorted(suffixes))}.")
        files |= {os.path.realpath(path): path for path in found if os.path.realpath(path) not in files}
        if len(files) > MOST_FILES:
            raise _too_many(name, f"more than {MOST_FILES:,} files to read")
    return Gathered(tuple(files.values()), skipped)


def beside(draft: Path) -> tuple[str, ...]:
    """The folders in which a draft's sources stand by convention, where they are there: DRAFT.sources, its own, and `sources`, which the
    drafts of one folder share. One that is empty counts for nothing beside the other."""
    both = (draft.with_name(f"{draft.name}.sources"), draft.with_name("sources"))
    there = [folder for folder in both if folder.is_dir()]
    return tuple(folder.as_posix() for folder in [folder for folder in there if not _is_empty(folder)] or there)


def _is_empty(folder: Path) -> bool:
    try:
        return all(entry.name.startswith(_HIDDEN) for entry in folder.iterdir())
    except OSError:
        return False  # reading it will tell why


def _is_folder(name: str) -> bool:
    try:
        return stat.S_ISDIR(Path(name).stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableError(name, "there is no such file or folder", "Check its name and the folder that it is in.") from None
    except OSError:
        return False  # reading it will tell why


def _under(folder: Path, given: str, suffixes: Collection[str], skipped: Counter[str]) -> Iterator[Path]:
    """The files below a folder, those of each folder before its folders; a folder that cannot be opened stands for itself."""
    waiting, seen = [folder], 0
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield here
            continue
        seen += len(entries)
        if seen > MOST_SEEN:
            raise _too_many(given, f"more than {MOST_SEEN:,} files and folders")
        waiting += [Path(entry.path) for entry in reversed(entries) if _is_open_folder(entry)]
        for entry in entries:
            if entry.name.startswith(_HIDDEN):
                skipped["hidden"] += 1
            elif _is_file(entry):
                if entry.name.lower().endswith(tuple(suffixes)):
                    yield Path(entry.path)
                else:
                    skipped[Path(entry.name).suffix.lower() or "no suffix"] += 1


def _is_open_folder(entry: os.DirEntry[str]) -> bool:
    """A folder to look into; links to folders are not followed, for they may lead in circles."""
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(_HIDDEN)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A file, or a link to one that is gone: reading it will say so."""
    return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())


def _too_many(name: str, met: str) -> UnreadableError:
    return UnreadableError(name, f"this folder holds {met}", "Name the files, or a smaller folder, that this story rests on.")


def load(path: Path, most: int) -> bytes:
    """The file's bytes, at most `most`. Raises UnreadableError, in words, where it holds more, and for whatever the system says."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
            if len(data) <= most:
                return data
            size = max(os.fstat(file.fileno()).st_size, len(data))  # a pipe has no size
            met = f"this file has {size / 2**20:,.1f} MB, more than the {most / 2**20:,.0f} MB that presscheck reads"
            raise UnreadableError(str(path), met, "Cut it into parts, or save only its text, and run again.")
    except OSError as problem:
        raise refused(str(path), problem) from None


def refused(name: str, problem: OSError) -> UnreadableError:
    """What the operating system's refusal to read means for the person at the keyboard."""
    return UnreadableError(name, *_meaning(problem))


def _meaning(problem: OSError) -> tuple[str, str]:
    """What was met, and the next step."""
    match problem:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file", "Check its name and the folder that it is in."
        case PermissionError():
            return "permission was denied", "Ask for access to it, or use a copy in a folder of your own."
        case IsADirectoryError():
            return "this is a folder", "Name a file in it."
        case _:
            return f"the system says “{problem.strerror or problem}”", "Check that the disk is in place and has room."


def writable(name: str, readers: Sequence[Path]) -> Path:
    """The path to save to; SettingsError where it is a folder, in no folder, or one of the files that are being read."""
    path = Path(name)
    if path.is_dir():
        raise SettingsError(f"--output {name}: this is a folder. Name the file to write, for instance {path / 'report.html'}.")
    if not path.parent.is_dir():
        raise SettingsError(f"--output {name}: there is no folder {path.parent}. Make it first, or write to another.")
    if os.path.realpath(path) in {os.path.realpath(reader) for reader in readers}:
        raise SettingsError(f"--output {name}: this is the draft or one of its sources. Name another file; nothing was written.")
    return path


def save(path: Path, data: bytes) -> None:
    """Write the whole file, or raise PresscheckError and leave what was there: the bytes go to a file beside it, which then
    takes its place."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():  # a device or a pipe cannot be replaced
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as problem:
        met, next_step = _meaning(problem)
        raise PresscheckError(f"{path}: the report could not be written: {met}. {next_step} Nothing was written.") from None


def _replace(target: Path, data: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError
    part = target.with_name(f".presscheck-{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o7777)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
