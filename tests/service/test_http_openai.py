"""OpenAI's own client works against the service: answers, sources, streams, errors."""

import json
import re
from pathlib import Path

import httpx
import openai
import pytest

from service.http.app import create_app
from service.http.openai.examples import ANSWERED, ASKED
from service.http.openai.schemas import MODEL, CompletionIn, CompletionOut
from service.settings import Settings
from tests.articles import HARBOUR_SENTENCE, MINISTER_QUESTION, ROCKET, UNANSWERED_QUESTION
from tests.serving import serving

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[2]
HARBOUR_QUESTION = "When did the harbour of Nuri open?"
FESTIVAL_URL = "https://www.garam.example/news/77"
# The quotation has what looks like our own marker in it.
FESTIVAL_SENTENCE = "🌸 가람시는 올해 벚꽃 축제의 ‘빛의 다리’ [1] 행사를 4월 3일에 연다고 밝혔다."
FESTIVAL_QUESTION = "가람시는 ‘빛의 다리’ 행사를 언제 여나?"
FESTIVAL = {
    "title": "가람시 벚꽃 축제",
    "source": "festival.md",
    "published_at": "2026-03-20T09:00:00+09:00",
    "text": f"---\npublisher: 가람시\nurl: {FESTIVAL_URL}\n---\n\n{FESTIVAL_SENTENCE}",
}


@pytest.fixture(scope="module")
def festival(server):
    """The only article here that has an address."""
    document = httpx.post(f"{server}/v1/documents", json=FESTIVAL, timeout=60).json()
    yield document
    httpx.delete(f"{server}/v1/documents/{document['doc_id']}")


@pytest.fixture
def ai(server):
    with openai.OpenAI(base_url=f"{server}/v1", api_key="unused", max_retries=0) as client:
        yield client


def said(*texts):
    """A conversation: the user and the assistant in turn, the user first."""
    roles = ("user", "assistant")
    return [{"role": roles[i % 2], "content": text} for i, text in enumerate(texts)]


def ask(ai, *texts, **more):
    return ai.chat.completions.create(model=MODEL, messages=said(*texts), **more)


def without_timings(answer):
    return {name: value for name, value in answer.items() if name != "timings"}


def test_the_model_is_listed_and_described(ai):
    (listed,) = ai.models.list().data
    assert (listed.id, listed.object, listed.owned_by) == (MODEL, "model", MODEL)
    assert ai.models.retrieve(MODEL) == listed


