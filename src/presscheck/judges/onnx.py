"""The judge that ships with presscheck: a small network that reads a statement against premises of the sources, offline, on a CPU."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from presscheck import words
from presscheck.entailment import Entailment, Pair, Reading, Scale
from presscheck.network import Network, installed, network
from presscheck.parts import Judge
from presscheck.settings import Settings

MODEL = "small"
STATEMENT, AHEAD = 110, 50  # tokens of the statement with its context, and of the context alone
START, END = 101, 102  # ids of [CLS] and [SEP]


def folder() -> Path:
    """Where the shipped model lies."""
    return Path(__file__).parents[1] / "data" / "models" / MODEL


def ready() -> bool:
    """Is the shipped model here, and what it needs installed?"""
    return (folder() / "model.onnx").is_file() and installed()


def load(settings: Settings) -> Judge:
    """The judge, its graph opened when it is first asked. Raises SettingsError where the model or a package it needs is missing."""
    return opened(folder())


def opened(place: Path) -> Entailment:
    """The judge with the network in this folder, whose config.json has "thresholds"."""
    net = network(place)
    scale = Scale.of(net.config.get("thresholds") or {}, str(place / "config.json"))
    return Entailment("onnx", lambda pairs: read(net, pairs), scale, f"{net.folder.name} {net.digest}")


def read(net: Network, pairs: Sequence[Pair]) -> list[Reading]:
    """What the network says of each pair."""
    import numpy as np

    told = [encoded(net, pair) for pair in pairs]
    feeds = [{"ids": np.array([ids], np.int64), "sides": np.array([sides], np.int64)} for ids, sides, _ in told]
    found = []
    for (_, _, places), (relation, backed) in zip(told, net.run(("relation", "backed"), feeds), strict=True):
        supports, contradicts, mentions = softmax(relation[0])
        found.append(Reading(supports, contradicts, mentions, {start: _chance(backed[0][at]) for start, at in places.items()}))
    return found


def encoded(net: Network, pair: Pair) -> tuple[list[int], list[int], dict[int, int]]:
    """`[CLS] context [context] statement [SEP] premise [SEP]` as ids and sides, and the token at which each of the statement's words
    begins, by the word's place in the statement."""
    ahead, first, starts = _statement(net, pair.context, pair.statement)
    room = STATEMENT - len(ahead) - 2
    mine = [START, *ahead, *first[:room], END]
    theirs = [*_premise(net, pair.premise)[: int(net.config.get("longest", 288)) - len(mine) - 1], END]
    places = {start: 1 + len(ahead) + at for start, at in starts.items() if at < room}
    return [*mine, *theirs], [0] * len(mine) + [1] * len(theirs), places


@lru_cache(maxsize=1024)
def _statement(net: Network, context: str, statement: str) -> tuple[list[int], list[int], dict[int, int]]:
    mark = net.config.get("context", "[context]")
    ahead = _ids(net, _plain(context))[-AHEAD:]
    told = net.tokenizer.encode(_plain(statement), add_special_tokens=False)
    begins = {start: number for number, (start, _) in reversed(list(enumerate(told.offsets)))}
    starts = {word.span.start: begins[word.span.start] for word in words.words(statement) if word.span.start in begins}
    return [*ahead, *_ids(net, mark)] if ahead else [], told.ids, starts


@lru_cache(maxsize=4096)
def _premise(net: Network, premise: str) -> list[int]:
    return _ids(net, premise)


def _ids(net: Network, text: str) -> list[int]:
    return list(net.tokenizer.encode(text.encode("utf-8", "replace").decode(), add_special_tokens=False).ids)


def _plain(text: str) -> str:
    """The text on one line, letter for letter, as UTF-8 can have it."""
    return text.replace("\n", " ").encode("utf-8", "replace").decode()


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Chances that add up to one."""
    top = max(logits)
    parts = [math.exp(float(value - top)) for value in logits]
    return tuple(part / sum(parts) for part in parts)


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(float(logit), 60.0), -60.0)))
