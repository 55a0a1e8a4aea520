"""Asks an index and an answer engine every question of a data set and scores what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from eval.answer_metrics import AnswerScore, Lookup, failed_answer, score_answer
from eval.datasets import Dataset, Question
from eval.indexing import Track, silent
from eval.latency import Stopwatch
from eval.metrics import DEPTH, retrieval_scores
from index.query import Hit, Query
from ingest.document import Document
from ingest.errors import InputError
from service.answering.answer import Answer, Turn


class Searcher(Protocol):
    """What is asked for hits and for stored documents; `index.corpus.Index` is one."""

    def search(self, query: Query) -> list[Hit]:
        """Rank passages, best first."""

    def document(self, doc_id: str) -> Document:
        """Give the stored document."""


class Answerer(Protocol):
    """What is asked for answers; `service.answering.engine.AnswerEngine` is one."""

    def answer(self, question: str, history: Sequence[Turn] = (), k: int = ...) -> Answer:
        """Answer from the documents; raises an `InputError` for a question it cannot take."""


@dataclass(frozen=True, slots=True)
class Options:
    """How questions are asked.

    `answer_k` is how many hits an answer is chosen from (the service's default). `search_depth` is
    how many passages are asked for where documents are cut into several, so that ten documents
    come out of them; whole documents need no more than the measures look at.
    """

    answer_k: int = 8
    search_depth: int = 50
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came back. `retrieval` is None where nothing could be found (no
    relevant document), `answer` where answers were not asked for or there is nothing to check."""

    question: Question
    ranking: tuple[str, ...] = ()
    retrieval: Mapping[str, float] | None = None
    answer: AnswerScore | None = None
    cited: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every question with its scores, percentiles of the stages, and what went wrong by code."""

    asked: tuple[Asked, ...]
    latency: Mapping[str, Mapping[str, float]]
    errors: Mapping[str, int] = field(default_factory=dict)


def evaluate(
    dataset: Dataset,
    searcher: Searcher,
    answerer: Answerer | None = None,
    options: Options | None = None,
    track: Track = silent,
) -> Outcome:
    """Search for every question that has something relevant, and answer every one that has a gold
    span or is there to be refused. Without an answerer only retrieval is scored.

    A question that the engine cannot take is an error that is counted, and scores 0.
    """
    return _Evaluation(dataset, searcher, answerer, options or Options(), track).run()


def selected(dataset: Dataset, limit: int | None) -> tuple[Question, ...]:
    """All questions, or `limit` of them spread evenly: the first ones share a few documents."""
    questions = dataset.questions
    if limit is None or limit >= len(questions):
        return questions
    return tuple(questions[number * len(questions) // limit] for number in range(limit))


class _Evaluation:
    """One run over a data set; holds what accumulates on the way."""

    def __init__(
        self,
        dataset: Dataset,
        searcher: Searcher,
        answerer: Answerer | None,
        options: Options,
        track: Track,
    ) -> None:
        self._dataset = dataset
        self._searcher = searcher
        self._answerer = answerer
        self._options = options
        self._track = track
        self._watch = Stopwatch()
        self._errors: dict[str, int] = {}
        self._lookup = _remembering(searcher)

    def run(self) -> Outcome:
        questions = selected(self._dataset, self._options.limit)
        self._warm_up(questions)
        rankings = self._search_all([q for q in questions if q.relevant])
        relevant = {q.id: q.relevant for q in questions if q.relevant}
        retrieval = retrieval_scores(relevant, rankings)
        answers = self._answer_all([q for q in questions if q.gold_spans or not q.answerable])
        asked = []
        for question in questions:
            score, cited = answers.get(question.id, (None, ()))
            ranking = tuple(rankings.get(question.id, ()))
            asked.append(Asked(question, ranking, retrieval.get(question.id), score, cited))
        return Outcome(tuple(asked), self._watch.percentiles(), self._errors)

    def _warm_up(self, questions: Sequence[Question]) -> None:
        """Ask once before the clock runs: the analyser and the model load on their first use."""
        for question in questions[:1]:
            try:
                self._searcher.search(Query(question.standalone, k=1))
            except InputError:
                continue  # asked again, and counted, in its turn

    def _search_all(self, questions: Sequence[Question]) -> dict[str, list[str]]:
        rankings: dict[str, list[str]] = {}
        for question in self._track(questions, total=len(questions), label="searching"):
            started = perf_counter()
            try:
                hits = self._searcher.search(Query(question.standalone, k=self._depth))
            except InputError as error:
                self._count(error)
                continue
            self._watch.note("search", _milliseconds_since(started))
            rankings[question.id] = documents_of(hits)
        return rankings

    @property
    def _depth(self) -> int:
        return DEPTH if self._dataset.whole else self._options.search_depth

    def _answer_all(
        self, questions: Sequence[Question]
    ) -> dict[str, tuple[AnswerScore, tuple[tuple[str, int, int], ...]]]:
        if self._answerer is None:
            return {}
        return {
            question.id: self._answer(self._answerer, question)
            for question in self._track(questions, total=len(questions), label="answering")
        }

    def _answer(
        self, answerer: Answerer, question: Question
    ) -> tuple[AnswerScore, tuple[tuple[str, int, int], ...]]:
        history = [Turn(turn.question, turn.answer) for turn in question.history]
        started = perf_counter()
        try:
            answer = answerer.answer(question.text, history, k=self._options.answer_k)
        except InputError as error:
            self._count(error)
            return failed_answer(question, error.code), ()
        self._watch.note("answer", _milliseconds_since(started))
        self._watch.note_all("answer", answer.timings)
        cited = tuple((self._lookup(c.doc_id).source, c.start, c.end) for c in answer.citations)
        return score_answer(question, answer, self._lookup), cited

    def _count(self, error: InputError) -> None:
        self._errors[error.code] = self._errors.get(error.code, 0) + 1


def documents_of(hits: Sequence[Hit]) -> list[str]:
    """Name the documents of the hits in order, each where its best passage stands."""
    return list(dict.fromkeys(hit.document.source for hit in hits))


def _remembering(searcher: Searcher) -> Lookup:
    """Look documents up once each: thousands of citations fall on a few hundred documents."""
    known: dict[str, Document] = {}

    def lookup(doc_id: str) -> Document:
        if doc_id not in known:
            known[doc_id] = searcher.document(doc_id)
        return known[doc_id]

    return lookup


def _milliseconds_since(started: float) -> float:
    return (perf_counter() - started) * 1000
