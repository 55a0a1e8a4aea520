"""The service with a language model behind it: the real index and embedder, a scripted model."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest

from service.client import Briefings
from tests.articles import (
    BRIDGE_SENTENCE,
    MINISTER_QUESTION,
    MINISTER_QUESTION_EN,
    ROCKET_QUOTE,
    UNANSWERED_QUESTION,
)
from tests.service.llm.scripted import says

pytestmark = pytest.mark.model

TRUE = "표민서 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다 {0}."
LIE = "장관은 “예산을 모두 깎으라”고 지시했다 {0}."


def chat(client, question, **more):
    response = client.post("/v1/chat", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


def stream(client, question):
    with client.stream("POST", "/v1/chat", json={"question": question, "stream": True}) as response:
        blocks = response.read().decode().removesuffix("\n\n").split("\n\n")
    pairs = [block.split("\n") for block in blocks]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in pairs
    ]


def test_a_written_answer_says_so_and_can_be_checked(scripted, chatting):
    scripted.follow(says(f"{TRUE} {LIE}", "두 배로"))
    answer = chat(chatting, MINISTER_QUESTION)
    assert answer["written_by"] == "tiny"
    assert answer["checks"] == [
        {
            "stage": "answer",
            "code": "quotation_not_found",
            "text": "장관은 “예산을 모두 깎으라”고 지시했다.",
        }
    ]
    (citation,) = answer["citations"]
    assert citation["quote"] == ROCKET_QUOTE
    text = chatting.get(f"/v1/documents/{citation['doc_id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "깎으라" not in answer["text"]
    assert answer["short_answers"] == []


def test_a_stream_shows_verified_text_only(scripted, chatting):
    scripted.follow(says(f"{LIE} {TRUE} {LIE}", "두 배로", pieces=2))
    events = stream(chatting, MINISTER_QUESTION)
    names = [name for name, _ in events]
    assert names[0] == "hits"
    assert names[-2:] == ["answer", "done"]
    shown = [data["text"] for name, data in events if name == "delta"]
    whole = events[-2][1]
    assert "".join(shown) == whole["text"]
    assert not any("깎으라" in text for text in shown)
    assert [data for name, data in events if name == "citation"] == whole["citations"]
    assert names.index("citation") < names.index("delta")
    assert [check["code"] for check in whole["checks"]] == ["quotation_not_found"] * 2


def test_a_refusal_is_not_the_model_s_to_overrule(scripted, chatting):
    scripted.follow(says("냉면은 9천 원이다 [1]."))
    answer = chat(chatting, UNANSWERED_QUESTION)
    assert answer["status"] == "not_in_documents"
    assert (answer["written_by"], answer["checks"]) == ("extraction", [])
    assert scripted.requests == []


PLANTED = "가람시는 벚나무를 언제 심나?"
HISTORY = [{"question": "한결대교 개통은 언제로 늦어졌나?", "answer": "2026년 11월"}]


def test_a_follow_up_is_completed_by_the_model(scripted, chatting):
    asked = "한결대교 개통은 왜 늦어졌나?"
    scripted.follow(says(asked), says("NONE"))
    answer = chat(chatting, "그건 왜?", history=HISTORY)
    assert answer["question"] == asked
    assert [check["code"] for check in answer["checks"]] == ["declined"]


def test_a_follow_up_that_is_answered_instead_goes_by_the_rules(scripted, chatting):
    scripted.follow(says("강풍 때문입니다."), says("NONE"))
    answer = chat(chatting, "그건 왜?", history=HISTORY)
    assert answer["checks"][0] == {
        "stage": "question",
        "code": "implausible",
        "text": "강풍 때문입니다.",
    }
    assert "한결대교" in answer["question"]


def test_a_whole_question_is_not_touched(scripted, chatting):
    scripted.follow(says("NONE"))
    answer = chat(chatting, MINISTER_QUESTION, history=HISTORY)
    assert answer["question"] == MINISTER_QUESTION
    assert len(scripted.requests) == 1


ENGLISH = {
    "Minister Pyo Min-seo asked Kuk Jae-ha to double the quantum workforce {0}.": None,
    "Minister Pyo Min-seo asked to triple the quantum workforce {0}.": "unsupported_number",
    "Minister Sagong Dan asked Kuk Jae-ha to double the quantum workforce {0}.": "unsupported_name",
    "The harbour will be dredged by two ferries {0}.": "unsupported",
    "그는 “검토하겠다”고 했다 {0}.": "quotation_not_found",
    "장관은 “양자 인력을 두 배로 늘려 달라”고 했다 {0}.": "wrong_language",
    "장관은 인력을 두 배로 늘려 달라고 했다 {0}.": "wrong_language",
}


@pytest.mark.parametrize(("written", "code"), ENGLISH.items())
def test_an_english_answer_from_a_korean_article(scripted, chatting, written, code):
    scripted.follow(says(written, "두 배로"))
    answer = chat(chatting, MINISTER_QUESTION_EN)
    if code is None:
        assert answer["checks"] == []
        assert answer["citations"][0]["quote"] == ROCKET_QUOTE
    else:
        assert answer["checks"][0]["code"] == code
        assert answer["written_by"] == "extraction"


def chat_streamed(client, question):
    return stream(client, question)[-2][1]


def completion(client, question):
    asked = {"model": "briefing-qa", "messages": [{"role": "user", "content": question}]}
    response = client.post("/v1/chat/completions", json=asked)
    assert response.status_code == 200, response.text
    return response.json()["briefing"]


def completion_streamed(client, question):
    with openai.OpenAI(base_url=f"{client.base_url}/v1", api_key="unused") as ai:
        messages = [{"role": "user", "content": question}]
        *_, last = ai.chat.completions.create(model="briefing-qa", messages=messages, stream=True)
    return last.briefing


WAYS = [chat, chat_streamed, completion, completion_streamed]


def test_nobody_waits_for_those_who_wait_for_the_model(scripted, chatting):
    end, waiting = threading.Event(), threading.Semaphore(0)

    def hold(handler):
        waiting.release()
        end.wait(30)
        says("NONE")(handler)

    scripted.follow(hold)
    ways = WAYS * 4
    with ThreadPoolExecutor(len(ways)) as pool:
        held = [pool.submit(way, chatting, MINISTER_QUESTION) for way in ways]
        try:
            assert all(waiting.acquire(timeout=30) for _ in held)
            found = chatting.post("/v1/search", json={"question": "한결대교 개통", "k": 1}).json()
            assert found["hits"][0]["text"].startswith(BRIDGE_SENTENCE)
            assert not any(one.done() for one in held)
        finally:
            end.set()
        assert {one.result()["written_by"] for one in held} == {"extraction"}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_asking_gives_the_written_answer_and_counts_it_once(scripted, chatting, way):
    def counted():
        lines = chatting.get("/metrics").text.splitlines()
        values = (line.rsplit(" ", 1) for line in lines if line.startswith("briefing_answers_tot"))
        return sum(float(value) for _, value in values)

    scripted.follow(says(TRUE, "두 배로"))
    before = counted()
    answer = way(chatting, MINISTER_QUESTION)
    assert (answer["written_by"], answer["checks"]) == ("tiny", [])
    assert counted() == before + 1


def test_the_python_client_reads_written_answers(scripted, chatting):
    scripted.follow(says(f"{TRUE} {LIE}", "두 배로"))
    with Briefings(str(chatting.base_url)) as service:
        whole = service.ask(MINISTER_QUESTION)
        *_, last = service.ask_stream(MINISTER_QUESTION)
        whole.verify(service)
    assert (whole.written_by, last.answer.written_by) == ("tiny", "tiny")
    assert [check.code for check in whole.checks] == ["quotation_not_found"]
    assert last.answer.checks == whole.checks


PLANTING = {
    "title": "가람시 벚나무",
    "source": "planting.md",
    "text": (
        "---\nurl: https://www.garam.example/news/78\n---\n\n"
        "가람시는 벚나무 [1] 300그루를 4월에 심는다고 밝혔다."
    ),
}


def test_openai_s_clients_find_the_markers_of_what_was_written(scripted, chatting):
    doc_id = chatting.post("/v1/documents", json=PLANTING).json()["doc_id"]
    written = "가람시는 벚나무 300그루를 4월에 심는다고 밝혔다 {0}."
    scripted.follow(says(f"{written} {written}", "300그루"))
    asked = {"model": "briefing-qa", "messages": [{"role": "user", "content": PLANTED}]}
    try:
        response = chatting.post("/v1/chat/completions", json=asked)
    finally:
        chatting.delete(f"/v1/documents/{doc_id}")
    message = response.json()["choices"][0]["message"]
    assert response.json()["briefing"]["written_by"] == "tiny"
    content, places = message["content"], [one["url_citation"] for one in message["annotations"]]
    before = [content[: place["start_index"]] for place in places]
    assert {content[place["start_index"] : place["end_index"]] for place in places} == {"[1]"}
    said = written.removesuffix(" {0}.") + ". "
    assert [text.endswith(said) for text in before] == [True, True, False]
    assert before[2].endswith("벚나무 [1] 300그루를 4월에 심는다고 밝혔다.” ")
