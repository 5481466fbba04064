"""One person under two spellings, or with two ages, inside one draft."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Document, Sentence, Span
from presscheck.names import Name, bare, names
from presscheck.parts import Match
from presscheck.sieve import Sieved
from presscheck.statements import around
from presscheck.words import fold

LEAST = 5  # letters of the longer of two spellings: shorter names a letter apart are other names
ALONE = 6  # the same where the name stands without its other words and without a title
CAPITALISED = re.compile(r"[^\W\d_a-z](?<!\w.)[^\W\d_]{3,40}")
OFTEN = 4  # times that a surname stands alone, from which a letter less is enough
AGES = range(1, 120)
PERSON = r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]*\.?){0,3}"
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def spellings(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Two names that differ in one letter of one word and are not two people: one of them stands once only, never beside the other."""
    near = _near_words(draft.text)
    if not near:
        return
    telling = [sentence for sentence in sentences if not near.keys().isdisjoint(CAPITALISED.findall(draft[sentence.span]))]
    found = [(name, sentence) for sentence in telling for name in names(draft.text, sentence.span.start, sentence.span.end)]
    told: dict[str, list[tuple[Name, Sentence]]] = defaultdict(list)
    for name, sentence in found:
        for word in dict.fromkeys(bare(word.text) for word in name.words):
            if word in near and draft.text[name.span.end : name.span.end + 1] != "-":
                told[word].append((name, sentence))
    for word, others in near.items():
        for other in others:
            if clash := _two_spellings(told[word], told[other], word, other):
                (rare, _), (usual, _) = clash
                said = f"draft says {rare.text} here, {usual.text} {_there(draft, usual.span)}"
                yield Match(_of(rare, other), said, _of(usual, word))


def _near_words(text: str) -> dict[str, list[str]]:
    """Word -> the words a letter from it that stand later or more seldom, of those that begin with a capital."""
    countries = language.load().countries  # "Ireland" and "Iceland", "Germany" and "Germans"
    counted = {word: times for word, times in Counter(CAPITALISED.findall(text)).items() if word.lower() not in countries}
    cut: dict[str, str] = {}  # a word less one of its letters -> the first such word
    alike: dict[str, list[str]] = {}  # the same -> all such words, where they are several
    pairs: dict[str, list[str]] = {}
    for word in counted:
        lowered = fold(word)
        if len(lowered) < LEAST - 1:  # too short to be near another
            continue
        for form in dict.fromkeys([lowered, *[lowered[:at] + lowered[at + 1 :] for at in range(1, len(lowered))]]):
            if (first := cut.setdefault(form, word)) is not word:
                alike.setdefault(form, [first]).append(word)
    for words in [alike[form] for form in cut if form in alike]:
        for at, other in enumerate(words[1:], 1):
            for word in words[:at]:
                first, second = (word, other) if counted[word] >= counted[other] else (other, word)
                if second not in pairs.get(first, ()) and _near(first, second):
                    pairs.setdefault(first, []).append(second)
    return pairs | {other: [] for others in pairs.values() for other in others if other not in pairs}


def _near(a: str, b: str) -> bool:
    """Is one the other with a letter changed, and not an inflection of it ("Iran", "Irani") or another school's spelling ("Defense")?"""
    from rapidfuzz.distance import OSA

    first, second = sorted((fold(a), fold(b)), key=len)
    if (
        len(second) < LEAST
        or first.rstrip("s") == second.rstrip("s")
        or second.startswith(first)
        or OSA.distance(first, second, score_cutoff=1) > 1
    ):
        return False
    return not any(first.replace(x, y) == second.replace(x, y) for x, y in language.load().variants)


def _two_spellings(
    usual: Sequence[tuple[Name, Sentence]], rare: Sequence[tuple[Name, Sentence]], word: str, other: str
) -> tuple[tuple[Name, Sentence], tuple[Name, Sentence]] | None:
    """(the one in the rare spelling, one in the usual) where the two stand for one person or body."""
    if not usual or not rare or (len(rare) > 1 and len({name.text for name, _ in rare}) > 1):
        return None
    if {sentence.index for _, sentence in usual} & {sentence.index for _, sentence in rare}:
        return None
    often = sum(len(name.words) == 1 for name, _ in usual) >= OFTEN
    for name, sentence in rare:
        same = [known for known in usual if _same_but(name, known[0], other, word)]
        if same and not (len(rare) > 1 and _given(name, other)):
            return (name, sentence), same[0]
        full = [
            known for known in usual if bare(known[0].words[-1].text) == word and _is_person(known[0], [*usual, (name, sentence)], other)
        ]
        inflected = fold(other)[:-1] == fold(word)[:-1]  # "Texan" is no misspelt "Texas"
        if (
            full
            and not inflected
            and len(rare) == 1
            and len(name.words) == 1
            and (name.title or len(other) >= ALONE - often)
            and not name.opens
        ):
            return (name, sentence), full[0]
    return None


