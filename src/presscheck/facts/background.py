"""What a person is said to have been before, or to have learnt: some source that names them must have a word of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, bare, persons, surnames
from presscheck.posts import ARTICLES, KIN, PERSONAL, post_in
from presscheck.statements import QUOTED, assertions, unquoted
from presscheck.words import Word, flat, fold, in_lower, key, telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

MARK = ": "
ENDS = frozenset(',.;:!?()–—"“”\n')  # of the words that tell what somebody was
ONWARD = frozenset({"who", "which", "that", "whose", "when", "where", "while", "before", "until", "and", "but", "now", "told", "said"})
LONGEST = 9  # words of it
# what may stand between a name and "a former nurse": ", 61, ", ", the clerk, ", ", the clerk and ", " is "
NOUN = re.compile(r"(?:,? aged \d{1,3}|,? \(?\d{1,3}\)?)?(?:, |,? (?:who )?(?:is|was) (?:also )?|, [^,.;:()]{1,60}(?:,| and) | [–—] )$")
# what may stand between a name and "trained as": ", the clerk, ", " who ", ", a former clerk who also "
BEFORE_VERB = r"(?:(?:, [^,.;:()]{1,80},)?(?: who)?|,? [^,.;:()]{1,80},? who)(?: has| had| also| himself| herself|,)*"
VERB = re.compile(rf"(?:,? \(?\d{{1,3}}\)?)?{BEFORE_VERB} $")
LEADING = frozenset({"of", "at", "in", "for", "from", "with", "on", "to", "by", "under"})
RELATIVE = frozenset({"who", "whose"})
FIRST, THIRD = frozenset({"i", "my", "me", "i'd", "i've", "i'm"}), frozenset({"he", "she", "his", "her", "him"})
STEM, LEAST = 6, 5  # letters by which a word of a source may be one of the draft's: "prosecutor" and "prosecuted"
AGENT = re.compile(r"(?<=...)(?:er|or|ist|ing|ed)$")
HUMAN = re.compile(r"(?:er|or|ist|ian|man|woman|ant|ee|star|aide|spy|cop|chief|head)$")  # endings of who is or does something
REACH = 2  # passages around one that names the person, which may tell of them without the name
MOST = 200  # passages that name a person of whom it can be said that none tells something


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each thing that a named person is said to have been or learnt ("Ann Lee, |a former nurse|", "Lee once |played the
    harp|", "Lee |trained as a surgeon|"); the reading is "name: what"."""
    known = surnames(QUOTED.sub(" ", draft.text))
    for one in assertions(draft, sentences):
        text = one.outside
        if not _may_tell(text):
            continue
        before = unquoted(draft[sentences[one.index - 1].span]) if one.index else ""
        people, last = persons(text, known), frozenset(person.text for person in persons(before, known))
        pronoun = known.get(next(iter(last)).rpartition(" ")[2], "") if len(last) == 1 else ""
        for who, span in _told(text, people, pronoun):
            phrase = flat(text[span.start : span.end])
            whole = known.get(who.rpartition(" ")[2], who)
            if _is_told_apart(phrase):
                yield Fact("background", one.at(span), one.index, f"{whole}{MARK}{phrase}", one.statement)


@lru_cache
def _openings() -> frozenset[str]:
    lists = language.load().backgrounds
    return lists["over"] | lists["once"] | lists["schooled"] | lists["by"] | {"also"}


def _may_tell(text: str) -> bool:
    return any(word.lower in _openings() for word in words(text))


def _told(text: str, people: Sequence[Name], pronoun: str) -> Iterator[tuple[str, Span]]:
    """(name, what the person was) for each place that tells it; `pronoun` is whom "he" or "she" at the head of the sentence means."""
    lists, tokens = language.load().backgrounds, words(text)
    for at, word in enumerate(tokens):
        if word.lower in lists["over"]:
            yield from _noun(text, tokens, at, people, pronoun)
        elif word.lower in lists["by"] and at and tokens[at - 1].lower == "by":
            yield from _by_training(text, tokens, at, people, pronoun)
        elif at + 1 < len(tokens) and (begin := _verb(tokens, at)):
            end = _end(text, tokens, begin)
            subject = _subject(text, people, word.span.start, VERB, pronoun)
            if subject and end > begin:
                yield subject, Span(tokens[begin - 1 if tokens[begin - 1].lower != "as" else at].span.start, tokens[end - 1].span.end)


def _verb(tokens: Sequence[Word], at: int) -> int:
    """The token after the verb and its "as", where the words at `at` tell what somebody did or learnt; 0 where they do not."""
    lists = language.load().backgrounds
    word, following = tokens[at].lower, tokens[at + 1].lower
    if following in lists["did"] and (word in lists["once"] or (word == "also" and at and tokens[at - 1].lower == "who")):
        return at + 2
    if word in lists["schooled"] and following == "as" and tokens[at - 1].lower not in ("was", "were", "is", "are", "be", "being"):
        return at + 2
    return 0


