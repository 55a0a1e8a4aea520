"""What a test sees of an index through its legs, without the ranking in between."""

from index.corpus import Index
from index.postings import Leg
from index.query import Filters

EVERY = 10_000


def found_texts(index: Index, words: str, filters: Filters | None = None) -> list[str]:
    """The texts of passages that hold any of the words, in alphabetical order."""
    with index.view(filters) as view:
        ranked = view.words[Leg.TERMS].rank(words.split())
        return sorted(texts_at(view, ranked.best(EVERY, view.visible)))


def nearest_texts(
    index: Index, text: str, limit: int = 1_000, filters: Filters | None = None
) -> list[str]:
    """The texts of the passages nearest to a text, nearest first."""
    vector = index._embedder.encode_query(text)
    with index.view(filters) as view:
        return texts_at(view, view.nearest(view.compare(vector), limit))


def texts_at(view, places) -> list[str]:
    """The texts of passages by their places, in the order of these."""
    rows = view.snapshot.rows[places].tolist()
    texts = view.texts(rows)
    return [texts[row] for row in rows]


def everything(index: Index) -> set[str]:
    """Each visible passage's text, after checking that snapshot and database agree."""
    with index.view() as view:
        compared = view.compare(index._embedder.encode_query("any"))
        near = view.snapshot.rows[view.nearest(compared, EVERY)]
        database = index._store
        with database.reading() as connection:
            stored = {
                row
                for (row,) in connection.execute(
                    "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document"
                    " WHERE d.active = 1"
                )
            }
        alive = view.snapshot.rows[view.snapshot.alive]
        assert stored == set(alive.tolist()) == set(near.tolist())
        assert len(near) == len(stored)
        return set(texts_at(view, view.snapshot.places(alive)))
