"""Figures that no source states and that others give: which figures are reckoned with, and how far what comes out bears the draft out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from presscheck import bindings, derivations, entries, language, rates, shares, tabulations
from presscheck.figures import AGE, CHANCE, Number, durations, fractions, is_year, measure, numbers
from presscheck.model import Document, Evidence, Fact, Passage, Relation, Span
from presscheck.stated import BY_CHANCE, draft_says, in_passage, perhaps
from presscheck.words import in_lower, keys, stopkeys, telling, words

if TYPE_CHECKING:
    from presscheck.library import Library

WORKED_OUT = 0.5  # score of a figure that no source states and that others give
AS_TOLD = 0.9  # the same, where the draft tells it as a sum: "40 fewer", "31 boats, 19 at Osk and 12 at Hollin"
MAYBE = 0.4  # the same, where the parts may count another thing
IN_POINTS = 0.8  # score of two shares that differ by as many points as the draft tells per cent
NEARBY = 2000  # characters on either side of the best passage from which figures are taken to be worked with
ROWS = 24  # rows of a table around one that is near, among which those are looked for that the statement names
FEW_ROWS = 8  # passages that have a figure, and rows around each, in which one that is points apart is looked for
TABLES = 3  # that are reckoned with for one figure
DATED = 4_000  # first characters of a source, among which a year stands in which an age was so
LISTED_WORDS = 10_000  # of all sources together, in which a list that adds up to the figure is looked for everywhere
NTH = re.compile(r"(?:\b(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)|['’]s) (\d{2,4})(?:st|nd|rd|th)\b")
CAREER = frozenset(("has", "have", "had", "once", "when", "if"))  # with one of these the draft's count may be of all so far
ONCE = frozenset(("this", "edition", "birthday", "anniversary", "minute", "round", "floor", "season", "match", "caps"))
SINCE = 200  # letters before and behind a passage in which a later count stands
OF_LAST, BEHIND = 2, 40  # words behind such a figure that name what is counted, and letters in which they stand
FEW_WORDS = 400  # of all sources together, in which a sum is looked for without a passage that speaks of the same


def given(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What the figures of these passages, source by source, give by reckoning: SUPPORTS where the draft's figure shows two digits or more,
    else MENTIONS, as a small figure comes out of many sums; CONTRADICTS where it is percentage points that they give for per cent."""
    own = [*numbers(fact.statement, 0, len(fact.statement)), *fractions(fact.statement, 0, len(fact.statement))]
    way = shares.way(fact.statement, mine)
    rows = tuple(_rows(fact, mine, own, passages, library)) if way is not None else ()
    passages = tuple(dict.fromkeys((*rows, *passages)))
    if way is not None:
        passages = tuple(dict.fromkeys((*passages, *_of_told_shares(fact, mine, own, library))))
    found, against = list[Evidence](), list[Evidence]()
    for document in dict.fromkeys(passage.document for passage in passages):
        source = library[document]
        places = _around(mine, [passage for passage in passages if passage.document == document], source)
        if not language.load().middles.isdisjoint(in_lower(fact.statement)):
            places = _middles(places, source) | places
        if way and mine.digits > 1 and (change := shares.change(mine, way, own, rows, places, source)):
            (found if change.right else against).append(_changed(fact, change, source))
        if way is not None and (apart := shares.points_apart(fact, mine, own, places, source)):
            against.append(_in_points(fact, apart, source))
        if derived := _derived(fact, mine, own, way, places, source):
            found.append(derived)
    found += _tabulated(fact, mine, passages, library)
    found += _from_birth(fact, mine, passages, library) if AGE in mine.unit or not (mine.unit or mine.kind) else []
    found += _of_the_last(fact, mine, passages, library)
    if against and not any(e.relation is Relation.SUPPORTS and _of_the_same(fact, e, library) for e in found):
        return against
    everything = passages or library.everything(FEW_WORDS) or ()
    return found or _wherever(mine, everything, library) or _listed_sum(mine, library.everything(LISTED_WORDS) or passages, library)


