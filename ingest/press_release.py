"""The table at the head of a Korean government press release, and the one at its end.

The first says when it may be reported (보도시점) and when it was handed out (배포); the second
which office answers questions (담당 부서, 책임자, 담당자). Their cells come in a line, with bars or
tabs between them or without, or one below the other.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from ingest.facts import Facts
from ingest.origins import Confidence, StatedBy
from ingest.timestamps import parse_datetime

# The tables stand within so many lines of the start and the end.
_LINES = 40
# No cell of theirs is longer.
_CELL = 80
_LABELS = re.compile(
    r"(?P<embargo>보\s?도\s?(?:시\s?점|일\s?시))"
    r"|(?P<handed_out>배\s?포(?:\s?일\s?[시자])?(?=[\s|:：'’]*\d))"
    r"|(?P<office>(?:담당|소관)\s?부\s?서)|(?P<chief>책\s?임\s?자)|(?P<contact>담\s?당\s?자)"
)
_NAMED = re.compile(
    r"(?:^|[\s|])(?P<publisher>[가-힣]{2,14}(?:부|처|청|위원회|공사|공단|연구원|[시도군구]청))"
    r"(?:[\s|]*보\s?도\s?(?:참\s?고\s?|설\s?명\s?)?자\s?료|$)"
    r"|보\s?도\s?(?:참\s?고\s?|설\s?명\s?)?자\s?료[\s|]+(?P<after>[가-힣]{2,14}(?:부|처|청|위원회))$"
)
_KIND = re.compile(r"\W*(?:보도|보도참고|보도설명|설명|해명|참고)자료\W*")
_MINISTRY = re.compile(r"(?:^|[\s|])([가-힣]{2,14}(?:부|처|청|위원회))(?=[\s|]|$)")
_PERSON = re.compile(r"[가-힣][가-힣\s|]{1,20}[가-힣](?=\W*(?:\(|\d|$))")
_BULLET = re.compile(r"^[□■○◦●ㅇ▪◇◆※*·•]")
_DATES = re.compile(r"보\s?도\s?(?:시\s?점|일\s?시)|배\s?포\s?일\s?[시자]")
# A telephone number or a full date: the line is a row of the table.
_FIGURES = re.compile(r"\d{2,4}-\d{3,4}|['’]?\d{2,4}\s?[.년]\s?\d{1,2}\s?[.월]\s?\d")
_TITLE_LENGTHS = range(8, 121)


def find_press_facts(lines: Sequence[str]) -> Facts:
    """What the tables of a press release state; nothing where there is no 보도시점 or 배포 with a
    date.

    It is published when it may be reported; where that is "at once", when it was handed out.
    """
    head, tail = _cells(lines[:_LINES]), _cells(lines[-_LINES:])
    published = _moment(head.get("embargo")) or _moment(head.get("handed_out"))
    if published is None:
        return Facts()
    offices = {**tail, **head}
    return Facts(
        title=_title(lines[:_LINES]),
        publisher=_publisher(lines[:_LINES], offices.get("office", "")),
        byline=_person(offices.get("contact") or offices.get("chief") or ""),
        published_at=published,
    ).stated(StatedBy.PRESS_HEADER, Confidence.MEDIUM)


def _cells(lines: Sequence[str]) -> dict[str, str]:
    """The text behind each label up to the next one; of two labels of a kind the first."""
    joined = " | ".join(line for line in lines if line)
    labels = list(_LABELS.finditer(joined))
    ends = [*(label.start() for label in labels[1:]), len(joined)]
    found: dict[str, str] = {}
    for label, end in zip(labels, ends, strict=False):  # no label, and there is no cell
        cell = joined[label.end() : min(end, label.end() + _CELL)]
        found.setdefault(str(label.lastgroup), cell.strip(" |:：\t"))
    return found


def _moment(cell: str | None) -> datetime | None:
    return parse_datetime(cell) if cell else None


def _publisher(head: Sequence[str], office: str) -> str | None:
    for line in head:
        if len(line) <= _CELL and (named := _NAMED.search(line)):
            return named["publisher"] or named["after"]
    ministry = _MINISTRY.search(office)
    return ministry[1] if ministry else None


def _person(cell: str) -> str | None:
    """Who answers: "사무관 | 김하늘 (044-...)" is "사무관 김하늘"."""
    found = _PERSON.match(cell)
    return " ".join(found.group().replace("|", " ").split()) if found else None


def _title(head: Sequence[str]) -> str | None:
    """The first line that can be a headline below the table with the dates."""
    dated = [at for at, line in enumerate(head) if _DATES.search(line)]
    below = range(dated[0], len(head)) if dated else range(0)
    return next((head[at] for at in below if _may_head(head[at], head[at - 1])), None)


def _may_head(line: str, above: str) -> bool:
    """Whether a line is a headline: neither a row of a table nor the value under a bare label."""
    cell = " | " in line or _LABELS.search(line) or _LABELS.fullmatch(above.strip(" |:："))
    text = line.endswith(".") or _BULLET.match(line) or _KIND.match(line)
    return len(line) in _TITLE_LENGTHS and not (cell or text or _FIGURES.search(line))
