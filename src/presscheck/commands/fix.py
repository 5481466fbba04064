"""`presscheck fix`: a corrected copy of a draft."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from presscheck import files, intake
from presscheck.console import Commands, Progress, say, write
from presscheck.errors import SettingsError, UnreadableError
from presscheck.inputs import (
    FAILS,
    TRACEBACK,
    WORDY,
    choosing,
    draft_of,
    let_stand,
    media_types,
    report_of,
    settings_of,
    source_of,
    unless_draft,
)
from presscheck.terminal import visible


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("fix", help="write a corrected copy of a draft", allow_abbrev=False, description=fix.__doc__)
    parser.add_argument("draft", metavar="DRAFT", help="the draft: a Markdown or text file")
    parser.add_argument("--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files and folders the draft rests on")
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
    them, sources in place of placeholders. What needs a person becomes a comment in the copy. Exit status: 0 nothing needs a person, 1
    something does, 2 could not run."""
    from presscheck import repair
    from presscheck.flow import Checker

    if arguments.in_place and arguments.output:
        raise SettingsError("--in-place and --output: choose one of the two")
    checker = Checker(settings_of(arguments), say)
    types = media_types()
    gathered = files.gather(arguments.sources, {*types, *WORDY})
    path = Path(arguments.draft)
    draft = draft_of(arguments.draft, None)
    original = draft.text
    if arguments.draft == "-" or draft.media_type not in repair.FORMATS:
        raise UnreadableError(arguments.draft, "fix writes Markdown and plain text", "Save the draft as one of the two and run again.")
    copy = path if arguments.in_place else Path(arguments.output or path.with_name(f"{path.stem}.fixed{path.suffix}"))
    if not arguments.in_place:
        files.writable(copy.as_posix(), (path, *(file for file in gathered.files if not _is_copy(file, path, copy))))
    elif "\ufffd" in draft.text:
        raise UnreadableError(arguments.draft, "bytes of it cannot be decoded, and would be lost", "Save it as UTF-8, or write a copy.")
    standing, told = let_stand(arguments), list[str]()
    with Progress() as progress:
        kept = [file for file in gathered.files if not _is_copy(file, path, copy)]
        read = [source_of(file, types) for file in progress.over("reading sources", kept)]
        sources = [
            unless_draft(source, draft) for source in read
        ]  # once: the copy is another text, and the draft still cannot vouch for it
        report = report_of(checker, draft, sources, progress, standing)
        for _ in range(repair.ROUNDS):
            if not (made := repair.changes(report)):
                break
            told += [repair.line(report.draft, change) for change in made]
            draft = intake.read(repair.apply(report.draft.text, made).encode("utf-8", "surrogatepass"), draft.name)
            report = report_of(checker, draft, sources, progress, standing)
    text = report.draft.text if arguments.no_comments else repair.remarked(report)
    if not (arguments.in_place and text == original):
        files.save(copy, text.encode("utf-8", "surrogatepass"))
    left = [finding for finding in report.findings if finding.level in FAILS["warning"]]
    where = "need a person; each is a comment in the copy" if text != report.draft.text else "need a person: presscheck check shows them"
    write("".join(f"{visible(line)}\n" for line in told).encode("utf-8", "replace"))
    say(f"{copy} written: {len(told)} edits; {len(left)} findings {where}")
    return int(bool(left))


def _is_copy(file: Path, draft: Path, copy: Path) -> bool:
    """Is it the draft itself, or a corrected copy of it?"""
    return os.path.realpath(file) in {os.path.realpath(draft), os.path.realpath(copy)} or file.name == f"{draft.stem}.fixed{draft.suffix}"
