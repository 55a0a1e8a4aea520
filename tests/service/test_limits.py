"""What is too long or too much is refused by name; what is odd is a question like any other."""

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from service.answering.engine import AnswerEngine
from service.http.gate import Gate
from tests.service.ranked import Shelf, document, ranking
from tests.service.shelved import shelved
from tests.serving import serving, wait_until_ready

pytestmark = pytest.mark.promise(15)

# Pieces of the query language of the lexical index, which a question has no business to speak.
PIECES = (
    '"', "*", "^", ":", "-", "+", "(", ")", "{", "}", "NEAR(장관 연구원, 3)", " AND ", " OR ",
    " NOT ", "terms : 장관", "- terms", "장관*", '"장관" "연구원"', "'); DROP TABLE passages; --",
    "%", "\\", ";", "한빛연", "HIST",
)  # fmt: skip


@pytest.mark.model
def test_the_query_language_of_the_index_is_plain_text(client, scale, seed, tally):
    chance = random.Random(seed)
    questions = [f"{piece}장관" for piece in PIECES[: scale(8, len(PIECES))]]
    questions += ["".join(chance.sample(PIECES, 5)) + "장관" for _ in range(scale(4, 2000))]
    for question in questions:
        response = client.post("/v1/search", json={"question": question})
        assert response.status_code == 200, (question, response.text)
        tally["questions"] += 1


@pytest.fixture
def asking(tmp_path):
    """Serves answers from one document; the engine can be held up."""
    text = "한결대교 개통은 11월로 석 달 늦어진다."
    found = ranking([document(text)], [[0.9]])
    going, waiting = threading.Event(), threading.Semaphore(0)

    class Held(Shelf):
        def rank(self, query):
            waiting.release()
            going.wait(30)
            return super().rank(query)

    engine = AnswerEngine(Held([document(text)], found))
    app = shelved(engine, tmp_path, edge={"answers": Gate(2, 0.3)})
    with serving(app) as url, httpx.Client(base_url=url, timeout=60) as client:
        wait_until_ready(url)
        yield client, going, waiting


def test_a_megabyte_is_too_large_and_a_page_too_long(asking):
    client, going, _ = asking
    going.set()
    for path, body in (("/v1/chat", {}), ("/v1/search", {})):
        large = client.post(path, json=body | {"question": "가" * 1_000_000})
        assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
        long = client.post(path, json=body | {"question": "가" * 4_001})
        assert (long.status_code, long.json()["code"]) == (422, "question_too_long")
    assert client.post("/v1/chat", json={"question": "가" * 4_000}).status_code == 200


@pytest.mark.parametrize("question", ["가" * 90_000, "가" + "🚀" * 99_999])
def test_a_question_as_long_as_the_setting_allows_is_not_too_large(tmp_path, question):
    text = "한결대교 개통은 11월로 석 달 늦어진다."
    engine = AnswerEngine(Shelf([document(text)], ranking([document(text)], [[0.9]])))
    with serving(shelved(engine, tmp_path, max_question_chars=100_000)) as url:
        wait_until_ready(url)
        messages = [{"role": "user", "content": question}]
        for path, asked in (
            ("/v1/chat", {"question": question}),
            ("/v1/chat/completions", {"model": "briefing-qa", "messages": messages}),
        ):
            reply = httpx.post(
                url + path,
                content=json.dumps(asked),  # escaped, an emoji takes twelve bytes
                headers={"Content-Type": "application/json"},
                timeout=60,
            )
            assert reply.status_code == 200


def test_a_burst_is_answered_or_told_to_come_again(asking, scale, tally):
    client, going, waiting = asking

    def ask(_):
        return client.post("/v1/chat", json={"question": "한결대교는 언제 열리나?"})

    with ThreadPoolExecutor(8) as pool:
        burst = [pool.submit(ask, number) for number in range(scale(12, 400))]
        assert waiting.acquire(timeout=30)
        assert waiting.acquire(timeout=30)
        # Both places are taken: all others are refused while these are held up.
        while sum(one.done() for one in burst) < len(burst) // 2:
            threading.Event().wait(0.05)
        going.set()
        replies = [one.result() for one in burst]
    for reply in replies:
        tally[f"{reply.status_code}"] += 1
        if reply.status_code == 503:
            assert reply.json()["code"] == "busy"
            assert int(reply.headers["retry-after"]) >= 1
        else:
            assert reply.status_code == 200
            assert reply.json()["citations"]
    assert {reply.status_code for reply in replies} == {200, 503}
