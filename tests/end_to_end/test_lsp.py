"""The editor's server, driven by a real client over standard input and output: what an editor sends is answered where it stands."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from presscheck.editor import LET_STAND
from presscheck.opened import LONGEST, Chosen

PATIENCE = 120  # seconds without a sign of life; only what is broken waits so long, on a machine that does much else too
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
LETTERS = "The Harbour Board met at noon.\n\nThe board counted 31 letters on Monday, said Philippa Storrow, its clerk.\n"
DRAFT = "# Letters 😋 at the quay\n\nAt the 😋 quay the board counted 13 letters on Monday, said Philippa Starrow, its clerk.\n"


class Desk:
    """An editor with its server: the texts as the editor holds them, and what the server told of them."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str) -> None:
        self.client, self.folder, self.encoding = client, folder, encoding
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.told: dict[str, types.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.news = asyncio.Event()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "markdown") -> None:
        uri = self.uri(name)
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text)))

    def place(self, text: str, offset: int) -> types.Position:
        """The place of an offset, reckoned apart from the server."""
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        codec, unit = CODECS[self.encoding]
        return types.Position(before.count("\n"), len(before.rpartition("\n")[2].encode(codec, "surrogatepass")) // unit)

    def range(self, name: str, words: str) -> types.Range:
        text = self.texts[self.uri(name)]
        at = text.index(words)
        return types.Range(self.place(text, at), self.place(text, at + len(words)))

    def edit(self, name: str, words: str, by: str) -> None:
        """Replace words in the editor, and tell the server of that change alone."""
        uri, text = self.uri(name), self.texts[self.uri(name)]
        at = text.index(words)
        told = types.TextDocumentContentChangePartial(types.Range(self.place(text, at), self.place(text, at + len(words))), by)
        self.texts[uri], self.versions[uri] = text[:at] + by + text[at + len(words) :], self.versions[uri] + 1
        named = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, [told]))

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """What an editor does with a quick fix: the edits from the last to the first."""
        for uri, edits in (edit.changes or {}).items():
            text = self.texts[uri]
            offsets = [[self.offset(text, place) for place in (one.range.start, one.range.end)] for one in edits]
            for (start, end), one in sorted(zip(offsets, edits, strict=True), key=lambda pair: pair[0], reverse=True):
                text = text[:start] + one.new_text + text[end:]
            self.versions[uri] += 1
            self.texts[uri] = text
            named = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
            whole = types.TextDocumentContentChangeWholeDocument(text)
            self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, [whole]))

    def offset(self, text: str, wanted: types.Position) -> int:
        return next(at for at in range(len(text) + 1) if self.place(text, at) == wanted)

    async def until(self, fits: Callable[[], object]) -> None:
        """Wait for what the server tells."""
        while not fits():
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), PATIENCE)

    async def diagnostics(self, name: str) -> Sequence[types.Diagnostic]:
        """Those of the text as it is now."""
        uri = self.uri(name)
        await self.until(lambda: uri in self.told and self.told[uri].version == self.versions[uri])
        return self.told[uri].diagnostics

    async def found(self, name: str) -> dict[str, types.Diagnostic]:
        return {str(one.code): one for one in await self.diagnostics(name)}

    async def fixes(self, name: str, words: str, only: Sequence[str] | None = None) -> dict[str, types.CodeAction]:
        """The quick fixes on some words, by their titles."""
        context = types.CodeActionContext(await self.diagnostics(name), only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), self.range(name, words), context)
        found = await asyncio.wait_for(self.client.text_document_code_action_async(params), PATIENCE)
        return {one.title: one for one in found or [] if isinstance(one, types.CodeAction)}

    async def hover(self, name: str, words: str) -> str:
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri(name)), self.range(name, words).start)
        found = await asyncio.wait_for(self.client.text_document_hover_async(params), PATIENCE)
        assert found is None or isinstance(found.contents, types.MarkupContent)
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""


