"""Legal stages: of whom the draft tells that they were charged, tried, convicted or cleared, and how far the sources say it went."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from presscheck import language
from presscheck.model import BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare, names, persons
from presscheck.split import spans
from presscheck.statements import QUOTED, asserts, statements
from presscheck.words import WORD, Word, fold, key, may_name, telling, words

GAP = 5  # words that "…" in a pattern stands for, at most
BEFORE = 5  # words before a stage that may deny it or put it off
AFTER = 14  # words after a stage among which its offence, count or object is looked for
OBJECT = 4  # words after an active verb within which its object begins
ALONG = 0.25  # share of the statement's words that a passage must have where nobody is named
ALONG_NOBODY = 0.4  # the same where not even an offence is the same
ALONG_NAMED = 0.08  # the same where the person is the same
ALONG_MOOD = 0.2  # the same before "has not been charged" contradicts: it may be another offence
MOST = 1000  # stages of one source; no record of cases that a story rests on has more
YEARS = range(1900, 2101)
PARAGRAPH = 250  # letters; a shorter block may be an entry of a docket


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as a text tells it: `mood` is "" for done, "not" or "ahead"; `who` are the folded last words of the names it is told of;
    `offences` and `counts` of what; `number` how many counts or people it was about; `years` those told beside it."""

    span: Span
    name: str
    mood: str
    who: frozenset[str] = frozenset()
    offences: frozenset[str] = frozenset()
    counts: frozenset[int] = frozenset()
    number: int = 0
    years: frozenset[int] = frozenset()

    @property
    def reading(self) -> str:
        """ "not charged of theft #2 ×3 (1998) @tallent": mood, stage, offences, counts, how many, years, who."""
        parts = [self.mood, self.name, *([f"of {', '.join(sorted(self.offences))}"] if self.offences else [])]
        parts += [f"#{count}" for count in sorted(self.counts)] + ([f"×{self.number}"] if self.number else [])
        parts += [f"({year})" for year in sorted(self.years)] + [f"@{name}" for name in sorted(self.who)]
        return " ".join(part for part in parts if part)


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every stage that the draft tells in its own words as reached or not reached; what lies ahead is left to the sources."""
    told = statements(draft, sentences)
    known = _known(draft.text)
    found: list[tuple[Sentence, Stage]] = []
    for sentence in sentences:
        if asserts(draft, sentence):
            text = draft[sentence.span]
            meant = _last(told[sentence.index].removeprefix(text).strip(" ()"))
            outside = QUOTED.sub(lambda match: " " * len(match.group()), text)
            found += [(sentence, stage) for stage in stages(outside, known, meant, sentence.span.start)]
    principal = _principal([stage for _, stage in found])
    told_once: set[tuple[int, str]] = set()
    for sentence, stage in found:
        if (sentence.index, stage.reading) in told_once:
            continue
        told_once.add((sentence.index, stage.reading))
        if stage.mood != "ahead" and (stage.name in _table().weighed or stage.mood):
            of = replace(stage, who=principal) if not stage.who and len(principal) == 1 and stage.name in _table().of_case else stage
            search = " ".join(word for name in _kin(of.name) for word in _table().search[name])
            statement = f"{told[sentence.index]} ({' '.join(sorted(of.who))} {search}{' count' if of.number or of.counts else ''})"
            yield Fact("legal", of.span, sentence.index, of.reading, statement, True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the source tells the same stage of the same person and offence; CONTRADICTS where it tells one that excludes it, or
    only earlier ones; None where it is not surely the same case."""
    mine = read(fact.reading)
    # both before the whole source is read
    if not _related(mine.name) & _stages_told(passage.text) or _of_others(mine.who, passage, source):
        return None
    record = _record(source, mine.who)
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
        return _evidence(passage, found, Relation.SUPPORTS, f"source says {_words(source, found.span)}")
    if any(_same(mine, stage) for stage in theirs):
        return None
    if against := _against(mine, here, theirs, source, _share(fact, passage, source)):
        note = f"draft says {_said(fact)}, source says {_words(source, against.span)}"
        return _evidence(passage, against, Relation.CONTRADICTS, note)
    return None


@lru_cache(maxsize=4096)
def _stages_told(text: str) -> frozenset[str]:
    """The names of the stages that a sentence tells."""
    return frozenset(stage.name for stage in stages(text)) if _may_tell(text) else frozenset()


