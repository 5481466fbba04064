"""A chat endpoint for tests: a real server on this machine that speaks the protocol, with a model in it that can read, and ways to fail."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Body = dict[str, Any]
STOPS = frozenset(re.findall(r"\w+", "the a an of in on at and or to for with by was were is are had has that who it she from as after"))


@dataclass
class Server:
    """What a test sees of it: its address, and what was asked of it."""

    url: str
    asked: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def prompts(self) -> list[str]:
        """The user text of each request, in order."""
        return [body["messages"][1]["content"] for body in self.asked]


def passages(prompt: str) -> dict[int, str]:
    """The passages of a request by their numbers."""
    found = re.findall(r"^\[(\d+)\] (?:‹[^›]*› )?(.*)$", prompt.split("\nSTATEMENTS\n", maxsplit=1)[0], re.MULTILINE)
    return {int(number): text for number, text in found}


def statements(prompt: str) -> dict[int, str]:
    """The statements of a request by their numbers."""
    return {int(number): text for number, text in re.findall(r"^\((\d+)\) (.*)$", prompt.split("\nSTATEMENTS\n")[1], re.MULTILINE)}


def told(text: str) -> set[str]:
    """The words of a text that tell something."""
    return set(re.findall(r"\w+", text.lower())) - STOPS


def denials(text: str) -> int:
    """How many words of a text deny something."""
    return len(re.findall(r"\b(?:not|never|no)\b", text.lower()))


def point(words: str, verdict: str, proof: list[Body] | None = None, wrong: str = "", says: str = "", look_for: str = "") -> Body:
    """A point as the prompt asks for it."""
    return {"words": words, "verdict": verdict, "proof": proof or [], "wrong": wrong, "says": says, "look_for": look_for}


def reading(body: Body) -> Body:
    """What a reader says that goes by words: borne out by the passage that has nearly all of them, else by none."""
    prompt = body["messages"][1]["content"]
    given, answers = passages(prompt), []
    for number, text in statements(prompt).items():
        mine = told(text)
        best = max(given, key=lambda at: len(mine & told(given[at])), default=0)
        missing = sorted(mine - told(given.get(best, "")), key=text.lower().find)
        if mine and len(missing) <= 0.1 * len(mine) and denials(text) == denials(given[best]):
            points = [point(text, "supported", [{"passage": best, "quote": given[best]}])]
        else:
            word = next((w for w in re.findall(r"\w+", text) if w.lower() in missing), text)
            points = [point(text, "not_found", wrong=word, look_for=text[:60])]
        answers.append({"statement": number, "points": points})
    return {"answers": answers}


def whole(content: str, body: Body, ended: str = "stop", **message: Any) -> Body:
    """An answer in one piece."""
    return {
        "choices": [{"index": 0, "finish_reason": ended, "message": {"role": "assistant", "content": content, **message}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    }


def streamed(content: str, ended: str = "stop") -> list[bytes]:
    """An answer as a stream of events, cut where nobody would."""
    deltas: list[Body] = [{"choices": [{"delta": {"content": content[at : at + 7]}}]} for at in range(0, len(content), 7)]
    deltas.append({"choices": [{"delta": {}, "finish_reason": ended}]})
    deltas.append({"choices": [], "usage": {"prompt_tokens": 90, "completion_tokens": 9}})
    return [f"data: {json.dumps(delta)}\n\n".encode() for delta in deltas] + [b"data: [DONE]\n\n"]


Answer = tuple[int, dict[str, str], Body | bytes | list[bytes]]
Mind = Callable[[Body, int], "Answer | str | Body"]
"""What a server answers to a request and its number: text or an object for a whole answer, else status, headers and body."""


class Hang(Exception):
    """Raised by a mind that never answers."""


@contextmanager
def serving(mind: Mind, certificate: Any = None) -> Iterator[Server]:
    """A server with this mind, until the end of the block."""
    lock, stop = threading.Lock(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                server.asked.append(body)
                server.headers.append(dict(self.headers))
                number = len(server.asked)
            try:
                answer = mind(body, number)
            except Hang:
                stop.wait(20)
                self.close_connection = True
                return
            status, headers, told = answer if isinstance(answer, tuple) else (200, {}, answer)
            if isinstance(told, list):
                self.send_response(status)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for piece in told:
                    self.wfile.write(piece)
                self.close_connection = True
                return
            if not isinstance(told, bytes):
                if status == 200 and not (isinstance(told, dict) and "choices" in told):
                    told = whole(told if isinstance(told, str) else json.dumps(told), body)
                told = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    http = Quiet(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        http.socket = certificate.wrap_socket(http.socket, server_side=True)
        scheme = "https"
    server = Server(f"{scheme}://127.0.0.1:{http.server_address[1]}/v1")
    http.timeout = 0.02

    def serve() -> None:
        while not stop.is_set():  # `serve_forever` ends by a call that waits without end; one test run in many stood still there
            http.handle_request()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stop.set()
        thread.join(5)
        http.server_close()


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Until the condition holds; AssertionError where it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


DRAFT = """\
# Ferry to Hestoy laid up

The ferry Alken was laid up in March after inspectors found cracks in its hull.

Harbour master Signe Dalgaard told the council that 61 cars were left on the quay.

The crew of nine had been paid until the end of May, she said.
"""
SOURCE = """\
Minutes of the harbour council, 4 April

The ferry Alken was laid up in March after inspectors found cracks in its hull.

Harbour master Signe Dalgaard told the council that 16 cars were left on the quay.

She said the crew of nine had been paid until the end of April.
"""


def folder(place: Path, draft: str = DRAFT, **sources: str) -> Path:
    """A draft and its sources on disk."""
    (place / "sources").mkdir(parents=True, exist_ok=True)
    (place / "draft.md").write_text(draft, encoding="utf-8")
    for name, text in (sources or {"minutes": SOURCE}).items():
        (place / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
    return place
