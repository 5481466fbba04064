"""Who said it: the person to whom the draft gives a quotation is the one whom the source has saying it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from presscheck import language
from presscheck.aliases import is_post
from presscheck.attributions import attributions
from presscheck.model import Block, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, bare, names
from presscheck.quotations import TOLD, Quotation, between, mask, pronoun_tag, quotations, speaker, subject_before, with_tag
from presscheck.statements import around, asserts, statements
from presscheck.voices import headed, labelled, voice
from presscheck.words import Word, fold, words

REACH = 600  # letters from a quotation to the ends of the sentence that it stands in
AROUND = 2000  # letters from a quotation to the verb that governs it
COLUMNS = 100  # cells of a row that are looked at on either side
LEAST = 4  # words; shorter quotations are said by many
NOTED = 120  # characters before the words in which a reporter's note names who spoke
SURE = 6  # words that nobody else is likely to have said
HEAD = 400  # letters of a document in which it says that it is a ruling
NEAR = 4  # words behind a name among which its verb stands
INNER = 5  # quotations that may stand within the one before
MARK = ": "
ADDS = ("added", "adds", "continued", "continues")
ANSWERS = ("replied", "replies", "answered", "answers", "responded", "responds", "countered", "counters", "retorted", "retorts")
STOP = re.compile(r"[.!?][”\"]?\s")
CUT = re.compile(r"\[|\.{3}|…")  # where an editor's brackets or an ellipsis begin


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for every quotation whose speaker the same sentences name, or of which "she added" gives more of the one before; the
    reading is "name: words"."""
    told = statements(draft, sentences)
    for block in draft.blocks:
        start = block.span.start
        found = quotations(draft.text, start, block.span.end)
        outside = mask(draft.text, found, start, block.span.end)
        for quotation in found:
            whole = with_tag(draft.text, quotation, block.span.end)
            near = around(sentences, whole)
            words_said = " ".join(draft[piece] for piece in quotation.pieces)
            if len(words(words_said)) < LEAST or (whole == quotation.span and not any(asserts(draft, sentence) for sentence in near)):
                continue
            first = max(near[0].span.start, start)
            beside = outside[first - start : near[-1].span.end - start]
            name = speaker(draft.text, quotation, beside, first)
            at = name.span if name else pronoun_tag(draft.text, quotation, beside, first)
            if name is None and at:
                name = _goes_on(draft.text, block.span, found, quotation, at)
            if name and at and not is_post(name.text.split(" ")) and not _inner(draft.text, block.span, quotation, name.span):
                holding = next(s for s in near if s.span.start <= at.start < s.span.end)
                who = " ".join((*map(str.capitalize, name.title), name.text)) if len(name.text) == 1 else name.text  # "Witness B"
                yield Fact("speaker", at, holding.index, f"{who}{MARK}{words_said}", told[holding.index], True)


def _goes_on(text: str, block: Span, found: Sequence[Quotation], quotation: Quotation, tag: Span) -> Name | None:
    """Who is meant by the "she added" of a quotation: the named speaker of the one right before it, to whom nobody answers."""
    named, verb = _right_before(text, block, found, quotation), text[tag.start : tag.end].lower().split()[-1]
    if named is None or verb in ANSWERS:
        return None
    name, start = named
    between = mask(text, found, start, quotation.span.start)
    heard = {word.lower for word in words(between)} & {*TOLD, *ANSWERS}
    others = any(other.span.shifted(start) != name.span for other in names(between))
    return None if others or (heard and verb not in ADDS) else name


def _right_before(text: str, block: Span, found: Sequence[Quotation], quotation: Quotation) -> tuple[Name, int] | None:
    """(the named speaker of the quotation right before this one, where its sentence begins)."""
    before = _before(text, found, quotation)
    if before is None:
        return None
    start, end = _sentence_around(text, before, block)
    name = speaker(text, before, mask(text, found, start, end), start)
    return (name, start) if name else None


def _before(text: str, found: Sequence[Quotation], quotation: Quotation) -> Quotation | None:
    """The quotation before this one, where at most the rest of its own sentence parts the two; a question is answered by another."""
    at = bisect_left(found, quotation.span.start, key=lambda other: other.span.start)
    before = next((other for other in reversed(found[max(at - INNER, 0) : at]) if other.span.end < quotation.span.start), None)
    if before is None or quotation.span.start - before.span.end > REACH or text[before.span.end - 1] == "?":
        return None
    parted = text[before.span.end + 1 : quotation.span.start - 1]
    stops = [at for match in STOP.finditer(parted) if not _abbreviates(parted, at := match.start())]
    return before if not stops or not words(parted[stops[0] :]) else None


