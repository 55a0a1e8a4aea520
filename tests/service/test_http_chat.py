"""Answers over HTTP: whole or streamed the same, every quotation an exact slice, refusals plain."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.articles import (
    BRIDGE_SENTENCE,
    MINISTER_QUESTION,
    MINISTER_QUESTION_EN,
    ROCKET,
    ROCKET_QUOTE,
    UNANSWERED_QUESTION,
)

pytestmark = pytest.mark.model


def chat(client, question, **more):
    response = client.post("/v1/chat", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


def stream(client, question, **more):
    """The events of a streamed answer, as (name, data) in the order they came."""
    body = {"question": question, "stream": True, **more}
    with client.stream("POST", "/v1/chat", json=body) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        blocks = response.read().decode().removesuffix("\n\n").split("\n\n")
    events = []
    for block in blocks:
        name, data = block.split("\n")
        events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def without_timings(answer):
    return {name: value for name, value in answer.items() if name != "timings"}


def test_an_answer_cites_the_sentence_with_speaker_and_addressee(client):
    answer = chat(client, MINISTER_QUESTION)
    assert answer["status"] in ("grounded", "partial")
    assert answer["language"] == "ko"
    best = answer["citations"][0]
    assert best["quote"] == ROCKET_QUOTE
    assert best["marker"] == 1
    assert best["verified"] is True
    assert best["title"] == ROCKET["title"]
    assert best["published_at"] == ROCKET["published_at"]
    assert best["speaker"].startswith("표민서")
    assert best["addressee"].startswith("국재하")
    assert best["also_carried_by"] == []
    assert "[1]" in answer["text"]
    assert 0 <= answer["confidence"] <= 1


def test_a_citation_carries_the_days_it_names(client):
    question = "한결대교 개통은 언제로 늦어졌나?"
    answer = chat(client, question, as_of="2026-04-21T09:00:00+09:00")
    cited = next(one for one in answer["citations"] if one["quote"].startswith(BRIDGE_SENTENCE))
    assert cited["when"] == [
        {"first": "2026-04-20", "last": "2026-04-20"},
        {"first": "2026-11-01", "last": "2026-11-30"},
    ]


@pytest.mark.parametrize(
    "question",
    [
        MINISTER_QUESTION,
        "한결대교 개통은 언제로 늦어졌나?",
        "When did the harbour of Nuri open?",
        MINISTER_QUESTION_EN,
    ],
)
def test_every_quotation_is_the_slice_it_says(client, question):
    answer = chat(client, question)
    assert answer["citations"]
    for citation in answer["citations"]:
        text = client.get(f"/v1/documents/{citation['doc_id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["passage_id"] in {hit["passage_id"] for hit in answer["hits"]}


def test_what_is_not_there_is_not_answered(client):
    answer = chat(client, UNANSWERED_QUESTION)
    assert answer["status"] == "not_in_documents"
    assert answer["citations"] == []
    assert answer["hits"]


@pytest.mark.parametrize("question", [MINISTER_QUESTION, UNANSWERED_QUESTION])
def test_the_stream_is_the_same_answer(client, question):
    events = stream(client, question)
    names = [name for name, _ in events]
    assert names[0] == "hits"
    assert names[-2:] == ["answer", "done"]
    assert set(names) <= {"hits", "delta", "citation", "answer", "done"}
    whole = events[-2][1]
    assert "".join(data["text"] for name, data in events if name == "delta") == whole["text"]
    assert [data for name, data in events if name == "citation"] == whole["citations"]
    assert events[0][1]["hits"] == whole["hits"]
    assert without_timings(whole) == without_timings(chat(client, question))


def test_a_question_refused_before_the_stream_keeps_its_status(client):
    response = client.post("/v1/chat", json={"question": "?", "stream": True})
    assert (response.status_code, response.json()["code"]) == (422, "empty_question")


def test_k_and_filters_bound_the_hits(client):
    answer = chat(client, MINISTER_QUESTION, k=2)
    assert len(answer["hits"]) == 2
    elsewhere = chat(client, MINISTER_QUESTION, filters={"source": "harbour.md"})
    assert {hit["title"] for hit in elsewhere["hits"]} == {"Nuri harbour opens"}


def test_a_follow_up_is_completed_from_the_history(client):
    first = chat(client, MINISTER_QUESTION)
    history = [{"question": MINISTER_QUESTION, "answer": first["text"]}]
    answer = chat(client, "그는 뭐라고 답했나?", history=history)
    assert answer["question"] != "그는 뭐라고 답했나?"
    assert ROCKET["title"] in {hit["title"] for hit in answer["hits"]}


@pytest.mark.parametrize(
    "history", [[{"answer": "a"}], [{"question": 1}], "no list", [{"question": "a"}] * 51]
)
def test_a_wrong_history_is_refused(client, history):
    response = client.post("/v1/chat", json={"question": "a", "history": history})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_many_at_once_get_the_same_answer(client):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: chat(client, MINISTER_QUESTION), range(16)))
    assert all(without_timings(a) == without_timings(answers[0]) for a in answers)


def test_a_client_that_leaves_holds_up_nobody(client):
    for _ in range(8):
        body = {"question": MINISTER_QUESTION, "stream": True}
        with client.stream("POST", "/v1/chat", json=body) as response:
            next(response.iter_raw())
    assert chat(client, MINISTER_QUESTION)["citations"]


def metric(client, name):
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name + " "))


def test_answers_refusals_and_citations_are_counted(client):
    names = [
        "briefing_refusals_total",
        "briefing_citations_verified_total",
        'briefing_answers_total{status="not_in_documents"}',
    ]
    before = [metric(client, name) for name in names]
    cited = len(chat(client, MINISTER_QUESTION)["citations"])
    stream(client, UNANSWERED_QUESTION)
    after = [metric(client, name) for name in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, cited, 1]


def test_ready_names_what_was_checked(client):
    body = client.get("/readyz").json()
    assert body["status"] == "ready"
    assert set(body["checks"]) == {"database", "snapshot", "model", "disk"}
    assert all(check["ok"] for check in body["checks"].values())
