import math
import sqlite3
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import documents, lexical, schema
from index.filters import Where
from index.lexical import Leg

TOKENS = ["3.5", "k-pop", "ⓒ", "café", "cafe", 'a"b', "(x)", "c++", "100%", "㎏", "x_y", "🚀", "*"]


def opened(*texts):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection)
    for row, text in enumerate(texts, 1):
        documents.insert_lexemes(connection, row, text, "")
    return connection


def bm25(query, texts):
    """The formula of the module's docstring, over all texts, from the counts up."""
    lengths = [len(text.split()) for text in texts]
    mean = sum(lengths) / len(texts)
    result = {}
    for row, text in enumerate(texts, 1):
        counts, score = Counter(text.split()), 0.0
        for term in set(query):
            holding = sum(term in other.split() for other in texts)
            idf = max(math.log((len(texts) - holding + 0.5) / (holding + 0.5)), 1e-6)
            f, norm = counts[term], 1 - 0.75 + 0.75 * lengths[row - 1] / mean
            score += idf * f * 2.2 / (f + 1.2 * norm)
        if score:
            result[row] = score
    return result


TEXTS = [
    "장관 예산 예산 연구원",
    "장관 답변",
    "예산 심의 위원회 장관 국회 예산안",
    "날씨",
    "경기 날씨",
]


@pytest.mark.parametrize("query", [["예산"], ["장관", "예산"], ["날씨", "국회", "장관"], ["없는"]])
def test_scores_are_the_formulas(query):
    connection = opened(*TEXTS)
    expected = bm25(query, TEXTS)
    assert lexical.scores(connection, Leg.TERMS, query) == pytest.approx(expected)


def test_a_removed_passage_leaves_the_statistics():
    connection = opened(*TEXTS, "예산 예산 예산")
    connection.execute("DELETE FROM fts_terms WHERE rowid = 6")
    found = lexical.scores(connection, Leg.TERMS, ["예산"])
    assert found == pytest.approx(bm25(["예산"], TEXTS))
    assert lexical.passages(connection) == len(TEXTS)
    assert lexical.document_frequencies(connection, Leg.TERMS, ["예산"]) == {"예산": 2}


def test_tokens_come_back_exactly():
    connection = opened(" ".join(TOKENS))
    frequencies = lexical.document_frequencies(connection, Leg.TERMS, [*TOKENS, "missing"])
    assert frequencies == dict.fromkeys(TOKENS, 1) | {"missing": 0}
    (count,) = connection.execute("SELECT count(*) FROM fts_terms_vocabulary").fetchone()
    assert count == len(TOKENS)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_finds_only_itself(token):
    connection = opened(*TOKENS)
    assert list(lexical.scores(connection, Leg.TERMS, [token])) == [1 + TOKENS.index(token)]


def test_operators_are_words_like_others():
    connection = opened("장관 and 예산", "near", "tokens")
    assert list(lexical.scores(connection, Leg.TERMS, ["and"])) == [1]
    assert list(lexical.scores(connection, Leg.TERMS, ["near"])) == [2]
    for query in (
        ['"'],
        ['" OR tokens:"'],
        ["tokens:예산"],
        ["예산*"],
        ["^장관"],
        ["NEAR(장관 예산)"],
    ):
        assert lexical.scores(connection, Leg.TERMS, query) == {}


@given(st.lists(st.text(max_size=8), max_size=6))
def test_no_term_breaks_the_query(terms):
    connection = opened("장관 예산")
    lexical.scores(connection, Leg.TERMS, [t for t in terms if _utf8(t)])
    connection.close()


def _utf8(text):
    return not any("\ud800" <= character <= "\udfff" for character in text)


def test_repeats_in_the_query_count_once():
    connection = opened(*TEXTS)
    once = lexical.scores(connection, Leg.TERMS, ["예산"])
    assert lexical.scores(connection, Leg.TERMS, ["예산", "예산"]) == once


def test_a_condition_leaves_passages_out():
    connection = opened("같은 말", "같은 말", "같은 말", "다른 것", "또 다른")
    where = Where("rowid IN (?, ?)", (3, 4))
    assert list(lexical.scores(connection, Leg.TERMS, ["같은"], where)) == [3]


def test_nothing_to_look_for():
    connection = opened("장관")
    for nothing in ([], [""], ["  "], ["\0"]):
        assert lexical.scores(connection, Leg.TERMS, nothing) == {}
