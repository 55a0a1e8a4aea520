"""What /metrics counts beside the requests: answers, refusals, citations, documents, and times."""

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram

from service.answering.answer import Answer, Status
from service.answering.checks import Reason
from service.answering.events import Answered, Step
from service.errors import CitationMismatch
from service.outcomes import Outcome

# From a search among few documents to an answer that a language model takes its time over.
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Counters on a registry of their own, so that two apps in one process do not collide.

    What has a label is there with each of its values from the start, so that a rate over one that
    nobody met yet is 0 and not missing.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = self._labelled("answers", "Answers given, by status.", "status", Status)
        self._refusals = self._counter("refusals", "Questions answered with not_in_documents.")
        self._citations = self._counter(
            "citations_verified", "Citations that left the service after their text was checked."
        )
        self._mismatches = self._counter(
            "citations_refused", "Answers not given because a quotation was not what is stored."
        )
        self._left_out = self._labelled(
            "llm_left_out",
            "What of a model's work was not used, by reason.",
            "code",
            Reason,
        )
        self._searches = self._counter("searches", "Searches done.")
        self._documents = self._labelled(
            "documents_ingested",
            "Documents received over HTTP or read from the watched folder, by what became of them.",
            "status",
            Outcome,
        )
        self._seconds = Histogram(
            "briefing_stage_seconds",
            "How long the stages of searches and answers took.",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )

    def answered(self, answer: Answer) -> None:
        """Count an answer and its citations."""
        self._answers.labels(answer.status).inc()
        self._citations.inc(sum(citation.verified for citation in answer.citations))
        if answer.status is Status.NOT_IN_DOCUMENTS:
            self._refusals.inc()
        for check in answer.checks:
            self._left_out.labels(check.code).inc()
        self._took(answer.timings)

    def counting(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Pass the steps of an answer on, and count it, or that a quotation kept it back."""
        try:
            for step in steps:
                if isinstance(step, Answered):
                    self.answered(step.answer)
                yield step
        except CitationMismatch:
            self._mismatches.inc()
            raise

    def searched(self, timings: Mapping[str, float]) -> None:
        """Count a search; `timings` are milliseconds by stage."""
        self._searches.inc()
        self._took(timings)

    def ingested(self, status: str) -> None:
        """Count a document by what became of it: an `Outcome` of service.ingesting."""
        self._documents.labels(status).inc()

    def _took(self, timings: Mapping[str, float]) -> None:
        for stage, milliseconds in timings.items():
            self._seconds.labels(stage).observe(milliseconds / 1000)

    def _counter(self, name: str, meaning: str) -> Counter:
        return Counter(f"briefing_{name}", meaning, registry=self.registry)

    def _labelled(self, name: str, meaning: str, label: str, values: Iterable[str]) -> Counter:
        counter = Counter(f"briefing_{name}", meaning, [label], registry=self.registry)
        for value in values:
            counter.labels(value)
        return counter
