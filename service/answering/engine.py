"""A question in, a cited answer out: retrieve, pick sentences, weigh whether they answer, prove."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Protocol

from index.query import Filters, Hit, Query, Ranking
from ingest.document import Alias, Document, Quote
from service.answering import compose
from service.answering.answer import Answer, Citation, ShortAnswer, Status, Turn
from service.answering.cite import carriers, cite, distinct
from service.answering.excerpts import Excerpt, excerpts
from service.answering.followup import Understood, understand
from service.answering.refuse import confidence, status_of
from service.answering.rerank import reranked
from service.answering.select import Candidate, candidates, read
from service.answering.short import short_answers
from service.answering.weights import READ, UNREAD
from service.answering.worth_reading import worth_reading
from service.reading.reader import Reading, ToRead

# Quotations in an answer at most, and sentences in them.
MAX_CITATIONS = 3
MAX_SENTENCES = 5


class Library(Protocol):
    """What the engine asks of an index; `index.corpus.Index` is one."""

    def rank(self, query: Query) -> Ranking:
        """Hits with their sentences' scores."""

    def quotes(self, doc_id: str) -> tuple[Quote, ...]:
        """A document's quotations."""

    def aliases(self) -> tuple[Alias, ...]:
        """The abbreviations to use, those that count most first."""

    def document(self, doc_id: str) -> Document:
        """The stored document."""


class PassageReader(Protocol):
    """What reads passages with the question beside them; `service.reading.reader.Reader` does."""

    def read(self, question: str, passages: Sequence[ToRead]) -> list[Reading]:
        """One reading for each passage, in order."""


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
    """Answers from an index, without a language model. Safe in many threads, as the index is.

    With a reader, the best passages are read before sentences are chosen; without one, sentences
    are chosen by the search's evidence alone.
    """

    def __init__(self, index: Library, reader: PassageReader | None = None) -> None:
        self._index = index
        self._reader = reader
        self._weights = UNREAD if reader is None else READ

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        k: int = 8,
        filters: Filters | None = None,
        as_of: datetime | None = None,
    ) -> Answer:
        """The answer to a question, chosen from `k` passages, `history` its earlier turns.

        `as_of` is the moment that "yesterday" counts from; None: now.

        Raises what `Index.rank` raises, and CitationMismatch if a quotation cannot be proved.
        """
        *_, last = self.stream(question, history, k, filters, as_of)
        if not isinstance(last, Answered):
            raise TypeError(f"a stream of events ended with {last!r}")
        return last.answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        k: int = 8,
        filters: Filters | None = None,
        as_of: datetime | None = None,
    ) -> Iterator[Event]:
        """The same answer as it comes: hits, then text and citations, then the whole."""
        watch = _Watch()
        understood = understand(question, history)
        language = understood.language
        query = Query(understood.text, k, filters or Filters(), as_of=as_of)
        ranking, found, readings = self._look(query, understood, watch)
        hits = reranked(ranking.hits, readings)
        yield HitsFound(hits)

        sure = confidence(ranking, found, understood, self._weights)
        status = status_of(sure, self._weights)
        lookup = self._index.document
        chosen = self._chosen(found, status)
        citations = [cite(marker, excerpt, lookup) for marker, excerpt in enumerate(chosen, 1)]
        shorts: tuple[ShortAnswer, ...] = ()
        if status is Status.GROUNDED:
            made_for = [excerpt.best for excerpt in chosen]
            cited = list(zip(citations, made_for, strict=True))
            shorts = short_answers(cited, readings, understood, lookup)
        yield Delta(compose.opening(status, citations, shorts, language))
        for citation in citations:
            yield Cited(citation)
            yield Delta("\n\n" + compose.paragraph(citation, language))
        watch.lap("cite")
        yield Answered(
            Answer(
                status=status,
                text=compose.compose(status, citations, shorts, language),
                language=language,
                citations=tuple(citations),
                hits=hits,
                timings=watch.laps,
                confidence=sure,
                question=understood.text,
                short_answers=shorts,
            )
        )

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The hits in the order that reading them suggests; without a reader, as they are found.

        Raises what `Index.rank` raises.
        """
        ranking, _, readings = self._look(query, understand(query.text, ()), _Watch())
        return reranked(ranking.hits, readings)

    def _look(
        self, query: Query, understood: Understood, watch: "_Watch"
    ) -> tuple[Ranking, list[Candidate], Mapping[int, Reading]]:
        """What the index finds, its sentences by all evidence, and what was read of them."""
        ranking = self._index.rank(query)
        watch.lap("search")
        aliases = long_forms(self._index.aliases())
        found = candidates(ranking, self._quotes(ranking), understood, aliases, UNREAD)
        watch.lap("select")
        if self._reader is None:
            return ranking, found, {}
        readings = read_best(self._reader, understood.text, found)
        found = read(found, readings, READ)
        watch.lap("read")
        return ranking, found, readings

    def _chosen(self, found: Sequence[Candidate], status: Status) -> list[Excerpt]:
        """The best sentences, best first; none when the documents do not answer."""
        if status is Status.NOT_IN_DOCUMENTS or not found:
            return []
        near = [
            (candidate, copies)
            for candidate, copies in distinct(found)
            if candidate.score >= found[0].score - self._weights.margin
        ]
        lookup = self._index.document
        carried = [(one, carriers(one, copies, lookup)) for one, copies in near[:MAX_SENTENCES]]
        return excerpts(carried)[:MAX_CITATIONS]

    def _quotes(self, ranking: Ranking) -> Mapping[str, Sequence[Quote]]:
        doc_ids = {hit.document.doc_id for hit in ranking.hits}
        return {doc_id: self._index.quotes(doc_id) for doc_id in doc_ids}


def read_best(
    reader: PassageReader, question: str, found: Sequence[Candidate]
) -> Mapping[int, Reading]:
    """What the reader makes of the sentences that look best, by the rank of their hit."""
    passages = worth_reading(found)
    return dict(zip(passages, reader.read(question, list(passages.values())), strict=True))


def long_forms(aliases: Iterable[Alias]) -> dict[str, str]:
    """What each short form stands for; of several long forms, the first.

    >>> long_forms([Alias("한연", "한빛연구원"), Alias("한연", "한솔연구원")])
    {'한연': '한빛연구원'}
    """
    found: dict[str, str] = {}
    for alias in aliases:
        found.setdefault(alias.short, alias.long)
    return found


class _Watch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now
