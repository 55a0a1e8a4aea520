import unicodedata

import pytest

from ingest.read import from_text
from ingest.readers.text import read_text

KOREAN = (
    "미래과학부는 3일 가온만의 퇴적물을 마흔여덟 곳에서 다시 재기로 하고 한빛과학기술연구원에 "
    "조사를 맡겼다고 밝혔다. 조사는 다음 주 초에 시작해 두 달 안에 마친다.",
    "표민서 장관은 기자들과 만나 “어민들이 오래 기다린 만큼 결과를 숨김없이 공개하겠다”고 "
    "말했다. 국재하 원장은 지금 있는 배로는 봄철의 높은 파도를 견딜 수 없어 새 조사선이 "
    "필요하다고 설명했다.",
    "가온시 의회는 이달 안에 예산을 심의한다. 어민 단체는 조사에 참여하게 해 달라고 요구했다.",
)


def width(line: str) -> int:
    """Its columns, as an editor with Korean fonts shows them."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def between_words(paragraph: str, columns: int) -> str:
    lines = [""]
    for word in paragraph.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if width(longer) <= columns else [*lines, word]
    return "\n".join(lines)


def within_words(paragraph: str, columns: int) -> str:
    lines = [""]
    for char in paragraph:
        longer = lines[-1] + char
        lines = [*lines[:-1], longer] if width(longer) <= columns else [*lines, char]
    return "\n".join(line.strip() for line in lines)


def test_paragraphs_stay_and_blank_lines_collapse() -> None:
    assert read_text("제목\n\n\n\n본문이다.\n둘째 줄.  \n").text == "제목\n\n본문이다.\n둘째 줄."


def test_hard_wrapped_lines_are_put_together() -> None:
    wrapped = (
        "The ministry said on Tuesday that it would ask the national institute to\n"
        "measure the sediment at forty-eight points in the bay, and that the work\n"
        "should take no longer than sixty days from the beginning of next week, a\n"
        "spokesman for the minister told reporters who had come to the harbour in\n"
        "the morning.\n"
        "\n"
        "The institute answered that it would need another ship for that purpose,\n"
        "because the one it has cannot work in high waves, which are frequent all\n"
        "through spring, and that it had asked the ministry for four hundred more\n"
        "million won.\n"
    )
    paragraphs = from_text(wrapped).text.split("\n\n")
    assert len(paragraphs) == 2
    assert "national institute to measure the sediment" in paragraphs[0]
    assert all("\n" not in paragraph for paragraph in paragraphs)


def test_items_and_answered_lines_begin_anew() -> None:
    prose = "The ministry said on Tuesday that it would ask the national institute to\n" * 16
    answered = (
        "> Who asked the institute for it?\n- one ship for the bay\n2. another for the harbour"
    )
    assert from_text(prose + answered).text.split("\n")[-3:] == answered.split("\n")


def test_a_list_of_short_lines_is_not_unwrapped() -> None:
    text = "\n".join(f"항목 {number}번 내용" for number in range(20))
    assert read_text(text).text == text


@pytest.mark.parametrize("columns", [36, 40, 60, 66, 72, 80])
def test_korean_lines_broken_between_words_are_put_together(columns: int) -> None:
    wrapped = "\n\n".join(between_words(paragraph, columns) for paragraph in KOREAN)
    assert from_text(wrapped, title="조사").text == "\n\n".join(KOREAN)


@pytest.mark.parametrize("columns", [36, 60, 66])
def test_korean_lines_broken_within_words_are_put_together(columns: int) -> None:
    wrapped = "\n\n".join(within_words(paragraph, columns) for paragraph in KOREAN)
    assert from_text(wrapped, title="조사").text == "\n\n".join(KOREAN)


def test_a_particle_and_a_full_stop_come_back_to_what_they_follow() -> None:
    wrapped = (
        "국재하 원장은 5일 기자들과 만나 “새 조사\n가 필요하다”고 말했다. 표민서 장관은 200\n"
        "9년에도 같은 요구가 있었다며 “검토하겠다”\n고 답했다. 가온시 어민 단체는 조사를 반겼다\n."
    )
    assert from_text(wrapped, title="조사").text == (
        "국재하 원장은 5일 기자들과 만나 “새 조사가 필요하다”고 말했다. 표민서 장관은 "
        "2009년에도 같은 요구가 있었다며 “검토하겠다”고 답했다. 가온시 어민 단체는 조사를 반겼다."
    )


def test_headlines_verses_and_tables_keep_their_lines() -> None:
    headlines = (
        "미래과학부, 가온만 퇴적물 다시 잰다\n가온시 의회, 조사 예산 심의 착수\n"
        "한빛과학기술연구원 새 조사선 요청\n누리시 다리 공사 내년 봄으로 연기\n"
        "보건부, 병원선 두 척 더 띄우기로\n어민 단체 “조사에 참여하게 해 달라”\n"
        "국재하 원장 다음 주 국회 출석\n조선소 매각 협상 다시 원점으로"
    )
    verses = (
        "바다는 아직 어둡고 배는 돌아오지 않았다\n등대가 한 번 돌 때마다\n그물을 깁던 손이 멈춘다."
        "\n우리는 파도의 수를 세었다\n하나에 이름 하나를 얹어 가며\n아침까지 못 부를 이름들\n"
        "바람이 문을 두드리면\n누구는 일어나고 누구는 눕는다.\n그리고 다시 물이 들어온다"
    )
    rows = "\n".join(
        f"가온만 {number:02d}번 지점      두께 {number}.4미터      납 {number + 10}ppm   기준 안"
        for number in range(20)
    )
    for text in (headlines, verses, rows):
        assert from_text(text, title="제목").text == text


def test_items_of_a_wrapped_list_stay_apart_and_go_on_in_their_next_line() -> None:
    items = (
        "○ 미래과학부는 가온만의 퇴적물을 마흔여덟 곳에서 다시 재며 이를 한빛연구원이 맡는다.",
        "○ 한빛연구원은 새 조사선을 빌리는 비용을 이달 안에 계산하여 가온시 의회에 보고한다.",
        "○ 가온시는 어민 단체가 추천하는 셋을 조사에 참여하게 하고, 결과를 숨김없이 모두 공개한다.",
    )
    wrapped = "\n".join(between_words(item, 40).replace("\n", "\n  ") for item in items)
    assert from_text(wrapped, title="조사").text == "\n".join(items)
