"""Settings of a check: frozen, from `presscheck.toml` and the command line."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, fields, replace
from typing import Any

from presscheck.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """`judge`: a module in judges/, or a folder with an NLI model; `packs`: files in data/packs; `passages`: how many passages are weighed
    for each fact."""

    judge: str = "auto"
    packs: tuple[str, ...] = ("hygiene", "consistency")
    passages: int = 8

    def digest(self) -> str:
        """A short digest of all values, for the run's record."""
        values = repr([(field.name, getattr(self, field.name)) for field in fields(self)])
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
        elif not isinstance(value, wanted) or isinstance(value, bool):
            raise SettingsError(f"{name}: {key} = {value!r} should be a {'list of words' if wanted is tuple else wanted.__name__}")
        if wanted is int and value < 1:
            raise SettingsError(f"{name}: {key} = {value!r} should be 1 or more")
    return replace(settings, **values)
