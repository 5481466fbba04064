"""Pairs per second of our judge beside the architectures that people use for it, on the same pairs, with the same threads, in one run.

    python evals/bench/judges.py PAIRS.jsonl.gz --model FOLDER [--threads 2] [--pairs 32] [--cpu]

In a virtual environment of its own, with requirements.in of this folder. PAIRS has the shape that `pairs.py` reads; FOLDER is our model's.
The others are built from their published configurations with random weights, since speed does not depend on the weights, and are run as
their authors do: one step of the decoder for the T5, one row of logits for the rest. Each reads rows of as many tokens as ours, so that no
vocabulary counts for or against it. Of each the best setting counts: fp32 or bf16, one row at a time or four of like length. Ours runs as
in a check, on as many cores as this process may use. `--cpu` counts seconds of the processor on one thread, not of the clock: for a machine
that others use too. Prints a table; exit status 1 where the ratio is under 10.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))  # the other architectures' environment has no presscheck
from presscheck.network import network

RATIO = 10.0  # how many times as fast as the fastest of them ours is to be
WORDS = 90  # of a premise, as in a check
BATCHES = (1, 4)
CLOCK = time.perf_counter
TRIAL = 2.0  # seconds given to each setting before the best is measured
DENSE = {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096}
# Name, transformers' classes, and the published configuration where it is not the class's own default.
OTHERS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "flan-t5-large", "T5Config", "T5ForConditionalGeneration",
        {"vocab_size": 32128, "d_model": 1024, "d_kv": 64, "d_ff": 2816, "num_layers": 24, "num_decoder_layers": 24, "num_heads": 16,
         "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False, "decoder_start_token_id": 0},
    ),
    (
        "RoBERTa-large", "RobertaConfig", "RobertaForSequenceClassification",
        {**DENSE, "vocab_size": 50265, "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5},
    ),
    ("ModernBERT-base", "ModernBertConfig", "ModernBertForSequenceClassification", {}),
    (
        "ModernBERT-large", "ModernBertConfig", "ModernBertForSequenceClassification",
        {"hidden_size": 1024, "intermediate_size": 2624, "num_hidden_layers": 28, "num_attention_heads": 16},
    ),
    (
        "DeBERTa-v3-large", "DebertaV2Config", "DebertaV2ForSequenceClassification",
        {**DENSE, "vocab_size": 128100, "max_position_embeddings": 512, "type_vocab_size": 0, "relative_attention": True,
         "position_buckets": 256, "norm_rel_ebd": "layer_norm", "share_att_key": True, "pos_att_type": ["p2c", "c2p"],
         "layer_norm_eps": 1e-7, "max_relative_positions": -1, "position_biased_input": False},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """What one architecture did: pairs a second at its best setting, millions of parameters, and the setting in words."""

    name: str
    millions: float
    pairs: float
    setting: str
    plain: float  # the best in fp32
    tried: str


def pairs_of(path: Path, count: int) -> list[tuple[str, str]]:
    """So many statements with their premises, evenly from the whole file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    told = [(statement["text"], " ".join(row["premise"].split()[:WORDS])) for row in rows for statement in row["statements"]]
    return told[:: max(len(told) // count, 1)][:count]


def batched(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Numbers of rows in batches of like length, the longest first."""
    order = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    return [order[at : at + size] for at in range(0, len(order), size)]


def speed(run: Callable[[list[int]], None], lengths: Sequence[int], size: int, most: float = 1e9) -> float:
    """Pairs a second, by tokens, over all batches, or over as many, those of middling length first, as `most` seconds allow."""
    sorted_by_length = batched(lengths, size)
    middle = sum(lengths) / len(lengths)
    batches = sorted(sorted_by_length, key=lambda batch: abs(sum(lengths[number] for number in batch) / len(batch) - middle))
    run(batches[0][:1])
    began, tokens = CLOCK(), 0
    for batch in batches:
        run(batch)
        tokens += sum(lengths[number] for number in batch)
        if CLOCK() - began > most:
            break
    return tokens / (CLOCK() - began) / (sum(lengths) / len(lengths))


def ours(folder: Path, pairs: Sequence[tuple[str, str]]) -> tuple[Rate, list[int]]:
    """Our rate, by the code that runs the graph in a check, and the tokens of each pair."""
    import numpy as np

    net = network(folder)
    feeds = []
    for statement, premise in pairs:
        first, second = (net.tokenizer.encode(text, add_special_tokens=False).ids for text in (statement, premise))
        ids = [101, *first, 102, *second, 102][:288]
        sides = [int(at > len(first) + 1) for at in range(len(ids))]
        feeds.append({"ids": np.array([ids], np.int64), "sides": np.array([sides], np.int64)})
    lengths = [feed["ids"].shape[1] for feed in feeds]
    net.run(None, feeds)
    rates = []
    for _ in range(5):
        began = CLOCK()
        net.run(None, feeds)
        rates.append(len(feeds) / (CLOCK() - began))
    return Rate("ours", 23.2, median(rates), "int8, as at run time", median(rates), f"{min(rates):.1f} to {max(rates):.1f}"), lengths


def other(name: str, config: str, model: str, told: dict[str, Any], lengths: Sequence[int]) -> Rate:
    """The rate of one architecture with random weights, at its best setting."""
    torch, transformers = import_module("torch"), import_module("transformers")
    made = getattr(transformers, config)(**told)
    seeded = torch.Generator().manual_seed(1)
    stranger = getattr(transformers, model)(made).eval()
    millions = sum(parameter.numel() for parameter in stranger.parameters()) / 1e6
    ids = torch.randint(1000, 20000, (len(lengths), max(lengths)), generator=seeded)

    def run(batch: list[int]) -> None:
        longest = max(lengths[number] for number in batch)
        mask = torch.tensor([[int(at < lengths[number]) for at in range(longest)] for number in batch])
        more = {"decoder_input_ids": torch.zeros((len(batch), 1), dtype=torch.long)} if made.is_encoder_decoder else {}
        with torch.inference_mode():
            stranger(input_ids=ids[batch][:, :longest], attention_mask=mask, **more)

    print(f"{name}: made, {millions:.0f} M", file=sys.stderr, flush=True)
    rates = dict[tuple[str, int], float]()
    for kind in (torch.float32, torch.bfloat16):
        stranger = stranger.to(kind)
        try:
            rates |= {(str(kind)[6:], size): speed(run, lengths, size, TRIAL) for size in BATCHES}
        except (RuntimeError, TypeError) as problem:  # an operation that this processor or torch has not in bf16
            print(f"{name}: no {kind} here ({problem})", file=sys.stderr)
    best = max(rates, key=rates.__getitem__)
    stranger = stranger.to(getattr(torch, best[0]))
    rate = speed(run, lengths, best[1], 3 * TRIAL)
    tried = _told({f"{kind} x{size}": rate for (kind, size), rate in rates.items()})
    plain = max(rate for (kind, _), rate in rates.items() if kind == "float32")
    return Rate(name, millions, rate, f"{best[0]}, batches of {best[1]}", plain, tried)


def _told(rates: dict[str, float]) -> str:
    return ", ".join(f"{name} {rate:.2f}" for name, rate in rates.items())


def table(rates: Iterable[Rate], first: Rate) -> str:
    """A line for each, with how many times as fast ours is."""
    lines = [f"{'':18} {'M':>5} {'pairs/s':>8} {'fp32':>6} {'ours is':>8}  best setting, and all that were tried"]
    for one in rates:
        times = first.pairs / one.pairs
        lines.append(f"{one.name:18} {one.millions:5.0f} {one.pairs:8.2f} {one.plain:6.2f} {times:7.1f}x  {one.setting} ({one.tried})")
    return "\n".join(lines)


def main() -> int:
    """Measure ours, each of the others, and ours again; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="pairs as pairs.py reads them")
    parser.add_argument("--model", type=Path, required=True, help="our model's folder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pairs", type=int, default=32)
    parser.add_argument("--cpu", action="store_true", help="processor seconds of one thread")
    told = parser.parse_args()
    if told.cpu:
        global CLOCK
        CLOCK, told.threads = time.process_time, 1
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: told.threads])
    import_module("torch").set_num_threads(told.threads)
    pairs = pairs_of(told.data, told.pairs)
    loads = [os.getloadavg()[0]]
    before, lengths = ours(told.model, pairs)
    rates = list[Rate]()
    for known in OTHERS:
        rates.append(other(*known, lengths))
        gc.collect()
        print(f"{rates[-1].name}: {rates[-1].pairs:.2f}", file=sys.stderr, flush=True)
        loads.append(os.getloadavg()[0])
    after, _ = ours(told.model, pairs)
    first = min(before, after, key=lambda rate: rate.pairs)  # the machine may be busier at one end: the slower counts
    clock = "processor" if told.cpu else "clock"
    mean, load = sum(lengths) / len(lengths), f"load {min(loads):.1f} to {max(loads):.1f}, seconds of the {clock}"
    print(f"{len(pairs)} pairs, {mean:.0f} tokens each, {told.threads} threads, {load}")
    print(table([before, after, *rates], first))
    fastest, plain = max(rates, key=lambda one: one.pairs), max(rates, key=lambda one: one.plain)
    print(f"ours against the fastest of them, {fastest.name}, {fastest.setting}: {first.pairs / fastest.pairs:.1f} times")
    print(f"ours against the fastest of them in fp32, {plain.name}: {first.pairs / plain.plain:.1f} times")
    return int(first.pairs / fastest.pairs < RATIO)


if __name__ == "__main__":
    sys.exit(main())
