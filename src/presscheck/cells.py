"""What a figure in a cell of a table counts, and in what: the head of its column, its row, the table's corner and its title tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from presscheck import language
from presscheck.figures import SHARES, YEARS, Number, numbers
from presscheck.model import Block, BlockKind, Document, Passage
from presscheck.words import keys, stopkeys

FIGURE = re.compile(r"[(+−–$€£-]{0,3}\s?\d[\d.,'  /:-]*\s?[%)]?$")
CODE = 3  # letters of a currency's code
SPELT = 4  # letters of a currency's or a scale's shortest full name: "euro", "lakh"
FIRST = 4  # cells of a row, among which one may tell the unit of those behind it
UNIT = 12  # letters of a cell that tells a row's unit
LONGEST = 200  # characters of a head or title that are read


@dataclass(frozen=True, slots=True)
class Unit:
    """In what figures are told: `kind` as of a Number, "" where only the scale is told ("in thousands")."""

    kind: str
    scale: int


def is_figure(cell: str) -> bool:
    """Nothing but a number, date or time, with its sign, currency or per cent?"""
    return bool(FIGURE.match(cell.strip()[:40]))


def is_title(row: Sequence[str], below: Sequence[str]) -> bool:
    """Does a row tell what a table is about, its commas taken for the ends of cells, and the one below name the columns: it is shorter, and
    there are no figures below it ("# Water only. Gas, power and waste are extra" over "zone, homes, last year, this year")?"""
    filled, names = [list(filter(str.strip, cells)) for cells in (row, below)]
    if len(filled) < 2:
        return bool(filled)
    return bool(row[0].strip()) and len(filled) < len(names) and not any(map(is_figure, names))  # names may leave the corner empty


def row_of(blocks: Sequence[Block], source: Document) -> list[str]:
    """The words of a row's cells, "" for those that are empty before the first."""
    first = blocks[0].cell.column - 1 if blocks and blocks[0].cell else 0
    return [""] * min(first, 1) + [source[block.span] for block in blocks]


def figure_of(number: Number, block: Block, passage: Passage, source: Document, mine: Number | None = None) -> Number:
    """The figure of a cell, counting what its column's head and its row's first cell say. Where the table tells its unit ("$ million",
    "in thousands"), it is read in that beside a draft's figure (`mine`) of the same sort: a table of money may have a column of people."""
    heads, rest = _heads(block, passage, source)
    if not number.unit:
        named = [key for b in heads for key in _named(source[b.span])]
        number = replace(number, unit=tuple(named))
    of_row = [b for b in rest if b.span in passage.span]
    if mine and mine.kind in SHARES and not number.kind and any(is_share(source[b.span][:LONGEST]) for b in (*heads, *of_row)):
        return replace(number, kind="percent")
    unit = next((unit for b in (*heads, *rest) if (unit := told(source[b.span][:LONGEST]))), None)
    return _in_unit(number, unit, source[number.span], mine) if unit and mine else number


def column(source: Document, number: Number) -> int:
    """The number of the column in which a figure of the source stands, from 1; 0 where it stands in no table."""
    block = source.block_at(number.span.start)
    return block.cell.column if block and block.cell else 0


def _named(head: str) -> list[str]:
    """The keys of what a head names, but for what it is told of each: "deaths per |year|"."""
    found = keys(head.replace("_", " "))
    return [key for at, key in enumerate(found) if key not in stopkeys() and not (at and found[at - 1] == "per")]


def like_a_year(block: Block, source: Document) -> Number | None:
    """The figure of a cell that has nothing but four digits, which elsewhere would be a year: "Forced returns,1190,1348,1617"."""
    text = source[block.span].strip()
    if len(text) != 4 or not text.isdecimal() or int(text) not in YEARS:
        return None
    read = numbers(f"{int(text):,}", 0, 5)
    return replace(read[0], span=block.span, figure=block.span) if read else None


def _heads(block: Block, passage: Passage, source: Document) -> tuple[list[Block], list[Block]]:
    """(its column's head and its row's first cell; the corner, the title and the heading of its table)."""
    assert block.cell is not None
    above = [b for span in reversed(passage.context) for b in source.within(span) if b.cell or b.kind is BlockKind.HEADING]
    row = source.block_at(passage.span.start)  # a row's passage begins with its first cell
    heads = [b for b in above if b.cell and b.cell.column == block.cell.column and _names_column(b, passage)]
    rest = [b for b in above if b not in heads and (b.cell is None or b.cell.column == 1)]
    units = [
        b
        for b in islice(source.within(passage.span), FIRST)
        if b.cell and b is not row and b.cell.column < block.cell.column and _is_unit(source[b.span])
    ]
    return [*heads, *([row] if row else [])], [*units, *rest]


