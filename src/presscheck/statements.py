"""A sentence made to stand alone: who "he" is, told beside it; and which sentences assert anything that a source could bear out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from presscheck import language
from presscheck.model import Block, BlockKind, Document, Fact, Sentence, Span
from presscheck.names import persons
from presscheck.words import POSSESSIVE, Placed, Word, content, in_lower, keys, words

QUOTED = re.compile(r"[\"“”][^\"“”]{0,2000}[\"“”]")
MARKS = re.compile(r"^(?:[\s>#*_\-–—•]|\d{1,3}[.)]\s)*")  # of a list, a quoted mail, a heading; not the figure in "31 people died"
POINTS = re.compile(r"\[\^[^\[\]\s]{1,40}\]|\[\d{1,3}(?: ?[,–-] ?\d{1,3}){0,9}\](?!\()")  # the mark of a note
LINK = re.compile(r"\[([^\[\]\n]{1,300})(\]\([^()\s]{1,2000}\))")
PIECES = re.compile(r"[,|•·–—/:.]")  # the same of a line at the top
PARTED = re.compile(r"[,|•·–—/]")  # the parts of a line that tells who wrote a story, and when
PAGE = 4  # words of a writer's, a paper's or a page's name
TOP = 600  # characters of a draft in which such a line may stand
LONGEST_LINE = 160  # characters of it
PLACEHOLDER = re.compile(r"^\W*\[[^\]\n]{1,80}\]\W*$")

T = TypeVar("T", bound=Placed)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A sentence of a draft that asserts something: `text` as the draft has it, `statement` so that it stands alone, the `block` that it
    stands in; `quoted` are the places of the draft in it that stand in quotation marks, with the marks."""

    sentence: Sentence
    text: str
    statement: str
    block: Block | None
    quoted: tuple[Span, ...]

    @property
    def index(self) -> int:
        """Its number among the sentences of the draft."""
        return self.sentence.index

    @property
    def span(self) -> Span:
        """Where it stands in the draft."""
        return self.sentence.span

    @property
    def heading(self) -> bool:
        """Does it stand in a heading?"""
        return _is_heading(self.block)

    @property
    def outside(self) -> str:
        """Its text, blank where it is quoted, every other letter in its place."""
        return unquoted(self.text)

    def at(self, place: Span) -> Span:
        """A place of its text, as one of the draft."""
        return place.shifted(self.sentence.span.start)

    def quotes(self, place: Span) -> bool:
        """Does a place of the draft share a letter with what is quoted in it?"""
        return any(place.overlaps(span) for span in self.quoted)


def assertions(draft: Document, sentences: Sequence[Sentence]) -> tuple[Assertion, ...]:
    """Those of all sentences of a draft that assert something, in order."""
    return _assertions(draft, tuple(sentences))


@lru_cache(maxsize=4)  # every kind of fact walks over those of the same draft
def _assertions(draft: Document, sentences: tuple[Sentence, ...]) -> tuple[Assertion, ...]:
    found = []
    for sentence, statement in zip(sentences, statements(draft, sentences), strict=True):
        if asserts(draft, sentence):
            text, block = draft[sentence.span], draft.block_at(sentence.span.start)
            found.append(Assertion(sentence, text, statement, block, quoted(text, sentence.span.start)))
    return tuple(found)


def quoted(text: str, offset: int = 0) -> tuple[Span, ...]:
    """The places in quotation marks, with the marks, in order; `offset` is added to them."""
    return tuple(Span(*match.span()).shifted(offset) for match in QUOTED.finditer(text))


