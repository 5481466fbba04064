"""A run over an archive: what is asked for becomes a plan, an engine does what is left of it, each batch goes to disk as it is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from presscheck.archive import cluster, local, overview, rows
from presscheck.archive.articles import Batch, Columns
from presscheck.archive.intray import INSTALL, Piece, batches, limited, pieces
from presscheck.archive.store import MEMORY, Done, Store, Writing, writing
from presscheck.archive.worker import Plan
from presscheck.errors import PresscheckError
from presscheck.settings import Settings

NEEDS = ("fsspec", "pyarrow")
CUT = 1_000_000  # bytes of input that are one batch
Progress = Callable[[int, int, int], None]
"""Called with articles done, bytes done and bytes there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for. `limit`: so many articles, 0 for all; `prune`: take out the rows of batches that the input no longer has;
    `address` is that of a Ray cluster."""

    inputs: tuple[str, ...]
    out: Path
    columns: Columns = field(default_factory=Columns)
    cut: int = CUT
    limit: int = 0
    engine: str = "local"
    address: str | None = None
    workers: int = 1
    prune: bool = False
    judged: bool = False


@dataclass(slots=True)
class Ran:
    """What a run did: articles looked at, those of them in batches that were done anew, batches no longer in the input, and whether these
    were taken out."""

    articles: int = 0
    anew: int = 0
    stale: int = 0
    pruned: bool = False


def run(asked: Asked, settings: Settings, progress: Progress) -> Ran:
    """Do what is left of a run. Raises PresscheckError where it cannot go on; what is done by then is kept, and the next one goes on from
    there."""
    plan, judge = planned(asked, settings)
    whole = sum(piece.size for piece in pieces(asked.inputs, asked.columns, asked.cut))  # every column is looked for before work begins
    todo = pieces(asked.inputs, asked.columns, asked.cut)
    with writing(plan.folder) as pen:
        ran, seen = Ran(), set[str]()
        stored = 0
        for done in _done(asked, plan, todo, pen.store):
            if done.articles:
                pen.put(done)
                ran.anew += done.count
            seen.add(done.id)
            ran.articles += done.count
            stored += done.stored
            progress(ran.articles, stored, whole)
        if not asked.limit:
            _prune(pen, seen, asked, ran)
        if not ran.articles:
            raise PresscheckError(f"{', '.join(asked.inputs)}: there are no articles in it.")
        overview.write(pen.store, plan, judge)
        for left in plan.folder.glob(f"{MEMORY}*"):
            left.unlink(missing_ok=True)
    return ran


def planned(asked: Asked, settings: Settings) -> tuple[Plan, str]:
    """The plan, and who judges. Raises SettingsError and PackError, before anything is begun."""
    from presscheck.flow import Checker

    if missing := [name for name in NEEDS if not find_spec(name)]:
        raise PresscheckError(f"archives need {' and '.join(missing)}; run: {INSTALL}")
    chosen = rows.settings_for(settings, bool(asked.columns.sources), asked.judged)
    checker = Checker(chosen)
    shares = asked.engine == "local" or asked.address is None
    made_by = rows.recipe(checker)
    return Plan(asked.inputs, asked.columns, asked.cut, chosen, made_by, asked.out.absolute(), shares), checker.run().judge


def _done(asked: Asked, plan: Plan, todo: Iterator[Piece], store: Store) -> Iterator[Done]:
    """Every batch of the input: those that were done anew with their files, others without."""
    if asked.engine == "ray" and not asked.limit:
        yield from cluster.run(todo, plan, asked.address, asked.workers)
        return
    found: Iterable[Batch] = (batch for piece in todo for batch in batches(piece, plan.columns, plan.cut))
    found = limited(found, asked.limit) if asked.limit else found
    if asked.engine == "ray":
        yield from cluster.run(found, plan, asked.address, asked.workers)
        return
    left = (Done.still(batch) if store.holds(batch, plan.made_by) else batch for batch in found)
    yield from local.run(left, plan, asked.workers)


def _prune(pen: Writing, seen: set[str], asked: Asked, ran: Ran) -> None:
    """Batches that the input no longer has: taken out where that is asked for, else counted."""
    for batch in [batch for batch in pen.store.batches() if batch not in seen]:
        ran.stale += 1
        if asked.prune:
            pen.drop(batch)
            ran.pruned = True


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