def _inner(text: str, block: Span, quotation: Quotation, name: Span) -> bool:
    """Is it another one, quoted by the person of this name ("Ash replied that it was "late", Brook wrote"), who says the words?"""
    found, said = attributions(text, block.start, block.end), quotation.span
    first = bisect_left(found, said.start - AROUND, key=lambda a: a.cue.start)
    last = bisect_left(found, said.end + AROUND, lo=first, key=lambda a: a.cue.start)
    own = (a for a in found[first:last] if any(said in piece for piece in a.content))
    told = sorted((a for a in own if a.source and a.how in ("clause", "going")), key=lambda a: sum(map(len, a.content)))
    return len(told) > 1 and told[0].source is not None and name not in told[0].source


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the source gives the same words to a person of this name; CONTRADICTS where it gives them to another; MENTIONS where
    it does not name who says them; None where the words are not there."""
    who, _, said = fact.reading.partition(MARK)
    at = _place(said, passage, source)
    if at is None:
        return None
    theirs, since = _speaker(source, at, passage)
    other = _without_titles(theirs)
    mine = {fold(bare(part)) for part in who.split()}
    noted = () if other else (name for name in _noted(source, at) if _same(mine, _without_titles(name)))
    if name := next(iter(noted), None):
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.speaker", 0.7, f"source has {name} before the words")
    if not other and _of_body(source, at, mine, said):
        note = f"draft says {who} said it, source has it in its own words"
        return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.speaker", 0.8, note)
    if not other:
        return Evidence(
            (passage,), (at,), Relation.MENTIONS, "facts.speaker", 0.5, "the source has the words, and does not name who says them"
        )
    same = _same(mine, other)
    if same is None:
        note = f"source has {theirs} saying it, of the same surname"
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.speaker", 0.5, note)
    if not same and _named_before(source, since, at.start, mine):
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.speaker", 0.5, f"source may have {theirs} saying it, or {who}")
    relation = Relation.SUPPORTS if same else Relation.CONTRADICTS
    note = f"source has {theirs} saying it" if same else f"draft says {who} said it, source says {theirs} did"
    return Evidence((passage,), (at,), relation, "facts.speaker", 0.9, note)


def _without_titles(name: str) -> set[str]:
    lists = language.load()
    return {fold(bare(w.text)) for w in words(name) if w.lower not in lists.titles and w.lower not in lists.abbreviations}


def _same(mine: set[str], theirs: set[str]) -> bool | None:
    """Do the two name one person? None where they share a name and each has another that the other lacks, initials apart, and where one is
    named and the other goes by a letter: "Patient A" is not "Patient B", and may be anybody else."""
    codes = _code(mine), _code(theirs)
    if all(codes):
        nouns = mine - codes[0], theirs - codes[1]
        return codes[0] == codes[1] if nouns[0] & nouns[1] or not all(nouns) else None
    if not mine & theirs:
        return None if any(codes) else False
    alike = any(a.startswith(b) or b.startswith(a) for a in mine - theirs for b in theirs - mine)
    return None if mine - theirs and theirs - mine and not alike else True


def _code(name: set[str]) -> set[str]:
    """The letter or number of "Patient A" and "Witness 3", whose noun may be left out; nothing of a name."""
    codes = {word for word in name if len(word) == 1 or word.isdecimal()}
    return codes if name - codes <= language.load().voices["coded"] else set()


def _place(said: str, passage: Passage, source: Document) -> Span | None:
    """Where in the passage the first words of the quotation stand, on end or with a speech tag between them."""
    wanted = [fold(word.text) for word in words(_first(said))][:8]
    start, end = passage.span.start, min(passage.span.end + 120, len(source.text))
    found = words(source.text[start:end], start)
    at = _on_end(wanted, found)
    if at is None:
        block = source.block_at(start)
        quoted = [piece for q in quotations(source.text, block.span.start, block.span.end) for piece in q.pieces] if block else []
        at = _on_end(wanted, [word for word in found if any(word.span in piece for piece in quoted)])
    # words that begin here may end in the next passage; those that begin there are found with it
    return Span(at.start, min(at.end, passage.span.end)) if at and at.start < passage.span.end else None


def _first(said: str) -> str:
    """The words before the first bracket or ellipsis, if they are enough to know the quotation by."""
    first = CUT.split(said)[0]
    return first if len(words(first)) >= LEAST else said


def _on_end(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    folded = [fold(word.text) for word in found]
    for n in range(len(folded) - len(wanted) + 1):
        if folded[n : n + len(wanted)] == wanted:
            return Span(found[n].span.start, found[n + len(wanted) - 1].span.end)
    return None


def _speaker(source: Document, at: Span, passage: Passage) -> tuple[str, int]:
    """(whom the source has saying the words at this place, from where on another may be named who is meant by "he"): the name beside the
    nearest speech verb, if it quotes them; the label of a transcript's line or, for words in no marks, the writer of the letter; the
    table's row; or, not surely, the last person who opens a sentence before it, in its paragraph or the one before, where only "she said"
    stands there."""
    block = source.block_at(at.start)
    if block is None:
        return "", at.start
    found = quotations(source.text, block.span.start, block.span.end)
    quotation = next((q for q in between(found, at.start, at.end) if any(piece.overlaps(at) for piece in q.pieces)), None)
    if quotation:
        told, since = _told(source, block, quotation, found)
        if told:
            return told, since
    named = (labelled(source, at.start) or headed(source, at.start)) if quotation else voice(source, at.start)
    return named or _of_row(source, block, passage), at.start - REACH if _retold(source, at, quotation, passage) else at.start


def _retold(source: Document, at: Span, quotation: Quotation | None, passage: Passage) -> bool:
    """Does a speech verb stand before the words in what their speaker says ("he told a friend it would burn")?"""
    start = max(quotation.span.start if quotation else passage.span.start, passage.span.start)
    return bool({word.lower for word in words(source.text[start : at.start])} & language.load().speech)


def _named_before(source: Document, start: int, end: int, mine: set[str]) -> bool:
    """Does the draft's speaker stand before the words in the source, so that "he" may be him?"""
    return bool({fold(bare(word.text)) for word in words(source.text[max(start, 0) : end])} & mine)


