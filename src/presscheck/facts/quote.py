"""Quotations, word for word: case, punctuation and the shape of marks forgiven, a changed word never."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise, product

from presscheck import excerpts, language
from presscheck.attributions import attributions
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import bare
from presscheck.quotations import Quotation, mask, quotations, subject_before, with_tag
from presscheck.statements import QUOTED, around, asserts, statements
from presscheck.voices import voice
from presscheck.words import Word, content, flat, fold, key, shortened, stopkeys, telling, whole_words, words

MARKS = ("“", '"', "«", "„")
TOLD = 5  # words; fewer may be anybody's
JOINS = ("and", "but", "because", "so", "that")  # a word put in where two pieces were joined
TERM = 3  # words; a shorter quotation that nobody is said to say is a title, a nickname or a scare quote
CAPITAL = re.compile(r"\[(\w)\](?=\w)")  # "[T]he": only the letter's size is the editor's
CUT = re.compile(r"\[[^\]\n]{0,80}\]|\.{3}|…")  # an editor's own words or an ellipsis: what stands around it must be found in order
CLOSING, OPENING = frozenset("\"”»’'“"), frozenset("\"“«‘'„”")  # marks before and after a speech tag
HALVES = " … "  # stands in a reading where "she said" breaks a quotation
GAP = 40  # words that may stand where words were left out
ALIKE = 0.6  # share of its words that an altered quotation has in common, in order, with its original
PIECE = 3  # words on end that are surely of the same quotation, though others were left out before them
REPEATED = 10_000  # pairs of equal words; more than in any prose of this length, and no alignment of them means anything
STARTS = 100  # places of a quotation's first word that are looked at
LONG = 12  # words that a note repeats
RUN = 5  # or so many words on end
NAMED = 30  # characters before a quotation in which "the album" may stand
REACH = 80  # characters beside a passage that may hold the rest of a quotation


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every quotation that somebody is said to say, and every one longer than a term."""
    told = statements(draft, sentences)
    for sentence, quotation, attributed in attributed_quotations(draft, sentences):
        pieces = [draft[piece] for piece in quotation.pieces]
        count = sum(len(words(piece)) for piece in pieces)
        if (count > TERM or (attributed and count > 1)) and any(telling(piece) for piece in pieces):
            statement = _with_condition(draft, sentences, sentence, quotation, told[sentence.index])
            named = _is_title(HALVES.join(pieces)) or _is_term(draft, quotation)
            yield Fact("quote", quotation.span, sentence.index, HALVES.join(pieces), statement, named)


def _is_title(reading: str) -> bool:
    """Is it written as titles and names are, and not as anybody speaks: "The Hunger of the Sea: Part 2"?"""
    found = [word for word in words(reading) if word.key not in stopkeys() and word.text[0].isalpha()]
    capitals = all(word.text[0].isupper() for word in found)
    return len(found) > 1 and capitals and any(word.text[1:].islower() for word in found) and HALVES not in reading


def _is_term(draft: Document, quotation: Quotation) -> bool:
    """Do the words before it tell that a title or a term stands in the marks: the album "the long tide", known as "the Needle"?"""
    start = max(quotation.span.start - NAMED, 0)
    before = words(draft.text[start : quotation.span.start], start)
    if not before or draft.text[before[-1].span.end : quotation.span.start].strip(" *_\"“«„‘'"):
        return False
    told = [word.lower for word in before[-2:]]
    return told[-1] in language.load().excerpts["naming"] or told == ["known", "as"]


def _with_condition(draft: Document, sentences: Sequence[Sentence], first: Sentence, quotation: Quotation, told: str) -> str:
    """The statement, with the sentence behind the quotation where that one keeps what the words depend on ("But only if ...")."""
    last = around(sentences, quotation.span)[-1].index
    beside = [draft[sentences[n].span] for n in range(first.index + 1, min(last + 2, len(sentences)))]
    kept = [text for text in beside if {word.lower for word in words(QUOTED.sub(" ", text))} & language.load().excerpts["conditions"]]
    return " ".join((told, *kept))


