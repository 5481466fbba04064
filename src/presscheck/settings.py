"""Settings of a check: frozen, from `presscheck.toml` and the command line."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields, replace
from typing import Any

from presscheck.errors import SettingsError

SILENT = frozenset({"key_file", "timeout", "concurrency", "price_prompt", "price_answer", "answers"})  # these change no report
LEAST = dict.fromkeys(("max_tokens", "max_cost", "price_prompt", "price_answer"), 0)
MOST = 1_000_000_000
LEVELS = ("error", "warning", "note", "off", "on")
WORDS = {tuple: "a list of words", bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`judge`: a module in judges/, or a folder with an NLI model; `passages`: how many passages are weighed for each fact.

    `packs`: rule packs, "all" for those that come with presscheck, others by name or as files ("house.toml"); `profile`: whose code and law
    hold, a name of data/profiles.toml, "" for what all ask; `levels`: pairs of a finding's code, or a pack's name, and "error", "warning",
    "note", "off", or "on" for a rule that is off of itself; `reader`: the network for what word lists cannot say, "auto" for the one that
    comes with presscheck unless the judge is "overlap", "none", or a folder.

    For the judge "llm": `endpoint`, the address of a model that speaks the protocol of OpenAI's chat completions, and `model`, its name
    there; `allow_remote`, consent to an address that is not on this machine; `key_file`, where the key lies if not in the environment;
    `timeout`, seconds without an answer; `concurrency`, calls at once; `window`, tokens that the model can take and give in one call;
    `max_tokens`, tokens of prompts that one draft may take, 0 for 60,000 or 60 a word; `max_cost`, what it may cost at `price_prompt` and
    `price_answer` for a million tokens, 0 for any; `answers`, the folder where they are kept, "none" for nowhere."""

    judge: str = "auto"
    packs: tuple[str, ...] = ("all",)
    profile: str = ""
    reader: str = "auto"
    levels: tuple[tuple[str, str], ...] = ()
    passages: int = 8
    endpoint: str = ""
    model: str = ""
    allow_remote: bool = False
    key_file: str = ""
    timeout: int = 120
    concurrency: int = 4
    window: int = 32_000
    max_tokens: int = 0
    max_cost: float = 0.0
    price_prompt: float = 0.0
    price_answer: float = 0.0
    answers: str = ""

    def digest(self) -> str:
        """A short digest of all values that can change a report, for the run's record."""
        values = repr([(field.name, getattr(self, field.name)) for field in fields(self) if field.name not in SILENT])
        return hashlib.sha256(values.encode()).hexdigest()[:12]


def _toml(text: str, name: str) -> dict[str, Any]:
    """The table of a file that a user writes; `name` is the file, for messages. Raises SettingsError."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise SettingsError(f"{name}: this is not valid TOML ({problem}); mend that line and run again") from None


def rows_of(text: str, name: str, key: str, most: int) -> list[Any]:
    """The tables [[key]] of a file that has no others, `most` of them at most. Raises SettingsError."""
    table = _toml(text, name)
    rows = table.get(key, [])
    if set(table) - {key} or not isinstance(rows, list) or len(rows) > most:
        raise SettingsError(f"{name}: this should hold tables [[{key}]] and nothing else, {most:,} at most")
    return rows


def parse(text: str, name: str, desk: str = "") -> Settings:
    """Settings from the text of a `presscheck.toml`, with what its table [desk.<desk>] says in place of the rest; `name` is the file, for
    messages. Raises SettingsError."""
    table = _toml(text, name)
    desks = table.pop("desk", {})
    if not isinstance(desks, dict) or not all(isinstance(own, dict) for own in desks.values()):
        raise SettingsError(f"{name}: desk should be tables such as [desk.sport]")
    if desk and desk not in desks:
        raise SettingsError(f"{name}: there is no desk {desk!r}; there are: {', '.join(desks) or 'none; add a table [desk.' + desk + ']'}")
    made = change(Settings(), table, name)
    changed = {each: change(made, own, f"{name}, [desk.{each}]") for each, own in desks.items()}  # all, so that a slip in one is told early
    return changed[desk] if desk else made


def change(settings: Settings, values: dict[str, Any], name: str) -> Settings:
    """The settings with `values` in place of the old ones, levels beside the old ones. Raises SettingsError for an unknown name or a wrong
    type."""
    known = {field.name: getattr(settings, field.name) for field in fields(settings)}
    made = dict(values)
    for key, value in values.items():
        if key not in known:
            raise SettingsError(f"{name}: there is no setting {key!r}; there are: {', '.join(known)}")
        made[key] = _levels(settings.levels, value, name) if key == "levels" else _fit(key, value, type(known[key]), name)
    return replace(settings, **made)


def _fit(key: str, value: Any, wanted: Any, name: str) -> Any:
    """The value of a setting as it is kept. Raises SettingsError."""
    if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if wanted is float and type(value) is int and value <= MOST:
        return float(value)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise SettingsError(f"{name}: {key} = {value!r} should be {WORDS[wanted]}")
    if wanted in (int, float) and not LEAST.get(key, 1) <= value <= MOST:  # nor is "nan", beside which no budget would bind
        raise SettingsError(f"{name}: {key} = {value!r} should be {LEAST.get(key, 1)} or more{', up to a billion' * (value > MOST)}")
    return value


def _levels(old: tuple[tuple[str, str], ...], value: Any, name: str) -> tuple[tuple[str, str], ...]:
    """The old levels with new ones beside them or in their place."""
    if not isinstance(value, dict):
        raise SettingsError(f'{name}: levels = {value!r} should be a table: [levels], then lines such as cliche-simile = "off"')
    for code, level in value.items():
        if level not in LEVELS:
            raise SettingsError(f"{name}: levels.{code} = {level!r} should be one of {', '.join(LEVELS)}")
    return tuple(sorted((dict(old) | value).items()))
