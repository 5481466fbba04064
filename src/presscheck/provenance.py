"""Where the draft's facts come from: its own citations held against the sources given, and how much of it rests on each of those.

A citation that may mean two sources means none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from presscheck import language, places
from presscheck.dating import is_of, own_date
from presscheck.facts.date import dates
from presscheck.imprint import MARKUP, Imprint, file_name, imprint_of, is_chrome, spaced, squeezed, tier
from presscheck.ledger import ADDRESS, Citation, Ledger, explains, inside, pointing, read
from presscheck.model import BlockKind, Document, Evidence, Outcome, Relation, Sentence, Span, Standing, Verdict
from presscheck.words import key, telling

SHINGLE, LEAST_WORDS, HALF = 5, 60, 0.5
KNOWN = 50  # sources in which one run of words is looked up; what stands in more is boiler plate
SURE = 0.6  # share of a citation's telling words that a source's own name must have
PIECES = 20  # of a note that names several sources
SLUG = 3  # telling words of an address that may stand for a title

_TOKEN = re.compile(r"\w+")
_SCHEME = re.compile(r"^https?://(?:www\.)?")
_SAME = re.compile(r"(?:ibid|idem|same (?:source|document|file|as above)|as above)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which given source a citation means, None where none surely does; `by` is what told: "file name", "address", "title", "publisher",
    "author", "words" or "the note before"; `note` are the words that tell the place in it."""

    citation: Citation
    source: Document | None
    by: str = ""
    note: str = ""


def standings(sources: Sequence[Document], verdicts: Sequence[Verdict]) -> tuple[Standing, ...]:
    """One standing for each source, in the order given."""
    firsts = _firsts(sources)
    resting = Counter(source for verdict in verdicts if verdict.outcome is Outcome.SUPPORTED for source in _told_by(verdict.evidence))
    found = []
    for source in sources:
        first, what, terms = firsts[source.id].id, tier(source), source.origin.terms if source.origin else ""
        found.append(Standing(source.id, what.kind, what.reason, resting[source.id], first if first != source.id else "", terms))
    return tuple(found)


def carriers(
    draft: Document, sentences: Sequence[Sentence], verdicts: Sequence[Verdict], sources: Sequence[Document]
) -> list[tuple[Document, list[Verdict]]]:
    """The sources that carry the article, each with the supported verdicts that rest on it in the draft's order; the one that most rest on
    first. Facts in the draft's own source list do not count, and of copies the first stands for all."""
    lines, firsts = read(draft).lines, _firsts(sources)
    story = {sentence.index for sentence in sentences if not inside(sentence.span, lines)}
    carried: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda verdict: verdict.fact.span):
        if verdict.outcome is Outcome.SUPPORTED and verdict.fact.sentence in story:
            told = _told_by(one for one in verdict.evidence if one.relation is Relation.SUPPORTS)
            for first in {firsts[source].id for source in told if source in firsts}:
                carried[first].append(verdict)
    found = [(source, carried[own]) for own, source in firsts.items() if own in carried]
    return sorted(found, key=lambda pair: -len(pair[1]))


def _told_by(evidence: Iterable[Evidence]) -> set[str]:
    """The ids of the documents that its passages stand in."""
    return {passage.document for one in evidence for passage in one.passages}


def alike(sources: Sequence[Document]) -> dict[str, str]:
    """The id of each source -> the id of the one that stands for all copies of its story."""
    return {own: first.id for own, first in _firsts(sources).items()}


def _firsts(sources: Sequence[Document]) -> dict[str, Document]:
    """Which source stands for each id, in the order given: the first with that text, or the first of the copies of its story."""
    firsts: dict[str, Document] = {}
    for source in sources:
        firsts.setdefault(source.id, source)
    firsts.update((copy.id, group[0]) for group in copies(sources) for copy in group)
    return firsts


# Which source a citation means.


@dataclass(frozen=True, slots=True)
class _Reference:
    """All that a draft tells of a source it cites: `whole` as it stands, and apart the `addresses` in it and the words `told`; `keys` are
    those of the words that may be in its name."""

    whole: str
    told: str = ""
    addresses: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()


