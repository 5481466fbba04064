"""One article in, its row and the rows of its findings out: the same ones wherever, whenever and beside whatever they are made."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from presscheck import decoding, intake, parts
from presscheck.archive.articles import Article, digest
from presscheck.archive.copies import Core, core
from presscheck.errors import PresscheckError
from presscheck.model import Document, Finding, Level, Outcome, Source, Span, Unreadable
from presscheck.policy import WEIGHED
from presscheck.settings import Settings, change

if TYPE_CHECKING:
    from presscheck.flow import Checker

FORMAT = "1"  # of the rows; another one makes all of them anew
LONGEST_TEXT = 1_000_000  # characters
MOST_SOURCES = 64
LONGEST_SOURCES = 16_000_000  # bytes, of one article
BESIDE = 90  # characters on each side of a finding that are kept with it
LONGEST_QUOTE = 1_000  # characters
ENGLISH = ("", "en", "eng", "english")

Row = dict[str, Any]
Memory = Callable[[str, Callable[[], Row]], Row]
"""Given a story and how to check it, what checking it found: known already or found now."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An article's row and those of its findings, in order, without their places in the archive."""

    article: Row
    findings: tuple[Row, ...]


def settings_for(settings: Settings, sourced: bool, judged: bool) -> Settings:
    """The settings of a run over an archive: with no sources there is nothing to judge, and neither judge nor reader is opened unless the
    person named a judge."""
    return settings if sourced or judged else change(settings, {"judge": "overlap"}, "archive")


def recipe(checker: Checker) -> str:
    """A digest of all that makes rows out of articles: version, settings, packs, judge and reader."""
    run = checker.run()
    return digest(FORMAT, run.version, run.settings, run.judge, *run.packs, checker.reader_digest)


def key(article: Article, made_by: str) -> str:
    """What a row hangs on: where it is the same, the row is."""
    return digest(article.digest(), made_by)


def scored(article: Article, checker: Checker, made_by: str, memory: Memory) -> Scored:
    """The rows of an article; whatever is wrong with it is told in its row, in the column `error`."""
    row: Row = {
        "id": article.id,
        "key": key(article, made_by),
        "digest": "",
        "story": "",
        "date": article.date,
        "section": article.section,
        "language": article.language,
        "words": 0,
        "sources": len(article.sources),
        "claims": 0,
        **dict.fromkeys(Outcome, 0),
        **{f"{level}s": 0 for level in Level},
        "error": "",
    }
    try:
        return _checked(article, row, checker, made_by, memory)
    except PresscheckError as problem:
        return Scored({**row, "error": str(problem)}, ())
    except MemoryError:
        return Scored({**row, "error": "there was not enough memory to check it"}, ())
    except Exception as fault:  # the last resort, as on the command line: one article never stops a run
        return Scored({**row, "error": f"a fault in presscheck itself ({type(fault).__name__}: {fault}); please report it"}, ())


def _checked(article: Article, row: Row, checker: Checker, made_by: str, memory: Memory) -> Scored:
    if why := article.fault or _beyond(article):
        return Scored({**row, "error": why}, ())
    draft, shared = _read(article)
    if article.date:
        draft = replace(draft, published=article.date)
    text = shared.own_text
    row |= {"digest": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "words": len(text.split())}
    if len(text) > LONGEST_TEXT:
        return Scored({**row, "error": f"it has {len(text):,} characters, more than {LONGEST_TEXT:,}"}, ())
    layout = repr((draft.media_type, draft.blocks, draft.pointers, draft.published))
    told = [part for source in article.sources for part in source]
    row["story"] = digest(draft.text, layout, *told)
    found = memory(digest(row["story"], made_by), lambda: _found(draft, article, checker))
    rows = tuple(_own(one, shared) for one in found["findings"])
    levels = Counter(one["level"] for one in rows)
    counted = {"claims": found["claims"], **found["outcomes"], **{f"{level}s": levels[level.value] for level in Level}}
    return Scored({**row, **counted, "error": found["error"]}, rows)


