import numpy as np
import pytest

from index import dense
from index.dense import Transform


def unit(generator, count, dimension=16):
    rows = generator.standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def snapshot_of(matrix, owners, transform=dense.IDENTITY):
    owners = np.asarray(owners, np.int64)
    languages = np.full(len(owners), "ko")
    return dense.build(3, "fake", matrix, owners, languages, transform)


def by_numpy(matrix, owners, query, limit, allowed=None):
    scores = matrix @ query
    best = {}
    for owner, score in zip(owners, scores, strict=True):
        if allowed is None or owner in allowed:
            best[owner] = max(best.get(owner, -2.0), float(score))
    return sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("allowed", [None, range(0, 300, 3), [7], []])
def test_the_same_ten_as_numpy(seed, allowed):
    generator = np.random.default_rng(seed)
    owners = np.repeat(np.arange(10, 310), generator.integers(1, 9, 300))
    matrix = unit(generator, len(owners))
    snapshot = snapshot_of(matrix, owners)
    chosen = None if allowed is None else {10 + row for row in allowed}
    rows = None if chosen is None else np.array(sorted(chosen), np.int64)
    for query in unit(generator, 5):
        expected = by_numpy(matrix, owners.tolist(), query, 10, chosen)
        found = snapshot.search(query, 10, rows)
        assert [row for row, _ in found] == [row for row, _ in expected]
        assert [s for _, s in found] == pytest.approx([s for _, s in expected], abs=1e-6)


def test_a_passage_counts_once_by_its_best_vector():
    matrix = np.eye(4, dtype=np.float32)
    snapshot = snapshot_of(matrix, [5, 5, 5, 9])
    query = np.array([0.1, 0.9, 0.2, 0.3], np.float32)
    assert dict(snapshot.search(query, 10)) == pytest.approx({5: 0.9, 9: 0.3})


def test_many_vectors_of_one_passage_do_not_crowd_out_the_next():
    close = np.tile(np.array([1.0, 0.0], np.float32), (500, 1))
    far = np.array([[0.0, 1.0], [0.1, 0.9]], np.float32)
    snapshot = snapshot_of(np.vstack([close, far]), [1] * 500 + [2, 3])
    assert [row for row, _ in snapshot.search(close[0], 3)] == [1, 3, 2]


def test_ties_come_in_the_order_of_the_rows():
    same = np.tile(np.array([1.0, 0.0], np.float32), (6, 1))
    found = snapshot_of(same, [2, 3, 5, 7, 11, 13]).search(same[0], 6)
    assert [row for row, _ in found] == [2, 3, 5, 7, 11, 13]


def test_vectors_of_passages():
    matrix = np.eye(4, dtype=np.float32)
    vectors = snapshot_of(matrix, [5, 5, 8, 9]).vectors_of([9, 5, 7])
    assert set(vectors) == {9, 5}
    assert vectors[5].tolist() == matrix[:2].tolist()
    assert vectors[9].tolist() == matrix[3:].tolist()


def test_empty():
    empty = snapshot_of(np.empty((0, 4), np.float32), [])
    assert empty.search(np.ones(4, np.float32), 5) == []
    assert empty.last_row == 0
    assert empty.vectors_of([1]) == {}


def test_no_hits_asked_for():
    assert snapshot_of(np.eye(2, dtype=np.float32), [1, 2]).search(np.ones(2, np.float32), 0) == []


def test_the_transform_sees_all_and_its_arrays_are_kept():
    seen = {}

    def centre(matrix, owners, languages):
        seen.update(owners=owners.tolist(), languages=languages.tolist())
        mean = matrix.mean(axis=0)
        return matrix - mean, {"mean": mean}

    matrix = np.array([[1, 0], [0, 1]], np.float32)
    snapshot = snapshot_of(matrix, [4, 6], Transform("centred-1", centre))
    assert seen == {"owners": [4, 6], "languages": ["ko", "ko"]}
    assert snapshot.transform == "centred-1"
    assert snapshot.extras["mean"].tolist() == [0.5, 0.5]
    assert snapshot.vectors_of([4])[4].tolist() == [[0.5, -0.5]]
