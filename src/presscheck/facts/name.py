"""Names of people, organisations and places: spelt as some source spells them, or one or two letters from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from presscheck import language
from presscheck.model import BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, bare, names
from presscheck.statements import asserts, statements
from presscheck.words import Word, fold, words

NEAR = 2  # letters that may differ between two spellings of one name
MIDDLE = 1  # middle names or initials that the draft may leave out
SHORT = 4  # shorter words must be equal: "Lee" and "Lea" are two people


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every name; one that opens a sentence only where a second word or another place shows that it is one."""
    told = statements(draft, sentences)
    inside = {word.text for word in words(draft.text) if word.text[0].islower()}
    found = [
        (sentence, name)
        for sentence in sentences
        if asserts(draft, sentence)
        for name in names(draft.text, sentence.span.start, sentence.span.end)
    ]
    surely = {bare(word.text) for sentence, name in found if not name.opens and not _heading(draft, sentence) for word in name.words}
    body = {name.text for sentence, name in found if not _heading(draft, sentence)}
    for sentence, name in found:
        if _heading(draft, sentence) and name.text not in body and not all(bare(word.text) in surely for word in name.words):
            continue  # a headline may capitalise every word
        if _is_name(name, surely, inside, draft, sentence):
            yield Fact("name", name.span, sentence.index, name.text, told[sentence.index])


def _heading(draft: Document, sentence: Sentence) -> bool:
    block = draft.block_at(sentence.span.start)
    return block is not None and block.kind is BlockKind.HEADING


def _is_name(name: Name, surely: set[str], inside: set[str], draft: Document, sentence: Sentence) -> bool:
    first = bare(name.words[0].text)
    if len(name.text) < 3 or (len(name.words) == 1 and first.lower() in language.load().stopwords):
        return False
    if not name.opens:
        return True
    return first in surely or (len(name.words) > 1 and first.lower() not in inside)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the name letter for letter (case and accents apart: those are shown as differing);
    CONTRADICTS where it has all its words but one, and that one a letter or two off, or a single word so near that it stands for it."""
    wanted = [bare(word) for word in fact.reading.split(" ")]
    found = words(passage.text, passage.span.start)
    if at := _exact(wanted, found):
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.name", 1.0, f"source has {source[at]}")
    if near := _near(wanted, found):
        at, draft, other, score = near
        place = _wrong_word(fact, draft)
        return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.name", score, f"draft says {draft}, source says {other}", place)
    return None


def _exact(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where all words of the name stand close together, in any order: "Ruth Lind", "Ruth A. Lind" and "Lind, Ruth" are one name."""
    mine = {fold(word) for word in wanted}
    theirs = [fold(bare(word.text)) for word in found]
    for size in (len(wanted), len(wanted) + MIDDLE):
        for at in range(len(theirs) - size + 1):
            if theirs[at] in mine and theirs[at + size - 1] in mine and mine <= set(theirs[at : at + size]):
                last = found[at + size - 1]
                return Span(found[at].span.start, last.span.start + len(bare(last.text)))
    return None


def _near(wanted: Sequence[str], found: Sequence[Word]) -> tuple[Span, str, str, float] | None:
    """(place in the source, the draft's word, the source's word, how sure) of the nearest other spelling."""
    capitals = [bare(word.text) for word in found]
    for at in range(len(found) - len(wanted) + 1):
        pairs = [(word, capitals[at + n]) for n, word in enumerate(wanted)]
        wrong = [(mine, theirs) for mine, theirs in pairs if fold(mine) != fold(theirs)]
        if len(wrong) != 1 or not misspelt(*wrong[0]):
            continue
        alone = len(wanted) == 1
        if alone and (len(wanted[0]) < 6 or not found[at].text[0].isupper()):
            continue
        span = Span(found[at].span.start, found[at + len(wanted) - 1].span.start + len(capitals[at + len(wanted) - 1]))
        return span, wrong[0][0], wrong[0][1], 0.7 if alone else 0.9
    return None


def misspelt(mine: str, theirs: str) -> bool:
    """Are the two near enough to be one name spelt twice, and not a name and its inflection?"""
    from rapidfuzz.distance import OSA

    a, b = fold(mine), fold(theirs)
    if min(len(a), len(b)) < SHORT or not theirs[0].isupper() or a[0] != b[0]:
        return False
    if a.rstrip("s") == b.rstrip("s") or ((a.startswith(b) or b.startswith(a)) and abs(len(a) - len(b)) > 1):
        return False
    allowed = NEAR if min(len(a), len(b)) >= 7 else 1
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def _wrong_word(fact: Fact, word: str) -> Span:
    start = 0
    for part in fact.reading.split(" "):
        if part == word:
            break
        start += len(part) + 1
    # the reading has single spaces; the draft may have a line break or a hyphen of the same length between two words
    return Span(fact.span.start + start, fact.span.start + start + len(word)) if start + len(word) <= len(fact.span) else fact.span
