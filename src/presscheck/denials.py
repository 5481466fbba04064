"""What a text says did not happen, told by a noun or by another verb: "no discipline has been decided", "we have not started proceedings",
"none has been filed"; what it says is not decided: "we have not decided whether to appeal"; and what a text tells as having happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language, phrases
from presscheck.clauses import clauses, cut
from presscheck.model import Span
from presscheck.words import Word, in_lower, stopkeys, words

HAVING = frozenset({"has", "have", "hasn't", "haven't", "is", "are", "was", "were"})
SINCE = frozenset({"has", "have", "hasn't", "haven't"})  # what is denied with these is denied up to the day that it is said
NOT = frozenset({"not", "never", "hasn't", "haven't"})
BETWEEN = frozenset({"yet", "been", "ever", "so", "far", "formally", "also", "now", "since", "already", "to", "date", "being"})
PRESENT = frozenset({"do", "does", "is", "are"})
DANGLING = frozenset({"on", "of", "about", "as", "to", "against", "over", "that", "for", "into"})
ASIDE = frozenset({"too", "also", "however", "meanwhile"})
NONE = frozenset({"none", "nothing", "nobody"})
WIDE = 5  # words between a "no" and its noun, or between that and its verb
REACH = 4  # words before what happened among which something denies it or leaves it open
CORE = 2  # telling words before and behind it that tell of whom it is told


@dataclass(frozen=True, slots=True)
class Denied:
    """What a clause denies: `acts` are the rows of the word for it, `about` the keys of the words that tell of what it is denied."""

    span: Span
    acts: frozenset[int]
    about: frozenset[str]
    names: frozenset[str]  # keys of the clause's words with a capital
    who: frozenset[str]  # keys of who has not done it, empty for an "it" and a passive
    own: bool  # told by an "I" or a "we"


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause tells as having happened, or as what will: `acts` the rows of its word, none where it is no word of them; `who` are
    the keys of the words next before it, empty behind "both" or "they", `what` those next behind it."""

    span: Span
    acts: frozenset[int]
    who: frozenset[str]
    what: frozenset[str]


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a clause says is not decided: the key of the verb, and those of the words behind it."""

    span: Span
    verb: str
    matter: frozenset[str]
    own: bool


@lru_cache(maxsize=4096)
def denied(text: str) -> tuple[Denied, ...]:
    """What a text denies, in order."""
    lists = language.load().denials
    lower = frozenset(in_lower(text))
    if (NONE | NOT | {"no"}).isdisjoint(lower):
        return ()
    found = list[Denied]()
    named: frozenset[int] = frozenset()  # the rows of the last noun that was told
    for clause in (part for whole in clauses(text) for part in _at_commas(text, whole)):
        for at, word in enumerate(clause):
            if word.lower == "no":
                one = _behind_no(clause, at)
            elif word.lower in NOT:
                one = _behind_not(clause, at)
            elif word.lower in NONE:
                one = _behind_none(clause, at, named)
            else:
                one = None
            if one and clause[-1].lower in DANGLING:
                one = None  # "no finding on | who is to blame"
            if one and not lists["unreal"] & {other.lower for other in clause[at:]}:
                found.append(one)
            named = rows("nouns").get(word.lower, named)
    return tuple(found)


def _at_commas(text: str, clause: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The clause cut at its commas: "we have not started proceedings|, and would rather not"."""

    def ends(before: Word, word: Word) -> bool:
        aside = before.lower in ASIDE or word.lower in ASIDE  # "the firm, too, was fined"
        return not aside and "," in text[before.span.end : word.span.start]

    return cut(clause, ends)


