import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean, is_page_copy

COPY = """컨텐츠로 건너뛰기
검색
새벽일보
홈 정치 경제 사회 문화
두 장관 "독감 접종도 배에서"
두 장관 "독감 접종도 배에서"
단초롱 기자
입력 2026.09.09 06:02 수정 2026.09.09 07:45
원문보기
공유 스크랩 글자크기 인쇄
속보 미르항공우주, 소형 발사체 엔진 연소시험 시작
보돌부·해교부, 돌봄나래호 14일 첫 출항
8일 누리항에서 공개된 병원선 돌봄나래호. /사진=보건돌봄부
8일 누리항에서 공개된 병원선 돌봄나래호. /사진=보건돌봄부
보건돌봄부와 해양교통부가 8일 오후 누리항에서 병원선 '돌봄나래호' 취항 행사를 함께 열었다.
관련기사
병원선 설계 공모
남궁솔 보건돌봄부 장관은 "올가을 독감 예방접종은 배 위에서 하겠다"고 말했다.
반응은 엇갈렸다.
예산 두고는 온도 차
두 부처는 이달 말까지 분담 비율을 정해 재정기획처에 제출하기로 했다. 단초롱 기자 c@saebyeok.example
Copyright ⓒ 새벽일보. 무단 전재 및 재배포, AI 학습 이용 금지
많이 본 뉴스
1 온섬뱃길 두 달, 섬 여객선 승객 18% 늘었다
댓글 2개
바다: 정말 반가운 소식이고 앞으로도 계속 이어지기를 바라는 마음이 큽니다.
"""

TITLE = '두 장관 "독감 접종도 배에서"'
BODY = [
    "보돌부·해교부, 돌봄나래호 14일 첫 출항",
    "8일 누리항에서 공개된 병원선 돌봄나래호. /사진=보건돌봄부",
    "보건돌봄부와 해양교통부가 8일 오후 누리항에서 병원선 '돌봄나래호' 취항 행사를 함께 열었다.",
    '남궁솔 보건돌봄부 장관은 "올가을 독감 예방접종은 배 위에서 하겠다"고 말했다.',
    "반응은 엇갈렸다.",
    "예산 두고는 온도 차",
    "두 부처는 이달 말까지 분담 비율을 정해 재정기획처에 제출하기로 했다.",
]


def test_a_whole_copy() -> None:
    assert clean(COPY, title=TITLE, publisher="새벽일보").text.split("\n") == BODY


def test_every_line_is_kept_or_reported() -> None:
    cleaned = clean(COPY, title=TITLE, publisher="새벽일보")
    kept = cleaned.text.split("\n")
    reported = [one.text for one in cleaned.dropped]
    for line in COPY.strip().split("\n"):
        assert line in kept or line in reported or any(line.startswith(one) for one in kept)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("컨텐츠로 건너뛰기", "skip link"),
        ("입력 2026.09.09 06:02 수정 2026.09.09 07:45", "date line"),
        ("단초롱 기자", "reporter line"),
        ("단초롱 기자 c@saebyeok.example", "reporter line"),
        ("속보 미르항공우주, 소형 발사체 엔진 연소시험 시작", "breaking-news ticker"),
        (TITLE, "headline repeated"),
        ("1 온섬뱃길 두 달, 섬 여객선 승객 18% 늘었다", "other articles"),
        ("댓글 2개", "readers' comments"),
        ("병원선 설계 공모", "other articles"),
    ],
)
def test_reasons(line: str, reason: str) -> None:
    cleaned = clean(COPY, title=TITLE, publisher="새벽일보")
    assert reason in {one.reason for one in cleaned.dropped if one.text == line}


