"""The shipped model runs as it did where it was made, and never makes a source that is added take support away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from presscheck import check
from presscheck.entailment import Pair
from presscheck.errors import SettingsError
from presscheck.judges import auto, onnx
from presscheck.model import Document, Outcome, Relation, Report
from presscheck.network import network
from presscheck.settings import Settings
from prose import prose

pytestmark = pytest.mark.skipif(not onnx.ready(), reason="the shipped model, or what it needs, is not installed")
CLAIMS = (
    ("The port of Sandhamra will close its eastern berth.", "The port of Sandhamra will close its eastern berth for repairs."),
    ("Ruth Lind sold the tug to Farsund.", "In May, Ruth Lind sold the tug to the port of Farsund."),
    ("Fishermen blocked the harbour for two days.", "The harbour was blocked for two days by fishermen, the police wrote."),
    ("The council refused to pay for the bridge.", "The council met on Monday. It refused to pay for the bridge at Varnhem."),
    ("Beekeepers in the Ardal valley lost their hives to mites.", "Beekeepers in the Ardal valley lost their hives to mites."),
)
STRANGERS = (
    "Rain fell on the mill all night, and nobody came.",
    "The port of Farsund has a crane, a tug and two berths. Ruth Lind painted the crane.",
    "The bridge at Varnhem is old. The council of Ardal met fishermen and beekeepers in May.",
    "Hives, mites and bees. A valley of the east. Two days of rain.",
    "The harbour police wrote to the council about the eastern berth of Sandhamra, and had no answer.",
)


def outcomes(report: Report) -> list[Outcome]:
    return [verdict.outcome for verdict in report.verdicts if verdict.fact.kind == "claim"]


@lru_cache
def claims_against(told: str, *sources: str) -> list[Outcome]:
    return outcomes(check(prose(told), [named(text) for text in sources], Settings(judge="onnx")))


def named(text: str) -> Document:
    return prose(text, name=f"{abs(hash(text))}.txt")


def test_reference_outputs_are_reproduced() -> None:
    """The pairs that lie beside the model become the same tokens here, and their logits are within a hundredth of those it gave."""
    import numpy as np

    net = network(onnx.folder())
    for told in json.loads((onnx.folder() / "reference.json").read_text(encoding="utf-8")):
        ids, sides, places = onnx.encoded(net, Pair(told["context"], told["statement"], told["premise"]))
        assert (ids, sides) == (told["ids"], told["sides"])
        ((relation, backed),) = net.run(("relation", "backed"), [{"ids": np.array([ids]), "sides": np.array([sides])}])
        assert np.abs(relation[0] - told["relation"]).max() < 0.01
        assert np.abs(backed[0][: len(told["backed"])] - told["backed"]).max() < 0.01
        assert places
        assert max(places.values()) < len(told["backed"])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CLAIMS), st.lists(st.sampled_from(STRANGERS), unique=True, max_size=4))
def test_a_source_that_is_added_never_turns_support_into_not_found(claim: tuple[str, str], others: Sequence[str]) -> None:
    """What one source bears out stays borne out, whatever unrelated sources stand beside it."""
    told, source = claim
    alone, among = claims_against(told, source), claims_against(told, source, *others)
    assert alone == [Outcome.SUPPORTED]
    assert among == alone


def test_words_that_no_source_has_are_the_finding() -> None:
    """A sentence half borne out is raised on the half that is not, with the passage that was nearest."""
    draft = prose("The port of Sandhamra will close its eastern berth and dismiss its oldest pilots.")
    report = check(draft, [prose("The port of Sandhamra will close its eastern berth for repairs.")], Settings(judge="onnx"))
    (finding,) = report.findings
    assert finding.span
    assert (finding.code, draft[finding.span]) == ("claim-not-found", "dismiss its oldest pilots")
    assert finding.evidence[0].relation is Relation.MENTIONS


def test_the_better_judge_is_taken() -> None:
    """With nothing said of the judge, the shipped model judges, and the report tells its name and weights."""
    report = check(prose(CLAIMS[0][0]), [prose(CLAIMS[0][1])])
    assert auto.load(Settings()).name == "onnx"
    assert report.run.judge == f"onnx {onnx.MODEL} {network(onnx.folder()).digest}"


def test_a_folder_that_is_no_model_is_told() -> None:
    """A folder without the three files is an error that names them."""
    with pytest.raises(SettingsError, match=r"there is no model\.onnx, tokenizer\.json, config\.json in this folder"):
        network(onnx.folder().parent)
