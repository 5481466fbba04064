"""Help-lines: which there are, which of them a text names or tells the number of, where it points readers to help, what to print."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from presscheck.model import Span
from presscheck.sieve import Sieved

SUBJECTS = {
    "suicide": "suicide",
    "sexual-violence": "sexual violence",
    "domestic-abuse": "domestic abuse",
    "child-abuse": "the abuse of a child",
    "mental-health": "a mental health problem",
    "addiction": "drugs or drinking",
    "crisis": "a crisis",
    "mass-violence": "an attack like this",
    "crime-victims": "a crime",
    "eating-disorders": "an eating disorder",
    "emergency": "an emergency",
}
# the fields of a row that are one text, and those that are lists of texts
TEXTS = (
    *("name", "country", "region", "audience", "phone", "text", "web", "hours"),
    *("status", "last_checked", "provenance", "note"),
)
LISTS = ("subjects", "also", "aliases", "common")
STATUSES = ("active", "check", "retired")
DIRECTORY = "INT"
LONGEST = 1200  # no sentence is read further than this, so that a text without full stops costs no more
NEAR = 600  # code points between words that point to help and the number they point to, where a paragraph is one long line

# -- the registry ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Retired:
    """A number that is no longer the one to print; `instead` is the key of the line that is, `since` a date where one is told."""

    number: str
    since: str
    instead: str


@dataclass(frozen=True, slots=True)
class Helpline:
    """A row of `data/helplines.toml`, which tells what each field means."""

    key: str
    name: str
    country: str
    region: str
    subjects: tuple[str, ...]
    audience: str
    phone: str
    text: str
    web: str
    hours: str
    status: str
    last_checked: str
    provenance: str
    retired: tuple[Retired, ...]
    note: str
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    common: tuple[str, ...] = ()

    @property
    def offered(self) -> bool:
        """May it be put into a story that is for everybody?"""
        return self.status == "active" and not self.audience


@lru_cache
def registry() -> tuple[Helpline, ...]:
    """All lines, in the order of the file: within a country the first one is the first to think of."""
    data = tomllib.loads((files("presscheck") / "data" / "helplines.toml").read_text("utf-8"))
    return tuple(_line(key, row) for key, row in data.items())


def _line(key: str, row: dict[str, object]) -> Helpline:
    words = {name: str(row.get(name, "")) for name in TEXTS}
    lists = {name: tuple(map(str, _list(row, name))) for name in LISTS}
    retired = tuple(Retired(str(old["number"]), str(old.get("since", "")), str(old["instead"])) for old in _list(row, "retired"))
    return Helpline(key=key, retired=retired, **words, **lists)  # type: ignore[arg-type]


def _list(row: dict[str, object], name: str) -> list[dict[str, object]]:
    found = row.get(name, [])
    return found if isinstance(found, list) else []


def line(key: str) -> Helpline | None:
    """The line with this key."""
    return next((line for line in registry() if line.key == key), None)


def fitting(subjects: Iterable[str], country: str, region: str = "") -> list[Helpline]:
    """At most three lines to offer everybody, the most fitting first: those for the subject asked for first, then those for the whole
    country or for the region. Where none fits, or for no country, the directory of all countries; for no subject, none."""
    asked = list(dict.fromkeys(subjects))
    if not asked:
        return []
    found = [line for line in registry() if line.offered and line.country == country and _serves(line, region)]
    found = [line for line in found if set(line.subjects) & set(asked)]
    found.sort(key=lambda line: (-sum(2 ** -asked.index(subject) for subject in line.subjects if subject in asked), _apart(line, region)))
    return found[:3] or [line for line in registry() if line.offered and line.country == DIRECTORY]


def _serves(line: Helpline, region: str) -> bool:
    """With no region asked for, lines of all regions serve: the sentence that offers them says which is for whom."""
    return not region or not line.region or region.casefold() in line.region.casefold()


def _apart(line: Helpline, region: str) -> bool:
    return bool(line.region) != bool(region)


# -- numbers and addresses in a text --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach help. `kind`: "phone", "short" (a number of few digits), "text" (a number to send a message to), "web" or "email".

    `value`: its digits, after a "+" where it has one, or its address in lower case; `word`: the word to send; `around`: its sentence.
    """

    span: Span
    value: str
    kind: str
    word: str = ""
    around: str = field(default="", repr=False)


