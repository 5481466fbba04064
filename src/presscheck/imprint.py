"""What a source is and what it is called, as its own text tells: a paper or a report of one, its title, publisher, author and day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from presscheck import language, voices
from presscheck.dating import own_date
from presscheck.facts.date import dates
from presscheck.model import BlockKind, Document
from presscheck.words import fold, telling, words

TOP, TAIL = 2500, 400  # code points in which a text tells what it is, and whose
TOP_LINES = 12
TITLE = 140  # code points of a title that are shown
COMPARED = 300  # code points of a name that are compared

MARKUP = "#*_>` \t"
_PIECES = re.compile(r"\s{2,}|\s?[|·:/]{1,3}\s|\s[-–—]\s|/{2,}")
_COPYRIGHT = re.compile(r"(?:©|\([cC]\)|\b[Cc]opyright)\s?(?:\d{4}\s)?([^\W\d_a-z][^\n.,;|]{2,50})")
_AGENCY = re.compile(r"^\W{0,6}[^\W\d_a-z][^\n()a-z]{2,60}(?:, [\w. ]{2,30})? \(([^\W\d_a-z][\w .]{1,20})\) ?[-–—]", re.MULTILINE)
_AGAINST = re.compile(r"\w vs?\.? [^\W\d_a-z]")
_APART = re.compile(r",$|\b\d{5}$")  # a salutation or an address
_HANDLE = re.compile(r"([^\W\d_a-z][\w.’'-]{1,30}(?: [^\W\d_a-z][\w.’'-]{1,30}){1,3}) \(?@\w")
_AFTER_COMMA = re.compile(r",\s|\s[|·]\s")
_AFTER_NAME = re.compile(r",\s|\s[|·]\s|\sand\s|\sin\s")
_SMALL = frozenset({"of", "the", "and", "for", "de", "do", "da", "&"})  # words without a capital inside a body's name
_PLACED = frozenset({"in", "to", "on", "over", "by"})  # words that no body's name has


@dataclass(frozen=True, slots=True)
class Tier:
    """`kind` is "primary", "secondary" or "unknown"; `reason` the mark that told, in words."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """How a source may be named: by its file's `stem`, its `title`, who published and who wrote it, the `parties` of a case; `edges` is the
    folded text where its own address may stand, `keys` the telling words of all its names."""

    source: Document
    stem: str
    title: str
    publisher: str
    author: str
    parties: str
    edges: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a source is if one of the patterns stands at its top."""

    side: str
    what: str
    strong: bool
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    """That a source is of one side, and why; a `strong` one is enough."""

    side: str
    strong: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Lists:
    """The word lists of `data/imprint.toml`."""

    bodies: frozenset[str]
    chrome: tuple[str, ...]
    marks: tuple[_Mark, ...]


@lru_cache
def _lists() -> _Lists:
    data = tomllib.loads((files("presscheck") / "data" / "imprint.toml").read_text("utf-8"))
    marks = [_Mark(m["side"], m["what"], m["strong"], tuple(re.compile(p, re.MULTILINE) for p in m["patterns"])) for m in data["mark"]]
    return _Lists(frozenset(data["bodies"]), tuple(data["chrome"]), tuple(marks))


def is_chrome(line: str) -> bool:
    """Does it open like a line that a page, a desk or an agency puts around any story?"""
    return line.lower().startswith(_lists().chrome)


def squeezed(name: str) -> str:
    """The name's letters and figures, folded, with nothing between them."""
    return "".join(letter for letter in fold(name[:COMPARED]) if letter.isalnum())


def spaced(name: str) -> str:
    """The words of a file's or an address's name: "board-letter_2" is "board letter 2"."""
    return re.sub(r"[_\W]+", " ", name)


def file_name(name: str) -> str:
    """The last part of a path, whichever slashes it has."""
    return name.replace("\\", "/").rsplit("/", 1)[-1]


# What it is.


@lru_cache(maxsize=512)
def tier(document: Document) -> Tier:
    """Whether a source is a paper itself or a report of one, by the marks at its top; unknown where they are too few or do not agree. What
    a list of the story's sources says holds."""
    if document.origin and document.origin.tier:
        return Tier(document.origin.tier, f"{file_name(document.origin.listed)} says so")
    found = [*_shape(document), *_marked(document.text[:TOP])]
    for signs, least in (([sign for sign in found if sign.strong], 1), (found, 2)):
        first = {sign.side: sign.why for sign in reversed(signs)}
        if len(first) > 1:
            return Tier("unknown", "; but ".join(first[side] for side in sorted(first)))
        if len(signs) >= least:
            return Tier(signs[0].side, signs[0].why)
    return Tier("unknown", f"{found[0].why}, and nothing else" if found else "nothing at its top tells")


