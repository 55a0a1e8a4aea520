"""Search over HTTP: ranked hits with exact offsets, filters, refusals."""

import pytest

from tests.articles import BRIDGE, BRIDGE_SENTENCE, HARBOUR, MINISTER_QUESTION, ROCKET

pytestmark = pytest.mark.model


def search(client, question, **more):
    response = client.post("/v1/search", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize(
    ("question", "title", "language"),
    [
        (MINISTER_QUESTION, ROCKET["title"], "ko"),
        ("한결대교 개통은 언제로 늦어졌나?", BRIDGE["title"], "ko"),
        ("When did the harbour of Nuri open?", HARBOUR["title"], "en"),
    ],
)
def test_the_right_passage_is_first(client, question, title, language):
    found = search(client, question)
    best = found["hits"][0]
    assert best["title"] == title
    assert best["rank"] == 1
    assert found["language"] == language
    assert found["timings"]["search"] >= 0


def test_hits_are_slices_in_order(client):
    hits = search(client, MINISTER_QUESTION, k=3)["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        text = client.get(f"/v1/documents/{hit['doc_id']}").json()["text"]
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert {"dense", "lexical"} <= hit["scores"].keys()


def test_hits_may_be_ordered_by_reading_them(client):
    found = search(client, MINISTER_QUESTION, k=3)["hits"]
    read = search(client, MINISTER_QUESTION, k=3, rerank=True)["hits"]
    assert {hit["passage_id"] for hit in read} == {hit["passage_id"] for hit in found}
    assert [hit["rank"] for hit in read] == [1, 2, 3]
    assert [hit["score"] for hit in read] != [hit["score"] for hit in found]
    assert [hit["score"] for hit in read] == sorted((hit["score"] for hit in read), reverse=True)


def test_filters(client):
    question = "무엇을 밝혔나?"
    by_source = search(client, question, filters={"source": "bridge.txt"})["hits"]
    assert {hit["title"] for hit in by_source} == {BRIDGE["title"]}
    late = search(client, question, filters={"published_after": "2026-05-01T00:00:00+09:00"})[
        "hits"
    ]
    assert {hit["published_at"][:7] for hit in late} == {"2026-05"}
    day = {"published_after": "2026-04-20", "published_before": "2026-04-21"}
    of_the_day = search(client, question, filters=day)["hits"]
    assert {hit["title"] for hit in of_the_day} == {BRIDGE["title"]}
    assert search(client, question, filters={"publisher": "없는 신문"})["hits"] == []


def test_yesterday_counts_from_the_day_that_is_sent(client):
    for day, title in (("2026-04-21", BRIDGE["title"]), ("2026-03-14", ROCKET["title"])):
        best = search(client, "어제 장관의 일정은?", as_of=day)["hits"][0]
        assert best["title"] == title
        best = search(client, "What did a minister do yesterday?", as_of=day)["hits"][0]
        assert best["title"] == title


def test_hit_text_holds_the_sentence(client):
    hits = search(client, "한결대교 개통은 언제로 늦어졌나?", k=1)["hits"]
    assert BRIDGE_SENTENCE in hits[0]["text"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": ""}, 422, "empty_question"),
        ({"question": " ?! "}, 422, "empty_question"),
        ({"question": "가" * 4001}, 422, "question_too_long"),
        ({"question": "a" * 100_000}, 422, "question_too_long"),
        ({}, 422, "invalid_request"),
        ({"question": 7}, 422, "invalid_request"),
        ({"question": "a", "k": 0}, 422, "invalid_request"),
        ({"question": "a", "k": 51}, 422, "invalid_request"),
        ({"question": "a", "filters": {"author": "b"}}, 422, "invalid_request"),
        ({"question": "a", "filters": {"published_after": "soon"}}, 422, "invalid_request"),
        ({"question": "a", "as_of": "soon"}, 422, "invalid_request"),
        ({"question": "a", "as_of": "0001-01-01"}, 422, "invalid_request"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/search", "/v1/chat"])
def test_refusals(client, path, body, status, code):
    response = client.post(path, json=body)
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/v1/search", "/v1/chat"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"question": }', b"[" * 100_000])
def test_bodies_that_are_no_json(client, path, content):
    response = client.post(path, content=content, headers={"Content-Type": "application/json"})
    code = "malformed_json" if content else "invalid_request"
    assert response.json()["code"] == code
    assert response.status_code == (400 if content else 422)


@pytest.mark.parametrize(
    "question",
    ['"', "장관 AND OR NOT (", "* NEAR/2", "a\x00b", "🚀", "ㄱ", "col:x", "%_\\", "‮반대"],
)
def test_awkward_questions_are_answered(client, question):
    response = client.post("/v1/search", json={"question": question})
    assert response.status_code in (200, 422), response.text
    assert response.status_code == 200 or response.json()["code"] == "empty_question"


@pytest.mark.parametrize("half", [rb"\ud800", b"\xed\xa0\x80"])
def test_half_a_surrogate_pair_is_refused(client, half):
    content = b'{"question":"' + half + b' a"}'
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/search", content=content, headers=headers)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_form_encoding_is_refused(client):
    response = client.post("/v1/chat", data={"question": "a"})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_format")


@pytest.mark.parametrize(
    "loose",
    [
        {"k": "10"},
        {"k": True},
        {"rerank": 1.0},
        {"rerank": "yes"},
        {"as_of": 1_700_000_000},
        {"as_of": "1700000000"},
        {"filters": {"published_after": 0}},
    ],
)
def test_what_only_looks_like_the_type_is_refused(client, loose):
    response = client.post("/v1/search", json={"question": "예산", **loose})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_a_whole_number_may_be_written_with_a_point(client):
    sent = client.post(
        "/v1/search",
        content='{"question": "예산", "k": 3.0}',
        headers={"Content-Type": "application/json"},
    )
    assert sent.status_code == 200
