"""Press releases as Korean ministries lay them out, and what files say of themselves."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.facts import Facts
from ingest.origins import Confidence, StatedBy
from ingest.press_release import find_press_facts
from ingest.properties import file_facts, is_older
from ingest.read import from_text
from ingest.readers.hwp_properties import properties_of
from ingest.timestamps import KOREA
from tests.ingest.test_formats import opened, word

ROWS = """미래과학부 보도자료
보도시점 | 2026. 11. 22.(일) 12:00 (2026. 11. 23.(월) 조간) | 배포 | 2026. 11. 22.(일) 09:00
양자컴퓨터 시제품 11월 가동
- 50큐비트 장비, 대학과 중소기업에 개방 -
□ 미래과학부(장관 표민서)는 22일 한빛과학기술연구원의 시제품을 가동한다고 밝혔다.
담당 부서 | 미래과학부 | 책임자 | 과장 | 나한결 | (044-000-1111)
양자기술과 | 담당자 | 사무관 | 김하늘 | (044-000-1112)"""
ONE_BELOW_THE_OTHER = """보 도 자 료
보도일시
배포 즉시
배포일시
2026. 3. 12.(목) 09:30
담당부서
해양교통부 항만과
책임자
과장 도서윤 (044-000-2222)
한결대교 개통 15개월 늦어진다
해양교통부는 12일 한결대교의 개통을 2028년 3월로 미룬다고 밝혔다."""
WITHOUT_BARS = """보도자료 누리산림청
보도시점 배포시 배포 2026. 3. 12.(목)
산불 조심 기간 늘린다
누리산림청은 12일 산불 조심 기간을 5월 말까지 늘린다고 밝혔다."""


@pytest.mark.parametrize(
    ("release", "title", "publisher", "byline", "published"),
    [
        (ROWS, "양자컴퓨터 시제품 11월 가동", "미래과학부", "사무관 김하늘", "2026-11-22T12:00:00"),
        (
            ONE_BELOW_THE_OTHER,
            "한결대교 개통 15개월 늦어진다",
            "해양교통부",
            "과장 도서윤",
            "2026-03-12T09:30:00",
        ),
        (WITHOUT_BARS, "산불 조심 기간 늘린다", "누리산림청", None, "2026-03-12T00:00:00"),
    ],
)
def test_tables(
    release: str, title: str, publisher: str, byline: str | None, published: str
) -> None:
    found = find_press_facts(release.split("\n"))
    assert (found.title, found.publisher, found.byline) == (title, publisher, byline)
    assert found.published_at is not None
    assert found.published_at.isoformat() == f"{published}+09:00"
    assert found.confidence("published_at") is Confidence.MEDIUM


def test_words_of_the_table_in_a_text_are_none() -> None:
    assert find_press_facts(["보도시점은 아직 정하지 않았다.", "담당자 김하늘"]) == Facts()


def test_a_release_as_a_document() -> None:
    found = from_text(ROWS)
    assert (found.title, found.publisher) == ("양자컴퓨터 시제품 11월 가동", "미래과학부")
    assert "보도시점" in found.text
    assert "- 50큐비트 장비, 대학과 중소기업에 개방 -" in [
        span.of(found.text) for span in found.subheadlines
    ]


def test_the_table_wins_over_the_files_properties() -> None:
    found = opened(word(*ROWS.split("\n"), title="서식"))
    assert (found.title, found.publisher) == ("양자컴퓨터 시제품 11월 가동", "미래과학부")
    sources = {one.field: one.source for one in found.origins}
    assert sources["published_at"] is StatedBy.PRESS_HEADER


def test_a_templates_date_is_no_date() -> None:
    # python-docx's own template was last saved in 2013.
    assert opened(word("연구원은 2026년 3월 12일 시제품을 가동한다고 밝혔다.")).published_at is None
    plain = opened(word("연구원은 시제품을 곧 가동한다고 밝혔다."))
    assert plain.published_at is not None
    assert plain.published_at.year == 2013
    assert plain.reference is None  # a guess dates nothing else


def test_the_last_saving_is_nearer_to_publication_than_the_creation() -> None:
    created, saved = datetime(2004, 6, 10, tzinfo=UTC), datetime(2023, 7, 4, 1, 7, tzinfo=UTC)
    found = file_facts(title=" 안내 ", author="admin", created=created, saved=saved)
    assert (found.title, found.byline, found.published_at) == ("안내", None, saved)
    assert found.confidence("published_at") is Confidence.LOW
    assert file_facts(title=None, author="김하늘", created=created, saved=None) == Facts(
        byline="김하늘", published_at=created
    ).stated(StatedBy.FILE_PROPERTIES, Confidence.LOW)


def test_what_a_hangul_file_says_of_itself(tmp_path: Path) -> None:
    contents = """<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata>
      <opf:title>시제품 안내</opf:title><opf:meta name="creator" content="text">김하늘</opf:meta>
      <opf:meta name="CreatedDate" content="text">2004-06-10T02:14:11Z</opf:meta>
      <opf:meta name="ModifiedDate" content="text">2026-03-12T01:07:31Z</opf:meta>
      </opf:metadata></opf:package>"""
    path = tmp_path / "a.hwpx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("Contents/content.hpf", contents)
    assert properties_of(path).written() == {
        "title": "시제품 안내",
        "byline": "김하늘",
        "published_at": "2026-03-12T01:07:31+00:00",
    }


def test_never_is_no_moment() -> None:
    never = datetime(1970, 1, 1, tzinfo=UTC)
    assert file_facts(title=None, author=None, created=never, saved=never) == Facts()


def test_a_text_may_look_a_year_ahead() -> None:
    text = "2026년 3월 12일 연다."
    assert not is_older(datetime(2025, 3, 12, tzinfo=KOREA), text)
    assert is_older(datetime(2025, 3, 11, tzinfo=KOREA), text)


def test_a_title_property_that_the_text_shows_is_more_than_a_guess() -> None:
    body = "연구원은 시제품을 곧 가동한다고 밝혔다."
    shown = opened(word("보도자료 제1호", "시제품을 곧 가동", body, title="시제품을 곧 가동"))
    assert shown.title == "시제품을 곧 가동"
    unseen = opened(word("시제품을 곧 가동", body, title="서식 3호"))
    assert unseen.title == "시제품을 곧 가동"
