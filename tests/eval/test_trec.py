"""TREC's forms: collections in, runs in and out, and the same figures as pytrec_eval's."""

import json
import random
from pathlib import Path

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from eval.adapters import load
from eval.cli import command
from eval.errors import DatasetError
from eval.metrics import retrieval_scores
from eval.trec_run import Run, read_run, replies_of, run_text

TOPICS = "t1\t다리 공사는 언제 끝나나?\nt2\tWhere is the plant?\nt3\t아무도 답하지 않는 물음\n"
QRELS = "t1 0 bridge 2\nt1 0 plant 0\nt2 0 plant 1\n"
DOCUMENTS = [
    {"id": "bridge", "title": "다리", "text": "다리 공사는 유월에 끝난다."},
    {"id": "plant", "title": "Plant", "text": "The plant is in Gaon."},
]


def collection(folder: Path, topics: str = TOPICS, qrels: str = QRELS) -> Path:
    lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in DOCUMENTS)
    (folder / "documents.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "topics.tsv").write_text(topics, encoding="utf-8")
    (folder / "qrels.txt").write_text(qrels, encoding="utf-8")
    return folder


def test_a_collection(tmp_path: Path) -> None:
    dataset = load(collection(tmp_path))
    assert [document.source for document in dataset.documents] == ["bridge", "plant"]
    assert {q.id: dict(q.relevant) for q in dataset.questions} == {
        "t1": {"bridge": 2, "plant": 0},
        "t2": {"plant": 1},
    }
    assert dataset.exclusions == {"topics with no relevant document": 1}
    assert dataset.whole


@pytest.mark.parametrize(
    ("topics", "qrels", "message"),
    [
        ("no tab here\n", QRELS, r"topics\.tsv, line 1: expected an id, a tab and a question"),
        ("t1\t가?\nt1\t나?\n", QRELS, r"topics\.tsv, line 2: the id 't1' is already taken"),
        (TOPICS, "t1 0 bridge\n", r"qrels\.txt, line 1: expected 4 columns, found 3"),
        (TOPICS, "\nt9 0 bridge 1\n", r"qrels\.txt, line 2: no topic has the id 't9'"),
        (TOPICS, "t1 0 tunnel 1\n", r"qrels\.txt, line 1: no document .* 'tunnel'"),
        (TOPICS, "t1 0 bridge high\n", r"qrels\.txt, line 1: expected a whole number .* 'high'"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, topics: str, qrels: str, message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        load(collection(tmp_path, topics, qrels))


def test_the_score_decides_and_ties_come_as_trec_eval_breaks_them(tmp_path: Path) -> None:
    path = tmp_path / "run.txt"
    scores = {"a": "0.5", "가": "0.5", "b": "0.500000001", "c": "0.9", "d": "0.4"}
    path.write_text("\n".join(f"t1 Q0 {name} 1 {score} x" for name, score in scores.items()))
    (ranking,) = read_run(path).values()
    assert ranking == ("c", "가", "b", "a", "d")
    held = {name: float(score) for name, score in scores.items()}
    for rank, name in enumerate(ranking, 1):
        judge = pytrec_eval.RelevanceEvaluator({"t1": {name: 1}}, {"recip_rank"})
        assert judge.evaluate({"t1": held})["t1"]["recip_rank"] == pytest.approx(1 / rank)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("t1 Q0 a 1 0.5", "line 2: expected 6 columns, found 5"),
        ("t1 Q0 a 1 high x", "line 2: expected a number as score, found 'high'"),
        ("t1 Q0 a 1 nan x", "line 2: expected a number as score, found 'nan'"),
        ("t1 Q0 a 1 1e300 x", "line 2: expected a number as score, found '1e300'"),
        ("t1 Q0 z 1 0.5 x", "line 2: 'z' is ranked twice for 't1'"),
    ],
)
def test_a_bad_run_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "run.txt"
    path.write_text("t1 Q0 z 1 0.9 x\n" + line + "\n")
    with pytest.raises(DatasetError, match=message):
        read_run(path)


names = st.text("abc가나1-_", min_size=1, max_size=4)


@given(st.dictionaries(names, st.lists(names, unique=True, min_size=1, max_size=30), max_size=5))
def test_a_run_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rankings: dict[str, list[str]]
) -> None:
    path = tmp_path_factory.mktemp("run") / "run.txt"
    path.write_text(run_text(rankings, "tag"), encoding="utf-8")
    assert read_run(path) == {question: tuple(found) for question, found in rankings.items()}


def test_a_name_that_a_run_cannot_hold_is_refused() -> None:
    with pytest.raises(DatasetError, match="'a b'"):
        run_text({"q": ["a b"]}, "tag")


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        ({"t7": ("bridge",), "t3": ("bridge",)}, "none of the run's 2 questions: 't7', 't3'"),
        ({}, "none of the run's 0 questions"),
    ],
)
def test_a_run_of_other_questions_is_refused(tmp_path: Path, run: Run, reason: str) -> None:
    dataset = load(collection(tmp_path))
    with pytest.raises(DatasetError, match=reason):
        replies_of(run, dataset)


def test_another_systems_run_is_scored(tmp_path: Path) -> None:
    path = tmp_path / "run.txt"
    ranked = "t1 Q0 plant 1 9 x\nt1 Q0 bridge 2 8 x\nt2 Q0 plant 1 3 x\n"
    path.write_text(ranked + "t3 Q0 plant 1 3 x\nt9 Q0 plant 1 3 x\n")  # t3 has no judgements
    options = ["score-run", str(collection(tmp_path)), str(path), "--json"]
    done = CliRunner().invoke(command, options, catch_exceptions=False)
    made = json.loads(done.stdout)
    assert made["metrics"]["retrieval"]["MRR@10"] == 0.75
    assert made["metrics"]["answers"] == {}
    assert made["exclusions"]["questions of the run without judgements"] == 2


def test_figures_are_pytrec_evals() -> None:
    """On random judgements and rankings, with ties, repeats, graded and empty ones among them."""
    chance = random.Random(11)
    documents = [f"d{number}" for number in range(30)]
    qrels, run = {}, {}
    for number in range(60):
        judged = chance.sample(documents, chance.randint(1, 12))
        qrels[f"q{number}"] = {name: chance.choice([0, 0, 1, 1, 2, 3]) for name in judged}
        run[f"q{number}"] = chance.sample(documents, chance.randint(0, 30))
    ours = retrieval_scores(qrels, run)
    theirs = pytrec_eval.RelevanceEvaluator(
        qrels,
        {"recall.1,5,10", "success.1,5,10", "ndcg_cut.10", "map_cut.10"},
    ).evaluate({q: {d: -float(rank) for rank, d in enumerate(found)} for q, found in run.items()})
    named = {
        "R@1": "recall_1",
        "R@5": "recall_5",
        "R@10": "recall_10",
        "Success@1": "success_1",
        "Success@10": "success_10",
        "AP@10": "map_cut_10",
        "nDCG@10": "ndcg_cut_10",
    }
    for question, found in run.items():
        for one, other in named.items():
            expected = theirs[question][other] if found and question in theirs else 0.0
            assert ours[question][one] == pytest.approx(expected), (question, one)