def attributed_quotations(draft: Document, sentences: Sequence[Sentence]) -> Iterable[tuple[Sentence, Quotation, bool]]:
    """(the sentence it starts in, the quotation, does a speech verb stand beside it)."""
    speech = language.load().speech
    for block in draft.blocks:
        start = block.span.start
        found = quotations(draft.text, start, block.span.end)
        outside = mask(draft.text, found, start, block.span.end)
        for quotation in found:
            whole = with_tag(draft.text, quotation, block.span.end)
            near = around(sentences, whole)
            if whole != quotation.span or any(asserts(draft, sentence) for sentence in near):
                beside = words(outside[max(near[0].span.start - start, 0) : near[-1].span.end - start])
                yield near[0], quotation, bool({word.lower for word in beside} & speech)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where all its words stand there in order (an ellipsis or a bracket in the draft may stand for some); CONTRADICTS where
    most of them do and others are changed, dropped or taken from elsewhere."""
    near = _window(passage, source, REACH, len(fact.reading) + REACH)
    if stretches := _found(fact.reading, near, source.text):
        there = _word_for_word(fact, passage, source, stretches)
        if there.relation is Relation.SUPPORTS or stretches[0].start >= passage.span.start:
            return there
        again = _found(fact.reading, [word for word in near if word.span.start >= passage.span.start], source.text)
        return _word_for_word(fact, passage, source, again) if again else there
    evidence = _altered(fact, passage, source, _joined(near, source.text))
    if evidence is None:
        return None
    if fact.derivable:  # a title or a term, which nobody has said
        note = f"source has “{_short(source[evidence.spans[0]])}”"
        return replace(evidence, relation=Relation.MENTIONS, note=flat(note), draft=None)
    if stretches := _found(fact.reading, _window(passage, source, len(fact.reading) + REACH, len(fact.reading)), source.text):
        return _word_for_word(fact, passage, source, stretches)  # the passage is one of its later sentences
    told = _told_indirectly(fact, evidence.spans[0], source) if evidence.relation is Relation.CONTRADICTS else None
    return _paraphrase(fact, passage, source, told) if told else evidence


def _window(passage: Passage, source: Document, before: int, after: int) -> Sequence[Word]:
    """The words of the passage and so many letters around it."""
    start, end = whole_words(source.text, max(0, passage.span.start - before), min(len(source.text), passage.span.end + after))
    return words(source.text[start:end], start)


def _found(reading: str, theirs: Sequence[Word], text: str) -> list[Span]:
    """Where the parts of the reading stand among the words, one after the other; an editor's brackets round a letter do not count, nor a
    hyphen at the end of a line."""
    for told, found in product(dict.fromkeys((reading, _own_capitals(reading))), (theirs, _joined(theirs, text))):
        parts = [words(part) for part in CUT.split(told)]
        if stretches := _in_order([part for part in parts if part], found):
            return stretches
    return []


def _word_for_word(fact: Fact, passage: Passage, source: Document, stretches: Sequence[Span]) -> Evidence:
    """SUPPORTS; CONTRADICTS where words beside them or between them that turn their sense were cut off, or where they are no quotation
    in the source."""
    at = Span(stretches[0].start, stretches[-1].end)
    skipped = (excerpts.left_out(source.text, here, there, fact.reading) for here, there in pairwise(stretches))
    cut = next(filter(None, skipped), None) or excerpts.turned(source.text, at, fact.statement)
    if cut:
        whole = Span(min(at.start, cut.start), max(at.end, cut.end))
        note = f"draft quotes “{_short(fact.reading)}”, source says “{_short(source[whole])}”"
        return Evidence((_holding(passage, whole, source),), (whole,), Relation.CONTRADICTS, "facts.quote", 0.9, flat(note))
    if told := _told_indirectly(fact, at, source):
        return _paraphrase(fact, passage, source, told)
    return Evidence((_holding(passage, at, source),), (at,), Relation.SUPPORTS, "facts.quote", 1.0, "word for word in the source")


def _paraphrase(fact: Fact, passage: Passage, source: Document, told: Span) -> Evidence:
    note = f"draft quotes “{_short(fact.reading)}”, source tells it in its own words: “{_short(source[told])}”"
    return Evidence((_holding(passage, told, source),), (told,), Relation.CONTRADICTS, "facts.quote", 0.9, flat(note))


def _told_indirectly(fact: Fact, at: Span, source: Document) -> Span | None:
    """The sentence of the source that tells the words in no quotation marks as what the draft's own speaker said, where it puts other
    words in such marks: from its speaker to the end of the words."""
    block = source.block_at(at.start)
    if block is None or len(words(fact.reading)) < TOLD or not any(mark in source.text for mark in MARKS):
        return None
    quoted = quotations(source.text, block.span.start, block.span.end)
    if any(piece.overlaps(at) for quotation in quoted for piece in quotation.pieces) or voice(source, at.start):
        return None
    firm = language.load().attribution["firm"]
    outside = {fold(bare(word.text)) for word in words(QUOTED.sub(" ", fact.statement))}
    for one in attributions(source.text, block.span.start, block.span.end):
        if one.direct or one.source is None or not any(at in piece or piece in at for piece in one.content):
            continue
        if {word.lower for word in words(source[one.cue])} & firm and _speaker_words(source, one.source, block.span.start) & outside:
            return Span(min(one.source.start, one.cue.start, at.start), max(one.source.end, one.cue.end, at.end))
    return None


def _speaker_words(source: Document, who: Span, start: int) -> set[str]:
    """The folded words of the speaker's name; for "he", of the person who opened or spoke in a sentence before."""
    lists = language.load()
    if source[who].lower() in lists.personal:
        name = subject_before(source.text, who.start, start)
        return {fold(bare(word.text)) for word in name.words} if name else set()
    return {fold(bare(word.text)) for word in words(source[who]) if word.text[0].isupper() and word.lower not in lists.stopwords}


