"""A question that leaves something out is completed from the turns before; no other is touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.answering.answer import Turn
from service.answering.followup import understand
from service.answering.roles import SpeechAct

ALONE = [
    "표민서 장관은 국재하 원장에게 무엇을 요청했나?",
    "한결대교 개통은 왜 석 달 늦어졌나?",
    "HIST 예산은 내년에 얼마로 늘어나나?",
    "양자컴퓨터란?",
    "표민서는 누구인가요?",
    "What did the minister ask HIST to do?",
    "How much will the new bridge in Hangyeol cost?",
    "What is quantum computing?",
    "Who is Pyo Min-seo?",
    "Why did the price of honey rise by a third this spring?",
    "Why do ferry operators worry that even full boats may lose money?",
    "By how much do ministries have to cut spending, and when are their requests due?",
    "refund per returned bicycle battery",
    "돌봄나래호를 만든 조선소는 어디?",
    "물마루 2호 발사는 언제?",
    "HIST 회의는 12일?",
    # Nothing here points back: a family name, what has its name in the question, what is to come.
    "이 장관은 국회에서 무엇을 약속했나?",
    "What did Bellhaven say it would do about the port?",
    "How much of its oil may Norway sell each year?",
    "How long will it take to build the Hangyeol bridge?",
    "How many of those who died were construction workers?",
]
QUESTIONS = st.sampled_from(
    [*ALONE, "그럼 새론연에는?", "왜 바꿨지?", "And SERI?", "How did they do it?", "", "?", "🚀"]
)
HISTORIES = st.lists(
    st.builds(Turn, QUESTIONS | st.text(max_size=40), st.text(max_size=40)), max_size=4
)


# The Korean analyser loads with its first text, which takes seconds.
@settings(deadline=None)
@given(st.sampled_from(ALONE), HISTORIES)
def test_a_question_that_stands_alone_is_the_same_after_any_conversation(question, history):
    assert understand(question, history) == understand(question, [])
    assert understand(question, history).text == question


@settings(deadline=None)
@given(QUESTIONS | st.text(max_size=60))
def test_the_first_question_is_searched_for_as_it_is(question):
    assert understand(question, []).text == question


@settings(deadline=None)
@given(QUESTIONS | st.text(max_size=60), HISTORIES)
def test_no_conversation_is_too_odd(question, history):
    assert isinstance(understand(question, history).text, str)


def after(question, *before):
    return understand(question, [Turn(one) for one in before])


@pytest.mark.parametrize(
    ("before", "fragment", "expected"),
    [
        (
            "장관이 한빛연에 무엇을 요청했나?",
            "그럼 새론연에는?",
            "장관이 새론연에 무엇을 요청했나?",
        ),
        ("장관이 한빛연에 무엇을 요청했나?", "새론연은요?", "장관이 새론연에 무엇을 요청했나?"),
        ("장관이 한빛연에 무엇을 요청했나?", "차관은?", "차관이 한빛연에 무엇을 요청했나?"),
        ("What did the minister ask HIST?", "And SERI?", "What did the minister ask SERI?"),
        ("What did the minister ask HIST?", "What about SERI?", "What did the minister ask SERI?"),
        (
            "장관이 한빛연에 무엇을 요청했나?",
            "차관 쪽 말은 어땠어?",
            "차관이 한빛연에 무엇을 요청했나?",
        ),
        (
            "What did the minister ask HIST?",
            "And the vice minister?",
            "What did the vice minister ask HIST?",
        ),
        ("장관이 한빛연에 무엇을 요청했나?", "새론연엔?", "장관이 새론연에 무엇을 요청했나?"),
        ("장관이 한빛연에 무엇을 요청했나?", "표민서는?", "장관이 표민서에 무엇을 요청했나?"),
        ("What did the minister ask HIST?", "OK, and NISM?", "What did the minister ask NISM?"),
        (
            "What did the minister want from HIST?",
            "And from the mayor?",
            "What did the minister want from the mayor?",
        ),
        (
            "장관이 한빛연에 무엇을 요청했나?",
            "표 장관에게서는?",
            "표 장관이 한빛연에 무엇을 요청했나?",
        ),
        (
            "장관이 한빛연에 무엇을 요청했나?",
            "매로 의원님은요?",
            "매로 의원이 한빛연에 무엇을 요청했나?",
        ),
        ("장관이 한빛연에 무엇을 요청했나?", "서하은은?", "장관이 서하은에 무엇을 요청했나?"),
        ("장관은 예산에 대해 뭐라고 했나?", "노조에서는?", "노조는 예산에 대해 뭐라고 했나?"),
        ("What did the minister ask HIST?", "And SERI's?", "What did the minister ask SERI?"),
        (
            "장관과 만난 차관은 뭐라고 했나?",
            "새론연 대표는요?",
            "장관과 만난 새론연 대표는 뭐라고 했나?",
        ),
        ("노조는 뭐라고 했나?", "HIST는?", "HIST는 뭐라고 했나?"),
    ],
)
def test_a_fragment_exchanges_one_name_of_the_question_before(before, fragment, expected):
    assert after(fragment, before).text == expected


def test_the_exchanged_name_takes_the_role_too():
    asked = after("And SERI?", "What did the minister ask HIST?").cast
    assert (asked.speaker, asked.addressee, asked.act) == ("the minister", "SERI", SpeechAct.ASK)
    spoken = after("And the vice minister?", "What did the minister ask HIST?").cast
    assert (spoken.speaker, spoken.addressee) == ("the vice minister", "HIST")


@pytest.mark.parametrize(
    ("before", "fragment", "expected"),
    [
        ("물마루 1호는 언제 떴나?", "물마루 2호는?", "물마루 2호는 언제 떴나?"),
        ("물마루 1호는 언제 떴나?", "그럼 2호는?", "물마루 2호는 언제 떴나?"),
        ("물마루 1호는 언제 떴나?", "12호는요?", "물마루 12호는 언제 떴나?"),
        ("한빛 3호기를 왜 세웠나?", "한빛 4호기?", "한빛 4호기를 왜 세웠나?"),
        ("제1공장은 언제 닫나?", "2공장은?", "제2공장은 언제 닫나?"),
        # Nothing that differs in the number alone, or more than one: the same is asked again.
        ("너울 1호는 언제 떴나?", "물마루 2호는?", "너울 1호는 언제 떴나? 물마루 2호는?"),
        ("소형 위성은 언제 떴나?", "소형 위성 2호는?", "소형 위성은 언제 떴나? 소형 위성 2호는?"),
        ("1호와 3호는 언제 떴나?", "2호는?", "1호와 3호는 언제 떴나? 2호는?"),
    ],
)
def test_a_thing_of_another_number_is_asked_about(before, fragment, expected):
    assert after(fragment, before).text == expected


def test_who_belongs_to_a_thing_of_another_number_is_another():
    found = after("2공장은?", "1공장 노조는 회사에 무엇을 요구했나?")
    assert found.text == "2공장 노조는 회사에 무엇을 요구했나?"
    assert (found.cast.speaker, found.cast.addressee) == ("2공장 노조", "회사")


@pytest.mark.parametrize(
    "question",
    [
        "언제야?",
        "왜?",
        "왜 그 시간으로?",
        "이유가 뭔데?",
        "기한은?",
        "예산은?",
        "출처는?",
        "그쪽은?",
        "네",
        "더 자세히",
        "What for?",
        "On what condition?",
        "And the deadline?",
        "And the source?",
        "The budget?",
        "Thanks",
    ],
)
def test_what_names_nobody_is_exchanged_for_nobody(question):
    korean = any("가" <= letter <= "힣" for letter in question)
    before = "장관이 한빛연에 무엇을 요청했나?" if korean else "What did the minister ask HIST?"
    about = "장관 한빛연" if korean else "minister ask HIST"
    found = after(question, before)
    assert found.text == f"{about}: {question}"
    assert found.wanted is after(question).wanted


@pytest.mark.parametrize(
    "question",
    [
        "작년에는?",
        "2년 전엔?",
        "서울에서는?",
        "예산에 대해서는?",
        "And in Seoul?",
        "And at the hearing?",
        "And about the budget?",
    ],
)
def test_another_time_place_or_matter_asks_the_same_again(question):
    korean = any("가" <= letter <= "힣" for letter in question)
    before = "장관이 한빛연에 무엇을 요청했나?" if korean else "What did the minister ask HIST?"
    found = after(question, before)
    assert (found.text, found.cast) == (f"{before} {question}", after(before).cast)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("And the union's demand?", "the union"),
        ("Marrow's comments?", "Marrow"),
        ("So Marrow replied?", "Marrow"),
        ("According to Marrow?", "Marrow"),
    ],
)
def test_whose_words_are_named_without_asking_for_them(question, who):
    found = after(question, "What did Pyo Min-seo say about the budget?")
    assert found.text.endswith(f"budget: {question}")
    assert found.cast.speaker == who


@pytest.mark.parametrize(
    ("before", "question", "about", "who"),
    [
        ("회장은 군수한테 뭘 요구했나?", "군수 대답은 뭐였어?", "회장 군수", "군수"),
        ("의원이 버스 회사에 뭘 요구했나?", "대표 반응은?", "의원 버스 회사", "대표"),
        ("의원이 교통공사에 뭘 요구했나?", "그쪽 답은?", "의원 교통공사", "교통공사"),
        ("What did Pell ask the mayor?", "The mayor's reply?", "Pell ask mayor", "The mayor"),
    ],
)
def test_who_answers_has_not_asked(before, question, about, who):
    found = after(question, before)
    assert found.text == f"{about}: {question}"
    assert (found.cast.speaker, found.cast.act) == (who, SpeechAct.ANSWER)


def test_fragments_follow_one_another():
    found = after("And NIMR?", "What did the minister ask HIST?", "And SERI?")
    assert found.text == "What did the minister ask NIMR?"


@pytest.mark.parametrize(
    ("before", "question", "about"),
    [
        ("장관이 한빛연에 무엇을 요청했나?", "왜 바꿨지?", "장관 한빛연"),
        ("장관이 한빛연에 무엇을 요청했나?", "그는 언제까지 하라고 했나?", "장관 한빛연"),
        ("한결대교 개통은 언제인가?", "그래서 얼마가 더 드나?", "한결대교 개통"),
        ("How did Nuri lower the water?", "How did they bring it down?", "Nuri lower water"),
        ("How did Nuri lower the water?", "How did its director answer?", "Nuri lower water"),
        ("What did the minister ask HIST?", "Why did he want that?", "minister ask HIST"),
        ("When does the bridge open?", "But why so late?", "bridge open"),
        ("Why does HIST lag?", "How did the company explain the delay?", "HIST lag"),
        (
            "When does the Bellhaven dredging start?",
            "What is its cost?",
            "Bellhaven dredging start",
        ),
        ("When does the bridge open?", "What is the reason?", "bridge open"),
        ("What did Pell tell NIMR?", "What did he ask Red Ladder for?", "Pell tell NIMR"),
        ("한결대교 개통은 언제인가?", "이유가 뭐야?", "한결대교 개통"),
        ("세담전자 화재가 왜 났어?", "그 회사가 내놓은 재발 방지 대책은?", "세담전자 화재"),
    ],
)
def test_a_question_that_points_back_brings_what_was_spoken_of(before, question, about):
    assert after(question, before).text == f"{about}: {question}"


def test_what_was_spoken_of_lasts_over_several_turns():
    found = after("그 비용은 누가 내나?", "물마루 1호는 왜 미뤄졌나?", "언제로 미뤘대요?")
    assert found.text == "물마루 1호: 그 비용은 누가 내나?"


def test_a_conversation_about_nothing_adds_nothing():
    assert after("왜 바꿨지?", "뭐라고?").text == "왜 바꿨지?"


def test_a_polite_ending_makes_no_word():
    found = after("탁 차관은요?", "국재하 원장은 뭐라고 해명했죠?")
    assert found.text == "탁 차관은 뭐라고 해명했죠?"


def test_a_pronoun_is_whoever_spoke():
    before = "What did Kuk Jae-ha promise the minister?"
    found = after("What did he say?", before)
    assert found.cast.speaker == "Kuk Jae-ha"


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("그럼 매로 의원은 뭐라고 했어?", "매로 의원"),
        ("매로 의원 뭐래?", "매로 의원"),
        ("그럼 뭐라고 했어, 매로 의원은?", "매로 의원"),
        ("그럼 노조에서는 뭐라고 했어?", "노조"),
        ("And what did Marrow say?", "Marrow"),
        ("And Marrow said what?", "Marrow"),
        ("What Marrow said?", "Marrow"),
    ],
)
def test_the_speaker_that_is_named_takes_the_place_of_the_one_before(question, who):
    korean = any("가" <= letter <= "힣" for letter in question)
    before = (
        "표민서 장관은 예산에 대해 뭐라고 했나?"
        if korean
        else "What did Pyo Min-seo say about the budget?"
    )
    found = after(question, before)
    assert found.text == f"{'예산' if korean else 'say budget'}: {question}"
    assert found.cast.speaker == who


def test_who_spoke_before_is_kept_where_nothing_else_was_spoken_of():
    found = after("그럼 매로 의원은 뭐라고 했어?", "한빛연은 뭘 약속했나?")
    assert found.text == "한빛연: 그럼 매로 의원은 뭐라고 했어?"


@pytest.mark.parametrize(
    "question", ["누가 반박했어?", "Who replied?", "What did anyone else say?"]
)
def test_who_is_asked_for_is_not_who_spoke_before(question):
    korean = any("가" <= letter <= "힣" for letter in question)
    before = "표민서 장관은 뭐라고 했나?" if korean else "What did Pyo Min-seo say?"
    assert after(question, before).cast.speaker is None


def test_what_somebody_said_is_asked_for_in_a_clause_too():
    found = after("그럼 매로 의원이 한 말은?", "표민서 장관은 예산에 대해 뭐라고 했나?")
    assert found.text == "매로 의원은 예산에 대해 뭐라고 했나?"


@pytest.mark.parametrize("definition", ["양자컴퓨터란?", "한빛연이 뭐야?", "What is HIST?"])
def test_a_definition_needs_nothing_from_before(definition):
    assert after(definition, "장관이 한빛연에 무엇을 요청했나?").text == definition


def test_what_is_named_by_its_kind_alone_was_spoken_of_before():
    question = "Which four areas get the money freed by the cuts?"
    assert after(question, "When does the 2027 budget go to the assembly?").text.endswith(question)
    assert after(question, "When does the 2027 budget go to the assembly?").text != question
    named = "Which four areas get the money freed by the cuts in Hangyeol?"
    assert after(named, "When does the 2027 budget go to the assembly?").text == named
