"""Our own shape of a data set, and the script that makes its questions file."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from eval.adapters import load
from eval.datasets import PastTurn
from eval.errors import DatasetError
from ingest.document import Language

REPOSITORY = Path(__file__).resolve().parents[2]
MINISTER = "표민서 장관은 12일 한빛연구원에 시제품을 11월까지 가동하라고 주문했다."
DIRECTOR = "국재하 원장은 일정을 지키겠다고 답했다."
BRIEFING = f"# 장관, 연구원 방문\n\n{MINISTER}\n\n{DIRECTOR}\n"
WIRE = f"# 연구원 방문한 장관\n\n{MINISTER} 연구원은 답을 내놓지 않았다.\n"


def asked(**changed: Any) -> dict[str, Any]:
    return {
        "id": "q1",
        "question": "장관이 주문한 것은?",
        "language": "ko",
        "type": "request",
        "answerable": True,
        "file": "visit.md",
        "quote": MINISTER,
        "answer": "11월까지 가동",
        "speaker": "표민서",
        "addressee": "한빛연구원",
    } | changed


REFUSED = {
    "id": "q2",
    "question": "예산은?",
    "language": "ko",
    "type": "number",
    "answerable": False,
}


def sample(folder: Path, *lines: dict[str, Any], where: str = "questions.jsonl") -> Path:
    (folder / "briefings" / "sub").mkdir(parents=True)
    (folder / "briefings" / "visit.md").write_text(BRIEFING, encoding="utf-8")
    (folder / "briefings" / "sub" / "wire.md").write_text(WIRE, encoding="utf-8")
    path = folder / where
    path.parent.mkdir(exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return folder


def test_gold_is_found_in_the_cleaned_text(tmp_path: Path) -> None:
    also = [{"file": "sub/wire.md", "quote": MINISTER}]
    dataset = load(sample(tmp_path, asked(also=also), REFUSED))
    texts = {document.source: document.text for document in dataset.documents}
    assert sorted(texts) == ["sub/wire.md", "visit.md"]
    question, refused = dataset.questions
    assert [(g.document, texts[g.document][g.start : g.end]) for g in question.gold_spans] == [
        ("visit.md", MINISTER),
        ("sub/wire.md", MINISTER),
    ]
    assert question.relevant == {"visit.md": 1, "sub/wire.md": 1}
    assert (question.speaker, question.addressee) == ("표민서", "한빛연구원")
    assert (question.labels, question.language) == ({"type": "request"}, Language.KO)
    assert not refused.answerable
    assert refused.relevant == {}
    assert not dataset.whole


def test_a_follow_up_carries_its_conversation(tmp_path: Path) -> None:
    turn = asked(
        question="그럼 원장은?",
        quote=DIRECTOR,
        history=[{"question": "장관이 주문한 것은?", "answer": "11월까지 가동"}],
        rewrite="국재하 원장은 뭐라고 답했나?",
    )
    (question,) = load(sample(tmp_path, turn)).questions
    assert question.history == (PastTurn("장관이 주문한 것은?", "11월까지 가동"),)
    assert question.standalone == "국재하 원장은 뭐라고 답했나?"


def test_the_digest_does_not_depend_on_where_the_files_lie(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert load(sample(here, asked())).digest == load(sample(there, asked())).digest


def test_a_file_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    sample(tmp_path, asked())
    (tmp_path / "briefings" / "scan.bin").write_bytes(bytes(range(256)))
    assert load(tmp_path).exclusions == {"unusable files": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (asked(quote="장관은 아무 말도 없었다."), "expected the quote once in 'visit.md', found 0"),
        (asked(quote="원"), "expected the quote once in 'visit.md', found"),
        (asked(file="other.md"), "file 'other.md' is not among the documents: no such file"),
        (asked(file="scan.bin"), "file 'scan.bin' is not among the documents: unsupported_format"),
        (asked(quote=None), "expected text in 'quote'"),
        (asked(language="fr"), "expected 'ko' or 'en' in 'language', found 'fr'"),
        (asked(id="fine"), "the id 'fine' is already taken"),
        (asked(also=[{"file": "sub/wire.md", "quote": DIRECTOR}]), "line 2, also[0]: expected the"),
    ],
)
def test_a_bad_question_is_refused_with_its_line(
    tmp_path: Path, line: dict[str, Any], reason: str
) -> None:
    sample(tmp_path, asked(id="fine"), line)
    (tmp_path / "briefings" / "scan.bin").write_bytes(bytes(range(256)))
    with pytest.raises(DatasetError) as caught:
        load(tmp_path)
    assert reason in str(caught.value)
    assert "questions.jsonl, line 2" in str(caught.value)


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", REPOSITORY / "samples" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_building_fills_in_the_offsets(tmp_path: Path, builder: ModuleType) -> None:
    also = [{"file": "sub/wire.md", "quote": MINISTER}]
    stale = asked(start=7, end=9, also=also)
    text, problems = builder.build(sample(tmp_path, stale, REFUSED, where="parts/one.jsonl"))
    (tmp_path / "questions.jsonl").write_text(text, encoding="utf-8")
    assert problems == []
    first, second = [json.loads(line) for line in text.splitlines()]
    dataset = load(tmp_path)
    own, other = dataset.questions[0].gold_spans
    assert (first["start"], first["end"]) == (own.start, own.end)
    assert (first["also"][0]["start"], first["also"][0]["end"]) == (other.start, other.end)
    assert second == REFUSED


def test_building_names_everything_that_is_wrong(tmp_path: Path, builder: ModuleType) -> None:
    lines = [asked(quote="없는 말"), asked(), asked(), asked(id="q3", file="gone.md")]
    _, problems = builder.build(sample(tmp_path, *lines, where="parts/one.jsonl"))
    assert len(problems) == 3
    assert "one.jsonl, line 1: expected the quote once" in problems[0]
    assert "one.jsonl, line 4: file 'gone.md'" in problems[1]
    assert problems[2] == "the id 'q1' is taken 2 times"


def test_our_samples_are_what_their_parts_make(builder: ModuleType) -> None:
    text, problems = builder.build(REPOSITORY / "samples")
    assert problems == []
    assert (REPOSITORY / "samples" / "questions.jsonl").read_text(encoding="utf-8") == text


def test_a_link_out_of_the_folder_is_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(WIRE, encoding="utf-8")
    folder = sample(tmp_path / "set", asked())
    (folder / "briefings" / "link.md").symlink_to(outside)
    names = {document.source for document in load(folder).documents}
    assert names == {"visit.md", "sub/wire.md", str(outside)}


TABLE = """\
question,file,quote,answer,answerable,history,rewrite,speaker
장관이 주문한 것은?,visit.md,{quote},11월까지 가동,,,,표민서
그 답은?,visit.md,{other},,yes,장관이 주문한 것은? | 언제?,원장의 답은?,
예산은?,,,,no,,,
"""


def table(folder: Path, text: str) -> Path:
    sample(folder)
    (folder / "questions.jsonl").unlink()
    (folder / "questions.csv").write_text(text, encoding="utf-8-sig")
    return folder


def test_questions_may_stand_in_a_table(tmp_path: Path) -> None:
    dataset = load(table(tmp_path, TABLE.format(quote=MINISTER, other=DIRECTOR)))
    first, second, third = dataset.questions
    assert [q.id for q in dataset.questions] == ["line 2", "line 3", "line 4"]
    assert (first.speaker, first.answers, first.answerable) == ("표민서", ("11월까지 가동",), True)
    assert second.history == (PastTurn("장관이 주문한 것은?"), PastTurn("언제?"))
    assert second.rewrite == "원장의 답은?"
    assert (third.answerable, third.gold_spans) == (False, ())


def test_rows_of_empty_cells_are_passed_over(tmp_path: Path) -> None:
    text = "question,file,quote,answerable\n,,,\n예산은?,,,no\n, ,,\n,,,\n"
    (question,) = load(table(tmp_path, text)).questions
    assert (question.id, question.text) == ("line 3", "예산은?")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "question,fiel\n가?,a\n",
            r"questions\.csv, line 1: unknown column 'fiel'; known: addressee",
        ),
        ("question,answerable\n가?,perhaps\n", "line 2: expected yes or no .* 'perhaps'"),
        ("question,answerable\n가?,no,more\n", "line 2: has more cells than the heading"),
        ('question,answerable\n"가?,no\n', "not CSV"),
        ("question,file,quote\n가?,visit.md,없는 말\n", "line 2: expected the quote once"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        load(table(tmp_path, text))


def test_two_lists_of_questions_are_one_too_many(tmp_path: Path) -> None:
    sample(tmp_path, REFUSED)
    (tmp_path / "questions.csv").write_text("question\n가?\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"both questions\.jsonl and questions\.csv"):
        load(tmp_path)