def _of_others(who: frozenset[str], passage: Passage, source: Document) -> bool:
    """Does the passage name people, and neither it nor what stands around it any of these?"""
    spoken_of = telling(passage.text).union(*(telling(source[span]) for span in passage.context))
    return bool(who) and not {key(name) for name in who} & spoken_of and bool(persons(passage.text))


def _may_tell(text: str) -> bool:
    """Has the text a word with which a stage may begin? Asked of every sentence, so no more is read than that."""
    patterns = _table().patterns
    return any(word in patterns or word == "guilty" for word in WORD.findall(text.lower().replace("’", "'")))


@lru_cache
def _related(name: str) -> frozenset[str]:
    """The stage, those that exclude it or fall short of it, and those of which it does."""
    tables = (_table().excluded_by, _table().short_of)
    mine = {other for table in tables for other in table.get(name, ())}
    return frozenset({name, *mine, *(other for table in tables for other, those in table.items() if name in those)})


def _within(record: Sequence[Stage], span: Span) -> Sequence[Stage]:
    first = bisect_left(record, span.start, key=lambda stage: stage.span.start)
    return record[first : bisect_left(record, span.end, lo=first, key=lambda stage: stage.span.start)]


def _evidence(passage: Passage, stage: Stage, relation: Relation, note: str) -> Evidence:
    return Evidence((passage,), (stage.span,), relation, "facts.legal", 0.9 if stage.who else 0.7, note)


def _words(source: Document, span: Span) -> str:
    return " ".join(source[span].split())


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
        later = [s for s in theirs if s.span.start > found.span.start and s.name in _table().excluded_by.get(mine.name, ()) and not s.mood]
        return None if later else found
    return found


def _against(mine: Stage, here: Sequence[Stage], theirs: Sequence[Stage], source: Document, near: float) -> Stage | None:
    """The stage in the passage that cannot be true with the draft's; the last one told outranks the others."""
    table = _table()
    if mine.mood == "not":
        return next((s for s in here if s.name == mine.name and not s.mood and (mine.who & s.who or mine.offences & s.offences)), None)
    last = list(reversed(here))
    if found := next((s for s in last if s.name == mine.name and s.mood and near >= ALONG_MOOD), None):
        return found
    if found := next((s for s in last if not s.mood and s.name in table.excluded_by.get(mine.name, ())), None):
        return found
    short = table.short_of.get(mine.name, ())
    told = {stage.name for stage in theirs if not stage.mood}
    if told - set(short) - {mine.name} or _older(mine, source):
        return None
    return next((s for s in last if s.name in short and not s.mood and (s.who & mine.who or near >= ALONG)), None)


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
        if mine.name not in _table().impersonal and not (
            theirs.name in _table().short_of.get(mine.name, ()) and _ends_early(mine, record, source)
        ):
            return False
        return _share(fact, passage, source) >= ALONG
    if mine.name in _table().impersonal:
        return _share(fact, passage, source) >= ALONG_NAMED
    if mine.who:  # a record of one case needs no name on every line
        return _principal(record) <= mine.who and any(who in fold(source.text) for who in mine.who)
    return _share(fact, passage, source) >= (ALONG if mine.offences & theirs.offences else ALONG_NOBODY)


def _ends_early(mine: Stage, record: Sequence[Stage], source: Document) -> bool:
    """Does a source that names the person tell of nobody that it went further ("Five people were charged; Dimitrov ran the warehouse")?"""
    short = _table().short_of.get(mine.name, ())
    return all(stage.mood or stage.name in short for stage in record) and any(who in fold(source.text) for who in mine.who)


def _principal(stages: Sequence[Stage]) -> frozenset[str]:
    """The one person of whom most stages are told, in a text where any are told of somebody."""
    told = Counter(who for stage in stages for who in stage.who)
    if not told:
        return frozenset()
    most, times = told.most_common(1)[0]
    return frozenset([most] if 2 * times >= told.total() else told)


def _share(fact: Fact, passage: Passage, source: Document) -> float:
    """The share of the statement's telling words that the passage and its context have."""
    mine = telling(fact.statement.rpartition(" (")[0])
    here = telling(passage.text).union(*(telling(source[span]) for span in passage.context))
    return len(mine & here) / min(len(mine), 12) if mine else 0.0


# reading a text


@dataclass(frozen=True, slots=True)
class Table:
    """The stages of a language, made ready: patterns by their first word, what excludes what, and what to search for."""

    patterns: dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]
    excluded_by: dict[str, tuple[str, ...]]
    short_of: dict[str, tuple[str, ...]]
    weighed: frozenset[str]
    search: dict[str, tuple[str, ...]]
    impersonal: frozenset[str]
    of_case: frozenset[str]


