"""How far a statement reaches: all for most, none for some, the first for one of the first, the only one for one of several, a vote of
all for one of a majority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.clauses import parted
from presscheck.figures import durations
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import assertions, where_read
from presscheck.words import Word, flat, stopkeys, telling, telling_around, words

AHEAD = 4  # words between "all of the ten" and what it counts
BACK = 4  # words before one that tells how far, among which a "not" makes something else of it
ALIKE = 0.5  # share of the statement's other words that the passage and its context must have
LEAST = 2  # of them
BESIDE = 200  # letters before and behind, in which something may be said of all
NARROWING = 3  # words behind what is counted that may tell which of it is meant
OWN = 0.4  # of those words that a passage itself must have which does not name what it counts
VOTE = "vote"  # what "unanimously" and "by a majority" count
QUIET = True  # that a statement reaches as far as its source is no verdict worth showing
WIDER = {
    "all": ("most", "part", "one of", "few", "none"),
    "none": ("most", "part", "one of", "few", "all"),
    "most": ("few", "none"),
    "first": ("later",),
    "only": ("one of",),
    "unanimous": ("divided",),
}
"""What a draft may say -> what its source says where the draft reaches too far."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`kind` is a key or a member of a value of `WIDER`; `head` the key of what is counted; `span` runs from one to the other."""

    kind: str
    head: str
    span: Span


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every "all", "none", "most", "first" and "only" with what it counts, and every "unanimously", outside quotations."""
    for one in assertions(draft, sentences):
        for reach in reaches(one.text):
            span = one.at(reach.span)
            if reach.kind in WIDER and not one.quotes(span):
                search = " (by a majority)" if reach.head == VOTE else ""
                yield Fact("scope", span, one.index, draft[span], one.statement + search)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage reaches as far over the same thing, CONTRADICTS where it reaches less far only."""
    mine = where_read(fact, reaches(fact.statement))
    if mine is not None and (told := _of_them(mine, fact, passage, source)):
        return told
    if mine is None or not (
        _alike(fact, passage, source) or (mine.head == VOTE and _of_a_jury(fact.statement) and _of_a_jury(passage.text))
    ):
        return None
    theirs = [reach for reach in reaches(passage.text) if reach.head == mine.head]
    if same := next((reach for reach in theirs if reach.kind == mine.kind), None):
        there = same.span.shifted(passage.span.start)
        return Evidence((passage,), (there,), Relation.SUPPORTS, "facts.scope", 0.8, f"source has {flat(source[there])}")
    less = next((reach for reach in theirs if reach.kind in WIDER[mine.kind]), None)
    if less is None:
        return None
    there = less.span.shifted(passage.span.start)
    note = f"draft says {flat(fact.reading)}, source says {flat(source[there])}"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.scope", 0.7, note)


