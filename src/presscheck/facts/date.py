"""Dates: a day, a month or a year as the draft gives it, compared with the dates that the sources give."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise, product, takewhile
from typing import TYPE_CHECKING

from presscheck import language, saidon
from presscheck.alignment import run_beside
from presscheck.clauses import STOPS, cut, parted
from presscheck.figures import YEARS, durations, early_year, is_year, numbers
from presscheck.frames import frame, likeness
from presscheck.misstatements import OF_DATES, Kind, misstated
from presscheck.model import Block, BlockKind, Document, Evidence, Fact, Passage, Relation, Sentence, Span
from presscheck.parts import Older
from presscheck.statements import as_read, assertions
from presscheck.words import Word, flat, in_lower, named_times, plainly, stopkeys, telling, telling_around, words

if TYPE_CHECKING:
    from presscheck.library import Library

ALONG = 0.3  # share of the statement's content words that a passage must have before its date contradicts
ALONG_YEAR = 0.5  # the same for a bare year, which stands in many sentences
MONTHLY = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
DAY_AND_MONTH = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?![\d/]|\.\d)")
SHORT_YEAR = re.compile(r"(?<=\s)['’](\d\d)(?![\d\w'’])")
DECADE = re.compile(r"['’]?s\b")  # behind its first year
SPOKEN = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}  # "nineteen eighty-four"
ORDINAL = re.compile(r"(?<=\bthe )(\d{1,2})(?:st|nd|rd|th)\b(?! of)")
SPAN_OF_YEARS = re.compile(r"(?<![\d-])(1[5-9]\d\d|20\d\d)\s?[–-]\s?(\d{4}|\d{2})(?![\d-])")
ALONE = 0.1  # score of a day, or a year, that a source has without more
REACHED, REACHED_WORDS = 12, 6_000  # passages in which it is looked for; words of all sources, up to which everywhere
HEADED = 200  # characters of a column's head, and of a source in which its own date stands, that are read
HEADED_BY = 0.8  # score of a source's own day for what was said or published on another
OVER = frozenset(("was", "were", "had", "been"))
BOUND_CLAUSE = 14  # words before a bound among which stands what is told of it
FEW_WORDS = 2  # telling words that a passage of such a source must have
BEGUN = 40  # letters of a line within which its day has its figure
SPOKEN_DAY = frozenset(("the", "on", "since", "until", "till", "before", "after"))  # words before a day told in letters
DAY_LED = frozenset(("on", "since", "until", "till", "by"))  # words before "the ninth" where that is a day without its month
IN_SENTENCE = frozenset(("on", "in", "by", "since", "until", "from", "of", "before", "after"))
LINE = 100  # letters of a line that heads a day of a hearing
LED = 14  # letters before the day that a line begins with: "Wednesday, "
WEEK = 7
READ = 20_000  # characters of a source in which a weekday is looked for
BYLINE = 16  # words
LIFETIME = 120  # years
HEAD = 4_000  # letters of a source among whose days those are that its deadlines run from
DAYS_OF = {"day": 1, "week": 7}
PLAINLY = 0.5  # share from which a passage may be the same sentence
BETWEEN = 2.5  # words on both sides of two dates, the same in the same order, that make their places one
ANAPHOR = 0.6  # worth of a passage that speaks of the matter only by what stands before it: "the one before it was in August"
APART = 0.7  # score of a year that another and the number of years beside it give
MONTH_CELL = re.compile(r"\s*(\d{4})-(\d{2})\s*$")  # "2026-05"
ROW_FIGURE = re.compile(r"(?<![\d.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d/-])|(?<![\d.,/-])\d{5,9}(?:\.\d{2})?(?![\d/-])")
ROW_DIGITS = 4  # of a figure, but for the zeros behind them, that stands in two rows by no chance
ROW_WORDS = 4  # words between such a figure and its date
ROW_HELD = 2  # passages with the figure that are looked for: two leave open which is meant
ROW_CELLS = 2000  # cells of a table that is read
BY_ROW = 0.99  # score of the date of the row that has the draft's figure
COMMON = 2  # words, no names, that its passage must have then
OWN_WORDS = 2  # telling words of the part of a sentence that has the date
RANKED = 8  # words before a year among which "the first", or "the highest", is looked for: "the first |time that they won it since| 1987"
CALLED = 4  # first words of a source's head among which it says what it is
SURELY = 0.5  # score from which another date contradicts though the draft's stands somewhere else
IN_PLACE = 0.8  # score of another date in the same place


@dataclass(frozen=True, slots=True)
class Day:
    """What a date tells; None where it does not tell. A slashed date that can be read two ways has `other`; of a `decade` ("the 1970s")
    `year` is the first."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    other: tuple[int, int] | None = None  # (month, day) read the other way round
    decade: bool = False

    @property
    def falls_on(self) -> int | None:
        """The weekday of a date told in full."""
        try:
            return date(self.year, self.month, self.day).weekday() if self.year and self.month and self.day else None
        except ValueError:  # "30 February"
            return None

    @property
    def reading(self) -> str:
        """ISO 8601, with ".." for what is not told: "2024-01-19", "..-05-21", "2023-05"."""
        parts = [str(self.year) if self.year else "..", f"{self.month:02}" if self.month else "", f"{self.day:02}" if self.day else ""]
        return "-".join(part for part in parts if part)


def find(draft: Document, sentences: Sequence[Sentence]) -> Iterable[Fact]:
    """Every date, year and weekday; a month or a weekday alone may follow from others, so that not finding it says little."""
    for one in assertions(draft, sentences):
        for day in dates(draft.text, one.span.start, one.span.end):
            alone = not day.year and not day.day
            if day.year or not draft[day.span].isdecimal():  # the other end of "12 to 14 March" is told with it
                yield Fact("date", day.span, one.index, draft[day.span], one.statement, alone)