@asynccontextmanager
async def desk(folder: Path, options: Any = None, encoding: str = "utf-16") -> AsyncIterator[Desk]:
    """An editor that has opened a folder; it ends as editors do, and the server with it."""
    client = LanguageClient("an-editor", "1")
    await client.start_io(sys.executable, "-m", "presscheck", "lsp", cwd=folder)
    made = Desk(client, folder, encoding)

    def published(params: types.PublishDiagnosticsParams) -> None:
        made.told[params.uri] = params
        made.news.set()

    def shown(params: types.ShowMessageParams) -> None:
        made.messages.append(params.message)
        made.news.set()

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
    client.feature(types.WINDOW_SHOW_MESSAGE)(shown)
    can = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)]),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True)
        ),
    )
    folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)]
    begun = await client.initialize_async(
        types.InitializeParams(can, initialization_options=options or {"judge": "overlap"}, workspace_folders=folders)
    )
    assert begun.capabilities.position_encoding == encoding
    client.initialized(types.InitializedParams())
    yield made
    await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
    client.exit(None)
    server = client._server
    assert server is not None
    assert await asyncio.wait_for(server.wait(), PATIENCE) == 0


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with a draft's source beside it."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "letters.txt").write_text("An 😋 inset. " + LETTERS, "utf-8")
    return tmp_path


def driven(play: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(play(), 3 * PATIENCE))


@pytest.mark.parametrize("encoding", CODECS)
def test_findings_stand_on_their_words(story: Path, encoding: str) -> None:
    """A draft that is opened has its findings on exactly the words, behind an emoji too, and each leads to the words of its source."""

    async def play() -> None:
        async with desk(story, encoding=encoding) as editor:
            editor.open("draft.md", DRAFT)
            found = await editor.found("draft.md")
            wrong = found["number-contradicted"]
            assert wrong.range == editor.range("draft.md", "13 letters")
            assert wrong.message == "draft says 13 letters, source says 31 letters (letters.txt, para. 2)"
            assert (wrong.severity, wrong.source) == (types.DiagnosticSeverity.Error, "presscheck")
            assert found["name-contradicted"].range == editor.range("draft.md", "Starrow")
            source = (story / "sources" / "letters.txt").read_text("utf-8")
            at = source.index("31 letters")
            (related,) = wrong.related_information or ()
            assert related.location == types.Location(
                editor.uri("sources/letters.txt"), types.Range(editor.place(source, at), editor.place(source, at + 10))
            )
            assert "The board counted 31 letters on Monday" in related.message

    driven(play)


def test_a_draft_against_itself(story: Path) -> None:
    """A finding that rests on another place of the draft leads there."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", "A 😋 day: Philippa Storrow met the board.\n\nShe resigned. “No,” said Philippa Starrow.\n")
            found = await editor.found("draft.md")
            (related,) = found["two-spellings"].related_information or ()
            assert related.location == types.Location(editor.uri("draft.md"), editor.range("draft.md", "Storrow"))
            assert "(this draft, para. 1)" in found["two-spellings"].message

    driven(play)


def test_an_edit_is_checked_anew(story: Path) -> None:
    """A change that the editor sends alone, in the middle of a line behind an emoji, gives the findings of the text as it is then."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            assert "number-contradicted" in await editor.found("draft.md")
            editor.edit("draft.md", "13", "31")
            assert "number-contradicted" not in await editor.found("draft.md")
            editor.edit("draft.md", "# Letters 😋", "# 😋😋 Many\n\nletters")
            editor.edit("draft.md", "31 letters", "33 letters")
            found = await editor.found("draft.md")
            assert found["number-contradicted"].range == editor.range("draft.md", "33 letters")

    driven(play)


