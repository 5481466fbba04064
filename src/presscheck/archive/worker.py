"""A process that holds one Checker and turns batches into files; whoever asks it notices when it dies, and at which article."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presscheck.archive import rows
from presscheck.archive.articles import Article, Batch, Columns
from presscheck.archive.store import MEMORY, Done, Store, files_of
from presscheck.errors import PresscheckError
from presscheck.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from presscheck.flow import Checker

PATIENCE = 3  # times that a process may die over one article before that is told of it
_IN_VAIN = 30  # times in a row that one may die before it has done a batch
# Bytes of articles that a process reads before another takes its place: what its patterns and word lists remember grows with what it reads.
RELIEVED = 16 << 20
_WARM = "Man held over fire\n\nA man of 34 was charged with arson on Monday 3 March, police said. “It is early,” said Ada Orm, the mayor."


@dataclass(frozen=True, slots=True)
class Plan:
    """What all that work on a run must know: how articles are read, cut and checked, and where their rows go. `made_by` is the digest of
    what makes them."""

    inputs: tuple[str, ...]
    columns: Columns
    cut: int
    settings: Settings
    made_by: str
    folder: Path
    shares: bool = True  # is the folder on a disk of the machine that the work is done on?

    @property
    def store(self) -> Store:
        """The rows that are there."""
        return Store(self.folder)


class Desk:
    """One Checker, what it remembers, and the rows that are there already."""

    def __init__(self, plan: Plan, began: Any = None) -> None:
        """`began`, where it is given, holds the number of the article in hand."""
        from presscheck import network
        from presscheck.archive.memory import Judged
        from presscheck.flow import Checker

        network.THREADS = 1  # the others have the other cores
        self._plan, self._began = plan, began
        self._checker: Checker = Checker(plan.settings)
        self._memory = Judged(plan.folder / MEMORY if plan.shares else None)
        if (mine := rows.recipe(self._checker)) != plan.made_by:
            raise PresscheckError(
                f"this process would make other rows than the one that asked it ({mine[:8]}, {plan.made_by[:8]}): presscheck, its packs or "
                "its models are other ones here. Install the same on all machines."
            )

    def warm(self) -> None:
        """Read what is read when it is first needed, so that no article is blamed for that."""
        rows.scored(Article("", "", _WARM.encode()), self._checker, self._plan.made_by, lambda _, find: find())

    def done(self, batch: Batch) -> Done:
        """The files of a batch; rows that still hold are taken from those on disk."""
        old = self._plan.store.rows(batch.id, self._plan.made_by)
        made = []
        for number, article in enumerate(batch.articles):
            if self._began is not None:
                self._began.value = number
            known = old.get(rows.key(article, self._plan.made_by)) if old else None
            made.append(known or rows.scored(article, self._checker, self._plan.made_by, self._memory))
        self._memory.keep()
        return files_of(batch, made, self._plan.made_by)


def serve(pipe: Connection, plan: Plan, began: Any) -> None:
    """The life of a worker: batches come, Done or an error goes, until there are no more or nobody asks."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked ends it
    if parent := parent_process():
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    try:
        desk = Desk(plan, began)
        desk.warm()
        pipe.send(None)
        while (batch := pipe.recv()) is not None:
            pipe.send(desk.done(batch))
    except (EOFError, OSError):  # it is alone
        pass
    except PresscheckError as problem:
        pipe.send(problem)


def _follow(parent: BaseProcess) -> None:
    """End with the one that asks."""
    parent.join()
    os._exit(1)


@dataclass
class Worker:
    """A worker as the one sees it who asks it. `pipe` is ready to be read where it has done something, or died."""

    plan: Plan
    batch: Batch | None = None
    in_vain: int = 0
    _ready: bool = field(default=False, init=False)
    _read: int = field(default=0, init=False)  # bytes that its process was given

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        import multiprocessing

        how = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks and not the threads
        self._began = how.RawValue("q", -1)
        self.pipe, theirs = how.Pipe()
        self._process = how.Process(target=serve, args=(theirs, self.plan, self._began), daemon=True)
        self._process.start()
        theirs.close()
        self._ready, self._read = False, 0

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def at(self) -> int:
        """The number of the article in hand; -1 where there is none yet."""
        return int(self._began.value)

    def give(self, batch: Batch) -> None:
        """Have it do a batch, as soon as it is ready; one that has read much is replaced first."""
        if self._read >= RELIEVED:
            self.end()
            self._start()
        self.batch = batch
        if self._ready:
            self._began.value = -1
            self._read += sum(article.size for article in batch.articles)
            with suppress(OSError):  # it has died: reading from it will tell
                self.pipe.send(batch)

    def take(self, deaths: Counter[tuple[str, int]]) -> Done | None:
        """What it has done; None where it has died over its batch, which then another process has been given, or where it has only begun.
        `deaths` counts them. Raises PresscheckError."""
        try:
            told = self.pipe.recv()
        except (EOFError, OSError):
            self._again(deaths)
            return None
        if isinstance(told, PresscheckError):
            raise told
        if told is None:
            self._ready = True
            if self.batch:
                self.give(self.batch)
            return None
        self.batch, self.in_vain = None, 0
        return told  # type: ignore[no-any-return]

    def _again(self, deaths: Counter[tuple[str, int]]) -> None:
        """Start another process with the same batch; an article over which too many died gets a row that says so."""
        self._process.join()
        self.pipe.close()
        batch, at, how = self.batch, self.at, self._process.exitcode
        self.in_vain += 1
        if self.in_vain >= _IN_VAIN:
            raise PresscheckError(f"the processes that check die again and again (status {how}). Short of memory? Use fewer --workers.")
        if self._ready and batch and at >= 0 and not batch.articles[at].fault:
            deaths[batch.id, at] += 1
            if deaths[batch.id, at] >= PATIENCE:
                batch = _without(batch, at, how)
        self._start()
        if batch:
            self.give(batch)

    def end(self) -> None:
        """Stop it at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _without(batch: Batch, at: int, how: int | None) -> Batch:
    """The batch, with one article that is not to be checked."""
    ended = f"signal {-how}" if how is not None and how < 0 else f"status {how}"
    fault = f"the process that checked it died {PATIENCE} times ({ended})"
    some = list(batch.articles)
    some[at] = replace(some[at], fault=fault)
    return replace(batch, articles=tuple(some))
