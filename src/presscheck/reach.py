"""What keeps a figure that no passage bears out from being called missing or wrong: it stands somewhere without what it counts, or two
figures that are told alike or side by side give it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING

from presscheck import cells, language, rates
from presscheck.clauses import parted
from presscheck.comparisons import unscaled
from presscheck.disavowals import takes_back
from presscheck.figures import AGE, CHANCE, RANGE, SHARES, Number, agree, converted, measure, numbers, same_unit
from presscheck.model import Document, Evidence, Fact, Passage
from presscheck.stated import in_passage, not_surely, others, perhaps, said
from presscheck.words import in_lower, key, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

REACHED_WORDS = 6_000  # words of all sources, up to which every figure is looked at before it is said that none has the draft's
FEW_PASSAGES = 12  # that are looked at where there are more
COUPLED = 60  # figures told alike of which two may give the draft's
ABREAST = 3  # figures in a source's order among which two, whatever they count, may give it
TELLING_DIGITS = 3  # of a figure that stands nowhere by chance
PLAIN = 0.75  # score below which no more than words in common makes another figure a contradiction
SPEAKS = 0.35  # share of the statement's words that a passage must have for a figure of one or two digits to be the draft's
OWN = 8  # other figures of the sentence of which two may give it
ROUND = 30  # letters around a passage in which another figure of the statement may stand
BEHIND = 3  # words behind a margin that tell that it is one
TOP = 300  # characters of a source in which the year that it is of stands
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")  # a cell by which rows of a table belong together
EXACTLY = 1e-9  # share of a figure that reckoning may leave or take
SHOWN = 3  # figures of a sum that are shown
ONE_MORE = 5  # words behind a figure among which somebody is one more: "43 passengers| and an attendant|"
ENTRY = re.compile(r"[^\W\d_]{3}[^:]{0,60}:\s*$")  # what a list, not a speaker's letter, tells a figure of: "Osk (hull and deck): 395"

Placed = tuple[Number, Passage]
"""A figure of a source, and the passage that holds it."""


def within_reach(fact: Fact, mine: Number, library: Library) -> Evidence | None:
    """MENTIONS where no passage was found that speaks of the number, and it cannot be said that no source has it: its figure stands
    somewhere without a unit ("Seventy-four.", a cell of a table), or two figures give it that stand near one another, in one column, or
    tell sums in one currency."""
    if mine.kind == "points":
        return None
    if given := _of_own(fact, mine, library):
        return given
    margin = is_margin(fact, mine)
    in_years = margin and mine.digits >= TELLING_DIGITS  # years themselves lie less far apart
    every = library.everything(REACHED_WORDS)
    passages = every if every is not None else sorted(library.seeking(fact.reading, FEW_PASSAGES), key=lambda p: (p.document, p.span))
    alike: dict[tuple[str, int, int], list[Placed]] = defaultdict(list)
    near: list[Placed] = []
    for passage in passages:
        source = library[passage.document]
        if margin and (apart := _in_row(mine, passage, library)):
            return apart
        speaks = bool(mine.kind) or not mine.unit or mine.unit[0] in telling(passage.text)
        for theirs in (*in_passage(passage, source, mine), *(_like_years(passage, source) if in_years else ())):
            cell = (block := source.block_at(theirs.span.start)) is not None and block.cell
            if mine.value != 1 and (_stands_alone(mine, theirs, bool(cell)) or unscaled(mine, theirs, bool(cell))):
                return perhaps((passage,), (theirs.span,), not_surely(said(source, theirs)))
            if cell and (mine.kind or margin or same_unit(mine, theirs)):
                alike[passage.document, cell.table, cell.column].append((theirs, passage))
            elif not cell and mine.reckoned and theirs.unit and theirs.digits > 1:  # "174 more than on Thursday"
                alike[theirs.unit[0], 0, 0].append((theirs, passage))
            elif not cell and mine.reckoned and not (mine.kind or mine.unit) and theirs.kind not in ("", *SHARES):
                alike[theirs.kind, 0, 0].append((theirs, passage))  # "4.2 million euros, 600,000 more"
            elif not cell and mine.kind and theirs.kind == mine.kind and mine.kind != "percent":
                alike[mine.kind, 0, 0].append((theirs, passage))
            if (speaks or _of_a_kind(mine, theirs)) and (mine.kind == "percent" or theirs.kind in ("", mine.kind)):
                near.append((theirs, passage))
    grouped = (found for (document, table, _), some in alike.items() if table and (found := _of_group(mine, some, library[document])))
    coupled = (found for one, other in _couples(alike, near) if (found := _of_two(mine, one, other)))
    return next(chain(coupled, grouped), None) or _of_both(fact, mine, library)


def _couples(alike: Mapping[tuple[str, int, int], Sequence[Placed]], near: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Each two of the figures that are told alike; then each two that stand near one another in a source."""
    for some in alike.values():
        yield from combinations(some[:COUPLED], 2)
    for at, one in enumerate(near):
        yield from ((one, other) for other in near[at + 1 : at + ABREAST] if one[1].document == other[1].document)


