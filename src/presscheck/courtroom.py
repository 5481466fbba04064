"""How a draft tells of a case against what it tells of how the case stands: a mistrial that is called an acquittal, a deed that nobody has
been convicted of and that nobody in the draft is said to have told, a verdict of a civil court called guilty."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from presscheck import language
from presscheck.model import Sentence, Span
from presscheck.names import bare, names, persons
from presscheck.parts import Match
from presscheck.patterns import Hit, Pattern, pattern
from presscheck.stages import surnames
from presscheck.statements import statements
from presscheck.words import flat, fold

if TYPE_CHECKING:
    from presscheck.galley import Galley

UNDERWAY = frozenset(("arrested", "charged", "tried", "pleaded-not-guilty", "no-plea", "held", "freed"))
DECIDED = frozenset(("convicted", "pleaded-guilty"))
OPENING = 70  # letters of a sentence within which its subject begins
VIOLENT = ("crime", "sexual-violence", "child-abuse", "domestic-abuse")  # subjects of which a story is about a case, charged or not
NUMBERS = 3  # letters of a figure
SHORTEST = 30  # letters of a sentence that tells a deed
AFTER = 2  # sentences after a deed in which it may be denied


@lru_cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("presscheck") / "data" / "courtroom.toml").read_text("utf-8"))


@lru_cache
def phrases() -> Mapping[str, tuple[Pattern, ...]]:
    """The phrases of `data/courtroom.toml`, by name."""
    lists = _table()["words"]
    return {name: tuple(pattern(each, lists, phrase=True) for each in row) for name, row in _table()["phrases"].items()}


def screens(*called: str) -> tuple[str, ...]:
    """One regular expression for each name, that stands in every text in which one of its phrases does."""
    return tuple("|".join(f"(?:{each.full})" for each in phrases()[name]) for name in called)


def hits(galley: Galley, name: str, within: Span | None = None) -> list[Hit]:
    """The places where one of the phrases stands, in order."""
    return sorted((hit for each in phrases()[name] for hit in each.find(galley.text, within)), key=lambda hit: hit.span)


def stands(galley: Galley, name: str, within: Span | None = None) -> bool:
    return any(next(iter(each.find(galley.text, within)), None) for each in phrases()[name])


def own(galley: Galley, name: str) -> list[tuple[Sentence, Hit]]:
    """The same, outside of quotation marks, each with its sentence."""
    found = [(galley.sentence(hit.span), hit) for hit in hits(galley, name) if not galley.quoted(hit.span)]
    return [(sentence, hit) for sentence, hit in found if sentence is not None]


def by_sentence(galley: Galley, *called: str) -> Mapping[int, list[Hit]]:
    """The places where one of the phrases stands, by the number of their sentence."""
    found: dict[int, list[Hit]] = defaultdict(list)
    for hit in (hit for name in called for hit in hits(galley, name)):
        if sentence := galley.sentence(hit.span):
            found[sentence.index].append(hit)
    return found


def title(galley: Galley, span: Span) -> bool:
    return galley.is_in(span, "headline")


def body_stage(galley: Galley) -> str:
    """How far the body says that the case has gone, whatever its headline says."""
    told = {stage.name for _, stage in galley.stages if not stage.mood and not title(galley, stage.span)}
    return "decided" if told & DECIDED and not (_civil(galley) and not _criminal(galley)) else "underway" if told & UNDERWAY else ""


# A case that ended without a verdict


def cleared_by_mistrial(galley: Galley) -> Iterator[Match]:
    """An acquittal told of a case that the draft says ended with no verdict, or was given up."""
    if not (ends := own(galley, "hung")) or stands(galley, "retried"):
        return
    yield from _cleared(galley, ends, "cleared", "a jury that does not agree acquits nobody")


def exonerated_by_dropping(galley: Galley) -> Iterator[Match]:
    """The same, where charges were dropped or stayed: that is the end of a case, and no finding."""
    if not (ends := own(galley, "dropped")) or any(stands(galley, name) for name in ("hung", "retried", "overturned")):
        return
    ends = [(sentence, hit) for sentence, hit in ends if not stands(galley, "elsewhere", sentence.span)]
    if ends:
        yield from _cleared(galley, ends, "freed-of-guilt", "charges that are given up clear nobody")


def _cleared(galley: Galley, ends: Sequence[tuple[Sentence, Hit]], name: str, law: str) -> Iterator[Match]:
    end = next((hit for _, hit in ends if not title(galley, hit.span)), ends[0][1])
    for sentence, hit in own(galley, name):
        tells = title(galley, hit.span) or any(_beside(sentence, other) for other, _ in ends)
        if not tells or stands(galley, "apart", sentence.span):
            continue
        other = end.span if galley.sentence(end.span) is not sentence else None
        yield Match(hit.span, f"draft says “{flat(galley.draft[hit.span])}” and “{flat(galley.draft[end.span])}”: {law}", other)


def _beside(one: Sentence, other: Sentence) -> bool:
    return abs(one.index - other.index) <= AFTER + 1


def no_next_step(galley: Galley) -> Iterator[Match]:
    """A mistrial, and not a word of what comes after it."""
    ends = own(galley, "hung")
    if ends and not stands(galley, "next-step"):
        said = (
            f"draft tells of a {flat(galley.draft[ends[0][1].span])}, and not of what comes next: another trial, charges dropped, undecided"
        )
        yield Match(ends[0][1].span, said)


# Courts and inquiries that convict nobody


def _civil(galley: Galley) -> bool:
    return stands(galley, "civil") or stands(galley, "inquiry")


def guilty_in_civil_case(galley: Galley) -> Iterator[Match]:
    """ "Guilty" or "convicted" where the draft tells of a civil case, and of no criminal one."""
    civil = own(galley, "civil")
    if civil and not _criminal(galley):
        yield from _guilty(galley, civil, "a civil court finds for or against a party, or holds it liable")


def guilty_at_inquiry(galley: Galley) -> Iterator[Match]:
    """The same of an inquest or inquiry."""
    told = own(galley, "inquiry")
    if told and not stands(galley, "civil") and not _criminal(galley):
        yield from _guilty(galley, told, "an inquest or inquiry convicts nobody")
        for sentence, hit in own(galley, "tried-now"):
            if any(_beside(sentence, other) for other, _ in told) and not stands(galley, "not-here", sentence.span):
                yield Match(hit.span, f"draft says “{flat(galley.draft[hit.span])}” of an inquest or inquiry, which tries nobody")


def _criminal(galley: Galley) -> bool:
    """Does the body tell of a criminal case, other than that there is none?"""
    if stands(galley, "no-liability"):
        return False
    none = [galley.sentence(hit.span) for hit in hits(galley, "nobody-charged")]
    found = (galley.sentence(hit.span) for hit in hits(galley, "criminal") if not title(galley, hit.span))
    return any(sentence is not None and sentence not in none for sentence in found)


def _guilty(galley: Galley, courts: Sequence[tuple[Sentence, Hit]], law: str) -> Iterator[Match]:
    """Those words in the headline, or near where the court is told of."""
    found = [*own(galley, "guilty"), *((s, hit) for s, hit in own(galley, "headline-convicted") if title(galley, hit.span))]
    for sentence, hit in found:
        near = [court for other, court in courts if title(galley, hit.span) or _beside(sentence, other)]
        if near and not stands(galley, "unsure", sentence.span):
            told = f"draft says “{flat(galley.draft[hit.span])}”, and tells of “{flat(galley.draft[near[0].span])}”"
            yield Match(hit.span, f"{told}: {law}", None if near[0].span in sentence.span else near[0].span)


def charged_and_uncharged(galley: Galley) -> Iterator[Match]:
    """ "Now under indictment", where the draft says that nobody has been charged."""
    nobody = [(sentence, hit) for sentence, hit in own(galley, "nobody-charged") if not stands(galley, "elsewhere", sentence.span)]
    if not nobody or body_stage(galley) == "decided":
        return
    for sentence, hit in own(galley, "charged-now"):
        apart = any(sentence is other for other, _ in nobody) or stands(galley, "not-here", sentence.span)
        if not apart:
            there = nobody[0][1].span
            yield Match(hit.span, f"draft says “{flat(galley.draft[hit.span])}” here, “{flat(galley.draft[there])}” elsewhere", there)


def sentenced_first(galley: Galley) -> Iterator[Match]:
    """A sentence that is to come, where the draft tells of no verdict and of no plea but a denial."""
    if body_stage(galley) != "underway" or not stands(galley, "denial") or stands(galley, "verdict"):
        return
    for sentence, hit in own(galley, "sentence-first"):
        if not stands(galley, "if-guilty", sentence.span):
            yield Match(hit.span, f"draft says “{flat(galley.draft[hit.span])}”, and nowhere of a verdict: a sentence comes after one")


def two_pleas(galley: Galley) -> Iterator[Match]:
    """One person who has admitted and who denies one and the same offence."""
    text = galley.text.squeezed
    if (
        (b"admit" not in text and b"guilty" not in text)
        or (b" den" not in text and b"not guilty" not in text)
        or stands(galley, "plea-changed")
    ):
        return
    told = [stage for _, stage in galley.stages if not stage.mood and not stage.counts and stage.offences]
    for guilty in (stage for stage in told if stage.name == "pleaded-guilty"):
        for denied in (stage for stage in told if stage.name == "pleaded-not-guilty"):
            same = guilty.offences & denied.offences and (guilty.who == denied.who or not (guilty.who and denied.who))
            if same and not (guilty.number or denied.number) and not galley.quoted(guilty.span):
                here, there = flat(galley.draft[guilty.span]), flat(galley.draft[denied.span])
                yield Match(guilty.span, f"draft says “{here}” here, “{there}” elsewhere", denied.span)
                return


# Deeds


CASE_WORDS = (
    *(b"arrested", b"charged with", b"charged over", b"been charged", b"was charged", b"were charged", b"are charged", b"is charged"),
    *(b"on trial", b"indicted", b"remanded", b"in custody", b"on bail", b"pleaded", b"stands accused", b"the accused"),
)


def deeds(galley: Galley) -> Iterator[Match]:
    """A deed told of the accused in the reporter's own voice, in a case without a verdict."""
    central = any(galley.subjects[name].central for name in VIOLENT if name in galley.subjects)
    case = central or any(
        word in galley.text.squeezed for word in CASE_WORDS
    )  # where neither, reading how far a case has gone is not worth its time for "beat"
    if not stands(galley, "underway") or not (able := by_sentence(galley, *(("deeds", "rough") if case else ("deeds",)))):
        return
    reported = by_sentence(galley, "reported")
    if not any(s.index in able and s.index not in reported and not title(galley, s.span) for s in galley.sentences):
        return  # how far a case has gone is read last: it takes longer than all the rest
    stage = body_stage(galley)
    if stage == "decided":
        return
    # a verb that is used of politics and sport too ("beat", "attacked") counts in a story that is about a case
    about = stage == "underway" or central
    told = by_sentence(galley, *(("deeds", "rough") if about else ("deeds",)))
    if not told:
        return
    meant, accused = statements(galley.draft, galley.sentences), _accused(galley)
    reporting, doubted = (by_sentence(galley, name) for name in ("reporting", "hypothetical"))
    for at, sentence in enumerate(galley.sentences):
        if sentence.index not in told or sentence.index in reported or title(galley, sentence.span) or _quotes(galley, sentence):
            continue
        earlier = galley.sentences[at - 1] if at else sentence
        if earlier.index in reporting and _in_one_paragraph(galley, earlier, sentence):
            continue
        his = meant[sentence.index].removeprefix(galley.draft[sentence.span]) if stage != "underway" else ""
        for hit in told[sentence.index]:
            subject = _subject(galley.text.plain[sentence.span.start : hit.span.start], accused, his)
            if subject is not None and not any(other.span.start < hit.span.start for other in doubted.get(sentence.index, ())):
                span = Span(sentence.span.start + subject, hit.span.end)
                said = f"draft says as fact that “{flat(galley.draft[span])}”: say who says so, as nobody has been found guilty of it"
                yield Match(span, said)
                break


