"""Who said it, told in other words: whom the draft has say, tell or confirm something, and whom the sources have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.attributions import attributions
from presscheck.model import Block, BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare, names
from presscheck.quotations import subject_before
from presscheck.speech import Attribution
from presscheck.statements import around, asserts, statements
from presscheck.voices import voice
from presscheck.words import fold, key, telling, words

MARK = ": "
WHO = " & "
SPEECH = ("clause", "according", "going")
SAME = 0.6  # share of the content's telling words that somebody else must have said
SURE = 0.7  # the same where one of the two is no person
LEAST = 2  # telling words in common
NEAR = 60  # letters between the name of a body and its spokesman's
SILENT = 0.3  # share of the content's telling words beside "did not answer"
SHORT = 4  # words of a speaker that a note tells in full
LONG = 60  # letters of a finding


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: `names` are folded words of a proper name, empty for "the driver"; `others` the keys of the rest; `text` as written."""

    text: str
    names: frozenset[str]
    others: frozenset[str]
    person: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said in a source: `share` of the draft's telling words are in it; `named` where its speaker is surely
    the one who is named there."""

    speaker: Speaker | None
    at: Span
    share: float
    named: bool


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each piece of indirect speech with a speaker that is no pronoun; the reading is "speaker: content"."""
    told = statements(draft, sentences)
    for block in draft.blocks:
        if block.kind is BlockKind.HEADER:
            continue
        found = attributions(draft.text, block.span.start, block.span.end)
        for one in found:
            if one.source is None or one.direct or not _of_speech(draft.text, one, found):
                continue
            near = around(sentences, one.cue)
            said = " ".join(" ".join(draft[piece].split()) for piece in one.content)
            if not near or not asserts(draft, near[0]) or len(telling(said)) < LEAST or not _speakers(draft[one.source]):
                continue
            yield Fact(
                "attribution", _told(one, near[0].span), near[0].index, f"{_flat(draft[one.source])}{MARK}{said}", told[near[0].index], True
            )


def _of_speech(text: str, one: Attribution, found: Sequence[Attribution]) -> bool:
    """Is the cue surely one of speech, and what is said not somebody else's speech told again?"""
    lists = language.load().attribution
    cue = {word.lower for word in words(text[one.cue.start : one.cue.end])}
    sure = bool(cue & lists["firm"]) or text[one.content[0].start : one.content[0].start + 5].lower() == "that "
    return one.how in SPEECH and sure and not any(_speaks_in(text, piece, one, found) for piece in one.content)


def _speaks_in(text: str, piece: Span, one: Attribution, found: Sequence[Attribution]) -> bool:
    """Is there in this piece of what one says another who speaks and is named?"""
    first, last = (bisect_left(found, at, key=lambda other: other.cue.start) for at in (piece.start, piece.end))
    return any(
        other is not one and other.how in SPEECH and other.cue in piece and other.source and text[other.source.start].isupper()
        for other in found[first:last]
    )


def _told(one: Attribution, sentence: Span) -> Span:
    """The speaker and the cue."""
    assert one.source
    if one.source.start < sentence.start:
        return one.cue
    both = Span(min(one.source.start, one.cue.start), max(one.source.end, one.cue.end))
    return both if len(both) < len(one.source) + len(one.cue) + LONG else one.source


