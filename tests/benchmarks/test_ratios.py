"""Ratios that benchmarks report: taken round by round, never between means."""

import importlib
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def peers(monkeypatch):
    """Modules of the benchmarks, which are scripts beside the packages."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return lambda name: importlib.import_module(f"peers.{name}")


def test_a_slow_round_falls_out_of_its_ratio(peers):
    found = peers("ratios").ratios([20.0, 200.0, 30.0], [10.0, 100.0, 10.0])
    assert (found.median, found.least, found.most) == (2.0, 2.0, 3.0)


def test_of_two_rounds_the_median_lies_between(peers):
    found = peers("ratios").spread([1.0, 4.0])
    assert (found.median, found.least, found.most) == (2.5, 1.0, 4.0)


def test_rounds_that_do_not_match_have_no_ratio(peers):
    with pytest.raises(ValueError, match="shorter"):
        peers("ratios").ratios([1.0, 2.0], [1.0])


def test_fusion_scales_each_leg_by_its_own_range(peers):
    import numpy as np

    # Words: 4 -> 1, 7 -> 0.5, 8 -> 0. Vectors: 7 -> 1, 9 -> 0. Sums: 1.5 for 7, 1 for 4.
    words = np.array([4, 7, 8]), np.array([30.0, 20.0, 10.0], np.float32)
    vectors = np.array([7, 9]), np.array([0.9, 0.8], np.float32)
    assert peers("fusion").fused([words, vectors], 4) == [7, 4, 8, 9]


def test_a_leg_whose_scores_are_all_the_same_counts_in_full(peers):
    import numpy as np

    words = np.array([2]), np.array([0.1], np.float32)
    vectors = np.array([1, 3]), np.array([0.9, 0.8], np.float32)
    assert peers("fusion").fused([words, vectors], 3) == [1, 2, 3]