@pytest.mark.parametrize("name", ["gpt-4o", "someone/some-model"])
def test_another_model_is_unknown(ai, name):
    with pytest.raises(openai.NotFoundError) as refused:
        ai.models.retrieve(name)
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        (FESTIVAL_QUESTION, "출처:"),
        (MINISTER_QUESTION, "출처:"),
        (HARBOUR_QUESTION, "Sources:"),
    ],
)
def test_the_answer_is_that_of_chat_with_its_sources(ai, client, festival, question, sources):
    answer = client.post("/v1/chat", json={"question": question}).json()
    reply = ask(ai, question)
    (choice,) = reply.choices
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    assert without_timings(reply.briefing) == without_timings(answer)
    text, _, listed = choice.message.content.rpartition(f"\n\n{sources}\n")
    assert text == answer["text"]
    for number, (line, cited) in enumerate(
        zip(listed.split("\n"), answer["citations"], strict=True), 1
    ):
        known = [cited["publisher"], cited["published_at"][:10], cited["url"]]
        shown = ", ".join([cited["title"], *filter(None, known)])
        assert line == f"{number}. {shown}"
        document = client.get(f"/v1/documents/{cited['doc_id']}").json()
        assert document["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_annotations_stand_at_the_markers_of_articles_with_an_address(ai, festival):
    message = ask(ai, FESTIVAL_QUESTION, extra_body={"k": 50}).choices[0].message
    (annotation,) = message.annotations
    place = annotation.url_citation
    assert (annotation.type, place.url) == ("url_citation", FESTIVAL_URL)
    assert place.title == FESTIVAL["title"]
    assert message.content[place.start_index : place.end_index] == "[1]"
    assert message.content[: place.start_index].endswith(f"“{FESTIVAL_SENTENCE}” ")
    assert ask(ai, HARBOUR_QUESTION).choices[0].message.annotations == []


def test_what_is_not_there_is_not_answered(ai):
    reply = ask(ai, UNANSWERED_QUESTION)
    message = reply.choices[0].message
    assert message.content == "문서에서 이 질문의 답을 찾지 못했습니다."
    assert (message.annotations, reply.briefing["status"]) == ([], "not_in_documents")


@pytest.mark.parametrize("question", [FESTIVAL_QUESTION, HARBOUR_QUESTION, UNANSWERED_QUESTION])
def test_the_stream_is_the_same_answer(ai, festival, question):
    chunks = list(ask(ai, question, stream=True))
    whole = ask(ai, question)
    message = whole.choices[0].message
    assert {(chunk.id, chunk.created, chunk.model) for chunk in chunks} == {
        (chunks[0].id, chunks[0].created, MODEL)
    }
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert [delta.role for delta in deltas] == ["assistant", *[None] * (len(deltas) - 1)]
    assert "".join(delta.content or "" for delta in deltas) == message.content
    ends = [chunk.choices[0].finish_reason for chunk in chunks]
    assert ends == [*[None] * (len(ends) - 1), "stop"]
    assert deltas[-1].annotations == [one.model_dump() for one in message.annotations]
    assert without_timings(chunks[-1].briefing) == without_timings(whole.briefing)
    assert all(chunk.usage is None for chunk in chunks)


def test_the_clients_own_accumulation_gives_the_whole_message(ai, festival):
    messages = said(FESTIVAL_QUESTION)
    with ai.chat.completions.stream(model=MODEL, messages=messages) as stream:
        streamed = stream.get_final_completion().choices[0].message
    whole = ask(ai, FESTIVAL_QUESTION).choices[0].message
    assert (streamed.content, streamed.annotations) == (whole.content, whole.annotations)
    assert streamed.annotations


def test_events_end_with_done(client):
    body = {"model": MODEL, "messages": said(HARBOUR_QUESTION), "stream": True}
    with client.stream("POST", "/v1/chat/completions", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-accel-buffering"] == "no"
        events = response.read().decode().removesuffix("\n\n").split("\n\n")
    assert events.pop() == "data: [DONE]"
    chunks = [json.loads(event.removeprefix("data: ")) for event in events]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert not any("usage" in chunk for chunk in chunks)


def test_a_client_that_leaves_holds_up_nobody(ai):
    for _ in range(8):
        with ask(ai, HARBOUR_QUESTION, stream=True) as stream:
            next(stream)
    assert HARBOUR_SENTENCE in ask(ai, HARBOUR_QUESTION).choices[0].message.content


def test_usage_counts_what_is_sent_and_answered(ai, model_cache):
    from index.bundled_model import bundled_model
    from index.tokens import Tokens

    tokens = Tokens(bundled_model(model_cache))
    messages = [
        {"role": "system", "content": "짧게 답해 줘."},
        *said("안녕", "네?", HARBOUR_QUESTION),
    ]
    whole = ai.chat.completions.create(model=MODEL, messages=messages)
    sent = sum(len(tokens.tokenise(message["content"])[0]) for message in messages)
    answered = len(tokens.tokenise(whole.choices[0].message.content)[0])
    assert sent > 20
    usage = whole.usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (sent, answered)
    assert usage.total_tokens == sent + answered
    *_, last = ai.chat.completions.create(
        model=MODEL, messages=messages, stream=True, stream_options={"include_usage": True}
    )
    assert (last.choices, last.usage) == ([], usage)


def test_earlier_messages_are_the_history(ai, client):
    first = ask(ai, MINISTER_QUESTION).choices[0].message.content
    follow_up = "그는 뭐라고 답했나?"
    history = [{"question": MINISTER_QUESTION, "answer": first}]
    chat = client.post("/v1/chat", json={"question": follow_up, "history": history}).json()
    reply = ask(ai, MINISTER_QUESTION, first, follow_up)
    assert reply.briefing["question"] == chat["question"] != follow_up
    assert ROCKET["title"] in reply.choices[0].message.content


def test_a_conversation_may_be_long(ai):
    earlier = [HARBOUR_QUESTION, HARBOUR_SENTENCE * 20] * 100
    assert HARBOUR_SENTENCE in ask(ai, *earlier, HARBOUR_QUESTION).choices[0].message.content


def test_what_changes_nothing_is_accepted(ai):
    parts = [{"type": "text", "text": part} for part in HARBOUR_QUESTION.split(maxsplit=3)]
    messages = [
        {"role": "system", "content": "Answer as a pirate."},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "user", "content": parts, "name": "kim"},
        {"role": "developer", "content": [{"type": "text", "text": "Say nothing."}]},
    ]
    reply = ai.chat.completions.create(
        model=MODEL,
        messages=messages,
        temperature=1.5,
        max_tokens=1,
        user="kim",
        n=1,
        seed=3,
        tools=[{"type": "function", "function": {"name": "f"}}],
        response_format={"type": "text"},
        extra_body={"somebodys_own": {"a": 1}},
    )
    assert HARBOUR_SENTENCE in reply.choices[0].message.content


def test_filters_k_and_as_of_are_those_of_chat(ai):
    hits = ask(ai, MINISTER_QUESTION, extra_body={"k": 2}).briefing["hits"]
    assert len(hits) == 2
    elsewhere = {"filters": {"source": "harbour.md"}, "as_of": "2026-05-05T09:00:00+09:00"}
    hits = ask(ai, MINISTER_QUESTION, extra_body=elsewhere).briefing["hits"]
    assert {hit["title"] for hit in hits} == {"Nuri harbour opens"}


IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"n": 2}, "invalid_request", "n"),
        ({"messages": []}, "invalid_request", "messages"),
        ({"messages": said("가", "나")}, "invalid_request", "messages"),
        ({"messages": [{"role": "system", "content": "a"}]}, "invalid_request", "messages"),
        ({"messages": said([IMAGE])}, "invalid_request", "messages.0.content"),
        ({"messages": said([{"type": "text"}])}, "invalid_request", "messages.0.content"),
        ({"messages": said(5)}, "invalid_request", "messages.0.content"),
        (
            {"messages": [{"role": "tool", "tool_call_id": "1", "content": "a"}]},
            "invalid_request",
            "messages.0.role",
        ),
        ({"response_format": {"type": "json_object"}}, "invalid_request", "response_format.type"),
        ({"tool_choice": "required"}, "invalid_request", "tool_choice"),
        ({"logprobs": True}, "invalid_request", "logprobs"),
        ({"extra_body": {"k": 51}}, "invalid_request", "k"),
        ({"extra_body": {"filters": {"publishr": "a"}}}, "invalid_request", "filters.publishr"),
        ({"messages": said("?!")}, "empty_question", "messages"),
        ({"messages": said("가" * 4001)}, "question_too_long", "messages"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_answered_is_a_bad_request(ai, changes, code, param, stream):
    asked = {"model": MODEL, "messages": said("a"), "stream": stream, **changes}
    with pytest.raises(openai.BadRequestError) as refused:
        ai.chat.completions.create(**asked)
    error = refused.value.body
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["code"], error["param"]) == ("invalid_request_error", code, param)
    assert re.search("[가-힣]", error["message"])
    assert re.search("[a-z]", error["message"])


