"""All data sets and the made pairs as arrays of tokens, so that the machine that trains only reads arrays.

    python training/assemble.py --data ../shared/data --base FOLDER --out .gpu [--sample 0.01]

`--base` holds the base's config.json, tokenizer.json and model.safetensors. Writes base.safetensors, tokenizer.json, train.npz, valid.npz
(one page or premise in twenty, held out) and dev.npz, which is only ever measured on. One seed gives the same arrays.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
import made
import texts
from texts import CONTRADICTED, NOT_FOUND, SUPPORTED, UNSUPPORTED, Row, Sentences

from presscheck import premises, words

Wrong = tuple[tuple[int, int], ...] | None  # the wrong places of a statement; None where a set marks none
CONTEXT, NEWLINE = 2, 3  # ids of the marks; the base never used them
LONGEST, STATEMENT = 512, 110  # tokens of a row, and of its statement with its context
AT_ONCE = premises.WHOLE  # words of a premise that is used whole, as at run time
WINDOW = 110  # words of a premise joined from several passages at run time
FOLDS = 20
PLAIN = 80  # words of the longest hand-written premise that counts as plain
# What only the whole premise can bear out: counts, shares, superlatives, sums.
WHOLE = re.compile(
    r"\b(?:only|all|both|none|neither|each|every|total|average|combined|altogether|most|majority|half|third|quarter|fifth|twice|double|"
    r"more than|fewer|less|least|first|last|longest|later|earlier|after|before|no one|nobody|never|nearly|almost|\w{3,}est)\b",
    re.IGNORECASE,
)


@dataclass
class Arrays:
    """Rows of tokens as flat arrays, in the order they came."""

    tokenizer: Tokenizer
    ids: list[np.ndarray] = field(default_factory=list)
    words: list[np.ndarray] = field(default_factory=list)
    rows: list[tuple[int, int, int, int, float, int]] = field(default_factory=list)  # length, mine, label, source, weight, claim or page
    sources: list[str] = field(default_factory=list)

    def add(self, row: Row, premise: str, label: int, wrong: Wrong, weight: float = 1.0, claim: int = 0) -> None:
        """One row: the statement, behind its context, against this premise."""
        mine, backed = self._statement(row, wrong)
        theirs = [*self.tokenizer.encode(premise, add_special_tokens=False).ids[: LONGEST - len(mine) - 1], 102]
        if row.source not in self.sources:
            self.sources.append(row.source)
        self.ids.append(np.array([*mine, *theirs], np.uint16))
        self.words.append(np.array(backed, np.int8))
        self.rows.append((len(mine) + len(theirs), len(mine), label, self.sources.index(row.source), weight, claim))

    def _statement(self, row: Row, wrong: Wrong) -> tuple[list[int], list[int]]:
        """The first side's ids, and for each 1 (a word that is backed begins here), 0 (one that is not) or -1."""
        told = self.tokenizer.encode(row.statement.replace("\n", " "), add_special_tokens=False)
        ahead = self.tokenizer.encode(row.context.replace("\n", " "), add_special_tokens=False).ids[-50:] if row.context else []
        before = [101, *ahead, *([CONTEXT] if ahead else [])]
        starts = {start: number for number, (start, _) in reversed(list(enumerate(told.offsets)))}
        backed = [-1] * len(told.ids)
        for word in words.words(row.statement) if wrong is not None else ():
            if (number := starts.get(word.span.start)) is not None:
                backed[number] = int(not any(start < word.span.end and word.span.start < end for start, end in wrong or ()))
        room = STATEMENT - len(before) - 1
        return [*before, *told.ids[:room], 102], [*([-1] * len(before)), *backed[:room], -1]

    def save(self, path: Path) -> None:
        """Write the arrays, compressed; rows of one premise stand together, so that they compress well."""
        columns = list(zip(*self.rows, strict=True))
        names = ("length", "mine", "label", "source", "weight", "claim")
        kinds = (np.uint16, np.uint16, np.uint8, np.uint8, np.float16, np.int32)
        arrays = {name: np.array(column, kind) for name, column, kind in zip(names, columns, kinds, strict=True)}
        arrays |= {"ids": np.concatenate(self.ids), "words": np.concatenate(self.words), "sources": np.array(self.sources)}
        np.savez_compressed(path, allow_pickle=False, **arrays)


