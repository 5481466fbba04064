"""The measures measure: figures by their definition, pairs asked as in a check, floors that hold, runs compared pair by pair."""

from __future__ import annotations

import gzip
import importlib
import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presscheck.model import Relation

EVALS = Path(__file__).parents[2] / "evals"
SCORE = str(EVALS / "judge.py")
TIDE = "The tide mill at Orrness was sold in March for 41,000 crowns. Ines Dahl keeps its books."
ROWS: list[dict[str, Any]] = [
    {"id": "t-1", "sources": [{"id": "a", "text": TIDE}], "claim": "The tide mill at Orrness was sold in March.", "label": "supported"},
    {
        "id": "t-2",
        "sources": [{"id": "a", "text": TIDE}],
        "claim": "The ferry at Orrness sank twice.",
        "label": "not_found",
        "spans": [{"start": 21, "end": 31}],
    },
    {
        "id": "t-3",
        "sources": [{"id": "a", "text": TIDE}],
        "claim": "Ines Dahl keeps its books. She sank the ferry herself.",
        "label": "partial",
        "context": "The mill has been sold.",
    },
]
PREMISE = {
    "id": "n-1",
    "premise": "The council met on 3 May.\n---\nIt voted 7 to 2 for the pier.",
    "statements": [
        {"text": "The council met on 3 May.", "label": "supported", "span": None},
        {"text": "It voted 9 to 2 for the pier.", "label": "contradicted", "span": "9 to 2"},
    ],
}


def module(name: str) -> Any:
    """A module of evals/, which is a folder of scripts and no package."""
    sys.path.insert(0, str(EVALS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(EVALS))


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    return path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCORE, *map(str, arguments)], capture_output=True, text=True, check=False)


SCORED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=30)


@given(SCORED)
def test_auroc_is_the_chance_that_a_true_one_ranks_above(rows: list[tuple[int, bool]]) -> None:
    """AUROC is the share of (true, other) pairs in the right order, ties by half."""
    scores, true = np.array([s for s, _ in rows], np.float64), np.array([t for _, t in rows], np.bool_)
    pairs = [(a > b) + 0.5 * (a == b) for a, b in product(scores[true], scores[~true])]
    found = module("measures").auroc(scores, true)
    assert np.isnan(found) if not pairs else abs(found - sum(pairs) / len(pairs)) < 1e-9


@given(SCORED)
def test_no_threshold_is_better_than_the_best(rows: list[tuple[int, bool]]) -> None:
    """On one set, the best threshold reaches what the best of all whole and half numbers reaches."""
    measures = module("measures")
    scores, true = np.array([s for s, _ in rows], np.float64), np.array([t for _, t in rows], np.bool_)
    if true.all() or not true.any():
        assert np.isnan(measures.best_threshold([(scores, true)]))
        return
    reached = measures.balanced(scores >= measures.best_threshold([(scores, true)]), true)
    assert reached >= max(measures.balanced(scores >= cut / 2, true) for cut in range(13)) - 1e-9


def test_an_interval_holds_its_figure_and_narrows_with_more_groups() -> None:
    """The interval of a share holds the share; four times as many groups make it about half as wide."""
    measures = module("measures")

    def width(count: int) -> float:
        right = np.arange(count) % 2 == 0
        low, high = measures.interval(lambda rows: float(right[rows].mean()), [str(n) for n in range(count)])
        assert low < 50 < high
        return float(high - low)

    assert 0.35 < width(400) / width(100) < 0.65


def test_f1_counts_words_of_all_rows() -> None:
    """Two words said, three wrong, one of them the same: F1 is 2/5."""
    measures = module("measures")
    assert measures.f1([(frozenset({1}), frozenset({1, 5})), (frozenset({9}), frozenset({2}))]) == pytest.approx(0.4)
    assert np.isnan(measures.f1([(frozenset(), frozenset())]))


def test_a_lopsided_flip_is_unlikely_by_chance() -> None:
    """Ten flips one way are unlikely, five and five are not."""
    sign_test = module("measures").sign_test
    assert sign_test(10, 0) == pytest.approx(2 / 1024)
    assert sign_test(5, 5) == 1.0


def test_a_claim_is_asked_sentence_by_sentence(tmp_path: Path) -> None:
    """Each sentence of a claim is a question, and none of what stands before it; its place in the claim is kept."""
    asked, corpora = module("asked"), module("corpora")
    pair = corpora.read(written(tmp_path / "tides.jsonl.gz", ROWS)).pairs[2]
    found = list(asked.questions(7, pair))
    assert [pair.claim[one.start :][:4] for one in found] == ["Ines", "She "]
    assert all(one.pair == 7 and any("Ines Dahl" in text for text in one.question.passages) for one in found)
    assert "Ines Dahl" in found[1].question.statement


