"""A corrected copy of a draft: what can be mended with certainty is mended, each edit is listed, and what needs a person becomes a comment.

Mended are: what a rule marks as safe (help-lines, content notes, wording), names spelt otherwise than in the one source that has them,
words of a
quotation that its source has otherwise, and placeholders where sources should be. Numbers, dates, stages and claims are never changed:
which of two is right, a person decides.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from presscheck import language, ledger, provenance
from presscheck.galley import Galley
from presscheck.imprint import describe, file_name
from presscheck.model import Block, BlockKind, Document, Evidence, Finding, Level, Outcome, Relation, Report, Span, Verdict
from presscheck.profiles import Profile
from presscheck.quotations import quotations

MARKDOWN = "text/markdown"
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = (MARKDOWN, "text/plain", WORD_FILE)
PLACEHOLDER = "placeholder-citation"
ALIKE = 0.5  # share of a quotation's words that its source must have in the same order
REPLACED = 4  # words in a row that are put back at most
TAIL = re.compile(r"[^.,;:!?”\"\n]{0,40}(?=[.,;:!?”\"\n])")
CLOSES = re.compile(r"[\s.,;:!?”\"’']*$")
LITERAL = re.compile(
    r"```[\s\S]{0,20000}?(?:```|\Z)|`[^`\n]{1,400}`|<!--[\s\S]{0,20000}?(?:-->|\Z)|\]\([^()\n]{0,2000}\)|https?://[^\s<>]{1,2000}"
)
MARKUP = re.compile(r"[\[\]*_…]|\.\.\.")
BEFORE = re.compile(r"([^\W\d_][\w’'-]*)\.? $")
AFTER = re.compile(r" ([^\W\d_][\w’'-]*)")
NOTE = re.compile(r"\[\^?(\d{1,4})\]")
HEADS_LIST = re.compile(r"\W*(?:sources?|references?|notes?)\W*", re.IGNORECASE)
LISTED = re.compile(r"\[[^\]\n]{1,80}\]|^" + HEADS_LIST.pattern + "$", re.IGNORECASE)
MENTIONED = ("name", "place", "role")  # that a source has somebody's name says little of what it bears out
RUNNING = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTED)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LEAST_SHOWN, LEAD = 3, 40  # letters of an edit that are told by themselves; of the word before a shorter one
ROUNDS = 6  # of checking and mending, until nothing is left to mend


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: `span` and `before` in the text that it was made to, `after` what stands there now, `code` and `why` of its finding.
    Those of one `group` only make sense together: a note moved from here to there."""

    span: Span
    before: str
    after: str
    code: str
    why: str
    group: str


def changes(report: Report) -> tuple[Change, ...]:
    """The edits that can be made to the report's draft at once, in order, none overlapping another."""
    draft = report.draft
    wanted = [
        *_safe(report),
        *_names(report),
        *_quotes(report),
        *_sources(report),
    ]
    taken: list[Change] = []
    untouched = _untouched(draft)
    for group in _groups(wanted):
        spans = sorted(change.span for change in group)
        apart = all(a.end <= b.start for a, b in pairwise(spans))
        free = not any(change.span.overlaps(other.span) for change in group for other in taken)
        if apart and free and not any(span.overlaps(other) for span in spans for other in untouched):
            taken += group
    return tuple(sorted(taken, key=lambda change: change.span))


def _safe(report: Report) -> Iterator[Change]:
    """What a rule marks as safe."""
    for finding in report.findings:
        for edit in finding.edits:
            if edit.safe:
                yield Change(edit.span, report.draft[edit.span], edit.text, finding.code, finding.message, finding.fingerprint)


def _untouched(draft: Document) -> list[Span]:
    """Where nothing is mended: front matter, code, comments, addresses of links and pictures."""
    headers = [block.span for block in draft.blocks if block.kind is BlockKind.HEADER]
    return [*headers, *(Span(*match.span()) for match in LITERAL.finditer(draft.text))]


def _groups(wanted: Sequence[Change]) -> Iterator[list[Change]]:
    """Edits that only make sense together, in order of their findings."""
    found: dict[str, list[Change]] = {}
    for change in wanted:
        found.setdefault(change.group, []).append(change)
    yield from found.values()


def apply(text: str, made: Iterable[Change]) -> str:
    """The text with the edits made."""
    pieces, at = [], 0
    for change in made:
        pieces += [text[at : change.span.start], change.after]
        at = change.span.end
    return "".join([*pieces, text[at:]])


