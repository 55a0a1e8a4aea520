"""The Python clients at a real service: typed answers, streams, documents, jobs."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from service.client import (
    Answered,
    Cited,
    Delta,
    DocumentOut,
    Filters,
    HitsFound,
    JobOut,
    Outcome,
    Question,
    RequestFailed,
    Status,
    Turn,
)
from tests.articles import (
    ARTICLES,
    HARBOUR,
    MINISTER_QUESTION,
    ROCKET,
    ROCKET_QUOTE,
    UNANSWERED_QUESTION,
)
from tests.service.clients import BOTH

pytestmark = pytest.mark.model

# What the client must not bring along: models, the index, the web framework and their libraries.
HEAVY = ("torch", "transformers", "faiss", "numpy", "kiwipiepy", "sqlite3", "lxml", "fastapi")
OURS = ("service.assembly", "service.ingesting", "index.corpus", "ingest.read")


@pytest.fixture(params=BOTH)
def briefings(request: pytest.FixtureRequest, server: str) -> Iterator[Any]:
    with BOTH[request.param](server) as opened:
        yield opened


def test_importing_it_loads_nothing_heavy() -> None:
    script = (
        "import sys; from service.client import AsyncBriefings, Briefings\n"
        f"print([name for name in {HEAVY + OURS!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_an_answer_is_typed_and_can_be_verified(briefings: Any) -> None:
    answer = briefings.ask(MINISTER_QUESTION)
    assert answer.status is Status.GROUNDED
    (first, *_) = answer.citations
    assert first.quote == ROCKET_QUOTE
    # After an emoji: these are code points.
    assert ROCKET["text"][first.start : first.end] == ROCKET_QUOTE
    assert first.published_at == datetime.fromisoformat(ROCKET["published_at"])
    briefings.verified(answer)


@pytest.mark.parametrize("what", ["citations", "short_answers"])
def test_a_quotation_that_is_not_in_the_document_is_told(briefings: Any, what: str) -> None:
    answer = briefings.ask("한결대교 개통은 몇 월로 늦춰졌나?")
    quoted = getattr(answer, what)
    assert quoted
    moved = quoted[0].model_copy(update={"start": quoted[0].start + 1, "end": quoted[0].end + 1})
    forged = answer.model_copy(update={what: [moved]})
    with pytest.raises(RequestFailed, match="does not say") as raised:
        briefings.verified(forged)
    assert raised.value.code == "citation_mismatch"


def test_a_follow_up_takes_the_turns_before_it(briefings: Any) -> None:
    first = briefings.ask("What did minister Pyo Min-seo ask the head of HIST?")
    history = [Turn("What did minister Pyo Min-seo ask the head of HIST?", first.text)]
    assert briefings.ask(Question("And when?", history)).question != "And when?"


def test_filters_and_the_day_it_is_asked_on_are_sent(briefings: Any) -> None:
    after = Filters(published_after=datetime.fromisoformat("2026-05-01T00:00:00+09:00"))
    titles = {hit.title for hit in briefings.search("장관", filters=after).hits}
    assert titles
    assert ROCKET["title"] not in titles
    named = briefings.search("harbour", filters=Filters(source="harbour.md"), k=1).hits
    assert [hit.title for hit in named] == [HARBOUR["title"]]
    that_day = datetime.fromisoformat("2026-03-14T09:00:00+09:00")
    on_that_day = briefings.ask(Question("어제 장관은 무엇을 요청했나?", as_of=that_day))
    assert on_that_day.citations[0].title == ROCKET["title"]
    assert briefings.search("장관", k=2, rerank=True).hits[1].rank == 2


def test_a_stream_holds_the_same_answer_in_pieces(briefings: Any) -> None:
    first, *between, last = briefings.ask_stream(MINISTER_QUESTION)
    assert isinstance(first, HitsFound)
    assert isinstance(last, Answered)
    whole = briefings.ask(MINISTER_QUESTION)
    assert last.answer.text == whole.text
    assert "".join(one.text for one in between if isinstance(one, Delta)) == whole.text
    assert [one.citation for one in between if isinstance(one, Cited)] == whole.citations
    assert list(first.hits) == last.answer.hits
    briefings.verified(last.answer)


def test_a_stream_that_is_left_can_be_followed_by_other_questions(briefings: Any) -> None:
    left = briefings.ask_stream(MINISTER_QUESTION)
    assert isinstance(next(left), HitsFound)
    left.close()
    assert briefings.ask(UNANSWERED_QUESTION).status is Status.NOT_IN_DOCUMENTS


def test_a_refusal_has_the_services_code_and_request_id(briefings: Any) -> None:
    for ask in (lambda: briefings.ask("?!"), lambda: next(briefings.ask_stream("?!"))):
        with pytest.raises(RequestFailed, match="empty_question: The question has no") as raised:
            ask()
        assert (raised.value.code, raised.value.status) == ("empty_question", 422)
        assert raised.value.request_id


def test_documents_come_page_by_page(briefings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.client.calls.PAGE_SIZE", 3)
    listed = list(briefings.documents())
    assert [type(one) for one in listed] == [DocumentOut] * len(ARTICLES)
    assert {one.source for one in listed} == {article["source"] for article in ARTICLES}
    for one in listed:
        assert briefings.document(one.doc_id).characters == one.characters
    with pytest.raises(RequestFailed) as raised:
        briefings.document("../jobs")
    assert (raised.value.code, raised.value.status) == ("not_found", 404)


def test_a_file_a_text_and_their_removal(briefings: Any, tmp_path: Path) -> None:
    path = tmp_path / "섬 여객선.md"
    path.write_text("# 섬 여객선 요금 인하\n\n해교부는 요금을 내린다고 밝혔다.\n", encoding="utf-8")
    (item,) = briefings.add(path)
    assert (item.source, item.status) == ("섬 여객선.md", Outcome.ADDED)
    assert briefings.document(item.doc_id).title == "섬 여객선 요금 인하"
    (again,) = briefings.add(str(path))
    assert (again.status, again.doc_id) == (Outcome.UNCHANGED, item.doc_id)
    briefings.remove(item.doc_id)
    when = datetime.fromisoformat("2026-03-12T10:00:00+09:00")
    (text,) = briefings.add(text="도서관이 문을 연다.", title="도서관", published_at=when)
    assert briefings.document(text.doc_id).published_at == when
    briefings.remove(text.doc_id)
    with pytest.raises(RequestFailed) as raised:
        briefings.remove(text.doc_id)
    assert raised.value.code == "unknown_document"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"path": "a.md", "text": "a"},
        {"text": "a", "url": "https://www.mirae-science.example/"},
        {"path": "a.md", "title": "A"},
    ],
)
def test_anything_but_one_input_is_refused_before_it_is_sent(
    briefings: Any, given: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match=r"give a path, a text or a url|go with a text"):
        briefings.add(**given)


def archive(path: Path, *contents: str) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for number, content in enumerate(contents):
            opened.writestr(f"{number}.md", content)
    path.write_bytes(packed.getvalue())
    return path


def test_a_job_is_waited_for_and_told_of(
    briefings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.client.calls.PAGE_SIZE", 2)
    rooms = [f"# Notice {n}\n\nRoom {n} of the archive in Nuri is closed.\n" for n in range(3)]
    told: list[JobOut] = []
    items = briefings.add(archive(tmp_path / "rooms.zip", *rooms, " "), progress=told.append)
    try:
        assert {item.source: item.code for item in items} == {
            "rooms.zip/0.md": None,
            "rooms.zip/1.md": None,
            "rooms.zip/2.md": None,
            "rooms.zip/3.md": "empty_document",
        }
        assert len(items) == 4
        assert told[-1].state == "done"
        assert (told[-1].added, told[-1].failed) == (3, 1)
        assert len(told) == len({job.model_dump_json() for job in told})
        (job, *_) = briefings.jobs()
        assert job.job_id == told[-1].job_id
        assert briefings.job(job.job_id) == told[-1]
    finally:
        for item in items:
            if item.doc_id:
                briefings.remove(item.doc_id)
    briefings.cancel(job.job_id)
    with pytest.raises(RequestFailed) as raised:
        briefings.job(job.job_id)
    assert raised.value.code == "unknown_job"


def test_a_job_that_fails_raises_its_code(briefings: Any, tmp_path: Path) -> None:
    with pytest.raises(RequestFailed, match=r"job \S+ failed") as raised:
        briefings.add(archive(tmp_path / "nothing.zip", " "))
    assert raised.value.code == "empty_document"
    with pytest.raises(RequestFailed) as refused:
        briefings.add(url="http://127.0.0.1:9/private")
    assert refused.value.code == "fetch_refused"