def _rows(fact: Fact, mine: Number, own: Sequence[Number], passages: Sequence[Passage], library: Library) -> Iterator[Passage]:
    """The rows, near these passages of tables, that the statement names by their first cell; or by a figure in a column that it names,
    and then the row before as well: "deaths fell to 17". Where the figure's clause names none, those that sum up the others too."""
    clause = frozenset(word.key for word in words(fact.statement) if shares.one_clause(fact.statement, mine.span, word.span))
    told, values = frozenset(keys(fact.statement)), {n.value for n in own}
    named, totals = False, list[Passage]()
    tabled = [p for p in passages if (block := library[p.document].block_at(p.span.start)) and block.cell]
    before: Passage | None = None
    for passage in library.around(tabled, ROWS):
        source = library[passage.document]
        first = source.block_at(passage.span.start)
        if first is None or first.cell is None:
            continue
        name = [key for key in keys(source[first.span]) if key not in stopkeys()]
        if name and told.issuperset(name):
            named = named or clause.issuperset(name)
            yield passage
        elif name and entries.is_total(source[first.span]):
            totals.append(passage)
        elif any(n.value in values and len(told.intersection(n.unit)) > 1 for n in in_passage(passage, source, None)):
            yield from (passage, before) if before and before.document == passage.document else (passage,)
        before = passage
    if not named:
        yield from totals


def _of_told_shares(fact: Fact, mine: Number, own: Sequence[Number], library: Library) -> Iterator[Passage]:
    """The passages that have another percentage of the figure's clause, and the rows around those in a table: "turnout, at |55 per cent|,
    was three per cent lower"."""
    for told in own:
        if told.kind == "percent" and told.span != mine.span and shares.one_clause(fact.statement, mine.span, told.span):
            holding = library.holding(replace(fact, reading=fact.statement[told.span.start : told.span.end]), FEW_ROWS)
            yield from library.around([p for p in holding if (at := library[p.document].block_at(p.span.start)) and at.cell], FEW_ROWS)


def _around(mine: Number, passages: Sequence[Passage], source: Document) -> dict[Number, Passage]:
    """The figures of these passages, and those that stand near the best of them, each with a passage that holds it; nearest first."""
    places: dict[Number, Passage] = {}
    for passage in passages:
        for number in (*in_passage(passage, source, mine), *fractions(source.text, passage.span.start, passage.span.end)):
            places.setdefault(number, passage)
    known = {number.span for number in places}
    start, end = max(passages[0].span.start - NEARBY, 0), min(passages[0].span.end + NEARBY, len(source.text))
    for block in source.within(Span(start, end)):
        if block.cell is None:
            holds = Passage(source.id, block.span, source[block.span], block.where)
            for number in numbers(source.text, block.span.start, block.span.end):
                if number.span not in known:
                    places.setdefault(number, holds)
    return places


def _middles(places: Mapping[Number, Passage], source: Document) -> dict[Number, Passage]:
    """The middle of each two figures that are the ends of a range: "$5.4 million to $5.6 million"."""
    found: dict[Number, Passage] = {}
    for low, high in pairwise(sorted(places, key=lambda n: n.span)):
        between = source.text[low.span.end : high.span.start].strip()
        if low.kind == high.kind and low.value < high.value and (between in "-–" or between in language.load().joins):
            span = Span(low.span.start, high.span.end)
            if span in places[low].span:
                found[replace(high, span=span, figure=span, value=(low.value + high.value) / 2)] = places[low]
    return found


def _changed(fact: Fact, change: shares.Change, source: Document) -> Evidence:
    """SUPPORTS by the change between two figures; CONTRADICTS where the draft tells it as a share of the later one."""
    first, then = (source[figure.span] for figure in change.figures)
    spans = tuple(figure.span for figure in change.figures)
    if change.right:
        note = f"worked out from the source: from {first} to {then}: {change.percent:.4g}%"
        return Evidence(change.passages, spans, Relation.SUPPORTS, "facts.number", WORKED_OUT, note)
    note = draft_says(fact, f"from {first} to {then}, which is {change.percent:.3g} per cent")
    return Evidence(change.passages, spans, Relation.CONTRADICTS, "facts.number", IN_POINTS, note)


