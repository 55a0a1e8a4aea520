"""Lines made of nothing but known fragments: buttons, sections, reporters, dates, counters."""

import re

from ingest.papers import is_paper
from ingest.reasons import Reason
from ingest.timestamps import TIMESTAMP_PATTERNS

# Words of buttons and menus. A line made of nothing else is furniture.
_CONTROL_WORDS = """
공유 공유하기 스크랩 글자크기 글자 크기 글씨 조절 조정 설정 변경 인쇄 인쇄하기 프린트 가 가+ 가-
가가 작게 보통 크게 페이스북 트위터 카카오톡 카카오스토리 네이버 네이버블로그 블로그 밴드 라인
텔레그램 이메일 메일 메신저 엑스 url복사 링크복사 복사 복사하기 링크 주소 url 닫기 열기 로그인
로그아웃 회원가입 구독 구독하기 검색 통합검색 메뉴 전체메뉴 홈 홈으로 댓글 댓글쓰기 좋아요
싫어요 추천 비추천 뉴스레터 다시보기 온에어 제보 제보하기 마이페이지 지면보기 지면 pdf 앱 더보기
목록 이전 다음 이전기사 다음기사 top 위로 맨위로 북마크 저장 저장하기 듣기 음성 음성으로
기사듣기 기사 읽기 요약 요약보기 번역 번역하기 확대 축소 확대보기 이미지 사진 영상 동영상 재생
일시정지 음소거 고정 취소 전체화면 프로필 팔로우 알림 팝업 레이어 원문 원문보기 기사원문
홈페이지 바로가기 보기 보내기 하기 옵션 페이지 전체기사 기사제보 모바일웹 글씨키우기 글씨줄이기
기자명 기자명으로 caption ago day days hours 글자크기조정 글자크기조절 본문 폰트 다크모드 신고
신고하기 창닫기 화면 전체 이 ai sns 글 아주 키우기 줄이기
읽어드립니다 여성 남성 빠르게 느리게
찾기 다른 상단 하단 스크롤 이동 상태바 서비스 이용해보세요 음성지원 읽어주기 변환 버튼 내용 기자
응원 구독중 기사저장 기사보내기 전체보기 현재위치 주요서비스 english 日本語 中文
share print email e-mail facebook twitter x linkedin copy link save
bookmark listen subscribe sign in log login menu search home close comment comments font size a
a+ a- aa reddit whatsapp telegram register newsletter newsletters more now this article story
view original gift
"""
_CONTROLS = frozenset(_CONTROL_WORDS.split())
# What a button's word may carry: a particle ("페이스북으로"), and what pressing does ("공유하기").
_ENDINGS = re.compile(
    r"(?<=.)(?:으로|로|에서|에게|에|을|를|이|가|은|는|의)?"
    r"(?:하기|하는|하세요|합니다|했습니다|되었습니다|됐습니다|됩니다|해주세요|보기)?\.?$"
)
_SECTION_WORDS = """
뉴스 정치 경제 사회 문화 국제 세계 스포츠 연예 오피니언 사설 칼럼 산업 금융 증권 부동산 지역
전국 건설 과학 기술 it it·과학 테크 라이프 생활 건강 의료 보건 복지 환경 교육 노동 국방 외교
북한 날씨 포토 영상 사람 사람들 인물 여행 기획 특집 심층 인터뷰 최신 속보 랭킹 인기 행정 교통
해양 바다 과학기술 정책 보도자료 브리핑 에너지 농업 수산 기업 벤처 중기 자동차 반도체 바이오
우주 항공 재계 유통 소비자 법원 검찰 사건사고 국회 대통령실 종합 단독 news politics economy
business world opinion sports science technology tech culture society health lifestyle
entertainment markets finance national local video photos weather
"""
_SECTIONS = frozenset(_SECTION_WORDS.split())
_REPORTER = (
    r"(?:[가-힣]{2,5}(?:[·,]\s?[가-힣]{2,5}){0,3}\s?(?:[가-힣]{2,6}\s?)?"
    r"(?:기자|특파원|논설위원|통신원|앵커)|"
    r"(?:\b(?:Posted|Written|Reported)\s+)?\b[Bb]y\s+[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3}"
    r"(?:,\s*[A-Z][\w ]{2,30})?)"
)
EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LABEL = (
    r"(?:최초\s?|최종\s?|기사\s?)?(?:입력|수정|등록|승인|발행|게재|송고|업데이트|작성)(?:일시|시간|일)?"
    r"|Published|Updated|Posted|Last\s+(?:updated|modified)|Modified|Input"
)
# Readers' feelings are counted under words of one politeness: "슬퍼요 3", "후속기사 원해요 5".
_COUNT = (
    r"(?:조회수?|댓글|답글|비?추천|비?공감|공유|읽음|스크랩|(?:후속기사\s)?[가-힣]{1,4}요"
    r"|쏠쏠정보|흥미진진|공감백배|분석탁월|후속강추)\s*:?\s*\(?[\d,]+\)?\s*(?:개|회|건)?"
    r"|지면\s*[A-Z]?\d+\s?면?|[\d,]+\s*(?:comments?|shares?|views?|min(?:ute)?s? read)"
)
# Taken out of a line one after another; a line of which nothing is left said nothing else.
_TIMES = tuple(re.compile(pattern.pattern, re.IGNORECASE) for pattern in TIMESTAMP_PATTERNS)
_LABELS = re.compile(rf"(?:{_LABEL})\s*:?", re.IGNORECASE)
_COUNTS = re.compile(_COUNT, re.IGNORECASE)
_CLOCKS = re.compile(
    r"(?:오전|오후)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|\b(?:[ECMP][SD]?T|GMT|UTC|KST)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[월화수목금토일]요일",
    re.IGNORECASE,
)
_PEOPLE = re.compile(rf"{_REPORTER}")
# A reporter's name in a social network ("@chorong_d"), which is no part of an address.
_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}\b(?!\.\w)")
_MAIL = re.compile(rf"[(\[<]?{EMAIL}[)\]>]?")
_BY = re.compile(r"^(?:by\s+)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s|/·•,:;()\[\]<>=&+\-–—▶▷►▲△▼▽■□◆◇●○※☞→←↑↓×…]+")
# A path of sections starts at the site's front page ("홈 > 행정 > 예산") and has short steps.
_PATH_STARTS = frozenset(["홈", "뉴스홈", "home", "뉴스", "news"])
_PATH_STEP = 15
# Short items between bars, this many of them, are a menu whatever they say.
_MENU_ITEMS = 4
_MENU_ITEM = 8
_STEPS = re.compile(r"\s*[>›»/]\s*")
# No line of dates or sections is longer; a longer one need not be searched.
_LONGEST = 200
# In the order they are taken out: "By Lara Dosol March 2, 2026" is a name and a date.
_FRAGMENTS = (
    (_MAIL, Reason.REPORTER),
    *((pattern, Reason.DATE) for pattern in _TIMES),
    (_PEOPLE, Reason.REPORTER),
    (_HANDLE, Reason.REPORTER),
    (_LABELS, Reason.DATE_LABEL),
    (_COUNTS, Reason.COUNTER),
    (_CLOCKS, Reason.DATE_LABEL),
)