def _contradicted(report: Report, kind: str) -> Iterator[tuple[Verdict, Evidence, str]]:
    """(verdict, evidence, the source's words) of facts of this kind that all sources which speak of them have otherwise, and that nobody
    let stand."""
    standing = {finding.span for finding in report.findings if finding.code == f"{kind}-contradicted"}
    for verdict in report.verdicts:
        if verdict.fact.kind != kind or verdict.outcome is not Outcome.CONTRADICTED or not verdict.evidence:
            continue
        first = verdict.evidence[0]
        if (first.draft or verdict.fact.span) not in standing and verdict.fact.span not in standing:
            continue
        against = [evidence for evidence in verdict.evidence if evidence.relation is Relation.CONTRADICTS]
        if any(evidence.relation is Relation.SUPPORTS for evidence in verdict.evidence) or len(first.spans) != 1:
            continue
        told = {report.source(e.passages[0].document)[e.spans[0]] for e in against if len(e.spans) == 1}
        if len(told) == 1:
            yield verdict, first, next(iter(told))


def _names(report: Report) -> Iterator[Change]:
    """Words of names put right, wherever in the draft they stand."""
    draft = report.draft
    for verdict, evidence, theirs in _contradicted(report, "name"):
        mine, right = WORD.findall(draft[verdict.fact.span]), WORD.findall(theirs)
        if len(mine) != len(right) or _is_quoted(draft, verdict.fact.span):
            continue
        for wrong, put in zip(mine, right, strict=True):
            if wrong == put or wrong.casefold() == put.casefold():
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(wrong)}(?!\w)", draft.text):
                span = Span(*match.span())
                if span in verdict.fact.span or _is_theirs(draft, span, mine):
                    yield Change(span, wrong, put, "name-contradicted", evidence.note, f"{wrong} {span.start}")


def _is_theirs(draft: Document, span: Span, name: Sequence[str]) -> bool:
    """Does the surname stand for this person here: outside quotations, with no other name's word beside it?"""
    if _is_quoted(draft, span):
        return False
    before, after = BEFORE.search(draft.text, max(0, span.start - 40), span.start), AFTER.match(draft.text, span.end)
    beside = [match[1] for match in (before, after) if match]
    return all(word in name or not word[0].isupper() or word.lower() in language.load().titles for word in beside)


def _is_quoted(draft: Document, span: Span) -> bool:
    """Do the words stand in somebody's mouth?"""
    block = draft.block_at(span.start)
    if block is None or block.kind is BlockKind.QUOTED:
        return True
    told = quotations(draft.text, block.span.start, block.span.end)
    return any(piece.start <= span.start < piece.end for quotation in told for piece in quotation.pieces)


def _quotes(report: Report) -> Iterator[Change]:
    """Words of quotations put back as their source has them."""
    for verdict, evidence, _ in _contradicted(report, "quote"):
        source, span = report.source(evidence.passages[0].document), evidence.spans[0]
        mine = report.draft[verdict.fact.span]
        said = source[span]
        ours, theirs = WORD.findall(mine.casefold()), WORD.findall(said.casefold())
        if ours[-1:] != theirs[-1:] and (more := TAIL.match(source.text, span.end)):
            said += more[0]
        restored = "" if MARKUP.search(mine) else _restored(mine, said)
        if restored and restored != mine:
            yield Change(verdict.fact.span, mine, restored, "quote-contradicted", evidence.note, f"quote {verdict.fact.span.start}")


def _restored(mine: str, said: str) -> str:
    """The quotation in the source's words, with its own closing marks; "" where too much differs for it to be the same words altered."""
    ours, theirs = WORD.findall(mine.casefold()), WORD.findall(said.casefold())
    match = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    parts = [part for part in match.get_opcodes() if part[0] != "equal"]
    wide = any(max(last - first, stop - begin) > REPLACED for _, first, last, begin, stop in parts)
    if "\n" in said or wide or ours[:1] != theirs[:1] or match.ratio() < ALIKE:
        return ""
    closing = CLOSES.search(mine)
    return CLOSES.sub("", said) + (closing[0] if closing else "")


