"""Any NLI cross-encoder from a local folder: an ONNX graph with its tokenizer, or a Hugging Face folder through `transformers`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from presscheck.entailment import Entailment, Pair, Read, Reading, Scale
from presscheck.errors import SettingsError
from presscheck.model import Opinion, Question, Relation
from presscheck.network import Network, network
from presscheck.parts import Judge
from presscheck.settings import Settings

NAME = "crossencoder"
MOST_TEXT = 4000  # characters
LONGEST = 512  # tokens, where the config tells no fewer
# For a model that brings no thresholds: only what it is sure of counts, and words in common count nothing.
CAUTIOUS = Scale(whole=2.2, lexical=0.0, bound=0.0, part=2.2, contradicts=0.9, silent=2.0, backed=0.0, unbacked=0.0)
# How the labels of public models begin, by relation.
BEGINS = {
    Relation.SUPPORTS: ("entail", "support", "consistent", "factual"),
    Relation.CONTRADICTS: ("contradict", "refute"),
    Relation.MENTIONS: ("neutral", "not", "non", "unsupport", "inconsistent", "hallucinat"),
}
Logits = Callable[[Pair], Sequence[float]]


class _Nobody:
    """Stands where no folder was named."""

    name = NAME

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        if questions:
            raise SettingsError(f"the judge {NAME} needs a folder with a model: --judge FOLDER, or judge = 'FOLDER' in the settings.")
        return []


def load(settings: Settings) -> Judge:
    """The judge in the folder that `settings.judge` names. Raises SettingsError where there is no such model in it."""
    if "/" not in settings.judge and "\\" not in settings.judge and not Path(settings.judge).is_dir():
        return _Nobody()
    if not Path(settings.judge).is_dir():
        raise SettingsError(f"{settings.judge}: there is no such folder; name the folder of an NLI model.")
    return opened(Path(settings.judge).resolve())


@lru_cache(maxsize=2)
def opened(folder: Path) -> Judge:
    """The judge in this folder, one for a process."""
    if (folder / "model.onnx").is_file():
        net = network(folder)
        return _judge(folder, net.config, _onnx(net))
    if not any((folder / name).is_file() for name in ("model.safetensors", "pytorch_model.bin")):
        raise SettingsError(f"{folder}: there is neither model.onnx nor model.safetensors in this folder; name the folder of an NLI model.")
    if not find_spec("transformers") or not find_spec("torch"):
        raise SettingsError(f"{folder}: this model has no model.onnx, and needs transformers: pip install 'presscheck[transformers]'")
    config, logits = _transformers(folder)
    return _judge(folder, config, logits)


def _judge(folder: Path, config: dict[str, Any], logits: Logits) -> Judge:
    relations = relations_of(config, folder)
    told = config.get("thresholds")
    scale = Scale.of(told, str(folder / "config.json")) if isinstance(told, dict) else CAUTIOUS
    return Entailment(NAME, _read(logits, relations), scale, folder.name)


def relations_of(config: dict[str, Any], folder: Path) -> tuple[Relation, ...]:
    """The relation that each output of the model tells, by its "id2label". Raises SettingsError where none is support, or one is
    unknown."""
    labels = config.get("id2label")
    if not isinstance(labels, dict) or not all(str(number) in {str(key) for key in labels} for number in range(len(labels))):
        raise SettingsError(f"{folder / 'config.json'}: “id2label” should give a label for each output, numbered from 0.")
    named = {str(key): str(label).lower() for key, label in labels.items()}
    found = [_relation(named[str(number)]) for number in range(len(named))]
    if None in found or Relation.SUPPORTS not in found:
        raise SettingsError(
            f"{folder / 'config.json'}: the labels are {', '.join(named.values())}; they should be those of an NLI model, "
            "such as entailment, neutral and contradiction."
        )
    return tuple(relation for relation in found if relation)


def _relation(label: str) -> Relation | None:
    return next((relation for relation, begins in BEGINS.items() if label.startswith(begins)), None)


def _read(logits: Logits, relations: Sequence[Relation]) -> Read:
    def read(pairs: Sequence[Pair]) -> list[Reading]:
        return [_reading(logits(pair), relations) for pair in pairs]

    return read


def _reading(logits: Sequence[float], relations: Sequence[Relation]) -> Reading:
    top = max(logits)
    parts = [math.exp(float(value) - top) for value in logits]
    chances = dict.fromkeys(Relation, 0.0)
    for relation, part in zip(relations, parts, strict=True):
        chances[relation] += part / sum(parts)
    return Reading(chances[Relation.SUPPORTS], chances[Relation.CONTRADICTS], chances[Relation.MENTIONS])


def _texts(pair: Pair) -> tuple[str, str]:
    """Premise and hypothesis, as UTF-8 can have them; what no model reads is cut off here, since tokenizers cut long texts slowly."""
    told = pair.premise[:MOST_TEXT], f"{pair.context} {pair.statement}".strip()[:MOST_TEXT]
    premise, hypothesis = (text.encode("utf-8", "replace").decode() for text in told)
    return premise, hypothesis


def _onnx(net: Network) -> Logits:
    def logits(pair: Pair) -> Sequence[float]:
        import numpy as np

        net.tokenizer.enable_truncation(_longest(net.config))
        told = net.tokenizer.encode(*_texts(pair))
        given = {"input_ids": told.ids, "attention_mask": told.attention_mask, "token_type_ids": told.type_ids}
        wanted = {one.name for one in net.session.get_inputs()} & given.keys()
        feed = {name: np.array([given[name]], np.int64) for name in wanted}
        return [float(value) for value in net.run(None, [feed])[0][0][0]]

    return logits


def _longest(config: dict[str, Any]) -> int:
    told = config.get("max_position_embeddings")
    return min(told, LONGEST) if isinstance(told, int) and told > 8 else LONGEST


def _transformers(folder: Path) -> tuple[dict[str, Any], Logits]:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True).eval()
    except Exception as problem:  # transformers raises anything on a folder that is not whole
        detail = " ".join(str(problem).split())[:160]
        raise SettingsError(f"{folder}: transformers cannot open this ({detail}); take the folder anew from where it came.") from problem

    def logits(pair: Pair) -> Sequence[float]:
        told = tokenizer(*_texts(pair), truncation=True, max_length=_longest(model.config.to_dict()), return_tensors="pt")
        with torch.no_grad():
            return [float(value) for value in model(**told).logits[0]]

    return model.config.to_dict(), logits
