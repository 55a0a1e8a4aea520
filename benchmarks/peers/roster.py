"""Who is compared, and how each one searches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the module below `peers`, the name people know, and what its search is made of.

    `of_ours` runs in this project's own environment. `again` says whether storing and starting are
    timed too, and not only searching. `hidden` are packages that are there for the start alone.
    `why_not` is said instead of figures.
    """

    module: str
    label: str
    searches: str
    of_ours: bool = False
    again: bool = True
    hidden: tuple[str, ...] = ("torch", "transformers", "sentence_transformers")
    why_not: str = ""


BARE = "bare"
"""What all others are measured against."""

ENTRIES = (
    Entry(BARE, "bare parts", "FAISS flat + bm25s on Kiwi's tokens, scaled sum in NumPy"),
    Entry(
        "ours",
        "briefing-qa",
        "morphemes + bigrams + vectors + best sentence, self-scaled fusion",
        of_ours=True,
    ),
    Entry("ours_http", "briefing-qa over HTTP", "the same, `POST /v1/search`", True, again=False),
    Entry("lancedb", "LanceDB", "hybrid query: full text on Kiwi's tokens + vectors, RRF"),
    Entry("langchain", "LangChain", "EnsembleRetriever: BM25Retriever on Kiwi's tokens + FAISS"),
    Entry("haystack", "Haystack", "in-memory BM25 on Kiwi's tokens + vectors, joined by RRF"),
    Entry("llamaindex", "LlamaIndex", "QueryFusionRetriever: BM25 on Kiwi's tokens + vectors, RRF"),
    Entry("txtai", "txtai", "hybrid index: BM25 on Kiwi's tokens + FAISS, weighted sum", hidden=()),
    Entry("chroma", "Chroma", "vectors (HNSW) alone: run locally, it ranks by no words"),
    Entry(
        "haiku_rag",
        "haiku.rag",
        "LanceDB's hybrid query",
        why_not="it needs Python 3.12 or later; its store is LanceDB, which has one",
    ),
)
