"""The terminal: lines to a person on standard error, bytes to standard output, and how far long work is."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self, TypeAlias

from presscheck.errors import PresscheckError
from presscheck.terminal import visible

PIPE_WIDTH = 100  # columns
EVERY = 30.0  # seconds between lines on how far a long run is


class Parser(argparse.ArgumentParser):
    """The arguments of the command line or of one command; what is wrong with them is one line and exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and stop."""
        if "DRAFT" in message:
            message = "name the draft, before --sources: presscheck check DRAFT --sources PATH..."
        say(f"error: {message}. See: {self.prog} --help")
        raise SystemExit(2)


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class Progress:
    """Tells on a terminal how far long work is; silent for half a second, and where nobody watches."""

    def __init__(self) -> None:
        self._watched = bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + 0.5
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, doing: str, done: int, of: int) -> None:
        self.tell(f"{doing} {done}/{of}")

    def tell(self, line: str) -> None:
        """The line in place of the last one."""
        if self._watched and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            self._drawn = True
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def over(self, doing: str, items: Sequence[Path]) -> Iterator[Path]:
        """The items, each told before its turn."""
        for number, item in enumerate(items):
            self(doing, number, len(items))
            yield item


class Pace:
    """How far a run is, how fast and how long it still takes: drawn on a terminal, else a line every half minute."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._begun = progress, time.monotonic()
        self._next = self._begun + EVERY

    def __call__(self, articles: int, done: int, of: int) -> None:
        now = time.monotonic()
        told = pace(articles, done, of, now - self._begun)
        self._progress.tell(told)
        if now >= self._next and not (sys.stderr and sys.stderr.isatty()):
            self._next = now + EVERY
            say(told)


def pace(articles: int, done: int, of: int, seconds: float) -> str:
    """A line on how far a run is; `done` and `of` are bytes as they are stored, and packed ones tell less than they hold."""
    rate = articles / max(seconds, 1e-3)
    line = f"{articles:,} articles, {rate:,.1f} a second"
    if not 0 < done < of:
        return line
    left = seconds * (of - done) / done
    return f"{line}, {100 * done // of}%, {lasting(left)} left"


def lasting(seconds: float) -> str:
    """A time in words: "40 s", "12 min", "3 h 5 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def say(line: str) -> None:
    """One line on standard error; whatever is in it cannot drive the terminal."""
    if sys.stderr:
        sys.stderr.write(f"presscheck: {visible(line)}\n")


def write(data: bytes) -> None:
    """Bytes to standard output, whatever the locale."""
    if not sys.stdout:
        raise PresscheckError("standard output is closed, so there is nowhere to write; use --output FILE.")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:
        _abandon_output()
        raise


def _abandon_output() -> None:
    """What is left in the buffer of a broken standard output goes nowhere, so that Python does not complain of it when it ends."""
    with suppress(OSError, ValueError):  # ValueError: it has no file descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
