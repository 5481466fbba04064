"""Posts told as held today, of which a source tells that they were held until a day gone by or handed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, bare, persons, surnames
from presscheck.posts import PERSONAL
from presscheck.statements import QUOTED, assertions
from presscheck.voices import voice
from presscheck.words import Word, flat, fold, in_lower, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

QUIET = True  # whether the post is told at all is the question of role and claim
MARK = ": "
ENDS = frozenset(',.;:!?()–—"“”\n')
ONWARD = frozenset({"and", "but", "who", "which", "that", "while", "when", "because", "since", "as", "said", "says", "told"})
LONGEST = 8  # words of what is held
# between a name and the verb: ", the farmer,", " who ", ", who "
BETWEEN = re.compile(r"(?:,? \(?\d{1,3}\)?)?(?:, [^,.;:()]{1,80},)?,?(?: who)?(?: also| still| now| currently)? $")
# between a name and what tells that the person held it: ", who had been the "
HAD = r"(?: (?:who|had|has|also|formerly|previously|later|then|was|been|served|as|on|became|a|an|the|its))*"
TOLD = re.compile(rf"(?:,? \(?\d{{1,3}}\)?)?(?:, [^,.;:()]{{1,80}},)?,?{HAD} $")
# "sat on the panel |until 2022|", with no comma between
MONTH = r"(?:early |late |the end of |last |in )?(?:\w+ )?"
UNTIL = re.compile(rf"[^,.;:()]{{0,120}}\buntil (?:{MONTH}(?:19|20)\d\d\b|last \w+)")
SUBJECT = r"\b(?:I|[Hh]e|[Ss]he|and|who)(?:['’]ve| have| has| had| then)? "
HANDED = re.compile(rf"{SUBJECT}(?:handed (?:it |that )?(?:over|on)|stepped down|stood down|gave (?:it|that) up|resigned|retired)\b")
STILL = frozenset({"still", "again", "remain", "remains", "remained", "now", "deputy", "vice"})
REACH = 1  # passages after the one that tells of the post, in which it may be handed on


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each post that a named person is said to hold by a verb ("Ann Lee |sits on the grants panel|", "who |chairs the club|");
    the reading is "name: verb and what is held"."""
    known, verbs = surnames(QUOTED.sub(" ", draft.text)), language.load().tenures
    for one in assertions(draft, sentences):
        text = one.outside
        if verbs.keys().isdisjoint(in_lower(text)):
            continue
        people = persons(text, known)
        meant = re.search(r" \(([^()]+)\)$", one.statement[len(text) :])
        for who, span in _held(text, people, meant[1] if meant else ""):
            reading = f"{known.get(who.rpartition(' ')[2], who)}{MARK}{flat(text[span.start : span.end])}"
            yield Fact("tenure", one.at(span), one.index, reading, one.statement)


def _held(text: str, people: Sequence[Name], meant: str) -> Iterator[tuple[str, Span]]:
    """(name, verb and what is held); `meant` is whom "he" or "she" means."""
    verbs, tokens = language.load().tenures, words(text)
    for at, word in enumerate(tokens):
        if word.lower not in verbs:
            continue
        last = next((person for person in reversed(people) if person.span.end <= word.span.start), None)
        pronoun = at == 1 and tokens[0].lower in PERSONAL
        who = last.text if last and BETWEEN.fullmatch(text[last.span.end : word.span.start]) else meant if pronoun and not last else ""
        end = _end(text, tokens, at + 1)
        if who and telling(text[word.span.end : tokens[end - 1].span.end]):
            yield who, Span(word.span.start, tokens[end - 1].span.end)


def _end(text: str, tokens: Sequence[Word], at: int) -> int:
    end = at
    while end < len(tokens) and end - at < LONGEST and tokens[end].lower not in ONWARD:
        if set(text[tokens[end - 1].span.end : tokens[end].span.start]) & ENDS:
            break
        end += 1
    return end


def naming(fact: Fact, library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages that have all words of what is held, or a name in it, and the name's own, with what stands beside each."""
    who, _, held = fact.reading.partition(MARK)
    sought = (who.rpartition(" ")[2], held.partition(" ")[2], " ".join(_names(held)) or who)
    named = {passage for part in sought for passage in library.holding(replace(fact, reading=part), limit)}
    return library.around(named, REACH)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage tells of the person, by name or as the "I" of the source, that they held it, and that or the next
    sentence that it was until a day gone by or was handed on; MENTIONS where it tells that they hold it still."""
    who, _, held = fact.reading.partition(MARK)
    verb, _, what = held.partition(" ")
    at = next((word for word in words(passage.text, passage.span.start) if word.lower in language.load().tenures[verb.lower()]), None)
    if at is None or not _of_the_person(who, at, passage, source) or not _same(what, passage, source):
        return None
    block = source.block_at(passage.span.start)
    end = min(block.span.end if block else passage.span.end, passage.span.end + len(passage.text) + 200)
    text = source.text[at.span.start : end]
    if STILL & {word.lower for word in words(text)}:
        return None
    over = UNTIL.match(text, 0, passage.span.end - at.span.start) or HANDED.search(text)
    if over is None:
        return None
    told = Span(at.span.start, at.span.start + over.end())
    note = f"draft says {held}, source says {flat(source[told])}"
    whole = Span(passage.span.start, max(passage.span.end, told.end))
    place = Passage(passage.document, whole, source[whole], passage.where, passage.context)
    return Evidence((place,), (told,), Relation.CONTRADICTS, "facts.tenure", 0.75, note)


def _of_the_person(who: str, verb: Word, passage: Passage, source: Document) -> bool:
    """Is the verb's subject the person: the name before it, "I" in their own words, or nobody in their own answer ("Chaired it")?"""
    before_it = source.text[passage.span.start : verb.span.start]
    tokens, last = words(before_it), fold(who.rpartition(" ")[2])
    before = [fold(bare(word.text)) for word in tokens]
    if named := next((word for word in reversed(tokens) if fold(word.text) == last), None):
        return bool(TOLD.fullmatch(before_it[named.span.end :]))
    own = (not before or before[-1] == "i" or before[-2:-1] == ["i"] or before == ["a"]) and passage.text[:1] != '"'
    spoken = voice(source, verb.span.start) if own else ""
    return bool(spoken) and last in {fold(word.text) for word in words(spoken)}


def _same(what: str, passage: Passage, source: Document) -> bool:
    """Does the passage, or the question before it, have every name of what is held, or half its words?"""
    near = telling_around(passage, source)
    mine, named = telling(what), telling(" ".join(_names(what)))
    return named <= near if named else len(mine & near) * 2 >= len(mine)


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text) if word.text[0].isupper())
