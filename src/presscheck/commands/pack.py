"""`presscheck pack`: prove a rule pack, or try it on articles before it goes live."""

from __future__ import annotations

import argparse

from presscheck import files
from presscheck.console import Commands, Pace, Progress, write
from presscheck.inputs import TRACEBACK, choosing, media_types, settings_of
from presscheck.terminal import visible


def add(commands: Commands) -> None:
    """Add the command and its two parts to the command line."""
    pack = commands.add_parser("pack", help="check a rule pack, or try it on articles", allow_abbrev=False)
    doing = pack.add_subparsers(metavar="COMMAND", required=True)
    proving = doing.add_parser("check", help="prove a pack", allow_abbrev=False, description=prove.__doc__)
    proving.add_argument(
        "packs", metavar="FILE", nargs="+", help="a file such as house.toml, or the name of a pack that comes with presscheck"
    )
    proving.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    proving.set_defaults(run=prove)
    trying = doing.add_parser("try", help="count a pack's hits in articles", allow_abbrev=False, description=try_on.__doc__)
    trying.add_argument("pack", metavar="FILE", help="a file such as house.toml, or the name of a pack that comes with presscheck")
    trying.add_argument(
        "articles", metavar="ARTICLES", nargs="+", help="files and folders, of JSON Lines each line; and what presscheck archive reads"
    )
    trying.add_argument("--field", metavar="NAME", default="text", help="of a line, the field with the text (%(default)s)")
    trying.add_argument("--examples", metavar="N", type=int, default=3, help="hits shown of each rule (%(default)s)")
    choosing(trying)
    trying.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    trying.set_defaults(run=try_on)


def prove(arguments: argparse.Namespace) -> int:
    """Prove rule packs: each rule is whole, RE2 takes its patterns, it hits its bad examples where they are bold and none of its good
    ones. Exit status: 0 all are right, 1 a rule does not keep its word, 2 a file is wrong."""
    from presscheck import packs, proof

    failed = 0
    for name in arguments.packs:
        pack = packs.load(name)
        wrong = proof.faults(pack)
        failed += len(wrong)
        told = "".join(f"{visible(line)}\n" for line in wrong)
        write(f"{told}{visible(name)}: {len(pack.rules)} rules, {len(wrong)} that do not keep their word\n".encode())
    return int(failed > 0)


def try_on(arguments: argparse.Namespace) -> int:
    """Count the hits of a rule pack in articles, for 1,000 of them, with examples. Exit status: 0 counted, 2 could not run."""
    from presscheck import packs, trial
    from presscheck.profiles import profile

    pack = packs.load(arguments.pack)
    settings = settings_of(arguments)
    if any(map(trial.is_archive, arguments.articles)):
        with Progress() as progress:
            found = trial.over(
                pack, arguments.pack, arguments.articles, arguments.field, settings, max(arguments.examples, 0), Pace(progress)
            )
        write(trial.report(pack, found).encode("utf-8", "replace"))
        return 0
    gathered = files.gather(arguments.articles, {*media_types(), ".jsonl", ".ndjson", ".gz"})
    with Progress() as progress:
        articles = (article for file in progress.over("trying", gathered.files) for article in trial.articles(file, arguments.field))
        found = trial.tried(pack, articles, profile(settings.profile), max(arguments.examples, 0))
    write(trial.report(pack, found).encode("utf-8", "replace"))
    return 0