def _flat(text: str) -> str:
    return " ".join(text.split()).replace(MARK, " ")


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same speaker say it; CONTRADICTS where it has another one say it and this one nowhere does, where
    one person says it and the draft has several, or where one of two did not answer. None where it is not surely the same thing."""
    who, _, said = fact.reading.partition(MARK)
    content = telling(said)
    here = telling(passage.text)
    if len(content & here) < 1:
        return None
    mine = _speakers(who)
    if len(mine) == 1 and (several := _several(who)):
        return _one_only(fact, passage, source, who, several, content)
    if len(mine) > 1:
        return _silent(fact, passage, source, mine, content)
    content -= mine[0].others | {key(name) for name in mine[0].names}
    if len(content & here) < LEAST or not mine:
        return None
    return _by_another(fact, passage, source, mine[0], content)


def _by_another(fact: Fact, passage: Passage, source: Document, mine: Speaker, content: frozenset[str]) -> Evidence | None:
    for saying in sorted(_sayings(passage, source, content), key=lambda saying: -saying.share):
        theirs, at, share = saying.speaker, saying.at, saying.share
        if theirs is None or share < SAME:
            continue
        same = _same(mine, theirs)
        if same:
            note = f"source has {theirs.text} saying it"
            return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.attribution", round(share, 3), note)
        if (
            same is None
            or (not saying.named and (at == passage.span or _near(mine, passage, source)))
            or not _surely(mine, theirs, share, content, source)
            or _elsewhere(mine, content, source)
        ):
            return None
        note = f"draft says {mine.text} said it, source says {theirs.text} did"
        return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.attribution", round(share, 3), note)
    return None


def _near(mine: Speaker, passage: Passage, source: Document) -> bool:
    """Is the draft's own speaker named in the same paragraph, so that "he" may be him?"""
    return not mine.person or any(_names_it(source[block.span], mine) for block in _blocks(passage, source))


def _surely(mine: Speaker, theirs: Speaker, share: float, content: frozenset[str], source: Document) -> bool:
    """Are the two surely not one: two persons of other names, or a body and somebody who is never named beside it?"""
    named = _names_it(source.text, mine)
    common = share * len(content)
    if mine.person and theirs.person and common >= 3:
        return named or share >= SURE
    if not named or (mine.person and theirs.person and share < SAME):
        return False
    if mine.person and theirs.person:
        return True
    return share >= SURE and common >= 3 and bool(theirs.names) and _apart(source.text, mine, theirs)


def _names_it(text: str, who: Speaker) -> bool:
    """Does the source speak of this person or body at all?"""
    wanted = set(who.names or who.others)
    return bool(wanted) and wanted <= (_folded(text) if who.names else telling(text))


@lru_cache(maxsize=128)
def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(bare(word.text)) for word in words(text))


def _apart(text: str, mine: Speaker, theirs: Speaker) -> bool:
    """Do the two never stand beside one another in a sentence, as a body and its spokesman would?"""
    first, second = _places(text, mine), _places(text, theirs)
    for a in first:
        for b in second:
            low, high = sorted((a, b))
            if high - low < NEAR + 20 and not re.search(r"[.!?]\s", text[low:high]):
                return False
    return bool(first and second)


def _places(text: str, who: Speaker) -> list[int]:
    wanted = who.names or who.others
    return [w.span.start for w in words(text) if (fold(bare(w.text)) if who.names else w.key) in wanted][:40]


def _elsewhere(mine: Speaker, content: frozenset[str], source: Document) -> bool:
    """Does the source have the draft's own speaker say much of it too, somewhere else?"""
    for block in source.blocks:
        text = source[block.span]
        if len(telling(text) & content) < max(LEAST, SAME * 0.75 * len(content)):
            continue
        spoken = Passage(source.id, block.span, text, block.where)
        if any(s.speaker and _same(mine, s.speaker) is not False and s.share >= SAME * 0.75 for s in _sayings(spoken, source, content)):
            return True
    return False


def _sayings(passage: Passage, source: Document, content: frozenset[str]) -> Iterator[Saying]:
    """Everything that is said in the passage with enough of the content's words in it."""
    reported = False
    for block in _blocks(passage, source):
        for one in attributions(source.text, block.span.start, block.span.end):
            if one.how not in SPEECH or not any(piece.overlaps(passage.span) for piece in one.content):
                continue
            said = frozenset().union(*(telling(source[piece]) for piece in one.content))
            share = len(content & said) / max(len(content), 1)
            if len(content & said) >= LEAST:
                reported = True
                pronoun = one.source is None or source[one.source].lower() in language.load().pronouns
                yield Saying(_speaker_in(source, block, one), _within(passage, one), share, not pronoun)
    if not reported and not passage.text.rstrip().endswith("?") and (name := voice(source, passage.span.start)):
        share = len(content & telling(passage.text)) / max(len(content), 1)
        if len(content & telling(passage.text)) >= LEAST:
            found = _speakers(name)
            yield Saying(found[0] if found else None, passage.span, share, not _retold(passage.text))


