"""Rule packs: files of rules, read and proven; what is wrong with one is told by file, line and words."""

from __future__ import annotations

import difflib
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from presscheck import parts
from presscheck.errors import PackError, SettingsError
from presscheck.model import Level
from presscheck.patterns import BETWEEN, GAP, Pattern, pattern, plain
from presscheck.profiles import profiles

LONGEST = 1 << 20  # bytes of a pack
RULES = 5000  # of one pack
HEAD: Mapping[str, type] = {"name": str, "version": str, "language": str, "about": str}
NEEDED = ("matcher", "level", "why", "basis", "bad", "good")
FIELDS: Mapping[str, type] = {
    **dict.fromkeys(("matcher", "level", "why", "quotes", "where", "stage"), str),
    **dict.fromkeys(("tags", "basis", "bad", "good", "subject", "central", "profiles", "not-profiles"), list),
    **{f"{when}{reach}": list for when in ("needs", "unless") for reach in ("", "-near", "-anywhere")},
    **dict.fromkeys(("once", "safe", "off"), bool),
}
CHOICES = {
    "level": tuple(Level),
    "quotes": ("skip", "flag", "only"),
    "where": ("all", "headline", "body", "lead", "top"),
    "stage": ("underway", "decided", "undecided", "none"),
}
KINDS = ("law", "code", "guideline", "house style")
WORDS = {str: "a text", list: "a list of texts", bool: "true or false", dict: "a table of texts", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a rule stands on; `kind`: law, code (of a regulator or profession), guideline, or house style; `year` "" where it has none."""

    publisher: str
    title: str
    year: str
    kind: str
    link: str = ""

    def __str__(self) -> str:
        said = f"{self.publisher}, {self.title}" if self.publisher else self.title
        return f"{said}{f' ({self.year})' if self.year else ''}; {self.kind}"


@dataclass(frozen=True, slots=True)
class Near:
    """Patterns that decide on a hit by what stands in its sentence, near it (its sentence and the two after), or anywhere in the draft."""

    sentence: tuple[Pattern, ...] = ()
    near: tuple[Pattern, ...] = ()
    anywhere: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is its name in the pack. It is looked at where `profiles` (none: any), `subject` (treated by the draft), `central` (what the
    draft
    is about) and `stage` fit; a hit counts where `quotes`, `where`, `needs` and `unless` let it. `safe`: what it offers may be written
    without a person. `off`: only where the settings turn it on."""

    code: str
    pack: str
    level: Level
    tags: tuple[str, ...]
    why: str
    basis: tuple[Guideline, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    compiled: parts.Compiled
    quotes: str = "flag"
    where: str = "all"
    stage: str = ""
    subject: tuple[str, ...] = ()
    central: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    not_profiles: tuple[str, ...] = ()
    needs: Near = Near()
    unless: Near = Near()
    once: bool = False
    safe: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A file of rules; `digest` is its name, version and the first digits of its SHA-256."""

    name: str
    digest: str
    about: str
    rules: tuple[Rule, ...]


def names() -> tuple[str, ...]:
    """The packs that come with presscheck, sorted."""
    folder = files("presscheck") / "data" / "packs"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


def load(name: str) -> Pack:
    """The pack `data/packs/<name>.toml`, or the file that a name ending in ".toml" is; raises PackError where it is not there or wrong."""
    if name.endswith(".toml"):
        return parse(_text(Path(name)), name)
    return _shipped(name)


@lru_cache
def _shipped(name: str) -> Pack:
    file = files("presscheck") / "data" / "packs" / f"{name}.toml"
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise PackError(f"there is no rule pack {name!r}; there are: {', '.join(names())}; or give a file, house.toml")
    return parse(file.read_text("utf-8"), f"{name}.toml", proven=True)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST + 1).decode("utf-8")
    except UnicodeDecodeError as problem:
        raise PackError(f"{path}: this is not UTF-8 (byte {problem.start}); save it as UTF-8 and run again") from None
    except (OSError, ValueError) as problem:
        told = problem.strerror if isinstance(problem, OSError) else problem
        raise PackError(f"{path}: this rule pack cannot be read ({told}); check its name and the folder that it is in") from None


def chosen(given: Sequence[str]) -> tuple[Pack, ...]:
    """The packs of these names and files, each once, "all" for those that come with presscheck. Raises PackError."""
    wanted = [name for each in given for name in (names() if each == "all" else (each,))]
    return tuple(load(name) for name in dict.fromkeys(wanted))


def parse(text: str, name: str, proven: bool = False) -> Pack:
    """A pack from its TOML text; raises PackError with file, line and words. `proven`: a test has had RE2 take all its patterns."""
    if len(text) > LONGEST:
        raise PackError(f"{name}: this is longer than {LONGEST >> 20} MiB; make several packs of it")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise PackError(f"{name}: not valid TOML ({problem})") from None
    for word, table in data.items():
        if word not in ("pack", "words", "guideline", "rule") or not isinstance(table, dict):
            where = f"{name}, line {_line(text, word)}"
            raise PackError(f"{where}: {word} is no part of a pack; it has the tables [pack], [words], [guideline.name], [rule.name]")
    head, lists, own = (data.get(part, {}) for part in ("pack", "words", "guideline"))
    _typed(head, HEAD, f"{name}, line {_line(text, 'pack')}, [pack]")
    _typed(lists, dict.fromkeys(lists, list), f"{name}, line {_line(text, 'words')}, [words]")
    rules = data.get("rule", {})
    if len(rules) > RULES:
        raise PackError(f"{name}: {len(rules)} rules are more than the {RULES} that a pack may have; make several of it")
    known = {**guidelines(), **_guidelines(own, text, name)}
    called = head.get("name", name.removesuffix(".toml"))
    made = []
    for code, rule in rules.items():
        where = f"{name}, line {_line(text, f'rule.{code}')}, rule {code}"
        made.append(_rule(code, rule, called, {key: [plain(item) for item in each] for key, each in lists.items()}, known, where, proven))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Pack(called, f"{called} {head.get('version', '0')} {digest}", head.get("about", ""), tuple(made))


@lru_cache
def guidelines() -> Mapping[str, Guideline]:
    """The guidelines, codes and laws that rules may name as their basis, by key."""
    text = (files("presscheck") / "data" / "guidelines.toml").read_text("utf-8")
    return _guidelines(tomllib.loads(text), text, "guidelines.toml")


def _guidelines(table: Mapping[str, Any], text: str, name: str) -> dict[str, Guideline]:
    fields = dict.fromkeys(("publisher", "title", "year", "kind", "link"), str)
    for key, row in table.items():
        where = f"{name}, line {_line(text, key)}, guideline {key}"
        if not isinstance(row, dict):
            raise PackError(f"{where}: {row!r} should be a table")
        _typed(row, fields, where)
        if missing := [field for field in ("publisher", "title", "kind") if not row.get(field)]:
            raise PackError(f"{where}: has no {', '.join(missing)}")
        if row["kind"] not in KINDS:
            raise PackError(f"{where}: kind = {row['kind']!r} should be one of {', '.join(KINDS)}")
    return {
        key: Guideline(row["publisher"], row["title"], row.get("year", ""), row["kind"], row.get("link", "")) for key, row in table.items()
    }


def _rule(
    code: str, rule: Any, pack: str, lists: Mapping[str, Sequence[str]], known: Mapping[str, Guideline], where: str, proven: bool
) -> Rule:
    """One rule; raises PackError, with `where`, for what is wrong with it."""
    if not isinstance(rule, dict):
        raise PackError(f"{where}: {rule!r} should be a table")
    try:
        matcher = parts.load("matchers", str(rule.get("matcher", ""))) if "matcher" in rule else None
    except SettingsError as problem:
        raise PackError(f"{where}: {problem}") from None
    _typed(rule, {**FIELDS, **(matcher.FIELDS if matcher else {})}, where)
    if missing := [field for field in NEEDED if field not in rule]:
        raise PackError(f"{where}: has no {', '.join(missing)}")
    if empty := [field for field in NEEDED if not rule[field] or (isinstance(rule[field], str) and not rule[field].strip())]:
        raise PackError(f"{where}: {empty[0]} = {rule[empty[0]]!r} is empty")
    for field, choices in CHOICES.items():
        if rule.get(field, choices[0]) not in choices:
            raise PackError(f"{where}: {field} = {rule[field]!r} should be one of {', '.join(choices)}")
    for field in ("profiles", "not-profiles"):
        if wrong := [name for name in rule.get(field, ()) if name not in profiles()]:
            raise PackError(f"{where}: {field} names {wrong[0]!r}; there are: {', '.join(profiles())}")
    for field in ("subject", "central"):
        if wrong := [name for name in rule.get(field, ()) if name not in _subjects()]:
            raise PackError(f"{where}: {field} names {wrong[0]!r}; there are: {', '.join(_subjects())}")
    if wrong := [key for key in rule["basis"] if key not in known and " " not in key]:
        near = difflib.get_close_matches(wrong[0], known, 1, 0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ', or write more than one word, such as "Our stylebook"'
        raise PackError(f"{where}: basis names {wrong[0]!r}, of which no [guideline.{wrong[0]}] tells publisher, title and kind{hint}")
    try:
        assert matcher is not None
        compiled = matcher.compile(rule, lists)
        near_by = {
            when: Near(*(tuple(pattern(each, lists, phrase=True) for each in rule.get(f"{when}{reach}", ())) for reach in REACHES))
            for when in ("needs", "unless")
        }
        if not proven:
            _prove(compiled, near_by)
    except ValueError as problem:
        raise PackError(f"{where}: {problem}") from None
    return Rule(
        code,
        pack,
        Level(rule["level"]),
        tuple(rule.get("tags", ())),
        rule["why"],
        tuple(known.get(key) or Guideline("", key, "", "house style") for key in rule["basis"]),
        tuple(rule["bad"]),
        tuple(rule["good"]),
        compiled,
        quotes=rule.get("quotes", matcher.QUOTES),
        where=rule.get("where", "all"),
        stage=rule.get("stage", ""),
        subject=tuple(rule.get("subject", ())),
        central=tuple(rule.get("central", ())),
        profiles=tuple(rule.get("profiles", ())),
        not_profiles=tuple(rule.get("not-profiles", ())),
        needs=near_by["needs"],
        unless=near_by["unless"],
        once=rule.get("once", False),
        safe=rule.get("safe", False),
        off=rule.get("off", False),
    )


REACHES = ("", "-near", "-anywhere")
GAPPED = f" {GAP} "


def _prove(compiled: parts.Compiled, near_by: Mapping[str, Near]) -> None:
    """Have RE2 take every pattern; raises ValueError."""
    for way in compiled.ways:
        for part in way:
            pattern_of(part)
    for near in near_by.values():
        for each in (*near.sentence, *near.near, *near.anywhere):
            each.prove()


def pattern_of(part: str) -> None:
    """Have RE2 take one part of a pattern; raises ValueError."""
    words = part[5:-3] if part.startswith(r"\b(?:") else part[3:-1] if part.startswith("(?:") else part
    Pattern(words.replace(rf")\b{BETWEEN}\b(?:", GAPPED).replace(f"){BETWEEN}(?:", GAPPED), part).prove()


def _typed(table: Any, fields: Mapping[str, type], where: str) -> None:
    """Raises PackError for a field that there is not, or whose value is of another type."""
    if not isinstance(table, dict):
        raise PackError(f"{where}: {table!r} should be a table")
    for field, value in table.items():
        if field not in fields:
            near = difflib.get_close_matches(field, fields, 1, 0.6)
            raise PackError(f"{where}: there is no field {field!r}{f'; did you mean {near[0]!r}?' if near else ''}")
        wanted = fields[field]
        fits = isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
        if wanted is list:
            fits = fits and all(isinstance(item, str) for item in value)
        if wanted is dict:
            fits = fits and all(isinstance(item, str) for item in value.values())
        if not fits:
            raise PackError(f"{where}: {field} = {value!r} should be {WORDS[wanted]}")


@lru_cache
def _subjects() -> tuple[str, ...]:
    table = tomllib.loads((files("presscheck") / "data" / "subjects.toml").read_text("utf-8"))
    return tuple(name for name in table if name != "words")


def _line(text: str, word: str) -> int:
    """The number of the first line that begins a table or value of this name; 1 where it is written in some other way."""
    openings = (f"[{word}]", f"[{word}.", f"{word} ", f"{word}=", f"[guideline.{word}]")
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.startswith(openings)), 1)
