"""The reader: one small network that tags, word by word, what editors stop in copy, trained from annotated drafts and passages.

    python training/standards.py train --base BASE --marked FILE.jsonl... --plain FILE.jsonl.gz... --out OUT [--epochs 5] [--hold-out 10]
    python training/standards.py export --weights OUT/weights.safetensors --tokenizer FILE --out src/presscheck/data/models/reader

A marked row is {"id", "text" or "draft", "standards": [{"quote", "rule"}], "clean"?}; `clean` is the same passage with its faults mended.
Plain rows
are news by professionals (`text`, or `sources`), in which a fault is rare: they teach what ordinary copy looks like. Every tenth marked
row is held out by its id; what the held-out rows say is printed after each epoch.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from export import quantised, session
from lean import Dense, Layer, Norm, PackedRows
from network import CLS, PAD, SEP, Network, Shape, load_base, renamed
from onnxruntime.transformers import optimizer
from safetensors.torch import load_file

FAMILIES = (
    *("weasel-attribution", "legal-stage", "victim-identified", "blaming-language", "minimising-language", "allegation-as-fact"),
    *("method-detail", "single-cause", "loaded-language", "unattributed-claim", "cliche", "headline-overstates"),
    *("helpline-without-contact", "content-note-misplaced", "placeholder-citation"),
)
LISTED = dict.fromkeys(
    ("helpline-without-contact", "content-note-misplaced", "placeholder-citation"), 0.9
)  # that lists of phrases find well
WINDOW = 256  # tokens that are read at once
STRIDE = 128  # tokens by which windows overlap
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"‘'A-Z0-9])|\n+")


@dataclass(frozen=True)
class Text:
    """A text with the spans of its faults: (start, end, number of the family)."""

    name: str
    text: str
    marks: tuple[tuple[int, int, int], ...]
    weight: float = 1.0


class Reader(nn.Module):
    """The encoder and, for each token, a logit for each family."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.encoder = Network(shape)
        self.inner = nn.Linear(shape.width, shape.width)
        self.tags = nn.Linear(shape.width, len(FAMILIES))
        nn.init.constant_(self.tags.bias, -4.0)

    def forward(self, ids: Tensor) -> Tensor:
        """ids (rows, length) -> logits (rows, length, families)."""
        none = torch.zeros(*ids.shape, 3, device=ids.device)
        hidden = self.encoder.encode(ids, torch.zeros_like(ids), none)
        return self.tags(functional.dropout(functional.gelu(self.inner(hidden)), 0.1, self.training))


def rows(files: Sequence[Path]) -> Iterator[dict]:
    for file in files:
        with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)


def marked(files: Sequence[Path]) -> Iterator[Text]:
    """The texts of annotated rows, and their clean twins."""
    for row in rows(files):
        text = row.get("draft") or row["text"]
        marks = []
        for mark in row["standards"]:
            if mark["rule"] not in FAMILIES or not mark["quote"]:
                continue
            found = re.search(r"\s+".join(re.escape(word) for word in mark["quote"].split()), text)
            if found:
                marks.append((*found.span(), FAMILIES.index(mark["rule"])))
        yield Text(row["id"], text, tuple(marks))
        if row.get("clean"):
            yield Text(row["id"], row["clean"], ())


def plain(files: Sequence[Path], most: int) -> Iterator[Text]:
    """Texts by professionals, cut to some sentences."""
    chance = random.Random(3)
    for file in files:
        seen: set[str] = set()
        for row in rows([file]):
            texts = [row["text"]] if "text" in row else [source["text"] for source in row["sources"]]
            for text in texts:
                if len(seen) >= most:
                    break
                start = chance.randrange(max(1, len(text) - 900)) if len(seen) % 2 else 0
                piece = text[text.find(" ", start) + 1 if start else 0 : start + 900]
                if len(piece) > 200 and piece[:80] not in seen:
                    seen.add(piece[:80])
                    yield Text(f"plain {file.name} {len(seen)}", piece, (), 0.5)


def is_held(name: str) -> bool:
    """One marked row in ten."""
    return not name.startswith("plain") and int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 == 0


@dataclass(frozen=True)
class Window:
    ids: np.ndarray
    tags: np.ndarray  # (tokens, families)
    spans: tuple[tuple[int, int], ...]
    text: int
    weight: float
    weights: np.ndarray | None = None


