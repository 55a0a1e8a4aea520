"""Files as offices have them, through the door every article comes through."""

import io
import os
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from ingest import sandbox
from ingest.archive import MAX_MEMBERS, check_archive
from ingest.document import Document, Language
from ingest.errors import (
    DamagedDocument,
    EncryptedDocument,
    InputError,
    ParserLimit,
    UnsafeArchive,
    UnsupportedFormat,
)
from ingest.raw import Raw
from ingest.read import read
from ingest.sniff import Kind, sniff
from ingest.timestamps import KOREA
from tests.ingest.pdfs import pdf


def opened(content: bytes, name: str = "notice.bin") -> Document:
    return read(Raw(content=content, source=f"/in/{name}", name=name))


def word(*blocks: str | list[list[str]], title: str = "") -> bytes:
    made = docx.Document()
    made.core_properties.title = title
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
        else:
            table = made.add_table(rows=0, cols=len(block[0]))
            for cells in block:
                for cell, text in zip(table.add_row().cells, cells, strict=True):
                    cell.text = text
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


SECTION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"
 xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{paragraphs}</hs:sec>"""
PARAGRAPH = '<hp:p><hp:run charPrIDRef="0"><hp:t>{}</hp:t></hp:run></hp:p>'
HPF = """<?xml version="1.0" encoding="UTF-8"?>
<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest>
<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/>
</opf:manifest><opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>"""


def hwpx(*paragraphs: str) -> bytes:
    body = "".join(PARAGRAPH.format(text) for text in paragraphs)
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": "<v/>",
            "Contents/content.hpf": HPF,
            "Contents/section0.xml": SECTION.format(paragraphs=body),
        }
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_pdf_gives_its_paragraphs_whole() -> None:
    found = opened(
        pdf(
            ["Harbour tax to rise", "", "The mayor said the har-", "bour tax will rise in May."],
            ["Shops will pay less."],
        )
    )
    assert found.title == "Harbour tax to rise"
    assert "harbour tax will rise in May." in found.text.replace("har-\nbour", "harbour")
    assert "Shops will pay less." in found.text
    assert found.language is Language.EN


def test_a_word_file_gives_paragraphs_and_rows_in_order() -> None:
    found = opened(
        word(
            "장관은 12일 한빛연구원을 찾았다.",
            [["구분", "예산"], ["양자", "12억 원"]],
            "원장은 계획을 밝혔다.",
            title="연구원 방문",
        )
    )
    assert found.title == "연구원 방문"
    assert found.text.split("\n") == [
        "장관은 12일 한빛연구원을 찾았다.",
        "구분 | 예산",
        "양자 | 12억 원",
        "원장은 계획을 밝혔다.",
    ]


def test_a_cell_over_several_columns_comes_once() -> None:
    made = docx.Document()
    made.add_paragraph("표를 보면 다음과 같다.")
    table = made.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "합계"
    table.cell(0, 2).text = "3명"
    made.add_paragraph("끝으로 시장이 인사했다.")
    written = io.BytesIO()
    made.save(written)
    assert "합계 | 3명" in opened(written.getvalue()).text


def test_a_hangul_file_gives_its_paragraphs() -> None:
    found = opened(hwpx("보도자료", "장관은 다리를 고치라고 지시했다.", "공사는 오월에 끝난다."))
    assert "장관은 다리를 고치라고 지시했다.\n공사는 오월에 끝난다." in found.text


HML = """<?xml version="1.0" encoding="{encoding}" standalone="no"?>
<HWPML Style="embed" Version="2.8"><HEAD><DOCSUMMARY><TITLE>다리 계획</TITLE></DOCSUMMARY></HEAD>
<BODY><SECTION><P><TEXT><SECDEF/><HEADER><PARALIST><P><TEXT><CHAR>한빛시</CHAR></TEXT></P></PARALIST>
</HEADER><CHAR>장관은 다리를<TAB/>고치라고</CHAR><CHAR> 지시했다.</CHAR></TEXT></P>
<P><TEXT><TABLE><SHAPEOBJECT/><ROW><CELL><PARALIST><P><TEXT><CHAR>구분</CHAR></TEXT></P></PARALIST>
</CELL><CELL><PARALIST><P><TEXT><CHAR>예산</CHAR></TEXT></P></PARALIST></CELL></ROW></TABLE>
<CHAR/></TEXT></P><P><TEXT><CHAR>공사는 오월에<LINEBREAK/>끝난다.</CHAR></TEXT></P></SECTION></BODY>
</HWPML>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_xml_form_of_a_hangul_file(encoding: str) -> None:
    found = opened(HML.format(encoding=encoding).encode(encoding), "plan.hml")
    assert found.title == "다리 계획"
    assert found.text.split("\n") == [
        "장관은 다리를 고치라고 지시했다.",
        "구분 | 예산",
        "공사는 오월에",
        "끝난다.",
    ]
    assert [(one.text, one.reason) for one in found.dropped] == [("한빛시", "page header")]


