"""Without keys, the API answers only under names of its own: no site's name may lead to it."""

import httpx
import pytest

from service.errors import NotReady
from service.http.app import create_app
from service.http.host_check import is_own
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.settings import Settings
from tests.serving import serving

REBOUND = {"Host": "evil.example:8000", "Origin": "http://evil.example:8000"}


@pytest.fixture
def service(tmp_path):
    """A service with nothing behind it, and its data directory."""

    def load():
        raise NotReady("nothing to load")

    settings = Settings(data_dir=tmp_path, allowed_origins=("https://desk.example",))
    with serving(create_app(settings, load)) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/documents"),
        ("GET", "/v1/documents/a"),
        ("POST", "/v1/documents"),
        ("DELETE", "/v1/documents/a"),
        ("POST", "/v1/chat"),
    ],
)
def test_a_site_whose_name_leads_here_is_refused(service, method, path):
    refused = service.request(method, path, headers=REBOUND, json={"question": "x"})
    assert (refused.status_code, refused.json()["code"]) == (421, "foreign_host")
    assert refused.json()["detail_ko"]


def test_openai_s_routes_refuse_it_in_their_own_shape(service):
    refused = service.get("/v1/models", headers=REBOUND)
    assert (refused.status_code, refused.json()["error"]["code"]) == (421, "foreign_host")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "desk.example"])
def test_its_own_names_are_answered(service, host):
    assert service.get("/v1/documents", headers={"Host": host}).json()["code"] == "not_ready"


@pytest.mark.parametrize("path", ["/", "/livez", "/metrics"])
def test_page_and_probes_show_no_document_and_are_for_anybody(service, path):
    assert service.get(path, headers=REBOUND).status_code == 200


def test_a_key_is_enough_under_any_name(service, tmp_path):
    _, secret = KeyFile(tmp_path).create("desk", Scope.READ)
    keyed = REBOUND | {"Authorization": f"Bearer {secret}"}
    assert service.get("/v1/documents", headers=keyed).json()["code"] == "not_ready"
    assert service.get("/v1/documents", headers=REBOUND).json()["code"] == "key_required"


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("LOCALHOST", True),
        ("desk.localhost:1", True),
        ("desk.example.", True),
        ("briefing", True),
        ("", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("desk.example.evil.example", False),
        ("[::1", False),
        ("1.2.3", False),
    ],
)
def test_names(host, own):
    assert is_own(host, {"desk.example"}) is own