def weigh(fact: Fact, passage: Passage, source: Document) -> Evidence | None:
    """SUPPORTS where the passage or its entry has a date that agrees; CONTRADICTS where it speaks of the same matter and every date in
    it, told as finely, differs, or where another date stands between the same words."""
    mine = _in_statement(fact)
    if mine is None:
        return None
    spans = [passage.span, *(span for span in passage.context if source.where(span) == passage.where)]
    here = (*dates(source.text, passage.span.start, passage.span.end), *_short_days(passage, spans, source))
    shared = _shared(fact, passage, source)
    if shared >= PLAINLY and (there := _in_its_place(fact, mine, passage, here)):
        return _differs(fact, passage, source, there, max(IN_PLACE, _near(shared)))
    if there := _of_its_row(fact, mine, passage, source):
        return _differs(fact, passage, source, there, BY_ROW)
    theirs = [*here, *(day for span in spans[1:] for day in dates(source.text, span.start, span.end))]
    theirs += _told_from(theirs, passage, source)
    if mine.year and mine.month is None:  # "no. 118/2016" and "Year-end report 2025" tell a year, though none that another could contradict
        theirs += [Day(word.span, mine.year) for word in words(passage.text, passage.span.start) if word.text == str(mine.year)]
        both = (at for at, years in _spans_of_years(passage) if mine.year in years and all(str(year) in fact.statement for year in years))
        theirs += [Day(at, mine.year) for at in both]
    told = frame(fact.statement, 0, mine.span)

    own = not telling(passage.text).isdisjoint(told)

    def near(day: Day) -> float:
        at = day.span if day.span in passage.span else Span(passage.span.start, passage.span.start + 1)
        there = frame(passage.text, passage.span.start, at)
        blend = (min(shared, 1.0) + likeness(told, there, passage, source)) / 2
        return round(blend if own else ANAPHOR * blend, 3)

    for day in theirs:
        if agree(mine, day) and (shared > 0.1 or mine.day) and not _quoted_elsewhere(fact, mine, passage):
            at = day.span if day.span in passage.span else passage.span
            return Evidence((passage,), (at,), Relation.SUPPORTS, "facts.date", near(day), f"source says {source[day.span]}")
    rivals = [day for day in here if comparable(mine, day)] if shared >= (ALONG if mine.month else ALONG_YEAR) else []
    if mine.year and mine.month is None:  # "built in |1998|, is expected back on 2 March": the source's 2 March is that of the sentence
        others = [day for day in dates(fact.statement, 0, len(fact.statement)) if day.day and day.month]
        rivals = [day for day in rivals if not any(agree(other, day) for other in others)]
    if mine.weekday is not None or (rivals and (_as_of(fact.statement, mine) or _written(passage, source))):
        rivals = []  # a sentence may speak of several days: only the words around it tell which is meant
    if rivals := [day for day in rivals if not _of_something_else(fact, mine, passage, source, day)]:
        rival = max(rivals, key=near)
        return _differs(fact, passage, source, rival, near(rival))
    if weekday := _weekday_there(mine, passage, source) if shared > 0.1 else None:
        note = f"source says {source[weekday]}, which may be that day"
        return Evidence((passage,), (weekday,), Relation.MENTIONS, "facts.date", round(shared / 2, 3), note)
    if there_too := next((day.span for day in theirs if agree(mine, day) and day.span in passage.span), None):
        note = f"source has {source[there_too]}, not surely of the same thing"
        return Evidence((passage,), (there_too,), Relation.MENTIONS, "facts.date", round(shared / 2, 3), note)
    return None


def _quoted_elsewhere(fact: Fact, mine: Day, passage: Passage) -> bool:
    """Is it the weekday on which words were said that the passage has not?"""
    told = saidon.told_on(fact.statement, mine.span) if mine.weekday is not None and mine.day is None else None
    return told is not None and bool(told.quoted) and not any(quote in passage.text for quote in told.quoted)


def _differs(fact: Fact, passage: Passage, source: Document, theirs: Day, score: float) -> Evidence:
    """CONTRADICTS; MENTIONS where the draft only says that it was before or after its date, and the source's is so."""
    if side := _kept(fact, passage, theirs, source):
        note = f"source says {flat(source[theirs.span])}, which is {side}"
        return Evidence((passage,), (theirs.span,), Relation.MENTIONS, "facts.date", score, note)
    note = f"draft says {flat(fact.reading)}, source says {flat(source[theirs.span])}"
    return Evidence((passage,), (theirs.span,), Relation.CONTRADICTS, "facts.date", score, note)


def _kept(fact: Fact, passage: Passage, theirs: Day, source: Document) -> str:
    """ "before" or "after" where the draft says so of its date and of what is over, and the source's date, the only one of its passage,
    lies not far on that side with no such word of its own: "was released before |2015|" for November 2014. Else "": a deadline, a denial
    ("not before") or a length ("two days after") is told of that very date."""
    bounds, mine, lists = language.load().bounds, _in_statement(fact), language.load()
    if mine is None or mine.weekday is not None:
        return ""
    told = [word.lower for word in words(fact.statement[: mine.span.start])]
    side = next((side for side in ("before", "after") if told[-1:] == [side]), "")
    clause = told[-BOUND_CLAUSE:]
    over = any(word.endswith("ed") or word in lists.inflected or word in OVER for word in clause)
    if not side or not over:
        return ""
    left_out = bounds["near"] | lists.negations | lists.durations | lists.plans["surely"] | lists.hedges["modals"]
    if not left_out.isdisjoint(clause) or not bounds["bound"].isdisjoint(
        word.lower for word in words(source.text[max(theirs.span.start - 24, 0) : theirs.span.start])[-2:]
    ):
        return ""
    if len([day for day in dates(source.text, passage.span.start, passage.span.end) if comparable(mine, day)]) > 1:
        return ""
    pairs = [(mine.year, theirs.year), (mine.month, theirs.month), (mine.day, theirs.day)][mine.year is None or theirs.year is None :]
    fine = [(a or 0, b or 0) for a, b in takewhile(all, pairs)]
    first, second = ([one[n] for one in fine] for n in (0, 1))
    kept = second < first if side == "before" else second > first
    return side if fine and kept and abs(first[0] - second[0]) <= 1 else ""


def _as_of(statement: str, mine: Day) -> bool:
    """Does the date stand in brackets of its own, where it tells as of when the sentence is so?"""
    return statement[: mine.span.start].endswith("(") and statement[mine.span.end :].startswith(")")


def _written(passage: Passage, source: Document) -> bool:
    """Does the passage tell who wrote the source, and when: "By Ann Lee on 3 March", "Updated 4 March", the head of a mail, the line above
    an interview?"""
    block, found = source.block_at(passage.span.start), words(passage.text)
    if block is not None and block.kind is BlockKind.HEADER:
        return True
    if not found or len(found) >= BYLINE or passage.text.rstrip().endswith((".", "”", '"')):
        return False
    first = not source.text[: passage.span.start].strip()
    dated = first and any(day.year and day.day for day in dates(passage.text, 0, len(passage.text)))
    return found[0].lower in language.load().datelines or dated


