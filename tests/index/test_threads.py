"""Readers go on undisturbed while documents come, change and go."""

import random
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest

from index.query import Query
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import found_texts, nearest_texts
from tests.index.opening import open_plain


@pytest.mark.promise(7)
def test_readers_never_fail_and_never_see_half_a_document(index, tmp_path, scale, seed, tally):
    """Some read the index that is written to, some one of their own, as another process would."""
    stop, failures, reads, generations = threading.Event(), [], [], []

    def read(opened):
        last = rounds = 0
        try:
            while not stop.is_set():
                with opened.view() as view:
                    assert view.generation >= last
                    last = view.generation
                assert_whole(opened)
                rounds += 1
                stop.wait(0.005)  # or the writer, one thread of many, hardly gets to write
        except Exception as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)
        reads.append(rounds)
        generations.append(last)

    with ExitStack() as beside:
        own = [
            beside.enter_context(open_plain(tmp_path / "data", FakeEmbedder(), read_only=True))
            for _ in range(2)
        ]
        readers = [
            threading.Thread(target=read, args=(opened,)) for opened in [index] * scale(2, 6) + own
        ]
        with running(readers, stop):
            write(index, random.Random(seed), scale(1, 60), tally)
    assert failures == []
    assert min(reads) > 0
    assert max(generations) > 0
    tally["reads"] += sum(reads)
    tally["generations"] += index.status().generation


def assert_whole(index):
    """All three passages of a document are found in each way, or none is."""
    hits = [hit.passage.text for hit in index.search(Query("줄", k=50))]
    for texts in (nearest_texts(index, "줄"), found_texts(index, "줄"), hits):
        by_document = Counter(text.split()[0] for text in texts)
        assert set(by_document.values()) <= {3}, by_document
        # A document and its later version are never there together.
        sources = [name.partition("-")[0] for name in by_document]
        assert len(sources) == len(set(sources)), by_document


@contextmanager
def running(threads, stop):
    """Threads that are told to stop, and waited for, whatever happens meanwhile."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def write(index, chance, seconds, tally):
    """Documents of four sources come in batches, change, go, and are rebuilt, until time is up."""
    until, version = time.monotonic() + seconds, 0
    while time.monotonic() < until or version < 3:
        batch = [three_passages(f"{source}-{version}", f"{source}.txt") for source in "abcd"]
        list(index.add_all(chance.sample(batch, chance.randint(1, 4))))
        stored = index.documents()
        if chance.random() < 0.5:
            index.remove(chance.choice(stored).doc_id)
        if version % 3 == 0:
            index.rebuild()
            tally["rebuilds"] += 1
        version += 1
    tally["batches"] += version


def three_passages(name, source):
    return simple("\n".join(f"{name} 줄 {n}" for n in range(6)), source=source)


def test_writers_in_many_threads(index):
    def write(number):
        for n in range(5):
            index.add(simple(f"글 {number} {n}", source=f"{number}-{n}.txt"))
            index.add(simple("모두 같은 글", source=f"same-{n}.txt"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.count() == 25
    assert len(nearest_texts(index, "글")) == 25
    assert index.status().generation == 25


def test_vectors_removed_while_a_document_waits_are_made_again(index, embedder):
    first, second = simple("같은 글", source="a"), simple("같은 글", source="b")
    index.add(first)
    original = index._updater._unembedded

    def look_then_lose(batch):
        wanted = original(batch)
        if index.contains(first.document.doc_id):
            index.remove(first.document.doc_id)
        return wanted

    index._updater._unembedded = look_then_lose
    change = index.add(second)
    assert (change.embedded, embedder.embedded) == (1, ["같은 글", "같은 글"])
    assert nearest_texts(index, "같은 글") == ["같은 글"]
