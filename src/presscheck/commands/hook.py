"""`presscheck hook`: several drafts, each with the sources that stand beside it, for pre-commit and CI."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files, parts
from presscheck.console import Commands, Progress, say, write
from presscheck.errors import PresscheckError, SettingsError
from presscheck.inputs import FAILS, TRACEBACK, choosing, draft_of, let_stand, pile_of, report_of, resting, settings_of, sources_of, warn
from presscheck.model import Report

if TYPE_CHECKING:
    from presscheck.flow import Checker

SARIF = "sarif"


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("hook", help="check several drafts, for pre-commit and CI", allow_abbrev=False, description=hook.__doc__)
    parser.add_argument("drafts", metavar="DRAFT", nargs="+", help="the drafts: files")
    resting(parser)
    parser.add_argument("--format", metavar="NAME", default="text", help="of the reports on standard output (%(default)s)")
    parser.add_argument("--sarif", metavar="FOLDER", help="write a SARIF file for each draft in this folder")
    parser.add_argument("--fail-on", choices=tuple(FAILS), default="warning", help="the least that gives exit status 1 (%(default)s)")
    choosing(parser)
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=hook)


def hook(arguments: argparse.Namespace) -> int:
    """Check several drafts in one run, each against the sources that are named, or else those beside it, in the folders DRAFT.sources and
    sources. A draft with neither is checked alone. Exit status: 0 nothing to report, 1 findings, 2 a draft could not be read."""
    from presscheck.flow import Checker

    if arguments.format not in parts.names("writers"):
        raise SettingsError(f"--format {arguments.format}: there is no such format; there are {', '.join(parts.names('writers'))}.")
    checker, status = Checker(settings_of(arguments), say), 0
    for draft in dict.fromkeys(arguments.drafts):  # patterns may name one twice
        try:
            report = report_on(draft, arguments.sources or files.beside(Path(draft)), checker, arguments.fetch)
        except PresscheckError as problem:  # the others may be in order
            say(f"error: {problem}")
            status = 2
            continue
        write(parts.load("writers", arguments.format).write(report))
        if arguments.sarif:
            save_sarif(Path(arguments.sarif), draft, report)
        failed = any(finding.level in FAILS[arguments.fail_on] for finding in report.findings)
        status = max(status, int(failed))
    return status


def report_on(given: str, named: Sequence[str], checker: Checker, fetch: bool) -> Report:
    """The check of one draft. Raises PresscheckError."""
    pile = pile_of(named)
    with Progress() as progress:
        draft = draft_of(given, None)
        sources = sources_of(pile, given, progress, fetch)
        report = report_of(checker, draft, sources, progress, let_stand(argparse.Namespace(draft=given, dismissals=None)))
    warn(pile.skipped, report)
    return report


def save_sarif(folder: Path, draft: str, report: Report) -> None:
    """The report in the folder, where the draft's own folders are made again, so that drafts of one name stay apart."""
    given = Path(draft)
    file = folder.joinpath(*(part for part in given.parts if part not in ("..", given.anchor)))
    target = file.with_name(f"{file.name}.sarif")
    target.parent.mkdir(parents=True, exist_ok=True)
    files.save(target, parts.load("writers", SARIF).write(report))
