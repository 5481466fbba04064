"""Quotations in a text: marks of several habits, nested ones, broken ones (`"We knew," she said, "and waited."`), and who says them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presscheck import language
from presscheck.model import BlockKind, Document, Span
from presscheck.names import Name, names
from presscheck.words import Word, words

PAIRS = {"“": "”", "«": "»", "„": "“", '"': '"', "‘": "’", "'": "'"}
LONGEST = 3000  # characters of one quotation
CUES = 200  # cues or lines of a transcript after a label that one person may fill
WIDEST = 140  # letters of a label with what stands in brackets
FAR = 160  # letters from a quotation to its speaker
TAG = 6  # words, from the speaker's first to the verb
BROKEN = 90  # characters of "she said" between two halves
TOLD = ("told", "tells", "tell", "asked", "asks")  # who follows is spoken to
CLOSING = ("”", '"', "’", "»")
ONWARD = ("according",)  # only who follows speaks
SHORT = re.compile(r"\b[A-Za-z]{2,5}\.")  # may be a title ("Rep.")
SUBJECTS = ("he", "she", "they", "i", "we", "it", "who")  # before a verb it is who speaks, and not the name behind the verb
APPOSED = re.compile(r", (?:an?|the|his|her|its|their) [^,.;:\n]{1,40}, $")  # before a name that tells of whom it is
GOVERNING = ("to", "of", "for", "from", "with", "at", "in", "about", "against")
TITLED = 50  # letters before a name in which its titles and a preposition stand
TAGGED = 40  # letters before a verb in which its helpers and a pronoun stand
CLAUSES = re.compile(r"[,;:!?()\n\"“”]")
ENDED = re.compile(r"[.!?;:]\s|\n\n")
LABEL = re.compile(r"[\[(]?(?:\d{1,2}:)?(?:\d{1,2}:\d{2})?[\])]?\s*([^\W\d_][\w .'’-]{1,40})(?: ?\(([^()\n]{1,60})\))?:\s")
# the same with a post behind a comma ("Ravn, harbour master: ..."), and with the number of a list or of a thread before it ("2/5 ")
POSTED = re.compile(
    r"(?:\d{1,3}(?:/\d{1,3}|[.)]) )?[\[(]?(?:\d{1,2}:)?(?:\d{1,2}:\d{2})?[\])]?\s*"
    r"([^\W\d_][\w .'’-]{1,40}), ([^:\n\"“”]{1,80}):\s+([\"“«„]?)"
)
AGE = re.compile(r"\d{1,3}\b")
# the same after a stop within a line, as in notes: "Ravn: the tide was late. Sgt Holm: it was not."
INLINE = re.compile(r"[.!?;][\"”)]?[ \t]+(?:[^\W\d_][\w '’-]{1,30}, )?([^\W\d_][\w .'’-]{1,40})(?: ?\(([^()\n]{1,60})\))?:\s")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words inside the marks: `pieces` are the halves of a broken quotation, in order."""

    pieces: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first quoted word to the last."""
        return Span(self.pieces[0].start, self.pieces[-1].end)


@lru_cache(maxsize=128)
def quotations(text: str, start: int = 0, end: int | None = None) -> tuple[Quotation, ...]:
    """All quotations in `text[start:end]` (one paragraph), in order of their start, inner ones after the one they stand in."""
    end = len(text) if end is None else end
    single = list(_quoted(text, start, end))
    joined: list[Quotation] = []
    for span in single:
        last = joined[-1] if joined else None
        near = last and last.pieces[-1].end < span.start and span.end - last.pieces[0].start <= LONGEST
        if last and near and _broken(text, last.pieces[-1], span):
            joined[-1] = Quotation((*last.pieces, span))
        else:
            joined.append(Quotation((span,)))
    return tuple(joined)


def _quoted(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        mark = text[at]
        if mark in PAIRS and _opens(text, at, start, mark):
            stop = _closes(text, at + 1, min(end, at + LONGEST), mark)
            if stop is None and mark in '"“' and end - at < LONGEST:
                stop = end  # a quotation that goes on in the next paragraph has no closing mark
            if stop is not None and text[at + 1 : stop].strip():
                yield Span(at + 1, stop)
                if mark not in "‘'":
                    yield from _quoted_inside(text, at + 1, stop)
                at = stop + 1
                continue
        at += 1


def _quoted_inside(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        if text[at] in "‘'" and _opens(text, at, start, text[at]) and (stop := _closes(text, at + 1, end, text[at])) is not None:
            if text[at + 1 : stop].strip():
                yield Span(at + 1, stop)
            at = stop
        at += 1


def _opens(text: str, at: int, start: int, mark: str) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in "“«„":
        return True
    return (before.isspace() or before in '([{—–-“"*_>/') and not after.isspace() and not (mark in "'‘" and after.isdecimal())


def _closes(text: str, start: int, end: int, mark: str) -> int | None:
    closing = PAIRS[mark]
    at = text.find(closing, start, end)
    while at != -1:
        if closing not in "’'":
            return at
        after = text[at + 1] if at + 1 < len(text) else " "
        if not after.isalnum() and not text[at - 1].isspace():
            return at
        at = text.find(closing, at + 1, end)
    return None


def _broken(text: str, first: Span, second: Span) -> bool:
    """Do two quoted spans belong to one sentence, with only a speech tag between?"""
    between = text[first.end + 1 : second.start - 1].strip()
    goes_on = text[first.end - 1] in ",–—-" or between.startswith(",")
    if not goes_on or not between.endswith((",", "–", "—")) or len(between) > BROKEN or ENDED.search(between):
        return False
    return bool({word.lower for word in words(between)} & language.load().speech)


def with_tag(text: str, quotation: Quotation, end: int) -> Span:
    """The quotation; with the speech tag behind it where its own question mark parts the two: `"Who knew?" Hale asked.`"""
    span = quotation.span
    if text[span.end - 1] not in "?!":
        return span
    after = words(text[span.end + 1 : min(span.end + 1 + BROKEN, end)], span.end + 1)
    verb = next((n for n, word in enumerate(after[:TAG]) if word.lower in language.load().speech), 0)
    if not verb or ENDED.search(text[span.end + 1 : after[verb].span.start]):
        return span
    lists = language.load()
    closes = verb + 1 == len(after) or text[after[verb].span.end] in ".,"
    follows = "" if closes else after[verb + 1].lower
    told = after[verb].lower in TOLD and after[verb - 1].lower not in lists.attribution["helping"]
    tag = closes or told or follows in lists.attribution["prepositions"] or follows in lists.weekdays
    return Span(span.start, after[verb].span.end) if tag else span


def between(found: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    """Those of the quotations, in order of their start, that may reach into the stretch from `start` to `end`."""
    first = bisect_left(found, start - LONGEST - 2, key=lambda quotation: quotation.pieces[0].start)
    return found[first : bisect_left(found, end, lo=first, key=lambda quotation: quotation.pieces[0].start)]


def mask(text: str, found: Sequence[Quotation], start: int, end: int) -> str:
    """`text[start:end]` with quoted words blanked, offsets kept."""
    letters = list(text[start:end])
    for quotation in between(found, start, end):
        for piece in quotation.pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                letters[first - start : last - start] = " " * (last - first)
    return "".join(letters)


def speaker(text: str, quotation: Quotation, outside: str, start: int) -> Name | None:
    """The name that the sentences around the quotation give as its speaker: the one beside a speech verb and nearest to the quotation,
    outside all quotation marks. `outside` are those sentences with all quoted words blanked (see `mask`), `start` is where they begin."""
    spoken = {word.span: _away(word.span, quotation) for word in words(outside, start) if word.lower in language.load().speech}
    verbs = [span for span, away in spoken.items() if away < FAR]
    named = [
        Name(name.span.shifted(start), tuple(_shift(w, start) for w in name.words), name.title, name.opens)
        for name in names(outside)
        if not _held(outside, name) and not _cut_short(outside, name)
    ]
    if passive := next((name for name in named if _told_by(text, name.span, quotation)), None):
        return passive
    best: tuple[int, Name] | None = None
    for verb in verbs:
        for name in named:
            gap = _gap(text, verb, name.span)
            if gap is not None and (best is None or spoken[verb] + gap < best[0]):
                best = (spoken[verb] + gap, name)
    return best[1] if best and best[0] < FAR else None


def _held(text: str, name: Name) -> bool:
    """Is the name no subject: a possessive, the house of a post ("the |Ash| manager"), or what a preposition governs ("the mayor of Ash",
    "she wrote to Sir Tom Ash")? That of "according to Ash" is one."""
    if text[name.span.end : name.span.end + 2] in ("'s", "’s") or _before_post(text, name):
        return True
    before = [word.text for word in words(CLAUSES.split(text[max(name.span.start - TITLED, 0) : name.span.start])[-1])]
    lists = language.load()
    while before and (before[-1].lower() in name.title or before[-1].lower() in lists.determiners):
        before.pop()
    if not before or before[-1].lower() not in GOVERNING:
        return False
    # of "Minister of Defence Tove Ash", too
    return not (before[-2:-1] and (before[-2].lower() in ONWARD or (before[-1] == "of" and before[-2][0].isupper())))


def _before_post(text: str, name: Name) -> bool:
    behind = words(text[name.span.end : name.span.end + TITLED])[:2]
    posts, told = language.load().roles.posts, tuple([word.text for word in behind])
    return text[name.span.end : name.span.end + 1] == " " and (told[:1] in posts or told in posts)


def _cut_short(text: str, name: Name) -> bool:
    """Does the name end within a short form: "Assistant U" of "Assistant U.S. Attorney Hale"?"""
    after = text[name.span.end : name.span.end + 2]
    return len(name.words[-1].text) == 1 and len(after) == 2 and after[0] == "." and after[1].isalpha()


def _told_by(text: str, name: Span, quotation: Quotation) -> bool:
    """Does the name stand in `told by Hale to "wait"`?"""
    before = [word.lower for word in words(text[max(name.start - 30, 0) : name.start])]
    return 0 <= quotation.span.start - name.end < 10 and "by" in before[-2:] and bool(set(before) & set(TOLD))


def subject_before(text: str, at: int, start: int, speaking: bool = False) -> Name | None:
    """The last name in `text[start:at]` that opens a sentence or speaks in it, outside quotation marks: whom the next "she said" is likely
    to mean; with `speaking`, one beside a verb of speech only. No more than `LONGEST` letters are looked back."""
    start = max(start, at - LONGEST)
    outside = mask(text, quotations(text, start, at), start, at)
    verbs = [word.span for word in words(outside) if word.lower in language.load().speech]
    named = (name for name in names(outside) if not _held(outside, name))
    subjects = [n for n in named if _speaks(outside, n.span, verbs) or (not speaking and (n.title or (n.opens and len(n.words) > 1)))]
    if not subjects:
        return None
    name = subjects[-1]
    return Name(name.span.shifted(start), tuple(_shift(w, start) for w in name.words), name.title, name.opens)


def _speaks(text: str, name: Span, verbs: Sequence[Span]) -> bool:
    """Does one of the speech verbs, in order, stand beside the name?"""
    at = bisect_left(verbs, name)
    return any(_gap(text, verb, name) is not None for verb in verbs[max(at - 1, 0) : at + 1])


def _shift(word: Word, by: int) -> Word:
    return Word(word.span.shifted(by), word.text, word.key)


def _away(word: Span, quotation: Quotation) -> int:
    """Letters between a word and the nearest half of the quotation."""
    return min(max(word.start - piece.end, piece.start - word.end, 0) for piece in quotation.pieces)


def _gap(text: str, verb: Span, name: Span) -> int | None:
    """Letters between a speech verb and its speaker; None where another clause lies between or the name is the one spoken to."""
    said = text[verb.start : verb.end].lower()
    if verb.start - name.end >= 90 or name.start - verb.end >= 45:
        return None
    if name.end <= verb.start:
        if said in ONWARD:
            return None
        between = text[name.end : verb.start]
        if between.strip() == "," and APPOSED.search(text, max(name.start - TITLED, 0), name.start):
            return 0  # "whom Ash turned down, his agent, Brook Hale, said"
        # "Okafor, treasurer of the Harbour Trust, said": a clause between two commas may stand there, and holds no speaker
        clause = between.startswith(",") and between.rstrip().endswith(",") and 2 <= between.count(",") <= 4
        near = clause or between.count(",") in (0, 2) or between.strip() == ","
        return (1 if clause else len(between)) if near and not set(between) & set('.!?;:"“”') else None
    if _pronoun_before(text, verb) is not None:
        return None  # "she assured Hale"
    between = SHORT.sub(_without_stop, text[verb.end : name.start])
    tag = (
        text[verb.start].islower() and text[max(verb.start - 3, 0) : verb.start].strip(" ,")[-1:] in CLOSING
    )  # not `"Who knew?" asked Hale`
    told = [word.lower for word in words(between)]
    told = told[1:] if tag and told[:1] and told[0] in language.load().determiners else told  # `said its chair, Hale`
    inside = set(told) & (language.load().pronouns | {"that"})  # "says he would fight Hale"
    post = tag and between.count(",") == 1 and between.rstrip().endswith(",") and between.islower()  # `said the club's president, Ash`
    stopped = set(between) & set('.!?;:"“”') or ("," in between and not post)
    return 2 * len(between) if (tag or said not in TOLD) and not inside and not stopped else None


def _without_stop(match: re.Match[str]) -> str:
    """A short form without its full stop, which ends no sentence."""
    return match[0][:-1] if match[0][:-1].lower() in language.load().abbreviations else match[0]


def _pronoun_before(text: str, verb: Span) -> Word | None:
    """The "she" of "she said" and "she has since told"."""
    start = max(verb.start - TAGGED, 0)
    before = words(text[start : verb.start], start)
    while len(before) > 1 and helps(before[-1].lower):
        before = before[:-1]
    if not before or before[-1].lower not in SUBJECTS or set(text[before[-1].span.end : verb.start]) & set('.,!?;:"“”()'):
        return None
    return before[-1]


def pronoun_tag(text: str, quotation: Quotation, outside: str, start: int) -> Span | None:
    """The "she said" or "said she" beside a quotation, nearest to it, in the sentences that hold it (`outside`, `start`: see `speaker`)."""
    personal = language.load().personal
    tags: list[tuple[int, Span]] = []
    for verb in (word.span for word in words(outside, start) if word.lower in language.load().speech):
        pronoun = _pronoun_before(text, verb) or _pronoun_behind(text, verb)
        if pronoun and pronoun.lower in SUBJECTS and pronoun.lower in personal and (away := _away(verb, quotation)) < FAR:
            tags.append((away, Span(min(pronoun.span.start, verb.start), max(pronoun.span.end, verb.end))))
    return min(tags)[1] if tags else None


def _pronoun_behind(text: str, verb: Span) -> Word | None:
    """The "she" of "said she", at the end of its clause."""
    after = next(iter(words(text[verb.end : verb.end + TAGGED], verb.end)), None)
    if after is None or text[verb.end : after.span.start].strip():
        return None
    return after if text[after.span.end : after.span.end + 1] in ("", *",.;") else None


def helps(lower: str) -> bool:
    """May the word stand between a speaker and the verb: "has", "later", "reportedly"?"""
    lists = language.load().attribution
    return lower in lists["helping"] or lower in lists["adverbs"] or (lower.endswith("ly") and len(lower) > 4)


def label(document: Document, at: int) -> str:
    """Who speaks at this offset of a transcript, by the last label at the start of a line ("PERLMAN:"), in the same block or in the cues
    before; empty where there is none."""
    number = bisect_right(document.blocks, at, key=lambda block: block.span.start) - 1
    here = document.blocks[number] if number >= 0 else None
    for block in reversed(document.blocks[max(number - CUES, 0) : number + 1]):
        if here is None or (block is not here and not block.kind is here.kind is BlockKind.CUE):
            return ""
        start, lines = min(at + 1, block.span.end), 0
        while start > block.span.start and lines < CUES:
            lines += 1
            start = max(document.text.rfind("\n", block.span.start, start - 1) + 1, block.span.start)
            cue = block.kind is BlockKind.CUE
            if named := _labelled(document.text, start, block.span.end, at) or _posted(document.text, start, block.span.end, at, cue):
                return named
    return ""


def _labelled(text: str, start: int, end: int, at: int) -> str:
    """The last label between the start of a line and the offset `at`; the one at the line's start may reach over it."""
    near = INLINE.finditer(text, start, max(min(at + WIDEST, end), start))
    matches = [match for match in near if match.start() < at and _is_name(match[1]) and not any(map(str.isdecimal, match[1]))]
    first = LABEL.match(text, start, min(start + WIDEST, end))
    if first and _is_name(first[1]):
        matches.insert(0, first)
    if not matches:
        return ""
    match = matches[-1]
    return f"{match[1].strip()} ({match[2]})" if match[2] else match[1].strip()


