"""What a test sees of an index through its two legs, without the ranking in between."""

from index.corpus import Index
from index.lexical import Leg
from index.query import Filters


def found_texts(index: Index, words: str, filters: Filters | None = None) -> list[str]:
    """The texts of passages that hold any of the words, in alphabetical order."""
    with index.view(filters) as view:
        rows = view.lexical(Leg.TERMS, words.split())
        return sorted(passage.passage.text for passage in view.passages(rows).values())


def nearest_texts(
    index: Index, text: str, limit: int = 1_000, filters: Filters | None = None
) -> list[str]:
    """The texts of the passages nearest to a text, nearest first."""
    vector = index._embedder.encode_query(text)
    with index.view(filters) as view:
        rows = [row for row, _ in view.dense(vector, limit)]
        passages = view.passages(rows)
        return [passages[row].passage.text for row in rows]


def everything(index: Index) -> set[str]:
    """Each visible passage's text, after checking that both legs and the database agree."""
    with index.view() as view:
        dense = {row for row, _ in view.dense(index._embedder.encode_query("any"), 10_000)}
        database = index._store
        with database.reading() as connection:
            stored = {
                row
                for (row,) in connection.execute(
                    "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document"
                    " WHERE d.active = 1"
                )
            }
            legs = [
                {row for (row,) in connection.execute(f"SELECT rowid FROM {leg}")} for leg in Leg
            ]
        assert dense == stored == legs[0] == legs[1]
        return {passage.passage.text for passage in view.passages(dense).values()}
