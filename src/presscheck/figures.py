"""Numbers in a text, read into values and what they count: digits and words, scales, money, percentages, rounding and "about"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from presscheck import language
from presscheck.clocks import clocks
from presscheck.model import Span
from presscheck.words import Word, figure, in_lower, key, stopkeys, telling, words

UNIT_REACH = 3  # words after a figure among which the thing it counts is looked for
ROUND_WHOLES = frozenset((2, 3, 4, 5, 10, 20, 100, 1000))  # of which a share is told by what is named: "four growers in ten"
CHANCE = 10  # smaller figures stand in one passage by chance
SOFT_BELOW = 20  # smaller figures are often counted, not copied: not found says little of them
DIGITS = re.compile(r"\d+(?:\.\d+)?(?=$|[^\d.,])")
RANGE = ("to", "-", "–", "—")
SPACES = (" ", "\u00a0", "\u2009", "\u202f")
JOINS = (*SPACES, "-", "\u2011", "\n")  # between the words of one number
ROUNDED = 0.1  # share of a round figure that rounding may have taken or added
INDENT = 40  # characters before a list's own number
AT_ITS_WORD = 0.02  # the same of a source's figure
CONVERTED = 0.03  # share of a measure that its conversion may leave out: a month has 30 days, or 31
SHARES = ("percent", "points")
MILLION = 10**6
NEAR_LENGTH, NEAR_PRICE, AROUND = 4, 3, 48  # words around "100m" that tell of a length, and before it of a price; letters that hold them
AGE = "old"  # key in the unit of an age, after its owner's name: "Vanterpool, 34,", "34 years old"
SET_OFF = frozenset(("above", "below", "ahead", "behind", "apart"))  # what a figure is told to be set off by counts none of these
OLDEST = 120  # years
YEARS = range(1500, 2101)
EARLY_YEARS = range(1000, 1500)
BEHIND_COUNT = re.compile(r"[\s-]{0,2}\w")  # what an early year has not behind it, and a count may


@dataclass(frozen=True, slots=True)
class Number:
    """`low`..`high`: the values that the words stand for, rounding and "about" included; `unit`: keys of what is counted, the nearest
    first; `kind`: "percent", "points", a currency's name, or "" for a count."""

    span: Span
    figure: Span  # without its unit
    value: float
    step: float  # one unit of the last figure shown
    low: float
    high: float
    kind: str
    unit: tuple[str, ...]
    plural: bool  # the unit is surely a noun: "33 files", not "33 contained"
    digits: int  # significant figures shown
    exact: bool  # written with three or more significant figures, so that the value alone tells
    lead: str  # key of the word just before: what was done to, or happens to, what is counted
    label: tuple[str, ...]  # keys of the words before a colon: "Missing: 46" may count the missing
    hedged: bool  # "about", "more than"
    soft: bool  # small, spelt out, a duration or a share: often worked out from others
    reckoned: bool = False  # told as the outcome of a sum: "40 fewer", "12 each"

    @property
    def reading(self) -> str:
        """The value, with what it counts: "28 passeng", "2.4 percent"."""
        return " ".join((f"{self.value:.15g}", *([self.kind] if self.kind else []), *self.unit[:1]))


def agree(mine: Number, theirs: Number) -> bool:
    """Do the two stand for a common value? Kinds must match: 2 percent is not 2 percentage points, nor 2 dollars. Measures of one
    dimension are converted: two years are 24 months, and 60 days are nearly two months."""
    if mine.kind and theirs.kind and mine.kind != theirs.kind:
        return False
    if (mine.kind in SHARES and theirs.unit and not theirs.kind) or (theirs.kind in SHARES and mine.unit and not mine.kind):
        return False
    scale = converted(mine, theirs)
    if scale is None:
        return False
    return meet(mine, theirs) if scale == 1 else in_range(mine, theirs)


def in_range(mine: Number, theirs: Number) -> bool:
    """Is the value of `theirs`, converted where it is another measure, among those that `mine` stands for?"""
    scale = converted(mine, theirs)
    if scale is None:
        return False
    slack = 0.0 if scale == 1 else CONVERTED * mine.value
    return mine.low - slack <= theirs.value * scale <= mine.high + slack


def converted(mine: Number, theirs: Number) -> float | None:
    """How much of the unit of `mine` one of `theirs` is; 1 where one of them is no measure, None where they measure different things."""
    ours, other = measure(mine), measure(theirs)
    if ours is None or other is None or ours == other:
        return 1
    return other[1] / ours[1] if ours[0] == other[0] else None


@lru_cache
def _measures() -> dict[str, tuple[int, float]]:
    """Key of a unit -> (its dimension, how much of that it is)."""
    return {key(name): (number, size) for number, row in enumerate(language.load().dimensions) for name, size in row.items()}


