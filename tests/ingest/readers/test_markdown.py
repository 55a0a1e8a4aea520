import pytest

from ingest.readers.markdown import read_markdown

BRIEFING = """---
title: "부총리, 한빛연에 '시제품' 주문"
date: 2026-03-12
publisher: 미래과학부
byline: 양자정책과
source: https://press.example/2026/12
---

# 부총리, 한빛연에 '시제품' 주문

표민서 **부총리**는 [한빛연](https://hist.example)에 `50큐비트`를
주문했다.

## 일정

- *첫째*: 3월
* [x] 둘째: 4월

| 기관 | 과제 |
|---|:---:|
| 한빛연 | 시제품 |

> 인용된 말이다.

![현장 사진](a.jpg)
***
"""


def test_a_whole_briefing() -> None:
    page = read_markdown(BRIEFING)
    assert page.facts.title == "부총리, 한빛연에 '시제품' 주문"
    assert page.facts.publisher == "미래과학부"
    assert page.facts.byline == "양자정책과"
    assert page.facts.url == "https://press.example/2026/12"
    assert page.facts.published_at is not None
    assert page.facts.published_at.isoformat() == "2026-03-12T00:00:00+09:00"
    assert page.text.split("\n\n") == [
        "표민서 부총리는 한빛연에 50큐비트를 주문했다.",
        "일정",
        "- 첫째: 3월\n- 둘째: 4월",
        "기관 | 과제\n한빛연 | 시제품",
        "인용된 말이다.",
        "현장 사진",
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("5 * 3 * 2 = 30", "5 * 3 * 2 = 30"),
        ("snake_case_name", "snake_case_name"),
        ("__굵게__ 그리고 _기울임_", "굵게 그리고 기울임"),
        ("**예산**은 늘었다", "예산은 늘었다"),
        (r"\*별표\* 그대로", "*별표* 그대로"),
        ("R&amp;D", "R&D"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("[글](https://a.example/x_(y))", "글"),
        ("[[단독] 다리 연다](https://a.example/x)", "[단독] 다리 연다"),
        ("~~지움~~ 남김", "지움 남김"),
        ("첫 줄<br>둘째 줄", "첫 줄\n둘째 줄"),
    ],
)
def test_inline_markup(line: str, text: str) -> None:
    assert read_markdown(line).text.replace(" \n", "\n") in {text, text.replace("\n", " ")}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: >-\n  다리 공사 유월에\n  끝난다", "다리 공사 유월에 끝난다"),
        ("title: '다리 공사\n  유월에 끝난다'", "다리 공사 유월에 끝난다"),
        ("title: 다리 공사: 유월에", "다리 공사: 유월에"),
    ],
)
def test_a_title_over_several_lines_is_whole(written: str, title: str) -> None:
    page = read_markdown(
        f"---\n{written}\nauthors: x\nauthor:\n  - 단초롱\n  - 한누리\n---\n본문이다."
    )
    assert page.facts.title == title
    assert page.facts.byline == "단초롱, 한누리"


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    page = read_markdown("# 제목이다\n\n본문이다.\n\n## 소제목\n\n끝.")
    assert page.facts.title == "제목이다"
    assert page.text == "본문이다.\n\n소제목\n\n끝."


def test_numbered_lines_keep_their_numbers() -> None:
    assert read_markdown("1. 하나\n2. 둘").text == "1. 하나\n2. 둘"
