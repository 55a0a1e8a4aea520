import pytest

from ingest.headline import (
    borrowed_title,
    find_headline,
    same_headline,
    title_line,
    without_publisher,
)


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("새 항로 열린다 - 새벽일보", "새벽일보", "새 항로 열린다"),
        ("새 항로 열린다 | 새벽일보 뉴스", "새벽일보", "새 항로 열린다"),
        ("해솔방송 뉴스 - 새 항로 열린다", "해솔방송", "새 항로 열린다"),
        ("[새벽일보] 새 항로", "새벽일보", "[새벽일보] 새 항로"),
        ("새 항로 - 다온경제", "새벽일보", "새 항로 - 다온경제"),
        ("새벽일보 노조, 파업 예고", "새벽일보", "새벽일보 노조, 파업 예고"),
        ("새벽일보", "새벽일보", "새벽일보"),
        (" 제목 ", None, "제목"),
    ],
)
def test_without_publisher(title: str, publisher: str | None, expected: str) -> None:
    assert without_publisher(title, publisher) == expected


def test_same_headline_ignores_punctuation_and_publisher() -> None:
    assert same_headline("“새 항로” 열린다 - 새벽일보", '"새 항로" 열린다', "새벽일보")
    assert not same_headline("새 항로 열린다", "새 항로 닫힌다", None)


def test_the_line_shown_twice_is_the_headline() -> None:
    lines = [
        "검색",
        "새벽일보 창간 기념 행사",
        "두 장관, 섬 찾는다",
        "단초롱 기자",
        "두 장관, 섬 찾는다",
    ]
    assert find_headline(lines) == "두 장관, 섬 찾는다"


def test_else_the_first_line_that_may_be() -> None:
    lines = ["검색", "속보 다온시 정전이 이어져", "두 장관, 섬 찾는다", "그는 왔다."]
    assert find_headline(lines) == "두 장관, 섬 찾는다"


def test_the_only_line_is_text_and_no_headline() -> None:
    assert find_headline(["장관은 어제 왔다."]) is None


def test_title_line() -> None:
    assert title_line("회의 결과\n장관은 왔다.") == "회의 결과"
    assert title_line("장관은 왔다.\n원장은 갔다.") is None
    assert title_line("회의 결과") is None


def test_a_borrowed_title_ends_at_a_word() -> None:
    title = borrowed_title("장관은 연구원에 " * 20)
    assert len(title) <= 81
    assert title.endswith(("장관은…", "연구원에…"))