# Digits in groups, parted by one to three spaces, dots or dashes: no two pieces of it can share a character, so it is linear.
PIECE = r"(?:\(\d{1,5}\)|\d{1,15})"
NUMBER = re.compile(rf"\+?{PIECE}(?:(?:[ \xa0.‐‑–-]{{1,3}}|(?<=\))){PIECE}){{0,8}}")
GROUP = re.compile(r"\d+")
# "1-800-799-SAFE (7233)", "0800 REFUGE", "800.656.HOPE": letters on the keys of a telephone, in capitals
VANITY = re.compile(
    r"(?<![\w$£€.-])(?:\+?1[ .‑-])?\(?(?:1800|1300|0800|0508|1850|8\d\d|13)\)?[ .‑-]?(?:\d{3}[ .‑-]?)?[A-Z]{4,7}(?![\w-])"
    r"(?: ?\(\d{3,7}\))?"
)
KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
JOINED = re.compile(r"[\w#$£€¥₹]\Z|\d[.,/:-]\Z")  # what no telephone number follows: a letter, a sign of money, more digits
NUMBERED = re.compile(
    r"(?i)\b(?:cases?|docket|nos?|file|ref|reference|isbn|invoice|policy|account|serial|badge|claim|application|order|flight|room|section|route"
    r"|page|rs|usd|gbp)[.:]?[ \t]{0,2}(?:no\.?|number|#)?[ \t]{0,2}\(?\Z"
)
DATED = re.compile(r"\d{1,2}([ .–-]{1,3})\d{1,2}\1(?:\d{4}|\d{2})$|(?:19|20)\d{2}[ .–-]{1,3}\d{1,2}[ .–-]{1,3}\d{1,2}\b")
GOES_ON = re.compile(r"\w|[/@%-]\w|[.,:]\d")  # what follows no telephone number
CLOSED = re.compile(r"(?i)[- ]?(?:hours?|hrs?|days?)\b|/7|[- ]hour")  # "116 123 24 hours a day", "13 11 14 24/7"
HELP = re.compile(
    r"(?i)\b(?:call|calling|ring|ringing|text|texting|dial|dialling|dialing|phone|telephone|line|help-?line|hot-?line|life-?line|childline"
    r"|samaritans|contact|support|freephone|toll-free|freecall|sms|message|whatsapp|help|crisis|counsell?ing|counsell?ors?)\b"
)
# what may stand directly before a bare number that is to be dialled, and after it
DIALLED = re.compile(
    r"(?i)(?:\b(?:call|calling|ring|ringing|dial|dialling|dialing|text|texting|sms|phone|telephone|contact|contacting|on|at|to|or|and|number|is|line"
    r"|free|freephone|toll-free|help-?line|hot-?line|life-?line|childline|samaritans|tel)|[(:–—|/-]|\d,|[*_“\"])[ \t*_“\"(:–—-]{0,4}\Z"
)
ENDS = re.compile(
    r"(?i)[ \t*_”\"’')\]]{0,4}(?:$|[.,;:!?)\]|/\n–—(-]|(?:or|and|for|if|in|to|then|at|from|free|toll|any|anytime|via|when|available|by|is"
    r"|now|today|tonight|immediately|press|day|text|online|24|365|confidentially|anonymously)\b(?! (?:more|other|\w{2,12}ing)\b))"
)
TEXTED = re.compile(
    r"(?i)\b(?:text|texting|sms|whatsapp|message|messaging)[ \t]{1,2}"
    r"(?:(?:the word[ \t])?[“\"‘'*]{0,2}([a-z]{2,12})[”\"’'*]{0,2}[ \t](?:to|on|at)[ \t]|(?:to|on|at)[ \t]|line[ \t](?:on|at)[ \t])?\Z"
)
FREE = re.compile(r"^(?:0800|0808|0508|1800|1300|1850|1890|18(?:00|33|44|55|66|77|88)\d|8(?:00|33|44|55|66|77|88)[2-9])")
WEB = re.compile(
    r"(?<![\w@./-])(?:https?://)?(?:www\.)?((?:[A-Za-z0-9-]{1,40}\.){1,4}"
    r"(?:org|com|net|info|ie|uk|ca|au|nz|in|za|us|eu|int|gov|edu|wales|scot|health|support|help|chat|life))(?![\w@-]|\.\w)(/[\w./%?=&#~+-]{0,200})?"
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[A-Za-z0-9-]{1,40}\.){1,4}[A-Za-z]{2,12})(?![\w@-])")
SENT = re.compile(
    r"(?i)\b(?:visit|go to|(?:for|get|find|seek) help|support|advice|help-?lines?|hot-?lines?|counsell?ing|counsell?ors?|chat|crisis"
    r"|samaritans)\b"
)
ELSEWHERE = ("twitter.com", "t.co", "x.com", "facebook.com", "instagram.com", "youtube.com", "tiktok.com", "youtu.be")
END = re.compile(r"[.!?…][\"”’')\]]{0,3}[ \t]{1,4}(?=[A-Z0-9\"“‘(•])|\n")
EMERGENCY = frozenset({"911", "999", "111", "112", "116000", "116111", "116117", "116006"})
FEWEST, SHORT, FULL, MOST = 3, 5, 9, 15  # digits: of the shortest code, the longest code, a plain number with its area, the longest number
WINDOW = 60