def test_the_newest_text_wins(story: Path) -> None:
    """Of many edits in a row the findings are those of the last text, wherever the others were given up."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT + "\n" + LETTERS * 40)
            for number in range(40, 70):
                editor.edit("draft.md", f"{number - 1} letters" if number > 40 else "13 letters", f"{number} letters")
                await asyncio.sleep(0.02)
            found = await editor.found("draft.md")
            assert found["number-contradicted"].range == editor.range("draft.md", "69 letters")

    driven(play)


def test_lines_are_those_of_the_protocol(story: Path) -> None:
    """CR, LF and CRLF end a line; a form feed or a line separator does not, though it does for Python."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open(
                "draft.txt", "Noon.\u2028Rain.\x0cWind.\x85\r\n\r\nThe board\x0b counted 13 letters on Monday.\r\rMore.\n", "plaintext"
            )
            assert (await editor.found("draft.txt"))["number-contradicted"].range == editor.range("draft.txt", "13 letters")
            editor.edit("draft.txt", "Wind.\x85\r\n\r\n", "Wind.\x85\u2028 Snow.\r\n\r\nSleet 😋 fell.\r\n\r\n")
            editor.edit("draft.txt", "13 letters", "12 letters")
            assert (await editor.found("draft.txt"))["number-contradicted"].range == editor.range("draft.txt", "12 letters")

    driven(play)


def test_a_quick_fix_mends_the_draft(story: Path) -> None:
    """The fix of a name, applied by the editor, gives the name as the source has it, and the finding is gone."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT.replace("\n", "\r\n"))
            fixes = await editor.fixes("draft.md", "Starrow", ["quickfix"])
            fix = fixes["Write “Storrow” in place of “Starrow”"]
            assert fix.edit and [str(one.code) for one in fix.diagnostics or ()] == ["name-contradicted"]
            assert not await editor.fixes("draft.md", "At the", ["quickfix"])
            assert list(await editor.fixes("draft.md", "At the", ["source.fixAll"])) == ["Mend all that can be mended with certainty"]
            editor.apply(fix.edit)
            assert editor.texts[editor.uri("draft.md")] == DRAFT.replace("\n", "\r\n").replace("Starrow", "Storrow")
            assert "name-contradicted" not in await editor.found("draft.md")

    driven(play)


def test_a_finding_may_stand(story: Path) -> None:
    """The comment that a fix writes lets nothing stand until a person writes a reason in it; the command wants mark, reason and name."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            fixes = await editor.fixes("draft.md", "13 letters")
            fix = next(one for title, one in fixes.items() if title.startswith("Let “number-contradicted” stand"))
            assert fix.edit
            editor.apply(fix.edit)
            assert "<!-- presscheck: allow number-contradicted: -->\n\nAt the" in editor.texts[editor.uri("draft.md")]
            assert "number-contradicted" in await editor.found("draft.md")
            editor.edit("draft.md", "contradicted: -->", "contradicted: they counted twice -->")
            assert "number-contradicted" not in await editor.found("draft.md")
            name = (await editor.found("draft.md"))["name-contradicted"]
            assert name.data
            arguments = [editor.uri("draft.md"), name.data["mark"], "her own spelling", "Edda"]
            await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("presscheck.letStand", arguments))
            await editor.until(lambda: not editor.told[editor.uri("draft.md")].diagnostics)
            assert 'reason = "her own spelling"' in (story / "draft.md.dismissed.toml").read_text("utf-8")
            arguments[2] = " "
            await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("presscheck.letStand", arguments))
            await editor.until(lambda: any("a dismissal needs a reason and a name" in line for line in editor.messages))

    driven(play)


