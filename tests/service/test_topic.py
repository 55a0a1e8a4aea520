"""What a question is about, without what it asks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Language
from service.answering.topic import topic

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("question", "language", "about"),
    [
        ("한결대교 공사비 얼마로 늘었어?", KO, "한결대교 공사비"),
        ("청문회에서 감도윤 위원이 오류율을 두고 뭐라고 했나요?", KO, "청문회 감도윤 위원 오류율"),
        ("KIST는 왜 3월에 문을 닫았나?", KO, "KIST 3월 문"),
        ("뭐라고요?", KO, ""),
        # Names that end like a word with a particle, or that the analyser takes for a verb.
        ("다온은행은 왜 금리를 올렸나?", KO, "다온은행 금리"),
        ("해솔시의 예산은 얼마야?", KO, "해솔시 예산"),
        ("서하은이 요구한 것은?", KO, "서하은"),
        ("재량지출을 얼마나 줄이라고 했나?", KO, "재량지출"),
        ("What did the minister ask HIST to do?", EN, "minister ask HIST"),
        ("Why was the flu vaccine plan changed?", EN, "flu vaccine plan changed"),
        ("And why?", EN, ""),
        (
            "What did US officials say about IT exports?",
            EN,
            "US officials say IT exports",
        ),
        ("Where is the WHO meeting held?", EN, "WHO meeting held"),
        ("What did An Da-mi ask On Nu-ri?", EN, "An Da-mi ask On Nu-ri"),
        ("bridge open: Why was it?", EN, "bridge open"),
        ("US exports: how many?", EN, "US exports"),
        ("WHAT DID THE MINISTER ASK?", EN, "MINISTER ASK"),
        ("Should I pay the fine?", EN, "pay fine"),
    ],
)
def test_things_stay_and_asking_goes(question, language, about):
    assert topic(question, language) == about


# The Korean analyser loads with its first text, which takes seconds.
@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(Language))
def test_a_topic_is_made_of_the_question_s_own_words(question, language):
    words = question.split()
    assert all(any(kept in word for word in words) for kept in topic(question, language).split())
