"""A service over HTTP is scored as the engine in this process is; what can go wrong has a name."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.asking import ask_all
from eval.cli import command
from eval.datasets import Dataset
from eval.errors import CorpusMismatch, TargetFailed
from eval.http_target import OTHER, HttpTarget
from eval.replies import Place
from eval.targets import InProcess
from service.assembly import assemble
from service.settings import Settings
from tests.pretending import pretending
from tests.serving import serving, wait_until_ready


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scored")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    from service.http.app import create_app

    with serving(create_app(Settings(data_dir=folder, max_question_chars=200))) as address:
        wait_until_ready(address)
        yield address


@pytest.fixture
def target(url: str, dataset: Dataset) -> Iterator[HttpTarget]:
    opened = HttpTarget(url, dataset)
    yield opened
    opened.close()


@pytest.mark.model
def test_a_service_without_the_documents_is_not_scored(
    target: HttpTarget, dataset: Dataset
) -> None:
    absent = replace(dataset.documents[0], source="absent", text="어디에도 없는 글이다.")
    more = replace(dataset, documents=(*dataset.documents, absent))
    target.upload(dataset)
    with pytest.raises(CorpusMismatch, match=r"lacks 1 of the data set's 5 documents \('absent'"):
        target.check(more)
    target.check(dataset)


@pytest.mark.model
def test_what_is_there_is_not_sent_again(target: HttpTarget, dataset: Dataset) -> None:
    target.upload(dataset)
    assert target.missing(dataset) == []
    assert target.upload(dataset) == 0
    model, documents = target.status()
    assert model.startswith("multilingual-e5-small/")
    assert documents == 4


@pytest.mark.model
def test_replies_are_those_of_the_engine_in_this_process(
    target: HttpTarget, dataset: Dataset, folder: Path
) -> None:
    target.upload(dataset)
    parts = assemble(Settings(data_dir=folder), read_only=True)
    try:
        here = ask_all(dataset, InProcess(parts.index, parts.engine))
    finally:
        parts.close()
    there = ask_all(dataset, target)
    assert any(reply.answered and reply.answered.cited for reply in here)
    for one, other in zip(here, there, strict=True):
        assert one.ranking == other.ranking
        assert (one.answered is None) == (other.answered is None)
        if one.answered and other.answered:
            assert one.answered.cited == other.answered.cited
            assert one.answered.refused == other.answered.refused
            assert other.answered.confidence == pytest.approx(one.answered.confidence, abs=0.01)
            assert {"answer", "answer.search"} <= other.answered.timings.keys()


@pytest.mark.model
def test_a_question_that_is_not_taken_has_the_services_code(
    target: HttpTarget, dataset: Dataset
) -> None:
    long = replace(dataset.questions[0], text="왜? " * 200)
    (reply,) = ask_all(replace(dataset, questions=(long,)), target)
    assert reply.error == "question_too_long"


@pytest.mark.model
def test_the_command_scores_a_service(url: str, tmp_path: Path) -> None:
    text = "바람골 도서관은 오월에 문을 연다. 관장은 책을 삼만 권 갖추겠다고 했다."
    asked = {
        "id": "q",
        "question": "바람골 도서관은 언제 여나?",
        "answers": [{"text": "오월", "answer_start": text.index("오월")}],
    }
    article = {"title": "도서관", "paragraphs": [{"context": text, "qas": [asked]}]}
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"data": [article]}), encoding="utf-8")
    options = [str(path), "--url", url, "--work-dir", str(tmp_path / "work"), "--json"]
    refused = CliRunner().invoke(command, options)
    assert isinstance(refused.exception, CorpusMismatch)
    done = CliRunner().invoke(command, [*options, "--upload"], catch_exceptions=False)
    result = json.loads(done.stdout)
    assert result["metrics"]["retrieval"]["R@1"] == 1.0
    assert result["metrics"]["answers"]["verbatim_rate"] == 1.0
    assert (result["settings"]["url"], result["counts"]["passages"]) == (url, None)


DOCUMENTS = json.dumps({"documents": [], "total": 0, "limit": 100, "offset": 0}).encode()


@pytest.mark.parametrize(
    "response",
    [
        (200, {}, b"<html>no service of ours</html>"),
        (200, {}, b"[1, 2]"),
        (500, {}, b'{"code": "internal_error", "detail": "broken"}'),
        (404, {}, b'{"detail": "no code"}'),
    ],
)
def test_a_service_that_does_not_answer_as_its_api_says_is_named(
    dataset: Dataset, response: tuple[int, dict[str, str], bytes]
) -> None:
    with pretending(response) as (address, asked):
        target = HttpTarget(address, dataset)
        with pytest.raises(TargetFailed, match=address):
            target.missing(dataset)
        target.close()
    assert len(asked) == 1


def test_a_busy_service_is_asked_again(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.client.connection.time.sleep", lambda _seconds: None)
    busy = (429, {"Retry-After": "0"}, b'{"code": "rate_limited"}')
    with pretending(busy, busy, (200, {}, DOCUMENTS)) as (address, asked):
        target = HttpTarget(address, dataset)
        assert len(target.missing(dataset)) == 4
        target.close()
    assert len(asked) == 3
    with pretending(busy) as (address, asked):
        target = HttpTarget(address, dataset)
        with pytest.raises(TargetFailed, match="rate_limited"):
            ask_all(dataset, target)
        target.close()
    assert len(asked) == 3


def test_a_key_that_was_revoked_meanwhile_ends_the_evaluation(dataset: Dataset) -> None:
    revoked = (401, {}, b'{"code": "invalid_key", "detail": "there is no such key"}')
    with pretending(revoked) as (address, _):
        target = HttpTarget(address, dataset, api_key="k")
        with pytest.raises(TargetFailed, match="invalid_key"):
            ask_all(dataset, target)
        target.close()


def test_a_service_that_is_not_there_is_named(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.client.connection.time.sleep", lambda _seconds: None)
    target = HttpTarget("http://127.0.0.1:9", dataset)
    with pytest.raises(TargetFailed, match="ConnectError"):
        target.status()
    target.close()


def stored(source: str, text: str) -> tuple[int, dict[str, str], bytes]:
    """The service's answer to being asked for a document."""
    return 200, {}, json.dumps({"source": source, "text": text}).encode()


