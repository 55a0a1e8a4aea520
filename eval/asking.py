"""Asks a target every question of a data set, once, and keeps what comes back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.datasets import Dataset, PastTurn, Question
from eval.errors import QuestionRefused
from eval.indexing import Track, silent
from eval.journal import NOWHERE, Journal
from eval.metrics import DEPTH
from eval.replies import Answered, Reply
from eval.targets import Found, Target
from ingest.errors import InputError

Variants = Callable[[str, int], Mapping[str, tuple[str, ...]]]
"""Ranks by parts of the search alone (`eval.ablations`): question, passages to rank -> documents,
best first, by the variant's name."""


# Parts of the search are ranked by for so many questions at most, spread evenly: it takes longer
# than the search itself, and tells parts apart as well.
ABLATED = 1_500


@dataclass(frozen=True, slots=True)
class Options:
    """How questions are asked.

    `search_depth` is how many passages are asked for where documents are cut into several, so that
    ten documents come out of them; whole documents need no more than the measures look at.
    """

    search_depth: int = 50
    limit: int | None = None


def ask_all(
    dataset: Dataset,
    target: Target,
    options: Options | None = None,
    *,
    journal: Journal = NOWHERE,
    variants: Variants | None = None,
    track: Track = silent,
) -> list[Reply]:
    """Search for every question that has something relevant, and answer every one that has a gold
    span or is there to be refused; in the order of the set.

    What the journal knows from an interrupted run is not asked again. A question that the target
    does not take is a reply with the error's code.
    """
    options = options or Options()
    ablated = frozenset(question.id for question in selected(dataset, ABLATED))
    depth = DEPTH if dataset.whole else options.search_depth
    asker = _Asker(target, depth, variants, ablated)
    questions = selected(dataset, options.limit)
    known = journal.known()
    asker.warm_up(question for question in questions if question.id not in known)
    replies = []
    for question in track(questions, total=len(questions), label="asking"):
        reply = known.get(question.id)
        if reply is None:
            reply = asker.ask(question)
            journal.note(reply)
        replies.append(reply)
    return replies


def selected(dataset: Dataset, limit: int | None) -> tuple[Question, ...]:
    """All questions, or `limit` of them spread evenly: the first ones share a few documents."""
    questions = dataset.questions
    if limit is None or limit >= len(questions):
        return questions
    return tuple(questions[number * len(questions) // limit] for number in range(limit))


@dataclass(frozen=True, slots=True)
class _Asker:
    """Asks one question in every way it is asked."""

    target: Target
    depth: int
    variants: Variants | None
    ablated: frozenset[str]

    def warm_up(self, questions: Iterator[Question]) -> None:
        """Ask once before the clock runs: the analyser and the models load on their first use."""
        for question in questions:
            self._search(question)
            self._answer(question, question.standalone, ())
            return

    def ask(self, question: Question) -> Reply:
        found, error = self._search(question) if question.gold else (None, None)
        answered = completed = None
        if question.gold_spans or not question.answerable:
            answered, failure = self._answer(question, question.text, question.history)
            error = error or failure
            if question.history and question.rewrite:
                completed, _ = self._answer(question, question.standalone, ())
        ranking, timings = found or ((), {})
        return Reply(
            id=question.id,
            ranking=ranking if question.gold else None,
            answered=answered,
            completed=completed,
            variants=self._variants(question) if found else {},
            timings=timings,
            error=error,
        )

    def _search(self, question: Question) -> tuple[Found | None, str | None]:
        try:
            ranking, timings = self.target.search(question.standalone, self._depth(question))
        except InputError as error:
            return None, _code(error)
        return (question.others(ranking), timings), None

    def _answer(
        self, question: Question, text: str, history: Sequence[PastTurn]
    ) -> tuple[Answered | None, str | None]:
        try:
            return self.target.answer(text, history, question.absent), None
        except InputError as error:
            return None, _code(error)

    def _variants(self, question: Question) -> Mapping[str, tuple[str, ...]]:
        if self.variants is None or question.id not in self.ablated:
            return {}
        ranked = self.variants(question.standalone, self._depth(question))
        return {name: question.others(ranking) for name, ranking in ranked.items()}

    def _depth(self, question: Question) -> int:
        return self.depth if question.itself is None else self.depth + 1


def _code(error: InputError) -> str:
    """The code of what kept a question from being taken: the service's own, where one was asked."""
    return error.reason if isinstance(error, QuestionRefused) else error.code
