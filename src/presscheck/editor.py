"""The editor's server: drafts are checked as they are typed, over the Language Server Protocol on standard input and output.

The newest text wins: a check waits until the typing pauses, runs beside the server, and is given up when the draft is edited meanwhile.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from presscheck import __version__, dismissals, inputs
from presscheck.errors import PresscheckError
from presscheck.marginalia import SOURCE, Marginalia
from presscheck.opened import Chosen, OpenDraft, SupersededError
from presscheck.positions import ENCODINGS, Positions

PAUSE = 0.1  # seconds without typing after which a draft is checked
PATIENCE = 10.0  # seconds that a hover or a quick fix waits for a check
IDLE, MOST_UNSWEPT = 2.0, 100  # seconds without a check after which memory is swept, and checks after which it is anyway
LET_STAND = "presscheck.letStand"
FIXES = (types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll)
KEPT_HERE = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)
"""Pages keep their own text: pygls would too, with Python's idea of a line, and changes the positions that it is given to fit it."""
WATCHED = (f"**/{inputs.SETTINGS}", f"**/*{dismissals.SUFFIX}", "**/sources/**", "**/*.sources/**")


@dataclass(eq=False)
class _Page:
    """A document as the editor holds it. `turn` counts its edits; `margin` is what the last check said of the `checked` text."""

    uri: str
    language: str
    text: str
    version: int
    draft: OpenDraft
    turn: int = 0
    told: set[str] = field(default_factory=set)
    margin: Marginalia | None = None
    checked: str = ""
    checking: asyncio.Task[None] | None = None


class Editor:
    """The open drafts of one editor. Everything but the checks themselves runs in the server's event loop."""

    def __init__(self, server: LanguageServer, chosen: Chosen) -> None:
        self._server, self._chosen = server, chosen
        self._pages: dict[str, _Page] = {}
        self._worker = ThreadPoolExecutor(1, "check")
        self._sweep: asyncio.TimerHandle | None = None
        self._unswept = 0

    # The editor tells what happens.

    def begin(self, params: types.InitializeParams) -> None:
        """Take over the editor's folder and options."""
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        root = to_fs_path(folders[0]) if folders[0] else params.root_path
        try:
            self._chosen = self._chosen.changed(params.initialization_options)
            if root:
                os.chdir(root)  # so that names in reports, and files that settings name, start there
        except (PresscheckError, OSError) as problem:
            self._say(f"{problem}", types.MessageType.Warning)

    def watch(self) -> None:
        """Ask to be told of changed sources, where the editor can tell."""
        workspace = self._server.client_capabilities.workspace
        if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(pattern) for pattern in WATCHED])
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self._server.client_register_capability(types.RegistrationParams([types.Registration("sources", method, options)]))

    def open(self, document: types.TextDocumentItem) -> None:
        self._give_up(self._pages.get(document.uri))
        draft = OpenDraft(_file(document.uri), self._chosen)
        self._pages[document.uri] = page = _Page(document.uri, document.language_id, document.text, document.version, draft)
        self._check(page, 0)

    def change(self, named: types.VersionedTextDocumentIdentifier, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        if page := self._pages.get(named.uri):
            for change in changes:
                page.text = self._edited(page.text, change)
            page.version = named.version
            self._check(page, PAUSE)

    def _edited(self, text: str, change: types.TextDocumentContentChangeEvent) -> str:
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return change.text
        first, last = change.range.start, change.range.end
        return Positions(text, self._encoding).replaced((first.line, first.character), (last.line, last.character), change.text)

    def close(self, uri: str) -> None:
        if page := self._pages.pop(uri, None):
            self._give_up(page)
            self._publish(page, [])

    def check_all(self) -> None:
        """Sources, settings or dismissals may have changed."""
        for page in self._pages.values():
            self._check(page, PAUSE)

    def end(self) -> None:
        """Give up what is being checked."""
        for page in self._pages.values():
            self._give_up(page)
        if self._sweep:
            self._sweep.cancel()
        self._worker.shutdown(wait=False, cancel_futures=True)

    # The editor asks.

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        margin = await self._margin(params.text_document.uri)
        return margin.hover(params.position.line, params.position.character) if margin else None

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        margin = await self._margin(params.text_document.uri)
        return margin.actions(params.range, params.context) if margin else []

    def let_stand(self, uri: str, mark: str, reason: str, by: str) -> None:
        """Keep beside the draft that a finding may stand, by its mark, with a reason and a name."""
        page = self._pages.get(uri)
        try:
            if page:
                page.draft.let_stand(mark, reason, by)
                self._check(page, 0)
        except PresscheckError as problem:
            self._say(str(problem), types.MessageType.Error)

    async def _margin(self, uri: str) -> Marginalia | None:
        """What the newest check says of the text as it is now; None where there is none in time."""
        page = self._pages.get(uri)
        waited = asyncio.get_running_loop().time() + PATIENCE
        while page and page.checking and not page.checking.done():
            await asyncio.wait([page.checking], timeout=max(waited - asyncio.get_running_loop().time(), 0))
            if asyncio.get_running_loop().time() >= waited:
                return None
        return page.margin if page and page.checked == page.text else None

    # Checking.

    def _check(self, page: _Page, pause: float) -> None:
        """Check the text as it is now, after a pause; an earlier check that still waits or runs is given up."""
        self._give_up(page)
        page.checking = asyncio.get_running_loop().create_task(self._checked(page, page.turn, pause))

    def _give_up(self, page: _Page | None) -> None:
        if page:
            page.turn += 1
            if page.checking:
                page.checking.cancel()

    async def _checked(self, page: _Page, turn: int, pause: float) -> None:
        await asyncio.sleep(pause)
        text, version, encoding = page.text, page.version, self._encoding
        margin: Marginalia | None = None
        try:
            work = partial(page.draft.check, text, page.language, lambda: page.turn != turn)
            checked = await asyncio.get_running_loop().run_in_executor(self._worker, work)
            if checked:
                margin = Marginalia(checked.report, page.uri, encoding, "\r\n" in text, self._related)
                self._tell(page, checked.notes)
        except SupersededError:
            return
        except PresscheckError as problem:
            self._tell(page, [str(problem)])
        except Exception as fault:  # whatever is wrong with us, the editor goes on, and the next edit is checked again
            traceback.print_exc()
            self._tell(page, [f"this is a fault in presscheck itself ({type(fault).__name__}: {fault}). Please report it, with the draft."])
        if page.turn == turn:
            page.margin, page.checked = margin, text
            self._publish(page, margin.diagnostics() if margin else [], version)
            self._sweep_later()

    def _sweep_later(self) -> None:
        """Look for cycles among what is no more needed when nobody types: it takes longer than a check after an edit."""
        if self._sweep:
            self._sweep.cancel()
        self._unswept += 1
        self._sweep = asyncio.get_running_loop().call_later(IDLE if self._unswept < MOST_UNSWEPT else 0, self._swept)

    def _swept(self) -> None:
        self._unswept = 0
        gc.collect()

    @property
    def _encoding(self) -> str:
        told = self._server.server_capabilities.position_encoding
        return next((name for name in ENCODINGS if told == name), "utf-16")

    @property
    def _related(self) -> bool:
        """Can the editor show places in other files beside a diagnostic?"""
        told = self._server.client_capabilities.text_document
        return bool(told and told.publish_diagnostics and told.publish_diagnostics.related_information)

    # Telling.

    def _publish(self, page: _Page, diagnostics: list[types.Diagnostic], version: int | None = None) -> None:
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(page.uri, diagnostics, version))

    def _tell(self, page: _Page, lines: Sequence[str]) -> None:
        """Each line once for as long as it holds."""
        for line in lines:
            if line not in page.told:
                self._say(line, types.MessageType.Warning)
        page.told = set(lines)

    def _say(self, line: str, kind: types.MessageType) -> None:
        self._server.window_show_message(types.ShowMessageParams(kind, f"{SOURCE}: {line}"))


