"""Questions to a language model as a numbered request, and its answer as Opinions, each with its proof.

A model only proposes. What it says of a point counts if the words it rests on stand in a passage word for word, and the words it is about
stand in the statement; what fails is void, with the reason for which it is asked once more.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from presscheck import figures, words
from presscheck.model import Opinion, Question, Relation

VERSION = "check-1"
DOUBT = "doubt-1"
VERDICTS = ("supported", "contradicted", "not_found", "unclear")
COVERED = 0.85  # share of a statement's telling words that its points must hold before it is borne out as a whole
LONGEST_LINE = 3_000  # characters of one passage or statement that are shown
LONGEST_ANSWER = 2_000_000  # characters of an answer that are read
TRIED = 40  # places in an answer where a JSON object may begin
MOST_POINTS = 40  # of one statement
BESIDE = 4  # passages before and behind a quoted one that tell what it speaks of
SURE = 0.9  # how sure an opinion is that has its proof
ELLIPSIS = re.compile(r"\s*(?:\[?\.\.\.+\]?|\[?…\]?)\s*")
NOISE = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}

_POINT = {
    "words": {"type": "string"},
    "verdict": {"type": "string", "enum": list(VERDICTS)},
    "proof": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"passage": {"type": "integer"}, "quote": {"type": "string"}},
            "required": ["passage", "quote"],
            "additionalProperties": False,
        },
    },
    "wrong": {"type": "string"},
    "says": {"type": "string"},
    "look_for": {"type": "string"},
}
_ANSWER = {
    "statement": {"type": "integer"},
    "points": {
        "type": "array",
        "items": {"type": "object", "properties": _POINT, "required": list(_POINT), "additionalProperties": False},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "answers": {
            "type": "array",
            "items": {"type": "object", "properties": _ANSWER, "required": list(_ANSWER), "additionalProperties": False},
        }
    },
    "required": ["answers"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Request:
    """What a model is sent: `system` and `user` text; the numbers its statements and passages have there, from 1."""

    system: str
    user: str
    questions: tuple[Question, ...]
    passages: tuple[str, ...]

    @property
    def tokens(self) -> int:
        """About how many tokens it is, rather too many: four letters of English are one."""
        return tokens(self.system) + tokens(self.user)


@dataclass(frozen=True)
class Void:
    """An answer that does not count, and why, in words that can be put to the model."""

    reason: str


def tokens(text: str) -> int:
    """About how many tokens a text is, rather too many."""
    return len(text.encode("utf-8", "replace")) // 4 + len(text) // 60 + 1


@lru_cache
def prompt(name: str) -> str:
    """A prompt by its file's name in data/prompts."""
    return (files("presscheck") / "data" / "prompts" / f"{name}.md").read_text("utf-8").strip()


@lru_cache
def _addressed() -> Any:
    import re2

    lines = (files("presscheck") / "data" / "prompts" / "addressed.txt").read_text("utf-8").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    return re2.compile("(?i)" + "|".join(f"(?:{line})" for line in told))


@lru_cache
def _thinking() -> Any:
    import re2

    return re2.compile("(?s)<think>.*?</think>")


def addresses(text: str) -> bool:
    """Does the text speak to a program that checks? Such words are no evidence, and are not sent."""
    folded = unicodedata.normalize("NFKC", "".join(NOISE.get(letter, letter) for letter in text))
    return bool(_addressed().search(" ".join(folded.split()).encode("utf-8", "replace").decode()))


def request(questions: Sequence[Question], faults: Sequence[str] = ()) -> Request:
    """The questions as one request; passages that several share are sent once. `faults`, one for each question or none, is what was wrong
    with the answer given before."""
    passages, shown = _passages(questions)
    ahead = ["", *(question.statement for question in questions)]
    told = [_statement(number, question, ahead[number - 1]) for number, question in enumerate(questions, 1)]
    for number, fault in enumerate(faults):
        told[number] += f"\n    your last answer to this did not count: {_line(fault)}"
    system = f"{prompt(VERSION)}\n\n{prompt(DOUBT)}" if any(question.doubts for question in questions) else prompt(VERSION)
    user = "PASSAGES\n" + "\n".join(shown) + "\n\nSTATEMENTS\n" + "\n".join(told)
    return Request(system, user, tuple(questions), passages)


