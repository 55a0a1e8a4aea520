"""What the reader is taught, before there is any network."""

import io
import json
import random
import tarfile
from pathlib import Path

import pytest

from training.articles import Asked, Paragraph, articles, parallel, probes
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


def test_a_paragraph_that_says_the_answer_too_does_not_mislead() -> None:
    text, also, other = "원장은 하늘샘이다. 봄이다.", "하늘샘이 왔다.", "비가 왔다."
    first = Paragraph("기사", text, ((0, 10), (11, 15)), (Asked("원장은?", (4, 7)),))
    article = [first, Paragraph("기사", also, (), ()), Paragraph("기사", other, (), ())]
    found = {next(misleading([article], random.Random(seed))).text for seed in range(20)}
    assert found == {"봄이다.", other}


def test_what_is_looked_for_is_the_answer_or_is_not_there() -> None:
    found = list(across(PAIRS, random.Random(1)))
    assert len(found) == 2 * len(PAIRS)
    for example in found:
        sought = dict(PAIRS)[example.question]
        if example.answer is None:
            assert sought not in example.text
        else:
            assert example.text[slice(*example.answer)] == sought


def archive(path: Path, **texts: str) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, text in texts.items():
            member = tarfile.TarInfo(f"a.{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def test_parallel_sentences_go_both_ways_without_empty_ones(tmp_path: Path) -> None:
    path = archive(tmp_path / "pairs.tar.gz", en="One.\n\nThree.\n", ko="하나.\n둘.\n셋.\n")
    there, back = parallel(path)
    assert there == [("One.", "하나."), ("Three.", "셋.")]
    assert back == [("하나.", "One."), ("셋.", "Three.")]


def test_parallel_files_of_different_lengths_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "pairs.tar.gz", en="One.\nTwo.\n", ko="하나.\n")
    with pytest.raises(ValueError, match="2 lines beside 1"):
        parallel(path)


def test_probes_are_questions_with_passages_of_the_other_language(tmp_path: Path) -> None:
    path = tmp_path / "probes.jsonl"
    probe = {
        "question_en": "Who?",
        "question_ko": "누구?",
        "passage_en": "Haneul.",
        "passage_ko": "하늘.",
    }
    path.write_text(json.dumps(probe) + "\n", encoding="utf-8")
    assert probes(path) == [[("Who?", "하늘.")], [("누구?", "Haneul.")]]