def resolve(book: Ledger, sources: Sequence[Document]) -> tuple[Resolved, ...]:
    """For each citation, in order, the given source that it surely means, or each of those that its note names with a semicolon between
    them; of copies of one story the first stands for all."""
    return tuple(_resolved(book, sources, _firsts(sources)))


def _resolved(book: Ledger, sources: Sequence[Document], firsts: dict[str, Document]) -> Iterator[Resolved]:
    named = [(source.name, firsts[source.id]) for source in sources]
    imprints = [imprint_of(source) for source in {source.id: source for source in firsts.values()}.values()]
    said = {entry.span: entry.text for entry in book.entries}
    kept: dict[_Reference, tuple[Document | None, str]] = {}
    before: dict[bool, Document | None] = {}  # of notes, and of comments
    for one in book.citations:
        reference = _reference(one, said)
        last = before.get(one.form == "comment")
        if _SAME.match(reference.whole) and last:
            yield Resolved(one, last, "the note before", reference.whole)
            continue
        if reference not in kept:
            kept[reference] = _meant(reference, imprints, named)
        several = _several(one, reference.whole, imprints, named)
        yield from several or [Resolved(one, *kept[reference], reference.whole)]
        if one.form in ("footnote", "number", "comment"):
            before[one.form == "comment"] = several[-1].source if several else kept[reference][0]


def _several(citation: Citation, whole: str, imprints: Sequence[Imprint], named: Sequence[tuple[str, Document]]) -> list[Resolved]:
    """The sources of a note that names more than one ("letters.pdf, p. 3; p. 9; the log, row 12"), None for a piece that means none that
    is given; nothing where it names one."""
    pieces = [piece.strip() for piece in whole.split(";")[:PIECES]] if citation.form in ("footnote", "number", "comment") else []
    found, last = list[Resolved](), None
    for piece in pieces if len(pieces) > 1 else ():
        if last and piece and (_SAME.match(piece) or not places.without(piece)):
            found.append(Resolved(citation, last, "the note before", piece))
        elif piece:
            last, by = _meant(_told(piece, piece, frozenset()), imprints, named)
            found.append(Resolved(citation, last, by, piece))
    return found if any(one.source for one in found) else []


def _reference(citation: Citation, said: dict[Span, str]) -> _Reference:
    """What its entry says, else what the citation itself says; a stand-in, or a number without an entry, can only be a file's name."""
    own = citation.target if citation.form == "comment" else f"{citation.label} {citation.target}".strip()
    whole = said.get(citation.entry, own) if citation.entry else own
    if citation.form == "placeholder" or (citation.form in ("footnote", "number") and citation.entry is None):
        return _Reference(whole)
    told = citation.label if citation.form == "link" else ADDRESS.sub(" ", whole)
    return _told(whole, told, pointing() if citation.form == "phrase" else frozenset())


def _told(whole: str, told: str, idle: frozenset[str]) -> _Reference:
    """A reference that says `told`; words that are `idle` are in no source's name."""
    keys = frozenset(word for word in telling(told) if not word.isdecimal()) - idle
    return _Reference(whole, told, tuple(address.group().casefold() for address in ADDRESS.finditer(whole)), keys)


def _meant(reference: _Reference, imprints: Sequence[Imprint], named: Sequence[tuple[str, Document]]) -> tuple[Document | None, str]:
    """The source, and what told."""
    by_name = {source.id: source for name, source in named if _has_name(reference.whole, name)}
    if not by_name and reference.told and (bare := places.without(reference.whole)) != reference.whole:
        by_name = {source.id: source for name, source in named if _has_name(bare, name)}
    if by_name:
        return (next(iter(by_name.values())), "file name") if len(by_name) == 1 else (None, "")
    for by, fits in (("address", _at_address), ("title", _titled), ("publisher", _published_by), ("author", _written_by)):
        meant = [imprint for imprint in imprints if fits(imprint, reference)]
        if by in ("publisher", "author"):
            meant = [imprint for imprint in meant if _may_mean(reference, imprint.source)]
        if len(meant) > 1:
            meant = _narrowed(meant, reference.told)
        if meant:
            return (meant[0].source, by) if len(meant) == 1 else (None, "")
    one = _by_words(reference, imprints)
    return (one, "words") if one and _may_mean(reference, one) else (None, "")


