"""A question in, a cited answer out: retrieve, pick sentences, weigh whether they answer, prove."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from index.query import Filters, Hit, Query, Ranking
from ingest.document import Alias, Document, Quote
from service.answering import compose
from service.answering.answer import Answer, Citation, Status, Turn
from service.answering.cite import cite, distinct
from service.answering.followup import understand
from service.answering.refuse import confidence, status_of
from service.answering.select import Candidate, candidates

# Sentences in an answer at most, and how far below the best one they may score.
MAX_CITATIONS = 3
MARGIN = 1.0


class Library(Protocol):
    """What the engine asks of an index; `index.corpus.Index` is one."""

    def rank(self, query: Query) -> Ranking:
        """Hits with their sentences' scores."""

    def quotes(self, doc_id: str) -> tuple[Quote, ...]:
        """A document's quotations."""

    def aliases(self) -> tuple[Alias, ...]:
        """The abbreviations the documents define."""

    def document(self, doc_id: str) -> Document:
        """The stored document."""


@dataclass(frozen=True, slots=True)
class HitsFound:
    """The passages the answer will be chosen from."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, already proved."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Answered:
    """The whole answer; nothing follows it."""

    answer: Answer


Event = HitsFound | Delta | Cited | Answered


class AnswerEngine:
    """Answers from an index, without a language model. Safe in many threads, as the index is."""

    def __init__(self, index: Library) -> None:
        self._index = index

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        k: int = 8,
        filters: Filters | None = None,
    ) -> Answer:
        """The answer to a question, chosen from `k` passages, `history` its earlier turns.

        Raises what `Index.rank` raises, and CitationMismatch if a quotation cannot be proved.
        """
        *_, last = self.stream(question, history, k, filters)
        if not isinstance(last, Answered):
            raise TypeError(f"a stream of events ended with {last!r}")
        return last.answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        k: int = 8,
        filters: Filters | None = None,
    ) -> Iterator[Event]:
        """The same answer as it comes: hits, then text and citations, then the whole."""
        watch = _Watch()
        understood = understand(question, history)
        language = understood.language
        query = Query(understood.text, k, filters or Filters())
        ranking = self._index.rank(query)
        watch.lap("search")
        yield HitsFound(ranking.hits)

        found = candidates(ranking, self._quotes(ranking), understood, self._aliases())
        sure = confidence(ranking, found, understood)
        status = status_of(sure)
        watch.lap("select")
        citations = []
        yield Delta(compose.lead(language, status))
        for citation in self._citations(found, status):
            citations.append(citation)
            yield Cited(citation)
            yield Delta("\n\n" + compose.paragraph(citation, language))
        watch.lap("cite")
        yield Answered(
            Answer(
                status=status,
                text=compose.compose(status, citations, language),
                language=language,
                citations=tuple(citations),
                hits=ranking.hits,
                timings=watch.laps,
                confidence=sure,
                question=understood.text,
            )
        )

    def _citations(self, found: Sequence[Candidate], status: Status) -> Iterator[Citation]:
        """The best sentences, best first; none when the documents do not answer."""
        if status is Status.NOT_IN_DOCUMENTS or not found:
            return
        near = [
            (candidate, copies)
            for candidate, copies in distinct(found)
            if candidate.score >= found[0].score - MARGIN
        ]
        for marker, (candidate, copies) in enumerate(near[:MAX_CITATIONS], 1):
            yield cite(marker, candidate, copies, self._index.document)

    def _quotes(self, ranking: Ranking) -> Mapping[str, Sequence[Quote]]:
        doc_ids = {hit.document.doc_id for hit in ranking.hits}
        return {doc_id: self._index.quotes(doc_id) for doc_id in doc_ids}

    def _aliases(self) -> Mapping[str, str]:
        return {alias.short: alias.long for alias in self._index.aliases()}


class _Watch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now