def _behind_no(clause: Sequence[Word], at: int) -> Denied | None:
    """ "|No| discipline has been decided", "has imposed |no| penalty", "makes |no| finding", "|no| replacement has left the warehouse"."""
    lists = language.load().denials
    nouns, verbs = rows("nouns"), rows("deniable")
    noun = next((n for n in range(at + 1, min(at + 1 + WIDE, len(clause))) if clause[n].lower in nouns), None)
    aux = next((n for n in range(at + 1, min(at + 2 + 2 * WIDE, len(clause))) if clause[n].lower in SINCE), None)
    if aux is not None:
        verb = _verb(clause, aux)
        if noun is not None and noun < aux and verb is not None and clause[verb].lower in lists["doing"]:
            return _denied(clause, at, nouns[clause[noun].lower], {noun, verb})
        if verb is not None and clause[verb].lower in verbs and aux > at + 1:
            return _denied(clause[:verb], at, verbs[clause[verb].lower], set(), clause[-1].span.end)
        return None
    if noun is not None and not at and noun + 1 < len(clause) <= noun + WIDE and clause[noun + 1].lower in lists["doing"]:
        return _denied(clause, at, nouns[clause[noun].lower], {noun})  # "No penalty imposed", in a docket
    if noun is None or not at:
        return None
    led = {word.lower for word in clause[max(at - REACH, 0) : at]}
    before = clause[at - 1].lower
    if before in lists["makes"] or (SINCE & led and before in lists["doing"] | {"been"}):
        return _denied(clause, at, nouns[clause[noun].lower], {noun})
    return None


def _behind_not(clause: Sequence[Word], at: int) -> Denied | None:
    """ "Have |not| started proceedings", "has |not| been penalised", "does |not| bind the board", "is |not| a finding that"."""
    before = clause[at - 1].lower if at else ""
    if clause[at].lower == "not" and before in PRESENT:
        return _at_present(clause, at)
    if clause[at].lower not in SINCE and not (at and clause[at - 1].lower in SINCE):
        return None
    nouns, verbs, verb = rows("nouns"), rows("deniable"), _verb(clause, at)
    if verb is None:
        return None
    if clause[verb].lower in verbs:
        return _denied(clause, at, verbs[clause[verb].lower], {verb})
    noun = next((n for n in range(verb + 1, min(verb + WIDE, len(clause))) if clause[n].lower in nouns), None)
    if noun is None or clause[verb].lower not in language.load().denials["doing"]:
        return None
    return _denied(clause, at, nouns[clause[noun].lower], {noun, verb})


def _at_present(clause: Sequence[Word], at: int) -> Denied | None:
    """ "Advice does |not| bind the board", "this is |not| a finding that", "|nothing| in this order is a finding that"."""
    lists, barred = language.load().denials, rows("barred")
    for n in range(at + 1, min(at + 1 + (WIDE if clause[at].lower in NONE else 2), len(clause))):
        word = clause[n].lower
        if word in barred and clause[at].lower not in NONE:
            return _denied(clause, at, barred[word], {n})
        behind = clause[n + 2 : n + 3]
        found = rows("nouns").get(clause[n + 1].lower) if n + 1 < len(clause) and word in ("a", "an") else None
        if found and lists["with-that"] & language.load().denied_acts[min(found)][0] and behind and behind[0].lower in ("that", "of"):
            return _denied(clause[n:], 0, found, {0, 1})
    return None


def _behind_none(clause: Sequence[Word], at: int, named: frozenset[int]) -> Denied | None:
    """ "Before a suit may be brought, and |none| has been filed", "|nothing| has been paid"."""
    if clause[at].lower == "nothing" and (finding := _at_present(clause, at)):
        return finding
    if at + 1 >= len(clause) or clause[at + 1].lower not in SINCE or (verb := _verb(clause, at + 1)) is None:
        return None
    if clause[verb].lower in language.load().denials["doing"] and named and clause[at].lower == "none":
        return _denied(clause, at, named, {verb})
    acts = rows("deniable").get(clause[verb].lower)
    return _denied(clause, at, acts, {verb}) if acts and clause[at].lower != "none" else None


def _verb(clause: Sequence[Word], at: int) -> int | None:
    """The first word behind token `at` that is neither an auxiliary nor a "yet"."""
    return next((n for n in range(at + 1, min(at + 1 + WIDE, len(clause))) if clause[n].lower not in BETWEEN | NOT), None)


def _denied(clause: Sequence[Word], at: int, acts: frozenset[int], apart: set[int], end: int = 0) -> Denied:
    lists = language.load().denials
    around = [word for n, word in enumerate(clause) if n > at and n not in apart and word.lower not in lists["vague"] | lists["doing"]]
    lead = [word for word in clause[:at] if _tells(word) and word.lower not in lists["doing"] | lists["makes"]]
    about = frozenset(word.key for word in around if word.key not in stopkeys() and word.lower not in BETWEEN)
    names = frozenset(word.key for word in around if word.text[0].isupper() and word.key not in stopkeys())
    span = Span(clause[max(at - 3, 0)].span.start, end or clause[-1].span.end)
    return Denied(span, acts, about, names, frozenset(word.key for word in lead[-CORE:]), _own(clause[:at]))


