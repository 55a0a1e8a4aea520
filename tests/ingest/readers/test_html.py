import gzip
import json
import os
import re
from pathlib import Path

import pytest

from eval.shingles import mean, overlap
from ingest.document import Document
from ingest.errors import ParserLimit
from ingest.markup import parse_html
from ingest.raw import Raw
from ingest.read import read
from ingest.readers.blocks import blocks

HEAD = """<!doctype html><html><head><meta charset="utf-8"><title>새 항로 열린다 - 새벽일보</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"새 항로 열린다","datePublished":"2026-06-18T08:10:00+09:00",
"author":[{"@type":"Person","name":"단초롱 기자"}],
"publisher":{"name":"새벽일보"}}</script></head>"""

PAGE = (
    HEAD
    + """<body><a href="#c">컨텐츠로 건너뛰기</a><nav><a>정치</a><a>경제</a></nav>
<div class="breaking">속보 다온시 정전</div>
<article><h1>새 항로 열린다</h1>
<div class="sub">섬 27곳 천원 여객선<br>선사는 "유류비 걱정"</div>
<div class="sns">페이스북 카카오톡</div>
<div class="body">
<p>해양교통부가 섬 27곳을 잇는 여객선 요금을 다음 달부터 천원으로 낮춘다고 18일 밝혔다.</p>
<figure><img src="a.jpg">
<figcaption>누리항에서 승객이 배에 오르고 있다. /사진=해양교통부</figcaption></figure>
<p>사공단 장관은 <a>해자연</a>에 "파고 예보를 세 시간마다 내 달라"고 요청했다.</p>
<script>var x = "실행하지 마라";</script><div style="display:none">숨은 글</div>
<h3>선사의 걱정</h3>
<p>옥지안 회장은 "경유값이 17% 올라 배가 만석이어도 손해를 볼 수 있다"고 말했다.</p>
<p>단초롱 기자 chorong@saebyeok.example</p>
</div></article>
<div class="related"><h4>관련기사</h4><ul><li>병원선 첫 출항</li></ul></div>
<div class="comments"><h4>댓글 2</h4><p>바다: 좋은 소식입니다.</p></div>
<footer>Copyright ⓒ 새벽일보. 무단 전재 및 재배포 금지</footer></body></html>"""
)


def document(html: str) -> Document:
    return read(Raw(source="/a.html", name="a.html", content=html.encode()))


def test_the_article_and_nothing_else() -> None:
    found = document(PAGE)
    assert found.text.split("\n") == [
        "섬 27곳 천원 여객선",
        '선사는 "유류비 걱정"',
        "해양교통부가 섬 27곳을 잇는 여객선 요금을 다음 달부터 천원으로 낮춘다고 18일 밝혔다.",
        "누리항에서 승객이 배에 오르고 있다. /사진=해양교통부",
        '사공단 장관은 해자연에 "파고 예보를 세 시간마다 내 달라"고 요청했다.',
        "선사의 걱정",
        '옥지안 회장은 "경유값이 17% 올라 배가 만석이어도 손해를 볼 수 있다"고 말했다.',
    ]


def test_metadata_of_the_head() -> None:
    found = document(PAGE)
    assert found.title == "새 항로 열린다"
    assert found.publisher == "새벽일보"
    assert found.byline == "단초롱 기자"
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-06-18T08:10:00+09:00"


def test_every_visible_line_is_kept_or_reported() -> None:
    found = document(PAGE)
    reported = "\n".join(one.text for one in found.dropped)
    for line in (
        "컨텐츠로 건너뛰기",
        "속보 다온시 정전",
        "관련기사",
        "병원선 첫 출항",
        "바다: 좋은 소식입니다.",
    ):
        assert line in reported
    assert all(one.reason for one in found.dropped)
    for hidden in ("실행하지 마라", "숨은 글"):
        assert hidden not in found.text + reported


def test_opengraph_and_page_patterns_where_there_is_no_json_ld() -> None:
    html = re.sub(r"<script type=.*?</script>", "", PAGE, flags=re.DOTALL).replace(
        "<nav>",
        '<meta property="og:site_name" content="새벽일보"><nav>',
    )
    html = html.replace(
        '<div class="sub">', '<div>입력 2026.06.18. 오전 8:10</div><div class="sub">'
    )
    found = document(html)
    assert found.title == "새 항로 열린다"
    assert found.publisher == "새벽일보"
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-06-18T08:10:00+09:00"


