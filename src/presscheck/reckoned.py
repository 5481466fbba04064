"""Figures that others of the same draft give: "12,471 votes to 12,444", and "by 27 votes". What a sum, a difference or a share of figures
that are borne out comes to is not missing from the sources, and a source's other figure does not make it wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, product

from presscheck.figures import Number, same_unit
from presscheck.model import Fact, Outcome, Relation, Verdict
from presscheck.reach import PLAIN, TELLING_DIGITS, is_margin
from presscheck.stated import in_statement, others
from presscheck.words import stopkeys, telling, words

NEAR = 4  # sentences before and behind, in which the figures may stand that give another; long ones may anywhere
MOST = 12  # figures that are tried with one another
TERMS = 3  # of a sum at most
OF, AFTER = 4, 80  # words behind a percentage that tell of what it is: "|of the forecast total|", and letters in which they stand
LOOKED = 150  # figures of the draft before and behind one that are looked at
STANDING = (Outcome.SUPPORTED, Outcome.UNCLEAR)


def left_open(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts on figures that were not found, or contradicted by no more than words in common, where other figures near them in the
    draft give them, one of which a source bears out: UNCLEAR, with that one's passage. In the draft's order; one may rest on another."""
    read = [(verdict, mine) for verdict in verdicts if verdict.fact.kind == "number" and (mine := in_statement(verdict.fact))]
    for at, (verdict, mine) in enumerate(read):
        if not _may_be(verdict):
            continue
        near = list(islice(_around(read, at), MOST))
        if (found := _given(verdict.fact, mine, near) or _of_whole(read, at)) is not None:
            held, told = found
            evidence = replace(held.evidence[0], relation=Relation.MENTIONS, draft=None)
            opened = Verdict(verdict.fact, Outcome.UNCLEAR, f"it may be worked out from the draft's own figures: {told}", (evidence,))
            read[at] = (opened, mine)
            yield opened


def _around(read: Sequence[tuple[Verdict, Number]], at: int) -> Iterator[tuple[Verdict, Number]]:
    """The figures beside one of the draft's, the nearest in its order first, that stand in a few sentences around it or are long."""
    for apart in range(1, LOOKED):
        for other in (at - apart, at + apart):
            if 0 <= other < len(read) and read[other][0].outcome in STANDING:
                close = abs(read[other][0].fact.sentence - read[at][0].fact.sentence) <= NEAR
                if close or read[other][1].digits > TELLING_DIGITS:
                    yield read[other]


def _of_whole(read: Sequence[tuple[Verdict, Number]], at: int) -> tuple[Verdict, str] | None:
    """As of `_given`, where a figure of its sentence is the draft's percentage of one that stands anywhere, with a word by which the whole
    is called: "|452 million|, 91 per cent of the forecast total", and "is now forecast at |497 million|"."""
    verdict, mine = read[at]
    if mine.kind != "percent" or not (behind := words(verdict.fact.statement[mine.span.end :][:AFTER])[:OF]) or behind[0].lower != "of":
        return None
    told, here = {word.key for word in behind} - stopkeys(), verdict.fact.sentence
    borne_out = [one for one in read[max(at - LOOKED, 0) : at + LOOKED] if one[0].outcome is Outcome.SUPPORTED and one[1].digits > 1]
    parts = [one for one in borne_out if one[0].fact.sentence == here and one[1].kind != "percent"]
    wholes = [one for one in borne_out if one[0].fact.sentence != here and told & telling(one[0].fact.statement)]
    for (held, part), (_, whole) in product(parts, wholes):
        if held.evidence and part.value < whole.value and _alike([part, whole]) and (shown := _shares(mine, [part, whole])):
            return held, shown
    return None


def _may_be(verdict: Verdict) -> bool:
    """Is it a figure of which nothing sure is known?"""
    return verdict.outcome is Outcome.NOT_FOUND or (verdict.outcome is Outcome.CONTRADICTED and verdict.evidence[0].score < PLAIN)


def _given(fact: Fact, mine: Number, near: Sequence[tuple[Verdict, Number]]) -> tuple[Verdict, str] | None:
    """(the verdict on one of them that a source bears out, the sum as it is told) where some of these figures give the draft's."""
    parts = [(verdict, n) for verdict, n in near if n.kind != "percent" and n.value and n.digits >= TELLING_DIGITS]
    share, margin = _is_share(fact, mine), is_margin(fact, mine)
    if mine.kind and not share and (both := _of_one_sentence(mine, near)):
        return both
    if mine.kind == "points" or (not share and not margin and mine.digits < TELLING_DIGITS):
        return None
    for count in range(2, TERMS + 1):
        for some in combinations(parts, count):
            held = next((verdict for verdict, _ in some if verdict.outcome is Outcome.SUPPORTED), None)
            figures = [n for _, n in some]
            if held and held.evidence and _alike(figures) and (told := _shares(mine, figures) if share else _sums(mine, figures)):
                return held, told
    return None


def _of_one_sentence(mine: Number, near: Sequence[tuple[Verdict, Number]]) -> tuple[Verdict, str] | None:
    """The same where two sums of money of one sentence, both borne out, add up to the draft's: "£21.5m, with £4.5m to follow", and
    "£26m"."""
    money = [(verdict, n) for verdict, n in near if n.kind == mine.kind and n.digits > 1 and verdict.outcome is Outcome.SUPPORTED]
    for (verdict, one), (other, two) in combinations(money, 2):
        if (
            verdict.fact.sentence == other.fact.sentence
            and mine.digits > 1
            and verdict.evidence
            and abs(one.value + two.value - mine.value) < 1
        ):
            return verdict, f"{one.value:,.10g} + {two.value:,.10g}"
    return None


def _is_share(fact: Fact, mine: Number) -> bool:
    """Is it a percentage, or one whose word stands behind another: "47.5 percent, and Lind |47.4|"?"""
    bare = not mine.kind and not mine.unit and mine.step < 1
    return mine.kind == "percent" or (bare and any(n.kind == "percent" for n in others(fact.statement, mine)))


def _alike(figures: Sequence[Number]) -> bool:
    """Do they count the same, as far as they tell?"""
    first, *others = figures
    return all(first.kind == n.kind and same_unit(first, n) is not False for n in others)


def _sums(mine: Number, figures: Sequence[Number]) -> str:
    """How they add up to the draft's figure, or two of them differ by it; "" where they do not. Kinds must match."""
    if mine.kind != figures[0].kind or any(same_unit(mine, n) is False for n in figures):
        return ""
    values = sorted((n.value for n in figures), reverse=True)
    for sign, value in (("+", sum(values)), ("-", values[0] - values[1] if len(values) == 2 else 0)):
        if value and (mine.low <= value <= mine.high if mine.hedged else value == mine.value):
            return f" {sign} ".join(f"{value:,.10g}" for value in values)
    return ""


def _shares(mine: Number, figures: Sequence[Number]) -> str:
    """How one of two is the draft's percentage of the other; "" where it is not."""
    if len(figures) != 2:
        return ""
    less, more = sorted(n.value for n in figures)
    return f"{less:,.10g} of {more:,.10g}" if abs(100 * less / more - mine.value) <= mine.step / 2 else ""
