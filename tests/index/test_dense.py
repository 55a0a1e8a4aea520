"""Nearest passages, beside NumPy and beside FAISS."""

import faiss
import numpy as np
import pytest

from index.dense import Exact, Vectors


def unit(generator, count, dimension=16):
    rows = generator.standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def exact(matrix, sizes, pieces=1):
    """Passages of so many lines each, cut into pieces."""
    ends = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    cuts = [c for c in np.array_split(np.arange(len(sizes)), pieces) if len(c)]
    lines = [ends[cut[0] : cut[-1] + 2] for cut in cuts]
    return Vectors([Exact(matrix[of[0] : of[-1]], of - of[0]) for of in lines])


def by_faiss(matrix, sizes, query, limit, allowed):
    """The places of the best passages, by a search for all lines."""
    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    _, found = index.search(query[None], len(matrix))
    ranked = dict.fromkeys(int(owners[line]) for line in found[0])
    return [place for place in ranked if allowed is None or allowed[place]][:limit]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("chosen", [None, range(0, 300, 3), [7], []])
def test_the_same_ten_as_faiss(seed, chosen):
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, 9, 300)
    matrix = unit(generator, sizes.sum())
    allowed = None if chosen is None else np.isin(np.arange(300), chosen)
    for query in unit(generator, 5):
        compared = exact(matrix, sizes, 1 + 3 * seed).compare(query)
        found = compared.nearest(10, allowed)
        assert found.tolist() == by_faiss(matrix, sizes, query, 10, allowed)
        lines = np.array([0, 5, 70, len(matrix) - 1])
        assert compared.of(lines) == pytest.approx(matrix[lines] @ query, abs=1e-6)


def test_a_passage_counts_once_by_its_best_line():
    compared = exact(np.eye(4, dtype=np.float32), [3, 1]).compare(
        np.array([0.1, 0.9, 0.2, 0.3], np.float32)
    )
    assert compared.nearest(10).tolist() == [0, 1]
    assert compared.of(np.array([1, 3])).tolist() == pytest.approx([0.9, 0.3])


def test_ties_come_in_the_order_of_the_places():
    same = np.tile(np.array([1.0, 0.0], np.float32), (6, 1))
    compared = exact(same, [1] * 6).compare(same[0])
    assert compared.nearest(4).tolist() == [0, 1, 2, 3]
    assert compared.nearest(9).tolist() == [0, 1, 2, 3, 4, 5]
    assert compared.nearest(0).tolist() == []


def test_empty():
    compared = exact(np.empty((0, 4), np.float32), []).compare(np.ones(4, np.float32))
    assert compared.nearest(5).tolist() == []
    assert compared.of(np.empty(0, np.int64)).tolist() == []
