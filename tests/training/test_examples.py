"""What the reader is taught, before there is any network."""

import io
import random
import tarfile
from pathlib import Path

import pytest

from training.articles import articles, parallel
from training.examples import across, answering, misleading

PAIRS = [("The mayor left.", "시장이 떠났다."), ("It rained.", "비가 왔다."), ("Why?", "왜?")]


def test_the_held_out_fold_is_kept_apart(squad: Path) -> None:
    (taught,) = articles(squad, held_out=False)
    (kept,) = articles(squad, held_out=True)
    assert {p.title for p in taught}.isdisjoint({p.title for p in kept})


def test_spans_are_the_answers_words_and_sentences_are_whole(squad: Path) -> None:
    taught = list(articles(squad, held_out=False))
    answers = [e.text[slice(*e.answer)] if e.answer else None for e in answering(taught)]
    assert answers == ["하늘샘", "마흔 명", None, "석 달", "강풍", None]
    first = taught[0][0]
    assert [first.text[a:b] for a, b in first.sentences] == [
        "한빛 연구원은 3월에 문을 열었다.",
        "원장은 하늘샘이다.",
        "직원은 마흔 명이다.",
    ]


def test_what_misleads_holds_no_answer_and_all_else(squad: Path) -> None:
    taught = list(articles(squad, held_out=False))
    golds = {e.question: e.text[slice(*e.answer)] for e in answering(taught) if e.answer}
    kinds = set()
    for seed in range(10):
        found = list(misleading(taught, random.Random(seed)))
        assert len(found) == len(golds)
        for example in found:
            assert example.answer is None
            assert golds[example.question] not in example.text
            kinds.add(example.text.count("."))
    assert kinds == {2, 3}  # the own paragraph less a sentence, and the other one


def test_a_translation_is_looked_for_in_both_directions() -> None:
    found = list(across(PAIRS, random.Random(1)))
    assert len(found) == 4 * len(PAIRS)
    for example in found:
        one = next(pair for pair in PAIRS if example.question in pair)
        translation = one[1 - one.index(example.question)]
        if example.answer is None:
            assert translation not in example.text
        else:
            assert example.text[slice(*example.answer)] == translation


def test_parallel_files_of_different_lengths_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, text in (("a.en", "One.\nTwo.\n"), ("a.ko", "하나.\n")):
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    with pytest.raises(ValueError, match="2 lines beside 1"):
        parallel(path)