def windows(texts: Sequence[Text], tokenizer: Tokenizer) -> list[Window]:
    """The texts as overlapping windows of tokens with their tags."""
    made = []
    for number, text in enumerate(texts):
        told = tokenizer.encode(text.text, add_special_tokens=False)
        tags = np.zeros((len(told.ids), len(FAMILIES)), dtype=np.float32)
        for start, end, family in text.marks:
            for at, (first, last) in enumerate(told.offsets):
                if first < end and start < last:
                    tags[at, family] = 1
        at = 0
        while True:
            ids = np.array([CLS, *told.ids[at : at + WINDOW - 2], SEP])
            body = tags[at : at + WINDOW - 2]
            zero = np.zeros((1, len(FAMILIES)), dtype=np.float32)
            spans = ((0, 0), *told.offsets[at : at + WINDOW - 2], (0, 0))
            made.append(Window(ids, np.concatenate([zero, body, zero]), spans, number, text.weight))
            if at + WINDOW - 2 >= len(told.ids):
                break
            at += WINDOW - 2 - STRIDE
    return made


def packed(made: Sequence[Window], texts: Sequence[Text], chance: random.Random) -> list[Window]:
    """The windows of short texts put one after another, those with a headline first, so that a window holds what one of a draft does:
    several paragraphs, most of them sound."""
    short = [window for window in made if len(window.ids) < WINDOW * 0.8]
    found = [window for window in made if len(window.ids) >= WINDOW * 0.8]
    chance.shuffle(short)
    headed = [window for window in short if texts[window.text].text.startswith("#")]
    others = [window for window in short if not texts[window.text].text.startswith("#")]
    while headed or others:
        group = [headed.pop() if headed else others.pop()]
        room = WINDOW - len(group[0].ids)
        while others and len(others[-1].ids) - 2 <= room:
            group.append(others.pop())
            room -= len(group[-1].ids) - 2
        ids = np.concatenate([[CLS], *(window.ids[1:-1] for window in group), [SEP]])
        inner = np.concatenate([window.tags[1:-1] for window in group])
        zero = np.zeros((1, len(FAMILIES)), dtype=np.float32)
        weights = np.concatenate([[0.0], *(np.full(len(window.ids) - 2, window.weight) for window in group), [0.0]])
        found.append(Window(ids, np.concatenate([zero, inner, zero]), (), -1, 1.0, weights))
    return found


def batches(made: Sequence[Window], tokens: int, chance: random.Random | None) -> Iterator[list[int]]:
    """Windows of like length together."""
    order = sorted(range(len(made)), key=lambda n: len(made[n].ids) + (chance.random() * 40 if chance else 0))
    groups, group, longest = [], [], 0
    for n in order:
        longest = max(longest, len(made[n].ids))
        if group and longest * (len(group) + 1) > tokens:
            groups.append(group)
            group, longest = [], len(made[n].ids)
        group.append(n)
    groups.append(group)
    if chance:
        chance.shuffle(groups)
    yield from groups


def padded(made: Sequence[Window], group: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(made[n].ids) for n in group)
    ids = torch.full((len(group), longest), PAD)
    tags = torch.zeros(len(group), longest, len(FAMILIES))
    weights = torch.zeros(len(group), longest, 1)
    for row, n in enumerate(group):
        length = len(made[n].ids)
        ids[row, :length] = torch.from_numpy(made[n].ids)
        tags[row, :length] = torch.from_numpy(made[n].tags)
        weights[row, 1 : length - 1] = made[n].weight
        if made[n].weights is not None:
            weights[row, :length, 0] = torch.from_numpy(made[n].weights)
    return ids.to(DEVICE), tags.to(DEVICE), weights.to(DEVICE)