def _accused(galley: Galley) -> frozenset[str]:
    """The folded last words of the names in sentences that tell that somebody is charged, accused or denies it."""
    lists = language.load().stages
    found: set[str] = set()
    known, told = surnames(galley.draft.text), by_sentence(galley, "underway", "denial")
    for sentence in galley.sentences:
        for name in persons(galley.draft[sentence.span], known) if sentence.index in told else ():
            if not any(word.lower in lists.bodies for word in name.words) and not set(name.title) & lists.lawyers:
                found.add(fold(bare(name.words[-1].text)))
    return frozenset(found)


class Subjects(NamedTuple):
    """Who stands last before a verb: `named` a name or "he"; `called` "the accused"; `clause` one that a clause parts from its verb."""

    named: re.Pattern[str]
    called: re.Pattern[str]
    clause: re.Pattern[str]


@lru_cache
def _subjects() -> Subjects:
    words = {name: "|".join(row) for name, row in _table()["subjects"].items()}
    name = r"(?:[A-Z][\w'’.-]{0,40} ){0,3}[A-Z][\w'’.-]{0,40}"
    between = rf"(?: (?:{words['between']})){{0,2}} $"
    return Subjects(
        re.compile(rf"(?:^|(?<=[\s,(]))(?P<who>{name}|(?i:{words['pronouns']})){between}"),
        re.compile(rf"(?:^|(?<=[\s,]))[Tt]he (?:{words['parties']}){between}"),
        # "The hospital wanted the bed and |doctored|", "Harbour Reach, which runs nine beds, |falsified|"
        re.compile(
            rf"(?P<who>The [a-z-]{{2,40}}|{name})(?:, (?:{words['asides']})\b[^,]{{0,80}}, $| [a-z][^,;:]{{0,60}} (?:{words['joins']}) $)"
        ),
    )


