"""Passages of our own in Korean and English, with questions in both: what crosses languages.

A line is a JSON object: `ko` and `en` are a passage and its translation; `questions` are asked in
both languages, with `answer_ko` and `answer_en`, the words of each passage that answer, or without
where the passage does not.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.adapters.record import Record, read_lines
from eval.datasets import Dataset, GoldSpan, Question
from ingest.document import Document, Language


def bilingual(path: Path) -> list[Dataset]:
    """The Korean passages and the English ones, each asked in both languages; raises
    `DatasetError` where an answer does not stand in its passage exactly once."""
    records = list(read_lines(path))
    return [_in_language(f"{path.stem}-{language}", language, records) for language in Language]


def golds_of(asked: Record, answer: str | None, document: Document) -> tuple[GoldSpan, ...]:
    """Where the words of an answer stand; nowhere without one. Raises `DatasetError` unless that is
    exactly one place."""
    if answer is None:
        return ()
    if document.text.count(answer) != 1:
        raise asked.error(f"{answer!r} does not stand in the passage exactly once")
    start = document.text.index(answer)
    return (GoldSpan(document.source, start, start + len(answer)),)


def subject(number: int) -> str:
    """The name of a line's passage, the same in both languages."""
    return f"passage {number}"


def _in_language(name: str, language: Language, records: list[Record]) -> Dataset:
    documents = [
        Document(subject(number), "", record.text(language), language)
        for number, record in enumerate(records, 1)
    ]
    questions = [
        question
        for document, record in zip(documents, records, strict=True)
        for question in _questions(document, record)
    ]
    return Dataset(name, tuple(documents), tuple(questions), whole=True)


def _questions(document: Document, record: Record) -> Iterator[Question]:
    for number, asked in enumerate(record.records("questions", required=True)):
        answer = asked.optional_text(f"answer_{document.language}")
        golds = golds_of(asked, answer, document)
        for language in Language:
            yield Question(
                f"{document.source} {number} {language}",
                asked.text(language),
                language,
                relevant={document.source: 1} if golds else {},
                gold_spans=golds,
                answers=(answer,) if answer else (),
                answerable=bool(golds),
                about=document.source,
            )
