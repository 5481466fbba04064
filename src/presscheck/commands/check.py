"""`presscheck check`: a draft and its sources in, a report out."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files, parts
from presscheck.console import PIPE_WIDTH, Commands, Progress, say, write
from presscheck.errors import SettingsError
from presscheck.inputs import FAILS, TRACEBACK, WORDY, choosing, draft_of, let_stand, media_types, report_of, settings_of, source_of, warn
from presscheck.model import Report, Unreadable

if TYPE_CHECKING:
    from presscheck.flow import Checker


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("check", help="check a draft against its sources", allow_abbrev=False, description=check.__doc__)
    parser.add_argument("draft", metavar="DRAFT", help="the draft: a file, or - for standard input")
    parser.add_argument("--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files and folders the draft rests on")
    parser.add_argument("--format", metavar="NAME", help="of the report: text (if nothing else is said), json or html")
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
    types = media_types()
    gathered = files.gather(arguments.sources, {*types, *WORDY})
    output = files.writable(arguments.output, (Path(arguments.draft), *gathered.files)) if arguments.output else None
    format_ = format_of(arguments.format, arguments.output)
    with Progress() as progress:
        draft = draft_of(arguments.draft, arguments.stdin_name)
        sources = [source_of(path, types) for path in progress.over("reading sources", gathered.files)]
        report = report_of(checker, draft, sources, progress, let_stand(arguments))
    advise(checker)
    if checker.spent:
        say(f"asked: {checker.spent}")
    warn(gathered.skipped, [source for source in report.sources if isinstance(source, Unreadable)])
    if output:
        files.save(output, parts.load("writers", format_).write(report))
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
    suffix = Path(output).suffix.lower()
    if suffix not in formats:
        raise SettingsError(f"--output {output}: no report has the suffix “{suffix}”; there are {', '.join(formats)}. Or use --format.")
    return formats[suffix]


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
