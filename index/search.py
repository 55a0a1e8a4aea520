"""A question to ranked passages and, inside the best ones, scored sentences.

Candidates are fused, the best of them looked at sentence by sentence, and fused again; copies of
one story collapse. The sentences' own scores are kept: the answer is picked from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.candidates import Candidates, find_candidates
from index.collapse import Told, collapse
from index.embedder import Embedder
from index.fusion import fuse_all
from index.overlap import words
from index.query import Hit, Query, RankedSentence, Ranking
from index.question import Question, understand
from index.records import Copy, Located
from index.sentence_scores import SentenceScores, score_sentences
from index.term_keys import Keys
from index.view import View
from ingest.document import Document, Passage

# Passages whose sentences are looked at, at least: past this the right one is hardly ever lifted.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with all that is known of it, for one question: its sentences are those of
    `number` among `sentences`."""

    located: Located
    parts: Mapping[str, float]
    score: float
    sentences: SentenceScores
    number: int
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
    shown = {one.passage.located.doc_id for one in found}
    documents = view.documents(shown.union(*(one.copies for one in found)))
    corrections = view.corrections(shown)
    hits: list[Hit] = []
    sentences: list[RankedSentence] = []
    for rank, one in enumerate(found, 1):
        where = one.passage.located
        hits.append(
            Hit(
                _passage(where, documents[where.doc_id]),
                documents[where.doc_id],
                rank,
                one.passage.score,
                _scores(one.passage),
                where.story,
                tuple(Copy.of(documents[copy]) for copy in one.copies),
                corrections.get(where.doc_id, ()),
            )
        )
        sentences.extend(_ranked_sentences(rank, one.passage))
    return Ranking(tuple(hits), tuple(sentences))


def _ranked_passages(view: View, embedder: Embedder, query: Query) -> list[_Shown]:
    question = understand(view, embedder, query)
    candidates = find_candidates(view, question)
    order = np.lexsort((candidates.places, -fuse_all(candidates.parts, candidates.foreign)))
    found: list[_Passage] = []
    looked_at = 0
    while True:  # more, where copies have taken the places of others
        further = order[looked_at : max(_NEAR, query.k, 2 * looked_at)]
        looked_at += len(further)
        found += _looked_at(view, question, candidates[np.sort(further)])
        found.sort(key=lambda p: (-p.score, p.located.passage_id))
        shown = [_Shown(found[slot.place], slot.copies) for slot in collapse(p.told for p in found)]
        if len(shown) >= query.k or looked_at == len(order):
            return shown[: query.k]


def _looked_at(view: View, question: Question, near: Candidates) -> Iterator[_Passage]:
    """Passages with the evidence of their sentences, which is that of no other passage."""
    if not len(near.places):
        return
    sentences = score_sentences(view, question, near)
    parts = {**near.parts, **sentences.best}
    scores = fuse_all(parts, near.foreign).tolist()
    columns = [column.tolist() for column in parts.values()]
    rows = view.snapshot.rows[near.places].tolist()
    located = view.located(rows)
    told = _told(view, rows, located, sentences)
    for number, (row, score, *values) in enumerate(zip(rows, scores, *columns, strict=True)):
        if row in located:
            of_passage = dict(zip(parts, values, strict=True))
            yield _Passage(located[row], of_passage, score, sentences, number, told[row])


def _told(
    view: View, rows: Sequence[int], located: Mapping[int, Located], sentences: SentenceScores
) -> dict[int, Told]:
    in_stories = [row for row, where in located.items() if where.story is not None]
    texts = view.texts(in_stories) if in_stories else {}
    told = {row: Told(where.doc_id, where.story) for row, where in located.items()}
    for number, row in enumerate(rows):
        if row in texts:
            terms = (_names(keys) for keys in sentences.lines.terms(number))
            where = located[row]
            told[row] = Told(where.doc_id, where.story, words(terms, texts[row]))
    return told


def _names(keys: Keys) -> list[str]:
    """Terms are only compared with each other: their numbers do as well."""
    return list(map(str, keys.tolist()))


def _passage(where: Located, document: Document) -> Passage:
    text = document.text[where.start : where.end]
    return Passage(where.passage_id, where.doc_id, where.start, where.end, text)


def _scores(found: _Passage) -> Mapping[str, float]:
    lexical = (found.parts["terms"] + found.parts["bigrams"]) / 2
    return {**found.parts, "lexical": lexical}


def _ranked_sentences(rank: int, found: _Passage) -> Iterator[RankedSentence]:
    for begin, end, dense, lexical, coverage in found.sentences.of(found.number):
        yield RankedSentence(rank, begin, end, dense, lexical, coverage)
