"""The best judge that is here: the shipped model where it and what it needs are installed, else words in common."""

from __future__ import annotations

from collections.abc import Sequence

from presscheck import parts
from presscheck.model import Opinion, Question
from presscheck.network import INSTALL
from presscheck.parts import Judge
from presscheck.settings import Settings

BETTER = f"claims are judged by words in common alone; for the judge that reads, run: {INSTALL}"


class _Instead:
    """Another judge under its own name, with a line that tells how to get a better one."""

    better = BETTER

    def __init__(self, judge: Judge) -> None:
        self.name, self.singly, self._judge = judge.name, getattr(judge, "singly", False), judge

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        return self._judge.judge(questions)


def load(settings: Settings) -> Judge:
    """The judge, under its own name."""
    shipped = parts.load("judges", "onnx")
    if shipped.ready():  # type: ignore[attr-defined]
        return shipped.load(settings)
    return _Instead(parts.load("judges", "overlap").load(settings))
