"""One of a list of names changed: "in Harnwick, Osk and Dunmere" told as "in Harnwick, Tarn and Dunmere"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from presscheck import language
from presscheck.aliases import others, spelling
from presscheck.enumerations import Listed, enumerations
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence
from presscheck.names import Name, bare, names
from presscheck.statements import assertions, where_read
from presscheck.words import flat, key, named_times, stopkeys, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

QUIET = True  # that a list stands as in its source is told for each of its names
BESIDE = 8  # words before and behind a list that tell what is listed
SHARED = 2  # of them that a source must have of a list of three; one fewer where more names agree
FEW = 3  # names
APART = 40  # letters between two names that may be one thing: "Tarn (formerly Osk)"
NEARBY = 300  # letters around the draft's name among which the others of its list may stand, one a line
HELD = 24  # passages in which both names are looked for


class Odd(NamedTuple):
    """The one name of the draft's list that the source's has not, and what it has for it."""

    mine: Name
    theirs: Name


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every list of three names or more, outside quotations; one that is told to be a part of a longer list is left alone."""
    for one in assertions(draft, sentences):
        for span in (one.at(listed.span) for listed in enumerations(one.text) if not listed.open):
            if not one.quotes(span):
                yield Fact("listed", span, one.index, draft[span], one.statement, derivable=True)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage has every name of the list; CONTRADICTS where it lists as many, of the same matter, and all but one are
    the draft's; MENTIONS where it tells of the odd one beside another of the list."""
    mine = where_read(fact, enumerations(fact.statement))
    if mine is None:
        return None
    there = {spelling(bare(word.text)) for word in words(passage.text)}
    lacking = [name for name in mine.members if not _words(name) <= there]
    if not lacking:
        return Evidence((passage,), (passage.span,), Relation.SUPPORTS, "facts.listed", 0.9, "source names them all")
    if len(lacking) > 1 and len(lacking) < len(mine.members):
        return None
    for theirs in enumerations(passage.text):
        odd = _odd(mine, theirs, fact.statement)
        if odd and not theirs.open and not _words(odd.mine) <= there and _same_matter(fact.statement, mine, passage, theirs, source):
            shown = theirs.span.shifted(passage.span.start)
            place = odd.mine.span.shifted(fact.span.start - mine.span.start)
            mine_said, theirs_said = (
                text[one.span.start : one.span.end] for text, one in ((fact.statement, odd.mine), (passage.text, odd.theirs))
            )
            note = f"draft says {flat(mine_said)}, source says {flat(theirs_said)}"
            return Evidence((passage,), (shown,), Relation.CONTRADICTS, "facts.listed", 0.8, note, place)
    return None


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where the sources do not tell the two names apart, or have the draft's name with the others elsewhere: no source has the
    draft's name at all, or one has both side by side for one thing ("Tarn, formerly Osk"), or another place tells it of the same."""
    mine, _, theirs = against.note.removeprefix("draft says ").partition(", source says ")
    note = f"source has {theirs} in this list, which may be told of another"
    mention = Evidence(against.passages, against.spans, Relation.MENTIONS, "facts.listed", 0.4, note)
    holding = library.holding(Fact("listed", fact.span, 0, mine, fact.statement), HELD)
    holding = tuple(passage for passage in holding if mine in passage.text)
    first = where_read(fact, enumerations(fact.statement))
    if first is None or not holding or any(_one_thing(passage.text, mine, theirs) for passage in holding):
        return mention
    matter = _matter(fact.statement, first)
    if any(2 * len(matter & _told(passage, library, against)) > len(matter) for passage in holding):
        return mention
    others_there = [name.words[-1].text for name in first.members if name.text != mine]
    around = (_around(passage, library[passage.document], against.passages[0]) for passage in holding)
    return mention if any(all(name in text for name in others_there) for text in around) else None


def _around(passage: Passage, source: Document, apart: Passage) -> str:
    """The text around a passage, where a list may run over several lines, without the passage that has the source's list; nothing around
    a row of a table, which names all there are."""
    block, text = source.block_at(passage.span.start), source.text
    if block is not None and block.cell:
        return ""
    start, end = max(passage.span.start - NEARBY, 0), passage.span.end + NEARBY
    if passage.document != apart.document:
        return text[start:end]
    return text[start : min(apart.span.start, end)] + text[max(apart.span.end, start) : end]