def read_all(model: Reader, made: Sequence[Window], texts: Sequence[Text]) -> list[list[tuple[int, int, np.ndarray]]]:
    """For each text, its tokens as (start, end, chances by family); of two windows the larger chance."""
    found: list[dict[tuple[int, int], np.ndarray]] = [{} for _ in texts]
    model.eval()
    with torch.no_grad(), torch.autocast(DEVICE.type, torch.bfloat16):
        for group in batches(made, 4096, None):
            ids, _, _ = padded(made, group)
            chances = model(ids).float().sigmoid().cpu().numpy()
            for row, n in enumerate(group):
                for at, span in enumerate(made[n].spans):
                    if span[1] > span[0]:
                        known = found[made[n].text].get(span)
                        found[made[n].text][span] = chances[row, at] if known is None else np.maximum(known, chances[row, at])
    return [[(*span, chance) for span, chance in sorted(each.items())] for each in found]


def sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def measure(
    read: Sequence[list[tuple[int, int, np.ndarray]]], texts: Sequence[Text], thresholds: np.ndarray
) -> dict[str, tuple[int, int, int]]:
    """family -> (marks met, marks, sentences flagged with no mark of the family)."""
    met, all_of, extra = Counter(), Counter(), Counter()
    for tokens, text in zip(read, texts, strict=True):
        for start, end, family in text.marks:
            all_of[family] += 1
            met[family] += any(a < end and start < b and chance[family] >= thresholds[family] for a, b, chance in tokens)
        for first, last in sentences(text.text):
            inside = [chance for a, b, chance in tokens if first <= a < last]
            if not inside:
                continue
            most = np.max(inside, axis=0)
            for family in np.nonzero(most >= thresholds)[0]:
                if not any(f == family and s < last and first < e for s, e, f in text.marks):
                    extra[int(family)] += 1
    return {name: (met[n], all_of[n], extra[n]) for n, name in enumerate(FAMILIES)}


def choose(read: Sequence[list[tuple[int, int, np.ndarray]]], texts: Sequence[Text], most: float) -> np.ndarray:
    """For each family the lowest threshold at which at most `most` sentences for 1,000 words of unmarked copy are flagged."""
    words = sum(len(text.text.split()) for text in texts) / 1000
    peaks: list[list[float]] = [[] for _ in FAMILIES]
    for tokens, text in zip(read, texts, strict=True):
        for first, last in sentences(text.text):
            inside = [chance for a, b, chance in tokens if first <= a < last]
            if inside:
                for family, peak in enumerate(np.max(inside, axis=0)):
                    if not any(f == family and s < last and first < e for s, e, f in text.marks):
                        peaks[family].append(float(peak))
    allowed = int(most * words)
    return np.array([sorted(each, reverse=True)[min(allowed, len(each) - 1)] + 1e-4 if each else 1.0 for each in peaks])


def _optimiser(model: Reader, rate: float) -> torch.optim.AdamW:
    """Decay for matrices of the encoder alone, five times the rate for the heads."""
    decayed = [p for name, p in model.named_parameters() if p.requires_grad and p.ndim > 1 and not name.startswith(("tags", "inner"))]
    heads = [p for name, p in model.named_parameters() if name.startswith(("tags", "inner"))]
    rest = [p for p in model.parameters() if p.requires_grad and p.ndim <= 1 and not any(p is h for h in heads)]
    return torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}, {"params": heads, "lr": 5 * rate}],
        lr=rate,
    )


