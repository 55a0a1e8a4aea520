"""What is read out of a written sentence: its end, its markers, quotations, numbers and names."""

from decimal import Decimal

import pytest

from ingest import korean
from ingest.document import Alias, Language
from service.answering.answer import Turn
from service.answering.figures import figures
from service.llm.completion import completed
from service.llm.drafts import Draft, Drafts
from service.llm.names import Named, names
from service.llm.negation import polarity
from service.llm.quoted import quotations

REPLY = (
    "장관은 “안 된다.”라고 했다. [1] 대변인은 3.5배라고 밝혔다 [2, 3].\n"
    "- **셋째** 문장이다.[4] 표식이 없다. 다섯째다 [5]［6］.\n[7] 새 줄이다.\n8. 목록이다 【8】"
)
DRAFTS = [
    Draft("장관은 “안 된다.”라고 했다.", (1,)),
    Draft("대변인은 3.5배라고 밝혔다.", (2, 3)),
    Draft("셋째 문장이다.", (4,)),
    Draft("표식이 없다.", ()),
    Draft("다섯째다.", (5, 6)),
    Draft("새 줄이다.", (7,)),
    Draft("목록이다", (8,)),
]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_sentences_are_the_same_however_they_come(size):
    drafts, found = Drafts(Language.KO), []
    for at in range(0, len(REPLY), size):
        found += drafts.take(REPLY[at : at + size])
    assert found + drafts.rest() == DRAFTS
    assert drafts.rest() == []


def test_a_sentence_is_given_when_the_next_one_begins_and_not_before():
    drafts = Drafts(Language.EN)
    assert [drafts.take(piece) for piece in ("It opened.", " ", "[1", "] ")] == [[], [], [], []]
    assert drafts.take("No") == [Draft("It opened.", (1,))]
    assert drafts.rest() == [Draft("No", ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("그는 “가 ‘나’ 다”라고 했다.", ["가 ‘나’ 다"]),
        (
            "『책』과 《글》, 〈시〉 「장」 «gr» ‹x› „low“ `b`",
            ["책", "글", "시", "장", "gr", "x", "low", "b"],
        ),
        ("the ministers' plan isn't 'new', it’s old", ["new"]),
        ("닫히지 않은 “말", None),
        ("열리지 않은 말”이다", None),
        ("따옴표가 없다", []),
    ],
)
def test_quotations_of_every_kind(text, found):
    assert quotations(text) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4,200억 원", "420 billion won"),
        ("1,180만 도즈", "11.8 million doses"),
        ("1조 2,000억", "1.2 trillion"),
        ("3만 5천 명", "35,000 people"),
        ("두 배", "twice"),
        ("석 달", "3 months"),
        ("3월 12일", "on March 12"),
        ("2026년 5월", "in May 2026"),
        ("2026-03-12", "12 March 2026"),
    ],
)
def test_numbers_are_values_and_days_are_days(one, other):
    assert read(one) == read(other)


@pytest.mark.parametrize(
    ("said", "written"), [("412억", "412만"), ("3월", "3일"), ("3일", "3개"), ("40여 명", "4여 명")]
)
def test_other_numbers_are_not_held(said, written):
    assert not read(said).hold(read(written))


def read(text):
    return figures(text, korean.morphemes(text))


def test_a_value_is_exact():
    assert read("0.7%").values == {Decimal("0.7")}


SAID = "표민서 미래과학부 장관은 한빛과학기술연구원(HIST)을 찾아 한결대교 개통을 미뤘다."
ALIASES = [Alias("한빛연", "한빛과학기술연구원")]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("표민서", True),
        ("표인서", False),
        ("한빛연", True),
        ("한솔연", False),
        ("HIST", True),
        ("NISM", False),
        ("Pyo Min-seo", True),
        ("Pyo Min-jun", False),
        ("Minister Pyo", True),
        ("Minister Sagong", False),
        ("Ministry of Science", True),
        ("Ministry of Health", False),
        ("Hangyeol Bridge", True),
        ("Haesol Bridge", False),
    ],
)
def test_names_are_known_in_either_script(name, known):
    assert Named(SAID, korean.morphemes(SAID), ALIASES).has(name) is known


def test_names_of_a_sentence():
    text = "누리표준측정원과 국재하씨는 NISM에 갔다."
    assert names(text, korean.morphemes(text)) == {"누리표준측정원", "국재하", "NISM"}
    text = "According to officials, the Ministry of Health opened Nuri on Monday."
    assert names(text, korean.morphemes(text)) == {"Ministry of Health", "Nuri", "Monday"}


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("열지 않는다.", True),
        ("안 된다.", True),
        ("못했다.", True),
        ("계획이 없다.", True),
        ("안전하다.", False),
        ("연다.", False),
        ("It will not open.", True),
        ("It can’t open.", True),
        ("It opens.", False),
    ],
)
def test_grammar_says_no(text, no):
    assert polarity(korean.morphemes(text)).negates is no


@pytest.mark.parametrize(
    ("source", "written", "contrary"),
    [
        ("장관은 “예산을 줄이지 않겠다”고 했다.", "장관은 예산을 줄이겠다고 했다.", True),
        ("장관은 “예산을 줄이지 않겠다”고 했다.", "장관은 예산을 줄이지 않겠다고 했다.", False),
        ("공사비는 늘지 않는다.", "공사비가 늘었다.", True),
        ("예산이 부족하다.", "예산이 부족하지 않다.", True),
        ("“자가 없으면 경쟁도 없다”며 표준안을 요청했다.", "표준안을 요청했다.", False),
        ("The bridge will not open.", "The bridge will open.", True),
        ("The bridge will not open.", "The bridge won't open.", False),
    ],
)
def test_a_word_denied_is_the_contrary_of_the_word(source, written, contrary):
    said, told = (polarity(korean.morphemes(text)) for text in (source, written))
    assert told.contradicts(said) is contrary


HISTORY = [Turn("한빛연은 언제 문을 여나?", "“3월 5일에 연다” [1]")]


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("한빛연의 예산은 얼마인가?", True),
        (" “한빛연의 예산은 얼마인가?”\n", True),
        ("한빛연이 3월 5일에 쓸 예산은 얼마인가?", True),
        ("", False),
        ("한빛연의 예산은 412억 원입니다.", False),
        ("한빛연의 예산은 412억 원인가?", False),
        ("누리표준측정원의 예산은 얼마인가?", False),
        ("What is the budget of HIST?", False),
        ("예산은?\n한빛연의 예산은 얼마인가?", False),
        ("한빛연의 예산은 " * 40 + "얼마인가?", False),
    ],
)
def test_a_completed_question_has_to_be_one(reply, taken):
    found = completed(reply, "그럼 예산은?", HISTORY)
    assert (found is not None) is taken
    assert found is None or found == reply.strip().strip("“”")
