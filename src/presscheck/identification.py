"""Who is given away by a draft: complainants of sexual offences, and children in courts, by name or by what tells those who know them.

Everything is read sentence by sentence with the names covered letter for letter: a pattern sees where a name stands, not what it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from presscheck import language
from presscheck.model import Document, Sentence, Span
from presscheck.names import Name, bare, names
from presscheck.parts import Match
from presscheck.patterns import plain
from presscheck.sieve import Sieved
from presscheck.words import Word, words

if TYPE_CHECKING:
    from presscheck.galley import Galley

PERSON, OTHER = "\ua000", "\ua001"  # letters of another script: what covers a person's name, and any other
LONGEST = 1200  # letters of a sentence that are read
ENOUGH = 3  # weight of facts that together give somebody away
ADULT = 18
CARRIED = 2  # sentences through which "she" goes on meaning the same person
TOP = 6  # sentences in which a story about custody or a youth court says so
NEAR = 2  # sentences around a child's name in which the case is told
SEXUAL = ("sexual-violence", "child-abuse")
PLACE = re.compile(r"\b(?:in|at|near|from|the|an?|The|An?) $")  # before a name of two words that is a place's or a body's, not a person's
PAIR = re.compile(r"(?=\b([^\W\d_a-z][^\W\d_]{1,30}) (?:[A-Z]\. )?([^\W\d_a-z][^\W\d_]{1,30}))(?<![^\W\d_])")
SPEAKS = re.compile(r"(?<=.{12}) (?:told|tells|testified|gave evidence)\b")  # goes on with what the person says
CAPITAL = re.compile(r"\b[A-Z]")
LOOSE = re.compile(r"[\s,;(]*(?:\b(?:at|in|of|the|an?|and|on|for|to|with|by|who|her|his)[\s,;(]*){0,4}$")  # at the end of telling words
HONORIFICS = frozenset(("mr", "mrs", "ms", "miss", "mx"))
PLEADED = frozenset(("pleaded-guilty", "pleaded-not-guilty", "tried", "convicted", "acquitted", "sentenced"))


class Line:
    """One sentence at its place in the draft: `bare` with plain marks, `text` the same with its names covered; `known` are words of the
    names of people."""

    def __init__(self, draft: Document, span: Span, known: frozenset[str]) -> None:
        self.start = span.start
        self._draft, self._end, self._known = draft, min(span.end, span.start + LONGEST), known

    @cached_property
    def bare(self) -> str:
        return plain(self._draft.text[self.start : self._end]).replace(PERSON, " ").replace(OTHER, " ")

    @cached_property
    def text(self) -> str:
        if _shouts(self.bare):
            return self.bare
        letters = list(self.bare)
        for name in names(self._draft.text, self.start, self._end):
            first = next((word for word in name.words if word.lower not in _ranks()), None)
            if first and not _names_nobody(name):
                begin, end = first.span.start - self.start, name.span.end - self.start
                person = self._of_person(name, first) and not PLACE.search(self.bare, 0, begin)
                letters[begin:end] = (PERSON if person else OTHER) * (end - begin)
        return "".join(letters)

    def _of_person(self, name: Name, first: Word) -> bool:
        """Is it a person's name, or the part of one by which somebody is known here?"""
        if first is name.words[-1]:
            return bare(first.text) in self._known or not HONORIFICS.isdisjoint(name.title)
        return len(name.words) <= 4 and not any(bare(word.lower) in _bodies() for word in name.words)

    def span(self, match: re.Match[str], group: str | int = 0) -> Span:
        """Where a match in it, or a group of one, stands in the draft."""
        start, end = match.span(group)
        return Span(self.start + start, self.start + end)

    def told(self, span: Span) -> list[str]:
        """The words at a place of the draft, in lower case and without possessive endings."""
        return [bare(word.lower) for word in words(self.bare[span.start - self.start : span.end - self.start])]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something told of a person that narrows down who it is; one of weight 1 tells little."""

    kind: str
    weight: int
    start: int
    end: int


@lru_cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("presscheck") / "data" / "identification.toml").read_text("utf-8"))


def _filled(source: str) -> str:
    """A pattern with its lists filled in, `P`, `N` and `@` as names."""
    for _ in range(2):  # a list may name another
        source = re.sub(r"\{([a-z]+)\}", lambda match: _listed(match[1]), source)
    source = source.replace("@", "(?P<who>P)")
    source = re.sub(r"(?<![\\\w<])P(?![\w<])", f"{PERSON}{{2,60}}", source)
    source = re.sub(r"(?<![\\\w<])N(?![\w<])", f"[{PERSON}{OTHER}]{{2,60}}", source)
    return source


def _listed(name: str) -> str:
    units = language.load().units
    if name == "age":
        return f"(?:{'|'.join(sorted({*units, *language.load().tens}))})"
    if name == "number":
        return f"(?:{'|'.join(word for word, years in units.items() if 0 < years < ADULT and word != 'dozen')})"
    return f"(?:{'|'.join(_table()['words'][name])})"


@lru_cache
def _patterns(table: str, name: str) -> tuple[Sieved, ...]:
    return tuple(Sieved(_filled(source), re.IGNORECASE) for source in _table()[table][name])


@lru_cache
def _phrases(name: str) -> Sieved:
    """Phrases of the table of consent, as one pattern."""
    return Sieved(_filled(rf"\b(?:{'|'.join(_table()['consent'][name])})\b"), re.IGNORECASE)


@lru_cache
def _facts() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple((kind, weight, re.compile(_filled(source), re.IGNORECASE)) for kind, weight, source in _table()["facts"]["list"])


def _found(table: str, name: str, text: str) -> Iterator[re.Match[str]]:
    for each in _patterns(table, name):
        yield from each.finditer(text)


def _stands(table: str, name: str, text: str) -> bool:
    return any(each.stands(text) for each in _patterns(table, name))


# sentences with their names covered


@lru_cache(maxsize=2)  # each rule asks for those of the same draft
def _lines(draft: Document, sentences: tuple[Sentence, ...]) -> tuple[Line, ...]:
    pairs = ((bare(first), bare(last)) for first, last in set(PAIR.findall(draft.text)))
    no_name = _bodies() | language.load().stopwords
    known = frozenset(word for pair in pairs if no_name.isdisjoint(word.lower() for word in pair) for word in pair)
    return tuple(Line(draft, sentence.span, known) for sentence in sentences)


def _shouts(text: str) -> bool:
    """Is it a headline with a capital on most words, in which no name can be told from the rest?"""
    count = text.count(" ") + 1
    return count > 3 and len(CAPITAL.findall(text)) > 0.6 * count


@lru_cache
def _bodies() -> frozenset[str]:
    return frozenset(_table()["names"]["bodies"]) | frozenset(language.load().countries)


def _names_nobody(name: Name) -> bool:
    """A capital and no name: "Jane Doe", "Year" in "Year 9", "One"."""
    first = name.words[0].lower
    return first in _plain() or (len(name.words) > 1 and f"{first} {name.words[1].lower}" in _plain())


@lru_cache
def _plain() -> frozenset[str]:
    lists = language.load()
    return frozenset(_table()["names"]["plain"]) | frozenset(lists.units) | frozenset(lists.tens)


@lru_cache
def _ranks() -> frozenset[str]:
    return frozenset(_table()["names"]["ranks"])


def _of(galley: Galley) -> tuple[Line, ...]:
    return _lines(galley.draft, galley.sentences)


# complainants who are named


def complainants(galley: Galley) -> Iterator[Match]:
    """Somebody named as the one to whom a sexual offence was done, once a person: not the dead, nor one who is told to have agreed to it
    or to speak in public."""
    yield from _complainants(galley, strict=False)


def complainants_ever(galley: Galley) -> Iterator[Match]:
    """The same, dead or alive and whatever they say in public; written consent alone excuses."""
    yield from _complainants(galley, strict=True)


def _complainants(galley: Galley, strict: bool) -> Iterator[Match]:
    if not any(name in galley.subjects for name in SEXUAL):
        return
    lines, told = _of(galley), set[str]()
    for line in lines:
        if not _stands("complainants", "tells", line.bare) or PERSON not in line.text:
            continue
        if not strict and _stands("complainants", "killed", line.text):
            continue
        for span, speaks in sorted(_named_in(line, _about(galley))):
            who = line.told(span)[-1]
            if who in told or (speaks and _speaks(lines, who)) or _agreed(lines, who, strict) or (not strict and _dead(lines, who)):
                continue
            told.add(who)
            yield Match(span, f"{galley.draft[span]} is named as somebody to whom a sexual offence was done; no consent to that is told")


def _speaks(lines: Sequence[Line], who: str) -> bool:
    """Has the one of this surname a post from which people speak for others, or of them?"""
    beside = (line for line in lines if who in line.bare.lower())
    return any(line.told(line.span(match, "who"))[-1] == who for line in beside for match in _found("complainants", "speaking", line.text))


def _named_in(line: Line, about: bool) -> Iterator[tuple[Span, bool]]:
    """The names of complainants in a sentence; True where it is the one who speaks, who may be speaking of somebody else."""
    for name in ("named", "told", "plainly") if about else ("named", "told"):
        for match in _found("complainants", name, line.text):
            yield line.span(match, "who"), name != "named"


def _about(galley: Galley) -> bool:
    """Is a sexual offence told at the top?"""
    return any(galley.is_in(span, "top") for name in SEXUAL if name in galley.subjects for span in galley.subjects[name].shown)


def _agreed(lines: Sequence[Line], who: str, strict: bool) -> bool:
    """Is consent told beside the name, or that the person speaks in public in a sentence with it?"""
    for at, line in enumerate(lines):
        if _phrases("told").stands(line.bare) and any(_says(near, who) for near in lines[max(at - 2, 0) : at + 2]):
            return True
        if not strict and _phrases("public").stands(line.text) and _says(line, who):
            return True
    return False


def _says(line: Line, who: str) -> bool:
    return who in line.bare.lower() and any(bare(word.lower) == who for word in words(line.bare))


def _dead(lines: Sequence[Line], who: str) -> bool:
    """Is a person of this name told to have died?"""
    died = _death(who)
    return any(who in line.bare.lower() and died.search(line.bare) for line in lines)


@lru_cache(maxsize=256)
def _death(who: str) -> re.Pattern[str]:
    name, ended = rf"\b{re.escape(who)}\b", "(?:" + "|".join(_table()["words"]["dead"]) + ")"
    return re.compile(rf"{name}[^.;]{{0,60}}?\b{ended}\b|\b{ended}\b(?:[^.;]{{0,60}}? )?{name}", re.IGNORECASE)


# an accused's relatives


def kin(galley: Galley) -> Iterator[Match]:
    """The relation of a complainant to an accused who is named, and a named relative of a complainant who is not."""
    if not any(name in galley.subjects for name in SEXUAL):
        return
    lines = _of(galley)
    accused = any(_stands("kin", "charges", line.bare) and _stands("kin", "accused", line.text) for line in lines)
    seen: list[Span] = []
    for n, line in enumerate(lines):
        if not _stands("kin", "tells", line.bare) or _stands("complainants", "killed", line.bare):
            continue
        for name in ("told", "named") if accused else ("named",):
            for match in _found("kin", name, line.text):
                span = line.span(match, "who")
                near = " ".join(other.text for other in lines[max(n - 1, 0) : n + 2])
                if any(span.overlaps(other) for other in seen) or _told_free(lines, n):
                    continue
                if not _about(galley) and not _stands("protected", "act", near):
                    continue
                seen.append(span)
                if name == "told":
                    yield Match(span, "the accused is named, and with the relation to the accused the complainant is too")
                else:
                    yield Match(span, "the complainant is not named, but a relative is, which names both")


def _told_free(lines: Sequence[Line], n: int) -> bool:
    """Is consent told beside it?"""
    return any(_phrases("told").stands(line.bare) for line in lines[max(n - 1, 0) : n + 2])


# those accused


def accused_of_rape(galley: Galley) -> Iterator[Match]:
    """Somebody named as accused of rape, once a person."""
    yield from _accused_of(galley, "rape", "a charge of rape")


def accused_before_plea(galley: Galley) -> Iterator[Match]:
    """Somebody named as accused of a sexual offence, where the draft tells of no plea, trial or conviction."""
    found = list(_accused_of(galley, "sexual", "a charge of a sexual offence, with no plea told"))
    if found and not any(stage.name in PLEADED and not stage.mood for _, stage in galley.stages):
        yield from found


def _accused_of(galley: Galley, name: str, said: str) -> Iterator[Match]:
    lines, told = _of(galley), set[str]()
    for line in lines:
        for match in _found("accused", name, line.text) if _stands("protected", "act", line.bare) else ():
            span = line.span(match, "who")
            who = line.told(span)[-1]
            if who not in told and not _stands("accused", "others", match.group()) and not _speaks(lines, who):
                told.add(who)
                yield Match(span, f"{galley.draft[span]} is named with {said}")


# facts that give somebody away together


def given_away(galley: Galley) -> Iterator[Match]:
    """Facts of a complainant, or of a child before a court or in care, that together say who it is."""
    yield from _given_away(galley, ENOUGH)


def given_away_by_one(galley: Galley) -> Iterator[Match]:
    """The same where one fact that tells much is enough: family, village, school."""
    yield from _given_away(galley, 1)


def _given_away(galley: Galley, enough: int) -> Iterator[Match]:
    sexual = any(name in galley.subjects for name in SEXUAL)
    children = _stands("protected", "courts", galley.text.plain)
    if not (sexual or children):
        return
    lines = _of(galley)
    withheld = _phrases("withheld").stands(galley.text.plain)
    about = sexual and (withheld or _about(galley))
    carried = 0
    for n, line in enumerate(lines):
        near = " ".join(other.bare for other in lines[n : n + 2])
        start = _mention(line, near, sexual, about, children) if _stands("protected", "tells", line.bare) else None
        if start is None and carried and _stands("protected", "carried", line.text):
            start = 0
        if start is None:
            other = carried and PERSON in line.text
            carried = CARRIED if _stands("protected", "kept", line.bare) else 0 if other else max(carried - 1, 0)
            continue
        carried = CARRIED
        facts = _described(line, start)
        if _weigh(facts, enough, about or withheld):
            yield Match(_spread(line, facts), f"{_listing(facts)} together tell those who know this person who it is")


def _mention(line: Line, near: str, sexual: bool, about: bool, children: bool) -> int | None:
    """Where the first mention of somebody protected begins."""
    found = [match.start() for match in _found("protected", "surely", line.text)] if sexual else []
    for wanted, name in ((about, "woman"), (children, "child")):
        matches = _found("protected", name, line.text) if wanted else ()
        found += [m.start() for m in matches if name == "child" or not _stands("protected", "suspect", line.text[m.end() :])]
    if sexual and _stands("protected", "act", near):
        found += [match.start() for match in _found("protected", "former", line.text)]
    return min(found, default=None)


def _described(line: Line, start: int) -> list[Fact]:
    """The facts told of the one whose mention begins at `start`, as far as words with which something else begins, or another's name."""
    ends = (match.start() for match in _found("protected", "stops", line.text) if match.start() > start + 12)
    limit = min(ends, default=len(line.text))
    found = [Fact(kind, weight, *match.span()) for kind, weight, each in _facts() for match in each.finditer(line.text, start, limit)]
    told = [(fact.start, fact.end) for fact in found if fact.kind != "tie"]  # "a clerk at Orm Ltd" says no more as a tie than as a job
    found = [fact for fact in found if fact.kind != "tie" or not any(fact.start < end and begin < fact.end for begin, end in told)]
    for person in re.finditer(f"{PERSON}+", line.text[:limit]):
        if person.start() > start and not any(fact.start <= person.start() < fact.end for fact in found):
            found = [fact for fact in found if fact.start < person.start()]
            break
    return sorted(found, key=lambda fact: fact.start)