def measure(number: Number) -> tuple[int, float] | None:
    """(dimension, size in its first unit) of the unit that a number is told in; None where it counts things or is money."""
    if number.kind or not number.unit or AGE in number.unit:
        return None
    return _measures().get(number.unit[0])


def mistaken_unit(mine: Number, theirs: Number) -> bool:
    """Is it the same figure, told in another measure or another currency: 90 weeks for 90 days, 58 million euros for 58 million forints?"""
    if mine.value != theirs.value or mine.step != theirs.step or (AGE in mine.unit) != (AGE in theirs.unit):
        return False  # whose age is told in years lives as many
    if mine.kind and theirs.kind:
        return mine.kind != theirs.kind
    ours, other = measure(mine), measure(theirs)
    weight = mine.kind or theirs.kind
    if weight:  # "14,300 pounds" may be money or a weight
        return bool(ours or other) and _measures().get(weight, (None,))[0] == (ours or other or (None,))[0]
    return (ours is not None and other is not None and ours != other) or (
        (ours is None) != (other is None) and mine.plural and theirs.plural and mine.value >= CHANCE
    )


def meet(mine: Number, theirs: Number) -> bool:
    """Could the two be one value? The draft may round; a source that does not say "about" is taken at its word, or nearly."""
    low, high = theirs.low, theirs.high
    if mine.step == theirs.step and _about(mine) and _about(theirs) and (mine.step != 1 or mine.digits > 1):
        return mine.value == theirs.value  # both are told to the same place
    if mine.step == 1 and theirs.step < 1 and mine.digits > 1 and _about(mine) and _about(theirs):
        low, high = low - 0.5, high + 0.5  # 64 of 64.1: what has decimals is no count
    if not theirs.hedged:
        low, high = max(low, theirs.value * (1 - AT_ITS_WORD)), min(high, theirs.value * (1 + AT_ITS_WORD))
    return mine.low <= high and low <= mine.high


def as_metres(number: Number, text: str, like: Number) -> Number:
    """A bare "100m" of a text, read as metres where `like` is as many: it may be a million of something as well; any other as it is."""
    if like.unit[:1] != (key("metre"),) or number.value != like.value * MILLION or not may_be_metres(number, text):
        return number
    return replace(number, **{name: getattr(number, name) / MILLION for name in ("value", "step", "low", "high")}, unit=like.unit[:1])


def may_be_metres(number: Number, text: str) -> bool:
    """Is a figure of a text a bare "100m", told among words of a length or a race ("the 100m |sprint|"), and not as a price?"""
    start, end = number.figure.start, number.figure.end
    if number.kind or number.plural or not text[start:end].endswith("m"):
        return False
    lists, before = language.load(), in_lower(text[max(start - AROUND, 0) : start])[-NEAR_LENGTH:]
    around = {*before, *in_lower(text[end : end + AROUND])[:NEAR_LENGTH]}
    return not lists.lengths.isdisjoint(around) and lists.paying.isdisjoint(before[-NEAR_PRICE:])


def _about(number: Number) -> bool:
    """May it be as much more as less? Not so after "more than" and "nearly"."""
    return abs(number.high + number.low - 2 * number.value) <= 1e-6 * number.value


def same_unit(mine: Number, theirs: Number) -> bool | None:
    """Do the two count the same thing? None where one does not tell what it counts."""
    if mine.kind or theirs.kind:
        return mine.kind == theirs.kind or (None if "" in (mine.kind, theirs.kind) else False)
    if not mine.unit or not theirs.unit:
        return True if {*mine.unit[:1], *theirs.unit[:1]} & {*mine.label, *theirs.label} else None
    if mine.unit[0] in theirs.unit or theirs.unit[0] in mine.unit:
        return True
    if (ours := measure(mine)) and (other := measure(theirs)) and ours[0] == other[0]:
        return True
    ages = AGE in mine.unit and AGE in theirs.unit
    return None if ages and (mine.unit[0] in durations() or theirs.unit[0] in durations()) else False


@lru_cache(maxsize=1024)
def numbers(text: str, start: int, end: int) -> tuple[Number, ...]:
    """The numbers in `text[start:end]`, in order."""
    found: list[Number] = []
    tokens = words(text[start:end], start)
    others = [clock.span for clock in clocks(text, start, end) if clock.sure] + [span for span, _, _ in _numbered(text, tokens)]
    at = 0
    while at < len(tokens):
        read = _share(text, tokens, at) or _read(text, tokens, at)
        if read is None:
            at += 1
            continue
        number, at = read
        if number and not any(number.figure.overlaps(span) for span in others):
            if found and (first := _in_scale_of(text, found[-1], number)):
                found[-1] = first
            found.append(number)
    return tuple(found)


