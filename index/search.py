"""A question to ranked passages and, inside the best ones, scored sentences.

Candidates are fused, the best of them looked at sentence by sentence, and fused again. The
sentences' own scores are kept: the answer is picked from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.candidates import find_candidates
from index.embedder import Embedder
from index.fusion import fuse
from index.query import Hit, Query, RankedSentence, Ranking
from index.question import Question, understand
from index.records import StoredPassage
from index.sentence_scores import ScoredSentence, score_sentences
from index.view import View

# Passages whose sentences are looked at, at least: past this the right one is hardly ever lifted.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with all that is known of it, for one question."""

    stored: StoredPassage
    parts: Mapping[str, float]
    score: float
    sentences: list[ScoredSentence]


def search(view: View, embedder: Embedder, query: Query) -> Ranking:
    """The `query.k` best passages of the view, best first, ties by passage id; with sentences."""
    ranked = _ranked_passages(view, embedder, query)
    documents = view.documents(found.stored.passage.doc_id for found in ranked)
    hits: list[Hit] = []
    sentences: list[RankedSentence] = []
    for rank, found in enumerate(ranked, 1):
        passage = found.stored.passage
        document = documents[passage.doc_id]
        hits.append(Hit(passage, document, rank, found.score, _scores(found)))
        sentences.extend(_ranked_sentences(rank, found))
    return Ranking(tuple(hits), tuple(sentences))


def _ranked_passages(view: View, embedder: Embedder, query: Query) -> list[_Passage]:
    question = understand(view, embedder, query)
    candidates = find_candidates(view, question)
    foreign = {row for row, one in candidates.items() if one.language is not question.language}
    first = {row: fuse(one.parts, foreign=row in foreign) for row, one in candidates.items()}
    near = sorted(first, key=lambda row: (-first[row], row))[: max(_NEAR, query.k)]
    sentences = score_sentences(view, question, {row: candidates[row] for row in near})
    found = []
    for row, stored in view.passages(near).items():
        parts = candidates[row].parts
        best = {
            "sentence_lexical": max((s.lexical for s in sentences[row]), default=0.0),
            "sentence_dense": max((s.dense for s in sentences[row]), default=0.0),
        }
        score = fuse({**parts, **best}, foreign=row in foreign)
        met = {"coverage": question.terms.coverage(_held(question, stored, sentences[row]))}
        found.append(_Passage(stored, {**parts, **best, **met}, score, sentences[row]))
    return sorted(found, key=lambda p: (-p.score, p.stored.passage.passage_id))[: query.k]


def _held(
    question: Question, stored: StoredPassage, sentences: list[ScoredSentence]
) -> frozenset[str]:
    """The question's terms that a passage holds, its title's included."""
    in_title = question.terms.held(question.in_its_words(stored.title_terms))
    return in_title.union(*(sentence.held for sentence in sentences))


def _scores(found: _Passage) -> Mapping[str, float]:
    lexical = (found.parts["terms"] + found.parts["bigrams"]) / 2
    return {**found.parts, "lexical": lexical}


def _ranked_sentences(rank: int, found: _Passage) -> Iterator[RankedSentence]:
    for s in found.sentences:
        yield RankedSentence(rank, s.stored.start, s.stored.end, s.dense, s.lexical, s.coverage)
