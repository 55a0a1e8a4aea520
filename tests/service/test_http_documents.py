"""Documents over HTTP: sent as files and as text, listed, read, replaced, removed."""

import unicodedata

import pytest

from tests.articles import ARTICLES, ROCKET, ROCKET_QUOTE

pytestmark = pytest.mark.model

MARKDOWN = (
    "# 섬 여객선 요금 인하\n\n해교부는 섬 주민의 여객선 요금을 1,000원으로 내린다고 밝혔다.\n"
)


def test_upload_is_added_then_unchanged_then_updated(client, send):
    first = send(files={"file": ("ferry.md", MARKDOWN.encode())})
    body = first.json()
    assert first.status_code == 201
    assert body["status"] == "added"
    assert body["title"] == "섬 여객선 요금 인하"
    assert body["source"] == "ferry.md"
    assert body["language"] == "ko"
    assert body["passages"] == 1
    assert first.headers["location"] == f"/v1/documents/{body['doc_id']}"

    again = send(files={"file": ("ferry.md", MARKDOWN.encode())})
    assert (again.status_code, again.json()["status"]) == (200, "unchanged")
    assert again.json()["doc_id"] == body["doc_id"]

    changed = MARKDOWN.replace("1,000원", "1,500원").encode()
    updated = send(files={"file": ("ferry.md", changed)})
    assert (updated.status_code, updated.json()["status"]) == (200, "updated")
    assert updated.json()["doc_id"] != body["doc_id"]
    sources = [found["source"] for found in client.get("/v1/documents").json()["documents"]]
    assert sources.count("ferry.md") == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../etc/ferry.md", "ferry.md"),
        ("C:\\briefings\\ferry.md", "ferry.md"),
        (unicodedata.normalize("NFD", "여객선.md"), "여객선.md"),
    ],
)
def test_source_is_the_base_name_in_nfc(send, name, source):
    response = send(files={"file": (name, MARKDOWN.encode())})
    assert response.json()["source"] == source


def test_text_takes_what_is_stated(client, send):
    given = {
        "text": "새론전자통신연구원은 차세대 통신망 시험을 5월에 시작한다고 밝혔다.",
        "title": "통신망 시험 시작",
        "source": "note-1",
        "published_at": "2026-05-02T09:30:00+09:00",
    }
    body = send(json=given).json()
    stored = client.get(f"/v1/documents/{body['doc_id']}").json()
    assert {name: stored[name] for name in given} == given
    assert stored["characters"] == len(given["text"])


def test_read_gives_text_quotes_and_what_was_dropped(client):
    listed = client.get("/v1/documents").json()["documents"]
    (doc_id,) = [found["doc_id"] for found in listed if found["source"] == ROCKET["source"]]
    stored = client.get(f"/v1/documents/{doc_id}").json()
    assert ROCKET_QUOTE in stored["text"]
    said = {stored["text"][quote["start"] : quote["end"]] for quote in stored["quotes"]}
    assert "양자 인력을 두 배로 늘려 달라" in said
    assert isinstance(stored["dropped"], list)


def test_list_is_newest_first_in_pages(client):
    first = client.get("/v1/documents", params={"limit": 3}).json()
    rest = client.get("/v1/documents", params={"limit": 3, "offset": 3}).json()
    assert (first["total"], first["limit"], first["offset"]) == (len(ARTICLES), 3, 0)
    listed = first["documents"] + rest["documents"]
    expected = sorted(ARTICLES, key=lambda article: article["published_at"], reverse=True)
    assert [found["title"] for found in listed] == [article["title"] for article in expected]
    assert "text" not in listed[0]


def test_a_list_ends_where_its_total_says(client):
    seen, total = [], None
    while total is None or len(seen) < total:
        page = client.get("/v1/documents", params={"limit": 2, "offset": len(seen)}).json()
        total = page["total"]
        assert 1 <= len(page["documents"]) <= 2
        seen += [found["doc_id"] for found in page["documents"]]
    assert len(set(seen)) == len(seen) == len(ARTICLES)
    beyond = client.get("/v1/documents", params={"offset": total}).json()
    assert (beyond["documents"], beyond["total"]) == ([], total)


def test_what_a_client_has_is_not_sent_again(client, send):
    path = client.get("/v1/documents").json()["documents"][0]["doc_id"]
    for url in ("/v1/documents", f"/v1/documents/{path}"):
        first = client.get(url)
        etag = first.headers["etag"]
        assert first.headers["cache-control"] == "private, no-cache"
        for header in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            known = client.get(url, headers={"If-None-Match": header})
            assert (known.status_code, known.content) == (304, b"")
            assert known.headers["etag"] == etag
        other = client.get(url, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.json()) == (200, first.json())


