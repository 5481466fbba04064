"""A rule on the help-lines of a draft: missing, without contact, retired, mistyped, of another country, for another subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from presscheck import helplines, subjects
from presscheck.checks import Check, Ways, compiled
from presscheck.model import BlockKind, Edit, Span
from presscheck.parts import Compiled, Match

if TYPE_CHECKING:
    from presscheck.galley import Galley

FIELDS: Mapping[str, type] = {"check": str}
QUOTES = "flag"
# what no offer of help and no list of help-lines does without; the registry's names and numbers are looked for closer
POINTS = (
    (
        r"help ?line|hot ?line|life ?line|support line|support service|support group|crisis line|crisis text"
        r"|crisis support|crisis centre|crisis center|counselling|counseling|trauma line|if you or|if you are affected"
        r"|if you have been|if you need|if you feel|anyone affected|anyone who has been|anyone struggling|anyone needing"
        r"|anyone in need|have been affected|been affected by|help is available|help is at hand|support is available"
        r"|seek help|get help|find help|need help|ask for help|get support|need support|offers support|offering support"
        r"|offer support|confidential (?:help|advice|support|call|chat)|in confidence|for help|for support|for advice"
        r"|someone to talk|somebody to talk|someone to speak|reach out|samaritans|rainn|childline|refuge|1800respect"
        r"|beyond blue|rape crisis|women's aid|nspcc|\b988\b|116 123|13 11 14|victim support",
    ),
)
NUMBER = ((r"\d[\d ().-]{4,}\d",),)  # a number with six figures or more
EVERYWHERE = "INT"
NEEDED = ("suicide", "sexual-violence", "domestic-abuse", "child-abuse")  # subjects for which guidelines ask for a line


def missing(galley: Galley) -> Iterator[Match]:
    """A story that is about a subject for which there are help-lines, and points to none."""
    about = [subject for name, subject in galley.subjects.items() if subject.central and name in NEEDED]
    if not about or helplines.offers(galley.draft.text, galley.profile.country) or _lines(galley):
        return
    treated, title = _treated(galley), about[0].title
    lines = helplines.fitting(treated, galley.profile.country)
    told = f"the story is about {title}, and gives no help-line"
    offered = f"; {_names(lines)} would fit" if lines and galley.profile.country else "; with a profile, those of its country are offered"
    edits = _at_end(galley, helplines.insert(lines, treated)) if lines and galley.profile.country else ()
    yield Match(None, told + offered, edits=edits)


def without_contact(galley: Galley) -> Iterator[Match]:
    """Help that is pointed to with no number, code or address."""
    country = galley.profile.country
    called = helplines.named(galley.draft.text, country)
    bare = [offer.span for offer in helplines.offers(galley.draft.text, country) if not offer.has_contact]
    for _, pointing in groupby(bare, key=lambda span: galley.draft.block_at(span.start)):
        spans = list(pointing)
        last = galley.sentence(spans[-1])
        here = Span(spans[0].start, max(spans[-1].end, last.span.end if last else 0))
        lines = [line for span, line in called if span in here and line.offered]
        lines = lines[:1] or (helplines.fitting(_treated(galley, here), country) if country else [])
        told = "help is pointed to, with no number, text code or address"
        yield Match(here, f"{told}; {_names(lines)}" if lines else told, edits=_after(galley, here, lines))


def of_the_story(galley: Galley) -> Iterator[Match]:
    """A line for those whom the story is about, with no number, code or address anywhere in the draft."""
    pointed = [offer.span for offer in helplines.offers(galley.draft.text, galley.profile.country)]
    for span in helplines.of_the_story(galley.draft.text):
        if not any(span.overlaps(other) for other in pointed):
            told = f"“{' '.join(galley.draft[span].split())}” is told of, and nowhere its number or address"
            yield Match(span, told)


def retired(galley: Galley) -> Iterator[Match]:
    """A number that is no longer the one to print."""
    for contact in helplines.contacts(galley.draft.text):
        if found := helplines.retired(contact):
            line, old = found
            instead = helplines.line(old.instead) or line
            since = f" since {old.since}" if old.since else ""
            told = f"{' '.join(galley.draft[contact.span].split())} is not the number to print{since}: {instead.name}, {_way(instead)}"
            edits = (Edit(contact.span, instead.phone),) if instead.phone and contact.kind == "phone" else ()
            yield Match(contact.span, told, edits=edits)


def mistyped(galley: Galley) -> Iterator[Match]:
    """A number one digit away from that of a help-line."""
    for contact in helplines.contacts(galley.draft.text):
        if line := helplines.mistyped(contact):
            told = f"draft says {' '.join(galley.draft[contact.span].split())}, the number of {line.name} is {line.phone}"
            yield Match(contact.span, told, edits=(Edit(contact.span, line.phone),))


def foreign(galley: Galley) -> Iterator[Match]:
    """Help-lines of other countries only, where the readers' country is known."""
    country, lines = galley.profile.country, _lines(galley)
    theirs = [(span, line) for span, line in lines if line.country not in (country, EVERYWHERE)]
    if country and theirs and len(theirs) == len(lines):
        fit = helplines.fitting(_treated(galley) or theirs[0][1].subjects, country)
        told = f"{theirs[0][1].name} is for readers in {theirs[0][1].country}, not {country}"
        yield Match(theirs[0][0], f"{told}; {_names(fit)} would fit" if fit else told)


