"""Who accepts and who denies: a side that somebody takes on a matter, told with them and with what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.clauses import STOPS, parted
from presscheck.model import Span
from presscheck.names import bare
from presscheck.words import Word, fold, key, stopkeys, words

BACK = 4  # auxiliaries and adverbs between whoever takes the side and the word for it
PHRASE = 4  # words of a name or a post
AHEAD = 12  # words after it among which the matter is told
MATTER = 6  # content words of the matter
SAME, NEARLY = 0.6, 0.4  # share of the draft's matter that the source's must have, and the other way round
YEAR = 4  # figures
AROUND = 40  # words on either side among which a sentence tells when it was
PERSONS = ("i", "he", "she")  # whom "I" means, a source tells; whom the others mean, nothing tells surely


@dataclass(frozen=True, slots=True)
class Stance:
    """`side` is one of the two of the row `scale`; `who` a folded name or the key of a noun, `matter` the keys of what it is about."""

    scale: int
    side: int
    who: str
    matter: tuple[str, ...]
    lasting: bool  # told as so at present, or with nothing that tells when it was so
    denied: bool  # told with a "not": who does not dispute it need not accept it, and who does not back it need not oppose it
    verb: Span
    span: Span

    @property
    def waived(self) -> bool:
        """ "Does not dispute"."""
        return self.denied and self.side > 0


def turned(mine: Stance, theirs: Stance) -> bool | None:
    """Do the two take different sides on one matter? None where they speak of different ones, or the other only does not deny it."""
    if mine.scale != theirs.scale or (theirs.waived and not mine.waived) or (mine.waived and theirs.denied and not theirs.waived):
        return None
    held = len(set(mine.matter) & set(theirs.matter))
    same = held >= SAME * len(set(mine.matter)) and held >= NEARLY * len(set(theirs.matter))
    if same and theirs.matter[-1] not in mine.matter:
        return None  # of no more than a part: "accepted the request |of the islanders|"
    return mine.side != theirs.side if same else None


@lru_cache(maxsize=4096)
def stances(text: str) -> tuple[Stance, ...]:
    """The sides that are taken in a text, in order; none that is only asked for, feared or told as one of the past."""
    known = language.load().stances
    tokens = words(text)
    found = (_stance(text, tokens, at, *known[word.lower]) for at, word in enumerate(tokens) if word.lower in known)
    return tuple(one for one in found if one)


def _stance(text: str, tokens: Sequence[Word], at: int, scale: int, side: int) -> Stance | None:
    lists = language.load()
    first = at
    while first and at - first < BACK and not _stopped(text, tokens, first) and _goes_with(tokens[first - 1].lower):
        first -= 1
    between = [word.lower for word in tokens[first:at]]
    denied = sum(word in lists.turning or word.endswith("n't") for word in between)
    if not first or not lists.past_sides.isdisjoint(between) or not lists.unreal.isdisjoint(between) or not lists.being.isdisjoint(between):
        return None  # "was accepted", "had denied", "may accept"
    if tokens[at].lower in lists.agreeing and not (denied and tokens[at + 1 : at + 2] and tokens[at + 1].lower == "with"):
        return None  # "agreed to pay"
    who = _who(text, tokens, first)
    last, matter = _matter(text, tokens, at)
    if not who or not matter:
        return None
    lasting = _at_present(tokens[at].lower, between) or not _dated(text, tokens, at)
    by_not = bool(denied) and tokens[at].lower not in lists.agreeing  # who does not agree with it is against it
    span = Span(tokens[first].span.start, tokens[last].span.end)
    return Stance(scale, -side if denied else side, who, matter, lasting, by_not, tokens[at].span, span)


def of_others(mine: str, theirs: str) -> bool:
    """Are sides taken in both texts on a matter with a word in common, and by different ones?"""
    pairs = [(a, b) for a in stances(mine) for b in stances(theirs) if a.scale == b.scale and set(a.matter) & set(b.matter)]
    return bool(pairs) and all(a.who != b.who and a.who not in PERSONS and b.who not in PERSONS for a, b in pairs)


def _at_present(verb: str, between: Sequence[str]) -> bool:
    """ "Denies", "do not accept"; of "denied" it may have been so once."""
    return not verb.endswith("ed") and verb != "forbade" and "did" not in between and "didn't" not in between


def _dated(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does the sentence tell when it was: a month, a weekday, a year, "when he was first asked"?"""
    first, last = at, at
    while first and at - first < AROUND and not _stopped(text, tokens, first):
        first -= 1
    while last + 1 < len(tokens) and last - at < AROUND and not _stopped(text, tokens, last + 1):
        last += 1
    lists = language.load()
    told = tokens[first : last + 1]
    days = (lists.months, lists.weekdays, lists.relative, lists.once_sides)
    return any(any(word.lower in some for some in days) or (word.text.isdecimal() and len(word.text) == YEAR) for word in told)


def _goes_with(word: str) -> bool:
    lists = language.load()
    if word in ("who", "which", *PERSONS):
        return False
    told = (lists.auxiliaries, lists.being, lists.turning, lists.unreal, lists.past_sides, lists.beside_sides)
    return word.endswith(("ly", "n't")) or any(word in some for some in told)


def _stopped(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a stop stand before this word?"""
    return parted(text, tokens[at - 1 : at + 1], STOPS)


def _who(text: str, tokens: Sequence[Word], first: int) -> str:
    """The last word of the name or noun that takes the side: "Holm Systems, |which| denies"; empty for a pronoun, and for one of whom it is
    only the owner or the place ("the lawyer for Holm denies")."""
    lists = language.load()
    at = first - 1
    if _stopped(text, tokens, first):
        return ""
    relative = tokens[at].lower in ("which", "who")
    if relative:
        if at < 1 or _stopped(text, tokens, at):
            return ""
        at -= 1
    word = tokens[at]
    if word.lower in PERSONS and not relative:
        return word.lower
    if word.lower in lists.stopwords or not word.text[0].isalpha():
        return ""
    start = at
    while start and at - start < PHRASE and text[tokens[start - 1].span.end : tokens[start].span.start] in (" ", "-", ". "):
        if tokens[start - 1].lower in lists.stopwords or tokens[start - 1].text[0].isupper() != word.text[0].isupper():
            break
        start -= 1
    before = tokens[start - 1].lower if start else ""
    if before in lists.articles and start > 1:
        before = tokens[start - 2].lower
    if not relative and before in lists.attribution["prepositions"]:
        return ""
    last = bare(word.text)
    return fold(last) if last[0].isupper() else key(last)


def _matter(text: str, tokens: Sequence[Word], at: int) -> tuple[int, tuple[str, ...]]:
    """(the last word, the keys of the content words) of what is said to be accepted or denied, up to a stop or another clause."""
    lists, last, found = language.load(), at, list[str]()
    for n in range(at + 1, min(at + 1 + AHEAD, len(tokens))):
        if _stopped(text, tokens, n) or tokens[n].lower in lists.joining - {"and"} or len(found) == MATTER:
            break
        if "," in text[tokens[n - 1].span.end : tokens[n].span.start] and found:
            break
        if tokens[n].lower in lists.turning or tokens[n].lower.endswith("n't"):
            return at, ()  # "accepts that it was not at fault"
        if tokens[n].key not in stopkeys():
            found.append(tokens[n].key)
        last = n
    return last, tuple(found)
