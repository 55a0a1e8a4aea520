"""Briefings of our own and what people ask about them, some of it going on from what they asked
before: who said what to whom, and what the briefing does not say.

A line is a JSON object: `title` and `text` are a briefing, in Korean or English; `questions` are
asked in either, with `answer`, the words of the briefing that answer, or without where it does not,
and with `history`, the questions before, where one cannot be understood without. Briefings that
tell of one affair name it as `affair`: they are learnt from together, or held out together.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.adapters.record import Record, read_lines
from eval.datasets import Dataset, PastTurn, Question
from ingest.document import Document
from ingest.language import detect
from training.bilingual import golds_of


def briefings(path: Path) -> Dataset:
    """The briefings, each whole, and their questions; raises `DatasetError` where an answer does
    not stand in its briefing exactly once."""
    documents: list[Document] = []
    questions: list[Question] = []
    affairs: dict[str, str] = {}
    for number, record in enumerate(read_lines(path), 1):
        title, text = record.text("title"), record.text("text")
        document = Document(f"briefing {number}", title, text, detect(text))
        documents.append(document)
        if affair := record.optional_text("affair"):
            affairs[document.source] = affair
        questions += _questions(document, record)
    return Dataset(path.stem, tuple(documents), tuple(questions), True, affairs=affairs)


def _questions(document: Document, record: Record) -> Iterator[Question]:
    for number, asked in enumerate(record.records("questions", required=True)):
        text, answer = asked.text("question"), asked.optional_text("answer")
        golds = golds_of(asked, answer, document)
        yield Question(
            f"{document.source} {number}",
            text,
            detect(text),
            relevant={document.source: 1} if golds else {},
            gold_spans=golds,
            answers=(answer,) if answer else (),
            answerable=bool(golds),
            about=document.source,
            history=tuple(PastTurn(turn.text("question")) for turn in asked.records("history")),
        )