def content_words(line: str) -> list[str]:
    """The words of a line, without bullets and separators."""
    return [word for word in _SEPARATORS.split(line) if word]


def leftover(line: str, publisher: str | None, byline: str | None = None) -> Reason | None:
    """The kind of fragments a line is made of; None where anything else is left over.

    A bare date is not enough, it may head a section of a chronicle: `is_date_line` tells. Nor is
    the bare name of the publisher; the name of who wrote the article is.
    """
    if byline:
        name = re.escape(_BY.sub("", byline.strip()))
        rest, count = re.subn(rf"(?<!\w)(?:by\s+)?{name}(?!\w)", " ", line, flags=re.IGNORECASE)
        if count and fragments(rest, publisher) is not None:
            return Reason.REPORTER
    kinds = fragments(line, publisher) or []
    if Reason.REPORTER in kinds:
        return Reason.REPORTER
    return kinds[0] if kinds and set(kinds) != {Reason.DATE} else None


def fragments(line: str, publisher: str | None = None) -> list[Reason] | None:
    """The kinds of the fragments that make up a whole line; None where anything is left over."""
    rest = line
    kinds: list[Reason] = []
    for pattern, why in _FRAGMENTS:
        rest, count = pattern.subn(" ", rest)
        if count:
            kinds.append(why)
    if publisher:
        rest = rest.replace(publisher, " ")
    words = [word for word in content_words(rest) if not (is_paper(word) or word.isdecimal())]
    if not all(map(_is_control, words)):
        return None
    return [*kinds, Reason.BUTTONS] if words else kinds


def is_date_line(line: str) -> bool:
    """Whether a line holds a moment and nothing else."""
    if len(line) > _LONGEST:
        return False
    rest = line
    for pattern in (*_TIMES, _LABELS, _CLOCKS):
        rest = pattern.sub(" ", rest)
    return rest != line and not _SEPARATORS.sub("", rest)


def is_menu(line: str) -> bool:
    """Whether a line holds nothing but names of sections and buttons, or a path ("홈 > 예산").

    A table's row may look the same: a menu is one only above the article's body.
    """
    if len(line) > _LONGEST:
        return False
    first, *steps = _STEPS.split(line)
    if steps and first.lower() in _PATH_STARTS and all(len(step) <= _PATH_STEP for step in steps):
        return True
    items = [item.strip() for item in line.split("|")]
    if len(items) >= _MENU_ITEMS and all(len(item) <= _MENU_ITEM for item in items):
        return True
    words = [word.lower() for word in content_words(line)]
    known = sum(word in _SECTIONS or _is_control(word) for word in words)
    return bool(words) and known == len(words)


def _is_control(word: str) -> bool:
    lowered = word.lower()
    return lowered in _CONTROLS or _ENDINGS.sub("", lowered) in _CONTROLS
