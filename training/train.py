"""Train the judge from arrays, measure it on held-out pages and on the dev sets, and leave weights that `export.py` reads.

    python training/train.py --arrays .gpu --out runs/first --epochs 6 [--seconds 120] [--mix newsroom=3,vitaminc_real=0.5] [--resume]
    python training/train.py --arrays .gpu --mean runs  the runs "steady-1", "steady-2" averaged to "steady-mean"
    python training/train.py --between A B 0.5 --out C  weights half of the way from those of A to those of B
    python training/train.py --pack runs --out OUT      the best run's weights in parts under 15 MiB, with every run's log

Everything lives on the device: rows are gathered by number, so no loader waits. The learning rate follows the share of the steps or of
the seconds that is spent, whichever is larger. Dev sets are only measured: a threshold for one is the best on the others.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from network import RUNS, Network, Shape, load_base, shared
from safetensors import safe_open
from safetensors.torch import load_file, save_file

SUPPORTED, CONTRADICTED, NOT_FOUND, UNSUPPORTED = range(4)
PARTS = 16  # as in assemble.py: a row's claim is this many times its number, and its sentence's
PART_BYTES = 14 * 2**20
# Where statements are parted by their tokens and by the share of them that a premise has, and rows by their tokens.
LENGTHS, SHARES, ROWS = (20, 30, 45), (0.5, 0.7, 0.8, 0.9, 0.97), (100, 180, 300)
MOST = 4.0  # times that a row is used, or left out, for the sake of evenness
SEVEN_BITS = 64  # a matrix's largest weight, where export.py rounds it
COMPARED = 2**18  # couples of tokens that a CPU compares at once: what it holds near is five times as fast
TOKENS = 256 * 200  # of a batch at most, so that the longest rows fit a device that several runs share


@dataclass
class Rows:
    """Token rows on a device; `batch(numbers)` pads some of them to one length."""

    ids: Tensor
    words: Tensor
    start: Tensor
    word_start: Tensor
    length: Tensor
    mine: Tensor
    label: Tensor
    source: np.ndarray
    weight: np.ndarray
    claim: np.ndarray
    sources: list[str]
    lengths: np.ndarray
    runs: Tensor  # flat as the ids are: which tokens the other side has, a bit for each length of run

    @classmethod
    def read(cls, path: Path, device: torch.device) -> Rows:
        """The arrays of an npz file that `assemble.py` wrote."""
        with np.load(path) as told:
            data = {name: told[name] for name in told.files}

        def put(array: np.ndarray) -> Tensor:
            return torch.from_numpy(array.astype(np.int64)).to(device)

        length, mine = put(data["length"]), put(data["mine"])
        words = torch.from_numpy(data["words"]).to(device)
        flat = torch.from_numpy(data["ids"].astype(np.int32)).to(device)
        runs = torch.zeros(len(flat), dtype=torch.uint8, device=device)
        rows = cls(
            flat, words, length.cumsum(0) - length, mine.cumsum(0) - mine, length, mine, put(data["label"]), data["source"],
            data["weight"].astype(np.float64), data["claim"], [str(name) for name in data["sources"]],
            data["length"].astype(np.int64), runs,
        )  # fmt: skip
        rows._compare()
        return rows

    @torch.no_grad()
    def _compare(self) -> None:
        """Find once, for all rows, which tokens stand on both sides: in every step it would cost more than the encoder."""
        order = np.argsort(self.lengths, kind="stable")
        bits = 2 ** torch.arange(RUNS, device=self.ids.device)
        at, few = 0, self.ids.device.type == "cpu"
        while at < len(order):
            chosen = order[at : at + (max(COMPARED // int(self.lengths[order[at]]) ** 2, 1) if few else 512)]
            at += len(chosen)
            ids, sides, _, _, _ = self.batch(chosen)
            told = (shared(ids, sides) * bits).sum(-1).to(torch.uint8)
            numbers = torch.from_numpy(chosen).to(ids.device)
            places = torch.arange(ids.shape[1], device=ids.device)[None]
            inside = places < self.length[numbers, None]
            self.runs[(self.start[numbers, None] + places)[inside]] = told[inside]

    def __len__(self) -> int:
        return len(self.length)

    def even(self, mix: Mapping[str, float]) -> np.ndarray:
        """How often each row is used, so that neither a row's or a statement's length, nor how many of its words the premise has, tells
        whether it is true: among rows alike in all three, as many are supported as contradicted, when the sources are drawn as the mix
        says; and of long rows as many are not found as of short ones."""
        share, long = self._shares(), np.searchsorted(ROWS, self.lengths, side="right")
        length = np.searchsorted(LENGTHS, self.mine.cpu().numpy(), side="right")
        cell = (long * (len(LENGTHS) + 1) + length) * (len(SHARES) + 1) + np.searchsorted(SHARES, share, side="right")
        labels, factor = self.label.cpu().numpy(), np.ones(len(self))
        drawn = self.weight * times(self.sources, mix)[self.source]
        for each in np.unique(cell):
            sides = [(cell == each) & (labels == label) for label in (SUPPORTED, CONTRADICTED)]
            counts = [drawn[side].sum() for side in sides]
            if min(counts) > 0:
                for side, count in zip(sides, counts, strict=True):
                    factor[side] = np.clip(sum(counts) / 2 / count, 1 / MOST, MOST)
        sure = labels < UNSUPPORTED
        often = drawn[labels == NOT_FOUND].sum() / drawn[sure].sum()
        for each in np.unique(long):
            silent = (long == each) & (labels == NOT_FOUND)
            if (count := drawn[silent].sum()) > 0:
                wanted = drawn[(long == each) & sure & ~silent].sum() * often / (1 - often)
                factor[silent] = np.clip(wanted / count, 1 / MOST, MOST)
        return factor

    def _shares(self) -> np.ndarray:
        """The share of each statement's tokens that its premise has, the first and the last of them left out."""
        bit = (self.runs & 1).cpu().numpy().astype(np.int64)
        summed = np.concatenate([[0], bit.cumsum()])
        start, mine = self.start.cpu().numpy(), self.mine.cpu().numpy()
        return (summed[start + mine - 1] - summed[start + 1]) / np.maximum(mine - 2, 1)

    def batch(self, chosen: np.ndarray) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """ids, sides, word labels (rows, length; -1 where there is none), labels (rows), and what of each is shared (rows, length, 3)."""
        longest = -(-int(self.lengths[chosen].max()) // 16) * 16  # counted here, so that the device need not be waited for
        numbers = torch.from_numpy(chosen).to(self.length.device, non_blocking=True)
        length, mine = self.length[numbers, None], self.mine[numbers, None]
        at = torch.arange(longest, device=length.device)[None]
        inside, first = at < length, at < mine
        places = (self.start[numbers, None] + at).clamp(max=len(self.ids) - 1)
        ids = self.ids[places].long() * inside
        bits = (self.runs[places] * inside)[..., None].int()
        runs = ((bits >> torch.arange(RUNS, device=bits.device, dtype=torch.int32)) & 1).float()
        words = self.words[(self.word_start[numbers, None] + at).clamp(max=len(self.words) - 1)].long()
        return ids, (~first).long(), words.masked_fill(~first, -1), self.label[numbers], runs


def read_base(path: Path) -> tuple[Shape, dict[str, Tensor]]:
    """A base as `assemble.py` packed it, or weights that this program left."""
    with safe_open(path, "pt") as file:
        shape = Shape(**json.loads(file.metadata()["shape"]))
    tensors = load_file(path)
    if "words.rows" in tensors:
        tensors["words.weight"] = tensors.pop("words.rows").float() * tensors.pop("words.scale")
    return shape, tensors


def mix_of(told: str) -> dict[str, float]:
    """ "newsroom=3,made=0.5" as a mapping."""
    return {name: float(value) for name, _, value in (part.partition("=") for part in told.split(",") if part)}


def times(sources: Sequence[str], mix: Mapping[str, float]) -> np.ndarray:
    """How often the rows of each source are drawn."""
    return np.array([mix.get(name, mix.get("rest", 1.0)) for name in sources])


def drawn(rows: Rows, mix: Mapping[str, float], keep: Mapping[str, float], chance: np.random.Generator) -> np.ndarray:
    """The rows of one epoch: each as many times as its source's weight says, what is over by chance. Of a source in `keep` only so large
    a share is known at all, the same in every epoch and by stretches of neighbours, so that premises stay whole: for learning curves."""
    known = np.array([keep.get(name, 1.0) for name in rows.sources])
    place = (np.arange(len(rows)) // 24 * 2654435761 % 2**32) / 2**32
    often = rows.weight * times(rows.sources, mix)[rows.source] * (place < known[rows.source])
    return np.repeat(np.arange(len(rows)), (np.floor(often + chance.random(len(often)))).astype(np.int64))


def batches(numbers: np.ndarray, rows: Rows, size: int, chance: np.random.Generator, together: bool = False) -> Iterator[np.ndarray]:
    """Batches of like length: shuffled, sorted within stretches of 50 batches, and the batches shuffled. `together`: rows of about one
    length and one page stand side by side, so that the statements on one premise meet in a batch."""
    numbers = chance.permutation(numbers)
    key = rows.claim[numbers].astype(np.int64) * 64 + rows.lengths[numbers] // 64 if together else np.arange(len(numbers))
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first[group], kind="stable")
    numbers, group = numbers[order], group[order]
    mean = np.bincount(group, rows.lengths[numbers]) / np.bincount(group)
    found = []
    for at in range(0, len(numbers), 50 * size):
        stretch = numbers[at : at + 50 * size]
        stretch = stretch[np.argsort(mean[group[at : at + 50 * size]], kind="stable")]
        start = 0
        while start < len(stretch):
            room = max(min(size, TOKENS // int(rows.lengths[stretch[start : start + size]].max())), 1)
            found.append(stretch[start : start + room])
            start += room
    for number in chance.permutation(len(found)):
        yield found[number]


def relation_loss(logits: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    """Cross entropy over three relations; where a set tells only that a statement is unsupported, that of "not supported"."""
    logits = logits.float()
    sure = labels < UNSUPPORTED
    exact = functional.cross_entropy(logits, labels.clamp(max=NOT_FOUND), reduction="none", label_smoothing=smoothing)
    either = torch.logsumexp(logits, -1) - torch.logsumexp(logits[:, 1:], -1)
    return torch.where(sure, exact, either).mean()


def word_loss(logits: Tensor, words: Tensor) -> Tensor:
    """Cross entropy of backed or not, over the words that are labelled."""
    known = words >= 0
    losses = functional.binary_cross_entropy_with_logits(logits.float(), words.clamp(min=0).float(), reduction="none")
    return (losses * known).sum() / known.sum().clamp(min=1)


def apart(logits: Tensor) -> Tensor:
    """How far two passes of the same rows under different dropout are apart (R-Drop)."""
    one, two = functional.log_softmax(logits.float(), -1).chunk(2)
    ways = (functional.kl_div(a, b, log_target=True, reduction="batchmean") for a, b in ((one, two), (two, one)))
    return sum(ways, torch.zeros((), device=logits.device)) / 2


def ranked(logits: Tensor, labels: Tensor, pages: Tensor) -> Tensor:
    """How often, and how far, a statement that its page bears out scores below one that it does not: the mean of softplus over all such
    couples of a batch. What a page is like moves both scores alike, so only what tells them apart is learnt."""
    logits = logits.float()
    scores = logits[:, 0] - torch.logsumexp(logits[:, 1:], -1)
    couples = (pages[:, None] == pages[None]) & (labels[:, None] == SUPPORTED) & (labels[None] != SUPPORTED)
    losses = functional.softplus(scores[None] - scores[:, None])
    return (losses * couples).sum() / couples.sum().clamp(min=1)


def groups(network: Network, rate: float, decay: float, head: float) -> list[dict[str, Any]]:
    """Parameter groups: lower layers learn slower by `decay` a layer, the heads faster by `head`; biases and norms do not decay."""
    count, found = len(network.layers), dict[tuple[float, float], list[nn.Parameter]]()
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        part = name.split(".")
        if part[0] == "layers":
            factor = decay ** (count - 1 - int(part[1]))
        elif part[0] in ("words", "places", "sides", "norm"):
            factor = decay**count
        else:
            factor = head
        found.setdefault((rate * factor, 0.01 if parameter.dim() > 1 else 0.0), []).append(parameter)
    return [{"params": held, "lr": lr, "peak": lr, "weight_decay": loss} for (lr, loss), held in found.items()]


@torch.no_grad()
def rounded(network: Network) -> list[tuple[Tensor, Tensor]]:
    """Round the layers' matrices as `export.py` does, seven bits and a scale for each column of a product; what they were, to be put
    back before the step is taken. So the gradient is that of the weights that will ship, and small steps still add up (the
    straight-through estimator of Bengio, Leonard and Courville, 2013)."""
    exact = []
    for layer in network.layers:
        for dense in (layer.query, layer.key, layer.value, layer.out, layer.up, layer.down):
            weight = dense.weight
            exact.append((weight, weight.detach().clone()))
            scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / SEVEN_BITS
            weight.div_(scale).round_().mul_(scale)
    return exact


@torch.no_grad()
def put_back(exact: Sequence[tuple[Tensor, Tensor]]) -> None:
    """Undo `rounded`."""
    for weight, was in exact:
        weight.copy_(was)


def share(progress: float, warm: float) -> float:
    """The learning rate as a share of its peak: up in a line, then down a cosine."""
    return progress / warm if progress < warm else 0.5 * (1 + math.cos(math.pi * min((progress - warm) / (1 - warm), 1)))


# Measuring.


@torch.no_grad()
def judged(network: Network, rows: Rows, size: int, which: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each row, or for `which` alone, its relation's probabilities (n, 3), its word probabilities flat as the word labels are, and the
    least of them."""
    network.eval()
    order = np.argsort(rows.lengths, kind="stable") if which is None else which[np.argsort(rows.lengths[which], kind="stable")]
    device = rows.ids.device
    chances = np.zeros((len(rows), 3), np.float32)
    words = np.ones(len(rows.words), np.float32)
    least = np.ones(len(rows), np.float32)
    starts, mine = rows.word_start.cpu().numpy(), rows.mine.cpu().numpy()
    for at in range(0, len(order), size):
        numbers = order[at : at + size]
        ids, sides, labels, _, runs = rows.batch(numbers)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            relation, backed = network(ids, sides, runs)
        chances[numbers] = relation.float().softmax(-1).cpu().numpy()
        told = backed.float().sigmoid().masked_fill(labels < 0, 1.0).cpu().numpy()
        for row, number in enumerate(numbers):
            words[starts[number] : starts[number] + mine[number]] = told[row, : mine[number]]
            least[number] = told[row].min()
    network.train()
    return chances, words, least


def balanced(scores: np.ndarray, true: np.ndarray, threshold: float) -> float:
    """The mean of the shares found among the supported and among the rest."""
    says = scores >= threshold
    return float((says[true].mean() + (~says[~true]).mean()) / 2) if true.any() and not true.all() else float("nan")


def auroc(scores: np.ndarray, true: np.ndarray) -> float:
    """The chance that a supported claim scores above another."""
    if not true.any() or true.all():
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (counts.cumsum() - (counts - 1) / 2)[place]
    positives = int(true.sum())
    return float((ranks[true].sum() - positives * (positives + 1) / 2) / (positives * (len(true) - positives)))


def claims(rows: Rows, scores: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(score, is it supported) of each claim: the best window of each of its sentences, and the least of those."""
    best: dict[int, float] = {}
    true: dict[int, bool] = {}
    labels = rows.label.cpu().numpy()
    for number in np.flatnonzero(which):
        key = int(rows.claim[number])
        best[key] = max(best.get(key, 0.0), float(scores[number]))
        true[key // PARTS] = labels[number] == SUPPORTED
    least: dict[int, float] = {}
    for key, score in best.items():
        least[key // PARTS] = min(least.get(key // PARTS, 1.0), score)
    return np.array([least[key] for key in true]), np.array(list(true.values()))


def pointed(rows: Rows, words: np.ndarray, which: np.ndarray) -> dict[str, float]:
    """On rows whose wrong words are marked: the F1 of the words not backed, and how often the word least backed is a wrong one."""
    flat, starts, mine = rows.words.cpu().numpy(), rows.word_start.cpu().numpy(), rows.mine.cpu().numpy()
    hits, wrong, says, both = [], 0, 0, 0
    for number in np.flatnonzero(which):
        place = slice(starts[number], starts[number] + mine[number])
        known, score = flat[place] >= 0, words[place]
        is_wrong, says_wrong = (flat[place] == 0)[known], (score < 0.5)[known]
        wrong, says, both = wrong + is_wrong.sum(), says + says_wrong.sum(), both + (is_wrong & says_wrong).sum()
        if is_wrong.any():
            hits.append(bool(is_wrong[score[known].argmin()]))
    return {"words_f1": 2 * both / max(wrong + says, 1), "pointed": sum(hits) / max(len(hits), 1)}


THRESHOLDS = np.linspace(0.02, 0.98, 49)


def dev_table(rows: Rows, chances: np.ndarray, words: np.ndarray, least: np.ndarray) -> dict[str, float]:
    """Three-way accuracy on newsroom pairs; balanced accuracy and AUROC of each set, its claims judged window by window."""
    told: dict[str, float] = {}
    sets = {name: claims(rows, chances[:, 0], rows.source == number) for number, name in enumerate(rows.sources) if name != "newsroom"}
    curves = {name: np.array([balanced(*found, threshold) for threshold in THRESHOLDS]) for name, found in sets.items()}
    for name, found in sets.items():
        others = np.nanmean([curve for other, curve in curves.items() if other != name], axis=0)
        threshold = float(THRESHOLDS[np.nanargmax(others)])
        told |= {f"{name}.auroc": auroc(*found), f"{name}.at_half": balanced(*found, 0.5), f"{name}.balanced": balanced(*found, threshold)}
        told[f"{name}.with_words_auroc"] = auroc(*claims(rows, chances[:, 0] * least, rows.source == rows.sources.index(name)))
    hand = rows.source == rows.sources.index("newsroom")
    labels = rows.label.cpu().numpy()[hand]
    told["newsroom.three_way"] = float((chances[hand].argmax(1) == labels).mean())
    told["newsroom.auroc"] = auroc(chances[hand, 0], labels == SUPPORTED)
    told |= {f"newsroom.{name}": value for name, value in pointed(rows, words, hand).items()}
    summed = [told[f"summedits_{domain}.auroc"] for domain in ("ectsum", "samsum")]
    told["score"] = float(np.nanmean([told["newsroom.three_way"], told["wice.auroc"], np.nanmean(summed), told["ragtruth.auroc"]]))
    return {name: round(100 * value, 2) for name, value in told.items()}


def valid_table(rows: Rows, chances: np.ndarray, words: np.ndarray) -> dict[str, float]:
    """By source: the share of relations that are right, and the F1 of the words that are not backed."""
    told = {}
    labels, flat = rows.label.cpu().numpy(), rows.words.cpu().numpy()
    right = np.where(labels == UNSUPPORTED, chances[:, 0] < 0.5, chances.argmax(1) == labels)
    owner = np.repeat(rows.source, rows.mine.cpu().numpy())
    for number, name in enumerate(rows.sources):
        told[f"{name}.right"] = float(right[rows.source == number].mean()) if (rows.source == number).any() else float("nan")
        known = (owner == number) & (flat >= 0)
        wrong, says = flat[known] == 0, words[known] < 0.5
        told[f"{name}.words_f1"] = float(2 * (wrong & says).sum() / max((wrong.sum() + says.sum()), 1)) if wrong.any() else float("nan")
    return {name: round(100 * value, 2) for name, value in told.items()}


# The run.


class Run:
    """One training run in its folder: weights, optimiser, log, checkpoint."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.told = arguments
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(arguments.seed)
        torch.backends.cuda.matmul.allow_tf32 = True
        self.half = self.device.type == "cuda" or arguments.half
        self.chance = np.random.default_rng(arguments.seed)
        self.train, self.valid, self.dev = (Rows.read(arguments.arrays / f"{name}.npz", self.device) for name in ("train", "valid", "dev"))
        shape, tensors = read_base(arguments.base or arguments.arrays / "base.safetensors")
        if arguments.layers:
            shape = Shape(**{**shape.told(), "layers": arguments.layers})
        self.network = Network(shape, arguments.dropout)
        load_base(self.network, tensors)
        self.network.to(self.device)
        self.network.words.weight.requires_grad_(not arguments.frozen)
        if arguments.even:
            self.train.weight *= self.train.even(mix_of(arguments.mix))
        self.optimiser = torch.optim.AdamW(
            groups(self.network, arguments.rate, arguments.layer_decay, arguments.head_rate), betas=(0.9, 0.98), eps=1e-6, fused=True
        )
        self.mean = copy.deepcopy(self.network) if arguments.ema else None
        self.step, self.epoch, self.spent, self.best = 0, 0, 0.0, float("-inf")
        arguments.out.mkdir(parents=True, exist_ok=True)
        if arguments.resume and (arguments.out / "checkpoint.pt").exists():
            self._resume()

    def go(self) -> None:
        """Train to the end of the epochs, the steps or the seconds; measure as often as was told, and at the end."""
        told, begun = self.told, time.monotonic() - self.spent
        mix, keep = mix_of(told.mix), mix_of(told.keep)
        per_epoch = max(len(drawn(self.train, mix, keep, np.random.default_rng(0))) // told.batch, 1)
        steps = min(told.epochs * per_epoch, told.steps or told.epochs * per_epoch)
        self.log({"event": "start", "rows": len(self.train), "steps": steps, "device": str(self.device), **_plain(vars(told))})
        progress, measured = self.step / steps, time.monotonic()
        while progress < 1:
            seen, at = 0, time.monotonic()
            for numbers in batches(drawn(self.train, mix, keep, self.chance), self.train, told.batch, self.chance, told.rank > 0):
                self.spent = time.monotonic() - begun
                progress = max(self.step / steps, self.spent / told.seconds if told.seconds else 0.0)
                if progress >= 1:
                    break
                loss = self._step(numbers, progress)
                seen += len(numbers)
                if self.step % 200 == 1:
                    self.log({"event": "step", "step": self.step, "loss": round(float(loss), 4), "progress": round(progress, 3)})
                if told.measure_every and time.monotonic() - measured > told.measure_every:
                    self.measure(round(seen / (time.monotonic() - at)))
                    measured = time.monotonic()
            self.epoch += 1
            if told.unmeasured:
                self.save(told.out / "weights.safetensors")
            elif progress >= 1 or not told.measure_every:
                self.measure(round(seen / max(time.monotonic() - at, 1e-9)))
            if told.resume:
                self._checkpoint()

    def _step(self, numbers: np.ndarray, progress: float) -> Tensor:
        told = self.told
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * (min(progress / told.warm, 1.0) if told.level else share(progress, told.warm))
        ids, sides, words, labels, runs = self.train.batch(numbers)
        twice = told.rdrop > 0
        if twice:
            ids, sides, words, labels, runs = (torch.cat([part, part]) for part in (ids, sides, words, labels, runs))
        exact = rounded(self.network) if told.rounded else []
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
            relation, backed = self.network(ids, sides, runs)
        loss = relation_loss(relation, labels, told.smoothing) + told.word_weight * word_loss(backed, words)
        if twice:
            loss = loss + told.rdrop * apart(relation)
        if told.rank > 0:
            pages = torch.from_numpy(self.train.claim[numbers]).to(self.device)
            loss = loss + told.rank * ranked(relation, labels, torch.cat([pages, pages]) if twice else pages)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        put_back(exact)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        if self.mean is not None:
            keep = min(told.ema, (1 + self.step) / (10 + self.step))
            with torch.no_grad():
                torch._foreach_lerp_(list(self.mean.parameters()), list(self.network.parameters()), 1 - keep)
        return loss.detach()

    def measure(self, rate: int) -> None:
        """One line of the log: validation by source and the dev table. The weights that did best so far are kept, with the scores they
        give to every dev row."""
        network, size = self.mean or self.network, 512 if self.device.type == "cuda" else 64
        valid, words, _ = judged(network, self.valid, size)
        dev, dev_words, least = judged(network, self.dev, size)
        known = self.dev.words.cpu().numpy() >= 0
        table = dev_table(self.dev, dev, dev_words, least)
        line = {"event": "measured", "epoch": self.epoch, "step": self.step, "seconds": round(self.spent, 1), "pairs_per_second": rate}
        self.log({**line, "dev": table, "valid": valid_table(self.valid, valid, words)})
        if table["score"] > self.best:
            self.best = table["score"]
            self.save(self.told.out / "weights.safetensors")
            half = {"chances": dev, "least": least, "words": dev_words[known]}
            np.savez_compressed(self.told.out / "dev_scores.npz", allow_pickle=False, **{k: v.astype(np.float16) for k, v in half.items()})
            (self.told.out / "result.json").write_text(json.dumps({"name": self.told.out.name, **line, "dev": table}))

    @torch.no_grad()
    def put_right(self) -> dict[str, Any]:
        """Fit biases and scale of both heads to the hand-written pairs held out: the biases that name most relations rightly, then the
        scales under which the labels are likeliest. Returns what was found."""
        hand = np.flatnonzero(self.valid.source == self.valid.sources.index("newsroom"))
        chances, words, _ = judged(self.network, self.valid, 64, hand)
        logits, labels = np.log(chances[hand] + 1e-9), self.valid.label.cpu().numpy()[hand]
        steps = np.arange(-1.5, 1.6, 0.125)
        told = {(a, b): ((logits + np.array([0, a, b])).argmax(1) == labels).mean() for a in steps for b in steps}
        near = [pair for pair, value in told.items() if value > max(told.values()) - 0.004]  # the middle of what does about as well
        added = np.array([0.0, *np.median(near, axis=0)])
        owner = np.repeat(np.arange(len(self.valid)), self.valid.mine.cpu().numpy())
        flat = self.valid.words.cpu().numpy()
        known = (flat >= 0) & np.isin(owner, hand)
        backed = np.log(np.clip(words[known], 1e-6, 1 - 1e-6) / (1 - np.clip(words[known], 1e-6, 1 - 1e-6)))
        scales = np.arange(0.7, 8.01, 0.1)
        relation = min(scales, key=lambda scale: -_log_softmax(scale * (logits + added))[np.arange(len(labels)), labels].mean())
        word = min(scales, key=lambda scale: np.logaddexp(0, np.where(flat[known] > 0, -scale, scale) * backed).mean())
        head = self.network.relation
        head.bias.copy_((head.bias + torch.tensor(added, dtype=torch.float32, device=self.device)) * float(relation))
        head.weight.mul_(float(relation))
        self.network.backed.weight.mul_(float(word))
        self.network.backed.bias.mul_(float(word))
        return {"biases": added.round(3).tolist(), "scales": [round(float(relation), 2), round(float(word), 2)]}

    def log(self, line: dict[str, Any]) -> None:
        """A line of JSON to the log and to the screen."""
        text = json.dumps(line)
        with (self.told.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        print(f"{self.told.out.name}: {text[:700]}", flush=True)

    def save(self, path: Path) -> None:
        """The weights as fp16, the averaged ones where there are any."""
        network = self.mean or self.network
        tensors = {name: value.half().cpu().contiguous() for name, value in network.state_dict().items()}
        save_file(tensors, path, {"shape": json.dumps(network.shape.told())})

    def _checkpoint(self) -> None:
        held = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(), "chance": self.chance.bit_generator.state}
        held |= {"step": self.step, "epoch": self.epoch, "spent": self.spent, "best": self.best}
        held |= {"mean": self.mean.state_dict() if self.mean else None}
        torch.save(held, self.told.out / "checkpoint.part")
        (self.told.out / "checkpoint.part").replace(self.told.out / "checkpoint.pt")

    def _resume(self) -> None:
        held = torch.load(self.told.out / "checkpoint.pt", map_location=self.device, weights_only=True)
        self.network.load_state_dict(held["network"])
        self.optimiser.load_state_dict(held["optimiser"])
        if self.mean is not None and held["mean"]:
            self.mean.load_state_dict(held["mean"])
        self.chance.bit_generator.state = held["chance"]
        self.step, self.epoch, self.spent, self.best = held["step"], held["epoch"], held["spent"], held["best"]


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Path) else value for name, value in told.items()}


def pack(runs: Path, out: Path) -> None:
    """The best run's weights in parts under 15 MiB, its dev scores, and one file with every run's log."""
    results = [json.loads(path.read_text()) for path in sorted(runs.glob("*/result.json"))]
    best = max(results, key=lambda result: result["dev"]["score"])
    print("best:", best["name"], json.dumps({result["name"]: result["dev"] for result in results}, indent=1))
    out.mkdir(parents=True, exist_ok=True)
    with (out / "logs.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted(runs.glob("*/log.jsonl")):
            file.writelines(json.dumps({"run": path.parent.name, **json.loads(line)}) + "\n" for line in path.read_text().splitlines())
    shutil.copy(runs / best["name"] / "dev_scores.npz", out / "dev_scores.npz")
    told = (runs / best["name"] / "weights.safetensors").read_bytes()
    for number, at in enumerate(range(0, len(told), PART_BYTES)):
        (out / f"weights.part{number}").write_bytes(told[at : at + PART_BYTES])


def averaged(runs: Path, told: argparse.Namespace) -> None:
    """Beside the runs of one name, "steady-1" and "steady-2", a folder "steady-mean" with the mean of their weights, measured if that is
    wanted; one that is there already is left. A mean of weights is less sure of itself than they are, and not alike for each relation:
    both are put right anew."""
    families: dict[str, list[Path]] = {}
    for path in sorted(runs.glob("*-*/weights.safetensors")):
        families.setdefault(path.parent.name.rpartition("-")[0], []).append(path)
    families = {name: paths for name, paths in families.items() if not (runs / f"{name}-mean").exists()}
    for name, paths in families.items():
        if len(paths) > 1:
            told.out, told.ema = runs / f"{name}-mean", 0.0
            run = Run(told)
            parts = [load_file(path) for path in paths]
            run.network.load_state_dict({key: torch.stack([part[key].float() for part in parts]).mean(0) for key in parts[0]})
            run.log({"event": "averaged", "of": [path.parent.name for path in paths], **run.put_right()})
            run.save(told.out / "weights.safetensors")
            if not told.unmeasured:
                run.measure(0)


def between(first: Path, second: Path, share: float, out: Path) -> None:
    """Weights between two sets of which the second was trained on from the first: `share` of the way."""
    shape, ours = read_base(first)
    _, theirs = read_base(second)
    tensors = {key: torch.lerp(value.float(), theirs[key].float(), share).half().contiguous() for key, value in ours.items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, out, {"shape": json.dumps(shape.told())})


def options() -> argparse.ArgumentParser:
    """What a run may be told."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pack", type=Path, help="a folder of runs; packs the best one and trains nothing")
    parser.add_argument("--mean", type=Path, help="a folder of runs; averages the weights of those of one name and trains nothing")
    parser.add_argument("--between", nargs=3, metavar=("FIRST", "SECOND", "SHARE"), help="weights part of the way from one to the other")
    parser.add_argument("--unmeasured", action="store_true", help="leave the dev sets alone, which take a CPU ten minutes")
    parser.add_argument("--arrays", type=Path, default=Path(".gpu"))
    parser.add_argument("--base", type=Path, help="weights to start from; those beside the arrays if not told")
    parser.add_argument("--out", type=Path, default=Path("runs/one"))
    parser.add_argument("--resume", action="store_true", help="keep a checkpoint after each measuring, and go on from it")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--steps", type=int, default=0, help="at most so many")
    parser.add_argument("--seconds", type=float, default=0.0, help="at most so many")
    parser.add_argument("--measure-every", type=float, default=0.0, help="seconds between two measurings; 0: after each epoch")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=2.0)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--warm", type=float, default=0.06)
    parser.add_argument("--level", action="store_true", help="once warm, the rate stays: the averaged weights need no slow end")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.0)
    parser.add_argument("--rdrop", type=float, default=0.0)
    parser.add_argument("--rank", type=float, default=0.0, help="weight of the loss over couples of statements on one page")
    parser.add_argument("--frozen", action="store_true", help="the words' own vectors stay as the base has them")
    parser.add_argument("--ema", type=float, default=0.999)
    parser.add_argument("--word-weight", type=float, default=1.0)
    parser.add_argument("--layers", type=int, default=0, help="more layers than the base has begin as such that change nothing")
    parser.add_argument("--mix", default="", help="times a source's rows are drawn in an epoch, as newsroom=3,rest=0.5")
    parser.add_argument("--keep", default="", help="share of a source's rows that is known at all, as newsroom=0.5")
    parser.add_argument("--half", action="store_true", help="bfloat16 on a CPU too: twice as fast where it has AMX, slow where it has not")
    parser.add_argument("--even", action="store_true", help="draw rows so that length and words in common do not give the label away")
    parser.add_argument("--rounded", action="store_true", help="take each step on matrices rounded as they ship")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def main() -> int:
    """Train, or pack what was trained."""
    told = options().parse_args()
    if told.pack:
        pack(told.pack, told.out)
    elif told.between:
        between(Path(told.between[0]), Path(told.between[1]), float(told.between[2]), told.out)
    elif told.mean:
        averaged(told.mean, told)
    else:
        Run(told).go()
    return 0


if __name__ == "__main__":
    sys.exit(main())
