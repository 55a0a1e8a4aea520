import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Language, Passage, Sentence
from ingest.sentences import find_sentences
from ingest.split import split


def document(text: str, language: Language = Language.KO) -> Document:
    return Document(source="a.txt", title="제목", text=text, language=language)


def passages(text: str, max_chars: int | None = None) -> tuple[Passage, ...]:
    made = document(text)
    return split(made, find_sentences(text, made.language), max_chars)


def test_whole_sentences_are_packed_up_to_the_size() -> None:
    text = "하나 둘 셋. 넷 다섯 여섯. 일곱 여덟 아홉."
    sentences = [Sentence(0, 7), Sentence(8, 16), Sentence(17, 26)]
    found = split(document(text), sentences, 16)
    assert [one.text for one in found] == ["하나 둘 셋. 넷 다섯 여섯.", "일곱 여덟 아홉."]


def test_ids_are_the_document_with_an_ordinal() -> None:
    made = document("장관은 왔다.\n" * 100)
    found = split(made, find_sentences(made.text, made.language))
    assert [one.passage_id for one in found] == [f"{made.doc_id}-{n}" for n in range(len(found))]
    assert {one.doc_id for one in found} == {made.doc_id}


def test_sizes_by_language() -> None:
    korean = passages("장관은 연구원에 예산을 배정했다.\n" * 200)
    assert 500 < max(len(one.text) for one in korean) <= 750
    english = document("The minister asked the institute for a plan.\n" * 200, Language.EN)
    found = split(english, find_sentences(english.text, english.language))
    assert 1_000 < max(len(one.text) for one in found) <= 1_500


def test_a_tiny_last_passage_joins_its_neighbour() -> None:
    sentence = "가" * 95 + ".\n"
    found = passages(sentence * 6 + "끝이다.", 300)
    assert len(found) == 2
    assert found[-1].text.endswith("끝이다.")


def test_a_quotation_that_fits_is_never_cut() -> None:
    quotation = "“" + "그 계획은 반드시 지켜야 한다. " * 15 + "끝.”"
    text = (
        "앞말이 길게 이어지는 문장이고 " * 30 + f"그는 {quotation}고 말했다. " + "뒷말이다. " * 30
    )
    assert len(quotation) < 600
    assert any(quotation in one.text for one in passages(text))


def test_an_over_long_sentence_is_cut_and_loses_nothing() -> None:
    text = "가나다라 " * 500
    found = passages(text, 200)
    assert all(len(one.text) <= 250 for one in found)
    assert "".join(one.text for one in found).replace(" ", "") == text.replace(" ", "")


def test_a_heading_goes_with_the_sentence_it_heads() -> None:
    text = "가" * 80 + ".\n예산은 누가 내나\n" + "나" * 60 + "."
    assert [one.text[:3] for one in passages(text, 100)] == ["가가가", "예산은"]


def test_nothing_makes_no_passage() -> None:
    assert passages("   ") == ()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["가나다. ", "😀", "\n", "“인용이다. 둘이다.” ", "\u1112\u1161\u11ab", "x", " "]
        ),
        max_size=80,
    ).map("".join),
    st.integers(5, 60),
)
def test_passages_are_slices_that_cover_every_sentence(text: str, size: int) -> None:
    made = document(text)
    found = split(made, find_sentences(text, made.language), size)
    end = 0
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text == one.text.strip() != ""
        assert text[end : one.start].strip() == ""
        end = one.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize("size", [1, 2, 7])
def test_tiny_sizes_still_end(size: int) -> None:
    assert "".join(one.text for one in passages("가나다라마바사", size)) == "가나다라마바사"
