"""`presscheck mcp`: a check for language models, over the Model Context Protocol."""

from __future__ import annotations

import argparse
import gc
import os
from importlib.util import find_spec
from pathlib import Path

from presscheck.console import Commands
from presscheck.errors import SettingsError
from presscheck.inputs import TRACEBACK, choosing, settings_of


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("mcp", help="serve language models (MCP)", allow_abbrev=False, description=serve.__doc__)
    parser.add_argument("--root", metavar="FOLDER", default=".", help="the only folder that is read; this folder if not given")
    choosing(parser)
    parser.add_argument("--judge", metavar="NAME_OR_FOLDER", help="the judge of claims, or a folder with an NLI model")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=serve)


def serve(arguments: argparse.Namespace) -> int:
    """Serve language models over the Model Context Protocol, on standard input and output: they check drafts, search sources and ask what a
    finding means. Only files in one folder are read, none is written, and no network is asked. The settings are those of that folder."""
    from presscheck import assistant

    if find_spec("mcp") is None:
        raise SettingsError(f"presscheck mcp needs the MCP SDK: {assistant.INSTALL}")
    if arguments.settings:
        arguments.settings = str(Path(arguments.settings).absolute())
    try:
        os.chdir(arguments.root)
    except OSError:
        raise SettingsError(f"--root {arguments.root}: there is no such folder, or it may not be entered. Name another.") from None
    gc.enable()  # a server runs long
    assistant.serve(assistant.Assistant(settings_of(arguments)))
    return 0
