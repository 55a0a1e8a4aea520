"""Segments made one by one and merged are the same as a segment made at once."""

import itertools

import numpy as np
import pytest

from index import coded, growth, merging
from index.merging import in_memory, merged
from index.publishing import Publisher
from tests.index.articles import simple
from tests.index.looking import everything, found_texts
from tests.index.segments import segment_of

TEXTS = [f"낱말{n % 7} 낱말{n % 5} 글 {n}" for n in range(40)]


def same(one, other):
    columns, expected = one.to_columns(), other.to_columns()
    assert columns.keys() == expected.keys()
    for name, column in columns.items():
        (found,), (wanted,) = column.blocks, expected[name].blocks
        assert found.dtype == wanted.dtype, name
        np.testing.assert_array_equal(found, wanted, name)


def whole(segment):
    return segment, np.ones(len(segment), np.bool_)


@pytest.mark.parametrize("cuts", [[], [1], [10, 11, 30], list(range(1, 40))])
@pytest.mark.parametrize("block", [16, 1 << 20])
def test_merged_or_made_at_once(monkeypatch, cuts, block):
    monkeypatch.setattr(merging, "_AT_ONCE", block)
    bounds = [0, *cuts, len(TEXTS)]
    parts = [
        whole(segment_of(TEXTS[first:last], first + 1, width=3))
        for first, last in itertools.pairwise(bounds)
    ]
    same(in_memory(merged(parts)), segment_of(TEXTS, width=3))


def test_what_no_longer_lives_is_left_out():
    alive = np.arange(20) >= 10
    parts = [(segment_of(TEXTS[:20], 1, 3), alive), whole(segment_of(TEXTS[20:], 21, 3))]
    same(in_memory(merged(parts)), segment_of(TEXTS[10:], 11, 3))


def test_as_a_collection_grows_few_segments_are_left_at_a_linear_cost():
    sizes, written = [], 0
    for _ in range(20_000):
        sizes.append(1)
        first = growth.first_to_merge(sizes)
        sizes[first:] = [sum(sizes[first:])]
        written += sizes[-1]
        assert len(sizes) <= 12
    assert sum(sizes) == 20_000
    assert written / 20_000 < 100  # of one document at a time


def test_what_came_at_once_is_merged_too():
    assert growth.large_merge([8192] * 12 + [1_000]) == slice(0, 12)
    assert growth.large_merge([100_000, 8192, 8192, 5]) == slice(1, 3)
    assert growth.large_merge([100_000, 20_000, 3_000, 5]) == slice(0, 0)
    assert growth.large_merge([]) == growth.large_merge([9_000]) == slice(0, 0)


def test_large_segments_are_merged_beside_and_nothing_is_lost(index, monkeypatch):
    monkeypatch.setattr(growth, "AT_ONCE", 6)
    monkeypatch.setattr(growth, "_FEW", 2)
    stored = {}
    for number in range(40):
        text = f"문서 {number}\n예산 {number}\n끝 {number}"
        stored[number] = index.add(simple(text, source=f"{number}.txt")).doc_id
        if number % 5 == 4:
            index.remove(stored.pop(number - 2))
    index._publisher.settle()
    index.add(simple("마지막", source="last.txt"))
    index._publisher.settle()
    assert len(everything(index)) == 2 * len(stored) + 1
    assert 7 not in stored
    assert found_texts(index, "7") == []
    assert found_texts(index, "8") == ["끝 8", "문서 8\n예산 8"]
    sizes = [len(segment) for segment in index._publisher.current.segments]
    assert len(sizes) <= 6
    assert max(sizes) > 6  # more than is merged at once


@pytest.mark.parametrize("error", [OSError(28, "No space left"), MemoryError("as it happens")])
def test_a_merge_that_failed_leaves_nothing_and_is_tried_again(index, monkeypatch, error):
    monkeypatch.setattr(growth, "AT_ONCE", 2)
    monkeypatch.setattr(growth, "_FEW", 0)
    snapshots = index._publisher._folder.root
    merger = index._publisher._merger
    encoder, failed = merger._encode, []

    def encode(_segment, _given_up):
        failed.append(sorted(path.name for path in snapshots.glob(".*")))
        raise error

    def add(numbers):
        for number in numbers:
            index.add(simple(f"문서 {number}\n예산\n끝", source=f"{number}.txt"))
            index._publisher.settle()

    monkeypatch.setattr(merger, "_encode", encode)
    add(range(4))
    assert len(failed) > 1  # tried again
    assert failed[0] == [".merging"]
    assert list(snapshots.glob(".*")) == []
    monkeypatch.setattr(merger, "_encode", encoder)
    add(range(4, 8))
    assert len(index._publisher.current.segments) < 4
    assert len(everything(index)) == 9  # eight and "끝"


def test_closing_leaves_codes_that_are_being_made(index, monkeypatch):
    monkeypatch.setattr(growth, "AT_ONCE", 8)
    monkeypatch.setattr(growth, "_FEW", 0)
    monkeypatch.setattr(growth, "_CODED_LINES", 16)  # fewer give no codes
    monkeypatch.setattr(coded, "_AT_ONCE", 4)
    merger = index._publisher._merger
    encoder, begun = merger._encode, []

    def closed_on_the_way(*given):
        write = encoder(*given)
        if write is not None:
            begun.append(write)
            merger._stopping.set()
        return write

    monkeypatch.setattr(merger, "_encode", closed_on_the_way)
    for number in range(12):
        index.add(simple(f"문서 {number}\n예산 {number}\n끝 {number}", source=f"{number}.txt"))
        index._publisher.settle()
    assert len(begun) == 1
    assert list(index._publisher._folder.root.glob("*.codes")) == []
    assert list(index._publisher._folder.root.glob(".*")) == []
    assert len(everything(index)) == 24


def test_a_merge_that_came_too_late_is_thrown_away(index, monkeypatch):
    """All is rebuilt while segments are merged: what is merged then is of no use."""
    monkeypatch.setattr(growth, "AT_ONCE", 2)
    monkeypatch.setattr(growth, "_FEW", 0)
    taken = Publisher._take_merged

    def late(publisher, group, written):
        publisher.publish(force=True)
        taken(publisher, group, written)

    monkeypatch.setattr(Publisher, "_take_merged", late)
    for number in range(8):
        index.add(simple(f"문서 {number}\n예산\n끝", source=f"{number}.txt"))
        index._publisher.settle()
    assert len(everything(index)) == 9  # eight and "끝"