def _retold(text: str) -> bool:
    """Does the speaker say what another has said ("he told a friend")?"""
    return bool({word.lower for word in words(text)} & language.load().speech)


def _within(passage: Passage, one: Attribution) -> Span:
    piece = next(piece for piece in one.content if piece.overlaps(passage.span))
    start, end = max(piece.start, passage.span.start), min(piece.end, passage.span.end)
    cue = one.cue
    if cue in passage.span:
        start, end = min(start, cue.start), max(end, cue.end)
    if one.source and one.source in passage.span:
        start, end = min(start, one.source.start), max(end, one.source.end)
    return Span(start, end)


def _blocks(passage: Passage, source: Document) -> list[Block]:
    block = source.block_at(passage.span.start)
    return [block] if block else []


def _speaker_in(source: Document, block: Block, one: Attribution) -> Speaker | None:
    """The speaker of a source's attribution; "he" is the person who opened or spoke in a sentence before."""
    if one.source is None:
        return None
    text = source[one.source]
    lists = language.load()
    if text.lower() in lists.personal | lists.pronouns:
        if text.lower() not in lists.personal:
            return None
        name = subject_before(source.text, one.source.start, block.span.start)
        found = _speakers(name.text) if name else []
        return found[0] if found else None
    found = _speakers(text)
    return found[0] if len(found) == 1 and not _several(text) else None


@lru_cache(maxsize=2048)
def _speakers(text: str) -> list[Speaker]:
    """The person or body that a noun phrase names; two for "both X and Y"; none for a pronoun."""
    lists = language.load()
    if text.lower() in lists.pronouns or text.lower() in ("who", "which", "that"):
        return []
    parts = re.split(r" and |, ", text, maxsplit=3) if " and " in text else [text]
    if len(parts) == 2 or text.lower().startswith("both "):
        both = [_one(part.removeprefix("Both ").removeprefix("both ")) for part in parts[:2]]
        if all(speaker is not None and (speaker.names or text.lower().startswith("both ")) for speaker in both):
            return [speaker for speaker in both if speaker]
    one = _one(text)
    return [one] if one else []


def _one(text: str) -> Speaker | None:
    lists = language.load()
    head, _, rest = text.partition(",")
    named = [name for name in names(head) if not source_of(head, name.span)] or [
        name for name in names(rest) if not source_of(rest, name.span)
    ]
    chosen = named[-1] if named else None
    if chosen and re.search(r"\b(?:of|for|at|from|in|with)\b", head[: chosen.span.start]) and len(named) > 1:
        chosen = named[0]
    if chosen and chosen.words[0].lower.partition("'")[0] in lists.pronouns:
        return None
    kept = frozenset(fold(bare(word.text)) for word in chosen.words if word.lower not in lists.particles) if chosen else frozenset()
    others = telling(text) - {key(word.text) for word in chosen.words} if chosen else telling(text)
    if not kept and not others:
        return None
    prepositional = chosen is not None and bool(re.search(r"\b(?:of|for|at|from|in|with)\b", head[: chosen.span.start]))
    if prepositional:
        return Speaker(" ".join(text.split()), frozenset(), telling(text), False)
    kept -= lists.voices["bodies"]
    if chosen and not kept:
        return Speaker(" ".join(text.split()), frozenset(), telling(text), False)
    person = chosen is not None and (len(chosen.words) >= 2 or bool(chosen.title) or head.strip() == chosen.text) and not _is_body(text)
    short = chosen is None or len(head.split()) <= SHORT
    return Speaker(" ".join(head.split()) if short or chosen is None else chosen.text, kept, others, person)


def source_of(text: str, span: Span) -> bool:
    """Is the name a possessive, whose holder is not the speaker?"""
    return text[span.end : span.end + 2] in ("'s", "’s") or text[span.end : span.end + 1] in ("'", "’")


def _is_body(text: str) -> bool:
    lists = language.load()
    found = {word.lower for word in words(text)}
    return bool(found & lists.voices["bodies"]) or text.lower().startswith("the ")


