"""Reads cases written in Markdown: a draft with the words in question in bold, its sources, and what is to be said of those words.

    ## percent against percentage points
    Draft
    > Unemployment rose by **2 percent**, the office said.

    Source: office.txt
    > The rate rose **2 percentage points**, from four to six in a hundred.

    contradicted: source says 2 percentage points, draft says 2 percent

Bold in the draft is the span whose verdict counts, bold in a source the words its evidence must rest on. The last line is an outcome,
with the reason where the reason is part of the promise, or `nothing`: no source is found against the draft. A line that begins with one `#`
opens a part of the file; what stands between it and the next case is for readers. A line `Judge: overlap` keeps a case to that judge: what
judges of more or less understanding say of it differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from presscheck import chronology, parts
from presscheck.model import Document, Outcome, Span

BOLD = re.compile(r"\*\*([^*]+)\*\*")
PART = re.compile(r"^# ", re.MULTILINE)
CASE = re.compile(r"^## ", re.MULTILINE)
JUDGE = re.compile(r"Judge: (\w+)")
HEAD = re.compile(r"(Draft|Source)(?:: (\S.*))?")
ANSWER = re.compile(rf"({'|'.join(Outcome)}|nothing)(?:: (\S.*))?")


@dataclass(frozen=True)
class Text:
    """A draft or source of a case: `bold` are the marked spans of `document.text`."""

    document: Document
    bold: tuple[Span, ...]


@dataclass(frozen=True)
class Case:
    """One case; `outcome` is None for `nothing`, `kind` None where the file is not named after a kind of fact, `judge` None where every
    judge must say so."""

    title: str
    kind: str | None
    draft: Text
    sources: tuple[Text, ...]
    outcome: Outcome | None
    reason: str | None
    judge: str | None = None


def read(path: Path) -> list[Case]:
    """All cases of a file, in order. Raises ValueError, with file and title, for a case that is not of the form above."""
    kind = path.stem if path.stem in (*parts.names("facts"), chronology.KIND) else None
    chunks = [chunk for part in PART.split(path.read_text(encoding="utf-8")) for chunk in CASE.split(part)[1:]]
    if not chunks:
        raise ValueError(f"{path}: no case; each begins with '## ' and a title")
    return [parse(chunk, kind, str(path)) for chunk in chunks]


def parse(chunk: str, kind: str | None, file: str) -> Case:
    """The case that `chunk`, its title first, spells out."""
    title, *lines = chunk.splitlines()
    texts: list[tuple[str, str, list[str]]] = []
    answers, judge = [], None
    for line in lines:
        if line.startswith(">") and texts:
            texts[-1][2].append(line[1:].removeprefix(" "))
        elif head := HEAD.fullmatch(line):
            texts.append((head[1], head[2] or f"{head[1].lower()}{len(texts) or ''}.txt", []))
        elif one := JUDGE.fullmatch(line):
            judge = one[1]
        elif answer := ANSWER.fullmatch(line):
            answers.append(answer)
        elif line.strip():
            raise ValueError(f"{file}, {title!r}: this line is neither Draft, Source, '> ' nor an outcome: {line!r}")
    drafts = [marked(name, quoted) for role, name, quoted in texts if role == "Draft"]
    sources = [marked(name, quoted) for role, name, quoted in texts if role == "Source"]
    if len(drafts) != 1 or len(answers) != 1:
        raise ValueError(f"{file}, {title!r}: a case has one Draft and one outcome, this has {len(drafts)} and {len(answers)}")
    outcome = None if answers[0][1] == "nothing" else Outcome(answers[0][1])
    if outcome and len(drafts[0].bold) != 1:
        raise ValueError(f"{file}, {title!r}: the draft has one piece in bold, this has {len(drafts[0].bold)}")
    return Case(title.strip(), kind, drafts[0], tuple(sources), outcome, answers[0][2], judge)


def marked(name: str, lines: list[str]) -> Text:
    """The document of these lines without their bold marks, and where the marked words stand in it."""
    text = "\n".join(lines)
    document = read_as(BOLD.sub(r"\1", text), name)
    return Text(
        document,
        tuple(nth(document.text, match[1], BOLD.sub(r"\1", text[: match.start()]).count(match[1])) for match in BOLD.finditer(text)),
    )


def nth(text: str, words: str, skip: int) -> Span:
    """Where `words` stand in `text` after `skip` other occurrences (a reader may have moved them, never re-ordered them)."""
    at = text.index(words)
    for _ in range(skip):
        at = text.index(words, at + len(words))
    return Span(at, at + len(words))


def read_as(text: str, name: str) -> Document:
    """`text` as the reader of the name's suffix reads it."""
    suffix = PurePath(name).suffix
    for reader in (parts.load("readers", part) for part in parts.names("readers")):
        if suffix in reader.SUFFIXES:
            return reader.read(text.encode(), name)
    raise ValueError(f"no reader reads {suffix!r} files ({name})")
