"""Who voted how: roll calls as sources list them and as a sentence tells them, with who moved and who seconded."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from presscheck import language
from presscheck.model import Span
from presscheck.names import Name, bare, names
from presscheck.statements import quoted
from presscheck.votes import Vote, votes, within
from presscheck.words import fold, in_lower, key, lines_of, telling, words

VOTED = frozenset(("yes", "no", "abstained", "away"))  # of these one rules out the others; who moved a thing may vote in any way
LISTED = 60  # letters between two names of a list: ", Mayor Pro Tem ", " (chair) and "
BESIDE = 12  # letters between a name and the word of its side: ", who ", " was "
AHEAD = 4  # words before a verb in which "would" or "not" undoes it
OBJECT = 60  # letters behind "backed" in which it is told what was backed
BRACKETED = re.compile(r"\([^()\n]{0,40}\)")
ENDED = re.compile(r"[.;!?](?=\s|\*|$)")
CLAUSE = re.compile(r"[.,;:!?(\n]")
MINUTED = re.compile(r",? (?:that\b|(?:and )?(?:second(?:ed)? by|[^.;\n]{2,40} seconded))")
TALLY = re.compile(r"\d{1,3}-\d{1,3}(?:-\d{1,3})?$")  # "passed the bylaw 4-1"
NUMBERED = r"\W{1,3}(?:no\. ?)?(\d[\w-]*)"


@dataclass(frozen=True, slots=True)
class Stand:
    """How one stood: `who` is the folded surname, `given` the folded words before it; `span` runs over the name, `told` over the name, or
    the list that it is in, and the word of its side. `closed` where the list is told to be all of that side: "Nays: Lind, Orm"."""

    who: str
    given: tuple[str, ...]
    side: str
    span: Span
    told: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """One motion: what is told of it, and how those named stood. `sure` where no other motion can be meant there."""

    text: str
    span: Span
    stands: tuple[Stand, ...]
    counts: tuple[Vote, ...]
    sure: bool

    def of(self, side: str) -> tuple[Stand, ...]:
        """Those who are named for a side."""
        return tuple(stand for stand in self.stands if stand.side == side)

    def names_all(self, side: str) -> bool:
        """Are those named for a side all there were? A list says so, and a count of as many."""
        named = self.of(side)
        if not named or not self.sure:
            return False
        if side in ("moved", "seconded"):
            return True
        told = [count for vote in self.counts if vote.counts for count in _counted(vote, side)]
        return len({stand.who for stand in named}) in told if told else all(stand.closed for stand in named)


def _counted(vote: Vote, side: str) -> tuple[int, ...]:
    """How many were on a side, as far as the count tells; in "4-1" the smaller figure is that of the losers, or of those against."""
    if side == "abstained":
        return () if vote.abstained is None else (vote.abstained,)
    if vote.sides:
        return (vote.yes,) if side == "yes" else (vote.no,) if side == "no" else ()
    return (min(vote.yes, vote.no), max(vote.yes, vote.no)) if side in ("yes", "no") else ()


@lru_cache(maxsize=256)
def rolls(text: str) -> tuple[Roll, ...]:
    """The motions of a source on which a result, a count or a name is told, in order."""
    found: list[Roll] = []
    # "Ayes: Lind, Orm" on a line of its own belongs to the motion above it
    for at, line in lines_of(_labelled().sub(lambda match: " " * len(match[0]), text)):
        if _telling() & set(in_lower(line)):
            found += _of_line(line, at)
    return tuple(found)


def _of_line(line: str, offset: int) -> Iterator[Roll]:
    """A line tells of one motion; where it has several counts, each of its sentences that has one does."""
    counted = [vote for vote in votes(line) if vote.counts]
    said = quoted(line)
    listed = [stand for stand in stands(line) if not _said(said, stand)]
    if len(counted) < 2:
        if listed or votes(line):
            yield Roll(line, Span(offset, offset + len(line)), _shifted(listed, offset), tuple(counted), True)
        return
    start = 0
    for end in dict.fromkeys([*(match.end() for match in ENDED.finditer(line)), len(line)]):  # the last stop may end the line too
        inside = within(tuple(counted), Span(start, end))
        first = bisect_left(listed, start, key=lambda stand: stand.span.start)
        named = listed[first : bisect_left(listed, end, lo=first, key=lambda stand: stand.span.start)]
        if inside or named:
            yield Roll(line[start:end], Span(offset + start, offset + end), _shifted(named, offset), inside, len(inside) == 1)
        start = end


def _shifted(found: Sequence[Stand], offset: int) -> tuple[Stand, ...]:
    return tuple(Stand(s.who, s.given, s.side, s.span.shifted(offset), s.told.shifted(offset), s.closed) for s in found)


def _said(quoted: Sequence[Span], stand: Stand) -> bool:
    """Is it told inside quotation marks, as somebody's words?"""
    at = bisect_right(quoted, stand.span.start, key=lambda span: span.start) - 1
    return at >= 0 and stand.span.start < quoted[at].end


