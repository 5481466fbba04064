"""Whose "I" speaks at a place of a source: a transcript's label, the writer of a letter or mail, whoever made a statement, and whose name
stands over the section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from presscheck import language
from presscheck.interviews import answerer, asks
from presscheck.model import BlockKind, Document, Span
from presscheck.names import names
from presscheck.quotations import label
from presscheck.sections import owner, section, wrote
from presscheck.words import lines_of, words

SHORT = 70  # letters of a salutation, a signature or a heading
ABOVE = 6  # lines over a salutation in which its writer may be named
QUOTED = 60  # blocks of a quoted mail over which its writer stands
OPENING = 12  # lines of a document in which "Statement of ..." may stand
PLAIN = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
ASKED = re.compile(r"Q\.? ?\d{1,4}[.:]? ")  # the number of a question before who asks it
FROM = re.compile(r"\W{0,4}(\w{4,8}):\s*([^\W\d_][\w '’-]{2,40})")
SENDER = re.compile(r"[\"']?([^\W\d_][\w .'’-]{2,40})")


def voice(document: Document, at: int) -> str:
    """Who speaks of themselves as "I" at this offset; empty where the document does not tell."""
    if named := labelled(document, at):
        return named
    if asks(document.text, at):
        return ""
    if (answered := _answered(document, at)) is not None:
        return answered
    for span, name in _letters(document.text):
        if span.start <= at < span.end:
            return name
    if section(document.text, at):
        return owner(document.text, at)
    return _sender(document) or _written_from(document.text[:200]) or _stated(document.text)


def labelled(document: Document, at: int) -> str:
    """Who speaks at this offset by the label of a transcript or a note, or gives this answer; fields of a form ("Subject:") are no
    speakers."""
    if answering := answerer(document.text, at):
        return answering
    named = ASKED.sub("", label(document, at))
    if not named or not _is_person(named, document.text):
        return ""
    titles = language.load().titles
    posted = all(word.lower in titles or word.lower == "the" for word in words(named))
    return (_holder(document.text, named.lower().removeprefix("the ")) or named) if posted else named


@lru_cache(maxsize=256)
def _holder(text: str, post: str) -> str:
    """Who is "Chair" in a transcript: the one person named as "Tove Ash (Chair)" in it; empty where there is none."""
    lower, found = text.lower(), set[str]()
    at = lower.find(f"({post})")
    while at > 0:
        before = names(text[max(at - SHORT, 0) : at].rstrip())
        if before and len(before[-1].words) > 1 and not text[max(at - SHORT, 0) : at].rstrip()[before[-1].span.end :]:
            found.add(before[-1].text)
        at = lower.find(f"({post})", at + 1)
    return f"{found.pop()} ({post})" if len(found) == 1 else ""


def _is_person(named: str, text: str) -> bool:
    """Is the label a speaker's: no field of a form ("Subject:") nor a heading ("Option B:"), and, where it is one plain word, in capitals
    or named elsewhere too?"""
    voices = language.load().voices
    if len(named) < 3 or named.lower() in voices["fields"] or named.lower().split()[0] in voices["headings"]:
        return False
    return " " in named or named.isupper() or text.count(named) > 1


def headed(document: Document, at: int) -> str:
    """Whose quoted words they are at this offset: those of a section with a person over it that has nothing but quotations."""
    here = section(document.text, at)
    return here.owner if here and here.quoted else ""


def _answered(document: Document, at: int) -> str | None:
    """Who wrote the mail that a mail quotes at this offset, empty where that is not told; None in what the sender wrote."""
    number = bisect_right(document.blocks, at, key=lambda block: block.span.start) - 1
    if number < 0 or document.blocks[number].kind is not BlockKind.QUOTED:
        return None
    for block in reversed(document.blocks[max(number - QUOTED, 0) : number + 1]):
        line = document[block.span].strip()
        if block.kind is not BlockKind.QUOTED:
            return ""
        if line.endswith("wrote:"):
            return wrote(line)
        if (name := _written_from(line)) and "\n" in line:
            return name
    return ""


@lru_cache(maxsize=256)
def _letters(text: str) -> tuple[tuple[Span, str], ...]:
    """Each letter, from its salutation to the next one, with its writer."""
    lines = list(_lines(text))
    opens = [n for n, (_, line) in enumerate(lines) if _salutes(line)]
    found = []
    for n, first in enumerate(opens):
        last = opens[n + 1] if n + 1 < len(opens) else len(lines)
        if name := _writer(lines, first, last):
            end = lines[last][0] if last < len(lines) else len(text)
            found.append((Span(lines[first][0], max(end, lines[first][0] + 1)), name))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line without white space around it) of every line that has words."""
    return ((at, bare) for at, line in lines_of(text) if (bare := line.strip()))


def _salutes(line: str) -> bool:
    lower = line.lower()
    return len(line) < SHORT and line[-1] in ",:" and lower.startswith(language.load().salutations)


def _writer(lines: Sequence[tuple[int, str]], first: int, last: int) -> str:
    """The first line under the letter that is a name and nothing else; where the one over it has the same surname, that is taken, since it
    tells more. With no signature, the one over it."""
    addressed = {word.lower for word in words(lines[first][1])}
    above = [line for _, line in lines[max(first - ABOVE, 0) : first] if _is_name(line)]
    over = next((line for line in reversed(above) if not addressed & {word.lower for word in words(line)}), "")
    under = next((line for _, line in lines[first + 2 : last] if _is_name(line)), "")
    if over and (
        not under
        or over.split()[-1] == under.split()[-1]
        or (under.split()[-1] not in lines[last - 1][1] and not _signs(lines, first, under))
    ):
        return over
    return under


def _signs(lines: Sequence[tuple[int, str]], first: int, under: str) -> bool:
    """Does a line such as "Yours faithfully," stand before the name?"""
    at = next(n for n in range(first, len(lines)) if lines[n][1] == under)
    return lines[at - 1][1].endswith(",")


def _is_name(line: str) -> bool:
    line = line.strip("*_ —–-")
    if len(line) > SHORT or not PLAIN.fullmatch(line) or (line.isupper() and len(line.split()) > 3):
        return False
    lists = language.load()
    found = [word for word in line.split() if word not in lists.particles]
    capital = all(word[0].isupper() for word in found)
    return capital and not any(word.lower().strip(".") in lists.stopwords | lists.common for word in found if len(word) > 2)


@lru_cache(maxsize=256)
def _written_from(text: str) -> str:
    """Whom a mail pasted as plain text has under "From"."""
    match = FROM.match(text)
    return match[2].strip() if match and match[1].lower() in language.load().voices["senders"] else ""


def _sender(document: Document) -> str:
    """Whom a mail's header has under "From"."""
    for block in document.blocks[:OPENING]:
        if block.kind is BlockKind.HEADER:
            field, _, value = document[block.span].partition(":")
            match = SENDER.match(value.strip())
            if match and field.strip().lower() in language.load().voices["senders"]:
                return match[1].strip()
    return ""


@lru_cache(maxsize=256)
def _stated(text: str) -> str:
    """Who made the statement, where one of the first lines says "Statement of ..."."""
    for number, (_, line) in enumerate(_lines(text[:2000])):
        if number >= OPENING or len(line) > 2 * SHORT:
            continue
        lower = line.lower().lstrip("#* ")
        phrase = next((phrase for phrase in language.load().statement_heads if phrase in lower), None)
        if phrase is None:
            continue
        after = line[line.lower().find(phrase) + len(phrase) :]
        named = names(after)
        if named and len(named[0].words) >= 2 and named[0].span.start < 30:
            return named[0].text
    return ""
