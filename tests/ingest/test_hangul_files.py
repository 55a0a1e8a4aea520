"""Hangul files of both generations: what is text, what stands beside it, what is refused."""

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import DamagedDocument, EncryptedDocument, InputError
from ingest.raw import Raw
from ingest.read import read
from tests.ingest.hwps import DISTRIBUTION, ENCRYPTED, hwp
from tests.ingest.test_formats import HPF, SECTION, zipped

ORDER = "장관은 다리를 고치라고 지시했다."
END = "공사는 오월에 끝난다."
DATA = os.environ.get("BRIEFING_TEST_DATA", "")


def opened(content: bytes, name: str = "notice.hwp") -> Document:
    return read(Raw(content=content, source=f"/in/{name}", name=name))


def paragraph(text: str, inside: str = "") -> str:
    run = f'<hp:run charPrIDRef="0">{inside}<hp:t>{text}</hp:t></hp:run>'
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="0">{run}</hp:p>'


def around(kind: str, text: str) -> str:
    inside = f'<hp:{kind} id="1"><hp:subList>{paragraph(text)}</hp:subList></hp:{kind}>'
    return f"<hp:ctrl>{inside}</hp:ctrl>"


def hwpx(paragraphs: Sequence[str]) -> bytes:
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": "<v/>",
            "Contents/content.hpf": HPF,
            "Contents/section0.xml": SECTION.format(paragraphs="".join(paragraphs)),
        }
    )


def test_an_hwp_5_file_gives_its_paragraphs() -> None:
    assert opened(hwp("다리 계획", ORDER, END)).text == f"{ORDER}\n{END}"


def test_a_file_with_a_password_is_refused_by_name() -> None:
    with pytest.raises(EncryptedDocument, match="password"):
        opened(hwp(ORDER, flags=ENCRYPTED))


def test_a_file_for_distribution_without_its_text_is_damaged() -> None:
    with pytest.raises(DamagedDocument, match="ViewText"):
        opened(hwp(ORDER, flags=DISTRIBUTION))


def test_page_headers_and_footers_are_reported_and_no_text() -> None:
    found = opened(
        hwpx(
            [
                paragraph(ORDER, around("header", "한빛시 보도자료")),
                paragraph(END, around("footer", "담당: 다리과")),
            ]
        )
    )
    assert found.text == f"{ORDER}\n{END}"
    assert [(one.text, one.reason) for one in found.dropped] == [
        ("한빛시 보도자료", "page header"),
        ("담당: 다리과", "page footer"),
    ]


def test_what_stands_in_page_headers_alone_is_the_text() -> None:
    found = opened(hwpx([paragraph("", around("header", ORDER))]))
    assert (found.text, found.dropped) == (ORDER, ())


def test_notes_to_a_table_come_at_the_end_and_its_comments_are_reported() -> None:
    marked = paragraph("12억 원", around("footNote", "잠정 금액이다."))
    hidden = paragraph("3명", around("hiddenComment", "다시 셀 것"))
    cells = "".join(
        f'<hp:tc><hp:subList>{one}</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="0"/>'
        '<hp:cellSpan colSpan="1" rowSpan="1"/></hp:tc>'
        for column, one in enumerate((marked, hidden))
    )
    table = f'<hp:tbl rowCnt="1" colCnt="2"><hp:tr>{cells}</hp:tr></hp:tbl>'
    found = opened(hwpx([paragraph("다리 계획"), paragraph(ORDER, table), paragraph(END)]))
    *before, note = found.text.split("\n")
    assert note == "잠정 금액이다."
    assert "12억 원" in found.text
    assert before[-1] == END
    assert [(one.text, one.reason) for one in found.dropped] == [("다시 셀 것", "hidden comment")]


@pytest.mark.skipif(not DATA, reason="BRIEFING_TEST_DATA names no folder of published data sets")
def test_every_published_file_is_text_or_a_named_error() -> None:
    ended: dict[str, str] = {}
    for path in sorted(Path(DATA, "hwp").glob("*.hwp*")):
        try:
            found = opened(path.read_bytes(), path.name)
        except InputError as error:
            ended[path.stem] = error.code
        else:
            assert unicodedata.is_normalized("NFC", found.text)
            ended[path.stem] = "text"
    assert set(ended.values()) <= {"text", "empty_document"}
    assert ended["051_distribution"] == "text"
