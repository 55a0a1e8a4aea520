"""What a page's own lines say of when it was published and changed."""

import pytest

from ingest.byline import find_facts


@pytest.mark.parametrize(
    ("lines", "published", "modified"),
    [
        (
            "입력 2026.11.22. 오전 9:03|수정 2026.11.22. 오후 2:10",
            "2026-11-22T09:03:00+09:00",
            "2026-11-22T14:10:00+09:00",
        ),
        (
            "기사입력 2026-11-22 09:03:11 최종수정 2026-11-23 10:00",
            "2026-11-22T09:03:11+09:00",
            "2026-11-23T10:00:00+09:00",
        ),
        (
            "2026/05/07 06:00 송고 2026/05/07 08:00 수정",
            "2026-05-07T06:00:00+09:00",
            "2026-05-07T08:00:00+09:00",
        ),
        ("송고시간2026-11-22 09:03", "2026-11-22T09:03:00+09:00", None),
        ("승인 2026.11.22 09:03", "2026-11-22T09:03:00+09:00", None),
        ("2026년 11월 22일 (일) 09:03", "2026-11-22T09:03:00+09:00", None),
        (
            "기사입력\n2026.11.22. 오전 9:03\n최종수정\n2026.11.22. 오후 9:03",
            "2026-11-22T09:03:00+09:00",
            "2026-11-22T21:03:00+09:00",
        ),
        (
            "업데이트 2026.11.22 16:54 입력 2026.11.22 12:00",
            "2026-11-22T12:00:00+09:00",
            "2026-11-22T16:54:00+09:00",
        ),
        (
            "Published Nov. 22, 2026 9:03 a.m. | Updated Nov. 23, 2026 10:00 a.m.",
            "2026-11-22T09:03:00+09:00",
            "2026-11-23T10:00:00+09:00",
        ),
        ("수정 2026.11.23 10:00", None, "2026-11-23T10:00:00+09:00"),
        ("홍지안 기자 2026.11.22 09:03 댓글 3", "2026-11-22T09:03:00+09:00", None),
        # Nor is the day of what the text is about.
        ("○ 일시: 2026년 4월 1일(수) 14:00", None, None),
        ("□ 사업기간: 2024. 1. 1. ~ 2028. 12. 31.", None, None),
        # A day in a sentence is no moment of publication, labelled or not.
        ("계획서는 2026년 3월 2일 작성됐다.", None, None),
    ],
)
def test_dates(lines: str, published: str | None, modified: str | None) -> None:
    found = find_facts(lines.split("\n"))
    assert (found.published_at and found.published_at.isoformat()) == published
    assert (found.modified_at and found.modified_at.isoformat()) == modified
