"""Copies of one story that differ in white space, by-line and agency's line have one core; a place in it is a place in each."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from presscheck.model import Span
from presscheck.words import lines_of

ENDS = 4  # so many lines with words at each end are looked at for who wrote it
_LONGEST = 200  # characters of such a line
_LAID_OUT = re.compile(r"\t|\S {3}| \| |^\s{0,40}\|", re.MULTILINE)  # then spaces are for the eye, and stay
_WIDE = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class Core:
    """The text that copies share. `starts[i]` in it stands at `origins[i]` in the copy, and so does what follows up to the next."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def own(self, span: Span) -> Span:
        """The place in the copy of a place in the core."""
        return Span(self._origin(span.start), self._origin(span.end - 1) + 1)

    def _origin(self, at: int) -> int:
        piece = bisect_right(self.starts, at) - 1
        return self.origins[piece] + at - self.starts[piece]


def core(text: str) -> Core:
    """The text without by-lines and agencies' lines, one blank line for many, no white space at the ends of lines and one space for many,
    where none of it is a table."""
    lines = list(_lines(text))
    about = _about(lines)
    tight = not _LAID_OUT.search(text)
    made, starts, origins, length, blank = list[str](), list[int](), list[int](), 0, False
    for number, (begins, line) in enumerate(lines):
        if not line or number in about:
            blank = True
            continue
        if made:
            made.append("\n\n" if blank else "\n")
            starts.append(length)
            origins.append(max(begins - 1, 0))
            length += len(made[-1])
        blank = False
        for at, piece in _pieces(line) if tight else [(0, line)]:
            starts.append(length)
            origins.append(begins + at)
            made.append(piece)
            length += len(piece)
    return Core("".join(made), tuple(starts), tuple(origins))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines, without the white space at their ends, and where each begins."""
    return ((begins, line.rstrip()) for begins, line in lines_of(text))


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """The line without all but the first of several spaces between words: its pieces, and where each begins."""
    at = len(line) - len(line.lstrip())
    begins = 0
    for gap in _WIDE.finditer(line, at):
        yield begins, line[begins : gap.start() + 1]
        begins = gap.end()
    yield begins, line[begins:]


def _about(lines: Sequence[tuple[int, str]]) -> set[int]:
    """The numbers of the lines that say who wrote, moved or edited it. The first line with words is not one of them: it may be all there
    is."""
    worded = [number for number, (_, line) in enumerate(lines) if line]
    opens, closes = _patterns()
    first = {n for n in worded[:ENDS] if _fits(opens, lines[n][1])}
    last = {n for n in worded[-ENDS:] if _fits(closes, lines[n][1])}
    return first | last if len(first | last) < len(worded) else set()


def _fits(pattern: re.Pattern[str], line: str) -> bool:
    return len(line) <= _LONGEST and bool(pattern.fullmatch(line.strip()))


@lru_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((files("presscheck") / "data" / "wire.toml").read_text("utf-8"))
    word = r"[A-Z][a-z]?(?:[A-Z][a-z]{1,19}|[a-zà-ÿ’'-]{1,19})(?:-[A-Z][a-z]{1,19})?"
    name = rf"{word}(?: (?:[A-Z]\. ?)?{word}){{1,3}}"
    names = rf"{name}(?:, {name}){{0,3}}(?:,? and {name})?"
    agency = f"(?:{'|'.join(map(re.escape, data['agencies']))})"
    made = [["".join(_filled(each, name, names, agency)) for each in data[part]] for part in ("openers", "closers")]
    opens, closes = (re.compile("|".join(each)) for each in made)
    return opens, closes


def _filled(pattern: str, name: str, names: str, agency: str) -> str:
    return pattern.replace("{names}", names).replace("{name}", name).replace("{agency}", agency)
