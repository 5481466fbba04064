"""Megabytes of text per second of presscheck's rule packs beside other prose linters, on the same texts and one core, in one run.

    python evals/bench/linters.py CORPUS.jsonl.gz --rivals FOLDER [--install] [--rival-mb 0.5] [--runs 5] [--cpu] [--json FILE]

FOLDER is a scratch folder that holds the rivals, at the versions below: two releases of proselint, each in a virtual environment, the
others under npm; `--install` puts them there. One that is not there is left out, and said to be. The rivals judge an even slice of the
corpus, `--rival-mb` of it; presscheck that and the whole. Every run is a process of its own that is handed texts already read: a single
full stop (the time from its start to that answer is told apart), then some other texts of the corpus to warm up, then once, timed, those
that count; so nobody meets a text that it remembers. All take turns, so that all meet the same machine; medians count. `--cpu` counts
seconds of the processor, not of the clock: for a machine that others use too. presscheck is run with all packs and with those other than
`consistency`, which weighs a draft's sentences against each other, as no rival does; each also with 500 made rules more, which seldom
hit. Prints a table with how many times as fast ours is over the same slice, reading the text included, with all packs and with the
others.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from presscheck.model import Document
    from presscheck.rulebook import Rulebook

MORE = 500  # made rules
HITS = 0.7  # of all the made rules, in 1,000 words
WARM = 0.1  # megabytes of other texts that each judges before it is timed
WORD = re.compile(r"\b[a-z]{5,12}\b")
PAIR = re.compile(r"\b(?=([a-z]{5,12} [a-z]{5,12})\b)")
# proselint, by the folder of its environment: written anew around RE2 for 0.16, so the release before too.
PIP = {"py": "proselint==0.16.0", "py-old": "proselint==0.14.0"}
NPM = (
    "write-good@1.0.8", "alex@11.0.1", "@textlint/kernel@15.8.0", "@textlint/textlint-plugin-text@15.8.0",
    "textlint-rule-write-good@2.0.0", "textlint-rule-common-misspellings@1.0.1", "textlint-rule-stop-words@5.2.0",
    "textlint-rule-apostrophe@3.0.0", "textlint-rule-diacritics@2.1.4",
)  # fmt: skip
QUICK = ("write-good", "common-misspellings", "apostrophe", "diacritics")  # textlint's rules that a news desk could use
NEWS = (*QUICK, "stop-words")  # phrases to avoid, one pass for each: takes most of the time
# Answers each line of its input, a file of texts, as `serve` does; run in the folder that holds node_modules.
NODE = """
const { readFileSync } = require("fs");
const { createInterface } = require("readline");
const { createRequire } = require("module");
const { pathToFileURL } = require("url");
const here = createRequire(process.cwd() + "/package.json");
const makers = {
  "write-good": async () => { const judge = here("write-good"); return async text => judge(text).length; },
  "alex": async () => {
    const { text: judge } = await import(pathToFileURL(here.resolve("alex")));
    return async text => judge(text).messages.length;
  },
  "textlint": async names => {
    const kernel = new (here("@textlint/kernel").TextlintKernel)();
    const of = module => module.default ?? module;
    const options = {
      filePath: "draft.txt", ext: ".txt",
      plugins: [{ pluginId: "text", plugin: of(here("@textlint/textlint-plugin-text")) }],
      rules: names.map(name => ({ ruleId: name, rule: of(here("textlint-rule-" + name)) })),
    };
    return async text => (await kernel.lintText(text, options)).messages.length;
  },
};
(async () => {
  const [name, ...rest] = process.argv.slice(1);
  const judge = await makers[name](rest);
  for await (const line of createInterface({ input: process.stdin })) {
    const texts = JSON.parse(readFileSync(JSON.parse(line).texts, "utf8"));
    const clock = process.hrtime.bigint(), cpu = process.cpuUsage();
    let alerts = 0;
    for (const text of texts) alerts += await judge(text);
    const spent = process.cpuUsage(cpu), seconds = Number(process.hrtime.bigint() - clock) / 1e9;
    process.stdout.write(JSON.stringify({ seconds, cpu: (spent.user + spent.system) / 1e6, alerts }) + "\\n");
  }
})();
"""

Judge = Callable[[Sequence[str]], Callable[[], int]]
"""Given texts, makes them ready, untimed, and gives what is timed: it judges them all and answers with the number of its alerts."""


@dataclass(frozen=True)
class Texts:
    """What is judged: the file that holds it as a JSON list, how many texts, megabytes and words."""

    file: Path
    count: int
    mb: float
    words: int


@dataclass(frozen=True)
class Linter:
    """One that is measured: its process, where that runs, the texts it is given and how it is asked."""

    name: str
    command: tuple[str, ...]
    folder: Path
    texts: Texts
    asked: str = ""


@dataclass(frozen=True)
class Speed:
    """What one did: medians; `start` is from the start of the process to its first answer, `per_thousand` counts alerts in
    1,000 words."""

    name: str
    mb: float
    start: float
    seconds: float
    cpu: float
    lowest: float
    highest: float
    rate: float  # megabytes a second, by the clock that was asked for
    per_thousand: float


# ---- in the process of a linter ----


def rulebook(packs: Sequence[str], profile: str, made: str) -> Rulebook:
    """Our rule packs, and the made one in this file, where there is one."""
    from presscheck.packs import load, parse
    from presscheck.profiles import profile as called
    from presscheck.rulebook import Rulebook

    more = [parse(Path(made).read_text("utf-8"), "made.toml")] if made else []
    return Rulebook([*(load(name) for name in packs), *more], called(profile))


def presscheck_rules(rules: Rulebook) -> Callable[[Document], int]:
    """What counts the findings of the rules in one read document."""
    from presscheck.galley import Galley

    return lambda draft: len(rules.findings(Galley(draft, rules.profile)))


def presscheck(rules: Rulebook) -> dict[str, Judge]:
    """What presscheck may be asked: its rules over documents read beforehand, and reading and rules."""
    from presscheck import read

    judge = presscheck_rules(rules)

    def alone(texts: Sequence[str]) -> Callable[[], int]:
        drafts = [read(text.encode(), "draft.txt") for text in texts]
        return lambda: sum(judge(draft) for draft in drafts)

    def reading(texts: Sequence[str]) -> Callable[[], int]:
        return lambda: sum(judge(read(text.encode(), "draft.txt")) for text in texts)

    return {"rules": alone, "reading": reading}


def proselint() -> dict[str, Judge]:
    """proselint with the checks that it ships switched on."""
    if hasattr(tools := import_module("proselint.tools"), "lint"):  # up to 0.14
        return {"": lambda texts: lambda: sum(len(tools.lint(text)) for text in texts)}
    checks, registry = (import_module(f"proselint.{name}") for name in ("checks", "registry"))
    registry.CheckRegistry().register_many(checks.__register__)
    config = import_module("proselint.config").load_from()
    return {"": lambda texts: lambda: sum(len(tools.LintFile("draft.txt", text).lint(config)) for text in texts)}


def serve(judges: dict[str, Judge]) -> None:
    """Answer each line of the input, what is asked and a file of texts, with seconds of clock and processor and the alerts."""
    for line in sys.stdin:
        asked = json.loads(line)
        judge = judges[asked["asked"]](json.loads(Path(asked["texts"]).read_text("utf-8")))
        clock, cpu = time.perf_counter(), time.process_time()
        alerts = judge()
        print(json.dumps({"cpu": time.process_time() - cpu, "seconds": time.perf_counter() - clock, "alerts": alerts}), flush=True)


# ---- in the process that measures ----


class Served:
    """A linter's process, pinned to one core."""

    def __init__(self, linter: Linter, pin: Sequence[str]) -> None:
        self._name, self._asked = linter.name, linter.asked
        command = [*pin, *linter.command]
        self._memory = tempfile.TemporaryDirectory()  # some keep on disk what they found in a text
        own = {**os.environ, "XDG_CACHE_HOME": self._memory.name, "HOME": self._memory.name}
        self.process = subprocess.Popen(command, cwd=linter.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own)

    def ask(self, texts: Texts) -> dict[str, float]:
        """Have these texts judged; ends the run where the process is gone."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"asked": self._asked, "texts": str(texts.file)}) + "\n")
        self.process.stdin.flush()
        if not (line := self.process.stdout.readline()):
            raise SystemExit(f"exit status {self.process.wait()} from {self._name}")
        return dict(json.loads(line))

    def end(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self._memory.cleanup()


def pinned() -> tuple[list[str], str]:
    """What to put before a command so that it keeps to one core, and that in words; where no command does it, this process is pinned."""
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    if shutil.which("taskset"):
        return ["taskset", "-c", str(core)], f"core {core} by taskset"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
        return [], f"core {core} by sched_setaffinity"
    return [], "any core: this system pins none"


def texts_of(corpus: Path, field: str) -> list[str]:
    """The texts of a corpus, one JSON object a line, in order; empty ones left out."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        return [text for line in lines if (text := json.loads(line)[field]).strip()]


