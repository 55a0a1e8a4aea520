"""A client that asks too fast is told when to come back; the others do not notice."""

import httpx
import pytest
import uvicorn

from service.errors import NotReady
from service.http.app import create_app
from service.http.rate_limit import Buckets
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.serving import serve
from service.settings import Settings
from tests.serving import serving


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_requests_may_come_at_once_and_refill_evenly():
    clock = Clock()
    buckets = Buckets(30, clock)
    assert [buckets.take("a") for _ in range(30)] == [0] * 30
    assert buckets.take("a") == pytest.approx(2.0)  # 30 a minute: one every two seconds
    clock.now += 1.5
    assert buckets.take("a") == pytest.approx(0.5)  # asking again has not set it back
    clock.now += 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == pytest.approx(2.0)
    assert buckets.take("b") == 0


def test_a_bucket_fills_to_a_minute_and_no_further():
    clock = Clock()
    buckets = Buckets(3, clock)
    buckets.take("a")
    clock.now += 86_400
    assert [buckets.take("a") > 0 for _ in range(4)] == [False, False, False, True]


def test_a_bound_number_of_clients_is_remembered_the_latest():
    buckets = Buckets(1, Clock(), max_clients=2)
    for client in ("a", "b", "a", "c"):  # c takes the place of b, which was seen before a
        buckets.take(client)
    assert buckets.take("a") > 0
    assert buckets.take("c") > 0
    assert buckets.take("b") == 0


@pytest.fixture
def limited(tmp_path):
    """A service with nothing behind it that takes two requests a minute."""

    def load():
        raise NotReady("nothing to load")

    settings = Settings(data_dir=tmp_path, requests_per_minute=2)
    with serving(create_app(settings, load)) as url, httpx.Client(base_url=url) as client:
        yield client


def statuses(client, *paths, **more):
    return [client.get(path, **more).status_code for path in paths]


def test_over_the_limit_is_429_with_the_time_to_wait(limited):
    assert statuses(limited, "/v1/jobs", "/v1/aliases") == [503, 503]
    refused = limited.get("/v1/jobs")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    # Probes and pages are not counted, and not refused.
    assert statuses(limited, "/livez", "/", "/metrics", "/openapi.json") == [200] * 4


def test_a_forwarded_address_is_not_believed(limited):
    claims = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(3)]
    assert [limited.get("/v1/jobs", headers=one).status_code for one in claims] == [503, 503, 429]


def test_the_service_itself_believes_no_forwarded_address(tmp_path, monkeypatch):
    configs = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, **_: configs.append(self.config))
    serve(Settings(data_dir=tmp_path, port=0), print)
    assert [config.proxy_headers for config in configs] == [False]


def test_each_key_has_a_limit_of_its_own(limited, tmp_path):
    file = KeyFile(tmp_path)
    one, other = (
        {"Authorization": f"Bearer {file.create(name, Scope.READ)[1]}"} for name in ("one", "other")
    )
    assert statuses(limited, *["/v1/jobs"] * 3, headers=one) == [503, 503, 429]
    assert statuses(limited, "/v1/jobs", headers=other) == [503]


def test_nothing_is_limited_by_default():
    assert Settings().requests_per_minute is None
