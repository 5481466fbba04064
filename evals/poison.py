"""What is caught of true text with one thing in it altered (number, date, name, quoted word, post, speaker, stage), and the false alarms.

    python evals/poison.py CORPUS.jsonl.gz [--field text] [--limit 60] [--each 3] [--kind number] [--show missed]
    python evals/poison.py --stories STORIES [...]

CORPUS holds one JSON object a line; each text is a true draft whose only source is itself. STORIES is a folder of stories, each with
draft.md, sources/ and gold.json; what the gold says is supported is altered. One thing is altered at a time, in one place of the draft;
it is caught if a finding of the draft, which it did not have before, overlaps the altered words. `--each` is how many alterations of a
kind are tried in a text, spread over it. Prints the figures; keeps no text. Another kind is another line in `ALTERATIONS`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from presscheck import Checker, Document, Finding, Report, Span, read
from presscheck.model import Source

Alteration = tuple[Span, str]
"""The words to take out of the draft, and what stands there instead."""

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SMALL = [
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty"),
]
NUMBER = re.compile(r"(?<![\w.,:/#’'-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w:/’']|[.,]\d|-\d)|\b(?:" + "|".join(SMALL) + r")\b(?!-)")
MONTH = "(?:" + "|".join(MONTHS) + r"|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\b\.?)"
DATED = re.compile(rf"\b{MONTH} \d{{1,2}}\b(?!,?\d)|\b\d{{1,2}} {MONTH}\b|\b{MONTH} (?:1[5-9]|20)\d\d\b")
YEAR = re.compile(r"\b(?:in|since|until|by|during|of|from|for) ((?:19|20)\d\d)\b(?![-,.]?\d| [a-z]+s\b)|\(((?:19|20)\d\d)\)")
ANY_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )+[A-Z][a-z]{3,}\b|(?<=[a-z] )[A-Z][a-z]{4,}\b(?! [A-Z])")
QUOTED = re.compile(r"(?<![^\s(\[—–-])[“\"](?!\s)([^“”\"\n]{25,600})[”\"]")
PLAIN = re.compile(r"(?<![\w’'-])[a-z]{5,}(?![\w’'-])")
# in each row, what one person is not at once
POSTS = [
    ["president", "prime minister", "governor", "mayor", "ambassador"],
    ["chairman", "chief executive", "treasurer", "secretary", "spokesman"],
    ["chairwoman", "chief financial officer", "spokeswoman"],
    ["judge", "prosecutor", "magistrate", "clerk", "defense attorney"],
    ["sergeant", "inspector", "superintendent", "constable"],
    ["teacher", "teaching assistant", "principal"],
    ["surgeon", "nurse", "paramedic", "pharmacist"],
    ["plumber", "photographer", "electrician", "baker", "firefighter", "cashier"],
    ["singer", "drummer", "guitarist", "pianist"],
    ["father", "brother", "husband", "son", "uncle", "grandfather"],
    ["mother", "sister", "wife", "daughter", "aunt", "grandmother"],
]
POST = "|".join(post for row in POSTS for post in row)
CALLED = r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?"
TIED = re.compile(
    rf"\b((?i:{POST}))(?:,? )(?={CALLED}\b)|{CALLED}, (?:[a-z]+ |[A-Z][a-z]+[’']s ){{0,3}}((?i:{POST}))(?=[,.]| (?:of|at|for|in)\b)"
)
SAYS = "(?:said|says|told|wrote|argued|insisted|testified)"
UNTITLED = "".join(rf"(?<!{title}\. )" for title in ("Mr", "Ms", "Mrs", "Dr", "Gen", "Rep", "Sen", "Gov"))
PERSON = r"((?:[A-Z][a-z]+ )?[A-Z][a-z]{2,})"
SPEAKS = re.compile(rf"(?<![\w.’'-]){UNTITLED}{PERSON} {SAYS}\b|[”\"] {SAYS} {PERSON}\b(?! [A-Z]|[’'-])")
STAGES = [
    (re.compile(rf"\b(?:{'|'.join(form['what'])})\b"), form["other"])
    for form in tomllib.loads((Path(__file__).parent / "stages.toml").read_text("utf-8"))["form"]
]
VOWELS = str.maketrans("aeiou", "eioua")


def numbers(text: str) -> Iterator[Alteration]:
    """A figure or a number word for another of its size, outside dates and years."""
    dated = [match.span() for match in DATED.finditer(text)]
    for match in NUMBER.finditer(text):
        if ANY_YEAR.match(match.group()) or any(start <= match.start() < end for start, end in dated):
            continue
        yield Span(*match.span()), _other_figure(match.group(), match.start())


def _other_figure(figure: str, at: int) -> str:
    if figure in SMALL:
        return SMALL[(SMALL.index(figure) + 1 + at % 4) % len(SMALL)]
    first = figure[0] if len(figure) > 1 else ""
    rest = figure[1:] if first else figure
    place = next((n for n, sign in enumerate(rest) if sign.isdigit() and sign != "0"), None)
    if place is None:  # only the first figure tells: "500"
        return str(1 + int(figure[0]) % 9) + figure[1:]
    return first + rest[:place] + str(1 + (int(rest[place]) + at % 3) % 9) + rest[place + 1 :]


def dates(text: str) -> Iterator[Alteration]:
    """A day of a month for another, a month for another, a year for another."""
    for match in DATED.finditer(text):
        shown = match.group()
        day = re.search(r"\b\d{1,2}\b", shown)
        if day and match.start() % 2:
            start, end = match.start() + day.start(), match.start() + day.end()
            yield Span(start, end), str(1 + (int(day.group()) + match.start() % 5) % 28)
        elif month := re.search("|".join(MONTHS), shown):
            span = Span(match.start() + month.start(), match.start() + month.end())
            yield span, MONTHS[(MONTHS.index(month.group()) + 1 + match.start() % 4) % 12]
    for match in YEAR.finditer(text):
        group = 1 if match.group(1) else 2
        yield Span(*match.span(group)), str(int(match.group(group)) - 1 - match.start() % 3)


def weekdays(text: str) -> Iterator[Alteration]:
    """A weekday for another."""
    for match in re.finditer(r"\b(?:" + "|".join(DAYS) + r")\b", text):
        yield Span(*match.span()), DAYS[(DAYS.index(match.group()) + 1 + match.start() % 4) % 7]


def names(text: str) -> Iterator[Alteration]:
    """The last word of a name with one of its vowels changed."""
    for match in NAME.finditer(text):
        last = match.group().split()[-1]
        place = next((n for n, letter in enumerate(last) if n and letter in "aeiou"), None)
        if place is not None and last not in MONTHS + DAYS:
            other = last[:place] + last[place].translate(VOWELS) + last[place + 1 :]
            yield Span(match.end() - len(last), match.end()), other


def quotes(text: str) -> Iterator[Alteration]:
    """A word inside quotation marks for another of the text's own words."""
    pool = sorted({match.group() for match in PLAIN.finditer(text)})
    for match in QUOTED.finditer(text):
        found = list(PLAIN.finditer(text, match.start(1), match.end(1)))
        if found and len(match.group(1).split()) > 5:
            word = found[match.start() % len(found)]
            other = pool[(pool.index(word.group()) + len(pool) // 2) % len(pool)]
            if other != word.group():
                yield Span(*word.span()), other


def roles(text: str) -> Iterator[Alteration]:
    """A post or tie beside a name for another that the same person cannot have."""
    for match in TIED.finditer(text):
        group = 1 if match[1] else 2
        post = match[group]
        row = next(row for row in POSTS if post.lower() in row)
        other = row[(row.index(post.lower()) + 1 + match.start() % (len(row) - 1)) % len(row)]
        yield Span(*match.span(group)), other.title() if post[0].isupper() else other


def speakers(text: str) -> Iterator[Alteration]:
    """Whoever is beside a verb of speech for another person of the text."""
    found = [(match, group) for match in SPEAKS.finditer(text) if (group := 1 if match[1] else 2)]
    people = sorted({match[group] for match, group in found if " " in match[group]})
    for match, group in found:
        if re.search(r"[A-Z][\w.’'-]* $", text[max(match.start(group) - 30, 0) : match.start(group)]):
            continue  # only the end of a longer name
        others = [name for name in people if not set(name.split()) & set(match[group].split())]
        if others and match[group].split()[0] not in [*MONTHS, *DAYS, "She", "They", "The"]:
            yield Span(*match.span(group)), others[match.start() % len(others)]


def stages(text: str) -> Iterator[Alteration]:
    """A stage of a case for another that is told in the same form ("charged with" for "convicted of")."""
    taken: list[Span] = []
    for form, others in STAGES:
        for match in form.finditer(text):
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                yield span, others[match.start() % len(others)]


ALTERATIONS: dict[str, Callable[[str], Iterator[Alteration]]] = {
    "number": numbers,
    "date": dates,
    "weekday": weekdays,
    "name": names,
    "quote": quotes,
    "role": roles,
    "speaker": speakers,
    "stage": stages,
}


def true_drafts(arguments: argparse.Namespace) -> Iterator[tuple[Document, list[Source], list[Span]]]:
    """Each draft with its sources and the spans in it that are known to be true."""
    if arguments.stories:
        for folder in sorted(path.parent for path in arguments.stories.glob("*/gold.json")):
            draft = read((folder / "draft.md").read_bytes(), "draft.md")
            sources: list[Source] = [read(path.read_bytes(), path.name) for path in sorted((folder / "sources").iterdir())]
            yield draft, sources, list(_supported(draft.text, json.loads((folder / "gold.json").read_text("utf-8"))))
    if arguments.corpus:
        opener = gzip.open if arguments.corpus.suffix == ".gz" else open
        with opener(arguments.corpus, "rt", encoding="utf-8") as lines:
            for line in islice(lines, arguments.limit):
                text = json.loads(line)[arguments.field]
                draft = read(text.encode(), "draft.txt")
                # a line more makes it another document: a draft cannot vouch for itself
                copy: list[Source] = [read(f"A copy on file.\n\n{text}".encode(), "copy.txt")]
                yield draft, copy, [Span(0, max(len(draft.text), 1))]


def _supported(text: str, gold: dict[str, Any]) -> Iterator[Span]:
    for fact in gold["facts"]:
        if fact["verdict"] == "supported":
            at = -1
            for _ in range(fact.get("occurrence", 1)):
                at = text.find(fact["quote"], at + 1)
            if at >= 0:
                yield Span(at, at + len(fact["quote"]))


def spread(found: Sequence[Alteration], count: int) -> list[Alteration]:
    """At most `count` of them, from all over the text."""
    return [found[n * len(found) // count] for n in range(count)] if len(found) > count else list(found)


def raised(report: Report) -> list[Finding]:
    """The findings about what the sources say."""
    return [finding for finding in report.findings if finding.outcome and finding.span]


def _fresh(span: Span, true: Sequence[Span], before: Sequence[Finding]) -> bool:
    """Are the words known to be true, and no finding there yet?"""
    return any(span in known for known in true) and not any(f.span and f.span.overlaps(span) for f in before)


def main() -> int:
    """Alter, check, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--stories", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--limit", type=int, default=60, help="texts")
    parser.add_argument("--each", type=int, default=3, help="alterations of a kind in a text")
    parser.add_argument("--kind", choices=sorted(ALTERATIONS))
    parser.add_argument("--show", choices=("missed", "caught"))
    arguments = parser.parse_args()
    checker, tried, caught, beside, words, alarms = Checker(), Counter[str](), Counter[str](), Counter[str](), 0, 0
    for draft, sources, true in true_drafts(arguments):
        before = raised(checker.check(draft, sources))
        words += len(draft.text.split())
        alarms += sum(any(f.span.overlaps(span) for span in true) for f in before if f.span)
        for kind in [arguments.kind] if arguments.kind else ALTERATIONS:
            found = [(span, other) for span, other in ALTERATIONS[kind](draft.text) if other != draft[span] and _fresh(span, true, before)]
            for span, other in spread(found, arguments.each):
                altered = draft.text[: span.start] + other + draft.text[span.end :]
                findings = raised(checker.check(read(altered.encode(), draft.name), sources))
                there = Span(span.start, span.start + len(other))
                hits = [f for f in findings if f.span and f.span.overlaps(there)]
                tried[kind] += 1
                caught[kind] += bool(hits)
                beside[kind] += len(findings) - len(hits) > len(before)
                if arguments.show == ("caught" if hits else "missed"):
                    line = " ".join(altered[max(there.start - 90, 0) : there.start].split())
                    after = " ".join(altered[there.end : there.end + 60].split())
                    print(f"{kind}: {line} [{draft[span]} -> {other}] {after}", file=sys.stderr)
    for kind, count in tried.items():
        print(f"{kind:10} {caught[kind]:5} of {count:5}  {100 * caught[kind] / count:5.1f}%   a finding elsewhere: {beside[kind]}")
    print(f"unaltered: {words} words, {alarms} false alarms, {1000 * alarms / max(words, 1):.2f} per 1,000 words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
