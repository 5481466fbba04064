"""The author's own notes: which source and place each points at, which facts stand on it, and whether the place bears them out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from presscheck import ledger, places, provenance
from presscheck.dating import is_of, own_date
from presscheck.facts.date import dates
from presscheck.imprint import file_name
from presscheck.ledger import inside
from presscheck.model import Cited, Document, Edit, Evidence, Fact, Finding, Level, Outcome, Sentence, Source, Span, Verdict
from presscheck.policy import fingerprint
from presscheck.statements import shown

NOTES = ("footnote", "number", "link", "comment")
LEVELS = {
    "pointer-elsewhere": Level.WARNING,
    "pointer-dead": Level.WARNING,
    "pointer-vague": Level.WARNING,
    "source-uncited": Level.NOTE,
}
SHOWN = frozenset({"quote", "number", "date", "time"})  # kinds that a note is written for; a name or a title may come from elsewhere
TAG = "source-pointer"

_ADDRESS = re.compile(r"(\]\([^()\s]{1,2000}\)|https?://[^\s<>\])\"]{1,2000})")
_MARK = re.compile(r"\[|\(|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")
_FILE = re.compile(
    r"(?<![\w/])[\w.()-]{1,120}\.(?:pdf|docx?|xlsx?|csv|tsv|txt|md|vtt|srt|eml|msg|html?|pptx?|rtf|odt|mp3|mp4|wav)\b", re.IGNORECASE
)


def read(draft: Document, sources: Sequence[Document]) -> tuple[Cited, ...]:
    """The draft's citations in order, each with the source and the place in it that it surely means; a comment that means none is no
    citation."""
    return tuple(_cited(draft, sources))


def _cited(draft: Document, sources: Sequence[Document]) -> Iterator[Cited]:
    for found in provenance.resolve(ledger.read(draft), sources):
        one, source = found.citation, found.source
        if one.form == "comment" and source is None and not _FILE.search(one.target):
            continue
        place = places.find(found.note, source) if source and one.form in NOTES else None
        told = (place.told, place.spans, place.missing) if place else ()
        yield Cited(one.span, one.form, one.target, one.entry, source.id if source else None, *told)


def marks(draft: Document, cited: Sequence[Cited]) -> list[Span]:
    """What is in the text only to point, in order: the marks of notes, and the addresses of links."""
    noted = [one.span for one in cited if _is_mark(draft, one)]
    return sorted({*noted, *(Span(*match.span(1)) for match in _ADDRESS.finditer(draft.text))})


# Which facts stand on a note.


def standing(draft: Document, sentences: Sequence[Sentence], facts: Sequence[Fact], cited: Sequence[Cited]) -> dict[Fact, list[Cited]]:
    """Fact -> the notes that it stands on: those of its sentence whose words, from the note before to this one, it begins in. A link or a
    comment is about its own words where they hold a fact."""
    starts = [sentence.span.start for sentence in sentences]
    by_sentence: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_sentence[fact.sentence].append(fact)
    found: dict[Fact, list[Cited]] = defaultdict(list)
    ended: dict[int, tuple[int, int]] = {}  # sentence -> (where the words of its last note begin, where they end)
    notes = [one for one in cited if one.form in NOTES]
    pointing = marks(draft, notes)
    for one in notes:
        end = _end(draft, one, pointing)
        at = bisect_right(starts, max(end - 1, 0)) - 1
        if at < 0:
            continue
        sentence, mine = sentences[at], by_sentence[sentences[at].index]
        if one.form in ("link", "comment"):
            words = one.span if any(fact.span in one.span for fact in mine) else sentence.span
        else:
            begun, before = ended.get(at, (sentence.span.start, sentence.span.start))
            begin = begun if before == end else before
            ended[at] = begin, end
            words = Span(begin, end) if begin < end else one.span
        for fact in mine:
            if fact.span.start in range(words.start, words.end) and fact.span.end <= max(words.end, end):
                found[fact].append(one)
    return dict(found)


def _is_mark(draft: Document, one: Cited) -> bool:
    """Does it stand as a mark of its own ("[3]"), rather than on words?"""
    return one.form in ("footnote", "number") and bool(_MARK.match(draft[one.span]))


def _end(draft: Document, one: Cited, marks: Sequence[Span]) -> int:
    """Where the words end that the note is about: before the mark, and before other marks that stand there with it."""
    if not _is_mark(draft, one):
        return one.span.end
    end = one.span.start
    while end and (draft.text[end - 1].isspace() or inside(Span(end - 1, end), marks)):
        end -= 1
    return end


# Does the place bear the fact out?


def bears(one: Cited, evidence: Evidence, alike: Mapping[str, str]) -> bool:
    """Does this evidence stand where the note points? `alike`: the id of a source -> the id that stands for all copies of its story."""
    return any(
        alike.get(passage.document, passage.document) == one.source and (not one.place or inside(span, one.place))
        for passage, span in zip(evidence.passages, evidence.spans, strict=True)
    )


def _has(one: Cited, verdict: Verdict, draft: Document, sources: Sequence[Document], alike: Mapping[str, str]) -> bool:
    """Does the place have it: by what was weighed, by its own words, or as the day that the source itself is of?"""
    if any(bears(one, evidence, alike) for evidence in verdict.evidence):
        return True
    source = next(source for source in sources if source.id == one.source)
    told = r"\s+".join(map(re.escape, draft[verdict.fact.span].split()))
    words = re.compile(rf"(?<!\w){told}(?!\w)", re.IGNORECASE)
    if any(words.search(source.text, span.start, span.end) for span in one.place or (Span(0, len(source.text)),)):
        return True
    own, span = own_date(source), verdict.fact.span
    return verdict.fact.kind == "date" and bool(own) and any(is_of(day, own) for day in dates(draft.text, span.start, span.end) if own)


def findings(
    draft: Document,
    sentences: Sequence[Sentence],
    cited: Sequence[Cited],
    standing: Mapping[Fact, Sequence[Cited]],
    verdicts: Sequence[Verdict],
    sources: Sequence[Source],
) -> tuple[Finding, ...]:
    """What is wrong with the notes: a place that does not have what stands on it, a note that leads nowhere or says nothing, an entry that
    no note leads to. Without sources given, only what the draft alone shows."""
    starts = [sentence.span.start for sentence in sentences]
    seen: Counter[tuple[str, str, str]] = Counter()
    found = [*_astray(draft, standing, verdicts, sources), *_dead(draft, cited, sources), *_idle(draft)]
    raised = []
    for code, span, message, evidence, edits in sorted(found, key=lambda each: (each[1], each[0])):
        at = bisect_right(starts, span.start) - 1
        mark = fingerprint(code, draft, span, sentences[at] if at >= 0 else None, seen)
        raised.append(Finding(code, LEVELS[code], span, message, mark, None, evidence, edits, (TAG,)))
    return tuple(raised)


_Raised = tuple[str, Span, str, tuple[Evidence, ...], tuple[Edit, ...]]


def _astray(
    draft: Document, standing: Mapping[Fact, Sequence[Cited]], verdicts: Sequence[Verdict], sources: Sequence[Source]
) -> Iterator[_Raised]:
    """Facts that a source bears out, and not the place that their own note points at; of one note together."""
    documents = [source for source in sources if isinstance(source, Document)]
    names, alike = {source.id: source for source in documents}, provenance.alike(documents)
    told: dict[tuple[Cited, str], list[Verdict]] = defaultdict(list)
    borne, lost, page = set[Cited](), list[Verdict](), shown(draft)
    for verdict in verdicts:
        notes = standing.get(verdict.fact, ())
        if verdict.fact.kind not in SHOWN or verdict.outcome is not Outcome.SUPPORTED or not all(one.source for one in notes):
            continue  # of notes that mean a source which was not given, that may have it
        having = [one for one in notes if _has(one, verdict, page, documents, alike)]
        borne.update(having)
        lost += [verdict] if notes and not having else []
    for verdict in lost:
        notes = standing[verdict.fact]
        if not any(one in borne and one.form in ("link", "comment") for one in notes):  # it was set for other words of the sentence
            told[notes[0], _where(verdict.evidence[0], names, notes[0].locus)].append(verdict)
    for (one, where), those in told.items():
        words = _listed(dict.fromkeys(" ".join(page[verdict.fact.span].split()) for verdict in those))
        does, has = ("does", "it") if len(those) == 1 else ("do", "them")
        pointed = ", ".join(filter(None, (file_name(names[one.source or ""].name), one.locus)))
        message = f"the note points to {pointed}, where {words} {does} not stand; {where} has {has}"
        yield (
            "pointer-elsewhere",
            those[0].fact.span,
            message,
            those[0].evidence,
            tuple(_put_right(draft, one, those[0].evidence[0], names)),
        )


def _put_right(draft: Document, one: Cited, evidence: Evidence, names: Mapping[str, Document]) -> Iterator[Edit]:
    """The place as it should be told, where it is of the same source: for a person to decide, who may have meant another."""
    at = draft.text.find(one.locus, one.entry.start, one.entry.end) if one.entry and one.locus else -1
    if at >= 0 and evidence.passages[0].document == one.source:
        yield Edit(Span(at, at + len(one.locus)), places.address(names[one.source], evidence.spans[0], one.locus))


def _where(evidence: Evidence, names: Mapping[str, Document], like: str) -> str:
    source = names[evidence.passages[0].document]
    return ", ".join(filter(None, (file_name(source.name), places.address(source, evidence.spans[0], like))))


def _listed(words: Iterable[str]) -> str:
    shown = [f"“{word}”" for word in words][:4]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _dead(draft: Document, cited: Sequence[Cited], sources: Sequence[Source]) -> Iterator[_Raised]:
    """Notes that lead nowhere, and notes that name nothing."""
    book = ledger.read(draft)
    said = {entry.span: entry.text for entry in book.entries}
    given = [stem for source in sources if (stem := _stem(source.name))]
    numbered = any(entry.label for entry in book.entries)
    names = {source.id: file_name(source.name) for source in sources if isinstance(source, Document)}
    for one in cited:
        if one.form not in NOTES or (draft[one.span].isdecimal() and not numbered):
            continue
        mark = " ".join(draft[one.span].split())
        note = said.get(one.entry, "") if one.entry else one.target
        named = next((name for name in _FILE.findall(note) if not _is_given(_stem(name), note.casefold(), given)), "")
        if one.missing and one.source:
            yield "pointer-dead", one.span, f"the note points to {names[one.source]}, {one.locus}, and there is none: {one.missing}", (), ()
        elif one.entry is None and (one.form == "footnote" or (one.form == "number" and numbered)):
            yield "pointer-dead", one.span, f"{mark} has no note: nothing in the draft says what it stands for", (), ()
        elif one.source is None and sources and named and "://" not in note:
            yield "pointer-dead", one.span, f"the note points to {named}, which is not among the sources given", (), ()
        elif one.source is None and one.form != "link" and ledger.is_vague(note):
            yield "pointer-vague", one.span, f"the note says “{note.strip()}”, and nobody can look that up", (), ()


def _stem(name: str) -> str:
    """A file's name as it is compared: a recording and its transcript, a paper and its scan, have one."""
    return file_name(name).casefold().rpartition(".")[0].lstrip("(")


def _is_given(stem: str, note: str, given: Sequence[str]) -> bool:
    """Is it the name of a source, or its last word ("board letter.pdf")?"""
    return any(stem == own or (own.endswith(stem) and own in note) for own in given)


def _idle(draft: Document) -> Iterator[_Raised]:
    """Entries of the draft's own list that nothing points at."""
    for entry in ledger.uncited(ledger.read(draft)):
        yield "source-uncited", entry.span, "nothing in the story points at this line of its list of sources", (), ()