Person = tuple[Span, str, bool]  # place, folded last word, is it surely somebody (and not a word with a capital)
ANY: frozenset[str] = frozenset()  # "…" in a pattern


@lru_cache
def _table() -> Table:
    lists = language.load().stages
    common = language.load().stopwords | lists.counted | {"case"}
    patterns: dict[str, list[tuple[str, tuple[frozenset[str], ...]]]] = {}
    search: dict[str, tuple[str, ...]] = {}
    for name, told in lists.words.items():
        for pattern in told:
            parts = tuple(_part(part) for part in pattern.split())
            for first in parts[0]:
                patterns.setdefault(first, []).append((name, parts))
        plain = (word for pattern in told for word in pattern.replace("|", " ").split())
        search[name] = tuple(dict.fromkeys(word for word in plain if word.isalpha() and word not in common))[:4]
    ready = {first: tuple(sorted(those, key=lambda pair: -len(pair[1]))) for first, those in patterns.items()}
    weighed = frozenset(lists.excluded_by) | frozenset(lists.short_of) | {"fined", "arrested"}
    return Table(ready, lists.excluded_by, lists.short_of, weighed, search, lists.impersonal, lists.of_case)


def _part(part: str) -> frozenset[str]:
    if part == "…":
        return ANY
    return language.load().stages.crimes if part == "<crime>" else frozenset(part.split("|"))


def _kin(name: str) -> tuple[str, ...]:
    """The stage and those that exclude it, whose words a search must also look for."""
    return (name, *_table().excluded_by.get(name, ()), *_table().short_of.get(name, ())[:1])


def stages(text: str, known: Container[str] = (), meant: frozenset[str] = frozenset(), offset: int = 0) -> list[Stage]:
    """The stages told in one sentence, in order; `known` are surnames that may stand alone, `meant` is whom its "he" or "she" means."""
    tokens = words(text)
    lowered = [word.lower for word in tokens]
    if not any(word in _table().patterns for word in lowered) and "guilty" not in lowered:
        return []
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        match = _match(lowered, at) or _verdict(text, tokens, lowered, at)
        if match:
            found.append((at, match[0], match[1]))
        at = match[0] if match else at + 1
    people = _people(text, tokens, known, [at for at, _, _ in found]) if found else []
    return [_stage(text, tokens, lowered, n, found, people, meant, offset) for n in range(len(found))]


def _match(lowered: Sequence[str], at: int) -> tuple[int, str] | None:
    """(next token, stage) of the longest pattern that begins at token `at`."""
    for name, parts in _table().patterns.get(lowered[at], ()):
        end = _end(lowered, at, parts)
        if end:
            return end, name
    return None


def _end(lowered: Sequence[str], at: int, parts: Sequence[frozenset[str]]) -> int:
    """The token after the pattern's last, 0 where it does not fit."""
    gap = False
    for part in parts:
        if part is ANY:
            gap = True
            continue
        reach = range(at, min(at + (GAP + 1 if gap else 1), len(lowered)))
        here = next((n for n in reach if lowered[n] in part), None)
        if here is None:
            return 0
        at, gap = here + 1, False
    return at


def _verdict(text: str, tokens: Sequence[Word], lowered: Sequence[str], at: int) -> tuple[int, str] | None:
    """A record's bare verdict: "Count 3: GUILTY", "NOT GUILTY of conspiracy", with a label, a name or capitals before it."""
    lists = language.load().stages
    negated = lowered[at] == "not" and at + 1 < len(lowered) and lowered[at + 1] == "guilty"
    if lowered[at] != "guilty" and not negated:
        return None
    start = tokens[at].span.start
    labelled = text[:start].rstrip().endswith((":", "-", "–", "—"))
    pleaded = any(word in lists.pleas for word in lowered[max(at - 3, 0) : at])
    follows = lowered[at + 1 + negated] if at + 1 + negated < len(lowered) else ""
    if not (labelled or tokens[at].text.isupper() or (follows in lists.counted and not pleaded)):
        return None
    return (at + 2, "acquitted") if negated else (at + 1, "convicted")


