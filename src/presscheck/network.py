"""An ONNX graph that reads pairs, with its tokenizer, from a folder: numbers of tokens in, arrays of logits out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from presscheck.errors import SettingsError

NEEDS = ("onnxruntime", "tokenizers")
INSTALL = "pip install 'presscheck[judge]'"
FILES = ("model.onnx", "tokenizer.json", "config.json")
LARGEST_CONFIG = 1 << 20  # bytes
THREADS = 4  # at most; each reads its own pairs


def installed() -> bool:
    """Are the packages there that a graph needs?"""
    return all(find_spec(name) for name in NEEDS)


@dataclass(frozen=True, eq=False)
class Network:
    """A graph in its folder; opened when it is first asked. `config` is what its config.json says."""

    folder: Path
    config: dict[str, Any]

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer, which neither cuts nor pads."""
        from tokenizers import Tokenizer

        told = _opened(self.folder, "tokenizer.json", lambda: Tokenizer.from_file(str(self.folder / "tokenizer.json")))
        told.no_padding()
        told.no_truncation()
        return told

    @cached_property
    def session(self) -> Any:
        """The graph on the processor, one thread a call: the calls run side by side."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # what it would print is no business of a reader's
        path = str(self.folder / "model.onnx")
        return _opened(self.folder, "model.onnx", lambda: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]))

    def run(self, outputs: Sequence[str] | None, feeds: Sequence[dict[str, Any]]) -> list[list[Any]]:
        """The outputs for each feed, in order. Each runs alone: in a batch the eight-bit scales would hang on its company. The longest go
        first, so that the threads end together."""
        session, order = self.session, sorted(range(len(feeds)), key=lambda n: -max(array.shape[1] for array in feeds[n].values()))
        threads = min(THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
        if threads < 2 or len(feeds) < 2:
            return [session.run(outputs, feed) for feed in feeds]
        with ThreadPoolExecutor(threads) as pool:
            ran = dict(zip(order, pool.map(lambda n: session.run(outputs, feeds[n]), order), strict=True))
        return [ran[n] for n in range(len(feeds))]

    @cached_property
    def digest(self) -> str:
        """Eight hex digits of the graph, so that a report tells which weights judged."""
        return hashlib.file_digest((self.folder / "model.onnx").open("rb"), "sha256").hexdigest()[:8]


@lru_cache(maxsize=4)
def network(folder: Path) -> Network:
    """The network in a folder, one for a process. Raises SettingsError where a file or a package is missing or the config is no JSON
    object."""
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise SettingsError(f"{folder}: there is no {', '.join(missing)} in this folder; a judge needs {', '.join(FILES)}.")
    if not installed():
        raise SettingsError(f"a judge that is a model needs {' and '.join(NEEDS)}; run: {INSTALL}")
    path = folder / "config.json"
    try:
        told = json.loads(path.read_bytes()[:LARGEST_CONFIG])
    except ValueError as problem:
        raise SettingsError(f"{path}: this is not valid JSON ({problem}); take the folder anew from where it came.") from None
    if not isinstance(told, dict):
        raise SettingsError(f"{path}: this is not a JSON object; take the folder anew from where it came.")
    return Network(folder, told)


def _opened(folder: Path, name: str, open_: Any) -> Any:
    try:
        return open_()
    except Exception as problem:  # both packages raise anything on a damaged file
        detail = " ".join(str(problem).split())[:160]
        raise SettingsError(f"{folder / name}: this cannot be opened ({detail}); take the folder anew from where it came.") from problem