def _of_something_else(fact: Fact, mine: Day, passage: Passage, source: Document, theirs: Day) -> bool:
    """Is the other date told of what the draft tells by another date of its own, or of another span ("the rest of 2021", "the first quarter
    of 2019"); or may the passage have the draft's year in "this year"?"""
    found = dates(fact.statement, 0, len(fact.statement))
    own = [day for day in found if day.span != mine.span and (_as_fine(day, theirs) or _other_month(day, mine)) and agree(day, theirs)]
    if own:
        there = frame(passage.text, passage.span.start, theirs.span)
        of_mine, *of_own = (likeness(frame(fact.statement, 0, day.span), there, passage, source) for day in (mine, *own))
        lead, here = _lead(fact, mine), telling(passage.text)
        if max(of_own) >= of_mine or (lead and lead not in here and any(_lead(fact, day) in here for day in own)):
            return True
    if _in_another_part(fact, mine, passage) or _as_far_apart(fact, mine, passage, theirs) or _since_then(fact, mine, passage, theirs):
        return True
    ours, other = words(fact.statement), words(passage.text, passage.span.start)
    if mine.year and mine.month is None and any(a.lower == "this" and b.lower == "year" for a, b in pairwise(other)):
        return True
    parts = _part_of(ours, mine.span), _part_of(other, theirs.span)
    return all(parts) and parts[0] != parts[1]


def _as_far_apart(fact: Fact, mine: Day, passage: Passage, theirs: Day) -> bool:
    """Does the sentence tell that as many months or years lie between its date and something else as between it and the other: "was signed
    in |February 2020|, and eight months later the survey was ordered", where the source has October 2020 for the survey?"""
    if not mine.year or not theirs.year or mine.day or _lead(fact, mine) in telling(passage.text):
        return False
    apart = (_months_apart(mine, theirs), "month") if mine.month else (abs(theirs.year - mine.year), "year")
    told = {(n.value, n.unit[0]) for n in numbers(fact.statement, 0, len(fact.statement)) if n.unit}
    order, said = language.load().order, [word.lower for word in words(fact.statement)]
    sides = order.later if (theirs.year, theirs.month or 0) > (mine.year, mine.month or 0) else order.earlier
    compared = any(a in order.later | order.earlier and b == "than" for a, b in pairwise(said))  # "three years later than promised"
    return apart in told and not compared and not sides.isdisjoint(said)


def _since_then(fact: Fact, mine: Day, passage: Passage, theirs: Day) -> bool:
    """Is the draft's the year of the one before, and the other the day of the thing itself: "the first title since |1987|", and "Final
    round, 9 May 2026"?"""
    if mine.month or not theirs.day or not (mine.year and theirs.year and mine.year < theirs.year):
        return False
    ahead = [word.lower for word in words(fact.statement) if word.span.end <= mine.span.start]
    opposites = language.load().opposites
    most = {scale for scale, _ in opposites["highest"]}
    ranked = any(word == "first" or any(scale in most for scale, _ in opposites.get(word, ())) for word in ahead[-RANKED:])
    return ahead[-1:] == ["since"] and ranked and {"since", "last", "latest", "previous", "recent"}.isdisjoint(in_lower(passage.text))


def _lead(fact: Fact, day: Day) -> str:
    """The key of the telling word that leads to a date of the statement: "|registered| in January"; empty where it begins the sentence."""
    before = [word.key for word in words(fact.statement) if word.span.end <= day.span.start and word.key not in stopkeys()]
    return before[-1] if before else ""


def _in_another_part(fact: Fact, mine: Day, passage: Passage) -> bool:
    """Are all words in common told beside the draft's date, by another "and": "pleaded guilty to one charge and |was fined in November|"
    against "pleaded guilty in August"?"""
    text, joining = fact.statement, language.load().hedges["joining"]
    parts = list(cut(words(text), lambda before, word: word.lower in joining or parted(text, (before, word), STOPS)))
    own = frozenset(word.key for part in parts for word in part if part[0].span.start <= mine.span.start < part[-1].span.end)
    own -= stopkeys() | named_times(text)
    others, here = telling(text) - own - named_times(text), telling(passage.text)
    return len(own) >= OWN_WORDS and not own & here and len(others & here) >= COMMON


def _other_month(own: Day, mine: Day) -> bool:
    """Does the draft tell something else of another month: "who refused |in May| ..., will hear it on 11 December"?"""
    return bool(own.month and mine.month) and own.day is None and own.month != mine.month


def _as_fine(mine: Day, theirs: Day) -> bool:
    return (mine.year is None, mine.month is None, mine.day is None) == (theirs.year is None, theirs.month is None, theirs.day is None)


def _part_of(tokens: Sequence[Word], at: Span) -> str:
    """The key of the part that is told of a date: "the |rest| of 2021"."""
    before = [word for word in tokens if word.span.end <= at.start][-2:]
    return before[0].key if len(before) == 2 and before[1].lower == "of" and before[0].key not in stopkeys() else ""


def _near(shared: float) -> float:
    """How near the passage is to the sentence, 0..1."""
    return round(0.9 * min(shared, 1.0), 3)


def _in_statement(fact: Fact) -> Day | None:
    return as_read(fact, dates(fact.statement, 0, len(fact.statement)))


def _in_its_place(fact: Fact, mine: Day, passage: Passage, theirs: Sequence[Day]) -> Day | None:
    """The other date that stands, between the same words, where the draft has its own; None where its own stands there as well."""
    ours, other = words(fact.statement), words(passage.text, passage.span.start)
    beside = {day: run_beside(ours, mine.span, other, day.span) for day in theirs if _alike(mine, day)}
    there = max(beside, key=lambda day: beside[day], default=None)
    if there is None or beside[there] < BETWEEN or agree(mine, there):
        return None
    return None if any(agree(mine, day) and beside[day] > beside[there] - 1 for day in beside) else there


def _of_its_row(fact: Fact, mine: Day, passage: Passage, source: Document) -> Day | None:
    """The date of a row that is the only one with the figure which the draft tells of another month or day: "an invoice for $21,340 came in
    June", and a table of months has it in the row of May. None where the draft may tell when it was paid or made known, and the table
    does not; nor where no row of the table has the draft's own date."""
    figure = _beside_date(fact.statement, mine)
    block = source.block_at(passage.span.start)
    if figure is None or block is None or block.cell is None or figure not in _figures_of(passage.text):
        return None
    head, rows = _dated_rows(source, block.cell.table)
    if not {word.key for word in words(fact.statement) if word.lower in language.load().later} <= head:
        return None
    mine_too = [day for day, _ in rows.values() if agree(mine, day)]
    with_it = [number for number, (_, figures) in rows.items() if figure in figures]
    if with_it != [block.cell.row] or not mine_too:
        return None
    there = rows[block.cell.row][0]
    return there if comparable(mine, there) else None


