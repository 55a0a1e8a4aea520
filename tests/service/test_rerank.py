"""Hits in the order that reading them suggests."""

import numpy as np

from service.answering.rerank import reranked
from service.reading.reader import Reading
from tests.service.ranked import document, ranking

DOCUMENTS = tuple(document(f"글 {number}.", f"/news/{number}.txt") for number in range(4))
HITS = ranking(DOCUMENTS, [[0.5], [0.48], [0.47], [0.1]]).hits


def read(answerable):
    return Reading(answerable, np.zeros((1, 2), np.int64), np.zeros((1, 2), np.float32))


def order(hits):
    return [hit.document.source[-5] for hit in hits]


def test_without_readings_the_hits_are_as_they_were():
    assert reranked(HITS, {}) == HITS
    assert reranked((), {}) == ()


def test_a_passage_that_answers_goes_before_its_like_and_not_before_much_better_ones():
    found = reranked(HITS, {1: read(-3.0), 2: read(4.0), 3: read(-4.0), 4: read(9.0)})
    assert order(found) == ["1", "0", "2", "3"]
    assert [hit.rank for hit in found] == [1, 2, 3, 4]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_what_was_not_read_is_taken_for_no_answer():
    assert order(reranked(HITS, {2: read(0.0)})) == ["1", "0", "2", "3"]
    assert order(reranked(HITS, {2: read(-9.0)})) == ["0", "1", "2", "3"]


def test_scores_stay_between_nothing_and_all():
    found = reranked(HITS, {1: read(99.0), 4: read(-99.0)})
    assert max(hit.score for hit in found) == 1.0
    assert min(hit.score for hit in found) >= 0.0
