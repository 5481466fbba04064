"""The words of one language that the checking reads by, from `data/languages/<code>.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from presscheck.errors import SettingsError

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")  # of a post's words


@dataclass(frozen=True, slots=True)
class Order:
    """Words that put events in order: `before` and `after` link two of them, `later` and `earlier` open a sentence, among `spans`."""

    before: frozenset[str]
    after: frozenset[str]
    only: frozenset[str]
    not_before_link: frozenset[str]
    later: frozenset[str]
    earlier: frozenset[str]
    spans: frozenset[str]
    same: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stages:
    """How a language tells the stages of a case: `words` maps a stage to its patterns, the next four to other stages, `told_by` to words;
    `sizes` a unit of time to how many of a smaller one it is."""

    ahead: frozenset[str]
    passive: frozenset[str]
    undone: frozenset[str]
    after_negation: frozenset[str]
    openers: frozenset[str]
    crimes: frozenset[str]
    offences: dict[str, str]
    unnamed: frozenset[str]
    counted: frozenset[str]
    killings: frozenset[str]
    pleas: frozenset[str]
    about: frozenset[str]
    of_object: frozenset[str]
    lawyers: frozenset[str]
    bodies: frozenset[str]
    parties: frozenset[str]
    ordinals: dict[str, int]
    impersonal: frozenset[str]
    once: frozenset[str]
    of_case: frozenset[str]
    passed: frozenset[str]
    background: frozenset[str]
    courts: frozenset[str]
    convicting: frozenset[str]
    ends: frozenset[str]
    hints: frozenset[str]
    for_good: frozenset[str]
    at_present: frozenset[str]
    loosely: frozenset[str]
    apart: frozenset[str]
    sizes: dict[str, tuple[int, str]]
    words: dict[str, tuple[str, ...]]
    excluded_by: dict[str, tuple[str, ...]]
    short_of: dict[str, tuple[str, ...]]
    goes_with: dict[str, tuple[str, ...]]
    ended_by: dict[str, tuple[str, ...]]
    told_by: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Roles:
    """Posts and ties. `posts` maps the words of one, apart, to (its first name, its family or ""); `wider` a word that says less to the
    posts that it may stand for; `labels` and `verbs` what opens a docket's line, or what is done, to the post."""

    posts: dict[tuple[str, ...], tuple[str, str]]
    wider: dict[str, frozenset[str]]
    labels: dict[str, str]
    verbs: dict[str, str]
    former: frozenset[str]
    lower: frozenset[str]
    interim: frozenset[str]
    copulas: frozenset[str]
    beside: frozenset[str]
    serving: frozenset[str]
    onward: frozenset[str]
    occupations: frozenset[str]
    past: frozenset[str]
    beside_others: frozenset[str]
    succession: frozenset[str]
    leaving: frozenset[str]
    rooms: frozenset[str]
    parties: frozenset[str]
    present: frozenset[str]
    untold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists, all lower case but `aliases`. `inflected` maps a form to the word's first one; `months` and `weekdays` map a word to its
    number (January = 1, Monday = 0), `relative` "yesterday" to the days from its own; `countries` and `nicknames` map a word to the group
    of words that name one country and its people, or one given name; `numbers` maps a number word to its value, `scales` "million" to its
    factor, `currencies` a sign or word to the currency's name."""

    stemmer: str
    inflected: dict[str, str]
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
    fractions: dict[str, float]
    plurals: frozenset[str]
    dating: frozenset[str]
    later: frozenset[str]  # beside the date of a figure, they tell of another day than its row's
    row_joins: frozenset[str]
    year_apart: frozenset[tuple[str, str]]
    ordinals: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    totals: frozenset[str]
    middles: frozenset[str]
    grades: frozenset[str]
    set_off: frozenset[str]
    bygone: frozenset[str]
    present: frozenset[str]
    expected: frozenset[str]
    ages: frozenset[str]
    percent: frozenset[str]
    percent_pairs: frozenset[tuple[str, str]]
    points: frozenset[str]
    currencies: dict[str, str]
    about: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]
    more: frozenset[str]
    lengths: frozenset[str]
    paying: frozenset[str]
    sex_letters: dict[str, str]
    wholes: frozenset[str]
    clock_leads: frozenset[str]
    clock_before: frozenset[str]
    clock_after: frozenset[str]
    parts_of_day: tuple[tuple[str, int], ...]
    hours_named: dict[str, int]
    past: dict[str, int]
    parts_of_hour: dict[str, int]
    dimensions: tuple[dict[str, float], ...]
    rate_signs: dict[str, str]  # behind a stroke ("km/h") -> the unit
    rate_adverbs: dict[str, str]  # "weekly" -> the unit
    rate_moments: frozenset[str]  # behind "a year" they make a moment of it
    rate_heads: tuple[tuple[str, ...], ...]  # words for those of whom each has so much, a row for each kind
    placing: frozenset[str]
    parting: frozenset[str]
    denied: frozenset[str]
    reckoned: frozenset[str]
    durations: frozenset[str]
    differences: frozenset[str]
    degrees: dict[str, int]  # what stands before "degree" -> its number
    emergency: dict[str, frozenset[str]]
    gauges: frozenset[str]
    measures: dict[str, str]
    numbered: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str]
    particles: frozenset[str]
    peoples: tuple[str, ...]
    followers: tuple[str, ...]
    suffixes: frozenset[str]
    common: frozenset[str]
    openings: frozenset[str]
    cried: frozenset[str]
    shortened: dict[str, str]
    describing: frozenset[str]
    bodies: frozenset[str]
    regional: dict[str, str]  # a word spelt by one region -> as another spells it
    regional_endings: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, ...], ...]  # the names of one body, as written
    countries: dict[str, int]
    stand_ins: frozenset[str]
    seas: frozenset[str]
    over_seas: frozenset[str]
    feasts: frozenset[str]
    states: frozenset[str]
    each: frozenset[str]
    accounting: frozenset[str]  # letters that stand for terms of accounts: "EPS", "FY"
    post_letters: frozenset[str]
    company_forms: frozenset[str]
    birth: frozenset[str]
    nicknames: dict[str, frozenset[int]]
    speech: frozenset[str]
    publishing: frozenset[str]
    telling_somebody: frozenset[str]
    papers: frozenset[str]
    columns: frozenset[str]
    nameless: frozenset[str]
    many: frozenset[str]
    hearsay: frozenset[str]
    believed: frozenset[str]
    left_open: frozenset[str]
    knowing: frozenset[str]
    asked: frozenset[str]
    attribution: dict[str, frozenset[str]]  # kind of word that tells who says what -> the words
    excerpts: dict[str, frozenset[str]]  # kind of word that turns what is quoted beside it -> the words
    hedges: dict[str, frozenset[str]]  # kind of word that leaves a statement open, or says that it is proven -> the words
    allegations: dict[str, frozenset[str]]  # kind of word that tells of an accusation, or answers one -> the words
    opposites: dict[str, tuple[tuple[int, int], ...]]
    beside: frozenset[str]
    after: frozenset[str]
    joining: frozenset[str]
    soft: frozenset[str]
    counting: frozenset[str]
    copulas: frozenset[str]
    turning: frozenset[str]
    ranks: frozenset[str]
    wishes: frozenset[str]
    agreeing: frozenset[str]
    stances: dict[str, tuple[int, int]]  # a word with which somebody takes a side -> (number of the row, side 1 or -1)
    past_sides: frozenset[str]
    once_sides: frozenset[str]
    beside_sides: frozenset[str]
    unreal: frozenset[str]
    withdrawals: dict[str, frozenset[str]]  # kind of word with which a text takes a figure back -> the words
    votes: dict[str, frozenset[str]]  # what tells of a vote -> the words
    voices: dict[str, frozenset[str]]  # kind of word that tells whose voice a text is in -> the words
    salutations: tuple[str, ...]
    statement_heads: tuple[str, ...]
    owned_heads: tuple[str, ...]  # over somebody's own words: the same, and "interview with"
    silent: tuple[str, ...]
    lying: frozenset[str]
    settlements: frozenset[str]
    homes: tuple[frozenset[str], ...]
    going: frozenset[str]
    periods: frozenset[str]
    sorts: tuple[tuple[tuple[tuple[str, ...], frozenset[str]], ...], ...]  # rows of (words of one sort, what else tells of it)
    listing: dict[str, frozenset[str]]  # kind of word that stands beside a list of names, or between two -> the words
    limits: dict[str, frozenset[str]]  # what bounds a figure or a day -> the phrases
    bounds: dict[str, frozenset[str]]  # words that stand near a bound of the draft, or before a bound of a source
    plans: dict[str, frozenset[str]]  # kind of word or phrase that tells something as settled, or leaves it open -> those
    causes: dict[str, frozenset[str]]  # kind of word or phrase that tells what came of what, or leaves that open -> those
    amounts: frozenset[str]
    compared: dict[str, int]
    moved: dict[str, int]  # other words of a rise (1) or a fall (-1) by a share, which alone tell no direction
    scope: dict[str, frozenset[str]]  # kind of word that tells how far a statement reaches -> the words
    being: frozenset[str]
    auxiliaries: frozenset[str]
    articles: frozenset[str]
    acts: dict[str, int]  # a word of an act -> the number of its row
    giving: frozenset[int]  # rows of acts by which one has something from another
    variants: tuple[tuple[str, str], ...]
    sexes: tuple[tuple[str, str], ...]
    then: frozenset[str]
    sums: dict[str, frozenset[str]]  # kind of word that tells how figures of one text hang together -> the words
    bylines: frozenset[str]
    writers: frozenset[str]
    signing: frozenset[str]
    whoever: frozenset[str]
    somebody: frozenset[str]
    behind_somebody: frozenset[str]
    margins: frozenset[str]
    days: dict[str, int]
    counted_from: frozenset[str]
    row_names: dict[str, frozenset[str]]  # kind of word with which a row's name opens, or that stands for one -> the words
    timed: frozenset[str]
    by: frozenset[str]
    masthead: frozenset[str]
    unwritten: frozenset[str]
    to_come: tuple[str, ...]
    datelines: frozenset[str]
    notes: tuple[str, ...]
    appeals: tuple[str, ...]
    announcements: tuple[str, ...]
    ahead: tuple[str, ...]
    roles: Roles
    backgrounds: dict[str, frozenset[str]]  # kind of word that tells what somebody was before, or learnt -> the words
    trades: tuple[tuple[frozenset[str], frozenset[str]], ...]  # words for those of one trade and what they do, places and things of it
    denials: dict[str, frozenset[str]]  # kind of word that a denial is told with -> the words
    denied_acts: tuple[tuple[frozenset[str], ...], ...]  # what is done: as verbs of the past, as nouns, and as a source may deny it
    tenures: dict[str, frozenset[str]]  # a verb of who holds a post -> those of who held it
    stages: Stages
    order: Order


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
        inflected={form: first for first, *forms in data["inflected"] for form in forms},
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
        fractions=numbers["fractions"],
        plurals=frozenset(numbers["plurals"]),
        dating=frozenset(numbers["dating"]),
        later=frozenset(numbers["later"]),
        row_joins=frozenset(numbers["row_joins"]),
        year_apart=frozenset((first, second) for first, second in numbers["year_apart"]),
        ordinals=frozenset(numbers["ordinals"]),
        joins=frozenset(numbers["joins"]),
        determiners=frozenset(numbers["determiners"]),
        totals=frozenset(numbers["totals"]),
        middles=frozenset(numbers["middles"]),
        grades=frozenset(numbers["grades"]),
        set_off=frozenset(numbers["set_off"]),
        bygone=frozenset(numbers["bygone"]),
        present=frozenset(numbers["present"]),
        expected=frozenset(numbers["expected"]),
        ages=frozenset(numbers["ages"]),
        percent=frozenset(numbers["percent"]),
        percent_pairs=frozenset((first, second) for first, second in numbers["percent_pairs"]),
        points=frozenset(numbers["points"]),
        currencies=numbers["currencies"],
        about=frozenset(numbers["about"]),
        above=frozenset(numbers["above"]),
        below=frozenset(numbers["below"]),
        more=frozenset(numbers["more"]),
        lengths=frozenset(numbers["lengths"]),
        paying=frozenset(numbers["paying"]),
        sex_letters=numbers["sex_letters"],
        wholes=frozenset(numbers["wholes"]),
        clock_leads=frozenset(numbers["clock_leads"]),
        clock_before=frozenset(numbers["clock_before"]),
        clock_after=frozenset(numbers["clock_after"]),
        parts_of_day=tuple((words, offset) for words, offset in numbers["parts_of_day"]),
        hours_named=numbers["hours_named"],
        past=numbers["past"],
        parts_of_hour=numbers["parts_of_hour"],
        dimensions=tuple(numbers["dimensions"]),
        rate_signs=data["rates"]["signs"],
        rate_adverbs=data["rates"]["adverbs"],
        rate_moments=frozenset(data["rates"]["moments"]),
        rate_heads=tuple(tuple(row) for row in data["rates"]["heads"]),
        placing=frozenset(numbers["placing"]),
        parting=frozenset(numbers["parting"]),
        denied=frozenset(numbers["denied"]),
        reckoned=frozenset(numbers["reckoned"]),
        durations=frozenset(numbers["durations"]),
        differences=frozenset(numbers["differences"]),
        degrees=numbers["degrees"],
        emergency={name: frozenset(told) for name, told in numbers["emergency"].items()},
        gauges=frozenset(numbers["gauges"]),
        measures=numbers["measures"],
        numbered=frozenset(numbers["numbered"]),
        titles=frozenset(names["titles"]),
        short_titles=frozenset(names["short_titles"]),
        particles=frozenset(names["particles"]),
        peoples=tuple(names["peoples"]),
        followers=tuple(names["followers"]),
        suffixes=frozenset(names["suffixes"]),
        common=frozenset(names["common"]),
        openings=frozenset(names["openings"]),
        cried=frozenset(names["cried"]),
        shortened=names["shortened"],
        describing=frozenset(names["describing"]),
        bodies=frozenset(names["bodies"]),
        regional=dict(names["regional"]),
        regional_endings=tuple((first, second) for first, second in names["regional_endings"]),
        aliases=tuple(tuple(group) for group in names["aliases"]),
        countries={word: group for group, words in enumerate(names["countries"]) for word in words},
        accounting=frozenset(names["accounting"]),
        post_letters=frozenset(names["post_letters"]),
        company_forms=frozenset(names["company_forms"]),
        birth=frozenset(numbers["birth"]),
        feasts=frozenset(names["feasts"]),
        states=frozenset(names["states"]),
        each=frozenset(numbers["each"]),
        stand_ins=frozenset(names["stand_ins"]),
        seas=frozenset(names["seas"]),
        over_seas=frozenset(names["over_seas"]),
        nicknames=_groups(names["nicknames"]),
        speech=frozenset(data["speech"]["verbs"]),
        publishing=frozenset(data["speech"]["publishing"]),
        columns=frozenset(data["speech"]["columns"]),
        **{
            name: frozenset(data["speech"][name])
            for name in ("nameless", "many", "hearsay", "believed", "left_open", "knowing", "asked", "telling_somebody", "papers")
        },
        attribution={name: frozenset(words) for name, words in data["attribution"].items()},
        excerpts={name: frozenset(words) for name, words in data["excerpts"].items()},
        hedges={name: frozenset(words) for name, words in data["hedges"].items()},
        allegations={name: frozenset(words) for name, words in data["allegations"].items()},
        opposites=_sides(data["polarity"]["opposites"]),
        **{name: frozenset(data["polarity"][name]) for name in ("past_sides", "once_sides", "beside_sides")},
        agreeing=frozenset(data["polarity"]["agreeing"]),
        stances={word: places[0] for word, places in _sides(data["polarity"]["stances"]).items()},
        **{
            name: frozenset(data["polarity"][name])
            for name in ("beside", "after", "joining", "soft", "counting", "copulas", "turning", "ranks", "unreal", "wishes")
        },
        withdrawals={name: frozenset(words) for name, words in data["withdrawals"].items()},
        votes={name: frozenset(words) for name, words in data["votes"].items()},
        voices={name: frozenset(words) for name, words in data["voices"].items()},
        salutations=tuple(data["voices"]["salutations"]),
        statement_heads=tuple(data["voices"]["heads"]),
        owned_heads=tuple(data["voices"]["heads"] + data["voices"]["interviews"]),
        silent=tuple(data["voices"]["silent"]),
        lying=frozenset(data["places"]["lying"]),
        settlements=frozenset(data["places"]["settlements"]),
        homes=tuple(frozenset(group) for group in data["places"]["homes"]),
        going=frozenset(data["direction"]["going"]),
        **{name: frozenset(data["direction"][name]) for name in ("periods", "amounts")},
        compared=data["direction"]["compared"],
        moved=data["direction"]["moved"],
        sorts=tuple(tuple(_sort(one) for one in row) for row in data["sorts"]["rows"]),
        listing={name: frozenset(words) for name, words in data["listing"].items()},
        limits={name: frozenset(words) for name, words in data["limits"].items()},
        bounds={name: frozenset(words) for name, words in data["bounds"].items()},
        plans={name: frozenset(words) for name, words in data["plans"].items()},
        causes={name: frozenset(words) for name, words in data["causes"].items()},
        scope=_scope(data["scope"]),
        being=frozenset(data["agents"]["being"]),
        auxiliaries=frozenset(data["agents"]["auxiliaries"]),
        articles=frozenset(data["agents"]["articles"]),
        acts={word: n for n, row in enumerate(data["agents"]["giving"] + data["agents"]["acts"]) for word in row},
        giving=frozenset(range(len(data["agents"]["giving"]))),
        variants=tuple((first, second) for first, second in data["consistency"]["variants"]),
        sexes=tuple((first, second) for first, second in data["consistency"]["sexes"]),
        then=frozenset(data["consistency"]["then"]),
        sums={name: frozenset(data["consistency"][name]) for name in ("rises", "falls", "unranged", "links", "people", "totals", "parts")},
        bylines=frozenset(data["assertion"]["byline"]),
        writers=frozenset(data["assertion"]["writers"]),
        signing=frozenset(data["assertion"]["signing"]),
        whoever=frozenset(data["counting"]["whoever"]),
        somebody=frozenset(data["counting"]["somebody"]),
        behind_somebody=frozenset(data["counting"]["behind_somebody"]),
        margins=frozenset(data["counting"]["margins"]),
        days={word: number for number, word in enumerate(data["counting"]["days"], 1)} | {"thirtieth": 30},
        counted_from=frozenset(data["counting"]["counted_from"]),
        row_names={name: frozenset(words) for name, words in data["entries"].items()},
        timed=frozenset(data["counting"]["timed"]),
        by=frozenset(data["counting"]["by"]),
        masthead=frozenset(data["assertion"]["masthead"]),
        unwritten=frozenset(data["assertion"]["unwritten"]),
        to_come=tuple(data["assertion"]["to_come"]),
        datelines=frozenset(data["assertion"]["datelines"]),
        notes=tuple(data["assertion"]["notes"]),
        appeals=tuple(data["assertion"]["appeals"]),
        announcements=tuple(data["assertion"]["announcements"]),
        ahead=tuple(data["assertion"]["ahead"]),
        roles=_roles(data["roles"]),
        backgrounds={name: frozenset(words) for name, words in data["backgrounds"].items() if name != "trades"},
        trades=tuple(_trade(line) for line in data["backgrounds"]["trades"]),
        denials={name: frozenset(words) for name, words in data["denials"].items() if name != "acts"},
        denied_acts=tuple(tuple(map(frozenset, row)) for row in data["denials"]["acts"]),
        tenures={verb: frozenset(past) for verbs, past in data["tenures"]["verbs"] for verb in verbs},
        stages=_stages(data["stages"]),
        order=Order(**{name: frozenset(words) for name, words in data["order"].items()}),
    )