def _shape(document: Document) -> Iterator[_Sign]:
    """What its format and its blocks tell."""
    kinds = [block.kind for block in document.blocks]
    cells = sum(len(block.span) for block in document.blocks if block.kind is BlockKind.CELL)
    if document.media_type == "message/rfc822":
        yield _Sign("primary", True, "an e-mail")
    elif document.media_type in ("text/vtt", "application/x-subrip"):
        yield _Sign("primary", True, "a transcript")
    elif cells > 0.8 * sum(len(block.span) for block in document.blocks):
        yield _Sign("primary", True, "a table of data")
    elif kinds.count(BlockKind.CUE) > 3:
        yield _Sign("primary", False, "a text with times")


def _marked(top: str) -> Iterator[_Sign]:
    """What the words at its top tell, each kind of mark once."""
    for mark in _lists().marks:
        if hit := next((hit for pattern in mark.patterns if (hit := pattern.search(top))), None):
            yield _Sign(mark.side, mark.strong, f"{mark.what}: “{' '.join(hit.group().split())[:60]}”")


# What it is called.


@lru_cache(maxsize=512)
def imprint_of(source: Document) -> Imprint:
    """All the names of a source."""
    stem = file_name(source.name).rsplit(".", 1)[0]
    parties = next((line for line in _top(source) if _AGAINST.search(line) and len(line) <= TITLE), "")
    names = title(source), publisher(source), author(source), parties
    edges = f"{source.text[:TOP]}\n{source.text[-TAIL:]}\n{source.origin.address if source.origin else ''}".casefold()
    return Imprint(source, stem, *names, edges, telling(" ".join((spaced(stem), *names))))


def _top(document: Document) -> list[str]:
    """The first lines of the text, without marks of the format."""
    lines = []
    for block in document.blocks[:TOP_LINES]:
        if block.kind not in (BlockKind.CELL, BlockKind.CUE, BlockKind.HEADER):
            lines += [line.strip(MARKUP) for line in document[block.span][:TOP].split("\n")]
    return [line for line in lines if line][:TOP_LINES]


@lru_cache(maxsize=512)
def title(document: Document) -> str:
    """Its subject, its first heading, or the first line that reads like one; a letterhead, a date or a byline is none. Empty where there
    is none. What a list of the story's sources calls it goes first."""
    if document.origin and document.origin.title:
        return document.origin.title[:TITLE]
    top = _top(document)
    if subject := _subject(document, top):
        return subject[:TITLE]
    headings = [document[block.span].strip(MARKUP) for block in document.blocks[:TOP_LINES] if block.kind is BlockKind.HEADING]
    for lines, least in ((headings, 4), (top, 4), (headings, 2), (top, 2), (headings, 1)):
        for line in lines:
            piece = re.split(r"\s{3,}", line)[0]
            if _titles(piece, least):
                return " ".join(piece.split())
    return ""


def _subject(document: Document, top: list[str]) -> str:
    """What stands after "Subject:" in a mail's header, or after "Re:" at the top of a letter."""
    header = next((document[block.span] for block in document.blocks[:TOP_LINES] if block.where == "header Subject"), "")
    line = header or next((line for line in top if line.lower().startswith("re:")), "")
    return " ".join(line.partition(":")[2].split())


def _titles(line: str, least: int) -> bool:
    """Does the line, of `least` words or more, read like a title?"""
    found = line[: 2 * TITLE].split()
    if not least <= len(found) <= 24 or len(line) > TITLE or line.endswith(".") or line[0] in "[(*" or not words(line):
        return False
    if found[0].lower() in language.load().bylines or (least > 1 and _letterhead(line)) or is_chrome(line):
        return False
    if _APART.search(line) or line.lower().startswith(language.load().salutations) or _addressed(line):
        return False
    days = [day.span for day in dates(line, 0, len(line))]
    return 2 * sum(map(len, days)) < len(line) and not any(len(line[: day.start].split()) < 2 for day in days)


def _addressed(line: str) -> bool:
    """ "To the Port Selwick Harbour Board": to whom a letter goes."""
    to, _, whom = line.partition(" ")
    return to.lower().rstrip(":") == "to" and bool(_letterhead(whom.strip().removeprefix("the ").removeprefix("The ")))


