"""`presscheck archive`: whole archives in, one row an article and one row a finding out."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck.console import Commands, Pace, Progress, say, write
from presscheck.errors import SettingsError
from presscheck.inputs import TRACEBACK, choosing, settings_of

if TYPE_CHECKING:
    from presscheck.archive.articles import Columns
    from presscheck.archive.run import Asked, Ran

MB = 1_000_000
STOPPED = 130  # 128 and the number of the signal, as shells have it
COLUMNS = {
    "id": "with the name of an article; its place in the input if not given",
    "text": "with the text; text if neither it nor --html is given",
    "html": "with the page, in place of a text",
    "sources": "with the sources: a list of texts, or of objects with a name and a text",
    "date": "with the date",
    "language": "with the language: what is not English is not checked; all is if not given",
    "section": "with the section",
}


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("archive", help="check whole archives", allow_abbrev=False, description=archive.__doc__)
    what = "Parquet, JSON Lines (.gz, .zst), WARC, folders, files, addresses such as s3://bucket/2031-*.parquet"
    parser.add_argument("inputs", metavar="INPUT", nargs="+", help=what)
    parser.add_argument("--out", metavar="FOLDER", required=True, help="where the rows go; a run that was cut off goes on there")
    for name, meaning in COLUMNS.items():
        parser.add_argument(f"--{name}", metavar="COLUMN", default="", help=f"the column {meaning}")
    parser.add_argument("--limit", metavar="N", type=int, default=0, help="only the first articles, so many")
    parser.add_argument("--workers", metavar="N", type=int, default=0, help="processes; one a core if not given")
    parser.add_argument("--engine", choices=("local", "ray"), default="local", help="who does the work (%(default)s)")
    parser.add_argument("--address", metavar="ADDRESS", help="of the Ray cluster; one on this machine if not given")
    parser.add_argument("--batch", metavar="MB", type=float, default=1.0, help="of input that is done and written at once (%(default)s)")
    parser.add_argument("--prune", action="store_true", help="take out the rows of what the input no longer has")
    choosing(parser)
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims; none is opened where there are no sources")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=archive)


def archive(arguments: argparse.Namespace) -> int:
    """Check every article of an archive: one row an article and one row a finding, as Parquet, with a summary and an overview. What is done
    already is not done again. Exit status: 0 done, 2 could not run."""
    from presscheck.archive import run

    gc.enable()  # this is no short process
    asked, settings = asked_of(arguments), settings_of(arguments)
    try:
        with Progress() as progress:
            ran = run.run(asked, settings, Pace(progress))
    except KeyboardInterrupt:
        say("stopped; what is done is kept, and the next run goes on from there")
        return STOPPED
    _tell(ran, asked)
    return 0


def asked_of(arguments: argparse.Namespace) -> Asked:
    """What the arguments ask for. Raises SettingsError."""
    from presscheck.archive import run

    if arguments.limit < 0 or arguments.workers < 0 or not 0.001 <= arguments.batch <= 1000:
        raise SettingsError("--limit and --workers are whole numbers from 0, --batch a number from 0.001 to 1000.")
    if arguments.address and arguments.engine != "ray":
        raise SettingsError("--address is that of a Ray cluster; it needs --engine ray.")
    return run.Asked(
        inputs=tuple(arguments.inputs),
        out=Path(arguments.out),
        columns=_columns(arguments),
        cut=int(arguments.batch * MB),
        limit=arguments.limit,
        engine=arguments.engine,
        address=arguments.address,
        workers=arguments.workers or run.cores(),
        prune=arguments.prune,
        judged=bool(arguments.judge),
    )


def _columns(arguments: argparse.Namespace) -> Columns:
    from presscheck.archive.articles import Columns

    if arguments.text and arguments.html:
        raise SettingsError("--text and --html: an article has one or the other; name one.")
    named = {name: getattr(arguments, name) for name in COLUMNS}
    return Columns(**(named | {"text": arguments.text or ("" if arguments.html else "text")}))


def _tell(ran: Ran, asked: Asked) -> None:
    """What was done, on standard error; where to look, on standard output."""
    say(f"{ran.articles:,} articles, {ran.anew:,} of them in batches that were done now")
    if ran.stale:
        rows = f"rows of {ran.stale:,} batches that the input no longer has"
        say(f"{rows} were taken out" if ran.pruned else f"{rows} are still there, and counted; --prune takes them out")
    write(f"{asked.out / 'overview.html'}\n".encode("utf-8", "replace"))
