"""Made pairs: a true sentence of a source reworded, its twin with one thing altered, and its twin without its evidence.

Every alteration swaps like for like (a figure, a name, a role of the same premise where it has one), so that the statement alone does
not tell which twin is true. Spans count code points of the statement. One seed gives one set of pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

Place = tuple[int, int]


@dataclass(frozen=True)
class Made:
    """A statement, the wrong places in it, and which kind of alteration made them ("" where it is true)."""

    text: str
    wrong: tuple[Place, ...] = ()
    kind: str = ""


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    "twenty",
)
VALUES = dict(zip(NUMBERS, (*range(2, 16), 20), strict=True))

# Kind -> groups of words that take each other's place; swapping any two makes a true sentence false.
GROUPS: dict[str, tuple[str, ...]] = {
    "count": (" ".join(NUMBERS), "once twice", "first second third fourth fifth", "half third quarter fifth", "double triple",
    "both neither"),
    "date": (" ".join(MONTHS), "yesterday tomorrow", "morning afternoon evening", "spring summer autumn winter"),
    "weekday": (" ".join(DAYS),),
    "unit": (
        "kilometres miles metres", "kilometers miles meters", "feet metres inches", "pounds euros dollars", "tonnes kilograms pounds",
        "acres hectares", "litres gallons", "seconds minutes hours", "days weeks months years", "day week month year decade", "km m cm",
    ),
    "magnitude": ("thousand million billion", "dozens hundreds thousands millions", "m bn"),
    "role": (
        "chairman director secretary treasurer", "chair secretary treasurer", "mayor governor councillor senator", "captain coach manager",
        "prosecutor defendant judge", "plaintiff defendant", "owner tenant", "buyer seller", "teacher pupil", "doctor nurse patient",
        "minister ambassador", "editor publisher", "driver passenger", "founder investor", "witness victim suspect",
        "striker goalkeeper defender",
        "author translator", "landlord tenant", "employer employee", "lawyer client", "president secretary", "sergeant inspector constable",
    ),
    "stage": (
        "charged convicted acquitted arrested", "proposed approved rejected", "alleged proven", "planned completed", "suspended dismissed",
        "resigned retired", "injured killed", "wounded killed", "appealed accepted", "sued settled", "opened closed", "nominated elected",
        "granted refused", "signed drafted", "adjourned concluded", "bail custody", "draft final", "trial appeal", "hearing trial",
        "investigated charged", "considering rejecting", "suspected convicted", "missing dead", "shortlisted chosen",
    ),
    "relation": (
        "sister brother cousin", "wife mother daughter", "husband father son", "uncle nephew", "aunt niece", "sisters brothers",
        "mother father", "son daughter", "grandson granddaughter", "friend colleague rival", "parents grandparents", "neighbour cousin",
    ),
    "scope": (
        "some all", "many all few", "most all some", "several all", "nearly exactly", "mostly entirely", "often always rarely",
        "sometimes always never", "every some", "only also", "usually always", "largely wholly", "partly fully", "everyone someone",
    ),
    "direction": (
        "rose fell", "rises falls", "rise fall", "rising falling", "risen fallen", "increased decreased", "increase decrease",
        "increasing decreasing", "up down", "higher lower", "more fewer", "more less", "won lost", "above below", "gained lost",
        "accepted rejected", "north south", "east west", "northern southern", "eastern western", "supported opposed", "agreed refused",
        "best worst", "largest smallest", "highest lowest", "older younger", "oldest youngest", "better worse", "growth decline",
        "bought sold", "joined left", "arrived departed", "success failure", "profit loss", "win defeat", "beat lost", "strong weak",
        "faster slower", "hired fired", "longer shorter", "early late", "earlier later", "raised cut", "entered left", "praised criticised",
        "improved worsened", "started ended", "began ended", "allowed banned", "added removed", "borrowed lent",
    ),
    "order": ("before after", "first last", "previous next", "earlier later", "former future"),
    "cause": ("despite through", "amid despite"),
    "hedge": ("may will", "might will", "could will", "may must", "likely certain", "possibly certainly", "expects promises", "hopes plans",
              "suggested proved", "suggests proves", "believed knew", "appeared claimed", "estimated confirmed", "considering planning"),
    "period": ("annual monthly weekly daily", "yearly monthly", "quarter year", "quarterly annual", "nightly weekly"),
    "speaker": ("police prosecutors lawyers", "officials residents", "researchers critics", "ministers analysts", "he she", "his her"),
}  # fmt: skip
# Phrases, longest first where one begins another: kind, what stands there, what takes its place.
PHRASES: tuple[tuple[str, str, str], ...] = (
    ("stage", "pleaded not guilty", "pleaded guilty"), ("stage", "pleaded guilty", "pleaded not guilty"),
    ("stage", "denied the charge", "admitted the charge"), ("stage", "is expected to", "has agreed to"),
    ("cause", "associated with", "caused by"), ("cause", "linked to", "caused by"), ("cause", "because of", "despite"),
    ("cause", "coincided with", "was caused by"), ("cause", "followed by", "caused by"), ("cause", "due to", "despite"),
    ("cause", "as a result of", "in spite of"), ("cause", "in spite of", "as a result of"), ("cause", "because", "although"),
    ("cause", "although", "because"),
    ("scope", "at least", "at most"), ("scope", "at most", "at least"), ("scope", "more than", "less than"),
    ("scope", "less than", "more than"),
    ("scope", "up to", "at least"), ("scope", "one of the", "the only one of the"), ("scope", "fewer than", "more than"),
    ("hedge", "is believed to have", "has"), ("hedge", "are believed to have", "have"), ("hedge", "is thought to have", "has"),
    ("hedge", "appears to have", "has"), ("hedge", "seems to", "is certain to"), ("hedge", "is likely to", "is certain to"),
    ("corroboration", "a spokesman said", "several witnesses said"), ("corroboration", "a witness said", "several witnesses said"),
    ("period", "last year", "last month"), ("period", "last month", "last year"), ("period", "last week", "last month"),
    ("period", "a year earlier", "a month earlier"), ("period", "a year ago", "a month ago"), ("period", "next year", "next month"),
    ("period", "this year", "last year"), ("period", "next week", "next month"), ("period", "first half", "second half"),
    ("period", "second half", "first half"), ("period", "year-on-year", "month-on-month"),
    ("negation", "did not deny", "denied"), ("negation", "no longer", "still"), ("negation", "no one", "everyone"),
    ("negation", "without", "with"), ("negation", "with no", "with some"), ("negation", "there was no", "there was"),
    ("negation", "has yet to", "has managed to"),
    ("negation", "failed to", "managed to"), ("negation", "managed to", "failed to"), ("negation", "declined to", "agreed to"),
    ("negation", "agreed to", "declined to"), ("negation", "refused to", "agreed to"), ("negation", "cannot", "can"),
    ("unit", "per cent", "percentage points"), ("unit", "a month", "a year"), ("unit", "a week", "a month"), ("unit", "a day", "a week"),
)  # fmt: skip
SWAPS = {
    (kind, word): [other for other in group.split() if other != word]
    for kind, groups in GROUPS.items()
    for group in groups
    for word in group.split()
}
KINDS_OF: dict[str, list[str]] = {}
for _kind, _word in SWAPS:
    KINDS_OF.setdefault(_word, []).append(_kind)

WORD = re.compile(r"[^\W\d_]+")
FIGURE = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]|[.,]\d)")
YEAR = re.compile(r"(?:1[89]|20)\d\d")
NAME = re.compile(r"(?:[A-Z][^\W\d_A-Z]+|[A-Z]\.)(?:[ -](?:[A-Z][^\W\d_]+|[A-Z]\.|(?:de|van|von|al|bin|da|of the|of) [A-Z][^\W\d_]+))*")
AUXILIARY = re.compile(r"\b(was|were|is|are|has|have|had|will|would|could|can|should|did|does|do|must|may|might)\b( not\b|n't\b)?")
QUOTATION = re.compile(r"[\"“]([^\"“”]{12,})[\"”]")
OPENERS = """
    The A An This That These Those He She It They We You I His Her Its Their Our My In On At By For From With But And Or As If When
    While After Before Since There Here What Who Why How Where Which Not No Yes One Two Three Four Five Six Seven Eight Nine Ten Mr Mrs
    Ms Dr Sir Some Many Most All Both Each Every Several Few Other Another More Last Next First Under Over During Despite According
    Although However Also Then Now Police Officers Officials Meanwhile Still Just Only Even About Asked Speaking Earlier Later To So
    Until Because Thus Yet Do Did Was Were Is Are Has Have Had Will Would Could Can Should Let Being Having Such Like Today Yesterday