def _stands_alone(mine: Number, theirs: Number, cell: bool) -> bool:
    """Is it the draft's figure, of what it may count: in no unit of its own, or a cell's, or in the same?"""
    alone = not (theirs.unit or theirs.kind)
    return theirs.value == mine.value and (cell or same_unit(mine, theirs) is True or alone)


def _of_a_kind(mine: Number, theirs: Number) -> bool:
    """Are both lengths, weights, spans of time?"""
    return measure(mine) is not None and measure(theirs) is not None and converted(mine, theirs) is not None


def _of_group(mine: Number, column: Sequence[Placed], source: Document) -> Evidence | None:
    """MENTIONS where the figures of the rows that have a cell in common, all the bills of one firm or one day, add up to the draft's, or
    leave it of another figure of the column."""
    if mine.digits < TELLING_DIGITS or len(column) > COUPLED:
        return None
    groups: dict[str, list[Placed]] = defaultdict(list)
    for number, passage in column:
        texts = {source[block.span].strip() for block in source.within(passage.span) if block.cell}
        for text in {"", *(text for text in texts if not cells.is_figure(text) or DAY.fullmatch(text))}:
            groups[text].append((number, passage))
    for some in (some for some in groups.values() if len(some) > 1):
        for left in (None, *some):  # the row that tells the sum, or what it may come to at most, is none of them
            parts = [n for n in some if n is not left]
            total = sum(n.value for n, _ in parts)
            for value in (total, abs(left[0].value - total)) if left else (total,):
                if len(parts) > 1 and abs(value - mine.value) <= mine.step / 2:
                    note = f"it may be worked out from the source: {len(parts)} figures of a column give {value:,.10g}"
                    return perhaps(tuple(p for _, p in parts[:SHOWN]), tuple(n.span for n, _ in parts[:SHOWN]), note)
    return None


def _of_two(mine: Number, first: Placed, second: Placed) -> Evidence | None:
    """MENTIONS where two figures add up to the draft's, or differ by it, to the place to which it is told; for a percentage, where one is
    so much of the other, or more or less by so much. A bare figure beside a sum of money may be told in its scale: "of 258 billion, the
    issue brought 142"."""
    (one, held), (other, too) = first, second
    bare = mine.kind not in ("", "percent") and not (one.kind and other.kind)
    for scale in (1, 10**3, 10**6, 10**9) if bare else (1,):
        values = [n.value * (converted(mine, n) or 1) * (1 if n.kind else scale) for n in (one, other)]
        less, more = sorted(map(abs, values) if max(values) < 0 else values)  # a loss that grew
        if not less:
            return None
        given: tuple[tuple[float, str], ...] = ((more + less, "+"), (more - less, "-"))
        if mine.kind == "percent" and "percent" not in (one.kind, other.kind):
            given = ((100 * less / more, "as a share of"), (100 * (more - less) / less, "over"), (100 * (more - less) / more, "under"))
        elif mine.kind == "percent" and one.kind != other.kind:
            return None
        for value, sign in given:
            slack = mine.step / 2 if mine.kind == "percent" else EXACTLY * more  # 47 of 46.98
            if mine.low - slack <= value <= mine.high + slack and (mine.kind == "percent" or less >= mine.step):
                note = f"it may be worked out from the source: {more:,.10g} {sign} {less:,.10g} gives {value:,.10g}"
                return perhaps((held, too), (one.span, other.span), note)
    return None