@lru_cache(maxsize=4096)
def stands(text: str) -> tuple[Stand, ...]:
    """How those named in a text stood: "Nays: Lind, Orm", "with Lind opposed", "Lind and Orm voted no", "moved by Lind"."""
    named = names(text)
    if not named:
        return ()
    found = [*_behind_labels(text, named), *_before_verbs(text, named), *_behind_by(text, named)]
    return tuple(sorted(dict.fromkeys(found), key=lambda stand: (stand.span.start, stand.side)))


def _behind_labels(text: str, named: Sequence[Name]) -> Iterator[Stand]:
    """Those of a list that its side heads: "Ayes (2): Lind, Orm", "Voting no: Lind"."""
    for match in chain(_patterns()[0].finditer(text), _patterns()[4].finditer(text)):
        listed = _list_from(text, named, match.end())
        side = _side(match["label"])
        for name in listed:
            yield _stand(name, side, Span(match.start("label"), listed[-1].span.end), side in VOTED)


def _behind_by(text: str, named: Sequence[Name]) -> Iterator[Stand]:
    """Whoever moved or seconded: "moved by Lind", "Motion by Lind, second by Orm"."""
    if not _nouns() & set(in_lower(text)) and not _patterns()[3].search(text):
        return
    for match in _patterns()[2].finditer(text):
        listed = _list_from(text, named, match.end())[:1]
        for name in listed:
            side = "seconded" if match[0].lower().startswith("second") else "moved"
            yield _stand(name, side, Span(match.start(), name.span.end), True)


def _before_verbs(text: str, named: Sequence[Name]) -> Iterator[Stand]:
    """Those ahead of their verb: "Lind abstained", "Lind and Orm voting no", "Lind backed the amendment"."""
    for match in _patterns()[1].finditer(text):
        last = bisect_right(named, match.start(), key=lambda name: name.span.end) - 1
        if last < 0 or match.start() - named[last].span.end > BESIDE or _undone(text, named[last], match):
            continue
        side = _side(match["verb"])
        if (match["verb"].lower() in language.load().votes["taking"] or match["to"] is not None) and not _of_motion(text, match):
            continue
        between = text[named[last].span.end : match.start()].strip(" *_").lower()
        if between not in ("", ",", "was", "were", "who", ", who", "then", "also", "both"):
            continue
        group = [named[last]]
        while last and between not in (",", "who", ", who") and _listed(text, named[last - 1], named[last], closing=len(group) == 1):
            last -= 1
            group.insert(0, named[last])
        closed = match["verb"].lower().split()[0].endswith("ing") or match["verb"].lower() == "opposed"
        for name in group:
            yield _stand(name, side, Span(group[0].span.start, match.end()), closed)


def _undone(text: str, name: Name, match: re.Match[str]) -> bool:
    lists = language.load()
    told = in_lower(text[name.span.end : match.start()])[-AHEAD:]
    return bool(set(told) & (lists.negations | lists.votes["supposed"]))


def _of_motion(text: str, match: re.Match[str]) -> bool:
    """Is it a motion that was backed, opposed or moved, and nothing that may be a mere plan: "backed |the amendment|"? One votes against
    "it"; "Lind moved, seconded by Orm" and "Lind moved that" are what minutes have."""
    behind = text[match.end() : match.end() + OBJECT]
    if match["verb"].lower() == "moved" and MINUTED.match(behind):
        return True
    told = in_lower(CLAUSE.split(behind)[0])
    return told[:1] == ["it"] or bool(_nouns() & set(told[:AHEAD]))


