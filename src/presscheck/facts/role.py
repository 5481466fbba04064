"""Posts, occupations and ties of named people: the sources must give the same person the same one, or one that goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from presscheck import language
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.posts import KIN, Post, names_post, post_in
from presscheck.roles import Tie, Told, same, told
from presscheck.statements import around, asserts, statements
from presscheck.words import Word, flat, fold, in_lower, key, stopkeys, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

MARK = ": "
OF_THE_DAY = re.compile(r" (?:of the (?:day|time)|at the time|in those days)\b")  # behind a post that is over
COURT = "court"  # of whose posts a story has few holders
ANY = re.compile(r"(?:an?|one) ", re.IGNORECASE)  # "a councillor": that another is one as well tells nothing
OVER_ALL = frozenset({"chief", "managing", "executive", "general", "director", "union", "police"})  # first words of a title
FULL = 40  # passages of all sources, from which on it is said that none has a post
AGENT = re.compile(r"(?<=...)(?:er|or|ist|man|woman)$")  # the ending of who does something
STEM = 6  # letters that the words for a post must share with what a source has
LONG = 60  # letters before "until" among which the post is looked for
SEATED = frozenset({"member", "member of parliament", "senator", "councillor"})  # told with the place that chose them
NAMED = r"([A-Z][\w'’&-]*(?: (?:of |the |and |de )?[A-Z][\w'’&-]*){0,4})"
HOUSE = re.compile(rf" (?:of|at|for) (?:the )?(?:[a-z]+ ){{0,3}}{NAMED}")
BEHIND = re.compile(r" (?:of|at|for) [^,.;:()\n]{1,60}")  # a post: "of the Danish club Vester IF"
SEAT = re.compile(
    rf"(?:,? (?:the )?(?:[Mm]ember|MP|[Ss]enator|[Cc]ouncillor) for (?:the )?| \((?:MP for |[Mm]ember for )?){NAMED}(?=[;,)])"
)
# before a post that somebody held when something happened, which leaves open what they are now
THEN = re.compile(r"\b(?:was|were|being|been),? (?:then|at (?:the|that) (?:(?:material|relevant) )?time),? (?:the )?$")
COMING = re.compile(
    r"\b(?:will|would|shall|is to|are to|due to|set to) (?:then )?(?:be|become|serve as|take over as)(?: (?:the|its|their))? $"
)
NEW = re.compile(r"\b(?:new|next|incoming|future|designate|elect|coming)\b")
SOFT_RANKS = frozenset(("professor", "secretary", "lawyer", "prosecutor"))  # "associate professor": titles often told without their rank


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """One fact for each post that the draft gives to a name; the span is the post, the reading "name: phrase"."""
    statement = statements(draft, sentences)
    seen: set[Span] = set()
    for tie in told(draft).ties:
        near = around(sentences, tie.post.span)
        if not near or not tie.sure or tie.post.span in seen or not asserts(draft, near[0]) or _any_one(draft, tie.post):
            continue
        seen.add(tie.post.span)
        phrase = flat(draft[tie.post.phrase])
        if OF_THE_DAY.match(draft.text, tie.post.phrase.end):
            phrase = f"then {phrase}"
        yield Fact("role", tie.post.span, near[0].index, f"{' '.join(tie.who)}{MARK}{phrase}", statement[near[0].index])


def _any_one(draft: Document, post: Post) -> bool:
    """ "|One mother|, Ann Lee, waited for an hour": whose mother she is is not told?"""
    before, own = words(draft.text[max(post.span.start - 12, 0) : post.span.start]), words(draft[post.span])
    return post.family == "kin" and "one" in {word.lower for word in (*before[-1:], *own[:1])}


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage gives the same person the same post; CONTRADICTS where it gives them one that excludes it, or where the
    source gives the post, or the very title, to somebody else and this person another, or tells that the post ended, that the person left
    the house, or that another took it over on their leaving; MENTIONS where person and post stand together, not surely tied."""
    who, _, phrase = fact.reading.partition(MARK)
    mine, name = post_in(phrase), tuple(who.split())
    # before the whole source is read
    if mine is None or not (names_post(passage.text) or _tells_of_leaving(passage.text)) or not _spoken_of(name, passage, source):
        return None
    source_says = told(source, frozenset(fold(part) for part in name))
    here = [tie for tie in source_says.within(passage.span) if _meant(tie, name)]
    all_theirs = _of_person(source_says, name)
    if mine.past:  # "became its editor in 1996 and is now director": what the draft tells as well is no other post in its place
        here = [tie for tie in here if _agree(mine, tie.post) or flat(source[tie.post.span]).lower() not in fact.statement.lower()]
    if agreeing := next((tie for tie in here if _agree(mine, tie.post)), None):
        return _evidence(passage, agreeing.post.span, Relation.SUPPORTS, 0.9, f"source says {flat(source[agreeing.post.span])}")
    if any(_agree(mine, tie.post) for tie in all_theirs):
        return None
    if gone := _gone(mine, fact, name, passage, source):
        note = f"draft says {phrase[mine.span.start : mine.span.end]}, source says {flat(source[gone])}"
        return _evidence(passage, gone, Relation.CONTRADICTS, 0.75, note)
    if holder := _succeeded(mine, name, passage, source):
        return _against(fact, mine, holder, passage, source, 0.7)
    if seat := _other_seat(mine, fact, name, passage, source):
        note = f"draft says {' '.join(_house(fact))}, source says {source[seat]}"
        return _evidence(passage, seat, Relation.CONTRADICTS, 0.8, note)
    beside = next((t for t in here if _excludes(mine, t.post, all_theirs) and _same_house(mine, fact, t.post, source)), None)
    if loose := _together(mine, name, passage, source_says, COMING if beside else None):
        return _evidence(passage, loose, Relation.MENTIONS, 0.5, f"source speaks of {source[loose]} beside the name")
    if rival := max((tie for tie in here if _excludes(mine, tie.post, all_theirs)), key=lambda tie: len(tie.post.span), default=None):
        return _against(fact, mine, rival, passage, source, 0.85)
    other = next((tie for tie in here if tie.post.family != KIN), None)
    if other and _titled_so(mine, phrase, name, all_theirs, source):
        return _against(fact, mine, other, passage, source, 0.75)
    if other is None or any(_related(mine.name, tie.post.name) for tie in all_theirs):
        return None
    if not (ANY.match(phrase) and mine.family != COURT) and _held_by_another(mine, name, told(source)):
        return _against(fact, mine, other, passage, source, 0.75)
    alone = [tie for tie in here if _only(mine, tie.post)]
    return _against(fact, mine, alone[0], passage, source, 0.6) if alone else None