def _in_points(fact: Fact, apart: shares.Apart, source: Document) -> Evidence:
    """CONTRADICTS by two shares that are so many points apart; both are told."""
    first, second = (source[share.span] for share in apart.shares)
    points = f"{apart.points:.4g} percentage point{'' if apart.points == 1 else 's'}"
    spans = tuple(share.span for share in apart.shares)
    note = draft_says(fact, f"{points} (between {first} and {second})")
    return Evidence(apart.passages, spans, Relation.CONTRADICTS, "facts.number", IN_POINTS, note)


def _derived(
    fact: Fact, mine: Number, own: Sequence[Number], way: int | None, places: Mapping[Number, Passage], source: Document
) -> Evidence | None:
    """SUPPORTS or MENTIONS by the surest sum of the figures at these places; None where one of them stands in another row of a table than
    the draft names beside its figure. `way` as of `shares.way`."""
    behind = words(fact.statement[mine.span.end :])[:1]
    changed = mine.kind != "percent" or not behind or behind[0].lower not in language.load().wholes  # "half of the claims" is a share
    derived = derivations.worked_out(mine, list(places), own, changed, rates.per_time(fact.statement, mine), way)
    if derived is None or any(tabulations.row_meant(fact.statement, mine, part, source) for part in derived.parts):
        return None
    long = mine.digits > 1 or (any(n.digits > 1 for n in derived.parts) and derived.value == mine.value)
    held = tuple(places[n] for n in derived.parts if n in places)
    spans = tuple(n.span for n in derived.parts if n in places)
    relation = Relation.SUPPORTS if long and derived.sure else Relation.MENTIONS
    its_own = {n.value for n in derived.parts} <= {n.value for n in own}
    surely = AS_TOLD if mine.reckoned or its_own else WORKED_OUT
    score = surely if derived.sure else MAYBE if derived.alike else BY_CHANCE
    return Evidence(held, spans, relation, "facts.number", score, f"worked out from the source: {derived.told}")