def _subject(before: str, accused: frozenset[str], meant: str) -> int | None:
    """Where the subject of the verb after these words begins, if it is the accused; `meant` is whom the sentence's "he" means."""
    patterns = _subjects()
    if match := patterns.clause.match(before):
        return 0 if _is_accused(match["who"], accused) else None
    if match := patterns.called.search(before):
        return match.start() if match.start() <= OPENING else None
    match = patterns.named.search(before)
    if match is None or match.start() > OPENING:
        return None
    if match["who"].lower() in _table()["subjects"]["pronouns"]:
        others = {fold(bare(word.strip("().,"))) for word in meant.split()}
        return match.start() if accused and (not others or others & accused) else None
    return match.start() if _is_accused(match["who"], accused) else None


def _is_accused(who: str, accused: frozenset[str]) -> bool:
    last = who.rsplit(" ", 1)[-1]
    return fold(bare(last)) in accused or (who.startswith("The ") and last in _table()["subjects"]["parties"])


def _quotes(galley: Galley, sentence: Sentence) -> bool:
    return '"' in galley.text.plain[sentence.span.start : sentence.span.end]


def _in_one_paragraph(galley: Galley, one: Sentence, other: Sentence) -> bool:
    return galley.draft.block_at(one.span.start) is galley.draft.block_at(other.span.start)


