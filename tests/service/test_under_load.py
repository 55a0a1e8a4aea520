"""The service in a process of its own, asked by many at once: it stays up, and stops cleanly."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.articles import ARTICLES
from tests.service.own_process import OwnProcess
from tests.service.traffic import CLIENTS, Asked, so_many, traffic
from tests.serving import PATIENCE_SECONDS

pytestmark = pytest.mark.model
Scale = Callable[[int, int], int]
# What is compared at the end with the beginning, in seconds.
MINUTE = 60


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnProcess]:
    """A service with the articles stored; a test that stops it starts it again or is the last."""
    made = OwnProcess(tmp_path_factory.mktemp("load") / "data")
    made.start()
    for article in ARTICLES:
        httpx.post(f"{made.url}/v1/documents", json=article, timeout=60).raise_for_status()
    yield made
    made.kill()


def counted(asked: list[Asked], tally: Counter[str]) -> None:
    tally.update(one.kind for one in asked)
    tally["requests"] += len(asked)
    tally["5xx"] += sum(one.status >= 500 and one.status != 503 for one in asked)
    tally["503"] += sum(one.status == 503 for one in asked)


@pytest.mark.promise(8)
def test_it_stays_up(service: OwnProcess, scale: Scale, seed: int, tally: Counter[str]) -> None:
    warming = traffic(service.url, "warming", seed, so_many(scale(40, 2_000)))
    before = service.resident_bytes()
    asked = traffic(service.url, "load", seed, so_many(scale(160, 18_000)))
    after = service.resident_bytes()
    counted(warming + asked, tally)
    tally |= Counter({"MB before": before >> 20, "MB after": after >> 20})
    assert [one for one in warming + asked if not one.right] == []
    assert len(warming + asked) == scale(200, 20_000)
    if scale(0, 1):  # of a few requests neither says anything
        assert after < 1.05 * before
        assert_no_slower(asked, tally)


def assert_no_slower(asked: list[Asked], tally: Counter[str]) -> None:
    """The slowest hundredth of the last minute against that of the first."""
    first, last = min(one.ended for one in asked), max(one.ended for one in asked)
    early = percentile([one for one in asked if one.ended < first + MINUTE])
    late = percentile([one for one in asked if one.ended > last - MINUTE])
    tally |= Counter({"p99 ms first": round(1000 * early), "p99 ms last": round(1000 * late)})
    assert late <= 2 * early


def percentile(asked: list[Asked]) -> float:
    took = sorted(one.ended - one.began for one in asked)
    return took[int(0.99 * (len(took) - 1))]


@pytest.mark.promise(17)
def test_it_stops_cleanly_under_load(
    service: OwnProcess, scale: Scale, seed: int, tally: Counter[str]
) -> None:
    # The orchestrators' patience; a machine that runs other tests beside this one needs more.
    patience = 30 if scale(0, 1) else PATIENCE_SECONDS
    for number in range(scale(1, 20)):
        if not service.running:
            # Every other time nothing is waited for: what is under way has to be told.
            service.start(shutdown_seconds="0" if number % 2 else "20")
        asked, stopped_at, code = stopped_under_load(service, f"stop-{number}", seed, patience)
        assert code == 0
        under_way = [one for one in asked if one.began < stopped_at < one.ended and one.status]
        tally["stops"] += 1
        tally["under way"] += len(under_way)
        tally["told so"] += sum(not one.right for one in under_way)
        assert_whole(asked, service)
    assert tally["under way"] > 0


def stopped_under_load(
    service: OwnProcess, name: str, seed: int, patience: float
) -> tuple[list[Asked], float, int]:
    """What was asked of a service until it was gone, when it was told to stop, its exit code."""
    busy, asked = threading.Event(), list[Asked]()
    some = so_many(2 * CLIENTS)

    def go_on() -> bool:
        if not some():
            busy.set()
        return True  # a client leaves by itself when nobody answers

    clients = threading.Thread(target=lambda: asked.extend(traffic(service.url, name, seed, go_on)))
    clients.start()
    try:
        assert busy.wait(PATIENCE_SECONDS)
        time.sleep(random.Random(f"{seed} {name}").random())
        stopped_at = time.monotonic()
        code = service.stop(patience)
    finally:
        service.kill()
        clients.join()
    return asked, stopped_at, code


def assert_whole(asked: list[Asked], service: OwnProcess) -> None:
    """Whatever the service took up got a whole reply, be it that the service stops."""
    lines = service.logged()
    taken_up = {line["request_id"]: line["status"] for line in lines if line["event"] == "request"}
    for one in asked:
        assert one.status == taken_up.get(one.request_id, 0), one
        assert one.status in {0, 503, *one.expected}, one
        assert one.events[-1:] in ((), ("done",), ("error",)), one
    # The server's own line about those that it cuts off is no fault.
    wrong = [line for line in lines if line["level"] in ("error", "critical")]
    assert [line for line in wrong if not line["event"].startswith("Cancel ")] == []
