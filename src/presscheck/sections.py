"""Whose words a section of a source holds, by the heading over it: a letter of a bundle, an interview of several, a mail of a thread."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.model import Span
from presscheck.names import bare, names
from presscheck.quotations import GOVERNING, is_post, mask, quotations
from presscheck.words import fold, lines_of, words

LONGEST = 160  # letters of a heading
OWNED = 60  # letters of a heading in which "statement of" may stand
TOP = 3  # first lines of a document that say what it is a collection of
SEVERAL = 2  # headings with a person that make a series
SIGNED = 4  # words of a signature
MAIL = 4  # lines of a mail's header in which the next field stands
OPENING = 12  # first lines, in which one alone may say whose words all the rest are
MARK = re.compile(r"[ \t]*(#{1,6}(?=[ \t])|\*\*|__|[-*•][ \t]+\*\*)?[ \t]*(?:\*\*)?")
# "3.", "F1.", "B)"; "Letter 2:", "Exhibit C –"
NUMBER = re.compile(r"(?:([A-Z]{0,2}-?\d{1,3}|[A-Z])[.):]|([A-Z]\w{2,14}) (?:[Nn]o\.? ?)?(?:\d{1,3}|[A-Z])[ \t]?[:.,–—-])[ \t]*")
CODE = re.compile(r"([A-Z][a-z]{2,14}|[A-Z]{3,14}) ([A-Z]{1,2}|\d{1,3})(?![\w'’])")
AFTER = re.compile(r"[ \t*_]*(?:$|[,;:(|·•—–]|- |to |@|on \d)")
RULE = re.compile(r"[ \t]*(?:[-_*=~][ \t]?){3,}$")
STAMP = r"[ \t]*(?:[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?[ \t]*)?"
QUESTION = re.compile(STAMP + r"\*{0,2}(?:Q|Question)\*{0,2}[.:]")
WROTE = re.compile(r"[> \t]*On [^\n]{4,160}\bwrote:[ \t]*$")
FIELD = re.compile(r"[> \t*]*(From|To|Sent|Date|Cc|Subject)\*?:\*?[ \t]+([^\n<(]{2,60})")
PLAIN = "plain"  # form of the headings that have neither mark nor number


@dataclass(frozen=True, slots=True)
class Section:
    """`span` runs from its heading to the next one; `owner` is empty where the heading names nobody, or the words are of several."""

    span: Span
    owner: str
    quoted: bool  # all of it stands in quotation marks


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may head a section. Those of one `form` make a series; `person` is whom it opens with, `sure`: that is a person by the
    line itself; `owned`: it says that the words are theirs ("Statement of Ash")."""

    start: int
    end: int
    form: str
    person: str
    sure: bool
    owned: bool


def owner(text: str, at: int) -> str:
    """Whose words they are at this offset, by the heading of the section; empty where no heading tells."""
    here = section(text, at)
    return here.owner if here else ""


def section(text: str, at: int) -> Section | None:
    """The section with a person over it in which the offset lies."""
    found = sections(text)
    number = bisect_right(found, at, key=lambda one: one.span.start) - 1
    return found[number] if number >= 0 and at < found[number].span.end else None


@lru_cache(maxsize=256)
def sections(text: str) -> tuple[Section, ...]:
    """The sections of a text that have a person over them, in order."""
    lines = list(_lines(text))
    thread = _thread(text, lines)
    if thread:
        return thread
    collected, opening = _collects(lines), lines[min(OPENING, len(lines) - 1)][0] if lines else 0
    headings = _series([heading for number in range(len(lines)) if (heading := _heading(lines, number))], collected, opening)
    rules = [start for start, line in lines if RULE.match(line)]
    found = []
    for number, heading in enumerate(headings):
        end = headings[number + 1].start if number + 1 < len(headings) else len(text)
        end = next((at for at in rules[bisect_right(rules, heading.end) :] if at < end and text[heading.end : at].strip()), end)
        if heading.person and end > heading.end:
            found.append(_owned(text, heading, Span(heading.start, end), collected))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line) of every line that has words or is a rule."""
    return ((at, line) for at, line in lines_of(text) if line.strip())


def _collects(lines: Sequence[tuple[int, str]]) -> bool:
    """Does the top say that what follows are letters, statements, interviews: other people's own words?"""
    return any(word.lower in language.load().voices["collections"] for _, line in lines[:TOP] for word in words(line[:LONGEST]))


