"""Against the published definitions, spelt out beside, and by hand."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.text_match import exact_match, normal, overlap_f1
from ingest.document import Language

KO, EN = Language.KO, Language.EN


@pytest.mark.parametrize(
    ("found", "golds", "language", "exact", "f1"),
    [
        ("한빛연구원", ["한빛연구원"], KO, 1, 1),
        ("《한빛》 연구원", ["한빛연구원"], KO, 0, 1),
        ("한빛연구원을", ["한빛연구원"], KO, 0, 10 / 11),
        ("다온시", ["한빛"], KO, 0, 0),
        ("The Mayor of Haesol.", ["mayor of haesol"], EN, 1, 1),
        ("the old mayor", ["mayor"], EN, 0, 2 / 3),
        ("mayor", ["governor", "the mayor"], EN, 1, 1),
        ("", [], EN, 1, 1),
        ("something", [], EN, 0, 0),
        ("", ["mayor"], EN, 0, 0),
    ],
)
def test_by_hand(found: str, golds: list[str], language: Language, exact: float, f1: float) -> None:
    assert exact_match(found, golds, language) == exact
    assert overlap_f1(found, golds, language) == pytest.approx(f1)


def published_english(found: str, gold: str) -> tuple[float, float]:
    """SQuAD: lower, no punctuation, no articles, single spaces; then words."""

    def normal(text: str) -> str:
        kept = "".join(c for c in text.lower() if c not in set(string.punctuation))
        return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())

    return float(normal(found) == normal(gold)), f1(normal(found).split(), normal(gold).split())


def published_korean(found: str, gold: str) -> tuple[float, float]:
    """KorQuAD 1.0: marks become spaces, lower, no punctuation, single spaces; then characters."""

    def normal(text: str) -> str:
        for mark in "'\"《》<>〈〉()‘’":
            text = text.replace(mark, " ")
        kept = "".join(c for c in text.lower() if c not in set(string.punctuation))
        return " ".join(kept.split())

    def characters(text: str) -> list[str]:
        return [c for word in normal(text).split() for c in word]

    return float(normal(found) == normal(gold)), f1(characters(found), characters(gold))


def f1(found: list[str], gold: list[str]) -> float:
    same = sum((Counter(found) & Counter(gold)).values())
    if not same:
        return 0.0
    precision, recall = same / len(found), same / len(gold)
    return 2 * precision * recall / (precision + recall)


words = st.text(alphabet="가나다 ab1the .,'《》()-", min_size=1, max_size=14)


@given(words, words)
def test_equal_to_the_published_definitions(found: str, gold: str) -> None:
    for language, published in ((EN, published_english), (KO, published_korean)):
        exact, overlap = published(found, gold)
        assert exact_match(found, [gold], language) == exact
        if normal(found, language) or normal(gold, language):  # theirs has no F1 of nothing
            assert overlap_f1(found, [gold], language) == pytest.approx(overlap)
        assert 0 <= overlap_f1(found, [gold], language) <= 1