def _is_unit(cell: str) -> bool:
    """Does a cell of a row tell nothing but the unit of those behind it: "Net interest margin,|%|,2.41", "Total income,|£m|,912.4"?"""
    label = cell.strip()
    if not 0 < len(label) <= UNIT or any(map(str.isdecimal, label)):
        return False
    return told(label) is not None or label.lower() in {
        "%",
        *language.load().percent,
        *(" ".join(pair) for pair in language.load().percent_pairs),
    }


def _names_column(block: Block, passage: Passage) -> bool:
    """Does the cell stand in a row of several, and not alone as a title does?"""
    return any(block.span in span and block.span != span for span in passage.context)


def _in_unit(number: Number, unit: Unit, shown: str, mine: Number) -> Number:
    """The figure in the unit of its table, if the draft's own may be told in it."""
    money = bool(unit.kind) and unit.kind not in SHARES
    if unit.kind and number.kind not in ("", unit.kind):
        return number
    if not (mine.kind and mine.kind not in SHARES if money else mine.kind == unit.kind if unit.kind else mine.value >= unit.scale):
        return number
    scale = 1 if any(map(str.isalpha, shown)) else unit.scale  # "$1.2bn" tells its own
    return replace(
        number,
        value=number.value * scale,
        step=number.step * scale,
        low=number.low * scale,
        high=number.high * scale,
        kind=unit.kind or number.kind,
    )


@lru_cache(maxsize=4096)
def told(label: str) -> Unit | None:
    """The unit that a head or a title tells: "USD millions", "($ millions)", "(million US$)", "£000", "cost_usd", "in thousands", and of
    other things in brackets the scale: "(million litres)". None where it is a share,
    and for words that have a sum in them: "$40 million for Osk"."""
    if is_share(label):
        return None
    signed, worded, _ = _patterns()
    label = label.replace("_", " ").upper() if "_" in label else label
    for match in signed.finditer(label):
        if match["ahead"]:
            return Unit(language.load().currencies[match["sign"].lower()], _scale(match["ahead"]))
        alone = match["scale"] is None
        if not alone or label[match.end() :].strip(" )]") == "" or label[match.end() : match.end() + 1] in (")", "]"):
            return Unit(language.load().currencies[match["sign"].lower()], 1 if alone else _scale(match["scale"]))
    scaled = worded.search(label)
    return Unit(language.load().currencies.get((scaled["of"] or "").lower(), ""), _scale(scaled["scale"])) if scaled else None


def is_share(label: str) -> bool:
    """Does a head tell of percentages: "Turnout, %", "within_18_weeks_pct"?"""
    return bool(_patterns()[2].search(label.replace("_", " ")))


@lru_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What finds a currency with its scale, a scale told in words, and a share, in a head."""
    lists = language.load()
    signs = "|".join(re.escape(sign) for sign in lists.currencies if not sign.isalpha())
    codes = "|".join(code.upper() for code in lists.currencies if len(code) == CODE)
    scales = "|".join(sorted(lists.scales, key=len, reverse=True))
    names = "|".join(name for name, size in lists.scales.items() if size >= 1000 and len(name) >= SPELT)
    money = "|".join(sorted((name for name in lists.currencies if len(name) >= SPELT), key=len, reverse=True))
    shares = "|".join([*lists.percent, *(f"{a} {b}" for a, b in lists.percent_pairs)])
    ahead = rf"(?:\b(?P<ahead>(?i:{names})s?) (?:of )?[A-Z]{{0,3}})?"  # "million US$"
    signed = rf"{ahead}(?P<sign>{signs}|\b(?:{codes})\b) ?(?:(?:in )?(?P<scale>['’]?000s?\b|(?i:{scales})s?\b))?(?! ?[\d])"
    counted = rf"(?:(?: of)? (?P<of>{money}))?(?= ?[)\],;]|$| of )|(?: of)? [^\W\d_]+(?= ?[)\]])"
    worded = rf"(?i)(?:\bin |[(\[,;] ?|^)(?P<scale>{names})s?(?:{counted})"
    return re.compile(signed), re.compile(worded), re.compile(rf"(?i)%|\b(?:{shares})\b")


def _scale(word: str) -> int:
    scales = language.load().scales
    lower = word.lower()
    return 1000 if lower.strip("'’s") == "000" else scales.get(lower) or scales[lower.removesuffix("s")]