def _heading(lines: Sequence[tuple[int, str]], number: int) -> Heading | None:
    """The line read as a heading; None where it has neither mark nor number, and names nobody whose words follow."""
    start, line = lines[number]
    form, rest = _form(line)
    asked = number + 1 < len(lines) and bool(QUESTION.match(lines[number + 1][1]))
    before, phrase = _phrase(rest)
    if QUESTION.match(line) or not (form or phrase or asked):
        return None
    sentence = len(line) > LONGEST or line.rstrip(" *_")[-1:] in (".", "?", "!")
    person, sure = ("", False) if sentence else _person(rest[len(before) + len(phrase) :].lstrip(" \t:–—-*"))
    if not person and not sentence and (code := _coded(line[len(form) if form.startswith("#") else 0 :].strip(" \t*_"))):
        person, sure = code, True
    return Heading(start, start + len(line), form or PLAIN, person, sure or asked, bool(phrase and person)) if form or person else None


def _form(line: str) -> tuple[str, str]:
    """(the marks and the kind of number that a line opens with, the rest of it)."""
    mark = MARK.match(line)
    at = mark.end() if mark else 0
    form = mark[1].split()[0] if mark and mark[1] else ""
    if counted := NUMBER.match(line, at):
        form += (counted[2] or re.sub(r"\d+", "0", "A" if counted[1].isalpha() else counted[1])).lower()
        at = counted.end()
    return form, line[at:]


def _phrase(line: str) -> tuple[str, str]:
    """("Written ", "statement of ") where a line says so before a name; both empty where it does not, or has it "in reply to the letter
    from"."""
    lower = line[:OWNED].lower()
    found = [(at, phrase) for phrase in language.load().owned_heads if (at := lower.find(phrase)) >= 0]
    at, phrase = min(found, key=lambda one: (one[0], -len(one[1]))) if found else (0, "")
    before = words(lower[:at])
    if not phrase or len(before) > 2 or any(word.lower in GOVERNING for word in before):
        return "", ""
    return line[:at], phrase


def _coded(line: str) -> str:
    """The "Patient A" or "Witness 3" that a line opens with."""
    code = CODE.match(line)
    return code[0] if code and code[1].lower() in language.load().voices["coded"] and AFTER.match(line, code.end()) else ""


def _person(line: str) -> tuple[str, bool]:
    """(whom the line opens with, does it tell that this is a person: by a title, a post, an age, or the code of a witness)."""
    if code := _coded(line):
        return code, True
    first = next(iter(names(line)), None)
    if first is None or first.span.start > LONGEST // 4 or not AFTER.match(line, first.span.end):
        return "", False
    lists = language.load()
    titled = [word.lower for word in words(line[: first.span.start])]
    bodies = {word.lower for word in first.words} & (lists.voices["bodies"] | lists.voices["headings"])
    if not all(word in lists.titles for word in titled) or bodies or not (titled or 1 < len(first.words) < 5):
        return "", False
    behind = line[first.span.end :].strip(" \t*_(,|—–-")
    return line[first.span.start : first.span.end], bool(titled) or is_post(behind)


