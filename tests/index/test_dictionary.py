"""The index behaves like a dictionary from sources to texts, restarts included."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index.records import ChangeKind
from tests.index.articles import prepared, simple
from tests.index.fakes import FakeEmbedder
from tests.index.looking import everything, found_texts, nearest_texts
from tests.index.opening import open_plain

SOURCES = st.sampled_from(["a.txt", "b.txt", "c.txt"])
TEXTS = st.sampled_from(["장관 예산", "연구원 예산\n답했다", "하나\n둘\n셋\n넷", "Minister 🚀", ""])


class Dictionary(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = open_plain(self.folder, FakeEmbedder(dimension=8))
        self.model = {}

    def teardown(self):
        self.index.close()
        shutil.rmtree(self.folder)

    def passages(self):
        return {p.text for given in self.model.values() for p in given.passages}

    @rule(source=SOURCES, text=TEXTS, addressed=st.booleans())
    def put(self, source, text, addressed):
        # An address of its own changes nothing of what a source is.
        given = simple(
            text, source=source, url=f"https://x.example/{source}" if addressed else None
        )
        change = self.index.add(given)
        known = self.model.get(source)
        if known is None:
            assert change.kind == ChangeKind.ADDED
        elif known == given:
            assert change.kind == ChangeKind.UNCHANGED
        else:
            assert change.kind == ChangeKind.UPDATED
        self.model[source] = given

    @rule(items=st.lists(st.tuples(SOURCES, TEXTS), max_size=4))
    def put_many(self, items):
        given = [simple(text, source=source) for source, text in items]
        changes = list(self.index.add_all(given))
        assert [c.source for c in changes] == [source for source, _ in items]
        self.model.update({g.document.source: g for g in given})

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data):
        source = data.draw(st.sampled_from(sorted(self.model)))
        self.index.remove(self.model.pop(source).document.doc_id)

    @rule()
    def restart(self):
        self.index.close()
        embedder = FakeEmbedder(dimension=8)
        self.index = open_plain(self.folder, embedder)
        assert embedder.embedded == []

    @rule()
    def rebuild(self):
        self.index.rebuild()

    @rule(word=st.sampled_from(["예산", "답했다", "minister", "없다"]))
    def search(self, word):
        expected = sorted(
            p.text
            for given in self.model.values()
            for p in given.passages
            if word in p.text.lower().split()
        )
        assert found_texts(self.index, word) == expected
        assert set(nearest_texts(self.index, word)) == self.passages()

    @invariant()
    def same_documents(self):
        assert {d.source: d.text for d in self.index.documents()} == {
            source: given.document.text for source, given in self.model.items()
        }
        assert everything(self.index) == self.passages()


URLS = st.sampled_from([None, "https://x.example/1", "https://x.example/2"])
DAYS = st.sampled_from([None, 1, 2])


class Addresses(RuleBasedStateMachine):
    """Sources that share addresses: one current document at each source and each address, and
    everything that was ever current is kept as a version of its article."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = open_plain(self.folder, FakeEmbedder(dimension=8))
        self.stored = {}

    def teardown(self):
        self.index.close()
        shutil.rmtree(self.folder)

    def current(self):
        return {document.doc_id: document for document in self.index.documents()}

    @rule(source=SOURCES, text=TEXTS, url=URLS, day=DAYS)
    def put(self, source, text, url, day):
        moment = datetime(2026, 7, day, tzinfo=UTC) if day else None
        given = simple(text, source=source, url=url, published_at=moment).document
        settled = self.index.settled(given)
        change = self.index.add(simple(text, source=source, url=url, published_at=moment))
        assert settled is None or settled.kind == change.kind
        current = self.current()
        at_source = [d for d in current.values() if d.source == source]
        if change.kind in (ChangeKind.ADDED, ChangeKind.UPDATED):
            assert given.doc_id in current
        elif change.kind == ChangeKind.KNOWN:
            kept = self.index.document(change.kept_as)
            assert (kept.title, kept.text) == (given.title, given.text)
            assert at_source == []
        elif change.kind == ChangeKind.OLDER:
            (there,) = [d for d in current.values() if d.url == url]
            assert there.published_at > moment
            assert at_source == []
        if change.kind != ChangeKind.KNOWN:
            self.stored[given.doc_id] = given

    @precondition(lambda self: self.stored)
    @rule(data=st.data())
    def remove(self, data):
        doc_id = data.draw(st.sampled_from(sorted(self.stored)))
        versions = self.index.relations(doc_id).versions
        whole = doc_id in self.current()
        self.index.remove(doc_id)
        for gone in versions if whole else (v for v in versions if v.doc_id == doc_id):
            del self.stored[gone.doc_id]

    @rule()
    def restart(self):
        self.index.close()
        self.index = open_plain(self.folder, FakeEmbedder(dimension=8))

    @invariant()
    def one_current_version_and_nothing_lost(self):
        current = self.current().values()
        for values in ([d.source for d in current], [d.url for d in current if d.url]):
            assert len(values) == len(set(values))
        seen = set()
        for doc_id in self.stored:
            versions = self.index.relations(doc_id).versions
            assert sum(version.current for version in versions) == 1
            assert doc_id in {version.doc_id for version in versions}
            seen |= {version.doc_id for version in versions}
        assert seen == set(self.stored)
        assert everything(self.index) == {line for d in current for line in passages_of(d)}


def passages_of(document):
    return [passage.text for passage in prepared(document).passages]


@pytest.mark.promise(6)
@pytest.mark.parametrize("machine", [Dictionary, Addresses])
def test_it_behaves_like_the_model(machine, scale, seed, tally):
    class Counted(machine):
        def __init__(self):
            super().__init__()
            tally["runs"] += 1

        def check_invariants(self, *arguments, **named):
            super().check_invariants(*arguments, **named)
            tally["steps"] += 1

    run_state_machine_as_test(
        hypothesis.seed(seed)(Counted),
        settings=settings(
            max_examples=scale(10, 500 if machine is Dictionary else 100),
            stateful_step_count=scale(22, 50),
            deadline=None,
        ),
    )