def _joined(found: Sequence[Word], text: str) -> Sequence[Word]:
    """The words, with those made whole that a hyphen parts at the end of a line, as in a PDF."""
    whole: list[Word] = []
    for word in found:
        if whole and text[whole[-1].span.end : word.span.start] == "-\n":
            last = whole.pop()
            word = Word(Span(last.span.start, word.span.end), last.text + word.text, key(last.text + word.text))  # noqa: PLW2901
        whole.append(word)
    return whole


def _in_order(parts: Sequence[Sequence[Word]], theirs: Sequence[Word]) -> list[Span]:
    """Where the parts stand one after the other in the source; empty where they do not."""
    folded = [fold(word.text) for word in theirs]
    at, stretches = 0, list[Span]()
    for part in parts:
        wanted = [fold(word.text) for word in part]
        until = min(len(folded), at + GAP + len(wanted)) if stretches else len(folded)
        found = next((n for n in range(at, until - len(wanted) + 1) if folded[n : n + len(wanted)] == wanted), None)
        if found is None:
            return []
        at = found + len(wanted)
        stretches.append(Span(theirs[found].span.start, theirs[at - 1].span.end))
    return stretches


def _own_capitals(reading: str) -> str:
    """The reading without the brackets round a changed first letter, as long as before."""
    return CAPITAL.sub(r"  \1", reading)


def worked_out(fact: Fact, passages: Sequence[Passage], library: Mapping[str, Document]) -> list[Evidence]:
    """CONTRADICTS where the words are joined of two places of the sources and told as one quotation; MENTIONS, with both places, where the
    draft parts them by an ellipsis or a speech tag."""
    parts = [part for part in CUT.split(_own_capitals(fact.reading)) if len(words(part)) >= PIECE]
    if len(parts) == 2 and len(CUT.split(fact.reading)) == 2:
        places = [_place(words(part), passages, library) for part in parts]
        if places[0] and places[1] and not _same_place(places[0], places[1]):
            return [_joined_of(parts, (places[0], places[1]), Relation.MENTIONS)]
    if len(parts) == 1 and not fact.derivable and (mine := words(parts[0])) and len(mine) >= 2 * PIECE:
        return _stitched(fact, mine, passages, library)
    return []


