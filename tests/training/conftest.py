"""Questions of our own, few enough to train on in a test."""

from pathlib import Path

import pytest

from index.bundled_model import bundled_model
from index.tokens import Tokens
from service.settings import load_settings
from training.material import Asked, Excerpt

FIRST = "한빛 연구원은 3월에 문을 열었다. 원장은 하늘샘이다. 직원은 마흔 명이다."
SECOND = "가온시는 다리를 놓는다. 공사는 석 달 걸린다. 시장은 강풍을 걱정했다."


def excerpt(text: str, answer: str = "") -> Excerpt:
    """A text whose sentences end with a full stop."""
    sentences, at = [], 0
    for sentence in text.removesuffix(".").split(". "):
        sentences.append((at, at + len(sentence) + 1))
        at += len(sentence) + 2
    start = text.index(answer)
    return Excerpt(
        "a", "기사", text, tuple(sentences), ((start, start + len(answer)),) * bool(answer)
    )


@pytest.fixture
def asked() -> list[Asked]:
    """Four questions that are answered, and one that is not."""
    found = [
        Asked(question, "기사", (excerpt(text, answer),), (excerpt(other),))
        for question, answer, text, other in (
            ("원장은 누구인가?", "하늘샘", FIRST, SECOND),
            ("직원은 몇 명인가?", "마흔 명", FIRST, SECOND),
            ("공사는 얼마나 걸리나?", "석 달", SECOND, FIRST),
            ("시장은 무엇을 걱정했나?", "강풍", SECOND, FIRST),
        )
    ]
    return [*found, Asked("언제 끝나나?", "기사", (), (excerpt(SECOND), excerpt(FIRST)))]


@pytest.fixture(scope="session")
def model() -> Path:
    """The directory of the bundled model, as its authors made it."""
    return bundled_model(load_settings().cache_dir)


@pytest.fixture(scope="session")
def tokens(model: Path) -> Tokens:
    return Tokens(model)
