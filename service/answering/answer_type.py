"""What kind of answer a question wants, and whether a sentence holds one of that kind.

"얼마" and "how many" want a number, "언제" and "when" a date or an hour, "왜" and "why" a reason,
"어디" and "where" a place: a sentence without one cannot be the answer, however many words it
shares with the question.
"""

import re
from enum import StrEnum

from ingest import korean
from ingest.document import Language
from ingest.word_lists import listed, ordered


class AnswerType(StrEnum):
    """The kinds told apart; YES_NO is answered by the sentence that decides it, anything else is
    OTHER."""

    NUMBER = "number"
    TIME = "time"
    REASON = "reason"
    PLACE = "place"
    YES_NO = "yes_no"
    OTHER = "other"


# "며칠 걸려?", "몇 년 만에?": how long, and not when.
_LASTS = r"\s?(?:걸|동안|간|만|째|이나|더|치)"

# What stands last in a Korean question and is asked for: "설립된 해는?", "공사비는?".
_LAST = r"(?:은|는|이|가|을|를)?(?:요|\s*(?:언제|얼마|무엇|뭐|어떻게)\S*)?\s*\??\s*$"
_QUANTITIES = ordered(
    """
    가격 비용 금액 요금 규모 인원 총액 예산 물량 수량 면적 거리 길이 무게 대수 횟수 높이 깊이
    넓이 속도 온도 기온 인구 나이 연령 점수 순위 등수 용량 액수 기간 시간 연봉 월급 지분 비중
    수치 개수 갯수 숫자 크기 수명 수익 격차 벌금 과징금 추징금 상금 보증금 지원금 장려금 분담금
    보상금 배상금 기부금 후원금 계약금 등록금 위로금
    """
)
_DAYS = ordered(
    """
    발매일 출시일 개봉일 개막일 폐막일 시행일 발효일 마감일 발표일 공개일 방송일 방영일 개장일
    개통일 개관일 착공일 준공일 완공일 기념일 공휴일 휴무일 선거일 투표일 등록일 예정일 개최일
    창립일 설립일 취임일 사망일 출발일 도착일 출간일 발행일 체결일 선고일 제출일 납부일 생일
    생년월일
    """
)
_ASKS: dict[Language, tuple[tuple[AnswerType, re.Pattern[str]], ...]] = {
    Language.KO: (
        (
            AnswerType.TIME,
            re.compile(
                rf"언제(?![나든])|며칠(?!{_LASTS})"
                rf"|몇 ?(?:시(?!간)|월|년(?!{_LASTS})|일(?!정|{_LASTS}))|날짜"
                # not "제기한"
                r"|(?<![제재포야연폐환명표])기한|마감"
                r"|(?:어느|어떤|무슨) (?:시점|시각|시기|[날때해달])"
                rf"|(?:시점|시각|시기|[연년]도|요일|{'|'.join(_DAYS)}|때|(?:^|\s)[해날달]){_LAST}"
            ),
        ),
        (
            AnswerType.REASON,
            # not "왜군", "이유식", "회원인"
            re.compile(
                r"왜(?![곡국군구란적인])|이유(?!식)|까닭|(?<![회직의위사일구요정임지공병학법])원인|어째서"
                r"|(?:무엇|뭐|뭣) ?때문"
            ),
        ),
        (
            AnswerType.NUMBER,
            re.compile(
                rf"얼마|몇|며칠|어느 정도|(?:{'|'.join(_QUANTITIES)}|[가-힣]{{2}}액"
                # "피해자 수", "실업률", "공사비"; not "교수", "법률" and "장비"
                r"|(?:^|\s|[가-힣][자생구원건객])수|[가-힣](?<![법자조규선음])[율률]"
                r"|[가-힣]{2}(?<![장경준대정소설수예낭구로채])비)"
                rf"(?: ?(?:전망|예상|목표)치?)?{_LAST}"
            ),
        ),
        # "어디인가?" asks for an organisation as often.
        (AnswerType.PLACE, re.compile(r"어디(?:에|로|까지|서|쯤|론)|장소|위치")),
    ),
    Language.EN: (
        (
            AnswerType.TIME,
            re.compile(
                # not "What did they do when it closed?", "When it closed, what did they do?"
                r"^(?!.*, (?:\w+ )?(?:who|whom|whose|what|which|where|why|how)\b)"
                r"(?:(?!\b(?:who|whom|whose|what|which|where|why|how)\b).)*\bwhen\b"
                r"|\b(?:and|or|by|since|until|till|from) when\b"
                r"|\b(?:what|which) (?:date|day|time|year|month|century|decade|season|weekday)\b"
                r"|how long ago|how soon|deadline",
                re.IGNORECASE,
            ),
        ),
        (
            AnswerType.REASON,
            re.compile(
                r"\bwhy\b|\bhow come\b|\breasons?\b|\bcauses?d?\b|what led|argument",
                re.IGNORECASE,
            ),
        ),
        (
            AnswerType.NUMBER,
            re.compile(
                r"\bhow (?:many|much|large|big|long|far|high|fast|often|old|heavy)\b"
                r"|\bwhat(?:['’]s| is| was| are| were) (?:the )?(?:[\w'’-]+ ){0,4}"
                r"(?:rate|ratio|population|temperature|weight|height|length|speed|distance|age|score"
                r"|efficiency)\b"
                r"|\bwhat (?:percentage|per ?cent|share|number|price|amount|sum|range|proportion"
                r"|size|angle|temperature)\b"
                r"|\b(?:number|size|limit|price|cost) of\b|\blimit\b|\btotal\b|\btoll\b|\brefund\b",
                re.IGNORECASE,
            ),
        ),
        (
            AnswerType.PLACE,
            re.compile(r"\bwhere\b|\bin which (?:city|town|place)\b", re.IGNORECASE),
        ),
    ),
}