def contacts(text: str) -> list[Contact]:
    """Each telephone number, code, web or e-mail address by which a reader may find help; dates, sums and counts are none."""
    return list(_contacts(text))


@lru_cache(maxsize=4)  # offers and mentions ask for those of the same draft
def _contacts(text: str) -> tuple[Contact, ...]:
    found = [_spelt_out(match) for match in VANITY.finditer(text)]
    taken = [contact.span for contact in found]
    numbers = (_number(text, match) for match in NUMBER.finditer(text) if not _overlaps(taken, match))
    found += [contact for contact in numbers if contact]
    found += _addresses(text)
    ends = _ends(text) if found else []
    found.sort(key=lambda contact: contact.span)
    return tuple(replace(contact, around=_around(text, ends, contact.span.start)) for contact in found)


def _spelt_out(match: re.Match[str]) -> Contact:
    value = re.sub(r"[^\dA-Z+]", "", match.group().partition(" (")[0]).translate(KEYS)
    return Contact(Span(*match.span()), value, "phone")


def _overlaps(spans: Sequence[Span], match: re.Match[str]) -> bool:
    at = bisect_left(spans, match.end(), key=lambda span: span.start)
    return at > 0 and spans[at - 1].end > match.start()


def _ends(text: str) -> list[int]:
    """Where sentences and lines end."""
    return [match.end() for match in END.finditer(text)]


def _around(text: str, ends: Sequence[int], at: int) -> str:
    """The sentence at this place, or as much of it as is near; where it has just begun, as in a list, the line before it too."""
    index = bisect_left(ends, at + 1)
    start, end = (ends[index - 1] if index else 0), (ends[index] if index < len(ends) else len(text))
    if at - start < SHORT and index > 1:
        start = ends[index - 2]
    return text[max(start, at - 200) : min(end, at + 200)]


