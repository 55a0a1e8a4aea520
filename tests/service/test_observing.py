"""What is told of questions: every documented metric moves, a log line says what became of one."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from index.corpus import open_index
from ingest.read import from_text
from service.answering.answer import Answer
from service.answering.checks import Check, Reason, Stage
from service.answering.engine import AnswerEngine
from service.answering.events import Answered, Step
from service.answering.question import Question
from service.assembly import Parts
from service.errors import CitationMismatch
from service.http.app import create_app
from service.http.openai.schemas import MODEL
from service.ingesting import ingest_document
from service.jobs.job import Kind
from service.settings import Settings
from tests.articles import ARTICLES
from tests.service.fakes import CountingEmbedder
from tests.serving import serving, wait_until_ready

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
QUESTION = "해양교통부는 한결대교 개통을 언제로 늦춘다고 밝혔나?"
BROKEN = "망가진 인용은 무엇인가?"


class Engine(AnswerEngine):
    """The real one, with a language model's mishap in each answer, and a damaged store for one."""

    def steps(self, asked: str | Question) -> Iterator[Step]:
        if Question.of(asked).text == BROKEN:
            raise CitationMismatch("the quotation is not what is stored")
        for step in super().steps(asked):
            yield Answered(_with_check(step.answer)) if isinstance(step, Answered) else step


def _with_check(answer: Answer) -> Answer:
    return replace(answer, checks=(Check(Stage.ANSWER, Reason.UNSUPPORTED),))


Asking = Callable[..., httpx.Client]


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    """A service over the articles, with settings of one's own."""
    opened = []

    def start(**settings: object) -> httpx.Client:
        index = open_index(tmp_path / "data", CountingEmbedder())
        for article in ARTICLES:
            ingest_document(index, from_text(article["text"], title=article["title"]))
        parts = Parts(index, Engine(index), len)
        app = create_app(Settings(data_dir=tmp_path / "data", **settings), lambda: parts)  # type: ignore[arg-type]
        served = serving(app)
        url = served.__enter__()
        opened.append(served)
        wait_until_ready(url)
        return httpx.Client(base_url=url, timeout=60)

    yield start
    for served in opened:
        served.__exit__(None, None, None)


def figures(client: httpx.Client) -> dict[str, float]:
    """Our own metrics: each line's value by its name and labels."""
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line.startswith("briefing_"))
    return {name: float(value) for name, value in pairs}


def documented() -> set[str]:
    return set(re.findall(r"^\| `(briefing_\w+)", OPERATIONS.read_text("utf-8"), re.MULTILINE))


def test_every_documented_metric_moves(asking: Asking) -> None:
    with asking() as client:
        before = figures(client)
        client.post("/v1/chat", json={"question": QUESTION}).raise_for_status()
        client.post("/v1/search", json={"question": QUESTION}).raise_for_status()
        nowhere = {"question": QUESTION, "filters": {"publisher": "없는 신문"}}
        client.post("/v1/chat", json=nowhere).raise_for_status()
        assert client.post("/v1/chat", json={"question": BROKEN}).status_code == 500
        sent = {"text": "누리섬 여객선 요금을 내린다고 21일 밝혔다.", "source": "ferry"}
        client.post("/v1/documents", json=sent).raise_for_status()
        refused = client.post("/v1/documents", files={"file": ("a.bin", bytes(range(256)))})
        assert refused.status_code == 415
        after = figures(client)
    moved = {
        re.sub(r"(_bucket|_count|_sum)?({.*)?$", "", name)
        for name, value in after.items()
        if value != before.get(name, 0.0)
    }
    # Below is a job that waits.
    assert documented() - moved == {"briefing_jobs_waiting"}

    def gained(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    assert gained("briefing_searches_total") == 1
    assert gained("briefing_citations_refused_total") == 1
    assert gained('briefing_llm_left_out_total{code="unsupported"}') == 2
    assert gained('briefing_documents_ingested_total{status="added"}') == 1
    assert gained('briefing_documents_ingested_total{status="failed"}') == 1
    assert gained('briefing_stage_seconds_count{stage="search"}') == 3
    assert gained('briefing_stage_seconds_count{stage="cite"}') == 2
    assert after["briefing_index_documents"] == len(ARTICLES) + 1
    assert after["briefing_index_generation"] == after["briefing_index_searched"]
    assert sum(value for name, value in after.items() if "answers_total" in name) == 2


def test_figures_of_the_index_are_missing_while_there_is_none(tmp_path: Path) -> None:
    def load() -> Parts:
        raise CitationMismatch("no")

    app = create_app(Settings(data_dir=tmp_path), load)
    app.state.edge.jobs.hand_in(Kind.TEXT, "waiting", BytesIO(b"{}"), 2)
    with serving(app) as url, httpx.Client(base_url=url) as client:
        found = figures(client)
    assert found["briefing_jobs_waiting"] == 1
    assert found["briefing_searches_total"] == 0
    assert not any(name.startswith("briefing_index") for name in found)


def lines_of(
    client: httpx.Client, *requests: tuple[str, dict[str, object]]
) -> list[dict[str, object]]:
    """The log's line for each request."""
    with capture_logs() as lines:
        for path, body in requests:
            client.post(path, json=body)
    return [dict(line) for line in lines if line["event"] == "request"]


def test_a_request_is_one_line_that_says_what_became_of_it(asking: Asking) -> None:
    with asking() as client:
        chat, stream, search, refused = lines_of(
            client,
            ("/v1/chat", {"question": QUESTION}),
            ("/v1/chat", {"question": QUESTION, "stream": True}),
            ("/v1/search", {"question": QUESTION, "k": 2}),
            ("/v1/chat", {"question": "?"}),
        )
    assert chat["answer"] in ("grounded", "partial", "not_in_documents")
    told = {"answer", "confidence", "citations", "hits", "written_by"}
    assert told < set(chat) == set(stream)
    assert search["hits"] == 2
    assert (refused["code"], refused["status"]) == ("empty_question", 422)
    assert len({line["request_id"] for line in (chat, stream, search, refused)}) == 4
    written = json.dumps([chat, stream, search, refused], ensure_ascii=False)
    assert not any(word in written for word in QUESTION.split())


def test_the_question_is_written_where_a_setting_asks_for_it(asking: Asking) -> None:
    with asking(log_questions=True) as client:
        lines = lines_of(
            client,
            ("/v1/chat", {"question": QUESTION}),
            ("/v1/search", {"question": QUESTION}),
            (
                "/v1/chat/completions",
                {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]},
            ),
        )
    assert [line["question"] for line in lines] == [QUESTION] * 3
