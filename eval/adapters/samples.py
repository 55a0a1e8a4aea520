"""Our own shape: a folder of briefings beside their questions, scored as the service reads them.

Documents go through `ingest.read` and are split as always. A question names its `file` and quotes
the sentence that answers it; the quotation is looked for in the cleaned text, where it must stand
exactly once, so gold survives a change of the cleaning rules or is refused, and never drifts.
`also` lists other files that carry the same answer in the same or other words.

The questions stand in questions.jsonl or, for people with a spreadsheet, in questions.csv, where
`answerable` is "no" for those that the documents do not answer, the questions asked before are
parted by " | " in `history`, and there is no `also`.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.record import Record, read_lines, read_table
from eval.datasets import Dataset, GoldSpan, PastTurn, Question, nfc
from eval.errors import DatasetError
from ingest.document import Document, Language
from ingest.errors import InputError
from ingest.fetch import gather, source_of
from ingest.language import detect
from ingest.raw import Raw
from ingest.read import read
from ingest.word_lists import listed

LOOKS_LIKE = "a folder with briefings/ and questions.jsonl or questions.csv"
BRIEFINGS = "briefings"
QUESTIONS = "questions.jsonl"
TABLE = "questions.csv"

_COLUMNS = listed(
    "id question language type answerable file quote answer speaker addressee history rewrite"
)
_TURNS = " | "
_YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Briefings:
    """The documents by file name (relative, with `/`), and why the other files are none."""

    documents: Mapping[str, Document]
    unusable: Mapping[str, str]


def recognises(path: Path) -> bool:
    """Say whether the path is a folder with briefings and questions in it."""
    return (path / BRIEFINGS).is_dir() and any((path / n).is_file() for n in (QUESTIONS, TABLE))


def load(path: Path, name: str) -> Dataset:
    """Read the folder; raises `DatasetError`, also where a quotation is not in its document."""
    briefings = read_briefings(path / BRIEFINGS)
    questions: dict[str, Question] = {}
    for record in _records(path):
        question = parse_question(record, briefings)
        if question.id in questions:
            raise record.error(f"the id {question.id!r} is already taken by another question")
        questions[question.id] = question
    return Dataset(
        name=name,
        documents=tuple(briefings.documents.values()),
        questions=tuple(questions.values()),
        whole=False,
        exclusions={"unusable files": len(briefings.unusable)} if briefings.unusable else {},
    )


def _records(path: Path) -> Iterator[Record]:
    if (path / QUESTIONS).is_file():
        if (path / TABLE).is_file():
            raise DatasetError(f"{path}: has both {QUESTIONS} and {TABLE}; keep one of them")
        return read_lines(path / QUESTIONS)
    return (_from_table(row) for row in read_table(path / TABLE, _COLUMNS))


def _from_table(row: Record) -> Record:
    """A row of the table as the object that a line of questions.jsonl would be."""
    values = dict(row.values)
    values.setdefault("id", row.place)
    said = str(values.get("answerable", "yes")).strip().lower()
    if said not in _YES_NO:
        raise row.error(f"expected yes or no in 'answerable', found {said!r}")
    values["answerable"] = _YES_NO[said]
    if "history" in values:
        values["history"] = [{"question": q} for q in str(values["history"]).split(_TURNS)]
    return Record(row.path, row.place, values)


def read_briefings(folder: Path) -> Briefings:
    """Read every file of the folder the way ingest does."""
    root = source_of(folder) + "/"
    documents: dict[str, Document] = {}
    unusable: dict[str, str] = {}
    for found in gather([str(folder)]):
        # A link that leads out of the folder keeps its whole path.
        name = found.source.removeprefix(root)
        try:
            if not isinstance(found, Raw):
                raise found.error
            # The name inside the data set, not the path, is the source: figures and digests must
            # not depend on where the data set lies.
            documents[name] = dataclasses.replace(read(found), source=name)
        except InputError as error:
            unusable[name] = f"{error.code}: {error}"
    return Briefings(documents, unusable)


def gold_spans(record: Record, briefings: Briefings) -> Iterator[GoldSpan]:
    """Find the question's quotations, its own first, then those of `also`.

    Raises `DatasetError` for one that does not stand exactly once in its document.
    """
    for gold in (record, *record.records("also")):
        file, quote = nfc(gold.text("file")), nfc(gold.text("quote"))
        document = briefings.documents.get(file)
        if document is None:
            reason = briefings.unusable.get(file, "no such file")
            raise gold.error(f"file {file!r} is not among the documents: {reason}")
        times = document.text.count(quote)
        if times != 1:
            raise gold.error(f"expected the quote once in {file!r}, found {times} times: {quote!r}")
        start = document.text.index(quote)
        yield GoldSpan(file, start, start + len(quote))


def parse_question(record: Record, briefings: Briefings) -> Question:
    """Read one line of questions.jsonl against its documents; raises `DatasetError`."""
    answerable = record.flag("answerable", default=True)
    spans = tuple(gold_spans(record, briefings)) if answerable else ()
    answer, text = record.optional_text("answer"), nfc(record.text("question"))
    history = tuple(
        PastTurn(turn.text("question"), turn.optional_text("answer") or "")
        for turn in record.records("history")
    )
    return Question(
        id=record.text("id"),
        text=text,
        language=_language(record, text),
        relevant={span.document: 1 for span in spans},
        gold_spans=spans,
        answers=(answer,) if answer and answerable else (),
        answerable=answerable,
        speaker=record.optional_text("speaker"),
        addressee=record.optional_text("addressee"),
        history=history,
        rewrite=record.optional_text("rewrite"),
        labels={"type": record.optional_text("type") or "untyped"},
    )


def _language(record: Record, text: str) -> Language:
    named = record.optional_text("language")
    if named is None:
        return detect(text)
    try:
        return Language(named)
    except ValueError as error:
        raise record.error(f"expected 'ko' or 'en' in 'language', found {named!r}") from error