def _may_mean(reference: _Reference, source: Document) -> bool:
    """May a reference that has no more than some of its names mean this source? Not where it tells another day or another page of the web,
    nor where it is a sentence that only speaks of who published it."""
    days, own = places.days_of(reference.told), own_date(source)
    if own and any(is_of(day, own) for day in days):
        return True
    if explains(reference.told) or any("/" in _SCHEME.sub("", address).rstrip("/") for address in reference.addresses):
        return False
    place = places.find(reference.whole, source) if days and own else None
    return not (days and own) or bool(place and place.spans)


def _has_name(whole: str, name: str) -> bool:
    """Does the reference give the file's name, whole, or nothing but its stem? A page has an address and no such name."""
    if "://" in name:
        return False
    lower, wanted = unquote(whole).casefold(), file_name(name).casefold()
    at = lower.find(wanted) if wanted else -1
    if at >= 0 and not lower[max(at - 1, 0) : at].isalnum() and not lower[at + len(wanted) : at + len(wanted) + 1].isalnum():
        return True
    stem = squeezed(file_name(name).rsplit(".", 1)[0])
    return len(stem) > 3 and stem == squeezed(whole)


def _at_address(imprint: Imprint, reference: _Reference) -> bool:
    """Does the source give an address of the reference as its own, or does one end in the words of its title?"""
    for address in reference.addresses:
        bare = _SCHEME.sub("", address).partition("#")[0].partition("?")[0].rstrip("/")
        _, slash, last = bare.rpartition("/")
        if slash and re.search(re.escape(bare) + r"(?![\w/-])", imprint.edges):
            return True
        slug = telling(spaced(unquote(last).rsplit(".", 1)[0])) if slash else frozenset()
        worded = frozenset(word for word in slug if not word.isdecimal())
        if len(worded) >= SLUG and len(worded & telling(imprint.title)) >= max(SLUG, 0.8 * len(worded)):
            return True
    return False


def _titled(imprint: Imprint, reference: _Reference) -> bool:
    """Are the title's words all there, three that tell or more?"""
    mine = telling(imprint.title)
    return len(mine) >= 3 and mine <= telling(reference.told)


def _published_by(imprint: Imprint, reference: _Reference) -> bool:
    """Is the publisher named, or does an address begin with its name?"""
    mine = squeezed(imprint.publisher)
    if len(mine) < 4 and not (imprint.publisher.isupper() and mine):
        return False
    hosts = [_SCHEME.sub("", address).removeprefix("www.").partition("/")[0] for address in reference.addresses]
    return _in_words(imprint.publisher, reference.told) or any(host.partition(".")[0].replace("-", "") == mine for host in hosts)


def _written_by(imprint: Imprint, reference: _Reference) -> bool:
    return len(imprint.author.split()) > 1 and _in_words(imprint.author, reference.told)


def _in_words(name: str, told: str) -> bool:
    """Does the name stand in the text, word for word?"""
    mine, theirs = ([key(word) for word in _TOKEN.findall(text)] for text in (name, told))
    return bool(mine) and any(theirs[at : at + len(mine)] == mine for at in range(len(theirs) - len(mine) + 1))


def _narrowed(meant: Sequence[Imprint], told: str) -> list[Imprint]:
    """Those of the day that the reference tells, and of those the ones whose names share most words with it."""
    days = {(day.year, day.month, day.day) for day in dates(told, 0, len(told)) if day.month and day.day}
    left = [imprint for imprint in meant if not days or _is_of(imprint.source, days)]
    shared = [len(imprint.keys & telling(told)) for imprint in left]
    most = max(shared, default=0)
    return [imprint for imprint, count in zip(left, shared, strict=True) if count == most]


