"""Calls that come while another is under way."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from index.together import Together


class Work:
    """Doubles; waits in its first batch until it is let go."""

    def __init__(self):
        self.batches = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, given):
        self.batches.append(list(given))
        self.begun.set()
        assert self.go.wait(10)
        if "bad" in given:
            raise ValueError("bad")
        return [one * 2 for one in given]


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def together(work):
    return Together(work, most=3)


def asked(together, work, first, others):
    """The futures of calls, all but the first of which come while the first is under way."""
    threads = ThreadPoolExecutor(1 + len(others))
    futures = [threads.submit(together, first)]
    assert work.begun.wait(10)
    for number, one in enumerate(others, 1):
        futures.append(threads.submit(together, one))
        until = time.monotonic() + 10
        while len(together._waiting) < number and time.monotonic() < until:
            time.sleep(0.001)
    work.go.set()
    threads.shutdown()
    return futures


def test_a_call_that_comes_alone_is_done_at_once(together, work):
    work.go.set()
    assert together(4) == 8
    assert work.batches == [[4]]


def test_calls_that_come_meanwhile_are_done_together_in_their_order(together, work):
    futures = asked(together, work, 1, [2, 3, 4, 5])
    assert [one.result(0) for one in futures] == [2, 4, 6, 8, 10]
    assert work.batches == [[1], [2, 3, 4], [5]]


def test_what_the_work_raises_reaches_those_it_was_done_for(together, work):
    first, bad, beside = asked(together, work, 1, ["bad", 2])
    assert first.result(0) == 2
    for one in (bad, beside):
        with pytest.raises(ValueError, match="bad"):
            one.result(0)
    work.begun.clear()
    assert together(3) == 6  # and the next call finds everything in order


def test_as_many_works_go_on_at_once_as_may(work):
    together = Together(work, most=3, at_once=2)
    with ThreadPoolExecutor(3) as threads:
        futures = [threads.submit(together, one) for one in (1, 2)]
        until = time.monotonic() + 10
        while len(work.batches) < 2 and time.monotonic() < until:
            time.sleep(0.001)
        assert sorted(work.batches) == [[1], [2]]
        futures.append(threads.submit(together, 3))
        while not together._waiting and time.monotonic() < until:
            time.sleep(0.001)
        assert len(work.batches) == 2  # the third waits for one of them
        work.go.set()
    assert [one.result(0) for one in futures] == [2, 4, 6]


def test_a_call_that_another_one_works_on_does_nothing_itself(work):
    together = Together(work, most=3, at_once=2)
    futures = asked(together, work, 1, [])
    assert futures[0].result(0) == 2
    together._run_with(Future())  # what it wants is not waiting: another has it
    assert work.batches == [[1]]