Place = tuple[Passage, Span]
"""A passage, and the words in its source."""


def _stitched(fact: Fact, mine: Sequence[Word], passages: Sequence[Passage], library: Mapping[str, Document]) -> list[Evidence]:
    """The quotation cut where the longest beginning that a source has ends, if another place has the rest."""
    at = max((_begins(mine, _window(passage, library[passage.document], REACH, len(fact.reading))) for passage in passages), default=0)
    for cut in range(min(at, len(mine) - PIECE), max(at - PIECE, PIECE - 1), -1):
        for skipped in (0, 1) if mine[cut].lower in JOINS else (0,):
            halves = mine[:cut], mine[cut + skipped :]
            if len(halves[1]) < PIECE or not all(content(word.key for word in half) for half in halves):
                continue
            first, second = (_place(half, passages, library) for half in halves)
            if first and second and not _same_place(first, second):
                said = [fact.reading[half[0].span.start : half[-1].span.end] for half in halves]
                return [_joined_of(said, (first, second), Relation.CONTRADICTS)]
    return []


def _begins(mine: Sequence[Word], theirs: Sequence[Word]) -> int:
    """How many of the quotation's first words stand there on end, at most."""
    wanted, folded = [fold(word.text) for word in mine], [fold(word.text) for word in theirs]
    longest = 0
    for at in [n for n, word in enumerate(folded) if word == wanted[0]][:STARTS]:
        run = next((n for n, (a, b) in enumerate(zip(wanted, folded[at:], strict=False)) if a != b), min(len(wanted), len(folded) - at))
        longest = max(longest, run)
    return longest


def _place(part: Sequence[Word], passages: Sequence[Passage], library: Mapping[str, Document]) -> Place | None:
    """The first of the passages at which the words stand on end."""
    for passage in passages:
        source = library[passage.document]
        if at := _in_order([part], _window(passage, source, REACH, part[-1].span.end - part[0].span.start)):
            return _holding(passage, at[0], source), at[0]
    return None


def _same_place(first: Place, second: Place) -> bool:
    """Do the two follow one another in one source, the first before the second?"""
    return first[0].document == second[0].document and 0 <= second[1].start - first[1].end < REACH


def _joined_of(said: Sequence[str], places: tuple[Place, Place], relation: Relation) -> Evidence:
    one, other = (_short(part) for part in said)
    where = " and ".join(filter(None, dict.fromkeys(passage.where for passage, _ in places)))
    note = f"draft quotes “{one}” and “{other}” as one, source says them apart" + (f", in {where}" if where else "")
    return Evidence((places[0][0], places[1][0]), (places[0][1], places[1][1]), relation, "facts.quote", 1.0, note)


