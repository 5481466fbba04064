"""Names of people, organisations and places: spelt as some source spells them, or one or two letters from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from presscheck import language
from presscheck.aliases import Undescribed, letters_beside, only_describes, others, spelling, undescribed
from presscheck.misstatements import OF_NAMES, Kind, misstated
from presscheck.model import Block, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.names import Name, bare, names
from presscheck.parts import Older
from presscheck.speech import DATELINE
from presscheck.statements import assertions
from presscheck.words import WORD, Word, fold, in_lower, words

if TYPE_CHECKING:
    from presscheck.library import Library

NEAR = 2  # letters that may differ between two spellings of one name
MIDDLE = 1  # middle names or initials that the draft may leave out
ACRONYM = range(2, 7)  # letters
KIN = 4  # first letters that a country and its people share
ALONE = 6  # a shorter name of one word is not told from another name a letter away
CAPITALISED = re.compile(r"(?<![A-Za-z])(?<![A-Za-z]')([A-Z][A-Za-z]*(?:'[A-Za-z]+)*)(?=(?: ([A-Z][A-Za-z]*(?:'[A-Za-z]+)*))?)")
RUN_TOGETHER = re.compile(r"[A-Z][^A-Z]+")  # "LenaOrm" is two words
# "[LINK TO ACCOUNTS HERE]" speaks to whoever edits the copy, "((ANCHOR ON CAM))" to whoever reads it out
NOTE = re.compile(r"\[[^\[\]a-z\n]{4,80}\]|\(\([^()a-z\n]{2,80}\)\)")
SEA = 24  # letters before a sea in which it is told that its other side is meant
SHORTEST = 3  # letters that are told as somebody's or some body's
MOST_CELLS = 20_000  # of a source in whose columns a name is looked for
SHORT = 4  # shorter words must be equal: "Lee" and "Lea" are two people


BORN = re.compile(r"\b(?:born|née|nee) (?!(?:In|On|At|To|Into|The)\b)[A-Z]")


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every name; one that opens a sentence only where a second word or another place shows that it is one."""
    inside = {word.text for word in words(draft.text) if word.text[0].islower()}
    notes = [Span(*match.span()) for match in NOTE.finditer(draft.text)]
    found = [
        (one, name)
        for one in assertions(draft, sentences)
        for name in names(draft.text, one.span.start, one.span.end)
        if not any(name.span in note for note in notes)
    ]
    opening = {bare(name.words[0].text) for _, name in found if not name.opens}
    found = [(one, short) for one, name in found if (short := _without_opening(name, opening, inside))]
    behind = {name.span for _, name in found if len(name.words) == 1 and name.span.start == _behind_dateline(draft, name)}
    told_surely = ((one, name) for one, name in found if not name.opens and not one.heading and name.span not in behind)
    surely = {bare(word.text) for _, name in told_surely for word in name.words}
    full = {_initials(name): name.text for _, name in found if len(name.words) > 1}
    body = {name.text for one, name in found if not one.heading}
    for one, name in found:
        if name.span in behind and bare(name.words[0].text) not in surely:
            continue  # "TARNFORD – Killer heat is ..."
        if one.heading and name.text not in body and not all(_known(bare(word.text), surely) for word in name.words):
            continue  # a headline may capitalise every word
        if _is_name(name, surely, inside):
            if only_describes(name.text.split(" ")):
                continue
            lists = language.load()  # common knowledge: a town's country or state, what "Wall Street" stands for, a feast's date
            known = (lists.countries, lists.states, lists.stand_ins, lists.feasts)
            common = (
                _in_dateline(draft, name) or _over_sea(draft, name) or any(name.text.lower().replace("’", "'") in group for group in known)
            )
            meant = "".join(f" ({other})" for other in _also_called(name.text, one.statement, full))
            yield Fact("name", name.span, one.index, name.text, one.statement + meant, derivable=common)


def _behind_dateline(draft: Document, name: Name) -> int:
    """Where the first word behind the dateline of the name's paragraph stands; -1 where it has none."""
    block = draft.block_at(name.span.start)
    match = DATELINE.match(draft.text, block.span.start, block.span.end) if block else None
    return match.end() if match else -1