def _list_from(text: str, named: Sequence[Name], at: int) -> list[Name]:
    """The names of the list that begins there."""
    first = bisect_left(named, at, key=lambda name: name.span.start)
    if first == len(named) or not _only_titles(text[at : named[first].span.start]):
        return []
    last = first
    while last + 1 < len(named) and _listed(text, named[last], named[last + 1], closing=False):
        last += 1
    listed = [name for name in named[first : last + 1] if not _is_label(name)]
    if any(name.words[-1].text.endswith(("'s", "’s")) for name in listed):
        return []  # "opposed: Lind's brother"
    if not listed:
        return []
    after = text[listed[-1].span.end :]
    if len(listed) > 1 and _patterns()[1].match(after.lstrip(" ,")):
        listed.pop()  # "moved by Lind, Orm opposed": the last one has a verb of its own
    return listed


def _is_label(name: Name) -> bool:
    """Is it the head of the next list: "Ayes: Lind, Orm; |NAYS|: Holt"?"""
    lists = language.load().votes
    return name.text.lower() in lists["motions"] | lists["rolls"]


def _listed(text: str, one: Name, other: Name, closing: bool) -> bool:
    """Do two names stand side by side in a list; `closing`: with "and" between them?"""
    between = BRACKETED.sub(" ", text[one.span.end : other.span.start])
    if len(between) > LISTED or not between.strip(" '’s*_"):
        return False
    joined = {"and", "&"} & set(between.lower().split())
    return _only_titles(between) and bool(joined or (not closing and set(between) & {",", ";", "/"}))


def _only_titles(between: str) -> bool:
    """Is there nothing but "and", commas and titles: ", Mayor Pro Tem "?"""
    left = re.sub(r"(?i)\b(\w{1,5})\.", r"\1", between)
    return not set(left) & set(".:!?\n|") and all(is_title(word) or word in ("and", "the") for word in in_lower(left))


def is_title(word: str) -> bool:
    """May it stand before the name of one who votes, and be no part of it: "Ms", "member", "commissioner"?"""
    lists = language.load()
    return word in lists.titles or word in lists.votes["seats"] or (word,) in lists.roles.posts


def _stand(name: Name, side: str, told: Span, closed: bool) -> Stand:
    parts = [fold(bare(word.text)) for word in name.words]
    parts = [*(part for part in parts[:-1] if not is_title(part)), parts[-1]]
    return Stand(parts[-1], tuple(parts[:-1]), side, name.span, told, closed)


def _side(told: str) -> str:
    """The side of a label or a verb."""
    lower = " ".join(told.lower().split())
    return next(side for side, pattern in _sides() if pattern.fullmatch(lower))


@lru_cache(maxsize=4)
def _sides() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = language.load().votes
    words = {
        "yes": lists["for"] | lists["siding_for"],
        "no": lists["against"] | lists["siding_against"],
        "abstained": lists["abstaining"],
        "away": lists["away"],
        "moved": lists["moved"],
        "seconded": lists["seconded"],
    }
    return tuple((side, re.compile(rf"(?:(?:voted|voting|votes?) )?(?:{'|'.join(sorted(said))})(?: of)?")) for side, said in words.items())


@lru_cache(maxsize=4)
def _nouns() -> frozenset[str]:
    return language.load().votes["papers"]


@lru_cache(maxsize=4)
def _telling() -> frozenset[str]:
    """What stands in a line that tells how somebody stood."""
    lists = language.load().votes
    return lists["motions"] | lists["won"] | lists["lost"] | frozenset(word for said in lists["rolls"] for word in said.split())


def _any(*said: Collection[str]) -> str:
    return "|".join(sorted({word for words in said for word in words}, key=len, reverse=True))


@lru_cache(maxsize=4)
def _labelled() -> re.Pattern[str]:
    """The end of a line before one that lists a side."""
    lists = language.load().votes
    sides = _any(lists["for"], lists["against"], lists["abstaining"], lists["away"])
    return re.compile(rf"\n(?=[\s>*_|•-]{{0,8}}(?:voting )?(?:{sides})\b[*_ ]{{0,3}}(?:\(\d{{1,3}}\)[*_ ]{{0,3}})?[:–—])", re.IGNORECASE)


