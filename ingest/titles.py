"""The closed word lists that tell people, organisations and times apart in Korean news."""

import re
from collections import defaultdict

from ingest.word_lists import listed, ordered

# Ends of words that name a person's office. Longer ones need no entry of their own when they end
# in a shorter one ("노조위원장" ends in "위원장"), except where the shorter reading is another
# office: see DEPUTY.
TITLES = listed(
    """
    장관 차관 부총리 총리 대통령 주석 국왕 대변인 원장 소장 센터장 청장 차장 처장 시장 군수
    구청장 지사 위원장 의원 위원 의장 간사 교수 박사 대표 대표이사 사장 회장 전무 상무 이사
    이사장 본부장 부장 실장 국장 과장 팀장 단장 총장 학장 학과장 관장 서장 감독 선수 기자 변호사
    판사 검사 책임연구원 선임연구원 수석연구원 사무총장 사무국장 지부장 지회장 조합장 대사
    사령관 총재 행장 원내대표 주무관 서기관 보좌관 비서관 정책관 기획관 심의관 조정관 감독관
    공장장 선장 병원장 간호사 의사 약사 장군 대령 소령 중령 추기경 교황 목사 신부 앵커 평론가
    애널리스트 연구위원 수석 총무 반장 부문장 그룹장 원로 고문 이장 후보 후보자 당선인 당선자
    내정자 지명자 권한대행 부통령 지점장 부두장
    항만장 점장 함장 기장 국무총리 도지사 코치 작가 배우 가수 연구자 교사 교장 어촌계장 계장
    조교수 전문의 기관장 책임자 당국자 담당자 관계자 최고경영자 지도자
    """
)
# "부원장" is not an "원장": a match on a title must not be preceded by this prefix.
DEPUTY = "부"

# Somebody, though not by name: kept as the article words it.
ANONYMOUS = listed(
    """
    관계자 당국자 담당자 책임자 전문가 참석자 주민 시민 상인 어민 농민 학생 환자 유족 보호자
    직원 노조원 조합원 연구진 연구자 운전자 목격자 승객 소식통 본지 본보 측 씨 업계 학부모 학계
    응답자 여야
    이용자 소비자 기자 기자단 취재진 의료진 임직원 연구원들 기업들 선원 승무원 누리꾼 네티즌
    야당 여당 변호인 대리인 대변인실 경영진 종사자 가족 사람 부처 지자체 기관 선사 위원들 근로자
    고발인 고소인 피고인 범인 용의자 가해자 당사자 제보자 신고자
    노동자 하청업체 입주민 피해자 생존자 탑승객 관람객 투자자
    """
)
# Words for people that take a plural and may be spoken to or speak: "기업들에", "장관들은".
PLURAL = "들"

PRONOUNS = listed("그 그녀 그분 이들 그들")
PLURAL_PRONOUNS = listed("이들 그들")
# Ends of words for an occupation: a name may follow ("선박기술사 오름찬").
OCCUPATIONS = ordered("사 가 원 관 장 인 생 수 공")
# "이 관계자", "이 회사": points back at the last thing of that kind.
DEMONSTRATIVES = listed("이 그 해당 같은 동")