def _trade(line: str) -> tuple[frozenset[str], frozenset[str]]:
    people, _, things = line.partition("|")
    return frozenset(people.split()), frozenset(things.split())


def _sort(line: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of one sort ("full time" is one with a space), and those that tell the same otherwise."""
    own, _, other = line.partition("|")
    own = own.strip()
    return (own,) if own.endswith(" time") else tuple(own.split()), frozenset(other.split())


def _scope(data: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    reaching = ("whole", "none", "part", "few", "first", "later", "only")
    return {
        **{name: frozenset(words) for name, words in data.items()},
        "words": frozenset(word for name in reaching for word in data[name]),
    }


def _groups(groups: list[list[str]]) -> dict[str, frozenset[int]]:
    """For each word the numbers of the groups that it stands in."""
    return {word: frozenset(n for n, group in enumerate(groups) if word in group) for group in groups for word in group}


def _stages(data: dict[str, Any]) -> Stages:
    def lists(name: str) -> dict[str, tuple[str, ...]]:
        return {stage: tuple(told) for stage, told in data[name].items()}

    sets = {name: frozenset(words) for name, words in data.items() if isinstance(words, list)}
    tables = {name: lists(name) for name in ("words", "excluded_by", "short_of", "goes_with", "ended_by", "told_by")}
    sizes = {unit: (times, of) for unit, (times, of) in data["sizes"].items()}
    return Stages(**{**sets, **tables, "sizes": sizes, "offences": data["offences"], "ordinals": data["ordinals"]})


def _roles(data: dict[str, Any]) -> Roles:
    families = {**data["families"], "": data["other"]["posts"]}
    lists = (
        "former",
        "lower",
        "interim",
        "copulas",
        "beside",
        "serving",
        "onward",
        "occupations",
        "past",
        "beside_others",
        "succession",
        "leaving",
        "rooms",
        "parties",
        "present",
        "untold",
    )
    return Roles(
        posts={
            tuple(WORD.findall(words)): (group.partition("|")[0], family)
            for family, groups in families.items()
            for group in groups
            for words in group.split("|")
        },
        wider={word: frozenset(posts) for word, posts in data["wider"].items()},
        labels=data["labels"],
        verbs=data["verbs"],
        **{name: frozenset(data[name]) for name in lists},
    )


def _sides(scales: list[list[list[str]]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each word (number of the scale, side 1 or -1), for every scale that it stands on."""
    told: dict[str, list[tuple[int, int]]] = {}
    for number, sides in enumerate(scales):
        for side, group in zip((1, -1), sides, strict=True):
            for word in group:
                told.setdefault(word, []).append((number, side))
    return {word: tuple(places) for word, places in told.items()}
