"""A plan told as done: what a source has as proposed, intended or yet to come, and the draft as what has been done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language, phrases
from presscheck.clauses import clauses
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import as_read, assertions
from presscheck.words import Word, flat, in_lower, stopkeys, telling_around, words

HAVING = frozenset({"has", "have"})
BEING = frozenset({"was", "were", "been"})
BETWEEN = frozenset({"already", "also", "now", "since", "just", "then", "all", "both", "finally", "formally"})  # "has |already| passed"
AGENTS = frozenset({"by", "to"})  # behind "was passed", they lead to what tells it apart
SUBJECT, OBJECT = 2, 3  # telling words before and behind the verb that tell what was done
SHARE = 0.4  # of them, at least
# share of what it was done to, or of all its words, that a passage must have which has it as yet to be done in other words
ALIKE, NEARLY = 0.5, 0.6
OWN = 3  # telling words behind "will" or "plans to" among which the verb is that they put off
TITLE = 2  # telling words behind "the proposed" or "a draft" that tell what is proposed
LEAST = 2  # of them, that a passage must have, one behind the verb or, of what "was" done, before it
QUIET = True  # that something was done in both is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Deed:
    """What a clause tells as done: `span` from "has" or the verb to the last word that tells what; `core` the keys of the words nearest to
    the verb, `what` those of what it was done to."""

    span: Span
    verb: Word
    core: frozenset[str]
    what: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a clause tells as yet to be done: `span` from the word that tells so to the clause's end; the keys of the clause's words
    `told`, of those that may be the verb put off `verbs`, of those that may be what it is done to `title`; does it say so of whatever it
    stands beside ("subject to", "is drafted"), or put only its own verb off; has it a pronoun."""

    span: Span
    told: frozenset[str]
    verbs: frozenset[str]
    title: frozenset[str]
    firm: bool
    stands: bool


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every deed of the draft's own words, outside headings and quotations."""
    for one in assertions(draft, sentences):
        for span in (one.at(deed.span) for deed in deeds(one.text) if not one.heading):
            if not one.quotes(span):
                yield Fact("done", span, one.index, draft[span], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage has what was done as yet to be done; SUPPORTS where it has it with no such word."""
    mine = as_read(fact, deeds(fact.statement))
    if mine is None:
        return None
    around = telling_around(passage, source)
    core, what = mine.core, mine.what
    if len(core & around) < max(LEAST, SHARE * len(core)) or not what & around:
        return None
    if ahead := next((one.span for one in _ahead(passage.text) if _put_off(mine, one, around)), None):
        ahead = None if _done(mine, passage.text) else ahead
    elif not _tells(mine, what, passage.text):
        return None
    if ahead is None:
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.done", 0.6, "source tells it so")
    there = ahead.shifted(passage.span.start)
    note = f"draft says “{flat(fact.reading)}”, source says “{flat(source[there])}”"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.done", 0.6, note)


def _tells(mine: Deed, what: frozenset[str], text: str) -> bool:
    """Does the passage tell as done what the draft does, or what else was done of it: neither a wish nor a condition?"""
    lists = language.load()
    if not (lists.hedges["open"] | lists.plans["unsettled"]).isdisjoint(word.lower for word in words(text)):
        return any(deed.verb.key == mine.verb.key for deed in deeds(text))
    return any(deed.verb.key == mine.verb.key or what & deed.core for deed in deeds(text))


def _done(mine: Deed, text: str) -> bool:
    """Does the passage tell the same deed as done?"""
    return any(word.lower == mine.verb.lower for word in words(text)) or any(deed.verb.key == mine.verb.key for deed in deeds(text))


def _put_off(mine: Deed, ahead: Ahead, around: frozenset[str]) -> bool:
    """Is what was done what these words put off? Of a "will" the verb that it puts off must be the same, in the clause of what it is done
    to or of a pronoun; beside "subject to" or "to be installed" the verb may be another, where the passage has more of what it is about."""
    if mine.verb.key in ahead.verbs and (mine.what & ahead.told or ahead.stands):
        return True
    alike = any(len(some & around) >= least * len(some) for some, least in ((mine.what, ALIKE), (mine.core, NEARLY)))
    return ahead.firm and alike and bool(mine.what & ahead.title)


def _ahead(text: str) -> Iterator[Ahead]:
    """What the text tells as yet to be done."""
    lists = language.load()
    if phrases.may_begin(lists.plans["ahead"]).isdisjoint(in_lower(text)):
        return
    for clause in clauses(text):
        for at, end in phrases.found(clause, lists.plans["ahead"]):
            behind = [other.lower for other in clause[end : end + 3]]
            courtesy = behind[:1] != [] and behind[0] in lists.plans["wishing"] and not lists.plans["courtesy"].isdisjoint(behind)
            if courtesy or not _puts_off(text, clause, at, end) or (behind and behind[0] in lists.negations):
                continue
            word = clause[at].lower
            told = frozenset(other.key for other in clause)
            firm = word not in lists.plans["willing"] or (word == "pending" and end == len(clause))
            title = [other.key for other in clause[end:] if _tells_what(other)][:TITLE] if word in lists.plans["titled"] else told
            verbs = told if firm else frozenset(_verbs(text, clause, end))
            stands = not lists.plans["standing"].isdisjoint(other.lower for other in clause)
            yield Ahead(Span(clause[at].span.start, clause[-1].span.end), told, verbs, frozenset(title), firm, stands)


def _verbs(text: str, clause: Sequence[Word], at: int) -> Iterator[str]:
    """The keys of the words behind a "will" that may be the verbs that it puts off: the first that tell something, and each that begins
    what is added: "will widen the road |and close| the bridge"."""
    joins = language.load().joins | {"or"}
    near = [word.key for word in clause[at:] if _tells_what(word)][:OWN]
    added = (b.key for a, b in pairwise(clause[at:]) if a.lower in joins or "," in text[a.span.end : b.span.start])
    yield from (*near, *added)


def _puts_off(text: str, clause: Sequence[Word], at: int, end: int) -> bool:
    """Do these words of the list put something off here? A "to be" only before what is done, where it begins what is said of something
    ("16 geophones, |to be installed|") or stands behind "is", "due" and the like: what "seems to be" or is "said to be" is there now."""
    lists = language.load()
    before, word = clause[at - 1].lower if at else "", clause[at].lower
    if word == "to":
        apart = not at or text[clause[at - 1].span.end : clause[at].span.start].strip() in (",", ":", ";", "-", "–", "—")
        first = end + (end < len(clause) and clause[end].lower.endswith("ly"))
        done = first < len(clause) and (_participle(clause[first]) or clause[first].lower in lists.placing)
        wanted = not lists.plans["wanting"].isdisjoint(other.lower for other in clause[:at])  # "wants the tax to be abolished"
        return done and (apart or wanted or before in lists.plans["to-be"])
    return before not in lists.plans["ought"]


@lru_cache(maxsize=4096)
def deeds(text: str) -> tuple[Deed, ...]:
    """What the clauses of a text tell as done, in order; nothing that is denied, or told of a time ahead."""
    return tuple(deed for clause in clauses(text) for deed in _deeds(text, clause))


def _deeds(text: str, clause: Sequence[Word]) -> Iterator[Deed]:
    lists = language.load()
    told = [at for at, word in enumerate(clause) if _participle(word) and (_led(clause, at) or word.lower in lists.plans["deeds"])]
    for n, at in enumerate(told):
        word, led = clause[at], _led(clause, at)
        until = told[n + 1] - _led(clause, told[n + 1]) if n + 1 < len(told) else len(clause)
        before, behind = [other for other in clause[: at - led] if _tells_what(other)], list[Word]()
        for last, other in pairwise(clause[at:until]):
            if "," in text[last.span.end : other.span.start] or len(behind) == OBJECT:
                break
            behind += [other] if _tells_what(other) else []
        prevented = [other.lower for other in clause[at + 1 : at + 3]]  # "has been stopped |from buying|": nothing was done
        if prevented[:1] == ["from"] and prevented[-1].endswith("ing"):
            continue
        passive = at > 0 and clause[at - 1].lower in BEING
        if word.lower in lists.plans["undertaken"] | lists.speech or _left_open(text, clause, at) or not (before if passive else behind):
            continue
        start = (clause[at - led] if led else word).span.start
        end = behind[-1].span.end if behind else word.span.end
        subject, thing = (frozenset(other.key for other in some) for some in (before[-SUBJECT:], behind))
        figures = frozenset(other.key for other in clause[at + 1 : until] if other.key[0].isdecimal() and other.span.end <= end)
        what = subject | (thing if clause[at + 1 : at + 2] and clause[at + 1].lower in AGENTS else frozenset()) if passive else thing
        yield Deed(Span(start, end), word, subject | thing | figures, what)


def _tells_what(word: Word) -> bool:
    """May the word tell what was done: neither a figure nor a time?"""
    lists = language.load()
    times = lists.durations | lists.weekdays.keys() | lists.months.keys() | lists.plans["vague"]
    return word.key not in stopkeys() and not word.key[0].isdecimal() and word.lower not in times | BEING | HAVING | BETWEEN | lists.percent


def _left_open(text: str, clause: Sequence[Word], at: int) -> bool:
    """Is the deed denied, or told of a time ahead, by the words between the last comma before it and the next behind it?"""
    first = max((n for n in range(1, at + 1) if "," in text[clause[n - 1].span.end : clause[n].span.start]), default=0)
    last = next((n for n in range(at + 1, len(clause)) if "," in text[clause[n - 1].span.end : clause[n].span.start]), len(clause))
    return bool(language.load().negations & {other.lower for other in clause[max(at - 3, 0) : at]}) or any(
        _ahead(text[clause[first].span.start : clause[last - 1].span.end])
    )


def _led(clause: Sequence[Word], at: int) -> int:
    """How many words before the verb tell that it was done: "has", "has been", "was"; 0 where none does."""
    first = at
    while first and (clause[first - 1].lower in BETWEEN or (clause[first - 1].lower in BEING and first - 1 > 0)):
        first -= 1
    if first and clause[first - 1].lower in HAVING:
        lists = language.load()
        ahead = clause[first - 2].lower if first > 1 else ""
        return 0 if ahead == "to" or ahead in lists.hedges["modals"] | lists.hedges["open"] | lists.plans["surely"] else at - first + 1
    told = [n for n in range(first, at) if clause[n].lower in ("was", "were")]
    return at - told[0] if told else 0


def _participle(word: Word) -> bool:
    """May it be what was done: "passed", "built"?"""
    return word.lower.endswith("ed") or word.lower in language.load().inflected
