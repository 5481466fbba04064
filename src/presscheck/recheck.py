"""A draft that is checked again after each edit: its sources stay ready, and only what the edit changed is weighed and read anew.

The report is, to the byte, that of a check which has never seen the draft before: nothing is carried over by its place, only what a
computation gave for the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import is_

from presscheck.dismissals import Dismissal
from presscheck.flow import Checker, Cuttings, Progress
from presscheck.inputs import unless_draft
from presscheck.model import Document, Report, Source


class Desk:
    """A draft's sources on a desk, with what was found in them so far."""

    def __init__(self, checker: Checker, sources: Sequence[Source]) -> None:
        self._checker, self._sources = checker, tuple(sources)
        self._cuttings: Cuttings | None = None

    def check(self, draft: Document, let_stand: Sequence[Dismissal] = (), progress: Progress | None = None) -> Report:
        """Every line of the draft with what the sources say of it; the draft itself is left out of its sources, and the report says so.
        `progress` may raise, to give up: what was weighed by then is kept."""
        told = tuple([unless_draft(source, draft) for source in self._sources])
        kept = tuple([source for source, one in zip(self._sources, told, strict=True) if source is one])
        report = self._checker.check_with(draft, self._ready(kept), progress, let_stand)
        return replace(report, sources=told)

    def _ready(self, sources: tuple[Source, ...]) -> Cuttings:
        """The cuttings of these sources: those of the last check, unless the draft has become, or is no more, one of them. Cutting them is
        never given up, or somebody who types on would have it begun again and again."""
        cuttings = self._cuttings
        if cuttings is None or len(cuttings.given) != len(sources) or not all(map(is_, cuttings.given, sources)):
            cuttings = self._cuttings = self._checker.cut(sources)
        return cuttings
