"""`presscheck dismiss`: a finding that may stand, with a reason and a name, kept beside the draft."""

from __future__ import annotations

import argparse
from pathlib import Path

from presscheck import files
from presscheck.console import Commands, say
from presscheck.errors import UnreadableError
from presscheck.inputs import TRACEBACK, kept, let_stand


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("dismiss", help="let a finding stand, with a reason", allow_abbrev=False, description=dismiss.__doc__)
    parser.add_argument("draft", metavar="DRAFT", help="the draft that the finding is of")
    parser.add_argument("mark", metavar="MARK", nargs="+", help="the finding's mark, as the report shows it: #3f2a91c0")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why it may stand")
    parser.add_argument("--by", required=True, metavar="NAME", help="who says so")
    parser.add_argument("--dismissals", metavar="FILE", help="where it is kept; DRAFT.dismissed.toml if not given")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=dismiss)


def dismiss(arguments: argparse.Namespace) -> int:
    """Let findings stand: each mark, with the reason and the name, is kept in a file beside the draft, which the next check reads."""
    from datetime import UTC, datetime

    from presscheck import dismissals

    draft = Path(arguments.draft)
    if not draft.is_file():
        raise UnreadableError(arguments.draft, "there is no such file", "Name the draft that was checked.")
    old = let_stand(argparse.Namespace(draft=arguments.draft, dismissals=arguments.dismissals if kept(arguments).is_file() else None))
    marks = [mark.removeprefix("#").lower() for mark in arguments.mark]
    today = datetime.now(UTC).astimezone().date().isoformat()
    new = [dismissals.Dismissal(mark, arguments.reason.strip(), arguments.by.strip(), today) for mark in marks]
    text = dismissals.write([*(each for each in old if each.fingerprint not in marks), *new])
    file = kept(arguments)
    dismissals.parse(text, file.as_posix())  # what would not be read back is not written
    files.save(files.writable(file.as_posix(), (draft,)), text.encode("utf-8"))
    say(f"{file} holds {len(old)} and {len(new)} more" if old else f"{file} written")
    return 0
