"""The flow: a draft and its sources in, a Report out."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from presscheck import (
    allegations,
    chronology,
    dismissals,
    helplines,
    language,
    ledger,
    onrecord,
    packs,
    parts,
    pointers,
    policy,
    provenance,
    reader,
    verify,
)
from presscheck.attributions import attributions
from presscheck.dismissals import Dismissal
from presscheck.errors import SettingsError
from presscheck.galley import Galley
from presscheck.library import Library
from presscheck.model import BlockKind, Document, Fact, Finding, Level, Outcome, Report, Run, Sentence, Source, Span, Unreadable, Verdict
from presscheck.names import persons
from presscheck.profiles import Profile, profile
from presscheck.rulebook import Rulebook
from presscheck.settings import Settings
from presscheck.speech import Attribution
from presscheck.split import split
from presscheck.statements import shown
from presscheck.words import in_lower

READS = "read-"  # the reader's rules
BODY = 2  # words of one that was named before: "the ministry"
STAGE, NAMELESS = "read-stage", "read-nameless"  # those that ask how far a case has gone, and whose voice it is
ASKS = "read-claim"  # the reader's rule that asks who says so
STOCK = "cliche"  # tag of a rule that names a stock phrase
WHO_SAYS_SO = ("unattributed-claim", "single-cause")
SENTENCE = 4  # words that a cell of a table has at least which is read as prose
LISTED = 240  # letters of a line of a list of sources; a longer note may tell a story of its own
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


class Cuttings:
    """The sources of one story, cut and ready to be asked; with what was weighed of them, so that a draft that is checked again is weighed
    only where it changed. `given` as they were given, `documents` those that can be read, each once."""

    def __init__(self, sources: Iterable[Source], limit: int, progress: Progress | None = None) -> None:
        """`limit` passages are weighed for each fact."""
        self.given = tuple(sources)
        named = sorted(self.given, key=lambda source: (source.name, source.digest))  # so that their order changes nothing
        self.documents = list({source.id: source for source in named if isinstance(source, Document)}.values())
        unread = [source for source in named if isinstance(source, Unreadable)]
        self.weighing = verify.Weighing(Library(_counted(self.documents, progress)), unread, limit)


class Checker:
    """Opens the judge and the packs once; holds nothing of any draft, so one serves a whole process. `tell` is called with
    what a judge that asks a server has to say of it: what it will cost, what leaves the machine, what is tried again."""

    def __init__(self, settings: Settings | None = None, tell: Callable[[str], None] | None = None) -> None:
        self.settings = settings or Settings()
        self._judge = _judge(self.settings)
        if tell and hasattr(self._judge, "tell"):
            self._judge.tell = tell
        self._rules = rulebook_of(self.settings)
        self._reader = reader.load("none" if self.settings.reader == "auto" and self.settings.judge == "overlap" else self.settings.reader)
        self._levels = dict(self.settings.levels)

    @property
    def spent(self) -> str:
        """What the judge has asked of a server so far, in words; "" for one that asks none."""
        return str(getattr(self._judge, "spent", ""))

    @property
    def better(self) -> str:
        """How to get a better judge than the one that was taken for want of it; "" where it is the one that was asked for."""
        return str(getattr(self._judge, "better", ""))

    def check(
        self, draft: Document, sources: Iterable[Source] = (), progress: Progress | None = None, let_stand: Sequence[Dismissal] = ()
    ) -> Report:
        """Every line of the draft with what the sources say of it. A source given twice counts once; `let_stand` are the findings that
        somebody has dismissed."""
        return self.check_with(draft, self.cut(sources, progress), progress, let_stand)

    def cut(self, sources: Iterable[Source], progress: Progress | None = None) -> Cuttings:
        """The sources, cut and ready for `check_with`."""
        return Cuttings(sources, self.settings.passages, progress)

    def check_with(
        self, draft: Document, cuttings: Cuttings, progress: Progress | None = None, let_stand: Sequence[Dismissal] = ()
    ) -> Report:
        """The same with sources that were cut before, as for a draft that is checked after each edit."""
        sentences = split(draft)
        cited = pointers.read(draft, cuttings.documents)
        marks = pointers.marks(draft, cited)
        beside = _beside(draft, sentences, self._rules.profile.country)
        every = facts_of(shown(draft), sentences)
        facts = sorted((f for f in every if f.sentence not in beside and not ledger.inside(_first(f), marks)), key=_in_order)
        done = (lambda at, of: progress("weighing facts", at, of)) if progress else None
        noted = pointers.standing(draft, sentences, facts, cited)
        weighed = verify.verdicts_on(facts, cuttings.weighing, self._judge, done, noted)
        ordered = chronology.verdicts(draft, sentences, cuttings.weighing.library)
        verdicts = tuple(sorted((*weighed, *ordered), key=lambda verdict: _in_order(verdict.fact)))
        galley = Galley(draft, self._rules.profile, sentences, self._reader)
        ruled = tuple(_unless_moot(self._rules.findings(galley), verdicts, galley, sorted((*marks, *ledger.read(draft).lines))))
        phrases = [finding.span for finding in ruled if finding.span and STOCK in finding.tags]
        raised = (
            *self._levelled(policy.findings(draft, sentences, verdicts, phrases)),
            *self._levelled(allegations.findings(draft, sentences, verdicts, ruled)),
            *self._levelled(pointers.findings(draft, sentences, cited, noted, verdicts, cuttings.given)),
            *self._levelled(onrecord.findings(draft, sentences, verdicts, cuttings.documents)),
            *ruled,
        )
        findings = sorted(raised, key=lambda f: (f.span or Span(0, 1), f.code))
        standing, dismissed = dismissals.part(findings, dismissals.allowances(draft), let_stand)
        timeline = chronology.timeline(draft, sentences, weighed, cuttings.weighing.library)
        standings = provenance.standings(cuttings.documents, verdicts)
        return Report(draft, cuttings.given, sentences, verdicts, standing, self.run(), timeline, dismissed, cited, standings)

    def alone(self, draft: Document) -> tuple[Finding, ...]:
        """The findings of `check` on a draft that has no sources, for a sixth of its work: with nothing to bear them out no facts are
        looked for."""
        sentences, noted = split(draft), ledger.is_noted(draft)
        cited = pointers.read(draft, ()) if noted else ()
        notes = sorted((*pointers.marks(draft, cited), *(ledger.read(draft).lines if noted else ())))
        galley = Galley(draft, self._rules.profile, sentences, self._reader)
        raised = [
            *self._levelled(pointers.findings(draft, sentences, cited, {}, (), ()) if noted else ()),
            *_unless_moot(self._rules.findings(galley), (), galley, notes),
        ]
        findings = sorted(raised, key=lambda f: (f.span or Span(0, 1), f.code))
        return dismissals.part(findings, dismissals.allowances(draft), ())[0]

    @property
    def reader_digest(self) -> str:
        """Of the reader's weights; "" where there is none."""
        return self._reader.network.digest if self._reader else ""

    def _levelled(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings at the levels that the settings give their codes; those that are off are left out."""
        for finding in findings:
            level = self._levels.get(finding.code, "on")
            if level != "off":
                yield finding if level == "on" else replace(finding, level=Level(level))

    def run(self) -> Run:
        """What makes its reports."""
        from presscheck import __version__

        weights = getattr(self._judge, "weights", "")
        judge = f"{self._judge.name} {weights}".rstrip()
        return Run(__version__, self.settings.digest(), judge, tuple(pack.digest for pack in self._rules.packs))


def check(draft: Document, sources: Iterable[Source] = (), settings: Settings | None = None) -> Report:
    """Check one draft against its sources; for many drafts make one `Checker`."""
    return Checker(settings).check(draft, sources)


def rulebook_of(settings: Settings) -> Rulebook:
    """The rules that these settings put in force. Raises PackError or SettingsError."""
    rules = _book(packs.chosen(settings.packs), profile(settings.profile), settings.levels)
    known = {
        *rules.codes,
        *(pack.name for pack in rules.packs),
        *packs.names(),
        *policy.codes(),
        *pointers.LEVELS,
        *onrecord.LEVELS,
        *allegations.LEVELS,
    }
    for code, _ in settings.levels:
        if code not in known:
            near = difflib.get_close_matches(code, known, 3, 0.5)
            hint = f"; near it: {', '.join(near)}" if near else ""
            raise SettingsError(f"levels: no finding has the code {code!r}{hint}")
    return rules


@lru_cache(maxsize=4)  # making its screen takes a third of a second
def _book(chosen: tuple[packs.Pack, ...], whose: Profile, levels: tuple[tuple[str, str], ...]) -> Rulebook:
    return Rulebook(chosen, whose, dict(levels))


def _judge(settings: Settings) -> parts.Judge:
    """The judge that the settings name: a part, or the model in a folder."""
    name = settings.judge if settings.judge in parts.names("judges") or not _is_folder(settings.judge) else "crossencoder"
    return parts.load("judges", name).load(settings)


def _is_folder(name: str) -> bool:
    return "/" in name or "\\" in name or Path(name).is_dir()


def _in_order(fact: Fact) -> tuple[int, int, str]:
    return fact.span.start, -fact.span.end, fact.kind


def facts_of(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Fact]:
    """The facts of every kind, kind by kind."""
    for name in parts.names("facts"):
        yield from parts.load("facts", name).find(draft, sentences)


def _beside(draft: Document, sentences: Sequence[Sentence], country: str) -> frozenset[int]:
    """The sentences that no source of the story is asked of: lines of the draft's own list of sources, and help-lines, which are held
    against the registry."""
    lines = [line for line in ledger.read(draft).lines if len(line) <= LISTED]
    reached = [mention.span for mention in helplines.mentions(draft.text, country) if mention.helpline]
    spans = [*lines, *reached]
    return frozenset(s.index for s in sentences if any(s.span.overlaps(span) for span in spans)) if spans else frozenset()


def _first(fact: Fact) -> Span:
    """The first letter of the fact."""
    return Span(fact.span.start, fact.span.start + 1)


def _unless_moot(findings: Iterable[Finding], verdicts: Sequence[Verdict], galley: Galley, notes: Sequence[Span]) -> Iterator[Finding]:
    """The findings, without those that ask who says so of a sentence that a source bears out: there is somebody who says so. That somebody
    only alleges it is another matter. And without what the reader makes of notes, their marks, and scraps in tables: it has learnt to read
    sentences."""
    vouched = {
        verdict.fact.sentence for verdict in verdicts if verdict.fact.kind == policy.WEIGHED and verdict.outcome is Outcome.SUPPORTED
    }
    for finding in findings:
        read = finding.span if finding.code.startswith(READS) else None
        if read and (_in_scrap(galley.draft, read) or ledger.inside(read, notes)):
            continue
        if read and _settled(finding, verdicts, galley):
            continue
        asks = finding.code == ASKS and finding.tags[0] in WHO_SAYS_SO
        sentence = galley.sentence(finding.span) if finding.span and asks else None
        if sentence is None or sentence.index not in vouched:
            yield finding


def _settled(finding: Finding, verdicts: Sequence[Verdict], galley: Galley) -> bool:
    """Is what the reader asks answered: how far a case has gone, on which the sources were heard; whose voice it is, where somebody who can
    be told speaks in the sentence; who says so, where what is said is theirs?"""
    if finding.span is None:
        return False
    if finding.code == STAGE:
        heard = (Outcome.SUPPORTED, Outcome.CONTRADICTED)
        return any(v.fact.kind == "legal" and v.outcome in heard and v.fact.span.overlaps(finding.span) for v in verdicts)
    sentence = galley.sentence(finding.span)
    if sentence is None or finding.code not in (ASKS, NAMELESS):
        return False
    said = [one for one in _by_name(galley.draft, sentence.span) if one.cue in sentence.span]
    return bool(said) if finding.code == NAMELESS else any(finding.span.start in range(p.start, p.end) for one in said for p in one.content)


def _by_name(draft: Document, sentence: Span) -> Iterator[Attribution]:
    """What is said in the paragraph by somebody who can be told: by name, as "he" or "she", as a body that was named before."""
    block = draft.block_at(sentence.start)
    for one in attributions(draft.text, block.span.start, block.span.end) if block else ():
        lower = in_lower(draft[one.source]) if one.source else []
        before = len(lower) == BODY and lower[0] == "the" and not lower[-1].endswith("s")
        if one.source and (before or not language.load().personal.isdisjoint(lower) or persons(draft[one.source])):
            yield one


def _in_scrap(draft: Document, span: Span) -> bool:
    """Do the words stand in a cell of a table that holds no sentence, or run over cells?"""
    block = draft.block_at(span.start)
    return block is not None and block.kind is BlockKind.CELL and (span not in block.span or len(draft[block.span].split()) < SENTENCE)


def _counted(documents: Sequence[Document], progress: Progress | None) -> Iterator[Document]:
    for number, document in enumerate(documents):
        if progress:
            progress("indexing sources", number, len(documents))
        yield document
