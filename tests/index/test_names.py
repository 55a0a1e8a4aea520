"""Korean names heard in Latin letters."""

import pytest

from index.names import heard, names_in, sound_of, spoken
from ingest import korean
from ingest.document import Morpheme
from ingest.romanise import sound


def test_a_proper_noun_is_kept_alone_and_with_the_nouns_joined_to_it():
    text = [
        Morpheme("해솔", "NNP", 0, 2),
        Morpheme("조선", "NNG", 2, 4),
        Morpheme("은", "JX", 4, 5),
        Morpheme("배", "NNG", 6, 7),
    ]
    assert names_in(text) == {"해솔", "해솔조선"}


def test_a_noun_after_a_space_is_not_joined():
    text = [Morpheme("해솔", "NNP", 0, 2), Morpheme("조선", "NNG", 3, 5)]
    assert names_in(text) == {"해솔"}


def test_names_of_one_syllable_or_of_other_letters_are_left_out():
    text = [
        Morpheme("표", "NNP", 0, 1),
        Morpheme("Nuri", "NNP", 2, 6),
        Morpheme("장관", "NNG", 7, 9),
    ]
    assert names_in(text) == set()


def test_an_analysed_sentence_gives_the_people_in_it():
    found = names_in(korean.morphemes("표민서 장관은 국재하 원장을 만났다."))
    assert {"표민서", "국재하"} <= found
    assert not {"장관", "원장"} & found


@pytest.mark.parametrize(
    ("spelling", "name", "said"),
    [
        ("Haesol", "해솔조선", "해솔"),
        ("Pyo Min-seo", "표민서", "표민서"),
        ("Pyo Minseo", "표민서", "표민서"),
        ("Mir", "미르", "미르"),
        ("Mir", "미르항공우주", "미르"),
        ("Kuk Jae-ha", "국재하", "국재하"),
        ("Haesol", "한빛", None),
        ("Haesol", "해", None),
        ("Min-seo", "표민서", None),  # a name is spoken from its beginning
    ],
)
def test_a_name_is_recognised_by_its_sound(spelling, name, said):
    assert spoken(sound(spelling), name) == said


def test_a_name_is_stored_under_what_its_spelling_sounds_like():
    assert sound_of("표민서") == sound("Pyo Min-seo") == sound("Pyo Minseo")
    assert sound_of("표민서") != sound_of("표민정")


def test_capitalised_words_are_heard_alone_and_together_longest_first():
    assert list(heard("Why did Pyo Min-seo visit Haesol?").values()) == [
        "Pyo Min-seo",
        "Haesol",
        "Min-seo",
        "Pyo",
        "Why",
    ]


def test_no_more_than_three_words_are_one_name():
    words = heard("Alpha Beta Gamma Delta").values()
    assert "Alpha Beta Gamma" in words
    assert "Alpha Beta Gamma Delta" not in words


@pytest.mark.parametrize("question", ["what did haesol do?", "해솔은 무엇을 했나?", "", "Mi?"])
def test_lower_case_words_korean_and_short_ones_are_not_heard(question):
    assert heard(question) == {}
