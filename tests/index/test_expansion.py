"""What else the documents call what a question names."""

import pytest

from index.expansion import Aliases, OtherName, from_sounds
from ingest.document import Alias

HIST = Alias("HIST", "한빛과학기술연구원")
NURI = Alias("누리", "Nuri Marine Institute")


@pytest.mark.parametrize(
    ("question", "asked", "name"),
    [
        ("What did HIST say?", "HIST", "한빛과학기술연구원"),
        ("what did hist say?", "HIST", "한빛과학기술연구원"),
        ("HIST에 무엇을 요청했나?", "HIST", "한빛과학기술연구원"),
        ("한빛과학기술연구원에는?", "한빛과학기술연구원", "HIST"),
        ("누리는 뭐래?", "누리", "Nuri Marine Institute"),
        ("Why did the Nuri Marine Institute close?", "Nuri Marine Institute", "누리"),
    ],
)
def test_short_names_lead_to_long_ones_and_back(question, asked, name):
    assert Aliases([HIST, NURI]).named_in(question) == [OtherName(asked, name)]


@pytest.mark.parametrize(
    "question",
    ["What does history teach?", "Was it a hist0rian?", "온누리는 뭐래?", "The Nuri Marine", ""],
)
def test_a_name_inside_a_word_is_not_the_name(question):
    assert Aliases([HIST, NURI]).named_in(question) == []


def test_korean_names_that_sound_like_the_question_s():
    stored = {"haesur": ["해솔조선", "해솔시"]}
    asked = []

    def sounding(sound):
        asked.append(sound)
        return next((names for key, names in stored.items() if sound[:4] == key[:4]), [])

    found = from_sounds("Why did Haesol sell ships?", sounding)
    assert found == [OtherName("Haesol", "해솔")]
    assert len(asked) == 2  # "Why" too: it might be a name


def test_what_only_begins_alike_is_no_name():
    assert from_sounds("Why did Haesol sell ships?", lambda _sound: ["해소본부"]) == []


def test_lower_case_words_are_not_looked_up():
    def sounding(_sound):
        raise LookupError

    assert from_sounds("why did haesol sell ships?", sounding) == []