def tokenizer_of(base: Path) -> Tokenizer:
    """The base's tokenizer, with two ids it never used as the marks of a context's end and of a line's end."""
    told = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    vocab = told["model"]["vocab"]
    for number, mark in ((CONTEXT, "[context]"), (NEWLINE, "\n")):
        vocab = {(mark if at == number else name): at for name, at in vocab.items()}
        told["added_tokens"].append(
            {"id": number, "content": mark, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        )
    told["added_tokens"].sort(key=lambda token: token["id"])
    told["model"]["vocab"], told["truncation"], told["padding"] = vocab, None, None
    return Tokenizer.from_str(json.dumps(told))


# Premises, cut in many ways.


def views(row: Row, chance: Random) -> Iterator[tuple[str, int, Wrong]]:
    """(premise, label, wrong words) of one row: its premise whole, and cut, where it is clear which sentences bear on it."""
    source = texts.sentences(row.premise)
    count = len(source.texts)
    mine = texts.weights(_right(row))
    chosen, got, whole = texts.cover(mine, source.texts)
    free = row.label in (NOT_FOUND, UNSUPPORTED)
    known = bool(chosen) and got >= 0.55 and got >= whole - 0.05 and not (row.label == SUPPORTED and _needs_whole(row, source, chosen))
    if sum(len(text.split()) for text in source.texts) > AT_ONCE:
        yield source.joined(_window(source, chosen, chance.choice((60, 110, 160, 220)))), row.label, row.wrong
    else:
        yield source.joined(range(count)), row.label, row.wrong
    if (known or free) and chosen and count > 2 and chance.random() < CUT[row.label]:
        yield source.joined(_cut(source, chosen, chance)), row.label, row.wrong
    near = _nearest(source, [number for number in range(count) if number not in chosen], mine)
    if known and not free and near and chance.random() < 0.3:
        without = _window(source, near, 110, set(chosen))
        if texts.cover(mine, [source.texts[number] for number in without], 9)[2] < 0.6 * got:
            yield source.joined(without), NOT_FOUND, None


CUT = {SUPPORTED: 1.0, CONTRADICTED: 0.7, NOT_FOUND: 0.45, UNSUPPORTED: 0.7}  # how often, so that lengths do not tell the label


def _right(row: Row) -> str:
    """The statement without its wrong words; all of it where most of it is wrong."""
    kept, at = "", 0
    for start, end in sorted(row.wrong or ()):
        kept, at = kept + row.statement[at:start] + " ", max(at, end)
    kept += row.statement[at:]
    return kept if len(words.content(words.keys(kept))) >= 2 else row.statement


def _needs_whole(row: Row, source: Sentences, chosen: Sequence[int]) -> bool:
    """A true statement that more than the sentences nearest to it may bear out: it counts, compares or reckons."""
    held = frozenset().union(*(texts.keys(source.texts[number]) for number in chosen))
    figures = {word.key for word in words.words(row.statement) if word.key[0].isdecimal()}
    return bool(WHOLE.search(row.statement)) or not figures <= held


def _cut(source: Sentences, chosen: Sequence[int], chance: Random) -> list[int]:
    """These sentences alone, with their neighbours, or among others of the source."""
    kept, count = set(chosen), len(source.texts)
    way = chance.random()
    if way < 0.45:
        kept |= {other for number in chosen for other in (number - 1, number + 1) if 0 <= other < count and chance.random() < 0.6}
    elif way < 0.75:
        others = [number for number in range(count) if number not in kept]
        kept |= set(chance.sample(others, min(len(others), chance.randint(1, 4))))
    return _bounded(source, kept, chosen, 150)


def _bounded(source: Sentences, kept: set[int], first: Sequence[int], most: int) -> list[int]:
    """The first ones and as many of the kept as `most` words allow."""
    chosen, room = list[int](), most
    for number in [*first, *sorted(kept - set(first))]:
        size = len(source.texts[number].split())
        if size <= room or not chosen:
            chosen.append(number)
            room -= size
    return sorted(chosen)


def _window(source: Sentences, chosen: Sequence[int], most: int, never: frozenset[int] | set[int] = frozenset()) -> list[int]:
    """These sentences and what stands around them, up to so many words."""
    count = len(source.texts)
    first = list(chosen) or [0]
    kept = {other for number in first for other in range(number - 2, number + 3) if 0 <= other < count}
    return _bounded(source, kept - never, [number for number in first if number not in never], most)


def _nearest(source: Sentences, among: Sequence[int], mine: dict[str, float]) -> list[int]:
    chosen, _, _ = texts.cover(mine, [source.texts[number] for number in among], 2)
    return [among[number] for number in chosen]


def windows(statement: str, source: Sentences) -> list[list[int]]:
    """What a judge reads of a long source at run time, at most six premises: the three nearest sentences alone, the nearest with what
    stands around it, the nearest few joined, and those that together hold most of the statement's words."""
    mine = texts.weights(statement)
    ranked = sorted(range(len(source.texts)), key=lambda n: (-sum(mine.get(key, 0.0) for key in texts.keys(source.texts[n])), n))
    if sum(len(text.split()) for text in source.texts) <= WINDOW:
        found = [list(range(len(source.texts)))]
    else:
        chosen, _, _ = texts.cover(mine, source.texts)
        best = ranked[0]
        around = [n for n in (best, best - 1, best + 1, best - 2, best + 2, best - 3, best + 3) if 0 <= n < len(source.texts)]
        together = [*chosen, *(n - 1 for n in chosen if n)]
        found = [_bounded(source, set(), group, WINDOW) for group in (together, around, ranked[:6])]
    found += [[number] for number in ranked[:3]]
    return [list(group) for group in dict.fromkeys(tuple(group) for group in found)][:6]


# Rows of each set.


PAIRS = Path(__file__).parent / "pairs"
HELD = Path(__file__).parents[1] / "evals" / "held.jsonl"  # hand-written pairs on which thresholds are chosen: never trained on


def newsroom_rows(data: Path) -> Iterator[Row]:
    """The hand-written pairs of the data and of `training/pairs`, and those held out of both."""
    held = {line["id"] for line in texts.lines(HELD)}
    for path in (data / "train/newsroom_pairs.jsonl.gz", *sorted(PAIRS.glob("*.jsonl"))):
        yield from (_named(row) for row in texts.newsroom(path, "newsroom") if row.page not in held)
    yield from texts.newsroom(HELD, "newsroom")


def _named(row: Row) -> Row:
    """A row on a premise of a few sentences is of a source of its own, so that a mix may tell how often it is drawn."""
    return replace(row, source="plain") if len(row.premise.split()) <= PLAIN else row


def held_out() -> Callable[[Row], bool]:
    """Whether a row is only measured on: hand-written ones of the pages held out, of other sets one page in `FOLDS`."""
    held = {line["id"] for line in texts.lines(HELD)}
    by_hand = re.compile(r"[a-z]\d+-\d+")
    return lambda row: row.page in held or (not by_hand.fullmatch(row.page) and texts.fold(row.page, FOLDS) == 0)


def public_rows(data: Path) -> Iterator[Row]:
    """The public sets, as their README allows."""
    for name in ("vitaminc_real", "vitaminc_synthetic", "fever_pairs"):
        for row in texts.annotated(data / f"train/{name}.jsonl.gz", name):
            wrong = row.wrong if row.label == SUPPORTED else None
            yield replace(row, statement=texts.untokenised(row.statement), premise=texts.untokenised(row.premise), wrong=wrong)
    yield from texts.annotated(data / "train/foolmetwice.jsonl.gz", "foolmetwice")
    yield from texts.annotated(data / "train/xsum_hallucination.jsonl.gz", "xsum")
    yield from (row for row in texts.annotated(data / "train/factor_news.jsonl.gz", "factor") if row.label == CONTRADICTED)
    yield from texts.annotated(data / "train/wice_nonsupported_tokens.jsonl.gz", "wice")
    seen = set[tuple[str, str]]()
    for row in texts.annotated(data / "train/bump.jsonl.gz", "bump"):
        for part in _sentences_of(row):
            if (part.statement, part.page) not in seen:
                seen.add((part.statement, part.page))
                yield part


def _sentences_of(row: Row) -> Iterator[Row]:
    """A summary's sentences as rows; of an altered summary only those that were altered."""
    if row.label != SUPPORTED and not row.wrong:
        yield row
        return
    at = 0
    for text in texts.sentences(row.statement).texts:
        start = row.statement.find(text, at)
        if start < 0:
            return
        at = start + len(text)
        wrong = tuple((max(a, start) - start, min(b, at) - start) for a, b in row.wrong or () if a < at and start < b)
        if bool(wrong) == (row.label != SUPPORTED) and len(text.split()) > 3:
            yield replace(row, statement=text, wrong=wrong)


def made_rows(rows: Sequence[Row], chance: Random) -> Iterator[tuple[Row, str]]:
    """Made pairs from the sources of these rows, each with its premise."""
    seen = set[str]()
    for row in rows:
        if row.source not in MADE_FROM or row.premise in seen:
            continue
        seen.add(row.premise)
        source = texts.sentences(row.premise)
        if row.source == "vitaminc_real" and chance.random() < 0.6:
            continue
        for pair in made.pairs(source.texts, chance, MADE_FROM[row.source]):
            told = Row(pair.statement, row.premise, texts.LABELS[pair.label], "made", row.page, "", pair.wrong, pair.kind)
            if (premise := _made_premise(source, pair, chance)) is not None:
                yield (replace(told, wrong=None) if pair.kind == "absent" else told), premise


def _made_premise(source: Sentences, pair: made.Pair, chance: Random) -> str | None:
    """Sentences of the source with those the pair needs and none of those it must lack; None where others say the same."""
    count, held, never = len(source.texts), set(pair.keep), set(pair.drop)
    near = {other for number in (*held, *never) for other in range(number - 2, number + 3) if 0 <= other < count}
    kept = held | {number for number in near if chance.random() < 0.55}
    kept |= set(chance.sample(range(count), min(count, chance.randint(0, 3))))
    kept -= never
    if pair.label == "not_found":
        added = texts.weights(pair.statement[slice(*pair.wrong[0])])
        numbers = _nearest(source, [n for n in range(count) if n not in never], added)
        kept = (kept | set(numbers)) if pair.kind == "absent" else kept
        held |= set(numbers) if pair.kind == "absent" else set()
        if not kept or texts.cover(added, [source.texts[number] for number in kept], 9)[2] > 0.6:
            return None
    return source.joined(_bounded(source, kept, sorted(held) or sorted(kept)[:1], 140))


MADE_FROM = {"newsroom": 6, "xsum": 12, "factor": 14, "bump": 14, "wice": 4, "vitaminc_real": 1}  # statements made from one source


TWINNED = ("newsroom", "plain", "bump", "xsum")


def twins(rows: Sequence[Row], chance: Random) -> Iterator[Row]:
    """True statements that people wrote, with one thing altered, with a detail of something else, and reworded once more."""
    for row in rows:
        if row.source not in TWINNED or row.label != SUPPORTED:
            continue
        text = made.reworded(row.statement, chance, 2)
        if text != row.statement and chance.random() < 0.6:
            yield replace(row, statement=text, source="twins", kind="true")
        altered = {wrong.text: wrong for _ in range(2) if (wrong := made.altered(text, row.premise, chance))}
        for wrong in altered.values():
            yield replace(row, statement=wrong.text, label=CONTRADICTED, source="twins", wrong=wrong.wrong, kind=wrong.kind)
        if chance.random() < 0.6 and (wrong := made.misplaced(text, row.premise, chance)):
            yield replace(row, statement=wrong.text, label=NOT_FOUND, source="twins", wrong=wrong.wrong, kind=wrong.kind)


# Words with which a sentence may open that goes on in small letters behind a comma.
OPENS = frozenset(
    "the a an he she it they his her its their this that these those in on at by for from after before when while".split()  # noqa: SIM905
)


def joined(rows: Sequence[Row], chance: Random) -> Iterator[Row]:
    """Two hand-written statements on one premise as one sentence, as a draft tells several facts in each: true where both are, wrong in
    the words of the one that is. A statement that leans on another sentence comes first or not at all."""
    by_page: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.source == "newsroom":
            by_page[row.page].append(row)
    for told in by_page.values():
        true = [row for row in told if row.label == SUPPORTED]
        other = [row for row in told if row.label != SUPPORTED and row.wrong]
        if len(true) < 2 or not other:
            continue
        for second_of in (true, other, other):
            first, second = chance.choice(true), chance.choice(second_of)
            if first is second:
                continue
            if second_of is other and chance.random() < 0.5:
                first, second = second, first
            if not second.context and (found := _one_sentence(first, second, chance)):
                yield found


def _one_sentence(first: Row, second: Row, chance: Random) -> Row | None:
    start, tail = first.statement.rstrip(), second.statement
    word = tail.split(" ")[0]
    apart = chance.choice((" ", ", and ", ", and ", "; "))
    if not start.endswith(".") or (apart != " " and word.casefold() not in OPENS):
        return None
    if apart != " ":
        start, tail = start[:-1], tail[0].lower() + tail[1:]
    at = len(start) + len(apart)
    wrong = (*(first.wrong or ()), *((a + at, b + at) for a, b in second.wrong or ()))
    label = max((first, second), key=lambda row: row.label in (CONTRADICTED, NOT_FOUND)).label
    return replace(first, statement=start + apart + tail, label=label, source="joined", wrong=wrong, kind="joined")


def brief(row: Row, chance: Random) -> Iterator[str]:
    """The one or two sentences nearest to a hand-written statement, at times with a neighbour, whatever its label: so that few words
    between statement and premise do not mean an error."""
    source = texts.sentences(row.premise)
    if (count := len(source.texts)) < 3:
        return
    mine = texts.weights(_right(row))
    chosen, got, whole = texts.cover(mine, source.texts, 2)
    if not chosen or got < 0.2 or got < whole - 0.12 or (row.label == SUPPORTED and _needs_whole(row, source, chosen)):
        return
    one, first, _ = texts.cover(mine, source.texts, 1)
    kept = set(one) if first >= got - 0.08 else set(chosen)
    if chance.random() < 0.4:
        kept |= {other for number in list(kept) for other in (number - 1, number + 1) if 0 <= other < count and chance.random() < 0.5}
    yield source.joined(sorted(kept))


DENIES = re.compile(r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor)\b|n't\b", re.IGNORECASE)


def evened(rows: Sequence[Row]) -> dict[tuple[str, str], float]:
    """(statement, page) -> how often each hand-written row is used, so that what a statement looks like by itself (figures, names, denials,
    length) tells nothing of its label: one writer has figures in most wrong statements and writes them out in true ones."""
    looks: dict[tuple[object, ...], Counter[int]] = defaultdict(Counter)
    writers: dict[str, Counter[int]] = defaultdict(Counter)
    told: list[tuple[Row, str, tuple[object, ...]]] = []
    for row in rows:
        if row.source in ("newsroom", "plain"):
            writer, text = row.page.split("-")[0], row.statement
            names_ = len(made.names(text))
            look = (writer, any(map(str.isdecimal, text)), min(names_, 2), bool(DENIES.search(text)), len(text.split()) // 9)
            looks[look][row.label] += 1
            writers[writer][row.label] += 1
            told.append((row, writer, look))
    weights = {}
    for row, writer, look in told:
        expected = writers[writer][row.label] / writers[writer].total() * looks[look].total()
        weights[row.statement, row.page] = min(max((expected + 3) / (looks[look][row.label] + 3), 0.5), 2.0)
    return weights


SHORT = ("vitaminc_real", "vitaminc_synthetic", "fever_pairs")


def fill(rows: Sequence[Row], tokenizer: Tokenizer, seed: int) -> tuple[Arrays, Arrays]:
    """The training and validation arrays of all rows and what is made of them."""
    chance = Random(seed)
    train, valid = Arrays(tokenizer), Arrays(tokenizer)
    pages = {page: number for number, page in enumerate(sorted({row.page for row in rows}))}
    strangers = [row.premise for row in rows if row.source in SHORT]
    measured, weights = held_out(), evened(rows)
    for row in sorted([*rows, *twins(rows, chance), *joined(rows, chance)], key=lambda row: row.page):
        arrays = valid if measured(row) else train
        if row.source in SHORT:
            arrays.add(row, _among(row.premise, strangers, chance), row.label, row.wrong, claim=pages[row.page])
            continue
        weight = weights.get((row.statement, row.page), 1.0)
        for premise in brief(row, chance) if row.source == "newsroom" else ():
            arrays.add(replace(row, source="brief"), premise, row.label, row.wrong, weight, pages[row.page])
        for premise, label, wrong in views(row, chance):
            arrays.add(row if label == row.label else replace(row, source="absent"), premise, label, wrong, weight, pages[row.page])
    for row, premise in made_rows(rows, chance):
        (valid if measured(row) else train).add(row, premise, row.label, row.wrong, claim=pages[row.page])
    return train, valid


def _among(premise: str, strangers: Sequence[str], chance: Random) -> str:
    """A short premise, at times among sentences that speak of something else."""
    if chance.random() < 0.6:
        return premise
    others = [chance.choice(strangers) for _ in range(chance.randint(1, 3))]
    others.insert(chance.randint(0, len(others)), premise)
    return " ".join(" ".join(others).split()[:150]) if len(premise.split()) < 60 else premise


DEV = {
    "wice": "wice",
    "summedits_ectsum": "summedits_ectsum",
    "summedits_samsum": "summedits_samsum",
    "ragtruth": "ragtruth_summary_sentences",
    "qags_cnndm": "qags_cnndm",
    "qags_xsum": "qags_xsum",
}


def dev_arrays(data: Path, tokenizer: Tokenizer, sample: float) -> Arrays:
    """What is only measured: newsroom pairs with their premise whole, and every set's claims against the windows of their sources."""
    arrays, claim = Arrays(tokenizer), 0
    hand = list(texts.newsroom(data / "dev/newsroom_pairs.jsonl.gz", "newsroom"))
    for row in hand[: max(int(len(hand) * sample), 20)]:
        source = texts.sentences(row.premise)
        arrays.add(row, source.joined(range(len(source.texts))), row.label, row.wrong, claim=PARTS * claim)
        claim = _add_windows(arrays, replace(row, source="newsroom_windows"), claim + 1)
    for name, file in DEV.items():
        rows = list(texts.annotated(data / f"dev/{file}.jsonl.gz", name))
        for row in rows[: max(int(len(rows) * sample), 20)]:
            claim = _add_windows(arrays, row, claim)
    return arrays


def _add_windows(arrays: Arrays, row: Row, claim: int) -> int:
    """Each sentence of the claim against the windows of its source; a row's claim is `PARTS` times its number and its sentence's. Returns
    the next claim's number."""
    source, before = texts.sentences(row.premise), row.context
    for part, text in enumerate(texts.sentences(row.statement).texts[:PARTS]):
        told = replace(row, statement=text, context=texts.context_of(text, before) if part else before)
        before = text
        for group in windows(text, source):
            arrays.add(told, source.joined(group), row.label, (), claim=PARTS * claim + part)
    return claim + 1


PARTS = 16  # sentences of a claim at most


def describe(name: str, arrays: Arrays) -> None:
    """Counts and mean lengths by source and label: a label must not show in the lengths."""
    told: dict[tuple[str, int], list[int]] = defaultdict(list)
    for length, mine, label, source, _, _ in arrays.rows:
        told[arrays.sources[source], label].append(length - mine)
    print(f"{name}: {len(arrays.rows)} rows, {sum(row[0] for row in arrays.rows) / 1e6:.1f} M tokens")
    for source in arrays.sources:
        parts = [f"{label}: {len(v)} x {sum(v) / len(v):.0f}" for label in range(4) if (v := told.get((source, label)))]
        print(f"  {source:20} {', '.join(parts)}")


def save_base(base: Path, out: Path) -> None:
    """The base's weights under the network's names: embeddings as rows of int8 with a scale, the rest fp16, to travel light."""
    import torch
    from network import Shape, renamed
    from safetensors.torch import load_file, save_file

    tensors = renamed(load_file(base / "model.safetensors"), Shape.of(base).layers)
    table = tensors.pop("words.weight")
    scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    packed = {name: value.half().contiguous() for name, value in tensors.items()}
    packed |= {"words.rows": (table / scale).round().to(torch.int8), "words.scale": scale}
    save_file(packed, out / "base.safetensors", {"shape": json.dumps(Shape.of(base).told())})


def rows_of(data: Path, sample: float) -> list[Row]:
    """All training rows, or of each source so large a share of its pages."""
    rows: Iterable[Row] = [*newsroom_rows(data), *public_rows(data)]
    return [row for row in rows if sample >= 1 or texts.fold("sample" + row.page, 1000) < 1000 * sample]


def main() -> int:
    """Write the arrays and print what is in them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sample", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = tokenizer_of(arguments.base)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    save_base(arguments.base, arguments.out)
    rows = rows_of(arguments.data, arguments.sample)
    print("rows read:", dict(Counter(row.source for row in rows)))
    train, valid = fill(rows, tokenizer, arguments.seed)
    for name, arrays in (("train", train), ("valid", valid), ("dev", dev_arrays(arguments.data, tokenizer, arguments.sample))):
        arrays.save(arguments.out / f"{name}.npz")
        describe(name, arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main())
