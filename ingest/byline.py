"""What a page says about itself in its own lines: when, by whom, in which paper."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.papers import is_paper
from ingest.timestamps import parse_datetime

_PUBLISHED = re.compile(
    r"(?:입력|등록|승인|발행|게재|송고|작성)(?:일시|시간|일)?|published|posted", re.IGNORECASE
)
_UPDATED = re.compile(r"수정|업데이트|updated|modified", re.IGNORECASE)
_DATELINE = re.compile(
    r"^[(\[](?P<place>[가-힣·\s]{1,10})=(?P<publisher>[가-힣A-Za-z]{2,12})[)\]]\s*"
    r"(?P<byline>[가-힣]{2,4}\s?(?:기자|특파원))?(?:\s*[·,]\s*[가-힣]{2,4}\s?기자)*\s*=?"
)
_BRACKETED = re.compile(r"^[\[<【(](?P<publisher>[가-힣A-Za-z ]{2,20})[\]>】)]\s*[12]\d{3}[-./년]")
_REPORTER = re.compile(r"(?P<byline>[가-힣]{2,4}\s?(?:[가-힣]{2,4})?(?:기자|특파원))(?![가-힣])")
_BY = re.compile(r"^By\s+(?P<byline>[A-Z][\w.'-]+(?:\s+[A-Z][\w.'-]+){0,3})\b")
_RIGHTS_HOLDER = re.compile(
    r"(?:저작권자?|copyright|ⓒ|©|\(c\))[\s:ⓒ©()c]*(?:19|20)?\d{0,2}[\s,]*"
    r"(?P<publisher>[가-힣A-Za-z][가-힣A-Za-z0-9 ]{1,24}?)\s*(?:[.,>\]〉)·|]|무단|all rights|$)",
    re.IGNORECASE,
)
# A by-line and a date stand in the head or at the very end; in between, people only talk of dates.
_HEAD_LINES = 40
_TAIL_LINES = 25
# A line longer than this is a sentence that happens to hold a date.
_SHORT = 120


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page's own lines say; None where they are silent."""

    published_at: datetime | None = None
    publisher: str | None = None
    byline: str | None = None


def find_facts(lines: Sequence[str]) -> PageFacts:
    """Date, publisher and reporter from the lines at a page's head and tail."""
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    edges = [line for line in (*head, *tail) if line]
    dateline = next((found for line in edges if (found := _DATELINE.match(line))), None)
    short = [line for line in edges if len(line) <= _SHORT]
    return PageFacts(
        published_at=_published(short),
        publisher=(dateline and dateline["publisher"]) or _publisher(short, head),
        byline=(dateline and dateline["byline"]) or _byline(short),
    )


def _published(lines: Iterable[str]) -> datetime | None:
    """The labelled moment of publication, else the first bare one on a line that is not an update.

    "입력 ... 수정 ..." stand on one line: the first moment behind the first label counts.
    """
    fallback = None
    for line in lines:
        label = _PUBLISHED.search(line)
        behind = parse_datetime(line[label.end() :]) if label else None
        moment = behind or parse_datetime(line)  # "2026/05/07 06:00 송고" has its label behind
        if moment and label:
            return moment
        if moment and not _UPDATED.search(line) and _stands_alone(line):
            fallback = fallback or moment
    return fallback


def _stands_alone(line: str) -> bool:
    """Whether a line is about its date: it has few words besides."""
    return len(line) <= 45 and not line.endswith(("다.", "요."))


def _publisher(lines: Sequence[str], head: Sequence[str]) -> str | None:
    for pattern in (_BRACKETED, _RIGHTS_HOLDER):
        for line in lines:
            if found := pattern.search(line):
                return found["publisher"].strip()
    return next((line for line in head if is_paper(line)), None)


def _byline(lines: Iterable[str]) -> str | None:
    for line in lines:
        found = _BY.match(line) or _REPORTER.search(line)
        if found and len(line) <= 60 and not line.endswith(("다.", "요.")):
            return found["byline"]
    return None
