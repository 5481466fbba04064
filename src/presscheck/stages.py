"""The stages of a case as a text tells them: who was charged, tried, convicted or cleared, of what, on which count, and how far it went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from presscheck import language
from presscheck.model import BlockKind, Document, Sentence, Span
from presscheck.names import bare, names
from presscheck.split import spans
from presscheck.statements import assertions
from presscheck.terms import Term, tally, terms
from presscheck.words import WORD, Word, fold, in_lower, may_name, words

GAP = 5  # words that "…" in a pattern stands for, at most
BEFORE = 5  # words before a stage that may deny it or put it off
AFTER = 14  # words after a stage among which its offence, count or object is looked for
OBJECT = 4  # words after an active verb within which its object begins
MOST = 1000  # stages of one source; no record of cases that a story rests on has more
YEARS = range(1900, 2101)
TITLE = re.compile(r"\b[Cc]ounts? (?P<first>\d{1,3})(?:(?: ?[-–] ?| (?:to|through) )(?P<last>\d{1,3}))?[,:]? (?P<title>[^\n,.;:]{4,60})")
MOST_COUNTS = 50  # that one heading is for
PARAGRAPH = 250  # letters; a shorter block may be an entry of a docket


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as a text tells it: `mood` is "" for done, "not" or "ahead"; `who` are the folded last words of the names it is told of;
    `offences` and `counts` of what; `number` how many counts or people it was about; `years` those told beside it;
    `terms` how long a sentence is, or how many counts."""

    span: Span
    name: str
    mood: str
    who: frozenset[str] = frozenset()
    offences: frozenset[str] = frozenset()
    counts: frozenset[int] = frozenset()
    number: int = 0
    years: frozenset[int] = frozenset()
    terms: tuple[Term, ...] = ()

    @property
    def reading(self) -> str:
        """ "not charged of theft #2 ×3 (1998) @tallent": mood, stage, offences, counts, how many, years, who."""
        parts = [self.mood, self.name, *([f"of {', '.join(sorted(self.offences))}"] if self.offences else [])]
        parts += [f"#{count}" for count in sorted(self.counts)] + ([f"×{self.number}"] if self.number else [])
        parts += [f"({year})" for year in sorted(self.years)] + [f"@{name}" for name in sorted(self.who)]
        return " ".join(part for part in parts if part)


def principal_of(stages: Sequence[Stage]) -> frozenset[str]:
    """The one person of whom most stages are told, in a text where any are told of somebody."""
    told = Counter(who for stage in stages for who in stage.who)
    if not told:
        return frozenset()
    most, times = told.most_common(1)[0]
    return frozenset([most] if 2 * times >= told.total() else told)


