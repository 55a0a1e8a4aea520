"""A sentence's own evidence, from a real store."""

from collections import namedtuple

import pytest

from index.candidates import find_candidates
from index.query import Query
from index.question import understand
from index.sentence_scores import score_sentences
from tests.index.articles import simple

Scored = namedtuple("Scored", "begin end dense lexical coverage")
FIRST = "장관 양자 인력 요청\n장관 방문\n날씨 맑음"
SECOND = "예산 그대로"


@pytest.fixture
def scored(index, embedder):
    index.add(simple(FIRST, source="/news/a.txt"))
    index.add(simple(SECOND, source="/news/b.txt"))

    def score(question):
        with index.view() as view:
            asked = understand(view, embedder, Query(question))
            found = score_sentences(view, asked, find_candidates(view, asked))
            return [Scored(*one) for passage in range(3) for one in found.of(passage)]

    return score


def test_sentences_come_in_the_order_of_the_text(scored):
    texts = [FIRST, SECOND]
    found = scored("양자 인력 요청")
    ends = [(one.begin, one.end) for one in found]
    assert [texts[place == 3][start:end] for place, (start, end) in enumerate(ends)] == [
        "장관 양자 인력 요청",
        "장관 방문",
        "날씨 맑음",
        "예산 그대로",
    ]


def test_words_count_by_how_rare_they_are_and_how_many_there_are(scored):
    whole, part, none, _ = scored("장관 인력")
    assert whole.coverage == pytest.approx(1.0)
    assert 0.0 < part.coverage < 1.0
    assert none.coverage == none.lexical == 0.0
    assert 1.0 >= whole.lexical > part.lexical > 0.0


def test_a_shorter_sentence_with_the_same_word_says_it_more(scored):
    long, short, *_ = scored("장관")
    assert long.coverage == short.coverage == pytest.approx(1.0)
    assert short.lexical > long.lexical


def test_each_sentence_is_compared_by_its_own_vector(scored):
    dense = [one.dense for one in scored("날씨 맑음")]
    assert max(dense) == dense[2] == pytest.approx(1.0, abs=1e-3)  # the very same text
