"""Names in running text: runs of capitalised words, without the titles and sentence openings beside them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import Span
from presscheck.words import Word, lower, word_at, written_at

BREAKS = frozenset('.,;:!?…()[]|\n"“”«»—–/')  # between two words, these end a name (a full stop after an initial or "St." does not)
RAISED = ("]", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
# marks of notes behind a full stop
NOTED = re.compile(r"(?<=[.!?…\"”])(?:(?:\[\^?[^\[\]\s]{1,12}\]){1,3}|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3})$")


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are the words of the name itself; `title` those before it that tell a post or an honorific ("Mayor", "Lt. Col.")."""

    span: Span
    words: tuple[Word, ...]
    title: tuple[str, ...]
    opens: bool  # stands first in its sentence, where any word has a capital

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(bare(word.text) for word in self.words)


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """A word without its possessive ending."""
    for ending in ("'s", "’s", "'S", "’S"):
        if word.endswith(ending):
            return word[:-2]
    return word


def names(text: str, start: int = 0, end: int | None = None) -> list[Name]:
    """All names in `text[start:end]`, in order, with spans of `text`."""
    end = len(text) if end is None else end
    found: list[Name] = []
    run: list[Word] = []
    tokens = tuple(written_at(text[start:end]))
    for at, match in enumerate(tokens):
        capital = match.group()[0].isupper()
        word = word_at(match, start) if capital or (run and _particle(tokens, at)) else None  # of most words nothing need be made
        if run and (word is None or not _joins(text, run[-1], word)):
            _close(run, found, text)
            run = []
        if word and (capital or run):
            run.append(word)
    _close(run, found, text)
    return found


def _particle(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Is it a "de", or a "van der", with a capital after it?"""
    particles = language.load().particles
    after = next((match.group() for match in tokens[at : at + 3] if lower(match.group()) not in particles), "")
    return lower(tokens[at].group()) in particles and after[:1].isupper()


def _joins(text: str, last: Word, word: Word) -> bool:
    between = text[last.span.end : word.span.start]
    if between == "-":
        return True
    if last.text.endswith(("'s", "’s")):
        return False
    abbreviated = len(last.text) == 1 or last.lower in language.load().abbreviations
    if between.startswith(".") and abbreviated:
        if word.lower in language.load().stopwords and word.text not in ("A", "I"):
            return False  # "Block B. The lift" is two sentences
        between = between[1:]
    return not (set(between) & BREAKS) and len(between) <= 2


def _close(run: Sequence[Word], found: list[Name], text: str) -> None:
    """Keep the run as a name, less its titles, stop words and dates."""
    lists = language.load()
    kept, title = list(run), list[str]()
    while kept and (
        _titled(text, kept)
        or kept[0].lower in lists.stopwords
        or _contracted(kept[0])
        or kept[0].lower in lists.common
        or _counts(text, kept)
        or (kept[0].lower in lists.openings and _opens(text, kept[0]))
    ):
        if _titled(text, kept):
            title.append(kept[0].lower)
        kept.pop(0)
    while kept and (
        kept[-1].lower in lists.suffixes
        or kept[-1].lower in lists.particles
        or kept[-1].lower in lists.common
        or text[kept[-1].span.end : kept[-1].span.end + 1].isdecimal()  # a code: "ZA118"
    ):
        kept.pop()
    if kept and not all(word.lower in lists.stopwords or _contracted(word) or _of_calendar(word) for word in kept):
        opens = _opens(text, kept[0]) and not title
        found.append(Name(Span(kept[0].span.start, kept[-1].span.start + len(bare(kept[-1].text))), tuple(kept), tuple(title), opens))


def _titled(text: str, run: Sequence[Word]) -> bool:
    """Does it begin with a title: "Judge", "Capt", "Sen." with its full stop?"""
    lists, first = language.load(), run[0]
    return first.lower in lists.titles or (first.lower in lists.short_titles and len(run) > 1 and text.startswith(".", first.span.end))


def _contracted(word: Word) -> bool:
    """ "I've", "We'll", "Don't": two words without content, however an opening quotation mark stands before them."""
    stopwords = language.load().stopwords
    first, _, last = word.lower.partition("'")
    return word.lower.endswith("n't") or (first in stopwords and last in stopwords)


def _counts(text: str, run: Sequence[Word]) -> bool:
    """Does a number word that opens a sentence stand before the name ("Two Norwegian divers")?"""
    lists = language.load()
    return len(run) > 1 and (run[0].lower in lists.units or run[0].lower in lists.tens) and _opens(text, run[0])


def _of_calendar(word: Word) -> bool:
    """A month or weekday, however short or often ("Jan", "Sundays"): alone it is a date, before a surname it may be a given name."""
    lists = language.load()
    day = bare(word.lower)
    once = day.removesuffix("s")
    return day in lists.months or day in lists.weekdays or once in lists.months or once in lists.weekdays


def _opens(text: str, word: Word) -> bool:
    before = text[max(0, word.span.start - 24) : word.span.start].rstrip(" \t\"'“‘«(*_#>-")
    before = NOTED.sub("", before) if before.endswith(RAISED) else before[-4:]
    return not before or before[-1] in ".!?…:\n"


@lru_cache(maxsize=16)
def surnames(text: str) -> dict[str, str]:
    """The last word of each name in full of a text -> that name."""
    return {name.text.rpartition(" ")[2]: name.text for name in persons(text) if len(name.words) > 1}


def persons(text: str, known: Container[str] = ()) -> list[Name]:
    """The names that look like a person's: a known surname, or two to four words, none of them in capitals only unless short."""
    return [
        name
        for name in names(text)
        if name.text in known or (2 <= len(name.words) <= 4 and not any(word.text.isupper() and len(word.text) > 3 for word in name.words))
    ]
