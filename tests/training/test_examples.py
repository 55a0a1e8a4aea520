"""What the reader is taught, before there is any network."""

import random

from tests.training.conftest import FIRST, SECOND, excerpt
from training.examples import across, taught
from training.material import Asked

PAIRS = [("The mayor left.", "시장이 떠났다."), ("It rained.", "비가 왔다."), ("Why?", "왜?")]
ANSWERS = {"원장은 누구인가?": "하늘샘", "직원은 몇 명인가?": "마흔 명"}


def test_every_answer_is_shown_with_its_sentence_and_every_question_with_a_rival(
    asked: list[Asked],
) -> None:
    for seed in range(10):
        found = list(taught(asked, random.Random(seed)))
        answers = [e.text[slice(*e.answer)] for e in found if e.answer]
        assert answers == ["하늘샘", "마흔 명", "석 달", "강풍"]
        assert all(example.answerable is (example.answer is not None) for example in found)
        assert {e.question for e in found if not e.answerable} == {one.question for one in asked}


def test_what_misleads_never_holds_the_answer(asked: list[Asked]) -> None:
    texts = set()
    for seed in range(30):
        for example in taught(asked, random.Random(seed)):
            if not example.answerable and example.question in ANSWERS:
                assert ANSWERS[example.question] not in example.text
                texts.add(example.text.count("하늘샘") + example.text.count("마흔"))
    assert texts == {0, 1}  # a rival, and the own excerpt without the sentence that answers


def test_excerpts_are_shown_long_and_short() -> None:
    long = " ".join(f"{number}번째 문장은 아무것도 답하지 않는다." for number in range(30))
    one = Asked("원장은?", "기사", (excerpt(f"{long} {FIRST}", "하늘샘"),), (excerpt(long),))
    found = [e for seed in range(40) for e in taught([one], random.Random(seed))]
    lengths = [len(example.text) for example in found]
    shortened = [length for length in lengths if length < 400]
    assert min(shortened) < 120 < 250 < max(shortened)
    assert 0.3 < len(shortened) / len(lengths) < 0.7
    assert max(lengths) == len(long) + 1 + len(FIRST)
    assert all(e.text[slice(*e.answer)] == "하늘샘" for e in found if e.answer)


def test_an_answer_nobody_marked_still_answers() -> None:
    (only,) = taught([Asked("봄?", "기사", (excerpt(SECOND),), ())], random.Random(0))
    assert (only.answerable, only.answer) == (True, None)


def test_what_is_looked_for_is_the_answer_or_is_not_there() -> None:
    found = list(across(PAIRS, random.Random(1)))
    assert len(found) == 2 * len(PAIRS)
    for example in found:
        sought = dict(PAIRS)[example.question]
        if example.answer is None:
            assert not example.answerable
            assert sought not in example.text
        else:
            assert example.text[slice(*example.answer)] == sought


def test_an_answering_excerpt_is_shown_with_a_question_about_something_else_it_names() -> None:
    text = "In 1971 the treaty of Harlan Bay was signed. In 1984 it was ended."
    one = Asked("What was signed in 1971?", "a", (excerpt(text, "Harlan Bay"),), ())
    found = [e for seed in range(40) for e in taught([one], random.Random(seed))]
    swapped = [e for e in found if e.question == "What was signed in 1984?"]
    assert swapped
    assert not any(e.answerable or e.answer for e in swapped)