def _stage(
    text: str,
    tokens: Sequence[Word],
    lowered: Sequence[str],
    n: int,
    found: Sequence[tuple[int, int, str]],
    people: Sequence[Person],
    meant: frozenset[str],
    offset: int,
) -> Stage:
    at, end, name = found[n]
    until = found[n + 1][0] if n + 1 < len(found) else len(tokens)
    since = found[n - 1][1] if n else 0
    after = tokens[end : min(until, end + AFTER)]
    before = tokens[max(since, at - AFTER) : at]
    inside = tokens[at:end]
    offences = _offences([*inside, *after], name) or _offences(before, name)
    counts = _counts(after) or _counts(before)
    who = _who(text, tokens, lowered, (at, end, name), people) or (meant if _pronoun(lowered[:until]) else frozenset())
    years = frozenset(int(word.text) for word in after if word.text.isdecimal() and len(word.text) == 4 and int(word.text) in YEARS)
    mood, first = _mood(text, tokens, at, since)
    span = Span(tokens[first].span.start + offset, tokens[end - 1].span.end + offset)
    return Stage(span, name, mood, who, offences, counts, _number(after), years)


def _mood(text: str, tokens: Sequence[Word], at: int, since: int) -> tuple[str, int]:
    """("not" or "ahead" or "", the token where it is told): what the words before the stage in its clause make of it."""
    lists = language.load()
    for n in range(at - 1, max(at - BEFORE, since) - 1, -1):
        if set(text[tokens[n].span.end : tokens[n + 1].span.start]) & BREAKS:
            break
        word, following = tokens[n].lower, tokens[n + 1].lower
        if word in lists.stages.openers:
            break
        if (word in lists.negations and word not in OWN_STAGE) or word.endswith("n't"):
            if lists.stages.after_negation & {other.lower for other in tokens[n + 1 : at]}:
                continue
            return "not", n
        if word in lists.stages.ahead or (word == "to" and (n + 1 == at or (n + 2 == at and following == "be"))):
            return "ahead", n
    return "", at


OWN_STAGE = ("denied", "denies", "deny", "without", "refused", "refuses")
BREAKS = frozenset(";:|()\n,.")


def _offences(tokens: Iterable[Word], name: str) -> frozenset[str]:
    """The offences named, each by one name; in a plea a killing is no murder."""
    lists = language.load().stages
    told = [word.lower for word in tokens]
    unnamed = lists.unnamed if name.startswith("pleaded") else lists.unnamed | lists.killings
    return frozenset(lists.offences.get(word, word) for word in told if word in lists.crimes and word not in unnamed)


def _counts(tokens: Sequence[Word]) -> frozenset[int]:
    """The numbers of the counts: "Count 3", "counts 1 and 2", "the third", "the second charge"."""
    lists = language.load().stages
    found: set[int] = set()
    for at, word in enumerate(tokens):
        if word.lower in lists.counted:
            near = [other for other in tokens[at + 1 : at + 4] if other.text.isdecimal() or other.lower == "and"]
            found |= {int(other.text) for other in near if other.text.isdecimal() and len(other.text) < 3}
        elif word.lower in lists.ordinals and at and tokens[at - 1].lower in ("the", "a", "his", "her"):
            after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if after in lists.counted or not after:
                found.add(lists.ordinals[word.lower])
    return frozenset(found)


def _number(after: Sequence[Word]) -> int:
    """How many counts or people the stage is told of: "of three counts", "of Assaulting Three Women"; no days, no years."""
    lists = language.load()
    if not after or after[0].lower not in lists.stages.about:
        return 0
    for n, word in enumerate(after[1:5], 1):
        amount = lists.units.get(word.lower, 0) or (int(word.text) if word.text.isdecimal() and len(word.text) < 3 else 0)
        if amount:
            beside = {after[n - 1].lower, after[n + 1].key if n + 1 < len(after) else ""}
            return 0 if beside & (lists.stages.counted - {after[n + 1].lower if n + 1 < len(after) else ""} | lists.durations) else amount
    return 0


def _pronoun(lowered: Sequence[str]) -> bool:
    return bool(set(lowered) & language.load().personal)


def _who(
    text: str, tokens: Sequence[Word], lowered: Sequence[str], found: tuple[int, int, str], people: Sequence[Person]
) -> frozenset[str]:
    """Whom the stage is told of: within the pattern ("found Lind guilty"), the object of an active verb, else the names before it."""
    at, end, name = found
    start, stop = tokens[at].span.start, tokens[end - 1].span.end
    lists = language.load().stages
    if inside := [last for span, last, _ in people if start <= span.start < stop]:
        return frozenset(inside[:1])
    passive = any(word in lists.passive for word in lowered[max(at - 3, 0) : at])
    if (
        name in lists.of_object
        and not passive
        and end < len(tokens)
        and not {lowered[end - 1], lowered[end]} & OBLIQUE
        and not text[stop : stop + 1].strip()
    ):
        reach = tokens[min(end + OBJECT, len(tokens) - 1)].span.start
        if near := [last for span, last, _ in people if stop <= span.start <= reach]:
            return frozenset(near[:1])
    before = [person for person in people if person[0].end <= start]
    return frozenset(_chain(text, [person for person in before if person[2]] or before))


