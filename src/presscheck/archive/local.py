"""The engine of one machine: so many processes, each with one batch in hand; no more is read than they can take."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from presscheck.archive.articles import Batch
from presscheck.archive.store import Done
from presscheck.archive.worker import Plan, Worker


def run(batches: Iterator[Batch | Done], plan: Plan, workers: int) -> Iterator[Done]:
    """The files of all batches, as they are done; what is done already is handed on. Whatever becomes of a process, its batch is done."""
    from multiprocessing.connection import wait

    deaths: Counter[tuple[str, int]] = Counter()
    staff: list[Worker] = []
    waiting: deque[Batch] = deque()
    try:
        while True:
            while len(waiting) < workers and (batch := next(batches, None)) is not None:
                if isinstance(batch, Done):
                    yield batch
                    continue
                waiting.append(batch)
                idle = next((worker for worker in staff if worker.batch is None), None)
                if idle is None and len(staff) < workers:
                    staff.append(idle := Worker(plan))
                if idle:
                    idle.give(waiting.popleft())
            busy: dict[Any, Worker] = {worker.pipe: worker for worker in staff if worker.batch}
            if not busy:
                return
            done = [(worker, worker.take(deaths)) for pipe in wait(list(busy)) if (worker := busy[pipe])]
            for worker, _ in done:
                if worker.batch is None and waiting:
                    worker.give(waiting.popleft())
            yield from (one for _, one in done if one)
    finally:
        for worker in staff:
            worker.end()
