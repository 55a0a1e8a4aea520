"""What vectors share is taken out of them, against NumPy and against numbers worked out by hand."""

import numpy as np
import pytest

from index.alignment import Alignment, without
from index.centring import PRIOR_WEIGHT, REACH, centred_question, centring, yardsticks
from index.dense import Block
from index.segment import LANGUAGES
from ingest.document import Language

KO, EN = Language.KO, Language.EN
X, Y, Z = np.eye(3, dtype=np.float32)
NOTHING = np.zeros(3, np.float32)


def alignment(direction=Z, prior=None, spread=None, offset=None):
    """Habits of an imagined model of three dimensions; nothing but a direction unless given."""
    none = np.zeros((3, 3), np.float32)
    return Alignment(
        direction,
        {KO: NOTHING, EN: NOTHING} | (prior or {}),
        {KO: none, EN: none} | (spread or {}),
        {KO: NOTHING, EN: NOTHING} | (offset or {}),
    )


def apply(model, rows, owners=None, languages=None):
    """The moved vectors and what is kept; all in one block, and in blocks of seven."""
    matrix = np.array(rows, np.float32)
    owners = np.arange(1, len(matrix) + 1) if owners is None else np.array(owners)
    languages = ["ko"] * len(matrix) if languages is None else languages
    own = np.concatenate(([True], owners[1:] != owners[:-1]))
    codes = np.array([LANGUAGES.index(one) for one in languages])
    transform, block = centring(lambda: model), Block(matrix, own, codes)
    sevens = [slice(at, at + 7) for at in range(0, len(matrix), 7)]
    parts = [Block(matrix[some], own[some], codes[some]) for some in sevens]
    extras, in_parts = transform.fit(lambda: [block]), transform.fit(lambda: parts)
    for name, array in extras.items():
        np.testing.assert_allclose(in_parts[name], array, atol=1e-5)
    moved = transform.apply(extras, block)
    by_parts = np.concatenate([transform.apply(extras, part) for part in parts])
    np.testing.assert_allclose(by_parts, moved, atol=1e-6)
    question = random_units(1, matrix.shape[1], seed=1)[0]
    found = transform.products(extras, block, question)
    np.testing.assert_allclose(found, moved @ question, atol=1e-4)
    return moved, extras


def random_units(count, width, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_direction_is_taken_out_and_the_rest_made_unit_again():
    rows = np.array([[0.6, 0.0, 0.8], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], np.float32)
    np.testing.assert_allclose(without(Z, rows), [X, Y, NOTHING], atol=1e-6)


def test_no_indexed_vector_keeps_the_direction_of_the_languages():
    rows = random_units(40, 3)
    found, _ = apply(alignment(), rows, languages=["ko", "en"] * 20)
    np.testing.assert_allclose(found @ Z, 0.0, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)


def test_a_small_corpus_s_mean_is_drawn_towards_the_probes():
    # As many passages as the probes count for, half of them X and half Y: their mean is (1/2, 1/2),
    # and half the way to the probes' mean, nought, it is (1/4, 1/4). What is left is (3, -1) / 4.
    half = int(PRIOR_WEIGHT) // 2
    found, _ = apply(alignment(), [X] * half + [Y] * half)
    wanted = np.array([[3, -1, 0], [-1, 3, 0]]) / np.sqrt(10)
    np.testing.assert_allclose(found, np.repeat(wanted, half, axis=0), atol=1e-5)


def test_a_lone_passage_is_not_subtracted_from_itself():
    # Its mean with the probes' X is (PRIOR_WEIGHT X + Y) / (PRIOR_WEIGHT + 1); Y less that points
    # from X to Y.
    found, _ = apply(alignment(prior={KO: X}), [Y])
    np.testing.assert_allclose(found, [(Y - X) / np.sqrt(2)], atol=1e-5)


def test_each_language_and_kind_of_vector_has_its_own_mean():
    # One passage of two sentences in either language, the languages' probes a quarter turn apart.
    model = alignment(prior={KO: X, EN: Y})
    rows, owners = [X, Y, Y, Y, X, X], [1, 1, 1, 2, 2, 2]
    found, _ = apply(model, rows, owners, ["ko"] * 3 + ["en"] * 3)
    away = (Y - X) / np.sqrt(2)
    np.testing.assert_allclose(found[1:3], [away, away], atol=1e-5)
    np.testing.assert_allclose(found[4:], [-away, -away], atol=1e-5)
    np.testing.assert_allclose(found[[0, 3]], 0.0, atol=1e-5)  # just what their probes are


def test_an_index_that_was_not_centred_leaves_questions_alone():
    question = random_units(1, 3)[0]
    np.testing.assert_array_equal(centred_question(question, KO, {}), question)
    assert yardsticks(question, {}) == {KO: 1.0, EN: 1.0}


def test_a_question_moves_as_the_passages_did():
    _, extras = apply(alignment(prior={KO: X, EN: X}, offset={KO: Y}), [X])
    question = np.array([1, 1, 1], np.float32) / np.sqrt(3, dtype=np.float32)
    in_korean = centred_question(question, KO, extras)
    in_english = centred_question(question, EN, extras)
    for moved in (in_korean, in_english):
        assert np.linalg.norm(moved) == pytest.approx(1.0, abs=1e-5)
        assert moved @ Z == pytest.approx(0.0, abs=1e-6)
        assert moved @ X < question @ X  # what all passages are like says nothing
    assert in_korean @ Y < in_english @ Y  # nor does being a question


def test_a_similarity_stands_out_by_its_z_score():
    """The deviation is over a language's passages and as many of the probes' as they count for."""
    width, probes = 6, random_units(int(PRIOR_WEIGHT), 6, seed=1)
    direction = np.eye(width, dtype=np.float32)[5]
    nothing = np.zeros(width, np.float32)
    habits = {KO: nothing, EN: nothing}
    spread = {KO: probes.T @ probes / np.float32(len(probes)), EN: np.zeros((6, 6), np.float32)}
    model = Alignment(direction, habits, spread, habits)
    rows = random_units(300, width, seed=2)
    languages = np.array(["ko", "en", "ko"] * 100)
    centred, extras = apply(model, rows, languages=languages)
    question = random_units(1, width, seed=3)[0]
    similarities = np.concatenate((centred[languages == "ko"], probes)) @ question
    deviation = np.sqrt(np.mean(similarities.astype(np.float64) ** 2))
    assert yardsticks(question, extras)[KO] == pytest.approx(REACH * deviation, rel=1e-4)


def test_sentences_have_no_part_in_the_deviation():
    passages, sentences = random_units(20, 3, seed=4), random_units(20, 3, seed=5)
    both = np.stack((passages, sentences), axis=1).reshape(-1, 3)
    _, alone = apply(alignment(), passages)
    _, with_sentences = apply(alignment(), both, owners=np.repeat(np.arange(1, 21), 2))
    np.testing.assert_allclose(alone["spread_ko"], with_sentences["spread_ko"], atol=1e-6)


def test_where_similarities_are_spread_wider_each_counts_for_less():
    narrow = {"spread_ko": np.diag([0.01, 0.01, 0.01]), "spread_en": np.diag([0.04, 0.04, 0.04])}
    found = yardsticks(X, narrow)
    assert found[EN] == pytest.approx(2 * found[KO])
