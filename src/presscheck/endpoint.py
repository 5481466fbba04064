"""A chat endpoint of the OpenAI kind: one question out, one text back, within limits of time, size and money, and never without consent.

The form is that of `POST {url}/chat/completions`, which Ollama, llama.cpp, vLLM and hosted models serve alike. An answer may come whole or
as a stream of server-sent events. Keys are read from the environment or a file, and stand in no message.
"""

from __future__ import annotations

import ipaddress
import json
import math
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from presscheck.errors import PresscheckError, SettingsError

INSTALL = "pip install 'presscheck[llm]'"
KEYS = ("PRESSCHECK_API_KEY", "OPENAI_API_KEY")
TRIES = 5
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
CONNECT = 15.0  # seconds
LONGEST_KEY = 600
KEY = re.compile(r"[!-~]{1,512}")
LARGEST = 8 << 20  # bytes of one answer
FORMS = ("json_schema", "json_object", "text")  # what is asked of the server, the strictest first; it falls back where one is refused
LOOPBACK = ("localhost", "localhost.localdomain", "ip6-localhost")


class EndpointError(PresscheckError):
    """The endpoint gave no answer; the message says what was met and what to do."""


@dataclass(frozen=True)
class Reply:
    """A model's text, whether it was cut off at the limit of tokens, whether it was refused, and the tokens it took, 0 where not told."""

    text: str
    cut: bool = False
    refused: bool = False
    prompt_tokens: int = 0
    answer_tokens: int = 0


def is_loopback(url: str) -> bool:
    """Does the address stay on this machine?"""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def key_of(file: str) -> str:
    """The key, from the file or else the environment; "" where there is none. Raises SettingsError where the file cannot be read."""
    if file:
        try:
            with Path(file).expanduser().open("rb") as held:
                key = held.read(LONGEST_KEY + 1).decode("utf-8").strip()
        except (OSError, ValueError, RuntimeError) as problem:
            raise SettingsError(f"{file}: the key file cannot be read ({type(problem).__name__}); name another with key_file.") from None
        if not KEY.fullmatch(key):  # whatever else a settings file may name is not sent anywhere
            raise SettingsError(f"{file}: this does not look like a key (one line without spaces); name another with key_file.")
        return key
    name, key = next(((name, key) for name in KEYS if (key := os.environ.get(name, "").strip())), ("", ""))
    if key and not KEY.fullmatch(key):  # an error about a header that cannot be sent would show it
        raise SettingsError(f"{name}: this does not look like a key (one line without spaces); set it anew.")
    return key


