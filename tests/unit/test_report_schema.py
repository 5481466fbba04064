"""The JSON Schema of the JSON report: every report is valid by it, and nothing is that a report never has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

import anything
import reports
from presscheck.model import Cited, Level, Outcome, Relation, Report
from presscheck.writers.json import VERSION, write

QUICK = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
TEXT = (resources.files("presscheck") / "data" / "report.schema.json").read_text("utf-8")
SCHEMA: dict[str, Any] = json.loads(TEXT)
VALID = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
GOLDEN = Path(__file__).parents[1] / "golden"


def complaints(table: Any) -> list[str]:
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in VALID.iter_errors(table)]


def test_the_schema_is_one() -> None:
    """It is valid by the meta-schema of draft 2020-12, of the version that the writer writes."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["properties"]["version"]["const"] == VERSION


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*/*.json")), ids=lambda file: file.parent.name)
def test_golden_reports_are_valid(file: Path) -> None:
    """The committed reports of the examples are valid."""
    assert complaints(json.loads(file.read_text("utf-8"))) == []


def test_a_report_of_everything_is_valid() -> None:
    """So are the ferry's, which has every kind of row, and that of a draft alone."""
    table = json.loads(write(reports.ferry()))
    assert all(table[name] for name in SCHEMA["properties"])
    assert complaints(table) == []
    assert complaints(json.loads(write(reports.alone()))) == []


@QUICK
@given(anything.reports())
def test_any_report_is_valid(report: Report) -> None:
    """Whatever a report holds, its JSON is valid."""
    assert complaints(json.loads(write(report))) == []


def objects(part: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of the schema that describes an object with fields."""
    if isinstance(part, dict):
        if "properties" in part and isinstance(part["properties"], dict) and "type" in part:
            yield path, part
        for key, inner in part.items():
            yield from objects(inner, f"{path}/{key}")
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from objects(inner, f"{path}/{at}")


def test_every_field_is_told() -> None:
    """Every object says what it is, every field what it means, and no field is optional: what is unknown is null or empty."""
    for path, part in objects(SCHEMA):
        assert part.get("description"), path
        assert set(part["required"]) == set(part["properties"]), path
        for name, field in part["properties"].items():
            assert field.get("description") or "$ref" in field, f"{path}/{name}"


def test_words_of_the_model_are_the_words_of_the_schema() -> None:
    """Outcomes, levels and relations are those of the nouns, and every name that a row may have in them."""
    defs = SCHEMA["$defs"]
    assert defs["verdict"]["properties"]["outcome"]["enum"] == [outcome.value for outcome in Outcome]
    assert defs["finding"]["properties"]["level"]["enum"] == [level.value for level in Level]
    assert defs["evidence"]["properties"]["relation"]["enum"] == [relation.value for relation in Relation]
    forms = defs["citation"]["properties"]["form"]["enum"]
    assert all(f'"{form}"' in " ".join((Cited.__doc__ or "").split()) for form in forms)


def add(row: dict[str, Any]) -> None:
    row["more"] = 1


def drop(row: dict[str, Any]) -> None:
    del row[next(iter(row))]


def rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    """One row of each kind in the report."""
    found = [table, table["draft"], table["run"], *(table[name][0] for name in SCHEMA["properties"] if isinstance(table[name], list))]
    verdict = next(row for row in table["verdicts"] if row["evidence"])
    edited = next(row for row in table["findings"] if row["edits"])
    return [*found, verdict["evidence"][0], verdict["evidence"][0]["passage"], edited["edits"][0], table["dismissed"][0]["finding"]]


@pytest.mark.parametrize("spoil", [add, drop])
def test_it_is_strict(spoil: Callable[[dict[str, Any]], None]) -> None:
    """A field more or less, in any row, is not valid."""
    table = json.loads(write(reports.ferry()))
    for at in range(len(rows(table))):
        spoiled = deepcopy(table)
        spoil(rows(spoiled)[at])
        assert complaints(spoiled), at


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("verdicts", 0, "outcome"), "true"),
        (("verdicts", 0, "start"), -1),
        (("verdicts", 0, "start"), None),
        (("verdicts", 0, "evidence", 0, "score"), 1.5),
        (("findings", 0, "level"), "fatal"),
        (("findings", 0, "start"), 3),
        (("findings", 1, "outcome"), "supported"),
        (("sources", 0, "published"), "14 March"),
        (("draft", "sha256"), ""),
        (("version",), "2"),
        (("timeline", 0, "month"), 13),
    ],
    ids=str,
)
def test_wrong_values_are_refused(at: tuple[str | int, ...], value: Any) -> None:
    """A value that no report has is not valid."""
    table = json.loads(write(reports.ferry()))
    part: Any = table
    for key in at[:-1]:
        part = part[key]
    part[at[-1]] = value
    assert complaints(table)


def test_the_command_prints_it(run: Callable[..., tuple[int, str, str]]) -> None:
    """`presscheck schema` prints the schema and nothing else."""
    assert run("schema") == (0, TEXT, "")
