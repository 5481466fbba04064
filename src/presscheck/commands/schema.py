"""`presscheck schema`: the JSON Schema of the JSON report."""

from __future__ import annotations

import argparse
from importlib import resources

from presscheck.console import Commands, write
from presscheck.inputs import TRACEBACK


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("schema", help="print the JSON Schema of the JSON report", allow_abbrev=False, description=schema.__doc__)
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=schema)


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema (draft 2020-12) of the report that `--format json` writes: every field, what it holds and what it means."""
    write((resources.files("presscheck") / "data" / "report.schema.json").read_bytes())
    return 0