def _weigh(facts: Sequence[Fact], enough: int, known: bool) -> bool:
    """Do they give somebody away? Age and town alone do not; job and town do where the draft is about the case or the name is kept back."""
    kinds: dict[str, int] = {}
    for fact in facts:
        kinds[fact.kind] = max(kinds.get(fact.kind, 0), fact.weight)
    strong = max(kinds.values(), default=0) > 1
    if enough == 1 and {kind for kind, weight in kinds.items() if weight > 1} & {"relation", "school"}:
        return True
    return (strong and sum(kinds.values()) >= ENOUGH) or (known and {"job", "place"} <= set(kinds))


def _spread(line: Line, facts: Sequence[Fact]) -> Span:
    """From the first telling word to the last."""
    first, last = min(fact.start for fact in facts), max(fact.end for fact in facts)
    shown = SPEAKS.split(line.bare[first:last])[0]
    lead = len(shown) - len(shown.lstrip(" ,("))
    return Span(line.start + first + lead, line.start + first + len(LOOSE.sub("", shown)))


def _listing(facts: Sequence[Fact]) -> str:
    kinds = list(dict.fromkeys(fact.kind for fact in facts))
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} and {kinds[-1]}"


# children in courts


@dataclass(frozen=True, slots=True)
class Child:
    """A name told with an age below eighteen, or as a child of somebody's; `charged`: as the one accused."""

    span: Span
    charged: bool