def denied_deeds(galley: Galley) -> Iterator[Match]:
    """A charge against somebody told as fact, and in the next sentence that it is denied, or that nobody could check it."""
    denied, said, denying = (by_sentence(galley, name) for name in ("then-denied", "reported", "denial"))
    for sentence, after in itertools.pairwise(galley.sentences):
        if after.index not in denied or sentence.index in said or sentence.index in denying or len(sentence.span) < SHORTEST:
            continue
        if title(galley, sentence.span) or _quotes(galley, sentence) or not _in_one_paragraph(galley, sentence, after):
            continue
        span = denied[after.index][0].span
        message = f"draft says this as fact, and “{flat(galley.draft[span])}” in the next sentence: say who says so"
        yield Match(sentence.span, message, span)


# Headlines


def headline_verdict(galley: Galley) -> Iterator[Match]:
    """A headline that says convicted, jailed or cleared, over a body that knows of no such end."""
    span = galley.headline
    if span is None or not any(hits(galley, name, span) for name in ("headline-guilty", "headline-cleared")):
        return
    if not stands(galley, "open-still") or body_stage(galley) == "decided":
        return
    body = Span(span.end, len(galley.draft.text)) if span.end < len(galley.draft.text) else None
    if body is None:
        return
    for name, ends in (("headline-guilty", ("verdict", "punished")), ("headline-cleared", ("clearing",))):
        found = [hit for hit in hits(galley, name, span) if not galley.quoted(hit.span)]
        if found and not any(stands(galley, end, body) for end in ends) and not stands(galley, "headline-hedge", span):
            said = f"headline says “{flat(galley.draft[found[0].span])}”, and the body tells of no such end of the case"
            yield Match(found[0].span, said)


def headline_deed(galley: Galley) -> Iterator[Match]:
    """A headline that tells somebody's deed as fact, over a body in which it is alleged and denied."""
    span = galley.headline
    if span is None or not hits(galley, "deeds-of-title", span) or not stands(galley, "underway", Span(span.end, len(galley.draft.text))):
        return
    if body_stage(galley) == "decided":
        return
    if stands(galley, "hedged", span) or QUOTED.search(galley.draft[span]):
        return
    for hit in hits(galley, "deeds-of-title", span):
        before, after = galley.text.plain[span.start : hit.span.start], galley.text.plain[hit.span.end : span.end]
        if (
            before.strip()
            and not before.endswith("'s ")
            and not _is_known(galley, before, span)
            and _has_object(flat(galley.draft[hit.span]), after)
        ):
            yield Match(span, f"headline says as fact “{flat(galley.draft[hit.span])}”, and the body has it as an allegation")
            return