def megabytes(texts: Iterable[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def even(texts: Sequence[str], most: float) -> list[str]:
    """Texts evenly from the whole corpus, about so many megabytes of them."""
    share = min(most / max(megabytes(texts), 1e-9), 1.0)
    return [text for number, text in enumerate(texts) if int((number + 1) * share) > int(number * share)]


def kept(file: Path, texts: Sequence[str]) -> Texts:
    """The texts in a file, for every linter to read."""
    file.write_text(json.dumps(texts), "utf-8")
    return Texts(file, len(texts), megabytes(texts), sum(len(text.split()) for text in texts))


def made_pack(texts: Sequence[str], count: int) -> str:
    """A pack of made rules, as TOML. Each has three words with a beginning and an end from the corpus and a pair of its words that never
    stand side by side in it, so that they begin like words that are there; as many as HITS asks also have a pair that stands in it once."""
    chance = random.Random(7)
    words = {word for text in texts for word in WORD.findall(text)}
    pairs = Counter(pair for text in texts for pair in PAIR.findall(text))
    hitting = HITS / 1000 * sum(len(text.split()) for text in texts)
    known, rare = sorted(words), sorted(pair for pair, times in pairs.items() if times == 1)

    def new(make: Callable[[], str]) -> str:
        while (word := make()) in words or word in pairs:
            pass
        return word

    pack = ['[pack]\nname = "made"\nversion = "1"\nlanguage = "en"\n']
    for number in range(count):
        single = [new(lambda: chance.choice(known)[:4] + chance.choice(known)[-4:]) for _ in range(3)]
        double = [new(lambda: f"{chance.choice(known)} {chance.choice(known)}")]
        double += chance.sample(rare, number < hitting)
        pack.append(
            f'[rule.made-{number}]\nmatcher = "existence"\nlevel = "note"\nmessage = "“{{words}}” is made"\nwhy = "Made."\n'
            f'basis = ["Made to measure"]\nphrases = {json.dumps([*single, *double])}\n'
            f'bad = ["It says **{single[0]}** here."]\ngood = ["It says nothing here."]\n'
        )
    return "\n".join(pack)


def install(folder: Path) -> None:
    """Put the rivals into the scratch folder; one that cannot be got is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, package in PIP.items():
        subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
        subprocess.run([folder / name / "bin" / "python", "-m", "pip", "install", "--quiet", package], check=False)
    if not (npm := shutil.which("npm")):
        print("no npm here: only proselint is installed", file=sys.stderr)
        return
    (folder / "js").mkdir(exist_ok=True)
    (folder / "js" / "package.json").write_text('{"private": true}\n')
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--save-exact", *NPM], cwd=folder / "js", check=False)


def version(package: Path) -> str:
    """An npm package's own word on its version; "" where it is not there."""
    file = package / "package.json"
    return str(json.loads(file.read_text("utf-8"))["version"]) if file.is_file() else ""


def rivals(folder: Path, texts: Texts) -> tuple[list[Linter], dict[str, str]]:
    """Those that are there, and the version of each package; of one that is not, that."""
    node, js = shutil.which("node"), folder / "js"
    there, versions = list[Linter](), {"node": "not installed"}
    for place, package in PIP.items():
        name = package.replace("==", " ")
        versions[name] = "there" if list(folder.glob(f"{place}/lib/*/site-packages/proselint-*.dist-info")) else "not installed"
        if versions[name] == "there":
            python = str(folder / place / "bin" / "python")
            there.append(Linter(name, (python, str(Path(__file__).resolve()), "--serve", "proselint"), folder, texts))
    if node:
        versions["node"] = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    known = {name: version(js / "node_modules" / name) for name in (package.rpartition("@")[0] for package in NPM)}
    versions |= {name: found or "not installed" for name, found in known.items()}
    kernel = ("@textlint/kernel", "@textlint/textlint-plugin-text")
    for name, maker, needed, rules in (
        ("write-good", "write-good", ("write-good",), ()),
        ("alex", "alex", ("alex",), ()),
        ("textlint, write-good alone", "textlint", kernel, ("write-good",)),
        (f"textlint, {len(QUICK)} rules", "textlint", kernel, QUICK),
        ("textlint, those and stop-words", "textlint", kernel, NEWS),
    ):
        if node and all(known[package] for package in (*needed, *(f"textlint-rule-{rule}" for rule in rules))):
            there.append(Linter(name, (node, "-e", NODE, maker, *rules), js, texts))
    return there, versions


def presschecks(told: argparse.Namespace, made: Path, whole: Texts, part: Texts) -> list[Linter]:
    """Ours over the slice, then over the whole corpus: rules alone, with the reading, and both with the made rules."""
    found = []
    for kind, packs in kinds(told.packs).items():
        command = [
            sys.executable,
            str(Path(__file__).resolve()),
            "--serve",
            "presscheck",
            "--packs",
            ",".join(packs),
            "--profile",
            told.profile,
        ]
        serving, more = tuple(command), (*command, "--made", str(made))
        for name, run, texts, asked in (
            (f"reading, {kind}", serving, part, "reading"),
            (f"{kind}, whole", serving, whole, "rules"),
            (f"reading, {kind}, whole", serving, whole, "reading"),
            (f"{kind}, whole, {MORE} more", more, whole, "rules"),
            (f"reading, {kind}, whole, {MORE} more", more, whole, "reading"),
        ):
            found.append(Linter(f"presscheck, {name}", run, made.parent, texts, asked))
    return found


def kinds(packs: Sequence[str]) -> dict[str, list[str]]:
    """All packs, and those other than `consistency` where that is not the same."""
    others = [name for name in packs if name != "consistency"]
    return {"all packs": list(packs)} | ({"other packs": others} if 0 < len(others) < len(packs) else {})


def costs(speeds: Sequence[Speed]) -> dict[str, tuple[float, float]]:
    """What the made rules cost each of ours over the whole corpus: percent of the time, and milliseconds a megabyte."""
    rates = {one.name: one.rate for one in speeds}
    pairs = {name: (rates[name], rates[more]) for name in rates if (more := f"{name}, {MORE} more") in rates}
    return {name: (100 * (rate / more - 1), 1000 * (1 / more - 1 / rate)) for name, (rate, more) in pairs.items()}


def once(linter: Linter, pin: Sequence[str], empty: Texts, warm: Texts) -> dict[str, float]:
    """One run in a process of its own: the answer on the texts that count, with the seconds from the start to the first answer."""
    began = time.perf_counter()
    served = Served(linter, pin)
    served.ask(empty)
    start = time.perf_counter() - began
    served.ask(warm)
    answer = served.ask(linter.texts)
    served.end()
    return {**answer, "start": start}


def measure(linters: Sequence[Linter], pin: Sequence[str], empty: Texts, warm: Texts, runs: int, clock: str) -> list[Speed]:
    """All of them in turn, `runs` times."""
    answers: list[list[dict[str, float]]] = [[] for _ in linters]
    for number in range(runs):
        for linter, found in zip(linters, answers, strict=True):
            found.append(once(linter, pin, empty, warm))
            print(f"run {number + 1}, {linter.name}: {linter.texts.mb / found[-1][clock]:.3f} MB/s", file=sys.stderr, flush=True)
    return [speed(linter, found, clock) for linter, found in zip(linters, answers, strict=True)]


def speed(linter: Linter, answers: Sequence[dict[str, float]], clock: str) -> Speed:
    """The medians of its answers."""
    start, seconds, cpu = (median(answer[key] for answer in answers) for key in ("start", "seconds", "cpu"))
    rates = [linter.texts.mb / answer[clock] for answer in answers]
    alerts = 1000 * answers[0]["alerts"] / linter.texts.words
    return Speed(linter.name, linter.texts.mb, start, seconds, cpu, min(rates), max(rates), median(rates), alerts)


def table(speeds: Sequence[Speed]) -> str:
    """A line for each, with how many times as fast ours is over the slice."""
    ours = [one for one in speeds if one.name in ("presscheck, reading, all packs", "presscheck, reading, other packs")]
    heads = " ".join(f"{one.name.split()[2] + ' x':>10}" for one in ours)
    lines = [f"{'':49} {'MB':>5} {'start s':>7} {'MB/s':>8} {'lowest-highest':>17} {heads} {'alerts/1,000':>12}"]
    for one in speeds:
        spread, times = f"{one.lowest:.3f}-{one.highest:.3f}", " ".join(f"{own.rate / one.rate:10.1f}" for own in ours)
        lines.append(f"{one.name:49} {one.mb:5.2f} {one.start:7.2f} {one.rate:8.3f} {spread:>17} {times} {one.per_thousand:12.2f}")
    return "\n".join(lines)


def processor() -> str:
    """The processor's own name, where the system tells it."""
    info = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*: (.+)", info.read_text()) if info.is_file() else None
    return named.group(1) if named else platform.processor() or platform.machine()


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, nargs="?", help="one JSON object a line")
    parser.add_argument("--field", default="text", help="what names the text in it")
    parser.add_argument("--rivals", type=Path, help="the scratch folder that holds the rivals")
    parser.add_argument("--install", action="store_true", help="put them there first")
    parser.add_argument("--rival-mb", type=float, default=0.5, help="megabytes of text that the rivals are given")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--packs", type=lambda names: names.split(","), help="names of rule packs, commas between; without it, all that ship"
    )
    parser.add_argument("--profile", default="", help="whose code and law: rules for others are left out")
    parser.add_argument("--cpu", action="store_true", help="processor seconds")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--serve", choices=("presscheck", "proselint"), help=argparse.SUPPRESS)
    parser.add_argument("--made", default="", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if not told.serve and not told.corpus:
        parser.error("needs a corpus")
    return told


def main() -> int:
    """Measure ours and every rival that is there, print it and write it down."""
    told = asked()
    if told.serve:
        serve(presscheck(rulebook(told.packs, told.profile, told.made)) if told.serve == "presscheck" else proselint())
        return 0
    told.packs = told.packs or sorted(file.name.removesuffix(".toml") for file in (files("presscheck") / "data" / "packs").iterdir())
    counts = {kind: len(rulebook(packs, told.profile, "").rules) for kind, packs in kinds(told.packs).items()}
    if told.install and told.rivals:
        install(told.rivals)
    texts = texts_of(told.corpus, told.field)
    pin, where = pinned()
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        others = even(texts, WARM)
        aside = set(others)
        rest = [text for text in texts if text not in aside]
        whole, part = kept(folder / "whole", rest), kept(folder / "part", even(rest, told.rival_mb))
        warm, empty = kept(folder / "warm", others), kept(folder / "empty", ["."])
        (folder / "made.toml").write_text(made_pack(texts, MORE), "utf-8")
        strangers, versions = rivals(told.rivals.resolve(), part) if told.rivals else ([], {})
        linters = [*presschecks(told, folder / "made.toml", whole, part), *strangers]
        speeds = measure(linters, pin, empty, warm, told.runs, "cpu" if told.cpu else "seconds")
    loads.append(os.getloadavg()[0])
    cost = costs(speeds)
    versions = {"presscheck": f"{metadata.version('presscheck')} on Python {platform.python_version()}", **versions}
    clock = "processor" if told.cpu else "clock"
    print(f"{processor()}, {where}, load {min(loads):.1f} to {max(loads):.1f}, seconds of the {clock}, medians of {told.runs}")
    print(f"{told.corpus.name}: {whole.count} texts, {whole.mb:.2f} MB; the slice {part.count} texts, {part.mb:.2f} MB")
    packs = ", ".join(told.packs) + (f" for {told.profile}" if told.profile else "")
    print(f"packs {packs}: " + ", ".join(f"{kind} {count} rules" for kind, count in counts.items()))
    print(table(speeds))
    print("\n".join(f"{MORE} rules more cost {name}: {share:+.1f}%, {ms:+.0f} ms a MB" for name, (share, ms) in cost.items()))
    print("; ".join(f"{name} {found}" for name, found in versions.items()))
    if told.json:
        figures = {
            "corpus": {"name": told.corpus.name, "texts": whole.count, "mb": whole.mb, "slice_texts": part.count, "slice_mb": part.mb},
            "machine": {"processor": processor(), "system": platform.system(), "pinned": where, "load": loads},
            "versions": versions,
            "clock": clock,
            "runs": told.runs,
            "rules": {"packs": packs, "counts": counts, "more": MORE, "percent_and_ms_a_mb_for_more": cost},
            "rows": [asdict(one) for one in speeds],
        }
        told.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
