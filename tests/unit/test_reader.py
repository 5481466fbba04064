"""The reader: the shipped weights say what they said when they were made, any text can be read, and without it its rules are silent."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presscheck import network, packs, proof, reader
from presscheck.errors import SettingsError
from presscheck.galley import Galley
from presscheck.model import Span
from presscheck.profiles import profile
from presscheck.rulebook import Rulebook
from prose import prose

pytestmark = pytest.mark.skipif(not network.installed(), reason="the extra “judge” is not installed")
FOLDER = files("presscheck") / "data" / "models" / "reader"


def opened() -> reader.Reader:
    found = reader.load("auto")
    assert found is not None
    return found


def test_references() -> None:
    """The graph gives the outputs that were kept when it was made, to the second digit of a logit but for the processor's rounding."""
    for told in json.loads((FOLDER / "reference.json").read_text("utf-8")):
        ids = opened().network.tokenizer.encode(told["text"], add_special_tokens=False).ids
        assert [reader.CLS, *ids, reader.SEP] == told["ids"]
        ((logits,),) = opened().network.run(["tags"], [{"ids": np.array([told["ids"]], dtype=np.int64)}])
        assert np.abs(logits[0] - np.array(told["tags"])).max() < 0.5


def test_every_family_has_a_rule() -> None:
    """What the network can tag, some rule raises, and no rule asks for what it cannot."""
    asked = {family for rule in packs.load("reader").rules for family in rule.tags or _families(rule.code)}
    assert asked == set(opened().families)
    assert all(0 < opened().threshold(family) <= 1 for family in opened().families)


def _families(code: str) -> list[str]:
    import tomllib

    table = tomllib.loads((files("presscheck") / "data" / "packs" / "reader.toml").read_text("utf-8"))
    return list(table["rule"][code]["families"])


@settings(max_examples=30)
@given(st.text(max_size=600))
def test_any_text(text: str) -> None:
    """Any text can be read: every token lies in it, in order, with a chance of each family."""
    tags = opened().tags(text)
    assert all(span in Span(0, max(len(text), 1)) for span in tags.spans)
    assert all(len(chances) == len(tags.spans) and all(0 <= chance <= 1 for chance in chances) for chances in tags.chances.values())
    assert [span.start for span in tags.spans] == sorted(span.start for span in tags.spans)


def test_a_long_text_is_read_in_windows() -> None:
    """A fault far down in a long text is found as it is in a short one."""
    fault = "Insiders say the board has known of it for years."
    sound = "The ferry left the quay at nine in the morning with forty people aboard, its owner said. " * 60
    draft = prose(sound, fault, sound)
    book = Rulebook([packs.load("reader")])
    found = [draft[f.span] for f in book.findings(Galley(draft, profile(""), reader=opened())) if f.span]
    assert any("Insiders" in words for words in found)


@given(st.lists(st.booleans(), max_size=1500))
def test_windows_overlap(breaks: list[bool]) -> None:
    """Windows read every token, and each starts in reach of the one before it."""
    starts = reader._starts(breaks)
    assert starts[:1] == [0][: len(breaks)] and all(a < b <= a + reader.REACH for a, b in pairwise(starts))
    assert not breaks or starts[-1] + reader.INSIDE >= len(breaks)


def test_an_edit_moves_few_windows() -> None:
    """A word more in a long draft of short paragraphs is read with what stands around it, and the rest is known."""
    paragraphs = [f"Ferry number {n} left the quay at nine in the morning with forty people aboard, its owner said." for n in range(80)]
    read = reader.Reader(opened().network)
    read.tags("\n\n".join(paragraphs))
    before = set(read._known)
    paragraphs[40] = paragraphs[40].replace("forty", "some forty")
    edited = "\n\n".join(paragraphs)
    told = read.tags(edited)
    assert len(before) > 10 and len(set(read._known) - before) < 4
    assert told == reader.Reader(opened().network).tags(edited)


def test_without_it_its_rules_are_silent() -> None:
    """No reader, no findings of its rules; and a folder that holds another network is refused in words."""
    for rule in packs.load("reader").rules:
        draft, _ = proof.example(rule.bad[0])
        assert not Rulebook([packs.load("reader")]).findings(Galley(draft, profile("")))
    assert reader.load("none") is None
    with pytest.raises(SettingsError, match="names no families; this is no reader"):
        reader.load(str(files("presscheck") / "data" / "models" / "small"))