def _in_dateline(draft: Document, name: Name) -> bool:
    return name.span.end <= _behind_dateline(draft, name)


def _over_sea(draft: Document, name: Name) -> bool:
    """Is it a sea that is told for its other side: "both sides of the |Atlantic|"? What came down in one came down in no other."""
    lists = language.load()
    before = in_lower(draft.text[max(name.span.start - SEA, 0) : name.span.start])[-3:]
    return name.text.lower() in lists.seas and before[-1:] == ["the"] and not lists.over_seas.isdisjoint(before)


def _also_called(name: str, statement: str, full: Mapping[str, str]) -> Iterable[str]:
    """What else is searched for: the name that the draft has in full, the letters it gives for it, what else everybody calls it."""
    called = [full.get(name, ""), letters_beside(name, statement), *(" ".join(other) for other in others(name, statement))]
    return filter(None, dict.fromkeys(called))


def _without_opening(name: Name, surely: set[str], inside: set[str]) -> Name | None:
    """The name without a first word that has its capital from opening the sentence: "Half of |Ruth Lind", "Bread from |Orm Bakery"."""
    if not name.opens or len(name.words) == 1 or bare(name.words[0].text) in surely:
        return name
    of = name.words[1].lower == "of"
    if not of and name.words[0].lower not in inside:
        return name
    kept = name.words[1 + of :]
    return replace(name, span=Span(kept[0].span.start, name.span.end), words=kept, opens=False) if kept else None


def _is_name(name: Name, surely: set[str], inside: set[str]) -> bool:
    first = bare(name.words[0].text)
    last = bare(name.words[-1].text)
    if last.isupper() and last.lower() in language.load().unwritten:
        return False  # "LINK TK" stands for what is still to come
    if name.text.isupper() and f" {name.text.lower()}".endswith(tuple(f" {word}" for word in language.load().to_come)):
        return False
    if len(name.words) == 1 and last.isupper() and last.lower() in language.load().post_letters:
        return False  # "CEO" is a post
    if _of_accounts(name) or _cried(name):
        return False  # "Cuts FY EBIT", "CLICK HERE"
    if len(name.text) < 3 or (len(name.words) == 1 and first.lower() in language.load().stopwords):
        return False
    if not name.opens:
        return True
    return first in surely or (first.lower() not in inside and (len(name.words) > 1 or _known(first, surely)))


def _of_accounts(name: Name) -> bool:
    """Nothing but currencies' codes and letters that stand for terms of accounts, but for a word that opens the sentence?"""
    lists, kept = language.load(), [word.text for word in name.words[name.opens and len(name.words) > 1 :]]
    return all(text[:2].isupper() and (text.lower() in lists.accounting or text.lower() in lists.currencies) for text in kept)


def _cried(name: Name) -> bool:
    """Nothing but ordinary words in capitals: "FINALLY", "WATCH"?"""
    lists = language.load()
    plain = lists.cried | lists.openings | lists.stopwords
    return name.text.isupper() and all(word.lower in plain for word in name.words)