def _noun(text: str, tokens: Sequence[Word], at: int, people: Sequence[Name], pronoun: str) -> Iterator[tuple[str, Span]]:
    """ "Ann Lee, a |former nurse|", "|former nurse| Ann Lee"."""
    behind = next((person for person in people if person.span.start > tokens[at].span.start), None)
    end = _end(text, tokens, at + 1, behind)
    if end == at + 1:
        return
    span = Span(tokens[at].span.start, tokens[end - 1].span.end)
    if behind and behind.span.start - span.end == 1 and text[span.end] == " ":
        yield behind.text, span
        return
    first = at - 1 if at and tokens[at - 1].lower in ARTICLES else at
    if subject := _subject(text, people, tokens[first].span.start, NOUN, pronoun):
        yield subject, span


def _by_training(text: str, tokens: Sequence[Word], at: int, people: Sequence[Name], pronoun: str) -> Iterator[tuple[str, Span]]:
    """ "Ann Lee, |a nurse by training|"."""
    first = at - 1
    while first > 0 and at - first < LONGEST and not set(text[tokens[first - 1].span.end : tokens[first].span.start]) & ENDS:
        first -= 1
        if tokens[first].lower in ARTICLES:
            break
    if tokens[first].lower in ARTICLES and (subject := _subject(text, people, tokens[first].span.start, NOUN, pronoun)):
        yield subject, Span(tokens[first].span.start, tokens[at].span.end)


def _end(text: str, tokens: Sequence[Word], at: int, behind: Name | None = None) -> int:
    """The token behind the words that begin at `at`: before a stop, a word that leads on, or the name that they stand before."""
    end = at
    while end < len(tokens) and end - at < LONGEST and tokens[end].lower not in ONWARD:
        if set(text[tokens[end - 1].span.end : tokens[end].span.start]) & ENDS or (behind and tokens[end].span.start >= behind.span.start):
            break
        end += 1
    return end


def _subject(text: str, people: Sequence[Name], start: int, between: re.Pattern[str], pronoun: str) -> str:
    """The person of whom the words at `start` are told; "" where that is not sure."""
    last = next((person for person in reversed(people) if person.span.end <= start), None)
    if last:
        return last.text if between.fullmatch(text[last.span.end : start]) else ""
    opening = words(text[:start])
    rest = text[opening[0].span.end : start] if opening else ""
    return pronoun if opening and opening[0].lower in PERSONAL and between.fullmatch(rest) else ""


@lru_cache(maxsize=1024)
def _is_told_apart(phrase: str) -> bool:
    """Does it tell of a person more than a tie to somebody ("former wife", "former colleague"), and of no house ("a former cinema")?"""
    post, ties, tokens = post_in(phrase), language.load().backgrounds["ties"], words(phrase)
    if tokens[0].lower in language.load().backgrounds["over"]:
        head = tokens[_head(tokens)].lower
        if post is None and not HUMAN.search(head) and not any(head in people for people, _ in language.load().trades):
            return False
    return bool(_own(phrase)) and not (post and post.family == KIN) and not _own(phrase) <= {key(word) for word in ties}


def _head(tokens: Sequence[Word]) -> int:
    """The last word before "of", "at" or the like."""
    return next((at for at, word in enumerate(tokens) if at and word.lower in LEADING), len(tokens)) - 1


@lru_cache(maxsize=1024)
def _own(phrase: str) -> frozenset[str]:
    """The keys of the words that tell what the person was."""
    lists = language.load().backgrounds
    dull = {key(word) for word in (*lists["over"], *lists["once"], *lists["schooled"], *lists["by"], *lists["dull"])}
    return telling(phrase) - dull


@dataclass(frozen=True, slots=True)
class Ways:
    """How it may be told: beginnings of words that tell it wherever they stand near the person; sets of words that do together; and words
    that do where they are told of the person."""

    words: frozenset[str]
    begun: tuple[str, ...]
    together: tuple[frozenset[str], ...]
    of_the_trade: frozenset[str]

    def told_in(self, keys: frozenset[str]) -> bool:
        """Do the words of a text tell it?"""
        return bool(self.words & keys) or any(word.startswith(self.begun) for word in keys) or any(all_ <= keys for all_ in self.together)


