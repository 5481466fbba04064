"""Statements turned round: a "not" too many or too few, a rise for a fall, the highest for the lowest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.clauses import cut, parted
from presscheck.disavowals import takes_back
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare
from presscheck.replies import Reply, replies
from presscheck.stances import PERSONS, YEAR, Stance, of_others, stances, turned
from presscheck.statements import assertions
from presscheck.voices import voice
from presscheck.words import Word, flat, fold, in_lower, key, stopkeys, telling, telling_around, words

SCOPE = 6  # content words after a "not" that it may turn round
BESIDE = 6  # words on either side of a turning word among which what it speaks of is looked for
SAME = 0.7  # share of the words that a "not" turns round which the source must have
NARROW = 8  # words within which the source has the words of a scope
REACH = 5  # words before a word of a scale among which a "not" turns it round
BEFORE = 2  # words before those that a source denies that are shown with them
SHARED = 2  # content words beside a turning word that draft and source must share
AROUND, HALF = 0.3, 0.5  # share of the statement's other words that the passage and its context must have; where little is shared beside it
ABOVE = 600  # letters over a question among which the name of the one who answers may stand
HAVING = frozenset(("have", "has", "had", "having", "with"))
INSERTED = re.compile(r"\b([^\W\d_]{1,12}(?:['’]t)?)(,\s[^,.;:!?\n\"“”]{2,40},)(?=\s)")
MARK = " … "
WHOLE = 0.75  # share of a sentence's words with which a passage bears out that nothing in it is turned round
QUIET = True  # that nothing is turned round is no verdict worth showing


@dataclass(frozen=True, slots=True)
class Clause:
    """Words between two stops; `negators` are those that turn it round, by their number, `unreal` those that leave it open, in lower case;
    `soft`: it has a word that comes near to a "not" ("failed", "for want of")."""

    words: tuple[Word, ...]
    keys: frozenset[str]
    negators: tuple[int, ...]
    soft: bool
    unreal: frozenset[str]


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each word that turns its clause round or stands on a scale that has another side."""
    for one in assertions(draft, sentences):
        if not one.quoted and any(not clause.negators and len(clause.keys) > SHARED for clause in clauses(one.text)):
            yield Fact("polarity", one.span, one.index, one.text, one.statement)
        sides = {stance.verb for stance in stances(one.text)}
        for clause in clauses(one.text):
            for word in _turning(clause, sides):
                if not one.quotes(one.at(word.span)):
                    reading = f"{word.text}{MARK}{' '.join(other.text for other in clause.words)}"
                    yield Fact("polarity", one.at(word.span), one.index, reading, one.statement)


def _turning(clause: Clause, sides: Collection[Span]) -> Iterator[Word]:
    for at, word in enumerate(clause.words):
        if word.span in sides or (at in clause.negators and len(clause.negators) == 1 and _scope(clause, at)) or _sides(clause.words, at):
            yield word


