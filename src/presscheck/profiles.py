"""Profiles: whose code and whose law a draft answers to, from `data/profiles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from presscheck.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Profile:
    """`name` as in the settings, "" where none was chosen; `country` of the readers, two letters."""

    name: str = ""
    country: str = ""
    about: str = "no country's code or law: what all ask"


@lru_cache
def profiles() -> Mapping[str, Profile]:
    """All profiles, by name."""
    table = tomllib.loads((files("presscheck") / "data" / "profiles.toml").read_text("utf-8"))
    return {name: Profile(name, row["country"], row["about"]) for name, row in table.items()}


def profile(name: str) -> Profile:
    """The profile of that name, any case; "" is the one of no country. Raises SettingsError."""
    if not name:
        return Profile()
    known = {key.casefold(): each for key, each in profiles().items()}
    if name.casefold() not in known:
        raise SettingsError(f"there is no profile {name!r}; there are: {', '.join(profiles())}")
    return known[name.casefold()]