def test_a_hover_shows_the_passage(story: Path) -> None:
    """Over a fact that is borne out stands the passage that says so; over one that is not, why; over what was not checked, that."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT + "\nWhy so few?\n")
            await editor.diagnostics("draft.md")  # a hover that has to wait for a check does so for some seconds only
            told = await editor.hover("draft.md", "Monday")
            assert told.startswith("supported: “") and "“The board counted 31 letters on Monday, said" in told
            assert "letters.txt, para. 2" in told
            assert "source says 31 letters" in await editor.hover("draft.md", "13 letters")
            assert await editor.hover("draft.md", "Why so few") == "not checked: asserts nothing that a source could bear out"

    driven(play)


def test_two_documents(story: Path) -> None:
    """Each open draft has its own findings and its own sources; one that is closed has none any more."""

    async def play() -> None:
        (story / "sport").mkdir()
        (story / "sport" / "match.md.sources").mkdir()
        (story / "sport" / "match.md.sources" / "report.txt").write_text("Farsund won 3-2 before 4,100 people.\n\nIt rained.\n", "utf-8")
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            editor.open("sport/match.md", "Farsund won 3-2 before 1,400 people.\n")
            assert "name-contradicted" in await editor.found("draft.md")
            (wrong,) = await editor.diagnostics("sport/match.md")
            assert "source says 4,100 people" in wrong.message and "report.txt" in wrong.message
            editor.client.text_document_did_close(
                types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("sport/match.md")))
            )
            await editor.until(lambda: not editor.told[editor.uri("sport/match.md")].diagnostics)
            editor.edit("draft.md", "13", "31")
            assert "number-contradicted" not in await editor.found("draft.md")

    driven(play)


def test_a_source_that_changes(story: Path) -> None:
    """A source that is written anew is read anew at the next save, and one that is added too."""

    async def play() -> None:
        (story / "draft.md").write_text(DRAFT, "utf-8")
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            assert "number-contradicted" in await editor.found("draft.md")
            (story / "sources" / "letters.txt").write_text(LETTERS.replace("31", "13"), "utf-8")
            named = types.TextDocumentIdentifier(editor.uri("draft.md"))
            editor.client.text_document_did_save(types.DidSaveTextDocumentParams(named))
            uri = editor.uri("draft.md")
            await editor.until(lambda: all(one.code != "number-contradicted" for one in editor.told[uri].diagnostics))
            (story / "sources" / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
            editor.edit("draft.md", "13", "12")
            await editor.diagnostics("draft.md")
            assert any("scan.pdf" in line for line in editor.messages)

    driven(play)


def test_a_list_of_sources(story: Path) -> None:
    """A sources.toml beside the draft names its sources; one of them that changes is read anew, though only the list was given."""

    async def play() -> None:
        (story / "kept").mkdir()
        (story / "sources" / "letters.txt").rename(story / "kept" / "minutes.txt")
        (story / "kept" / "sources.toml").write_text('[[source]]\nfile = "minutes.txt"\nname = "Minutes"\n', "utf-8")
        async with desk(story, {"sources": ["kept/sources.toml"], "judge": "overlap"}) as editor:
            editor.open("draft.md", DRAFT)
            assert "minutes.txt" in (await editor.found("draft.md"))["number-contradicted"].message
            (story / "kept" / "minutes.txt").write_text(LETTERS.replace("31", "13"), "utf-8")
            editor.edit("draft.md", "At the", "By the")
            assert "number-contradicted" not in await editor.found("draft.md")

    driven(play)


def test_no_sources_yet(story: Path) -> None:
    """A draft whose folder of sources is empty is read alone, and that is told; so is one whose sources are gone."""

    async def play() -> None:
        (story / "sources" / "letters.txt").unlink()
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT + "\n[Source 1]\n")
            assert "placeholder-citation" in await editor.found("draft.md")
            assert any("this folder holds no file that presscheck can read" in line for line in editor.messages)
            (story / "sources").rmdir()
            editor.edit("draft.md", "13", "14")
            assert "placeholder-citation" in await editor.found("draft.md")
            assert len(editor.messages) == 1

    driven(play)


def test_an_editor_that_is_gone(story: Path) -> None:
    """When its editor dies, the server ends."""
    for sent in (b"", b"Content-Length: 99\r\n\r\n{"):
        ended = subprocess.run([sys.executable, "-m", "presscheck", "lsp"], cwd=story, input=sent, timeout=PATIENCE, check=False)
        assert ended.returncode == 0


def test_settings_are_those_of_the_folder(story: Path) -> None:
    """The nearest presscheck.toml holds, the editor's options hold before it, and what is wrong in either is told in words."""

    async def play() -> None:
        (story / "presscheck.toml").write_text('judge = "overlap"\n[levels]\nnumber-contradicted = "off"\n', "utf-8")
        (story / "kept").mkdir()
        (story / "kept" / "other.txt").write_text(LETTERS, "utf-8")
        async with desk(story, {"sources": ["kept"]}) as editor:
            editor.open("draft.md", DRAFT)
            found = await editor.found("draft.md")
            assert "number-contradicted" not in found and "other.txt" in found["name-contradicted"].message
            (story / "presscheck.toml").write_text('judge = "llm"\nmodle = "x"\n', "utf-8")
            editor.edit("draft.md", "13", "14")
            assert not await editor.diagnostics("draft.md")
            assert any("there is no setting 'modle'" in line for line in editor.messages)
            (story / "presscheck.toml").write_text('judge = "llm"\nendpoint = "http://127.0.0.1:9/v1"\nmodel = "m"\n', "utf-8")
            editor.edit("draft.md", "14", "15")
            assert "number-contradicted" in await editor.found("draft.md")
            assert any('the judge "llm" is left to presscheck check' in line for line in editor.messages)
        async with desk(story, {"sources": "kept"}) as editor:
            await editor.until(lambda: any("sources should be a list" in line for line in editor.messages))

    driven(play)


