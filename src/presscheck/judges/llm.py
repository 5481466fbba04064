"""A language model at an address as a judge: it proposes, its quotes are looked up word for word, and what fails is asked once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Condition, Event, Thread
from typing import Any

from presscheck import answers, consultation, endpoint
from presscheck.consultation import Request, Void, tokens
from presscheck.endpoint import Endpoint, Reply
from presscheck.errors import SettingsError
from presscheck.model import Opinion, Question, Relation
from presscheck.parts import Judge
from presscheck.settings import Settings

NAME = "llm"
TOGETHER = 12  # statements of one call at most
A_POINT, ROOM = 110, 400  # tokens that the answer to a point may take, about; and what a call's answer may take beside
POINTS = 5  # of a statement, about
BUDGET, A_WORD = 60_000, 60  # tokens of prompts for a draft if nothing is said, and for each word of a long one
SOURCES, A_SOURCE_WORD = 0.35, 1.6  # share of the window that whole sources may take, and tokens of one of their words
FIRST = 0.7  # share of the budget that first readings may take, so that what they doubt can be looked at again
DEADLINES = 8  # time-outs that a whole answer may take, where it comes piece by piece
UNASKED = "not asked: the budget of {0} tokens was spent (max_tokens)"
UNPAID = "not asked: it would cost more than {0:g} (max_cost)"


@dataclass(frozen=True)
class _One:
    """What came of one statement: the opinion, what of the answer was void, and the answer as it is kept."""

    opinion: Opinion
    fault: str = ""
    kept: dict[str, Any] = field(default_factory=dict)


class _Nobody:
    """Stands where no address was named."""

    name = NAME

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        if questions:
            raise SettingsError(
                "the judge llm needs an address and a model: --endpoint http://localhost:11434/v1 --model NAME, "
                "or endpoint and model in the settings."
            )
        return []


def load(settings: Settings) -> Judge:
    """The judge at the address that the settings name. Raises SettingsError where the address is not on this machine and nobody consented
    to that."""
    if not settings.endpoint or not settings.model:
        return _Nobody()
    if settings.max_cost and not (settings.price_prompt or settings.price_answer):
        raise SettingsError("max_cost binds only with prices: set price_prompt and price_answer, for a million tokens, in the settings.")
    place = Endpoint(settings.endpoint, settings.model, endpoint.key_of(settings.key_file), float(settings.timeout))
    place.deadline = max(place.deadline, DEADLINES * place.timeout)
    if not endpoint.is_loopback(settings.endpoint) and not settings.allow_remote:
        raise SettingsError(
            f"{place.host} is not this machine: sentences of the draft and passages of its sources would be sent there. "
            "If that may be, say --allow-remote, or allow_remote = true in the settings."
        )
    return Consulted(place, settings)


class Consulted:
    """Asks a model about statements, several a call, what is doubted alone. Knows what was answered before, and stops at its budget."""

    name = NAME
    wide = True  # wants whole sources, or a generous choice of their passages, and a second look at what it doubts

    def __init__(self, place: Endpoint, settings: Settings) -> None:
        self.weights = f"{settings.model} {consultation.VERSION} {consultation.DOUBT}"
        self.tell: Callable[[str], None] = lambda line: None
        self._place, self._settings = place, settings
        place.tell = lambda line: self.tell(line)  # noqa: PLW0108 — ours is set later
        self._kept = answers.Answers(answers.folder(settings.answers))
        self._spent = [0, 0]  # tokens of prompts and of answers
        self._calls, self._budget = 0, BUDGET
        self._lock, self._under_way = Condition(), 0
        self._told = set[str]()  # the sources of which it was said that they go there

    def judge(self, questions: Sequence[Question]) -> list[Opinion]:
        """One Opinion for each Question, in order; what is known is not asked."""
        found: dict[int, Opinion] = {}
        open_: list[int] = []
        for number, question in enumerate(questions):
            if consultation.addresses(question.statement):
                found[number] = _unasked("these words speak to a program that checks; a person should read them")
            elif (kept := self._known(question)) is not None:
                found[number] = kept
            else:
                open_.append(number)
        calls = [part for numbers in _batches(open_, questions) for part in self._fitting(numbers, questions)]
        if not any(question.doubts for question in questions):  # a draft's first reading: its budget is its own
            self._spent, self._calls = [0, 0], 0
            self._budget = self._settings.max_tokens or max(BUDGET, A_WORD * sum(len(q.statement.split()) for q in questions))
        self._announce(questions, calls)
        asked = [[questions[n] for n in numbers] for numbers in calls]
        for numbers, told in zip(calls, _side_by_side(self._consult, asked, self._settings.concurrency), strict=True):
            found |= dict(zip(numbers, told, strict=True))
        return [found[number] for number in range(len(questions))]

    @property
    def whole(self) -> int:
        """How many words of sources fit the model's window beside the questions."""
        return int(self._settings.window * SOURCES / A_SOURCE_WORD)

    def _fitting(self, numbers: Sequence[int], questions: Sequence[Question]) -> Iterator[Sequence[int]]:
        """The numbers in parts, each of which the model's window holds with its answer; a single question goes as it is."""
        size = consultation.request([questions[n] for n in numbers]).tokens + _most(len(numbers))
        if size <= self._settings.window or len(numbers) == 1:
            yield numbers
            return
        half = len(numbers) // 2
        yield from self._fitting(numbers[:half], questions)
        yield from self._fitting(numbers[half:], questions)

    # What was asked before.

    def _known(self, question: Question) -> Opinion | None:
        told = self._kept.get(self._digest(question))
        if told is None:
            return None
        answer = Void(str(told["void"])) if "void" in told else told
        return consultation.opinion(answer, question, (), self._named)[0]

    def _digest(self, question: Question) -> str:
        asked = (question.statement, question.context, question.passages, question.before, question.sources, question.doubts)
        prompts = (consultation.prompt(consultation.VERSION), consultation.prompt(consultation.DOUBT))
        return answers.digest((prompts, self._settings.endpoint, self._settings.model, self._place.seed, asked))

    @property
    def _named(self) -> str:
        return self._settings.model

    # What is asked.

    def _announce(self, questions: Sequence[Question], calls: Sequence[Sequence[int]]) -> None:
        """Say, before anything leaves, how much it will be and where it goes."""
        if not calls:
            return
        sizes = [consultation.request([questions[n] for n in numbers]).tokens for numbers in calls]
        back = sum(len(numbers) for numbers in calls) * POINTS * A_POINT
        cost = self._cost(sum(sizes), back)
        told = f", about {cost:.2f} at the prices set" if cost else ""
        self.tell(
            f"asking {self._settings.model} at {self._place.host}: {len(calls)} {'call' if len(calls) == 1 else 'calls'}, "
            f"about {sum(sizes):,} tokens of prompts and {back:,} of answers{told}"
        )
        named = sorted({name for numbers in calls for n in numbers for name in questions[n].sources} - self._told)
        if named and not endpoint.is_loopback(self._settings.endpoint):
            shown = ", ".join(named[:8]) + (f" and {len(named) - 8} more" if len(named) > 8 else "")
            self.tell(f"to {self._place.host} go sentences of the draft and passages of: {shown}")
        self._told |= set(named)

    def _cost(self, prompts: int, back: int) -> float:
        return (prompts * self._settings.price_prompt + back * self._settings.price_answer) / 1_000_000

    def _consult(self, questions: Sequence[Question]) -> list[Opinion]:
        """The opinions on the statements of one call; what does not count is asked once more, a call cut off or refused in halves."""
        found = self._asked(questions, ())
        void = [number for number, one in enumerate(found) if one.fault]
        if void:
            again = self._asked([questions[number] for number in void], [found[number].fault for number in void])
            for number, second in zip(void, again, strict=True):
                if second.opinion.asked and (not second.fault or len(second.opinion.points) > len(found[number].opinion.points)):
                    found[number] = second
                if second.opinion.asked and second.fault:  # that much is final
                    self._kept.put(self._digest(questions[number]), found[number].kept)
        return [one.opinion for one in found]

    def _asked(self, questions: Sequence[Question], faults: Sequence[str]) -> list[_One]:
        """What came of each statement."""
        asked = consultation.request(questions, faults)
        most = _most(len(questions))
        if reason := self._too_much(asked, most, any(question.doubts for question in questions)):
            return [_One(_unasked(reason)) for _ in questions]
        reply = None
        try:
            reply = self._place.ask(asked.system, asked.user, consultation.SCHEMA, most)
        finally:
            self._settle(asked, most, reply)
        if (reply.cut or reply.refused) and len(questions) > 1:  # one statement must not silence the others
            half = len(questions) // 2
            return self._asked(questions[:half], faults[:half]) + self._asked(questions[half:], faults[half:])
        if reply.refused:
            return [self._weighed(Void("it refused to answer"), question, asked) for question in questions]
        told = consultation.answers(reply.text, asked)
        if reply.cut:
            told = [answer if isinstance(answer, dict) else Void("the answer was cut off at the limit of tokens") for answer in told]
        found = [self._weighed(answer, question, asked) for answer, question in zip(told, questions, strict=True)]
        for question, one in zip(questions, found, strict=True):
            if not one.fault:  # kept at once, so that whatever happens to the others loses nothing
                self._kept.put(self._digest(question), one.kept)
        return found

    def _weighed(self, answer: dict[str, Any] | Void, question: Question, asked: Request) -> _One:
        opinion, fault = consultation.opinion(answer, question, asked.passages, self._named)
        # without the numbers of a call: quotes are looked up in the question's own passages when the answer is read again
        return _One(opinion, fault, {"void": answer.reason} if isinstance(answer, Void) else {"points": answer.get("points")})

    # What it may cost.

    def _too_much(self, asked: Request, most: int, second: bool) -> str:
        """Why the call may not be made, "" where it may; the most that it can take is set aside. Where only what others set aside is in
        the way, they are waited for."""
        told = self._settings
        with self._lock:
            while True:
                prompts, back = self._spent[0] + asked.tokens, self._spent[1] + most
                reason = ""
                if prompts > self._budget * (1 if second else FIRST):
                    reason = UNASKED.format(f"{self._budget:,}")
                elif told.max_cost and self._cost(prompts, back) > told.max_cost:
                    reason = UNPAID.format(told.max_cost)
                if not reason:
                    self._spent = [prompts, back]
                    self._calls, self._under_way = self._calls + 1, self._under_way + 1
                if not reason or not self._under_way:
                    return reason
                self._lock.wait()

    def _settle(self, asked: Request, most: int, reply: Reply | None) -> None:
        """Put what the call took in the place of what was set aside for it; what failed may have taken all of it."""
        with self._lock:
            if reply:
                self._spent[0] += (reply.prompt_tokens or asked.tokens) - asked.tokens
                self._spent[1] += (reply.answer_tokens or tokens(reply.text)) - most
            self._under_way -= 1
            self._lock.notify_all()

    @property
    def spent(self) -> str:
        """What was asked so far, in words; "" where nothing was."""
        if not self._calls:
            return ""
        return f"{self._calls} calls, {self._spent[0]:,} tokens of prompts and {self._spent[1]:,} of answers"


