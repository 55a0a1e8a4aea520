"""Work that nobody waits for has less of the processor than a question, and keeps none waiting."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

from index.embedder import Embedder, PassageText
from ingest.web import WebPolicy
from service.background import STEPS, step_back
from service.http.edge import Edge
from service.http.idempotency import Idempotency
from service.http.loading import Loader
from service.jobs.desk import Desk
from service.jobs.folder import JobFolder
from service.settings import Settings

linux = pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness on Linux only")
PATIENCE_SECONDS = 60.0


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@linux
def test_a_thread_steps_back_with_those_it_starts_and_no_others() -> None:
    before = niceness()
    with ThreadPoolExecutor(1, initializer=step_back) as work:
        behind = work.submit(niceness).result()
        assert behind == min(before + STEPS, 19)

        def below() -> int:
            with ThreadPoolExecutor(1) as more:
                return more.submit(niceness).result()

        assert work.submit(below).result() == behind
    assert niceness() == before


@linux
def test_what_is_stored_over_http_is_stored_behind_the_questions(tmp_path: Path) -> None:
    def unloaded() -> None:
        raise AssertionError

    edge = Edge(
        Settings(data_dir=tmp_path),
        Loader(unloaded),  # type: ignore[arg-type]
        Desk(JobFolder(tmp_path / "jobs"), WebPolicy(max_bytes=1), 1),
        Idempotency(tmp_path / "replies"),
    )

    async def both() -> tuple[int, int]:
        return await edge.writes.run(niceness), await edge.answers.run(niceness)

    writing, answering = anyio.run(both)
    edge.writes.close()
    assert answering == niceness()
    assert writing == min(niceness() + STEPS, 19)


class Held:
    """The model, held up in its first pass until somebody lets it go on."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self.began, self.goes_on = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def states(self, rows: Any) -> Any:
        if not self.began.is_set():
            self.began.set()
            assert self.goes_on.wait(PATIENCE_SECONDS)
        return self._encoder.states(rows)


@pytest.mark.model
def test_a_question_waits_for_no_batch_of_passages(
    real_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(real_embedder._encoder)  # type: ignore[attr-defined]
    monkeypatch.setattr(real_embedder, "_encoder", held)
    passages = [PassageText("", "장관은 연구원을 찾았다."), PassageText("", "회의가 열렸다.")]
    with ThreadPoolExecutor(2) as pool:
        storing = pool.submit(real_embedder.encode_passages, passages)
        try:
            assert held.began.wait(PATIENCE_SECONDS)
            asked = pool.submit(real_embedder.encode_query, "질문은?")
            assert asked.result(PATIENCE_SECONDS).shape == (real_embedder.dimension,)
            assert not storing.done()
        finally:
            held.goes_on.set()
        assert len(storing.result()) == 2
