"""Several passes side by side."""

import os
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passes import TOKENS, Passes, parted


@given(st.lists(st.integers(2, 512)), st.integers(1, 8))
def test_each_row_is_in_one_group_and_the_groups_are_of_like_sizes(lengths, ways):
    groups = parted(lengths, ways)
    assert sorted(row for group in groups for row in group) == list(range(len(lengths)))
    assert all(groups)
    sizes = [sum(lengths[row] for row in group) for group in groups]
    assert all(size <= TOKENS + 512 for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= max(lengths)
    assert len(groups) >= min(ways, len(lengths))


@given(st.lists(st.integers(2, 512)), st.integers(1, 3))
def test_results_are_in_the_order_of_the_rows(lengths, at_once):
    passes = Passes(lambda rows: [-row for row in rows], lambda row: row, at_once)
    assert passes(lengths) == [-length for length in lengths]


def test_passes_go_side_by_side_and_no_more_than_allowed():
    meeting = threading.Barrier(2, timeout=10)  # two passes have to be under way at once
    under_way, most = 0, 0
    changing = threading.Lock()

    def run(rows):
        nonlocal under_way, most
        with changing:
            under_way += 1
            most = max(most, under_way)
        meeting.wait()
        with changing:
            under_way -= 1
        return rows

    passes = Passes(run, lambda row: row, 2)
    callers = [threading.Thread(target=passes, args=([600] * 4,)) for _ in range(2)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert most == 2


def test_what_a_pass_raises_is_raised():
    def fail(_rows):
        raise MemoryError

    with pytest.raises(MemoryError):
        Passes(fail, lambda row: row, 2)([900, 900, 900])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows a thread's niceness")
def test_passes_have_the_niceness_of_who_asked():
    seen = []

    def run(rows):
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return rows

    def ask():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 7)
        Passes(run, lambda row: row, 2)([900, 900])

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    assert seen == [7, 7]
