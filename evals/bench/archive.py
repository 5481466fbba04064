"""Whole archives: articles and megabytes a second of `presscheck archive`, with one worker and two, and its memory at two sizes,
beside prose linters on the same texts in the same run.

    python evals/bench/archive.py [--articles 100000] [--small] [--rivals FOLDER [--install]] [--corpus FILE.jsonl.gz] [--sourced 200]
    python evals/bench/archive.py --make 1000 FILE.jsonl

Articles are made by a seed: news of a coast that is not there, 60 to 2,000 words, half of them under 400; in one of twelve stands a
sentence that a rule of a pack should stop, one of twenty is a copy of one before under another by-line. `--corpus` mixes the paragraphs
of real articles instead, which tell more of the speed. `--rivals` is the scratch folder of `linters.py`; they judge an even slice of the
same texts on one core. Memory is that of all processes together, most at any time; `--sourced` articles with three sources each are
judged by the model that ships. `--small` is 2,000 articles in place of 100,000. It prints the seconds of the clock and, for machines that
others use too, those of the processor.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import big_sources
import linters

from presscheck import packs

SEED = 20310309
PLANTED, COPIED = 12, 20  # one of so many
SECTIONS = ("Local", "Courts", "Health", "Business", "Sport", "Opinion", "World")
BEGAN, DAYS = date(2021, 1, 1), 3_650
SAID = ("said", "told the meeting", "told reporters", "said in a statement", "wrote")
SLICE = 0.5  # megabytes that the linters judge

Row = dict[str, Any]


# ---- articles ----


def planted() -> list[str]:
    """Sentences that a rule should stop: the bad examples of the packs, without the marks of where."""
    rules = (rule for name in packs.names() for rule in packs.load(name).rules)
    return sorted({bad.replace("**", "") for rule in rules for bad in rule.bad if "\n" not in bad and 40 < len(bad) < 300})


def articles(count: int, seed: int = SEED, sourced: bool = False) -> Iterator[Row]:
    """So many articles, the same for the same seed; `sourced`: each with three sources, from which some of it departs."""
    dice, bad = random.Random(seed), planted()
    held: list[Row] = []
    for number in range(count):
        if held and dice.randrange(COPIED) == 0:
            row = copied(dice.choice(held), dice)
        else:
            row = written(dice, bad, sourced)
            held = [*held[-40:], row]
        yield {"id": f"{number:07}", **row}


def written(dice: random.Random, bad: Sequence[str], sourced: bool) -> Row:
    """An article with what it is told by."""
    words = min(2_000, max(60, round(dice.lognormvariate(5.9, 0.6))))
    records = [big_sources.record(dice) for _ in range(max(2, words // 60))]
    people = [big_sources.record(dice) for _ in range(3)]
    paragraphs = [f"{records[0].thing.capitalize()} in {records[0].place} {records[0].event}"]
    while (told := sum(len(text.split()) for text in paragraphs)) < words:
        paragraphs.append(" ".join(sentence(dice, records, people, sourced) for _ in range(dice.randint(1, 3))))
    if dice.randrange(PLANTED) == 0:
        paragraphs.insert(dice.randrange(1, len(paragraphs)), dice.choice(bad))
    day = BEGAN + timedelta(days=dice.randrange(DAYS))
    row: Row = {"text": "\n\n".join(paragraphs), "date": day.isoformat(), "section": dice.choice(SECTIONS), "language": "en"}
    if sourced:
        row["sources"] = [{"name": f"notes {n}", "text": source(dice, records[n::3], told)} for n in range(3)]
    return row


def sentence(dice: random.Random, records: Sequence[big_sources.Record], people: Sequence[big_sources.Record], sourced: bool) -> str:
    """One sentence: something that happened, somebody's words, or nothing much."""
    true, who = dice.choice(records), dice.choice(people)
    match dice.randrange(4):
        case 0:
            _, wording, fields = big_sources.FORMS[true.form]
            return wording(big_sources.spoilt(true, dice.choice(fields), dice) if sourced and dice.randrange(8) == 0 else true)
        case 1:
            return f"“{who.quote[:1].upper()}{who.quote[1:]},” {who.person}, {who.role} of the {who.org}, {dice.choice(SAID)}."
        case 2:
            return f"{who.person} said that {true.count} {true.people} had been {true.deed} before the {true.thing} {true.event}."
        case _:
            return big_sources.filler(dice)


