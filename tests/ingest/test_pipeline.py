from ingest.document import Document, Language, Span
from ingest.pipeline import prepare, prepare_all

TEXT = """표민서 부총리 겸 미래과학부 장관은 12일 한빛과학기술연구원(HIST)을 찾았다.
표 부총리는 국재하 원장에게 "시제품을 11월까지 가동해 달라"고 요청했다. \
국 원장은 "10월에 하겠다"고 답했다.
"""


def document(text: str = TEXT, source: str = "a.txt") -> Document:
    return Document(source=source, title="부총리, 한빛연 방문", text=text, language=Language.KO)


def test_every_part_refers_to_the_text() -> None:
    prepared = prepare(document())
    assert [TEXT[one.start : one.end] for one in prepared.sentences][1:] == [
        '표 부총리는 국재하 원장에게 "시제품을 11월까지 가동해 달라"고 요청했다.',
        '국 원장은 "10월에 하겠다"고 답했다.',
    ]
    assert all(TEXT[one.start : one.end] == one.text for one in prepared.passages)
    assert "부총리" in {one.form for one in prepared.title_morphemes}
    said = {Span(one.start, one.end).of(TEXT).strip('"') for one in prepared.quotes}
    assert "시제품을 11월까지 가동해 달라" in said
    assert ("HIST", "한빛과학기술연구원") in {(one.short, one.long) for one in prepared.aliases}


def test_whole_keeps_one_passage() -> None:
    text = TEXT * 30
    assert len(prepare(document(text)).passages) > 1
    (only,) = prepare(document(text), whole=True).passages
    assert only.text == text


def test_many_together_equal_each_alone() -> None:
    documents = [document(TEXT * times, f"{times}.txt") for times in range(20)]
    assert list(prepare_all(documents)) == [prepare(one) for one in documents]