"""
NOT_NAMES = frozenset(OPENERS.split()) | {*MONTHS, *DAYS}  # capitalised words that only open a sentence


def names(text: str) -> list[Place]:
    """The places of names: runs of capitalised words, without what only opens a sentence."""
    found = []
    for match in NAME.finditer(text):
        start, end = match.span()
        first = re.match(r"[^\W\d_]+", text[start:end])
        while first and first.group() in NOT_NAMES:
            rest = text[start + first.end() : end]
            gap = len(rest) - len(rest.lstrip(" -"))
            start = start + first.end() + gap
            first = re.match(r"[^\W\d_]+", text[start:end]) if start < end else None
        opens = start == 0 or text[:start].rstrip()[-1:] in '.!?"“:'
        if end - start > 2 and not (opens and " " not in text[start:end]):
            found.append((start, end))
    return found


def put(text: str, place: Place, new: str) -> Made:
    """The text with `new` at the place, marked as wrong; the first letter keeps its case."""
    start, end = place
    if text[start].isupper() and new[0].islower():
        new = new[0].upper() + new[1:]
    return Made(text[:start] + new + text[end:], ((start, start + len(new)),))


# Alterations: (statement, premise, chance) -> the altered statement, or None where there is nothing of the kind.


def figure(text: str, premise: str, chance: Random) -> Made | None:
    """Another figure of the same look: one of the premise, or the same figure with a digit or its size changed."""
    found = list(FIGURE.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    mine = match.group()
    year = bool(YEAR.fullmatch(mine))
    alike = [
        other
        for other in sorted(set(FIGURE.findall(premise)))
        if other != mine and other not in text and bool(YEAR.fullmatch(other)) == year
        if abs(len(other) - len(mine)) <= 1 and ("." in other) == ("." in mine)
    ]
    if alike and chance.random() < 0.6:
        new = chance.choice(alike)
    elif year:
        new = str(int(mine) + chance.choice([-3, -2, -1, 1, 2, 3]))
    else:
        new = _digit_changed(mine, chance)
    if new == mine or re.search(rf"(?<!\d){re.escape(new)}(?!\d)", text):
        return None
    return replace(put(text, match.span(), new), kind="date" if year else "number")


def _digit_changed(figure: str, chance: Random) -> str:
    digits = [at for at, letter in enumerate(figure) if letter.isdigit()]
    if len(digits) >= 2 and chance.random() < 0.25:  # two digits trade places
        at = chance.randrange(len(digits) - 1)
        a, b = digits[at], digits[at + 1]
        letters = list(figure)
        letters[a], letters[b] = letters[b], letters[a]
        if letters[0] != "0":
            return "".join(letters)
    at = chance.choice(digits[:2])
    options = [digit for digit in "123456789" if digit != figure[at]]
    return figure[:at] + chance.choice(options) + figure[at + 1 :]


def word(text: str, premise: str, chance: Random) -> Made | None:
    """Another word of its group: a month, a unit, a role, a stage, a direction."""
    found = []
    for match in WORD.finditer(text):
        key = match.group() if match.group() in KINDS_OF else match.group().lower()
        if match.group() == "May" or (key in ("m", "bn", "km", "cm") and not text[: match.start()].rstrip()[-1:].isdigit()):
            continue
        found += [(match.span(), kind, key) for kind in KINDS_OF.get(key, ())]
    if not found:
        return None
    kinds = sorted({kind for _, kind, _ in found})
    kind = chance.choice(kinds)
    place, kind, key = chance.choice([item for item in found if item[1] == kind])
    options = SWAPS[kind, key]
    held = set(WORD.findall(premise.lower()))
    near = [option for option in options if option.lower() in held]
    new = chance.choice(near if near and chance.random() < 0.5 else options)
    if kind == "speaker" and key in ("he", "she", "his", "her"):
        return None if key == "her" and chance.random() < 0.5 else replace(put(text, place, new), kind=kind)
    return replace(put(text, place, new), kind=kind)


def phrase(text: str, premise: str, chance: Random) -> Made | None:
    """Another phrase: a plea, a cause for a correlation, a bound, a period."""
    lower = text.lower()
    found = [(kind, at, old, new) for kind, old, new in PHRASES if (at := _whole(lower, old)) >= 0]
    if not found:
        return None
    kind, at, old, new = chance.choice(found)
    return replace(put(text, (at, at + len(old)), new), kind=kind)


def _whole(text: str, part: str) -> int:
    match = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)
    return match.start() if match else -1


def name(text: str, premise: str, chance: Random) -> Made | None:
    """Another name of the premise."""
    mine = names(text)
    if not mine:
        return None
    place = chance.choice(mine)
    old = text[place[0] : place[1]]
    parts = set(old.split())
    others = sorted({premise[a:b] for a, b in names(premise)})
    others = [other for other in others if other not in text and not parts & set(other.split()) and "." not in other]
    alike = [other for other in others if (" " in other) == (" " in old)]
    if not (alike or others):
        return None
    return replace(put(text, place, chance.choice(alike or others)), kind="name")


def agents(text: str, premise: str, chance: Random) -> Made | None:
    """Two names of the statement trade places."""
    mine = [place for place in names(text) if " of " not in text[place[0] : place[1]]]
    pairs = [(a, b) for a, b in pairwise(mine) if b[0] - a[1] > 6 and not re.search(r"^\W*(?:and|or|,)\W*$", text[a[1] : b[0]])]
    if not pairs:
        return None
    (a, b), (c, d) = chance.choice(pairs)
    first, second = text[a:b], text[c:d]
    if first == second or set(first.split()) & set(second.split()):
        return None
    new = text[:a] + second + text[b:c] + first + text[d:]
    moved = len(second) - len(first)
    return Made(new, ((a, a + len(second)), (c + moved, c + moved + len(first))), "agent-swap")


def negated(text: str, premise: str, chance: Random) -> Made | None:
    """A "not" more or less."""
    found = [match for match in AUXILIARY.finditer(text) if not re.match(r"\s*(?:\w+)?\s*\?", text[match.end() :])]
    if not found:
        return None
    match = chance.choice(found)
    verb, denied = match.group(1), match.group(2)
    if denied:
        if verb in ("ca", "wo", "did", "do", "does", "can") and denied != " not":
            return None
        return Made(text[: match.end(1)] + text[match.end(2) :], ((match.start(1), match.end(1)),), "negation")
    if verb in ("do", "did", "does"):
        return None
    return Made(text[: match.end()] + " not" + text[match.end() :], ((match.start(), match.end() + 4),), "negation")


def quoted(text: str, premise: str, chance: Random) -> Made | None:
    """One word inside a quotation becomes another word of the premise with the same ending."""
    places = [
        (quote.start(1) + match.start(), quote.start(1) + match.end())
        for quote in QUOTATION.finditer(text)
        for match in WORD.finditer(quote.group(1))
        if match.end() - match.start() > 4 and match.group().islower()
    ]
    if not places:
        return None
    start, end = chance.choice(places)
    old = text[start:end]
    options = sorted(
        {other for other in WORD.findall(premise) if other.islower() and len(other) > 4 and other[-2:] == old[-2:] and other[:3] != old[:3]}
    )
    options = [other for other in options if other not in text]
    return replace(put(text, (start, end), chance.choice(options)), kind="quote") if options else None


DETAIL = re.compile(
    r"(?<=\w )(?:in|at|on|after|before|during|for|from|by|with|near|without|because of|along with|according to)"
    r"(?: [\w'’£$€%-]+){1,5}(?=[.,;]\s)"
)
CONTENT = re.compile(r"[^\W\d_]{5,}|\d+")


def misplaced(text: str, premise: str, chance: Random) -> Made | None:
    """A detail of another sentence of the premise, put behind the statement: place, time, cause or company of something else."""
    if not re.search(r"\w\.$", text) or len(text.split()) > 32:
        return None
    mine = set(CONTENT.findall(text.lower()))
    found = []
    for sentence in re.split(r"(?<=[.!?])\s+", premise):
        if len(mine & set(CONTENT.findall(sentence.lower()))) <= 1:
            found += [match.group() for match in DETAIL.finditer(sentence + " ")]
    details = sorted({detail for detail in found if (told := set(CONTENT.findall(detail.lower()))) and not told & mine})
    if not details:
        return None
    detail = chance.choice(details)
    if detail.startswith(("in ", "on ", "at ", "after ", "before ", "during ")) and chance.random() < 0.35:
        return Made(f"{detail[0].upper()}{detail[1:]}, {_lowered(text)}", ((0, len(detail)),), "added")
    return Made(f"{text[:-1]} {detail}.", ((len(text), len(text) + len(detail)),), "added")


ALTERATIONS: tuple[tuple[Callable[[str, str, Random], Made | None], float], ...] = (
    (figure, 3.0), (word, 4.0), (phrase, 2.5), (name, 2.5), (agents, 1.5), (negated, 1.0), (quoted, 1.5),
)  # fmt: skip


def altered(text: str, premise: str, chance: Random) -> Made | None:
    """The statement with one thing altered; None where nothing in it can be."""
    ways = list(ALTERATIONS)
    while ways:
        way = chance.choices(ways, [weight for _, weight in ways])[0]
        if (made := way[0](text, premise, chance)) and made.text != text:
            return made
        ways.remove(way)
    return None


# Rewordings: (statement, chance) -> the same in other words, or the statement itself.

SAME = (
    "began started", "purchase buy", "children kids", "nearly almost",
    "film movie", "attempt try", "attempted tried", "firm company", "near|close to", "per cent|percent|%",
    "former|ex-", "enough sufficient", "big large", "child youngster", "obtain get", "obtained got",
    "needed required", "need require", "showed revealed", "shows reveals", "quickly rapidly", "whole entire", "whilst while",
    "kilometres|km", "kilometers|km", "hurt injured", "wrote|put in writing", "chose picked", "choose pick", "build construct",
    "built constructed", "mistake error", "job post", "told informed", "stop halt", "stopped halted", "main chief", "annual yearly",
    "take part|participate", "took part|participated",
    "due to|because of", "centre|center", "because|since", "but|yet", "doctor physician", "lawyer attorney", "answered replied",
    "ended finished", "end finish", "happened occurred", "happen occur", "important significant", "difficult hard",
)  # fmt: skip
SHORTER = (
    (r"\b(?:about|around|roughly|approximately) (?=[£$€]?\d)", "some "), (r"\bsome (?=[£$€]?\d)", "about "),
    (r"\bmore than (?=[£$€]?\d)", "over "), (r"\bin order to\b", "to"), (r"\bas well as\b", "and"), (r"\bprior to\b", "before"),
    (r"\bfollowing the\b", "after the"), (r"\bhas been\b", "was"),
)  # fmt: skip
SYNONYMS: dict[str, list[str]] = {}
for _group in SAME:
    _members = _group.split("|") if "|" in _group else _group.split()
    for _member in _members:
        SYNONYMS.setdefault(_member, []).extend(other for other in _members if other != _member)


def reworded(text: str, chance: Random, most: int = 3) -> str:
    """Up to `most` rewordings that keep the sense, one after the other."""
    for way in chance.sample(REWORDINGS, min(most, len(REWORDINGS))):
        text = way(text, chance)
    return text


def synonym(text: str, chance: Random) -> str:
    """Words for which another serves, outside quotations."""
    quotes = [match.span() for match in QUOTATION.finditer(text)]
    for old in sorted(SYNONYMS, key=lambda key: (-len(key), key)):
        at = _whole(text, old)
        if at >= 0 and not any(a <= at < b for a, b in quotes) and chance.random() < 0.5:
            text = text[:at] + chance.choice(SYNONYMS[old]) + text[at + len(old) :]
    for old, new in SHORTER:
        text = re.sub(old, new, text) if chance.random() < 0.5 else text
    return re.sub(r"(?<=\d) %", "%", text.replace("ex- ", "ex-"))


def spelled(text: str, chance: Random) -> str:
    """Small figures in words, or number words in figures."""
    if chance.random() < 0.5:
        return re.sub(r"\b(" + "|".join(NUMBERS) + r")\b(?! of\b)(?=\s+[a-z])", lambda match: str(VALUES[match.group()]), text, count=1)
    told = {str(value): word for word, value in VALUES.items()}
    return re.sub(
        r"(?<![\w.,£$€-])(?:[2-9]|1[0-5]|20)(?=\s+[a-z]{4,})", lambda match: told.get(match.group(), match.group()), text, count=1
    )


def dated(text: str, chance: Random) -> str:
    """12 July as July 12, and the other way round."""
    months = "|".join(MONTHS)
    if re.search(rf"\b\d{{1,2}} (?:{months})\b", text):
        return re.sub(rf"\b(\d{{1,2}}) ({months})\b(?: (\d{{4}})\b)?", lambda m: f"{m[2]} {m[1]}" + (f", {m[3]}" if m[3] else ""), text)
    american = rf"\b({months}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:, (\d{{4}})\b)?(?![,.]?\d)"
    return re.sub(american, lambda m: f"{m[2]} {m[1]}" + (f" {m[3]}" if m[3] else ""), text)


def without_aside(text: str, chance: Random) -> str:
    """Without what stands between commas, dashes or brackets behind a name or noun, where that is an apposition or a "who" clause."""
    return re.sub(r"(?: \([^()]{3,80}\)|, (?:a|an|the|who|which|whose|aged)\b[^,.;:\"“”]{4,90},(?=\s[a-z]))", "", text, count=1)


def without_opening(text: str, chance: Random) -> str:
    """Without an adverb or a time that only opens the sentence."""
    opening = r"(?:However|Meanwhile|In addition|Also|And|But|Moreover|On [A-Z][a-z]+|In [A-Z][a-z]+|Last \w+|Earlier|Later|Then|So),? "
    found = re.match(opening, text)
    rest = text[found.end() :] if found else ""
    return rest[0].upper() + rest[1:] if len(rest.split()) > 6 and rest[0].isalpha() else text


def short_name(text: str, chance: Random) -> str:
    """A person by the last name alone."""
    people = list(re.finditer(r"\b(?:Mr|Mrs|Ms|Dr|Sir)\.? (?=[A-Z][a-z])", text))
    if people:
        match = chance.choice(people)
        return text[: match.start()] + text[match.end() :]
    return text


def contracted(text: str, chance: Random) -> str:
    """did not as didn't, and the other way round."""
    if "n't" in text:
        return re.sub(r"\b(did|does|do|was|were|is|are|has|have|had|would|could|should)n['’]t\b", r"\1 not", text)
    return re.sub(r"\b(did|does|was|were|is|are|has|have|had|would|could|should) not\b", r"\1n't", text)


