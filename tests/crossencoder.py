"""A tiny cross-encoder in a folder, made by hand: it entails where nearly all words of the hypothesis stand in the premise, and
contradicts where one of the two is negated."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "never", "not")
WORDS = ("the", "harbour", "board", "refused", "tug", "in", "spring", "ruth", "lind", "said", "that", "had", "rain", "fell", "on", "mill")
LABELS = ("contradiction", "entailment", "neutral")  # not in our order
_KEPT = TemporaryDirectory()


@lru_cache
def folder() -> Path:
    """The folder, there until the tests end."""
    return write(Path(_KEPT.name) / "tiny")


def write(place: Path, labels: tuple[str, ...] = LABELS) -> Path:
    """The three files in this folder, which is made."""
    place.mkdir(parents=True)
    _tokenizer().save(str(place / "tokenizer.json"))
    onnx.save(_graph(), str(place / "model.onnx"))
    config = {"id2label": {str(number): label for number, label in enumerate(labels)}, "max_position_embeddings": 64}
    (place / "config.json").write_text(json.dumps(config))
    return place


def _tokenizer() -> Tokenizer:
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *WORDS, ",", "."))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    marks = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    one, two = "[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1"
    tokenizer.post_processor = processors.TemplateProcessing(single=one, pair=two, special_tokens=marks)
    return tokenizer


def _graph() -> onnx.ModelProto:
    """Logits from ids alone: 20 x (share of the hypothesis in the premise - 0.75), and 30 where the two differ in how often they deny."""
    constants = {"word": 5, "side": 1, "two": [2], "one": [1], "axis": [1]}
    held = [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in constants.items()]
    scalars = {"steep": 20.0, "heavy": 30.0, "tiny": 0.001, "half": 0.5}
    held += [numpy_helper.from_array(np.array([[value]], np.float32), name) for name, value in scalars.items()]
    held += [numpy_helper.from_array(np.array(4, np.int64), "never"), numpy_helper.from_array(np.array([[0.0]], np.float32), "zero")]
    node = helper.make_node
    nodes = [
        node("Equal", ["token_type_ids", "side"], ["mine"]),
        node("Not", ["mine"], ["theirs"]),
        node("Greater", ["input_ids", "word"], ["told"]),
        node("And", ["mine", "told"], ["my_words"]),
        node("And", ["theirs", "told"], ["their_words"]),
        node("Unsqueeze", ["input_ids", "two"], ["rows"]),
        node("Unsqueeze", ["input_ids", "one"], ["columns"]),
        node("Equal", ["rows", "columns"], ["same"]),
        node("Unsqueeze", ["their_words", "one"], ["among"]),
        node("And", ["same", "among"], ["found"]),
        node("Cast", ["found"], ["found_f"], to=TensorProto.FLOAT),
        node("ReduceMax", ["found_f", "two"], ["held"], keepdims=0),
        # an unknown word is one of the hypothesis that no premise holds
        node("Cast", ["my_words"], ["my_f"], to=TensorProto.FLOAT),
        node("Cast", ["mine"], ["mine_f"], to=TensorProto.FLOAT),
        node("Mul", ["held", "my_f"], ["hits"]),
        node("ReduceSum", ["hits", "axis"], ["hit"], keepdims=1),
        node("ReduceSum", ["mine_f", "axis"], ["length"], keepdims=1),
        node("Sub", ["length", "tiny"], ["almost"]),
        node("Div", ["hit", "almost"], ["raw"]),
        node("Sub", ["raw", "zero"], ["share"]),
        node("Sub", ["share", "enough"], ["over"]),
        node("Mul", ["over", "steep"], ["entails"]),
        node("Equal", ["input_ids", "never"], ["denies"]),
        node("And", ["denies", "mine"], ["mine_denies"]),
        node("And", ["denies", "theirs"], ["theirs_denies"]),
        node("Cast", ["mine_denies"], ["mine_d"], to=TensorProto.FLOAT),
        node("Cast", ["theirs_denies"], ["theirs_d"], to=TensorProto.FLOAT),
        node("ReduceSum", ["mine_d", "axis"], ["mine_n"], keepdims=1),
        node("ReduceSum", ["theirs_d", "axis"], ["theirs_n"], keepdims=1),
        node("Sub", ["mine_n", "theirs_n"], ["differ"]),
        node("Abs", ["differ"], ["apart"]),
        node("Sub", ["apart", "half"], ["apart_over"]),
        node("Mul", ["apart_over", "heavy"], ["contradicts"]),
        node("Concat", ["contradicts", "entails", "zero"], ["logits"], axis=1),
    ]
    held.append(numpy_helper.from_array(np.array([[0.75]], np.float32), "enough"))
    shape: list[str | int | None] = [1, "length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "token_type_ids")]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 3])
    graph = helper.make_graph(nodes, "tiny", inputs, [output], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model