def _is_of(source: Document, days: Iterable[tuple[int | None, int | None, int | None]]) -> bool:
    """Is it of one of these days, whose year may be untold?"""
    own = own_date(source)
    return own is not None and any(year in (None, own.year) and (month, day) == (own.month, own.day) for year, month, day in days)


def _by_words(reference: _Reference, imprints: Sequence[Imprint]) -> Document | None:
    """The one source whose names hold most of the reference's telling words, two or more."""
    shared = [len(reference.keys & imprint.keys) for imprint in imprints]
    most = max(shared, default=0)
    if most < max(2, SURE * len(reference.keys)) or shared.count(most) > 1:
        return None
    return imprints[shared.index(most)].source


# Copies of one story.


def copies(sources: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    """Groups of sources that are one story printed more than once, each in the order given: runs of five words in the same order, over half
    of those of the shorter. A statement and the report that quotes it are two; sources under 60 words are never copies."""
    return _copies(tuple(sources))


@lru_cache(maxsize=8)  # a draft is checked many times against the same sources
def _copies(sources: tuple[Document, ...]) -> tuple[tuple[Document, ...], ...]:
    shingles = [_shingles(source) for source in sources]
    leaders = list(range(len(sources)))
    for n, other in _sharing(shingles):
        low, high = sorted((_leader(leaders, n), _leader(leaders, other)))
        if low != high and _alike(sources[n], sources[other]) and _repeats(shingles[n], shingles[other]):
            leaders[high] = low
    groups: dict[int, list[Document]] = defaultdict(list)
    for n, source in enumerate(sources):
        groups[_leader(leaders, n)].append(source)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _leader(leaders: list[int], n: int) -> int:
    """The first of the group that `n` is in."""
    while leaders[n] != n:
        leaders[n] = leaders[leaders[n]]
        n = leaders[n]
    return n


def _alike(one: Document, other: Document) -> bool:
    """May the two be the same thing: not one a paper and the other a report of it?"""
    return {tier(one).kind, tier(other).kind} != {"primary", "secondary"}


_Shingles = dict[tuple[str, ...], int]


@lru_cache(maxsize=256)
def _shingles(source: Document) -> _Shingles:
    """Every run of five words of the story, with where it first stands; nothing of a short one."""
    told = [word for line in _story(source) for word in _TOKEN.findall(line.lower())]
    if len(told) < LEAST_WORDS:
        return {}
    found: _Shingles = {}
    for at in range(len(told) - SHINGLE + 1):
        found.setdefault(tuple(told[at : at + SHINGLE]), at)
    return found


def _story(source: Document) -> Iterator[str]:
    """The lines of running text: no headers, tables, bylines or what a page puts around any story."""
    for block in source.blocks:
        if block.kind not in (BlockKind.HEADER, BlockKind.CELL, BlockKind.HEADING):
            for line in source[block.span].split("\n"):
                bare = line.strip(MARKUP)
                byline = len(bare) < 100 and bare.lower().split(" ", 1)[0] in language.load().bylines and not bare.endswith(".")
                if bare and not byline and not (len(bare) < 200 and is_chrome(bare)):
                    yield bare


def _sharing(shingles: Sequence[_Shingles]) -> Iterator[tuple[int, int]]:
    """Each two that share over half the runs of the shorter, the later of the two first."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, mine in enumerate(shingles):
        shared: Counter[int] = Counter()
        for shingle in mine:
            held = holders[shingle]
            shared.update(held)
            if len(held) < KNOWN:
                held.append(n)
        for other, count in sorted(shared.items()):
            if count > HALF * min(len(mine), len(shingles[other])):
                yield n, other


def _repeats(one: _Shingles, other: _Shingles) -> bool:
    """Do over half the runs of the shorter stand in both in the same order?"""
    return _in_order([other[shingle] for shingle in one if shingle in other]) > HALF * min(len(one), len(other))


def _in_order(places: Sequence[int]) -> int:
    """The length of the longest run of places that grow, gaps allowed."""
    ends = list[int]()
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
