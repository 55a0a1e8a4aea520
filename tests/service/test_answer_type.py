"""What kind of answer a question wants."""

import pytest

from ingest.document import Language
from ingest.language import detect
from service.answering.answer_type import AnswerType, holds, wanted


@pytest.mark.parametrize(
    "question",
    [
        "비밀번호도 유출됐어?",
        "온누리 행장은 사퇴하기로 했나요?",
        "집회에서 다친 사람이 있었나?",
        "정부가 비용을 지원해 줬어?",
        "Will On Nu-ri resign?",
        "And did the minister agree to it?",
        "Haven't they closed the bridge?",
    ],
)
def test_a_question_for_yes_or_no(question):
    assert wanted(question, detect(question)) is AnswerType.YES_NO


@pytest.mark.parametrize(
    "question",
    [
        "행장이 누구야?",
        "장관은 뭐라고 했어?",
        "유출된 정보를 알려 줘",
        "보상 절차를 설명해 주세요",
        "의료반장에게는요?",
        "보상 대책은?",
        "Did On Nu-ri resign or stay?",
        "Can you list the members?",
        "Would the minister say what the plan is?",
        "Who did the minister ask?",
        "Willow Bank's reply",
    ],
)
def test_a_question_for_anything(question):
    assert wanted(question, detect(question)) is AnswerType.OTHER


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("시험은 며칠 걸려?", AnswerType.NUMBER),
        ("조사에 몇 년 걸렸나?", AnswerType.NUMBER),
        ("몇 년에 개통하나?", AnswerType.TIME),
        ("인구는?", AnswerType.NUMBER),
        ("What was the death toll?", AnswerType.NUMBER),
        ("Which year did it open?", AnswerType.TIME),
        ("How come it was delayed?", AnswerType.REASON),
        ("뭐 때문에 늦었어?", AnswerType.REASON),
        # What is asked for stands last.
        ("다리가 놓인 해는?", AnswerType.TIME),
        ("법이 제정된 연도는 언제인가?", AnswerType.TIME),
        ("새 요금의 시행일은?", AnswerType.TIME),
        ("선원들이 돌아온 때는?  ", AnswerType.TIME),
        ("회사에 물린 과징금은 얼마인가?", AnswerType.NUMBER),
        ("투자액은?", AnswerType.NUMBER),
        ("공사에 걸린 기간은?", AnswerType.NUMBER),
        ("In which century was it built?", AnswerType.TIME),
        ("What was the island's population in 1901?", AnswerType.NUMBER),
        # These only look like it.
        ("의혹을 제기한 사람은?", AnswerType.OTHER),
        ("왜군을 막은 사람은?", AnswerType.OTHER),
        ("회원인 나라는?", AnswerType.OTHER),
        ("장관이 할 일은?", AnswerType.OTHER),
        ("심판이 언제나 볼 수 있는 것은?", AnswerType.OTHER),
        ("What did people do when the bridge closed?", AnswerType.OTHER),
        ("When the bridge closed, what did people do?", AnswerType.OTHER),
        ("How old was she when she moved?", AnswerType.NUMBER),
        ("Until when is it closed?", AnswerType.TIME),
    ],
)
def test_how_long_and_how_many_when_and_why(question, kind):
    assert wanted(question, detect(question)) is kind


def test_days_that_something_lasts_are_a_number_and_a_day_of_the_month_is_none():
    assert holds("시험은 14일 걸린다.", AnswerType.NUMBER)
    assert not holds("시험은 14일 시작한다.", AnswerType.NUMBER)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("제때 못 주는 이유가 있어?", AnswerType.REASON),
        ("기한이 늘어났어?", AnswerType.TIME),
        ("Was welding the cause of the fire?", AnswerType.REASON),
    ],
)
def test_what_else_is_asked_for_comes_before_yes_or_no(question, kind):
    assert wanted(question, detect(question)) is kind


@pytest.mark.parametrize(
    "question",
    [
        "유출 피해자 수는?",
        "확진자수",
        "실업률은?",
        "지지율은요?",
        "성장률 전망은?",
        "총사업비는?",
        "몇 시간 걸렸어?",
        "What percent of the cost is paid?",
        "What is the unemployment rate?",
        "What was the bank's key interest rate?",
    ],
)
def test_a_question_for_a_number(question):
    assert wanted(question, detect(question)) is AnswerType.NUMBER


@pytest.mark.parametrize(
    "question", ["담당 교수는?", "구매한 장비는?", "새 법률은?", "회사 인수는?", "가장 큰 변수는?"]
)
def test_no_number_is_asked_for_by_words_of_that_end(question):
    assert wanted(question, detect(question)) is AnswerType.OTHER


def test_an_hour_is_a_time_and_hours_are_a_number():
    assert wanted("몇 시에 열려?", Language.KO) is AnswerType.TIME


def test_every_sentence_may_decide_yes_or_no():
    assert holds("비밀번호는 유출되지 않았다.", AnswerType.YES_NO)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("공청회는 시청 강당에서 열린다.", AnswerType.PLACE),
        ("새 센터는 해솔시에 들어선다.", AnswerType.PLACE),
        ("The fort fell in 1763.", AnswerType.TIME),
        ("It was built in the 18th century.", AnswerType.TIME),
        ("They have won twice.", AnswerType.NUMBER),
    ],
)
def test_what_a_sentence_holds(sentence, kind):
    assert holds(sentence, kind)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("해솔시는 예산을 늘렸다.", AnswerType.PLACE),
        ("정부는 법을 고쳤다.", AnswerType.PLACE),
        ("The fort fell to the French.", AnswerType.TIME),
        ("They won the cup.", AnswerType.NUMBER),
    ],
)
def test_what_it_does_not(sentence, kind):
    assert not holds(sentence, kind)


def test_who_is_asked_for_where_is_no_place():
    assert wanted("주장을 내놓은 회사는 어디인가?", Language.KO) is AnswerType.OTHER
    assert wanted("공청회는 어디에서 열리나?", Language.KO) is AnswerType.PLACE
