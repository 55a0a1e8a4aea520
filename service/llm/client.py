"""Asks an OpenAI-compatible server: bounded in time, tried again before any text was used."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import httpx2
import openai
import structlog
import tenacity
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from service.answering.checks import Reason
from service.llm.breaker import Breaker
from service.llm.deadline import DeadlineTransport
from service.llm.failures import ModelFailed

# A second try helps against a hiccup, a third one against a restart; more is a broken server.
ATTEMPTS = 3
# Seconds between two tries: up to half a second at first, twice that the next time, at random.
_WAIT = tenacity.wait_random_exponential(multiplier=0.5, max=4)
# What may have passed a moment later. A server that was silent for long has had its time.
_PASSING = frozenset({Reason.UNREACHABLE, Reason.FAILED, Reason.CUT_OFF})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is, and how long it may take: seconds of silence, and in all."""

    base_url: str
    model: str
    api_key: str | None
    silence: float
    timeout: float


class ChatClient:
    """A chat model behind HTTP. Safe in many threads."""

    def __init__(
        self,
        endpoint: Endpoint,
        breaker: Breaker | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model = endpoint.model
        self._endpoint = endpoint
        self._breaker = breaker or Breaker()
        self._sleep = sleep
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            # Servers without keys take any; without one the library would look for another's.
            api_key=endpoint.api_key or "none",
            max_retries=0,
            timeout=endpoint.silence,
            http_client=httpx2.Client(
                transport=DeadlineTransport(endpoint.timeout), timeout=endpoint.silence
            ),
        )

    def close(self) -> None:
        """Give the connections up."""
        self._client.close()

    def reply(self, messages: Sequence[ChatCompletionMessageParam]) -> Iterator[str]:
        """The reply piece by piece, each with some text.

        Raises ModelFailed: before the first piece after a few tries, after it at once.
        """
        if not self._breaker.allows():
            raise ModelFailed(Reason.PAUSED)
        try:
            yield from self._tried(messages)
        except ModelFailed as failure:
            self._breaker.failed()
            log.warning("llm_failed", code=failure.reason.value)
            raise
        self._breaker.succeeded()

    def _tried(self, messages: Sequence[ChatCompletionMessageParam]) -> Iterator[str]:
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_passes),
            stop=tenacity.stop_after_attempt(ATTEMPTS)
            | tenacity.stop_after_delay(self._endpoint.timeout),
            wait=_WAIT,
            sleep=self._sleep,
            reraise=True,
        )
        first, rest = tries(self._begun, messages)
        yield from first
        yield from rest

    def _begun(
        self, messages: Sequence[ChatCompletionMessageParam]
    ) -> tuple[list[str], Iterator[str]]:
        """The first piece, in a list that is empty where the reply is, and what follows it."""
        pieces = self._pieces(messages)
        first = next(pieces, None)
        return ([] if first is None else [first]), pieces

    def _pieces(self, messages: Sequence[ChatCompletionMessageParam]) -> Iterator[str]:
        ended: str | None = None
        try:
            with self._client.chat.completions.create(
                model=self.model, messages=messages, stream=True
            ) as stream:
                for chunk in stream:
                    text, ended = _read(chunk, ended)
                    if text:
                        yield text
        except openai.APITimeoutError as error:
            raise ModelFailed(Reason.TIMEOUT) from error
        except openai.APIStatusError as error:
            retry = error.status_code >= 500 or error.status_code == 429
            raise ModelFailed(Reason.FAILED if retry else Reason.REFUSED) from error
        except openai.APIConnectionError as error:
            cut = isinstance(error.__cause__, httpx2.RemoteProtocolError | httpx2.ReadError)
            raise ModelFailed(Reason.CUT_OFF if cut else Reason.UNREACHABLE) from error
        except openai.APIError as error:  # the server reports a failure inside the stream
            raise ModelFailed(Reason.FAILED) from error
        except ValueError as error:  # no JSON, or no UTF-8
            raise ModelFailed(Reason.MALFORMED) from error
        if ended != "stop":  # a full stop is said; anything else is a reply without its end
            raise ModelFailed(Reason.CUT_OFF)


def _read(chunk: object, ended: str | None) -> tuple[str, str | None]:
    """The text of one piece, and why the reply ends if it does; the library takes a piece from the
    server as it comes.

    Raises ModelFailed when it is none.
    """
    choices = getattr(chunk, "choices", None)
    if not isinstance(chunk, ChatCompletionChunk) or not isinstance(choices, list):
        raise ModelFailed(Reason.MALFORMED)
    if not choices:  # some servers send so what the request used up
        return "", ended
    delta = getattr(choices[0], "delta", None)
    text = getattr(delta, "content", None)
    if delta is None or not isinstance(text, str | None):
        raise ModelFailed(Reason.MALFORMED)
    return text or "", getattr(choices[0], "finish_reason", None) or ended


def _passes(error: BaseException) -> bool:
    return isinstance(error, ModelFailed) and error.reason in _PASSING