def _most(count: int) -> int:
    """The tokens that an answer to so many statements may take."""
    return ROOM + count * POINTS * A_POINT * 2


def _unasked(reason: str) -> Opinion:
    return Opinion(Relation.MENTIONS, (), (), reason, 0.0, asked=False)


def _batches(open_: Sequence[int], questions: Sequence[Question]) -> Iterator[list[int]]:
    """The numbers of the questions that go together: those that are asked again each alone, the others `TOGETHER`, in order."""
    yield from ([number] for number in open_ if questions[number].doubts)
    first = [number for number in open_ if not questions[number].doubts]
    count = -(-len(first) // TOGETHER)
    for call in range(count):
        yield first[call * len(first) // count : (call + 1) * len(first) // count]


def _side_by_side(
    consult: Callable[[Sequence[Question]], list[Opinion]], calls: Sequence[Sequence[Question]], threads: int
) -> list[list[Opinion]]:
    """What came of each call, in order. After a failure none is begun and those under way are waited for, since their answers are kept.
    Whoever stops the program waits for none: the threads do not hold it."""
    todo, told = SimpleQueue[int](), SimpleQueue[tuple[int, list[Opinion] | Exception]]()
    found, stop = dict[int, list[Opinion]](), Event()
    for number in range(len(calls)):
        todo.put(number)

    def work() -> None:
        with suppress(Empty):
            while not stop.is_set():
                number = todo.get_nowait()
                try:
                    told.put((number, consult(calls[number])))
                except Exception as problem:  # raised again where it is waited for
                    told.put((number, problem))

    working = [Thread(target=work, daemon=True) for _ in range(min(threads, len(calls)))]
    for thread in working:
        thread.start()
    try:
        while len(found) < len(calls):
            with suppress(Empty):
                number, result = told.get(timeout=1)  # without end, Windows would not hear who wants to stop it
                if isinstance(result, Exception):
                    stop.set()
                    for thread in working:
                        thread.join()
                    raise result
                found[number] = result
    finally:
        stop.set()
    return [found[number] for number in range(len(calls))]
