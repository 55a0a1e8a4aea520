"""A language model that is broken in any way costs nobody an answer."""

import socket

import httpx
import pytest

from service.answering.engine import AnswerEngine
from service.llm.breaker import FAILURES, Breaker
from service.llm.client import ChatClient, Endpoint
from service.llm.writer import ModelWriter
from tests.service.llm.conftest import BigramEmbedder
from tests.service.llm.scripted import breaks_off, drips, fails, hangs, says
from tests.service.llm.story import QUESTION
from tests.service.shelved import shelved
from tests.serving import serving, wait_until_ready

SENTENCE = "국재하 원장은 예산 412억 원이 부족하다고 답했다"
BROKEN = {
    "an error of its own": (fails(500), "llm_failed"),
    "too much to do": (fails(429), "llm_failed"),
    "a wrong key": (fails(401), "llm_refused"),
    "silence": (hangs(1.0), "llm_timeout"),
    "a drip that never ends": (drips(20, 0.1), "llm_timeout"),
    "a stream that is cut": (breaks_off(SENTENCE), "llm_cut_off"),
    "garbage": (breaks_off("", "data: {broken\n\n"), "llm_malformed"),
    "another protocol": (breaks_off("", "data: [1, 2]\n\n"), "llm_malformed"),
    "nothing at all": (says(""), "empty_reply"),
    "nothing but lies": (says("원장은 사임했다 [1]."), "nothing_verified"),
}


def served(library, data, url, breaker):
    endpoint = Endpoint(url, "tiny", None, silence=0.4, timeout=0.8)
    client = ChatClient(endpoint, breaker, sleep=lambda _: None)
    engine = AnswerEngine(library, None, ModelWriter(client, BigramEmbedder()))
    return serving(shelved(engine, data))


def asked(url):
    """The answer whole, as a stream, and as OpenAI's clients get it."""
    body = {"question": QUESTION}
    whole = httpx.post(f"{url}/v1/chat", json=body, timeout=600)
    stream = httpx.post(f"{url}/v1/chat", json={**body, "stream": True}, timeout=600)
    message = {"role": "user", "content": QUESTION}
    completion = httpx.post(
        f"{url}/v1/chat/completions",
        json={"model": "briefing-qa", "messages": [message]},
        timeout=600,
    )
    assert [one.status_code for one in (whole, stream, completion)] == [200] * 3
    assert stream.text.endswith("event: done\ndata: {}\n\n")
    return whole.json(), completion.json()["briefing"]


@pytest.mark.promise(16)
def test_however_it_is_broken_the_documents_answer(scripted, library, tmp_path, scale, tally):
    endless = Breaker(failures=10**9)  # every one of them is to reach the model
    with served(library, tmp_path, scripted.url, endless) as url:
        wait_until_ready(url)
        for _ in range(scale(1, 30)):
            for name, (script, code) in BROKEN.items():
                scripted.follow(script)
                for answer in asked(url):
                    assert answer["written_by"] == "extraction", name
                    assert answer["citations"], name
                    assert code in {check["code"] for check in answer["checks"]}, name
                tally["broken replies"] += 3


@pytest.mark.promise(16)
def test_one_that_is_not_there_is_left_alone_after_a_while(library, tmp_path, tally):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    codes = []
    with served(library, tmp_path, nobody, None) as url:
        wait_until_ready(url)
        for _ in range(FAILURES + 1):
            reply = httpx.post(f"{url}/v1/chat", json={"question": QUESTION}, timeout=600)
            assert reply.status_code == 200
            assert reply.json()["written_by"] == "extraction"
            codes += [check["code"] for check in reply.json()["checks"]]
            tally["answers without a model"] += 1
    assert codes == ["llm_unreachable"] * FAILURES + ["llm_paused"]