def off_subject(galley: Galley) -> Iterator[Match]:
    """Help-lines for other subjects than the story's only."""
    wanted, lines = set(_treated(galley)), _lines(galley)
    theirs = {subject for _, line in lines for subject in line.subjects}
    if wanted and lines and theirs and not theirs & (wanted | {"crisis", "crime-victims", "emergency"}):
        title = next(subject.title for subject in galley.subjects.values() if subject.central and subject.helplines)
        yield Match(lines[0][0], f"{lines[0][1].name} is for {', '.join(lines[0][1].subjects)}; the story is about {title}")


def unchecked(galley: Galley) -> Iterator[Match]:
    """A line of the registry that should be rung before it is printed."""
    for span, line in _lines(galley):
        if line.status != "active":
            note = f": {line.note}" if line.note else ""
            yield Match(span, f"{line.name} is marked “{line.status}” in the registry{note}; ring it before it is printed")


CHECKS: dict[str, tuple[Ways, Check]] = {
    "missing": (subjects.ways(*NEEDED), missing),
    "without-contact": (POINTS, without_contact),
    "of-the-story": (((r"(?:help|hot|support|advice|information|freephone|emergency|crisis)[ -]?(?:phone )?lines?",),), of_the_story),
    "retired": (NUMBER, retired),
    "mistyped": (NUMBER, mistyped),
    "foreign": (POINTS, foreign),
    "off-subject": (POINTS, off_subject),
    "unchecked": (POINTS, unchecked),
}


def compile(rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
    """A rule with a `check`; raises ValueError with the word where there is no such check."""
    return compiled(rule, CHECKS)


def _treated(galley: Galley, here: Span | None = None) -> list[str]:
    """The subjects of help-lines that fit what the words `here` speak of and what the story is about, the most fitting first."""
    shown = [subject for subject in galley.subjects.values() if here and any(span in here for span in subject.shown)]
    about = [subject for subject in galley.subjects.values() if subject.central]
    return list(dict.fromkeys(name for subject in (*shown, *about) for name in subject.helplines))


def _lines(galley: Galley) -> list[tuple[Span, helplines.Helpline]]:
    """The lines of the registry that the draft gives, by number or address."""
    found = helplines.mentions(galley.draft.text, galley.profile.country)
    return [(mention.span, mention.helpline) for mention in found if mention.helpline and mention.kind != "name"]


def _names(lines: Sequence[helplines.Helpline]) -> str:
    return "; ".join(f"{line.name}, {_way(line)}" for line in lines)


def _way(line: helplines.Helpline) -> str:
    return line.phone or (f"text {line.text}" if line.text else line.web)


def _at_end(galley: Galley, told: str) -> tuple[Edit, ...]:
    """The words as a paragraph of their own at the end of the running text, before notes and lists of sources."""
    blocks = [block for block in galley.body if block.kind is BlockKind.PARAGRAPH]
    last = blocks[-1].span if blocks else None
    if not last or not told:
        return ()
    return (Edit(Span(last.end - 1, last.end), f"{galley.draft.text[last.end - 1]}\n\n{told}"),)


def _after(galley: Galley, sentence: Span, lines: Sequence[helplines.Helpline]) -> tuple[Edit, ...]:
    """How to reach the lines, after the sentence that points to help."""
    if not lines:
        return ()
    told = helplines.insert(lines, _treated(galley, sentence)).partition("help is available: ")[2]
    return (Edit(Span(sentence.end - 1, sentence.end), f"{galley.draft.text[sentence.end - 1]} {told[:1].upper()}{told[1:]}"),)
