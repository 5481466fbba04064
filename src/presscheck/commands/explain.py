"""`presscheck explain`: what a finding's code means."""

from __future__ import annotations

import argparse

from presscheck.console import Commands, write
from presscheck.inputs import TRACEBACK, settings_of


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("explain", help="tell what a finding's code means", allow_abbrev=False, description=explain_code.__doc__)
    parser.add_argument("code", metavar="CODE", nargs="?", help="for instance number-contradicted; all codes if not given")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=explain_code)


def explain_code(arguments: argparse.Namespace) -> int:
    """Tell what a finding's code means, why it matters and what to do."""
    from presscheck import explain

    pages = explain.pages(settings_of(arguments).packs)
    write((explain.page(pages, arguments.code) if arguments.code else explain.index(pages)).encode())
    return 0