def _passages(questions: Sequence[Question]) -> tuple[tuple[str, ...], list[str]]:
    """The passages of all questions by source and place, each once, and the lines that show them."""
    held: dict[tuple[str, int, str], tuple[str, ...]] = {}
    for question in questions:
        for number, text in enumerate(question.passages):
            source, start = question.places[number] if question.places else (0, number)
            name = question.sources[source] if source < len(question.sources) else f"source {source + 1}"
            held.setdefault((name, start, text), question.before[number] if question.before else ())
    ordered = sorted((key for key in held if not addresses(key[2])), key=lambda key: (key[0], key[1]))
    alone: dict[str, set[str]] = {}
    for name, _, text in ordered:
        alone.setdefault(name, set()).add(_line(text))
    shown, last = list[str](), ""
    for number, (name, start, text) in enumerate(ordered, 1):
        if name != last:
            shown.append(f"— {'a source' if addresses(name) else _line(name)} —")
            last = name
        pieces = [_line(piece) for piece in held[name, start, text] if piece.strip() and not addresses(piece)]
        sense = " ".join(piece for piece in pieces if not any(other.startswith(piece) for other in alone[name]))
        shown.append(f"[{number}] ‹{sense}› {_line(text)}" if sense else f"[{number}] {_line(text)}")
    return tuple(text for _, _, text in ordered), shown


def _statement(number: int, question: Question, ahead: str) -> str:
    """The statement's lines; what stands before it is told where it is not the statement ahead."""
    told = f"({number}) {_line(question.statement)}"
    if question.context and question.context != ahead and not addresses(question.context):
        told += f"\n    before: {_line(question.context)}"
    for doubt in [doubt for doubt in question.doubts if not addresses(doubt)]:  # it may hold words of a source
        told += f"\n    note: {_line(doubt)}"
    return told


def _line(text: str) -> str:
    """The text on one line, so that nothing in it can look like a line of ours, as UTF-8 can have it."""
    return " ".join(text.split())[:LONGEST_LINE].encode("utf-8", "replace").decode()


# Answers.


def answers(text: str, asked: Request) -> list[dict[str, Any] | Void]:
    """The answer to each statement of the request, as the model gave it; Void where there is none."""
    told = _object(text)
    if told is None:
        return [Void("it was not one JSON object of the form asked for")] * len(asked.questions)
    listed = told.get("answers") if isinstance(told, dict) else told
    by_number: dict[int, dict[str, Any]] = {}
    for item in listed if isinstance(listed, list) else [told]:
        number = item.get("statement") if isinstance(item, dict) else None
        if isinstance(number, int) and not isinstance(number, bool):
            by_number.setdefault(number, item)
    if len(asked.questions) == 1 and len(by_number) == 1:
        by_number = {1: next(iter(by_number.values()))}
    return [by_number.get(number, Void("there was no answer to this statement")) for number in range(1, len(asked.questions) + 1)]


def _object(text: str) -> Any:
    """The first JSON object or list in a model's text, behind what it thought and inside what it fenced; None where there is none."""
    text = _thinking().sub(" ", text[:LONGEST_ANSWER].encode("utf-8", "replace").decode())
    decoder, at = json.JSONDecoder(), -1
    for _ in range(TRIED):
        starts = [found for found in (text.find("{", at + 1), text.find("[", at + 1)) if found >= 0]
        if not starts:
            return None
        at = min(starts)
        try:
            told, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        first = told[0] if isinstance(told, list) and told else told
        if isinstance(first, dict) and ("points" in first or (first is told and "answers" in first)):
            return told
    return None


