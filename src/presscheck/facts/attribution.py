"""Who said it, told in other words: whom the draft has say, tell or confirm something, and whom the sources have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import estimates, language, roles
from presscheck.attributions import attributions
from presscheck.corroboration import confirmed_by, one_only, several, silent, speaks
from presscheck.houses import holds_post, houses, is_person, other_house, same_house
from presscheck.model import Block, BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare
from presscheck.posts import post_in
from presscheck.quotations import subject_before
from presscheck.speakers import Speaker, same_speaker, speakers
from presscheck.speech import Attribution
from presscheck.statements import around, asserts, statements
from presscheck.voices import labelled, voice
from presscheck.words import flat, fold, key, telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

MARK = ": "
SPEECH = ("clause", "according", "going")
SAME = 0.6  # share of the content's telling words that somebody else must have said
SURE = 0.7  # the same where one of the two is no person
LEAST = 2  # telling words in common
NEAR = 60  # letters between the name of a body and its spokesman's
LONG = 60  # letters of a finding


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said in a source: `share` of the draft's telling words are in it; `named` where its speaker is surely
    the one who is named there."""

    speaker: Speaker | None
    at: Span
    share: float
    named: bool


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each piece of indirect speech with a speaker that is no pronoun, for what "was confirmed by" somebody, and for each
    figure that somebody puts something at; the reading is "speaker: content"."""
    told = statements(draft, sentences)
    for block in draft.blocks:
        if block.kind is BlockKind.HEADER:
            continue
        for who, span, cue, said in _attributed(draft, sentences, block):
            near = around(sentences, cue)
            if near and asserts(draft, near[0]) and len(telling(said)) >= LEAST and speakers(who):
                yield Fact("attribution", span, near[0].index, f"{_flat(who)}{MARK}{said}", told[near[0].index], True)
        for one in estimates.put(draft.text, block.span.start, block.span.end):
            holding, who = around(sentences, one.cue)[0], draft[one.source]
            if asserts(draft, holding) and speakers(who):
                reading = f"{_flat(who)}{MARK}{_flat(draft[one.figure.span])}"
                yield Fact("attribution", one.source, holding.index, reading, told[holding.index], True)


def _attributed(draft: Document, sentences: Sequence[Sentence], block: Block) -> Iterator[tuple[str, Span, Span, str]]:
    """(who speaks, the words of the draft that say so, the cue, what is said)."""
    found = attributions(draft.text, block.span.start, block.span.end)
    for one in found:
        if one.source is None or any(_speaks_in(draft.text, piece, one, found) for piece in one.content):
            continue
        who = draft[one.source]
        if several(who) or (not one.direct and _of_speech(draft.text, one)):
            near = around(sentences, one.cue)
            said = " ".join(" ".join(draft[piece].split()) for piece in one.content)
            yield who, _told(one, near[0].span) if near else one.cue, one.cue, said
    if "by " in draft[block.span]:
        for sentence in around(sentences, block.span):
            for by, cue, what in confirmed_by(draft.text, sentence.span):
                yield draft[by], Span(cue.start, by.end), cue, flat(draft[what])


def _of_speech(text: str, one: Attribution) -> bool:
    """Is the cue surely one of speech?"""
    cue = {word.lower for word in words(text[one.cue.start : one.cue.end])}
    sure = bool(cue & language.load().attribution["firm"]) or text[one.content[0].start : one.content[0].start + 5].lower() == "that "
    return one.how in SPEECH and sure


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
    return flat(text).replace(MARK, " ")


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the same speaker say it; CONTRADICTS where it has another one say it and this one nowhere does, where
    one person says it and the draft has several, or where one of two did not answer. None where it is not surely the same thing."""
    who, _, said = fact.reading.partition(MARK)
    if estimates.is_figure(said):
        return estimates.weigh(who, said, passage)
    content = telling(said)
    here = telling(passage.text)
    if len(content & here) < 1:
        return None
    mine = speakers(who)
    if several(who):
        return one_only(passage, source, who, content)
    if len(mine) > 1:
        return silent(passage, source, mine, content)
    content -= mine[0].others | {key(name) for name in mine[0].names}
    if len(content & here) < LEAST or not mine:
        return None
    told = fact.statement.lower()
    confirms = language.load().voices["confirmed"]
    if not any(f"{word} by " in told for word in confirms) and (evidence := _by_another(passage, source, mine[0], content)):
        return evidence
    unconfirmed = silent(passage, source, mine, content) if any(word in told for word in confirms) else None
    return unconfirmed if unconfirmed and not _elsewhere(mine[0], content, source) else None


