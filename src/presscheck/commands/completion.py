"""`presscheck completion`: what a shell needs to complete presscheck's commands and options."""

from __future__ import annotations

import argparse
from importlib import resources

from presscheck.console import Commands, write
from presscheck.inputs import TRACEBACK

SHELLS = ("bash", "zsh", "fish", "tcsh")


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("completion", help="print a shell's completion", allow_abbrev=False, description=completion.__doc__)
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"one of {', '.join(SHELLS)}")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=completion)


def completion(arguments: argparse.Namespace) -> int:
    """Print the script with which a shell completes presscheck's commands, options and files; docs/commands.md tells where to put it."""
    write((resources.files("presscheck") / "data" / "completion" / f"presscheck.{arguments.shell}").read_bytes())
    return 0
