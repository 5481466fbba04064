"""The reader: a small network that tags, word by word, what editors stop in copy, one family of faults at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from presscheck import network
from presscheck.errors import SettingsError
from presscheck.model import Span

SHIPPED = "reader"
WINDOW, STRIDE = 256, 128  # tokens that are read at once, and by how many windows overlap; as in training
MOST = 12_000  # tokens of one draft, some 9,000 words; what comes after is not read
CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class Tags:
    """The tokens of a text, in order: where each stands, and for each family how likely it is part of such a fault."""

    spans: tuple[Span, ...]
    chances: dict[str, Sequence[float]]


@dataclass(frozen=True, eq=False)
class Reader:
    """The network of a folder; `families` and `thresholds` are those of its config."""

    network: network.Network

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
        if not ids:
            return Tags((), dict.fromkeys(self.families, ()))
        starts = list(range(0, max(len(ids) - (WINDOW - 2 - STRIDE), 1), WINDOW - 2 - STRIDE))
        feeds = [{"ids": np.array([[CLS, *ids[at : at + WINDOW - 2], SEP]], dtype=np.int64)} for at in starts]
        chances = np.zeros((len(ids), len(self.families)), dtype=np.float32)
        for at, (logits,) in zip(starts, self.network.run(["tags"], feeds), strict=True):
            part = chances[at : at + WINDOW - 2]
            np.maximum(part, 1 / (1 + np.exp(-logits[0, 1:-1])), out=part)
        spans = [(n, Span(*offset)) for n, offset in enumerate(offsets) if offset[0] < offset[1]]
        kept = [n for n, _ in spans]
        return Tags(tuple(span for _, span in spans), {family: chances[kept, at].tolist() for at, family in enumerate(self.families)})


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