def _same(mine: Speaker, theirs: Speaker) -> bool | None:
    """Do the two name one speaker? None where that is not sure."""
    if mine.names & theirs.names:
        alike = any(a.startswith(b) or b.startswith(a) for a in mine.names - theirs.names for b in theirs.names - mine.names)
        return None if mine.names - theirs.names and theirs.names - mine.names and not alike else True
    stems = {key(word) for word in mine.names}, {key(word) for word in theirs.names}
    if stems[0] & theirs.others or stems[1] & mine.others:
        return None
    if mine.names and theirs.names and mine.person and theirs.person:
        return False
    if mine.others & theirs.others:
        return True if mine.others and mine.others == theirs.others else None
    return False if (mine.names or mine.others) and (theirs.names or theirs.others) else None


def _several(who: str) -> str:
    """The noun that "several witnesses" or "two officials" counts, as its key; empty where the speaker is not counted."""
    lists = language.load()
    found = words(who)
    if len(found) < 2:
        return ""
    many = found[0].lower in lists.voices["several"] or (found[0].lower in lists.units and lists.units[found[0].lower] > 1)
    return (
        next((word.key for word in found[1:] if word.lower.endswith("s") and len(word.lower) > 4 and not word.text[0].isupper()), "")
        if many
        else ""
    )


def _one_only(fact: Fact, passage: Passage, source: Document, who: str, noun: str, content: frozenset[str]) -> Evidence | None:
    """CONTRADICTS where a source has one of them say it, and no more."""
    lists = language.load()
    for block in _blocks(passage, source):
        for one in attributions(source.text, block.span.start, block.span.end):
            if one.source is None or not any(piece.overlaps(passage.span) for piece in one.content):
                continue
            speaker = words(source[one.source])
            single = [n for n, word in enumerate(speaker[:4]) if word.lower in lists.voices["single"]]
            said = frozenset().union(*(telling(source[piece]) for piece in one.content))
            if not single or noun not in {word.key for word in speaker[:6]} or _more_of_them(source.text, noun):
                continue
            if len(content & said) >= LEAST and len(content & said) >= 0.5 * len(content):
                note = f"draft says {' '.join(who.split())} said it, source says {' '.join(source[one.source].split()[:8])} did"
                return Evidence((passage,), (_within(passage, one),), Relation.CONTRADICTS, "facts.attribution", 0.8, note)
    return None


@lru_cache(maxsize=256)
def _more_of_them(text: str, noun: str) -> bool:
    """Does the source speak of another one of them, who may say the same?"""
    found = words(text)
    return any(word.lower in language.load().voices["another"] and after.key == noun for word, after in pairwise(found))


def _silent(fact: Fact, passage: Passage, source: Document, mine: Sequence[Speaker], content: frozenset[str]) -> Evidence | None:
    """CONTRADICTS where one of the two "did not answer"."""
    block = source.block_at(passage.span.start)
    lower = passage.text.lower().replace("’", "'")
    phrase = next((phrase for phrase in language.load().silent if phrase in lower), None)
    if block is None or phrase is None:
        return None
    wide = telling(passage.text) | frozenset().union(*(telling(source[span]) for span in passage.context))
    if len(content & telling(passage.text)) < LEAST and len(content & wide) < SILENT * len(content):
        return None
    start = passage.span.start + lower.find(phrase)
    before = source.text[max(block.span.start, start - 400) : start].lower()
    at = {n: max((before.rfind(part) for part in _spellings(speaker)), default=-1) for n, speaker in enumerate(mine)}
    nearest = max(at, key=lambda n: at[n])
    if at[nearest] < 0:
        return None
    there = Span(start, start + len(phrase))
    note = f"draft says {' and '.join(s.text for s in mine)} both did, source says of {mine[nearest].text}: “{source[there]}”"
    return Evidence((passage,), (there,), Relation.CONTRADICTS, "facts.attribution", 0.8, note)


def _spellings(speaker: Speaker) -> list[str]:
    """The words, in small letters, by which a text may call the speaker."""
    own = [
        word.lower
        for word in words(speaker.text)
        if (fold(bare(word.text)) in speaker.names if speaker.names else word.key in speaker.others)
    ]
    return own or [speaker.text.lower()]
