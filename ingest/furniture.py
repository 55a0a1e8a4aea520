"""What lines of page furniture look like, one at a time; `ingest.clean` knows where they stand."""

import re

from ingest.timestamps import TIMESTAMP_PATTERNS

# Words of buttons and menus. A line made of nothing else is furniture.
_CONTROL_WORDS = """
공유 공유하기 스크랩 글자크기 글자 크기 글씨 조절 조정 설정 변경 인쇄 인쇄하기 프린트 가 가+
가- 가가 작게 보통 크게 페이스북 트위터 카카오톡 카카오스토리 네이버 네이버블로그 블로그 밴드
라인 텔레그램 이메일 메일 메신저 엑스 url복사 링크복사 복사 복사하기 링크 주소 url 닫기 열기
로그인 로그아웃 회원가입 구독 구독하기 검색 통합검색 메뉴 전체메뉴 홈 홈으로 댓글 댓글쓰기
좋아요 싫어요 추천 비추천 뉴스레터 다시보기 온에어 제보 제보하기 마이페이지 지면보기 지면 pdf
앱 더보기 목록 이전 다음 이전기사 다음기사 top 위로 맨위로 북마크 저장 저장하기 듣기 음성
음성으로 기사듣기 기사 읽기 요약 요약보기 번역 번역하기 확대 축소 확대보기 이미지 사진 영상
동영상 재생 일시정지 음소거 고정 취소 전체화면 프로필 팔로우 알림 팝업 레이어 원문 원문보기
기사원문 홈페이지 바로가기 보기 보내기 하기 옵션 페이지 기자명 기자명으로 caption ago day days hours 글자크기조정 글자크기조절 본문 폰트 다크모드 신고 신고하기 창닫기 화면
전체 share print email e-mail facebook twitter x linkedin copy link save bookmark listen
subscribe sign in log login menu search home close comment comments font size a a+ a- aa
reddit whatsapp telegram register newsletter newsletters more now this article story view
original gift
"""
_CONTROLS = frozenset(_CONTROL_WORDS.split())
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
    r"(?:[가-힣]{2,5}\s?(?:[가-힣]{2,6})?(?:기자|특파원|논설위원|통신원|앵커)|"
    r"By\s+[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3}(?:,\s*[A-Z][\w ]{2,30})?)"
)
_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LABEL = (
    r"(?:최초\s?|최종\s?|기사\s?)?(?:입력|수정|등록|승인|발행|게재|송고|업데이트|작성)(?:일시|시간|일)?"
    r"|Published|Updated|Posted|Last\s+(?:updated|modified)|Modified|Input"
)
_COUNT = (
    r"(?:조회수?|댓글|추천|공감|좋아요|공유|읽음|스크랩)\s*:?\s*\(?[\d,]+\)?\s*(?:개|회|건)?"
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
_PICTURE = re.compile(
    r"[(\[]?(?:photo|image|picture|photograph)s?(?: credits?| copyright| by)?\s*[:=©][^.!?]{2,60}|getty images"
    r"|\W*사진\s?[=:]\s?[가-힣A-Za-z ]{2,20}",
    re.IGNORECASE,
)
_PEOPLE = re.compile(rf"{_REPORTER}")
_MAIL = re.compile(rf"[(\[<]?{_EMAIL}[)\]>]?")
_SEPARATORS = re.compile(r"[\s|/·•,:;()\[\]<>=&+\-–—▶▷►▲△▼▽■□◆◇●○※☞→←↑↓×…]+")

_SKIP = re.compile(
    r"(?:[가-힣\s]{0,10}(?:바로\s?가기|건너\s?뛰기)\s*){1,6}|skip to (?:main |the )?\w+(?: \w+)?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^[\s<\[(〈【ⓒ©]*(?:저작권자?|copyrights?\b|ⓒ|©|\(c\))(?!.*[다요]\.$)"
    r"|(?:무단\s?(?:전재|복제|배포)|재배포)[^.]{0,60}(?:금지|불가|금합니다)[\s.>\])〉】]*$"
    r"|all rights reserved",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\W*(?:광고|AD|Ads?|Advertisement|Sponsored(?: content)?|광고\s?문의|story continues below.*"
    r"|(?:기사\s?)?(?:본문|중간|하단)\s?광고)\W*",
    re.IGNORECASE,
)
_FOOTER_WORDS = re.compile(
    r"등록번호|등록일|발행인|편집인|발행·?편집|청소년\s?보호|사업자|대표전화|이용약관|개인정보|고객센터|통신판매|"
    r"시청자위원회|회사소개|광고안내|고충처리|terms of (?:use|service)|privacy policy|about us|contact us|cookie",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\W*(?:(?:영상|촬영|취재|편집|그래픽|디자인|사진|영상편집|영상취재|자료조사|촬영기자|구성|연출|CG|내레이션)"
    r"\s?[:：=]\s?[가-힣A-Za-z·,\s]{2,20}[/|·]?\s*){1,4}"
)
_SIGN_OFF = re.compile(
    r"(?:지금까지\s)?[가-힣A-Z]{2,10}\s?뉴스,?\s[가-힣]{2,4}(?:입니다|이었습니다)\.?"
)
_APPEAL = re.compile(
    r"^제보는\s.{2,40}$|(?:구독|팔로우|채널\s?추가|뉴스레터|알림\s?받기|앱에서|친구\s?추가|제보|후원)"
    r".{0,50}(?:하세요|해\s?주세요|받아\s?보세요|눌러|신청|하기|기다립니다|바랍니다|[\d-]{7,}|카카오톡)"
    r"|^\W*(?:subscribe|sign up|follow us|download (?:our|the) app)\b.{0,80}$",
    re.IGNORECASE,
)
_JEBO = re.compile(r"[\W_]*(?:기사\s?)?제보(?:하기|전화)?\s*(?:[:：].*|및 .*)")
_PLAYER = re.compile(
    r"[\d:\s/]*\d{2}:\d{2}(?:\s*/\s*\d{2}:\d{2})[\d:\s/]*|your browser does not .*", re.I
)
_RELATED = re.compile(
    r"[\W_]*(?:(?:이\s?(?:기사|뉴스)[를와]?\s.*|이\s?시각|오늘의|실시간|가장|많이|함께|지금|관련|연관|추천|주요|인기|최신|"
    r"놓치면|에디터|댓글\s?많은|기자의?\s다른|다른|[가-힣]{2,4}\s?기자의?|[가-힣]{2,8}(?:에서)?\s?많이|섹션|화제의?|클릭|베스트|"
    r"당신이|독자)[가-힣\s·]{0,14}?(?:뉴스|기사|기사들|소식|콘텐츠|랭킹|핫\s?클릭|추천합니다|더\s?보기|보세요|만한\s?글|이슈)"
    r"(?:\s?(?:더\s?보기|top\s?\d*|\d+|목록))*"
    r"|related(?: (?:articles?|stories|news|coverage|content))?|most (?:read|popular|viewed)(?: \w+){0,2}"
    r"|trending(?: now)?|more (?:from|on|in|stories)\b.{0,40}|read (?:more|next|also).{0,40}"
    r"|you (?:may|might) also like|recommended(?: for you)?|latest (?:news|stories)"
    r"|editors?['’]?s? picks?|popular(?: now| stories)?)[\W_]*",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"[\W_]*(?:전체\s?|독자\s?|네티즌\s?)?(?:댓글|의견|한줄평)(?:\s?(?:쓰기|보기|달기|남기기|목록))?"
    r"\s*[(\[]?[\d,]*[)\]]?\s*(?:개|건)?[\W_]*"
    r"|[\W_]*(?:[\d,]+ )?comments?(?: ?\([\d,]+\))?[\W_]*|(?:leave|post|add) a comment.*"
    r"|reader comments.*|join the (?:discussion|conversation).*",
    re.IGNORECASE,
)
_TICKER = re.compile(
    r"[\W_]*(?:속보|긴급|뉴스\s?특보|단독 속보|breaking(?: news)?|just in)\b[\W_]*", re.I
)
_ENDS_SENTENCE = re.compile(r"(?:[다요까죠네지음함임것]|[a-z\d)%])[.!?]+[\"'”’)\]」』]*$")
# A line with this many characters and a sentence's end is body, whatever words it uses.
_BODY_LENGTH = 40
# Syllables of a Korean word that its particles and endings leave alone.
_STEM = 3
# "독자권익팀 reader@paper.example", "Lara Dosol lara@paper.example"; a press contact is a fact.
_DESK = re.compile(
    rf"(?!.*(?:문의|연락|담당|접수|신청|contact))[^.!?:]{{2,30}}\s[(\[<]?{_EMAIL}[)\]>]?", re.I
)
_TAIL_REPORTER = re.compile(
    rf"(?<=[.!?\"”’'])\s*[/(\[]?(?P<name>[가-힣]{{2,4}}\s?(?:[가-힣]{{2,4}})?기자)?\s*[=(\[]?{_EMAIL}[)\]]?\s*$"
)

_CREDIT = re.compile(
    r"\s*(?:/?\s?사진\s?[=:]\s?|[/(\[]\s?(?:사진\s)?|ⓒ|©|photo(?: by|:)\s)[^/]{1,30}$", re.I
)


def shares_subject(line: str, body: str) -> bool:
    """Whether most words of a line also stand in the body: then it speaks of the same thing."""
    words = [word for word in _SEPARATORS.split(line) if len(word) > 1]
    found = sum(word[:_STEM] in body for word in words)
    return found * 2 > len(words)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _ENDS_SENTENCE.search(line) is not None


def is_body(line: str) -> bool:
    """Whether a line is long enough, and ends so, that it can only be text of the article."""
    return len(line) >= _BODY_LENGTH and ends_sentence(line)


def is_ticker(line: str) -> bool:
    """Whether a line announces other, breaking news."""
    return _TICKER.match(line) is not None


def ticker_text(line: str) -> str:
    """What a ticker line says, without its label."""
    return _TICKER.sub("", line, count=1)


def is_related_heading(line: str) -> bool:
    """Whether a line heads a list of other articles."""
    return len(line) <= _BODY_LENGTH and _RELATED.fullmatch(line) is not None


def is_comments_heading(line: str) -> bool:
    """Whether a line heads readers' comments."""
    return _COMMENTS.fullmatch(line) is not None


def is_copyright(line: str) -> bool:
    """Whether a line reserves the page's rights."""
    return _COPYRIGHT.search(line) is not None and len(line) <= 200


def reporter_at_end(line: str) -> int | None:
    """Where a reporter's name and address begin that are appended to a sentence."""
    match = _TAIL_REPORTER.search(line)
    return match.start() if match and match.start() > 0 else None


def reason(line: str, publisher: str | None = None) -> str | None:
    """Why a line of a page copy is furniture wherever it stands; None where it is not.

    >>> reason("입력 2026.03.02 10:11 수정 2026.03.02 11:00")
    'date line'
    """
    if is_copyright(line):
        return "copyright"
    if ends_sentence(line) and len(line) >= _BODY_LENGTH:
        return None
    for pattern, why in _WHOLE_LINES:
        if pattern.fullmatch(line):
            return why
    if _APPEAL.search(line) and not line.endswith("다."):
        return "appeal to the reader"
    if len(_FOOTER_WORDS.findall(line)) > 1:
        return "site footer"
    return _of_fragments(line, publisher)


_WHOLE_LINES = (
    (_SKIP, "skip link"),
    (_ADVERT, "advertisement"),
    (_PLAYER, "player"),
    (_CREDITS, "credits"),
    (_SIGN_OFF, "sign-off"),
    (_PICTURE, "credits"),
    (_JEBO, "appeal to the reader"),
    (_DESK, "reporter line"),
)


def _of_fragments(line: str, publisher: str | None) -> str | None:
    """Take known fragments out of a line; name the first kind found when nothing is left."""
    rest, kinds = line, []
    for pattern, why in _FRAGMENTS:
        rest, count = pattern.subn(" ", rest)
        if count:
            kinds.append(why)
    if publisher:
        rest = rest.replace(publisher, " ")
    words = [word for word in _SEPARATORS.split(rest) if word]
    if any(word.lower() not in _CONTROLS for word in words):
        return None
    if words:
        kinds.append("buttons")
    # A bare date may be a sub-heading of a chronicle; it takes a label or company to be furniture.
    return kinds[0] if kinds and kinds != ["date line"] else None


_FRAGMENTS = (
    (_MAIL, "reporter line"),
    (_PEOPLE, "reporter line"),
    *((pattern, "date line") for pattern in _TIMES),
    (_LABELS, "date label"),
    (_COUNTS, "counter"),
    (_CLOCKS, "date label"),
)


def is_date_line(line: str) -> bool:
    """Whether a line holds a moment and nothing else."""
    rest = line
    for pattern in (*_TIMES, _LABELS, _CLOCKS):
        rest = pattern.sub(" ", rest)
    return rest != line and not _SEPARATORS.sub("", rest)


def is_menu(line: str) -> bool:
    """Whether a line holds nothing but names of sections and buttons ("홈 경제 산업 · 지역")."""
    words = [word.lower() for word in _SEPARATORS.split(line) if word]
    known = sum(word in _SECTIONS or word in _CONTROLS for word in words)
    return bool(words) and known == len(words)


def without_credit(line: str) -> str:
    """A caption without the name of who took the picture: the same caption may come with it."""
    return _CREDIT.sub("", line).strip()