def said_first(text: str, chance: Random) -> str:
    """X said that Y as According to X, Y; and Y, X said as X said Y."""
    behind = re.match(r"^([A-Z][^\"“”,;:]{20,}), ((?:the |a |an )?[^\"“”,;:]{3,40}?) (said|says)\.$", text)
    if behind:
        told, who, verb = behind.groups()
        return f"{who[0].upper()}{who[1:]} {verb} {_lowered(told)}."
    ahead = re.match(r"^((?:[A-Z][\w.'’-]+ ?){1,4}) (?:said|says) (?:that )?([^\"“”]{20,})$", text)
    if ahead and not re.match(r"(?:it|he|she|they|yes|no|to)\b", ahead[2]) and "said" not in ahead[2]:
        return f"According to {ahead[1]}, {ahead[2]}"
    return text


def halved(text: str, chance: Random) -> str:
    """The first of two clauses joined by "and" or "but", or what stands before a "which" or "while" clause."""
    match = re.match(r"^([A-Z][^\"“”]{30,}?),? (?:and (?:the|he|she|it|they|a)|but|while|which|whose|where) [^\"“”]{25,}\.$", text)
    whole = match and len(match[1].split()) > 6 and not re.search(r"\b(?:both|between|either|if|as|that|not)\b", match[1])
    return f"{match[1].rstrip(',')}." if match and whole else text


