"""A question to ranked hits: both lexical legs and the dense one, added up after scaling."""

from collections.abc import Iterable

from index import analyzer
from index.embedder import Embedder
from index.lexical import Leg
from index.query import Hit, Query
from index.view import View
from ingest import korean

# Candidates taken from each leg: the best hit of one leg is rarely below this in the others.
_CANDIDATES = 100
_WEIGHTS = {"dense": 0.5, "terms": 0.25, "bigrams": 0.25}


def search(view: View, embedder: Embedder, query: Query) -> list[Hit]:
    """The `query.k` best passages of the view, best first, ties by passage id."""
    terms = analyzer.terms(korean.morphemes(query.text))
    legs = {
        "dense": view.dense(embedder.encode_query(query.text), _CANDIDATES),
        "terms": view.lexical(Leg.TERMS, terms, _CANDIDATES),
        "bigrams": view.lexical(Leg.BIGRAMS, analyzer.bigrams(query.text), _CANDIDATES),
    }
    scaled = {name: _scaled(found) for name, found in legs.items()}
    rows = {row for found in scaled.values() for row in found}
    totals = {
        row: sum(_WEIGHTS[name] * found.get(row, 0.0) for name, found in scaled.items())
        for row in rows
    }
    return _hits(view, totals, scaled, query.k)


def _scaled(found: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Scores over the best one, none below 0."""
    scores = {row: max(score, 0.0) for row, score in found}
    best = max(scores.values(), default=0.0)
    return {row: score / best if best else 0.0 for row, score in scores.items()}


def _hits(
    view: View, totals: dict[int, float], parts: dict[str, dict[int, float]], k: int
) -> list[Hit]:
    passages = view.passages(totals)
    order = sorted(passages, key=lambda row: (-totals[row], passages[row].passage.passage_id))[:k]
    documents = view.documents(passages[row].passage.doc_id for row in order)
    return [
        Hit(
            passage=passages[row].passage,
            document=documents[passages[row].passage.doc_id],
            rank=rank,
            score=min(totals[row], 1.0),
            scores={
                "dense": parts["dense"].get(row, 0.0),
                "lexical": max(parts["terms"].get(row, 0.0), parts["bigrams"].get(row, 0.0)),
            },
        )
        for rank, row in enumerate(order, 1)
    ]
