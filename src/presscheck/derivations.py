"""Figures worked out from others: sums, differences, products, averages, shares and percent changes, told as sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from presscheck.figures import ROUNDED, Number, durations, measure
from presscheck.figures import same_unit as one_kind

MOST = 24  # figures that are tried with one another
BESIDE = 160  # characters between two figures that stand side by side
FACTORED = 20  # smaller figures come out of too many products
LONGEST = 8  # figures of one kind that are added up in a row
FEW = 12  # figures of which two that stand apart may give another
CLOSE = 0.1  # share of a figure that "about" may leave
SCALED = 10**6  # a bare figure of so much beside sums of money is money
LONG = 3  # digits of a sum that seldom comes out by chance
POINTS = ("percent", "points")


@dataclass(frozen=True, slots=True)
class Derivation:
    """A figure that others give: `told` is the sum ("1,188,000 / 12 = 99,000"), `parts` the figures that it rests on. `sure`: the parts
    count the same as the figure, and stand side by side or one of them in its own sentence. `alike`: at least one counts the same and they
    stand side by side; else the sum may be chance."""

    value: float
    parts: tuple[Number, ...]
    told: str
    exact: bool  # whole numbers added up: nothing is rounded
    sure: bool
    alike: bool = True


def worked_out(
    mine: Number, others: Sequence[Number], own: Sequence[Number], changed: bool = True, rate: str = "", way: int | None = None
) -> Derivation | None:
    """The surest sum of the others that gives the figure, the nearest to it among these. `own` are those beside it in its sentence;
    `changed`: the figure may well tell how much something has changed; else that is never sure. `rate`: the key of the time of which the
    figure is told: "£2m a |year|". `way`: it surely tells a change, up (1), down (-1) or either (0); what two shares differ by is no such
    change then, unless it is told in points."""
    pool = [n for n in others[:MOST] if n.value != mine.value]
    told = {n.value for n in own if n.value != mine.value}
    given = [found for found in _derivations(mine, pool, told, changed, rate, way) if gives(mine, found)]
    return max(given, key=lambda found: (found.sure, found.alike, -abs(found.value - mine.value)), default=None)


def apart(mine: Number, others: Sequence[Number]) -> Derivation | None:
    """The difference of two of the others, wherever they stand, that gives the figure; for a percentage one as a share of another. Never
    sure: of a few figures it is seldom chance, of many it often is. None for a count of one digit, which too many give."""
    if (mine.digits < 2 and not mine.kind) or mine.kind == "points":
        return None
    share = mine.kind == "percent"
    pool = [n for n in others if n.value != mine.value and n.kind not in POINTS and (share or not n.kind or n.kind == mine.kind)][:FEW]
    given: list[Derivation] = []
    for couple in combinations(pool, 2):
        less, more = sorted(couple, key=lambda n: n.value)
        alike = less.kind == more.kind or not (less.kind and more.kind)
        if not alike or not more.value or measure(less) != measure(more):
            continue
        if share:
            value = 100 * less.value / more.value
            found = Derivation(value, (less, more), f"{_shown(less)} / {_shown(more)} = {value:,.4g}%", False, False, False)
        elif mine.kind and not (less.kind or more.kind) and (less.unit or more.unit):
            continue  # what counts things is no money
        else:
            value = more.value - less.value
            found = Derivation(value, (more, less), f"{_shown(more)} - {_shown(less)} = {value:,.10g}", False, False, False)
        if gives(mine, found):
            given.append(found)
    return min(given, key=lambda found: abs(found.value - mine.value), default=None)


def gives(mine: Number, found: Derivation) -> bool:
    """Is it the figure: whole numbers added, or figures of one digit, to the last unit; else to half a unit of the last digit shown, or
    near it after "about"? Not less of "more than half", not more of "nearly half"."""
    way = mine.high + mine.low - 2 * mine.value
    if mine.hedged and abs(way) > 1e-6 * mine.value and (found.value - mine.value) * way < -1e-6 * mine.value:
        return False
    whole = found.exact or (mine.digits < 2 and mine.step >= 1)
    slack = min(mine.step / 2, ROUNDED * mine.value) if not whole or (mine.step > 1 and mine.digits > 1) else 0.0
    if mine.hedged:
        slack = max(slack, min(mine.step, CLOSE * mine.value))
    return abs(found.value - mine.value) < slack + 1e-9 * mine.value


def _derivations(mine: Number, pool: Sequence[Number], told: set[float], changed: bool, rate: str, way: int | None) -> Iterator[Derivation]:
    if mine.kind in POINTS:
        shares = [n for n in pool if n.kind in POINTS or not (n.kind or n.unit)]  # "88% (41, 29 and 18)"
        for found in _sums(mine, shares, told):
            if _beside(found.parts, told) and not (way is not None and mine.kind == "percent"):
                yield replace(found, alike=all(n.kind in POINTS for n in found.parts))
        if mine.kind == "percent":
            for n in shares:
                if n.value in told:
                    yield Derivation(100 - n.value, (n,), f"100 - {_shown(n)} = {100 - n.value:,.6g}", False, True)
            yield from _ratios([n for n in pool if n.kind not in POINTS], told, changed, way or 0)
        if way is not None and mine.kind == "percent":
            yield from _relative([n for n in shares if n.kind == "percent"], told, way)
        return
    alike = [n for n in pool if n.kind == mine.kind and _same(mine, n) is not False]
    if mine.kind and any(n.kind for n in alike):  # "to 23 million crowns from 58 million"
        alike += [n for n in pool if not (n.kind or n.unit) and n.value >= SCALED]
    if mine.kind and mine.digits >= LONG:
        yield from _with_bare(alike, [n for n in pool if not (n.kind or n.plural)], told)
    for found in _sums(mine, alike, told):
        close = bool(mine.kind) or _alike(mine, found.parts, told)
        if close or (mine.value >= FACTORED and _beside(found.parts, told)):
            yield replace(found, alike=close)
    if mine.value >= FACTORED:
        yield from _products(mine, pool, told, rate)


def _with_bare(money: Sequence[Number], bare: Sequence[Number], told: set[float]) -> Iterator[Derivation]:
    """Money and a bare figure beside it, which may be money too: "I put in $900. Four hundred came back." Never sure."""
    for a in money:
        for b in bare:
            if _beside((a, b), told):
                more, less = (a, b) if a.value >= b.value else (b, a)
                taken = f"{_shown(more)} - {_shown(less)} = {more.value - less.value:,.10g}"
                yield Derivation(more.value - less.value, (more, less), taken, True, False, False)
                added = f"{_shown(a)} + {_shown(b)} = {a.value + b.value:,.10g}"
                yield Derivation(a.value + b.value, (a, b), added, True, False, False)


def _alike(mine: Number, found: Sequence[Number], told: set[float]) -> bool:
    """Do all surely count the same as the figure; or one does, and they stand side by side?"""
    if all(same_unit(mine, n) for n in found):
        return True
    if mine.value < FACTORED and mine.unit:
        return False
    return len(found) == 2 and (not mine.unit or any(same_unit(mine, n) for n in found)) and _beside(found, told)


def same_unit(a: Number, b: Number) -> bool | None:
    """Do the two count the same, in the same unit? Months are not added to years."""
    return False if measure(a) != measure(b) and measure(a) and measure(b) else one_kind(a, b)


def _same(a: Number, b: Number) -> bool | None:
    """Do the two count the same? None where one of them may be followed by a verb: "33 contained"."""
    same = same_unit(a, b)
    return None if same is False and not a.kind and not b.kind and not (a.plural and b.plural) else same


def _beside(found: Sequence[Number], told: set[float]) -> bool:
    near = max(n.span.end for n in found) - min(n.span.start for n in found) < BESIDE
    return near or (len(found) == 2 and any(n.value in told for n in found))


def _products(mine: Number, pool: Sequence[Number], told: set[float], rate: str) -> Iterator[Derivation]:
    """A figure so many times, or shared among so many; so many percent of it."""
    times = [n for n in pool if not n.kind and n.value > 1 and not (n.unit and n.unit[0] in durations() - {rate})]
    for a in pool:
        if a.kind != mine.kind:
            continue
        for b in times:
            if b is a or not _beside((a, b), told) or not (mine.kind or _same(mine, a) or _same(mine, b)):
                continue
            both = a.value in told or b.value in told
            sure = both or bool(mine.kind)
            times_over = f"{_shown(a)} x {_shown(b)} = {a.value * b.value:,.10g}"
            yield Derivation(a.value * b.value, (a, b), times_over, not both, sure or bool(same_unit(mine, a)))
            yield Derivation(a.value / b.value, (a, b), f"{_shown(a)} / {_shown(b)} = {a.value / b.value:,.6g}", not both, sure)
        for share in pool:
            if share.kind == "percent" and share.value < 100 and _beside((a, share), told) and _same(mine, a) is not False:
                for times_, sign in ((share.value, ""), (100 - share.value, "100 - "), (100 + share.value, "100 + ")):
                    value, exact = a.value * times_ / 100, mine.digits < 3
                    sure = bool(_same(mine, a))
                    yield Derivation(value, (a, share), f"{_shown(a)} x ({sign}{_shown(share)})% = {value:,.6g}", exact, sure)


def _sums(mine: Number, alike: Sequence[Number], told: set[float]) -> Iterator[Derivation]:
    """Each two added and taken from one another, and three or more in a row added."""
    for a, b in combinations(alike, 2):
        if _same(a, b) is False and not (a.kind in POINTS and b.kind in POINTS):
            continue
        more, less = (a, b) if a.value >= b.value else (b, a)
        exact = more.value == int(more.value) and less.value == int(less.value)
        points = mine.kind in POINTS and a.kind in POINTS and b.kind in POINTS
        sure = (points or (same_unit(mine, a) is True and same_unit(mine, b) is True)) and _beside((a, b), told)
        taken = f"{_shown(more)} - {_shown(less)} = {more.value - less.value:,.10g}"
        yield Derivation(more.value - less.value, (more, less), taken, exact, sure)
        yield Derivation(a.value + b.value, (a, b), f"{_shown(a)} + {_shown(b)} = {a.value + b.value:,.10g}", exact, sure)
    row = sorted(alike, key=lambda n: n.span)[:LONGEST]
    named = [n for n in row if n.value in told]
    if len(named) > 2 and _beside(named, told):  # the draft tells them itself, of what they count: "Osk 21, Rye 19, independents 3"
        total = sum(n.value for n in named)
        yield Derivation(total, tuple(named), f"{' + '.join(map(_shown, named))} = {total:,.10g}", True, False)
    for length in range(3, len(row) + 1):
        for at in range(len(row) - length + 1):
            parts = tuple(row[at : at + length])
            if all(_same(parts[0], n) for n in parts[1:]):
                total = sum(n.value for n in parts)
                sure = mine.reckoned and all(same_unit(mine, n) is True for n in parts)
                yield Derivation(total, parts, f"{' + '.join(map(_shown, parts))} = {total:,.10g}", True, sure)


def _ratios(counts: Sequence[Number], told: set[float], changed: bool, way: int) -> Iterator[Derivation]:
    """One figure as a share of another, where no rise or fall is told, and the change from one to the other, in percent."""
    for a, b in permutations(counts, 2):
        if not b.value or a.kind != b.kind or a.value == b.value or not _beside((a, b), told) or _same(a, b) is False:
            continue
        sure = bool(_same(a, b)) or a.value in told or b.value in told
        if a.value < b.value and not way:
            told_as = f"{_shown(a)} / {_shown(b)} = {100 * a.value / b.value:,.4g}%"
            yield Derivation(100 * a.value / b.value, (a, b), told_as, False, sure, sure)
        if _same(a, b) or a.value in told or b.value in told:
            change = 100 * (a.value - b.value) / b.value
            if change * way < 0:
                continue
            sure = sure and changed
            yield Derivation(abs(change), (b, a), f"from {_shown(b)} to {_shown(a)}: {change:+,.4g}%", False, sure, sure)


def _relative(shares: Sequence[Number], told: set[float], way: int) -> Iterator[Derivation]:
    """The change from one share to another, in percent: from 50 to 40 per cent it is a fifth."""
    for a, b in permutations(shares, 2):
        if b.value and a.value != b.value and _beside((a, b), told):
            change = 100 * (a.value - b.value) / b.value
            if change * way < 0:
                continue
            sure = a.value in told or b.value in told
            yield Derivation(abs(change), (b, a), f"from {_shown(b)}% to {_shown(a)}%: {change:+,.4g}%", False, sure, sure)


def _shown(number: Number) -> str:
    return f"{number.value:,.10g}"
