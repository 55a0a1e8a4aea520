"""Verbs that report speech, and the kind of speech each one reports."""

from collections.abc import Sequence
from enum import StrEnum

from ingest.document import Morpheme
from ingest.word_lists import listed


class SpeechAct(StrEnum):
    """What somebody does by speaking."""

    SAY = "say"
    ASK = "ask"  # requests, orders, urges, proposes: wants somebody to do something
    PROMISE = "promise"
    ANSWER = "answer"
    QUESTION = "question"  # asks for information


_BY_ACT: dict[SpeechAct, str] = {
    SpeechAct.SAY: """
        말 강조 설명 지적 주장 언급 발표 평가 전망 진단 해명 비판 경고 인정 부인 시인 호소
        토로 회고 소개 역설 부연 반박 반발 비난 단언 확인 보고 보도 진술 우려 분석 일축 성토
        자평 환영 칭찬 격려 사과 축하 위로 제언 추정 예상 판단 증언 선언 공언 폭로 항의 질타
        항변 분통 밝히 전하 덧붙이 내비치 털어놓 꼬집 짚 잘라말하 입모으 귀띔 알리 공개 안내
        통보 하소연 한탄 고백 회상 논평 자신 표명 피력 내놓 드러내 나타내 보이 적 쓰 꼽 들
        이야기 얘기 외치 반문 맞서 내다보 물러서 감사 난색 웃 우기 되뇌 읊조리 일갈 일침 자책
        자랑 반기 결론짓 예측 예고 따지 파고들 쏘아붙이 몰아세우 몰아붙이 두둔 옹호 꾸짖 나무라
        다그치 빈정대 비꼬 거들 맞장구치 못박 규탄 반대 혹평 변명 둘러대 실토 자백 호통치 소리치
        불평 질책 개탄 시사 단정 보 추측 예보
        """,
    SpeechAct.ASK: """
        주문 당부 요청 지시 촉구 요구 권고 제안 명령 부탁 건의 권 독려 권유 압박 간청 청구 제의
        신신당부 재촉 독촉 주문
        """,
    SpeechAct.PROMISE: "약속 다짐 확약 공약 맹세 보장",
    SpeechAct.ANSWER: "답 대답 답변 응수 화답 맞받 받아치 응답 회답 되받",
    SpeechAct.QUESTION: "묻 질문 질의 되묻 추궁 캐묻 문의",
}
_EN_BY_ACT: dict[SpeechAct, str] = {
    SpeechAct.SAY: """
        say add tell note stress emphasize emphasise explain state argue claim warn announce
        acknowledge admit deny insist point remark observe declare report write comment
        caution complain confirm predict suggest describe criticize criticise disclose reveal
        maintain concede lament reiterate recall underline assert contend estimate apologize
        apologise inform remind
        """,
    SpeechAct.ASK: """
        ask urge request order instruct call demand appeal direct press recommend propose
        encourage advise beg implore plead invite require
        """,
    SpeechAct.PROMISE: "promise pledge vow commit guarantee assure",
    SpeechAct.ANSWER: "answer reply respond retort counter rebut",
    SpeechAct.QUESTION: "inquire enquire wonder",
}
_IRREGULAR = {"said": "say", "says": "say", "told": "tell", "wrote": "write", "begged": "beg"}
_IRREGULAR |= {"written": "write", "committed": "commit", "rebutted": "rebut", "denied": "deny"}
_IRREGULAR |= {"denies": "deny", "replied": "reply", "replies": "reply", "pled": "plead"}

# Stems that are verbs of their own; every other Korean entry is a noun that takes -하다.
_PLAIN = listed(
    """
    밝히 전하 덧붙이 내비치 털어놓 꼬집 짚 내놓 드러내 나타내 보이 적 쓰 꼽 들 외치 맞받 받아치
    되받 묻 되묻 캐묻 알리 맞서 내다보 물러서 웃 우기 되뇌 읊조리 반기 결론짓 따지
    파고들 쏘아붙이 몰아세우 몰아붙이 꾸짖 나무라 다그치 빈정대 비꼬 거들 맞장구치 못박 둘러대
    호통치 소리치 보
    """
)
# They report speech only behind a quotation ("…"라고 적었다); alone they are everyday verbs.
_WEAK = listed(
    """
    하 적 쓰 꼽 들 보이 짚 내놓 드러내 나타내 공개 보고 자신 확인 웃 반기 자랑 안내
    보 거들
    """
)
# What they foresee stands before them as "…할 것으로".
FORECASTS = listed(
    "내다보다 전망하다 예상하다 추측하다 예보하다 추정하다 판단하다 예측하다 진단하다 평가하다"
)
# What they own up to, or do not, stands before them as a thing: "규정을 어긴 사실을 인정했다".
ADMISSIONS = listed("인정하다 시인하다 부인하다 자백하다 실토하다")
# Behind a reported clause, too, these say what was written or shown rather than spoken.
DIRECT_ONLY = listed("적다 쓰다 꼽다 들다 보이다 나타내다 드러내다")