def _known(word: str, surely: set[str]) -> bool:
    """Is it one of the draft's names, or one of them misspelt?"""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    return word in surely or (len(word) >= ALONE and process.extractOne(word, surely, scorer=OSA.distance, score_cutoff=1) is not None)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the name letter for letter (case and accents apart: those are shown as differing), or the words
    that its letters stand for; CONTRADICTS where it has all its words but one, and that one a letter or two off, or a single word so
    near that it stands for it; MENTIONS where it has the country of a people."""
    wanted = [bare(word) for word in fact.reading.split(" ")]
    found = words(passage.text, passage.span.start)
    if at := _exact(wanted, found, _spelt(passage.text)) or _family(fact, found) or _lettered(wanted, found, passage, source):
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.name", 1.0, f"source has {source[at]}")
    forms = _forms(fact.reading, fact.statement)
    if at := _initialled(wanted, found, full=True) or next((at for other in forms.others if (at := _capitals(other, found))), None):
        return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.name", 0.9, f"source has {source[at]}")
    short = forms.short
    if short and (evidence := _without_description(short, passage, found, source)):
        return evidence
    at = _initialled(wanted, found, full=False) or _part(wanted, found) or _relative(wanted, found) or _plural(wanted, found)
    at = at or _less_form(wanted, found)
    at = at or next((at for one in forms.letters if (at := _capitals((one,), found))), None)
    if at := at or (_relative(short.kept, found) if short else None):
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.name", 0.5, f"source has {source[at]}, not in this form")
    if near := _near(wanted, found) or (_near(short.kept, found) if short else None):
        at, draft, other, score = near
        place = _wrong_word(fact, draft)
        return Evidence((passage,), (at,), Relation.CONTRADICTS, "facts.name", score, f"draft says {draft}, source says {other}", place)
    if at := _apart(wanted, found, source, born=_by_birth(fact, source)):
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.name", 0.4, f"source has {source[at]}, the rest of the name elsewhere")
    if wanted[-1] in passage.text and (at := _surname_alone(wanted, found, source)):
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.name", 0.3, f"source has {source[at]}, not the rest of the name")
    return None


class _Forms(NamedTuple):
    """A name otherwise: without what describes whom it names, what else the body is called ("GOP" for the Republicans), its letters."""

    short: Undescribed | None
    others: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]


@lru_cache(maxsize=4096)
def _forms(name: str, statement: str) -> _Forms:
    """The forms of the name, and the letters that the statement gives for it."""
    wanted = tuple([bare(word) for word in name.split(" ")])
    own = "".join(word[0] for word in wanted if word[0].isupper())
    letters = (one for one in (letters_beside(name, statement), own) if len(one) > SHORTEST and len(one) in ACRONYM and len(wanted) > 1)
    return _Forms(undescribed(wanted, statement.startswith(name)), tuple(others(name, statement)), tuple(letters))


def _capitals(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where these words stand on end, capitals and all."""
    first = [at for at, word in enumerate(found) if word.text.startswith(wanted[0])]
    at = next((at for at in first if [bare(word.text) for word in found[at : at + len(wanted)]] == [*wanted]), None)
    if at is None:
        return None
    last = found[at + len(wanted) - 1]
    return Span(found[at].span.start, last.span.start + len(bare(last.text)))


def _without_description(short: Undescribed, passage: Passage, found: Sequence[Word], source: Document) -> Evidence | None:
    """SUPPORTS where the passage has the name without what describes whom it names; MENTIONS where it has not all proper words among that,
    or where it is short of "County" or the like."""
    at = _exact(short.kept, found)
    if at is None or not source.text[at.start].isupper() or len(source[at]) < SHORTEST:
        return None
    there = [bare(word.text) for word in found]
    missing = next((w for w in short.besides if not any(spelling(w) == spelling(other) or _kin(w, other) for other in there)), "")
    if short.behind or missing:
        note = f"source has {source[at]}, not {missing} with it" if missing else f"source has {source[at]}, not in this form"
        return Evidence((passage,), (at,), Relation.MENTIONS, "facts.name", 0.5, note)
    return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.name", 0.9, f"source has {source[at]}")


def _surname_alone(wanted: Sequence[str], found: Sequence[Word], source: Document) -> Span | None:
    """Where a source that gives nobody of this surname a given name has the surname of "Ruth Lindgate"."""
    last, lists = wanted[-1], language.load()
    at = next((word.span for word in found if word.text.startswith(last) and bare(word.text) == last), None)
    if at is None or not _may_be_person(tuple(wanted)) or f" {last.lower()}" in source.text:
        return None
    before = {word for word, after in _followers(source.text).items() if fold(last) in after}
    return None if before - lists.titles - lists.stopwords - lists.describing - lists.openings else Span(at.start, at.start + len(last))


