"""Halves widened by either library are the same numbers, in an array of their own."""

import sys
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from index.halves import widened

# Every number there is: zeros of both signs, the smallest, infinities; and those that are none.
EVERY = np.arange(65_536, dtype=np.uint16).view(np.float16)


@pytest.fixture
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("without", ["torch", "leave to import it", "a single thread"])
def test_both_libraries_give_the_same_numbers(
    monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    by_torch = widened(EVERY.copy())
    if without == "torch":
        monkeypatch.delitem(sys.modules, "torch")
    elif without == "leave to import it":
        monkeypatch.setitem(sys.modules, "torch", None)
    else:
        torch.set_num_threads(2)
    by_numpy = widened(EVERY.copy())
    assert by_torch.dtype == by_numpy.dtype == np.float32
    np.testing.assert_array_equal(by_torch, by_numpy)
    np.testing.assert_array_equal(np.signbit(by_torch), np.signbit(by_numpy))
    np.testing.assert_array_equal(by_torch, [float(one) for one in EVERY])


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("rows", [0, 1, 300])
def test_what_is_widened_is_apart_from_what_was_given(rows: int) -> None:
    halves = np.ones((rows, 384), np.float16)
    wide = widened(halves)
    halves[:] = 0
    assert wide.shape == (rows, 384)
    assert (wide == 1).all()
