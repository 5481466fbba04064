"""The flow: a draft and its sources in, a Report out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from presscheck import chronology, packs, parts, policy, verify
from presscheck.galley import Galley
from presscheck.library import Library
from presscheck.model import Document, Fact, Report, Run, Sentence, Source, Span, Unreadable
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook
from presscheck.settings import Settings
from presscheck.split import split

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is."""


class Checker:
    """Opens the judge and the packs once; holds nothing of any draft, so one serves a whole process. `tell` is called with
    what a judge that asks a server has to say of it: what it will cost, what leaves the machine, what is tried again."""

    def __init__(self, settings: Settings | None = None, tell: Callable[[str], None] | None = None) -> None:
        self.settings = settings or Settings()
        self._judge = _judge(self.settings)
        if tell and hasattr(self._judge, "tell"):
            self._judge.tell = tell
        self._rules = rulebook_of(self.settings)

    @property
    def spent(self) -> str:
        """What the judge has asked of a server so far, in words; "" for one that asks none."""
        return str(getattr(self._judge, "spent", ""))

    @property
    def better(self) -> str:
        """How to get a better judge than the one that was taken for want of it; "" where it is the one that was asked for."""
        return str(getattr(self._judge, "better", ""))

    def check(self, draft: Document, sources: Iterable[Source] = (), progress: Progress | None = None) -> Report:
        """Every line of the draft with what the sources say of it. A source given twice counts once."""
        given = tuple(sources)
        named = sorted(given, key=lambda source: (source.name, source.digest))  # so that their order changes nothing
        documents = list({source.id: source for source in named if isinstance(source, Document)}.values())
        unread = [source for source in named if isinstance(source, Unreadable)]
        sentences = split(draft)
        facts = sorted(_facts(draft, sentences), key=_in_order)
        library = Library(_counted(documents, progress))
        done = (lambda at, of: progress("weighing facts", at, of)) if progress else None
        weighed = verify.verify(facts, library, self._judge, unread, self.settings.passages, done)
        ordered = chronology.verdicts(draft, sentences, library)
        verdicts = tuple(sorted((*weighed, *ordered), key=lambda verdict: _in_order(verdict.fact)))
        raised = (*policy.findings(draft, sentences, verdicts), *self._rules.findings(Galley(draft, self._rules.profile, sentences)))
        findings = tuple(sorted(raised, key=lambda f: (f.span or Span(0, 1), f.code)))
        timeline = chronology.timeline(draft, sentences, weighed, library)
        return Report(draft, given, sentences, verdicts, findings, self._run(), timeline)

    def _run(self) -> Run:
        from presscheck import __version__

        weights = getattr(self._judge, "weights", "")
        judge = f"{self._judge.name} {weights}".rstrip()
        return Run(__version__, self.settings.digest(), judge, tuple(pack.digest for pack in self._rules.packs))


def check(draft: Document, sources: Iterable[Source] = (), settings: Settings | None = None) -> Report:
    """Check one draft against its sources; for many drafts make one `Checker`."""
    return Checker(settings).check(draft, sources)


def rulebook_of(settings: Settings) -> Rulebook:
    """The rules that these settings put in force. Raises PackError or SettingsError."""
    chosen = settings.packs or packs.names()
    return Rulebook([packs.load(name) for name in chosen], profile(settings.profile), dict(settings.levels))


def _judge(settings: Settings) -> parts.Judge:
    """The judge that the settings name: a part, or the model in a folder."""
    name = settings.judge if settings.judge in parts.names("judges") or not _is_folder(settings.judge) else "crossencoder"
    return parts.load("judges", name).load(settings)


def _is_folder(name: str) -> bool:
    return "/" in name or "\\" in name or Path(name).is_dir()


def _in_order(fact: Fact) -> tuple[int, int, str]:
    return fact.span.start, -fact.span.end, fact.kind


def _facts(draft: Document, sentences: Sequence[Sentence]) -> Iterator[Fact]:
    for name in parts.names("facts"):
        yield from parts.load("facts", name).find(draft, sentences)


def _counted(documents: Sequence[Document], progress: Progress | None) -> Iterator[Document]:
    for number, document in enumerate(documents):
        if progress:
            progress("indexing sources", number, len(documents))
        yield document
