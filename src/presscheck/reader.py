"""The reader: a small network that tags, word by word, what editors stop in copy, one family of faults at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from presscheck import network
from presscheck.errors import SettingsError
from presscheck.model import Span

SHIPPED = "reader"
WINDOW = 256  # tokens that are read at once, as in training
INSIDE, REACH = WINDOW - 2, 160  # tokens of the text among them, and within how many of its start the next window starts
MOST = 12_000  # tokens of one draft, some 9,000 words; what comes after is not read
CLS, SEP = 101, 102
KEPT = 256  # windows that a reader remembers, some 30,000 words


@dataclass(frozen=True, slots=True)
class Tags:
    """The tokens of a text, in order: where each stands, and for each family how likely it is part of such a fault."""

    spans: tuple[Span, ...]
    chances: dict[str, Sequence[float]]


@dataclass(frozen=True, eq=False)
class Reader:
    """The network of a folder; `families` and `thresholds` are those of its config."""

    network: network.Network
    _known: OrderedDict[tuple[int, ...], Any] = field(default_factory=OrderedDict, init=False, repr=False)

    @cached_property
    def families(self) -> tuple[str, ...]:
        return tuple(self.network.config["families"])

    def threshold(self, family: str) -> float:
        """How likely a word must be part of such a fault to be shown; chosen on held-out copy."""
        return float(self.network.config["thresholds"][family])

    def tags(self, text: str) -> Tags:
        """What it says of each token of the text; of two windows that read a token, the more certain one."""
        import numpy as np

        told = self.network.tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"), add_special_tokens=False)
        ids, offsets = told.ids[:MOST], told.offsets[:MOST]
        starts = _starts([text[start:end] == "\n" for start, end in offsets])
        chances = np.zeros((len(ids), len(self.families)), dtype=np.float32)
        for at, read in zip(starts, self._read([tuple(ids[at : at + INSIDE]) for at in starts]), strict=True):
            part = chances[at : at + INSIDE]
            np.maximum(part, read, out=part)
        spans = [(n, Span(*offset)) for n, offset in enumerate(offsets) if offset[0] < offset[1]]
        kept = [n for n, _ in spans]
        return Tags(tuple(span for _, span in spans), {family: chances[kept, at].tolist() for at, family in enumerate(self.families)})

    def _read(self, windows: Sequence[tuple[int, ...]]) -> list[Any]:
        """The chances of each token of these windows, known ones from memory."""
        import numpy as np

        told = {window: known for window in windows if (known := self._known.get(window)) is not None}
        new = [window for window in dict.fromkeys(windows) if window not in told]
        feeds = [{"ids": np.array([[CLS, *window, SEP]], dtype=np.int64)} for window in new]
        for window, (logits,) in zip(new, self.network.run(["tags"], feeds), strict=True):
            told[window] = 1 / (1 + np.exp(-logits[0, 1:-1]))
        for window, chances in told.items():  # those that were asked for last stay longest
            self._known.pop(window, None)
            self._known[window] = chances
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return [told[window] for window in windows]


def _starts(breaks: Sequence[bool]) -> list[int]:
    """Where windows start, given which tokens are line breaks: at the last paragraph that begins in reach of the one before, else where its
    reach ends. So an edit moves few windows: behind the next paragraphs they start at the same words as ever."""
    if not breaks:
        return []
    starts = [0]
    while starts[-1] + INSIDE < len(breaks):
        last, end = starts[-1], starts[-1] + REACH
        begins = (at for at in range(end, last, -1) if breaks[at - 1] and not breaks[at])
        starts.append(next(begins, end))
    return starts


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Reader:
    return Reader(network.network(folder))


def load(name: str) -> Reader | None:
    """The reader that the settings name: "auto" for the one that comes with presscheck, where what it needs is installed; a folder; "none".
    Raises SettingsError for a folder that holds none."""
    if name == "none" or (name == "auto" and not network.installed()):
        return None
    folder: Any = files("presscheck") / "data" / "models" / SHIPPED if name == "auto" else Path(name)
    if name == "auto" and not (folder / "model.onnx").is_file():
        return None
    opened = _opened(Path(str(folder)))
    if "families" not in opened.network.config:
        raise SettingsError(f"{folder}: its config.json names no families; this is no reader")
    return opened
