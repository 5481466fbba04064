"""Doubt left out: what a source tells as believed, possible or one person's word, and the draft tells as a fact or as proven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.attributions import attributions
from presscheck.clauses import cut
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.statements import QUOTED, Assertion, assertions
from presscheck.words import Word, key, shortened, telling, words

QUIET = True  # that no doubt was left out is no verdict worth showing
LEAST = 4  # telling words of a sentence that is looked at
SAME, WITHIN = 0.7, 0.5  # share of the sentence's telling words that the passage must have, and its clause with the hedge
PROVEN, PART = 0.4, 0.35  # the same where the draft says that it is proven
CLAUSE = 4  # telling words of one clause
MARK = " \x1f"  # ends the statement of a fact of one clause
MAYBE = frozenset(("may", "might", "could", "possibly", "perhaps", "maybe"))
BEFORE = 3  # words between "has" and the days that somebody has
HAVING = frozenset(("has", "have", "had"))
LONG = 16  # words that a note repeats
PARTS = re.compile(r"[,;:()\"“”—–]|\n|\s-+\s")


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each sentence, or what somebody says in it, that is told as a fact or as proven; the reading is its words."""
    lists = language.load()
    for one in assertions(draft, sentences):
        if one.block is None or one.heading:
            continue
        for part in () if one.quoted else _parts(one):
            yield Fact("hedge", part, one.index, draft[part], f"{one.statement}{MARK}")
        cue, span = _content(draft.text, one.block.span, one.span)
        if span is None or len(telling(draft[span])) < LEAST or QUOTED.search(draft[span]):
            continue
        own = words(draft[span], span.start)
        if {word.lower for word in own} & (lists.hedges["hedges"] | lists.hedges["open"]):
            continue
        said = words(draft[cue], cue.start) if cue else ()
        proof = next((word.span for word in (*said, *own) if word.lower in lists.hedges["proof"]), span)
        yield Fact("hedge", proof, one.index, draft[span], one.statement)


def _parts(one: Assertion) -> Iterator[Span]:
    """The clauses of a sentence of several that tell enough by themselves, with nothing in them that leaves it open."""
    lists = language.load()
    left_open = lists.hedges["hedges"] | lists.hedges["open"] | lists.negations
    clauses = list(_cut(one.text))
    for clause in clauses if len(clauses) > 1 else ():
        span = Span(clause[0].span.start, clause[-1].span.end)
        if len(telling(one.text[span.start : span.end])) >= CLAUSE and not {word.lower for word in clause} & left_open:
            yield one.at(span)