def _beside_date(statement: str, mine: Day) -> str | None:
    """The one figure of the statement that is told with its date, as bare digits: no other date, figure or clause stands between."""
    if mine.month is None or len(dates(statement, 0, len(statement))) > 1:
        return None
    near = []
    for match in ROW_FIGURE.finditer(statement):
        between = statement[match.end() : mine.span.start] if match.end() <= mine.span.start else statement[mine.span.end : match.start()]
        told = [word.lower for word in words(between)]
        joined = language.load().row_joins.isdisjoint(told) and not set(between) & set(";:—–()") and not any(map(str.isdecimal, between))
        if joined and len(told) <= ROW_WORDS:
            near.append(match[0])
    lead = [word.lower for word in words(statement[: mine.span.start])][-1:]
    digits = near[0].replace(",", "") if len(near) == 1 else ""
    return digits if lead and lead[0] in ("in", "on", "for") and len(digits.strip("0.").replace(".", "")) >= ROW_DIGITS else None


def _figures_of(text: str) -> frozenset[str]:
    """The long figures of a row, as bare digits."""
    return frozenset(match[0].replace(",", "") for match in ROW_FIGURE.finditer(text))


@lru_cache(maxsize=64)
def _dated_rows(source: Document, table: int) -> tuple[frozenset[str], dict[int, tuple[Day, frozenset[str]]]]:
    """(the keys of the head over the dates and of the other heads, each row with a date and its figures) of a table; none of a table in
    which some row has several dates."""
    rows: dict[int, list[Block]] = {}
    for block in islice((b for b in source.blocks if b.cell and b.cell.table == table), ROW_CELLS):
        if block.cell:
            rows.setdefault(block.cell.row, []).append(block)
    found: dict[int, tuple[Day, frozenset[str]]] = {}
    head, columns = frozenset[str](), set[int]()
    for number, cells in rows.items():
        dated = [(day, block) for block in cells for day in _of_cell(block, source)]
        if not dated and not found:  # a title, or the names of the columns
            head |= frozenset(key for block in cells for key in telling(source[block.span].replace("_", " ")))
            continue
        if not dated:  # a total, or a ceiling
            continue
        if len(dated) > 1:
            return head, {}
        (day, block), *_ = dated
        columns.add(block.cell.column if block.cell else 0)
        others = frozenset(figure for b in cells if b is not block for figure in _figures_of(source[b.span]))
        found[number] = (day, others)
    return (head, found) if len(columns) == 1 else (head, {})


def _of_cell(block: Block, source: Document) -> list[Day]:
    """The month or day that a cell tells: "2026-05", "3 May 2026"."""
    cell = source[block.span]
    if match := MONTH_CELL.match(cell):
        return [Day(block.span, int(match[1]), int(match[2]))] if int(match[1]) in YEARS and 1 <= int(match[2]) <= 12 else []
    return [day for day in dates(source.text, block.span.start, block.span.end) if day.month]


def _alike(mine: Day, theirs: Day) -> bool:
    return (mine.weekday is None) == (theirs.weekday is None) and (mine.month is None) == (theirs.month is None)


def worked_out(fact: Fact, passages: Sequence[Passage], library: Library) -> list[Evidence]:
    """A year that another of the source and a number of years beside it give: "the year after", "eight years earlier"; a month that another
    and a number of months give; or a day that one of
    the source's days and a number of days or weeks give: "within 14 days of this order"."""
    mine = _in_statement(fact)
    if mine is not None and mine.month and mine.day:
        return list(_counted_from(mine, passages, library))
    if mine is not None and mine.weekday is not None and mine.month is None:
        return list(_said_on(fact, mine, passages, library))
    if mine is not None and mine.year and mine.month:
        return list(_months_from(mine, passages, library))
    if mine is None or mine.year is None or mine.decade:
        return []
    found: list[Evidence] = []
    for document in dict.fromkeys(passage.document for passage in passages):
        held = [passage for passage in passages if passage.document == document]
        source = library[document]
        dated = [(day, p) for p in held for day in dates(source.text, p.span.start, p.span.end)]
        years = {day.year: (day.span, p) for day, p in dated if day.year}
        told_here = {year for year, (_, p) in years.items() if abs(mine.year - year) in _years_apart(p.text)}
        apart = {n for text in (fact.statement, *(p.text for p in held)) for n in _years_apart(text)}
        if year := next((year for year in (*told_here, *years) if abs(mine.year - year) in apart), None):
            span, passage = years[year]
            note = f"the source's {year} is {abs(mine.year - year)} away"
            found.append(
                Evidence((passage, passage), (span, span), Relation.MENTIONS, "facts.date", APART if year in told_here else 0.4, note)
            )
    return found


def taken_back_by(fact: Fact, source: Document, evidence: Sequence[Evidence], older: Older) -> Evidence | None:
    """What the source says where it takes the draft's date back and gives another ("21 May, not 12 May", in a correction)."""
    mine = _in_statement(fact)
    return misstated(fact, source, evidence, DAYS, lambda old: _same(mine, old)) if mine else None


def _same(mine: Day, theirs: Day) -> bool:
    """Do the two tell the same, the year apart where one leaves it out?"""
    return agree(mine, theirs) and (mine.month, mine.day, mine.weekday) == (theirs.month, theirs.day, theirs.weekday)


def _said_on(fact: Fact, mine: Day, passages: Sequence[Passage], library: Library) -> Iterator[Evidence]:
    """CONTRADICTS where what was said or published on a weekday stands, word for word, below the date of another day, or where all
    sources that name whoever did in the line with their day are dated on others, and none of that weekday may be of the occasion."""
    told = saidon.told_on(fact.statement, mine.span)
    if told is None:
        return
    days = list(_headed(told, fact, passages, library))
    if days and not any(day.weekday() == mine.weekday for _, _, day in days) and not _of_the_occasion(told, fact, mine, passages, library):
        passage, span, day = days[0]
        source = library[passage.document]
        note = f"draft says {flat(fact.reading)}, source says {flat(source[span])}, a {day:%A}"
        note = note if f"{day:%A}" not in source[span] else note.rpartition(", a ")[0]
        yield Evidence((passage,), (span,), Relation.CONTRADICTS, "facts.date", HEADED_BY, note)


def _headed(told: saidon.Told, fact: Fact, passages: Sequence[Passage], library: Library) -> Iterator[tuple[Passage, Span, date]]:
    """For each source that has the words quoted, or of those that say that they are of whoever said or published it and have some of what
    it tells: the line with its day."""
    quoting = _quoting(told, passages)
    by_words = bool(quoting)
    for passage in quoting or _with_some_of_it(fact, passages):
        source = library[passage.document]
        line = _line_above(source, passage.span.start if by_words else 0)
        if line is None or _tells_day(passage):
            continue
        span, day = line
        block = source.block_at(span.start)
        start = max(block.span.start, span.start - HEADED) if block else span.start
        where = Span(start, min(block.span.end, span.end + HEADED) if block else span.end)
        line_words = in_lower(source[where])
        # the head of a report, whose day is not the one on which its writer told a thing; "mail to staff, on the budget" is none
        of_a_paper = told.heard and not language.load().papers.isdisjoint(line_words[:CALLED])
        if by_words or (saidon.names_them(source[where], told.who) and not of_a_paper):
            yield Passage(source.id, where, source[where], source.where(where)), span, day


