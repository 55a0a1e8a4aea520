"""A model's habits, measured on a model that was made with known ones."""

import json
from importlib.resources import files

import numpy as np
import pytest

from index.alignment import align
from ingest.document import Language
from ingest.language import detect

PROBES = [
    json.loads(line) for line in (files("index") / "probes.jsonl").read_text("utf-8").splitlines()
]
TOPIC = {
    probe[f"{kind}_{language}"]: number
    for number, probe in enumerate(PROBES)
    for kind in ("passage", "question")
    for language in Language
}
WIDTH = 16
LANGUAGE, QUESTION = 0, 1  # the axes that mean Korean rather than English, and being a question


class Habitual:
    """Knows the probes: a topic, plus half a step towards its language, plus 0.3 for a question."""

    dimension = WIDTH

    def __init__(self, model_id="habitual"):
        self.model_id = model_id
        self.calls = 0

    def encode_query(self, text):
        self.calls += 1
        return self.vector(text, 0.3)

    def encode_passages(self, passages):
        self.calls += 1
        return [self.vector(one.text, 0.0)[None] for one in passages]

    def vector(self, text, question):
        vector = np.zeros(WIDTH)
        vector[2:] = np.random.default_rng(TOPIC[text]).standard_normal(WIDTH - 2)
        vector /= np.linalg.norm(vector)
        vector[LANGUAGE] = 0.5 if detect(text) is Language.KO else -0.5
        vector[QUESTION] = question
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def topics():
    """The unit vectors of what the probes are about, without language or question."""
    rows = np.zeros((len(PROBES), WIDTH))
    for number in range(len(PROBES)):
        rows[number, 2:] = np.random.default_rng(number).standard_normal(WIDTH - 2)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_probes_are_pairs_in_two_languages():
    assert len(TOPIC) == 4 * len(PROBES)
    for probe in PROBES:
        for language in Language:
            assert detect(probe[f"passage_{language}"]) is language
            assert detect(probe[f"question_{language}"]) is language


def test_known_habits_are_measured(tmp_path):
    found = align(Habitual(), tmp_path)
    assert abs(found.direction[LANGUAGE]) == pytest.approx(1.0, abs=1e-5)
    rows = topics()
    for language in Language:
        np.testing.assert_allclose(found.prior[language], rows.mean(axis=0), atol=1e-5)
        # Without its language a question is topic + 0.3 and has length sqrt(1.09).
        step = found.question_offset[language]
        assert step[QUESTION] == pytest.approx(0.3 / np.sqrt(1.09), abs=1e-5)
        around = rows - rows.mean(axis=0)
        around /= np.linalg.norm(around, axis=1, keepdims=True)
        np.testing.assert_allclose(
            found.spread[language], np.einsum("ni,nj->ij", around, around) / len(rows), atol=1e-5
        )


def test_a_model_is_measured_once(tmp_path):
    first = align(Habitual(), tmp_path / "alignment")
    again = Habitual()
    second = align(again, tmp_path / "alignment")
    assert again.calls == 0
    np.testing.assert_array_equal(first.direction, second.direction)
    for kind in ("prior", "spread", "question_offset"):
        for language in Language:
            np.testing.assert_array_equal(
                getattr(first, kind)[language], getattr(second, kind)[language]
            )


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    file = tmp_path / "file"
    file.touch()
    found = align(Habitual(), file / "alignment")
    np.testing.assert_array_equal(found.direction, align(Habitual(), tmp_path / "kept").direction)


def test_another_model_is_measured_for_itself(tmp_path):
    align(Habitual(), tmp_path)
    other = Habitual("another")
    align(other, tmp_path)
    assert other.calls > 0
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("damage", [lambda raw: b"", lambda raw: raw[:100], lambda raw: b"x" * 50])
def test_a_damaged_file_is_measured_again(tmp_path, damage):
    first = align(Habitual(), tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    again = Habitual()
    second = align(again, tmp_path)
    assert again.calls > 0
    np.testing.assert_array_equal(first.direction, second.direction)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
