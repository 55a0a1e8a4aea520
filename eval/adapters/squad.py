"""SQuAD 1.1 and 2.0 JSON, and what is written in its shape: KorQuAD 1.0, KLUE-MRC.

Retrieval as it is published for these sets: every distinct paragraph of all articles is one
passage, with its article's title in front, and the passage a question was written for is the one
relevant to it. A question that SQuAD 2.0 marks impossible has no relevant passage: it is there to
be refused.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.adapters.record import Record, read_object
from eval.datasets import Dataset, GoldSpan, Question, nfc
from ingest.document import Document
from ingest.language import detect

LOOKS_LIKE = 'a SQuAD-format .json file (an object with a list "data")'


def recognises(path: Path) -> bool:
    """Say whether the path is a file that could be of this format."""
    return path.is_file() and path.suffix.lower() == ".json"


def load(path: Path, name: str) -> Dataset:
    """Read the file; raises `DatasetError` on a missing field or an answer that is not there."""
    by_content: dict[tuple[str, str], Document] = {}
    questions: dict[str, Question] = {}
    repeated = 0
    for source, title, paragraph in _paragraphs(read_object(path)):
        text = nfc(paragraph.text("context"))
        fresh = Document(source=source, title=title, text=text, language=detect(text))
        document = by_content.setdefault((title, text), fresh)
        repeated += document is not fresh
        for record in paragraph.records("qas", required=True):
            question = _question(record, paragraph.text("context"), document)
            if question.id in questions:
                raise record.error(f"the id {question.id!r} is already taken by another question")
            questions[question.id] = question
    return Dataset(
        name=name,
        documents=tuple(by_content.values()),
        questions=tuple(questions.values()),
        whole=True,
        exclusions={"repeated paragraphs": repeated} if repeated else {},
    )


def _paragraphs(top: Record) -> Iterator[tuple[str, str, Record]]:
    """Give every paragraph with its name (places in the file) and its article's title."""
    for article_number, article in enumerate(top.records("data", required=True)):
        title = nfc(article.optional_text("title") or "")
        for number, paragraph in enumerate(article.records("paragraphs", required=True)):
            yield f"{article_number:04d}-{number:04d}", title, paragraph


def _question(record: Record, context: str, document: Document) -> Question:
    answerable = not record.flag("is_impossible", default=False)
    # SQuAD 2.0 lists "plausible answers" apart; `answers` of an impossible question is empty, but
    # KLUE-MRC fills it, so it is not looked at there.
    answers = list(record.records("answers", required=True)) if answerable else []
    if answerable and not answers:
        raise record.error("has no answer and is not marked is_impossible")
    text = nfc(record.text("question"))
    return Question(
        # KLUE-MRC calls it guid.
        id=record.text("id", "guid"),
        text=text,
        language=detect(text),
        relevant={document.source: 1} if answerable else {},
        about=document.source,
        # Several annotators often mark the same words: keep each place once, in their order.
        gold_spans=tuple(
            dict.fromkeys(_gold(answer, context, document.source) for answer in answers)
        ),
        answers=tuple(dict.fromkeys(nfc(answer.text("text")) for answer in answers)),
        answerable=answerable,
    )


def _gold(answer: Record, context: str, source: str) -> GoldSpan:
    """Place an answer in the composed text, having checked that it is where the file says."""
    start, text = answer.integer("answer_start"), answer.text("text")
    found = context[start : start + len(text)] if start >= 0 else ""
    if found != text:
        raise answer.error(f"expected the answer {text!r} at {start}, found {found!r}")
    composed_start = len(nfc(context[:start]))
    return GoldSpan(source, composed_start, composed_start + len(nfc(text)))
