"""Legal stages: of whom the draft tells that they were charged, tried, convicted or cleared, and how far the sources say it went."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck import terms as measure
from presscheck.figures import numbers
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import persons
from presscheck.split import spans_of
from presscheck.stages import Stage, kin, may_tell, prepared, principal_of, read, record_of, stages, told_in
from presscheck.statements import statements
from presscheck.terms import Term
from presscheck.words import flat, fold, key, may_name, stopkeys, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

MARK = " ="  # between a stage and its term in a reading
ALONG = 0.25  # share of the statement's words that a passage must have where nobody is named
ALONG_NOBODY = 0.4  # the same where not even an offence is the same
ALONG_NAMED = 0.08  # the same where the person is the same
ALIKE, FEW = 0.8, 4  # share, and number, of a sentence's telling words that make it the same sentence with another stage
ALONG_MATTER = 0.5  # the same of a matter that is one for all, told of another party: its patents, infringed by the other
ALONE = frozenset(
    {"arrested", "charged", "convicted", "appealed", "fined"}
)  # stages that no source can leave untold where they were reached
NOWHERE = ALONE - {"appealed", "fined"}  # those of which it is said that they are in none
NOT_YET = frozenset({"uncharged", "appeal-ahead", "fine-proposed"})
FULL = 40  # passages of all sources, from which on one tells such a stage in its own words
SOUGHT = 60  # passages that are looked through for them
ALONG_MOOD = 0.2  # the same before "has not been charged" contradicts: it may be another offence


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every stage that the draft tells in its own words as reached or not reached; what lies ahead is left to the sources."""
    told, found = statements(draft, sentences), told_in(draft, tuple(sentences))
    principal = principal_of([stage for _, stage in found])
    told_once: set[tuple[int, str]] = set()
    for sentence, stage in found:
        if (sentence.index, stage.reading) in told_once:
            continue
        told_once.add((sentence.index, stage.reading))
        if stage.name in prepared().weighed or stage.mood:
            of = replace(stage, who=principal) if not stage.who and len(principal) == 1 and stage.name in prepared().of_case else stage
            search = " ".join(word for name in kin(of.name) for word in prepared().search[name])
            statement = f"{told[sentence.index]} ({' '.join(sorted(of.who))} {search}{' count' if of.number or of.counts else ''})"
            yield Fact(
                "legal",
                of.span,
                sentence.index,
                of.reading,
                statement,
                bool(of.mood or of.years) or of.name not in NOWHERE or not (of.who or of.offences),
            )
            if of.who and not of.mood:
                for term in of.terms[:1]:
                    if not term.loose:
                        yield Fact("legal", term.span, sentence.index, f"{of.reading}{MARK}{term.reading}", statement, True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the source tells the same stage of the same person and offence; CONTRADICTS where it tells one that excludes it, or
    only earlier ones; None where it is not surely the same case."""
    reading, _, term = fact.reading.partition(MARK)
    mine, there = read(reading), _stages_told(passage.text)
    # all before the whole source is read
    if not there or _of_others(mine.who, passage, source):
        return None
    if term:
        return _measured(mine, measure.read(term), fact, passage, source) if mine.name in there else None
    if against := _in_its_place(fact, mine, passage):
        return _instead(fact, mine, against, passage, source)
    if not _related(mine.name) & there:
        return None
    record = record_of(source, mine.who if mine.name not in prepared().impersonal else frozenset())
    if not _within(record, passage.span):
        return None
    theirs = [stage for stage in record if _same_case(mine, stage, fact, passage, source, record)]
    here = [stage for stage in theirs if stage.span in passage.span]
    if not here:
        return None
    wrong = _miscounted(mine, record)
    if wrong in here:
        return _evidence(passage, wrong, Relation.CONTRADICTS, _counts_note(mine, record))
    if found := _bearing_out(mine, here, theirs):
        if wrong or (mine.number > 1 and found.number != mine.number):
            return None
        return _evidence(passage, found, Relation.SUPPORTS, f"source says {flat(source[found.span])}")
    if mine.mood == "ahead" or any(_same(mine, stage) for stage in theirs):
        return None
    if against := _against(fact, mine, here, theirs, passage, source):
        note = f"draft says {_said(fact)}, source says {flat(source[against.span])}"
        return _evidence(passage, against, Relation.CONTRADICTS, note)
    return None


def overtaken_by(fact: Fact, source: Document) -> Evidence | None:
    """What the source tells as the end of what the draft tells as so at present ("is charged", "faces trial"): the charges dropped, a
    verdict; None where the source has it as so at present too."""
    reading, _, term = fact.reading.partition(MARK)
    mine = read(reading)
    ends = prepared().ended_by.get(mine.name, ())
    if term or mine.mood or not mine.who or not ends or not _at_present(fact.statement, mine, stages(_sentence(fact))):
        return None
    record = record_of(source, mine.who)
    theirs = [stage for stage in record if stage.who & mine.who and not stage.mood and not _unlike(mine, stage)]
    end = next((stage for stage in reversed(theirs) if stage.name in ends), None)
    if end is None or end.years or _at_present(source.text, mine, theirs) or any(stage.name == "retrial" for stage in record):
        return None
    block = source.block_at(end.span.start)
    told = spans_of(source.text, block.span.start, block.span.end) if block else ()
    where = next((span for span in told if end.span in span), end.span)
    passage = Passage(source.id, where, source[where], source.where(where))
    return _evidence(passage, end, Relation.CONTRADICTS, f"draft says {_said(fact)}, source says it ended: {flat(source[end.span])}")


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """Where every source that has the stage at all has it as not reached, or as yet to come: that no source tells it as reached."""
    reading, _, term = fact.reading.partition(MARK)
    mine = read(reading)
    if term or mine.mood or mine.name not in ALONE:
        return []
    told = _told_anywhere(mine.name, library)
    if any(_reached(mine, stage) for _, stage in told):
        return []
    unreached = [(p, s) for p, s in told if (s.mood or s.name in NOT_YET) and _may_be_one(mine, s, fact, p, library)]
    for passage, stage in unreached[:1]:
        note = f"draft says {_said(fact)}, source says {flat(library[passage.document][stage.span])}"
        return [_evidence(passage, stage, Relation.CONTRADICTS, note)]
    return []


def _may_be_one(mine: Stage, theirs: Stage, fact: Fact, passage: Passage, library: Library) -> bool:
    """Is what a source tells as not reached told of the same person, or, where it names nobody, in a passage like the draft's sentence? Who
    means to appeal says "we"."""
    if _unlike(mine, theirs):
        return False
    if mine.who and theirs.who:
        return bool(mine.who & theirs.who)
    if theirs.name == "fine-proposed":
        mine_too, here = (numbers(text, 0, len(text)) for text in (_sentence(fact), passage.text))
        return bool({n.value for n in mine_too} & {n.value for n in here})
    if theirs.mood == "ahead":  # "more people will be arrested"
        return False
    return theirs.name == "appeal-ahead" or _share(fact, passage, library[passage.document]) >= ALONG


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """Where a source tells the stage, or one that comes after it, of whomever, or, of few passages, one has a word with which it may:
    MENTIONS; it may be the draft's."""
    mine = read(fact.reading.partition(MARK)[0])
    told = _told_anywhere(mine.name, library)
    if not told and len(library) > FULL and mine.name != "arrested":
        return None
    if not told:
        near = (found for word in _told_by(mine.name) for found in library.seeking(word, 1))
        keys = frozenset(map(key, _told_by(mine.name)))
        places = ((found, word.span) for found in near for word in words(found.text, found.span.start) if word.key in keys)
        named, at = next(places, (None, None))
        if named is None or at is None:
            return None
        note = f"source has {flat(library[named.document][at])}, not surely of the same case"
        return Evidence((named,), (at,), Relation.MENTIONS, "facts.legal", 0.3, note)
    passage, stage = told[0]
    said = flat(library[passage.document][stage.span])
    return _evidence(passage, stage, Relation.MENTIONS, f"source has {said}, not surely of the same case")


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a source other than the one that contradicts, which names the person, tells the draft's stage of nobody in particular,
    as a record of verdicts does under a name ("Counts 1-11: guilty"); not against what tells of that person the opposite, an acquittal."""
    reading, _, term = fact.reading.partition(MARK)
    mine = read(reading)
    if term or mine.mood or not mine.who or mine.number > 1:  # "convicted of assaulting three" is wrong where it was two
        return None
    excluding = prepared().excluded_by.get(mine.name, ())
    record = record_of(library[against.passages[0].document], mine.who)
    if any(s.span in against.spans and s.name in excluding and s.who & mine.who for s in record):
        return None
    for passage, stage in _told_anywhere(mine.name, library):
        source, other = library[passage.document], passage.document != against.passages[0].document
        if other and stage.name == mine.name and not (stage.mood or stage.who) and may_name(source.text, mine.who):
            note = f"source has {flat(source[stage.span])}, not surely of the same person"
            return _evidence(passage, stage, Relation.MENTIONS, note)
    return None


def _told_by(name: str) -> Sequence[str]:
    return language.load().stages.told_by.get(name, ())


@lru_cache(maxsize=len(ALONE))  # of one library: every fact of a draft asks for the same
def _told_anywhere(name: str, library: Library) -> list[tuple[Passage, Stage]]:
    """The stages of this name, those that exclude it and those that come after it, in all sources, nearest to its words first."""
    wanted = {name, *prepared().excluded_by.get(name, ()), *_after(name)}
    search = " ".join(dict.fromkeys(word for name in wanted for word in prepared().search.get(name, ())))
    found = [(passage, stage) for passage in library.seeking(search, SOUGHT) for stage in stages(passage.text)]
    return [(p, replace(s, span=s.span.shifted(p.span.start))) for p, s in found if s.name in wanted]


def _reached(mine: Stage, theirs: Stage) -> bool:
    return not theirs.mood and (theirs.name == mine.name or theirs.name in _after(mine.name))


@lru_cache
def _after(name: str) -> frozenset[str]:
    """The stages that nobody comes to but by this one."""
    return frozenset(later for later, before in prepared().short_of.items() if name in before)


def _at_present(text: str, mine: Stage, told: Iterable[Stage]) -> bool:
    """Is the draft's stage told as so now: "is charged", "faces charges", "stands trial"?"""
    now = language.load().stages.at_present
    for stage in told:
        if stage.name == mine.name and not stage.mood:
            near = words(text[max(stage.span.start - 20, 0) : stage.span.end])
            inside = len(words(text[stage.span.start : stage.span.end]))
            if any(word.lower in now for word in near[-inside - 2 :]):
                return True
    return False


def _measured(mine: Stage, term: Term, fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """What the passage says of how long the same person's sentence is, or how many counts their stage is about."""
    record = record_of(source, mine.who)
    theirs = [s for s in record if s.terms and _same(mine, s) and s.who & mine.who and not _unlike(mine, s)]
    here = [stage for stage in theirs if stage.span in passage.span and not _added(stage, source)]
    if not here:
        return None
    told = [other for stage in theirs for other in stage.terms]
    if equal := next((other for stage in here for other in stage.terms if other.size == term.size), None):
        return _evidence(passage, replace(here[0], span=equal.span), Relation.SUPPORTS, f"source says {flat(source[equal.span])}")
    sums = [sum(o.size[1] for o in stage.terms if o.size[0] == term.size[0]) for stage in theirs]
    if any(other.loose or other.size == term.size for other in told) or (term.amount and term.size[1] in sums) or _older(mine, source):
        return None
    if term.unit != measure.COUNT or mine.offences == here[0].offences:
        shown = next(iter(here[0].terms))
        said = _draft_words(fact, term)
        note = f"draft says {said}, source says {flat(source[shown.span])}"
        return _evidence(passage, replace(here[0], span=shown.span), Relation.CONTRADICTS, note)
    return None


def _added(stage: Stage, source: Document) -> bool:
    """Is it told as one more: "|also| sentenced to four years"?"""
    before = words(source.text[max(stage.span.start - 20, 0) : stage.span.start])
    return bool(before) and before[-1].lower in language.load().stages.loosely


def _draft_words(fact: Fact, term: Term) -> str:
    """The draft's own words for the term."""
    sentence = _sentence(fact)
    told = (other for stage in stages(sentence) for other in stage.terms if other.reading == term.reading)
    return next((flat(sentence[other.span.start : other.span.end]) for other in told), term.reading)


def _unlike(mine: Stage, theirs: Stage) -> bool:
    """Are the two told of other offences, or other counts?"""
    apart = [(mine.offences, theirs.offences), (mine.counts, theirs.counts)]
    return any(a and b and not a & b for a, b in apart)


def _in_its_place(fact: Fact, mine: Stage, passage: Passage) -> Stage | None:
    """The stage that the passage tells where the draft tells its own, in what is otherwise the same sentence."""
    sentence = _sentence(fact)
    told = _slots(sentence)
    theirs = _slots(passage.text)
    if any(_same(mine, stage) for stage, _ in theirs) or _shared(sentence, passage.text) < ALIKE:
        return None
    fits = prepared().goes_with.get(mine.name, ())
    beside = [slot for stage, slot in told if _same(mine, stage)]
    alone = len(told) == len(theirs) == 1
    for stage, slot in theirs:
        if (
            any(_matches(slot, other, alone) for other in beside)
            and stage.mood == mine.mood
            and stage.name != mine.name
            and stage.name not in fits
        ):
            return replace(stage, span=stage.span.shifted(passage.span.start))
    return None


def _sentence(fact: Fact) -> str:
    """The draft's sentence alone, without whom its "he" means and without what is searched for."""
    told = fact.statement.rpartition(" (")[0]
    return (told.rpartition(" (")[0] or told) if told.endswith(")") else told


def _matches(a: tuple[str, str], b: tuple[str, str], alone: bool) -> bool:
    """Do two stages stand between the same words? Where each is its sentence's only one, the same on one side will do."""
    return a == b or (alone and (a[0] == b[0] or a[1] == b[1]))


def _instead(fact: Fact, mine: Stage, theirs: Stage, passage: Passage, source: Document) -> Evidence | None:
    """The difference as evidence, unless the source has the draft's stage of the same person elsewhere."""
    if any(_same(mine, stage) and (mine.who & stage.who or not mine.who) for stage in record_of(source, mine.who)):
        return None
    note = f"draft says {_said(fact)}, source says {flat(source[theirs.span])}"
    return _evidence(passage, theirs, Relation.CONTRADICTS, note)


@lru_cache(maxsize=4096)
def _slots(sentence: str) -> tuple[tuple[Stage, tuple[str, str]], ...]:
    """Each stage of a sentence with the nearest telling words before and after it."""
    if not may_tell(sentence):
        return ()
    told = [word for word in words(sentence) if word.key not in stopkeys()]
    crimes, found = language.load().stages.crimes, []
    for stage in stages(sentence):
        inside, end = [word for word in told if word.span in stage.span], stage.span.end
        if len(inside) > 1 and inside[-1].lower in crimes:  # "cleared of theft" stands where "charged with" does
            end = inside[-2].span.end
        before = [word.key for word in told if word.span.end <= stage.span.start][-1:]
        after = [word.key for word in told if word.span.start >= end][:1]
        found.append((stage, ("".join(before), "".join(after))))
    return tuple(found)


def _shared(sentence: str, passage: str) -> float:
    """The share of the sentence's telling words, those of its stages apart, that the passage has; 0 where they are too few to tell."""
    mine = telling(sentence) - _stage_words(sentence)
    return len(mine & telling(passage)) / len(mine) if len(mine) >= FEW else 0.0


@lru_cache(maxsize=4096)
def _stage_words(sentence: str) -> frozenset[str]:
    crimes = language.load().stages.crimes
    told = (words(sentence[stage.span.start : stage.span.end]) for stage, _ in _slots(sentence))
    return frozenset(word.key for inside in told for word in inside if word.lower not in crimes)


@lru_cache(maxsize=4096)
def _stages_told(text: str) -> frozenset[str]:
    """The names of the stages that a sentence tells."""
    return frozenset(stage.name for stage in stages(text)) if may_tell(text) else frozenset()


def _of_others(who: frozenset[str], passage: Passage, source: Document) -> bool:
    """Does the passage name people, and neither it nor what stands around it any of these?"""
    if not who or any(may_name(text, who) for text in (passage.text, *(source[span] for span in passage.context))):
        return False
    crimes = language.load().stages.crimes  # "Count 14, Money Laundering" names nobody
    return any(name.words[-1].text.lower() not in crimes for name in persons(passage.text))


@lru_cache
def _related(name: str) -> frozenset[str]:
    """The stage, those that exclude it or fall short of it, and those of which it does."""
    tables = (prepared().excluded_by, prepared().short_of)
    mine = {other for table in tables for other in table.get(name, ())}
    return frozenset({name, *mine, *(other for table in tables for other, those in table.items() if name in those)})


def _within(record: Sequence[Stage], span: Span) -> Sequence[Stage]:
    first = bisect_left(record, span.start, key=lambda stage: stage.span.start)
    return record[first : bisect_left(record, span.end, lo=first, key=lambda stage: stage.span.start)]


def _evidence(passage: Passage, stage: Stage, relation: Relation, note: str) -> Evidence:
    return Evidence((passage,), (stage.span,), relation, "facts.legal", 0.9 if stage.who else 0.7, note)


def _said(fact: Fact) -> str:
    """The draft's stage in plain words, with the count it is told of."""
    mine = read(fact.reading)
    stage = mine.name.replace("-", " ")
    on = f" on count {', '.join(map(str, sorted(mine.counts)))}" if mine.counts else ""
    of = f" ({', '.join(sorted(mine.offences))})" if mine.offences and not mine.counts else ""
    return f"{'not ' if mine.mood == 'not' else ''}{stage}{on}{of}"


def _same(mine: Stage, theirs: Stage) -> bool:
    return mine.name == theirs.name and mine.mood == theirs.mood


def _bearing_out(mine: Stage, here: Sequence[Stage], theirs: Sequence[Stage]) -> Stage | None:
    """The stage in the passage that is the draft's, unless the source later tells one that takes its place (a plea may be changed)."""
    found = next((stage for stage in here if _same(mine, stage)), None)
    if found and mine.name.startswith("pleaded") and not mine.mood:
        later = [
            s for s in theirs if s.span.start > found.span.start and s.name in prepared().excluded_by.get(mine.name, ()) and not s.mood
        ]
        return None if later else found
    return found


def _against(fact: Fact, mine: Stage, here: Sequence[Stage], theirs: Sequence[Stage], passage: Passage, source: Document) -> Stage | None:
    """The stage in the passage that cannot be true with the draft's; the last one told outranks the others."""
    table, near = prepared(), _share(fact, passage, source)
    if mine.mood == "not":
        done = [s for s in here if s.name == mine.name and not s.mood]
        return next((s for s in done if mine.name in table.impersonal or mine.who & s.who or mine.offences & s.offences), None)
    last = list(reversed(here))
    unreached = [s for s in last if s.name == mine.name and s.mood]
    if mine.name in language.load().stages.once:  # who is yet to take the stand may have done so since
        return next((s for s in unreached if s.mood == "not" and s.who & mine.who), None)
    if found := next((s for s in unreached if near >= ALONG_MOOD), None):
        return found
    excluding = [s for s in last if not s.mood and s.name in table.excluded_by.get(mine.name, ()) and not _of_other_counts(mine, s, theirs)]
    if found := next((s for s in excluding if _of_as_many(fact, mine, s)), None):
        return found
    short = table.short_of.get(mine.name, ())
    told = {stage.name for stage in theirs if not stage.mood}
    if told - set(short) - {mine.name} or _older(mine, source):
        return None
    return next((s for s in last if s.name in short and not s.mood and (s.who & mine.who or near >= ALONG)), None)


def _of_other_counts(mine: Stage, theirs: Stage, record: Sequence[Stage]) -> bool:
    """Is an acquittal of some counts told beside a conviction of others ("guilty counts 1-4; not guilty counts 5 and 6"), for which the
    draft's sentence may be?"""
    convicting = language.load().stages.convicting
    beside = (stage for stage in record if stage.name in convicting and not stage.mood and not stage.counts & theirs.counts)
    return mine.name == "sentenced" and bool(theirs.counts) and any(beside)


def _of_as_many(fact: Fact, mine: Stage, theirs: Stage) -> bool:
    """May the two be of the same counts? One acquitted of two counts may be guilty of eleven others."""
    if mine.counts & theirs.counts or mine.offences & theirs.offences or mine.name == "sentenced":
        return True
    told = (stage for stage in stages(_sentence(fact)) if _same(mine, stage) and stage.offences == mine.offences)
    sizes = {term.size for stage in told for term in stage.terms}
    return not sizes or any(term.size in sizes for term in theirs.terms)


def _older(mine: Stage, source: Document) -> bool:
    """Does the draft date its stage by a year that the source does not have?"""
    return any(str(year) not in source.text for year in mine.years)


def _miscounted(mine: Stage, record: Sequence[Stage]) -> Stage | None:
    """The count of the record that ended otherwise, where the draft tells its stage of as many as there are counts in all."""
    if mine.mood or mine.number < 2 or mine.name != "convicted":
        return None
    ends = _ends(record)
    if len(ends) != mine.number or all(stage.name == mine.name for stage in ends.values()):
        return None
    return next(stage for stage in ends.values() if stage.name != mine.name) if any(s.name == mine.name for s in ends.values()) else None


def _ends(record: Sequence[Stage]) -> dict[int, Stage]:
    """Count -> the last verdict or mistrial that the record tells of it alone."""
    ends: dict[int, Stage] = {}
    for stage in record:
        if len(stage.counts) == 1 and not stage.mood and stage.name in ("convicted", "acquitted", "hung"):
            ends[min(stage.counts)] = stage
    return ends


def _counts_note(mine: Stage, record: Sequence[Stage]) -> str:
    told = ", ".join(f"count {count} {stage.name}" for count, stage in sorted(_ends(record).items()))
    return f"draft says {mine.name} of {mine.number}, source says {told}"


def _same_case(mine: Stage, theirs: Stage, fact: Fact, passage: Passage, source: Document, record: Sequence[Stage]) -> bool:
    """Is the source's stage told of the same person, the same offence and the same count?"""
    if mine.counts and theirs.counts and not mine.counts & theirs.counts:
        return False
    unlike = mine.offences and theirs.offences and not mine.offences & theirs.offences
    if unlike and not (mine.counts & theirs.counts):
        return False
    if mine.who and theirs.who:
        if mine.who & theirs.who:
            return True
        if mine.name in prepared().impersonal:
            return _share(fact, passage, source) >= ALONG_MATTER
        if not may_name(passage.text, mine.who) and any(who in fold(passage.text) for who in theirs.who):
            return False  # "Wallin and Ortega, also charged, deny it" says nothing of Hernqvist
        if mine.name not in prepared().impersonal and not (
            theirs.name in prepared().short_of.get(mine.name, ()) and _ends_early(mine, record, source)
        ):
            return False
        return _share(fact, passage, source) >= ALONG
    if mine.name in prepared().impersonal:
        return _share(fact, passage, source) >= ALONG_NAMED
    if mine.who and mine.name in language.load().stages.once:  # whoever else takes the stand may stand unnamed too
        return False
    if mine.who:  # a record of one case needs no name on every line
        return principal_of(record) <= mine.who and any(who in fold(source.text) for who in mine.who)
    return _share(fact, passage, source) >= (ALONG if mine.offences & theirs.offences else ALONG_NOBODY)


def _ends_early(mine: Stage, record: Sequence[Stage], source: Document) -> bool:
    """Does a source that names the person tell of nobody that it went further ("Five people were charged; Dimitrov ran the warehouse")?"""
    short = prepared().short_of.get(mine.name, ())
    return all(stage.mood or stage.name in short for stage in record) and any(who in fold(source.text) for who in mine.who)


def _share(fact: Fact, passage: Passage, source: Document) -> float:
    """The share of the statement's telling words that the passage and its context have."""
    mine = telling(fact.statement.rpartition(" (")[0])
    here = telling_around(passage, source)
    return len(mine & here) / min(len(mine), 12) if mine else 0.0
