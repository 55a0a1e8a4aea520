"""A language model that fails: in time, after a few tries, and never twice over one text."""

import pytest

from service.answering.answer import EXTRACTION
from service.answering.checks import Reason
from service.answering.engine import AnswerEngine
from service.llm.breaker import Breaker
from service.llm.client import ATTEMPTS, ChatClient, Endpoint
from service.llm.failures import ModelFailed
from service.llm.writer import ModelWriter
from tests.service.llm.conftest import BigramEmbedder
from tests.service.llm.scripted import breaks_off, drips, fails, hangs, says
from tests.service.llm.story import QUESTION

TRUE = "국재하 원장은 예산 412억 원이 부족하다고 답했다 {0}."
MESSAGES = [{"role": "user", "content": "?"}]


@pytest.fixture
def impatient(scripted):
    made = ChatClient(
        Endpoint(scripted.url, "tiny", None, silence=0.3, timeout=0.5), sleep=lambda _: None
    )
    yield made
    made.close()


def failure(client):
    with pytest.raises(ModelFailed) as caught:
        list(client.reply(MESSAGES))
    return caught.value.reason


def test_a_reply_comes_in_pieces(scripted, client):
    scripted.follow(says("하나 둘 셋", pieces=2))
    assert list(client.reply(MESSAGES)) == ["하나", " 둘", " 셋"]
    (request,) = scripted.requests
    assert (request["path"], request["model"], request["stream"]) == (
        "/v1/chat/completions",
        "tiny",
        True,
    )
    assert scripted.headers[-1]["Authorization"] == "Bearer a secret key"


BROKEN = {
    "HTTP 500": (fails(500), Reason.FAILED, ATTEMPTS),
    "too many requests": (fails(429), Reason.FAILED, ATTEMPTS),
    "a wrong key": (fails(401), Reason.REFUSED, 1),
    "broken JSON": (breaks_off("", 'data: {"choices": [\n\n'), Reason.MALFORMED, 1),
    "JSON of another kind": (breaks_off("", 'data: {"choices": 3}\n\n'), Reason.MALFORMED, 1),
    "a list": (breaks_off("", "data: [1]\n\n"), Reason.MALFORMED, 1),
    "bytes that are no text": (breaks_off("", 'data: {"choices": null}\n\n'), Reason.MALFORMED, 1),
    "no stream at all": (breaks_off("", "<html>Welcome</html>"), Reason.CUT_OFF, ATTEMPTS),
    "a stream cut before the first word": (breaks_off(""), Reason.CUT_OFF, ATTEMPTS),
    "a stream cut after it": (breaks_off("국재하 원장은"), Reason.CUT_OFF, 1),
    "an error in the stream": (
        breaks_off("", 'data: {"error": {"message": "x"}}\n\n'),
        Reason.FAILED,
        ATTEMPTS,
    ),
}


@pytest.mark.parametrize(("script", "reason", "tries"), BROKEN.values(), ids=BROKEN)
def test_a_broken_model_is_named_and_the_documents_answer(
    scripted, library, engine, client, script, reason, tries
):
    scripted.follow(script)
    assert failure(client) is reason
    assert len(scripted.requests) == tries
    answer = engine.answer(QUESTION)
    assert answer.checks[-1].code in (reason, Reason.NOTHING_VERIFIED)
    assert reason in [check.code for check in answer.checks]
    assert answer.written_by == EXTRACTION
    assert answer.text == AnswerEngine(library).answer(QUESTION).text


@pytest.mark.parametrize("script", [hangs(1.0), drips(40, 0.05)], ids=["hangs", "drips"])
def test_a_silent_model_is_not_waited_for(scripted, library, impatient, script):
    scripted.follow(script)
    answer = AnswerEngine(library, None, ModelWriter(impatient, BigramEmbedder())).answer(QUESTION)
    assert [check.code for check in answer.checks] == [Reason.TIMEOUT]
    assert answer.written_by == EXTRACTION
    assert len(scripted.requests) == 1


def test_nobody_there(library):
    client = ChatClient(Endpoint("http://127.0.0.1:9/v1", "tiny", None, 1, 1), sleep=lambda _: None)
    assert failure(client) is Reason.UNREACHABLE
    client.close()


def test_what_failed_a_moment_ago_is_tried_again(scripted, engine):
    scripted.follow(fails(503), fails(503), says(TRUE, "부족하다고"))
    answer = engine.answer(QUESTION)
    assert (answer.written_by, answer.checks) == ("tiny", ())


def test_a_stream_cut_later_keeps_what_was_verified(scripted, engine):
    def script(handler):
        said = TRUE.replace("{0}", "[2]") + " 한결대교 개통은"
        breaks_off(said)(handler)

    scripted.follow(script)
    answer = engine.answer(QUESTION)
    assert answer.written_by == "tiny"
    assert [(check.code, check.text) for check in answer.checks] == [
        (Reason.INCOMPLETE, "한결대교 개통은"),
        (Reason.CUT_OFF, ""),
    ]
    assert "한결대교" not in answer.text
    assert len(scripted.requests) == 1


@pytest.mark.parametrize(
    ("reply", "code"), [("", Reason.EMPTY_REPLY), ("NONE", Reason.DECLINED)], ids=["empty", "none"]
)
def test_a_model_with_nothing_to_say(scripted, library, engine, reply, code):
    scripted.follow(says(reply))
    answer = engine.answer(QUESTION)
    assert [check.code for check in answer.checks] == [code]
    assert answer.text == AnswerEngine(library).answer(QUESTION).text


def test_a_model_that_never_stops_is_stopped(scripted, engine):
    scripted.follow(says(f"{TRUE} " * 200, "부족하다고", pieces=500))
    answer = engine.answer(QUESTION)
    assert answer.checks[-1].code is Reason.TOO_LONG
    assert len(answer.text) < 6_000


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(scripted, endpoint):
    now = [0.0]
    breaker = Breaker(failures=2, pause=30, clock=lambda: now[0])
    client = ChatClient(endpoint, breaker)
    scripted.follow(fails(401))
    assert [failure(client) for _ in range(3)] == [Reason.REFUSED, Reason.REFUSED, Reason.PAUSED]
    assert len(scripted.requests) == 2
    now[0] = 31.0
    assert [failure(client) for _ in range(2)] == [Reason.REFUSED, Reason.PAUSED]
    now[0] = 62.0
    scripted.follow(says("다시"))
    assert ["".join(client.reply(MESSAGES)) for _ in range(3)] == ["다시"] * 3
    client.close()


def test_while_one_tries_the_others_do_not_wait():
    now = [0.0]
    breaker = Breaker(failures=1, pause=10, clock=lambda: now[0])
    breaker.failed()
    assert [breaker.allows() for _ in range(2)] == [False, False]
    now[0] = 10.0
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert [breaker.allows() for _ in range(2)] == [True, True]
