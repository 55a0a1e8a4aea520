"""Has a language model complete follow-ups and write answers, and believes it nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.embedder import Embedder
from service.answering.answer import Turn
from service.answering.checks import Check, Reason, Stage
from service.answering.waiting import Waiting
from service.answering.writer import Assignment, Completing, Statement
from service.llm import prompts
from service.llm.client import ChatClient
from service.llm.completion import MAX_CHARS, completed
from service.llm.drafts import Draft, Drafts
from service.llm.failures import ModelFailed
from service.llm.sources import numbered
from service.llm.verify import MAX_REPORTED, Verifier

# Five sentences are asked for; a model that goes on and on is stopped here.
MAX_REPLY_CHARS = 4_000
# A small model that has lost the thread was seen to write forty sentences that cite nothing.
MAX_DROPPED = 10


@dataclass(frozen=True, slots=True)
class _Read:
    """What came next of a reply: sentences; at its end, why it ended if not as it should."""

    drafts: list[Draft]
    ended: bool = False
    failure: Reason | None = None


_NOT_WAITED = _Read([], ended=True, failure=Reason.BUSY)


class ModelWriter:
    """See service.answering.writer.Writer. Safe in many threads."""

    def __init__(self, client: ChatClient, embedder: Embedder) -> None:
        self._client, self._embedder = client, embedder

    @property
    def name(self) -> str:
        """The model's name, as the server knows it."""
        return self._client.model

    def close(self) -> None:
        """Give the connections up."""
        self._client.close()

    def completed(self, question: str, history: Sequence[Turn]) -> Completing:
        """See Writer."""
        reply = self._client.reply(prompts.to_complete(question, history))
        waiting = Waiting[str](lambda: _whole(reply), instead=Reason.BUSY)
        yield waiting
        came = waiting.outcome()
        if isinstance(came, Reason):
            return Check(Stage.QUESTION, came)
        found = completed(came, question, history)
        return found or Check(Stage.QUESTION, Reason.IMPLAUSIBLE, came[:MAX_REPORTED])

    def written(self, assignment: Assignment) -> Iterator[Statement | Check | Waiting[Any]]:
        """See Writer."""
        sources = numbered(assignment.found)
        verifier = Verifier(assignment, sources, self._embedder)
        reading = _Reading(
            self._client.reply(prompts.to_write(assignment.question, assignment.language, sources)),
            Drafts(assignment.language),
        )
        some, dropped = False, 0
        while True:
            waiting = Waiting(reading.on, instead=_NOT_WAITED)
            yield waiting
            read = waiting.outcome()
            for draft in read.drafts:
                some = True
                if draft.text.strip(". ") == prompts.DECLINED:
                    yield Check(Stage.ANSWER, Reason.DECLINED)
                elif read.failure is not None:
                    yield Check(Stage.ANSWER, Reason.INCOMPLETE, draft.text[:MAX_REPORTED])
                else:
                    judged = verifier.judged(draft)
                    dropped += isinstance(judged, Check)
                    yield judged
                    if dropped == MAX_DROPPED:
                        yield Check(Stage.ANSWER, Reason.TOO_LONG)
                        return
            if read.failure is not None:
                yield Check(Stage.ANSWER, read.failure)
            elif read.ended and not some:
                yield Check(Stage.ANSWER, Reason.EMPTY_REPLY)
            if read.ended:
                return


class _Reading:
    """A reply being read: `on` waits for the next sentence of it."""

    def __init__(self, reply: Iterator[str], drafts: Drafts) -> None:
        self._reply, self._drafts = reply, drafts
        self._left = MAX_REPLY_CHARS

    def on(self) -> _Read:
        try:
            for piece in self._reply:
                self._left -= len(piece)
                if self._left < 0:
                    return _Read(self._drafts.rest(), ended=True, failure=Reason.TOO_LONG)
                if whole := self._drafts.take(piece):
                    return _Read(whole)
        except ModelFailed as failure:
            return _Read(self._drafts.rest(), ended=True, failure=failure.reason)
        return _Read(self._drafts.rest(), ended=True)


def _whole(reply: Iterator[str]) -> str | Reason:
    """A short reply, read no further than it could be used."""
    text = ""
    try:
        for piece in reply:
            text += piece
            if len(text) > MAX_CHARS:
                break
    except ModelFailed as failure:
        return failure.reason
    return text
