"""What a command is given: the settings in force, the draft, its sources, and the findings that were let stand."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files, intake, parts
from presscheck.console import say
from presscheck.errors import SettingsError, UnreadableError
from presscheck.model import Document, Report, Source, Unreadable

if TYPE_CHECKING:
    from presscheck.dismissals import Dismissal
    from presscheck.flow import Checker
    from presscheck.settings import Settings
    from presscheck.sourcing import Pile, Told

SETTINGS = "presscheck.toml"
CHOSEN = ("profile", "judge", "endpoint", "model", "allow_remote", "max_tokens", "max_cost")  # settings that the command line may give
TRACEBACK = "--traceback"
FAILS = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
ITSELF = "this is the draft itself, and a draft cannot vouch for itself. It was left out; give the sources that it rests on."
VERSION = (
    "most of the draft stands in this source word for word. If it is a version of the draft, or a report on it, leave it out of --sources: "
    "it bears out whatever the draft says."
)
VERSIONS = 0.8  # share of the draft's sentences that stand in such a source
TELLING = 40  # characters of a sentence that two texts do not share by chance
LEAST, MOST = 5, 50  # such sentences that are looked for
WORDY = {  # these hold words that nobody here can read yet: in a folder they are told as unreadable, while a logo is passed over
    *(".doc", ".rtf", ".odt", ".pages", ".xls", ".ods", ".numbers", ".ppt", ".pptx", ".odp", ".key", ".msg", ".epub"),
    *(".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".mov", ".mkv"),
}
LONGEST_SETTINGS = 1 << 20  # bytes


def choosing(command: argparse.ArgumentParser) -> None:
    """Where the settings come from."""
    command.add_argument("--settings", metavar="FILE", help=f"settings; {SETTINGS} in this folder if not given")
    command.add_argument("--desk", metavar="NAME", default="", help="the settings' table [desk.NAME] in place of the rest")
    command.add_argument("--profile", metavar="NAME", help="whose code and law hold: US-AP, UK-IPSO, IE, AU, NZ, CA, IN, ZA")


def resting(command: argparse.ArgumentParser) -> None:
    """What the draft rests on."""
    command.add_argument(
        "--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files, folders and web addresses the draft rests on"
    )
    command.add_argument("--fetch", action="store_true", help="fetch web addresses and keep the pages in DRAFT.sources.warc.gz")


def pile_of(given: Sequence[str]) -> Pile:
    """What stands behind --sources. Raises UnreadableError and SettingsError."""
    from presscheck import sourcing

    return sourcing.gather(given, media_types(), WORDY)


def sources_of(pile: Pile, draft: str, progress: Told, fetch: bool = False) -> list[Source]:
    """The sources of a pile. Pages of the web are read from the archive beside the draft, which is a file's name; those that are not there
    are fetched where a person asks for that with `fetch`, and no setting can."""
    from presscheck import __version__, sourcing

    if fetch and draft in ("", "-"):
        raise SettingsError("--fetch keeps pages beside the draft, so the draft must be a file; save it and name it.")
    types = media_types()
    archive = Path(f"{draft}{sourcing.ARCHIVE}") if draft not in ("", "-") else None
    fetcher = None
    if fetch and pile.addresses:
        from presscheck.fetching import Fetcher

        fetcher = Fetcher(__version__, types)
    shelf = sourcing.Shelf(archive, fetcher)
    sources = sourcing.read(pile, types, WORDY, shelf, progress)
    if shelf.kept:
        say(f"{shelf.kept} {'page' if shelf.kept == 1 else 'pages'} fetched and kept in {archive}")
    return sources


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of the file, with what the command line says in their place."""
    from presscheck import settings

    file = getattr(arguments, "settings", None)
    if file is None and Path(SETTINGS).is_file():
        file = SETTINGS
    chosen, desk = settings.Settings(), getattr(arguments, "desk", "")
    if file is not None:
        try:
            text = files.load(Path(file), LONGEST_SETTINGS).decode("utf-8")
        except UnicodeDecodeError as problem:
            raise SettingsError(f"{file}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again.") from None
        chosen = settings.parse(text, file, desk)
    elif desk:
        raise SettingsError(f"--desk {desk}: there is no {SETTINGS} here; name the file with --settings")
    for name in CHOSEN:
        if (value := getattr(arguments, name, None)) is not None:
            chosen = settings.change(chosen, {name: value}, f"--{name.replace('_', '-')}")
    if getattr(arguments, "endpoint", None) and not arguments.judge:
        chosen = settings.change(chosen, {"judge": "llm"}, "--endpoint")
    return chosen


