"""Any NLI cross-encoder from a folder: its labels tell the relations, whatever their order; what is wrong with a folder is said."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

import crossencoder as tiny
from presscheck import check
from presscheck.errors import SettingsError
from presscheck.flow import Checker
from presscheck.judges import crossencoder
from presscheck.model import Outcome, Question, Relation
from presscheck.settings import Settings
from prose import prose

SAID = "The harbour board refused the tug in spring."


def judged(folder: Path, premise: str) -> Relation:
    (opinion,) = crossencoder.opened(folder).judge([Question(SAID, "", (premise,))])
    return opinion.relation


def test_the_folder_judges() -> None:
    """A model in a folder bears out, denies and leaves open, and its name stands in the report."""
    folder = tiny.folder()
    assert judged(folder, "The harbour board refused the tug in spring, Ruth Lind said.") is Relation.SUPPORTS
    assert judged(folder, "The harbour board never refused the tug in spring.") is Relation.CONTRADICTS
    assert judged(folder, "Rain fell on the mill.") is Relation.MENTIONS
    report = check(prose(SAID), [prose("In spring the harbour board refused the tug.")], Settings(judge=str(folder)))
    assert [verdict.outcome for verdict in report.verdicts if verdict.fact.kind == "claim"] == [Outcome.SUPPORTED]
    assert report.run.judge == "crossencoder tiny"


@pytest.mark.parametrize("labels", [("CONTRADICTION", "Entailment", "NEUTRAL"), ("refutes", "supports", "not enough info")])
def test_labels_tell_the_relations(labels: tuple[str, ...], tmp_path: Path) -> None:
    """Labels count by their words, in whatever case."""
    told = crossencoder.relations_of({"id2label": {str(n): label for n, label in enumerate(labels)}}, tmp_path)
    assert told == (Relation.CONTRADICTS, Relation.SUPPORTS, Relation.MENTIONS)


@pytest.mark.parametrize("labels", [("positive", "negative"), ("LABEL_0", "LABEL_1"), ("neutral", "contradiction")])
def test_labels_of_another_task_are_refused(labels: tuple[str, ...], tmp_path: Path) -> None:
    """A model that does not tell support is no judge, and the error names its labels."""
    folder = tiny.write(tmp_path / "other", labels)
    with pytest.raises(SettingsError, match=labels[0].lower()):
        Checker(Settings(judge=str(folder)))


def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path) -> None:
    """No folder, an empty one, a broken graph and a broken config are errors that name the place; the bare name asks for a folder."""
    with pytest.raises(SettingsError, match=r"nowhere: there is no such folder"):
        Checker(Settings(judge=str(tmp_path / "nowhere")))
    with pytest.raises(SettingsError, match=r"neither model\.onnx nor model\.safetensors"):
        Checker(Settings(judge=str(tmp_path)))
    broken = tiny.write(tmp_path / "broken")
    (broken / "config.json").write_text("{")
    with pytest.raises(SettingsError, match=r"config\.json: this is not valid JSON"):
        Checker(Settings(judge=str(broken)))
    graph = tiny.write(tmp_path / "graph")
    (graph / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(SettingsError, match=r"model\.onnx: this cannot be opened"):
        crossencoder.opened(graph).judge([Question(SAID, "", (SAID,))])
    with pytest.raises(SettingsError, match="needs a folder"):
        check(prose(SAID), [prose(SAID)], Settings(judge="crossencoder"))


@pytest.mark.skipif(bool(find_spec("transformers")), reason="transformers is installed")
def test_a_hugging_face_folder_without_transformers_is_told(tmp_path: Path) -> None:
    """A folder with weights and no graph says how to get what reads it."""
    (tmp_path / "config.json").write_text(json.dumps({"id2label": {"0": "entailment"}}))
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"pip install 'presscheck\[transformers\]'"):
        Checker(Settings(judge=str(tmp_path)))


@pytest.mark.skipif(not (find_spec("transformers") and find_spec("torch")), reason="transformers and torch are not installed here")
def test_a_hugging_face_folder_judges(tmp_path: Path) -> None:
    """A tiny BERT with random weights, saved as Hugging Face saves, is opened and gives the same opinion twice."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(0)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(tiny.folder() / "tokenizer.json"), pad_token="[PAD]", unk_token="[UNK]")
    tokenizer.save_pretrained(tmp_path)
    labels = dict(enumerate(tiny.LABELS))
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8, "max_position_embeddings": 64}
    BertForSequenceClassification(BertConfig(vocab_size=64, id2label=labels, **size)).save_pretrained(tmp_path)
    question = Question(SAID, "", (SAID,))
    assert crossencoder.opened(tmp_path).judge([question]) == crossencoder.opened(tmp_path).judge([question])
