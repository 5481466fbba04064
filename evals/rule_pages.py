"""The pages of the rules, docs/rules/, made from the packs and from how often each rule hit professional articles; and the literals of
their patterns.

    python evals/rule_pages.py [--write]

Without --write it says which pages are not as the packs have them, and ends with status 1 where there are any. The hits are in
`evals/rule_hits.toml`, which `evals/standards.py articles ... --toml evals/rule_hits.toml` writes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from presscheck import literals, packs
from presscheck.packs import Pack, Rule
from presscheck.patterns import SPACE

ROOT = Path(__file__).parents[1]
LITERALS = ROOT / "src" / "presscheck" / "data" / "literals.json"
PAGES, HITS = ROOT / "docs" / "rules", ROOT / "evals" / "rule_hits.toml"
QUOTES = {"skip": "not inside quotation marks", "flag": "inside quotation marks too", "only": "only inside quotation marks"}
WHERE = {"headline": "in the headline", "body": "in the body", "lead": "in the lead", "top": "in headline and lead"}
STAGES = {
    "underway": "while the draft's case is underway",
    "decided": "once the draft's case is decided",
    "undecided": "unless the draft's case is decided",
    "none": "where the draft tells of no case",
}


def pages() -> dict[str, str]:
    """File name -> text of every page."""
    hits = tomllib.loads(HITS.read_text("utf-8")) if HITS.is_file() else {}
    shipped = [packs.load(name) for name in packs.names()]
    return {"README.md": index(shipped, hits), **{f"{pack.name}.md": page(pack, hits) for pack in shipped}}


def index(shipped: list[Pack], hits: Mapping[str, float]) -> str:
    """The list of packs."""
    count = sum(len(pack.rules) for pack in shipped)
    rows = "".join(f"| [{pack.name}]({pack.name}.md) | {len(pack.rules)} | {pack.about} |\n" for pack in shipped)
    return (
        "# Rules\n\n"
        f"{count} rules in {len(shipped)} packs, each with what it stands on, examples that are its tests, and how often it hits.\n"
        "`presscheck explain CODE` shows one; [docs/packs.md](../packs.md) tells how to write your own.\n"
        "These pages are made by `python evals/rule_pages.py --write`.\n\n"
        f"| pack | rules | about |\n|---|---|---|\n{rows}"
    )


def page(pack: Pack, hits: Mapping[str, float]) -> str:
    """The page of one pack: a section for each rule."""
    sections = "\n".join(section(rule, hits) for rule in pack.rules)
    return f"# {pack.name}\n\n{pack.about}\n\n{sections}"


def section(rule: Rule, hits: Mapping[str, float]) -> str:
    """What a rule is, why, on what it stands, how often it hits, and its examples."""
    told = [f"`{rule.level.value}`", *(f"`{tag}`" for tag in rule.tags), *conditions(rule)]
    basis = "".join(f"- {guideline}\n" for guideline in rule.basis)
    often = (
        f"{hits[rule.code]:g} of 1,000 professional articles"
        if rule.code in hits
        else "not measured: it is for some profiles, or off of itself"
    )
    return (
        f"## {rule.code}\n\n{rule.why}\n\n{'; '.join(told)}\n\n"
        f"Stands on:\n{basis}\nHits: {often}\n\n"
        f"Wrong:\n{examples(rule.bad)}\nRight:\n{examples(rule.good)}"
    )


def conditions(rule: Rule) -> list[str]:
    """Where it applies, in words."""
    told = [QUOTES[rule.quotes]] + ([WHERE[rule.where]] if rule.where in WHERE else [])
    told += [STAGES[rule.stage]] if rule.stage else []
    told += [f"where the draft treats {' or '.join(rule.subject)}"] if rule.subject else []
    told += [f"where the draft is about {' or '.join(rule.central)}"] if rule.central else []
    told += [f"for {', '.join(rule.profiles)}"] if rule.profiles else []
    told += [f"not for {', '.join(rule.not_profiles)}"] if rule.not_profiles else []
    told += ["its correction is made by `presscheck fix`"] if rule.safe else []
    return told + (["off unless the settings turn it on"] if rule.off else [])


def examples(texts: tuple[str, ...]) -> str:
    return "".join("> " + text.replace("\n", "\n> ") + "\n\n" for text in texts)


def kept_literals() -> str:
    """The table of `data/literals.json`."""
    parts = {
        part.replace(SPACE, " ") for name in packs.names() for rule in packs.load(name).rules for way in rule.compiled.ways for part in way
    }
    table = {literals.digest(part): [[sorted(each) for each in way] for way in literals.worked_out(part)] for part in parts}
    rows = (f"{json.dumps(key)}: {json.dumps(ways, ensure_ascii=False)}" for key, ways in sorted(table.items()))
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    made = pages()
    table = kept_literals()
    if parser.parse_args().write:
        PAGES.mkdir(exist_ok=True)
        for old in PAGES.glob("*.md"):
            old.unlink()
        for name, text in made.items():
            (PAGES / name).write_text(text, "utf-8")
        LITERALS.write_text(table, "utf-8")
    there = {file.name: file.read_text("utf-8") for file in PAGES.glob("*.md")}
    wrong = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    print(
        "\n".join(f"{name}: not as the packs have it; run with --write" for name in wrong)
        or f"{len(made)} pages are as the packs have them"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
