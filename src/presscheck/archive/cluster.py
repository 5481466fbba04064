"""The engine of many machines: Ray Data reads the pieces and hands batches to actors, each of which asks a worker of its own."""

from __future__ import annotations

import logging
import os
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from presscheck.archive.articles import Batch
from presscheck.archive.intray import Piece, batches
from presscheck.archive.store import Done, stamp_of
from presscheck.archive.worker import Plan, Worker
from presscheck.errors import PresscheckError

INSTALL = "pip install 'presscheck[ray]'"
READING, CHECKING = 0.1, 0.9  # of a core, that a task which reads and an actor which checks ask for: so neither waits for the other
_BLOCK = 1 << 20  # bytes after which what was read is handed on


def run(todo: Iterable[Piece] | Iterable[Batch], plan: Plan, address: str | None, workers: int) -> Iterator[Done]:
    """The files of all batches, as they are done. Pieces are read where there is room, batches are handed out as they are."""
    ray = _started(address, workers)
    context = ray.data.DataContext.get_current()
    context.target_max_block_size = _BLOCK
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    size = workers if address is None else int(ray.cluster_resources().get("CPU", 1))
    given = [{"given": pickle.dumps(one)} for one in todo]
    if not given:
        return
    known = {batch: plan.store.stamp(batch) for batch in plan.store.batches()}  # no other machine need see the folder
    found = ray.data.from_items(given, override_num_blocks=len(given)).flat_map(_Reading(plan, known), num_cpus=READING)
    pool = ray.data.ActorPoolStrategy(size=size, max_tasks_in_flight_per_actor=2)
    made = found.map_batches(Actor, fn_constructor_args=(plan,), batch_size=1, batch_format="pyarrow", compute=pool, num_cpus=CHECKING)
    try:
        for row in made.iter_rows():
            yield pickle.loads(row["done"])  # noqa: S301 our own actors wrote it
    except ray.exceptions.RayError as problem:
        raise _ours(problem) from None
    finally:
        if address is None:
            ray.shutdown()


class _Reading:
    """Reads a piece where it is sent; what is done already goes no further than its name."""

    def __init__(self, plan: Plan, known: dict[str, str]) -> None:
        self._plan, self._known = plan, known

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        given = pickle.loads(row["given"])  # noqa: S301 our own driver wrote it
        for batch in [given] if isinstance(given, Batch) else batches(given, self._plan.columns, self._plan.cut):
            holds = self._known.get(batch.id) == stamp_of(batch, self._plan.made_by)
            yield {"batch": pickle.dumps(Done.still(batch) if holds else batch)}


class Actor:
    """Holds a worker in a process of its own, so that an article that kills it costs the actor nothing."""

    def __init__(self, plan: Plan) -> None:
        self._worker, self._deaths = Worker(plan), Counter[tuple[str, int]]()

    def __call__(self, table: Any) -> Any:
        import pyarrow as pa

        batch = pickle.loads(table["batch"][0].as_py())  # noqa: S301 our own task wrote it
        done = batch if isinstance(batch, Done) else self._done(batch)
        return pa.table({"done": pa.array([pickle.dumps(done)], pa.large_binary())})

    def _done(self, batch: Batch) -> Done:
        self._worker.give(batch)
        while (done := self._worker.take(self._deaths)) is None:
            pass
        return done


def _ours(problem: BaseException) -> PresscheckError:
    """What one of our own has told, through all that Ray puts around it."""
    seen, at = list[BaseException](), problem
    while isinstance(at, BaseException) and at not in seen:
        if isinstance(at, PresscheckError):
            return at
        seen.append(at)
        at = getattr(at, "cause", None) or at.__cause__  # type: ignore[assignment]
    detail = " ".join(str(problem).split())[-200:]
    return PresscheckError(f"the Ray cluster broke off ({detail}). What is done is kept; run the same command again: it goes on from here.")


def _started(address: str | None, workers: int) -> Any:
    """Ray, with a cluster that is there or one of its own on this machine. Raises PresscheckError."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers that it ran
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError:
        raise PresscheckError(f"--engine ray needs the package ray; run: {INSTALL}") from None
    try:
        if not ray.is_initialized():
            own: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False} if address is None else {}
            ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError) as problem:
        detail = " ".join(str(problem).split())[:200]
        raise PresscheckError(f"--address {address}: no Ray cluster could be reached ({detail}). Check it, and that it runs.") from None
    return ray