def naming(fact: Fact, library: Library, limit: int) -> tuple[Passage, ...]:
    """The passages that have the name or its last word, at most `limit` of each, with what stands beside: a signature's next line tells
    the post."""
    who = fact.reading.partition(MARK)[0]
    named = {passage for part in (who, who.rpartition(" ")[2]) for passage in library.holding(replace(fact, reading=part), limit)}
    return library.around(named, 1)


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """Where it cannot be said that no source has the post of this person: what there is of sources is short, none names the person, or one
    has a word with which it may tell the post: MENTIONS."""
    who, _, phrase = fact.reading.partition(MARK)
    mine, last = post_in(phrase), who.rpartition(" ")[2]
    nearest = next((passage for text in (last, phrase) for passage in library.seeking(text, 1)), library.coverage(()).passage)
    if nearest is None:
        return None
    named = nearest.document in library.holders_of(key(last)) and last not in language.load().stages.bodies
    known = mine is not None and bool(mine.family) and not (mine.family == KIN and _of_another(phrase))
    if len(library) > FULL and named and mine is not None and known and not any(map(library.has_begun, _beginnings(mine))):
        return None
    note = f"source names {last.capitalize()}, not surely as this" if named else "a source may tell it in other words"
    return _evidence(nearest, nearest.span, Relation.MENTIONS, 0.3, note)