# The analyser takes these apart ("털/VV 어/EC 놓/VX").
_COMPOUNDS = {("털", "놓"): "털어놓", ("내", "놓"): "내놓", ("드러", "내"): "드러내"}
# Set phrases that report speech behind a quotation: verb stem -> the noun in the word before it.
IDIOMS = {
    "박": ("못", "못박다"),
    "긋": ("선", "선을 긋다"),
    "높이": ("목소리", "목소리를 높이다"),
    "모으": ("입", "입을 모으다"),
    "잇": ("말", "말을 잇다"),
    "떼": ("운", "운을 떼다"),
    "세우": ("각", "각을 세우다"),
}
# Korean requests and orders end like this: "…해 달라", "…하라", "…하자".
_ASKING_ENDS = ("달라", "하라", "말라", "주라", "내라", "하자", "바란다", "주세요", "주십시오")
# "…하도록 했다" orders; the bare verb does not tell.
ORDERED = "하도록 하다"

_ACTS = {stem: act for act, stems in _BY_ACT.items() for stem in stems.split()}
_EN_ACTS = {stem: act for act, stems in _EN_BY_ACT.items() for stem in stems.split()}
_IDIOM_LEMMAS = frozenset(lemma for _, lemma in IDIOMS.values())
_NOUN_TAGS = ("NNG", "NNP", "XR")


def stems_of(act: SpeechAct) -> frozenset[str]:
    """The Korean stems that report this kind of speech."""
    return frozenset(_BY_ACT[act].split())


def lemma_of(stem: str) -> str:
    """The dictionary form: "주문" -> "주문하다", "밝히" -> "밝히다"."""
    return f"{stem}다" if stem in _PLAIN or stem == "하" else f"{stem}하다"


def find_stem(morphemes: Sequence[Morpheme], *, quoted: bool) -> str | None:
    """The stem of the reporting verb in one word, or None.

    `quoted`: an explicit quotation stands before it, so that weak verbs ("…"라고 했다) count.
    A passive ("지적됐다", "알려졌다") reports nobody's speech and gives None.
    """
    for at in range(len(morphemes)):
        stem = _stem_at(morphemes, at)
        if stem is None or _passive(morphemes[at + 1 :]):
            continue
        if stem in _WEAK and not quoted:
            continue
        if stem in _ACTS or (stem == "하" and at == 0):
            return stem
    return None


def _stem_at(morphemes: Sequence[Morpheme], at: int) -> str | None:
    here = morphemes[at]
    if here.tag == "VX" and here.form == "하" and at == 0:
        return here.form
    if here.tag.startswith("VV"):
        helper = morphemes[at + 2] if at + 2 < len(morphemes) else None
        if helper is not None and (here.form, helper.form) in _COMPOUNDS:
            return _COMPOUNDS[here.form, helper.form]
        noun = here.form.removesuffix("하")
        return noun if noun != here.form and noun in _ACTS else here.form
    follows = morphemes[at + 1] if at + 1 < len(morphemes) else None
    if here.tag in _NOUN_TAGS and follows is not None and follows.form in ("하", "드리"):
        return "말" if here.form == "말씀" else here.form
    return None


def _passive(rest: Sequence[Morpheme]) -> bool:
    return any(m.form in ("되", "받", "당하", "지") and m.tag[0] in "XV" for m in rest[:2])


def act_of(lemma: str | None) -> SpeechAct | None:
    """The kind of speech a reporting verb reports; None for a verb that is not one.

    >>> act_of("주문하다"), act_of("reply"), act_of("밝히다")
    (<SpeechAct.ASK: 'ask'>, <SpeechAct.ANSWER: 'answer'>, <SpeechAct.SAY: 'say'>)
    """
    if lemma is None:
        return None
    if lemma == ORDERED:
        return SpeechAct.ASK
    if lemma == "하다" or lemma in _IDIOM_LEMMAS:
        return SpeechAct.SAY
    if lemma in _EN_ACTS:
        return _EN_ACTS[lemma]
    stem = lemma.removesuffix("다")
    return _ACTS.get(stem) or _ACTS.get(stem.removesuffix("하"))


def act_of_quote(verb: str | None, said: str) -> SpeechAct | None:
    """The kind of speech a quotation is: by its verb, and by its ending where the verb is plain.

    >>> act_of_quote("하다", "예산을 늘려 달라"), act_of_quote("말하다", "예산이 빠듯하다")
    (<SpeechAct.ASK: 'ask'>, <SpeechAct.SAY: 'say'>)
    """
    act = act_of(verb)
    plain = act in (None, SpeechAct.SAY)
    return SpeechAct.ASK if plain and said.rstrip(".! ").endswith(_ASKING_ENDS) else act


def english_lemma(word: str) -> str | None:
    """The dictionary form of an English reporting verb in any of its forms, or None.

    >>> english_lemma("urged"), english_lemma("said"), english_lemma("walked")
    ('urge', 'say', None)
    """
    lowered = word.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    for suffix, repair in (
        ("", ""),
        ("s", ""),
        ("ed", ""),
        ("d", ""),
        ("es", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if lowered.endswith(suffix):
            stem = lowered[: len(lowered) - len(suffix)] + repair
            if stem in _EN_ACTS:
                return stem
    return None
