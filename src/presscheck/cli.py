"""The command line: arguments and files in, a report out, and an exit status: 0 nothing to report, 1 findings, 2 could not run."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from presscheck import parts
from presscheck.console import Parser, say, write
from presscheck.errors import PresscheckError
from presscheck.inputs import TRACEBACK

STOPPED, PIPE_CLOSED = 130, 141  # 128 and the number of the signal, as shells have it


def run() -> NoReturn:
    """The console script: `main`, then out at once. Freeing half a million words value by value would take a tenth of the run; whatever was
    to be written is written and flushed before."""
    gc.disable()  # one check is one short process: looking for cycles among its many lasting values took a tenth of its time
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a closed pipe has been told of already
            if stream:
                stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status. Every failure is one line on standard error."""
    try:
        arguments = parser().parse_args(argv)
        status: int = arguments.run(arguments)
        return status
    except KeyboardInterrupt:
        say("stopped; nothing was written")
        return STOPPED
    except BrokenPipeError:
        return PIPE_CLOSED
    except PresscheckError as problem:
        say(f"error: {problem}")
    except MemoryError:
        say("error: there is not enough memory for this. Check fewer or smaller sources at once; nothing was written.")
    except OSError as problem:
        place = problem.filename or "standard output"
        say(f"error: {place}: the system says “{problem.strerror or problem}”. Check that the disk is in place and has room.")
    except UnicodeError as problem:
        say(f"error: this text cannot be decoded or written ({problem}). Save it as UTF-8 and try again.")
    except Exception as fault:  # the last resort: whatever is wrong with us, a person at a desk gets a sentence
        if TRACEBACK in (sys.argv if argv is None else argv):
            raise
        say(
            f"this is a fault in presscheck itself ({type(fault).__name__}: {fault}). Nothing was written. "
            f"Please report it, with the command; {TRACEBACK} shows details."
        )
    return 2


def parser() -> Parser:
    """All that the command line takes; every module in `commands/` is a command."""
    made = Parser(prog="presscheck", description="Check every line of a draft against its sources.", allow_abbrev=False)
    made.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = made.add_subparsers(metavar="COMMAND", required=True)
    for name in parts.names("commands"):
        parts.load("commands", name).add(commands)
    return made


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from presscheck import __version__

        write(f"presscheck {__version__}\n".encode())
        parser.exit()
