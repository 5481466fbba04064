"""The words of one language that the checking reads by, from `data/languages/<code>.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from presscheck.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists, all lower case. `months` and `weekdays` map a word to its number (January = 1, Monday = 0), `relative` "yesterday" to
    the days from its own; `numbers` maps a
    number word to its value, `scales` "million" to its factor, `currencies` a sign or word to the currency's name."""

    stemmer: str
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, int]
    abbreviations: frozenset[str]
    stopwords: frozenset[str]
    personal: frozenset[str]
    pronouns: frozenset[str]
    negations: frozenset[str]
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    ordinals: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    ages: frozenset[str]
    percent: frozenset[str]
    percent_pairs: frozenset[tuple[str, str]]
    points: frozenset[str]
    currencies: dict[str, str]
    about: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]
    more: frozenset[str]
    durations: frozenset[str]
    measures: dict[str, str]
    numbered: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    peoples: tuple[str, ...]
    suffixes: frozenset[str]
    common: frozenset[str]
    speech: frozenset[str]
    columns: frozenset[str]
    nameless: frozenset[str]
    many: frozenset[str]
    hearsay: frozenset[str]
    believed: frozenset[str]
    bylines: frozenset[str]
    notes: tuple[str, ...]
    appeals: tuple[str, ...]


@lru_cache
def load(code: str = "en") -> Language:
    """The language with this code; raise SettingsError where there is no file for it."""
    file = files("presscheck") / "data" / "languages" / f"{code}.toml"
    if not code.isalnum() or not file.is_file():
        raise SettingsError(f"there is no language {code!r}; add data/languages/{code}.toml, or choose en")
    data = tomllib.loads(file.read_text("utf-8"))
    numbers, names, pronouns = data["numbers"], data["names"], data["pronouns"]
    return Language(
        stemmer=data["stemmer"],
        months={word: n for n, words in enumerate(data["months"], 1) for word in words},
        weekdays={word: n for n, words in enumerate(data["weekdays"]) for word in words},
        relative=data["relative"],
        abbreviations=frozenset(data["abbreviations"]),
        stopwords=frozenset(data["stopwords"]),
        personal=frozenset(pronouns["person"]),
        pronouns=frozenset(pronouns["person"] + pronouns["other"]),
        negations=frozenset(data["negations"]),
        units=numbers["units"],
        tens=numbers["tens"],
        scales=numbers["scales"],
        ordinals=frozenset(numbers["ordinals"]),
        joins=frozenset(numbers["joins"]),
        determiners=frozenset(numbers["determiners"]),
        ages=frozenset(numbers["ages"]),
        percent=frozenset(numbers["percent"]),
        percent_pairs=frozenset((first, second) for first, second in numbers["percent_pairs"]),
        points=frozenset(numbers["points"]),
        currencies=numbers["currencies"],
        about=frozenset(numbers["about"]),
        above=frozenset(numbers["above"]),
        below=frozenset(numbers["below"]),
        more=frozenset(numbers["more"]),
        durations=frozenset(numbers["durations"]),
        measures=numbers["measures"],
        numbered=frozenset(numbers["numbered"]),
        titles=frozenset(names["titles"]),
        particles=frozenset(names["particles"]),
        peoples=tuple(names["peoples"]),
        suffixes=frozenset(names["suffixes"]),
        common=frozenset(names["common"]),
        speech=frozenset(data["speech"]["verbs"]),
        columns=frozenset(data["speech"]["columns"]),
        **{name: frozenset(data["speech"][name]) for name in ("nameless", "many", "hearsay", "believed")},
        bylines=frozenset(data["assertion"]["byline"]),
        notes=tuple(data["assertion"]["notes"]),
        appeals=tuple(data["assertion"]["appeals"]),
    )
