"""BM25 over segments beside the formula from the counts up, and beside SQLite's own."""

import math
import random
import sqlite3
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import lexical
from index.lexical import Bonus, Ranked, Words
from index.postings import Leg
from tests.index.segments import snapshot_of


def scores(snapshot, query, bonus=lexical.NO_BONUS, joined=None):
    """Score by row of every living passage that holds any of the terms."""
    words = Words(snapshot, Leg.TERMS)
    words.join(joined or {})
    ranked = words.rank(query, bonus)
    places = np.sort(ranked.best(10_000, snapshot.visible))
    return dict(zip((1 + places).tolist(), ranked.of(places).tolist(), strict=True))


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
@pytest.mark.parametrize("segments", [1, 2, 5])
def test_scores_are_the_formulas(query, segments):
    assert scores(snapshot_of(*TEXTS, segments=segments), query) == pytest.approx(
        bm25(query, TEXTS)
    )


def test_a_passage_that_left_leaves_the_statistics():
    snapshot = snapshot_of(*TEXTS[:2], "예산 예산 예산", *TEXTS[2:], gone=[2], segments=2)
    expected = bm25(["예산"], TEXTS)
    renumbered = {row + (row > 2): score for row, score in expected.items()}
    assert scores(snapshot, ["예산"]) == pytest.approx(renumbered)
    assert snapshot.count == len(TEXTS)
    assert Words(snapshot, Leg.TERMS).frequencies(["예산", "없는"]) == {"예산": 2, "없는": 0}


def test_a_term_is_only_itself():
    tokens = ["3.5", "k-pop", "café", "cafe", 'a"b', "(x)", "c++", "100%", "㎏", "🚀", "*", "and"]
    snapshot = snapshot_of(*tokens)
    for row, token in enumerate(tokens, 1):
        assert list(scores(snapshot, [token])) == [row]
    assert scores(snapshot, ["\ud800", "", "tokens:예산"]) == {}


def test_what_counts_beside_words_is_added():
    snapshot = snapshot_of(*TEXTS)
    plain = scores(snapshot, ["날씨"])
    bonus = Bonus(np.array([0, 3]), np.array([2.0, 0.5]))
    expected = plain | {1: 2.0, 4: plain[4] + 0.5}
    assert scores(snapshot, ["날씨"], bonus) == pytest.approx(expected)


WORDS = [f"낱말{n}" for n in range(30)]


def random_texts(chance, count):
    """Texts whose words are as unevenly frequent as those of a language."""
    weights = [1 / (1 + n) for n in range(len(WORDS))]
    return [" ".join(chance.choices(WORDS, weights, k=chance.randint(1, 40))) for _ in range(count)]


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_random_texts_score_as_the_formula_says(seed, count, segments):
    chance = random.Random(seed)
    texts = random_texts(chance, count)
    query = chance.sample(WORDS, chance.randint(1, 6))
    found = scores(snapshot_of(*texts, segments=segments), query)
    assert found == pytest.approx(bm25(query, texts))


