"""Abbreviations an article defines, and brackets that define none."""

import pytest

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
    ],
)
def test_other_brackets_define_nothing(text):
    assert pairs(text) == []


def test_each_short_form_is_kept_once_in_order():
    text = "해양교통부(해교부)와 미래과학부(이하 미과부)가 모였다. 해양교통부(해교부)는"
    assert find_aliases(text) == (Alias("해교부", "해양교통부"), Alias("미과부", "미래과학부"))


def test_a_name_does_not_reach_over_a_line_break():
    assert pairs("Korea Institute of Science and\nTechnology (KIST)") == []