PACK = """[pack]
name = "house"
version = "1.0.0"
language = "en"
about = "What our stylebook asks."
[guideline.stylebook]
publisher = "The Orm Courier"
title = "Stylebook"
year = "2031"
kind = "house style"
[rule.our-words]
matcher = "existence"
level = "note"
message = "We do not write this."
why = "It is not ours."
basis = ["stylebook"]
phrases = ["counted"]
bad = ["They **counted** them."]
good = ["They saw them."]
"""


def test_a_pack_that_changes(story: Path) -> None:
    """A rule pack of the newsroom's own that is written anew is in force at the next check."""

    async def play() -> None:
        (story / "presscheck.toml").write_text('judge = "overlap"\npacks = ["house.toml"]\n', "utf-8")
        (story / "house.toml").write_text(PACK, "utf-8")
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            assert (await editor.found("draft.md"))["our-words"].range == editor.range("draft.md", "counted")
            (story / "house.toml").write_text(PACK.replace("counted", "board"), "utf-8")
            editor.edit("draft.md", "Monday", "Tuesday")
            assert (await editor.found("draft.md"))["our-words"].range == editor.range("draft.md", "board")

    driven(play)


GARBAGE = (
    *("", " \n", "\0\0\0", "\ud83d lone \udc00", "\ufeff", "x" * 200_000, "“" * 5_000, "[" * 5_000, "> " * 2_000, "\r" * 999),
    *("{\\rtf1 x}", "<html><body>31 letters", "From: x\nTo: y\n\n31", "%PDF-1.4", "---\na: [", "<!--", "| a |\n|---|\n" * 300),
    "word " * 100_000,
)


def test_whatever_a_document_holds(story: Path) -> None:
    """No text ends the server: after each it checks the next draft as ever, and what is too long is told in words."""

    async def play() -> None:
        async with desk(story) as editor:
            for number, text in enumerate(GARBAGE):
                editor.open(f"{number}.md", text)
                editor.open(f"{number}.txt", text, "plaintext")
            for number in range(len(GARBAGE)):
                await editor.diagnostics(f"{number}.md")
                await editor.hover(f"{number}.txt", "")
            editor.open("draft.md", DRAFT)
            assert "number-contradicted" in await editor.found("draft.md")
            assert any("more than the 400,000 that are checked as they are typed" in line for line in editor.messages)
            assert not any("fault in presscheck" in line for line in editor.messages)

    driven(play)


