"""How long a sentence is, and how many counts a stage is about, as the words after it tell: "18 months", "life", "12 counts"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presscheck import language
from presscheck.model import Span
from presscheck.words import Word

COUNT = "count"
REACH = 3  # words between a number and its "counts": "12 federal fraud counts"


@dataclass(frozen=True, slots=True)
class Term:
    """`amount` of `unit` ("year", "month", "day", "hour", "count"), or a `unit` of its own with no amount ("life", "death"); `loose` where
    "about" or "at least" stands before it, or a range."""

    span: Span
    amount: int
    unit: str
    loose: bool = False

    @property
    def size(self) -> tuple[str, float]:
        """What it is compared by: years are months, weeks days."""
        times, unit = language.load().stages.sizes.get(self.unit, (1, self.unit))
        return unit, self.amount * times

    @property
    def reading(self) -> str:
        """ "5year", "12count", "0life"."""
        return f"{self.amount}{self.unit}"


def terms(after: Sequence[Word]) -> Iterator[Term]:
    """Every length of time among the words, and "life" or "death" right after "to"."""
    lists = language.load().stages
    for n, word in enumerate(after):
        before = [other.lower for other in after[max(n - 3, 0) : n]]
        if word.lower in lists.for_good and before[-1:] == ["to"]:
            ranged = n > 1 and bool(_amount(after[n - 2]) or after[n - 2].key in lists.sizes)  # "25 years to life"
            if not ranged:
                yield Term(word.span, 0, word.lower)
        elif (amount := _amount(word)) and n + 1 < len(after) and after[n + 1].key in lists.sizes:
            beside = after[n + 2].lower if n + 2 < len(after) else ""
            if beside in lists.apart and before[-1:] not in (["to"], ["for"], ["of"]):
                continue  # "jailed six days before Christmas"
            loose = bool(set(before) & lists.loosely) or bool(before[-1:] == ["to"] and n > 1 and _amount(after[n - 2]))
            yield Term(Span(word.span.start, after[n + 1].span.end), amount, after[n + 1].key, loose)


def tally(after: Sequence[Word]) -> Term | None:
    """How many counts: "of 12 counts", "on two of the three counts"; None where several numbers may be meant."""
    lists = language.load().stages
    numbers = [
        n for n, word in enumerate(after) if (_amount(word) or word.lower == "one") and after[max(n - 1, 0)].lower not in lists.counted
    ]
    told = [n for n in numbers if any(word.lower in lists.counted for word in after[n + 1 : n + 1 + REACH])]
    first = next(iter(numbers), None)
    if first is None or not told:
        return None
    part = first != told[0] and [word.lower for word in after[first + 1 : told[0]]] in (["of"], ["of", "the"], ["of", "his"], ["of", "her"])
    rest = [n for n in numbers if n != first and not (part and n == told[0])]
    amount = _amount(after[first])
    if (told[0] != first and not part) or rest or amount < 2:
        return None
    end = next(n for n in range(told[0] + 1, len(after)) if after[n].lower in lists.counted)
    before = {word.lower for word in after[max(first - 3, 0) : first]}
    return Term(Span(after[first].span.start, after[end].span.end), amount, COUNT, bool(before & lists.loosely))


def _amount(word: Word) -> int:
    lists = language.load()
    told = lists.units.get(word.lower) or lists.tens.get(word.lower)
    return int(told or (word.text if word.text.isdecimal() and len(word.text) < 4 else 0))


def read(reading: str) -> Term:
    """The term that a reading spells out; its span is not told."""
    unit = reading.lstrip("0123456789")
    return Term(Span(0, 1), int(reading.removesuffix(unit) or 0), unit)
