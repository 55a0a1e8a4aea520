import io
import zipfile

import pytest

from ingest.sniff import Kind, is_json, sniff, sniff_text


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", Kind.PDF),
        (b"\n\n%PDF-1.4", Kind.PDF),
        (archive("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (archive("mimetype", "Contents/content.hpf"), Kind.HWPX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), Kind.OFFICE),
        (archive("a.txt"), Kind.ZIP),
        (b"PK\x03\x04broken", Kind.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "FileHeader".encode("utf-16-le"), Kind.HWP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument", Kind.OFFICE),
        (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
        (b"abc\x00def", Kind.BINARY),
        (bytes(range(1, 32)) * 10, Kind.BINARY),
        ("장관은 왔다.".encode("utf-16"), Kind.TEXT),
        ("장관은 왔다.".encode("cp949"), Kind.TEXT),
        (b"", Kind.TEXT),
    ],
)
def test_by_bytes(content: bytes, kind: Kind) -> None:
    assert sniff(content) is kind


def test_a_mail_with_long_folded_fields_is_one() -> None:
    folded = b"".join(b" YWJjZGVmZ2hpamtsbW5vcA==\r\n" for _ in range(200))
    head = b"Received: from a by b;\r\nAutocrypt: addr=a@b.example; keydata=\r\n" + folded
    mail = head + b"From: a@b.example\r\nDate: Thu, 12 Mar 2026 09:30:00 +0900\r\n\r\nText.\r\n"
    assert sniff(mail) is Kind.MAIL


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html><body>x</body></html>", Kind.HTML),
        ("\n<!-- a --> <!-- b -->\n<html lang=ko>", Kind.HTML),
        ("<div>조각</div>", Kind.HTML),
        ("<h2>조각</h2><p>글</p>", Kind.HTML),
        ("<script>var a;</script><p>글</p>", Kind.HTML),
        ("[[단독] 다리](https://a.example) 보도", Kind.MARKDOWN),
        ("<저작권자 ⓒ 새벽일보>", Kind.TEXT),
        ("---\ntitle: 제목\ndate: 2026-03-02\n---\n본문", Kind.MARKDOWN),
        ("# 제목\n\n본문이다.", Kind.MARKDOWN),
        ("본문의 **강조**다.", Kind.MARKDOWN),
        ("[새벽일보](https://a.example) 보도", Kind.MARKDOWN),
        ("|가|나|\n|---|---|\n|1|2|", Kind.MARKDOWN),
        ("#해시태그 하나", Kind.TEXT),
        ("[새벽일보] 2026-03-02\n본문이다.", Kind.TEXT),
        ("5 * 3 ** 2", Kind.TEXT),
    ],
)
def test_by_text(text: str, kind: Kind) -> None:
    assert sniff_text(text) is kind


@pytest.mark.parametrize("unit", ["[", "**a", "<!--", "---\na: b\n", "|-", "```"])
def test_repeated_marks_do_not_take_long(unit: str) -> None:
    assert sniff_text(unit * 20_000) in set(Kind)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"title": "예산", "articles": [1, 2]}', True),
        ('\n[\n  {"id": 1},\n  {"id": 2}\n]\n', True),
        ('{"id": 1}\n{"id": 2}\n', True),
        ('{"id": 1}\n{"id": 2', True),
        ("[1]\n본문이다.", False),
        ("[새벽일보] 2026-03-02\n본문이다.", False),
        ("{중괄호}로 시작하는 글이다.", False),
        ('그는 {"id": 1}이라고 적었다.', False),
        ("[" * 100_000, False),
        ("", False),
    ],
)
def test_data_is_told_from_text(text: str, *, data: bool) -> None:
    assert is_json(text) is data
