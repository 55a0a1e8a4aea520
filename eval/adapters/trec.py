"""A test collection in TREC's form: documents.jsonl, topics.tsv and qrels.txt.

Documents are lines of JSON with `id`, `title` and `text`; topics are an id, a tab and the question;
judgements are trec_eval's four columns (topic, iteration, document, grade). Each document is ranked
whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from eval.adapters.beir import read_documents
from eval.adapters.record import read_text
from eval.datasets import Dataset, Question, nfc
from eval.errors import DatasetError
from ingest.language import detect

LOOKS_LIKE = "a TREC folder (documents.jsonl, topics.tsv, qrels.txt)"
TOPICS = "topics.tsv"


def recognises(path: Path) -> bool:
    """Say whether the path is a folder with topics in it."""
    return (path / TOPICS).is_file()


def load(path: Path, name: str) -> Dataset:
    """Read the folder; raises `DatasetError`, also where a judgement names what is not there."""
    excluded: Counter[str] = Counter()
    documents = read_documents(path / "documents.jsonl", excluded)
    topics = _topics(path / TOPICS)
    judged = _judgements(path / "qrels.txt", topics, documents)
    questions = []
    for topic, text in topics.items():
        relevant = judged.get(topic, {})
        if not any(grade > 0 for grade in relevant.values()):
            excluded["topics with no relevant document"] += 1
            continue
        questions.append(Question(id=topic, text=text, language=detect(text), relevant=relevant))
    return Dataset(name, tuple(documents.values()), tuple(questions), True, dict(excluded))


def _topics(path: Path) -> dict[str, str]:
    topics: dict[str, str] = {}
    for number, line in _lines(path):
        topic, tab, text = line.partition("\t")
        if not tab or not text.strip():
            raise DatasetError.at(path, f"line {number}", "expected an id, a tab and a question")
        if topic in topics:
            raise DatasetError.at(path, f"line {number}", f"the id {topic!r} is already taken")
        topics[topic] = nfc(text.strip())
    return topics


def _judgements(
    path: Path, topics: Mapping[str, str], documents: Mapping[str, object]
) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split()
        place = f"line {number}"
        if len(cells) != 4:
            raise DatasetError.at(path, place, f"expected 4 columns, found {len(cells)}")
        topic, _, document, grade = cells
        if topic not in topics:
            raise DatasetError.at(path, place, f"no topic has the id {topic!r}")
        if document not in documents:
            raise DatasetError.at(path, place, f"no document with text has the id {document!r}")
        try:
            judged.setdefault(topic, {})[document] = int(grade)
        except ValueError as error:
            reason = f"expected a whole number as grade, found {grade!r}"
            raise DatasetError.at(path, place, reason) from error
    return judged


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")
