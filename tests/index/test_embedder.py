"""The real model: one pass gives a passage's vector and its sentences'."""

from dataclasses import replace

import numpy as np
import pytest

from index.bundled_encoder import BundledEncoder
from index.bundled_model import bundled_model
from index.embedder import ModelEmbedder, PassageText, open_embedder
from index.errors import ModelUnreadable

pytestmark = pytest.mark.model

MINISTER = "표민서 장관은 13일 연구원을 찾았다. 국재하 원장에게 인력을 늘려 달라고 요청했다."
HARBOUR = "The harbour of Nuri opened on Monday. Its new quay holds two ferries at once."
VACCINE = "🚀 독감백신 1,180만 도즈를 공급한다. 접종은 9월 22일 시작한다."


def passage(title: str, text: str) -> PassageText:
    """Sentences end at full stops."""
    bounds, start = [], 0
    for end in (place + 1 for place, char in enumerate(text) if text[place : place + 2] == ". "):
        bounds.append((start, end))
        start = end + 1
    return PassageText(title, text, (*bounds, (start, len(text))))


PASSAGES = [
    passage("장관, 연구원 방문", MINISTER),
    passage("Nuri harbour opens", HARBOUR),
    passage("", VACCINE),
]
LONG = passage(
    "긴 글", " ".join(f"{n}번째 문장은 {n * 37}명이 모인 회의 이야기다." for n in range(90))
)


@pytest.fixture(scope="module")
def encoded(real_embedder):
    return real_embedder.encode_passages(PASSAGES)


def test_every_row_is_a_unit_vector(real_embedder, encoded):
    assert [rows.shape for rows in encoded] == [(3, 384)] * 3
    for rows in [*encoded, real_embedder.encode_query("무엇을 요청했나?")[None]]:
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_the_same_texts_give_the_same_vectors(real_embedder, encoded):
    for first, second in zip(encoded, real_embedder.encode_passages(PASSAGES), strict=True):
        np.testing.assert_array_equal(first, second)


def test_neighbours_in_a_batch_change_next_to_nothing(real_embedder, encoded):
    reversed_order = real_embedder.encode_passages(PASSAGES[::-1])[::-1]
    alone = [real_embedder.encode_passages([one])[0] for one in PASSAGES]
    for rows, other, single in zip(encoded, reversed_order, alone, strict=True):
        assert (rows * other).sum(axis=1).min() > 0.999
        assert (rows * single).sum(axis=1).min() > 0.995  # bfloat16 rounds by the batch's width


def test_a_long_passage_is_read_to_its_end(real_embedder):
    (rows,) = real_embedder.encode_passages([LONG])
    assert rows.shape == (1 + 90, 384)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    # Its own words are nearer to a sentence's vector than what stands at the other end.
    last = real_embedder.encode_passages([PassageText("", LONG.text[slice(*LONG.sentences[-1])])])
    assert rows[-1] @ last[0][0] > rows[1] @ last[0][0]
    assert not (rows[1:] == rows[0]).all(axis=1).any()  # no sentence was left out


def test_a_long_passage_s_first_token_is_its_own(real_embedder):
    one_token = replace(LONG, text="강 " + LONG.text, sentences=((0, 1), (2, 20)))
    (rows,) = real_embedder.encode_passages([one_token])
    assert not np.array_equal(rows[1], rows[0])  # what a sentence without a token is given


def test_empty_texts_have_vectors(real_embedder):
    (rows,) = real_embedder.encode_passages([PassageText("", "", ((0, 0),))])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(real_embedder.encode_query("")), 1.0, atol=1e-5)
    assert real_embedder.encode_passages([]) == []


def test_a_question_longer_than_the_model_reads_is_cut(real_embedder):
    # 2,000 tokens differ only after the 512 that are read.
    first = real_embedder.encode_query("가나 " * 1000 + "장관")
    second = real_embedder.encode_query("가나 " * 1000 + "바다")
    np.testing.assert_allclose(np.linalg.norm(first), 1.0, atol=1e-5)
    np.testing.assert_array_equal(first, second)


def test_questions_are_nearest_to_what_answers_them(real_embedder, encoded):
    passages = np.stack([rows[0] for rows in encoded])
    for question, answer in (
        ("원장에게 무엇을 요청했나?", 0),
        ("When did the harbour open?", 1),
        ("When do flu vaccinations start?", 2),
    ):
        assert int(np.argmax(passages @ real_embedder.encode_query(question))) == answer


def test_vectors_are_those_of_the_library_in_full_precision(model_cache):
    """The reference pools, normalises and prompts by itself, in float32."""
    import torch
    from sentence_transformers import SentenceTransformer

    plain = ModelEmbedder(BundledEncoder(bundled_model(model_cache), tuning=None), "plain")
    encoded = plain.encode_passages(PASSAGES)

    reference = SentenceTransformer(
        str(bundled_model(model_cache)), device="cpu", model_kwargs={"dtype": torch.float32}
    )
    titled = [f"{one.title}\n{one.text}" if one.title else one.text for one in PASSAGES]
    wanted = reference.encode(titled, prompt_name="document", show_progress_bar=False)
    for rows, expected in zip(encoded, wanted, strict=True):
        assert rows[0] @ expected > 0.99
    question = "원장에게 무엇을 요청했나?"
    expected = reference.encode(question, prompt_name="query", show_progress_bar=False)
    assert plain.encode_query(question) @ expected > 0.99
    states = reference.encode(
        titled[0], prompt_name="document", output_value="token_embeddings", show_progress_bar=False
    )
    offsets = reference.tokenizer("passage: " + titled[0], return_offsets_mapping=True)
    head = len("passage: " + PASSAGES[0].title + "\n")
    for (start, end), row in zip(PASSAGES[0].sentences, encoded[0][1:], strict=True):
        inside = [
            place
            for place, (a, b) in enumerate(offsets["offset_mapping"])
            if b - head > start and a - head < end and b > a
        ]
        mean = states[inside].float().mean(dim=0).numpy()
        assert row @ mean / np.linalg.norm(mean) > 0.99


def test_a_model_that_is_not_there_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnreadable, match="empty"):
        open_embedder(str(tmp_path / "empty"), tmp_path)