def _of_another(phrase: str) -> bool:
    """Is it told whose relative: "her uncle", "Ann's son"? Whom else a source tells of may be the link."""
    return bool(re.search(r"['’]s?\s", phrase)) or phrase.split(maxsplit=1)[0].lower() in language.load().determiners


@lru_cache(maxsize=1024)
def _beginnings(mine: Post) -> frozenset[str]:
    """The beginnings of the words with which the post, and what says more or less, is told: "teach", "farm" of who does it."""
    roles = language.load().roles
    names = {mine.name, *roles.wider.get(mine.name, ()), *(name for name, wider in roles.wider.items() if mine.name in wider)}
    told = (word for called, (name, _) in roles.posts.items() if name in names for word in called)
    spelt = {form for word in told if key(word) not in stopkeys() for form in (AGENT.sub("", word), key(word))}
    return frozenset(form[:STEM] for form in spelt)


def _tells_of_leaving(text: str) -> bool:
    return not language.load().roles.leaving.isdisjoint(in_lower(text))


def _gone(mine: Post, fact: Fact, name: Sequence[str], passage: Passage, source: Document) -> Span | None:
    """Where the passage tells of the person that they are no more what the draft says they are: the post "until January 2021" in brackets
    behind the name, or that they "left the force"."""
    tokens = words(passage.text, passage.span.start)
    if mine.family == KIN or mine.former or mine.past or name[-1] not in {fold(word.text) for word in tokens}:
        return None
    house = _left(fact) - {key(part) for part in name}
    for at, word in enumerate(tokens):
        behind = tokens[at + 1 : at + 4]
        last = next((other for other in behind if other.key in house), None)
        if last and word.lower in language.load().roles.leaving and _of_whom(source.text, tokens, at) in (name[-1], "("):
            return Span(word.span.start, last.span.end)
        if word.lower == "until" and behind and (behind[0].lower in language.load().months or behind[0].text.isdecimal()):
            begin = source.text.rfind("(", max(word.span.start - LONG, passage.span.start), word.span.start)
            held = post_in(source.text[begin + 1 : word.span.start]) if begin >= 0 else None
            near = {fold(other.text) for other in tokens if begin - LONG <= other.span.start < begin}
            if held is not None and held.name == mine.name and name[-1] in near:
                return Span(begin + 1, behind[1].span.end if behind[1:] and behind[1].text.isdecimal() else behind[0].span.end)
    return None


def _house(fact: Fact) -> tuple[str, ...]:
    """The words of the name of what the draft's post is of or for: "chief executive of |Vester IF|"."""
    statement = flat(fact.statement)
    phrase = fact.reading.partition(MARK)[2]
    at = statement.find(phrase)
    found = HOUSE.match(statement, at + len(phrase)) if at >= 0 else None
    return tuple(word.text for word in words(found[1])) if found else ()


def _same_house(mine: Post, fact: Fact, theirs: Post, source: Document) -> bool:
    """Is the other post, told of no other time, one of the very house of which the draft's is?"""
    if mine.former or mine.past or theirs.former or theirs.past or NEW.search(fact.reading):
        return False
    house, behind = {fold(word) for word in _house(fact)}, BEHIND.match(source.text, theirs.span.end)
    return bool(house) and behind is not None and house <= {fold(word.text) for word in words(behind[0])}


def _other_seat(mine: Post, fact: Fact, name: Sequence[str], passage: Passage, source: Document) -> Span | None:
    """The seat of the person, behind the name in brackets or after "member for", where the draft has another: "TANE LISLE (|Orvale|;"."""
    seat = {fold(word) for word in _house(fact)}
    if mine.name not in SEATED or not seat or mine.former:
        return None
    tokens = words(passage.text, passage.span.start)
    if seat & {fold(word.text) for word in tokens}:
        return None
    for word in tokens:
        if fold(word.text) == name[-1] and (found := SEAT.match(source.text, word.span.end)) and found.end() <= passage.span.end:
            return None if {fold(part.text) for part in words(found[1])} & language.load().roles.parties else Span(*found.span(1))
    return None


