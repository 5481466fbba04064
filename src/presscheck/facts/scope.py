"""How far a statement reaches: all for most, none for some, the first for one of the first, the only one for one of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.figures import durations
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import QUOTED, asserts, statements
from presscheck.words import Word, stopkeys, telling, words

STOPS = frozenset('.,;:!?()[]|\n"“”—–')
AHEAD = 4  # words between "all of the ten" and what it counts
BACK = 4  # words before one that tells how far, among which a "not" makes something else of it
ALIKE = 0.5  # share of the statement's other words that the passage and its context must have
LEAST = 2  # of them
QUIET = True  # that a statement reaches as far as its source is no verdict worth showing
WIDER = {
    "all": ("most", "part", "one of", "few", "none"),
    "none": ("most", "part", "one of", "few", "all"),
    "most": ("few", "none"),
    "first": ("later",),
    "only": ("one of",),
}
"""What a draft may say -> what its source says where the draft reaches too far."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`kind` is a key or a member of a value of `WIDER`; `head` the key of what is counted; `span` runs from one to the other."""

    kind: str
    head: str
    span: Span


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every "all", "none", "most", "first" and "only" with what it counts, outside quotations."""
    told = statements(draft, sentences)
    for sentence in sentences:
        text = draft[sentence.span]
        found = [reach for reach in reaches(text) if reach.kind in WIDER]
        if found and asserts(draft, sentence):
            quoted = [Span(*match.span()) for match in QUOTED.finditer(text)]
            for reach in found:
                if not any(reach.span.overlaps(span) for span in quoted):
                    span = reach.span.shifted(sentence.span.start)
                    yield Fact("scope", span, sentence.index, draft[span], told[sentence.index])


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage reaches as far over the same thing, CONTRADICTS where it reaches less far only."""
    at = fact.statement.find(fact.reading)
    mine = next((reach for reach in reaches(fact.statement) if reach.span.start == at), None)
    if mine is None or not _alike(fact, passage, source):
        return None
    theirs = [reach for reach in reaches(passage.text) if reach.head == mine.head]
    if same := next((reach for reach in theirs if reach.kind == mine.kind), None):
        there = same.span.shifted(passage.span.start)
        return Evidence((passage,), (there,), Relation.SUPPORTS, "facts.scope", 0.8, f"source has {_said(source, there)}")
    less = next((reach for reach in theirs if reach.kind in WIDER[mine.kind]), None)
    if less is None:
        return None
    there = less.span.shifted(passage.span.start)
    note = f"draft says {' '.join(fact.reading.split())}, source says {_said(source, there)}"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.scope", 0.7, note)


def _alike(fact: Fact, passage: Passage, source: Document) -> bool:
    told = (
        fact.statement.rpartition(" (")[0] if fact.statement.endswith(")") else fact.statement
    )  # whom "his" means, the source may leave out
    rest = telling(told) - telling(fact.reading)
    theirs = telling(passage.text).union(*(telling(source[span]) for span in passage.context))
    common = len(rest & theirs)
    return common >= LEAST and common >= ALIKE * min(len(rest), 10)


def _said(source: Document, span: Span) -> str:
    return " ".join(source[span].split())


@lru_cache(maxsize=4096)
def reaches(text: str) -> tuple[Reach, ...]:
    """The words of a text that tell how far it reaches, each with what it counts."""
    lists = language.load().scope
    tokens = words(text)
    found = []
    for at, word in enumerate(tokens):
        if word.lower not in lists["words"] or _denied(tokens, at):
            continue
        if (kind := _kind(text, tokens, at)) and (head := _head(text, tokens, at + 1)) and not (kind == "all" and head.key in durations()):
            less = at > 0 and (tokens[at - 1].lower in lists["nearly"] or tokens[at - 1].lower in lists["not"])
            first = at - 1 if less and kind == "part" else at
            found.append(Reach(kind, _one(head), Span(tokens[first].span.start, head.span.end)))
    return tuple(found)


def _denied(tokens: Sequence[Word], at: int) -> bool:
    """Does a "not" stand before it, though not right before: "was not the first"?"""
    before = tokens[max(at - BACK, 0) : max(at - 1, 0)]
    return any(word.lower in language.load().negations or word.lower.endswith("n't") for word in before)


def _kind(text: str, tokens: Sequence[Word], at: int) -> str:
    """What the word at this place says; "" where it says nothing of how far something reaches."""
    lists = language.load().scope
    word, after = tokens[at].lower, tokens[at + 1].lower if at + 1 < len(tokens) else ""
    before = tokens[at - 1].lower if at else ""
    if word == "one" and after == "of":
        counted = [other.lower for other in tokens[at + 2 : at + 4]]
        numbers = language.load().units
        if any(other in numbers or other in lists["several"] for other in counted):
            return "one of"
    if word in lists["whole"]:
        if before in lists["not"]:
            return "part"
        if before in lists["apart"]:
            return ""
        return "part" if before in lists["nearly"] or (word == "all" and after == "but") else "all"
    if word in lists["none"]:
        return "" if before in lists["nearly"] or after != "of" else "none"
    if word == "most":
        return "most" if after == "of" or (at + 1 < len(tokens) and tokens[at + 1].lower.endswith("s")) else ""
    if word in lists["few"]:
        return "few" if before not in ("a", "the") and after == "of" else ""
    if word in lists["part"]:
        return "part" if after == "of" else ""
    if word in lists["first"]:
        among = [other.lower for other in tokens[max(at - 3, 0) : at]]
        return "later" if among[-2:] == ["of", "the"] or among[-2:] == ["among", "the"] else "first" if before in lists["the"] else ""
    if word in lists["later"]:
        return "later" if before in lists["the"] else ""
    if word in lists["only"]:
        return "only" if before in lists["the"] else ""
    return ""


def _head(text: str, tokens: Sequence[Word], at: int) -> Word | None:
    """What is counted: the last of the words that follow up to the next stop word, articles, "of" and figures passed over."""
    lists = language.load()
    end = min(at + AHEAD, len(tokens))
    while at < end and (tokens[at].lower in lists.scope["passed"] or tokens[at].lower in lists.units or tokens[at].text[0].isdecimal()):
        if _stopped(text, tokens[at - 1], tokens[at]):
            return None
        at += 1
    if at >= len(tokens) or _stopped(text, tokens[at - 1], tokens[at]) or tokens[at].key in stopkeys():
        return None
    last = at
    while last + 1 < min(at + 3, len(tokens)) and not _stopped(text, tokens[last], tokens[last + 1]):
        if tokens[last].lower.endswith("s") or tokens[last].lower in lists.plurals or tokens[last + 1].key in stopkeys():
            break
        last += 1
    return tokens[last]


def _one(word: Word) -> str:
    """The key of a noun, "women" as "woman"."""
    return word.key[:-2] + "an" if word.key.endswith("men") else word.key


def _stopped(text: str, a: Word, b: Word) -> bool:
    return bool(set(text[a.span.end : b.span.start]) & STOPS)
