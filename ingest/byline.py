"""What a page says about itself in its own lines: when, by whom, in which paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ingest.facts import Facts
from ingest.fragments import fragments
from ingest.origins import Confidence, StatedBy
from ingest.papers import is_paper
from ingest.timestamps import moments

_LABEL = re.compile(
    r"(?P<published>(?:입력|등록|승인|발행|게재|송고|작성)(?:일시|시간|시각|일)?|published|posted)"
    r"|(?P<updated>(?:최종\s?)?(?:수정|업데이트)(?:일시|시간|시각|일)?|updated|modified)",
    re.IGNORECASE,
)
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


# "기사입력", "Last updated:": a label that has its line to itself.
_LABEL_LENGTH = 20
# A label farther from a moment than this ("입력 : 김한결 기자 ") belongs to something else.
_LABEL_GAP = 15


def find_facts(lines: Sequence[str]) -> Facts:
    """Dates, publisher and reporter from the lines at a page's head and tail."""
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    edges = [line for line in (*head, *tail) if line]
    dateline = next((found for line in edges if (found := _DATELINE.match(line))), None)
    short = [line for line in edges if len(line) <= _SHORT]
    published, modified = _dates(_with_labels(short))
    return Facts(
        published_at=published,
        modified_at=modified,
        publisher=(dateline and dateline["publisher"]) or _publisher(short, head),
        byline=(dateline and dateline["byline"]) or _byline(short),
    ).stated(StatedBy.PAGE_TEXT, Confidence.MEDIUM)


def _with_labels(lines: Sequence[str]) -> Iterator[str]:
    """The lines, a label that stands alone together with the line below it."""
    label = ""
    for line in lines:
        if len(line) <= _LABEL_LENGTH and _LABEL.search(line) and not moments(line):
            label = line
            continue
        yield f"{label} {line}".strip()
        label = ""


def _dates(lines: Iterable[str]) -> tuple[datetime | None, datetime | None]:
    """The labelled moments of publication and of the last change, each the first one found.

    Without a label, the first bare moment that has a line to itself, or shares it with names and
    buttons, is that of publication: a line that says more may name the day of anything.
    """
    published: datetime | None = None
    modified: datetime | None = None
    bare: datetime | None = None
    for line in lines:
        if line.endswith(("다.", "요.")):
            continue
        for at, label in _labelled(line):
            if label == "published":
                published = published or at
            elif label == "updated":
                modified = modified or at
            elif fragments(line) is not None:
                bare = bare or at
    return published or bare, modified


def _labelled(line: str) -> Iterator[tuple[datetime, str | None]]:
    """Each moment of a line with its label's kind; None for all of them where there is no label.

    Labels stand before their moments, "입력 ... 수정 ...", or all behind them, "... 송고".
    A moment that follows another without a label between them is part of a sentence.
    """
    found = moments(line)
    labels = list(_LABEL.finditer(line))
    if not found or not labels:
        yield from ((one.at, None) for one in found)
        return
    behind = found[0].start < labels[0].start()
    for index, label in enumerate(labels):
        edges = [one.start() for one in labels[index + 1 : index + 2]]
        if behind:
            earlier = labels[index - 1].end() if index else 0
            near = [one for one in found if earlier <= one.start < label.start()][-1:]
            near = [one for one in near if label.start() - one.end <= _LABEL_GAP]
        else:
            near = [one for one in found if label.end() <= one.start < (edges or [len(line)])[0]]
            near = [one for one in near[:1] if one.start - label.end() <= _LABEL_GAP]
        yield from ((one.at, label.lastgroup) for one in near)


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
