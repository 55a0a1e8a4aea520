"""The index behaves like a dictionary from sources to texts, restarts included."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from index.records import ChangeKind
from tests.index.articles import simple
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

    @rule(source=SOURCES, text=TEXTS)
    def put(self, source, text):
        given = simple(text, source=source)
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


TestDictionary = Dictionary.TestCase
TestDictionary.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