def _of_them(mine: Reach, fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """What the passage says of some of what it, or the sentence before it, has named: "two of them", "all but nine have"."""
    around = telling_around(passage, source)
    if mine.head not in around:
        return None
    rest = telling(fact.statement) - telling(fact.reading)
    if len(rest & telling(passage.text)) < max(1, OWN * min(len(rest), 10)) or _narrowed(fact, passage) or _told_of_all(passage, source):
        return None
    many = _counted(fact.reading)
    theirs = [reach for reach in elided(passage.text) if not many or _counted(passage.text[reach.span.start : reach.span.end]) < many]
    own = {_voted(word) for word in words(fact.statement)} - {0, many}
    theirs = [reach for reach in theirs if _counted(passage.text[reach.span.start : reach.span.end]) not in own]  # the draft tells the part
    for relation, kinds in ((Relation.SUPPORTS, (mine.kind,)), (Relation.CONTRADICTS, WIDER[mine.kind])):
        if found := next((reach for reach in theirs if reach.kind in kinds), None):
            there = found.span.shifted(passage.span.start)
            note = f"draft says {flat(fact.reading)}, source says {flat(source[there])}"
            return Evidence((passage,), (there,), relation, "facts.scope", 0.7, note)
    return None


def _narrowed(fact: Fact, passage: Passage) -> bool:
    """Does the draft say which of them it means, in words that the passage has: "all four of the bridges |that need| railings"?"""
    at = fact.statement.find(fact.reading) + len(fact.reading)
    behind = words(fact.statement[at:])[:NARROWING]
    if not behind or behind[0].lower not in language.load().scope["narrowing"]:
        return False
    return not telling(passage.text).isdisjoint(word.key for word in behind[1:])


def _told_of_all(passage: Passage, source: Document) -> bool:
    """Does a sentence beside it say something of all of them?"""
    start, end = passage.span.start, passage.span.end
    near = words(source.text[max(start - BESIDE, 0) : start]) + words(source.text[end : end + BESIDE])
    return not (language.load().scope["whole"]).isdisjoint(word.lower for word in near)


def _counted(text: str) -> int:
    """The number that the words tell: 4 of "all four of the posts", 2 of "both"; 0 where they tell none."""
    return next((2 if word.lower == "both" else n for word in words(text) if (n := _voted(word)) or word.lower == "both"), 0)


@lru_cache(maxsize=4096)
def elided(text: str) -> tuple[Reach, ...]:
    """How far the text says that something reaches, of what it does not name again: "two of them", "most of these", "all but nine have"."""
    lists, tokens, found = language.load().scope, words(text), list[Reach]()
    for at in range(len(tokens) - 2):
        first, second, third = (token.lower for token in tokens[at : at + 3])
        if second == "of" and third in lists["them"]:
            kind = "all" if first in lists["whole"] else "none" if first in lists["none"] else "most" if first == "most" else ""
            if not kind and (_voted(tokens[at]) or first in lists["part"]):
                kind = "part"
        elif first == "all" and second == "but" and _voted(tokens[at + 2]):
            behind = tokens[at + 3].lower if at + 3 < len(tokens) else ""
            kind = "part" if not behind or behind in language.load().stopwords - {"of"} else ""
        else:
            continue
        if kind and not _denied(tokens, at):
            found.append(Reach(kind, "", Span(tokens[at].span.start, tokens[at + 2].span.end)))
    return tuple(found)


def _alike(fact: Fact, passage: Passage, source: Document) -> bool:
    theirs = telling_around(passage, source)
    own, _, whom = fact.statement.rpartition(" (")  # whom its "he" means need not be named again
    for told in (fact.statement, own) if whom.endswith(")") else (fact.statement,):
        rest = telling(told) - telling(fact.reading)
        common = len(rest & theirs)
        if common >= LEAST and common >= ALIKE * min(len(rest), 10):
            return True
    return False


def _of_a_jury(text: str) -> bool:
    return any(word.lower in language.load().scope["jury"] for word in words(text))


@lru_cache(maxsize=4096)
def reaches(text: str) -> tuple[Reach, ...]:
    """The words of a text that tell how far it reaches, each with what it counts."""
    lists = language.load().scope
    tokens = words(text)
    found = []
    for at, word in enumerate(tokens):
        if word.lower not in lists["words"] or _denied(tokens, at):
            continue
        if (kind := _kind(tokens, at)) and (head := _head(text, tokens, at + 1)) and not (kind == "all" and head.key in durations()):
            less = at > 0 and not _set_off(tokens, at) and (tokens[at - 1].lower in lists["nearly"] or tokens[at - 1].lower in lists["not"])
            first = at - 1 if less and kind == "part" else at
            found.append(Reach(kind, _one(head), Span(tokens[first].span.start, head.span.end)))
    return (*found, *_votes(tokens))


def _votes(tokens: Sequence[Word]) -> Iterator[Reach]:
    """The votes of all and the votes of some: "unanimously", "by a |majority of eight to one|", "by |seven votes to three|"."""
    lists = language.load().scope
    for at, word in enumerate(tokens):
        before = [other.lower for other in tokens[max(at - BACK, 0) : at]]
        if word.lower in lists["unanimous"] and not _denied(tokens, at) and not {"no", "not"} & set(before[-1:]):
            yield Reach("unanimous", VOTE, word.span)
        elif word.lower == "majority" and "by" in before:
            yield Reach("divided", VOTE, word.span)
        elif word.lower == "to" and "by" in before and at + 1 < len(tokens):
            counted = at - 2 if before[-1:] == ["votes"] else at - 1
            if counted >= 0 and _voted(tokens[counted]) > 1 and _voted(tokens[at + 1]):
                yield Reach("divided", VOTE, Span(tokens[counted].span.start, tokens[at + 1].span.end))


def _voted(word: Word) -> int:
    """How many votes the word tells; 0 for none."""
    return language.load().units.get(word.lower, 0) or (int(word.text) if word.text.isdecimal() and len(word.text) < 4 else 0)


def _denied(tokens: Sequence[Word], at: int) -> bool:
    """Does a "not" stand before it, though not right before: "was not the first"?"""
    first = next((n for n in range(at, max(at - BACK, 0), -1) if _set_off(tokens, n)), max(at - BACK, 0))
    before = tokens[first : max(at - 1, 0)]  # of its clause: "If they are not, |every| household"
    return any(word.lower in language.load().negations or word.lower.endswith("n't") for word in before)


def _set_off(tokens: Sequence[Word], at: int) -> bool:
    """Is there more than a blank between the word and the one before it?"""
    return tokens[at].span.start - tokens[at - 1].span.end > 1


def _kind(tokens: Sequence[Word], at: int) -> str:
    """What the word at this place says; "" where it says nothing of how far something reaches."""
    lists = language.load().scope
    word, after = tokens[at].lower, tokens[at + 1].lower if at + 1 < len(tokens) else ""
    before = tokens[at - 1].lower if at and not _set_off(tokens, at) else ""
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
        if parted(text, tokens[at - 1 : at + 1]):
            return None
        at += 1
    if at >= len(tokens) or parted(text, tokens[at - 1 : at + 1]) or tokens[at].key in stopkeys():
        return None
    last = at
    while last + 1 < min(at + 3, len(tokens)) and not parted(text, tokens[last : last + 2]):
        if tokens[last].lower.endswith("s") or tokens[last].lower in lists.plurals or tokens[last + 1].key in stopkeys():
            break
        last += 1
    return tokens[last]


def _one(word: Word) -> str:
    """The key of a noun, "women" as "woman"."""
    return word.key[:-2] + "an" if word.key.endswith("men") else word.key