@pytest.mark.parametrize(
    "content",
    [
        HML.format(encoding="utf-8").encode()[:500],
        b"%PDF-1.7\n" + os.urandom(2_000),
        pdf(["cut short"])[:200],
        word("잘린 글")[:800],
        hwpx("잘린 글")[:-30],
        zipped({"word/document.xml": "<not closed", "[Content_Types].xml": "<Types/>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "FileHeader".encode("utf-16-le") + bytes(4_000),
    ],
)
def test_a_broken_file_is_a_named_error(content: bytes) -> None:
    with pytest.raises(InputError, match=r"notice\.bin"):
        opened(content)


def test_entities_of_a_word_file_are_not_expanded() -> None:
    layers = ((chr(98 + n), f"&{chr(97 + n)};" * 20) for n in range(6))
    declared = "".join(f'<!ENTITY {name} "{value}">' for name, value in layers)
    bomb = f'<!DOCTYPE d [<!ENTITY a "{"ha" * 50}">{declared}]>'
    whole = zipfile.ZipFile(io.BytesIO(word("글")))
    members = {name: whole.read(name) for name in whole.namelist()}
    body = members["word/document.xml"].decode()
    members["word/document.xml"] = body.replace("<w:document", bomb + "<w:document", 1).replace(
        "글", "&g;"
    )
    with pytest.raises(InputError):
        opened(zipped(members))


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    with pytest.raises(UnsafeArchive, match=r"word/document\.xml"):
        opened(zipped({"word/document.xml": b" " * 50_000_000}))
    with pytest.raises(UnsafeArchive, match="members"):
        check_archive(zipped({f"{number}": "" for number in range(MAX_MEMBERS + 1)}))


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out", "a/../../out", "..\\out", "C:/out"])
def test_an_archive_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(UnsafeArchive, match="leads out"):
        check_archive(zipped({"fine.txt": "x", name: "y"}))


def test_a_name_with_a_time_in_it_leads_nowhere() -> None:
    check_archive(zipped({"2026-03-12 09:30 브리핑.txt": "x"}))


def test_a_word_file_with_macros_is_refused_as_what_it_is() -> None:
    macros = {
        "[Content_Types].xml": "<x/>",
        "word/document.xml": "<x/>",
        "word/vbaProject.bin": "x",
    }
    with pytest.raises(UnsupportedFormat, match="Office"):
        opened(zipped(macros))


def test_a_parser_that_takes_too_long_costs_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_WALL_SECONDS", 0.01)
    with pytest.raises(ParserLimit, match="longer than"):
        opened(pdf(["slow"]))


@pytest.mark.parametrize(("status", "error"), [(-9, ParserLimit), (1, DamagedDocument)])
def test_a_parser_that_dies_is_told_from_one_that_gives_up(
    status: int, error: type[InputError]
) -> None:
    import subprocess

    done: subprocess.CompletedProcess[bytes] = subprocess.CompletedProcess([], status)
    assert isinstance(sandbox._end(done, Kind.PDF), error)


def test_the_limits_hold_in_the_sandbox() -> None:
    """In a process of its own: limits cannot be lifted again."""
    import subprocess
    import sys

    script = "from ingest.sandboxed import limit; limit(); bytearray(3 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_a_password_is_asked_for_by_name(tmp_path: Path) -> None:
    encrypted = pdf(["secret"]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"00" * 32
        + b"> /U <"
        + b"11" * 32
        + b"> >> /ID [<00> <00>]",
    )
    with pytest.raises(EncryptedDocument, match="password"):
        opened(encrypted)


def test_what_stands_for_a_picture_is_no_text_of_the_document() -> None:
    found = opened(hwpx("보도자료", "[이미지: BIN0001.png]", "장관은 다리를 고치라고 지시했다."))
    assert found.text == "장관은 다리를 고치라고 지시했다."
    assert [(one.text, one.reason) for one in found.dropped] == [
        ("[이미지: BIN0001.png]", "picture")
    ]


def test_an_offices_file_is_not_taken_for_a_copy_of_a_page() -> None:
    lines = ["본문 바로가기", "검색", "전체메뉴", "장관은 다리를 고치라고 지시했다.", "원문보기"]
    found = opened(word("다리 공사 계획", *lines))
    assert found.dropped == ()
    assert found.text.split("\n") == lines


def mail(html: bool = False, charset: str = "euc-kr", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"] = "단초롱 <cho@hanbit.example>"
    made["Subject"] = "[보도자료] 다리 공사 유월에 끝나"
    made["Date"] = "Thu, 12 Mar 2026 09:30:00 +0900"
    for name, value in headers.items():
        made[name] = value
    text = "시장은 다리를 유월까지 열겠다고 약속했다.\n공사는 강풍으로 석 달 늦어졌다."
    if html:
        made.set_content(f"<html><body><p>{text}</p></body></html>", "html", charset=charset)
    else:
        made.set_content(text, charset=charset)
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="계획.pdf")
    return made.as_bytes()


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_an_email_gives_its_text_subject_sender_and_date(html: bool, charset: str) -> None:
    found = opened(mail(html, charset))
    assert found.title == "[보도자료] 다리 공사 유월에 끝나"
    assert "시장은 다리를 유월까지 열겠다고 약속했다." in found.text
    assert found.byline == "단초롱"
    assert found.published_at == datetime(2026, 3, 12, 9, 30, tzinfo=KOREA)
    assert ("계획.pdf", "attachment") in [(one.text, one.reason) for one in found.dropped]


def test_an_email_with_a_wrong_charset_is_read_all_the_same() -> None:
    sent = mail(charset="utf-8").replace(b'charset="utf-8"', b'charset="us-ascii"')
    assert "유월까지" in opened(sent).text


def flowed(said: bytes, parameters: bytes = b"format=flowed") -> str:
    head = b"From: a@b.example\nDate: Thu, 12 Mar 2026 09:30:00 +0900\nSubject: x\nContent-Type: "
    return opened(head + b"text/plain; charset=utf-8; " + parameters + b"\n\n" + said).text


def test_lines_of_an_email_that_say_they_go_on_are_put_together_and_no_others() -> None:
    said = (
        "시장은 다리를 \n유월까지 열겠다고 했다.\n공사는\n> 왜 \n> 늦나 \n늦었다.\n 끝. \n-- \n초롱"
    )
    whole = "시장은 다리를 유월까지 열겠다고 했다.\n공사는\n> 왜 늦나\n늦었다.\n끝.\n--\n초롱"
    assert flowed(said.encode()) == whole
    assert flowed(said.encode(), b"format=fixed") != whole


def test_an_email_may_say_that_the_space_at_which_a_line_goes_on_is_none() -> None:
    said = "시장은 다리를  \n유월까 \n지 열겠다고 약속했다.".encode()
    assert flowed(said, b"Format=Flowed; DelSp=Yes") == "시장은 다리를 유월까지 열겠다고 약속했다."


def test_an_email_whose_lines_lost_the_space_they_go_on_with_is_read_as_it_looks() -> None:
    line = "시장은 다리를 유월까지 꼭 열겠다고 약속했고 공사는 석 달 늦어졌다"
    said = "\n".join([line] * 8 + ["다리는 길다. 강은 넓다. 길이 막힌다."])
    assert flowed(said.encode()) == flowed(said.encode(), b"format=fixed")


def test_html_beside_empty_plain_text_is_what_the_email_says() -> None:
    made = EmailMessage()
    made["From"], made["Date"] = "a@b.example", "Thu, 12 Mar 2026 09:30:00 +0900"
    made["Subject"] = "알림"
    made.set_content(" \n")
    made.add_alternative("<html><body><p>시장은 다리를 유월까지 연다.</p></body></html>", "html")
    assert opened(made.as_bytes()).text == "시장은 다리를 유월까지 연다."


def test_headers_in_old_spelling_are_read() -> None:
    sent = mail(Subject2="x").replace(b"Subject2: x", "Subject: 다리 공사".encode("cp949"))
    sent = b"\n".join(line for line in sent.split(b"\n") if not line.startswith(b"Subject: =?"))
    sent = sent.replace(b"From: ", "From: 단초롱 <cho@hanbit.example>\nX-From: ".encode("cp949"), 1)
    found = opened(sent)
    assert (found.title, found.byline) == ("다리 공사", "단초롱")


@pytest.mark.parametrize(
    ("zone", "published"),
    [
        ("-0000", datetime(2026, 3, 12, 20, 30, tzinfo=UTC)),
        ("", datetime(2026, 3, 12, 20, 30, tzinfo=KOREA)),
    ],
)
def test_what_a_mails_date_leaves_open(zone: str, published: datetime) -> None:
    sent = mail().replace(b"09:30:00 +0900", f"20:30:00 {zone}".encode())
    assert opened(sent).published_at == published


def test_a_note_with_colons_is_no_email() -> None:
    note = "From: 한빛\n장소: 시청\n\n시장은 다리를 유월까지 열겠다고 약속했다.\n"
    assert sniff(note.encode()) is Kind.TEXT


def test_an_email_without_text_is_a_named_error() -> None:
    empty = EmailMessage()
    empty["From"], empty["Date"] = "a@b.example", "Thu, 12 Mar 2026 09:30:00 +0900"
    empty.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    with pytest.raises(DamagedDocument, match="no text"):
        opened(empty.as_bytes())