def _altered(fact: Fact, passage: Passage, source: Document, theirs: Sequence[Word]) -> Evidence | None:
    mine = words(_own_capitals(fact.reading))
    wanted, there = [fold(word.text) for word in mine], [fold(word.text) for word in theirs]
    often = Counter(there)
    if sum(often[word] for word in wanted) > REPEATED:
        return None
    matcher = SequenceMatcher(None, wanted, there, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    longest = max(blocks, key=lambda block: block.size)
    near = [
        block
        for block in blocks
        if abs((block.b - block.a) - (longest.b - longest.a)) <= (GAP if block.size >= PIECE else max(3, len(mine) // 3))
    ]
    same = sum(block.size for block in near)
    telling = content(word.key for word in mine[longest.a : longest.a + longest.size])
    if len(mine) < 4 or not telling or (same < ALIKE * len(mine) and not (longest.size >= RUN and len(telling) >= 2)):
        return None
    if same == len(mine):
        return _gapped(fact, passage, source, mine, theirs, [(a.a, a.b, a.size) for a in near])
    return _difference(fact, passage, source, mine, theirs, [(b.a, b.b, b.size) for b in near], same / len(mine))


def _gapped(
    fact: Fact, passage: Passage, source: Document, mine: Sequence[Word], theirs: Sequence[Word], blocks: Sequence[tuple[int, int, int]]
) -> Evidence:
    """SUPPORTS where only speech tags stand between the stretches that the source has; CONTRADICTS, with the first words left out, where
    others do."""
    at = Span(theirs[blocks[0][1]].span.start, theirs[blocks[-1][1] + blocks[-1][2] - 1].span.end)
    holding = _holding(passage, at, source)
    for here, after in pairwise(blocks):
        last, first = theirs[here[1] + here[2] - 1], theirs[after[1]]
        between = source.text[last.span.end : first.span.start]
        if here[1] + here[2] == after[1] or _speech_tag(between):
            continue
        join = Span(mine[after[0] - 1].span.start, mine[after[0]].span.end)
        note = f"draft quotes “{fact.reading[join.start : join.end]}” and leaves out “{_short(between)}”"
        place = join.shifted(fact.span.start) if len(fact.reading) == len(fact.span) else None
        return Evidence((holding,), (at,), Relation.CONTRADICTS, "facts.quote", 1.0, flat(note), place)
    note = "word for word, broken by a speech tag in the source"
    return Evidence((holding,), (at,), Relation.SUPPORTS, "facts.quote", 0.95, note)


def _short(text: str) -> str:
    """The words, or the first and last of many."""
    return shortened(text.strip(" ,.;:–—-\n"), LONG)


def _speech_tag(between: str) -> bool:
    """Do the words stand outside two pairs of marks, with a speech verb: `,” she said, “`?"""
    marks = between.strip(" .,;:?!–—-\n")
    outside = len(marks) > 2 and marks[0] in CLOSING and marks[-1] in OPENING
    return outside and bool({word.lower for word in words(between)} & language.load().speech)


def _difference(
    fact: Fact,
    passage: Passage,
    source: Document,
    mine: Sequence[Word],
    theirs: Sequence[Word],
    blocks: Sequence[tuple[int, int, int]],
    score: float,
) -> Evidence:
    """CONTRADICTS, with the first stretch that differs told from both sides."""
    covered = {a + n for a, _, size in blocks for n in range(size)}
    wrong = [n for n in range(len(mine)) if n not in covered]
    first, last = wrong[0], wrong[0]
    while last + 1 in wrong:
        last += 1
    before = max((block for block in blocks if block[0] + block[2] <= first), default=None)
    after = min((block for block in blocks if block[0] > last), default=None)
    start = before[1] + before[2] if before else max(blocks[0][1] - (last - first + 1), 0)
    stop = after[1] if after else min(start + last - first + 1, len(theirs))
    at = Span(theirs[blocks[0][1]].span.start, theirs[blocks[-1][1] + blocks[-1][2] - 1].span.end)
    if stop > start:
        at = Span(min(at.start, theirs[start].span.start), max(at.end, theirs[stop - 1].span.end))
    says = fact.reading[mine[first].span.start : mine[last].span.end]
    other = source.text[theirs[start].span.start : theirs[stop - 1].span.end] if stop > start else "nothing in that place"
    whole = len(wrong) > len(mine) // 2 or "\n" in says or len(fact.reading) != len(fact.span)
    words_wrong = None if whole else Span(fact.span.start + mine[first].span.start, fact.span.start + mine[last].span.end)
    note = (
        f"draft quotes “{_short(says)}”, source says “{_short(other)}”"
        if stop > start
        else f"draft quotes “{_short(says)}”, which the source does not have there"
    )
    return Evidence((_holding(passage, at, source),), (at,), Relation.CONTRADICTS, "facts.quote", round(score, 3), flat(note), words_wrong)


def _holding(passage: Passage, at: Span, source: Document) -> Passage:
    """The passage, widened to hold the span."""
    if at in passage.span:
        return passage
    span = Span(min(passage.span.start, at.start), max(passage.span.end, at.end))
    return Passage(passage.document, span, source[span], source.where(at), passage.context)
