"""How many say it: whether a source has as many people say or confirm something as the draft does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.attributions import attributions
from presscheck.model import Document, Evidence, Passage, Relation, Span
from presscheck.names import bare
from presscheck.speakers import Speaker
from presscheck.words import Word, flat, fold, telling, telling_around, words

LEAST = 2  # telling words in common
HALF = 0.5  # share of the content's telling words that the one person's must have
SILENT = 0.3  # share of the content's telling words beside "did not answer"
NEAR = 3  # words from "one" to "witness"
BESIDE = 90  # letters from somebody's name to their "did not answer"
WIDE = 12  # words of those by whom something was confirmed
PARTS = re.compile(r"[,.;:()\"“”—–]|\n")


def several(who: str) -> str:
    """The noun that "several witnesses" or "two officials" counts, as its key; empty where the speaker is not counted."""
    lists = language.load()
    found = words(who)
    if len(found) < 2 or not (found[0].lower in lists.voices["several"] or lists.units.get(found[0].lower, 0) > 1):
        return ""
    plural = (w for w in found[1:] if not w.text[0].isupper() and (_plural(w) or w.lower in lists.plurals))
    return next((word.key for word in plural), "")


def _plural(word: Word) -> bool:
    return word.lower.endswith("s") and not word.lower.endswith("ss") and len(word.lower) > 4


def _alike(noun: str, word: Word) -> bool:
    """Is the word the noun, or do both stand for anybody ("people", "an official", "one source")?"""
    anybody = language.load().voices["anybody"]
    return word.key == noun or (word.lower in anybody and noun in {other.key for name in anybody for other in words(name)})


def confirmed_by(text: str, sentence: Span) -> Iterator[tuple[Span, Span, Span]]:
    """(by whom, the cue, what) of every "..., which was confirmed by Holm and Ravn" in a sentence."""
    lists = language.load().voices
    found = words(text[sentence.start : sentence.end], sentence.start)
    for at in range(2, len(found) - 2):
        if found[at].lower in lists["confirmed"] and found[at + 1].lower == "by":
            last = at + 2
            while last + 1 < len(found) and last - at < WIDE and not PARTS.search(text, found[last].span.end, found[last + 1].span.start):
                last += 1
            cue = Span(found[at].span.start, found[at + 1].span.end)
            yield Span(found[at + 2].span.start, found[last].span.end), cue, Span(found[0].span.start, found[at - 1].span.end)


def one_only(passage: Passage, source: Document, who: str, content: frozenset[str]) -> Evidence | None:
    """CONTRADICTS where a source has one of them say it, and no more."""
    lists, noun = language.load().voices, several(who)
    block = source.block_at(passage.span.start)
    if block is None or not noun or _more_of_them(source.text, noun):
        return None
    for one in attributions(source.text, block.span.start, block.span.end):
        if one.source is None or not any(piece.overlaps(passage.span) for piece in one.content):
            continue
        speaker = words(source[one.source])
        single = any(word.lower in lists["single"] for word in speaker[:4])
        said = frozenset().union(*(telling(source[piece]) for piece in one.content))
        if single and any(_alike(noun, word) for word in speaker[:6]) and len(content & said) >= max(LEAST, HALF * len(content)):
            at = Span(min(one.source.start, one.content[0].start), max(one.source.end, one.content[0].end))
            return _fewer(passage, source, who, one.source, at)
    return _one_told(passage, source, who, noun, content)


def _one_told(passage: Passage, source: Document, who: str, noun: str, content: frozenset[str]) -> Evidence | None:
    """The same where the passage tells of "one witness" or "the only resident", in whatever grammar."""
    here = telling(passage.text)
    if len(content & here) < max(LEAST, HALF * len(content)):
        return None
    found = words(passage.text, passage.span.start)
    if any(_alike(noun, word) and _plural(word) for word in found):
        return None
    for at, word in enumerate(found[:-1]):
        if word.lower in language.load().voices["sole"] and found[at + 1].lower != "of":
            last = next((n for n in range(at + 1, min(at + 2 + NEAR, len(found))) if _alike(noun, found[n])), None)
            if last is not None and not PARTS.search(source.text, word.span.end, found[last].span.start):
                return _fewer(passage, source, who, Span(word.span.start, found[last].span.end), passage.span)
    return None


def _fewer(passage: Passage, source: Document, who: str, theirs: Span, at: Span) -> Evidence:
    shown = at if at in passage.span else Span(max(at.start, passage.span.start), min(at.end, passage.span.end))
    note = f"draft says {flat(who)} said it, source says {' '.join(source[theirs].split()[:8])} did"
    return Evidence((passage,), (shown,), Relation.CONTRADICTS, "facts.attribution", 0.8, note)


@lru_cache(maxsize=256)
def _more_of_them(text: str, noun: str) -> bool:
    """Does the source speak of another one of them, who may say the same?"""
    found = words(text)
    return any(word.lower in language.load().voices["another"] and after.key == noun for word, after in pairwise(found))


def silent(passage: Passage, source: Document, mine: Sequence[Speaker], content: frozenset[str]) -> Evidence | None:
    """CONTRADICTS where one of those who are said to say or confirm it "did not answer"; of one alone, only right beside their name."""
    block = source.block_at(passage.span.start)
    lower = passage.text.lower().replace("’", "'")
    phrase = next((phrase for phrase in language.load().silent if phrase in lower), None)
    if block is None or phrase is None:
        return None
    wide = telling_around(passage, source)
    if len(content & telling(passage.text)) < LEAST and len(content & wide) < SILENT * len(content):
        return None
    start = passage.span.start + lower.find(phrase)
    reach = 400 if len(mine) > 1 else min(BESIDE, start - passage.span.start)
    before = source.text[max(block.span.start, start - reach) : start].lower()
    at = {n: max((before.rfind(part) for part in _spellings(speaker)), default=-1) for n, speaker in enumerate(mine)}
    nearest = max(at, key=lambda n: at[n])
    if at[nearest] < 0:
        return None
    there = Span(start, start + len(phrase))
    said = f"{' and '.join(s.text for s in mine)} both did" if len(mine) > 1 else f"{mine[0].text} did"
    note = f"draft says {said}, source says of {mine[nearest].text}: “{source[there]}”"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.attribution", 0.8, note)


def speaks(source: Document, who: Speaker, content: frozenset[str]) -> bool | None:
    """May the speaker say something of the content in this source: is a word of it in a paragraph that names them? None where the source
    does not name them."""
    named = False
    parts = _spellings(who)
    lowered = source.text.lower()
    if not any(part in lowered for part in parts):
        return None
    for block in source.blocks:
        text = source[block.span].lower()
        if any(part in text for part in parts):
            named = True
            if telling(source[block.span]) & content:
                return True
    return False if named else None


def _spellings(speaker: Speaker) -> list[str]:
    """The words, in small letters, by which a text may call the speaker."""
    own = [
        word.lower
        for word in words(speaker.text)
        if (fold(bare(word.text)) in speaker.names if speaker.names else word.key in speaker.others)
    ]
    return own or [speaker.text.lower()]