@lru_cache(maxsize=1024)
def _left(fact: Fact) -> frozenset[str]:
    """The keys of what the person may have left: the house that the post is of, or that stands in its phrase ("the force's"); no room, out
    of which anybody walks."""
    told = telling(f"{fact.reading.partition(MARK)[2]} {' '.join(_house(fact))}")
    return told - {key(word) for word in language.load().roles.rooms}


def _of_whom(text: str, tokens: Sequence[Word], at: int) -> str:
    """The folded word right before "left", "who" and "has" passed over; "(" where a bracket opens there."""
    start = tokens[at].span.start
    if text[max(start - 1, 0) : start] == "(":
        return "("
    before = next((word for word in reversed(tokens[max(at - 3, 0) : at]) if word.lower not in ("who", "has", "had", "since")), None)
    return fold(before.text) if before else ""


def _succeeded(mine: Post, name: Sequence[str], passage: Passage, source: Document) -> Tie | None:
    """The other person whom a passage gives the post to that tells that this one left it: "on the |retirement of| Ian Dunmore"."""
    if mine.family == KIN or mine.former or mine.past:
        return None
    tokens, told_of = words(passage.text), language.load().roles.succession
    first = next((at for at in range(len(tokens)) if fold(tokens[at].text) == name[0]), 0)
    if told_of.isdisjoint(word.lower for word in tokens[max(first - 2, 0) : first]) or not set(name) <= {
        fold(word.text) for word in tokens
    }:
        return None
    here = told(source).within(passage.span)
    return next((t for t in here if t.post.name == mine.name and not t.post.former and not set(t.who) & set(name)), None)


def _titled_so(mine: Post, phrase: str, name: tuple[str, ...], all_theirs: Sequence[Tie], source: Document) -> bool:
    """Does the source give another person the very title, of several words, and this one none with its first: "medical director"?"""
    title = phrase[mine.span.start : mine.span.end].lower()
    if (
        len(title.split()) < 2
        or mine.former
        or ANY.match(phrase)
        or _of_all(title, mine, all_theirs)
        or any(title.split()[0] in source[tie.post.span].lower() for tie in all_theirs)
    ):
        return False
    others = [tie for tie in told(source).by_post.get(mine.name, ()) if source[tie.post.span].lower() == title]
    return bool(others) and not any(set(tie.who) & set(name) for tie in others)


def _of_all(title: str, mine: Post, all_theirs: Sequence[Tie]) -> bool:
    """Is it a title of who is over all, for which the source may have another word: "chief executive" for its "director"?"""
    return title.split(maxsplit=1)[0] in OVER_ALL and any(_related(mine.name, tie.post.name) for tie in all_theirs)


def _spoken_of(name: Sequence[str], passage: Passage, source: Document) -> bool:
    """Does the passage, or what stands around it, have a word of the name?"""
    around = telling_around(passage, source)
    return bool({key(part) for part in name} & around)


def _evidence(passage: Passage, at: Span, relation: Relation, score: float, note: str) -> Evidence:
    return Evidence((passage,), (at,), relation, "facts.role", score, note)


def _against(fact: Fact, mine: Post, theirs: Tie, passage: Passage, source: Document, score: float) -> Evidence:
    phrase = fact.reading.partition(MARK)[2]
    note = f"draft says {phrase[mine.span.start : mine.span.end]}, source says {flat(source[theirs.post.span])}"
    return _evidence(passage, theirs.post.span, Relation.CONTRADICTS, score, note)