def train(arguments: argparse.Namespace) -> None:
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    chance = random.Random(arguments.seed)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.no_padding(), tokenizer.no_truncation()
    everything = [*marked(arguments.marked), *plain(arguments.plain, arguments.most)]
    held = [text for text in everything if is_held(text.name)]
    learnt = [text for text in everything if not is_held(text.name)]
    fresh = list(marked(arguments.fresh))
    print(f"{len(learnt)} texts to learn from, {len(held)} held out, {len(fresh)} fresh", flush=True)
    made, kept, new = windows(learnt, tokenizer), windows(held, tokenizer), windows(fresh, tokenizer)
    shape = Shape.of(arguments.base)
    model = Reader(shape)
    load_base(model.encoder, renamed(load_file(arguments.base / "model.safetensors"), shape.layers))
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start)["weights"])
    model.to(DEVICE)
    for part in (model.encoder.words, model.encoder.places):
        part.weight.requires_grad_(False)
    optimiser = _optimiser(model, arguments.rate)
    steps = arguments.epochs * len(list(batches(packed(made, learnt, random.Random(0)), arguments.tokens, None)))
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda at: min((at + 1) / warm, max(0.02, (steps - at) / max(steps - warm, 1))))
    began, step = time.monotonic(), 0
    for epoch in range(arguments.epochs):
        model.train()
        total, here = 0.0, packed(made, learnt, chance)
        for group in batches(here, arguments.tokens, chance):
            ids, tags, weights = padded(here, group)
            with torch.autocast(DEVICE.type, torch.bfloat16):
                logits = model(ids)
            logits = logits.float()
            loss = functional.binary_cross_entropy_with_logits(
                logits, tags, reduction="none", pos_weight=torch.full((len(FAMILIES),), arguments.lift, device=DEVICE)
            )
            loss = (loss * weights).sum() / weights.sum().clamp(min=1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
            step += 1
            if step % 50 == 0:
                print(f"step {step}/{steps} loss {total / 50:.4f} {time.monotonic() - began:.0f} s", flush=True)
                total = 0.0
        if epoch == arguments.epochs - 1 or epoch % 2:
            read = read_all(model, kept, held)
            thresholds = choose(read, held, arguments.extras)
            told(f"epoch {epoch + 1}, held out", measure(read, held, thresholds), held)
            if fresh:
                told("fresh", measure(read_all(model, new, fresh), fresh, thresholds), fresh)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": model.state_dict(), "thresholds": thresholds.tolist(), "texts": len(learnt)}, arguments.out / "reader.pt")
    print(f"{arguments.out}/reader.pt written", flush=True)


def told(title: str, found: dict[str, tuple[int, int, int]], texts: Sequence[Text]) -> None:
    words = sum(len(text.text.split()) for text in texts)
    for name, (met, of, extra) in found.items():
        print(f"  {name:28} {met:4}/{of:<4} {100 * met / max(of, 1):5.1f}%  extra {1000 * extra / words:.2f}")
    met, of, extra = (sum(each[n] for each in found.values()) for n in range(3))
    print(
        f"{title}: {met}/{of} {100 * met / max(of, 1):.1f}%, {1000 * extra / words:.2f} sentences beside the marks for 1,000 words",
        flush=True,
    )


class Lean(nn.Module):
    """The reader in steps that a CPU runs faster; `ids` in, `tags` out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        network = reader.encoder
        self.words = PackedRows(network.words.weight)
        self.register_buffer("places", (network.places.weight + network.sides.weight[:1])[:WINDOW])
        self.norm = Norm(network.norm)
        self.layers = nn.ModuleList(Layer(layer) for layer in network.layers)
        self.inner, self.tags = Dense(reader.inner), reader.tags

    def forward(self, ids: Tensor) -> Tensor:
        """ids (rows, length) -> logits (rows, length, families)."""
        hidden, seen = self.norm(self.words(ids) + self.places[: ids.shape[1]]), (ids != PAD).int()
        for layer in self.layers:
            hidden = layer(hidden, seen)
        return self.tags(functional.gelu(self.inner(hidden)))


CARD = """# reader

Tags, word by word, what editors stop in copy, in {families} families: {names}. {bytes:.1f} MB, int8. English only.

- **Input** `ids` (rows, length): `[CLS] text [SEP]`, at most {window} tokens; padding is id 0. A longer text is read in windows that
overlap by {stride}.
- **Output** `tags` (rows, length, {families}): for each token the logit that it is part of such a fault.
- **Begun from** all-MiniLM-L6-v2 (Apache-2.0). **Trained** by `training/standards.py` on {texts} invented drafts and passages with their
faults marked, written for
  this, each passage beside the same passage mended (`training/marked/`, Apache-2.0), and, as ordinary copy, on pieces of news from BUMP
  (MIT), FACTOR news (ODC-By 1.0) and XSum hallucination annotations (CC BY 4.0). No text of theirs is in the package.
- **Scores** {scores}
- **Limits**: it has read invented copy only; it knows no facts and no law; what it tags is something to think about, never a verdict.
- **Licence** Apache-2.0.

## Changes
- First weights.
- Trained anew with 900 more passages, two fifths of them honest copy that looks like a fault.
- Trained on with 960 more, nearly half of them honest, and with new lines read as tokens, as it reads them at run time.
"""
REFERENCES = (
    "Police have charged a man. The killer waited for her in the yard, and then he dragged her to the car.",
    "Insiders say the board has known for years. The harbour office took no questions on Friday.",
)


def export(arguments: argparse.Namespace) -> None:
    """The folder that the package ships: int8 graph, tokenizer, config with thresholds, card and reference outputs."""
    kept = torch.load(arguments.weights, map_location="cpu")
    shape = Shape.of(arguments.base)
    reader = Reader(shape)
    reader.load_state_dict(kept["weights"])
    arguments.out.mkdir(parents=True, exist_ok=True)
    graph = arguments.out / "model.onnx"
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        free = {0: torch.export.Dim("rows", min=1, max=4096), 1: torch.export.Dim("length", min=4, max=WINDOW)}
        program = torch.onnx.export(
            Lean(reader.eval()).eval(), (torch.randint(1000, 2000, (2, 24)),), dynamo=True, opset_version=18, verbose=False,
            input_names=("ids",), output_names=("tags",), dynamic_shapes=(free,),
        )  # fmt: skip
        program.save(str(whole), external_data=False)
        sizes = {"num_heads": shape.heads, "hidden_size": shape.width}
        optimizer.optimize_model(str(whole), model_type="bert", opt_level=0, **sizes).save_model_to_file(str(whole))
        quantised(whole, graph)
    shutil.copy(arguments.tokenizer, arguments.out / "tokenizer.json")
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    tokenizer.no_padding(), tokenizer.no_truncation()
    ran, widest, told = session(graph), 0.0, []
    for text in REFERENCES:
        ids = [CLS, *tokenizer.encode(text, add_special_tokens=False).ids, SEP]
        got = ran.run(["tags"], {"ids": np.array([ids])})[0][0]
        with torch.no_grad():
            widest = max(widest, float((reader(torch.tensor([ids]))[0].sigmoid() - torch.from_numpy(got).sigmoid()).abs().max()))
        told.append({"text": text, "ids": ids, "tags": [[round(float(value), 2) for value in row] for row in got]})
    (arguments.out / "reference.json").write_text(json.dumps(told) + "\n", "utf-8")
    config = {"families": list(FAMILIES), "thresholds": {name: max(arguments.threshold, LISTED.get(name, 0)) for name in FAMILIES}}
    (arguments.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")
    size = graph.stat().st_size / 1e6
    card = CARD.format(
        families=len(FAMILIES),
        names=", ".join(FAMILIES),
        bytes=size,
        window=WINDOW,
        stride=STRIDE,
        texts=kept["texts"],
        scores=arguments.scores,
    )
    (arguments.out / "README.md").write_text(card, "utf-8")
    print(f"{graph}: {size:.1f} MB; int8 differs from fp32 by at most {widest:.3f} on the reference texts")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    learn = commands.add_parser("train")
    learn.add_argument("--base", type=Path, required=True)
    learn.add_argument("--marked", type=Path, nargs="+", required=True)
    learn.add_argument("--plain", type=Path, nargs="*", default=[])
    learn.add_argument("--fresh", type=Path, nargs="*", default=[], help="marked rows that are only measured")
    learn.add_argument("--out", type=Path, required=True)
    learn.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    learn.add_argument("--epochs", type=int, default=6)
    learn.add_argument("--rate", type=float, default=8e-5)
    learn.add_argument("--lift", type=float, default=2.0, help="weight of a marked token beside an unmarked one")
    learn.add_argument("--tokens", type=int, default=2048)
    learn.add_argument("--most", type=int, default=400, help="plain texts of each file")
    learn.add_argument("--extras", type=float, default=0.25, help="sentences flagged beside the marks, a family, for 1,000 words")
    learn.add_argument("--threads", type=int, default=2)
    learn.add_argument("--seed", type=int, default=1)
    learn.set_defaults(run=train)
    ship = commands.add_parser("export")
    ship.add_argument("--weights", type=Path, required=True)
    ship.add_argument("--base", type=Path, required=True)
    ship.add_argument("--tokenizer", type=Path, required=True)
    ship.add_argument("--out", type=Path, required=True)
    ship.add_argument("--threshold", type=float, default=0.8, help="how likely a word must be part of a fault to be shown")
    ship.add_argument("--scores", default="in evals/results.toml")
    ship.set_defaults(run=export)
    arguments = parser.parse_args()
    arguments.run(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
