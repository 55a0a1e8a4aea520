"""Printed lines put together to paragraphs, by where they stand."""

from dataclasses import dataclass

import pytest

from ingest.readers.page import SOFT_BREAK
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_paragraphs import paragraphs
from ingest.readers.running_lines import without_running_lines
from ingest.rejoin import rejoin

# A page 480 points wide: lines are 10 high and 15 apart, a letter is 10 wide.
EDGE = 540.0


def line(
    text: str, down: float, *, left: float = 60, right: float = EDGE, height: float = 10
) -> Line:
    """One line `down` points below the page's top; "|" parts cells."""
    pieces = tuple((left + 100 * at, cell) for at, cell in enumerate(text.split("|")))
    return Line(pieces, left, right, 800 - down, height, 10.0 * len(text.split()[0]))


def paragraph(text: str, down: float, last: float, **more: float) -> list[Line]:
    """Lines of one paragraph, the last of which ends at `last`."""
    parts = text.split("/")
    return [
        line(part, down + 15 * at, right=last if at == len(parts) - 1 else EDGE, **more)
        for at, part in enumerate(parts)
    ]


def joined(*pages: list[Line]) -> str:
    return paragraphs(pages).replace(SOFT_BREAK, "/")


def test_lines_that_fill_the_column_go_on_and_others_end() -> None:
    page = [
        *paragraph("장관은 다리를 고/치라고 했다./끝.", 0, 100),
        *paragraph("시장은 따르겠다고/답했다.", 45, 120),
        *paragraph("의장은 돕겠다고/했다.", 75, 120),
    ]
    assert joined(page).split("\n") == [
        "장관은 다리를 고/치라고 했다./끝.",
        "시장은 따르겠다고/답했다.",
        "의장은 돕겠다고/했다.",
    ]


def test_a_short_line_goes_on_where_the_next_word_was_too_long_for_it() -> None:
    page = paragraph("one/two/three", 0, EDGE)
    ragged = [line("the mayor said", 60, right=470), line("notwithstanding", 75, right=300)]
    listed = [line("the mayor said", 60, right=470), line("Monday", 75, right=300)]
    assert joined([*page, *ragged]).endswith("\nthe mayor said/notwithstanding")
    assert joined([*page, *listed]).endswith("\nthe mayor said\nMonday")


@pytest.mark.parametrize(
    "follower",
    [
        line("○ 예산", 15),
        line("1. 예산", 15),
        line("가) 예산", 15),
        line("예산", 60),  # far below
        line("예산", 15, height=14),  # a heading
        line("구분|예산", 15),  # a row
    ],
)
def test_what_begins_something_new_is_not_joined(follower: Line) -> None:
    page = [*paragraph("하나/둘/셋", 100, EDGE), line("다리 계획", 0), follower]
    assert "다리 계획\n" in joined(page)


def test_an_indent_begins_a_paragraph_where_a_sentence_ended() -> None:
    page = [line("장관이 왔다.", 0), line("시장도 왔다.", 15, left=80), line("같이 갔다.", 30)]
    assert joined(page) == "장관이 왔다.\n시장도 왔다./같이 갔다."


def test_columns_and_pages_are_read_through() -> None:
    left = [line("장관은", 15 * at, right=290) for at in range(3)]
    right = [line("시장은", 15 * at, left=310) for at in range(3)]
    assert joined([*left, *right]) == "장관은/장관은/장관은/시장은/시장은/시장은"
    assert joined(paragraph("장관은/다리를", 700, EDGE), [line("고쳤다.", 0)]).endswith(
        "다리를/고쳤다."
    )
    assert joined([line("끝났다.", 700)], [line("새로", 0)]) == "끝났다.\n새로"


@dataclass(frozen=True)
class Said:
    text: str


def test_running_lines_are_taken_off_every_page() -> None:
    pages = [
        [Said(text) for text in ("누리시 보도자료", f"{number}쪽 중", body, f"- {number} -")]
        for number, body in enumerate(("하나", "둘", "셋"), start=1)
    ]
    pages.append([Said("표지")])
    kept, taken = without_running_lines(pages)
    assert [[one.text for one in page] for page in kept] == [["하나"], ["둘"], ["셋"], ["표지"]]
    assert [one.text for one in taken][:3] == ["누리시 보도자료", "1쪽 중", "- 1 -"]


def test_one_page_and_copies_of_one_page_keep_all_lines() -> None:
    page = [Said("다리 계획"), Said("끝")]
    assert without_running_lines([page]) == ([page], [])
    assert without_running_lines([page, page]) == ([page, page], [])


def test_korean_words_that_a_line_parted_are_whole_again() -> None:
    printed = (
        "연구원에게 조사를 서/둘러 달라고 했다. 둘째 문단은/시의회를 다룬다. KIST/원장은/2026년"
    )
    assert rejoin(printed.replace("/", SOFT_BREAK)) == (
        "연구원에게 조사를 서둘러 달라고 했다. 둘째 문단은 시의회를 다룬다. KIST 원장은 2026년"
    )
    assert rejoin("가\n나") == "가\n나"
