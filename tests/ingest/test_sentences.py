import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.document import Language
from ingest.sentences import MAX_LINE, find_sentences


def split(text: str, language: Language = Language.KO) -> list[str]:
    return [text[one.start : one.end] for one in find_sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("장관은 왔다. 원장은 갔다.", ["장관은 왔다.", "원장은 갔다."]),
        (
            '장관은 "오늘 왔다. 내일 간다."라고 말했다. 끝났다.',
            ['장관은 "오늘 왔다. 내일 간다."라고 말했다.', "끝났다."],
        ),
        (
            "그는 “안 됩니다. 정말 안 됩니다. 곤란해요.”라며 거절했다.",
            ["그는 “안 됩니다. 정말 안 됩니다. 곤란해요.”라며 거절했다."],
        ),
        (
            "제목\n본문이다.\n\n- 항목 하나\n- 항목 둘",
            ["제목", "본문이다.", "- 항목 하나", "- 항목 둘"],
        ),
        ("예산을 확정했다. ■ 인력은 늘렸다.", ["예산을 확정했다.", "■ 인력은 늘렸다."]),
        ("대상은 ▲인공지능 ▲양자 ▲바이오 등이다.", ["대상은 ▲인공지능 ▲양자 ▲바이오 등이다."]),
        ("예산은 3.5% 늘었다. 약 2.4배다.", ["예산은 3.5% 늘었다.", "약 2.4배다."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_korean(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_english_document_with_a_korean_line() -> None:
    text = "Dr. Pyo asked HIST. HIST agreed.\n장관은 왔다. 원장은 갔다."
    assert split(text, Language.EN) == [
        "Dr. Pyo asked HIST.",
        "HIST agreed.",
        "장관은 왔다.",
        "원장은 갔다.",
    ]


def test_a_quotation_is_not_cut_in_english_either() -> None:
    text = "“Stop it. Go home. Now,” he said. They left."
    assert split(text, Language.EN) == ["“Stop it. Go home. Now,” he said.", "They left."]


def test_morphemes_lie_inside_their_sentence_and_are_all_there() -> None:
    text = "😀 장관은 왔다. 원장은 KIST로 갔다.\n예산은 3조 원이다."
    for sentence in find_sentences(text, Language.KO):
        assert sentence.morphemes
        for one in sentence.morphemes:
            assert sentence.start <= one.start <= one.end <= sentence.end
    forms = [one.form for found in find_sentences(text, Language.KO) for one in found.morphemes]
    assert [form for form in forms if form in {"장관", "원장", "KIST", "예산"}] == [
        "장관",
        "원장",
        "KIST",
        "예산",
    ]


def test_a_long_line_is_cut_behind_a_sentence() -> None:
    text = "장관은 연구원에 예산을 배정했다. " * 200
    found = split(text)
    assert len(found) == 200
    assert set(found) == {"장관은 연구원에 예산을 배정했다."}


def test_a_long_line_without_any_space_is_still_cut() -> None:
    assert max(map(len, split("가" * (3 * MAX_LINE)))) <= MAX_LINE


def test_a_long_line_is_not_cut_inside_a_quotation() -> None:
    quotation = "“" + "그렇다. " * 100 + "아니다.”"
    text = "가나다 라마바. " * 200 + f"그는 {quotation}라고 했다."
    assert any(quotation in sentence for sentence in split(text))


_CHARACTERS = st.sampled_from(
    [
        "가",
        "나다.",
        "장관은 ",
        "왔다. ",
        "\u1112\u1161\u11ab",
        "😀",
        "👨‍👩‍👧",
        "“",
        "”",
        '"',
        "'",
        "‘",
        "’",
        "Mr. ",
        "He said. ",
        "U.S.",
        " ",
        "\n",
        "\u2028",
        "\u3000",
        "-",
        "■ ",
        "3.5",
        "@",
        "\x00",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_CHARACTERS | st.characters(codec="utf-8"), max_size=60).map("".join))
def test_sentences_tile_any_text(text: str) -> None:
    for language in Language:
        end = 0
        for sentence in find_sentences(text, language):
            assert text[end : sentence.start].strip() == ""
            piece = text[sentence.start : sentence.end]
            assert piece
            assert piece == piece.strip()
            for one in sentence.morphemes:
                assert sentence.start <= one.start <= one.end <= len(text)
            end = sentence.end
        assert text[end:].strip() == ""


def test_decomposed_text_keeps_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "장관은 왔다. 원장은 갔다.")
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")
