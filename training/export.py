"""Trained weights as the folder that the package ships: int8 ONNX, config, tokenizer, model card and reference outputs.

    python training/export.py --weights OUT --arrays .gpu --out src/presscheck/data/models/NAME [--thresholds FILE] [--pairs 400]

`--weights` is a weights.safetensors or a folder with its parts. Word rows are int8 with a scale for each row, matrices int8 with one for
each column and seven bits, so that no processor's eight-bit sums overflow and all give the same. Fails where the int8 graph does not
agree with the fp32 network on held-out pairs, each read alone, or where the model is larger than 30 MB. `--thresholds` is a JSON file of a
judge's thresholds, or a config.json that has them.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from tokenizers import Tokenizer
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent))
from lean import Lean
from network import Network, load_base
from train import Rows, read_base

LONGEST = 512  # tokens of a pair, all that the base has places for: more than rows have in training, and still better than parts
MOST_BYTES = 30_000_000
AGREE = 0.97  # share of held-out pairs whose relation int8 leaves as it was
INPUTS, OUTPUTS = ("ids", "sides"), ("relation", "backed")
# Invented pairs whose outputs are kept beside the model: whoever runs it can see that it runs as it did here.
BOUGHT = "The trust bought both sheds in May for 2.4m crowns, its minutes say."
REFERENCES = (
    ("", "The Harbour Trust paid 2.4 million crowns for the two sheds.", BOUGHT),
    ("", "The Harbour Trust paid 2.9 million crowns for the two sheds.", BOUGHT),
    ("", "The sheds will become a museum.", BOUGHT),
    ("Ingrid Solvang chairs the board.", "She voted against the sale.", "For: Aas, Lund. Against: Solvang.\nThe motion was carried."),
)


def read_weights(path: Path) -> Network:
    """The network of a weights file, or of the parts of one in a folder."""
    if path.is_file():
        return _network(path)
    parts = sorted(path.glob("weights.part*"))
    if not parts:
        raise SystemExit(f"{path}: no weights.part* here; give the folder that gpu.sh wrote, or a weights.safetensors")
    with tempfile.NamedTemporaryFile(suffix=".safetensors") as whole:
        whole.write(b"".join(part.read_bytes() for part in parts))
        whole.flush()
        return _network(Path(whole.name))


def _network(path: Path) -> Network:
    shape, tensors = read_base(path)
    network = Network(shape, dropout=0.0)
    load_base(network, tensors)
    return network.eval()


def to_onnx(network: Network, path: Path) -> None:
    """The fp32 graph with rows and length free, word rows packed, and only as many places as a pair can have."""
    lean = Lean(network, LONGEST).eval()
    ids = torch.randint(1000, 2000, (2, 24))
    sides = (torch.arange(24) >= 10).long().expand(2, 24).contiguous()
    free = {0: torch.export.Dim("rows", min=1, max=4096), 1: torch.export.Dim("length", min=4, max=LONGEST)}
    names: dict[str, Any] = {"input_names": INPUTS, "output_names": OUTPUTS, "dynamic_shapes": (free, free)}
    program = torch.onnx.export(lean, (ids, sides), dynamo=True, opset_version=18, verbose=False, **names)
    program.save(str(path), external_data=False)
    sizes = {"num_heads": network.shape.heads, "hidden_size": network.shape.width}
    optimizer.optimize_model(str(path), model_type="bert", opt_level=0, **sizes).save_model_to_file(str(path))


def quantised(source: Path, target: Path) -> None:
    """The graph with the encoder's matrices in int8, joined into the runtime's own operators; the two heads that read one row or make one
    number stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        how: dict[str, Any] = {"per_channel": True, "reduce_range": True, "weight_type": QuantType.QInt8}
        quantize_dynamic(source, whole, op_types_to_quantize=["MatMul"], **how)
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED  # what is beyond hangs on the processor
        options.optimized_model_filepath = str(target)
        onnxruntime.InferenceSession(str(whole), options, providers=["CPUExecutionProvider"])
    model = onnx.load(target)
    model.doc_string, model.producer_name = "", "presscheck"
    onnx.save(model, target)


def alone(rows: Rows, count: int) -> Iterator[tuple[Tensor, Tensor]]:
    """The ids and sides of some rows, each without padding, as a judge reads them."""
    for number in picked(rows, count):
        length = int(rows.lengths[number])
        ids, sides, _, _, _ = rows.batch(np.array([number]))
        yield ids[:, :length], sides[:, :length]


def picked(rows: Rows, count: int) -> np.ndarray:
    """The numbers of so many rows, the same each time."""
    return np.random.default_rng(0).choice(len(rows), min(count, len(rows)), replace=False)


def session(path: Path) -> onnxruntime.InferenceSession:
    """The graph on one CPU thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def compared(network: Network, paths: dict[str, Path], rows: Rows, count: int) -> dict[str, dict[str, float]]:
    """Each graph on held-out pairs: the share right, the share whose relation is the network's, the widest difference of a probability."""
    chosen, sessions = picked(rows, count), {name: session(path) for name, path in paths.items()}
    found: dict[str, list[np.ndarray]] = {name: [] for name in ("network", *paths)}
    for ids, sides in alone(rows, count):
        with torch.no_grad():
            found["network"].append(network(ids, sides)[0].softmax(-1).numpy())
        for name, ran in sessions.items():
            logits = ran.run(["relation"], {"ids": ids.numpy(), "sides": sides.numpy()})[0]
            found[name].append(torch.from_numpy(logits).softmax(-1).numpy())
    chances = {name: np.concatenate(parts) for name, parts in found.items()}
    labels, told = rows.label.numpy()[chosen], chances["network"]
    return {
        name: {
            "right": round(float(np.where(labels == 3, got[:, 0] < 0.5, got.argmax(1) == labels).mean()), 4),
            "agree": round(float((got.argmax(1) == told.argmax(1)).mean()), 4),
            "widest": round(float(np.abs(got - told).max()), 4),
        }
        for name, got in chances.items()
    }