def _number(text: str, match: re.Match[str]) -> Contact | None:
    """The figures as a number to reach, where shape and neighbours say that they are one."""
    groups = _groups(text, match)
    sizes = [len(group.group()) for group in groups]
    if not FEWEST <= sum(sizes) <= MOST:
        return None
    start, end = match.start(), groups[-1].end()
    value = "+" * (text[start] == "+") + "".join(group.group() for group in groups)
    listed = bool(_lines(value) or _old(value)) or value in EMERGENCY
    end += text[end : end + 1] == ")" and "(" in text[start:end]
    before, after, span = text[max(0, start - WINDOW) : start], text[end : end + WINDOW], Span(start, end)
    if JOINED.search(before[-2:]) or GOES_ON.match(after):
        return None
    texted = TEXTED.search(before)
    if texted and (texted.group(1) or listed) and ENDS.match(after):
        return Contact(span, value, "text", texted.group(1) or "")
    if not (listed or len(value) > SHORT) or NUMBERED.search(before[-WINDOW // 2 :]):
        return None
    if DATED.match(text[start:end]) and not (HELP.search(before) and (listed or value.startswith("13"))):
        return None
    shaped = _telephone(value, sizes, before) or (listed and len(value) >= FULL)
    if shaped or (_may_be(value, sizes, listed) and _dialled(before, after, listed or len(value) > SHORT)):
        return Contact(span, value, "phone" if len(value) > SHORT else "short")
    return None


def _may_be(value: str, sizes: Sequence[int], listed: bool) -> bool:
    """May these digits be a number, if they are to be dialled?"""
    return listed or (len(value) > SHORT and (len(sizes) > 1 or len(value) > FULL))


def _groups(text: str, match: re.Match[str]) -> list[re.Match[str]]:
    """The groups of digits that belong to the number: not the hours told after it, nor a year in brackets."""
    groups = list(GROUP.finditer(text, *match.span()))
    for at, group in enumerate(groups[1:], 1):
        if text[group.start() - 1] == "(" and group.group() != "0" and not (at == 1 and groups[0].group() in ("1", "61", "91")):
            groups = groups[:at]
            break
    while len(groups) > 1 and len(groups[-1].group()) < SHORT - 1 and CLOSED.match(text, groups[-1].end()):
        groups.pop()
    return groups


def _telephone(value: str, sizes: Sequence[int], before: str) -> bool:
    """Do the digits and their groups make a telephone number, or nearly, so that a word of help is enough?"""
    digits = len(value)
    if value.startswith("+"):
        return digits > FULL + 1
    if value.startswith("0"):
        helped = bool(HELP.search(before))
        return (FULL <= digits <= 12 and sizes[0] > 2 - helped) or (digits == 8 and sizes == [4, 4] and helped)
    if value.startswith(("1800", "1300", "1850", "1890")):
        return 10 <= digits <= 11 and sizes[0] in (1, 4) and len(sizes) > 1
    if value.startswith("13") and digits == 6:
        return len(sizes) > 1 and bool(HELP.search(before))
    if sizes[:1] == [1] and value[0] == "1":
        value, sizes = value[1:], sizes[1:]
    return list(sizes) == [3, 3, 4] and value[0] > "1" and value[3] > "1"


def _dialled(before: str, after: str, anywhere: bool) -> bool:
    """Is it said of these figures, by the words on both sides, that they are to be dialled?"""
    if not ENDS.match(after):
        return False
    opens = not before.strip() or before.rstrip(" \t*_•-").endswith("\n")
    if (opens or DIALLED.search(before)) and (HELP.search(before) or (anywhere and opens and HELP.search(after))):
        return True
    return any(not before[span.end :].strip(" \t*_(:–—-,") for span, _ in named(before))


def _addresses(text: str) -> Iterator[Contact]:
    for match in EMAIL.finditer(text):
        if _line_of_host(match.group(1).lower(), "") or SENT.search(text, max(0, match.start() - 2 * WINDOW), match.start()):
            yield Contact(Span(*match.span()), match.group().lower(), "email")
    for match in WEB.finditer(text):
        path = (match.group(2) or "").rstrip(".,-?")
        end = match.end(1) + len(path)
        host = match.group(1).lower().removeprefix("www.")
        if host.endswith(ELSEWHERE) and not SENT.search(host):
            continue
        if _line_of_host(host, path) or SENT.search(text, max(0, match.start() - 2 * WINDOW), match.start()):
            yield Contact(Span(match.start(), end), host + path, "web")


# -- which line it is -----------------------------------------------------------------------------------------------------------


def _forms(digits: str) -> tuple[str, ...]:
    """The ways to write one number: with the code of the country, with what is dialled before it abroad, with 1 before it."""
    if digits.startswith(("+", "00")):
        bare = digits.removeprefix("+").removeprefix("00")
        for code in ("1", "353", "44", "61", "64", "91", "27"):
            if bare.startswith(code):
                rest = bare.removeprefix(code)
                return (bare, rest, "0" + rest.removeprefix("0"))
        return (bare,)
    return (digits, digits[1:]) if len(digits) == 11 and digits[0] == "1" else (digits,)


@lru_cache
def _numbers() -> dict[str, tuple[Helpline, ...]]:
    """Digits -> lines that have them, those to offer first."""
    held: dict[str, list[Helpline]] = {}
    ordered = sorted(registry(), key=lambda line: (line.status != "active", bool(line.audience)))
    for line in ordered:
        told = (line.phone, line.text, *line.also)
        for digits in dict.fromkeys(form for number in told for form in _forms(_digits(number)) if form):
            held.setdefault(digits, []).append(line)
    return {digits: tuple(lines) for digits, lines in held.items()}


def _digits(number: str) -> str:
    """The digits of a number as it is printed: "988, then press 1" is 988."""
    match = NUMBER.search(number)
    return re.sub(r"\D", "", match.group()) if match else ""


@lru_cache
def _retirements() -> dict[str, tuple[Helpline, Retired]]:
    return {form: (line, old) for line in registry() for old in line.retired for form in _forms(_digits(old.number))}


def _lines(value: str) -> tuple[Helpline, ...]:
    """The lines that have this number. Keys of a telephone spell words that are longer than the number: what is too much is not dialled."""
    for form in _forms(value):
        if lines := _numbers().get(form):
            return lines
    return ()


def _old(value: str) -> tuple[Helpline, Retired] | None:
    return next((_retirements()[form] for form in _forms(value) if form in _retirements()), None)


def _spelt(value: str) -> tuple[Helpline, ...]:
    return _lines(value) or (_lines(value[:-1]) if len(value) > FULL and value.startswith(("1800", "1300", "0800", "0508")) else ())


def known(contact: Contact, country: str = "") -> Helpline | None:
    """The line that this number or address belongs to; where lines of several countries share it, the one of `country`."""
    if contact.kind in ("web", "email"):
        host, slash, path = contact.value.rpartition("@")[2].partition("/")
        return _line_of_host(host, slash + path, country)
    return _of(_spelt(contact.value), country)


def _of(lines: Sequence[Helpline], country: str) -> Helpline | None:
    return next((line for line in lines if line.country == country), lines[0] if lines else None)


def _line_of_host(host: str, path: str, country: str = "") -> Helpline | None:
    found = [line for line in registry() if line.web and _same_page(line.web, host, path)]
    return _of(sorted(found, key=lambda line: (line.status != "active", bool(line.audience))), country)


def _same_page(web: str, host: str, path: str) -> bool:
    site, _, page = web.partition("/")
    return (host == site or host.endswith("." + site)) and (not page or path.lstrip("/").startswith(page))


def retired(contact: Contact) -> tuple[Helpline, Retired] | None:
    """The line that had this number, and since when it is not the one to print."""
    return _old(contact.value) if contact.kind in ("phone", "short", "text") else None


def mistyped(contact: Contact) -> Helpline | None:
    """The line whose number this would be with one digit changed, added, dropped, or two neighbours swapped.

    Only where the sentence names that line, or is about help, names no other and the number is a free one that begins like the line's.
    """
    if contact.kind not in ("phone", "short") or _spelt(contact.value) or _old(contact.value) or contact.value in EMERGENCY:
        return None
    beside = [line for _, line in named(contact.around)]
    for line in registry():
        right = _digits(line.phone)
        if len(right) <= SHORT or line.status == "retired":
            continue
        if not any(_one_apart(right, form) for form in _forms(contact.value)):
            continue
        if line in beside or any(line.name == other.name or _digits(other.phone) == right for other in beside):
            return line
        alike = len(right) >= FULL and any(form[:4] == right[:4] and FREE.match(form) for form in _forms(contact.value))
        if alike and not beside and HELP.search(contact.around):
            return line
    return None


def _one_apart(right: str, wrong: str) -> bool:
    if abs(len(right) - len(wrong)) > 1 or right == wrong:
        return False
    at = next((i for i, (a, b) in enumerate(zip(right, wrong, strict=False)) if a != b), min(len(right), len(wrong)))
    left, other = right[at:], wrong[at:]
    swapped = left[:2] == other[1::-1] and left[2:] == other[2:] and len(other) > 1
    return left[1:] == other[1:] or left[1:] == other or left == other[1:] or swapped


# -- lines that are named -------------------------------------------------------------------------------------------------------


@lru_cache
def _names() -> tuple[Sieved, dict[str, tuple[Helpline, ...]], frozenset[str]]:
    """A pattern of all names, longest first; name -> lines; the names that mean a line only beside a word of help."""
    held: dict[str, list[Helpline]] = {}
    loose: set[str] = set()
    for line in registry():
        for name in dict.fromkeys((line.name, *line.aliases, *line.common)):
            held.setdefault(_plain(name), []).append(line)
        loose |= {_plain(name) for name in line.common}
    strict = {_plain(name) for line in registry() for name in (line.name, *line.aliases) if name not in line.common}
    order = sorted(held, key=len, reverse=True)
    spelt = "|".join(re.escape(name).replace(r"\ ", r"[ \n]").replace("'", "['’]") for name in order)
    return Sieved(rf"(?<![\w@./-])(?:{spelt})(?![\w@-]|\.\w)"), {n: tuple(ls) for n, ls in held.items()}, frozenset(loose - strict)


def _plain(name: str) -> str:
    return name.replace("’", "'").replace("\n", " ")


def named(text: str, country: str = "") -> list[tuple[Span, Helpline]]:
    """Lines told by name; one that shares its name with lines elsewhere is the one of `country`, else the first in the registry."""
    pattern, held, loose = _names()
    found = []
    for match in pattern.finditer(text):
        name, (start, end) = _plain(match.group()), match.span()
        if name == "Samaritans" and text[:start].endswith(("Good ", "good ")):
            continue
        if name in loose and not _helped(text, start, end):
            continue
        if line := _of(held[name], country):
            found.append((Span(start, end), line))
    return found


# what is said of a line beside its name, less its own name: "Lifeline on 13 11 14", "call Lifeline", "Shine helpline"
SAID = re.compile(
    r"(?i)\b(?:call|ring|text|dial|phone|contact|contacting|calling|ringing|help-?lines?|hot-?lines?|counsell?ing|counsell?ors?|help|support)\b"
)
SAID_AFTER = re.compile(r"(?i)\W{0,3}(?:(?:on|at|is|can be reached|can be contacted)\b|[(:–—-])[^\n]{0,40}?\d{2}")


def _helped(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - WINDOW) : start].rpartition("\n")[2]
    return bool(SAID.search(before) or SAID_AFTER.match(text, end, end + WINDOW + 20))


# -- what points readers to help ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that point readers to help; `has_contact`: a number or address is in their sentence, their paragraph or the next line."""

    span: Span
    has_contact: bool


def _pattern(told: str) -> Sieved:
    """The words with what they stand for; nothing in it repeats what repeats, but for a few optional words."""
    for name, words in SHORTHAND.items():
        told = told.replace(f"<{name}>", words)
    return Sieved(told, re.IGNORECASE)


SHORTHAND = {
    "hurt": r"(?:affected by (?:the |any of the )?(?:<matter>)|affected by[^.!?\n]{0,30} in this (?:story|article|report|piece)|struggling"
    r"|suicidal|in (?:a )?(?:crisis|distress|emotional distress|immediate danger)|thinking (?:about|of) (?:suicide|harming|killing|ending)"
    r"|thoughts of suicide|suicidal thoughts|in need of <aid>|need(?:s|ing)? (?:<aid>|to talk)|want(?:s)? to talk to (?:someone|somebody)"
    r"|harm(?:ing)? yourself|self-harm\w{0,5}|(?:sexual|domestic|emotional|child) (?:abuse|violence|assault)|abused|assaulted|raped|rape"
    r"|(?:mental health|eating disorder|addiction|drugs|drinking)[^.!?\n]{0,30})",
    "matter": r"issues?|content|themes?|subjects?|matters?|events?|topics?|this (?:story|article|report|piece|news|case)",
    "lines": r"(?:(?:help|hot|crisis|support|life)[ -]?lines?|childline|samaritans|crisis (?:text|centre|center)|rape crisis"
    r"|support (?:services?|groups?|organi[sz]ations?)|counsell?ors?|counsell?ing services?|(?:rape|crisis) cent(?:re|er)s?)",
    "aid": r"(?:help|support|counsell?ing|advice|assistance|someone to talk to|somebody to talk to)",
    "for_aid": r"for (?:confidential |free |emotional |more |further |immediate ){0,3}(?:help|support|advice)",
    "way": r"(?:call|ring|text|dial|phone|contact|visit|reach out to|reach out|get in touch with|speak to|speak with|talk to|talk with"
    r"|turn to|get|seek|find|go to)",
    "readers": r"(?:you|anyone|anybody|those|people|readers|viewers|survivors|victims|callers|young people|children|parents|men|women)",
    "is": r"(?:is|are) (?:also |always |readily |freely |there and )?",
    "gap": r"[^.!?\n]{0,90}?",
    "whom": r"(?:patients|relatives|famil(?:y|ies)|loved ones|victims|survivors|bereaved|parents|those (?:affected|hurt|who were|who may)"
    r"|anyone (?:affected|worried|who)|people (?:affected|worried|who were|who may))",
    "first": r"(?:^\W{0,4}|[,;:–—(“\"•*>-]\s{0,2}|\bplease (?:also )?|\bor (?:you )?|\bthen |\balso )",
}
OFFERS = tuple(
    _pattern(told)
    for told in (
        # "If you or someone you know is struggling", "Anyone affected by the issues in this story can call"
        r"\bif (?:you|someone you know|anyone you know|a (?:friend|loved one))\b<gap>\b<hurt>",
        r"\b(?:anyone|anybody|those|people|readers|survivors|victims) (?:who (?:has been |have been |is |are |was |were )?)?"
        r"(?:<hurt>|affected)\b<gap>\b(?:can|may|should|could|is urged to|are urged to|is encouraged to|are encouraged to)\b"
        r"<gap>\b<way>\b<gap>\b(?:<aid>|<lines>)\b",
        # "help is available", "helplines are at hand"
        r"\b(?:help|<lines>) <is>(?:available|at hand|on hand|out there)\b"
        r"(?! (?:to|for) (?:members|customers|clients|staff|businesses|farmers))",
        r"\b(?:support|counsell?ing|advice|resources)(?: and (?:support|help|advice|counsell?ing))? <is>"
        r"(?:available (?:to|for) (?:you|anyone|those|readers|survivors)\b|available (?:on|at|from|by calling|24|around the clock)\b"
        r"|at hand|out there)",
        r"\byou (?:are|re|'re|’re) not alone\b",
        r"^\W{0,4}for (?:anyone|anybody|those|people|readers) (?:who (?:has been |have been |is |are ))?<hurt>",
        r"\braised (?:any )?(?:issues|concerns|questions) for you\b",
        r"\b(?:anyone|anybody|those|people|readers|survivors|victims)\b<gap>\b(?:can|should|may) (?:seek|get|find) <aid>\b"
        r"(?! (?:the|to|in|from|for) )",
        # "call a helpline", "for support, ring", "please seek help"
        r"<first><way>\b(?: (?:out|free))?(?: (?:to|for|from))? <gap>\b<lines>\b",
        r"<first>(?:seek|get|ask for|find) (?:professional |medical |immediate |confidential |free |some )?<aid>\b"
        r"(?! (?:the|to|in|from|for|with) )",
        r"\bplease <way>\b<gap>\b(?:<aid>|<lines>)\b",
        r"\b<readers>\b<gap>\b(?:can|may|could|should) (?:also |always )?<way>\b<gap>\b<lines>\b",
        r"\bcan (?:also |always )?(?:call|ring|text|phone|contact|reach out to) (?:a|an|the) (?:\w{2,15} ){0,3}<lines>\b",
        r"\b(?:anyone|anybody|those|people|readers)\b<gap>\b(?:urged|encouraged|advised|invited|asked) to "
        r"(?:seek|call|contact|ring|reach out|get|speak)\b<gap>\b(?:<aid>|<lines>)\b",
        # a line by itself: "For help:", "Where to get help"
        r"^[\W_]{0,4}(?:<for_aid>(?: (?:and|or) (?:help|support|advice|information))?|where to (?:get|find|go for) help|help and support"
        r"|need help\?|help-?lines|getting help)[\W_]{0,4}$",
        # "The hotline can be reached at", "Samaritans are there day and night"
        r"\b<lines>(?: \(\w{2,10}\))? (?:can|may) (?:also )?be (?:reached|contacted|called|rung)\b",
        r"\b<lines> <is>(?:open|there|free|staffed|answered)\b<gap>"
        r"(?:24 hours|24/7|around the clock|day or night|day and night|to anyone|for anyone|for support|free of charge|365 days)",
    )
)
# "a helpline for patients and relatives", "the information line set up for the bereaved"
OPENED = _pattern(
    r"\b(?:(?:an?|the|its|their|dedicated|special|free|confidential) )?"
    r"(?:help|hot|support|advice|information|freephone|free|emergency|crisis)[ -]?(?:phone )?lines? (?:(?:that|which) )?"
    r"(?:(?:has|had|have|was|were|is|been|set up|opened|open|run|staffed|launched|there|only) ){0,4}"
    r"for (?:(?:all|the|any|its|their|affected|bereaved|worried|former|anxious) ){0,3}<whom>(?: (?:and|or) (?:their |the )?<whom>)?\b"
)
# what is enough where the sentence holds the number or address of a line
TOLD = tuple(
    _pattern(told)
    for told in (
        r"<first><for_aid>\b",
        r"<first>(?:call|ring|text|dial|phone|contact|visit|go to|sms|message|whatsapp)\b",
        r"\b(?:can|may|should) (?:also |always )?(?:be (?:reached|contacted|called)|call|ring|text|dial|phone|contact|visit)\b",
        r"\b<is>available\b",
        r"\bif you\b",
    )
)
# some of these, in lower case, are in every sentence that points to help
SCREEN = (
    *(
        "help",
        "support",
        "counsel",
        "advice",
        "assist",
        "if you ",
        "if someone",
        "if a ",
        "if any",
        "not alone",
        "line",
        "samaritan",
        "crisis",
    ),
    *("resources", "affected", "for you", "struggling", "rape ", "crisis "),
)
AIDED = re.compile(
    r"(?i)\b(?:help|support|helpline|counsell?ing|counsell?ors?|advice|affected|struggling|crisis|suicid\w{1,3}|abuse|someone to talk to)\b"
)
# calls for witnesses, and services to sell or to vote by
TIPS = re.compile(
    r"(?i)\b(?:(?:with|any|more) information (?!and (?:support|help|advice))|information (?:about|on) (?:the|this|his|her)|tips?|tip-?line"
    r"|crime ?stoppers|witness(?:es|ed)?|detectives?|suspicious|anti-terror|newsletter|subscri\w{1,6}|tickets?|voters?|members|customers"
    r"|passengers|donat\w{1,4}|refunds?|recalls?|recalled)\b"
)
ITEM = re.compile(r"[ \t]*(?:[-*•–+#]|\d{1,2}[.)])[ \t]")
BESIDE = re.compile(r"(?i)[\W_]*(?:(?:is|are|can|be|reached|contacted|on|at|via|free|call|or|text|phone|number)\b[\W_]*)*")


def offers(text: str, country: str = "") -> list[Offer]:
    """The words, sentence by sentence, that point readers to help; news of a hotline and calls for witnesses do not."""
    reached = contacts(text)
    if not reached and not _screened(text):
        return []
    marks = [contact.span.start for contact in reached]
    called = [span for span, _ in named(text, country)] if reached else []
    found = []
    for start, end in pairwise(sorted({0, *_ends(text), len(text)})):
        inside = reached[bisect_left(marks, start) : bisect_left(marks, end)]
        if inside or _screened(text[start:end]):
            names = called[bisect_left(called, start, key=_start) : bisect_left(called, end, key=_start)]
            if span := _points(text, start, end, inside, names):
                found.append(Offer(span, bool(inside) or _reached_near(text, span, end, marks)))
    return found


def of_the_story(text: str) -> list[Span]:
    """A line that is told of as there for those whom the story is about ("a hotline for relatives"), where the text gives no number or
    address at all. News of a hotline, and one for witnesses, is none."""
    return [] if contacts(text) else [Span(*match.span()) for match in OPENED.finditer(text)]


def _screened(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in SCREEN)


def _start(span: Span) -> int:
    return span.start


def _points(text: str, start: int, end: int, inside: Sequence[Contact], names: Sequence[Span]) -> Span | None:
    """The words of this sentence that point to help."""
    sentence = text[start : min(end, start + LONGEST)].rstrip()
    known_here = any(map(_lists, inside))
    if TIPS.search(sentence) and not names and not known_here:
        return None
    patterns = OFFERS
    if known_here or (AIDED.search(sentence) and any(FREE.match(contact.value) or contact.kind == "text" for contact in inside)):
        patterns += TOLD
    hits = [match for pattern in patterns if (match := pattern.search(sentence))]
    if not hits:
        return _listed(text, inside, names)
    first = min(hits, key=lambda match: (match.start(), -match.end()))
    lead = len(first.group()) - len(re.sub(r"^[\W_]+", "", first.group()))
    return Span(start + first.start() + lead, start + first.end())


def _lists(contact: Contact) -> bool:
    return known(contact) is not None or retired(contact) is not None


def _listed(text: str, inside: Sequence[Contact], names: Sequence[Span]) -> Span | None:
    """A line's name with a number or address after it, as in a list: "Samaritans: 116 123"."""
    for name in names:
        for contact in inside[:8]:
            between = text[name.end : contact.span.start]
            if 0 < len(between) < WINDOW and (contact.kind == "phone" or _lists(contact)) and BESIDE.fullmatch(between):
                return name
    return None


def _reached_near(text: str, span: Span, end: int, marks: Sequence[int]) -> bool:
    """Is there a contact in the paragraph, or in the next line that is not empty, or the list that begins there?"""
    opens = max(text.rfind("\n", 0, span.start) + 1, span.start - NEAR)
    closes = _line_end(text, max(span.end, end - 1))
    while True:
        after = closes
        while after < len(text) and after - span.end < NEAR and text[after].isspace():
            after += 1
        if after >= len(text) or after - span.end >= NEAR:
            break
        closes = _line_end(text, after)
        goes_on = ITEM.match(text, after) or text[after:closes].rstrip().endswith(":")
        if not goes_on or bisect_left(marks, after) < bisect_left(marks, closes):
            break
    return bisect_left(marks, opens) < bisect_left(marks, min(closes, span.end + NEAR))


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


@dataclass(frozen=True, slots=True)
class Mention:
    """A line told by name or by number; `kind` is "name" or the contact's, `helpline` None where the registry does not know it."""

    span: Span
    helpline: Helpline | None
    kind: str


def mentions(text: str, country: str = "") -> list[Mention]:
    """Every line named and every contact given, in the text's order."""
    found = [Mention(span, line, "name") for span, line in named(text, country)]
    found += [Mention(contact.span, known(contact, country), contact.kind) for contact in contacts(text)]
    return sorted(found, key=lambda mention: (mention.span, mention.kind))


# -- what to print --------------------------------------------------------------------------------------------------------------


def insert(helplines: Sequence[Helpline], subjects: Iterable[str] = ()) -> str:
    """What to put at the end of a story: for whom it is, then each line's name, number, code, address and hours; empty for no line.

    `subjects` are the story's, the first of them is told; without them it is one that the lines share."""
    if not helplines:
        return ""
    theirs = [subject for subject in helplines[0].subjects if all(subject in line.subjects for line in helplines if line.subjects)]
    asked = [subject for subject in subjects if subject in SUBJECTS] or theirs or list(helplines[0].subjects)
    opening = f"If you are affected by {SUBJECTS[asked[0]]}" if asked else "If you need help, or somebody to talk to"
    return f"{opening}, help is available: {'; '.join(map(_told, helplines))}."


def _told(line: Helpline) -> str:
    ways = [f"call {line.phone}"] if line.phone else []
    if line.text:
        ways.append(f"text {line.text}" if any(map(str.isdigit, line.text)) else f"use its {line.text}")
    if line.web:
        ways.append(f"go to {line.web}")
    place = f", in {line.region}" if line.region else ""
    hours = re.sub(r"^24/7", "24 hours a day", line.hours)
    return f"{line.name}{place}, {', '.join(ways[:-1])}{' or ' if len(ways) > 1 else ''}{ways[-1]}{f', {hours}' if hours else ''}"