def _quoting(told: saidon.Told, passages: Sequence[Passage]) -> list[Passage]:
    return [p for p in passages if any(quote in p.text for quote in told.quoted)]


def _with_some_of_it(fact: Fact, passages: Sequence[Passage]) -> list[Passage]:
    wanted = telling(fact.statement)
    return [p for p in passages if len(wanted & telling(p.text)) >= FEW_WORDS]


def _of_the_occasion(told: saidon.Told, fact: Fact, mine: Day, passages: Sequence[Passage], library: Library) -> bool:
    """Does a source with some of what was said tell the draft's weekday in a line, or a mail's head, that shares a word with the sentence:
    the meeting at which it was announced, the paper whose questions were answered? Not asked where the very words are found."""
    wanted = telling(fact.statement) - named_times(fact.statement)
    for passage in _with_some_of_it(fact, passages) if not _quoting(told, passages) else ():
        source = library[passage.document]
        span, day = _line_above(source, 0) or (passage.span, None)
        block = source.block_at(span.start)
        if day is not None and day.weekday() == mine.weekday and block is not None:
            mail = [b for b in source.blocks if b.kind is BlockKind.HEADER] if block.kind is BlockKind.HEADER else [block]
            if any(wanted & telling(source[b.span][:HEADED]) for b in mail):
                return True
    return False


def _in_sentence(text: str, start: int, day: int) -> bool:
    """Does a word lead to the day as in a sentence: "|On| 3 February the crane failed"?"""
    before = words(text[start:day])[-1:]
    return bool(before) and before[0].lower in IN_SENTENCE


def _tells_day(passage: Passage) -> bool:
    """Does the passage itself tell the day by a weekday, or as "yesterday"?"""
    lists = language.load()
    days = lists.weekdays.keys() | lists.relative.keys() | {"earlier"}
    return any(word.lower in days for word in words(passage.text))


def _line_above(source: Document, at: int) -> tuple[Span, date] | None:
    """The nearest day told in full at or above a place, in a line that heads a day of a hearing, or the source."""
    lines = _dated_lines(source)
    number = bisect_right(lines, at, key=lambda line: line[0].start)
    return lines[max(number - 1, 0)] if lines and (number or lines[0][0].start < HEADED) else None


@lru_cache(maxsize=256)
def _dated_lines(source: Document) -> tuple[tuple[Span, date], ...]:
    found: list[tuple[Span, date]] = []
    for block in source.blocks:
        line = Span(block.span.start, min(block.span.end, block.span.start + HEADED))
        opens = block.span.start < HEADED or block.kind in (BlockKind.HEADING, BlockKind.HEADER)
        if not any(map(str.isdecimal, source.text[line.start : line.end if opens else min(line.start + BEGUN, line.end)])):
            continue
        days = [day for day in dates(source.text, line.start, line.end) if day.year and day.month and day.day]
        alone = len(block.span) <= LINE and days and days[0].span.start < block.span.start + LED
        if len(days) == 1 and (opens or alone) and not _in_sentence(source.text, line.start, days[0].span.start):
            try:
                found.append((days[0].span, date(days[0].year or 1, days[0].month or 1, days[0].day or 1)))
            except ValueError:  # "30 February"
                continue
    return tuple(found)


def within_reach(fact: Fact, library: Library) -> Evidence | None:
    """MENTIONS where no passage was found that speaks of the day, and it cannot be said that no source has it: it stands somewhere, without
    its month perhaps ("on the 9th"), or a source is dated so near to it that a "yesterday" or a weekday of it may be that day."""
    mine = _in_statement(fact)
    if mine is None:
        return None
    passages = library.everything(REACHED_WORDS) or library.seeking(fact.statement, REACHED)
    for passage in passages:
        source = library[passage.document]
        for theirs in dates(source.text, passage.span.start, passage.span.end):
            if agree(mine, theirs):
                return _there(passage, theirs.span, f"source has {source[theirs.span]}, not surely of the same thing")
            if passage.span.start < HEADED and _told_from_its_date(mine, theirs, source):
                return _there(passage, theirs.span, f"it may be worked out from the source's date, {source[theirs.span]}")
        if span := next((span for span, day in _without_month(mine, passage, library) if day == mine.day), None):
            return _there(passage, span, f"source has {source[span]}, which may be that day")
    return None


def _without_month(mine: Day, passage: Passage, library: Library) -> Iterator[tuple[Span, int]]:
    """Each day told without its month: "the |9th|", "on Saturday, the |twenty-first|". One in letters, which may be the ninth of anything,
    only behind a weekday or where its month stands near, and where no ordinal counts things before it: "led on the eighth hole and lost on
    the |ninth|"."""
    for match in ORDINAL.finditer(passage.text):
        yield Span(*match.span()).shifted(passage.span.start), int(match[1])
    lists, tokens = language.load(), words(passage.text)
    counted = False
    for at, word in enumerate(tokens):
        if counted or word.lower not in lists.days:
            continue
        behind = tokens[at + 1 : at + 3]
        ends = not behind or parted(passage.text, (word, behind[0])) or behind[0].key in stopkeys() - {"of"}
        counted = not ends and behind[0].key not in durations() and behind[0].lower not in lists.timed | lists.days.keys() | {"of"}
        spoken = _spoken_day(passage.text, tokens, at)
        if not ends or spoken is None or spoken[0] < 2 or tokens[spoken[0] - 1].lower != "the":
            continue
        first, lead = spoken[0], tokens[spoken[0] - 2].lower
        led = lead in lists.weekdays or (lead in DAY_LED and _month_near(mine, passage, library))
        if led and not any(nth.lower in lists.days for nth in behind):
            yield Span(tokens[first].span.start, word.span.end).shifted(passage.span.start), spoken[1]


def _month_near(mine: Day, passage: Passage, library: Library) -> bool:
    """Is the draft's month that of the source's own date, or named in a passage or beside it?"""
    source, months = library[passage.document], language.load().months
    above = _line_above(source, passage.span.start)
    own = {day.month for day in (source.published, above and above[1]) if day}
    near = (word for beside in library.around((passage,), 1) for word in words(beside.text))
    return mine.month in own or any(months.get(word.lower) == mine.month and word.text[0].isupper() for word in near)


