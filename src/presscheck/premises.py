"""What a judge reads: the passages of a question joined to one premise for each source, and how much of the statement stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from presscheck import language, words
from presscheck.model import BlockKind, Document, Passage, Question
from presscheck.words import Word

WIDE = 100  # words of a premise that is a part of its source; the best passage is whole, however long
WHOLE = 340  # words of a source that is read whole
ABROAD = 4  # among so many of its first words a passage leans on the sentence before it
APART = 2  # words that carry content, from one to the other, in which two still stand side by side
BESIDE = 4  # words that carry content on either side of a name or figure
ABSENT = 0.3  # what names, and figures, that a source lacks take from its share


@dataclass(frozen=True, slots=True)
class Premise:
    """One source's passages as a judge reads them: `text`, the `numbers` of its passages in the question, the best first. `share`: how much
    of the statement the source's passages hold, by words alone, about 0 to 2; `bound`, 0 to 1: how well its names and figures stand among
    the same words there. `whole`: there is no more of the source. `alone`: the passage that by itself holds most of the statement, read
    beside `text` where that is a part of the source. `others`: other choices of its passages, for a second reading."""

    text: str
    numbers: tuple[int, ...]
    share: float
    bound: float
    whole: bool
    alone: tuple[int, ...] = ()
    others: tuple[tuple[int, ...], ...] = ()


def sense(passage: Passage, source: Document) -> tuple[str, ...]:
    """What stands before the passage and gives it sense, each piece with the mark that parts it from what follows: the heading, a header
    row, the start of its entry, and the sentence before where the passage leans on it. Only a mark where it begins a line."""
    block = source.block_at(passage.span.start)
    opens = block is None or block.span.start == passage.span.start
    pieces: list[str] = []
    for span in passage.context:
        same = block is not None and block.span.start <= span.start <= passage.span.start
        other = block if same else source.block_at(span.start)
        if other is None:
            continue
        told = other.kind is BlockKind.HEADING or other.cell is not None or span.end > passage.span.start
        if told or (other is block and span.start == other.span.start) or leans(passage.text):
            pieces.append(" ".join(source[span].split()) + (" " if other is block else "\n"))
    return tuple(pieces) or (("\n",) if opens else ())


@lru_cache(maxsize=8192)
def leans(text: str) -> bool:
    """Does the sentence speak of somebody whom the one before it names?"""
    first = islice((words.ASCII_WORD if text.isascii() else words.WORD).finditer(text), ABROAD)
    return any(word.group().lower().replace("’", "'") in language.load().pronouns for word in first)


def premises(question: Question) -> list[Premise]:
    """A premise for each source that has passages in the question, the one that holds most of the statement first; ties keep the
    question's order. What one source gives does not hang on the others."""
    sources: dict[int, list[int]] = defaultdict(list)
    for number in range(len(question.passages)):
        if question.passages[number].strip():
            sources[question.places[number][0] if question.places else 0].append(number)
    mine = telling(question.statement)
    found: list[Premise] = []
    for source, numbers in sources.items():
        every = not question.places or source in question.whole
        ranked = _ranked(question, numbers, mine)
        chosen = _chosen(question, numbers, WHOLE) if every else ()
        whole = every and len(chosen) == len(numbers)
        chosen = chosen if whole else _chosen(question, ranked, WIDE)
        told = [question.passages[number] for number in numbers]
        alone = () if whole or len(chosen) == 1 else (ranked[0],)
        others = _others(question, numbers, ranked, chosen)
        found.append(Premise(joined(question, chosen), chosen, lexical(mine, told), bound(mine, told), whole, alone, others))
    if len(found) > 1 and all(premise.whole for premise in found) and sum(len(premise.text.split()) for premise in found) <= WHOLE:
        found.append(_together(question, found, mine))
    return sorted(found, key=lambda premise: -premise.share)


def _together(question: Question, found: Sequence[Premise], mine: Sequence[Word]) -> Premise:
    """All of several short sources, one behind the other: a statement may rest on two of them."""
    numbers = tuple(number for premise in found for number in premise.numbers)
    told = [question.passages[number] for number in numbers]
    text = "\n---\n".join(premise.text for premise in found)
    return Premise(text, numbers, lexical(mine, told), bound(mine, told), True)


