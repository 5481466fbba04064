"""`presscheck check`: a draft and its sources in, a report out."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files, intake, parts
from presscheck.console import PIPE_WIDTH, Commands, Progress, say, write
from presscheck.decoding import digest
from presscheck.errors import SettingsError, UnreadableError
from presscheck.inputs import FAILS, TRACEBACK, choosing, draft_of, let_stand, pile_of, report_of, resting, settings_of, sources_of, warn
from presscheck.model import Report

if TYPE_CHECKING:
    from presscheck.flow import Checker


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("check", help="check a draft against its sources", allow_abbrev=False, description=check.__doc__)
    parser.add_argument("draft", metavar="DRAFT", help="the draft: a file, or - for standard input")
    resting(parser)
    formats = ", ".join(parts.names("writers"))
    parser.add_argument("--format", metavar="NAME", help=f"of the report, text if nothing else is said: {formats}")
    parser.add_argument("--output", metavar="FILE", help="write the report here; its suffix chooses the format")
    parser.add_argument("--fail-on", choices=tuple(FAILS), default="warning", help="the least that gives exit status 1 (%(default)s)")
    parser.add_argument("--dismissals", metavar="FILE", help="findings to let stand; DRAFT.dismissed.toml if it is there")
    choosing(parser)
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    parser.add_argument("--endpoint", metavar="URL", help="a language model's address: http://localhost:11434/v1; see docs/judges.md")
    parser.add_argument("--model", metavar="NAME", help="the model's name there")
    parser.add_argument("--allow-remote", action="store_true", default=None, help="the endpoint may be on another machine")
    parser.add_argument("--max-tokens", metavar="N", type=int, help="tokens of prompts that the check may take")
    parser.add_argument("--max-cost", metavar="SUM", type=float, help="what it may cost, at the prices in the settings")
    parser.add_argument("--stdin-name", metavar="NAME", help="a file name for standard input, which tells its format")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Check every line of a draft against its sources. Exit status: 0 nothing to report, 1 findings, 2 could not run."""
    from presscheck.flow import Checker

    checker = Checker(settings_of(arguments), say)
    pile = pile_of(arguments.sources)
    output = files.writable(arguments.output, (Path(arguments.draft), *pile.files)) if arguments.output else None
    format_ = format_of(arguments.format, arguments.output)
    _same_kind(arguments.draft, arguments.output, format_)
    if not output and getattr(parts.load("writers", format_), "BINARY", False):
        raise SettingsError(f"--format {format_} makes a file that no terminal shows; name it with --output FILE.")
    with Progress() as progress:
        draft = draft_of(arguments.draft, arguments.stdin_name)
        sources = sources_of(pile, arguments.draft, progress, arguments.fetch)
        report = report_of(checker, draft, sources, progress, let_stand(arguments))
    advise(checker)
    if checker.spent:
        say(f"asked: {checker.spent}")
    warn(pile.skipped, report)
    if output:
        files.save(output, written(report, format_, arguments.draft))
        say(f"{output} written")
    else:
        write(shown(report, format_))
    return int(any(finding.level in FAILS[arguments.fail_on] for finding in report.findings))


def format_of(name: str | None, output: str | None) -> str:
    """The report's format: by its name, else by the suffix of the file to write, else text."""
    if name and name not in parts.names("writers"):
        raise SettingsError(f"--format {name}: there is no such format; there are {', '.join(parts.names('writers'))}.")
    if name or not output:
        return name or "text"
    formats = {parts.load("writers", writer).SUFFIX: writer for writer in parts.names("writers")}
    file = Path(output).name.lower()
    fitting = [suffix for suffix in formats if file.endswith(suffix) and file != suffix]
    if not fitting:
        told = f"no report has the suffix “{suffix}”" if (suffix := Path(output).suffix.lower()) else "the suffix is missing"
        raise SettingsError(f"--output {output}: {told}; there are {', '.join(formats)}. Or use --format.")
    return formats[max(fitting, key=len)]  # ".summary.txt" before ".txt"


def _same_kind(draft: str, output: str | None, format_: str) -> None:
    """Raises SettingsError where the draft's own file would come back under a name that its program does not open: a .docm as .docx."""
    if not output or not hasattr(parts.load("writers", format_), "into"):
        return
    kinds, given, named = parts.load("readers", format_).SUFFIXES, Path(draft).suffix.lower(), Path(output).suffix.lower()
    if given in kinds and named != given:
        copy = Path(output).with_suffix(given)
        raise SettingsError(f"--output {output}: the copy of a {given} must be one too. Use --output {copy} --format {format_}.")


def written(report: Report, format_: str, draft: str) -> bytes:
    """The report for a file; a writer that can put it into the draft's own file is given that, where the draft is one of its kind."""
    writer = parts.load("writers", format_)
    into = getattr(writer, "into", None)
    if not into or draft == "-" or report.draft.media_type != parts.load("readers", format_).MEDIA_TYPE:
        return writer.write(report)
    original = files.load(Path(draft), intake.MAX_BYTES)
    if digest(original) != report.draft.digest:
        raise UnreadableError(draft, "this file was changed while it was checked", "Run again.")
    return bytes(into(report, original))


def shown(report: Report, format_: str) -> bytes:
    """The report for standard output; a writer that can draw for a terminal is told its width, and whether it has colours."""
    writer = parts.load("writers", format_)
    if not (render := getattr(writer, "render", None)):
        return writer.write(report)
    terminal = bool(sys.stdout) and sys.stdout.isatty()
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if terminal else PIPE_WIDTH
    return str(render(report, width, _coloured(terminal))).encode("utf-8")


def _coloured(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def advise(checker: Checker) -> None:
    """One line where a better judge could be had, for people at a terminal."""
    if checker.better and sys.stderr and sys.stderr.isatty():
        say(f"note: {checker.better}")