def told_elsewhere(fact: Fact, against: Evidence, library: Library) -> Evidence | None:
    """MENTIONS where another date contradicts by few words in common, and some source has the draft's; where the figure by whose row the
    date is told wrong stands somewhere else, too; where the year that the draft tells stands in the head of a table, whose figures may be
    what it tells of, or at an end of a span of years, a life's or a term's ("1932–2013", "1909–37")."""
    mine = _in_statement(fact)
    if mine and mine.weekday is None and against.score < IN_PLACE and not _surely(fact, against):
        passages = library.everything(REACHED_WORDS) or library.seeking(fact.statement, REACHED)
        others = (passage for passage in passages if passage not in against.passages)
        if there := next(filter(None, (_has(passage, mine, library[passage.document]) for passage in others)), None):
            return there
    if mine and against.score == BY_ROW and (figure := _beside_date(fact.statement, mine)):
        other = [p for p in library.holding(replace(fact, reading=figure), ROW_HELD) if p not in against.passages]
        return _there(other[0], other[0].span, f"source has {figure} elsewhere, too") if other else None
    if mine is None or mine.year is None or mine.month is not None:
        return None
    for passage in library.everything(REACHED_WORDS) or library.seeking(fact.statement, REACHED):
        source = library[passage.document]
        for at, years in _spans_of_years(passage):
            if mine.year in years:
                return _there(passage, at, f"source has {source[at]}, not surely of the same thing")
        heads = (block for span in passage.context for block in source.within(span) if block.cell)
        for block in heads if passage not in against.passages else ():
            head = source[block.span]
            if year := re.search(rf"(?<!\d){mine.year}(?!\d)", head[:HEADED]):
                span = Span(block.span.start + year.start(), block.span.start + year.end())
                above = Passage(source.id, block.span, head, block.where)
                return _there(above, span, f"source has {year[0]} above a column, not surely of the same thing")
    return None


def _spans_of_years(passage: Passage) -> Iterator[tuple[Span, tuple[int, int]]]:
    """(where, its two ends) of each span of years: "1932–2013", "1979-84"."""
    for at in SPAN_OF_YEARS.finditer(passage.text):
        yield Span(*at.span()).shifted(passage.span.start), (int(at[1]), int(at[1][: 4 - len(at[2])] + at[2]))


def _has(passage: Passage, mine: Day, source: Document) -> Evidence | None:
    """MENTIONS where the passage, or the head of a column above it, has the draft's date."""
    heads = (span for span in passage.context if any(block.cell for block in source.within(span)))
    places = ((span, day) for span in (passage.span, *heads) for day in dates(source.text, span.start, span.end))
    at, found = next(((span, day) for span, day in places if agree(mine, day)), (None, None))
    if at is None or found is None:
        return None
    there = passage if at == passage.span else Passage(source.id, at, source[at], source.where(at))
    return _there(there, found.span, f"source has {source[found.span]}, not surely of the same thing")


def _surely(fact: Fact, against: Evidence) -> bool:
    """Does the passage with another date speak plainly of the same, and not only of the same people?"""
    mine, theirs = plainly(fact.statement), plainly(against.passages[0].text)
    return against.score >= SURELY and len(mine & theirs) >= max(COMMON, len(mine) / 2)


def _there(passage: Passage, span: Span, note: str) -> Evidence:
    return Evidence((passage,), (span,), Relation.MENTIONS, "facts.date", ALONE, note)


def _told_from_its_date(mine: Day, theirs: Day, source: Document) -> bool:
    """Does a source of the one day tell of the other by its weekday, or as of "yesterday"?"""
    try:
        told = date(theirs.year or 0, theirs.month or 0, theirs.day or 0)
        meant = date(mine.year or told.year, mine.month or 0, mine.day or 0)
    except ValueError:  # not told in full, or "30 February"
        return False
    lists, apart = language.load(), (meant - told).days
    here = {word.lower for word in words(source.text[:READ])}
    by_name = {name for name, number in lists.weekdays.items() if number == meant.weekday()}
    beside = {name for name, days in lists.relative.items() if days == apart}
    return abs(apart) <= WEEK and not here.isdisjoint(by_name | beside)


def _counted_from(mine: Day, passages: Sequence[Passage], library: Library) -> Iterator[Evidence]:
    """MENTIONS where a passage tells a number of days or weeks that lead from a day of its source to the draft's."""
    for passage in passages:
        source = library[passage.document]
        lengths = [
            (n, DAYS_OF[n.unit[0]])
            for n in numbers(source.text, passage.span.start, passage.span.end)
            if n.unit[:1] and n.unit[0] in DAYS_OF
        ]
        if not lengths:
            continue
        begins = [
            (day.year, day.month, day.day)
            for day in dates(source.text, 0, min(len(source.text), HEAD))
            if day.year and day.month and day.day
        ]
        begins += [(own.year, own.month, own.day)] if (own := source.published) else []
        for (length, times), begin in product(lengths, dict.fromkeys(begins)):
            try:
                away = timedelta(days=length.value * times)
                ends = [date(*begin) + away, date(*begin) - away]
            except (ValueError, OverflowError):
                continue
            if any((end.month, end.day) == (mine.month, mine.day) and mine.year in (None, end.year) for end in ends):
                note = f"it may be counted from the source: {flat(source[length.span])} from {date(*begin)}"
                yield Evidence((passage,), (length.span,), Relation.MENTIONS, "facts.date", 0.4, note)
                return


def _months_from(mine: Day, passages: Sequence[Passage], library: Library) -> Iterator[Evidence]:
    """MENTIONS where a passage tells a month, and a number of months that lead from it to the draft's: "in October 2020, eight months
    after"."""
    for passage in passages:
        text, (start, end) = library[passage.document].text, (passage.span.start, passage.span.end)
        lengths = {n.value for n in numbers(text, start, end) if n.unit[:1] == ("month",) and _leads_away(text, n.span.end)}
        for day in dates(text, start, end) if lengths else ():
            apart = _months_apart(mine, day)
            if apart in lengths:
                note = f"the source's {flat(text[day.span.start : day.span.end])} is {apart} months away"
                yield Evidence((passage, passage), (day.span, day.span), Relation.MENTIONS, "facts.date", APART, note)
                return


def _leads_away(text: str, at: int) -> bool:
    """Does a length of time lead from one event to another: "eight months |after| the contract had been signed"?"""
    order = language.load().order
    return not (order.later | order.earlier | {"after", "before"}).isdisjoint(word.lower for word in words(text[at : at + 20])[:2])


def _months_apart(mine: Day, theirs: Day) -> int:
    """How many months lie between two dates that tell month and year; 0 where one tells none."""
    if not (mine.year and mine.month and theirs.year and theirs.month):
        return 0
    return abs(12 * (theirs.year - mine.year) + theirs.month - mine.month)


