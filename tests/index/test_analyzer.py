"""Which words of a text are looked for, and how they are cut."""

import pytest

from index.analyzer import bigrams, terms
from ingest import korean
from ingest.document import Morpheme


def test_an_inflected_verb_is_found_by_its_stem():
    asked = terms(korean.morphemes("장관이 원장에게 요청했다"))
    asking = terms(korean.morphemes("원장에게 요청한 장관은"))
    assert asked == ["장관", "원장", "요청"]
    assert sorted(asked) == sorted(asking)


def test_particles_endings_and_punctuation_are_no_terms():
    text = [
        Morpheme("장관", "NNG", 0, 2),
        Morpheme("은", "JX", 2, 3),
        Morpheme("가", "VV", 4, 5),
        Morpheme("았", "EP", 5, 6),
        Morpheme("다", "EF", 6, 7),
        Morpheme(".", "SF", 7, 8),
    ]
    assert terms(text) == ["장관", "가"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Ministers", ["minist"]),
        ("MINISTER", ["minist"]),
        ("asked", ["ask"]),
        ("e-mail", ["e", "mail"]),
        ("--", []),
        ("The", []),
    ],
)
def test_latin_words_are_lower_case_stems(form, expected):
    assert terms([Morpheme(form, "SL", 0, len(form))]) == expected


def test_numbers_stay_whole_and_repeats_are_kept():
    text = [Morpheme("1,180", "SN", 0, 5), Morpheme("인력", "NNG", 6, 8)] * 2
    assert terms(text) == ["1", "180", "인력", "1", "180", "인력"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("표민서", ["표민", "민서"]),
        ("표민서 장관", ["표민", "민서", "장관"]),
        ("강", ["강"]),
        ("HIST는", ["hist", "는"]),
        ("What did HIST ask?", ["hist", "ask"]),
        ("2026년", ["20", "02", "26", "6년"]),
        ("한빛-과학_기술", ["한빛", "과학", "기술"]),
        ("", []),
        ("…!?", []),
    ],
)
def test_bigrams_stay_inside_words(text, expected):
    assert bigrams(text) == expected
