"""A small corpus, and an embedder quick enough to index it in every test."""

import itertools
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.datasets import Dataset, GoldSpan, PastTurn, Question
from index.corpus import Index, open_index
from index.embedder import PassageText
from index.encoder import Matrix
from ingest.document import Document, Language

ARTICLES = {
    "visit": ("연구원 방문", "장관은 12일 한빛연구원을 찾았다. 원장은 양자 계획을 밝혔다."),
    "bridge": ("다리 공사", "한결대교 공사가 석 달 늦어진다. 교통부는 강풍을 이유로 들었다."),
    "vaccine": ("백신 접종", "독감 백신 접종이 10월에 시작된다. 노인은 무료로 맞는다."),
    "battery": ("Battery plant", "Gaoncell will build a battery plant. It opens in June."),
}


class BigramEmbedder:
    """Counts of hashed character pairs: near texts share pairs, which is enough to rank by."""

    model_id = "test/bigrams"
    dimension = 128

    def __init__(self) -> None:
        self.embedded = 0

    def encode_query(self, text: str) -> Matrix:
        return self._vector(text)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        self.embedded += len(passages)
        return [
            np.stack(
                [
                    self._vector(p.title + p.text),
                    *(self._vector(p.text[a:b]) for a, b in p.sentences),
                ]
            )
            for p in passages
        ]

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(self.dimension, np.float32)
        for one, other in itertools.pairwise(text):
            vector[zlib.crc32((one + other).encode()) % self.dimension] += 1
        vector[0] += 1e-3  # a text of one character has a direction too
        unit: Matrix = vector / np.linalg.norm(vector)
        return unit


@pytest.fixture
def embedder() -> BigramEmbedder:
    return BigramEmbedder()


@pytest.fixture
def dataset() -> Dataset:
    documents = tuple(
        Document(name, title, text, Language.EN if name == "battery" else Language.KO)
        for name, (title, text) in ARTICLES.items()
    )
    return Dataset("small", documents, QUESTIONS, whole=True)


@pytest.fixture
def index(tmp_path: Path, embedder: BigramEmbedder) -> Iterator[Index]:
    opened = open_index(tmp_path / "index", embedder)
    yield opened
    opened.close()


def _asked(name: str, text: str, document: str, gold: str, **more: object) -> Question:
    start = ARTICLES[document][1].index(gold)
    return Question(
        id=name,
        text=text,
        language=Language.KO,
        relevant={document: 1},
        gold_spans=(GoldSpan(document, start, start + len(gold)),),
        **more,  # type: ignore[arg-type]
    )


QUESTIONS = (
    _asked("q1", "장관이 찾은 곳은?", "visit", "한빛연구원"),
    _asked("q2", "한결대교 공사는 얼마나 늦어지나?", "bridge", "석 달"),
    _asked(
        "q3",
        "그 이유는?",
        "bridge",
        "강풍을 이유로",
        history=(PastTurn("한결대교 공사는 얼마나 늦어지나?", "석 달"),),
        rewrite="한결대교 공사가 늦어지는 이유는?",
    ),
    _asked("q4", "독감 백신 접종은 언제 시작되나?", "vaccine", "10월"),
    Question("q5", "달 탐사선은 언제 떠나나?", Language.KO, answerable=False),
    Question("q6", "백신", Language.KO, relevant={"vaccine": 1}),
)