def test_words_called_wrong_are_found_as_whole_words() -> None:
    """ "on" is not found in "council"; the same words twice are two places."""
    asked, model = module("asked"), importlib.import_module("presscheck.model")
    claim = "The council met on 3 May and on 9 May."
    pair = module("corpora").Pair("p", (claim,), claim, "", "contradicted")
    (one,) = asked.questions(0, pair)
    opinion = model.Opinion(Relation.CONTRADICTS, ("on", "May", "on"), (), "", 0.5)
    assert [claim[a:b] for a, b in asked._places(claim, one, opinion)] == ["on", "May", "on"]
    assert len(set(asked._places(claim, one, opinion))) == 3


def test_both_shapes_are_read_and_others_passed_over(tmp_path: Path) -> None:
    """A set is named by its file; a premise's parts are its sources; a file of another shape is no set."""
    corpora = module("corpora")
    votes = corpora.read(written(tmp_path / "votes_dev.jsonl.gz", [PREMISE]))
    assert (votes.name, votes.family, [pair.id for pair in votes.pairs]) == ("votes_dev", "votes", ["n-1.1", "n-1.2"])
    assert votes.pairs[1].sources == ("The council met on 3 May.", "It voted 7 to 2 for the pier.")
    assert [votes.pairs[1].claim[a:b] for a, b in votes.pairs[1].spans] == ["9 to 2"]
    assert corpora.read(written(tmp_path / "other.jsonl.gz", [{"text": TIDE, "quotes": []}])) is None


def test_one_command_scores_saves_and_compares(tmp_path: Path) -> None:
    """The figures of a set are printed beside nothing of its text, saved scores carry ids alone, and a run does not differ from itself."""
    data, kept = written(tmp_path / "tides.jsonl.gz", ROWS), tmp_path / "scores.json"
    done = run("--judge", "overlap", data, "--save", kept)
    assert done.returncode == 0, done.stderr
    assert "tides: 3 pairs" in done.stdout
    assert "balanced" in done.stdout
    assert "span_f1" in done.stdout
    saved = json.loads(kept.read_text())
    assert list(saved["sets"]["tides"]["pairs"]) == ["t-1", "t-2", "t-3"]
    assert not any(word in kept.read_text() + done.stdout for word in ("Orrness", "ferry", "Dahl"))
    same = run("--compare", kept, kept)
    assert "3 pairs, 0 mended, 0 broken" in same.stdout


def test_compare_names_the_pairs_that_flipped(tmp_path: Path) -> None:
    """A pair that was wrong and is right counts as mended, and the other way round as broken."""
    judge = module("judge")

    def of(*rows: tuple[str, str]) -> dict[str, Any]:
        pairs = {f"p{number}": [label, 0.5, relation, []] for number, (label, relation) in enumerate(rows)}
        return {"judge": "j", "commit": "c", "sets": {"s": {"digest": "d", "pairs": pairs}}}

    before = of(("supported", "mentions"), ("supported", "supports"), ("not_found", "mentions"))
    after = of(("supported", "supports"), ("supported", "contradicts"), ("not_found", "mentions"))
    told = list(judge.compare(before, after, 5))
    assert "3 pairs, 1 mended, 1 broken" in told[1]
    assert [line.split(":")[0] for line in told[2:]] == ["  + p0", "  - p1"]


def test_floors_hold_and_are_lowered_only_with_a_reason(tmp_path: Path) -> None:
    """A figure under its floor fails by name, another file fails, and putting lower figures in keeps what fell and why."""
    data, floors = written(tmp_path / "tides.jsonl.gz", ROWS), tmp_path / "floors.json"
    assert run("--judge", "overlap", data, "--floors", "--floors-file", floors, "--lower", "first").returncode == 0
    assert run("--judge", "overlap", data, "--floors", "--floors-file", floors).returncode == 0
    held = json.loads(floors.read_text())
    held["sets"]["tides"]["figures"]["balanced"] += 5
    floors.write_text(json.dumps(held))
    done = run("--judge", "overlap", data, "--floors", "--floors-file", floors)
    assert done.returncode == 1
    assert "tides: balanced" in done.stdout
    assert run("--judge", "overlap", data, "--floors", "--floors-file", floors, "--lower", "a smaller model").returncode == 0
    assert [fallen["reason"] for fallen in json.loads(floors.read_text())["lowered"]] == ["a smaller model"]
    written(data, ROWS[:2])
    done = run("--judge", "overlap", data, "--floors", "--floors-file", floors)
    assert done.returncode == 1
    assert "not the one that its floor was measured on" in done.stdout


def test_floors_are_skipped_where_the_data_are_missing(tmp_path: Path) -> None:
    """Without the corpora nothing is checked, and it says so."""
    done = run("--floors", tmp_path / "nowhere")
    assert done.returncode == 0
    assert done.stdout.startswith("skipped: ")