def may_tell(text: str) -> bool:
    """Has the text a word with which a stage may begin? Asked of every sentence, so no more is read than that."""
    patterns = prepared().patterns
    return any(word in patterns or word == "guilty" for word in WORD.findall(text.lower().replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Table:
    """The stages of a language, made ready: patterns by their first word, words of which one stands wherever a stage is told, what
    excludes what, and what to search for."""

    patterns: dict[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]
    telling: frozenset[str]
    excluded_by: dict[str, tuple[str, ...]]
    short_of: dict[str, tuple[str, ...]]
    goes_with: dict[str, tuple[str, ...]]
    ended_by: dict[str, tuple[str, ...]]
    weighed: frozenset[str]
    search: dict[str, tuple[str, ...]]
    impersonal: frozenset[str]
    of_case: frozenset[str]


Person = tuple[Span, str, bool]  # place, folded last word, is it surely somebody (and not a word with a capital)
ANY: frozenset[str] = frozenset()  # "…" in a pattern


@lru_cache
def prepared() -> Table:
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
    telling = frozenset({"guilty"}).union(*(_telling(parts, common) for those in ready.values() for _, parts in those))
    weighed = frozenset(lists.excluded_by) | frozenset(lists.short_of) | frozenset(lists.goes_with)
    return Table(
        ready, telling, lists.excluded_by, lists.short_of, lists.goes_with, lists.ended_by, weighed, search, lists.impersonal, lists.of_case
    )


def _telling(parts: Sequence[frozenset[str]], common: frozenset[str]) -> frozenset[str]:
    """The part of a pattern that a sentence is least likely to have by chance: the first that is no common word."""
    return next((part for part in parts if part and part.isdisjoint(common)), parts[0])


def _part(part: str) -> frozenset[str]:
    if part == "…":
        return ANY
    return language.load().stages.crimes if part == "<crime>" else frozenset(part.split("|"))


def kin(name: str) -> tuple[str, ...]:
    """The stage and those that exclude it, whose words a search must also look for."""
    return (name, *prepared().excluded_by.get(name, ()), *prepared().short_of.get(name, ())[:1])


def stages(text: str, known: Container[str] = (), meant: frozenset[str] = frozenset(), offset: int = 0) -> list[Stage]:
    """The stages told in one sentence, in order; `known` are surnames that may stand alone, `meant` is whom its "he" or "she" means."""
    lowered = in_lower(text)
    if prepared().telling.isdisjoint(lowered):
        return []
    tokens = words(text)
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        match = _match(lowered, at) or _verdict(text, tokens, lowered, at)
        if match and not (match[1] == "charged" and match[0] == at + 1 and _billed(text, tokens, match[0])):
            found.append((at, match[0], match[1]))
        at = match[0] if match else at + 1
    people = _people(text, tokens, known, [at for at, _, _ in found]) if found else []
    told = [_stage(text, tokens, lowered, n, found, people, meant, offset) for n in range(len(found))]
    return [*told, *_likewise(tokens, found, people, offset)]


def _likewise(tokens: Sequence[Word], found: Sequence[tuple[int, int, str]], people: Sequence[Person], offset: int) -> Iterator[Stage]:
    """ "Lind was sentenced to five years and |Orm to three years|": the stage told again of another person, without its verb."""
    for n, (_, end, name) in enumerate(found):
        until = found[n + 1][0] if n + 1 < len(found) else len(tokens)
        for at in range(end + 1, until - 2) if name in MEASURED_BY_TIME else ():
            who = next((last for span, last, _ in people if span.end == tokens[at - 1].span.end), "")
            told = terms(tokens[at : at + 3]) if who and tokens[at].lower in ("to", "for") else ()
            for term in told:
                shown = replace(term, span=term.span.shifted(offset) if offset else term.span)
                yield Stage(shown.span, name, "", frozenset([who]), terms=(shown,))


def _billed(text: str, tokens: Sequence[Word], end: int) -> bool:
    """Is it a price that is charged: "charged Patient D |£285|"?"""
    after = tokens[end : end + BILLED]
    upto = next((n for n, word in enumerate(after) if word.lower in OBLIQUE), len(after))
    if upto == 0:
        return False
    figure = next((word for word in after[:upto] if word.text[0].isdecimal()), None)
    return figure is not None and text[figure.span.start - 1] in CURRENCIES


def _match(lowered: Sequence[str], at: int) -> tuple[int, str] | None:
    """(next token, stage) of the longest pattern that begins at token `at`."""
    for name, parts in prepared().patterns.get(lowered[at], ()):
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
    elided = follows == "of" and lowered[max(at - 1, 0)] in ("but", "and") and "found" in lowered[max(at - FOUND, 0) : at]
    if not (labelled or elided or tokens[at].text.isupper() or (follows in lists.counted and not pleaded)):
        return None
    if pleaded:  # "PLEA, Lind: guilty to Count 2" is no verdict
        return (at + 2, "pleaded-not-guilty") if negated else (at + 1, "pleaded-guilty")
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
    measured = tuple(replace(term, span=term.span.shifted(offset)) for term in _terms(tokens[end:until], name, people))
    return Stage(span, name, mood, who, offences, counts, _number(after), years, measured)


MEASURED_BY_TIME = frozenset(("sentenced",))
MEASURED_BY_COUNT = frozenset(("charged", "convicted", "acquitted", "pleaded-guilty", "pleaded-not-guilty", "accused"))


def _terms(after: Sequence[Word], name: str, people: Sequence[Person]) -> Sequence[Term]:
    """The terms told of a stage before the next person is named."""
    if name in MEASURED_BY_TIME:
        other = next((span.start for span, _, _ in people if after and span.start > after[0].span.start + OWN), None)
        return list(terms([word for word in after[:AFTER] if other is None or word.span.end <= other]))
    if name in MEASURED_BY_COUNT:
        counted = tally(after[:AFTER])
        return [counted] if counted else []
    return []


FOUND = 10  # words before an elided verdict: "|found| him not guilty of murder but guilty of manslaughter"
OWN = 40  # letters after "sentenced" within which a name is the person sentenced


def _mood(text: str, tokens: Sequence[Word], at: int, since: int) -> tuple[str, int]:
    """("not" or "ahead" or "", the token where it is told): what the words before the stage in its clause make of it."""
    lists = language.load()
    for n in range(at - 1, max(at - BEFORE, since) - 1, -1):
        if set(text[tokens[n].span.end : tokens[n + 1].span.start]) & BREAKS:
            break
        word, following = tokens[n].lower, tokens[n + 1].lower
        if n and word in lists.months and tokens[n].text[0].isupper():  # "In May a jury"
            continue
        if word in lists.stages.openers:
            break
        if (word in lists.negations and word not in OWN_STAGE) or word.endswith("n't"):
            if lists.stages.after_negation & {other.lower for other in tokens[n + 1 : at]}:
                continue
            return "not", n
        if word == "to" and (n + 1 == at or (n + 2 == at and following == "be")):
            return ("not", n - 1) if n > since and tokens[n - 1].lower in lists.stages.undone else ("ahead", n)
        if word in lists.stages.ahead and not _of_another(tokens, n, at):
            return "ahead", n
    return "", at


def _of_another(tokens: Sequence[Word], modal: int, at: int) -> bool:
    """Does the "will" belong to another verb than the stage: "the law |will| also allow living men |convicted| of such offences"?"""
    plans, before = language.load().plans, tokens[at - 1]
    several = before.text[0].islower() and (before.lower.endswith("s") or before.lower in plans["people"])
    carried = not plans["carrying"].isdisjoint(word.lower for word in tokens[modal + 1 : at])
    return tokens[modal].lower in plans["modal"] and tokens[at].lower.endswith("ed") and several and not carried


LISTED = re.compile(r"(?<!\w)([A-Z][A-Z'’-]{2,}),[ ]\Z")  # as a register lists people: "HOLM, Ivar (64)"
AGED = re.compile(r"[ ]\([0-9]{1,3}[),; ]")
MOST_GIVEN = 3  # given names there
OWN_STAGE = ("denied", "denies", "deny", "without", "refused", "refuses")
NEAREST = 12  # people before a stage among whom it is looked for whose it is
BILLED, CURRENCIES = 5, "£$€¥"  # words behind "charged" among which a price is looked for
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
            near = [other for other in tokens[at + 1 : at + 4] if other.text.isdecimal() or other.lower in ("and", "to")]
            told = [int(other.text) for other in near if other.text.isdecimal() and len(other.text) < 3]
            through = len(told) == 2 and near[1].lower == "to" and told[0] < told[1] <= told[0] + MOST_COUNTS
            found |= set(range(told[0], told[1] + 1)) if through else set(told)
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
    if name in lists.once and at and lowered[at - 1] in language.load().personal:  # "that Lind had known, she testified"
        return frozenset()
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
    before = before[-NEAREST:]
    before = [person for person in before if not any(_in_apposition(text, other[0], person[0], start) for other in before)]
    return frozenset(_chain(text, [person for person in before if person[2]] or before))


def _in_apposition(text: str, name: Span, inside: Span, stage: int) -> bool:
    """Does a name stand in what only says who another is: "Holm, the |Vard Museum|'s director, was arrested"?"""
    between = text[name.end : inside.start]
    return between[:2] == ", " and between[2:3].islower() and "," not in between[2:] and "," in text[inside.end : stage]


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
    listed: list[Person] = []
    marks, no_names = {tokens[at].span.start for at in stages_at}, lists.parties.union(language.load().countries)
    for name in names(text):
        run = list(takewhile(lambda word: word.span.start not in marks, name.words))
        if (
            not run
            or run[-1].text.lower() in lists.crimes
            or any(word.lower in lists.bodies or (word.text.isupper() and len(word.text) > 3) for word in run)
        ):
            continue
        surname = LISTED.search(text, 0, run[0].span.start)
        if surname and len(run) <= MOST_GIVEN and AGED.match(text, run[-1].span.end):
            listed.append((Span(surname.start(1), run[-1].span.end), fold(surname[1].capitalize()), True))
            continue
        last = bare(run[-1].text)
        if len(last) < 2 or (len(run) == 1 and last.lower() in no_names):  # "an American contractor", "the Company"
            continue
        before = [word.lower for word in tokens if name.span.start - 30 <= word.span.start < name.span.start][-3:]
        told = max((mark for mark in marks if mark < name.span.start), default=0)  # "the judge acquitted Lind": no judge
        beside = {word.lower for word in tokens if max(name.span.start - 30, told) <= word.span.start < name.span.start}
        if beside & set(before) & lists.lawyers or set(name.title) & lists.lawyers:
            continue
        is_known = last in known or fold(last) in known
        if len(run) > 1 or is_known or name.title or not (name.opens or (before and before[-1] in OBLIQUE)):
            sure = len(run) > 1 or is_known or bool(name.title)
            found.append((Span(run[0].span.start, run[-1].span.end), fold(last), sure))
    return listed or found  # a register's entry is of whom it lists: not of the house where they taught


def last_word(name: str) -> frozenset[str]:
    return frozenset([fold(name.rsplit(maxsplit=1)[-1])]) if name.split() else frozenset()


@lru_cache(maxsize=4)  # several that look at a draft ask for the same
def surnames(text: str) -> frozenset[str]:
    """The last words of the names of two to four words in a text: alone, each may be that person."""
    return frozenset(name.text.rpartition(" ")[2] for name in names(text) if 1 < len(name.words) < 5)


@lru_cache(maxsize=4)  # two that look at a draft ask for the same
def told_in(draft: Document, sentences: tuple[Sentence, ...]) -> tuple[tuple[Sentence, Stage], ...]:
    """The stages that a draft tells in its own words, each with its sentence, in order."""
    known = surnames(draft.text)
    found: list[tuple[Sentence, Stage]] = []
    for one in assertions(draft, sentences):
        if may_tell(one.text):
            meant = last_word(one.statement.removeprefix(one.text).strip(" ()"))
            found += [(one.sentence, stage) for stage in stages(one.outside, known, meant, one.span.start)]
    return tuple(found)


def _titled(document: Document) -> dict[int, frozenset[str]]:
    """Count -> its offence, where a record heads a count with it: "Count 14, Money Laundering:", "Counts 1-9, Theft:"."""
    crimes, titles = language.load().stages.crimes, dict[int, frozenset[str]]()
    for match in TITLE.finditer(document.text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        named = _offences([word for word in words(match["title"]) if word.lower in crimes], "")
        if named and first <= last <= first + MOST_COUNTS:
            titles |= {count: titles.get(count, named) for count in range(first, last + 1)}
    return titles


@lru_cache(maxsize=1024)
def record_of(document: Document, who: frozenset[str]) -> tuple[Stage, ...]:
    """The stages that a source tells, in order: in paragraphs those that speak of these people, in entries and short lines all."""
    blocks = [block for block in document.blocks if _may_bear(document[block.span], block.kind, who)]
    if not any(may_tell(document[block.span]) for block in blocks):
        return ()
    found: list[Stage] = []
    known = frozenset().union(who, *(surnames(document[block.span]) for block in blocks))
    meant, block, before = frozenset[str](), None, list[str]()
    for span in spans(document, blocks):
        text = document[span]
        block, last = document.block_at(span.start), block
        if block is not last:
            meant, before = frozenset(), []
        if may_tell(text):
            meant = next((who for earlier in reversed(before) if (who := _first_named(earlier, known))), meant)
            before = []
            found += stages(text, known, meant, span.start)
        before.append(text)
    titles = _titled(document) if any(stage.counts and not stage.offences for stage in found[:MOST]) else {}
    return tuple(_entitled(stage, titles) for stage in found[:MOST])


def _entitled(stage: Stage, titles: dict[int, frozenset[str]]) -> Stage:
    """The stage with the offences of its counts, where it is told by their numbers alone."""
    if stage.offences or not stage.counts & titles.keys():
        return stage
    return replace(stage, offences=frozenset().union(*(titles.get(count, ()) for count in stage.counts)))


def _may_bear(text: str, kind: BlockKind, who: frozenset[str]) -> bool:
    """An entry of a docket names nobody and tells of its case's people; a long paragraph tells of those whom it names."""
    return not who or kind is not BlockKind.PARAGRAPH or len(text) < PARAGRAPH or may_name(text, who)


def _first_named(text: str, known: Container[str]) -> frozenset[str]:
    """The surname of the first person whom a sentence names."""
    return next((last_word(name.text) for name in names(text) if len(name.words) > 1 or name.text in known), frozenset())


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
