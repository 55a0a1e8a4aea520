"""Reading a passage beside its question: the rows that are read, and what the real reader finds."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import Marks
from service.reading.reader import UNREAD, Reader, Reading, ToRead
from service.reading.windows import LIMIT, windows

MARKS = Marks(begin=-1, end=-2)


def letters(text):
    """One token for every character that is not a space."""
    places = [place for place, char in enumerate(text) if not char.isspace()]
    return [ord(text[place]) for place in places], [(place, place + 1) for place in places]


@given(st.text(max_size=90), st.text(max_size=60), st.text(max_size=1200), st.integers(1, 96))
def test_every_token_of_a_passage_is_in_some_window(question, title, text, overlap):
    title = title.replace("\n", " ")
    rows = windows(question, title, text, letters, MARKS, overlap=overlap)
    seen = set()
    for row in rows:
        assert len(row.ids) <= LIMIT
        assert row.ids[0] == MARKS.begin
        assert row.ids[-1] == MARKS.end
        body = row.ids[row.first : row.first + len(row.spans)]
        assert [chr(token) for token in body] == [text[start:end] for start, end in row.spans]
        seen.update(row.spans)
    assert seen == set(letters(text)[1])


def test_the_title_stands_before_the_passage_and_is_not_part_of_it():
    (row,) = windows("누구?", "제목", "본문이다.", letters, MARKS)
    assert "".join(chr(token) for token in row.ids if token > 0) == "누구?제목본문이다."
    assert row.spans[0] == (0, 1)


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60))))
def test_only_the_parts_of_a_passage_are_read(text, drawn):
    parts = [(start, start + length) for start, length in sorted(drawn)]
    (row,) = windows("누구?", "제목", text, letters, MARKS, parts=parts)
    wanted = [span for span in letters(text)[1] if any(a <= span[0] < b for a, b in parts)]
    assert list(row.spans) == wanted


def reading(logits):
    spans = np.array([(place, place + 1) for place in range(len(logits))])
    return Reading(0.0, spans, np.array(logits, np.float32))


def test_shares_of_the_parts_add_up_and_a_part_unread_has_none():
    found = reading([(0, 0), (5, 5), (0, 0), (1, 1)])
    shares = [np.exp(found.share(start, start + 1)) for start in range(4)]
    assert sum(shares) == pytest.approx(1)
    assert found.share(1, 2) == max(found.share(start, start + 1) for start in range(4))
    assert found.share(0, 4) == pytest.approx(0)
    assert found.share(90, 99) == UNREAD
    assert found.saw(1, 2)
    assert not found.saw(90, 99)


@pytest.fixture(scope="module")
def reader(model_cache):
    from index.bundled_model import bundled_model

    return Reader(bundled_model(model_cache))


BRIDGE = (
    "한결대교 개통이 석 달 늦어진다. 동쪽 주탑 아래에서 연약지반이 나왔기 때문이다. "
    "공사비는 4,200억 원으로 늘었다. 남궁솔 장관은 28일 현장을 찾았다."
)
CASES = [
    ("한결대교 공사비는 얼마로 늘었나?", "4,200억 원"),
    ("누가 현장을 찾았나?", "남궁솔 장관"),
    ("How much will the bridge cost?", "4,200억 원"),
]


@pytest.mark.model
@pytest.mark.parametrize(("question", "answer"), CASES)
def test_the_answer_is_found_in_the_passage(reader, question, answer):
    (found,) = reader.read(question, [ToRead("개통 연기", BRIDGE)])
    start = BRIDGE.index(answer)
    sentence = (BRIDGE.rindex(". ", 0, start) + 2, BRIDGE.index(".", start) + 1)
    assert np.exp(found.share(*sentence)) > 0.5


@pytest.mark.model
def test_a_passage_that_answers_is_told_from_one_that_does_not(reader):
    weather = ToRead("날씨", "내일은 전국이 맑고 낮 기온이 20도까지 오르겠다.")
    for question, _ in CASES:
        answers, other = reader.read(question, [ToRead("개통 연기", BRIDGE), weather])
        assert answers.answerable > other.answerable


@pytest.mark.model
def test_a_passage_is_read_alike_alone_among_others_and_in_threads(reader):
    passages = [ToRead("", BRIDGE[: 20 + 12 * n]) for n in range(9)] + [
        ToRead("긴 글", BRIDGE * 12)
    ]
    together = reader.read(CASES[0][0], passages)
    assert len(together) == len(passages)
    assert together[-1].spans.max() == len(BRIDGE) * 12
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda one: reader.read(CASES[0][0], [one])[0], passages))
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one.spans, other.spans)
        # bfloat16 keeps three digits, and sums in another order in a batch of another shape
        assert one.answerable == pytest.approx(other.answerable, abs=0.3)
        assert one.logits == pytest.approx(other.logits, abs=0.5)


@pytest.mark.model
def test_nothing_to_read_is_read_as_nothing(reader):
    assert reader.read("누구?", []) == []
    (found,) = reader.read("", [ToRead("", "")])
    assert found.share(0, 1) == UNREAD