@lru_cache(maxsize=4096)
def _of_person(source_says: Told, name: tuple[str, ...]) -> tuple[Tie, ...]:
    """What the source gives the person, each post once, however often it is told."""
    found: dict[tuple[object, ...], Tie] = {}
    for tie in source_says.of_name(name):
        if _meant(tie, name):
            post = tie.post
            found.setdefault((post.name, post.rank, post.former, post.past, post.of, post.owned), tie)
    return tuple(found.values())


def _meant(tie: Tie, name: Sequence[str]) -> bool:
    return tie.sure and same(tie.who, name)


def _agree(mine: Post, theirs: Post) -> bool:
    """The same post of the same rank; a former one for one that is not told to be over is not the same."""
    return mine.name == theirs.name and not _other_rank(mine, theirs) and not _over(mine, theirs)


def _other_rank(mine: Post, theirs: Post) -> bool:
    return mine.name not in SOFT_RANKS and bool(mine.rank) != bool(theirs.rank)


def _over(mine: Post, theirs: Post) -> bool:
    """Is what the draft tells as present no more, after the source?"""
    return theirs.former and not mine.former and not mine.past


def _at_other_times(mine: Post, theirs: Post) -> bool:
    return mine.former != theirs.former and not (mine.past and theirs.former) and not (mine.former and theirs.past)


def _excludes(mine: Post, theirs: Post, all_theirs: Sequence[Tie]) -> bool:
    """May one person not be both: another post of one family, towards the same other person; another rank; over already?"""
    if mine.name == theirs.name:
        return _other_rank(mine, theirs) or _over(mine, theirs)
    occupations = language.load().roles.occupations
    one_family = mine.family == theirs.family or {mine.family, theirs.family} <= occupations
    if not mine.family or not one_family or _related(mine.name, theirs.name) or _at_other_times(mine, theirs):
        return False
    if mine.family != KIN:
        return True
    if not mine.owned:
        return False
    if mine.of and theirs.of:
        return bool(set(mine.of) & set(theirs.of))
    if theirs.of_house:
        return False
    return len({tie.post.name for tie in all_theirs if tie.post.family == KIN}) == 1


def _related(mine: str, theirs: str) -> bool:
    """Does one say less than the other, so that both may be right?"""
    wider = language.load().roles.wider
    return mine == theirs or theirs in wider.get(mine, ()) or mine in wider.get(theirs, ())


def _together(mine: Post, name: Sequence[str], passage: Passage, source_says: Told, coming: re.Pattern[str] | None = None) -> Span | None:
    """Where the passage speaks of the post, tied to nobody else and not of a time gone by, in a passage that names the person; with
    `coming`, not of a time to come either."""
    folded = {fold(word.text) for word in words(passage.text)}
    if name[-1] not in folded and name[0] not in folded:
        return None
    tied = [tie.post.phrase for tie in source_says.within(passage.span)]
    free = source_says.spoken(mine.name, passage.span)
    loose = (span for span in free if not any(span.overlaps(other) for other in tied))
    before = ((span, passage.text[: span.start - passage.span.start]) for span in loose)
    return next((span for span, text in before if not (THEN.search(text) or (coming and coming.search(text)))), None)


def _only(mine: Post, theirs: Post) -> bool:
    """Are both what a person hardly is beside something else, at the same time?"""
    beside = language.load().roles.beside_others
    posts = {mine.name, theirs.name}
    return not (posts & beside or KIN in (mine.family, theirs.family) or mine.former or theirs.former)


def _held_by_another(mine: Post, name: tuple[str, ...], source_says: Told) -> bool:
    """Does the source give the post to another person, and to nobody who may be this one?"""
    holders = _holders(source_says, mine.name)
    return mine.family != KIN and bool(holders) and not holders & set(name)


@lru_cache(maxsize=4096)
def _holders(source_says: Told, post: str) -> frozenset[str]:
    """The words of all names to which the source gives the post."""
    return frozenset(word for tie in source_says.by_post.get(post, ()) for word in tie.who)