def children_charged(galley: Galley) -> Iterator[Match]:
    """Somebody under eighteen named as accused of a crime."""
    for child in _children(galley):
        if child.charged:
            yield Match(child.span, f"{galley.draft[child.span]} is under eighteen, and named as accused")


def children_in_cases(galley: Galley) -> Iterator[Match]:
    """Somebody under eighteen named in a case of crime, abuse, custody or care: complainant, witness, or child of the parties."""
    for child in _children(galley):
        if not child.charged:
            yield Match(child.span, f"{galley.draft[child.span]} is a child, and named in a story about a court case, abuse or care")


@lru_cache(maxsize=1)  # two rules ask for those of the same draft
def _children(galley: Galley) -> tuple[Child, ...]:
    return tuple(_told_children(galley))


def _told_children(galley: Galley) -> Iterator[Child]:
    whole = galley.text.plain
    courts = _stands("protected", "courts", whole)
    case = courts or "crime" in galley.subjects or "child-abuse" in galley.subjects
    lines, seen = _of(galley), set[str]()
    lost = _stands("children", "lost", whole)
    parted = courts and any(_stands("children", "custody", line.bare) for line in lines[:TOP])
    for n, line in enumerate(lines):
        for match in _children_in(line, parted):
            span = line.span(match, "who")
            given = line.told(span)[0]
            charged = _charged(line, match)
            near = " ".join(other.bare for other in lines[max(n - NEAR, 0) : n + NEAR + 1])
            if given in seen or not (charged or (case and _stands("children", "matter", near))):
                continue
            if _stands("children", "excused", line.bare) or (not parted and _stands("children", "biography", line.bare)):
                continue
            if not charged and (lost or _phrases("told").stands(near) or _dead(lines, given)):
                continue
            seen.add(given)
            yield Child(span, charged)
    if any(_stands("children", "youth", line.bare) for line in lines[:TOP]):
        yield from _tried_as_youths(lines, seen)