def _sources(report: Report) -> Iterator[Change]:
    """Placeholders where sources should be replaced by the sources that carry the article: a mark at the claims that rest on each, and a
    list in which every mark resolves."""
    draft = report.draft
    stand_ins = [finding.span for finding in report.findings if finding.code == PLACEHOLDER and finding.span]
    documents = [source for source in report.sources if isinstance(source, Document)]
    carriers = provenance.carriers(draft, report.sentences, report.verdicts, documents) if stand_ins and documents else []
    named = _names_of(documents)
    if not carriers or any(named[source.id] in draft.text for source, _ in carriers):
        return  # they were listed before: what is left of placeholders is for a person
    numbers = {source.id: number for number, source in enumerate(_in_order(carriers), _next(draft))}
    marks = _marks(report, carriers, numbers)
    cited = [source for source in _in_order(carriers) if numbers[source.id] in {number for _, number in marks}]
    again = {numbers[source.id]: number for number, source in enumerate(cited, _next(draft))}  # with no number left out
    marks = [(at, again[number]) for at, number in marks]
    if not marks:
        return
    listed, inline = _list_of(draft, stand_ins)
    resting = _resting(carriers)
    entries = [_entry(draft, again[numbers[source.id]], named[source.id]) for source in cited]
    headed = draft.media_type == MARKDOWN or (listed and HEADS_LIST.fullmatch(draft.text[: listed.start].rstrip().rpartition("\n")[2]))
    told = "\n".join(entries if headed else ("Sources:", *entries))
    told = told.replace("\n", "\n\n") if draft.media_type == WORD_FILE else told  # a paragraph each
    edits = dict.fromkeys(_served(report, inline, resting), "")
    for end, number in marks:
        mark = f"[^{number}]" if draft.media_type == MARKDOWN else f" [{number}]"
        gone = next((span for span in edits if span.start < end <= span.end), None)
        at = gone.start if gone else end
        edits[Span(at - 1, at)] = edits.get(Span(at - 1, at), draft.text[at - 1]) + mark
    if listed:
        edits[listed] = told
    else:
        end = _end(draft)
        last = next((span for span in edits if span.start < end <= span.end), Span(end - 1, end))
        edits[last] = f"{edits.get(last, draft[last])}\n\n{told}"
    yield from (_change(draft, span, text) for span, text in edits.items())


def _end(draft: Document) -> int:
    """Where the text ends. In a Word file that is the last paragraph: notes come after it, and a list does not belong in a table's cell."""
    running = [block.span.end for block in draft.blocks if block.kind in RUNNING] if draft.media_type == WORD_FILE else []
    return running[-1] if running else len(draft.text.rstrip())


def _names_of(sources: Sequence[Document]) -> dict[str, str]:
    """What each source is called in a list for readers, by id: without the folders that it lies in, where no other file has its name."""
    alike = Counter(file_name(source.name) for source in sources)
    short = [replace(each, name=last) if alike[last := file_name(each.name)] == 1 else each for each in sources]
    return {source.id: " ".join(describe(source).split()) for source in short}


def _served(report: Report, inline: Sequence[Span], resting: dict[int, Counter[str]]) -> Iterator[Span]:
    """The placeholders in sentences that rest on a source, each with the space before it."""
    for span in inline:
        sentence = next((sentence for sentence in report.sentences if span in sentence.span), None)
        if sentence is not None and sentence.index in resting:
            yield _with_space(report.draft.text, span)


def _resting(carriers: Carriers) -> dict[int, Counter[str]]:
    """For each sentence, by its number, how many of its facts rest on each source; that one has somebody's name says little."""
    resting: dict[int, Counter[str]] = {}
    for carrier, verdicts in carriers:
        for verdict in verdicts:
            if verdict.fact.kind not in MENTIONED:
                resting.setdefault(verdict.fact.sentence, Counter())[carrier.id] += 1
    return resting


def _change(draft: Document, span: Span, text: str) -> Change:
    why = "the sources that carry the article stand where placeholders stood"
    return Change(span, draft[span], text, PLACEHOLDER, why, PLACEHOLDER)


Carriers = Sequence[tuple[Document, Sequence[Verdict]]]


def _in_order(carriers: Carriers) -> list[Document]:
    """The sources in the order in which the draft first rests on them."""
    return [source for source, resting in sorted(carriers, key=lambda pair: min(verdict.fact.span.start for verdict in pair[1]))]


def _next(draft: Document) -> int:
    """The first number that no note of the draft has."""
    return max((int(number) for number in NOTE.findall(draft.text)), default=0) + 1