def source(dice: random.Random, records: Sequence[big_sources.Record], words: int) -> str:
    """A source of about as many words as the article, with these records in it."""
    told = [big_sources.FORMS[one.form][0](one) for one in records]
    while sum(len(text.split()) for text in told) < words:
        told.insert(dice.randrange(len(told) + 1), big_sources.filler(dice))
    return "\n\n".join(told)


def copied(row: Row, dice: random.Random) -> Row:
    """The article as another paper prints it: a by-line, other white space."""
    head, _, rest = row["text"].partition("\n\n")
    name = f"{dice.choice(big_sources.WORDS['first'])} {dice.choice(big_sources.WORDS['last_a'])}{dice.choice(big_sources.WORDS['last_b'])}"
    return {**row, "text": f"{head}\n\nBy {name}\n\n\n{rest}\n", "section": dice.choice(SECTIONS)}


def mixed(corpus: Path, field: str, count: int, seed: int = SEED) -> Iterator[Row]:
    """As many articles of paragraphs drawn from a corpus, each as long as one of its own."""
    dice, texts = random.Random(seed), linters.texts_of(corpus, field)
    paragraphs = [part for text in texts for part in text.split("\n") if part.strip()]
    lengths = [text.count("\n") + 1 for text in texts]
    for number in range(count):
        text = "\n\n".join(dice.choices(paragraphs, k=dice.choice(lengths)))
        day = BEGAN + timedelta(days=dice.randrange(DAYS))
        yield {"id": f"{number:07}", "text": text, "date": day.isoformat(), "section": dice.choice(SECTIONS), "language": "en"}


def write(rows: Iterator[Row], file: Path) -> int:
    """The rows as JSON Lines; the bytes of their texts."""
    size = 0
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            size += len(row["text"].encode())
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return size


# ---- what is measured ----


@dataclass(frozen=True)
class Run:
    """What a run took: seconds of the clock and the processor, memory in MB, the driver's and that of all processes together."""

    name: str
    articles: int
    mb: float
    seconds: float
    cpu: float
    driver: float
    memory: float
    facts: int
    claims: int


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found, at = [pid], 0
    while at < len(found):
        with suppress(OSError):
            found += map(int, Path(f"/proc/{found[at]}/task/{found[at]}/children").read_text("utf-8").split())
        at += 1
    return found


def memory(pid: int) -> float:
    """MB of a process: what is its own, and its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu(pids: Sequence[int]) -> float:
    """Seconds of the processor that these processes took."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measured(name: str, file: Path, size: int, count: int, out: Path, *more: str) -> Run:
    """One run, watched from outside."""
    command = [sys.executable, "-m", "presscheck", "archive", str(file), "--out", str(out), "--id", "id", "--date", "date"]
    command += ["--section", "section", "--language", "language", *more]
    most = [0.0, 0.0, 0.0]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            pids = tree(process.pid)
            each = [memory(pid) for pid in pids]
            most[:] = [max(most[0], each[0]), max(most[1], sum(each)), max(most[2], cpu(pids))]

    watching = threading.Thread(target=watch)
    watching.start()
    status = process.wait()
    seconds = time.perf_counter() - began
    over.set()
    watching.join()
    assert status == 0, f"{name} ended with status {status}"
    told = json.loads((out / "summary.json").read_text("utf-8"))
    assert told["articles"] == count
    shutil.rmtree(out)
    made = Run(name, count, size / 1e6, seconds, most[2], most[0], most[1], sum(told["facts"].values()), told["claims"])
    print(f"{name}: {count / seconds:.1f} articles a second", file=sys.stderr, flush=True)
    return made


def line(run: Run) -> str:
    """A row of the table."""
    of_cpu = run.mb / max(run.cpu, 1e-3)
    values = (run.mb, run.seconds, run.articles / run.seconds, run.mb / run.seconds, run.cpu, of_cpu, run.driver, run.memory)
    return f"{run.name:34} {run.articles:10,}" + "".join(f" {value:10.3f}" if value < 10 else f" {value:10.1f}" for value in values)


COLUMNS = ("articles", "MB", "seconds", "articles/s", "MB/s", "cpu s", "MB/cpu s", "driver MB", "all MB")
HEAD = f"{'':34}" + "".join(f" {column:>10}" for column in COLUMNS)