def _file(uri: str) -> Path | None:
    """The file of a document, as the folder it is in names itself; None for one that has none, or a name that no file can have."""
    path = Path(to_fs_path(uri) or "") if uri.startswith("file:") else Path()
    return Path(os.path.realpath(path.parent), path.name) if path.name and "\0" not in f"{path}" else None


def server(chosen: Chosen) -> LanguageServer:
    """A server that is ready to be started."""
    made = LanguageServer(SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental)
    editor = Editor(made, chosen)
    hears: dict[str, Callable[[Any], None]] = {
        types.INITIALIZE: partial(editor.begin),  # pygls marks what it is given, and a method cannot be marked
        types.INITIALIZED: lambda params: editor.watch(),
        types.TEXT_DOCUMENT_DID_OPEN: lambda params: editor.open(params.text_document),
        types.TEXT_DOCUMENT_DID_CHANGE: lambda params: editor.change(params.text_document, params.content_changes),
        types.TEXT_DOCUMENT_DID_SAVE: lambda params: editor.check_all(),
        types.TEXT_DOCUMENT_DID_CLOSE: lambda params: editor.close(params.text_document.uri),
        types.WORKSPACE_DID_CHANGE_WATCHED_FILES: lambda params: editor.check_all(),
        types.SHUTDOWN: lambda params: editor.end(),
    }
    for method, hear in hears.items():
        made.feature(method)(hear)
    for method in KEPT_HERE:
        made.protocol.fm.builtin_features.pop(method)
    made.feature(types.TEXT_DOCUMENT_HOVER)(partial(editor.hover))
    made.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(FIXES))(partial(editor.actions))
    made.command(LET_STAND)(partial(editor.let_stand))
    return made


def serve(chosen: Chosen) -> None:
    """Serve one editor until it ends the conversation. What anything else prints goes to standard error, not between the messages."""
    out: BinaryIO = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    gc.disable()
    server(chosen).start_io(sys.stdin.buffer, out)
