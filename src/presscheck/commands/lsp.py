"""`presscheck lsp`: drafts checked as they are typed, in any editor that speaks the Language Server Protocol."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from presscheck.console import Commands
from presscheck.errors import SettingsError
from presscheck.inputs import TRACEBACK

INSTALL = "pip install 'presscheck[lsp]'"


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("lsp", help="serve an editor (LSP)", allow_abbrev=False, description=serve.__doc__)
    parser.add_argument("--stdio", action="store_true", help="standard input and output, which is the only way; some editors say so")
    parser.add_argument("--sources", metavar="PATH", nargs="+", action="extend", default=[], help="files and folders the drafts rest on")
    parser.add_argument("--settings", metavar="FILE", help="settings; the presscheck.toml nearest to each draft if not given")
    parser.add_argument("--desk", metavar="NAME", default="", help="the settings' table [desk.NAME] in place of the rest")
    parser.add_argument("--profile", metavar="NAME", help="whose code and law hold, in place of what the settings say")
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=serve)


def serve(arguments: argparse.Namespace) -> int:
    """Serve an editor over the Language Server Protocol, on standard input and output: its drafts are checked as they are typed, against
    the sources that stand beside each."""
    if find_spec("pygls") is None:
        raise SettingsError(f"presscheck lsp needs pygls: {INSTALL}")
    from presscheck import editor
    from presscheck.opened import Chosen

    sources = tuple(str(Path(name).absolute()) for name in arguments.sources)
    settings = str(Path(arguments.settings).absolute()) if arguments.settings else ""
    editor.serve(Chosen(sources, settings, arguments.desk, arguments.profile, arguments.judge))
    return 0
