"""Makes a big story out of a seed: half a million words of sources in four formats, and a 1,500-word draft with planted errors.

    python evals/bench/big_sources.py FOLDER        writes FOLDER/draft.md, FOLDER/sources/, FOLDER/planted.json

The same seed gives the same bytes. Every record (a vote, a fine, a quotation ...) has one wording for sources and another for the
draft, so that the draft says in other words what one place among thousands of like ones says.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from pathlib import Path

SEED = 20260212
SOURCE_WORDS = 500_000
DRAFT_WORDS = 1_500
ARTICLE_WORDS = 2_500
PLANTED_EVERY = 8

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
RARE = 20_000  # how many rare words there are to draw from
SYLLABLES = [consonant + vowel for consonant in "bdfglmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Record:
    """One thing that happened: what is said of it in a source and in a draft is made from these values."""

    form: int
    person: str
    role: str
    org: str
    place: str
    thing: str
    people: str
    deed: str
    event: str
    quote: str
    count: int
    money: int
    share: int
    day: date


def day_first(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def month_first(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


Wording = Callable[[Record], str]
FORMS: tuple[tuple[Wording, Wording, tuple[str, ...]], ...] = (
    # in the source, in the draft, what can be planted
    (
        lambda r: f"“{r.quote},” said {r.person}, {r.role} of the {r.org}.",
        lambda r: f"{r.person}, {r.role} of the {r.org}, said: “{r.quote}.”",
        ("quote", "person"),
    ),
    (
        lambda r: f"On {day_first(r.day)} {r.count} {r.people} were {r.deed} when the {r.thing} in {r.place} {r.event}.",
        lambda r: f"The {r.thing} in {r.place} {r.event} on {month_first(r.day)}, and {r.count} {r.people} were {r.deed}.",
        ("count", "day"),
    ),
    (
        lambda r: f"The {r.org} put the cost of the {r.thing} in {r.place} at £{r.money:,}.",
        lambda r: f"The {r.thing} in {r.place} cost £{r.money:,}, according to the {r.org}.",
        ("money",),
    ),
    (
        lambda r: f"{r.person} was appointed {r.role} of the {r.org} on {day_first(r.day)}.",
        lambda r: f"The {r.org} made {r.person} its {r.role} on {month_first(r.day)}.",
        ("person", "day"),
    ),
    (
        lambda r: f"{r.person} of {r.place} was fined £{r.money:,} over the {r.thing} on {day_first(r.day)}.",
        lambda r: f"A court fined {r.person} £{r.money:,} on {month_first(r.day)} over the {r.thing} in {r.place}.",
        ("money", "person", "day"),
    ),
    (
        lambda r: f"In {r.place} {r.share} per cent of the {r.people} asked by the {r.org} were against the {r.thing}.",
        lambda r: f"The {r.org} found {r.share} percent of {r.people} in {r.place} against the {r.thing}.",
        ("share",),
    ),
    (
        lambda r: f"{r.person} sent the {r.org} {r.count} letters about the {r.thing} in {r.place}.",
        lambda r: f"The {r.org} had {r.count} letters about the {r.thing} in {r.place} from {r.person}.",
        ("count", "person"),
    ),
)


def record(dice: random.Random) -> Record:
    """A record of random values."""
    pick = {name: dice.choice(words) for name, words in WORDS.items()}
    return Record(
        form=dice.randrange(len(FORMS)),
        person=f"{pick['first']} {pick['last_a']}{pick['last_b']}",
        role=pick["roles"],
        org=f"{pick['org_a']} {pick['org_b']} {pick['org_c']}",
        place=f"{dice.choice(WORDS['last_a'])}{pick['place_b']}",
        thing=pick["things"],
        people=pick["people"],
        deed=pick["deeds"],
        event=pick["events"],
        quote=f"{pick['said_a']} {pick['said_b']} the {pick['things']} {pick['said_c']}",
        count=dice.randint(11, 990),
        money=dice.randint(12, 9_900) * 500,
        share=dice.randint(12, 88),
        day=date(2019, 1, 1) + timedelta(days=dice.randrange(2_400)),
    )


def spoilt(true: Record, field: str, dice: random.Random) -> Record:
    """The record with one value wrong, the way values go wrong: another figure, a letter off, a day off, a word swapped."""
    if field == "person":
        at = len(true.person) - 3
        return replace(true, person=true.person[:at] + ("e" if true.person[at] != "e" else "a") + true.person[at + 1 :])
    if field == "quote":
        return replace(true, quote=true.quote.replace(" the ", " their ", 1))
    if field == "day":
        return replace(true, day=true.day + timedelta(days=dice.choice((-7, -1, 1, 7))))
    old = getattr(true, field)
    return replace(true, **{field: old + dice.choice((1, 2, 10)) * (500 if field == "money" else 1)})


def filler(dice: random.Random) -> str:
    """A sentence that asserts little, with a rare word in it (the lower its number the commoner, as in natural text)."""
    rare = int(RARE ** dice.random())
    word = "".join(SYLLABLES[rare // len(SYLLABLES) ** at % len(SYLLABLES)] for at in range(3))
    subject, verb, thing = (dice.choice(WORDS[name]) for name in ("subjects", "verbs", "objects"))
    return f"{subject} {verb} {thing} and the {word}n."


def article(dice: random.Random, records: list[Record]) -> list[str]:
    """Paragraphs of about ARTICLE_WORDS words; the records told in them are added to `records`."""
    paragraphs, words = [], 0
    while words < ARTICLE_WORDS:
        sentences = []
        for _ in range(dice.randint(2, 4)):
            records.append(record(dice))
            sentences += [FORMS[records[-1].form][0](records[-1]), filler(dice)]
        paragraphs.append(" ".join(sentences))
        words += len(paragraphs[-1].split())
    return paragraphs


def as_html(title: str, paragraphs: list[str]) -> str:
    body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>\n<article><h1>{title}</h1>\n{body}\n</article>\n"
        "<footer>All rights reserved.</footer></body></html>\n"
    )


def as_csv(dice: random.Random) -> str:
    """A table of readings, as long as an article."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("Station", "Date", "Level, centimetres", "Keeper"))
    for _ in range(ARTICLE_WORDS // 5):
        row = record(dice)
        table.writerow((row.place, row.day.isoformat(), row.count, row.person))
    return out.getvalue()


def files(dice: random.Random, words: int, records: list[Record]) -> Iterator[tuple[str, str]]:
    """Names and texts of sources until they hold `words` words; one in ten is a table."""
    number, told = 0, 0
    while told < words:
        number += 1
        title = f"Notes of the {dice.choice(WORDS['org_a'])} desk, number {number}"
        if number % 10 == 0:
            name, text = f"readings-{number:03}.csv", as_csv(dice)
            told += len(text.replace(",", " ").split())
        else:
            paragraphs = article(dice, records)
            told += sum(len(paragraph.split()) for paragraph in paragraphs)
            plain = "\n\n".join(paragraphs)
            name, text = (
                (f"notes-{number:03}.txt", f"{title}\n\n{plain}\n"),
                (f"notes-{number:03}.md", f"# {title}\n\n{plain}\n"),
                (f"notes-{number:03}.html", as_html(title, paragraphs)),
            )[number % 3]
        yield name, text


def draft(dice: random.Random, records: list[Record], words: int) -> tuple[str, list[dict[str, str]]]:
    """A draft of about `words` words over some of the records, and what is planted in it."""
    paragraphs, planted, told, number = ["# A year of repairs along the coast"], [], 0, 0
    while told < words:
        sentences = []
        for true in dice.sample(records, 3):
            number += 1
            _, wording, fields = FORMS[true.form]
            if number % PLANTED_EVERY == 0:
                field = dice.choice(fields)
                sentences.append(wording(spoilt(true, field, dice)))
                planted.append({"field": field, "sentence": sentences[-1], "truth": FORMS[true.form][0](true)})
            else:
                sentences.append(wording(true))
        paragraphs.append(" ".join(sentences))
        told += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs) + "\n", planted


def write(folder: Path, words: int = SOURCE_WORDS, draft_words: int = DRAFT_WORDS) -> None:
    """Write draft, sources and the list of what is planted under `folder`."""
    dice, records = random.Random(SEED), []  # type: ignore[var-annotated]
    (folder / "sources").mkdir(parents=True)
    for name, text in files(dice, words, records):
        (folder / "sources" / name).write_text(text, encoding="utf-8")
    text, planted = draft(dice, records, draft_words)
    (folder / "draft.md").write_text(text, encoding="utf-8")
    (folder / "planted.json").write_text(json.dumps(planted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