def unquoted(text: str) -> str:
    """The text, blank where it stands in quotation marks, every other letter in its place."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def as_read(fact: Fact, found: Iterable[T]) -> T | None:
    """The first of what is found in the statement of a fact whose words are its reading."""
    return next((one for one in found if fact.statement[one.span.start : one.span.end] == fact.reading), None)


def where_read(fact: Fact, found: Iterable[T]) -> T | None:
    """The first of what is found in the statement of a fact that begins where its reading does; the words of both may differ."""
    at = fact.statement.find(fact.reading)
    return next((one for one in found if one.span.start == at), None)


def around(sentences: Sequence[Sentence], span: Span) -> Sequence[Sentence]:
    """The sentences, of all those of a draft in order, that share a letter with the span."""
    first = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.end)
    return sentences[first : bisect_left(sentences, span.end, lo=first, key=lambda sentence: sentence.span.start)]


def statements(draft: Document, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """For each sentence, its words and, in brackets, the person whom its "he" or "she" means: the last one named before it,
    or the one who opened that sentence.

    Marks of notes and the addresses of links are blanks in it, so that every other letter stays in its place.

    An assumption, not a parse: it serves searching and reading, no verdict rests on it.
    """
    return _statements(tuple(_unmarked(draft[sentence.span]) for sentence in sentences))


def shown(draft: Document) -> Document:
    """The draft as a reader of the page sees it: marks of notes and what makes a link are blanks, every other letter in its place."""
    text = _unmarked(draft.text)
    return draft if text == draft.text else replace(draft, text=text)


def _unmarked(text: str) -> str:
    """The text as a reader of the page sees it, of the same length."""
    if "[" not in text:
        return text
    shown = LINK.sub(lambda link: f" {link[1]}{' ' * len(link[2])}", text)
    return POINTS.sub(lambda mark: " " * len(mark[0]), shown)


@lru_cache(maxsize=4)  # every kind of fact asks for those of the same draft
def _statements(sentences: tuple[str, ...]) -> tuple[str, ...]:
    told: list[str] = []
    person, known = "", dict[str, str]()  # surname -> the name in full
    for text in sentences:
        outside = QUOTED.sub(" ", text)
        named = persons(outside, known)
        known |= {name.text.rpartition(" ")[2]: name.text for name in named if " " in name.text}
        speaks_of = person and not named and not language.load().personal.isdisjoint(in_lower(outside))
        told.append(f"{text} ({person})" if speaks_of else text)
        if named:
            person = next((name for name in named if name.opens or name.title), named[-1]).text
            person = known.get(person, person)
    return tuple(told)


def asserts(draft: Document, sentence: Sentence) -> bool:
    """Does the sentence state something? Not a question, a byline, a date alone, a note to readers, an appeal to them, a line
    that announces the next, or a placeholder."""
    block = draft.block_at(sentence.span.start)
    heading = _is_heading(block)
    if block is not None and block.span.start < TOP and _signs(draft[block.span], heading):
        return False
    return _asserts(draft[sentence.span], heading)


@lru_cache(maxsize=1024)
def _signs(line: str, heading: bool) -> bool:
    """Is it a line at the top of a draft that tells by whom, when and for what page it is ("PHILADELPHIA, June 8, 2031 — By a health
    reporter", "For broadcast: Friday 3 May 2031, 18:00")? It holds a date with its year, and its parts are names, a date, a time or tell
    of a writer. A heading, whose words may all have capitals, must tell of one."""
    lists, told = language.load(), [found for piece in PIECES.split(line[: LONGEST_LINE + 1]) if (found := words(piece))]
    every = [word for piece in told for word in piece]
    if len(told) < 2 or len(line) > LONGEST_LINE or not any(word.lower in lists.months for word in every):
        return False
    if not any(word.text.isdecimal() and len(word.text) == 4 for word in every):
        return False
    signed = [any(POSSESSIVE.sub("", word.lower) in lists.writers for word in piece) for piece in told]
    small = lists.masthead | lists.signing
    plain = [all(word.text[0].isupper() or _of_calendar(word) or word.lower in small for word in piece) for piece in told]
    dated = len(told[0]) > 1 and _of_calendar(told[0][1]) and told[0][0].lower in lists.signing  # "From June 2031, Fares Rise": a headline
    opens = told[0][0].lower in lists.signing | lists.bylines | lists.datelines and not dated
    return (not heading or any(signed) or opens) and all(by or bare for by, bare in zip(signed, plain, strict=True))


def _is_heading(block: Block | None) -> bool:
    return block is not None and block.kind is BlockKind.HEADING


@lru_cache(maxsize=4096)  # most kinds of fact ask for each sentence
def _asserts(sentence: str, heading: bool) -> bool:
    text = MARKS.sub("", sentence)
    lower = text.lower()
    lists = language.load()
    asks = text.rstrip("\"'”’*_ ").endswith("?") and not _tells_of_asking(text)
    if asks or PLACEHOLDER.match(sentence):
        return False
    if lower.startswith(lists.notes + lists.appeals) or _announces(lower) or _dates_or_signs(text.strip("*_ \n")):
        return False
    found = words(text)
    if found and found[0].lower in lists.bylines and len(found) < 16 and not text.rstrip().endswith("."):
        return False
    return len(content(keys(text))) >= (2 if heading else 1) and len(found) >= 3


def _dates_or_signs(line: str) -> bool:
    """Is the line nothing but a date, or does it tell by whom the story is ("Ann Lee, health reporter | Friday 3 May", "From our courts
    correspondent, Osk, Friday 3 May"), or for which page ("Business, Friday 3 May")?"""
    if line.endswith(".") or len(line) > LONGEST_LINE:
        return False
    first, *rest = [found for piece in PARTED.split(line) if (found := words(piece))] or [()]
    calendar = [all(_of_calendar(word) for word in piece) for piece in rest]
    if first and all(map(_of_calendar, first)):
        return all(calendar)
    lists = language.load()
    writers = lists.writers
    if first and first[0].lower in lists.signing and rest:
        places = [dated or all(word.text[0].isupper() for word in piece) for dated, piece in zip(calendar, rest, strict=True)]
        return calendar[-1] and all(places) and first[-1].lower in writers
    signed = first and len(first) <= PAGE and all(word.text[0].isupper() for word in first) and bool(rest)
    if len(first) == 1:
        return bool(signed) and all(calendar)
    return bool(signed) and all(dated or piece[-1].lower in writers for dated, piece in zip(calendar, rest, strict=True))


def _of_calendar(word: Word) -> bool:
    lists = language.load()
    return word.text.isdecimal() or any(word.lower in named for named in (lists.months, lists.weekdays, lists.ordinals))


def _announces(lower: str) -> bool:
    """Does the line only say what follows, as "Here is a summary in 90 words:" does?"""
    lists = language.load()
    told = lower.replace("’", "'")
    for word in lists.ahead:
        told = told.removeprefix(word).lstrip(",!. ")
    return told.rstrip("*_ ").endswith(":") and told.startswith(lists.announcements)


def _tells_of_asking(text: str) -> bool:
    """Does the sentence state that somebody asked, its question standing in quotation marks: `She asked him, "Who knew?"`"""
    outside = QUOTED.sub(" ", text)
    lists = language.load()
    told = outside != text and not (lists.speech | lists.attribution["going"]).isdisjoint(in_lower(outside))
    return told and "?" not in outside
