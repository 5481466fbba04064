"""Words of a text with their places, and the keys under which two spellings of one word meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from presscheck import language
from presscheck.model import Document, Passage, Span

# A figure with its separators: in thousands, else each by itself where commas part three or more ("412,11,388,13", a line of a table that
# stands in plain text) and forty at most, else with whatever is in it. Linear: as far as it looks ahead is bounded.
FIGURE = (
    r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?(?![.,]?\d)|\d{1,2}(?:,\d\d){1,6},\d{3}(?![.,]?\d)"
    r"|\d+(?=(?:,\d+){2,40}(?!,?\d))|(?<=\d,)\d+(?![.\d])|\d+(?:[.,]\d+)*"
)
# Such a figure, or letters with an apostrophe inside; hyphens part words.
WORD = re.compile(rf"{FIGURE}|[^\W\d_]+(?:['’][^\W\d_]+)*")
# The same for text that is all ASCII, as most is: letters are a range there, which is found a third faster than "no digit, no sign".
ASCII_WORD = re.compile(rf"[A-Za-z]+(?:'[A-Za-z]+)*|{FIGURE}", re.ASCII)
# The letter comes before the look back at what it follows, so that only capitals are looked at.
INITIALS = re.compile(r"[A-Z](?<!\w[A-Z])(?:(?:\. ?| )[A-Z]\b)+")
STROKED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
POSSESSIVE = re.compile(r"['’]s?$")
CUT_OFF = 2  # letters that an ending of a word without content may have
SENTENCE = 1_000  # characters of a sentence, at most


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place; `key` is what it is compared by, `lower` the word in lower case, apostrophes straight."""

    span: Span
    text: str
    key: str
    lower: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", lower(self.text))


class Placed(Protocol):
    """What stands at a place of a text: a word, a name, a figure, what a clause tells."""

    @property
    def span(self) -> Span: ...


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Case, diacritics and strokes through letters folded, apostrophes straight: "Løvås" and "lovas" meet."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(STROKED)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What a word is compared by: figures without separators, number words as figures, other words folded and stemmed, those that
    are inflected otherwise ("found", "women") brought to their first form."""
    if text[0].isdecimal():
        return figure(text)
    folded = POSSESSIVE.sub("", fold(text)) or text
    words = language.load()
    for values in (words.units, words.tens):
        if folded in values and folded != "one":
            return str(values[folded])
    folded = words.measures.get(folded) or words.inflected.get(folded, folded)
    stem = str(_stemmer().stemWord(folded))
    return folded if stem in words.stopwords and len(folded) > len(stem) + CUT_OFF else stem  # "Norlis" is no "nor"


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line of a text, without its end, with where it begins."""
    begins = 0
    for line in text.split("\n"):
        yield begins, line
        begins += len(line) + 1


