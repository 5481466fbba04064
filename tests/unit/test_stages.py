"""Stages of a case: what is passed over unread holds none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from presscheck.stages import _match, prepared
from presscheck.words import in_lower

WORDS = sorted({word for those in prepared().patterns.values() for _, parts in those for part in parts for word in part})
PATTERNS = [parts for those in prepared().patterns.values() for _, parts in those]
TOLD = (
    st.sampled_from(PATTERNS).flatmap(lambda parts: st.tuples(*(st.sampled_from(sorted(part) or ["so"]) for part in parts))).map(" ".join)
)


@given(st.lists(TOLD | st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_a_stage_has_a_telling_word(text: str) -> None:
    """Wherever a pattern of a stage fits, one of the words stands without which no sentence is read."""
    lowered = in_lower(text)
    fits = any(_match(lowered, at) for at in range(len(lowered)))
    assert not fits or not prepared().telling.isdisjoint(lowered)
