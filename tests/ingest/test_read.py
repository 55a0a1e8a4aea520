import unicodedata
from datetime import UTC, datetime

import pytest

from ingest.document import Language
from ingest.errors import (
    DamagedDocument,
    DocumentTooLarge,
    EmptyDocument,
    InputError,
    UndecodableText,
    UnsupportedFormat,
)
from ingest.raw import Raw
from ingest.read import from_text, read


def raw(content: bytes, url: str | None = None) -> Raw:
    return Raw(source="/folder/a.txt", name="a.txt", content=content, url=url)


def test_plain_text_is_left_alone() -> None:
    text = "회의 결과\n\n장관은 예산을 설명했다.\n원장은 인력을 요청했다."
    found = read(raw(text.encode()))
    assert found.title == "회의 결과"
    assert found.text == "장관은 예산을 설명했다.\n원장은 인력을 요청했다."
    assert found.source == "/folder/a.txt"
    assert found.language is Language.KO
    assert found.published_at is None
    assert found.dropped == ()


def test_a_text_without_a_headline_borrows_its_first_sentence() -> None:
    found = read(raw("장관은 왔다.\n원장은 갔다.".encode()))
    assert found.title == "장관은 왔다."
    assert found.text == "장관은 왔다.\n원장은 갔다."


def test_a_page_copy_in_cp949() -> None:
    copy = (
        "본문 바로가기\n새벽일보\n새 항로 열린다\n새 항로 열린다\n단초롱 기자\n"
        "입력 2026.03.02. 오전 10:11\n"
        "해교부가 새 항로를 2일 오후부터 연다고 발표하며 요금을 천원으로 정했다.\n"
        "ⓒ 새벽일보. 무단 전재 및 재배포 금지"
    )
    found = read(raw(copy.encode("cp949"), url="https://a.example/1"))
    assert found.title == "새 항로 열린다"
    assert found.text == "해교부가 새 항로를 2일 오후부터 연다고 발표하며 요금을 천원으로 정했다."
    assert (found.publisher, found.byline) == ("새벽일보", "단초롱 기자")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-02T10:11:00+09:00"
    assert found.url == "https://a.example/1"


def test_a_dateline_names_agency_and_reporter() -> None:
    copy = (
        "원문보기\n공유하기\n2026년 3월 2일 10:11 송고\n(해솔=나래통신) 표지원 기자 = "
        "해양교통부가 섬 27곳을 잇는 여객선 요금을 낮춘다고 2일 밝혔다."
    )
    found = from_text(copy)
    assert (found.publisher, found.byline) == ("나래통신", "표지원 기자")
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-02T10:11:00+09:00"


def test_a_clean_text_may_name_its_paper_and_day() -> None:
    found = from_text("[새벽일보] 2026-03-02\n\n장관은 왔다.\n원장은 갔다.")
    assert found.publisher == "새벽일보"
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-02T00:00:00+09:00"


def test_a_day_in_a_sentence_is_not_the_day_of_publication() -> None:
    assert from_text("계획\n정부는 2025년 5월 7일 계획을 냈다.").published_at is None


def test_text_is_nfc() -> None:
    written = unicodedata.normalize("NFD", "장관은 왔다.")
    assert read(raw(written.encode())).text == "장관은 왔다."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyDocument),
        (b" \n\t\n", EmptyDocument),
        ("\u200b\ufeff".encode(), EmptyDocument),
        ("본문 바로가기\n검색\n원문보기\n단초롱 기자".encode(), EmptyDocument),
        (b"<html><body><script>x</script></body></html>", EmptyDocument),
        (b"%PDF-1.7", DamagedDocument),
        (b"\x89PNG\r\n\x1a\n", UnsupportedFormat),
        (b"\x00\x01\x02", UnsupportedFormat),
        (b'{"id": 1, "text": "x"}\n{"id": 2', UnsupportedFormat),
        (b"\xff\xff\xff\xff", UndecodableText),
    ],
)
def test_what_cannot_be_read(content: bytes, error: type[InputError]) -> None:
    with pytest.raises(error, match=r"a\.txt"):
        read(raw(content))


def test_the_format_is_named() -> None:
    with pytest.raises(UnsupportedFormat, match="image is not read; text, Markdown, HTML, PDF"):
        read(raw(b"\x89PNG\r\n\x1a\n"))


def test_the_limit() -> None:
    with pytest.raises(DocumentTooLarge, match="6 bytes, at most 5"):
        read(raw(b"abcdef"), max_bytes=5)


def test_pasted_text_with_stated_metadata() -> None:
    found = from_text(
        "장관은 왔다.\n원장은 갔다.",
        title="방문",
        source="memo-1",
        published_at=datetime(2026, 3, 2, 9, 0),  # noqa: DTZ001 - that is the case tested
        url="https://a.example/2",
        publisher="미래과학부",
    )
    assert (found.title, found.source, found.url) == ("방문", "memo-1", "https://a.example/2")
    assert found.publisher == "미래과학부"
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-03-02T09:00:00+09:00"


@pytest.mark.parametrize("blank", ["", "   ", "\u3000\n", "\u200b"])
def test_blanks_state_nothing(blank: str) -> None:
    text = "방문 결과\n\n장관은 왔다."
    found = from_text(text, title=blank, source=blank, publisher=blank, url=blank)
    assert found == from_text(text)
    assert found.title == "방문 결과"


def test_what_a_caller_states_is_stored_in_composed_characters() -> None:
    stated = {name: unicodedata.normalize("NFD", "한빛연") for name in ("source", "publisher")}
    found = from_text("장관은 왔다.", title="방문", **stated)
    assert (found.source, found.publisher) == ("한빛연", "한빛연")


def test_a_stated_offset_is_kept() -> None:
    found = from_text("장관은 왔다.", published_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert found.published_at == datetime(2026, 3, 2, tzinfo=UTC)


def test_pasted_text_is_named_by_its_hash() -> None:
    first, second = from_text("장관은 왔다."), from_text("장관은 갔다.")
    assert first.source.startswith("text:")
    assert first.source == from_text("장관은 왔다.").source
    assert first.source != second.source


def test_the_title_is_not_repeated_in_the_text() -> None:
    assert from_text("방문 결과\n장관은 왔다.", title="방문 결과").text == "장관은 왔다."


@pytest.mark.parametrize("text", ["\ud800", "", "  "])
def test_pasted_nothing(text: str) -> None:
    with pytest.raises(EmptyDocument):
        from_text(text)