def test_the_weight_and_thresholds_that_part_best_are_chosen() -> None:
    """Where only words in common tell, a weight above none is taken; sources read whole and in part have thresholds of their own."""
    ablation, corpora = module("ablation"), module("corpora")
    true, whole = np.arange(200) % 2 == 0, np.arange(200) < 100
    share = np.where(true, 2.0, 1.0) + np.where(whole, 3.0, 0.0)
    scores = {weight: weight * share for weight in ablation.WEIGHTS}
    one = ablation.Weighed(corpora.Corpus("made", "", ()), scores, share, whole, true, ())
    weight, (above, below) = ablation.chosen([one])
    assert weight > 0
    assert weight * 4 < above <= weight * 5
    assert weight * 1 < below <= weight * 2
    assert ablation.reached(one, weight, (above, below)) == 1.0


def test_the_bench_counts_every_pair_once(tmp_path: Path) -> None:
    """Pairs come evenly from the file, premises cut; batches of like length hold each row once."""
    sys.path.insert(0, str(EVALS / "bench"))
    try:
        bench = importlib.import_module("judges")
    finally:
        sys.path.remove(str(EVALS / "bench"))
    long = {**PREMISE, "premise": "tide " * 500}
    pairs = bench.pairs_of(written(tmp_path / "votes.jsonl.gz", [PREMISE] * 4 + [long] * 4), 4)
    assert len(pairs) == 4
    assert max(len(premise.split()) for _, premise in pairs) == bench.WORDS
    found = bench.batched([5, 9, 1, 7, 3], 2)
    assert sorted(number for batch in found for number in batch) == [0, 1, 2, 3, 4]
    assert found[0] == [1, 3]


def test_a_threshold_from_other_sets_is_held_only_beside_all_of_them() -> None:
    """One set scored alone is not failed for the figure that needs the others, nor is that figure lost when floors are put in."""
    floors = module("floors")
    known = {"judge": "j", "lowered": [], "sets": {}}
    both = {"a": {"auroc": 70.0, "balanced_others": 66.0}, "b": {"auroc": 80.0, "balanced_others": 75.0}}
    known = floors.moved(known, "j", both, {"a": "1", "b": "2"}, "first")
    alone = {"a": {"auroc": 70.0}}
    assert floors.under(known, "j", alone, {"a": "1"}) == []
    assert floors.under(known, "j", {**alone, "b": both["b"]}, {"a": "1", "b": "2"}) == ["a: balanced_others None is under its floor, 66.0"]
    assert floors.moved(known, "j", alone, {"a": "1"}, "again")["sets"]["a"]["figures"] == both["a"]
    assert floors.under(known, "other", alone, {"a": "1"}) == ["the floors are those of the judge 'j', this is 'other'"]


def test_a_story_counts_what_is_caught_missed_doubted_and_ticked(tmp_path: Path) -> None:
    """Of four facts two are wrong: one is found, one not; of the true ones a date is ticked; a fault is found by its tag."""
    story = tmp_path / "pier"
    (story / "sources").mkdir(parents=True)
    (story / "draft.md").write_text(
        "The pier at Orrness cost 52,000 crowns and was opened on 3 May 2031, Ines Dahl said. It has a kiosk. "
        "A source close to the board fears it floats.\n"
    )
    (story / "sources/minutes.txt").write_text("The pier at Orrness cost 25,000 crowns and was opened on 3 May 2031, Ines Dahl said.\n")
    facts = [("52,000 crowns", "contradicted"), ("3 May 2031", "supported"), ("It has a kiosk.", "not_found"), ("it floats", "supported")]
    gold = {
        "facts": [{"quote": quote, "verdict": verdict, "kind": "claim", "note": ""} for quote, verdict in facts],
        "standards": [
            {"quote": "A source close to the board", "rule": "weasel-attribution", "note": ""},
            {"quote": None, "rule": "helpline-missing", "note": ""},
        ],
    }
    (story / "gold.json").write_text(json.dumps(gold))
    stories = module("stories")
    found = stories.checked(story, stories.Checker(stories.Settings(judge="overlap")))
    assert [caught for _, caught, _ in found.errors] == [True, False]
    assert [ticked for _, ticked, _ in found.true] == [True, False]
    assert [caught for _, caught in found.faults] == [True, False]
    assert not found.alarms and not any(doubted for _, _, doubted in found.true)
    assert any(line.startswith("caught          50.0") for line in stories.table([found]))


STORIES = sorted(path.parent for path in EVALS.glob("stories*/*/gold.json"))


@pytest.mark.parametrize("folder", STORIES, ids=[folder.name for folder in STORIES])
def test_what_is_known_of_a_story_stands_in_it(folder: Path) -> None:
    """Every quote of the gold stands in the draft and every piece of evidence in the source that it names."""
    gold, draft = json.loads((folder / "gold.json").read_text("utf-8")), (folder / "draft.md").read_text("utf-8")
    place = module("stories").place
    assert all(place(draft, entry) or entry["quote"] is None for entry in (*gold["facts"], *gold["standards"]))
    for fact in (*gold["facts"], *(also for one in gold["facts"] for also in one.get("also", ()))):
        if fact.get("evidence"):
            text = (folder / fact["source"]).read_text("utf-8")
            assert " ".join(fact["evidence"].split()) in " ".join(text.split()), fact["evidence"]