def _tried_as_youths(lines: Sequence[Line], seen: set[str]) -> Iterator[Child]:
    """Those named as accused in a story about a youth court, whose age is not told."""
    for line in lines:
        for match in re.finditer(f"{PERSON}+", line.text):
            span = Span(line.start + match.start(), line.start + match.end())
            given, surname = line.told(span)[0], line.told(span)[-1]
            grown = re.match(r",? \(?(?:aged )?(?:1[89]|[2-9]\d)\b", line.text[match.end() :])
            if not grown and not {given, surname} & seen and _accused(line.text[match.end() :]) and not _speaks(lines, surname):
                seen |= {given, surname}
                yield Child(span, charged=True)


def _children_in(line: Line, parted: bool) -> list[re.Match[str]]:
    if not _stands("children", "tells", line.bare):
        return []
    found = [match for name in ("aged", "turning") for match in _found("children", name, line.text) if _years(match["age"]) < ADULT]
    for name in ("family", "parted") if parted else ("family",):
        found += _found("children", name, line.text)
    return sorted(found, key=lambda match: match.start("who"))


def _years(told: str) -> int:
    return int(told) if told.isdecimal() else language.load().units.get(told.lower(), ADULT)


def _charged(line: Line, match: re.Match[str]) -> bool:
    """Is the child the one accused? Not where somebody else, or a death, stands between."""
    return _accused(line.text[match.end() :]) or _stands("children", "charging", line.text[: match.start("who")])


def _accused(after: str) -> bool:
    """Do the words after a name tell that its bearer is accused? Not where somebody else, or a death, stands between."""
    return any(not _stands("children", "parting", told.group()) for told in _found("children", "charged", after))