def test_broken_json_ld_and_xml_declarations_hurt_nobody() -> None:
    html = '<?xml version="1.0" encoding="euc-kr"?>' + PAGE.replace('{"@context"', '{"@context')
    assert document(html).title == "새 항로 열린다"


def test_nesting_beyond_the_parsers_depth_is_refused_by_name() -> None:
    with pytest.raises(ParserLimit, match=r"a\.html: the HTML nests too deep"):
        document("<div>" * 100_000 + "깊은 곳의 글이다." + "</div>" * 100_000)


def test_deep_nesting() -> None:
    html = "<body>" + "<div>" * 150 + "<p>깊은 곳의 글이다.</p>" + "</div>" * 150
    assert document(html).text == "깊은 곳의 글이다."


def test_a_page_that_only_htmldate_can_date() -> None:
    html = PAGE.replace('"datePublished":"2026-06-18T08:10:00+09:00",', "").replace(
        "<nav>", '<link rel="canonical" href="https://a.example/2026/06/18/ferry"><nav>'
    )
    found = document(html)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2026-06-18T00:00:00+09:00"


@pytest.mark.skipif("BRIEFING_TEST_DATA" not in os.environ, reason="needs the measuring set")
def test_bodies_of_real_pages() -> None:
    """Floors under what was measured: recall .994, precision .930 (captions and leads cost some),
    F1 .961."""
    folder = Path(os.environ["BRIEFING_TEST_DATA"]) / "html"
    truth = json.loads((folder / "ground-truth.json").read_text())
    scored = mean(
        [
            overlap(
                read(Raw(key, key, gzip.decompress((folder / f"{key}.html.gz").read_bytes()))).text,
                page["articleBody"],
            )
            for key, page in truth.items()
        ]
    )
    assert scored.recall is not None
    assert scored.recall >= 0.985
    assert scored.f1 >= 0.96


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<body class="single ast-no-sidebar">', "</body>"),
        ('<body class="right-sidebar">', "</body>"),
        ('<body><form id="aspnetForm" action="/">', "</form></body>"),
        ('<body><div class="search-page content-sidebar">', "</div></body>"),
    ],
)
def test_what_holds_the_article_is_no_furniture_whatever_its_name(begin: str, end: str) -> None:
    inside = PAGE.removeprefix(HEAD + "<body>").removesuffix("</body></html>")
    found = document(f"{HEAD}{begin}{inside}{end}</html>")
    assert found.text == document(PAGE).text
    assert found.title == document(PAGE).title


def test_a_cell_with_one_paragraph_is_part_of_its_row() -> None:
    rows = "".join(
        f"<tr><td><p>{name}</p></td><td><div>{sum_}</div></td></tr>"
        for name, sum_ in (("양자", "300억 원"), ("배터리", "200억 원"))
    )
    found = blocks(parse_html(f"<html><body><table>{rows}</table></body></html>"))
    assert [block.text for block in found] == ["양자 | 300억 원", "배터리 | 200억 원"]


def preformatted(element: str, text: str) -> str:
    return f"{HEAD}<body><article><h1>새 항로 열린다</h1>{element}{text}</article></body></html>"


@pytest.mark.parametrize("element", ["<pre>", '<div style="white-space: pre-line">'])
def test_preformatted_lines_are_lines(element: str) -> None:
    lines = (
        "보도자료",
        "해양교통부는 섬 27곳을 잇는 여객선 요금을 다음 달부터 천원으로 낮춘다고 18일 밝혔다.",
        "○ 시행일: 다음 달 1일",
        "사공단 장관은 <b>해자연</b>에 파고 예보를 세 시간마다 내 달라고 요청했다.",
    )
    found = document(preformatted(element, "\n".join(lines)))
    assert found.text.split("\n")[-3:] == [re.sub("</?b>", "", line) for line in lines[1:]]


def test_preformatted_lines_that_were_broken_to_fit_are_put_together() -> None:
    broken = (
        "해양교통부는 섬 27곳을 잇는 여객선 요금을\n다음 달부터 천원으로 낮춘다고 18일 밝혔다.\n"
        "사공단 장관은 해자연에 파고 예보를 세 시간\n마다 내 달라고 요청했다. 옥지안 회장은 값이\n"
        "오른 경유 때문에 배가 만석이어도 손해를 볼\n수 있다고 말했다."
    )
    lines = document(preformatted("<pre>", broken)).text.split("\n")
    assert "사공단 장관은 해자연에 파고 예보를 세 시간마다 내 달라고 요청했다." in lines[-1]
    assert lines[-1].endswith("배가 만석이어도 손해를 볼 수 있다고 말했다.")
