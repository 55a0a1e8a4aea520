"""Questions made to look answered."""

import random

import pytest

from tests.training.conftest import excerpt
from training.swapped import swapped

VISIT = "2031년 3월 하늘샘 원장이 도라지 장관과 가온시를 찾았다. 2034년에는 이도담 위원이 왔다."
SIGNED = (
    "In 1971 the treaty of Harlan Bay was signed by Ida Moor. In 1984 it was ended by Jon Reed."
)


def _all(question: str, text: str, answer: str = "") -> set[str | None]:
    one = excerpt(text, answer)
    return {swapped(question, one, random.Random(seed)) for seed in range(60)}


def test_a_year_becomes_another_year_of_the_text() -> None:
    assert _all("1971년에 무엇을 맺었나?", SIGNED) == {"1984년에 무엇을 맺었나?"}


def test_an_english_name_becomes_another_one() -> None:
    found = _all("What did Ida Moor sign?", SIGNED, "Harlan Bay")
    assert found == {"What did Jon Reed sign?"}


def test_a_korean_name_becomes_one_that_takes_the_same_particle() -> None:
    found = _all("이도담이 언제 왔나?", VISIT)
    assert "하늘샘이 언제 왔나?" in found
    assert "도라지이 언제 왔나?" not in found


def test_the_answer_is_never_what_is_asked_about() -> None:
    assert all("1984" not in str(one) for one in _all("1971년 뒤는?", SIGNED, "1984"))


@pytest.mark.parametrize("question", ["무엇을 맺었나?", "What was it?", "1999년에 무엇을 맺었나?"])
def test_where_nothing_is_shared_nothing_is_made(question: str) -> None:
    assert _all(question, SIGNED) == {None}


def test_a_longer_form_of_the_same_name_is_no_other_name() -> None:
    text = "They met Ida Moor. The queen then made it Dame Ida Moor."
    assert _all("Who met Ida Moor?", text) == {None}
