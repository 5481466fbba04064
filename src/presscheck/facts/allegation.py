"""What one side alleges: an act that a source has as somebody's accusation, or that whoever is to have done it denies, told as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from presscheck import language
from presscheck.attributions import attributions
from presscheck.clauses import cut
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.stages import told_in
from presscheck.statements import QUOTED, assertions
from presscheck.voices import voice
from presscheck.words import Word, content, in_lower, shortened, stopkeys, telling, words

QUIET = True  # that nothing is told as a fact that somebody alleges is no verdict worth showing
LEAST = 3  # telling words of a clause, and of those that it shares with what is alleged
MORE, LESS = 0.6, 0.5  # share of the words of the one that the other has: of the one that shares most, and of the other
TOLD = 0.7  # share of the clause's words with which a passage that gives it to nobody bears it out
REACH = 3  # words between an accusing verb and the "that" or "of" behind it
LISTENERS = 12  # words between "told jurors" and its "that"
ANSWERED = 2  # sentences after an accusation in which it may be answered
AFTER = 400  # letters of a source in which they are looked for
LONG = 16  # words that a note repeats
BOUNDS = re.compile(r"[,;:()\"“”—–]|\n|\s-+\s|[.!?]\s")
YEAR = re.compile("(?:19|20)[0-9]{2}")
DECIDED = frozenset(("convicted", "pleaded-guilty"))


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each clause that is told in the reporter's own voice; the reading is its words. In a story of a case that is decided a
    verdict may establish what was once alleged: there the fact is `derivable`."""
    decided = any(stage.name in DECIDED and not stage.mood for _, stage in told_in(draft, sentences))
    for one in assertions(draft, sentences):
        if one.block is None or one.heading or one.quoted:
            continue
        before = sentences[one.index - 1].span if one.index else None
        follows = before is not None and draft.block_at(before.start) == one.block and _reports(draft, one.block.span, before)
        for clause in _own(draft.text, one.block.span, one.span, follows):
            span = Span(clause[0].span.start, clause[-1].span.end)
            yield Fact("allegation", span, one.index, draft[span], one.statement, derivable=decided)


def _reports(draft: Document, block: Span, sentence: Span) -> bool:
    """Does the sentence give what it tells to somebody, so that the next may go on with it?"""
    told = attributions(draft.text, block.start, block.end)
    return any(one.cue in sentence and not one.direct for one in told) or _heard(draft[sentence])


def _heard(text: str) -> bool:
    return not language.load().allegations["heard"].isdisjoint(word.lower for word in words(QUOTED.sub(" ", text)))


def _own(text: str, block: Span, sentence: Span, follows: bool) -> Iterator[Sequence[Word]]:
    """The clauses of a sentence that nobody by name is said to say, and that no word leaves open."""
    lists = language.load()
    told = (lists.allegations[name] for name in ("accusing", "charging", "papers", "open"))
    open_ = lists.hedges["hedges"].union(lists.hedges["open"], *told)
    tokens = words(text[sentence.start : sentence.end], sentence.start)
    speaks = not {word.lower for word in tokens}.isdisjoint(lists.speech | lists.attribution["clause"] | lists.allegations["heard"])
    nameless = [span for span in _from_nobody(text, block) if span in sentence] if speaks else []
    if (speaks and not nameless) or (follows and not speaks):
        return
    for clause in _clauses(tokens, text):
        lower = {word.lower for word in clause if word.text != "May"}
        placed = not speaks or any(clause[0].span.start >= span.start and clause[-1].span.end <= span.end for span in nameless)
        negated = lower & lists.negations or any(word.endswith("n't") for word in lower)
        if placed and not lower & open_ and not negated and len(content(word.key for word in clause)) >= LEAST:
            yield clause


def _from_nobody(text: str, block: Span) -> Iterator[Span]:
    """What "critics say": that names nobody whose word it is."""
    nameless = language.load().nameless
    for one in attributions(text, block.start, block.end):
        if one.source and not one.direct and words(text[one.source.start : one.source.end])[-1].lower in nameless:
            yield from one.content