def _posted(text: str, start: int, end: int, at: int, cue: bool) -> str:
    """Who is named with a post at the start of a line: before a quotation that is still open at the offset, or where a transcript has it
    as its speakers' label, in a cue or more than once. "Harbour Hotel, east wing: closed" names nobody."""
    match = POSTED.match(text, start, min(start + WIDEST, end))
    if not match or not _is_person(match[1]) or language.load().speech & {word.lower for word in words(match[2])}:
        return ""
    if match[3]:
        stop = _closes(text, match.end(), end, match[3])
        speaks = (stop is None or at <= stop) and is_post(match[2])
    else:
        speaks = cue or text.count(f"{match[1]}, {match[2]}:") > 1
    told = f"{match[1]} ({match[2]})" if match[2][0].isupper() else match[1]
    return told if speaks else ""


def _is_person(text: str) -> bool:
    """Is the whole of it a name: of two words, in capitals or with a title?"""
    named = names(text)
    return (
        len(named) == 1
        and named[0].span.end == len(text)
        and bool(len(named[0].words) > 1 or named[0].title or text.isupper())
        and _is_name(text)
    )


def is_post(text: str) -> bool:
    """Does it tell of a person: "who led the talks", "29", "harbour master"?"""
    lists = language.load()
    told = [word.lower for word in words(text)]
    return bool(AGE.match(text)) or "who" in told[:1] or any(word in lists.titles or (word,) in lists.roles.posts for word in told)


def _is_name(text: str) -> bool:
    """Do all its words begin like a name's: "Judge Haskell", "SPEAKER 2", "Pieter van der Hoeven", and not "The radio said"?"""
    particles = language.load().particles
    return all(not word[0].islower() or word in particles for word in text.split())