def rivals(folder: Path, texts: Sequence[str], here: Path) -> list[linters.Speed]:
    """Both releases of proselint, and write-good, over an even slice of the texts, on one core."""
    part = linters.kept(here / "slice.json", linters.even(texts, SLICE))
    empty, warm = linters.kept(here / "empty.json", ["."]), linters.kept(here / "warm.json", linters.even(texts[1:], linters.WARM))
    there, versions = linters.rivals(folder, part)
    chosen = [each for each in there if each.name.startswith(("proselint", "write-good"))]
    print(", ".join(f"{name}: {told}" for name, told in versions.items() if name.startswith(("proselint", "write-good", "node"))))
    pin, _ = linters.pinned()
    return linters.measure(chosen, pin, empty, warm, 1, "cpu")


def bench(told: argparse.Namespace, here: Path) -> dict[str, Any]:
    """All runs, in turn."""
    whole, tenth = told.articles, max(told.articles // 10, 1)
    file, small = here / "articles.jsonl", here / "tenth.jsonl"
    size = write(mixed(told.corpus, told.field, whole) if told.corpus else articles(whole), file)
    with file.open(encoding="utf-8") as lines, small.open("w", encoding="utf-8") as out:
        first = list(islice(lines, tenth))
        out.writelines(first)
    tenth_size = sum(len(json.loads(each)["text"].encode()) for each in first)
    batch = ("--batch", str(told.batch))
    runs = [
        measured("2 workers, a tenth", small, tenth_size, tenth, here / "out", "--workers", "2", *batch),
        measured("2 workers", file, size, whole, here / "out", "--workers", "2", *batch),
        measured("1 worker", file, size, whole, here / "out", "--workers", "1", *batch),
    ]
    if told.sourced:
        judged = here / "sourced.jsonl"
        bytes_ = write(articles(told.sourced, sourced=True), judged)
        with_sources = ("--sources", "sources", "--workers", "1", *batch)
        runs.append(measured("1 worker, 3 sources and the judge", judged, bytes_, told.sourced, here / "out", *with_sources))
    with file.open(encoding="utf-8") as lines:
        texts = [json.loads(each)["text"] for each in islice(lines, 5_000)]
    speeds = rivals(told.rivals, texts, here) if told.rivals else []
    tell(runs, speeds)
    return {"machine": linters.processor(), "runs": [asdict(run) for run in runs], "rivals": [asdict(each) for each in speeds]}


def tell(runs: Sequence[Run], speeds: Sequence[linters.Speed]) -> None:
    """The table, and what it comes to."""
    print(HEAD, *map(line, runs), sep="\n")
    tenth, two, one = runs[:3]
    print(f"1 to 2 workers: {one.seconds / two.seconds:.2f} times as fast by the clock")
    drivers, all_ = f"{tenth.driver:.0f} to {two.driver:.0f} MB", f"{tenth.memory:.0f} to {two.memory:.0f} MB"
    print(f"memory, {tenth.articles:,} to {two.articles:,} articles: driver {drivers}, all {all_}")
    for run in runs[3:]:
        each = [value / max(run.cpu, 1e-3) for value in (run.claims, run.facts, run.articles)]
        print(f"{run.name}: {each[0]:.1f} claims, {each[1]:.1f} facts, {each[2]:.2f} articles a second of the processor")
    for speed in speeds:
        times = one.mb / max(one.cpu, 1e-3) / speed.rate
        print(f"{speed.name}: {speed.rate:.3f} MB a second of the processor; 1 worker is {times:.2f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--small", action="store_const", dest="articles", const=2_000)
    parser.add_argument("--batch", type=float, default=1.0)
    parser.add_argument("--sourced", type=int, default=0)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--rivals", type=Path)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--make", nargs=2, metavar=("N", "FILE"))
    told = parser.parse_args()
    if told.articles < 10_000:
        told.batch = min(told.batch, 0.1)  # so that there are batches for both workers to the end
    if told.make:
        write(articles(int(told.make[0])), Path(told.make[1]))
        return
    if told.install and told.rivals:
        linters.install(told.rivals)
    with tempfile.TemporaryDirectory() as here:
        found = bench(told, Path(here))
    if told.json:
        told.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