def test_an_unknown_model_is_not_asked(ai):
    with pytest.raises(openai.NotFoundError) as refused:
        ai.chat.completions.create(model="gpt-4o", messages=said("a"))
    assert refused.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("POST", "/v1/chat/completions", {"content": b"{"}, 400, "malformed_json"),
        ("POST", "/v1/chat/completions", {"content": b" " * 1_096_577}, 413, "body_too_large"),
        ("POST", "/v1/chat/completions", {"headers": {"Origin": "null"}}, 403, "foreign_origin"),
        ("POST", "/v1/chat/completions", {"data": {"a": "b"}}, 415, "unsupported_format"),
        ("GET", "/v1/chat/completions", {}, 405, "method_not_allowed"),
        ("DELETE", f"/v1/models/{MODEL}", {}, 405, "method_not_allowed"),
    ],
)
def test_whoever_refuses_does_so_in_one_shape(client, method, path, more, status, code):
    headers = {} if "data" in more else {"Content-Type": "application/json"}
    asked = {**more, "headers": headers | more.get("headers", {})}
    response = client.request(method, path, **asked)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/v1/modelling", "/v1/chat/completion"])
def test_other_routes_keep_their_problems(client, path):
    response = client.get(path)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_service_that_is_not_ready_says_so(tmp_path):
    def load():
        raise RuntimeError("out of luck")

    with (
        serving(create_app(Settings(data_dir=tmp_path), load)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0) as ai,
    ):
        assert [model.id for model in ai.models.list()] == [MODEL]
        with pytest.raises(openai.InternalServerError) as failed:
            ask(ai, "a")
    assert failed.value.status_code == 503
    assert int(failed.value.response.headers["retry-after"]) > 0
    assert (failed.value.type, failed.value.code) == ("server_error", "not_ready")


def test_openapi_has_the_routes_with_examples_that_hold(client):
    api = client.get("/openapi.json").json()
    schemas = api["components"]["schemas"]
    posted = api["paths"]["/v1/chat/completions"]["post"]
    assert set(posted["responses"]) == {"200", "default"}
    (asked,) = schemas["CompletionIn"]["examples"]
    (answered,) = schemas["CompletionOut"]["examples"]
    assert CompletionIn.model_validate(asked).asked().text == ASKED["messages"][0]["content"]
    assert CompletionOut.model_validate(answered) == CompletionOut.model_validate(ANSWERED)
    message = CompletionOut.model_validate(answered).choices[0].message
    place = message.annotations[0].url_citation
    assert message.content[place.start_index : place.end_index] == "[1]"
    sample = ROOT / "samples" / "briefings" / "sci-minister-hist-visit.md"
    assert ANSWERED["briefing"]["citations"][0]["quote"] in sample.read_text(encoding="utf-8")


def test_the_example_in_the_documentation_runs(server, capsys):
    section = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## For OpenAI")[1]
    (code,) = re.findall(r"^```python\n(.*?)^```", section, re.S | re.M)
    exec(code.replace("http://127.0.0.1:8000", server), {})
    assert "문서" in capsys.readouterr().out