@lru_cache(maxsize=8192)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order: cut at stops, and at words that join one clause to another."""
    joining = language.load().joining
    text = INSERTED.sub(_blank, text)
    runs = cut(words(text), lambda before, word: parted(text, (before, word)) or word.lower in joining)
    return tuple(map(_clause, runs))


def _blank(match: re.Match[str]) -> str:
    """Blanks for an attribution that parts a verb from its "not": "should not, |she says,| climb"."""
    lists = language.load()
    turns = match[1].lower() in lists.turning or match[1].lower().endswith(("n't", "n’t"))
    return match[1] + " " * len(match[2]) if turns and not lists.speech.isdisjoint(in_lower(match[2])) else match[0]


def _clause(run: Sequence[Word]) -> Clause:
    lists = language.load()
    told = (n for n, word in enumerate(run) if word.lower in lists.negations or word.lower.endswith("n't") or _yet_to(run, n))
    negators = tuple(n for n in told if not _caps(run, n))
    unreal = frozenset(word.lower for word in run) & lists.unreal
    soft = any(word.lower in lists.soft for word in run)
    return Clause(tuple(run), frozenset(word.key for word in run) - stopkeys(), negators, soft, unreal)


def _caps(run: Sequence[Word], at: int) -> bool:
    """Is it the "no" of a ceiling: "|No| farm will get more than 80,000 euros"?"""
    more = language.load().more
    return run[at].lower == "no" and any(a.lower in more and b.lower == "than" for a, b in pairwise(run[at + 1 :]))


def _yet_to(run: Sequence[Word], at: int) -> bool:
    """ "Have |yet| to agree": they have not agreed."""
    return run[at].lower == "yet" and at + 1 < len(run) and run[at + 1].lower == "to"


def _sides(run: Sequence[Word], at: int) -> tuple[tuple[int, int], ...]:
    """(scale, side) of a word, where it stands on one here: "up" only beside a figure, or in "up from"; not "the larger of the two"."""
    lists = language.load()
    word = run[at].lower
    sides = lists.opposites.get(word, ())
    after = run[at + 1].lower if at + 1 < len(run) else ""
    before = run[at - 1] if at else None
    if not sides or after == "of" or (at and run[at].text[0].isupper()) or (before is not None and before.lower in lists.ranks):
        return ()
    if word not in lists.beside:
        return sides
    figure = after[:1].isdecimal() or (before is not None and before.text[0].isdecimal())
    return sides if figure or after in lists.after or _since(run, at) else ()


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where a clause of the passage has the same words the same way round, CONTRADICTS where it has them the other way round; a
    sentence that takes a statement back tells it neither way."""
    if takes_back(passage, source):
        return None
    if MARK not in fact.reading:
        return _denied(fact, passage, source)
    word, _, told = fact.reading.partition(MARK)
    mine = clauses(told)
    clause = _whole(mine)
    if side := _other_side(fact, word, passage, source):
        return side
    if of_others(fact.statement, passage.text):
        return None
    at = next((n for n, other in enumerate(clause.words) if other.text == word), None)
    if at is None:
        return None
    parts = clauses(passage.text)
    for theirs in parts:
        if not clause.keys & theirs.keys:
            continue
        turned = _scale_turned(clause, at, theirs, parts) or _negation_turned(clause, at, theirs, parts)
        if turned and _around(fact, clause, passage, source):
            other, against = turned
            span = other.shifted(passage.span.start)
            says = flat(source[span])
            if against:
                note = f"draft says {_said(clause, at)}, source says {says}"
                return Evidence((passage,), (span,), Relation.CONTRADICTS, "facts.polarity", 0.8, note)
            return Evidence((passage,), (span,), Relation.SUPPORTS, "facts.polarity", 0.8, f"source has {says}")
    return None