def _list_of(draft: Document, stand_ins: Sequence[Span]) -> tuple[Span | None, list[Span]]:
    """(where the placeholders of the draft's list of sources stand, the other placeholders)."""
    lines = [line for line in ledger.read(draft).lines if any(span in line for span in stand_ins)]
    inline = [span for span in stand_ins if not any(span in line for line in lines)]
    if not lines:
        return None, inline
    start = draft.text.rfind("\n", 0, lines[0].start) + 1
    whole = Span(start, lines[-1].end)
    strange = [line for line in draft[whole].split("\n") if line.strip() and not LISTED.search(line)]
    return (None, inline) if strange else (whole, inline)


def _marks(report: Report, carriers: Carriers, numbers: dict[str, int]) -> list[tuple[int, int]]:
    """(where, number of the source): at the end of each run of sentences in a paragraph that rest on one source."""
    resting = _resting(carriers)
    headline = Galley(report.draft, Profile(), report.sentences).headline
    marks: list[tuple[int, int]] = []
    last: tuple[Block | None, str] = (None, "")
    for sentence in report.sentences:
        block = report.draft.block_at(sentence.span.start)
        if sentence.index not in resting or block is None or block.kind not in RUNNING or block.span == headline:
            continue
        counted = resting[sentence.index]
        source = min(counted, key=lambda name: (-counted[name], numbers[name]))
        if marks and last == (block, source):
            marks.pop()
        marks.append((sentence.span.end, numbers[source]))
        last = (block, source)
    return marks


def _entry(draft: Document, number: int, told: str) -> str:
    """The line of the list of sources."""
    return f"[^{number}]: {told}\n" if draft.media_type == MARKDOWN else f"[{number}] {told}"


def _with_space(text: str, span: Span) -> Span:
    """The span with the one space before it."""
    return Span(span.start - 1, span.end) if span.start and text[span.start - 1] == " " else span


def line(draft: Document, change: Change) -> str:
    """One edit, as it is listed: the draft's line or paragraph, what stood there, what stands there now, and why."""
    number = draft.text.count("\n", 0, change.span.start) + 1
    place = draft.where(change.span) if draft.media_type == WORD_FILE else f"line {number}"
    word = draft.text.rfind(" ", 0, change.span.start) + 1 if len(change.before) < LEAST_SHOWN else change.span.start
    lead = draft.text[max(word, change.span.start - LEAD) : change.span.start]
    before, after = (_shortened(lead + words) for words in (change.before, change.after))
    return f"{place}: {before} → {after}  ({change.code}: {change.why})"


def _shortened(words: str) -> str:
    told = " ".join(words.split())
    return f"“{told[:57]}…”" if len(told) > 60 else f"“{told}”" if told else "nothing"


def remarked(report: Report) -> str:
    """The draft with a comment after each paragraph for what needs a person there; one that stands already is not written again."""
    draft, told = report.draft, dict[int, list[str]]()
    if draft.media_type != MARKDOWN:
        return draft.text
    last = len(draft.text.rstrip())
    for finding in report.findings:
        if finding.level is Level.NOTE or f"presscheck #{finding.fingerprint[:8]} " in draft.text:
            continue
        block = draft.block_at(finding.span.start) if finding.span else None
        told.setdefault(_after(draft, block) if block else last, []).append(_comment(finding))
    pieces, at = [], 0
    for end in sorted(told):
        pieces += [draft.text[at:end], *(f"\n\n{comment}" for comment in told[end])]
        at = end
    return "".join([*pieces, draft.text[at:]])


def _after(draft: Document, block: Block) -> int:
    """Where a comment on a block may stand without breaking anything: after a plain paragraph with a blank line behind it, else at the
    end."""
    text, last = draft.text, len(draft.text.rstrip())
    start = text.rfind("\n", 0, block.span.start) + 1
    end = text.find("\n", block.span.end)
    end = len(text) if end < 0 else end
    alone = start == block.span.start and (end >= last or text[end : end + 2] == "\n\n")
    plain = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.HEADING and text[start : start + 1] == "#")
    return min(end, last) if plain and (alone or block.kind is BlockKind.HEADING) else last


def _comment(finding: Finding) -> str:
    message = " ".join(finding.message.replace("--", "–").replace(">", "›").replace("presscheck:", "presscheck").split())
    return f"<!-- presscheck #{finding.fingerprint[:8]} {finding.code}: {message} -->"