def _of_row(source: Document, block: Block, passage: Passage) -> str:
    """What stands in the same row of a table under "Speaker" or the like."""
    if block.cell is None:
        return ""
    header = [b for span in (*passage.context, passage.span) for b in source.within(span) if b.cell and b.cell.table == block.cell.table]
    heads = [b.cell.column for b in header if b.cell and {w.lower for w in words(source[b.span])} & language.load().columns]
    return next((source[b.span].strip() for b, column in _row(source, block) if heads and column == heads[0] and b is not block), "")


def _row(source: Document, block: Block) -> Iterator[tuple[Block, int]]:
    """The cells of the row that the cell stands in, each with its column."""
    number = bisect_left(source.blocks, block.span.start, key=lambda other: other.span.start)
    for blocks in (reversed(source.blocks[max(number - COLUMNS, 0) : number]), source.blocks[number : number + COLUMNS]):
        for other in blocks:
            if not (block.cell and other.cell and (other.cell.table, other.cell.row) == (block.cell.table, block.cell.row)):
                break
            yield other, other.cell.column


def _noted(source: Document, at: Span) -> Iterator[str]:
    """The names before a colon before the quoted words, as in a reporter's notes: too weak to contradict."""
    before = source.text[max(at.start - NOTED, 0) : at.start].rpartition("\n")[2].rstrip(" \"“«„‘'")
    if before.endswith(":"):
        yield from (name.text for name in names(before))


