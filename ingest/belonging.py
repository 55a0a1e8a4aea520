"""Somebody named by whom they belong to: "국재하 원장 변호인" is not 국재하."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.titles import PLURAL, could_be_name, title_of
from ingest.word_lists import ordered
from ingest.words import Word

_TIES = ordered(
    """
    변호인 변호인단 대리인 보좌관 보좌진 비서 비서관 비서실장 대변인 측근 관계자 유족 유가족 가족
    아내 부인 남편 아들 딸 아버지 어머니 부친 모친 부모 동생 누나 언니 친구 지인 동료 제자
    후임 후임자 전임 전임자 캠프 의원실 사무실 사무소 지지자 소속사
    """
)
_ENGLISH_TIES = (
    r"(?:spokes\w+|lawyers?|attorney|aide|advis[eo]r|assistant|secretary|office|family|widow|wife|"
    r"husband|son|daughter|mother|father|brother|sister|friend|supporters?|campaign)"
)
_ENGLISH_TIE = re.compile(
    rf"(?i:\b{_ENGLISH_TIES} (?:for|of|to) (?:the )?)[A-Z]|['’]s? (?i:{_ENGLISH_TIES})\b"
)
# With others, who go unnamed or are named behind it: "국재하 원장 등", "국재하 원장 등 임원진".
_AND_OTHERS = "등"
_SIDE = "측"


def people_in(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """A run of nouns taken apart at each word that ties one person to another.

    The last part is who is meant: it is empty for "국재하 원장 변호인", and opens with the tie
    where that is the office of somebody named: "국재하 원장 대변인 봉수연". A part is empty, too,
    where it may be one office with the tie: "봉수연 대통령 비서실장".
    """
    parts: list[tuple[Word, ...]] = []
    first = 0
    for at, (before, word) in enumerate(pairwise(words), start=1):
        speaks_for = word.stem == _SIDE and at == len(words) - 1
        if not speaks_for and _ties(before.stem, word.stem, proper=before.proper):
            office = title_of(word.stem) is not None and before.stem != _SIDE
            parts.append(() if office else tuple(words[first:at]))
            first = at if office and at + 1 < len(words) else at + 1
    return [*parts, tuple(words[first:])]


def _ties(before: str, word: str, *, proper: bool) -> bool:
    tie = word.endswith(_TIES) or word.removesuffix(PLURAL).endswith(_TIES)
    if not tie and word not in (_AND_OTHERS, _SIDE):
        return False
    if title_of(before) is not None or before in ("씨", _SIDE):
        return True
    # Behind a bare name a title is that person's own: "봉수연 대변인".
    return title_of(word) is None and could_be_name(before, proper=proper)


def names_another(name: str) -> bool:
    """Whether a name, in either language, only says whose somebody is.

    >>> names_another("국재하 원장 측"), names_another("a lawyer for Kuk Jae-ha")
    (True, True)
    >>> names_another("국재하 원장")
    False
    """
    tied = any(_ties(before, word, proper=True) for before, word in pairwise(name.split()))
    return tied or _ENGLISH_TIE.search(name) is not None


def without_whose(name: str) -> str:
    """A name without whose its bearer is: "Pyo Min-seo, a lawyer for Kuk Jae-ha"."""
    own, *rest = name.split(", ", maxsplit=1)
    return own if rest and not names_another(own) and names_another(rest[0]) else name