QUOTED = re.compile(r"[\"“”‘?]|(?<!\w)['’]|['’](?!\w)")


def _is_known(galley: Galley, before: str, span: Span) -> bool:
    """Does nobody do it, or somebody whom nobody knows: a storm, a gunman?"""
    return stands(galley, "nobody-known", Span(span.start, span.start + len(before)))


def _has_object(verb: str, after: str) -> bool:
    """ "Coach abused girls", not "coach abused online", and not "bag of tricks"."""
    following = after.lstrip()
    if not following or following[0] in ",;:.–—-" or following[0].isdecimal():
        return verb.endswith((" on", " up"))
    return verb.endswith((" on", " up")) or re.split(r"[^\w-]", following, maxsplit=1)[0].lower() not in _table()["subjects"]["no-object"]


# Fairness


@lru_cache
def _accusation() -> Pattern:
    crimes = "|".join(sorted(map(re.escape, language.load().stages.crimes)))
    return pattern(
        rf"(?:accused of|charged with|charged over|indicted (?:on|for|over)|faces? charges|facing charges) … (?:{crimes})", {}, phrase=True
    )


def no_answer(galley: Galley) -> Iterator[Match]:
    """Somebody named who is accused, and no answer of theirs anywhere."""
    if stands(galley, "answer") or not any(_accusation().find(galley.text)) or body_stage(galley) == "decided":
        return
    known = surnames(galley.draft.text)
    for sentence, stage in galley.stages:
        if stage.name not in ("accused", "charged") or stage.mood or stage.years or not stage.offences or title(galley, stage.span):
            continue
        before = persons(galley.draft[Span(sentence.span.start, stage.span.start)], known)
        if not any(len(name.words) > 1 and fold(bare(name.words[-1].text)) in stage.who for name in before):
            continue
        yield Match(
            stage.span, "draft names somebody who is accused, and tells no answer: no denial, no plea, no lawyer, nor that they were asked"
        )
        return


def open_charge(galley: Galley) -> Iterator[Match]:
    """A charge with no plea, no lawyer and no next date."""
    found = [hit for _, hit in own(galley, "charged-man") if not title(galley, hit.span)]
    if found and body_stage(galley) == "underway" and not stands(galley, "next-of-case"):
        yield Match(found[0].span, "draft tells of a charge, and of no plea, no lawyer and no next date")


def unequal_numbers(galley: Galley) -> Iterator[Match]:
    """How many people a verdict is about, and how many accuse, where nothing tells why they differ."""
    verdicts, accusers = own(galley, "verdict-number"), own(galley, "accused-number")
    if not verdicts or not accusers or stands(galley, "explained"):
        return
    told = {_amount(galley, hit): hit for _, hit in verdicts}
    others = {_amount(galley, hit): hit for _, hit in accusers}
    if len(told) != 1 or len(others) != 1 or told.keys() & others.keys():
        return
    (mine,), (theirs,) = told.values(), others.values()
    said = f"draft says {flat(galley.draft[mine.span])} here, {flat(galley.draft[theirs.span])} elsewhere, and not why the two differ"
    yield Match(mine.span, said, theirs.span)


def _amount(galley: Galley, hit: Hit) -> int:
    """The number that the words begin with."""
    first = galley.text.plain[hit.span.start : hit.span.end].split()[0].lower()
    return int(first) if first.isdecimal() and len(first) < NUMBERS else language.load().units.get(first, 0)


def person_of_interest(galley: Galley) -> Iterator[Match]:
    """Somebody named as "of interest", who has not been charged."""
    for sentence, hit in own(galley, "person-of-interest"):
        named = [name for name in names(galley.draft[sentence.span]) if 1 < len(name.words) < 4 and not _is_body(name.text)]
        if named and body_stage(galley) not in ("decided", "underway"):
            yield Match(
                hit.span, f"draft names {named[0].text} as “{flat(galley.draft[hit.span])}”: nobody has said that they did anything"
            )


def _is_body(name: str) -> bool:
    return any(word.lower() in language.load().stages.bodies for word in name.split())