def _same_but(name: Name, known: Name, other: str, word: str) -> bool:
    """Are the two one name of several words but for these two? Not "Francis" and "Frances": a given name's last letters tell its sex."""
    if len(name.words) < 2 or len(name.words) != len(known.words):
        return False
    mine = [bare(each.text) for each in name.words]
    theirs = [bare(each.text) for each in known.words]
    if [word if each == other else each for each in mine] != theirs:
        return False
    return not (_given(name, other) and _of_another_sex(fold(other), fold(word)))


def _of_another_sex(a: str, b: str) -> bool:
    return a[:-1] == b[:-1] or any(
        a[: -len(x)] == b[: -len(y)] and {a[-len(x) :], b[-len(y) :]} == {x, y} for x, y in language.load().sexes
    )


def _given(name: Name, word: str) -> bool:
    return bare(name.words[-1].text) != word


def _is_person(name: Name, told: Iterable[tuple[Name, Sentence]], other: str) -> bool:
    """A name of two or three words whose last one, in either spelling, stands alone somewhere beside a title, or twice alone; or that has
    a title itself."""
    if not 1 < len(name.words) < 4:
        return False
    alone = [each for each, _ in told if len(each.words) == 1 and bare(each.words[0].text) in (bare(name.words[-1].text), other)]
    return bool(name.title) or len(alone) > 1 or any(each.title for each in alone)


def _of(name: Name, word: str) -> Span:
    """The word's place in the name."""
    each = next(each for each in name.words if bare(each.text) == word)
    return Span(each.span.start, each.span.start + len(bare(each.text)))


def _there(draft: Document, span: Span) -> str:
    where = draft.where(span)
    return f"in {where}" if where else "elsewhere"


@dataclass(frozen=True, slots=True)
class Age:
    """`who` is the name as it stands there, `bracketed` an age in brackets after it, which may be a score."""

    who: str
    years: int
    span: Span
    bracketed: bool


def ages(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Match]:
    """Two ages for one person, none of them told of another time."""
    found = [age for age in _ages(draft.text) if not _of_another_time(draft, sentences, age)]
    full = {age.who for age in found if " " in age.who}
    first: dict[str, Age] = {}
    for age in found:
        meant = [who for who in full if who.endswith(f" {age.who}")]
        who = age.who if age.who in full or len(meant) != 1 else meant[0]
        known = first.setdefault(who, age)
        same = next(iter(around(sentences, known.span)), None) is next(iter(around(sentences, age.span)), None)
        if known.years != age.years and not same and not (known.bracketed or age.bracketed):
            yield Match(age.span, f"draft says {who} is {age.years} here, {known.years} {_there(draft, known.span)}", known.span)


def _ages(text: str) -> Iterator[Age]:
    apposed, before = _patterns()
    found = [
        Age(_untitled(m["who"]), int(m["age"]), Span(*m.span("age")), m["in"] is not None)
        for m in apposed.finditer(text)
        if not text.endswith(" of ", 0, m.start())  # "a brother of Ruth Lind, 61,"
    ]
    found += [Age(_untitled(m["who"]), int(m["age"]), Span(*m.span("age")), False) for m in before.finditer(text)]
    yield from sorted((age for age in found if age.who and age.years in AGES), key=lambda age: age.span)


@lru_cache
def _patterns() -> tuple[Sieved, Sieved]:
    """ "Ruth Lind, 34," and "Ruth Lind, aged 34," and "Ruth Lind (34)"; "34-year-old baker Ruth Lind"."""
    aged = "|".join(sorted(language.load().ages))
    apposed = rf"(?<![\w.'’-])(?P<who>{PERSON})(?:, (?:(?:{aged}) )?|(?P<in> \())(?P<age>[1-9]\d?)(?=[,.;)])(?![.,]\d)"
    before = rf"(?<![\w.,-])(?P<age>[1-9]\d?)-year-old (?:[a-z]+ ){{0,3}}(?P<who>{PERSON})"
    return Sieved(apposed), Sieved(before)


def _untitled(who: str) -> str:
    """The name without the titles before it; "" where it is a month or a place that figures follow."""
    words = [bare(word) for word in who.split(" ")]
    lists = language.load()
    while words and words[0].rstrip(".").lower() in lists.titles:
        words.pop(0)
    last = words[-1].lower() if words else ""
    return "" if last in lists.months or last in lists.numbered or last in lists.common or last in lists.stopwords else " ".join(words)


def _of_another_time(draft: Document, sentences: Sequence[Sentence], age: Age) -> bool:
    """Does the sentence tell a year, or a "then"?"""
    sentence = next(iter(around(sentences, age.span)), None)
    if sentence is None:
        return True
    text = draft[sentence.span]
    return bool(YEAR.search(text)) or not language.load().then.isdisjoint(fold(text).replace(",", " ").split())