def read_thresholds(path: Path) -> dict[str, dict[str, float]]:
    """`{"thresholds": {...}}` of a JSON file of thresholds, or of a config.json that has them."""
    told = json.loads(path.read_text(encoding="utf-8"))
    thresholds = told.get("thresholds", told)
    if not thresholds or not all(isinstance(value, int | float) for value in thresholds.values()):
        raise SystemExit(f"{path}: no thresholds here; give a JSON object of names and numbers, or a config.json with one under thresholds")
    return {"thresholds": thresholds}


def references(path: Path, tokenizer: Tokenizer) -> list[dict[str, Any]]:
    """The invented pairs with the ids they become and what the graph says of them."""
    told, ran = [], session(path)
    for context, statement, premise in REFERENCES:
        first = tokenizer.encode(f"{context}[context]{statement}" if context else statement, add_special_tokens=False).ids
        second = tokenizer.encode(premise, add_special_tokens=False).ids
        ids = [101, *first, 102, *second, 102]
        sides = [0] * (len(first) + 2) + [1] * (len(second) + 1)
        relation, backed = ran.run(list(OUTPUTS), {"ids": np.array([ids], np.int64), "sides": np.array([sides], np.int64)})
        told.append(
            {
                "context": context, "statement": statement, "premise": premise, "ids": ids, "sides": sides,
                "relation": [round(float(value), 3) for value in relation[0]],
                "backed": [round(float(value), 3) for value in backed[0][: len(first) + 2]],
            }
        )  # fmt: skip
    return told


CARD = """# {name}

Judges whether a passage of a source supports, contradicts or does not speak of a statement, and which words of the statement it does not
back. {size} M parameters ({layers} layers of width {width}), int8, {bytes:.1f} MB. English only.

- **Input** `ids`, `sides` (rows, length): `[CLS] context [context] statement [SEP] premise [SEP]`, sides 0 up to the first `[SEP]`, then 1;
  at most {longest} tokens; padding is id 0. A new line in a premise is a token of its own.
- **Output** `relation` (rows, 3): logits of supports, contradicts, does not say. `backed` (rows, length): for each token of the statement
  the logit that the premise backs it; read it at the first token of a word.
- **Begun from** all-MiniLM-L6-v2 (Apache-2.0). **Trained** by `training/` on hand-written newsroom pairs (Apache-2.0), pairs made from
  sources' sentences, and public sets: VitaminC and FEVER (CC BY-SA 3.0), Fool Me Twice (Apache-2.0), XSum hallucination annotations
  (CC BY 4.0), BUMP (MIT), FACTOR news (ODC-By 1.0), WiCE (ODC-By, CC BY-SA). No text of theirs is in the package.
- **int8 against fp32** on held-out pairs: {checks}
- **Limits**: reads up to about 340 words of a source at a time; does not reckon; does not know the world; case of letters is not seen.
- **Licence** Apache-2.0.

## Changes
- First weights.
"""


def main() -> int:
    """Write the folder and print how int8 compares; 1 where it is not fit to ship."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--arrays", type=Path, default=Path(".gpu"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--thresholds", type=Path)
    parser.add_argument("--pairs", type=int, default=400)
    told = parser.parse_args()
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    told.out.mkdir(parents=True, exist_ok=True)
    network = read_weights(told.weights).requires_grad_(False)
    thresholds = read_thresholds(told.thresholds) if told.thresholds else {}
    model = told.out / "model.onnx"
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        to_onnx(network, full)
        quantised(full, model)
        rows = Rows.read(told.arrays / "valid.npz", torch.device("cpu"))
        checks = compared(network, {"fp32": full, "int8": model}, rows, told.pairs)
    size, shape = model.stat().st_size, network.shape
    tokenizer = Tokenizer.from_file(str(told.arrays / "tokenizer.json"))
    tokenizer.save(str(told.out / "tokenizer.json"), pretty=False)
    relations = ["supports", "contradicts", "mentions"]
    config = {"name": told.out.name, "longest": LONGEST, "context": "[context]", **shape.told(), "relations": relations, **thresholds}
    (told.out / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (told.out / "reference.json").write_text(json.dumps(references(model, tokenizer), indent=1) + "\n")
    parameters = sum(value.numel() for value in network.parameters()) / 1e6
    facts = {"name": told.out.name, "size": round(parameters, 1), "layers": shape.layers, "width": shape.width, "bytes": size / 1e6}
    card = CARD.format(**facts, longest=LONGEST, checks=json.dumps(checks))
    (told.out / "README.md").write_text(card)
    print(json.dumps({"bytes": size, **checks}, indent=1))
    return 0 if size <= MOST_BYTES and checks["int8"]["agree"] >= AGREE else 1


if __name__ == "__main__":
    sys.exit(main())
