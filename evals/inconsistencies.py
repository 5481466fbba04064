"""What is caught of a draft that does not agree with itself, by kind of fault, and the false alarms on the same words put right.

    python evals/inconsistencies.py CORPUS.jsonl.gz [--field text] [--limit 84] [--show missed|alarms]

CORPUS holds one JSON object a line. Into each text one fault at a time is put: a name misspelt at one of its mentions, two ages beside two
mentions of one name, or a sentence whose figures, list or dates do not agree, in several wordings; then the same with no fault in it.
No source is given. Prints the figures; keeps no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from presscheck import Checker, Finding, read

NAME = re.compile(r"(?<=[a-z,] )(?<!the )[A-Z][a-z]+ [A-Z][a-z]{4,}\b(?! [A-Z]|[’'-])")
VOWELS = str.maketrans("aeiou", "eioua")
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
CHANGES = [
    "Membership rose from {a} to {b}, up {p} percent.",
    "Membership rose {p} percent, from {a} in 2011 to {b} in 2015.",
    "The budget grew {p}% to ${b} million from ${a} million.",
    "The budget went from ${a} million to ${b} million, an increase of {p}%.",
    "Over the decade the number of members went from {a} to {b} (up {p} percent).",
    "With {b} members, against {a} the year before, the club has grown by {p} percent.",
    "Membership was {a} in 2011 and {b} in 2015, a gain of {p} percent.",
]
SHARES = [
    "Of the {n} members, {k} voted, or {p} percent.",
    "Some {p} percent of members, {k} of {n}, voted.",
    "In the end {k} of the {n} members voted, or {p} percent.",
    "A total of {k} out of {n} members voted ({p} percent).",
    "{k} of {n} members — {p} percent — voted.",
]
TOTALS = [
    "The bus carried {t} people: {a} men and {b} women.",
    "The bus carried {a} men and {b} women, a total of {t} people.",
    "There were {t} passengers on board — {a} men and {b} women.",
    "{a} men and {b} women were on board, {t} people in all.",
    "On board were {t} people ({a} men and {b} women).",
]
LISTS = [
    "The board has {n} members: {list}.",
    "{n} people signed the letter: {list}.",
    "The letter names {n} donors — {list} — and no others.",
    "{list}, the {n} signers, met twice.",
]
WEEKDAYS = ["The meeting was held on {w}, {m} {d}, {y}.", "They met on {w} {d} {m} {y} in the hall.", "On {m} {d}, {y}, a {w}, they met."]
SPANS = [
    "She led the club from {y} to {z}, {n} years in all.",
    "For {n} years, from {y} to {z}, she led the club.",
    "She led the club for {n} years ({y}-{z}).",
    "Between {y} and {z}, a period of {n} years, she led the club.",
]
PEOPLE = ["Ruth Lind", "Ilva Orm", "Karl Starrow", "Anna Barros", "Tobias Renwick", "Philippa Gaunt", "Moses Adeyemi"]


def faults(text: str, random: Random) -> Iterator[tuple[str, str, str]]:
    """(kind, the text with the fault, the text without)."""
    mentions = [match for match in NAME.finditer(text) if len(re.findall(rf"\b{match.group().split()[1]}\b", text)) > 1]
    if mentions:
        name = random.choice(mentions)
        last = name.group().split()[1]
        wrong = last[:2] + last[2:].translate(VOWELS)[:1] + last[3:] if last[2] in "aeiou" else last[:2] + last[3:]
        place = random.choice([match.start() for match in re.finditer(rf"\b{last}\b", text)])
        yield "spelling", text[:place] + wrong + text[place + len(last) :], text
        full = [match.end() for match in re.finditer(rf"\b{name.group()}\b(?=[ ,])", text)]
        person = re.search(rf"\b(?:Mr|Mrs|Ms|Sen|Rep|Gov)\. {last}\b|\b{last} (?:said|says|told|added|wrote)\b", text)
        if person and len(full) > 1:
            first, second, age = full[0], full[-1], random.randint(25, 80)
            aged = [text[:first] + f", {age}," + text[first:second] + f", {age + gap}," + text[second:] for gap in (7, 0)]
            yield "age", aged[0], aged[1]
    for kind, wrong, right in _sentences(random):
        paragraph = text.find("\n\n")
        yield kind, text[:paragraph] + f"\n\n{wrong}" + text[paragraph:], text[:paragraph] + f"\n\n{right}" + text[paragraph:]


def _sentences(random: Random) -> Iterator[tuple[str, str, str]]:
    """(kind, a sentence that does not agree with itself, the same put right)."""
    a = random.randint(31, 299)
    b = a + random.randint(a // 8, a)
    change = round(100 * (b - a) / a)
    template = random.choice(CHANGES)
    yield "change", template.format(a=a, b=b, p=change + random.randint(4, 20)), template.format(a=a, b=b, p=change)
    n = random.randint(40, 400)
    k = random.randint(n // 10, n - 5)
    template = random.choice(SHARES)
    share = round(100 * k / n)
    yield "share", template.format(n=n, k=k, p=share + random.randint(4, 12)), template.format(n=n, k=k, p=share)
    template, men, women = random.choice(TOTALS), random.randint(11, 40), random.randint(11, 40)
    yield (
        "total",
        template.format(a=men, b=women, t=men + women + random.choice((-3, -1, 1, 2, 10))),
        template.format(a=men, b=women, t=men + women),
    )
    count, template = random.randint(2, 5), random.choice(LISTS)
    listed = f"{', '.join(PEOPLE[: count - 1])} and {PEOPLE[count]}"
    told = [template.format(n=WORDS[size], list=listed) for size in (count + random.choice((1, 2)), count)]
    yield "list", told[0][0].upper() + told[0][1:], told[1][0].upper() + told[1][1:]
    day, template = date(2015, 1, 1) + timedelta(random.randint(0, 700)), random.choice(WEEKDAYS)
    shown = [
        template.format(w=other.strftime("%A"), m=day.strftime("%B"), d=day.day, y=day.year)
        for other in (day + timedelta(random.randint(1, 6)), day)
    ]
    yield "weekday", shown[0], shown[1]
    first, years, template = random.randint(1950, 2000), random.randint(4, 9), random.choice(SPANS)
    yield (
        "span",
        template.format(y=first, z=first + years, n=WORDS[years - 3] if years < 6 else years + 4),
        template.format(y=first, z=first + years, n=years),
    )


def _shown(finding: Finding) -> str:
    """What it says, less the figures: paragraphs are counted on after one is put in."""
    return re.sub(r"\d+", "", finding.message)


def main() -> int:
    """Put faults in, check, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--limit", type=int, default=84, help="texts")
    parser.add_argument("--show", choices=("missed", "alarms"))
    arguments = parser.parse_args()
    checker, tried, caught, alarms = Checker(), Counter[str](), Counter[str](), Counter[str]()
    with gzip.open(arguments.corpus, "rt", encoding="utf-8") as lines:
        for line in islice(lines, arguments.limit):
            text = json.loads(line)[arguments.field]
            before = {_shown(finding) for finding in checker.check(read(text.encode(), "draft.txt")).findings}
            for kind, wrong, right in faults(text, Random(text)):
                tried[kind] += 1
                found, false = (
                    [f.message for f in checker.check(read(other.encode(), "draft.txt")).findings if _shown(f) not in before]
                    for other in (wrong, right)
                )
                caught[kind] += bool(found)
                alarms[kind] += bool(false)
                if (arguments.show == "missed" and not found) or (arguments.show == "alarms" and false):
                    at = next((n for n, (x, y) in enumerate(zip(wrong, right, strict=False)) if x != y), 0)
                    print(f"{kind}: {' '.join(wrong[max(at - 120, 0) : at + 80].split())} {false}", file=sys.stderr)
    for kind, count in tried.items():
        print(f"{kind:10} {caught[kind]:5} of {count:5}  {100 * caught[kind] / count:5.1f}%   false alarms: {alarms[kind]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