def _in_scale_of(text: str, first: Number, last: Number) -> Number | None:
    """The first figure of "1.68 to 1.71 billion dollars" in the scale and the currency of the last; None where it is no such couple."""
    shown = DIGITS.match(text[last.figure.start : last.figure.end])
    if first.kind or first.unit or first.value >= 1000 or not shown or text[first.span.end : last.span.start].strip().lower() not in RANGE:
        return None
    if not last.value or (scale := last.value / float(shown[0])) < 1000:
        return None
    sized = {name: getattr(first, name) * scale for name in ("value", "step", "low", "high")}
    return replace(first, **sized, kind=last.kind, unit=last.unit, plural=last.plural)


def _share(text: str, tokens: Sequence[Word], at: int) -> tuple[Number, int] | None:
    """(a share told in words as a percentage, next token): "two-thirds", "a quarter of", "half the", "one in five", "six in ten"."""
    lists = language.load()
    first = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if first.lower == "half" and after and after.lower in lists.wholes and _adjoin(text, first, after):
        return _as_percentage(text, tokens, at, at + 1, 50.0, 5.0)
    times = 1 if first.lower in ("a", "one") else _small(first.lower)
    if not times or after is None or text[first.span.end : after.span.start] not in (*SPACES, "-", "‑"):
        return None
    whole = tokens[at + 2] if at + 2 < len(tokens) else None
    hyphened = text[first.span.end : after.span.start] in ("-", "‑")
    part = lists.fractions.get(after.lower, 1)
    if times * part < 1 and (first.lower != "a" or part != 0.5) and (hyphened or (whole and whole.lower in lists.wholes)):
        return _as_percentage(text, tokens, at, at + 2, 100 * times * part, 10 * times * part)
    counted = after.lower in lists.plurals or _plural_follows(text, first, after) or (first.lower == "one" and after.key not in stopkeys())
    named = counted and whole is not None and whole.lower == "in"  # "four members in ten"
    if named:
        after, whole = whole, tokens[at + 3] if at + 3 < len(tokens) else None
    if after and after.lower == "in" and whole and first.lower != "a" and text[after.span.end : whole.span.start] in SPACES:
        among = _small(whole.lower) or (int(whole.text) if whole.text.isdecimal() and int(whole.text) not in YEARS else 0)
        behind = at + 3 + named
        unit = tokens[behind].key if behind < len(tokens) else ""
        share_of = not named or (among in ROUND_WHOLES and not _counts_things(text, tokens, behind))
        if times < among and unit not in durations() and share_of:
            share, nxt = _as_percentage(text, tokens, at, behind, 100 * times / among, 100 / among)
            return (replace(share, unit=(tokens[at + 1].key,)) if named else share), nxt
    return None


def _counts_things(text: str, tokens: Sequence[Word], after: int) -> bool:
    """Does a figure, behind which token `after` is the next, count things: "four patients in |ten| small hospitals", "a |six|-seat car"; or
    is it so much of a measure, or a part of a name: "in |20| foot boats", "in |10| Dock Road"?"""
    last, behind, lists = tokens[after - 1], tokens[after : after + UNIT_REACH], language.load()
    if behind and text[last.span.end : behind[0].span.start] in (*SPACES, "-"):
        unit = behind[0]
        if unit.text[0].isupper() or unit.key in _measures() or unit.lower in lists.gauges:
            return True
    within = behind[: len(_nouns(text, last, behind)[0])]
    return text[last.span.end : last.span.end + 1] == "-" or any(w.lower.endswith("s") or w.lower in lists.plurals for w in within)


def _as_percentage(text: str, tokens: Sequence[Word], at: int, after: int, amount: float, step: float) -> tuple[Number, int]:
    span = Span(tokens[at].span.start, tokens[after - 1].span.end)
    low, high, hedged = _range(text, tokens, at, amount, step)
    lead = _lead(text, tokens, at)
    return Number(span, span, amount, step, low, high, "percent", (), False, 2, False, lead, (), hedged, True), after


@lru_cache(maxsize=4096)
def listed(text: str, start: int, end: int) -> tuple[Number, ...]:
    """Counts told by listing what is numbered ("stations 3, 4 and 9" are three, "Counts 1-3" as well) or by a letter ("7 F, 5 M"),
    and days told by the last of them ("the fourth day of deliberations")."""
    tokens = words(text[start:end], start)
    found = [_told(*told) for told in (*_numbered(text, tokens), *_nth(tokens), *_of_sexes(text, tokens))]
    return tuple(sorted(found, key=lambda number: number.span))


def _nth(tokens: Sequence[Word]) -> Iterator[tuple[Span, int, str]]:
    """(where, how many, of what): "the |fourth day| of deliberations" is four days in."""
    for word, after in pairwise(tokens):
        if (nth := language.load().stages.ordinals.get(word.lower)) and after.key in durations():
            yield Span(word.span.start, after.span.end), nth, after.key


