"""What is asked: the index and the engine in this process. `eval.http_target` asks a service."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from time import perf_counter, process_time
from typing import NoReturn, Protocol

from eval.datasets import PastTurn
from eval.replies import Answered, Cited, Place
from index.query import Hit, Query
from ingest.document import Document
from service.answering.answer import Answer, Citation, Status, Turn
from service.answering.question import Question

Found = tuple[tuple[str, ...], Mapping[str, float]]
"""Documents of the data set, best first, each once; milliseconds by stage."""


class Target(Protocol):
    """Something that can be asked every question of a data set.

    Both methods raise an `InputError` for a question that is not taken.
    """

    def search(self, question: str, k: int) -> Found:
        """Rank the documents of the best k passages."""

    def answer(
        self, question: str, history: Sequence[PastTurn], absent: frozenset[str] = frozenset()
    ) -> Answered | None:
        """Answer from the documents, as if the absent ones had never been stored; None when the
        target does not answer. Raises ValueError where it cannot do without documents."""


class Searcher(Protocol):
    """What is asked for hits and for stored documents; `index.corpus.Index` is one."""

    def search(self, query: Query) -> list[Hit]:
        """Rank passages, best first."""

    def document(self, doc_id: str) -> Document:
        """Give the stored document."""


class Answerer(Protocol):
    """What is asked for answers; `service.answering.engine.AnswerEngine` is one."""

    def answer(self, asked: Question) -> Answer:
        """Answer from the documents; raises an `InputError` for a question it cannot take."""


def cannot_lack(_absent: frozenset[str]) -> NoReturn:
    """Raises ValueError: what is asked answers from all that it holds."""
    raise ValueError("documents cannot be left out here")


class InProcess:
    """The index and the engine as the service wires them, without a service around them.

    `lacking` makes an answerer that never saw some documents; `answer_k` is how many hits an answer
    is chosen from.
    """

    def __init__(
        self,
        searcher: Searcher,
        answerer: Answerer | None = None,
        *,
        lacking: Callable[[frozenset[str]], Answerer] = cannot_lack,
        answer_k: int = 8,
    ) -> None:
        self._searcher = searcher
        self._answerer = answerer
        self._lacking = lacking
        self._answer_k = answer_k
        # Thousands of citations fall on a few hundred documents.
        self._known: dict[str, Document] = {}

    def search(self, question: str, k: int) -> Found:
        """See Target."""
        clock = _Clock()
        hits = self._searcher.search(Query(question, k=k))
        return documents_of(hits), clock.read("search")

    def answer(
        self, question: str, history: Sequence[PastTurn], absent: frozenset[str] = frozenset()
    ) -> Answered | None:
        """See Target. Every citation is read again in the document it names."""
        if self._answerer is None:
            return None
        answerer = self._lacking(absent) if absent else self._answerer
        turns = tuple(Turn(turn.question, turn.answer) for turn in history)
        clock = _Clock()
        answer = answerer.answer(Question(question, turns, self._answer_k))
        spent = clock.read("answer")
        return Answered(
            refused=answer.status is Status.NOT_IN_DOCUMENTS,
            confidence=answer.confidence,
            cited=tuple(self._cited(citation) for citation in answer.citations),
            short=next((short.text for short in answer.short_answers), None),
            timings={**spent, **{f"answer.{k}": v for k, v in answer.timings.items()}},
        )

    def _cited(self, citation: Citation) -> Cited:
        document = self._document(citation.doc_id)
        places = [Place(document.source, citation.start, citation.end)]
        for copy in citation.also_carried_by:
            other = self._document(copy.doc_id)
            if span := stands_at(citation.quote, other.text):
                places.append(Place(other.source, *span))
        return Cited(
            places=tuple(places),
            quote=citation.quote,
            verbatim=bool(citation.quote)
            and document.text[citation.start : citation.end] == citation.quote,
            speaker=citation.speaker,
            addressee=citation.addressee,
        )

    def _document(self, doc_id: str) -> Document:
        if doc_id not in self._known:
            self._known[doc_id] = self._searcher.document(doc_id)
        return self._known[doc_id]


def documents_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Name the documents of the hits in order, each where its best passage stands.

    A hit that stands for copies names them too, right after its own document, the best first: there
    they would stand as hits of their own, for they say the same. So a copy that is gold is found
    where it was found before stories took one place, and no document is named that was not found.
    """
    found = ((hit.document.source, *(copy.source for copy in hit.also_carried_by)) for hit in hits)
    return tuple(dict.fromkeys(name for names in found for name in names))


def stands_at(quote: str, text: str) -> tuple[int, int] | None:
    """Where a copy holds a quotation: as it is or, where the copy reworded it, the longest part it
    kept, if that is half of it; else None.

    >>> stands_at("담율 기자 = 위성이 떠났다.", "속보. 위성이 떠났다.")
    (3, 12)
    """
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    kept = SequenceMatcher(None, quote, text, autojunk=False).find_longest_match()
    return (kept.b, kept.b + kept.size) if kept.size * 2 >= len(quote) else None


class _Clock:
    """Milliseconds since it was made: by the clock on the wall, and of all cores together, which is
    what a question costs."""

    def __init__(self) -> None:
        self._wall, self._processor = perf_counter(), process_time()

    def read(self, stage: str) -> dict[str, float]:
        wall, processor = perf_counter() - self._wall, process_time() - self._processor
        return {stage: wall * 1000, f"{stage} cpu": processor * 1000}