def test_whatever_a_client_sends(story: Path) -> None:
    """Unknown methods, wrong parameters, edits of what is not open and positions that are nowhere end nothing."""

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            server = editor.client._server
            assert server and server.stdin
            sent = (
                {"method": "workspace/inventWork", "params": {}},
                {"method": "textDocument/didOpen", "params": {"textDocument": 7}},
                {
                    "method": "textDocument/didChange",
                    "params": {"textDocument": {"uri": "file:///none", "version": 1}, "contentChanges": []},
                },
                {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "untitled:1"}}},
                {
                    "id": 900,
                    "method": "textDocument/hover",
                    "params": {"textDocument": {"uri": "x:y"}, "position": {"line": 9, "character": 9}},
                },
                {"id": 901, "method": "no/such", "params": None},
            )
            for body in (b"{", b"[]", *(json.dumps({"jsonrpc": "2.0", **one}).encode() for one in sent)):
                server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            nowhere = types.HoverParams(types.TextDocumentIdentifier(editor.uri("draft.md")), types.Position(10**6, 10**6))
            assert await editor.client.text_document_hover_async(nowhere) is None
            assert "number-contradicted" in await editor.found("draft.md")

    driven(play)


def test_long_work_holds_nobody_up(story: Path) -> None:
    """While a long draft is checked, what is asked of another is answered; and the findings of a long one that is edited meanwhile are
    those of the edited text."""

    def long(first: int) -> str:
        return "\n\n".join(LETTERS.replace("31", str(first + number)) for number in range(500))

    async def play() -> None:
        async with desk(story) as editor:
            editor.open("draft.md", DRAFT)
            await editor.diagnostics("draft.md")
            editor.open("long.md", long(100))
            answers = 0
            while editor.uri("long.md") not in editor.told:
                assert "source says 31 letters" in await editor.hover("draft.md", "13 letters")
                answers += 1
            assert answers > 3  # a server that is held up gives one, before the check begins or when it is done
            editor.open("other.md", long(1_000))
            await editor.hover("draft.md", "13 letters")
            editor.edit("other.md", editor.texts[editor.uri("other.md")], DRAFT)
            assert (await editor.found("other.md"))["number-contradicted"].range == editor.range("other.md", "13 letters")

    driven(play)


def test_a_draft_that_was_never_saved(story: Path) -> None:
    """It has no sources beside it, and is read by the rules alone."""

    async def play() -> None:
        async with desk(story) as editor:
            text = "Insiders say it was a bloodbath. [Source 1]\n"
            item = types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, text)
            editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            await editor.until(lambda: editor.told.get("untitled:Untitled-1"))
            assert "placeholder-citation" in {one.code for one in editor.told["untitled:Untitled-1"].diagnostics}

    driven(play)


@pytest.mark.parametrize("uri", ["file:///", "file:", "file:///a%00b.md", "file:///%FF.md", "file://host/x.md", "git:/x.md?{}", ""])
def test_a_draft_with_a_name_that_no_file_has(story: Path, uri: str) -> None:
    """It is read like one that was never saved, and nothing is told as a fault."""

    async def play() -> None:
        async with desk(story) as editor:
            item = types.TextDocumentItem(uri, "markdown", 1, "It was a bloodbath. [Source 1]\n")
            editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
            await editor.until(lambda: editor.told.get(uri))
            assert "placeholder-citation" in {one.code for one in editor.told[uri].diagnostics}
            assert not editor.messages

    driven(play)


def test_the_page_on_editors_is_true() -> None:
    """docs/editors.md tells of every option and of none that is gone, and its bounds are those of the program."""
    page = " ".join((Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8").split())
    assert sorted(re.findall(r"\| `--\w+(?: [A-Z.]+)?` \| `(\w+)` \|", page)) == sorted(field.name for field in fields(Chosen))
    assert f"more than {LONGEST:,} characters" in page and LET_STAND in page


def test_without_pygls(run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra the command says what to install."""
    monkeypatch.setitem(sys.modules, "pygls", None)
    assert run("lsp") == (2, "", "presscheck: error: presscheck lsp needs pygls: pip install 'presscheck[lsp]'\n")