@pytest.mark.parametrize(
    "sentence",
    [
        "정부는 무단 전재 및 재배포를 금지하는 저작권법 개정안을 국회에 제출했다.",
        "이 매체의 구독 신청은 한 달 만에 두 배로 늘었다.",
        "속보 경쟁이 오보를 낳았다고 위원회는 지적했다.",
        "홍길동 기자는 현장에서 취재했다.",
        "댓글 조작 의혹도 조사하기로 했다.",
        "관련기사 삭제를 요청했다.",
        "문의: 홍보담당관실 press@ministry.example",
        "2026년 3월 2일",
        "1위",
    ],
)
def test_body_lines_survive_between_sentences(sentence: str) -> None:
    text = COPY.replace("반응은 엇갈렸다.", sentence)
    assert sentence in clean(text, title=TITLE, publisher="새벽일보").text.split("\n")


@pytest.mark.parametrize(
    "byline",
    ["(누리=나래통신) 단초롱 기자 = ", "[새벽일보 단초롱 기자] ", "[새벽일보=단초롱 기자]"],
)
def test_a_by_line_before_the_first_sentence_goes(byline: str) -> None:
    cleaned = clean(COPY.replace(BODY[2], byline + BODY[2]), title=TITLE, publisher="새벽일보")
    assert cleaned.text.split("\n") == BODY
    assert byline.strip() in {one.text for one in cleaned.dropped}


def test_a_picture_s_rights_close_nothing() -> None:
    text = COPY.replace("관련기사\n", "ⓒ 나래통신. 무단 전재 금지\n관련기사\n")
    assert clean(text, title=TITLE, publisher="새벽일보").text.split("\n") == BODY


def test_a_comment_counter_in_the_tool_bar_closes_nothing() -> None:
    text = COPY.replace("보돌부·해교부", "댓글 2\n보돌부·해교부", 1)
    assert clean(text, title=TITLE, publisher="새벽일보").text.split("\n") == BODY


def test_a_ticker_about_the_article_itself_stays() -> None:
    text = COPY.replace(
        "속보 미르항공우주, 소형 발사체 엔진 연소시험 시작",
        "속보 보건돌봄부·해양교통부 병원선 취항 행사",
    )
    kept = clean(text, title=TITLE, publisher="새벽일보").text
    assert "속보 보건돌봄부·해양교통부 병원선 취항 행사" in kept


@pytest.mark.parametrize(
    "text",
    [
        "표민서 부총리가 한빛연을 찾았다.\n그는 시제품을 요청했다.\n단초롱 기자",
        "회의록\n\n참석: 장관, 원장\n장관은 예산을 설명했다.",
        "The minister met the director.\nShe asked for a plan.",
    ],
)
def test_clean_texts_are_no_page_copies(text: str) -> None:
    assert not is_page_copy(text)


def test_english_copy() -> None:
    text = """Skip to content
The Haesol Times
News Business Science Opinion
Shipyard and union agree
Shipyard and union agree
By Lara Dosol
Published 2026.06.24 07:30
Share Print Listen
BREAKING Daon City cancels market because of rain
Four of ten seats
Haesol Shipbuilding and its union signed an agreement on Tuesday to set up a committee.
Lara Dosol lara@haesoltimes.example
Copyright (c) The Haesol Times. Unauthorized reproduction prohibited.
Most read
1 Night ferry trial likely in October
Comments 4
pearl: nice"""
    assert is_page_copy(text)
    assert clean(text, title="Shipyard and union agree", publisher="The Haesol Times").text == (
        "Four of ten seats\n"
        "Haesol Shipbuilding and its union signed an agreement on Tuesday to set up a committee."
    )


_LINES = st.sampled_from([*COPY.strip().split("\n"), *BODY, "", "2026.07.02 19:04", "홈 > 예산"])


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES | st.text(max_size=60), max_size=40).map("\n".join))
def test_cleaning_is_idempotent_and_keeps_long_sentences(text: str) -> None:
    once = clean(text, title=TITLE, publisher="새벽일보")
    assert clean(once.text, title=TITLE, publisher="새벽일보").text == once.text
    assert clean(once.text, title=TITLE, publisher="새벽일보").dropped == ()
