"""A draft that is open in an editor: where its settings and sources are, and its report as it is typed."""

from __future__ import annotations

import argparse
import codecs
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from presscheck import bundles, dismissals, files, inputs, parts, sourcing
from presscheck.dismissals import Dismissal
from presscheck.errors import SettingsError, UnreadableError
from presscheck.flow import Checker
from presscheck.model import Document, Report, Unreadable
from presscheck.recheck import Desk
from presscheck.settings import Settings

LONGEST = 400_000  # characters of a draft that is checked as it is typed
MARKDOWN = "markdown"  # the language that editors call so; every other one is read as plain text
LEFT_OUT = "llm"  # asking a language model at every keystroke takes money, and time, that nobody meant to spend
INSTEAD = 'the judge "llm" is left to presscheck check; here the judge is "auto"'


class SupersededError(Exception):
    """The draft was edited while it was checked."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen where the server was started, or in the editor's own settings. `sources`: files and folders; none for those that
    stand beside each draft. `settings`: a file; "" for the nearest presscheck.toml."""

    sources: tuple[str, ...] = ()
    settings: str = ""
    desk: str = ""
    profile: str | None = None
    judge: str | None = None

    def changed(self, options: Any) -> Chosen:
        """With what an editor's options say in their place. Raises SettingsError where they are not of this shape."""
        if options is None:
            return self
        known = self.__slots__
        if not isinstance(options, dict) or not options.keys() <= set(known):
            raise SettingsError(f"initializationOptions: {options!r} should be an object with any of {', '.join(known)}.")
        made = {key: value for key, value in options.items() if value is not None}
        if not all(isinstance(value, str) for key, value in made.items() if key != "sources"):
            raise SettingsError("initializationOptions: settings, desk, profile and judge should be texts.")
        sources = made.get("sources", [])
        if not isinstance(sources, list | tuple) or not all(isinstance(name, str) for name in sources):
            raise SettingsError("initializationOptions: sources should be a list of files and folders.")
        return replace(self, **(made | {"sources": tuple(sources) or self.sources}))


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, with lines for the person who writes: sources that could not be read, settings that do not hold here."""

    report: Report
    notes: tuple[str, ...]


class OpenDraft:
    """One draft. `path` is its file, None for one that was never saved."""

    def __init__(self, path: Path | None, chosen: Chosen) -> None:
        self.path, self.chosen = path, chosen
        self._state: object = None
        self._files: tuple[Path, ...] = ()
        self._desk: Desk | None = None

    def check(self, text: str, language: str, superseded: Callable[[], bool]) -> Checked | None:
        """The report on the text as it stands in the editor; None for an empty one. Raises PresscheckError, and SupersededError as soon as
        `superseded` says so."""
        if not text.strip():
            return None
        draft = self._document(text, language)
        settings = self._settings()
        left_out = settings.judge == LEFT_OUT
        desk, notes = self._desk_for(replace(settings, judge="auto") if left_out else settings)

        def progress(doing: str, done: int, of: int) -> None:
            if superseded():
                raise SupersededError

        report = desk.check(draft, self._dismissals(), progress)
        unread = [source.message for source in report.sources if isinstance(source, Unreadable)]
        return Checked(report, (*([INSTEAD] if left_out else []), *notes, *unread))

    def _document(self, text: str, language: str) -> Document:
        """The draft as read: as Markdown or as plain text, whatever its name, so that its lines are the editor's."""
        name = _shown(self.path) if self.path else "the draft"
        if len(text) > LONGEST:
            met = f"it has {len(text):,} characters, more than the {LONGEST:,} that are checked as they are typed"
            raise UnreadableError(name, met, "Save it and run presscheck check.")
        data = codecs.BOM_UTF8 + text.encode("utf-8", "replace")  # the mark: nobody need guess the encoding
        markdown = language == MARKDOWN or name.lower().endswith((".md", ".markdown"))
        return parts.load("readers", "markdown" if markdown else "plain").read(data, name)

    def _settings(self) -> Settings:
        file = self.chosen.settings or self._nearest()
        chosen = argparse.Namespace(settings=file, desk=self.chosen.desk, profile=self.chosen.profile, judge=self.chosen.judge)
        return inputs.settings_of(chosen)

    def _nearest(self) -> str | None:
        """The presscheck.toml beside the draft or, up to the editor's folder, above it."""
        root = Path.cwd()
        folders = (self.path.parent, *self.path.parent.parents) if self.path else (root,)
        for folder in folders:
            if (folder / inputs.SETTINGS).is_file():
                return _shown(folder / inputs.SETTINGS)
            if folder == root or not folder.is_relative_to(root):
                break
        return None

    def _desk_for(self, settings: Settings) -> tuple[Desk, list[str]]:
        """The desk of the last check, as long as settings, packs and sources are the same; and why there are no sources, where they were
        named."""
        names, notes = self._named(), list[str]()
        try:
            found = _found(names)
        except UnreadableError as problem:  # a folder that is empty or gone: the draft is read alone
            names, found, notes = (), (), [str(problem)]
        packs = tuple(_stamp(Path(name)) for name in settings.packs)
        if self._desk is None or (settings, packs, self._written(found)) != self._state:
            pile = inputs.pile_of(names)
            kept = replace(pile, files=tuple(file for file in pile.files if not self._is_mine(file)))
            self._files = kept.files
            self._state = settings, packs, self._written(found)  # before they are read: what is written meanwhile is read again
            draft = self.path.as_posix() if self.path else ""
            self._desk = Desk(_checker(settings, packs), inputs.sources_of(kept, draft, lambda *_: None))
        return self._desk, notes

    def _written(self, found: tuple[Path, ...]) -> tuple[object, ...]:
        """What changes when a source does: the files found, those that lists of sources name and the archive of pages, and when each was
        written last."""
        archive = [Path(f"{self.path}{sourcing.ARCHIVE}")] if self.path else []
        return tuple((path.as_posix(), *_stamp(path)) for path in (*found, *self._files, *archive) if not self._is_mine(path))

    def _named(self) -> tuple[str, ...]:
        """The files and folders that were chosen, else those that stand beside the draft."""
        names = self.chosen.sources or (files.beside(self.path) if self.path else ())
        return tuple(_shown(Path(name).absolute()) for name in names)

    def _is_mine(self, file: Path) -> bool:
        """Is it the draft itself, as it was last saved? It cannot vouch for what is typed now."""
        return self.path is not None and os.path.realpath(file) == os.path.realpath(self.path)

    def _dismissals(self) -> tuple[Dismissal, ...]:
        return inputs.let_stand(argparse.Namespace(draft=self.path.as_posix(), dismissals=None)) if self.path else ()

    def let_stand(self, mark: str, reason: str, by: str) -> None:
        """Keep beside the draft that the finding with this mark may stand. Raises PresscheckError."""
        if self.path is None:
            raise SettingsError("a dismissal is kept beside the draft: save the draft first.")
        today = datetime.now(UTC).astimezone().date().isoformat()
        new = Dismissal(mark.removeprefix("#").lower(), reason.strip(), by.strip(), today)
        text = dismissals.write([*(each for each in self._dismissals() if each.fingerprint != new.fingerprint), new])
        file = Path(f"{self.path}{dismissals.SUFFIX}")
        dismissals.parse(text, file.as_posix())  # what would not be read back is not written
        files.save(file, text.encode("utf-8"))


@lru_cache(maxsize=4)
def _checker(settings: Settings, _packs: tuple[tuple[int, int], ...]) -> Checker:
    """One for all drafts, as long as the files of the packs bear the same stamps."""
    return Checker(settings)


def _shown(path: Path) -> str:
    """The path as reports show it: from the editor's folder, where it is in it."""
    root = Path.cwd()
    return (path.relative_to(root) if path.is_relative_to(root) and path != root else path).as_posix()


def _found(names: tuple[str, ...]) -> tuple[Path, ...]:
    """The files among sources. Raises UnreadableError where there are none."""
    return files.gather(names, {*inputs.media_types(), *inputs.WORDY, *bundles.SUFFIXES, *sourcing.LISTS}).files


def _stamp(path: Path) -> tuple[int, int]:
    """When a file was written last, and its size; zeros for one that is not there."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size
