"""Rankings by parts of the search alone, so that it is seen what each part is worth.

All parts of all candidates come from one deep search, and are put together here in fewer and fewer
ways. The candidates of every leg are among them, so a leg's own ranking is what that leg would give
by itself, down to as many places as the search takes from each.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from eval.targets import documents_of
from index.candidates import CANDIDATES
from index.corpus import Index
from index.fusion import WEIGHTS, fuse
from index.query import Hit, Query
from ingest.language import detect

# Three legs, each with candidates of its own at most.
_ALL = 3 * CANDIDATES

VARIANTS: Mapping[str, frozenset[str]] = {
    "morphemes": frozenset({"terms"}),
    "bigrams": frozenset({"bigrams"}),
    "morphemes + bigrams": frozenset({"terms", "bigrams"}),
    "dense": frozenset({"dense"}),
    "dense + sentences": frozenset({"dense", "sentence_dense"}),
    "fused, passages": frozenset({"terms", "bigrams", "dense"}),
    "fused, sentences' words": frozenset(WEIGHTS.keys() - {"sentence_dense"}),
    "fused": frozenset(WEIGHTS),
}
"""By name: the parts of a passage's score that count."""


READ = "fused, read"
"""The ranking of an answer: the first hits once more, ordered by reading them."""


class Reading(Protocol):
    """What orders hits by reading them; `service.answering.engine.AnswerEngine` does."""

    def search(self, query: Query) -> Sequence[Hit]:
        """Rank passages, best first."""


def variants_of(
    index: Index, reading: Reading | None = None
) -> Callable[[str, int], dict[str, tuple[str, ...]]]:
    """What gives, for a question, the documents of each variant's best k passages; that of READ
    only where something reads."""

    def rank(question: str, k: int) -> dict[str, tuple[str, ...]]:
        hits = index.search(Query(question, k=_ALL))
        language = detect(question)
        foreign = {hit.rank for hit in hits if hit.document.language is not language}
        found = {
            name: documents_of(_best(hits, parts, foreign, k)) for name, parts in VARIANTS.items()
        }
        if reading is not None:
            found[READ] = documents_of(reading.search(Query(question, k=k)))
        return found

    return rank


def _best(hits: Sequence[Hit], parts: frozenset[str], foreign: set[int], k: int) -> list[Hit]:
    """The k best by some parts; a passage in which none of them found anything is not found."""
    scored = []
    for hit in hits:
        kept = {name: score for name, score in hit.scores.items() if name in parts}
        if any(kept.values()):
            # What stands in for the words of another language goes with the words.
            credit = hit.rank in foreign and "terms" in parts and "dense" in parts
            scored.append((fuse(kept, foreign=credit), hit))
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.passage_id))
    return [hit for _, hit in scored[:k]]
