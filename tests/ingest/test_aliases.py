"""Abbreviations an article defines, and brackets that define none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.aliases import find_aliases
from ingest.document import Alias


def pairs(text: str) -> list[tuple[str, str]]:
    return [(alias.short, alias.long) for alias in find_aliases(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("한국과학기술연구원(KIST)은", "KIST", "한국과학기술연구원"),
        ("한국표준과학연구원(표준연)", "표준연", "한국표준과학연구원"),
        ("과학기술정보통신부(이하 과기정통부)는", "과기정통부", "과학기술정보통신부"),
        ("한빛과학기술연구원(HIST·원장 국재하)", "HIST", "한빛과학기술연구원"),
        ("국회 과학해양위원회(과해위)", "과해위", "과학해양위원회"),
        ("KIST(한국과학기술연구원)와", "KIST", "한국과학기술연구원"),
        ("표준연(한국표준과학연구원)", "표준연", "한국표준과학연구원"),
        ("가온셀(Gaoncell)은", "Gaoncell", "가온셀"),
        ("국립 해양 자원 연구소(NIMR)", "NIMR", "국립 해양 자원 연구소"),
        (
            "the Korea Institute of Science and Technology (KIST) said",
            "KIST",
            "Korea Institute of Science and Technology",
        ),
        (
            "NIMR (National Institute of Marine Resources) said",
            "NIMR",
            "National Institute of Marine Resources",
        ),
    ],
)
def test_a_definition_is_read(text, short, long):
    assert pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        # The one word is too short for so many letters: the bare nouns before it belong to it.
        ("당국은 중거리 해양미사일(MRSM)을", "MRSM", "중거리 해양미사일"),
        ("누리태평양 항만 정보센터(APNIC)", "APNIC", "누리태평양 항만 정보센터"),
        ("가람은 교역대표부(GTRO)를", "GTRO", "교역대표부"),
        ("표민서 우주해양청(NOSA) 청장", "NOSA", "우주해양청"),
        ("자세 제도 시스템(ACS)을", "ACS", "자세 제도 시스템"),
        ("국제 해양 위원회(이하 IMC)", "IMC", "국제 해양 위원회"),
        ("설비는 영구적인 다목적 모듈(PMM)", "PMM", "영구적인 다목적 모듈"),
        # Words that spell the letters by their sound.
        ("새 볼트 다이나믹 스티어링(VDS)은", "VDS", "볼트 다이나믹 스티어링"),
        ("가위는 징크 핑거 클레이즈(ZFCs)", "ZFCs", "징크 핑거 클레이즈"),
        # One word that sounds like the letters; what stands before it is none of it.
        ("승인에 따라 나드(NAAD)를", "NAAD", "나드"),
        ("인권단체 오비스(OVIS)는", "OVIS", "오비스"),
        ("《진짜 로난(RONAN)》", "RONAN", "로난"),
        # The quotation marks say where the name begins, and where it ends.
        ("이번 ‘앞쪽 추돌 경보장치(FCWS)’와", "FCWS", "앞쪽 추돌 경보장치"),
        (
            "「해양 사고에 대한 선사 처벌 등에 관한 법률」(이하 ‘해양사고법’)",
            "해양사고법",
            "해양 사고에 대한 선사 처벌 등에 관한 법률",
        ),
        ("가전·바다인터넷(IoS)", "IoS", "바다인터넷"),
        ("푸른바다를 위한 변호인모임(푸변)", "푸변", "푸른바다를 위한 변호인모임"),
        ("한빛 바다학 연구 격려상(한빛격려상)", "한빛격려상", "한빛 바다학 연구 격려상"),
        ("누 리서치 센터(Nu Research Center)", "Nu Research Center", "누 리서치 센터"),
    ],
)
def test_the_long_name_is_neither_cut_short_nor_too_long(text, short, long):
    assert pairs(text) == [(short, long)]


def test_one_bracket_may_define_two():
    found = pairs("한빛과학기술연구원(HIST, 이하 '한빛연')을")
    assert found == [("HIST", "한빛과학기술연구원"), ("한빛연", "한빛과학기술연구원")]


@pytest.mark.parametrize(
    "text",
    [
        "김모(52) 씨는",
        "12일(현지시간) 밤",
        "가온셀(005930) 주가",
        "장관(사진=나래통신)이",
        "감도윤 의원(해솔당)은",
        "설기백 대표(CEO)는",
        "120㎞(75마일)",
        "조셉 바이든(Joseph Biden)",
        "in March (AI) said",
        "열린 회의(15일)에서",
        "왼쪽(국재하)부터",
        "발사가 현지 시각(EDT, UTC-4) 22일",
        "선박의 마지막 항해(SHP-21)에서",
        "제3차 조정총회(COP3)에서",
        "하코 재판(극동군사재판)은",
        "해양오염처벌법위반(해양오염 및 해양)",
        "선체의 실(SEAL)이",
        "여당의 전당대회(Republic National Convention)",
    ],
)
def test_other_brackets_define_nothing(text):
    assert pairs(text) == []


def test_each_short_form_is_kept_once_in_order():
    text = "해양교통부(해교부)와 미래과학부(이하 미과부)가 모였다. 해양교통부(해교부)는"
    assert find_aliases(text) == (Alias("해교부", "해양교통부"), Alias("미과부", "미래과학부"))


def test_a_name_does_not_reach_over_a_line_break():
    assert pairs("Korea Institute of Science and\nTechnology (KIST)") == []


@given(st.text(alphabet="가나다국 연ABc1·‘’“”「」-,.()이하를위한\n", max_size=60))
def test_whatever_stands_around_brackets_both_forms_are_names(text):
    for short, long in pairs(text):
        assert short.strip() == short
        assert short != long
        assert any(map(str.isalnum, short))
        assert any(map(str.isalnum, long))
