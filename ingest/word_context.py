"""What the words around one word of a Korean sentence say about it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.quoted_speech import ADNOMINAL, TAIL
from ingest.titles import is_surname, title_of
from ingest.word_lists import listed, ordered
from ingest.words import Word

_REPORTED_NOUN = ordered("다는 라는 자는 냐는 란 단")
_BUT = listed("지만 으나 나 는데 ᆫ데 은데 자")
_DENYING = listed("않 못 못하 말")
_RECEIVING = listed("받 듣 당하 전해받 전해듣")
_ARISING = listed("나오 있 많 제기 잇따르 이어지 쏟아지 크 높 넘 늘")
# "…라고 비판하는 목소리를 냈다" reports as well as "…라고 말한 뒤".
_BOUND = listed("목소리 바 뒤 후 것 데 적 다음 만큼 점 직후 이후 이래 지")
_ADVERBS = listed(
    """
    거듭 재차 강력히 강하게 다시 함께 직접 공식 잇따라 또 각각 특별히 간곡히
    """
)


def arises(words: Sequence[Word], at: int) -> bool:
    """As in "지적도 나온다", "우려도 있다": it is there, whoever had it."""
    following = words[at + 1].morphemes if at + 1 < len(words) else ()
    return words[at].has("도") and bool(following) and following[0].form in _ARISING


def received(words: Sequence[Word], at: int) -> bool:
    """As in "경고를 받았다", "설명을 들은": the subject is who was told, not who spoke."""
    following = words[at + 1].morphemes if at + 1 < len(words) else ()
    got = bool(following) and following[0].form in _RECEIVING and not denied(words, at + 1)
    return got and words[at].has("을", "를")


def denied(words: Sequence[Word], at: int) -> bool:
    """As in "요구하지는 않았다": the verb says what was not said."""
    bare = [m.form for m in words[at].morphemes if not m.tag.startswith("J")]
    following = words[at + 1].morphemes if at + 1 < len(words) else ()
    return bare[-1:] == ["지"] and bool(following) and following[0].form in _DENYING


def ends_adnominal(words: Sequence[Word], at: int) -> bool:
    """Whether the word before ends a reported clause that modifies this noun."""
    before = words[at - 1]
    if at > 1 and words[at - 2].quote is not None:
        return ADNOMINAL.fullmatch(before.text) is not None
    last = before.last
    reported = before.text.endswith(_REPORTED_NOUN)
    return reported and last is not None and last.tag == "ETM" and len(last.form) > 1


def goes_on(words: Sequence[Word], at: int) -> bool:
    """As in "…를 분석해 …": only a step on the way to the verb that reports."""
    last = words[at].last
    if last is None or last.tag != "EC" or last.form not in ("어", "아", "여"):
        return False
    following = words[at + 1].morphemes if at + 1 < len(words) else ()
    helper = following[0] if following else None
    return helper is None or not (helper.tag == "VX" or helper.form in ("오", "가", "주"))


def only_describes(words: Sequence[Word], at: int) -> bool:
    """As in "…하겠다고 한 설계는": the verb only describes a noun (not in "말한 뒤")."""
    last = words[at].last
    if last is None or last.tag != "ETM" or at + 1 >= len(words):
        return False
    following = words[at + 1]
    bound = following.stem in _BOUND or following.text.startswith(("것", "데", "바", "적"))
    person = any(title_of(word.stem) for word in words[at + 1 : at + 5])
    return not bound and not person


def object_before(words: Sequence[Word], at: int, first: int) -> int | None:
    """Where the object is, over adverbs, an addressee and means: "…할 것을 거듭 X에 권했다".

    None where there is none from the word `first` on.
    """
    for place in range(at - 1, max(first, at - 4) - 1, -1):
        word = words[place]
        means = word.text == "통해" or words[place + 1].text == "통해"
        if not means and word.text not in _ADVERBS and not word.has("에", "에게", "께", "한테"):
            return place
    return None


def joins_clauses(word: Word) -> bool:
    """Whether a word ends one clause and another follows ("했지만,", "있으나")."""
    last = word.last
    return last is not None and last.tag == "EC" and (word.comma or last.form in _BUT)


def shares_verb(words: Sequence[Word], quote: int, following: int, first: int) -> bool:
    """As in "여당은 “…”라고, 야당은 “…”고 주장했다": two quotations with a topic each and one verb.

    `quote` and `following` are the quotations' places, `first` that of the clause's first word.
    """
    tail = words[quote + 1]
    joint = quote + 2 if TAIL.fullmatch(tail.text) else quote + 1
    between = words[joint:following]
    if (joint == quote + 2 and not tail.comma) or not any(map(marks_topic, words[first:quote])):
        return False
    titled = all(word.nominal or is_surname(word.text) for word in between)
    return titled and bool(between) and marks_topic(between[-1])


def marks_topic(word: Word) -> bool:
    """Whether a noun carries 은/는 and nothing else."""
    return word.nominal and len(word.particles) == 1 and word.has("은", "는", "ᆫ")