def _own(lead: Sequence[Word]) -> bool:
    return not {"i", "we", "we've", "i've"}.isdisjoint(word.lower for word in lead)


@lru_cache(maxsize=4096)
def undecided(text: str) -> tuple[Undecided, ...]:
    """What a text says is not decided, in order: "has not decided whether to |contest the citations|"."""
    found = list[Undecided]()
    tokens = words(text)
    for at, end in phrases.found(tokens, language.load().denials["undecided"]):
        behind = list[Word]()
        for before, word in zip(tokens[end - 1 :], tokens[end:], strict=False):
            if set(text[before.span.end : word.span.start]) & set(".,;:()") or word.lower in ("and", "or", "but", "until"):
                break
            behind.append(word)
        telling = [word.key for word in behind if word.key not in stopkeys()]
        if telling and len(telling) <= WIDE + 1:
            span = Span(tokens[max(at - 1, 0)].span.start, behind[-1].span.end)
            found.append(Undecided(span, telling[0], frozenset(telling[1:]), _own(tokens[max(at - 2, 0) : at])))
    return tuple(found)


@lru_cache(maxsize=4096)
def told(text: str) -> tuple[Told, ...]:
    """What a text tells as having happened by a word of the rows, or by "has launched" and a noun of them; nothing that is denied, left
    open or only to come."""
    return tuple(one for clause in clauses(text) for part in _at_commas(text, clause) for one in _told(part))


def _told(clause: Sequence[Word]) -> Iterator[Told]:
    lists = language.load().denials
    nouns, verbs = rows("nouns"), rows("verbs")
    for at, word in enumerate(clause):
        end = at
        if (acts := verbs.get(word.lower)) and not _of_a_noun(clause, at):
            if word.lower in lists["with-that"] and not lists["behind-finding"] & {
                other.lower for other in clause[at + 1 : at + 1 + REACH]
            }:
                continue
        elif word.lower in lists["doing"] and not _of_a_noun(clause, at):
            noun = next((n for n in range(at + 1, min(at + 1 + REACH, len(clause))) if clause[n].lower in nouns), None)
            if noun is None:
                continue
            acts, end = nouns[clause[noun].lower], noun
        else:
            continue
        if lists["open"] & {other.lower for other in clause[max(at - REACH, 0) : end]} or any(
            other.lower.endswith("n't") for other in clause[max(at - REACH, 0) : at]
        ):
            continue
        yield _as_told(clause, at, end, acts)
    sure = next((n for n, word in enumerate(clause[:-1]) if word.lower in SINCE | lists["surely"]), None)
    if sure is not None and not lists["open"] & {word.lower for word in clause if word.lower not in lists["surely"] | {"to", "as"}}:
        yield _as_told(clause, sure, len(clause) - 1, frozenset())


def _as_told(clause: Sequence[Word], at: int, end: int, acts: frozenset[int]) -> Told:
    first = at
    while first and (clause[first - 1].lower in HAVING | BETWEEN):
        first -= 1
    who = [other for other in clause[:first] if _tells(other)][-CORE:]
    what = [other for other in clause[end + 1 :] if _tells(other)][:CORE]
    return Told(Span(clause[first].span.start, clause[end].span.end), acts, _keys(who), _keys(what))


def _of_a_noun(clause: Sequence[Word], at: int) -> bool:
    """Does it stand before a noun, as in "the |fined| company", or in "to be |fined|"?"""
    before = clause[at - 1].lower if at else ""
    return before in language.load().articles or before in ("be", "get", "being")


def _tells(word: Word) -> bool:
    return word.key not in stopkeys() and not word.key[0].isdecimal() and word.lower not in language.load().denials["vague"]


def _keys(some: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.key for word in some)


@lru_cache
def rows(name: str) -> dict[str, frozenset[int]]:
    """Each word of "verbs", "nouns", "deniable" (verbs, and those that tell it only where they deny it) or "barred" (those that are denied
    in the present) -> the rows that have it."""
    columns = {"verbs": (0,), "nouns": (1,), "deniable": (0, 2), "barred": (3,)}[name]
    found: dict[str, set[int]] = {}
    for number, row in enumerate(language.load().denied_acts):
        for word in (word for column in columns for word in row[column]):
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
