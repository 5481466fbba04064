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
WORDS = {tuple: "a list of words", bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`judge`: a module in judges/, or a folder with an NLI model; `packs`: files in data/packs; `passages`: how many passages are weighed
    for each fact.

    For the judge "llm": `endpoint`, the address of a model that speaks the protocol of OpenAI's chat completions, and `model`, its name
    there; `allow_remote`, consent to an address that is not on this machine; `key_file`, where the key lies if not in the environment;
    `timeout`, seconds without an answer; `concurrency`, calls at once; `window`, tokens that the model can take and give in one call;
    `max_tokens`, tokens of prompts that one draft may take, 0 for 60,000 or 60 a word; `max_cost`, what it may cost at `price_prompt` and
    `price_answer` for a million tokens, 0 for any; `answers`, the folder where they are kept, "none" for nowhere."""

    judge: str = "auto"
    packs: tuple[str, ...] = ()
    profile: str = ""
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


def parse(text: str, name: str) -> Settings:
    """Settings from the text of a `presscheck.toml`; `name` is the file, for messages. Raises SettingsError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{name}: this is not valid TOML ({problem}); mend that line and run again") from None
    return change(Settings(), table, name)


def change(settings: Settings, values: dict[str, Any], name: str) -> Settings:
    """The settings with `values` in place of the old ones. Raises SettingsError for an unknown name or a wrong type."""
    known = {field.name: getattr(settings, field.name) for field in fields(settings)}
    for key, value in values.items():
        if key not in known:
            raise SettingsError(f"{name}: there is no setting {key!r}; there are: {', '.join(known)}")
        wanted = type(known[key])
        if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
            values = {**values, key: tuple(value)}
        elif wanted is float and type(value) is int and value <= MOST:
            values = {**values, key: float(value)}
        elif not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise SettingsError(f"{name}: {key} = {value!r} should be {WORDS[wanted]}")
        if wanted in (int, float) and not LEAST.get(key, 1) <= value <= MOST:  # nor is "nan", beside which no budget would bind
            raise SettingsError(f"{name}: {key} = {value!r} should be {LEAST.get(key, 1)} or more{', up to a billion' * (value > MOST)}")
    return replace(settings, **values)