def _tabulated(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """What the tables in which these passages stand give by reckoning."""
    found: dict[tuple[str, int], list[Evidence]] = {}
    for passage in passages:
        block = library[passage.document].block_at(passage.span.start)
        if block is None or block.cell is None or (place := (passage.document, block.cell.table)) in found or len(found) == TABLES:
            continue
        found[place] = []
        if held := tabulations.table(block, library[passage.document], mine):
            for derived, rows in tabulations.worked_out(mine, fact.statement, held):
                relation = Relation.SUPPORTS if derived.sure else Relation.MENTIONS
                score, note = WORKED_OUT if derived.sure else MAYBE, f"worked out from the source: {derived.told}"
                found[place].append(Evidence(rows, tuple(n.span for n in derived.parts), relation, "facts.number", score, note))
    return [evidence for some in found.values() for evidence in some]


def _of_the_last(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> Iterator[Evidence]:
    """MENTIONS where a passage tells as many by the last of them: "on his |25th competitive goal|" for 25 goals."""
    said = set(in_lower(fact.statement))
    if mine.kind or mine.value < CHANCE or measure(mine) or CAREER.isdisjoint(said) or not ONCE.isdisjoint(said):
        return
    for passage in passages:
        for nth in NTH.finditer(passage.text):
            counted = {word.key for word in words(passage.text[nth.end() : nth.end() + BEHIND])[:OF_LAST]}
            around = library[passage.document].text[max(passage.span.start - SINCE, 0) : passage.span.end + SINCE]
            if float(nth[1]) == mine.value and counted & set(mine.unit[:OF_LAST]) and not _counted_since(mine, around):
                span = Span(*nth.span()).shifted(passage.span.start)
                note = f"it may be counted from the source: {nth[0]}"
                yield Evidence((passage, passage), (span, span), Relation.MENTIONS, "facts.number", WORKED_OUT, note)


def _counted_since(mine: Number, text: str) -> bool:
    """Does a text tell another count of the same: "his 25th goal in March. He has 31 goals now"?"""
    found = numbers(text, 0, len(text))
    return any(n.value != mine.value and set(n.unit[:OF_LAST]) & set(mine.unit[:OF_LAST]) for n in found)


def _from_birth(fact: Fact, mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where a source tells a year of birth that may make the age: "born on 3 March 1978" in a source of 2025."""
    found: list[Evidence] = []
    for passage in passages:
        tokens, source = words(passage.text, passage.span.start), library[passage.document]
        if language.load().birth.isdisjoint(word.lower for word in tokens):
            continue
        told = {int(word.text) for word in words(f"{fact.statement} {source.text[:DATED]}") if is_year(word)}
        told |= {source.published.year} if source.published else set()
        born = [w for w in tokens if is_year(w) and any(year - int(w.text) - mine.value in (0, 1) for year in told)]
        found += [perhaps((passage,), (word.span,), f"it may be worked out from the source: born in {word.text}") for word in born]
    return found


def _of_the_same(fact: Fact, reckoned: Evidence, library: Library) -> bool:
    """Do the figures of a sum count something that the statement names?"""
    told = telling(fact.statement)
    return any(
        n.span in reckoned.spans and told.intersection(n.unit)
        for passage in reckoned.passages
        for n in in_passage(passage, library[passage.document], None)
    )


def _wherever(mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where two figures of these passages, of whatever source, give the draft's."""
    places: dict[Number, Passage] = {}
    for passage in passages:
        for number in in_passage(passage, library[passage.document], mine):
            places.setdefault(number, passage)
    derived = derivations.apart(mine, list(places))
    if derived is None:
        return []
    held, spans = tuple(places[n] for n in derived.parts), tuple(n.span for n in derived.parts)
    return [perhaps(held, spans, f"it may be worked out from the source: {derived.told}")]


def _listed_sum(mine: Number, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """MENTIONS where figures that stand one after another in a passage add up to the draft's, whatever they count: "41 cars, 22 lorries
    and 11 vans" for 74 vehicles."""
    if mine.digits < 2:
        return []
    for passage in passages:
        found = [n for n in in_passage(passage, library[passage.document], mine) if n.kind == mine.kind][: bindings.MOST]
        for first, last in combinations(range(len(found) + 1), 2):
            some = found[first:last]
            if len(some) > 1 and abs(sum(n.value for n in some) - mine.value) < 1e-9 * mine.value:
                told = " + ".join(f"{n.value:,.6g}" for n in some)
                note = f"it may be worked out from the source: {told} = {mine.value:,.6g}"
                return [perhaps((passage,) * len(some), tuple(n.span for n in some), note)]
        if mine.kind and (term := _over_its_term(mine, found, passage, library[passage.document])):
            return [term]
    return []


def _over_its_term(mine: Number, found: Sequence[Number], passage: Passage, source: Document) -> Evidence | None:
    """MENTIONS where a rate and the time that it is paid for give the figure: "for two years at $640,000 a year"."""
    times = [n for n in numbers(source.text, passage.span.start, passage.span.end) if n.unit[:1] and n.unit[0] in durations()]
    for rate, time in product(found, times[: bindings.MOST]):
        whole = rate.value * time.value
        if rates.per_time(source.text, rate) == time.unit[0] and abs(whole - mine.value) <= max(mine.step / 2, 1e-9 * mine.value):
            note = f"it may be worked out from the source: {rate.value:,.6g} x {time.value:,.6g} = {whole:,.6g}"
            return perhaps((passage,) * 2, (rate.span, time.span), note)
    return None
