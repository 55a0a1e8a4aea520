"""What many clients ask of a service at once: all kinds of requests, right ones and wrong ones."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from tests.articles import (
    ARTICLES,
    MINISTER_QUESTION,
    MINISTER_QUESTION_EN,
    UNANSWERED_QUESTION,
)

CLIENTS = 8
QUESTIONS = (
    MINISTER_QUESTION,
    MINISTER_QUESTION_EN,
    UNANSWERED_QUESTION,
    "한결대교 개통은 언제로 늦춰졌나?",
    "When did the harbour of Nuri open?",
    "독감백신 접종은 언제 시작하나?",
)
SOURCES = [article["source"] for article in ARTICLES]
# How often each kind is asked, in a hundred. Answers and changes cost tens of times what the rest
# does: so many of each keep a small machine busy and no queue full.
SHARES = {
    "ask": 3,
    "stream": 2,
    "search": 15,
    "list": 20,
    "read": 25,
    "add": 6,
    "delete": 6,
    "wrong": 23,
}
JSON = {"Content-Type": "application/json"}
# Method, path and what is sent, and the status that it must be refused with.
WRONG: tuple[tuple[str, str, dict[str, object], int], ...] = (
    ("GET", "/v1/documents/no-such-id", {}, 404),
    ("DELETE", "/v1/documents/no-such-id", {}, 404),
    ("GET", "/v1/nothing", {}, 404),
    ("GET", "/v1/jobs/no-such-job", {}, 404),
    ("PUT", "/v1/search", {}, 405),
    ("POST", "/v1/chat", {"content": b"{", "headers": JSON}, 400),
    ("POST", "/v1/chat", {"content": b"question=x"}, 415),
    ("POST", "/v1/chat", {"json": {"question": " ?! "}}, 422),
    ("POST", "/v1/search", {"json": {"question": "x", "k": 0}}, 422),
    ("POST", "/v1/search", {"json": {"question": "x", "kk": 1}}, 422),
    ("GET", "/v1/documents?limit=0", {}, 422),
    ("POST", "/v1/documents", {"json": {"text": " \n"}}, 422),
    ("POST", "/v1/documents", {"files": {"file": ("a.png", b"\x89PNG\r\n")}}, 415),
    ("POST", "/v1/chat/completions", {"json": {"model": "x", "messages": []}}, 400),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it: `status` is 0 where no whole reply came.

    `began` and `ended` are on the monotonic clock; `events` are the names of a stream's.
    """

    kind: str
    request_id: str
    began: float
    ended: float
    status: int = 0
    expected: frozenset[int] = frozenset({200})
    events: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.status in self.expected and self.events[-1:] in ((), ("done",))


@dataclass
class Client:
    """One of the clients, with a chance of its own and the documents that it has added."""

    http: httpx.Client
    name: str
    chance: random.Random
    added: list[str] = field(default_factory=list)
    number: int = 0

    def ask(self) -> Asked:
        """Send one request of a kind drawn by its share."""
        (kind,) = self.chance.choices(list(SHARES), list(SHARES.values()))
        if kind == "delete" and not self.added:
            kind = "add"
        self.number += 1
        request_id = f"{self.name}-{self.number}"
        method, path, sent, expected = self._request(kind)
        headers = {**(sent.pop("headers", None) or {}), "X-Request-ID": request_id}  # type: ignore[dict-item]
        began = time.monotonic()
        try:
            with self.http.stream(method, path, headers=headers, **sent) as response:  # type: ignore[arg-type]
                text = response.read().decode()
        except httpx.HTTPError:
            return Asked(kind, request_id, began, time.monotonic(), expected=expected)
        ended = time.monotonic()
        if kind == "add" and response.is_success:
            self.added.append(response.json()["doc_id"])
        events = tuple(_events(text)) if kind == "stream" and response.is_success else ()
        return Asked(kind, request_id, began, ended, response.status_code, expected, events)

    def _request(self, kind: str) -> tuple[str, str, dict[str, object], frozenset[int]]:
        question = {"question": self.chance.choice(QUESTIONS)}
        match kind:
            case "ask" | "stream":
                body = question | {"stream": kind == "stream"}
                return "POST", "/v1/chat", {"json": body}, frozenset({200})
            case "search":
                return "POST", "/v1/search", {"json": question}, frozenset({200})
            case "list":
                offset = self.chance.randrange(8)
                return "GET", f"/v1/documents?limit=5&offset={offset}", {}, frozenset({200})
            case "read":
                if not self.added:
                    return "GET", "/v1/publishers", {}, frozenset({200})
                return "GET", f"/v1/documents/{self.added[-1]}", {}, frozenset({200})
            case "add":
                return "POST", "/v1/documents", {"json": self._article()}, frozenset({201})
            case "delete":
                return "DELETE", f"/v1/documents/{self.added.pop(0)}", {}, frozenset({204})
        method, path, sent, expected = self.chance.choice(WRONG)
        return method, path, dict(sent), frozenset({expected})

    def _article(self) -> dict[str, str]:
        """One that nobody sent before."""
        mark = f"{self.name}-{self.number}"
        text = f"해솔시는 {mark}번 다리의 보수를 마쳤다. 시장은 “{mark}번은 안전하다”고 말했다."
        return {"text": text, "title": f"다리 {mark}", "source": f"{mark}.txt"}


def _events(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("event: "):
            yield line.removeprefix("event: ")


def traffic(url: str, name: str, seed: int, go_on: Callable[[], bool]) -> list[Asked]:
    """What CLIENTS clients at once asked as long as `go_on` says so, in no order; a client that
    gets no reply leaves."""

    def one(number: int) -> list[Asked]:
        asked: list[Asked] = []
        with httpx.Client(base_url=url, timeout=120) as http:
            client = Client(http, f"{name}-{number}", random.Random(f"{seed} {name} {number}"))
            while go_on():
                asked.append(client.ask())
                if asked[-1].status == 0:
                    break
            for doc_id in client.added if asked[-1:] and asked[-1].status else ():
                http.delete(f"/v1/documents/{doc_id}")
        return asked

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [each for many in pool.map(one, range(CLIENTS)) for each in many]


def so_many(number: int) -> Callable[[], bool]:
    """Says yes so many times in all, whoever asks."""
    left, lock = number, threading.Lock()

    def go_on() -> bool:
        nonlocal left
        with lock:
            left -= 1
            return left >= 0

    return go_on