@given(st.integers(0, 10_000), st.integers(2, 60), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_joined_terms_score_as_one_that_stands_in_their_place(seed, count, segments):
    chance = random.Random(seed)
    texts = random_texts(chance, count)
    query = chance.sample(WORDS, 5)
    joined = {query[0]: [WORDS[0], WORDS[7], "없는"], query[1]: [WORDS[3]]}
    # What is asked for itself is not told to mean anything else.
    joined = {term: [one for one in others if one not in query] for term, others in joined.items()}
    meaning = {one: term for term, others in joined.items() for one in others}
    replaced = [" ".join(meaning.get(word, word) for word in text.split()) for text in texts]
    gone = [] if count < 5 else [1]
    living = [text for place, text in enumerate(replaced) if place not in gone]
    found = scores(snapshot_of(*texts, segments=segments, gone=gone), query, joined=joined)
    rows = [1 + place for place in range(count) if place not in gone]
    expected = {rows[row - 1]: score for row, score in bm25(query, living).items()}
    assert found == pytest.approx(expected)


def test_sqlite_s_own_full_text_search_scores_the_same():
    chance = random.Random(5)
    texts = random_texts(chance, 300)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(tokens)")
    connection.executemany("INSERT INTO words VALUES (?)", [(text,) for text in texts])
    snapshot = snapshot_of(*texts, segments=3)
    for _ in range(40):
        query = chance.sample(WORDS, chance.randint(1, 6))
        match = " OR ".join(f'"{word}"' for word in query)
        theirs = connection.execute(
            "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ?", (match,)
        )
        assert scores(snapshot, query) == pytest.approx(dict(theirs.fetchall()))
    connection.close()


@pytest.mark.parametrize("masked", [False, True])
def test_leaving_terms_out_early_finds_the_same_best(monkeypatch, masked):
    chance = random.Random(11)
    texts = random_texts(chance, 1_000)
    snapshot = snapshot_of(*texts, gone=chance.sample(range(1_000), 100), segments=3)
    visible = snapshot.alive.copy()
    if masked:
        visible[:500] = False
    looked_up = []
    plainly = Ranked._look_up
    monkeypatch.setattr(Ranked, "_look_up", lambda *given: (looked_up.append(1), plainly(*given)))
    for _ in range(20):
        query = chance.sample(WORDS, chance.randint(1, 8))
        for limit in (1, 10, 5_000):
            monkeypatch.setattr(lexical, "_PLAIN", 1 << 30)
            plain = Words(snapshot, Leg.TERMS).rank(query)
            best = np.sort(plain.best(limit, visible))
            monkeypatch.setattr(lexical, "_PLAIN", 64)
            early = Words(snapshot, Leg.TERMS).rank(query)
            assert early.best(limit, visible).tolist() == plain.best(limit, visible).tolist()
            assert early.of(best).tolist() == plain.of(best).tolist()
    assert looked_up


def in_order(ranked, snapshot, limit, visible):
    """The best, by putting all of them in order."""
    places = np.arange(len(snapshot.alive))
    found = ranked.of(places)
    places = places[(found > 0) & visible]
    return places[np.lexsort((places, -found[places]))][:limit].tolist()


@given(st.integers(0, 10_000), st.sampled_from([0, 8, 64]), st.sampled_from([1, 3, 20, 500]))
@settings(max_examples=60, deadline=None)
def test_the_best_are_those_of_all_put_in_order(seed, plain, limit):
    chance = random.Random(seed)
    count = chance.randint(1, 300)
    gone = chance.sample(range(count), count // 5)
    # Each text twice: a score that only one has is rare.
    texts = 2 * random_texts(chance, count)
    snapshot = snapshot_of(*texts, gone=gone, segments=chance.randint(1, 4))
    visible = snapshot.alive & (np.array([chance.random() for _ in texts]) < 0.8)
    places = np.array(sorted(chance.sample(range(count), count // 10)), np.int64)
    bonus = Bonus(places, np.array([chance.choice([0.5, 3.0]) for _ in places]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_PLAIN", plain)
        patch.setattr(lexical, "_AT_ONCE", 7)
        query = chance.sample(WORDS, chance.randint(1, 8))
        ranked = Words(snapshot, Leg.TERMS).rank(query, bonus)
        found = ranked.best(limit, visible).tolist()
    assert found == in_order(ranked, snapshot, limit, visible)


def test_few_passages_are_put_in_order_when_a_common_term_is_added(monkeypatch):
    sizes = []
    nth = lexical._nth
    monkeypatch.setattr(lexical, "_nth", lambda s, n: (sizes.append(len(s)), nth(s, n))[1])
    monkeypatch.setattr(lexical, "_PLAIN", 64)
    texts = ["예산 장관 국회"] * 20 + ["장관 국회"] * 300 + ["국회"] * 600 + ["날씨"] * 1_000
    found = Words(snapshot_of(*texts), Leg.TERMS).rank(["예산", "장관", "국회"]).best(10)
    assert found.tolist() == list(range(10))
    assert max(sizes) <= 20


def test_many_occurrences_are_counted_as_255():
    texts = ["예산 " * 1_000, "장관", "날씨", "경기"]
    found = scores(snapshot_of(*texts), ["예산"])
    assert found[1] == pytest.approx(bm25(["예산"], texts)[1], rel=0.02)
