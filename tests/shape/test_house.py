"""The house itself: parts fit their slots and have pages and cases, the public names are pinned, importing is light."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import presscheck
from presscheck import parts
from presscheck.settings import Settings

ROOT = Path(__file__).parents[2]
CODE = sorted(path for folder in ("src", "tests", "evals", "examples") for path in (ROOT / folder).rglob("*.py"))
PROTOCOLS = {
    "readers": parts.Reader,
    "facts": parts.FactKind,
    "judges": parts.JudgeModule,
    "matchers": parts.Matcher,
    "writers": parts.Writer,
    "commands": parts.Command,
}
PARTS = [(slot, name) for slot in get_args(parts.Slot) for name in parts.names(slot)]
MUDDY = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "handler", "factory"}
HEAVY = {"lxml", "openpyxl", "pypdfium2", "selectolax", "re2", "charset_normalizer", "markdown_it", "numpy", "rapidfuzz", "Stemmer"}
PUBLIC = {
    *("Checker", "Settings", "check", "read"),
    *("Document", "Evidence", "Fact", "Finding", "Level", "Outcome", "Passage", "Relation", "Report", "Sentence", "Span"),
    *("Unreadable", "Verdict"),
    *("PackError", "PresscheckError", "SettingsError", "UnreadableError"),
}


@pytest.mark.parametrize(("slot", "name"), PARTS)
def test_a_part_fits_its_slot(slot: parts.Slot, name: str) -> None:
    """A part has every name of its slot's Protocol, functions with the same parameters in the same order."""
    part, protocol = parts.load(slot, name), PROTOCOLS[slot]
    for attribute in get_type_hints(protocol):
        assert hasattr(part, attribute), f"{slot}/{name}.py lacks {attribute}"
    for method, function in inspect.getmembers(protocol, inspect.isfunction):
        if not method.startswith("_"):
            wanted = list(inspect.signature(function).parameters)[1:]
            assert list(inspect.signature(getattr(part, method)).parameters) == wanted, f"{slot}/{name}.py: {method}({', '.join(wanted)})"


@pytest.mark.parametrize("name", parts.names("readers"))
def test_a_reader_names_its_files(name: str) -> None:
    """A reader's suffixes are lower case with the dot, and its media type is one."""
    reader = parts.load("readers", name)
    assert reader.SUFFIXES
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)
    assert reader.MEDIA_TYPE.count("/") == 1


def test_no_two_readers_or_writers_claim_one_suffix() -> None:
    """A file ending belongs to one reader and to one writer."""
    read = Counter(suffix for name in parts.names("readers") for suffix in parts.load("readers", name).SUFFIXES)
    written = Counter(parts.load("writers", name).SUFFIX for name in parts.names("writers"))
    assert not [suffix for suffix, times in (*read.items(), *written.items()) if times > 1]


@pytest.mark.parametrize("name", parts.names("judges"))
def test_a_judge_says_who_it_is(name: str) -> None:
    """A judge carries a name, and answers no questions with no opinions."""
    judge = parts.load("judges", name).load(Settings())
    assert judge.name
    assert judge.judge([]) == []


@pytest.mark.parametrize(("slot", "folder"), [("facts", "facts"), ("readers", "formats"), ("writers", "reports")])
def test_parts_and_pages_match(slot: parts.Slot, folder: str) -> None:
    """Each kind of fact, each format read and each written has its page, and there is no page for one that is gone."""
    assert {page.stem for page in (ROOT / "docs" / folder).glob("*.md")} == set(parts.names(slot))


def test_kinds_and_cases_match() -> None:
    """Each kind of fact has its cases, and there are no cases for one that is gone."""
    assert {cases.stem for cases in (ROOT / "tests/cases/facts").glob("*.md")} == set(parts.names("facts"))


def test_no_muddy_rooms() -> None:
    """No module has a name under which everything fits."""
    assert not [path for path in CODE if MUDDY & set(path.stem.split("_"))]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_promises_something(path: Path) -> None:
    """Every module begins with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_public_names() -> None:
    """The public names are these and no others, and each is there."""
    assert set(presscheck.__all__) == PUBLIC
    assert all(hasattr(presscheck, name) for name in presscheck.__all__)


@pytest.mark.parametrize("statement", ["import presscheck", "from presscheck import Checker, check, read"])
def test_import_is_light(statement: str) -> None:
    """Importing presscheck, or its functions, loads none of the heavy packages."""
    run = subprocess.run([sys.executable, "-X", "importtime", "-c", statement], capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert "presscheck" in loaded
    assert not loaded & HEAVY