REWORDINGS = (synonym, synonym, spelled, dated, without_aside, without_opening, short_name, contracted, said_first, halved)


def _lowered(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first in NOT_NAMES and first not in MONTHS and first not in DAYS and first != "I" else text


def merged(first: str, second: str, chance: Random) -> tuple[str, int]:
    """Two true sentences in one, and where the second begins in it."""
    joint = chance.choice([", and ", "; ", ", while "])
    head = first.rstrip().rstrip(".") + joint
    return head + _lowered(second), len(head)


# Sources to pairs.


@dataclass(frozen=True)
class Pair:
    """A made pair: `keep` are the numbers of the source's sentences the premise must hold, `drop` those it must not."""

    statement: str
    label: str
    wrong: tuple[Place, ...]
    keep: tuple[int, ...]
    drop: tuple[int, ...]
    kind: str


def usable(sentence: str) -> bool:
    """A sentence that can stand as a statement of a draft: of some length, begun and ended as one, and no question."""
    count = len(sentence.split())
    return 7 <= count <= 38 and sentence[:1].isupper() and sentence.rstrip("\"”'’").endswith(".") and "?" not in sentence


def pairs(sentences: Sequence[str], chance: Random, most: int) -> Iterator[Pair]:
    """Twins from up to `most` sentences of one source: true and altered, merged, and those whose evidence is not in the premise."""
    premise = " ".join(sentences)
    good = [number for number, sentence in enumerate(sentences) if usable(sentence)]
    for number in sorted(chance.sample(good, min(most, len(good)))):
        keep, base, begins = (number,), reworded(sentences[number], chance), -1
        if number + 1 in good and chance.random() < 0.25:
            other = number + 1
            base, begins = merged(without_aside(base, chance), reworded(sentences[other], chance), chance)
            keep = (number, other)
        wrong = altered(base, premise, chance)
        if wrong is None:
            continue
        yield Pair(base, "supported", (), keep, (), "true")
        yield Pair(wrong.text, "contradicted", wrong.wrong, keep, (), wrong.kind)
        if begins >= 0:
            yield Pair(base, "not_found", ((begins, len(base)),), keep[:1], keep[1:], "added")
        elif chance.random() < 0.4:
            yield Pair(base, "not_found", ((0, len(base)),), (), keep, "absent")