def _series(headings: Sequence[Heading], collected: bool, opening: int) -> list[Heading]:
    """The headings that stand over sections, and those that end one. Of a series most must name a person, or one alone say that the words
    are theirs: in the minutes of a meeting "3. Letter from Ann Ash" stands among other things."""
    forms = Counter(heading.form for heading in headings)
    named = Counter(heading.form for heading in headings if heading.person and (heading.sure or heading.owned or collected))
    alone = {heading.form for heading in headings if heading.owned and (heading.form != PLAIN or heading.start < opening)}
    kept = {form for form, count in named.items() if 3 * count >= 2 * forms[form] and (count >= SEVERAL or form in alone)}
    level = max((form.count("#") for form in kept if form.startswith("#")), default=6)
    others = (one for one in headings if one.form not in kept and one.form.startswith("#") and one.form.count("#") <= level)
    ends = [replace(one, person="") for one in others] if kept else []
    return sorted([one for one in headings if one.form in kept] + ends, key=lambda one: one.start)


def _owned(text: str, heading: Heading, span: Span, collected: bool) -> Section:
    """The section, with its owner where the words are their own: an interview's, or told by an "I" that is not the reporter's."""
    body = text[heading.end : span.end]
    if any(QUESTION.match(line) for _, line in _lines(body)):
        return Section(span, heading.person, False)
    outside = words(mask(body, quotations(body), 0, len(body)))
    if not outside:
        return Section(span, heading.person, True)
    own = any(re.split("['’]", word.lower)[0] in language.load().voices["own"] for word in outside)
    told = _told_of(body, heading.person) or (not collected and not heading.owned and _reported(body))
    return Section(span, heading.person if own and not told else "", False)


def _told_of(body: str, person: str) -> bool:
    """Is the owner named in the words, other than in the line of a signature?"""
    if CODE.fullmatch(person):
        return person.lower() in body.lower()
    last = fold(bare(person.rsplit(maxsplit=1)[-1]))
    return any(last in {fold(bare(word.text)) for word in words(line)} and len(words(line)) > SIGNED for _, line in _lines(body))


def _reported(body: str) -> bool:
    """Does "he said" stand there, so that a reporter may be the "I"?"""
    lists, found = language.load(), words(mask(body, quotations(body), 0, len(body)))
    return any(a.lower in lists.personal and b.lower in lists.speech for a, b in pairwise(found))


def _thread(text: str, lines: Sequence[tuple[int, str]]) -> tuple[Section, ...]:
    """The mails of a thread that was pasted as text, each with its writer; none where there is but one."""
    heads = [(n, name) for n in range(len(lines)) if (name := _writer(lines, n)) is not None]
    if len(heads) < SEVERAL and not any(WROTE.match(lines[n][1]) for n, _ in heads):
        return ()
    found = []
    for number, (n, name) in enumerate(heads):
        start = lines[n][0]
        last = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        # behind an answered mail with marks before its lines, the one who answers may go on
        if n + 1 < last and lines[n + 1][1].startswith(">"):
            last = next((m for m in range(n + 1, last) if not lines[m][1].startswith(">")), last)
        end = lines[last][0] if last < len(lines) else len(text)
        found.append(Section(Span(start, max(end, start + 1)), name, False))
    return tuple(found)


def _writer(lines: Sequence[tuple[int, str]], number: int) -> str | None:
    """Who wrote the mail that begins at the line: "On 3 May Ann Ash wrote:", or "From: Ann Ash" over the other fields of a header; empty
    where a mail begins and its writer is not told."""
    line = lines[number][1]
    if WROTE.match(line):
        return wrote(line)
    match = FIELD.match(line)
    if not match or match[1] != "From":
        return None
    fields = (FIELD.match(below) for _, below in lines[number + 1 : number + 1 + MAIL])
    return match[2].strip(" \t*\"'") if any(field and field[1] != "From" for field in fields) else None


def wrote(line: str) -> str:
    """The name in "On 3 May 2025, at 12:00, Ann Ash <ann@ash.org> wrote:"."""
    named = [name.text for name in names(line.partition("<")[0].removesuffix("wrote:"))]
    return named[-1] if named and len(named[-1].split()) > 1 else ""