def _told(passage: Passage, library: Library, apart: Evidence) -> frozenset[str]:
    """The keys of the words of a passage and of what gives it its sense, the passage with the source's list apart."""
    source, listing = library[passage.document], apart.passages[0]
    context = [span for span in passage.context if passage.document != listing.document or not span.overlaps(listing.span)]
    return telling(passage.text).union(*(telling(source[span]) for span in context))


def _one_thing(text: str, mine: str, theirs: str) -> bool:
    """Do the two stand so close, with more than a comma or an "and" between them, that one may be the other: "Tarn (formerly Osk)"?"""
    pair = rf"(?:{re.escape(mine)}([^.;]{{1,{APART}}}?){re.escape(theirs)}|{re.escape(theirs)}([^.;]{{1,{APART}}}?){re.escape(mine)})"
    apart = language.load().listing["joined"]
    return any("(" in (told := match[1] or match[2]) or not {w.lower for w in words(told)} <= apart for match in re.finditer(pair, text))


def _odd(mine: Listed, theirs: Listed, statement: str) -> Odd | None:
    """The two names by which lists of one length differ, where there is but one pair and each of the two stands for something else."""
    if len(mine.members) != len(theirs.members):
        return None
    left, own = list(theirs.members), list[Name]()
    for name in mine.members:
        same = next((other for other in left if _same(name, other, statement)), None)
        if same is None:
            own.append(name)
        else:
            left.remove(same)
    if len(own) != 1 or _words(own[0]) & _words(left[0]) or _letters(own[0]) == left[0].text or _letters(left[0]) == own[0].text:
        return None
    return Odd(own[0], left[0])


def _same(a: Name, b: Name, statement: str) -> bool:
    """Are the two one name, or one a part of the other: "Lind" and "Ann Lind"; or two names of one country or body?"""
    first, second = _words(a), _words(b)
    countries = language.load().countries
    group = countries.get(a.text.lower())
    called = {" ".join(other) for other in others(a.text, statement)}
    return first <= second or second <= first or (group is not None and group == countries.get(b.text.lower())) or b.text in called


def _words(name: Name) -> frozenset[str]:
    return frozenset(spelling(bare(word.text)) for word in name.words)


def _letters(name: Name) -> str:
    return "".join(word.text[0] for word in name.words if word.text[0].isupper())


def _same_matter(statement: str, mine: Listed, passage: Passage, theirs: Listed, source: Document) -> bool:
    """Do the words around both lists tell of one matter, with no other day or count on either side, and no roll of votes?"""
    ours, told = _matter(statement, mine), telling_around(passage, source)
    other = _matter(passage.text, theirs)
    voting = {key(word) for word in language.load().votes["motions"] | language.load().votes["voting"]}
    if voting & (ours | other) or (named_times(statement) - told and named_times(passage.text) - telling(statement)):
        return False
    if _named_beside(statement, mine, passage.text, theirs):
        return False
    return len(ours & told) >= SHARED - (len(mine.members) > FEW) and 3 * len(ours & told) >= min(len(ours), len(other) or len(ours))


def _named_beside(statement: str, mine: Listed, text: str, theirs: Listed) -> bool:
    """Do both sentences name others beside their lists, and none in common: two firms' towns, two coaches' teams?"""
    ours, other = (
        {w for one in names(told) if not one.span.overlaps(at.span) for w in _words(one)}
        for told, at in ((statement, mine), (text, theirs))
    )
    return bool(ours and other) and ours.isdisjoint(other)


def _matter(text: str, listed: Listed) -> frozenset[str]:
    """The keys of the telling words right before and behind a list, no names of its own and no figures."""
    tokens = words(text)
    before = [word for word in tokens if word.span.end <= listed.span.start][-BESIDE:]
    behind = [word for word in tokens if word.span.start >= listed.span.end][:BESIDE]
    named = {word.key for name in listed.members for word in name.words}
    return frozenset(word.key for word in (*before, *behind) if not word.text[0].isdecimal()) - stopkeys() - named
