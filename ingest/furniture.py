"""What lines of page furniture look like, one at a time; `ingest.clean` knows where they stand."""

import re

from ingest.fragments import EMAIL, content_words, leftover
from ingest.papers import is_paper
from ingest.reasons import Reason

_PICTURE = re.compile(
    r"[(\[]?(?:photo|image|picture|photograph)s?(?: credits?| copyright| by)?\s*[:=©][^.!?]{2,60}"
    r"|getty images"
    r"|\W*사진\s?[=:]\s?[가-힣A-Za-z ]{2,20}\W*"
    r"|(?:ⓒ|©)[^.,|&]{1,20}",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:[가-힣\s]{0,10}(?:바로\s?가기|건너\s?뛰기)\s*){1,6}|skip to (?:main |the )?\w+(?: \w+)?",
    re.IGNORECASE,
)
# A name behind the sign alone ("ⓒ 가람군") is a picture's credit and reserves nothing.
_COPYRIGHT = re.compile(
    r"^[\s<\[(〈【ⓒ©]*(?:저작권자?|copyrights?\b|ⓒ|©|\(c\))(?!.*[다요]\.$)(?![^.,|&]{0,20}$)"
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
    r"등록번호|등록일|발행인|편집인|발행·?편집|청소년\s?보호|사업자|대표전화|이용약관|개인정보"
    r"|고객센터|통신판매|시청자위원회|회사소개|광고안내|고충처리|terms of (?:use|service)"
    r"|privacy policy|about us|contact us|cookie",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\W*(?:(?:영상|촬영|취재|편집|그래픽|디자인|사진|영상편집|영상취재|자료조사|촬영기자|구성|연출|CG|내레이션)"
    r"\s?[:：=]\s?[가-힣A-Za-z·,\s]{2,20}[/|·]?\s*){1,4}"
)
_SIGN_OFF = re.compile(
    r"(?:지금까지\s)?(?P<paper>\S{2,12}?)(?P<news>\s?뉴스)?,?\s[가-힣]{2,4}"
    r"(?:입니다|이었습니다|였습니다)\.?"
)
_APPEAL = re.compile(
    r"^제보는\s.{2,40}$|(?:구독|팔로우|채널\s?추가|뉴스레터|알림\s?받기|앱에서|친구\s?추가|제보|후원)"
    r".{0,50}(?:하세요|해\s?주세요|받아\s?보세요|눌러|신청|하기|기다립니다|바랍니다|[\d-]{7,}|카카오톡)"
    r"|^\W*(?:이\s기사|회원님|독자\s?(?:님|여러분)|당신의|여러분의)[^“\"]{0,30}"
    r"(?:시나요|남겨|들려|나눠|알려)(?:\s?주세요)?\W*$|뉴스레터\s?받기"
    r"|(?:유튜브|채널|뉴스레터|네이버|카카오톡?)\s?구독(?:하기)?\W*$"
    r"|^\W*(?:subscribe|sign up|follow us|download (?:our|the) app)\b.{0,80}$",
    re.IGNORECASE,
)
# What a site says of an article that came to it: news itself seldom calls itself "this article".
_NOTE = re.compile(
    r"\W*(?:이|본)\s?(?:기사|콘텐츠)(?:는|의)?\s[^“\"]{0,40}"
    r"(?:제공|작성|생성|번역|분류|제휴|전재|게재|가공)[^“\"]{0,25}니다\W*"
)
_WEATHER = re.compile(
    r"(?:[가-힣]{2,6}\s)?-?\d{1,2}(?:\.\d)?\s?(?:℃|°C?)\s?(?:맑음|흐림|비|눈|안개|구름\S{0,3})?"
)
_JEBO = re.compile(r"[\W_]*(?:기사\s?)?제보(?:하기|전화)?\s*(?:[:：].*|및 .*)")
_PLAYER = re.compile(
    r"[\d:\s/]*\d{2}:\d{2}(?:\s*/\s*\d{2}:\d{2})[\d:\s/]*|your browser does not .*", re.I
)
_RELATED = re.compile(
    r"[\W_]*(?:(?:이\s?(?:기사|뉴스)[를와]?\s.*|이\s?시각|이\s?시간|조회수|오늘의|실시간|가장|많이|함께|지금|관련|연관"
    r"|추천|주요|인기|최신|놓치면|에디터|댓글\s?많은|기자의?\s다른|다른|[가-힣]{2,4}\s?기자의?"
    r"|[가-힣]{2,8}(?:에서)?\s?많이|섹션|화제의?|클릭|베스트|당신이|독자)[가-힣\s·]{0,14}?"
    r"(?:뉴스|기사|기사들|소식|콘텐츠|랭킹|핫\s?클릭|추천합니다|더\s?보기|보세요|만한\s?글|이슈)"
    r"(?:\s?(?:더\s?보기|보기|top\s?\d*|\d+|목록))*"
    r"|[가-힣A-Z]{2,8}\s(?:주요|최신|인기|추천)\s?(?:뉴스|기사)|핫\s?클릭"
    r"|이런\s(?:기사|뉴스|글)[은는도]?\s(?:어떠세요|어때요|있어요)"
    r"|related(?: (?:articles?|stories|news|coverage|content))?"
    r"|most (?:read|popular|viewed)(?: \w+){0,2}"
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
_NEIGHBOUR = re.compile(r"[\W_]*(?:이전|다음)\s?(?:기사|글)\W.{4,}")
_SUMMARY = re.compile(
    r"[\W_]*(?:(?:AI|인공지능)(?:가|이)?\s?(?:[가-힣]{2,6}\s){0,2}?(?:기사\s?)?요약(?:한\s기사|문|본)?"
    r"|(?:기사|뉴스|핵심|[세3]\s?줄|한눈에\s보는|미리\s보는)\s?요약)[\W_]*",
    re.IGNORECASE,
)
_SUMMARY_NOTE = re.compile(r"(?:\bAI|인공지능|자동).*요약|요약.*(?:\bAI|인공지능|자동)", re.I)
_BULLET = re.compile(r"[·•∙▪‧*\-–—▶▷①-⑩]|\d{1,2}[.)]\s")
_TAGS = re.compile(r"(?:#[^\s#]+[\s,]*)+")
_TICKER = re.compile(
    r"[\W_]*(?:속보|긴급|뉴스\s?특보|단독 속보|breaking(?: news)?|just in)\b[\W_]*", re.I
)
# Tickers are headlines, and those have no full stop.
_STATED = re.compile(r"[다요]\.(?:\s|$)")
_ENDS_SENTENCE = re.compile(r"(?:[다요까죠네지음함임것]|[a-z\d)%])[.!?]+[\"'”’)\]」』]*$")
# A line with this many characters and a sentence's end is body, whatever words it uses.
_BODY_LENGTH = 40
# No line of furniture that is told by its words is longer; long lines need not be searched.
_LONGEST = 200
# How much of a line's end is looked at for a full stop and a picture's credit.
_ENDING = 80
# Syllables of a Korean word that its particles and endings leave alone.
_STEM = 3
# "독자권익팀 reader@paper.example", "Lara Dosol lara@paper.example"; a press contact is a fact.
_DESK = re.compile(
    rf"(?!.*(?:문의|연락|담당|접수|신청|contact))[^.!?:]{{2,30}}\s[(\[<]?{EMAIL}[)\]>]?", re.I
)
_TAIL_REPORTER = re.compile(
    rf"(?<=[.!?\"”’'])\s*[/(\[]?(?P<name>[가-힣]{{2,4}}\s?(?:[가-힣]{{2,4}})?기자)?\s*[=(\[]?{EMAIL}[)\]]?\s*$"
)
# "(누리=나래통신) 단초롱 기자 = ", "[새벽일보 단초롱 기자] " before the first sentence.
_HEAD_REPORTER = re.compile(
    r"[(\[【](?:[가-힣·]{1,10}\s?=\s?)?[가-힣A-Za-z]{2,12}"
    r"(?:[)\]】]\s*[가-힣]{2,4}\s?(?:기자|특파원)\s*=|[\s=][가-힣]{2,4}\s?(?:기자|특파원)[)\]】]\s*=?)\s*"
)
_CREDIT = re.compile(
    r"\s*(?:(?:/?\s?사진\s?[=:]\s?|/\s?(?:사진\s)?|ⓒ|©|photo(?: by|:)\s)[^/]{1,30}"
    r"|[(\[]\s?(?:사진\s)?[^()\[\]]{1,30}[)\]])$",
    re.IGNORECASE,
)

# Patterns of whole lines, with the reason they give.
_WHOLE_LINES = (
    (_SKIP, Reason.SKIP_LINK),
    (_ADVERT, Reason.ADVERTISEMENT),
    (_PLAYER, Reason.PLAYER),
    (_CREDITS, Reason.CREDITS),
    (_PICTURE, Reason.CREDITS),
    (_JEBO, Reason.APPEAL),
    (_DESK, Reason.REPORTER),
    (_TAGS, Reason.TAGS),
    (_NOTE, Reason.NOTE),
    (_WEATHER, Reason.WEATHER),
)


def shares_subject(line: str, body: str) -> bool:
    """Whether most words of a line also stand in the body: then it speaks of the same thing."""
    words = [word for word in content_words(line) if len(word) > 1]
    found = sum(word[:_STEM] in body for word in words)
    return found * 2 > len(words)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _ENDS_SENTENCE.search(line[-_ENDING:]) is not None


def is_body(line: str) -> bool:
    """Whether a line is long enough, and ends so, that it can only be text of the article."""
    return len(line) >= _BODY_LENGTH and ends_sentence(line)


def is_statement(line: str) -> bool:
    """Whether a line is a sentence with its full stop; a headline has none.

    >>> is_statement("반응은 엇갈렸다."), is_statement("새 공고, 왜 늦어졌나?")
    (True, False)
    """
    return ends_sentence(line) and line.rstrip("\"'”’)]」』").endswith(".")


def is_sentence(line: str) -> bool:
    """Whether a line is text of the article: long and closed, or closed by a full stop."""
    return is_body(line) or is_statement(line)


def is_ticker(line: str) -> bool:
    """Whether a line announces other, breaking news."""
    told = len(line) > _LONGEST or _STATED.search(line) is not None
    return not told and _TICKER.match(line) is not None


def ticker_text(line: str) -> str:
    """What a ticker line says, without its label."""
    return _TICKER.sub("", line, count=1)


def is_related_heading(line: str) -> bool:
    """Whether a line heads a list of other articles."""
    return len(line) <= _BODY_LENGTH and _RELATED.fullmatch(line) is not None


def is_comments_heading(line: str) -> bool:
    """Whether a line heads readers' comments; a counter that stands at none heads nothing."""
    none = re.search(r"(?<!\d)0(?!\d)", line)
    return len(line) <= _BODY_LENGTH and not none and _COMMENTS.fullmatch(line) is not None


def is_neighbour(line: str) -> bool:
    """Whether a line names the article before or behind this one."""
    return (
        len(line) <= _LONGEST and not ends_sentence(line) and _NEIGHBOUR.fullmatch(line) is not None
    )


def is_summary_heading(line: str) -> bool:
    """Whether a line heads what a machine made of the article."""
    return len(line) <= _BODY_LENGTH and _SUMMARY.fullmatch(line) is not None


def is_summary_note(line: str) -> bool:
    """Whether a line below such a heading says that a machine wrote the summary."""
    return len(line) <= _LONGEST and _SUMMARY_NOTE.search(line) is not None


def is_bullet(line: str) -> bool:
    """Whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def is_copyright(line: str) -> bool:
    """Whether a line reserves the page's rights."""
    return _COPYRIGHT.search(line) is not None and len(line) <= _LONGEST


def reporter_at_end(line: str) -> int | None:
    """Where a reporter's name and address begin that are appended to a sentence."""
    shift = max(0, len(line) - _LONGEST)
    match = _TAIL_REPORTER.search(line[shift:])
    return shift + match.start() if match and match.start() > 0 else None


def reason(line: str, publisher: str | None = None, byline: str | None = None) -> Reason | None:
    """Why a line of a page copy is furniture wherever it stands; None where it is not.

    >>> reason("입력 2026.03.02 10:11 수정 2026.03.02 11:00")
    <Reason.DATE: 'date line'>
    """
    if is_copyright(line):
        return Reason.COPYRIGHT
    if is_body(line) or len(line) > _LONGEST:
        return None
    for pattern, why in _WHOLE_LINES:
        if pattern.fullmatch(line):
            return why
    if _is_sign_off(line, publisher):
        return Reason.SIGN_OFF
    if _APPEAL.search(line) and not line.endswith("다."):
        return Reason.APPEAL
    if len(_FOOTER_WORDS.findall(line)) > 1:
        return Reason.SITE_FOOTER
    return leftover(line, publisher, byline)


def reporter_at_start(line: str) -> int:
    """Where a sentence begins that a by-line stands before; 0 where none does."""
    match = _HEAD_REPORTER.match(line)
    return match.end() if match else 0


def _is_sign_off(line: str, publisher: str | None) -> bool:
    """Whether a reporter takes leave: "해솔방송 도가온입니다."."""
    found = _SIGN_OFF.fullmatch(line)
    if not found:
        return False
    paper = found["paper"]
    return bool(found["news"]) or paper == publisher or is_paper(paper)


def without_credit(line: str) -> str:
    """A caption without the name of who took the picture: the same caption may come with it."""
    return (line[:-_ENDING] + _CREDIT.sub("", line[-_ENDING:])).strip()