# Ends of words that name an organisation; safe on a word of any length.
ORGANISATIONS = ordered(
    """
    감독원 감사원 대법원 재판소 금감원 국정원 정보원 거래소 부처 연구원 연구소 연구센터 센터
    측정원 위원회 소위원회 과학해양위 공사 공단 협회 노조 노동조합 조합 학회 재단 대학 대학교
    병원 의료원 은행 그룹 회사 기업 업체 정부 국회 당국 법원 경찰 검찰 사측 재판부 연합 연맹
    본부 당국 신문 방송 뉴스 일보 총리실 대통령실 청와대 교육청 시청 군청 구청 도청 의회 협의회
    연합회 총연맹 진흥원 평가원 개발원 교육원 기술원 과학원 산업원 관리원 사무국 사무처 대사관
    항만청 소방청 경찰청 기상청 법인 제약 조선소 중공업 항공우주 클라우드 전자 건설 화학 증권
    보험 해운 바이오 텔레콤 외교부 국방부 법무부 외무부 과학부 자원청 돌봄부 교통부 기획처
    수산부 복지부 교육부 환경부 노동부 산업부 통신부 정통부 재정부 행정부 국토부 문체부 여가부
    과기부 국무부 백악관 크렘린 유엔 거래소 수사본부 비대위 대책위 추진위 조사위 인수위 운영위
    이사회 총회 노사 양측 사업단 추진단 연구단 조사단 지자체 시민단체 단체 공제회 상의 경총 시당
    도당 학교 초등학교 중학교 고등학교 컨소시엄 스타트업 통신사 항공사 제조사 운영사 시행사
    발주처 시공사 업체들 공급사 협력사 납품사 어촌계 조선 제철 통운 물산 상선 에너지 모빌리티
    로보틱스 소프트 미디어 엔터테인먼트 자동차 민주당 국민당 출판사 언론사 예산처 재정처 기상대
    소방서 보건소 언론 매체 외신 심판원 도서관 박물관 미술관 우주국 우주청 특허청
    국민의힘 제약사 조선사 건설사 증권사 보험사 카드사 금융사 방송사 신문사
    """
)
_WHOLE = frozenset(ORGANISATIONS)
_BY_LAST: defaultdict[str, list[str]] = defaultdict(list)
for _kind in ORGANISATIONS:
    _BY_LAST[_kind[-1]].append(_kind)
# Offices of the state: on a word of three syllables or more they are nothing else.
STATE_OFFICES = ordered("부 청 처")
# A town's paper calls its own administration by one of these alone: "…라고 시는 설명했다".
ADMINISTRATIONS = listed("시 도 군 구")
# Ends that are also the ends of ordinary nouns ("직원", "내부"): taken only on words of three
# syllables or more that the analyser took for a proper noun, or that the article defines.
SHORT_ORGANISATIONS = ordered("부 처 청 원 연 위 시 군 도 구 국 당 사 대 측")

SPEECH_NOUNS = listed(
    """
    지적 의견 비판 우려 목소리 관측 반응 주장 설명 입장 판단 뜻 생각 계획 방침 전망 평가 해명
    반론 점 의사 약속 요청 당부 취지 의지 각오 소감 말 사실 요구 견해 답변 구상 주문 다짐 메시지
    발언 답 응답 얘기 이야기 증언 진술 호소 반박 하소연 경고 제안 지시 촉구 압박 통보
    """
)
# Nouns after "…"라는 that make it a name, not speech.
NAMING_NOUNS = listed(
    """
    제목 이름 주제 문구 구호 슬로건 표어 명칭 단어 별명 표현 글 노래 책 영화 표지 현수막
    """
)

# Leading words of a noun phrase that are no part of a name.
_TIME = re.compile(
    r"(?:\d+(?:년|월|일|시|분|차|회)?(?:째|쯤|경)?|이날|오늘|어제|내일|오전|오후|최근|현재|당시|올해|지난해|작년|"
    r"내년|지난달|이달|다음달|지난주|이번|다음|지난|당초|이후|이전|앞서|가운데|중|뒤|후|당일|전날|말|초|중순|하순|상순|"
    r"반면|한편|이어|특히|다만|그러자|그러나|하지만|그리고|아울러|또|또한|"
    r"[월화수목금토일]요일|하루|한편|결과|때문)+"
)