def _letterhead(line: str) -> str:
    """The name of a body in a line that holds little else; empty where there is none."""
    for piece in _PIECES.split(line.strip(MARKUP))[:3]:
        if _names_body(piece.replace(",", " ").replace(".", "").split()):
            return " ".join(piece.split()).strip(", ")
    return ""


def _names_body(found: list[str]) -> bool:
    """Do the words, all but small ones with a capital, end in what a body is ("... Harbour Board"), or go on from it with "of" or "for"?"""
    lower = [word.lower() for word in found]
    if not 2 <= len(found) <= 8 or not found[0][0].isupper() or _PLACED & set(lower):
        return False
    head = max((n for n, word in enumerate(lower) if word in _lists().bodies), default=None)
    if head is None or not all(word[0].isupper() or word.lower() in _SMALL for word in found):
        return False
    return head == len(found) - 1 or lower[head + 1] in ("of", "for")


@lru_cache(maxsize=512)
def publisher(document: Document) -> str:
    """Who published it, as its text tells: after the byline, in a letterhead, by an agency's mark or a copyright line; else the one host
    that all its addresses have. What a list of the story's sources says goes first. Empty where nothing tells."""
    if document.origin and document.origin.publisher:
        return document.origin.publisher
    top = _top(document)
    if named := next((named for line in top if (named := _after_byline(line))), ""):
        return named
    if agency := _AGENCY.search(document.text[:TOP]):
        return agency[1]
    if named := next((named for line in top[:4] if (named := _letterhead(line))), ""):
        return named
    if right := _COPYRIGHT.search(document.text, max(len(document.text) - TAIL, 0)):
        return right[1].strip()
    return _host(document)


def _after_byline(line: str) -> str:
    """ "By Marit Oss, Tarn Courier" is of the Tarn Courier; empty where no name follows, or a date."""
    if line.split(" ", 1)[0].lower() != "by" or len(line) >= TITLE:
        return ""
    pieces = _AFTER_COMMA.split(line)
    name = pieces[1].strip() if len(pieces) > 1 else ""
    return name if name[:1].isupper() and len(name.split()) <= 6 and not dates(name, 0, len(name)) else ""


def _host(document: Document) -> str:
    """The host of the document's own links, where all of them, and at least two, have the same."""
    targets = [pointer.target for pointer in document.pointers if "://" in pointer.target]
    hosts = {target.split("://", 1)[1].split("/", 1)[0].casefold().removeprefix("www.") for target in targets}
    return hosts.pop() if len(hosts) == 1 and len(targets) > 1 else ""


@lru_cache(maxsize=512)
def author(document: Document) -> str:
    """Who wrote it, by its byline, its sender or its signature; empty where it does not tell of one. One that a list of the story's sources
    names goes first."""
    if document.origin and document.origin.author and ";" not in document.origin.author:
        return document.origin.author
    if named := next((named for line in _top(document) if (named := _in_byline(line))), ""):
        return named
    if tier(document).kind == "secondary" or any(block.kind is BlockKind.CUE for block in document.blocks):
        return ""
    if posting := _HANDLE.search(document.text[:TOP]):
        return posting[1]
    size = len(document.text)
    speaking = {voices.voice(document, size * part // 4) for part in (1, 2, 3)} - {"", publisher(document)} if size else set()
    name = speaking.pop() if len(speaking) == 1 else ""  # a file of letters has several
    return "" if name.isupper() else name


def _in_byline(line: str) -> str:
    """ "By Marit Oss, Tarn Courier" is by Marit Oss; empty where it is no byline of two to four names."""
    found = words(line)
    if not 3 <= len(found) <= 16 or found[0].lower != "by" or len(line) >= TITLE:
        return ""
    name = _AFTER_NAME.split(line[found[1].span.start :])[0]
    return name if 2 <= len(name.split()) <= 4 and all(word[0].isupper() for word in name.split()) else ""


def told_day(document: Document) -> date | None:
    """The day that a list should tell: the first date in a table or a recording is one of many."""
    told = all(block.kind in (BlockKind.CELL, BlockKind.CUE) for block in document.blocks)
    return document.published if told else own_date(document)


def describe(document: Document) -> str:
    """How a source list should name it: its title, who published it, its day, and the file; what it does not tell is left out."""
    called, by, day = title(document), publisher(document), told_day(document)
    parts = [called, by if squeezed(by) not in squeezed(called) else "", f"{day.day} {day:%B} {day.year}" if day else ""]
    if not called:
        return ", ".join(part for part in (document.name, *parts) if part)
    return f"{', '.join(part for part in parts if part)} ({document.name})"
