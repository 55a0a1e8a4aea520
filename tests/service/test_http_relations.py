"""Versions, corrections and copies as a client sees them."""

import pytest

from service.correction_notes import note

pytestmark = pytest.mark.model

HEAD = "---\ntitle: {title}\ndate: {date}\npublisher: {publisher}\nurl: {url}\n---\n\n"
TITLE = "두레시 순환열차 내년 봄 운행 시작"
TEXT = (
    "두레시는 순환열차를 내년 4월에 운행한다고 8일 밝혔다. "
    "차량은 모두 12대이며 요금은 1,400원이다.\n\n"
    "나도란 두레시장은 “첫차는 새벽 5시 10분에 떠난다”고 말했다. 정거장은 동쪽 언덕에서 강변까지 "
    "17곳에 짓고, 공사비 930억 원은 시와 도가 절반씩 낸다.\n\n"
    "두레시는 다음 달까지 시민 의견을 듣고 정거장 이름을 정한다. 시험 운행은 1월에 시작한다.\n"
)


def page(
    text=TEXT, title=TITLE, date="2026-09-08", publisher="두레일보", url="https://d.example/1"
):
    return HEAD.format(title=title, date=date, publisher=publisher, url=url) + text


def upload(send, name, content):
    return send(files={"file": (name, content.encode())})


def test_an_address_names_an_article_whatever_its_file_is_called(client, send):
    first = upload(send, "a.md", page()).json()
    known = upload(send, "b.md", page(url="https://D.example/1/?utm_source=x"))
    assert (known.status_code, known.json()["status"]) == (200, "known")
    assert known.json()["doc_id"] == first["doc_id"]
    assert known.headers["location"] == f"/v1/documents/{first['doc_id']}"

    newer = upload(send, "c.md", page(TEXT.replace("12대", "14대"))).json()
    assert newer["status"] == "updated"
    old = client.get(f"/v1/documents/{first['doc_id']}").json()
    assert old["superseded_by"] == newer["doc_id"]
    assert [(v["source"], v["current"]) for v in old["versions"]] == [
        ("c.md", True),
        ("a.md", False),
    ]
    assert client.get(f"/v1/documents/{newer['doc_id']}").json()["superseded_by"] is None

    older = upload(send, "d.md", page(TEXT.replace("12대", "10대"), date="2026-09-01")).json()
    assert older["status"] == "older"
    found = client.post("/v1/search", json={"question": "두레시 순환열차 차량은 몇 대인가?"}).json()
    assert [h["doc_id"] for h in found["hits"] if h["title"] == TITLE] == [newer["doc_id"]]


def test_a_citation_says_that_its_article_was_corrected(client, send):
    wrong = upload(send, "wrong.md", page()).json()
    text = (
        "두레일보는 지난 8일 자 ‘두레시 순환열차 내년 봄 운행 시작’ 기사의 공사비를 바로잡습니다.\n"
    )
    title = "[바로잡습니다] 순환열차 공사비"
    notice = upload(send, "notice.md", page(text, title, "2026-09-10", url="https://d.example/2"))
    notice = notice.json()
    question = "두레시 순환열차 첫차는 몇 시에 떠나나?"
    answer = client.post("/v1/chat", json={"question": question}).json()
    cited = next(c for c in answer["citations"] if c["doc_id"] == wrong["doc_id"])
    assert cited["corrections"] == [
        {
            "kind": "correction",
            "doc_id": notice["doc_id"],
            "title": title,
            "published_at": notice["published_at"],
            "own": False,
        }
    ]
    assert f"(이 기사는 정정되었습니다: {title}, 2026-09-10)" in answer["text"]
    there = client.get(f"/v1/documents/{wrong['doc_id']}").json()
    assert there["corrections"] == cited["corrections"]
    here = client.get(f"/v1/documents/{notice['doc_id']}").json()
    assert (here["notice"], here["corrects"]["doc_id"]) == ("correction", wrong["doc_id"])


def test_copies_take_one_place_and_are_named(client, send):
    texts = {"두레일보": TEXT, "강변신문": TEXT.replace("밝혔다", "전했다")}
    ids = [
        upload(send, f"{n}.md", page(text, publisher=name, url=f"https://{n}.example/")).json()[
            "doc_id"
        ]
        for n, (name, text) in enumerate(texts.items())
    ]
    question = "두레시 순환열차 첫차는 몇 시에 떠나나?"
    hits = client.post("/v1/search", json={"question": question}).json()["hits"]
    (shown,) = [hit for hit in hits if hit["doc_id"] in ids]
    (copy,) = shown["also_carried_by"]
    assert {shown["doc_id"], copy["doc_id"]} == set(ids)
    assert copy.keys() == {"doc_id", "title", "publisher", "published_at", "url"}
    best = client.post("/v1/chat", json={"question": question}).json()["citations"][0]
    assert [one["doc_id"] for one in best["also_carried_by"]] == [
        next(one for one in ids if one != best["doc_id"])
    ]
    story = client.get(f"/v1/documents/{ids[0]}").json()["story"]
    assert [one["doc_id"] for one in story] == ids[1:]


def test_an_article_that_corrected_itself_is_told_so():
    from index.records import Correction
    from ingest.corrections import NoticeKind
    from ingest.document import Language

    own = Correction(NoticeKind.CORRECTION, "a", "제목", None, own=True)
    assert note(own, "a", Language.EN) == "This version says that it was corrected"
    assert note(own, "old", Language.EN) == "This article was corrected: 제목"
