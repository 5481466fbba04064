"""The nouns: frozen values that hold only each other, strings, numbers, dates, enums and tuples.

The law of offsets: `Document.text` is the only coordinate system. Every Span counts its code points, half-open.
A reader fixes the text once (newlines become ``\\n``, undecodable bytes U+FFFD) and nobody changes it afterwards.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in its file; `CELL` blocks carry a `Cell`."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    FOOTNOTE = "footnote"
    QUOTED = "quoted"  # quoted mail, block quotations
    HEADER = "header"  # mail header lines, captions of a transcript: about the text, not the text
    CUE = "cue"  # one cue of a transcript


class Relation(StrEnum):
    """How a passage bears on a statement."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    MENTIONS = "mentions"  # speaks of the same thing without settling it


class Outcome(StrEnum):
    """What is known of a fact after all its passages were weighed."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    UNCLEAR = "unclear"
    UNCHECKED = "unchecked"


class Level(StrEnum):
    """How much of an editor's eye a finding deserves (SARIF's words)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, never empty, ordered by its start; `inner in outer` asks for containment."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span is never empty and never negative: {self.start}:{self.end}")

    def __contains__(self, inner: Span) -> bool:
        return self.start <= inner.start and inner.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Do the two share at least one code point?"""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same length, `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell stands: `table`, `row` and `column` count from 1 inside the document."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, cell or cue; its text is exactly the text between `span.start` and `span.end`.

    `where` is the native address that reports show, in words a person can follow: "p. 3", "para. 12", "row 12, Votes", "12:40".
    """

    span: Span
    kind: BlockKind
    where: str
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """The author's own note on some words (footnote, comment, link): `target` is what it names, `locus` the place in it."""

    span: Span
    target: str
    locus: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What somebody has written down of a source: `listed` is the list that says so, "" for a page of which no more than its `address` is
    known; `tier` is "primary" or "secondary", `terms` those on which it was given ("on the record", "background", "deep background",
    "off the record", "embargoed until 2031-03-09"). What is not told is ""."""

    listed: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    address: str = ""
    tier: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A draft or a source as read: `text`, and blocks over it in order of their start, not overlapping.

    `digest` is the SHA-256 of the file's bytes, `id` the SHA-256 of the text; `published` is the document's own date where it
    states one in its metadata, or a list of sources does; `origin` what is known of it from elsewhere.
    """

    text: str
    blocks: tuple[Block, ...]
    name: str
    media_type: str
    digest: str
    published: date | None = None
    pointers: tuple[Pointer, ...] = ()
    origin: Origin | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())

    def __hash__(self) -> int:
        """By the text alone: what is kept of a document is found without a walk over its blocks. Equal still means equal in all."""
        return hash(self.id)

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the code point at `offset`, or the last one before it; None where no block begins before."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        return self.blocks[at] if at >= 0 else None

    def within(self, span: Span) -> Iterator[Block]:
        """The blocks that lie in the span, in order."""
        at = bisect_left(self.blocks, span.start, key=lambda block: block.span.start)
        while at < len(self.blocks) and self.blocks[at].span in span:
            yield self.blocks[at]
            at += 1

    def where(self, span: Span) -> str:
        """The native address of the place where `span` begins."""
        block = self.block_at(span.start)
        return block.where if block else ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that was given and could not be read; `message` says what was met and what to do next."""

    name: str
    media_type: str
    digest: str
    message: str


Source = Document | Unreadable


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the line-by-line check; it never crosses a block."""

    index: int
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """Something checkable in the draft: `kind` is the name of its module in `facts/`; facts may nest.

    `statement` is a sentence that a judge can read without the draft; `reading` is how the words were read, in the kind's own
    normal form ("28 passengers", "2026-11-03"). A fact lies in the draft and starts in sentence number `sentence`. `derivable`: it may
    be worked out from other facts or common knowledge, so that not finding it in a source says little.
    """

    kind: str
    span: Span
    sentence: int
    reading: str
    statement: str
    derivable: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a source: `text == source[span]`. `context` are spans of the same source that give it sense (the heading, a
    table's header row, the sentence before); `where` is its native address."""

    document: str
    span: Span
    text: str
    where: str
    context: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What passages say of one fact. `spans[i]` are the exact words in `passages[i]`, in the source's own offsets.

    `by` names who says so ("facts.number", "judges.overlap"), `score` in 0..1 how sure it is, `note` puts it in words; `draft` are
    the wrong words of the draft, where they are fewer than the fact's.
    """

    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]
    relation: Relation
    by: str
    score: float
    note: str
    draft: Span | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a judge is asked: plain text, the passages numbered by their order, those of one source side by side, the best first.

    For each passage, where they are known: `before`, what stands before it and gives it sense, each piece with the mark that parts it from
    what follows; `places`, the number of its source and where it begins there; `whole`, the sources of which all passages are here.
    `room`: how many words of premises should be read for it, so that a draft of many claims is read as soon as one of few. `sources`: the
    names of the sources that `places` numbers. `doubts`: what stands against an earlier answer to it, where it is asked again."""

    statement: str
    context: str
    passages: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    whole: tuple[int, ...] = ()
    room: int = 600
    sources: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge answers: the wrong `words` of the statement, and `quotes`, the words of the passages that it rests on.

    A judge that takes a statement apart has an opinion on each of its `points`, in each of which `words` are the words it is about, the
    wrong ones before those around them. `seek`: words that a source may have which speaks of what was not found. `asked` is False where
    the judge was not asked, for want of budget."""

    relation: Relation
    words: tuple[str, ...]
    quotes: tuple[str, ...]
    reason: str
    score: float
    points: tuple[Opinion, ...] = ()
    seek: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a fact. `reason` is in words; SUPPORTED and CONTRADICTED always carry evidence."""

    fact: Fact
    outcome: Outcome
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the words at `span` with `text`; `safe`: it may be written with no person looking."""

    span: Span
    text: str
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What an editor should look at. `span` is None for a finding about the whole draft; `outcome` is CONTRADICTED or NOT_FOUND
    where the sources do not bear the draft out, else None; `fingerprint` survives edits elsewhere in the draft."""

    code: str
    level: Level
    span: Span | None
    message: str
    fingerprint: str
    outcome: Outcome | None = None
    evidence: tuple[Evidence, ...] = ()
    edits: tuple[Edit, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A finding that somebody has looked at and let stand: why, and who ("a comment in the draft" where it was allowed there)."""

    finding: Finding
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Where the draft points at a source: `form` is "footnote", "number", "link", "comment", "phrase" or "placeholder", `target` what it
    says it points at, `entry` the line of the draft's own source list that it means, `source` the id of the source given that it surely
    means. `locus` is the place in it that is told ("p. 14"), `place` where that is in its text, () where it is not there or cannot be told;
    `missing`: the source has no such place, and why."""

    span: Span
    form: str
    target: str
    entry: Span | None
    source: str | None
    locus: str = ""
    place: tuple[Span, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a source is and how much of the draft rests on it: `tier` is "primary", "secondary" or "unknown", for the `reason`; `facts` of
    the draft rest on it; `copy_of` is the id of the source that prints the same story, "" where none before it does;
    `terms` are those on which it was given, as a list of sources says, "" where none does."""

    source: str
    tier: str
    reason: str
    facts: int
    copy_of: str
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What made the report, no clock in it: the same input gives the same bytes."""

    version: str
    settings: str
    judge: str
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the draft with all that was said of it."""

    sentence: Sentence
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated in the draft or a source: `date` is (year, month, day), None for what is not told; `span` are the date's words in
    the text of `document` (an id) and `where` their native address; `what` it was in short, `who` the people named with it."""

    date: tuple[int | None, int | None, int | None]
    span: Span
    document: str
    where: str
    what: str
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Words of the draft that were not checked, and why."""

    span: Span
    reason: str


NOTHING_CHECKABLE = "asserts nothing that a source could bear out"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found; `sentences`, `verdicts` and `findings` are in the draft's order, `timeline` in that of its dates."""

    draft: Document
    sources: tuple[Source, ...]
    sentences: tuple[Sentence, ...]
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    run: Run
    timeline: tuple[Event, ...] = ()
    dismissed: tuple[Dismissed, ...] = ()
    citations: tuple[Cited, ...] = ()
    standings: tuple[Standing, ...] = ()

    def source(self, document: str) -> Document:
        """The source with this id, or the draft, which may be held against itself; KeyError where there is none."""
        for source in (*self.sources, self.draft):
            if isinstance(source, Document) and source.id == document:
                return source
        raise KeyError(document)

    def lines(self) -> Iterator[Line]:
        """Each sentence with its verdicts and the findings that start in it, in the draft's order."""
        verdicts: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            verdicts[verdict.fact.sentence].append(verdict)
        findings: dict[int, list[Finding]] = defaultdict(list)
        starts = [sentence.span.start for sentence in self.sentences]
        for finding in self.findings:
            if finding.span:
                findings[max(bisect_right(starts, finding.span.start) - 1, 0)].append(finding)
        for sentence in self.sentences:
            yield Line(sentence, tuple(verdicts[sentence.index]), tuple(findings[sentence.index]))

    def unchecked(self) -> tuple[Unchecked, ...]:
        """What was not checked: facts with the outcome UNCHECKED, and sentences that hold no fact."""
        found = [Unchecked(v.fact.span, v.reason) for v in self.verdicts if v.outcome is Outcome.UNCHECKED]
        told = {verdict.fact.sentence for verdict in self.verdicts}
        found += [Unchecked(s.span, NOTHING_CHECKABLE) for s in self.sentences if s.index not in told]
        return tuple(sorted(found, key=lambda item: item.span))
