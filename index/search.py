"""A question to ranked passages and, inside the best ones, scored sentences.

Candidates are fused, the best of them looked at sentence by sentence, and fused again; copies of
one story collapse. The sentences' own scores are kept: the answer is picked from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.candidates import Candidate, find_candidates
from index.collapse import Told, collapse
from index.embedder import Embedder
from index.fusion import fuse
from index.overlap import words
from index.query import Hit, Query, RankedSentence, Ranking
from index.question import Question, understand
from index.records import Copy, StoredPassage
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
    told: Told


@dataclass(frozen=True, slots=True)
class _Shown:
    """A passage that is a hit, with the documents whose passages it stands for."""

    passage: _Passage
    copies: Sequence[str]


def search(view: View, embedder: Embedder, query: Query) -> Ranking:
    """The `query.k` best passages of the view, best first, ties by passage id; with sentences.

    What documents of one story say alike takes one place: see index.collapse.
    """
    found = _ranked_passages(view, embedder, query)
    shown = {one.passage.stored.passage.doc_id for one in found}
    documents = view.documents(shown.union(*(one.copies for one in found)))
    corrections = view.corrections(shown)
    hits: list[Hit] = []
    sentences: list[RankedSentence] = []
    for rank, one in enumerate(found, 1):
        passage = one.passage.stored.passage
        hits.append(
            Hit(
                passage,
                documents[passage.doc_id],
                rank,
                one.passage.score,
                _scores(one.passage),
                one.passage.stored.story,
                tuple(Copy.of(documents[copy]) for copy in one.copies),
                corrections.get(passage.doc_id, ()),
            )
        )
        sentences.extend(_ranked_sentences(rank, one.passage))
    return Ranking(tuple(hits), tuple(sentences))


def _ranked_passages(view: View, embedder: Embedder, query: Query) -> list[_Shown]:
    question = understand(view, embedder, query)
    candidates = find_candidates(view, question)
    foreign = {row for row, one in candidates.items() if one.language is not question.language}
    first = {row: fuse(one.parts, foreign=row in foreign) for row, one in candidates.items()}
    order = sorted(first, key=lambda row: (-first[row], row))
    found: list[_Passage] = []
    looked_at = 0
    while True:  # more, where copies have taken the places of others
        further = order[looked_at : max(_NEAR, query.k, 2 * looked_at)]
        looked_at += len(further)
        found += _looked_at(view, question, {row: candidates[row] for row in further}, foreign)
        found.sort(key=lambda p: (-p.score, p.stored.passage.passage_id))
        shown = [_Shown(found[slot.place], slot.copies) for slot in collapse(p.told for p in found)]
        if len(shown) >= query.k or looked_at == len(order):
            return shown[: query.k]


def _looked_at(
    view: View, question: Question, near: Mapping[int, Candidate], foreign: set[int]
) -> list[_Passage]:
    """Passages with the evidence of their sentences, which is that of no other passage."""
    sentences = score_sentences(view, question, near)
    found = []
    for row, stored in view.passages(near).items():
        parts = near[row].parts
        best = {
            "sentence_lexical": max((s.lexical for s in sentences[row]), default=0.0),
            "sentence_dense": max((s.dense for s in sentences[row]), default=0.0),
            "coverage": question.terms.coverage(_held(question, stored, sentences[row])),
        }
        score = fuse({**parts, **best}, foreign=row in foreign)
        told = _told(stored, sentences[row])
        found.append(_Passage(stored, {**parts, **best}, score, sentences[row], told))
    return found


def _told(stored: StoredPassage, sentences: list[ScoredSentence]) -> Told:
    passage = stored.passage
    if stored.story is None:
        return Told(passage.doc_id, None)
    terms = (sentence.stored.terms for sentence in sentences)
    return Told(passage.doc_id, stored.story, words(terms, passage.text))


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
