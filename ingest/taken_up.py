"""Another's words that a Korean sentence only takes up: "“…”는 지적에", "“…”는 의혹을 부인했다".

They describe a noun, and what the sentence says about that noun tells whose they are.
"""

from collections.abc import Sequence

from ingest.quoted_speech import ADNOMINAL
from ingest.word_context import object_before
from ingest.word_lists import listed, ordered
from ingest.words import Word

# How far behind a quotation the noun may stand: "…"는 한결당 어윤채 의원의 거듭된 질문에.
_REACH = 6
# "“…”는 내용의 성명을": these only lead on to the noun.
_LEADING_ON = listed("내용 취지 요지 식 투")
_ONESELF = listed("자신 자기 당 본인")
# One has these oneself, while a question, a demand or a charge is another's.
_OWN = ordered(
    """
    뜻 입장 생각 말 말씀 의견 견해 의사 방침 각오 소감 소회 의지 심경 취지 메시지 계획 판단 다짐
    약속 당부 포부 바람 글 목소리 내용 이유 답 답변 설명 점 인사 성명 논평 입장문 해명문 식
    """
)
# Whoever does this to words said them: "“…”는 비판을 쏟아냈다".
_GIVING = listed(
    "남기 내 내놓 올리 보내 쏟 쏟아내 하 펴 펼치 던지 늘어놓 되풀이하 이어가 잇 가하 퍼붓"
)
# Whoever does this did not.
_REACTING = listed(
    """
    부인하다 반박하다 일축하다 비판하다 비난하다 성토하다 질타하다 규탄하다 반대하다 혹평하다
    옹호하다 두둔하다 환영하다 되받다 맞받다 받아치다 해명하다 사과하다
    """
)


def describes(words: Sequence[Word], at: int) -> bool:
    """Whether the quotation at `at` describes a noun behind it."""
    tail = words[at + 1] if at + 1 < len(words) else None
    return tail is not None and ADNOMINAL.fullmatch(tail.text) is not None


def noun_behind(words: Sequence[Word], at: int) -> int | None:
    """The place of the noun that the quotation at `at` describes, behind those it belongs to."""
    for place in range(at + 2, min(at + 2 + _REACH, len(words))):
        word = words[place]
        ends = word.last is not None and word.last.tag in ("EC", "EF")
        if word.quote is not None or ends:
            return None
        if word.particles and not word.has("의"):
            return place
    return None


def is_own(words: Sequence[Word], at: int) -> bool:
    """As in "“…”는 뜻을", "“…”는 내용의 성명을", "“…”는 비판을 쏟아냈다": the words are
    those of whom the sentence is about."""
    noun = noun_behind(words, at)
    if noun is None or words[noun].has("에") or _owned(words, at, noun):
        return False
    leads = any(word.stem in _LEADING_ON for word in words[at + 2 : noun])
    return leads or words[noun].stem.endswith(_OWN) or _given(words, noun)


def _owned(words: Sequence[Word], at: int, noun: int) -> bool:
    """As in "어 의원의 “…”는 발언", "“…”는 노조의 요구"."""
    around = (*words[max(0, at - 1) : at], *words[at + 2 : noun])
    return any(w.has("의") and w.stem not in _LEADING_ON | _ONESELF for w in around)


def _given(words: Sequence[Word], noun: int) -> bool:
    verbs = [word.morphemes[0] for word in words[noun + 1 : noun + 3] if word.morphemes]
    gives = any(verb.tag in ("VV", "VX") and verb.form in _GIVING for verb in verbs)
    return gives and words[noun].has("을", "를")


def answers(words: Sequence[Word], at: int, place: int) -> bool:
    """As in "“…”는 지적에", "“…”는 주장에 대해": whether what follows the word at `place` answers
    the quotation at `at`."""
    return words[place].has("에") and noun_behind(words, at) == place


def of_another(words: Sequence[Word], at: int, verb: int, lemma: str) -> bool:
    """As in "“…”는 노조의 요구를 전했다", "“…”는 의혹을 부인했다": whether the quotation at `at` is
    another's than the verb's subject's."""
    noun = noun_behind(words, at)
    if noun is None or is_own(words, at):
        return False
    reacts = lemma in _REACTING and object_before(words, verb, at) == noun
    return reacts or _owned(words, at, noun)


def disputes(words: Sequence[Word], at: int, lemma: str) -> bool:
    """As in "…했다는 주장을 반박했다", where the clause ends at `at`."""
    word, noun = words[at], words[at + 1] if at + 1 < len(words) else None
    describing = word.last is not None and word.last.tag == "ETM"
    return describing and noun is not None and noun.has("을", "를") and lemma in _REACTING
