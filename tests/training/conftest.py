"""Articles of our own, small enough to train on in a test."""

import json
from pathlib import Path

import pytest

from eval.folds import fold_of
from training.articles import HELD_OUT

PARAGRAPHS = [
    (
        "한빛 연구원은 3월에 문을 열었다. 원장은 하늘샘이다. 직원은 마흔 명이다.",
        [("원장은 누구인가?", "하늘샘"), ("직원은 몇 명인가?", "마흔 명")],
    ),
    (
        "가온시는 다리를 놓는다. 공사는 석 달 걸린다. 시장은 강풍을 걱정했다.",
        [("공사는 얼마나 걸리나?", "석 달"), ("시장은 무엇을 걱정했나?", "강풍")],
    ),
]


def titled(fold_is_held_out: bool) -> str:
    """A title that falls into the held-out fold, or into another."""
    return next(
        title
        for title in (f"기사 {number}" for number in range(1000))
        if (fold_of(title) == HELD_OUT) is fold_is_held_out
    )


def article(title: str) -> dict[str, object]:
    paragraphs = []
    for text, asked in PARAGRAPHS:
        qas: list[dict[str, object]] = [
            {"question": q, "answers": [{"text": a, "answer_start": text.index(a)}]}
            for q, a in asked
        ]
        qas.append({"question": "언제 끝나나?", "is_impossible": True, "answers": []})
        paragraphs.append({"context": text, "qas": qas})
    return {"title": title, "paragraphs": paragraphs}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """A file of two articles, one of them held out."""
    path = tmp_path / "squad.json"
    data = [article(titled(False)), article(titled(True))]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path
