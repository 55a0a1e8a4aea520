"""Questions of our own about other people's documents: places in them, and none of their words.

A line is a JSON object: `document` is its source, `question`, and `answer`, the place of the answer
in code points, null where the document has none; `check` tells that the document is the one that
was asked about.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.adapters.record import Record, read_lines
from eval.datasets import Dataset, GoldSpan, Question
from ingest.document import Document
from ingest.language import detect


def written(questions: Path, documents: Sequence[Document], name: str) -> Dataset:
    """The questions of a file about whole passages; raises `DatasetError` where a document is not
    there, or is not the one that was asked about."""
    by_source = {document.source: document for document in documents}
    asked = tuple(
        _question(f"{questions.stem}-{number}", line, by_source)
        for number, line in enumerate(read_lines(questions), 1)
    )
    return Dataset(name, tuple(documents), asked, whole=True)


def check(document: Document, start: int, end: int) -> str:
    """What a line says of its answer's words, or of the whole text where there is no answer."""
    words = document.text[start:end] or document.text
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _question(name: str, line: Record, documents: Mapping[str, Document]) -> Question:
    document = documents.get(line.text("document"))
    start, end = _place(line)
    if document is None or check(document, start, end) != line.text("check"):
        raise line.error(f"{line.text('document')!r} is not the document that was asked about")
    answered = start < end
    text = line.text("question")
    return Question(
        name,
        text,
        detect(text),
        relevant={document.source: 1} if answered else {},
        gold_spans=(GoldSpan(document.source, start, end),) if answered else (),
        answers=(document.text[start:end],) if answered else (),
        answerable=answered,
        about=document.source,
    )


def _place(line: Record) -> tuple[int, int]:
    match line.values.get("answer"):
        case None:
            return 0, 0
        case [int(start), int(end)] if 0 <= start < end:
            return start, end
        case other:
            raise line.error(f"expected two rising numbers in 'answer', found {other!r}")
