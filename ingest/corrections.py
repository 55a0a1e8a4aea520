"""Articles that say of another, or of themselves, that it was wrong; and which one they mean.

Precision first: a report about a correction that a court has ordered is none. What counts is the
label of a headline, or a newspaper that speaks of an article of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ingest.canonical import canonical
from ingest.document import Document
from ingest.timestamps import korean_day
from ingest.word_lists import listed


class NoticeKind(StrEnum):
    """What a notice does to the article it is about."""

    CORRECTION = "correction"
    RETRACTION = "retraction"
    CLARIFICATION = "clarification"


@dataclass(frozen=True, slots=True)
class Notice:
    """That a document corrects, withdraws or clarifies an article, and what it says of which.

    `own`: the article is this document itself, in a corrected version. What the notice names:
    `headlines`, letters and digits only; `urls`, canonical; `days` on which the article may have
    been published.
    """

    kind: NoticeKind
    own: bool = False
    headlines: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


# A headline's label, without its spaces. "[반론]" alone is an opinion column's, "[취소]" that of an
# event.
_LABELS = {
    NoticeKind.CORRECTION: listed(
        """
        정정 정정보도 정정보도문 정정기사 바로잡습니다 바로잡음 바로잡기
        correction corrections corrected
        """
    ),
    NoticeKind.RETRACTION: listed(
        "기사취소 전문취소 기사전문취소 기사철회 기사삭제 보도취소 retraction retracted"
    ),
    NoticeKind.CLARIFICATION: listed(
        "반론보도 반론보도문 추후보도 추후보도문 clarification clarifications"
    ),
}
# In brackets, or before a colon or a hyphen: "[정정·반론보도] ...", "CORRECTED-...".
_LABEL = re.compile(
    r"\s*(?:[\[(<【〔]([^\])>】〕]{1,20})[\])>】〕]|([^:：\-\[\]]{1,20}?)\s?[:：-])(.*)", re.DOTALL
)
_PARTS = re.compile(r"[·ㆍ/,&]|\s및\s|\sand\s")

# A newspaper about an article of its own, all in one line of the opening.
_OURS = re.compile(
    r"본지|본보|본\s?매체|저희\s?(?:신문|매체|방송)|\S{2,12}[은는]\s[^.\n]{0,40}보도한"
)
_ARTICLE = re.compile(r"기사|보도|제하")
_DONE = {
    NoticeKind.RETRACTION: re.compile(
        r"(?:기사|보도)[를의]?\s?(?:전문을?\s?)?(?:전체를\s?)?(?:취소|철회)(?:합니다|하고)"
    ),
    NoticeKind.CORRECTION: re.compile(r"바로\s?잡습니다|정정합니다|정정하고"),
    NoticeKind.CLARIFICATION: re.compile(r"(?:반론|추후)\s?보도(?:문)?[를을]?\s?(?:게재|싣)"),
}
# Further down, "바로잡습니다" may be anybody's word.
_OPENING_LINES = 3

# An article about itself, in its first or last lines.
_OWN = {
    NoticeKind.RETRACTION: re.compile(
        r"(?:이|위|본)\s기사는?\s.{0,120}?(?:취소|철회)(?:했습니다|되었습니다|됐습니다|하였습니다)"
        r"|this\s(?:article|story|report)\s(?:has\sbeen|was)\s(?:retracted|withdrawn)",
        re.IGNORECASE,
    ),
    NoticeKind.CORRECTION: re.compile(
        r"(?:이|위|본)\s기사(?:는|의)?\s.{0,120}?(?:정정(?:했|되었|됐|하였)습니다|바로잡(?:았|혔)습니다)"
        r"|(?:an?\s(?:earlier|previous)|the\soriginal)\sversion\sof\sthis\s(?:article|story|report)\s"
        r".{0,60}?(?:misstated|misspelled|misidentified|incorrect|wrong|error)"
        r"|this\s(?:article|story|report)\s(?:has\sbeen|was)\scorrected"
        r"|editor['’]s\snote\s?:.{0,200}?\bcorrect(?:ed|s|ion)\b"
        r"|^\W*correction\s?(?:\([^)]{1,30}\))?\s?:",
        re.IGNORECASE,
    ),
}
_OWN_LINES = 2

_QUOTED = re.compile(r"[‘'“\"「『<〈《]([^’'”\"」』>〉》\n]{6,120})[’'”\"」』>〉》]")
# Shorter quotations are hardly headlines, and would be parts of many.
_FEWEST_LETTERS = 8
_URL = re.compile(r"https?://[^\s<>\"'）)\]]+")
_NOT_WORDS = re.compile(r"[\W_]+")

# "7월 8일 자", "지난 21일 보도한", "2026년 7월 8일 게재": when the article was published.
_DAY = re.compile(
    r"(?:(?:(\d{4})년\s?)?(\d{1,2})월\s?)?(\d{1,2})일\s?(?:자(?=[\s,)\]]|$)|(?:에\s)?(?:보도|게재|출고|송고)한?)"
)
_MONTHS = "january february march april may june july august september october november december"
_ENGLISH_DAY = re.compile(
    rf"\b(?:published|article|story|report)\b[^.\n]{{0,40}}?\b({'|'.join(_MONTHS.split())})\s(\d{{1,2}})"
    r"(?:,?\s(\d{4}))?",
    re.IGNORECASE,
)


def find_notice(document: Document) -> Notice | None:
    """What a document says about an article being wrong; None when it says nothing of the kind.

    >>> found = find_notice(Document("a.txt", "[정정] 한결대교 개통 연기", "본문", "ko"))
    >>> found.kind, found.headlines
    (<NoticeKind.CORRECTION: 'correction'>, ('한결대교개통연기',))
    """
    label = _label(document.title)
    kind = label[0] if label else _announced(document.text)
    if kind is None:
        return _about_itself(document.text)
    named = [*_QUOTED.findall(document.text), *([label[1]] if label else [])]
    headlines = (bare(one) for one in named)
    urls = (canonical(found.rstrip(".,;")) for found in _URL.findall(document.text))
    return Notice(
        kind,
        headlines=tuple(sorted({one for one in headlines if len(one) >= _FEWEST_LETTERS})),
        urls=tuple(sorted({one for one in urls if one and one != canonical(document.url)})),
        days=tuple(sorted(set(_days(document)))),
    )


def bare(text: str) -> str:
    """Letters and digits alone, ignoring case: how headlines are compared.

    >>> bare("가온셀, 한빛연과… ‘공동 개발’")
    '가온셀한빛연과공동개발'
    """
    return _NOT_WORDS.sub("", text).casefold()


def _label(title: str) -> tuple[NoticeKind, str] | None:
    """The kind a headline is labelled with, and the rest of the headline."""
    found = _LABEL.match(title)
    label, rest = (found[1] or found[2], found[3]) if found else (title, "")
    parts = {"".join(part.split()).casefold() for part in _PARTS.split(label)}
    if rest == "" and title.rstrip(" .").endswith("바로잡습니다"):
        return NoticeKind.CORRECTION, ""
    return next(((kind, rest) for kind, labels in _LABELS.items() if parts & labels), None)


def _announced(text: str) -> NoticeKind | None:
    """The kind of notice that the opening says the text is."""
    for line in text.split("\n")[:_OPENING_LINES]:
        if _OURS.search(line) and _ARTICLE.search(line):
            for kind, done in _DONE.items():
                if done.search(line):
                    return kind
    return None


def _about_itself(text: str) -> Notice | None:
    lines = [line for line in text.split("\n") if line.strip()]
    for line in (*lines[:_OWN_LINES], *lines[-_OWN_LINES:]):
        for kind, said in _OWN.items():
            if said.search(line):
                return Notice(kind, own=True)
    return None


def _days(document: Document) -> Iterator[date]:
    """The days the text names as those of publication, the latest before the notice's own."""
    if document.published_at is None:
        return
    today = korean_day(document.published_at)
    for year, month, day in _DAY.findall(document.text):
        yield from _latest(today, year, month, day)
    for month, day, year in _ENGLISH_DAY.findall(document.text):
        yield from _latest(today, year, str(_MONTHS.split().index(month.lower()) + 1), day)


def _latest(today: date, year: str, month: str, day: str) -> Iterator[date]:
    """The day, as near before today as what is left open allows; nothing for no day at all."""
    seen = today
    for _ in range(13):
        try:
            found = date(int(year or seen.year), int(month or seen.month), int(day))
        except ValueError:
            found = None
        if found and found <= today:
            yield found
            return
        first = seen.replace(day=1)
        if (year and month) or first == date.min:
            return
        seen = first - timedelta(days=1)