def media_types() -> dict[str, str]:
    """The suffixes that can be read, each with its media type."""
    readers = [parts.load("readers", name) for name in parts.names("readers")]
    return {suffix: reader.MEDIA_TYPE for reader in readers for suffix in reader.SUFFIXES}


def draft_of(given: str, stdin_name: str | None) -> Document:
    if given != "-":
        return intake.read(files.load(Path(given), intake.MAX_BYTES), Path(given).as_posix())
    if sys.stdin is None:
        raise UnreadableError("standard input", "it is closed", "Name the draft's file instead of -.")
    return intake.read(sys.stdin.buffer.read(intake.MAX_BYTES + 1), stdin_name or "<stdin>")


def report_of(
    checker: Checker,
    draft: Document,
    sources: Sequence[Source],
    progress: Callable[[str, int, int], None],
    let_stand: Sequence[Dismissal] = (),
) -> Report:
    """The check, with the draft itself left out of its sources; the report says so."""
    told = [unless_draft(source, draft) for source in sources]
    report = checker.check(draft, [source for source, kept in zip(sources, told, strict=True) if source is kept], progress, let_stand)
    return replace(report, sources=tuple(told))


def unless_draft(source: Source, draft: Document) -> Source:
    """The source; where it is the draft itself, a note of that."""
    if isinstance(source, Document) and draft.id == source.id:
        return Unreadable(source.name, source.media_type, source.digest, f"{source.name}: {ITSELF}")
    return source


def kept(arguments: argparse.Namespace) -> Path:
    """Where the draft's dismissals are kept."""
    from presscheck import dismissals

    return Path(arguments.dismissals or f"{arguments.draft}{dismissals.SUFFIX}")


def let_stand(arguments: argparse.Namespace) -> tuple[Dismissal, ...]:
    """The dismissals that travel with the draft; a file that is named must be there."""
    from presscheck import dismissals

    file = kept(arguments)
    if not arguments.dismissals and (arguments.draft == "-" or not file.is_file()):
        return ()
    try:
        return dismissals.parse(files.load(file, LONGEST_SETTINGS).decode("utf-8"), file.as_posix())
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{file}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again.") from None


def versions(report: Report) -> list[str]:
    """The sources, by name, that hold most of the draft word for word."""
    told = [words for sentence in report.sentences if len(words := " ".join(report.draft[sentence.span].split())) >= TELLING]
    looked_for = told[:: -(-len(told) // MOST) or 1]
    documents = [source for source in report.sources if isinstance(source, Document)] if len(told) >= LEAST else []
    return [source.name for source in documents if _holds(" ".join(source.text.split()), looked_for)]


def _holds(text: str, sentences: Sequence[str]) -> bool:
    misses = 0
    for sentence in sentences:
        misses += sentence not in text
        if misses > len(sentences) * (1 - VERSIONS):
            return False
    return True


def warn(skipped: Counter[str], report: Report | None = None) -> None:
    """Say which sources were not read, and which cannot be what the draft rests on."""
    for source in report.sources if report else ():
        if isinstance(source, Unreadable):
            say(f"warning: {source.message}")
    for name in versions(report) if report else ():
        say(f"warning: {name}: {VERSION}")
    if skipped:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(skipped.items()))
        say(f"skipped {skipped.total()} files in the folders of sources: {kinds}")
