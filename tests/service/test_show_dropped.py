"""`briefing show --dropped` gives each line that was left out with its reason, for every format."""

import io
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document as Word

from ingest.reasons import kind_of
from service.ingesting import ingest
from tests.index.opening import open_plain
from tests.ingest.hwps import hwp
from tests.ingest.pdfs import pdf
from tests.service.fakes import CountingEmbedder

BRIEFING = Path(sys.executable).parent / "briefing"
SAID = "사공단 해양교통부 장관은 누리항 방파제를 내년 봄까지 고치겠다고 밝혔다."
RIGHTS = "저작권자 ⓒ 나래통신. 무단 전재 및 재배포 금지"


def printed() -> bytes:
    pages = [
        [
            "Ministry of Seas - weekly briefing",
            f"The {part} part of the harbour was mended in {month}.",
            f"Ferries used the {part} quay again after {number} days.",
        ]
        for part, month, number in [
            ("northern", "March", 12),
            ("eastern", "April", 19),
            ("western", "May", 8),
        ]
    ]
    return pdf(*pages)


def word() -> bytes:
    document = Word()
    document.sections[0].header.paragraphs[0].text = "해양교통부 내부용"
    document.add_paragraph(SAID)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "누리항 방파제", "대변인실 <press@haegyo.example>"
    message["Date"] = "Mon, 9 Mar 2026 10:00:00 +0900"
    message.set_content(f"{SAID}\n")
    message.add_attachment(b"\0\1\2", maintype="application", subtype="x-odd", filename="표.bin")
    return message.as_bytes()


def zipped() -> bytes:
    page = (
        "<html><body><nav><a href='/a'>정치면</a> <a href='/b'>경제면</a></nav><article>"
        f"<h1>누리항 방파제 고친다</h1><p>{SAID}</p><p>공사비는 420억 원이며 세 달이 걸린다.</p>"
        f"</article><footer>{RIGHTS}</footer></body></html>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("안쪽/기사.html", page)
    return written.getvalue()


FILES = {
    "pages.pdf": (printed(), {"Ministry of Seas - weekly briefing": "page header or footer"}),
    "word.docx": (word(), {"해양교통부 내부용": "page header"}),
    "hangul.hwp": (hwp(SAID, "[이미지: 방파제.png]"), {"[이미지: 방파제.png]": "picture"}),
    "letter.eml": (mail(), {"표.bin": "attachment that is no document"}),
    "week.zip": (zipped(), {RIGHTS: "element: footer", "정치면 경제면": "element: nav"}),
}


def dropped(data: Path, doc_id: str) -> dict[str, str]:
    done = subprocess.run(
        [BRIEFING, "--data-dir", data, "show", "--dropped", doc_id],
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(data)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert all(len(line) == 2 and all(line) for line in lines), done.stdout
    assert all(kind_of(reason) for reason, _ in lines)
    return {text: reason for reason, text in lines}


@pytest.mark.parametrize("name", FILES)
def test_each_line_that_was_left_out_has_its_reason(tmp_path, name):
    content, expected = FILES[name]
    (tmp_path / name).write_bytes(content)
    with open_plain(tmp_path / "data", CountingEmbedder()) as index:
        (item,) = [i for i in ingest(index, [str(tmp_path / name)]).items if i.doc_id]
        text = index.document(item.doc_id).text
    found = dropped(tmp_path / "data", item.doc_id)
    for line, reason in expected.items():
        assert line not in text
        assert found[line].startswith(reason)