def _other_side(fact: Fact, word: str, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same person or body take the same side on the same matter, CONTRADICTS where it has them take the
    other, and the source nowhere has them on the draft's."""
    mine = [one for one in stances(fact.statement) if fact.statement[one.verb.start : one.verb.end] == word]
    if len(mine) != 1:
        return None
    for theirs in (one for one in stances(passage.text) if _same_one(mine[0], one, passage, source)):
        against = turned(mine[0], theirs)
        if against is None or (against and not theirs.lasting) or (against and not _around_side(fact, mine[0], passage, source)):
            continue
        span = theirs.span.shifted(passage.span.start)
        says = flat(source[span])
        if not against:
            return Evidence((passage,), (span,), Relation.SUPPORTS, "facts.polarity", 0.8, f"source has {says}")
        if not any(turned(mine[0], one) is False for one in stances(source.text)):
            said = flat(fact.statement[mine[0].span.start : mine[0].span.end])
            return Evidence((passage,), (span,), Relation.CONTRADICTS, "facts.polarity", 0.8, f"draft says {said}, source says {says}")
    return _answered(fact, mine[0], passage, source)


def _same_one(mine: Stance, theirs: Stance, passage: Passage, source: Document) -> bool:
    """Is it the same who takes the side in the passage: by name, or as the "I" whose text it is? Whom "he" means is never sure."""
    if theirs.who == "i":
        return mine.who in {fold(word.text) for word in words(voice(source, passage.span.start))}
    return mine.who == theirs.who and mine.who not in PERSONS


def _answered(fact: Fact, mine: Stance, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the draft has somebody accept what they were asked, and the answer was "No", or deny it, and it was "Yes"."""
    if mine.scale or mine.waived or len(set(mine.matter)) < SHARED or "?" not in passage.text:
        return None
    answers = [one for one in replies(source) if set(mine.matter) <= telling(source[one.question])]
    against = [one for one in answers if one.question.overlaps(passage.span)]
    if not against or any(one.yes == (mine.side > 0) for one in answers) or not _may_be(mine, against[0], source):
        return None
    whole = Span(against[0].question.start, against[0].answer.end)
    held = Passage(source.id, whole, source[whole], source.where(whole))
    said = flat(fact.statement[mine.span.start : mine.span.end])
    note = f"draft says {said}, source has the answer {source[against[0].answer]}"
    return Evidence((held,), (against[0].answer,), Relation.CONTRADICTS, "facts.polarity", 0.8, note)


def _may_be(mine: Stance, reply: Reply, source: Document) -> bool:
    """May the one whom the draft speaks of be the one who answers: a pronoun, or a name that stands over the answer?"""
    return mine.who in PERSONS or mine.who in {
        fold(word.text) for word in words(source.text[max(reply.question.start - ABOVE, 0) : reply.answer.end])
    }


def _around_side(fact: Fact, stance: Stance, passage: Passage, source: Document) -> bool:
    """Does the passage, with its context, share a word beside the matter: whoever takes the side told in full, or what else is told?"""
    rest = telling(fact.statement) - set(stance.matter) - {stance.who}
    theirs = telling_around(passage, source)
    return len(stance.matter) > 1 or bool(rest & theirs)


def _denied(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """CONTRADICTS where the passage has a "not" before words that the draft has without one."""
    mine_all = clauses(fact.reading)
    affirmed = [] if any(clause.soft for clause in mine_all) else [clause for clause in mine_all if not clause.negators]
    mine_keys = telling(fact.reading)
    if len(mine_keys & telling(passage.text)) >= WHOLE * len(mine_keys) and not any(part.negators for part in clauses(passage.text)):
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.polarity", 0.8, "source has these words, none denied")
    if of_others(fact.reading, passage.text):
        return None
    denied = {key for clause in mine_all if clause.negators for key in clause.keys}
    for theirs in clauses(passage.text):
        if len(theirs.negators) != 1 or denied.intersection(_scope(theirs, theirs.negators[0])[:1]):
            continue  # the draft denies the same of something else
        if passage.text[theirs.words[-1].span.end :].startswith("?"):
            continue  # a question denies nothing
        for mine in affirmed:
            turned = _negation_turned(theirs, theirs.negators[0], mine, affirmed)
            if turned and turned[1] and (_around(fact, mine, passage, source) or _of_writer(fact, mine, theirs, passage, source)):
                first, last = theirs.words[theirs.negators[0]], theirs.words[-1]
                span = Span(first.span.start, last.span.end).shifted(passage.span.start)
                at = next(n for n, word in enumerate(mine.words) if word.span.start == turned[0].start)
                place = Span(mine.words[max(at - BEFORE, 0)].span.start, turned[0].end)
                note = f"draft says {flat(fact.reading[place.start : place.end])}, source says {flat(source[span])}"
                return Evidence((passage,), (span,), Relation.CONTRADICTS, "facts.polarity", 0.7, note, place.shifted(fact.span.start))
    return None


def _of_writer(fact: Fact, mine: Clause, theirs: Clause, passage: Passage, source: Document) -> bool:
    """Does the source say it of the "I" whose text it is, and the draft of the same person, whose name is the last before its words?"""
    if theirs.words[0].lower != "i" and not any(a.lower == "i" for a in theirs.words[: theirs.negators[0]]):
        return False
    names = [word for word in words(fact.reading[: mine.words[-1].span.end]) if word.text[0].isupper() and word.key not in mine.keys]
    return bool(names) and fold(bare(names[-1].text)) in {fold(word.text) for word in words(voice(source, passage.span.start))}


def _whole(parts: Sequence[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else _clause([word for part in parts for word in part.words])


def _scale_turned(mine: Clause, at: int, theirs: Clause, parts: Sequence[Clause]) -> tuple[Span, bool] | None:
    """(the source's words, are they against the draft's) where both have a word of one scale beside the same words. The other side in the
    same passage settles nothing, unless draft and source have one figure there."""
    sides = dict(_sides(mine.words, at))
    if not sides or mine.unreal != theirs.unreal:
        return None
    near = _near(mine.words, at)
    against: tuple[Span, bool] | None = None
    for n, word in enumerate(theirs.words):
        for scale, side in _sides(theirs.words, n):
            if scale not in sides or _stands(scale, -sides[scale], mine) or _once_taken(mine, theirs.words, n):
                continue
            shared = near & _near(theirs.words, n)
            since = _since(mine.words, at) & _since(theirs.words, n)
            if not since and (len(shared) < SHARED or all(key[0].isdecimal() or key in _units() for key in shared)):
                continue
            turned = sides[scale] != side, _negated(mine.words, at) != _negated(theirs.words, n)
            if turned == (False, True) and all(clause.negators or clause.soft for clause in (mine, theirs)):
                continue  # "no place for rude words from public servants", "no place for any public servant to be rude"
            if turned in ((False, False), (True, True)):
                return word.span, False
            figure = any(key[0].isdecimal() for key in shared)
            if figure or not any(_stands(scale, sides[scale], part) for part in parts) or turned == (False, True):
                against = word.span, True
    return against


def _once_taken(mine: Clause, run: Sequence[Word], at: int) -> bool:
    """Is it a side that somebody had taken before: "which |had denied| it", "|opposed| it in 2019", where the draft tells no such year?"""
    lists = language.load()
    if run[at].lower not in lists.stances:
        return False
    years = {word.key for word in run if word.text.isdecimal() and len(word.text) == YEAR}
    return bool(years - mine.keys) or any(word.lower in lists.past_sides for word in run[max(at - BEFORE, 0) : at])


@lru_cache
def _units() -> frozenset[str]:
    """The keys of what stands beside any figure: "percent", a currency."""
    lists = language.load()
    pairs = {word for pair in lists.percent_pairs for word in pair}
    return frozenset(
        key(word) for word in lists.percent | pairs | {*lists.currencies.values(), *lists.measures.values()} | lists.scales.keys()
    )


def _since(run: Sequence[Word], at: int) -> frozenset[str]:
    """The year since which a superlative holds: "the lowest since |2008", "the best we have had since |2008"."""
    after = run[at + 1 : at + 1 + BESIDE]
    return frozenset(b.key for a, b in pairwise(after) if a.lower == "since" and b.text.isdecimal())


def _negated(run: Sequence[Word], at: int) -> bool:
    lists = language.load()
    near = range(max(at - REACH, 0), at)
    return any((run[n].lower in lists.negations or run[n].lower.endswith("n't")) and not _of_what_is_had(run, n, at) for n in near)


def _of_what_is_had(run: Sequence[Word], no: int, at: int) -> bool:
    """Does the "no" say what somebody lacks, and another verb follow ("growers who have |no| machines expect to lose half")?"""
    lacks = run[no].lower == "without" or (run[no].lower == "no" and no > 0 and run[no - 1].lower in HAVING)
    verbs = language.load().attribution
    return lacks and any(word.lower in verbs[name] for word in run[no + 2 : at] for name in ("helping", "clause", "mind", "wish"))


def _stands(scale: int, side: int, clause: Clause) -> bool:
    return any((scale, side) in language.load().opposites.get(word.lower, ()) for word in clause.words)


def _near(run: Sequence[Word], at: int) -> frozenset[str]:
    around = (*run[max(at - BESIDE, 0) : at], *run[at + 1 : at + 1 + BESIDE])
    return frozenset(word.key for word in around) - stopkeys()


def _negation_turned(mine: Clause, at: int, theirs: Clause, parts: Sequence[Clause]) -> tuple[Span, bool] | None:
    """The same where the words that a "not" of the draft turns round stand in the source without one, or with one as well."""
    if at not in mine.negators or mine.unreal != theirs.unreal or len(theirs.negators) > 1:
        return None
    scope = _scope(mine, at)
    doubtful = any(part.negators or part.soft for part in parts) and not theirs.negators
    if len(scope) < SHARED or doubtful or _is_noun(mine, at) or _figures(mine) != _figures(theirs):
        return None
    places = [n for n, word in enumerate(theirs.words) if word.key in scope]
    held = {theirs.words[n].key for n in places}
    if mine.words[at].lower == "never" and _for_the_first_time(theirs, parts):
        return None
    if at + 1 < len(mine.words) and mine.words[at + 1].lower != "to" and places and _infinitive(theirs.words, places[0]):
        return None  # "she could not return", "her wish to return"
    if scope[0] not in held or len(held) < max(SHARED, SAME * len(set(scope))) or places[-1] - places[0] > NARROW:
        return None
    span = Span(theirs.words[places[0]].span.start, theirs.words[places[-1]].span.end)
    if theirs.negators:
        first = theirs.words[theirs.negators[0]]
        return Span(min(first.span.start, span.start), max(first.span.end, span.end)), False
    return span, True


def _for_the_first_time(theirs: Clause, parts: Sequence[Clause]) -> bool:
    """Does the source tell that it is so for the first time, and was never before: "This is the first time that they have crossed it"?"""
    told = [word.lower for part in (*parts, theirs) for word in part.words]
    return ("first", "time") in pairwise(told)


def _infinitive(run: Sequence[Word], at: int) -> bool:
    """Is the verb at `at` only wished or meant to be done: "her wish to return"?"""
    return at > 1 and run[at - 1].lower == "to" and run[at - 2].lower in language.load().wishes


def _scope(clause: Clause, at: int) -> list[str]:
    """The keys of the words that a "not" turns round; none where it is a part of a contrast or of a count ("not Orm but", "not one")."""
    lists = language.load()
    word, after = clause.words[at], clause.words[at + 1 :]
    denies = word.lower.startswith("den") and bool(after) and after[0].lower == "that"
    if not (word.lower in lists.turning or word.lower.endswith("n't") or denies):
        return []
    if not after or after[0].text[0].isupper() or after[0].text[0].isdecimal():
        return []
    if not denies and (after[0].lower in lists.counting or [other.lower for other in after[:2]] in (["been", "for"], ["be", "more"])):
        return []
    return [word.key for word in after if word.key not in stopkeys()][:SCOPE]


def _is_noun(clause: Clause, at: int) -> bool:
    """Does "is not" stand before what somebody or something is, and no verb? "Is not palm oil" says little of palm oil elsewhere."""
    copula = clause.words[at].lower.removesuffix("n't") in language.load().copulas or (
        at and clause.words[at - 1].lower in language.load().copulas
    )
    return bool(copula) and not clause.words[at + 1].lower.endswith(("ed", "ing", "en", "t", "n", "d"))


def _figures(clause: Clause) -> frozenset[str]:
    return frozenset(key for key in clause.keys if key[0].isdecimal())


def _around(fact: Fact, clause: Clause, passage: Passage, source: Document) -> bool:
    """Does the passage, with its context, share enough of the statement's words outside the clause?"""
    rest = telling(fact.statement) - clause.keys
    theirs = telling_around(passage, source)
    least = AROUND if len(clause.keys & telling(passage.text)) >= SHARED else HALF
    return len(rest & theirs) >= least * min(len(rest), 8)


def _said(clause: Clause, at: int) -> str:
    around = clause.words[max(at - 1, 0) : at + 4]
    return " ".join(word.text for word in around)
