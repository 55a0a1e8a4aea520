"""What /metrics counts beside the requests: answers, refusals, citations, documents."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter

from service.answering.answer import Answer, Status
from service.answering.events import Answered, Step


class Metrics:
    """Counters on a registry of their own, so that two apps in one process do not collide."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "briefing_answers", "Answers given, by status.", ["status"], registry=self.registry
        )
        self._refusals = Counter(
            "briefing_refusals",
            "Questions answered with not_in_documents.",
            registry=self.registry,
        )
        self._citations = Counter(
            "briefing_citations_verified",
            "Citations that left the service after their text was checked.",
            registry=self.registry,
        )
        self._searches = Counter("briefing_searches", "Searches done.", registry=self.registry)
        self._documents = Counter(
            "briefing_documents_ingested",
            "Documents received over HTTP or read from the watched folder, by what became of them.",
            ["status"],
            registry=self.registry,
        )
        for status in Status:  # so that a rate over a status nobody met yet is 0, not missing
            self._answers.labels(status)

    def answered(self, answer: Answer) -> None:
        """Count an answer and its citations."""
        self._answers.labels(answer.status).inc()
        self._citations.inc(sum(citation.verified for citation in answer.citations))
        if answer.status is Status.NOT_IN_DOCUMENTS:
            self._refusals.inc()

    def counting(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Pass the steps of an answer on, and count the answer when it comes."""
        for step in steps:
            if isinstance(step, Answered):
                self.answered(step.answer)
            yield step

    def searched(self) -> None:
        """Count a search."""
        self._searches.inc()

    def ingested(self, status: str) -> None:
        """Count a document by what became of it: an `Outcome` of service.ingesting."""
        self._documents.labels(status).inc()
