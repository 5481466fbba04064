"""Who did what to whom: two people, bodies or things with one act between them, and a source that has them the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.clauses import parted
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare
from presscheck.statements import as_read, assertions
from presscheck.words import Word, flat, fold, key, telling, telling_around, words

BEFORE = 4  # words that may stand between whoever acts and the act: "had also been"
WITHIN = 7  # words after an act among which the other is looked for
PHRASE = 4  # words of a thing or a post without a name: "the young site manager"
AROUND = 0.25  # share of the statement's other words that the passage and its context must have
QUIET = True  # that nobody is taken for another is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Act:
    """`doer` and `other` are folded names or the keys of nouns, `act` the number of a group of words; `span` runs from one to the other."""

    doer: str
    act: tuple[int, str]
    other: str
    span: Span
    verb: Span


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every act that is told with who did it and to whom, outside quotations."""
    for one in assertions(draft, sentences):
        for act in acts(one.text):
            if not one.quotes(one.at(act.verb)):
                yield Fact("agent", one.at(act.span), one.index, draft[one.at(act.span)], one.statement)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same act between the same two, CONTRADICTS where it has it the other way round only."""
    mine = as_read(fact, acts(fact.statement))
    if mine is None:
        return None
    theirs = [act for act in acts(passage.text) if act.act == mine.act]
    if same := next((act for act in theirs if (act.doer, act.other) == (mine.doer, mine.other)), None):
        at = same.span.shifted(passage.span.start)
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.agent", 0.8, f"source has {flat(source[at])}")
    turned = next((act for act in theirs if (act.doer, act.other) == (mine.other, mine.doer)), None)
    if turned is None or not _around(fact, passage, source):
        return None
    at = turned.span.shifted(passage.span.start)
    note = f"draft says {flat(fact.reading)}, source says {flat(source[at])}"
    return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.agent", 0.8, note)


def _around(fact: Fact, passage: Passage, source: Document) -> bool:
    rest = telling(fact.statement) - telling(fact.reading)
    theirs = telling_around(passage, source)
    return len(rest & theirs) >= AROUND * min(len(rest), 8)


@lru_cache(maxsize=4096)
def acts(text: str) -> tuple[Act, ...]:
    """The acts of a text, in order; none that is denied, asked for or only feared."""
    known = language.load().acts
    tokens = words(text)
    return tuple(
        act
        for at, word in enumerate(tokens)
        if (group := known.get(word.lower)) is not None and (act := _act(text, tokens, at, group)) is not None
    )


def _act(text: str, tokens: Sequence[Word], at: int, group: int) -> Act | None:
    lists = language.load()
    first, passive = at, False
    while first and _joined(text, tokens[first - 1], tokens[first]) and at - first < BEFORE and _goes_with(tokens[first - 1].lower):
        first -= 1
        passive = passive or tokens[first].lower in lists.being
    between = {word.lower for word in tokens[first:at]}
    if not first or not _joined(text, tokens[first - 1], tokens[first]) or between & (lists.negations | lists.unreal):
        return None
    if not (subject := _ends_at(text, tokens, first - 1)):
        return None
    passive = passive and not tokens[at].lower.endswith("ing")
    found = _by(text, tokens, at) if passive else _object(text, tokens, at, group)
    if found is None:
        return None
    link, (other, last) = found
    span = Span(subject[1].span.start, last.span.start + len(bare(last.text)))
    doer, done = (other, subject[0]) if passive else (subject[0], other)
    return Act(doer, (group, "" if passive else link), done, span, tokens[at].span) if doer != done else None


def _goes_with(word: str) -> bool:
    """An auxiliary or an adverb before a verb."""
    lists = language.load()
    return word in lists.being or word in lists.auxiliaries or word in lists.negations or word in lists.unreal or word.endswith("ly")


def _joined(text: str, a: Word, b: Word) -> bool:
    return not parted(text, (a, b)) or text[a.span.end : b.span.start] == ". "


def _ends_at(text: str, tokens: Sequence[Word], at: int) -> tuple[str, Word] | None:
    """(who or what, its first word) of the phrase that ends with this word."""
    word = tokens[at]
    if not _may_name(word):
        return None
    first = at
    while first and at - first < PHRASE and text[tokens[first - 1].span.end : tokens[first].span.start] in (" ", "-", ". "):
        if tokens[first - 1].text[0].isupper() != word.text[0].isupper() or not _may_name(tokens[first - 1]):
            break
        first -= 1
    before = tokens[first - 1].lower if first and _joined(text, tokens[first - 1], tokens[first]) else ""
    lists = language.load()
    if before in lists.attribution["prepositions"] or before in ("and", "or", "than"):
        return None  # "the brother of Lind hit Orm"
    return _named(tokens[first : at + 1]), tokens[first]


def _may_name(word: Word) -> bool:
    lists = language.load()
    return word.lower not in lists.stopwords and word.text[0].isalpha() and (word.text[0].isupper() or word.lower not in lists.acts)


def _named(phrase: Sequence[Word]) -> str:
    """The last word of a name or phrase, by which it is told again."""
    last = bare(phrase[-1].text)
    return fold(last) if last[0].isupper() else key(last)


def _object(text: str, tokens: Sequence[Word], at: int, group: int) -> tuple[str, tuple[str, Word]] | None:
    """(preposition, (who or what, its last word)) of the first phrase after an act; of one that gives or sends, of whoever is given to."""
    lists = language.load()
    end = at + 1
    while end < len(tokens) and end - at <= WITHIN and _joined(text, tokens[end - 1], tokens[end]):
        end += 1
    window = tokens[at + 1 : end]
    if not window:
        return None
    if group in lists.giving:
        to = next((n for n, word in enumerate(window) if word.lower == "to"), None)
        start = to + 1 if to is not None else 0
        phrase = _begins_at(text, window, start)
        return ("", phrase) if phrase and (to is not None or phrase[1].text[0].isupper()) else None
    link = window[0].lower if window[0].lower in lists.attribution["prepositions"] or window[0].lower == "to" else ""
    phrase = _begins_at(text, window, 1 if link else 0)
    return (link, phrase) if phrase else None


def _by(text: str, tokens: Sequence[Word], at: int) -> tuple[str, tuple[str, Word]] | None:
    for n in range(at + 1, min(at + WITHIN, len(tokens))):
        if not _joined(text, tokens[n - 1], tokens[n]):
            return None
        if tokens[n].lower == "by":
            phrase = _begins_at(text, tokens[n + 1 : n + 1 + PHRASE + 2], 0)
            return ("", phrase) if phrase else None
    return None


def _begins_at(text: str, tokens: Sequence[Word], start: int) -> tuple[str, Word] | None:
    """(who or what, its last word) of the phrase that begins there: a name without its titles, or a noun with an article before it."""
    lists = language.load()
    n = start
    while n < len(tokens) and (tokens[n].lower in lists.articles or (tokens[n].lower in lists.titles and tokens[n].text[0].islower())):
        n += 1
    if n >= len(tokens) or not _may_name(tokens[n]):
        return None
    last, capital = n, tokens[n].text[0].isupper()
    if not capital and n == start:
        return None
    while last + 1 < len(tokens) and last - n < PHRASE and text[tokens[last].span.end : tokens[last + 1].span.start] in (" ", "-", ". "):
        after = tokens[last + 1]
        if (
            after.lower in lists.stopwords
            or after.text[0].isupper() != capital
            or tokens[last].lower.endswith(("'s", "’s"))
            or not _may_name(after)
        ):
            break
        last += 1
    if tokens[last].lower.endswith(("'s", "’s")):
        return None  # "asked Lind's brother"
    return _named(tokens[n : last + 1]), tokens[last]
