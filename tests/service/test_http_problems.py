"""Every refusal is problem+json with a stable code, whoever refuses."""

import importlib

import httpx
import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from ingest.errors import BriefingError
from service.errors import NotReady
from service.http.app import create_app
from service.http.problem_kinds import KINDS
from service.settings import Settings
from tests.serving import serving


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A service with nothing behind it: enough for what is refused before anything is asked."""

    def load():
        raise RuntimeError("out of luck")

    settings = Settings(
        data_dir=tmp_path_factory.mktemp("bare"), max_document_bytes=2000, max_upload_bytes=2000
    )
    with serving(create_app(settings, load)) as url, httpx.Client(base_url=url) as client:
        yield client


def subclasses(kind):
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_error_of_the_tree_has_a_row():
    for module in ("ingest.errors", "index.errors", "service.errors"):
        importlib.import_module(module)
    ours = [
        error
        for error in subclasses(BriefingError)
        if error.__module__.split(".")[0] in ("ingest", "index", "service")
    ]
    assert len(ours) > 10
    assert {error.code for error in ours} - KINDS.keys() == set()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/here", 404, "not_found"),
        ("GET", "/web/nothing.js", 404, "not_found"),
        ("GET", "/web/%2e%2e/errors.py", 404, "not_found"),
        ("PUT", "/v1/chat", 405, "method_not_allowed"),
        ("GET", "/v1/search", 405, "method_not_allowed"),
        ("POST", "/livez", 405, "method_not_allowed"),
    ],
)
def test_unknown_paths_and_methods(bare, method, path, status, code):
    response = bare.request(method, path)
    body = response.json()
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert body.keys() == {"type", "title", "status", "detail", "detail_ko", "code", "instance"}
    assert body["type"] == "about:blank"
    assert any("가" <= letter <= "힣" for letter in body["detail_ko"])


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/chat", "POST"),
        ("/v1/documents", "HEAD, GET, POST"),
        ("/v1/documents/a", "HEAD, GET, DELETE"),
        ("/", "HEAD, GET"),
    ],
)
def test_method_not_allowed_names_the_allowed(bare, path, methods):
    refused = bare.put(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, methods)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/docs", "/web/app.js", "/livez", "/readyz", "/metrics", "/openapi.json",
        "/v1/documents", "/v1/models", "/nothing", "/v1/chat",
    ],
)  # fmt: skip
def test_head_has_the_headers_of_get(bare, path):
    got, head = bare.get(path), bare.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers.keys() == got.headers.keys()
    for name in ("content-type", "etag", "allow"):
        assert head.headers.get(name) == got.headers.get(name)
    if path != "/metrics":  # which count these requests, too
        assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.promise(15)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/chat"), ("DELETE", "/v1/documents/a")])
def test_foreign_origin_is_refused(bare, method, path, origin):
    response = bare.request(method, path, headers={"Origin": origin})
    assert response.status_code == 403
    assert response.json()["code"] == "foreign_origin"


def test_own_origin_and_reading_are_not_refused(bare):
    own = {"Origin": str(bare.base_url).rstrip("/")}
    assert bare.delete("/v1/documents/a", headers=own).json()["code"] == "not_ready"
    assert bare.get("/livez", headers={"Origin": "http://evil.example"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/livez", "/nothing", "/v1/documents", "/web/app.js"]
)
def test_security_headers_are_on_everything(bare, path):
    headers = bare.get(path).headers
    policy = headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not any("unsafe" in part for part in policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert len(headers["x-request-id"]) == 32


def test_request_id_is_kept_when_it_is_harmless(bare):
    assert bare.get("/livez", headers={"X-Request-ID": "a-1.b"}).headers["x-request-id"] == "a-1.b"
    forged = bare.get("/livez", headers={"X-Request-ID": "a b=c"}).headers["x-request-id"]
    assert forged != "a b=c"


def test_a_failure_inside_has_the_request_id_in_reply_and_log(tmp_path):
    def load():
        raise NotReady("nothing to load")

    app = create_app(Settings(data_dir=tmp_path), load)

    async def broken():
        raise RuntimeError("a secret of ours")

    app.add_api_route("/broken", broken)
    with capture_logs(processors=[merge_contextvars]) as lines, serving(app) as url:
        failed = httpx.get(f"{url}/broken", headers={"X-Request-ID": "find-me"})
    assert (failed.status_code, failed.json()["code"]) == (500, "internal_error")
    assert "secret" not in failed.text
    assert failed.headers["x-request-id"] == "find-me"
    assert failed.headers["x-content-type-options"] == "nosniff"
    found = {line["event"] for line in lines if line.get("request_id") == "find-me"}
    assert found == {"unexpected_error", "request"}


@pytest.mark.promise(15)
@pytest.mark.parametrize("chunked", [False, True])
def test_large_bodies_are_refused_by_length_and_while_streaming(bare, chunked):
    # Over the 256 KiB of a question's history and the 12 times 4,000 bytes of the question.
    body = b'{"question":"' + b"a" * 310_200 + b'"}'
    content = iter([body[:150_000], body[150_000:]]) if chunked else body
    headers = {"Content-Type": "application/json"}
    response = bare.post("/v1/chat", content=content, headers=headers)
    assert response.status_code == 413
    assert response.json()["code"] == "body_too_large"


def test_large_uploads_are_refused(bare):
    # 2,000 bytes of document and 64 KiB of envelope are allowed.
    response = bare.post("/v1/documents", files={"file": ("a.txt", b"a" * 70_000)})
    assert response.status_code == 413


def test_docs_and_openapi(bare):
    page = bare.get("/docs").text
    assert "http://" not in page
    assert "https://" not in page
    paths = bare.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/livez",
        "/readyz",
        "/metrics",
        "/v1/documents",
        "/v1/documents/{doc_id}",
        "/v1/aliases",
        "/v1/jobs",
        "/v1/jobs/{job_id}",
        "/v1/jobs/{job_id}/events",
        "/v1/search",
        "/v1/chat",
        "/v1/chat/completions",
        "/v1/models",
        "/v1/publishers",
        "/v1/models/{model_id}",
    }
    assert set(paths["/v1/documents"]["post"]["requestBody"]["content"]) == {
        "multipart/form-data",
        "application/json",
    }
