"""Readers go on undisturbed while documents come, change and go."""

import threading

from tests.index.articles import simple
from tests.index.looking import found_texts, nearest_texts


def test_readers_never_fail_and_never_see_half_a_document(index):
    stop, failures, generations = threading.Event(), [], []

    def read():
        last = 0
        try:
            while not stop.is_set():
                with index.view() as view:
                    assert view.snapshot.generation <= view.generation
                    assert view.snapshot.generation >= last
                    last = view.snapshot.generation
                for texts in (nearest_texts(index, "줄"), found_texts(index, "줄")):
                    by_document = [text.split()[0] for text in texts]
                    assert all(by_document.count(name) == 3 for name in by_document)
        except Exception as error:  # noqa: BLE001 - reported by the test's own thread
            failures.append(error)
        generations.append(last)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in range(5):
        batch = [three_passages(f"{source}-{version}", f"{source}.txt") for source in "abcd"]
        list(index.add_all(batch))
        index.remove(batch[version % 4].document.doc_id)
        if version % 3 == 0:
            index.rebuild()
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert max(generations) > 0


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