def _content(text: str, block: Span, sentence: Span) -> tuple[Span | None, Span | None]:
    """(None, the sentence), or, where somebody says it, (the verb, what they say); no content where that is not surely read."""
    lists = language.load()
    if not {word.lower for word in words(text[sentence.start : sentence.end])} & (lists.speech | lists.attribution["clause"]):
        return None, sentence
    said = [one for one in attributions(text, block.start, block.end) if one.cue in sentence and not one.direct]
    if len(said) != 1 or len(said[0].content) != 1 or said[0].content[0] not in sentence:
        return None, None
    firm = {word.lower for word in words(text[said[0].cue.start : said[0].cue.end])} & lists.attribution["firm"]
    return said[0].cue, said[0].content[0] if firm else None


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage tells nearly the same behind "police believe", "may have" or "one person said"; SUPPORTS where it tells
    it with no such word."""
    lists = language.load().hedges
    if fact.statement.endswith(MARK):
        return _weigh_part(fact, passage, source)
    proven = len(fact.span) < len(fact.reading)
    mine = telling(fact.reading) - _keys("proof")
    here = telling(passage.text)
    if len(mine & here) < (PROVEN if proven else SAME) * len(mine) or len(mine & here) < LEAST - proven:
        return None
    kept = _kept(fact.statement, passage.text)
    attributed = not proven and len(words(fact.reading)) + 1 < len(words(fact.statement))
    doubt = _hedge(passage, mine, PART if proven else WITHIN, kept | (lists["others"] if attributed else frozenset()))
    doubt = doubt or (None if attributed else _one_says(words(passage.text, passage.span.start)))
    firm = any(word.lower in lists["proof"] for word in words(passage.text))
    if doubt is None or (proven and firm):
        sure = not proven or firm
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.hedge", 0.6, "source tells it so") if sure else None
    note = f"draft says “{shortened(fact.reading, LONG)}”, source says “{shortened(source[doubt], LONG)}”"
    return Evidence((passage,), (doubt,), Relation.CONTRADICTS, "facts.hedge", 0.7, note)


def _weigh_part(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """The same of one clause, which the passage's own must have almost whole: behind "may", "might", "possibly" only, since the draft may
    tell elsewhere in its sentence whose word it is."""
    mine, here = telling(fact.reading), telling(passage.text)
    least = max(CLAUSE, SAME * len(mine))
    if len(mine & here) < least:
        return None
    kept = _kept(fact.statement, passage.text) | (language.load().hedges["hedges"] - MAYBE)
    doubt = _hedge(passage, mine, least / len(mine), kept)
    if doubt is None:
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.hedge", 0.6, "source tells it so")
    note = f"draft says “{shortened(fact.reading, LONG)}”, source says “{shortened(source[doubt], LONG)}”"
    return Evidence((passage,), (doubt,), Relation.CONTRADICTS, "facts.hedge", 0.7, note)


def _kept(statement: str, source: str) -> frozenset[str]:
    """The words of the statement; "may" too where it tells how long somebody has to do what the source says they may: "has ten days to
    strike it out" leaves it as open as "may strike it out"."""
    told, units = words(statement), language.load().durations
    free = {b.key for a, b in pairwise(words(source)) if a.lower == "may"}
    for at, word in enumerate(told[:-2]):
        before = [other.lower for other in told[max(at - BEFORE, 0) : at]]
        follows = told[at + 1].lower == "to" and told[at + 2].key in free
        if follows and word.lower.removesuffix("s") in units and not HAVING.isdisjoint(before):
            return frozenset([*(other.lower for other in told), "may"])
    return frozenset(word.lower for word in told)


@lru_cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(key(word) for word in language.load().hedges[name])


def _hedge(passage: Passage, mine: frozenset[str], share: float, kept: AbstractSet[str]) -> Span | None:
    """The clause of the passage that has most of the words and a hedge that is not kept, from the hedge on."""
    lists = language.load().hedges
    lower = passage.text.lower()
    if not any(word in lower for word in lists["hedges"]):
        return None
    for clause in _clauses(passage):
        at = next((n for n in range(len(clause)) if clause[n].lower not in kept and _hedges(clause, n)), None)
        if at is not None and len(mine & {word.key for word in clause}) >= share * len(mine):
            return Span(clause[max(at - 1, 0)].span.start, clause[-1].span.end)
    return None


def _hedges(clause: Sequence[Word], at: int) -> bool:
    """Is the word a hedge: lower case ("may", not "May"), and "could" only in "could have"?"""
    lists = language.load().hedges
    after = clause[at + 1].lower if at + 1 < len(clause) else ""
    if clause[at].text in lists["modals"]:
        anybody = at > 0 and clause[at - 1].lower in lists["anybody"] and after in lists["arguing"]
        if anybody or after in lists["allowed"]:
            return False  # "passengers may claim a refund", "some might argue that"
        return after in ("have", "be") or (clause[at].text != "could" and after not in ("not", ""))
    return clause[at].lower in lists["hedges"] and clause[at].lower not in lists["modals"]


def _one_says(found: Sequence[Word]) -> Span | None:
    """ "One person said", "a source told" anywhere in the passage."""
    lists = language.load()
    for at in range(len(found) - 2):
        if found[at].lower in ("one", "single") and found[at + 1].lower in lists.hedges["tellers"]:
            verb = next((n for n in range(at + 2, min(at + 10, len(found))) if found[n].lower in lists.speech), None)
            if verb is not None:
                return Span(found[at].span.start, found[verb].span.end)
    return None


def _clauses(passage: Passage) -> Iterator[Sequence[Word]]:
    """The passage cut at stops and at words that join one clause to another."""
    yield from _cut(passage.text, passage.span.start)


def _cut(text: str, offset: int = 0) -> Iterator[Sequence[Word]]:
    joining = language.load().hedges["joining"]

    def ends(before: Word, word: Word) -> bool:
        return word.lower in joining or bool(PARTS.search(text[before.span.end - offset : word.span.start - offset]))

    return cut(words(text, offset), ends)
