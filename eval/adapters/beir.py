"""BEIR folders: corpus.jsonl, queries.jsonl and the judgements in qrels/test.tsv.

Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models", 2021. As published, each document is ranked whole, with its title in front. A query may be
a document of the corpus (ArguAna, Quora): as in BEIR's own evaluation (`ignore_identical_ids`), one
that has the query's id is taken out of what is found.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.adapters.record import read_lines, read_text
from eval.datasets import Dataset, Question, nfc
from eval.errors import DatasetError
from ingest.document import Document
from ingest.language import detect

LOOKS_LIKE = "a BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv)"
# Published figures are on the test split.
QRELS = Path("qrels") / "test.tsv"


def recognises(path: Path) -> bool:
    """Say whether the path is a folder with a corpus in it."""
    return (path / "corpus.jsonl").is_file()


def load(path: Path, name: str) -> Dataset:
    """Read the folder; raises `DatasetError`, also where a judgement names what is not there."""
    excluded: Counter[str] = Counter()
    documents = read_documents(path / "corpus.jsonl", excluded)
    texts = _queries(path / "queries.jsonl")
    judged = _judgements(path / QRELS, texts, documents)
    questions = []
    for query_id, text in texts.items():
        relevant = judged.get(query_id, {})
        if not any(grade > 0 for grade in relevant.values()):
            excluded["queries with no relevant document"] += 1
            continue
        itself = query_id if query_id in documents else None
        questions.append(Question(query_id, text, detect(text), relevant=relevant, itself=itself))
    return Dataset(name, tuple(documents.values()), tuple(questions), True, dict(excluded))


def read_documents(path: Path, excluded: Counter[str]) -> dict[str, Document]:
    """The documents with text, by id; how many have none is counted. Raises `DatasetError`."""
    documents: dict[str, Document] = {}
    for record in read_lines(path):
        doc_id = record.text("_id", "id")
        if doc_id in documents:
            raise record.error(f"the id {doc_id!r} is already taken by another document")
        title = nfc(record.optional_text("title") or "")
        # Some published corpora hold documents that are a title and nothing else, or nothing.
        text = nfc(record.optional_text("text") or title)
        if not text:
            excluded["documents without text"] += 1
        documents[doc_id] = Document(doc_id, title, text, detect(text))
    return {doc_id: document for doc_id, document in documents.items() if document.text}


def _queries(path: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for record in read_lines(path):
        query_id = record.text("_id")
        if query_id in texts:
            raise record.error(f"the _id {query_id!r} is already taken by another query")
        texts[query_id] = nfc(record.text("text"))
    return texts


def _judgements(
    path: Path, queries: dict[str, str], documents: dict[str, Document]
) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for number, (query_id, doc_id, grade) in _rows(path):
        place = f"line {number}"
        if query_id not in queries:
            raise DatasetError.at(path, place, f"no query has the _id {query_id!r}")
        if doc_id not in documents:
            raise DatasetError.at(path, place, f"no document with text has the _id {doc_id!r}")
        try:
            judged.setdefault(query_id, {})[doc_id] = int(grade)
        except ValueError as error:
            reason = f"expected a whole number as score, found {grade!r}"
            raise DatasetError.at(path, place, reason) from error
    return judged


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Give the tab-separated rows under the heading, with their line numbers."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and cells[0] == "query-id"):
            continue
        if len(cells) != 3:
            reason = f"expected 3 cells parted by tabs, found {len(cells)}"
            raise DatasetError.at(path, f"line {number}", reason)
        yield number, (cells[0], cells[1], cells[2])