@dataclass
class Endpoint:
    """A model at an address. One serves many threads. `timeout`: seconds without a byte from the server; `deadline`: for one answer."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    deadline: float = 900.0
    seed: int = 7
    tell: Callable[[str], None] = lambda line: None
    sleep: Callable[[float], None] = time.sleep
    _form: int = 0
    _plain: set[str] = field(default_factory=set)  # fields that this server does not know
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
        except ValueError as problem:
            raise SettingsError(f"the endpoint is no address ({problem}); http://localhost:11434/v1 is one.") from None
        if parts.username or parts.password:
            raise SettingsError(f"the endpoint's address must not hold a password; put the key into {KEYS[0]} or a key file.")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"endpoint = {self.url!r} should be an address such as http://localhost:11434/v1")
        if not find_spec("httpx"):
            raise SettingsError(f"a language model is reached with httpx; run: {INSTALL}")
        self._client = self._opened()

    @property
    def host(self) -> str:
        """Where requests go, as messages name it."""
        return urlsplit(self.url).netloc

    def _opened(self) -> Any:
        import httpx

        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        timeout = httpx.Timeout(self.timeout, connect=min(CONNECT, self.timeout))
        # what is asked of this machine goes through no proxy that the environment names
        return httpx.Client(headers=headers, timeout=timeout, follow_redirects=False, trust_env=not is_loopback(self.url))

    def ask(self, system: str, user: str, schema: dict[str, Any], most: int) -> Reply:
        """The model's answer to one request of at most `most` tokens. Raises EndpointError where it gives none after `TRIES`."""
        wait, problem = FIRST_WAIT, ""
        tried = 0
        while tried < TRIES:
            body = self._body(system, user, schema, most)
            try:
                status, after, told = self._sent(body)
            except EndpointError:
                raise
            except Exception as fault:  # httpx and the layers under it raise many kinds
                status, after, told = self._failed(fault)
            if status == 200:
                return self._reply(told)
            problem = self._problem(status, told)
            if status in (400, 404, 415, 422, 501) and self._simpler(body, told):
                continue
            if status and status not in AGAIN:
                break
            tried += 1
            if tried < TRIES:
                pause = min(after if after is not None else wait * (0.75 + random.random() / 2), LONGEST_WAIT)  # noqa: S311 — no secret
                self.tell(f"{self.host}: {problem}; once more in {pause:.0f} s")
                self.sleep(pause)
                wait *= 2
        raise EndpointError(f"{self.host}: {problem}. {_advice(problem)}")

    def _body(self, system: str, user: str, schema: dict[str, Any], most: int) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "seed": self.seed,
            "max_tokens": most,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        form = FORMS[self._form]
        if form == "json_schema":
            body["response_format"] = {"type": form, "json_schema": {"name": "answers", "strict": True, "schema": schema}}
        elif form == "json_object":
            body["response_format"] = {"type": form}
        if "max_tokens" in self._plain:
            body["max_completion_tokens"] = body.pop("max_tokens")
        return {name: value for name, value in body.items() if name not in self._plain or name == "model"}

    def _simpler(self, body: dict[str, Any], told: str) -> bool:
        """After a refusal: leave out what this server does not know, what it names first; False where nothing is left to leave out."""
        named = told.lower()
        fields = ("max_tokens", "stream_options", "stream", "seed", "temperature")
        with self._lock:
            for name in fields:
                if name in body and (f"'{name}'" in named or f'"{name}"' in named or f"`{name}`" in named or f"{name} " in named):
                    self._plain |= {"stream", "stream_options"} if name == "stream" else {name}
                    return True
            if form := body.get("response_format"):
                self._form = max(self._form, FORMS.index(form["type"]) + 1)  # another call may have been refused the same by now
                return True
            left = [name for name in ("stream_options", "seed") if name in body]
            self._plain |= set(left)
            return bool(left)

    def _sent(self, body: dict[str, Any]) -> tuple[int, float | None, str]:
        """Status, seconds to wait if told, and the body, a stream joined to the text of one answer."""
        with self._client.stream("POST", f"{self.url.rstrip('/')}/chat/completions", json=body) as response:
            after = _after(response.headers.get("retry-after"))
            kind = response.headers.get("content-type", "")
            if response.status_code == 200 and "event-stream" in kind:
                return 200, after, json.dumps(self._streamed(response))
            return int(response.status_code), after, self._read(response).decode("utf-8", "replace")

    def _chunks(self, response: Any) -> Iterator[bytes]:
        """The body in pieces, within the limits of size and time."""
        size, until = 0, time.monotonic() + self.deadline
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > LARGEST:
                raise EndpointError(f"{self.host}: the answer is larger than {LARGEST >> 20} MB; is this a chat endpoint?")
            if time.monotonic() > until:
                raise EndpointError(f"{self.host}: no whole answer in {self.deadline:.0f} s. Take a faster model or a longer timeout.")
            yield chunk

    def _read(self, response: Any) -> bytes:
        return b"".join(self._chunks(response))

    def _streamed(self, response: Any) -> dict[str, Any]:
        """A stream of server-sent events as the one answer it is."""
        parts, ended, refused, usage = list[str](), "", "", dict[str, Any]()
        for data in _events(self._chunks(response)):
            told = json.loads(data)
            if error := told.get("error"):
                raise ConnectionError(f"the server broke off: {self._short(json.dumps(error))}")
            usage = told.get("usage") or usage
            for choice in told.get("choices") or []:
                delta = choice.get("delta") or {}
                parts.append(delta.get("content") or "")
                refused += delta.get("refusal") or ""
                ended = choice.get("finish_reason") or ended
        if not ended:
            raise ConnectionError("the stream broke off")
        message = {"content": "".join(parts), "refusal": refused}
        return {"choices": [{"message": message, "finish_reason": ended}], "usage": usage}

    def _failed(self, fault: Exception) -> tuple[int, float | None, str]:
        """What a failure of the connection means: status 0 is tried again, -1 is not."""
        import httpx

        chain = f"{fault} {fault.__cause__} {fault.__context__}".lower()
        if "certificate" in chain or "ssl" in chain:
            return -1, None, f"its certificate is not trusted ({self._short(str(fault))})"
        if isinstance(fault, httpx.TimeoutException):
            return 0, None, f"no answer within {self.timeout:.0f} s"
        if isinstance(fault, httpx.ConnectError):
            return 0, None, f"no connection ({self._short(str(fault))})"
        if isinstance(fault, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return -1, None, f"this is no address ({self._short(str(fault))})"
        return 0, None, f"the connection broke ({type(fault).__name__}: {self._short(str(fault))})"

    def _problem(self, status: int, told: str) -> str:
        if status <= 0:
            return told
        try:
            error = json.loads(told).get("error")
            message = error.get("message") if isinstance(error, dict) else error
        except (ValueError, AttributeError, RecursionError):
            message = told
        return f"status {status}: {self._short(str(message or 'no reason given'))}"

    def _reply(self, told: str) -> Reply:
        try:
            data = json.loads(told)
            choice = data["choices"][0]
            message = choice["message"]
            text = message.get("content") or ""
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise EndpointError(f"{self.host}: this is no answer of a chat endpoint. Check the address; it often ends in /v1.") from None
        if isinstance(text, list):  # parts, as some servers send them
            text = "".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
        usage = data["usage"] if isinstance(data.get("usage"), dict) else {}
        ended = choice.get("finish_reason")
        refused = bool(message.get("refusal")) or ended == "content_filter"
        spent = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
        sizes = [max(value, 0) if isinstance(value, int) and not isinstance(value, bool) else 0 for value in spent]
        return Reply(str(text), ended == "length", refused, sizes[0], sizes[1])

    def _short(self, text: str) -> str:
        """The text on one line, cut short, and without the key, whatever server sent it back."""
        return " ".join((text.replace(self.key, "***") if self.key else text).split())[:200]


def _events(chunks: Iterator[bytes]) -> Iterator[str]:
    """The data of each server-sent event up to the end mark."""
    left = b""
    for chunk in chunks:
        *lines, left = (left + chunk).split(b"\n")
        for line in lines:
            data = line.removeprefix(b"data:").strip()
            if data == b"[DONE]":
                return
            if line.startswith(b"data:") and data:
                yield data.decode("utf-8", "replace")


def _after(told: str | None) -> float | None:
    """The seconds of a Retry-After header; it may be a date."""
    if not told:
        return None
    try:
        seconds = float(told)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            seconds = parsedate_to_datetime(told).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    return None if math.isnan(seconds) else max(seconds, 0.0)


def _advice(problem: str) -> str:
    if "status 401" in problem or "status 403" in problem:
        return f"Put the key into {KEYS[0]}, or name its file with key_file."
    if "status 404" in problem:
        return "Check the address, which often ends in /v1, and the model's name."
    if "status 429" in problem:
        return "Wait, or ask for fewer calls at once; what was answered is kept, so the same command goes on from here."
    if "certificate" in problem:
        return "Check the address; nothing was sent."
    return "Is the server running there? What was answered is kept, so the same command goes on from here."