# Family names of one syllable and of two.
SURNAMES = frozenset(
    "가간갈감강개견경계고곡공곽관교구국군궁궉권근금기길김나난남낭내노뇌누단담당대도돈동두등란랑량려로뢰류룡리마만매맹명모목묘"
    "묵문미민박반방배백번범변복봉부비빈빙사삼상서석선설섭성소손송수순승시신심아안애야양어엄여연염엽영예오옥온옹완왕요용우욱운원위"
    "유육윤은음이인임자장저전점정제조종좌주준즙증지진차창채천초총최추춘충탁탄태판팽편평포표풍피필하학한함해허현형호홍화환황후흥"
)
DOUBLE_SURNAMES = ("황보", "제갈", "남궁", "독고", "사공", "선우", "서문", "동방", "어금", "망절")

# Three-syllable words that open with a surname's syllable yet are ordinary nouns before a title.
NOT_NAMES = listed(
    """
    이튿날
    연구진 연구회 연구실 반도체 우주선 조선업 위원회 이사회 조합원 공동체 정부안 사무국 노동계
    고위급 경제계 산업계 과학계 현장직 국제부 정책실 기획실 홍보실 상임위 전임자 신임인 대변인
    정보원 연구소 연구원 사업단 공무원 지원단 추진단 조사단 국회의 전국민 제조사 시공사 운영사
    여당측 야당측 지역별 한국인 원자력 소방대 경찰청 기상청 병원측 의료계 이날은 주치의 전문의
    지도부 편집부 임시회 정치권 안전국 기술국 조종사 부기장 이용자 배터리 에너지 인공지 양자계
    해양부 수소차 전기차 사회부 경제부 산업부 문화부 정치부
    """
)

# Common nouns of three syllables end like this far more often than given names do.
_COMMON_ENDS = ordered(
    """
    자 회 체 업 계 단 팀 실 국 과 처 부 청 소 당 측 들 형 용 식 장 권 법 률 비 품 물 기
    """
)

_HANGUL_WORD = re.compile(r"[가-힣]+")


def title_of(word: str) -> str | None:
    """The longest title that `word` ends in, or None; a deputy's title keeps its prefix.

    >>> title_of("산업자원청장"), title_of("부위원장"), title_of("연구원"), title_of("제약사")
    ('청장', '부위원장', None, None)
    """
    if word in _WHOLE:
        return None
    for length in range(min(len(word), 6), 1, -1):
        tail = word[-length:]
        if tail in TITLES:
            if word[:-length].endswith(DEPUTY):
                return DEPUTY + tail
            return tail
    return None


def is_time(word: str) -> bool:
    """Whether a word of a noun phrase only says when ("12일", "오전", "최근")."""
    return _TIME.fullmatch(word) is not None


def is_surname(word: str) -> bool:
    """Whether a word is a family name and nothing else ("표", "황보")."""
    return word in DOUBLE_SURNAMES or (len(word) == 1 and word in SURNAMES)


def surname_of(word: str) -> str | None:
    """The family name a word may open with: the double one if there is one.

    >>> surname_of("황보율"), surname_of("표민서"), surname_of("새론연")
    ('황보', '표', None)
    """
    if _HANGUL_WORD.fullmatch(word) is None:
        return None
    if word[:2] in DOUBLE_SURNAMES and len(word) > 1:
        return word[:2]
    return word[0] if word[0] in SURNAMES else None


def names_organisation(word: str) -> bool:
    """Whether a word is or ends in an organisation's kind ("해솔조선", "정부"; not "사공단")."""
    if word in _WHOLE:
        return True
    return any(word.endswith(kind) and len(word) >= len(kind) + 2 for kind in _BY_LAST[word[-1:]])


def could_be_name(word: str, *, proper: bool) -> bool:
    """Whether a word has the shape of a full personal name.

    `proper`: the analyser called it a proper noun; without that only the commonest shape counts,
    three syllables, or a double surname before one or two.
    """
    surname = surname_of(word)
    if surname is None or word in NOT_NAMES or title_of(word) is not None:
        return False
    if not proper and word.endswith(_COMMON_ENDS):
        return False
    given = len(word) - len(surname)
    if len(surname) == 2:
        return given in (1, 2)
    if names_organisation(word):
        return False
    return given == 2 or (proper and given == 1)