def worked_out(fact: Fact, passages: Sequence[Passage], library: Mapping[str, Document]) -> list[Evidence]:
    """CONTRADICTS where the draft has two people say it, a source has one of them say it, and the other, whom the sources name, is nowhere
    named beside anything of the kind."""
    who, _, said = fact.reading.partition(MARK)
    mine = speakers(who)
    content = telling(said) - frozenset().union(*(one.others | {key(name) for name in one.names} for one in mine))
    if len(mine) != 2 or len(content) <= LEAST:
        return []
    by: dict[int, tuple[Passage, Span]] = {}
    for passage in passages:
        source = library[passage.document]
        own = {fold(bare(word.text)) for word in words(voice(source, passage.span.start))}
        for saying in _sayings(passage, source, content):
            for number, one in enumerate(mine):
                if one.names & own or (saying.share >= SAME and saying.speaker and same_speaker(one, saying.speaker)):
                    by.setdefault(number, (passage, saying.at))
    if len(by) != 1:
        return []
    (number, (passage, at)) = next(iter(by.items()))
    other = [speaks(library[document], mine[1 - number], content) for document in dict.fromkeys(p.document for p in passages)]
    if any(other) or all(told is None for told in other):
        return []
    note = f"draft says {mine[0].text} and {mine[1].text} both did, source has only {mine[number].text} saying it"
    return [Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.attribution", 0.8, note)]


def _by_another(passage: Passage, source: Document, mine: Speaker, content: frozenset[str]) -> Evidence | None:
    for saying in sorted(_sayings(passage, source, content), key=lambda saying: -saying.share):
        theirs, at, share = saying.speaker, saying.at, saying.share
        if theirs is None or share < SAME:
            continue
        same = same_speaker(mine, theirs)
        if same:
            note = f"source has {theirs.text} saying it"
            return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.attribution", round(share, 3), note)
        if (
            same is None
            or (not saying.named and (at == passage.span or _near(mine, passage, source)))
            or (at == passage.span and not labelled(source, at.start) and any(_names_it(source[span], mine) for span in passage.context))
            or not _surely(mine, theirs, share, content, source)
            or _elsewhere(mine, content, source)
        ):
            return None
        return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.attribution", round(share, 3), _note(mine, theirs))
    return None


def _note(mine: Speaker, theirs: Speaker) -> str:
    return f"draft says {mine.text} said it, source says {theirs.text} did"


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a person says it in the source whom the sources give the post that the draft has speak ("the mayor"), or one who holds
    a post, and a body in the draft, unless the sources have that person of another house only: a paper may name the house for its officer,
    whose tie to it may be told by a letterhead or by the post alone."""
    who, _, said = fact.reading.partition(MARK)
    mine, passage = speakers(who), against.passages[0]
    if len(mine) != 1:
        return None
    found = (saying.speaker for saying in _sayings(passage, library[passage.document], telling(said)))
    theirs = next((one for one in found if one and _note(mine[0], one) == against.note), None)
    if theirs and _is_post_of(mine[0], theirs, library):
        note = f"source has {theirs.text} saying it, who may be {mine[0].text.lower()}"
        return Evidence(against.passages, against.spans, Relation.MENTIONS, "facts.attribution", 0.4, note)
    if theirs is None or not any(is_person(source.text, theirs) for source in library.documents):
        return None
    tied = [house for source in library.documents for house in houses(source.text, theirs.names)]
    same = any(house.own and same_house(house, mine[0]) for house in tied)
    posted = any(holds_post(source.text, theirs.names) for source in library.documents)
    if not same and (not posted or not _is_house(fact, mine[0]) or any(other_house(house, mine[0]) for house in tied)):
        return None
    note = f"source has {theirs.text} saying it, who may speak for {mine[0].text}"
    return Evidence(against.passages, against.spans, Relation.MENTIONS, "facts.attribution", 0.4, note)


def _is_post_of(mine: Speaker, theirs: Speaker, library: Library) -> bool:
    """Is the draft's speaker told by a post alone that a source gives the source's, of the same rank and not over?"""
    post = None if mine.names else post_in(mine.text)
    held = [tie for source in library.documents for tie in roles.told(source).by_post.get(post.name, ())] if post else []
    return any(tie.who[-1] in theirs.names and not tie.post.former and bool(tie.post.rank) == bool(post and post.rank) for tie in held)


def _is_house(fact: Fact, who: Speaker) -> bool:
    """Is the draft's speaker a body: no person by name, nor one by a post that none but a person holds ("his barrister")?"""
    if who.person:
        return f"{who.text}, which " in fact.statement
    post = post_in(who.text)
    return post is None or not {word.lower for word in words(who.text)}.isdisjoint(language.load().voices["enterprises"])


def _near(mine: Speaker, passage: Passage, source: Document) -> bool:
    """Is the draft's own speaker named in the same paragraph, so that "he" may be him?"""
    return not mine.person or any(_names_it(source[block.span], mine) for block in _blocks(passage, source))


def _surely(mine: Speaker, theirs: Speaker, share: float, content: frozenset[str], source: Document) -> bool:
    """Are the two surely not one: two persons of other names, or a body and somebody who is never named beside it?"""
    common_noun = " " not in mine.text and f" {mine.text.lower()}" in source.text
    if common_noun or _anybody(mine) or (not mine.names and not mine.text.lower().startswith("the ")):
        return False  # "passengers", "initial tests": whoever is named may be one of them
    named = _names_it(source.text, mine)
    common = share * len(content)
    if mine.person and theirs.person and common >= 3:
        return named or share >= SURE
    if not named or (mine.person and theirs.person and share < SAME):
        return False
    if mine.person and theirs.person:
        return True
    return share >= SURE and common >= 3 and bool(theirs.names) and _apart(source.text, mine, theirs)


def _anybody(who: Speaker) -> bool:
    """ "Harbour officials", "two experts": whoever is named may be one of them."""
    last = words(who.text)[-1:]
    return bool(last) and last[0].text.islower() and last[0].lower in language.load().voices["anyone"]


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
        if any(
            s.speaker and same_speaker(mine, s.speaker) is not False and s.share >= SAME * 0.75 for s in _sayings(spoken, source, content)
        ):
            return True
    return False


def _sayings(passage: Passage, source: Document, content: frozenset[str]) -> Iterator[Saying]:
    """Everything that is said in the passage with enough of the content's words in it."""
    reported = False
    for block in _blocks(passage, source):
        for one in attributions(source.text, block.span.start, block.span.end):
            if one.how not in SPEECH or not any(piece.overlaps(passage.span) for piece in one.content) or _unsaid(source[one.cue]):
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
            found = speakers(name)
            yield Saying(found[0] if found else None, passage.span, share, not _retold(passage.text))


def _unsaid(cue: str) -> bool:
    """Does somebody not say it ("did not respond", "never said")?"""
    return any(word.lower in ("not", "never") or word.lower.endswith("n't") for word in words(cue))


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
        found = speakers(name.text) if name else []
        return found[0] if found else None
    found = speakers(text)
    return found[0] if len(found) == 1 and not several(text) else None