def test_what_changed_is_sent_again(client, send):
    first = send(json={"text": MARKDOWN, "source": "ferry"}).json()["doc_id"]
    etag = client.get(f"/v1/documents/{first}").headers["etag"]
    # The document stays as it is, and becomes the former version of another one.
    send(json={"text": MARKDOWN + "\n내년에도 그렇다.", "source": "ferry"})
    changed = client.get(f"/v1/documents/{first}", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["superseded_by"]


def test_remove_is_for_good(client):
    doc_id = client.post("/v1/documents", json={"text": MARKDOWN, "source": "gone"}).json()[
        "doc_id"
    ]
    assert client.delete(f"/v1/documents/{doc_id}").status_code == 204
    for method in ("GET", "DELETE"):
        response = client.request(method, f"/v1/documents/{doc_id}")
        assert (response.status_code, response.json()["code"]) == (404, "unknown_document")
    hits = client.post("/v1/search", json={"question": "섬 주민 여객선 요금"}).json()["hits"]
    assert doc_id not in {hit["doc_id"] for hit in hits}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"json": {"text": "  \n "}}, 422, "empty_document"),
        ({"json": {"title": "no text"}}, 422, "invalid_request"),
        ({"json": {"text": "x", "body": "y"}}, 422, "invalid_request"),
        ({"json": {"text": "x", "url": "https://press.example/1"}}, 422, "invalid_request"),
        ({"json": {"title": "x", "url": "https://press.example/1"}}, 422, "invalid_request"),
        ({"json": {"url": "file:///etc/passwd"}}, 422, "invalid_request"),
        ({"json": {"text": "x", "published_at": "yesterday"}}, 422, "invalid_request"),
        ({"json": ["text"]}, 422, "invalid_request"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "malformed_json"),
        (
            {"content": b'{"text":"\\ud800"}', "headers": {"Content-Type": "application/json"}},
            400,
            "malformed_json",
        ),
        ({"content": b"text"}, 415, "unsupported_format"),
        ({"data": {"file": "no file"}}, 415, "unsupported_format"),
        ({"files": {"upload": ("a.md", b"x")}}, 422, "invalid_request"),
        ({"files": {"file": ("a.md", b"")}}, 422, "empty_document"),
        ({"files": {"file": ("a.bin", bytes(range(256)) * 4)}}, 415, "unsupported_format"),
        ({"files": {"file": ("a.pdf", b"%PDF-1.7\n")}}, 422, "damaged_document"),
        ({"files": {"file": ("a.txt", b"x " * 120_000)}}, 413, "document_too_large"),
        (
            {
                "content": b"x",
                "headers": {"Content-Type": "multipart/form-data; boundary=b"},
            },
            400,
            "bad_request",
        ),
    ],
)
def test_unusable_documents_are_refused_with_a_code(client, body, status, code):
    response = client.post("/v1/documents", **body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert client.get("/v1/documents").json()["total"] == len(ARTICLES)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "글", "titel": "제목"}, "body.titel"),
        ({"text": "글", "title": 1}, "body.title"),
        ({"url": "https://press.example/1", "title": "제목"}, "body"),
    ],
)
def test_a_wrong_field_is_named_as_on_every_route(client, body, field):
    problem = client.post("/v1/documents", json=body).json()
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["detail"].startswith(f"{field}: ")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "offset=-1", "offset=1e99"])
def test_page_bounds(client, query):
    response = client.get(f"/v1/documents?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/documents?limt=5&limit=1"),
        ("GET", "/v1/documents/a?limt=5"),
        ("DELETE", "/v1/documents/a?limt=5"),
        ("GET", "/v1/publishers?limt=5"),
        ("GET", "/v1/aliases?limt=5"),
        ("GET", "/v1/jobs?limt=5"),
        ("POST", "/v1/chat?limt=5"),
        ("POST", "/v1/search?limt=5"),
    ],
)
def test_a_misspelt_parameter_is_refused(client, method, path):
    response = client.request(method, path, json={"question": "누구?"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert [error["field"] for error in response.json()["errors"]] == ["query.limt"]


def test_what_others_add_to_a_probe_is_let_be(client):
    for path in ("/?utm_source=mail", "/livez?t=1", "/v1/models?api-version=1"):
        assert client.get(path).status_code == 200


def test_abbreviations_are_listed_with_the_documents_that_define_them(client):
    rocket = next(
        found
        for found in client.get("/v1/documents").json()["documents"]
        if found["source"] == ROCKET["source"]
    )
    body = client.get("/v1/aliases", params={"limit": 1000}).json()
    assert (body["limit"], body["offset"]) == (1000, 0)
    assert body["total"] == len(body["aliases"])
    (row,) = (found for found in body["aliases"] if found["short"] == "HIST")
    assert row == {
        "short": "HIST",
        "long": "한빛과학기술연구원",
        "documents": 1,
        "defined_in": [{"doc_id": rocket["doc_id"], "title": ROCKET["title"]}],
        "added": False,
        "off": False,
    }
    assert client.get("/v1/aliases", params={"limit": 0}).status_code == 422


def test_documents_are_listed_by_words_of_their_names(client):
    found = client.get("/v1/documents", params={"named": "한결대교 BRIDGE", "limit": 1}).json()
    assert [one["source"] for one in found["documents"]] == ["bridge.txt"]
    assert found["total"] == 1
    too_long = client.get("/v1/documents", params={"named": "가" * 201})
    assert too_long.json()["code"] == "invalid_request"


def test_publishers_are_listed(client, send):
    page = {"total": 0, "limit": 200, "offset": 0}
    assert client.get("/v1/publishers").json() == {"publishers": [], **page}
    send(files={"file": ("b.md", f"---\npublisher: 한빛일보\n---\n{MARKDOWN}".encode())})
    send(files={"file": ("c.md", f"---\npublisher: 누리일보\n---\n{MARKDOWN} 둘.".encode())})
    assert client.get("/v1/publishers?limit=1&offset=1").json() == {
        "publishers": [{"publisher": "한빛일보", "documents": 1}],
        "total": 2,
        "limit": 1,
        "offset": 1,
    }
