"""From settings to a writer: off unless asked for, and the key stays where it belongs."""

import logging
import os
import re
from pathlib import Path

import numpy as np
import pytest

from service.answering.checks import Reason
from service.answering.engine import AnswerEngine
from service.answering.events import Answered, Cited, Delta
from service.answering.waiting import Waiting
from service.assembly import open_writer
from service.errors import InvalidSettings
from service.llm.writer import MAX_DROPPED
from service.reading.reader import Reading
from service.settings import load_settings
from tests.service.llm.conftest import BigramEmbedder
from tests.service.llm.scripted import fails, says
from tests.service.llm.story import ASKED, QUESTION

TRUE = "표민서 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다 {0}."
REPLY = "국재하 원장은 예산 412억 원이 부족하다고 답했다 {1}."

SECRET = "sk-nobody-may-see-this"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in list(os.environ):
        if name.upper().startswith("BRIEFING_"):
            monkeypatch.delenv(name)


def test_no_model_is_asked_unless_one_is_set():
    assert open_writer(load_settings(), BigramEmbedder()) is None


def test_the_settings_become_a_writer(scripted):
    settings = load_settings({"llm_base_url": scripted.url, "llm_model": "tiny"})
    writer = open_writer(settings, BigramEmbedder())
    assert writer is not None
    assert writer.name == "tiny"
    writer.close()


@pytest.mark.parametrize(
    "given",
    [
        {"llm_base_url": "http://127.0.0.1:1/v1"},
        {"llm_model": "tiny"},
        {"llm_base_url": "ftp://x", "llm_model": "tiny"},
        {"llm_base_url": "http://x", "llm_model": "tiny", "llm_timeout_seconds": 0},
    ],
)
def test_half_a_model_is_refused_without_its_key(given):
    with pytest.raises(InvalidSettings, match="BRIEFING_LLM_") as caught:
        load_settings({**given, "llm_api_key": SECRET})
    assert SECRET not in str(caught.value)


def test_the_key_is_in_no_log_and_no_text(scripted, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    settings = load_settings(
        {"llm_base_url": scripted.url, "llm_model": "tiny", "llm_api_key": SECRET}
    )
    writer = open_writer(settings, BigramEmbedder())
    assert writer is not None
    scripted.follow(fails(401))
    completing = writer.completed("왜?", ())
    next(completing).wait()
    with pytest.raises(StopIteration) as ended:
        next(completing)
    assert ended.value.value.code is Reason.REFUSED
    assert scripted.headers[-1]["Authorization"] == f"Bearer {SECRET}"
    written = capfd.readouterr()
    assert SECRET not in caplog.text + written.out + written.err + repr(settings)
    writer.close()


def test_steps_are_the_stream_with_its_waits(scripted, engine):
    scripted.follow(
        says("국재하 원장은 예산 412억 원이 부족하다고 답했다 {0}. 끝 [1].", "부족하다고")
    )
    steps = list(engine.steps(QUESTION))
    assert sum(isinstance(step, Waiting) for step in steps) >= 2
    events = [step for step in steps if not isinstance(step, Waiting)]
    last = events[-1]
    assert isinstance(last, Answered)
    assert "".join(one.text for one in events if isinstance(one, Delta)) == last.answer.text
    assert [type(one) for one in engine.stream(QUESTION)] == [type(one) for one in events]


class Pointing:
    """A reader that takes the same words of every passage that has them for the answer."""

    def __init__(self, words):
        self._words = words

    def read(self, _question, passages):
        return [self._reading(one.text) for one in passages]

    def _reading(self, text):
        spans = np.array([(at, at + 1) for at in range(len(text))])
        logits = np.zeros((len(text), 2), np.float32)
        at = text.find(self._words)
        if at >= 0:
            logits[at, 0] = logits[at + len(self._words) - 1, 1] = 9.0
        return Reading(8.0 if at >= 0 else -8.0, spans, logits)


def test_a_written_answer_has_the_shortest_answer_of_its_first_quotation(scripted, library, writer):
    scripted.follow(says(f"{TRUE} {REPLY}", "두 배로", "부족하다고"))
    engine = AnswerEngine(library, Pointing("양자 인력"), writer)
    events = [event for event in engine.stream(QUESTION)]
    answer = events[-1].answer
    (short,) = answer.short_answers
    assert (answer.written_by, short.text, short.marker) == ("tiny", "양자 인력", 1)
    assert ASKED[short.start : short.end] == "양자 인력"
    assert answer.text.startswith("짧은 답: “양자 인력” [1]\n\n문서에는")
    assert "".join(one.text for one in events if isinstance(one, Delta)) == answer.text
    cited = next(place for place, one in enumerate(events) if isinstance(one, Cited))
    assert cited < next(place for place, one in enumerate(events) if isinstance(one, Delta))


def test_a_model_that_has_lost_the_thread_is_not_listened_to_for_long(scripted, engine):
    scripted.follow(says("국재하 원장은 사임했다. " * 30))
    codes = [check.code for check in engine.answer(QUESTION).checks]
    assert codes == [Reason.NO_MARKER] * MAX_DROPPED + [Reason.TOO_LONG, Reason.NOTHING_VERIFIED]


def test_every_reason_is_explained():
    page = Path(__file__).resolve().parents[3] / "docs" / "llm.md"
    named = re.findall(r"^\| `(\w+)` \| ", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(Reason)