def test_documents_are_recognised_by_text_then_by_name(dataset: Dataset) -> None:
    visit, bridge = dataset.documents[:2]
    listed = [
        stored("/somewhere/else.txt", visit.text),
        stored("/news/bridge", "머리말. " + bridge.text),
        stored("/news/cambridge", "머리말. " + bridge.text),
    ]
    with pretending(*listed) as (address, _):
        target = HttpTarget(address, dataset)
        names = [target._document(str(number)).names for number in range(3)]
        target.close()
    assert names == [("visit",), ("bridge",), (OTHER + "/news/cambridge",)]


def test_another_article_of_a_documents_name_is_not_that_document(dataset: Dataset) -> None:
    numbered = replace(dataset.documents[0], source="12")
    other = stored("https://news.example/articles/12", "시장이 다리를 열었다. 비가 많이 왔다.")
    held = json.dumps({"documents": [{"doc_id": "a"}], "total": 1}).encode()
    with pretending((200, {}, held), other) as (address, _):
        target = HttpTarget(address, replace(dataset, documents=(numbered,)))
        missing = target.missing(replace(dataset, documents=(numbered,)))
        target.close()
    assert missing == ["12"]


@pytest.fixture
def twice(dataset: Dataset) -> Dataset:
    """The first article stands in the set under two names, and is asked for by the first."""
    copy = replace(dataset.documents[0], source="visit again")
    return replace(dataset, documents=(*dataset.documents, copy))


@pytest.mark.model
def test_a_set_with_one_text_under_two_names_can_be_scored(url: str, twice: Dataset) -> None:
    target = HttpTarget(url, twice)
    target.upload(twice)
    target.check(twice)
    names, _ = target.search("장관이 찾은 곳은?", 10)
    target.close()
    assert names[:2] in (("visit", "visit again"), ("visit again", "visit"))


def test_a_text_of_two_names_is_first_the_one_it_is_called_after(twice: Dataset) -> None:
    text = twice.documents[0].text
    listed = [stored("/news/visit again", text), stored("visit", text), stored("/a.txt", text)]
    quote = text[:5]
    citation = {"doc_id": "1", "start": 0, "end": 5, "quote": quote}
    with pretending(*listed) as (address, _):
        target = HttpTarget(address, twice)
        names = [target._document(str(number)).names for number in range(3)]
        cited = target._cited({**citation, "speaker": None, "addressee": None})
        target.close()
    assert names == [("visit again", "visit"), ("visit", "visit again"), ("visit", "visit again")]
    assert cited.places == (Place("visit", 0, 5), Place("visit again", 0, 5))


def test_a_document_of_another_form_does_not_move_the_gold(dataset: Dataset) -> None:
    ours = dataset.documents[1].text
    served = "머리말. " + ours + " 정정: 강풍이 아니었다."
    right, new = "한결대교 공사가 석 달 늦어진다.", "정정: 강풍이 아니었다."
    with pretending(stored("bridge", served)) as (address, _):
        target = HttpTarget(address, dataset)
        cited = [
            target._cited(
                {
                    "doc_id": "d",
                    "start": served.index(quote),
                    "end": served.index(quote) + len(quote),
                    "quote": quote,
                    "speaker": None,
                    "addressee": None,
                }
            )
            for quote in (right, new)
        ]
        target.close()
    assert all(one.verbatim for one in cited)
    at = ours.index(right)
    assert cited[0].places == (Place("bridge", at, at + len(right)),)
    # What the data set's text does not say finds no gold in it.
    assert [place.document for place in cited[1].places] == [OTHER + "bridge"]