@lru_cache(maxsize=1024)
def _years_apart(text: str) -> frozenset[int]:
    """The numbers of years that a text may speak of; one for "the year after"."""
    told = {int(n.value) for n in numbers(text, 0, len(text)) if n.value < LIFETIME and n.value == int(n.value)}
    pairs = {(a.lower, b.lower) for a, b in pairwise(words(text))}
    return frozenset(told | ({1} if pairs & language.load().year_apart else set()))


def _weekday_there(mine: Day, passage: Passage, source: Document) -> Span | None:
    """Where a passage tells a day of the week that is the draft's day, within a week of the source's own date."""
    own = source.published
    if own is None or mine.month is None or mine.day is None:
        return None
    for word in words(passage.text, passage.span.start):
        weekday = language.load().weekdays.get(word.lower) if word.text[0].isupper() else None
        for away in range(-6, 8) if weekday is not None else ():
            there = own + timedelta(days=away)
            if there.weekday() == weekday and (there.month, there.day) == (mine.month, mine.day) and mine.year in (None, there.year):
                return word.span
    return None


def _short_days(passage: Passage, spans: Sequence[Span], source: Document) -> Iterator[Day]:
    """The days told without a year in an entry that tells others in full: "11/18/2026 MOTION. Hearing 12/11"."""
    if not any(SLASHED.search(source.text, span.start, span.end) for span in spans):
        return
    for match in DAY_AND_MONTH.finditer(source.text, passage.span.start, passage.span.end):
        a, b = int(match[1]), int(match[2])
        ways = [(m, d) for m, d in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
        if ways:
            yield Day(Span(*match.span()), None, *ways[0], other=ways[1] if len(ways) > 1 and ways[1] != ways[0] else None)


def _told_from(dated: Sequence[Day], passage: Passage, source: Document) -> Iterator[Day]:
    """The days that the passage tells by "yesterday" and "tomorrow", counted from the first date of its entry or the source's own."""
    own = source.published
    written = next(((d.year, d.month, d.day) for d in dated if d.month and d.day), (own.year, own.month, own.day) if own else None)
    if written is None:
        return
    year, month, day = written
    for word in words(passage.text, passage.span.start):
        if by := language.load().relative.get(word.lower):
            try:
                there = date(year or 2001, month, day) + timedelta(days=by)
            except (ValueError, OverflowError):  # "30 February", or the last day of the year 9999
                continue
            yield Day(word.span, there.year if year else None, there.month, there.day)


def agree(mine: Day, theirs: Day) -> bool:
    """Do the two agree in all that the draft tells? The source may tell less of the year, never less of the month and day; a decade holds
    each of its years, and a year tells more than its decade."""
    if mine.weekday is not None:
        return mine.weekday == (theirs.weekday if theirs.weekday is not None else theirs.falls_on)
    if theirs.weekday is not None or (mine.year and theirs.year and not _meet(mine, theirs)):
        return False
    if mine.month is None:
        return mine.year is not None and theirs.year is not None and (mine.decade or not theirs.decade)
    told = filter(None, [(theirs.month, theirs.day), theirs.other])
    mine_told = filter(None, [(mine.month, mine.day), mine.other])
    return any(a == month and (b is None or b == day) for (a, b), (month, day) in product(mine_told, told))


def comparable(mine: Day, theirs: Day) -> bool:
    """Does the other tell as finely, so that not agreeing means differing?"""
    if mine.weekday is not None:
        return theirs.weekday is not None and theirs.weekday != mine.weekday
    if theirs.decade and mine.year and _meet(mine, theirs):
        return False
    fields = [(mine.year, theirs.year)] if not mine.month else [(mine.month, theirs.month), (mine.day, theirs.day)]
    return all(b is not None for a, b in fields if a is not None) and not agree(mine, theirs)


def _meet(mine: Day, theirs: Day) -> bool:
    """Have the two years, or decades, a year in common?"""
    first, other = (range(day.year or 0, (day.year or 0) + (10 if day.decade else 1)) for day in (mine, theirs))
    return first.start < other.stop and other.start < first.stop


@lru_cache(maxsize=1024)
def dates(text: str, start: int, end: int) -> tuple[Day, ...]:
    """The dates in `text[start:end]`, in order of their start."""
    found = [*_numeric(text, start, end), *_monthly(text, start, end), *_worded(text, start, end), *_short_years(text, start, end)]
    found += _spoken_years(text, start, end)
    return tuple(sorted(found, key=lambda day: day.span))


def _numeric(text: str, start: int, end: int) -> Iterator[Day]:
    for match in ISO.finditer(text, start, end):
        year, month, day = (int(group) for group in match.groups())
        if year in YEARS and 1 <= month <= 12 and 1 <= day <= 31:
            yield Day(Span(*match.span()), year, month, day)
    for match in SLASHED.finditer(text, start, end):
        a, b, year = (int(group) for group in match.groups())
        year += 2000 if year < 100 else 0
        ways = [(m, d) for m, d in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
        if ways and year in YEARS:
            other = ways[1] if len(ways) > 1 and ways[1] != ways[0] else None
            yield Day(Span(*match.span()), year, ways[0][0], ways[0][1], None, other)


def _short_years(text: str, start: int, end: int) -> Iterator[Day]:
    for match in SHORT_YEAR.finditer(text, start, end):
        year = int(match.group(1))
        yield Day(Span(match.start() + 1, match.end()), 1900 + year if year > 30 else 2000 + year)


def _spoken_years(text: str, start: int, end: int) -> Iterator[Day]:
    """ "In |nineteen eighty-four|", as speech is written down."""
    lists, tokens = language.load(), words(text[start:end], start)
    for at, word in enumerate(tokens[1:-1], 1):
        hundreds, second = SPOKEN.get(word.lower, 0), tokens[at + 1]
        tens = lists.tens.get(second.lower, 0) or lists.units.get(second.lower, 0)
        if not hundreds or tens < 10 or tokens[at - 1].lower not in lists.dating:
            continue
        third = tokens[at + 2] if at + 2 < len(tokens) and text[second.span.end : tokens[at + 2].span.start] in (" ", "-") else None
        ones = lists.units.get(third.lower, 0) if third and tens >= 20 else 0
        last = third if third and 0 < ones < 10 else second
        yield Day(Span(word.span.start, last.span.end), hundreds + tens + (ones if last is third else 0))


def _monthly(text: str, start: int, end: int) -> Iterator[Day]:
    for match in MONTHLY.finditer(text, start, end):
        if 1 <= int(match.group(1)) <= 12 and int(match.group(2)) in YEARS:
            yield Day(Span(*match.span()), int(match.group(2)), int(match.group(1)))


def _worded(text: str, start: int, end: int) -> Iterator[Day]:
    tokens = _without_endings(words(text[start:end], start))
    months = language.load().months
    used: set[int] = set()
    for at, word in enumerate(tokens):
        if word.lower not in months or not (word.text[0].isupper() or text[word.span.end : word.span.end + 1] == "_"):
            continue
        first, last, day = _with_day(text, tokens, at)
        year = _year_after(text, tokens, last)
        last += year is not None
        if day or year or _is_month(text, tokens, at):
            used.update(range(first, last + 1))
            yield Day(Span(tokens[first].span.start, tokens[last].span.end), year, months[word.lower], day)
            behind = first == at and year is not None  # "until July 2026, and $25 million"
            if day and not behind and (other := _other_end(text, tokens, at, first, last)):
                yield Day(tokens[other].span, year, months[word.lower], _day(tokens[other]))
    for word in tokens:
        if word.text[0].isupper() and len(word.text) > 5 and word.lower in language.load().weekdays:
            yield Day(word.span, weekday=language.load().weekdays[word.lower])
    for at, word in enumerate(tokens):
        early = early_year(text, tokens[at - 1] if at else None, word)
        if at not in used and (early or (is_year(word) and _year_alone(text, tokens, at))):
            decade = DECADE.match(text, word.span.end) if word.text.endswith("0") else None
            yield Day(Span(word.span.start, decade.end() if decade else word.span.end), int(word.text), decade=bool(decade))


def _other_end(text: str, tokens: Sequence[Word], at: int, first: int, last: int) -> int | None:
    """The token of another day of the month at token `at`: "|19 and 20 March", "March 19 to |20"."""
    lists = language.load()
    joined, there = (first - 1, first - 2) if first < at else (last + 1, last + 2)
    if first == last or not 0 <= joined < len(tokens):
        return None
    if 0 <= there < len(tokens) and tokens[joined].lower in lists.joins and _day(tokens[there]):
        beside = sorted((tokens[joined].span, tokens[there].span))
        return None if text[beside[0].end : beside[1].start].strip() else there  # "on July 1 and $25 million"
    a, b = (tokens[joined], tokens[first]) if first < at else (tokens[last], tokens[joined])
    return joined if _day(tokens[joined]) and text[a.span.end : b.span.start].strip() in ("-", "–") else None


def _with_day(text: str, tokens: Sequence[Word], at: int) -> tuple[int, int, int | None]:
    """(first token, last token, day) of the month at token `at`: "19 January", "19th of January", "January 19", "the nineteenth of
    January"."""
    of = at > 1 and tokens[at - 1].lower == "of"
    before = at - 2 if of else at - 1
    if before >= 0 and (day := _day(tokens[before])) and text[tokens[before].span.end : tokens[at].span.start].split() in ([], ["of"]):
        return before, at, day
    if of and (spoken := _spoken_day(text, tokens, before)):
        return spoken[0], at, spoken[1]
    after = at + 1
    if after < len(tokens) and (day := _day(tokens[after])) and not text[tokens[at].span.end : tokens[after].span.start].strip(" ."):
        return at, after, day
    return at, at, None


def _spoken_day(text: str, tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """(first token, day) of an ordinal in letters that ends at token `at`: "the |fourth|", "the |twenty-first|"; no "a third of"."""
    day, first = language.load().days.get(tokens[at].lower, 0), at
    tens = language.load().tens.get(tokens[at - 1].lower, 0) if at else 0
    if 0 < day < 10 and tens in (20, 30) and text[tokens[at - 1].span.end : tokens[at].span.start] in ("-", " "):
        day, first = day + tens, at - 1
    before = tokens[first - 1] if first else None  # none where it begins a sentence: "A: |First| of March 1994."
    led = before is None or before.lower in SPOKEN_DAY or parted(text, (before, tokens[first]), STOPS)
    return (first, day) if led and 1 <= day <= 31 else None


def _year_after(text: str, tokens: Sequence[Word], at: int) -> int | None:
    if at + 1 < len(tokens) and is_year(tokens[at + 1]) and not text[tokens[at].span.end : tokens[at + 1].span.start].strip(" .,_"):
        return int(tokens[at + 1].text)
    return None


def _without_endings(tokens: Sequence[Word]) -> list[Word]:
    """The words, an ordinal's ending taken into its figure's place: "3rd" is the word 3 and three letters long."""
    kept: list[Word] = []
    for word in tokens:
        last = kept[-1] if kept else None
        if last and last.text.isdecimal() and last.span.end == word.span.start and word.lower in language.load().ordinals:
            kept[-1] = Word(Span(last.span.start, word.span.end), last.text, last.key)
        else:
            kept.append(word)
    return kept


def _is_month(text: str, tokens: Sequence[Word], at: int) -> bool:
    """A month with no day or year: told by the word before it, or neither "may" nor a given name ("June Castellane")."""
    if at and tokens[at - 1].lower in ("in", "of", "last", "this", "early", "late", "mid", "since", "until", "by"):
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    named = after is not None and after.text[0].isupper() and text[tokens[at].span.end : after.span.start] == " "
    return tokens[at].lower != "may" and not named


def _day(word: Word) -> int | None:
    return int(word.text) if word.text.isdecimal() and len(word.text) <= 2 and 1 <= int(word.text) <= 31 else None


def _year_alone(text: str, tokens: Sequence[Word], at: int) -> bool:
    """A year is told by a word before it ("in 1974", "since 2008") or stands in brackets; "2000 letters" is a count."""
    lead = (
        "in",
        "since",
        "until",
        "by",
        "from",
        "to",
        "of",
        "and",
        "during",
        "before",
        "after",
        "early",
        "late",
        "mid",
        "between",
        "summer",
        "spring",
        "autumn",
        "winter",
        "fall",
        "year",
    )
    before = text[max(tokens[at].span.start - 1, 0) : tokens[at].span.start]
    after = text[tokens[at].span.end : tokens[at].span.end + 1]
    if before in "-/.," and before and tokens[at].span.start > 1 and text[tokens[at].span.start - 2].isalnum():
        return False
    denied = at > 1 and tokens[at - 1].lower == "not" and is_year(tokens[at - 2])  # "in 1980, not |1979|"
    return before == "(" or after == ")" or denied or (at > 0 and tokens[at - 1].lower in lead)


def _shared(fact: Fact, passage: Passage, source: Document) -> float:
    mine = {k for k in telling(fact.statement) if not k[0].isdecimal()} - telling(fact.reading)
    here = telling_around(passage, source)
    return len(mine & here) / min(len(mine), 12) if mine else 0.0


DAYS = Kind("facts.date", dates, comparable, OF_DATES)
