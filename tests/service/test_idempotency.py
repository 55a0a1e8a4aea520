"""Idempotency-Key: what is sent again is worked on once, and answered alike."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from index.corpus import open_index
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http.app import create_app
from service.http.replies import KEEP_SECONDS, Replies, Reply
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.settings import Settings
from tests.service.fakes import CountingEmbedder
from tests.serving import serving, wait_until_ready

TEXT = "해교부는 섬 주민의 여객선 요금을 1,000원으로 내린다고 밝혔다."


class Service:
    """A data directory that is served, and served again."""

    def __init__(self, data) -> None:
        self.data = data
        self.embedder = CountingEmbedder()

    @contextmanager
    def served(self) -> Iterator[httpx.Client]:
        def load():
            index = open_index(self.data, self.embedder)
            return Parts(index, AnswerEngine(index, None), len)

        app = create_app(Settings(data_dir=self.data), load)
        with serving(app) as url, httpx.Client(base_url=url, timeout=60) as client:
            wait_until_ready(url)
            yield client


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(tmp_path_factory.mktemp("idempotent"))


@pytest.fixture(scope="module")
def client(service):
    with service.served() as client:
        yield client


@pytest.fixture(autouse=True)
def nothing_stored(client):
    yield
    for found in client.get("/v1/documents").json()["documents"]:
        client.delete(f"/v1/documents/{found['doc_id']}")


def post(client, key, headers=(), **body):
    sent = {"Idempotency-Key": key, **dict(headers)}
    return client.post("/v1/documents", headers=sent, **body)


def test_the_same_request_gets_the_same_reply(client):
    first = post(client, "a", json={"text": TEXT})
    assert (first.status_code, first.json()["status"]) == (201, "added")
    assert "idempotency-replayed" not in first.headers
    again = post(client, "a", json={"text": TEXT})
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert (again.status_code, again.json()) == (201, first.json())
    # Without the key it is the content that tells them the same.
    assert client.post("/v1/documents", json={"text": TEXT}).json()["status"] == "unchanged"


def test_a_file_is_the_same_whatever_its_form_looks_like(client):
    file = {"file": ("ferry.md", TEXT.encode())}
    first, again = (post(client, "file", files=file) for _ in range(2))
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (again.status_code, again.json()) == (201, first.json())


@pytest.mark.parametrize(
    "other",
    [
        {"json": {"text": TEXT, "title": "요금"}},
        {"json": {"text": TEXT + "."}},
        {"files": {"file": ("text", TEXT.encode())}},
        {"json": {"text": TEXT}, "headers": {"Prefer": "respond-async"}},
    ],
)
def test_another_request_with_the_same_key_is_refused(client, other):
    key = uuid4().hex
    post(client, key, json={"text": TEXT}).raise_for_status()
    refused = post(client, key, **other)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert client.get("/v1/documents").json()["total"] == 1


def test_a_job_is_handed_in_once(client):
    asked = {"json": {"text": TEXT}, "headers": {"Prefer": "respond-async"}}
    first, again = (post(client, "job", **asked) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["preference-applied"] == "respond-async"
    assert client.get("/v1/jobs").json()["total"] == 1
    while client.get(first.headers["location"]).json()["state"] != "done":
        time.sleep(0.01)


def test_an_error_is_not_kept(client):
    refused = post(client, "c", json={"text": " "})
    assert refused.json()["code"] == "empty_document"
    assert post(client, "c", json={"text": TEXT}).status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_keys_have_a_length(client, key):
    refused = post(client, key, json={"text": TEXT})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert client.get("/v1/documents").json()["total"] == 0


def test_the_same_key_twice_at_once_is_worked_on_once(service, client):
    service.embedder.allowed.clear()
    try:
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(post, client, "d", json={"text": TEXT + "!"}) for _ in range(2)]
            (done,), (waiting,) = wait(both, return_when=FIRST_COMPLETED)
            refused = done.result()
            assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_key_busy")
            assert int(refused.headers["retry-after"]) > 0
            service.embedder.allowed.set()
            assert waiting.result().status_code == 201
    finally:
        service.embedder.allowed.set()


def test_a_reply_survives_a_restart_and_belongs_to_its_api_key(tmp_path):
    service, keys = Service(tmp_path), KeyFile(tmp_path)
    one, other = ({"Authorization": f"Bearer {keys.create(name, Scope.WRITE)[1]}"} for name in "ab")
    with service.served() as client:
        first = post(client, "k", json={"text": TEXT}, headers=one)
    with service.served() as client:
        again = post(client, "k", json={"text": TEXT}, headers=one)
        assert (again.status_code, again.json()) == (201, first.json())
        elsewhere = post(client, "k", json={"text": TEXT}, headers=other)
        assert (elsewhere.status_code, elsewhere.json()["status"]) == (200, "unchanged")


def reply(number):
    return Reply(request=str(number), status=201, headers={}, body={"number": number})


def test_replies_are_kept_for_a_day(tmp_path):
    replies = Replies(tmp_path)
    for name, age in (("old", KEEP_SECONDS + 60), ("young", KEEP_SECONDS - 60)):
        replies.keep(name, reply(age))
        then = time.time() - age
        os.utime(tmp_path / name, (then, then))
    assert replies.find("young") == reply(KEEP_SECONDS - 60)
    assert replies.find("old") is None
    assert [path.name for path in tmp_path.iterdir()] == ["young"]


def test_the_oldest_replies_make_room(tmp_path):
    replies = Replies(tmp_path, limit=3)
    for number in range(5):
        replies.keep(str(number), reply(number))
        os.utime(tmp_path / str(number), (time.time() - 60 + number,) * 2)
    assert [replies.find(str(number)) is not None for number in range(5)] == [0, 0, 1, 1, 1]


def test_a_damaged_reply_is_none(tmp_path):
    replies = Replies(tmp_path)
    (tmp_path / "a").write_bytes(b"{")
    assert replies.find("a") is None
    replies.keep("a", reply(1))
    assert replies.find("a") == reply(1)