_AUXILIARY = re.compile(
    r"^(?:(?:and|but|so|then),? )*(?:(?:is|are|was|were|do|does|did|has|have|had|will|would|can"
    r"|could|should)(?:n['’]t)?|won['’]t|can['’]t)\b(?! you\b)",
    re.IGNORECASE,
)
# Beside such a word, what begins like a question for yes or no asks for what the word asks for.
_ASKING_EN = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how|or)\b", re.IGNORECASE)
_ASKING_KO = listed(
    """
    뭐 뭣 무어 무엇 누구 누 언제 어디 왜 어떻게 어떠 어떠하 어떻 어떤 어찌 어째서 얼마 얼마나 몇
    며칠 무슨 어느
    """
)
# Endings that ask, which the analyser may take for ones that join ("있었나?").
_JOINING_OR_ASKING = listed("나 니 냐")
# "알려 줘", "설명해 줘": an order and no question.
_ORDERS = listed("알리 말하 설명 정리 요약 찾 보이 궁금 소개 부탁 비교")

_COUNT = (
    r"(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|한|두|세|네)\s?"
    r"(?:명|곳|개|대|척|차례|번|배|주|가지|달|해)"
)
_SPELT = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|third|quarter"
    r"|once|twice|single|several|hundreds|thousands|millions)\b"
)
_CLOCK = (
    r"\d+\s?(?:월|일|시|분기|년)|오전|오후|상반기|하반기|내년|올해|이달|다음 달|지난달|이튿날|당일"
)
_CALENDAR = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b(?:1\d|20)\d\ds?\b|\bcentury\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
# A day of the month is no quantity, but days that something lasts are.
_QUANTITY = rf"\d[\d,.]*\s?(?![\d,.]*\s?(?:일|월)(?!{_LASTS})(?:\W|$|까|부|에|오|께|자|,))"
_GROUND = (
    r"때문|탓|위해|위한|따라|따른|인해|이유|원인|까닭|덕|라며|다며|므로|어서|아서|니까"
    r"|\bbecause\b|\bdue to\b|\bsince\b|\bafter\b|\bso that\b|\bcaused?\b|\breason|\bowing\b"
)
_SITE = (
    r"[가-힣](?:에서(?:\W|[는도])|(?:시|군|구|동|도|주|국|항|역|섬|만)(?:에|으로|로)(?:\W|는|도))"
    r"|(?:터미널|센터|공원|병원|청사|공장|부두|사옥|본사|본원|광장|층|회의장|체육관|강당|호텔|회관|시청|군청"
    r"|도청|구청|캠퍼스|극장|경기장|학교)(?:\W|에|으로|로|$)"
    r"|\b(?:in|at|to|near|from) (?:the )?[A-Z]"
)
_HOLDS = {
    AnswerType.TIME: re.compile(f"{_CLOCK}|{_CALENDAR}"),
    AnswerType.NUMBER: re.compile(f"{_QUANTITY}|{_COUNT}|{_SPELT}", re.IGNORECASE),
    AnswerType.REASON: re.compile(_GROUND, re.IGNORECASE),
    AnswerType.PLACE: re.compile(_SITE),
}


def wanted(question: str, language: Language) -> AnswerType:
    """The kind of answer the question asks for.

    >>> wanted("공사비가 얼마로 늘었어?", Language.KO), wanted("Who said so?", Language.EN)
    (<AnswerType.NUMBER: 'number'>, <AnswerType.OTHER: 'other'>)
    """
    kind = next((kind for kind, pattern in _ASKS[language] if pattern.search(question)), None)
    yes_no = kind is None and _asks_for_yes_or_no(question.strip(), language)
    return AnswerType.YES_NO if yes_no else kind or AnswerType.OTHER


def _asks_for_yes_or_no(question: str, language: Language) -> bool:
    """Whether it puts an auxiliary first (English) or ends in a predicate (Korean), and has no
    word that asks for anything else."""
    if language is Language.EN:
        return bool(_AUXILIARY.search(question)) and not _ASKING_EN.search(question)
    found = [one for one in korean.morphemes(question) if not one.tag.startswith("S")]
    closed = found and (found[-1].tag == "EF" or found[-1].form in _JOINING_OR_ASKING)
    if not closed or any(one.form in _ASKING_KO for one in found):
        return False
    end = found[-4:-1]
    begged = end[-1:] and (end[-1].form, end[-1].tag) == ("주", "VX")
    predicate = any(one.tag[0] == "V" or one.tag[:3] in ("XSV", "XSA") for one in end)
    return predicate and not begged and not any(one.form in _ORDERS for one in end)


def holds(sentence: str, kind: AnswerType) -> bool:
    """Whether the sentence has something of that kind in it; what may be anything, OTHER
    and YES_NO, stands in every sentence.

    >>> holds("1,120억 원 는다.", AnswerType.NUMBER), holds("공사가 늦어진다.", AnswerType.TIME)
    (True, False)
    """
    return kind not in _HOLDS or _HOLDS[kind].search(sentence) is not None
