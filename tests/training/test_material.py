"""Questions with their excerpts, as a value and as a file."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.training.conftest import FIRST, excerpt
from training.material import Asked, Excerpt, read, write


def test_what_was_written_is_read(tmp_path: Path, asked: list[Asked]) -> None:
    write(tmp_path / "asked.jsonl", asked)
    assert list(read(tmp_path / "asked.jsonl")) == asked


@given(st.sets(st.integers(0, 2), min_size=1))
def test_parts_of_an_excerpt_keep_their_sentences_and_answers(numbers: set[int]) -> None:
    whole = excerpt(FIRST, "하늘샘")
    some = whole.only(whole.sentences[number] for number in numbers)
    wanted = [FIRST[slice(*whole.sentences[number])] for number in sorted(numbers)]
    assert [some.text[start:end] for start, end in some.sentences] == wanted
    assert some.text == " ".join(wanted)
    assert [some.text[start:end] for start, end in some.answers] == ["하늘샘"] * (1 in numbers)


def test_one_answer_marked_twice_is_one() -> None:
    whole = Excerpt("", "", "가나.", ((0, 3),), ((0, 1), (0, 1)))
    assert whole.only([(0, 3)]).answers == ((0, 1),)