def _clauses(tokens: Sequence[Word], text: str) -> Iterator[Sequence[Word]]:
    """The words of the text cut at stops and at words that join one clause to another."""
    joining = language.load().hedges["joining"]
    return cut(tokens, lambda before, word: word.lower in joining or bool(BOUNDS.search(text[before.span.end : word.span.start])))


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage has the clause as what somebody alleges, as what a witness says and another disputes, or where whoever
    is to have done it denies it; SUPPORTS where the passage gives it to nobody."""
    mine = telling(fact.reading)
    if len(mine & telling(passage.text)) < 2:
        return None
    found = next((span for span in _alleged(fact, passage, source) if _alike(mine, source[span])), None)
    if found is not None:
        told, said = shortened(fact.reading, LONG), shortened(source[found], LONG)
        note = f"draft tells as a fact “{told}”, source has it as what somebody says: “{said}”"
        return Evidence((passage,), (found,), Relation.CONTRADICTS, "facts.allegation", 0.8, note, _act(fact, telling(source[found])))
    if denied := _denied(fact, passage, source):
        note = f"draft tells as a fact “{shortened(fact.reading, LONG)}”, source has it denied: “{shortened(source[denied], LONG)}”"
        theirs = telling(source[denied]) | _speaking(passage, source, denied.start)
        return Evidence((passage,), (denied,), Relation.CONTRADICTS, "facts.allegation", 0.7, note, _act(fact, theirs))
    if len(mine & telling(passage.text)) >= TOLD * len(mine) and not _in_doubt(passage.text):
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.allegation", 0.6, "source tells it so")
    return None


def _act(fact: Fact, theirs: frozenset[str]) -> Span | None:
    """The words of the draft that tell the act: from the first to the last that the source has too, with the verb before them, and without
    the day or year in front, which is another fact."""
    told = [word for word in words(fact.reading) if word.key not in stopkeys()]
    shared = [n for n, word in enumerate(told) if word.key in theirs]
    while shared and _dates(told[shared[0]]):
        shared = shared[1:]
    if not shared:
        return None
    first = shared[0] - 1 if shared[0] and told[shared[0]].text[0].isdecimal() and not _dates(told[shared[0] - 1]) else shared[0]
    return Span(told[first].span.start, told[shared[-1]].span.end).shifted(fact.span.start)


def _dates(word: Word) -> bool:
    """A month, a weekday, or a figure that is no sum."""
    lists = language.load()
    return word.lower in lists.months or word.lower in lists.weekdays or (word.text[0].isdecimal() and not _is_sum(word.key))


def _in_doubt(text: str) -> bool:
    lists = language.load()
    told = (lists.allegations[name] for name in ("accusing", "charging", "contested", "papers"))
    return not {word.lower for word in words(text) if word.text != "May"}.isdisjoint(lists.hedges["hedges"].union(*told))


def _alleged(fact: Fact, passage: Passage, source: Document) -> Iterator[Span]:
    """What the passage has as an accusation, from its verb on; what a witness or an advocate says only where it is answered, and in a case
    that is decided all of it."""
    lists = language.load().allegations
    tokens = words(passage.text, passage.span.start)
    for at, word in enumerate(tokens):
        if word.lower in lists["accusing"]:
            opens, sure = _behind(tokens, at, REACH, ("that",)), True
        elif word.lower in lists["charging"]:
            opens, sure = _behind(tokens, at, REACH, ("of", "with")), True
            if opens is not None and not telling(fact.reading) & {word.key for word in tokens[:opens]} - stopkeys():
                continue  # that a thing was done is known where it is open who did it
        elif word.lower in lists["papers"]:
            opens, sure = _pleaded(source.text, tokens, at), True
        elif word.lower in lists["contested"]:
            opens, sure = _behind(tokens, at, LISTENERS, ("that",)), False
        else:
            continue
        if opens is not None and ((sure and not fact.derivable) or _answered(passage, source)):
            yield Span(word.span.start, _ends(source.text, tokens, opens))


def _behind(tokens: Sequence[Word], at: int, reach: int, links: Sequence[str]) -> int | None:
    """The number of the word behind "alleging |that", "accused the owner |of", "told jurors |that"; None where there is none. What a verb
    of speech has behind it with no "that" is not surely read."""
    return next((n + 1 for n in range(at + 1, min(at + 2 + reach, len(tokens) - 1)) if tokens[n].lower in links), None)


def _pleaded(text: str, tokens: Sequence[Word], at: int) -> int | None:
    """The number of the word behind "the suit says |" or "according to the indictment, |"."""
    if at + 2 >= len(tokens):
        return None
    if tokens[at + 1].lower in language.load().allegations["pleading"]:
        return at + 2
    led = [word.lower for word in tokens[max(at - 3, 0) : at]]
    return at + 1 if "according" in led and "," in text[tokens[at].span.end : tokens[at + 1].span.start] else None


def _ends(text: str, tokens: Sequence[Word], first: int) -> int:
    """The end of the clause that begins with word `first`."""
    for n in range(first + 1, len(tokens)):
        if BOUNDS.search(text[tokens[n - 1].span.end : tokens[n].span.start]):
            return tokens[n - 1].span.end
    return tokens[-1].span.end


def _alike(mine: frozenset[str], alleged: str) -> bool:
    """Do the clause and what is alleged tell the same: enough words of both, more than a name, and every figure of the clause?"""
    lists = language.load().allegations
    cues = lists["accusing"] | lists["charging"] | lists["papers"] | lists["contested"] | lists["pleading"]
    theirs = telling(alleged) - {word.key for word in words(alleged) if word.lower in cues}
    shared = mine & theirs
    if not shared - {word.key for word in words(alleged) if word.text[0].isupper()}:
        return False
    if len(shared) < LEAST - any(map(_is_sum, shared)) or any(key[0].isdecimal() and key not in theirs for key in mine):
        return False
    told = [key for key in theirs if not key[0].isdecimal() or key in mine]
    shares = sorted((len(shared) / len(mine), len(shared) / len(told)))
    return shares[0] >= LESS and shares[1] >= MORE


def _is_sum(key: str) -> bool:
    """A figure that is no small count and no year: two accounts that have it speak of one thing."""
    return key[0].isdecimal() and len(key) > 2 and not YEAR.fullmatch(key)


def _answered(passage: Passage, source: Document) -> bool:
    """Does the source deny it in this sentence or in the next ones of its paragraph?"""
    block = source.block_at(passage.span.start)
    end = min(block.span.end if block else len(source.text), passage.span.end + AFTER)
    after = re.split(r"(?<=[.!?])\s", source.text[passage.span.start : end], maxsplit=ANSWERED + 1)
    told = f" {' '.join(in_lower(' '.join(after[: ANSWERED + 1])))} "
    return any(f" {phrase} " in told for phrase in language.load().allegations["denials"])


def _denied(fact: Fact, passage: Passage, source: Document) -> Span | None:
    """ "We did not |fire on| the market", "Holm denies |burning| the books", where the draft has them doing so: the denial, up to the end
    of its clause. In a case that is decided a denial is what was not believed."""
    lists = language.load()
    mine = words(fact.reading)
    for clause in _clauses(words(passage.text, passage.span.start), source.text) if not fact.derivable else ():
        at = next((n for n, word in enumerate(clause) if word.lower in lists.negations or word.lower.endswith("n't")), None)
        if not at:
            continue
        after = [word.key for word in clause[at + 1 :] if word.key not in stopkeys()]
        done = next((n for n, word in enumerate(mine) if after and word.key == after[0]), None)
        if done is None or len(after) < 2 or not set(after) <= {word.key for word in mine}:
            continue
        doers = {word.key for word in mine[:done]} - stopkeys()
        ours = not {word.lower for word in clause[:at]}.isdisjoint(lists.allegations["ourselves"])
        theirs = {word.key for word in clause[:at]} if clause[at].lower in lists.allegations["denials"] else frozenset()
        if doers & (_speaking(passage, source, clause[0].span.start) if ours else theirs):
            return Span(clause[max(at - 2, 0)].span.start, clause[-1].span.end)
    return None


def _speaking(passage: Passage, source: Document, at: int) -> frozenset[str]:
    """The words that tell who says "we" there: before it in the passage, and whose voice the source has there."""
    before = source[Span(passage.span.start, at)] if at > passage.span.start else ""
    return telling(before) | telling(voice(source, at))
