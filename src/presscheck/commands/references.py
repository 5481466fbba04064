"""`presscheck references`: the list of a story's sources, for people to complete and for other programs."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from presscheck import files
from presscheck.console import Commands, Progress, say, write
from presscheck.errors import SettingsError
from presscheck.inputs import TRACEBACK, pile_of, sources_of, warn

if TYPE_CHECKING:
    from presscheck.model import Document, Source
    from presscheck.sourcelist import Listed
    from presscheck.sourcing import Pile

FORMATS = {"toml": ".toml", "csl": ".json", "bibtex": ".bib", "ris": ".ris"}


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "references", help="write the list of a story's sources", allow_abbrev=False, description=references.__doc__
    )
    parser.add_argument(
        "--sources", metavar="PATH", nargs="+", action="extend", required=True, help="files, folders, archives, addresses and lists"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), help="toml (a sources.toml, if nothing else is said), csl, bibtex or ris")
    parser.add_argument("--output", metavar="FILE", help="write the list here; its suffix chooses the format")
    parser.add_argument(TRACEBACK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=references)


def references(arguments: argparse.Namespace) -> int:
    """Write the list of a story's sources: what lists among them say, and for the rest what each source tells of itself. As sources.toml it
    is for you to complete; as CSL-JSON, BibTeX or RIS for other programs, without those who are not to be named. Exit status: 0 written, 2
    could not run."""
    from presscheck import references as lists
    from presscheck import sourcelist

    pile = pile_of(arguments.sources)
    listing = {Path(by) for _, by in pile.listed.values()}
    output = files.writable(arguments.output, (*pile.files, *listing)) if arguments.output else None
    form = arguments.format or _form_of(output)
    with Progress() as progress:
        sources = sources_of(pile, "", progress)
    entries = _entries(pile, sources, output.parent if output else Path())
    if form != "toml":
        named = [entry for entry in entries if entry.terms not in sourcelist.HIDDEN_TERMS]
        if left := len(entries) - len(named):
            say(f"{left} left out: given on terms on which the source is not to be named")
        text = lists.write(named, form)
    else:
        text = sourcelist.write(entries)
    warn(pile.skipped)
    if output:
        files.save(output, text.encode("utf-8"))
        say(f"{output} written: {len(entries)} sources")
    else:
        write(text.encode("utf-8"))
    return 0


def _form_of(output: Path | None) -> str:
    """The format by the suffix of the file to write. Raises SettingsError."""
    suffix = output.suffix.lower() if output else ".toml"
    if form := next((form for form, own in FORMATS.items() if own == suffix), None):
        return form
    raise SettingsError(f"--output {output}: no list has the suffix “{suffix}”; there are {', '.join(FORMATS.values())}. Or use --format.")


def _entries(pile: Pile, sources: list[Source], home: Path) -> list[Listed]:
    """One entry for each source, with files as `home` sees them."""
    from presscheck.model import Document
    from presscheck.sourcing import key_of

    found: dict[str, Listed] = {}
    for source in sources:
        entry, _ = pile.listed.get(key_of(source.name), (None, ""))
        told = _of_document(source) if isinstance(source, Document) and entry is None else _bare(source, entry)
        file = "" if told.url == source.name else os.path.relpath(source.name, home)
        found.setdefault(key_of(source.name), replace(told, file=Path(file).as_posix() if file else ""))
    return list(found.values())


def _bare(source: Source, entry: Listed | None) -> Listed:
    """What its list says of a source, or nothing but its name."""
    from presscheck.sourcelist import listed
    from presscheck.webaddress import is_address

    url = source.name if is_address(source.name) else ""
    return entry or listed({"name": url or Path(source.name).name, "url": url})


def _of_document(document: Document) -> Listed:
    """What a source tells of itself; its tier is for a person to say, lest a guess should count as said."""
    from presscheck.imprint import author, publisher, title, told_day
    from presscheck.sourcelist import listed
    from presscheck.webaddress import is_address

    day = told_day(document)
    url = document.name if is_address(document.name) else ""
    told = {"url": url, "publisher": publisher(document), "author": author(document), "date": day.isoformat() if day else ""}
    return listed({"name": title(document) or url or Path(document.name).name, **told})