def opinion(answer: dict[str, Any] | Void, question: Question, numbered: Sequence[str], name: str) -> tuple[Opinion, str]:
    """The opinion on one statement, and what of it was void, "" where all of it counts. `numbered` are the passages by the numbers that the
    answer uses. A point that is void is left out."""
    if isinstance(answer, Void):
        return _silent(answer.reason, name), answer.reason
    points, faults = list[Opinion](), list[str]()
    told = answer.get("points")
    for item in told[:MOST_POINTS] if isinstance(told, list) else ():
        found = _point(item, question, numbered)
        if isinstance(found, Void):
            faults.append(found.reason)
        else:
            points.append(found)
    borne = [point for point in points if point.relation is Relation.SUPPORTS]
    if borne and not _bears([quote for point in points for quote in point.quotes], question):
        faults.append("the proofs share no word or figure with the statement; add a quote that names what it speaks of")
        points = [point for point in points if point not in borne]
    if not points:
        reason = "; ".join(faults) or "it had no points"
        return _silent(reason, name), reason
    return _whole(question, points, faults, name), "; ".join(dict.fromkeys(faults))


def _silent(reason: str, name: str) -> Opinion:
    return Opinion(Relation.MENTIONS, (), (), f"{name} gave no answer that counts: {reason}", 0.0)


def _whole(question: Question, points: Sequence[Opinion], faults: Sequence[str], name: str) -> Opinion:
    """The opinion on the statement as a whole: borne out where all its points are, and they hold nearly all it claims."""
    quotes = tuple(dict.fromkeys(quote for point in points for quote in point.quotes))
    wrong = [point for point in points if point.relation is not Relation.SUPPORTS]
    if wrong or faults:
        first = next((point.reason for point in wrong), f"{name} said something of it that does not count")
        return Opinion(Relation.MENTIONS, (), quotes, first, 0.5, tuple(points))
    left = _left_out(question.statement, points)
    if left:
        return Opinion(Relation.MENTIONS, (), quotes, f"{name} did not speak of: {', '.join(left[:6])}", 0.5, tuple(points))
    return Opinion(Relation.SUPPORTS, (), quotes, "read against the passage, point by point", SURE, tuple(points))


def _left_out(statement: str, points: Sequence[Opinion]) -> list[str]:
    """The telling words of the statement that no point holds, where they are too many."""
    telling = {word.key: word.text for word in words.words(statement) if word.key not in words.stopkeys()}
    held = {word.key for point in points for about in point.words for word in words.words(about)}
    left = [text for key, text in telling.items() if key not in held]
    return left if len(left) > (1 - COVERED) * len(telling) else []


def _point(item: Any, question: Question, numbered: Sequence[str]) -> Opinion | Void:
    """One point of an answer, with its proof."""
    if not isinstance(item, dict):
        return Void("a point was no object")
    about, verdict, says = _text(item, "words"), _text(item, "verdict").lower().replace(" ", "_"), _text(item, "says")
    if verdict not in VERDICTS:
        return Void(f"“{verdict[:40]}” is no verdict")
    place = found(about, question.statement)
    if place is None:
        return Void(f"the words “{about[:80]}” do not stand in the statement")
    quotes, missing = _proofs(item.get("proof"), question, numbered)
    if verdict in ("supported", "contradicted"):
        if missing:
            return Void(missing)
        if not quotes:
            return Void(f"“{about[:80]}” was called {verdict} without proof")
        if not any(map(_tells, quotes)):
            return Void(f"the quotes for “{about[:80]}” hold no word that tells anything")
    if verdict == "supported":
        return Opinion(Relation.SUPPORTS, (place,), quotes, "the passage says so, in these words or others", SURE)
    if verdict == "unclear":
        return Opinion(Relation.MENTIONS, (), quotes, f"“{_line(about)}”: {says or 'the passages leave it open'}", 0.5)
    wrong = found(_text(item, "wrong") or about, place) or found(_text(item, "wrong"), question.statement)
    if wrong is None:
        return Void(f"the wrong words “{_text(item, 'wrong')[:80]}” do not stand in the statement")
    if verdict == "contradicted":
        reason = f"draft says “{_line(wrong)}”, source says “{_line(quotes[0])}”" + (f": {says}" if says else "")
        return Opinion(Relation.CONTRADICTS, (wrong, place), quotes, reason, SURE)
    reason = f"no passage backs: “{_line(wrong)}”" + (f" ({says})" if says else "")
    return Opinion(Relation.MENTIONS, (wrong, place), quotes, reason, SURE, seek=_text(item, "look_for")[:200] or _line(wrong))