@lru_cache(maxsize=4)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """What heads a list of names, the verbs behind names, what stands ahead of whoever moved, what tells of seconding, and what heads a
    list in brackets: "1 against (Lind)"."""
    lists = language.load().votes
    labels = _any(lists["for"], lists["against"], lists["abstaining"], lists["away"])
    count = r"[*_ ]{0,3}(?:\(?\d{1,3}\)?[*_ ]{0,3})?(?::[*_ ]{0,3}(?:\d{1,3} ?)?[(–—]?|(?<=\d) ?\()\s?"
    label = rf"\b(?P<label>(?:(?:voted|voting|votes?) )?(?:{labels})){count}"
    voted = rf"(?:voted|voting) (?:{_any(lists['for'], lists['against'])})"
    plain = _any(lists["siding_for"], lists["siding_against"], {"opposed", "abstained", "abstaining", "moved", "proposed", "seconded"})
    verb = rf"\b(?P<verb>{voted}|{plain})\b(?! (?:by|to)\b)(?P<to>(?= (?:the|an?|its|his|her|their|this|that|it)\b))?"
    by = rf"\b(?:(?:{_any(lists['moved'], lists['seconded'])})(?: by|:)?|(?:motion|second) by)[*_ ]{{1,3}}"
    return (
        re.compile(label, re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(by, re.IGNORECASE),
        re.compile(rf"\b(?:{_any(lists['seconded'])}|second by)\b", re.IGNORECASE),
        re.compile(rf"\b\d{{1,3}} (?:votes? )?(?P<label>{labels}) \(", re.IGNORECASE),
    )


@lru_cache(maxsize=4096)
def papers(text: str) -> frozenset[tuple[str, str]]:
    """The motions that a text names, each with its number: ("amendment", "2"), ("resolution", "")."""
    found = _numbered().finditer(text)
    return frozenset((key(match[1]), "" if not match[2] or TALLY.match(match[2]) else match[2]) for match in found)


@lru_cache(maxsize=4)
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"\b({_any(_nouns())})(?:{NUMBERED})?\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def about(text: str) -> frozenset[str]:
    """The keys of what was voted on: no words of voting, no names and no figures."""
    lists = language.load().votes
    voting = frozenset(
        key(word) for name in ("motions", "won", "lost", "voting", "rolls", "papers") for said in lists[name] for word in said.split()
    )
    named = frozenset(key(bare(word.text)) for name in names(text) for word in name.words)
    return frozenset(word for word in telling(text) - voting - named if not word.isdecimal())


@lru_cache(maxsize=64)
def bearers(text: str) -> dict[str, frozenset[str]]:
    """Folded words with a capital, each with those that stand before it and may be given names: "Kvamme" with "maren" and "jonas"."""
    found: dict[str, set[str]] = {}
    last = None
    for word in words(text):
        if word.text[0].isupper():
            given = found.setdefault(fold(word.text), set())
            before = fold(last.text) if last and text[last.span.end] in " ." and last.text[0].isupper() else ""
            if len(before) > 1 and not is_title(before):
                given.add(before)
        last = word
    return {who: frozenset(given) for who, given in found.items()}


@lru_cache(maxsize=64)
def unsettled(text: str) -> frozenset[str]:
    """The folded words of the lines that tell of a vote, or of minutes, that were changed."""
    changed = language.load().votes["changed"]
    return frozenset(fold(word) for line in text.split("\n") if not changed.isdisjoint(told := in_lower(line)) for word in told)


@lru_cache(maxsize=64)
def beside_sides(text: str) -> frozenset[tuple[str, str]]:
    """(folded word with a capital, side) for the sentences of a source that have both a name and a word of that side, but no stand of
    theirs that could be read: "HOLT, J., dissenting, joined by LIND"."""
    found: set[tuple[str, str]] = set()
    for line in text.split("\n"):
        start = 0
        for end in [*(match.end() for match in ENDED.finditer(line) if not _initial(line, match)), len(line)]:
            sentence = line[start:end]
            start = end
            sides = [side for side, pattern in _worded() if pattern.search(sentence)]
            if sides:
                read = {stand.who for stand in stands(sentence)}
                named = {fold(bare(word.text)) for word in words(sentence) if word.text[0].isupper()} - read
                found |= {(who, side) for who in named for side in sides}
    return frozenset(found)


def _initial(line: str, end: re.Match[str]) -> bool:
    """Is the stop that of an initial or a title: "HOLT, J., dissenting", "Mr. Holt"?"""
    before = in_lower(line[max(end.start() - 8, 0) : end.start()])[-1:]
    return line[end.start()] == "." and bool(before) and (len(before[0]) < 3 or is_title(before[0]))


@lru_cache(maxsize=4)
def _worded() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = language.load().votes
    said = {
        "no": lists["against"] | lists["siding_against"] | {"dissents?", "dissenters?", "objected"},
        "abstained": lists["abstaining"],
        "moved": lists["moved"] | {"motion by"},
        "seconded": lists["seconded"] | {"second by"},
    }
    return tuple((side, re.compile(rf"\b(?:{_any(told)})\b", re.IGNORECASE)) for side, told in said.items())
