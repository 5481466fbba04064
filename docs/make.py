"""What is made from the program: the tables of these pages, the completion of shells and the manual page.

    python docs/make.py [--write]

Without --write it says what is not as the program has it, and ends with status 1 where there is anything.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage  # type: ignore[import-untyped]

from presscheck import cli, parts
from presscheck.commands.completion import SHELLS
from presscheck.profiles import profiles
from presscheck.settings import WORDS, Settings

ROOT = Path(__file__).parents[1]
DOCS, DATA = ROOT / "docs", ROOT / "src" / "presscheck" / "data"
BLOCK = re.compile(r"(<!-- (options|settings|pages)(?:: ([\w -]+))? -->\n).*?(<!-- end -->\n)", re.DOTALL)
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
FILES, FOLDERS = {"DRAFT", "FILE", "PATH", "ARTICLES"}, {"FOLDER"}
WIDTH = "10000"  # columns to which argparse wraps: man wraps anew


def made() -> dict[Path, str]:
    """File -> text of everything that is made."""
    os.environ["COLUMNS"] = WIDTH
    found = {page: filled(page) for page in sorted(DOCS.glob("*.md"))}
    found |= {DATA / "completion" / f"presscheck.{shell}": completion(shell) for shell in SHELLS}
    return found | {DATA / "man" / "presscheck.1": manual()}


def filled(page: Path) -> str:
    """The page with its blocks made anew; in commands.md with a section for each command that had none, all in order."""
    tables: dict[str, Callable[[str], str]] = {"options": options, "settings": settings, "pages": pages}
    text = BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]](block[3] or '')}{block[4]}", page.read_text("utf-8"))
    if page.name == "commands.md":
        first, *known = SECTION.split(text + "".join(section(name) for name in commands() if f"<!-- options: {name} -->" not in text))
        text = "".join([first, *(f"{each.rstrip()}\n\n" for each in sorted(known))]).rstrip() + "\n"
    return text


def commands(parser: argparse.ArgumentParser | None = None) -> dict[str, argparse.ArgumentParser]:
    """Every command that does something, by its name: "check", "pack try"."""
    return dict(_under(parser or cli.parser(), ""))


def _under(parser: argparse.ArgumentParser, before: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                inner = list(_under(below, f"{before}{name} "))
                yield from inner or [(f"{before}{name}", below)]


def section(name: str) -> str:
    """The section of a command, to be added to by hand."""
    return f"\n## presscheck {name}\n\n<!-- options: {name} -->\n{options(name)}<!-- end -->\n"


def options(name: str) -> str:
    """What a command does and what it takes."""
    if name not in (known := commands()):
        return f"There is no command {name}: take this section out.\n"
    parser = known[name]
    actions = [each for each in parser._actions if each.help != argparse.SUPPRESS and not isinstance(each, argparse._HelpAction)]
    rows = "".join(f"| {_cell(_written(each))} | {_cell(_meaning(each))} | {_default(each)} |\n" for each in actions)
    table = f"\n| Argument | Is | If not given |\n|---|---|---|\n{rows}" if rows else ""
    return f"{' '.join((parser.description or '').split())}\n{table}"


def _written(action: argparse.Action) -> str:
    """How an argument is written on the command line."""
    value = action.metavar if isinstance(action.metavar, str) else "|".join(map(str, action.choices or ())) if action.nargs != 0 else ""
    more = {"+": f"{value}...", "*": f"[{value}...]", "?": f"[{value}]"}
    shown = more.get(str(action.nargs), value or "")
    return f"`{' '.join(filter(None, (', '.join(action.option_strings), shown)))}`"


def _meaning(action: argparse.Action) -> str:
    return ((action.help or "") % {**vars(action), "prog": "presscheck"}).replace(f" ({action.default})", "")


def _default(action: argparse.Action) -> str:
    if action.required:
        return "must be given"
    return f"`{action.default}`" if isinstance(action.default, str | int | float) and action.default not in ("", False) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def settings(_: str) -> str:
    """Every setting with its type and what holds if it is not given; each must have its own heading on the page."""
    rows = "".join(f"| [`{field.name}`](#{field.name}) | {_kind(field.default)} | {_toml(field.default)} |\n" for field in fields(Settings))
    return f"| Setting | Is | If not given |\n|---|---|---|\n{rows}"


def _kind(default: object) -> str:
    pairs = isinstance(default, tuple) and not default
    return "a table" if pairs else WORDS[type(default)]


def _toml(default: object) -> str:
    match default:
        case ():
            return "none"
        case tuple():
            return "`[" + ", ".join(f'"{item}"' for item in default) + "]`"
        case bool():
            return f"`{str(default).lower()}`"
        case str():
            return f'`"{default}"`'
    return f"`{default}`"


def pages(folder: str) -> str:
    """A link to each page of a folder, under its own heading."""
    links = [(page.read_text("utf-8").partition("\n")[0].lstrip("# "), page.name) for page in sorted((DOCS / folder).glob("*.md"))]
    return "".join(f"- [{title}]({folder}/{name})\n" for title, name in links)


def completion(shell: str) -> str:
    """The script with which a shell completes the command line."""
    parser = cli.parser()
    for below in commands(parser).values():
        for action in below._actions:
            _tell_values(action, shtab.FILE, shtab.DIRECTORY)
    return f"{shtab.complete(parser, shell).rstrip()}\n"


def _tell_values(action: argparse.Action, file: object, folder: object) -> None:
    """What may stand for an argument, where the parser itself does not say."""
    names = set(re.split(r"_OR_|\W", str(action.metavar)))
    if names & FOLDERS:
        action.complete = folder  # type: ignore[attr-defined]
    elif names & FILES:
        action.complete = file  # type: ignore[attr-defined]
    elif "--format" in action.option_strings and not action.choices:
        action.choices = parts.names("writers")
    elif "--profile" in action.option_strings:
        action.choices = tuple(profiles())


def manual() -> str:
    """The manual page, presscheck(1)."""
    parser = cli.parser()
    for below in commands(parser).values():
        below.description = " ".join((below.description or "").split())
    page = Manpage(parser, _data={"project_name": "presscheck", "manual_title": "presscheck"}, format="single-commands-section")
    page.description = "check every line of a news draft against its sources"
    page.date = ""  # a page that is the same on every day
    return str(page).replace("POSITIONAL ARGUMENTS", "COMMANDS")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    texts = made()
    if parser.parse_args().write:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    wrong = [file for file, text in texts.items() if not file.is_file() or file.read_text("utf-8") != text]
    print(
        "\n".join(f"{file.relative_to(ROOT)}: not as the program has it; run python docs/make.py --write" for file in wrong)
        or "all as made"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