def _text(item: dict[str, Any], key: str) -> str:
    told = item.get(key)
    return _line(told) if isinstance(told, str) else ""


def _proofs(told: Any, question: Question, numbered: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The quotes as they stand in the question's passages, and what is wrong with one that does not stand there."""
    quotes: list[str] = []
    for item in told[:MOST_POINTS] if isinstance(told, list) else ():
        number, quote = (item.get("passage"), _text(item, "quote")) if isinstance(item, dict) else (None, "")
        if not quote:
            continue
        named = [numbered[number - 1]] if isinstance(number, int) and 0 < number <= len(numbered) else []
        for piece in _pieces(quote):
            others = (text for text in question.passages if not addresses(text))
            place = next((at for text in (*named, *others) if text in question.passages and (at := found(piece, text))), None)
            if place is None:
                return (), f"the quote “{piece[:120]}” does not stand in a passage word for word"
            quotes.append(place)
    return tuple(dict.fromkeys(quotes)), ""


def _pieces(quote: str) -> list[str]:
    """The parts of a quote that leaves something out, each without marks of our making."""
    return [part for piece in ELLIPSIS.split(quote) if (part := piece.strip(" \"'“”‘’«»‹›")) and any(map(str.isalnum, part))]


def _bears(quotes: Sequence[str], question: Question) -> bool:
    """Does a passage that is quoted, or one beside it, have a telling word or figure of the statement or of what stands before it? What
    shares none with either speaks of something else."""
    mine = _telling(f"{question.context} {question.statement}")
    at = [number for number, text in enumerate(question.passages) if any(quote in text for quote in quotes)]
    near = {number for one in at for number in range(max(one - BESIDE, 0), one + BESIDE + 1)}
    held = {key for number, text in enumerate(question.passages) if number in near for key in _telling(text)}
    return bool(mine & held or not mine)


def _telling(text: str) -> set[str]:
    """The keys of the words that tell something, figures in digits however they are written."""
    told = {f"{number.value:g}" for number in figures.numbers(text, 0, len(text))}
    return {word.key for word in words.words(text)} - words.stopkeys() | told


def _tells(quote: str) -> bool:
    return any(word.key not in words.stopkeys() for word in words.words(quote))


# Words found word for word.


def found(wanted: str, text: str) -> str | None:
    """The words as they stand in the text, marks, spaces and capitals apart; None where they do not stand there, as whole words."""
    folded, places = _folded(text)
    needle, _ = _folded(wanted)
    needle = needle.strip()
    at = folded.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        inside = (at and folded[at - 1].isalnum() and needle[0].isalnum()) or (folded[end : end + 1].isalnum() and needle[-1].isalnum())
        if not inside:
            return text[places[at] : places[end - 1] + 1]
        at = folded.find(needle, at + 1)
    return None


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without typographic noise, and where each of its letters stands in the text."""
    letters, places = list[str](), list[int]()
    for at, letter in _plain(text):
        if letter == " " and (not letters or letters[-1] == " "):
            continue
        letters.append(letter)
        places.append(at)
    return "".join(letters), tuple(places)


def _plain(text: str) -> Iterator[tuple[int, str]]:
    for at, letter in enumerate(text):
        if letter.isspace():
            yield at, " "
            continue
        for plain in NOISE[letter] if letter in NOISE else unicodedata.normalize("NFKC", letter).casefold():
            yield at, " " if plain.isspace() else plain