@lru_cache(maxsize=1024)
def _ways(phrase: str) -> Ways:
    """The draft's own words, of a trade that is known only its head, names and what follows "of" or "from"; those of its trade; and the
    other names of the post."""
    mine, post, tokens = _own(phrase), post_in(phrase), words(phrase)
    head = _head(tokens)
    trades = [trade for trade in language.load().trades if tokens[head].lower in trade[0]]
    beside = {word.key for at, word in enumerate(tokens) if at >= head or word.text[0].isupper()}
    told = {key(word) for people, _ in trades for word in people} | (mine & beside if trades else mine)
    posts = language.load().roles.posts.items()
    called = [telling(" ".join(names)) for names, (name, _) in posts if post and name == post.name and names[0] not in LEADING]
    things = frozenset(key(word) for _, some in trades for word in some)
    begun = {AGENT.sub("", word)[:STEM] for word in told}
    return Ways(frozenset(told), tuple(form for form in begun if len(form) >= LEAST), tuple(filter(None, called)), things)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """MENTIONS where the passage names the person and has a word of it; whether that bears it out is the question of post and claim."""
    who, _, phrase = fact.reading.partition(MARK)
    here = telling(passage.text)
    if key(who.rpartition(" ")[2]) not in here or not _own(phrase) & here:
        return None
    return _mention(passage, "the passage may tell it of the person")


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """Where it cannot be said that no source tells it of the person: MENTIONS. None names the person, or too many passages do; a word
    with which it may be told stands near the name, in a short source that has it, or where somebody there speaks of themselves; or
    something else that is told of the person tells of a life's work."""
    who, _, phrase = fact.reading.partition(MARK)
    named = list(dict.fromkeys(p for part in who.split() for p in library.holding(replace(fact, reading=part), MOST)))
    last = [passage for passage in named if key(who.rpartition(" ")[2]) in telling(passage.text)]
    if not last or len(named) >= MOST:
        nearest = next(iter((*last, *named, *library.search(fact, 1))), library.coverage(()).passage)
        return _mention(nearest, "a source may tell it of the person without the name") if nearest else None
    ways, lived = _ways(phrase), language.load().backgrounds["lived"]
    near = frozenset(library.around(named, REACH))
    whole = library.around(list({passage.document: passage for passage in last}.values()), MOST)
    for passage in dict.fromkeys((*named, *library.around(named, REACH), *whole)):
        lower, keys = frozenset(in_lower(passage.text)), telling(passage.text)
        own = bool(lower & FIRST)
        if ways.told_in(keys) and (own or passage in near or library.short(passage.document)):
            return _mention(passage, "a source may tell it of the person in other words")
        if passage in near and _tells_a_deed(passage.text, frozenset(map(fold, who.split()))):
            return _mention(passage, "a source tells of what the person did")
        of_them = own or passage in named or (passage in near and bool(lower & THIRD))
        if of_them and (lower & lived or keys & ways.of_the_trade):
            return _mention(passage, "a source tells of what the person did")
    return None


@lru_cache(maxsize=4096)
def _tells_a_deed(text: str, name: frozenset[str]) -> bool:
    """Is the person, by name or as the "he" that opens the text, the subject of a verb that tells more than that they said something, or
    that something was done to them? What somebody was before may be told in any such words: "put up half the houses"."""
    lists, tokens = language.load(), words(text)
    for at, word in enumerate(tokens[:-1]):
        if not (fold(bare(word.text)) in name or (at == 0 and word.lower in PERSONAL)) or word.text.endswith(("'s", "’s")):
            continue
        verb = _behind(text, tokens, at)
        if verb is None or not verb.text[0].islower() or verb.lower in lists.speech or verb.lower in lists.backgrounds["idle"]:
            continue
        after = next((other for other in tokens if other.span.start > verb.span.end), None)
        done = after is not None and after.lower.endswith("ed") and after.lower not in lists.backgrounds["lived"]
        did = verb.lower == "did" and after is not None and after.lower != "not"
        if did or verb.lower not in lists.stopwords or (verb.lower in lists.roles.copulas and not done):
            return True
    return False


def _behind(text: str, tokens: Sequence[Word], at: int) -> Word | None:
    """The word behind the name that ends at this token, past an age or what stands between two commas, and past "who"."""
    gap = text[tokens[at].span.end : tokens[at + 1].span.start]
    number = at + 1
    if gap == ", ":
        while number + 1 < len(tokens) and text[tokens[number].span.end : tokens[number + 1].span.start] == " ":
            number += 1
        if tokens[at + 1].lower in RELATIVE:
            number = at + 1
        elif text[tokens[number].span.end : tokens[number].span.end + 2] != ", " or number + 1 >= len(tokens):
            return None
        else:
            number += 1
    elif gap != " ":
        return None
    return tokens[number + 1] if tokens[number].lower in RELATIVE and number + 1 < len(tokens) else tokens[number]


def _mention(passage: Passage, note: str) -> Evidence:
    return Evidence((passage,), (passage.span,), Relation.MENTIONS, "facts.background", 0.3, note)
