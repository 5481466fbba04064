"""`presscheck fix`: a corrected copy of a draft."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files, intake, parts
from presscheck.console import Commands, Progress, say, write
from presscheck.decoding import digest
from presscheck.errors import SettingsError, UnreadableError
from presscheck.inputs import (
    FAILS,
    TRACEBACK,
    choosing,
    draft_of,
    let_stand,
    media_types,
    pile_of,
    report_of,
    resting,
    settings_of,
    sources_of,
    unless_draft,
    warn,
)
from presscheck.model import Document, Edit, Level, Report
from presscheck.terminal import visible

if TYPE_CHECKING:
    from presscheck.repair import Change


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("fix", help="write a corrected copy of a draft", allow_abbrev=False, description=fix.__doc__)
    parser.add_argument("draft", metavar="DRAFT", help="the draft: a Markdown, text or Word file")
    resting(parser)
    parser.add_argument("--output", metavar="FILE", help="the corrected copy; DRAFT with .fixed before its suffix if not given")
    parser.add_argument("--in-place", action="store_true", help="write over the draft itself")
    parser.add_argument("--no-comments", action="store_true", help="leave out the comments on what needs a person")
    parser.add_argument("--dismissals", metavar="FILE", help="findings to let stand; DRAFT.dismissed.toml if it is there")
    choosing(parser)
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=fix)


def fix(arguments: argparse.Namespace) -> int:
    """Write a corrected copy of a draft: help-lines, content notes, wording that is surely safe, names and quotations as the sources have
    them, sources in place of placeholders. What needs a person becomes a comment in the copy. In a Word file each edit is a tracked change.
    Exit status: 0 nothing needs a person, 1 something does, 2 could not run."""
    from presscheck import repair
    from presscheck.flow import Checker

    if arguments.in_place and arguments.output:
        raise SettingsError("--in-place and --output: choose one of the two")
    checker = Checker(settings_of(arguments), say)
    pile = pile_of(arguments.sources)
    path = Path(arguments.draft)
    draft = draft_of(arguments.draft, None)
    if arguments.draft == "-" or draft.media_type not in repair.FORMATS:
        met = "fix writes Markdown, plain text and Word files"
        raise UnreadableError(arguments.draft, met, "Save the draft as one of these and run again.")
    copy = path if arguments.in_place else Path(arguments.output or path.with_name(f"{path.stem}.fixed{path.suffix}"))
    if not arguments.in_place:
        _same_format(draft, path, copy)
        files.writable(copy.as_posix(), (path, *(file for file in pile.files if not _is_copy(file, path, copy))))
    elif "\ufffd" in draft.text and draft.media_type != repair.WORD_FILE:
        raise UnreadableError(arguments.draft, "bytes of it cannot be decoded, and would be lost", "Save it as UTF-8, or write a copy.")
    original = files.load(path, intake.MAX_BYTES)
    if digest(original) != draft.digest:
        raise UnreadableError(arguments.draft, "this file was changed while it was read", "Run again.")
    data = original if draft.media_type == repair.WORD_FILE else draft.text.encode("utf-8", "surrogatepass")
    standing, told = let_stand(arguments), list[str]()
    with Progress() as progress:
        kept = replace(pile, files=tuple(file for file in pile.files if not _is_copy(file, path, copy)))
        read = sources_of(kept, arguments.draft, progress, arguments.fetch)
        sources = [unless_draft(source, draft) for source in read]  # once: the copy is another text, and the draft cannot vouch for it
        report = report_of(checker, draft, sources, progress, standing)
        for _ in range(repair.ROUNDS):
            data, made = _mended(data, draft, repair.changes(report))
            if not made:
                break
            told += [repair.line(draft, change) for change in made]
            draft = intake.read(data, draft.name)
            report = report_of(checker, draft, sources, progress, standing)
    warn(pile.skipped, report)
    written = data if arguments.no_comments else _remarked(data, report)
    if not (arguments.in_place and written == original):
        files.save(copy, written)
    left = [finding for finding in report.findings if finding.level in FAILS["warning"]]
    has_comments = written != data or (draft.media_type == repair.WORD_FILE and not arguments.no_comments)  # an earlier run's, maybe
    where = "need a person; each is a comment in the copy" if has_comments else "need a person: presscheck check shows them"
    write("".join(f"{visible(line)}\n" for line in told).encode("utf-8", "replace"))
    say(f"{copy} written: {len(told)} edits; {len(left)} findings {where}")
    return int(bool(left))


def _same_format(draft: Document, path: Path, copy: Path) -> None:
    """Raises SettingsError where the copy's name promises another format than the draft has: Word opens no .docm under the name .docx."""
    from presscheck import repair

    written, named = path.suffix.lower(), copy.suffix.lower()
    promised = media_types().get(named, "text/plain")
    other = draft.media_type == repair.WORD_FILE or promised not in repair.FORMATS or promised == repair.WORD_FILE
    if written != named and other:
        raise SettingsError(f"--output {copy}: fix writes the format that the draft has. Name the copy {copy.with_suffix(path.suffix)}.")


def _mended(data: bytes, draft: Document, made: Sequence[Change]) -> tuple[bytes, list[Change]]:
    """The file with the edits made, and which of them were: in a Word file not those that no tracked change can be, nor the others of
    their group that make no sense without them."""
    from presscheck import redline, repair
    from presscheck.docx import open_docx

    if draft.media_type != repair.WORD_FILE:
        return repair.apply(draft.text, made).encode("utf-8", "surrogatepass"), list(made)
    docx = open_docx(data, draft.name)
    can = redline.possible(docx, draft, [Edit(change.span, change.after) for change in made])
    left = {change.group for change, possible in zip(made, can, strict=True) if not possible}
    kept = [change for change in made if change.group not in left]
    if not kept:
        return data, []
    written = redline.tracked(docx, draft, [Edit(change.span, change.after) for change in kept])
    reads_right = intake.read(written, draft.name).text == repair.apply(draft.text, kept)
    return (written, kept) if reads_right else (data, [])


def _remarked(data: bytes, report: Report) -> bytes:
    """The file with comments on what needs a person."""
    from presscheck import repair

    if report.draft.media_type != repair.WORD_FILE:
        return repair.remarked(report).encode("utf-8", "surrogatepass")
    told = tuple(finding for finding in report.findings if finding.level is not Level.NOTE)
    commented: bytes = parts.load("writers", "docx").into(replace(report, findings=told), data)  # type: ignore[attr-defined]
    return commented


def _is_copy(file: Path, draft: Path, copy: Path) -> bool:
    """Is it the draft itself, or a corrected copy of it?"""
    return os.path.realpath(file) in {os.path.realpath(draft), os.path.realpath(copy)} or file.name == f"{draft.stem}.fixed{draft.suffix}"
