"""Articles of the Korean Wikinews in a CSV file, with questions of our own in both languages.

The columns are 작성일 (written on), 출처 (address), 제목 (title) and 내용 (text). The questions are
in `eval/questions/wikinews.jsonl`: what was asked, and where in which article the answer stands.
"""

from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from eval.adapters.record import Record, read_table
from eval.datasets import Dataset, nfc
from eval.written import written
from ingest.document import Document
from ingest.language import detect
from ingest.timestamps import KOREA

LOOKS_LIKE = "a .csv file with the columns 작성일, 출처, 제목 and 내용"

QUESTIONS = Path(__file__).resolve().parent.parent / "questions" / "wikinews.jsonl"
_DAY, _ADDRESS, _TITLE, _TEXT = _COLUMNS = ("작성일", "출처", "제목", "내용")


def recognises(path: Path) -> bool:
    """Say whether the path is a file that could be of this format."""
    if not (path.is_file() and path.suffix.lower() == ".csv"):
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline().strip() == ",".join(_COLUMNS)


def load(path: Path, name: str) -> Dataset:
    """Read the file; raises `DatasetError` where an article is not the one that was asked about."""
    articles = tuple(_article(row) for row in read_table(path, frozenset(_COLUMNS)))
    return written(QUESTIONS, articles, name)


def _article(row: Record) -> Document:
    text, address = nfc(row.text(_TEXT)), row.text(_ADDRESS)
    try:
        day = datetime.strptime(row.text(_DAY), "%Y-%m-%d").replace(tzinfo=KOREA)
    except ValueError as error:
        raise row.error(f"expected a day as 2026-03-02 in {_DAY!r}") from error
    title = nfc(row.text(_TITLE))
    # Decoded, an address is a third as long, and can be read.
    return Document(unquote(address), title, text, detect(text), published_at=day, url=address)