def _ranked(question: Question, numbers: Sequence[int], mine: Sequence[Word]) -> list[int]:
    """A source's passages, those first that hold most of the statement each by itself."""
    told = frozenset(word.key for word in mine)
    return sorted(numbers, key=lambda number: -len(told & _keys(question.passages[number])))


def _others(question: Question, numbers: Sequence[int], ranked: Sequence[int], first: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Up to three choices of a source's passages beside the first: those that together hold most of the statement, the best with what
    stands around it, and those that hold most of it each by itself."""
    around = list(numbers)
    if question.places:
        alone_at = question.places[ranked[0]][1]
        around.sort(key=lambda number: abs(question.places[number][1] - alone_at))
    groups = [tuple(sorted(_chosen(question, group, WIDE))) for group in (numbers, around, ranked)]
    return tuple(group for group in dict.fromkeys(groups) if group != tuple(sorted(first)))


def _chosen(question: Question, numbers: Sequence[int], room: int) -> tuple[int, ...]:
    """The first passages for which there is room."""
    chosen = list[int]()
    for number in numbers:
        size = len(question.passages[number].split())
        if size <= room or not chosen:
            chosen.append(number)
            room -= size
    return tuple(chosen)


def joined(question: Question, numbers: Sequence[int]) -> str:
    """These passages in the source's order, each behind what gives it sense, nothing told twice."""
    ordered = sorted(numbers, key=lambda n: question.places[n] if question.places else (0, n))
    told, seen = "", {" ".join(question.passages[number].split()) for number in ordered}
    for number in ordered:
        pieces = question.before[number] if question.before else ()
        told = told.rstrip() + ("\n" if any("\n" in piece for piece in pieces) else " ") if told else ""
        for piece in pieces:
            if piece.strip() and not any(text.startswith(piece.strip()) or piece.startswith(text) for text in seen):
                seen.add(piece.strip())
                told += piece
        told += " ".join(question.passages[number].split())
    return told


@lru_cache(maxsize=1024)
def telling(statement: str) -> tuple[Word, ...]:
    """The words of a statement that carry content, in order."""
    return tuple(word for word in words.words(statement) if word.key not in words.stopkeys())


def lexical(mine: Sequence[Word], passages: Sequence[str]) -> float:
    """The share of these words that the passages have, and of their neighbouring pairs, less what names and figures they lack."""
    if not mine:
        return 0.0
    held = frozenset().union(*(_keys(passage) for passage in passages))
    near = frozenset().union(*(_pairs(passage) for passage in passages))
    pairs = [(a.key, b.key) for a, b in pairwise(mine)]
    told = sum(word.key in held for word in mine) / len(mine)
    together = sum(pair in near for pair in pairs) / len(pairs) if pairs else told
    lacking = [word for word in mine if word.key not in held]
    return told + together - ABSENT * (_share(lacking, mine, str.isupper) + _share(lacking, mine, str.isdecimal))


def bound(mine: Sequence[Word], passages: Sequence[str]) -> float:
    """How well the name or figure fares that fares worst: the share of the words beside it that stand in a passage that has it; 1 where
    the statement has none. The same figure said of something else is no support."""
    held = [_keys(passage) for passage in passages]
    found = []
    for at, word in enumerate(mine):
        if word.text[0].isdecimal() or (word.text[0].isupper() and word.span.start > 0):
            beside = {other.key for other in mine[max(at - BESIDE, 0) : at + BESIDE + 1]} - {word.key}
            if beside:
                found.append(max((len(beside & keys) / len(beside) for keys in held if word.key in keys), default=0.0))
    return min(found, default=1.0)


def _share(lacking: Sequence[Word], mine: Sequence[Word], begins: Callable[[str], bool]) -> float:
    total = sum(begins(word.text[0]) for word in mine)
    return sum(begins(word.text[0]) for word in lacking) / total if total else 0.0


@lru_cache(maxsize=8192)
def _keys(passage: str) -> frozenset[str]:
    return frozenset(word.key for word in telling(passage))


@lru_cache(maxsize=8192)
def _pairs(passage: str) -> frozenset[tuple[str, str]]:
    keys = [word.key for word in telling(passage)]
    return frozenset((a, b) for at, a in enumerate(keys) for b in keys[max(at - APART, 0) : at + APART + 1])


def denials(text: str) -> int:
    """How many words deny something: "refused" is one, "never refused" are two and say the opposite."""
    return sum(word.lower in language.load().negations or word.lower.endswith("n't") for word in words.words(text))
