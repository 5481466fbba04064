"""What somebody has looked at and let stand: comments in the draft that allow a rule, and a file of dismissals that travels with it.

A comment, in a Markdown draft `<!-- presscheck: allow cliche-endings: the mayor's own words -->`, in a Word draft a comment on the words,
holds for its
paragraph; one that stands alone for the paragraph after it; `allow-throughout` holds for the whole draft. A dismissal names a finding's
fingerprint. None counts without a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from presscheck.errors import SettingsError
from presscheck.model import BlockKind, Dismissed, Document, Finding, Span
from presscheck.settings import rows_of
from presscheck.sieve import Sieved

COMMENT = Sieved(
    r"(?:<!--\s{0,9}|\A\s{0,9})presscheck:\s{0,9}(allow(?:-throughout)?)\s{1,9}"
    r"([a-z0-9-]{1,80}(?:\s{0,9},\s{0,9}[a-z0-9-]{1,80}){0,40})([^\n>]{0,500})"
)
MARK = re.compile(r"[0-9a-f]{8,16}")
FIELDS = ("fingerprint", "code", "words", "reason", "by", "on")
MOST = 10_000  # dismissals of one draft
SUFFIX = ".dismissed.toml"
IN_DRAFT = "a comment in the draft"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """`fingerprint`: eight or more of its digits; `by`: a name; `on`: the day, "" where it is not told."""

    fingerprint: str
    reason: str
    by: str
    on: str = ""
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """`codes` that a comment allows in `span`, None for the whole draft."""

    codes: tuple[str, ...]
    span: Span | None
    reason: str


def parse(text: str, name: str) -> tuple[Dismissal, ...]:
    """The dismissals of a file. Raises SettingsError with file and words."""
    rows = rows_of(text, name, "dismissed", MOST)
    return tuple(_dismissal(row, f"{name}, [[dismissed]] number {n}") for n, row in enumerate(rows, 1))


def _dismissal(row: object, where: str) -> Dismissal:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise SettingsError(f"{where}: this should be a table of texts: {', '.join(FIELDS)}")
    if unknown := [field for field in row if field not in FIELDS]:
        raise SettingsError(f"{where}: there is no field {unknown[0]!r}; there are: {', '.join(FIELDS)}")
    if missing := [field for field in ("fingerprint", "reason", "by") if not row.get(field, "").strip()]:
        raise SettingsError(f"{where}: has no {', '.join(missing)}; a dismissal needs a reason and a name")
    if not MARK.fullmatch(row["fingerprint"]):
        raise SettingsError(f"{where}: fingerprint = {row['fingerprint']!r} should be 8 to 16 digits, as the report shows them")
    return Dismissal(*(row.get(field, "") for field in ("fingerprint", "reason", "by", "on", "code", "words")))


def write(dismissals: Sequence[Dismissal]) -> str:
    """The text of a file of dismissals, which `parse` reads back."""
    tables = []
    for each in dismissals:
        values = {field: getattr(each, field) for field in FIELDS}
        tables.append("[[dismissed]]\n" + "".join(f"{field} = {_quoted(value)}\n" for field, value in values.items() if value))
    return "# Findings that somebody has looked at and let stand; presscheck reads this file with the draft.\n\n" + "\n".join(tables)


def _quoted(value: str) -> str:
    """A TOML text on one line."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else "\ufffd" for char in escaped) + '"'
    )


def allowances(draft: Document) -> tuple[Allowance, ...]:
    """What comments in the draft allow."""
    return tuple(_allowances(draft))


def _allowances(draft: Document) -> Iterator[Allowance]:
    for match in COMMENT.finditer(draft.text):
        if not match[0].startswith("<!--"):  # in prose the words are words
            continue
        yield _allowance(match, None if match[1].endswith("throughout") else _meant(draft, match.start()))
    for pointer in draft.pointers:
        if noted := COMMENT.search(pointer.target):
            block = draft.block_at(pointer.span.start)
            here = block.span if block and pointer.span in block.span else pointer.span
            yield _allowance(noted, None if noted[1].endswith("throughout") else here)


def _allowance(match: re.Match[str], span: Span | None) -> Allowance:
    codes = tuple(code.strip() for code in match[2].split(","))
    return Allowance(codes, span, match[3].strip(" \t:-–—").strip())


def _meant(draft: Document, at: int) -> Span:
    """The paragraph that a comment stands in, or, alone, the one after it."""
    blocks = [block for block in draft.blocks if block.span.end > at]
    line = draft.text.rfind("\n", 0, at)
    above = draft.block_at(line - 1) if line > 0 else None
    if above and above.kind is not BlockKind.HEADER and above.span.end == line:  # a line right under a paragraph belongs to it
        return above.span
    if blocks and blocks[0].span.start <= at and blocks[0].kind is not BlockKind.HEADER:
        return blocks[0].span
    after = next((block for block in blocks if block.kind is not BlockKind.HEADER and block.span.start > at), None)
    return after.span if after else Span(at, at + 1)


def part(
    findings: Iterable[Finding], allowed: Sequence[Allowance], dismissals: Sequence[Dismissal]
) -> tuple[tuple[Finding, ...], tuple[Dismissed, ...]]:
    """(what stands, what was dismissed), each in the order given."""
    kept, gone = [], []
    for finding in findings:
        dismissed = _dismissed(finding, allowed, dismissals)
        if dismissed:
            gone.append(dismissed)
        else:
            kept.append(finding)
    return tuple(kept), tuple(gone)


def _dismissed(finding: Finding, allowed: Sequence[Allowance], dismissals: Sequence[Dismissal]) -> Dismissed | None:
    for each in dismissals:
        if finding.fingerprint.startswith(each.fingerprint):
            return Dismissed(finding, each.reason, f"{each.by}, {each.on}" if each.on else each.by)
    for allowance in allowed:
        here = allowance.span is None or (finding.span is not None and finding.span.overlaps(allowance.span))
        if finding.code in allowance.codes and allowance.reason and here:
            return Dismissed(finding, allowance.reason, IN_DRAFT)
    return None
