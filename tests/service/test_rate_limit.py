"""A client that asks too fast is told when to come back; the others do not notice."""

import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from service.errors import InvalidSettings, NotReady
from service.http.app import create_app
from service.http.client_address import client_of
from service.http.key_check import WRONG_KEYS_PER_MINUTE
from service.http.rate_limit import Buckets
from service.keys.key import Scope
from service.keys.key_file import KeyFile
from service.serving import serve
from service.settings import Settings, load_settings
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


def test_waiting_is_told_without_taking_anything():
    clock = Clock()
    buckets = Buckets(2, clock)
    assert [buckets.wait("a") for _ in range(3)] == [0] * 3
    assert [buckets.take("a"), buckets.take("a"), buckets.wait("a")] == [0, 0, pytest.approx(30.0)]


def nothing_to_load():
    raise NotReady("nothing to load")


@contextmanager
def guarded(data, **settings):
    """A service with nothing behind it, and the secret of its one key."""
    _, secret = KeyFile(data).create("desk", Scope.READ)
    app = create_app(Settings(data_dir=data, **settings), nothing_to_load)
    with serving(app) as url, httpx.Client(base_url=url) as client:
        yield client, f"Bearer {secret}"


def asked_with(client, key, **headers):
    return client.get("/v1/jobs", headers={"Authorization": key, **headers})


@pytest.mark.promise(15)
def test_who_guesses_keys_is_not_listened_to_any_more(tmp_path, scale, tally):
    with guarded(tmp_path) as (client, key):
        for number in range(WRONG_KEYS_PER_MINUTE):
            assert asked_with(client, f"Bearer guess-{number}").status_code == 401
        began, heard = time.monotonic(), 0
        for number in range(scale(5, 200)):
            refused = asked_with(client, f"Bearer guess-{number}")
            if refused.status_code == 401:  # one in two seconds is
                heard += 1
                continue
            assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
            assert 1 <= int(refused.headers["retry-after"]) <= 2
            tally["guesses refused"] += 1
        assert heard <= 1 + (time.monotonic() - began) * WRONG_KEYS_PER_MINUTE / 60
        # Nor would the right one have been told apart from them; without any it is as ever.
        assert client.get("/v1/jobs").json()["code"] == "key_required"
        assert {asked_with(client, key).status_code for _ in range(3)} <= {429, 503}


def test_a_missing_key_is_no_guess(tmp_path):
    with guarded(tmp_path) as (client, key):
        codes = {client.get("/v1/jobs").status_code for _ in range(WRONG_KEYS_PER_MINUTE + 5)}
        assert codes == {401}
        assert asked_with(client, key).status_code == 503


def test_behind_a_proxy_that_is_trusted_each_client_has_its_own_limit(tmp_path):
    with guarded(tmp_path, trusted_proxies="127.0.0.1") as (client, key):
        guesser, other = ({"X-Forwarded-For": f"192.0.2.{number}"} for number in (1, 2))
        for _ in range(WRONG_KEYS_PER_MINUTE + 1):
            last = asked_with(client, "Bearer guess", **guesser)
        assert last.status_code == 429
        assert asked_with(client, key, **other).status_code == 503
        # What the client itself wrote in front of the proxy's word counts for nothing.
        forged = {"X-Forwarded-For": "192.0.2.9, 192.0.2.1"}
        assert asked_with(client, "Bearer guess", **forged).status_code == 429


@pytest.mark.parametrize("trusted", [None, "192.0.2.0/24"])
def test_from_anybody_else_a_forwarded_address_is_anybody_s_word(tmp_path, trusted):
    more = {} if trusted is None else {"trusted_proxies": trusted}
    with guarded(tmp_path, **more) as (client, _):
        for number in range(WRONG_KEYS_PER_MINUTE + 1):
            claimed = {"X-Forwarded-For": f"198.51.100.{number}"}
            last = asked_with(client, "Bearer guess", **claimed)
        assert last.status_code == 429


@pytest.mark.parametrize("wrong", ["*", "proxy.example", "10.0.0.1/8", "127.0.0.1,*"])
def test_a_proxy_is_named_by_its_address(wrong):
    with pytest.raises(InvalidSettings, match="BRIEFING_TRUSTED_PROXIES"):
        load_settings({"trusted_proxies": wrong})


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_client_by_its_address(address, client):
    assert client_of({"client": (address, 41000)}) == client


@pytest.fixture
def limited(tmp_path):
    """A service with nothing behind it that takes two requests a minute."""
    settings = Settings(data_dir=tmp_path, requests_per_minute=2)
    with (
        serving(create_app(settings, nothing_to_load)) as url,
        httpx.Client(base_url=url) as client,
    ):
        yield client


def statuses(client, *paths, **more):
    return [client.get(path, **more).status_code for path in paths]


@pytest.mark.promise(15)
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
