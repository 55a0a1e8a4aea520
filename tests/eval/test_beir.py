import json
from pathlib import Path

import pytest

from eval.adapters import load
from eval.errors import DatasetError
from eval.kinds import Kind
from eval.trec_run import replies_of
from ingest.document import Language

DOCUMENTS = [
    {"_id": "d1", "title": "방문", "text": "장관은 연구원을 찾았다."},
    {"_id": "d2", "title": "", "text": "The minister visited the institute."},
    {"_id": "d3", "title": "제목만 있다", "text": ""},
]
QUERIES = [{"_id": "q1", "text": "누가 찾았나?"}, {"_id": "q2", "text": "Who visited?"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t0\nq2\td2\t1\n"


def beir(folder: Path, documents: object = DOCUMENTS, qrels: str = QRELS) -> Path:
    rows = {"corpus.jsonl": documents, "queries.jsonl": QUERIES}
    for name, records in rows.items():
        text = "".join(json.dumps(record) + "\n" for record in records)  # type: ignore[attr-defined]
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_documents_queries_and_grades_are_read(tmp_path: Path) -> None:
    dataset = load(beir(tmp_path), name="ours")
    assert [(d.source, d.language) for d in dataset.documents] == [
        ("d1", Language.KO),
        ("d2", Language.EN),
        ("d3", Language.KO),
    ]
    assert dataset.documents[2].text == "제목만 있다"
    korean, english = dataset.questions
    assert (korean.relevant, korean.language) == ({"d1": 2, "d3": 0}, Language.KO)
    assert (english.relevant, english.language) == ({"d2": 1}, Language.EN)
    assert (dataset.name, dataset.whole, dataset.exclusions) == ("ours", True, {})


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    documents = [*DOCUMENTS, {"_id": "d4", "title": "", "text": ""}]
    dataset = load(beir(tmp_path, documents, "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td1\t0\n"))
    assert [question.id for question in dataset.questions] == ["q1"]
    assert len(dataset.documents) == 3
    assert dataset.exclusions == {
        "documents without text": 1,
        "queries with no relevant document": 1,
    }


def test_a_query_that_is_a_document_is_not_among_what_is_found(tmp_path: Path) -> None:
    folder = beir(tmp_path)
    plain = load(folder)
    (folder / "queries.jsonl").write_text('{"_id": "d2", "text": "The minister visited."}\n')
    (folder / "qrels" / "test.tsv").write_text("d2\td1\t1\n")
    (question,) = load(folder).questions
    assert question.others(["d2", "d1", "d3"]) == ("d1", "d3")
    (reply,) = replies_of({"d2": ("d2", "d1")}, load(folder))
    assert reply.ranking == ("d1",)
    assert plain.questions[0].others(["d2", "d1"]) == ("d2", "d1")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("q9\td1\t1", "no query has the _id 'q9'"),
        ("q1\td9\t1", "no document with text has the _id 'd9'"),
        ("q1\td1\tyes", "expected a whole number as score, found 'yes'"),
        ("q1 d1 1", "expected 3 cells parted by tabs, found 1"),
    ],
)
def test_a_bad_judgement_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(DatasetError) as caught:
        load(beir(tmp_path, qrels=QRELS + row + "\n"))
    assert f"test.tsv, line 5: {reason}" in str(caught.value)


def test_an_id_taken_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"corpus\.jsonl, line 4: the id 'd1'"):
        load(beir(tmp_path, [*DOCUMENTS, DOCUMENTS[0]]))


def test_a_set_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="0 questions; there is nothing to score"):
        load(beir(tmp_path, qrels="query-id\tcorpus-id\tscore\n"))


def test_an_unknown_kind_of_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is no known kind of data set"):
        load(tmp_path)


def test_a_set_of_another_kind_than_said_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is not a SQuAD-format"):
        load(beir(tmp_path), Kind.SQUAD)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no such file or folder"):
        load(tmp_path / "nothing")


def test_the_digest_names_the_corpus_and_not_the_questions(tmp_path: Path) -> None:
    first = load(beir(tmp_path))
    other_questions = load(beir(tmp_path, qrels="query-id\tcorpus-id\tscore\nq1\td1\t1\n"))
    other_corpus = load(beir(tmp_path, [DOCUMENTS[0] | {"text": "다르다."}, *DOCUMENTS[1:]]))
    assert first.digest == other_questions.digest != other_corpus.digest
    assert first.questions_digest != other_questions.questions_digest
