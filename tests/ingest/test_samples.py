"""The project's own briefings, read as a person would give them: no furniture, nothing lost."""

import re
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.fetch import gather
from ingest.raw import Raw
from ingest.read import read

FOLDER = Path(__file__).parents[2] / "samples" / "briefings"
FILES = sorted(path.name for path in FOLDER.glob("*.*"))
FURNITURE = re.compile(
    r"바로가기|건너뛰기|원문보기|무단\s?전재|재배포|글자크기|카카오톡|많이 본|관련기사|댓글 \d"
    r"|로그인|구독하기|^(?:속보|BREAKING)\b|^입력 \d{4}|[\w.]+@[\w.]+\.example"
    r"|Most read|All rights reserved|Skip to",
    re.MULTILINE,
)


def document(name: str) -> Document:
    (raw,) = gather([str(FOLDER / name)])
    assert isinstance(raw, Raw)
    return read(raw)


@pytest.mark.parametrize("name", FILES)
def test_no_furniture_is_left(name: str) -> None:
    found = document(name)
    assert FURNITURE.findall(found.text) == []
    assert found.title
    assert FURNITURE.findall(found.title) == []
    assert found.published_at is not None
    assert found.published_at.utcoffset() is not None
    assert found.publisher


@pytest.mark.parametrize("name", FILES)
def test_no_quotation_is_lost(name: str) -> None:
    """Everything long between quotation marks is body, wherever it stands in the file."""
    text = document(name).text
    written = (FOLDER / name).read_text()
    written = re.sub(r"<[^>]*>", "", written.replace("&ldquo;", "“").replace("&rdquo;", "”"))
    for quoted in re.findall(r"“([^”\n]{25,})”", written):
        assert quoted.replace("&#39;", "'") in text