def naming(fact: Fact, library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages that have the name in a form that may stand far from anything else of its sentence, at most `limit` of each: without
    what describes whom it names, and the land of a people, or the people of a land ("Europe" for "European")."""
    short = _forms(fact.reading, fact.statement).short
    lands = (form for ending in language.load().peoples for form in (fact.reading.removesuffix(ending), f"{fact.reading}{ending}"))
    forms = [*([" ".join(short.kept)] if short else []), *(form for form in lands if len(form) >= KIN and form != fact.reading)]
    return tuple(dict.fromkeys(passage for form in forms for passage in library.holding(replace(fact, reading=form), limit)))


def taken_back_by(fact: Fact, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """What the source says where it takes the draft's name back and gives another ("was misidentified as Elsa Brandt. She is ...")."""
    return misstated(fact, source, evidence, NAMES, lambda old: old.text == fact.reading)


def _may_stand_for(old: Name, new: Name) -> bool:
    """Is the other a name of as many words, or a full one as well?"""
    if old.text == new.text or len(old.text) < SHORTEST or (new.opens and len(new.words) == 1):
        return False
    return len(old.words) == len(new.words) or min(len(old.words), len(new.words)) > 1


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """Where a source that speaks of the matter has the name as a cell of a column ("Band D": D under band): SUPPORTS. Where it runs the
    name into another word, as handles do: MENTIONS for "Ruth Lind" in "@RuthLind_MP", and for "Lind"."""
    documents = dict.fromkeys(passage.document for passage in passages)
    if celled := [evidence for document in documents if (evidence := _in_column(fact.reading, library[document]))]:
        return celled
    run = "".join(bare(word) for word in fact.reading.split(" "))
    whole = " " in fact.reading
    found: list[Evidence] = []
    for document in documents:
        source = library[document]
        at = source.text.find(run)
        while at >= 0:
            span, before = Span(at, at + len(run)), source.text[at - 1 : at] if at else ""
            if not source.text[span.end : span.end + 1].islower() and (whole or before.islower()):
                passage = Passage(source.id, span, source[span], source.where(span))
                found.append(
                    Evidence((passage,), (span,), Relation.MENTIONS, "facts.name", 0.4, f"source has {source[span]}, run together")
                )
                break
            at = source.text.find(run, at + 1)
    return found


def _in_column(name: str, source: Document) -> Evidence | None:
    """Where the last word of a name is a cell, and the words before it name its column."""
    kind, _, one = name.rpartition(" ")
    called, heads = {kind.lower(), f"{kind.lower()}s"}, dict[tuple[int, int], Block]()
    for block in source.blocks[:MOST_CELLS] if kind else ():
        if block.cell is None:
            continue
        column, words_there = (block.cell.table, block.cell.column), source[block.span].strip()
        if words_there.lower() in called:
            heads.setdefault(column, block)
        elif words_there == one and (head := heads.get(column)):
            passages = tuple([Passage(source.id, b.span, source[b.span], b.where) for b in (block, head)])
            note = f"source has {one} under {source[head.span]}"
            return Evidence(passages, (block.span, head.span), Relation.SUPPORTS, "facts.name", 0.8, note)
    return None


@lru_cache(maxsize=4096)
def _spelt(text: str) -> tuple[str, ...]:
    """The words of a passage as they are compared, which many names ask for."""
    return tuple([spelling(bare(word.text)) for word in words(text)])


def _exact(wanted: Sequence[str], found: Sequence[Word], spelt: Sequence[str] | None = None) -> Span | None:
    """Where all words of the name stand close together, in any order: "Ruth Lind", "Ruth A. Lind" and "Lind, Ruth" are one name."""
    mine = {spelling(word) for word in wanted}
    theirs = [spelling(bare(word.text)) for word in found] if spelt is None else spelt
    if not mine.issubset(theirs):
        return None
    for size in (len(wanted), len(wanted) + MIDDLE):
        for at in range(len(theirs) - size + 1):
            if theirs[at] in mine and theirs[at + size - 1] in mine and mine <= set(theirs[at : at + size]):
                last = found[at + size - 1]
                return Span(found[at].span.start, last.span.start + len(bare(last.text)))
    return None


def _by_birth(fact: Fact, source: Document) -> bool:
    """Does the draft tell the name as one at birth, and the source no other such: "was born Anna Berg", "née Berg"?"""
    return f"born {fact.reading}" in fact.statement and not BORN.search(source.text)


def _apart(wanted: Sequence[str], found: Sequence[Word], source: Document, born: bool) -> Span | None:
    """Where a part of the name stands, if the source has all its parts somewhere, no given name before another surname only: "Ilva Orm"
    where it has Karl Orm and his sister Ilva. Who was `born` so may go by another surname since: "née Orm", or of a father Karl Orm."""
    parts = [word for word in wanted if word[0].isupper()]
    last = fold(parts[-1]) if len(parts) > 1 else None
    place = next((word.span for word in found if word.text[0].isupper() and fold(bare(word.text)) == last), None)
    if place is None:
        return None
    after = _followers(source.text)
    for word, following in pairwise(parts):
        if not any(born or "" in after[form] or fold(following) in after[form] for form in _as_part(word) & after.keys()):
            return None
    return place


def _as_part(word: str) -> frozenset[str]:
    """The forms of a name's word: itself and, for a given name, those of which it is short."""
    return frozenset({fold(word)}) | _called(fold(word))


@lru_cache(maxsize=4096)
def _called(name: str) -> frozenset[str]:
    groups = language.load().nicknames
    mine = groups.get(name, frozenset())
    return frozenset(other for other, theirs in groups.items() if mine & theirs)


def _capitalised(text: str) -> Iterable[tuple[str, str]]:
    """Each word that begins with a capital, and the capitalised one a space further on, "" where none is."""
    if text.isascii():  # most texts: only their capitals are looked at
        return ((match[1], match[2] or "") for match in CAPITALISED.finditer(text))
    return (
        (word.group(), other.group() if other and other.group()[0].isupper() and text[word.end() : other.start()] == " " else "")
        for word, other in pairwise((*WORD.finditer(text), None))
        if word and word.group()[0].isupper()
    )


@lru_cache(maxsize=4096)
def _may_be_person(name: tuple[str, ...]) -> bool:
    """Two or three words, none of them a country's or one of bodies and places."""
    lists = language.load()
    lower = {word.lower() for word in name}
    bodies = (lists.settlements, lists.voices["bodies"], lists.bodies)
    shaped = len(name) in (2, 3) and len(name[-1]) >= SHORT and all(word[0].isupper() and word[1:].islower() for word in name)
    return shaped and not any(lower & group for group in bodies) and not any(word in lists.countries for word in lower)


@lru_cache(maxsize=1024)
def _followers(text: str) -> dict[str, set[str]]:
    """For each word of the text that begins with a capital, folded, the capitalised words right after it, "" where none is; words run
    together ("@LenaOrm") are told apart."""
    told: dict[str, set[str]] = defaultdict(set)
    for word, other in _capitalised(text):
        told[fold(bare(word))].add(fold(bare(other)))
        if word.isalpha() and word[1:].islower():
            continue  # one name's word: no other runs into it
        for part in RUN_TOGETHER.findall(word):
            if part != word:
                told[fold(part)].add("")
    return told


def _family(fact: Fact, found: Sequence[Word]) -> Span | None:
    """Where the source has the name that "the Lindgates" have in common."""
    name = fact.reading
    if " " in name or not name.endswith("s") or f"the {name.lower()}" not in fact.statement.lower():
        return None
    return _exact([name.removesuffix("s")], found) or _exact([name.removesuffix("es")], found)


def _lettered(wanted: Sequence[str], found: Sequence[Word], passage: Passage, source: Document) -> Span | None:
    """Where the source writes the name's initials otherwise ("U.N." and "UN", "J.R." and "J. R."), or out in full words."""
    if not any((word.isupper() and len(word) in ACRONYM) or len(word) == 1 for word in wanted):
        return None
    if at := _exact(_joined(wanted), _run_together(found, source.text)):
        return at
    letters = "".join(wanted)
    if len(wanted) > 1 or len(letters) not in ACRONYM:
        return None
    return next((name.span.shifted(passage.span.start) for name in names(passage.text) if _initials(name) == letters), None)


def _initials(name: Name) -> str:
    """The letters that stand for a name of several words: "CRB" for the Coastal Rescue Board."""
    capitals = [word.text[0] for word in name.words if word.text[0].isupper()]
    return "".join(capitals) if len(capitals) > 1 else ""


def _joined(wanted: Sequence[str]) -> list[str]:
    """The words, initials that stand side by side as one."""
    joined: list[str] = []
    initials = False
    for word in wanted:
        if len(word) == 1 and initials:
            joined[-1] += word
        else:
            joined.append(word)
        initials = len(word) == 1
    return joined


def _run_together(found: Sequence[Word], text: str) -> list[Word]:
    """The source's words, initials with nothing but a full stop between them as one."""
    joined: list[Word] = []
    initials = False
    for word in found:
        if initials and len(word.text) == 1 and text[joined[-1].span.end : word.span.start].rstrip(" ") in ("", "."):
            joined[-1] = Word(Span(joined[-1].span.start, word.span.end), joined[-1].text + word.text, joined[-1].key + word.key)
        else:
            joined.append(word)
        initials = len(word.text) == 1 and word.text.isupper()
    return joined


def _initialled(wanted: Sequence[str], found: Sequence[Word], full: bool) -> Span | None:
    """Where the source has a given name in `full` for the draft's initial ("J. Barros" and "José Barros"), or an initial for it."""
    if len(wanted) < 2 or not any(len(word) == 1 for word in (wanted if full else [word.text for word in found])):
        return None
    mine, theirs = [fold(word) for word in wanted], [fold(bare(word.text)) for word in found]
    for at in range(len(theirs) - len(mine) + 1):
        pairs = [(a, b) if full else (b, a) for a, b in zip(mine, theirs[at : at + len(mine)], strict=True)]
        if pairs[-1][0] == pairs[-1][1] and all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in pairs):
            last = found[at + len(mine) - 1]
            return Span(found[at].span.start, last.span.start + len(bare(last.text)))
    return None


