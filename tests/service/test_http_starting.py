"""While the model loads, and when it cannot: probes answer, everything else says why not."""

import signal
import subprocess
import sys
import threading

import httpx
import pytest

from index.errors import ModelUnreadable
from service.errors import NotReady
from service.http.app import create_app
from service.http.loading import Loader
from service.settings import Settings
from tests.serving import serving


@pytest.fixture(scope="module")
def starting(tmp_path_factory):
    """A service whose loading does not end before the tests do, and then fails."""
    end = threading.Event()

    def load():
        end.wait()
        raise NotReady("stopped")

    settings = Settings(data_dir=tmp_path_factory.mktemp("starting"))
    with serving(create_app(settings, load)) as url, httpx.Client(base_url=url) as client:
        try:
            yield client
        finally:
            end.set()


def test_alive_at_once(starting):
    assert starting.get("/livez").json() == {"status": "alive"}


def test_not_ready_while_loading(starting):
    response = starting.get("/readyz")
    body = response.json()
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert body["code"] == "not_ready"
    assert body["loading"] is True
    assert {name for name, check in body["checks"].items() if not check["ok"]} == {
        "database",
        "snapshot",
        "model",
    }


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/chat", {"question": "무엇을 요청했나?"}),
        ("POST", "/v1/search", {"question": "무엇을 요청했나?"}),
        ("GET", "/v1/documents", None),
        ("GET", "/v1/documents/abc", None),
        ("DELETE", "/v1/documents/abc", None),
        ("POST", "/v1/documents", {"url": "https://press.example/1"}),
        ("GET", "/v1/jobs", None),
        ("GET", "/v1/jobs/abc", None),
        ("GET", "/v1/jobs/abc/events", None),
        ("DELETE", "/v1/jobs/abc", None),
    ],
)
def test_routes_say_not_ready(starting, method, path, body):
    response = starting.request(method, path, json=body)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_ready"
    assert int(response.headers["retry-after"]) > 0


def test_pages_are_served_while_loading(starting):
    assert "<title>briefing-qa</title>" in starting.get("/").text
    assert starting.get("/web/app.js").headers["content-type"].startswith("text/javascript")


def test_failed_loading_is_said_with_its_reason(tmp_path):
    def load():
        raise ModelUnreadable("there is no model at /nowhere")

    with serving(create_app(Settings(data_dir=tmp_path), load)) as url:
        assert httpx.get(f"{url}/livez").status_code == 200
        body = httpx.get(f"{url}/readyz").json()
        assert body["code"] == "not_ready"
        assert body["loading"] is False
        assert "there is no model at /nowhere" in body["detail"]


STOPPED_WHILE_LOADING = """
import sys, threading
from pathlib import Path
import service.http.app
from service.errors import NotReady
from service.serving import serve
from service.settings import Settings

listening, end = Path(sys.argv[1]) / "listening", threading.Event()

class Index:
    def status(self):
        return type("Status", (), {"documents": 0, "passages": 0, "model_id": "none"})

class Parts:
    index = Index()
    def close(self):
        print("closed")

def load(*_):
    print("loading", flush=True)
    end.wait(0.5)  # goes on when the listener is closed: uvicorn does that at once
    return Parts()

service.http.app._load = load
serve(Settings(data_dir=sys.argv[1], port=0), lambda url: print("ready", url))
"""


def test_stopped_while_it_loads_it_ends_without_a_word(tmp_path):
    command = [sys.executable, "-c", STOPPED_WHILE_LOADING, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGTERM)
        said, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "closed"
    assert "http://" not in said
    assert "Bad file descriptor" not in errors


def test_missing_data_folder_is_not_ready(tmp_path):
    loader = Loader(lambda: pytest.fail("not started"))
    from service.http.readiness import inspect

    checks = inspect(loader, tmp_path / "missing")
    assert not checks["disk"].ok
    loader.close()
