"""Questions asked once more as if their article had never been stored: all that is left to say is
that the documents do not say."""

from dataclasses import dataclass, replace

from eval.datasets import Dataset, Question
from index.query import Hit, Query, Ranking
from ingest.document import Alias, Document, Quote
from service.answering.engine import Library


def with_absent(dataset: Dataset) -> Dataset:
    """The same questions and, after them, each that has an answer once more without one: of the
    articles that hold it, no document counts as stored."""
    articles = dataset.articles
    members: dict[str, set[str]] = {}
    for source, article in articles.items():
        members.setdefault(article, set()).add(source)
    again = (
        _without_answer(one, set().union(*(members[articles[name]] for name in one.gold)))
        for one in dataset.questions
        if one.answerable and one.gold_spans
    )
    return replace(dataset, questions=(*dataset.questions, *again))


def _without_answer(question: Question, absent: set[str]) -> Question:
    return replace(
        question,
        id=f"{question.id} (absent)",
        relevant={},
        gold_spans=(),
        answers=(),
        answerable=False,
        speaker=None,
        addressee=None,
        about=next(iter(question.gold)),
        absent=frozenset(absent),
    )


def without(ranking: Ranking, absent: frozenset[str], k: int) -> Ranking:
    """The first k hits of those that are not absent, and say nothing that an absent document does,
    with their sentences."""
    kept = [hit for hit in ranking.hits if not _said_by(hit) & absent][:k]
    ranks = {hit.rank: rank for rank, hit in enumerate(kept, 1)}
    return Ranking(
        tuple(replace(hit, rank=ranks[hit.rank]) for hit in kept),
        tuple(s._replace(rank=ranks[s.rank]) for s in ranking.sentences if s.rank in ranks),
    )


def _said_by(hit: Hit) -> set[str]:
    return {hit.document.source, *(copy.source for copy in hit.also_carried_by)}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A library as if it had never held some documents, by their names in the data set."""

    library: Library
    absent: frozenset[str]

    def rank(self, query: Query) -> Ranking:
        """See Library. Looks further down until there are enough others."""
        depth = query.k + len(self.absent)
        while True:
            ranking = self.library.rank(replace(query, k=depth))
            left = without(ranking, self.absent, query.k)
            if len(left.hits) == query.k or len(ranking.hits) < depth:
                return left
            depth *= 2

    def quotes(self, doc_id: str) -> tuple[Quote, ...]:
        """See Library."""
        return self.library.quotes(doc_id)

    def aliases(self) -> tuple[Alias, ...]:
        """See Library: those that the absent documents define, too."""
        return self.library.aliases()

    def document(self, doc_id: str) -> Document:
        """See Library."""
        return self.library.document(doc_id)