def _of_sexes(text: str, tokens: Sequence[Word]) -> Iterator[tuple[Span, int, str]]:
    """(where, how many, women or men): "(|7 F|, |5 M|)"."""
    letters = language.load().sex_letters
    for at, word in enumerate(tokens[1:], 1):
        if word.lower in letters and word.text.isupper() and _by_sex(text, tokens, at):
            yield Span(tokens[at - 1].span.start, word.span.end), int(tokens[at - 1].text), key(letters[word.lower])


def _numbered(text: str, tokens: Sequence[Word]) -> Iterator[tuple[Span, int, str]]:
    """(where several figures stand that are names, how many they are, of what): "stations |3, 4 and 9|"."""
    for at, word in enumerate(tokens[:-1]):
        named = word.lower.endswith("s") and {word.lower, word.lower[:-1]} & language.load().numbered
        beside = named and text[word.span.end : tokens[at + 1].span.start] in SPACES
        if beside and (run := _run_of_figures(text, tokens, at + 1)):
            count, after = run
            behind = tokens[after] if after < len(tokens) else None
            counts = behind and (behind.lower in language.load().plurals or _plural_follows(text, tokens[after - 1], behind))
            if not counts:  # "on pages 4 and 40 people are named"
                yield Span(tokens[at + 1].span.start, tokens[after - 1].span.end), count, word.key


def _told(span: Span, count: int, unit: str) -> Number:
    return Number(span, span, count, 1.0, count, count, "", (unit,), True, 1, False, "", (), False, True)


