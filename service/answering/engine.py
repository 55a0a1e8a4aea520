"""A question in, a cited answer out: retrieve, pick sentences, weigh whether they answer, prove."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, Protocol

from index.query import Hit, Query, Ranking
from ingest.document import Alias, Document, Quote
from service.answering import compose
from service.answering.answer import Answer, Citation, ShortAnswer, Status, Turn
from service.answering.checks import Check
from service.answering.cite import carriers, cite, distinct
from service.answering.events import Answered, Cited, Delta, Event, HitsFound, Step
from service.answering.excerpts import Excerpt, excerpts, of_places
from service.answering.followup import Understood, stands_alone, taken_literally, understand
from service.answering.question import Question
from service.answering.refuse import confidence, status_of
from service.answering.rerank import reranked
from service.answering.select import (
    Candidate,
    beside_the_best,
    candidates,
    of_whom_it_asks,
    read,
)
from service.answering.short import short_answers
from service.answering.waiting import Waiting
from service.answering.weights import READ, UNREAD
from service.answering.worth_reading import worth_reading
from service.answering.writer import Assignment, Writer
from service.answering.written import Body, written
from service.reading.reader import Reading, ToRead

# Places that an answer quotes at most, and sentences of them.
MAX_PLACES = 4
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


class AnswerEngine:
    """Answers from an index. Safe in many threads, as the index is.

    With a reader, the best passages are read before sentences are chosen; without one, sentences
    are chosen by the search's evidence alone. With a writer, a language model completes follow-ups
    and writes the answer, as far as what it writes can be checked; without one there is none.
    """

    def __init__(
        self,
        index: Library,
        reader: PassageReader | None = None,
        writer: Writer | None = None,
    ) -> None:
        self._index = index
        self._reader = reader
        self._writer = writer
        self._weights = UNREAD if reader is None else READ

    def over(self, index: Library) -> "AnswerEngine":
        """The same engine over another library."""
        return AnswerEngine(index, self._reader, self._writer)

    def answer(self, asked: str | Question) -> Answer:
        """The answer to a question.

        Raises what `Index.rank` raises, and CitationMismatch if a quotation cannot be proved.
        """
        *_, last = self.stream(asked)
        if not isinstance(last, Answered):
            raise TypeError(f"a stream of events ended with {last!r}")
        return last.answer

    def stream(self, asked: str | Question) -> Iterator[Event]:
        """The same answer as it comes: hits, then text and citations, then the whole."""
        for step in self.steps(asked):
            if not isinstance(step, Waiting):
                yield step

    def steps(self, asked: str | Question) -> Iterator[Step]:
        """The events of `stream`, and between them the waits for a language model, for a driver
        that has a better place to wait."""
        watch = _Watch()
        question = Question.of(asked)
        understood, checks = yield from self._understood(question.text, question.history)
        if self._writer is not None:
            watch.lap("complete")
        query = Query(understood.text, question.k, question.filters, as_of=question.as_of)
        ranking, found, readings = self._look(query, understood, watch)
        hits = reranked(ranking.hits, readings)
        yield HitsFound(hits)

        sure = confidence(ranking, found, understood, self._weights)
        status = status_of(sure, found, understood, self._weights)
        body = None
        # Whether the documents answer is not the writer's to say.
        if self._writer is not None and status is not Status.NOT_IN_DOCUMENTS:
            assignment = self._assignment(understood, found)
            shortened = partial(self._shortened, readings, understood, status)
            body, more = yield from written(self._writer, assignment, status, shortened)
            checks += more
            watch.lap("write")
        if body is None:
            body = yield from self._quoted(found, readings, understood, status)
        watch.lap("cite")
        yield Answered(
            Answer(
                status=status,
                text=body.text,
                language=understood.language,
                citations=body.citations,
                hits=hits,
                timings=watch.laps,
                confidence=sure,
                question=understood.text,
                short_answers=body.shorts,
                written_by=body.written_by,
                checks=tuple(checks),
            )
        )

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The hits in the order that reading them suggests; without a reader, as they are found.

        Raises what `Index.rank` raises.
        """
        ranking, _, readings = self._look(query, understand(query.text, ()), _Watch())
        return reranked(ranking.hits, readings)

    def _understood(
        self, question: str, history: Sequence[Turn]
    ) -> Generator[Waiting[Any], None, tuple[Understood, list[Check]]]:
        """The question in full: by the writer, where there is one and it can, else by rule."""
        alone = taken_literally(question)
        if self._writer is None or not history or stands_alone(question, alone.language):
            return understand(question, history), []
        completed = yield from self._writer.completed(question, history)
        if isinstance(completed, Check):
            return understand(question, history), [completed]
        return taken_literally(completed), []

    def _assignment(self, understood: Understood, found: Sequence[Candidate]) -> Assignment:
        aliases, lookup = self._index.aliases(), self._index.document
        return Assignment(understood.text, understood.language, found, aliases, lookup)

    def _quoted(
        self,
        found: Sequence[Candidate],
        readings: Mapping[int, Reading],
        understood: Understood,
        status: Status,
    ) -> Generator[Step, None, Body]:
        """The answer in the documents' own sentences."""
        lookup, language = self._index.document, understood.language
        chosen = self._chosen(found, understood, status)
        citations = [cite(marker, excerpt, lookup) for marker, excerpt in enumerate(chosen, 1)]
        made_for = [excerpt.best for excerpt in chosen]
        cited = list(zip(citations, made_for, strict=True))
        shorts = self._shortened(readings, understood, status, cited)
        yield Delta(compose.opening(status, citations, shorts, language))
        for citation in citations:
            yield Cited(citation)
            yield Delta("\n\n" + compose.paragraph(citation, language))
        text = compose.compose(status, citations, shorts, language)
        return Body(text, tuple(citations), shorts)

    def _shortened(
        self,
        readings: Mapping[int, Reading],
        understood: Understood,
        status: Status,
        cited: Sequence[tuple[Citation, Candidate]],
    ) -> tuple[ShortAnswer, ...]:
        """The shortest answers, where the documents answer."""
        if status is not Status.GROUNDED:
            return ()
        return short_answers(cited, readings, understood, self._index.document)

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
            return ranking, self._of_whom_it_asks(found, understood), {}
        readings = read_best(self._reader, understood.text, found)
        found = self._of_whom_it_asks(read(found, readings, READ), understood)
        watch.lap("read")
        return ranking, found, readings

    def _of_whom_it_asks(
        self, found: Sequence[Candidate], understood: Understood
    ) -> list[Candidate]:
        return of_whom_it_asks(found, understood.cast, self._weights.margin)

    def _chosen(
        self, found: Sequence[Candidate], understood: Understood, status: Status
    ) -> list[Excerpt]:
        """The best sentences, best first; none when the documents do not answer."""
        if status is Status.NOT_IN_DOCUMENTS or not found:
            return []
        near = [
            (candidate, copies)
            for candidate, copies in distinct(beside_the_best(found, understood.cast))
            if candidate.score >= found[0].score - self._weights.margin
        ]
        lookup = self._index.document
        carried = [(one, carriers(one, copies, lookup)) for one, copies in near[:MAX_SENTENCES]]
        return of_places(excerpts(carried), MAX_PLACES)

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