def _part(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where the source has a person without what the draft adds: "Ruth Lindgate of Orm", "Kenyan Ruth Lindgate", "Ruth A. Lindgate"."""
    place = wanted.index("of") if "of" in wanted else len(wanted)
    of_people = wanted[0].lower().endswith(tuple(end for end in language.load().peoples if len(end) > 1))
    person = [word for word in wanted[of_people:place] if len(word) > 1]
    return _exact(person, found) if 1 < len(person) < len(wanted) else None


def _less_form(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where the source has a company without the form that the draft adds: "Orm Lifting Ltd"."""
    kept = [word for word in wanted if word.lower() not in language.load().company_forms]
    return _exact(kept, found) if 0 < len(kept) < len(wanted) else None


def _relative(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where the source has the country of a people, or the people of a country, for a body of theirs too ("the Kenyan Government")."""
    lists = language.load()
    country = " ".join(wanted[:-1] if len(wanted) > 1 and wanted[-1].lower() in lists.bodies else wanted)
    if country.lower() in lists.countries:
        return _compatriot(country, found)
    *first, last = wanted
    before = [spelling(word) for word in first]
    akin = _is_people if first else _kin
    for at in range(len(first), len(found)):  # "American Samoan" and "American Samoa"
        if found[at].text[0] != last[0] or not akin(last, bare(found[at].text)):
            continue
        if [spelling(word.text) for word in found[at - len(first) : at]] == before:
            return Span(found[at - len(first)].span.start, found[at].span.end)
    return None


def _plural(wanted: Sequence[str], found: Sequence[Word]) -> Span | None:
    """Where the source has several of a name, or one of several: "the Orms" and "Karl Orm", "MPs" and "the MP"."""
    *first, last = wanted
    if len(last) < 3:
        return None
    one = [form for ending in ("es", "s") if last.endswith(ending) and (form := last.removesuffix(ending))]
    return next((at for form in (*one, f"{last}s") if (at := _exact([*first, form], found))), None)


def _compatriot(wanted: str, found: Sequence[Word]) -> Span | None:
    countries = language.load().countries
    pairs = [(word.span, bare(word.lower)) for word in found if word.text[0].isupper()]
    pairs += [(Span(a.span.start, b.span.end), f"{a.lower} {bare(b.lower)}") for a, b in pairwise(found) if b.text[0].isupper()]
    return next((span for span, word in pairs if countries.get(word) == countries[wanted.lower()]), None)


def _kin(mine: str, theirs: str) -> bool:
    """Is one a country or town and the other its people: "Kenyan" and "Kenya", "Norwegian" and "Norway"?"""
    if not theirs[0].isupper():
        return False
    a, b = fold(mine), fold(theirs)
    return _of_people(a, b) or _of_people(b, a) or bool(_called_after(a) & _called_after(b))


@lru_cache(maxsize=4096)
def _called_after(word: str) -> frozenset[str]:
    """The word, and what those of a place or a creed are called after: "londoners" after London, "nazism" after the Nazis."""
    stems = [word.removesuffix(ending) for ending in language.load().followers if word.endswith(ending)]
    return frozenset([word, word.removesuffix("s"), *[stem for stem in stems if len(stem) >= KIN]])


def _is_people(mine: str, theirs: str) -> bool:
    """Is one the other's people, with no letter of the place changed: "Samoan" and "Samoa"? "Brandini" and "Brandino" are two people."""
    few, many = sorted((fold(mine), fold(theirs)), key=len)
    return theirs[0].isupper() and few != many and many.removeprefix(few) in language.load().peoples


def _of_people(people: str, place: str) -> bool:
    from rapidfuzz.distance import Prefix

    for ending in language.load().peoples:
        stem = people.removesuffix(ending)
        same = Prefix.similarity(stem, place)
        # a long ending may change the letters before it, "n" and "i" are put to the whole name
        if stem != people and same >= max(KIN, len(stem) - (2 if len(ending) > 1 else 0)) and len(place) - same < KIN:
            return True
    return False


def _near(wanted: Sequence[str], found: Sequence[Word]) -> tuple[Span, str, str, float] | None:
    """(place in the source, the draft's word, the source's word, how sure) of the nearest other spelling."""
    capitals = [bare(word.text) for word in found]
    alone = len(wanted) == 1
    if alone and len(wanted[0]) < ALONE:
        return None
    for size in (1,) if alone else (len(wanted), len(wanted) + MIDDLE):
        for at in [n for n, word in enumerate(capitals) if word[0].isupper()] if alone else _beside(wanted, capitals, size):
            if pair := _one_wrong(wanted, capitals[at : at + size]):
                span = Span(found[at].span.start, found[at + size - 1].span.start + len(capitals[at + size - 1]))
                return span, *pair, 0.7 if alone else 0.9
    return None


def _beside(wanted: Sequence[str], theirs: Sequence[str], size: int) -> list[int]:
    """Where so many words begin that hold one of the name's, if all of its words but one stand somewhere among them."""
    mine, other = {spelling(word) for word in wanted}, [spelling(word) for word in theirs]
    if len(mine.difference(other)) != 1:
        return []
    last = len(theirs) - size
    return sorted({at for n, word in enumerate(other) if word in mine for at in range(max(n - size + 1, 0), min(n, last) + 1)})


def _one_wrong(wanted: Sequence[str], theirs: Sequence[str]) -> tuple[str, str] | None:
    """The one word of the name that these words, in any order, have otherwise, and what stands for it; None where it is not one."""
    mine, other = {spelling(word) for word in wanted}, {spelling(word) for word in theirs}
    wrong = [word for word in wanted if spelling(word) not in other]
    if len(wrong) != 1:
        return None
    others_there = (word for word in theirs if spelling(word) not in mine and misspelt(wrong[0], word) and not _is_people(wrong[0], word))
    return next(((wrong[0], word) for word in others_there), None)


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


NAMES = Kind("facts.name", names, _may_stand_for, OF_NAMES, "signs-of-names")