def _chain(text: str, before: Sequence[Person]) -> Iterator[str]:
    """The last name before a stage, and those that "and" or a comma ties to it."""
    for n in range(len(before) - 1, -1, -1):
        yield before[n][1]
        if not n or text[before[n - 1][0].end : before[n][0].start].strip() not in ("and", ",", "&", ", and"):
            break


OBLIQUE = frozenset(
    ["of", "with", "on", "in", "at", "by", "over", "to", "for", "against", "after", "before", "that", "from", "and", "but", "as", "under"]
)


def _people(text: str, tokens: Sequence[Word], known: Container[str], stages_at: Sequence[int]) -> list[Person]:
    """The names in a sentence that may be a person's or a company's: not a court's, a place's or a lawyer's."""
    lists = language.load().stages
    found: list[Person] = []
    marks = {tokens[at].span.start for at in stages_at}
    for name in names(text):
        run = list(takewhile(lambda word: word.span.start not in marks, name.words))
        if not run or any(word.lower in lists.bodies or (word.text.isupper() and len(word.text) > 3) for word in run):
            continue
        last = bare(run[-1].text)
        before = [word.lower for word in tokens if name.span.start - 30 <= word.span.start < name.span.start][-3:]
        if set(before) & lists.lawyers or set(name.title) & lists.lawyers:
            continue
        if len(run) > 1 or last in known or name.title or not (name.opens or (before and before[-1] in OBLIQUE)):
            sure = len(run) > 1 or last in known or bool(name.title)
            found.append((Span(run[0].span.start, run[-1].span.end), fold(last), sure))
    return found


def _last(name: str) -> frozenset[str]:
    return frozenset([fold(name.rsplit(maxsplit=1)[-1])]) if name.split() else frozenset()


def _known(text: str) -> frozenset[str]:
    """The last words of the names of two to four words in a text: alone, each may be that person."""
    return frozenset(name.text.rpartition(" ")[2] for name in names(text) if 1 < len(name.words) < 5)


# the sources


@lru_cache(maxsize=1024)
def _record(document: Document, who: frozenset[str]) -> tuple[Stage, ...]:
    """The stages that a source tells, in order: in paragraphs those that speak of these people, in entries and short lines all."""
    blocks = [block for block in document.blocks if _may_bear(document[block.span], block.kind, who)]
    found: list[Stage] = []
    known = frozenset().union(who, *(_known(document[block.span]) for block in blocks))
    meant, block, before = frozenset[str](), None, list[str]()
    for span in spans(document, blocks):
        text = document[span]
        block, last = document.block_at(span.start), block
        if block is not last:
            meant, before = frozenset(), []
        if _may_tell(text):
            meant = next((who for earlier in reversed(before) if (who := _first_named(earlier, known))), meant)
            before = []
            found += stages(text, known, meant, span.start)
        before.append(text)
    return tuple(found[:MOST])


def _may_bear(text: str, kind: BlockKind, who: frozenset[str]) -> bool:
    """An entry of a docket names nobody and tells of its case's people; a long paragraph tells of those whom it names."""
    return not who or kind is not BlockKind.PARAGRAPH or len(text) < PARAGRAPH or may_name(text, who)


def _first_named(text: str, known: Container[str]) -> frozenset[str]:
    """The surname of the first person whom a sentence names."""
    return next((_last(name.text) for name in names(text) if len(name.words) > 1 or name.text in known), frozenset())


def read(reading: str) -> Stage:
    """The stage that a fact's reading spells out; its span is not told."""
    mood, offences, counts, who, years, number, name = "", set[str](), set[int](), set[str](), set[int](), 0, ""
    for part in _parts(reading):
        if part in ("not", "ahead") and not name:
            mood = part
        elif part.startswith("#"):
            counts.add(int(part[1:]))
        elif part.startswith("×"):
            number = int(part[1:])
        elif part.startswith("("):
            years.add(int(part[1:-1]))
        elif part.startswith("@"):
            who.add(part[1:])
        elif not name:
            name = part
        elif part != "of":
            offences.add(part.rstrip(","))
    return Stage(Span(0, 1), name, mood, frozenset(who), frozenset(offences), frozenset(counts), number, frozenset(years))


def _parts(reading: str) -> Iterator[str]:
    yield from reading.split()