def _beyond(article: Article) -> str:
    """Why it is not checked; "" where it is."""
    if article.language.replace("_", "-").partition("-")[0] not in ENGLISH:
        return f"not checked: its language is {article.language}, and presscheck reads English"
    if len(article.sources) > MOST_SOURCES or sum(len(text) for _, text in article.sources) > LONGEST_SOURCES:
        return f"it has more than {MOST_SOURCES} sources, or they more than {LONGEST_SOURCES >> 20} MB"
    return ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A copy's own text, and where in it the core of its story stands; None where it is all core."""

    own_text: str
    core: Core | None = None

    def own(self, span: Span) -> Span:
        return self.core.own(span) if self.core else span


def _read(article: Article) -> tuple[Document, Shared]:
    """The document that is checked, and how it lies in the article's own text."""
    if article.reader != "plain":
        given = article.data
        draft = parts.load("readers", article.reader).read(given, article.name) if article.reader else intake.read(given, article.name)
        if not draft.text.strip():
            raise PresscheckError("there is no text in it")
        return draft, Shared(draft.text)
    text = decoding.decode(article.data)
    shared = core(text)
    if not shared.text.strip():
        raise PresscheckError("there is no text in it")
    draft = parts.load("readers", "plain").read(shared.text.encode("utf-8", "surrogatepass"), article.name)
    return draft, Shared(text, None if draft.text == text else shared)


def _found(draft: Document, article: Article, checker: Checker) -> Row:
    """What checking finds, as a value that JSON keeps."""
    if not article.sources:
        return {"claims": 0, "outcomes": {}, "error": "", "findings": [_told(one, {}) for one in checker.alone(draft)]}
    sources = list(_sources(article))
    report = checker.check(draft, sources)
    outcomes = Counter(verdict.outcome.value for verdict in report.verdicts)
    names = {source.id: source.name for source in report.sources if isinstance(source, Document)}
    unread = [source.message for source in sources if isinstance(source, Unreadable)]
    error = f"not all of its sources can be read: {unread[0]}" if unread else ""
    claims = sum(verdict.fact.kind == WEIGHED for verdict in report.verdicts)
    rows = [_told(one, names) for one in report.findings]
    return {"claims": claims, "outcomes": dict(sorted(outcomes.items())), "error": error, "findings": rows}


def _sources(article: Article) -> Iterator[Source]:
    plain = parts.load("readers", "plain")
    for name, text in article.sources:
        if text.strip():
            yield plain.read(text.encode("utf-8", "surrogatepass"), name)
        else:
            yield Unreadable(name, plain.MEDIA_TYPE, "", f"{name}: there is no text in it")


def _told(finding: Finding, names: Mapping[str, str]) -> Row:
    passages = [passage.document for evidence in finding.evidence for passage in evidence.passages]
    return {
        "code": finding.code,
        "level": finding.level.value,
        "outcome": finding.outcome.value if finding.outcome else "",
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
        "message": finding.message,
        "sources": list(dict.fromkeys(names[one] for one in passages if one in names)),
        "tags": list(finding.tags),
        "fingerprint": finding.fingerprint,
    }


def _own(row: Row, shared: Shared) -> Row:
    """The row with the offsets and the words of the article itself."""
    if row["start"] is None:
        return {**row, "quote": "", "context": ""}
    span = shared.own(Span(row["start"], row["end"]))
    text = shared.own_text
    quote = text[span.start : span.end][:LONGEST_QUOTE]
    return {**row, "start": span.start, "end": span.end, "quote": quote, "context": _around(text, span, quote)}


def _around(text: str, span: Span, quote: str) -> str:
    """The quote in its surroundings, whole words on one line."""
    before, after = text[max(0, span.start - BESIDE) : span.start], text[span.end : span.end + BESIDE]
    if span.start > BESIDE:
        before = f"… {before.partition(' ')[2]}"
    if span.end + BESIDE < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}[[{quote}]]{after}".split())