def _told(source: Document, block: Block, quotation: Quotation, found: Sequence[Quotation]) -> tuple[str, int]:
    """(whom the prose around a quotation names as its speaker, from where on another may be named who is meant). "He" behind what Ash said
    in the same paragraph is not somebody of the paragraph before."""
    start, end = _sentence_around(source.text, quotation, block.span)
    outside, here = mask(source.text, found, start, end), quotation.span.start
    if name := speaker(source.text, quotation, outside, start):
        return name.text, here
    if not words(outside):
        goes_on = _right_before(source.text, block.span, found, quotation)
        return goes_on[0].text if goes_on else "", here - REACH
    if not pronoun_tag(source.text, quotation, outside, start):
        return "", here
    number = bisect_left(source.blocks, block.span.start, key=lambda other: other.span.start)
    before = source.blocks[number - 1].span.start if number and source.blocks[number - 1].kind is block.kind else block.span.start
    for begin, stop in ((block.span.start, here), (before, block.span.start)):
        if begin < stop and (name := subject_before(source.text, stop, begin)):
            speaks = stop == here and subject_before(source.text, stop, begin, speaking=True) == name
            return name.text, max(begin, here - REACH) if speaks else here - REACH
    return "", here


def _of_body(source: Document, at: Span, mine: set[str], said: str) -> bool:
    """Are they the words of a court or a panel in its ruling, and is the draft's speaker one of those who were before it? Only words that
    stand in no quotation marks and in nobody's mouth, in a paragraph where "we" or "I" find, and neither there nor in the paragraph before
    is the speaker named."""
    number = bisect_left(source.blocks, at.end, key=lambda other: other.span.start) - 1
    block = source.blocks[number] if number >= 0 else None
    rulings = language.load().voices["rulings"]
    if block is None or len(words(said)) < SURE or rulings.isdisjoint(word.lower for word in words(source.text[:HEAD])):
        return False
    found = quotations(source.text, block.span.start, block.span.end)
    if any(piece.overlaps(at) for q in between(found, at.start, at.end) for piece in q.pieces):
        return False
    if not {word.lower for word in words(mask(source.text, found, block.span.start, block.span.end))} & language.load().voices["own"]:
        return False
    if _pleaded(source, at, block.span):
        return False
    before = source.blocks[number - 1].span.start if number else block.span.start
    return not _named_before(source, before, block.span.end, mine) and _appears(source.text, mine)


def _pleaded(source: Document, at: Span, block: Span) -> bool:
    """May the words be what somebody said to the court: is that told of them, in the sentence before them, or of the whole paragraph?"""
    lists = language.load()
    for one in attributions(source.text, block.start, block.end):
        own = one.source and source[one.source].lower() in lists.voices["own"]
        if not own and any(at.overlaps(piece) for piece in one.content):
            return True
    stops = [match.start() for match in STOP.finditer(source.text, max(block.start, at.start - REACH), at.start)]
    sentence = stops[-2] if len(stops) > 1 else max(block.start, at.start - REACH)
    near = {word.lower for word in words(source.text[sentence : at.end])}
    return bool(near & lists.speech or {word.lower for word in words(source[block])} & lists.voices["pleadings"])


def _appears(text: str, mine: set[str]) -> bool:
    """Does the person speak in a text that is another's, "Mr Ash submitted", and nowhere stand in a line about who decided?"""
    lists, speaks = language.load(), False
    for line in text.splitlines():
        found = words(line)
        named = [n for n, word in enumerate(found) if fold(bare(word.text)) in mine]
        if not named:
            continue
        if lists.voices["bench"] & {word.lower for word in found}:
            return False
        behind = {word.lower for n in named for word in found[n + 1 : n + NEAR]}
        speaks = speaks or bool(behind & (lists.speech | lists.voices["pleadings"]))
    return speaks


def _sentence_around(text: str, quotation: Quotation, block: Span) -> tuple[int, int]:
    """From the stop before the quotation's sentence to the stop after it; no more than `REACH` letters either way."""
    first, last = max(block.start, quotation.span.start - REACH), min(block.end, quotation.span.end + REACH)
    stops = [at for match in STOP.finditer(text, first, last) if not _abbreviates(text, at := match.start())]
    before = [at for at in stops if at < quotation.span.start - 2]
    # a full stop inside the marks ends the sentence, a question mark may stand before "he asked"
    after = [at for at in stops if at >= quotation.span.end - (text[at] == ".")]
    return before[-1] + 1 if before else first, after[0] + 1 if after else last


def _abbreviates(text: str, stop: int) -> bool:
    """Does the full stop end a short form ("Rep.") or an initial?"""
    before = text[max(stop - 12, 0) : stop].split()
    word = before[-1].lower().strip("(\"“‘'") if before and not text[stop - 1].isspace() else ""
    return text[stop] == "." and (word in language.load().abbreviations or (len(word) == 1 and word.isalpha()))
