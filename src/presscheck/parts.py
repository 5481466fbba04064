"""The six slots as Protocols, and the only way into an open folder: `names(slot)` and `load(slot, name)`.

A part is a module; its name is its file name; the file is the registration. Packages outside presscheck offer parts through the
entry-point group ``presscheck.<slot>``; a clash with one of ours is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, overload

from presscheck.errors import SettingsError
from presscheck.model import Document, Edit, Evidence, Fact, Opinion, Passage, Question, Report, Sentence, Span

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from presscheck.console import Commands
    from presscheck.galley import Galley
    from presscheck.settings import Settings

Older = Callable[[str], bool]  # is the source of this id surely of an earlier day than the one that is asked about?
Slot = Literal["readers", "facts", "judges", "matchers", "writers", "commands"]


class Reader(Protocol):
    """One file format. `SUFFIXES` are its file endings with the dot, lower case; `MEDIA_TYPE` its media type."""

    SUFFIXES: tuple[str, ...]
    MEDIA_TYPE: str

    def read(self, data: bytes, name: str) -> Document:
        """Turn the file's bytes into a Document, or raise UnreadableError; `name` is for messages and `Document.name`."""
        ...


class FactKind(Protocol):
    """One kind of fact: finds it in the draft, compares it with one passage of a source.

    It may have what `presscheck.verify` asks for beyond one passage: `worked_out`, what several passages give together; `within_reach`,
    what keeps it from being called missing; `told_elsewhere`, what leaves a contradiction open; `overtaken_by` and `taken_back_by`, how a
    source ends it or takes it back; `needs`, whether some source has what it is about at all; `naming`, passages beside the nearest that
    may speak of it. And `QUIET`, True where only a contradiction is told."""

    def find(self, draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
        """All facts of this kind, in the draft's order."""
        ...

    def weigh(self, fact: Fact, passage: Passage, source: Document) -> Evidence | None:
        """What the passage says of the fact; None where it is not surely about the same thing."""
        ...


class Judge(Protocol):
    """A model or rule that reads: it sees plain text, never Documents, Facts or thresholds."""

    name: str

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        """One Opinion for each Question, in order."""
        ...


class JudgeModule(Protocol):
    """A module in `judges/`: opens its judge once per process."""

    def load(self, settings: Settings) -> Judge: ...


class Match(NamedTuple):
    """Where a rule hits, None for the draft as a whole; the message for this hit; the other place of the draft that it does not agree with,
    if there is one; what could be written instead; and its tags where they are not the rule's."""

    span: Span | None
    message: str
    other: Span | None = None
    edits: tuple[Edit, ...] = ()
    tags: tuple[str, ...] = ()


class Compiled(NamedTuple):
    """A rule made ready. `ways`: for each of its patterns the parts that must all stand in a text in which it can hit; none: it may hit in
    any. `hits` is given a draft and the numbers of the patterns that may stand in it."""

    ways: tuple[tuple[str, ...], ...]
    hits: Callable[[Galley, Sequence[int]], Iterable[Match]]


class Matcher(Protocol):
    """A module in `matchers/`: one shape of rule. `FIELDS` are the fields of a rule that are its own, each with the type of its value;
    `QUOTES` what it does inside quotation marks where a rule does not say: "skip", "flag" or "only"."""

    FIELDS: Mapping[str, type]
    QUOTES: str

    def compile(self, rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Compiled:
        """The rule made ready, with the lists of phrases of its pack. Raise ValueError, with the offending words, where it is not of this
        shape."""
        ...


class Writer(Protocol):
    """A module in `writers/`: one output format; `SUFFIX` is its file ending with the dot.

    It may have `into(report, original)`, the report put into the bytes that the draft was read from; `render(report, width, colour)`, for a
    terminal; and `BINARY`, True where nobody can read it on one."""

    SUFFIX: str

    def write(self, report: Report) -> bytes: ...


class Command(Protocol):
    """A module in `commands/`: one command of the command line."""

    def add(self, commands: Commands) -> None:
        """Add the command's parser, with a default `run`: the function that takes the parsed arguments and gives the exit status."""
        ...


@lru_cache
def names(slot: Slot) -> tuple[str, ...]:
    """The names of all parts in a slot, sorted; raise SettingsError where an outside part takes the name of one of ours."""
    ours = {module.name for module in iter_modules(import_module(f"presscheck.{slot}").__path__)}
    theirs = _outside(slot).keys()
    if clash := sorted(ours & theirs):
        raise SettingsError(
            f"an installed package offers {slot} named {', '.join(clash)}, which presscheck has already; "
            "uninstall it or ask its author to rename the part"
        )
    return tuple(sorted(ours | theirs))


@overload
def load(slot: Literal["readers"], name: str) -> Reader: ...
@overload
def load(slot: Literal["facts"], name: str) -> FactKind: ...
@overload
def load(slot: Literal["judges"], name: str) -> JudgeModule: ...
@overload
def load(slot: Literal["matchers"], name: str) -> Matcher: ...
@overload
def load(slot: Literal["writers"], name: str) -> Writer: ...
@overload
def load(slot: Literal["commands"], name: str) -> Command: ...
def load(slot: Slot, name: str) -> Any:
    """The part of that name; raise SettingsError, listing what there is, where there is none."""
    if name not in names(slot):
        raise SettingsError(f"there is no {slot.removesuffix('s')} named {name!r}; there are: {', '.join(names(slot))}")
    outside = _outside(slot)
    return outside[name].load() if name in outside else import_module(f"presscheck.{slot}.{name}")


@lru_cache
def _outside(slot: Slot) -> dict[str, EntryPoint]:
    """The parts that installed packages offer for a slot, by name."""
    from importlib.metadata import entry_points  # slow to import, and not needed before the first part is asked for

    return {point.name: point for point in entry_points(group=f"presscheck.{slot}")}