def told_elsewhere(fact: Fact, mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where what contradicts the draft, `against`, may speak of another day, place or thing ("In 2024 it was 385. In 2026 it was
    1,140."): the draft's figure stands elsewhere in the sources, two of a row differ by the margin that it tells, other figures of its
    sentence or of that passage give it, or somebody may have had a birthday since."""
    if (own := rates.base(fact.statement, mine)) and (there := _same_rate(fact, mine, own, against, library)):
        return there
    if is_margin(fact, mine):
        rows = _that_may_have(fact.reading, library)
        if against.score >= PLAIN:  # "down |£170,000|" is no slip of £1.7m where the row that is named gives it
            told = telling(fact.statement) - telling(fact.reading)
            rows = [row for row in rows if not told.isdisjoint(telling(row.text))]
        if apart := next(filter(None, (_in_row(mine, row, library) for row in rows)), None):
            return apart
    if against.score >= PLAIN:  # a slip, another row's, a share of another base
        return _long(fact, mine, against, library)
    if AGE in mine.unit and (older := _a_birthday_since(mine, against, library)):
        return older
    given = _of_own(fact, mine, library) or _sum_of(fact, mine, against, library) or _of_both(fact, mine, library)
    return given or _somewhere(fact, mine, against, library)


def _somewhere(fact: Fact, mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a passage has the draft's figure: a long one anywhere; a short one, or a sum of money in another source, where the
    passage has much of the sentence too, or another figure of it right beside ("88 votes to 41", and "Accept: 88. Reject: 41.")."""
    money = mine.kind not in ("", "percent")
    told, beside = telling(fact.statement), [n for n in others(fact.statement, mine) if n.digits > 1]
    for passage in _that_may_have(fact.reading, library):
        source, figures = library[passage.document], list(in_passage(passage, library[passage.document], mine))
        long = mine.digits >= TELLING_DIGITS and not money
        around = range(max(passage.span.start - ROUND, 0), min(passage.span.end + ROUND, len(source.text)))
        both = any(_same_figure(one, n) for n in numbers(source.text, around.start, around.stop) for one in beside)
        if passage in against.passages and (money or not both):
            continue
        speaks = long or both or _speaks_too(told, passage, source)
        if takes_back(passage, source):
            continue
        for theirs in figures:
            if not speaks and not _of_one_thing(mine, theirs):
                continue
            if money and passage.document == against.passages[0].document and not _ends_range(theirs, beside, source, figures):
                continue
            same = _may_be_it(mine, theirs, _is_row(passage, source)) or (both and _is_its_figure(mine, theirs))
            if same and (both or not _entry(passage, source, theirs)):
                return perhaps((passage,), (theirs.span,), not_surely(said(source, theirs)))
    return None


def _same_figure(mine: Number, theirs: Number) -> bool:
    """Is it the same figure, or one that the draft has without its decimals?"""
    return theirs.value == mine.value or (mine.step == 1 and theirs.step < 1 and abs(theirs.value - mine.value) <= mine.step / 2)


def _ends_range(theirs: Number, beside: Sequence[Number], source: Document, figures: Sequence[Number]) -> bool:
    """Does it end a range that begins with another figure of the draft's sentence: "18 to |22 million|"?"""
    values = {n.value for n in beside}
    before = next((n for n in figures if n.value in values and n.span.end < theirs.span.start), None)
    return before is not None and source.text[before.span.end : theirs.span.start].strip().lower() in (*RANGE, "and")


def _of_one_thing(mine: Number, theirs: Number) -> bool:
    """Is it as many of just what the draft counts: "Planned: |48 homes|"?"""
    counts = mine.digits > 1 and bool(mine.unit and theirs.unit) and mine.plural and theirs.plural and measure(mine) is None
    return counts and not mine.kind and theirs.value == mine.value and theirs.unit[0] == mine.unit[0] and not _people(mine)


def _is_its_figure(mine: Number, theirs: Number) -> bool:
    """Is it the draft's figure, whatever is read behind it: "it is 61 |brought| in"?"""
    return theirs.value == mine.value and mine.kind in ("", theirs.kind) and mine.digits > 1 and measure(theirs) is None


def _of_own(fact: Fact, mine: Number, library: Library) -> Evidence | None:
    """MENTIONS where two other figures of the draft's sentence give it, one of which a source has: "from $52,300 to $57,985, a gain of
    |$5,685|", "1,718 to 402, or |81 percent|". Whether those are right is asked of themselves."""
    own = [n for n in others(fact.statement, mine) if n.digits > 1 or n.value > CHANCE][:OWN]
    for one, other in combinations(own, 2):
        more, less = max(one.value, other.value), min(one.value, other.value)
        if not less or (one.kind and other.kind and one.kind != other.kind):
            continue
        values = [more + less, more - less] if mine.kind == one.kind == other.kind else []
        if mine.kind and mine.kind not in SHARES and {one.kind, other.kind} == {"", mine.kind}:
            values.append(more * less)  # "£410 each, and |£24,600| for 60"
        if mine.kind == "percent" and one.kind == other.kind and one.kind in ("", "percent") and more > 1:
            values += [100 * more / (more + less), 100 * less / (more + less), 100 * less / more, 100 * (more - less) / less]
        slack = mine.step / 2 if mine.kind == "percent" else EXACTLY * more
        if any(mine.low - slack <= value <= mine.high + slack for value in values):
            for passage in _that_may_have(fact.statement[one.span.start : one.span.end], library):
                source = library[passage.document]
                if there := next((n for n in in_passage(passage, source, one) if n.value == one.value), None):
                    return perhaps((passage,), (there.span,), "it may be worked out from other figures of the sentence")
    return None


def _sum_of(fact: Fact, mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where the figures of the passage that contradicts, all of one thing, add up to the draft's ("3, 4 and 3 patients"), or where
    the one in the draft's stead is what the draft's leaves of its whole: "two of the five bridges have reopened", and "closed: 3"."""
    passage = against.passages[0]
    source = library[passage.document]
    alike = [n for n in in_passage(passage, source, mine) if same_unit(mine, n) is not False and n.kind == mine.kind]
    if len(alike) > 1 and sum(n.value for n in alike) == mine.value:
        note = f"it may be worked out from the source: {' + '.join(f'{n.value:,.10g}' for n in alike[:SHOWN])}"
        return perhaps((passage,) * min(len(alike), SHOWN), tuple(n.span for n in alike[:SHOWN]), note)
    of = in_lower(fact.statement[mine.span.end :])[:1] == ["of"]
    whole = next((n for n in others(fact.statement, mine) if of and n.span.start > mine.span.end), None)
    there = next((n for n in alike if n.span in against.spans), None)
    if whole and there and whole.value - mine.value == there.value:
        note = f"it may be worked out from the source: {said(source, there)} of {whole.value:,.10g} are left"
        return perhaps((passage,), (there.span,), note)
    return None


def _long(fact: Fact, mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a sentence of a source has the draft's own count, of three digits or more; or a row that the draft names has it, of
    more digits still, and no other row is what contradicts."""
    if mine.kind or mine.digits < TELLING_DIGITS:
        return None
    rows = mine.digits > TELLING_DIGITS and not _is_row(against.passages[0], library[against.passages[0].document])
    for passage in _that_may_have(fact.reading, library):
        source = library[passage.document]
        row = _is_row(passage, source)
        if passage in against.passages or (row and not (rows and _names_row(fact.statement, passage, source))):
            continue
        for theirs in in_passage(passage, source, mine):
            if _stands_alone(mine, theirs, row) and not _entry(passage, source, theirs):
                return perhaps((passage,), (theirs.span,), not_surely(said(source, theirs)))
    return None


def _names_row(statement: str, passage: Passage, source: Document) -> bool:
    """Does the draft name the row, all words of its cells, and the year where it is of one?"""
    texts = [source[block.span].strip() for block in source.within(passage.span) if block.cell]
    label = telling(" ".join(text for text in texts if not cells.is_figure(text)))
    return bool(label) and label <= telling(statement) and all(text in statement for text in texts if YEAR.fullmatch(text))


def _may_be_it(mine: Number, theirs: Number, cell: bool) -> bool:
    """Is it the draft's figure, told of what the draft may tell it of? "People" are whoever is counted."""
    if theirs.value == 1 or (mine.kind not in ("", "percent") and mine.digits < TELLING_DIGITS):
        return False
    if theirs.value == mine.value and cell:
        return True
    if mine.kind == theirs.kind == "percent" and agree(mine, theirs):
        return True
    people = _people(mine) and measure(theirs) is None and theirs.plural
    return _stands_alone(mine, theirs, False) or (theirs.value == mine.value and theirs.kind == mine.kind and people)


def _people(number: Number) -> bool:
    """Are whoever they are counted: "91 |people| on board"?"""
    return bool(set(number.unit[:1]) & {key(word) for word in language.load().whoever})


def _of_both(fact: Fact, mine: Number, library: Library) -> Evidence | None:
    """MENTIONS where two figures side by side in a sentence of a source, or one and somebody beside it, add up to how many people the draft
    tells of: "79 passengers and 12 crew", "43 passengers and an attendant"."""
    if not _people(mine) or mine.digits < 2:
        return None
    for passage in _that_may_have(fact.reading, library):
        source = library[passage.document]
        figures = (
            [] if _is_row(passage, source) else [n for n in in_passage(passage, source, mine) if n.unit and not n.kind and not measure(n)]
        )
        for one, other in pairwise(figures):
            if one.value + other.value == mine.value and min(one.value, other.value) > 1 and one.unit != other.unit:
                note = f"it may be worked out from the source: {said(source, one)} + {said(source, other)}"
                return perhaps((passage, passage), (one.span, other.span), note)
        for one in figures:
            if one.value + 1 == mine.value and (somebody := _one_more(one, source.text[one.span.end : passage.span.end])):
                note = f"it may be worked out from the source: {said(source, one)}{somebody}"
                return perhaps((passage,), (one.span,), note)
    return None


def _one_more(number: Number, text: str) -> str:
    """What tells of a person more right behind a figure: "| and a flight attendant| were hurt"; "" where it is a thing, or does
    something by itself ("50 workers and the owner blamed"). Of "43 people and a man" he may be one, so there it must be a post."""
    lists, tokens = language.load(), words(text[: ONE_MORE * ROUND])[:ONE_MORE]
    told = [word.lower for word in tokens]
    if not text.startswith(" and ") or not lists.articles.intersection(told[1:2]):
        return ""
    for after in range(3, len(tokens[:4]) + 1):
        who, last, behind = tuple(told[2:after]), tokens[after - 1], tokens[after : after + 1]
        several = last.lower in lists.plurals or last.lower.endswith("s")
        known = who in lists.roles.posts or last.lower in lists.somebody or (last.lower in lists.sums["people"] and not _people(number))
        ends = not behind or parted(text, (last, *behind)) or behind[0].lower in lists.behind_somebody
        if known and ends and not several and not parted(text, tokens[:after]):
            return text[: last.span.end]
    return ""


def _speaks_too(told: frozenset[str], passage: Passage, source: Document) -> bool:
    """Has the passage, with its context, so much of the statement that a short figure of both is hardly chance?"""
    return len(told & telling_around(passage, source)) >= SPEAKS * len(told)


def is_margin(fact: Fact, mine: Number) -> bool:
    """Does the draft tell it as what two figures differ by: "beat him by |864 votes|", "|182 votes| separated them", "down |£170,000|"?"""
    if mine.kind in SHARES or mine.digits < 2:
        return False
    before, behind = words(fact.statement[: mine.span.start])[-1:], words(fact.statement[mine.span.end :])[:BEHIND]
    lists = language.load()
    return mine.reckoned or any(word.lower in lists.by for word in before) or any(word.lower in lists.margins for word in behind)


def _in_row(mine: Number, passage: Passage, library: Library) -> Evidence | None:
    """MENTIONS where the passage is a row of which two larger figures differ by the draft's."""
    source = library[passage.document]
    if not _is_row(passage, source):
        return None
    larger = [
        n for n in (*in_passage(passage, source, mine), *_like_years(passage, source)) if n.value > mine.value and n.kind in ("", mine.kind)
    ][:COUPLED]
    values = {n.value: n for n in reversed(larger)}
    for one in larger:
        if other := values.get(one.value - mine.value):
            note = f"it may be worked out from the source: {said(source, one)} - {said(source, other)}"
            return perhaps((passage, passage), (one.span, other.span), note)
    return None


def _like_years(passage: Passage, source: Document) -> Iterator[Number]:
    """The counts of a row that look like years: 1,987 votes as "1987"."""
    return (count for block in source.within(passage.span) if block.cell and (count := cells.like_a_year(block, source)))


def _is_row(passage: Passage, source: Document) -> bool:
    block = source.block_at(passage.span.start)
    return block is not None and block.cell is not None


def _a_birthday_since(mine: Number, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where what gives another age is older than another source, by which time whoever it is may be as old as the draft says.
    How old a source is, the years at its top tell."""
    passage = against.passages[0]
    source = library[passage.document]
    then, latest = _years(source), {year for other in library.documents for year in _years(other)}
    if not then:
        return None
    for theirs in in_passage(passage, source, mine):
        if theirs.span in against.spans and 0 < mine.value - theirs.value <= max(latest) - max(then):
            note = f"source of {max(then)} says {said(source, theirs)}; there may have been a birthday since"
            return perhaps((passage,), (theirs.span,), note)
    return None


def _years(source: Document) -> set[int]:
    """The years at the top of a source, the one in which it was published among them."""
    told = {int(year) for year in YEAR.findall(source.text[:TOP])}
    return told | ({source.published.year} if source.published else set())


def _same_rate(fact: Fact, mine: Number, own: rates.Base, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where a place has the draft's figure per the draft's unit, of whatever, beside one that has it per another."""
    if not any(n.value == mine.value for n in in_passage(against.passages[0], library[against.passages[0].document], mine)):
        return None
    for passage in _that_may_have(rates.told(fact.statement, mine), library):
        source = library[passage.document]
        for theirs in in_passage(passage, source, mine):
            base = rates.base(source.text, theirs) if theirs.value == mine.value else None
            if base and (base.kind, base.name) == (own.kind, own.name):
                return perhaps((passage,), (theirs.span,), not_surely(rates.told(source.text, theirs)))
    return None


def _that_may_have(told: str, library: Library) -> Sequence[Passage]:
    """All passages of the sources, where these are short; else the few that have most of a figure as it is told."""
    every = library.everything(REACHED_WORDS)
    return every if every is not None else library.seeking(told, FEW_PASSAGES)


def _entry(passage: Passage, source: Document, number: Number) -> bool:
    """Is it all that a line of a list tells: "Osk (hull and deck): 395"?"""
    before, behind = source.text[passage.span.start : number.span.start], source.text[number.span.end : passage.span.end]
    return bool(ENTRY.search(before)) and not behind.strip(" .;")