def flat(text: str) -> str:
    """The text on one line, one blank between its words."""
    return " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """The text on one line; of more than `most` words, an even number, the middle is left out."""
    found = text.split()
    return " ".join(found if len(found) <= most else [*found[: most // 2], "…", *found[-most // 2 :]])


def figure(text: str) -> str:
    """Digits without thousands separators, and without zeros after a decimal point: "1,146" is 1146 and "28.0" is 28."""
    plain = re.sub(r",(?=\d{3}(?!\d))", "", text)
    return plain.rstrip("0").rstrip(".") if plain.count(".") == 1 and "," not in plain else plain


@lru_cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer(language.load().stemmer)


def words(text: str, offset: int = 0) -> tuple[Word, ...]:
    """All words of the text in order; `offset` is added to their spans. Those of sentences are kept, which many ask for; those of whole
    articles would fill the memory."""
    return _kept(text, offset) if len(text) <= SENTENCE else _read(text, offset)


@lru_cache(maxsize=4096)
def _kept(text: str, offset: int) -> tuple[Word, ...]:
    return _read(text, offset)


def _read(text: str, offset: int) -> tuple[Word, ...]:
    return tuple([word_at(match, offset) for match in written_at(text)])


def written_at(text: str) -> Iterator[re.Match[str]]:
    """Where its words stand, before anything is made of them."""
    return _pattern(text).finditer(text)


def word_at(match: re.Match[str], offset: int = 0) -> Word:
    """The word that stands there."""
    start, end = match.span()
    return _word(_span(start + offset, end + offset), match.group(), key(match.group()))


def in_lower(text: str) -> list[str]:
    """Its words in lower case, as `Word.lower` has them."""
    return [lower(word) for word in _pattern(text).findall(text)]


def lower(text: str) -> str:
    """A word in lower case, apostrophes straight."""
    return text.lower().replace("’", "'")


def _span(start: int, end: int) -> Span:
    """A Span of a match, which is never empty or negative: made past the check that it costs half the time of reading a text to repeat."""
    span = object.__new__(Span)
    _SPAN_START(span, start)
    _SPAN_END(span, end)
    return span


def _word(span: Span, text: str, key: str) -> Word:
    word = object.__new__(Word)
    _WORD_SPAN(word, span)
    _WORD_TEXT(word, text)
    _WORD_KEY(word, key)
    _WORD_LOWER(word, lower(text))
    return word


# The slots' own setters: a frozen value may be filled once, when it is made.
_SPAN_START, _SPAN_END = (Span.__dict__[name].__set__ for name in ("start", "end"))
_WORD_SPAN, _WORD_TEXT, _WORD_KEY, _WORD_LOWER = (Word.__dict__[name].__set__ for name in ("span", "text", "key", "lower"))


def keys(text: str) -> list[str]:
    """The keys of all words of the text, in order; initials side by side are one word: "U.N.", "U N" and "UN" meet."""
    return [key(word) for word in _written(text)]


def _written(text: str) -> list[str]:
    """The words as written, initials side by side as one."""
    return _pattern(text).findall(INITIALS.sub(_joined, text))


def _pattern(text: str) -> re.Pattern[str]:
    return ASCII_WORD if text.isascii() else WORD


def _joined(initials: re.Match[str]) -> str:
    return initials.group().replace(".", "").replace(" ", "")


@lru_cache
def stopkeys() -> frozenset[str]:
    """The keys of the words that carry no content."""
    return frozenset(key(word) for word in language.load().stopwords)


def content(keys: Iterable[str]) -> frozenset[str]:
    """The keys that carry content."""
    return frozenset(keys) - stopkeys()


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """The keys of the words of the text that carry content."""
    return terms(text)


def terms(text: str) -> frozenset[str]:
    """The same, kept of no text: for reading whole sources once."""
    known = _TERMS
    return frozenset([term for word in _written(text) if (term := known[word])])


def telling_around(passage: Passage, source: Document) -> frozenset[str]:
    """The keys of the words that carry content in a passage of a source and in what gives it its sense."""
    return telling(passage.text).union(*(telling(source[span]) for span in passage.context))


class _Terms(dict[str, str]):
    """Word as written -> its key, "" where it carries no content; filled as words are met, emptied when it has grown too large."""

    def __missing__(self, word: str) -> str:
        if len(self) > MOST_TERMS:
            self.clear()
        found = key(word)
        self[word] = term = "" if found in stopkeys() else found
        return term


MOST_TERMS = 200_000
_TERMS = _Terms()


@lru_cache(maxsize=4096)
def plainly(text: str) -> frozenset[str]:
    """The keys of the telling words of a text that no capital begins, but for those by which any date is told: no name is among them."""
    timed = language.load().timed
    return telling(text) & {word.key for word in words(text) if word.text[0].islower() and word.lower not in timed}


def named_times(text: str) -> frozenset[str]:
    """The keys of the days, months and years that a text names: "Monday", "March", and any four digits."""
    lists = language.load()
    return frozenset(
        word.key
        for word in words(text)
        if (len(word.text) == 4 and word.text.isdecimal())
        or (word.text[0].isupper() and (word.lower in lists.months or word.lower in lists.weekdays))
    )


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range, moved outwards so that it cuts through no word of up to 40 letters."""
    least, most = max(start - 40, 0), min(end + 40, len(text))
    while least < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < most and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def may_name(text: str, parts: Iterable[str]) -> bool:
    """May one of these folded words stand in the text? Quick, for passing over long paragraphs: a part of a longer word counts too."""
    lowered = text.lower() if text.isascii() else _unaccented(text)
    return any(part in lowered for part in parts)


@lru_cache(maxsize=16384)
def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode("ascii")