def _by_sex(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Does a figure stand before the letter at `at`, and another such pair beside them: "(7 F, 5 M)"?"""
    sexes, figure = language.load().sex_letters, tokens[at - 1]
    beside = text[figure.span.end : tokens[at].span.start] in ("", " ") and figure.text.isdecimal() and len(figure.text) < 4
    return beside and any(
        word.lower in sexes and word.text.isupper() and word.text != tokens[at].text for word in tokens[max(at - 2, 0) : at + 3]
    )


def _run_of_figures(text: str, tokens: Sequence[Word], at: int) -> tuple[int, int] | None:
    """(how many things the figures from token `at` number, next token); None where there is only one."""
    if at >= len(tokens) or not tokens[at].text.isdecimal() or len(tokens[at].text) > 3:
        return None
    count, after = 1, at + 1
    while after < len(tokens):
        between = text[tokens[after - 1].span.end : tokens[after].span.start]
        joined = tokens[after].lower in ("and", "to") and after + 1 < len(tokens) and not between.strip(" ,")
        nxt = after + joined
        if not tokens[nxt].text.isdecimal() or len(tokens[nxt].text) > 3 or between.strip(" ,&-–"):
            break
        first, last = int(tokens[after - 1].text), int(tokens[nxt].text)
        ranged = between.strip() in ("-", "–") or (joined and tokens[after].lower == "to")
        if last <= first or last - first > 50:
            break
        count, after = count + (last - first if ranged else 1), nxt + 1
    return (count, after) if count > 1 else None


def fractions(text: str, start: int, end: int) -> Iterator[Number]:
    """The shares told in words, as percentages: "a quarter", "two thirds", "half"."""
    lists = language.load()
    tokens = words(text[start:end], start)
    for at, word in enumerate(tokens):
        if share := lists.fractions.get(word.lower):
            times = _small(tokens[at - 1].lower) if at else 0
            amount = 100 * share * (times if 1 <= times < 1 / share else 1)
            span = Span(tokens[at - 1].span.start if times else word.span.start, word.span.end)
            yield Number(span, span, amount, 1.0, amount - 0.5, amount + 0.5, "percent", (), False, 2, False, "", (), False, True)


def _read(text: str, tokens: Sequence[Word], at: int) -> tuple[Number | None, int] | None:
    """(the number that begins at token `at`, or None where it is no count; the next token); None where no figure begins here."""
    value = _value(text, tokens, at)
    if value is None:
        return None
    amount, places, after, spelt = value
    if not _counts(text, tokens, at, after):
        return None, after
    first, last, lists = tokens[at], tokens[after - 1], language.load()
    kind, unit, end, start = _unit(text, tokens, at, after)
    low, high, hedged = _range(text, tokens, at, amount, places)
    shown = figure(first.text).replace(".", "").strip("0")
    soft = spelt or amount < SOFT_BELOW or kind == "points" or bool(unit and unit[0] in durations())
    digits = len(f"{amount:.15g}".replace(".", "").strip("0")) if spelt else len(shown)
    exact = digits >= 3 and not spelt
    lead, label = _lead(text, tokens, at), _label(text, tokens, at)
    span = Span(start, max(end, last.span.end))
    plural = any(word.lower.endswith("s") or word.lower in lists.plurals for word in tokens[after : after + len(unit)])
    return Number(
        span,
        Span(first.span.start, last.span.end),
        amount,
        places,
        low,
        high,
        kind,
        unit,
        plural,
        digits,
        exact,
        lead,
        label,
        hedged,
        soft,
        _reckoned(text, tokens, at, after),
    ), after


def _reckoned(text: str, tokens: Sequence[Word], at: int, after: int) -> bool:
    """Is there a word beside the figure, in its clause, that tells a sum: "40 fewer visits", "$12 each", "in total 31"?"""
    told = language.load().reckoned
    behind = tokens[after : after + UNIT_REACH]
    ends = next((n for n, word in enumerate(behind) if set(text[tokens[after + n - 1].span.end : word.span.start]) & set(",;:.()")), 3)
    before = [word.lower for word in tokens[max(at - 2, 0) : at]]
    than = {"more", "less", "fewer"} if before[-1:] == ["than"] else set()
    verbs = {"up", "down", "left"}  # "left 12 dead"
    if before[-1:] == ["of"] and before[0] in language.load().differences:  # "a margin of five votes"
        return True
    in_all = ["in", "all"] in (before, [word.lower for word in behind[:ends]][-2:])
    return in_all or any(word.lower in told for word in behind[:ends]) or any(word in told - than - verbs for word in before)


def _lead(text: str, tokens: Sequence[Word], at: int) -> str:
    """The key of the word before a figure, "about" and "a" passed over; empty where a stop stands between."""
    lists = language.load()
    start = tokens[at].span.start
    for word in reversed(tokens[max(at - 3, 0) : at]):
        if set(text[word.span.end : start]) & set(',.;:()!?\n"“”'):
            return ""
        if word.lower not in lists.stopwords and word.lower not in lists.about:
            return word.key
        start = word.span.start
    return ""


def _value(text: str, tokens: Sequence[Word], at: int) -> tuple[float, float, int, bool] | None:
    """(value, the size of one unit of its last figure, next token, was it spelt in words)."""
    if not tokens[at].text[0].isdecimal():
        spelt = _in_words(text, tokens, at)
        return (*spelt, True) if spelt else None
    plain, after = _figures(text, tokens, at)
    if plain.count(".") > 1 or "," in plain or len(plain) > 18:
        return None
    amount, step = float(plain), 10.0 ** -len(plain.partition(".")[2])
    if "." not in plain and amount:
        step = 10.0 ** (len(plain) - len(plain.rstrip("0")))
    while after < len(tokens) and (scale := _scale(text, tokens[after - 1], tokens[after])):
        amount, step, after = amount * scale, step * scale, after + 1
    return amount, step, after, False


def _figures(text: str, tokens: Sequence[Word], at: int) -> tuple[str, int]:
    """(the figure without separators, next token): "14 200" is one figure where what it counts follows."""
    plain, after = figure(tokens[at].text), at + 1
    while after < len(tokens) and len(tokens[after].text) == 3 and tokens[after].text.isdecimal():
        if (
            not plain.isdecimal()
            or (after == at + 1 and len(plain) > 3)
            or text[tokens[after - 1].span.end : tokens[after].span.start] not in SPACES
        ):
            break
        plain, after = plain + tokens[after].text, after + 1
    counted = (
        after < len(tokens)
        and not tokens[after].text[0].isdecimal()
        and text[tokens[after - 1].span.end : tokens[after].span.start] in SPACES
    )
    return (plain, after) if counted or after == at + 1 else (figure(tokens[at].text), at + 1)


def _in_words(text: str, tokens: Sequence[Word], at: int) -> tuple[float, float, int] | None:
    """(value, step, next token) of a number in words: "twenty-one", "half a million", "two hundred and fifty thousand",
    "three and a half million", "forty-one point six"."""
    lists = language.load()
    half = tokens[at].lower == "half" and at + 2 < len(tokens) and tokens[at + 1].lower == "a"
    first = at + half
    word = tokens[first].lower
    scaled = first + 1 < len(tokens) and bool(_scale(text, tokens[first], tokens[first + 1]))
    pointed = _decimals(text, tokens, first + 1) and not (at and tokens[at - 1].lower == "at")  # "at one point six of them left"
    if word == "a" and scaled:
        group = 0.5 if half else 1.0
    elif (word in lists.units and word != "one") or word in lists.tens or (word == "one" and (scaled or pointed)):
        group = float(_small(word))
    else:
        return None
    total, step, room, after = 0.0, 1.0, 10 if word in lists.tens else 0, first + 1  # room: what may be added is smaller
    while after < len(tokens):
        word = tokens[after].lower
        linked = word == "and" and room >= 100 and after + 1 < len(tokens)
        added = _small(tokens[after + linked].lower)
        if scale := _scale(text, tokens[after - 1], tokens[after]):
            total, group = (total + group * scale, 0.0) if scale >= 1000 else (total, group * scale)
            step, room = step * scale, scale
        elif 0 < added < room and text[tokens[after - 1].span.end : tokens[after].span.start] in JOINS:
            group, step, room = group + added, 1.0, 10 if tokens[after + linked].lower in lists.tens else 0
        elif step == 1 and [word.lower for word in tokens[after : after + 3]] == ["and", "a", "half"]:
            group, step, room, after = group + 0.5, 0.1, 0, after + 2
        elif step == 1 and (decimals := _decimals(text, tokens, after)):
            group, step, room, after = float(f"{group:.0f}.{decimals}"), 10.0 ** -len(decimals), 0, after + len(decimals)
        else:
            break
        after += 1 + linked
    return total + group, step, after


def _decimals(text: str, tokens: Sequence[Word], at: int) -> str:
    """The decimals that are spoken here: "62" of "forty-one |point six two| million"; "" where none are."""
    told = ""
    for last, word in pairwise(tokens[at : at + 4]) if at < len(tokens) and tokens[at].lower == "point" else ():
        digit = _small(word.lower)
        if not 0 < digit < 10 or text[last.span.end : word.span.start] not in SPACES:
            break
        told += str(digit)
    return told


def _small(word: str) -> int:
    lists = language.load()
    return lists.units.get(word, 0) or lists.tens.get(word, 0)


def _scale(text: str, last: Word, word: Word) -> int:
    """The factor of a scale word beside a figure; 0 where it is none ("310 m" is metres, "310m" may be millions)."""
    between = text[last.span.end : word.span.start]
    if between not in ("", " ", "-", "\u00a0") or (len(word.text) == 1 and between):
        return 0
    return language.load().scales.get(word.lower, 0)


def _counts(text: str, tokens: Sequence[Word], at: int, after: int) -> bool:
    """Does the figure count or measure something?"""
    first, last = tokens[at], tokens[after - 1]
    previous = tokens[at - 1] if at else None
    following = tokens[after] if after < len(tokens) else None
    return not (
        _in_date(text, previous, first, last, following)
        or _in_days(tokens, at, after)
        or _in_code(text, previous, first, last)
        or _has_ending(text, last, following)
        or _emergency(first, previous, following)
        or _numbers_a_thing(text, previous, first, following)
        or _opens_list(text, first, last)
    )


def _in_date(text: str, previous: Word | None, first: Word, last: Word, following: Word | None) -> bool:
    """The day of a month, or a year standing alone."""
    if previous and _month(previous) and _adjoin(text, previous, first):
        return "," not in first.text and "." not in first.text  # "by the end of October 1,086 patients" counts them
    if not first.text.isdecimal():
        return False
    if following and _month(following) and _adjoin(text, last, following) and int(first.text) <= 31:
        return True
    if not is_year(first):
        return early_year(text, previous, first)
    led = previous is not None and previous.lower in language.load().dating and _adjoin(text, previous, first)
    return led or not _plural_follows(text, last, following)


def is_year(word: Word) -> bool:
    """Is it a figure of four digits that may be a year of `YEARS`?"""
    return word.text.isdecimal() and len(word.text) == 4 and int(word.text) in YEARS


def early_year(text: str, previous: Word | None, word: Word) -> bool:
    """Is it a year before 1500, told as one, with nothing behind it that it may count: "the worst since |1450|."?"""
    if len(word.text) != 4 or not word.text.isdecimal() or int(word.text) not in EARLY_YEARS or previous is None:
        return False
    led = previous.lower in language.load().dating and _adjoin(text, previous, word)
    return led and not BEHIND_COUNT.match(text, word.span.end)


def _in_days(tokens: Sequence[Word], at: int, after: int) -> bool:
    """One end of a range of days: "25 to 28 March", "March 25 to 28"."""
    if not tokens[at].text.isdecimal() or int(tokens[at].text) > 31:
        return False
    forward, back = tokens[after : after + 3], tokens[max(at - 3, 0) : at][::-1]
    return any(
        len(three) == 3 and three[0].lower in language.load().joins and three[1].text.isdecimal() and _month(three[2])
        for three in (forward, back)
    )


def _month(word: Word) -> bool:
    return word.lower in language.load().months and word.text[0].isupper()


def _in_code(text: str, previous: Word | None, first: Word, last: Word) -> bool:
    """Part of a time ("5:52"), a score ("10-2"), a slashed date, a code ("SR-118", "QX4", "#12") or a decimal of another's."""
    start, end = first.span.start, last.span.end
    if previous and previous.span.end == start and previous.lower not in language.load().currencies:
        return True
    if text[end : end + 1] in set("/:-–") and text[end + 1 : end + 2].isdecimal():
        return True
    before, earlier = text[max(start - 1, 0) : start], text[max(start - 2, 0) : max(start - 1, 0)]
    return before in set("#§") or (before in set("/:-–.") and earlier.isalnum())


def _emergency(first: Word, previous: Word | None, following: Word | None) -> bool:
    """ "The first |911| call", "dialled |999|": the number that people ring for help."""
    lists = language.load()
    beside = {word.lower for word in (previous, following) if word}
    return first.text in lists.emergency["numbers"] and not beside.isdisjoint(lists.emergency["beside"])


def _has_ending(text: str, last: Word, following: Word | None) -> bool:
    """An ordinal ("4th"), a time of day ("8 p.m.") or letters that make it a code ("3b")."""
    if text[last.span.end : last.span.end + 1].isalpha():
        joined = following is not None and following.span.start == last.span.end
        return not (
            joined and following is not None and (following.lower in language.load().scales or following.lower in language.load().measures)
        )
    clock = text[last.span.end : last.span.end + 5].lower().lstrip()
    return clock.startswith(("am ", "pm ", "a.m", "p.m", "gmt"))


def _numbers_a_thing(text: str, previous: Word | None, first: Word, following: Word | None) -> bool:
    """ "Count 2", "route 214": the figure is a name, unless what it counts follows it; in "level 4 restrictions" it grades that."""
    lists = language.load()
    if previous is None or previous.lower not in lists.numbered or not _adjoin(text, previous, first):
        return False
    if previous.lower in lists.grades and text[previous.span.end : first.span.start] == " ":
        return True
    return not (following is not None and following.lower.endswith("s") and len(following.text) > 3)


def _opens_list(text: str, first: Word, last: Word) -> bool:
    """Is it the number of a paragraph or a list's line: "12. ", "(3) ", "[14] ", "¶ 7 "?"""
    line = text[max(first.span.start - INDENT, 0) : first.span.start].rpartition("\n")[2]
    marked = line.strip()
    if marked in ("¶", "§"):
        return True
    closing = {"": (".", ")"), "(": (")",), "[": ("]",)}.get(marked, ())
    return len(line) < INDENT and text[last.span.end : last.span.end + 1] in closing


def _adjoin(text: str, a: Word, b: Word) -> bool:
    return text[a.span.end : b.span.start].strip(" .,\u00a0") == "" and b.span.start - a.span.end <= 2


def _plural_follows(text: str, last: Word, following: Word | None) -> bool:
    if following is None or text[last.span.end : following.span.start] not in (" ", "\u00a0"):
        return False
    return following.lower.endswith("s") and following.lower not in language.load().stopwords and following.text[0].islower()


def _unit(text: str, tokens: Sequence[Word], at: int, after: int) -> tuple[str, tuple[str, ...], int, int]:
    """(kind, keys of the thing counted, where the unit's sign or noun ends, where a currency sign before begins)."""
    lists = language.load()
    first, last = tokens[at], tokens[after - 1]
    start = first.span.start
    if before := _currency_before(text, tokens, at):
        return before[0], (), last.span.end, before[1]
    if text[last.span.end : last.span.end + 1] == "%" or text[last.span.end : last.span.end + 2] == " %":
        return "percent", (), text.index("%", last.span.end) + 1, start
    if owner := _whose_age(text, tokens, at, after):
        return "", (owner, AGE), last.span.end, start
    rest = tokens[after : after + UNIT_REACH]
    if not rest or set(text[last.span.end : rest[0].span.start]) & set('.,;:|()!?\n"“”'):
        return "", (), last.span.end, start
    if rest[0].lower in lists.percent or (len(rest) > 1 and (rest[0].lower, rest[1].lower) in lists.percent_pairs):
        pair = rest[0].lower not in lists.percent
        return "percent", (), rest[1 if pair else 0].span.end, start
    if rest[0].lower == "percentage" or (rest[0].lower in lists.points and text[last.span.end : rest[0].span.start] == " "):
        return "points", (), rest[len(rest) > 1 and rest[1].lower in lists.points].span.end, start
    for word in rest[: 1 + rest[0].text[0].isupper()]:  # "40 million Australian dollars"
        if word.lower in lists.currencies:
            return lists.currencies[word.lower], (), word.span.end, start
    if rest[0].lower == "of" and (whole := _whole(tokens, after + 1)):
        return "", _nouns(text, tokens[whole - 1], tokens[whole : whole + UNIT_REACH])[0], last.span.end, start
    return "", *_nouns(text, last, rest), start


def _label(text: str, tokens: Sequence[Word], at: int) -> tuple[str, ...]:
    found: list[str] = []
    start = tokens[at].span.start
    for word in reversed(tokens[max(at - UNIT_REACH, 0) : at]):
        between = text[word.span.end : start].strip(" \t\u00a0")
        if between != ("" if found else ":"):
            break
        found.append(word.key)
        start = word.span.start
    return tuple(found)


def _whose_age(text: str, tokens: Sequence[Word], at: int, after: int) -> str | None:
    """The key of the word beside which an age stands: "Vanterpool, 34, ", "the driver (34)", "Vanterpool, aged 34"."""
    start, end = tokens[at].span.start, tokens[at].span.end
    if not at or after > at + 1 or not tokens[at].text.isdigit() or int(tokens[at].text) > OLDEST:
        return None
    before = tokens[at - 1]
    if before.lower in language.load().ages:
        return next((word.key for word in reversed(tokens[max(at - 4, 0) : at - 1]) if word.text[0].isupper()), None)
    between, next_mark = text[before.span.end : start], text[end : end + 1]
    apposed = between == ", " and next_mark in {",", ";", "."} and before.text[0].isupper()
    return before.key if apposed or (between == " (" and next_mark == ")") else None


def _currency_before(text: str, tokens: Sequence[Word], at: int) -> tuple[str, int] | None:
    """(currency, where its sign or code begins) before a figure: "$40", "R$ 40", "USD 40", "Rs. 40"."""
    currencies = language.load().currencies
    start = tokens[at].span.start
    for width in (2, 1):
        for space in (0, 1):
            sign = text[max(start - width - space, 0) : start]
            if (
                len(sign) == width + space
                and sign[width:] in ("", *SPACES)
                and not sign[:width].isalpha()
                and sign[:width].lower() in currencies
            ):
                return currencies[sign[:width].lower()], start - width - space
    code = tokens[at - 1] if at else None
    if (
        code
        and code.lower in currencies
        and (code.text.isupper() or len(code.text) == 2)
        and not text[code.span.end : start].strip(" .\u00a0-−–")
    ):
        return currencies[code.lower], code.span.start
    return None


def _whole(tokens: Sequence[Word], at: int) -> int | None:
    """Where the whole is named, of which a figure before "of" counts a part: "four of the 19 |municipalities", "22 of its |seats"."""
    lists = language.load()
    if at >= len(tokens) or tokens[at].lower not in lists.determiners:
        return None
    counted = (n for n in range(at + 1, min(at + UNIT_REACH, len(tokens))) if tokens[n].text[0].isdecimal() or _small(tokens[n].lower))
    there = next(counted, at) + 1
    return there if there < len(tokens) and not tokens[there].lower.endswith("'s") else None


def _nouns(text: str, last: Word, rest: Sequence[Word]) -> tuple[tuple[str, ...], int]:
    """The keys of the words after a figure up to the next stop or stop word, "more" passed over; and the end of the first."""
    lists = language.load()
    unit: list[str] = []
    end, previous = last.span.end, last
    for word in rest:
        between = text[previous.span.end : word.span.start]
        if (
            set(between) & set('.,;:|()!?\n"“”')
            or (word.lower in lists.stopwords and word.lower not in lists.more and word.lower not in lists.measures)
            or word.text[0].isdecimal()
            or word.lower in SET_OFF
        ):
            break
        previous = word
        if word.lower in lists.more:
            continue
        unit.append(word.key)
        end = word.span.end if len(unit) == 1 else end
    return tuple(unit), end


def _range(text: str, tokens: Sequence[Word], at: int, amount: float, step: float) -> tuple[float, float, bool]:
    """The values that the words allow, and is there a word that widens them: half a unit of the last figure shown, if that is no more than
    `ROUNDED`; a little more either way after "about", up to a quarter more after "more than"."""
    lists = language.load()
    half = min(step / 2, amount * ROUNDED) if step > 1 or step < 1 else 0.0
    led = [word.lower for word in tokens[max(at - 4, 0) : at] if not (word.text.isupper() and word.lower in lists.currencies)]
    before, denied = led[-2:], led[-3:-2] in (["no"], ["not"])  # "no more than"
    more, less = before == ["more", "than"], before[-1:] == ["than"] and before[0] in ("less", "fewer")
    if before and (before[-1] in lists.above or (less if denied else more) or before == ["at", "least"]):
        return amount - half, amount * 1.25, True
    if before and (before[-1] in lists.below or (more if denied else less)):
        return amount * 0.8, amount + half, True
    if before and (before[-1] in lists.about or before[-2:] == ["close", "to"]):
        slack = half + min(0.05 * amount, 1.5 * step)  # "roughly 21,300" is told more exactly than "roughly 20,000"
        return amount - slack, amount + slack, True
    return amount - half, amount + half, False


def durations() -> frozenset[str]:
    """The keys of the units of time."""
    return telling(" ".join(language.load().durations))
