"""Pages of other sites: refused by default, let in by name."""

import httpx
import pytest

from service.errors import NotReady
from service.http.app import create_app
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.settings import Settings, load_settings
from tests.serving import serving

HOME, OTHER = "https://desk.example", "https://desk.example.evil.example"


def load():
    raise NotReady("nothing to load")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A service that lets one site in, and asks for a key."""
    data = tmp_path_factory.mktemp("cors")
    _, secret = KeyFile(data).create("desk", Scope.WRITE)
    app = create_app(Settings(data_dir=data, allowed_origins=(HOME, "http://localhost:5173")), load)
    with serving(app) as url, httpx.Client(base_url=url) as client:
        yield client, secret


def preflight(client, origin, method="POST", headers="authorization,content-type,idempotency-key"):
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    return client.options("/v1/documents", headers=asked)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_preflight_needs_no_key(opened, method):
    answered = preflight(opened[0], HOME, method)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == HOME
    assert method in answered.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answered.headers


@pytest.mark.promise(15)
@pytest.mark.parametrize("origin", [OTHER, "null", "http://desk.example"])
def test_another_site_gets_no_permission(opened, origin):
    client, secret = opened
    assert "access-control-allow-origin" not in preflight(client, origin).headers
    headers = {"Origin": origin, "Authorization": f"Bearer {secret}"}
    refused = client.delete("/v1/documents/a", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    assert "access-control-allow-origin" not in refused.headers


def test_an_allowed_page_sends_reads_and_sees_why_it_was_refused(opened):
    client, secret = opened
    headers = {"Origin": HOME, "Authorization": f"Bearer {secret}"}
    for answered, code in (
        (client.delete("/v1/documents/a", headers=headers), "not_ready"),
        (client.delete("/v1/documents/a", headers={"Origin": HOME}), "key_required"),
    ):
        assert answered.json()["code"] == code
        assert answered.headers["access-control-allow-origin"] == HOME
        assert "Retry-After" in answered.headers["access-control-expose-headers"]
        assert "Origin" in answered.headers["vary"]


def test_no_other_site_is_let_in_by_default(tmp_path):
    with (
        serving(create_app(Settings(data_dir=tmp_path), load)) as url,
        httpx.Client(base_url=url) as client,
    ):
        assert preflight(client, HOME).status_code == 405
        read = client.get("/v1/documents", headers={"Origin": HOME})
        assert not any(name.startswith("access-control") for name in read.headers)


def test_origins_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("BRIEFING_ALLOWED_ORIGINS", "https://a.example, http://[::1]:8080")
    assert load_settings().allowed_origins == ("https://a.example", "http://[::1]:8080")
