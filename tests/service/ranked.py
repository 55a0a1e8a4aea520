"""A library whose rankings are put down by hand, with real documents behind them."""

from collections.abc import Mapping, Sequence

from index.errors import UnknownDocument
from index.query import Hit, Query, RankedSentence, Ranking
from ingest.document import Alias, Document, Language, Passage, Quote


def document(text: str, source: str = "/news/a.txt", **fields) -> Document:
    return Document(source, fields.pop("title", "제목"), text, Language.KO, **fields)


def spans(text: str) -> list[tuple[int, int]]:
    """A sentence a line."""
    found, start = [], 0
    for line in text.split("\n"):
        if line:
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def ranking(documents: Sequence[Document], evidence: Sequence[Sequence[float]]) -> Ranking:
    """Every document is one passage, best first; a number in [0, 1] for each of its lines says
    how much speaks for it."""
    hits, sentences = [], []
    for rank, (one, numbers) in enumerate(zip(documents, evidence, strict=True), 1):
        passage = Passage(f"{one.doc_id}-0", one.doc_id, 0, len(one.text), one.text)
        best = max(numbers, default=0.0)
        names = ("terms", "bigrams", "lexical", "dense", "coverage", "sentence_lexical")
        hits.append(Hit(passage, one, rank, best, dict.fromkeys(names, best)))
        sentences += [
            RankedSentence(rank, start, end, number, number, number)
            for (start, end), number in zip(spans(one.text), numbers, strict=True)
        ]
    return Ranking(tuple(hits), tuple(sentences))


class Shelf:
    """A `Library` that gives the same ranking to every question, and remembers the questions."""

    def __init__(
        self,
        documents: Sequence[Document],
        found: Ranking,
        *,
        quotes: Mapping[str, Sequence[Quote]] | None = None,
        aliases: Sequence[Alias] = (),
    ) -> None:
        self.documents = {one.doc_id: one for one in documents}
        self.found = found
        self.asked: list[Query] = []
        self._quotes = quotes or {}
        self._aliases = tuple(aliases)

    def rank(self, query: Query) -> Ranking:
        self.asked.append(query)
        return self.found

    def quotes(self, doc_id: str) -> tuple[Quote, ...]:
        return tuple(self._quotes.get(doc_id, ()))

    def aliases(self) -> tuple[Alias, ...]:
        return self._aliases

    def document(self, doc_id: str) -> Document:
        if doc_id not in self.documents:
            raise UnknownDocument(doc_id)
        return self.documents[doc_id]
